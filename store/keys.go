package store

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"time"
)

// form is the version of everything in this file and of what rows hold. A store with a higher one was written by a newer
// program; one with a lower one gets this one when it is opened. Form 2 keeps how a mail was read by its statements.
const form = 2

// Tables, by the first byte of their keys. Logs are numbered in the order they began; that number (8 bytes, big-endian)
// stands for them in all keys. Letters of the house lie under the number of the house's log.
const (
	// Kept. What is lost from these is lost.
	tMeta    = 'm' // name → value: form, counters
	tLog     = 'l' // log → seq and hash of its last entry, LogID
	tEntry   = 'e' // log, seq → stored entry
	tWord    = 'w' // log, seq, i → salt (16 bytes), text
	tCause   = 'c' // cause → Receipt
	tKind    = 'f' // kind of fact that was ever written → ""
	tLetter  = 'o' // event, person, posting number → posting
	tFrozen  = 'z' // posting number → Frozen
	tSent    = 't' // event, LetterID → SentLetter
	tMessage = 'g' // digest of a letter's Message-ID → event, person, LetterID
	tKey     = 'k' // number (4 bytes) → secret key
	tCursor  = 'r' // folder → Cursor
	tSeal    = 'y' // number → seal

	tErased = 'i' // log → number of its last entry when Retain erased its words

	// Indexes: each row is a pure function of a fold or of rows above.
	tName     = 'n' // LogID → log
	tState    = 's' // state, log → ""
	tDue      = 'd' // time, log → ""
	tOver     = 'h' // time, log of an event that is over then → ""
	tProposal = 'p' // digest of Message-ID or of a calendar's UID, log → ""
	tAddress  = 'a' // digest of canonical address, person → ""
	tPerson   = 'v' // person, log of an event that concerns them → ""
	tJob      = 'j' // name of a digest → Job
	tUnsealed = 'u' // log changed since the last seal → ""
	tMail     = 'b' // digest of an incoming Message-ID, cause → ""
	tExpiry   = 'x' // time, cause → ""
	tLane     = 'q' // time, event, person → "": when the lane's next letter is due
)

// appended reports whether the keys of a table come in order, nearly always.
func appended(table byte) bool {
	return table == tEntry || table == tWord || table == tLog || table == tSeal || table == tFrozen
}

// houseLog is the number of the house's log: it is the first.
const houseLog uint64 = 1

// row makes a key.
func row(table byte, parts ...[]byte) []byte {
	n := 1
	for _, p := range parts {
		n += len(p)
	}
	k := append(make([]byte, 0, n), table)
	for _, p := range parts {
		k = append(k, p...)
	}
	return k
}

// after is the first key that does not begin with prefix.
func after(prefix []byte) []byte {
	k := append([]byte{}, prefix...)
	for i := len(k) - 1; i >= 0; i-- {
		if k[i]++; k[i] != 0 {
			return k[:i+1]
		}
	}
	panic("store: a table named 0xff")
}

func u64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func number(b []byte) uint64 { return binary.BigEndian.Uint64(b) }

// instant orders as time does; what is before 1970 becomes the zero time, and what is after 2262 becomes that.
func instant(t time.Time) []byte {
	switch s := t.Unix(); {
	case s <= 0:
		return u64(0)
	case s >= math.MaxInt64/int64(time.Second):
		return u64(math.MaxInt64)
	default:
		return u64(uint64(t.UnixNano()))
	}
}

func instantOf(b []byte) time.Time {
	if n := number(b); n != 0 {
		return time.Unix(0, int64(n)).UTC()
	}
	return time.Time{}
}

// digest stands in keys for a text that may be long, or is somebody's.
func digest(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:16]
}
