package parser

import (
	"slices"
	"sync"
)

// Which language a text is in: each token that some languages know counts for them, the more the fewer they are.

// order is one way to look at a text: the place of each language, -1 for those that take no part.
type order struct {
	rank  [16]int8
	first lang
}

// languages are those of an order. English is among them only if it comes first: its words are words elsewhere too.
func (o *order) languages() (set langSet) {
	for l, r := range o.rank {
		if r >= 0 && (lang(l) == o.first || lang(l) != langEnglish && lang(l) != langAll) {
			set |= 1 << l
		}
	}
	return set
}

// dayNames counts the full name of a day or month for the languages that have it. It tells more than a small word.
func (x *lexicon) dayNames(t *Token, score *[16]float64) {
	if t.Kind != TokenWord || len(t.Plain) < 4 && !isCJK(*t) {
		return
	}
	n := x.plain(t).times.node
	if n == nil {
		return
	}
	var known [16]bool
	count := 0
	for _, s := range n.senses {
		if s.flags&weak != 0 || s.class != cWeekday && s.class != cMonth {
			continue
		}
		if l := slices.Index(languages, s.lang); l > 0 && !known[l] {
			known[l] = true
			count++
		}
	}
	for l := range known {
		if known[l] {
			score[l] += 2 / float64(count)
		}
	}
}

// inName reports a word with a capital letter inside a sentence: often a name, which may be a word elsewhere.
func inName(tokens []Token, i int) bool {
	return i > 0 && tokens[i].Raw != tokens[i].Text && tokens[i-1].Kind != TokenPunct
}

// maxOrders is how many orders of languages are tried at most.
const maxOrders = 5

// orders finds the languages of the pieces: one order, or several where the first place is shared.
func (x *lexicon) orders(pieces []piece) []order {
	var score [16]float64
	var own [16]int         // tokens that no other language knows
	var apart [16][16]uint8 // tokens that the first knows and the second, which is akin to it, does not
	n := len(languages)
	japanese := slices.Index(languages, "ja")
	for _, p := range pieces {
		e := 0
		var covered [16]int // up to which token the phrases of a language reach
		for i := range p.tokens {
			for e < len(p.exprs) && p.exprs[e].To <= i {
				e++
			}
			if e < len(p.exprs) && p.exprs[e].From <= i {
				x.dayNames(&p.tokens[i], &score) // other words of days and hours have abbreviations that are words elsewhere
				continue
			}
			var length [16]int
			var exact, know langSet // as written, not only without accents; those that have a phrase here
			x.walk(p.tokens, i, func(entries []entry, l int) {
				for _, e := range entries {
					if l <= length[e.lang] {
						continue
					}
					length[e.lang] = l
					know |= 1 << e.lang
					if exact |= 1 << e.lang; e.plain {
						exact &^= 1 << e.lang
					}
				}
			})
			know &^= 1 << langAll
			for set := know; set != 0; set &= set - 1 {
				if l := set.first(); length[l] <= length[langAll] { // "ok" tells nothing
					know &^= 1 << l
				}
			}
			if know == 0 {
				continue
			}
			known := know.len()
			for set := know; set != 0; set &= set - 1 {
				l := set.first()
				for others := akin[l] &^ know; others != 0; others &= others - 1 {
					if k := others.first(); i >= covered[k] && apart[l][k] < 255 {
						apart[l][k]++
					}
				}
				covered[l] = max(covered[l], i+length[l])
				w := float64(length[l]) / float64(known)
				if exact&(1<<l) == 0 {
					w *= 0.7
				}
				score[l] += w
				if known == 1 && !(l != langGerman && inName(p.tokens, i)) {
					own[l]++
				}
			}
			// kana are Japanese, whatever Han characters beside them say
			if t := p.tokens[i]; t.Kind == TokenWord && t.Text >= "ぁ" && t.Text < "一" {
				score[japanese] += 0.5
			}
		}
	}
	// languages in falling order of score; equal ones in their own order
	sorted := make([]lang, 0, len(score))
	for l := 1; l < n; l++ {
		if score[l] == 0 && lang(l) != langEnglish {
			continue
		}
		i := len(sorted)
		sorted = append(sorted, 0)
		for i > 0 && score[sorted[i-1]] < score[l]-1e-9 {
			sorted[i] = sorted[i-1]
			i--
		}
		sorted[i] = lang(l)
	}
	top := score[sorted[0]]
	firsts := make([]lang, 0, maxOrders)
	for _, l := range sorted {
		close := score[l] >= top-1 && apart[l][sorted[0]] > 0 // its "if" may be a mere pronoun there
		if (score[l] >= top-1e-9 || close) && len(firsts) < maxOrders {
			firsts = append(firsts, l)
		}
	}
	if len(firsts) > 1 && hasWord(pieces, "no") { // "no" is an answer in many languages and "in the" in one
		firsts = slices.DeleteFunc(firsts, func(l lang) bool { return languages[l] == "pt" })
	}
	out := make([]order, 0, len(firsts))
	for _, f := range firsts {
		o := order{first: f}
		for i := range o.rank {
			o.rank[i] = -1
		}
		place := int8(0)
		o.rank[f] = place
		for _, l := range sorted {
			// a single word that only some other language knows is an accident, or a name
			if l != f && (l == langEnglish || own[l] > 0 && score[l] >= top/2 || own[l] > 1 && score[l] >= top/4) {
				place++
				o.rank[l] = place
			}
		}
		o.rank[langAll] = place + 1
		out = append(out, o)
	}
	return out
}

// parting reports a phrase such as "apart from" or "how about", which is no begin of a time: "apart from Friday" is not "from Friday".
func parting(phrase []Token, m meaning) bool {
	if len(phrase) < 2 {
		return false
	}
	switch m {
	case mExcept, mPropose, mAllBut, mNoneBut:
		return true
	case mBest: // "3 am liebsten" is no time either
		return phrase[0].Text == "am"
	case mYes:
		return phrase[len(phrase)-1].Text == "do"
	}
	return false
}

// times appends the expressions of time to out. None goes on from before a parting phrase into it.
func (x *lexicon) times(tokens []Token, out []Expr) []Expr {
	from, before := 0, len(out)
	add := func(to int) {
		n := len(out)
		out = Times(tokens[from:to], out)
		for i := n; i < len(out); i++ {
			out[i].From += from
			out[i].To += from
		}
		from = to
	}
	for i := 0; i < len(tokens); i++ {
		f := x.look(&tokens[i])
		if tokens[i].Kind != TokenWord || !x.about[f.written].parts && !x.about[f.plain].parts {
			continue
		}
		end := 0
		x.walk(tokens, i, func(entries []entry, n int) {
			for _, e := range entries {
				if parting(tokens[i:i+n], e.meaning) {
					end = i + n
				}
			}
		})
		if end > 0 && end < len(tokens) {
			add(i)
			from, i = end, end-1
		}
	}
	add(len(tokens))
	return splitAtComma(tokens, out, before)
}

// splitAtComma parts what is two expressions, of those from in[from] on: "Tuesday only in the afternoon, Thursday is fine" has no Thursday afternoon.
func splitAtComma(tokens []Token, in []Expr, from int) []Expr {
	for i := from; i < len(in); i++ {
		x := &in[i]
		if x.Clock.Kind == NoClock || x.Day.Kind == NoDay {
			continue
		}
		for c := x.From + 1; c < x.To-1; c++ {
			if tokens[c].Text != "," {
				continue
			}
			a, b := Times(tokens[x.From:c], nil), Times(tokens[c+1:x.To], nil)
			if len(a) != 1 || len(b) != 1 || a[0].Day.Kind != NoDay || a[0].Clock.Kind == NoClock || b[0].Day.Kind == NoDay || b[0].Clock.Kind != NoClock {
				continue
			}
			a[0].From, a[0].To = a[0].From+x.From, a[0].To+x.From
			b[0].From, b[0].To = b[0].From+c+1, b[0].To+c+1
			in = slices.Replace(in, i, i+1, a[0], b[0])
			i++
			break
		}
	}
	return in
}

// misspelt is the number whose word in a language is one letter off from s, 0 if there is none or more than one.
func misspelt(s string, l lang) int {
	if len(s) < 4 {
		return 0
	}
	found := 0
	for _, c := range numberWords() {
		if c.lang != l || !oneOff(c.text, s) {
			continue
		}
		if found != 0 && found != int(c.num) {
			return 0
		}
		found = int(c.num)
	}
	return found
}

type numberWord struct {
	entry
	text string
}

// numberWords are the number words of all languages, gathered once: a mail may hold thousands of words that are none.
var numberWords = sync.OnceValue(func() (all []numberWord) {
	x := words()
	for text, w := range x.words {
		if p := x.follow(0, w); p != 0 {
			for _, e := range x.at(p) {
				if e.meaning == mCard {
					all = append(all, numberWord{e, text})
				}
			}
		}
	}
	return all
})

func hasWord(pieces []piece, word string) bool {
	for _, p := range pieces {
		for _, t := range p.tokens {
			if t.Text == word {
				return true
			}
		}
	}
	return false
}
