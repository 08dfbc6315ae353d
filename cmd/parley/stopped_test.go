package main

import (
	"testing"
	"time"

	"parley/scheduler"
)

// two is a world in which Ben is asked in two events.
func two(t *testing.T) *world {
	w := newWorld(t, friday, nil)
	for i := range 2 {
		w.deliver(w.proposal(i, true))
	}
	w.go1(t)
	return w
}

func (w *world) stopped(t *testing.T) (n int) {
	for _, f := range w.events(t.Context()) {
		if f.Event.Parties[0].Stopped {
			n++
		}
	}
	return n
}

// Who wants to hear nothing more is taken out of every event, by whatever way they said so.
func TestStopEverythingReachesEveryEvent(t *testing.T) {
	w := two(t)
	question := w.boxes["ben@example.test"][0]
	w.deliver(w.replyTo(question, "Ben <ben@private.test>", "stop everything", false))
	w.go1(t)
	if n := w.stopped(t); n != 0 {
		t.Fatalf("somebody else stopped %d events", n)
	}
	was, _ := w.last("ben@example.test")
	w.deliver(w.replyTo(was, benHimself, "ok", false))
	w.go1(t)
	if n := w.stopped(t); n != 2 {
		t.Errorf("confirmed with ok it stopped %d events", n)
	}
	if err := w.h.store.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// A crash between the word and what follows from it leaves nothing undone; nor does a draft that opens later ask them.
func TestStopEverythingSurvivesACrash(t *testing.T) {
	alongside(t)
	w := two(t)
	first := w.events(t.Context())[0].Event.ID
	if _, err := w.h.store.Execute(t.Context(), scheduler.Command{
		Cause: "ben-stops", Event: first, By: scheduler.Mailbox{Address: "ben@example.test"}, Verified: true, Via: scheduler.ByMail, At: w.clock,
		Do: scheduler.Actions{scheduler.StopAll{}},
	}); err != nil {
		t.Fatal(err)
	}
	w.open()
	w.go1(t)
	if n := w.stopped(t); n != 2 {
		t.Errorf("after the crash %d events are stopped", n)
	}

	w = newWorld(t, friday, nil)
	w.deliver(w.proposal(0, true))
	w.deliver(w.proposal(1, false))
	w.go1(t)
	w.deliver(w.replyTo(w.boxes["ben@example.test"][0], benHimself, "stop everything", false))
	w.go1(t)
	for _, p := range w.boxes["ana@example.test"] {
		w.deliver(w.replyTo(p, anaHerself, "go", false))
	}
	w.go1(t)
	w.wait(t, time.Minute)
	if n := w.stopped(t); n != 2 || w.events(t.Context())[1].Event.State == scheduler.Draft {
		t.Errorf("with the draft that opened %d events are stopped", n)
	}
}
