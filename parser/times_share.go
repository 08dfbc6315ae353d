package parser

import (
	"time"
)

// agreeing reports whether two zones can be the same time of day in some season.
func agreeing(a, b Zone) bool {
	if a.Loc == nil || b.Loc == nil {
		return false
	}
	for _, month := range [...]time.Month{time.January, time.July} {
		t := time.Date(2027, month, 10, 12, 0, 0, 0, time.UTC)
		_, x := t.In(a.Loc).Zone()
		_, y := t.In(b.Loc).Zone()
		if x == y {
			return true
		}
	}
	return false
}

// inPart settles an hour by the part of the day said with it: "Wednesday morning at 9", "las 3 de la tarde".
func (r *timeReader) inPart(x *Expr, part Part) {
	c := &x.Clock
	c.Part, c.Bare = part, false
	if !c.Open {
		return
	}
	switch part {
	case Morning, Forenoon:
		c.Open = false
	case Afternoon, Evening, Night:
		if c.Begin < 12*60 {
			c.Begin += 12 * 60
			if c.End > 0 && c.End <= 12*60 {
				c.End += 12 * 60
			}
		}
		c.Open = false
	case Midday:
		if c.Begin < 6*60 {
			c.Begin += 12 * 60
		}
		c.Open = false
	}
}

// settleInside settles the two hours of "between 2 and 4pm".
func (r *timeReader) settleInside(cur *draft, p *timePiece) {
	c := &cur.x.Clock
	if cur.half == 0 && p.half != 0 && c.Open {
		c.Open = false
		if p.half == 2 && c.Begin%(12*60)+12*60 < c.End {
			c.Begin += 12 * 60
		}
	} else if p.clock.Open && c.End <= c.Begin {
		c.End += 12 * 60
		c.Open = c.Open && c.Begin < 7*60
	} else if !p.clock.Open {
		c.Open = c.Open && c.Begin+12*60 < c.End
	}
	if c.End <= c.Begin {
		cur.x.Fault = "end-before-begin"
	}
}

// settleUntil closes a span over several days: "Tue 24 Nov 10:00 - Wed 25 Nov 12:00".
func (r *timeReader) settleUntil(cur *draft, p *timePiece) {
	x, until := &cur.x, cur.until
	cur.until = Day{}
	days := -1
	switch a, b := x.Day, until; {
	case a.Kind == OnDate && b.Kind == OnDate && a.First.Month > 0 && b.First.Month > 0:
		from, to := a.First, b.First
		if from.Year == 0 && to.Year == 0 {
			from.Year, to.Year = 2027, 2027
		} else if from.Year == 0 {
			from.Year = to.Year
		} else if to.Year == 0 {
			to.Year = from.Year
		}
		days = int(civil(to).Sub(civil(from)) / (24 * time.Hour))
	case a.Weekdays != 0 && b.Weekdays != 0 && single(a.Weekdays) && single(b.Weekdays):
		for d := 0; d < 7; d++ {
			if a.Weekdays<<d&0x7f == b.Weekdays || a.Weekdays>>(7-d)&0x7f == b.Weekdays && d > 0 {
				days = d
			}
		}
	}
	x.Clock.End = p.clock.Begin + days*24*60
	if days < 0 || x.Clock.End <= x.Clock.Begin {
		x.Fault = "end-before-begin"
	}
}

// share gives each expression what its neighbours say for it too.
func share(done []draft) {
	// halves of the day: "2 or 4pm"
	for i := len(done) - 2; i >= 0; i-- {
		a, b := &done[i], &done[i+1]
		if b.linked && a.half == 0 && b.half != 0 && a.x.Clock.Kind == OnTime && a.x.Clock.Open && b.x.Clock.Kind == OnTime && b.x.Day.Kind == NoDay && a.x.Clock.End == 0 {
			if b.half == 2 && a.x.Clock.Begin+12*60 < b.x.Clock.Begin {
				a.x.Clock.Begin += 12 * 60
				a.x.Clock.Open, a.half = false, 2
			} else if b.half == 1 && a.x.Clock.Begin < b.x.Clock.Begin {
				a.x.Clock.Open, a.half = false, 1
			}
		}
	}
	for i := 1; i < len(done); i++ { // "2pm or 4"
		a, b := &done[i-1], &done[i]
		if b.linked && a.half == 2 && b.half == 0 && b.x.Clock.Kind == OnTime && b.x.Clock.Bare && b.x.Clock.Open && b.x.Day.Kind == NoDay && b.x.Clock.Begin+12*60 > a.x.Clock.Begin && b.x.Clock.End == 0 {
			b.x.Clock.Begin += 12 * 60
			b.x.Clock.Open, b.half = false, 2
		}
	}
	// a day said behind the last of several times: "10:00 or 14:00 on Tuesday"
	for i := len(done) - 2; i >= 0; i-- {
		a, b := &done[i], &done[i+1]
		if b.linked && a.x.Day.Kind == NoDay && a.x.Clock.Kind != NoClock && b.x.Day.Kind != NoDay && (b.dayLate || b.x.Shared&SharedDay != 0) && !(a.linked && i > 0 && done[i-1].x.Day.Kind != NoDay) {
			a.x.Day = b.x.Day
			a.x.Shared |= SharedDay
		}
	}
	// a day said before several times
	for i := 1; i < len(done); i++ {
		a, b := &done[i-1], &done[i]
		if b.linked && b.x.Day.Kind == NoDay && b.x.Clock.Kind != NoClock && a.x.Day.Kind != NoDay && a.x.Clock.Kind != NoClock {
			b.x.Day = a.x.Day
			b.x.Shared |= SharedDay
			if a.x.Day.Kind != NoDay && b.x.Zone.Said == "" && a.x.Zone.Said != "" && b.x.Clock.Kind == OnTime {
				b.x.Zone = a.x.Zone
				b.x.Shared |= SharedZone
			}
		}
	}
	// a week said with one of several weekdays: "next week, Tuesday or Wednesday", "Tuesday or Wednesday next week"
	sameWeek := func(a, b *draft) {
		if a.x.Day.Kind == OnWeek && a.x.Day.Weekdays != 0 && b.x.Day.Kind == OnDays && b.x.Day.Nth == 0 && b.x.Day.Next == 0 && b.x.Day.Bound == At {
			weekdays, plural := b.x.Day.Weekdays, b.x.Day.Plural
			b.x.Day = a.x.Day
			b.x.Day.Weekdays, b.x.Day.Plural = weekdays, plural
			b.x.Shared |= SharedMonth
		}
	}
	for i := 1; i < len(done); i++ {
		if done[i].linked {
			sameWeek(&done[i-1], &done[i])
		}
	}
	for i := len(done) - 2; i >= 0; i-- {
		if done[i+1].linked {
			sameWeek(&done[i+1], &done[i])
		}
	}
	// a month said behind the last of several days: "the 24th and the 25th of November"
	for i := len(done) - 2; i >= 0; i-- {
		a, b := &done[i].x, &done[i+1].x
		if done[i+1].linked && a.Day.Kind == OnDate && a.Day.Ordinal && a.Day.First.Month == 0 && b.Day.Kind == OnDate && b.Day.First.Month != 0 && b.Day.Other == (Date{}) && a.Day.First.Day < b.Day.First.Day {
			a.Day.First.Month, a.Day.First.Year, a.Day.Ordinal = b.Day.First.Month, b.Day.First.Year, false
			a.Shared |= SharedMonth
		}
	}
	// a time said behind several days: "Tuesday and Thursday at 10"
	for i := len(done) - 2; i >= 0; i-- {
		a, b := &done[i], &done[i+1]
		if b.linked && !b.x.cell && a.x.Day.Kind != NoDay && a.x.Clock.Kind == NoClock && a.x.Day.Bound == At && b.x.Day.Kind != NoDay && b.x.Clock.Kind != NoClock && !b.dayLate {
			a.x.Clock = b.x.Clock
			a.x.Shared |= SharedClock
			if a.x.Length == 0 {
				a.x.Length = b.x.Length
			}
		}
	}
	// a zone said once behind several times: "10 or 11 CET"
	for i := len(done) - 2; i >= 0; i-- {
		a, b := &done[i], &done[i+1]
		if b.linked && a.x.Clock.Kind == OnTime && a.x.Zone.Said == "" && b.x.Zone.Said != "" && b.x.Clock.Kind == OnTime {
			a.x.Zone = b.x.Zone
			a.x.Shared |= SharedZone
		}
	}
}
