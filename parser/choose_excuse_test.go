package parser

import "testing"

// TestChooseExcuses: beside a no to everything, a reason may be made of anything that offers nothing.
func TestChooseExcuses(t *testing.T) {
	check(t, [][3]string{
		{"team5", "None of these; I'm on sick leave with my shoulder until the middle of October.", "decline"},
		{"team5", "I can't attend, I am on parental leave until the autumn and my brain is porridge.", "decline"},
		{"team5", "I won't be able to attend the review at all, as I'm on leave for surgery until March.", "decline"},
		{"pair2", "neither sorry :( i have youth fire brigade and then my gran's 80th", "decline"},
		{"team5", "I can't make any of them Bev, sorry. Mum's 90th, then the caravan.", "decline"},
		{"team5", "Count me out this year, sold the bike.", "decline"},
		{"team5", "I can't make any of them, we're in the middle of an audit until the end of the month.", "decline"},
		{"team5", "None of them, the ship is in Esbjerg. What about Sunday 29 November, 14:00 to 15:00?", "2026-11-29T14:00/1h0m"},
		{"team5", "None of these. All the best for the Seventh!", "decline"},

		{"team5", "I can't attend any of the five rehearsals, sorry.", "decline"},
		{"team5", "I can't attend any of the rehearsals, sorry.", "decline"},
		{"team5", "Neither I nor anybody from our group can join, sorry.", "decline"},
		{"team5", "The boiler burst, so I can't make any of these.", "decline"},
		{"team5", "We have moved to another accountant since January, so none of these, thank you.", "decline"},

		{"team5", "I can't attend any of the afternoon rehearsals.", "unclear"},
		{"team5", "I can't attend any of the Tuesday rehearsals.", "unclear"},
		{"team5", "I can't attend any of the two rehearsals.", "unclear"},
		{"team5", "I can't make any of the early birds.", "unclear"},
		{"team5", "If the boiler is fixed, none of these.", "unclear"},
		{"team5", "Tom can do 3, so none of these for me.", "unclear"},
		// others who come, a slot after all, a condition, a part
		{"team5", "I can't attend, Tom can do 3.", "unclear"},
		{"team5", "None for me, Tom 3.", "unclear"},
		{"team5", "None of these. Tom likes 3.", "unclear"},
		{"team5", "I can't make any of them, blorp 3.", "unclear"},
		{"team5", "I can't make any of them. Sold the bike, 3 blorps.", "unclear"},
		{"team5", "I can't make any of them until I hear from the doctor.", "unclear"},
		{"team5", "I can't make any of them, waiting for the doctor.", "unclear"},
		{"team5", "I can't make any of them. Unless the sitter turns up.", "unclear"},
		{"team5", "I can't attend any but my wife, bless her, 3.", "unclear"},
		{"team5", "I cannot make any. Mondays I'm easy.", "unclear"},
		{"team5", "I can't attend the ceremony, only the dinner.", "unclear"},
		{"team5", "3 works. I'm on leave until March.", "unclear"},
	})
}
