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

// origin says whose mail this is and about what, and what shows it.
type origin struct {
	event   scheduler.Event // zero: about no event of ours
	people  scheduler.People
	person  scheduler.Person   // in whose name it came; zero: nobody that the event knows
	letter  scheduler.LetterID // of ours that it answers; "" unknown
	proof   proof              // that person got what the mail shows
	aligned bool               // the sender's domain vouches for From
	house   bool               // it answers a letter of the house, to an operator
}

// proof is what a mail shows that its writer was given. A later kind is worth more.
type proof uint8

const (
	noProof      proof = iota // nothing, or what has been revoked
	toTheThread               // it refers to the organiser's own mail: everybody was sent that
	toOurLetter               // it refers to a letter of ours that only this person got
	toOurAddress              // it came to the secret address that only this person was given
)

// counts reports whether a mail is taken for the word of the person of its origin; what is not is parked for them to
// confirm. own says that From is theirs. This is the one place that decides it.
//
// A calendar answers in the name of whoever holds the calendar object, and objects are passed around with their
// Message-IDs: a click needs the address, or a domain that vouches for From.
func (o origin) counts(own bool, via scheduler.Via) bool {
	enough := toOurLetter
	if via == scheduler.ByClick {
		enough = toOurAddress
	}
	return own && (o.proof >= enough || o.aligned)
}

// find settles the origin of a mail: a secret address among its recipients first, then the letters of ours it refers to,
// then the organiser's own mail.
func (h *house) find(ctx context.Context, m parser.Mail) (o origin, err error) {
	for _, a := range recipients(m) {
		s, ok := h.secrets.Parse(a)
		if !ok || s.Bounce {
			continue
		}
		if o, err = h.bySecret(ctx, s); err != nil {
			return o, err
		}
		if o.proof != noProof {
			break
		}
	}
	if !o.house {
		if o, err = h.byLetters(ctx, m, o); err != nil {
			return o, err
		}
	}
	if o.event.ID == "" && !o.house {
		if o, err = h.byProposal(ctx, m); err != nil {
			return o, err
		}
	}
	o.aligned = h.verified(m)
	return o, nil
}

// byLetters adds to an origin the letter of ours that the mail refers to. Where no address showed whose mail it is, the
// letter does, unless it was posted before its secrets were revoked: then it only says what the mail is about, and From
// in whose name it came.
func (h *house) byLetters(ctx context.Context, m parser.Mail, o origin) (origin, error) {
	for _, id := range references(m) {
		s, ok := h.secrets.ParseMessageID(id)
		if !ok || s.Event == mailbox.HouseEvent || o.event.ID != "" && s.Event != o.event.ID {
			continue
		}
		e, people, err := h.secretEvent(ctx, s)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return o, err
		}
		for _, p := range people {
			if !involved(e, p.ID) || !h.secrets.Verify(e.Key, s, p.ID) {
				continue
			}
			switch {
			case o.proof == toOurAddress && o.person.ID == p.ID:
				o.letter = s.Letter
				return o, nil
			case o.proof == toOurAddress:
			case e.Proves(s.Letter, p.ID):
				return origin{event: e, people: people, person: p, letter: s.Letter, proof: toOurLetter}, nil
			case o.event.ID == "":
				o = origin{event: e, people: people, person: writer(e, people, m.From.Address)}
				if o.person.ID == p.ID {
					o.letter = s.Letter
				}
			}
		}
	}
	return o, nil
}

// byProposal finds the event whose proposal the mail refers to, and who of it writes. Several can have been opened by
// mails of one Message-ID: the one that the writer belongs to is meant.
func (h *house) byProposal(ctx context.Context, m parser.Mail) (o origin, err error) {
	for _, id := range references(m) {
		events, err := h.store.EventsByProposal(ctx, id)
		if err != nil {
			return o, fmt.Errorf("finding the proposal that the mail answers: %w", err)
		}
		for _, event := range events {
			e, people, err := h.store.Event(ctx, event)
			if err != nil {
				return o, fmt.Errorf("reading event %s: %w", event, err)
			}
			if w := writer(e, people, m.From.Address); o.event.ID == "" || w.ID != 0 {
				o = origin{event: e, people: people, person: w, proof: toTheThread}
			}
			if o.person.ID != 0 {
				return o, nil
			}
		}
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
		if id, ok := h.secrets.MatchHouse(key.Key, s.MAC, ids, h.period()); ok {
			o.person, o.proof, o.house = operators[id], toOurAddress, true
		}
		return o, nil
	}
	e, people, err := h.secretEvent(ctx, s)
	if errors.Is(err, store.ErrNotFound) {
		return o, nil
	}
	if err != nil {
		return o, err
	}
	if id, ok := h.secrets.Match(e, s.MAC); ok {
		o.event, o.people, o.person, o.proof = e, people, people[id], toOurAddress
	}
	return o, nil
}

// secretEvent reads the event that a secret is of. ErrNotFound: there is none. Any other error means that nothing can be said
// of the secret now: without its key, each would look forged.
func (h *house) secretEvent(ctx context.Context, s mailbox.Secret) (scheduler.Event, scheduler.People, error) {
	e, people, err := h.store.Event(ctx, s.Event)
	if err != nil {
		return e, people, fmt.Errorf("reading event %s: %w", s.Event, err)
	}
	if _, err := h.store.Key(ctx, e.Key); errors.Is(err, store.ErrNotFound) {
		return e, people, fmt.Errorf("reading the secret of event %s: %w", s.Event, store.ErrAmiss)
	} else if err != nil {
		return e, people, fmt.Errorf("reading the secret of event %s: %w", s.Event, err)
	}
	return e, people, nil
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
