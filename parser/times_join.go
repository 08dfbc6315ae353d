package parser

// draft is an expression while it is put together.
type draft struct {
	x       Expr
	half    int8 // of its clock, if said
	linked  bool // only connectors between it and the one before
	comma   bool // and nothing but a comma
	dayLate bool // the day was said behind the time
	hasDate bool
	suffix  bool
	until   Day // end of a range of days with times: "Tue 10:00 - Wed 12:00"
	empty   bool
	fromTo  bool // a dash stands before the next piece
	lang    string
	paren   bool
}

// assemble puts pieces together into expressions, and gives each what it shares with its neighbours.
func (r *timeReader) assemble(dst []Expr) []Expr {
	done := r.done[:0]
	cur := draft{empty: true}
	link, comma, direct, joined := false, false, false, false
	flush := func() {
		if !cur.empty {
			done = append(done, cur)
		}
		cur = draft{empty: true}
	}
	start := func(p *timePiece) {
		flush()
		cur = draft{linked: link && len(done) > 0, comma: comma, lang: p.lang}
		cur.x.From, cur.x.cell = p.from, joined
	}
	// begin makes sure that there is a draft to add p to
	begin := func(p *timePiece) {
		if cur.empty {
			start(p)
		}
		cur.x.To = p.to
		if p.fault != "" && cur.x.Fault == "" {
			cur.x.Fault = p.fault
		}
		link, comma, direct, joined = true, false, true, true
	}
	var bound *timePiece
	for k := 0; k < len(r.p); k++ {
		p := &r.p[k]
		if p.kind == pAnd || p.kind == pTo || p.kind == pOther {
			joined = false
		}
		switch p.kind {
		case pOther:
			flush()
			link, comma, direct, bound = false, false, false, nil
		case pJoin:
			// "from 3pm on"
			if r.is(p.from, "on") && !cur.empty && cur.suffix && cur.x.To == p.from && !r.pieceAhead(k+1, pDay) {
				cur.x.To, cur.suffix = p.to, false
			}
			if p.open {
				cur.paren = true
			}
		case pAnd:
			if cur.x.Clock.Kind == OnTime && cur.x.Clock.Bound == Inside && cur.x.Clock.End == 0 && !p.comma && !cur.empty {
				continue // between 10 and 12
			}
			if cur.x.Day.Kind != NoDay && cur.x.Day.Bound == Inside && !p.comma && !cur.empty && cur.x.Day.Last == (Date{}) {
				cur.fromTo = true
				continue
			}
			if p.comma && !cur.empty && r.joinsOverComma(&cur, k+1) {
				continue
			}
			if n := r.next(k + 1); n != nil && !cur.empty && cur.x.Day.Kind == OnDays && n.kind == pDay && (n.day.Kind == OnMonth || n.day.Kind == OnWeek) && r.is(p.from, "of") {
				continue // "the last Friday of November": "of" is "or" to Dutch readers
			}
			flush()
			if len(done) > 0 && direct {
				link, comma = true, p.comma
			}
			direct = direct && len(done) > 0
		case pTo:
			if !cur.empty {
				cur.fromTo = true
			}
		case pBound:
			if p.weakFrom {
				if n := r.next(k + 1); n == nil || n.kind == pDay && n.day.Last == (Date{}) && !n.day.Plural || n.kind == pClock && n.clock.End == 0 || n.kind == pOther {
					continue
				}
			}
			n := r.next(k + 1)
			if n == nil || n.kind != pDay && n.kind != pClock {
				flush()
				link, comma, direct = false, false, false
				continue
			}
			if n.kind == pDay && (p.bound == Around && !p.vague || n.langs != 0 && p.langs&n.langs == 0 && !p.vague) {
				continue // "sorry about Tuesday", Portuguese "na terça" read as Dutch
			}
			if !cur.empty && (n.kind == pDay && cur.x.Day.Kind != NoDay || n.kind == pClock && cur.x.Clock.Kind != NoClock) {
				flush()
			}
			bound = p
		case pSuffix:
			r.applySuffix(&cur, p)
		case pDay:
			if !cur.empty && cur.until.Kind == OnDays && p.day.Kind == OnDate && p.day.Weekdays == 0 {
				weekdays := cur.until.Weekdays
				cur.until = p.day
				cur.until.Weekdays = weekdays
				begin(p)
				continue
			}
			if !cur.empty && cur.fromTo && cur.x.Day.Kind == OnDate && p.day.Kind == OnDate && cur.x.Day.Last == (Date{}) {
				if cur.x.Clock.Kind == NoClock { // 24 Nov - 26 Nov
					cur.x.Day.Last, cur.x.Day.Plural = p.day.First, true
					if cur.x.Day.Bound == Inside {
						cur.x.Day.Bound = At
					}
				} else {
					cur.until = p.day
				}
				cur.fromTo = false
				begin(p)
				continue
			}
			if !cur.empty && cur.fromTo && cur.x.Clock.Kind != NoClock && cur.x.Day.Kind != NoDay {
				cur.until, cur.fromTo = p.day, false
				begin(p)
				continue
			}
			if cur.empty || !r.joinDay(&cur, p, k) {
				start(p)
				cur.x.Day, cur.x.Shared = p.day, p.shared
			}
			cur.hasDate = cur.hasDate || p.day.Kind == OnDate
			if bound != nil {
				cur.x.Day.Bound = bound.bound
				cur.x.From = min(cur.x.From, bound.from)
				if bound.bound == After && r.isAfter(bound) {
					cur.x.Day.Bound = Beyond
				}
				if bound.bound == After && (p.day.Last != (Date{}) || p.day.Kind == OnDays && p.day.Plural && !single(p.day.Weekdays)) || bound.weakFrom {
					cur.x.Day.Bound = At // from Tuesday to Thursday
				}
				if bound.bound == Inside && p.day.Last != (Date{}) {
					cur.x.Day.Bound = At
				}
				bound = nil
			}
			begin(p)
			if to, b := r.suffix(p.to); to > p.to && b != Around && cur.x.Clock.Kind == NoClock && !(r.is(p.to, "から") || r.is(p.to, "か") || r.is(p.to, "ま")) {
				cur.x.Day.Bound, cur.x.To = b, to
				if b == Before && !r.is(p.to, "ennen") && !r.is(p.to, "以") {
					cur.x.Day.Bound = Until
				}
				for k+1 < len(r.p) && r.p[k+1].to <= to {
					k++
				}
			}
		case pClock:
			if !cur.empty && cur.x.Clock.Kind == OnTime && cur.x.Clock.Bound == Inside && cur.x.Clock.End == 0 && p.clock.Kind == OnTime {
				cur.x.Clock.End = p.clock.Begin
				r.settleInside(&cur, p)
				begin(p)
				continue
			}
			if !cur.empty && cur.until.Kind != NoDay && p.clock.Kind == OnTime && p.clock.End == 0 {
				r.settleUntil(&cur, p)
				begin(p)
				continue
			}
			if cur.empty || !r.joinClock(&cur, p) {
				start(p)
				cur.x.Clock, cur.half = p.clock, p.half
			} else if p.clock.Bare && r.num(p.from) >= 0 && cur.x.Day.Kind == OnDays {
				cur.x.number = true
			}
			if bound != nil {
				cur.x.From = min(cur.x.From, bound.from)
				switch {
				case bound.weakFrom || bound.bound == After && p.clock.End > 0: // from 10 to 11
				case bound.bound == Until:
					cur.x.Clock.Bound = Before
				case bound.bound == After && r.isAfter(bound):
					cur.x.Clock.Bound = Beyond
				default:
					cur.x.Clock.Bound = bound.bound
				}
				cur.suffix = bound.bound == After && p.clock.End == 0
				bound = nil
			}
			if p.zone.Said != "" {
				cur.x.Zone = p.zone
			}
			if p.length > 0 {
				cur.x.Length = p.length
			}
			cur.fromTo = false
			begin(p)
			if to, b := r.suffix(p.to); to > p.to {
				cur.x.Clock.Bound, cur.x.To = b, to
				for k+1 < len(r.p) && r.p[k+1].to <= to {
					k++
				}
			}
		case pZone:
			if cur.empty {
				start(p)
			} else if cur.x.Zone.Said != "" {
				if joined && cur.x.Clock.Kind == OnTime { // "14:30 CET (UTC+1)"
					if !agreeing(cur.x.Zone, p.zone) {
						cur.x.Fault = "ambiguous-zone"
					}
					begin(p)
					continue
				}
				flush()
				start(p)
			}
			cur.x.Zone = p.zone
			begin(p)
		case pLength:
			if !cur.empty && (cur.x.Length > 0 || cur.fromTo && cur.x.Clock.Kind == NoClock && cur.x.Day.Kind == NoDay) {
				flush()
			}
			if cur.empty {
				start(p)
			}
			cur.x.Length = p.length
			begin(p)
		}
	}
	flush()
	r.done = done
	share(done)
	for i := range done {
		x := &done[i].x
		if x.Day.Kind == NoDay && x.Clock.Kind == NoClock && x.Zone.Said == "" && x.Length == 0 && x.Fault == "" {
			continue
		}
		dst = append(dst, *x)
	}
	return dst
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
	if a.Bound != At {
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
		*a = b
	case a.Kind == OnDays && b.Kind == OnWeek:
		b.Weekdays, b.Plural = a.Weekdays, a.Plural
		*a = b
	case a.Kind == OnDays && b.Kind == OnMonth:
		a.First = b.First
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
	if _, n := r.match(i, cOnward); n > 0 {
		if r.is(i, "an") && !(i+1 == len(r.t) || r.t[i+1].Kind == TokenPunct) {
			return i, At
		}
		return i + n, After
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

func (r *timeReader) applySuffix(cur *draft, p *timePiece) {
	if cur.x.Clock.Kind == OnTime {
		cur.x.Clock.Bound = p.bound
		cur.x.To = p.to
	}
}
