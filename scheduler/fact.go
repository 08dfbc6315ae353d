package scheduler

import (
	"reflect"
	"slices"
	"time"
)

// The facts of an event's log.
type (
	// Plan is what an organiser proposed.
	Plan struct {
		Title    Words     `json:"title"`
		Text     Words     `json:"text,omitempty"`
		Location Words     `json:"location,omitempty"`
		URL      Words     `json:"url,omitempty"`
		Zone     string    `json:"zone,omitempty"`
		Language string    `json:"language,omitempty"`
		Slots    []Span    `json:"slots,omitempty"`
		Invited  []Invited `json:"invited,omitempty"`
		Options  Options   `json:"options"`
		Sources  []Source  `json:"sources,omitempty"`
		Faults   []Fault   `json:"faults,omitempty"`
		Inferred []Fault   `json:"inferred,omitempty"`
	}
	// Invited is a person on the list of a plan.
	Invited struct {
		Person   PersonID `json:"person"`
		Required bool     `json:"required,omitempty"`
		Zone     string   `json:"zone,omitempty"`
		Stopped  bool     `json:"stopped,omitempty"` // wants no letters at all
	}

	// Opened is the first fact of every event: it is open, or a draft.
	Opened struct {
		ID        ID        `json:"id"`
		State     State     `json:"state"`
		Bot       string    `json:"bot,omitempty"`
		Key       int       `json:"key,omitempty"`
		Proposal  string    `json:"proposal,omitempty"`
		Subject   Words     `json:"subject,omitempty"`
		Organizer PersonID  `json:"organizer"`
		Verified  bool      `json:"verified,omitempty"`
		Policy    Policy    `json:"policy"`
		Deadline  time.Time `json:"deadline,omitzero"`
		Plan      Plan      `json:"plan"`
	}
	// Mended says that the author of a draft replaced it.
	Mended struct {
		Plan Plan `json:"plan"`
	}
	// Enclosed are the files that go along with the question and the invitation, in place of all before.
	Enclosed struct {
		Files Files `json:"files"`
	}
	// Began says that a draft became an open event.
	Began struct {
		Deadline time.Time `json:"deadline"`
	}

	// Answered is a party's word on slots.
	Answered struct {
		Person   PersonID    `json:"person"`
		Choices  []Choice    `json:"choices,omitempty"` // that took effect, unnamed ones included
		Old      []Choice    `json:"old,omitempty"`     // that did not: a later word stands
		Letter   LetterID    `json:"letter,omitempty"`  // answered
		Said     time.Time   `json:"said"`
		Click    bool        `json:"click,omitempty"`
		UID      int         `json:"uid,omitempty"`
		Sequence int         `json:"sequence,omitempty"`
		Stamp    time.Time   `json:"stamp,omitzero"`
		Repeat   bool        `json:"repeat,omitempty"` // nothing new in it
		Late     bool        `json:"late,omitempty"`   // kept, but too late to count
		Heard    []Statement `json:"rules,omitempty"`
	}
	// Declined is a party's no to everything on offer.
	Declined struct {
		Person PersonID    `json:"person"`
		Slots  []int       `json:"slots,omitempty"`
		Said   time.Time   `json:"said"`
		Late   bool        `json:"late,omitempty"`
		Heard  []Statement `json:"rules,omitempty"`
	}
	// Attends is a party's word on the meeting that was agreed.
	Attends struct {
		Person   PersonID    `json:"person"`
		Coming   Verdict     `json:"coming"`
		Said     time.Time   `json:"said"`
		Click    bool        `json:"click,omitempty"`
		Sequence int         `json:"sequence,omitempty"`
		Stamp    time.Time   `json:"stamp,omitzero"`
		Heard    []Statement `json:"rules,omitempty"`
	}
	// Remarked is what somebody wrote beside an answer, for the organiser.
	Remarked struct {
		Person   PersonID `json:"person"`
		Text     Words    `json:"text"`
		Question bool     `json:"question,omitempty"`
	}
	// NotUnderstood is a mail that changed nothing. Do is the reading that ok would confirm.
	NotUnderstood struct {
		Person PersonID    `json:"person"`
		Why    string      `json:"why"`
		Detail Words       `json:"detail,omitempty"`
		Heard  []Statement `json:"rules,omitempty"`
		Said   time.Time   `json:"said"`
		Letter LetterID    `json:"letter,omitempty"` // answered
		Do     Actions     `json:"do,omitempty"`
		Others bool        `json:"others,omitempty"` // it went to other people too, and was not answered
	}
	// Parked is what came from a strange address in the name of Person, kept until they say that it was them; or, of a
	// draft, what Person answered to the organiser's own mail, kept until it opens.
	Parked struct {
		Person  PersonID  `json:"person"`
		From    Words     `json:"from"`
		Said    time.Time `json:"said"`
		Letter  LetterID  `json:"letter,omitempty"` // answered
		Do      Actions   `json:"do"`
		Vouched bool      `json:"vouched,omitempty"` // it was them
	}
	// Confirmed says that the pending reading of Person was right; what it does follows.
	Confirmed struct {
		Person PersonID `json:"person"`
	}
	// Discarded says that the pending reading of Person was wrong, or not theirs: their secret address changes. Or that
	// it waited in vain, and nothing else changes.
	Discarded struct {
		Person  PersonID `json:"person"`
		Expired bool     `json:"expired,omitempty"`
	}

	// SlotsAdded gives the next numbers to these times.
	SlotsAdded struct {
		By         PersonID   `json:"by"`
		Slots      []Span     `json:"slots"`
		Status     SlotStatus `json:"status"`
		Counter    int        `json:"counter,omitempty"`
		CounterSeq int        `json:"counter_seq,omitempty"`
	}
	// SlotAccepted puts a suggestion on offer.
	SlotAccepted struct {
		Slot int `json:"slot"`
	}
	// SlotRefused says that the organiser does not want a suggested slot.
	SlotRefused struct {
		Slot int `json:"slot"`
	}
	// SlotWithdrawn takes a slot off the offer.
	SlotWithdrawn struct {
		Slot int `json:"slot"`
	}
	// Revised says that the organiser's own calendar was followed up to this state of one of its events.
	Revised struct {
		Source Source `json:"source"`
	}
	// OutsiderCame says that the organiser was asked about somebody who is not invited.
	OutsiderCame struct {
		Who       Words    `json:"who"`
		For       PersonID `json:"for,omitempty"`
		Delegated bool     `json:"delegated,omitempty"`
		Choices   []Choice `json:"choices,omitempty"` // which do not count
	}
	// RoundBegan starts the counting of reminders anew.
	RoundBegan struct {
		Deadline time.Time `json:"deadline"`
		Move     bool      `json:"move,omitempty"` // a new time is sought for an agreed meeting
		Slots    []int     `json:"slots,omitempty"`
	}
	// MoveEnded says that the meeting stays where it was.
	MoveEnded struct {
		Reason string `json:"reason"`
	}
	// AskedAgain says that those who block a slot are asked whether they could, if need be.
	AskedAgain struct {
		Slot   int        `json:"slot"`
		People []PersonID `json:"people"`
	}

	// Heard says whether all required people have answered.
	Heard struct {
		All bool `json:"all"`
	}
	// FellStuck says that no slot is acceptable.
	FellStuck struct {
		Blocked []PersonID `json:"blocked,omitempty"` // by whom
	}
	// Reopened says that there is something to agree on again.
	Reopened struct {
		Reason string `json:"reason"`
	}
	// RanOut says that the event lapsed.
	RanOut struct {
		Reason string `json:"reason"`
	}
	// AgreedOn is the agreement: the slot, and why.
	AgreedOn struct {
		Slot     int        `json:"slot"`
		Span     Span       `json:"span"`
		Reason   string     `json:"reason"`
		Trigger  string     `json:"trigger"`
		UID      int        `json:"uid"`
		Sequence int        `json:"sequence"`
		Without  []PersonID `json:"without,omitempty"` // required people who said no or nothing: pick and quorum only
	}
	// CalledOff is the end of an event.
	CalledOff struct {
		Reason string `json:"reason,omitempty"`
	}
	// DeadlineCame says that the deadline was acted upon.
	DeadlineCame struct {
		At time.Time `json:"at"`
	}
	// SlotsPassed says that these slots can be agreed no more.
	SlotsPassed struct {
		Slots []int     `json:"slots"`
		Until time.Time `json:"until"`
	}

	// DeadlineSet is a new deadline.
	DeadlineSet struct {
		At time.Time `json:"at"`
	}
	// PartyAdded is somebody invited after the opening.
	PartyAdded struct {
		Invited Invited `json:"invited"`
	}
	// PartyDropped is somebody taken off by the organiser. Their secret address dies.
	PartyDropped struct {
		Person PersonID `json:"person"`
	}
	// RoleSet makes somebody required or optional.
	RoleSet struct {
		Person   PersonID `json:"person"`
		Required bool     `json:"required"`
	}
	// Retitled is a new title.
	Retitled struct {
		Title Words `json:"title"`
	}
	// Reworded is another text, link or both, from the organiser's own calendar.
	Reworded struct {
		Text Words `json:"text,omitempty"`
		URL  Words `json:"url,omitempty"`
	}
	// Relocated is a new place.
	Relocated struct {
		Location Words `json:"location"`
	}
	// Told is what the organiser told everybody.
	Told struct {
		Text Words `json:"text"`
	}
	// Stopped says that a party wants no more letters about this event. Their secret address changes.
	Stopped struct {
		Person PersonID `json:"person"`
	}
	// Restarted takes Stopped back.
	Restarted struct {
		Person PersonID `json:"person"`
	}
	// HoldsWanted says that a party wants tentative calendar entries.
	HoldsWanted struct {
		Person PersonID `json:"person"`
	}
	// ZoneShown is the zone in which a party's letters show times from now on.
	ZoneShown struct {
		Person PersonID `json:"person"`
		Zone   string   `json:"zone"`
	}
	// Bounced says that a letter did not get through.
	Bounced struct {
		Person    PersonID `json:"person"`
		Letter    LetterID `json:"letter,omitempty"`
		Permanent bool     `json:"permanent,omitempty"`
		Said      Words    `json:"said,omitempty"`
	}
	// WasAway says that somebody's program answered for them.
	WasAway struct {
		Person PersonID  `json:"person"`
		Until  time.Time `json:"until,omitzero"`
		Text   Words     `json:"text,omitempty"`
	}
	// TurnedDown is a command that was refused.
	TurnedDown struct {
		Person PersonID `json:"person,omitempty"`
		Word   string   `json:"word"`
		Reason string   `json:"reason"`
	}
	// Posted says which letters are owed, and which of those owed before are not sent after all.
	Posted struct {
		Letters   []Posting  `json:"letters,omitempty"`
		Withdrawn []LetterID `json:"withdrawn,omitempty"`
		Skipped   []Posting  `json:"skipped,omitempty"` // not owed after all: the person wants no letters
	}
)

// The facts of a person's log.
type (
	// Met is the first fact of every person: their address, as first seen.
	Met struct {
		Person  PersonID `json:"person"`
		Name    Words    `json:"name,omitempty"`
		Address Words    `json:"address"`
	}
	// AliasLearned is a further address that a person confirmed as theirs.
	AliasLearned struct {
		Address Words `json:"address"`
	}
	// ZoneLearned is the zone a person asked for.
	ZoneLearned struct {
		Zone string `json:"zone"`
	}
	// LanguageLearned is the language of a person's last mail.
	LanguageLearned struct {
		Language string `json:"language"`
	}
	// NameLearned is what a person calls themselves in a mail of theirs, where only their address was known.
	NameLearned struct {
		Name Words `json:"name"`
	}
	// EverythingStopped says that a person wants no letters at all.
	EverythingStopped struct{}
	// EverythingStarted takes EverythingStopped back.
	EverythingStarted struct{}
	// AddressFailed says that mail to a person does not get through.
	AddressFailed struct {
		Said Words `json:"said,omitempty"`
	}
	// AddressWorks says that a person whose address failed was heard from.
	AddressWorks struct{}
	// FeedRevoked says that the address of a person's calendar feed is dead; they can have another.
	FeedRevoked struct{}
)

// The facts of the house's log.
type (
	// Noted is a mail that was looked at, and nothing was done.
	Noted struct {
		What   string `json:"what"`
		Reason string `json:"reason"`
		From   Words  `json:"from,omitempty"`
		Event  ID     `json:"event,omitempty"`
	}
	// DigestRun is a digest that fell due.
	DigestRun struct {
		Name string `json:"name"`
		Due  string `json:"due"`
	}
	// Sealed is a hash over all logs, which the digest prints.
	Sealed struct {
		Hash Hash `json:"hash"`
	}
)

// everyFact is one of each kind.
var everyFact = []Fact{
	Opened{}, Mended{}, Enclosed{}, Began{}, Answered{}, Declined{}, Attends{}, Remarked{}, NotUnderstood{}, Parked{},
	Confirmed{}, Discarded{}, SlotsAdded{}, SlotAccepted{}, SlotRefused{}, SlotWithdrawn{}, Revised{}, OutsiderCame{}, RoundBegan{}, MoveEnded{}, AskedAgain{},
	Heard{}, FellStuck{}, Reopened{}, RanOut{}, AgreedOn{}, CalledOff{}, DeadlineCame{}, SlotsPassed{},
	DeadlineSet{}, PartyAdded{}, PartyDropped{}, RoleSet{}, Retitled{}, Relocated{}, Reworded{}, Told{}, Stopped{}, Restarted{},
	HoldsWanted{}, ZoneShown{}, Bounced{}, WasAway{}, TurnedDown{}, Posted{}, Met{}, AliasLearned{}, ZoneLearned{},
	LanguageLearned{}, NameLearned{}, EverythingStopped{}, EverythingStarted{}, AddressFailed{}, AddressWorks{}, FeedRevoked{}, Noted{},
	DigestRun{}, Sealed{},
}

var facts = func() map[string]Fact {
	m := make(map[string]Fact, len(everyFact))
	for _, f := range everyFact {
		m[f.Kind()] = f
	}
	return m
}()

// NewFact returns a pointer to the zero value of a kind of fact, to decode JSON into, or nil if no such kind is known.
// Plain takes the pointer away again.
func NewFact(kind string) Fact {
	f, ok := facts[kind]
	if !ok {
		return nil
	}
	return reflect.New(reflect.TypeOf(f)).Interface().(Fact)
}

// FactKinds lists all kinds of facts, in order.
func FactKinds() []string {
	kinds := make([]string, 0, len(facts))
	for k := range facts {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return kinds
}

// Plain is the fact itself where f is a pointer to one. Everything in this package takes both.
func Plain(f Fact) Fact {
	if v := reflect.ValueOf(f); v.Kind() == reflect.Pointer && !v.IsNil() {
		return v.Elem().Interface().(Fact)
	}
	return f
}

// Kind is the name of a fact in logs.
func (Opened) Kind() string            { return "opened" }
func (Mended) Kind() string            { return "mended" }
func (Enclosed) Kind() string          { return "enclosed" }
func (Began) Kind() string             { return "began" }
func (Answered) Kind() string          { return "answered" }
func (Declined) Kind() string          { return "declined" }
func (Attends) Kind() string           { return "attendance" }
func (Remarked) Kind() string          { return "remarked" }
func (NotUnderstood) Kind() string     { return "not-understood" }
func (Parked) Kind() string            { return "parked" }
func (Confirmed) Kind() string         { return "confirmed" }
func (Discarded) Kind() string         { return "discarded" }
func (SlotsAdded) Kind() string        { return "slots-added" }
func (SlotAccepted) Kind() string      { return "slot-accepted" }
func (SlotRefused) Kind() string       { return "slot-refused" }
func (SlotWithdrawn) Kind() string     { return "slot-withdrawn" }
func (Revised) Kind() string           { return "revised" }
func (OutsiderCame) Kind() string      { return "outsider" }
func (RoundBegan) Kind() string        { return "round-began" }
func (MoveEnded) Kind() string         { return "move-ended" }
func (AskedAgain) Kind() string        { return "asked-again" }
func (Heard) Kind() string             { return "heard" }
func (FellStuck) Kind() string         { return "stuck" }
func (Reopened) Kind() string          { return "reopened" }
func (RanOut) Kind() string            { return "lapsed" }
func (AgreedOn) Kind() string          { return "agreed" }
func (CalledOff) Kind() string         { return "cancelled" }
func (DeadlineCame) Kind() string      { return "deadline-came" }
func (SlotsPassed) Kind() string       { return "slots-passed" }
func (DeadlineSet) Kind() string       { return "deadline-set" }
func (PartyAdded) Kind() string        { return "party-added" }
func (PartyDropped) Kind() string      { return "party-dropped" }
func (RoleSet) Kind() string           { return "role-set" }
func (Retitled) Kind() string          { return "retitled" }
func (Relocated) Kind() string         { return "relocated" }
func (Reworded) Kind() string          { return "reworded" }
func (Told) Kind() string              { return "told" }
func (Stopped) Kind() string           { return "stopped" }
func (Restarted) Kind() string         { return "restarted" }
func (HoldsWanted) Kind() string       { return "holds-wanted" }
func (ZoneShown) Kind() string         { return "zone-shown" }
func (Bounced) Kind() string           { return "bounced" }
func (WasAway) Kind() string           { return "away" }
func (TurnedDown) Kind() string        { return "turned-down" }
func (Posted) Kind() string            { return "posted" }
func (Met) Kind() string               { return "met" }
func (AliasLearned) Kind() string      { return "alias-learned" }
func (ZoneLearned) Kind() string       { return "zone-learned" }
func (LanguageLearned) Kind() string   { return "language-learned" }
func (NameLearned) Kind() string       { return "name-learned" }
func (EverythingStopped) Kind() string { return "everything-stopped" }
func (EverythingStarted) Kind() string { return "everything-started" }
func (AddressFailed) Kind() string     { return "address-failed" }
func (AddressWorks) Kind() string      { return "address-works" }
func (FeedRevoked) Kind() string       { return "feed-revoked" }
func (Noted) Kind() string             { return "noted" }
func (DigestRun) Kind() string         { return "digest-run" }
func (Sealed) Kind() string            { return "sealed" }
