package calendar

import (
	"errors"
	"time"

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
	Attendees   []Attendee
	Tentative   bool   // a hold
	Comment     string // why: DECLINECOUNTER, CANCEL
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

// Encode writes one calendar with one event.
func Encode(in Invite) ([]byte, error) { return nil, errors.ErrUnsupported }

// EncodeFeed writes one published calendar with all events.
func EncodeFeed(all []Invite, info FeedInfo) ([]byte, error) { return nil, errors.ErrUnsupported }
