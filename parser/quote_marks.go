package parser

import (
	"strings"
)

// bars finds quote marks other than ">": a bar before each line, or the initials of who is quoted ("AB> ").
func bars(lines []Line) {
	count, table := 0, 0
	initials := ""
	for i := range lines {
		t := lines[i].Text
		if strings.HasPrefix(t, "|---") && strings.HasSuffix(t, "->") {
			notesHeader(lines[i:])
			return
		}
		if lines[i].Depth > 0 || t == "" {
			continue
		}
		if t[0] == '|' {
			count++
			if strings.Count(t, "|") > 2 || len(t) > 1 && strings.HasSuffix(t, "|") {
				table++
			}
		} else if n := initialMark(t); n > 0 && initials == "" {
			same := 0
			for j := i; j < len(lines) && j < i+maxLook; j++ {
				if strings.HasPrefix(lines[j].Text, t[:n]) {
					same++
				}
			}
			if same >= 3 {
				initials = t[:n]
			}
		}
	}
	if count < 2 || table*2 > count {
		count = 0
	}
	if count == 0 && initials == "" {
		return
	}
	for i := range lines {
		l := &lines[i]
		if count > 0 && l.Depth == 0 && strings.HasPrefix(l.Text, "|") {
			for strings.HasPrefix(l.Text, "|") {
				l.Text = strings.TrimLeft(l.Text[1:], " ")
				l.Depth++
			}
		}
		if initials != "" && strings.HasPrefix(l.Text, initials) {
			l.Text = strings.TrimLeft(l.Text[len(initials):], " ")
			l.Depth++
		}
	}
}

// notesHeader marks the table that old Notes clients draw above the mail they answer, whose rules look like quote marks.
func notesHeader(lines []Line) {
	for i := range lines {
		l := &lines[i]
		if l.Depth == 0 && !strings.HasPrefix(l.Text, "|") && (!l.Blank() || i+1 == len(lines) || lines[i+1].Depth == 0 && !strings.HasPrefix(lines[i+1].Text, "|")) {
			return
		}
		l.Class, l.Why, l.Depth = Header, byNotesHeader, 0
	}
}

// initialMark returns the length of a mark such as "Ana> " or "AB>" at the begin of s.
func initialMark(s string) int {
	n := 0
	for n < len(s) && n < 12 && latin(s[n]) {
		n++
	}
	if n > 0 && n < len(s) && s[n] == '>' {
		return n + 1
	}
	return 0
}

// rewrapped marks the ends of long quoted lines that a mail program has broken without marking them again.
func rewrapped(lines []Line) {
	for i := 1; i+1 < len(lines); i++ {
		l, before, after := &lines[i], &lines[i-1], &lines[i+1]
		if l.Class == unclassed && !l.Blank() && before.Why == byQuoteMark && after.Depth == before.Depth &&
			len(before.Text) >= 66 && len(l.Text) < len(before.Text) && !slotLine(before.Text) && !slotLine(after.Text) {
			l.Class, l.Why, l.Depth = Quoted, byRewrapping, before.Depth
		}
	}
}

// armour marks what OpenPGP puts around a text (RFC 9580 section 7) and takes its dash escapes off. A text that it hides cannot
// be read.
func armour(lines []Line) (problem Problem) {
	signed, block := false, false
	last := -1 // line that ends the last file in uuencode; not looked for yet
	for i := 0; i < len(lines); i++ {
		l := &lines[i]
		if block {
			l.mark(Footer, byArmour)
			block = !strings.HasPrefix(l.Text, "-----END PGP ")
			continue
		}
		if l.Depth == 0 && uuencoded(l.Text) {
			if last < 0 {
				last = lastEnd(lines)
			}
			if i < last {
				for ; lines[i].Text != "end"; i++ {
					lines[i].mark(Footer, byUuencode)
				}
				lines[i].mark(Footer, byUuencode)
				continue
			}
		}
		if l.Depth > 0 || len(l.Text) < 3 || l.Text[0] != '-' {
			continue
		}
		switch {
		case strings.HasPrefix(l.Text, "-----BEGIN PGP SIGNED MESSAGE-----"):
			signed = true
			for ; i < len(lines) && !lines[i].Blank(); i++ {
				lines[i].mark(Header, byArmour)
			}
		case strings.HasPrefix(l.Text, "-----BEGIN PGP "):
			if strings.Contains(l.Text, "PGP MESSAGE") {
				problem = Encrypted
			}
			block = true
			l.mark(Footer, byArmour)
		case signed && strings.HasPrefix(l.Text, "- "):
			l.Text = l.Text[2:]
		}
	}
	return problem
}

// lastEnd returns the last line that ends a file in uuencode, 0 if none does.
func lastEnd(lines []Line) int {
	i := len(lines) - 1
	for i > 0 && lines[i].Text != "end" {
		i--
	}
	return i
}

// uuencoded reports whether a line begins a file that was put into the text.
func uuencoded(s string) bool {
	return len(s) > 10 && strings.HasPrefix(s, "begin ") && digit(s[6]) && digit(s[7]) && digit(s[8]) && s[9] == ' '
}
