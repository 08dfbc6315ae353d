package parser

import "testing"

// TestChooseKinds: kinds of answers that a second round of readings showed, each with its neighbours.
func TestChooseKinds(t *testing.T) {
	check(t, [][3]string{
		// all and none of them, in everyday words
		{"team5", "every time from the list is OK", "1 2 3 4 5"},
		{"team5", "all 5 lol i have time", "1 2 3 4 5"},
		{"team5", "any of em", "1 2 3 4 5"},
		{"team5", "none o them", "decline"},
		{"team5", "Not 1, not 2, not 3, not 4, not 5.", "decline"},
		{"team5", "1 no 2 no 3 no 4 no 5 no", "decline"},
		{"team5", "1 no 2 no 3 no", "unclear"},
		{"pair2", "either tbh", "1 2"},
		{"team5", "either tbh", "unclear"},
		{"team5", "no good on 5 rest are fine", "1 2 3 4"},
		{"team5", "no good on 5 rest is a mess", "unclear"},
		{"team5", "Tuesday Wednesday no way. Other two ok.", "4 5"},
		{"team5", "Tuesday Wednesday no way. Other three ok.", "unclear"},
		{"team5", "Everything works but number 3, when the dentist expects me.", "1 2 4 5"},
		{"team5", "3 works, when the dentist lets me.", "unclear"},
		{"team5", "Tuesday works any time", "1 2"},
		{"team5", "Tuesday works either time", "1 2"},
		{"team5", "Wednesday works either time", "unclear"},
		{"many12", "alle vier", "unclear"},

		// for whom it works, and who says so
		{"team5", "Grant is free for 3 and 4.", "3 4"},
		{"team5", "Grant can't do 3.", "unclear"},
		{"team5", "Grant can do 3. I can do 4.", "unclear"},
		{"team5", "Grant can do 3. Anna can do 4.", "unclear"},
		{"team5", "Oddly can do 3.", "unclear"},
		{"team5", "2 works for the club.", "2"},
		{"team5", "4 suits the vicar", "4"},
		{"team5", "My boy Jed says 2 works for him", "2"},
		{"team5", "My wife and I can do 2.", "2"},
		{"team5", "My husband and I can do 2.", "2"},
		{"team5", "My husband can do 2, I can do 3", "unclear"},
		{"team5", "2 works for the boss, not for me", "unclear"},
		{"team5", "2 for me, 3 for Bob", "unclear"},
		{"team5", "2 works for me and Bob", "2"},
		{"team5", "2 fits my shifts", "2"},
		{"team5", "Leider kann Herr Vogt keinen der vorgeschlagenen Termine wahrnehmen.", "decline"},

		// the one
		{"team5", "2 is the one for us", "2"},
		{"team5", "the 25th is the only 1 i can do", "3"},
		{"team5", "option 3 is the only one that works now", "3"},
		{"team5", "2 is the one I can't do", "unclear"},
		{"team5", "2 is the one that hurts", "unclear"},
		{"team5", "the only one I can't do is 2", "unclear"},
		{"team5", "only one works", "unclear"},

		// corrections
		{"team5", "Please disregard my earlier message. 3 is the only one that works now.", "3"},
		{"team5", "1 and 5. No, scratch that: 2 and 5.", "2 5"},
		{"team5", "1 and 5. Scratch that.", "unclear"},
		{"team5", "oops, not 2 but 3", "3"},
		{"team5", "1, 3 I meant", "3"},
		{"team5", "1. actually no, sorry, I meant 2", "2"},
		{"team5", "not 2, 3", "unclear"},
		{"two6", "oeps, niet 2 maar 3 bedoelde ik", "3"},
		{"two6", "1 till 4, nej förlåt, 1 till 3 menade jag.", "1 2 3"},

		// other times after a no
		{"team5", "None of those fit my shifts. How about Friday 27 Nov at 11:00?", "2026-11-27T11:00/45m"},
		{"team5", "cant do any of them, week after would be better", "unclear"},
		{"team5", "None of them, Thursday would be better", "unclear"},
		{"team5", "Can't do any of them but Thursday", "4"},

		// what only looks like an answer
		{"one", "Will there be coffee? I like it.", "unclear"},
		{"one", "Is there parking? That would be good.", "unclear"},
		{"one", "I'll be there. Is there parking?", "1"},
		{"one", "Works for me. Will there be coffee? I like it.", "1"},
		{"team5", "Hi, so the times that work for me are", "unclear"},
		{"team5", "The times that work for me are 2 and 3", "2 3"},
		{"team5", "Oh great, 10 in the morning. Exactly what I was hoping for.", "unclear"},
		{"team5", "1 n 3 good", "1 3"},
		{"team5", "1 n, 3 y", "3"},
		{"team5", "Wednesday is fine x", "3"},
		{"team5", "1: x\n2: y", "unclear"},
	})
}
