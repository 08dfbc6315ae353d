package parser

import (
	"slices"
	"time"

	"parley/scheduler"
)

// Select says which of the slots x means, read in zone unless x states one itself. sent is the Date of the mail: "tomorrow" and
// "next week" count from it, in its own zone.
//
// Days and times of day mean all slots that they match. Whether a singular may stand for several (Match.Days, Match.Times,
// Day.Plural) is for the caller to judge.
func (x Expr) Select(slots []scheduler.Slot, zone *time.Location, sent time.Time) Match {
	o := offeredIn(zone, slots, dateOf(sent), nil)
	return x.among(&o)
}

// among is Select for what is offered, in its zone.
func (x *Expr) among(o *offered) Match {
	switch {
	case x.Fault != "":
		return Match{Problem: x.Fault}
	case x.Zone.Mine:
		return Match{Problem: "my-time"}
	case x.Zone.Said != "" && x.Zone.Loc == nil:
		return Match{Problem: "no-such-zone"}
	}
	if x.Zone.Loc != nil && x.Zone.Loc != o.zone {
		elsewhere := offeredIn(x.Zone.Loc, o.offer, o.sent, nil)
		o = &elsewhere
	}
	days, problem := o.days(x.Day)
	if problem == "" && x.number {
		days, problem = o.numbered(*x, days)
		if problem == "date" {
			return o.match(days)
		}
	}
	if problem != "" {
		return Match{Problem: problem}
	}
	picked, problem := o.times(x.Clock, days)
	if x.Shared&SharedClock != 0 && problem == "" {
		// "Tuesday and Thursday at 10": the ten may be Thursday's alone
		if len(picked) != len(days) {
			problem = "ambiguous-time"
		}
	}
	if problem != "" {
		return Match{Problem: problem}
	}
	if x.Zone.fixed {
		for _, i := range picked {
			if offSeason(x.Zone, o.offer[i].Begin) {
				return Match{Problem: "ambiguous-zone"}
			}
		}
	}
	return o.match(picked)
}

// offSeason reports whether a zone with its season ("EST") does not hold at t where it is used: people who write it in the other
// season mean the clock on the wall, perhaps.
func offSeason(z Zone, t time.Time) bool {
	l, err := loadZone(z.Name)
	if err != nil {
		return false
	}
	_, a := t.In(l).Zone()
	_, b := t.In(z.Loc).Zone()
	return a != b
}

// local is a slot on the clock of the wall.
type local struct {
	day        dayNumber
	begin, end int // minutes after midnight
}

// offered is what expressions of time are read against.
type offered struct {
	offer []scheduler.Slot
	zone  *time.Location
	slots []local // of offer, in zone
	sent  dayNumber
}

// offeredIn reads slots off the clock of a zone; nil is UTC. The result may stand in room.
func offeredIn(zone *time.Location, slots []scheduler.Slot, sent dayNumber, room []local) offered {
	if zone == nil {
		zone = time.UTC
	}
	o := offered{offer: slots, zone: zone, slots: slices.Grow(room[:0], len(slots)), sent: sent}
	for i := range slots {
		day, minute := onClock(slots[i].Begin.In(zone))
		o.slots = append(o.slots, local{day: day, begin: minute, end: minute + int(slots[i].Duration/time.Minute)})
	}
	return o
}

func (o *offered) match(picked []int) Match {
	m := Match{Slots: picked}
	for k, i := range picked {
		newDay, newTime := true, true
		for _, j := range picked[:k] {
			newDay = newDay && o.slots[j].day != o.slots[i].day
			newTime = newTime && o.slots[j].begin != o.slots[i].begin
		}
		if newDay {
			m.Days++
		}
		if newTime {
			m.Times++
		}
	}
	return m
}

// where returns the slots whose day passes the test.
func (o *offered) where(ok func(dayNumber) bool) []int {
	var found []int
	for i, s := range o.slots {
		if ok(s.day) {
			found = append(found, i)
		}
	}
	return found
}

// days returns the slots on the days that were said.
func (o *offered) days(d Day) ([]int, string) {
	if d.Bound == Around {
		return nil, "around"
	}
	switch d.Kind {
	case NoDay:
		return o.where(func(dayNumber) bool { return true }), ""
	case OnDays:
		return o.weekdays(d)
	case OnDate:
		return o.dates(d)
	case OnShift:
		day := o.sent + dayNumber(d.Shift)
		if d.Weekdays != 0 && !d.Weekdays.Has(day.weekday()) || d.First != (Date{}) && !fits(d.First, day) {
			return nil, "weekday-mismatch"
		}
		return o.bounded(d.Bound, day, day), ""
	case OnWeek:
		return o.weeks(d)
	}
	// a month
	if d.Bound == At || d.Bound == Inside {
		return o.where(func(n dayNumber) bool { return fits(Date{d.First.Year, d.First.Month, n.date().Day}, n) }), ""
	}
	first := next(Date{d.First.Year, d.First.Month, 1}, o.sent-31)
	last := first + dayNumber(monthDays(first.date().Year, d.First.Month)) - 1
	return o.bounded(d.Bound, first, last), ""
}

// bounded returns the slots on, before or after a stretch of days.
func (o *offered) bounded(b Bound, first, last dayNumber) []int {
	return o.where(func(n dayNumber) bool {
		switch b {
		case After:
			return n >= first
		case Beyond:
			return n > last
		case Before:
			return n < first
		case Until:
			return n <= last
		}
		return n >= first && n <= last
	})
}

func (o *offered) dates(d Day) ([]int, string) {
	if d.Last != (Date{}) || d.Bound != At {
		first := next(d.First, o.sent)
		if d.Other != (Date{}) {
			return nil, "ambiguous-date"
		}
		last := first
		if d.Last != (Date{}) {
			last = next(d.Last, first)
		}
		if first < 0 || last < 0 {
			return nil, "no-such-date"
		}
		if d.Weekdays != 0 && !d.Weekdays.Has(first.weekday()) {
			return nil, "weekday-mismatch"
		}
		return o.bounded(d.Bound, first, last), ""
	}
	on := func(e Date) (found []int, clash bool) {
		for i, s := range o.slots {
			if fits(e, s.day) {
				if d.Weekdays != 0 && !d.Weekdays.Has(s.day.weekday()) {
					clash = true
					continue
				}
				found = append(found, i)
			}
		}
		if len(found) == 0 && !clash && d.Weekdays != 0 {
			n := next(e, o.sent)
			clash = n >= 0 && !d.Weekdays.Has(n.weekday())
		}
		return found, clash
	}
	found, clash := on(d.First)
	if d.Other != (Date{}) {
		other, otherClash := on(d.Other)
		switch {
		case len(found) > 0 && len(other) > 0:
			return nil, "ambiguous-date"
		case len(other) > 0:
			return other, ""
		case len(found) == 0 && clash && otherClash:
			return nil, "weekday-mismatch"
		}
		return found, ""
	}
	if clash && len(found) == 0 {
		return nil, "weekday-mismatch"
	}
	return found, ""
}

func (o *offered) weekdays(d Day) ([]int, string) {
	found := o.where(func(n dayNumber) bool {
		return d.Weekdays.Has(n.weekday()) && (d.First.Month == 0 || d.First.Month == n.date().Month)
	})
	switch {
	case d.Nth != 0 && d.First.Month != 0: // the second Tuesday of December
		return o.where(func(n dayNumber) bool {
			e := n.date()
			nth := (e.Day-1)/7 + 1
			if d.Nth < 0 {
				nth = -((monthDays(e.Year, e.Month)-e.Day)/7 + 1)
			}
			return d.Weekdays.Has(n.weekday()) && e.Month == d.First.Month && nth == d.Nth
		}), ""
	case d.Nth != 0:
		return o.nth(found, d.Nth, func(n dayNumber) dayNumber { return n }), ""
	case d.Next != 0 && single(d.Weekdays):
		near, far := nextWeekday(d, o.sent)
		on := func(day dayNumber) []int { return o.where(func(n dayNumber) bool { return n == day }) }
		a, b := on(near), on(far)
		if near != far && len(a) > 0 && len(b) > 0 {
			return nil, "ambiguous-date"
		}
		if len(a) == 0 {
			near, a = far, b
		}
		if d.Bound != At {
			return o.bounded(d.Bound, near, near), ""
		}
		return a, ""
	case d.Next == 1: // next Monday to Wednesday: of next week
		monday := o.sent.monday() + 7
		return o.where(func(n dayNumber) bool { return d.Weekdays.Has(n.weekday()) && n >= monday && n < monday+7 }), ""
	case d.Bound != At && single(d.Weekdays):
		// before, after: which one? the one within the weeks offered, if there is just one
		low, high := dayNumber(-1), dayNumber(-1)
		for _, s := range o.slots {
			if m := s.day.monday(); low < 0 || m < low {
				low = m
			}
			high = max(high, s.day.monday()+6)
		}
		day := dayNumber(-1)
		for n := low; n >= 0 && n <= high; n++ {
			if d.Weekdays.Has(n.weekday()) {
				if day >= 0 {
					return nil, "ambiguous-date"
				}
				day = n
			}
		}
		if day < 0 {
			return nil, ""
		}
		return o.bounded(d.Bound, day, day), ""
	}
	return found, ""
}

// nth returns the slots of the nth group, counted among those found; a group is what key gives the same number.
func (o *offered) nth(found []int, nth int, key func(dayNumber) dayNumber) []int {
	var groups []dayNumber
	for _, i := range found {
		k := key(o.slots[i].day)
		at := len(groups)
		for at > 0 && groups[at-1] > k {
			at--
		}
		if at > 0 && groups[at-1] == k {
			continue
		}
		groups = append(groups, 0)
		copy(groups[at+1:], groups[at:])
		groups[at] = k
	}
	if nth < 0 {
		nth += len(groups) + 1
	}
	if nth < 1 || nth > len(groups) {
		return nil
	}
	var picked []int
	for _, i := range found {
		if key(o.slots[i].day) == groups[nth-1] {
			picked = append(picked, i)
		}
	}
	return picked
}

func (o *offered) weeks(d Day) ([]int, string) {
	in := func(n dayNumber) bool { return d.Weekdays == 0 || d.Weekdays.Has(n.weekday()) }
	var monday dayNumber
	switch {
	case d.First != (Date{}):
		n := next(d.First, o.sent-7)
		if n < 0 {
			return nil, "no-such-date"
		}
		if d.Other != (Date{}) {
			return nil, "ambiguous-date"
		}
		monday = n.monday()
	case d.Nth != 0:
		found := o.nth(o.where(func(dayNumber) bool { return true }), d.Nth, dayNumber.monday)
		var picked []int
		for _, i := range found {
			if in(o.slots[i].day) {
				picked = append(picked, i)
			}
		}
		return picked, ""
	case d.Week != 0:
		monday = -1
		for n := o.sent.monday(); n < o.sent+2*371; n += 7 {
			if n.isoWeek() == d.Week {
				monday = n
				break
			}
		}
	default:
		monday = o.sent.monday() + dayNumber(7*d.Shift)
	}
	if d.Bound != At {
		return o.bounded(d.Bound, monday, monday+6), ""
	}
	return o.where(func(n dayNumber) bool { return n >= monday && n < monday+7 && in(n) }), ""
}

// numbered decides what the number in "Tuesday 8" is, a day of the month or an hour. The problem is "date" if it is the day.
func (o *offered) numbered(x Expr, days []int) ([]int, string) {
	n := x.Clock.Begin / 60
	if x.Clock.End > 0 || x.Clock.Begin%60 != 0 {
		return days, ""
	}
	var dated []int
	for _, i := range days {
		if o.slots[i].day.date().Day == n {
			dated = append(dated, i)
		}
	}
	if len(dated) == 0 {
		return days, ""
	}
	timed, problem := o.times(x.Clock, days)
	if problem == "" && len(timed) > 0 && !(len(timed) == len(dated) && timed[0] == dated[0]) {
		return nil, "ambiguous-date"
	}
	return dated, "date"
}

// times returns those of the slots that lie at the time of day that was said.
func (o *offered) times(c Clock, among []int) ([]int, string) {
	pick := func(ok func(local) bool) []int {
		var found []int
		for _, i := range among {
			if ok(o.slots[i]) {
				found = append(found, i)
			}
		}
		return found
	}
	if c.Kind == NoClock {
		return among, ""
	}
	if c.Bound == Around {
		return nil, "around"
	}
	if c.Kind == OnPart {
		return o.parts(c, among, pick)
	}
	if c.Begin == 24*60 && c.Bound == At {
		return nil, "ambiguous-time"
	}
	if c.Bound == At || c.Bound == Inside {
		found, problem := o.at(c, pick)
		if !c.Open {
			return found, problem
		}
		later := c
		later.Begin += 12 * 60
		if later.End > 0 {
			later.End += 12 * 60
		}
		more, _ := o.at(later, pick)
		if c.End > 0 && c.Full && len(found) > 0 {
			return found, ""
		}
		switch {
		case len(more) == 0:
			return found, problem
		case len(found) == 0:
			return more, ""
		case c.Full:
			return found, ""
		}
		return nil, "ambiguous-time"
	}
	if c.Bound == Until {
		c.Bound = Before
		found, problem := o.times(c, among)
		for _, i := range found {
			s := o.slots[i]
			for _, t := range [...]int{c.Begin, c.Begin + 12*60} {
				if s.begin < t && s.end > t && (t == c.Begin || c.Open) {
					return nil, "partial" // "until 12" of one from 11:30 to 12:15
				}
			}
		}
		return found, problem
	}
	limit := func(t int) []int {
		return pick(func(s local) bool {
			if c.Bound == After || c.Bound == Beyond {
				return s.begin >= t
			}
			return s.begin < t
		})
	}
	found := limit(c.Begin)
	if c.Start {
		if n := len(pick(func(s local) bool { return s.begin == c.Begin })); n > 0 && n < len(found) {
			return nil, "ambiguous-time"
		}
	}
	if !c.Open {
		return found, ""
	}
	// "after 2", "before 5": an hour that leaves all slots in, or none, says nothing, and is not the one meant
	later := limit(c.Begin + 12*60)
	idle := func(s []int) bool { return len(s) == 0 || len(s) == len(among) }
	switch {
	case len(found) == len(later):
		return found, ""
	case c.Begin >= 7*60 && c.Full:
		return found, ""
	case idle(found) && !idle(later):
		return later, ""
	case idle(later) && !idle(found):
		return found, ""
	case c.Begin >= 7*60 && len(later) == 0: // "Tuesday from 10": what begins at ten in the evening or later is nothing
		return found, ""
	}
	return nil, "ambiguous-time"
}

// at returns the slots at a time, or within a stretch of it.
func (o *offered) at(c Clock, pick func(func(local) bool) []int) ([]int, string) {
	if c.End == 0 {
		return pick(func(s local) bool { return s.begin == c.Begin }), ""
	}
	if c.Bound == At {
		if same := pick(func(s local) bool { return s.begin == c.Begin && s.end == c.End }); len(same) > 0 {
			return same, ""
		}
	}
	inside := pick(func(s local) bool { return s.begin >= c.Begin && s.end <= c.End })
	across := pick(func(s local) bool {
		return s.begin >= c.Begin && s.begin < c.End && s.end > c.End || s.begin < c.Begin && s.end > c.Begin
	})
	if len(across) > 0 && len(inside) == 0 {
		return nil, "partial"
	}
	return inside, ""
}

func (o *offered) parts(c Clock, among []int, pick func(func(local) bool) []int) ([]int, string) {
	low, high := 0, 24*60
	switch c.Part {
	case Morning, Forenoon:
		high = 12 * 60
	case Afternoon:
		low, high = 12*60, 18*60
	case Evening, Night:
		low = 18 * 60
		if len(pick(func(s local) bool { return s.begin >= 17*60 && s.begin < low })) > 0 && c.Bound == At {
			return nil, "ambiguous-time" // five is late afternoon to some
		}
	case Midday:
		return nil, "around"
	}
	switch c.Bound {
	case After:
		high = 24 * 60
	case Beyond:
		low, high = high, 24*60
	case Before:
		low, high = 0, low
	case Until:
		low = 0
	}
	return pick(func(s local) bool { return s.begin >= low && s.begin < high }), ""
}
