package parser

import (
	"strings"
	"testing"
)

// FuzzChoose holds Choose to its laws: it ends without a panic, a reading is consistent in itself and with the offer, and the
// same text gives the same reading.
func FuzzChoose(f *testing.F) {
	for _, s := range []string{
		"1 and 3 work for me, 2 doesn't", "all but 2", "1: yes\n2: no", "Alle außer Dienstag", "除了2都可以", "2以外は大丈夫です", "3 (if need be), 4",
		"None. How about Friday at 15?", "the first two, not the last", "[x] 1\n[ ] 2", "1. 2. 3.", "either 1 or 3 instead of 2", "both (all) neither of the rest except 1-3",
		"> > 1 - - 2 ; , and or but except", "sorry, I meant 3", "I said 1, forget 2, make that 3", "see you on Tuesday :-(", "第第2番目個", "+1 for 3*, 2* (* = preferred)",
	} {
		for _, o := range []string{"team5", "one", "gap3"} {
			f.Add(o, s)
		}
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		o, ok := offers[name]
		if !ok {
			o = offers["many12"]
		}
		if len(text) > 5000 {
			return
		}
		m := writtenMail(text, o)
		m.Lines = append(m.Lines, Line{Text: "1. Mon 7 Dec 2026, 10:00-11:00", Class: Quoted, Under: -1}, Line{Text: strings.ToValidUTF8(text, ""), Class: Written, Under: int32(len(m.Lines))})
		r := Choose(m, o)
		valid := map[int]bool{}
		for _, s := range o.Slots {
			valid[s.ID] = true
		}
		available := map[int]bool{}
		for _, id := range r.Available {
			if !valid[id] || available[id] {
				t.Fatalf("%q: available %v", text, r.Available)
			}
			available[id] = true
		}
		for _, list := range [][]int{r.Maybe, r.Preferred} {
			for _, id := range list {
				if !available[id] {
					t.Fatalf("%q: %d is liked or disliked, but not available: %v", text, id, r.Available)
				}
			}
		}
		for _, id := range r.Refused {
			if available[id] {
				t.Fatalf("%q: %d works and does not", text, id)
			}
		}
		switch r.Kind {
		case KindSelection:
			if len(r.Available) == 0 {
				t.Fatalf("%q: a selection of nothing", text)
			}
		case KindCounter:
			if len(r.Counter) == 0 {
				t.Fatalf("%q: a counterproposal of nothing", text)
			}
			for _, c := range r.Counter {
				if !c.Begin.After(o.Now) || c.Duration <= 0 {
					t.Fatalf("%q: proposes %v", text, c)
				}
			}
		case KindUnclear:
			if r.Reason == "" || len(r.Available) > 0 {
				t.Fatalf("%q: unclear for no reason, or not quite: %+v", text, r)
			}
		}
		r.Actions()
		if again := Choose(m, o); brief(again) != brief(r) || again.Reason != r.Reason {
			t.Fatalf("%q: read as %q, then as %q", text, brief(r), brief(again))
		}
	})
}
