package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"parley/scheduler"
)

// Retain erases the words of what is over since before that time: of events, of people who are in no later one (unless
// they wrote "stop everything", which has to be remembered), and of the house's notes. Chains stay verifiable. It tells
// how many logs were erased. Done again, it does nothing more.
func (s *Store) Retain(ctx context.Context, before time.Time) (logs int, err error) {
	for from := row(tOver); from != nil && err == nil; {
		n, next := 0, from
		err = s.write(ctx, func(t *txn) (err error) {
			n, next, err = t.retain(from, before)
			return err
		}, nil)
		logs, from = logs+n, next
	}
	if err == nil {
		err = s.write(ctx, func(t *txn) error { return t.retainNotes(before) }, nil)
	}
	if err == nil {
		err = s.clean()
	}
	if err != nil {
		return logs, fmt.Errorf("erase what is old: %w", err)
	}
	return logs, nil
}

// retain erases some events that were over before a time, and returns where to go on; nil: that was all.
func (t *txn) retain(from []byte, before time.Time) (n int, next []byte, err error) {
	var logs []uint64
	seen := 0
	for k := range t.Scan(from, row(tOver, instant(before))) {
		if seen++; seen > chunk {
			next = slices.Clone(k)
			break
		}
		if log := number(k[9:]); !t.isErased(log) {
			logs = append(logs, log)
		}
	}
	for _, log := range logs {
		gone, err := t.retainEvent(log, before)
		if err != nil {
			return n, nil, err
		}
		n += gone
	}
	if n > 0 {
		t.setCounter(unclean, 1)
		err = t.renewEpoch()
	}
	return n, next, err
}

func (t *txn) isErased(log uint64) bool {
	v := t.Get(row(tErased, u64(log)))
	return v != nil && number(v) == t.head(log).Seq
}

func (t *txn) retainEvent(log uint64, before time.Time) (n int, err error) {
	x, err := t.event(log)
	if err != nil {
		return 0, err
	}
	waiting, err := t.letters(u64(log))
	if err != nil {
		return 0, err
	}
	if slices.ContainsFunc(waiting, func(p posting) bool { return !p.Dead }) {
		return 0, nil // what is owed goes out first, however long the relay is away
	}
	for _, p := range waiting {
		if err := t.take(p); err != nil {
			return 0, err
		}
	}
	e := eraser{txn: t}
	all := func([]byte, []byte) (bool, error) { return true, nil }
	if err := e.erase(row(tWord, u64(log)), all); err != nil {
		return 0, err
	}
	if err := e.eraseReplies(row(tSent, u64(log)), func(SentLetter) bool { return true }); err != nil {
		return 0, err
	}
	t.Put(row(tErased, u64(log)), u64(t.head(log).Seq))
	people := mentioned(x)
	slices.Sort(people)
	for _, id := range slices.Compact(people) {
		p, err := t.personOf(id)
		if err != nil {
			return 0, err
		}
		own := t.log(scheduler.LogOfPerson(id))
		if own == 0 || p.Stopped || !t.isOver(own, id, before) {
			continue
		}
		if err := e.erase(row(tWord, u64(own)), all); err != nil {
			return 0, err
		}
		t.Put(row(tErased, u64(own)), u64(t.head(own).Seq))
		t.refresh(personRows(p), nil)
		n++
	}
	return n + 1, nil
}

// isOver reports whether nothing was heard of a person since then, and all their events were erased.
func (t *txn) isOver(own uint64, id scheduler.PersonID, before time.Time) bool {
	var last struct {
		At time.Time `json:"at"`
	}
	if t.isErased(own) || json.Unmarshal(t.Get(row(tEntry, u64(own), u64(t.head(own).Seq))), &last) != nil || !last.At.Before(before) {
		return false
	}
	return !slices.ContainsFunc(t.eventsOf(id), func(log uint64) bool { return !t.isErased(log) })
}

// retainNotes erases the addresses in old entries of the house's log.
func (t *txn) retainNotes(before time.Time) error {
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
	if last == t.counter(done) {
		return nil
	}
	e := eraser{txn: t}
	err := e.erase(row(tWord, u64(houseLog)), func(k, _ []byte) (bool, error) { return number(k[9:]) <= last, nil })
	if e.erased > 0 {
		t.setCounter(unclean, 1)
	}
	t.setCounter(done, last)
	return err
}
