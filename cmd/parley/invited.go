package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"parley/calendar"
	"parley/parser"
	"parley/scheduler"
	"parley/store"
)

// maxUID is how long the UID of a calendar event may be, in bytes, for us to follow it.
const maxUID = 500

// invited reads an invitation that an organiser sent from their own calendar: it opens an event of ours whose times are
// those of the calendar's events, and what the calendar later says under the same UID, updates and cancellations, changes
// it. Whose word it is and whether it counts is as for any proposal. It reports false where the mail is none of this.
//
// Several events in one mail are times of one meeting. Calendar programs cannot write such a mail by hand: whoever makes
// three entries there sends three mails. So one that follows another within the time that an answer settles in, with the
// same title, people and length, before anybody answered, is one more time of the same meeting; any other is a meeting of
// its own.
//
// A CANCEL of something unknown is noted and goes no further: its text must not be taken for a proposal.
func (h *house) invited(ctx context.Context, c scheduler.Command, m parser.Mail, replies []calendar.Reply) (scheduler.Command, bool, error) {
	if !slices.ContainsFunc(recipients(m), h.secrets.Ours) {
		return c, false, nil
	}
	req, found := calendar.DecodeInvitation(h.zone, calendarParts(m)...)
	if found && len(req.Entries) == 0 && slices.ContainsFunc(m.Calendars, func(p parser.CalendarPart) bool { return p.Method == "REQUEST" }) {
		return h.unreadable(ctx, c, m, req)
	}
	found = found && req.Method == "REQUEST" && h.foreign(req.UID) && scheduler.SameAddress(string(req.Organizer.Address), string(m.From.Address))
	var plan scheduler.Propose
	if found {
		plan = h.planOf(m, req)
	}
	var e scheduler.Event
	var do scheduler.Actions
	follow := func(a scheduler.Revise) error {
		if !h.foreign(a.Source.UID) {
			return nil
		}
		was, ok, err := h.eventOf(ctx, a.Source.UID, m.From.Address)
		if ok && (e.ID == "" || e.ID == was.ID) {
			e, do = was, append(do, a)
		}
		return err
	}
	cancels := false
	for _, r := range replies {
		if r.Method != "CANCEL" {
			continue
		}
		cancels = true
		if err := follow(scheduler.Revise{Source: scheduler.Source{UID: r.UID, Sequence: r.Sequence, Stamp: r.Stamp}, Cancelled: true}); err != nil {
			return c, false, err
		}
	}
	for _, n := range req.Entries {
		if !found {
			break
		}
		now := plan
		now.Slots, now.Sources = n.Spans, nil
		if err := follow(scheduler.Revise{Source: scheduler.Source{UID: n.UID, Sequence: n.Sequence, Stamp: n.Stamp}, Plan: now}); err != nil {
			return c, false, err
		}
	}
	switch {
	case e.ID != "":
		return h.follow(ctx, c, m, e, do, req.Faults)
	case cancels:
		return note(c, "ignored", "cancel-of-unknown-event", m), true, nil
	case !found:
		return c, false, nil
	}
	same, ok, err := h.sameMeeting(ctx, m, plan)
	if err != nil {
		return c, false, err
	}
	if ok {
		for i, s := range plan.Sources {
			now := plan
			now.Slots, now.Sources = req.Entries[i].Spans, nil
			do = append(do, scheduler.Revise{Source: s, Joins: true, Plan: now})
		}
		return h.follow(ctx, c, m, same, do, req.Faults)
	}
	c, person, ok, err := h.proposer(ctx, c, m)
	if ok && err == nil {
		plan.Zone = cmp.Or(plan.Zone, person.Zone, h.cfg.Timezone)
		c.Do = scheduler.Actions{plan}
	}
	return c, true, err
}

// unreadable answers an invitation of which nothing could be read, if its sender may invite us: with a draft that says why.
func (h *house) unreadable(ctx context.Context, c scheduler.Command, m parser.Mail, req calendar.Request) (scheduler.Command, bool, error) {
	c, _, ok, err := h.proposer(ctx, c, m)
	if ok && err == nil {
		p := scheduler.Propose{Title: scheduler.Words(parser.StripReply(m.Subject))}
		for _, f := range req.Faults {
			p.Faults = append(p.Faults, scheduler.Fault{Code: "bad-calendar", Value: f.Code})
		}
		c.Do = scheduler.Actions{p}
	}
	return c, true, err
}

// foreign reports whether a UID is that of somebody's own calendar, rather than one we made.
func (h *house) foreign(uid string) bool {
	_, _, domain, ours := calendar.ParseUID(uid)
	return uid != "" && len(uid) <= maxUID && !(ours && h.secrets.Ours(localPart(h.cfg.Address)+"@"+domain))
}

// eventOf finds the event that this person opened from a calendar's event.
func (h *house) eventOf(ctx context.Context, uid string, from scheduler.Words) (scheduler.Event, bool, error) {
	ids, err := h.store.EventsBySource(ctx, uid)
	if err != nil {
		return scheduler.Event{}, false, fmt.Errorf("finding the event of a calendar's: %w", err)
	}
	for _, id := range slices.Backward(ids) {
		e, people, err := h.store.Event(ctx, id)
		if err != nil {
			return e, false, fmt.Errorf("reading event %s: %w", id, err)
		}
		if p, ok := people.Find(from); ok && e.Organizer(p.ID) {
			return e, true, nil
		}
	}
	return scheduler.Event{}, false, nil
}

// sameMeeting finds the meeting that an invitation brings one more time for. Without proof of its sender there is none: a
// forged one is not mixed with what the organiser wrote.
func (h *house) sameMeeting(ctx context.Context, m parser.Mail, plan scheduler.Propose) (scheduler.Event, bool, error) {
	if len(plan.Faults) > 0 || len(plan.Slots) == 0 || !h.verified(m) && h.cfg.Policy.UnverifiedProposals != "open" {
		return scheduler.Event{}, false, nil
	}
	person, err := h.store.PersonByAddress(ctx, string(m.From.Address))
	if errors.Is(err, store.ErrNotFound) {
		return scheduler.Event{}, false, nil
	}
	if err != nil {
		return scheduler.Event{}, false, fmt.Errorf("finding the organiser: %w", err)
	}
	after := scheduler.ID("")
	for {
		page, err := h.store.Events(ctx, store.Filter{Person: person.ID, Since: h.now().Add(-h.cfg.Policy.Settle.Duration), After: after})
		if err != nil {
			return scheduler.Event{}, false, fmt.Errorf("finding the meeting of an invitation: %w", err)
		}
		for _, f := range page {
			if h.continues(f, person.ID, plan) {
				return f.Event, true, nil
			}
			after = f.Event.ID
		}
		if len(page) == 0 {
			return scheduler.Event{}, false, nil
		}
	}
}

// continues reports whether an invitation brings one more time for an event. A draft that nobody vouched for is none: with
// the organiser's own times, what somebody forged would go out too.
func (h *house) continues(f store.Found, organizer scheduler.PersonID, plan scheduler.Propose) bool {
	e := f.Event
	young := h.now().Sub(e.Opened) < e.Policy.Settle
	if len(e.Sources) == 0 || !e.Verified && e.Policy.Unverified != "open" || !e.Organizer(organizer) || e.State != scheduler.Open && e.State != scheduler.Draft || !young || !e.LastAnswer.IsZero() {
		return false
	}
	same := e.Title == plan.Title && len(e.Slots) > 0 && len(e.Parties) == len(plan.Required)+len(plan.Optional)
	for _, s := range plan.Slots {
		same = same && s.Duration == e.Slots[0].Duration && !slices.ContainsFunc(e.Slots, func(x scheduler.Slot) bool { return x.Span == s })
	}
	invited := func(boxes []scheduler.Mailbox, required bool) {
		for _, b := range boxes {
			p, ok := f.People.Find(b.Address)
			q, party := e.Party(p.ID)
			same = same && ok && party && !q.Dropped && q.Required == required
		}
	}
	invited(plan.Required, true)
	invited(plan.Optional, false)
	return same
}

// follow carries a change in the organiser's calendar over to our event. A change that cannot be read changes nothing. It
// needs the proof that the event had: only one that opened without any is changed without any.
func (h *house) follow(ctx context.Context, c scheduler.Command, m parser.Mail, e scheduler.Event, do scheduler.Actions, faults []scheduler.Fault) (scheduler.Command, bool, error) {
	_, people, err := h.store.Event(ctx, e.ID)
	if err != nil {
		return c, false, fmt.Errorf("reading event %s: %w", e.ID, err)
	}
	person, _ := people.Find(m.From.Address)
	c.Event = e.ID
	if len(faults) > 0 {
		do = scheduler.Actions{scheduler.Misread{Why: "calendar-" + faults[0].Code}}
	}
	if !e.Verified && e.Policy.Unverified == "open" {
		c.By, c.Do = mailboxOf(person), do
		return c, true, nil
	}
	return h.inTheNameOf(c, m, origin{event: e, people: people, person: person, aligned: h.verified(m)}, do, true), true, nil
}

// planOf is the invitation as a proposal. Its description is read for options ("holds: yes"), as the text of a mail is.
func (h *house) planOf(m parser.Mail, req calendar.Request) scheduler.Propose {
	p := scheduler.Propose{
		Files: filesOf(m), Title: scheduler.Words(cmp.Or(req.Title, parser.StripReply(m.Subject))), Location: scheduler.Words(req.Location),
		URL: scheduler.Words(req.URL), Zone: req.Zone, Slots: req.Spans, Faults: req.Faults,
	}
	for _, n := range req.Entries {
		s := scheduler.Source{UID: n.UID, Sequence: n.Sequence, Stamp: n.Stamp}
		for i, slot := range p.Slots {
			if slices.Contains(n.Spans, slot) {
				s.Slots = append(s.Slots, i+1)
			}
		}
		p.Sources = append(p.Sources, s)
	}
	for _, a := range req.Attendees {
		switch {
		case h.secrets.Ours(string(a.Address)) || scheduler.SameAddress(string(a.Address), string(m.From.Address)):
		case a.Required:
			p.Required = append(p.Required, a.Mailbox)
		default:
			p.Optional = append(p.Optional, a.Mailbox)
		}
	}
	p.Text = scheduler.Words(clip(req.Description, 8000))
	if strings.TrimSpace(req.Description) != "" {
		said := parser.Read([]byte("From: " + string(m.From.Address) + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + req.Description))
		said.Date = m.Date
		got := parser.ReadProposal(said, parser.ProposalContext{Bot: h.secrets.Ours, Now: h.now(), Zone: h.zone}).Propose
		p.Options, p.Zones = got.Options, got.Zones
		if len(got.Slots) == 0 { // else the text speaks of times, and stays whole
			p.Text = got.Text
		}
		for _, f := range got.Faults {
			if f.Code == "bad-option" {
				p.Faults = append(p.Faults, f)
			}
		}
	}
	return p
}
