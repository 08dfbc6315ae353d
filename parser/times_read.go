package parser

import (
	"sync"
	"time"
)

// Times appends the expressions of time among tokens to dst, in order; none overlaps another. Words that are no part of one are
// left alone: what "works" or "not" means is for others to say.
func Times(tokens []Token, dst []Expr) []Expr {
	r := timeReaders.Get().(*timeReader)
	defer r.free()
	if len(tokens) > maxTimeTokens {
		tokens = tokens[:maxTimeTokens]
	}
	r.t = tokens
	x, any := words(), false
	for i := range tokens {
		var at timeStart
		switch tokens[i].Kind {
		case TokenWord, TokenPunct:
			at = x.plain(&tokens[i]).times
			any = any || at.node != nil && at.node.mask&timely != 0
		case TokenNumber:
			at = x.plain(&tokens[i]).times // "2ª-feira", "1er"
			any = true
		}
		r.n, r.zone = append(r.n, at.node), append(r.zone, at.zone)
	}
	if !any {
		any = r.misspelt()
	}
	if !any {
		return dst
	}
	for i := 0; i < len(tokens); {
		i = max(r.read(i), i+1) // on, whatever is read
	}
	return r.assemble(dst)
}

// maxTimeTokens is how many tokens of one line are looked at: some of the questions about a place look back or ahead on its line.
const maxTimeTokens = 4096

// timeReaders spares each line the room that its pieces need.
var timeReaders = sync.Pool{New: func() any { return new(timeReader) }}

// free gives the room back, unless one long line made it large.
func (r *timeReader) free() {
	if cap(r.n) > 1<<10 || cap(r.p) > 1<<8 {
		return
	}
	r.t, r.n, r.zone, r.p, r.done = nil, r.n[:0], r.zone[:0], r.p[:0], r.done[:0]
	timeReaders.Put(r)
}

// timely are the classes that can make an expression by themselves; the others only hold one together.
const timely = 1<<cWeekday | 1<<cMonth | 1<<cShift | 1<<cPart | 1<<cWeek | 1<<cWeekRel | 1<<cMonthRel | 1<<cWeekend | 1<<cWorkday | 1<<cLength | 1<<cNoon | 1<<cMidnight |
	1<<cNum | 1<<cLunch | 1<<cMine

// pieceKind is the part a piece plays in an expression.
type pieceKind uint8

const (
	pOther  pieceKind = iota // no part: it ends an expression
	pDay                     //
	pClock                   // a time or a part of the day
	pZone                    //
	pLength                  //
	pBound                   // after, before: limits the next piece
	pAnd                     // and, or, comma
	pTo                      // a dash, "to", between two pieces
	pJoin                    // on, the, brackets
)

// piece is a run of tokens with one meaning.
type timePiece struct {
	kind     pieceKind
	from, to int
	bound    Bound
	weakFrom bool // pBound: "von", "de", which limit nothing unless a range follows
	vague    bool // pBound: "late", "end of"
	comma    bool // pAnd: only a comma
	open     bool // pJoin: an opening bracket
	day      Day
	clock    Clock
	half     int8 // pClock: 1 am, 2 pm was said
	zone     Zone
	length   time.Duration
	fault    string
	lang     string
	langs    langSet // all languages in which it can be read
	shared   Shared
}

// timeReader goes over the tokens of a line once, cutting it into pieces.
type timeReader struct {
	t    []Token
	n    []*timeNode // where each token stands in the tree of phrases; nil if it begins none
	zone []bool      // whether it may begin the name of a zone
	p    []timePiece
	done []draft
}

// langs returns the languages in which the phrase that match finds has the class.
func (r *timeReader) langs(i int, c class) (set langSet) {
	_, n := r.match(i, c)
	if n == 0 {
		return 0
	}
	at := r.n[i]
	for k := 1; k < n; k++ {
		at = at.next[r.t[i+k].Plain]
	}
	for _, s := range at.senses {
		if s.class == c {
			set |= langBit(s.lang)
		}
	}
	return set
}

// match returns the longest phrase of a class at token i, and how many tokens it takes; 0 if there is none.
func (r *timeReader) match(i int, c class) (sense, int) {
	if i < 0 || i >= len(r.n) || r.n[i] == nil || r.n[i].mask&(1<<c) == 0 {
		return sense{}, 0
	}
	var found sense
	length := 0
	at := r.n[i]
	for j := i; ; {
		for k := range at.senses {
			s := &at.senses[k]
			if s.class == c && (s.flags&exact == 0 || s.text == r.t[i].Text) && (length <= j-i) {
				if length == j-i+1 {
					continue
				}
				found, length = *s, j-i+1
			}
		}
		j++
		if at.next == nil || j >= len(r.t) || at.mask&(1<<c) == 0 {
			break
		}
		at = at.next[r.t[j].Plain]
		if at == nil {
			break
		}
	}
	return found, length
}

func (r *timeReader) is(i int, text string) bool {
	return i >= 0 && i < len(r.t) && r.t[i].Text == text
}

// glued reports whether token i has no space before it.
func (r *timeReader) glued(i int) bool { return i >= 0 && i < len(r.t) && !r.t[i].Space }

// num returns the value of a plain number at i, or -1.
func (r *timeReader) num(i int) int {
	if i < 0 || i >= len(r.t) || r.t[i].Kind != TokenNumber || r.t[i].Circled {
		return -1
	}
	return r.t[i].Num
}

func (r *timeReader) digits(i int) int { return len(r.t[i].Text) }

// last returns the last piece that says something, whether it touches the present place, and whether a connector stands between.
func (r *timeReader) last() (p *timePiece, direct bool, linked bool) {
	direct, linked = true, false
	for k := len(r.p) - 1; k >= max(0, len(r.p)-16); k-- {
		q := &r.p[k]
		switch q.kind {
		case pJoin:
			continue
		case pAnd, pTo:
			direct, linked = false, true
			continue
		case pOther:
			return nil, false, false
		}
		return q, direct, linked
	}
	return nil, false, false
}

// read makes one piece or more of what begins at token i, and returns the token after it.
func (r *timeReader) read(i int) int {
	t := &r.t[i]
	switch {
	case t.Kind == TokenLink || t.Kind == TokenEmoji || t.Kind == TokenOther || t.Circled:
		return r.other(i, i+1)
	case t.Kind == TokenNumber:
		return r.readNumber(i)
	case t.Kind == TokenPunct:
		return r.readPunct(i)
	}
	return r.readWord(i)
}

func (r *timeReader) add(p timePiece) int {
	if p.kind == pOther {
		return r.other(p.from, p.to)
	}
	r.p = append(r.p, p)
	return p.to
}

// other adds tokens that are no part of an expression.
func (r *timeReader) other(from, to int) int {
	if n := len(r.p); n > 0 && r.p[n-1].kind == pOther {
		r.p[n-1].to = to
	} else {
		r.p = append(r.p, timePiece{kind: pOther, from: from, to: to})
	}
	return to
}

func (r *timeReader) readPunct(i int) int {
	if r.is(i, "+") || r.is(i, "-") {
		if to := r.readZone(i); to > i {
			return to
		}
	}
	p := timePiece{kind: pOther, from: i, to: i + 1}
	switch r.t[i].Text {
	case ",", ";":
		p.kind, p.comma = pAnd, true
	case "/", "&", "+":
		p.kind = pAnd
	case "(", "[":
		p.kind, p.open = pJoin, true
	case ")", "]", ":", "|", "*", "\"", "_", "'", "=":
		p.kind = pJoin
	case "-", "~", "→", "⇒", "➔":
		p.kind = pTo
	case ".":
		// an abbreviation's, if it does not end a sentence; else it parts expressions
		if r.glued(i) && i+1 < len(r.t) && (r.t[i+1].Text == "," || r.t[i+1].Text == ")" || r.t[i+1].Text == "-") {
			p.kind = pJoin
		}
	default:
		if to := r.readAtWord(i); to > i {
			return to
		}
		if s, n := r.match(i, cOrd); n > 0 {
			if to := r.readOrdinal(i, n, s); to > i {
				return to
			}
		}
	}
	return r.add(p)
}

func (r *timeReader) readNumber(i int) int {
	if r.chained(i) {
		return r.other(i, i+1)
	}
	if d, to := r.feira(i); to > i {
		return r.add(timePiece{kind: pDay, from: i, to: to, day: Day{Kind: OnDays, Weekdays: 1 << d}, lang: "pt", langs: langBit("pt")})
	}
	// 2ª-feira, 1er mardi
	if r.n[i] != nil {
		if to := r.readWeekday(i); to > i {
			return to
		}
		if s, n := r.match(i, cOrd); n > 0 {
			if to := r.readOrdinal(i, n, s); to > i {
				return to
			}
		}
		if _, n := r.match(i, cNoon); n > 0 {
			return r.add(timePiece{kind: pClock, from: i, to: i + n, clock: Clock{Kind: OnTime, Begin: 12 * 60, Exact: true}, half: 2})
		}
	}
	if p, ok := r.length(i); ok {
		return r.add(p)
	}
	if n := len(r.p); n > 1 && r.p[n-1].kind == pTo && r.t[i-1].Kind == TokenWord && r.num(i) <= 31 && r.laterDay(r.num(i)) && !r.clocklike(i) && !r.numericAhead(i) && !r.monthFollows(i+1) {
		return r.add(timePiece{kind: pDay, from: i, to: i + 1, day: Day{Kind: OnDate, First: Date{Day: r.num(i)}, Ordinal: true}}) // "del 24 al 26"
	}
	if before, direct, _ := r.last(); before != nil && direct && before.kind == pDay && before.day.Kind == OnDate && before.day.First.Month != 0 && !r.monthFollows(i+1) {
		if p, ok := r.clock(i, true); ok { // "24 Nov 10, 25 Nov 11"
			return r.add(p)
		}
	}
	if to := r.readDate(i); to > i {
		return to
	}
	if r.dayOfMonth(i) {
		to := i + 1
		if r.is(to, ".") && r.glued(to) {
			to++
		}
		return r.add(timePiece{kind: pDay, from: i, to: to, day: Day{Kind: OnDate, First: Date{Day: r.num(i)}}})
	}
	if p, ok := r.clock(i, r.bareAllowed(i)); ok {
		return r.add(p)
	}
	if before, _, linked := r.last(); before != nil && linked && before.kind == pDay && before.day.Ordinal && before.lang == "de" && r.num(i) > 0 && r.num(i) <= 31 &&
		r.is(i+1, ".") && r.glued(i+1) && !r.glued(i+2) { // am 24. und 26.
		return r.add(timePiece{kind: pDay, from: i, to: i + 2, day: Day{Kind: OnDate, First: Date{Day: r.num(i)}, Ordinal: true}, lang: before.lang})
	}
	if n := r.nth(i + 1); n > 0 && r.num(i) >= 1 && r.num(i) <= 31 {
		to := i + 1 + n
		if to := r.readNthWeekday(i, to); to > i {
			return to
		}
		return r.add(timePiece{kind: pDay, from: i, to: to, day: Day{Kind: OnDate, First: Date{Day: r.num(i)}, Ordinal: true}})
	}
	return r.other(i, i+1)
}

// chained reports whether the number at i is a further link of something that is no time: 192.0.2.25, 5.1.10, 01-23-45.
func (r *timeReader) chained(i int) bool {
	if i < 2 || !r.glued(i) || !r.glued(i-1) || r.num(i-2) < 0 || len(r.p) == 0 || r.p[len(r.p)-1].kind == pDay || r.p[len(r.p)-1].kind == pClock {
		return false
	}
	return r.is(i-1, ".") || r.is(i-1, ":")
}

// dayOfMonth reports whether the number at i, right behind a day of the week, is a day of the month: too large for an hour, or with
// a time of day of its own behind it.
func (r *timeReader) dayOfMonth(i int) bool {
	n := r.num(i)
	if n < 1 || n > 31 || r.digits(i) > 2 || r.clocklike(i) || r.numericAhead(i) {
		return false
	}
	before, direct, _ := r.last()
	if before == nil || !direct || before.kind != pDay || before.day.Kind != OnDays || !single(before.day.Weekdays) || before.day.Plural {
		return false
	}
	j := i + 1
	if r.is(j, ".") && r.glued(j) {
		if r.num(j+1) < 0 {
			return true // Dienstag 24.
		}
		j++
	}
	return n > 23 && !r.follow(j) || r.clockAhead(j) || r.weekdayEnd(j)
}

// readNthWeekday reads "2nd Tuesday" and "1st week".
func (r *timeReader) readNthWeekday(i, j int) int {
	if n := r.num(i); n >= 1 && n <= 5 {
		return r.readOrdinal(i, j-i, sense{class: cOrd, n: int16(n), lang: "en"})
	}
	return i
}

func (r *timeReader) monthFollows(i int) bool {
	if r.is(i, ".") && r.glued(i) {
		i++
	}
	if n := r.nth(i); n > 0 {
		i += n
	}
	if _, n := r.match(i, cOn); n > 0 {
		if _, m := r.match(i+n, cMonth); m > 0 {
			return true
		}
	}
	_, n := r.match(i, cMonth)
	return n > 0
}

// bareAllowed reports whether a number alone at i is a time of day because of what stands before it: a day, a word such as "at", or
// another time in a list.
func (r *timeReader) bareAllowed(i int) bool {
	if len(r.p) == 0 {
		return false
	}
	k := len(r.p) - 1
	for k > 0 && r.p[k].kind == pJoin && r.t[r.p[k].from].Kind == TokenWord {
		k-- // "between 10 and the 12", "entre las 10 y las 12"
	}
	if k != len(r.p)-1 && r.p[k].kind != pAnd && r.p[k].kind != pBound {
		k = len(r.p) - 1
	}
	switch b := &r.p[k]; b.kind {
	case pBound:
		return true
	case pDay:
		return r.t[i].Space
	case pClock:
		return b.clock.Kind == OnPart && r.t[i].Space // "Wednesday morning 9"
	case pTo:
		return len(r.p) > 1 && r.p[len(r.p)-2].kind == pDay && r.t[i].Space // "Tuesday - 10"
	case pJoin:
		if len(r.p) > 1 && r.p[len(r.p)-2].kind == pDay && r.t[b.from].Text == ":" {
			return true
		}
	case pAnd:
		before, _, _ := r.last()
		if before == nil || before.kind != pClock || before.clock.Kind != OnTime {
			return false
		}
		if before.clock.End == 0 && k >= 2 && r.p[k-1].kind == pClock && r.p[k-2].kind == pBound && r.p[k-2].bound == Inside {
			return true
		}
		// a list of hours: only after a bare hour, and where no date or weekday takes the number
		return (before.clock.Bare || before.half != 0) && !b.comma && !r.monthFollows(i+1) && r.dated()
	}
	return false
}

// dated reports whether a day stands in the present run of pieces.
func (r *timeReader) dated() bool {
	for k := len(r.p) - 1; k >= 0 && r.p[k].kind != pOther; k-- {
		if r.p[k].kind == pDay {
			return true
		}
	}
	return false
}

func (r *timeReader) readWord(i int) int {
	if r.n[i] == nil {
		if to := r.morrow(i); to > i {
			return to
		}
		if to := r.readWeekday(i); to > i { // compounds and misspellings
			return to
		}
		if to := r.readZone(i); to > i {
			return to
		}
		return r.other(i, i+1)
	}
	mask := r.n[i].mask
	if r.t[i].Num > 0 {
		mask |= han
	}
	for _, w := range &wordReaders {
		if mask&w.first != 0 {
			if to := w.read(r, i); to > i {
				return to
			}
		}
	}
	return r.other(i, i+1)
}

// han stands among classes for a Han numeral.
const han = 1 << 63

// wordReaders are what a word may begin, in the order in which they are tried, and the classes that the first phrase of each can have.
var wordReaders = [...]struct {
	first uint64
	read  func(r *timeReader, i int) int
}{
	{1<<cLength | 1<<cNum | han, (*timeReader).readLength},
	{1 << cMine, (*timeReader).readMine},
	{1 << cEvery, (*timeReader).readEvery},
	{1<<cMonth | 1<<cHe | han, (*timeReader).readDate},
	{1<<cWeek | 1<<cWeekRel | 1<<cMonthRel, (*timeReader).readWeek},
	{1<<cWeekday | 1<<cWeekend | 1<<cWorkday, (*timeReader).readWeekday},
	{1 << cShift, (*timeReader).readShift},
	{1<<cHalfPast | 1<<cHalfTo | 1<<cQuarter | 1<<cNum | han, (*timeReader).readSpoken},
	{1<<cPart | 1<<cNoon | 1<<cMidnight | 1<<cLunch, (*timeReader).readPart},
	{1<<cAround | 1<<cBetween | 1<<cAfter | 1<<cBefore | 1<<cFrom | 1<<cUntil | 1<<cVague, (*timeReader).readBound},
	{1 << cNum, (*timeReader).readHourForm},
	{1 << cAt, (*timeReader).readAtWord},
	{^uint64(0), (*timeReader).readZone},
	{1<<cOrd | 1<<cNext | 1<<cThis, (*timeReader).readOrder},
	{1 << cMonth, (*timeReader).readMonth},
	{1<<cAnd | 1<<cTo | 1<<cOn, (*timeReader).readJoint},
}

func (r *timeReader) readLength(i int) int {
	if p, ok := r.length(i); ok {
		return r.add(p)
	}
	return i
}

func (r *timeReader) readSpoken(i int) int {
	if p, ok := r.spokenClock(i); ok {
		return r.add(p)
	}
	return i
}

func (r *timeReader) readMine(i int) int {
	if _, n := r.match(i, cMine); n > 0 {
		return r.add(timePiece{kind: pZone, from: i, to: i + n, zone: Zone{Said: r.raw(i, i+n), Mine: true}})
	}
	return i
}

func (r *timeReader) readEvery(i int) int {
	if s, n := r.match(i, cEvery); n > 0 && r.everyDay(i+n) {
		return r.add(timePiece{kind: pJoin, from: i, to: i + n, lang: s.lang})
	}
	return i
}

// readAtWord reads a word or sign that says "at".
func (r *timeReader) readAtWord(i int) int {
	if s, n := r.match(i, cAt); n > 0 {
		return r.readAt(i, n, s)
	}
	return i
}

// readOrder reads what a word that counts or picks begins.
func (r *timeReader) readOrder(i int) int {
	for _, c := range [...]class{cOrd, cNext, cThis} {
		if s, n := r.match(i, c); n > 0 {
			if to := r.readOrdinal(i, n, s); to > i {
				return to
			}
		}
	}
	return i
}

// readJoint reads a word that holds pieces together.
func (r *timeReader) readJoint(i int) int {
	if s, n := r.match(i, cAnd); n > 0 {
		return r.add(timePiece{kind: pAnd, from: i, to: i + n, lang: s.lang})
	}
	if _, n := r.match(i, cTo); n > 0 {
		return r.add(timePiece{kind: pTo, from: i, to: i + n})
	}
	if _, n := r.match(i, cOn); n > 0 {
		return r.add(timePiece{kind: pJoin, from: i, to: i + n})
	}
	return i
}

func (r *timeReader) raw(i, j int) string {
	s := ""
	for k := i; k < j; k++ {
		if k > i && r.t[k].Space {
			s += " "
		}
		s += r.t[k].Raw
	}
	return s
}
