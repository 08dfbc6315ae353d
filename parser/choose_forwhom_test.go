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
