package scheduler

import (
	"fmt"
	"strings"
	"time"
)

// Location finds the place on the clock that a zone names: an IANA name, or "UTC+05:30". It reads zone data, which is the
// one thing besides its arguments that the rules look at; reminders and printed times alone depend on it.
func Location(zone string) (*time.Location, error) {
	switch zone {
	case "", "UTC":
		return time.UTC, nil
	case "Local":
		return nil, fmt.Errorf("finding zone %q: it names no place", zone)
	}
	if rest, ok := strings.CutPrefix(zone, "UTC"); ok {
		for _, layout := range []string{"-07:00", "-0700", "-07"} {
			if t, err := time.Parse(layout, rest); err == nil {
				_, offset := t.Zone()
				return time.FixedZone(zone, offset), nil
			}
		}
	}
	l, err := time.LoadLocation(zone)
	if err != nil {
		return nil, fmt.Errorf("finding zone %q: %w", zone, err)
	}
	return l, nil
}

// ZoneOf is the zone that a party's letters show: their own where it is known, else the event's.
func (e Event) ZoneOf(p PersonID) string {
	if q, ok := e.Party(p); ok && q.Zone != "" {
		return q.Zone
	}
	return e.Zone
}

// daytime is t, or the next 8 o'clock if t lies outside 8–20 h in this zone.
func daytime(t time.Time, zone string) time.Time {
	l, err := Location(zone)
	if err != nil {
		l = time.UTC
	}
	w := t.In(l)
	switch h := w.Hour(); {
	case h < 8:
		return time.Date(w.Year(), w.Month(), w.Day(), 8, 0, 0, 0, l).UTC()
	case h >= 20:
		return time.Date(w.Year(), w.Month(), w.Day()+1, 8, 0, 0, 0, l).UTC()
	}
	return t
}

// morning is the next 9 o'clock after t in this zone.
func morning(t time.Time, zone string) time.Time {
	l, err := Location(zone)
	if err != nil {
		l = time.UTC
	}
	w := t.In(l)
	nine := time.Date(w.Year(), w.Month(), w.Day(), 9, 0, 0, 0, l)
	if !nine.After(t) {
		nine = time.Date(w.Year(), w.Month(), w.Day()+1, 9, 0, 0, 0, l)
	}
	return nine.UTC()
}

// stamp is an instant for the reader of a fault or a line.
func stamp(t time.Time, zone string) string {
	l, err := Location(zone)
	if err != nil {
		l = time.UTC
	}
	return t.In(l).Format("2006-01-02 15:04 MST")
}
