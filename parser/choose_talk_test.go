package parser

import "testing"

// TestTalk: a sentence about a thing of its own does not make an answer doubtful, whatever words are in it.
func TestTalk(t *testing.T) {
	for _, said := range []string{
		"I don't have the address.", "I don't eat meat.", "My mother isn't well.", "The projector doesn't work.", "I haven't seen the film.",
		"I think the projector is broken.", "I might bring Mia.", "Perhaps we could talk about the budget.", "Ankle nearly healed!",
		"I moved the files.", "We moved the sofa.", "The concert was cancelled.", "Softball got cancelled.", "My co-examiner has written to you I think.",
		"Both kids are ill.", "None of the kids are well.", "All the kids are ill.", "Most of the office is ill.", "The first snow is here.", "2 of the tyres are flat.",
		"The kids have football on Thursdays.", "The boiler man comes on Thursday.", "Did you see the match on Tuesday?", "No news from the bank.",
		"I'll bring the drone, the 2 batteries and the permit.", "Good luck on Friday!", "Best of luck on Friday.", "All is well here.",
	} {
		o := offers["team5"]
		for _, text := range []string{"3 works. " + said, said + " 3 works."} {
			if r := Choose(writtenMail(text, o), o); brief(r) != "3" {
				t.Errorf("%q\n\tgot  %s (%s %q)", text, brief(r), r.Reason, r.Detail)
			}
		}
	}
}

// TestNoTalk: what may bear on the answer stays a doubt.
func TestNoTalk(t *testing.T) {
	for _, said := range []string{
		"I can't get a babysitter.", "The babysitter might be ill.", "I might have to leave for the school run.", "I might need to pick up the kids.",
		"I may be in Oslo.", "I may be in a meeting.", "There might be a clash with the gym.", "My boss isn't happy about it.", "I haven't asked my boss.",
		"I don't have the car then.", "I don't have my rota yet.", "My plans aren't final.", "I haven't made up my mind.", "Just kidding.", "I don't mean that.",
		"I'd have to move the dentist.", "I have to move the dentist.", "I think my wife has plans on Wednesday.", "The boiler man comes on Wednesday.",
		"None of the team can make it.", "Some of the team are away then.", "The aftrnoon works.", "The second chioce isn't bad.", "Wednesday got cancelled.", "3 got cancelled.",
		"My train might not run.", "I shouldn't.", "2 wroks.", "Tuesday would be a treat.", "Nearly sure.", "Not sure.",
	} {
		o := offers["team5"]
		if r := Choose(writtenMail("3 works. "+said, o), o); brief(r) != "unclear" {
			t.Errorf("%q\n\tgot  %s (%s %q)", said, brief(r), r.Reason, r.Detail)
		}
	}
}

// TestReasons: why a slot does not work, or is no pleasure, is no condition.
func TestReasons(t *testing.T) {
	check(t, [][3]string{
		{"team5", "none of those - Aoife's broken her wrist so she's out until half term", "decline"},
		{"team5", "none of these work until the weather improves", "unclear"},
		{"team5", "I can't do any until Ben is back", "unclear"},
		{"team5", "3 works, until I get paged", "unclear"},
		{"team5", "None for me, away all month", "decline"},
		{"team5", "None away", "unclear"},
		{"team5", "1 works. 4 if need be, I would have to shift one vendor call.", "1 ~4"},
		{"team5", "Friday if need be, I'd have to move the meeting", "unclear"},
		{"team5", "2 no (work dinner), 3 yes", "3"},
		{"team5", "Anything except Tuesday - we have chapel and then my mother in law", "3 4 5"},
		{"team5", "3 works, since softball got cancelled", "3"},
		{"team5", "Tue: in Zurich\nWed: fine\nThu: no", "3"},
		{"team5", "2: in Zurich", "unclear"},
		{"team5", "Tuesday is good, I'll be digging anyway", "1 2"},
		{"team5", "2, I'm dithering", "unclear"},
		{"team5", "2, meh", "unclear"},
		{"team5", "Tuesday is fine whenever", "1 2"},
		{"two6", "Thursdays or the two Tuesdays", "1 2 4 5"},
		{"two6", "the three Tuesdays", "unclear"},
		{"team5", "All bar number 2 x", "1 3 4 5"},
		{"team5", "2 x", "unclear"},
		{"team5", "Morning Gwen, 3 works", "3"},
		{"team5", "Mornings, Gwen", "1 3 5"},
		{"eve5", "Monday night works", "5"},
		{"eve5", "Tuesday night I'm out, Thursday works", "2"},
		{"team5", "Wed pls", "3"},
		{"team5", "2 isn't bad", "unclear"},
		{"team5", "2 isn't impossible", "unclear"},
		{"team5", "2 isn't possible, 3 is", "3"},
		{"team5", "2 is not bad", "2"},
		{"team5", "3 works. Work is fine otherwise.", "3"},
		{"team5", "Not 2. Otherwise fine.", "1 3 4 5"},
	})
}
