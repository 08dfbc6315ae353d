package parser

// What bounds hold for: a day of the month, an hour in words, a weekday whose name is another word too.

// dayBehind reports a number behind a bound that ends in the article of a day, where nothing else follows that would make more of it.
func (r *timeReader) dayBehind(p timePiece) bool {
	article := r.langs(p.to-1, cHe) | fromTheDay[r.t[p.to-1].Plain]
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
	return !words().means(next, mSlot) && !words().means(next, mSlots) && !words().means(next, mUnit) && words().words[next] != 0
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
	for k >= 0 && r.p[k].kind == pJoin {
		k--
	}
	return k >= 0 && r.p[k].kind == pBound && r.p[k].bound == Inside
}

// laterDay reports that an earlier day of some month was read just before day d.
func (r *timeReader) laterDay(d int) bool {
	before, direct, linked := r.last()
	return before != nil && (direct || linked) && before.kind == pDay && before.day.Kind == OnDate && before.day.Ordinal && before.day.First.Month == 0 && before.day.First.Day < d
}
