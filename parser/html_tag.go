package parser

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// startTag follows a start tag.
func (r *htmlReader) startTag(k *tag) {
	plain := k.inert && len(r.hidden) == 0 && r.now&tiny == 0
	if k.idle && plain {
		r.nest(k)
		return
	}
	a := &k.attr
	switch k.name {
	case "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes":
		r.raw(k.name)
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
				r.add([]byte("[x]"), false)
			} else {
				r.add([]byte("[ ]"), false)
			}
			r.space = true
		}
		return
	case "meta", "link", "base":
		return
	}
	var e element
	if !plain {
		e = r.opened(k)
	}
	if k.boxed { // a button: its words stand apart
		r.space = r.begun
	}
	r.layout(k)
	if k.implied {
		r.close(k.name)
	}
	if e.does == 0 && e.class == unclassed || len(r.open) >= maxOpen {
		r.nest(k)
	} else {
		r.open = append(r.open, e)
		r.sum()
	}
	switch k.name {
	case "p":
		r.blank = r.blank || !r.fresh && k.spaced
	case "li":
		r.item()
	}
}

// opened is the element that a tag opens here.
func (r *htmlReader) opened(k *tag) element {
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
	case k.colour == behind && k.name != "body":
		e.does |= hides
	case vivid(k.colour) && k.name != "a" && k.name != "body":
		e.does |= tints
	case r.now&tints != 0:
		e.does |= sobers
	}
	return e
}

// layout does what an element does to lines, apart from its text.
func (r *htmlReader) layout(k *tag) {
	a := &k.attr
	switch k.name {
	case "tr":
		r.fresh = false
		r.block()
		r.endRow()
		r.row = false
	case "td", "th":
		if r.row && r.brk != hard {
			r.brk, r.blank, r.space = none, false, r.begun
		}
		r.titles = k.name == "th" && (r.titles || !r.row)
		if k.name == "td" && r.begun && r.line.why == byTableHeading {
			r.line.class, r.line.why = r.class, unsaid
		}
		r.row, r.fresh = true, true
	case "table", "tbody", "thead", "tfoot":
		r.block()
		if k.name == "table" {
			r.titles = false
		}
	case "ul", "ol":
		r.block()
		l := list{ordered: k.name == "ol", next: 1, step: 1}
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
		if !k.within {
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
	r.add([]byte(mark), false)
	r.space, r.fresh = true, true
}

// endTag follows an end tag.
func (r *htmlReader) endTag(k *tag) {
	if k.within {
		r.close(k.name)
		return
	}
	switch k.name {
	case "br", "p":
		if k.name == "br" {
			r.lineBreak()
			return
		}
		r.block()
		r.close(k.name)
		return
	case "tr", "table":
		r.fresh = false
		r.block()
		r.endRow()
		r.row = k.name == "table" && r.row
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
		r.block()
	}
	r.close(k.name)
}

// implied reports whether an element ends where the next one of its kind begins.
func implied(tag string) bool {
	switch tag {
	case "p", "li", "td", "th", "tr", "dt", "dd", "option":
		return true
	}
	return false
}

// nest remembers of an element that does not matter that its end tag belongs to it.
func (r *htmlReader) nest(k *tag) {
	if k.implied {
		return
	}
	if i := r.innermost(k.name); i >= 0 {
		r.open[i].nested++
	}
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
