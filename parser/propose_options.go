package parser

import (
	"strings"
	"time"
	"unicode/utf8"

	"parley/scheduler"
)

// option reads a line such as "deadline: Friday 12:00". It reports true if the line was one; else it returns what is left of the line
// without list marks, in which times are looked for.
func (r *proposalReader) option(l *proposalLine) (rest string, done bool) {
	rest = unlisted(l.text)
	if addr, zone, ok := partyZone(rest); ok {
		name, _, known := FindZone(zone)
		if !known {
			r.fault("no-such-zone", l.text, zone)
		} else {
			if r.p.Zones == nil {
				r.p.Zones = map[string]string{}
			}
			r.p.Zones[scheduler.Canonical(addr)] = name
		}
		r.step(l, "option")
		return "", true
	}
	opt, value := optionLine(rest)
	if opt == noOption {
		return rest, false
	}
	if opt == optSlots {
		return value, false
	}
	if !r.set(opt, value, l) {
		return rest, false
	}
	r.step(l, "option")
	return "", true
}

// unlisted takes list marks, bullets and emphasis off the begin of a line: "- ", "1. ", "2) ", "a) ", "Option 3:".
func unlisted(s string) string {
	for {
		t := strings.TrimLeft(s, " \t*-–—•·▪◦‣●○■□>→|_")
		if k := numbering(t); k > 0 {
			t = strings.TrimLeft(t[k:], " \t*_")
		}
		if t == s {
			return t
		}
		s = t
	}
}

// numbering returns the length of a number or letter with a mark behind it that numbers a line; a day such as "24. November" or a time
// such as "10.30" is none.
func numbering(s string) int {
	n := 0
	for n < len(s) && n < 2 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	word := 0
	if n == 0 {
		for _, w := range [...]string{"option ", "slot ", "alternative ", "choice ", "termin ", "vorschlag ", "no. ", "nr. ", "#", "vaihtoehto ", "alternativ ", "opción ", "opção ", "opzione ", "optie ", "opcja "} {
			if len(s) > len(w) && strings.EqualFold(s[:len(w)], w) {
				word = len(w)
				break
			}
		}
		if word > 0 {
			n = word
			for n < len(s) && n < word+2 && s[n] >= '0' && s[n] <= '9' {
				n++
			}
			if n == word && len(s) > word && latin(s[word]) {
				n++
			}
			if n == word {
				return 0
			}
		} else if len(s) > 2 && latin(s[0]) && (s[1] == ')' || s[1] == '.' && s[2] == ' ') {
			return 2
		} else if s != "" && s[0] == '(' && len(s) > 2 && s[2] == ')' && (latin(s[1]) || digit(s[1])) {
			return 3
		} else {
			if r, size := utf8.DecodeRuneInString(s); circled(r) > 0 {
				return size
			}
			return 0
		}
	}
	if n >= len(s) {
		return 0
	}
	switch {
	case s[n] == ')' || s[n] == ']':
		return n + 1
	case word > 0 && (s[n] == ':' || s[n] == '.' || s[n] == '-' || s[n] == ' '):
		return n + 1
	case s[n] == '.' && len(s) > n+1 && s[n+1] == ' ':
		// "24. November" is a day, "1. Tue 24 Nov" a number
		tokens := Tokens(s, nil)
		if len(tokens) > 2 {
			r := timeReader{t: tokens}
			tree := timeTree()
			for i := range tokens {
				r.n = append(r.n, tree.next[tokens[i].Plain])
			}
			if r.monthFollows(1) || r.num(2) >= 1 && r.num(2) <= 12 && r.is(3, ".") {
				// two readings of "1. Dec 24 10:00": what follows has a day of its own
				if s, n := r.match(2, cMonth); !(n > 0 && s.n > 0 && r.num(2+n) >= 1 && r.num(2+n) <= 31 && !r.clocklike(2+n)) {
					return 0
				}
			}
		}
		return n + 1
	}
	return 0
}

// optionLine splits "deadline: Friday" at its colon if the words before it name an option. Lengths and zones need no colon.
func optionLine(s string) (option, string) {
	k := strings.IndexAny(s, ":：=")
	if k > 0 && k <= 48 {
		key := optionKey(Tokens(strings.Trim(s[:k], " *_"), nil))
		if o := optionTree[key]; o != noOption {
			_, n := utf8.DecodeRuneInString(s[k:])
			return o, strings.Trim(s[k+n:], " \t*_")
		}
	}
	word, value, ok := strings.Cut(s, " ")
	if !ok {
		return noOption, ""
	}
	switch o := optionTree[optionKey(Tokens(word, nil))]; o {
	case optDuration:
		if d, code := ParseLength(value); code == "" || d > 0 {
			return o, value
		}
	case optZone:
		if _, _, ok := FindZone(value); ok {
			return o, value
		}
	case optQuorum:
		if _, ok := smallNumber(value); ok {
			return o, value
		}
	}
	return noOption, ""
}

// set takes an option over. It reports false where the line turns out to be none.
func (r *proposalReader) set(o option, value string, l *proposalLine) bool {
	bad := func() bool {
		r.fault("bad-option", l.text, value)
		return true
	}
	flag := func(to *bool) bool {
		v, ok := yesNo(value)
		if !ok {
			return bad()
		}
		*to = v
		return true
	}
	opt := &r.p.Options
	switch o {
	case optTitle:
		if value == "" {
			return bad()
		}
		r.p.Title = scheduler.Words(value)
	case optLocation:
		if value == "" {
			return false
		}
		r.p.Location = scheduler.Words(value)
	case optURL:
		if !strings.Contains(value, ".") || strings.ContainsAny(value, " <>\"") {
			return false
		}
		r.p.URL = scheduler.Words(value)
	case optDuration:
		d, code := ParseLength(value)
		if code != "" {
			r.fault(code, l.text, value)
			r.badLength = true
			return true
		}
		r.lengths = append(r.lengths, statedLength{length: d, line: l.text, option: true})
	case optDeadline:
		x, ok := onlyTime(value)
		if !ok {
			return bad()
		}
		r.deadlines = append(r.deadlines, found{x: x, line: l.text})
	case optOptional, optRequired:
		boxes, ok := addressList(value, append(append([]scheduler.Mailbox(nil), r.m.To...), r.m.Cc...))
		if !ok {
			return bad()
		}
		if o == optOptional {
			r.optional = append(r.optional, boxes...)
		} else {
			r.required = append(r.required, boxes...)
		}
	case optConfirm:
		return flag(&opt.Confirm)
	case optQuorum:
		n, ok := smallNumber(value)
		if !ok || n < 1 {
			return bad()
		}
		opt.Quorum = n
	case optSuggestions:
		return flag(&opt.Suggestions)
	case optHolds:
		return flag(&opt.Holds)
	case optHidden:
		return flag(&opt.Hidden)
	case optAttend:
		attends := false
		if !flag(&attends) {
			return false
		}
		if _, ok := yesNo(value); ok {
			opt.Absent = !attends
		}
	case optZone:
		name, loc, ok := FindZone(value)
		if !ok {
			r.fault("no-such-zone", l.text, value)
			return true
		}
		for _, z := range r.zones {
			if z.Name == name {
				return true
			}
		}
		z := Zone{Said: value, Name: name, Loc: loc}
		if a, ok := abbreviations[plainWord(strings.ToLower(value))]; ok && a.fixed {
			z.fixed, z.Loc = true, fixedZone("", a.offset*60).Loc
		}
		r.zones = append(r.zones, z)
	case optProgress:
		switch plainWord(strings.ToLower(strings.TrimSpace(value))) {
		case "each", "every", "all":
			opt.Progress = "each"
		case "none", "no", "never", "off":
			opt.Progress = "none"
		case "":
			return bad()
		default:
			return bad()
		}
	}
	return true
}

// deadline settles the deadline once the zone is known. A day alone is meant to its end.
func (r *proposalReader) deadline() {
	for _, f := range r.deadlines {
		x := f.x
		if x.Clock.Kind != OnTime {
			if x.Clock.Kind == OnPart {
				x.Clock = Clock{Kind: OnTime, Begin: map[Part]int{Morning: 12 * 60, Forenoon: 12 * 60, Midday: 12 * 60, Afternoon: 18 * 60}[x.Clock.Part], Exact: true}
			}
			if x.Clock.Begin == 0 {
				x.Clock = Clock{Kind: OnTime, Begin: 23*60 + 59, Exact: true}
			}
		}
		x.Day.Bound, x.Clock.Bound, x.Clock.End = At, At, 0
		s, fault := x.Resolve(r.sent, r.zone, time.Minute)
		switch {
		case fault.Code != "":
			r.fault(fault.Code, f.line, "")
		case !s.Begin.After(r.c.Now):
			r.p.Faults = append(r.p.Faults, scheduler.Fault{Code: "past-deadline", Line: scheduler.Words(f.line), Value: r.stamp(s.Begin), Limit: r.stamp(r.c.Now)})
		default:
			r.p.Options.Deadline = s.Begin
		}
	}
}
