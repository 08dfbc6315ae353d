package scheduler

import "time"

// Cause names the input behind a command. One cause takes effect at most once.
type Cause string

// Via is the way a command came.
type Via string

const (
	ByMail     Via = "mail"
	ByClick    Via = "click" // a calendar reply
	ByClock    Via = "clock"
	ByOperator Via = "operator" // command line
	ByBounce   Via = "bounce"
)

// Command is what somebody asks: one mail, one click, one tick of the clock, one command line. It may ask several things.
type Command struct {
	Cause    Cause
	Event    ID      // "" for a proposal (the store names it) and for what concerns no event
	By       Mailbox // who asks; Decide finds or adds the person. Zero: the clock or the house
	Operator bool    // By may do everything
	Verified bool    // the sender's domain vouches for From (aligned DMARC), or the mail came to a secret address of By
	Via      Via
	At       time.Time // when it is carried out
	Said     time.Time // Date of the mail; zero: At
	Bot      string    // address of the bot that received it
	Answers  LetterID  // the letter of ours that it answers; "" unknown
	Mail     Mail      // the mail it came by; zero for the clock
	Language string    // that its text is written in; "" unknown
	Do       Actions
}

// Mail is what is remembered of an incoming message. None of it is secret; Subject and From are Words in any fact.
type Mail struct {
	MessageID  string // without angle brackets
	References []string
	Subject    Words
	To         []Mailbox // To and Cc, for a copy to be recognised
}

// Action is one thing that is asked. The types that implement it are the whole list; each is a struct so that it can be
// stored, printed and compared.
type Action interface{ action() }

// Actions are what one mail asks, in its order. They keep their kinds in JSON; see actions.go.
type Actions []Action

type (
	// Propose opens an event, or a draft of one.
	Propose struct {
		Title    Words
		Text     Words
		Location Words
		URL      Words
		Zone     string // as in Event.Zone
		Slots    []Span
		Length   time.Duration // of all times, where a mail that mends a draft says no more of them; else 0
		Required []Mailbox
		Optional []Mailbox
		Zones    map[string]string // zone of a party by canonical address: "zone ana@… Asia/Kolkata"
		Options  Options
		Files    Files
		Sources  []Source // the events of a calendar that it came as
		Faults   []Fault  // everything wrong with it; the store opens a draft
		Inferred []Fault  // what had to be inferred; the organiser gets a preview first
	}
	// Answer is a word on slots, and perhaps other times.
	Answer struct {
		Choices  []Choice // what was named
		Whole    bool     // slots of the letter that are not named are no: a text answer
		Suggest  []Span   // other times proposed
		Click    bool
		UID      int         // number in the calendar UID that was answered; clicks only
		Sequence int         // clicks only
		Stamp    time.Time   // clicks only
		Heard    []Statement `json:"Rules"` // what led here; of earlier versions the rules alone
	}
	// Decline is a no to everything.
	Decline struct {
		Heard []Statement `json:"Rules"`
	}
	// Remark is what a person wrote that was not used as an answer.
	Remark struct {
		Text     Words
		Question bool // wants a reply soon
	}
	// Misread is a mail that could not be read with certainty: nothing is changed, its sender is asked back.
	Misread struct {
		Why    string      // name of the rule that stopped the reading
		Detail Words       // for the reader of the letter: what was not understood
		Heard  []Statement // the same, statement by statement
		Maybe  Actions     // a reading that ok would confirm; empty: none
		Others bool        // the mail also went to other people: log it, do not answer
	}

	Help    struct{}
	Status  struct{}
	Who     struct{}
	Why     struct{ MessageID string }
	ShowLog struct{}
	// Remind sends the question again: to oneself, or, from the organiser, to all who are silent.
	Remind  struct{}
	Stop    struct{}
	StopAll struct{}
	Start   struct{}
	Resend  struct{}
	Hold    struct{}              // wants calendar holds
	Zone    struct{ Name string } // timezone Europe/Paris
	OK      struct{}              // confirms the reading or preview in the letter answered
	Never   struct{}              // to "was this you?"

	Go          struct{}
	Pick        struct{ Slot int }
	Extend      struct{ Slots []Span }
	Move        struct{ Slots []Span }
	AskAgain    struct{ Slot int } // ask 2: could those who block it make it, if need be?
	Accept      struct{ Slot int }
	Refuse      struct{ Slot int }
	SetDeadline struct{ At time.Time }
	Add         struct {
		Who      Mailbox
		Optional bool
	}
	Drop         struct{ Who Words }
	Require      struct{ Who Words }
	MakeOptional struct{ Who Words }
	Replace      struct{ Old, New Words }
	Retitle      struct{ Title Words }
	Relocate     struct{ Location Words }
	Tell         struct{ Text Words } // tell everyone: …
	Cancel       struct{}
	Copy         struct{}
	// Unknown is a line that looks like a command and is none that we know, or has something wrong with it.
	Unknown struct {
		Line  Words
		Fault Fault
	}

	// Tick is the clock: everything that is due at Command.At is done. For says what Due named, for the log.
	Tick struct{ For string }
	// Bounce says that a letter did not get through.
	Bounce struct {
		To        Words    // the address that failed; "" if only the letter is known
		Letter    LetterID // "" unknown
		Permanent bool
		Said      Words // the server's words
	}
	// Away says that somebody's program answered for them. It is not an answer.
	Away struct {
		Until time.Time // zero: not said
		Text  Words
	}
	// Park keeps what somebody asked in the name of a party until the party says it was them.
	Park struct {
		Party PersonID // in whose name
		From  Words    // the address it came from
		Do    Actions
	}
	// Outsider is a calendar's answer by somebody who is not invited, or a party's wish that somebody else come in their
	// place. The organiser is asked; nothing else changes.
	Outsider struct {
		Who       Words    // address
		For       PersonID // the party whose invitation it was; 0: not known
		Delegated bool     // For names Who
		Choices   []Choice // what they answered, which does not count
	}
	// Revise is an event in the organiser's own calendar, out of which an event of ours was opened, as it is now.
	Revise struct {
		Source    Source // UID, Sequence and Stamp
		Cancelled bool
		Joins     bool    // it is not followed yet: its times are further ones of the same meeting
		Plan      Propose // its times, people, words and files; Options and Faults are left alone
	}
	// Note puts into the house's log that a mail was looked at and nothing was done.
	Note struct {
		What   string // "ignored", "refused", "unknown"
		Reason string // such as "vacation" or "not an organiser"
		From   Words
	}
	// Reject says that a mail was not carried out, and its sender is told why.
	Reject struct {
		Reason string  // key of the sentence
		Args   []Words // that it names: the value, the limit
	}
	// RevokeFeed makes the address of a person's calendar feed useless. Operators only.
	RevokeFeed struct{ Who Words }
	// RunDigest says that the digest of this name fell due and is to be sent.
	RunDigest struct {
		Name string
		Due  string // wall-clock minute, "2026-11-23T07:00 Europe/Helsinki"
		To   []Words
	}
)

func (Propose) action()      {}
func (Answer) action()       {}
func (Decline) action()      {}
func (Remark) action()       {}
func (Misread) action()      {}
func (Help) action()         {}
func (Status) action()       {}
func (Who) action()          {}
func (Why) action()          {}
func (ShowLog) action()      {}
func (Remind) action()       {}
func (Stop) action()         {}
func (StopAll) action()      {}
func (Start) action()        {}
func (Resend) action()       {}
func (Hold) action()         {}
func (Zone) action()         {}
func (OK) action()           {}
func (Never) action()        {}
func (Go) action()           {}
func (Pick) action()         {}
func (Extend) action()       {}
func (Move) action()         {}
func (AskAgain) action()     {}
func (Accept) action()       {}
func (Refuse) action()       {}
func (SetDeadline) action()  {}
func (Add) action()          {}
func (Drop) action()         {}
func (Require) action()      {}
func (MakeOptional) action() {}
func (Replace) action()      {}
func (Retitle) action()      {}
func (Relocate) action()     {}
func (Tell) action()         {}
func (Cancel) action()       {}
func (Copy) action()         {}
func (Unknown) action()      {}
func (Tick) action()         {}
func (Bounce) action()       {}
func (Away) action()         {}
func (Park) action()         {}
func (Outsider) action()     {}
func (Revise) action()       {}
func (Note) action()         {}
func (Reject) action()       {}
func (RevokeFeed) action()   {}
func (RunDigest) action()    {}
