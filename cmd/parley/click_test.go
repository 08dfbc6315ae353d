package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/calendar"
	"parley/scheduler"
	"parley/store"
)

var friday = time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC) // 9:00 in Helsinki

// reviewed is a world in which Ana has proposed a design review; more are lines of options.
func reviewed(t *testing.T, more string) *world {
	t.Helper()
	w := newWorld(t, friday, nil)
	w.deliver(w.mail("Ana Aho <ana@example.test>", "bot@example.test, Ben Bauer <ben@example.test>, Chloe Caron <chloe@example.test>, Mika Maki <mika@example.test>, Noor Nasri <noor@example.test>", "",
		"Design review", "", "text/plain; charset=utf-8", "Hi all,\n\nTue 24 Nov 10:00-10:45\nTue 24 Nov 14:00-14:45\nThu 26 Nov 9:00-9:45\n\nlocation: Room 5\nurl: https://meet.example.test/review\n"+more+"\nAna\n"))
	w.go1(t)
	t.Cleanup(func() { w.keep(t) })
	return w
}

func (w *world) go1(t testing.TB) {
	t.Helper()
	if err := w.pass(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func (w *world) wait(t testing.TB, d time.Duration) {
	t.Helper()
	if err := w.until(context.Background(), w.clock.Add(d)); err != nil {
		t.Fatal(err)
	}
}

// keep writes all letters, and everybody's feed, into the folder that PARLEY_KEEP_MAILS names, for checkers outside the
// project, and holds the store to its own account.
func (w *world) keep(t *testing.T) {
	if err := w.h.store.Check(context.Background()); err != nil {
		t.Errorf("the store is damaged: %v", err)
	}
	path := os.Getenv("PARLEY_KEEP_MAILS")
	if path == "" {
		return
	}
	dir := filepath.Join(path, strings.ReplaceAll(t.Name(), "/", "-"))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for i, p := range w.order {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d-%s.eml", i, p.to)), p.raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	feeds := newFeeds(w.h)
	for who := range w.boxes {
		p, err := w.h.store.PersonByAddress(context.Background(), who)
		if errors.Is(err, store.ErrNotFound) { // forgotten
			continue
		}
		var b feedBytes
		if err == nil {
			_, b, err = feeds.get(context.Background(), p.ID)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "feed-"+who+".ics"), b.plain, 0o644)
		}
		if err != nil {
			t.Errorf("keeping the feed of %s: %v", who, err)
		}
	}
}

// dated is the last date that somebody got for a slot.
func (w *world) dated(t testing.TB, address string, slot int) date {
	t.Helper()
	for _, p := range slices.Backward(w.boxes[address]) {
		if len(p.mail.Calendars) > 0 {
			if d := dateIn(t, p); strings.Contains(d.uid, fmt.Sprintf("-%d@", slot)) {
				return d
			}
		}
	}
	t.Fatalf("%s has nothing in the calendar for slot %d", address, slot)
	return date{}
}

func (w *world) only(t testing.TB) scheduler.Event {
	t.Helper()
	all := w.events(context.Background())
	if len(all) != 1 {
		t.Fatalf("%d events", len(all))
	}
	return all[0].Event
}

// outcome is what must not depend on how people said it: state, words, choice, and everybody's calendar.
func (w *world) outcome(t testing.TB) string {
	t.Helper()
	e := w.only(t)
	var b strings.Builder
	fmt.Fprintf(&b, "%s moving %v\n", e.State, e.Moving)
	if g := e.Agreement; g != nil {
		fmt.Fprintf(&b, "agreed on %d as %d sequence %d, %s, %s\n", g.Slot, g.UID, g.Sequence, g.Reason, g.Trigger)
	}
	for _, p := range e.Parties {
		fmt.Fprintf(&b, "party %d coming %d:", p.Person, p.Coming)
		for _, s := range e.Slots {
			fmt.Fprintf(&b, " %d", p.Words[s.ID].Verdict)
		}
		b.WriteByte('\n')
	}
	for _, who := range w.people() {
		for _, p := range w.boxes[who] {
			if len(p.mail.Calendars) > 0 {
				if d := dateIn(t, p); d.status == "CONFIRMED" {
					fmt.Fprintf(&b, "%s: %s %s %s %s\n", who, d.method, d.uid, d.sequence, d.begin)
				}
			}
		}
	}
	return b.String()
}

var players = []struct {
	name, address string
	by            clicker
}{
	{"Ben Bauer", "ben@example.test", google}, {"Chloe Caron", "chloe@example.test", exchange},
	{"Mika Maki", "mika@example.test", apple}, {"Noor Nasri", "noor@example.test", thunderbird},
}

// inWords plays the review with answers as text, nil for nobody's.
func inWords(t *testing.T, words [4]string) string {
	t.Helper()
	w := reviewed(t, "holds: yes\n")
	for i, p := range players {
		question := w.boxes[p.address][0]
		w.deliver(w.replyTo(question, p.name+" <"+p.address+">", words[i], true))
		w.go1(t)
	}
	w.wait(t, time.Hour)
	return w.outcome(t)
}

func TestAgreedByClicksAlone(t *testing.T) {
	alongside(t)
	const yes, maybe, no = "ACCEPTED", "TENTATIVE", "DECLINED"
	w := reviewed(t, "holds: yes\n")
	before := len(w.order)
	for i, status := range [4][3]string{{yes, yes, no}, {no, yes, yes}, {yes, yes, maybe}, {maybe, yes, no}} {
		for slot, s := range status {
			p := players[i]
			d := w.dated(t, p.address, slot+1)
			if d.status != "TENTATIVE" || d.sequence != "0" {
				t.Fatalf("the hold of %s is %+v", p.name, d)
			}
			w.press(t, p.by, p.name, p.address, d, press{status: s})
		}
	}
	w.wait(t, 9*time.Minute)
	if n := len(w.order) - before; n != 0 {
		t.Errorf("%d letters answer clicks: %s", n, w.order[before].mail.Subject)
	}
	w.wait(t, time.Hour)
	words := inWords(t, [4]string{"1 and 2", "2 and 3", "1 and 2, 3 if need be", "2, and 1 if need be"})
	if got := w.outcome(t); got != words {
		t.Errorf("by clicks:\n%s\nby words:\n%s", got, words)
	}
	e := w.only(t)
	if e.State != scheduler.Agreed || e.Agreement.Slot != 2 || e.Agreement.Sequence != 1 {
		t.Fatalf("%s %+v", e.State, e.Agreement)
	}
	// First the winner is confirmed under its UID, then the other holds go, except where they were declined.
	for i, p := range players {
		var got []string
		for _, x := range w.boxes[p.address] {
			if len(x.mail.Calendars) > 0 && x.at.After(friday) {
				d := dateIn(t, x)
				_, n, _, _ := calendar.ParseUID(d.uid)
				got = append(got, fmt.Sprintf("%s %d %s %s", d.method, n, d.sequence, d.status))
				if d.method == "CANCEL" && (!strings.HasPrefix(d.comment, "Released: ") || !strings.Contains(x.text(), "Released: ")) {
					t.Errorf("%s is not told what became of the hold: %q\n%s", p.name, d.comment, x.text())
				}
			}
		}
		want := [4][]string{
			{"REQUEST 2 1 CONFIRMED", "CANCEL 1 1 CANCELLED"},
			{"REQUEST 2 1 CONFIRMED", "CANCEL 3 1 CANCELLED"},
			{"REQUEST 2 1 CONFIRMED", "CANCEL 1 1 CANCELLED", "CANCEL 3 1 CANCELLED"},
			{"REQUEST 2 1 CONFIRMED", "CANCEL 1 1 CANCELLED"},
		}[i]
		if !slices.Equal(got, want) {
			t.Errorf("%s got %v, want %v", p.name, got, want)
		}
	}
	for _, p := range w.order {
		for _, c := range p.mail.Calendars {
			ics := strings.ReplaceAll(string(c.Bytes), "\r\n ", "")
			for _, want := range []string{"\r\nLOCATION:Room 5\r\n", "\r\nURL:https://meet.example.test/review\r\n", "\r\nDESCRIPTION:Hi all\\,", "Europe/Helsinki"} {
				if !strings.Contains(ics, want) {
					t.Errorf("%q to %s lacks %q:\n%s", p.mail.Subject, p.to, want, ics)
				}
			}
		}
	}
	// A reply to a released hold changes nothing.
	seq := e.Seq
	w.press(t, google, "Ben Bauer", "ben@example.test", w.dated(t, "ben@example.test", 1), press{status: no})
	if now := w.only(t); now.Seq != seq {
		t.Errorf("a reply to a released hold left a trace: %d entries after %d", now.Seq, seq)
	}
	// A reply to the meeting is attendance.
	w.press(t, apple, "Mika Maki", "mika@example.test", w.dated(t, "mika@example.test", 2), press{status: no})
	if q, _ := w.only(t).Party(4); q.Coming != scheduler.No {
		t.Errorf("Mika declined the meeting, and is coming: %v", q.Coming)
	}
}

func TestClicksAndWords(t *testing.T) {
	alongside(t)
	w := reviewed(t, "holds: yes\n")
	say := func(i int, text string) {
		w.wait(t, time.Minute)
		w.deliver(w.replyTo(w.boxes[players[i].address][0], players[i].name+" <"+players[i].address+">", text, true))
		w.go1(t)
	}
	click := func(i, slot int, p press) {
		w.wait(t, time.Minute)
		w.press(t, players[i].by, players[i].name, players[i].address, w.dated(t, players[i].address, slot), p)
	}
	say(0, "only 1")
	click(0, 2, press{status: "ACCEPTED"}) // newer than the no that "only 1" meant
	click(1, 2, press{status: "DECLINED"})
	click(1, 1, press{status: "ACCEPTED"})
	say(1, "2 and 3") // newer than both clicks
	click(1, 2, press{status: "DECLINED", said: w.clock.Add(-30 * time.Minute), stamp: w.clock.Add(-30 * time.Minute)})
	click(2, 1, press{status: "ACCEPTED"})
	click(2, 2, press{status: "ACCEPTED"})
	click(2, 3, press{status: "TENTATIVE"})
	say(3, "2, and 1 if need be")
	w.wait(t, time.Hour)
	want := inWords(t, [4]string{"1 and 2", "2 and 3", "1 and 2, 3 if need be", "2, and 1 if need be"})
	if got := w.outcome(t); got != want {
		t.Errorf("mixed:\n%s\nby words:\n%s", got, want)
	}
}

func TestOrderOfClicks(t *testing.T) {
	alongside(t)
	at := func(minutes int) time.Time { return friday.Add(time.Duration(minutes) * time.Minute) }
	for _, c := range []struct {
		name          string
		first, second press // as they arrive
		want          scheduler.Verdict
	}{
		{"SEQUENCE before DTSTAMP", press{status: "ACCEPTED", seq: "1", stamp: at(1)}, press{status: "DECLINED", seq: "0", stamp: at(9)}, scheduler.Yes},
		{"a higher SEQUENCE wins", press{status: "ACCEPTED", seq: "0", stamp: at(9)}, press{status: "DECLINED", seq: "1", stamp: at(1)}, scheduler.No},
		{"DTSTAMP before arrival", press{status: "ACCEPTED", stamp: at(9)}, press{status: "DECLINED", stamp: at(1)}, scheduler.Yes},
		{"a later DTSTAMP wins", press{status: "ACCEPTED", stamp: at(1)}, press{status: "DECLINED", stamp: at(9)}, scheduler.No},
		{"DTSTAMP before Date", press{status: "ACCEPTED", stamp: at(9), said: at(1)}, press{status: "DECLINED", stamp: at(1), said: at(9)}, scheduler.Yes},
		{"Date where all else is equal", press{status: "ACCEPTED", stamp: at(1), said: at(9)}, press{status: "DECLINED", stamp: at(1), said: at(2)}, scheduler.Yes},
		{"arrival where all is equal", press{status: "ACCEPTED", stamp: at(1), said: at(1)}, press{status: "TENTATIVE", stamp: at(1), said: at(1)}, scheduler.IfNeedBe},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := reviewed(t, "holds: yes\n")
			w.wait(t, 20*time.Minute)
			for i, p := range players { // each program's mails are ordered alike
				d := w.dated(t, p.address, 1)
				w.press(t, p.by, p.name, p.address, d, c.first)
				w.press(t, p.by, p.name, p.address, d, c.second)
				if got := w.only(t).Parties[i].Words[1].Verdict; got != c.want {
					t.Errorf("%s: %v, want %v", p.name, got, c.want)
				}
			}
		})
	}
}

func TestRepeatedClicks(t *testing.T) {
	alongside(t)
	w := reviewed(t, "holds: yes\n")
	d := w.dated(t, "ben@example.test", 1)
	raw := w.press(t, google, "Ben Bauer", "ben@example.test", d, press{status: "ACCEPTED"})
	e, letters := w.only(t), len(w.order)
	for range 3 {
		w.deliver(bytes.Clone(raw))
		w.go1(t)
	}
	if now := w.only(t); now.Seq != e.Seq {
		t.Errorf("the same mail again wrote %d entries", now.Seq-e.Seq)
	}
	w.wait(t, time.Minute)
	w.press(t, google, "Ben Bauer", "ben@example.test", d, press{status: "ACCEPTED", stamp: friday, said: friday})
	now := w.only(t)
	if now.Parties[0].Words[1].Verdict != scheduler.Yes || !now.LastAnswer.Equal(e.LastAnswer) || len(w.order) != letters {
		t.Errorf("the same click in another mail: %+v, last answer %v after %v, %d letters", now.Parties[0].Words[1], now.LastAnswer, e.LastAnswer, len(w.order)-letters)
	}
}

func TestCommentsOfClicks(t *testing.T) {
	alongside(t)
	w := reviewed(t, "holds: yes\n")
	for i, p := range players {
		note := []string{"I'll be late & wet", "Fine by me, room 5 it is", "Bring the big screen", "Can we record it?"}[i]
		w.press(t, p.by, p.name, p.address, w.dated(t, p.address, 2), press{status: "ACCEPTED", comment: note})
		if i == 3 && !strings.Contains(w.lastText("ana@example.test"), note) {
			t.Errorf("a question does not reach Ana at once:\n%s", w.lastText("ana@example.test"))
		}
	}
	w.wait(t, 26*time.Hour)
	var all string
	for _, p := range w.boxes["ana@example.test"] {
		all += p.text() + " "
	}
	for _, note := range []string{"I'll be late & wet", "Fine by me, room 5 it is", "Bring the big screen", "Can we record it?"} {
		if n := strings.Count(all, note); n != 1 {
			t.Errorf("Ana reads %q %d times", note, n)
		}
	}
}

func (w *world) lastText(address string) string {
	p, _ := w.last(address)
	return p.text()
}

// text is all that a letter says, on one line.
func (p post) text() string {
	var all []string
	for _, l := range p.mail.Lines {
		all = append(all, strings.TrimLeft(l.Text, "> |"))
	}
	return strings.Join(strings.Fields(strings.Join(all, " ")), " ")
}

func TestCounterproposal(t *testing.T) {
	alongside(t)
	friday27 := time.Date(2026, 11, 27, 13, 0, 0, 0, time.UTC)
	for _, by := range players {
		w := reviewed(t, "holds: yes\n")
		held := w.dated(t, by.address, 2)
		w.press(t, by.by, by.name, by.address, held, press{status: "TENTATIVE", begin: friday27, comment: "Friday would be easier"})
		e := w.only(t)
		if len(e.Slots) != 4 || e.Slots[3].Status != scheduler.Suggested || !e.Slots[3].Begin.Equal(friday27) || e.Slots[3].Counter != 2 {
			t.Fatalf("%s: the counterproposal became %+v", by.name, e.Slots)
		}
		ask, _ := w.last("ana@example.test")
		if text := ask.text(); !strings.Contains(text, "accept 4") || !strings.Contains(text, "Friday would be easier") {
			t.Fatalf("%s: Ana is told\n%s", by.name, text)
		}
		before := len(w.order)
		w.deliver(w.replyTo(ask, "Ana Aho <ana@example.test>", "accept 4", false))
		w.go1(t)
		for _, p := range players {
			if d := w.dated(t, p.address, 4); d.method != "REQUEST" || d.status != "TENTATIVE" {
				t.Errorf("%s: accepted, and %s got %+v", by.name, p.name, d)
			}
		}
		for _, p := range w.order[before:] {
			if len(p.mail.Calendars) > 0 && p.mail.Calendars[0].Method == "DECLINECOUNTER" {
				t.Errorf("%s: accepted, and yet refused to %s", by.name, p.to)
			}
		}

		w = reviewed(t, "holds: yes\n")
		w.press(t, by.by, by.name, by.address, held, press{status: "TENTATIVE", begin: friday27, comment: "Friday would be easier"})
		ask, _ = w.last("ana@example.test")
		before = len(w.order)
		w.deliver(w.replyTo(ask, "Ana Aho <ana@example.test>", "refuse 4", false))
		w.go1(t)
		refused := 0
		for _, p := range w.order[before:] {
			if len(p.mail.Calendars) == 0 {
				continue
			}
			if d := dateIn(t, p); d.method == "DECLINECOUNTER" && p.to == by.address && d.uid == held.uid && (d.sequence == held.sequence || d.sequence == "" && held.sequence == "0") {
				refused++
			} else {
				t.Errorf("%s: refused, and %s got %+v", by.name, p.to, d)
			}
		}
		if refused != 1 {
			t.Errorf("%s: refused %d times", by.name, refused)
		}
	}
}

// A counterproposal to the meeting moves it once the others agree.
func TestCounterproposalToTheMeeting(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	for _, p := range players {
		w.deliver(w.replyTo(w.boxes[p.address][0], p.name+" <"+p.address+">", "2", true))
	}
	w.wait(t, time.Hour)
	met := w.dated(t, "chloe@example.test", 2)
	if met.status != "CONFIRMED" || met.sequence != "0" {
		t.Fatalf("Chloe got %+v", met)
	}
	later := time.Date(2026, 11, 27, 13, 0, 0, 0, time.UTC)
	w.press(t, exchange, "Chloe Caron", "chloe@example.test", met, press{status: "TENTATIVE", begin: later})
	ask, _ := w.last("ana@example.test")
	w.deliver(w.replyTo(ask, "Ana Aho <ana@example.test>", "accept 4", false))
	w.go1(t)
	for _, p := range players {
		if p.address != "chloe@example.test" {
			question, _ := w.last(p.address)
			w.deliver(w.replyTo(question, p.name+" <"+p.address+">", "4", false))
		}
	}
	w.wait(t, time.Hour)
	for _, who := range []string{"ana@example.test", "ben@example.test", "chloe@example.test", "mika@example.test", "noor@example.test"} {
		if d := w.dated(t, who, 2); d.method != "REQUEST" || d.sequence != "1" || !d.begin.Equal(later) {
			t.Errorf("after the move %s has %+v", who, d)
		}
	}
}

func TestUninvited(t *testing.T) {
	alongside(t)
	ben := "ben@example.test"
	words := func(w *world) (n int) {
		for _, p := range w.only(t).Parties {
			n += len(p.Words)
		}
		return n
	}
	to := func(w *world, address string, after int) (out []post) {
		for _, p := range w.order[after:] {
			if p.to == address {
				out = append(out, p)
			}
		}
		return out
	}

	t.Run("a forwarded invitation", func(t *testing.T) {
		w := reviewed(t, "holds: yes\n")
		before := len(w.order)
		w.press(t, thunderbird, "Zoe Zed", "zoe@yonder.test", w.dated(t, ben, 2), press{status: "ACCEPTED"})
		asked := to(w, "ana@example.test", before)
		if len(asked) != 1 || !strings.Contains(asked[0].text(), "add zoe@yonder.test") || words(w) != 0 {
			t.Fatalf("Ana got %d letters, %d words were taken in", len(asked), words(w))
		}
		if was := to(w, ben, before); len(was) != 1 || !strings.Contains(was[0].text(), "Was this you?") {
			t.Errorf("Ben got %d letters", len(was))
		}
		w.press(t, thunderbird, "Zoe Zed", "zoe@yonder.test", w.dated(t, ben, 2), press{status: "DECLINED"})
		if n := len(to(w, "ana@example.test", before)); n != 1 {
			t.Errorf("Ana was asked %d times", n)
		}
		w.deliver(w.replyTo(asked[0], "Ana Aho <ana@example.test>", "add zoe@yonder.test", false))
		w.go1(t)
		w.press(t, thunderbird, "Zoe Zed", "zoe@yonder.test", w.dated(t, "zoe@yonder.test", 2), press{status: "ACCEPTED"})
		if words(w) != 1 {
			t.Errorf("after she was added Zoe's click was not counted")
		}
	})
	t.Run("to the bare address", func(t *testing.T) {
		w := reviewed(t, "holds: yes\n")
		before := len(w.order)
		d := w.dated(t, ben, 2)
		d.organizer = "ORGANIZER:mailto:bot@example.test"
		w.press(t, thunderbird, "Zoe Zed", "zoe@yonder.test", d, press{status: "ACCEPTED"})
		if asked := to(w, "ana@example.test", before); len(asked) != 1 || !strings.Contains(asked[0].text(), "add zoe@yonder.test") || words(w) != 0 || len(w.order) != before+1 {
			t.Fatalf("Ana got %d letters of %d, %d words were taken in", len(asked), len(w.order)-before, words(w))
		}
		// Who only claims to be Ben is not believed.
		w.press(t, google, "Ben Bauer", ben, d, press{status: "ACCEPTED"})
		if words(w) != 0 {
			t.Error("ATTENDEE alone was believed")
		}
		if got := to(w, ben, before); len(got) != 1 || !strings.Contains(got[0].text(), "Was this you?") {
			t.Errorf("Ben got %d letters", len(got))
		}
	})
	t.Run("another address of a party", func(t *testing.T) {
		w := reviewed(t, "holds: yes\n")
		w.press(t, google, "Ben Bauer", "bb@private.test", w.dated(t, ben, 2), press{status: "ACCEPTED"})
		was, _ := w.last(ben)
		w.deliver(w.replyTo(was, "Ben Bauer <"+ben+">", "ok", false))
		w.go1(t)
		if words(w) != 1 {
			t.Error("Ben said that it was him, and it was not counted")
		}
		for _, p := range w.events(context.Background())[0].People {
			if p.Writes("bb@private.test") != (string(p.Address) == ben) || p.Writes("calendar-notification@google.com") {
				t.Errorf("%s writes from %v", p.Address, p.Aliases)
			}
		}
	})
	t.Run("delegated", func(t *testing.T) {
		w := reviewed(t, "holds: yes\n")
		before := len(w.order)
		w.press(t, func(w *world, name, address string, d date, p press) string {
			return strings.ReplaceAll(thunderbirdPlain(w, name, address, d, p), "PARTSTAT=DELEGATED", "PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:zoe@yonder.test\"")
		}, "Ben Bauer", ben, w.dated(t, ben, 2), press{status: "DELEGATED"})
		asked := to(w, "ana@example.test", before)
		if len(asked) != 1 || !strings.Contains(asked[0].text(), "replace "+ben+" zoe@yonder.test") || words(w) != 0 || len(w.order) != before+1 {
			t.Fatalf("Ana got %d letters of %d, %d words were taken in", len(asked), len(w.order)-before, words(w))
		}
		w.deliver(w.replyTo(asked[0], "Ana Aho <ana@example.test>", "replace "+ben+" zoe@yonder.test", false))
		w.go1(t)
		if d := w.dated(t, "zoe@yonder.test", 2); d.method != "REQUEST" {
			t.Errorf("Zoe got %+v", d)
		}
		if d := w.dated(t, ben, 2); d.method != "CANCEL" {
			t.Errorf("Ben has %+v", d)
		}
	})
}

func TestTooManySlotsForHolds(t *testing.T) {
	alongside(t)
	w := newWorld(t, friday, nil)
	w.deliver(w.mail("Ana Aho <ana@example.test>", "bot@example.test, Ben Bauer <ben@example.test>, Chloe Caron <chloe@example.test>", "", "Design review", "", "text/plain; charset=utf-8",
		"Tue 24 Nov 10:00-10:45\nTue 24 Nov 11:00-11:45\nTue 24 Nov 12:00-12:45\nTue 24 Nov 13:00-13:45\nTue 24 Nov 14:00-14:45\nTue 24 Nov 15:00-15:45\nholds: yes\n"))
	w.go1(t)
	for _, p := range w.order {
		if len(p.mail.Calendars) > 0 {
			t.Errorf("a hold for %s", p.to)
		}
	}
	if len(w.boxes["ben@example.test"]) != 1 || len(w.boxes["chloe@example.test"]) != 1 || !strings.Contains(w.lastText("ana@example.test"), "more times than the 5 tentative entries") {
		t.Errorf("Ana was told\n%s", w.lastText("ana@example.test"))
	}
}

func TestMaybeIsAskedAbout(t *testing.T) {
	alongside(t)
	w := reviewed(t, "holds: yes\n")
	for i, p := range players {
		for slot := 1; slot <= 3; slot++ {
			status := "DECLINED"
			if slot == 2 {
				if status = "ACCEPTED"; i == 1 {
					status = "TENTATIVE"
				}
			}
			w.press(t, p.by, p.name, p.address, w.dated(t, p.address, slot), press{status: status})
		}
	}
	before := len(w.order)
	w.wait(t, time.Hour)
	if len(w.order) != before+1 || w.order[before].to != "chloe@example.test" || !strings.Contains(w.lastText("chloe@example.test"), "Maybe") {
		t.Fatalf("%d letters after everybody clicked", len(w.order)-before)
	}
	w.deliver(w.replyTo(w.order[before], "Chloe Caron <chloe@example.test>", "2", true))
	w.wait(t, time.Hour)
	if e := w.only(t); e.State != scheduler.Agreed || e.Agreement.Slot != 2 {
		t.Errorf("%s %+v", e.State, e.Agreement)
	}
}
