package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"parley/scheduler"
)

// Report is what Verify found.
type Report struct {
	Logs    int // read to their ends
	Entries int
	Words   int // texts that match their commitments
	Erased  int // commitments whose text is gone
	Seals   int
	Letters int // waiting, dead or sent
	Faults  []Damage
}

// Damage is one difference between what is stored and what should be.
type Damage struct {
	Log  scheduler.LogID // "" if it is in no log
	Seq  uint64          // of the entry; 0 if it is in none
	What string
}

func (d Damage) String() string {
	switch {
	case d.Log == "":
		return d.What
	case d.Seq == 0:
		return fmt.Sprintf("log %s: %s", d.Log, d.What)
	default:
		return fmt.Sprintf("log %s, entry %d: %s", d.Log, d.Seq, d.What)
	}
}

// maxFaults bounds a report: what is that broken is not read line by line.
const maxFaults = 1000

// Check returns nil if Verify finds nothing amiss, otherwise an error that names the first faults.
func (s *Store) Check(ctx context.Context) error {
	r, err := s.Verify(ctx)
	if err != nil || len(r.Faults) == 0 {
		return err
	}
	var faults []error
	for _, d := range r.Faults[:min(len(r.Faults), 5)] {
		faults = append(faults, errors.New(d.String()))
	}
	return fmt.Errorf("%w (%d faults):\n%w", ErrAmiss, len(r.Faults), errors.Join(faults...))
}

// Verify checks every chain over stored bytes, texts against commitments, seals, receipts, indexes against folds, and
// the outbox. It reads everything, from one snapshot. The error says only that it could not be done.
func (s *Store) Verify(ctx context.Context) (Report, error) {
	var c *check
	err := s.read(ctx, func(t *txn) error {
		c = &check{txn: t, indexed: map[byte]int{}, sealed: map[uint64]uint64{}, jobs: map[string][]byte{}}
		for _, step := range []struct {
			of  string
			run func()
		}{
			{"logs", func() { c.logs(ctx) }}, {"seals", c.seals}, {"receipts", c.causes}, {"indexes", c.indexes}, {"letters", c.outbox},
		} {
			c.guarded(step.of, step.run)
		}
		return ctx.Err()
	})
	if err != nil {
		return Report{}, fmt.Errorf("verify the store: %w", err)
	}
	return c.report, nil
}

// guarded makes a fault of rows that are so damaged that nothing more can be said.
func (c *check) guarded(of string, run func()) {
	defer func() {
		if v := recover(); v != nil {
			c.fault("", 0, "its %s cannot be read to the end: %v", of, v)
		}
	}()
	run()
}

// check is one run of Verify.
type check struct {
	*txn
	report  Report
	indexed map[byte]int      // rows that indexes should have, by table
	sealed  map[uint64]uint64 // log → number of the last entry under a seal
	jobs    map[string][]byte // rows of the index of jobs
}

func (c *check) fault(log scheduler.LogID, seq uint64, format string, args ...any) {
	if len(c.report.Faults) < maxFaults {
		c.report.Faults = append(c.report.Faults, Damage{log, seq, fmt.Sprintf(format, args...)})
	}
}

// size counts the rows of a table.
func (c *check) size(table byte) (n int) {
	for range c.all(table) {
		n++
	}
	return n
}

func (c *check) logs(ctx context.Context) {
	last := uint64(0)
	for k, v := range c.all(tLog) {
		if ctx.Err() != nil {
			return
		}
		log := number(k[1:])
		head, ok := parseHead(v)
		if !ok || log != last+1 {
			c.fault("", 0, "log number %d does not follow log number %d", log, last)
		}
		last = log
		if c.log(head.Log) != log {
			c.fault(head.Log, 0, "its name is not in the index")
		}
		if p, ok := personIn(head.Log); ok && uint64(p) > c.counter("people") {
			c.fault(head.Log, 0, "its number was not given yet")
		}
		c.chain(log, head)
		c.report.Logs++
	}
	if n := c.counter("logs"); n != last {
		c.fault("", 0, "%d logs were begun and %d are there", n, last)
	}
	if n := c.size(tWord); n > c.report.Words {
		c.fault("", 0, "%d texts belong to no entry", n-c.report.Words)
	}
	if n := c.size(tEntry); n != c.report.Entries {
		c.fault("", 0, "%d entries belong to no log", n-c.report.Entries)
	}
}

// chain reads one log. An entry's hash stands in the entry after it, and the last one's at the head; so a changed entry
// is the one whose successor says otherwise.
func (c *check) chain(log uint64, head Head) {
	var prev scheduler.Hash
	var seq uint64
	sound := true
	var entries []scheduler.Entry
	for k, raw := range c.all(tEntry, u64(log)) {
		seq++
		c.report.Entries++
		if at := number(k[9:]); at != seq {
			c.fault(head.Log, seq, "it is missing")
			sound, seq = false, at
		}
		var r stored
		if err := json.Unmarshal(raw, &r); err != nil {
			c.fault(head.Log, seq, "it cannot be read: %v", err)
			sound, prev = false, sha256.Sum256(raw)
			continue
		}
		if r.Prev != prev {
			c.fault(head.Log, max(seq-1, 1), "its hash is %s, and entry %d says %s", prev, seq, r.Prev)
			sound = false
		}
		if r.Log != head.Log || r.Seq != seq {
			c.fault(head.Log, seq, "it says that it is entry %d of log %s", r.Seq, r.Log)
			sound = false
		}
		prev = sha256.Sum256(raw)
		whole := c.words(log, head.Log, r)
		n, err := c.entry(log, raw)
		if err != nil {
			if whole {
				c.fault(head.Log, seq, "%v", err)
			}
			sound = false
			continue
		}
		if c.Get(row(tKind, []byte(r.Kind))) == nil {
			c.fault(head.Log, seq, "facts of kind %q are not listed", r.Kind)
		}
		if log == houseLog {
			if k, v := jobRow(n); k != nil {
				c.jobs[string(k)] = v
			}
		}
		entries = append(entries, n)
	}
	if seq != head.Seq || prev != head.Hash {
		c.fault(head.Log, seq, "the log should end with entry %d, hash %s, and ends here with %s", head.Seq, head.Hash, prev)
		sound = false
	}
	if sound {
		c.folds(log, head, entries)
	}
}

// words compares the texts of an entry with its commitments, and reports whether they match.
func (c *check) words(log uint64, id scheduler.LogID, r stored) bool {
	texts := c.texts(log, r.Seq)
	f := scheduler.NewFact(r.Kind)
	if json.Unmarshal(r.Fact, f) != nil {
		return true // entry says so
	}
	found := 0
	scheduler.EachWords(f, func(w scheduler.Words) {
		if w == "" {
			return
		}
		if _, ok := texts[w]; ok {
			found++
		} else {
			c.report.Erased++
		}
	})
	c.report.Words += found
	rows := c.countRows(tWord, u64(log), u64(r.Seq))
	if rows > found {
		c.fault(id, r.Seq, "%d of its texts do not match what was committed to", rows-found)
		c.report.Words += rows - found // they do belong to it
	}
	return rows <= found
}

func (c *check) countRows(table byte, prefix ...[]byte) (n int) {
	for range c.all(table, prefix...) {
		n++
	}
	return n
}

// folds compares what follows from a log with the index, and the fold that is remembered with a new one.
func (c *check) folds(log uint64, head Head, entries []scheduler.Entry) {
	defer func() {
		if v := recover(); v != nil {
			c.fault(head.Log, 0, "it cannot be replayed: %v", v)
		}
	}()
	var fold any
	if id, ok := eventIn(head.Log); ok {
		e := scheduler.Replay(entries)
		if fold = e; e.ID != id {
			c.fault(head.Log, 1, "it opens event %q", e.ID)
		}
	} else if id, ok := personIn(head.Log); ok {
		p := replayPerson(entries)
		if fold = p; p.ID != id {
			c.fault(head.Log, 1, "it is of person %d", p.ID)
		}
	}
	if old := c.s.folds.get(log, head.Hash, c.epoch()); old != nil && !reflect.DeepEqual(old, fold) {
		c.fault(head.Log, 0, "what is remembered of it differs from its replay")
	}
	for _, k := range indexRows(log, fold) {
		c.indexed[k[0]]++
		if c.Get([]byte(k)) == nil {
			c.fault(head.Log, 0, "a row is missing from index %q", k[0])
		}
	}
}

// seals makes each seal again, and compares it with the house's log.
func (c *check) seals() {
	var prev scheduler.Hash
	for k, v := range c.all(tSeal) {
		c.report.Seals++
		n := number(k[1:])
		s, err := parseSeal(v)
		if err != nil || n != uint64(c.report.Seals) {
			c.fault("", 0, "seal %d cannot be read or is out of place", n)
			continue
		}
		if sum := c.sealOver(prev, s.Heads); sum != s.Hash {
			c.fault(scheduler.HouseLog, s.Seq, "the logs give seal %s, and %s was sealed: an entry was changed or lost since", sum, s.Hash)
		}
		prev = s.Hash
		for _, x := range s.Heads {
			if c.sealed[x[0]] >= x[1] {
				c.fault(c.head(x[0]).Log, x[1], "seal %d covers it again", n)
			}
			c.sealed[x[0]] = x[1]
		}
		f, err := c.entry(houseLog, c.Get(row(tEntry, u64(houseLog), u64(s.Seq))))
		if said, ok := f.Fact.(scheduler.Sealed); err != nil || !ok || said.Hash != s.Hash {
			c.fault(scheduler.HouseLog, s.Seq, "it does not hold seal %d", n)
		}
	}
	if n := c.counter("seals"); n != uint64(c.report.Seals) {
		c.fault("", 0, "%d seals were made and %d are there", n, c.report.Seals)
	}
	unsealed := 0
	for k, v := range c.all(tLog) {
		head, _ := parseHead(v)
		changed := head.Seq > c.sealed[number(k[1:])]
		if changed {
			unsealed++
		}
		if changed != (c.Get(row(tUnsealed, k[1:])) != nil) {
			c.fault(head.Log, 0, "whether it changed since the last seal is wrong")
		}
	}
	if n := c.size(tUnsealed); n != unsealed {
		c.fault("", 0, "%d logs changed since the last seal, and the index has %d", unsealed, n)
	}
}
