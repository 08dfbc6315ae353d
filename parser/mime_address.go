package parser

import (
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"parley/scheduler"
)

// addressEnd and dateWordEnd hold what ends an address in angle brackets, and a word of a date; nameSigns what means something in a name.
var addressEnd, dateWordEnd, nameSigns = charsOf(">,"), charsOf(" ,\t\r\n("), charsOf("\"(<,;: \t\r\n")

// mailboxes appends an address list to out (RFC 5322 section 3.4), as far as it makes sense. Groups are taken apart, what has no
// address is left out.
func mailboxes(out []scheduler.Mailbox, v []byte) []scheduler.Mailbox {
	if len(v) == 0 {
		return out
	}
	before := len(out)
	text, _ := toUTF8(v[:min(len(v), 4*maxFieldText)], "", "")
	s := scan{string(text), 0}
	var room [64]byte
	words := room[:0] // display name so far, or the address if none in angle brackets comes
	name, address, note := "", "", ""
	done := func() {
		bare := strings.TrimSpace(string(words))
		if address == "" && strings.IndexByte(bare, '@') > 0 {
			address, bare = strings.ReplaceAll(bare, " ", ""), note
		}
		if name = decodeText(bare); name == "" {
			name = decodeText(note)
		}
		if address = cleanAddress(address); address != "" {
			out = append(out, scheduler.Mailbox{Name: scheduler.Words(strings.Trim(name, "'\"")), Address: scheduler.Words(address)})
		}
		words, name, address, note = words[:0], "", "", ""
	}
	for !s.done() && len(out)-before < maxPeople {
		c := s.s[s.i]
		s.i++
		switch c {
		case '"':
			words = append(words, s.quoted()...)
		case '(':
			note = s.comment()
		case '<':
			address = s.until(&addressEnd)
			s.take('>')
		case ',', ';':
			done()
		case ':':
			words = words[:0] // the name of a group
		case ' ', '\t', '\r', '\n':
			words = append(words, ' ')
		default:
			s.i--
			words = append(words, s.until(&nameSigns)...)
		}
	}
	done()
	return out
}

// cleanAddress takes off what does not belong to an address; "" if none is left.
func cleanAddress(a string) string {
	a = strings.TrimSpace(a)
	if i := strings.LastIndexByte(a, ':'); i >= 0 && strings.HasPrefix(a, "@") {
		a = a[i+1:] // a source route (RFC 5322 section 4.4)
	}
	a = strings.TrimPrefix(a, "mailto:")
	i := strings.LastIndexByte(a, '@')
	if i < 1 || i == len(a)-1 || len(a) > 320 {
		return ""
	}
	for i := range len(a) {
		if a[i] <= ' ' || a[i] == 0x7f {
			return ""
		}
	}
	return a
}

func firstMailbox(v []byte) scheduler.Mailbox {
	var room [4]scheduler.Mailbox
	if list := mailboxes(room[:0], v); len(list) > 0 {
		return list[0]
	}
	return scheduler.Mailbox{}
}

// messageIDs reads ids in angle brackets (RFC 5322 section 3.6.4); one without them is taken too.
func messageIDs(v []byte) []string { return appendIDs(nil, v) }

// firstID returns the first of them, "" if there is none.
func firstID(v []byte) string {
	var room [4]string
	if ids := appendIDs(room[:0], v); len(ids) > 0 {
		return ids[0]
	}
	return ""
}

func appendIDs(out []string, v []byte) []string {
	s := fieldText(v)
	for len(out) < maxFields {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		j := strings.IndexByte(s[i:], '>')
		if j < 0 {
			break
		}
		id := s[i+1 : i+j]
		for i := range len(id) {
			if c := id[i]; c <= ' ' || c >= utf8.RuneSelf { // a space, perhaps
				id = strings.Join(strings.Fields(id), "")
				break
			}
		}
		if id != "" {
			out = append(out, id)
		}
		s = s[i+j+1:]
	}
	if len(out) == 0 {
		for _, f := range strings.Fields(s) {
			if strings.IndexByte(f, '@') > 0 && len(out) < maxFields {
				out = append(out, strings.Trim(f, "<>"))
			}
		}
	}
	return out
}

var months = map[string]time.Month{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}

// oldZones are names of zones that stand in mails (RFC 5322 section 4.3), in hours; all others mean nothing certain.
var oldZones = map[string]int{"ut": 0, "gmt": 0, "utc": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
	"cet": 1, "cest": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3, "bst": 1, "jst": 9}

// mailDate reads a Date field, zero if it is none.
func mailDate(v []byte) time.Time {
	s := scan{string(v[:min(len(v), 200)]), 0}
	var f [8]string
	n := 0
	for n < len(f) {
		s.skip(",")
		if s.take('(') {
			s.comment()
			continue
		}
		if f[n] = s.until(&dateWordEnd); f[n] == "" {
			break
		}
		n++
	}
	w := f[:n]
	if n > 0 && latin(w[0][0]) {
		w = w[1:] // the weekday
	}
	if len(w) >= 4 {
		var name [8]byte
		day, month, year := number(w[0]), months[string(lowerInto(name[:0], w[1][:min(3, len(w[1]))]))], number(w[2])
		if year >= 0 && year < 100 && len(w[2]) < 4 {
			year += 1900
			if year < 1950 {
				year += 100
			}
		}
		hour, rest, timed := strings.Cut(w[3], ":")
		minute, second, exact := strings.Cut(rest, ":")
		if day >= 1 && day <= 31 && month > 0 && year > 1900 && timed {
			h, m, sec := number(hour), number(minute), 0
			if exact {
				second, _, _ = strings.Cut(second, ":")
				sec = min(number(second), 59)
			}
			zone, ok := time.UTC, true
			if len(w) > 4 {
				zone, ok = mailZone(w[4])
			}
			if h >= 0 && h < 24 && m >= 0 && m < 60 && sec >= 0 && ok {
				return time.Date(year, month, day, h, m, sec, 0, zone)
			}
		}
	}
	if t, err := mail.ParseDate(strings.TrimSpace(s.s)); err == nil {
		return t
	}
	if t, err := time.Parse(time.RFC3339, strings.TrimSpace(s.s)); err == nil {
		return t
	}
	return time.Time{}
}

func mailZone(s string) (*time.Location, bool) {
	if (s[0] == '+' || s[0] == '-') && len(s) >= 5 {
		digits := strings.Replace(s[1:], ":", "", 1)
		n := number(digits)
		if n < 0 || len(digits) != 4 || n%100 > 59 || n > 2400 {
			return nil, false
		}
		offset := n/100*3600 + n%100*60
		if s[0] == '-' {
			offset = -offset
		}
		if offset == 0 {
			return time.UTC, true
		}
		return time.FixedZone("", offset), true
	}
	hours, ok := oldZones[lower(s)]
	if !ok || hours == 0 {
		return time.UTC, true // RFC 5322 section 4.3: unknown ones are as -0000
	}
	return time.FixedZone(s, hours*3600), true
}

// number reads digits, -1 if there is anything else.
func number(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if !digit(s[i]) || i > 8 {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	if s == "" {
		return -1
	}
	return n
}
