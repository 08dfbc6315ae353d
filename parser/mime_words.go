package parser

import (
	"bytes"
	"strings"
)

// scan reads a structured field from left to right.
type scan struct {
	s string
	i int
}

func (s *scan) done() bool { return s.i >= len(s.s) }

func (s *scan) space() {
	for s.i < len(s.s) && blankByte(s.s[s.i]) {
		s.i++
	}
}

// skip passes white space and the characters of set.
func (s *scan) skip(set string) {
	for s.i < len(s.s) && (blankByte(s.s[s.i]) || strings.IndexByte(set, s.s[s.i]) >= 0) {
		s.i++
	}
}

// blankByte reports whether c is white space.
func blankByte(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// chars is a set of characters, all of ASCII.
type chars [2]uint64

func charsOf(list string) (set chars) {
	for i := range len(list) {
		set[list[i]>>6] |= 1 << (list[i] & 63)
	}
	return set
}

// until returns what stands before the first character of set, or everything.
func (s *scan) until(set *chars) string {
	rest := s.s[s.i:]
	for i := range len(rest) {
		if c := rest[i]; c < 0x80 && set[c>>6]>>(c&63)&1 != 0 {
			rest = rest[:i]
			break
		}
	}
	s.i += len(rest)
	return rest
}

func (s *scan) take(c byte) bool {
	if s.i < len(s.s) && s.s[s.i] == c {
		s.i++
		return true
	}
	return false
}

// quoted reads the rest of a quoted string, of which the opening mark has been taken.
func (s *scan) quoted() string {
	from := s.i
	for s.i < len(s.s) {
		switch s.s[s.i] {
		case '"':
			s.i++
			return s.s[from : s.i-1]
		case '\\':
			return s.escaped(from)
		}
		s.i++
	}
	return s.s[from:]
}

func (s *scan) escaped(from int) string {
	out := []byte(s.s[from:s.i])
	for s.i < len(s.s) {
		c := s.s[s.i]
		s.i++
		switch {
		case c == '"':
			return string(out)
		case c == '\\' && s.i < len(s.s):
			out = append(out, s.s[s.i])
			s.i++
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

// comment passes a comment, of which the opening mark has been taken, and returns what it says.
func (s *scan) comment() string {
	from, depth := s.i, 1
	for s.i < len(s.s) {
		switch s.s[s.i] {
		case '\\':
			s.i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				s.i++
				return s.s[from : s.i-1]
			}
		}
		s.i++
	}
	s.i = len(s.s)
	return s.s[from:]
}

// decodeText is decodeWords for what is a string already.
func decodeText(s string) string {
	if strings.Contains(s, "=?") || !printable([]byte(s)) {
		return decodeWords([]byte(s))
	}
	return cleanLine(s)
}

// decodeWords makes readable text of an unstructured field: encoded words (RFC 2047), raw 8-bit bytes, folds.
func decodeWords(v []byte) string {
	if len(v) == 0 {
		return ""
	}
	if !bytes.Contains(v, []byte("=?")) {
		text, _ := toUTF8(v, "", "")
		return cleanLine(string(text))
	}
	var out, pending []byte // pending: decoded bytes of neighbouring words in one charset, which may split a character
	charset := ""
	flush := func() {
		text, _ := toUTF8(pending, charset, "")
		out = append(out, text...)
		pending = pending[:0]
	}
	for len(v) > 0 {
		i := bytes.Index(v, []byte("=?"))
		if i < 0 {
			break
		}
		cs, word, n := encodedWord(v[i:])
		if n == 0 {
			flush()
			out = append(out, v[:i+2]...)
			v = v[i+2:]
			continue
		}
		if gap := bytes.TrimSpace(v[:i]); len(gap) > 0 || len(pending) == 0 || cs != charset {
			flush()
			if len(gap) > 0 || len(out) == 0 {
				text, _ := toUTF8(v[:i], "", "")
				out = append(out, text...)
			}
		}
		charset = cs
		pending = append(pending, word...)
		v = v[i+n:]
	}
	flush()
	text, _ := toUTF8(v, "", "")
	return cleanLine(strings.ToValidUTF8(string(append(out, text...)), ""))
}

// encodedWord decodes the encoded word that b begins with and returns its charset, bytes and length, which is 0 if it is none.
func encodedWord(b []byte) (charset string, word []byte, n int) {
	if len(b) > maxWord {
		b = b[:maxWord]
	}
	q1 := bytes.IndexByte(b[2:], '?')
	if q1 < 1 || len(b) < q1+6 || b[q1+4] != '?' {
		return "", nil, 0
	}
	charset, _, _ = strings.Cut(lower(string(b[2:q1+2])), "*") // RFC 2231 section 5
	text := b[q1+5:]
	end := bytes.Index(text, []byte("?="))
	if end < 0 {
		return "", nil, 0
	}
	n = q1 + 5 + end + 2
	switch text = text[:end]; b[q1+3] {
	case 'b', 'B':
		word, _ = decodeBase64(text, nil)
	case 'q', 'Q':
		word = decodeQ(text)
	default:
		return "", nil, 0
	}
	return charset, word, n
}

func decodeQ(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(b) && hexDigit[b[i+1]] < 16 && hexDigit[b[i+2]] < 16:
			out = append(out, hexDigit[b[i+1]]<<4|hexDigit[b[i+2]])
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}
