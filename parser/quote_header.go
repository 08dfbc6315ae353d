package parser

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"
)

// separator looks whether line i parts a mail from an earlier one: "-----Original Message-----", a rule above a header block,
// "Begin forwarded message:".
func separator(lines []Line, i int) (end int, forwarded bool, why Cause) {
	text := lines[i].Text
	inner, rule := dashed(text)
	if !rule && (!markFirst[text[0]] || len(text) > maxMark/2 || latin(text[0]) && !(forwardMarks.mayStart(text) || originalMarks.mayStart(text) || aboveMarks.mayStart(text))) || len(text) > 2*maxMark {
		return i, false, unsaid
	}
	var buf [maxMark]byte
	words := strings.Trim(string(lowerInto(buf[:0], inner)), " \t*:：.-#=")
	switch {
	case rule && inner == "":
		at := i + 1
		for n := 0; at < len(lines) && lines[at].Blank() && n < 2; n++ {
			at++
		}
		if end, _ := headerBlock(lines, at, true); end > at {
			return i + 1, false, byRule
		}
	case words == "" || len(words) > maxMark:
	case rule && forwardMarks.in(words):
		return i + 1, true, byForwardMark
	case rule && originalMarks.in(words):
		return i + 1, false, byOriginalMark
	case rule && aboveMarks.in(words), aboveMarks.starts(words):
		return i + 1, false, byReplyAbove
	case rule && len(words) < 60:
		if end, _ := headerBlock(lines, i+1, true); end > i+1 {
			return i + 1, false, byRule
		}
		if strings.Contains(words, "@") || wroteWords.in(words) { // Zimbra: ----- On Monday, Ana wrote: -----
			if end, certain := attribution(lines, i); end > i && certain {
				return end, false, byRule
			}
		}
	case len(words) < 60 && (strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：")) && forwardMarks.starts(words):
		return i + 1, true, byForwardMark
	case len(words) < 40 && originalMarks.starts(words):
		if end, _ := headerBlock(lines, i+1, true); end > i+1 {
			return i + 1, false, byOriginalMark
		}
	}
	return i, false, unsaid
}

// dashed takes the dashes off both ends of a line. rule says that there were at least three of them at the begin.
func dashed(s string) (inner string, rule bool) {
	n := 0
	inner = s
	for inner != "" {
		r, size := utf8.DecodeRuneInString(inner)
		if !dash(r) {
			break
		}
		inner = inner[size:]
		n++
	}
	if n < 3 {
		return s, false
	}
	for inner != "" {
		r, size := utf8.DecodeLastRuneInString(inner)
		if !dash(r) && r != ' ' {
			break
		}
		inner = inner[:len(inner)-size]
	}
	return strings.TrimSpace(inner), true
}

func dash(r rune) bool {
	switch r {
	case '-', '_', '=', '*', '#', '~', '‐', '‑', '–', '—', '─', '━', '―', '＿', '－':
		return true
	}
	return false
}

// headerBlock looks whether a block of "From: … Sent: … Subject: …" begins at line i and returns its end, else i. Inside of a
// place where one is expected two lines are enough; elsewhere it must say from whom, and when or about what.
func headerBlock(lines []Line, i int, expected bool) (end int, kinds headerKind) {
	if i >= len(lines) || lines[i].Depth > 0 {
		return i, 0
	}
	first, value := headerLine(lines[i].Text)
	if first == 0 || first&otherKind != 0 {
		return i, 0
	}
	address := strings.Contains(value, "@")
	kinds = first
	count, odd, blanks := 1, 0, 0 // header lines; other lines and blank ones since the last of them
	open := blankText(value)      // the value stands in the next line
	end = i + 1
	for j := i + 1; j < len(lines) && j < i+maxHeaderBlock && lines[j].Depth == 0; j++ {
		text := lines[j].Text
		if text == "" {
			if blanks++; blanks > 1 && !open || count >= 3 && kinds&subjectKind != 0 && !open {
				break
			}
			continue
		}
		kind, value := headerLine(text)
		if kind == 0 {
			if open {
				end, open, blanks = j+1, false, 0
				address = address || strings.Contains(text, "@")
				continue
			}
			if odd++; odd > 3 {
				break
			}
			continue
		}
		if kind != otherKind && kind&kinds&^toKind == kind {
			break // a second From: another mail
		}
		kinds |= kind
		count++
		odd, blanks, open = 0, 0, blankText(value)
		end = j + 1
		address = address || strings.Contains(value, "@")
	}
	// a subject or list of addresses may go on in the next line
	for n := 0; n < 3 && end < len(lines) && !lines[end].Blank() && strings.Contains(lines[end].Text, "@") && lines[end].Depth == 0 && kinds&subjectKind == 0; n++ {
		end++
	}
	switch {
	case expected && count >= 2:
		return end, kinds
	case kinds&fromKind != 0 && kinds&(dateKind|subjectKind) != 0 && (address || count >= 3):
		return end, kinds
	case kinds&fromKind != 0 && kinds&toKind != 0 && address:
		return end, kinds
	}
	return i, 0
}

func blankText(s string) bool { return strings.Trim(s, " *_") == "" }

// headerLine returns the kind of a line such as "From: Ana", and what stands behind the colon; 0 if it is none.
func headerLine(s string) (headerKind, string) {
	if s == "" || !headerFirst[s[0]] {
		return 0, ""
	}
	head := s[:min(len(s), 40)]
	n, width := strings.IndexByte(head, ':'), 1
	if strings.IndexByte(head, wideColon[0]) >= 0 {
		if wide := strings.Index(head, wideColon); wide >= 0 && (n < 0 || wide < n) {
			n, width = wide, len(wideColon)
		}
	}
	if n <= 0 || !headerLast[s[n-1]] {
		return 0, ""
	}
	var buf [48]byte
	kind, ok := headerNames[string(lowerInto(buf[:0], strings.Trim(s[:n], headerTrim)))]
	if !ok {
		return 0, ""
	}
	return kind, s[n+width:]
}

const wideColon = "："

// lowerInto appends s in lower case.
func lowerInto(buf []byte, s string) []byte {
	n := len(buf)
	buf = append(buf, s...)
	for ; len(buf)-n >= 8; n += 8 {
		w := eightOf(buf[n:])
		if w&tops != 0 {
			break
		}
		binary.LittleEndian.PutUint64(buf[n:], w|capitalsOf(w)>>2)
	}
	from := len(buf) - len(s)
	for i := n; i < len(buf); i++ {
		switch c := buf[i]; {
		case 'A' <= c && c <= 'Z':
			buf[i] = c | 0x20
		case c >= 0xc3 && c < 0xe0:
			return lowerLetters(buf[:i], s[i-from:])
		}
	}
	return buf
}

// lowerLetters does so where there are letters with case beyond ASCII: those that occur here have two bytes.
func lowerLetters(buf []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c |= 0x20
		case c >= 0xc3 && c < 0xe0:
			r, n := utf8.DecodeRuneInString(s[i:])
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
			i += n - 1
			continue
		}
		buf = append(buf, c)
	}
	return buf
}
