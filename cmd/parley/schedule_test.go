package main

import (
	"testing"
	"time"
)

func TestTimetable(t *testing.T) {
	for _, c := range []struct {
		name, spec, zone, after string
		want                    []string
	}{
		{"plain", "0 7 * * 1-5", "Europe/Helsinki", "2026-11-20T08:00:00+02:00", []string{"2026-11-23T07:00:00+02:00", "2026-11-24T07:00:00+02:00"}},
		{"spring gap runs at its end", "30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00+01:00", []string{"2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"}},
		{"doubled hour counts once", "30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00+02:00", []string{"2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"}},
		{"wildcard hour runs in both", "30 * * * *", "Europe/Berlin", "2026-10-25T01:45:00+02:00", []string{"2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "2026-10-25T03:30:00+01:00"}},
		{"midnight that does not exist", "0 0 * * *", "America/Santiago", "2026-09-05T12:00:00-04:00", []string{"2026-09-06T01:00:00-03:00", "2026-09-07T00:00:00-03:00"}},
		{"half-hour change", "15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00+10:30", []string{"2026-10-04T02:30:00+11:00", "2026-10-05T02:15:00+11:00"}},
		{"half-hour doubled", "45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00:00+11:00", []string{"2026-04-05T01:45:00+11:00", "2026-04-06T01:45:00+10:30"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			loc, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			tt, err := newTimetable(c.spec, loc)
			if err != nil {
				t.Fatal(err)
			}
			at, err := time.Parse(time.RFC3339, c.after)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range c.want {
				if at = tt.next(at); at.Format(time.RFC3339) != want {
					t.Fatalf("due %s, want %s", at.Format(time.RFC3339), want)
				}
			}
		})
	}
}

func TestMissedRunsCollapse(t *testing.T) {
	tt, err := newTimetable("0 7 * * *", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	last := time.Date(2026, 11, 1, 7, 0, 0, 0, time.UTC)
	due, ok := tt.missed(last, last.Add(10*24*time.Hour+time.Hour))
	if want := last.Add(10 * 24 * time.Hour); !ok || !due.Equal(want) {
		t.Fatalf("missed %v %v, want %v", due, ok, want)
	}
	if due, ok := tt.missed(last, last.Add(time.Hour)); ok {
		t.Fatalf("nothing was missed, got %v", due)
	}
}

func TestScheduleRefusals(t *testing.T) {
	for _, spec := range []string{"", "TZ=0", "CRON_TZ=UTC", "@every 1s", "@daily", "0 8 * * 7", "0 0 30 2 *", "61 0 * * *", "0 0 0 1 1 *"} {
		if _, err := parseSchedule(spec); err == nil {
			t.Errorf("%q was taken", spec)
		}
	}
}
