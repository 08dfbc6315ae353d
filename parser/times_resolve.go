package parser

import (
	"time"

	"parley/scheduler"
)

// Resolve says which span of time x means by itself, for proposals: the next such day after sent, read in zone unless x states one.
// length is the duration if x gives neither an end nor a length. The fault is zero if all is well; its Code is one of "no-day",
// "no-time", "no-duration", "ambiguous-date", "ambiguous-time", "ambiguous-duration", "ambiguous-zone", "weekday-mismatch", "past-slot",
// "end-before-begin", "no-such-date", "no-such-time", "no-such-zone", "my-time", "zero-duration". Whether the span is past is for the
// caller to see otherwise. A local time that the clocks pass twice is "ambiguous-time", one that they skip "no-such-time".
func (x Expr) Resolve(sent time.Time, zone *time.Location, length time.Duration) (scheduler.Span, scheduler.Fault) {
	wrong := func(code string) (scheduler.Span, scheduler.Fault) {
		return scheduler.Span{}, scheduler.Fault{Code: code}
	}
	switch {
	case x.Fault != "":
		return wrong(x.Fault)
	case x.Zone.Mine:
		return wrong("my-time")
	case x.Zone.Said != "" && x.Zone.Loc == nil:
		return wrong("no-such-zone")
	}
	if x.Zone.Loc != nil {
		zone = x.Zone.Loc
	}
	if zone == nil {
		zone = sent.Location()
	}
	day, code := x.theDay(dateOf(sent))
	if code != "" {
		return wrong(code)
	}
	c := x.Clock
	switch {
	case c.Kind != OnTime || c.Bound != At && !(c.Bound == After && x.Length > 0): // "from 10:00 for 45 minutes"
		return wrong("no-time")
	case c.Begin == 24*60, c.Open && c.Begin < 7*60:
		return wrong("ambiguous-time")
	case x.number && c.Begin%60 == 0 && day.date().Day == c.Begin/60 && c.End == 0:
		return wrong("no-time") // "Tuesday 24"
	}
	begin, code := wall(day, c.Begin, zone)
	if code != "" {
		return wrong(code)
	}
	s := scheduler.Span{Begin: begin, Duration: length}
	if c.End > 0 {
		end, code := wall(day, c.End, zone)
		if code == "no-such-time" {
			return wrong(code)
		}
		s.Duration = end.Sub(begin)
		if x.Length > 0 && x.Length != s.Duration {
			return wrong("ambiguous-duration")
		}
	} else if x.Length > 0 {
		s.Duration = x.Length
	}
	switch {
	case s.Duration == 0:
		return wrong("no-duration")
	case s.Duration < 0:
		return wrong("end-before-begin")
	case x.Zone.fixed && offSeason(x.Zone, begin):
		return wrong("ambiguous-zone")
	}
	return s, scheduler.Fault{}
}

// theDay returns the one day that x means, counted from the day of the mail.
func (x Expr) theDay(sent dayNumber) (dayNumber, string) {
	d := x.Day
	if d.Bound != At || d.Last != (Date{}) {
		return 0, "no-day"
	}
	switch d.Kind {
	case OnDate:
		a, code := dated(d, d.First, sent)
		if d.Other == (Date{}) {
			return a, code
		}
		b, other := dated(d, d.Other, sent)
		switch {
		case code == "" && other == "" && a != b:
			return 0, "ambiguous-date"
		case code != "" && other == "":
			return b, ""
		}
		return a, code
	case OnDays:
		if !single(d.Weekdays) {
			return 0, "no-day"
		}
		if d.Nth != 0 {
			if d.First.Month == 0 {
				return 0, "no-day"
			}
			return nthWeekday(d, sent)
		}
		near, far := nextWeekday(d, sent)
		if near != far {
			return 0, "ambiguous-date"
		}
		if d.Plural {
			return 0, "no-day"
		}
		return near, ""
	case OnShift:
		n := sent + dayNumber(d.Shift)
		if d.Weekdays != 0 && !d.Weekdays.Has(n.weekday()) || d.First != (Date{}) && !fits(d.First, n) {
			return 0, "weekday-mismatch"
		}
		return n, ""
	case OnWeek:
		if d.Weekdays == 0 || !single(d.Weekdays) || d.Nth != 0 {
			return 0, "no-day"
		}
		monday := sent.monday() + dayNumber(7*d.Shift)
		switch {
		case d.First != (Date{}):
			n := next(d.First, sent-7)
			if n < 0 || d.Other != (Date{}) {
				return 0, "ambiguous-date"
			}
			monday = n.monday()
		case d.Week != 0:
			for monday = sent.monday(); monday.isoWeek() != d.Week; monday += 7 {
				if monday > sent+2*371 {
					return 0, "no-such-date"
				}
			}
		}
		for n := monday; n < monday+7; n++ {
			if d.Weekdays.Has(n.weekday()) {
				return n, ""
			}
		}
	}
	return 0, "no-day"
}

// dated returns the next such date, and says so if the weekday beside it is another one.
func dated(d Day, e Date, sent dayNumber) (dayNumber, string) {
	n := next(e, sent)
	if n < 0 {
		return 0, "no-such-date"
	}
	if d.Weekdays == 0 || d.Weekdays.Has(n.weekday()) {
		return n, ""
	}
	// "Tue 17 Nov" a few days late: the last one was a Tuesday
	if e.Year == 0 {
		back := sent - 1
		for ; back > sent-60; back-- {
			if fits(e, back) {
				if d.Weekdays.Has(back.weekday()) {
					return 0, "past-slot"
				}
				break
			}
		}
	}
	return 0, "weekday-mismatch"
}

func nthWeekday(d Day, sent dayNumber) (dayNumber, string) {
	year := d.First.Year
	first := next(Date{year, d.First.Month, 1}, sent-31)
	if first < 0 {
		return 0, "no-such-date"
	}
	var found []dayNumber
	for n := first; n.date().Month == d.First.Month; n++ {
		if d.Weekdays.Has(n.weekday()) {
			found = append(found, n)
		}
	}
	nth := d.Nth
	if nth < 0 {
		nth += len(found) + 1
	}
	if nth < 1 || nth > len(found) {
		return 0, "no-such-date"
	}
	return found[nth-1], ""
}

// wall returns the instant at so many minutes after midnight on the clock of the wall.
func wall(day dayNumber, minutes int, zone *time.Location) (time.Time, string) {
	d := (day + dayNumber(minutes/(24*60))).date()
	minutes %= 24 * 60
	t := time.Date(d.Year, d.Month, d.Day, minutes/60, minutes%60, 0, 0, zone)
	if t.Hour()*60+t.Minute() != minutes || t.Day() != d.Day {
		return t, "no-such-time"
	}
	for _, shift := range [...]time.Duration{-time.Hour, time.Hour, -30 * time.Minute, 30 * time.Minute, -2 * time.Hour, 2 * time.Hour} {
		if o := t.Add(shift); o.Hour() == t.Hour() && o.Minute() == t.Minute() && o.Day() == t.Day() {
			return t, "ambiguous-time"
		}
	}
	return t, ""
}
