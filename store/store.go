package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"

	"parley/scheduler"
)

// Options of a store. The zero value is good.
type Options struct {
	Policy scheduler.Policy // of the house, for events that open from now on; zero: scheduler.DefaultPolicy
	Rand   io.Reader        // source of salts and keys; nil: crypto/rand

	// Rebuild throws the indexes away when the store is opened, and makes them anew from the logs.
	Rebuild bool

	// Decide are the rules; nil: scheduler.Decide. Tests of the store put faulty ones here.
	Decide func(scheduler.World, scheduler.Command) scheduler.Decision
}

// Store carries out commands and keeps what follows from them.
type Store struct {
	engine Engine
	policy scheduler.Policy
	rand   io.Reader // used by the one who leads the queue
	decide func(scheduler.World, scheduler.Command) scheduler.Decision
	queue  queue
	folds  folds
	claims map[lane]*claim // by lane: at most one letter of each is out. Used by the one who leads the queue
}

// txn is a transaction with what the store knows about keys.
type txn struct {
	Tx
	s *Store
}

// Open opens a store on an engine, which it owns from then on: Close closes it too. An empty engine becomes a new store.
// ErrNewer: it was written by a newer program (a later form, or facts that this one does not know). Opening takes the
// same short time however much is stored, unless another program version wants other indexes, or an erasure ended before
// the file was written anew, which is done then. After an error the engine is still the caller's to close.
func Open(e Engine, o Options) (*Store, error) {
	s := &Store{
		engine: e, policy: o.Policy, rand: o.Rand, decide: o.Decide,
		queue: queue{lead: make(chan struct{}, 1)}, claims: map[lane]*claim{},
	}
	if s.policy == (scheduler.Policy{}) {
		s.policy = scheduler.DefaultPolicy()
	}
	if s.rand == nil {
		s.rand = rand.Reader
	}
	if s.decide == nil {
		s.decide = scheduler.Decide
	}
	ctx := context.Background()
	fresh, stale, older := false, o.Rebuild, false
	err := s.read(ctx, func(t *txn) (err error) {
		fresh, err = t.recognise()
		stale, older = stale || t.counter("index") != indexForm, t.counter("form") < form
		return err
	})
	switch {
	case err == nil && fresh:
		err = s.write(ctx, func(t *txn) error { return t.create() }, nil)
	case err == nil && stale:
		err = s.rebuild(ctx)
	}
	if err == nil && older && !fresh {
		err = s.write(ctx, func(t *txn) error { t.setCounter("form", form); return nil }, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	_ = s.clean() // Sweep tries again, and has somebody to tell
	return s, nil
}

// recognise reports whether the store is new, or why this program must not touch it.
func (t *txn) recognise() (fresh bool, err error) {
	switch v := t.counter("form"); {
	case v > form:
		return false, fmt.Errorf("%w (its form is %d, and %d is the latest known here)", ErrNewer, v, form)
	case v == 0:
		for range t.all(tEntry) {
			return false, ErrForm
		}
		return true, nil
	case t.counter("importing") != 0:
		return false, ErrHalf
	}
	for k := range t.all(tKind) {
		if kind := string(k[1:]); scheduler.NewFact(kind) == nil {
			return false, fmt.Errorf("%w (it holds facts of kind %q)", ErrNewer, kind)
		}
	}
	return false, nil
}

// create makes a new store.
func (t *txn) create() error {
	t.setCounter("form", form)
	t.setCounter("index", indexForm)
	if log := t.begin(scheduler.HouseLog); log != houseLog {
		panic(fmt.Sprintf("store: the house's log has number %d", log))
	}
	_, err := t.addKey()
	return err
}

// read runs fn on a snapshot. Rows that cannot be what this program wrote are an error, not the end of the daemon.
func (s *Store) read(ctx context.Context, fn func(*txn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.engine.View(func(tx Tx) (err error) {
		defer amiss(&err)
		return fn(&txn{Tx: tx, s: s})
	})
}

// amiss turns a panic over what was read into an error.
func amiss(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("%w: %w", ErrAmiss, &Panic{v, debug.Stack()})
	}
}

// counter returns a number kept under a name, 0 at first.
func (t *txn) counter(name string) uint64 {
	v := t.Get(row(tMeta, []byte(name)))
	if v == nil {
		return 0
	}
	return number(v)
}

func (t *txn) setCounter(name string, n uint64) { t.Put(row(tMeta, []byte(name)), u64(n)) }

// count raises a counter by one and returns it.
func (t *txn) count(name string) uint64 {
	n := t.counter(name) + 1
	t.setCounter(name, n)
	return n
}

const keySize = 32 // bytes of a secret key

// addKey makes a new secret key and returns its number.
func (t *txn) addKey() (int, error) {
	key := make([]byte, keySize)
	if _, err := io.ReadFull(t.s.rand, key); err != nil {
		return 0, fmt.Errorf("read randomness: %w", err)
	}
	n := t.count("keys")
	t.Put(row(tKey, u64(n)), key)
	return int(n), nil
}

// key reads a secret key, for the caller to keep.
func (t *txn) key(n int) ([]byte, error) {
	switch key := t.Get(row(tKey, u64(uint64(n)))); {
	case key == nil:
		return nil, fmt.Errorf("key %d: %w", n, ErrNotFound)
	case len(key) != keySize:
		return nil, fmt.Errorf("%w: key %d has %d bytes", ErrAmiss, n, len(key))
	default:
		return slices.Clone(key), nil
	}
}

// Key returns the secret key with this number, 32 bytes. ErrNotFound.
func (s *Store) Key(ctx context.Context, n int) (key []byte, err error) {
	err = s.read(ctx, func(t *txn) error {
		key, err = t.key(n)
		return err
	})
	return key, err
}

// CurrentKey returns the key for new events and its number.
func (s *Store) CurrentKey(ctx context.Context) (n int, key []byte, err error) {
	err = s.read(ctx, func(t *txn) error {
		n = int(t.counter("keys"))
		key, err = t.key(n)
		return err
	})
	return n, key, err
}

// RotateKey makes a new current key. Older ones are kept for the events that use them.
func (s *Store) RotateKey(ctx context.Context) (n int, err error) {
	err = s.write(ctx, func(t *txn) error {
		n, err = t.addKey()
		return err
	}, nil)
	return n, err
}

// Backup writes a copy of the store that OpenBolt can open, while others go on writing.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	copier, ok := s.engine.(io.WriterTo)
	if !ok {
		return fmt.Errorf("back up the store: %w", errors.ErrUnsupported)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := copier.WriteTo(w); err != nil {
		return fmt.Errorf("back up the store: %w", err)
	}
	return nil
}
