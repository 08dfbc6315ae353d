package scheduler

import (
	"encoding/hex"
	"fmt"
	"time"
)

// Hash is a SHA-256.
type Hash [32]byte

// String is the hash in hexadecimal, as logs and digests print it.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes what String returns.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (h *Hash) UnmarshalText(text []byte) error {
	if n, err := hex.Decode(h[:], text[:min(len(text), 2*len(h))]); err != nil || n != len(h) || len(text) != 2*len(h) {
		return fmt.Errorf("not a hash: %q", text)
	}
	return nil
}

// LogID names a log: "e/rokifadu" is an event's, "p/17" a person's, "h" the house's.
type LogID string

// Entry is one line of a log.
type Entry struct {
	Seq   uint64 // from 1, without gaps
	At    time.Time
	Cause Cause
	By    PersonID
	Via   Via
	Fact  Fact
	Prev  Hash // of the stored bytes of the entry before; the first holds the zero hash
	Hash  Hash // of this entry's stored bytes, Prev included
}

// Fact is what an entry says, in the past tense. The types that implement it are the whole list. A fact may hold Words,
// at any depth; see there.
type Fact interface{ Kind() string }
