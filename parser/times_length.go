package parser

import (
	"time"
)

// length reads how long something takes: 45 min, 1h30, 1,5 Std., half an hour, one hour and 30 minutes.
func (r *timeReader) length(i int) (timePiece, bool) {
	d, j := r.oneLength(i)
	if j == i {
		return timePiece{}, false
	}
	// "1 hour 30 minutes", "one hour and 15 minutes", "2 h 15"
	if d >= time.Hour && d%time.Hour == 0 {
		k := j
		if _, n := r.match(k, cAnd); n > 0 {
			k += n
		}
		if e, to := r.oneLength(k); to > k && e < time.Hour {
			d, j = d+e, to
		} else if e := r.num(j); e > 0 && e < 60 && r.digits(j) == 2 && r.glued(j) {
			d, j = d+time.Duration(e)*time.Minute, j+1
			if _, n := r.match(j, cMinute); n > 0 {
				j += n
			}
		} else if s, n := r.match(j, cHalfSign); n > 0 {
			d, j = d+time.Duration(s.n)*time.Minute, j+n
		} else if s, n := r.match(j, cAndPart); n > 0 {
			d, j = d+time.Duration(s.n)*time.Minute, j+n
		} else if r.is(j, "and") && r.is(j+1, "a") && r.is(j+2, "half") {
			d, j = d+30*time.Minute, j+3
		}
	}
	p := timePiece{kind: pLength, from: i, to: j, length: d}
	if d == 0 {
		p.fault = "zero-duration"
	}
	return p, true
}

// oneLength reads one number with its unit. The result is i if there is none.
func (r *timeReader) oneLength(i int) (time.Duration, int) {
	if i >= len(r.t) {
		return 0, i
	}
	if s, n := r.match(i, cLength); n > 0 {
		if s.n == 60 && s.lang == "fr" && r.atBefore(i) {
			return 0, i // à une heure
		}
		if (s.lang == "fi" || s.lang == "pl") && n == 1 && r.num(i-1) >= 0 { // the unit of a number
			return 0, i
		}
		return time.Duration(s.n) * time.Minute, i + n
	}
	var value time.Duration // of one unit's parts, in hundredths
	j := i + 1
	if n := r.num(i); n >= 0 && n < 100000 {
		value = time.Duration(n) * 100
		if (r.is(j, ",") || r.is(j, ".")) && r.glued(j) && r.num(j+1) >= 0 && r.glued(j+1) && r.digits(j+1) <= 2 {
			f := r.num(j + 1)
			if r.digits(j+1) == 1 {
				f *= 10
			}
			value += time.Duration(f)
			j += 2
		} else if r.is(j, "/") && r.glued(j) && r.num(j+1) > 0 && r.num(j+1) <= 4 && r.num(i) < r.num(j+1) && r.glued(j+1) { // 3/4 h
			value = value / time.Duration(r.num(j+1))
			j += 2
		} else if r.is(j, "½") {
			value += 50
			j++
		}
	} else if s, n := r.match(i, cNum); n > 0 {
		value, j = time.Duration(s.n)*100, i+n
	} else if r.is(i, "½") {
		value = 50
	} else if r.is(i, "¾") {
		value = 75
	} else if r.is(i, "¼") {
		value = 25
	} else if n, k := r.han(i); k > i {
		value, j = time.Duration(n)*100, k
	} else {
		return 0, i
	}
	if r.is(j, "-") && r.glued(j) && r.glued(j+1) { // 30-minute, 1-hour
		j++
	}
	if _, n := r.match(j, cMinute); n > 0 {
		if r.is(j-1, "点") || r.is(j-1, "時") {
			return 0, i
		}
		if r.is(j, "分") && i > 0 && (r.is(i-1, "点") || r.is(i-1, "時") || r.is(i-1, "點") || r.is(i-1, "时")) {
			return 0, i
		}
		j += n
		if r.is(j, ".") && r.glued(j) && r.is(j-1, "min") {
			j++
		}
		return value * time.Minute / 100, j
	}
	if r.glued(j) && r.is(j, "'") && value >= 1000 && !r.glued(j+1) { // 45'
		return value * time.Minute / 100, j + 1
	}
	if r.is(j, "m") && r.glued(j) {
		return value * time.Minute / 100, j + 1
	}
	s, n := r.match(j, cHour)
	if n == 0 {
		return 0, i
	}
	if value%100 == 0 && r.num(i) >= 0 && r.hourMeansClock(i, j, s) {
		return 0, i
	}
	if value%100 == 0 && r.num(i) < 0 && (s.lang == "fr" || s.lang == "nl" || s.lang == "es" || s.lang == "pt" || s.lang == "it") && (r.atBefore(i) || r.dayBefore()) {
		return 0, i
	}
	j += n
	if r.is(j, ".") && r.glued(j) && (r.is(j-1, "std") || r.is(j-1, "hr") || r.is(j-1, "hrs") || r.is(j-1, "h") && j+1 < len(r.t)) {
		j++
	}
	return value * time.Hour / 100, j
}

// hourMeansClock decides whether "9h", "15 heures", "14 uur" is a time of day and not a length.
func (r *timeReader) hourMeansClock(i, j int, s sense) bool {
	switch {
	case hoursLast&langBit(s.lang) != 0:
		return false
	case s.lang == "en" && !r.is(j, "h"):
		return r.digits(i) == 4
	}
	if r.atBefore(i) || r.dayBefore() {
		// "Tuesday 2h" hardly ever is a length; "10:00, 2h" is
		return true
	}
	if len(r.p) > 0 {
		if b := &r.p[len(r.p)-1]; b.kind == pBound || b.kind == pTo && len(r.p) > 1 && r.p[len(r.p)-2].kind == pClock {
			return true
		}
	}
	before, _, _ := r.last()
	if before != nil && before.kind == pClock && before.clock.Kind == OnTime {
		return r.num(i) >= 7 // "9h, 14h"; "9h, 2h" is an hour with its length
	}
	return r.num(i) >= 7
}

func (r *timeReader) atBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if _, n := r.match(k, cAt); n > 0 && k+n == i {
			return true
		}
		if _, n := r.match(k, cFrom); n > 0 && k+n == i {
			return true
		}
	}
	return false
}

func (r *timeReader) dayBefore() bool {
	before, direct, _ := r.last()
	return before != nil && direct && before.kind == pDay
}
