package calendar

import (
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-ical"

	"parley/scheduler"
)

// wallClock reads a DATE-TIME. Without a Z it is a wall-clock time, held as if in UTC.
func wallClock(s string) (t time.Time, utc, ok bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	s, utc = strings.CutSuffix(s, "Z")
	for _, layout := range []string{"20060102T150405", "20060102T1504"} {
		if t, err := time.Parse(layout, s); err == nil && len(s) == len(layout) && t.Year() > 0 {
			return t, utc, true
		}
	}
	return time.Time{}, false, false
}

// clock reads times within one calendar.
type clock struct {
	zones
	floating *zone // for times without a zone; nil: they cannot be read
}

// time reads a DATE-TIME property. The zone is that of its TZID.
func (c clock) time(p *ical.Prop) (time.Time, *zone, Problem) {
	v := strings.TrimSpace(p.Value)
	if strings.EqualFold(p.Params.Get(ical.ParamValue), string(ical.ValueDate)) || len(v) == len("20060102") {
		return time.Time{}, nil, AllDay
	}
	t, utc, ok := wallClock(v)
	if !ok {
		return time.Time{}, nil, BadTime
	}
	if utc {
		return t, nil, ""
	}
	id := p.Params.Get(ical.PropTimezoneID)
	z := c.floating
	if id != "" {
		if z = c.find(id); z == nil {
			return time.Time{}, nil, UnknownZone
		}
	} else if z == nil {
		return time.Time{}, nil, FloatingTime
	}
	if *c.looked += z.onsets; *c.looked > MaxLooks {
		return time.Time{}, nil, TooMany
	}
	return z.at(t).UTC(), z, ""
}

// span reads when an event takes place: DTSTART with DTEND or DURATION. The name is that of the zone it is written in.
func (c clock) span(e *ical.Component) (s scheduler.Span, name string, problem Problem) {
	start, end, length := e.Props.Get(ical.PropDateTimeStart), e.Props.Get(ical.PropDateTimeEnd), e.Props.Get(ical.PropDuration)
	if start == nil {
		return s, "", NoTime
	}
	begin, z, problem := c.time(start)
	switch {
	case problem != "":
		return s, "", problem
	case end == nil && length == nil:
		return s, "", NoTime
	}
	if z != nil {
		name = z.name
	}
	var d time.Duration
	if end != nil {
		t, _, problem := c.time(end)
		if problem != "" {
			return s, "", problem
		}
		d = t.Sub(begin)
	} else {
		var days int
		var ok bool
		if days, d, ok = duration(length.Value); !ok {
			return s, "", BadTime
		}
		// A day is a day of the calendar, be it 23 hours long (RFC 5545 section 3.3.6).
		if z != nil && days != 0 {
			wall := begin.Add(seconds(z.offset(begin)))
			d += z.at(wall.AddDate(0, 0, days)).Sub(begin)
		} else {
			d += time.Duration(days) * 24 * time.Hour
		}
	}
	if d <= 0 {
		return s, "", EndBeforeBegin
	}
	return scheduler.Span{Begin: begin, Duration: d}, name, ""
}

// duration reads "PT45M", "P1DT2H", "P2W": days, and what is exact (RFC 5545 section 3.3.6). A negative one is none.
func duration(s string) (days int, exact time.Duration, ok bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	s, found := strings.CutPrefix(strings.TrimPrefix(s, "+"), "P")
	if !found || s == "" {
		return 0, 0, false
	}
	units, rest := "WD", s
	for rest != "" {
		if rest[0] == 'T' && units == "WD" {
			units, rest = "HMS", rest[1:]
		}
		i := 0
		for i < len(rest) && '0' <= rest[i] && rest[i] <= '9' {
			i++
		}
		n, err := strconv.Atoi(rest[:i])
		if err != nil || n > 1_000_000 || i == len(rest) || strings.IndexByte(units, rest[i]) < 0 {
			return 0, 0, false
		}
		switch rest[i] {
		case 'W':
			days += 7 * n
		case 'D':
			days += n
		case 'H':
			exact += time.Duration(n) * time.Hour
		case 'M':
			exact += time.Duration(n) * time.Minute
		case 'S':
			exact += time.Duration(n) * time.Second
		}
		rest = rest[i+1:]
	}
	return days, exact, true
}
