package parser

import "time"

// readOrdinal reads what counts or picks among days and weeks: "second Tuesday", "next Friday", "this Monday", "first week".
func (r *timeReader) readOrdinal(i, n int, s sense) int {
	j := i + n
	if r.is(j, "-") && r.glued(j) {
		return i
	}
	if w, ok := r.weekdayName(j); ok && (!w.weak || s.lang == w.lang && !r.is(w.to, "个") && !r.is(w.to, "個")) { // not 这五个
		day := Day{Kind: OnDays, Weekdays: 1 << w.day, Plural: w.plural}
		switch s.class {
		case cOrd:
			day.Nth = int(s.n)
		case cNext:
			day.Next = int(s.n)
		case cThis:
			day.Next = -1
		}
		to := w.to
		p := timePiece{kind: pDay, from: i, to: to, day: day, lang: w.lang}
		if s.class != cOrd {
			if e, k := r.weekdayRange(to, w, r.betweenBefore()); k > to {
				p.day.Weekdays, p.day.Plural, p.to = span(w.day, e.day), true, k
			}
		}
		r.add(p)
		if w.part != NoPart {
			return r.add(timePiece{kind: pClock, from: p.to, to: p.to, clock: Clock{Kind: OnPart, Part: w.part}})
		}
		return p.to
	}
	if s.class == cOrd && s.n > 0 && r.num(i) < 0 { // the first of December, am ersten Dezember
		k := j
		if _, m := r.match(k, cOn); m > 0 {
			k += m
		}
		if m, to := r.month(k); to > k && m.flags&weak == 0 && r.num(to) < 0 {
			return r.add(timePiece{kind: pDay, from: i, to: to, day: Day{Kind: OnDate, First: Date{0, time.Month(m.n), int(s.n)}}, lang: s.lang})
		}
	}
	if _, m := r.match(j, cWeek); m > 0 && s.class == cOrd {
		return r.add(timePiece{kind: pDay, from: i, to: j + m, day: Day{Kind: OnWeek, Nth: int(s.n), Plural: true}, lang: s.lang})
	}
	if _, m := r.match(j, cWeekend); m > 0 && s.class != cOrd {
		day := Day{Kind: OnDays, Weekdays: 1<<time.Saturday | 1<<time.Sunday, Plural: true, Next: -1}
		if s.class == cNext {
			day.Next = 1
		}
		return r.add(timePiece{kind: pDay, from: i, to: j + m, day: day})
	}
	if p, m := r.match(j, cPart); m > 0 && s.class == cThis && Part(p.n) != AllDay {
		r.add(timePiece{kind: pDay, from: i, to: j, day: Day{Kind: OnShift}})
		return r.add(timePiece{kind: pClock, from: j, to: j + m, clock: Clock{Kind: OnPart, Part: Part(p.n)}})
	}
	return i
}

// readWeek reads "next week", "week 50", "KW 50", "50. viikko", "the week of 7 December".
func (r *timeReader) readWeek(i int) int {
	if _, n := r.match(i, cMonthRel); n > 0 {
		return r.add(timePiece{kind: pDay, from: i, to: i + n, day: Day{Kind: OnMonth, Bound: Around}, fault: "around"})
	}
	if s, n := r.match(i, cWeekRel); n > 0 && !(r.is(i, "die") && r.langs(i+n, cFrom) != 0) { // not "die Woche vom 7."
		day := Day{Kind: OnWeek, Shift: int(s.n), Plural: true}
		fault := ""
		if s.n == weekAfter {
			day.Shift, fault = 1, "ambiguous-date" // after that of the offer, or of the mail
			for k := len(r.p) - 1; k >= 0; k-- {
				if r.p[k].kind == pDay && r.p[k].day.Kind == OnWeek && r.p[k].day.First == (Date{}) {
					day.Shift, fault = r.p[k].day.Shift+1, r.p[k].fault
					day.Week, day.Nth = r.p[k].day.Week, r.p[k].day.Nth
					if day.Week > 0 {
						day.Week, day.Shift = day.Week+1, 0
					}
					if day.Nth > 0 {
						day.Nth, day.Shift = day.Nth+1, 0
					}
					break
				}
			}
		}
		to := i + n
		if m, k := r.match(to, cWeekRel); k > 0 && s.n == weekAfter && m.n > 0 && m.n < weekAfter { // "the week after next week"
			day.Shift, day.Week, day.Nth, to, fault = int(m.n)+1, 0, 0, to+k, ""
		}
		p := timePiece{kind: pDay, from: i, to: to, day: day, lang: s.lang, fault: fault}
		if s.lang == "zh" || s.lang == "ja" { // 下周二, 来週火曜日
			if d := hanWeekday(r, to); d >= 0 {
				p.day.Weekdays, p.day.Plural, p.to = 1<<d, false, to+1
			}
		}
		return r.add(p)
	}
	s, n := r.match(i, cWeek)
	if n == 0 {
		return i
	}
	j := i + n
	if r.is(j, ".") && r.glued(j) {
		j++
	}
	if r.is(j, "#") {
		j++
	}
	if w := r.num(j); w >= 1 && w <= 53 && !r.clocklike(j) && !r.monthFollows(j+1) {
		return r.add(timePiece{kind: pDay, from: i, to: j + 1, day: Day{Kind: OnWeek, Week: w, Plural: true}, lang: s.lang})
	}
	if s.flags&weak != 0 {
		return i
	}
	// a number before it: 50. viikko, 第50周
	if w := r.num(i - 1); w > 9 && w <= 53 && len(r.p) > 0 && s.lang != "en" && (s.lang == "zh" || s.lang == "ja") {
		return r.add(timePiece{kind: pDay, from: i, to: i + n, day: Day{Kind: OnWeek, Week: w, Plural: true}})
	}
	if to := r.weekBehind(i, n, s); to > i {
		return to
	}
	for k := 0; k < 3; k++ {
		if _, m := r.match(j, cOn); m > 0 && (k == 0 || r.num(j) < 0) {
			j += m
		} else if _, m := r.match(j, cFrom); m > 0 && k == 0 {
			j += m
		} else if r.is(j, "commencing") || r.is(j, "beginning") || r.is(j, "starting") {
			j++
		}
	}
	if j == i+n {
		return i
	}
	if w, ok := r.weekdayName(j); ok { // the week of Monday 7 December
		j = w.to
		if r.is(j, ",") {
			j++
		}
	}
	count := len(r.p)
	if j < len(r.t) {
		if to := r.readDate(j); to > j && len(r.p) == count+1 && r.p[count].day.Kind == OnDate {
			r.p[count].from = i
			r.p[count].day.Kind, r.p[count].day.Plural, r.p[count].day.Ordinal = OnWeek, true, false
			return to
		}
	}
	r.p = r.p[:count]
	if to := r.weekDay(i, j, s.lang); to > j {
		return to
	}
	return i
}

// weekDay reads the day that the week at i is named after where its month is left out: "the week of the 7th", "la semaine du 7".
func (r *timeReader) weekDay(i, j int, lang string) int {
	d := r.num(j)
	if d < 1 || d > 31 || r.digits(j) > 2 || r.clocklike(j) || r.numericAhead(j) || r.follow(j+1) && r.nth(j+1) == 0 {
		return j
	}
	to := j + 1
	switch n := r.nth(to); {
	case n > 0:
		to += n
	case lang == "de" || lang == "fi":
		if !r.is(to, ".") || !r.glued(to) {
			return j
		}
		to++
	case lang == "en":
		return j // "week of 7" may go on in any way
	}
	if r.num(to) >= 0 || r.monthFollows(to) {
		return j
	}
	return r.add(timePiece{kind: pDay, from: i, to: to, day: Day{Kind: OnWeek, First: Date{Day: d}, Plural: true}, lang: lang})
}

// weekBehind makes a week of the day before it: "12月7日の週", "7号那周".
func (r *timeReader) weekBehind(i, n int, s sense) int {
	if s.lang != "ja" && s.lang != "zh" || s.lang == "zh" && hanWeekday(r, i+n) >= 0 { // 11月30日周一
		return i
	}
	k := len(r.p)
	for k > 0 && r.p[k-1].kind != pDay && r.weekLink(&r.p[k-1]) {
		k--
	}
	if k == 0 || k == len(r.p) && s.lang == "ja" || r.p[k-1].kind != pDay || r.p[k-1].day.Kind != OnDate || r.p[k-1].day.Last != (Date{}) {
		return i
	}
	p := &r.p[k-1]
	p.day.Kind, p.day.Plural, p.day.Ordinal = OnWeek, true, false
	p.to = i + n
	r.p = r.p[:k]
	return p.to
}

// weekLink reports whether a piece is nothing but words that may stand between a day and "week".
func (r *timeReader) weekLink(p *timePiece) bool {
	for i := p.from; i < p.to; i++ {
		switch r.t[i].Text {
		case "の", "那", "这", "這", "的", "个", "個", "一", "所在":
		default:
			return false
		}
	}
	return true
}

// hanWeekday reads the day in 下周二.
func hanWeekday(r *timeReader, i int) int {
	if i >= len(r.t) || r.t[i].Kind != TokenWord {
		return -1
	}
	switch t := &r.t[i]; t.Text {
	case "日", "天":
		return 0
	case "一", "二", "三", "四", "五", "六":
		return t.Num
	}
	return -1
}
