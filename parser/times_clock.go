package parser

// clock reads a time of day or a range of them that begins with a number: 10:00, 10.30, 10h30, 14 Uhr, 2pm, 14時, 10-11. bare says
// that a number alone is one here.
func (r *timeReader) clock(i int, bare bool) (timePiece, bool) {
	if !bare && r.plain(i) {
		return timePiece{}, false
	}
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

// plain reports whether the word behind a short number cannot make a time of day of it.
func (r *timeReader) plain(i int) bool {
	const behind = 1<<cOclock | 1<<cHour | 1<<cAm | 1<<cPm | 1<<cPart | 1<<cAndPart | 1<<cLessPart | 1<<cTo
	j := i + 1
	if r.num(i) < 0 || r.digits(i) > 2 || j == len(r.t) {
		return false
	}
	return r.t[j].Kind == TokenWord && !r.glued(j) && (r.n[j] == nil || r.n[j].mask&behind == 0)
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
	} else if half, k := r.halfBefore(j); k > j && r.num(k) >= 0 { // 午前11時から午後1時
		if q, ok = r.oneClock(k, false); ok {
			r.setHalf(&q, half, NoPart)
			q.clock.Exact = true
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
			if begin%(12*60)+12*60 < end {
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

// halfBefore reads a word before an hour that says which half of the day it is in: 午後.
func (r *timeReader) halfBefore(i int) (half int8, to int) {
	if _, n := r.match(i, cAmPre); n > 0 {
		return 1, i + n
	}
	if _, n := r.match(i, cPmPre); n > 0 {
		return 2, i + n
	}
	return 0, i
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
			} else if s, n := r.match(j, cAndPart); n > 0 {
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
		part, k := r.match(j, cPart)
		switch {
		case am != 0:
			p.clock.Exact = true
		case k > 1 && h >= 1 && h <= 12 && (part.lang == "es" || part.lang == "pt" || part.lang == "fr" || part.lang == "it") && r.t[j].Text != "por" && r.t[j].Text != "le" && r.t[j].Text != "la":
			p.clock.Exact = true // 10 de la mañana
		case n > 0:
		case !bare || h > 23 || r.num(j) >= 0 && r.glued(j) || r.follow(j):
			return timePiece{}, false
		default:
			p.clock.Bare = true
			if s, n := r.match(j, cAndPart); n > 0 {
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
	case hoursLast&langBit(s.lang) != 0:
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
