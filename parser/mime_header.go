package parser

import (
	"bytes"
	"strconv"
	"strings"
)

// field is one header field, its value as it stands in the mail, folds included.
type field struct {
	name  []byte
	value []byte
}

// header is the fields of a mail or part, in order.
type header []field

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
	return lower(fieldText(v))
}

// fieldText returns a field value as UTF-8, cut at a size that no honest one has.
func fieldText(v []byte) string {
	text, _ := toUTF8(v[:min(len(v), maxFieldText)], "", "")
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
	for i := 0; i < len(s); i++ {
		if c := s[i]; 'A' <= c && c <= 'Z' || c >= 0xc3 && c < 0xe0 {
			return string(lowerInto(make([]byte, 0, len(s)+8), s))
		}
	}
	return s
}

// splitHeader takes the header off a mail or part. It puts up with an mbox line at the top, with lines that are no fields, and
// with a body that begins without the blank line.
func splitHeader(b []byte) (header, []byte) {
	h := make(header, 0, 24)
	rest := b
	body := -1 // where the body begins if no field follows: at the first line that is no field
	for len(rest) > 0 && len(h) < maxFields {
		line, next := cutLine(rest)
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
		case fieldName(c) > 0:
			n := fieldName(c)
			h = append(h, field{name: bytes.TrimRight(c[:n], " \t"), value: c[n+1:]})
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
		case c <= ' ':
			// "Subject : x" was allowed once (RFC 5322 section 4.5)
			if rest := bytes.TrimLeft(line[i:], " \t"); len(rest) > 0 && rest[0] == ':' && i > 0 {
				return len(line) - len(rest)
			}
			return 0
		case c >= 0x7f || i > 100:
			return 0
		}
	}
	return 0
}

func startsWithField(b []byte) bool {
	line, _ := cutLine(bytes.TrimLeft(b[:min(len(b), maxFieldText)], "\r\n"))
	return fieldName(line) > 0
}

// mediaType is a parsed Content-Type or Content-Disposition field.
type mediaType struct {
	value  string // lower case, "" if missing or malformed
	params []param
}

type param struct{ name, value string }

func (m mediaType) param(name string) string {
	for _, p := range m.params {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

// parseMediaType reads a Content-Type or Content-Disposition value (RFC 2045 section 5.1, RFC 2231), as far as it makes sense.
func parseMediaType(v []byte) mediaType {
	var m mediaType
	s := scan{fieldText(v), 0}
	s.space()
	m.value = lower(strings.TrimSpace(s.until(";")))
	if i := strings.IndexAny(m.value, " \t("); i >= 0 {
		m.value = m.value[:i]
	}
	for len(m.params) < maxParams {
		s.skip(";")
		if s.done() {
			break
		}
		name := lower(strings.TrimSpace(s.until("=;")))
		if !s.take('=') {
			continue
		}
		s.space()
		var value string
		if s.take('"') {
			value = s.quoted()
			s.until(";")
		} else {
			value = strings.TrimSpace(s.until(";"))
			if i := strings.IndexAny(value, " \t\r\n("); i >= 0 {
				value = value[:i]
			}
		}
		if name != "" {
			m.params = append(m.params, param{name, value})
		}
	}
	m.join()
	return m
}

// join puts the pieces of long and encoded parameters together (RFC 2231 sections 3 and 4).
func (m *mediaType) join() {
	for i := 0; i < len(m.params); i++ {
		name := m.params[i].name
		base, rest, ok := strings.Cut(name, "*")
		if !ok || (rest != "" && rest != "0" && rest != "0*") {
			continue
		}
		var raw []byte
		charset := ""
		add := func(value string, encoded bool) {
			if encoded {
				if len(raw) == 0 && charset == "" {
					if c, rest, ok := strings.Cut(value, "'"); ok {
						charset = c
						_, value, _ = strings.Cut(rest, "'")
					}
				}
				raw = append(raw, unpercent(value)...)
				return
			}
			raw = append(raw, value...)
		}
		if rest == "" {
			add(m.params[i].value, true)
		}
		for n := 0; rest != "" && n < maxParams; n++ {
			value, encoded, found := m.piece(base, n)
			if !found {
				break
			}
			add(value, encoded)
		}
		text, _ := toUTF8(raw, charset, "")
		m.params[i] = param{base, string(text)}
	}
}

func (m *mediaType) piece(base string, n int) (value string, encoded, found bool) {
	plain := base + "*" + strconv.Itoa(n)
	for _, p := range m.params {
		if p.name == plain || p.name == plain+"*" {
			return p.value, p.name != plain, true
		}
	}
	return "", false, false
}

func unpercent(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && hexDigit[s[i+1]] < 16 && hexDigit[s[i+2]] < 16 {
			out = append(out, hexDigit[s[i+1]]<<4|hexDigit[s[i+2]])
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return out
}

// scan reads a structured field from left to right.
type scan struct {
	s string
	i int
}

func (s *scan) done() bool { return s.i >= len(s.s) }

func (s *scan) space() { s.skip("") }

// skip passes white space and the characters of set.
func (s *scan) skip(set string) {
	for s.i < len(s.s) && (blankByte(s.s[s.i]) || strings.IndexByte(set, s.s[s.i]) >= 0) {
		s.i++
	}
}

// blankByte reports whether c is white space.
func blankByte(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// until returns what stands before the first character of set, or everything.
func (s *scan) until(set string) string {
	from := s.i
	for s.i < len(s.s) && strings.IndexByte(set, s.s[s.i]) < 0 {
		s.i++
	}
	return s.s[from:s.i]
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
		word, _ = decodeBase64(text)
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
