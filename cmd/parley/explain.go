package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/mailbox"
	"parley/parser"
	"parley/scheduler"
)

// explain tells a person what a mail means and why, and then, line by line, how it was read. Lines that were dropped for one
// reason stand together unless all is set.
func (r reader) explain(w io.Writer, got readingJSON, steps []parser.Step, all bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", got.File, got.Kind)
	for _, part := range []struct {
		name  string
		slots []int
	}{{"", got.Available}, {"if need be", got.Maybe}, {"preferred", got.Preferred}} {
		if len(part.slots) > 0 {
			fmt.Fprintf(&b, " %s%s", strings.TrimPrefix(part.name+" ", " "), joinInts(part.slots))
		}
	}
	for _, c := range got.Counter {
		fmt.Fprintf(&b, " %s (%s)", c.Begin, c.Duration)
	}
	for _, s := range slices.Compact([]string{got.Command, got.Problem, got.Reason}) {
		if s != "" {
			fmt.Fprintf(&b, " [%s]", s)
		}
	}
	b.WriteByte('\n')
	if why := mailbox.RuleSentence("en", got.Reason, got.Kind == string(parser.KindUnclear)); why != "" {
		fmt.Fprintf(&b, "      because %s\n", why)
	}
	explainProposal(&b, got)
	steps = slices.Clone(steps)
	slices.SortStableFunc(steps, func(a, b parser.Step) int { return a.Line - b.Line })
	r.fillRest(got, steps)
	for i := 0; i < len(steps); {
		n := 1
		for class := dropped(steps[i]); !all && class != "" && i+n < len(steps) && dropped(steps[i+n]) == class; n++ {
		}
		explainSteps(&b, steps[i:i+n], got.propose.Faults)
		i += n
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// explainProposal tells why a proposal is invalid, and what was read of it.
func explainProposal(b *strings.Builder, got readingJSON) {
	p := &got.propose
	for _, why := range mailbox.FaultSentences("en", p.Faults) {
		fmt.Fprintf(b, "      because %s\n", why)
	}
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(b, "      %-9s %s\n", name, value)
		}
	}
	row("title", got.Title)
	row("people", strings.Join(got.Parties, ", "))
	for _, s := range got.Slots {
		row(fmt.Sprintf("time %d", s.ID), s.Begin+" ("+s.Duration+")")
	}
	if p.Length > 0 {
		row("length", p.Length.String())
	}
	row("zone", p.Zone)
	if !p.Options.Deadline.IsZero() {
		row("deadline", p.Options.Deadline.In(zoneNamed(p.Zone)).Format(time.RFC3339))
	}
	row("location", string(p.Location))
	for _, f := range p.Inferred {
		row("inferred", strings.TrimSpace(f.Code+" "+f.Value))
	}
}

// fillRest gives "the rest" its slots: those of the verdict that nothing before it named.
func (r reader) fillRest(got readingJSON, steps []parser.Step) {
	if len(got.Available) == 0 {
		return
	}
	for i := range steps {
		s := &steps[i]
		if s.Rule != "the-rest" || s.Doubt || len(s.Slots) > 0 {
			continue
		}
		for _, slot := range r.slots {
			verdict := "no"
			if slices.Contains(got.Maybe, slot.ID) {
				verdict = "if need be"
			} else if slices.Contains(got.Available, slot.ID) {
				verdict = "yes"
			}
			named := slices.ContainsFunc(steps[:i], func(s parser.Step) bool { return slices.Contains(s.Slots, slot.ID) })
			if verdict == s.Says && !named {
				s.Slots = append(s.Slots, slot.ID)
			}
		}
	}
}

// dropped is the class of a step for a line that was not read as the sender's words, "" of others.
func dropped(s parser.Step) string {
	class, _, _ := strings.Cut(s.Rule, " ")
	for c := parser.Quoted; c <= parser.Forwarded; c++ {
		if c.String() == class {
			return class
		}
	}
	return ""
}

// explainSteps writes a line for steps of one class, with the fault that the line has.
func explainSteps(b *strings.Builder, steps []parser.Step, faults []scheduler.Fault) {
	s := steps[0]
	number, rule, text := strconv.Itoa(s.Line), s.Rule, clip(s.Text, 70)
	if last := steps[len(steps)-1]; len(steps) > 1 {
		number += "–" + strconv.Itoa(last.Line)
		if slices.ContainsFunc(steps, func(t parser.Step) bool { return t.Rule != rule }) {
			rule = dropped(s)
		}
		text = clip(s.Text, 50) + " …"
	}
	says := s.Says
	if len(s.Slots) > 0 {
		says = strings.TrimSpace(says + " " + joinInts(s.Slots))
	}
	for _, f := range faults {
		if f.Line != "" && string(f.Line) == s.Text {
			says = strings.TrimSpace(says + " ✗ " + f.Code)
		}
	}
	fmt.Fprintf(b, "%7s  %-22s %-18s | %s\n", number, rule, says, text)
}

func joinInts(n []int) string {
	s := make([]string, len(n))
	for i, v := range n {
		s[i] = strconv.Itoa(v)
	}
	return strings.Join(s, " ")
}

func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
