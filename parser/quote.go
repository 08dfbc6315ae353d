package parser

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxAttribution = 4   // lines that a wrapped attribution may have
	maxWrapped     = 120 // bytes of a line that may have been wrapped
	maxBlanks      = 8   // blank lines that may part what belongs together
	maxHeaderBlock = 24  // lines of a header block
	maxCandidate   = 500 // bytes of a line that is looked at as an attribution or mark
	maxLook        = 60  // lines in which a letter with slots is recognised
	maxMark        = 150 // bytes of a line such as "-----Original Message-----"
)

// classify gives each line its class. The lines come with their depth of quoting and what the markup said.
// title is that of the event if the mail answers another, "" if it does not.
func classify(lines []Line, names []string, title string) (problem Problem, forward bool) {
	problem = armour(lines)
	bars(lines)
	forward = originals(lines)
	inserted(lines)
	unmarkedLetter(lines, title)
	rewrapped(lines)
	for i := 0; i < len(lines); {
		if lines[i].Class != "" {
			i++
			continue
		}
		j := i
		for j < len(lines) && lines[j].Class == "" {
			j++
		}
		sign(lines[i:j], names, i > 0)
		i = j
	}
	above := -1
	for i := range lines {
		l := &lines[i]
		if l.Class == "" {
			l.Class = Written
		}
		l.Under = -1
		switch l.Class {
		case Quoted:
			if !l.Blank() && !(above >= 0 && sameSlot(l.Text) && slotLine(lines[above].Text)) {
				above = i
			}
		case Written:
			l.Under, l.Typed = above, ""
		}
	}
	return problem, forward
}

func (l *Line) mark(c Class, why string) {
	if l.Class == "" || l.Why == "" {
		l.Class, l.Why = c, why
	}
}

// originals marks what was not written now but before: quoted lines, the attribution or header above them, and a whole earlier
// mail below such a line.
func originals(lines []Line) (forward bool) {
	below := 0 // how many mails down we are, as far as they are not marked line by line
	class, why := Quoted, "original"
	for i := 0; i < len(lines); {
		l := &lines[i]
		if l.Depth > 0 || below > 0 {
			if below > 0 && l.Depth == 0 && !l.Blank() {
				if end, o := original(lines, i); end > i && !o.quotedBelow { // a mail inside of the mail
					below++
					for ; i < end; i++ {
						lines[i].Class, lines[i].Why, lines[i].Depth = o.class, o.why, below
					}
					continue
				}
			}
			switch {
			case l.Class == Attribution && l.Why == "":
				l.Why = "markup"
			case l.Depth > 0:
				l.Class, l.Why = class, "quote-mark"
			default:
				l.Class, l.Why = class, why
			}
			l.Depth += below
			i++
			continue
		}
		if l.Why == "notes-header" {
			for ; i < len(lines) && lines[i].Why == "notes-header"; i++ {
			}
			below++
			continue
		}
		if l.Class != "" && l.Class != Header {
			if l.Why == "" {
				l.Why = "markup"
			}
			i++
			continue
		}
		if l.Blank() {
			i++
			continue
		}
		end, o := original(lines, i)
		if end == i {
			if l.Class == Header && l.Why == "" {
				l.Class = "" // marked as a header by the markup, but none
			}
			i++
			continue
		}
		forward = forward || o.forwarded
		for ; i < end; i++ {
			lines[i].Class, lines[i].Why = o.class, o.why
		}
		if o.forwarded {
			class, why = Forwarded, "forwarded"
		}
		if !o.quotedBelow {
			below++
		}
	}
	return forward
}

// opening is what stands above an earlier mail.
type opening struct {
	class       Class
	why         string
	forwarded   bool
	quotedBelow bool // the earlier mail is marked line by line
}

// original looks whether an earlier mail begins at line i, and returns where the lines that say so end; i if none begins.
func original(lines []Line, i int) (end int, o opening) {
	text := lines[i].Text
	if len(text) > maxCandidate {
		if n := attributionPrefix(text); n > 0 {
			return i + 1, opening{class: Attribution, why: "attribution"}
		}
		return i, o
	}
	if end, forwarded, why := separator(lines, i); end > i {
		o = opening{class: Header, why: why, forwarded: forwarded}
		at := end
		for n := 0; at < len(lines) && lines[at].Blank() && n < maxBlanks; n++ {
			at++
		}
		if blockEnd, _ := headerBlock(lines, at, true); blockEnd > at {
			end = blockEnd
		} else if at < len(lines) && lines[at].Depth == 0 && len(lines[at].Text) <= maxCandidate {
			if n, _ := attribution(lines, at); n > at {
				end = n
			}
		}
		o.quotedBelow = quotedNext(lines, end)
		return end, o
	}
	if end, _ := headerBlock(lines, i, lines[i].Class == Header); end > i {
		return end, opening{class: Header, why: "header-block", quotedBelow: quotedNext(lines, end)}
	}
	if end, certain := attribution(lines, i); end > i {
		marked := quotedNext(lines, end)
		if marked || certain || looksLikeLetter(lines[end:]) {
			return end, opening{class: Attribution, why: "attribution", quotedBelow: marked}
		}
	}
	if attributionPrefix(text) > 0 {
		return i + 1, opening{class: Attribution, why: "attribution"}
	}
	return i, o
}

// quotedNext reports whether the next line with text is marked as quoted.
func quotedNext(lines []Line, i int) bool {
	for n := 0; i < len(lines) && n < maxBlanks; n++ {
		if lines[i].Depth > 0 {
			return true
		}
		if !lines[i].Blank() {
			return false
		}
		i++
	}
	return false
}

// separator looks whether line i parts a mail from an earlier one: "-----Original Message-----", a rule above a header block,
// "Begin forwarded message:".
func separator(lines []Line, i int) (end int, forwarded bool, why string) {
	text := lines[i].Text
	inner, rule := dashed(text)
	if !rule && (!markFirst[text[0]] || len(text) > maxMark/2) || len(text) > 2*maxMark {
		return i, false, ""
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
			return i + 1, false, "rule"
		}
	case words == "" || len(words) > maxMark:
	case rule && forwardMarks.in(words):
		return i + 1, true, "forward-mark"
	case rule && originalMarks.in(words):
		return i + 1, false, "original-mark"
	case rule && aboveMarks.in(words), aboveMarks.starts(words):
		return i + 1, false, "reply-above"
	case rule && len(words) < 60:
		if end, _ := headerBlock(lines, i+1, true); end > i+1 {
			return i + 1, false, "rule"
		}
		if strings.Contains(words, "@") || wroteWords.in(words) { // Zimbra: ----- On Monday, Ana wrote: -----
			if end, certain := attribution(lines, i); end > i && certain {
				return end, false, "rule"
			}
		}
	case len(words) < 60 && (strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：")) && forwardMarks.starts(words):
		return i + 1, true, "forward-mark"
	case len(words) < 40 && originalMarks.starts(words):
		if end, _ := headerBlock(lines, i+1, true); end > i+1 {
			return i + 1, false, "original-mark"
		}
	}
	return i, false, ""
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
	head := s[:min(len(s), 40)]
	n, width := strings.IndexByte(head, ':'), 1
	if wide := strings.Index(head, "："); wide >= 0 && (n < 0 || wide < n) {
		n, width = wide, len("：")
	}
	if n <= 0 {
		return 0, ""
	}
	var buf [48]byte
	name := strings.Trim(s[:n], " *_[#") // bold type in plain text
	kind, ok := headerNames[string(lowerInto(buf[:0], name))]
	if !ok {
		return 0, ""
	}
	return kind, s[n+width:]
}

// lowerInto appends s in lower case.
func lowerInto(buf []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c |= 0x20
		case c >= 0xc3 && c < 0xe0: // letters with case beyond ASCII that occur here have two bytes
			r, n := utf8.DecodeRuneInString(s[i:])
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
			i += n - 1
			continue
		}
		buf = append(buf, c)
	}
	return buf
}

// attribution looks whether lines from i on say who wrote what follows: "On Monday, Ana <a@x.test> wrote:". certain says that
// they do even if nothing below is marked as quoted.
func attribution(lines []Line, i int) (end int, certain bool) {
	text := lines[i].Text
	if lines[i].Class == Attribution {
		return i + 1, true
	}
	if strings.HasPrefix(text, ">>>") && strings.HasSuffix(text, ">>>") {
		return i + 1, true
	}
	if !closes(text) && !opens(text) {
		return i, false
	}
	joined := text
	for n := 1; n <= maxAttribution; n++ {
		if closes(joined) {
			f := featuresOf(joined)
			certain = f.wrote && (f.address || f.date) || f.address && f.date && f.clock
			if certain || f.wrote && len(joined) < 200 || f.address && len(joined) < 160 && (f.clock || strings.HasSuffix(strings.TrimRight(joined, ":： "), ">")) || f.date && f.clock && len(joined) < 100 {
				return i + n, certain
			}
			return i, false
		}
		if i+n >= len(lines) || lines[i+n].Blank() || lines[i+n].Depth > 0 || lines[i+n].Class != "" || len(joined) > maxCandidate {
			break
		}
		joined += " " + lines[i+n].Text
	}
	return i, false
}

// closes reports whether a line ends as attributions do.
func closes(s string) bool {
	s = strings.TrimRight(s, " *_-")
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") || strings.HasSuffix(s, "写道") || strings.HasSuffix(s, "> wrote") || strings.HasSuffix(s, ">>>")
}

// opens reports whether a line may be the begin of an attribution that goes on in the next: it names a year or an address.
func opens(s string) bool {
	return len(s) <= maxWrapped && (strings.IndexByte(s, '@') >= 0 || hasYear(s)) && !strings.HasSuffix(s, ".") && !slotLine(s)
}

type features struct{ wrote, address, date, clock bool }

func featuresOf(s string) features {
	return features{
		wrote:   wroteWords.in(lower(s)),
		address: strings.IndexByte(s, '@') > 0,
		date:    hasYear(s) || hasShortDate(s),
		clock:   hasClock(s),
	}
}

// hasYear reports whether a number from 1990 to 2099 stands in s.
func hasYear(s string) bool {
	for _, century := range [...]string{"20", "199"} {
		for at := 0; ; {
			i := strings.Index(s[at:], century)
			if i < 0 {
				break
			}
			i += at
			at = i + 1
			if i+4 <= len(s) && digit(s[i+2]) && digit(s[i+3]) && (i == 0 || !digit(s[i-1])) && (i+4 == len(s) || !digit(s[i+4])) {
				return true
			}
		}
	}
	return false
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// hasShortDate reports whether s has something like 23.11.26 or 23/11/26 in it.
func hasShortDate(s string) bool {
	for i := 1; i+4 < len(s); i++ {
		if c := s[i]; (c == '.' || c == '/' || c == '-') && digit(s[i-1]) && digit(s[i+1]) {
			for j := i + 2; j < len(s) && j <= i+3; j++ {
				if s[j] == c && j+1 < len(s) && digit(s[j+1]) {
					return true
				}
			}
		}
	}
	return false
}

// hasClock reports whether s has a time of day in it.
func hasClock(s string) bool {
	for i := 1; i+2 < len(s); i++ {
		if c := s[i]; (c == ':' || c == '.' || c == 'h') && digit(s[i-1]) && digit(s[i+1]) && digit(s[i+2]) && (i+3 == len(s) || !digit(s[i+3])) {
			return true
		}
	}
	return false
}

// attributionPrefix returns the length of an attribution that the mail goes on behind on the same line, as Yahoo's do:
// "On Monday, 23 November 2026, Ana <a@x.test> wrote: Hello". 0 if there is none.
func attributionPrefix(s string) int {
	at := strings.IndexByte(s[:min(len(s), 200)], '@')
	if at < 0 {
		return 0
	}
	head := s[:min(len(s), 300)]
	i := strings.Index(head[at:], ": ")
	if i < 0 || at+i+2 >= len(s) {
		return 0
	}
	head = head[:at+i+1]
	if f := featuresOf(head); f.wrote && f.address && f.date && f.clock {
		return len(head)
	}
	return 0
}

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
		if l := &lines[i]; l.Why == "original" && l.Depth == 1 && l.Typed != "" && l.Typed == l.Text {
			l.Class, l.Why, l.Depth = Written, "", 0 // in a colour of its own
			continue
		}
		if lines[i].Why != "original" || lines[i].Depth != 1 || !slotLine(lines[i].Text) {
			continue
		}
		j := i + 1
		if j < len(lines) && sameSlot(lines[j].Text) {
			j++
		}
		from := skipBlank(lines, j)
		to := from
		for to < len(lines) && to < from+maxAttribution && lines[to].Why == "original" && !lines[to].Blank() && len(lines[to].Text) <= maxMark && !slotLine(lines[to].Text) {
			to++
		}
		next := skipBlank(lines, to)
		between := next < len(lines) && slotLine(lines[next].Text) && lines[next].Why == "original"
		below := answered && from == j && to > from && len(lines[from].Text) <= 40 && !strings.Contains(lines[from].Text, ":")
		if below && !between {
			to = from + 1
		}
		if answered = between && to > from; !answered && !below {
			continue
		}
		for k := from; k < to; k++ {
			lines[k].Class, lines[k].Why, lines[k].Depth = Written, "", 0
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
		if l := &lines[i]; l.Class == "" && slotLine(l.Text) && l.Text[0] != '[' {
			slots = i
			break
		}
	}
	for i := 0; i < slots && start < 0; i++ {
		if l := &lines[i]; l.Class == "" && len(l.Text) > len(title) && strings.Contains(lower(l.Text), title) {
			start = i
		}
	}
	if start < 0 {
		return
	}
	below := 0
	for i := slots + 1; i < len(lines); i++ {
		if t := lines[i].Text; t != "" && lines[i].Class == "" && !slotLine(t) && !sameSlot(t) {
			below++
		}
	}
	if below < 3 {
		return
	}
	for start > 0 && !lines[start-1].Blank() && lines[start-1].Class == "" {
		start--
	}
	for i := start; i < len(lines); i++ {
		if lines[i].Class == "" {
			lines[i].Class, lines[i].Why, lines[i].Depth = Quoted, "original", 1
		}
	}
	inserted(lines[start:])
}

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
		l.Class, l.Why, l.Depth = Header, "notes-header", 0
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
		if l.Class == "" && !l.Blank() && before.Why == "quote-mark" && after.Depth == before.Depth &&
			len(before.Text) >= 66 && len(l.Text) < len(before.Text) && !slotLine(before.Text) && !slotLine(after.Text) {
			l.Class, l.Why, l.Depth = Quoted, "rewrapped", before.Depth
		}
	}
}

// armour marks what OpenPGP puts around a text (RFC 9580 section 7) and takes its dash escapes off. A text that it hides cannot
// be read.
func armour(lines []Line) (problem Problem) {
	signed, block := false, false
	for i := 0; i < len(lines); i++ {
		l := &lines[i]
		if block {
			l.mark(Footer, "pgp-armour")
			block = !strings.HasPrefix(l.Text, "-----END PGP ")
			continue
		}
		if l.Depth > 0 || len(l.Text) < 3 || l.Text[0] != '-' {
			continue
		}
		switch {
		case strings.HasPrefix(l.Text, "-----BEGIN PGP SIGNED MESSAGE-----"):
			signed = true
			for ; i < len(lines) && !lines[i].Blank(); i++ {
				lines[i].mark(Header, "pgp-armour")
			}
		case strings.HasPrefix(l.Text, "-----BEGIN PGP "):
			if strings.Contains(l.Text, "PGP MESSAGE") {
				problem = Encrypted
			}
			block = true
			l.mark(Footer, "pgp-armour")
		case signed && strings.HasPrefix(l.Text, "- "):
			l.Text = l.Text[2:]
		}
	}
	return problem
}
