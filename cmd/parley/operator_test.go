package main

import (
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

const ops = "Ops <ops@example.test>"

// An operator does everything by mail, with a domain that vouches for them or from a digest.
func TestOperatorsByMail(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	id := string(w.only(t).ID)
	say := func(subject, body string) string {
		w.deliver(w.mail(ops, "bot@example.test", "", subject, "", "text/plain; charset=utf-8", body))
		w.go1(t)
		return w.lastText("ops@example.test")
	}
	if text := say("hello", "status "+id); !strings.Contains(text, "Design review") || !strings.Contains(text, "Ben Bauer") {
		t.Errorf("status: %s", text)
	}
	if text := say("about "+id, "log"); !strings.Contains(text, "Design review") {
		t.Errorf("log: %s", text)
	}
	if text := say("hello", "why <m1@example.test>"); !strings.Contains(text, "Design review") {
		t.Errorf("why: %s", text)
	}
	if text := say("hello", "pick 2"); !strings.Contains(text, "which meeting") {
		t.Errorf("without a name: %s", text)
	}
	if text := say("hello", "title "+id+" Review\npick nosuchid 2\n\nOps\n"); w.only(t).Title != "Review" {
		t.Errorf("title: %s", text)
	}
	w.wait(t, 4*24*time.Hour) // a digest comes
	var digest post
	for _, p := range w.boxes["ops@example.test"] {
		if strings.Contains(p.text(), "Seal") {
			digest = p
		}
	}
	w.deliver(unvouched(w.replyTo(digest, ops, "extend "+id+" Fri 27 Nov 15:00", true)))
	w.go1(t)
	if n := len(w.only(t).Slots); n != 4 {
		t.Errorf("in answer to a digest: %d slots: %s", n, w.lastText("ops@example.test"))
	}
	answer, _ := w.last("ops@example.test")
	w.deliver(unvouched(w.replyTo(answer, ops, "cancel", true)))
	w.go1(t)
	if s := w.only(t).State; s != scheduler.Cancelled {
		t.Errorf("in answer to a letter about the event it is %s", s)
	}
	before := w.got("ops@example.test")
	w.deliver(unvouched(w.replyTo(digest, ops, "outbox", true)))
	w.go1(t)
	if text := w.lastText("ops@example.test"); w.got("ops@example.test") != before+1 || !strings.Contains(text, "Seal") {
		t.Errorf("outbox: %s", text)
	}
}

// Who only says to be an operator is none, nor is whoever got hold of a digest's address.
func TestForgedOperator(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	id := string(w.only(t).ID)
	w.deliver(w.mail(ops, "bot@example.test", "", "hello", "", "text/plain; charset=utf-8", "outbox"))
	w.go1(t)
	digest, _ := w.last("ops@example.test")
	letters := len(w.order)
	for _, raw := range [][]byte{
		unvouched(w.mail(ops, "bot@example.test", "", "hello", "", "text/plain; charset=utf-8", "cancel "+id)),
		w.mail(benHimself, "bot@example.test", "", "hello", "", "text/plain; charset=utf-8", "cancel "+id),
		w.mail(mallory, "bot@example.test", "", "hello", "", "text/plain; charset=utf-8", "cancel "+id),
		w.replyTo(digest, mallory, "cancel "+id, false),
		w.replyTo(digest, benHimself, "cancel "+id, false),
	} {
		w.deliver(raw)
		w.go1(t)
	}
	if s := w.first(t).State; s != scheduler.Open {
		t.Errorf("the event is %s", s)
	}
	for _, p := range w.order[letters:] {
		if p.to == "mallory@evil.test" {
			t.Error("a stranger was answered")
		}
	}
}

// The address in a digest works for as many days as any other, and not for ever.
func TestDigestAddressExpires(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	w.deliver(w.mail(ops, "bot@example.test", "", "hello", "", "text/plain; charset=utf-8", "outbox"))
	w.go1(t)
	digest, _ := w.last("ops@example.test")
	for _, c := range []struct {
		days   int
		letter bool
	}{{w.cfg.Policy.TokenDays, true}, {w.cfg.Policy.TokenDays, false}} {
		w.clock = w.clock.AddDate(0, 0, c.days)
		w.go1(t)
		before := w.got("ops@example.test")
		w.deliver(unvouched(w.replyTo(digest, ops, "outbox", false)))
		w.go1(t)
		if answered := w.got("ops@example.test") > before; answered != c.letter {
			t.Errorf("%d days later the address of the digest works: %v", c.days, answered)
		}
	}
}
