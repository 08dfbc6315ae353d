package parser

import (
	"strings"
	"time"

	"parley/scheduler"
)

// Mail is a message as read. Only Lines of class Written are the sender's own words.
type Mail struct {
	MessageID  string   // without angle brackets, as all ids here; "" if there is none
	InReplyTo  string   // the first id of the field
	References []string // oldest first

	Date      time.Time // of the header, in its own zone; zero if missing or unreadable
	From      scheduler.Mailbox
	Sender    scheduler.Mailbox
	ReplyTo   scheduler.Mailbox
	To, Cc    []scheduler.Mailbox
	Delivered []string // addresses of Delivered-To, X-Original-To and Envelope-To, topmost first
	Subject   string   // decoded, white space folded, with its reply prefixes
	Reply     bool     // it answers another mail: In-Reply-To, References or a reply prefix in the subject
	Auth      []AuthResult

	Lines       []Line         // the text as shown, in order
	Alternative []Line         // the same of the HTML part, where it says something else than the plain one; else nil
	HTML        bool           // Lines were made from HTML
	Calendars   []CalendarPart // in order, each different one once
	Attachments []Attachment   // everything that was not read
	Forward     bool           // it carries a forwarded mail

	Machine  Machine
	Bounce   *Bounce   // what a delivery report says; nil if it is none
	Away     time.Time // the day until which an absence notice says that its sender is away; zero if unsaid
	Language string    // of the written lines: "en", "de", ...; "" if too little was written to tell
	Problem  Problem   // why the text cannot be relied upon; "" if it can
}

// Problem is a reason not to take the words of a mail at their face.
type Problem string

const (
	Encrypted   Problem = "encrypted"   // S/MIME, OpenPGP
	Undecodable Problem = "undecodable" // bytes that no charset or transfer encoding makes words of
	Empty       Problem = "empty"       // nothing was written
	Disagree    Problem = "parts-disagree"
	Truncated   Problem = "truncated" // cut off on the way, or larger than is read
	Unreadable  Problem = "unreadable"
)

// Class says whose words a line is, and what for.
type Class uint8

const (
	unclassed   Class = iota // until all of its mail is read
	Written                  // the sender's words
	Quoted                   // an earlier mail, marked or not
	Attribution              // "On Monday Ana wrote:"
	Header                   // From, Sent, To, Subject above an earlier mail, and the line above those
	Signature                // closing, name, telephone, "Sent from my telephone"
	Footer                   // disclaimers, list footers, what virus scanners add
	Banner                   // "This mail comes from outside"
	Forwarded                // a mail passed on
	commandLine              // a word of the bot, while the rest is read
)

func (c Class) String() string {
	return [...]string{"", "written", "quoted", "attribution", "header", "signature", "footer", "banner", "forwarded", "command"}[c]
}

// Cause is the rule that gave a line its class.
type Cause uint8

const (
	unsaid Cause = iota
	byMarkup
	byTableHeading
	byNotesHeader
	byQuoteMark
	byOriginal // it stands below the header or attribution of an earlier mail
	byForward  // likewise, of one passed on
	byAttribution
	byHeaderBlock
	byRule
	byForwardMark
	byOriginalMark
	byReplyAbove
	byRewrapping
	byArmour
	byUuencode
	byDelimiter
	bySentFrom
	byReaction
	byFooter
	byDisclaimer
	byTicket
	byClosing
	byName
	byContact
	byBanner
)

// String is the name of the rule as people are shown it, "" if there was none.
func (c Cause) String() string {
	return [...]string{"", "markup", "table-heading", "notes-header", "quote-mark", "original", "forwarded", "attribution", "header-block", "rule",
		"forward-mark", "original-mark", "reply-above", "rewrapped", "pgp-armour", "uuencode", "delimiter", "sent-from", "reaction",
		"list-or-scanner", "disclaimer", "ticket", "closing", "name", "contact", "external-banner"}[c]
}

// Line is one line of text as the reader of the mail sees it: quote marks taken off, soft breaks joined, hidden and struck-out
// words left out, spaces of all kinds made plain ones and runs of them single, never with a line break in it. Mails have hundreds,
// so it is kept small.
type Line struct {
	Text   string
	Marked *Marked // nil on nearly all lines
	Under  int32   // of a written line: index of the quoted line with text that stands nearest above it; -1 if none does
	Depth  int16   // how many mails down: 1 is the mail that is answered, 2 what that one quotes, marked or not
	Class  Class
	Why    Cause // unsaid for written lines
}

// Marked is what the markup says of some words of a line.
type Marked struct {
	Struck string // words that were struck out
	Typed  string // of a quoted line: words at its end in a colour of their own, as people mark what they type into it
}

// Struck returns the words of a line that were struck out.
func (l *Line) Struck() string {
	if l.Marked == nil {
		return ""
	}
	return l.Marked.Struck
}

// Typed returns the words at the end of a quoted line that have a colour of their own.
func (l *Line) Typed() string {
	if l.Marked == nil {
		return ""
	}
	return l.Marked.Typed
}

// Blank reports whether there is nothing to read on the line.
func (l Line) Blank() bool { return l.Text == "" }

// Text returns the sender's own words, one line each, without blank lines at the ends.
func (m Mail) Text() string { return written(m.Lines) }

func written(lines []Line) string {
	var b strings.Builder
	n := 0
	for i := range lines {
		if lines[i].Class == Written {
			n += len(lines[i].Text) + 1
		}
	}
	b.Grow(n)
	blank := false
	for i := range lines {
		switch l := &lines[i]; {
		case l.Class != Written:
		case l.Text == "":
			blank = b.Len() > 0
		default:
			if blank {
				b.WriteByte('\n')
			}
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			blank = false
			b.WriteString(l.Text)
		}
	}
	return b.String()
}

// CalendarPart is a part that carries an iCalendar object (RFC 5545), undecoded.
type CalendarPart struct {
	Type   string // media type, lower case
	Method string // the method parameter, upper case; "" if there is none (RFC 6047 section 2.4)
	Name   string // file name
	Inline bool   // not an attachment: text/calendar inside an alternative, say
	Bytes  []byte // transfer encoding undone, made UTF-8
}

// Attachment is a part that was not read.
type Attachment struct {
	Type  string // media type, lower case
	Name  string
	Size  int    // bytes, decoded; about so where Bytes is nil
	Inner bool   // belongs to the text, as a picture in it does, or to a signature of the mail, rather than being sent along
	Bytes []byte // decoded, of what is sent along; nil if larger than scheduler.MaxFileBytes
}

// Machine says what kind of sender wrote the mail, its calendar parts left aside.
type Machine struct {
	Kind   MachineKind
	Reason string // name of the mark that told: "auto-submitted", "dsn", "absence-text", ...; "" for people
}

// MachineKind is a kind of sender.
type MachineKind string

const (
	Human     MachineKind = ""        // a person, as far as one can tell
	Bouncing  MachineKind = "bounce"  // a mail system about a mail of ours
	Automatic MachineKind = "auto"    // a responder, a mailing
	ReadMark  MachineKind = "receipt" // a notice that a mail was displayed (RFC 8098)
)

// Bounce is what a delivery report says (RFC 3464), or an older one in prose.
type Bounce struct {
	Failed     []Failure
	Original   string // Message-ID of the mail that it is about; "" if unsaid
	OriginalTo string // the To of that mail; "" if unsaid
}

// Failure is what became of one recipient.
type Failure struct {
	Address    string // Original-Recipient where given, else Final-Recipient
	Status     string // enhanced status code such as "5.1.1" (RFC 3463); "" if unsaid
	Diagnostic string // the server's words
	Fate       Fate
}

// Fate is what became of a mail.
type Fate string

const (
	Failed    Fate = "failed" // for good
	Delayed   Fate = "delayed"
	Delivered Fate = "delivered" // relayed and expanded included
)

// AuthResult is one result of one Authentication-Results field (RFC 8601), topmost field first.
type AuthResult struct {
	Server string // authserv-id, lower case
	Method string // "dmarc", "spf", "dkim", ..., lower case
	Result string // "pass", "fail", "none", ..., lower case
	Domain string // header.from, header.d or the domain of smtp.mailfrom, as the method has it; lower case
	field  int    // which of the fields it stood in, from 0
}

// DMARC returns the verdict on the From domain by the topmost field of the trusted server, and the domain it is about.
// Fields below it, and those of other servers, are not looked at: anybody could have written them.
func (m Mail) DMARC(trusted string) (result, domain string) {
	for i, a := range m.Auth {
		if !strings.EqualFold(a.Server, trusted) {
			continue
		}
		for _, b := range m.Auth[i:] {
			if b.field != a.field {
				break
			}
			if b.Method == "dmarc" {
				return b.Result, b.Domain
			}
		}
		return "", ""
	}
	return "", ""
}
