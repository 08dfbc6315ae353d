package parser

import (
	"slices"
	"strings"

	"parley/scheduler"
)

const (
	maxHeard = 30  // bounds what is kept of a reading: people write two or three statements, or one below each slot
	maxSaid  = 160 // characters of one statement
)

// heard says for the writer of a mail what became of each statement about slots. Of what says nothing about them only the
// lines are named, unless there is nothing else.
func (r Reading) heard() []scheduler.Statement {
	var out []scheduler.Statement
	add := func(s Step, h scheduler.Statement) {
		h.Line, h.Said = s.Line, scheduler.Words(clip(s.Text, maxSaid))
		for i := range out {
			if o := &out[i]; o.Line == h.Line && o.Said == h.Said && o.Rule == h.Rule && o.Why == h.Why {
				o.Choices = append(o.Choices, h.Choices...)
				return
			}
		}
		if len(out) < maxHeard {
			out = append(out, h)
		}
	}
	doubted := func(s Step) bool { // a doubt is about these words, or more
		for _, d := range r.Steps {
			if d.Doubt && d.Line == s.Line && strings.Contains(d.Text, s.Text) {
				return true
			}
		}
		return false
	}
	unclear := r.Kind == KindUnclear
	why := !unclear
	for _, s := range r.Steps {
		switch {
		case s.Doubt && unclear:
			add(s, scheduler.Statement{Why: s.Rule})
			why = true
		case s.Rule == "counter" && !unclear:
			add(s, scheduler.Statement{Rule: s.Rule})
		case s.Says == "" || unclear && doubted(s):
		case len(s.Slots) > 0 || !unclear:
			add(s, scheduler.Statement{Choices: s.choices(), Rule: s.Rule})
		case r.Reason == "which-slot":
			add(s, scheduler.Statement{Why: r.Reason})
			why = true
		}
	}
	if r.Detail != "" && !why {
		add(Step{Text: r.Detail}, scheduler.Statement{Why: r.Reason})
		why = true
	}
	quoted := len(out)
	command := func(line int) bool {
		return slices.ContainsFunc(r.Steps, func(s Step) bool { return s.Line == line && s.Rule == "command" })
	}
	for _, s := range r.Steps {
		if s.Rule != "no-answer" || command(s.Line) {
			continue
		}
		if quoted >= 3 || why {
			s.Text = ""
		} else {
			quoted++
		}
		add(s, scheduler.Statement{Rule: s.Rule})
	}
	if !why && (quoted == 0 || r.Reason != "nothing-said") {
		out = append(out, scheduler.Statement{Why: r.Reason})
	}
	return out
}

// clip cuts a text to so many characters.
func clip(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// choices are the words of a step on its slots.
func (s Step) choices() (out []scheduler.Choice) {
	for _, id := range s.Slots {
		c := scheduler.Choice{Slot: id, Verdict: scheduler.Yes}
		switch s.Says {
		case vNo.String():
			c.Verdict = scheduler.No
		case vNeed.String():
			c.Verdict = scheduler.IfNeedBe
		case vBest.String():
			c.Preferred = true
		}
		out = append(out, c)
	}
	return out
}
