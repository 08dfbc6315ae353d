package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"parley/mailbox"
	"parley/scheduler"
	"parley/store"
)

var faultTime = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// troubled is a world in which Ana has asked Ben and Chloe about times in two weeks.
func troubled(t *testing.T, trouble func(w *world, e mailbox.Envelope) error) *world {
	t.Helper()
	w := newWorld(t, faultTime, nil)
	w.trouble = func(e mailbox.Envelope) error { return trouble(w, e) }
	w.deliver(w.mail("Ana <ana@example.test>", "bot@example.test, ben@example.test, chloe@example.test", "", "Design review", "", "text/plain",
		"Fri 4 Dec 10:00-10:45\nFri 4 Dec 14:00-14:45\ndeadline: Thu 3 Dec 12:00\n"))
	return w
}

func (w *world) outbox() []store.Waiting {
	w.t.Helper()
	all, err := w.h.store.Outbox(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func putOff(said string) error {
	return &mailbox.SendError{Temporary: true, Code: 451, Enhanced: "4.7.1", Said: said, Err: errors.New("the server refused the letter at RCPT: 451 4.7.1 " + said)}
}

// A letter that is put off for five days is given up like one that was refused for good: the organiser hears of it, and
// what comes after it in its lane goes out. Until then it is tried again and again.
func TestGivesUpAfterFiveDays(t *testing.T) {
	alongside(t)
	tries := 0
	w := troubled(t, func(_ *world, e mailbox.Envelope) error {
		if e.To != "ben@example.test" {
			return nil
		}
		tries++
		return putOff("Greylisted for ever")
	})
	ctx := context.Background()
	if err := w.until(ctx, faultTime.Add(5*24*time.Hour-3*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if e := w.events(ctx)[0].Event; e.Parties[0].Unreachable {
		t.Error("Ben was given up too early")
	}
	if tries < 60 {
		t.Errorf("his letter was tried %d times in five days", tries)
	}
	if err := w.until(ctx, faultTime.Add(5*24*time.Hour+3*time.Hour)); err != nil {
		t.Fatal(err)
	}
	e := w.events(ctx)[0]
	ben, _ := e.People.Find(scheduler.Words("ben@example.test"))
	if q, _ := e.Event.Party(ben.ID); !q.Unreachable {
		t.Error("Ben does not count as unreachable")
	}
	if p, ok := w.last("ana@example.test"); !ok || !strings.Contains(string(p.raw), "Greylisted for ever") {
		t.Errorf("the organiser was not told what the server said: %s", p.raw)
	}
	dead := 0
	for _, l := range w.outbox() {
		if l.Dead {
			dead++
		}
	}
	if dead == 0 {
		t.Error("no letter is kept as given up")
	}
	if err := w.h.store.Check(ctx); err != nil {
		t.Error(err)
	}
}

// Days in which the relay itself was down are nobody's fault: no letter is given up for them, not even one that is put
// off once when the relay is back.
func TestRelayDownForAWeek(t *testing.T) {
	alongside(t)
	if testing.Short() {
		t.Skip("a thousand passes, one after the other")
	}
	again := 1
	w := troubled(t, func(w *world, e mailbox.Envelope) error {
		if w.clock.Before(faultTime.Add(7 * 24 * time.Hour)) {
			return &mailbox.SendError{Temporary: true, Server: true, Err: errors.New("nobody answers")}
		}
		if e.To == "ben@example.test" && again > 0 {
			again--
			return putOff("Greylisted")
		}
		return nil
	})
	ctx := context.Background()
	for w.clock.Before(faultTime.Add(7*24*time.Hour + 6*time.Hour)) {
		w.until(ctx, w.clock) // fails while the relay is down
		step := time.Minute
		if w.clock.Before(faultTime.Add(7*24*time.Hour - 6*time.Hour)) {
			step = 20 * time.Minute // nothing is looked at closely yet
		}
		w.clock = w.clock.Add(step)
	}
	for _, who := range []string{"ana", "ben", "chloe"} {
		if _, ok := w.last(who + "@example.test"); !ok {
			t.Errorf("%s never got a letter", who)
		}
	}
	if len(w.order) > 0 && w.order[0].at.After(faultTime.Add(7*24*time.Hour+10*time.Minute)) {
		t.Errorf("that the relay is back was noticed at %s only", w.order[0].at)
	}
	for _, q := range w.events(ctx)[0].Event.Parties {
		if q.Unreachable {
			t.Error("somebody counts as unreachable")
		}
	}
	for _, l := range w.outbox() {
		if l.Dead {
			t.Errorf("letter %s was given up: %s", l.Letter.ID, l.LastError)
		}
	}
}

// A letter that trips the writer of letters is kept as given up; the others go out.
func TestLetterThatCannotBeWritten(t *testing.T) {
	w := troubled(t, func(*world, mailbox.Envelope) error { return nil })
	good, n := w.h.secrets.Key, 0
	w.h.secrets.Key = func(id int) ([]byte, error) {
		if n++; n == 1 {
			panic("a key that trips")
		}
		return good(id)
	}
	ctx := context.Background()
	if err := w.pass(ctx); err != nil {
		t.Fatal(err)
	}
	var dead []scheduler.LetterID
	for _, l := range w.outbox() {
		if l.Dead && strings.Contains(l.LastError, "a key that trips") {
			dead = append(dead, l.Letter.ID)
		}
	}
	if len(dead) != 1 || len(w.order) != 2 {
		t.Errorf("%d letters were given up, %d went out", len(dead), len(w.order))
	}
}
