package parser

import (
	"math/bits"
	"strings"
)

// headerKind says what a line of a header block tells about the mail below it.
type headerKind uint8

const (
	fromKind headerKind = 1 << iota
	dateKind
	toKind
	subjectKind
	otherKind
)

// headerNames are the names of header lines as mail programs write them above a quoted mail, lower case.
var headerNames = func() map[string]headerKind {
	m := map[string]headerKind{}
	for name, kind := range map[string]headerKind{"from": fromKind, "date": dateKind, "to": toKind, "subject": subjectKind, "other": otherKind} {
		for _, n := range phrasesOf("header "+name, "|") {
			m[n] |= kind
		}
	}
	return m
}()

// headerFirst and headerLast hold the bytes that those may begin and end with, in either case, and decoration around them.
var headerFirst, headerLast = func() (first, last [256]bool) {
	for c := range first {
		first[c], last[c] = c >= 0x80, c >= 0x80
	}
	for name := range headerNames {
		for _, n := range [...]string{name, strings.ToUpper(name)} {
			first[n[0]], last[n[len(n)-1]] = true, true
		}
	}
	for _, c := range []byte(headerTrim) {
		first[c], last[c] = true, true
	}
	return first, last
}()

// headerTrim is bold type in plain text.
const headerTrim = " *_[#"

// originalMarks stand between dashes, or alone, above the mail that is answered.
var originalMarks = bookOf("mail original")

// forwardMarks say that the mail below is somebody's that was passed on.
var forwardMarks = bookOf("mail forwarded")

// aboveMarks ask for the reply to be written above them.
var aboveMarks = bookOf("mail reply above")

// wroteWords say that somebody wrote what follows.
var wroteWords = bookOf("mail wrote")

// markFirst holds the first bytes of the marks, in either case, and of decoration around them.
var markFirst = func() (first [256]bool) {
	for _, marks := range []*book{originalMarks, forwardMarks, aboveMarks} {
		for c, list := range marks.phrases {
			for _, p := range list {
				first[c] = true
				first[strings.ToUpper(p)[0]] = true
			}
		}
	}
	for _, c := range []byte("#*-=_") {
		first[c] = true
	}
	return first
}()

// phrases splits data into phrases, one a line or between bars.
func phrases(data string) []string {
	var out []string
	for line := range strings.SplitSeq(strings.TrimSpace(data), "\n") {
		for p := range strings.SplitSeq(line, "|") {
			if p != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

// book is a list of phrases in lower case that is searched by their first two bytes, so that its length costs little. Capitals of ASCII
// count as small letters in what is searched; others must be made small before.
type book struct {
	phrases [256][]string // by the first byte
	second  [256]uint64   // the last six bits of the bytes that come second, by the first
	signs   uint64        // all bits if a phrase begins with a sign of ASCII, none if all begin with letters
}

func newBook(data string) *book { return index(phrases(data)) }

// bookOf makes a book of a section of the lexicon.
func bookOf(section string) *book { return index(phrasesOf(section, "|")) }

func index(phrases []string) *book {
	b := &book{}
	for _, p := range phrases {
		b.phrases[p[0]] = append(b.phrases[p[0]], p)
		if p[0] < 0x80 && !latin(p[0]) {
			b.signs = ^uint64(0)
		}
		if len(p) == 1 {
			b.second[p[0]] = ^uint64(0)
		} else {
			b.second[p[0]] |= 1 << (p[1] & 63)
		}
	}
	return b
}

// at returns the phrases that may begin at s[i].
func (b *book) at(s string, i int) []string {
	c := small[s[i]]
	if mask := b.second[c]; mask == 0 || i+1 < len(s) && mask>>(small[s[i+1]]&63)&1 == 0 {
		return nil
	}
	return b.phrases[c]
}

// mayStart reports whether a phrase may be what s begins with.
func (b *book) mayStart(s string) bool { return b.at(s, 0) != nil }

// small is each byte as it is in lower case, if it is a letter of ASCII.
var small = func() (to [256]byte) {
	for i := range to {
		to[i] = byte(i)
	}
	for c := 'A'; c <= 'Z'; c++ {
		to[c] = byte(c) | 0x20
	}
	return to
}()

// begins reports whether s begins with a phrase, with capitals or without.
func begins(s, phrase string) bool {
	if len(s) < len(phrase) {
		return false
	}
	for i := range len(phrase) {
		if small[s[i]] != phrase[i] {
			return false
		}
	}
	return true
}

// starts reports whether s begins with a phrase.
func (b *book) starts(s string) bool { return b.prefix(s) > 0 }

// prefix returns the length of the longest phrase that s begins with; 0 if there is none.
func (b *book) prefix(s string) int {
	if s == "" {
		return 0
	}
	n := 0
	for _, p := range b.at(s, 0) {
		if len(p) > n && begins(s, p) {
			n = len(p)
		}
	}
	return n
}

// in reports whether a phrase stands in s at the begin of a word.
func (b *book) in(s string) bool { return b.count(s, 1) == 1 }

// count returns how many phrases stand in s at the begin of a word, at most limit. One phrase counts once for each place. Only words of
// ASCII letters have a begin that matters: they are found by eights.
func (b *book) count(s string, limit int) int {
	n := 0
	inside := uint64(0) // a top bit if a letter stands before
search:
	for at := 0; at < len(s); at += 8 {
		w := upToEight(s[at:], 0)
		letters := lettersOf(w)
		starts := letters&^(letters<<8|inside) | (w|b.signs)&^letters&tops
		inside = letters >> 56
		for ; starts != 0; starts &= starts - 1 {
			i := at + bits.TrailingZeros64(starts)/8
			if i == len(s) {
				return n
			}
			for _, p := range b.at(s, i) {
				if begins(s[i:], p) {
					if n++; n == limit {
						return n
					}
					at = i + len(p) - 8
					inside = lettersOf(uint64(s[i+len(p)-1]))
					continue search
				}
			}
		}
	}
	return n
}

// lettersOf has a top bit for each letter of ASCII among eight bytes.
func lettersOf(w uint64) uint64 {
	low := w&^tops | ones*0x20
	return (low + ones*(0x80-'a')) &^ (low + ones*(0x7f-'z')) &^ w & tops
}
