package store

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"parley/scheduler"
)

// Forget erases a person: the words of their own log (name, addresses, aliases), what they wrote in any log, every other
// text that names them by an address or by their full name, the mail to them that still waits, and what waiting letters
// to others say of them; a letter that was frozen is composed anew. What is erased reads as "" from then on. The entries
// stay, and with them every chain: they never held more than commitments, whose salts go with the texts. In the end the
// file is written anew, for free pages would keep what was deleted.
//
// ErrNotFound: there is no such person. ErrClaimed: a letter that may name them is being sent; ask again. Any other error
// may come after all was done but the file, which the next Sweep and the next Open try again.
func (s *Store) Forget(ctx context.Context, id scheduler.PersonID) error {
	err := s.forgetting(ctx, func(t *txn) error { return t.forget(id) })
	if err != nil {
		return fmt.Errorf("forget person %d: %w", id, err)
	}
	return nil
}

// ForgetAddress is Forget of everybody whose address this is, and erases the address wherever else it stands: as an
// alias of somebody, who stays, or of somebody who was never met. It tells who was forgotten. ErrNotFound: it stands
// nowhere.
func (s *Store) ForgetAddress(ctx context.Context, address string) (gone []scheduler.PersonID, err error) {
	err = s.forgetting(ctx, func(t *txn) error {
		gone = nil
		others := map[scheduler.PersonID]scheduler.Person{} // whose alias it is
		for k := range t.all(tAddress, digest(scheduler.Canonical(address))) {
			id := scheduler.PersonID(number(k[17:]))
			p, err := t.personOf(id)
			if err != nil {
				return err
			}
			if others[id] = p; scheduler.SameAddress(string(p.Address), address) {
				gone = append(gone, id)
				delete(others, id)
			}
		}
		for _, id := range gone {
			if err := t.forget(id); err != nil {
				return err
			}
		}
		e := eraser{txn: t, traces: tracesOf(scheduler.Person{Address: scheduler.Words(address)})}
		if err := e.everywhere(); err != nil {
			return err
		}
		if len(gone)+len(others) == 0 && e.erased == 0 {
			return ErrNotFound
		}
		return t.renew(others)
	})
	if err != nil {
		return nil, fmt.Errorf("forget an address: %w", err)
	}
	return gone, nil
}

// forgetting erases in one transaction, and then in the file.
func (s *Store) forgetting(ctx context.Context, run func(*txn) error) error {
	err := s.write(ctx, run, nil)
	if err == nil {
		err = s.clean()
	}
	return err
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
	e := eraser{txn: t, id: id, traces: tracesOf(p), own: log, events: t.eventsOf(id)}
	if err := e.everywhere(); err != nil {
		return err
	}
	return t.renew(map[scheduler.PersonID]scheduler.Person{id: p})
}

// renew makes folds and rows follow from what is left, after words were erased: people are those concerned, as they were.
func (t *txn) renew(people map[scheduler.PersonID]scheduler.Person) error {
	if err := t.renewEpoch(); err != nil { // no fold made before is used any more
		return err
	}
	for id, p := range people {
		now, err := t.personOf(id)
		if err != nil {
			return err
		}
		t.refresh(personRows(p), personRows(now))
	}
	t.setCounter(unclean, 1)
	return nil
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

// eventsOf lists the logs of the events that a person organises or is invited to.
func (t *txn) eventsOf(id scheduler.PersonID) (logs []uint64) {
	for k := range t.all(tPerson, u64(uint64(id))) {
		logs = append(logs, number(k[9:]))
	}
	return logs
}

// eraser takes one person out of everything.
type eraser struct {
	*txn
	id     scheduler.PersonID // 0: only what names them goes
	traces traces
	own    uint64   // their log; 0: none
	events []uint64 // logs
	erased int      // texts, so far
}

func (e *eraser) everywhere() error {
	if err := e.letters(); err != nil {
		return err
	}
	if err := e.words(); err != nil {
		return err
	}
	return e.eraseReplies(row(tSent), func(x SentLetter) bool { return e.is(x.To) || e.traces.in(x.Reply) })
}

func (e *eraser) is(id scheduler.PersonID) bool { return id != 0 && id == e.id }

// words erases texts, in all logs.
func (e *eraser) words() error {
	type about struct { // an entry: who wrote it, and whom it is about
		Log  scheduler.LogID    `json:"log"`
		By   scheduler.PersonID `json:"by"`
		Fact struct {
			Person scheduler.PersonID `json:"person"`
			For    scheduler.PersonID `json:"for"`
		} `json:"fact"`
	}
	var n about
	var at []byte // key of that entry, without its table
	return e.erase(row(tWord), func(k, text []byte) (bool, error) {
		if entry := k[1:17]; string(entry) != string(at) {
			at, n = slices.Clone(entry), about{}
			if err := json.Unmarshal(e.Get(row(tEntry, entry)), &n); err != nil {
				return false, fmt.Errorf("%w: entry %x: %w", ErrAmiss, entry, err)
			}
		}
		// The log of another person tells of that person, whoever brought them in.
		_, other := personIn(n.Log)
		theirs := e.own != 0 && number(k[1:9]) == e.own || !other && (e.is(n.By) || e.is(n.Fact.Person) || e.is(n.Fact.For))
		return theirs || e.traces.in(string(text)), nil
	})
}

// letters drops those to them, and takes them out of those to others.
func (e *eraser) letters() error {
	waiting, err := e.txn.letters()
	if err != nil {
		return err
	}
	for _, p := range waiting {
		if e.is(p.Letter.To) {
			if err := e.take(p); err != nil {
				return err
			}
			continue
		}
		found := e.is(p.Letter.About) || e.traces.in(p.Error)
		l := p.Letter.MapWords(func(w scheduler.Words) scheduler.Words {
			if e.traces.in(string(w)) {
				found = true
				return ""
			}
			return w
		})
		l.Remarks = slices.DeleteFunc(l.Remarks, func(q scheduler.Quote) bool {
			found = found || e.is(q.By)
			return e.is(q.By) || q.Text == ""
		})
		log := number(p.lane[:8])
		if !found && log != houseLog && !slices.Contains(e.events, log) {
			continue
		}
		if e.claimed(p) {
			return ErrClaimed
		}
		if e.is(l.About) {
			l.Text = ""
		}
		if p.Letter = l; e.traces.in(p.Error) {
			p.Error = ""
		}
		if found && l.Kind == scheduler.PassedOn && l.Text == "" && len(l.Remarks) == 0 {
			err = e.take(p) // nothing is left to pass on
		} else {
			p.MessageID = "" // composed anew, it gets the same
			e.Delete(row(tFrozen, u64(p.number)))
			err = e.put(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// erase deletes the texts under a prefix of which gone says so.
func (e *eraser) erase(prefix []byte, gone func(key, text []byte) (bool, error)) error {
	var keys [][]byte
	for k, v := range e.Scan(prefix, after(prefix)) {
		yes := len(v) < saltSize || len(k) < 17
		if !yes {
			var err error
			if yes, err = gone(k, v[saltSize:]); err != nil {
				return err
			}
		}
		if yes {
			keys = append(keys, slices.Clone(k))
		}
	}
	for _, k := range keys {
		e.Delete(k)
	}
	e.erased += len(keys)
	return nil
}

// eraseReplies removes a relay's words about letters.
func (e *eraser) eraseReplies(prefix []byte, gone func(SentLetter) bool) error {
	changed := map[string][]byte{}
	for k, v := range e.Scan(prefix, after(prefix)) {
		var x SentLetter
		if err := json.Unmarshal(v, &x); err != nil {
			return fmt.Errorf("%w: sent letter: %w", ErrAmiss, err)
		}
		if x.Reply == "" || !gone(x) {
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
		e.Put([]byte(k), v)
	}
	e.erased += len(changed)
	return nil
}
