package parser

import (
	"strings"
	"time"
)

const maxAwayLines = 20 // of an absence notice in which dates are looked for

// awayUntil returns the last day that an absence notice names, in the zone of its Date: the end of the absence or the day of
// return, whichever it says. Zero if it names none, or none within a year.
func awayUntil(subject, text string, date time.Time) time.Time {
	if date.IsZero() {
		return time.Time{}
	}
	sent := dateOf(date)
	last := sent - 1
	var tokens []Token
	var times []Expr
	lines := 0
	for line := range strings.SplitSeq(subject+"\n"+text, "\n") {
		if lines++; lines > maxAwayLines || len(line) > maxFieldText {
			break
		}
		tokens = Tokens(line, tokens[:0])
		times = Times(tokens, times[:0])
		for _, x := range times {
			d := x.Day
			if d.Last != (Date{}) {
				d.First, d.Last = d.Last, Date{}
			}
			d.Bound = At
			x.Day = d
			if d.Kind != OnDate && d.Kind != OnDays || d.Other != (Date{}) {
				continue
			}
			if n, fault := x.theDay(sent); fault == "" && n > last && n < sent+366 {
				last = n
			}
		}
	}
	if last < sent {
		return time.Time{}
	}
	d := last.date()
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, date.Location())
}
