package main

import (
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// timetable says when a digest is due. A cron spec speaks of the wall clock, so it is evaluated on one: a time that a
// spring change leaves out comes at the end of the gap, a time that an autumn change doubles comes once. Only a spec
// whose hour is a wildcard runs in both of the doubled hours, and skips those that do not exist.
type timetable struct {
	spec   cron.Schedule
	hourly bool
	loc    *time.Location
}

func newTimetable(spec string, loc *time.Location) (timetable, error) {
	s, err := parseSchedule(spec)
	if err != nil {
		return timetable{}, err
	}
	return timetable{s, strings.HasPrefix(strings.Fields(spec)[1], "*"), loc}, nil
}

// next is the first due instant after t; zero if there is none within the five years that the library looks ahead.
func (tt timetable) next(t time.Time) time.Time {
	if tt.hourly {
		return tt.spec.Next(t.In(tt.loc))
	}
	// Wall clocks are written as if they were UTC. Going back a day first finds what a change of the clock moved.
	for wall := naive(t.In(tt.loc)).Add(-24 * time.Hour); ; {
		if wall = tt.spec.Next(wall); wall.IsZero() {
			return wall
		}
		if at := onClock(wall, tt.loc); at.After(t) {
			return at
		}
	}
}

// missed is the last due instant after `last` that is not later than now: all that was missed collapses into it.
func (tt timetable) missed(last, now time.Time) (time.Time, bool) {
	var due time.Time
	for at := tt.next(last); !at.IsZero() && !at.After(now); at = tt.next(at) {
		due = at
	}
	return due, !due.IsZero()
}

// naive is the reading of t's wall clock, as a time in UTC.
func naive(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// onClock is the first instant at which a wall clock in loc shows, or passes over, this reading.
func onClock(wall time.Time, loc *time.Location) time.Time {
	t := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, loc)
	start, end := t.ZoneBounds()
	switch shown := naive(t); {
	case shown.After(wall):
		return start.In(loc)
	case shown.Before(wall):
		return end.In(loc)
	}
	if !start.IsZero() {
		_, before := start.Add(-time.Second).In(loc).Zone()
		_, after := t.Zone()
		if earlier := t.Add(time.Duration(after-before) * time.Second); earlier.Before(start) && naive(earlier.In(loc)).Equal(wall) {
			return earlier.In(loc)
		}
	}
	return t
}
