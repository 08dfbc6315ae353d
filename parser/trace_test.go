package parser

import (
	"slices"
	"testing"

	"parley/scheduler"
)

// TestEveryLineIsExplained: each line that is not blank has a step, the log gets the rule and the line that stopped it, and each doubt
// is known to be one.
func TestEveryLineIsExplained(t *testing.T) {
	o := offers["team5"]
	m := Read([]byte("From: Ana <ana@example.test>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0200\r\nIn-Reply-To: <a@house.test>\r\n\r\nHi Mika,\r\n\r\n1 and 3 work, maybe 4.\r\nGreetings from the north\r\n\r\nBest regards\r\nAna\r\n\r\n> 1. Tue 24 Nov\r\n"))
	r := Choose(m, o)
	trace := r.Trace(m)
	for i, l := range m.Lines {
		if has := slices.ContainsFunc(trace, func(s Step) bool { return s.Line == i+1 }); has == l.Blank() {
			t.Errorf("line %d, %q: explained is %v", i+1, l.Text, has)
		}
	}
	if !slices.IsSortedFunc(trace, func(a, b Step) int { return a.Line - b.Line }) {
		t.Errorf("steps %v are out of order", trace)
	}
	heard := r.heard()
	if !slices.ContainsFunc(heard, func(h scheduler.Statement) bool { return h.Line == 3 && h.Why == "hedge" && h.Said != "" }) {
		t.Errorf("the log gets %+v", heard)
	}
	ruled(t, "the mail", r)
	_, doubts := Rules()
	for reason := range said {
		if !slices.Contains(doubts, reason) {
			t.Errorf("%q leaves a mail unclear and is no known doubt", reason)
		}
	}
}
