package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/mailbox"
	"parley/scheduler"
)

// What floods and loops can cost. Each test here fails when the cap that it names is taken away.

// got is how many letters somebody got.
func (w *world) got(address string) int { return len(w.boxes[address]) }

// dropped is how often the house left something out for this reason, as the digest will count it.
func (w *world) dropped(t testing.TB, reason string) (n int) {
	t.Helper()
	counts, err := w.h.store.Noted(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range counts {
		if c.What == "dropped" && c.Reason == reason {
			n += c.N
		}
	}
	return n
}

// proposal is a proposal of Ana's.
func (w *world) proposal(n int, dmarc bool) []byte {
	raw := w.mail(anaHerself, "bot@example.test, "+benHimself, "", fmt.Sprintf("Design review %d", n), "", "text/plain; charset=utf-8", "Thu 26 Nov 9:00-9:45\n")
	if !dmarc {
		raw = unvouched(raw)
	}
	return raw
}

// Whoever knows Ben's secret address can make us ask him whether that was him, but not without end.
func TestCapParked(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	question, before := w.boxes["ben@example.test"][0], w.got("ben@example.test")
	for i := range 4 * parkedPerDay {
		w.deliver(w.replyTo(question, fmt.Sprintf("Mallory <m%d@evil.test>", i), "2", false))
		w.go1(t)
	}
	if n := w.got("ben@example.test") - before; n == 0 || n > parkedPerDay {
		t.Errorf("Ben was asked %d times", n)
	}
	if n := w.dropped(t, "too-many-parked"); n != 3*parkedPerDay {
		t.Errorf("%d are counted", n)
	}
	w.wait(t, 25*time.Hour)
	before = w.got("ben@example.test")
	w.deliver(w.replyTo(question, mallory, "2", false))
	w.go1(t)
	if w.got("ben@example.test") != before+1 {
		t.Error("the next day Ben is not asked")
	}
}

// A machine that answers each letter with something we cannot read, and says nothing of being one, is answered a few times.
func TestCapLoop(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	before := w.got("ben@example.test")
	for range 4 * unclearPerDay {
		last, _ := w.last("ben@example.test")
		w.deliver(w.replyTo(last, benHimself, "Your message is important to us and will be looked at in due course", false))
		w.wait(t, time.Minute)
	}
	if n := w.got("ben@example.test") - before; n == 0 || n > unclearPerDay {
		t.Errorf("the machine got %d letters", n)
	}
	if n := w.dropped(t, "too-many-unclear"); n != 3*unclearPerDay {
		t.Errorf("%d are counted", n)
	}
	last, _ := w.last("ben@example.test")
	w.deliver(w.replyTo(last, benHimself, "2", false))
	w.go1(t)
	if w.said(t, "ben@example.test") == 0 {
		t.Error("after that an answer is not taken in")
	}
}

// So is one that writes our own words back, and yet stop is always heard.
func TestCapMails(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	question, before := w.boxes["ben@example.test"][0], w.got("ben@example.test")
	for range 2 * mailsPerDay {
		w.deliver(w.replyTo(question, benHimself, "status", false))
		w.wait(t, time.Minute)
	}
	if n := w.got("ben@example.test") - before; n == 0 || n > mailsPerDay {
		t.Errorf("the machine got %d letters", n)
	}
	if n := w.dropped(t, "too-many-mails"); n != mailsPerDay {
		t.Errorf("%d are counted", n)
	}
	w.deliver(w.replyTo(question, benHimself, "stop", false))
	w.go1(t)
	if !w.only(t).Parties[0].Stopped {
		t.Error("stop was not heard")
	}
}

// A machine that says nothing but stop is stopped, and then answered no more often than one that says anything else.
func TestCapStops(t *testing.T) {
	alongside(t)
	for _, word := range []string{"stop", "stop everything"} {
		w := reviewed(t, "")
		question, before := w.boxes["ben@example.test"][0], w.got("ben@example.test")
		for range 2 * mailsPerDay {
			w.deliver(w.replyTo(question, benHimself, word, false))
			w.wait(t, time.Minute)
		}
		if n := w.got("ben@example.test") - before; n == 0 || n > mailsPerDay {
			t.Errorf("%s: the machine got %d letters", word, n)
		}
		if n := w.dropped(t, "too-many-mails"); n == 0 || n > mailsPerDay {
			t.Errorf("%s: %d are counted", word, n)
		}
		if !w.only(t).Parties[0].Stopped {
			t.Errorf("%s was not heard", word)
		}
	}
}

// A calendar program that repeats itself with ever higher numbers is followed for a while.
func TestCapClicks(t *testing.T) {
	alongside(t)
	if testing.Short() {
		t.Skip("two hundred clicks, one after the other")
	}
	w := reviewed(t, "holds: yes\n")
	d := w.dated(t, "ben@example.test", 2)
	for i := range clicksPerDay + 5 {
		w.clock = w.clock.Add(time.Second)
		w.press(t, thunderbird, "Ben Bauer", "ben@example.test", d, press{status: []string{"ACCEPTED", "DECLINED"}[i%2]})
	}
	if n := w.dropped(t, "too-many-clicks"); n != 5 {
		t.Errorf("%d are counted", n)
	}
}

// Forging proposals in somebody's name brings them a few letters, whatever the house does with such proposals.
func TestCapForgedProposals(t *testing.T) {
	alongside(t)
	for policy, limit := range map[string]int{"preview": previewsPerDay, "refuse": rejectsPerDay} {
		reason := map[string]string{"preview": "too-many-previews", "refuse": "too-many-refusals"}[policy]
		w := newWorld(t, friday, func(c *Config) { c.Policy.UnverifiedProposals = policy })
		for i := range 10 {
			w.deliver(w.proposal(i, false))
		}
		w.go1(t)
		if n := w.got("ana@example.test"); n != limit || len(w.order) != n {
			t.Errorf("%s: Ana got %d letters of %d", policy, n, len(w.order))
		}
		if n := w.dropped(t, reason); n != 10-limit {
			t.Errorf("%s: %d are counted", policy, n)
		}
		w.wait(t, 25*time.Hour)
		before := w.got("ana@example.test")
		w.deliver(w.proposal(11, false))
		w.go1(t)
		if w.got("ana@example.test") != before+1 {
			t.Errorf("%s: the next day Ana is told nothing", policy)
		}
	}
}

// Forging them in ever new names makes us write no more than a few letters to all of them together.
func TestCapForgedNames(t *testing.T) {
	alongside(t)
	for _, policy := range []string{"preview", "refuse"} {
		w := newWorld(t, friday, func(c *Config) { c.Policy.UnverifiedProposals = policy })
		forge := func(i int) {
			raw := strings.ReplaceAll(string(w.proposal(i, false)), anaHerself, fmt.Sprintf("Ana <ana%d@example.test>", i))
			w.deliver([]byte(raw))
		}
		for i := range unvouchedPerDay + 10 {
			forge(i)
		}
		w.go1(t)
		if n := len(w.order); n != unvouchedPerDay {
			t.Errorf("%s: %d letters", policy, n)
		}
		if n := w.dropped(t, "too-many-unverified"); n != 10 {
			t.Errorf("%s: %d are counted", policy, n)
		}
		w.deliver(w.proposal(100, true))
		w.go1(t)
		if w.got("ben@example.test") != 1 {
			t.Errorf("%s: a proposal that is vouched for is not carried out", policy)
		}
		w.wait(t, 25*time.Hour)
		forge(101)
		w.go1(t)
		if w.got("ana101@example.test") != 1 {
			t.Errorf("%s: the next day nobody is told anything", policy)
		}
	}
}

// A thousand proposals of one organiser open as many events as a person can mean, and they are told where it ended.
func TestCapProposals(t *testing.T) {
	alongside(t)
	w := newWorld(t, friday, nil)
	for i := range proposalsPerDay + 20 {
		w.deliver(w.proposal(i, true))
	}
	w.go1(t)
	if n := len(w.events(t.Context())); n != proposalsPerDay {
		t.Errorf("%d events", n)
	}
	told := 0
	for _, p := range w.boxes["ana@example.test"] {
		if strings.Contains(p.text(), fmt.Sprintf("proposed %d meetings", proposalsPerDay)) {
			told++
		}
	}
	if n := w.got("ana@example.test"); n != proposalsPerDay+rejectsPerDay || told != rejectsPerDay {
		t.Errorf("Ana got %d letters, %d of them tell her why", n, told)
	}
	if n := w.dropped(t, "too-many-refusals"); n != 20-rejectsPerDay {
		t.Errorf("%d are counted", n)
	}
}

// An organiser is asked about so many strangers that answer a forwarded invitation, and no more.
func TestCapOutsiders(t *testing.T) {
	alongside(t)
	w := reviewed(t, "holds: yes\n")
	d, before := w.dated(t, "ben@example.test", 2), w.got("ana@example.test")
	for i := range 15 {
		w.press(t, thunderbird, "Zoe Zed", fmt.Sprintf("z%d@evil.test", i), d, press{status: "ACCEPTED"})
	}
	if n := w.got("ana@example.test") - before; n != 10 {
		t.Errorf("Ana was asked about %d strangers", n)
	}
	if n := w.dropped(t, "too-many-parked"); n != 15-parkedPerDay {
		t.Errorf("%d are counted", n)
	}
}

// A mail that is too large to be read is answered with its size and the limit if its sender would have been heard, and
// then not without end. Nobody else hears anything.
func TestCapTooLarge(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	large := func(raw []byte) {
		w.uid++
		header, _, _ := strings.Cut(string(raw), "\n\n")
		m := mailbox.Message{Cursor: mailbox.Cursor{Validity: 1, UID: w.uid}, Bytes: []byte(strings.ReplaceAll(header, "\n", "\r\n") + "\r\n\r\n"), TooLarge: true, Size: 12 << 20}
		if err := w.h.takeMail(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		w.go1(t)
	}
	question, before := w.boxes["ben@example.test"][0], len(w.order)
	large(w.replyTo(question, mallory, "", false))
	large(w.mail(mallory, "bot@example.test", "", "Hello", "", "text/plain", ""))
	large(unvouched(w.mail(benHimself, "bot@example.test", "", "Hello", "", "text/plain", "")))
	if n := len(w.order) - before; n != 0 {
		t.Errorf("strangers made %d letters", n)
	}
	before = w.got("ben@example.test")
	for range 3 * rejectsPerDay {
		large(w.replyTo(question, benHimself, "", false))
	}
	last, _ := w.last("ben@example.test")
	if text := last.text(); w.got("ben@example.test") != before+rejectsPerDay || !strings.Contains(text, "12 MiB") || !strings.Contains(text, "10 MiB") {
		t.Errorf("Ben got %d letters, the last:\n%s", w.got("ben@example.test")-before, text)
	}
	large(w.proposal(1, true))
	if last, _ = w.last("ana@example.test"); !strings.Contains(last.text(), "12 MiB") {
		t.Errorf("Ana got\n%s", last.text())
	}
	if w.said(t, "ben@example.test") != 0 || w.only(t).State != scheduler.Open {
		t.Error("something was read in a mail that was not")
	}
}

// The same proposal in another wrapping, as lists and relays make them, is no second event.
func TestForgedProposalCopy(t *testing.T) {
	alongside(t)
	w := newWorld(t, friday, nil)
	raw := string(w.proposal(1, true))
	w.deliver([]byte(raw))
	w.deliver([]byte(raw + "-- \nThis list is run by a machine\n"))
	w.deliver(unvouched([]byte(strings.Replace(raw, "26 Nov", "27 Nov", 1))))
	w.go1(t)
	if n := len(w.events(t.Context())); n != 1 {
		t.Errorf("%d events", n)
	}
	if len(w.only(t).Slots) != 1 || w.got("ana@example.test") != 1 {
		t.Errorf("Ana got %d letters", w.got("ana@example.test"))
	}
	// A forgery that is there first does not take the place of the mail that its domain vouches for.
	f := newWorld(t, friday, nil)
	f.deliver(unvouched([]byte(strings.Replace(raw, "26 Nov", "27 Nov", 1))))
	f.deliver([]byte(raw))
	f.go1(t)
	if all := f.events(t.Context()); len(all) != 2 || all[0].Event.State != scheduler.Draft || all[1].Event.State != scheduler.Open {
		t.Errorf("after a forgery %d events", len(all))
	}
	// Another organiser's proposal of that name is theirs.
	w.deliver([]byte(strings.Replace(raw, anaHerself, "Olga <olga@example.test>", 1)))
	w.go1(t)
	if n := len(w.events(t.Context())); n != 2 {
		t.Errorf("with another author %d events", n)
	}
}
