package parser

import "testing"

// TestBears: a sentence that names no slot may yet take back what was said.
func TestBears(t *testing.T) {
	for _, said := range []string{
		"I haven't got my final schedule.", "I still have to check my rota.", "My timetable isn't out yet.", "Haven't confirmed with my wife.", "Waiting on my roster.",
		"Awaiting confirmation from my manager.", "My boss hasn't approved it yet.", "My shifts come out on Friday.", "Schedule still tbc.", "No word from my boss yet.",
		"Still chasing my boss for the go-ahead.", "My visa is still pending.", "Childcare is still unknown.", "The roster is a draft.",
		"Something came up.", "I just realised I'm away.", "I've just realised that's half term.", "Just noticed I'm away then.", "Oh no, that's my anniversary.",
		"Oh, I've just seen I'm away.", "My wife just told me we're away that week.", "I forgot about the school play.", "I'd forgotten the school play.",
		"Scrap the above.", "Ignore me.", "Psych!", "Kidding!", "jk", "More later.", "Stand by.", "Standby for confirmation.", "Leave it with me.", "Watch this space.",
		"It's cooked.", "It's a mare.", "That's mid.", "It's a long drive.", "I'm away that day.", "I'm travelling then.", "Ann will come instead.", "Nobody likes it though.",
		"Everything else is fine.", "Everything else is great.", "I'd have to move the dentist.", "Or not.",
		"It clashes with gym.", "There's a clash with the gym.", "However it clashes with the gym.", "It overlaps with my class.", "But.", "No?", "Or is it gone?", "I'll have to find a sitter.",
		"Need to arrange cover.", "I need to find cover.", "I've applied for leave.", "I'm asking my boss.", "I'll run it past Ann.", "I'll square it with Ann.", "Please hold.",
		"Hold both.", "Ann decides.", "On one condition.", "One condition: no pizza.", "Conditions apply.", "I quit.", "I'm leaving the company.", "I must dash early.",
		"I'll be on the train.", "I teach then.", "I teach at that time.", "We're closed that day.", "My wife has the car that day.", "School's out that day.",
		"Half an hour max.", "I have 30 minutes.", "I've only got half an hour.", "I didn't agree to this.", "I never said that.", "Ha ha no.", "I'd rather be elsewhere.",
		"Weather allowing.", "Same as last time.", "I can only do one.", "Boss vetoed it.", "Rejected.", "Leave was refused.", "They refused my leave.",
		"Overruled.", "4 is a mare.", "Tuesday is cooked.", "I'm chill on Tuesday.", "We're gucci on Tuesday.", "Errr.", "Everything is fine here.",
	} {
		o := offers["team5"]
		if r := Choose(writtenMail("3 works. "+said, o), o); brief(r) != "unclear" {
			t.Errorf("%q\n\tgot  %s (%s %q)", said, brief(r), r.Reason, r.Detail)
		}
	}
	for _, said := range []string{
		"My boss likes long meetings.", "My wife says hello.", "My husband will come along too.", "The new roster is a shocker.", "It's my birthday on Friday.",
		"Great work, Ben!", "All else is well.", "I'll bring my diary.", "See you then!", "Ann says hi.", "Please accept my apologies for the delay.", "My mother sends her love.", "I refuse to bring cake.", "I'm teaching on Tuesday.", "Tuesday I'm in Leeds.",
		"It took me half an hour to find this mail.", "The kids are still small.", "Looking forward to it!",
	} {
		o := offers["team5"]
		if r := Choose(writtenMail("3 works. "+said, o), o); brief(r) != "3" {
			t.Errorf("%q\n\tgot  %s (%s %q)", said, brief(r), r.Reason, r.Detail)
		}
	}
}

// TestNods: where one slot is on offer, a yes to having got a mail is no yes to the slot.
func TestNods(t *testing.T) {
	check(t, [][3]string{
		{"one", "Yes, I got your mail", "unclear"},
		{"one", "I'm good, thanks", "unclear"},
		{"one", "We're good, thanks", "unclear"},
		{"one", "I'm fine, thanks", "unclear"},
		{"one", "yes, thanks for the reminder", "unclear"},
		{"one", "OK, noted", "unclear"},
		{"one", "ok got it", "unclear"},
		{"one", "Yes, received", "unclear"},
		{"one", "Great, got it", "unclear"},
		{"one", "Perfect, thanks for letting me know", "unclear"},
		{"one", "No problem, thanks for letting me know", "unclear"},
		{"one", "Sure, thanks for the heads up", "unclear"},
		{"one", "Yes, I saw the reminder", "unclear"},
		{"one", "Sure, I read it", "unclear"},
		{"one", "Yes, it landed in my spam", "unclear"},
		{"one", "OK, will look", "unclear"},
		{"one", "OK, noted. I'll be there.", "1"},
		{"one", "Got it, I'll be there", "1"},
		{"one", "Noted, that works", "1"},
		{"one", "Cheers for the reminder, yes I can come", "1"},
		{"one", "Yes, thanks", "1"},
		{"one", "Yes, thanks for organising", "1"},
		{"one", "Yes, all good", "1"},
		{"one", "Great, looking forward to it!", "1"},
		{"one", "only my wife can make it", "unclear"},
		{"one", "Just my husband can make it", "unclear"},
		{"one", "Only Ann can come", "unclear"},
		{"one", "Only I can make it", "1"},
		{"one", "Please accept my apologies", "unclear"},
		{"one", "Please accept my apologies for that day", "unclear"},
		{"one", "Apologies for absence", "decline"},
		{"one", "Can I come", "unclear"},
		{"one", "I can come", "1"},
		{"one", "Yes, in spirit", "unclear"},
		{"one", "Yes, kinda", "unclear"},
		{"one", "Yes, D.V.", "unclear"},
		{"one", "It was fine", "unclear"},
		{"team5", "1, 2, 3 but I can only do one", "unclear"},
		{"team5", "1, 2, 3 but only one of them", "unclear"},
		{"team5", "Same as before, 3", "unclear"},
		{"team5", "at best 3", "unclear"},
		{"team5", "Do I need the car? 3 works.", "3"},
		{"one", "It works at the moment", "unclear"},
		{"one", "I'll do my best to be there.", "unclear"},
		{"pair2", "1 is fine, but...", "unclear"},
		{"pair2", "1 is fine but", "unclear"},
		{"pair2", "1 is free in my calendar but not in reality", "unclear"},
		{"pair2", "both or neither", "unclear"},
		{"pair2", "All or nothing", "unclear"},
		{"pair2", "both or either", "1 2"},
		{"pair2", "1 is fine. 2 in reserve.", "1 ~2"},
		{"team5", "At the moment 3 works", "unclear"},
		{"team5", "3 currently works", "unclear"},
		{"team5", "Currently only 3 works", "3"},
		{"team5", "3 works, I'm currently at home", "3"},
		{"one", "OK with me if OK with Ann", "unclear"},
		{"one", "Fine if that's ok with my boss", "unclear"},
		{"one", "Fine if that's ok with you", "1"},
		{"team5", "Same for 3", "unclear"},
		{"team5", "Ditto 3", "unclear"},
		{"team5", "3 likewise", "unclear"},
		{"team5", "2 works. Same for 3.", "2 3"},
		{"team5", "Also 3", "+ 3"},
		{"team5", "2 -\n4", "unclear"},
		{"team5", "2-\n4", "unclear"},
		{"team5", "2 -\n3 +\n4 -", "3"},
		{"team5", "2 (work) 3 yes", "unclear"},
		{"team5", "2 (work), 3 yes", "unclear"},
		{"team5", "2: work, 3: yes", "unclear"},
		{"team5", "2 and 3 work", "2 3"},
		{"team5", "Pencil me in for 3", "unclear"},
		{"team5", "Put me down for 3", "3"},
		{"team5", "Tuesday works for Ann, I'm away that day", "unclear"},
		{"team5", "Not Tuesday, I'm away that day. The rest is fine.", "3 4 5"},
		{"team5", "Wednesday works, I'm away the day before", "3"},
		{"team5", "3 works. Everything else is fine too.", "1 2 3 4 5"},
		{"team5", "3 is best. Everything else is fine.", "1 2 *3 4 5"},
		{"team5", "3 works. I'm free otherwise.", "1 2 3 4 5"},
	})
}
