package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// What forged and stolen things can do. Each test here fails when the guard that it names is taken away.

const (
	benHimself = "Ben Bauer <ben@example.test>"
	mallory    = "Mallory <mallory@evil.test>"
)

// unvouched is a mail that the sender's domain does not vouch for.
func unvouched(raw []byte) []byte {
	return bytes.Replace(raw, []byte("dmarc=pass"), []byte("dmarc=fail"), 1)
}

// says delivers a mail to the bare address that refers to a letter, as somebody does who has read its Message-ID.
func (w *world) refers(t testing.TB, from string, p post, body string) {
	t.Helper()
	w.deliver(unvouched(w.mail(from, "bot@example.test", "", "Re: "+p.mail.Subject, p.mail.MessageID, "text/plain; charset=utf-8", body)))
	w.go1(t)
}

// said is how many slots a party has a word on.
func (w *world) said(t testing.TB, address string) int {
	t.Helper()
	f := w.events(t.Context())[0]
	p, _ := f.People.Find(scheduler.Words(address))
	q, _ := f.Event.Party(p.ID)
	return len(q.Words)
}

// A new key is for events that open after it; the addresses of those before stay good, and no event's are another's.
func TestKeyRotation(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	before, _ := w.last("ben@example.test")
	if out, code := w.inside("rotate"); code != 0 || !strings.Contains(out, "Key 2") {
		t.Fatalf("exit %d: %s", code, out)
	}
	w.deliver(unvouched(w.replyTo(before, benHimself, "2", false)))
	w.deliver(w.mail(anaHerself, "bot@example.test, ben@example.test", "", "Lunch", "", "text/plain", "Fri 4 Dec 12:00-13:00\nFri 4 Dec 13:00-14:00\n"))
	w.go1(t)
	after, _ := w.last("ben@example.test")
	w.deliver(unvouched(w.replyTo(after, benHimself, "1", false)))
	w.go1(t)
	keys := map[int]bool{}
	for _, f := range w.events(t.Context()) {
		keys[f.Event.Key] = true
		if p, _ := f.Event.Party(f.Event.Parties[0].Person); len(p.Words) == 0 {
			t.Errorf("the answer about %q did not come to it", f.Event.Title)
		}
	}
	if !keys[1] || !keys[2] {
		t.Errorf("keys %v", keys)
	}
}

// A Message-ID of ours shows whose mail it is as long as the secret address does: after whatever revokes that, neither.
func TestStolenMessageID(t *testing.T) {
	alongside(t)
	for name, revoke := range map[string]func(w *world, question post){
		"never": func(w *world, question post) {
			w.deliver(w.replyTo(question, mallory, "1", false))
			w.go1(t)
			was, _ := w.last("ben@example.test")
			w.deliver(w.replyTo(was, benHimself, "never", false))
		},
		"stop": func(w *world, question post) {
			w.deliver(w.replyTo(question, benHimself, "stop", false))
			w.go1(t)
			last, _ := w.last("ben@example.test")
			w.deliver(w.replyTo(last, benHimself, "start", false))
		},
		"drop": func(w *world, _ post) {
			w.wait(t, time.Hour)
			receipt := w.boxes["ana@example.test"][0]
			w.deliver(w.replyTo(receipt, anaHerself, "drop ben@example.test", false))
			w.go1(t)
			w.deliver(w.replyTo(receipt, anaHerself, "add ben@example.test", false))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := reviewed(t, "")
			question := w.boxes["ben@example.test"][0]
			revoke(w, question)
			w.go1(t)
			before := fmt.Sprint(w.only(t).Parties[0].Words)
			w.deliver(unvouched(w.replyTo(question, benHimself, "2", false))) // the old address
			w.go1(t)
			w.refers(t, benHimself, question, "2")
			if after := fmt.Sprint(w.only(t).Parties[0].Words); after != before {
				t.Errorf("an old letter still speaks for Ben: %s became %s", before, after)
			}
			fresh, _ := w.last("ben@example.test")
			w.deliver(unvouched(w.replyTo(fresh, benHimself, "2", false)))
			w.go1(t)
			if after := fmt.Sprint(w.only(t).Parties[0].Words); after == before {
				t.Errorf("the new address does not speak for Ben:\n%s", fresh.text())
			}
		})
	}
	w := reviewed(t, "")
	w.refers(t, benHimself, w.boxes["ben@example.test"][0], "2")
	if w.said(t, "ben@example.test") == 0 {
		t.Error("a letter that was never revoked does not speak for Ben")
	}
}

// An organiser's secrets are revoked like everybody's.
func TestStolenOrganiserAddress(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	receipt := w.boxes["ana@example.test"][0]
	w.deliver(w.replyTo(receipt, mallory, "cancel", false))
	w.go1(t)
	was, _ := w.last("ana@example.test")
	if !strings.Contains(was.text(), "mallory@evil.test") {
		t.Fatalf("Ana was asked\n%s", was.text())
	}
	w.deliver(w.replyTo(was, anaHerself, "never", false))
	w.go1(t)
	w.deliver(unvouched(w.replyTo(receipt, anaHerself, "cancel", false)))
	w.refers(t, anaHerself, receipt, "cancel")
	if s := w.only(t).State; s != scheduler.Open {
		t.Fatalf("after never the old secrets made the event %s", s)
	}
	fresh, _ := w.last("ana@example.test")
	w.deliver(unvouched(w.replyTo(fresh, anaHerself, "cancel", false)))
	w.go1(t)
	if s := w.only(t).State; s != scheduler.Cancelled {
		t.Errorf("with the new address the event is %s", s)
	}
}

// A reference to a letter says which person's it was; whose mail it is, From says, and both must be the same.
func TestStolenLetterFromElsewhere(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	question := w.boxes["ben@example.test"][0]
	w.deliver(w.replyTo(question, "Chloe Caron <chloe@example.test>", "2", false))
	w.refers(t, "Chloe Caron <chloe@example.test>", question, "2")
	w.refers(t, mallory, question, "2")
	for _, who := range []string{"ben@example.test", "chloe@example.test"} {
		if w.said(t, who) != 0 {
			t.Errorf("%s answered with Ben's letter from elsewhere", who)
		}
	}
}

// Without secret addresses a click proves nothing by the Message-ID it refers to: calendar objects are passed around.
func TestForgedClickByReference(t *testing.T) {
	alongside(t)
	for _, c := range []struct {
		dmarc string
		words int
	}{{"fail", 0}, {"pass", 1}} {
		w := newWorld(t, friday, func(c *Config) { c.Separator = "" })
		w.deliver(w.mail(anaHerself, "bot@example.test, "+benHimself, "", "Design review", "", "text/plain; charset=utf-8",
			"Tue 24 Nov 10:00-10:45\nThu 26 Nov 9:00-9:45\nholds: yes\n"))
		w.go1(t)
		held := w.boxes["ben@example.test"][1]
		d := dateIn(t, held)
		raw := thunderbird(w, "Ben Bauer", "ben@example.test", d, press{status: "ACCEPTED", stamp: w.clock, said: w.clock, seq: d.sequence, id: "c@example.test"})
		w.deliver([]byte("Authentication-Results: mx.example.test; dmarc=" + c.dmarc + " header.from=example.test\nIn-Reply-To: <" + held.mail.MessageID + ">\n" + raw))
		w.go1(t)
		if n := w.said(t, "ben@example.test"); n != c.words {
			t.Errorf("dmarc=%s: %d words were taken in", c.dmarc, n)
		}
		last, _ := w.last("ben@example.test")
		if asked := strings.Contains(last.text(), "Was this you?"); asked == (c.words > 0) {
			t.Errorf("dmarc=%s: Ben was asked %v", c.dmarc, asked)
		}
	}
}

// Where proposals open without proof, what was opened with proof is changed only with it.
func TestForgedCalendarUpdate(t *testing.T) {
	alongside(t)
	for _, c := range []struct{ opened, changed, title string }{
		{"pass", "fail", "Design review"}, {"pass", "pass", "Mine"}, {"fail", "fail", "Mine"},
	} {
		w := newWorld(t, friday, func(c *Config) { c.Policy.UnverifiedProposals = "open" })
		p := planned{uid: "8d3f@ana.example", summary: "Design review", place: "", begin: tuesday, seq: 0, people: []string{"REQ-PARTICIPANT Ben ben@example.test"}}
		w.deliver(w.fromCalendar("REQUEST", anaHerself, c.opened, p))
		w.go1(t)
		w.wait(t, time.Hour)
		p.seq, p.summary = 1, "Mine"
		w.deliver(w.fromCalendar("REQUEST", anaHerself, c.changed, p))
		w.go1(t)
		if title := w.only(t).Title; title != scheduler.Words(c.title) {
			t.Errorf("opened with dmarc=%s, changed with dmarc=%s: %s", c.opened, c.changed, title)
		}
		p.seq = 2
		w.deliver(w.fromCalendar("CANCEL", anaHerself, c.changed, p))
		w.go1(t)
		if over := w.only(t).State == scheduler.Cancelled; over != (c.title == "Mine") {
			t.Errorf("opened with dmarc=%s, called off with dmarc=%s: %v", c.opened, c.changed, over)
		}
	}
}

// An ok confirms the reading in the letter that it answers. One that answers none could be meant for something else than
// what a stranger had parked meanwhile.
func TestForgedReadingBeforeBareOk(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	question := w.boxes["ben@example.test"][0]
	w.deliver(w.replyTo(question, mallory, "2", false))
	w.go1(t)
	was, _ := w.last("ben@example.test")
	w.deliver(w.mail(benHimself, string(question.mail.ReplyTo.Address), "", "Design review", "", "text/plain; charset=utf-8", "ok"))
	w.go1(t)
	if w.said(t, "ben@example.test") != 0 {
		t.Error("an ok that answers no letter confirmed what a stranger wrote")
	}
	if last, _ := w.last("ben@example.test"); !strings.Contains(last.text(), "which of my mails") {
		t.Errorf("Ben is told\n%s", last.text())
	}
	w.deliver(w.replyTo(was, benHimself, "ok", false))
	w.go1(t)
	if w.said(t, "ben@example.test") == 0 {
		t.Error("an ok to the letter that shows the reading confirmed nothing")
	}
}

// Nothing but From, as the receiver vouches for it, says who writes: no name, no Reply-To, no address that only looks alike.
func TestForgedSender(t *testing.T) {
	alongside(t)
	for _, from := range []string{
		`"ben@example.test" <mallory@evil.test>`, `"Ben Bauer <ben@example.test>" <mallory@evil.test>`, `"ben%40example.test"@evil.test`,
		`ben%example.test@evil.test`, `ben@example.test.evil.test`, `"ben@example.test"@evil.test`, "Mallory <mallory@evil.test>\nReply-To: ben@example.test",
		"Mallory <mallory@evil.test>\nSender: ben@example.test", "Mallory <mallory@evil.test>\nX-Original-From: ben@example.test",
	} {
		w := reviewed(t, "")
		question := w.boxes["ben@example.test"][0]
		w.deliver(bytes.Replace(w.mail(from, "bot@example.test", "", "Re", "m1@example.test", "text/plain", "2"), []byte("header.from=example.test"), []byte("header.from=evil.test"), 1))
		w.deliver(bytes.Replace(w.replyTo(question, from, "2", false), []byte("header.from=example.test"), []byte("header.from=evil.test"), 1))
		w.go1(t)
		if w.said(t, "ben@example.test") != 0 {
			t.Errorf("from %s: it was taken for Ben's", from)
		}
		for _, who := range w.people() {
			if strings.Contains(who, "evil.test") {
				t.Errorf("from %s: %s was answered", from, who)
			}
		}
	}
}

// A letter holds its reader's secrets and nobody else's, and goes to nobody else.
func TestStolenFromALetter(t *testing.T) {
	alongside(t)
	w := reviewed(t, "holds: yes\n")
	for _, p := range players {
		w.deliver(w.replyTo(w.boxes[p.address][0], p.name+" <"+p.address+">", "2", true))
	}
	w.wait(t, time.Hour)
	owner := map[string]string{}
	for _, p := range w.order {
		owner[string(p.mail.ReplyTo.Address)] = p.to
	}
	for _, p := range w.order {
		if len(p.mail.To) != 1 || len(p.mail.Cc) != 0 || bytes.Contains(p.raw, []byte("\nBcc:")) || !scheduler.SameAddress(string(p.mail.To[0].Address), p.to) {
			t.Errorf("the letter %q to %s also goes to others", p.mail.Subject, p.to)
		}
		for secret, who := range owner {
			if who != p.to && bytes.Contains(p.raw, []byte(secret)) {
				t.Errorf("the letter %q to %s holds the address of %s", p.mail.Subject, p.to, who)
			}
		}
	}
	if len(owner) < 5 {
		t.Errorf("%d addresses", len(owner))
	}
}

// Whether the bot knows an address, and which events there are, shows in nothing that somebody else can see: a stranger's
// mail and that of somebody who was invited elsewhere are treated alike, to the reason in the house's notes.
func TestNobodyFindsOutWhoIsKnown(t *testing.T) {
	alongside(t)
	const secret = "bot+%s.aaaaaaaaaaaaaaaa@example.test"
	treated := func(from string) string {
		w := newWorld(t, friday, nil)
		w.deliver(w.mail(anaHerself, "bot@example.test, Pat <pat@outside.test>", "", "Lunch", "", "text/plain; charset=utf-8", "Tue 24 Nov 12:00-13:00\n"))
		w.deliver(w.mail("Olga <olga@example.test>", "bot@example.test, "+benHimself, "", "Design review", "", "text/plain; charset=utf-8", "Thu 26 Nov 9:00-9:45\nholds: yes\n"))
		w.go1(t)
		about := w.events(t.Context())[1].Event // of which Pat is no part
		question := w.boxes["ben@example.test"][0]
		before := len(w.order)
		for _, vouch := range []bool{true, false} {
			for _, raw := range [][]byte{
				w.mail(from, "bot@example.test, "+benHimself, "", "Lunch", "", "text/plain", "Thu 26 Nov 12:00-13:00\n"),
				w.mail(from, "bot@example.test", "", "", "", "text/plain", "help"),
				w.mail(from, "bot@example.test", "", "", "", "text/plain", "stop everything"),
				w.mail(from, "bot@example.test", "", "Re: x", about.Proposal, "text/plain", "1"),
				w.mail(from, fmt.Sprintf(secret, about.ID), "", "Re: x", "", "text/plain", "1"),
				w.mail(from, fmt.Sprintf(secret, "bababaki"), "", "Re: x", "", "text/plain", "1"),
				w.mail(from, "bot@example.test", "", "status "+string(about.ID), "", "text/plain", "status"),
				w.mail(from, "bot@example.test", "", "Re: x", "x"+question.mail.MessageID, "text/plain", "status"),
			} {
				if !vouch {
					raw = unvouched(raw)
				}
				w.deliver(raw)
			}
		}
		w.go1(t)
		if n := len(w.order) - before; n > 0 {
			t.Errorf("%s got %d letters out of us, such as\n%s", from, n, w.order[before].text())
		}
		counts, err := w.h.store.Noted(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(counts)
	}
	known, unknown := treated("Pat <pat@outside.test>"), treated("Eve <eve@outside.test>")
	if known != unknown || len(known) < 20 {
		t.Errorf("who is known is treated thus:\n%s\nand who is not thus:\n%s", known, unknown)
	}
}
