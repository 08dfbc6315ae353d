package parser

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// Offers that the tables speak of. Mails are read a few minutes after they were sent.
var offers = map[string]Offer{
	"team5": offer("Europe/Helsinki", "2026-11-23T09:10", 45, "1 2026-11-24T10:00", "2 2026-11-24T14:00", "3 2026-11-25T10:00", "4 2026-11-26T15:30", "5 2026-11-27T09:00"),
	"pair2": offer("Europe/Berlin", "2026-11-25T12:53", 30, "1 2026-11-30T09:00", "2 2026-12-02T14:30"),
	"one":   offer("America/New_York", "2026-11-30T09:40", 60, "1 2026-12-03T15:00"),
	"day4":  offer("Europe/London", "2026-12-02T07:53", 60, "1 2026-12-09T09:00", "2 2026-12-09T11:00", "3 2026-12-09T14:00", "4 2026-12-09T16:00"),
	"two6": offer("Europe/Paris", "2026-11-26T11:00", 60, "1 2026-12-01T10:00", "2 2026-12-03T10:00", "3 2026-12-04T13:00",
		"4 2026-12-08T10:00", "5 2026-12-10T10:00", "6 2026-12-11T13:00"),
	"half5": offer("Europe/Helsinki", "2026-11-22T17:00", 45, "1 2026-11-24T10:00", "2 2026-11-24T14:00", "3 2026-11-25T09:30", "4 2026-11-26T14:00", "5 2026-11-27T16:00"),
	"gap3":  offer("America/Los_Angeles", "2026-11-30T08:30", 30, "1 2026-12-07T08:30", "3 2026-12-08T13:00", "4 2026-12-10T16:00"),
	"many12": offer("Asia/Tokyo", "2026-12-01T09:30", 60, "1 2026-12-07T10:00", "2 2026-12-07T15:00", "3 2026-12-08T10:00", "4 2026-12-08T15:00",
		"5 2026-12-09T10:00", "6 2026-12-09T15:00", "7 2026-12-10T10:00", "8 2026-12-10T15:00", "9 2026-12-11T10:00", "10 2026-12-11T15:00",
		"11 2026-12-14T10:00", "12 2026-12-14T15:00"),
	"same3": offer("Asia/Shanghai", "2026-12-04T10:00", 30, "1 2026-12-07T09:00", "2 2026-12-09T09:00", "3 2026-12-11T09:00"),
}

func offer(zone, now string, minutes int, slots ...string) Offer {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	at := func(s string) time.Time {
		t, err := time.ParseInLocation("2006-01-02T15:04", s, loc)
		if err != nil {
			panic(err)
		}
		return t
	}
	o := Offer{Zone: loc, EventZone: loc, Now: at(now), Duration: time.Duration(minutes) * time.Minute}
	for _, s := range slots {
		var id int
		var begin string
		fmt.Sscan(s, &id, &begin)
		o.Slots = append(o.Slots, scheduler.Slot{ID: id, Span: scheduler.Span{Begin: at(begin), Duration: o.Duration}})
	}
	return o
}

// written is a mail in which all lines are the sender's.
func writtenMail(text string, o Offer) Mail {
	m := Mail{Date: o.Now.Add(-3 * time.Minute), Reply: true}
	for _, l := range strings.Split(text, "\n") {
		m.Lines = append(m.Lines, Line{Text: strings.TrimSpace(l), Class: Written, Under: -1})
	}
	return m
}

// brief writes a reading as the tables do: the slots that work, "*" before the preferred, "~" before those if need be, "+" in front
// of an answer that adds, times proposed as "2026-11-27T15:00/45m".
func brief(r Reading) string {
	if r.Kind == KindCommand {
		return "command " + r.Command
	}
	if r.Kind != KindSelection && r.Kind != KindCounter {
		return string(r.Kind)
	}
	var out []string
	if r.Adds {
		out = append(out, "+")
	}
	for _, id := range r.Available {
		s := fmt.Sprint(id)
		if slices.Contains(r.Maybe, id) {
			s = "~" + s
		}
		if slices.Contains(r.Preferred, id) {
			s = "*" + s
		}
		out = append(out, s)
	}
	for _, c := range r.Counter {
		out = append(out, c.Begin.Format("2006-01-02T15:04")+"/"+strings.TrimSuffix(c.Duration.String(), "0s"))
	}
	return strings.Join(out, " ")
}

// check reads each text of a table: an offer, a text, what it means.
func check(t *testing.T, table [][3]string) {
	t.Helper()
	for _, c := range table {
		o, ok := offers[c[0]]
		if !ok {
			t.Fatalf("no offer %q", c[0])
		}
		r := Choose(writtenMail(c[1], o), o)
		if got := brief(r); got != c[2] {
			t.Errorf("%s %q\n\tgot  %s (%s %q, %s)\n\twant %s", c[0], c[1], got, r.Reason, r.Detail, r.Language, c[2])
		}
		ruled(t, c[1], r)
	}
}

// ruled holds every step of a reading, and the whole, to the rules that letters have sentences for.
func ruled(t *testing.T, text string, r Reading) {
	t.Helper()
	reads, doubts := Rules()
	for _, s := range append(r.Steps, Step{Rule: r.Reason, Doubt: r.Kind == KindUnclear, Says: "whole"}) {
		switch {
		case s.Doubt && !slices.Contains(doubts, s.Rule):
			t.Errorf("%q: %q is no known doubt", text, s.Rule)
		case !s.Doubt && s.Says != "" && !slices.Contains(reads, s.Rule):
			t.Errorf("%q: %q is no known rule", text, s.Rule)
		}
	}
	for _, h := range r.heard() {
		if h.Rule == "" == (h.Why == "") || h.Rule != "" && !slices.Contains(reads, h.Rule) || h.Why != "" && !slices.Contains(doubts, h.Why) {
			t.Errorf("%q: %q was heard by %q %q", text, h.Said, h.Rule, h.Why)
		}
	}
}
