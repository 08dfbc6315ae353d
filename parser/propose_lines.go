package parser

import (
	"strings"

	"parley/scheduler"
)

// proposalLine is one written line, cut up.
type proposalLine struct {
	n      int    // from 1, as in Mail.Lines
	text   string // without list marks
	tokens []Token
	exprs  []Expr
	list   bool // it looks like an entry of a list: little else than times
	words  int  // words outside the expressions
}

// How much is read of one line, and of all lines together, in bytes.
const (
	maxProposalLine = 2000
	maxProposal     = 100_000
)

// read goes over the written lines: options, entries of lists, days as headings, offers in sentences. What is left is the
// organiser's own text.
func (r *proposalReader) read(lines []Line) {
	var read []proposalLine
	var text []string
	blank := false
	keep := func(l proposalLine) {
		if blank && len(text) > 0 {
			text = append(text, "")
		}
		blank = false
		text = append(text, l.text)
	}
	all, total := greeted(lines), 0
	for i, l := range lines {
		if total > maxProposal {
			break
		}
		if l.Class != Written && !(all && l.Why == byClosing) && !(l.Class == Signature && l.Why == byContact && datedLine(l.Text)) {
			continue
		}
		if strings.TrimSpace(l.Text) == "" {
			blank = true
			continue
		}
		p := proposalLine{n: i + 1, text: strings.TrimSpace(l.Text)}
		if len(p.text) > maxProposalLine {
			p.text = strings.ToValidUTF8(p.text[:maxProposalLine], "")
		}
		total += len(p.text)
		rest, opt := r.option(&p)
		if opt {
			text = unhang(text)
			continue
		}
		p.tokens = Tokens(rest, nil)
		p.exprs = Times(p.tokens, nil)
		p.words = residue(p.tokens, p.exprs)
		p.list = listed(p.tokens, p.exprs, p.words)
		if rest != p.text && len(p.exprs) == 0 && rest == "" {
			continue
		}
		read = append(read, p)
		if !r.entry(&p) || r.c.Mend && p.stray() {
			keep(p)
		} else if len(p.exprs) > 0 {
			text = unhang(text)
		}
	}
	r.offers(read)
	s := strings.TrimSpace(strings.Join(text, "\n"))
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	r.p.Text = scheduler.Words(s)
}

// datedLine reports whether a line is an entry of a list with a date and a time of day: no signature has such.
func datedLine(s string) bool {
	tokens := Tokens(s, nil)
	exprs := Times(tokens, nil)
	if len(exprs) == 0 || !listed(tokens, exprs, residue(tokens, exprs)) {
		return false
	}
	x := exprs[0]
	return x.Day.Kind == OnDate && x.Day.First.Month != 0 && x.Clock.Kind == OnTime && x.Clock.Exact
}

// greeted reports whether nothing was written but what stands below a greeting that could be a closing, such as "Grüße!": then it was
// no closing.
func greeted(lines []Line) bool {
	for _, l := range lines {
		if l.Class == Written && l.Text != "" {
			return false
		}
	}
	return true
}

// entry reports whether a line is nothing but times, lengths or zones, so that it is no part of the organiser's own text.
func (r *proposalReader) entry(p *proposalLine) bool {
	if len(p.exprs) == 0 {
		return len(p.tokens) > 0 && rule(p.tokens)
	}
	return p.list
}

// stray reports whether a line names a day, or what could be one, among other words, and no time of day: "3rd floor".
func (p *proposalLine) stray() bool {
	for _, x := range p.exprs {
		if x.Clock.Kind == OnTime || x.Length > 0 || x.Zone.Said != "" {
			return false
		}
	}
	return p.words > 0
}

// rule reports whether a line is a ruler or the wall of a table.
func rule(tokens []Token) bool {
	for _, t := range tokens {
		if t.Kind != TokenPunct {
			return false
		}
	}
	return true
}

// residue counts the words that stand outside of expressions, little ones and brackets left out.
func residue(tokens []Token, exprs []Expr) (n int) {
	e := 0
	for i, t := range tokens {
		for e < len(exprs) && exprs[e].To <= i {
			e++
		}
		if e < len(exprs) && i >= exprs[e].From {
			continue
		}
		if t.Kind == TokenLink || t.Kind == TokenNumber || t.Kind == TokenWord && !littleWords[t.Plain] {
			n++
		}
	}
	return n
}

// littleWords stand in lists of times without saying anything of their own.
var littleWords = wordsOf("little")

// listed reports whether a line looks like an entry of a list of times, and not like a sentence that mentions some.
func listed(tokens []Token, exprs []Expr, words int) bool {
	if len(exprs) == 0 {
		return false
	}
	lead := 0
	for _, t := range tokens[:exprs[0].From] {
		if t.Kind == TokenLink || t.Kind == TokenWord && !littleWords[t.Plain] || t.Kind == TokenNumber {
			lead++
		}
	}
	for i, t := range tokens {
		if t.Text == "?" && !inside(exprs, i) {
			return false
		}
		if n := phraseAt(mentionWords(), tokens, i); n > 0 && !inside(exprs, i) {
			return false
		}
		if ends(tokens, i) && !inside(exprs, i) && i+1 < len(tokens) && words > 1 {
			return false // several sentences
		}
	}
	return lead <= 2 && (words <= 3 || words <= 8 && lead == 0 && bracketed(tokens, exprs[len(exprs)-1].To))
}

func inside(exprs []Expr, i int) bool {
	for _, x := range exprs {
		if i >= x.From && i < x.To {
			return true
		}
	}
	return false
}

// bracketed reports whether what stands behind the times is a remark: in brackets, or behind a dash or comma.
func bracketed(tokens []Token, i int) bool {
	for ; i < len(tokens); i++ {
		switch tokens[i].Text {
		case ")", "]", "*", "_":
			continue
		case "(", "[", "-", ",", ":", "|", "@":
			return true
		}
		return false
	}
	return true
}

// offers takes the times that are offered: all in lists, those in sentences that offer, and none that are merely mentioned.
func (r *proposalReader) offers(lines []proposalLine) {
	lists := false
	for i := range lines {
		for _, x := range lines[i].exprs {
			lists = lists || lines[i].list && x.Clock.Kind == OnTime && (x.Day.Kind != NoDay || i > 0)
		}
	}
	var heading *found // a day that the times below it lie on
	used := true
	var waiting []found // days above it that have no time either
	give := func() {
		r.found = append(r.found, waiting...)
		waiting = nil
	}
	drop := func(next bool) {
		if heading != nil && !used {
			waiting = append(waiting, *heading)
		}
		if !next || used {
			give()
		}
		heading, used = nil, true
	}
	for i := range lines {
		l := &lines[i]
		r.zonesAndLengths(l)
		rulers := len(l.exprs) == 0 && rule(l.tokens)
		if !l.list {
			if len(l.exprs) == 0 && tableHead(l.tokens) {
				r.header = true
				r.step(l, "table-head")
				continue
			}
			if !rulers {
				drop(false)
				r.sentences(l, lists)
			}
			continue
		}
		for k := range l.exprs {
			x := r.inWeek(l.exprs[k])
			f := found{x: x, line: l.text, n: l.n, talk: l.words > 0}
			switch {
			case weekAlone(x):
				drop(false)
				r.week = x.Day
			case x.Day.Kind == NoDay && x.Clock.Kind == NoClock:
				if x.Fault != "" {
					f.code = x.Fault
					r.found = append(r.found, f)
				}
			case x.Day.Bound == Until || x.Day.Bound == Before:
				// when to answer, more likely than not
			case x.Day.Kind == NoDay && x.Clock.Kind == OnTime && heading != nil:
				if len(waiting) > 0 && everyOne(l.tokens) {
					for _, h := range waiting {
						h.x.Clock, h.code = x.Clock, ""
						r.found = append(r.found, h)
					}
					waiting = nil
				}
				f.x.Day, used = heading.x.Day, true
				if f.x.Zone.Said == "" {
					f.x.Zone = heading.x.Zone
				}
				if f.x.Length == 0 {
					f.x.Length = heading.x.Length
				}
				if f.x.Fault == "" {
					f.x.Fault = heading.x.Fault
				}
				r.found = append(r.found, f)
			case x.Day.Kind == NoDay:
				f.code = "no-day"
				if x.Clock.Kind == OnTime {
					r.found = append(r.found, f)
				}
			case x.Clock.Kind == NoClock && x.Fault == "" || x.Clock.Kind == OnPart:
				drop(true)
				f.code = "no-time"
				h := f
				heading, used = &h, false
			default:
				drop(false)
				r.found = append(r.found, f)
				// a line such as "Tue 24 Nov, 10:00" heads the bare times below it too
				if k == len(l.exprs)-1 && i+1 < len(lines) && len(lines[i+1].exprs) > 0 && lines[i+1].exprs[0].Day.Kind == NoDay {
					h := f
					h.x.Clock, h.x.Zone, h.x.Length = Clock{}, Zone{}, 0
					heading, used = &h, true
				}
			}
			if len(r.found) > maxRead {
				r.found = r.found[:maxRead]
			}
		}
		r.step(l, "list")
	}
	drop(false)
}

func (r *proposalReader) step(l *proposalLine, rule string) {
	r.steps = append(r.steps, Step{Line: l.n, Text: l.text, Rule: rule})
}

// weekAlone reports whether an expression is a week and nothing more.
func weekAlone(x Expr) bool {
	return x.Day.Kind == OnWeek && x.Day.Weekdays == 0 && x.Clock.Kind == NoClock && x.Day.Bound == At && x.Day.Nth == 0 && x.Fault == ""
}

// inWeek puts a day of the week into the week that was spoken of: "next week: Tue 10:00".
func (r *proposalReader) inWeek(x Expr) Expr {
	if r.week.Kind == OnWeek && x.Day.Kind == OnDays && single(x.Day.Weekdays) && x.Day.Next == 0 && x.Day.Nth == 0 && x.Day.Bound == At && !x.Day.Plural {
		weekdays := x.Day.Weekdays
		x.Day = r.week
		x.Day.Weekdays, x.Day.Plural = weekdays, false
	}
	return x
}

// everyOne reports whether a line says that it is meant for each day above it.
func everyOne(tokens []Token) bool {
	for _, t := range tokens {
		if eachWords[t.Plain] {
			return true
		}
	}
	return false
}

var eachWords = wordsOf("each")

var columnBegins, columnEnds = wordsOf("column begin"), wordsOf("column end")

// tableHead reports whether a line names the columns for begin and end.
func tableHead(tokens []Token) bool {
	from, to := false, false
	for _, t := range tokens {
		from, to = from || columnBegins[t.Plain], to || columnEnds[t.Plain]
		switch t.Plain {
		case "開", "开":
			from = true
		case "終", "结":
			to = true
		}
	}
	return from && to && len(tokens) <= 12
}

// zonesAndLengths takes what a line says for all times: a zone or a length with neither day nor time beside it.
func (r *proposalReader) zonesAndLengths(l *proposalLine) {
	for _, x := range l.exprs {
		if x.Day.Kind != NoDay || x.Clock.Kind != NoClock {
			continue
		}
		if x.Zone.Said != "" {
			if x.Zone.Mine {
				continue
			}
			if x.Zone.Loc == nil {
				if zoneTalk(l.tokens) {
					r.fault("no-such-zone", l.text, x.Zone.Said)
				}
				continue
			}
			known := false
			for _, z := range r.zones {
				known = known || z.Name == x.Zone.Name
			}
			if !known {
				r.zones = append(r.zones, x.Zone)
			}
			r.step(l, "zone")
		}
		if x.Length > 0 && (l.words <= 4 || lengthTalk(l.tokens, x)) {
			r.lengths = append(r.lengths, statedLength{length: x.Length, line: l.text})
			r.step(l, "duration")
		} else if x.Fault == "zero-duration" && l.words <= 4 {
			r.fault(x.Fault, l.text, "")
		}
	}
}
