package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"parley/calendar"
	"parley/mailbox"
	"parley/scheduler"
	"parley/store"
)

// eventJSON is an event as `show --json` and `events --json` print it.
type eventJSON struct {
	ID        scheduler.ID    `json:"id"`
	Title     scheduler.Words `json:"title"`
	State     scheduler.State `json:"state"`
	Organizer scheduler.Words `json:"organizer"`
	Timezone  string          `json:"timezone"`
	Deadline  string          `json:"deadline"`
	Parties   []partyJSON     `json:"parties"`
	Slots     []slotJSON      `json:"slots"`
	Agreed    *agreedJSON     `json:"agreed"`
}

type partyJSON struct {
	Address   scheduler.Words `json:"address"`
	Required  bool            `json:"required"`
	Status    string          `json:"status"`
	Yes       []int           `json:"yes"`
	Maybe     []int           `json:"maybe"`
	No        []int           `json:"no"`
	Preferred []int           `json:"preferred"`
}

type agreedJSON struct {
	Slot int `json:"slot"`
	spanJSON
	UID      string `json:"uid"`
	Sequence int    `json:"sequence"`
}

func (h *house) eventJSON(e scheduler.Event, p scheduler.People) eventJSON {
	zone := zoneNamed(e.Zone)
	out := eventJSON{ID: e.ID, Title: e.Title, State: e.State, Timezone: e.Zone, Parties: []partyJSON{}, Slots: []slotJSON{}}
	if len(e.Organizers) > 0 {
		out.Organizer = p[e.Organizers[0]].Address
	}
	if !e.Deadline.IsZero() {
		out.Deadline = e.Deadline.In(zone).Format(time.RFC3339)
	}
	for _, q := range e.Parties {
		out.Parties = append(out.Parties, partyOf(e, q, p, h.now()))
	}
	acceptable := scheduler.Acceptable(e, h.now())
	for _, s := range e.Slots {
		if s.Status == scheduler.Refused || s.Status == scheduler.Withdrawn {
			continue
		}
		ok := slices.Contains(acceptable, s.ID)
		out.Slots = append(out.Slots, slotJSON{ID: s.ID, spanJSON: spanOf(s.Span, zone), Acceptable: &ok})
	}
	if a := e.Agreement; a != nil && e.State == scheduler.Agreed {
		_, domain, _ := strings.Cut(h.cfg.Address, "@")
		out.Agreed = &agreedJSON{a.Slot, spanOf(a.Span, zone), calendar.UID(e.ID, a.UID, domain), a.Sequence}
	}
	return out
}

func partyOf(e scheduler.Event, q scheduler.Party, p scheduler.People, at time.Time) partyJSON {
	out := partyJSON{Address: p[q.Person].Address, Required: q.Required, Status: statusOf(e, q, at),
		Yes: []int{}, Maybe: []int{}, No: []int{}, Preferred: []int{}}
	for id := 1; id <= len(e.Slots); id++ {
		w := q.Words[id]
		switch w.Verdict {
		case scheduler.Yes:
			out.Yes = append(out.Yes, id)
		case scheduler.IfNeedBe:
			out.Maybe = append(out.Maybe, id)
		case scheduler.No:
			out.No = append(out.No, id)
		}
		if w.Preferred {
			out.Preferred = append(out.Preferred, id)
		}
	}
	return out
}

// statusOf is one word for where a party stands.
func statusOf(e scheduler.Event, q scheduler.Party, at time.Time) string {
	switch {
	case q.Dropped:
		return "dropped"
	case q.Stopped:
		return "stopped"
	case q.Unreachable:
		return "unreachable"
	case e.State == scheduler.Agreed && q.Coming == scheduler.No:
		return "declined"
	case scheduler.HasAnswered(e, q, at):
		return "answered"
	case len(q.Words) > 0:
		return "partly"
	}
	return "silent"
}

// eventNamed finds an event by its id.
func (h *house) eventNamed(ctx context.Context, id string) (scheduler.Event, scheduler.People, error) {
	e, p, err := h.store.Event(ctx, scheduler.ID(strings.ToLower(id)))
	if errors.Is(err, store.ErrNotFound) {
		return e, p, fmt.Errorf("there is no event %q; \"parley events\" lists them", id)
	}
	return e, p, err
}

func (h *house) personNamed(ctx context.Context, address string) (scheduler.Person, error) {
	q, err := h.store.PersonByAddress(ctx, address)
	if errors.Is(err, store.ErrNotFound) {
		return q, fmt.Errorf("nobody is known under %q; check the address", address)
	}
	return q, err
}

// printJSON prints one object a line.
func (p *program) printJSON(v any) error {
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func (p *program) eventsCommand() *cobra.Command {
	var asJSON bool
	var states []string
	c := &cobra.Command{Use: "events", Short: "List the events"}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	c.Flags().StringSliceVar(&states, "state", nil, "only these states: draft, open, stuck, agreed, lapsed, cancelled")
	c.RunE = p.onStore(reads, func(ctx context.Context, h *house, _ []string) error {
		f := store.Filter{}
		for _, s := range states {
			if !slices.Contains([]string{"draft", "open", "stuck", "agreed", "lapsed", "cancelled"}, s) {
				return usageError{fmt.Errorf("--state %q is no state; there are draft, open, stuck, agreed, lapsed, cancelled", s)}
			}
			f.States = append(f.States, scheduler.State(s))
		}
		table := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		for {
			page, err := h.store.Events(ctx, f)
			if err != nil || len(page) == 0 {
				return errors.Join(err, table.Flush())
			}
			for _, found := range page {
				f.After = found.Event.ID
				if asJSON {
					err = p.printJSON(h.eventJSON(found.Event, found.People))
				} else {
					_, err = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", found.Event.ID, found.Event.State, clip(string(found.Event.Title), 40),
						mailbox.Describe(found.Event, found.People, h.now()))
				}
				if err != nil {
					return err
				}
			}
		}
	})
	return c
}

func (p *program) showCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "show ID", Short: "Show one event: who said what, and what comes next", Args: cobra.ExactArgs(1)}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	c.RunE = p.onStore(reads, func(ctx context.Context, h *house, args []string) error {
		e, people, err := h.eventNamed(ctx, args[0])
		if err != nil {
			return err
		}
		if asJSON {
			return p.printJSON(h.eventJSON(e, people))
		}
		return h.printEvent(p, e, people)
	})
	return c
}

func (h *house) printEvent(p *program, e scheduler.Event, people scheduler.People) error {
	zone := zoneNamed(e.Zone)
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s  %s  (%s)\n%s\n\n", e.ID, e.Title, e.State, mailbox.Describe(e, people, h.now()))
	acceptable := scheduler.Acceptable(e, h.now())
	fmt.Fprintf(w, "\tslot (%s)", e.Zone)
	for _, q := range e.Parties {
		mark := ""
		if !q.Required {
			mark = " (optional)"
		}
		fmt.Fprintf(w, "\t%s%s", nameOf(people, q.Person), mark)
	}
	fmt.Fprintln(w)
	for _, s := range e.Slots {
		note := ""
		switch {
		case s.Status == scheduler.Suggested:
			note = " suggested"
		case s.Status != scheduler.Offered:
			note = " gone"
		case e.Agreement != nil && e.Agreement.Slot == s.ID:
			note = " agreed"
		case !slices.Contains(acceptable, s.ID):
			note = " out"
		}
		begin := s.Begin.In(zone)
		fmt.Fprintf(w, "%d.\t%s-%s%s", s.ID, begin.Format("Mon 2 Jan 2006 15:04"), s.End().In(zone).Format("15:04"), note)
		for _, q := range e.Parties {
			fmt.Fprintf(w, "\t%s", cellOf(e, q, s.ID))
		}
		fmt.Fprintln(w)
	}
	if !e.Deadline.IsZero() {
		fmt.Fprintf(w, "\ndeadline\t%s\n", e.Deadline.In(zone).Format("Mon 2 Jan 2006 15:04"))
	}
	for _, q := range e.Parties { // other commands want the address
		if x := people[q.Person]; x.Name != "" && x.Name != x.Address {
			fmt.Fprintf(w, "%s\t%s\n", x.Name, x.Address)
		}
	}
	return w.Flush()
}

// cellOf is a party's word on a slot. On the slot that was agreed, what they said since stands first.
func cellOf(e scheduler.Event, q scheduler.Party, slot int) string {
	names := map[scheduler.Verdict]string{scheduler.Silent: ".", scheduler.No: "no", scheduler.IfNeedBe: "if need be", scheduler.Yes: "yes"}
	word := q.Words[slot]
	said := names[word.Verdict]
	if word.Preferred {
		said += "*"
	}
	if g := e.Agreement; g != nil && g.Slot == slot && q.ComingBy.Seq > 0 && q.Coming != word.Verdict {
		return fmt.Sprintf("%s (said %s)", names[q.Coming], said)
	}
	return said
}

// logJSON is one line of `log --json`.
type logJSON struct {
	Event scheduler.ID       `json:"event"`
	Log   scheduler.LogID    `json:"log"`
	Seq   uint64             `json:"seq"`
	At    string             `json:"at"`
	By    scheduler.PersonID `json:"by"`
	Cause scheduler.Cause    `json:"cause"`
	Kind  string             `json:"kind"`
	Slots []int              `json:"slots"`
	Data  scheduler.Fact     `json:"data"`
	Hash  scheduler.Hash     `json:"hash"`
}

func (p *program) logCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "log [ID]", Short: "Tell the history of an event, or of the house", Args: cobra.MaximumNArgs(1)}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	c.RunE = p.onStore(reads, func(ctx context.Context, h *house, args []string) error {
		log, people, zone := scheduler.HouseLog, scheduler.People{}, h.zone
		var id scheduler.ID
		if len(args) == 1 {
			e, pp, err := h.eventNamed(ctx, args[0])
			if err != nil {
				return err
			}
			id, log, people, zone = e.ID, scheduler.LogOf(e.ID), pp, zoneNamed(e.Zone)
		}
		entries, err := h.store.Log(ctx, log)
		if err != nil {
			return err
		}
		return h.printLog(p, id, log, entries, people, zone, asJSON)
	})
	return c
}

// printLog folds the entries as it prints them, so that each line is told about the event as it was then.
func (h *house) printLog(p *program, id scheduler.ID, log scheduler.LogID, entries []scheduler.Entry, people scheduler.People, zone *time.Location, asJSON bool) error {
	var e scheduler.Event
	for _, n := range entries {
		if id != "" {
			e = scheduler.Evolve(e, n)
		}
		if !asJSON {
			if _, err := fmt.Fprintf(p.out, "%4d  %s  %s\n", n.Seq, n.At.In(zone).Format("2006-01-02 15:04:05"), mailbox.LogSentence("en", n, people, e)); err != nil {
				return err
			}
			continue
		}
		l := logJSON{Event: id, Log: log, Seq: n.Seq, At: n.At.In(zone).Format(time.RFC3339Nano), By: n.By, Cause: n.Cause, Kind: n.Fact.Kind(),
			Slots: []int{}, Data: printable(n.Fact), Hash: n.Hash}
		if id != "" {
			l.Slots = append(l.Slots, scheduler.Acceptable(e, n.At)...)
		}
		if err := p.printJSON(l); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) whyCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "why MESSAGE-ID", Short: "Tell what became of a mail, or why a letter was sent", Args: cobra.ExactArgs(1)}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	c.RunE = p.onStore(reads, func(ctx context.Context, h *house, args []string) error {
		id := strings.Trim(args[0], "<>")
		l, err := h.store.LetterByMessageID(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			return h.whyMail(ctx, p, id, asJSON)
		}
		if err != nil {
			return err
		}
		return h.whyLetter(ctx, p, l, asJSON)
	})
	return c
}

// whyMail tells what became of a mail that came in.
func (h *house) whyMail(ctx context.Context, p *program, id string, asJSON bool) error {
	receipts, err := h.store.CausesOfMail(ctx, id)
	if err != nil {
		return err
	}
	if len(receipts) == 0 {
		return fmt.Errorf("no mail or letter is known under %q; give a Message-ID, or look into \"parley log\"", id)
	}
	for _, r := range receipts {
		if !asJSON {
			said := "changed nothing"
			switch {
			case r.Refusal != "":
				said = "was refused: " + strings.ReplaceAll(r.Refusal, "-", " ")
			case len(r.Entries) > 0:
				said = "led to:"
			}
			about := ""
			if r.Event != "" {
				about = " about " + string(r.Event)
			}
			if _, err := fmt.Fprintf(p.out, "The mail%s, read %s, %s\n", about, r.At.In(h.zone).Format("2006-01-02 15:04:05"), said); err != nil {
				return err
			}
		}
		for _, log := range logsOf(r.Entries) {
			if err := h.printCause(ctx, p, log, r.Cause, asJSON); err != nil {
				return err
			}
			if err := h.whyHeld(ctx, p, log, r.Cause, asJSON); err != nil {
				return err
			}
		}
	}
	return nil
}

// whyHeld tells what became of a reading that a mail left to be confirmed.
func (h *house) whyHeld(ctx context.Context, p *program, log scheduler.LogID, cause scheduler.Cause, asJSON bool) error {
	entries, err := h.store.Log(ctx, log)
	if err != nil {
		return err
	}
	held := scheduler.PersonID(0) // in whose name
	for _, n := range entries {
		said := ""
		switch f := n.Fact.(type) {
		case scheduler.Parked:
			if n.Cause == cause {
				held = f.Person
			} else if f.Person == held {
				return nil // another took its place
			}
		case scheduler.NotUnderstood:
			if n.Cause == cause && len(f.Do) > 0 {
				held = f.Person
			} else if f.Person == held && len(f.Do) > 0 {
				return nil
			}
		case scheduler.Confirmed:
			if f.Person == held {
				said = "took effect"
			}
		case scheduler.Discarded:
			if f.Person == held {
				said = "was discarded"
				if f.Expired {
					said = "expired"
				}
			}
		}
		if held == 0 || said == "" || n.Cause == cause {
			continue
		}
		if !asJSON {
			if _, err := fmt.Fprintf(p.out, "It waited to be confirmed, and %s %s:\n", said, n.At.In(h.zone).Format("2006-01-02 15:04:05")); err != nil {
				return err
			}
		}
		return h.printCause(ctx, p, log, n.Cause, asJSON)
	}
	return nil
}

// logsOf are the logs that entries stand in, each once.
func logsOf(entries []store.EntryRef) (logs []scheduler.LogID) {
	for _, n := range entries {
		if !slices.Contains(logs, n.Log) {
			logs = append(logs, n.Log)
		}
	}
	return logs
}

// whyLetter tells what led to a letter: the entries with the cause of the one that posted it.
func (h *house) whyLetter(ctx context.Context, p *program, l store.LetterRef, asJSON bool) error {
	log, people := scheduler.HouseLog, scheduler.People{}
	if l.Event != "" {
		_, pp, err := h.store.Event(ctx, l.Event)
		if err != nil {
			return err
		}
		log, people = scheduler.LogOf(l.Event), pp
	}
	entries, err := h.store.Log(ctx, log)
	if err != nil {
		return err
	}
	var cause scheduler.Cause
	for _, n := range entries {
		if f, ok := n.Fact.(scheduler.Posted); ok && slices.ContainsFunc(f.Letters, func(x scheduler.Posting) bool { return x.ID == l.Letter }) {
			cause = n.Cause
		}
	}
	if !asJSON {
		if _, err := fmt.Fprintf(p.out, "Letter %s of %s (%s) to %s follows from:\n", l.Letter, l.Event, l.Kind, nameOf(people, l.To)); err != nil {
			return err
		}
	}
	return h.printCause(ctx, p, log, cause, asJSON)
}

// printCause prints the entries of a log that have one cause.
func (h *house) printCause(ctx context.Context, p *program, log scheduler.LogID, cause scheduler.Cause, asJSON bool) error {
	entries, err := h.store.Log(ctx, log)
	if err != nil {
		return err
	}
	zone, people := h.zone, scheduler.People{}
	var event scheduler.ID
	if id, ok := strings.CutPrefix(string(log), "e/"); ok {
		event = scheduler.ID(id)
		e, pp, err := h.store.Event(ctx, event)
		if err != nil {
			return err
		}
		zone, people = zoneNamed(e.Zone), pp
	}
	for i, n := range entries {
		if n.Cause != cause {
			continue
		}
		if asJSON {
			err = p.printJSON(logJSON{Event: event, Log: log, Seq: n.Seq, At: n.At.In(zone).Format(time.RFC3339Nano), By: n.By, Cause: n.Cause, Kind: n.Fact.Kind(), Slots: []int{}, Data: printable(n.Fact), Hash: n.Hash})
		} else {
			var then scheduler.Event
			if event != "" {
				then = scheduler.Replay(entries[:i+1])
			}
			said := append([]string{mailbox.LogSentence("en", n, people, then)}, mailbox.Readings("en", n)...)
			_, err = fmt.Fprintf(p.out, "%4d  %s  %s\n", n.Seq, n.At.In(zone).Format("2006-01-02 15:04:05"), strings.Join(said, "\n"+strings.Repeat(" ", 27)))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
