package parser

import "testing"

func init() {
	offers["eve5"] = offer("Europe/London", "2027-03-02T19:15", 60, "1 2027-03-09T18:30", "2 2027-03-11T10:00", "3 2027-03-13T09:30", "4 2027-03-13T14:00", "5 2027-03-15T18:30")
	offers["far5"] = offer("Europe/Brussels", "2027-08-17T16:01", 60, "1 2027-08-30T13:00", "2 2027-08-31T09:30", "3 2027-09-02T13:00", "4 2027-09-03T10:00", "5 2027-09-06T09:30")
	offers["jp4"] = offer("Asia/Tokyo", "2027-04-12T10:15", 60, "1 2027-04-21T10:00", "2 2027-04-22T14:00", "3 2027-04-23T10:00", "4 2027-04-23T15:00")
}

// TestHalfReadDays: a day that is not read to its end is asked about, and never left out of an answer.
func TestHalfReadDays(t *testing.T) {
	check(t, [][3]string{
		{"eve5", "thurs morning is ok for me, or mon eve", "2 5"},
		{"eve5", "Mon eve works", "5"},
		{"eve5", "tue eve or mon eve", "1 5"},
		{"eve5", "sat morn only", "3"},
		{"eve5", "thurs morning is ok, or blorb", "unclear"},
		{"eve5", "thurs morning is ok, and mon blorb", "unclear"},
		{"eve5", "thurs morning is ok, and I'll bring a cake", "2"},
		{"eve5", "thurs morning is ok, I sat with Ben about this", "2"},
		{"eve5", "Thurs works, Eve says hi", "2"},
		{"eve5", "Christmas eve works", "unclear"},
		{"eve5", "thurs morning and Christmas Eve", "unclear"},
	})
}

// TestFromOrAt: 10時から is when a slot begins, or from when on somebody is free.
func TestFromOrAt(t *testing.T) {
	check(t, [][3]string{
		{"jp4", "4月23日の10時からでお願いいたします。", "3"},
		{"jp4", "23日10時からの回でお願いします", "3"},
		{"jp4", "23日の10時からお願いします", "3"},
		{"jp4", "23日15時からでお願いします", "4"},
		{"jp4", "23日は10時から大丈夫です", "unclear"},
		{"jp4", "23日は10時からでも大丈夫です", "unclear"},
		{"jp4", "23日は10時以降でお願いします", "3 4"},
		{"jp4", "10時から参加できます", "unclear"},
	})
}

// TestNotThatButTheRest: what is refused before "the rest" is on offer, or so far from it that nothing else can be meant.
func TestNotThatButTheRest(t *testing.T) {
	check(t, [][3]string{
		{"far5", "Jag kan inte på torsdagen men övriga dagar går bra.", "1 2 4 5"},
		{"far5", "Jag kan inte på torsdag, övriga dagar går bra.", "1 2 4 5"},
		{"far5", "I can't make this Thursday but the rest is fine", "unclear"},
		{"far5", "I can't do Thursday at 8, the rest is fine", "unclear"},
		{"far5", "I can't do Thursday from 8 to 9, the rest is fine", "1 2 3 4 5"},
		{"far5", "I can't on 16:00, the rest is fine", "unclear"},
		{"far5", "I can't do Saturday but the rest is fine", "1 2 3 4 5"},
		{"far5", "not the Thursday 13:00 one, the rest is fine", "1 2 4 5"},
		{"far5", "Donnerstag kann ich nicht, die anderen Tage passen.", "1 2 4 5"},
		{"far5", "Jeudi je ne peux pas, les autres jours oui.", "1 2 4 5"},
		{"far5", "El jueves no puedo, los demás días sí.", "1 2 4 5"},
		{"far5", "Na quinta não posso, nos outros dias sim.", "1 2 4 5"},
		{"far5", "Giovedì non posso, gli altri giorni sì.", "1 2 4 5"},
		{"far5", "Donderdag kan ik niet, de andere dagen wel.", "1 2 4 5"},
		{"far5", "Torsdag kan jeg ikke, de andre dage er fine.", "1 2 4 5"},
		{"far5", "Torstai ei käy, muut päivät käyvät.", "1 2 4 5"},
		{"far5", "W czwartek nie mogę, pozostałe dni pasują.", "1 2 4 5"},
		{"far5", "木曜日は無理ですが、他の日は大丈夫です。", "1 2 4 5"},
		{"far5", "周四不行，其他时间都可以。", "1 2 4 5"},
	})
}

// TestUpToADay: a word such as "until" before a day is a bound, and is not dropped where it has nothing to reach from.
func TestUpToADay(t *testing.T) {
	check(t, [][3]string{
		{"team5", "anytime up to Wednesday", "1 2 3"},
		{"team5", "any time until Wednesday", "1 2 3"},
		{"team5", "everything through Wednesday", "1 2 3"},
		{"team5", "through Wednesday", "unclear"},
		{"team5", "Tuesday through Wednesday", "1 2 3"},
		{"team5", "t.o.m. onsdag går bra", "1 2 3"},
		{"team5", "til og med onsdag", "unclear"},
		{"team5", "até quarta pode ser", "unclear"},
		{"team5", "do środy mogę", "1 2 3"},
		{"team5", "od wtorku do środy mogę", "1 2 3"},
		{"team5", "sí a la 2", "2"},
		{"team5", "oui au 3", "3"},
		{"team5", "ja till 2", "2"},
		{"team5", "nej till alla", "decline"},
		{"team5", "no a todas", "decline"},
		{"team5", "non à tous", "decline"},
	})
}

// TestMoods: what was, what is regretted and what nobody can is no yes.
func TestMoods(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Tuesday was fine.", "unclear"},
		{"team5", "At first 2 was fine", "unclear"},
		{"team5", "I was free on Tuesday.", "unclear"},
		{"team5", "I'd have preferred 3", "unclear"},
		{"team5", "I would have chosen 3", "unclear"},
		{"team5", "I'd prefer 3", "*3"},
		{"team5", "Mittwoch war gut", "unclear"},
		{"team5", "Woensdag was prima", "unclear"},
		{"team5", "Onsdag var bra", "unclear"},
		{"team5", "Keskiviikko oli hyvä", "unclear"},
		{"team5", "Keskiviikko olisi hyvä", "3"},
		{"team5", "Środa była dobra", "unclear"},
		{"team5", "Mercoledì sarebbe stato perfetto", "unclear"},
		{"team5", "Unfortunately Wednesday.", "unclear"},
		{"team5", "Unfortunately, Wednesday", "unclear"},
		{"team5", "Unfortunately only Wednesday", "3"},
		{"team5", "Unfortunately I can just do 3", "3"},
		{"team5", "Unfortunately I can't do 3, the rest is fine", "1 2 4 5"},
		{"team5", "3 would suit me, sadly.", "unclear"},
		{"team5", "3 works, unfortunately not 4", "3"},
		{"team5", "Sorry about Wednesday", "unclear"},
		{"team5", "Sorry, Wednesday", "unclear"},
		{"team5", "Sorry, only Wednesday", "3"},
		{"team5", "Sorry for the late reply, Wednesday", "3"},
		{"team5", "Leider passt Mittwoch.", "unclear"},
		{"team5", "Leider passt nur Mittwoch.", "3"},
		{"team5", "Hélas mercredi", "unclear"},
		{"team5", "Malheureusement je ne peux que mercredi", "3"},
		{"team5", "Lamentablemente el miércoles", "unclear"},
		{"team5", "Infelizmente só posso na quarta", "3"},
		{"team5", "Purtroppo mercoledì", "unclear"},
		{"team5", "Helaas woensdag", "unclear"},
		{"team5", "Tyvärr onsdag", "unclear"},
		{"team5", "Desværre onsdag", "unclear"},
		{"team5", "Valitettavasti keskiviikko", "unclear"},
		{"team5", "Niestety środa", "unclear"},
		{"team5", "残念ながら水曜", "unclear"},
		{"team5", "很遗憾周三", "unclear"},
		{"team5", "Nobody can do 3", "unclear"},
		{"team5", "Nadie puede el miércoles", "unclear"},
		{"team5", "Ninguém pode na quarta", "unclear"},
		{"team5", "Ana puede el miércoles", "3"},
		{"team5", "I can make one of 3 and 4", "unclear"},
		{"team5", "any of 3 and 4", "3 4"},
	})
}

// TestTwoPeople: one answer is one person's, and what was suggested is no answer.
func TestTwoPeople(t *testing.T) {
	check(t, [][3]string{
		{"team5", "For me 2, for Lena 3.", "unclear"},
		{"team5", "Lena 2, me 3", "unclear"},
		{"team5", "Lena: 2\nNora: 3", "unclear"},
		{"team5", "Ben: 2\nMia: 3", "unclear"},
		{"team5", "Lena: 2, 3", "2 3"},
		{"team5", "Für mich 2, für Anna 3", "unclear"},
		{"team5", "Pour moi le 2, pour Anna le 3", "unclear"},
		{"team5", "Para mí la 2, para Ana la 3", "unclear"},
		{"team5", "Per me 2, per Anna 3", "unclear"},
		{"team5", "Voor mij 2, voor Anna 3", "unclear"},
		{"team5", "För mig 2, för Anna 3", "unclear"},
		{"team5", "Ma femme peut mardi, moi mercredi", "unclear"},
		{"team5", "My wife can do Tuesday, I can do Wednesday", "unclear"},
		{"team5", "My wife and I can do Tuesday", "1 2"},
		{"team5", "1 works for Lena. 2 works for all of us.", "unclear"},
		{"team5", "Lena would like 3. I'd like 4.", "unclear"},
		{"team5", "2 works for me, and 3 too", "2 3"},
		{"team5", "You suggested 3 but only 4 works", "unclear"},
		{"team5", "You wrote that 3 suits most, but I can only do 4", "unclear"},
		{"team5", "You mentioned Wednesday", "unclear"},
		{"team5", "Lena suggested 3", "unclear"},
		{"team5", "The Wednesday you suggested works", "3"},
		{"team5", "I'll take the Wednesday you proposed.", "3"},
		{"team5", "Of the ones you offered, 3", "3"},
		{"team5", "Unfortunately I'm in Stockholm on Wednesday. 1 works", "1"},
	})
}

// TestWordsOfWeight: words that look like polite ones and are not.
func TestWordsOfWeight(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Sur le papier, mercredi va", "unclear"},
		{"team5", "Le 3, avec retard", "unclear"},
		{"team5", "Désolé pour le retard, mercredi", "3"},
		{"team5", "El martes a primera hora", "1"},
		{"team5", "Desafortunadamente el miércoles", "unclear"},
		{"team5", "Desafortunadamente solo puedo el miércoles", "3"},
		{"team5", "an sich Mittwoch", "unclear"},
	})
}

// TestPastDateProposed: a date of last week is no proposal for next year.
func TestPastDateProposed(t *testing.T) {
	check(t, [][3]string{
		{"team5", "None. How about 20 November at 10:00?", "unclear"},
		{"team5", "None. How about 1 February at 10:00?", "2027-02-01T10:00/45m"},
		{"team5", "None. How about 20 November 2027 at 10:00?", "2027-11-20T10:00/45m"},
	})
}

// TestThanAndThese: what is compared is not offered as well, what is chosen from is not all of it, and people are no slots.
func TestThanAndThese(t *testing.T) {
	check(t, [][3]string{
		{"team5", "木曜より水曜がいいです", "unclear"},
		{"team5", "Liever woensdag dan donderdag", "unclear"},
		{"team5", "Woensdag, dan donderdag", "*3 4"},
		{"team5", "Better Wednesday than Thursday", "unclear"},
		{"team5", "Of these, 2 and 3 work", "2 3"},
		{"team5", "These options: 2 and 3 work", "2 3"},
		{"team5", "All of these work, 2 and 3 best", "1 *2 *3 4 5"},
		{"team5", "el 3, vamos a ser 4", "3"},
		{"team5", "a 3, vamos ser 4", "3"},
		{"team5", "3可以，我们4人", "3"},
		{"team5", "vamos con la 3", "3"},
	})
}

// TestNoneIsBad: two noes are no decline where the second is a word such as "bad".
func TestNoneIsBad(t *testing.T) {
	check(t, [][3]string{
		{"team5", "没有一个行", "decline"},
		{"team5", "没有一个不行", "unclear"},
		{"team5", "都不行", "decline"},
		{"team5", "都不是不行", "unclear"},
		{"team5", "どれも無理です", "decline"},
		{"team5", "どれも無理ではないです", "unclear"},
		{"team5", "Aucune n'est impossible", "unclear"},
		{"team5", "Aucune n'est possible", "decline"},
		{"team5", "No puedo ninguna", "decline"},
		{"team5", "Ninguna me viene mal", "unclear"},
		{"team5", "Mikään ei käy", "decline"},
		{"team5", "Mikään ei ole huono", "unclear"},
		{"team5", "Żaden nie pasuje", "decline"},
		{"team5", "Żaden nie jest zły", "unclear"},
	})
}

// TestWhoseNumbers: a list in which each of several people has slots of their own is no answer of one.
func TestWhoseNumbers(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Ben 2, Mia 3", "unclear"},
		{"team5", "Mia 1 2 3, Ben 2 3", "unclear"},
		{"team5", "2 (Ben), 3 (Mia)", "unclear"},
		{"team5", "me 2, Mia 3", "unclear"},
		{"team5", "Ben - 2\nMia - 3", "unclear"},
		{"team5", "2 - Ben\n3 - Mia", "unclear"},
		{"team5", "2: Ben, 3: Mia", "unclear"},
		{"team5", "Me: 1, 2. My wife: 2, 3.", "unclear"},
		{"team5", "Me: 1, 2. I hope that helps.", "1 2"},
		{"team5", "Mia: 2, 3", "2 3"},
		{"team5", "2, 3\nMia", "2 3"},
		{"team5", "Slot 2, Slot 3", "2 3"},
		{"team5", "Tuesday, Wednesday", "1 2 3"},
		{"team5", "2 Ja, 3 Nein", "2"},
		{"team5", "we 2 will come", "unclear"},
		{"team5", "3 will come", "unclear"},
		{"team5", "3 will attend", "unclear"},
		{"team5", "3 will work", "3"},
		{"team5", "I will attend 3", "3"},
		{"team5", "3 I can attend", "3"},
		{"team5", "my son is 3", "unclear"},
		{"team5", "my son is fine with 3", "3"},
	})
}

// TestOtherBusiness: a day of something else is no day that works.
func TestOtherBusiness(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Wednesday I work", "unclear"},
		{"team5", "I work on Wednesdays", "unclear"},
		{"team5", "I can work with Wednesday", "3"},
		{"team5", "Wednesday works", "3"},
		{"team5", "I start at 10 on Wednesdays", "unclear"},
		{"team5", "Meeting with Ben on Wednesday", "unclear"},
		{"team5", "The meeting on Wednesday works", "3"},
		{"team5", "Tuesday is my day with the kids", "unclear"},
		{"team5", "Wednesday is for the kids", "unclear"},
		{"team5", "Wednesday is fine for the kids", "3"},
		{"team5", "Wednesday is meeting-free", "unclear"},
		{"team5", "Wednesday is free", "3"},
		{"team5", "For the other meeting, Tuesday works", "unclear"},
		{"team5", "Thanks for Wednesday", "unclear"},
		{"team5", "Thanks for the Wednesday meeting", "unclear"},
		{"team5", "Thanks for your patience, Wednesday works", "3"},
		{"team5", "Call me Wednesday", "unclear"},
		{"team5", "Wednesday works. Call me.", "3"},
		{"team5", "I can tell you on Wednesday", "unclear"},
		{"team5", "I can tell you that Wednesday works", "3"},
		{"team5", "next time Wednesday please", "unclear"},
		{"team5", "the following Wednesday", "unclear"},
		{"team5", "the Wednesday after that", "unclear"},
		{"team5", "the following: Wednesday, Friday", "3 5"},
		{"team5", "Wednesday of all days", "unclear"},
	})
}

// TestAlmost: what would be so, may be so, or is no pleasure, is not said to work.
func TestAlmost(t *testing.T) {
	check(t, [][3]string{
		{"team5", "3 works but for the dentist", "unclear"},
		{"team5", "I'd come on Wednesday but for my back", "unclear"},
		{"team5", "Had you asked earlier, 2 would be fine", "unclear"},
		{"team5", "were it 2, I'd come", "unclear"},
		{"team5", "3 works but not in person", "unclear"},
		{"team5", "3, let's see", "unclear"},
		{"team5", "please check 3", "unclear"},
		{"team5", "working on 3", "unclear"},
		{"team5", "3 😭", "unclear"},
		{"team5", "3 works 😭", "3"},
		{"team5", "none, sorry 😢", "decline"},
		{"team5", "Friday is tricky", "unclear"},
		{"team5", "Friday is a push", "unclear"},
		{"team5", "3 is not great", "unclear"},
		{"team5", "2 works, Friday is tricky", "unclear"},
		{"team5", "Friday is tricky but possible", "~5"},
		{"team5", "Friday is tricky, but I can do it", "~5"},
		{"team5", "Friday is not ideal but works", "~5"},
		{"team5", "3, but not ideal", "~3"},
	})
}

// TestNoAgain: what is added to a no by "too" and the like, and says nothing of its own, is none that works.
func TestNoAgain(t *testing.T) {
	check(t, [][3]string{
		{"pair2", "Monday no. Same goes for Wednesday.", "unclear"},
		{"pair2", "Monday no. Wednesday likewise.", "unclear"},
		{"pair2", "Monday is bad. Wednesday too.", "unclear"},
		{"pair2", "Monday is out. And Wednesday.", "unclear"},
		{"pair2", "Monday is out. So is Wednesday.", "unclear"},
		{"pair2", "Monday is out. Also Wednesday.", "unclear"},
		{"team5", "Monday is bad. Tuesday too.", "unclear"},
		{"team5", "I have class on Tuesday. Also Wednesday.", "unclear"},
		{"team5", "Class on Tuesday and Wednesday. Thursday too.", "unclear"},
		{"team5", "I'm away Tuesday. And Wednesday.", "unclear"},
		{"team5", "2 is bad. 3 too.", "unclear"},
		{"team5", "No to 2. Also 3.", "unclear"},
		{"pair2", "Monday works. Wednesday too.", "1 2"},
		{"team5", "2 is bad. 3 works too.", "3"},
		{"team5", "Tuesday I teach. Thursday works. Friday too.", "4 5"},
		{"team5", "2 works. Also 3.", "2 3"},
		{"team5", "2 works, same for 4", "2 4"},
		{"pair2", "leaving Monday", "unclear"},
		{"pair2", "Wednesday's out, leaving Monday", "1"},
		{"pair2", "Neither is great", "unclear"},
		{"pair2", "Neither is ideal", "unclear"},
		{"pair2", "Neither works", "decline"},
		{"pair2", "None are good", "decline"},
	})
}

// TestOnlySlot: a yes or no to the only slot that what follows takes back.
func TestOnlySlot(t *testing.T) {
	check(t, [][3]string{
		{"one", "No, that's fine", "unclear"},
		{"one", "No, it's no problem", "unclear"},
		{"one", "No problem at all", "1"},
		{"one", "No, that doesn't work", "decline"},
		{"one", "No sorry, can't make it", "decline"},
		{"one", "Day ok, hour not ok", "unclear"},
		{"one", "yes but only half an hour", "unclear"},
		{"one", "Yes, running behind by 10 min", "unclear"},
		{"one", "He no longer works here", "unclear"},
	})
}

// TestEventsOfPeople: a word for a group of people that is an event too.
func TestEventsOfPeople(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Choir is on Thursday", "unclear"},
		{"team5", "Choir on Thursday", "unclear"},
		{"team5", "Class on Tuesday and Wednesday", "unclear"},
		{"team5", "The kids are here Wednesday", "unclear"},
		{"team5", "the boss is in on Wednesday", "unclear"},
		{"team5", "Wednesday with the kids", "unclear"},
		{"team5", "ugh, Wednesday", "unclear"},
		{"team5", "The choir can do Thursday", "4"},
		{"team5", "My husband is free on Wednesday", "3"},
		{"team5", "The team is fine with Wednesday", "3"},
		{"team5", "3 works with the kids", "3"},
		{"team5", "ugh, 2 is bad, 3 works", "3"},
	})
}

// TestCountsAndOrders: numbers that count the slots, what is only said of some of them, and hours that may be of one day.
func TestCountsAndOrders(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Of the 5, only 3 works", "3"},
		{"team5", "Of the 5 only 3 work", "unclear"},
		{"team5", "any of the 5", "1 2 3 4 5"},
		{"team5", "the last of the 5", "5"},
		{"team5", "only 3 work", "unclear"},
		{"team5", "only 3 works", "3"},
		{"team5", "only 1 and 3 work", "1 3"},
		{"team5", "My order: 4, 1, 3", "1 3 *4"},
		{"team5", "I only work Tuesday to Thursday", "unclear"},
		{"team5", "I only work Tuesday to Thursday so 3", "unclear"},
		{"team5", "only Tuesday to Thursday works", "1 2 3 4"},
		{"team5", "I work part time, Tuesday to Thursday", "unclear"},
		{"team5", "not Tue, not Wed, not Thu - so Friday", "unclear"},
		{"team5", "not Tue, not Wed, so Friday", "5"},
		{"team5", "Tue - Thu", "1 2 3 4"},
		{"team5", "Tuesday morning is no good, afternoon is ok", "unclear"},
		{"team5", "Tuesday morning is no good, afternoons are ok", "2 4"},
		{"team5", "Tuesday morning is no good, Tuesday afternoon is ok", "2"},
		{"pair2", "Wednesday morning is no good, afternoon is ok", "2"},
		{"team5", "none, ask me again Sunday", "unclear"},
		{"team5", "none for me this week, hamstring is gone again", "decline"},
		{"team5", "none, Tuesday mebbe", "unclear"},
		{"team5", "None. I'm stuck in the lab until Friday.", "decline"},
	})
}
