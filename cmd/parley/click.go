package main

import (
	"context"
	"errors"
	"fmt"

	"parley/calendar"
	"parley/parser"
	"parley/scheduler"
	"parley/store"
)

// calendars reads the calendar parts of a mail: answers to our objects, or an event in the organiser's own calendar. It
// reports false where they are neither, such as an echoed invitation: then the text counts.
func (h *house) calendars(ctx context.Context, c scheduler.Command, m parser.Mail, o origin) (scheduler.Command, bool, error) {
	replies := calendar.Decode(calendarParts(m)...)
	if o.event.ID == "" {
		var err error
		if o, err = h.findByUID(ctx, m, replies); err != nil {
			return c, false, err
		}
	}
	if o.event.ID == "" {
		return h.invited(ctx, c, m, replies)
	}
	done, ok := h.click(c, m, o, replies)
	return done, ok, nil
}

// click reads calendar parts as an answer. The person of the origin answers where From or, in a calendar's mail to their
// secret address, Reply-To or ATTENDEE says so. Anybody else's answer is parked for them to confirm, and the organiser hears that somebody
// answers who is not invited.
func (h *house) click(c scheduler.Command, m parser.Mail, o origin, replies []calendar.Reply) (scheduler.Command, bool) {
	from, named := o.person.Writes(m.From.Address), false
	if !from && o.person.Writes(m.ReplyTo.Address) {
		named = true
	}
	for i, r := range replies {
		replies[i] = r.For(addressesOf(o.person)...)
		named = named || r.Answer() && o.person.Writes(scheduler.Words(replies[i].Attendee))
	}
	own := from || named && o.proof == toOurAddress // what a mail says of itself shows nothing
	c.Event, c.Answers, c.Via = o.event.ID, o.letter, scheduler.ByClick
	if who, ok := deputy(o.event.ID, replies); ok && own {
		return h.inTheNameOf(c, m, o, scheduler.Actions{scheduler.Outsider{Who: who, For: o.person.ID, Delegated: true}}, own), true
	}
	ids := make([]int, 0, len(o.event.Slots))
	for _, s := range o.event.Slots {
		ids = append(ids, s.ID)
	}
	r, ok := calendar.Choose(o.event.ID, ids, replies)
	if !ok {
		return c, false
	}
	if expired(o.event, c.At) {
		if o.person.ID == 0 || !own {
			return note(c, "ignored", "stranger", m), true
		}
		return h.inTheNameOf(c, m, o, scheduler.Actions{scheduler.Status{}}, own), true
	}
	var do scheduler.Actions
	outsider := scheduler.Outsider{Who: m.From.Address, For: o.person.ID}
	for _, reply := range r.Replies {
		do = append(do, reply.Actions()...)
		outsider.Who = scheduler.Words(reply.Attendee)
	}
	for _, a := range do {
		if a, ok := a.(scheduler.Answer); ok {
			outsider.Choices = append(outsider.Choices, a.Choices...)
		}
	}
	if r.Kind == string(parser.KindUnclear) {
		do = scheduler.Actions{scheduler.Misread{Why: "calendar-" + string(r.Reason)}}
	}
	switch {
	case own:
		c = h.inTheNameOf(c, m, o, do, own)
	case len(r.Replies) == 0:
		c = note(c, "ignored", "stranger", m)
	case o.person.ID == 0:
		c.Do = scheduler.Actions{outsider}
	default:
		// Not From, which may be the address of a calendar service that speaks for everybody.
		c.Do = scheduler.Actions{scheduler.Park{Party: o.person.ID, From: outsider.Who, Do: do}}
		if !named {
			c.Do = append(c.Do, outsider)
		}
	}
	return c, true
}

// deputy is whom a person names to come in their place, by delegating (RFC 5546 section 3.2.2.3).
func deputy(event scheduler.ID, replies []calendar.Reply) (scheduler.Words, bool) {
	for _, r := range replies {
		if r.Method == "REPLY" && r.Event == event && r.Status == calendar.Delegated && r.Problem == "" && r.DelegatedTo != "" {
			return scheduler.Words(r.DelegatedTo), true
		}
	}
	return "", false
}

func addressesOf(p scheduler.Person) []string {
	out := []string{string(p.Address)}
	for _, a := range p.Aliases {
		out = append(out, string(a))
	}
	return out
}

// findByUID finds the event that a calendar answer names, for programs that answer to the bare address, and whose answer
// it would be.
func (h *house) findByUID(ctx context.Context, m parser.Mail, replies []calendar.Reply) (o origin, err error) {
	for _, r := range replies {
		if r.Event == "" || !r.Answer() || !h.secrets.Ours(localPart(h.cfg.Address)+"@"+r.Domain) {
			continue
		}
		e, people, err := h.store.Event(ctx, r.Event)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return o, fmt.Errorf("reading event %s: %w", r.Event, err)
		}
		o.event, o.people, o.aligned = e, people, h.verified(m)
		for _, a := range []scheduler.Words{m.From.Address, m.ReplyTo.Address, scheduler.Words(r.Attendee)} {
			if o.person.ID == 0 {
				o.person = writer(e, people, a)
			}
		}
		return o, nil
	}
	return o, nil
}
