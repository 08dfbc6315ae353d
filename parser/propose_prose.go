package parser

import (
	"strings"
	"unicode/utf8"
)

// unhang takes from the organiser's own text the sentence that introduced what was cut out behind it: "One of these would suit me:".
// It may have been wrapped over a few lines.
func unhang(text []string) []string {
	n := len(text)
	if n == 0 || !strings.HasSuffix(text[n-1], ":") && !strings.HasSuffix(text[n-1], "：") {
		return text
	}
	for back := 0; back < 3 && n > 0 && text[n-1] != ""; back++ {
		l := text[n-1]
		if back > 0 && strings.ContainsAny(lastRune(l), ".!?。！？,，、:：;") { // ends a sentence, or greets
			break
		}
		if i := strings.LastIndexAny(strings.TrimRight(l, ":："), ".!?。！？"); i >= 0 {
			_, size := utf8.DecodeRuneInString(l[i:])
			if rest := l[i+size:]; size > 1 || strings.HasPrefix(rest, " ") { // not the point of a number or of an address
				return append(text[:n-1], l[:i+size])
			}
		}
		n--
	}
	for n > 0 && text[n-1] == "" {
		n--
	}
	return text[:n]
}

func lastRune(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	return s[len(s)-n:]
}

// zoneTalk reports whether a line speaks of zones, so that a name like "Europe/Atlantis" is meant as one.
func zoneTalk(tokens []Token) bool {
	for _, t := range tokens {
		switch t.Plain {
		case "zone", "timezone", "time", "times", "zeiten", "zeitzone", "fuseau", "heures", "horario", "horas", "orari", "tijden", "tider", "ajat", "aikavyohyke":
			return true
		}
	}
	return len(tokens) <= 6
}

// lengthTalk reports whether the length in a sentence is that of the meeting: the sentence around it is short, or says so.
func lengthTalk(tokens []Token, x Expr) bool {
	from, to := x.From, x.To
	for from > 0 && !ends(tokens, from-1) {
		from--
	}
	for to < len(tokens) && !ends(tokens, to) {
		to++
	}
	words := 0
	for i := from; i < to; i++ {
		if i >= x.From && i < x.To {
			continue
		}
		if tokens[i].Kind == TokenWord {
			words++
		}
		if howLongWords[tokens[i].Plain] {
			return !late(tokens[from:to])
		}
	}
	return words <= 4 && !late(tokens[from:to])
}

// late reports whether a sentence speaks of waiting, being late or a break.
func late(tokens []Token) bool {
	for _, t := range tokens {
		if lateWords[t.Plain] {
			return true
		}
	}
	return false
}

// howLongWords stand beside the length of a meeting, lateWords beside other lengths.
var howLongWords, lateWords = wordsOf("how long"), wordsOf("late")

// ends reports whether the token ends a sentence.
func ends(tokens []Token, i int) bool {
	switch tokens[i].Text {
	case ".", "!", "?":
		return i+1 == len(tokens) || tokens[i+1].Space || tokens[i].Raw != tokens[i].Text
	}
	return false
}

// sentences looks for offers in prose. A time counts if its sentence offers, or if nothing else of the mail does; it never does where
// the sentence tells of the past, of what cannot be, or of when to answer.
func (r *proposalReader) sentences(l *proposalLine, lists bool) {
	offer, mention, hard := false, false, false
	e := 0
	for i := 0; i < len(l.tokens); i++ {
		if e < len(l.exprs) && i == l.exprs[e].From {
			x := r.inWeek(l.exprs[e])
			e++
			i = x.To - 1
			if weekAlone(x) {
				if !mention && !r.mentionedAfter(l, e, x.To) {
					r.week = x.Day
				}
				continue
			}
			if x.Clock.Kind != OnTime || x.Clock.Bound != At && x.Length == 0 || x.Day.Kind == NoDay {
				if x.Fault != "" && x.Day.Kind != NoDay && offer && !mention {
					r.found = append(r.found, found{x: x, line: l.text, n: l.n, code: x.Fault})
				}
				continue
			}
			asked := offer || r.asked(l.tokens, x.To)
			after := r.mentionedAfter(l, e, x.To)
			if mention || after || lists && !asked {
				r.step(l, "mention")
				continue
			}
			if !asked && r.past(x) {
				r.step(l, "past-mention")
				continue
			}
			if len(r.found) < maxRead {
				r.found = append(r.found, found{x: x, line: l.text, n: l.n})
			}
			r.step(l, "offer")
			continue
		}
		if ends(l.tokens, i) {
			offer, mention, hard = false, false, false
			continue
		}
		if t := l.tokens[i].Text; t == "," || t == ";" {
			hard = false
			continue
		}
		if n := phraseAt(mentionWords(), l.tokens, i); n > 0 {
			mention, hard = true, hard || hardWords[l.tokens[i].Plain]
			i += n - 1
			continue
		}
		if n := phraseAt(offerWords(), l.tokens, i); n > 0 {
			if !hard { // "not possible", "we were to meet"
				offer, mention = true, false
			}
			i += n - 1
		}
	}
}

// asked reports whether the sentence goes on to ask or offer behind a time.
func (r *proposalReader) asked(tokens []Token, i int) bool {
	for ; i < len(tokens); i++ {
		if tokens[i].Text == "?" {
			return true
		}
		if ends(tokens, i) {
			return false
		}
		if phraseAt(offerWords(), tokens, i) > 0 {
			return true
		}
	}
	return false
}

// mentionedAfter reports whether the words right behind a time take it back: "Tuesday at 10 is not possible".
func (r *proposalReader) mentionedAfter(l *proposalLine, next, i int) bool {
	end := len(l.tokens)
	if next < len(l.exprs) {
		end = l.exprs[next].From
	}
	for ; i < end; i++ {
		if ends(l.tokens, i) || l.tokens[i].Text == "," || l.tokens[i].Text == ";" {
			return false
		}
		if phraseAt(mentionWords(), l.tokens, i) > 0 {
			return true
		}
	}
	return false
}

// past reports whether a time, as far as it can be told, lies behind us.
func (r *proposalReader) past(x Expr) bool {
	zone := r.c.Zone
	if zone == nil {
		zone = r.sent.Location()
	}
	s, fault := x.Resolve(r.sent, zone, 1)
	return fault.Code == "past-slot" || fault.Code == "" && !s.Begin.After(r.c.Now)
}
