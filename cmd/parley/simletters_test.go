package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/mailbox"
	"parley/parser"
	"parley/scheduler"
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

// postedAs finds or begins what is remembered of a letter that is handed in.
func (s *sim) postedAs(e mailbox.Envelope) *posted {
	id := strings.Trim(headerOf(strings.ReplaceAll(string(e.Bytes), "\r\n", "\n"), "Message-ID"), "<>")
	sum := sha256.Sum256(e.Bytes)
	p := s.letters[id]
	if p == nil {
		p = &posted{hash: sum}
		if x, ok := s.h.secrets.ParseMessageID(id); ok && x.Event != mailbox.HouseEvent {
			p.event, p.letter = x.Event, x.Letter
		}
		s.letters[id] = p
	}
	if p.renewed {
		p.hash, p.renewed = sum, false
	}
	if p.hash != sum {
		s.broke("letter %s has two contents", id)
	}
	return p
}

// arrive puts a letter into somebody's mailbox, and their program may answer it.
func (s *sim) arrive(to string, e mailbox.Envelope, p *posted) {
	id := strings.Trim(headerOf(strings.ReplaceAll(string(e.Bytes), "\r\n", "\n"), "Message-ID"), "<>")
	l := received{post: post{to: to, raw: slices.Clone(e.Bytes), at: s.clock}, id: id, sender: e.From, event: p.event, letter: p.letter}
	s.record("\nletter to %s:\n%s\n--- end of letter\n\n", to, e.Bytes)
	s.arrivalLaws(&l, p.to != "")
	p.to = to
	s.got[to] = append(s.got[to], l)
	s.cover["letters"]++
	switch {
	case to == otherBot && len(s.bots) > 1:
		s.cover["mail between bots"]++
		s.bots[1].box.put(&arrival{raw: e.Bytes})
	case s.vacation[to] && s.r.IntN(8) > 0:
		s.answersByItself(l)
	}
}

// headerFields are all that a letter may have.
var headerFields = []string{"Date", "From", "Reply-To", "To", "Message-Id", "Subject", "In-Reply-To", "References", "Auto-Submitted",
	"X-Auto-Response-Suppress", "Mime-Version", "Content-Type", "Content-Transfer-Encoding", "List-Unsubscribe"}

// arrivalLaws look at a letter as it arrives: nobody is written to who has no part in this world, nothing that people
// wrote has become structure, letters of a lane keep their order, and the SEQUENCE of a calendar object never falls.
func (s *sim) arrivalLaws(l *received, again bool) {
	if !s.known(l.to) {
		s.broke("a letter went to the stranger %s", l.to)
	}
	head, body, _ := bytes.Cut(l.raw, []byte("\r\n\r\n"))
	for _, line := range strings.Split(string(head), "\r\n") {
		if name, _, _ := strings.Cut(line, ":"); line[0] != ' ' && line[0] != '\t' && !slices.Contains(headerFields, name) {
			s.broke("letter %s to %s has the header line %q", l.id, l.to, line)
		}
	}
	_, html, _ := bytes.Cut(body, []byte("text/html"))
	if html, _, _ = bytes.Cut(html, []byte("\r\n--")); bytes.Contains(html, []byte("<script")) {
		s.broke("letter %s to %s holds what somebody wrote as HTML", l.id, l.to)
	}
	if day := fmt.Sprint(l.event, " ", l.to, s.clock.Format(" 2006-01-02")); !again {
		if s.floods[day]++; s.floods[day] > 90 {
			s.broke("%d letters in a day: %s", s.floods[day], day)
		}
	}
	if again {
		s.cover["letter sent twice"]++
	}
	if !bytes.Contains(l.raw, []byte("text/calendar")) {
		return
	}
	l.mail = parser.Read(l.raw)
	if len(l.mail.Calendars) == 0 {
		s.broke("letter %s carries a calendar object that cannot be read", l.id)
	}
	if strings.Contains(string(l.mail.Calendars[0].Bytes), "\nX-EVIL") || strings.Contains(string(l.mail.Calendars[0].Bytes), "\nATTACH") {
		s.broke("the calendar object of letter %s has a line that somebody smuggled in", l.id)
	}
	uid, now := readObject(l.mail.Calendars[0].Bytes)
	now.letter, l.method = l.letter, now.method
	if !again {
		s.cover["calendar "+now.method]++
	}
	key := object{l.to, uid}
	if old, ok := s.dates[key]; ok && old.letter != l.letter && now.method != "DECLINECOUNTER" { // which bears that of the counterproposal
		switch {
		case s.retried[string(l.event)+" "+string(l.letter)] && newer(old.letter, l.letter): // by hand, out of its turn: programs look at SEQUENCE
			return
		case newer(old.letter, l.letter):
			s.broke("letter %s of %s to %s (%s) was overtaken by %s (%s)", l.letter, l.event, l.to, now.method, old.letter, old.method)
		case now.sequence < old.sequence:
			s.broke("SEQUENCE of %s in the calendar of %s fell from %d (%s in letter %s) to %d (%s in letter %s)",
				uid, l.to, old.sequence, old.method, old.letter, now.sequence, now.method, now.letter)
		case now.sequence > old.sequence: // new to every program
		case old.method == "CANCEL" && now.method == "REQUEST":
			s.broke("%s comes back into the calendar of %s with the SEQUENCE %d of its CANCEL (letters %s, %s)", uid, l.to, now.sequence, old.letter, now.letter)
		case now.method == "REQUEST" && (!now.begin.Equal(old.begin) || !now.end.Equal(old.end)):
			s.broke("%s moves in the calendar of %s under the same SEQUENCE %d (letters %s, %s)", uid, l.to, now.sequence, old.letter, now.letter)
		}
	}
	if now.method == "REQUEST" || now.method == "CANCEL" {
		s.dates[key] = now
	}
}

// newer reports whether letter a was posted after letter b: "12a" after "9b", "9ab" after "9z".
func newer(a, b scheduler.LetterID) bool {
	cut := func(id scheduler.LetterID) (n int, rest string) {
		rest = strings.TrimLeft(string(id), "0123456789")
		n, _ = strconv.Atoi(strings.TrimSuffix(string(id), rest))
		return n, rest
	}
	x, as := cut(a)
	y, bs := cut(b)
	if x != y {
		return x > y
	}
	if len(as) != len(bs) {
		return len(as) > len(bs)
	}
	return as > bs
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
