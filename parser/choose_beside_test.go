package parser

import "testing"

// TestChooseBeside: words beside an answer that cannot change it, and those that can.
func TestChooseBeside(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Thursday works for the Lisbon team", "4"},
		{"team5", "Wednesday and Thursday would work with my clinic", "3 4"},
		{"team5", "The second one suits the basses", "2"},
		{"team5", "Wed 10am or thurs 15:30 are both doable w my shift, thx", "3 4"},
		{"team5", "Thursday would be my first choice for the low sun", "*4"},
		{"team5", "Wednesday is good for us in Ghent", "3"},
		{"team5", "Wednesday works with a proviso", "unclear"},
		{"team5", "Wednesday works with the caveat", "unclear"},
		{"team5", "Wednesday works for half the team", "unclear"},
		{"team5", "Wednesday works in a fashion", "unclear"},
		{"team5", "Wednesday works for Zara", "3"},
		{"team5", "Wednesday works for Zara's mum", "3"},
		{"team5", "Wednesday works fine with the new rota, thanks", "3"},
		{"team5", "Wednesday works for the moment", "unclear"},
		{"team5", "Wednesday works for the beginning", "unclear"},
		{"team5", "Wednesday works for the opening and Friday for the close", "unclear"},
		{"team5", "Donnerstag passt für die Kantorei", "4"},
		{"team5", "Donderdag past voor de hele ploeg", "4"},
	})
}

// TestChooseBusy: what else is on, at a time of the offer or not.
func TestChooseBusy(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Can make Wednesday. The car's in for its MOT on Monday so I'm on the bus, but that's fine.", "3"},
		{"team5", "Thursday arvo is fine, mate. Got the kids in the morning.", "4"},
		{"team5", "Tuesday 2pm, if that's alright. I'll have had my lunch by then.", "2"},
		{"team5", "First three are fine. After that I'm on leave until January.", "1 2 3"},
		{"team5", "Tues morning. Afternoon I've got the plumber.", "1"},
		{"team5", "1 works. Grandson's football on Thursday afternoons", "1"},
		{"team5", "1 works. Got room Thursday.", "unclear"},
		{"team5", "1 works. Thursday's grandiose.", "unclear"},
		{"team5", "1 or 3, since I only get home around 6 on weekdays", "1 3"},
		{"team5", "I'm slammed for all those times.", "decline"},
		{"team5", "I'm in surgery for every one of those.", "decline"},
		{"team5", "we're slammed all those times.", "decline"},
		{"team5", "Friday's ok but we'd have to scoot off at half past for a christening", "unclear"},
		{"team5", "Friday's ok but I must skedaddle by half past", "unclear"},
		{"team5", "Friday's ok, but I need to be in Leeds by ten", "unclear"},
	})
}

// TestChooseQuestionBeside: questions of their own behind an answer, and counts of what was named.
func TestChooseQuestionBeside(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Wed 10am or thurs 15:30 are both doable w my shift, thx", "3 4"},
		{"team5", "3 and 5, and shall I bring the slides?", "3 5"},
		{"team5", "3 and 5 - will it be in the barn again?", "3 5"},
		{"team5", "Option 3 please - will it be in B12 again?", "3"},
		{"team5", "3, 5 are possible. I will need a parking permit for the day, could you arrange one?", "3 5"},
		{"team5", "3 and 5, does that work?", "unclear"},
		{"team5", "3 and 5, would that suit everyone?", "unclear"},
		{"team5", "3, is Anna free?", "unclear"},
		{"team5", "would 1 or 4 suit Anna", "unclear"},
		{"team5", "5 for me, sorry, mad couple of weeks", "5"},
		{"team5", "2 - sorry, 3", "unclear"},
		{"team5", "I can do Tuesday - either time.", "1 2"},
		{"team5", "I can do Tuesday - either time - and Wednesday", "1 2 3"},
		{"team5", "Three works. Is there parking?", "3"},
		{"team5", "Three work.", "unclear"},
		{"team5", "Three is fine.", "3"},
		{"team5", "two and number five work for Mrs. Delgado's daughter", "2 5"},
		{"team5", "1 or 2. Either of those is fine.", "1 2"},
		{"team5", "1, 2 and 3. Either of those is fine.", "unclear"},
		{"team5", "The 24th. Both times are fine.", "1 2"},
	})
}

// TestChooseOtherwise: what is said beside or after a choice.
func TestChooseOtherwise(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Preferably Wednesday, otherwise Thursday also works.", "*3 4"},
		{"team5", "Wednesday if possible, otherwise Thursday", "*3 4"},
		{"team5", "Am liebsten Mittwoch, sonst Donnerstag", "*3 4"},
		{"team5", "Liefst woensdag, anders donderdag", "*3 4"},
		{"team5", "Helst onsdag, annars torsdag", "*3 4"},
		{"team5", "Helst 1, annars 3", "*1 3"},
		{"team5", "Not Thursday, otherwise I'm free", "1 2 3 5"},
		{"team5", "I've spoken to my line manager and 3 is fine.", "3"},
		{"team5", "I've talked to Tom and Wednesday works.", "3"},
		{"team5", "Wednesday works for me and the dog.", "3"},
		{"team5", "Wednesday suits me and my lot.", "3"},
		{"team5", "The Friday one, thanks a bunch. I'll be in from 8 anyway.", "unclear"},
		{"team5", "Any day but Friday, I've a funeral.", "1 2 3 4"},
		{"team5", "2 - can't do the rest, school hols", "2"},
		{"team5", "2, meh", "unclear"},
	})
}

// TestChooseNorth: what else is said in German, Dutch, Swedish and Finnish.
func TestChooseNorth(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Dienstag um zehn passt uns, wir richten uns nach den anderen", "1"},
		{"team5", "wir sind leider nicht dabei, Jakob wechselt ja im Herbst die Schule", "decline"},
		{"team5", "Mittwoch ginge bei mir gut. Liebe Grüße an alle", "3"},
		{"team5", "Mittwoch passt, Donnerstag nur zur Not", "3 ~4"},
		{"team5", "Am allerliebsten Mittwoch, Donnerstag geht auch", "*3 4"},
		{"team5", "1 kan, 4 alleen als het echt niet anders kan", "1 ~4"},
		{"team5", "Wij kunnen helaas niet deelnemen aan dit overleg", "decline"},
		{"team5", "Woensdag of donderdag komt ons goed uit", "3 4"},
		{"team5", "Kan inte vara med alls, är föräldraledig", "decline"},
		{"team5", "Jag kan tyvärr inte delta den här gången", "decline"},
		{"team5", "Onsdag funkar för oss, ha en fin dag", "3"},
		{"team5", "Onsdag passar, torsdag bara i nödfall", "3 ~4"},
		{"team5", "en valitettavasti pääse mukaan. Hyvää kokousta!", "decline"},
		{"team5", "Keskiviikko käy, nähdään", "3"},
		{"team5", "2 works. All fine here.", "unclear"},
		{"team5", "All fine here. 2 works.", "unclear"},
		{"team5", "2 passt. Uns geht es allen gut.", "unclear"},
		{"team5", "Le 2 me va. Tout va bien.", "unclear"},
		{"team5", "2 is best. All of them work.", "1 *2 3 4 5"},
		{"team5", "2 and 3. All the others work too.", "1 2 3 4 5"},
	})
}
