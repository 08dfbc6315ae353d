package parser

import "testing"

// TestChooseActivityInEnglish: what people do, and what takes place, at other times is a reason.
func TestChooseActivityInEnglish(t *testing.T) {
	check(t, [][3]string{
		{"team5", "All but 4, Thursday afternoons belong to the toddler group.", "1 2 3 5"},
		{"team5", "3 and 5 please. I lead the book club on Thursday.", "3 5"},
		{"team5", "1 and 3. I pick up the twins (they're 4) at 3.", "1 3"},
		{"team5", "1 and 3. I open the shop on Thursday.", "1 3"},
		{"team5", "3 and 5. Our annual report goes to print on the 24th.", "3 5"},
		{"team5", "2 works. Council sits all morning.", "2"},
		{"team5", "Mornings only pls, afternoons I man the visa counter till 5", "1 3 5"},
		{"team5", "1 works. I'm at the dentist in between.", "1"},
		{"team5", "5, please! I am away with the kids (6 and 9) most of that week.", "5"},
		{"team5", "only the 3:30, sorry. kid drop off + physio", "4"},

		// of the time that was chosen, of a slot, of what may be free
		{"team5", "3 works. Wednesday belongs to the toddler group.", "unclear"},
		{"team5", "3 works. Thursday belongs to me.", "unclear"},
		{"team5", "3 works. Council sits all morning.", "unclear"},
		{"team5", "4 and 3. My report goes to print on Thursday.", "unclear"},
		{"team5", "2 works. Afternoons I man the counter till 5", "unclear"},
		{"team5", "1 and 3. I pick up 4.", "unclear"},
		{"team5", "1 and 3. I pick up Thursday.", "unclear"},
		{"team5", "1 and 3. I like the look of Thursday.", "unclear"},
		{"team5", "1 and 3. Thursday opens up.", "unclear"},
		{"team5", "1 and 3. The gap starts on Thursday.", "unclear"},
		{"team5", "1 or 2, then I have a gap", "unclear"},
		{"team5", "3 works. I'm there most of the day.", "unclear"},
	})
}
