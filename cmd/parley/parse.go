package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"parley/calendar"
	"parley/parser"
	"parley/scheduler"
)

// readingJSON is one line of `parley parse`.
type readingJSON struct {
	File      string     `json:"file"`
	Kind      string     `json:"kind"`
	Available []int      `json:"available"`
	Maybe     []int      `json:"maybe"`
	Preferred []int      `json:"preferred"`
	Counter   []spanJSON `json:"counter"`
	Command   string     `json:"command"`
	Title     string     `json:"title"`
	Parties   []string   `json:"parties"`
	Slots     []slotJSON `json:"slots"`
	Timezone  string     `json:"timezone"`
	Problem   string     `json:"problem"`
	Reason    string     `json:"reason"`

	propose scheduler.Propose // what was read of a proposal, for people
}

type spanJSON struct {
	Begin    string `json:"begin"`
	Duration string `json:"duration"`
}

type slotJSON struct {
	ID int `json:"id"`
	spanJSON
	Acceptable *bool `json:"acceptable,omitempty"`
}

func spanOf(s scheduler.Span, zone *time.Location) spanJSON {
	return spanJSON{s.Begin.In(zone).Format(time.RFC3339), s.Duration.String()}
}

// offered is the part of an event that `parse --event` needs: what `show --json` prints, or a file written by hand.
type offered struct {
	ID       string     `json:"id"`
	Timezone string     `json:"timezone"`
	Slots    []slotJSON `json:"slots"`
}

func (p *program) parseCommand() *cobra.Command {
	var event, bot, now string
	var explain, all bool
	c := &cobra.Command{
		Use:   "parse (--event FILE | --bot ADDR) [FILE…]",
		Short: "Show how a mail would be read, without doing anything",
		Long: `Show how mails would be read: as replies to an event (--event, a file as "show --json" prints it) or as an organiser's
first mail (--bot, the bot's address). One JSON object a file, in order; "-" or no file reads standard input. What somebody
can only if need be is in "maybe" and in "available" too. "Tomorrow" and the like are read as of the mail's Date, and what
has passed as of --now. Proposals that name no time zone are read in that of the configuration, if there is one.

With --explain for people instead: what the mail means and why, then its lines by number, each with the rule that read or
dropped it; lines dropped for one reason stand together unless --all is given.`,
		Example: `  parley show rokifadu --json >event.json
  parley parse --event event.json --explain reply.eml
  parley parse --bot bot@example.test --now 2026-11-23T09:00:00+02:00 proposal.eml`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, files []string) error {
			switch a, err := mail.ParseAddress(bot); {
			case event == "" && bot == "":
				return usageError{errors.New("parse needs --event FILE or --bot ADDR")}
			case event != "" && bot != "":
				return usageError{errors.New("a mail answers an event (--event) or proposes one (--bot): only one of the two can be given")}
			case bot != "" && (err != nil || a.Address != bot):
				return usageError{fmt.Errorf("--bot %q is no mail address; write it without a name, such as bot@example.test", bot)}
			case all && !explain:
				return usageError{errors.New("--all goes with --explain")}
			}
			r := reader{bot: bot, now: p.now()}
			if now != "" {
				at, err := time.Parse(time.RFC3339, now)
				if err != nil {
					return usageError{fmt.Errorf("--now %q is no RFC 3339 time such as 2026-11-23T09:00:00+02:00", now)}
				}
				r.now = at
			}
			if event != "" {
				if err := r.offer(event); err != nil {
					return err
				}
			} else if path, err := findConfig(p.config); err == nil {
				cfg, err := loadConfig(path, p.env)
				if err != nil {
					return err
				}
				r.zone = zoneNamed(cfg.Timezone)
			}
			if len(files) == 0 {
				files = []string{"-"}
			}
			for _, f := range files {
				if err := p.parseFile(r, f, explain, all); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().StringVar(&event, "event", "", "the event that the mails answer, a JSON `file`")
	c.Flags().StringVar(&bot, "bot", "", "the bot's `address`: the mails propose an event")
	c.Flags().StringVar(&now, "now", "", "the `time` at which the mails are read, RFC 3339 (default: now)")
	c.Flags().BoolVar(&explain, "explain", false, "tell people, line by line, why")
	c.Flags().BoolVar(&all, "all", false, "with --explain: each dropped line by itself")
	return c
}

func (p *program) parseFile(r reader, file string, explain, all bool) error {
	var raw []byte
	var err error
	if file == "-" {
		raw, err = io.ReadAll(io.LimitReader(p.in, scheduler.MaxMailBytes+1))
	} else {
		raw, err = readMail(file)
	}
	if err != nil {
		return fmt.Errorf("cannot read the mail: %w", err)
	}
	out, steps := r.read(raw)
	out.File = file
	if explain {
		return r.explain(p.out, out, steps, all)
	}
	b, err := json.Marshal(out)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "%s\n", b)
	return err
}

// readMail reads a file up to one byte more than a mail may have.
func readMail(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, scheduler.MaxMailBytes+1))
}

// reader reads mails without a store.
type reader struct {
	bot   string
	now   time.Time
	zone  *time.Location // of the event; of proposals that name none, nil: that of the Date header
	event scheduler.ID
	slots []scheduler.Slot
}

// offer reads the event that mails answer.
func (r *reader) offer(file string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("cannot read the event: %w", err)
	}
	var o offered
	if err := json.Unmarshal(b, &o); err != nil {
		return fmt.Errorf("%s is not an event as \"parley show --json\" prints it: %w", file, err)
	}
	r.event = scheduler.ID(o.ID)
	if r.zone, err = time.LoadLocation(o.Timezone); err != nil {
		return fmt.Errorf("%s: %q is no time zone", file, o.Timezone)
	}
	for _, s := range o.Slots {
		begin, err := time.Parse(time.RFC3339, s.Begin)
		if err != nil {
			return fmt.Errorf("%s: slot %d begins at %q, which is no RFC 3339 time", file, s.ID, s.Begin)
		}
		d, err := time.ParseDuration(s.Duration)
		if err != nil {
			return fmt.Errorf("%s: slot %d takes %q, which is no duration such as 45m0s", file, s.ID, s.Duration)
		}
		r.slots = append(r.slots, scheduler.Slot{ID: s.ID, Span: scheduler.Span{Begin: begin, Duration: d}})
	}
	if len(r.slots) == 0 {
		return fmt.Errorf("%s offers no slots", file)
	}
	return nil
}

func (r reader) read(raw []byte) (readingJSON, []parser.Step) {
	if len(raw) > scheduler.MaxMailBytes {
		return readingJSON{Kind: "unclear", Reason: "too-large"}, nil
	}
	m := parser.Read(raw)
	if r.event == "" {
		return r.proposal(m)
	}
	return r.reply(m)
}

func (r reader) reply(m parser.Mail) (readingJSON, []parser.Step) {
	if m.Machine.Kind == parser.Bouncing {
		return readingJSON{Kind: "bounce", Reason: m.Machine.Reason}, nil
	}
	ids := make([]int, len(r.slots))
	for i, s := range r.slots {
		ids[i] = s.ID
	}
	if c, ok := calendar.Choose(r.event, ids, calendar.Decode(calendarParts(m)...)); ok {
		out := readingJSON{Kind: c.Kind, Available: c.Available, Reason: string(c.Reason)}
		for _, s := range c.Counter {
			out.Counter = append(out.Counter, spanOf(s, r.zone))
		}
		return out, nil
	}
	got := parser.Choose(m, parser.Offer{
		Slots: r.slots, Zone: r.zone, EventZone: r.zone, Now: r.now, Duration: r.slots[0].Duration,
	})
	out := readingJSON{
		Kind: string(got.Kind), Available: got.Available, Maybe: got.Maybe, Preferred: got.Preferred,
		Command: got.Command, Reason: got.Reason,
	}
	for _, s := range got.Counter {
		out.Counter = append(out.Counter, spanOf(s, r.zone))
	}
	return out, got.Trace(m)
}

func (r reader) proposal(m parser.Mail) (readingJSON, []parser.Step) {
	got := parser.ReadProposal(m, r.proposalContext(m))
	p := got.Propose
	out := readingJSON{Kind: string(got.Kind), Title: string(p.Title), Timezone: p.Zone, Problem: got.Problem, Reason: got.Reason, propose: p}
	for _, a := range append(p.Required, p.Optional...) {
		out.Parties = append(out.Parties, string(a.Address))
	}
	zone := zoneNamed(p.Zone)
	for i, s := range p.Slots {
		out.Slots = append(out.Slots, slotJSON{ID: i + 1, spanJSON: spanOf(s, zone)})
	}
	return out, got.Steps
}

func (r reader) proposalContext(m parser.Mail) parser.ProposalContext {
	bot := scheduler.Canonical(r.bot)
	c := parser.ProposalContext{
		Bot: func(a string) bool { return scheduler.Canonical(a) == bot },
		Now: r.now, Zone: r.zone,
	}
	withCalendar(&c, m)
	return c
}

// withCalendar adds the times of an attached calendar or invitation to what a proposal is read from.
func withCalendar(c *parser.ProposalContext, m parser.Mail) {
	floating := c.Zone
	if floating == nil && !m.Date.IsZero() {
		floating = m.Date.Location()
	}
	if req, ok := calendar.DecodeInvitation(floating, calendarParts(m)...); ok {
		c.Spans = req.Spans
	}
}

func calendarParts(m parser.Mail) (parts []calendar.Part) {
	for _, c := range m.Calendars {
		parts = append(parts, calendar.Part{Method: c.Method, Bytes: c.Bytes})
	}
	return parts
}

// zones are those that were loaded: reading one costs more than reading a mail.
var zones sync.Map

// zoneNamed is the location of a zone as events write it, UTC if it is unknown.
func zoneNamed(name string) *time.Location {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location)
	}
	if loc, err := time.LoadLocation(name); err == nil && name != "Local" {
		zones.Store(name, loc)
		return loc
	}
	if rest, ok := strings.CutPrefix(name, "UTC"); ok && len(rest) >= 3 {
		h, m, _ := strings.Cut(rest[1:], ":")
		hours, err := strconv.Atoi(h)
		minutes, err2 := strconv.Atoi("0" + m)
		if err == nil && err2 == nil {
			seconds := hours*3600 + minutes*60
			if rest[0] == '-' {
				seconds = -seconds
			}
			return time.FixedZone(name, seconds)
		}
	}
	return time.UTC
}
