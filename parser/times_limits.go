package parser

import "time"

// What bounds hold for: a day of the month, an hour in words, a weekday whose name is another word too.

// dayBehind reports a number behind a bound that ends in the article of a day, where nothing else follows that would make more of it.
func (r *timeReader) dayBehind(p timePiece) bool {
	article := r.langs(p.to-1, cHe) | words().in(fromTheDay, &r.t[p.to-1])
	if p.weakFrom || article&p.langs == 0 || r.num(p.to) < 1 || r.num(p.to) > 31 {
		return false
	}
	_, to := r.match(p.to+1, cTo)
	_, hour := r.match(p.to+1, cHour)
	return to == 0 && hour == 0 && !r.is(p.to+1, "-") && !r.monthFollows(p.to+1) && !r.clocklike(p.to) && !r.numericAhead(p.to)
}

// theHour holds articles of hours: "después de las seis". fromTheDay holds those of days that are a "from" alone.
var theHour, fromTheDay = wordsByLanguage("the hour"), wordsByLanguage("from the day")

// hoursOnly reports that no noun is counted by the number word before token i: "después de las dos reuniones".
func (r *timeReader) hoursOnly(i int) bool {
	if i >= len(r.t) || r.t[i].Kind != TokenWord || r.n[i] != nil {
		return true
	}
	next := r.t[i].Text
	return !words().means(next, mSlot) && !words().means(next, mSlots) && !words().means(next, mUnit) && words().phrased(&r.t[i])
}

// limited reports a bound of its language before a weak weekday, or one behind it, and no noun that it counts: "a partir de quinta", "de
// quarta em diante", not "a partir da segunda semana". "Até quarta" may be "even on Wednesday".
func (r *timeReader) limited(w weekdayWord) bool {
	if s, n := r.match(w.to, cOnward); n > 0 && s.lang == w.lang {
		return true
	}
	n := len(r.p)
	if n == 0 || r.p[n-1].kind != pBound || r.p[n-1].bound == Until || r.p[n-1].weakFrom || r.p[n-1].langs&w.langs == 0 {
		return false
	}
	if w.to >= len(r.t) || r.t[w.to].Kind != TokenWord {
		return true
	}
	_, week := r.match(w.to, cWeek)
	next := r.t[w.to].Text
	if r.t[r.p[n-1].to-1].Plain == "da" && words().means(next, mFill) { // "a partir da segunda reunião"
		return false
	}
	return week == 0 && r.num(w.to) < 0 && !words().means(next, mSlot) && !words().means(next, mSlots) && !words().means(next, mUnit)
}

// betweenBefore reports a "between" before what is read next: "entre el martes y el jueves".
func (r *timeReader) betweenBefore() bool {
	k := len(r.p) - 1
	for k >= 0 && (r.p[k].kind == pJoin || r.p[k].kind == pTo) { // "entre a terça": "a" is "to" as well
		k--
	}
	return k >= 0 && r.p[k].kind == pBound && r.p[k].bound == Inside
}

// laterDay reports that an earlier day of some month was read just before day d.
func (r *timeReader) laterDay(d int) bool {
	before, direct, linked := r.last()
	return before != nil && (direct || linked) && before.kind == pDay && before.day.Kind == OnDate && before.day.Ordinal && before.day.First.Month == 0 && before.day.First.Day < d
}

// feira reads a day of the week by its number, where the word for all of them stands at the end of a list: "4ª e 6ª feira".
func (r *timeReader) feira(i int) (time.Weekday, int) {
	day, to := r.feiraNumber(i)
	if to == i {
		return 0, i
	}
	for k, list := to, false; k < len(r.t); {
		if r.t[k].Plain == "feira" || r.t[k].Plain == "feiras" || r.is(k, "-") && k+1 < len(r.t) && (r.t[k+1].Plain == "feira" || r.t[k+1].Plain == "feiras") {
			switch {
			case list:
				return day, to
			case r.is(k, "-"):
				return day, k + 2
			}
			return day, k + 1
		}
		_, n := r.match(k, cAnd)
		if n == 0 && !r.is(k, ",") && !r.is(k, "/") {
			break
		}
		k += max(n, 1)
		if _, n := r.match(k, cOn); n > 0 {
			k += n
		}
		_, next := r.feiraNumber(k)
		if next == k {
			break
		}
		k, list = next, true
	}
	return 0, i
}

// feiraNumber reads "4ª", "4a", "4as" at token i.
func (r *timeReader) feiraNumber(i int) (time.Weekday, int) {
	n := r.num(i)
	if n < 2 || n > 6 || !r.glued(i+1) {
		return 0, i
	}
	switch r.t[i+1].Text {
	case "ª", "a", "ªs", "as":
		to := i + 2
		if r.glued(to) && r.is(to, "s") {
			to++
		}
		return time.Weekday(n - 1), to
	}
	return 0, i
}

// oneAtWords stand before the hour of what they name: "la de las nueve".
var oneAtWords = wordsByLanguage("one at")

// oneAt reads the hour behind such a word and a "de las", which would else be a "from".
func (r *timeReader) oneAt(p timePiece) (q timePiece, ok bool) {
	if !p.weakFrom || p.from == 0 || p.to >= len(r.t) || words().in(oneAtWords, &r.t[p.from-1])&p.langs == 0 {
		return q, false
	}
	article := false
	for k := p.from; k < p.to; k++ {
		article = article || words().in(theHour, &r.t[k])&p.langs != 0
	}
	if !article {
		return q, false
	}
	if q, ok = r.clock(p.to, true); !ok {
		q, ok = r.spokenClockAt(p.to)
	}
	if !ok || q.clock.End != 0 || q.to < len(r.t) && (r.is(q.to, "-") || words().means(r.t[q.to].Text, mSlots)) {
		return q, false
	}
	if _, n := r.match(q.to, cTo); n > 0 {
		return q, false
	}
	q.from = p.from
	return q, true
}
