package parser

// draft is an expression while it is put together.
type draft struct {
	x       Expr
	half    int8 // of its clock, if said
	empty   bool
	linked  bool   // nothing but connectors stand between it and the one before
	dayLate bool   // the day was said behind the time
	hasDate bool   // one of its day pieces was a date
	from    bool   // its time is a begin: "from 3pm", which "on" may close
	fromTo  bool   // a dash stands before the next piece
	paren   bool   // a bracket was opened
	until   Day    // end of a range of days with times: "Tue 10:00 - Wed 12:00"
	lang    string // of its first piece
}

// joiner puts pieces together into expressions, one after the other.
type joiner struct {
	*timeReader
	cur    draft
	bound  *timePiece // waits for the next day or time
	link   bool       // the next expression is linked to the last one
	direct bool       // nothing foreign was read since the last expression
	joined bool       // no connector either
}

// assemble puts pieces together into expressions, and gives each what it shares with its neighbours.
func (r *timeReader) assemble(dst []Expr) []Expr {
	j := joiner{timeReader: r, cur: draft{empty: true}}
	for k := 0; k < len(r.p); k++ {
		p := &r.p[k]
		switch p.kind {
		case pOther:
			j.part()
			j.bound = nil
		case pJoin:
			j.little(p, k)
		case pAnd:
			j.joined = false
			j.and(p, k)
		case pTo:
			j.joined = false
			j.cur.fromTo = !j.cur.empty
		case pBound:
			j.limit(p, k)
		case pDay:
			k = j.addDay(p, k)
		case pClock:
			k = j.addClock(p, k)
		case pZone:
			j.addZone(p)
		case pLength:
			j.addLength(p)
		}
	}
	j.flush()
	share(r.done)
	for i := range r.done {
		x := &r.done[i].x
		if x.Day.Kind == NoDay && x.Clock.Kind == NoClock && x.Zone.Said == "" && x.Length == 0 && x.Fault == "" {
			continue
		}
		dst = append(dst, *x)
	}
	return dst
}

// flush ends the expression at hand.
func (j *joiner) flush() {
	if !j.cur.empty {
		j.done = append(j.done, j.cur)
		j.cur = draft{empty: true}
	}
}

// part ends it for good: what follows has no part in it.
func (j *joiner) part() {
	j.flush()
	j.link, j.direct, j.joined = false, false, false
}

// start begins a new expression with a piece.
func (j *joiner) start(p *timePiece) {
	j.flush()
	j.cur = draft{linked: j.link && len(j.done) > 0, lang: p.lang}
	j.cur.x.From, j.cur.x.cell = p.from, j.joined
}

// cover makes a piece part of the expression at hand.
func (j *joiner) cover(p *timePiece) {
	j.cur.x.To = p.to
	if p.fault != "" && j.cur.x.Fault == "" {
		j.cur.x.Fault = p.fault
	}
	j.link, j.direct, j.joined = true, true, true
}

// little reads little words and brackets.
func (j *joiner) little(p *timePiece, k int) {
	if j.is(p.from, "on") && !j.cur.empty && j.cur.from && j.cur.x.To == p.from && !j.pieceAhead(k+1, pDay) { // "from 3pm on"
		j.cur.x.To, j.cur.from = p.to, false
	}
	j.cur.paren = j.cur.paren || p.open
}

// and ends the expression at a connector, unless that stands within it: "between 10 and 12", "Tuesday, 24 Nov".
func (j *joiner) and(p *timePiece, k int) {
	x := &j.cur.x
	if !j.cur.empty {
		n := j.next(k + 1)
		switch {
		case !p.comma && x.Clock.Kind == OnTime && x.Clock.Bound == Inside && x.Clock.End == 0:
			return
		case !p.comma && x.Day.Kind != NoDay && x.Day.Bound == Inside && x.Day.Last == (Date{}):
			j.cur.fromTo = true
			return
		case p.comma && j.joinsOverComma(&j.cur, k+1):
			return
		case n != nil && (x.Day.Kind == OnDays || x.Day.Kind == OnDate && x.Day.First.Month == 0) && n.kind == pDay && (n.day.Kind == OnMonth || n.day.Kind == OnWeek) && j.is(p.from, "of"):
			return // "the last Friday of November": "of" is "or" to Dutch readers
		}
	}
	j.flush()
	j.direct = j.direct && len(j.done) > 0
	j.link = j.link || j.direct
}

// limit keeps a bound for the day or time that it stands before.
func (j *joiner) limit(p *timePiece, k int) {
	n := j.next(k + 1)
	if p.weakFrom && n != nil && n.kind == pDay && n.langs == langBit("it") && j.is(p.from, "da") { // "da giovedì"
		from := *p
		from.weakFrom, p = false, &from
	}
	if p.weakFrom && (n == nil || n.kind == pDay && n.day.Last == (Date{}) && !n.day.Plural || n.kind == pClock && n.clock.End == 0 || n.kind == pOther) {
		return // "de", "von": they limit nothing but ranges
	}
	if n == nil || n.kind != pDay && n.kind != pClock {
		j.part()
		return
	}
	if n.kind == pDay && !p.vague && (p.bound == Around || n.langs != 0 && p.langs&n.langs == 0) {
		return // "sorry about Tuesday", Portuguese "na terça" read as Dutch
	}
	if !j.cur.empty && (n.kind == pDay && j.cur.x.Day.Kind != NoDay || n.kind == pClock && j.cur.x.Clock.Kind != NoClock) {
		j.flush()
	}
	j.bound = p
}

// addDay adds a day, and returns the last piece that it used up.
func (j *joiner) addDay(p *timePiece, k int) int {
	c := &j.cur
	if !c.empty {
		switch {
		case c.until.Kind == OnDays && p.day.Kind == OnDate && p.day.Weekdays == 0: // the date behind the weekday of an end
			weekdays := c.until.Weekdays
			c.until = p.day
			c.until.Weekdays = weekdays
			j.cover(p)
			return k
		case c.fromTo && c.x.Day.Kind == OnDate && p.day.Kind == OnDays && single(p.day.Weekdays) && c.x.Clock.Kind == NoClock && j.pieceAhead(k+1, pDay):
			j.cover(p) // the weekday of the end: Tue 24 - Thu 26 Nov
			c.fromTo = true
			return k
		case c.fromTo && c.x.Day.Kind == OnDate && p.day.Kind == OnDate && c.x.Day.Last == (Date{}) && c.x.Clock.Kind == NoClock: // 24 Nov - 26 Nov
			c.x.Day.Last, c.x.Day.Plural, c.fromTo = p.day.First, true, false
			if c.x.Day.First.Month == 0 {
				c.x.Day.First.Month, c.x.Day.First.Year = p.day.First.Month, p.day.First.Year
			}
			if c.x.Day.Bound == Inside {
				c.x.Day.Bound = At
			}
			j.cover(p)
			return k
		case c.fromTo && c.x.Clock.Kind != NoClock && c.x.Day.Kind != NoDay:
			c.until, c.fromTo = p.day, false
			j.cover(p)
			return k
		}
	}
	if c.empty || !j.joinDay(c, p, k) {
		j.start(p)
		c.x.Day, c.x.Shared = p.day, p.shared
	}
	c.hasDate = c.hasDate || p.day.Kind == OnDate
	if b := j.bound; b != nil {
		c.x.From = min(c.x.From, b.from)
		c.x.Day.Bound = b.bound
		many := p.day.Last != (Date{}) || p.day.Kind == OnDays && p.day.Plural && !single(p.day.Weekdays)
		switch {
		case b.weakFrom, many && (b.bound == After || b.bound == Inside): // from Tuesday to Thursday
			c.x.Day.Bound = At
		case b.bound == After && j.isAfter(b):
			c.x.Day.Bound = Beyond
		case b.bound == Before && j.is(b.from, "voor"): // Dutch: before, or for
			c.x.Day.Bound = Around
		}
		j.bound = nil
	}
	j.cover(p)
	to, b := j.suffix(p.to)
	if to == p.to || b == Around || c.x.Clock.Kind != NoClock || j.splits(k, to) {
		return k
	}
	if j.is(p.to, "か") || j.is(p.to, "ま") {
		if !j.boundsDay(p.to, to) {
			return k
		}
		if many := c.x.Day.Last != (Date{}) || !single(c.x.Day.Weekdays); many { // 月曜から金曜まで
			b = c.x.Day.Bound
		}
	}
	c.x.Day.Bound, c.x.To = b, to
	switch {
	case b == After && (j.is(p.to, "jalkeen") || j.is(p.to, "jälkeen") || j.is(p.to, "よ")): // "keskiviikon jälkeen", 水曜より後: not that day
		c.x.Day.Bound = Beyond
	case b == Before && (j.is(p.to, "之") || j.is(p.to, "以") || j.is(p.to, "前")): // 周三之前: with Wednesday, or without
		c.x.Day.Bound = Around
	case b == Before:
		c.x.Day.Bound = Until
	}
	return j.through(k, to)
}

// boundsDay reports that から or まで between the tokens from and to limits the day before it: 水曜からはずっと, 水曜までの日程. Behind まで に
// says when somebody will answer, and から alone may begin a range or say what is chosen.
func (j *joiner) boundsDay(from, to int) bool {
	if j.is(from, "ま") {
		return !j.is(to, "に")
	}
	return j.is(to, "は") || j.is(to, "な") && j.is(to+1, "ら") || j.is(to, "で") && (j.is(to+1, "あ") || j.is(to+1, "し"))
}

// addClock adds a time or a part of the day, and returns the last piece that it used up.
func (j *joiner) addClock(p *timePiece, k int) int {
	c := &j.cur
	if !c.empty && p.clock.Kind == OnTime {
		switch {
		case c.x.Clock.Kind == OnTime && c.x.Clock.Bound == Inside && c.x.Clock.End == 0:
			c.x.Clock.End = p.clock.Begin
			j.settleInside(c, p)
			j.cover(p)
			return k
		case c.until.Kind != NoDay && p.clock.End == 0:
			j.settleUntil(c, p)
			j.cover(p)
			return k
		}
	}
	if c.empty || !j.joinClock(c, p) {
		j.start(p)
		c.x.Clock, c.half = p.clock, p.half
	} else if p.clock.Bare && j.num(p.from) >= 0 && c.x.Day.Kind == OnDays {
		c.x.number = true
	}
	if b := j.bound; b != nil {
		c.x.From = min(c.x.From, b.from)
		switch {
		case b.weakFrom || b.bound == After && p.clock.End > 0: // from 10 to 11
		case b.bound == After && j.isAfter(b):
			c.x.Clock.Bound = Beyond
		default:
			c.x.Clock.Bound = b.bound
		}
		c.from = b.bound == After && p.clock.End == 0
		j.bound = nil
	}
	if p.zone.Said != "" {
		c.x.Zone = p.zone
	}
	if p.length > 0 {
		c.x.Length = p.length
	}
	c.fromTo = false
	j.cover(p)
	to, b := j.suffix(p.to)
	if to == p.to || j.splits(k, to) {
		return k
	}
	if b == After && j.is(p.to, "か") {
		switch {
		case j.is(to, "で") && !j.is(to+1, "も"), j.is(to, "お") && j.is(to+1, "願"), j.is(to, "の") && !j.is(to+1, "み"): // 10時からでお願いします, 10時からの回
			b = At
		default:
			c.x.Clock.Start = true
		}
	}
	c.x.Clock.Bound, c.x.To = b, to
	return j.through(k, to)
}

// through returns the last piece from k on that ends within the tokens before to.
func (j *joiner) through(k, to int) int {
	for k+1 < len(j.p) && j.p[k+1].to <= to {
		k++
	}
	return k
}

// splits reports a piece behind piece k that begins before token to and ends after it: 后天后天 is no "after".
func (j *joiner) splits(k, to int) bool {
	k = j.through(k, to)
	return k+1 < len(j.p) && j.p[k+1].from < to && j.p[k+1].kind != pOther
}

func (j *joiner) addZone(p *timePiece) {
	c := &j.cur
	switch {
	case c.empty:
		j.start(p)
	case c.x.Zone.Said != "" && j.joined && c.x.Clock.Kind == OnTime: // "14:30 CET (UTC+1)"
		if !agreeing(c.x.Zone, p.zone) {
			c.x.Fault = "ambiguous-zone"
		}
		j.cover(p)
		return
	case c.x.Zone.Said != "":
		j.start(p)
	}
	c.x.Zone = p.zone
	j.cover(p)
}

func (j *joiner) addLength(p *timePiece) {
	c := &j.cur
	if c.empty || c.x.Length > 0 || c.fromTo && c.x.Clock.Kind == NoClock && c.x.Day.Kind == NoDay {
		j.start(p)
	}
	c.x.Length = p.length
	j.cover(p)
}

func single(w Weekdays) bool { return w&(w-1) == 0 }

// isAfter tells "after Wednesday", which leaves Wednesday out, from "from Wednesday".
func (r *timeReader) isAfter(p *timePiece) bool {
	_, n := r.match(p.from, cAfter)
	_, m := r.match(p.from, cFrom)
	return n > m
}

// next returns the next piece that says something.
func (r *timeReader) next(k int) *timePiece {
	for ; k < len(r.p); k++ {
		if r.p[k].kind != pJoin {
			return &r.p[k]
		}
	}
	return nil
}

// pieceAhead reports whether the next piece that says something is of this kind.
func (r *timeReader) pieceAhead(k int, kind pieceKind) bool {
	n := r.next(k)
	return n != nil && n.kind == kind
}

// joinsOverComma reports whether a comma holds together what it stands between: "Tuesday, 24 Nov, 10:00, 45 min".
func (r *timeReader) joinsOverComma(cur *draft, k int) bool {
	n := r.next(k)
	if n == nil {
		return false
	}
	x := &cur.x
	switch n.kind {
	case pDay:
		if x.Day.Kind != NoDay {
			return x.Clock.Kind == NoClock && r.sameDay(cur, n, k)
		}
		// "10:00, Tuesday": unless that day has a time of its own
		if x.Clock.Kind != NoClock || x.Length > 0 {
			if x.Clock.Kind == NoClock {
				return true
			}
			for j := k; j < len(r.p); j++ {
				if r.p[j].kind == pClock {
					return false
				}
				if r.p[j].kind == pOther || r.p[j].kind == pAnd && !r.p[j].comma {
					break
				}
			}
			return !cur.linked
		}
		return true
	case pClock:
		return x.Clock.Kind == NoClock || x.Clock.Kind == OnPart && n.clock.Kind == OnTime
	case pZone:
		return x.Zone.Said == "" && x.Clock.Kind != NoClock
	case pLength:
		return x.Length == 0 && (x.Clock.Kind != NoClock || x.Day.Kind != NoDay)
	case pBound:
		m := r.next(k + 1)
		for m != nil && m.kind == pBound {
			return false
		}
		return m != nil && (m.kind == pClock && x.Clock.Kind == NoClock)
	}
	return false
}

// sameDay reports whether a day piece says more about the day of cur: "Tuesday" and "24 November".
func (r *timeReader) sameDay(cur *draft, p *timePiece, k int) bool {
	a, b := &cur.x.Day, &p.day
	if a.Bound != At && !(a.Kind == OnDays && b.Kind == OnDate && b.Bound == At) {
		return false
	}
	switch {
	case a.Kind == OnDays && (b.Kind == OnDate || b.Kind == OnWeek):
		if b.Kind == OnDate && (!single(a.Weekdays) || b.Last != (Date{}) || cur.hasDate) {
			return false
		}
		if b.Kind == OnDate && b.Ordinal && b.First.Month == 0 && a.Plural {
			return false
		}
		return a.Nth == 0
	case a.Kind == OnDays && b.Kind == OnMonth:
		return true
	case a.Kind == OnDate && b.Kind == OnDays && single(b.Weekdays) && !b.Plural:
		if a.Weekdays != 0 || a.Last != (Date{}) {
			return false
		}
		// "24 Nov, Wed 25 Nov": the weekday belongs to what follows
		for j := k + 1; j < len(r.p); j++ {
			switch q := &r.p[j]; q.kind {
			case pJoin:
				if r.t[q.from].Text == ")" {
					return true
				}
				continue
			case pAnd:
				if q.comma {
					continue
				}
				return true
			case pDay:
				return q.day.Kind != OnDate
			}
			break
		}
		return true
	case a.Kind == OnDate && a.First.Month == 0 && a.Last == (Date{}) && b.Kind == OnMonth: // the 28th of next month
		return true
	case a.Kind == OnShift && (b.Kind == OnDays && single(b.Weekdays) || b.Kind == OnDate):
		return a.Weekdays == 0 && a.First == (Date{})
	case (a.Kind == OnDays || a.Kind == OnDate) && b.Kind == OnShift:
		return false
	case a.Kind == OnWeek && b.Kind == OnDays:
		return a.Weekdays == 0
	}
	return false
}

// joinDay adds a day to an expression that has none, or whose day it says more about.
func (r *timeReader) joinDay(cur *draft, p *timePiece, k int) bool {
	x := &cur.x
	if x.Day.Kind == NoDay {
		x.Day = p.day
		x.Shared |= p.shared
		cur.dayLate = x.Clock.Kind != NoClock
		if cur.lang == "" {
			cur.lang = p.lang
		}
		return true
	}
	if x.Clock.Kind == OnTime && !(p.day.Kind == OnWeek || x.Day.Kind == OnDays && p.day.Kind == OnDate && cur.dayLate || x.Day.Kind == OnShift && cur.dayLate || cur.paren && p.day.Kind == OnDays) {
		return false
	}
	if !r.sameDay(cur, p, k) {
		return false
	}
	a, b := &x.Day, p.day
	switch {
	case a.Kind == OnDays && b.Kind == OnDate:
		b.Weekdays, b.Next = a.Weekdays, a.Next
		b.Ordinal = false
		if a.Bound != At { // "between Tuesday 24 and Thursday 26"
			b.Bound = a.Bound
		}
		*a = b
	case a.Kind == OnDays && b.Kind == OnWeek:
		b.Weekdays, b.Plural = a.Weekdays, a.Plural
		*a = b
	case a.Kind == OnDays && b.Kind == OnMonth:
		a.First = b.First
	case a.Kind == OnDate && b.Kind == OnMonth:
		a.First.Month, a.First.Year, a.Ordinal = b.First.Month, b.First.Year, false
	case a.Kind == OnDate && b.Kind == OnDays:
		a.Weekdays, a.Ordinal = b.Weekdays, false
	case a.Kind == OnWeek && b.Kind == OnDays:
		a.Weekdays, a.Plural = b.Weekdays, b.Plural
	case a.Kind == OnShift:
		a.Weekdays, a.First = b.Weekdays, b.First
	}
	x.Shared |= p.shared
	return true
}

// joinClock adds a time of day to an expression that has none, or a part of the day to a time.
func (r *timeReader) joinClock(cur *draft, p *timePiece) bool {
	x := &cur.x
	switch {
	case x.Clock.Kind == NoClock:
		x.Clock, cur.half = p.clock, p.half
		return true
	case x.Clock.Kind == OnPart && p.clock.Kind == OnTime && x.Clock.Bound == At:
		part := x.Clock.Part
		x.Clock, cur.half = p.clock, p.half
		r.inPart(x, part)
		return true
	case x.Clock.Kind == OnTime && p.clock.Kind == OnPart && x.Clock.Part == NoPart && p.clock.Part != AllDay && p.clock.Bound == At && !cur.fromTo:
		r.inPart(x, p.clock.Part)
		return true
	case x.Clock.Kind == OnTime && p.clock.Kind == OnTime && x.Clock.End == 0 && p.clock.End == 0 && x.Clock.Bound == At && cur.fromTo && x.Clock.Exact:
		// "2pm - until 3pm"
		x.Clock.End = p.clock.Begin
		if x.Clock.End <= x.Clock.Begin {
			x.Fault = "end-before-begin"
		}
		return true
	}
	return false
}

// suffix reads "or later", "onwards", 以降 at token i.
func (r *timeReader) suffix(i int) (int, Bound) {
	if s, n := r.match(i, cOnward); n > 0 {
		if s.flags&weak != 0 && !r.fromBefore(i, s.lang) {
			return i, At
		}
		return i + n, After
	}
	if r.is(i, "and") && r.is(i+1, "on") && (i+2 >= len(r.t) || r.t[i+2].Kind == TokenPunct) { // "31 January and on", not "31 January and on Friday"
		return i + 2, After
	}
	if _, n := r.match(i, cEarlier); n > 0 {
		return i + n, Before
	}
	if s, n := r.match(i, cAround); n > 0 && s.lang == "zh" {
		return i + n, Around
	}
	if r.is(i, "頃") || r.is(i, "ご") && r.is(i+1, "ろ") || r.is(i, "左") && r.is(i+1, "右") {
		return i + 1, Around
	}
	if r.is(i, "ish") {
		return i + 1, Around
	}
	return i, At
}

// fromBefore reports a "from" of a language a few words before token i: "von Mittwoch an", "fra onsdag af".
func (r *timeReader) fromBefore(i int, lang string) bool {
	for k := i - 1; k >= 0 && k >= i-maxFromBefore && (r.t[k].Kind != TokenPunct || r.is(k, ".")); k-- {
		if r.langs(k, cFrom)&langBit(lang) != 0 {
			return true
		}
	}
	return false
}

// maxFromBefore is how many tokens stand between a "from" and the "on" behind its day: "Montag, dem 30. November um 10 Uhr" has a mark.
const maxFromBefore = 8
