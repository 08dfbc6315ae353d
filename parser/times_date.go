package parser

import "time"

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

// iso reads 2026-11-24, 2026/11/24, 2026.11.24 and what ISO 8601 puts behind the first: a time, an offset, an end.
func (r *timeReader) iso(i int) int {
	d, j := r.isoDate(i)
	if j == i {
		return i
	}
	p := timePiece{kind: pDay, from: i, to: j, day: Day{Kind: OnDate, First: d}}
	if !possible(d) {
		p.fault = "no-such-date"
	}
	// the time must be glued on by a T
	if !(r.glued(j) && r.is(j, "t") && r.num(j+1) >= 0 && r.glued(j+1)) {
		return r.add(p)
	}
	begin, zone, k := r.isoTime(j + 1)
	if k == j+1 {
		return r.add(p)
	}
	r.add(p)
	c := timePiece{kind: pClock, from: j, to: k, clock: Clock{Kind: OnTime, Begin: begin, Exact: true}, zone: zone}
	if begin < 0 {
		c.fault = "no-such-time"
	}
	if (r.is(k, "/") || r.is(k, "-") && !r.glued(k) || r.is(k, "-") && r.t[k].Raw != "-") && k+1 < len(r.t) {
		if length, m := r.isoLength(k + 1); m > k+1 {
			c.length, c.to = length, m
			if length == 0 {
				c.fault = "zero-duration"
			}
		} else if e, m := r.isoDate(k + 1); m > k+1 && r.is(m, "t") && r.num(m+1) >= 0 {
			if end, _, o := r.isoTime(m + 1); o > m+1 {
				c.to = o
				days := int(civil(e).Sub(civil(d)) / (24 * time.Hour))
				c.clock.End = end + days*24*60
				if end < 0 || c.clock.End <= begin {
					c.fault = "end-before-begin"
				}
			}
		} else if r.num(k+1) >= 0 {
			if end, _, o := r.isoTime(k + 1); o > k+1 {
				c.to, c.clock.End = o, end
				if end <= begin {
					c.fault = "end-before-begin"
				}
			}
		}
	}
	return r.add(c)
}

func civil(d Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// isoDate reads a date that begins with a year. The result is i if there is none.
func (r *timeReader) isoDate(i int) (Date, int) {
	if n := r.num(i); n > 19900000 && n < 22000000 && r.digits(i) == 8 && r.glued(i+1) && r.is(i+1, "t") { // 20261124T100000Z
		return Date{n / 10000, time.Month(n / 100 % 100), n % 100}, i + 1
	}
	if !isYear(r.num(i)) || i+4 >= len(r.t) || r.digits(i) != 4 {
		return Date{}, i
	}
	sep := r.t[i+1].Text
	if sep != "-" && sep != "/" && sep != "." || !r.is(i+3, sep) || !r.glued(i+1) || !r.glued(i+2) || !r.glued(i+3) || !r.glued(i+4) {
		return Date{}, i
	}
	m, d := r.num(i+2), r.num(i+4)
	if m < 0 || d < 0 || r.digits(i+2) > 2 || r.digits(i+4) > 2 {
		return Date{}, i
	}
	j := i + 5
	if sep == "." && r.is(j, ".") && r.glued(j) {
		j++
	}
	return Date{r.num(i), time.Month(m), d}, j
}

// isoTime reads 10:00, 10:00:00.000, 1000, with Z or an offset behind it. A time that there is not is -1.
func (r *timeReader) isoTime(i int) (minutes int, zone Zone, to int) {
	h := r.num(i)
	if h < 0 {
		return 0, Zone{}, i
	}
	m, j := 0, i+1
	switch {
	case r.digits(i) == 4 || r.digits(i) == 6:
		if r.digits(i) == 6 {
			h /= 100
		}
		h, m = h/100, h%100
	case r.digits(i) == 2 && r.is(j, ":") && r.num(j+1) >= 0 && r.digits(j+1) == 2:
		m, j = r.num(j+1), j+2
		if r.is(j, ":") && r.num(j+1) >= 0 && r.glued(j) {
			j += 2
			if (r.is(j, ".") || r.is(j, ",")) && r.num(j+1) >= 0 && r.glued(j) && r.glued(j+1) {
				j += 2
			}
		}
	case r.digits(i) != 2:
		return 0, Zone{}, i
	}
	if r.glued(j) && r.is(j, "z") {
		zone, j = Zone{Said: "Z", Name: "UTC", Loc: time.UTC}, j+1
	} else if r.glued(j) && (r.is(j, "+") || r.is(j, "-")) && r.num(j+1) >= 0 && r.glued(j+1) && (r.digits(j+1) == 4 || r.digits(j+1) == 2) {
		if off, k := r.offset(j); k > j {
			zone, j = fixedZone(r.raw(j, k), off), k
		}
	}
	if h > 24 || m > 59 || h == 24 && m > 0 {
		return -1, zone, j
	}
	return h*60 + m, zone, j
}

// isoLength reads PT45M, PT1H30M, P1D.
func (r *timeReader) isoLength(i int) (time.Duration, int) {
	if i >= len(r.t) || r.t[i].Text != "pt" && r.t[i].Text != "p" {
		return 0, i
	}
	total, j, clock := time.Duration(0), i+1, r.t[i].Text == "pt"
	for r.num(j) >= 0 && r.glued(j) && j+1 < len(r.t) && r.num(j) < 100000 {
		n := time.Duration(r.num(j))
		switch u := r.t[j+1].Text; {
		case u == "h" && clock:
			total += n * time.Hour
		case u == "m" && clock:
			total += n * time.Minute
		case u == "s" && clock:
			total += n * time.Second
		case u == "d" && !clock:
			total += n * 24 * time.Hour
		case u == "w" && !clock:
			total += n * 7 * 24 * time.Hour
		case u == "dt" && !clock:
			total, clock = total+n*24*time.Hour, true
		default:
			return 0, i
		}
		j += 2
	}
	if j == i+1 {
		return 0, i
	}
	return total, j
}

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
		if s, k := r.month(m); k > m {
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
			return r.add(timePiece{kind: pOther, from: i, to: to})
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
	return r.add(timePiece{kind: pDay, from: i, to: to, day: Day{Kind: OnDate, First: Date{Day: d}, Ordinal: true}, lang: s.lang})
}

// numericAhead reports whether the number at i is the first of several that belong together: 24.11., 24/11, 10-12.
func (r *timeReader) numericAhead(i int) bool {
	return i+2 < len(r.t) && r.glued(i+1) && r.glued(i+2) && r.num(i+2) >= 0 && r.t[i+1].Kind == TokenPunct
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

// nth reads what makes an ordinal of the number before it, glued on: th, er, º. The letters a and o are none.
func (r *timeReader) nth(i int) int {
	_, n := r.match(i, cNth)
	if n == 0 || !r.glued(i) || (r.t[i].Text == "a" || r.t[i].Text == "o") && len(r.t[i].Raw) == 1 {
		return 0
	}
	return n
}
