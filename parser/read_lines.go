package parser

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainLines splits a plain text into lines, takes the quote marks off, and joins what format=flowed has broken (RFC 3676).
func plainLines(text string, flowed, delsp bool) []Line {
	lines := make([]Line, 0, min(strings.Count(text, "\n")+1, maxLines))
	var joined []byte // the line that is being joined; empty if the last one is whole
	join := func() {
		if len(joined) > 0 {
			lines[len(lines)-1].Text = string(joined)
			joined = joined[:0]
		}
	}
	soft := false // the line before ended in a soft break
	for len(text) > 0 && len(lines) < maxLines {
		var s string
		if i := strings.IndexByte(text, '\n'); i >= 0 {
			s, text = text[:i], text[i+1:]
		} else {
			s, text = text, ""
		}
		depth, rest := quoteMarks(strings.TrimSuffix(s, "\r"))
		if flowed {
			rest = strings.TrimPrefix(rest, " ") // space-stuffing, section 4.4
			more := strings.HasSuffix(rest, " ") && rest != "-- "
			if more && delsp {
				rest = rest[:len(rest)-1]
			}
			n := len(lines)
			goesOn := soft && n > 0 && lines[n-1].Depth == depth && rest != "-- " && len(joined) < maxLineText
			soft = more
			if goesOn {
				if len(joined) == 0 {
					joined = append(joined, lines[n-1].Text...)
				}
				joined = append(joined, rest...)
				continue
			}
			join()
		} else {
			rest = plainLine(rest)
		}
		lines = lines[:len(lines)+1]
		l := &lines[len(lines)-1]
		l.Text, l.Depth = rest, depth
	}
	join()
	for i := 0; i < len(lines) && flowed; i++ {
		lines[i].Text = plainLine(lines[i].Text)
	}
	return lines
}

// quoteMarks counts the marks of quoting before a line and returns the rest.
func quoteMarks(s string) (depth int16, rest string) {
	if s == "" || latin(s[0]) || digit(s[0]) {
		return 0, s // as most lines that bear none
	}
	rest = s
	for depth < maxQuotes {
		if rest != "" && rest[0] == '>' {
			rest = rest[1:]
			depth++
			continue
		}
		t := rest
		for i := 0; i < 3 && len(t) > 0 && (t[0] == ' ' || t[0] == '\t'); i++ {
			t = t[1:]
		}
		if t == "" || latin(t[0]) || digit(t[0]) {
			break
		}
		n := quoteMark(t)
		if n == 0 {
			break
		}
		rest = t[n:]
		depth++
	}
	switch {
	case depth == 1 && strings.HasPrefix(s, ">From "):
		return 0, s[1:] // as mbox files have it
	case depth >= 3 && strings.HasSuffix(strings.TrimRight(s, " "), ">>>"):
		return 0, s // GroupWise marks its attribution so
	}
	return depth, rest
}

// quoteMark returns the length of the quote mark that s begins with, 0 if there is none.
func quoteMark(s string) int {
	if s == "" {
		return 0
	}
	switch s[0] {
	case '>':
		return 1
	case '&':
		if strings.HasPrefix(s, "&gt;") {
			return 4
		}
	case 0xef:
		if strings.HasPrefix(s, "＞") {
			return len("＞")
		}
	case 0xc2:
		if strings.HasPrefix(s, "» ") && !strings.Contains(s, "«") {
			return len("» ")
		}
	}
	return 0
}

// plainLine is a line of plain text as its reader sees it.
func plainLine(s string) string {
	if t := trimBlanks(s); tidy(t) {
		return t
	}
	return withoutImages(cleanLine(s))
}

// trimBlanks takes white space off both ends.
func trimBlanks[T string | []byte](s T) T {
	for len(s) > 0 && blankByte(s[0]) {
		s = s[1:]
	}
	for len(s) > 0 && blankByte(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// tidy reports whether a trimmed line is nothing but visible ASCII with single spaces between, none of it a bracket that may hold a
// picture or link, so that there is nothing to clean. It looks at eight bytes at a time, and goes on by seven, so that neighbours are
// seen together.
func tidy[T string | []byte](s T) bool {
	if len(s) > maxLineText {
		return false
	}
	if len(s) < 8 {
		return untidy(upToEight(s, ones*'!'))&tops == 0
	}
	all := untidy(eightOf(s[len(s)-8:]))
	at := 0
	for ; at+22 < len(s); at += 21 {
		all |= untidy(eightOf(s[at:])) | untidy(eightOf(s[at+7:])) | untidy(eightOf(s[at+14:]))
	}
	for ; at+8 < len(s); at += 7 {
		all |= untidy(eightOf(s[at:]))
	}
	return all&tops == 0
}

// untidy has a top bit where one of eight bytes is beyond ASCII, DEL, below the space, a bracket, or a space behind another.
func untidy(w uint64) uint64 {
	space := (w ^ ones*' ') - ones
	return w | (w + ones) | (w - ones*' ') | (w ^ ones*'[' - ones) | (w ^ ones*'<' - ones) | (w ^ ones*'&' - ones) | space&(space<<8)
}

// cleanLine folds spaces of all kinds, drops characters that nobody sees, and composes accents (NFC). A line that needs none
// of it is returned as it is.
func cleanLine(s string) string {
	if len(s) > maxLineText {
		s = strings.ToValidUTF8(s[:maxLineText], "")
	}
	if s = trimBlanks(s); tidy(s) { // as nearly all are
		return s
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c > ' ' && c < 0x7f:
			continue
		case c == ' ':
			if s[i+1] != ' ' { // the last one is no space
				continue
			}
		case c >= 0x80 && !suspect(s[i:]):
			continue
		}
		return cleanSlowly(s)
	}
	return s
}

// suspect reports whether a character that is not ASCII may be an odd space, an unseen one, or an accent of its own.
func suspect(s string) bool {
	switch s[0] {
	case 0xc2:
		return len(s) < 2 || s[1] <= 0xa0 || s[1] == 0xad
	case 0xcc, 0xcd:
		return true
	case 0xd8:
		return len(s) < 2 || s[1] == 0x9c
	case 0xe1:
		return len(s) < 2 || s[1] == 0x9a || s[1] == 0xa0
	case 0xe2:
		return len(s) < 3 || s[1] == 0x80 && (s[2] < 0x90 || s[2] >= 0xa8 && s[2] <= 0xaf) || s[1] == 0x81 && s[2] >= 0x9f
	case 0xe3:
		return len(s) < 3 || s[1] == 0x80 && s[2] == 0x80 || s[1] == 0x82 && (s[2] == 0x99 || s[2] == 0x9a)
	case 0xef:
		return len(s) < 3 || s[1] == 0xbb && s[2] == 0xbf
	case 0xf3:
		return true
	}
	return false
}

func cleanSlowly(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space, marks := false, false
	last := rune(0)
	for _, r := range s {
		switch {
		case r > ' ' && r < 0x7f: // as most are
		case r == ' ' || r == '\t' || r > 0x7f && unicode.IsSpace(r) || r == 0x200b:
			// a zero-width space may part words and may not: it parts none in what people type
			space = space || r != 0x200b
			continue
		case unseen(r, last):
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		marks = marks || r >= 0x300 && r < 0x370 || r == 0x3099 || r == 0x309a
		b.WriteRune(r)
		last = r
	}
	if marks {
		return norm.NFC.String(b.String())
	}
	return b.String()
}

// unseen reports whether a character shows nothing. A joiner between emoji is part of them.
func unseen(r, last rune) bool {
	switch {
	case r == 0x200d:
		return last < 0x2190
	case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xad, r == 0x61c, r == 0x180e, r == 0xfeff:
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r >= 0xe0000 && r <= 0xe007f:
		return true
	}
	return false
}

// withoutImages drops the stand-ins for pictures and the link targets that mail programs put into plain text:
// "[cid:image001.png@01D…]", "[image: logo]", "Outlook<https://…>".
func withoutImages(s string) string {
	if strings.IndexByte(s, '[') < 0 && strings.IndexByte(s, '<') < 0 {
		return s
	}
	var out []byte
	from := 0 // what stands before it has been copied
	for i := 0; i < len(s); i++ {
		if s[i] != '[' && s[i] != '<' {
			continue
		}
		n := standIn(s[i:])
		if n == 0 || s[i] == '<' && n == len(s) {
			continue // alone on its line a link is a word
		}
		out = append(out, s[from:i]...)
		out = append(out, ' ')
		i += n - 1
		from = i + 1
	}
	if from == 0 {
		return s
	}
	return cleanLine(string(append(out, s[from:]...)))
}

// standIn returns the length of the stand-in that s begins with, 0 if it is none.
func standIn(s string) int {
	for _, mark := range [...]string{"[cid:", "[image:", "<http://", "<https://", "<mailto:", "<tel:"} {
		if strings.HasPrefix(s, mark) {
			end := strings.IndexByte(s[:min(len(s), maxStandIn)], closing(mark[0]))
			return end + 1
		}
	}
	return 0
}

func closing(c byte) byte {
	if c == '[' {
		return ']'
	}
	return '>'
}
