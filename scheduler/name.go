package scheduler

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
)

// NameFor is the name of the event that this cause opens. Where it is taken, the store asks again with the next try.
func NameFor(cause Cause, try int) ID {
	const consonants, vowels = "bdfghjklmnprstvz", "aeiou"
	sum := sha256.Sum256([]byte("event name\x00" + string(cause) + "\x00" + strconv.Itoa(try)))
	n := binary.BigEndian.Uint64(sum[:8])
	var name [8]byte
	for i := range name {
		letters := consonants
		if i%2 == 1 {
			letters = vowels
		}
		name[i] = letters[n%uint64(len(letters))]
		n /= uint64(len(letters))
	}
	return ID(name[:])
}

// HouseLog is the log of what concerns no event and no person: jobs, refusals, seals.
const HouseLog LogID = "h"

// LogOf is the log of an event.
func LogOf(event ID) LogID { return "e/" + LogID(event) }

// LogOfPerson is the log of a person.
func LogOfPerson(p PersonID) LogID { return LogID("p/" + strconv.FormatUint(uint64(p), 10)) }

// letterID names the i-th letter, from 0, of the Posted entry with this number: 12a, 12b, … 12z, 12aa.
func letterID(seq uint64, i int) LetterID {
	var tail []byte
	for i++; i > 0; i = (i - 1) / 26 {
		tail = append([]byte{byte('a' + (i-1)%26)}, tail...)
	}
	return LetterID(strconv.FormatUint(seq, 10) + string(tail))
}

// later reports whether a was posted after b.
func later(a, b LetterID) bool {
	if x, y := letterSeq(a), letterSeq(b); x != y {
		return x > y
	}
	if len(a) != len(b) {
		return len(a) > len(b)
	}
	return a > b
}

// letterSeq is the number of the entry that posted a letter.
func letterSeq(id LetterID) uint64 {
	end := 0
	for end < len(id) && id[end] >= '0' && id[end] <= '9' {
		end++
	}
	n, _ := strconv.ParseUint(string(id[:end]), 10, 64)
	return n
}
