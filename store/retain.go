package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"parley/scheduler"
)

// Retain erases the words of what is over since before that time: of events, of people of whom nothing was heard since and
// whom nothing that is kept refers to (unless they wrote "stop everything", which has to be remembered), and of the house's
// notes and letters. Chains stay verifiable. It tells how many logs of events and people were erased. Done again, it does
// nothing more.
func (s *Store) Retain(ctx context.Context, before time.Time) (logs int, err error) {
	events, err := s.retain(ctx, before, (*txn).eventsOver, (*txn).retainEvents)
	people := 0
	if err == nil {
		people, err = s.retain(ctx, before, (*txn).peopleOver, (*txn).retainPeople)
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
func (s *Store) retain(ctx context.Context, before time.Time, find func(*txn, time.Time) ([]uint64, error),
	erase func(t *txn, logs []uint64, before time.Time) (int, error)) (n int, err error) {
	var logs []uint64
	err = s.read(ctx, func(t *txn) error {
		logs, err = find(t, before)
		return err
	})
	if err != nil {
		return 0, err
	}
	for some := range slices.Chunk(logs, chunk) {
		var erased int
		err := s.write(ctx, func(t *txn) (err error) {
			if erased, err = erase(t, some, before); erased == 0 || err != nil {
				return err
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
func (t *txn) eventsOver(before time.Time) (logs []uint64, err error) {
	for k := range t.Scan(row(tOver), row(tOver, instant(before))) {
		if log := number(k[9:]); !t.isErased(log) {
			logs = append(logs, log)
		}
	}
	return logs, nil
}

// peopleOver lists the logs of people who can be erased.
func (t *txn) peopleOver(before time.Time) (logs []uint64, err error) {
	for k, v := range t.all(tLog) {
		head, _ := parseHead(v)
		if id, ok := personIn(head.Log); ok && t.isQuiet(number(k[1:]), id, before) {
			logs = append(logs, number(k[1:]))
		}
	}
	return t.unreferred(logs, before)
}

// unreferred are those logs of people who did not write "stop everything", and to whom nothing refers that is kept: no
// letter of the house since then, and no event that is not erased.
func (t *txn) unreferred(logs []uint64, before time.Time) ([]uint64, error) {
	if len(logs) == 0 {
		return nil, nil
	}
	kept := map[scheduler.PersonID]bool{}
	for _, v := range t.all(tSent, u64(houseLog)) {
		var x SentLetter
		if err := json.Unmarshal(v, &x); err != nil {
			return nil, fmt.Errorf("%w: sent letter: %w", ErrAmiss, err)
		}
		if !x.At.Before(before) {
			kept[x.To] = true
		}
	}
	for k, v := range t.all(tLog) {
		head, _ := parseHead(v)
		if _, ok := eventIn(head.Log); !ok || t.isErased(number(k[1:])) {
			continue
		}
		e, err := t.event(number(k[1:]))
		if err != nil {
			return nil, err
		}
		for _, id := range mentioned(e) {
			kept[id] = true
		}
	}
	var out []uint64
	for _, log := range logs {
		p, err := t.person(log)
		if err != nil {
			return nil, err
		}
		if !p.Stopped && !kept[p.ID] {
			out = append(out, log)
		}
	}
	return out, nil
}

func (t *txn) isErased(log uint64) bool {
	v := t.Get(row(tErased, u64(log)))
	return v != nil && number(v) == t.head(log).Seq
}

func (t *txn) retainEvents(logs []uint64, before time.Time) (n int, err error) {
	for _, log := range logs {
		x, err := t.event(log)
		if err != nil {
			return n, err
		}
		if at := over(x); at.IsZero() || !at.Before(before) || t.isErased(log) {
			continue // something was said meanwhile
		}
		owed, err := t.takeDead(u64(log))
		if err != nil {
			return n, err
		}
		if owed {
			continue
		}
		e := eraser{txn: t}
		if err := e.eraseReplies(row(tSent, u64(log)), func(SentLetter) bool { return true }); err != nil {
			return n, err
		}
		if err := e.eraseLog(log); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (t *txn) retainPeople(logs []uint64, before time.Time) (n int, err error) {
	if logs, err = t.unreferred(logs, before); err != nil { // something was said meanwhile
		return n, err
	}
	for _, log := range logs {
		p, err := t.person(log)
		if err != nil {
			return n, err
		}
		if !t.isQuiet(log, p.ID, before) {
			continue
		}
		owed, err := t.takeDead(u64(houseLog), u64(uint64(p.ID)))
		if err != nil {
			return n, err
		}
		if owed {
			continue
		}
		t.refresh(personRows(p), nil)
		e := eraser{txn: t}
		if err := e.eraseLog(log); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
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

// isQuiet reports whether nothing was heard of a person since then, and their events, if any, were all erased.
func (t *txn) isQuiet(own uint64, id scheduler.PersonID, before time.Time) bool {
	var last struct {
		At time.Time `json:"at"`
	}
	if t.isErased(own) || json.Unmarshal(t.Get(row(tEntry, u64(own), u64(t.head(own).Seq))), &last) != nil || !last.At.Before(before) {
		return false
	}
	return !slices.ContainsFunc(t.eventsOf(id), func(log uint64) bool { return !t.isErased(log) })
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
