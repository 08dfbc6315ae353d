package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"parley/parser"
)

// People invited by their bare addresses are called by the names in their replies from then on, in letters and calendars, and
// by no name that was made to deceive. Where answers are hidden the others learn no more than before.
func TestPeopleGetTheirNames(t *testing.T) {
	alongside(t)
	for _, hidden := range []bool{false, true} {
		ctx := context.Background()
		w := newWorld(t, time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC), nil)
		text := "Tue 24 Nov 10:00-10:45\nThu 26 Nov 9:00-9:45\n"
		if hidden {
			text += "hidden: yes\n"
		}
		raw := w.mail("Ana Aho <ana@example.test>", "bot@example.test, ben@example.test, chloe@example.test, mika@example.test", "", "Design review", "", "text/plain", text)
		w.deliver(append([]byte("Authentication-Results: mx.example.test; dmarc=pass header.from=example.test\r\n"), raw...))
		w.must(w.pass(ctx))
		for _, reply := range []struct{ who, from string }{
			{"ben@example.test", "Ben Okri <ben@example.test>"},
			{"chloe@example.test", "Ana Aho <chloe@example.test>"},
			{"mika@example.test", `"Mika; RSVP=TRUE:mailto:x, \"the\" <b>boss</b>" <mika@example.test>`},
		} {
			p, ok := w.last(reply.who)
			if !ok {
				t.Fatalf("%s was not asked", reply.who)
			}
			w.deliver(w.replyTo(p, reply.from, "1", false))
			w.clock = w.clock.Add(time.Minute)
			w.must(w.pass(ctx))
		}
		w.must(w.until(ctx, w.clock.Add(time.Hour)))
		for _, to := range []string{"ana@example.test", "chloe@example.test"} {
			p, _ := w.last(to)
			if len(p.mail.Calendars) == 0 {
				t.Fatalf("%s got no invitation but\n%s", to, p.raw)
			}
			cal := strings.ReplaceAll(string(p.mail.Calendars[0].Bytes), "\r\n ", "")
			all := parser.Explain(p.mail) + cal
			knows := !hidden || to == "ana@example.test"
			if named := strings.Contains(all, "Ben Okri"); named != knows {
				t.Errorf("hidden %v: %s is told of Ben: %v\n%s", hidden, to, named, all)
			}
			if strings.Contains(all, "boss") || strings.Contains(cal, "CN=Ana Aho:mailto:chloe") || strings.Contains(cal, "CN=\"Ana Aho\":mailto:chloe") {
				t.Errorf("%s is told a name that deceives:\n%s", to, all)
			}
			if !hidden && !strings.Contains(cal, "CN=Ben Okri") {
				t.Errorf("the calendar of %s does not know Ben:\n%s", to, cal)
			}
		}
	}
}
