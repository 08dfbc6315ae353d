package parser

import "testing"

// TestChooseCountersAsked: other times as people ask for them in English.
func TestChooseCountersAsked(t *testing.T) {
	check(t, [][3]string{
		{"team5", "None of these work. Would Wednesday 2 December at 9:30 be acceptable to the Chancery?", "2026-12-02T09:30/45m"},
		{"team5", "None of these work. Could he come on Wednesday 2 December at 9:30 instead?", "2026-12-02T09:30/45m"},
		{"team5", "None of these work. Could we try Wednesday 2 December, 9:30-10:15?", "2026-12-02T09:30/45m"},
		{"team5", "All of those clash with my shifts. How about Wednesday 2 December at 9:30?", "2026-12-02T09:30/45m"},
		{"team5", "2 works. Otherwise could we do Wednesday 2 December at 9:30?", "2 2026-12-02T09:30/45m"},
		{"team5", "2 works. Could we also consider Wednesday 2 December at 9:30?", "2 2026-12-02T09:30/45m"},
		{"team5", "All of those clash with my shifts.", "decline"},
		{"team5", "3 is acceptable to the dean.", "3"},

		{"team5", "None of these work. What about Wednesday 2 December at 9:30, if the hall is free?", "unclear"},
		{"team5", "None of these work, sorry. Maybe Wednesday 2 December at 9:30?", "unclear"},
		{"team5", "Not all of those clash with my shifts.", "unclear"},
		{"team5", "All of those might clash with my shifts.", "unclear"},
		{"team5", "None of those clash with my shifts.", "unclear"},
		{"team5", "3 is acceptable to the extent he pays.", "unclear"},
		{"team5", "3 is acceptable to a degree.", "unclear"},
		{"team5", "Could we try 3?", "unclear"},
		{"team5", "Could he come at 10 instead?", "unclear"},
	})
}
