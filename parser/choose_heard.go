package parser

import (
	"strings"

	"parley/scheduler"
)

// maxHeard bounds what a letter tells of a reading. People write two or three statements.
const maxHeard = 10

// heard says for the writer of an unclear mail what became of each statement about slots. What was said about nothing of
// them is left out, unless there is nothing else.
func (r Reading) heard() []scheduler.Statement {
	var out []scheduler.Statement
	add := func(h scheduler.Statement) {
		for i := range out {
			if o := &out[i]; o.Said == h.Said && o.Why == h.Why {
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
	for _, s := range r.Steps {
		said := scheduler.Words(s.Text)
		switch {
		case s.Doubt:
			add(scheduler.Statement{Said: said, Why: s.Rule})
		case s.Says == "" || doubted(s):
		case len(s.Slots) > 0:
			add(scheduler.Statement{Said: said, Choices: s.choices()})
		case r.Reason == "which-slot":
			add(scheduler.Statement{Said: said, Why: r.Reason})
		}
	}
	why := false
	for _, h := range out {
		why = why || h.Why != ""
	}
	if r.Detail != "" && !why {
		add(scheduler.Statement{Said: scheduler.Words(r.Detail), Why: r.Reason})
		why = true
	}
	for _, s := range r.Steps {
		if s.Rule == "no-answer" && len(out) < 3 && !why {
			add(scheduler.Statement{Said: scheduler.Words(s.Text)})
		}
	}
	if !why && (len(out) == 0 || r.Reason != "nothing-said") {
		out = append(out, scheduler.Statement{Why: r.Reason})
	}
	return out
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
