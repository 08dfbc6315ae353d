package calendar

import (
	"time"

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
	Method   string // REPLY, COUNTER, REQUEST, ...; upper case, from the body, else from the MIME parameter
	Declared string // the MIME parameter, where it contradicts the body; "" otherwise
	UID      string
	Event    scheduler.ID // from the UID; "" if it is none of ours
	N        int          // from the UID: the slot
	Domain   string       // from the UID; whether it is ours is for the caller to check
	Sequence int
	Stamp    time.Time // DTSTAMP; zero if missing
	Attendee string    // address of who answers; "" if it is not clear which of Attendees, see For
	Status   Status
	// DelegatedTo is the address of a deputy, where Status is Delegated.
	DelegatedTo string
	Attendees   []Attendee
	Comment     string         // typed into the calendar program; plain text
	Span        scheduler.Span // zero if it cannot be told
	Problem     Problem        // why it cannot be used; "" if it can
}

// Problem names what is wrong with a calendar, as a key for the sentence that says so.
type Problem string

func (p Problem) Error() string { return "calendar: " + string(p) }

const (
	TooLarge         Problem = "too-large"          // more than MaxPart bytes
	LineTooLong      Problem = "line-too-long"      // more than MaxLine bytes in a line that matters
	TooDeep          Problem = "too-deep"           // components nested deeper than MaxDepth
	TooMany          Problem = "too-many"           // components, lines or attendees
	Truncated        Problem = "truncated"          // it ends before its END
	Malformed        Problem = "malformed"          // not a calendar, or its BEGIN and END do not match
	NoEvent          Problem = "no-event"           // a calendar without VEVENT
	SeveralEvents    Problem = "several-events"     // an answer about more than one event
	Recurring        Problem = "recurring"          // a series, or one day of a series
	NoUID            Problem = "no-uid"             // names no event
	NoStatus         Problem = "no-status"          // a REPLY that says neither yes nor no
	SeveralAttendees Problem = "several-attendees"  // it is not clear who answers
	NoAttendee       Problem = "no-attendee"        // nobody answers
	NoTime           Problem = "no-time"            // no begin or no end
	BadTime          Problem = "bad-time"           // a time that does not exist
	FloatingTime     Problem = "floating-time"      // a time without a zone
	AllDay           Problem = "all-day"            // a date without a time
	UnknownZone      Problem = "unknown-zone"       // a zone that nothing defines
	EndBeforeBegin   Problem = "end-before-begin"   // or at the same time
	OtherUID         Problem = "other-uid"          // Choose: not this event
	OtherSlot        Problem = "other-slot"         // Choose: not on offer
	Contradiction    Problem = "contradiction"      // Choose: two answers in one mail
	NotAnAnswer      Problem = "not-an-answer"      // Choose: delegated, or no action needed
)

// For settles who answers where a calendar lists several people: the one with one of these addresses.
func (r Reply) For(addresses ...string) Reply { return r }

// Decode reads every calendar object in the parts of one mail, the same one once. It is total: what cannot be used
// comes back with a Problem.
func Decode(parts ...Part) []Reply { return nil }

// Actions says in the words of the rules what the reply asks: a word on its slot, another time, a remark. It is nil
// where the reply has a Problem or answers nothing.
func (r Reply) Actions() []scheduler.Action { return nil }

// Reading is what the calendars of a mail say about one event, as `parley parse` prints it.
type Reading struct {
	Kind      string           // accept-ics, decline-ics, tentative-ics, counter-ics, unclear
	Available []int            // accept-ics: the slots answered
	Counter   []scheduler.Span // counter-ics
	Reason    Problem          // unclear: why
	Replies   []Reply          // those that count, latest word per slot
}

// Choose reads the answers to an event with these slot numbers on offer. It reports false where no calendar is an
// answer (an echoed invitation, a file): then the text of the mail counts.
func Choose(event scheduler.ID, slots []int, replies []Reply) (Reading, bool) { return Reading{}, false }

// Request is an invitation, or a file of events, that somebody sent to the bot.
type Request struct {
	Method      string // "" is taken for PUBLISH
	UID         string // of the first event
	Sequence    int
	Title       string
	Location    string
	Description string
	URL         string
	Zone        string // IANA name of the zone its times are written in; "" if UTC or unnamed
	Organizer   scheduler.Mailbox
	Attendees   []Attendee
	Spans       []scheduler.Span  // of all events, doubles once, in the order written
	Faults      []scheduler.Fault // everything that is wrong with it, Code is a Problem
}

// DecodeInvitation reads calendars as times to propose. Times without a zone are read in floating; nil makes them a
// fault. It reports false where there is nothing to propose: no calendar, or only answers and cancellations.
func DecodeInvitation(floating *time.Location, parts ...Part) (Request, bool) { return Request{}, false }
