package storetest

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
	"parley/store"
)

// Monday is when stories begin.
var Monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// The people of the stories.
const (
	Olga = "olga@example.test" // organises
	Ana  = "ana@example.test"
	Ben  = "ben@example.test"
	Ops  = "ops@example.test"
)

// Rand is a source of salts and keys that is the same each time.
func Rand(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func mailbox(address string) scheduler.Mailbox {
	return scheduler.Mailbox{Name: scheduler.Words("The one at " + address), Address: scheduler.Words(address)}
}

// Proposal is a mail from Olga that opens an event with three slots. Equal names give equal causes.
func Proposal(name string, parties ...string) scheduler.Command {
	p := scheduler.Propose{Title: scheduler.Words("Planning " + name), Zone: "Europe/Helsinki"}
	for i := range 3 {
		p.Slots = append(p.Slots, scheduler.Span{Begin: Monday.Add(time.Duration(72+24*i) * time.Hour), Duration: 45 * time.Minute})
	}
	for _, a := range parties {
		p.Required = append(p.Required, mailbox(a))
	}
	return scheduler.Command{
		Cause: scheduler.Cause("mail:" + name), By: mailbox(Olga), Verified: true, Via: scheduler.ByMail, At: Monday,
		Bot: "bot@example.test", Language: "en", Mail: scheduler.Mail{MessageID: name + "@example.test", Subject: "Planning"},
		Do: scheduler.Actions{p},
	}
}

// Reply is a mail from a party that says yes to some slots and no to the others.
func Reply(name string, event scheduler.ID, who string, at time.Time, yes ...int) scheduler.Command {
	a := scheduler.Answer{Whole: true, Heard: []scheduler.Statement{{Line: 1, Rule: "number"}}}
	for _, n := range yes {
		a.Choices = append(a.Choices, scheduler.Choice{Slot: n, Verdict: scheduler.Yes})
	}
	return scheduler.Command{
		Cause: scheduler.Cause("mail:" + name), Event: event, By: mailbox(who), Verified: true, Via: scheduler.ByMail, At: at,
		Bot: "bot@example.test", Language: "en", Mail: scheduler.Mail{MessageID: name + "@example.test"},
		Do: scheduler.Actions{a, scheduler.Remark{Text: scheduler.Words("See you, " + who)}},
	}
}

// Digest is the clock's command at a digest's time.
func Digest(name, due string, at time.Time) scheduler.Command {
	return scheduler.Command{
		Cause: scheduler.Cause("digest:" + name + ":" + due), Via: scheduler.ByClock, At: at,
		Do: scheduler.Actions{scheduler.RunDigest{Name: name, Due: due, To: []scheduler.Words{Ops}}},
	}
}

// execute carries out a command that must succeed.
func execute(t testing.TB, s *store.Store, c scheduler.Command) store.Receipt {
	t.Helper()
	r, err := s.Execute(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// world is a store with what its letters became, for stories that are told with faults and crashes.
type world struct {
	t        testing.TB
	s        *store.Store
	patient  bool              // repeat a write that failed, as callers may; otherwise the step fails
	composed int               // letters so far: no two are composed alike
	sent     map[string]string // bytes by Message-ID
}

func (w *world) do(write func() error) error {
	for try := 0; ; try++ {
		err := write()
		if err == nil || !w.patient || try == 5 {
			return err
		}
	}
}

func (w *world) execute(c scheduler.Command) error {
	return w.do(func() error {
		_, err := w.s.Execute(context.Background(), c)
		return err
	})
}

// compose stands in for the composer: what it makes is different each time.
func (w *world) compose(l scheduler.Letter, rcpt string, at time.Time) store.Frozen {
	w.composed++
	return store.Frozen{
		MessageID: fmt.Sprintf("%s.%s@bot.test", l.Event, l.ID), From: "bounce@bot.test", Rcpt: rcpt, Date: at,
		Bytes: fmt.Appendf(nil, "%d: %s to %s at %s", w.composed, l.Kind, rcpt, at),
	}
}

// deliver sends what is due. A letter that goes out a second time must be the same, byte for byte.
func (w *world) deliver(now time.Time) error {
	ctx := context.Background()
	for {
		claims, err := w.s.Claim(ctx, now, 3)
		if err != nil || len(claims) == 0 {
			return err
		}
		for _, c := range claims {
			p, err := w.s.Person(ctx, c.Letter.To)
			if err != nil {
				return err
			}
			f := w.compose(c.Letter, string(p.Address), now)
			err = w.do(func() error {
				frozen, err := w.s.Freeze(ctx, c, f)
				if err == nil {
					f = frozen
				}
				return err
			})
			if err != nil {
				return err
			}
			if old, again := w.sent[f.MessageID]; again && old != string(f.Bytes) {
				w.t.Errorf("letter %s went out as %q and as %q", f.MessageID, old, f.Bytes)
			}
			w.sent[f.MessageID] = string(f.Bytes)
			if err := w.do(func() error { return w.s.Sent(ctx, c, "250 taken", now) }); err != nil {
				return err
			}
		}
	}
}

// clock does what is due.
func (w *world) clock(now time.Time) error {
	duties, err := w.s.Due(context.Background(), now, 0)
	for _, d := range duties {
		if err == nil {
			err = w.execute(scheduler.Command{Cause: d.Cause, Event: d.Event, Via: scheduler.ByClock, At: now, Do: scheduler.Actions{d.Action}})
		}
	}
	return err
}

// steps is a story from a proposal to an invitation. Each step can be told again after it broke off.
func steps() []func(*world) error {
	ctx := context.Background()
	hour := func(n int) time.Time { return Monday.Add(time.Duration(n) * time.Hour) }
	reply := func(who string, n int, yes ...int) func(*world) error {
		return func(w *world) error {
			ids, err := w.s.EventsByProposal(ctx, "story@example.test")
			if err != nil || len(ids) == 0 {
				return fmt.Errorf("the story's event: %v %w", ids, err)
			}
			return w.execute(Reply("story-"+who, ids[0], who, hour(n), yes...))
		}
	}
	deliver := func(n int) func(*world) error { return func(w *world) error { return w.deliver(hour(n)) } }
	return []func(*world) error{
		func(w *world) error { return w.execute(Proposal("story", Ana, Ben)) },
		deliver(0),
		reply(Ana, 1, 1, 2),
		deliver(1),
		func(w *world) error { return w.execute(Digest("daily", "2026-11-23T13:00 Europe/Helsinki", hour(2))) },
		reply(Ben, 3, 2),
		func(w *world) error {
			return w.do(func() error { return w.s.SetCursor(ctx, "INBOX", store.Cursor{UIDValidity: 1, UID: 3}) })
		},
		func(w *world) error { return w.clock(hour(4)) },
		deliver(4),
		func(w *world) error { return w.execute(Digest("daily", "2026-11-24T07:00 Europe/Helsinki", hour(20))) },
		func(w *world) error { return w.execute(Proposal("story two", Ana)) }, // left in the outbox
	}
}

// tell tells the story without faults.
func tell(t testing.TB, s *store.Store) *world {
	t.Helper()
	w := &world{t: t, s: s, sent: map[string]string{}}
	for i, step := range steps() {
		if err := step(w); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	return w
}

// gist is what must be the same however often writes failed: what the logs say, and who was sent what.
func (w *world) gist() string {
	w.t.Helper()
	ctx := context.Background()
	var out strings.Builder
	heads, err := w.s.Logs(ctx, "", 0)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, h := range heads {
		log, err := w.s.Log(ctx, h.Log)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, n := range log {
			if _, sealed := n.Fact.(scheduler.Sealed); sealed {
				n.Fact = scheduler.Sealed{} // salts differ
			}
			fmt.Fprintf(&out, "%s %d %s %s %d %s %+v\n", h.Log, n.Seq, n.At, n.Cause, n.By, n.Via, n.Fact)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(w.sent)) {
		_, text, _ := strings.Cut(w.sent[id], ": ")
		fmt.Fprintf(&out, "%s: %s\n", id, text)
	}
	return out.String()
}
