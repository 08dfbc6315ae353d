package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"parley/calendar"
	"parley/mailbox"
	"parley/scheduler"
	"parley/store"
)

// sender hands a letter in: mailbox.Sender, or a stand-in that tests use for faults.
type sender interface {
	Send(ctx context.Context, e mailbox.Envelope) (reply string, err error)
}

// deliver makes one pass over the outbox: every letter that is due is composed, frozen, sent, and reported as sent. It
// returns how many went out. A failure of one letter is that letter's; a failure of the server ends the pass.
//
// The order that no crash can turn into a loss or into two different letters:
//
//  1. Claim: no other pass has the letter.
//  2. Freeze: its bytes, Date and Message-ID are on disk.
//  3. Send: the relay took it.
//  4. Sent: that is on disk. A crash between 3 and 4 sends the same bytes again.
func (h *house) deliver(ctx context.Context, out sender) (sent int, err error) {
	for {
		claims, err := h.store.Claim(ctx, h.now(), 50)
		if err != nil {
			return sent, fmt.Errorf("claiming letters: %w", err)
		}
		if len(claims) == 0 {
			return sent, nil
		}
		for i, c := range claims {
			ok, err := h.deliverOne(ctx, out, c)
			if ok {
				sent++
			}
			if err == nil {
				continue
			}
			// The server is the trouble, or the disk: the rest of the claims would fare alike, and were not tried. This one is
			// let go of too, should the store not have been able to say how it ended, or its lane would stand still.
			for _, rest := range claims[i:] {
				h.store.Release(rest)
			}
			return sent, err
		}
	}
}

// stale reports whether a claim ended otherwise meanwhile: the letter was withdrawn, or dropped by an operator.
func stale(err error) bool {
	return errors.Is(err, store.ErrWithdrawn) || errors.Is(err, store.ErrStaleClaim)
}

// deliverOne sends one letter. An error means that going on with other letters is of no use.
func (h *house) deliverOne(ctx context.Context, out sender, c store.Claim) (bool, error) {
	l := c.Letter
	log := h.log.With("event", l.Event, "letter", l.ID, "kind", l.Kind)
	f := c.Frozen
	if f == nil {
		made, err := h.composeSafely(ctx, l)
		switch {
		case err == nil:
		case errors.As(err, new(hopeless)) || errors.Is(err, store.ErrNotFound):
			if damage := h.sound(ctx); damage != nil {
				h.store.Release(c)
				return false, damage
			}
			log.Error("letter cannot be written", "err", err)
			return false, ignoreStale(h.store.Fail(ctx, c, err.Error()))
		case ctx.Err() != nil:
			h.store.Release(c)
			return false, ctx.Err()
		default: // the store could not be read, which may pass
			log.Error("letter cannot be written now", "err", err, "attempts", c.Attempts+1)
			return false, ignoreStale(h.store.Postpone(ctx, c, h.now().Add(h.pause(c.Attempts, string(l.ID))), err.Error()))
		}
		frozen, err := h.store.Freeze(ctx, c, made)
		if err != nil {
			h.store.Release(c)
			return false, ignoreStale(err)
		}
		f = &frozen
	}
	reply, err := out.Send(ctx, mailbox.Envelope{From: f.From, To: f.Rcpt, Bytes: f.Bytes})
	if err != nil {
		err = unnamed{err, f.Rcpt}
	}
	stopping := ctx.Err()
	// What the relay said is written down even when we are told to stop: otherwise the letter would go out again.
	ctx = context.WithoutCancel(ctx)
	if err == nil {
		log.Info("letter sent", "attempts", c.Attempts+1)
		return true, ignoreStale(h.store.Sent(ctx, c, reply, h.now()))
	}
	if stopping != nil {
		h.store.Release(c)
		return false, stopping
	}
	var said *mailbox.SendError
	if !errors.As(err, &said) {
		said = &mailbox.SendError{Temporary: true, Server: true, Err: err}
	}
	switch {
	case said.Server:
		// Soon again: the server is down for all letters, and its return is to be noticed.
		perr := h.store.Postpone(ctx, c, h.now().Add(min(h.pause(c.Attempts, string(l.ID)), 5*time.Minute)), err.Error())
		return false, errors.Join(fmt.Errorf("handing in letters: %w", err), ignoreStale(perr))
	case said.Temporary && (c.Refused.IsZero() || h.now().Sub(c.Refused) < h.cfg.SMTP.GiveUp.Duration):
		log.Warn("letter put off", "err", err, "attempts", c.Attempts+1)
		return false, ignoreStale(h.store.PostponeRefused(ctx, c, h.now(), h.now().Add(h.pause(c.Attempts, string(l.Event)+string(l.ID))), err.Error()))
	case said.Temporary:
		log.Warn("letter given up: it was put off for too long", "err", err, "attempts", c.Attempts+1, "since", c.Refused)
	default:
		log.Warn("letter refused for good", "err", err)
	}
	if l.Event != "" {
		// What a relay refuses comes back through the front door, like any bounce; and first, so that a crash after it
		// finds the letter still waiting and comes here again.
		_, berr := h.execute(ctx, scheduler.Command{
			Cause: scheduler.Cause(fmt.Sprintf("refused:%s:%s", l.Event, l.ID)), Event: l.Event, Via: scheduler.ByBounce,
			At: h.now(), Said: h.now(), Bot: h.cfg.Address,
			Do: []scheduler.Action{scheduler.Bounce{To: scheduler.Words(f.Rcpt), Letter: l.ID, Permanent: true, Said: scheduler.Words(said.Said)}},
		})
		if berr != nil {
			h.store.Release(c)
			return false, fmt.Errorf("recording a refused letter: %w", berr)
		}
	}
	return false, ignoreStale(h.store.Fail(ctx, c, err.Error()))
}

func ignoreStale(err error) error {
	if stale(err) {
		return nil
	}
	return err
}

// unnamed is an error without the address of the reader, which servers repeat in what they say and logs are not to hold.
type unnamed struct {
	error
	address string
}

func (e unnamed) Error() string {
	return regexp.MustCompile("(?i)"+regexp.QuoteMeta(e.address)).ReplaceAllLiteralString(e.error.Error(), "the reader")
}

func (e unnamed) Unwrap() error { return e.error }

// pause is how long to wait after so many failures: smtp.retry, doubling up to 2 h, and up to a quarter more by a hash of
// the letter, so that letters that failed together do not come back together.
func (h *house) pause(failed int, salt string) time.Duration {
	d := h.cfg.SMTP.Retry.Duration
	for range failed {
		if d *= 2; d > 2*time.Hour {
			break
		}
	}
	d = max(h.cfg.SMTP.Retry.Duration, min(d, 2*time.Hour))
	f := fnv.New32a()
	fmt.Fprintf(f, "%s %d", salt, failed)
	return d + d/4*time.Duration(f.Sum32()%1000)/1000
}

// hopeless is an error of composing itself: the letter will fare no better the next time.
type hopeless struct{ error }

func (e hopeless) Unwrap() error { return e.error }

// composeSafely is compose, with a letter that makes it panic given up: the others go on.
func (h *house) composeSafely(ctx context.Context, l scheduler.Letter) (f store.Frozen, err error) {
	defer func() {
		if r := recover(); r != nil {
			h.log.Error("a letter cannot be written because of a fault in this program", "event", l.Event, "letter", l.ID, "panic", r, "stack", string(debug.Stack()))
			err = hopeless{fmt.Errorf("a fault in this program: %v", r)}
		}
	}()
	return h.compose(ctx, l)
}

// compose puts a letter into words and bytes.
func (h *house) compose(ctx context.Context, l scheduler.Letter) (store.Frozen, error) {
	if l.Event == "" {
		return h.composeForHouse(ctx, l)
	}
	e, people, err := h.store.Event(ctx, l.Event)
	if err != nil {
		return store.Frozen{}, fmt.Errorf("reading event %s: %w", l.Event, err)
	}
	to, err := h.recipient(ctx, people, l.To)
	if err != nil {
		return store.Frozen{}, err
	}
	secret, err := h.replyAddress(ctx, e, l.To)
	if err != nil {
		return store.Frozen{}, err
	}
	v := mailbox.View{
		Letter: l, Event: e, People: people, To: to, Now: h.now(), Bot: h.bot(), ReplyTo: secret,
	}
	if v.FeedURL, err = h.feedURL(to); err != nil {
		return store.Frozen{}, err
	}
	if v.Files, err = h.files(ctx, e, l); err != nil {
		return store.Frozen{}, err
	}
	if err := h.addHistory(ctx, &v); err != nil {
		return store.Frozen{}, err
	}
	parts, err := h.parts(v, e.Key)
	if err != nil {
		return store.Frozen{}, err
	}
	attach(&parts, v.Files)
	h.thread(&parts, e, l)
	if l.Method != scheduler.MethodNone {
		// From is ORGANIZER, the recipient's secret address, not the bare one: answers go to ORGANIZER whatever Reply-To
		// says, so the secret has to stand there; and Outlook and Gmail offer Accept and Decline only where who sent the
		// mail is who organises. One address in all three also leaves no program a choice that would lose an answer. The
		// price is that "allow this sender" holds for one event only.
		parts.From.Address = scheduler.Words(secret)
		parts.Method = l.Method
		if parts.Calendar, err = calendar.Encode(h.invite(v, parts)); err != nil {
			return store.Frozen{}, hopeless{fmt.Errorf("writing the calendar object: %w", err)}
		}
	}
	return h.freeze(parts, e.Key, l)
}

func (h *house) bot() scheduler.Mailbox {
	return scheduler.Mailbox{Name: scheduler.Words(h.cfg.Name), Address: scheduler.Words(h.cfg.Address)}
}

func (h *house) recipient(ctx context.Context, people scheduler.People, id scheduler.PersonID) (scheduler.Person, error) {
	p, ok := people[id]
	if !ok {
		var err error
		if p, err = h.store.Person(ctx, id); err != nil {
			return p, fmt.Errorf("finding the recipient: %w", err)
		}
	}
	if p.Address == "" {
		return p, hopeless{errors.New("the recipient was forgotten")}
	}
	return p, nil
}

// addHistory gives the letters that tell of the past what they tell.
func (h *house) addHistory(ctx context.Context, v *mailbox.View) (err error) {
	switch v.Letter.Kind {
	case scheduler.StatusText, scheduler.LogText, scheduler.WhyText, scheduler.WhoText:
	default:
		return nil
	}
	if v.Log, err = h.store.Log(ctx, scheduler.LogOf(v.Event.ID)); err != nil {
		return fmt.Errorf("reading the log: %w", err)
	}
	v.Outbox, err = h.deliveries(ctx, v.Event.ID)
	return err
}

// deliveries tells how far the letters of an event got.
func (h *house) deliveries(ctx context.Context, event scheduler.ID) (out []mailbox.Delivery, err error) {
	sent, err := h.store.SentLetters(ctx, event)
	if err != nil {
		return nil, fmt.Errorf("reading what was sent: %w", err)
	}
	for _, s := range sent {
		out = append(out, mailbox.Delivery{To: s.To, Letter: s.Letter, Kind: s.Kind, State: mailbox.DeliverySent, At: s.At, Attempts: s.Attempts + 1, Said: s.Reply})
	}
	waiting, err := h.store.Outbox(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the outbox: %w", err)
	}
	for _, w := range waiting {
		if w.Letter.Event != event {
			continue
		}
		d := mailbox.Delivery{To: w.Letter.To, Letter: w.Letter.ID, Kind: w.Letter.Kind, State: mailbox.DeliveryWaiting, At: w.Letter.At, Attempts: w.Attempts, Said: w.LastError}
		if w.Dead {
			d.State = mailbox.DeliveryFailed
		}
		out = append(out, d)
	}
	return out, nil
}

// parts are what every letter has in common.
func (h *house) parts(v mailbox.View, key int) (mailbox.Parts, error) {
	words, err := mailbox.Write(v)
	if err != nil {
		return mailbox.Parts{}, hopeless{fmt.Errorf("writing the letter: %w", err)}
	}
	id, err := h.secrets.MessageID(key, v.Letter.Event, v.Letter.ID, v.Letter.To)
	if err != nil {
		return mailbox.Parts{}, err
	}
	p := mailbox.Parts{
		From: scheduler.Mailbox{Name: scheduler.Words(words.FromName), Address: scheduler.Words(h.cfg.Address)},
		To:   mailboxOf(v.To), ReplyTo: v.ReplyTo, Subject: words.Subject, Text: words.Text, HTML: words.HTML,
		MessageID: id, Date: v.Now,
	}
	if v.Letter.Answers != "" {
		p.AutoSubmitted = "auto-replied"
	}
	return p, nil
}

// thread keeps the letters to one person in one conversation: below the organiser's own mail for the organiser, below the
// question for everybody else.
func (h *house) thread(p *mailbox.Parts, e scheduler.Event, l scheduler.Letter) {
	add := func(id string) {
		if id != "" && id != p.MessageID && !slices.Contains(p.References, id) {
			p.References = append(p.References, id)
		}
	}
	if e.Organizer(l.To) {
		add(e.Proposal)
	}
	if q, ok := e.Party(l.To); ok && q.Question != "" {
		if first := firstQuestion(e, l.To); first != "" && first != l.ID {
			if id, err := h.secrets.MessageID(e.Key, e.ID, first, l.To); err == nil {
				add(id)
			}
		}
	}
	add(strings.Trim(l.Answers, "<>"))
	if n := len(p.References); n > 0 {
		p.InReplyTo = p.References[n-1]
	}
}

// firstQuestion is the letter that began the conversation with a party.
func firstQuestion(e scheduler.Event, to scheduler.PersonID) (first scheduler.LetterID) {
	var at time.Time
	for id, a := range e.Letters {
		if a.To == to && a.Kind == scheduler.Question && (first == "" || a.At.Before(at) || a.At.Equal(at) && id < first) {
			first, at = id, a.At
		}
	}
	return first
}

// invite is the calendar object of a letter.
func (h *house) invite(v mailbox.View, p mailbox.Parts) calendar.Invite {
	e, l := v.Event, v.Letter
	_, domain, _ := strings.Cut(h.cfg.Address, "@")
	in := calendar.Invite{
		Method: l.Method, UID: calendar.UID(e.ID, l.UID, domain), Sequence: l.Sequence, Stamp: v.Now, Created: e.Opened,
		Span: l.Span, Title: string(e.Title), Location: string(e.Location), URL: string(e.URL),
		Organizer: p.From, Tentative: l.Tentative,
	}
	in.Description, in.Comment = mailbox.Entry(v)
	if in.Title == "" {
		in.Title = string(e.ID)
	}
	reader := calendar.Attendee{Mailbox: mailboxOf(v.To), Required: true, Reader: true}
	if q, ok := e.Party(l.To); ok {
		reader.Required = q.Required
		reader.Status = attendance(e, q, l)
	} else if e.Organizer(l.To) {
		reader.Status = calendar.Accepted // they wrote the slot
	}
	in.Attendees = append(in.Attendees, reader)
	if e.Options.Hidden || l.Tentative || l.Method != scheduler.MethodRequest {
		return in
	}
	for _, q := range e.Parties {
		if q.Person == l.To || q.Dropped || q.Stopped {
			continue
		}
		if other, ok := v.People[q.Person]; ok && other.Address != "" {
			in.Attendees = append(in.Attendees, calendar.Attendee{Mailbox: mailboxOf(other), Required: q.Required, Status: attendance(e, q, l)})
		}
	}
	if !e.Options.Absent && !e.Organizer(l.To) && len(e.Organizers) > 0 {
		if o, ok := v.People[e.Organizers[0]]; ok && o.Address != "" {
			in.Attendees = append(in.Attendees, calendar.Attendee{Mailbox: mailboxOf(o), Required: true, Status: calendar.Accepted})
		}
	}
	return in
}

// attendance is how a party stands to the time of a calendar object: whoever said yes is not asked again.
func attendance(e scheduler.Event, q scheduler.Party, l scheduler.Letter) calendar.Status {
	slot := l.UID
	if a := e.Agreement; a != nil && !l.Tentative {
		slot = a.Slot
		if q.Coming == scheduler.No {
			return calendar.Declined
		}
	}
	switch q.Words[slot].Verdict {
	case scheduler.Yes:
		return calendar.Accepted
	case scheduler.IfNeedBe:
		return calendar.Tentative
	case scheduler.No:
		return calendar.Declined
	}
	return calendar.NeedsAction
}

// freeze makes the bytes.
func (h *house) freeze(p mailbox.Parts, key int, l scheduler.Letter) (store.Frozen, error) {
	b, err := mailbox.Compose(p)
	if err != nil {
		return store.Frozen{}, hopeless{fmt.Errorf("composing the mail: %w", err)}
	}
	from, err := h.secrets.Bounce(key, l.Event, l.ID, l.To)
	if err != nil {
		return store.Frozen{}, err
	}
	return store.Frozen{MessageID: p.MessageID, From: from, Rcpt: string(p.To.Address), Date: p.Date, Bytes: b}, nil
}
