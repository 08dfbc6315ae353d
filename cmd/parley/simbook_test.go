package main

import (
	"fmt"
	"slices"
	"time"

	"parley/scheduler"
)

// book is what the simulation itself makes of an event's entries, one by one and without the help of the rules. Each
// entry is held against the laws as things stood when it was written.
type book struct {
	id        scheduler.ID
	seq       uint64
	at        time.Time
	state     scheduler.State
	notice    time.Duration
	slots     []noted
	people    map[scheduler.PersonID]*member
	hash      scheduler.Hash
	letters   map[scheduler.LetterID]scheduler.Posting // ids that were used
	gone      map[scheduler.LetterID]bool              // withdrawn
	fresh     []scheduler.Entry                        // written by the last step
	wrote     map[scheduler.Cause][]uint64
	agreement *scheduler.AgreedOn
	moving    bool
	cause     scheduler.Cause
	ended     map[scheduler.Cause]bool // causes after which another came
}

type noted struct {
	span   scheduler.Span
	status scheduler.SlotStatus
}

// word is what somebody said last to a slot.
type word struct {
	verdict  scheduler.Verdict
	said     time.Time
	click    bool
	sequence int
	stamp    time.Time
}

// after reports whether w takes the place of the word that stands (design of the latest word).
func (w word) after(stands word) bool {
	if stands.verdict == scheduler.Silent {
		return true
	}
	if w.click && stands.click && w.sequence != stands.sequence {
		return w.sequence > stands.sequence
	}
	if w.click && stands.click && !w.stamp.Equal(stands.stamp) {
		return w.stamp.After(stands.stamp)
	}
	return !w.said.Before(stands.said)
}

type member struct {
	required, dropped, stopped bool
	words                      map[int]word
	left                       scheduler.Cause // with which they stopped
}

func (b *book) invite(i scheduler.Invited) {
	b.people[i.Person] = &member{required: i.Required, stopped: i.Stopped, words: map[int]word{}}
}

func (b *book) plan(p scheduler.Plan) {
	b.slots, b.people = nil, map[scheduler.PersonID]*member{}
	for _, s := range p.Slots {
		b.slots = append(b.slots, noted{span: s})
	}
	for _, i := range p.Invited {
		b.invite(i)
	}
}

// member is a person who should be in the book.
func (b *book) member(p scheduler.PersonID) *member {
	if m := b.people[p]; m != nil {
		return m
	}
	return &member{words: map[int]word{}}
}

// write takes in one entry.
func (b *book) write(n scheduler.Entry) error {
	if n.Seq != b.seq+1 {
		return fmt.Errorf("it comes after entry %d", b.seq)
	}
	if n.At.Before(b.at) {
		return fmt.Errorf("it is of %s, and the one before of %s", n.At, b.at)
	}
	if n.Cause != b.cause {
		if b.ended[n.Cause] {
			return fmt.Errorf("cause %s takes effect a second time", n.Cause)
		}
		b.ended[b.cause] = true
	}
	b.wrote[n.Cause] = append(b.wrote[n.Cause], n.Seq)
	b.seq, b.hash, b.at, b.cause = n.Seq, n.Hash, n.At, n.Cause
	if b.state == scheduler.Cancelled {
		switch n.Fact.(type) {
		case scheduler.AgreedOn, scheduler.RoundBegan, scheduler.SlotsAdded, scheduler.Reopened, scheduler.RanOut, scheduler.CalledOff:
			return fmt.Errorf("the event was cancelled")
		}
	}
	switch f := n.Fact.(type) {
	case scheduler.Opened:
		b.state, b.notice = f.State, f.Policy.Notice
		b.plan(f.Plan)
	case scheduler.Mended:
		if b.state != scheduler.Draft {
			return fmt.Errorf("an event that is %s was mended", b.state)
		}
		b.plan(f.Plan)
	case scheduler.Began:
		b.state = scheduler.Open
	case scheduler.PartyAdded:
		b.invite(f.Invited)
	case scheduler.PartyDropped:
		b.member(f.Person).dropped = true
	case scheduler.RoleSet:
		b.member(f.Person).required = f.Required
	case scheduler.Stopped:
		m := b.member(f.Person)
		m.stopped, m.left = true, n.Cause
	case scheduler.Restarted:
		b.member(f.Person).stopped = false
	case scheduler.Answered:
		return b.answer(f)
	case scheduler.Declined:
		for _, id := range f.Slots {
			b.member(f.Person).words[id] = word{verdict: scheduler.No, said: f.Said}
		}
	case scheduler.SlotsAdded:
		for _, s := range f.Slots {
			b.slots = append(b.slots, noted{s, f.Status})
		}
	case scheduler.SlotAccepted:
		b.slots[f.Slot-1].status = scheduler.Offered
	case scheduler.SlotRefused:
		b.slots[f.Slot-1].status = scheduler.Refused
	case scheduler.SlotWithdrawn:
		b.slots[f.Slot-1].status = scheduler.Withdrawn
	case scheduler.RoundBegan:
		b.moving = b.moving || f.Move
	case scheduler.MoveEnded:
		b.moving = false
	case scheduler.FellStuck:
		if b.state == scheduler.Open {
			b.state = scheduler.Stuck
		}
	case scheduler.Reopened:
		if b.state != scheduler.Agreed {
			b.state = scheduler.Open
		}
	case scheduler.RanOut:
		b.state = scheduler.Lapsed
	case scheduler.CalledOff:
		b.state, b.moving = scheduler.Cancelled, false
	case scheduler.AgreedOn:
		if err := b.agree(n, f); err != nil {
			return err
		}
	case scheduler.Posted:
		return b.post(n, f)
	}
	return nil
}

// answer takes in words on slots: those that count must be later than what stood, and those set aside must not be.
func (b *book) answer(f scheduler.Answered) error {
	words := b.member(f.Person).words
	w := word{said: f.Said, click: f.Click, sequence: f.Sequence, stamp: f.Stamp}
	for _, c := range f.Choices {
		if c.Slot < 1 || c.Slot > len(b.slots) {
			return fmt.Errorf("there is no slot %d", c.Slot)
		}
		if !w.after(words[c.Slot]) {
			return fmt.Errorf("a word on slot %d of %s takes the place of one of %s", c.Slot, f.Said, words[c.Slot].said)
		}
	}
	for _, c := range f.Old {
		if w.after(words[c.Slot]) {
			return fmt.Errorf("a word on slot %d of %s does not count, and the one that stands is of %s", c.Slot, f.Said, words[c.Slot].said)
		}
	}
	for _, c := range f.Choices {
		w.verdict = c.Verdict
		words[c.Slot] = w
	}
	return nil
}

// agree holds an agreement against who can come, as far as the entries say.
func (b *book) agree(n scheduler.Entry, f scheduler.AgreedOn) error {
	if f.Slot < 1 || f.Slot > len(b.slots) {
		return fmt.Errorf("there is no slot %d", f.Slot)
	}
	slot := b.slots[f.Slot-1]
	if f.Span != slot.span {
		return fmt.Errorf("slot %d is %v, not %v", f.Slot, slot.span, f.Span)
	}
	if old := b.agreement; old != nil && b.state == scheduler.Agreed {
		switch {
		case old.UID != f.UID || f.Sequence <= old.Sequence:
			return fmt.Errorf("UID and SEQUENCE went from %d, %d to %d, %d", old.UID, old.Sequence, f.UID, f.Sequence)
		case old.Slot == f.Slot && old.Span == f.Span:
			return fmt.Errorf("slot %d was agreed before", f.Slot)
		case !b.moving && f.Trigger != "pick":
			return fmt.Errorf("an agreed event was agreed anew by %s", f.Trigger)
		}
	}
	if f.Trigger != "pick" && (slot.status != scheduler.Offered || !n.At.Before(slot.span.Begin.Add(-b.notice))) {
		return fmt.Errorf("slot %d is not on offer at %s", f.Slot, n.At)
	}
	for p, m := range b.people {
		if !m.required || m.dropped {
			continue
		}
		word := m.words[f.Slot].verdict
		if m.stopped {
			word = scheduler.No
		}
		if f.Trigger != "pick" && word == scheduler.No || f.Trigger != "pick" && f.Trigger != "quorum" && word == scheduler.Silent {
			return fmt.Errorf("slot %d was agreed by %s, and person %d, who is required, says %d", f.Slot, f.Trigger, p, word)
		}
	}
	b.state, b.agreement, b.moving = scheduler.Agreed, &f, false
	if slot.status != scheduler.Offered {
		b.slots[f.Slot-1].status = scheduler.Offered
	}
	return nil
}

// post holds letters against who wants none.
func (b *book) post(n scheduler.Entry, f scheduler.Posted) error {
	for _, id := range f.Withdrawn {
		if _, ok := b.letters[id]; !ok || b.gone[id] {
			return fmt.Errorf("letter %s is withdrawn, which was not owed", id)
		}
		b.gone[id] = true
	}
	for _, l := range f.Letters {
		if _, ok := b.letters[l.ID]; ok {
			return fmt.Errorf("the letter id %s was used before", l.ID)
		}
		b.letters[l.ID] = l
		m := b.people[l.To]
		if m == nil || !m.stopped || m.dropped || n.By == l.To || m.left == n.Cause {
			continue
		}
		if l.Kind != scheduler.Released && l.Kind != scheduler.StoppedNow {
			return fmt.Errorf("person %d stopped, and gets letter %s (%s)", l.To, l.ID, l.Kind)
		}
	}
	return nil
}

// compare holds what the store says of the event against the book.
func (b *book) compare(e scheduler.Event) error {
	if e.Seq != b.seq {
		return fmt.Errorf("its last entry is %d, not %d", b.seq, e.Seq)
	}
	if e.State != b.state {
		return fmt.Errorf("it is %s, and by its entries %s", e.State, b.state)
	}
	if len(e.Slots) != len(b.slots) {
		return fmt.Errorf("it has %d slots, and by its entries %d", len(e.Slots), len(b.slots))
	}
	for i, s := range e.Slots {
		if s.ID != i+1 || s.Span != b.slots[i].span || s.Status != b.slots[i].status {
			return fmt.Errorf("slot %d is %+v, and by its entries %+v", i+1, s, b.slots[i])
		}
	}
	if len(e.Parties) != len(b.people) {
		return fmt.Errorf("it has %d parties, and by its entries %d", len(e.Parties), len(b.people))
	}
	for _, p := range e.Parties {
		m := b.people[p.Person]
		if m == nil || m.required != p.Required || m.dropped != p.Dropped || m.stopped != p.Stopped {
			return fmt.Errorf("person %d is %+v, and by the entries %+v", p.Person, p, m)
		}
		for id := range b.slots {
			if p.Words[id+1].Verdict != m.words[id+1].verdict {
				return fmt.Errorf("person %d says %d to slot %d, and by the entries %d", p.Person, p.Words[id+1].Verdict, id+1, m.words[id+1].verdict)
			}
		}
	}
	if a := e.Agreement; (a == nil) != (b.agreement == nil) || a != nil && (a.Slot != b.agreement.Slot || a.UID != b.agreement.UID) {
		return fmt.Errorf("what was agreed is %+v, and by the entries %+v", a, b.agreement)
	}
	if slices.ContainsFunc(e.Parties, func(p scheduler.Party) bool { return e.Organizer(p.Person) }) {
		return fmt.Errorf("an organiser is a party")
	}
	return nil
}
