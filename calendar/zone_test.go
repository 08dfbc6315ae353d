package calendar

import (
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
)

// vtimezone is a calendar that defines one zone.
func vtimezone(t *testing.T, id, observances string) *ical.Component {
	t.Helper()
	whole, _, problem := scan([]byte("BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:" + id + "\n" + observances + "END:VTIMEZONE\nEND:VCALENDAR\n"))
	if problem != "" {
		t.Fatal(problem)
	}
	return whole[0]
}

func observed(kind, start, from, to, rest string) string {
	return "BEGIN:" + kind + "\nDTSTART:" + start + "\nTZOFFSETFROM:" + from + "\nTZOFFSETTO:" + to + "\n" + rest + "END:" + kind + "\n"
}

// TestEmbeddedZones evaluates definitions as programs write them against the zone database, every half hour of days on
// which a clock is turned and every seven hours of others.
func TestEmbeddedZones(t *testing.T) {
	for name, c := range map[string]struct{ iana, observances string }{
		"Outlook": {"Europe/Berlin",
			observed("STANDARD", "16010101T030000", "+0200", "+0100", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\n") +
				observed("DAYLIGHT", "16010101T020000", "+0100", "+0200", "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\n")},
		"Apple, with history": {"America/New_York",
			observed("DAYLIGHT", "19180331T020000", "-0500", "-0400", "RRULE:FREQ=YEARLY;UNTIL=19200328T070000Z;BYMONTH=3;BYDAY=-1SU\n") +
				observed("DAYLIGHT", "19670430T020000", "-0500", "-0400", "RRULE:FREQ=YEARLY;UNTIL=19730429T070000Z;BYMONTH=4;BYDAY=-1SU\n") +
				observed("DAYLIGHT", "20070311T020000", "-0500", "-0400", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\n") +
				observed("STANDARD", "18831118T120358", "-045602", "-0500", "RDATE:18831118T120358\n") +
				observed("STANDARD", "20071104T020000", "-0400", "-0500", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\n")},
		"days of the month": {"America/Havana",
			observed("DAYLIGHT", "20130310T000000", "-0500", "-0400", "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU\n") +
				observed("STANDARD", "20121104T010000", "-0400", "-0500", "RRULE:FREQ=YEARLY;BYDAY=+1SU;BYMONTH=11\n")},
		"days from its end": {"Europe/London",
			observed("DAYLIGHT", "19960331T010000", "+0000", "+0100", "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1;BYDAY=SU\n") +
				observed("STANDARD", "19961027T020000", "+0100", "+0000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\n")},
		"south": {"Australia/Sydney",
			observed("STANDARD", "20080406T030000", "+1100", "+1000", "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU\n") +
				observed("DAYLIGHT", "20081005T020000", "+1000", "+1100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU\n")},
		"dates one by one": {"Europe/Helsinki",
			observed("DAYLIGHT", "20260329T030000", "+0200", "+0300", "RDATE:20270328T030000,20280326T030000\n") +
				observed("STANDARD", "20261025T040000", "+0300", "+0200", "RDATE:20271031T040000\nRDATE:20281029T040000\n")},
		"no summer time":      {"Asia/Kolkata", observed("STANDARD", "16010101T000000", "+0530", "+0530", "")},
		"always summer, once": {"Asia/Tokyo", observed("STANDARD", "19510101T000000", "+0900", "+0900", "RRULE:FREQ=YEARLY\n")},
		"half an hour":        {"Australia/Lord_Howe", observed("STANDARD", "20080406T020000", "+1100", "+1030", "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU\n") + observed("DAYLIGHT", "20081005T020000", "+1030", "+1100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU\n")},
	} {
		t.Run(name, func(t *testing.T) {
			z := zonesOf(vtimezone(t, "Custom", c.observances)).find("Custom")
			if z == nil {
				t.Fatal("not understood")
			}
			loc, err := time.LoadLocation(c.iana)
			if err != nil {
				t.Fatal(err)
			}
			want := located(loc)
			turns := func(at time.Time) bool {
				const day = 24 * time.Hour
				return z.offset(at.Add(-day)) != z.offset(at.Add(day)) || want.offset(at.Add(-day)) != want.offset(at.Add(day))
			}
			var step time.Duration
			for at := utc("2026-06-01T00:00:00Z"); at.Year() < 2029; at = at.Add(step) {
				if step = 7 * time.Hour; turns(at) {
					step = 30 * time.Minute
				}
				if g, w := z.offset(at), want.offset(at); g != w {
					t.Fatalf("at %v: offset %d, want %d", at, g, w)
				}
				if g, w := z.at(at), want.at(at); !g.Equal(w) {
					t.Fatalf("clocks at %v: %v, want %v", at, g, w)
				}
			}
		})
	}
}

func TestZonesNotUnderstood(t *testing.T) {
	for name, observances := range map[string]string{
		"empty":        "",
		"no offsets":   "BEGIN:STANDARD\nDTSTART:16010101T000000\nEND:STANDARD\n",
		"bad offset":   observed("STANDARD", "16010101T000000", "+0530", "+99999", ""),
		"no start":     observed("STANDARD", "", "+0530", "+0530", ""),
		"every second": observed("STANDARD", "16010101T000000", "+0530", "+0530", "RRULE:FREQ=SECONDLY\n"),
		"every Sunday": observed("STANDARD", "16010101T000000", "+0530", "+0530", "RRULE:FREQ=YEARLY;BYDAY=SU\n"),
		"no month":     observed("STANDARD", "16010101T000000", "+0530", "+0530", "RRULE:FREQ=YEARLY;BYMONTH=13;BYDAY=1SU\n"),
		"some weeks":   observed("STANDARD", "16010101T000000", "+0530", "+0530", "RRULE:FREQ=YEARLY;BYWEEKNO=20\n"),
		"no weekday":   observed("STANDARD", "16010101T000000", "+0530", "+0530", "RRULE:FREQ=YEARLY;BYDAY=1XX\n"),
		"two rules":    observed("STANDARD", "16010101T000000", "+0530", "+0530", "RRULE:FREQ=YEARLY\nRRULE:FREQ=YEARLY\n"),
	} {
		if z := zonesOf(vtimezone(t, "Custom", observances)).find("Custom"); z != nil {
			t.Errorf("%s: understood", name)
		}
	}
}

func TestZoneNames(t *testing.T) {
	z := zonesOf(vtimezone(t, "EST", observed("STANDARD", "16010101T000000", "+1000", "+1000", "")))
	z.defined["W. Europe Standard Time"] = z.defined["EST"] // the name is certain, the definition is not
	noon := utc("2026-07-01T12:00:00Z")
	for id, want := range map[string]int{
		"Europe/Helsinki": 3, "/mozilla.org/20070129_1/Europe/Helsinki": 3, "/freeassociation.sourceforge.net/America/Argentina/Salta": -3,
		"W. Europe Standard Time": 2, "pacific standard time (mexico)": -7, "UTC": 0, "tzone://Microsoft/Utc": 0, "Etc/GMT+5": -5,
		"GMT+0200": 2, "UTC-03:00": -3, "+0500": 5, "EST": 10, "Japan": 9, "EST5EDT": -4, " Asia/Tokyo ": 9,
	} {
		if got := z.find(id); got == nil || got.offset(noon) != want*3600 {
			t.Errorf("%q: %+v", id, got)
		}
	}
	for _, id := range []string{"", "Local", "Nowhere", "Europe/Nowhere", "../../etc/passwd", "/", "//", "Europe", "GMT+2", "+9900", strings.Repeat("a/", 3000)} {
		if z.find(id) != nil {
			t.Errorf("%q: known", id)
		}
	}
	for name, iana := range windowsZones {
		if z := (zones{found: map[string]*zone{}}).find(strings.ToUpper(name)); z == nil {
			t.Errorf("%s: no such zone as %s", name, iana)
		}
	}
}

// TestWallClock holds reading against RFC 5545 section 3.3.5 around the borders of summer time.
func TestWallClock(t *testing.T) {
	for _, c := range []struct{ zone, wall, want string }{
		{"Europe/Berlin", "2026-03-29T01:59:00Z", "2026-03-29T00:59:00Z"},
		{"Europe/Berlin", "2026-03-29T02:30:00Z", "2026-03-29T01:30:00Z"}, // skipped: with the offset before
		{"Europe/Berlin", "2026-03-29T03:00:00Z", "2026-03-29T01:00:00Z"},
		{"Europe/Berlin", "2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z"}, // twice: the first
		{"Europe/Berlin", "2026-10-25T03:00:00Z", "2026-10-25T02:00:00Z"},
		{"America/New_York", "2026-11-01T01:30:00Z", "2026-11-01T05:30:00Z"},
		{"Australia/Lord_Howe", "2026-04-05T01:45:00Z", "2026-04-04T14:45:00Z"},
		{"Pacific/Kiritimati", "2026-12-31T09:00:00Z", "2026-12-30T19:00:00Z"},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := located(loc).at(utc(c.wall)); !got.Equal(utc(c.want)) {
			t.Errorf("%s %s: %v, want %s", c.zone, c.wall, got.UTC(), c.want)
		}
	}
}

func TestDuration(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"PT45M": 45 * time.Minute, "pt1h30m": 90 * time.Minute, "P1DT2H": 26 * time.Hour, "P2W": 14 * 24 * time.Hour, "+PT30S": 30 * time.Second, "PT0S": 0,
	} {
		if days, d, ok := duration(s); !ok || time.Duration(days)*24*time.Hour+d != want {
			t.Errorf("%s: %d days %v, %v", s, days, d, ok)
		}
	}
	for _, s := range []string{"", "P", "45M", "PT", "P45M", "PT1D", "-PT45M", "PT45", "PTM", "P1DT", "PT99999999999999999999H", "PT9999999H", "P1D1", "PTT1H"} {
		if days, d, ok := duration(s); ok && (days != 0 || d != 0) {
			t.Errorf("%s: %d days %v", s, days, d)
		}
	}
}
