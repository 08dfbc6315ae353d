package parser

import "testing"

// TestRomance: what French, Spanish, Portuguese and Italian build alike, and not as others do.
func TestRomance(t *testing.T) {
	check(t, [][3]string{
		// bounds with days, dates and hours in words
		{"team5", "Entre el martes y el jueves me va bien.", "1 2 3 4"},
		{"team5", "Je peux entre mardi et jeudi.", "1 2 3 4"},
		{"team5", "Entre a terça e a quinta está bem.", "1 2 3 4"},
		{"team5", "Fra martedì e giovedì posso.", "1 2 3 4"},
		{"team5", "Zwischen Dienstag und Donnerstag kann ich.", "1 2 3 4"},
		{"team5", "Between Tuesday 24 and Thursday 26 works.", "1 2 3 4"},
		{"team5", "Before Thursday 26 November works.", "1 2 3"},
		{"team5", "Después del jueves 26 puedo.", "5"},
		{"team5", "Après le 26, ça me va.", "5"},
		{"team5", "À partir du 26, je suis libre.", "4 5"},
		{"team5", "Da giovedì posso.", "4 5"},
		{"team5", "A partir de quinta estou livre.", "4 5"},
		{"team5", "A partir da segunda reunião posso.", "unclear"},
		{"team5", "À partir du 3 je peux.", "unclear"},
		{"team5", "Du 24 au 26 je peux.", "1 2 3 4"},
		{"team5", "Del 24 al 26 puedo.", "1 2 3 4"},
		{"team5", "A partir das duas da tarde estou livre.", "2 4"},
		{"team5", "A partire dalle due del pomeriggio sono libera.", "2 4"},
		{"team5", "Antes de las dos de la tarde puedo.", "1 3 5"},
		{"team5", "Puedo hasta el miércoles incluido.", "1 2 3"},
		// hours of what is named, and one thing that is no hour
		{"team5", "La de las nueve me va bien.", "5"},
		{"team5", "Las de las diez me van bien.", "1 3"},
		{"team5", "La de las diez me va bien.", "unclear"},
		{"team5", "A das nove serve.", "5"},
		{"team5", "Quella delle nove va bene.", "5"},
		{"team5", "Cualquiera de las cinco me va bien.", "1 2 3 4 5"},
		{"team5", "Qualquer um dos cinco horários está bem.", "1 2 3 4 5"},
		{"team5", "Mi marido puede ir a la 2 o a la 4.", "2 4"},
		{"team5", "Anna può alla 2 e alla 4.", "2 4"},
		{"team5", "Sí a la 2 y a la 4.", "2 4"},
		{"team5", "El martes puedo a las dos horas.", "unclear"},
		{"team5", "El martes puedo a las dos horas propuestas.", "1 2"},
		{"team5", "À 10h, n'importe quel jour.", "1 3"},
		{"team5", "At 10:00, any day.", "1 3"},
		{"team5", "A las 10:00.", "unclear"},
		// days by number
		{"team5", "4ª e 6ª feira posso", "3 5"},
		{"team5", "3ª, 4ª ou 5ª feira posso", "1 2 3 4"},
		{"team5", "4ª posso", "unclear"},
		{"team5", "A 4ª opção serve.", "4"},
		// counts of what was not named
		{"team5", "Esas tres me van bien.", "unclear"},
		{"team5", "Those three work.", "unclear"},
		{"team5", "1, 3 and 5. Those three work.", "1 3 5"},
		{"team5", "Tutti e cinque vanno bene.", "1 2 3 4 5"},
		{"team5", "Tutti e tre vanno bene.", "unclear"},
		// people who are counted
		{"team5", "Todos podemos en la 3.", "3"},
		{"team5", "Los dos podemos el viernes.", "5"},
		{"team5", "La 3 va bene a tutti noi.", "3"},
		{"team5", "Podemos todos los días.", "1 2 3 4 5"},
		{"pair2", "Los dos me van bien.", "1 2"},
		{"pair2", "Tutti e due vanno bene.", "1 2"},
		{"team5", "Anna peut au 2 et au 4.", "2 4"},
		{"team5", "Personne ne peut au 2.", "unclear"},
		// both and
		{"team5", "Mi andrebbero bene sia la 2 che la 4.", "2 4"},
		{"team5", "A mí me van bien tanto la 2 como la 4.", "2 4"},
		{"team5", "Preferisco la 2 che la 4.", "unclear"},
		{"team5", "2 e 4 ok", "2 4"},
		// conditions, whatever close relative the text may be in
		{"team5", "La 3, se mi cambiano il turno.", "unclear"},
		{"team5", "La 3, si me cambian el turno.", "unclear"},
		{"team5", "A 3, se me trocarem o turno.", "unclear"},
		{"team5", "Le 3, si on change mon service.", "unclear"},
		{"team5", "La 3, sempre che trovi la babysitter.", "unclear"},
		{"team5", "La 3, basta che non sia di sera.", "unclear"},
		{"team5", "Le 3, dès lors que c'est en ligne.", "unclear"},
		{"team5", "A 3, na condição de acabarmos cedo.", "unclear"},
		{"team5", "La 3, con tal de que sea corto.", "unclear"},
	})
}

// TestNorBehindNot: what "nor" joins to something refused is refused too, and may never be left out.
func TestNorBehindNot(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Je ne peux pas le 1 ni le 2, les autres oui", "3 4 5"},
		{"team5", "Pas le 1 ni le 2. Le reste ok", "3 4 5"},
		{"team5", "No puedo el 1 ni el 2, los otros sí", "3 4 5"},
		{"team5", "Não posso o 1 nem o 2, os outros sim", "3 4 5"},
		{"team5", "Non posso l'1 né il 2, gli altri sì", "3 4 5"},
		{"team5", "Not 1 nor 2, the rest is fine", "3 4 5"},
		{"team5", "Nie pasuje mi 1 ani 2, reszta pasuje", "3 4 5"},
		{"team5", "Je ne peux pas mardi ni mercredi, les autres jours oui", "4 5"},
		{"team5", "Je ne suis pas dispo le 24 ni le 25, le reste me va", "4 5"},
		{"team5", "No puedo martes ni miércoles, los demás sí", "4 5"},
		{"team5", "No puedo martes ni miércoles ni jueves, los demás sí", "5"},
		{"team5", "No tengo tiempo el martes ni el viernes, el resto bien", "3 4"},
		{"team5", "Non posso martedì né venerdì, il resto va bene", "3 4"},
		{"team5", "Non posso martedì, mercoledì né giovedì, il resto sì", "5"},
		{"team5", "Não posso terça nem sexta, o resto sim", "3 4"},
		{"team5", "I can't do Tuesday nor Wednesday, the rest is fine", "4 5"},
		{"team5", "Ich kann nicht Dienstag noch Mittwoch, der Rest geht", "4 5"},
		{"team5", "Ik kan niet dinsdag noch woensdag, de rest is goed", "4 5"},
		{"team5", "Nie mogę we wtorek ani w środę, reszta pasuje", "4 5"},
		{"team5", "En pääse tiistaina enkä keskiviikkona, muut käyvät", "4 5"},
		{"team5", "Jag kan inte tisdag och inte onsdag, resten funkar", "4 5"},
		{"team5", "Jeg kan ikke tirsdag eller onsdag, resten passer", "4 5"},
		// parts of days, and a day that is not on offer
		{"team5", "Pas dispo mardi matin ni vendredi, sinon tout va", "2 3 4"},
		{"team5", "Je n'ai pas de dispo lundi ni mardi, le reste ok", "3 4 5"},
		// beside a yes
		{"team5", "Puedo jueves y viernes pero no martes ni miércoles", "4 5"},
		{"team5", "No me viene bien ni el 1 ni el 2, pero el 3 sí", "3"},
		{"team5", "No puedo ni martes ni miércoles, los demás sí", "4 5"},
		{"team5", "Je ne peux ni mardi ni mercredi ni jeudi, le reste oui", "5"},
		{"team5", "No puedo el 1 ni el 2", "unclear"},
		{"team5", "El 1 no, el 2 sí, el 3 ni el 4", "unclear"},
	})
}
