package parser

import (
	"time"
)

// dayNumber counts days; Monday 1 January 1 is day 0, so that weekdays follow from it.
type dayNumber int

func dateOf(t time.Time) dayNumber {
	n, _ := onClock(t)
	return n
}

// onClock returns the day and the minute after midnight that a clock shows in the zone of t.
func onClock(t time.Time) (day dayNumber, minute int) {
	_, offset := t.Zone()
	s := t.Unix() + int64(offset)
	since := s % 86400
	if since < 0 {
		since += 86400
	}
	return dayNumber((s-since)/86400 + 719162), int(since / 60)
}

func (n dayNumber) date() Date {
	t := time.Unix((int64(n)-719162)*86400, 0).UTC()
	return Date{t.Year(), t.Month(), t.Day()}
}

func (n dayNumber) weekday() time.Weekday { return time.Weekday((n + 1) % 7) }

func (n dayNumber) monday() dayNumber { return n - n%7 }

func (n dayNumber) isoWeek() int {
	d := n.date()
	_, w := civil(d).ISOWeek()
	return w
}

// fits reports whether n is the day d, as far as that was said.
func fits(d Date, n dayNumber) bool {
	e := n.date()
	return d.Day == e.Day && (d.Month == 0 || d.Month == e.Month) && (d.Year == 0 || d.Year == e.Year)
}

// next returns the first such day from a day on; -1 if there is none.
func next(d Date, from dayNumber) dayNumber {
	e := from.date()
	if d.Year > 0 {
		if d.Month == 0 || !possible(d) {
			return -1
		}
		return dateOf(civil(d))
	}
	for k := 0; k < 9*12; k++ {
		c := Date{e.Year, e.Month, d.Day}
		if (d.Month == 0 || d.Month == c.Month) && possible(c) {
			if n := dateOf(civil(c)); n >= from {
				return n
			}
		}
		if e.Month++; e.Month > 12 {
			e.Month, e.Year = 1, e.Year+1
		}
	}
	return -1
}

// nextWeekday returns the two days that "next Tuesday" may be: the next one to come, and that of next week. They are the same from the
// day on that the week's own has passed.
func nextWeekday(d Day, sent dayNumber) (near, far dayNumber) {
	near = sent + 1
	for !d.Weekdays.Has(near.weekday()) {
		near++
	}
	far = sent.monday() + 7
	for !d.Weekdays.Has(far.weekday()) {
		far++
	}
	switch d.Next {
	case -1: // this Tuesday: of this week, today included; once past, the one to come
		this := far - 7
		if this >= sent {
			return this, this
		}
		return near, near
	case 2:
		return near + 7, far + 7
	case 0:
		return near, near
	}
	return near, far
}
