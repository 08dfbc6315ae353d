package parser

import "strings"

// What is read, and where it stands.
//
// Only written lines are read. A written line right under a quoted slot line is about that slot unless it names others. Two
// things in quoted text are the sender's as well: a box ticked in a slot line, and a verdict typed at the end of one.

// wrapAt is the length from which a line may be one that was wrapped by the sender's program.
const wrapAt = 58

// pieces puts the written lines of a mail together.
func (g *grammar) pieces(lines []Line) (out []piece) {
	out = g.room.pieces[:0]
	defer func() { g.room.pieces = out }()
	offered := func(i int) int {
		if i < 0 || i >= len(lines) || lines[i].Class == Written {
			return -1
		}
		id, _ := numberedLine(lines[i].Text)
		return g.index(id)
	}
	prev := -2
	for i := range lines {
		l := &lines[i]
		if l.Class != Written || l.Blank() {
			continue
		}
		slot := offered(int(l.Under))
		if n := len(out); n > 0 && prev == i-1 && out[n-1].slot == slot && wrapped(lines[i-1].Text, l.Text) {
			out[n-1].text += " " + l.Text
			prev = i
			continue
		}
		out = append(out, piece{text: l.Text, line: i, slot: slot})
		prev = i
	}
	marks := 0
	for i := range out {
		if marked(out[i].text) {
			marks++
		}
	}
	g.signed = marks > 1
	rows, beside := 0, []piece(nil)
	for i := range lines {
		l := &lines[i]
		if l.Depth > 1 || l.Class != Quoted || l.Blank() {
			continue
		}
		id, rest := numberedLine(l.Text)
		if id == 0 { // as most are
			continue
		}
		slot := g.index(id)
		if slot < 0 {
			continue
		}
		rows++
		if boxLine(l.Text) {
			out = append(out, piece{text: "✓", line: i, slot: slot})
		} else if l.Typed() != "" {
			out = append(out, piece{text: l.Typed(), line: i, slot: slot})
		} else if verdict := g.beside(rest); verdict != "" {
			beside = append(beside, piece{text: verdict, line: i, slot: slot})
		}
	}
	if len(beside) > 1 && len(beside) == rows && alike(beside) {
		return out // the letter has it in every row
	}
	return append(out, beside...)
}

// marked reports a line that is a number and a sign, "2 +" or "3 -".
func marked(line string) bool {
	end := strings.TrimSpace(line)
	for _, sign := range [...]string{"+", "-", "–"} {
		if strings.HasSuffix(end, sign) { // as few do
			return len(line) > 1 && strings.Trim(line, "0123456789 #.") == sign
		}
	}
	return false
}

// alike reports pieces that all say the same.
func alike(pieces []piece) bool {
	for _, p := range pieces {
		if !strings.EqualFold(p.text, pieces[0].text) {
			return false
		}
	}
	return true
}

// beside returns the verdict at the end of a quoted slot line, after its time, or "".
func (g *grammar) beside(rest string) string {
	if rest == "" || digit(rest[len(rest)-1]) { // it ends in its time, as nearly all do
		return ""
	}
	tokens := Tokens(rest, nil)
	exprs := Times(tokens, nil)
	if len(exprs) == 0 {
		return ""
	}
	from := exprs[len(exprs)-1].To
	if from < len(tokens) && tokens[from].Text == ":" && !tokens[from].Space {
		return "" // our acknowledgement: "10:00-10:45: yes"
	}
	verdict := false
	for i := from; i < len(tokens); {
		n := 1
		if tokens[i].Kind != TokenPunct {
			n = 0
		}
		g.lex.walk(tokens, i, func(entries []entry, length int) {
			for _, e := range entries {
				v := e.meaning >= mYes && e.meaning <= mDecline
				if v || e.meaning == mFill || e.meaning == mHello {
					n = length
					verdict = verdict || v
				}
			}
		})
		if n == 0 {
			return ""
		}
		i += n
	}
	if !verdict {
		return ""
	}
	return rest[tokens[from].From:]
}

// wrapped reports whether a line goes on in the next: it is long and has no end, or it ends in the middle of a list.
func wrapped(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	last := a[len(a)-1]
	switch last {
	case '.', '!', '?', ':', ';':
		return false
	case ',', '&', '+', '(':
		if marked(a) && marked(b) {
			return false
		}
		return len(a) >= wrapAt || last != ',' && !bullet(b) || last == ',' && !bullet(b) && !greeting(a)
	}
	if bullet(b) {
		return len(a) >= wrapAt && (endsIn(b) || clockFirst(b)) && !bullet(a)
	}
	word := strings.LastIndexByte(a, ' ') + 1
	return len(a) >= wrapAt || word > 3 && goesOn[strings.ToLower(a[word:])]
}

// goesOn holds the words that no line ends in: "1, 2 and".
var goesOn = wordsOf("goes on")

// greeting reports a line that may be a greeting: short, and it ends in a comma.
func greeting(s string) bool {
	return !strings.ContainsAny(s, "0123456789")
}

// bullet reports a line that begins an item of a list.
func bullet(s string) bool {
	switch s[0] {
	case '-', '*', '+', '[', '(', '>':
		return true
	}
	if strings.HasPrefix(s, "•") || strings.HasPrefix(s, "☐") || strings.HasPrefix(s, "☑") || strings.HasPrefix(s, "–") {
		return true
	}
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return i > 0 && i < len(s) && (s[i] == '.' || s[i] == ')' || s[i] == ':')
}

// endsIn reports a line that begins with the number and the full stop in which the sentence before it ends, "the keys to cellar" and
// below it "4. See you". A list begins with 1.
func endsIn(s string) bool {
	i := 0
	for i < len(s) && digit(s[i]) {
		i++
	}
	if i == 0 || i == len(s) || s[i] != '.' || s[:i] == "1" {
		return false
	}
	rest := strings.TrimLeft(s[i+1:], " ")
	return rest == "" || rest[0] >= 'A' && rest[0] <= 'Z'
}

// clockFirst reports a line that begins with an hour, "Could we do Monday, October 4, at" and below it "17:30 instead?"
func clockFirst(s string) bool {
	i := strings.IndexByte(s, ':')
	return i > 0 && i < 3 && i+1 < len(s) && digit(s[i+1])
}

// numberedLine returns the slot number that a line of a letter of ours begins with, after a box or a bullet, and what follows; 0 if
// it is no such line.
func numberedLine(s string) (id int, rest string) {
	if s == "" || latin(s[0]) {
		return 0, ""
	}
	if !digit(s[0]) { // as most have
		s = strings.TrimLeft(s, " \t-*>|•")
	}
	if strings.HasPrefix(s, "[") || strings.HasPrefix(s, "(") {
		if i := strings.IndexAny(s, "])"); i > 0 && i <= 5 {
			s = strings.TrimLeft(s[i+1:], " ")
		}
	}
	for _, b := range [...]string{"☐", "☑", "☒", "✓", "✔", "✅", "□"} {
		if s == "" || s[0] < 0x80 {
			break
		}
		s = strings.TrimLeft(strings.TrimPrefix(s, b), " ")
	}
	i := 0
	for i < len(s) && i < 3 && s[i] >= '0' && s[i] <= '9' {
		id = id*10 + int(s[i]-'0')
		i++
	}
	if i == 0 || i+1 >= len(s) || s[i] != '.' && s[i] != ')' || s[i+1] != ' ' {
		return 0, ""
	}
	return id, s[i+2:]
}

// boxLine reports a line that begins with a ticked box.
func boxLine(s string) bool {
	if s != "" && (digit(s[0]) || latin(s[0])) {
		return false
	}
	s = strings.TrimLeft(s, " \t-*>|•")
	for _, b := range [...]string{"☑", "☒", "✅", "✓", "✔"} {
		if strings.HasPrefix(s, b) {
			return true
		}
	}
	if len(s) < 3 || s[0] != '[' && s[0] != '(' {
		return false
	}
	i := strings.IndexAny(s, "])")
	if i < 0 || i > 6 {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(s[1:i])) {
	case "x", "v", "y", "✓", "✔", "✗", "✘", "×", "*", "+", "yes", "✅":
		return true
	}
	return false
}
