package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path"
	"strings"
	"sync/atomic"
	"time"

	"parley/mailbox"
	"parley/scheduler"
	"parley/store"
)

// house is an open store with the configuration it is run under: what every command and every pass of the daemon works on.
type house struct {
	cfg     Config
	store   *store.Store
	secrets mailbox.Secrets
	zone    *time.Location // of the configuration
	now     func() time.Time
	log     *slog.Logger
	changed func()                                 // told after each command that took effect; nil: nobody is
	reads   func([]byte)                           // told of each mail before it is read; for tests
	taken   func(scheduler.Command, store.Receipt) // told of each mail after it was carried out; nil: nobody is
	trouble func() []wait                          // what the daemon waits for; nil: none runs
	swept   time.Time                              // when old causes were swept last
	settled atomic.Bool                            // nobody who wants no letters is asked in an event; see stopEverywhere
}

// newHouse opens a store on an engine. random is the source of salts and keys; nil is the system's.
func newHouse(cfg Config, engine store.Engine, now func() time.Time, log *slog.Logger, random io.Reader) (*house, error) {
	zone, err := time.LoadLocation(cfg.Timezone)
	if err != nil {
		return nil, fmt.Errorf("timezone: %w", err)
	}
	s, err := store.Open(engine, store.Options{Policy: cfg.Policy.rules(), Rand: random})
	if err != nil {
		return nil, err
	}
	h := &house{cfg: cfg, store: s, zone: zone, now: now, log: log}
	h.secrets = mailbox.Secrets{Address: cfg.Address, Separator: cfg.Separator, Key: func(n int) ([]byte, error) {
		return s.Key(context.Background(), n)
	}}
	return h, nil
}

// openHouse opens the store file of the configuration, or creates it.
func openHouse(cfg Config, now func() time.Time, log *slog.Logger) (*house, error) {
	file := cfg.path(cfg.Store)
	engine, err := store.OpenBolt(file, store.BoltOptions{})
	if err != nil {
		return nil, fmt.Errorf("cannot open the store %s: %w", file, err)
	}
	h, err := newHouse(cfg, engine, now, log, nil)
	if err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	return h, nil
}

// openForReading is openHouse for commands that only read: a store that is not there yet is an empty one, and is not made.
func openForReading(cfg Config, now func() time.Time, log *slog.Logger) (*house, error) {
	if _, err := os.Stat(cfg.path(cfg.Store)); errors.Is(err, os.ErrNotExist) {
		return newHouse(cfg, store.NewMemory(), now, log, nil)
	}
	return openHouse(cfg, now, log)
}

func (h *house) close() error { return h.store.Close() }

// matches reports whether an address is one of a list of addresses and patterns such as "*@example.test".
func matches(patterns []string, address string) bool {
	a := scheduler.Canonical(address)
	for _, p := range patterns {
		p = strings.ToLower(p)
		if scheduler.Canonical(p) == a {
			return true
		}
		if ok, err := path.Match(p, a); err == nil && ok {
			return true
		}
	}
	return false
}

// expired reports whether the secret addresses of an event are too old to change anything (design of Policy.TokenDays).
func expired(e scheduler.Event, at time.Time) bool {
	last := e.Opened
	for _, s := range e.Slots {
		if end := s.End(); end.After(last) {
			last = end
		}
	}
	if a := e.Agreement; a != nil {
		last = a.Span.End()
		for _, s := range e.Slots {
			if e.Moving && s.Move && s.End().After(last) {
				last = s.End()
			}
		}
	}
	return at.After(last.Add(time.Duration(e.Policy.TokenDays) * 24 * time.Hour))
}

// period is the count of policy.token_days since 1970. The secret address in a letter of the house works in the period of
// the letter and in the next: for so many days at least, and twice as many at most. Another policy.token_days numbers periods
// anew, and ends the addresses that are out.
func (h *house) period() int {
	return int(h.now().Unix() / (24 * 60 * 60) / int64(max(1, h.cfg.Policy.TokenDays)))
}

// zoneOf is the zone in which a party's letters show times.
func zoneOf(e scheduler.Event, p scheduler.Person) *time.Location {
	if q, ok := e.Party(p.ID); ok && q.Zone != "" {
		return zoneNamed(q.Zone)
	}
	if p.Zone != "" {
		return zoneNamed(p.Zone)
	}
	return zoneNamed(e.Zone)
}
