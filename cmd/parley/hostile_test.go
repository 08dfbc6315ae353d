package main

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/calendar"
	"parley/scheduler"
)

// hostileCalendars are what a calendar might hold to do harm, and the word by which the log says why it was refused.
var hostileCalendars = map[string]struct{ lines, reason string }{
	"nested":      {strings.Repeat("BEGIN:VALARM\r\n", 1000), "too-deep"},
	"parameter":   {"ATTENDEE;CN=\"" + strings.Repeat("x", 1<<20) + "\":mailto:ben@example.test\r\n", "too-large"},
	"long line":   {"ATTENDEE;CN=\"" + strings.Repeat("x", 1<<17) + "\":mailto:ben@example.test\r\n", "line-too-long"},
	"crowd":       {strings.Repeat("ATTENDEE:mailto:ben@example.test\r\n", 5000), "too-many"},
	"great crowd": {strings.Repeat("ATTENDEE:mailto:ben@example.test\r\n", 40_000), "too-large"},
	"bomb":        {"ATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@example.test\r\nRRULE:FREQ=SECONDLY;COUNT=1000000000\r\n", "recurring"},
}

// TestHostileCalendars: they are refused with a reason in the log, be it from somebody asked, from an organiser or from a
// stranger, and the bot goes on.
func TestHostileCalendars(t *testing.T) {
	alongside(t)
	for name, c := range hostileCalendars {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, friday, nil)
			t.Cleanup(func() { w.keep(t) })
			w.deliver(w.proposalWith(twoTimes + "holds: yes\n"))
			w.go1(t)
			d := w.dated(t, "ben@example.test", 1)
			ics := func(method string) string {
				return fmt.Sprintf("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:%s\r\nBEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20261120T080000Z\r\nDTSTART:20261124T080000Z\r\nDTEND:20261124T090000Z\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n",
					method, d.uid, c.lines)
			}
			mail := func(from, to, ics, method string) []byte {
				w.uid++
				return []byte("Authentication-Results: mx.example.test; dmarc=pass header.from=example.test\nFrom: " + from + "\nTo: " + to +
					"\nSubject: Accepted\nDate: " + w.clock.Format(time.RFC1123Z) + fmt.Sprintf("\nMessage-ID: <h%d@example.test>\n", w.uid) +
					"MIME-Version: 1.0\nContent-Type: text/calendar; method=" + method + "; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n" + wrapped(base64.StdEncoding.EncodeToString([]byte(ics))) + "\n")
			}
			before := w.only(t)
			w.deliver(mail("Ben <ben@example.test>", d.organizerAddress(), ics("REPLY"), "REPLY"))
			w.go1(t)
			log, err := w.h.store.Log(t.Context(), scheduler.LogOf(before.ID))
			if err != nil {
				t.Fatal(err)
			}
			told := false
			for _, n := range log {
				f, ok := scheduler.Plain(n.Fact).(scheduler.NotUnderstood)
				told = told || ok && f.Why == "calendar-"+c.reason
			}
			if !told {
				t.Errorf("the log does not say %s", c.reason)
			}
			if p := w.only(t).Parties[0]; len(p.Words) != 0 {
				t.Errorf("Ben's words are %v", p.Words)
			}
			if asked, _ := w.last("ben@example.test"); !strings.Contains(asked.mail.Subject, "Design review") || len(asked.mail.Calendars) != 0 {
				t.Errorf("Ben got %q", asked.mail.Subject)
			}

			// To the bare address: from an organiser, and from a stranger, who hears nothing.
			own := strings.Replace(ics("REQUEST"), d.uid, "own-1@ana.example", 1)
			own = strings.Replace(own, "DTSTAMP", "ORGANIZER:mailto:ana@example.test\r\nDTSTAMP", 1)
			letters := len(w.order)
			w.deliver(mail("Mallory <mallory@outside.test>", "bot@example.test", own, "REQUEST"))
			w.go1(t)
			if len(w.order) != letters {
				t.Errorf("a stranger was answered: %q", w.order[letters].mail.Subject)
			}
			w.deliver(mail(anaHerself, "bot@example.test", own, "REQUEST"))
			w.go1(t)
			for _, f := range w.events(t.Context()) {
				if f.Event.State == scheduler.Open && f.Event.ID != before.ID {
					t.Errorf("it opened an event with %d times", len(f.Event.Slots))
				}
			}
			fault := ""
			for _, f := range w.events(t.Context()) {
				if f.Event.State == scheduler.Draft {
					for _, x := range f.Event.Faults {
						fault += x.Code + " " + x.Value + " "
					}
				}
			}
			notes, err := w.h.store.Log(t.Context(), scheduler.HouseLog)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range notes {
				if f, ok := scheduler.Plain(n.Fact).(scheduler.Noted); ok {
					fault += f.Reason + " "
				}
			}
			if !strings.Contains(fault, c.reason) {
				t.Errorf("nothing says why Ana's calendar was refused: %s", fault)
			}
		})
	}
}

// TestNastyWordsInMails takes a title and names with all that has ever gone wrong through every kind of mail with a
// calendar. Checkers outside the project look at these mails, too.
func TestNastyWordsInMails(t *testing.T) {
	alongside(t)
	const nasty = "\"Q4\", planning; a:b \\n ^n 🎉 👩‍👩‍👧‍👦 ישיבת תכנון، اجتماع"
	title := nasty + strings.Repeat("é", 200-len([]rune(nasty)))
	w := newWorld(t, friday, nil)
	t.Cleanup(func() { w.keep(t) })
	id := w.do("", "ana", scheduler.Propose{
		Title: scheduler.Words(title), Location: scheduler.Words("Room, 5;\r\nEND:VEVENT"), Text: scheduler.Words(nasty + "\r\nATTENDEE:mailto:x@y.test"), Zone: "Asia/Kolkata",
		Slots:    []scheduler.Span{{Begin: tuesday, Duration: 45 * time.Minute}, {Begin: thursday, Duration: 45 * time.Minute}},
		Options:  scheduler.Options{Holds: true},
		Required: []scheduler.Mailbox{{Name: scheduler.Words("Bauer, \"Ben\"; אנה 🎉"), Address: at("ben")}, {Name: scheduler.Words(strings.Repeat("Chloé ", 40)), Address: at("chloe")}},
	}).Event
	w.go1(t)
	w.press(t, exchange, "Ben", "ben@example.test", w.dated(t, "ben@example.test", 2), press{status: "TENTATIVE", begin: thursday.Add(24 * time.Hour)})
	w.do(id, "ana", scheduler.Refuse{Slot: 3})
	for _, who := range []string{"ben", "chloe"} {
		w.do(id, who, scheduler.Answer{Choices: []scheduler.Choice{{Slot: 2, Verdict: scheduler.Yes}}, Whole: true})
	}
	w.wait(t, time.Hour)
	w.do(id, "ana", scheduler.Relocate{Location: scheduler.Words(nasty)})
	w.wait(t, time.Hour)
	w.do(id, "ana", scheduler.Cancel{})
	w.wait(t, time.Hour)
	kinds := map[string]bool{}
	for _, p := range w.order {
		for _, c := range p.mail.Calendars {
			d := dateIn(t, p)
			kinds[d.method+" "+d.status+" "+d.sequence] = true
			all := calendar.Decode(calendar.Part{Method: c.Method, Bytes: c.Bytes})
			if len(all) != 1 || all[0].Problem != "" || all[0].Event != id {
				t.Errorf("%q to %s reads as %+v", d.method, p.to, all)
			}
			unfolded := strings.ReplaceAll(string(c.Bytes), "\r\n ", "")
			if strings.Count(unfolded, "\r\nEND:VEVENT\r\n") != 1 || strings.Contains(unfolded, "\r\nATTENDEE:mailto:x@y.test") ||
				d.method != "DECLINECOUNTER" && strings.Count(unfolded, "\r\nSUMMARY:") != 1 {
				t.Errorf("words broke out:\n%s", unfolded)
			}
		}
	}
	for _, want := range []string{"REQUEST TENTATIVE 0", "DECLINECOUNTER  ", "REQUEST CONFIRMED 1", "CANCEL CANCELLED 1", "REQUEST CONFIRMED 2", "CANCEL CANCELLED 3"} {
		if !kinds[want] {
			t.Errorf("no mail is %q: %v", want, kinds)
		}
	}
}
