package scheduler

import "time"

// Hash is a SHA-256.
type Hash [32]byte

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
