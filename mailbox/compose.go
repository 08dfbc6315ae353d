package mailbox

import (
	"errors"
	"time"

	"parley/scheduler"
)

// Parts is what a letter is made of. Equal Parts make equal bytes.
type Parts struct {
	From    scheduler.Mailbox
	To      scheduler.Mailbox // one person: calendar programs want to be named in To
	ReplyTo string            // bare address

	Subject    string
	Text       string // the letter as plain text, lines parted by \n
	HTML       string // the same as HTML; "" for text only
	MessageID  string // with or without angle brackets; also what the boundaries are derived from
	InReplyTo  string
	References []string  // oldest first
	Date       time.Time // written in its own zone

	// AutoSubmitted is the value of that header: "auto-replied" for letters that answer a mail; "" is "auto-generated"
	// (RFC 3834 section 5).
	AutoSubmitted string

	Calendar []byte           // an iCalendar object with CRLF line ends; nil for none
	Method   scheduler.Method // of Calendar, repeated in its Content-Type (RFC 6047 section 2.4)
	ICSName  string           // file name of the attached copy; "invite.ics"

	Files   []File            // further attachments
	Headers map[string]string // further headers by name; none of those above
}

// File is an attachment.
type File struct {
	Name string
	Type string // media type such as "text/csv"
	Data []byte
}

// Compose makes the message that is sent, with CRLF line ends and lines of at most 78 characters. Control
// characters in names, subjects and ids are dropped: nothing in Parts can add a header. It fails on what cannot be a mail at all, such as
// an address without @ or a missing Message-ID or date.
func Compose(p Parts) ([]byte, error) { return nil, errors.New("not there yet") }
