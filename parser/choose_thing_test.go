package parser

import "testing"

// TestChooseThings: numbers and verbs that go with a thing of its own say nothing of slots.
func TestChooseThings(t *testing.T) {
	check(t, [][3]string{
		{"team5", "3 works. Could you send me last year's certificate?", "3"},
		{"team5", "3 works. Do you still want two mediums and one large?", "3"},
		{"team5", "3 is grand, I'll swap my lunch with Aoife", "3"},
		{"team5", "3 is grand, I'll move my dentist.", "3"},
		{"team5", "The earliest, so I can get back to the cows.", "1"},
		{"team5", "3 works. Tuesday is bin night.", "3"},
		{"team5", "3 works. Thursday is market day.", "3"},
		{"pair2", "Both good. I'll bring the drone, the 2 spare batteries and the permit for 3 operators.", "1 2"},
		{"team5", "2 and 5 please. I have a new address so tell me if this arrives twice.", "2 5"},
		{"team5", "The last option for our family please.", "5"},
		{"team5", "None fit. Carlos has all my drawings (sheets 1 to 14).", "decline"},

		{"team5", "3 works. I have 4 spare.", "unclear"},
		{"team5", "3 works. Thursday is practice day off.", "unclear"},
		{"team5", "3 works. Would the second blorp be possible?", "unclear"},
		{"team5", "3 works. What about the second blorp?", "unclear"},
		{"team5", "3 works. Could we take the second blorp?", "unclear"},
		{"team5", "3 works. Do you mean the second one?", "unclear"},
		{"team5", "3 is grand, I'll move my dentist to Friday.", "unclear"},
		{"team5", "3 is grand, I'll swap my 3 for a 4.", "unclear"},
		{"team5", "3 is grand, I'd have to move my dentist.", "unclear"},
		{"team5", "3 works but I'll get back to the boss.", "unclear"},
		{"team5", "3 works, so I can get back to you.", "unclear"},
		{"team5", "3 works. Thursday is payday.", "unclear"},
		{"team5", "3 for our boss, 4 for me.", "unclear"},
	})
}
