package parser

import "testing"

// TestChooseThirdKinds: kinds of answers that a third round of readings showed, each with its neighbours.
func TestChooseThirdKinds(t *testing.T) {
	check(t, [][3]string{
		// what one says of oneself is no time of day
		{"team5", "Mercredi. Je suis du matin, moi.", "3"},
		{"team5", "Le 4 me va. Je ne suis pas du matin.", "4"},
		{"team5", "Le 4. Le matin, non.", "4"},
		{"team5", "4 works. I'm not a morning person.", "4"},

		// names of parts of a day, and what is left out
		{"team5", "Not Thursday arvo, the rest is OK.", "1 2 3 5"},
		{"team5", "Tuesday arvo", "2"},
		{"team5", "All bar number 2", "1 3 4 5"},
		{"team5", "Anything bar Tuesday", "3 4 5"},
		{"team5", "All bar none", "unclear"},
		{"team5", "The bar on Tuesday", "unclear"},

		// never
		{"team5", "2 works. Mornings are never going to happen.", "2"},
		{"team5", "1 works. Mornings are never going to happen.", "unclear"},
		{"team5", "Afternoons, all of them. Mornings won't happen.", "2 4"},

		// the better of them
		{"team5", "2 and 4 work, 4 would be the better of the two", "2 *4"},
		{"team5", "4 is the better of the two", "*4"},
		{"team5", "2 and 4, I'd much prefer 4", "2 *4"},
		{"team5", "2 should work, I prefer 4", "unclear"},

		// both of us
		{"team5", "We can both do Tuesday", "1 2"},
		{"team5", "We can both do Wednesday", "3"},
		{"team5", "Mia and I can both do Wednesday", "3"},
		{"team5", "We're both free on 3, 4 and 5", "3 4 5"},
		{"team5", "I can do both", "unclear"},
		{"team5", "We can both", "unclear"},
		{"team5", "We can't both do Wednesday", "unclear"},
		{"pair2", "We can do both", "1 2"},
		{"pair2", "We can both do 1", "1"},

		// the two Fridays, the middle two
		{"two6", "Wednesday or the two Tuesdays", "unclear"},
		{"team5", "Wednesday or the two Tuesdays", "unclear"},
		{"team5", "The middle three", "2 3 4"},
		{"team5", "The middle two", "unclear"},
		{"two6", "The middle two please", "3 4"},
		{"two6", "The middle three please", "unclear"},
		{"team5", "Whichever is latest", "5"},
		{"team5", "Whichever is the earliest", "1"},
		{"team5", "Whichever is better", "unclear"},

		// passing on
		{"team5", "I'll have to pass on all five", "decline"},
		{"team5", "I'll have to pass on all four", "unclear"},
		{"team5", "I can't do all five", "unclear"},
		{"team5", "I won't manage all of them", "unclear"},

		// both, after a list
		{"team5", "4/5 both", "4 5"},
		{"team5", "4/5 both work", "4 5"},
		{"team5", "4/5 all three", "unclear"},
		{"team5", "4/5 both?", "unclear"},

		// then
		{"team5", "1 - 3, then I have a plane.", "1 2 3"},
		{"team5", "1 and 2, then we are at Alton Towers", "1 2"},
		{"team5", "1 and 2, then I could juggle 3", "unclear"},
		{"team5", "1 or 2, then I have a gap", "unclear"},
		{"team5", "Thursday and Friday, we have LP meetings before that.", "4 5"},
		{"team5", "4 and 5 please, we're at Alton Towers the day before.", "4 5"},
		{"team5", "4, I'm free before that.", "unclear"},

		// the only slot
		{"one", "See you then", "1"},
		{"one", "See you then!", "1"},
		{"one", "See you", "unclear"},
		{"one", "I can't come. See you then.", "unclear"},
		{"one", "See you soon", "unclear"},
		{"team5", "See you then", "unclear"},
		{"one", "See you then?", "unclear"},

		// after a lead-in
		{"team5", "For what it's worth: option 3", "3"},
		{"team5", "My two cents: option 3", "3"},
		{"team5", "My vote goes to: option 3", "3"},
		{"team5", "The worst of all: option 3", "unclear"},
		{"team5", "What I hate most: option 3", "unclear"},
		{"team5", "Anything except: option 3", "1 2 4 5"},

		// a question about the kit
		{"team5", "All five work. Do the kids still need the blue kit?", "1 2 3 4 5"},
		{"team5", "All five work. I still need to ask my boss, ok?", "unclear"},

		// counters
		{"team5", "None of these. How about Friday 4 December at 3pm, between services?", "2026-12-04T15:00/45m"},
		{"team5", "How about Friday 4 December, 12.30 to 1 pm, sandwiches on me?", "2026-12-04T12:30/30m"},
		{"team5", "How about Friday 4 December at 3pm, unless Anna objects?", "unclear"},
		{"team5", "How about Friday 4 December at 3pm, or somewhere near?", "unclear"},
		{"one", "Not that one, sorry. Could you come Friday 4 December at 8 instead?", "2026-12-04T08:00/1h0m"},
		{"one", "Could you come a bit later?", "unclear"},

		// closing time
		{"team5", "4 works. Our office closes on Thursday at noon.", "unclear"},
		{"team5", "1 works. Our office closes on Tuesday at 10.", "unclear"},
		{"team5", "5 works. Our office closes on Thursday at noon.", "5"},
	})
}
