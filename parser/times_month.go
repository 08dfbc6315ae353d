package parser

import (
	"time"
)

// month reads the name of a month at i, and a dot that abbreviates it.
func (r *timeReader) month(i int) (m sense, to int) {
	s, n := r.match(i, cMonth)
	if n == 0 {
		return s, i
	}
	j := i + n
	if r.is(j, ".") && r.glued(j) && r.short(j-1) {
		j++
	}
	return s, j
}

// short reports whether the word at i is an abbreviation, so that a dot behind it ends no sentence.
func (r *timeReader) short(i int) bool {
	w := r.t[i].Plain
	switch w {
	case "june", "july", "may", "mai", "mars", "juin", "juni", "juli", "luty", "maja", "maio", "mayo", "maj", "mei":
		return false
	case "thurs", "febbr":
		return true
	}
	return len(w) <= 4
}

// year reads a year behind a month: 2026, ", 2026", "de 2026", "'26".
func (r *timeReader) year(i int) (int, int) {
	j := i
	if r.is(j, ",") {
		j++
	} else if _, n := r.match(j, cOn); n > 0 {
		j += n
	} else if r.is(j, "'") && r.num(j+1) >= 20 && r.num(j+1) < 100 && r.glued(j+1) {
		return 2000 + r.num(j+1), j + 2
	} else if (r.is(j, "-") || r.is(j, "/")) && r.glued(j) {
		j++
		if r.num(j) >= 20 && r.num(j) < 100 && r.glued(j) && !r.is(j+1, ":") {
			return 2000 + r.num(j), j + 1
		}
	}
	if isYear(r.num(j)) && r.digits(j) == 4 && !(r.is(j+1, "-") && r.glued(j+1) && r.num(j+2) >= 0) {
		return r.num(j), j + 1
	}
	return 0, i
}

// dayMonth reads "24 Nov", "24. November 2026", "24 de noviembre", "7 and 11 December", "24-26 Nov".
func (r *timeReader) dayMonth(i int) int {
	var items [16]dayItem
	n, j := 0, i
	sep, sepFrom := pJoin, i
	for n < len(items) {
		d := r.num(j)
		if d < 0 || r.digits(j) > 2 {
			return i
		}
		items[n] = dayItem{d, j, j + 1, sep, sepFrom}
		j++
		if r.is(j, ".") && r.glued(j) {
			j++
		} else if k := r.nth(j); k > 0 {
			j += k
		}
		items[n].to = j
		n++
		m := j
		if r.is(m, "-") && r.glued(m) {
			if _, k := r.month(m + 1); k > m+1 {
				m++
			}
		} else {
			for k := 0; k < 2; k++ {
				if _, o := r.match(m, cOn); o > 0 {
					if s, o2 := r.match(m, cMonth); o2 > 0 && s.flags&weak == 0 {
						break
					}
					m += o
				}
			}
		}
		if s, k := r.month(m); k > m && (n > 1 || r.monthMeant(j-1, m, k, s)) {
			if n > 1 && (d == 0 || d > 31) {
				return i
			}
			year, to := r.year(k)
			return r.dayList(items[:n], year, time.Month(s.n), to, s.lang)
		}
		if n > 1 && r.is(j-1, ".") {
			if mon := r.num(j); mon >= 1 && mon <= 12 && r.glued(j) && r.is(j+1, ".") && r.glued(j+1) { // 24./25.11., 24.-26.11.2026
				to, year := j+2, 0
				if y := r.num(to); isYear(y) && r.digits(to) == 4 {
					year, to = y, to+1
				}
				return r.dayList(items[:n], year, time.Month(mon), to, "")
			}
		}
		// a further day of the same month?
		sepFrom = j
		if r.is(j, ",") {
			sep, j = pAnd, j+1
			if _, k := r.match(j, cAnd); k > 0 {
				j += k
			}
		} else if r.is(j, "-") || r.is(j, "~") {
			sep, j = pTo, j+1
		} else if r.is(j, "/") || r.is(j, "&") || r.is(j, "+") {
			sep, j = pAnd, j+1
		} else if _, k := r.match(j, cAnd); k > 0 {
			sep, j = pAnd, j+k
		} else if _, k := r.match(j, cTo); k > 0 {
			sep, j = pTo, j+k
		} else {
			return i
		}
		if _, k := r.match(j, cHe); k > 0 {
			j += k
		}
	}
	return i
}

// dayItem is one of several days before the month that they share.
type dayItem struct {
	day, from, to int
	sep           pieceKind // what stands before it
	sepFrom       int
}

// dayList adds the days of a list that share a month; the last of their tokens is to-1.
func (r *timeReader) dayList(items []dayItem, year int, month time.Month, to int, lang string) int {
	n, start := len(items), items[0].from
	for q := 1; q < n; q++ {
		if items[q].sep == pTo && items[q].day <= items[q-1].day || items[q].day > 31 || items[q-1].day > 31 {
			return start
		}
	}
	for q := range items {
		if q > 0 && items[q].sep == pTo {
			continue
		}
		day := Day{Kind: OnDate, First: Date{year, month, items[q].day}}
		if q+1 < n && items[q+1].sep == pTo {
			day.Last, day.Plural = Date{year, month, items[q+1].day}, true
		}
		if q > 0 {
			r.add(timePiece{kind: pAnd, from: items[q].sepFrom, to: items[q].from})
		}
		p := timePiece{kind: pDay, from: items[q].from, to: items[q].to, day: day, lang: lang}
		if q == n-1 || day.Last.Day != 0 && q == n-2 {
			p.to = to
		} else {
			p.shared = SharedMonth
		}
		if !possible(day.First) || day.Last.Day != 0 && !possible(day.Last) {
			p.fault = "no-such-date"
		}
		r.add(p)
	}
	return to
}

// monthDay reads "Nov 24", "November 24th, 2026", "Nov 24-26", "marraskuun 24.".
func (r *timeReader) monthDay(i int) int {
	s, j := r.month(i)
	if j == i {
		return i
	}
	if s.flags&weak != 0 && s.lang != "en" && !r.behindWeekday() {
		return i // "out 3", "set 3": where the day comes first, an everyday word before a number is no month
	}
	m := j
	if _, n := r.match(m, cHe); n > 0 && s.lang == "en" {
		m += n
	}
	if r.is(m, "-") && r.glued(m) && r.glued(m+1) {
		m++
	}
	d := r.num(m)
	if d < 1 || d > 31 || r.digits(m) > 2 || r.clocklike(m) && !r.is(m+1, "-") {
		return i
	}
	to := m + 1
	if r.is(to, ".") && r.glued(to) && r.num(to+1) < 0 {
		to++
	} else if n := r.nth(to); n > 0 {
		to += n
	}
	day := Day{Kind: OnDate, First: Date{0, time.Month(s.n), d}}
	from := i
	if e := r.num(to + 1); r.is(to, "-") && e > d && e <= 31 && r.digits(to+1) <= 2 && !r.clocklike(to+1) && r.glued(to) == r.glued(to+1) {
		day.Last, day.Plural = Date{0, time.Month(s.n), e}, true
		to += 2
		if n := r.nth(to); n > 0 {
			to += n
		}
	} else if r.clocklike(m) {
		return i
	}
	if year, k := r.year(to); year > 0 {
		day.First.Year, to = year, k
		if day.Last.Day > 0 {
			day.Last.Year = year
		}
	}
	p := timePiece{kind: pDay, from: from, to: to, day: day, lang: s.lang}
	if !possible(day.First) {
		p.fault = "no-such-date"
	}
	r.add(p)
	if day.Last.Day == 0 && day.First.Year == 0 {
		return r.moreDays(to, d, s)
	}
	return to
}

// behindWeekday reports whether a day of the week was read last.
func (r *timeReader) behindWeekday() bool {
	before, direct, _ := r.last()
	return before != nil && direct && before.kind == pDay && before.day.Kind == OnDays
}

// monthMeant reports whether an everyday word behind the day at i is its month: "3 de out", "sex, 3 out", "3 out 10h", not "3 out".
func (r *timeReader) monthMeant(i, m, to int, s sense) bool {
	if s.flags&weak == 0 || s.lang != "pt" && s.lang != "es" {
		return true
	}
	if _, year := r.year(to); m > i+1 || r.behindWeekday() || r.clockAhead(to) || year > to {
		return true
	}
	if i == 0 {
		return false
	}
	_, n := r.match(i-1, cHe)
	_, o := r.match(i-1, cOn)
	return n > 0 || o > 0
}

// moreDays reads the further days of "Nov 24, 25 and 26": ascending, and more than commas between the last two unless no hour is meant.
func (r *timeReader) moreDays(to, d int, s sense) int {
	type more struct{ sep, from, to, day int }
	var list [30]more
	n, sure := 0, 0
	for j := to; n < len(list); {
		sep, and := j, false
		if r.is(j, ",") {
			j++
		}
		if _, k := r.match(j, cAnd); k > 0 {
			j, and = j+k, true
		} else if r.is(j, "&") || r.is(j, "/") {
			j, and = j+1, true
		}
		if _, k := r.match(j, cHe); k > 0 && s.lang == "en" {
			j += k
		}
		e := r.num(j)
		if j == sep || e <= d || e > 31 || r.digits(j) > 2 || r.clocklike(j) || r.numericAhead(j) || r.monthFollows(j+1) {
			break
		}
		from := j
		j++
		if k := r.nth(j); k > 0 {
			j += k
		}
		if _, y := r.year(j); y > j {
			break
		}
		list[n] = more{sep, from, j, e}
		n, d = n+1, e
		if and || e > 24 {
			sure = n
		}
	}
	for _, m := range list[:sure] {
		r.add(timePiece{kind: pAnd, from: m.sep, to: m.from})
		to = r.add(timePiece{kind: pDay, from: m.from, to: m.to, day: Day{Kind: OnDate, First: Date{0, time.Month(s.n), m.day}}, lang: s.lang, shared: SharedMonth})
	}
	return to
}

// readMonth reads a month alone: "in December". May, March and the like need more.
func (r *timeReader) readMonth(i int) int {
	s, j := r.month(i)
	if j == i || s.flags&weak != 0 && !r.monthPlace(i) {
		return i
	}
	if r.num(j) >= 0 && !isYear(r.num(j)) || r.t[i].Kind != TokenWord {
		return i
	}
	year, to := r.year(j)
	return r.add(timePiece{kind: pDay, from: i, to: to, day: Day{Kind: OnMonth, First: Date{Year: year, Month: time.Month(s.n)}}, lang: s.lang})
}

// monthPlace reports whether the words before an everyday word make a month of it: "in March", "im Mai", "en mars".
func (r *timeReader) monthPlace(i int) bool {
	if i == 0 {
		return false
	}
	switch r.t[i-1].Plain {
	case "im", "en", "em", "w", "during", "i", "until", "mid":
		return len(r.t[i].Text) >= 3 && (r.t[i-1].Plain != "i" || r.langs(i, cMonth)&langBit("sv") != 0)
	case "in", "of":
		c := r.t[i].Raw[0]
		return c >= 'A' && c <= 'Z' && len(r.t[i].Text) >= 3
	}
	return false
}
