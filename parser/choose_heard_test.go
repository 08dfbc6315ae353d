package parser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// Who is asked back sees each of their statements with what was read, or why it was not.
func TestUnclearMailsAreExplainedStatementByStatement(t *testing.T) {
	helsinki, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, helsinki)
	o := Offer{Zone: helsinki, Now: now, Duration: 45 * time.Minute}
	for i, at := range []string{"24 10:00", "24 14:00", "25 10:00", "26 15:30"} {
		begin, err := time.ParseInLocation("2006-01 02 15:04", "2026-11 "+at, helsinki)
		if err != nil {
			t.Fatal(err)
		}
		o.Slots = append(o.Slots, scheduler.Slot{ID: i + 1, Span: scheduler.Span{Begin: begin, Duration: o.Duration}})
	}
	for _, x := range []struct{ text, want string }{
		{"2 works\nmaybe 3", "2 works: yes 2 | maybe 3: hedge"},
		{"1 works, maybe 3. Not 4.\nThanks!\nBen", "1 works, maybe 3: hedge | Not 4: no 4"},
		{"1 yes\n1 no", "1 yes: yes 1 | 1 no: no 1 | : contradiction"},
		{"Passt: 1 und 2. Vielleicht auch 3.", "Passt: 1 und 2: yes 1 2 | Vielleicht auch 3: hedge"},
		{"not 2", "not 2: no 2 | : only-refused"},
		{"yes", "yes: which-slot"},
		{"I can do 5", "5: no-such-slot"},
		{"yes to 1\nworks for me: thursday morning", "yes to 1: yes 1 | thursday morning: no-such-time"},
		{"2 works if the train runs\n3 no", "2 works if the train runs: condition | 3 no: no 3"},
		{"Have a nice day", "Have a nice day: "},
		{"3 if need be, 1 is best. 2 I will know tomorrow", "3 if need be, 1 is best: if need be 3, yes 1 | 2 I will know tomorrow: postponed"},
	} {
		r := Choose(Read([]byte("From: ben@example.test\r\nDate: "+now.Format(time.RFC1123Z)+"\r\n\r\n"+x.text+"\r\n")), o)
		if r.Kind != KindUnclear {
			t.Errorf("%q is %s", x.text, r.Kind)
		}
		var got []string
		for _, h := range r.heard() {
			var words []string
			for i, c := range h.Choices {
				says := map[scheduler.Verdict]string{scheduler.Yes: "yes", scheduler.No: "no", scheduler.IfNeedBe: "if need be"}[c.Verdict]
				if i == 0 || h.Choices[i-1].Verdict != c.Verdict {
					words = append(words, fmt.Sprintf("%s %d", says, c.Slot))
				} else {
					words[len(words)-1] += fmt.Sprint(" ", c.Slot)
				}
			}
			if h.Said == "" && h.Why == "" { // only named
				continue
			}
			if h.Line == 0 && h.Why == "" {
				t.Errorf("%q: %q stands in no line", x.text, h.Said)
			}
			got = append(got, string(h.Said)+": "+strings.Join(words, ", ")+h.Why)
		}
		if s := strings.Join(got, " | "); s != x.want {
			t.Errorf("%q\n got %s\nwant %s", x.text, s, x.want)
		}
	}
}

func TestHeardIsBounded(t *testing.T) {
	o := Offer{Slots: []scheduler.Slot{{ID: 1}, {ID: 2}}, Now: time.Now()}
	r := Choose(Read([]byte("From: a@b.test\r\n\r\n"+strings.Repeat("maybe 1\r\nperhaps 2\r\n\r\n", 40))), o)
	if n := len(r.heard()); r.Kind != KindUnclear || n == 0 || n > maxHeard {
		t.Errorf("%s with %d statements", r.Kind, n)
	}
}
