package mailbox

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/scheduler"
)

// Why a mail was read as it was: a sentence for each statement in it, and one for each rule that read it.

// RuleSentence says in the language why a rule reads what it reads or, of a doubt, what stands against that; "" if there
// are no words for it.
func RuleSentence(lang, rule string, doubt bool) string { return catalogOf(lang).rule(rule, doubt) }

func (c *catalog) rule(rule string, doubt bool) string {
	key := "reading." + rule
	if doubt {
		key = "reason." + doubtful(rule)
	}
	if !c.has(key) {
		return ""
	}
	return c.text(key)
}

// FaultSentences says in the language what is wrong with a proposal, and how to mend it: a sentence for each fault, behind the
// line that it stands in.
func FaultSentences(lang string, faults []scheduler.Fault) (out []string) {
	p := &page{catalog: catalogOf(lang), loc: time.UTC}
	for _, row := range p.faultLines("fault.", faults) {
		out = append(out, p.plain(row))
	}
	return out
}

// Readings says how the mail behind an entry was read, statement by statement, in the language if it is known and in
// English otherwise.
func Readings(lang string, n scheduler.Entry) []string {
	return (&page{catalog: catalogOf(lang)}).readings(heardIn(n.Fact))
}

// whyText shows what the reader's last mail did: the entries that its cause made, and how it was read.
func (p *page) whyText() {
	p.lead("why.lead", "title", p.title())
	var rows [][]span
	hidden := p.Event.Options.Hidden && !p.commands
	for _, n := range p.lastDone() {
		heard := heardIn(n.Fact)
		if _, remark := scheduler.Plain(n.Fact).(scheduler.Remarked); hidden && heard == nil && !remark {
			continue // what followed may tell of others
		}
		rows = append(rows, []span{{text: p.instant(n.At) + ": ", bold: true}, {text: logSentence(p.catalog, n, p.People, p.Event)}})
		for _, said := range p.readings(heard) {
			rows = append(rows, []span{{text: said}})
		}
	}
	if len(rows) == 0 {
		p.para("why.nothing")
	} else {
		p.add(bullets{rows})
	}
	p.stand()
}

// lastDone is what the reader's last mail that did anything was recorded as; letters posted for it are left out.
func (p *page) lastDone() []scheduler.Entry {
	isPosted := func(n scheduler.Entry) bool { _, is := scheduler.Plain(n.Fact).(scheduler.Posted); return is }
	for i := len(p.Log) - 1; i >= 0; i-- {
		last := p.Log[i]
		if last.By != p.To.ID || last.Fact == nil || isPosted(last) {
			continue
		}
		var list []scheduler.Entry
		for _, n := range p.Log {
			if n.Cause == last.Cause && n.By == last.By && n.Fact != nil && !isPosted(n) {
				list = append(list, n)
			}
		}
		return list
	}
	return nil
}

// heardIn is how the mail behind a fact was read.
func heardIn(f scheduler.Fact) []scheduler.Statement {
	if f == nil {
		return nil
	}
	switch f := scheduler.Plain(f).(type) {
	case scheduler.Answered:
		return f.Heard
	case scheduler.Declined:
		return f.Heard
	case scheduler.Attends:
		return f.Heard
	case scheduler.NotUnderstood:
		return f.Heard
	}
	return nil
}

// readings says of each statement how it was read and why. What several rules read in the same words is one statement,
// and lines that say nothing are told together.
func (p *page) readings(list []scheduler.Statement) (out []string) {
	type reading struct {
		scheduler.Statement
		why []string
	}
	var all []reading
	var idle []string
	for _, h := range list {
		why := p.rule(cmp.Or(h.Why, h.Rule), h.Why != "")
		switch same := slices.IndexFunc(all, func(r reading) bool { return r.Line == h.Line && r.Said == h.Said && (r.Why == "") == (h.Why == "") }); {
		case why == "": // a rule of another version
		case h.Rule == "no-answer" && h.Said == "":
			idle = append(idle, strconv.Itoa(h.Line))
		case same < 0:
			all = append(all, reading{h, []string{why}})
		default:
			r := &all[same]
			r.Choices = slices.Concat(r.Choices, h.Choices)
			if !slices.Contains(r.why, why) {
				r.why = append(r.why, why)
			}
		}
	}
	for _, r := range all {
		key := "why.read"
		switch {
		case r.Why != "":
			key = "why.doubt"
		case len(r.Choices) == 0:
			key = "why.only"
		}
		out = append(out, p.text(key, "where", p.where(r.Statement), "summary", p.verdicts(r.Choices), "why", p.list(r.why)))
	}
	if n := len(idle); n > 0 {
		out = append(out, p.text("why.only", "where", p.text("why.lines", "lines", p.list(idle), "n", strconv.Itoa(n)), "why", p.text("reading.no-answer")))
	}
	return out
}

// where says which words of the mail a statement is; those that were erased are said to be.
func (p *page) where(h scheduler.Statement) string {
	switch {
	case h.Line > 0:
		return p.text("why.at", "line", strconv.Itoa(h.Line), "said", p.quoted(h.Said))
	case h.Said != "":
		return p.quoted(h.Said)
	case strings.HasPrefix(h.Rule, "ics-"):
		return p.text("why.click")
	}
	return p.text("why.mail")
}
