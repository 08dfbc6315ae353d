package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"parley/parser"
	"parley/scheduler"
	"parley/store"
)

// reading is told of each mail before the program reads it.
func (s *sim) reading(raw []byte) {
	s.named(raw)
	s.present = nil
	for _, a := range s.bots[0].box.mails {
		if &a.raw[0] == &raw[0] {
			s.present = a
		}
	}
	if a := s.present; a != nil && a.robot && !a.read {
		a.owed = s.outbox()
	}
	if a := s.present; a != nil && a.refers != "" {
		receipts, err := s.h.store.CausesOfMail(s.ctx, a.refers)
		if err != nil {
			s.broke("looking for what mail %s led to: %v", a.refers, err)
		}
		for _, r := range receipts {
			if r.Event != "" {
				a.event = r.Event // the proposal referred to says which event is meant, whatever the subject names
			}
		}
	}
	if a := s.present; a != nil && a.event != "" && a.before == nil {
		e, people, err := s.h.store.Event(s.ctx, a.event)
		if err != nil {
			s.broke("reading event %s: %v", a.event, err)
		}
		a.before = &store.Found{Event: e, People: people}
	}
	if a := s.present; a != nil && a.foe && a.vouched {
		for _, p := range a.before.People {
			if slices.ContainsFunc(p.Aliases, func(w scheduler.Words) bool { return scheduler.SameAddress(string(w), a.from) }) {
				a.foe = false // somebody of the event, asked at their own address, said that this one is theirs too
				s.cover["foe let in"]++
			}
		}
	}
}

// answering are the kinds of letters that only answer a mail.
var answering = []scheduler.Kind{scheduler.Ack, scheduler.AskBack, scheduler.Transcript, scheduler.HelpText, scheduler.StatusText, scheduler.WhoText,
	scheduler.LogText, scheduler.WhyText, scheduler.TooLate, scheduler.StoppedNow, scheduler.WasThisYou, scheduler.NotAllowed, scheduler.Faulty, scheduler.Preview}

// named takes note that somebody who was forgotten is talked of again.
func (s *sim) named(text []byte) {
	for who, still := range s.forgotten {
		if still && bytes.Contains(text, []byte(who)) {
			s.forgotten[who] = false
		}
	}
}

// taken looks at what came of a mail: exactly one cause, no answer to what nobody wrote, nothing for foes, and of a plain
// answer exactly what it says.
func (s *sim) taken(c scheduler.Command, r store.Receipt) {
	a := s.present
	if a == nil {
		s.broke("a mail was taken that was not read")
	}
	for _, a := range c.Do {
		kind := scheduler.ActionKind(a)
		s.commands.count(kind, s.present.faults...)
		if p, ok := a.(scheduler.Park); ok {
			for _, inner := range p.Do {
				s.commands.count(scheduler.ActionKind(inner)+", parked", s.present.faults...)
			}
		}
	}
	a.faults = nil
	if s.dead {
		return
	}
	if !a.read && !a.again {
		s.past = append(s.past, a)
	}
	first := !a.read
	a.read = true
	if a.id != "" {
		receipts, err := s.h.store.CausesOfMail(s.ctx, a.id)
		if err != nil || len(receipts) != 1 {
			s.broke("mail %s has %d causes: %v", a.id, len(receipts), err)
		}
	}
	var letters []scheduler.Kind
	for _, l := range r.Letters {
		letters = append(letters, l.Kind)
		if p, err := s.h.store.PersonByAddress(s.ctx, a.from); a.robot && err == nil && l.To == p.ID && slices.Contains(answering, l.Kind) && !a.owes(l) {
			s.broke("the automatic mail %s of %s is answered by letter %s (%s)", a.id, a.from, l.Letter, l.Kind)
		}
	}
	if a.foe {
		var kinds []string
		for _, n := range r.Entries {
			kinds = append(kinds, n.Kind)
		}
		s.foeLaws(a, r.Cause, kinds, letters)
	}
	switch {
	case a.again || !first || a.before == nil:
	case a.means != nil || a.no:
		s.later = append(s.later, func() { s.understood(a, r) })
	case a.uidClicked > 0:
		s.later = append(s.later, func() { s.clickedOn(a, r) })
	}
}

// behind is told that the cursor has passed a mail: from here on nobody looks at it again.
func (s *sim) behind(a *arrival) {
	if a.id != "" {
		if receipts, err := s.h.store.CausesOfMail(s.ctx, a.id); err != nil || len(receipts) == 0 {
			s.broke("the cursor is behind mail %s, which did not take effect: %v", a.id, err)
		}
		return
	}
	cause := causeOf(parser.Read(a.raw), a.raw, fmt.Sprintf("%d/%d", s.bots[0].box.validity, a.uid), s.h.secrets.Ours)
	if _, known, err := s.h.store.Cause(s.ctx, cause); err != nil || !known {
		s.broke("the cursor is behind a mail without Message-ID, of which the store does not know: %v", err)
	}
}

// entriesOfCause are the entries of an event, of those that this step wrote, that a cause led to.
func (s *sim) entriesOfCause(event scheduler.ID, cause scheduler.Cause) (out []scheduler.Entry) {
	for _, n := range s.books[event].fresh {
		if n.Cause == cause {
			out = append(out, n)
		}
	}
	return out
}

// clickedOn holds what was recorded of a calendar's answer against what it says: a word on that slot or on the meeting,
// and on nothing else.
func (s *sim) clickedOn(a *arrival, r store.Receipt) {
	p, ok := a.before.People.Find(scheduler.Words(a.from))
	if !ok {
		return
	}
	for _, n := range s.entriesOfCause(a.event, r.Cause) {
		switch f := n.Fact.(type) {
		case scheduler.Answered:
			for _, c := range slices.Concat(f.Choices, f.Old) {
				if f.Person != p.ID || c.Slot != a.uidClicked || c.Verdict != a.clicked {
					s.broke("click %s says %v to %d, and was recorded as %+v", a.id, a.clicked, a.uidClicked, f)
				}
			}
			s.cover["click understood"]++
		case scheduler.Attends:
			if f.Person != p.ID || f.Coming != a.clicked {
				s.broke("click %s says %v, and was recorded as %+v", a.id, a.clicked, f)
			}
			s.cover["click understood"]++
		case scheduler.Declined, scheduler.Stopped:
			s.broke("click %s was recorded as %+v", a.id, f)
		}
	}
}

// owes reports whether a letter only puts off one of its kind that was owed before.
func (a *arrival) owes(l store.LetterRef) bool {
	return slices.ContainsFunc(a.owed, func(w store.Waiting) bool {
		return w.Letter.Event == l.Event && w.Letter.To == l.To && w.Letter.Kind == l.Kind
	})
}

// acknowledged holds that whoever answered hears of it, once: by an acknowledgement that shows the answer, in the
// transcript of a mail that asks more, or by what became of the event with it.
func (s *sim) acknowledged(a *arrival, r store.Receipt, p scheduler.PersonID, f scheduler.Answered) {
	if f.Repeat { // said once more: the second time nobody is told again
		return
	}
	n := 0
	for _, l := range r.Letters {
		if l.To == p && slices.Contains([]scheduler.Kind{scheduler.Ack, scheduler.Transcript, scheduler.TooLate, scheduler.AgreedInfo, scheduler.Invitation, scheduler.LapsedNow}, l.Kind) {
			n++
		}
	}
	if n != 1 {
		s.broke("mail %s of person %d was recorded as %+v, and is acknowledged by %d letters: %+v", a.id, p, f, n, r.Letters)
	}
	s.cover["answer acknowledged"]++
}

// understood holds what was recorded of a plain answer against what it says. In an event that is being asked about it
// cannot come to nothing.
func (s *sim) understood(a *arrival, r store.Receipt) {
	before, people := a.before.Event, a.before.People
	p, ok := people.Find(scheduler.Words(a.from))
	party, in := before.Party(p.ID)
	if !ok || !in || party.Dropped || p.Stopped || party.Stopped && a.no {
		return
	}
	asked := before.Letters[a.letter]
	if k := asked.Kind; asked.To != p.ID || k != scheduler.Question && k != scheduler.Reminder && k != scheduler.AskCould && k != scheduler.Ack {
		return
	}
	var all []string
	for _, n := range s.entriesOfCause(a.event, r.Cause) {
		switch f := n.Fact.(type) {
		case scheduler.Declined:
			if a.no && f.Person == p.ID {
				s.cover["decline understood"]++
				return
			}
		case scheduler.Answered:
			if f.Person != p.ID {
				break
			}
			got := map[int]scheduler.Verdict{}
			for _, c := range append(slices.Clone(f.Choices), f.Old...) {
				got[c.Slot] = c.Verdict
			}
			if a.no {
				for slot, v := range got {
					if v != scheduler.No {
						s.broke("mail %s says none, and was recorded as %v on slot %d", a.id, v, slot)
					}
				}
				s.cover["decline understood"]++
				return
			}
			want := maps.Clone(a.means)
			if asked.Kind == scheduler.AskCould { // it asks who could if need be, and a plain yes says no more
				for id, v := range want {
					if v == scheduler.Yes && !slices.Contains(a.best, id) {
						want[id] = scheduler.IfNeedBe
					}
				}
			}
			if a.whole {
				for _, id := range asked.Slots {
					if _, named := want[id]; !named {
						want[id] = scheduler.No
					}
				}
			}
			for id := range want {
				if slot, ok := before.Slot(id); ok && slot.Status == scheduler.Withdrawn {
					delete(want, id) // no longer on offer: there is nothing to say to it
				}
			}
			if !maps.Equal(got, want) {
				s.broke("mail %s means %v, and was recorded as %v\n%s", a.id, want, got, a.raw)
			}
			s.cover["answer understood"]++
			s.acknowledged(a, r, p.ID, f)
			return
		}
		all = append(all, n.Fact.Kind())
	}
	left := slices.ContainsFunc(asked.Slots, func(id int) bool {
		slot, ok := before.Slot(id)
		return ok && slot.Status != scheduler.Withdrawn && (a.no || a.means[id] != scheduler.Silent)
	})
	if !left && slices.ContainsFunc(r.Letters, func(l store.LetterRef) bool { return l.To == p.ID }) {
		return // they are told that it is gone
	}
	if before.State == scheduler.Open || before.State == scheduler.Stuck {
		s.broke("mail %s says %v (no: %v), and led to %v only\n%s", a.id, a.means, a.no, all, a.raw)
	}
}

// laws compares the store with the books that the simulation keeps from the entries alone. Logs that did not grow are
// not looked at again, except now and then.
func (s *sim) laws() {
	heads, err := s.h.store.Logs(s.ctx, "", 0)
	if err != nil {
		s.broke("reading the heads: %v", err)
	}
	all := s.r.IntN(24) == 0
	if all {
		if err := s.h.store.Check(s.ctx); err != nil {
			s.broke("the store is damaged: %v", err)
		}
	}
	for _, h := range heads {
		if h.Log == scheduler.HouseLog && s.entries[h.Log] < h.Seq {
			s.countDigests(s.entries[h.Log])
		}
		if s.entries[h.Log] > h.Seq {
			s.broke("log %s had %d entries, and has %d", h.Log, s.entries[h.Log], h.Seq)
		}
		grown := s.entries[h.Log] != h.Seq
		s.entries[h.Log] = h.Seq
		id, ok := eventOfLog(h.Log)
		switch {
		case ok && (grown || all):
			s.eventLaws(id)
		case ok:
			s.books[id].fresh = nil
		}
	}
	for _, look := range s.later {
		look()
	}
	s.later = nil
}

// countDigests counts the digests of the clock among the entries of the house after one.
func (s *sim) countDigests(after uint64) {
	log, err := s.h.store.Log(s.ctx, scheduler.HouseLog)
	if err != nil {
		s.broke("reading the log of the house: %v", err)
	}
	for _, n := range log[after:] {
		if _, ok := n.Fact.(scheduler.DigestRun); ok && n.Via == scheduler.ByClock {
			s.commands.count("digest")
		}
	}
}

func eventOfLog(log scheduler.LogID) (scheduler.ID, bool) {
	const prefix = "e/"
	if len(log) <= len(prefix) || log != scheduler.LogOf(scheduler.ID(log[len(prefix):])) {
		return "", false
	}
	return scheduler.ID(log[len(prefix):]), true
}

func (s *sim) eventLaws(id scheduler.ID) {
	e, _, err := s.h.store.Event(s.ctx, id)
	if err != nil {
		s.broke("reading event %s: %v", id, err)
	}
	b := s.books[id]
	if b == nil {
		b = &book{id: id, people: map[scheduler.PersonID]*member{}, letters: map[scheduler.LetterID]scheduler.Posting{}, ended: map[scheduler.Cause]bool{},
			gone: map[scheduler.LetterID]bool{}, wrote: map[scheduler.Cause][]uint64{}}
		s.books[id] = b
	}
	log, err := s.h.store.Log(s.ctx, scheduler.LogOf(id))
	if err != nil {
		s.broke("reading the log of %s: %v", id, err)
	}
	if uint64(len(log)) < b.seq || b.seq > 0 && log[b.seq-1].Hash != b.hash {
		s.broke("the log of %s was changed", id)
	}
	b.fresh = log[b.seq:]
	for _, n := range b.fresh {
		if n.Via == scheduler.ByClock && n.Cause != b.cause {
			s.commands.count("clock")
		}
		if err := b.write(n); err != nil {
			s.broke("event %s, entry %d (%s): %v", id, n.Seq, n.Fact.Kind(), err)
		}
	}
	if err := b.compare(e); err != nil {
		s.broke("event %s: %v", id, err)
	}
}
