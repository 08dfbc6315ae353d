package calendar

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"parley/scheduler"
)

// Part is one calendar as it lay in a mail: text/calendar, application/ics or a file ending in .ics, transfer encoding
// and charset undone.
type Part struct {
	Method string // method parameter of the Content-Type; "" if there was none
	Bytes  []byte
}

// Reply is one calendar object that somebody sent us about an event. Nothing in it proves who sent it.
type Reply struct {
	Method      string // REPLY, COUNTER, REQUEST, ...; upper case, from the body, else from the MIME parameter
	Declared    string // the MIME parameter, where it contradicts the body; "" otherwise
	UID         string
	Event       scheduler.ID // from the UID; "" if it is none of ours
	N           int          // from the UID: the slot
	Domain      string       // from the UID; whether it is ours is for the caller to check
	Sequence    int
	Stamp       time.Time // DTSTAMP; zero if missing
	Attendee    string    // address of who answers; "" if it is not clear which of Attendees, see For
	Status      Status
	DelegatedTo string // address of a deputy, where Status is Delegated
	Attendees   []Attendee
	Comment     string         // typed into the calendar program; plain text
	Span        scheduler.Span // COUNTER: the time proposed. Zero if it cannot be told
	Problem     Problem        // why it cannot be used; "" if it can

	answers []answer // beside Attendees
}

// answer is what the line of one attendee says.
type answer struct {
	status    Status
	deputy    string
	comment   string
	ambiguous bool // it says two things
}

// Answer reports whether the reply is one that can answer: a REPLY or a COUNTER. Others are echoes of invitations,
// files, or mail between calendar programs.
func (r Reply) Answer() bool { return r.Method == "REPLY" || r.Method == "COUNTER" }

// For settles who answers where a calendar lists several people: the one with one of these addresses, which should be
// those of the authenticated sender.
func (r Reply) For(addresses ...string) Reply {
	if r.Problem != SeveralAttendees {
		return r
	}
	for i, a := range r.Attendees {
		for _, address := range addresses {
			if scheduler.SameAddress(string(a.Address), address) {
				r.Problem = ""
				return r.by(i)
			}
		}
	}
	return r
}

// by makes the attendee with this index the one who answers.
func (r Reply) by(i int) Reply {
	a := r.answers[i]
	r.Attendee, r.Status, r.DelegatedTo = string(r.Attendees[i].Address), a.status, a.deputy
	if !strings.Contains(r.Comment, a.comment) {
		r.Comment = strings.TrimSpace(r.Comment + "\n" + a.comment)
	}
	if a.ambiguous {
		r.Problem = NoStatus
	}
	return r
}

// Decode reads every calendar object in the parts of one mail, the same one once. It is total: what cannot be used
// comes back with a Problem. Parts should come in the order text/calendar, application/ics, files.
func Decode(parts ...Part) []Reply {
	var all []Reply
	seen := map[said]bool{}
	for _, p := range parts {
		for _, r := range decode(p) {
			if k := r.said(); !seen[k] {
				seen[k] = true
				all = append(all, r)
			}
		}
		if len(all) > MaxComponents {
			break
		}
	}
	return all
}

// said is what a reply says. Programs send one calendar twice, once to be shown and once to be saved, with differences
// that do not matter.
type said struct {
	method, uid       string
	sequence          int
	stamp             int64
	attendee, comment string
	status            Status
	problem           Problem
	span              moment
}

func (r Reply) said() said {
	return said{r.Method, r.UID, r.Sequence, r.Stamp.Unix(), r.Attendee, r.Comment, r.Status, r.Problem,
		moment{r.Span.Begin.Unix(), r.Span.Duration}}
}

// decode reads one part. Fuzzing has found nothing that panics; should somebody's mail do, it costs that part only.
func decode(p Part) (all []Reply) {
	defer func() {
		if recover() != nil {
			all = []Reply{{Method: strings.ToUpper(p.Method), Problem: Malformed}}
		}
	}()
	return read(p)
}

func read(p Part) (all []Reply) {
	declared := strings.ToUpper(strings.TrimSpace(p.Method))
	whole, cut, problem := scan(p.Bytes)
	for _, cal := range whole {
		all = append(all, (Reply{}).methods(cal, declared).calendar(cal)...)
	}
	if problem != "" {
		r := Reply{Method: declared}
		if cut != nil {
			r = (Reply{}).methods(cut, declared)
		}
		r.Problem = problem
		all = append(all, r)
	}
	return all
}

// methods sets what the calendar is for: the body is right where the MIME parameter differs or was lost on the way.
func (r Reply) methods(cal *ical.Component, declared string) Reply {
	r.Method = strings.ToUpper(value(cal, ical.PropMethod))
	switch {
	case r.Method == "":
		r.Method = declared
	case declared != r.Method:
		r.Declared = declared
	}
	return r
}

// calendar reads the event of one calendar.
func (r Reply) calendar(cal *ical.Component) []Reply {
	when := clock{zones: zonesOf(cal)}
	var events []*ical.Component
	for _, c := range cal.Children {
		if c.Name == ical.CompEvent {
			events = append(events, c)
		}
	}
	switch {
	case len(events) == 0:
		r.Problem = NoEvent
		return []Reply{r}
	case r.Answer() && len(events) > 1:
		// An answer is about one event (RFC 5546 section 3.2.3); several under one UID are days of a series.
		r = r.event(when, events[0])
		r.Problem = SeveralEvents
		for _, e := range events {
			if recurring(e) {
				r.Problem = Recurring
			}
		}
		return []Reply{r}
	}
	var all []Reply
	for _, e := range events {
		all = append(all, r.event(when, e))
	}
	return all
}

// event reads one VEVENT. Of several problems the first counts that would mislead most.
func (r Reply) event(when clock, e *ical.Component) Reply {
	r.UID = value(e, ical.PropUID)
	r.Event, r.N, r.Domain, _ = ParseUID(r.UID)
	if n, err := strconv.Atoi(value(e, ical.PropSequence)); err == nil && n > 0 {
		r.Sequence = n
	}
	if t, _, ok := wallClock(value(e, ical.PropDateTimeStamp)); ok {
		r.Stamp = t
	}
	r.Comment = comment(e)
	r.Attendees, r.answers = attendees(e)

	var late Problem
	r.Span, _, late = when.span(e)
	switch {
	case r.UID == "":
		r.Problem = NoUID
	case len(e.Props.Values(ical.PropUID)) > 1:
		r.Problem = SeveralEvents
	case recurring(e):
		r.Problem = Recurring
	case !r.Answer():
	case r.Method == "COUNTER" && late != "":
		r.Problem = late
	}
	if who, problem := r.who(e); r.Answer() && r.Problem == "" {
		if r.Problem = problem; problem == "" {
			return r.by(who)
		}
	}
	return r
}

// who is the index of the attendee who answers: the only one, or the only one that is not the organiser.
func (r Reply) who(e *ical.Component) (int, Problem) {
	organizer := address(value(e, ical.PropOrganizer))
	found, n := 0, 0
	for i, a := range r.Attendees {
		if len(r.Attendees) == 1 || !scheduler.SameAddress(string(a.Address), organizer) {
			found, n = i, n+1
		}
	}
	switch n {
	case 0:
		return 0, NoAttendee
	case 1:
		return found, ""
	}
	return 0, SeveralAttendees
}

func recurring(e *ical.Component) bool {
	for _, name := range []string{ical.PropRecurrenceID, ical.PropRecurrenceRule, ical.PropRecurrenceDates} {
		if len(e.Props.Values(name)) > 0 {
			return true
		}
	}
	return false
}

// comment joins what was typed. Exchange sends a lone line break where nothing was.
func comment(e *ical.Component) string {
	var all []string
	for _, p := range e.Props.Values(ical.PropComment) {
		if c := prose(unescape(p.Value)); c != "" && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return strings.Join(all, "\n")
}

// attendees reads the ATTENDEE lines, a person who is there twice once.
func attendees(e *ical.Component) ([]Attendee, []answer) {
	var people []Attendee
	var answers []answer
	at := map[string]int{}
	for _, p := range e.Props.Values(ical.PropAttendee) {
		m := mailbox(&p)
		a := Attendee{Mailbox: m, Required: true, Status: status(&p),
			Reader: strings.EqualFold(p.Params.Get(ical.ParamRSVP), "TRUE")}
		switch strings.ToUpper(p.Params.Get(ical.ParamRole)) {
		case "OPT-PARTICIPANT", "NON-PARTICIPANT":
			a.Required = false
		}
		// Google writes remarks as it would into HTML.
		said := answer{status: a.Status, comment: prose(html.UnescapeString(unparam(p.Params.Get("X-RESPONSE-COMMENT"))))}
		if to := p.Params.Get(ical.ParamDelegatedTo); to != "" {
			said.deputy = address(to)
		}
		for _, v := range p.Params.Values(ical.ParamParticipationStatus) {
			said.ambiguous = said.ambiguous || !strings.EqualFold(strings.TrimSpace(v), string(a.Status))
		}
		key := strings.ToLower(string(m.Address))
		if i, ok := at[key]; ok && key != "" {
			answers[i].ambiguous = answers[i].ambiguous || answers[i].status != said.status
			continue
		}
		at[key] = len(people)
		people, answers = append(people, a), append(answers, said)
	}
	return people, answers
}

// status is the PARTSTAT of an attendee, NeedsAction if there is none, and as written if we know none such.
func status(p *ical.Prop) Status {
	if s := strings.ToUpper(strings.TrimSpace(p.Params.Get(ical.ParamParticipationStatus))); s != "" {
		return Status(s)
	}
	return NeedsAction
}

// mailbox reads an ATTENDEE or ORGANIZER. Apple has its principals as value and the address as parameter.
func mailbox(p *ical.Prop) scheduler.Mailbox {
	a := address(p.Value)
	if a == "" {
		a = address(p.Params.Get("EMAIL"))
	}
	m := scheduler.Mailbox{Name: scheduler.Words(phrase(unparam(p.Params.Get(ical.ParamCommonName)))), Address: scheduler.Words(a)}
	if commonName(m) == param(a) {
		m.Name = "" // it says nothing
	}
	return m
}

// value is the first value of a property, "" if there is none.
func value(c *ical.Component, name string) string {
	if p := c.Props.Get(name); p != nil {
		return strings.TrimSpace(p.Value)
	}
	return ""
}
