package store

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"parley/scheduler"
)

// Receipt is what became of a command.
type Receipt struct {
	Cause   scheduler.Cause    `json:"cause"`
	Repeat  bool               `json:"-"`               // the cause was known: nothing was done this time, this is the old receipt
	Event   scheduler.ID       `json:"event,omitempty"` // the event concerned; of a proposal the name it was given
	By      scheduler.PersonID `json:"by,omitempty"`    // who asked; 0: the clock, the house, or somebody never met
	At      time.Time          `json:"at"`
	Entries []EntryRef         `json:"entries,omitempty"` // written
	Letters []LetterRef        `json:"letters,omitempty"` // posted
	Refusal string             `json:"refusal,omitempty"` // key of the reason why nothing was done
	Mail    []byte             `json:"mail,omitempty"`    // digest of the Message-ID of the mail it came by
}

// EntryRef is the place of an entry.
type EntryRef struct {
	Log  scheduler.LogID `json:"log"`
	Seq  uint64          `json:"seq"`
	Kind string          `json:"kind"` // of its fact
}

// keepIdle is how long the cause of a command that changed nothing is remembered.
const keepIdle = 90 * 24 * time.Hour

// Execute carries out a command, once for its cause. An error means that it is not known whether it was done: ask again
// with the same cause. A *Panic in the error means that it was not done and would not be the next time. Commands that
// wait at the same time share one transaction.
func (s *Store) Execute(ctx context.Context, c scheduler.Command) (Receipt, error) {
	if len(c.Cause) < 1 || len(c.Cause) > 512 {
		return Receipt{}, fmt.Errorf("execute: %w", ErrCause)
	}
	r, known, err := s.Cause(ctx, c.Cause)
	if err == nil && !known {
		err = s.write(ctx, func(t *txn) (err error) {
			r, err = t.execute(c)
			return err
		}, nil)
	}
	if err != nil {
		return Receipt{}, fmt.Errorf("execute %s: %w", c.Cause, err)
	}
	return r, nil
}

// Cause returns what became of a command, marked Repeat; false: no such cause is known.
func (s *Store) Cause(ctx context.Context, cause scheduler.Cause) (r Receipt, known bool, err error) {
	err = s.read(ctx, func(t *txn) error {
		r, known, err = t.receipt(cause)
		return err
	})
	return r, known, err
}

func (t *txn) receipt(cause scheduler.Cause) (r Receipt, known bool, err error) {
	v := t.Get(row(tCause, []byte(cause)))
	if v == nil {
		return r, false, nil
	}
	if err := json.Unmarshal(v, &r); err != nil {
		return r, false, fmt.Errorf("%w: receipt of %s: %w", ErrAmiss, cause, err)
	}
	if r.Cause != cause {
		return r, false, fmt.Errorf("%w: the receipt of %s is that of %s", ErrAmiss, cause, r.Cause)
	}
	r.Repeat = true
	return r, true, nil
}

// CausesOfMail returns what became of the mail with this Message-ID: a receipt for each command it led to, and none if it
// was never seen.
func (s *Store) CausesOfMail(ctx context.Context, messageID string) (receipts []Receipt, err error) {
	err = s.read(ctx, func(t *txn) error {
		receipts = nil
		for k := range t.all(tMail, digest(messageID)) {
			r, _, err := t.receipt(scheduler.Cause(k[17:]))
			if err != nil {
				return err
			}
			r.Repeat = false
			receipts = append(receipts, r)
		}
		slices.SortStableFunc(receipts, func(a, b Receipt) int { return a.At.Compare(b.At) })
		return nil
	})
	return receipts, err
}

func (t *txn) execute(c scheduler.Command) (Receipt, error) {
	if r, known, err := t.receipt(c.Cause); known || err != nil {
		return r, err
	}
	if c.Event == "" && proposes(c) {
		c.Event = t.freeName(c.Cause)
	}
	w, seal, err := t.world(c)
	if err != nil {
		return Receipt{}, err
	}
	d, err := byRules(func() scheduler.Decision { return t.s.decide(w, c) })
	if err != nil {
		return Receipt{}, err
	}
	if d.At.IsZero() {
		d.At = c.At
	}

	r := Receipt{Cause: c.Cause, Event: c.Event, By: d.By, At: d.At.UTC(), Refusal: d.Refusal}
	if c.Mail.MessageID != "" {
		r.Mail = digest(c.Mail.MessageID)
	}
	if seal != nil && seal.place(w, d) {
		if err := t.putSeal(*seal); err != nil {
			return Receipt{}, err
		}
	}
	if r.Entries, err = t.record(d, c); err != nil {
		return Receipt{}, err
	}
	if c.Event != "" && t.log(scheduler.LogOf(c.Event)) == 0 {
		r.Event = "" // it was not opened
	}
	if r.Letters, err = t.post(c.Event, d); err != nil {
		return Receipt{}, err
	}
	t.refresh(nil, receiptRows(r))
	v, err := json.Marshal(r)
	if err != nil {
		return Receipt{}, fmt.Errorf("write receipt: %w", err)
	}
	t.Put(row(tCause, []byte(c.Cause)), v)
	return r, nil
}

// receiptRows are the index rows that follow from a receipt.
func receiptRows(r Receipt) (rows []string) {
	if r.Mail != nil {
		rows = append(rows, string(row(tMail, r.Mail, []byte(r.Cause))))
	}
	if len(r.Entries)+len(r.Letters) == 0 { // it changed nothing
		rows = append(rows, string(row(tExpiry, instant(r.At.Add(keepIdle)), []byte(r.Cause))))
	}
	return rows
}

func proposes(c scheduler.Command) bool {
	return slices.ContainsFunc(c.Do, func(a scheduler.Action) bool { _, ok := a.(scheduler.Propose); return ok })
}

func (t *txn) freeName(cause scheduler.Cause) scheduler.ID {
	for try := 0; ; try++ {
		if id := scheduler.NameFor(cause, try); t.log(scheduler.LogOf(id)) == 0 {
			return id
		}
	}
}

// world reads all that the decision may look at. A seal is made only where it is asked for.
func (t *txn) world(c scheduler.Command) (scheduler.World, *seal, error) {
	w := scheduler.World{
		Policy: t.s.policy, People: scheduler.People{}, NextPerson: scheduler.PersonID(t.counter("people") + 1),
		House: scheduler.House{Seq: t.head(houseLog).Seq, Key: int(t.counter("keys"))},
	}
	if _, err := t.key(w.House.Key); err != nil {
		return w, nil, fmt.Errorf("%w: the secret of new events: %w", ErrAmiss, err)
	}
	if t.log(scheduler.LogOfPerson(w.NextPerson)) != 0 {
		return w, nil, fmt.Errorf("%w: person %d is to be met, and is there", ErrAmiss, w.NextPerson)
	}
	var err error
	if c.Event != "" {
		log := t.log(scheduler.LogOf(c.Event))
		if w.Event, err = t.event(log); err != nil {
			return w, nil, err
		}
	}
	if w.Pending, err = t.pending(t.logOfLetters(c.Event)); err != nil {
		return w, nil, err
	}
	if err := t.people(w.People, mentioned(w.Event)...); err != nil {
		return w, nil, err
	}
	for _, address := range addresses(w.Event, c) {
		id, err := t.byAddress(string(address))
		if err != nil {
			return w, nil, err
		}
		if err := t.people(w.People, id); err != nil {
			return w, nil, err
		}
	}
	for _, a := range c.Do {
		if _, ok := a.(scheduler.RunDigest); ok {
			s := t.nextSeal()
			w.House.Seal = s.Hash
			return w, &s, nil
		}
	}
	return w, nil, nil
}

// addresses are those that a command mentions, or a reading that it may confirm: everything there that can be one.
func addresses(e scheduler.Event, c scheduler.Command) []scheduler.Words {
	found := []scheduler.Words{c.By.Address}
	visit := func(w scheduler.Words) {
		if strings.Contains(string(w), "@") && len(w) <= 512 {
			found = append(found, w)
		}
	}
	waiting := []*scheduler.Pending{{Do: c.Do}, e.Pending}
	for _, p := range e.Parties {
		waiting = append(waiting, p.Pending)
	}
	for _, p := range waiting {
		if p != nil {
			scheduler.EachWords(scheduler.Parked{From: p.From, Do: p.Do}, visit)
		}
	}
	return found
}

// record appends facts to their logs and refreshes what follows from them.
func (t *txn) record(d scheduler.Decision, c scheduler.Command) ([]EntryRef, error) {
	var refs []EntryRef
	var touched []*growing
	for _, f := range d.Facts {
		i := slices.IndexFunc(touched, func(g *growing) bool { return g.head.Log == f.Log })
		if i < 0 {
			g, err := t.open(f.Log)
			if err != nil {
				return nil, err
			}
			i, touched = len(touched), append(touched, g)
		}
		if err := touched[i].append(t, d, c, f.Fact); err != nil {
			return nil, err
		}
		refs = append(refs, EntryRef{Log: f.Log, Seq: touched[i].head.Seq, Kind: f.Fact.Kind()})
	}
	for _, g := range touched {
		t.putHead(g.log, g.head)
		t.refresh(g.rows, g.indexed())
		if g.fold != nil {
			t.s.folds.put(g.log, g.head.Hash, t.epoch(), g.fold)
		}
	}
	return refs, nil
}

// growing is a log while entries are appended to it.
type growing struct {
	log  uint64
	head Head
	fold any      // scheduler.Event, scheduler.Person; nil for the house
	rows []string // index rows that followed from the fold at first
}

// open prepares a log for more entries; a new one begins.
func (t *txn) open(id scheduler.LogID) (*growing, error) {
	g := &growing{log: t.log(id)}
	if g.log == 0 {
		g.log = t.begin(id)
		if p, ok := personIn(id); ok {
			t.setCounter("people", max(t.counter("people"), uint64(p)))
		}
	}
	g.head = t.head(g.log)
	var err error
	g.fold, err = t.fold(g.log, id)
	g.rows = g.indexed()
	return g, err
}

func (g *growing) indexed() []string { return indexRows(g.log, g.fold) }

// append writes one entry and applies it as it will be read back.
func (g *growing) append(t *txn, d scheduler.Decision, c scheduler.Command, f scheduler.Fact) error {
	raw, err := t.append(g.log, g.head, d, c, f)
	if err != nil {
		return err
	}
	n, err := t.entry(g.log, raw)
	if err != nil {
		return err
	}
	g.head.Seq, g.head.Hash = n.Seq, n.Hash
	if g.fold == nil {
		if k, v := jobRow(n); k != nil {
			t.Put(k, v)
		}
		return nil
	}
	g.fold, err = byRules(func() any {
		switch x := g.fold.(type) {
		case scheduler.Event:
			return scheduler.Evolve(x, n)
		case scheduler.Person:
			return scheduler.EvolvePerson(x, n)
		}
		return g.fold
	})
	return err
}

// byRules asks the rules; that they panic is a fault of theirs, not of what is stored.
func byRules[T any](ask func() T) (x T, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &Panic{v, debug.Stack()}
		}
	}()
	return ask(), nil
}

// Sweep forgets causes that changed nothing and are older than 90 days, at most 10,000 of them, and returns how many. It
// also writes the file anew if an erasure could not.
func (s *Store) Sweep(ctx context.Context, now time.Time) (n int, err error) {
	err = s.write(ctx, func(t *txn) error {
		var old [][]byte
		for k := range t.Scan(row(tExpiry), row(tExpiry, instant(now))) {
			if old = append(old, slices.Clone(k)); len(old) == 10_000 {
				break // the rest next time
			}
		}
		for _, k := range old {
			r, _, err := t.receipt(scheduler.Cause(k[9:]))
			if err != nil {
				return err
			}
			t.refresh(receiptRows(r), nil)
			t.Delete(row(tCause, k[9:]))
		}
		n = len(old)
		return nil
	}, nil)
	if err == nil {
		err = s.clean()
	}
	return n, err
}
