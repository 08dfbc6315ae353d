package parser

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxClosing   = 70 // bytes of a closing, with the name behind it
	maxNameWords = 4
	maxPraise    = 160 // bytes of a line like "Sent from my telephone"
	bannerLines  = 12  // lines at the top in which warnings of mail systems are looked for
	maxAlarm     = 600 // bytes of a line in which they are
	maxFolded    = 1000
)

// folds makes lower case of lines, in room for more than one.
type folds struct {
	lines []Line
	room  strings.Builder
	buf   [maxFolded + 8]byte
}

// line is a line in lower case, up to maxFolded bytes of it.
func (f *folds) line(i int) string {
	s := f.lines[i].Text
	if s = s[:min(len(s), maxFolded)]; !capitals(s) {
		return s
	}
	low := lowerInto(f.buf[:0], s)
	if f.room.Cap()-f.room.Len() < len(low) {
		n := len(low)
		for i++; i < len(f.lines) && n < maxFolded; i++ {
			n += len(f.lines[i].Text)
		}
		f.room = strings.Builder{} // what stands in the old one stays there
		f.room.Grow(min(n, len(low)+maxFolded))
	}
	from := f.room.Len()
	f.room.Write(low)
	return f.room.String()[from:]
}

// sign marks what is no answer in a stretch of lines that were not written earlier: banners above, signatures and footers below.
// names are what the sender is called; text says that something stands above the stretch.
func sign(lines []Line, names []string, text bool) {
	lows := folds{lines: lines}
	if !text {
		banners(lines)
	}
	for i := 0; i < len(lines); i++ {
		l := &lines[i]
		if l.Class != unclassed || l.Blank() {
			continue
		}
		whole := lows.line(i)
		low := ""
		if len(l.Text) <= maxPraise {
			low = whole
		}
		switch {
		case delimiter(l.Text):
			why, class := byDelimiter, Signature
			if ruleLine(l.Text) && l.Text != "---" {
				class = Footer
				if text && !footerBelow(lines[i+1:], names) {
					l.mark(Footer, byRule) // between what somebody wrote
					continue
				}
			}
			markRest(lines[i:], class, why)
			return
		case praise(low):
			l.mark(Signature, bySentFrom)
		case reaction(low):
			l.mark(Footer, byReaction)
		case low != "" && footerLine(low):
			markRest(lines[i:], Footer, byFooter)
			return
		case legal(lines, i, whole):
			markRest(lines[i:], Footer, byDisclaimer)
			return
		case ticket(l.Text):
			l.mark(Footer, byTicket)
		case text && low != "" && closingLine(lines, i, low, names):
			markRest(lines[i:], Signature, byClosing)
			resume(lines[i:])
			return
		case text && low != "" && nameLine(l.Text, low, names):
			full := len(names) > 0 && strings.HasPrefix(low, names[0])
			end := i
			for end < len(lines) && !lines[end].Blank() && !resumes(lines[end].Text) {
				lines[end].mark(Signature, byName)
				end++
			}
			if full || contactsOnly(lines[end:]) {
				markRest(lines[end:], Signature, byName)
				resume(lines[end:])
				return
			}
			i = end
		default:
			text = true
		}
	}
	contacts(lines)
	cards(lines, names)
}

// markRest marks all lines that have no class yet.
func markRest(lines []Line, c Class, why Cause) {
	for i := range lines {
		if lines[i].Class == unclassed {
			lines[i].Class, lines[i].Why = c, why
		}
	}
}

// resume gives a postscript below a signature back to what was written.
func resume(lines []Line) {
	on := false
	for i := range lines {
		l := &lines[i]
		if l.Blank() {
			on = false
		}
		if on = on || resumes(l.Text); on {
			l.Class, l.Why = unclassed, unsaid
		}
	}
}

func resumes(s string) bool {
	if len(s) < 3 {
		return false
	}
	switch s[0] {
	case 'P', 'p', 'N', 'n', 'E', 'e', 0xe8, 0xe5, 0xe9:
		return afterWords.starts(folded(s[:min(len(s), 24)]))
	}
	return false
}

// delimiter reports whether a line parts the signature from the text: "-- " (RFC 3676 section 4.3) and its relatives, or a rule.
func delimiter(s string) bool {
	switch s {
	case "--", "-- -", "—", "–", "- -", "-–", "——", "––", "---":
		return true
	}
	return ruleLine(s)
}

// ruleLine reports whether a line is nothing but a rule: three or more of one sign, five if it is not one of the usual.
func ruleLine(s string) bool {
	if len(s) < 3 || latin(s[0]) || digit(s[0]) { // as most lines
		return false
	}
	first, n := utf8.DecodeRuneInString(s)
	if strings.Trim(s, string(first)+" ") != "" {
		inner, ok := dashed(s)
		return ok && inner == ""
	}
	return dash(first) || len(s) >= 5*n && (unicode.IsPunct(first) || unicode.IsSymbol(first)) && first < 0x2500
}

// footerBelow reports whether what stands below a rule is a footer or signature, not more text: it has a link or address, says
// so itself, or is all there is of contacts.
func footerBelow(lines []Line, names []string) bool {
	n := 0
	for i := range lines {
		t := lines[i].Text
		if t == "" {
			continue
		}
		if n++; n > 8 {
			break
		}
		low := lower(t)
		if n == 1 && nameLine(t, low, names) || strings.Contains(low, "http") || strings.Contains(low, "www.") || strings.IndexByte(t, '@') > 0 || footerLine(low) || contact(t) || legalCount(low) > 1 || legalStarts.starts(low) {
			return true
		}
	}
	return n == 0
}

// bare is a line without the signs before its first word.
func bare(s, signs string) string {
	if s == "" || latin(s[0]) || digit(s[0]) { // as most lines
		return s
	}
	return strings.TrimLeft(s, signs)
}

// praise reports whether a line is what a mail program says of itself.
func praise(low string) bool {
	if low == "" {
		return false
	}
	if low = bare(low, "*_ [(<~-–—.\""); sentWith.starts(low) {
		return true
	}
	if n := len(low); n > 0 && !latin(low[n-1]) { // as some lines
		low = strings.TrimRight(low, ". )*_")
	}
	if low == "" || !sentWithLast[low[len(low)-1]] {
		return false
	}
	for _, end := range sentWithEnd {
		if strings.HasSuffix(low, end) && (strings.Contains(low, "iphone") || strings.Contains(low, "ipad") || strings.Contains(low, "android") ||
			strings.Contains(low, "outlook") || strings.Contains(low, "samsung") || strings.Contains(low, "smartphone") || strings.Contains(low, "handy") || strings.Contains(low, "mobil") || strings.Contains(low, "huawei")) {
			return true
		}
	}
	return false
}

// reaction reports whether a line is what a program writes beside the one sign that its user has chosen.
func reaction(low string) bool {
	return strings.Contains(low, "reacted to your message") || strings.Contains(low, "gmail") && (strings.Contains(low, " reac") || strings.Contains(low, "reag") || strings.Contains(low, "réag") || strings.Contains(low, "リアクション") || strings.Contains(low, "回应"))
}

func footerLine(low string) bool {
	return footerStarts.starts(bare(low, "*_ [(<-–"))
}

// legal reports whether a disclaimer begins at line i, in lower case low.
func legal(lines []Line, i int, low string) bool {
	t := lines[i].Text
	if len(t) < 12 {
		return false
	}
	starts := legalStarts.starts(bare(low, "*_ [(<-–\""))
	if !starts && len(t) < 60 {
		return false
	}
	n := legalCount(low)
	for j := i + 1; n < 2 && starts && j < len(lines) && j < i+6 && !lines[j].Blank(); j++ {
		n += legalCount(folded(lines[j].Text[:min(len(lines[j].Text), maxFolded)]))
	}
	return n >= 3 || n >= 2 && (starts || len(t) > 120) || starts && len(t) >= 25 && n >= 1 || starts && environment(low)
}

func legalCount(low string) int { return legalWords.count(low, 3) }

// environment reports whether a line asks not to be printed.
func environment(low string) bool {
	for _, w := range [...]string{"print", "environ", "umwelt", "imprim", "ambient", "stampa", "milieu", "miljö", "ympäristö", "wydruk", "paper"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// ticket reports whether a line is the mark of a ticket system: "[Ticket #123, 3 open]", "ref:_00D…:ref".
func ticket(s string) bool {
	if strings.HasPrefix(s, "ref:") && strings.HasSuffix(s, ":ref") || strings.HasPrefix(s, "{#") && strings.HasSuffix(s, "}") {
		return true
	}
	if len(s) < 6 || s[0] != '[' || s[len(s)-1] != ']' {
		return false
	}
	low := lower(s)
	return strings.IndexByte(s, '#') > 0 || strings.Contains(low, "ticket") || strings.Contains(low, "case") || strings.Contains(low, "ref:") || strings.Contains(low, "request id")
}

// closingLine reports whether line i ends the letter.
func closingLine(lines []Line, i int, low string, names []string) bool {
	if len(low) > maxClosing {
		return false
	}
	bare := low
	if !latin(bare[0]) {
		bare = strings.TrimLeft(bare, "*_~ -–")
	}
	if bare != "" && !latin(bare[len(bare)-1]) {
		bare = strings.TrimRight(bare, " ,.!;:*_~-–—。！，、😊🙂👋🙏")
	}
	if bare == "" {
		return false
	}
	if !closingStarts.starts(bare) {
		return false
	}
	if closings[bare] {
		return len(bare) > 2 || nameFollows(lines, i, names)
	}
	if softClosings[bare] {
		return nameFollows(lines, i, names) || last(lines, i)
	}
	if n, hard := closingParts(bare); n > 1 {
		return hard || nameFollows(lines, i, names) || last(lines, i)
	}
	if head, tail, ok := strings.Cut(bare, ","); ok {
		tail = strings.TrimSpace(tail)
		head = strings.TrimSpace(head)
		if closings[head] || softClosings[head] {
			return softClosings[tail] || closings[tail] || isName(tail, names) || closings[head] && nameLike(tail, maxNameWords)
		}
	}
	// "LG Taru", "Viele Grüße aus Berlin", "Kiitos, terveisin Taru"
	for at := len(bare); at > 0; {
		at = strings.LastIndexByte(bare[:at], ' ')
		if at <= 0 {
			break
		}
		head := strings.TrimRight(bare[:at], " ,.!–-")
		if closings[head] || softClosings[head] {
			tail := bare[at+1:]
			return isName(tail, names) || closings[tail] || closings[head] && nameLike(tail, maxNameWords) && (len(head) > 5 || capital(lines[i].Text[len(lines[i].Text)-len(tail):]))
		}
	}
	return false
}

// closingParts counts the closings that a line consists of, "Thanks and best regards", 0 if there is anything else in it.
func closingParts(bare string) (n int, hard bool) {
	for part := range strings.SplitSeq(closingGlue.Replace(bare), "\n") {
		part = strings.TrimSpace(part)
		switch {
		case closings[part]:
			hard = true
		case !softClosings[part]:
			return 0, false
		}
		n++
	}
	return n, hard
}

var closingGlue = strings.NewReplacer("/", "\n", ",", "\n", "、", "\n", " & ", "\n", " + ", "\n", "|", "\n", " and ", "\n", " und ", "\n", " et ", "\n", " y ", "\n", " e ", "\n", " en ", "\n", " och ", "\n", " ja ", "\n", " i ", "\n")

// last reports whether nothing is written below line i.
func last(lines []Line, i int) bool {
	for _, l := range lines[i+1:] {
		if l.Class == unclassed && !l.Blank() {
			return false
		}
	}
	return true
}

// capital reports whether s begins as names do: with a capital letter, or in a script that has none, if it is short.
func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || r >= 0x3000 && utf8.RuneCountInString(s) <= 5 && !strings.ContainsAny(s, "曜周期全都不無无可両两一二三四五六七八九十日月")
}

// nameFollows reports whether a name, or nothing more, stands below line i.
func nameFollows(lines []Line, i int, names []string) bool {
	for j := i + 1; j < len(lines); j++ {
		t := lines[j].Text
		if t == "" {
			continue
		}
		if lines[j].Class != unclassed || delimiter(t) {
			return true
		}
		low := lower(strings.TrimRight(t[:min(len(t), 200)], " ,.!"))
		return nameLine(t, low, names) || nameLike(t, maxNameWords) && capital(t) && !slotWord(low) || low == "me" && last(lines, j) || praise(low) || closings[low]
	}
	return false
}

// nameLike reports whether s may be a name: a few words of letters.
func nameLike(s string, words int) bool {
	if s == "" || len(s) > 60 || len(strings.Fields(s)) > words {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && r != ' ' && r != '.' && r != '-' && r != '\'' && r != '’' && r != ',' && r != '&' && !unicode.IsMark(r) {
			return false
		}
	}
	return true
}

// slotWord reports whether a short line may be an answer rather than a name. It need not know all: names are usually known.
func slotWord(low string) bool {
	switch low {
	case "yes", "no", "y", "n", "j", "da", "on", "oo", "am", "pm", "mo", "di", "do", "fr", "sa", "so", "ma", "ti", "ke", "to", "pe", "la", "su", "lu", "me", "je", "ve", "mi", "ju", "vi", "both", "all", "none", "either", "neither", "any", "ok", "okay", "works", "first", "second", "last", "ja", "nein", "oui", "non", "si", "sí", "sim", "não", "nee", "nej", "joo", "kyllä", "ei", "tak", "nie", "はい", "いいえ", "是", "否",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "lundi", "mardi", "mercredi", "jeudi", "vendredi":
		return true
	}
	return false
}

// nameLine reports whether a line is, or begins with, the name of the sender: "Taru", "- Taru", "Taru Hara | Suite 3".
func nameLine(text, low string, names []string) bool {
	low = untitled(bare(low, "-–—/~*_ "))
	for i, n := range names {
		if !strings.HasPrefix(low, n) {
			continue
		}
		rest := strings.TrimLeft(low[len(n):], ".*_!~) ")
		switch {
		case rest == "", rest[0] == '(' && strings.HasSuffix(rest, ")"), rest[0] == '<' && strings.HasSuffix(rest, ">"):
			return true
		case i == 0 && strings.IndexAny(rest[:1], "|,·•-(/") == 0, i == 0 && strings.HasPrefix(rest, "–"), i == 0 && strings.HasPrefix(rest, "—"):
			return true // the full name and something beside it
		case i == 0 && degrees(text, rest):
			return true
		}
		if _, other, ok := strings.Cut(low, " "); ok && isName(other, names) {
			return true
		}
	}
	return false
}

// untitled returns a name in lower case without the titles before it.
func untitled(low string) string {
	for {
		word, rest, ok := strings.Cut(low, " ")
		if !ok || !titles[plainWord(strings.TrimRight(word, "."))] {
			return low
		}
		low = strings.TrimLeft(rest, " ")
	}
}

// degrees reports whether what stands behind a name at the end of text is letters of rank: "MRCP", "PhD, MBA", "B.Sc.". Each is
// one short word with more capitals than one, so that no answer is taken for one.
func degrees(text, rest string) bool {
	n := len(strings.Fields(rest))
	words := strings.Fields(text)
	if n > 4 || n >= len(words) {
		return false
	}
	for _, w := range words[len(words)-n:] {
		capitals := 0
		for _, r := range w {
			switch {
			case unicode.IsUpper(r):
				capitals++
			case !unicode.IsLetter(r) && !strings.ContainsRune(".,()-", r):
				return false
			}
		}
		if w[0] != '(' && capitals < 2 || len(w) > 10 || slotWord(lower(strings.Trim(w, ".,()"))) {
			return false
		}
	}
	return true
}

func isName(s string, names []string) bool {
	s = strings.Trim(s, " .,!*_")
	for _, n := range names {
		if s == n {
			return true
		}
	}
	return false
}

// namesOf appends to out what a sender may sign with, lower case: the full name first, then its words, the initials, and the words of the
// address before the "@".
func namesOf(out []string, name, address string) []string {
	name = lower(strings.Trim(name, " '\""))
	name, _, _ = strings.Cut(name, " (")
	if last, first, ok := strings.Cut(name, ","); ok {
		name = strings.TrimSpace(first) + " " + strings.TrimSpace(last) // "Hara, Taru"
	}
	name = untitled(name)
	var room [8]string
	words := room[:0]
	for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == ' ' || r == '.' }) {
		words = append(words, w)
	}
	if len(words) > 0 && len(words) < 7 {
		out = append(out, strings.Join(words, " "))
		var letters [32]byte
		initials := letters[:0]
		for _, w := range words {
			if utf8.RuneCountInString(w) > 1 && !slotWord(w) {
				out = append(out, w)
			}
			r, _ := utf8.DecodeRuneInString(w)
			initials = utf8.AppendRune(initials, r)
		}
		if len(words) > 1 {
			first, _ := utf8.DecodeRuneInString(words[0])
			final, _ := utf8.DecodeRuneInString(words[len(words)-1])
			out = append(out, words[0]+" "+string(final), string(first)+". "+words[len(words)-1])
			if i := string(initials); !slotWord(i) {
				out = append(out, i)
			}
		}
	}
	local, _, _ := strings.Cut(lower(address), "@")
	local, _, _ = strings.Cut(local, "+")
	for w := range strings.FieldsFuncSeq(local, func(r rune) bool { return r == '.' || r == '_' || r == '-' }) {
		if len(w) > 2 && nameLike(w, 1) {
			if len(out) == 0 {
				out = append(out, w+" "+w) // no full name is known
			}
			out = append(out, w)
		}
	}
	return out
}

// contact reports whether a line holds nothing but how to reach somebody.
func contact(s string) bool {
	if len(s) < 5 || len(s) > 200 {
		return false
	}
	if !reachable(s) {
		return false
	}
	words := strings.Fields(s)
	digits, letters, plus := 0, 0, false
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case unicode.IsLetter(r):
			letters++
		case r == '+' || r == '☎' || r == '✆' || r == '📞' || r == '📱':
			plus = true
		}
	}
	head := lower(strings.TrimRight(words[0], ":.|"))
	if contactWords[strings.TrimRight(head, ".")] && (digits >= 5 || strings.IndexByte(s, '@') > 0 || strings.Contains(s, "www.") || strings.Contains(s, "http")) {
		return true
	}
	switch {
	case (strings.Count(s, " | ")+strings.Count(s, " · ") >= 1) && s[0] != '|' && (digits >= 7 && plus || strings.Contains(s, "www.") || strings.Contains(s, "http") || strings.IndexByte(s, '@') > 0):
		return true
	case len(words) <= 2 && (strings.HasPrefix(s, "http") || strings.HasPrefix(s, "www.") || strings.HasPrefix(s, "<http") || strings.Count(s, "@") == 1 && strings.Contains(s, ".") && digits < 5):
		return true
	case digits >= 8 && (plus || s[0] == '0' || s[0] == '(') && letters < 6:
		return true
	}
	return false
}

// reachable reports whether s has an address, link, or the digits of a telephone number in it.
func reachable(s string) bool {
	digits := 0
	for i := range len(s) {
		if digit(s[i]) {
			digits++
		}
	}
	return digits >= 5 || strings.IndexByte(s, '@') >= 0 || strings.Contains(s, "www.") || strings.Contains(s, "http")
}

func contactsOnly(lines []Line) bool {
	for i := range lines {
		if t := lines[i].Text; t != "" && lines[i].Class == unclassed && !contact(t) {
			return false
		}
	}
	return true
}

// contacts marks trailing lines that hold nothing but how to reach somebody, where something was written above them.
func contacts(lines []Line) {
	first := -1
	for i := len(lines) - 1; i >= 0; i-- {
		l := &lines[i]
		if l.Class != unclassed || l.Blank() {
			continue
		}
		if !contact(l.Text) {
			if first >= 0 {
				markRest(lines[first:], Signature, byContact)
			}
			return
		}
		first = i
	}
}

// banners marks the warnings that mail systems put above mails from outside.
func banners(lines []Line) {
	for i := 0; i < len(lines) && i < bannerLines; i++ {
		t := lines[i].Text
		if len(t) < 5 || lines[i].Class != unclassed {
			continue
		}
		low := folded(t[:min(len(t), maxFolded)])
		low = low[:min(len(low), maxAlarm)]
		if !bannerStarts.starts(bare(low, "*_ ⚠️!")) && (len(t) < 20 || !alarmWords.in(low) || !alarmMatters.in(low)) {
			continue
		}
		lines[i].mark(Banner, byBanner)
		for j := i + 1; j < len(lines) && j < i+6 && lines[j].Text != ""; j++ { // it may be wrapped
			if !alarmMatters.in(folded(lines[j].Text[:min(len(lines[j].Text), maxAlarm)])) && (len(lines[j-1].Text) < 60 || strings.HasSuffix(lines[j-1].Text, ".")) {
				break
			}
			lines[j].mark(Banner, byBanner)
			i = j
		}
	}
}
