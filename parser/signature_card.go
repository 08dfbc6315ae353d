package parser

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A card is the end of a mail that has no closing above it: a name, and below it where and when its bearer is reached. The days
// on which somebody works look like an answer, and are none.

const (
	maxCardLines = 8
	maxCardLine  = 120 // bytes
)

// hoursStarts begin a line that says when somebody works, whatever is asked.
var hoursStarts = bookOf("mail hours")

// markWords are about marks that are lost where a text is read: bold type, colours.
var markWords = bookOf("mail mark")

// card returns where the card at the end of the lines of a class begins, -1 if there is none with days in it. With names it is
// that of their bearer, and need not stand apart from what is above it.
func card(lines []Line, class Class, names []string) int {
	if !hasCardName(lines, class) { // most mails end here, before anything costs
		return -1
	}
	days := false
	for i, n := len(lines)-1, 0; i >= 0; i-- {
		l := &lines[i]
		if l.Blank() || l.Class != class && n == 0 {
			continue
		}
		if n++; l.Class != class || n > maxCardLines || len(l.Text) > maxCardLine {
			return -1
		}
		switch apart := i == 0 || lines[i-1].Blank() || lines[i-1].Class != class; {
		case cardName(l.Text) != "":
			days = days || hoursTail(l.Text)
			if days && (names == nil && apart || ownCard(cardName(l.Text), names)) {
				return i
			}
		case hoursLine(l.Text):
			days = true
		case !contact(l.Text):
			return -1
		}
	}
	return -1
}

// hasCardName reports a name at the begin of one of the last lines.
func hasCardName(lines []Line, class Class) bool {
	for i, n := len(lines)-1, 0; i >= 0 && n <= maxCardLines; i-- {
		l := &lines[i]
		if l.Blank() || l.Class != class && n == 0 {
			continue
		}
		if n++; l.Class != class || len(l.Text) > maxCardLine {
			return false
		}
		if cardName(l.Text) != "" {
			return true
		}
	}
	return false
}

// cardName returns the name that a line begins with, in lower case: two to four words with capitals, or initials and a word.
func cardName(s string) string {
	s = strings.TrimLeft(s, "-–—/~*_ ")
	if r, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(r) { // as many lines begin
		return ""
	}
	head := s
	if i := strings.IndexFunc(s, endsName); i > 0 {
		if head = s[:i]; strings.TrimSpace(s[i+1:]) == "" { // "Hi Ben,"
			return ""
		}
	}
	head = strings.TrimSpace(head)
	words, last := 0, ""
	for last = range strings.FieldsSeq(head) {
		if r, _ := utf8.DecodeRuneInString(last); !unicode.IsUpper(r) { // most lines end here
			return ""
		}
		words++
	}
	if words < 2 || words > maxNameWords || !nameLike(head, maxNameWords) || strings.HasPrefix(s[len(head):], ":") {
		return ""
	}
	for w := range strings.FieldsSeq(head) {
		if slotWord(lower(strings.Trim(w, ".-"))) {
			return ""
		}
	}
	if utf8.RuneCountInString(strings.Trim(last, ".")) < 2 || len(Times(Tokens(head, nil), nil)) > 0 {
		return ""
	}
	return lower(head)
}

// endsName reports a sign that may stand behind a name.
func endsName(r rune) bool {
	switch r {
	case ',', '|', '(', '·', '•', '/', ':', ';':
		return true
	}
	return false
}

// ownCard reports whether a name is the sender's: one of its words is.
func ownCard(name string, names []string) bool {
	for w := range strings.FieldsSeq(name) {
		for _, n := range names {
			if len(w) > 2 && plainWord(w) == plainWord(n) {
				return true
			}
		}
	}
	return false
}

// hoursTail reports whether there are days behind the name that a line begins with.
func hoursTail(s string) bool {
	i := strings.IndexAny(s, ",|(·•/;")
	return i > 0 && cardName(s) != "" && hoursLine(strings.TrimRight(s[i+1:], ") "))
}

// hoursLine reports whether a line has nothing but days or hours of the week in it, or says that it is about them.
func hoursLine(s string) bool {
	tokens := Tokens(s, nil)
	exprs := Times(tokens, nil)
	if hoursStarts.starts(bare(lower(s), "*_ [(<-–")) {
		return true
	}
	if len(exprs) == 0 || datedLine(s) {
		return false
	}
	at := 0
	for i := range tokens {
		for at < len(exprs) && i >= exprs[at].To {
			at++
		}
		if (at == len(exprs) || i < exprs[at].From) && tokens[i].Kind == TokenWord && utf8.RuneCountInString(tokens[i].Text) > 3 {
			return false
		}
	}
	return true
}

// cards marks the card of the sender at the end of what was written.
func cards(lines []Line, names []string) {
	if from := card(lines, unclassed, names); from >= 0 && len(names) > 0 && wrote(lines[:from], unclassed) {
		markRest(lines[from:], Signature, byName)
	}
}

// wrote reports whether there is text of a class in the lines.
func wrote(lines []Line, class Class) bool {
	for i := range lines {
		if lines[i].Class == class && !lines[i].Blank() {
			return true
		}
	}
	return false
}

// unsure returns a line that leaves open what is an answer, "" if none does: the card of somebody else, hours of work, or words
// about bold type or colours beside a list of slots that was copied.
func unsure(lines []Line, pieces []piece) string {
	if from := card(lines, Written, nil); from >= 0 && wrote(lines[:from], Written) {
		return lines[from].Text
	}
	rows := 0
	for i := range pieces {
		p := &pieces[i]
		if id, _ := numberedLine(p.text); id > 0 {
			rows++
		} else if len(p.text) <= maxCardLine && strings.IndexByte(p.text, ':') > 0 && hoursStarts.starts(bare(lower(p.text), "*_ [(<-–")) {
			return p.text
		}
	}
	if rows < 2 {
		return ""
	}
	for i := range pieces {
		p := &pieces[i]
		if id, _ := numberedLine(p.text); id == 0 && len(p.text) <= maxCardLine && markWords.in(lower(p.text)) {
			return p.text
		}
	}
	return ""
}
