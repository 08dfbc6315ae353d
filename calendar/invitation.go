package calendar

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"parley/scheduler"
)

// Request is an invitation, or a file of events, that somebody sent to the bot.
type Request struct {
	Method      string // "PUBLISH" where none is said
	UID         string // this and what follows: of the first event
	Sequence    int
	Title       string
	Location    string
	Description string
	URL         string
	Zone        string // IANA name of the zone its times are written in; "" if UTC or unnamed
	Organizer   scheduler.Mailbox
	Attendees   []Attendee        // of all events, without the organiser, each once
	Spans       []scheduler.Span  // of all events, in the order written, doubles once
	Entries     []Entry           // the events one by one
	Faults      []scheduler.Fault // everything that is wrong with it; Code is a Problem, Line the event's title

	seen map[any]int // by what it is of: UIDs, addresses in lower case, spans and faults; where in its list
}

// first reports whether something of a list was not seen before, and otherwise where it stands. n is the list's length.
func (r *Request) first(x any, n int) (at int, first bool) {
	if at, seen := r.seen[x]; seen {
		return at, false
	}
	if r.seen == nil {
		r.seen = map[any]int{}
	}
	r.seen[x] = n
	return n, true
}

// moment is a span as a key.
type moment struct {
	begin  int64
	length time.Duration
}

// Entry is one event of a Request.
type Entry struct {
	UID      string
	Sequence int
	Stamp    time.Time        // DTSTAMP; zero if missing
	Spans    []scheduler.Span // none if its time cannot be told
}

// DecodeInvitation reads calendars as times to propose. Times without a zone are read in floating; if that is nil they
// are faults. It reports false where there is nothing to propose: no calendar, or only answers and cancellations.
func DecodeInvitation(floating *time.Location, parts ...Part) (r Request, found bool) {
	defer func() {
		if recover() != nil {
			r, found = Request{Faults: []scheduler.Fault{{Code: string(Malformed)}}}, true
		}
	}()
	return propose(floating, parts)
}

func propose(floating *time.Location, parts []Part) (r Request, found bool) {
	for _, p := range parts {
		declared := strings.ToUpper(strings.TrimSpace(p.Method))
		whole, cut, problem := scan(p.Bytes)
		for _, cal := range whole {
			found = r.add(cal, declared, floating) || found
		}
		if problem != "" && proposes(cut, declared) {
			found = true
			r.fault(nil, problem, "")
		}
	}
	r.seen = nil
	return r, found
}

// proposes reports whether a calendar with this method offers times; cal is nil where none could be read.
func proposes(cal *ical.Component, declared string) bool {
	method := declared
	if cal != nil {
		method = cmp.Or(strings.ToUpper(value(cal, ical.PropMethod)), declared)
	}
	return method == "" || method == publish || method == "REQUEST" || method == "ADD"
}

// add takes the events of one calendar.
func (r *Request) add(cal *ical.Component, declared string, floating *time.Location) bool {
	if !proposes(cal, declared) {
		return false
	}
	when := clock{zones: zonesOf(cal)}
	if z := value(cal, "X-WR-TIMEZONE"); z != "" {
		when.floating = when.find(z)
	}
	if when.floating == nil && floating != nil {
		when.floating = located(floating)
	}
	found := false
	for _, e := range cal.Children {
		if e.Name != ical.CompEvent || strings.EqualFold(value(e, ical.PropStatus), "CANCELLED") {
			continue
		}
		found = true
		if r.Method == "" {
			r.Method = cmp.Or(strings.ToUpper(value(cal, ical.PropMethod)), declared, publish)
			r.describe(e)
		}
		r.people(e)
		entry := r.entry(e)
		if recurring(e) {
			r.fault(e, Recurring, value(e, ical.PropRecurrenceRule))
			continue
		}
		span, zone, problem := when.span(e)
		if problem != "" {
			at := ""
			if p := e.Props.Get(ical.PropDateTimeStart); p != nil {
				at = strings.TrimSpace(p.Params.Get(ical.PropTimezoneID) + " " + p.Value)
			}
			r.fault(e, problem, at)
			continue
		}
		r.Zone = cmp.Or(r.Zone, zone)
		entry.Spans = append(entry.Spans, span)
		if _, first := r.first(moment{span.Begin.Unix(), span.Duration}, 0); first {
			r.Spans = append(r.Spans, span)
		}
	}
	return found
}

type uid string

// entry is where an event is noted by its UID; the same calendar often comes twice in a mail.
func (r *Request) entry(e *ical.Component) *Entry {
	n := Entry{UID: value(e, ical.PropUID)}
	if seq, err := strconv.Atoi(value(e, ical.PropSequence)); err == nil && seq > 0 {
		n.Sequence = seq
	}
	if t, _, ok := wallClock(value(e, ical.PropDateTimeStamp)); ok {
		n.Stamp = t
	}
	i, first := r.first(uid(n.UID), len(r.Entries))
	if first {
		r.Entries = append(r.Entries, n)
	}
	r.Entries[i] = n
	return &r.Entries[i]
}

func (r *Request) fault(e *ical.Component, problem Problem, value string) {
	f := scheduler.Fault{Code: string(problem), Value: value}
	if e != nil {
		f.Line = scheduler.Words(text(e, ical.PropSummary))
	}
	if _, first := r.first(f, 0); first {
		r.Faults = append(r.Faults, f)
	}
}

// describe takes what describes the meeting, from its first event.
func (r *Request) describe(e *ical.Component) {
	r.UID = value(e, ical.PropUID)
	if n, err := strconv.Atoi(value(e, ical.PropSequence)); err == nil && n > 0 {
		r.Sequence = n
	}
	r.Title = phrase(text(e, ical.PropSummary))
	r.Location = phrase(text(e, ical.PropLocation))
	r.Description = text(e, ical.PropDescription)
	r.URL = value(e, ical.PropURL)
	if p := e.Props.Get(ical.PropOrganizer); p != nil {
		r.Organizer = mailbox(p)
	}
}

// people takes those whom an event invites, without rooms and projectors, which answer no mail.
func (r *Request) people(e *ical.Component) {
	type invitee string
	for _, p := range e.Props.Values(ical.PropAttendee) {
		switch strings.ToUpper(p.Params.Get(ical.ParamCalendarUserType)) {
		case "ROOM", "RESOURCE":
			r.first(invitee(scheduler.Canonical(string(mailbox(&p).Address))), 0)
		}
	}
	all, _ := attendees(e)
	for _, a := range all {
		if a.Address == "" || scheduler.SameAddress(string(a.Address), string(r.Organizer.Address)) {
			continue
		}
		if _, first := r.first(invitee(scheduler.Canonical(string(a.Address))), 0); first {
			r.Attendees = append(r.Attendees, a)
		}
	}
}

func text(e *ical.Component, name string) string { return prose(unescape(value(e, name))) }
