package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"parley/calendar"
	"parley/mailbox"
	"parley/parser"
	"parley/scheduler"
	"parley/store"
)

// The commands that change something: the same as by mail, for operators and scripts. --key names the cause, so that a
// script that is not sure whether it got through can simply ask again.

// order executes actions of an operator and prints what came of it. An event of "" is a proposal.
func (h *house) order(ctx context.Context, p *program, key string, event scheduler.ID, by scheduler.Mailbox, do ...scheduler.Action) error {
	if key == "" {
		b := make([]byte, 12)
		if _, err := rand.Read(b); err != nil {
			return err
		}
		key = hex.EncodeToString(b)
	}
	r, err := h.execute(ctx, scheduler.Command{
		Cause: scheduler.Cause("operator:" + key), Event: event, By: by, Operator: true, Verified: true, Via: scheduler.ByOperator,
		At: h.now(), Bot: h.cfg.Address, Do: do,
	})
	if err != nil {
		return err
	}
	switch r.Refusal {
	case "nobody-silent":
		return errors.New("refused: nobody is silent: everybody whom letters reach has answered")
	case "asked-lately":
		return h.askedLately(ctx, event)
	}
	if r.Refusal != "" {
		return fmt.Errorf("refused: %s", strings.ReplaceAll(r.Refusal, "-", " "))
	}
	for _, n := range r.Entries {
		if n.Kind == (scheduler.TurnedDown{}).Kind() {
			return h.turnedDown(ctx, n)
		}
	}
	e, _, err := h.store.Event(ctx, r.Event)
	if err != nil {
		return err
	}
	repeat := ""
	if r.Repeat {
		repeat = " (done before under this key)"
	}
	_, err = fmt.Fprintf(p.out, "%s is %s; letters posted: %d%s\n", e.ID, e.State, len(r.Letters), repeat)
	return err
}

// turnedDown is the error of a command that the rules refused.
func (h *house) turnedDown(ctx context.Context, at store.EntryRef) error {
	entries, err := h.store.Log(ctx, at.Log)
	if err != nil {
		return err
	}
	if at.Seq <= uint64(len(entries)) {
		if f, ok := entries[at.Seq-1].Fact.(scheduler.TurnedDown); ok {
			return fmt.Errorf("refused: %s: %s", f.Word, strings.ReplaceAll(f.Reason, "-", " "))
		}
	}
	return errors.New("refused")
}

// askedLately is the error of a reminder that comes too early: it says when the next may go out.
func (h *house) askedLately(ctx context.Context, id scheduler.ID) error {
	e, _, err := h.store.Event(ctx, id)
	if err != nil {
		return err
	}
	next := scheduler.RemindAt(e, h.now())
	return fmt.Errorf("refused: those who are silent were asked less than an hour ago; ask again from %s",
		next.Add(time.Second-1).Truncate(time.Second).In(zoneNamed(e.Zone)).Format("2006-01-02 15:04:05 MST"))
}

// commandContext is what the words of an operator are read with.
func (h *house) commandContext(e scheduler.Event) parser.CommandContext {
	c := parser.CommandContext{Now: h.now(), Zone: zoneNamed(e.Zone)}
	if len(e.Slots) > 0 {
		c.Duration = e.Slots[0].Duration
	}
	return c
}

// keyed makes a command with --key.
func (p *program) keyed(use, short string, args cobra.PositionalArgs) (*cobra.Command, *string) {
	c := &cobra.Command{Use: use, Short: short, Args: args}
	key := c.Flags().String("key", "", "name of the cause: the same `key` takes effect once")
	return c, key
}

// onEvent makes a command that says one thing about the event named first, in the name of its organiser.
func (p *program) onEvent(c *cobra.Command, key *string, say func(h *house, e scheduler.Event, rest []string) (scheduler.Action, error)) *cobra.Command {
	c.RunE = p.onStore(writes, func(ctx context.Context, h *house, args []string) error {
		e, people, err := h.eventNamed(ctx, args[0])
		if err != nil {
			return err
		}
		do, err := say(h, e, args[1:])
		if err != nil {
			return err
		}
		var by scheduler.Mailbox
		if len(e.Organizers) > 0 {
			by = mailboxOf(people[e.Organizers[0]])
		}
		return h.order(ctx, p, *key, e.ID, by, do)
	})
	return c
}

func (p *program) cancelCommand() *cobra.Command {
	c, key := p.keyed("cancel ID", "Call an event off and tell everybody", cobra.ExactArgs(1))
	return p.onEvent(c, key, func(*house, scheduler.Event, []string) (scheduler.Action, error) { return scheduler.Cancel{}, nil })
}

func (p *program) remindCommand() *cobra.Command {
	c, key := p.keyed("remind ID", "Send the question again to all who are silent", cobra.ExactArgs(1))
	return p.onEvent(c, key, func(*house, scheduler.Event, []string) (scheduler.Action, error) { return scheduler.Remind{}, nil })
}

func (p *program) pickCommand() *cobra.Command {
	c, key := p.keyed("pick ID SLOT", "Agree on a slot, whoever is missing", cobra.ExactArgs(2))
	return p.onEvent(c, key, func(_ *house, _ scheduler.Event, rest []string) (scheduler.Action, error) {
		n, err := strconv.Atoi(rest[0])
		if err != nil {
			return nil, usageError{fmt.Errorf("%q is no slot number", rest[0])}
		}
		return scheduler.Pick{Slot: n}, nil
	})
}

func (p *program) extendCommand() *cobra.Command {
	c, key := p.keyed("extend ID TIME…", `Add times, such as "Fri 27 Nov 15:00" or 2026-11-27T15:00`, cobra.MinimumNArgs(2))
	return p.onEvent(c, key, func(h *house, e scheduler.Event, rest []string) (scheduler.Action, error) {
		do, fault := parser.ReadCommand("extend "+strings.Join(rest, ", "), h.commandContext(e))
		for _, a := range do {
			if x, ok := a.(scheduler.Extend); ok {
				return x, nil
			}
		}
		switch fault {
		case "no-such-time":
			fault = "there is no such time, perhaps because the clocks go forward then"
		case "ambiguous-time":
			fault = "that could be two times, perhaps because the clocks go back then"
		}
		return nil, usageError{fmt.Errorf("cannot read the times (%s); write them like \"Fri 27 Nov 15:00\" or 2026-11-27T15:00", fault)}
	})
}

func (p *program) answerCommand() *cobra.Command {
	c, key := p.keyed("answer ID ADDRESS WORDS…", `Answer for a party, in words: answer rokifadu ana@x.test "1 3"`, cobra.MinimumNArgs(3))
	c.RunE = p.onStore(writes, func(ctx context.Context, h *house, args []string) error {
		e, people, err := h.eventNamed(ctx, args[0])
		if err != nil {
			return err
		}
		q, ok := people.Find(scheduler.Words(args[1]))
		if _, party := e.Party(q.ID); !ok || !party {
			return fmt.Errorf("%s is no party of %s; \"parley show %s\" lists them", args[1], e.ID, e.ID)
		}
		text := strings.Join(args[2:], " ")
		m := parser.Read([]byte("From: " + args[1] + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nDate: " +
			h.now().Format(time.RFC1123Z) + "\r\n\r\n" + text + "\r\n"))
		o := origin{event: e, people: people, person: q}
		do := h.words(scheduler.Command{At: h.now()}, m, o)
		for _, a := range do {
			if x, ok := a.(scheduler.Misread); ok {
				return fmt.Errorf("%q cannot be read with certainty (%s); write numbers such as \"1 3\", \"2 if need be\" or \"none\"", text, x.Why)
			}
		}
		return h.order(ctx, p, *key, e.ID, mailboxOf(q), do...)
	})
	return c
}

// proposalJSON is what `propose` reads from standard input.
type proposalJSON struct {
	Title     string     `json:"title"`
	Text      string     `json:"text"`
	Location  string     `json:"location"`
	Organizer string     `json:"organizer"`
	Timezone  string     `json:"timezone"`
	Required  []string   `json:"required"`
	Optional  []string   `json:"optional"`
	Slots     []spanJSON `json:"slots"`
	Deadline  string     `json:"deadline"`
}

func (p *program) proposeCommand() *cobra.Command {
	var in proposalJSON
	var slots []string
	var duration time.Duration
	c, key := p.keyed("propose [--organizer ADDR --to ADDR --slot TIME…]", "Open an event, from flags or a JSON document on standard input", cobra.NoArgs)
	f := c.Flags()
	f.StringVar(&in.Organizer, "organizer", "", "who proposes")
	f.StringVar(&in.Title, "title", "", "what it is about")
	f.StringVar(&in.Text, "text", "", "words for the question and the invitation")
	f.StringVar(&in.Location, "location", "", "where")
	f.StringVar(&in.Timezone, "timezone", "", "zone in which times are shown (default: that of the configuration)")
	f.StringSliceVar(&in.Required, "to", nil, "who must be able to come")
	f.StringSliceVar(&in.Optional, "cc", nil, "who may come")
	f.StringArrayVar(&slots, "slot", nil, "begin of a slot, RFC 3339 or 2026-11-27T15:00 in the zone")
	f.DurationVar(&duration, "duration", time.Hour, "how long each slot takes")
	f.StringVar(&in.Deadline, "deadline", "", "until when people are asked, RFC 3339")
	c.RunE = p.onStore(writes, func(ctx context.Context, h *house, _ []string) error {
		if in.Organizer == "" {
			b, err := io.ReadAll(io.LimitReader(p.in, 1<<20))
			if err != nil {
				return fmt.Errorf("cannot read standard input: %w", err)
			}
			dec := json.NewDecoder(bytes.NewReader(b))
			dec.DisallowUnknownFields()
			if err := dec.Decode(&in); err != nil {
				return fmt.Errorf("standard input is no proposal in JSON (%w); give flags, or a document with organizer, required, slots", err)
			}
		}
		for _, s := range slots {
			in.Slots = append(in.Slots, spanJSON{s, duration.String()})
		}
		do, by, err := h.proposal(in)
		if err != nil {
			return usageError{err}
		}
		return h.order(ctx, p, *key, "", by, do)
	})
	return c
}

// proposal makes an action of a document; the rules check what it says.
func (h *house) proposal(in proposalJSON) (scheduler.Propose, scheduler.Mailbox, error) {
	var faults []error
	box := func(s string) scheduler.Mailbox {
		a, err := mail.ParseAddress(s)
		if err != nil {
			faults = append(faults, fmt.Errorf("%q is no mail address", s))
			return scheduler.Mailbox{}
		}
		return scheduler.Mailbox{Name: scheduler.Words(a.Name), Address: scheduler.Words(a.Address)}
	}
	do := scheduler.Propose{Title: scheduler.Words(in.Title), Text: scheduler.Words(in.Text), Location: scheduler.Words(in.Location), Zone: in.Timezone}
	if do.Zone == "" {
		do.Zone = h.cfg.Timezone
	}
	zone, err := time.LoadLocation(do.Zone)
	if err != nil {
		return do, scheduler.Mailbox{}, fmt.Errorf("timezone %q is unknown; write one such as Europe/Helsinki", do.Zone)
	}
	by := box(in.Organizer)
	for _, a := range in.Required {
		do.Required = append(do.Required, box(a))
	}
	for _, a := range in.Optional {
		do.Optional = append(do.Optional, box(a))
	}
	for _, s := range in.Slots {
		at, err := instant(s.Begin, zone)
		if err != nil {
			faults = append(faults, err)
		}
		d, err := time.ParseDuration(s.Duration)
		if err != nil {
			faults = append(faults, fmt.Errorf("duration %q; write one such as 45m", s.Duration))
		}
		do.Slots = append(do.Slots, scheduler.Span{Begin: at, Duration: d})
	}
	if in.Deadline != "" {
		if do.Options.Deadline, err = instant(in.Deadline, zone); err != nil {
			faults = append(faults, err)
		}
	}
	return do, by, errors.Join(faults...)
}

// instant reads RFC 3339, or a wall clock of the zone.
func instant(s string, zone *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	for _, form := range []string{"2006-01-02T15:04", "2006-01-02 15:04"} {
		t, err := time.ParseInLocation(form, s, zone)
		if err != nil {
			continue
		}
		if t.Format(form) != s {
			return time.Time{}, fmt.Errorf("time %q does not exist in %s, where the clocks go forward then; write one before or after", s, zone)
		}
		_, before := t.AddDate(0, 0, -1).Zone()
		_, after := t.AddDate(0, 0, 1).Zone()
		for _, shift := range []int{before - after, after - before} {
			if other := t.Add(time.Duration(shift) * time.Second); shift != 0 && other.Format(form) == s {
				return time.Time{}, fmt.Errorf("time %q comes twice in %s, where the clocks go back then; write %s or %s", s, zone,
					t.Format(time.RFC3339), other.Format(time.RFC3339))
			}
		}
		return t, nil
	}
	return time.Time{}, fmt.Errorf("time %q; write it like 2026-11-27T15:00 or 2026-11-27T15:00:00+02:00", s)
}

func (p *program) icsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "ics ID", Short: "Print an event as a calendar file", Args: cobra.ExactArgs(1),
		RunE: p.onStore(reads, func(ctx context.Context, h *house, args []string) error {
			e, _, err := h.eventNamed(ctx, args[0])
			if err != nil {
				return err
			}
			if e.Agreement == nil || e.State == scheduler.Cancelled {
				return fmt.Errorf("%s is %s: there is no agreed time to print", e.ID, e.State)
			}
			_, domain, _ := strings.Cut(h.cfg.Address, "@")
			a := e.Agreement
			text, _ := mailbox.Entry(mailbox.View{Letter: scheduler.Letter{Span: a.Span}, Event: e, Now: h.now()})
			b, err := calendar.Encode(calendar.Invite{
				UID: calendar.UID(e.ID, a.UID, domain), Sequence: a.Sequence, Stamp: a.At, Created: e.Opened, Span: a.Span,
				Title: string(e.Title), Location: string(e.Location), URL: string(e.URL),
				Description: text, Organizer: h.bot(),
			})
			if err != nil {
				return err
			}
			_, err = p.out.Write(b)
			return err
		}),
	}
}

func (p *program) digestCommand() *cobra.Command {
	var send bool
	c := &cobra.Command{Use: "digest NAME", Short: "Print a digest as it would be now", Args: cobra.ExactArgs(1)}
	c.Flags().BoolVar(&send, "send", false, "mail it now instead")
	run := func(ctx context.Context, h *house, args []string) error {
		i := slices.IndexFunc(h.cfg.Digest, func(d Digest) bool { return d.Name == args[0] })
		if i < 0 {
			return fmt.Errorf("no digest is called %q; see [[digest]] in the configuration", args[0])
		}
		if send {
			tt, err := h.timetable(h.cfg.Digest[i])
			if err != nil {
				return err
			}
			r, err := h.runDigest(ctx, h.cfg.Digest[i], h.now().In(tt.loc))
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.out, "Letters posted: %d. The daemon, or parley serve --once, sends them.\n", len(r.Letters))
			return err
		}
		return h.printDigest(ctx, p.out, args[0])
	}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		m := reads
		if send {
			m = writes
		}
		return p.onStore(m, run)(cmd, args)
	}
	return c
}

func (p *program) outboxCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "outbox", Short: "List the letters that wait, with attempts and the last error",
		RunE: p.onStore(reads, func(ctx context.Context, h *house, _ []string) error {
			waiting, err := h.store.Outbox(ctx)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
			ahead := lanes{}
			for _, l := range waiting {
				state := "due"
				switch {
				case l.Dead:
					state = "given up"
				case l.Claimed:
					state = "being sent"
				case l.Next.After(h.now()):
					state = "waits until " + l.Next.In(h.zone).Format("2006-01-02 15:04:05")
				}
				q, err := h.store.Person(ctx, l.Letter.To)
				if err != nil {
					return err
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d attempts\t%s\n", l.Letter.Event, l.Letter.ID, l.Letter.Kind, q.Address, state, l.Attempts, h.waitsFor(l, ahead))
				ahead.add(l)
			}
			return w.Flush()
		}),
	}
	one := func(use, short, said string, do func(s *store.Store, ctx context.Context, l store.LetterRef) error) *cobra.Command {
		return &cobra.Command{
			Use: use + " EVENT LETTER", Short: short, Args: cobra.ExactArgs(2),
			RunE: p.onStore(writes, func(ctx context.Context, h *house, args []string) error {
				err := do(h.store, ctx, store.LetterRef{Event: scheduler.ID(args[0]), Letter: scheduler.LetterID(args[1])})
				if errors.Is(err, store.ErrNotFound) {
					return fmt.Errorf("no letter %s of %s waits; \"parley outbox\" lists them", args[1], args[0])
				}
				if err != nil {
					return err
				}
				if h.changed != nil {
					h.changed()
				}
				p.done(said, args[1], args[0])
				return nil
			}),
		}
	}
	c.AddCommand(
		one("retry", "Try a letter again at once", "Letter %s of %s is due now.", func(s *store.Store, ctx context.Context, l store.LetterRef) error { return s.Retry(ctx, l) }),
		one("drop", "Never send a letter", "Letter %s of %s is dropped: it is never sent.", func(s *store.Store, ctx context.Context, l store.LetterRef) error { return s.Drop(ctx, l) }),
	)
	return c
}

// lanes has the first letter to each person of an event that others to the same person wait for.
type lanes map[lane]scheduler.LetterID

// lane is the way of all letters of an event to one person; they keep their order.
type lane struct {
	event scheduler.ID
	to    scheduler.PersonID
}

func (a lanes) add(l store.Waiting) {
	firm := l.Letter.NotUntil.IsZero() || l.MessageID != "" || l.Letter.Method != scheduler.MethodNone
	if at := (lane{l.Letter.Event, l.Letter.To}); firm && !l.Dead && a[at] == "" {
		a[at] = l.Letter.ID
	}
}

// waitsFor is why a letter of the outbox was not sent: what the server said, or what it waits for if it was never tried. ahead are
// the letters before it.
func (h *house) waitsFor(l store.Waiting, ahead lanes) string {
	switch {
	case l.Attempts > 0 || l.LastError != "" || l.Dead || l.Claimed:
		return l.LastError
	case l.Letter.NotUntil.After(h.now()):
		return "put off on purpose, until it can be one with what else comes up"
	}
	if first := ahead[lane{l.Letter.Event, l.Letter.To}]; first != "" {
		return fmt.Sprintf("waits for letter %s to the same person, which goes first", first)
	}
	if h.trouble == nil {
		return "waits for the daemon, which does not run; parley serve sends it"
	}
	for _, w := range h.trouble() {
		if strings.HasPrefix(w.What, doing["deliver"]) {
			return w.What
		}
	}
	return "waits for the daemon's next pass"
}

func (p *program) parkedCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "parked", Short: "List mails that came from strange addresses and wait until the person they name says that it was them",
		RunE: p.onStore(reads, func(ctx context.Context, h *house, _ []string) error {
			w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
			var after scheduler.ID
			for {
				page, err := h.store.Events(ctx, store.Filter{After: after})
				if err != nil || len(page) == 0 {
					return errors.Join(err, w.Flush())
				}
				for _, f := range page {
					after = f.Event.ID
					for _, q := range f.Event.Parties {
						if q.Pending != nil && q.Pending.From != "" {
							fmt.Fprintf(w, "%s\t%s\tfrom %s\t%s\t%s\n", f.Event.ID, f.People[q.Person].Address, q.Pending.From,
								q.Pending.Said.In(h.zone).Format("2006-01-02 15:04"), strings.Join(kinds(q.Pending.Do), " "))
						}
					}
				}
			}
		}),
	}
	one := func(use, short, said string, word scheduler.Action) *cobra.Command {
		return &cobra.Command{
			Use: use + " EVENT ADDRESS", Short: short, Args: cobra.ExactArgs(2),
			RunE: p.onStore(writes, func(ctx context.Context, h *house, args []string) error {
				e, people, err := h.eventNamed(ctx, args[0])
				if err != nil {
					return err
				}
				q, ok := people.Find(scheduler.Words(args[1]))
				party, in := e.Party(q.ID)
				if !ok || !in || party.Pending == nil {
					return fmt.Errorf("nothing is parked for %s in %s; \"parley parked\" lists what is", args[1], e.ID)
				}
				r, err := h.execute(ctx, scheduler.Command{
					Cause: scheduler.Cause(fmt.Sprintf("operator:%s:%s:%s", use, e.ID, party.Pending.Letter)), Event: e.ID, By: mailboxOf(q),
					Verified: true, Operator: true, Via: scheduler.ByOperator, At: h.now(), Bot: h.cfg.Address, Answers: party.Pending.Letter,
					Do: []scheduler.Action{word},
				})
				if err != nil {
					return err
				}
				if r.Refusal != "" {
					return fmt.Errorf("refused: %s", strings.ReplaceAll(r.Refusal, "-", " "))
				}
				p.done(said, q.Address, e.ID)
				return nil
			}),
		}
	}
	c.AddCommand(
		one("release", "Let it take effect as theirs", "What was parked for %s in %s takes effect as theirs.", scheduler.OK{}),
		one("drop", "Discard it", "What was parked for %s in %s is discarded.", scheduler.Never{}),
	)
	return c
}

func (p *program) accessCommand() *cobra.Command {
	return &cobra.Command{
		Use: "access", Short: "Print who may say what",
		RunE: func(*cobra.Command, []string) error {
			w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "word\tparty\torganiser\toperator")
			for _, a := range scheduler.AccessTable() {
				mark := func(r scheduler.Role) string {
					if a.Who&r != 0 {
						return "yes"
					}
					return "-"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.Word, mark(scheduler.PartyRole), mark(scheduler.OrganizerRole), mark(scheduler.OperatorRole))
			}
			return w.Flush()
		},
	}
}
