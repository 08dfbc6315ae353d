package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/calendar"
	"parley/parser"
	"parley/scheduler"
)

func (s *sim) parsed(l received) parser.Mail {
	if l.mail.MessageID != "" {
		return l.mail
	}
	return parser.Read(l.raw)
}

// click is what somebody does with a date in their calendar program.
func (s *sim) click() {
	var who string
	var l received
	for try := 0; l.id == ""; try++ {
		if try == 5 {
			s.reply()
			return
		}
		if who = s.pick(append(slices.Clone(s.people), s.owners[0])); bare(who) != otherBot {
			l, _ = s.letterTo(who, func(l received) bool { return l.method == "REQUEST" })
		}
	}
	p := press{status: s.one("ACCEPTED", "ACCEPTED", "ACCEPTED", "TENTATIVE", "DECLINED"), id: "p", said: s.clock, stamp: s.clock}
	uid, now := readObject(l.mail.Calendars[0].Bytes)
	d := date{uid: uid, sequence: strconv.Itoa(now.sequence), begin: now.begin, end: now.end}
	for _, line := range strings.Split(strings.ReplaceAll(string(l.mail.Calendars[0].Bytes), "\r\n ", ""), "\r\n") {
		if strings.HasPrefix(line, "ORGANIZER") {
			d.organizer = line
		}
	}
	a := arrival{from: bare(who), event: l.event, letter: l.letter}
	_, n, _, _ := calendar.ParseUID(uid)
	switch s.r.IntN(12) {
	case 0:
		p.begin, p.status = s.clock.Add(time.Duration(24+s.r.IntN(150))*time.Hour).Truncate(time.Hour), "TENTATIVE"
		s.cover["counterproposal"]++
	case 1:
		p.seq = strconv.Itoa(max(0, now.sequence-1)) // of an older state
	case 2:
		p.comment = "Running late"
	default:
		a.uidClicked, a.clicked = n, map[string]scheduler.Verdict{"ACCEPTED": scheduler.Yes, "TENTATIVE": scheduler.IfNeedBe, "DECLINED": scheduler.No}[p.status]
	}
	name, address := "Somebody", bare(who)
	if s.r.IntN(12) == 0 { // somebody else's calendar
		address, a.uidClicked = s.one("odd@elsewhere.test", bare(s.pick(s.people))), 0
		a.from = address
		a.faults = append(a.faults, strangeSender)
	}
	by := []clicker{google, exchange, apple, thunderbird}[s.r.IntN(4)]
	s.note("%s clicks %s%s on letter %s of %s for %s", address, p.status, map[bool]string{true: " and proposes " + p.begin.Format("02 15:04")}[!p.begin.IsZero()], l.letter, l.event, uid)
	if p.status == "DECLINED" {
		s.declined[object{address, uid}] = true
	}
	a.raw = []byte(by(s.world, name, address, d, p))
	s.hand(a)
}

// invite is an organiser's own calendar: an invitation of the bot, an update, or a cancellation.
func (s *sim) invite() {
	olga := s.owners[0]
	method, events := "REQUEST", []planned{}
	switch n := s.r.IntN(4); {
	case n > 1 && len(s.invites) > 0: // an update
		e := &s.invites[s.r.IntN(len(s.invites))]
		e.seq++
		if n == 2 {
			e.begin = e.begin.Add(time.Duration(1+s.r.IntN(30)) * time.Hour)
		} else {
			e.summary = s.one("Calendar plan II", "Calendar plan III")
		}
		events = append(events, *e)
	case n == 1 && len(s.invites) > 0:
		method = "CANCEL"
		e := &s.invites[s.r.IntN(len(s.invites))]
		e.seq++
		events = append(events, *e)
	default:
		if len(s.invites) > 3 {
			s.reply()
			return
		}
		var people []string
		for i, p := range s.people[:min(len(s.people), 4)] {
			people = append(people, []string{"REQ-PARTICIPANT", "OPT-PARTICIPANT"}[i%2]+" Somebody "+bare(p))
		}
		day := s.clock.Truncate(time.Hour)
		for i := range 1 + s.r.IntN(2) {
			e := planned{uid: fmt.Sprintf("plan%d@olga.example", len(s.invites)+1), summary: "Calendar plan", place: "Room 5",
				begin: day.Add(time.Duration(26+40*i+s.r.IntN(60)) * time.Hour), people: people}
			s.invites = append(s.invites, e)
			events = append(events, e)
		}
	}
	s.note("%s's calendar: %s %v", bare(olga), method, events)
	s.cover["calendar proposal "+method]++
	raw := strings.ReplaceAll(string(s.fromCalendar(method, olga, "pass", events...)), "ana@example.test", bare(olga))
	head, body, _ := strings.Cut(raw, "base64\n\n")
	code, end, _ := strings.Cut(body, "\n")
	ics := strings.ReplaceAll(decoded(code), "mailto:ana@example.test", "mailto:"+bare(olga))
	s.hand(arrival{raw: []byte(head + "8bit\n\n" + ics + "\n" + end), from: bare(olga)})
}
