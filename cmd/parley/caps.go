package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"parley/parser"
	"parley/scheduler"
	"parley/store"
)

// Caps stop loops and floods. They count what the logs hold, so a restart forgets nothing. A day is the last 24 hours.
// What they leave out is noted, and the digest counts it. Letters that somebody waits for, questions and calendar objects,
// are never left out; a stop that changes something always works.
const (
	mailsPerDay     = 30  // mails of one person about one event that are acted upon
	clicksPerDay    = 200 // and clicks: a calendar sends one for each of up to 30 times, and again for every change of mind
	unclearPerDay   = 5   // mails of one person about one event that are asked back about
	parkedPerDay    = 5   // mails from elsewhere about which one person of one event is asked: was this you?
	previewsPerDay  = 3   // drafts that one address nobody vouches for can make us write about
	unvouchedPerDay = 30  // letters about proposals nobody vouches for, previews or refusals, to all addresses together
	proposalsPerDay = 50  // events that one organiser opens by mail
	rejectsPerDay   = 3   // letters to one address that say, for one reason, why its mails are not carried out
)

// capped takes out of a command what there was enough of in a day. This is the one place that does.
func (h *house) capped(ctx context.Context, c scheduler.Command, m parser.Mail) (scheduler.Command, error) {
	count := h.overInEvent
	if c.Event == "" {
		count = h.overOutside
	}
	over, err := count(ctx, c)
	if over == "too-many-proposals" { // they learn of that one
		c.Do = scheduler.Actions{scheduler.Reject{Reason: over, Args: []scheduler.Words{scheduler.Words(strconv.Itoa(proposalsPerDay))}}}
		over, err = count(ctx, c)
	}
	if over == "" || err != nil {
		return c, err
	}
	dropped := note(c, "dropped", over, m)
	if over == "too-many-parked" { // what else the mail asks is another matter
		rest := slices.DeleteFunc(slices.Clone(c.Do), func(a scheduler.Action) bool { _, park := a.(scheduler.Park); return park })
		if len(rest) > 0 {
			c.Do = append(rest, dropped.Do...)
			return c, nil
		}
	}
	return dropped, nil
}

// overInEvent names the cap that a command to an event is over; "": none.
func (h *house) overInEvent(ctx context.Context, c scheduler.Command) (string, error) {
	by, err := h.known(ctx, c.By)
	if err != nil {
		return "", err
	}
	var parks, misread bool
	var owner scheduler.PersonID
	var reject string
	for _, a := range c.Do {
		switch a := a.(type) {
		case scheduler.Park:
			parks, owner = true, a.Party
		case scheduler.Misread:
			misread = !a.Others
		case scheduler.Reject:
			reject = a.Reason
		case scheduler.Stop, scheduler.StopAll, scheduler.Never:
			if news, err := h.news(ctx, c.Event, by, a); news || err != nil {
				return "", err
			}
		}
	}
	if !parks && !misread && reject == "" && by.ID == 0 {
		return "", nil
	}
	causes := map[scheduler.Cause]bool{}
	var parked, unclear, rejected int
	over := func() string {
		switch {
		case parks && parked >= parkedPerDay:
			return "too-many-parked"
		case misread && unclear >= unclearPerDay:
			return "too-many-unclear"
		case reject != "" && rejected >= rejectsPerDay:
			return "too-many-refusals"
		case c.Via == scheduler.ByMail && len(causes) >= mailsPerDay:
			return "too-many-mails"
		case c.Via == scheduler.ByClick && len(causes) >= clicksPerDay:
			return "too-many-clicks"
		}
		return ""
	}
	err = h.today(ctx, scheduler.LogOf(c.Event), func(n scheduler.Entry) bool {
		if n.By == by.ID && by.ID != 0 && n.Via == c.Via {
			causes[n.Cause] = true
		}
		switch f := n.Fact.(type) {
		case scheduler.Parked:
			if f.Person == owner && !f.Vouched {
				parked++
			}
		case scheduler.NotUnderstood:
			if f.Person == by.ID && !f.Others {
				unclear++
			}
		case scheduler.TurnedDown:
			if f.Person == by.ID && f.Reason == reject {
				rejected++
			}
		}
		return over() == ""
	})
	if err != nil {
		return "", err
	}
	return over(), nil
}

// news reports whether a word that ends letters changes anything: only then no cap holds it up, or a machine that repeats
// it would be answered without end.
func (h *house) news(ctx context.Context, event scheduler.ID, by scheduler.Person, a scheduler.Action) (bool, error) {
	e, _, err := h.store.Event(ctx, event)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking whether somebody stopped: %w", err)
	}
	q, party := e.Party(by.ID)
	switch a.(type) {
	case scheduler.Never:
		return party && q.Pending != nil || e.Organizer(by.ID) && e.Pending != nil, nil
	case scheduler.StopAll:
		if !by.Stopped {
			return true, nil
		}
	}
	return party && !q.Dropped && !q.Stopped, nil
}

// overOutside names the cap that a command outside of events is over, a proposal or a refusal; "": none.
func (h *house) overOutside(ctx context.Context, c scheduler.Command) (string, error) {
	reject, proposes := "", false
	for _, a := range c.Do {
		switch a := a.(type) {
		case scheduler.Propose:
			proposes = true
		case scheduler.Reject:
			reject = a.Reason
		}
	}
	if !proposes && reject == "" {
		return "", nil
	}
	if proposes && !c.Verified && h.cfg.Policy.UnverifiedProposals == "refuse" {
		proposes, reject = false, "unverified"
	}
	if reject != "" {
		rejected, all := 0, 0
		err := h.today(ctx, scheduler.HouseLog, func(n scheduler.Entry) bool {
			if f, ok := n.Fact.(scheduler.Noted); ok && f.What == "refused" && f.Reason == reject {
				all++
				if scheduler.SameAddress(string(f.From), string(c.By.Address)) {
					rejected++
				}
			}
			return rejected < rejectsPerDay
		})
		if rejected >= rejectsPerDay {
			return "too-many-refusals", err
		}
		if reject == "unverified" && all >= unvouchedPerDay {
			return "too-many-unverified", err
		}
		return "", err
	}
	if !c.Verified && h.cfg.Policy.UnverifiedProposals == "preview" {
		drafts, err := h.unvouched(ctx)
		if err != nil {
			return "", err
		}
		if drafts >= unvouchedPerDay {
			return "too-many-unverified", nil
		}
	}
	by, err := h.known(ctx, c.By)
	if by.ID == 0 || err != nil {
		return "", err
	}
	opened, drafts := 0, 0
	for after, more := scheduler.ID(""), true; more; {
		page, err := h.store.Events(ctx, store.Filter{Person: by.ID, Since: h.now().Add(-24 * time.Hour), After: after})
		if err != nil {
			return "", fmt.Errorf("counting proposals: %w", err)
		}
		for _, f := range page {
			after = f.Event.ID
			if f.Event.Organizer(by.ID) {
				opened++
				if !f.Event.Verified && f.Event.State == scheduler.Draft {
					drafts++
				}
			}
		}
		more = len(page) > 0
	}
	switch {
	case !c.Verified && h.cfg.Policy.UnverifiedProposals == "preview" && drafts >= previewsPerDay:
		return "too-many-previews", nil
	case opened >= proposalsPerDay:
		return "too-many-proposals", nil
	}
	return "", nil
}

// unvouched counts the drafts of a day that nobody vouches for, whoever they are said to be from: forged senders are as
// many as somebody cares to make up. It stops at the cap.
func (h *house) unvouched(ctx context.Context) (n int, err error) {
	f := store.Filter{States: []scheduler.State{scheduler.Draft}, Since: h.now().Add(-24 * time.Hour)}
	for {
		page, err := h.store.Events(ctx, f)
		if err != nil {
			return n, fmt.Errorf("counting drafts: %w", err)
		}
		for _, d := range page {
			f.After = d.Event.ID
			if !d.Event.Verified {
				n++
			}
		}
		if len(page) == 0 || n >= unvouchedPerDay {
			return n, nil
		}
	}
}

// known is who is behind an address; zero: nobody we met.
func (h *house) known(ctx context.Context, m scheduler.Mailbox) (scheduler.Person, error) {
	p, err := h.store.PersonByAddress(ctx, string(m.Address))
	if errors.Is(err, store.ErrNotFound) {
		return scheduler.Person{}, nil
	}
	if err != nil {
		return p, fmt.Errorf("finding who is behind an address: %w", err)
	}
	return p, nil
}

// today visits the entries of a log that were written within a day, the newest first, until visit returns false.
func (h *house) today(ctx context.Context, log scheduler.LogID, visit func(scheduler.Entry) bool) error {
	since := h.now().Add(-24 * time.Hour)
	err := h.store.Backwards(ctx, log, func(n scheduler.Entry) bool {
		return n.At.After(since) && visit(n)
	})
	if err != nil {
		return fmt.Errorf("counting what was done within a day: %w", err)
	}
	return nil
}
