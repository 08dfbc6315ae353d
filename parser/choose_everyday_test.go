package parser

import "testing"

// TestChooseAskedTimes: a time that is not on offer, asked for in everyday words beside a no to the offer, is a proposal.
func TestChooseAskedTimes(t *testing.T) {
	check(t, [][3]string{
		{"team5", "None of these work. Would Friday 4 December at 10am be any good?", "2026-12-04T10:00/45m"},
		{"team5", "I can't do any of these. Would Friday 4 December at 10am be any use?", "2026-12-04T10:00/45m"},
		{"team5", "I can't make any of these. Would Friday 4 December from 11:00 to 12:30 work for people?", "2026-12-04T11:00/1h30m"},
		{"team5", "None of these suit. Would Friday 4 December at 4pm be at all possible?", "2026-12-04T16:00/45m"},
		{"one", "Can't do that one, I've a wedding rehearsal. Would Friday at 10am be any good?", "2026-12-04T10:00/1h0m"},
		{"one", "Sorry but I'm working Thursday. Have you anything on Tuesday the 8th at 9am?", "2026-12-08T09:00/1h0m"},
		{"one", "No good for me. Do you have anything on Tuesday 8 December at 9am?", "2026-12-08T09:00/1h0m"},

		{"team5", "None of these work. Would Friday 4 December be any good?", "unclear"},
		{"team5", "Would Thursday at 15:30 be any good?", "unclear"},
		{"team5", "None of these work. Would any Friday be any good?", "unclear"},
		{"team5", "2 works. Is 3 any good for you?", "unclear"},
		{"team5", "None of these work. Is there any good reason to meet on 4 December at 10am?", "unclear"},
		{"team5", "None of these work. Would Friday 4 December at 10am be any good to Anna and the goats?", "unclear"},
		{"team5", "None of these work. Would Friday 4 December at 10am be too late?", "unclear"},
		{"one", "Sorry but I'm working Thursday.", "decline"},
		{"one", "I'm working Thursday, sorry.", "decline"},
	})
}

// TestChooseBothOfThem: "both" and "either" behind two slots that were just named are those two.
func TestChooseBothOfThem(t *testing.T) {
	check(t, [][3]string{
		{"team5", "4 or 5, both work.", "4 5"},
		{"team5", "4 or 5, either works.", "4 5"},
		{"team5", "4 and 5. Both work for me.", "4 5"},
		{"team5", "Tuesday works. Either slot, I'm free all day.", "unclear"},
		{"team5", "Tuesday works. Either slot is fine.", "1 2"},
		{"team5", "Tuesday suits me, both slots.", "1 2"},
		{"team5", "Tuesday is good so both of those.", "1 2"},

		{"team5", "4 and 5 would suit me. They would be fine for my husband as well.", "4 5"},
		{"team5", "3 is OK. Gran can do them.", "3"},

		{"team5", "3 works. Both work.", "unclear"},
		{"team5", "1, 2 and 3. Both work.", "unclear"},
		{"team5", "4 or 5. Neither works.", "unclear"},
		{"team5", "Not 4 or 5. Both clash.", "unclear"},
		{"team5", "4 or 5, both would work if the train runs.", "unclear"},
		{"team5", "4 or 5, does both work?", "unclear"},
		{"team5", "Tuesday works. Either slot, maybe.", "unclear"},
	})
}

// TestChooseNewsBeside: news about something else, beside a clear answer, does not spoil it.
func TestChooseNewsBeside(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Wednesday works. Mondays we have swimming lessons for both of them.", "3"},
		{"team5", "Wednesday after 9 please. Tuesdays we have swimming lessons for both of them", "3"},
		{"team5", "Tuesday and Friday are good here, wednesdays is choir as always", "1 2 5"},
		{"team5", "Only the morning slots suit me. After lunch I'm in client workshops all through that week.", "1 3 5"},
		{"team5", "Fri pls. gotta work thu all day, inventory", "5"},
		{"team5", "We have already interviewed 6 candidates for this role and 2 declined the offer. Wednesday is fine for me.", "3"},
		{"team5", "back from Tassie, 9 days of rain, would not recommend in May. Wednesday works for me.", "3"},
		{"team5", "I am available on 24th November, both the slots. The rest of the week is packed.", "1 2"},
		{"team5", "We've had chickenpox going round all three of them. Number 3 is ok for us, Gran can sit with them.", "3"},
		{"team5", "Wednesday suits. Can someone pick me up? I've moved, its 14 Calle del Olmo now, buzzer 3B.", "3"},
		{"team5", "Anything but the Tuesday, I do the breakfast club those mornings.", "3 4 5"},
		{"team5", "Not 2 - son's PTM at that time. Rest all are fine.", "1 3 4 5"},
		{"team5", "Tuesday works. I have no rehearsal then.", "unclear"},

		{"team5", "1 works unless the baby comes", "unclear"},
		{"team5", "Tuesday is fine I hope", "unclear"},
		{"team5", "2, Tuesday my wife has her exam", "unclear"},
		{"team5", "2 works. Halfway through I'd have to leave.", "unclear"},
		{"team5", "2 works. I may be in Oslo.", "unclear"},
		{"team5", "2 works. Nearly sure.", "unclear"},
		{"team5", "2 works I think.", "unclear"},
		{"team5", "2 works. The babysitter can make it I think.", "unclear"},
		{"team5", "2 works. That's moved to Thursday.", "unclear"},
		{"team5", "2 works. Wednesday rocks for both of them.", "unclear"},
		{"team5", "2 works. Thursday is grand for both of them.", "unclear"},
		{"team5", "2 works. The morning rocks.", "unclear"},
		{"team5", "2 works. The rest of the week rocks.", "unclear"},
		{"team5", "2 works. Rest of the week is dandy.", "unclear"},
		{"team5", "Wednesday works. Gotta work wed all day, inventory", "unclear"},
		{"team5", "Tuesday works. Gran can take the three of us on Thursday.", "unclear"},
		{"team5", "3. The kids swim all morning that day.", "unclear"},
	})
}

// TestChooseNoToAll: a no to the whole offer in everyday words.
func TestChooseNoToAll(t *testing.T) {
	check(t, [][3]string{
		{"team5", "can't make any of them guys", "decline"},
		{"team5", "none for me this week, hamstring is gone again", "decline"},
		{"team5", "going to sit this one out, none of those suit", "decline"},
		{"team5", "None of the slots are suiting. Can we have it on Friday 4 December at 12 noon instead?", "2026-12-04T12:00/45m"},

		{"team5", "can't make any of the four", "unclear"},
		{"team5", "none for me this week, next week looks better", "unclear"},
		{"team5", "none for me before Thursday", "unclear"},
		{"team5", "going to sit this one out, 3 suits", "unclear"},
	})
}
