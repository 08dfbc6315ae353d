package main

import (
	"strings"
	"testing"
	"time"
)

// TestWallClockOfOperators refuses times that the clocks of the zone skip or show twice, and takes them with an offset.
func TestWallClockOfOperators(t *testing.T) {
	for _, c := range []struct{ zone, said, want, fault string }{
		{"Europe/Helsinki", "2027-03-28T02:59", "2027-03-28T00:59:00Z", ""},
		{"Europe/Helsinki", "2027-03-28T03:30", "", "does not exist in Europe/Helsinki"},
		{"Europe/Helsinki", "2027-03-28 03:00", "", "does not exist"},
		{"Europe/Helsinki", "2027-03-28T04:00", "2027-03-28T01:00:00Z", ""},
		{"Europe/Helsinki", "2027-03-28T03:30:00+02:00", "2027-03-28T01:30:00Z", ""},
		{"Europe/Helsinki", "2027-10-31T03:30", "", "write 2027-10-31T03:30:00+0"},
		{"Europe/Helsinki", "2027-10-31T04:00", "2027-10-31T02:00:00Z", ""},
		{"Europe/Helsinki", "2027-10-31T03:30:00+03:00", "2027-10-31T00:30:00Z", ""},
		{"Australia/Lord_Howe", "2027-10-03T02:15", "", "does not exist"}, // by half an hour
		{"Australia/Lord_Howe", "2027-04-04T01:45", "", "comes twice"},
		{"Australia/Lord_Howe", "2027-04-04T02:00", "2027-04-03T15:30:00Z", ""},
		{"Asia/Kolkata", "2027-03-28T03:30", "2027-03-27T22:00:00Z", ""},
		{"UTC", "tomorrow", "", "write it like"},
	} {
		got, err := instant(c.said, zoneNamed(c.zone))
		switch {
		case c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)):
			t.Errorf("%s in %s: %v, %v; want %q", c.said, c.zone, got, err, c.fault)
		case c.fault == "" && (err != nil || got.UTC().Format(time.RFC3339) != c.want):
			t.Errorf("%s in %s: %v, %v; want %s", c.said, c.zone, got, err, c.want)
		}
	}
	w := newWorld(t, time.Date(2027, 3, 1, 7, 0, 0, 0, time.UTC), nil)
	out, code := w.inside("propose", "--organizer", "ana@example.test", "--to", "ben@example.test", "--slot", "2027-03-28T03:30")
	if code != 2 || !strings.Contains(out, "does not exist") {
		t.Errorf("propose in the gap: exit %d, %s", code, out)
	}
	w.inside("propose", "--organizer", "ana@example.test", "--to", "ben@example.test", "--title", "Review", "--slot", "2027-03-27T03:30")
	id := string(w.only(t).ID)
	for _, at := range []string{"Sun 28 Mar 3:30", "2027-10-31T03:30"} {
		if out, code := w.inside("extend", id, at); code != 2 || !strings.Contains(out, "the clocks go") {
			t.Errorf("extend %s: exit %d, %s", at, code, out)
		}
	}
}
