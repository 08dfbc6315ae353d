package calendar

import (
	"reflect"
	"testing"
	"time"

	"parley/scheduler"
)

func TestChoose(t *testing.T) {
	span := scheduler.Span{Begin: utc("2026-11-26T07:00:00Z"), Duration: time.Hour}
	reply := func(n int, status Status) Reply {
		return Reply{Method: "REPLY", UID: UID("rokifadu", n, "parley.test"), Event: "rokifadu", N: n,
			Attendee: "mika@elsewhere.test", Status: status}
	}
	counter := func(n int, status Status) Reply {
		r := reply(n, status)
		r.Method, r.Span = "COUNTER", span
		return r
	}
	but := func(r Reply, f func(*Reply)) Reply { f(&r); return r }
	newer := func(r Reply) Reply { return but(r, func(r *Reply) { r.Stamp = utc("2026-11-23T07:30:00Z") }) }
	raised := func(r Reply) Reply { return but(r, func(r *Reply) { r.Sequence = 1 }) }
	unclear := func(p Problem) Reading { return Reading{Kind: "unclear", Reason: p} }

	for name, c := range map[string]struct {
		in   []Reply
		want Reading
	}{
		"accept":           {[]Reply{reply(2, Accepted)}, Reading{Kind: "accept-ics", Available: []int{2}}},
		"decline":          {[]Reply{reply(2, Declined)}, Reading{Kind: "decline-ics"}},
		"tentative":        {[]Reply{reply(3, Tentative)}, Reading{Kind: "tentative-ics", Maybe: []int{3}}},
		"counter":          {[]Reply{counter(2, NeedsAction)}, Reading{Kind: "counter-ics", Counter: []scheduler.Span{span}}},
		"declined counter": {[]Reply{counter(2, Declined)}, Reading{Kind: "counter-ics", Counter: []scheduler.Span{span}}},
		"answer, counter":  {[]Reply{reply(2, Declined), counter(2, Declined)}, Reading{Kind: "counter-ics", Counter: []scheduler.Span{span}}},
		"counter, answer":  {[]Reply{counter(2, Declined), reply(2, Declined)}, Reading{Kind: "counter-ics", Counter: []scheduler.Span{span}}},
		"silent counter":   {[]Reply{counter(2, NeedsAction), reply(2, Accepted)}, Reading{Kind: "counter-ics", Available: []int{2}, Counter: []scheduler.Span{span}}},
		"two counters": {[]Reply{counter(2, Declined), but(counter(2, Declined), func(r *Reply) {
			r.Span.Duration *= 2
		})}, unclear(Contradiction)},
		"two slots":         {[]Reply{reply(3, Accepted), reply(2, Declined), reply(1, Accepted)}, Reading{Kind: "accept-ics", Available: []int{1, 3}}},
		"twice":             {[]Reply{reply(2, Accepted), reply(2, Accepted)}, Reading{Kind: "accept-ics", Available: []int{2}}},
		"later stamp":       {[]Reply{newer(reply(2, Declined)), reply(2, Accepted)}, Reading{Kind: "decline-ics"}},
		"higher sequence":   {[]Reply{newer(reply(2, Declined)), raised(reply(2, Accepted))}, Reading{Kind: "accept-ics", Available: []int{2}}},
		"both at once":      {[]Reply{reply(2, Declined), reply(2, Accepted)}, unclear(Contradiction)},
		"delegated":         {[]Reply{reply(2, Delegated)}, unclear(NotAnAnswer)},
		"no action":         {[]Reply{reply(2, NeedsAction)}, unclear(NotAnAnswer)},
		"unheard of":        {[]Reply{reply(2, "X-PERHAPS")}, unclear(NotAnAnswer)},
		"gone":              {[]Reply{reply(4, Accepted)}, unclear(OtherSlot)},
		"another event":     {[]Reply{but(reply(2, Accepted), func(r *Reply) { r.Event = "tubilomo" })}, unclear(OtherUID)},
		"no event of ours":  {[]Reply{but(reply(2, Accepted), func(r *Reply) { r.Event, r.N = "", 0 })}, unclear(OtherUID)},
		"cut off":           {[]Reply{reply(2, Accepted), {Method: "REPLY", Problem: Truncated}}, unclear(Truncated)},
		"beside an echo":    {[]Reply{{Method: "REQUEST", Problem: Truncated}, reply(2, Accepted)}, Reading{Kind: "accept-ics", Available: []int{2}}},
		"an echo":           {[]Reply{{Method: "REQUEST", Event: "rokifadu", N: 2}}, Reading{}},
		"a refused counter": {[]Reply{{Method: "DECLINECOUNTER", Event: "rokifadu", N: 2}}, Reading{}},
		"a file":            {[]Reply{{}}, Reading{}},
		"nothing":           {nil, Reading{}},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := Choose("rokifadu", []int{1, 2, 3}, c.in)
			if ok != (c.want.Kind != "") {
				t.Errorf("an answer: %v", ok)
			}
			if used := got.Kind != "" && got.Kind != "unclear"; used != (len(got.Replies) > 0) {
				t.Errorf("replies: %+v", got.Replies)
			}
			got.Replies = nil
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestActions(t *testing.T) {
	decode := func(name string) []scheduler.Action {
		all := Decode(Part{Bytes: sample(t, name)})
		if len(all) != 1 {
			t.Fatalf("%s: %+v", name, all)
		}
		return all[0].Actions()
	}
	for name, want := range map[string][]scheduler.Action{
		"google-maybe-note": {
			scheduler.Answer{Choices: []scheduler.Choice{{Slot: 2, Verdict: scheduler.IfNeedBe}}, Click: true, UID: 2, Sequence: 1,
				Stamp: utc("2026-11-23T07:30:00Z"), Heard: []scheduler.Statement{{Choices: []scheduler.Choice{{Slot: 2, Verdict: scheduler.IfNeedBe}}, Rule: "ics-tentative"}}},
			scheduler.Remark{Text: "I'll be late: traffic & rain\nSorry?", Question: true},
		},
		"google-counter": {
			scheduler.Answer{Choices: []scheduler.Choice{{Slot: 2, Verdict: scheduler.No}}, Click: true, UID: 2, Sequence: 1,
				Suggest: []scheduler.Span{{Begin: utc("2026-11-26T07:00:00Z"), Duration: time.Hour}},
				Stamp:   utc("2026-11-23T07:30:00Z"), Heard: []scheduler.Statement{{Choices: []scheduler.Choice{{Slot: 2, Verdict: scheduler.No}}, Rule: "ics-counter"}}},
			scheduler.Remark{Text: "Could we do Thursday"},
		},
		"exchange-decline-bare": {
			scheduler.Answer{Choices: []scheduler.Choice{{Slot: 2, Verdict: scheduler.No}}, Click: true, UID: 2, Sequence: 1,
				Heard: []scheduler.Statement{{Choices: []scheduler.Choice{{Slot: 2, Verdict: scheduler.No}}, Rule: "ics-declined"}}},
		},
		"delegated": nil, "cut-off": nil, "request-echo": nil, "foreign-uid": nil, "several-attendees": nil,
	} {
		if got := decode(name); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}
