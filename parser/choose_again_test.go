package parser

import "testing"

// Who thinks again behind an answer, be it in a question, has not given it.
func TestChooseThinksAgain(t *testing.T) {
	check(t, [][3]string{
		{"team5", "3 and 4 are good. Actually no wait, isn't that the week of the school shows?", "unclear"},
		{"team5", "3 and 4 are good. Isn't that the week of the school shows?", "unclear"},
		{"team5", "3 works. Hang on, is that the week of the fair?", "unclear"},
		{"team5", "3 works. Wait, who is coming?", "unclear"},
		{"team5", "3 and 4 are good. Then it's not good.", "unclear"},
		{"team5", "3 passt. Moment, ist das nicht die Woche vom Schulfest?", "unclear"},
		{"team5", "3 me va. Ce n'est pas la semaine des vacances ?", "unclear"},
		{"team5", "3 me va bien. ¿No es esa la semana de vacaciones?", "unclear"},
		{"team5", "3 va bene. Non è la settimana della gita?", "unclear"},
		{"team5", "3 past. Is dat niet de vakantieweek?", "unclear"},
		{"team5", "3 works. Is that the room with the piano?", "3"},
		{"team5", "3 works. Isn't Peter coming?", "3"},
		{"team5", "3 works. Can't we bring the dog?", "3"},
		{"team5", "3 passt. Kommt Peter nicht?", "3"},
	})
}

// Praise of a meeting that may be past accepts nothing.
func TestChoosePraisesMeeting(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Lovely to see you on Thursday! I left my umbrella in 4B, would you keep it for me?", "unclear"},
		{"team5", "It was lovely to see you on Thursday.", "unclear"},
		{"team5", "Great seeing you on Thursday.", "unclear"},
		{"team5", "Good to meet you on Thursday at last!", "unclear"},
		{"team5", "Lovely evening on Thursday!", "unclear"},
		{"team5", "Great talk on Thursday!", "unclear"},
		{"team5", "Thursday works, great to see you then!", "4"},
		{"team5", "Great, Thursday it is. Lovely to see you.", "4"},
		{"team5", "Good to meet on Thursday.", "4"},
		{"team5", "Thursday is a good evening.", "4"},
		{"team5", "Good evening, Thursday please.", "4"},
	})
}

// A day that is somebody's is no answer, and its owner nobody who answers.
func TestChooseSomebodysDay(t *testing.T) {
	check(t, [][3]string{
		{"team5", "2 and 5 work. Thursday is Valentine's and I value my marriage.", "unclear"},
		{"team5", "2 and 5 work. Thursday is Mother's and we visit her.", "unclear"},
		{"team5", "Thursday is Anna's and I go.", "unclear"},
		{"team5", "Anna and I can do Thursday.", "4"},
	})
}

// Whose time hangs on what others decide on a day has not answered, and what somebody is fond of beside an answer may be more of it.
func TestChooseHangsOnADay(t *testing.T) {
	check(t, [][3]string{
		{"team5", "3 works. I get my rota on Thursday morning.", "unclear"},
		{"team5", "3 works. My boss tells me more on Thursday morning.", "unclear"},
		{"team5", "3 passt. Ich bekomme am Donnerstag meinen neuen Dienstplan.", "unclear"},
		{"team5", "3 passt. Meine Chefin entscheidet am Donnerstag über den Urlaub.", "unclear"},
		{"team5", "3 me va. Je reçois mon planning jeudi matin.", "unclear"},
		{"team5", "3 me va bien. Mi jefa decide el jueves sobre las vacaciones.", "unclear"},
		{"team5", "3 va bene. Giovedì mi arriva il turno di lavoro.", "unclear"},
		{"team5", "3 serve para mim. Na quinta recebo minha escala nova.", "unclear"},
		{"team5", "3 funkar. På torsdag får jag mitt nya schema.", "unclear"},
		{"team5", "3 passer. På torsdag får jeg min nye vagtplan.", "unclear"},
		{"team5", "3 past. Donderdag krijg ik mijn nieuwe rooster.", "unclear"},
		{"team5", "3 pasuje. W czwartek dostanę nowy grafik pracy.", "unclear"},
		{"team5", "3 käy. Saan torstaina uuden työvuorolistan.", "unclear"},
		{"team5", "3 works. My heart says Thursday.", "unclear"},
		{"team5", "3 passt. Mein Herz schlägt für Donnerstag.", "unclear"},
		{"team5", "3 va bene. Il mio cuore batte per giovedì.", "unclear"},
		{"team5", "3 works. I teach on Thursday.", "3"},
		{"team5", "3 funkar. På torsdag opererar jag.", "3"},
	})
}

// A sentence about something else beside an answer may put it in doubt, but makes no other of it.
func TestChooseBesideAnAnswer(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Le 2 et le 4 me conviennent.\n\nÀ mardi !", "unclear"},
		{"team5", "La 2 e la 4 mi vanno bene.\n\nA martedì!", "unclear"},
		{"team5", "3 is fine\n\nTue, Thu", "1 2 3 4"},
		{"team5", "These work:\nTue 10:00\nThu 14:00\nFri 9:00", "unclear"},
		{"team5", "2 and 4 work for me. All fine here.", "unclear"},
		{"team5", "Wednesday is great. Otherwise all is well.", "unclear"},
		{"team5", "El 2 y el 4 me vienen bien.\n\nLos demás están bien.", "unclear"},
		{"team5", "La 2 e la 4 mi vanno bene.\n\nGli altri stanno bene.", "unclear"},
		{"team5", "El 2 y el 4 me vienen bien.\n\nPor aquí todo perfecto.", "unclear"},
		{"team5", "3 works. I'm free otherwise.", "1 2 3 4 5"},
		{"team5", "I'd prefer 3. All of them work.", "1 2 *3 4 5"},
		{"team5", "3 doesn't work for me, the others do. I saw Bob on Tuesday.", "unclear"},
		{"team5", "3 geht bei mir nicht, die anderen schon. Letzten Donnerstag war ich krank.", "unclear"},
		{"team5", "3 odpada, reszta pasuje. Piotr ma we wtorek urodziny.", "unclear"},
		{"team5", "I teach on Thursday. The rest is fine.", "1 2 3 5"},
		{"team5", "El 2 y el 4 me vienen bien.\n\nLo primero, gracias.", "unclear"},
		{"team5", "2和4我都可以。\n\n最后,问小红好。", "unclear"},
		{"team5", "2番と4番なら参加できます。\n\n最後に、花子さんによろしく。", "unclear"},
		{"team5", "2 ou 4, peu importe.\n\nÀ mardi !", "unclear"},
		{"team5", "2 and 4, preferably 4.\n\nAll fine here.", "unclear"},
		{"team5", "Thanks for the lovely time on Wednesday. 2 and 4 work for me.", "2 4"},
		{"team5", "Both 2 and 4 would fit nicely, thank you.\n\nMy wife works on Tuesdays.", "unclear"},
		{"team5", "Friday works, the others don't.\n\nSue prefers Thursdays.", "unclear"},
		{"team5", "Both 2 and 4 would fit nicely. Sam could do 3 as well.", "unclear"},
		{"team5", "Le 2 et le 4 me conviennent. Anne peut aussi le 3.", "unclear"},
		{"team5", "Sue can do 2 and 4. 4 would be better.", "2 *4"},
	})
}

// "Can't attend all of them" may leave some.
func TestChooseCannotAttendAll(t *testing.T) {
	check(t, [][3]string{
		{"team5", "I can't attend all of them.", "unclear"},
		{"team5", "I won't be able to attend all of them, sold the bike.", "unclear"},
		{"team5", "I cannot come to all of them.", "unclear"},
		{"team5", "No puedo asistir a todas.", "unclear"},
		{"team5", "I can't attend any of them.", "decline"},
		{"team5", "I must decline all of them.", "decline"},
		{"team5", "I can't attend, all of them clash with my course.", "decline"},
		{"team5", "No puedo asistir a ninguna.", "decline"},
	})
}

// Who is not away can come, or says something else; it is no refusal.
func TestChooseNotAway(t *testing.T) {
	check(t, [][3]string{
		{"one", "I'm not busy on Thursday.", "unclear"},
		{"one", "I'm not away, so fine.", "unclear"},
		{"one", "I'm no longer travelling.", "unclear"},
		{"one", "It's the only day I'm not away.", "unclear"},
		{"one", "Ich bin nicht verhindert.", "unclear"},
		{"one", "Da bin ich nicht im Urlaub.", "unclear"},
		{"one", "No estoy ocupado.", "unclear"},
		{"one", "Non sono impegnato.", "unclear"},
		{"one", "Ik ben dan niet weg.", "unclear"},
		{"one", "Jag är inte bortrest.", "unclear"},
		{"one", "En ole poissa.", "unclear"},
		{"one", "Nie jestem zajęty.", "unclear"},
		{"one", "Não estou fora.", "unclear"},
		{"one", "No I'm away", "decline"},
		{"one", "I'm not here.", "decline"},
		{"one", "Not possible, I'm on holiday.", "decline"},
		{"one", "Malheureusement, ce n'est pas possible.", "decline"},
		{"team5", "1 works, and I'm not busy on Thursday.", "unclear"},
	})
}

// What keeps somebody else away is no refusal of the writer's, who is in.
func TestChooseOthersRefuse(t *testing.T) {
	check(t, [][3]string{
		{"one", "Dora can't come, but I'm in.", "unclear"},
		{"one", "Dora can't come. I'm in.", "unclear"},
		{"one", "Dora cannot come, but count me in.", "unclear"},
		{"one", "My boss is away that day, so yes.", "unclear"},
		{"one", "The kids are away that day, so perfect for me.", "unclear"},
		{"one", "Dora no puede, pero contad conmigo.", "unclear"},
		{"one", "Dora and I can't come.", "decline"},
		{"one", "Great to see you!", "unclear"},
		{"one", "Yes, I'll answer soon.", "unclear"},
		{"one", "Ja, ich antworte morgen.", "unclear"},
		{"team5", "Thanks again for Tuesday, it was lovely! For this one, 3 works.", "3"},
		{"team5", "火曜日はありがとう、楽しかったです。木曜日でお願いします。", "unclear"},
		{"team5", "火曜日はお疲れ様でした。木曜日でお願いします。", "unclear"},
		{"team5", "木曜日でお願いします。いつもありがとうございます。", "4"},
	})
}
