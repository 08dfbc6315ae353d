package calendar

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxOctets is the longest line, without its CRLF (RFC 5545 section 3.1).
const maxOctets = 75

// fold breaks the content lines of an encoded calendar, never inside a character: strict readers drop what they cannot
// decode, and long lines altogether.
func fold(b []byte) []byte {
	out := make([]byte, 0, len(b)+len(b)/32)
	room := maxOctets
	for len(b) > 0 {
		if b[0] == '\r' || b[0] == '\n' {
			out, b, room = append(out, b[0]), b[1:], maxOctets
			continue
		}
		_, n := utf8.DecodeRune(b)
		if n > room {
			out, room = append(out, "\r\n "...), maxOctets-1 // the space counts
		}
		out, b, room = append(out, b[:n]...), b[n:], room-n
	}
	return out
}

// breaks turns everything that some program takes for the end of a line into a line feed.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n",
	"\u0085", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ")

// prose makes words fit for a TEXT value of several lines: valid UTF-8 without control characters.
func prose(s string) string {
	s = breaks.Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, s))
}

// phrase is prose on one line, its white space folded.
func phrase(s string) string { return strings.Join(strings.Fields(prose(s)), " ") }

// param makes words fit for a parameter value, quoted or not. A double quote cannot stand there at all, and libical takes
// a backslash before the closing one for an escape; the caret is written as RFC 6868 has it, lest "^n" becomes a line
// break at the reader's.
func param(s string) string { return params.Replace(clip(phrase(s))) }

// maxName is how long a name may be, in characters. No program shows more, and it stands in every attendee's calendar.
const maxName = 256

func clip(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxName {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

var params = strings.NewReplacer(`"`, `'`, `\`, `/`, `^`, `^^`)

// unparam undoes RFC 6868.
func unparam(s string) string { return carets.Replace(s) }

var carets = strings.NewReplacer("^^", "^", "^n", "\n", "^N", "\n", "^'", `"`)

// unescape reads a TEXT value. Commas and semicolons that should have been escaped are taken as they are.
func unescape(s string) string { return escapes.Replace(s) }

var escapes = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\:`, ":", `\"`, `"`)

// maxAddress is the longest address that can be written to, in octets (RFC 5321 section 4.5.3.1.3).
const maxAddress = 254

// mailto writes an address as a URI (RFC 6068 section 2). It reports false for what is no address.
func mailto(a string) (string, bool) {
	at := strings.LastIndexByte(a, '@')
	if at < 1 || at == len(a)-1 || len(a) > maxAddress || !utf8.ValidString(a) {
		return "", false
	}
	var b strings.Builder
	b.WriteString("mailto:")
	for i := 0; i < len(a); i++ {
		c := a[i]
		switch {
		case c <= ' ' || c == 0x7f || c == '<' || c == '>':
			return "", false
		case c == '@' && i == at,
			'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~!$'*+=", c) >= 0:
			b.WriteByte(c)
		default:
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String(), address(b.String()) == a // what we would not read ourselves, others may not either
}

// address reads a calendar address: a mailto: in any case, twice, in angle brackets, percent-encoded, or left out. It
// is "" for anything else, such as urn:uuid:.
func address(uri string) string {
	a := strings.TrimSpace(uri)
	for len(a) >= 7 && strings.EqualFold(a[:7], "mailto:") {
		a = strings.TrimSpace(a[7:])
	}
	a = strings.Trim(a, "<>")
	if q := strings.IndexByte(a, '?'); q >= 0 {
		a = a[:q]
	}
	if u, err := url.PathUnescape(a); err == nil {
		a = u
	}
	at := strings.LastIndexByte(a, '@')
	if at < 1 || at == len(a)-1 || strings.ContainsFunc(a, func(r rune) bool { return r <= ' ' || r == 0x7f || r == utf8.RuneError }) ||
		strings.ContainsAny(a[at:], ":/") {
		return ""
	}
	return a
}
