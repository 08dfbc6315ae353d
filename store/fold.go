package store

import (
	"fmt"
	"strconv"
	"sync"

	"parley/scheduler"
)

// folds remembers what logs fold to. A fold is kept under the hash of the log's last entry and the epoch, which is another
// after each erasure; both are read in the transaction that asks. So whatever became of the transaction that left a fold
// here, it is right or is not found. Folds are shared and are never changed.
type folds struct {
	mu   sync.Mutex
	rows map[uint64]fold // by log
}

type fold struct {
	head  scheduler.Hash
	epoch uint64
	value any // scheduler.Event or scheduler.Person
}

// maxFolds bounds the memory that folds take.
const maxFolds = 1024

func (f *folds) get(log uint64, head scheduler.Hash, epoch uint64) any {
	f.mu.Lock()
	defer f.mu.Unlock()
	if x, ok := f.rows[log]; ok && x.head == head && x.epoch == epoch {
		return x.value
	}
	return nil
}

func (f *folds) put(log uint64, head scheduler.Hash, epoch uint64, value any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rows == nil {
		f.rows = map[uint64]fold{}
	}
	if _, ok := f.rows[log]; !ok && len(f.rows) >= maxFolds {
		for any := range f.rows {
			delete(f.rows, any)
			break
		}
	}
	f.rows[log] = fold{head, epoch, value}
}

func (t *txn) epoch() uint64 { return t.counter("epoch") }

// event folds a log; the zero event if it is empty or 0.
func (t *txn) event(log uint64) (scheduler.Event, error) {
	return replay(t, log, scheduler.Replay)
}

// person folds a log; the zero person if it is empty or 0.
func (t *txn) person(log uint64) (scheduler.Person, error) {
	return replay(t, log, replayPerson)
}

func replayPerson(log []scheduler.Entry) (p scheduler.Person) {
	for _, n := range log {
		p = scheduler.EvolvePerson(p, n)
	}
	return p
}

func replay[T any](t *txn, log uint64, fold func([]scheduler.Entry) T) (T, error) {
	var x T
	head, epoch := t.head(log), t.epoch()
	if head.Seq == 0 {
		return x, nil
	}
	if v, ok := t.s.folds.get(log, head.Hash, epoch).(T); ok {
		return v, nil
	}
	entries, err := t.chain(log, head)
	if err != nil {
		return x, fmt.Errorf("%s: %w", head.Log, err)
	}
	err = func() (err error) {
		defer amiss(&err)
		x = fold(entries)
		return nil
	}()
	if err != nil {
		return x, fmt.Errorf("%s: %w", head.Log, err)
	}
	t.s.folds.put(log, head.Hash, epoch, x)
	return x, nil
}

// chain reads a whole log. ErrAmiss: it is not what was written, byte for byte.
func (t *txn) chain(log uint64, head Head) ([]scheduler.Entry, error) {
	entries := make([]scheduler.Entry, 0, min(head.Seq, 1024)) // a damaged head may say anything
	var last scheduler.Entry
	for n, err := range t.entries(log, 1) {
		if err == nil && (n.Seq != last.Seq+1 || n.Prev != last.Hash) {
			err = fmt.Errorf("%w: entry %d does not follow entry %d", ErrAmiss, n.Seq, last.Seq)
		}
		if err != nil {
			return nil, err
		}
		entries, last = append(entries, n), n
	}
	if last.Seq != head.Seq || last.Hash != head.Hash {
		return nil, fmt.Errorf("%w: the log should end with entry %d, and ends otherwise", ErrAmiss, head.Seq)
	}
	return entries, nil
}

// fold folds a log of any kind; nil for the house's.
func (t *txn) fold(log uint64, id scheduler.LogID) (any, error) {
	if _, ok := eventIn(id); ok {
		return t.event(log)
	}
	if _, ok := personIn(id); ok {
		return t.person(log)
	}
	return nil, nil
}

// ownCopy is an event that shares nothing with e: an entry that says nothing changes nothing.
func ownCopy(e scheduler.Event) scheduler.Event {
	return scheduler.Evolve(e, scheduler.Entry{Seq: e.Seq, At: e.Changed})
}

// personOf returns what is known of a person; the zero person if nothing.
func (t *txn) personOf(id scheduler.PersonID) (scheduler.Person, error) {
	return t.person(t.log(scheduler.LogOfPerson(id)))
}

func eventIn(l scheduler.LogID) (scheduler.ID, bool) {
	if len(l) < 3 || l[:2] != "e/" {
		return "", false
	}
	return scheduler.ID(l[2:]), true
}

func personIn(l scheduler.LogID) (scheduler.PersonID, bool) {
	if len(l) < 3 || l[:2] != "p/" {
		return 0, false
	}
	n, err := strconv.ParseUint(string(l[2:]), 10, 64)
	return scheduler.PersonID(n), err == nil && n > 0
}

// byAddress finds whose address this is; 0: nobody's. The first who had it wins. Aliases do not count, as in People.Find.
func (t *txn) byAddress(address string) (scheduler.PersonID, error) {
	if address = scheduler.Canonical(address); address == "" {
		return 0, nil
	}
	for k := range t.all(tAddress, digest(address)) {
		id := scheduler.PersonID(number(k[17:]))
		p, err := t.personOf(id)
		if err != nil {
			return 0, err
		}
		if scheduler.SameAddress(string(p.Address), address) {
			return id, nil
		}
	}
	return 0, nil
}

// mentioned lists the people an event knows of, perhaps several times.
func mentioned(e scheduler.Event) []scheduler.PersonID {
	ids := append([]scheduler.PersonID{}, e.Organizers...)
	for _, p := range e.Parties {
		ids = append(ids, p.Person)
	}
	for _, s := range e.Slots {
		ids = append(ids, s.By)
	}
	for _, r := range e.Remarks {
		ids = append(ids, r.By)
	}
	for _, l := range e.Letters {
		ids = append(ids, l.To)
	}
	return ids
}

// people reads everybody of a list into a map; 0 and unknown numbers are left out.
func (t *txn) people(into scheduler.People, ids ...scheduler.PersonID) error {
	for _, id := range ids {
		if _, ok := into[id]; ok || id == 0 {
			continue
		}
		p, err := t.personOf(id)
		if err != nil {
			return err
		}
		if p.Seq > 0 {
			into[id] = p
		}
	}
	return nil
}
