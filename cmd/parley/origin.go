package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"parley/mailbox"
	"parley/parser"
	"parley/scheduler"
	"parley/store"
)

// origin says whose mail this is, and about what, as far as the mail proves it.
type origin struct {
	event  scheduler.Event // zero: about no event of ours
	people scheduler.People
	person scheduler.Person   // in whose name it came; zero: nobody that the event knows
	letter scheduler.LetterID // of ours that it answers; "" unknown
	secret bool               // it came to a secret address, or answers a letter that only this person got
	house  bool               // it answers a letter of the house, to an operator
}

// find settles the origin of a mail: a secret address among its recipients first, then the letters of ours it refers to,
// then the organiser's own mail.
func (h *house) find(ctx context.Context, m parser.Mail) (origin, error) {
	var o origin
	for _, a := range recipients(m) {
		s, ok := h.secrets.Parse(a)
		if !ok || s.Bounce {
			continue
		}
		found, err := h.bySecret(ctx, s)
		if err != nil {
			return o, err
		}
		if found.secret {
			o = found
			break
		}
	}
	for _, id := range references(m) {
		s, ok := h.secrets.ParseMessageID(id)
		if !ok || o.event.ID != "" && s.Event != o.event.ID {
			continue
		}
		found, err := h.byLetter(ctx, s, m.From)
		if err != nil {
			return o, err
		}
		if o.secret && found.secret && found.person.ID == o.person.ID {
			o.letter = found.letter
			return o, nil
		}
		if !o.secret && found.secret {
			return found, nil
		}
	}
	if o.secret {
		return o, nil
	}
	for _, id := range references(m) {
		event, err := h.store.EventByProposal(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return o, fmt.Errorf("finding the proposal that the mail answers: %w", err)
		}
		if o.event, o.people, err = h.store.Event(ctx, event); err != nil {
			return o, fmt.Errorf("reading event %s: %w", event, err)
		}
		o.person = writer(o.event, o.people, m.From.Address)
		return o, nil
	}
	return o, nil
}

// bySecret finds who was given a secret address.
func (h *house) bySecret(ctx context.Context, s mailbox.Secret) (o origin, err error) {
	if s.Event == mailbox.HouseEvent {
		operators, err := h.operators(ctx)
		if err != nil {
			return o, err
		}
		key, err := h.store.House(ctx)
		if err != nil {
			return o, fmt.Errorf("reading the house: %w", err)
		}
		ids := make([]scheduler.PersonID, 0, len(operators))
		for id := range operators {
			ids = append(ids, id)
		}
		if id, ok := h.secrets.MatchHouse(key.Key, s.MAC, ids); ok {
			o.person, o.secret, o.house = operators[id], true, true
		}
		return o, nil
	}
	e, people, err := h.store.Event(ctx, s.Event)
	if errors.Is(err, store.ErrNotFound) {
		return o, nil
	}
	if err != nil {
		return o, fmt.Errorf("reading event %s: %w", s.Event, err)
	}
	if id, ok := h.secrets.Match(e, s.MAC); ok {
		o.event, o.people, o.person, o.secret = e, people, people[id], true
	}
	return o, nil
}

// byLetter finds the letter with this Message-ID, which names the person it was made for.
func (h *house) byLetter(ctx context.Context, s mailbox.Secret, from scheduler.Mailbox) (o origin, err error) {
	if s.Event == mailbox.HouseEvent {
		return o, nil
	}
	e, people, err := h.store.Event(ctx, s.Event)
	if errors.Is(err, store.ErrNotFound) {
		return o, nil
	}
	if err != nil {
		return o, fmt.Errorf("reading event %s: %w", s.Event, err)
	}
	for id, p := range people {
		if involved(e, id) && h.secrets.Verify(e.Key, s, id) {
			return origin{event: e, people: people, person: p, letter: s.Letter, secret: true}, nil
		}
	}
	return o, nil
}

// operators are the persons behind the configured addresses, as far as they were met.
func (h *house) operators(ctx context.Context) (scheduler.People, error) {
	out := scheduler.People{}
	addresses := append([]string(nil), h.cfg.Operators...)
	for _, d := range h.cfg.Digest {
		addresses = append(addresses, d.To...)
	}
	for _, a := range addresses {
		p, err := h.store.PersonByAddress(ctx, a)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("finding an operator: %w", err)
		}
		out[p.ID] = p
	}
	return out, nil
}

// involved reports whether a person may have a say in the event: a party that was not dropped, or an organiser.
func involved(e scheduler.Event, p scheduler.PersonID) bool {
	q, ok := e.Party(p)
	return ok && !q.Dropped || e.Organizer(p)
}

// writer is who of an event writes from this address: its owner, or else one who has it as an alias; zero: nobody.
func writer(e scheduler.Event, people scheduler.People, address scheduler.Words) (w scheduler.Person) {
	if p, ok := people.Find(address); ok {
		if involved(e, p.ID) {
			return p
		}
		return w
	}
	for id, p := range people {
		if involved(e, id) && p.Writes(address) && (w.ID == 0 || id < w.ID) {
			w = p
		}
	}
	return w
}

// isFrom reports whether an address is the person's own.
func isFrom(p scheduler.Person, address scheduler.Words) bool {
	return p.Writes(address)
}

// verified reports whether the sender's domain vouches for From: aligned DMARC, by the receiver we trust.
func (h *house) verified(m parser.Mail) bool {
	if h.cfg.TrustedAuthserv == "" {
		return false
	}
	result, domain := m.DMARC(h.cfg.TrustedAuthserv)
	from := string(m.From.Address)
	at := strings.LastIndexByte(from, '@')
	return result == "pass" && at >= 0 && strings.EqualFold(strings.Trim(from[at+1:], "<> "), domain)
}

func recipients(m parser.Mail) (out []string) {
	for _, a := range append(append([]scheduler.Mailbox(nil), m.To...), m.Cc...) {
		out = append(out, string(a.Address))
	}
	return append(out, m.Delivered...)
}

// references are the mails that this one answers, the nearest first.
func references(m parser.Mail) (out []string) {
	if m.InReplyTo != "" {
		out = append(out, m.InReplyTo)
	}
	for i := len(m.References) - 1; i >= 0; i-- {
		if m.References[i] != m.InReplyTo {
			out = append(out, m.References[i])
		}
	}
	return out
}
