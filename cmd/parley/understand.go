package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"parley/mailbox"
	"parley/parser"
	"parley/scheduler"
	"parley/store"
)

// understand turns a mail into a command. It always does: a mail that means nothing becomes a note in the house's log, so
// that nothing disappears without a trace. uid names the place of the mail in its folder, for mails without an id.
//
// The order in which a mail is looked at:
//
//  1. reports about our own letters;
//  2. whose mail it is, and about which event (find);
//  3. its calendar parts, before anything that marks automatic mail: calendar services mark the clicks of people so;
//  4. automatic mail, which is never an answer and never answered;
//  5. the text, against the letter that it answers; or, from an organiser, as a new proposal.
func (h *house) understand(ctx context.Context, raw []byte, uid string) (scheduler.Command, error) {
	m := parser.Read(raw)
	c, err := h.meaning(ctx, h.commandOf(m, raw, uid), m)
	if err != nil {
		return c, err
	}
	return h.capped(ctx, c, m)
}

// commandOf is what every command that comes by mail has of it.
func (h *house) commandOf(m parser.Mail, raw []byte, uid string) scheduler.Command {
	at := h.now()
	c := scheduler.Command{
		Cause: causeOf(m, raw, uid, h.secrets.Ours), Via: scheduler.ByMail, At: at, Said: m.Date, Bot: h.cfg.Address,
		Mail: scheduler.Mail{MessageID: m.MessageID, References: m.References, Subject: scheduler.Words(m.Subject),
			To: append(append([]scheduler.Mailbox(nil), m.To...), m.Cc...)},
		Language: m.Language,
	}
	if c.Said.IsZero() || c.Said.After(at) {
		c.Said = at // a Date ahead of us must not outlast later answers
	}
	return c
}

// meaning is what a mail asks, before anybody counts how often that was asked.
func (h *house) meaning(ctx context.Context, c scheduler.Command, m parser.Mail) (scheduler.Command, error) {
	if m.Machine.Kind == parser.Bouncing || m.Bounce != nil {
		return h.bounce(ctx, c, m)
	}
	if h.secrets.Ours(string(m.From.Address)) {
		return note(c, "ignored", "own-mail", m), nil
	}
	o, err := h.find(ctx, m)
	if err != nil {
		return c, err
	}
	if len(m.Calendars) > 0 {
		if done, ok, err := h.calendars(ctx, c, m, o); ok || err != nil {
			return done, err
		}
	}
	if m.Machine.Kind != parser.Human {
		if o.event.ID != "" && o.proof >= toOurLetter && m.Machine.Kind == parser.Automatic && o.person.Writes(m.From.Address) {
			c.Event, c.By, c.Verified = o.event.ID, mailboxOf(o.person), true
			c.Do = []scheduler.Action{scheduler.Away{Until: m.Away, Text: scheduler.Words(m.Text())}}
			return c, nil
		}
		return note(c, "ignored", m.Machine.Reason, m), nil
	}
	if h.operates(m, o) {
		if done, ok, err := h.orders(ctx, c, m, o); ok || err != nil {
			return done, err
		}
	}
	switch {
	case o.house:
		return note(c, "ignored", "stranger", m), nil
	case o.event.ID != "":
		return h.reply(c, m, o), nil
	}
	return h.first(ctx, c, m)
}

// tooLarge refuses a mail that is not read because of its size. Whoever would have been heard is told; of anybody else it
// is noted.
func (h *house) tooLarge(ctx context.Context, header []byte, uid string, size int64) (scheduler.Command, error) {
	m := parser.Read(header)
	c := h.commandOf(m, header, uid)
	value, limit := fmt.Sprintf("%d MiB", (size+1<<20-1)>>20), fmt.Sprintf("%d MiB", scheduler.MaxMailBytes>>20)
	noted := note(c, "refused", "mail of "+value+", limit "+limit, m)
	if m.Machine.Kind != parser.Human || h.secrets.Ours(string(m.From.Address)) {
		return noted, nil
	}
	o, err := h.find(ctx, m)
	if err != nil {
		return c, err
	}
	do := scheduler.Actions{scheduler.Reject{Reason: "too-large", Args: []scheduler.Words{scheduler.Words(value), scheduler.Words(limit)}}}
	switch own := o.person.Writes(m.From.Address); {
	case o.event.ID != "" && o.event.State != scheduler.Cancelled && !expired(o.event, c.At) && o.counts(own, c.Via):
		c.Event, c.Answers = o.event.ID, o.letter
		c = h.inTheNameOf(c, m, o, do, own)
	case o.event.ID == "" && !o.house && h.notForUs(m) == "":
		told, _, ok, err := h.proposer(ctx, c, m)
		if err != nil {
			return c, err
		}
		if !ok || !told.Verified {
			return noted, nil
		}
		c = told
		c.Do = do
	default:
		return noted, nil
	}
	return h.capped(ctx, c, m)
}

func note(c scheduler.Command, what, reason string, m parser.Mail) scheduler.Command {
	c.Event, c.By = "", scheduler.Mailbox{}
	c.Do = []scheduler.Action{scheduler.Note{What: what, Reason: reason, From: m.From.Address}}
	return c
}

func mailboxOf(p scheduler.Person) scheduler.Mailbox {
	return scheduler.Mailbox{Name: p.Name, Address: p.Address}
}

// reply reads a mail about an event from somebody who claims to be part of it.
func (h *house) reply(c scheduler.Command, m parser.Mail, o origin) scheduler.Command {
	c.Event, c.Answers = o.event.ID, o.letter
	if o.person.ID == 0 {
		return note(c, "ignored", "stranger", m)
	}
	do := h.words(c, m, o)
	if !prose(do) {
		c.Language = "" // the words of the bot are the same in all languages
	}
	if expired(o.event, c.At) {
		do = []scheduler.Action{scheduler.Status{}}
	}
	return h.inTheNameOf(c, m, o, do, o.person.Writes(m.From.Address))
}

// prose reports whether a mail is said in a language of its writer's, and in nothing else.
func prose(do []scheduler.Action) bool {
	return !slices.ContainsFunc(do, func(a scheduler.Action) bool {
		switch a.(type) {
		case scheduler.Answer, scheduler.Decline, scheduler.Misread, scheduler.Remark:
			return false
		}
		return true
	})
}

// inTheNameOf gives a command to the person of its origin if the mail proves that it is theirs, and parks it otherwise.
func (h *house) inTheNameOf(c scheduler.Command, m parser.Mail, o origin, do []scheduler.Action, own bool) scheduler.Command {
	if o.counts(own, c.Via) {
		c.By, c.Verified, c.Do = mailboxOf(o.person), true, do
		if own && o.person.Writes(m.From.Address) {
			c.By.Name = m.From.Name
		}
		c.Operator = o.aligned && o.person.Writes(m.From.Address) && matches(h.cfg.Operators, string(m.From.Address))
		return c
	}
	c.Do = []scheduler.Action{scheduler.Park{Party: o.person.ID, From: m.From.Address, Do: withoutFiles(do)}}
	return c
}

// words reads the text of a mail against the letter that it answers.
func (h *house) words(c scheduler.Command, m parser.Mail, o origin) []scheduler.Action {
	organizer := o.event.Organizer(o.person.ID)
	asked := askedSlots(o)
	offer := parser.Offer{
		Slots: asked, Zone: zoneOf(o.event, o.person), EventZone: zoneNamed(o.event.Zone), Now: c.At, Organizer: organizer,
		Confirm: confirmable(o),
	}
	for _, q := range o.event.Parties {
		if p, ok := o.people[q.Person]; ok && !q.Dropped {
			offer.People = append(offer.People, mailboxOf(p))
		}
	}
	if len(o.event.Slots) > 0 {
		offer.Duration = o.event.Slots[0].Duration
	}
	got := parser.Choose(m, offer)
	if got.Reason == "no-such-slot" && !organizer {
		offer.Slots = everAsked(o)
		if again := parser.Choose(m, offer); onlyNumbers(again, asked) {
			got = again
		}
		offer.Slots = asked
	}
	choice := got.Kind == parser.KindSelection || got.Kind == parser.KindDecline
	if choice && o.event.Letters[o.letter].Kind == scheduler.WasThisYou && !onlyNumbers(got, asked) {
		got.Kind, got.Reason, got.Steps = parser.KindUnclear, "nothing-said", nil // "no" may be about whose mail it was
	}
	do := got.Actions()
	if organizer && o.event.State == scheduler.Draft {
		words, rest := parser.SplitCommands(m.Lines, parser.CommandContext{Now: offer.Now, Sent: m.Date, Zone: offer.Zone,
			Duration: offer.Duration, Organizer: true, Confirm: offer.Confirm, People: offer.People})
		m.Lines = rest
		pc := h.proposalContext(m, o.person)
		pc.Mend, pc.Length = true, offer.Duration
		if l, err := scheduler.Location(o.event.Zone); err == nil && o.event.Zone != "" {
			pc.OrganizerZone = l // that of the times it shows
		}
		p := parser.ReadProposal(m, pc).Propose
		p.Files = filesOf(m)
		if len(words) == 0 || p.Mends() {
			return append([]scheduler.Action{p}, words...)
		}
	}
	if len(do) == 0 {
		do = []scheduler.Action{scheduler.Misread{Why: "nothing-read"}}
	}
	others := false
	for _, a := range append(append([]scheduler.Mailbox(nil), m.To...), m.Cc...) {
		others = others || !h.secrets.Ours(string(a.Address))
	}
	for i, a := range do {
		if x, ok := a.(scheduler.Misread); ok {
			x.Others = others
			do[i] = x
		}
	}
	return do
}

// confirmable reports whether ok, in a mail of this origin, is about something shown to its author: the letter that is
// answered shows a reading or a preview or, where that letter is not known, one waits for an ok.
func confirmable(o origin) bool {
	switch o.event.Letters[o.letter].Kind {
	case scheduler.AskBack, scheduler.WasThisYou, scheduler.Preview:
		return true
	}
	waits := o.event.Pending
	if p, ok := o.event.Party(o.person.ID); ok {
		waits = p.Pending
	}
	return o.event.State == scheduler.Draft || o.letter == "" && waits != nil
}

// askedSlots are the slots of the letter that is answered, else those last asked of the person, else all.
func askedSlots(o origin) (slots []scheduler.Slot) {
	var ids []int
	l, ok := o.event.Letters[o.letter]
	if l.Kind == scheduler.CounterRefused {
		ok = false // it names the time that was refused, and asks about the others
	}
	if ok && len(l.Slots) > 0 {
		ids = l.Slots
	} else if ok && o.event.State == scheduler.Agreed && !o.event.Moving {
		ids = []int{o.event.Agreement.Slot} // yes and no are about the meeting
	} else if p, ok := o.event.Party(o.person.ID); ok && len(p.Asked) > 0 {
		ids = p.Asked
	}
	for _, s := range o.event.Slots {
		if len(ids) == 0 {
			slots = append(slots, s)
		}
		for _, id := range ids {
			if s.ID == id {
				slots = append(slots, s)
			}
		}
	}
	return slots
}

// everAsked are the slots that any letter asked the person about, as far as they are still on offer.
func everAsked(o origin) (slots []scheduler.Slot) {
	for _, s := range o.event.Slots {
		for _, l := range o.event.Letters {
			if l.To == o.person.ID && s.Status == scheduler.Offered && slices.Contains(l.Slots, s.ID) {
				slots = append(slots, s)
				break
			}
		}
	}
	return slots
}

// onlyNumbers reports whether a mail chooses slots by nothing but their numbers, and one of the letter that it answers is
// among them: then a number of an earlier letter is no slip. "1" alone may mean the first line of this one.
func onlyNumbers(r parser.Reading, asked []scheduler.Slot) bool {
	for _, s := range r.Steps {
		if len(s.Slots) > 0 && s.Rule != "number" {
			return false
		}
	}
	return r.Kind == parser.KindSelection && slices.ContainsFunc(asked, func(s scheduler.Slot) bool { return slices.Contains(r.Available, s.ID) })
}

func localPart(address string) string {
	local, _, _ := strings.Cut(address, "@")
	return local
}

// notForUs says why a mail that is about no event of ours is no proposal either; "": it may be one.
func (h *house) notForUs(m parser.Mail) string {
	ours, answers := false, false
	for _, a := range recipients(m) {
		_, secret := h.secrets.Parse(a)
		ours, answers = ours || h.secrets.Ours(a), answers || secret
	}
	for _, id := range references(m) {
		_, letter := h.secrets.ParseMessageID(id)
		answers = answers || letter
	}
	switch {
	case answers: // from somebody who was taken off, or with a dead address
		return "not-in-the-event"
	case !ours:
		return "not-addressed-to-us"
	}
	return ""
}

// first reads a mail that is about no event of ours: a proposal, or nothing for us.
func (h *house) first(ctx context.Context, c scheduler.Command, m parser.Mail) (scheduler.Command, error) {
	if why := h.notForUs(m); why != "" {
		return note(c, "ignored", why, m), nil
	}
	c, person, ok, err := h.proposer(ctx, c, m)
	if !ok || err != nil {
		return c, err
	}
	got := parser.ReadProposal(m, h.proposalContext(m, person))
	switch got.Kind {
	case parser.KindProposal, parser.KindInvalidProposal:
		got.Propose.Files = filesOf(m)
		c.Do = []scheduler.Action{got.Propose}
	default:
		return note(c, "ignored", string(got.Kind)+" "+got.Reason, m), nil
	}
	return c, nil
}

// proposer gives the command to its sender if they may propose, and makes a note of it otherwise.
func (h *house) proposer(ctx context.Context, c scheduler.Command, m parser.Mail) (_ scheduler.Command, person scheduler.Person, ok bool, err error) {
	from := string(m.From.Address)
	if !matches(h.cfg.Organizers, from) && !matches(h.cfg.Operators, from) {
		return note(c, "refused", "not-an-organizer", m), person, false, nil
	}
	if person, err = h.known(ctx, m.From); err != nil {
		return c, person, false, err
	}
	c.By, c.Verified = m.From, h.verified(m)
	c.Operator = c.Verified && matches(h.cfg.Operators, from)
	again, err := h.proposedBefore(ctx, m)
	if again {
		return note(c, "ignored", "proposal-known", m), person, false, err
	}
	return c, person, err == nil, err
}

// proposedBefore reports whether the sender opened an event by a mail of this Message-ID already: relays and lists change
// what is in a mail, and programs send one again. It is still the same proposal. One that nobody vouched for does not
// keep out one that somebody does: it may be a forgery that came first.
func (h *house) proposedBefore(ctx context.Context, m parser.Mail) (bool, error) {
	if m.MessageID == "" {
		return false, nil
	}
	ids, err := h.store.EventsByProposal(ctx, m.MessageID)
	if err != nil {
		return false, fmt.Errorf("looking for an earlier copy of the proposal: %w", err)
	}
	for _, id := range ids {
		e, people, err := h.store.Event(ctx, id)
		if err != nil {
			return false, fmt.Errorf("reading event %s: %w", id, err)
		}
		if p, ok := people.Find(m.From.Address); ok && e.Organizer(p.ID) && (e.Verified || !h.verified(m)) {
			return true, nil
		}
	}
	return false, nil
}

func (h *house) proposalContext(m parser.Mail, by scheduler.Person) parser.ProposalContext {
	pc := parser.ProposalContext{Bot: h.secrets.Ours, Now: h.now(), Zone: h.zone}
	if by.Zone != "" {
		pc.OrganizerZone = zoneNamed(by.Zone)
	}
	withCalendar(&pc, m)
	return pc
}

// bounce reads a report about a letter of ours. Only one that knows the secret of the letter counts.
func (h *house) bounce(ctx context.Context, c scheduler.Command, m parser.Mail) (scheduler.Command, error) {
	c.Via = scheduler.ByBounce
	var e scheduler.Event
	var letter scheduler.LetterID
	var to scheduler.Person
	look := func(s mailbox.Secret) error {
		ev, pp, err := h.secretEvent(ctx, s)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		for id, p := range pp {
			if h.secrets.Verify(ev.Key, s, id) {
				e, letter, to = ev, s.Letter, p
			}
		}
		return nil
	}
	for _, a := range recipients(m) {
		if s, ok := h.secrets.Parse(a); ok && s.Bounce {
			if err := look(s); err != nil {
				return c, err
			}
		}
	}
	// A Message-ID is known to all who were sent the thread: it counts only where there are no addresses that bounce, and
	// only for the recipient that failed.
	if e.ID == "" && h.cfg.Separator == "" && m.Bounce != nil && m.Bounce.Original != "" {
		if s, ok := h.secrets.ParseMessageID(m.Bounce.Original); ok {
			if err := look(s); err != nil {
				return c, err
			}
		}
	}
	if e.ID == "" {
		return note(c, "ignored", "bounce-of-unknown-letter", m), nil
	}
	if h.cfg.Separator == "" && !slices.ContainsFunc(m.Bounce.Failed, func(f parser.Failure) bool { return to.Writes(scheduler.Words(f.Address)) }) {
		return note(c, "ignored", "bounce-of-unknown-letter", m), nil
	}
	failed, said := false, m.Machine.Reason
	if m.Bounce != nil {
		for _, f := range m.Bounce.Failed {
			if f.Fate == parser.Failed {
				failed, said = true, strings.TrimSpace(f.Status+" "+f.Diagnostic)
			}
		}
		failed = failed || len(m.Bounce.Failed) == 0
	} else {
		failed = true
	}
	if !failed {
		return note(c, "ignored", "delivery-notice", m), nil
	}
	c.Event = e.ID
	c.Do = []scheduler.Action{scheduler.Bounce{To: to.Address, Letter: letter, Permanent: true, Said: scheduler.Words(said)}}
	return c, nil
}

// causeOf names a mail so that the same one, fetched or delivered twice, has the same name: Message-ID, From, the
// addresses of ours it went to, Date, In-Reply-To and body; where Message-ID or Date is missing, its place in the folder too.
func causeOf(m parser.Mail, raw []byte, uid string, ours func(string) bool) scheduler.Cause {
	var to []string
	for _, a := range append(append([]scheduler.Mailbox(nil), m.To...), m.Cc...) {
		if ours(string(a.Address)) {
			to = append(to, strings.ToLower(string(a.Address)))
		}
	}
	sort.Strings(to)
	sum := sha256.New()
	for _, s := range []string{m.MessageID, scheduler.Canonical(string(m.From.Address)), strings.Join(to, ","),
		m.Date.UTC().Format(time.RFC3339), m.InReplyTo} {
		fmt.Fprintf(sum, "%d:%s,", len(s), s)
	}
	if m.MessageID == "" || m.Date.IsZero() {
		fmt.Fprintf(sum, "%d:%s,", len(uid), uid)
	}
	sum.Write(bytes.TrimSpace(bodyOf(raw)))
	return scheduler.Cause("mail:" + hex.EncodeToString(sum.Sum(nil)[:16]))
}

// bodyOf is what follows the header.
func bodyOf(raw []byte) []byte {
	if i := bytes.Index(raw, []byte("\r\n\r\n")); i >= 0 {
		return raw[i+4:]
	}
	if i := bytes.Index(raw, []byte("\n\n")); i >= 0 {
		return raw[i+2:]
	}
	return nil
}
