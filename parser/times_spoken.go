package parser

// hourWord reads an hour in words: three, drei, trois.
func (r *timeReader) hourWord(i int) (int, int) {
	if s, n := r.match(i, cNum); n > 0 && s.n <= 24 {
		return int(s.n), i + n
	}
	if n, j := r.han(i); j > i && n >= 1 && n <= 24 && r.num(i) < 0 {
		return n, j
	}
	return 0, i
}

// spokenClock reads a time of day that begins with a word: half past three, halb drei, quarter to four, three o'clock, 两点半.
func (r *timeReader) spokenClock(i int) (timePiece, bool) {
	if i >= len(r.t) {
		return timePiece{}, false
	}
	p := timePiece{kind: pClock, from: i, clock: Clock{Kind: OnTime, Exact: true}}
	hour := func(j int, langs langSet) (int, int) {
		if h := r.num(j); h >= 1 && h <= 24 && r.digits(j) <= 2 {
			return h, j + 1
		}
		if s, n := r.match(j, cNum); n > 0 && s.n <= 24 && r.langs(j, cNum)&langs != 0 {
			return int(s.n), j + n
		}
		return 0, j
	}
	done := func(minutes, to int) (timePiece, bool) {
		if n := r.oclock(to); n > 0 {
			to += n
		} else if r.is(to, "uur") {
			to++
		}
		p.to, p.clock.Begin = to, minutes
		if half, n := r.amPm(to); n > 0 && half != 0 {
			p.to = to + n
			r.setHalf(&p, half, NoPart)
			return p, true
		}
		p.clock.Open = minutes < 12*60
		return p, true
	}
	// half past three
	if s, n := r.match(i, cHalfPast); n > 0 && s.flags&weak == 0 {
		if h, to := hour(i+n, ^langSet(0)); to > i+n {
			return done(h*60+int(s.n), to)
		}
	}
	// half: English "half three" is after three, Dutch "half drie" before it; "half 3" nobody can tell
	if s, n := r.match(i, cHalfTo); n > 0 {
		if h, to := hour(i+n, r.langs(i, cHalfTo)); to > i+n {
			q, ok := done(h*60-int(s.n), to)
			if r.t[i].Plain == "half" && r.num(i+n) >= 0 && r.num(i+n) <= 12 {
				q.fault = "ambiguous-time"
			}
			return q, ok
		}
	}
	if s, n := r.match(i, cHalfPast); n > 0 {
		if h, to := hour(i+n, r.langs(i, cHalfPast)); to > i+n && r.num(i+n) < 0 {
			return done(h*60+int(s.n), to)
		}
	}
	// quarter past three, twenty to four, fünf vor halb drei
	minutes, j, langs := 0, i, langSet(0)
	if s, n := r.match(i, cQuarter); n > 0 {
		minutes, j, langs = int(s.n), i+n, r.langs(i, cQuarter)
	} else if s, n := r.match(i, cNum); n > 0 && (s.n == 5 || s.n == 10 || s.n == 20 || s.n == 25) {
		minutes, j, langs = int(s.n), i+n, r.langs(i, cNum)
		if _, m := r.match(j, cMinute); m > 0 {
			j += m
		}
	}
	if j > i {
		sign, m := 0, 0
		if _, n := r.match(j, cPast); n > 0 && r.langs(j, cPast)&langs != 0 {
			sign, m, langs = 1, n, langs&r.langs(j, cPast)
		} else if _, n := r.match(j, cLess); n > 0 && r.langs(j, cLess)&langs != 0 {
			sign, m, langs = -1, n, langs&r.langs(j, cLess)
		}
		if sign != 0 {
			k := j + m
			if s, n := r.match(k, cHalfTo); n > 0 && r.langs(k, cHalfTo)&langs != 0 {
				if h, to := hour(k+n, langs); to > k+n {
					return done(h*60-int(s.n)+sign*minutes, to)
				}
			}
			if _, n := r.match(k, cNoon); n > 0 {
				p.clock.Open = false
				q, ok := done(12*60+sign*minutes, k+n)
				q.clock.Open = false
				return q, ok
			}
			if h, to := hour(k, langs); to > k {
				return done(h*60+sign*minutes, to)
			}
		}
	}
	return r.wordOclock(i)
}

// wordOclock reads "three o'clock", "drei Uhr", "trois heures et demie", "三点半", "3 pm" in words.
func (r *timeReader) wordOclock(i int) (timePiece, bool) {
	h, j := r.hourWord(i)
	if j == i {
		return timePiece{}, false
	}
	p := timePiece{kind: pClock, from: i, clock: Clock{Kind: OnTime, Exact: true}}
	m := 0
	n := r.oclock(j)
	if n == 0 {
		if s, k := r.match(j, cHour); k > 0 && (s.lang == "fr" && h > 1 || s.lang == "nl" && h > 0) && r.t[i].Kind == TokenWord {
			before, direct, _ := r.last()
			if h >= 7 || before != nil && direct && before.kind == pDay || len(r.p) > 0 && r.p[len(r.p)-1].kind == pBound {
				n = k
			}
		}
	}
	half, k := r.amPm(j + n)
	if n == 0 && (k == 0 || half == 0) {
		return timePiece{}, false
	}
	j += n
	if s, n := r.match(j, cHalfSign); n > 0 {
		m, j = int(s.n), j+n
	} else if s, n := r.match(j, cAndPart); n > 0 {
		m, j = int(s.n), j+n
	} else if s, n := r.match(j, cLessPart); n > 0 {
		m, j = -int(s.n), j+n
	} else if v, k := r.han(j); k > j {
		if _, o := r.match(k, cMinute); o > 0 && v < 60 {
			m, j = v, k+o
		}
	} else if s, n := r.match(j, cNum); n > 0 && (s.n == 15 || s.n == 30 || s.n == 45) {
		m, j = int(s.n), j+n
	}
	p.clock.Begin, p.to = h*60+m, j
	p.clock.Open = h < 12
	if half, n := r.amPm(j); n > 0 && half != 0 {
		p.to = j + n
		r.setHalf(&p, half, NoPart)
	}
	if p.clock.Begin < 0 || p.clock.Begin > 24*60 {
		p.fault = "no-such-time"
	}
	return r.clockEnd(p, false)
}

// spokenClockAt reads an hour in words behind "at": at three, a las tres y media, alle tre.
func (r *timeReader) spokenClockAt(i int) (timePiece, bool) {
	if i >= len(r.t) {
		return timePiece{}, false
	}
	if _, n := r.match(i, cNoon); n > 0 {
		return timePiece{kind: pClock, from: i, to: i + n, clock: Clock{Kind: OnTime, Begin: 12 * 60, Exact: true}, half: 2}, true
	}
	if _, n := r.match(i, cMidnight); n > 0 {
		return timePiece{kind: pClock, from: i, to: i + n, clock: Clock{Kind: OnTime, Begin: 24 * 60, Exact: true}}, true
	}
	if p, ok := r.spokenClock(i); ok {
		return p, true
	}
	h, j := r.hourWord(i)
	if j == i || h > 24 {
		return timePiece{}, false
	}
	if s, n := r.match(j, cHour); n > 0 {
		if s.lang != "fr" && s.lang != "nl" && s.lang != "es" && s.lang != "pt" {
			return timePiece{}, false
		}
		j += n
	}
	if _, n := r.match(j, cMinute); n > 0 {
		return timePiece{}, false
	}
	if _, n := r.match(j, cOn); n > 0 && r.is(j, "of") { // "at one of them"
		return timePiece{}, false
	}
	p := timePiece{kind: pClock, from: i, clock: Clock{Kind: OnTime}}
	m := 0
	if s, n := r.match(j, cAndPart); n > 0 {
		m, j = int(s.n), j+n
	} else if s, n := r.match(j, cLessPart); n > 0 {
		m, j = -int(s.n), j+n
	} else if s, n := r.match(j, cNum); n > 0 && (s.n == 15 || s.n == 30 || s.n == 45 || s.n == 20) {
		m, j = int(s.n), j+n
	}
	p.to, p.clock.Begin, p.clock.Open, p.clock.Bare = j, h*60+m, h < 12, m == 0
	p.clock.Exact = m != 0
	if h == 2 && r.is(j-1, "horas") && r.is(i-1, "las") { // "a las dos horas" may be both hours
		p.fault = "ambiguous-time"
	}
	if half, n := r.amPm(j); n > 0 && half != 0 {
		p.to = j + n
		r.setHalf(&p, half, NoPart)
	}
	return r.clockEnd(p, true)
}

// setHalf puts a clock into a half of the day that was said, or into the part of it.
func (r *timeReader) setHalf(p *timePiece, half int8, part Part) {
	p.half, p.clock.Open, p.clock.Exact, p.clock.Bare = half, false, true, false
	shift := func(m int) int {
		if half == 2 && m < 12*60 {
			if part == Midday && m >= 10*60 { // 中午11点
				return m
			}
			return m + 12*60
		}
		if half == 1 && m >= 12*60 && m < 13*60 {
			return m - 12*60
		}
		return m
	}
	p.clock.Begin = shift(p.clock.Begin)
	if p.clock.End > 0 && p.clock.End <= 12*60 && half == 2 && p.clock.End < p.clock.Begin {
		p.clock.End += 12 * 60
	}
	if p.clock.End > 0 && p.fault == "end-before-begin" && p.clock.End > p.clock.Begin {
		p.fault = ""
	}
}
