package main

import (
	"context"
	"fmt"
	"time"

	"parley/scheduler"
	"parley/store"
)

// Caps stop loops and floods. They count what the logs hold, so a restart forgets nothing.
const (
	previewsPerDay = 3  // drafts that one unverified address can make us write about
	mailsPerDay    = 30 // mails of one person about one event that are acted upon
)

// tooManyPreviews reports whether an address that nobody vouches for has had its previews of the day.
func (h *house) tooManyPreviews(ctx context.Context, p scheduler.Person) (bool, error) {
	if p.ID == 0 {
		return false, nil
	}
	n := 0
	var after scheduler.ID
	for {
		page, err := h.store.Events(ctx, store.Filter{Person: p.ID, States: []scheduler.State{scheduler.Draft}, After: after})
		if err != nil {
			return false, fmt.Errorf("counting drafts: %w", err)
		}
		if len(page) == 0 {
			return n >= previewsPerDay, nil
		}
		for _, f := range page {
			after = f.Event.ID
			if !f.Event.Verified && f.Event.Organizer(p.ID) && h.now().Sub(f.Event.Opened) < 24*time.Hour {
				n++
			}
		}
	}
}

// tooManyMails reports whether a person has written so much about an event today that it must be a machine.
func (h *house) tooManyMails(ctx context.Context, e scheduler.Event, p scheduler.PersonID) (bool, error) {
	if e.Seq < mailsPerDay {
		return false, nil
	}
	log, err := h.store.Log(ctx, scheduler.LogOf(e.ID))
	if err != nil {
		return false, fmt.Errorf("counting mails: %w", err)
	}
	seen := map[scheduler.Cause]bool{}
	for i := len(log) - 1; i >= 0 && h.now().Sub(log[i].At) < 24*time.Hour; i-- {
		if log[i].By == p && log[i].Via == scheduler.ByMail {
			seen[log[i].Cause] = true
		}
	}
	return len(seen) >= mailsPerDay, nil
}

// stopEverywhere takes a person who wrote "stop everything" out of their other events too. It runs again when the mail is
// read again, so that a crash in the middle leaves nothing undone.
func (h *house) stopEverywhere(ctx context.Context, c scheduler.Command) error {
	asked := false
	for _, a := range c.Do {
		_, all := a.(scheduler.StopAll)
		asked = asked || all
	}
	if !asked || c.By.Address == "" {
		return nil
	}
	p, err := h.store.PersonByAddress(ctx, string(c.By.Address))
	if err != nil {
		return fmt.Errorf("finding who wants to hear nothing more: %w", err)
	}
	var after scheduler.ID
	for {
		page, err := h.store.Events(ctx, store.Filter{Person: p.ID, After: after,
			States: []scheduler.State{scheduler.Open, scheduler.Stuck, scheduler.Agreed, scheduler.Lapsed}})
		if err != nil {
			return fmt.Errorf("finding the events of who wants to hear nothing more: %w", err)
		}
		if len(page) == 0 {
			return nil
		}
		for _, f := range page {
			after = f.Event.ID
			q, ok := f.Event.Party(p.ID)
			if !ok || q.Stopped || q.Dropped || f.Event.ID == c.Event {
				continue
			}
			other := c
			other.Event, other.Answers, other.Mail = f.Event.ID, "", scheduler.Mail{}
			other.Cause = scheduler.Cause(string(c.Cause) + ":" + string(f.Event.ID))
			other.Do = scheduler.Actions{scheduler.Stop{}}
			if _, err := h.execute(ctx, other); err != nil {
				return fmt.Errorf("stopping event %s: %w", f.Event.ID, err)
			}
		}
	}
}
