package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"parley/parser"
	"parley/scheduler"
	"parley/store"
)

// Operators by mail: they say the words of the organiser about any event, which they name in the line or the subject
// ("pick rokifadu 2"), or by answering a letter about it. Without an event, status and outbox bring a digest.

// operates reports whether a mail is an operator's: their domain vouches for From, or it came to the secret address of a
// letter of the house that they got. In an event that they are part of, they write as that.
func (h *house) operates(m parser.Mail, o origin) bool {
	if o.house {
		return o.person.Writes(m.From.Address) && matches(h.cfg.Operators, string(o.person.Address))
	}
	return o.aligned && matches(h.cfg.Operators, string(m.From.Address)) && o.person.ID == 0
}

// orders reads the words of an operator, up to the first line that is none. It reports false where the mail begins
// otherwise: then it is like anybody's.
func (h *house) orders(ctx context.Context, c scheduler.Command, m parser.Mail, o origin) (scheduler.Command, bool, error) {
	about, err := h.subjectOf(ctx, m, o)
	if err != nil {
		return c, false, err
	}
	var do scheduler.Actions
	for _, line := range strings.Split(m.Text(), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		words, named, err := h.eventIn(ctx, line)
		if err != nil {
			return c, false, err
		}
		if about.ID == "" {
			about = named
		}
		said := h.orderIn(words, m, about)
		if len(said) == 0 {
			break
		}
		if why, ok := said[0].(scheduler.Why); ok && about.ID == "" {
			if about, err = h.eventOfMail(ctx, why.MessageID); err != nil {
				return c, false, err
			}
		}
		if named.ID != "" && named.ID != about.ID { // one mail is about one event
			said = scheduler.Actions{scheduler.Unknown{Line: scheduler.Words(line), Fault: scheduler.Fault{Code: "which-event"}}}
		}
		do = append(do, said...)
	}
	if len(do) == 0 && !o.house {
		return c, false, nil
	}
	if len(do) == 0 {
		first, _, _ := strings.Cut(strings.TrimSpace(m.Text()), "\n")
		do = scheduler.Actions{scheduler.Unknown{Line: scheduler.Words(clip(first, 200))}}
	}
	c.Event, c.By, c.Operator, c.Verified, c.Do, c.Language = about.ID, m.From, true, true, do, ""
	if o.house {
		c.By = mailboxOf(o.person)
	}
	return c, true, nil
}

// orderIn reads one line; nil: it is no order.
func (h *house) orderIn(line string, m parser.Mail, e scheduler.Event) scheduler.Actions {
	if strings.EqualFold(strings.Trim(line, " \t.!"), "outbox") {
		return scheduler.Actions{scheduler.Status{}}
	}
	context := h.commandContext(e)
	context.Sent, context.Organizer = m.Date, true
	do, _ := parser.ReadCommand(line, context)
	return do
}

// subjectOf is the event that the whole mail is about: that of the letter or proposal it answers, or one named in its
// subject.
func (h *house) subjectOf(ctx context.Context, m parser.Mail, o origin) (scheduler.Event, error) {
	if o.event.ID != "" {
		return o.event, nil
	}
	for _, id := range references(m) {
		if s, ok := h.secrets.ParseMessageID(id); ok {
			if e, err := h.eventCalled(ctx, s.Event); e.ID != "" || err != nil {
				return e, err
			}
		}
	}
	_, e, err := h.eventIn(ctx, m.Subject)
	return e, err
}

// eventIn finds the event that a line names, and the line without its name.
func (h *house) eventIn(ctx context.Context, line string) (string, scheduler.Event, error) {
	fields := strings.Fields(line)
	for i, f := range fields {
		id := strings.ToLower(strings.Trim(f, ".,:;()[]\"'“”"))
		if len(id) != 8 {
			continue
		}
		e, err := h.eventCalled(ctx, scheduler.ID(id))
		if e.ID != "" || err != nil {
			return strings.Join(append(fields[:i:i], fields[i+1:]...), " "), e, err
		}
	}
	return line, scheduler.Event{}, nil
}

// eventOfMail is the event that a mail was about, one to us or one of ours.
func (h *house) eventOfMail(ctx context.Context, messageID string) (scheduler.Event, error) {
	if s, ok := h.secrets.ParseMessageID(messageID); ok {
		return h.eventCalled(ctx, s.Event)
	}
	receipts, err := h.store.CausesOfMail(ctx, strings.Trim(messageID, "<> "))
	if err != nil {
		return scheduler.Event{}, fmt.Errorf("finding what a mail led to: %w", err)
	}
	for _, r := range receipts {
		if r.Event != "" {
			return h.eventCalled(ctx, r.Event)
		}
	}
	return scheduler.Event{}, nil
}

// eventCalled is the event of this name; zero: there is none.
func (h *house) eventCalled(ctx context.Context, id scheduler.ID) (scheduler.Event, error) {
	e, _, err := h.store.Event(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return e, fmt.Errorf("reading event %s: %w", id, err)
	}
	return e, nil
}

// replyAddress is the secret address under which the reader of a letter about an event answers: their own in the event or,
// of an operator who is no part of it, that of the house.
func (h *house) replyAddress(ctx context.Context, e scheduler.Event, to scheduler.PersonID) (string, error) {
	if _, party := e.Party(to); party || e.Organizer(to) {
		return h.secrets.ReplyTo(e, to)
	}
	house, err := h.store.House(ctx)
	if err != nil {
		return "", fmt.Errorf("reading the house: %w", err)
	}
	return h.secrets.HouseReplyTo(house.Key, to, h.period())
}
