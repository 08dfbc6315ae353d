package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/scheduler"
	"parley/store"
)

var (
	simSeeds   = flag.Int("seeds", 0, "how many runs TestSimulation makes at least; 0 is 40, or 1 with -short")
	simChanges = flag.Int("changes", 0, "go on until so many steps of TestSimulation changed state")
	simFirst   = flag.Uint64("first", 1, "seed of the first run of TestSimulation")
	simSeed    = flag.Uint64("seed", 0, "make TestSimulation repeat the run of this seed only")
	simKeep    = flag.String("keep", "", "with -seed: only these steps, such as 0,4,7")
	simSteps   = flag.Int("steps", 40, "steps of each run of TestSimulation")
	simShrink  = flag.Bool("shrink", true, "look for the shortest run that breaks a law")
	simFaults  = flag.Int("faults", 3, "end TestSimulation after so many runs that broke a law")
)

// TestSimulation lets people, their programs, the clock, the post office, the mailbox and the disk do what they may do,
// in an order that a seed decides, to the whole program but its sockets. The laws (simlaws_test.go, simbook_test.go) are
// looked at after every step and, when nothing more comes and time has run out, the laws of the end (simquiet_test.go).
//
// All randomness comes from the seed, and each step's from the seed and its number: the same seed gives the same run, and
// a run that breaks a law can be made shorter by leaving steps out. What is left is printed, and told in a file.
func TestSimulation(t *testing.T) {
	alongside(t)
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // a run leaves little behind, and collecting would take half the time
	if *simSeed != 0 {
		s := simulate(t, *simSeed, keptSteps(), true)
		t.Logf("steps:\n  %s", strings.Join(s.trail, "\n  "))
		if s.fault != "" {
			t.Errorf("%s\ntold in %s", s.fault, s.tell())
		}
		return
	}
	if *simSeeds == 0 {
		*simSeeds = 40
		if testing.Short() {
			*simSeeds = 1
		}
	}
	total := &coverage{}
	seeds := make(chan uint64)
	var workers sync.WaitGroup
	var mu sync.Mutex
	var failed []uint64
	for range runtime.NumCPU() { // each run is for itself, on one goroutine
		workers.Add(1)
		go func() {
			defer workers.Done()
			for seed := range seeds {
				s := simulate(t, seed, allSteps(*simSteps), false)
				mu.Lock()
				total.add(s.coverage)
				if s.fault != "" {
					failed = append(failed, seed)
					t.Logf("seed %d: %s", seed, s.fault)
				}
				mu.Unlock()
			}
		}()
	}
	began, told := time.Now(), time.Now()
	for seed := *simFirst; ; seed++ {
		mu.Lock()
		n := seed - *simFirst
		enough := n >= uint64(*simSeeds) && total.steps["changed state"] >= *simChanges || len(failed) >= *simFaults
		if time.Since(told) > 30*time.Second {
			told = time.Now()
			t.Logf("%d seeds, %d steps, of which %d changed state; %.0f a second; %d broke a law", n, total.steps["all"], total.steps["changed state"],
				float64(total.steps["changed state"])/time.Since(began).Seconds(), len(failed))
		}
		mu.Unlock()
		if enough {
			break
		}
		seeds <- seed
	}
	close(seeds)
	workers.Wait()
	slices.Sort(failed)
	for _, seed := range failed {
		s := simulate(t, seed, allSteps(*simSteps), true)
		if *simShrink {
			s = shrink(t, seed, *simSteps)
		}
		t.Errorf("seed %d: %s\nsteps:\n  %s\ntold in %s\nagain: go test -count=1 -run Simulation -v ./cmd/parley -args -seed=%d -steps=%d -keep=%s",
			seed, s.fault, strings.Join(s.trail, "\n  "), s.tell(), seed, *simSteps, s.keptSteps())
	}
	if a, b := simulate(t, *simFirst, allSteps(*simSteps), false), simulate(t, *simFirst, allSteps(*simSteps), true); a.fingerprint() != b.fingerprint() {
		t.Errorf("seed %d went differently the second time", *simFirst)
	}
	t.Logf("%d seeds, %s\n%s", total.runs, time.Since(began).Round(time.Second), total)
	if len(failed) == 0 && total.runs >= 100 {
		for _, what := range total.missing() {
			t.Errorf("%s never happened", what)
		}
	}
}

func allSteps(n int) []int {
	steps := make([]int, n)
	for i := range steps {
		steps[i] = i
	}
	return steps
}

func keptSteps() (steps []int) {
	if *simKeep == "" {
		return allSteps(*simSteps)
	}
	for _, f := range strings.Split(*simKeep, ",") {
		n, _ := strconv.Atoi(f)
		steps = append(steps, n)
	}
	return steps
}

// sim is one run: the world, who lives in it, and what they remember.
type sim struct {
	*world
	ctx   context.Context
	seed  uint64
	kept  []int      // steps made
	r     *rand.Rand // of the present step
	trail []string   // the steps
	tape  *strings.Builder
	fault string // the first law that was broken
	coverage

	bots []*bot // the first is the one that is looked at
	*weather
	present *arrival // mail that is being read
	phase   string   // what else the program is doing: "clock", or the word of an operator

	mails     int        // made so far
	late      []*arrival // on their way
	past      []*arrival // all that were delivered once
	got       map[string][]received
	letters   map[string]*posted // by Message-ID
	dates     map[object]calendarEntry
	declined  map[object]bool // entries that their owner declined, once at least
	books     map[scheduler.ID]*book
	deaf      map[string]bool // addresses that do not get everything, or do not want it
	forgotten map[string]bool // addresses; false: somebody named it again since
	dropped   map[string]bool // letters that an operator took out of the outbox, by event and letter
	retried   map[string]bool // and those that one had sent out of their turn
	erased    map[string]bool // those that went with the words of somebody who was forgotten
	vacation  map[string]bool // addresses whose programs answer everything, with or without saying that they are programs
	floods    map[string]int
	plans     []string // Message-IDs of proposals
	invites   []planned
	owners    []string
	people    []string
	entries   map[scheduler.LogID]uint64 // read so far
	later     []func()                   // laws to look at when the entries of this step are known
}

// posted is a letter as it arrived first.
type posted struct {
	hash   [32]byte
	to     string
	event  scheduler.ID
	letter scheduler.LetterID
	faults []string // that it met

	renewed bool // it may change once: somebody was forgotten meanwhile
}

// broken is the panic with which a run ends that broke a law.
type broken string

// simT lets the world fail a run rather than the test.
type simT struct{ testing.TB }

func (simT) Fatalf(format string, args ...any) { panic(broken(fmt.Sprintf(format, args...))) }

func (s *sim) broke(format string, args ...any) { panic(broken(fmt.Sprintf(format, args...))) }

func simulate(t testing.TB, seed uint64, steps []int, record bool) (s *sim) {
	s = &sim{
		ctx: context.Background(), seed: seed, kept: steps, weather: &weather{},
		got: map[string][]received{}, letters: map[string]*posted{}, dates: map[object]calendarEntry{}, declined: map[object]bool{},
		books: map[scheduler.ID]*book{}, deaf: map[string]bool{}, forgotten: map[string]bool{}, dropped: map[string]bool{}, retried: map[string]bool{}, erased: map[string]bool{},
		vacation: map[string]bool{}, floods: map[string]int{}, entries: map[scheduler.LogID]uint64{},
	}
	if record {
		s.tape = &strings.Builder{}
	}
	s.begin()
	s.draw(0)
	s.world = &world{t: simT{t}, cfg: s.configured(), clock: time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC), salt: seeded(seed)}
	defer func() {
		if v := recover(); v != nil {
			b, ok := v.(broken)
			if !ok {
				panic(fmt.Sprintf("seed %d: %v\n  %s\n%s", seed, v, strings.Join(s.trail, "\n  "), debug.Stack()))
			}
			s.fault = string(b)
		}
	}()
	s.bots = []*bot{{s: s, cfg: s.cfg, memory: store.NewMemory(), box: folder{validity: 1}}}
	s.bots[0].open()
	s.populate()
	s.propose()
	s.settle()
	s.laws()
	for _, n := range steps {
		s.draw(n + 1)
		before := s.entriesOf()
		s.step()
		s.settle()
		s.laws()
		s.steps["all"]++
		if s.entriesOf() != before {
			s.steps["changed state"]++
		}
	}
	s.draw(-1)
	s.rest()
	s.tally()
	return s
}

// draw begins the randomness of a step.
func (s *sim) draw(step int) { s.r = rand.New(rand.NewPCG(s.seed, uint64(step))) }

// configured is the configuration of this run.
func (s *sim) configured() Config {
	cfg := defaultConfig()
	cfg.Address, cfg.Timezone = "bot@example.test", "Europe/Helsinki"
	cfg.Organizers, cfg.Operators, cfg.TrustedAuthserv = []string{"*@example.test"}, []string{"ops@example.test"}, "mx.example.test"
	cfg.Digest = []Digest{{Name: "weekly", Schedule: "0 7 * * 1", To: []string{"ops@example.test"}}}
	cfg.Separator = s.one("+", "+", "+", "+", "-", "")
	cfg.Policy.UnverifiedProposals = s.one("preview", "preview", "preview", "open", "refuse")
	return cfg
}

// one of these.
func (s *sim) one(of ...string) string { return of[s.r.IntN(len(of))] }

// note writes a line of the trail.
func (s *sim) note(format string, args ...any) {
	l := s.clock.Format("02 15:04:05 ") + fmt.Sprintf(format, args...)
	s.trail = append(s.trail, l)
	s.record("%s\n", l)
}

// record writes to the story of the run, which only a repetition tells.
func (s *sim) record(format string, args ...any) {
	if s.tape != nil {
		fmt.Fprintf(s.tape, format, args...)
	}
}

// entriesOf counts the entries of all logs.
func (s *sim) entriesOf() (n uint64) {
	heads, err := s.h.store.Logs(s.ctx, "", 0)
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
	for _, id := range slices.Sorted(maps.Keys(s.letters)) {
		fmt.Fprintf(sum, "%s %x\n", id, s.letters[id].hash)
	}
	heads, err := s.h.store.Logs(s.ctx, "", 0)
	fmt.Fprintln(sum, heads, err)
	return hex.EncodeToString(sum.Sum(nil))
}
