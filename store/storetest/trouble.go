package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"parley/scheduler"
	"parley/store"
)

// together: commands that come at the same time share a transaction and have the same effect as one after the other.
func together(t *testing.T, b Backend) {
	synctest.Test(t, func(t *testing.T) {
		const n = 50
		gate := make(chan struct{})
		faulty := &Faulty{Engine: b.New(t)}
		s := Open(t, faulty, store.Options{Rand: Rand(1)})
		parties := make([]string, n)
		for i := range parties {
			parties[i] = fmt.Sprintf("p%d@example.test", i)
		}
		id := execute(t, s, Proposal("crowd", parties...)).Event
		before := faulty.Updates()
		faulty.Plan = func(int64) Fault {
			<-gate // the first one: until all others wait
			return None
		}
		errs := make([]error, 2*n)
		for i := range n {
			go func() {
				_, errs[2*i] = s.Execute(ctx, Reply(fmt.Sprint("r", i), id, parties[i], Monday.Add(time.Hour), 1, 2))
			}()
			go func() { _, errs[2*i+1] = s.Execute(ctx, Proposal(fmt.Sprint("own", i), parties[i])) }()
		}
		synctest.Wait()
		close(gate)
		synctest.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if used := faulty.Updates() - before; used != 2 {
			t.Errorf("%d transactions for %d commands, want one for the first and one for all others", used, 2*n)
		}
		for _, p := range fold(t, s, id).Parties {
			if p.Words[1].Verdict != scheduler.Yes || p.Words[3].Verdict != scheduler.No {
				t.Errorf("the answer of person %d was lost: %+v", p.Person, p.Words)
			}
		}
		if got := must(s.Events(ctx, store.Filter{Limit: 1000}))(t); len(got) != n+1 {
			t.Errorf("%d events", len(got))
		}
	})
}

// faults: each write fails once, done or not; the caller asks again and all is as if nothing had been.
func faults(t *testing.T, b Backend) {
	writes, want := calm(t, b)
	for _, fault := range []Fault{Failed, FailedButDone} {
		for k := range writes {
			if b.skips(k, fault) {
				continue
			}
			e := b.New(t)
			s := must(store.Open(&Faulty{Engine: e, Plan: func(n int64) Fault {
				if n == k+2 { // the first is that of Open
					return fault
				}
				return None
			}}, store.Options{Rand: Rand(1)}))(t)
			w := &world{t: t, s: s, patient: true, sent: map[string]string{}}
			for i, step := range steps() {
				if err := step(w); err != nil {
					t.Fatalf("write %d, fault %d: step %d: %v", k, fault, i, err)
				}
			}
			if err := s.Check(ctx); err != nil {
				t.Errorf("write %d, fault %d: %v", k, fault, err)
			}
			if got := w.gist(); got != want {
				t.Fatalf("write %d, fault %d: the story became\n%s\nwant\n%s", k, fault, got, want)
			}
			s.Close()
		}
	}
}

// calm tells the story without faults, and counts its writes.
func calm(t testing.TB, b Backend) (writes int64, gist string) {
	faulty := &Faulty{Engine: b.New(t)}
	s := Open(t, faulty, store.Options{Rand: Rand(1)})
	opened := faulty.Updates()
	gist = tell(t, s).gist()
	return faulty.Updates() - opened, gist
}

// crashes: the process ends before or after each write took effect; a new one goes on where it was.
func crashes(t *testing.T, b Backend) {
	writes, want := calm(t, b)
	for _, fault := range []Fault{Failed, FailedButDone} {
		for k := range writes {
			if b.skips(k, fault) {
				continue
			}
			e := b.New(t)
			s := must(store.Open(&Faulty{Engine: e, Plan: func(n int64) Fault {
				if n == k+2 {
					return fault
				}
				return None
			}}, store.Options{Rand: Rand(1)}))(t)
			w := &world{t: t, s: s, sent: map[string]string{}}
			crashed := false
			for i, step := range steps() {
				err := step(w)
				if errors.Is(err, ErrFault) && !crashed {
					crashed = true
					w.s = must(store.Open(b.Crash(t, e), store.Options{Rand: Rand(2)}))(t)
					err = step(w)
				}
				if err != nil {
					t.Fatalf("write %d, fault %d: step %d: %v", k, fault, i, err)
				}
			}
			if err := w.s.Check(ctx); err != nil || !crashed {
				t.Errorf("write %d, fault %d: %v", k, fault, err)
			}
			if got := w.gist(); got != want {
				t.Fatalf("write %d, fault %d: the story became\n%s\nwant\n%s", k, fault, got, want)
			}
			w.s.Close()
			e.Close()
		}
	}
}

// poison: a command that makes the rules panic fails alone.
func poison(t *testing.T, b Backend) {
	faulty := &Faulty{Engine: b.New(t)}
	s := Open(t, faulty, store.Options{Rand: Rand(1), Decide: func(w scheduler.World, c scheduler.Command) scheduler.Decision {
		if strings.HasPrefix(string(c.Cause), "mail:bad") {
			panic("cannot bear it")
		}
		return scheduler.Decide(w, c)
	}})
	var running sync.WaitGroup
	for i := range 24 {
		running.Go(func() {
			name := fmt.Sprint("good", i)
			if i%4 == 0 {
				name = fmt.Sprint("bad", i)
			}
			_, err := s.Execute(ctx, Proposal(name, Ana))
			var p *store.Panic
			if bad := i%4 == 0; bad != errors.As(err, &p) || !bad && err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	running.Wait()
	if n := len(must(s.Events(ctx, store.Filter{}))(t)); n != 18 {
		t.Errorf("%d events, want 18", n)
	}
	if _, known, err := s.Cause(ctx, "mail:bad0"); known || err != nil {
		t.Errorf("the cause of a command that panicked is known: %v", err)
	}
}
