package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"parley/calendar"
	"parley/scheduler"
	"parley/store"
)

// rest lets everything come to an end: good weather, a whole disk, no more mail than is on its way.
func (s *sim) rest() {
	s.note("rest")
	*s.weather = weather{dead: s.dead}
	clear(s.vacation)
	s.catchUp()
	if s.r.IntN(2) == 0 {
		s.settle()
		s.everybody()
		s.catchUp()
	}
	s.until(time.Time{})
	s.laws()
	s.quiet()
}

// tally counts, at the end, what became of letters.
func (s *sim) tally() {
	for _, id := range slices.Sorted(maps.Keys(s.letters)) {
		p := s.letters[id]
		kind := "digest"
		if b := s.books[p.event]; b != nil {
			kind = string(b.letters[p.letter].Kind)
		}
		s.posts.count(kind, p.faults...)
	}
}

// quiet looks at the end of everything: nothing waits, no mail was lost, and what people have in their calendars is what
// was agreed.
func (s *sim) quiet() {
	waiting, err := s.h.store.Outbox(s.ctx)
	if err != nil {
		s.broke("reading the outbox: %v", err)
	}
	dead := map[string]bool{}
	for _, w := range waiting {
		if !w.Dead {
			s.broke("letter %s of %s (%s) waits for ever: claimed %v, %d attempts, %s", w.Letter.ID, w.Letter.Event, w.Letter.Kind, w.Claimed, w.Attempts, w.LastError)
		}
		dead[fmt.Sprint(w.Letter.Event, w.Letter.To)] = true
	}
	for l := range s.dropped { // by hand: what was in it is missing in a calendar
		event, letter, _ := strings.Cut(l, " ")
		if b := s.books[scheduler.ID(event)]; b != nil {
			dead[fmt.Sprint(event, b.letters[scheduler.LetterID(letter)].To)] = true
		}
	}
	for _, a := range s.past {
		if a.id == "" {
			continue // the cursor went past it, and it was known then
		}
		if r, err := s.h.store.CausesOfMail(s.ctx, a.id); err != nil || len(r) != 1 && s.clock.Before(time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)) {
			s.broke("mail %s has %d causes at the end: %v", a.id, len(r), err)
		}
	}
	if err := s.h.store.Check(s.ctx); err != nil {
		s.broke("the store is damaged: %v", err)
	}
	s.digestsHold()
	s.forgottenLaws()
	for _, f := range s.events(s.ctx) {
		s.cover["ended "+string(f.Event.State)]++
		s.causesOnce(f.Event.ID)
		s.everyLetter(f, waiting)
		s.calendarsAgree(f, func(p scheduler.PersonID) bool {
			who := f.People[p]
			return !who.Stopped && who.Address != "" && !s.deaf[scheduler.Canonical(string(who.Address))] && !dead[fmt.Sprint(f.Event.ID, p)]
		})
	}
}

// causesOnce holds the entries of a log against the receipts of their causes.
func (s *sim) causesOnce(id scheduler.ID) {
	wrote := s.books[id].wrote
	for _, cause := range slices.Sorted(maps.Keys(wrote)) {
		r, known, err := s.h.store.Cause(s.ctx, cause)
		var seqs []uint64
		for _, e := range r.Entries {
			if e.Log == scheduler.LogOf(id) {
				seqs = append(seqs, e.Seq)
			}
		}
		if err != nil || !known || !slices.Equal(seqs, wrote[cause]) {
			s.broke("cause %s took effect in the entries %v of %s, and its receipt says %v", cause, wrote[cause], id, seqs)
		}
	}
}

// calendarsAgree compares what the mails put into people's calendars with the event.
func (s *sim) calendarsAgree(f store.Found, reached func(scheduler.PersonID) bool) {
	e := f.Event
	uid := func(n int) string { return calendar.UID(e.ID, n, "example.test") }
	for _, k := range slices.SortedFunc(maps.Keys(s.dates), func(a, b object) int { return strings.Compare(a.who+a.uid, b.who+b.uid) }) {
		c := s.dates[k]
		p, ok := f.People.Find(scheduler.Words(k.who))
		if !strings.HasPrefix(k.uid, string(e.ID)+"-") || !ok || c.method != "REQUEST" || !reached(p.ID) {
			continue
		}
		if c.tentative && s.declined[k] {
			continue // that took the hold out already
		}
		party, in := e.Party(p.ID)
		_, n, _, _ := calendar.ParseUID(k.uid)
		declined := party.Words[n].Click && party.Words[n].Verdict == scheduler.No
		switch {
		case declined && c.tentative: // a hold, which their program took out itself
		case e.State != scheduler.Agreed:
			s.broke("%s is %s, and %s still has %s in the calendar by letter %s", e.ID, e.State, k.who, k.uid, c.letter)
		case k.uid != uid(e.Agreement.UID):
			s.broke("%s was agreed as %s, and %s still has %s in the calendar by letter %s", e.ID, uid(e.Agreement.UID), k.who, k.uid, c.letter)
		case !c.begin.Equal(e.Agreement.Span.Begin) || !c.end.Equal(e.Agreement.Span.End()) || c.tentative:
			s.broke("%s was agreed for %v, and %s has %s to %s by letter %s", e.ID, e.Agreement.Span, k.who, c.begin, c.end, c.letter)
		case in && (party.Dropped || party.Stopped):
			s.broke("%s is out of %s, and still has the meeting by letter %s", k.who, e.ID, c.letter)
		}
	}
	if e.State != scheduler.Agreed {
		return
	}
	attend := map[scheduler.PersonID]bool{e.Organizers[0]: !e.Options.Absent}
	for _, p := range e.Parties {
		attend[p.Person] = !p.Dropped && !p.Stopped && !p.Unreachable && p.Coming != scheduler.No
	}
	for _, p := range slices.Sorted(maps.Keys(attend)) {
		if !attend[p] || !reached(p) {
			continue
		}
		if c := s.dates[object{scheduler.Canonical(string(f.People[p].Address)), uid(e.Agreement.UID)}]; c.method != "REQUEST" {
			s.broke("%s attends %s, and the calendar says %q by letter %s", f.People[p].Address, e.ID, c.method, c.letter)
		}
		s.cover["calendar agrees"]++
	}
}

// everyLetter looks for each letter that was owed: it arrived, or was withdrawn, or somebody knows why not.
func (s *sim) everyLetter(f store.Found, waiting []store.Waiting) {
	b := s.books[f.Event.ID]
	arrived, given := map[scheduler.LetterID]bool{}, map[scheduler.LetterID]bool{}
	for _, p := range s.letters {
		if p.event == f.Event.ID && p.to != "" {
			arrived[p.letter] = true
		}
	}
	for _, w := range waiting {
		if w.Letter.Event == f.Event.ID {
			given[w.Letter.ID] = true // dead: an operator has it on the list
		}
	}
	for _, id := range slices.Sorted(maps.Keys(b.letters)) {
		l := b.letters[id]
		to := f.People[l.To]
		switch {
		case arrived[id] && b.gone[id] && len(s.forgotten) == 0: // to forget somebody takes frozen letters back
			s.broke("letter %s of %s (%s) was withdrawn, and arrived", id, f.Event.ID, l.Kind)
		case arrived[id], b.gone[id], given[id], to.Address == "", s.dropped[string(f.Event.ID)+" "+string(id)],
			s.erased[string(f.Event.ID)+" "+string(id)]:
		default:
			s.broke("letter %s of %s to %s (%s) is nowhere: it did not arrive, and was not withdrawn", id, f.Event.ID, to.Address, l.Kind)
		}
	}
}

// digests holds each digest that operators have against the store: the seal that it prints is in the chain.
func (s *sim) digestsHold() {
	for _, l := range s.got["ops@example.test"] {
		if l.event == "" && bytes.Contains(l.raw, []byte("eal")) {
			if err := s.h.verifyAgainst(s.ctx, io.Discard, l.raw); err != nil {
				s.broke("the digest %s does not hold: %v", l.id, err)
			}
			s.cover["digest verified"]++
		}
	}
}

// forgottenLaws look for whom the operators had forgotten: no address is left, unless it came back by a later mail.
func (s *sim) forgottenLaws() {
	for _, who := range slices.Sorted(maps.Keys(s.forgotten)) {
		if !s.forgotten[who] {
			continue
		}
		var out bytes.Buffer
		if err := s.h.store.Export(s.ctx, &out); err != nil {
			s.broke("exporting: %v", err)
		}
		for _, line := range strings.Split(out.String(), "\n") {
			if strings.Contains(line, who) && !strings.Contains(line, `"frozen"`) {
				s.broke("%s was forgotten, and the store says: %.300s", who, line)
			}
		}
	}
}
