package parser

import "slices"

// Items: phrases, numbers, times and marks of a text.

// read reads one piece.
func (g *grammar) read(p *piece) {
	g.piece = *p
	g.tokens, g.exprs, g.match = p.tokens, p.exprs, p.match
	g.groups = g.lex.groupsOf(p.tokens, g.langs)
	g.undialled = 0
	g.itemize()
	g.label = ""
	if len(g.items) == 2 && g.items[0].m == kNumber && g.items[1].m == kDash && !g.signed { // "2 -": a no, or a line that was left empty
		g.items[0].m, g.items[0].why = kBad, "minus"
	}
	g.initials()
	stated := len(g.facts)
	for from := 0; from < len(g.items) && len(g.facts) <= maxFacts; {
		to := from
		for to < len(g.items) && g.items[to].m != kEnd && g.items[to].m != kQuestion {
			to++
		}
		end := to
		question := false
		for end < len(g.items) && (g.items[end].m == kEnd || g.items[end].m == kQuestion) {
			question = question || g.items[end].m == kQuestion
			end++
		}
		if to > from || question {
			g.sentence++
			if to-from > maxSentence {
				g.doubt("too-long", 0, 0, false)
			} else {
				question = question || g.asksByForm(g.items[from:to])
				g.words = g.text(int(g.items[from].from), int(g.items[max(from, to-1)].to))
				g.readOrTalk(g.items[from:to], question)
			}
		}
		from = end
	}
	g.labelled(stated)
}

// What people write has tens of items in a sentence, and fewer facts. The rules compare each with each.
const (
	maxSentence = 400 // items
	maxFacts    = 400
)

// personsWords are people who are counted.
var personsWords = wordsByLanguage("persons")

// asksByForm reports a question without its mark: one that a word begins (Polish "czy 3 pasuje") or ends (3番はオンラインもできますか).
func (g *grammar) asksByForm(in []item) bool {
	first := 0
	for first < len(in) && (in[first].m == mHello || in[first].m == kComma) {
		first++
	}
	if first < len(in) && in[first].m == mOr && g.inFirst(askFirstWords, &g.tokens[in[first].from]) {
		return true
	}
	last := len(in) - 1
	if last < 1 || in[last].m != mOr && in[last].m != mFill || !g.inFirst(askLastWords, &g.tokens[in[last].to-1]) || in[last-1].to != in[last].from || mentions(in[last-1].m) || in[last-1].m == mOrdSign {
		return false
	}
	start := last
	for start > 0 && in[start-1].m != kComma && in[start-1].m != mBut {
		start--
	}
	return mentionBefore(in[start:]) || hasVerdict(in[start:])
}

// askFirstWords begin a question, askLastWords end one.
var askFirstWords, askLastWords = wordsByLanguage("asks first"), wordsByLanguage("asks last")

// maxTokens bounds the work on one mail. A page of prose has hundreds.
const maxTokens = 20000

// itemize makes items of the tokens.
func (g *grammar) itemize() {
	g.items = g.items[:0]
	e := 0
	for i := 0; i < len(g.tokens); {
		for e < len(g.exprs) && g.exprs[e].From < i {
			e++
		}
		var x *Expr
		if e < len(g.exprs) && g.exprs[e].From == i {
			x = &g.exprs[e]
		}
		if x != nil && g.misread(x) {
			x = nil
			e++
		} else if x != nil && g.tokens[x.From].Text == "na" && languages[g.first] == "pl" {
			x = g.unbound(e)
		}
		if x != nil && g.roundTheClock(x) {
			i = x.To
			continue
		}
		if to := g.greeting(i); to > i {
			g.push(item{m: mHello, from: int32(i), to: int32(to)})
			i = to
			continue
		}
		if to := g.wordRange(i); to > i {
			i = to
			continue
		}
		entry, n := g.phrase(i, e)
		if x != nil && entry.meaning == mSee && n == x.To-x.From && g.alone(i, i+n) { // Polish "do środy" is until Wednesday too
			g.push(item{m: mSee, from: int32(i), to: int32(i + n)})
			i += n
			continue
		}
		if x != nil && (n <= x.To-x.From || entry.meaning == mFill || entry.meaning == mCard) && !(x.onlyAnyTime() && n == x.To-x.From) && !(x.onlyZone() && n > 0) && !g.ordinalNoun(x, entry, n) {
			// "option 2 and 26 November": no second of November
			if k := len(g.items); x.Shared&SharedMonth != 0 && x.To-x.From == 1 && g.tokens[i].Kind == TokenNumber && len(g.match[e].Slots) == 0 && k > 0 &&
				(g.items[k-1].m == mSlot || g.items[k-1].m == mSlots || g.items[k-1].m == mNumber) {
				g.push(item{m: kNumber, from: int32(i), to: int32(i + 1), num: int32(g.tokens[i].Num), flags: fDigits})
				i++
				continue
			}
			if g.pairOfNumbers(x, e) {
				a, b := int32(i), int32(x.To-1)
				g.push(item{m: kNumber, from: a, to: a + 1, num: int32(g.tokens[a].Num), flags: fDigits})
				g.push(item{m: kSlash, from: a + 1, to: b})
				g.push(item{m: kNumber, from: b, to: b + 1, num: int32(g.tokens[b].Num), flags: fDigits})
				i = x.To
				continue
			}
			m := kTime
			if x.Day.Kind == NoDay && x.Clock.Kind == NoClock {
				m = kLength
			}
			it := item{m: m, from: int32(i), to: int32(x.To), num: int32(e)}
			if last := g.tokens[x.To-1].Text; (last == "后" || last == "後") && x.Day.Bound == After && x.Clock.Kind == NoClock && g.onDay(x) != 0 { // 周三以后: with Wednesday, or not
				it.m, it.why = kBad, "ambiguous-date"
			}
			g.push(it)
			i = x.To
			if x.Clock.Kind == OnTime && g.first != langEnglish && i < len(g.tokens) && g.tokens[i].Text == "h" { // "16.30 h"
				i++
			}
			if g.stops(x) {
				g.push(item{m: kEnd, from: int32(i - 1), to: int32(i)})
			}
			continue
		}
		if g.tokens[i].Kind == TokenNumber && n == 0 {
			i = g.number(i)
			continue
		}
		if n > 0 {
			flags := uint32(0)
			switch {
			case entry.meaning == mPause:
				entry.meaning = kComma
			case entry.meaning == mName:
				entry.meaning, flags = kNumber, fDigits
			case entry.meaning == mNo && g.tokens[i].Text == "n" && g.joins(i):
				entry.meaning = mAnd
			}
			g.push(item{m: entry.meaning, from: int32(i), to: int32(i + n), num: int32(entry.num), flags: flags})
			i += n
			continue
		}
		i = g.mark(i)
	}
}

// alone reports tokens that are a sentence of their own.
func (g *grammar) alone(from, to int) bool {
	end := func(i int) bool {
		return i < 0 || i >= len(g.tokens) || g.tokens[i].Text == "." || g.tokens[i].Text == "!"
	}
	return end(from-1) && end(to)
}

// marksNumber reports a sign that ends a line with nothing else in it than a number, where several lines are such: "2 +", "3 -".
func (g *grammar) marksNumber(i int) bool {
	return g.signed && i > 0 && i+1 == len(g.tokens) && len(g.items) == 1 && g.items[0].m == kNumber
}

// stops reports a time whose last dot ends the sentence too: "Sept 23. Our lawyer", "6 Aug. Thanks".
func (g *grammar) stops(x *Expr) bool {
	if g.first != langEnglish || g.tokens[x.To-1].Text != "." || x.To >= len(g.tokens) {
		return false
	}
	if entry, n := g.phrase(x.To, len(g.exprs)); n > 0 { // "Tue. Works", "Tue. And Thu."
		switch m := entry.meaning; m {
		case mNot, mAnd, mOr, mBut, mExcept, mAllBut, mOnly, mAlso, mIf, mHedge, mRest, mRanking, mInstead, mTo, mThen:
			return false
		default:
			if m >= mYes && m <= mDecline {
				return false
			}
		}
	}
	next := &g.tokens[x.To]
	return next.Kind == TokenWord && next.Space && next.Raw != next.Text && !slices.ContainsFunc(g.exprs, func(o Expr) bool { return o.From == x.To })
}

// pairOfNumbers reports "4/5 both", where no such date is offered.
func (g *grammar) pairOfNumbers(x *Expr, e int) bool {
	return x.To-x.From == 3 && x.To < len(g.tokens) && g.tokens[x.From+1].Text == "/" && len(g.match[e].Slots) == 0 && g.means(x.To, mBoth) &&
		g.index(int(g.tokens[x.From].Num)) >= 0 && g.index(int(g.tokens[x.To-1].Num)) >= 0
}

// onlyZone reports a zone without a time: "bei mir", which is no more than "for me".
func (x *Expr) onlyZone() bool {
	return x.Day.Kind == NoDay && x.Clock.Kind == NoClock && x.Length == 0
}

// greeting returns the end of a time of day and a name, at the begin of a piece and before a mark: "Morning Gwen,". It returns i if there
// is none.
func (g *grammar) greeting(i int) int {
	if i != 0 || len(g.tokens) < 3 || languages[g.first] != "en" || g.tokens[2].Kind != TokenPunct || g.tokens[1].Kind != TokenWord || g.tokens[1].Raw == g.tokens[1].Text {
		return i
	}
	switch g.tokens[0].Text {
	case "morning", "afternoon", "evening":
	default:
		return i
	}
	if _, n := g.phrase(1, len(g.exprs)); n > 0 {
		return i
	}
	return 2
}

// roundTheClock reports "24 h" in brackets: how long somebody is on duty.
func (g *grammar) roundTheClock(x *Expr) bool {
	return x.Day.Kind == NoDay && x.To-x.From == 2 && x.From > 0 && g.tokens[x.From-1].Text == "(" && g.tokens[x.From].Num == 24 && g.tokens[x.From+1].Kind == TokenWord
}

// misread reports an expression that is none in the language of the text: "ok 3" is about three only in Polish, "na 2" the
// second option in Portuguese.
func (g *grammar) misread(x *Expr) bool {
	if n := len(g.items); n > 0 && g.items[n-1].m == mWho && languages[g.first] == "en" && int(g.items[n-1].to) == x.From && (g.tokens[x.From].Text == "start" || g.tokens[x.From].Text == "begin") { // "I start at 10"
		return true
	}
	if last := g.tokens[x.To-1].Text; x.To-x.From > 1 && languages[g.first] == "en" && (last == "so" || last == "do") { // "Thu - so Friday": Thursday to Sunday only in German
		return true
	}
	if g.tokens[x.To-1].Text == "mag" && languages[g.first] == "nl" { // "2 mag ook": May only in Italian
		return true
	}
	if word := g.tokens[x.From].Text; x.To-x.From == 1 && (word == "hier" && (languages[g.first] == "de" || languages[g.first] == "nl") || word == "só" && languages[g.first] == "pt") { // "hier gerne": yesterday only in French
		return true
	}
	if x.Day.Kind != NoDay {
		return false
	}
	if x.Clock.Bare && x.To < len(g.tokens) && g.tokens[x.To-1].Kind == TokenNumber && g.first != langEnglish && g.inSet(personsWords, &g.tokens[x.To]) { // "kaffe till 15 personer"
		return true
	}
	if i := x.From + 1; i+2 < len(g.tokens) && g.tokens[i].Text == "u" && g.tokens[i+1].Text == "." && (languages[g.first] == "de" || g.tokens[i+2].Kind == TokenNumber) { // "2 u. 4": no hours
		return true
	}
	if x.To-x.From == 2 && x.Clock.Bare && g.means(x.From, mAll) { // "alle vier" is about four only in Italian
		return true
	}
	if g.oneOfThem(x) {
		return true
	}
	switch g.tokens[x.From].Text {
	case "ok":
		return languages[g.first] != "pl"
	case "na":
		return languages[g.first] == "pt" || languages[g.first] == "pl" && x.To-x.From == 2 && x.Clock.Bare && g.index(int(g.tokens[x.To-1].Num)) >= 0 // "wpisać na 2"
	case "no":
		return languages[g.first] == "pt"
	}
	return false
}

// unbound takes the bound off an expression: Polish "na" is "for", Dutch "na" is "after".
func (g *grammar) unbound(e int) *Expr {
	g.exprs, g.match = slices.Clone(g.exprs), slices.Clone(g.match)
	x := &g.exprs[e]
	x.Day.Bound, x.Clock.Bound = At, At
	g.match[e] = x.among(&g.room.offered)
	return x
}

// means reports a word with a meaning in a language of the text.
func (g *grammar) means(i int, m meaning) bool {
	if i >= len(g.tokens) {
		return false
	}
	for _, e := range g.lex.single(&g.tokens[i]) {
		if e.meaning == m && g.rank[e.lang] >= 0 {
			return true
		}
	}
	return false
}

// joins reports an "n" that is short for "and": "1 n 3 are good". Where people answer by letters, it is a no.
func (g *grammar) joins(i int) bool {
	if i == 0 || i+1 >= len(g.tokens) || g.tokens[i-1].Kind != TokenNumber || g.tokens[i+1].Kind != TokenNumber {
		return false
	}
	for k, t := range g.tokens {
		if k != i && (t.Text == "n" || t.Text == "y" || t.Text == "no" || t.Text == "yes") {
			return false
		}
	}
	return true
}

// onlyAnyTime reports "any time", "all day" without a day.
func (x *Expr) onlyAnyTime() bool { return x.Clock.Part == AllDay && x.Day.Kind == NoDay }

// ordinalNoun reports a word that is both an ordinal and a weekday (Portuguese "segunda"), with a noun after it.
func (g *grammar) ordinalNoun(x *Expr, e entry, n int) bool {
	if e.meaning != mOrd || x.To-x.From != 1 || n != 1 {
		return false
	}
	next, _ := g.phrase(x.To, len(g.exprs))
	return next.meaning == mSlot
}

func (g *grammar) push(it item) {
	if n := len(g.items); n > 0 && g.items[n-1].m == kColon {
		g.items[n-1] = it
		g.items[n-1].flags |= fColon
		return
	}
	g.items = append(g.items, it)
}

// phrase finds the phrase at tokens[i]: the longest of the best language. Expressions of time from g.exprs[e] on are not cut.
func (g *grammar) phrase(i, e int) (best entry, length int) {
	best, length, short, shortLen := g.longest(i, e)
	if shortLen > 0 && (short.meaning == mFill || short.meaning == mWho || short.meaning == mPro || short.meaning == mNot || short.meaning == mIt) {
		// "I'm out of office" is not "I'm out": a shorter phrase may leave room for one that reaches further
		next, n, _, _ := g.longest(i+shortLen, e)
		if n > 1 && shortLen+n > length && g.rank[next.lang] <= g.rank[best.lang] && next.meaning != mFill && next.meaning != mHello {
			return short, shortLen
		}
	}
	return best, length
}

// longest finds the longest phrase at tokens[i] in the best language, and the next shorter one.
func (g *grammar) longest(i, e int) (best entry, length int, short entry, shortLen int) {
	rank := int8(127)
	g.lex.walk(g.tokens, i, func(entries []entry, n int) {
		for k := e; k < len(g.exprs) && g.exprs[k].From < i+n; k++ {
			if i+n < g.exprs[k].To {
				return
			}
		}
		for _, x := range entries {
			r := g.rank[x.lang]
			if r < 0 || r > rank || r == rank && n <= length {
				continue
			}
			if x.meaning == mNumber && i > 0 && noWord(g.tokens[i].Plain) && answered(g.tokens[i-1]) {
				continue // "2: no. 3: yes"
			}
			if x.meaning == mNumber && (!g.numberAt(i+n) || n == 1 && noWord(g.tokens[i].Plain)) {
				continue
			}
			if x.meaning == mOrdSign && (i == 0 || g.tokens[i].Space) && !isCJK(g.tokens[i]) {
				continue
			}
			if r == rank {
				short, shortLen = best, length
			} else {
				shortLen = 0
			}
			best, length, rank = x, n, r
		}
	})
	return best, length, short, shortLen
}

// answered reports a token that a verdict follows rather than a number.
func answered(t Token) bool {
	return t.Kind == TokenNumber || t.Text == ":" || t.Text == "=" || t.Text == "-" || t.Text == ")"
}

func (g *grammar) numberAt(i int) bool {
	for ; i < len(g.tokens); i++ {
		switch t := g.tokens[i]; {
		case t.Kind == TokenNumber:
			return true
		case t.Kind == TokenWord:
			e, n := g.phraseCard(i)
			return n > 0 && (e.meaning == mCard || e.meaning == mName)
		case t.Text == "(" || t.Text == "\"" || t.Text == "'" || t.Text == "#" || t.Text == ":" || t.Text == ".":
		default:
			return false
		}
	}
	return false
}

// phraseCard finds a number word at tokens[i].
func (g *grammar) phraseCard(i int) (found entry, length int) {
	g.lex.walk(g.tokens, i, func(entries []entry, n int) {
		for _, x := range entries {
			if (x.meaning == mCard || x.meaning == mName) && g.rank[x.lang] >= 0 {
				found, length = x, n
			}
		}
	})
	return found, length
}

func isCJK(t Token) bool {
	for _, r := range t.Text {
		return script(r) != scriptOther
	}
	return false
}

// mark reads a token that is no phrase and no number.
func (g *grammar) mark(i int) int {
	t := g.tokens[i]
	it := item{m: kMark, from: int32(i), to: int32(i + 1)}
	switch t.Kind {
	case TokenWord, TokenOther:
		it.m = kUnknown
		if t.Raw != t.Text {
			it.flags |= fName
		}
		if n := len(g.items); n > 0 && (g.items[n-1].m == mSlot || g.items[n-1].m == mSlots || g.items[n-1].m == mNumber) {
			if v := misspelt(t.Text, g.first); v > 0 { // "option thre"
				it.m, it.num = kNumber, int32(v)
			}
		}
		if t.Kind == TokenOther && t.Text == "\ufffd" {
			it.m = kMark
		}
	case TokenLink:
		it.m = kUnknown
	case TokenPunct:
		if end, sad := g.face(i); end > i {
			if sad {
				g.push(item{m: mSad, from: int32(i), to: int32(end)})
			}
			return end
		}
		if t.Text == "+" && (i == 0 || t.Space) && i+1 < len(g.tokens) && g.tokens[i+1].Text == "1" && !g.tokens[i+1].Space { // "+1"
			g.push(item{m: mYes, from: int32(i), to: int32(i + 2)})
			return i + 2
		}
		switch t.Text {
		case ",":
			it.m = kComma
			if t.Raw == "、" && languages[g.first] == "zh" { // it only lists
				it.m = mAnd
			}
			if t.Raw == "," && i > 0 && i+1 < len(g.tokens) && !t.Space && !g.tokens[i+1].Space && g.tokens[i-1].Kind == TokenNumber && g.tokens[i+1].Kind == TokenNumber {
				if !g.ownSay(i) {
					it.m = mAnd // "1,2 no"
				}
			}
		case ".", "!":
			it.m = kEnd
			if t.Text == "." && i > 0 && g.tokens[i-1].Kind == TokenWord && len(g.tokens[i-1].Text) == 1 && !t.Space && i+1 < len(g.tokens) && !g.tokens[i+1].Space {
				it.m = kMark // initials
			}
		case "?":
			it.m = kQuestion
		case ":", "=":
			it.m = kColon
			if i+1 < len(g.tokens) && g.tokens[i+1].Text == ">" {
				it.to++
			}
		case ";":
			it.m = kSemicolon
		case "|":
			it.m = kDash // a cell of a table
		case "-":
			switch {
			case g.marksNumber(i):
				it.m = mNo
			case i+1 < len(g.tokens) && g.tokens[i+1].Text == ">", len(g.items) == 0:
				it.m = kMark // an arrow, a bullet
			case t.Space || i+1 < len(g.tokens) && g.tokens[i+1].Space || i+1 == len(g.tokens):
				it.m = kDash
			}
		case "(", "[":
			if end, m := g.box(i); end > i {
				it.m, it.to = m, int32(end)
			} else {
				it.m = kOpen
			}
		case ")", "]":
			it.m = kClose
		case "/":
			it.m = kSlash
		case "+":
			it.m = mAnd
			if g.marksNumber(i) {
				it.m = mYes
			}
		case "*":
			if t.Raw == "*" && i > 0 && (i+1 < len(g.tokens)) {
				it.m = kStar
			}
		case "#":
			if i+1 < len(g.tokens) && g.tokens[i+1].Kind == TokenNumber {
				it.m = mNumber
			}
		case ">":
			if i > 0 && (g.tokens[i-1].Text == "-" || g.tokens[i-1].Text == "=") {
				it.m = kMark
			} else {
				it.m = mThen
			}
		}
	}
	if it.m == kColon && len(g.items) == 0 {
		return int(it.to)
	}
	if it.m == kMark {
		return int(it.to)
	}
	g.push(it)
	return int(it.to)
}

// ownSay reports that the numbers on both sides of a comma without a space have each their own verdict: 最好是4,2也可以.
func (g *grammar) ownSay(i int) bool {
	n := len(g.items)
	if n < 2 || g.items[n-2].m < mYes || g.items[n-2].m > mDecline {
		return false
	}
	e, length := g.phrase(i+2, len(g.exprs))
	return length > 0 && (e.meaning == mAlso || e.meaning == mAlsoYes || e.meaning >= mYes && e.meaning <= mDecline)
}

// face reads a face of punctuation marks, ":-)", and returns its end, or i.
func (g *grammar) face(i int) (end int, sad bool) {
	if t := g.tokens[i].Text; t != ":" && t != ";" {
		return i, false
	}
	j := i + 1
	if j < len(g.tokens) && g.tokens[j].Text == "-" && !g.tokens[j].Space {
		j++
	}
	if j >= len(g.tokens) || g.tokens[j].Space {
		return i, false
	}
	switch g.tokens[j].Text {
	case "(", "[", "/", "|":
		return j + 1, true
	case ")", "]":
		return j + 1, false
	case "d", "p":
		if g.tokens[i].Space && (j+1 == len(g.tokens) || g.tokens[j+1].Space) {
			return j + 1, false
		}
	}
	return i, false
}

// box reads a check box, "[x]" or "( )", and returns its end, or i.
func (g *grammar) box(i int) (end int, m meaning) {
	if g.tokens[i].Text == "(" && i != 0 {
		return i, 0
	}
	shut := "]"
	if g.tokens[i].Text == "(" {
		shut = ")"
	}
	if i+1 < len(g.tokens) && g.tokens[i+1].Text == shut {
		return i + 2, mEmpty
	}
	if i+2 >= len(g.tokens) || g.tokens[i+2].Text != shut {
		return i, 0
	}
	switch t := g.tokens[i+1]; {
	case t.Text == "x" || t.Text == "v" || t.Text == "y" || t.Text == "yes" || t.Text == "✓" || t.Text == "✔" || t.Text == "✅" || t.Raw == "*" || t.Text == "+" || t.Raw == "×" || t.Text == "✗" || t.Text == "✘" || t.Text == "✖":
		return i + 3, mTicked
	case t.Text == "_" || t.Text == "." || t.Text == "n" || t.Text == "no" || t.Text == "-":
		return i + 3, mEmpty
	}
	return i, 0
}

// initials drops a name before a colon at the begin of a piece: "TH: yes".
func (g *grammar) initials() {
	if len(g.items) > 1 && (g.items[0].m == mWho || g.items[0].m == mFill && g.items[0].to-g.items[0].from == 1) && g.items[1].is(fColon) {
		g.label = g.tokens[g.items[0].from].Text // "Me: 2", and "Ben: 3", which is Dutch for "am"
	}
	if g.label == "" {
		g.label = g.lineName()
	}
	if len(g.items) > 1 && g.items[0].m == kUnknown && g.items[0].is(fName) && g.items[1].is(fColon) {
		g.label = g.tokens[g.items[0].from].Text
		g.items = g.items[1:]
		g.items[0].flags &^= fColon
	}
}
