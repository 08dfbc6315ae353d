package parser

import (
	"unicode"
	"unicode/utf8"
)

// giveReason puts a refusal in its writer's own words into the remarks, where they say more than no: "I have to be in court".
func (r *Reading) giveReason(lines []Line) {
	refuses := r.Kind == KindDecline || r.Kind == KindUnclear && r.Reason == "only-refused"
	if !refuses || !saysMore(lines) {
		return
	}
	reason := Remark{Text: written(lines)}
	for _, m := range r.Remarks {
		reason.Question = reason.Question || m.Question
	}
	r.Remarks = []Remark{reason}
}

// saysMore reports whether some line is longer than a no has to be, or holds words that answers are not made of. Names below
// an answer are no such words.
func saysMore(lines []Line) bool {
	for _, l := range lines {
		if l.Class != Written {
			continue
		}
		tokens := Tokens(l.Text, nil)
		exprs := words().times(tokens, nil)
		strange, all, clause, long := 0, 0, 0, 0
		for i, skip := 0, 0; i < len(tokens); i++ {
			if tokens[i].Kind != TokenWord {
				if tokens[i].Kind == TokenPunct && tokens[i].Text != "'" {
					clause = 0
				}
				continue
			}
			all, clause = all+1, clause+1
			if clause < all { // not the first clause, which is the no
				long = max(long, clause)
			}
			words().walk(tokens, i, func(_ []entry, n int) { skip = max(skip, i+n) })
			first, _ := utf8.DecodeRuneInString(tokens[i].Raw)
			if i >= skip && !inside(exprs, i) && !littleWords[tokens[i].Plain] && !unicode.IsUpper(first) {
				strange++
			}
		}
		if strange > 0 && all >= 3 || all >= 9 || long >= 7 {
			return true
		}
	}
	return false
}
