package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/calendar"
	"parley/mailbox"
	"parley/parser"
	"parley/scheduler"
	"parley/store"
)

// object is an entry in somebody's calendar.
type object struct {
	who, uid string
}

// calendarEntry is its last state.
type calendarEntry struct {
	method    string
	sequence  int
	begin     time.Time
	end       time.Time
	tentative bool
	letter    scheduler.LetterID
}

// arrivalLaws look at a letter as it arrives: the same Message-ID is the same letter, nobody is written to who has no
// part in this world, and the SEQUENCE of a calendar object never falls.
func (s *sim) arrivalLaws(l *received) {
	if !s.known(l.to) {
		s.broke("a letter went to the stranger %s", l.to)
	}
	sum := sha256.Sum256(l.raw)
	if old, ok := s.hashes[l.id]; ok {
		if old != sum {
			s.broke("letter %s has two contents", l.id)
		}
		s.cover["letter sent twice"]++
	}
	s.hashes[l.id] = sum
	if !bytes.Contains(l.raw, []byte("text/calendar")) {
		return
	}
	l.mail = parser.Read(l.raw)
	if len(l.mail.Calendars) == 0 {
		s.broke("letter %s carries a calendar object that cannot be read", l.id)
	}
	uid, now := readObject(l.mail.Calendars[0].Bytes)
	now.letter, l.method = l.letter, now.method
	key := object{l.to, uid}
	if old, ok := s.dates[key]; ok && old.letter != l.letter {
		if now.sequence < old.sequence {
			s.broke("SEQUENCE of %s in the calendar of %s fell from %d (%s in letter %s) to %d (%s in letter %s)",
				uid, l.to, old.sequence, old.method, old.letter, now.sequence, now.method, now.letter)
		}
		if old.method == "CANCEL" && now.method == "REQUEST" && now.sequence == old.sequence {
			s.broke("%s comes back into the calendar of %s with the SEQUENCE %d of its CANCEL (letters %s, %s)", uid, l.to, now.sequence, old.letter, now.letter)
		}
	}
	s.cover["calendar "+now.method]++
	if now.method == "REQUEST" || now.method == "CANCEL" {
		s.dates[key] = now
	}
}

// readObject reads as much of a calendar object as a calendar needs.
func readObject(ics []byte) (uid string, c calendarEntry) {
	when := func(l string) time.Time {
		name, v, _ := strings.Cut(l, ":")
		zone := time.UTC
		if _, tz, ok := strings.Cut(name, "TZID="); ok {
			zone = zoneNamed(strings.Trim(tz, `"`))
		}
		at, _ := time.ParseInLocation("20060102T150405", strings.TrimSuffix(v, "Z"), zone)
		return at
	}
	in := false
	for _, l := range strings.Split(strings.ReplaceAll(string(ics), "\r\n ", ""), "\r\n") {
		name, v, _ := strings.Cut(l, ":")
		name, _, _ = strings.Cut(name, ";")
		switch {
		case l == "BEGIN:VEVENT":
			in = true
		case name == "METHOD":
			c.method = v
		case !in:
		case name == "UID":
			uid = v
		case name == "SEQUENCE":
			c.sequence, _ = strconv.Atoi(v)
		case name == "DTSTART":
			c.begin = when(l)
		case name == "DTEND":
			c.end = when(l)
		case l == "STATUS:TENTATIVE":
			c.tentative = true
		}
	}
	return uid, c
}

// take lets the bot read a mail, and looks at what came of it: exactly one cause, no answer to what nobody wrote, and of a
// plain answer exactly what it says.
func (s *sim) take(a arrival) error {
	var before scheduler.Event
	var people scheduler.People
	if a.means != nil {
		var err error
		if before, people, err = s.h.store.Event(s.ctx, a.event); err != nil {
			s.broke("reading event %s: %v", a.event, err)
		}
	}
	if err := s.h.takeMail(s.ctx, mailbox.Message{Cursor: mailbox.Cursor{Validity: 1, UID: a.uid}, Bytes: a.raw}); err != nil {
		return err
	}
	if !a.again && !s.dead {
		s.past = append(s.past, a)
	}
	if a.id == "" {
		cause := causeOf(parser.Read(a.raw), a.raw, fmt.Sprintf("1/%d", a.uid), s.h.secrets.Ours)
		if _, known, err := s.h.store.Cause(s.ctx, cause); err != nil || !known {
			s.broke("the store does not know of a mail without Message-ID: %v", err)
		}
		return nil
	}
	receipts, err := s.h.store.CausesOfMail(s.ctx, a.id)
	if err != nil || len(receipts) != 1 {
		s.broke("mail %s has %d causes: %v", a.id, len(receipts), err)
	}
	r := receipts[0]
	if a.robot {
		if p, err := s.h.store.PersonByAddress(s.ctx, a.from); err == nil {
			for _, l := range r.Letters {
				if l.To == p.ID {
					s.broke("the automatic mail %s of %s is answered by letter %s (%s)", a.id, a.from, l.Letter, l.Kind)
				}
			}
		}
	}
	if a.means != nil && !a.again {
		s.understood(a, r, before, people)
	}
	return nil
}

// understood holds what was recorded of a plain answer against what it says. In an event that is being asked about it
// cannot come to nothing.
func (s *sim) understood(a arrival, r store.Receipt, before scheduler.Event, people scheduler.People) {
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
	log, err := s.h.store.Log(s.ctx, scheduler.LogOf(a.event))
	if err != nil {
		s.broke("reading the log of %s: %v", a.event, err)
	}
	for _, n := range log {
		if n.Cause != r.Cause {
			continue
		}
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
				return
			}
			want := maps.Clone(a.means)
			if a.whole {
				for _, id := range asked.Slots {
					if _, named := want[id]; !named {
						want[id] = scheduler.No
					}
				}
			}
			if !maps.Equal(got, want) {
				s.broke("mail %s means %v, and was recorded as %v\n%s", a.id, want, got, a.raw)
			}
			s.cover["answer understood"]++
			return
		}
		all = append(all, n.Fact.Kind())
	}
	if before.State == scheduler.Open || before.State == scheduler.Stuck {
		s.broke("mail %s says %v (no: %v), and led to %v only\n%s", a.id, a.means, a.no, all, a.raw)
	}
}

// laws compares the store with the books that the simulation keeps from the entries alone.
func (s *sim) laws() {
	if err := s.h.store.Check(s.ctx); err != nil {
		s.broke("the store is damaged: %v", err)
	}
	for _, f := range s.events(s.ctx) {
		e := f.Event
		b := s.books[e.ID]
		if b == nil {
			b = &book{id: e.ID, people: map[scheduler.PersonID]*member{}, letters: map[scheduler.LetterID]bool{}, ended: map[scheduler.Cause]bool{}}
			s.books[e.ID] = b
		}
		if b.seq != e.Seq {
			log, err := s.h.store.Log(s.ctx, scheduler.LogOf(e.ID))
			if err != nil {
				s.broke("reading the log of %s: %v", e.ID, err)
			}
			for i, n := range log {
				if n.Seq != uint64(i+1) {
					s.broke("entry %d of %s has number %d", i+1, e.ID, n.Seq)
				}
			}
			for _, n := range log[b.seq:] {
				if err := b.write(n); err != nil {
					s.broke("event %s, entry %d (%s): %v", e.ID, n.Seq, n.Fact.Kind(), err)
				}
			}
		}
		if err := b.compare(e); err != nil {
			s.broke("event %s: %v", e.ID, err)
		}
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
	for _, a := range s.past {
		if a.id == "" {
			continue
		}
		if r, err := s.h.store.CausesOfMail(s.ctx, a.id); err != nil || len(r) != 1 && s.clock.Before(time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)) {
			s.broke("mail %s has %d causes at the end: %v", a.id, len(r), err)
		}
	}
	for _, f := range s.events(s.ctx) {
		s.cover["ended "+string(f.Event.State)]++
		if f.Event.Seq > 0 {
			s.causesOnce(f.Event.ID)
		}
		s.calendarsAgree(f, func(p scheduler.PersonID) bool {
			who := f.People[p]
			return !who.Stopped && who.Address != "" && !s.deaf[scheduler.Canonical(string(who.Address))] && !dead[fmt.Sprint(f.Event.ID, p)]
		})
	}
}

// causesOnce holds the entries of a log against the receipts of their causes.
func (s *sim) causesOnce(id scheduler.ID) {
	log, err := s.h.store.Log(s.ctx, scheduler.LogOf(id))
	if err != nil {
		s.broke("reading the log of %s: %v", id, err)
	}
	wrote := map[scheduler.Cause][]uint64{}
	for _, n := range log {
		wrote[n.Cause] = append(wrote[n.Cause], n.Seq)
	}
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
