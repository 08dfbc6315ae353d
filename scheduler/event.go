package scheduler

import "time"

// ID is the name of an event: eight lower-case letters that can be spoken, such as "rokifadu".
type ID string

// Words is text that belongs to a person: a title, an address, a remark. The store writes only a salted commitment to it
// into the log and keeps the text in a table from which it can be erased; after that it reads as "".
type Words string

// State is where an event stands in its life.
type State string

const (
	Draft     State = "draft"     // faulty or unconfirmed; nobody but its author has been written to
	Open      State = "open"      // people are being asked
	Stuck     State = "stuck"     // no slot is acceptable; still answerable
	Agreed    State = "agreed"    // a slot was agreed and invitations are out
	Lapsed    State = "lapsed"    // the deadline or the last slot passed without agreement
	Cancelled State = "cancelled" // called off; final
)

// Span is a stretch of time: when something begins and how long it takes.
type Span struct {
	Begin    time.Time
	Duration time.Duration
}

// End is the first instant after the span.
func (s Span) End() time.Time { return s.Begin.Add(s.Duration) }

// Slot is a time on offer. Its number is its address for life: numbers start at 1, are given in order, suggestions
// included, and are never reused.
type Slot struct {
	ID int
	Span
	By     PersonID   // who wrote it
	Status SlotStatus // whether it is on offer
	Move   bool       // in the choice for a new time of a meeting that was agreed before

	Accepted   bool // somebody else's suggestion that the organiser said yes to
	Counter    int  // number in the calendar UID that the suggestion countered; 0: it came as text
	CounterSeq int  // SEQUENCE of that counterproposal, echoed if it is refused (RFC 5546 section 3.2.8)
}

// SlotStatus says whether people can choose a slot.
type SlotStatus uint8

const (
	Offered   SlotStatus = iota // on offer
	Suggested                   // proposed by a party; the organiser has not said yet
	Refused                     // the organiser refused the suggestion
	Withdrawn                   // no longer on offer
)

// Verdict is one party's word on one slot.
type Verdict uint8

const (
	Silent   Verdict = iota // no word yet
	No                      // cannot
	IfNeedBe                // can, if it must be
	Yes                     // can
)

// Choice is a verdict on one slot as a person gave it in one message.
type Choice struct {
	Slot      int
	Verdict   Verdict
	Preferred bool // named as the best, or among the best
}

// Word is the standing verdict of a party on a slot, with what orders it against later ones.
type Word struct {
	Verdict   Verdict
	Preferred bool
	Said      time.Time // Date of the mail it came by
	Click     bool      // from a calendar program
	Sequence  int       // of the calendar object that was answered; clicks only (RFC 5546 section 2.1.5)
	Stamp     time.Time // DTSTAMP of the answer; clicks only
	Seq       uint64    // number of the entry that recorded it
}

// Party is somebody invited to an event, and how they stand.
type Party struct {
	Person      PersonID
	Required    bool
	Dropped     bool         // the organiser took them off
	Stopped     bool         // wrote stop: declines everything and gets no more letters
	Unreachable bool         // mail to them fails
	Words       map[int]Word // by slot number
	Asked       []int        // slots of the last question put to them, ascending
	Question    LetterID     // that question
	AskedAt     time.Time    // when it was posted
	Reminded    int          // reminders posted for the current round
	RemindedAt  time.Time    // when the last of them was posted
	Repeated    bool         // said the same again, and was told that it is noted already
	Coming      Verdict      // attendance after agreement; Silent: never said
	ComingBy    Word         // what orders Coming against later words on it
	Pending     *Pending     // a reading that awaits their ok
	Zone        string       // zone their letters show; "" is the event's
	Holds       bool         // wants a tentative calendar entry for each slot
}

// Pending is what was understood of an unclear or doubtful mail, shown in a letter that can be answered with ok.
type Pending struct {
	Letter  LetterID // in which it was shown
	Answers LetterID // which it answered
	Said    time.Time
	Held    time.Time // since when
	From    Words     // the address it came from, where that is not the party's own
	Do      Actions   // what ok will do
	Vouched bool      // it is theirs, and waits for a draft to open
}

// Quote is what somebody wrote that waits to be passed on.
type Quote struct {
	By    PersonID
	Text  Words
	Until time.Time // of an automatic reply: away until then; zero: not said, or no such reply
	Away  bool      // an automatic reply
}

// Source is an event in the organiser's own calendar that an event of ours was opened from, as far as it was followed.
type Source struct {
	UID      string
	Sequence int
	Stamp    time.Time  // DTSTAMP
	Slots    []int      // its times
	People   []PersonID `json:",omitempty"` // whom it invites
	Said     Says       // what else it said when it was last followed
}

// Says is what an event in somebody's calendar says besides times and people.
type Says struct{ Title, Location, Text, URL Words }

// Agreement is the time that was agreed.
type Agreement struct {
	Slot     int // the slot agreed; Span is its time
	Span     Span
	UID      int       // number in the calendar UID, that of the slot first agreed: kept for life
	Sequence int       // of the last calendar message about it (RFC 5546 section 2.1.4)
	Since    int       // Sequence at which the present time was set: answers to older ones are about an older time
	At       time.Time // when it was agreed
	Reason   string    // the step of the agreement rule that decided, such as "only" or "earliest"
	Trigger  string    // what brought it about: "everybody", "required", "deadline", "pick", "quorum"
}

// Options are what an organiser may say in a proposal beside times and people. The zero value is the default.
type Options struct {
	Confirm     bool      // confirm: organiser; the organiser picks
	Quorum      int       // at the deadline, this many besides the organiser are enough; 0 is off
	Suggestions bool      // suggestions: open; suggested times are asked at once
	Holds       bool      // holds: yes; everybody gets tentative calendar entries
	Hidden      bool      // hidden: yes; people do not see each other's answers or names
	Absent      bool      // attend: no; the organiser does not take part
	Progress    string    // "", "each" or "none": how often the organiser hears of answers
	Deadline    time.Time // zero: the default of the rules
}

// Asking is a letter that was posted and not withdrawn, and the slots it shows. Replies to it are read against those slots, however late they come.
type Asking struct {
	To    PersonID
	Kind  Kind
	Slots []int
	At    time.Time

	Method Method // of the calendar object inside, with the number in its UID
	UID    int
}

// Event is what is being scheduled: the fold of its log. Values handed out by the store are the reader's own copies.
type Event struct {
	ID         ID
	Bot        string // address of the bot that opened it
	Key        int    // number of the store key that its secret addresses are made with
	Seq        uint64 // number of its last entry
	State      State
	Title      Words
	Location   Words
	Text       Words // the organiser's own words for the question and the invitation
	URL        Words
	Zone       string     // IANA name, for display and for reading answers; fixed-offset zones are written "UTC+05:30"
	Language   string     // of the organiser's proposal, such as "en"
	Proposal   string     // Message-ID of the organiser's mail, without angle brackets; "" if there was none
	Subject    Words      // Subject of that mail
	Sources    []Source   // the organiser's own calendar, where the proposal came as an invitation
	Outsiders  []Words    // addresses the organiser was asked about
	Organizers []PersonID // the first one opened it
	Parties    []Party    // in the order invited; dropped ones stay, marked. The organiser is none, see Options.Absent
	Slots      []Slot     // in the order of their numbers: Slots[i].ID == i+1
	Options    Options
	Policy     Policy // copied from the configuration when the event opened
	Files      Files  // what the organiser sent along, without what is in it
	FilesAt    uint64 // number of the entry that has it
	Opened     time.Time
	Deadline   time.Time  // in force; zero only in a draft
	Round      time.Time  // when the current round of asking began: reminders count from here
	LastAnswer time.Time  // when the last answer that changed a word was recorded
	Agreement  *Agreement // set from the first agreement on, through later moves
	Moving     bool       // agreed, and a new time is being sought
	Heard      time.Time  // since when all required people have answered; zero: not all have
	Verified   bool       // the proposal's sender was vouched for
	Remarks    []Quote    // for the organiser, with the next letter
	RemarkedAt time.Time  // when the last of them came in
	Pending    *Pending   // a reading of the organiser's mail that awaits their ok
	Letters    map[LetterID]Asking
	Epochs     map[PersonID]Epoch // of parties and organisers whose secrets were revoked; see Epoch
	Faults     []Fault            // of a draft: what must be mended
	Inferred   []Fault            // of a draft: what had to be inferred, shown in the preview
	Changed    time.Time          // instant of its last entry
	Clock      Clock              // which of the clock's duties are done already
}

// Epoch says which secrets of a person in an event are good. It is raised by whatever revokes them: never, stop, being
// dropped. The zero value is that of somebody who never did any of this.
type Epoch struct {
	N     int    // how often it was raised; part of the MAC of their secret address
	Since uint64 // number of the entry that raised it: letters posted by earlier ones prove nothing any more
}

// Proves reports whether a mail that refers to this letter, which was made for p, still shows that it is from p.
func (e Event) Proves(l LetterID, p PersonID) bool { return letterSeq(l) > e.Epochs[p].Since }

// Clock records what the clock has done, so that acting on Due always moves it forward.
type Clock struct {
	Missing    bool      // the organiser was told who is missing
	StuckAt    time.Time // when no slot was acceptable any more; zero: not stuck
	PickTold   bool      // the organiser was asked to pick
	StuckTold  bool      // the letter about being stuck has gone out
	DeadlineAt time.Time // the deadline that was acted upon last
	SlotsUntil time.Time // slots that passed up to here have been noticed
	Progress   time.Time // the organiser was last told of progress
	ProgressAt uint64    // and of everything up to this entry
}

// Slot returns the slot with this number.
func (e Event) Slot(id int) (Slot, bool) {
	if id < 1 || id > len(e.Slots) {
		return Slot{}, false
	}
	return e.Slots[id-1], true
}

// Party returns the party with this number, dropped or not.
func (e Event) Party(p PersonID) (Party, bool) {
	for _, q := range e.Parties {
		if q.Person == p {
			return q, true
		}
	}
	return Party{}, false
}

// Organizer reports whether p may command the event.
func (e Event) Organizer(p PersonID) bool {
	for _, o := range e.Organizers {
		if o == p {
			return true
		}
	}
	return false
}

// Alive reports whether a slot can still be agreed at this instant: it is on offer and begins later than Policy.Notice
// from then.
func (e Event) Alive(s Slot, at time.Time) bool {
	return s.Status == Offered && at.Before(s.Begin.Add(-e.Policy.Notice))
}
