package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"parley/scheduler"
)

// Retain erases the words of what is over since before that time: of events, of people all of whose events were erased
// (unless they wrote "stop everything", which has to be remembered), and of the house's notes and letters. Chains stay
// verifiable. It tells how many logs of events and people were erased. Done again, it does nothing more.
func (s *Store) Retain(ctx context.Context, before time.Time) (logs int, err error) {
	events, err := s.retain(ctx, func(t *txn) []uint64 { return t.eventsOver(before) },
		func(t *txn, log uint64) (bool, error) { return t.retainEvent(log, before) })
	people := 0
	if err == nil {
		people, err = s.retain(ctx, func(t *txn) []uint64 { return t.peopleOver(before) },
			func(t *txn, log uint64) (bool, error) { return t.retainPerson(log, before) })
	}
	if err == nil {
		err = s.write(ctx, func(t *txn) error { return t.retainHouse(before) }, nil)
	}
	if err == nil {
		err = s.clean()
	}
	if err != nil {
		return events + people, fmt.Errorf("erase what is old: %w", err)
	}
	return events + people, nil
}

// retain erases the logs that find lists, some in each transaction, where that is still due when their turn comes.
func (s *Store) retain(ctx context.Context, find func(*txn) []uint64, erase func(*txn, uint64) (bool, error)) (n int, err error) {
	var logs []uint64
	if err := s.read(ctx, func(t *txn) error { logs = find(t); return nil }); err != nil {
		return 0, err
	}
	for some := range slices.Chunk(logs, chunk) {
		var erased int
		err := s.write(ctx, func(t *txn) error {
			erased = 0
			for _, log := range some {
				gone, err := erase(t, log)
				if err != nil {
					return err
				}
				if gone {
					erased++
				}
			}
			if erased == 0 {
				return nil
			}
			t.setCounter(unclean, 1)
			return t.renewEpoch()
		}, nil)
		if err != nil {
			return n, err
		}
		n += erased
	}
	return n, nil
}

// eventsOver lists the logs of events that were over before a time.
func (t *txn) eventsOver(before time.Time) (logs []uint64) {
	for k := range t.Scan(row(tOver), row(tOver, instant(before))) {
		if log := number(k[9:]); !t.isErased(log) {
			logs = append(logs, log)
		}
	}
	return logs
}

// peopleOver lists the logs of people of whom nothing was heard since then, and all of whose events were erased.
func (t *txn) peopleOver(before time.Time) (logs []uint64) {
	for k, v := range t.all(tLog) {
		head, _ := parseHead(v)
		if id, ok := personIn(head.Log); ok && t.isOver(number(k[1:]), id, before) {
			logs = append(logs, number(k[1:]))
		}
	}
	return logs
}

func (t *txn) isErased(log uint64) bool {
	v := t.Get(row(tErased, u64(log)))
	return v != nil && number(v) == t.head(log).Seq
}

func (t *txn) retainEvent(log uint64, before time.Time) (bool, error) {
	x, err := t.event(log)
	if err != nil {
		return false, err
	}
	if at := over(x); at.IsZero() || !at.Before(before) || t.isErased(log) {
		return false, nil // something was said meanwhile
	}
	owed, err := t.takeDead(u64(log))
	if owed || err != nil {
		return false, err
	}
	e := eraser{txn: t}
	if err := e.eraseReplies(row(tSent, u64(log)), func(SentLetter) bool { return true }); err != nil {
		return false, err
	}
	return true, e.eraseLog(log)
}

func (t *txn) retainPerson(log uint64, before time.Time) (bool, error) {
	id, _ := personIn(t.head(log).Log)
	p, err := t.personOf(id)
	if err != nil || p.Stopped || !t.isOver(log, id, before) {
		return false, err
	}
	owed, err := t.takeDead(u64(houseLog), u64(uint64(id)))
	if owed || err != nil {
		return false, err
	}
	t.refresh(personRows(p), nil)
	e := eraser{txn: t}
	return true, e.eraseLog(log)
}

// takeDead takes letters that were given up out of the outbox, unless one beside them is still owed: that goes out
// first, however long the relay is away.
func (t *txn) takeDead(prefix ...[]byte) (owed bool, err error) {
	waiting, err := t.letters(prefix...)
	if err != nil || slices.ContainsFunc(waiting, func(p posting) bool { return !p.Dead }) {
		return true, err
	}
	for _, p := range waiting {
		if err := t.take(p); err != nil {
			return false, err
		}
	}
	return false, nil
}

// eraseLog erases all words of a log, and notes that.
func (e *eraser) eraseLog(log uint64) error {
	e.Put(row(tErased, u64(log)), u64(e.head(log).Seq))
	return e.erase(row(tWord, u64(log)), func([]byte, []byte) (bool, error) { return true, nil })
}

// isOver reports whether nothing was heard of a person since then, and they had events, which were all erased. People
// without events are operators and those who read digests.
func (t *txn) isOver(own uint64, id scheduler.PersonID, before time.Time) bool {
	var last struct {
		At time.Time `json:"at"`
	}
	if t.isErased(own) || json.Unmarshal(t.Get(row(tEntry, u64(own), u64(t.head(own).Seq))), &last) != nil || !last.At.Before(before) {
		return false
	}
	events := t.eventsOf(id)
	return len(events) > 0 && !slices.ContainsFunc(events, func(log uint64) bool { return !t.isErased(log) })
}

// retainHouse erases what old entries of the house's log say, and what relays said to old letters of the house.
func (t *txn) retainHouse(before time.Time) error {
	const done = "notes-erased" // up to this entry
	last := t.counter(done)
	for k, raw := range t.Scan(row(tEntry, u64(houseLog), u64(last+1)), after(row(tEntry, u64(houseLog)))) {
		var n stored
		if err := json.Unmarshal(raw, &n); err != nil {
			return fmt.Errorf("%w: entry %x: %w", ErrAmiss, k, err)
		}
		if !n.At.Before(before) {
			break
		}
		last = n.Seq
	}
	e := eraser{txn: t}
	if last > t.counter(done) {
		t.setCounter(done, last)
		err := e.erase(row(tWord, u64(houseLog)), func(k, _ []byte) (bool, error) { return number(k[9:]) <= last, nil })
		if err != nil {
			return err
		}
	}
	err := e.eraseReplies(row(tSent, u64(houseLog)), func(x SentLetter) bool { return x.At.Before(before) })
	if e.erased > 0 {
		t.setCounter(unclean, 1)
	}
	return err
}
