// Package storetest tests stores: one suite for every engine, an engine that fails on request, and a way to open a store
// that is checked when the test ends.
package storetest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"parley/store"
)

// ErrFault is what a Faulty engine fails with.
var ErrFault = errors.New("the disk is full")

// Fault says what becomes of one write.
type Fault int

const (
	None          Fault = iota
	Failed              // nothing is written
	FailedButDone       // everything is written, and nevertheless reported as failed
)

// Faulty is an engine whose writes fail as Plan says.
type Faulty struct {
	store.Engine
	// Plan is asked before the n-th Update, counted from 1. nil: no faults.
	Plan  func(n int64) Fault
	count atomic.Int64
}

// Updates is how many there were.
func (f *Faulty) Updates() int64 { return f.count.Load() }

// Update implements store.Engine.
func (f *Faulty) Update(fn func(store.Tx) error) error {
	n := f.count.Add(1)
	what := None
	if f.Plan != nil {
		what = f.Plan(n)
	}
	switch what {
	case Failed:
		return f.Engine.Update(func(tx store.Tx) error {
			if err := fn(tx); err != nil {
				return err
			}
			return ErrFault
		})
	case FailedButDone:
		if err := f.Engine.Update(fn); err != nil {
			return err
		}
		return ErrFault
	default:
		return f.Engine.Update(fn)
	}
}

// Open opens a store that is checked and closed when the test ends.
func Open(t testing.TB, e store.Engine, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(e, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Check(context.Background()); err != nil && !errors.Is(err, store.ErrClosed) {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
