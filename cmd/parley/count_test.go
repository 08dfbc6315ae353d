package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// proposed is a world in which Ana has proposed a design review to these people; no digest goes out.
func proposed(t testing.TB, to, cc string, lines ...string) *world {
	t.Helper()
	w := newWorld(t, friday, func(c *Config) { c.Digest = nil })
	if to != "" {
		to = ", " + to
	}
	w.deliver(w.mail("Ana Aho <ana@example.test>", "bot@example.test"+to, cc, "Design review", "", "text/plain; charset=utf-8", strings.Join(lines, "\n")+"\n"))
	w.go1(t)
	return w
}

// says answers the last letter that somebody got.
func (w *world) says(t testing.TB, who, text string) {
	t.Helper()
	p, ok := w.last(address(who))
	if !ok {
		t.Fatalf("%s got no letter", who)
	}
	w.deliver(w.replyTo(p, address(who), text, true))
	w.go1(t)
}

// clicks answers the holds of somebody in their order.
func (w *world) clicks(t testing.TB, who string, statuses ...string) {
	t.Helper()
	for i, status := range statuses {
		w.press(t, google, who, address(who), w.dated(t, address(who), i+1), press{status: status})
		w.go1(t)
	}
	w.wait(t, time.Hour)
}

// sentList lists all letters in the order they went out: "ben question, chloe question".
func (w *world) sentList(t testing.TB) string {
	t.Helper()
	var all []string
	for _, p := range w.order {
		who, _, _ := strings.Cut(p.to, "@")
		all = append(all, who+" "+string(w.kindOf(t, p)))
	}
	return strings.Join(all, ", ")
}

// kindOf finds what a letter is for by its Message-ID.
func (w *world) kindOf(t testing.TB, p post) scheduler.Kind {
	t.Helper()
	s, ok := w.h.secrets.ParseMessageID(p.mail.MessageID)
	if !ok {
		t.Fatalf("%s is no Message-ID of ours", p.mail.MessageID)
	}
	e, _, err := w.h.store.Event(context.Background(), s.Event)
	if err != nil {
		t.Fatal(err)
	}
	return e.Letters[s.Letter].Kind
}

var threeTimes = []string{"Tue 24 Nov 10:00-10:45", "Tue 24 Nov 14:00-14:45", "Thu 26 Nov 9:00-9:45"}

const benAndChloe = "Ben Bauer <ben@example.test>, Chloe Caron <chloe@example.test>"

// TestLetterCounts counts all letters of typical stories, to all people, from the proposal to the agreement. One more is a
// fault: people are to get few letters.
func TestLetterCounts(t *testing.T) {
	alongside(t)
	const soon, hour, days = 5 * time.Minute, time.Hour, 3 * 24 * time.Hour
	type turn struct {
		who, says string
		then      time.Duration
		clicks    []string // instead, on the holds
	}
	for _, c := range []struct {
		name     string
		want     int
		optional string
		turns    []turn
		end      scheduler.State
	}{
		{"three people agree", 7, "", []turn{{who: "ben", says: "1 and 2", then: hour}, {who: "chloe", says: "2", then: days}}, scheduler.Agreed},
		{"one of them corrects an answer", 8, "", []turn{{who: "ben", says: "1 and 2", then: hour}, {who: "ben", says: "2 and 3", then: hour},
			{who: "chloe", says: "2", then: days}}, scheduler.Agreed},
		{"a correction within the settle time", 7, "", []turn{{who: "ben", says: "1 and 2", then: hour}, {who: "chloe", says: "2", then: soon},
			{who: "chloe", says: "1", then: days}}, scheduler.Agreed},
		{"an optional person never answers", 9, "Dev Das <dev@example.test>", []turn{{who: "ben", says: "1 and 2", then: hour},
			{who: "chloe", says: "2", then: days}}, scheduler.Agreed},
		{"an optional person answers last", 9, "Dev Das <dev@example.test>", []turn{{who: "ben", says: "1 and 2", then: hour},
			{who: "chloe", says: "2", then: hour}, {who: "dev", says: "none", then: days}}, scheduler.Agreed},
		{"stuck, then a compromise", 10, "", []turn{{who: "ben", says: "1", then: hour}, {who: "chloe", says: "3", then: hour},
			{who: "ana", says: "ask 1", then: hour}, {who: "chloe", says: "1 if need be", then: days}}, scheduler.Agreed},
		// What they declined is out of their calendars already.
		{"clicks on three holds", 13, "", []turn{{who: "ben", clicks: []string{"ACCEPTED", "DECLINED", "ACCEPTED"}},
			{who: "chloe", clicks: []string{"DECLINED", "DECLINED", "ACCEPTED"}, then: days}}, scheduler.Agreed},
		{"three holds accepted by all", 16, "", []turn{{who: "ben", clicks: []string{"ACCEPTED", "ACCEPTED", "ACCEPTED"}},
			{who: "chloe", clicks: []string{"ACCEPTED", "ACCEPTED", "ACCEPTED"}, then: days}}, scheduler.Agreed},
		{"the organiser picks", 6, "", []turn{{who: "ana", says: "pick 2", then: days}}, scheduler.Agreed},
		// The receipt, two questions, what became of the word, two notes.
		{"the organiser calls it off", 6, "", []turn{{who: "ana", says: "cancel", then: days}}, scheduler.Cancelled},
		{"two answers in one burst", 7, "", []turn{{who: "ben", says: "2"}, {who: "chloe", says: "2", then: days}}, scheduler.Agreed},
		{"thanks, and the same again", 7, "", []turn{{who: "ben", says: "2"}, {who: "chloe", says: "2", then: hour},
			{who: "ben", says: "Thanks, see you there!"}, {who: "ana", says: "Thanks!", then: days}}, scheduler.Agreed},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := threeTimes
			if len(c.turns[0].clicks) > 0 {
				lines = append([]string{"holds: yes"}, lines...)
			}
			w := proposed(t, benAndChloe, c.optional, lines...)
			for _, x := range c.turns {
				if len(x.clicks) > 0 {
					w.clicks(t, x.who, x.clicks...)
				} else {
					w.says(t, x.who, x.says)
				}
				w.wait(t, x.then)
			}
			if s := w.only(t).State; s != c.end {
				t.Errorf("it is %s in the end, want %s", s, c.end)
			}
			if len(w.order) != c.want {
				t.Errorf("%d letters, want %d:\n%s", len(w.order), c.want, strings.ReplaceAll(w.sentList(t), ", ", "\n"))
			}
		})
	}
}

// crowd is a world in which 100 people are asked about 30 times, ten days ahead.
func crowd(t testing.TB) *world {
	t.Helper()
	var times, people []string
	for d := range 10 {
		day := friday.AddDate(0, 0, 10+d).Format("2 Jan 2006")
		for _, at := range []string{"10:00-10:45", "13:00-13:45", "16:00-16:45"} {
			times = append(times, day+" "+at)
		}
	}
	for i := range 100 {
		people = append(people, fmt.Sprintf("Person %d <p%d@example.test>", i, i))
	}
	return proposed(t, strings.Join(people[:60], ", "), strings.Join(people[60:], ", "), times...)
}

// TestCrowd counts the letters of the largest event there can be.
func TestCrowd(t *testing.T) {
	alongside(t)
	if testing.Short() {
		t.Skip("has nothing at the same time that smaller tests have not")
	}
	w := crowd(t)
	if e := w.only(t); len(e.Slots) != 30 || len(e.Parties) != 100 {
		t.Fatalf("%d times and %d people", len(e.Slots), len(e.Parties))
	}
	for i := 99; i >= 0; i-- { // over two days, those first who need not come
		answer := fmt.Sprintf("%d, 20 if need be", i%10+1)
		if i < 3 {
			answer = "20"
		}
		p, _ := w.last(fmt.Sprintf("p%d@example.test", i))
		w.deliver(w.replyTo(p, p.to, answer, true))
		if i%5 == 0 {
			w.wait(t, 160*time.Minute)
		}
	}
	w.wait(t, time.Hour)
	if e := w.only(t); e.State != scheduler.Agreed || e.Agreement.Slot != 20 {
		t.Fatalf("it is %s", e.State)
	}
	type row struct{ questions, acks, invitations, others int }
	got := map[string]row{}
	progress := map[string]int{} // by day
	for _, p := range w.order {
		r := got[p.to]
		switch k := w.kindOf(t, p); {
		case k == scheduler.Question:
			r.questions++
		case k == scheduler.Ack:
			r.acks++
		case k == scheduler.Invitation || k == scheduler.AgreedInfo:
			r.invitations++
		case p.to == "ana@example.test" && k == scheduler.Progress:
			day := p.at.In(w.h.zone).Format("2 Jan 15:04")
			progress[day]++
		case p.to == "ana@example.test" && k == scheduler.Receipt:
		default:
			r.others++
		}
		got[p.to] = r
	}
	for i := range 100 {
		who := fmt.Sprintf("p%d@example.test", i)
		if r := got[who]; r.questions != 1 || r.acks > 1 || r.invitations != 1 || r.others > 0 {
			t.Errorf("%s got %+v", who, r)
		}
	}
	if r := got["ana@example.test"]; r.invitations != 1 || r.others > 0 || r.questions+r.acks > 0 {
		t.Errorf("Ana got %+v", r)
	}
	if len(progress) != 2 || progress["21 Nov 09:00"] != 1 || progress["22 Nov 09:00"] != 1 {
		t.Errorf("progress on %v, want one letter at nine on both mornings", progress)
	}
}

// BenchmarkCrowd composes all letters of the largest event: 100 questions with 30 times each, in text and HTML.
func BenchmarkCrowd(b *testing.B) {
	w := crowd(b)
	e := w.only(b)
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		for id, l := range e.Letters {
			if _, err := w.h.compose(ctx, scheduler.Letter{ID: id, Event: e.ID, To: l.To, Kind: l.Kind, Slots: l.Slots, At: l.At}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(e.Letters)), "letters/op")
}
