package mailbox

import (
	"time"

	"parley/scheduler"
)

// View is all that a letter's text may look at. Equal views give equal letters.
type View struct {
	Letter  scheduler.Letter
	Event   scheduler.Event // zero for letters of the house
	People  scheduler.People
	To      scheduler.Person
	Now     time.Time
	Bot     scheduler.Mailbox // name and bare address of the bot
	ReplyTo string            // the recipient's secret address; mailto: links go here
	FeedURL string            // calendar feed of the recipient; "" is off
	Files   scheduler.Files   // what goes along with the letter
	Outbox  []Delivery        // how far the letters of the event got: Status
	Log     []scheduler.Entry // the event's, ascending: ShowLog, Why, Status
	Digest  *DigestData       // Kind Digest
}

// Content is a letter in words. Text has LF line ends and at most 72 columns; HTML is a whole document without scripts or
// remote content.
type Content struct {
	FromName string // display name for From
	Subject  string
	Text     string
	HTML     string
}

// Delivery is how far one letter got.
type Delivery struct {
	To       scheduler.PersonID
	Letter   scheduler.LetterID
	Kind     scheduler.Kind
	State    DeliveryState
	At       time.Time // sent, or last tried
	Attempts int
	Said     string // the server's last words; "" none
}

// DeliveryState says where a letter stands on its way out.
type DeliveryState string

const (
	DeliveryWaiting DeliveryState = "waiting" // in the outbox, or put off after a temporary failure
	DeliverySent    DeliveryState = "sent"    // the relay took it
	DeliveryFailed  DeliveryState = "failed"  // refused for good
)

// DigestData is what a digest tells operators about the time from Since to Until.
type DigestData struct {
	Name         string
	Zone         string // IANA name; its wall clock is used throughout
	Since, Until time.Time
	Open         int         // events open or stuck at Until
	Needs        []Need      // what somebody has to do something about
	Opened       []EventLine // in this time
	Agreed       []EventLine
	Stuck        []EventLine
	Lapsed       []EventLine
	Cancelled    []EventLine
	Waiting      []Waited
	Unread       []Counted // mails not understood, by reason
	Parked       []Counted
	Ignored      []Counted
	Refused      []Counted
	Dropped      []Counted // letters that caps held back
	Failing      []Undelivered
	Days         []DayCount     // oldest first
	Seal         scheduler.Hash // over all logs; zero prints nothing
}

// Need is something that does not go on by itself.
type Need struct {
	Event scheduler.ID // "" if it concerns no event
	Title scheduler.Words
	What  string // key: "stuck", "pick", "suggestion", "draft", "parked", "failing", "lapsed", "undelivered", "declined"
	Since time.Time
	Hurts []scheduler.Words // who is kept waiting by it or, of "declined", who does not come, by name
	Reply string            // the line that settles it, such as "pick rokifadu 2"; "" none
}

// EventLine is an event in a list.
type EventLine struct {
	Event scheduler.ID
	Title scheduler.Words
	By    scheduler.Words // organiser's name
	At    time.Time       // when it happened
	Span  scheduler.Span  // Agreed: what was agreed; else zero
	Note  string          // key of the reason, as in Agreement.Trigger; "" none
}

// Waited is somebody whose answer is missing.
type Waited struct {
	Name     scheduler.Words
	Event    scheduler.ID
	Title    scheduler.Words
	Since    time.Time // asked
	Deadline time.Time
}

// Counted is how often something happened for one reason.
type Counted struct {
	Reason string // key or words
	N      int
}

// Undelivered is a letter that does not get through.
type Undelivered struct {
	To       scheduler.Words // address
	Event    scheduler.ID
	Kind     scheduler.Kind
	Since    time.Time
	Attempts int
	Said     string // the server's words
}

// DayCount is one day's traffic.
type DayCount struct {
	Day      time.Time // any instant of it
	Received int
	Sent     int
	Answers  int
}

// Write puts a letter into words, in its reader's language and zone. It fails only on a kind of letter it does not know.
func Write(v View) (Content, error) { return write(v) }

// Describe says in one English sentence where an event stands at this instant and what would settle it.
func Describe(e scheduler.Event, p scheduler.People, now time.Time) string {
	return describe(catalogOf("en"), e, p, now)
}

// LogSentence says in one sentence what an entry recorded, in the language if it is known and in English otherwise.
func LogSentence(lang string, n scheduler.Entry, p scheduler.People, e scheduler.Event) string {
	return logSentence(catalogOf(lang), n, p, e)
}
