package calendar

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-ical"
)

// zone is a way to read wall-clock times.
type zone struct {
	name   string              // IANA name; "" if it has none
	offset func(time.Time) int // seconds east of UTC at an instant
	onsets int                 // that offset looks at each time; 0: of no account
}

func located(loc *time.Location) *zone {
	name := loc.String()
	if loc == time.UTC || !strings.Contains(name, "/") {
		name = ""
	}
	return &zone{name: name, offset: func(t time.Time) int { _, o := t.In(loc).Zone(); return o }}
}

// at is the instant at which clocks in the zone show wall, which is given as if in UTC. An hour that comes twice is the
// first; one that is skipped is read with the offset before the gap (RFC 5545 section 3.3.5).
func (z *zone) at(wall time.Time) time.Time {
	before, after := z.offset(wall.Add(-26*time.Hour)), z.offset(wall.Add(26*time.Hour))
	early, late := wall.Add(-seconds(before)), wall.Add(-seconds(after))
	if z.offset(early) != before && z.offset(late) == after {
		return late
	}
	return early
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// zones finds zones by their TZID within one calendar.
type zones struct {
	defined map[string]*ical.Component // VTIMEZONE by TZID
	found   map[string]*zone           // nil: unknown
	looked  *int                       // at onsets so far
}

func zonesOf(cal *ical.Component) zones {
	z := zones{map[string]*ical.Component{}, map[string]*zone{}, new(int)}
	for _, c := range cal.Children {
		if id := value(c, ical.PropTimezoneID); c.Name == ical.CompTimezone && id != "" {
			z.defined[id] = c
		}
	}
	return z
}

func (z zones) find(id string) *zone {
	id = strings.TrimSpace(id)
	found, ok := z.found[id]
	if !ok {
		found = z.look(id)
		z.found[id] = found
	}
	return found
}

// look goes by the name where it is certain: an IANA name, also at the end of a path as Mozilla and Evolution write it,
// or one of Windows. Otherwise the calendar's own definition counts, before abbreviations such as EST, which may mean
// one thing to us and another to the program that wrote them.
func (z zones) look(id string) *zone {
	defined := z.defined[id]
	names := []string{id}
	if defined != nil {
		names = append(names, value(defined, "X-LIC-LOCATION"))
	}
	for _, name := range names {
		if iana, ok := windowsZones[strings.ToLower(name)]; ok {
			name = iana
		}
		path := strings.Split(strings.Trim(name, "/"), "/")
		for path = path[max(0, len(path)-3):]; len(path) > 1; path = path[1:] { // no IANA name has more parts
			if loc, err := time.LoadLocation(strings.Join(path, "/")); err == nil {
				return located(loc)
			}
		}
	}
	switch strings.ToUpper(id) {
	case "UTC", "GMT", "Z", "TZONE://MICROSOFT/UTC":
		return located(time.UTC)
	}
	if defined != nil {
		if z := embedded(defined); z != nil {
			return z
		}
	}
	if m := fixedZone.FindStringSubmatch(id); m != nil {
		east, ok := utcOffset(m[1])
		if !ok {
			return nil
		}
		return located(time.FixedZone("", east))
	}
	if loc, err := time.LoadLocation(id); err == nil && id != "" && id != "Local" {
		return located(loc)
	}
	return nil
}

var fixedZone = regexp.MustCompile(`^(?:UTC|GMT)?([+-]\d\d:?\d\d)$`)

// utcOffset reads "+0200", "+02:00" or "-033015" as seconds.
func utcOffset(s string) (int, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ":", "")
	if len(s) != 5 && len(s) != 7 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[1:], 10, 32)
	if err != nil {
		return 0, false
	}
	if len(s) == 5 {
		n *= 100
	}
	h, m, sec := int(n/10000), int(n/100%100), int(n%100)
	if h > 18 || m > 59 || sec > 59 {
		return 0, false
	}
	o := h*3600 + m*60 + sec
	if s[0] == '-' {
		o = -o
	}
	return o, true
}

// observance is a STANDARD or DAYLIGHT part of a VTIMEZONE: from each onset on, clocks are at to (RFC 5545 section
// 3.6.5). Onsets are wall-clock times, in force at from, held as if in UTC.
type observance struct {
	from, to int
	first    time.Time
	dates    []time.Time
	yearly   *yearly
}

// yearly is the only kind of rule that zones need: one day a year.
type yearly struct {
	month   time.Month
	weekday time.Weekday
	nth     int   // of the weekday in the month, negative from its end; 0: see days
	days    []int // of the month, negative from its end; on the first of them that is the weekday, if any is asked
	any     bool  // any weekday
	until   time.Time
}

// embedded reads a VTIMEZONE. It is nil where something in it is not understood.
func embedded(c *ical.Component) *zone {
	var all []observance
	onsets := 0
	for _, child := range c.Children {
		if child.Name != ical.CompTimezoneStandard && child.Name != ical.CompTimezoneDaylight {
			continue
		}
		o, ok := readObservance(child)
		if !ok {
			return nil
		}
		all = append(all, o)
		onsets += 1 + len(o.dates)
	}
	if len(all) == 0 || onsets > MaxOnsets {
		return nil
	}
	return &zone{onsets: onsets, offset: func(t time.Time) int {
		var latest time.Time
		offset, earliest := 0, time.Time{}
		for _, o := range all {
			onset, ok := o.onset(t)
			if ok && (latest.IsZero() || !onset.Before(latest)) {
				latest, offset = onset, o.to
			}
			if latest.IsZero() && (earliest.IsZero() || o.first.Before(earliest)) {
				earliest, offset = o.first, o.from
			}
		}
		return offset
	}}
}

func readObservance(c *ical.Component) (o observance, ok bool) {
	var okFrom, okTo, okFirst bool
	o.from, okFrom = utcOffset(value(c, ical.PropTimezoneOffsetFrom))
	o.to, okTo = utcOffset(value(c, ical.PropTimezoneOffsetTo))
	o.first, _, okFirst = wallClock(value(c, ical.PropDateTimeStart))
	if !okFrom || !okTo || !okFirst {
		return o, false
	}
	for _, p := range c.Props.Values(ical.PropRecurrenceDates) {
		for _, v := range strings.Split(p.Value, ",") {
			t, _, ok := wallClock(v)
			if !ok {
				return o, false
			}
			o.dates = append(o.dates, t)
		}
	}
	rules := c.Props.Values(ical.PropRecurrenceRule)
	if len(rules) > 1 || len(c.Props.Values(ical.PropExceptionDates)) > 0 {
		return o, false
	}
	if len(rules) == 1 {
		o.yearly, ok = readYearly(rules[0].Value, o.first, o.from)
		return o, ok
	}
	return o, true
}

func readYearly(rule string, first time.Time, from int) (*yearly, bool) {
	y := &yearly{month: first.Month(), days: []int{first.Day()}, any: true}
	byday, byMonthDay := false, false
	for _, part := range strings.Split(strings.ToUpper(rule), ";") {
		key, v, _ := strings.Cut(strings.TrimSpace(part), "=")
		ok := true
		switch key {
		case "FREQ":
			ok = v == "YEARLY"
		case "INTERVAL":
			ok = v == "1"
		case "BYMONTH":
			n, err := strconv.Atoi(v)
			y.month, ok = time.Month(n), err == nil && 1 <= n && n <= 12
		case "BYDAY":
			byday = true
			y.any, y.nth, y.weekday, ok = false, 0, 0, len(v) >= 2
			if ok {
				i := strings.Index("SUMOTUWETHFRSA", v[len(v)-2:])
				y.weekday, ok = time.Weekday(i/2), i >= 0 && i%2 == 0
			}
			if n := strings.TrimPrefix(v[:max(0, len(v)-2)], "+"); n != "" && ok {
				nth, err := strconv.Atoi(n)
				y.nth, ok = nth, err == nil && nth != 0 && -5 <= nth && nth <= 5
			}
		case "BYMONTHDAY":
			byMonthDay, y.days = true, nil
			for _, d := range strings.Split(v, ",") {
				n, err := strconv.Atoi(d)
				ok = ok && err == nil && n != 0 && -31 <= n && n <= 31
				y.days = append(y.days, n)
			}
		case "UNTIL":
			t, utc, good := wallClock(v)
			if y.until, ok = t, good; good && !utc {
				y.until = t.Add(-seconds(from))
			}
		case "WKST", "":
		default:
			ok = false
		}
		if !ok {
			return nil, false
		}
	}
	if byday && y.nth == 0 && !byMonthDay {
		return nil, false // every such day of the month
	}
	return y, true
}

// onset is the latest onset that is not after t.
func (o observance) onset(t time.Time) (latest time.Time, ok bool) {
	consider := func(wall time.Time) {
		at := wall.Add(-seconds(o.from))
		if !at.After(t) && (!ok || at.After(latest)) {
			latest, ok = at, true
		}
	}
	consider(o.first)
	for _, d := range o.dates {
		consider(d)
	}
	if o.yearly == nil {
		return latest, ok
	}
	last := t
	if !o.yearly.until.IsZero() && o.yearly.until.Before(last) {
		last = o.yearly.until
	}
	year := last.Add(seconds(o.from)).Year()
	for y := year; y >= year-1; y-- {
		day, exists := o.yearly.day(y)
		if !exists {
			continue
		}
		wall := time.Date(y, o.yearly.month, day, o.first.Hour(), o.first.Minute(), o.first.Second(), 0, time.UTC)
		if !wall.Before(o.first) && !wall.Add(-seconds(o.from)).After(last) {
			consider(wall)
		}
	}
	return latest, ok
}

// day is the day of the month on which the rule falls in a year.
func (y *yearly) day(year int) (int, bool) {
	length := time.Date(year, y.month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	weekday := func(day int) time.Weekday { return time.Date(year, y.month, day, 0, 0, 0, 0, time.UTC).Weekday() }
	switch {
	case y.nth > 0:
		d := 1 + (int(y.weekday-weekday(1))+7)%7 + (y.nth-1)*7
		return d, d <= length
	case y.nth < 0:
		d := length - (int(weekday(length)-y.weekday)+7)%7 + (y.nth+1)*7
		return d, d >= 1
	}
	for _, d := range y.days {
		if d < 0 {
			d += length + 1
		}
		if 1 <= d && d <= length && (y.any || weekday(d) == y.weekday) {
			return d, true
		}
	}
	return 0, false
}
