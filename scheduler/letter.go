package scheduler

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// LetterID names a letter within its event: the number of the entry that posted it and a letter of the alphabet or more,
// "12a". It is part of the Message-ID and is never used twice.
type LetterID string

// Kind is what a letter is for. Each kind has a template of its own.
type Kind string

const (
	Question       Kind = "question"   // asks a party about slots
	Reminder       Kind = "reminder"   // the question again, to somebody silent
	AskCould       Kind = "could"      // ask 2: could you, if need be?
	Receipt        Kind = "receipt"    // to the organiser: the event is open, everything as read
	Preview        Kind = "preview"    // to the organiser: confirm with go
	Faulty         Kind = "faulty"     // to the organiser: what to mend
	Ack            Kind = "ack"        // how the answer was read, and what it leaves
	AskBack        Kind = "askback"    // not understood
	Progress       Kind = "progress"   // to the organiser
	Missing        Kind = "missing"    // to the organiser, a day before the deadline
	StuckNow       Kind = "stuck"      // to the organiser: the ways out
	PickOne        Kind = "pick"       // to the organiser: confirm: organiser, and a slot is agreeable
	Suggestion     Kind = "suggestion" // to the organiser: a party proposes other times
	Invitation     Kind = "invitation" // agreed: the calendar invitation
	Update         Kind = "update"     // the invitation changed (time, title, place)
	Release        Kind = "release"    // the calendar entry is taken out of one person's calendar
	HoldNote       Kind = "hold"       // a tentative calendar entry for one slot
	Released       Kind = "released"   // a hold is given up
	CounterRefused Kind = "counterno"  // DECLINECOUNTER
	AgreedInfo     Kind = "agreed"     // for information, without invitation
	TooLate        Kind = "toolate"    // answer after the agreement, or to an event that is over
	LapsedNow      Kind = "lapsed"
	CancelNote     Kind = "cancelled" // with CANCEL where there was an invitation
	Failing        Kind = "failing"   // to the organiser: an address does not work
	PassedOn       Kind = "passedon"  // words for the organiser, or tell everyone
	Transcript     Kind = "transcript"
	HelpText       Kind = "help"
	StatusText     Kind = "status"
	WhoText        Kind = "who"
	LogText        Kind = "log"
	WhyText        Kind = "why"
	StoppedNow     Kind = "stopped" // the last letter; says how to start again
	WasThisYou     Kind = "wasthisyou"
	NotAllowed     Kind = "notallowed" // a refusal with its reason
	Digest         Kind = "digest"     // to operators
)

// Method is the iTIP method of the calendar object that a letter carries (RFC 5546 section 1.4).
type Method string

const (
	MethodNone           Method = ""
	MethodRequest        Method = "REQUEST"
	MethodCancel         Method = "CANCEL"
	MethodDeclineCounter Method = "DECLINECOUNTER"
)

// Letter is a mail that we owe somebody. It says what is to be told; the words are chosen when it is first claimed for
// sending, so that a later decision can still withdraw or replace it.
type Letter struct {
	ID       LetterID
	Event    ID // "" for letters of the house
	To       PersonID
	Kind     Kind
	At       time.Time // when it was posted
	NotUntil time.Time // do not send before; zero: at once

	Slots     []int       // asked, or concerned
	Method    Method      // of the calendar object inside
	UID       int         // number in its UID
	Sequence  int         // fixed here, so that it never falls
	Tentative bool        // a hold
	Span      Span        // of the calendar object
	Answers   string      // Message-ID of the mail that this letter answers, for threading; "" if none
	Choices   []Choice    // as read: Ack, AskBack
	Suggested []Span      // as read
	Reason    string      // name of the rule, refusal or step that the letter reports
	Lines     []Line      // Transcript: what was asked and what came of it
	Faults    []Fault     // Faulty, Preview
	Text      Words       // words passed on, the server's words, the line not understood
	About     PersonID    // whom it is about, if somebody else
	Remarks   []Quote     // to the organiser: what people wrote meanwhile, whatever kind of letter this is
	Heard     []Statement // AskBack: how their words were read
	OK        bool        // the letter can be answered with ok, which does what it shows
}

// Statement is what became of one statement in a mail.
type Statement struct {
	Line    int      `json:",omitempty"` // of the mail, from 1; 0: the mail as a whole
	Said    Words    `json:",omitempty"` // as written; "" where that is of no use, or was erased
	Choices []Choice `json:",omitempty"` // what it says; none: nothing about the slots
	Rule    string   `json:",omitempty"` // key of what read it
	Why     string   `json:",omitempty"` // key of what makes it doubtful; "" it was understood
}

// MarshalJSON writes a rule alone as "3:range", with its line, or "confirmed": all that logs held at first.
func (s Statement) MarshalJSON() ([]byte, error) {
	type plain Statement
	switch {
	case s.Said != "" || s.Why != "" || s.Choices != nil:
		return json.Marshal(plain(s))
	case s.Line == 0:
		return json.Marshal(s.Rule)
	}
	return json.Marshal(strconv.Itoa(s.Line) + ":" + s.Rule)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Statement) UnmarshalJSON(data []byte) error {
	var alone string
	if json.Unmarshal(data, &alone) != nil {
		type plain Statement
		return json.Unmarshal(data, (*plain)(s))
	}
	line, rule, _ := strings.Cut(alone, ":")
	n, err := strconv.Atoi(line)
	if err != nil {
		rule = alone
	}
	*s = Statement{Line: n, Rule: rule}
	return nil
}

// Line is one line of a mail with commands, and what came of it.
type Line struct {
	Said   Words  // as written; "" for an answer
	Done   bool   // false: refused, Reason says why
	Reason string // key of the sentence that says what was done or what was wrong
	Args   []Words
}

// Fault is something wrong with, or inferred from, what somebody wrote. All faults of a mail are reported at once.
type Fault struct {
	Code  string // key of the sentence, such as "past-slot", "no-time", "ambiguous-date", "limit-slots"
	Line  Words  // the words concerned; "" if the whole mail
	Value string // the value that was given or inferred
	Limit string // the limit, where one was crossed
}

// Posting is a letter as logs know it.
type Posting struct {
	ID    LetterID
	To    PersonID
	Kind  Kind
	Slots []int

	NotUntil time.Time // as in Letter
	Method   Method    // of the calendar object inside, with its UID and SEQUENCE
	UID      int
	Sequence int
}

// Decision is what follows from a command.
type Decision struct {
	By        PersonID // who asked, just met or known; 0: nobody
	Facts     []Logged // the facts of one log get consecutive numbers, in this order
	Letters   []Letter
	Withdrawn []LetterID // letters of the event that are no longer wanted; ignored if already claimed
	At        time.Time  // for the entries: Command.At, but never before the last entry of the event
	Refusal   string     // key of the reason why nothing was done, "" if something was; for operators and scripts
}

// Logged is a fact and the log it goes to.
type Logged struct {
	Log  LogID
	Fact Fact
}

// World is all that a decision may look at. The store reads it in the transaction that will write the decision.
type World struct {
	Event      Event // zero if Command.Event is new or ""
	People     People
	NextPerson PersonID // number for the next person met
	Policy     Policy   // of the house; events keep their own copy
	Pending    []Letter // letters of the event that wait in the outbox and were not claimed yet
	House      House
}

// House is what decisions about the house may look at.
type House struct {
	Seq  uint64
	Key  int  // number of the current store key
	Seal Hash // what a seal over all logs would be now; computed only for RunDigest
}
