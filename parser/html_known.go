package parser

import "bytes"

// attributes are those that decide what is seen.
type attributes struct {
	style, class, id, kind, alt, start, value, ground, colour []byte
	hidden, checked, reversed, wallpaper                      bool
}

// tag is a start or end tag as it stands in a mail, and what it says whatever stands around it. What is looked at most stands first.
type tag struct {
	text    []byte // from "<" to ">", a copy; empty if it is not kept
	next    int    // the one that came behind it the last time
	name    string
	ends    bool // it is an end tag
	within  bool // of an element that stands within a line
	implied bool // it ends where the next one of its kind begins
	idle    bool // it stands within a line and changes nothing, unless an element that matters is open

	// of start tags
	inert     bool // it changes nothing about the text inside of its element
	boxed     bool
	spaced    bool
	hasColour bool
	colour    int32
	element   element
	attr      attributes
}

// Tags that are known, and how long one may be to be kept.
const (
	knownTags = 1 << 8
	maxKnown  = 400 // bytes
)

// known returns which tag b begins with, and its length. It is read only if the same was not read not long ago, in this mail or in
// one before: mail programs say the same of each line.
func (r *htmlReader) known(b []byte) (which, n int) {
	n = bytes.IndexByte(b[:min(len(b), maxKnown)], '>') + 1
	if n > 0 {
		looks := uint32(b[1]) | uint32(b[2])<<8 | uint32(b[n-2])<<16 | uint32(n)<<24
		which = int(looks * 0x9e3779b1 >> 24) // Fibonacci hashing
		k := &r.tags[which]
		if len(k.text) > 0 && string(k.text) != string(b[:n]) { // another stands there: the place beside is for this one
			which ^= 1
			k = &r.tags[which]
		}
		if string(k.text) == string(b[:n]) {
			return which, n
		}
		k.text = append(k.text[:0], b[:n]...)
		if _, closed := k.read(k.text); closed {
			return which, n
		}
		k.text = k.text[:0] // the ">" stands in an attribute
	}
	n, _ = r.tags[knownTags].read(b)
	return knownTags, n
}

// read reads a tag, of which b begins with "<" or "</" and a letter. It returns its length, and whether it has an end.
func (k *tag) read(b []byte) (n int, closed bool) {
	i := 1
	if b[1] == '/' {
		i = 2
	}
	var buf [maxTagName]byte
	*k = tag{text: k.text, name: tagName(b[i:], &buf), ends: i == 2}
	k.within, k.implied = within(k.name), implied(k.name)
	if k.ends {
		k.idle = k.within
		if n = bytes.IndexByte(b, '>') + 1; n == 0 {
			return len(b), false
		}
		return n, true
	}
	for i < len(b) && !blankByte(b[i]) && b[i] != '>' && b[i] != '/' {
		i++
	}
	a := &k.attr
	n, closed = a.read(b[i:])
	e := &k.element
	e.tag, e.class = k.name, markedClass(a.class, a.id)
	switch k.name {
	case "s", "strike", "del":
		e.does |= strikes
	case "select", "option", "svg", "math", "object", "audio", "video", "template", "xml", "head":
		e.does |= hides
	case "pre":
		e.does |= keeps
	case "blockquote":
		if !indented(a) {
			e.does |= quotes
		}
	}
	if e.class == Quoted {
		e.does |= quotes
		e.class = unclassed
	}
	if a.hidden {
		e.does |= hides
	}
	k.colour, k.hasColour = parseColour(a.colour)
	if c, ok := parseColour(a.ground); ok {
		e.does, e.colour = e.does|ground, c
	} else if a.wallpaper {
		e.does, e.colour = e.does|ground, -1
	}
	if len(a.style) > 0 {
		s := readStyle(a.style)
		e.does |= s.does
		if s.does&ground != 0 {
			e.colour = s.ground
		}
		if s.hasColour {
			k.colour, k.hasColour = s.colour, true
		}
		k.boxed = boxed(a.style)
	}
	k.inert = e.does&^sized == 0 && e.class == unclassed && !k.hasColour
	k.idle = k.inert && k.within && !k.boxed
	k.spaced = spaced(a)
	return i + n, closed
}

// read takes the attributes of a tag up to its end and returns how long they are, and whether there is an end.
func (a *attributes) read(b []byte) (n int, closed bool) {
	i := 0
	for i < len(b) {
		for i < len(b) && (blankByte(b[i]) || b[i] == '/') {
			i++
		}
		if i >= len(b) {
			return len(b), false
		}
		if b[i] == '>' {
			return i + 1, true
		}
		from := i
		for i++; i < len(b) && !blankByte(b[i]) && b[i] != '=' && b[i] != '>' && b[i] != '/'; i++ {
		}
		name := b[from:i]
		for i < len(b) && blankByte(b[i]) {
			i++
		}
		if i >= len(b) || b[i] != '=' {
			a.set(name, nil)
			continue
		}
		for i++; i < len(b) && blankByte(b[i]); i++ {
		}
		if i >= len(b) {
			return len(b), false
		}
		if q := b[i]; q == '"' || q == '\'' {
			end := bytes.IndexByte(b[i+1:], q)
			if end < 0 {
				return len(b), false
			}
			a.set(name, b[i+1:i+1+end])
			i += end + 2
			continue
		}
		from = i
		for i < len(b) && !blankByte(b[i]) && b[i] != '>' {
			i++
		}
		a.set(name, b[from:i])
	}
	return i, false
}

func (a *attributes) set(name, value []byte) {
	if len(name) < 2 || len(name) > 10 {
		return
	}
	var buf [10]byte
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	switch string(buf[:len(name)]) {
	case "style":
		a.style = value
	case "class":
		a.class = value
	case "id":
		a.id = value
	case "type":
		a.kind = value
	case "alt":
		a.alt = value
	case "start":
		a.start = value
	case "value":
		a.value = value
	case "bgcolor":
		a.ground = value
	case "background":
		a.wallpaper = true
	case "color":
		a.colour = value
	case "hidden":
		a.hidden = true
	case "checked":
		a.checked = true
	case "reversed":
		a.reversed = true
	}
}
