package parser

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"parley/scheduler"
)

// What an organiser's first mail turned out to be, beside the kinds that any mail can have.
const (
	KindProposal        Kind = "proposal"
	KindInvalidProposal Kind = "invalid-proposal"
)

// ProposalContext is what a proposal is read with.
type ProposalContext struct {
	Bot           func(address string) bool // whether an address is ours, tagged or not
	Now           time.Time
	Zone          *time.Location   // configured; nil: the offset of the Date header
	OrganizerZone *time.Location   // that the organiser asked for once; it goes before Zone
	Spans         []scheduler.Span // times of an attached calendar
	Mend          bool             // the mail answers a draft: what it leaves unsaid stands already
	Length        time.Duration    // of the draft's times, if they have one
}

// Proposal is an organiser's mail as read.
type Proposal struct {
	Kind    Kind
	Propose scheduler.Propose // its Faults and Inferred included; Slots are those that are without fault
	Problem string            // code of the first fault
	Reason  string            // of a mail that is no proposal at all
	Steps   []Step
}

// maxRead is how many times of one mail are looked at: enough to say that there are too many.
const maxRead = 300

// maxText is how much of the organiser's own words, in bytes, goes along with the question.
const maxText = 8000

// ReadProposal reads an organiser's first mail: title, people, times and options, and everything that is wrong with them.
func ReadProposal(m Mail, c ProposalContext) Proposal {
	switch {
	case m.Machine.Kind == Bouncing:
		return Proposal{Kind: KindBounce, Reason: m.Machine.Reason}
	case m.Machine.Kind != Human:
		return Proposal{Kind: KindAuto, Reason: m.Machine.Reason}
	case m.Problem == Encrypted || m.Problem == Undecodable || m.Problem == Unreadable || m.Problem == Truncated:
		return Proposal{Kind: KindUnclear, Reason: string(m.Problem), Problem: string(m.Problem)}
	}
	p := readProposal(m, m.Lines, c)
	if m.Problem == Disagree && len(m.Alternative) > 0 {
		q := readProposal(m, m.Alternative, c)
		if !sameSpans(p.Propose.Slots, q.Propose.Slots) {
			return Proposal{Kind: KindUnclear, Reason: string(Disagree), Problem: string(Disagree), Steps: p.Steps}
		}
	}
	return p
}

func sameSpans(a, b []scheduler.Span) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].Begin.Equal(b[i].Begin) || a[i].Duration != b[i].Duration {
			return false
		}
	}
	return true
}

func readProposal(m Mail, lines []Line, c ProposalContext) Proposal {
	r := proposalReader{m: m, c: c, sent: m.Date}
	if r.sent.IsZero() {
		r.sent = c.Now
		if c.Zone != nil {
			r.sent = c.Now.In(c.Zone)
		}
	}
	r.read(lines)
	r.settleZone()
	r.deadline()
	r.settleSlots()
	r.people()
	r.name()
	r.check()
	p := Proposal{Kind: KindProposal, Propose: r.p, Steps: r.steps}
	if len(r.p.Faults) > 0 {
		p.Kind, p.Problem = KindInvalidProposal, r.p.Faults[0].Code
	}
	return p
}

// proposalReader gathers what the lines of a proposal say.
type proposalReader struct {
	m    Mail
	c    ProposalContext
	sent time.Time
	p    scheduler.Propose

	found     []found        // times, in order
	lengths   []statedLength // lengths that stand for all
	badLength bool           // one was stated that is no length
	zones     []Zone         // stated for all, in order, each once
	zone      *time.Location // in which times without a zone are read
	required  []scheduler.Mailbox
	optional  []scheduler.Mailbox
	deadlines []found
	header    bool // a table has columns for begin and end
	week      Day  // the week that was spoken of last, for weekdays alone below it
	steps     []Step
}

// found is an expression of time that is offered, and the line it stands in.
type found struct {
	x    Expr
	line string
	n    int // of the line
	code string
	talk bool // the line has other words, which may have nothing to do with times
}

type statedLength struct {
	length time.Duration
	line   string
	option bool // from a line such as "Duration: 45 min"
}

func (r *proposalReader) fault(code, line, value string) {
	f := scheduler.Fault{Code: code, Line: scheduler.Words(line), Value: value}
	for _, g := range r.p.Faults {
		if g == f {
			return
		}
	}
	if len(r.p.Faults) < 50 {
		r.p.Faults = append(r.p.Faults, f)
	}
}

func (r *proposalReader) infer(code, line, value string) {
	for _, g := range r.p.Inferred {
		if g.Code == code && (g.Value == value || code == "duration") {
			return
		}
	}
	r.p.Inferred = append(r.p.Inferred, scheduler.Fault{Code: code, Line: scheduler.Words(line), Value: value})
}

// settleZone decides in which zone times are read: the one stated, the organiser's own, the configured one, or the offset of the Date.
func (r *proposalReader) settleZone() {
	if r.p.Zone == "" && len(r.zones) > 0 {
		z := r.zones[0]
		for _, other := range r.zones[1:] {
			if other.Name != z.Name {
				r.fault("ambiguous-zone", "", z.Said+", "+other.Said)
			}
		}
		if z.Loc != nil {
			r.p.Zone, r.zone = z.Name, z.Loc
			if z.fixed {
				if l, err := loadZone(z.Name); err == nil {
					r.zone = l
				}
			}
		}
	}
	_, offset := r.sent.Zone()
	switch {
	case r.zone != nil:
	case r.c.OrganizerZone != nil:
		r.zone, r.p.Zone = r.c.OrganizerZone, r.c.OrganizerZone.String()
	case r.c.Zone != nil:
		r.zone, r.p.Zone = r.c.Zone, r.c.Zone.String()
	default:
		z := fixedZone("", offset)
		r.zone, r.p.Zone = z.Loc, z.Name
	}
	if len(r.zones) == 0 && r.c.OrganizerZone == nil && r.c.Zone != nil && r.zone == r.c.Zone && !r.m.Date.IsZero() {
		if _, here := r.sent.In(r.zone).Zone(); here != offset {
			r.infer("zone", "", r.p.Zone)
		}
	}
	if r.c.Mend && len(r.zones) == 0 {
		r.p.Zone = ""
	}
}

// people takes the invited from the header and the options: To is required, Cc optional, each address once.
func (r *proposalReader) people() {
	seen := map[string]bool{scheduler.Canonical(string(r.m.From.Address)): true}
	mine := func(a scheduler.Mailbox) bool {
		return r.c.Bot != nil && r.c.Bot(string(a.Address))
	}
	add := func(list *[]scheduler.Mailbox, boxes []scheduler.Mailbox) {
		for _, a := range boxes {
			key := scheduler.Canonical(string(a.Address))
			if key == "" || seen[key] || mine(a) {
				continue
			}
			seen[key] = true
			*list = append(*list, a)
		}
	}
	named := func(boxes []scheduler.Mailbox) {
		for i, a := range boxes {
			for _, b := range append(append([]scheduler.Mailbox(nil), r.m.To...), r.m.Cc...) {
				if a.Name == "" && scheduler.SameAddress(string(a.Address), string(b.Address)) {
					boxes[i].Name = b.Name
				}
			}
		}
	}
	named(r.optional)
	named(r.required)
	add(&r.p.Optional, r.optional)
	add(&r.p.Required, r.required)
	if r.c.Mend {
		return
	}
	add(&r.p.Required, r.m.To)
	add(&r.p.Optional, r.m.Cc)
}

// name takes the title from the subject where no line gives one.
func (r *proposalReader) name() {
	if r.p.Title == "" && !r.c.Mend {
		r.p.Title = scheduler.Words(StripReply(r.m.Subject))
	}
	if n := utf8.RuneCountInString(string(r.p.Title)); n > scheduler.MaxTitle {
		r.p.Faults = append(r.p.Faults, scheduler.Fault{Code: "limit-title", Value: strconv.Itoa(n), Limit: strconv.Itoa(scheduler.MaxTitle)})
	}
}

// check looks for what is missing or too much of.
func (r *proposalReader) check() {
	policy := scheduler.DefaultPolicy()
	timely := r.badLength && len(r.found) > 0
	for _, f := range r.p.Faults {
		switch f.Code {
		case "no-people", "limit-title", "bad-option", "past-deadline":
		default:
			timely = true
		}
	}
	if len(r.p.Slots) == 0 && !timely && !r.c.Mend {
		r.p.Faults = append(r.p.Faults, scheduler.Fault{Code: "no-time"})
	}
	if n := len(r.p.Slots); n > policy.MaxSlots {
		r.p.Faults = append(r.p.Faults, scheduler.Fault{Code: "limit-slots", Value: strconv.Itoa(n), Limit: strconv.Itoa(policy.MaxSlots)})
	}
	n := len(r.p.Required) + len(r.p.Optional)
	if n == 0 && !r.c.Mend {
		r.p.Faults = append(r.p.Faults, scheduler.Fault{Code: "no-people"})
	}
	if n > policy.MaxParties {
		r.p.Faults = append(r.p.Faults, scheduler.Fault{Code: "limit-parties", Value: strconv.Itoa(n), Limit: strconv.Itoa(policy.MaxParties)})
	}
	for _, s := range r.p.Slots {
		switch {
		case s.Duration < scheduler.MinDuration:
			r.limit("short-duration", s.Duration.String(), scheduler.MinDuration.String())
		case s.Duration > scheduler.MaxDuration:
			r.limit("long-duration", s.Duration.String(), scheduler.MaxDuration.String())
		case s.Begin.Sub(r.c.Now) >= scheduler.MaxAhead:
			r.limit("far-slot", r.stamp(s.Begin), r.stamp(r.c.Now.Add(scheduler.MaxAhead)))
		}
	}
}

func (r *proposalReader) limit(code, value, limit string) {
	f := scheduler.Fault{Code: code, Value: value, Limit: limit}
	for _, g := range r.p.Faults {
		if g == f {
			return
		}
	}
	r.p.Faults = append(r.p.Faults, f)
}

// StripReply takes the reply and forward prefixes off a subject, counters and list marks in between included: "AW: Re[2]: [list] x".
func StripReply(subject string) string {
	s := strings.TrimSpace(subject)
	for {
		colon := strings.IndexAny(s, ":：")
		if colon <= 0 || colon > 24 {
			return s
		}
		word := strings.TrimSpace(s[:colon])
		if k := strings.IndexAny(word, "[(^"); k > 0 {
			word = strings.TrimSpace(word[:k])
		}
		if word = plainWord(strings.ToLower(word)); !answerPrefixes[word] && !forwardPrefixes[word] {
			return s
		}
		_, n := utf8.DecodeRuneInString(s[colon:])
		s = strings.TrimSpace(s[colon+n:])
	}
}
