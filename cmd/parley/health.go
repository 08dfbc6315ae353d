package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"parley/mailbox"
	"parley/scheduler"
	"parley/store"
)

// health remembers how each pass of the daemon fared last, and how the clock went.
type health struct {
	now     func() time.Time
	elapsed func() time.Duration                  // since the start, by a clock that nobody sets
	waits   func(context.Context) ([]wait, error) // what else is waited for; nil: nothing
	beside  func() []string                       // what passes go on in spite of; nil: nothing

	mu     sync.Mutex
	passes map[string]passHealth
	counts map[string]passCount
	start  time.Time     // by the wall clock
	off    time.Duration // how far the wall clock has been set since
	jumped time.Duration // the last time
	jumpAt time.Time
	jumps  int
	fresh  bool // jump was not told of the last one
}

type passHealth struct {
	OK    time.Time `json:"ok,omitzero"`    // last pass without an error
	Since time.Time `json:"since,omitzero"` // of the present trouble
	Error string    `json:"error,omitempty"`
	store bool      // it is the store that cannot be written
}

// passCount is how often a pass ended, since the daemon started.
type passCount struct {
	ok, failed         int
	lastOK, lastFailed time.Time
}

func newHealth(now func() time.Time) *health {
	begin := time.Now()
	return &health{now: now, elapsed: func() time.Duration { return time.Since(begin) }, start: now().Round(0),
		passes: map[string]passHealth{}, counts: map[string]passCount{}}
}

// smallestJump is how far the clock must be set at once to be worth a word. A clock that is kept in time is set by less.
const smallestJump = 30 * time.Second

// jump returns by how much the wall clock was set since it last did, forwards or back; 0 if it was not. Who asks has to
// act on it.
func (h *health) jump() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.look()
	if !h.fresh {
		return 0
	}
	h.fresh = false
	return h.jumped
}

// look finds out whether the wall clock was set. To the clock that nobody sets, a machine that slept looks like one whose
// clock was set forwards. The caller holds the lock.
func (h *health) look() {
	now := h.now().Round(0)
	off := now.Sub(h.start) - h.elapsed()
	if by := (off - h.off).Round(time.Second); by.Abs() >= smallestJump {
		h.off, h.jumped, h.jumpAt, h.jumps, h.fresh = off, by, now, h.jumps+1, true
	}
}

func (h *health) report(pass string, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, c := h.passes[pass], h.counts[pass]
	if err == nil {
		p = passHealth{OK: h.now()}
		c.ok, c.lastOK = c.ok+1, p.OK
	} else {
		c.failed, c.lastFailed = c.failed+1, h.now()
		if p.Error == "" {
			p.Since = h.now()
		}
		p.Error, p.store = err.Error(), errors.Is(err, store.ErrUnwritable)
	}
	h.passes[pass], h.counts[pass] = p, c
}

// ServeHTTP answers /healthz: 200 if every pass got through last time, 503 and what is wrong otherwise. Servers and paths
// are named to those on this machine only; a proxy's clients count as where they are.
func (h *health) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	from, err := netip.ParseAddr(clientOf(r))
	local := err == nil && from.IsLoopback()
	h.mu.Lock()
	passes := maps.Clone(h.passes)
	h.mu.Unlock()
	code := http.StatusOK
	for name, p := range passes {
		if p.Error == "" {
			continue
		}
		code = http.StatusServiceUnavailable
		if !local {
			p.Error = "failing"
			passes[name] = p
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	answer := map[string]any{}
	for name, p := range passes {
		answer[name] = p
	}
	if local && h.waits != nil {
		waits, err := h.waits(r.Context())
		if err != nil {
			waits = append(waits, wait{true, "the store cannot be read: " + err.Error()})
		}
		said := []string{}
		for _, w := range waits {
			said = append(said, w.What)
		}
		answer["waits"] = said
	}
	json.NewEncoder(w).Encode(answer)
}

// wait is something that the daemon waits for, in a sentence.
type wait struct {
	Fault bool // somebody should look after it
	What  string
}

// doing is what passes do, in words.
var doing = map[string]string{"receive": "reading mail", "tick": "keeping time", "deliver": "sending letters"}

// trouble is what the daemon itself waits for: passes that fail, and a clock that was set within the hour.
func (h *health) trouble() (out []wait) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.look()
	for _, name := range slices.Sorted(maps.Keys(h.passes)) {
		if p := h.passes[name]; p.Error != "" {
			out = append(out, wait{true, fmt.Sprintf("%s has failed since %s: %s", doing[name], p.Since.UTC().Format(time.RFC3339), p.Error)})
		}
	}
	if h.beside != nil {
		for _, said := range h.beside() {
			out = append(out, wait{true, said})
		}
	}
	if age := h.now().Round(0).Sub(h.jumpAt); h.jumps > 0 && age < time.Hour {
		way := "forwards"
		if h.jumped < 0 {
			way = "back"
		}
		out = append(out, wait{true, fmt.Sprintf("the clock was set %s by %s at %s; see that something keeps it in time", way, h.jumped.Abs(), h.jumpAt.UTC().Format(time.RFC3339))})
	}
	return out
}

// writable reports whether the last writes to the store succeeded.
func (h *health) writable() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range h.passes {
		if p.store {
			return false
		}
	}
	return true
}

// cursorName is under what name the store keeps how far the mailbox was read.
func (h *house) cursorName() string { return h.cfg.IMAP.URL + " " + h.cfg.IMAP.Folder }

// setAside is how many mails the server would not hand out.
func (h *house) setAside(ctx context.Context) (int, error) {
	c, err := h.store.Cursor(ctx, h.cursorName())
	if err != nil {
		return 0, fmt.Errorf("reading the cursor: %w", err)
	}
	return mailbox.Cursor{Aside: c.Aside}.SetAside(), nil
}

// putOff reports whether a letter that failed waits to be tried again.
func (h *house) putOff(ctx context.Context) bool {
	all, err := h.store.Outbox(ctx)
	return err != nil || slices.ContainsFunc(all, func(l store.Waiting) bool { return !l.Dead && l.Attempts > 0 })
}

// moot reports whether a letter is to somebody who was replaced, dropped or forgotten since: that it did not get through
// is nobody's trouble any more.
func (h *house) moot(ctx context.Context, l scheduler.Letter) (bool, error) {
	p, err := h.store.Person(ctx, l.To)
	if errors.Is(err, store.ErrNotFound) || err == nil && p.Address == "" {
		return true, nil
	}
	if err != nil || l.Event == "" {
		return false, err
	}
	e, _, err := h.store.Event(ctx, l.Event)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	q, party := e.Party(l.To)
	return party && q.Dropped && !e.Organizer(l.To), err
}

// waits is all that is waited for: the daemon's troubles, if one runs, and what the store shows.
func (h *house) waits(ctx context.Context) (out []wait, err error) {
	if h.trouble != nil {
		out = h.trouble()
	}
	all, err := h.store.Outbox(ctx)
	if err != nil {
		return out, err
	}
	var failed, dead int
	var oldest, next store.Waiting
	most := 0
	for _, l := range all {
		switch {
		case l.Dead:
			moot, err := h.moot(ctx, l.Letter)
			if err != nil {
				return out, err
			}
			if !moot {
				dead++
			}
			continue
		case l.Attempts == 0:
			continue
		}
		if failed++; failed == 1 || l.Letter.At.Before(oldest.Letter.At) {
			oldest = l
		}
		if failed == 1 || l.Next.Before(next.Next) {
			next = l
		}
		most = max(most, l.Attempts)
	}
	if failed > 0 {
		out = append(out, wait{most >= 3, fmt.Sprintf("%d letters wait to be tried again, the oldest since %s, the next at %s; the last reason: %s",
			failed, oldest.Letter.At.UTC().Format(time.RFC3339), next.Next.UTC().Format(time.RFC3339), oldest.LastError)})
	}
	if dead > 0 {
		out = append(out, wait{true, fmt.Sprintf("%d letters were given up; parley outbox lists them", dead)})
	}
	aside, err := h.setAside(ctx)
	if aside > 0 {
		out = append(out, wait{true, fmt.Sprintf("%d mails are not handed out by the mailbox's server; they stay in %s and are tried again every hour", aside, h.cfg.IMAP.Folder)})
	}
	return out, err
}
