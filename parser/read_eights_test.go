package parser

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestByEights holds what looks at eight bytes at a time, or skips some, to what a look at each byte says.
func TestByEights(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "b", "Z", "A", "z", "@", "[", "`", "{", "<", "&", "!", "~", "\x7f", " ", "  ", "\t", "\r\n", "\x00", "é", "É", "日", "\xff", "0", "9", "2026", "1999", "1899", "20", "199", "alarm", "Alarm", "x-alarm", "éalarm", ".fr", "ok", ""}
	words := newBook("alarm|al|ok|é|.fr|z")
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(14) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		s := b.String()
		line := trimBlanks(s)
		if got, want := tidy(line), tidyByEach(line); got != want && (got || !strings.Contains(line, " !")) { // that may look like two spaces
			t.Fatalf("%q is tidy: %t", line, got)
		}
		low := strings.Map(func(c rune) rune {
			if c < 0x80 {
				return rune(small[c])
			}
			return c
		}, strings.ToValidUTF8(s, "?"))
		if s == strings.ToValidUTF8(s, "?") && strings.ReplaceAll(lower(s), "é", "É") != strings.ReplaceAll(low, "é", "É") {
			t.Fatalf("%q in lower case is %q", s, lower(s))
		}
		if got, want := isASCII(s), strings.IndexFunc(s, func(c rune) bool { return c >= 0x80 }) < 0; got != want {
			t.Fatalf("%q is ASCII: %t", s, got)
		}
		if got, want := hasYear(s), yearByEach(s); got != want {
			t.Fatalf("%q has a year: %t", s, got)
		}
		for limit := 1; limit < 4; limit++ {
			if got, want := words.count(s, limit), countByEach(words, s, limit); got != want {
				t.Fatalf("%q has %d phrases, not %d", s, got, want)
			}
		}
	}
}

func tidyByEach(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f || strings.IndexByte("[<&", s[i]) >= 0 || s[i] == ' ' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

func yearByEach(s string) bool {
	for i := 0; i+4 <= len(s); i++ {
		alone := (i == 0 || !digit(s[i-1])) && (i+4 == len(s) || !digit(s[i+4]))
		if y := number(s[i : i+4]); alone && y >= 1990 && y < 2100 {
			return true
		}
	}
	return false
}

func countByEach(b *book, s string, limit int) int {
	n := 0
	inside := false
	for i := 0; i < len(s); i++ {
		if inside && latin(s[i]) {
			continue
		}
		inside = latin(s[i])
		for _, p := range b.phrases[small[s[i]]] {
			if begins(s[i:], p) {
				if n++; n == limit {
					return n
				}
				i += len(p) - 1
				inside = latin(s[i])
				break
			}
		}
	}
	return n
}
