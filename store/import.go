package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"parley/scheduler"
)

// Import reads an export into a store in which nothing has happened yet, and checks the result. If it fails half-way the
// store cannot be opened any more: delete the file and import again.
func (s *Store) Import(ctx context.Context, r io.Reader) error {
	err := s.importLines(ctx, json.NewDecoder(r))
	if err == nil {
		err = s.rebuild(ctx)
	}
	if err == nil {
		err = s.Check(ctx)
	}
	if err == nil {
		err = s.write(ctx, func(t *txn) error { t.setCounter("importing", 0); return nil }, nil)
	}
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	return nil
}

// importing is what an import knows from the lines before.
type importing struct {
	log  uint64
	head Head
}

func (s *Store) importLines(ctx context.Context, in *json.Decoder) error {
	count, ended := uint64(0), false
	at := importing{}
	for !ended {
		var lines []line
		for len(lines) < chunk && !ended {
			var l line
			if err := in.Decode(&l); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return errors.New("the export ends before its last line: it is not complete")
			} else if err != nil {
				return fmt.Errorf("line %d: %w", count+1, err)
			}
			if ended = l.End != 0; ended && l.End != count {
				return fmt.Errorf("the export says that it has %d lines, and %d came: it is not complete", l.End, count)
			}
			if ended {
				if _, err := in.Token(); !errors.Is(err, io.EOF) {
					return fmt.Errorf("line %d: something stands behind the last line of the export", count+2)
				}
			}
			count++
			lines = append(lines, l)
		}
		first := count == uint64(len(lines))
		var next importing
		err := s.write(ctx, func(t *txn) error {
			next = at
			if first {
				if err := t.importFirst(lines[0]); err != nil {
					return err
				}
			}
			for i, l := range lines {
				if err := next.line(t, l); err != nil {
					return fmt.Errorf("line %d: %w", count-uint64(len(lines)-i)+1, err)
				}
			}
			return nil
		}, nil)
		if err != nil {
			return err
		}
		at = next
	}
	return nil
}

// importFirst makes room: a new store has a key and the empty log of the house, which the export brings as well.
func (t *txn) importFirst(l line) error {
	switch {
	case l.Parley == nil:
		return errors.New("this is not an export of parley")
	case l.Parley.Form > form:
		return fmt.Errorf("%w (the export's form is %d, and %d is the latest known here)", ErrNewer, l.Parley.Form, form)
	}
	for _, table := range []byte{tEntry, tCause, tCursor} {
		for range t.all(table) {
			return errors.New("the store is not empty: import into a new file")
		}
	}
	t.Delete(row(tLog, u64(houseLog)))
	t.Delete(row(tName, []byte(scheduler.HouseLog)))
	t.setCounter("importing", 1)
	t.setCounter("people", l.Parley.People)
	t.setCounter("letters", l.Parley.Posted)
	t.setCounter("logs", 0)
	t.setCounter("keys", 0)
	return nil
}

func (m *importing) line(t *txn, l line) error {
	switch {
	case l.Key != nil:
		t.Put(row(tKey, u64(t.count("keys"))), l.Key)
	case l.Log != "":
		m.log, m.head = t.begin(l.Log), Head{Log: l.Log}
	case l.Entry != nil:
		return m.entry(t, l)
	case l.Receipt != nil:
		return t.putJSON(row(tCause, []byte(l.Receipt.Cause)), l.Receipt)
	case l.Letter != nil:
		p := *l.Letter
		p.lane, p.number = laneOf(t.logOfLetters(p.Letter.Event), p.Letter.To), l.Number
		if l.Frozen != nil {
			if err := t.putJSON(row(tFrozen, u64(p.number)), l.Frozen); err != nil {
				return err
			}
		}
		return t.put(p)
	case l.Sent != nil:
		return t.putJSON(row(tSent, u64(t.logOfLetters(l.Sent.Event)), []byte(l.Sent.Letter)), l.Sent)
	case l.Message != nil:
		to := laneOf(t.logOfLetters(l.Message.Event), l.Message.To)
		t.Put(row(tMessage, l.Message.Digest), append(to[:], l.Message.Letter...))
	case l.Seal != nil:
		return t.putSeal(*l.Seal)
	case l.Folder != nil && l.Cursor != nil:
		return t.putJSON(row(tCursor, []byte(*l.Folder)), l.Cursor)
	case l.Parley == nil && l.End == 0:
		return errors.New("it says nothing that is known here")
	}
	return nil
}

// entry writes stored bytes as they are.
func (m *importing) entry(t *txn, l line) error {
	var r stored
	if err := json.Unmarshal(l.Entry, &r); err != nil {
		return err
	}
	if m.log == 0 || r.Seq != m.head.Seq+1 {
		return fmt.Errorf("entry %d of log %s is out of place", r.Seq, r.Log)
	}
	if scheduler.NewFact(r.Kind) == nil {
		return fmt.Errorf("%w (it holds facts of kind %q)", ErrNewer, r.Kind)
	}
	raw := slices.Clone(l.Entry)
	t.Put(row(tEntry, u64(m.log), u64(r.Seq)), raw)
	t.Put(row(tKind, []byte(r.Kind)), nil)
	for _, w := range l.Words {
		v := append(append(slices.Clone(w.Salt), w.Text...), w.Bytes...)
		t.Put(row(tWord, u64(m.log), u64(r.Seq), binary.BigEndian.AppendUint16(nil, w.N)), v)
	}
	m.head.Seq, m.head.Hash = r.Seq, sha256.Sum256(raw)
	t.putHead(m.log, m.head)
	return nil
}

func (t *txn) putJSON(key []byte, value any) error {
	v, err := json.Marshal(value)
	if err == nil {
		t.Put(key, v)
	}
	return err
}
