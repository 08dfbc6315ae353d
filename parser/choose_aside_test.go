package parser

import "testing"

// TestChooseAsides: what is said beside an answer, with days and numbers of its own, does not spoil it.
func TestChooseAsides(t *testing.T) {
	check(t, [][3]string{
		{"team5", "2 and 4. My paper is due on 1 March so I have time.", "2 4"},
		{"team5", "2 works. Our landlord visits on the 29th.", "2"},
		{"team5", "2 works, I teach on Thursday.", "2"},
		{"team5", "2 works, we have 3 kids with 3 teachers that night", "2"},
		{"team5", "Wednesday - I have 12 covers on Tuesday.", "3"},
		{"team5", "1 or 3 please, my 2 girls are at 2 different schools", "1 3"},
		{"team5", "The last one. We come with 2 buses and 4 drivers.", "5"},
		{"team5", "3 works. The café is shut on Mondays and Thursdays.", "3"},
		{"team5", "3 works - the café is shut on Mondays and Thursdays.", "3"},
		{"team5", "5. My train leaves London at 6:15 and costs 18 quid.", "5"},
		{"team5", "5 (my exam is on the 24th)", "5"},
		{"team5", "Not 2 (lecture), the rest is fine", "1 3 4 5"},
		{"team5", "Everything except the Wednesday (3 kids here)", "1 2 4 5"},
		{"team5", "1. I was born in 1945 and swallow 4 pills a day.", "1"},
		{"team5", "4 please. We are 3 people from the ward and need 1 parking space.", "4"},
		{"team5", "By the way, clause 2 of the draft is missing. I can do 3.", "3"},
		{"team5", "I can do 3. Please note that clauses 2 and 7 of the draft remain open.", "3"},
		{"team5", "I can do 3. Unrelated: the SA100 is due on 31 January.", "3"},
		{"team5", "1 and 5. Year 4 has its trip in between.", "1 5"},
		{"team5", "I teach on Thursday, the rest is fine.", "1 2 3 5"},
		{"team5", "Wednesday I have two weddings. Any other day is fine.", "1 2 4 5"},
		{"team5", "Wednesday, later no chance with the school run.", "3"},
		{"team5", "None of these work, I run a camp from the 20th.", "decline"},
		{"team5", "3, because my crew has the Thursday market.", "3"},
		{"team5", "3 works. Afternoons I'm on the water.", "3"},
		{"team5", "2 works. I'm back on Monday 23 November.", "2"},

		// what an aside says of a slot must fit the answer
		{"team5", "4 works. I teach on Thursday.", "unclear"},
		{"team5", "2 and 4, I'm with my sister in Leeds from the 26th", "unclear"},
		{"team5", "2 and 3, I'm with my sister in Leeds from the 26th", "2 3"},
		{"team5", "3 works, my crew meets Wednesday at 10:30", "unclear"},
		{"team5", "1 works. I'm back on Thursday.", "unclear"},
		{"team5", "4 works. I only work Tuesdays.", "unclear"},
		{"team5", "4 works, but I have another meeting at 16:00.", "unclear"},
		{"team5", "All work, my crew has the Thursday market.", "unclear"},

		// and it must speak of something else
		{"team5", "2 works. I'd swing Thursday.", "unclear"},
		{"team5", "2 works. We could swing 4.", "unclear"},
		{"team5", "2 works. Thursday rocks.", "unclear"},
		{"team5", "2 works. Thursday is grandiose.", "unclear"},
		{"team5", "2 works, I dig 3", "unclear"},
		{"team5", "2 works. 3 rocks.", "unclear"},
		{"team5", "2 works, 7 rocks.", "unclear"},
		{"team5", "2 works, Friday too for my crew of squirrels", "unclear"},
		{"team5", "2 works. The others rock.", "unclear"},
		{"team5", "2, and my colleague might take Thursday", "unclear"},
		{"team5", "2 works. If my boss squeals, Thursday.", "unclear"},
		{"team5", "2 works, unless my squad meets on Thursday", "unclear"},
		{"team5", "2. Later is grand with the school run.", "unclear"},
		{"team5", "I teach on Thursday.", "unclear"},
		{"team5", "My flight home is on the 3rd.", "unclear"},
		{"team5", "None of these. Monday 30 November at 10 rocks.", "unclear"},
		{"team5", "2 (meh)", "unclear"},
		{"team5", "We are 3 people and bring 2 dogs.", "unclear"},
	})
}
