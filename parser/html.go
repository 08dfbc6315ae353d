package parser

import (
	"bytes"
	"html"
	"slices"
	"unicode/utf8"
)

const (
	maxOpen   = 100  // open elements that matter
	maxLists  = 32   // lists inside of each other
	maxEntity = 34   // bytes of a character reference
	maxQuotes = 1000 // depth of quoting that is counted
)

// effect is what an open element does to the text inside of it.
type effect uint16

const (
	hides   effect = 1 << iota
	strikes        // struck out
	quotes         // a quoted mail
	keeps          // white space and line ends count
	ground         // has a background
	tints          // has a vivid colour of its own
	sobers         // has a colour that is none
	tiny           // letters of no size, until an element inside of it gives them one
	sized
)

// element is an open element that matters. Elements without effect are not kept, but those of the same name inside of one that
// matters are counted, so that it ends with its own end tag.
type element struct {
	tag    string
	does   effect
	class  Class
	colour int32 // of the background
	nested int
}

type list struct {
	ordered bool
	letter  byte // 'a', 'A', 'i', 'I', or 0 for numbers
	next    int
	step    int
}

// pending is a line break that the next text will need.
type pending uint8

const (
	none pending = iota
	soft         // between blocks; none between the blocks of neighbouring cells
	hard         // between rows
)

// bareLine is a line without its text.
type bareLine struct {
	end   int // of its text among that of all lines
	depth int16
	class Class
	why   Cause
	rough bool // it has more in it than tidy words and single spaces
}

// htmlReader turns HTML into lines in one pass. It builds no tree: it follows the few things that decide what a reader would see.
type htmlReader struct {
	src []byte
	pos int

	lines  []bareLine
	all    []byte          // text of all lines
	marks  map[int]*Marked // by line
	struck []byte          // struck-out words of the present line
	before int             // how much of all stood when the first of them came
	spare  []Line          // room for lines that are dropped

	open   []element
	now    effect // of all open elements together
	depth  int    // of quoting
	class  Class  // of the innermost open element that has one
	lists  []list
	hidden map[string]bool     // classes and ids that the style sheet hides
	tags   *[knownTags + 1]tag // by what they look like; the last is for those that are not kept
	tag    int                 // the present one

	tint   int      // where its coloured end begins in all; -1 if it has none
	line   bareLine // of the present line, taken when its first word came
	begun  bool     // the present line has a first word
	space  bool     // a space is due before the next word
	brk    pending
	blank  bool // a blank line is due with the next break: a paragraph
	fresh  bool // in a cell or list item without text yet: its first block does not begin a line
	solid  bool // the line holds a no-break space, so it shows even when empty
	row    bool // inside of a row that has a cell already
	titles bool // that row has heading cells only
}

// read returns the text of an HTML mail as its reader sees it. Depth is that of quoting, Class is set where the markup tells. like is
// another form of the same text, if there is one: words that stand in it are taken from there rather than copied, and the lines are
// good only until the next is read, as most often they say the same and are dropped.
func (r *htmlReader) read(src []byte, like []Line) []Line {
	r.reset()
	r.src = src
	r.run()
	r.flush(false)
	var lines []Line
	if like == nil {
		lines = make([]Line, len(r.lines))
	} else {
		r.spare = slices.Grow(r.spare, len(r.lines))[:len(r.lines)]
		lines = r.spare
	}
	from, own := 0, 0 // what stands in no line of like moves together in all
	for i := range r.lines {
		o := &r.lines[i]
		b := r.all[from:o.end]
		from = o.end
		if n := find(b, like); n >= 0 {
			lines[i].Text, like = like[n].Text, like[n+1:]
		} else {
			own += copy(r.all[own:], b)
		}
		o.end = own
	}
	all, from := string(r.all[:own]), 0
	for i := range r.lines {
		l, o := &lines[i], &r.lines[i]
		text := l.Text
		if o.end > from {
			text, from = all[from:o.end], o.end
		}
		depth, text := quoteMarks(text) // some programs put them into HTML, too
		if o.rough || depth > 0 || len(text) > maxLineText {
			text = cleanLine(text)
		}
		l.Text, l.Depth, l.Class, l.Why = text, o.depth+depth, o.class, o.why
	}
	for i, m := range r.marks {
		lines[i].Marked = m
	}
	return lines
}

// maxAhead is how far ahead a line of one form of a text is looked for in the other.
const maxAhead = 6

// find returns which of the next lines has the words b; -1 if none.
func find(b []byte, lines []Line) int {
	for i := range lines[:min(len(lines), maxAhead)] {
		if len(b) > 0 && lines[i].Text == string(b) {
			return i
		}
	}
	return -1
}

// reset forgets what was read, and keeps the room.
func (r *htmlReader) reset() {
	clear(r.spare)
	r.tags[knownTags] = tag{} // the others stand on their own
	*r = htmlReader{tags: r.tags, tag: knownTags, lines: r.lines[:0], all: r.all[:0], spare: r.spare[:0], struck: r.struck[:0], open: r.open[:0], lists: r.lists[:0]}
}

func (r *htmlReader) run() {
	for r.pos < len(r.src) && len(r.lines) < maxLines {
		if r.src[r.pos] != '<' {
			i := bytes.IndexByte(r.src[r.pos:], '<')
			if i < 0 {
				r.words(r.src[r.pos:])
				return
			}
			r.words(r.src[r.pos : r.pos+i])
			r.pos += i
		}
		r.markup()
	}
}

// markup reads what begins with "<": a tag, a comment, or text after all.
func (r *htmlReader) markup() {
	b := r.src[r.pos:]
	present := &r.tags[r.tag]
	switch next := &r.tags[present.next]; {
	case len(next.text) > 0 && bytes.HasPrefix(b, next.text): // programs say the same of each line
		r.tag = present.next
		r.follow(next, len(next.text))
	case len(b) > 1 && latin(b[1]), len(b) > 2 && b[1] == '/' && latin(b[2]):
		k, n := r.known(b)
		present.next, r.tag = k, k
		r.follow(&r.tags[k], n)
	case bytes.HasPrefix(b, []byte("<!--")):
		r.pos += comment(b)
	case len(b) > 1 && (b[1] == '!' || b[1] == '?' || b[1] == '/'):
		end := bytes.IndexByte(b, '>')
		if end < 0 {
			end = len(b) - 1
		}
		r.pos += end + 1
	default:
		r.words(b[:1])
		r.pos++
	}
}

// follow does what a tag of so many bytes says.
func (r *htmlReader) follow(k *tag, n int) {
	r.pos += n
	switch {
	case k.idle && len(r.open) == 0 && len(r.hidden) == 0: // as most are
	case k.ends:
		r.endTag(k)
	default:
		r.startTag(k)
	}
}

// comment returns the length of the comment that b begins with; one that is not closed takes the rest.
func comment(b []byte) int {
	if bytes.HasPrefix(b, []byte("<!-->")) {
		return 5
	}
	if bytes.HasPrefix(b, []byte("<!--->")) {
		return 6
	}
	if i := bytes.Index(b[4:], []byte("-->")); i >= 0 {
		return 4 + i + 3
	}
	return len(b)
}

// latin reports whether c is a letter of ASCII.
func latin(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

const maxTagName = 16

// tagName returns the name of a tag in lower case, cut at maxTagName bytes.
func tagName(b []byte, buf *[maxTagName]byte) string {
	n := 0
	for n < len(b) && n < maxTagName && !blankByte(b[n]) && b[n] != '>' && b[n] != '/' {
		c := b[n]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		buf[n] = c
		n++
	}
	return intern(buf[:n])
}

// intern returns the name as a constant, so that tags cost no memory; names without a meaning here are all "x".
func intern(b []byte) string {
	switch string(b) {
	case "div":
		return "div"
	case "p":
		return "p"
	case "span":
		return "span"
	case "br":
		return "br"
	case "td":
		return "td"
	case "tr":
		return "tr"
	case "b":
		return "b"
	case "a":
		return "a"
	case "o:p":
		return "o:p"
	case "i", "u", "em", "strong", "font", "small", "big", "sub", "sup", "code", "tt", "label", "ins", "mark", "abbr", "cite", "q", "kbd", "center":
		return inline[string(b)]
	}
	if name, ok := known[string(b)]; ok {
		return name
	}
	return "x"
}

var inline, known = names("a b i u o:p em strong font small big sub sup code tt label ins mark abbr cite q kbd center"),
	names("html body head table tbody thead tfoot th blockquote ul ol li dl dt dd pre h1 h2 h3 h4 h5 h6 hr img input s strike del" +
		" style script title textarea xmp noscript iframe noembed noframes template svg math select option object audio video xml" +
		" section article header footer main nav aside address figure figcaption fieldset form details summary meta link base button")

func names(list string) map[string]string {
	m := map[string]string{}
	for _, b := range bytes.Fields([]byte(list)) {
		m[string(b)] = string(b)
	}
	return m
}

// words adds text.
func (r *htmlReader) words(b []byte) {
	if r.now&(hides|tiny) != 0 {
		return
	}
	if text := trimBlanks(b); r.now&keeps == 0 && tidy(text) { // as most is
		if r.begun && len(b) > 0 && blankByte(b[0]) {
			r.space = true
		}
		r.add(text, true)
		if r.begun && len(b) > 0 && blankByte(b[len(b)-1]) {
			r.space = true
		}
		return
	}
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case blankByte(c) || c == '\f':
			if r.now&keeps != 0 {
				if c == '\n' {
					r.lineBreak()
				}
				r.space = r.begun
			} else if r.begun {
				r.space = true
			}
			i++
		case c == '&':
			var buf [8]byte
			text, n := reference(b[i:], buf[:0])
			if len(text) == 2 && text[0] == 0xc2 && text[1] == 0xa0 && !r.begun {
				r.solid = true
			} else {
				r.add(text, len(text) == 1 && text[0] > ' ' && text[0] < 0x7f)
			}
			i += n
		default:
			from := i
			for i++; i < len(b) && b[i] > ' ' && b[i] != '&'; i++ {
			}
			if word := b[from:i]; !r.begun && len(word) == 2 && word[0] == 0xc2 && word[1] == 0xa0 {
				r.solid = true
				continue
			}
			for i+1 < len(b) && b[i] == ' ' && b[i+1] > ' ' && b[i+1] != '&' { // words that are single spaces apart
				for i += 2; i < len(b) && b[i] > ' ' && b[i] != '&'; i++ {
				}
			}
			r.add(b[from:i], tidy(b[from:i]))
		}
	}
}

// add adds words to the present line, after the break or space that is due.
func (r *htmlReader) add(word []byte, tidy bool) {
	if len(word) == 0 {
		return
	}
	if r.brk != none {
		if r.begun {
			r.flush(false)
		}
		r.brk = none
	}
	if r.blank {
		if n := len(r.lines); n > 0 && !r.begun && (r.lines[n-1].end > r.begin(n-1) || r.marks[n-1] != nil && r.marks[n-1].Struck != "") {
			r.put(bareLine{})
		}
		r.blank = false
	}
	if !r.begun {
		r.begun = true
		r.line = bareLine{depth: int16(min(r.depth, maxQuotes)), class: r.class}
		r.tint = -1
		if r.titles {
			r.line.class, r.line.why = Header, byTableHeading
		}
		r.space = false
	}
	r.fresh = false
	r.line.rough = r.line.rough || !tidy || r.now&strikes != 0
	if r.now&strikes != 0 {
		if len(r.struck) == 0 {
			r.before = len(r.all)
		}
		if r.space {
			r.struck = append(r.struck, ' ')
		}
		r.struck = append(r.struck, word...)
		r.space = true // struck words do not glue their neighbours together
		return
	}
	if r.space {
		r.all = append(r.all, ' ')
		r.space = false
	}
	if r.now&tints == 0 {
		r.tint = -1
	} else if r.tint < 0 {
		r.tint = len(r.all)
	}
	r.all = append(r.all, word...)
}

// flush ends the present line. An empty one counts if asked for, or if it holds a no-break space.
func (r *htmlReader) flush(empty bool) {
	if r.begun {
		r.strikeNumber()
		if len(r.struck) > 0 || r.tint >= 0 {
			m := &Marked{Struck: cleanLine(string(r.struck))}
			if r.tint >= 0 {
				m.Typed = cleanLine(string(r.all[r.tint:]))
			}
			if r.marks == nil {
				r.marks = map[int]*Marked{}
			}
			r.marks[len(r.lines)] = m
		}
		r.put(r.line)
	} else if empty || r.solid {
		r.put(bareLine{depth: int16(min(r.depth, maxQuotes)), class: r.class})
	}
	r.struck = r.struck[:0]
	r.begun, r.space, r.solid = false, false, false
}

// maxCorrected is how long struck-out words may be beside a number without a full stop: "2 3" with a 3 struck out is a 2, but "2 Tue
// 24 November, 10:00" with the time struck out is none.
const maxCorrected = 10

// strikeNumber strikes out the number of a row, or the mark of a list item, if all that stood behind it is struck out.
func (r *htmlReader) strikeNumber() {
	from := r.begin(len(r.lines))
	if len(r.struck) == 0 || r.before <= from || r.tint >= 0 || r.before > len(r.all) {
		return
	}
	mark, rest := bytes.TrimSpace(r.all[from:r.before]), bytes.Trim(r.all[r.before:], " .,;:-()")
	bare := bytes.Trim(mark, "0123456789#.):([] -*•")
	if len(mark) == 0 || len(rest) > 0 || len(bare) > 0 || digit(mark[len(mark)-1]) && len(r.struck) <= maxCorrected {
		return
	}
	r.struck = append(append(bytes.Clone(mark), ' '), r.struck...)
	r.all = r.all[:from]
}

func (r *htmlReader) put(o bareLine) {
	o.end = len(r.all)
	r.lines = append(r.lines, o)
}

// begin is where the text of line n begins in all.
func (r *htmlReader) begin(n int) int {
	if n == 0 {
		return 0
	}
	return r.lines[n-1].end
}

// lineBreak is <br>.
func (r *htmlReader) lineBreak() {
	if r.now&(hides|tiny) != 0 {
		return
	}
	if r.brk != none && r.begun {
		r.flush(false)
	}
	r.brk = none
	r.flush(true)
}

// block is the begin or end of an element that stands on lines of its own.
func (r *htmlReader) block() {
	if r.fresh {
		return
	}
	if r.solid && !r.begun {
		r.flush(true)
	}
	r.brk = max(r.brk, soft)
	r.space = r.space && r.begun
}

// reference decodes the character reference that b begins with and returns its length; a lone "&" is itself.
func reference(b, buf []byte) (text []byte, n int) {
	end := 1
	for end < len(b) && end < maxEntity && (latin(b[end]) || b[end] >= '0' && b[end] <= '9' || b[end] == '#' && end == 1) {
		end++
	}
	if end < len(b) && b[end] == ';' {
		end++
	}
	switch string(b[:end]) {
	case "&nbsp;":
		return append(buf, 0xc2, 0xa0), end
	case "&lt;":
		return append(buf, '<'), end
	case "&gt;":
		return append(buf, '>'), end
	case "&amp;":
		return append(buf, '&'), end
	case "&quot;":
		return append(buf, '"'), end
	case "&":
		return append(buf, '&'), 1
	}
	s := html.UnescapeString(string(b[:end]))
	if s == "\x00" || !utf8.ValidString(s) {
		s = ""
	}
	return append(buf, s...), end
}

// htmlCharset returns the charset that HTML says of itself in a meta element, "" if none.
func htmlCharset(b []byte) string {
	head := bytes.ToLower(b[:min(len(b), 2048)])
	i := bytes.Index(head, []byte("charset="))
	if i < 0 {
		return ""
	}
	v := bytes.TrimLeft(head[i+8:], " '\"")
	if end := bytes.IndexAny(v, " '\";/>"); end >= 0 {
		v = v[:end]
	}
	return string(v)
}
