package parser

import "testing"

// TestChooseMeanwhile: what there is at a time that was refused is why it was.
func TestChooseMeanwhile(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Alles außer Mittwoch, da habe ich Dienst in der Praxis.", "1 2 4 5"},
		{"team5", "Alle außer 3, da hole ich die Zwillinge (2) aus der Kita ab.", "1 2 4 5"},
		{"team5", "Alles behalve 3, dan is mijn moeder jarig.", "1 2 4 5"},
		{"team5", "De eerste niet, dan zit ik bij de tandarts. De andere kunnen wel.", "2 3 4 5"},
		{"team5", "Alla utom 3, då har dottern uppvisning.", "1 2 4 5"},
		{"team5", "Kaikki paitsi 3, silloin olemme mökillä.", "1 2 4 5"},
		{"team5", "Wszystkie oprócz 5, wtedy córka ma bal.", "1 2 3 4"},
		{"team5", "Todas menos la 2, que tengo dentista.", "1 3 4 5"},
		{"team5", "Tutti tranne il mercoledì, ho il mercato.", "1 2 4 5"},
		{"team5", "Todos menos a 3, que tenho aulas no conservatório.", "1 2 4 5"},

		{"team5", "Alles außer 3, da bin ich erst ab 10 frei.", "unclear"},
		{"team5", "Alles außer 3, da wohl nur am Vormittag.", "unclear"},
		{"team5", "Alles außer 3, da habe ich vielleicht Dienst.", "unclear"},
		{"team5", "Alla utom 5, då har jag kanske tid.", "unclear"},
		{"team5", "Todas menos la 2, que no sé.", "unclear"},
		{"team5", "Todas menos la 2, que me encanta.", "unclear"},
		{"team5", "Kaikki paitsi 3, silloin pääsen blorpilla.", "unclear"},
	})
}

// TestChooseTopic: a day before a comma, and a clause about it that says what somebody does then, is no slot that works.
func TestChooseTopic(t *testing.T) {
	check(t, [][3]string{
		{"team5", "1 et 3 me vont. Le jeudi, j'enseigne à Lyon.", "1 3"},
		{"team5", "1 et 3 me vont. Le jeudi, Jules (8 ans) a judo à 17h30.", "1 3"},
		{"team5", "1 y 3 me van bien. El jueves, tengo clase de piano.", "1 3"},
		{"team5", "1 und 3 gehen. Donnerstag, Jule hat um 17:30 Judo.", "1 3"},

		{"team5", "1 et 4 me vont. Le jeudi, j'enseigne à Lyon.", "unclear"},
		{"team5", "1 et 3 me vont. Jeudi, je kiffe.", "unclear"},
		{"team5", "1 et 3 me vont. Jeudi, j'aime bien aussi.", "unclear"},
		{"team5", "1 y 3. El jueves, voy a Toledo.", "unclear"},
		{"team5", "Le jeudi, j'enseigne à Lyon. 1 et 3 me vont.", "unclear"},
	})
}

// TestChooseAges: brackets that say how old or how many somebody is.
func TestChooseAges(t *testing.T) {
	check(t, [][3]string{
		{"team5", "1 und 3 gehen. Am Donnerstag hole ich die Zwillinge (3) aus der Kita ab.", "1 3"},
		{"team5", "Tutti tranne il primo. Alle 7 porto Nina (5 anni) a scuola.", "2 3 4 5"},
		{"team5", "周三和周五有空，周四要带女儿（5岁）去打疫苗。", "3 5"},

		{"team5", "Anna (2) und ich (4) können.", "unclear"},
		{"team5", "Für mich und Jonas (3) geht 4.", "unclear"},
		{"team5", "1 geht, ich bringe Jonas (3)", "unclear"},
	})
}

// TestChooseActivity: what somebody does at a time that was not chosen is a reason, unless its verb may mean that it suits.
func TestChooseActivityLanguages(t *testing.T) {
	check(t, [][3]string{
		{"team5", "1 und 3 gehen. Donnerstag unterrichte ich.", "1 3"},
		{"team5", "1 und 3 gehen, am Donnerstag ist Feuerwehrversammlung.", "1 3"},
		{"team5", "1 en 3 kan. Donderdag komt de loodgieter al om half drie.", "1 3"},
		{"team5", "1 ja 3 käy, muulloin ollaan Sevillassa hommissa.", "1 3"},
		{"team5", "1 et 3 me vont. Jeudi je bosse.", "1 3"},
		{"team5", "1 y 3 van bien. El jueves cierro a las 15 h.", "1 3"},
		{"team5", "1 e 3 vanno bene, giovedì chiudo bottega alle 17.", "1 3"},
		{"team5", "1 e 3 vanno bene. Giovedì tengo i nipotini.", "1 3"},
		{"team5", "1 i 3 pasują. W czwartek śpię po nocce.", "1 3"},

		{"team5", "1 und 3 gehen. Donnerstag rocke ich.", "unclear"},
		{"team5", "1 et 3 me vont. Jeudi je roule.", "unclear"},
		{"team5", "1 et 3 me vont. Jeudi j'assure.", "unclear"},
		{"team5", "1 y 3 van bien. El jueves mola.", "unclear"},
		{"team5", "1 y 3 van bien. El jueves toco.", "unclear"},
		{"team5", "1 e 3 vanno bene. Giovedì ci tengo.", "unclear"},
		{"team5", "1 e 3 vanno bene. Giovedì ci provo.", "unclear"},
		{"team5", "1 och 3 funkar. Torsdag kör vi.", "unclear"},
		{"team5", "1 og 3 passer. Torsdag kører vi.", "unclear"},
		{"team5", "1 en 3 kan. Donderdag zit wel snor.", "unclear"},
		{"team5", "1 i 3 pasują. W czwartek wbijam.", "unclear"},
		{"team5", "1 i 4 pasują. W czwartek śpię po nocce.", "unclear"},
	})
}

// TestChooseCounterLanguages: another time, asked for behind a no to all.
func TestChooseCounterLanguages(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Ingen av tiderna funkar för oss. Skulle torsdag 3 december kl. 9.00 gå?", "2026-12-03T09:00/45m"},
		{"team5", "Aucun ne me convient malheureusement. Est-ce que le jeudi 3 décembre à 13 h 30 serait possible ?", "2026-12-03T13:30/45m"},
		{"team5", "żaden nie pasuje, może być czwartek 3 grudnia godz. 15?", "2026-12-03T15:00/45m"},
		{"team5", "Infelizmente nenhum desses dá. Pode ser na quarta, dia 2, às 11h?", "2026-12-02T11:00/45m"},
		{"team5", "geen van alle sorry. dinsdag 1 december 11 uur dan?", "2026-12-01T11:00/45m"},
		{"team5", "Kunnen we het ook op maandag 30 november om 10 uur doen?", "2026-11-30T10:00/45m"},
		{"team5", "ei käy mikään noista. miten ois to 3.12. klo 14.30?", "2026-12-03T14:30/45m"},
		{"team5", "No, quel giovedì no. Facciamo mercoledì 2 dicembre alle 17?", "2026-12-02T17:00/45m"},

		{"team5", "Ingen av tiderna funkar. Skulle torsdag gå?", "unclear"},
		{"team5", "Aucun ne me convient. Est-ce que jeudi serait possible ?", "unclear"},
		{"team5", "2 geht. Wann war das, Donnerstag 3. Dezember um 9?", "unclear"},
		{"team5", "Pode ser na quarta, dia 3, às 11h?", "unclear"},
		{"team5", "Kunnen we het ook op maandag om 10 uur blorpen met Jan?", "unclear"},
	})
}

// TestChooseFeira: a Portuguese weekday that may be an ordinal, beside an answer.
func TestChooseFeira(t *testing.T) {
	check(t, [][3]string{
		{"team5", "1 e 3. Segunda estou em Coimbra.", "1 3"},
		{"team5", "A 1 e a 3. Quinta eu fico com meu neto.", "1 3"},

		{"team5", "1 e 2. Segunda estou em Coimbra.", "unclear"},
		{"team5", "1 e 3. A quarta eu também blorpo.", "unclear"},
		{"team5", "Na quarta tenho blorp, o resto está bem.", "unclear"},
	})
}

// TestChooseNoReasons: what looks like a reason and says something of a slot.
func TestChooseNoReasons(t *testing.T) {
	check(t, [][3]string{
		{"team5", "1 und 3 gehen. Donnerstag bringt die Lösung.", "unclear"},
		{"team5", "1 und 3 gehen. Freitag ist Brückentag, da hab ich den ganzen Tag.", "unclear"},
		{"team5", "1 et 3 me vont. Vendredi, j'ai que ça à faire.", "unclear"},
		{"team5", "1 et 3 me vont. Vendredi c'est du gâteau.", "unclear"},
		{"team5", "1 y 3. El viernes tengo que mirarlo.", "unclear"},
		{"team5", "Tutti tranne il 3, ho un dubbio.", "unclear"},
		{"team5", "Tutti tranne il 3: ho ancora dubbi sul 4.", "unclear"},
		{"team5", "Todos menos o 3, tenho dúvidas quanto ao 4.", "unclear"},
		{"team5", "Alla utom 3, då har jag bara en timme.", "unclear"},
		{"team5", "Antes del miércoles me va bien, después no sé.", "unclear"},
		{"team5", "2 et 4 conviennent à Paul, pas à moi.", "unclear"},
		{"team5", "Żaden nie pasuje, może być środa?", "unclear"},
	})
}
