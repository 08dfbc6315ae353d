package parser

import (
	"strings"
)

// looksLikeLetter reports whether lines offer slots as our letters do: "N. " and a span of time.
func looksLikeLetter(lines []Line) bool {
	for i := range lines[:min(len(lines), maxLook)] {
		if lines[i].Depth == 0 && slotLine(lines[i].Text) {
			return true
		}
	}
	return false
}

// slotLine reports whether a line is shaped like a slot in our letters: a number, a period, a span of time.
func slotLine(s string) bool {
	if strings.HasPrefix(s, "[") {
		if i := strings.IndexByte(s, ']'); i > 0 && i < 5 {
			s = strings.TrimLeft(s[i+1:], " ")
		}
	}
	n := 0
	for n < len(s) && digit(s[n]) {
		n++
	}
	if n == 0 || n > 2 || n+2 > len(s) || s[n] != '.' || s[n+1] != ' ' {
		return false
	}
	clocks := 0
	for rest := s[n+1:]; len(rest) > 3 && clocks < 2; {
		i := strings.IndexByte(rest, ':')
		if i < 0 {
			i = strings.IndexByte(rest, '.')
		}
		if i < 1 || i+2 >= len(rest) {
			break
		}
		if digit(rest[i-1]) && digit(rest[i+1]) && digit(rest[i+2]) {
			clocks++
		}
		rest = rest[i+1:]
	}
	return clocks == 2
}

// sameSlot reports whether a line of a letter says the time of the slot line above it once more, in another zone.
func sameSlot(s string) bool { return strings.HasPrefix(s, "= ") }

// inserted gives back to the sender what stands between the slots of an earlier mail that is not marked line by line: our letters
// have nothing there. Below the last one it must be short, and something must stand below the one before.
func inserted(lines []Line) {
	answered := false
	for i := range lines {
		if l := &lines[i]; l.Why == byOriginal && l.Depth == 1 && l.Typed() != "" && l.Typed() == l.Text {
			l.Class, l.Why, l.Depth = Written, unsaid, 0 // in a colour of its own
			continue
		}
		if lines[i].Why != byOriginal || lines[i].Depth != 1 || !slotLine(lines[i].Text) {
			continue
		}
		j := i + 1
		if j < len(lines) && sameSlot(lines[j].Text) {
			j++
		}
		from := skipBlank(lines, j)
		to := from
		for to < len(lines) && to < from+maxAttribution && lines[to].Why == byOriginal && !lines[to].Blank() && len(lines[to].Text) <= maxMark && !slotLine(lines[to].Text) {
			to++
		}
		next := skipBlank(lines, to)
		between := next < len(lines) && slotLine(lines[next].Text) && lines[next].Why == byOriginal
		below := answered && from == j && to > from && len(lines[from].Text) <= 40 && !strings.Contains(lines[from].Text, ":")
		if below && !between {
			to = from + 1
		}
		if answered = between && to > from; !answered && !below {
			continue
		}
		for k := from; k < to; k++ {
			lines[k].Class, lines[k].Why, lines[k].Depth = Written, unsaid, 0
		}
	}
}

// skipBlank returns the next line with text from i on, or the one behind maxBlanks blank ones.
func skipBlank(lines []Line, i int) int {
	for n := 0; i < len(lines) && lines[i].Blank() && n < maxBlanks; n++ {
		i++
	}
	return i
}

// unmarkedLetter finds a letter of ours that stands below the answer without any mark at all: its slots, above them a line with the
// title of the event, below them more text.
func unmarkedLetter(lines []Line, title string) {
	if len(title) < 3 {
		return
	}
	slots, start := -1, -1
	for i := range lines {
		if l := &lines[i]; l.Class == unclassed && slotLine(l.Text) && l.Text[0] != '[' {
			slots = i
			break
		}
	}
	answer := true // we are in the first paragraph, which is the answer if the title comes again
	for i := 0; i < slots; i++ {
		l := &lines[i]
		if l.Class == unclassed && len(l.Text) > len(title) && strings.Contains(lower(l.Text), title) {
			start = i
			if !answer {
				break
			}
		}
		answer = answer && (!l.Blank() || i == 0 || lines[i-1].Blank() && start < 0)
	}
	if start < 0 {
		return
	}
	below := 0
	for i := slots + 1; i < len(lines); i++ {
		if t := lines[i].Text; t != "" && lines[i].Class == unclassed && !slotLine(t) && !sameSlot(t) {
			below++
		}
	}
	if below < 3 {
		return
	}
	for start > 0 && !lines[start-1].Blank() && lines[start-1].Class == unclassed {
		start--
	}
	for i := start; i < len(lines); i++ {
		if lines[i].Class == unclassed {
			lines[i].Class, lines[i].Why, lines[i].Depth = Quoted, byOriginal, 1
		}
	}
	inserted(lines[start:])
}
