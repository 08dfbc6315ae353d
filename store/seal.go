package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"parley/scheduler"
)

// Seal is a witness of the logs: SHA-256 over the seal before (32 bytes; zeros at first) and, for each log that changed
// since, in the order they began, its LogID, a zero byte, the number of its last entry (8 bytes, big-endian) and that
// entry's hash.
type Seal struct {
	Hash scheduler.Hash
	Seq  uint64 // of the house's entry that holds it
	At   time.Time
	Logs int // changed since the seal before
}

// seal is a stored seal, with what is needed to make it again from the logs.
type seal struct {
	Hash  scheduler.Hash `json:"hash"`
	Seq   uint64         `json:"seq"`
	At    time.Time      `json:"at"`
	Heads [][2]uint64    `json:"heads"` // log and number of its last entry then
}

// nextSeal is what a seal over all logs would be now.
func (t *txn) nextSeal() seal {
	s := seal{}
	for k := range t.all(tUnsealed) {
		log := number(k[1:])
		s.Heads = append(s.Heads, [2]uint64{log, t.head(log).Seq})
	}
	s.Hash = t.sealOver(t.lastSeal().Hash, s.Heads)
	return s
}

// sealOver makes a seal from the stored bytes of the entries that were heads then. An entry that is missing counts as
// no bytes.
func (t *txn) sealOver(prev scheduler.Hash, heads [][2]uint64) (sum scheduler.Hash) {
	h := sha256.New()
	h.Write(prev[:])
	for _, x := range heads {
		log, seq := x[0], x[1]
		entry := sha256.Sum256(t.Get(row(tEntry, u64(log), u64(seq))))
		h.Write([]byte(t.head(log).Log))
		h.Write([]byte{0})
		h.Write(u64(seq))
		h.Write(entry[:])
	}
	h.Sum(sum[:0])
	return sum
}

// place finds the house's entry in which a decision records the seal.
func (s *seal) place(w scheduler.World, d scheduler.Decision) bool {
	seq := w.House.Seq
	for _, l := range d.Facts {
		if l.Log != scheduler.HouseLog {
			continue
		}
		seq++
		if f, ok := scheduler.Plain(l.Fact).(scheduler.Sealed); ok && f.Hash == s.Hash {
			s.Seq, s.At = seq, d.At.UTC()
			return true
		}
	}
	return false
}

func (t *txn) putSeal(s seal) error {
	v, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write seal: %w", err)
	}
	t.Put(row(tSeal, u64(t.count("seals"))), v)
	for _, x := range s.Heads {
		t.Delete(row(tUnsealed, u64(x[0])))
	}
	return nil
}

func (t *txn) lastSeal() seal {
	s, _ := parseSeal(t.Get(row(tSeal, u64(t.counter("seals")))))
	return s
}

func parseSeal(v []byte) (s seal, err error) {
	if v != nil {
		err = json.Unmarshal(v, &s)
	}
	return s, err
}

// Seals lists the seals, the first one first.
func (s *Store) Seals(ctx context.Context) (seals []Seal, err error) {
	err = s.read(ctx, func(t *txn) error {
		seals = nil
		for _, v := range t.all(tSeal) {
			x, err := parseSeal(v)
			if err != nil {
				return fmt.Errorf("%w: seal %d: %w", ErrAmiss, len(seals)+1, err)
			}
			seals = append(seals, Seal{Hash: x.Hash, Seq: x.Seq, At: x.At, Logs: len(x.Heads)})
		}
		return nil
	})
	return seals, err
}
