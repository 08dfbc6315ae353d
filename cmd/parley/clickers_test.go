package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// date is an entry in somebody's calendar, as it came in a letter.
type date struct {
	uid, sequence, method, status, organizer, comment string
	begin, end                                        time.Time
}

// dateIn reads the calendar object of a letter the way a calendar program does.
func dateIn(t testing.TB, p post) (d date) {
	t.Helper()
	if len(p.mail.Calendars) == 0 {
		t.Fatalf("the letter %q to %s has no calendar", p.mail.Subject, p.to)
	}
	for _, l := range strings.Split(strings.ReplaceAll(string(p.mail.Calendars[0].Bytes), "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(l, ":")
		switch name, _, _ = strings.Cut(name, ";"); name {
		case "UID":
			d.uid = value
		case "SEQUENCE":
			d.sequence = value
		case "METHOD":
			d.method = value
		case "STATUS":
			d.status = value
		case "COMMENT":
			d.comment = value
		case "ORGANIZER":
			d.organizer = l
		case "DTSTART":
			d.begin, _ = time.Parse("20060102T150405Z", value)
		case "DTEND":
			d.end, _ = time.Parse("20060102T150405Z", value)
		}
	}
	return d
}

// press is what somebody does with a date in their calendar program.
type press struct {
	status  string // PARTSTAT
	comment string
	begin   time.Time // of another time: a counterproposal
	stamp   time.Time // zero: now
	said    time.Time // Date; zero: now
	seq     string    // "": that of the date
	id      string    // "": a new Message-ID
}

// clicker makes the mail that a calendar program sends.
type clicker func(w *world, name, address string, d date, p press) string

// press makes the mail of a calendar program and puts it into the bot's inbox.
func (w *world) press(t testing.TB, by clicker, name, address string, d date, p press) []byte {
	t.Helper()
	if p.stamp.IsZero() {
		p.stamp = w.clock
	}
	if p.said.IsZero() {
		p.said = w.clock
	}
	if p.seq == "" {
		p.seq = d.sequence
	}
	if p.id == "" {
		w.uid++
		p.id = fmt.Sprintf("press%d@calendars.test", w.uid)
	}
	raw := []byte(by(w, name, address, d, p))
	w.deliver(raw)
	if err := w.pass(context.Background()); err != nil {
		t.Fatal(err)
	}
	return raw
}

func (p press) method() string {
	if p.begin.IsZero() {
		return "REPLY"
	}
	return "COUNTER"
}

func (p press) times(d date) (begin, end time.Time) {
	if p.begin.IsZero() {
		return d.begin, d.end
	}
	return p.begin, p.begin.Add(d.end.Sub(d.begin))
}

func (d date) organizerAddress() string {
	_, a, _ := strings.Cut(d.organizer, "mailto:")
	return a
}

const utc = "20060102T150405Z"

// google sends from its own address, marked as automatic, the person in Reply-To and ATTENDEE.
func google(w *world, name, address string, d date, p press) string {
	begin, end := p.times(d)
	note := ""
	if p.comment != "" {
		note = ";\r\n X-RESPONSE-COMMENT=\"" + strings.NewReplacer("'", "&#39;", "&", "&amp;").Replace(p.comment) + "\""
	}
	ics := strings.Join([]string{"BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0", "CALSCALE:GREGORIAN",
		"METHOD:" + p.method(), "BEGIN:VEVENT", "DTSTART:" + begin.Format(utc), "DTEND:" + end.Format(utc), "DTSTAMP:" + p.stamp.UTC().Format(utc),
		d.organizer, "UID:" + d.uid,
		"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=" + p.status + ";CN=\r\n " + name + note + ";X-NUM-GUESTS=0:mailto:" + address,
		"CREATED:" + p.stamp.UTC().Format(utc), "DESCRIPTION:", "LAST-MODIFIED:" + p.stamp.UTC().Format(utc), "LOCATION:", "SEQUENCE:" + p.seq,
		"STATUS:CONFIRMED", "SUMMARY:Design review", "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR", ""}, "\r\n")
	return "Authentication-Results: mx.example.test; dmarc=pass header.from=google.com\n" +
		"From: " + name + " <calendar-notification@google.com>\nReply-To: " + name + " <" + address + ">\nSender: Google Calendar <calendar-notification@google.com>\n" +
		"Auto-Submitted: auto-generated\nTo: " + d.organizerAddress() + "\nSubject: Accepted: Design review @ Tue 24 Nov 2026 (EET) (" + name + ")\nDate: " + p.said.Format(time.RFC1123Z) +
		"\nMessage-ID: <calendar-" + p.id + ">\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"0000\"\n\n" +
		"--0000\nContent-Type: multipart/alternative; boundary=\"1111\"\n\n--1111\nContent-Type: text/plain; charset=\"UTF-8\"; format=flowed; delsp=yes\n\n" + name + " has replied to this invitation.\n\n" +
		"--1111\nContent-Type: text/html; charset=\"UTF-8\"\n\n<html><body>" + name + " has replied to this invitation.</body></html>\n\n" +
		"--1111\nContent-Type: text/calendar; charset=\"UTF-8\"; method=" + p.method() + "\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(ics)) + "\n--1111--\n" +
		"--0000\nContent-Type: application/ics; name=\"invite.ics\"\nContent-Disposition: attachment; filename=\"invite.ics\"\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(ics)) + "\n--0000--\n"
}

// exchange leaves ORGANIZER out, names zones as Windows does, and has the note in COMMENT.
func exchange(w *world, name, address string, d date, p press) string {
	begin, end := p.times(d)
	at := func(t time.Time) string {
		return ";TZID=FLE Standard Time:" + t.In(zoneNamed("Europe/Helsinki")).Format("20060102T150405")
	}
	original := ""
	if !p.begin.IsZero() {
		original = "X-MS-OLK-ORIGINALSTART" + at(d.begin) + "\r\nX-MS-OLK-ORIGINALEND" + at(d.end) + "\r\n"
	}
	ics := strings.Join([]string{"BEGIN:VCALENDAR", "METHOD:" + p.method(), "PRODID:Microsoft Exchange Server 2010", "VERSION:2.0", "BEGIN:VTIMEZONE", "TZID:FLE Standard Time",
		"BEGIN:STANDARD", "DTSTART:16010101T040000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
		"BEGIN:DAYLIGHT", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0300", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE",
		"BEGIN:VEVENT", "ATTENDEE;PARTSTAT=" + p.status + ";CN=" + name + ":MAILTO:" + strings.ToUpper(address[:1]) + address[1:],
		"COMMENT;LANGUAGE=en-US:" + p.comment + "\\n", "UID:" + d.uid, "SUMMARY;LANGUAGE=en-US:Accepted: Design review",
		"DTSTART" + at(begin), "DTEND" + at(end), "CLASS:PUBLIC", "PRIORITY:5", "DTSTAMP:" + p.stamp.UTC().Format(utc), "TRANSP:OPAQUE", "STATUS:CONFIRMED", "SEQUENCE:" + p.seq,
		original + "X-MICROSOFT-CDO-APPT-SEQUENCE:" + p.seq, "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "X-MICROSOFT-DISALLOW-COUNTER:FALSE", "END:VEVENT", "END:VCALENDAR", ""}, "\r\n")
	return "Authentication-Results: mx.example.test; dmarc=pass header.from=example.test\n" +
		"From: " + name + " <" + address + ">\nTo: Parley <" + d.organizerAddress() + ">\nSubject: Accepted: Design review\nDate: " + p.said.Format(time.RFC1123Z) +
		"\nMessage-ID: <" + p.id + ">\nThread-Topic: Design review\nX-MS-Has-Attach:\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"_000_\"\n\n" +
		"--_000_\nContent-Type: text/plain; charset=\"us-ascii\"\n\n" + p.comment + "\n--_000_\nContent-Type: text/html; charset=\"us-ascii\"\n\n<html><body><p>" + p.comment + "</p></body></html>\n" +
		"--_000_\nContent-Type: text/calendar; charset=\"utf-8\"; method=" + p.method() + "\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(ics)) + "\n--_000_--\n"
}

// apple has its principal as ATTENDEE and the address in a parameter, and times in a zone it does not define.
func apple(w *world, name, address string, d date, p press) string {
	begin, end := p.times(d)
	helsinki := zoneNamed("Europe/Helsinki")
	comment := ""
	if p.comment != "" {
		comment = "COMMENT:" + p.comment + "\r\n"
	}
	ics := strings.Join([]string{"BEGIN:VCALENDAR", "CALSCALE:GREGORIAN", "VERSION:2.0", "PRODID:-//Apple Inc.//macOS 15.1//EN", "METHOD:" + p.method(), "BEGIN:VEVENT",
		"UID:" + d.uid, "DTEND;TZID=Europe/Helsinki:" + end.In(helsinki).Format("20060102T150405"),
		"ATTENDEE;CN=\"" + name + "\";CUTYPE=INDIVIDUAL;EMAIL=\"" + address + "\";PARTSTAT=\r\n " + p.status + ":/1234567890/principal/", comment + "SUMMARY:Design review",
		"DTSTAMP:" + p.stamp.UTC().Format(utc), "DTSTART;TZID=Europe/Helsinki:" + begin.In(helsinki).Format("20060102T150405"), d.organizer, "SEQUENCE:" + p.seq,
		"END:VEVENT", "END:VCALENDAR", ""}, "\r\n")
	return "From: " + name + " <" + address + ">\nTo: " + d.organizerAddress() + "\nSubject: Accepted: Design review\nDate: " + p.said.Format(time.RFC1123Z) +
		"\nMessage-ID: <" + p.id + ">\nMIME-Version: 1.0 (Mac OS X Mail 16.0)\nContent-Type: multipart/mixed; boundary=\"Apple-Mail=_1\"\n\n" +
		"--Apple-Mail=_1\nContent-Transfer-Encoding: 7bit\nContent-Type: text/plain; charset=us-ascii\n\n\n" +
		"--Apple-Mail=_1\nContent-Disposition: attachment; filename=iCal-20261120-090000.ics\nContent-Type: text/calendar; x-unix-mode=0644; name=\"iCal-20261120-090000.ics\"\nContent-Transfer-Encoding: base64\n\n" +
		base64.StdEncoding.EncodeToString([]byte(ics)) + "\n--Apple-Mail=_1--\n"
}

// thunderbird sends the calendar beside the text and once more as a file.
func thunderbird(w *world, name, address string, d date, p press) string {
	begin, end := p.times(d)
	comment := ""
	if p.comment != "" {
		comment = "COMMENT:" + p.comment + "\r\n"
	}
	ics := strings.Join([]string{"BEGIN:VCALENDAR", "PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN", "VERSION:2.0", "METHOD:" + p.method(), "BEGIN:VEVENT",
		"CREATED:" + p.stamp.UTC().Format(utc), "LAST-MODIFIED:" + p.stamp.UTC().Format(utc), "DTSTAMP:" + p.stamp.UTC().Format(utc), "UID:" + d.uid, "SUMMARY:Design review", "STATUS:CONFIRMED",
		d.organizer, comment + "ATTENDEE;CN=" + name + ";PARTSTAT=" + p.status + ";ROLE=REQ-PARTICIPANT:mailto:" + address,
		"DTSTART:" + begin.Format(utc), "DTEND:" + end.Format(utc), "SEQUENCE:" + p.seq, "END:VEVENT", "END:VCALENDAR", ""}, "\r\n")
	return "From: " + name + " <" + address + ">\nTo: " + d.organizerAddress() + "\nSubject: Event Invitation Reply (Accepted): Design review\nDate: " + p.said.Format(time.RFC1123Z) +
		"\nMessage-ID: <" + p.id + ">\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"------------tb\"\n\n" +
		"--------------tb\nContent-Type: multipart/alternative; boundary=\"------------alt\"\n\n--------------alt\nContent-Type: text/plain; charset=UTF-8\n\n" + name + " has replied to your event invitation.\n\n" +
		"--------------alt\nContent-Type: text/calendar; method=" + p.method() + "; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n" + ics + "\n--------------alt--\n" +
		"--------------tb\nContent-Type: application/ics; name=\"invite.ics\"\nContent-Disposition: attachment; filename=\"invite.ics\"\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(ics)) + "\n--------------tb--\n"
}

// thunderbirdPlain is thunderbird without the base64 copy, so that a test can change what it says.
func thunderbirdPlain(w *world, name, address string, d date, p press) string {
	raw := thunderbird(w, name, address, d, p)
	cut := strings.LastIndex(raw, "--------------tb\nContent-Type: application/ics")
	return raw[:cut] + "--------------tb--\n"
}

// calendarStep is a step of a story that happens in a calendar program; see TestStories.
func (s *story) calendarStep(f []string) error {
	helsinki := func(text string) (time.Time, error) {
		at, err := time.ParseInLocation("2006-01-02 15:04", strings.TrimSpace(text), s.zone)
		return at.UTC(), err
	}
	switch f[0] {
	case "click", "outsider":
		who, from, slot, status := f[1], f[1], f[len(f)-1], f[2]
		if f[0] == "outsider" {
			who, status = f[2], "accept"
		}
		n, err := strconv.Atoi(slot)
		if err != nil {
			return err
		}
		d := s.w.dated(s.t, address(who), n)
		status = map[string]string{"accept": "ACCEPTED", "maybe": "TENTATIVE", "decline": "DECLINED"}[status]
		s.w.press(s.t, thunderbird, from, address(from), d, press{status: status})
	case "counter":
		n, err := strconv.Atoi(f[2])
		if err != nil {
			return err
		}
		at, err := helsinki(strings.Join(f[3:], " "))
		if err != nil {
			return err
		}
		s.w.press(s.t, exchange, f[1], address(f[1]), s.w.dated(s.t, address(f[1]), n), press{status: "TENTATIVE", begin: at})
	case "invite":
		seq, err := strconv.Atoi(f[2])
		if err != nil {
			return err
		}
		parts := strings.Split(strings.Join(f[3:], " "), ";")
		var events []planned
		for i, p := range parts[1:] {
			at, err := helsinki(p)
			if err != nil {
				return err
			}
			events = append(events, planned{uid: fmt.Sprintf("plan-%d@ana.example", i+1), summary: parts[0], begin: at, seq: seq,
				people: []string{"REQ-PARTICIPANT Ben ben@example.test", "OPT-PARTICIPANT Chloe chloe@example.test"}})
		}
		s.w.deliver(s.w.fromCalendar(strings.ToUpper(f[1]), anaHerself, "pass", events...))
	}
	return nil
}
