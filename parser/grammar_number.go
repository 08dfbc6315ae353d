package parser

import "time"

// Numbers, and what is glued to them.

// number reads a number at tokens[i], with what is glued to it, and returns the token after it.
func (g *grammar) number(i int) int {
	t := g.tokens[i]
	at := func(k int) Token {
		if k < len(g.tokens) {
			return g.tokens[k]
		}
		return Token{Kind: TokenOther, Space: true, Num: -1}
	}
	if end := g.longNumber(i); end > i { // telephone and other long numbers
		g.push(item{m: kDigits, from: int32(i), to: int32(end)})
		return end
	}
	next := at(i + 1)
	it := item{m: kNumber, from: int32(i), to: int32(i + 1), num: int32(t.Num), flags: fDigits}
	switch {
	case t.Num < 0 || t.Num > 99 || len(t.Text) > 1 && t.Text[0] == '0':
		it.m = kDigits
	case i > 0 && !t.Space && !t.Circled && g.tokens[i-1].Kind == TokenWord && !isCJK(g.tokens[i-1]): // Q4, v3
		it.m = kDigits
	case i > 0 && !t.Space && currency(g.tokens[i-1].Text):
		it.m = kDigits
	case i > 0 && !t.Space && t.Num == 3 && g.tokens[i-1].Text == "<" && len(g.items) > 0 && g.items[len(g.items)-1].m >= mYes && g.items[len(g.items)-1].m <= mDecline: // a heart
		return i + 1
	case i > 0 && !t.Space && g.signBefore(i): // !3, <3
		it.m, it.why = kBad, "range"
	case next.Text == "+" && !next.Space && (i+2 >= len(g.tokens) || at(i+2).Kind != TokenNumber): // 5+
		it.m, it.why, it.to = kBad, "range", int32(i+2)
	case currency(next.Text) || next.Text == "%" || next.Text == "°":
		it.m = kDigits
		it.to++
	case !next.Space && next.Kind == TokenWord && !isCJK(next):
		if e, n := g.phrase(i+1, len(g.exprs)); n > 0 && e.meaning == mOrdSign {
			it.m, it.to = mOrd, int32(i+1+n)
		} else {
			it.m, it.to = kDigits, int32(i+2)
		}
	case next.Raw == "。": // it ends the sentence
	case next.Text == "." && at(i+2).Text == "." && !next.Space && !at(i+2).Space && at(i+3).Kind == TokenNumber: // 1..3
		it.m, it.why, it.to = kBad, "range", int32(i+4)
	case (next.Text == "." || next.Text == ":") && !next.Space && at(i+2).Kind == TokenNumber && !at(i+2).Space:
		it.m, it.why = kBad, "decimal" // 1.2
		it.to = int32(i + 3)
		for (at(int(it.to)).Text == "." || at(int(it.to)).Text == ":") && at(int(it.to)+1).Kind == TokenNumber && !at(int(it.to)+1).Space {
			it.to += 2
		}
	case next.Text == "/" && !next.Space && at(i+2).Kind == TokenNumber && !at(i+2).Space:
		return g.slashes(i)
	case next.Text == "-" || next.Text == "~":
		if j := g.dashes(i); j > i {
			return j
		}
	}
	g.push(it)
	if it.m == kNumber && next.Text == "." && !next.Space && g.enumerates(i) {
		return i + 2
	}
	if it.m == kNumber && next.Text == ")" && i == g.lineStart() {
		return i + 2
	}
	if it.m == kNumber && next.Text == "*" && next.Raw == "*" && (!next.Space || g.star != vNone && i+2 == len(g.tokens)) {
		g.items[len(g.items)-1].flags |= fStar
		return i + 2
	}
	return int(it.to)
}

// signBefore reports a sign that says something else of the number at i: not, less, more.
func (g *grammar) signBefore(i int) bool {
	switch g.tokens[i-1].Text {
	case "!":
		return i == 1 || g.tokens[i-1].Space
	case "<", "≠", "≤", "≥":
		return true
	}
	return false
}

func currency(s string) bool {
	return s == "€" || s == "$" || s == "£" || s == "¥" || s == "₩" || s == "zł"
}

// lineStart is the first token of the piece that is no bullet or box.
func (g *grammar) lineStart() int {
	for i, t := range g.tokens {
		if t.Kind == TokenWord || t.Kind == TokenNumber {
			if i+1 < len(g.tokens) && i > 0 && g.tokens[i-1].Text == "[" && g.tokens[i+1].Text == "]" {
				continue
			}
			return i
		}
	}
	return -1
}

// enumerates reports whether the full stop after the number at i belongs to the number: at the begin of a line, or where the
// sentence goes on in lower case.
func (g *grammar) enumerates(i int) bool {
	if i+2 >= len(g.tokens) {
		return true
	}
	next := g.tokens[i+2]
	if i == g.lineStart() {
		if next.Kind != TokenWord || next.Raw == next.Text {
			return true
		}
		for _, x := range g.exprs {
			if x.From <= i+2 && i+2 < x.To {
				return true
			}
		}
		e, _ := g.phrase(i+2, len(g.exprs))
		return e.meaning >= mYes && e.meaning <= mEmpty || isCJK(next)
	}
	switch next.Kind {
	case TokenWord:
		return next.Raw == next.Text && !isCJK(next)
	case TokenPunct:
		return next.Text == "," || next.Text == "/" || next.Text == "&" || next.Text == "+" || next.Text == "-"
	case TokenNumber: // "1. 3. 4."
		return i == g.lineStart() || i >= 2 && g.tokens[i-1].Text == "." && g.tokens[i-2].Kind == TokenNumber
	}
	return false
}

// longNumber returns the end of a telephone number or the like at i, or i.
func (g *grammar) longNumber(i int) int {
	if i < g.undialled {
		return i
	}
	digits, long, j := 0, false, i
	for ; j < len(g.tokens); j++ {
		t := &g.tokens[j]
		if t.Kind == TokenNumber && !t.Circled {
			digits += len(t.Text)
			long = long || len(t.Text) > 2 || t.Text[0] == '0' && len(t.Text) > 1
			continue
		}
		if (t.Text == "-" || t.Text == "/" || t.Text == "(" || t.Text == ")" || t.Text == ".") && j+1 < len(g.tokens) && g.tokens[j+1].Kind == TokenNumber && j > i {
			continue
		}
		break
	}
	plus := i > 0 && g.tokens[i-1].Text == "+" && !g.tokens[i].Space
	if digits >= 6 && (long || plus) && j > i+1 || plus && digits >= 7 {
		return j
	}
	g.undialled = j
	return i
}

// slashes reads "1/3": a list after the word "slots", and where three or more stand in a row.
func (g *grammar) slashes(i int) int {
	j := i + 1
	count := 1
	for j+1 < len(g.tokens) && g.tokens[j].Text == "/" && g.tokens[j+1].Kind == TokenNumber && !g.tokens[j].Space && !g.tokens[j+1].Space {
		j += 2
		count++
	}
	list := count > 2
	for k := len(g.items) - 1; k >= 0 && k >= len(g.items)-2; k-- {
		switch g.items[k].m {
		case mSlot, mSlots, mNumber:
			list = true
		}
	}
	if e, n := g.phrase(j, len(g.exprs)); j < len(g.tokens) && n > 0 && e.meaning == mBoth { // "5/6 both fine"
		list = true
	}
	if !list {
		g.push(item{m: kBad, from: int32(i), to: int32(j), why: "number-or-date"})
		return j
	}
	for k := i; k < j; k += 2 {
		if k > i {
			g.push(item{m: kSlash, from: int32(k - 1), to: int32(k)})
		}
		g.push(item{m: kNumber, from: int32(k), to: int32(k + 1), num: int32(g.tokens[k].Num), flags: fDigits})
	}
	return j
}

// dashes reads "1-3", a range; it returns i if there is none.
func (g *grammar) dashes(i int) int {
	if i+2 >= len(g.tokens) || g.tokens[i+2].Kind != TokenNumber || g.tokens[i+1].Space != g.tokens[i+2].Space {
		return i
	}
	a, b := g.tokens[i].Num, g.tokens[i+2].Num
	if g.tokens[i+1].Space && a >= b {
		return i
	}
	it := item{m: kSlots, from: int32(i), to: int32(i + 3), flags: fDigits | fPlural}
	if i+3 < len(g.tokens) && g.tokens[i+3].Text == "-" && i+4 < len(g.tokens) && g.tokens[i+4].Kind == TokenNumber {
		it.m, it.why = kBad, "range"
		it.to = int32(i + 5)
	} else {
		it = g.numberRange(it, a, b)
	}
	g.push(it)
	return int(it.to)
}

// numberRange makes it the slots from number a to number b.
func (g *grammar) numberRange(it item, a, b int) item {
	if a >= b || g.index(a) < 0 || g.index(b) < 0 {
		it.m, it.why = kBad, "no-such-slot"
		return it
	}
	for i, s := range g.offer.Slots {
		if s.ID >= a && s.ID <= b {
			it.set |= 1 << i
		}
	}
	it.m = kSlots
	return it
}

// index is the place of the slot with this number, -1 if there is none.
func (g *grammar) index(id int) int {
	for i, s := range g.offer.Slots {
		if s.ID == id {
			return i
		}
	}
	return -1
}

// The words of a range of slot numbers: "from 1 to 3", "de la 1 a la 3". In the lexicon "?" marks those that stand between hours too,
// "+" those between days of the month. In so short a text the language cannot be told, and between two numbers none of them means
// anything else in another one.
var rangeFrom, rangeTo = rangeMarks("range from"), rangeMarks("range to")

// rangeWords are phrases of such words with their marks.
type rangeWords struct {
	marks  map[string]int
	begins wordGroup // in whatever language
}

const (
	ofHours = 1 << iota
	ofDays
)

func rangeMarks(section string) rangeWords {
	m, begins := map[string]int{}, map[string]langSet{}
	for _, phrase := range phrasesOf(section, ",") {
		marks := 0
		for ; phrase[0] == '?' || phrase[0] == '+'; phrase = phrase[1:] {
			if phrase[0] == '?' {
				marks |= ofHours
			} else {
				marks |= ofDays
			}
		}
		tokens := Tokens(phrase, nil)
		m[string(joinTexts(nil, tokens))] |= marks
		begins[tokens[0].Plain] = ^langSet(0)
	}
	return rangeWords{m, newWordGroup(begins)}
}

func joinTexts(b []byte, tokens []Token) []byte {
	for i := range tokens {
		b = append(append(b, tokens[i].Text...), ' ')
	}
	return b
}

// maxRangeWords is how many tokens stand before a number of a range: "t", "/", "m"; "fr", ".", "o", ".", "m", "." is longer.
const maxRangeWords = 6

// rangeWords matches the longest phrase of words at tokens[i] that a number follows. It returns the token of the number, or i.
func (g *grammar) rangeWords(words *rangeWords, i int) (to, marks int) {
	if i >= len(g.tokens) || !g.inSet(words.begins, &g.tokens[i]) {
		return i, 0
	}
	var room [64]byte
	for n := min(maxRangeWords, len(g.tokens)-i-1); n > 0; n-- {
		if g.tokens[i+n].Kind != TokenNumber {
			continue
		}
		if marks, ok := words.marks[string(joinTexts(room[:0], g.tokens[i:i+n]))]; ok {
			return i + n, marks
		}
	}
	return i, 0
}

// wordRange reads a range of slot numbers in words at tokens[i], and returns the token after it, or i. What can be hours or days of
// the month on offer just as well is left alone, unless a noun says that it is numbers.
func (g *grammar) wordRange(i int) int {
	first, may := i, 0
	switch {
	case g.tokens[i].Kind == TokenWord:
		if first, may = g.rangeWords(&rangeFrom, i); first == i {
			return i
		}
	case g.tokens[i].Kind != TokenNumber || i > 0 && !g.tokens[i].Space && !isCJK(g.tokens[i-1]):
		return i
	}
	last, too := g.rangeWords(&rangeTo, first+1)
	if last == first+1 {
		return i
	}
	may &= too
	a, b := g.tokens[first].Num, g.tokens[last].Num
	if a >= b || g.index(a) < 0 || g.index(b) < 0 {
		return i
	}
	for _, x := range g.exprs {
		hours := x.Clock.Kind == NoClock || x.Clock.Bare
		days := x.Day.Kind == NoDay || x.Day.Kind == OnDate && x.Day.First.Month == 0 && x.Day.Weekdays == 0
		switch {
		case x.To <= i && (x.To < i || x.onlyZone()) || x.From > last && g.tokens[x.From-1].Text == ",":
		case x.To > last+1 || x.From < i || !hours || !days:
			return i
		}
	}
	noun := false
	if n := len(g.items); n > 0 && int(g.items[n-1].to) == i {
		switch m := g.items[n-1].m; m {
		case mLabel, mWeAre, kNumber, kTime, mUnit, mCard:
			return i
		case mSlot, mSlots, mNumber:
			noun = true
		}
	}
	if next := last + 1; next < len(g.tokens) {
		e, n := g.phrase(next, len(g.exprs))
		if !g.tokens[next].Space && (g.tokens[next].Kind == TokenWord && !isCJK(g.tokens[next]) || next+1 < len(g.tokens) && !g.tokens[next+1].Space && g.tokens[next+1].Kind == TokenNumber) || n > 0 && (e.meaning == mUnit || e.meaning == mOrdSign && !isCJK(g.tokens[next])) {
			return i
		}
	}
	if !noun && (may&ofHours != 0 && g.hours(a, b) || may&ofDays != 0 && g.days(a, b)) {
		return i
	}
	it := g.numberRange(item{from: int32(i), to: int32(last + 1), flags: fDigits | fPlural}, a, b)
	if first == i && g.preferredBefore() && g.inFirst(ratherTo, &g.tokens[first+1]) { // "prefiro a 3 à 4": rather than
		it.m, it.why = kBad, "range"
	}
	g.push(it)
	return last + 1
}

// ratherTo stand behind what is preferred, before what it is preferred to.
var ratherTo = wordsByLanguage("rather to")

// preferredBefore reports that the last word but articles and nouns says what is preferred.
func (g *grammar) preferredBefore() bool {
	for k := len(g.items) - 1; k >= 0; k-- {
		switch g.items[k].m {
		case mFill, mSlot, mNumber:
		case mBest:
			return true
		default:
			return false
		}
	}
	return false
}

// hours reports slots between the hours a and b, of the morning or the afternoon.
func (g *grammar) hours(a, b int) bool {
	for _, s := range g.offer.Slots {
		t := s.Begin.In(g.offer.Zone)
		begin := t.Hour()*60 + t.Minute()
		end := begin + int(s.Duration/time.Minute)
		for _, noon := range [...]int{0, 12} {
			if begin < (b+noon)*60 && end > (a+noon)*60 {
				return true
			}
		}
	}
	return false
}

// days reports slots on the days of the month from a to b.
func (g *grammar) days(a, b int) bool {
	for _, s := range g.offer.Slots {
		if d := s.Begin.In(g.offer.Zone).Day(); d >= a && d <= b {
			return true
		}
	}
	return false
}

// Numbers of things rather than of a slot: "les 2 me vont", "die 2 passen".

// pluralArticles stand before several things, pluralMaybe too if a verb follows. pluralVerbs stand behind several things, eitherVerbs behind
// one or several.
var pluralArticles, pluralMaybe, pluralVerbs, eitherVerbs = wordsByLanguage("plural article"), wordsByLanguage("plural article perhaps"), wordsByLanguage("plural verb"), wordsByLanguage("verb of one or several")

// inFirst reports a word of a set in the language that the text is taken to be in.
func (g *grammar) inFirst(set wordGroup, t *Token) bool {
	return g.groups.has(uint8(set)) && g.lex.in(set, t)&(1<<g.first) != 0
}

// plainCount is the number at in[i] if it may count things: a numeral, or an hour or a day that is nothing more. 0 if there is none.
func (g *grammar) plainCount(in []item, i int) int32 {
	switch it := in[i]; {
	case it.is(fStar | fColon):
	case it.m == kNumber:
		return it.num
	case it.m == kTime && it.to-it.from <= 2:
		x, t := &g.exprs[it.num], g.tokens[it.to-1]
		if x.Day.Kind == NoDay && x.Clock.Kind == OnTime && x.Clock.End == 0 && t.Kind == TokenNumber && t.Num > 1 && t.Num <= 12 {
			return int32(t.Num)
		}
		if x.Day.Kind == OnDate && x.Day.Ordinal && x.Clock.Kind == NoClock && x.Day.Last == (Date{}) && x.Day.Weekdays == 0 && t.Kind == TokenNumber {
			return int32(t.Num)
		}
	}
	return 0
}

// countsSlots reports a number at in[i] that by the article before it or the verb behind it is one of several things, and no slot; num is
// that number if an article says so.
func (g *grammar) countsSlots(in []item, i int) (counts bool, num int32) {
	num = g.plainCount(in, i)
	if num < 2 {
		return false, 0
	}
	if i > 0 {
		switch m := in[i-1].m; {
		case joint(m), m == mSlot, m == mSlots, m == mNumber, m == mOrdSign, m == mOrd, m == mLast, m == mMiddle, counted(m):
			return false, 0
		case m == mThese && in[i].m == kNumber && in[i-1].to == in[i].from && g.inFirst(pluralArticles, &g.tokens[in[i].from-1]): // Finnish "ne 2"
			return true, 0
		case m == mThese:
			return false, 0
		}
	}
	verb, either, number := false, false, int(in[i].to)-1
	if i+1 < len(in) {
		switch m := in[i+1].m; {
		case m == kTime && in[i].m == kNumber: // "les 2 de mardi"
		case m < mYes || m > mDecline, in[i+1].is(fColon):
			return false, 0
		}
		for k := in[i+1].from; k < in[i+1].to; k++ {
			verb = verb || g.inFirst(pluralVerbs, &g.tokens[k])
			either = either || g.inFirst(eitherVerbs, &g.tokens[k])
		}
	}
	if g.severalBefore(number, verb || either) {
		return true, num
	}
	return verb, 0
}

// severalBefore reports an article of several things before the number at token i; sure: the verb allows of it.
func (g *grammar) severalBefore(i int, sure bool) bool {
	if i == 0 || !g.tokens[i].Space {
		return false
	}
	before := &g.tokens[i-1]
	return g.inFirst(pluralArticles, before) || sure && g.inFirst(pluralMaybe, before)
}

// comeWords are verbs with which people say how many of them there will be, if the number follows directly: "iremos 4".
var comeWords = wordsByLanguage("we come")

// comeBefore reports such a verb before the number at in[i].
func (g *grammar) comeBefore(in []item, i int) bool {
	return i > 0 && in[i-1].to == in[i].from && in[i-1].to-in[i-1].from <= 3 && g.inSet(comeWords, &g.tokens[in[i-1].to-1])
}

// onlyCounted reports a stretch that says nothing but how many people there are, with the number at in[i]: "3 works, we are 4".
func onlyCounted(in []item, i int) (from, to int, ok bool) {
	from, to = i-1, i+1
	for from > 0 && (in[from-1].m == mWho || in[from-1].m == mFill) {
		from--
	}
	for to < len(in) && (in[to].m == mUnit || in[to].m == mPeople || in[to].m == mFill) {
		to++
	}
	end := func(k int) bool {
		return in[k].m == kComma || in[k].m == kDash || in[k].m == kOpen || in[k].m == kClose || in[k].m == kSemicolon
	}
	return from, to, (from > 0 || to < len(in)) && (from == 0 || end(from-1)) && (to == len(in) || end(to))
}

// oneOfThem reports an article of one thing before a number of two or more: "a la 2" is the second option, as hours are "las dos".
func (g *grammar) oneOfThem(x *Expr) bool {
	if !x.Clock.Bare || x.Clock.End != 0 || x.To-x.From < 2 || g.tokens[x.To-1].Kind != TokenNumber || g.tokens[x.To-1].Num < 2 {
		return false
	}
	return g.inFirst(articleOfOne, &g.tokens[x.To-2]) && g.tokens[x.To-2].Text != "a"
}

// articleOfOne stand before one thing, and never before an hour from two o'clock on.
var articleOfOne = wordsByLanguage("article of one")
