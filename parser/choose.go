package parser

import (
	"time"

	"parley/scheduler"
)

// Offer is what a mail is read against: the letter that it answers.
type Offer struct {
	Slots     []scheduler.Slot    // slots of that letter, ascending by number; numbers may have gaps
	Zone      *time.Location      // zone the letter showed: what people write is read in it
	EventZone *time.Location      // if it would give other slots than Zone: unclear; nil means Zone
	Now       time.Time           // when the mail is read
	Duration  time.Duration       // of the event, for counterproposals without an end
	Organizer bool                // reads the organiser's words too
	Confirm   bool                // the letter can be answered with ok: "ok" alone confirms it and is no answer
	People    []scheduler.Mailbox // of the event, to be known by their names in commands
}

// Kind is what a mail turned out to be.
type Kind string

const (
	KindSelection Kind = "selection"
	KindCounter   Kind = "counter"
	KindCommand   Kind = "command"
	KindDecline   Kind = "decline"
	KindUnclear   Kind = "unclear"
	KindAuto      Kind = "auto"
	KindBounce    Kind = "bounce"
)

// Reading is what a mail says.
type Reading struct {
	Kind      Kind
	Available []int // all slots that work, those of Maybe and Preferred included; ascending
	Maybe     []int // only if need be
	Preferred []int
	Refused   []int // named and refused
	Adds      bool  // "also 4": slots that are not named keep their word
	Counter   []scheduler.Span
	Commands  []scheduler.Action
	Command   string // the word, if the mail is nothing but one command
	Remarks   []Remark
	Reason    string             // name of the rule that decided
	Detail    string             // words that could not be read, of an unclear mail
	Guess     []scheduler.Choice // of an unclear mail: the one good candidate, which "ok" may confirm
	Language  string             // such as "en"; "" if too little was written to tell
	Steps     []Step             // of what was written; Trace has the lines that were dropped too
}

// Remark is something a person wrote that was not used as an answer.
type Remark struct {
	Text     string
	Question bool
}

// Step says what became of one line of a mail.
type Step struct {
	Line  int    // from 1, as in Mail.Lines
	Text  string // of the line, or the words of it that the step is about
	Rule  string // what dropped it or read it
	Slots []int  // that it was mapped to
	Says  string // verdict: "yes", "no", "prefer", "if need be"; "" for none
	Doubt bool   // Rule stood against an answer

	sentence int // of the text, in order; 0 unknown
}
