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

// TestChooseOthersDo: what others do, and what things are there, beside an answer.
func TestChooseOthersDo(t *testing.T) {
	check(t, [][3]string{
		{"team5", "3 works. Friday the Hesse office has its summer party.", "3"},
		{"team5", "3 works. My train home only leaves at half past six.", "3"},
		{"team5", "3 works. I fly out on the 27th with the second unit.", "3"},
		{"team5", "3 works. On Tuesday the inspector is coming to the site in Sabadell.", "3"},
		{"team5", "3 works. I have a new passport appointment on the 27th", "3"},
		{"team5", "3 works. I turned 78 last week and I'm slow on the stairs", "3"},
		{"team5", "3 works. I'm on parental leave and grateful for any adult company.", "3"},
		{"team5", "3 works. Got 14 wheels to true before the weekend", "3"},
		{"one", "That works for the chamber. I would bring one colleague, Mr Binder, who is allergic to hazelnuts.", "1"},
		{"team5", "All work. I can also take along Seu Jorge, who is 81 but in great shape.", "1 2 3 4 5"},
		{"team5", "I have checked with the caretaker and we could both attend on slots 2 or 4.", "2 4"},

		{"team5", "5 works. Friday the Hesse office has its summer party.", "unclear"},
		{"team5", "3 works. Friday the coast is clear.", "unclear"},
		{"team5", "3 works. Friday the boss rocks.", "unclear"},
		{"team5", "5 works. My train only arrives on Friday at 10.", "unclear"},
		{"team5", "3 works. I only fly on Fridays.", "unclear"},
		{"team5", "3 works. I have a blorp slot on the 27th", "unclear"},
		{"team5", "3 works. I love any slot.", "unclear"},
		{"team5", "3 works. Got 2 gaps on Friday.", "unclear"},
		{"team5", "3 works. I'd bring Tom, who can do 4.", "unclear"},
		{"team5", "3 works for Tom, who will be late.", "unclear"},
		{"team5", "I asked Tom who likes 3.", "unclear"},
		{"team5", "I've asked for cover and I can do 3.", "unclear"},
		{"team5", "2 works. My best bet is Thursday.", "unclear"},
		{"team5", "2 works. Thursday the gods smile upon us.", "unclear"},
		{"team5", "2 works. Thursday afternoons belong to nobody.", "unclear"},
		{"one", "Works. I'm driving back from Hull at 3.", "unclear"},
		{"many12", "3, 7 and 11 work. 9 I'm at the conference.", "3 7 11"},
		{"many12", "3, 7 and 11 work. 7 I'm at the conference.", "unclear"},
		{"many12", "1 to 4. Monday the whole faculty has exams.", "unclear"},
		{"many12", "All but 5. Wednesday afternoons belong to the choir.", "unclear"},
		{"pair2", "The second. On the last one I teach.", "unclear"},
		{"team5", "I haven't asked the boss and I can do 3.", "unclear"},
		{"team5", "I would have asked the boss and I could do 3.", "unclear"},
	})
}
