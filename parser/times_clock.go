package parser

import "time"

// clock reads a time of day or a range of them that begins with a number: 10:00, 10.30, 10h30, 14 Uhr, 2pm, 14時, 10-11. bare says
// that a number alone is one here.
func (r *timeReader) clock(i int, bare bool) (timePiece, bool) {
	p, ok := r.oneClock(i, bare)
	if !ok {
		// a bare begin is a time if its end is: "2-2:45pm"
		if p, ok = r.oneClock(i, true); !ok || !r.rangeAhead(p.to) {
			return timePiece{}, false
		}
	}
	if p.fault != "" {
		return p, true
	}
	return r.clockEnd(p, bare)
}

// rangeAhead reports whether a dash and something that can be nothing but a time of day follow.
func (r *timeReader) rangeAhead(i int) bool {
	j := r.rangeSign(i)
	if j == i {
		return false
	}
	q, ok := r.oneClock(j, true)
	return ok && q.clock.Exact
}

// rangeSign returns where the end of a range begins behind the sign at i, or i if there is no such sign.
func (r *timeReader) rangeSign(i int) int {
	j := i
	if r.is(j, "-") || r.is(j, "~") || r.is(j, "→") || r.is(j, "⇒") || r.is(j, "➔") {
		j++
		if r.is(j, "-") || r.is(j, ">") { // --, ->
			j++
		}
	} else if _, n := r.match(j, cTo); n > 0 {
		j += n
	} else {
		return i
	}
	for k := 0; k < 2; k++ {
		if _, n := r.match(j, cAt); n > 0 {
			j += n
		}
	}
	if r.is(j, "las") || r.is(j, "les") || r.is(j, "le") {
		j++
	}
	return j
}

// clockEnd reads the end of a range behind a begin, and settles what the two say about each other.
func (r *timeReader) clockEnd(p timePiece, bare bool) (timePiece, bool) {
	j := r.rangeSign(p.to)
	if j == p.to {
		return p, true
	}
	var q timePiece
	ok := false
	if r.num(j) >= 0 {
		glued := r.glued(j) && r.glued(p.to)
		if n := r.num(j); r.digits(j) == 4 && r.num(p.from) >= 0 && r.digits(p.from) == 4 && n%100 < 60 && n/100 <= 24 { // 1330-1415
			p.clock.End, p.to = n/100*60+n%100, j+1
			if half, n := r.amPm(p.to); half != 0 {
				p.to += n
				r.setHalf(&p, half, NoPart)
			}
			switch {
			case p.clock.End == p.clock.Begin:
				p.fault = "zero-duration"
			case p.clock.End < p.clock.Begin:
				p.fault = "end-before-begin"
			}
			return p, true
		}
		q, ok = r.oneClock(j, bare || p.clock.Exact || glued && bare)
		if ok && q.clock.Bare && (r.monthFollows(q.to) || r.digits(j) == 2 && r.numericAhead(j) && !r.is(j+1, "-")) {
			ok = false
		}
		if ok && q.clock.Bare && r.t[j].Space && !r.is(p.to, "-") && !p.clock.Bare && !p.clock.Exact {
			ok = false
		}
	} else if s, n := r.match(j, cNoon); n > 0 && s.class == cNoon {
		q, ok = timePiece{to: j + n, clock: Clock{Begin: 12 * 60, Exact: true}, half: 2}, true
	} else if _, n := r.match(j, cMidnight); n > 0 {
		q, ok = timePiece{to: j + n, clock: Clock{Begin: 24 * 60, Exact: true}}, true
	} else if h, to := r.hourWord(j); to > j {
		q, ok = timePiece{to: to, clock: Clock{Begin: h * 60, Open: h < 12}}, true
	}
	if !ok {
		if r.num(j) >= 0 && r.digits(j) == 3 && r.glued(j) { // 9-945
			p.fault, p.to = "no-such-time", j+1
		}
		return p, true
	}
	if q.fault != "" {
		p.fault, p.to = q.fault, q.to
		return p, true
	}
	// 10時から11時まで
	if _, n := r.match(q.to, cEarlier); n > 0 && r.is(q.to, "まで") || r.is(q.to, "ま") {
		if n > 0 {
			q.to += n
		}
	}
	p.to = q.to
	p.clock.Exact = p.clock.Exact || q.clock.Exact
	p.clock.Bare = p.clock.Bare && q.clock.Bare
	begin, end := p.clock.Begin, q.clock.Begin
	switch {
	case p.half == 0 && q.half != 0 && p.clock.Open: // "2-2:45pm", "11-1pm"
		p.half = q.half
		if q.half == 2 {
			if begin%(12*60)+12*60 < end || begin+12*60 == end && false {
				begin += 12 * 60
			} else {
				p.half = 1
			}
		}
		p.clock.Open = false
	case q.half == 0 && q.clock.Open && (p.half != 0 || !p.clock.Open): // "2pm-3", "11:00-1"
		if end <= begin && end+12*60 > begin && (p.half != 0 || end+12*60-begin <= 4*60 && begin < 18*60 && !r.minuted(q)) {
			end += 12 * 60
		}
	case p.clock.Open && q.clock.Open && end < begin && begin < 12*60: // "11-1", "9-5"
		if end+12*60-begin <= 9*60 && !(r.minuted(p) && r.minuted(q)) {
			end += 12 * 60
			p.clock.Open = begin < 7*60
		}
	case p.clock.Open && !q.clock.Open && q.half == 0 && end >= 12*60:
		p.clock.Open = begin < 7*60 && end-begin > 12*60
	}
	p.clock.Begin, p.clock.End = begin, end
	if end == 0 {
		p.clock.End = 24 * 60
	}
	if p.zone.Said == "" {
		p.zone = q.zone
	}
	if end == begin {
		p.fault = "zero-duration"
	} else if p.clock.End < begin {
		// over midnight: only from the evening on, and at most twelve hours
		if begin >= 18*60 && p.clock.End+24*60-begin <= 12*60 {
			p.clock.End += 24 * 60
		} else {
			p.fault = "end-before-begin"
		}
	}
	return p, true
}

// minuted reports whether a clock was written with its minutes.
func (r *timeReader) minuted(p timePiece) bool { return p.clock.Exact && p.half == 0 }

// oneClock reads one time of day.
func (r *timeReader) oneClock(i int, bare bool) (timePiece, bool) {
	h := r.num(i)
	if h < 0 || r.digits(i) > 4 {
		return timePiece{}, false
	}
	p := timePiece{kind: pClock, from: i, to: i + 1, clock: Clock{Kind: OnTime}}
	m, zero := 0, r.t[i].Text[0] == '0' && r.digits(i) == 2
	bad := false
	j := i + 1
	switch {
	case r.digits(i) == 4: // 1400 hrs, 0900
		if h/100 > 24 || h%100 > 59 {
			return timePiece{}, false
		}
		_, n := r.match(j, cHour)
		s, o := r.match(j, cOclock)
		pre := i > 0 && bare && r.t[i].Text[0] == '0'
		range4 := (r.is(j, "-") && r.num(j+1) >= 0 && r.digits(j+1) == 4 && !isYear(r.num(j+1)) && !isYear(h))
		am, _ := r.amPm(j)
		switch {
		case n > 0:
			j += n
		case o > 0 && s.lang == "de":
			j += o
		case pre || range4 || am != 0:
		default:
			return timePiece{}, false
		}
		zero, p.clock.Exact = true, true
		h, m = h/100, h%100
	case r.digits(i) > 2:
		return timePiece{}, false
	case (r.is(j, ":") || r.is(j, ".")) && r.glued(j) && r.num(j+1) >= 0 && r.glued(j+1) && r.digits(j+1) == 2:
		if r.is(j, ".") && r.is(j+2, ".") && r.glued(j+2) && r.num(j+3) >= 0 && r.glued(j+3) {
			return timePiece{}, false // 10.12.2026, 192.168.0.1
		}
		m = r.num(j + 1)
		dot := r.is(j, ".")
		j += 2
		if r.is(j, ":") && r.glued(j) && r.num(j+1) >= 0 && r.glued(j+1) && r.digits(j+1) == 2 { // seconds
			j += 2
		}
		if dot && (h > 24 || m > 59 || r.priced(i, j)) {
			return timePiece{}, false // a price, a date
		}
		p.clock.Exact, p.clock.Full = true, true
		if m > 59 {
			bad = true
		}
		if n := r.oclock(j); n > 0 {
			j += n
		} else if r.glued(j) && (r.is(j, "h") || r.is(j, "u") || r.is(j, "uhr") || r.is(j, "hrs")) {
			j++
		}
	default:
		unit := 0
		if n := r.oclock(j); n > 0 {
			unit = n
		} else if s, n := r.match(j, cHour); n > 0 && r.hourIsClock(i, j, s, bare) {
			unit = n
		}
		if unit > 0 {
			cjk := r.t[j].Kind == TokenWord && script([]rune(r.t[j].Raw)[0]) != scriptOther
			j += unit
			p.clock.Exact = true
			if s, n := r.match(j, cHalfSign); n > 0 && cjk {
				m, j = int(s.n), j+n
			} else if n := r.num(j); n >= 0 && n < 60 && (r.digits(j) == 2 || cjk) && !r.t[j].Circled && (r.glued(j) || !r.monthFollows(j+1) && !r.clocklike(j) && !r.numericAhead(j) && r.minutesFit(j)) {
				m, j = n, j+1
				if _, k := r.match(j, cMinute); k > 0 && (cjk || r.t[j].Kind == TokenWord && r.is(j, "分")) {
					j += k
				}
			} else if s, n := r.match(j, cAndPart); n > 0 && r.halfSense(s) {
				m, j = int(s.n), j+n
			} else if s, n := r.match(j, cLessPart); n > 0 {
				m, j = -int(s.n), j+n
			} else if n, k := r.han(j); cjk && k > j && n < 60 {
				if _, o := r.match(k, cMinute); o > 0 {
					m, j = n, k+o
				}
			}
			break
		}
		am, n := r.amPm(j)
		switch {
		case am != 0:
			p.clock.Exact = true
		case n > 0:
		case !bare || h > 23 || r.num(j) >= 0 && r.glued(j) || r.follow(j):
			return timePiece{}, false
		default:
			p.clock.Bare = true
			if s, n := r.match(j, cAndPart); n > 0 && r.halfSense(s) {
				m, j, p.clock.Bare, p.clock.Exact = int(s.n), j+n, false, true
			} else if s, n := r.match(j, cLessPart); n > 0 {
				m, j, p.clock.Bare, p.clock.Exact = -int(s.n), j+n, false, true
			}
		}
	}
	half, n := r.amPm(j)
	if n > 0 && half != 0 {
		j += n
		p.half = half
		p.clock.Exact = true
		switch {
		case h > 12 || h == 0:
			bad = bad || h > 23 || half == 1 // "14:00 pm" is what people write; "14 am" is nothing
		case half == 1:
			h %= 12
		case half == 2 && h < 12:
			h += 12
		}
	}
	if h > 24 || h == 24 && m > 0 {
		bad = true
	}
	p.to = j
	p.clock.Begin = h*60 + m
	if p.clock.Begin < 0 {
		p.clock.Begin += 24 * 60
	}
	p.clock.Open = half == 0 && !zero && h >= 1 && h < 12
	if bad {
		if !p.clock.Exact {
			return timePiece{}, false
		}
		p.fault = "no-such-time"
	}
	return p, true
}

// priced reports whether the decimal between i and j is an amount, or the name of a room, a page, a version.
func (r *timeReader) priced(i, j int) bool {
	if j < len(r.t) {
		switch r.t[j].Text {
		case "€", "$", "£", "%", "¥", "eur", "euro", "euros", "usd", "chf", "sek", "kr", "zł", "pln", "km", "kg", "gb", "mb":
			return true
		}
	}
	if i > 0 {
		switch r.t[i-1].Plain {
		case "€", "$", "£", "v", "version", "room", "raum", "zimmer", "salle", "sala", "rum", "huone", "lokaal", "page", "seite", "chapter", "section", "§", "build":
			return true
		}
	}
	return false
}

// minutesFit reports whether the number at j may be the minutes of "14 Uhr 30": nothing that makes it something else follows.
func (r *timeReader) minutesFit(j int) bool {
	if _, n := r.match(j+1, cMinute); n > 0 {
		return false
	}
	return r.is(j-1, "uhr") || r.is(j-1, "h") && r.t[j].Space && r.digits(j) == 2
}

func (r *timeReader) halfSense(s sense) bool { return true }

// follow reports whether what stands at j takes a bare number away: a unit, a percent sign, a decimal, a slash.
func (r *timeReader) follow(j int) bool {
	if j >= len(r.t) {
		return false
	}
	for _, c := range [...]class{cMinute, cHour, cDayUnit, cWeek} {
		if _, n := r.match(j, c); n > 0 {
			return true
		}
	}
	if r.nth(j) > 0 {
		return true
	}
	if r.glued(j) {
		switch r.t[j].Text {
		case "%", "€", "$", "£", "#", "/", "°":
			return true
		case ".", ",", ":":
			return r.num(j+1) >= 0 && r.glued(j+1)
		}
		return r.t[j].Kind == TokenWord && r.n[j] == nil && script([]rune(r.t[j].Raw)[0]) == scriptOther
	}
	return false
}

// oclock reads a word behind an hour that makes it a time of day in any place.
func (r *timeReader) oclock(j int) int {
	_, n := r.match(j, cOclock)
	if n > 0 {
		if _, m := r.match(j, cHour); m > n { // 時間 is a length
			return 0
		}
	}
	return n
}

// hourIsClock decides whether "14h", "15 heures", "9 uur" is a time of day and not a length.
func (r *timeReader) hourIsClock(i, j int, s sense, bare bool) bool {
	switch {
	case s.lang == "ja" || s.lang == "zh" || s.lang == "sv" || s.lang == "fi" || s.lang == "de":
		return false
	case s.lang == "en" && !r.is(j, "h"):
		return false
	}
	if bare || r.num(i) >= 7 && r.num(i) <= 24 {
		return true
	}
	// "2h30" is a length, "de 2h à 3h" was bare
	if before, direct, _ := r.last(); before != nil && direct && before.kind == pDay {
		return true
	}
	return r.num(i) == 0
}

// amPm reads am or pm: 1 or 2.
func (r *timeReader) amPm(j int) (int8, int) {
	if r.glued(j) && !(r.glued(j+1) && r.t[j+1].Kind == TokenWord) && (r.is(j-2, ":") || r.is(j+1, "-") || r.is(j-2, "-")) { // 10a-10:45a
		switch r.t[j].Raw {
		case "a", "A":
			return 1, 1
		case "p", "P":
			return 2, 1
		}
	}
	if _, n := r.match(j, cPm); n > 0 && r.halfMeant(j, n) {
		return 2, n
	}
	if _, n := r.match(j, cAm); n > 0 && r.halfMeant(j, n) {
		return 1, n
	}
	return 0, 0
}

// halfMeant keeps German "am" and French "em" from being taken for a half of the day: "10 am Montag".
func (r *timeReader) halfMeant(j, n int) bool {
	if n > 1 || r.glued(j) || !r.is(j, "am") && !r.is(j, "em") && !r.is(j, "fm") && !r.is(j, "ap") && !r.is(j, "ip") {
		return true
	}
	if r.is(j, "am") {
		if w, ok := r.weekdayName(j + 1); ok && (w.lang == "de" || w.lang == "") {
			return false
		}
		return !(r.num(j+1) >= 1 && r.is(j+2, ".") && r.glued(j+2))
	}
	if r.is(j, "em") || r.is(j, "fm") {
		return false
	}
	return true
}

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
	hour := func(j int, lang string) (int, int) {
		if h := r.num(j); h >= 1 && h <= 24 && r.digits(j) <= 2 {
			return h, j + 1
		}
		if s, n := r.match(j, cNum); n > 0 && s.n <= 24 && (lang == "" || r.agrees(j, cNum, lang)) {
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
		if h, to := hour(i+n, ""); to > i+n {
			return done(h*60+int(s.n), to)
		}
	}
	// half: English "half three" is after three, Dutch "half drie" before it; "half 3" nobody can tell
	for _, half := range [...]string{"halb", "halv", "half", "puoli", "wpol", "dreiviertel", "drei", "za"} {
		if !r.is(i, half) && r.t[i].Plain != half {
			continue
		}
		if s, n := r.match(i, cHalfTo); n > 0 {
			h, to := hour(i+n, s.lang)
			if to > i+n && half == "half" && r.num(i+n) >= 0 && r.num(i+n) <= 12 {
				q, ok := done(h*60-int(s.n), to)
				q.fault = "ambiguous-time"
				return q, ok
			}
			if to > i+n {
				return done(h*60-int(s.n), to)
			}
		}
		if s, n := r.match(i, cHalfPast); n > 0 {
			if h, to := hour(i+n, s.lang); to > i+n && r.num(i+n) < 0 {
				return done(h*60+int(s.n), to)
			}
		}
	}
	// quarter past three, twenty to four, fünf vor halb drei
	minutes, j, lang := 0, i, ""
	if s, n := r.match(i, cQuarter); n > 0 {
		minutes, j, lang = int(s.n), i+n, s.lang
	} else if s, n := r.match(i, cNum); n > 0 && (s.n == 5 || s.n == 10 || s.n == 20 || s.n == 25) {
		minutes, j, lang = int(s.n), i+n, s.lang
		if _, m := r.match(j, cMinute); m > 0 {
			j += m
		}
	}
	if j > i {
		sign, m := 0, 0
		if _, n := r.match(j, cPast); n > 0 && r.agrees(j, cPast, lang) {
			sign, m = 1, n
		} else if _, n := r.match(j, cLess); n > 0 && r.agrees(j, cLess, lang) {
			sign, m = -1, n
		}
		if sign != 0 {
			k := j + m
			if s, n := r.match(k, cHalfTo); n > 0 && s.lang == lang {
				if h, to := hour(k+n, lang); to > k+n {
					return done(h*60-int(s.n)+sign*minutes, to)
				}
			}
			if _, n := r.match(k, cNoon); n > 0 {
				p.clock.Open = false
				q, ok := done(12*60+sign*minutes, k+n)
				q.clock.Open = false
				return q, ok
			}
			if h, to := hour(k, lang); to > k {
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
	if _, n := r.match(j, cOn); n > 0 && (r.is(j, "of") || r.is(j, "de") && false) { // "at one of them"
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
	switch s.lang {
	case "ja", "zh", "sv", "fi", "de":
		return false
	case "en":
		if !r.is(j, "h") {
			return r.digits(i) == 4
		}
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
