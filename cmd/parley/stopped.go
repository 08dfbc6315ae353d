package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"parley/scheduler"
	"parley/store"
)

// unsettled are the facts after which somebody may want no letters at all and yet be asked in an event.
var unsettled = []string{scheduler.EverythingStopped{}.Kind(), scheduler.Began{}.Kind()}

// settle notes that the next tick has to look for such people. A repeated command counts too: nobody knows what was done
// after it the first time.
func (h *house) settle(r store.Receipt) {
	if slices.ContainsFunc(r.Entries, func(n store.EntryRef) bool { return slices.Contains(unsettled, n.Kind) }) {
		h.settled.Store(false)
	}
}

// stopEverywhere takes whoever wants no letters at all out of every event that still waits for them. It goes by the state
// of the store alone, so that it does not matter by which way they said so, nor what a crash left undone: the first tick
// after a start looks too.
func (h *house) stopEverywhere(ctx context.Context) error {
	if h.settled.Swap(true) {
		return nil
	}
	var faults []error
	var after scheduler.ID
	for {
		page, err := h.store.Events(ctx, store.Filter{After: after,
			States: []scheduler.State{scheduler.Open, scheduler.Stuck, scheduler.Agreed, scheduler.Lapsed}})
		if err != nil {
			h.settled.Store(false)
			return fmt.Errorf("looking for who wants to hear nothing more: %w", err)
		}
		for _, f := range page {
			after = f.Event.ID
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
