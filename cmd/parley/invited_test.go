package main

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// planned is one event in Ana's own calendar.
type planned struct {
	uid, summary, place string
	begin               time.Time
	seq                 int
	people              []string // "ROLE name address"
	text, url           string   // "": a text that is always the same, no link
	file                *sent    // of the mail
}

var (
	tuesday  = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	thursday = time.Date(2026, 11, 26, 7, 0, 0, 0, time.UTC)
)

// fromCalendar is the mail by which Ana's calendar program tells the bot of events.
func (w *world) fromCalendar(method, from, dmarc string, events ...planned) []byte {
	var ics strings.Builder
	ics.WriteString("BEGIN:VCALENDAR\r\nPRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN\r\nVERSION:2.0\r\nMETHOD:" + method + "\r\n")
	for _, e := range events {
		fmt.Fprintf(&ics, "BEGIN:VEVENT\r\nUID:%s\r\nSEQUENCE:%d\r\nDTSTAMP:%s\r\nSUMMARY:%s\r\nDTSTART;TZID=Europe/Helsinki:%s\r\nDTEND;TZID=Europe/Helsinki:%s\r\nORGANIZER;CN=Ana Aho:mailto:ana@example.test\r\n",
			e.uid, e.seq, w.clock.UTC().Format(utc), e.summary, e.begin.In(w.h.zone).Format("20060102T150405"), e.begin.Add(45*time.Minute).In(w.h.zone).Format("20060102T150405"))
		if e.place != "" {
			ics.WriteString("LOCATION:" + e.place + "\r\n")
		}
		ics.WriteString("DESCRIPTION:" + cmp.Or(e.text, "We look at the drawings.\\nholds: yes") + "\r\n")
		if e.url != "" {
			ics.WriteString("URL:" + e.url + "\r\n")
		}
		for _, p := range append([]string{"REQ-PARTICIPANT Parley bot@example.test"}, e.people...) {
			f := strings.Fields(p)
			fmt.Fprintf(&ics, "ATTENDEE;CN=%s;ROLE=%s;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:%s\r\n", f[1], f[0], f[2])
		}
		if method == "CANCEL" {
			ics.WriteString("STATUS:CANCELLED\r\n")
		}
		ics.WriteString("END:VEVENT\r\n")
	}
	ics.WriteString("END:VCALENDAR\r\n")
	w.uid++
	file := ""
	for _, e := range events {
		if e.file != nil {
			file += "--b\nContent-Type: " + e.file.kind + "; name=" + e.file.name + "\nContent-Disposition: attachment; filename=" + e.file.name +
				"\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(e.file.data) + "\n"
		}
	}
	return []byte("Authentication-Results: mx.example.test; dmarc=" + dmarc + " header.from=example.test\nFrom: " + from + "\nTo: bot@example.test\nSubject: Invitation: Design review\nDate: " +
		w.clock.In(w.h.zone).Format(time.RFC1123Z) + fmt.Sprintf("\nMessage-ID: <cal%d@example.test>\n", w.uid) + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nAna Aho has invited you to Design review on Tue 24 Nov at 10:00.\n\n--b\nContent-Type: text/calendar; charset=UTF-8; method=" + method +
		"\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(ics.String())) + "\n" + file + "--b--\n")
}

const anaHerself = "Ana Aho <ana@example.test>"

func TestProposedFromACalendar(t *testing.T) {
	alongside(t)
	w := newWorld(t, friday, nil)
	t.Cleanup(func() { w.keep(t) })
	send := func(method string, events ...planned) {
		w.wait(t, time.Minute)
		w.deliver(w.fromCalendar(method, anaHerself, "pass", events...))
		w.go1(t)
	}
	people := []string{"REQ-PARTICIPANT Ben ben@example.test", "OPT-PARTICIPANT Chloe chloe@example.test"}
	first := planned{uid: "8d3f@ana.example", summary: "Design review", place: "Room 5", begin: tuesday, people: people}
	second := planned{uid: "9e4a@ana.example", summary: "Design review", place: "Room 5", begin: thursday, people: people}
	send("REQUEST", first, second)
	e := w.only(t)
	if e.State != scheduler.Open || e.Title != "Design review" || e.Location != "Room 5" || e.Zone != "Europe/Helsinki" || e.Text != "We look at the drawings." || !e.Options.Holds ||
		len(e.Slots) != 2 || !e.Slots[0].Begin.Equal(tuesday) || !e.Slots[1].Begin.Equal(thursday) || len(e.Parties) != 2 || !e.Parties[0].Required || e.Parties[1].Required {
		t.Fatalf("opened as %+v", e)
	}
	if d := w.dated(t, "ben@example.test", 2); d.status != "TENTATIVE" || !strings.HasPrefix(d.uid, string(e.ID)) {
		t.Errorf("Ben got %+v", d)
	}

	// The same once more, as calendars do, and an older state: nothing.
	letters := len(w.order)
	w.deliver(w.fromCalendar("REQUEST", anaHerself, "pass", first, second))
	w.go1(t)
	if len(w.order) != letters || len(w.only(t).Slots) != 2 {
		t.Errorf("the same invitation again made %d letters", len(w.order)-letters)
	}

	// A new time for the first event, another title, one more person and one fewer.
	first.seq, first.begin, first.summary = 1, tuesday.Add(4*time.Hour), "Design review II"
	first.people = []string{"REQ-PARTICIPANT Ben ben@example.test", "REQ-PARTICIPANT Mika mika@example.test"}
	second.people, second.summary, second.seq = first.people, first.summary, 1
	send("REQUEST", first, second)
	e = w.only(t)
	if e.Title != "Design review II" || len(e.Slots) != 3 || e.Slots[0].Status != scheduler.Withdrawn || !e.Slots[2].Begin.Equal(first.begin) || len(e.Parties) != 3 || !e.Parties[1].Dropped || e.Parties[2].Dropped {
		t.Fatalf("after the update %+v", e)
	}
	if d := w.dated(t, "ben@example.test", 1); d.method != "CANCEL" {
		t.Errorf("the time that was withdrawn is still held: %+v", d)
	}
	if d := w.dated(t, "ben@example.test", 3); d.method != "REQUEST" || !d.begin.Equal(first.begin) {
		t.Errorf("the new time is not held: %+v", d)
	}
	stale := first
	stale.seq, stale.summary = 0, "Old title"
	send("REQUEST", stale)
	if w.only(t).Title != "Design review II" {
		t.Error("an older SEQUENCE was followed")
	}
	for _, who := range []string{"Ben Bauer <ben@example.test>", "Bob <bob@example.test>"} {
		hijack := first
		hijack.seq, hijack.summary = 9, "Mine"
		w.deliver(w.fromCalendar("REQUEST", who, "pass", hijack))
		w.deliver(w.fromCalendar("CANCEL", who, "pass", hijack))
		w.go1(t)
		if w.first(t).Title != "Design review II" || w.first(t).State != scheduler.Open {
			t.Errorf("%s took the event over", who)
		}
	}

	// Agreed, then moved in the calendar: asked about, and the meeting stands meanwhile.
	for _, who := range []string{"ben", "mika"} {
		for slot, status := range map[int]string{2: "ACCEPTED", 3: "DECLINED"} {
			w.press(t, apple, who, who+"@example.test", w.dated(t, who+"@example.test", slot), press{status: status})
		}
	}
	w.wait(t, time.Hour)
	if e = w.first(t); e.State != scheduler.Agreed || e.Agreement.Slot != 2 {
		t.Fatalf("%s %+v", e.State, e.Agreement)
	}
	second.seq, second.begin = 2, thursday.Add(2*time.Hour)
	send("REQUEST", second)
	if e = w.first(t); e.State != scheduler.Agreed || !e.Moving || e.Agreement.Slot != 2 || len(e.Slots) != 4 {
		t.Fatalf("moving %v, agreed on %+v", e.Moving, e.Agreement)
	}
	first.seq, second.seq = 3, 3
	send("CANCEL", first, second)
	if e = w.first(t); e.State != scheduler.Cancelled {
		t.Errorf("after CANCEL the event is %s", e.State)
	}
	if d := w.dated(t, "ben@example.test", 2); d.method != "CANCEL" {
		t.Errorf("after CANCEL Ben has %+v", d)
	}
}

func (w *world) first(t testing.TB) scheduler.Event {
	t.Helper()
	for _, f := range w.events(t.Context()) {
		return f.Event
	}
	t.Fatal("no event")
	return scheduler.Event{}
}

func TestTrustInACalendar(t *testing.T) {
	alongside(t)
	people := []string{"REQ-PARTICIPANT Ben ben@example.test"}
	p := planned{uid: "8d3f@ana.example", summary: "Design review", place: "", begin: tuesday, people: people}
	w := newWorld(t, friday, nil)
	w.deliver(w.fromCalendar("REQUEST", "Ana Aho <ana@outside.test>", "pass", p))
	w.deliver(w.fromCalendar("CANCEL", anaHerself, "pass", p))
	w.go1(t)
	if n := len(w.events(t.Context())); n != 0 || len(w.order) != 0 {
		t.Fatalf("%d events, %d letters", n, len(w.order))
	}
	w.deliver(w.fromCalendar("REQUEST", anaHerself, "fail", p))
	w.go1(t)
	if e := w.only(t); e.State != scheduler.Draft || len(w.boxes["ben@example.test"]) != 0 || len(w.boxes["ana@example.test"]) != 1 {
		t.Fatalf("an unverified invitation is %s", e.State)
	}
	preview, _ := w.last("ana@example.test")
	w.deliver(w.replyTo(preview, anaHerself, "go", false))
	w.go1(t)
	if e := w.only(t); e.State != scheduler.Open {
		t.Fatalf("after go it is %s", e.State)
	}
	// An update that nobody vouches for waits for Ana's ok.
	w.wait(t, time.Minute)
	p.seq, p.summary = 1, "Hijacked"
	w.deliver(w.fromCalendar("REQUEST", anaHerself, "fail", p))
	w.go1(t)
	if e := w.only(t); e.Title != "Design review" {
		t.Errorf("an unverified update was followed: %s", e.Title)
	}
	asked, _ := w.last("ana@example.test")
	w.deliver(w.replyTo(asked, anaHerself, "ok", false))
	w.go1(t)
	if e := w.only(t); e.Title != "Hijacked" {
		t.Errorf("after ok the title is %q\n%s", e.Title, asked.text())
	}
}

// TestWordsOfACalendarAreFollowed: text, link, place and files change with the organiser's calendar; what it says as
// before does not undo what was changed by letter.
func TestWordsOfACalendarAreFollowed(t *testing.T) {
	alongside(t)
	w := newWorld(t, friday, nil)
	t.Cleanup(func() { w.keep(t) })
	people := []string{"REQ-PARTICIPANT Ben ben@example.test"}
	p := planned{uid: "8d3f@ana.example", summary: "Design review", place: "Room 5", begin: tuesday, people: people,
		text: "Old words", file: &sent{"agenda.txt", "text/plain", []byte("first")}}
	send := func() {
		w.wait(t, time.Minute)
		w.deliver(w.fromCalendar("REQUEST", anaHerself, "pass", p))
		w.go1(t)
	}
	send()
	e := w.only(t)
	question, _ := w.last("ben@example.test")
	if got := attached(t, question); e.Text != "Old words" || len(got) != 1 || string(got[0].data) != "first" {
		t.Fatalf("opened with %q and %q", e.Text, got)
	}
	receipt, _ := w.last("ana@example.test")
	w.deliver(w.replyTo(receipt, anaHerself, "title Design meeting", false))
	w.go1(t)

	p.seq, p.text, p.url, p.place = 1, "New words\\, and more", "https://plan.example/5", "Room 6"
	send()
	e = w.only(t)
	if e.Text != "New words, and more" || e.URL != "https://plan.example/5" || e.Location != "Room 6" {
		t.Fatalf("after the change %q %q %q", e.Text, e.URL, e.Location)
	}
	if e.Title != "Design meeting" {
		t.Errorf("the calendar undid the title that Ana wrote: %q", e.Title)
	}
	if told, _ := w.last("ana@example.test"); !strings.Contains(told.text(), "New words, and more") {
		t.Errorf("Ana is not told what was followed:\n%s", told.text())
	}

	w.deliver(w.replyTo(question, "Ben <ben@example.test>", "1", false))
	w.go1(t)
	w.wait(t, time.Hour)
	invitation, _ := w.last("ben@example.test")
	ics := strings.ReplaceAll(string(invitation.mail.Calendars[0].Bytes), "\r\n ", "")
	for _, line := range []string{`DESCRIPTION:New words\, and more`, "URL:https://plan.example/5", "LOCATION:Room 6", "SUMMARY:Design meeting"} {
		if !strings.Contains(ics, line) {
			t.Errorf("the invitation lacks %q:\n%s", line, ics)
		}
	}
	was := dateIn(t, invitation)

	// After the agreement other words alone are an update: same UID and time, no question. So is another file, once.
	p.seq, p.text = 2, "Bring the drawings"
	send()
	p.seq, p.file = 3, &sent{"agenda.txt", "text/plain", []byte("second")}
	send()
	update, _ := w.last("ben@example.test")
	d, files := dateIn(t, update), attached(t, update)
	if d.uid != was.uid || d.method != "REQUEST" || d.sequence <= was.sequence || !d.begin.Equal(was.begin) || w.only(t).Moving || len(files) != 1 || string(files[0].data) != "second" {
		t.Errorf("the update has %+v and %q", d, files)
	}
	if !strings.Contains(update.text(), "Bring the drawings") {
		t.Errorf("the update does not say what changed:\n%s", update.text())
	}
	letters := len(w.boxes["ben@example.test"])
	p.seq = 4
	send()
	if n := len(w.boxes["ben@example.test"]); n != letters {
		t.Errorf("an update that changes nothing made %d letters", n-letters)
	}
}

// TestABurstOfInvitations: three entries made one after the other in a calendar are three times of one meeting.
func TestABurstOfInvitations(t *testing.T) {
	alongside(t)
	people := []string{"REQ-PARTICIPANT Ben ben@example.test", "OPT-PARTICIPANT Chloe chloe@example.test"}
	slot := func(i int) planned {
		return planned{uid: fmt.Sprintf("burst-%d@ana.example", i), summary: "Design review", begin: tuesday.Add(time.Duration(i) * time.Hour), people: people}
	}
	w := newWorld(t, friday, nil)
	t.Cleanup(func() { w.keep(t) })
	for i := range 2 { // read in one pass
		w.deliver(w.fromCalendar("REQUEST", anaHerself, "pass", slot(i)))
	}
	w.go1(t)
	w.wait(t, 3*time.Minute)
	w.deliver(w.fromCalendar("REQUEST", anaHerself, "pass", slot(2)))
	w.go1(t)
	e := w.only(t)
	if len(e.Slots) != 3 || len(e.Sources) != 3 || e.State != scheduler.Open {
		t.Fatalf("%s with %d slots from %d sources", e.State, len(e.Slots), len(e.Sources))
	}
	questions := 0
	for _, p := range w.boxes["ben@example.test"] {
		if len(p.mail.Calendars) == 0 {
			questions++
		}
	}
	if questions != 2 { // the first two times in one, the third in another
		t.Errorf("Ben got %d questions", questions)
	}
	// Each is followed by itself.
	moved := slot(1)
	moved.seq, moved.begin = 1, thursday
	w.wait(t, time.Minute)
	w.deliver(w.fromCalendar("REQUEST", anaHerself, "pass", moved))
	w.deliver(w.fromCalendar("CANCEL", anaHerself, "pass", planned{uid: slot(2).uid, summary: "Design review", begin: slot(2).begin, seq: 1}))
	w.go1(t)
	e = w.only(t)
	if e.State != scheduler.Open || e.Slots[1].Status != scheduler.Withdrawn || e.Slots[2].Status != scheduler.Withdrawn || len(e.Slots) != 4 || !e.Slots[3].Begin.Equal(thursday) {
		t.Errorf("after changes %s %+v", e.State, e.Slots)
	}

	// Another title, other people, another length, later, unproven, or after an answer: a meeting of its own.
	for name, change := range map[string]func(*world, *planned, *string){
		"title":  func(_ *world, p *planned, _ *string) { p.summary = "Lunch" },
		"people": func(_ *world, p *planned, _ *string) { p.people = people[:1] },
		"roles": func(_ *world, p *planned, _ *string) {
			p.people = []string{people[0], strings.Replace(people[1], "OPT", "REQ", 1)}
		},
		"later":    func(w *world, _ *planned, _ *string) { w.wait(t, 11*time.Minute) },
		"unproven": func(_ *world, _ *planned, dmarc *string) { *dmarc = "fail" },
		"answered": func(w *world, _ *planned, _ *string) {
			q, _ := w.last("chloe@example.test")
			w.deliver(w.replyTo(q, "Chloe <chloe@example.test>", "yes", false))
			w.go1(t)
		},
	} {
		w := newWorld(t, friday, nil)
		w.deliver(w.fromCalendar("REQUEST", anaHerself, "pass", slot(0)))
		w.go1(t)
		next, dmarc := slot(1), "pass"
		change(w, &next, &dmarc)
		w.deliver(w.fromCalendar("REQUEST", anaHerself, dmarc, next))
		w.go1(t)
		if n := len(w.events(t.Context())); n != 2 {
			t.Errorf("%s: %d events", name, n)
		}
	}

	// What somebody forged before is not sent out with it.
	w = newWorld(t, friday, nil)
	forged := slot(0)
	forged.uid, forged.text = "forged@evil.test", "Log in at http://evil.test first"
	w.deliver(w.fromCalendar("REQUEST", anaHerself, "fail", forged))
	w.deliver(w.fromCalendar("REQUEST", anaHerself, "pass", slot(1)))
	w.go1(t)
	all := w.events(t.Context())
	if len(all) != 2 || all[0].Event.State != scheduler.Draft || all[1].Event.State != scheduler.Open || len(all[1].Event.Slots) != 1 {
		t.Errorf("after a forgery there are %d events", len(all))
	}
	if q, ok := w.last("ben@example.test"); !ok || strings.Contains(q.text(), "evil.test") {
		t.Errorf("Ben got\n%s", q.text())
	}
}
