package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// maxBatch is how many operations share one transaction at most.
const maxBatch = 256

// Panic is the error for an operation that panicked: the same input would do so again. Nothing of it was written.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

// operation is one write that waits for a transaction. It may be run several times, each time on a transaction that
// saw none of the earlier runs, so it changes nothing but that; then, once it is durable, ended is called.
type operation struct {
	run   func(*txn) error
	ended func() // nil: nothing to do
	err   error
	done  chan struct{}
}

// queue collects operations. Whoever brings one either finds it done by somebody else or leads: takes all that wait,
// commits them in one transaction, and lets go. So a lone operation never waits for company, and many share one fsync.
type queue struct {
	mu      sync.Mutex
	waiting []*operation
	lead    chan struct{} // holds one token while somebody leads
	closed  bool          // guarded by lead
}

func (q *queue) take() []*operation {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), maxBatch)
	batch := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	return batch
}

// leave takes an operation back and reports whether that was in time.
func (q *queue) leave(o *operation) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if i := slices.Index(q.waiting, o); i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
		return true
	}
	return false
}

// write runs an operation in a transaction, perhaps together with others. When ctx ends before its turn has come,
// nothing was done; later it is carried through.
func (s *Store) write(ctx context.Context, run func(*txn) error, ended func()) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	o := &operation{run: run, ended: ended, done: make(chan struct{})}
	s.queue.mu.Lock()
	s.queue.waiting = append(s.queue.waiting, o)
	s.queue.mu.Unlock()
	for {
		select {
		case <-o.done:
			return o.err
		case <-ctx.Done():
			if s.queue.leave(o) {
				return ctx.Err()
			}
			<-o.done
			return o.err
		case s.queue.lead <- struct{}{}:
			s.commit(s.queue.take()) // not ours, perhaps: that was done meanwhile, or more than maxBatch came before it
			<-s.queue.lead
		}
	}
}

// exclusive reads while nobody writes, for what depends on claims.
func (s *Store) exclusive(ctx context.Context, fn func(*txn) error) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case s.queue.lead <- struct{}{}:
		defer func() { <-s.queue.lead }()
		return s.read(ctx, fn)
	}
}

// commit carries out a batch in one transaction. An operation that fails or panics gets its error, and the others run
// without it. What the engine says at the end is everybody's result. The caller leads.
func (s *Store) commit(batch []*operation) {
	for len(batch) > 0 {
		failed := -1
		err := ErrClosed
		if !s.queue.closed {
			err = s.engine.Update(func(tx Tx) error {
				for i, o := range batch {
					if err := o.try(&txn{Tx: tx, s: s}); err != nil {
						failed = i
						return err
					}
				}
				return nil
			})
		}
		if failed >= 0 {
			batch[failed].finish(err)
			batch = slices.Delete(batch, failed, failed+1)
			continue
		}
		for _, o := range batch {
			if err == nil && o.ended != nil {
				o.ended()
			}
			o.finish(err)
		}
		return
	}
}

func (o *operation) finish(err error) {
	o.err = err
	close(o.done)
}

// try runs the operation. A panic that is not of the rules comes from rows that are not what this program wrote.
func (o *operation) try(t *txn) (err error) {
	defer amiss(&err)
	return o.run(t)
}

// Close waits for the transaction that runs, refuses those that come later, and closes the engine.
func (s *Store) Close() error {
	s.queue.lead <- struct{}{}
	defer func() { <-s.queue.lead }()
	if s.queue.closed {
		return nil
	}
	s.queue.closed = true
	if err := s.engine.Close(); err != nil && !errors.Is(err, ErrClosed) {
		return fmt.Errorf("close the store: %w", err)
	}
	return nil
}
