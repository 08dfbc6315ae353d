package parser

import (
	"bytes"
	"strconv"
)

// style is what a style attribute does to the text of its element.
type style struct {
	does      effect
	colour    int32
	hasColour bool
	ground    int32
}

// readStyle reads the declarations of a style attribute that can make text unseen.
func readStyle(b []byte) style {
	var s style
	flat := 0 // signs of a box of no size: both height and overflow are needed
	for len(b) > 0 {
		var decl []byte
		if i := bytes.IndexByte(b, ';'); i >= 0 {
			decl, b = b[:i], b[i+1:]
		} else {
			decl, b = b, nil
		}
		i := bytes.IndexByte(decl, ':')
		if i < 0 {
			continue
		}
		name, value := bytes.TrimSpace(decl[:i]), bytes.TrimSpace(decl[i+1:])
		if j := bytes.IndexByte(value, '!'); j >= 0 {
			value = bytes.TrimSpace(value[:j])
		}
		if len(name) < 5 || len(name) > 21 || len(value) == 0 || len(value) > 64 {
			continue
		}
		var nb [21]byte
		var vb [64]byte
		name = flatten(nb[:0], name)
		if bytes.HasPrefix(name, []byte("margin")) || bytes.HasPrefix(name, []byte("padding")) || string(name) == "font-family" {
			continue // most are these
		}
		v := flatten(vb[:0], value)
		switch string(name) {
		case "display":
			s.hide(string(v) == "none")
		case "visibility":
			s.hide(string(v) == "hidden" || string(v) == "collapse")
		case "mso-hide":
			s.hide(string(v) == "all")
		case "opacity":
			s.hide(zero(v))
		case "font-size":
			if zero(v) {
				s.does |= tiny
			} else {
				s.does |= sized
			}
		case "text-indent":
			s.hide(v[0] == '-' && len(v) > 4 && digit(v[1]) && digit(v[2]) && digit(v[3])) // Word's lists have less
		case "max-height", "height", "max-width", "width":
			if zero(v) || string(v) == "1px" {
				flat |= 1
			}
		case "overflow":
			if string(v) == "hidden" {
				flat |= 2
			}
		case "text-decoration", "text-decoration-line":
			if bytes.Contains(v, []byte("line-through")) {
				s.does |= strikes
			}
		case "white-space":
			if bytes.HasPrefix(v, []byte("pre")) {
				s.does |= keeps
			}
		case "color":
			if string(v) == "transparent" {
				s.does |= hides
			}
			s.colour, s.hasColour = parseColour(v)
		case "background-color", "background":
			if c, ok := parseColour(v); ok {
				s.does, s.ground = s.does|ground, c
			} else if string(v) != "transparent" && string(v) != "none" && string(v) != "inherit" {
				s.does, s.ground = s.does|ground, -1
			}
		}
	}
	s.hide(flat == 3)
	return s
}

func (s *style) hide(yes bool) {
	if yes {
		s.does |= hides
	}
}

// flatten is lower case without the spaces that mean nothing.
func flatten(buf, b []byte) []byte {
	for _, c := range b {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if blankByte(c) {
			c = ' '
		}
		buf = append(buf, c)
	}
	return buf
}

// zero reports whether a length is none: "0", "0px", "0.0em".
func zero(v []byte) bool {
	digits := false
	for _, c := range v {
		switch {
		case c == '0':
			digits = true
		case c == '.':
		case c >= '1' && c <= '9':
			return false
		default:
			return digits
		}
	}
	return digits
}

// parseColour reads #rgb, #rrggbb, rgb(r, g, b), and the names that matter.
func parseColour(v []byte) (int32, bool) {
	if len(v) == 0 {
		return 0, false
	}
	var buf [64]byte
	if v = bytes.TrimSpace(v); len(v) == 0 || len(v) > len(buf) {
		return 0, false
	}
	v = flatten(buf[:0], v)
	switch {
	case string(v) == "white":
		return 0xffffff, true
	case string(v) == "black", string(v) == "windowtext":
		return 0, true
	case string(v) == "red":
		return 0xff0000, true
	case string(v) == "blue":
		return 0x0000ff, true
	case string(v) == "green":
		return 0x008000, true
	case v[0] == '#':
		n, err := strconv.ParseUint(string(v[1:]), 16, 32)
		switch {
		case err != nil:
		case len(v) == 7:
			return int32(n), true
		case len(v) == 4:
			return int32(n>>8&15*0x110000 | n>>4&15*0x1100 | n&15*0x11), true
		}
	case bytes.HasPrefix(v, []byte("rgb")):
		var c [3]int32
		n, in := 0, false
		for _, b := range v {
			if b >= '0' && b <= '9' {
				if in && n > 0 && n <= 3 {
					c[n-1] = min(c[n-1]*10+int32(b-'0'), 255)
				} else if n++; n <= 3 {
					c[n-1] = int32(b - '0')
				}
				in = true
			} else if in = false; b == '.' {
				return 0, false
			}
		}
		if n == 3 {
			return c[0]<<16 | c[1]<<8 | c[2], true
		}
	}
	return 0, false
}

// vivid reports whether a colour is far from grey, as those are which people choose for their answers; the blue of old Outlook's
// replies is not far enough.
func vivid(c int32) bool {
	r, g, b := c>>16, c>>8&255, c&255
	return max(r, g, b)-min(r, g, b) > 96
}

// indented reports whether a blockquote only moves text to the right, as the indent buttons of mail programs do.
func indented(a *attributes) bool {
	if len(a.kind) > 0 || len(a.class) > 0 && !bytes.HasPrefix(a.class, []byte("webkit-indent")) || len(a.id) > 0 {
		return false
	}
	return bytes.Contains(a.style, []byte("border:none")) || bytes.Contains(a.style, []byte("border: none"))
}

// boxed reports whether an element within a line is a box of its own.
func boxed(style []byte) bool {
	return bytes.Contains(style, []byte("block")) && (bytes.Contains(style, []byte("inline-block")) || bytes.Contains(style, []byte("display:block")) || bytes.Contains(style, []byte("display: block")))
}

// spaced reports whether a paragraph has space around it; Word's have none.
func spaced(a *attributes) bool {
	return !bytes.HasPrefix(a.class, []byte("Mso")) && !bytes.HasPrefix(a.class, []byte("x_Mso")) && !bytes.Contains(a.style, []byte("margin:0")) && !bytes.Contains(a.style, []byte("margin: 0"))
}

// markedClass returns what mail programs say by the class or id of an element, "" if nothing.
func markedClass(class, id []byte) Class {
	for _, b := range [2][]byte{class, id} {
		if len(b) < 9 || len(b) > 200 || string(b) == "MsoNormal" {
			continue
		}
		var buf [200]byte
		v := flatten(buf[:0], b)
		switch {
		case bytes.Contains(v, []byte("signature_prefix")), bytes.Contains(v, []byte("beginningofsignature")):
		case bytes.Contains(v, []byte("signature")):
			return Signature
		case bytes.Contains(v, []byte("gmail_attr")), bytes.Contains(v, []byte("cite-prefix")), bytes.Contains(v, []byte("quote-attribution")):
			return Attribution
		case bytes.Contains(v, []byte("yahoo_quoted")), bytes.Contains(v, []byte("zmail_extra")), bytes.Contains(v, []byte("tutanota_quote")), bytes.Contains(v, []byte("mailbutlerquote")):
			return Quoted
		case bytes.Contains(v, []byte("divrplyfwdmsg")), bytes.Contains(v, []byte("outlookmessageheader")):
			return Header
		}
	}
	return unclassed
}

// sheet notes which classes and ids a style sheet hides. Rules inside of @media and the like are left alone: they are for other
// screens.
func (r *htmlReader) sheet(b []byte) {
	if len(b) > 256<<10 || !bytes.Contains(b, []byte("none")) && !bytes.Contains(b, []byte("hidden")) {
		return
	}
	for len(b) > 0 {
		i := bytes.IndexByte(b, '{')
		if i < 0 {
			return
		}
		selector := b[:i]
		b = b[i+1:]
		if bytes.IndexByte(selector, '@') >= 0 {
			b = afterBlock(b)
			continue
		}
		end := bytes.IndexByte(b, '}')
		if end < 0 {
			return
		}
		if readStyle(b[:end]).does&hides != 0 {
			for _, s := range bytes.Split(selector, []byte(",")) {
				if at := max(bytes.LastIndex(s, []byte("*/")), bytes.LastIndex(s, []byte("--"))); at >= 0 {
					s = s[at+2:] // a comment before it
				}
				s = bytes.TrimSpace(s)
				if at := bytes.LastIndexAny(s, ".#"); at >= 0 && !bytes.ContainsAny(s, " >:[+~*") && len(r.hidden) < 200 {
					if r.hidden == nil {
						r.hidden = map[string]bool{}
					}
					r.hidden[string(s[at:])] = true
				}
			}
		}
		b = b[end+1:]
	}
}

// afterBlock returns what follows the block that has just been opened.
func afterBlock(b []byte) []byte {
	depth := 1
	for i, c := range b {
		switch c {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return b[i+1:]
			}
		}
	}
	return nil
}

func (r *htmlReader) hiddenBySheet(a *attributes) bool {
	if len(a.id) > 0 && r.hidden["#"+string(a.id)] {
		return true
	}
	for c := range bytes.FieldsSeq(a.class) {
		if r.hidden["."+string(c)] {
			return true
		}
	}
	return false
}
