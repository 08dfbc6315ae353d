package store

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"parley/scheduler"
)

// Forget erases a person: the words of their own log (name, addresses, aliases), what they wrote in the logs of their
// events, every other text there and in the house's log that holds one of their addresses, and the mail to them that
// still waits. What is erased reads as "" from then on. The entries stay, and with them every chain: they never held more
// than commitments, whose salts go with the texts.
//
// Letters to others go out as they are. The bytes may remain in free pages of a file until these are used again; an export read into a new file has none.
// ErrNotFound: there is no such person.
func (s *Store) Forget(ctx context.Context, id scheduler.PersonID) error {
	err := s.write(ctx, func(t *txn) error { return t.forget(id) }, nil)
	if err != nil {
		return fmt.Errorf("forget person %d: %w", id, err)
	}
	return nil
}

func (t *txn) forget(id scheduler.PersonID) error {
	log := t.log(scheduler.LogOfPerson(id))
	p, err := t.person(log)
	if err != nil {
		return err
	}
	if p.Seq == 0 {
		return ErrNotFound
	}
	traces := tracesOf(p)

	t.erase(log, func(uint64, string) bool { return true })
	for _, event := range t.eventsOf(id) {
		by := map[uint64]bool{} // entries that they made
		for n, err := range t.entries(event, 1) {
			if err != nil {
				return err
			}
			by[n.Seq] = n.By == id
		}
		t.erase(event, func(seq uint64, text string) bool { return by[seq] || traces.in(text) })
		if err := t.eraseReplies(event, traces); err != nil {
			return err
		}
	}
	t.erase(houseLog, func(_ uint64, text string) bool { return traces.in(text) })

	if err := t.renewEpoch(); err != nil { // no fold made before is used any more
		return err
	}
	now, err := t.person(log)
	if err != nil {
		return err
	}
	t.refresh(personRows(p), personRows(now))

	waiting, err := t.letters()
	for _, l := range waiting {
		if err == nil && l.Letter.To == id {
			err = t.take(l)
		}
	}
	return err
}

// renewEpoch gives the memory of folds another key. It is random and not a count: an erasure that is rolled back must not
// leave folds behind under the key of the next one.
func (t *txn) renewEpoch() error {
	epoch := make([]byte, 8)
	if _, err := io.ReadFull(t.s.rand, epoch); err != nil {
		return fmt.Errorf("read randomness: %w", err)
	}
	t.setCounter("epoch", number(epoch))
	return nil
}

// traces are texts that name a person: their addresses, in lower case.
type traces []string

func tracesOf(p scheduler.Person) (found traces) {
	for _, a := range append([]scheduler.Words{p.Address}, p.Aliases...) {
		for _, text := range []string{strings.ToLower(strings.TrimSpace(string(a))), scheduler.Canonical(string(a))} {
			if text != "" && !slices.Contains(found, text) {
				found = append(found, text)
			}
		}
	}
	return found
}

func (t traces) in(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(t, func(trace string) bool { return strings.Contains(text, trace) })
}

// eventsOf lists the logs of the events that a person organises or is invited to.
func (t *txn) eventsOf(id scheduler.PersonID) (logs []uint64) {
	for k := range t.all(tPerson, u64(uint64(id))) {
		logs = append(logs, number(k[9:]))
	}
	return logs
}

// erase deletes the words of a log for which gone says so.
func (t *txn) erase(log uint64, gone func(seq uint64, text string) bool) {
	var keys [][]byte
	for k, v := range t.all(tWord, u64(log)) {
		if len(v) < saltSize || gone(number(k[9:17]), string(v[saltSize:])) {
			keys = append(keys, slices.Clone(k))
		}
	}
	for _, k := range keys {
		t.Delete(k)
	}
}

// eraseReplies removes a relay's words about an event's letters where they name a person.
func (t *txn) eraseReplies(log uint64, tr traces) error {
	changed := map[string][]byte{}
	for k, v := range t.all(tSent, u64(log)) {
		var x SentLetter
		if err := json.Unmarshal(v, &x); err != nil {
			return fmt.Errorf("%w: sent letter: %w", ErrAmiss, err)
		}
		if !tr.in(x.Reply) {
			continue
		}
		x.Reply = ""
		v, err := json.Marshal(x)
		if err != nil {
			return err
		}
		changed[string(k)] = v
	}
	for k, v := range changed {
		t.Put([]byte(k), v)
	}
	return nil
}
