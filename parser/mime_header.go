package parser

import (
	"bytes"
	"strings"
)

// field is one header field, its value as it stands in the mail, folds included.
type field struct {
	name  []byte
	value []byte
}

// header is the fields of a mail or part, in order.
type header []field

// mailFields is how many fields a mail and its parts have, if it is like most.
const mailFields = 40

// raw returns the value of the first field of this name, nil if there is none.
func (h header) raw(name string) []byte {
	for i := range h {
		if len(h[i].name) == len(name) && foldEqual(h[i].name, name) {
			return h[i].value
		}
	}
	return nil
}

func (h header) has(name string) bool { return h.raw(name) != nil }

// text returns the value of a field as people see it: unfolded, encoded words decoded (RFC 2047), spaces folded.
func (h header) text(name string) string { return decodeWords(h.raw(name)) }

// token returns the value up to a semicolon, space or comment, lower case: for fields that hold one word.
func (h header) token(name string) string {
	v := bytes.TrimSpace(h.raw(name))
	if i := bytes.IndexAny(v, "; \t\r\n("); i >= 0 {
		v = v[:i]
	}
	for _, known := range [...]string{"quoted-printable", "base64", "7bit", "8bit"} {
		if len(v) == len(known) && foldEqual(v, known) {
			return known
		}
	}
	return lower(fieldText(v))
}

// fieldText returns a field value as UTF-8, cut at a size that no honest one has.
func fieldText(v []byte) string {
	if v = limit(v); printable(v) {
		return string(v)
	}
	text, _ := toUTF8(v, "", "")
	return strings.ToValidUTF8(string(text), "")
}

// each calls f with the value of every field of this name, topmost first.
func (h header) each(name string, f func(value []byte)) {
	for i := range h {
		if len(h[i].name) == len(name) && foldEqual(h[i].name, name) {
			f(h[i].value)
		}
	}
}

// foldEqual compares without regard to ASCII case; b is lower case and as long as a.
func foldEqual(a []byte, b string) bool {
	for i := 0; i < len(b); i++ {
		c := a[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != b[i] {
			return false
		}
	}
	return true
}

// lower is strings.ToLower without a copy where nothing changes.
func lower(s string) string {
	if capitals(s) {
		return string(lowerInto(make([]byte, 0, len(s)+8), s))
	}
	return s
}

// capitals reports whether s may be other in lower case.
func capitals(s string) bool {
	for ; len(s) >= 8; s = s[8:] {
		if w := eightOf(s); (w|capitalsOf(w))&tops != 0 {
			break
		}
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; 'A' <= c && c <= 'Z' || c >= 0xc3 && c < 0xe0 {
			return true
		}
	}
	return false
}

// capitalsOf has a top bit where one of eight bytes of ASCII is a capital letter.
func capitalsOf(w uint64) uint64 {
	return (w + ones*(0x80-'A')) &^ (w + ones*(0x7f-'Z')) & tops
}

// folded is s as books search it: in lower case, but for capitals of ASCII, which are the same to them as small letters.
func folded(s string) string {
	if isASCII(s) {
		return s
	}
	return lower(s)
}

// splitHeader takes the header off a mail or part. It puts up with an mbox line at the top, with lines that are no fields, and
// with a body that begins without the blank line. The fields stand in what is free of h, if they fit.
func splitHeader(b []byte, h header) (header, []byte) {
	h = h[:0:cap(h)]
	rest := b
	body := -1 // where the body begins if no field follows: at the first line that is no field
	for len(rest) > 0 && len(h) < maxFields {
		line, next := cutLine(rest)
		name := fieldName(line)
		switch c := line; {
		case len(c) == 0:
			if body >= 0 {
				return h, b[body:]
			}
			if len(h) > 0 || !startsWithField(next) {
				return h, next
			}
		case (c[0] == ' ' || c[0] == '\t') && len(h) > 0 && body < 0:
			f := &h[len(h)-1]
			f.value = b[offset(b, f.value) : offset(b, line)+len(line)]
		case name > 0:
			h = append(h, field{name: trimBlanks(c[:name]), value: c[name+1:]})
			body = -1
		case len(h) == 0 && (bytes.HasPrefix(c, []byte("From ")) || bytes.HasPrefix(c, []byte(">From "))):
			// the separator line of an mbox file
		case body < 0:
			body = offset(b, line)
		}
		rest = next
	}
	if body >= 0 {
		return h, b[body:]
	}
	return h, rest
}

// offset returns where the slice s of b begins in b.
func offset(b, s []byte) int { return cap(b) - cap(s) }

// cutLine returns the first line without its end, and the rest.
func cutLine(b []byte) (line, rest []byte) {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		return trimCR(b), nil
	}
	return trimCR(b[:i]), b[i+1:]
}

func trimCR(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\r' {
		return b[:n-1]
	}
	return b
}

// fieldName returns the position of the colon behind a field name, 0 if the line is no field (RFC 5322 section 2.2).
func fieldName(line []byte) int {
	for i, c := range line {
		switch {
		case c == ':':
			return i
		case c <= ' ' && i > 0:
			// "Subject : x" was allowed once (RFC 5322 section 4.5)
			if rest := bytes.TrimLeft(line[i:], " \t"); len(rest) > 0 && rest[0] == ':' {
				return len(line) - len(rest)
			}
			return 0
		case c <= ' ' || c >= 0x7f || i > 100:
			return 0
		}
	}
	return 0
}

func startsWithField(b []byte) bool {
	line, _ := cutLine(bytes.TrimLeft(b[:min(len(b), maxFieldText)], "\r\n"))
	return fieldName(line) > 0
}
