package mailbox

import (
	"strconv"
	"strings"
	"time"

	"parley/scheduler"
)

// Dates and times in a language's own form, from patterns in its catalogue.

// day writes "Tue 24 Nov 2026".
func (c *catalog) day(t time.Time) string { return c.dated("date.day", t) }

// shortDay writes a day without its year where that is plain: within ten months of now.
func (c *catalog) shortDay(t, now time.Time) string {
	if d := t.Sub(now); d > -300*24*time.Hour && d < 300*24*time.Hour {
		return c.dated("date.short", t)
	}
	return c.day(t)
}

func (c *catalog) dated(key string, t time.Time) string {
	return c.text(key,
		"wd", c.nth("date.weekdays", (int(t.Weekday())+6)%7),
		"mon", c.nth("date.months", int(t.Month())-1),
		"d", strconv.Itoa(t.Day()), "m", strconv.Itoa(int(t.Month())), "y", strconv.Itoa(t.Year()),
		"dd", two(t.Day()), "mm", two(int(t.Month())))
}

// nth is the i-th word of a list such as the weekdays from Monday.
func (c *catalog) nth(key string, i int) string {
	if list := strings.Fields(c.find(key, 0)); i < len(list) {
		return list[i]
	}
	return strconv.Itoa(i + 1)
}

// clock writes "10:00" on a 24-hour clock, which no language misreads.
func (c *catalog) clock(t time.Time) string {
	return c.text("date.clock", "hh", two(t.Hour()), "mm", two(t.Minute()))
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// at writes an instant on the clock of its location: "Sun 22 Nov, 10:00".
func (c *catalog) at(t, now time.Time) string {
	return c.text("date.at", "day", c.shortDay(t, now), "time", c.clock(t))
}

// when writes a slot: "Tue 24 Nov 2026, 10:00-10:45", with both days where it goes past midnight and both offsets where
// the clocks change meanwhile.
func (c *catalog) when(s scheduler.Span, loc *time.Location) string {
	begin, end := s.Begin.In(loc), s.End().In(loc)
	if !sameOffset(begin, end, loc) { // the clocks change meanwhile
		key := "date.days"
		if sameDay(begin, end) {
			key = "date.cross"
		}
		return c.text(key, "day", c.day(begin), "begin", c.clock(begin)+" "+offsetAt(begin), "day2", c.day(end), "end", c.clock(end)+" "+offsetAt(end))
	}
	if sameDay(begin, end) {
		return c.text("date.slot", "day", c.day(begin), "begin", c.clock(begin), "end", c.clock(end))
	}
	// Up to midnight is still that day; the end is written as the clock shows it.
	if end.Sub(begin) <= 24*time.Hour && end.Hour() == 0 && end.Minute() == 0 && sameDay(begin, end.Add(-time.Minute)) {
		return c.text("date.slot", "day", c.day(begin), "begin", c.clock(begin), "end", c.text("date.clock", "hh", "24", "mm", "00"))
	}
	return c.text("date.days", "day", c.day(begin), "begin", c.clock(begin), "day2", c.day(end), "end", c.clock(end))
}

// times writes begin and end of a slot without its day where a line above says it; above is the location of that line.
func (c *catalog) times(s scheduler.Span, loc, above *time.Location) string {
	begin, end := s.Begin.In(loc), s.End().In(loc)
	if sameDay(begin, end) && sameOffset(begin, end, loc) && sameDay(begin, s.Begin.In(above)) {
		return c.text("date.times", "begin", c.clock(begin), "end", c.clock(end))
	}
	return c.when(s, loc)
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// lasts writes a duration: "45 min", "1 h 30 min", "2 days".
func (c *catalog) lasts(d time.Duration) string {
	var parts []string
	add := func(key string, n int64) {
		if n > 0 {
			parts = append(parts, c.text(key, "n", strconv.FormatInt(n, 10)))
		}
	}
	minutes := int64(d / time.Minute)
	if minutes >= 24*60 {
		add("lasts.days", minutes/(24*60))
		minutes %= 24 * 60
	}
	add("lasts.hours", minutes/60)
	add("lasts.minutes", minutes%60)
	if len(parts) == 0 {
		return c.text("lasts.minutes", "n", "0")
	}
	return strings.Join(parts, " ")
}
