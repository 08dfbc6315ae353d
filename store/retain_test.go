package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"parley/scheduler"
	"parley/store"
	"parley/store/storetest"
)

// What is over is erased when its time has come: the event's words, people who are in no later event, old notes. What
// goes on is left alone.
func TestRetention(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "parley.db")
	s := storetest.Open(t, openFile(t, path), store.Options{Rand: storetest.Rand(1)})
	at := storetest.Monday
	execute := func(c scheduler.Command) scheduler.ID {
		t.Helper()
		r, err := s.Execute(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		return r.Event
	}
	old := execute(storetest.Proposal("old", storetest.Ana, storetest.Ben, "cleo@x.example", "stopper@x.example"))
	execute(scheduler.Command{Cause: "stop", Event: old, Via: scheduler.ByMail, At: at, By: scheduler.Mailbox{Address: "stopper@x.example"}, Verified: true,
		Do: scheduler.Actions{scheduler.StopAll{}}})
	execute(scheduler.Command{Cause: "noise", Via: scheduler.ByMail, At: at, Do: scheduler.Actions{scheduler.Note{What: "ignored", Reason: "x", From: "eve@x.example"}}})
	execute(scheduler.Command{Cause: "off", Event: old, Via: scheduler.ByOperator, Operator: true, At: at.Add(time.Hour), Do: scheduler.Actions{scheduler.Cancel{}}})
	if n, err := s.Retain(ctx, at.AddDate(1, 0, 0)); err != nil || n != 0 {
		t.Fatalf("while letters are owed: %d, %v", n, err)
	}
	sendAll(t, s, at)
	later := storetest.Proposal("new", storetest.Ana, storetest.Ben)
	later.At = at.Add(2 * time.Hour)
	running := execute(later)

	year := at.AddDate(1, 0, 0)
	if n, err := s.Retain(ctx, at); err != nil || n != 0 {
		t.Fatalf("too early: %d, %v", n, err)
	}
	seals := execute(storetest.Digest("daily", "2026-11-23T13:00 Europe/Helsinki", at.Add(3*time.Hour)))
	_ = seals
	if n, err := s.Retain(ctx, year); err != nil || n != 2 {
		t.Fatalf("%d logs, %v; want the event and cleo", n, err)
	}
	if n, err := s.Retain(ctx, year); err != nil || n != 0 {
		t.Errorf("again: %d, %v", n, err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{"cleo@x.example", "Planning old", "eve@x.example"} {
		if bytes.Contains(b, []byte(trace)) {
			t.Errorf("the file still holds %q", trace)
		}
	}
	for _, kept := range []string{storetest.Ana, storetest.Ben, "Planning new", "stopper@x.example"} {
		if !bytes.Contains(b, []byte(kept)) {
			t.Errorf("the file lost %q", kept)
		}
	}
	if e, _, err := s.Event(ctx, old); err != nil || e.State != scheduler.Cancelled || e.Title != "" {
		t.Errorf("%+v, %v", e, err)
	}
	if e, _, err := s.Event(ctx, running); err != nil || e.Title == "" {
		t.Errorf("%+v, %v", e, err)
	}
	if _, err := s.PersonByAddress(ctx, "cleo@x.example"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("cleo: %v", err)
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}

	// What is said about it later goes when its own time has come.
	execute(scheduler.Command{Cause: "late", Event: old, Via: scheduler.ByOperator, Operator: true, At: year, Do: scheduler.Actions{scheduler.Retitle{Title: "zebra"}}})
	execute(scheduler.Command{Cause: "late words", Event: old, Via: scheduler.ByMail, At: year, By: scheduler.Mailbox{Address: storetest.Ben}, Verified: true,
		Do: scheduler.Actions{scheduler.Remark{Text: "zebra?", Question: true}}})
	sendAll(t, s, year)
	if n, err := s.Retain(ctx, year.Add(time.Hour)); err != nil || n != 2 {
		t.Errorf("what came later: %d, %v; want the event, and who read the digest", n, err)
	}
	if b, err := os.ReadFile(path); err != nil || bytes.Contains(b, []byte("zebra?")) {
		t.Errorf("the file still holds what came later (%v)", err)
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

// Who was last heard of after their event was over is erased later, when that is long ago too; and only when nothing is owed
// to them any more.
func TestRetentionOfWhoWroteLater(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "parley.db")
	s := storetest.Open(t, openFile(t, path), store.Options{Rand: storetest.Rand(1)})
	at := storetest.Monday
	month := func(n int) time.Time { return at.AddDate(0, n, 0) }
	execute := func(c scheduler.Command) scheduler.ID {
		t.Helper()
		r, err := s.Execute(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		return r.Event
	}
	retain := func(before time.Time, want int, why string) {
		t.Helper()
		if n, err := s.Retain(ctx, before); err != nil || n != want {
			t.Errorf("%s: %d, %v; want %d", why, n, err, want)
		}
	}
	asked := 0
	asks := func(who scheduler.Words, at time.Time, a scheduler.Action) {
		t.Helper()
		asked++
		execute(scheduler.Command{Cause: scheduler.Cause(fmt.Sprint("asked ", asked)), Via: scheduler.ByMail, At: at, By: scheduler.Mailbox{Address: who},
			Verified: true, Do: scheduler.Actions{a}})
	}
	old := execute(storetest.Proposal("old", "cleo@x.example"))
	execute(scheduler.Command{Cause: "off", Event: old, Via: scheduler.ByOperator, Operator: true, At: at.Add(time.Hour), Do: scheduler.Actions{scheduler.Cancel{}}})
	asks("cleo@x.example", month(3), scheduler.Zone{Name: "Europe/Paris"})
	sendAll(t, s, month(3))

	retain(month(2), 2, "the event and its organiser")
	retain(month(2), 0, "again")
	asks("cleo@x.example", month(5), scheduler.Help{})
	asks(storetest.Ops, month(5), scheduler.Help{}) // the relay takes this one
	retain(month(4), 0, "while a letter is owed")
	sendAll(t, s, month(5))
	retain(month(4), 1, "who wrote later")
	retain(month(7), 1, "what relays said to letters of the house, and an operator who asked once")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte("cleo@x.example")) {
		t.Error("the file still holds the address")
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

// Who was heard of and is in no event is erased like everybody, when that is long ago and nothing that is kept refers to
// them: not who wrote "stop everything", with all addresses of theirs; not who gets digests; not who is named by an event
// that goes on.
func TestRetentionOfWhoIsInNoEvent(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "parley.db")
	s := storetest.Open(t, openFile(t, path), store.Options{Rand: storetest.Rand(1)})
	at := storetest.Monday
	year := func(n int) time.Time { return at.AddDate(n, 0, 0) }
	const refused, stranger, stopped, alias, helper = "eve@x.example", "dan@x.example", "sue@x.example", "sue@work.example", "kim@x.example"
	asked := 0
	asks := func(who scheduler.Words, event scheduler.ID, at time.Time, answers scheduler.LetterID, a scheduler.Action) store.Receipt {
		t.Helper()
		asked++
		r, err := s.Execute(ctx, scheduler.Command{Cause: scheduler.Cause(fmt.Sprint("asked ", asked)), Via: scheduler.ByMail, At: at, Event: event,
			By: scheduler.Mailbox{Address: who}, Verified: true, Operator: who == helper, Answers: answers, Do: scheduler.Actions{a}})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	retain := func(before time.Time, want int, why string, gone ...string) {
		t.Helper()
		if n, err := s.Retain(ctx, before); err != nil || n != want {
			t.Errorf("%s: %d logs, %v; want %d", why, n, err, want)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{refused, stranger, stopped, alias, helper, storetest.Ops} {
			if bytes.Contains(b, []byte(who)) == slices.Contains(gone, who) {
				t.Errorf("%s: that the file holds %s is %v", why, who, !slices.Contains(gone, who))
			}
		}
		if err := s.Check(ctx); err != nil {
			t.Errorf("%s: %v", why, err)
		}
	}
	event := asks(storetest.Ana, "", at, "", storetest.Proposal("x", stopped).Do[0]).Event
	sue, err := s.PersonByAddress(ctx, stopped)
	if err != nil {
		t.Fatal(err)
	}
	was := asks("", event, at, "", scheduler.Park{Party: sue.ID, From: alias, Do: scheduler.Actions{scheduler.Remark{Text: "Hi"}}})
	asks(stopped, event, at, was.Letters[0].Letter, scheduler.OK{})
	asks(stopped, event, at, "", scheduler.StopAll{})
	asks(refused, "", at, "", scheduler.Reject{Reason: "too-large"})
	asks(stranger, "", at, "", scheduler.Help{})
	asks(helper, event, at, "", scheduler.Extend{Slots: []scheduler.Span{{Begin: at.AddDate(3, 0, 0), Duration: time.Hour}}})
	if _, err := s.Execute(ctx, storetest.Digest("daily", "2026-11-23T13:00 Europe/Helsinki", at)); err != nil {
		t.Fatal(err)
	}
	retain(year(1), 0, "while letters are owed")
	sendAll(t, s, at)
	if _, err := s.Execute(ctx, storetest.Digest("daily", "2027-11-23T13:00 Europe/Helsinki", year(1))); err != nil {
		t.Fatal(err)
	}
	claims, err := s.Claim(ctx, year(1), 1)
	if err != nil || len(claims) != 1 {
		t.Fatal(claims, err)
	}
	if _, err := s.Freeze(ctx, claims[0], store.Frozen{MessageID: "d@bot.test", From: "b@bot.test", Rcpt: storetest.Ops, Date: at, Bytes: []byte("Hello")}); err != nil {
		t.Fatal(err)
	}
	if err := s.Sent(ctx, claims[0], "250", year(1)); err != nil {
		t.Fatal(err)
	}

	retain(at, 0, "too early")
	retain(at.AddDate(0, 6, 0), 2, "who was heard of once", refused, stranger)
	retain(at.AddDate(0, 6, 0), 0, "again", refused, stranger)
	asks(storetest.Ana, event, year(1), "", scheduler.Cancel{})
	sendAll(t, s, year(1))
	retain(year(9), 4, "the event, its organiser, who helped and who read digests", refused, stranger, helper, storetest.Ops)
	if p, err := s.PersonByAddress(ctx, stopped); err != nil || !p.Stopped || !p.Writes(alias) {
		t.Errorf("who wrote stop everything is %+v, %v", p, err)
	}
}

// sendAll empties the outbox: the relay takes questions, and refuses the first other letter of each pass for good.
func sendAll(t *testing.T, s *store.Store, at time.Time) {
	t.Helper()
	ctx := context.Background()
	for {
		claims, err := s.Claim(ctx, at.AddDate(0, 1, 0), 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(claims) == 0 {
			return
		}
		refused := false
		for _, c := range claims {
			f := store.Frozen{MessageID: string(c.Letter.Event) + "." + string(c.Letter.ID) + "@bot.test", From: "b@bot.test", Rcpt: "x@x.example", Date: at, Bytes: []byte("cleo@x.example")}
			_, err := s.Freeze(ctx, c, f)
			switch {
			case err != nil:
			case !refused && c.Letter.Kind != scheduler.Question:
				refused, err = true, s.Fail(ctx, c, "554 <cleo@x.example>")
			default:
				err = s.Sent(ctx, c, "250 to cleo@x.example", at)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
