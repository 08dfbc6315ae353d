package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/mailbox"
	"parley/scheduler"
	"parley/store"
	"parley/store/storetest"
)

var (
	simSeeds = flag.Int("seeds", 300, "how many runs TestSimulation makes")
	simSeed  = flag.Uint64("seed", 0, "make TestSimulation repeat the run of this seed only")
	simSteps = flag.Int("steps", 12, "steps of each run of TestSimulation")
)

// TestSimulation lets people, their programs, the clock, the post office and the disk do what they may do, in an order
// that a seed decides, to the whole program but its sockets. The laws (simlaws_test.go) are looked at all the way, and at
// the end, when nothing more comes and time has run out, that the outbox is empty and that all calendars agree.
//
// All randomness comes from the seed: the same seed gives the same run.
func TestSimulation(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // a run leaves little behind, and collecting would take half the time
	first, last := uint64(1), uint64(*simSeeds)
	if *simSeed != 0 {
		first, last = *simSeed, *simSeed
	}
	seeds := make(chan uint64)
	var workers sync.WaitGroup
	var mu sync.Mutex
	total := map[string]int{}
	failed := 0
	for range min(runtime.GOMAXPROCS(0), int(last-first)+1) { // each run is for itself, on one goroutine
		workers.Add(1)
		go func() {
			defer workers.Done()
			for seed := range seeds {
				s := simulate(t, seed, *simSteps)
				mu.Lock()
				for what, n := range s.cover {
					total[what] += n
				}
				if s.fault != "" {
					failed++
					t.Errorf("seed %d: %s\nsteps:\n  %s\nagain: go test -count=1 -run Simulation ./cmd/parley -args -seed=%d -steps=%d",
						seed, s.fault, strings.Join(s.trail, "\n  "), seed, *simSteps)
				} else if *simSeed != 0 {
					t.Logf("steps:\n  %s", strings.Join(s.trail, "\n  "))
				}
				mu.Unlock()
			}
		}()
	}
	for seed := first; seed <= last; seed++ {
		mu.Lock()
		enough := failed >= 5
		mu.Unlock()
		if enough {
			break
		}
		seeds <- seed
	}
	close(seeds)
	workers.Wait()
	if a, b := simulate(t, first, *simSteps), simulate(t, first, *simSteps); a.fingerprint() != b.fingerprint() {
		t.Errorf("seed %d went differently the second time", first)
	}
	var b strings.Builder
	for _, what := range slices.Sorted(maps.Keys(total)) {
		fmt.Fprintf(&b, "\n%8d  %s", total[what], what)
	}
	t.Logf("what happened, and how often:%s", b.String())
	if *simSeed == 0 && *simSeeds >= 100 {
		for _, what := range []string{
			"asked answer", "asked decline", "asked pick", "asked move", "asked cancel", "asked stop", "asked park", "asked ok",
			"disk failed, crash", "disk failed but done, crash", "disk failed", "disk failed but done", "crash after sending",
			"office: for now", "office: for good", "office: lost reply", "mail came again", "ended agreed", "ended cancelled", "ended lapsed",
		} {
			if total[what] == 0 {
				t.Errorf("%q never happened", what)
			}
		}
	}
}

// sim is one run: the world, who lives in it, and what they remember.
type sim struct {
	*world
	ctx   context.Context
	r     *rand.Rand
	trail []string       // the steps
	cover map[string]int // what happened, and how often
	fault string         // the first law that was broken

	memory  *store.Memory
	dead    bool // the process has ended: nothing is written any more until the next one opens the store
	arm     int  // writes until the disk fails; 0: it does not
	kind    storetest.Fault
	crash   bool // the process ends with that write
	dropped bool // the process ends after the next letter was handed in, before it can say so
	storm   int  // of 100 letters, how many the post office makes trouble with
	refuses string

	mails    int // made so far
	inbox    []arrival
	late     []arrival // on their way
	past     []arrival // all that were delivered once
	got      map[string][]received
	hashes   map[string][32]byte // of letters, by Message-ID
	dates    map[object]calendarEntry
	declined map[object]bool // entries that their owner declined, once at least
	books    map[scheduler.ID]*book
	deaf     map[string]bool // addresses that do not get everything, or do not want it
	plans    []string        // Message-IDs of proposals
	owners   []string
	people   []string
}

// broken is the panic with which a run ends that broke a law.
type broken string

// simT lets the world fail a run rather than the test.
type simT struct{ testing.TB }

func (simT) Fatalf(format string, args ...any) { panic(broken(fmt.Sprintf(format, args...))) }

func (s *sim) broke(format string, args ...any) { panic(broken(fmt.Sprintf(format, args...))) }

func simulate(t testing.TB, seed uint64, steps int) (s *sim) {
	s = &sim{
		ctx: context.Background(), r: rand.New(rand.NewPCG(seed, 1)), cover: map[string]int{}, memory: store.NewMemory(),
		got: map[string][]received{}, hashes: map[string][32]byte{}, dates: map[object]calendarEntry{}, declined: map[object]bool{},
		books: map[scheduler.ID]*book{}, deaf: map[string]bool{},
	}
	cfg := defaultConfig()
	cfg.Address, cfg.Timezone = "bot@example.test", "Europe/Helsinki"
	cfg.Organizers, cfg.Operators, cfg.TrustedAuthserv = []string{"*@example.test"}, []string{"ops@example.test"}, "mx.example.test"
	cfg.Digest = []Digest{{Name: "weekly", Schedule: "0 7 * * 1", To: []string{"ops@example.test"}}}
	s.world = &world{t: simT{t}, cfg: cfg, clock: time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC), salt: seeded(seed)}
	defer func() {
		if v := recover(); v != nil {
			b, ok := v.(broken)
			if !ok {
				panic(fmt.Sprintf("seed %d: %v\n  %s", seed, v, strings.Join(s.trail, "\n  ")))
			}
			s.fault = string(b)
		}
	}()
	s.reopen()
	s.populate()
	s.propose()
	for n := range steps {
		before := s.entries()
		s.step()
		s.settle()
		if s.entries() == before {
			s.cover["steps that changed nothing"]++
		}
		s.cover["steps"]++
		if n%10 == 9 {
			s.laws()
		}
	}
	s.rest()
	return s
}

// reopen starts the program on what the one before left.
func (s *sim) reopen() {
	s.memory = s.memory.Clone()
	s.dead, s.arm = false, 0
	s.engine = &storetest.Faulty{Engine: s.memory, Plan: s.disk}
	h, err := newHouse(s.cfg, s.engine, func() time.Time { return s.clock }, slog.New(&counter{s: s}), s.salt)
	if err != nil {
		s.broke("the store cannot be opened: %v", err)
	}
	s.h = h
}

// disk says what becomes of a write.
func (s *sim) disk(int64) storetest.Fault {
	if s.dead {
		return storetest.Failed
	}
	if s.arm == 0 {
		return storetest.None
	}
	if s.arm--; s.arm > 0 {
		return storetest.None
	}
	what := map[storetest.Fault]string{storetest.Failed: "disk failed", storetest.FailedButDone: "disk failed but done"}[s.kind]
	if s.crash {
		what += ", crash"
		s.dead = true
	}
	s.cover[what]++
	s.note("  %s", what)
	return s.kind
}

var errOffice = errors.New("the post office is closed")

// Send is the post office. It obeys the seed's weather.
func (s *sim) Send(_ context.Context, e mailbox.Envelope) (string, error) {
	if s.dead {
		return "", errOffice
	}
	trouble := func(what string, x mailbox.SendError) (string, error) {
		s.cover["office: "+what]++
		x.Err = errOffice
		return "", &x
	}
	to := scheduler.Canonical(e.To)
	if to == s.refuses {
		s.deaf[to] = true
		return trouble("for good", mailbox.SendError{Code: 550, Enhanced: "5.1.1", Said: "no such user"})
	}
	weather := 100
	if s.storm > 0 {
		weather = s.r.IntN(100)
	}
	switch {
	case weather < s.storm/3:
		return trouble("for now, all", mailbox.SendError{Temporary: true, Server: true})
	case weather < s.storm*2/3:
		return trouble("for now", mailbox.SendError{Temporary: true, Code: 451})
	}
	s.arrive(to, e)
	if weather < s.storm {
		return trouble("lost reply", mailbox.SendError{Temporary: true, Server: s.r.IntN(2) == 0})
	}
	if s.dropped {
		s.dropped, s.dead = false, true
		s.cover["crash after sending"]++
		s.note("  crash after a letter to %s was sent", to)
	}
	return "250 2.0.0 Ok", nil
}

// settle makes the daemon's passes until nothing more can be done at this time, starting the program again when it ended.
func (s *sim) settle() {
	for try := 0; ; try++ {
		err := s.pass()
		switch {
		case try > 50:
			s.broke("the passes do not come to an end: %v", err)
		case s.dead:
			s.reopen()
		case err == nil:
			return
		case strings.Contains(err.Error(), "due again"):
			s.broke("%v", err)
		case errors.Is(err, storetest.ErrFault):
		case errors.Is(err, errOffice):
			return
		default:
			s.broke("a pass failed: %v", err)
		}
	}
}

func (s *sim) pass() error {
	for len(s.inbox) > 0 {
		if err := s.take(s.inbox[0]); err != nil || s.dead {
			return err
		}
		s.inbox = s.inbox[1:]
	}
	if _, err := s.h.tick(s.ctx); err != nil || s.dead {
		return err
	}
	_, err := s.h.deliver(s.ctx, s)
	return err
}

// wake is when something will happen by itself, digests apart; zero: never.
func (s *sim) wake() time.Time {
	at, ok, err := s.h.store.NextDue(s.ctx)
	send, waits, serr := s.h.store.NextSend(s.ctx)
	switch {
	case err != nil || serr != nil:
		s.broke("looking for the next duty: %v %v", err, serr)
	case waits && (!ok || send.Before(at)):
		return send
	case ok:
		return at
	}
	return time.Time{}
}

// pass time until then, stopping at whatever falls due. A zero end: until nothing will happen by itself any more.
func (s *sim) until(end time.Time) {
	for n := 0; ; n++ {
		s.settle()
		at := s.wake()
		if at.IsZero() || !end.IsZero() && at.After(end) {
			break
		}
		if n > 3000 {
			s.broke("duties without end at %s", at)
		}
		if at.After(s.clock) {
			s.clock = at
		}
	}
	if end.After(s.clock) {
		s.clock = end
	}
	s.settle()
}

// rest lets everything come to an end: good weather, a whole disk, no more mail than is on its way.
func (s *sim) rest() {
	s.note("rest")
	s.storm, s.arm, s.dropped = 0, 0, false
	s.inbox, s.late = append(s.inbox, s.late...), nil
	if s.r.IntN(2) == 0 {
		s.settle()
		s.everybody()
		s.inbox, s.late = append(s.inbox, s.late...), nil
	}
	s.until(time.Time{})
	s.laws()
	s.quiet()
}

func (s *sim) note(format string, args ...any) {
	s.trail = append(s.trail, s.clock.Format("02 15:04:05 ")+fmt.Sprintf(format, args...))
}

// entries counts the entries of all logs.
func (s *sim) entries() (n uint64) {
	heads, err := s.h.store.Logs(s.ctx, "", 1000)
	if err != nil {
		s.broke("reading the heads: %v", err)
	}
	for _, h := range heads {
		n += h.Seq
	}
	return n
}

// fingerprint is the same for runs that went the same way.
func (s *sim) fingerprint() string {
	sum := sha256.New()
	fmt.Fprintln(sum, s.fault, s.trail)
	for _, id := range slices.Sorted(maps.Keys(s.hashes)) {
		fmt.Fprintf(sum, "%s %x\n", id, s.hashes[id])
	}
	heads, err := s.h.store.Logs(s.ctx, "", 1000)
	fmt.Fprintln(sum, heads, err)
	return hex.EncodeToString(sum.Sum(nil))
}

// counter is the program's log, of which it counts what people asked.
type counter struct{ s *sim }

func (c *counter) Enabled(context.Context, slog.Level) bool { return true }
func (c *counter) WithAttrs([]slog.Attr) slog.Handler       { return c }
func (c *counter) WithGroup(string) slog.Handler            { return c }
func (c *counter) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "mail read" {
		r.Attrs(func(a slog.Attr) bool {
			if kinds, ok := a.Value.Any().([]string); ok && a.Key == "asked" {
				for _, k := range kinds {
					c.s.cover["asked "+k]++
				}
			}
			if a.Key == "repeat" && a.Value.Bool() {
				c.s.cover["mail came again"]++
			}
			return true
		})
	}
	if r.Level >= slog.LevelError && !c.s.dead {
		var b strings.Builder
		r.Attrs(func(a slog.Attr) bool { fmt.Fprintf(&b, " %s=%v", a.Key, a.Value); return true })
		c.s.broke("the program complains: %s%s", r.Message, b.String())
	}
	return nil
}
