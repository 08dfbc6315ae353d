package mailbox_test

import (
	"slices"
	"testing"
	"time"

	"parley/mailbox"
	"parley/mailbox/mailtest"
)

// A message that the server never hands out does not keep those behind it waiting for ever. It is told of once, stays in
// the folder, is not filed, and is read when it comes after all, also by a daemon that was started anew.
func TestMessageThatDoesNotCome(t *testing.T) {
	for _, kind := range []mailtest.Kind{mailtest.IMAPNoFetch, mailtest.IMAPCutFetch, mailtest.IMAPNoBody} {
		for _, done := range []string{"Parley/Done", ""} {
			t.Run(string(kind)+" "+done, func(t *testing.T) { messageThatDoesNotCome(t, kind, done) })
		}
	}
}

func messageThatDoesNotCome(t *testing.T, kind mailtest.Kind, done string) {
	s := mailtest.New(t, mailtest.Options{})
	c := config(s, "bot")
	c.Again, c.Done = time.Nanosecond, done
	r := open(t, c)
	var withheld []uint32
	r.take = func(batch []mailbox.Message) (int, error) {
		for i, m := range batch {
			if m.Withheld != "" {
				withheld = append(withheld, m.UID)
				batch[i].Bytes, batch[i].Size = nil, 0
			}
		}
		return len(batch), nil
	}
	read := func() (names []string) {
		r.taken = slices.DeleteFunc(r.taken, func(m mailbox.Message) bool { return m.Withheld != "" })
		return r.subjects()
	}
	deliver(t, s, "bot", "a", "b", "c", "d")
	s.Break(mailtest.Fault{Kind: kind, UID: 3})
	failed := 0
	for ; r.pass(t) != nil; failed++ {
		if failed > 20 {
			t.Fatal("the passes fail for ever")
		}
	}
	if failed < 5 {
		t.Fatalf("it was given up after %d passes", failed)
	}
	same(t, "taken", read(), []string{"a", "b", "d"})
	if !slices.Equal(withheld, []uint32{3}) || r.cursor.SetAside() != 1 {
		t.Fatalf("told of %v; %+v", withheld, r.cursor)
	}
	deliver(t, s, "bot", "e")
	for range 3 { // each tries again
		r.mustPass(t)
	}
	again := open(t, c)
	again.cursor, again.take, again.taken = r.cursor, r.take, r.taken
	r = again
	r.mustPass(t)
	same(t, "taken later", read(), []string{"a", "b", "d", "e"})
	if done != "" {
		same(t, "left in INBOX", in(s.Mailbox("bot")), []string{"c"})
		same(t, "filed", in(s.Folder("bot", done)), []string{"a", "b", "d", "e"})
	}
	s.Heal()
	r.mustPass(t)
	same(t, "taken in the end", read(), []string{"a", "b", "d", "e", "c"})
	if len(withheld) != 1 || r.cursor.SetAside() != 0 {
		t.Fatalf("told of %v; %+v", withheld, r.cursor)
	}
	if done != "" {
		same(t, "left in the end", in(s.Mailbox("bot")), []string{})
	}
	r.cursor = mailbox.Cursor{Validity: r.cursor.Validity, UID: r.cursor.UID}
	r.mustPass(t)
	same(t, "taken once more", read(), []string{"a", "b", "d", "e", "c"})
}

// takeAll takes every message, also one that was withheld.
func takeAll(batch []mailbox.Message) (int, error) {
	for i, m := range batch {
		if m.Withheld != "" {
			batch[i].Bytes, batch[i].Size = nil, 0
		}
	}
	return len(batch), nil
}

// When the whole folder does not come for a while, mail set aside in that time is read afterwards.
func TestNothingComesForAWhile(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{})
	c := config(s, "bot")
	c.Again = time.Nanosecond
	r := open(t, c)
	r.take = takeAll
	want := []string{"a", "b", "c"}
	deliver(t, s, "bot", want...)
	for uid := range uint32(3) {
		s.Break(mailtest.Fault{Kind: mailtest.IMAPNoFetch, UID: uid + 1})
	}
	for range 40 {
		_ = r.pass(t)
	}
	if n := r.cursor.SetAside(); n != 3 {
		t.Fatalf("%d were set aside", n)
	}
	s.Heal()
	r.mustPass(t)
	r.mustPass(t)
	r.taken = slices.DeleteFunc(r.taken, func(m mailbox.Message) bool { return m.Withheld != "" })
	got := r.subjects()
	slices.Sort(got)
	same(t, "taken", got, want)
	same(t, "filed", in(s.Folder("bot", "Parley/Done")), want)
}

// A message over which the connection breaks each time does not keep others that were set aside.
func TestOneSetAsideKeepsNoOther(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{})
	c := config(s, "bot")
	c.Again = time.Nanosecond
	r := open(t, c)
	r.take = takeAll
	deliver(t, s, "bot", "a", "b", "c")
	for uid := range uint32(3) {
		s.Break(mailtest.Fault{Kind: mailtest.IMAPCutFetch, UID: uid + 1})
	}
	for range 40 {
		_ = r.pass(t)
	}
	if n := r.cursor.SetAside(); n != 3 {
		t.Fatalf("%d were set aside", n)
	}
	s.Heal()
	s.Break(mailtest.Fault{Kind: mailtest.IMAPCutFetch, UID: 1})
	for range 4 {
		r.mustPass(t)
	}
	if r.cursor.Aside != "1" {
		t.Fatalf("still set aside: %s", r.cursor.Aside)
	}
}
