package calendar

import (
	"bytes"
	"strings"

	"github.com/emersion/go-ical"
)

// Bounds on what is read.
const (
	MaxPart       = 256 << 10 // bytes of one part
	MaxLine       = 8 << 10   // bytes of one unfolded line; longer prose is cut, anything else refused
	MaxDepth      = 6         // components within components; a VTIMEZONE's rules are at 3
	MaxComponents = 1000      // in one part
	MaxAttendees  = 500       // in one part
	MaxOnsets     = 500       // changes of the clock that one VTIMEZONE lists
	MaxLooks      = 20_000    // of such changes looked at in one calendar: all of a zone for each time in it
)

// wanted are the properties that anybody here looks at. All others are passed over, whatever they hold. Those that are
// true are prose, which may be cut.
var wanted = map[string]bool{
	"METHOD": false, "UID": false, "SEQUENCE": false, "DTSTAMP": false, "STATUS": false,
	"DTSTART": false, "DTEND": false, "DURATION": false, "ORGANIZER": false, "ATTENDEE": false,
	"RRULE": false, "RDATE": false, "EXDATE": false, "RECURRENCE-ID": false,
	"TZID": false, "TZOFFSETFROM": false, "TZOFFSETTO": false, "X-LIC-LOCATION": false, "X-WR-TIMEZONE": false,
	"SUMMARY": true, "LOCATION": true, "DESCRIPTION": true, "COMMENT": true, "URL": false,
}

// scan reads the calendars in a part into go-ical's components. The library's own decoder panics on a parameter that
// does not end, takes quadratic time over a long one, nests without limit and knows no mended lines; so this is the
// reading, in one pass and linear time, and the library is what its result is made of.
//
// With a Problem come the calendars before it, whole, and what was read of the one that has it, nil if none had begun.
func scan(part []byte) (whole []*ical.Component, cut *ical.Component, problem Problem) {
	if len(part) > MaxPart {
		return nil, nil, TooLarge
	}
	part = bytes.TrimPrefix(part, []byte("\xef\xbb\xbf"))
	part = bytes.ReplaceAll(part, []byte{0}, nil)
	if bytes.IndexByte(part, '\n') < 0 {
		part = bytes.ReplaceAll(part, []byte{'\r'}, []byte{'\n'})
	}
	s := scanner{}
	for len(part) > 0 && s.problem == "" {
		line, rest, _ := bytes.Cut(part, []byte{'\n'})
		part = rest
		s.physical(bytes.TrimRight(line, "\r"))
	}
	s.flush()
	switch {
	case s.problem != "":
	case len(s.open) > 0:
		s.problem = Truncated
	case len(s.done) == 0:
		s.problem = Malformed
	}
	if s.problem != "" && len(s.open) > 0 {
		cut = s.open[0]
	}
	return s.done, cut, s.problem
}

// scanner is the state between two lines.
type scanner struct {
	line                  []byte            // the logical line so far
	quoted, colon         bool              // of line: within quotes; a colon was seen outside of them
	open                  []*ical.Component // from VCALENDAR inwards
	done                  []*ical.Component
	components, attendees int
	problem               Problem
}

// physical takes one line of the file. It goes on from the one before if it is folded (RFC 5545 section 3.1), and also
// if a relay broke it: when it cannot be a line by itself, or the one before cannot have ended and it is none we know.
func (s *scanner) physical(p []byte) {
	switch {
	case len(p) > 0 && (p[0] == ' ' || p[0] == '\t'):
		s.extend(p[1:])
	case len(bytes.TrimSpace(p)) == 0:
	default:
		name := lineName(p)
		_, known := wanted[name]
		known = known || name == "BEGIN" || name == "END"
		if len(s.open) > 0 && len(s.line) > 0 && !known && (name == "" || !s.colon) {
			s.extend(p)
			return
		}
		s.flush()
		s.extend(p)
	}
}

func (s *scanner) extend(p []byte) {
	for _, c := range p {
		if c == '"' {
			s.quoted = !s.quoted
		} else if c == ':' && !s.quoted {
			s.colon = true
		}
	}
	s.line = append(s.line, p...)
}

// lineName is the property name that a line begins with, in upper case, or "" if it begins with none.
func lineName(p []byte) string {
	for i, c := range p {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-':
			if i > 64 {
				return ""
			}
		case c == ':' || c == ';':
			return strings.ToUpper(string(p[:i]))
		default:
			return ""
		}
	}
	return ""
}

// flush takes the logical line as ended.
func (s *scanner) flush() {
	line := s.line
	s.line, s.quoted, s.colon = s.line[:0], false, false
	if len(line) == 0 || s.problem != "" {
		return
	}
	name := lineName(line)
	switch name {
	case "BEGIN":
		s.begin(strings.ToUpper(strings.TrimSpace(string(line[len("BEGIN:"):]))))
		return
	case "END":
		s.end(strings.ToUpper(strings.TrimSpace(string(line[len("END:"):]))))
		return
	}
	prose, known := wanted[name]
	if !known || len(s.open) == 0 {
		return
	}
	if len(line) > MaxLine {
		if !prose {
			s.problem = LineTooLong
			return
		}
		line = line[:MaxLine]
	}
	if name == ical.PropAttendee {
		if s.attendees++; s.attendees > MaxAttendees {
			s.problem = TooMany
			return
		}
	}
	if p, ok := property(name, strings.ToValidUTF8(string(line[len(name):]), "\uFFFD")); ok {
		s.open[len(s.open)-1].Props.Add(p)
	}
}

func (s *scanner) begin(name string) {
	if len(s.open) == 0 && name != ical.CompCalendar {
		return // not ours to read: a vCard, or prose
	}
	s.components++
	switch {
	case len(s.open) > 0 && name == ical.CompCalendar:
		s.problem = Truncated // another one begins before this one has ended
	case len(s.open) == MaxDepth:
		s.problem = TooDeep
	case s.components > MaxComponents:
		s.problem = TooMany
	default:
		c := ical.NewComponent(name)
		if n := len(s.open); n > 0 {
			s.open[n-1].Children = append(s.open[n-1].Children, c)
		}
		s.open = append(s.open, c)
	}
}

func (s *scanner) end(name string) {
	n := len(s.open)
	if n == 0 {
		return
	}
	if s.open[n-1].Name != name {
		s.problem = Malformed
		return
	}
	if n == 1 {
		s.done = append(s.done, s.open[0])
	}
	s.open = s.open[:n-1]
}

// property reads what follows the name of a property: parameters, a colon, the value. A parameter that is wrong is left
// out; only a line without any value is no property.
func property(name, s string) (*ical.Prop, bool) {
	p := ical.NewProp(name)
	value := -1 // where the colon before the value is known to be
	if name == ical.PropAttendee || name == ical.PropOrganizer {
		value = mailtoColon(s)
	}
	ends := func(i int) bool { return i >= len(s) || i == value || value < 0 && s[i] == ':' }
	i := 0
	for !ends(i) {
		if s[i] == ';' {
			i++
		}
		begin := i
		for !ends(i) && s[i] != '=' && s[i] != ';' {
			i++
		}
		key := strings.ToUpper(strings.TrimSpace(s[begin:i]))
		for !ends(i) && s[i] != ';' { // at "=" or ",": a value follows
			i++
			begin = i
			quoted := ""
			if i < len(s) && s[i] == '"' {
				if n := strings.IndexByte(s[i+1:], '"'); n >= 0 && (value < 0 || i+1+n < value) {
					quoted, i = s[i+1:i+1+n], i+2+n
				}
			}
			rest := i
			for !ends(i) && s[i] != ';' && s[i] != ',' {
				i++
			}
			v := s[rest:i]
			if rest > begin {
				v = quoted
			}
			if key != "" {
				p.Params.Add(key, v)
			}
		}
	}
	if i >= len(s) {
		return nil, false
	}
	p.Value = s[i+1:]
	return p, true
}

// mailtoColon finds the colon before the address, outside of quotes, or -1: names with a bare colon in them are common
// enough, and so the first colon is not always the end of the parameters.
func mailtoColon(s string) int {
	const sign = ":mailto:"
	for _, minding := range []bool{true, false} { // a quote that never closes is not minded
		quoted := false
		for i := 0; i+len(sign) <= len(s); i++ {
			if s[i] == '"' {
				quoted = minding && !quoted
			} else if !quoted && s[i] == ':' && strings.EqualFold(s[i:i+len(sign)], sign) {
				return i
			}
		}
	}
	return -1
}
