package store

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"time"

	"parley/scheduler"
)

// stored is an entry as its bytes say it. Words in the fact are commitments. The names of the fields are for good: what
// is hashed are the bytes that were written, and nothing is ever encoded anew.
type stored struct {
	Log   scheduler.LogID    `json:"log"`
	Seq   uint64             `json:"seq"`
	At    time.Time          `json:"at"`
	By    scheduler.PersonID `json:"by,omitempty"`
	Via   scheduler.Via      `json:"via,omitempty"`
	Cause scheduler.Cause    `json:"cause"`
	Prev  scheduler.Hash     `json:"prev"`
	Kind  string             `json:"kind"`
	Fact  json.RawMessage    `json:"fact"`
}

// saltSize is in bytes. A commitment hides the text as long as the salt is unknown, and the salt goes with the text.
const saltSize = 16

// commitment stands in an entry for a text.
func commitment(salt, text []byte) scheduler.Words {
	mac := hmac.New(sha256.New, salt)
	mac.Write(text)
	return scheduler.Words(base64.RawURLEncoding.EncodeToString(mac.Sum(nil)))
}

// append writes the entry after head, its words beside it, and returns its bytes.
func (t *txn) append(log uint64, head Head, d scheduler.Decision, c scheduler.Command, f scheduler.Fact) ([]byte, error) {
	seq := head.Seq + 1
	words := uint16(0)
	var salted error
	f = scheduler.MapWords(f, func(w scheduler.Words) scheduler.Words {
		if w == "" {
			return ""
		}
		value := make([]byte, saltSize, saltSize+len(w))
		if _, err := io.ReadFull(t.s.rand, value); err != nil {
			salted = fmt.Errorf("read randomness: %w", err)
		}
		value = append(value, w...)
		t.Put(row(tWord, u64(log), u64(seq), binary.BigEndian.AppendUint16(nil, words)), value)
		words++
		return commitment(value[:saltSize], value[saltSize:])
	})
	if salted != nil {
		return nil, salted
	}
	fact, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("write fact %s: %w", f.Kind(), err)
	}
	raw, err := json.Marshal(stored{
		Log: head.Log, Seq: seq, At: d.At.UTC(), By: d.By, Via: c.Via, Cause: c.Cause, Prev: head.Hash, Kind: f.Kind(), Fact: fact,
	})
	if err != nil {
		return nil, fmt.Errorf("write entry %s %d: %w", head.Log, seq, err)
	}
	t.Put(row(tEntry, u64(log), u64(seq)), raw)
	t.Put(row(tKind, []byte(f.Kind())), nil)
	return raw, nil
}

// entry reads stored bytes, with the words that are still there.
func (t *txn) entry(log uint64, raw []byte) (scheduler.Entry, error) {
	var r stored
	if err := json.Unmarshal(raw, &r); err != nil {
		return scheduler.Entry{}, fmt.Errorf("%w: read entry: %w", ErrAmiss, err)
	}
	f := scheduler.NewFact(r.Kind)
	if f == nil {
		return scheduler.Entry{}, fmt.Errorf("%w: a fact of kind %q", ErrNewer, r.Kind)
	}
	if err := json.Unmarshal(r.Fact, f); err != nil {
		return scheduler.Entry{}, fmt.Errorf("%w: read fact %s of %s %d: %w", ErrAmiss, r.Kind, r.Log, r.Seq, err)
	}
	var texts map[scheduler.Words]scheduler.Words // by commitment; read when the first is needed
	matched := 0
	f = scheduler.MapWords(f, func(w scheduler.Words) scheduler.Words {
		if w == "" {
			return ""
		}
		if texts == nil {
			texts = t.texts(log, r.Seq)
		}
		text, there := texts[w]
		if there {
			matched++
		}
		return text
	})
	if matched < len(texts) {
		return scheduler.Entry{}, fmt.Errorf("%w: %s %d: a text does not match what was committed to", ErrAmiss, r.Log, r.Seq)
	}
	return scheduler.Entry{
		Seq: r.Seq, At: r.At, Cause: r.Cause, By: r.By, Via: r.Via, Fact: f, Prev: r.Prev, Hash: sha256.Sum256(raw),
	}, nil
}

// texts returns the words of an entry by their commitments. A text that is not what was written has another commitment,
// which stands in no entry; one that was erased is not there.
func (t *txn) texts(log, seq uint64) map[scheduler.Words]scheduler.Words {
	texts := map[scheduler.Words]scheduler.Words{}
	for _, v := range t.all(tWord, u64(log), u64(seq)) {
		salt := v[:min(len(v), saltSize)]
		texts[commitment(salt, v[len(salt):])] = scheduler.Words(v[len(salt):])
	}
	return texts
}

// entries yields the entries of a log from one on, until an error.
func (t *txn) entries(log, from uint64) iter.Seq2[scheduler.Entry, error] {
	return func(yield func(scheduler.Entry, error) bool) {
		for _, raw := range t.Scan(row(tEntry, u64(log), u64(from)), after(row(tEntry, u64(log)))) {
			n, err := t.entry(log, raw)
			if !yield(n, err) || err != nil {
				return
			}
		}
	}
}

// log finds the number of a log; 0: there is none.
func (t *txn) log(id scheduler.LogID) uint64 {
	v := t.Get(row(tName, []byte(id)))
	if v == nil {
		return 0
	}
	log := number(v)
	if h := t.head(log); h.Log != id {
		panic(fmt.Sprintf("store: %s leads to log %d, which is %q", id, log, h.Log))
	}
	return log
}

// begin gives a new log its number.
func (t *txn) begin(id scheduler.LogID) uint64 {
	log := t.count("logs")
	if t.Get(row(tLog, u64(log))) != nil {
		panic(fmt.Sprintf("store: log %d is to begin, and is there", log))
	}
	t.Put(row(tName, []byte(id)), u64(log))
	t.putHead(log, Head{Log: id})
	return log
}

// head is where a log ends.
func (t *txn) head(log uint64) Head {
	v := t.Get(row(tLog, u64(log)))
	h, ok := parseHead(v)
	if v != nil && !ok {
		panic(fmt.Sprintf("store: where log %d ends cannot be read", log))
	}
	return h
}

func parseHead(v []byte) (Head, bool) {
	if len(v) < 40 {
		return Head{}, false
	}
	return Head{Seq: number(v), Hash: scheduler.Hash(v[8:40]), Log: scheduler.LogID(v[40:])}, true
}

func (t *txn) putHead(log uint64, h Head) {
	t.Put(row(tLog, u64(log)), bytes.Join([][]byte{u64(h.Seq), h.Hash[:], []byte(h.Log)}, nil))
	if h.Seq > 0 {
		t.Put(row(tUnsealed, u64(log)), nil)
	}
}

// all yields the rows whose keys begin so.
func (t *txn) all(table byte, parts ...[]byte) iter.Seq2[[]byte, []byte] {
	from := row(table, parts...)
	return t.Scan(from, after(from))
}
