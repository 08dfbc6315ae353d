package calendar

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"parley/scheduler"
)

// Invite is one event as we send it: an invitation, an update, a cancellation, a refused counterproposal, a hold, or a
// line of a feed.
type Invite struct {
	Method      scheduler.Method // MethodNone is PUBLISH: a file or a feed, never the body part of a mail
	UID         string           // as made by UID
	Sequence    int
	Stamp       time.Time // DTSTAMP: when this object was made, frozen with the letter
	Created     time.Time // zero: left out
	Changed     time.Time // zero: left out
	Span        scheduler.Span
	Title       string
	Location    string
	Description string
	URL         string            // left out unless http or https
	Organizer   scheduler.Mailbox // the recipient's secret address of the bot, equal to From
	Attendees   []Attendee        // left out of what is published (RFC 5546 section 3.2.1)
	Tentative   bool              // a hold
	Comment     string            // why: DECLINECOUNTER, CANCEL
}

// Attendee is somebody invited, as a calendar shows them.
type Attendee struct {
	scheduler.Mailbox
	Required bool
	Status   Status // "" is NeedsAction
	Reader   bool   // the letter goes to them and wants an answer (RSVP)
}

// Status is the participation status of an attendee (RFC 5545 section 3.2.12).
type Status string

const (
	NeedsAction Status = "NEEDS-ACTION"
	Accepted    Status = "ACCEPTED"
	Tentative   Status = "TENTATIVE"
	Declined    Status = "DECLINED"
	Delegated   Status = "DELEGATED"
)

// FeedInfo describes a feed to the program that subscribes to it.
type FeedInfo struct {
	Name    string        // shown in the list of calendars
	Refresh time.Duration // how often to ask again; 0: not said
}

const (
	product = "-//Parley//Parley//EN"
	publish = "PUBLISH"
)

// Encode writes one calendar with one event: folded, CRLF, times in UTC, ended by exactly one CRLF. It is an error if
// the invite lacks what its method requires (RFC 5546 section 3.2), or if the address of its organizer or reader is none.
// Others with such an address are left out: their fault must not cost everybody the invitation.
func Encode(in Invite) ([]byte, error) {
	cal := newCalendar(cmp.Or(string(in.Method), publish))
	e, err := event(in, in.Method)
	if err != nil {
		return nil, err
	}
	cal.Children = append(cal.Children, e)
	return encode(cal)
}

// EncodeFeed writes one published calendar with all events, sorted, so that equal events give equal bytes. Cancelled
// ones are those with MethodCancel. A feed without events is an empty calendar: RFC 5545 section 3.6 wants a component, but
// this is what every other calendar server sends, and a component made up for it would be shown.
func EncodeFeed(all []Invite, info FeedInfo) ([]byte, error) {
	cal := newCalendar(publish)
	if name := phrase(info.Name); name != "" {
		cal.Props.SetText("X-WR-CALNAME", name)
		cal.Props.SetText(ical.PropName, name) // RFC 7986 section 5.1
	}
	if info.Refresh >= time.Minute {
		every := "PT" + strconv.Itoa(int(info.Refresh/time.Minute)) + "M"
		p := ical.NewProp(ical.PropRefreshInterval) // RFC 7986 section 5.7
		p.Params.Set(ical.ParamValue, string(ical.ValueDuration))
		p.Value = every
		cal.Props.Set(p)
		set(cal.Component, "X-PUBLISHED-TTL", every)
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Invite) int {
		return cmp.Or(a.Span.Begin.Compare(b.Span.Begin), strings.Compare(a.UID, b.UID))
	})
	for i, in := range all {
		e, err := event(in, scheduler.MethodNone)
		if err != nil {
			return nil, err
		}
		if i == 0 || in.UID != all[i-1].UID {
			cal.Children = append(cal.Children, e)
		}
	}
	return encode(cal)
}

func newCalendar(method string) *ical.Calendar {
	cal := ical.NewCalendar()
	set(cal.Component, ical.PropProductID, product)
	set(cal.Component, ical.PropVersion, "2.0")
	set(cal.Component, ical.PropCalendarScale, "GREGORIAN")
	set(cal.Component, ical.PropMethod, method)
	return cal
}

// encode lets go-ical write and fold its long lines. The library writes parameters as they are, line breaks included,
// so every value has been through phrase, prose or param before.
func encode(cal *ical.Calendar) ([]byte, error) {
	var b bytes.Buffer
	empty := len(cal.Children) == 0
	if empty { // go-ical refuses what a feed is before its first event
		cal.Children = []*ical.Component{ical.NewComponent("X-NONE")}
	}
	if err := ical.NewEncoder(&b).Encode(cal); err != nil {
		return nil, fmt.Errorf("encoding a calendar: %w", err)
	}
	out := fold(b.Bytes())
	if empty {
		out = bytes.Replace(out, []byte("BEGIN:X-NONE\r\nEND:X-NONE\r\n"), nil, 1)
	}
	return out, nil
}

// event makes the VEVENT for in as it appears under method.
func event(in Invite, method scheduler.Method) (*ical.Component, error) {
	organizer, err := person(ical.PropOrganizer, in.Organizer)
	if err != nil {
		return nil, fmt.Errorf("encoding %q: %w", in.UID, err)
	}
	fault := ""
	switch {
	case phrase(in.UID) == "":
		fault = "no UID"
	case in.Stamp.IsZero():
		fault = "no time stamp"
	case in.Sequence < 0:
		fault = "a negative sequence"
	case in.Span.Begin.IsZero() || in.Span.Duration < time.Second:
		fault = "no begin or no duration"
	case in.Span.Begin.UTC().Year() < 1 || in.Span.End().UTC().Year() > 9999:
		fault = "a year that cannot be written"
	}
	if fault != "" {
		return nil, fmt.Errorf("encoding %q: %s", in.UID, fault)
	}

	e := ical.NewComponent(ical.CompEvent)
	e.Props.SetText(ical.PropUID, phrase(in.UID))
	instant(e, ical.PropDateTimeStamp, in.Stamp)
	e.Props.Set(organizer)
	words(e, ical.PropComment, prose(in.Comment))
	if method == scheduler.MethodDeclineCounter {
		// It names the event and nothing more (RFC 5546 section 3.2.8): no time, no title, no people, and the sequence where
		// that is not zero. Checkers contradict each other here: libical's table forbids the sequence too, and programs that
		// import every object as an event, whatever its method, want a time, which both the standard and libical forbid.
		if in.Sequence > 0 {
			set(e, ical.PropSequence, strconv.Itoa(in.Sequence))
		}
		return e, nil
	}
	name, _, _ := strings.Cut(in.UID, "@")
	words(e, ical.PropSummary, cmp.Or(phrase(in.Title), name)) // required, and libical drops an empty one
	words(e, ical.PropLocation, phrase(in.Location))
	words(e, ical.PropDescription, prose(in.Description))
	if u, err := url.Parse(strings.TrimSpace(in.URL)); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		set(e, ical.PropURL, u.String())
	}
	set(e, ical.PropSequence, strconv.Itoa(in.Sequence))
	instant(e, ical.PropCreated, in.Created)
	instant(e, ical.PropLastModified, in.Changed)
	instant(e, ical.PropDateTimeStart, in.Span.Begin)
	instant(e, ical.PropDateTimeEnd, in.Span.End())
	standing(e, in)
	if method == scheduler.MethodNone {
		return e, nil
	}
	seen := map[string]bool{}
	for _, a := range in.Attendees {
		p, err := attendee(a)
		if err != nil && !a.Reader {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("encoding %q: %w", in.UID, err)
		}
		if key := strings.ToLower(p.Value); !seen[key] {
			seen[key] = true
			e.Props.Add(p)
		}
	}
	if method == scheduler.MethodRequest && len(seen) == 0 {
		return nil, fmt.Errorf("encoding %q: nobody to invite", in.UID)
	}
	return e, nil
}

// standing says whether the event takes place, and whether it makes people busy. Outlook reads its own properties: how
// busy the sender is, and how busy the receiver's copy should be.
func standing(e *ical.Component, in Invite) {
	status, busy, transparent := "CONFIRMED", "BUSY", "OPAQUE"
	switch {
	case in.Method == scheduler.MethodCancel:
		status, busy, transparent = "CANCELLED", "FREE", "TRANSPARENT"
	case in.Tentative:
		status, busy = "TENTATIVE", "TENTATIVE"
	}
	set(e, ical.PropStatus, status)
	set(e, ical.PropTransparency, transparent)
	set(e, "X-MICROSOFT-CDO-BUSYSTATUS", busy)
	set(e, "X-MICROSOFT-CDO-INTENDEDSTATUS", busy)
}

func attendee(a Attendee) (*ical.Prop, error) {
	p, err := person(ical.PropAttendee, a.Mailbox)
	if err != nil {
		return nil, err
	}
	role := "OPT-PARTICIPANT"
	if a.Required {
		role = "REQ-PARTICIPANT"
	}
	p.Params.Set(ical.ParamCalendarUserType, "INDIVIDUAL")
	p.Params.Set(ical.ParamRole, role)
	p.Params.Set(ical.ParamParticipationStatus, string(cmp.Or(a.Status, NeedsAction)))
	p.Params.Set(ical.ParamRSVP, strings.ToUpper(strconv.FormatBool(a.Reader)))
	return p, nil
}

// person writes a mailbox as a property.
func person(name string, m scheduler.Mailbox) (*ical.Prop, error) {
	uri, ok := mailto(string(m.Address))
	if !ok {
		return nil, fmt.Errorf("%s: %q is not an address", strings.ToLower(name), m.Address)
	}
	p := ical.NewProp(name)
	p.Params.Set(ical.ParamCommonName, commonName(m))
	p.Value = uri
	return p, nil
}

// commonName is the CN of a mailbox: the name or, where that says nothing, the address. It is never empty: some programs
// show it and nothing else. What is read from it has the same one.
func commonName(m scheduler.Mailbox) string {
	if name := param(string(m.Name)); name != "" && !scheduler.SameAddress(unparam(name), string(m.Address)) {
		return name
	}
	return param(string(m.Address))
}

func set(c *ical.Component, name, value string) {
	p := ical.NewProp(name)
	p.Value = value
	c.Props.Set(p)
}

// words writes text, escaped; nothing if there is none.
func words(c *ical.Component, name, text string) {
	if text != "" {
		c.Props.SetText(name, text)
	}
}

// instant writes a time in UTC, which no reader can misunderstand.
func instant(c *ical.Component, name string, t time.Time) {
	if !t.IsZero() {
		set(c, name, t.UTC().Format("20060102T150405Z"))
	}
}
