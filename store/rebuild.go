package store

import (
	"context"
	"fmt"
	"slices"

	"parley/scheduler"
)

// indexForm is the version of what follows from folds and receipts: of indexRows, jobRow, receiptRows and first, and of
// scheduler.Due and the folds behind them. Raise it whenever one of them gives other rows for the same logs; a store with
// another one gets its indexes anew when it is opened.
const indexForm = 2

// indexTables are those that can be thrown away.
var indexTables = []byte{tName, tState, tDue, tOver, tProposal, tAddress, tPerson, tJob, tUnsealed, tMail, tExpiry, tLane}

// chunk is how many rows share a transaction where there may be very many.
const chunk = 2000

// rebuild throws all indexes away and makes them anew. Nothing else may happen meanwhile. If it is interrupted, the next
// Open does it again.
func (s *Store) rebuild(ctx context.Context) error {
	if err := s.write(ctx, func(t *txn) error { t.setCounter("index", 0); return nil }, nil); err != nil {
		return err
	}
	for _, table := range indexTables {
		err := s.chunks(ctx, table, func(t *txn, k, _ []byte) error {
			t.Delete(k)
			return nil
		})
		if err != nil {
			return fmt.Errorf("empty index %q: %w", table, err)
		}
	}
	sealed := map[uint64]uint64{} // log → number of the last entry under a seal
	err := s.read(ctx, func(t *txn) error {
		for k, v := range t.all(tSeal) {
			x, err := parseSeal(v)
			if err != nil {
				return fmt.Errorf("%w: seal %x: %w", ErrAmiss, k, err)
			}
			for _, h := range x.Heads {
				sealed[h[0]] = h[1]
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	// Names first: folds of people are found by them.
	err = s.chunks(ctx, tLog, func(t *txn, k, v []byte) error {
		head, _ := parseHead(v)
		t.Put(row(tName, []byte(head.Log)), k[1:])
		if head.Seq > sealed[number(k[1:])] {
			t.Put(row(tUnsealed, k[1:]), nil)
		}
		return nil
	})
	if err == nil {
		err = s.chunks(ctx, tLog, func(t *txn, k, v []byte) error {
			head, _ := parseHead(v)
			return t.index(number(k[1:]), head)
		})
	}
	if err == nil {
		err = s.chunks(ctx, tCause, func(t *txn, k, _ []byte) error {
			r, _, err := t.receipt(scheduler.Cause(k[1:]))
			t.refresh(nil, receiptRows(r))
			return err
		})
	}
	if err == nil {
		err = s.write(ctx, func(t *txn) error {
			t.setCounter("index", indexForm)
			return t.indexLanes()
		}, nil)
	}
	if err != nil {
		return fmt.Errorf("make the indexes anew: %w", err)
	}
	return nil
}

// chunks calls fn for each row of a table, some in each transaction.
func (s *Store) chunks(ctx context.Context, table byte, fn func(t *txn, k, v []byte) error) error {
	for from := row(table); from != nil; {
		var next []byte
		err := s.write(ctx, func(t *txn) error {
			next = nil
			type pair struct{ k, v []byte }
			var rows []pair
			for k, v := range t.Scan(from, row(table+1)) {
				if len(rows) == chunk {
					next = slices.Clone(k)
					break
				}
				rows = append(rows, pair{slices.Clone(k), slices.Clone(v)})
			}
			for _, x := range rows {
				if err := fn(t, x.k, x.v); err != nil {
					return err
				}
			}
			return nil
		}, nil)
		if err != nil {
			return err
		}
		from = next
	}
	return nil
}

// index makes the rows that follow from a log.
func (t *txn) index(log uint64, head Head) error {
	fold, err := t.fold(log, head.Log)
	if err != nil {
		return err
	}
	t.refresh(nil, indexRows(log, fold))
	if log != houseLog {
		return nil
	}
	jobs := map[string][]byte{} // the last one of each name counts
	for n, err := range t.entries(log, 1) {
		if err != nil {
			return err
		}
		if k, v := jobRow(n); k != nil {
			jobs[string(k)] = v
		}
	}
	for k, v := range jobs {
		t.Put([]byte(k), v)
	}
	return nil
}

func (t *txn) indexLanes() error {
	waiting, err := t.letters()
	var rows []string
	for len(waiting) > 0 {
		l, n := waiting[0].lane, 1
		for n < len(waiting) && waiting[n].lane == l {
			n++
		}
		if p, ok := first(waiting[:n]); ok {
			rows = append(rows, string(row(tLane, instant(p.due()), l[:])))
		}
		waiting = waiting[n:]
	}
	slices.Sort(rows) // many rows in one transaction: bbolt is quick with them in order only
	t.refresh(nil, rows)
	return err
}
