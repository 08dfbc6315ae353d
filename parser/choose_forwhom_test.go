package parser

import "testing"

// TestChooseForWhom: who speaks for an office, and for whom something works.
func TestChooseForWhom(t *testing.T) {
	check(t, [][3]string{
		{"team5", "The treasurer is able to attend any of these except 1 and 4.", "2 3 5"},
		{"team5", "Our defence section can do Wednesday.", "3"},
		{"team5", "Our defence section prefers 3.", "*3"},
		{"team5", "The harbour board has no objection to any of the dates.", "1 2 3 4 5"},
		{"team5", "Our ushers could attend on Wednesday or Friday.", "3 5"},
		{"team5", "3 and 5 ok for Security.", "3 5"},
		{"pair2", "Both OK for the bakery people.", "1 2"},
		{"team5", "All 5 OK from the camera dept.", "1 2 3 4 5"},
		{"team5", "The 25th and the 27th are possible from Gothenburg.", "3 5"},
		{"team5", "Tuesday morning is best for shop floor people here.", "*1"},
		{"team5", "3 and 5 OK for the three of us (me, Moira, and Callum on tuba).", "3 5"},
		{"team5", "Only the 9am on Friday works from the Perth end.", "5"},

		// from when on, a part, some of them
		{"team5", "3 works from Noon.", "unclear"},
		{"team5", "3 works from Easter.", "unclear"},
		{"team5", "3 works from Febuary.", "unclear"},
		{"team5", "3 works from Thirsday.", "unclear"},
		{"team5", "3 works from the interval.", "unclear"},
		{"team5", "3 works from memory.", "unclear"},
		{"team5", "3 works for Anna, 4 for Ben.", "unclear"},
		{"team5", "3 works for the meantime.", "unclear"},
		{"team5", "3 works for the beginning.", "unclear"},
		{"team5", "3 works for the boys but not the girls.", "unclear"},
		{"team5", "3 is ok for two of us.", "unclear"},
		{"team5", "3 is ok for three of the five of us.", "unclear"},

		// a thing, others beside the writer, a doubt
		{"team5", "The hall is free Wednesday.", "unclear"},
		{"team5", "The marquee can come on Wednesday.", "unclear"},
		{"team5", "The minibus can take 4.", "unclear"},
		{"team5", "Our oven can do 4.", "unclear"},
		{"team5", "The parish council can do 3. I can do 4.", "unclear"},
		{"team5", "Can the treasurer do 3?", "unclear"},
		{"team5", "The treasurer can do 3, I think.", "unclear"},
		{"team5", "The treasurer can do 3 but I can't.", "unclear"},
		{"team5", "My treasurer can do 3 if he wakes up.", "unclear"},
		{"team5", "No treasurer can do 3.", "unclear"},
		{"team5", "Only the treasurer can do 3.", "unclear"},
		{"team5", "The treasurer can do Wednesday but the chair can only do Friday.", "unclear"},
	})
}
