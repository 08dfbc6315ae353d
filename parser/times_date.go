package parser

import (
	"time"
)

// readDate reads a date in any notation, or a list of days that share a month: "2026-11-24", "24.11.", "24/11", "24 Nov 2026",
// "Nov 24th", "11月24日", "7 and 11 December", "the 24th".
func (r *timeReader) readDate(i int) int {
	if r.num(i) >= 0 {
		if to := r.iso(i); to > i {
			return to
		}
		if to := r.hanDate(i); to > i {
			return to
		}
		if to := r.dayMonth(i); to > i {
			return to
		}
		return r.numericDate(i)
	}
	if r.n[i] == nil {
		return i
	}
	if r.t[i].Num > 0 {
		if to := r.hanDate(i); to > i {
			return to
		}
	}
	if to := r.monthDay(i); to > i {
		return to
	}
	return r.theDay(i)
}

func (r *timeReader) day(from, to int, d Day) int {
	p := timePiece{kind: pDay, from: from, to: to, day: d}
	if !possible(d.First) || d.Last != (Date{}) && !possible(d.Last) {
		p.fault = "no-such-date"
	}
	return r.add(p)
}

// possible reports whether there is such a day in some year, or in the year given.
func possible(d Date) bool {
	switch {
	case d.Month == 0:
		return d.Day >= 1 && d.Day <= 31
	case d.Month > 12 || d.Day < 1:
		return false
	case d.Year == 0:
		return d.Day <= monthDays(2024, d.Month)
	}
	return d.Day <= monthDays(d.Year, d.Month)
}

func monthDays(year int, m time.Month) int {
	return time.Date(year, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func isYear(n int) bool { return n >= 1990 && n <= 2199 }

// han reads a number in digits or Han numerals up to 99: 24, 十一, 二十四.
func (r *timeReader) han(i int) (int, int) {
	if n := r.num(i); n >= 0 {
		return n, i + 1
	}
	n, j, seen := 0, i, false
	for j < len(r.t) && r.t[j].Kind == TokenWord && r.t[j].Num > 0 && r.t[j].Num <= 10 && j-i < 4 {
		if v := r.t[j].Num; v == 10 {
			if n == 0 {
				n = 1
			}
			n *= 10
		} else if seen && r.t[j-1].Num != 10 {
			break
		} else {
			n += v
		}
		seen = true
		j++
	}
	return n, j
}

// hanDate reads 2026年11月24日, 11月24日, 十一月二十四号, 24日.
func (r *timeReader) hanDate(i int) int {
	n, j := r.han(i)
	if j == i || j >= len(r.t) {
		return i
	}
	var d Date
	if _, k := r.match(j, cYear); k > 0 && isYear(n) {
		d.Year = n
		j += k
		if n, k = r.han(j); k == j {
			return i
		}
		j = k
	}
	if _, k := r.match(j, cMonthSign); k > 0 && n >= 1 {
		d.Month, j = time.Month(n), j+k
		m, k := r.han(j)
		if k == j {
			if d.Month <= 12 && !r.is(i-1, "第") { // a month alone
				return r.add(timePiece{kind: pDay, from: i, to: j, day: Day{Kind: OnMonth, First: d}})
			}
			return i
		}
		d.Day, j = m, k
		if _, k := r.match(j, cDaySign); k > 0 && !r.hanWeekdaySign(j) {
			j += k
		}
	} else if _, k := r.match(j, cDaySign); k > 0 && d.Year == 0 && n >= 1 && n <= 31 && (r.num(i) >= 0 || n > 3) && !r.is(j+1, "間") && !r.is(j+1, "本") {
		d.Day, j = n, j+k
	} else {
		return i
	}
	return r.day(i, j, Day{Kind: OnDate, First: d, Ordinal: d.Month == 0})
}

// hanWeekdaySign reports whether the sign at i belongs to a word such as 日曜日.
func (r *timeReader) hanWeekdaySign(i int) bool {
	_, n := r.match(i, cWeekday)
	return n > 1
}

// clocklike reports whether the number at i begins a time of day by its own looks: 10:00, 10.30, 10h, 2pm, 10-10:45.
func (r *timeReader) clocklike(i int) bool {
	j := i + 1
	if j >= len(r.t) {
		return false
	}
	if r.glued(j) && (r.is(j, ":") || r.is(j, ".")) && r.num(j+1) >= 0 && r.glued(j+1) && r.digits(j+1) == 2 {
		return true
	}
	if r.is(j, "-") {
		return r.num(j+1) >= 0 && (r.clocklike(j+1) || r.num(j+1) < r.num(i))
	}
	for _, c := range [...]class{cAm, cPm, cOclock, cHour} {
		if _, n := r.match(j, c); n > 0 {
			return true
		}
	}
	return false
}

// numericDate reads 24.11.2026, 24.11., 24/11, 11/24/2026, 24-11-2026.
func (r *timeReader) numericDate(i int) int {
	a := r.num(i)
	if a < 0 || r.digits(i) > 2 || i+2 >= len(r.t) || !r.glued(i+1) || !r.glued(i+2) {
		if !(a >= 1 && a <= 31 && r.is(i+1, ".") && r.glued(i+1) && r.num(i+2) >= 1 && r.num(i+2) <= 12 && r.is(i+3, ".") && r.glued(i+3) && r.digits(i) <= 2) {
			return i
		}
	}
	b := r.num(i + 2)
	if b < 0 || r.digits(i+2) > 2 {
		return i
	}
	sep, year, to := r.t[i+1].Text, 0, i+3
	if r.is(to, sep) && r.glued(to) && r.num(to+1) >= 0 && (r.glued(to+1) || sep == "." && isYear(r.num(to+1))) {
		y := r.num(to + 1)
		switch {
		case isYear(y) && r.digits(to+1) == 4:
			year, to = y, to+2
		case r.digits(to+1) == 2 && y >= 20 && r.glued(to+1) && !r.is(to+2, ":"):
			year, to = 2000+y, to+2
		case sep == "." && (r.clocklike(to+1) || !r.glued(to+1)):
			// 24.11.10:00 is a date and a time
		default:
			return i
		}
		if year > 0 && sep == "." && r.is(to, ".") && r.glued(to) && r.num(to+1) < 0 && to+1 < len(r.t) && r.glued(to+1) {
			to++
		}
	}
	day := Day{Kind: OnDate, First: Date{year, time.Month(b), a}}
	switch sep {
	case ".":
		dot := year == 0 && r.is(to, ".") && r.glued(to)
		if year == 0 && !dot && !r.dottedDay(i, to) || dot && !(b >= 1 && b <= 12) {
			return i
		}
		if dot {
			to++
		}
	case "/":
		if a == 24 && b == 7 && year == 0 { // around the clock
			return r.other(i, to)
		}
		if _, n := r.match(to, cHour); n > 0 || r.is(to, "of") && year == 0 && b < 10 { // 3/4 hour, 3/4 of us
			return i
		}
		switch {
		case b > 12 && a <= 12:
			day.First.Month, day.First.Day, day.order = time.Month(a), b, monthFirst
		case a <= 12 && b <= 12 && a != b:
			day.Other = Date{year, time.Month(a), b}
		case b == 0 || a == 0:
			return i
		case a > 12:
			day.order = dayFirst
		}
	case "-":
		if year == 0 {
			before, direct, _ := r.last()
			if !(a > 24 && b <= 12 && b > 0 || a <= 31 && b >= 1 && b <= 12 && before != nil && direct && before.kind == pDay && before.day.Kind == OnDays && r.clockAhead(to)) {
				return i
			}
			if r.is(to, ":") || r.is(to, ".") && r.glued(to) && r.num(to+1) >= 0 {
				return i
			}
		} else if b > 12 && a <= 12 {
			day.First.Month, day.First.Day = time.Month(a), b
		} else if a <= 12 && a != b {
			day.Other = Date{year, time.Month(a), b}
		}
	default:
		return i
	}
	if year == 0 && day.Other == (Date{}) && !possible(day.First) && sep != "." {
		return i
	}
	return r.day(i, to, day)
}

// dottedDay decides whether "10.12" without a second dot is a day and not a time of day: where it can only be a day, or a day of the
// week stands before it, or a time of day behind it.
func (r *timeReader) dottedDay(i, to int) bool {
	a, b := r.num(i), r.num(i+2)
	if a < 1 || a > 31 || b < 1 || b > 12 {
		return false
	}
	before, direct, _ := r.last()
	if before != nil && direct && before.kind == pDay && before.day.Kind != OnDays {
		return false
	}
	if r.clockAhead(to) {
		return true
	}
	if n := r.num(to); n >= 0 && n < 24 && r.t[to].Space && before != nil && direct && before.kind == pDay && !r.monthFollows(to+1) { // Di 10.12 14-15
		return true
	}
	if a > 23 && r.digits(i+2) == 2 {
		return true
	}
	return a > 23 && before != nil && direct && before.kind == pDay
}

// clockAhead reports whether a time of day that can be nothing else begins at i, after commas and little words.
func (r *timeReader) clockAhead(i int) bool {
	for k := 0; k < 3 && i < len(r.t); k++ {
		if r.is(i, ",") || r.is(i, ":") || r.is(i, "(") || r.is(i, "|") || r.is(i, "*") {
			i++
			continue
		}
		if _, n := r.match(i, cAt); n > 0 && r.num(i+n) >= 0 {
			return true
		}
		break
	}
	if r.num(i) < 0 || !r.t[i].Space {
		return false
	}
	saved := r.p
	p, ok := r.clock(i, false)
	r.p = saved
	return ok && p.clock.Exact
}

// theDay reads "the 24th", "den 24.", "le 24": a day without its month.
func (r *timeReader) theDay(i int) int {
	s, n := r.match(i, cHe)
	if n == 0 {
		return i
	}
	j := i + n
	d := r.num(j)
	if d < 1 || d > 31 || r.digits(j) > 2 {
		return i
	}
	to := j + 1
	marked := false
	if k := r.nth(to); k > 0 {
		to, marked = to+k, true
	} else if r.is(to, ".") && r.glued(to) && r.num(to+1) < 0 {
		if s.lang == "de" {
			to++
		}
		marked = s.lang == "de"
	}
	switch s.lang {
	case "en", "nl", "de":
		if !marked {
			return i
		}
	}
	if r.monthFollows(to) || r.clocklike(j) || r.numericAhead(j) || r.num(to) >= 0 && !r.clocklike(to) {
		return i
	}
	if s.lang == "en" {
		if k := r.readNthWeekday(j, to); k > j {
			return k
		}
	}
	if _, n := r.match(i, cTo); n > 0 && r.laterDay(d) { // "du 24 au 26"
		r.add(timePiece{kind: pTo, from: i, to: i})
	}
	return r.add(timePiece{kind: pDay, from: i, to: to, day: Day{Kind: OnDate, First: Date{Day: d}, Ordinal: true}, lang: s.lang})
}

// numericAhead reports whether the number at i is the first of several that belong together: 24.11., 24/11, 10-12.
func (r *timeReader) numericAhead(i int) bool {
	return i+2 < len(r.t) && r.glued(i+1) && r.glued(i+2) && r.num(i+2) >= 0 && r.t[i+1].Kind == TokenPunct
}

// nth reads what makes an ordinal of the number before it, glued on: th, er, º. The letters a and o are none.
func (r *timeReader) nth(i int) int {
	_, n := r.match(i, cNth)
	if n == 0 || !r.glued(i) || (r.t[i].Text == "a" || r.t[i].Text == "o") && len(r.t[i].Raw) == 1 {
		return 0
	}
	return n
}
