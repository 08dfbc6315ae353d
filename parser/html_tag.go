package parser

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// attributes are those that decide what is seen.
type attributes struct {
	style, class, id, kind, alt, start, value, ground, colour []byte
	hidden, checked, reversed, wallpaper                      bool
}

// startTag is a start tag as it stands in a mail, and what it says whatever stands around it.
type startTag struct {
	text      []byte // from "<" to ">", a copy
	tag       string
	attr      attributes
	element   element
	colour    int32
	hasColour bool
	boxed     bool
	idle      bool // it stands within a line and changes nothing
}

// Tags that are known, and how long one may be to be kept.
const (
	knownTags = 64
	maxKnown  = 400 // bytes
)

// known returns the tag that b begins with, and its length. It is read only if the same was not read not long ago, in this mail or in
// one before: mail programs say the same of each line.
func (r *htmlReader) known(b []byte) (k *startTag, n int) {
	n = bytes.IndexByte(b[:min(len(b), maxKnown)], '>') + 1
	if n > 0 {
		k = &r.tags[(int(b[1])+5*int(b[2])+11*n)%knownTags]
		if bytes.Equal(k.text, b[:n]) {
			return k, n
		}
		k.text = append(k.text[:0], b[:n]...)
		if _, closed := k.read(k.text); closed {
			return k, n
		}
		k.text = k.text[:0] // the ">" stands in an attribute
	}
	k = &r.tags[knownTags]
	n, _ = k.read(b)
	return k, n
}

// read reads a start tag, of which b begins with "<" and a letter. It returns its length, and whether it has an end.
func (k *startTag) read(b []byte) (n int, closed bool) {
	var buf [maxTagName]byte
	*k = startTag{text: k.text, tag: tagName(b[1:], &buf)}
	i := 1
	for i < len(b) && !blankByte(b[i]) && b[i] != '>' && b[i] != '/' {
		i++
	}
	a := &k.attr
	n, closed = a.read(b[i:])
	e := &k.element
	e.tag, e.class = k.tag, markedClass(a.class, a.id)
	switch k.tag {
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
	k.idle = within(k.tag) && e.does&^sized == 0 && e.class == unclassed && !k.hasColour && !k.boxed
	return i + n, closed
}

// startTag follows a start tag, of which b begins with "<" and a letter.
func (r *htmlReader) startTag(b []byte) {
	k, n := r.known(b)
	tag, a := k.tag, &k.attr
	r.pos += n

	if k.idle && len(r.hidden) == 0 && r.now&tiny == 0 { // as most are
		r.push(element{tag: tag})
		return
	}
	switch tag {
	case "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes":
		r.raw(tag)
		return
	case "br":
		r.lineBreak()
		return
	case "hr":
		r.block()
		return
	case "img":
		if emojiText(a.alt) {
			r.words(a.alt)
		}
		return
	case "input":
		if r.now&(hides|tiny) == 0 && (bytes.EqualFold(a.kind, []byte("checkbox")) || bytes.EqualFold(a.kind, []byte("radio"))) {
			if a.checked {
				r.add([]byte("[x]"))
			} else {
				r.add([]byte("[ ]"))
			}
			r.space = true
		}
		return
	case "meta", "link", "base":
		return
	}
	e := r.opened(k)
	if k.boxed { // a button: its words stand apart
		r.space = r.begun
	}
	r.layout(tag, a)
	if implied(tag) {
		r.close(tag)
	}
	r.push(e)
	switch tag {
	case "p":
		r.blank = r.blank || !r.fresh && spaced(a)
	case "li":
		r.item()
	}
}

// opened is the element that a tag opens here.
func (r *htmlReader) opened(k *startTag) element {
	e := k.element
	if len(r.hidden) > 0 && r.hiddenBySheet(&k.attr) {
		e.does |= hides
	}
	if r.now&tiny == 0 {
		e.does &^= sized
	}
	if !k.hasColour {
		return e
	}
	behind := r.background()
	if e.does&ground != 0 {
		behind = e.colour
	}
	switch {
	case k.colour == behind && k.tag != "body":
		e.does |= hides
	case vivid(k.colour) && k.tag != "a" && k.tag != "body":
		e.does |= tints
	case r.now&tints != 0:
		e.does |= sobers
	}
	return e
}

// layout does what an element does to lines, apart from its text.
func (r *htmlReader) layout(tag string, a *attributes) {
	switch tag {
	case "tr":
		r.fresh = false
		r.block()
		r.endRow()
		r.row = false
	case "td", "th":
		if r.row && r.brk != hard {
			r.brk, r.blank, r.space = none, false, r.begun
		}
		r.titles = tag == "th" && (r.titles || !r.row)
		if tag == "td" && r.begun && r.line.Why == byTableHeading {
			r.line.Class, r.line.Why = r.class, unsaid
		}
		r.row, r.fresh = true, true
	case "table", "tbody", "thead", "tfoot":
		r.block()
		if tag == "table" {
			r.titles = false
		}
	case "ul", "ol":
		r.block()
		l := list{ordered: tag == "ol", next: 1, step: 1}
		if n, err := strconv.Atoi(string(a.start)); err == nil {
			l.next = n
		}
		if a.reversed {
			l.step = -1
		}
		if len(a.kind) == 1 && strings.IndexByte("aAiI", a.kind[0]) >= 0 {
			l.letter = a.kind[0]
		}
		if len(r.lists) < maxLists {
			r.lists = append(r.lists, l)
		}
	case "li":
		r.fresh = false
		r.block()
		if n, err := strconv.Atoi(string(a.value)); err == nil && len(r.lists) > 0 {
			r.lists[len(r.lists)-1].next = n
		}
	default:
		if !within(tag) {
			r.block()
		}
	}
}

// within reports whether an element stands within a line.
func within(tag string) bool {
	switch tag {
	case "span", "a", "b", "i", "u", "o:p", "x", "em", "strong", "font", "small", "big", "sub", "sup", "s", "strike", "del", "code", "tt", "label", "ins", "mark", "abbr", "cite", "q", "kbd", "button":
		return true
	}
	return false
}

// endRow ends the line of a table row.
func (r *htmlReader) endRow() {
	if r.begun {
		r.flush(false)
	}
	r.brk, r.titles = hard, false
}

// item puts the mark of a list item before its text, as it is shown (the numbers of ordered lists count).
func (r *htmlReader) item() {
	if r.now&(hides|tiny) != 0 {
		return
	}
	mark := "•"
	if n := len(r.lists); n > 0 && r.lists[n-1].ordered {
		l := &r.lists[n-1]
		switch {
		case l.letter == 0:
			mark = strconv.Itoa(l.next) + "."
		case l.next >= 1 && l.next <= 26 && l.letter|0x20 == 'a':
			mark = string(rune(int(l.letter)+l.next-1)) + "."
		default:
			mark = string(rune(l.letter)) + "." // Roman numbers are letters here: they name no slot
		}
		l.next += l.step
	}
	r.add([]byte(mark))
	r.space, r.fresh = true, true
}

// endTag reads an end tag.
func (r *htmlReader) endTag(tag string) {
	switch tag {
	case "br", "p":
		if tag == "br" {
			r.lineBreak()
			return
		}
		r.block()
		r.close(tag)
		return
	case "tr", "table":
		r.fresh = false
		r.block()
		r.endRow()
		r.row = tag == "table" && r.row
	case "ul", "ol":
		r.fresh = false
		r.block()
		if n := len(r.lists); n > 0 {
			r.lists = r.lists[:n-1]
		}
	case "td", "th":
		r.fresh = false
		r.block()
	default:
		if !within(tag) {
			r.block()
		}
	}
	r.close(tag)
}

// implied reports whether an element ends where the next one of its kind begins.
func implied(tag string) bool {
	switch tag {
	case "p", "li", "td", "th", "tr", "dt", "dd", "option":
		return true
	}
	return false
}

// push opens an element if it matters, otherwise remembers that its end tag belongs to it.
func (r *htmlReader) push(e element) {
	if e.does == 0 && e.class == unclassed || len(r.open) >= maxOpen {
		if !implied(e.tag) {
			if i := r.innermost(e.tag); i >= 0 {
				r.open[i].nested++
			}
		}
		return
	}
	r.open = append(r.open, e)
	r.sum()
}

func (r *htmlReader) innermost(tag string) int {
	for i := len(r.open) - 1; i >= 0; i-- {
		if r.open[i].tag == tag {
			return i
		}
	}
	return -1
}

// close ends the innermost open element of this name and whatever is open inside of it, but for struck-out text, which goes
// on until its own end.
func (r *htmlReader) close(tag string) {
	i := r.innermost(tag)
	if i < 0 {
		return
	}
	if r.open[i].nested > 0 {
		r.open[i].nested--
		return
	}
	kept := r.open[:i]
	for _, e := range r.open[i+1:] {
		if formats(e.tag) || formats(tag) {
			kept = append(kept, e)
		}
	}
	r.open = kept
	r.sum()
}

// formats reports whether an element lives on when one around it ends, and ends without the ones inside of it.
func formats(tag string) bool {
	switch tag {
	case "s", "strike", "del", "font", "b", "i", "u", "em", "strong", "small", "big", "code", "tt", "a":
		return true
	}
	return false
}

// sum works out what all open elements do together.
func (r *htmlReader) sum() {
	r.now, r.depth, r.class = 0, 0, unclassed
	for _, e := range r.open {
		if e.does&sobers != 0 || e.tag == "a" {
			r.now &^= tints
		}
		if e.does&sized != 0 {
			r.now &^= tiny
		}
		r.now |= e.does
		if e.does&quotes != 0 {
			r.depth++
		}
		if e.class != unclassed {
			r.class = e.class
		}
	}
}

// background is the colour behind the text, -1 if it is not known.
func (r *htmlReader) background() int32 {
	for i := len(r.open) - 1; i >= 0; i-- {
		if r.open[i].does&ground != 0 {
			return r.open[i].colour
		}
	}
	return 0xffffff
}

// raw passes over an element whose content is no text of the mail.
func (r *htmlReader) raw(tag string) {
	b := r.src[r.pos:]
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte("</"))
		if i < 0 {
			r.pos = len(r.src)
			return
		}
		at += i + 2
		if len(b)-at >= len(tag) && foldEqual(b[at:at+len(tag)], tag) {
			if tag == "style" {
				r.sheet(b[:at-2])
			}
			if end := bytes.IndexByte(b[at:], '>'); end >= 0 {
				r.pos += at + end + 1
			} else {
				r.pos = len(r.src)
			}
			return
		}
	}
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

// emojiText reports whether the alternative text of an image is a sign, not words: pictures of emoji stand for themselves.
func emojiText(alt []byte) bool {
	if len(alt) == 0 || len(alt) > 40 {
		return false
	}
	keycap := bytes.Contains(alt, []byte("\u20e3")) || bytes.Contains(alt, []byte("\ufe0f"))
	sign := false
	for b := alt; len(b) > 0; {
		c, n := utf8.DecodeRune(b)
		b = b[n:]
		switch {
		case c >= 0x2000 && c < 0x3000, c >= 0x1f000:
			sign = true
		case c == ' ', c >= '0' && c <= '9' && keycap, c == 0xfe0f, c == 0x20e3, c == 0x200d:
		default:
			return false
		}
	}
	return sign
}
