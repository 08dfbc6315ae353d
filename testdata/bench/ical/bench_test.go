// Package bench compares encoding and decoding with another library, in a module of its own, so that the program does not
// depend on it.
package bench

import (
	"bytes"
	"io"
	"os"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	plain "github.com/emersion/go-ical"

	"parley/calendar"
	"parley/scheduler"
)

var (
	begin  = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	stamp  = time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC)
	secret = "bot+rokifadu.k3x5m2q7a4b6c2d3@example.test"
	people = []string{"ben@example.test", "chloe@example.test", "mika@example.test", "noor@example.test"}
)

// perSecond prints how many were done in a second, beside what Go prints.
func perSecond(b *testing.B, what string) {
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), what+"/s")
}

func invite() calendar.Invite {
	in := calendar.Invite{Method: scheduler.MethodRequest, UID: "rokifadu-2@example.test", Sequence: 1, Stamp: stamp,
		Span: scheduler.Span{Begin: begin, Duration: 45 * time.Minute}, Title: "Design review", Location: "Room 5", Description: "We look at the drawings, all of them.",
		Organizer: scheduler.Mailbox{Name: "Ana via Parley", Address: scheduler.Words(secret)}}
	for _, p := range people {
		in.Attendees = append(in.Attendees, calendar.Attendee{Mailbox: scheduler.Mailbox{Name: "Somebody", Address: scheduler.Words(p)}, Required: true})
	}
	return in
}

func BenchmarkEncode(b *testing.B) {
	b.Run("parley", func(b *testing.B) {
		in := invite()
		for b.Loop() {
			if _, err := calendar.Encode(in); err != nil {
				b.Fatal(err)
			}
		}
		perSecond(b, "invitations")
	})
	b.Run("go-ical", func(b *testing.B) { // its encoder alone: the event is made, and neither cleaned nor folded
		raw, err := calendar.Encode(invite())
		if err != nil {
			b.Fatal(err)
		}
		cal, err := plain.NewDecoder(bytes.NewReader(raw)).Decode()
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if err := plain.NewEncoder(io.Discard).Encode(cal); err != nil {
				b.Fatal(err)
			}
		}
		perSecond(b, "invitations")
	})
	b.Run("golang-ical", func(b *testing.B) {
		for b.Loop() {
			cal := ics.NewCalendar()
			cal.SetMethod(ics.MethodRequest)
			e := cal.AddEvent("rokifadu-2@example.test")
			e.SetDtStampTime(stamp)
			e.SetStartAt(begin)
			e.SetEndAt(begin.Add(45 * time.Minute))
			e.SetSummary("Design review")
			e.SetLocation("Room 5")
			e.SetDescription("We look at the drawings, all of them.")
			e.SetSequence(1)
			e.SetOrganizer("mailto:"+secret, ics.WithCN("Ana via Parley"))
			for _, p := range people {
				e.AddAttendee("mailto:"+p, ics.CalendarUserTypeIndividual, ics.ParticipationStatusNeedsAction, ics.ParticipationRoleReqParticipant, ics.WithRSVP(true))
			}
			if len(cal.Serialize()) == 0 {
				b.Fatal("nothing")
			}
		}
		perSecond(b, "invitations")
	})
}

func BenchmarkDecode(b *testing.B) {
	raw, err := os.ReadFile("../../calendar/in/exchange-accept-comment.ics")
	if err != nil {
		b.Fatal(err)
	}
	raw = bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	b.Run("parley", func(b *testing.B) { // as an answer: person, status, time, zone, remark
		for b.Loop() {
			if all := calendar.Decode(calendar.Part{Method: "REPLY", Bytes: raw}); len(all) != 1 || all[0].Problem != "" {
				b.Fatal(all)
			}
		}
		perSecond(b, "replies")
	})
	b.Run("go-ical", func(b *testing.B) { // the tree of components only
		for b.Loop() {
			if _, err := plain.NewDecoder(bytes.NewReader(raw)).Decode(); err != nil {
				b.Fatal(err)
			}
		}
		perSecond(b, "replies")
	})
	b.Run("golang-ical", func(b *testing.B) { // the tree of components only
		for b.Loop() {
			if _, err := ics.ParseCalendar(bytes.NewReader(raw)); err != nil {
				b.Fatal(err)
			}
		}
		perSecond(b, "replies")
	})
}
