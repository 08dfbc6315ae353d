package parser

import (
	"slices"
	"strings"
)

func (r *timeReader) everyDay(i int) bool {
	if _, n := r.match(i, cOn); n > 0 {
		if s, m := r.match(i+n, cWeekday); m > 0 && s.flags&weak == 0 {
			return true
		}
	}
	if _, n := r.match(i, cWorkday); n > 0 {
		return true
	}
	s, n := r.match(i, cWeekday)
	return n > 0 && s.flags&weak == 0
}

// readAt reads a word such as "at" with the hour behind it.
func (r *timeReader) readAt(i, n int, s sense) int {
	if s.flags&weak != 0 { // Polish "o": a time only behind a Polish day
		if before, direct, _ := r.last(); before == nil || !direct || before.kind != pDay || before.lang != s.lang && !(before.lang == "" && before.day.Kind == OnDate && r.speaks(s.lang)) {
			if p, ok := r.clock(i+n, false); !ok || p.clock.Bare {
				if h, m := r.match(i+n, cNum); m == 0 || h.lang != s.lang || h.n > 20 || !strings.HasSuffix(r.t[i+n].Plain, "ej") {
					return i
				}
			}
		}
	}
	if p, ok := r.clock(i+n, true); ok {
		p.from = i
		return r.add(p)
	}
	if l := r.langs(i+n, cNum); l != 0 && l&r.langs(i, s.class) == 0 && r.t[i].Kind == TokenWord { // "um dos cinco" has German "at" and Spanish "two"
		return i
	}
	if p, ok := r.spokenClockAt(i + n); ok {
		p.from = i
		return r.add(p)
	}
	if _, m := r.match(i+n, cAround); m > 0 {
		return r.add(timePiece{kind: pJoin, from: i, to: i + n})
	}
	if r.t[i].Kind == TokenPunct { // "@" before a place
		return r.other(i, i+1)
	}
	if s.lang == "en" || s.class == cAt {
		if to, m := r.match(i, cTo); m > 0 && to.class == cTo { // "à" is "to" as well
			return i
		}
	}
	return r.add(timePiece{kind: pJoin, from: i, to: i + n})
}

// speaks reports a piece in a language so far.
func (r *timeReader) speaks(lang string) bool {
	return slices.ContainsFunc(r.p, func(p timePiece) bool { return p.lang == lang && p.kind != pOther })
}

// readBound reads "after", "from", "between" and the like.
func (r *timeReader) readBound(i int) int {
	best, length := sense{}, 0
	switch { // "how about", "apart from": no bounds
	case r.is(i, "about") && (r.is(i-1, "how") || r.is(i-1, "what")),
		r.is(i, "from") && (r.is(i-1, "apart") || r.is(i-1, "aside") || r.is(i-1, "different") || r.is(i-1, "other")):
		return i
	}
	for _, c := range [...]class{cAround, cBetween, cAfter, cBefore, cFrom, cUntil, cVague} {
		if s, n := r.match(i, c); n > length || n > 0 && n == length && r.speaksAs(i, c, i+n) && !r.speaksAs(i, best.class, i+n) {
			best, length = s, n
		}
	}
	if length == 0 {
		return i
	}
	if best.class == cUntil && best.flags&weak != 0 { // Polish "do": only before the full name of a day
		d, ok := r.weekdayName(i + length)
		if !ok || d.weak || d.langs&langBit(best.lang) == 0 {
			return i
		}
		best.flags &^= weak
	}
	before, direct, _ := r.last()
	if best.class == cUntil && before != nil && direct && before.kind != pBound && !(before.kind == pClock && before.clock.Part == AllDay) && !r.untilHour(before, i+length) {
		return i // "Tuesday till Thursday": a range, if anything
	}
	if best.class == cUntil && i > 0 && r.num(i+length) > 0 && words().says(r.t[i-1].Text) {
		return i // "nej till 1, ja till 2"
	}
	p := timePiece{kind: pBound, from: i, to: i + length, lang: best.lang, langs: r.langs(i, best.class), weakFrom: best.flags&weak != 0}
	switch best.class {
	case cAfter, cFrom:
		p.bound = After
	case cBefore:
		p.bound = Before
	case cUntil:
		p.bound = Until
	case cAround:
		p.bound = Around
	case cVague:
		p.bound, p.vague = Around, true
		if !r.wide(p.to) {
			return i
		}
	case cBetween:
		p.bound = Inside
	}
	// at-words behind it belong to it
	for {
		if _, n := r.match(p.to, cAt); n > 0 {
			p.to += n
			continue
		}
		break
	}
	if p.weakFrom && before != nil && direct {
		if _, n := r.match(i, cOn); n > 0 && r.num(p.to) < 0 {
			return r.add(timePiece{kind: pJoin, from: i, to: i + n})
		}
	}
	if c, ok := r.hourForm(p.to, true); ok {
		r.add(p)
		return r.add(c)
	}
	if _, n := r.match(p.to, cLunch); n > 0 {
		return r.add(timePiece{kind: pClock, from: i, to: p.to + n, clock: Clock{Kind: OnPart, Part: Midday, Bound: Around}})
	}
	if r.dayBehind(p) { // "à partir du 26": the article makes a day of the number
		r.add(p)
		return r.add(timePiece{kind: pDay, from: p.to, to: p.to + 1, day: Day{Kind: OnDate, First: Date{Day: r.num(p.to)}, Ordinal: true}, lang: p.lang})
	}
	if q, ok := r.oneAt(p); ok { // "la de las nueve"
		return r.add(q)
	}
	if k := p.to; k < len(r.t) && !p.weakFrom {
		if words().in(theHour, &r.t[k])&p.langs != 0 {
			k++
		}
		if q, ok := r.spokenClock(k); ok && q.half != 0 && k == p.to && r.t[k].Kind == TokenWord { // "après deux heures de l'après-midi"
			r.add(p)
			return r.add(q)
		}
		if k < len(r.t) && words().in(theHour, &r.t[k-1])&p.langs != 0 && r.t[k].Kind == TokenWord { // "a partir de las seis"
			if q, ok := r.spokenClockAt(k); ok && r.hoursOnly(q.to) {
				r.add(p)
				return r.add(q)
			}
		}
	}
	return r.add(p)
}

// speaksAs reports whether the phrase at i has a class in a language in which a day, or an article before it, begins at next: "fra onsdag"
// is Danish, and no Italian "between".
func (r *timeReader) speaksAs(i int, c class, next int) bool {
	return r.langs(i, c)&(r.langs(next, cWeekday)|r.langs(next, cHe)|r.langs(next, cOn)) != 0
}

// readHourForm reads Finnish "yhdeksältä" behind a day.
func (r *timeReader) readHourForm(i int) int {
	if before, direct, _ := r.last(); before != nil && direct && before.kind == pDay {
		if p, ok := r.hourForm(i, false); ok {
			return r.add(p)
		}
	}
	return i
}

// hourForm reads a number word at i that is an hour by its form: Finnish "yhdeksältä", and behind a bound Finnish "kahtatoista", Polish
// "czternastej", "dwunastą".
func (r *timeReader) hourForm(i int, bound bool) (timePiece, bool) {
	s, n := r.match(i, cNum)
	if n != 1 {
		return timePiece{}, false
	}
	word := r.t[i].Text
	ends := func(endings ...string) bool {
		return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(word, e) })
	}
	switch s.lang {
	case "fi":
		if !ends("ltä", "lta", "ltätoista", "ltatoista") && !(bound && ends("tatoista", "tätoista", "tä", "ää", "aa")) {
			return timePiece{}, false
		}
	case "pl":
		if !bound || !ends("ej", "ą") {
			return timePiece{}, false
		}
	default:
		return timePiece{}, false
	}
	return r.spokenClockAt(i)
}

// untilHour reports whether a time of day that the day before limits begins at i: "Tuesday until 12".
func (r *timeReader) untilHour(day *timePiece, i int) bool {
	if day.kind != pDay || day.day.Last != (Date{}) {
		return false
	}
	if _, n := r.match(i, cNoon); n > 0 {
		return true
	}
	for {
		_, n := r.match(i, cAt)
		if n == 0 {
			break
		}
		i += n
	}
	if r.num(i) < 0 || r.monthFollows(i+1) || r.dateAhead(i) {
		return false
	}
	saved := r.p
	p, ok := r.clock(i, true)
	r.p = saved
	if !ok || p.clock.End != 0 || p.fault != "" {
		return false
	}
	return !p.clock.Bare || day.day.Kind != OnDate && !(r.is(p.to, ".") && r.glued(p.to) && p.to+1 < len(r.t)) // "10 until 12 Nov" are days
}

// wide reports whether what begins at i is longer than an hour or a day: a part of the day, a week, a month, or behind "a week from" a
// weekday. "Late" and "end of" make such things vague.
func (r *timeReader) wide(i int) bool {
	if _, n := r.match(i, cOn); n > 0 {
		i += n
	}
	for _, c := range [...]class{cPart, cWeekRel, cWeek, cMonth, cNext, cThis, cWeekend} {
		if _, n := r.match(i, c); n > 0 {
			return true
		}
	}
	_, ok := r.weekdayName(i)
	return ok && (r.is(i-1, "from") || r.is(i-1, "on") || r.is(i-1, "sometime") || r.is(i-1, "late") || r.is(i-1, "early"))
}

// readPart reads a part of the day.
func (r *timeReader) readPart(i int) int {
	if _, n := r.match(i, cNoon); n > 0 {
		if s, m := r.match(i, cAmPre); m == 0 || s.lang != "zh" {
			return r.add(timePiece{kind: pClock, from: i, to: i + n, clock: Clock{Kind: OnTime, Begin: 12 * 60, Exact: true}, half: 2})
		}
	}
	if _, n := r.match(i, cMidnight); n > 0 {
		return r.add(timePiece{kind: pClock, from: i, to: i + n, clock: Clock{Kind: OnTime, Begin: 24 * 60, Exact: true}})
	}
	if _, n := r.match(i, cLunch); n > 0 {
		return r.add(timePiece{kind: pClock, from: i, to: i + n, clock: Clock{Kind: OnPart, Part: Midday, Bound: Around}})
	}
	s, n := r.match(i, cPart)
	if n == 0 {
		return i
	}
	// 午前10時
	for half, c := range [...]class{cAmPre, cPmPre} {
		if _, m := r.match(i, c); m == n {
			if p, ok := r.clock(i+m, false); ok {
				p.from = i
				r.setHalf(&p, int8(half+1), Part(s.n))
				return r.add(p)
			}
			if p, ok := r.spokenClock(i + m); ok {
				p.from = i
				r.setHalf(&p, int8(half+1), Part(s.n))
				return r.add(p)
			}
		}
	}
	if s.flags&weak != 0 || r.is(i, "ap") || r.is(i, "ip") || r.is(i, "tarde") || r.is(i, "frueh") || r.is(i, "fruh") { // everyday words or mere letters, unless a day or a time stands before
		if before, direct, _ := r.last(); before == nil || !direct {
			return i
		}
	}
	return r.add(timePiece{kind: pClock, from: i, to: i + n, clock: Clock{Kind: OnPart, Part: Part(s.n)}, lang: s.lang})
}

// readShift reads today and tomorrow.
func (r *timeReader) readShift(i int) int {
	s, n := r.match(i, cShift)
	if n == 0 {
		return i
	}
	if before, direct, _ := r.last(); s.n == 1 && before != nil && direct && before.kind == pDay {
		switch r.t[i].Plain {
		case "morgen", "manana", "morgon": // "Dienstag morgen"
			if before.day.Kind == OnDays || before.day.Kind == OnShift || before.day.Kind == OnDate {
				return r.add(timePiece{kind: pClock, from: i, to: i + n, clock: Clock{Kind: OnPart, Part: Morning}})
			}
		}
	}
	if _, m := r.match(i-1, cEvery); m == 1 { // "cualquier mañana", "jeden Morgen"
		switch r.t[i].Plain {
		case "morgen", "manana", "morgon":
			return r.add(timePiece{kind: pClock, from: i, to: i + n, clock: Clock{Kind: OnPart, Part: Morning}})
		}
	}
	if !r.t[i].Space && s.lang == "pl" {
		return i
	}
	return r.add(timePiece{kind: pDay, from: i, to: i + n, day: Day{Kind: OnShift, Shift: int(s.n)}, lang: s.lang})
}

// morrow takes apart Dutch "morgenochtend" and "overmorgenmiddag".
func (r *timeReader) morrow(i int) int {
	word, shift := r.t[i].Plain, 1
	if rest, ok := strings.CutPrefix(word, "over"); ok {
		word, shift = rest, 2
	}
	rest, ok := strings.CutPrefix(word, "morgen")
	if !ok || rest == "" {
		return i
	}
	part := timeTree().next[rest]
	if part == nil {
		return i
	}
	for _, s := range part.senses {
		if s.class == cPart && s.lang == "nl" && s.flags == 0 {
			r.add(timePiece{kind: pDay, from: i, to: i + 1, day: Day{Kind: OnShift, Shift: shift}, lang: "nl"})
			return r.add(timePiece{kind: pClock, from: i + 1, to: i + 1, clock: Clock{Kind: OnPart, Part: Part(s.n)}})
		}
	}
	return i
}
