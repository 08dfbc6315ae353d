package parser

import "testing"

// TestLanguagesAhead: what belongs to what in German, Dutch, Swedish and Danish, and where others build their sentences so.
func TestLanguagesAhead(t *testing.T) {
	check(t, [][3]string{
		// an if-need-be goes with what follows it, if what stands before is closed
		{"team5", "Ich kann bei 4 und, wenn's sein muss, bei 2.", "~2 4"},
		{"team5", "4; notfalls, die 2", "~2 4"},
		{"team5", "Ik kan bij 4 en, als het moet, bij 2.", "~2 4"},
		{"team5", "Jag kan 4 och, om det måste vara, 2.", "~2 4"},
		{"team5", "Jeg kan 4 og, hvis det er nødvendigt, 2.", "~2 4"},
		{"team5", "I can do 4 and, if need be, 2.", "~2 4"},
		{"team5", "4; if need be, 2", "~2 4"},
		{"team5", "3, 4, if need be, 2", "~2 3 4"},
		{"team5", "4; au pire, le 2", "~2 4"},
		{"team5", "Puedo en la 4; en el peor de los casos, la 2", "~2 4"},
		{"team5", "Posso na 4; na pior das hipóteses, na 2", "~2 4"},
		{"team5", "4 works, 2 if need be", "~2 4"},
		{"team5", "4 works, but 2, if need be", "~2 4"},
		// the week after one that was named, and after none
		{"team5", "Die Woche danach wäre besser.", "unclear"},
		{"team5", "De week erna kan ik.", "unclear"},
		{"team5", "Veckan efter går bra.", "unclear"},
		{"team5", "Ugen efter passer bedre.", "unclear"},
		{"team5", "The week after would be so much better for us", "unclear"},
		{"team5", "La semaine suivante serait mieux.", "unclear"},
		{"team5", "La settimana dopo sarebbe meglio.", "unclear"},
		{"team5", "翌週の方がいいです。", "unclear"},
		{"two6", "Nächste Woche nicht, die Woche danach passt.", "4 5 6"},
		{"two6", "Nästa vecka kan jag inte, veckan därpå går bra.", "4 5 6"},
		{"two6", "Volgende week niet, de week daarna wel.", "4 5 6"},
		// from a day on
		{"team5", "Von Mittwoch an geht alles.", "3 4 5"},
		{"team5", "Van woensdag af kan ik.", "3 4 5"},
		{"team5", "Fra onsdag af kan jeg.", "3 4 5"},
		{"team5", "Fra onsdag kan jeg.", "3 4 5"},
		{"team5", "Am Mittwoch an der Uni, sonst alles", "unclear"},
		// halves of the day
		{"team5", "Tis em funkar", "2"},
		{"team5", "Tirs. fm passer", "1"},
		{"team5", "Ti ip sopii", "2"},
		{"team5", "Dienstag passt, vormittags oder nachmittags.", "1 2"},
		{"team5", "Dienstag passt, aber nur vormittags.", "1"},
		{"team5", "Tuesday works, mornings", "1"},
		{"team5", "Tisdag går bra, men bara på eftermiddagen.", "2"},
		{"team5", "Tirsdag passer, men kun om formiddagen.", "1"},
		{"team5", "Mardi me va, le matin ou l'après-midi.", "1 2"},
		// a nor without a neither
		{"team5", "Dinsdag noch woensdag, de rest is goed.", "4 5"},
		{"team5", "Mardi ni mercredi, le reste va.", "4 5"},
		{"team5", "Tuesday nor Wednesday, the rest is fine.", "4 5"},
		{"team5", "Noch dinsdag noch woensdag, de rest is goed.", "4 5"},
		// lists that are refused behind a list that works
		{"team5", "1 and 4 work, 2, 3 and 5 don't.", "1 4"},
		{"team5", "1 og 4 kan jeg, men ikke 2, 3 og 5.", "1 4"},
		{"team5", "2, 3 no", "unclear"},
		{"team5", "Not 2, 3 and 5", "unclear"},
		// who is counted
		{"team5", "3 kan vi alle.", "3"},
		{"team5", "We can all do 3.", "3"},
		{"team5", "Wij kunnen allebei op woensdag.", "3"},
		{"team5", "Wir können alle drei Tage", "unclear"},
		{"team5", "Wir können alle Termine.", "1 2 3 4 5"},
		{"team5", "Vi kan alla tider.", "1 2 3 4 5"},
		{"team5", "Anna kan 2 og 4.", "2 4"},
		{"team5", "Jemand kann bei 2 und 4.", "unclear"},
		{"team5", "Trolgen kan 2", "unclear"},
		{"team5", "Iemand kan 2", "unclear"},
		{"team5", "I'm at CERN for all of these.", "unclear"},
		// the rest behind a no
		{"team5", "Friday I'm away, the rest", "1 2 3 4"},
		{"team5", "Am Freitag bin ich verreist, der Rest auch", "unclear"},
		// exceptions around what is excepted, and what is told of one of several
		{"team5", "Alles op woensdag na.", "1 2 4 5"},
		{"team5", "Alle på nær 3", "1 2 4 5"},
		{"team5", "2 en 4, waarbij 4 beter is.", "2 *4"},
		{"team5", "2 och 4, varav 4 är bättre.", "2 *4"},
		{"team5", "2 und 4, wobei 4 nicht geht", "unclear"},
		{"team5", "2 und 4, wobei 4 eher nicht", "unclear"},
		{"team5", "Egal, ob 2 oder 4.", "2 4"},
		{"team5", "Egal, ob ihr 2 nehmt.", "unclear"},
		{"team5", "Zowel 2 als 4 is goed.", "2 4"},
		{"team5", "Als 2 kan, dan 4.", "unclear"},
		// a verb that would ask if it came first
		{"team5", "Mittwoch ginge es.", "3"},
		{"team5", "Op woensdag zou het lukken.", "3"},
		{"team5", "Ginge es Mittwoch?", "unclear"},
		{"team5", "Mittwoch, wie wäre es", "unclear"},
		{"team5", "Ich kann leider gar nicht", "decline"},
		{"team5", "Dienstag kann ich gar nicht", "unclear"},
		// late
		{"team5", "3 går bra men jag kommer tio minuter sent", "unclear"},
		{"team5", "3 er fint, men jeg kommer ti minutter for sent", "unclear"},
		// the day and its verdict
		{"team5", "Di: nein\nMi: ja\nDo: ja\nFr: nein", "3 4"},
		{"team5", "di: nee\nwo: ja\ndo: ja\nvr: nee", "3 4"},
		{"pair2", "Der spätere von beiden.", "2"},
		{"pair2", "De vroegste van de twee.", "1"},
		{"pair2", "Den første af de to.", "1"},
		{"pair2", "The later of the two.", "2"},
		{"team5", "The later of the two.", "unclear"},
		{"team5", "Fyran, helst.", "*4"},
		{"team5", "Treeren og fireren.", "3 4"},
	})
}
