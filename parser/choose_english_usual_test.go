package parser

import "testing"

// TestUsualEnglish: constructs of everyday answers, and their neighbours.
func TestUsualEnglish(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Monday is no good for me, and neither is Tuesday. Otherwise 3 and 5 are possible", "3 5"},
		{"team5", "both of the last two are free in my calendar", "4 5"},
		{"team5", "any of the first three would do", "1 2 3"},
		{"team5", "either of the last two", "4 5"},
		{"team5", "both of the last three", "unclear"},
		{"team5", "I'd rather have 3 than 4 but can do both", "*3 4"},
		{"team5", "I'd rather have 3 than 4", "unclear"},
		{"team5", "middle one works, others collide w/ beamtime", "3"},
		{"team5", "3's out, the rest are good", "1 2 4 5"},
		{"team5", "2 and 3 please. Please send the dial-in to my office, not to the plant.", "2 3"},
		{"team5", "2 and 3, not blorp", "unclear"},
		{"team5", "2 and 3, and could somebody please order more 3 mm filters", "2 3"},
		{"team5", "4 yes, 2 only if it really has to be", "~2 4"},
		{"team5", "We could all make 3.", "3"},
		{"team5", "The four of us can make slot 3.", "3"},
		{"team5", "I can only offer 2 and 3, sorry.", "2 3"},
		{"team5", "None of them fit. May we suggest something else?", "unclear"},
		{"team5", "We may make 3", "unclear"},
		{"team5", "4 and 5. Monday at one o'clock I collect the little one from swimming", "4 5"},
		{"team5", "Wednesday, of all days, is fine", "3"},
		{"team5", "Wednesday of all days", "unclear"},
		{"team5", "Speaking for the whole team: 3 works for all of us.", "3"},
		{"team5", "I'm afraid I'm on holiday all that week, so I won't be able to make it.", "decline"},
		{"team5", "That week is a write-off", "unclear"},
		{"team5", "I am OK with the first three, not the other two.", "1 2 3"},
		{"team5", "All of us can do Thursday but Ann", "unclear"},
		{"team5", "Wednesday, not before", "unclear"},
		{"team5", "I can make the first two but not the others.", "1 2"},
		{"team5", "2 and 4 but none of the others", "2 4"},
		{"team5", "2 und 4, aber keiner der anderen", "2 4"},
		{"team5", "4 isn't possible but not the others", "unclear"},
		{"many12", "Either Monday works, both times.", "1 2 11 12"},
		{"team5", "Tuesday please, morning or afternoon", "1 2"},
		{"team5", "Tuesday please, afternoon", "2"},
		{"one", "Works for me, I'm in the office that day anyway.", "1"},
		{"one", "Yes, I may be in the office that day.", "unclear"},
	})
}
