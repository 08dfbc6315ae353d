package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"parley/mailbox"
	"parley/store"
	"parley/store/storetest"
)

// unreadable is an engine that cannot be read for a while.
type unreadable struct {
	store.Engine
	broken bool
}

func (u *unreadable) View(fn func(store.Tx) error) error {
	if u.broken {
		return errors.New("input/output error")
	}
	return u.Engine.View(fn)
}

// A letter that is to be written while the store cannot be read is written later, and not given up.
func TestLetterWaitsForTheStore(t *testing.T) {
	alongside(t)
	w := troubled(t, func(*world, mailbox.Envelope) error { return nil })
	u := &unreadable{Engine: w.engine}
	w.engine = u
	w.open()
	good, tried := w.h.secrets.Key, 0
	w.h.secrets.Key = func(id int) ([]byte, error) {
		u.broken = tried == 0
		tried++
		defer func() { u.broken = false }()
		return good(id)
	}
	ctx := context.Background()
	if err := w.pass(ctx); err != nil {
		t.Fatal(err)
	}
	waiting := w.outbox()
	if len(waiting) != 1 || waiting[0].Dead || waiting[0].Attempts != 1 {
		t.Fatalf("in the outbox: %+v", waiting)
	}
	if err := w.until(ctx, w.clock.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if left := w.outbox(); len(w.order) != 3 || len(left) != 0 {
		t.Errorf("%d letters went out, waiting are %+v", len(w.order), left)
	}
}

// After the clock was set back, letters are hastened even if the store could not be written at first.
func TestHastensWhenTheStoreIsBack(t *testing.T) {
	alongside(t)
	refused := true
	w := troubled(t, func(*world, mailbox.Envelope) error {
		if refused {
			return putOff("Greylisted")
		}
		return nil
	})
	f := &storetest.Faulty{Engine: w.engine}
	w.engine = f
	w.open()
	ctx := context.Background()
	if err := w.pass(ctx); err != nil {
		t.Fatal(err)
	}
	ran := time.Duration(0)
	d := &daemon{house: w.h, out: w, health: newHealth(func() time.Time { return w.clock }), post: make(chan struct{}, 1)}
	d.health.elapsed = func() time.Duration { return ran }
	ctx, stop := context.WithCancel(ctx)
	w.clock, refused = w.clock.Add(-48*time.Hour), false
	f.Plan = func(int64) storetest.Fault { return storetest.Failed }
	d.poke()
	d.delivering(ctx)
	f.Plan = nil
	d.poke()
	d.delivering(ctx)
	stop()
	if len(w.order) == 0 {
		t.Error("letters wait for the time that the clock showed before")
	}
}

// A letter that was given up is a fault until its reader is replaced.
func TestGivesUpOnlyWhoIsStillAsked(t *testing.T) {
	alongside(t)
	w := troubled(t, func(_ *world, e mailbox.Envelope) error {
		if e.To == "ben@example.test" {
			return &mailbox.SendError{Code: 550, Said: "no such user", Err: errors.New("550 no such user")}
		}
		return nil
	})
	ctx := context.Background()
	if err := w.pass(ctx); err != nil {
		t.Fatal(err)
	}
	if waits, err := w.h.waits(ctx); err != nil || len(waits) != 1 || !waits[0].Fault {
		t.Fatalf("waits: %v %v", waits, err)
	}
	ana, _ := w.last("ana@example.test")
	w.deliver(w.replyTo(ana, "Ana <ana@example.test>", "replace ben@example.test bob@example.test", false))
	if err := w.pass(ctx); err != nil {
		t.Fatal(err)
	}
	if _, ok := w.last("bob@example.test"); !ok {
		t.Fatal("Bob was not asked")
	}
	if waits, err := w.h.waits(ctx); err != nil || len(waits) != 0 {
		t.Errorf("after that: %v %v", waits, err)
	}
}
