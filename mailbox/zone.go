package mailbox

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"parley/scheduler"
)

// zones caches what loadZone found: reading zone data costs more than writing a letter.
var zones sync.Map // name → *time.Location

// LoadZone turns a zone name as in Event.Zone into a location. What is not known, and "", is UTC; ok says whether the
// name was understood. It is the one place where letters load zones.
func LoadZone(name string) (loc *time.Location, ok bool) {
	if known, hit := zones.Load(name); hit {
		return known.(*time.Location), true
	}
	loc, err := scheduler.Location(name)
	if err != nil {
		return time.UTC, false
	}
	zones.Store(name, loc)
	return loc, true
}

// offsetName writes seconds east of Greenwich as people read them: "UTC", "UTC+2", "UTC+5:30".
func offsetName(seconds int) string {
	if seconds == 0 {
		return "UTC"
	}
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	h, m := seconds/3600, seconds%3600/60
	if m == 0 {
		return fmt.Sprintf("UTC%c%d", sign, h)
	}
	return fmt.Sprintf("UTC%c%d:%02d", sign, h, m)
}

// offsetAt is offsetName of the offset that holds in t's location at t.
func offsetAt(t time.Time) string {
	_, seconds := t.Zone()
	return offsetName(seconds)
}

// zoneLabel names a zone with the offset it has at this instant: "Europe/Helsinki (UTC+2)"; a fixed offset is named once.
func zoneLabel(zone string, t time.Time) string {
	loc, _ := LoadZone(zone)
	offset := offsetAt(t.In(loc))
	if zone == "" || strings.HasPrefix(zone, "UTC") {
		return offset
	}
	return oneLine(zone, 40) + " (" + offset + ")"
}

// ReaderZone is the zone that letters about an event show to a person, and in which what they write is read: the one
// given for them in this event, else the one they asked for once, else the event's.
func ReaderZone(e scheduler.Event, p scheduler.Person) string {
	if q, ok := e.Party(p.ID); ok && q.Zone != "" {
		return q.Zone
	}
	if p.Zone != "" {
		return p.Zone
	}
	return e.Zone
}

// sameClock reports whether two zones show the same wall clock at all these instants.
func sameClock(a, b *time.Location, at ...time.Time) bool {
	for _, t := range at {
		_, x := t.In(a).Zone()
		if _, y := t.In(b).Zone(); x != y {
			return false
		}
	}
	return true
}
