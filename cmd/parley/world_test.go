package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/mailbox"
	"parley/parser"
	"parley/scheduler"
	"parley/store"
)

// world is the whole program but its sockets: the real store, parser, rules and letters, with a clock and a post office
// that tests turn by hand. Stories and the simulation run on it.
type world struct {
	t      testing.TB
	cfg    Config
	engine store.Engine
	h      *house
	clock  time.Time

	waiting [][]byte          // in the bot's inbox, oldest first
	uid     uint32            // of the last mail that was delivered to it
	boxes   map[string][]post // what people got, by address
	order   []post            // the same, in the order sent
	trouble func(e mailbox.Envelope) error
	salt    io.Reader
}

var cores = make(chan struct{}, runtime.NumCPU()+1)

// alongside lets a test that only computes run beside others: as many as there is something to compute on, so that those
// that wait for servers and for time to pass can all do so meanwhile. It is not for tests with parallel ones below them.
func alongside(t *testing.T) {
	t.Helper()
	t.Parallel()
	cores <- struct{}{}
	t.Cleanup(func() { <-cores })
}

// post is a letter as it arrived.
type post struct {
	to   string
	raw  []byte
	mail parser.Mail
	at   time.Time
}

// seeded is randomness for the store that is the same in every run.
func seeded(seed uint64) io.Reader {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return rand.NewChaCha8(key)
}

func newWorld(t testing.TB, at time.Time, change func(*Config)) *world {
	cfg := defaultConfig()
	cfg.Address, cfg.Timezone = "bot@example.test", "Europe/Helsinki"
	cfg.Organizers, cfg.Operators = []string{"*@example.test"}, []string{"ops@example.test"}
	cfg.TrustedAuthserv = "mx.example.test"
	cfg.Digest = []Digest{{Name: "daily", Schedule: "0 7 * * 1-5", To: []string{"ops@example.test"}}}
	if change != nil {
		change(&cfg)
	}
	w := &world{t: t, cfg: cfg, engine: store.NewMemory(), clock: at, boxes: map[string][]post{}, salt: seeded(1)}
	w.open()
	return w
}

// open starts the program on the engine, as after a start or a crash.
func (w *world) open() {
	h, err := newHouse(w.cfg, w.engine, func() time.Time { return w.clock }, slog.New(slog.DiscardHandler), w.salt)
	if err != nil {
		w.t.Fatalf("opening the store: %v", err)
	}
	w.h = h
}

// Send is the post office: it puts letters into the boxes of people.
func (w *world) Send(_ context.Context, e mailbox.Envelope) (string, error) {
	if w.trouble != nil {
		if err := w.trouble(e); err != nil {
			return "", err
		}
	}
	p := post{to: scheduler.Canonical(e.To), raw: bytes.Clone(e.Bytes), mail: parser.Read(e.Bytes), at: w.clock}
	if p.mail.ReplyTo.Address == "" { // every letter can be answered
		w.t.Errorf("a letter to %s has no Reply-To:\n%s", e.To, e.Bytes)
	}
	w.boxes[p.to] = append(w.boxes[p.to], p)
	w.order = append(w.order, p)
	return "250 2.0.0 Ok", nil
}

// deliver puts a mail into the bot's inbox.
func (w *world) deliver(raw []byte) {
	w.waiting = append(w.waiting, bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n")))
}

// pass makes each of the daemon's passes once.
func (w *world) pass(ctx context.Context) error {
	for len(w.waiting) > 0 {
		w.uid++
		if err := w.h.takeMail(ctx, mailbox.Message{Cursor: mailbox.Cursor{Validity: 1, UID: w.uid}, Bytes: w.waiting[0]}); err != nil {
			return err
		}
		w.waiting = w.waiting[1:]
	}
	if _, err := w.h.tick(ctx); err != nil {
		return err
	}
	_, err := w.h.deliver(ctx, w)
	return err
}

// next is when something will happen by itself; zero: never.
func (w *world) next(ctx context.Context) time.Time {
	var at time.Time
	if due, ok, err := w.h.store.NextDue(ctx); err == nil && ok {
		at = due
	}
	if send, ok, err := w.h.store.NextSend(ctx); err == nil && ok && (at.IsZero() || send.Before(at)) {
		at = send
	}
	if next, err := w.h.digests(ctx); err == nil && !next.IsZero() && (at.IsZero() || next.Before(at)) {
		at = next
	}
	return at
}

// until lets time pass, stopping whenever something is due on the way.
func (w *world) until(ctx context.Context, end time.Time) error {
	for n := 0; ; n++ {
		if err := w.pass(ctx); err != nil {
			return err
		}
		at := w.next(ctx)
		if at.IsZero() || at.After(end) {
			break
		}
		if n > 10000 {
			return fmt.Errorf("the clock has duties without end at %s", at)
		}
		if at.After(w.clock) {
			w.clock = at
		}
	}
	if end.After(w.clock) {
		w.clock = end
	}
	return w.pass(ctx)
}

// last is the newest letter to somebody.
func (w *world) last(address string) (post, bool) {
	all := w.boxes[scheduler.Canonical(address)]
	if len(all) == 0 {
		return post{}, false
	}
	return all[len(all)-1], true
}

// people lists those who have got letters.
func (w *world) people() []string { return slices.Sorted(maps.Keys(w.boxes)) }

// replyTo makes a reply to a letter, as a mail program does. The Authentication-Results say what the receiving server
// found; an empty authserv leaves them out.
func (w *world) replyTo(p post, from, body string, quote bool) []byte {
	to := string(p.mail.ReplyTo.Address)
	if to == "" {
		to = string(p.mail.From.Address)
	}
	subject := p.mail.Subject
	if !strings.HasPrefix(strings.ToLower(subject), "re:") {
		subject = "Re: " + subject
	}
	if quote {
		body += "\n\nOn " + p.at.Format("Mon, 2 Jan 2006 at 15:04") + ", " + string(p.mail.From.Name) + " <" + string(p.mail.From.Address) + "> wrote:\n" + quoted(p.mail)
	}
	return w.mail(from, to, "", subject, p.mail.MessageID, "text/plain; charset=utf-8", body)
}

func (w *world) mail(from, to, cc, subject, inReplyTo, contentType, body string) []byte {
	var b strings.Builder
	domain := "example.test"
	if _, d, ok := strings.Cut(string(parser.Read([]byte("From: "+from+"\r\n\r\n")).From.Address), "@"); ok {
		domain = d
	}
	fmt.Fprintf(&b, "Authentication-Results: mx.example.test; dmarc=pass header.from=%s\n", domain)
	w.uid++
	fmt.Fprintf(&b, "From: %s\nTo: %s\n", from, to)
	if cc != "" {
		fmt.Fprintf(&b, "Cc: %s\n", cc)
	}
	fmt.Fprintf(&b, "Subject: %s\nDate: %s\nMessage-ID: <m%d@%s>\n", subject, w.clock.In(w.h.zone).Format(time.RFC1123Z), w.uid, domain)
	if inReplyTo != "" {
		fmt.Fprintf(&b, "In-Reply-To: <%s>\nReferences: <%s>\n", inReplyTo, inReplyTo)
	}
	fmt.Fprintf(&b, "MIME-Version: 1.0\nContent-Type: %s\nContent-Transfer-Encoding: 8bit\n\n%s\n", contentType, body)
	return []byte(b.String())
}

// events are all events of the store.
func (w *world) events(ctx context.Context) (all []store.Found) {
	var after scheduler.ID
	for {
		page, err := w.h.store.Events(ctx, store.Filter{After: after})
		if err != nil {
			w.t.Fatalf("reading events: %v", err)
		}
		if len(page) == 0 {
			return all
		}
		all, after = append(all, page...), page[len(page)-1].Event.ID
	}
}

var errNoLetter = errors.New("no letter came")
