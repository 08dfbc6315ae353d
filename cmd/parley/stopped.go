package main

import (
	"context"
	"errors"
	"fmt"

	"parley/scheduler"
	"parley/store"
)

// settle notes that the next tick has to look for people who want no letters at all and yet are asked: somebody just said so.
// A repeated command counts too: nobody knows what was done after it the first time. An event that opens later needs no
// look: the rules leave them out.
func (h *house) settle(r store.Receipt) {
	for _, n := range r.Entries {
		if n.Kind == (scheduler.EverythingStopped{}).Kind() {
			h.settled.Store(false)
		}
	}
}

// stopEverywhere takes whoever wants no letters at all out of every event that still waits for them. It goes by the state
// of the store alone, so that it does not matter by which way they said so, nor what a crash left undone: the first tick
// after a start looks too.
func (h *house) stopEverywhere(ctx context.Context) error {
	if h.settled.Swap(true) { // before it looks, or a change meanwhile would be lost
		return nil
	}
	var faults []error
	var after scheduler.ID
	for {
		page, err := h.store.Events(ctx, store.Filter{After: after, States: waitedFor})
		if err != nil {
			faults = append(faults, fmt.Errorf("looking for who wants to hear nothing more: %w", err))
		}
		for _, f := range page {
			after = f.Event.ID
			if err := h.stopIn(ctx, f); err != nil {
				faults = append(faults, err)
			}
		}
		if len(page) == 0 {
			break
		}
	}
	if len(faults) > 0 {
		h.settled.Store(false)
	}
	return errors.Join(faults...)
}

// waitedFor are the states of events that still write to people.
var waitedFor = []scheduler.State{scheduler.Open, scheduler.Stuck, scheduler.Agreed, scheduler.Lapsed}

// stopIn takes them out of one event.
func (h *house) stopIn(ctx context.Context, f store.Found) error {
	var faults []error
	for _, q := range f.Event.Parties {
		p := f.People[q.Person]
		if !p.Stopped || q.Stopped || q.Dropped || p.Address == "" {
			continue
		}
		_, err := h.execute(ctx, scheduler.Command{
			Cause: scheduler.Cause(fmt.Sprintf("stop-everything:%d:%d:%s:%d", p.ID, p.Seq, f.Event.ID, f.Event.Seq)), Event: f.Event.ID,
			By: mailboxOf(p), Verified: true, Via: scheduler.ByClock, At: h.now(), Bot: h.cfg.Address, Do: scheduler.Actions{scheduler.Stop{}},
		})
		if err != nil {
			faults = append(faults, fmt.Errorf("stopping letters of event %s: %w", f.Event.ID, err))
		}
	}
	return errors.Join(faults...)
}
