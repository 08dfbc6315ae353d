package parser

import "testing"

// TestChooseForWhomLanguages: for whom a statement holds changes nothing of it; a place or a reservation may.
func TestChooseForWhomLanguages(t *testing.T) {
	check(t, [][3]string{
		{"team5", "nr 2 och 4 fungerar för oss i Göteborg.", "2 4"},
		{"team5", "2 och 4 fungerar för oss i radhuset.", "2 4"},
		{"team5", "2 og 4 passer for os i Aarhus.", "2 4"},
		{"team5", "2 en 4 lukken voor ons in Utrecht.", "2 4"},
		{"team5", "Les créneaux 1, 3 et 5 conviennent à notre section.", "1 3 5"},
		{"team5", "2 y 4 van bien para nuestra sección.", "2 4"},
		{"team5", "2 e 4 vanno bene per la nostra sezione.", "2 4"},
		{"team5", "2 e 4 funcionam para a nossa equipa.", "2 4"},
		{"team5", "2 i 4 pasują nam w Gdyni.", "2 4"},
		{"team5", "El licenciado Ortega puede el 24 y el 26.", "1 2 4"},

		{"team5", "2 och 4 funkar i radhuset.", "unclear"},
		{"team5", "2 och 4 funkar för mig i dagsläget.", "unclear"},
		{"team5", "2 och 4 funkar för mig på gränsen.", "unclear"},
		{"team5", "2 og 4 passer på papiret.", "unclear"},
		{"team5", "2 en 4 lukken op papier.", "unclear"},
		{"team5", "2 und 4 gehen für mich mit Abstrichen.", "unclear"},
		{"team5", "2 et 4 me vont à Lyon.", "unclear"},
		{"team5", "2 et 4 me vont avec une réserve.", "unclear"},
		{"team5", "2 y 4 van bien con reservas.", "unclear"},
		{"team5", "2 e 4 vanno bene a fatica.", "unclear"},
		{"team5", "W piątek o 9, w inne dni przyjmuję w Galway.", "unclear"},
	})
}

// TestChooseColon: a reason behind a colon, and a no before it.
func TestChooseColon(t *testing.T) {
	check(t, [][3]string{
		{"team5", "No puedo asistir a ninguna: me operan el 16 de la rodilla.", "decline"},
		{"team5", "Tutti tranne il mercoledì: ho la gara dei ragazzi dell'under 15.", "1 2 4 5"},
		{"team5", "Purtroppo non posso in nessuna di queste date: mi sono rotta il polso.", "decline"},

		{"team5", "No puedo ninguna: tengo libre el viernes.", "unclear"},
		{"team5", "Tutti tranne: ho dimenticato quale.", "unclear"},
	})
}

// TestChooseCountsCJK: how many there are of a thing.
func TestChooseCountsCJK(t *testing.T) {
	check(t, [][3]string{
		{"team5", "午後でお願いします。午前は手術が2件あります。", "2 4"},
		{"team5", "午前中はすべて取材です。午後ならいつでも大丈夫です。", "2 4"},
		{"team5", "五个时间都可以。", "1 2 3 4 5"},

		{"team5", "三个时间都可以。", "unclear"},
		{"team5", "午後でお願いします。水曜の午後は手術が2件あるかもしれません。", "unclear"},
	})
}

// TestChooseSmallTalkLanguages: what is said at the end, and numbers of houses and people, change nothing.
func TestChooseSmallTalkLanguages(t *testing.T) {
	check(t, [][3]string{
		{"team5", "2 passt. Bringe Brezeln mit, falls was ist 0171 2345678.", "2"},
		{"team5", "2 passar. Hör av er om ni undrar något!", "2"},
		{"team5", "mercredi ou vendredi, comme ça arrange les autres", "3 5"},
		{"team5", "2 y 4, la que mejor les convenga a los demás.", "2 4"},
		{"team5", "2 passt.\nUwe Brandt Dachdeckermeister\nHafenstraße 4, 24937 Flensburg", "2"},
		{"team5", "Onsdag, jag tar kaffe till 15 personer.", "3"},
		{"team5", "Hier passt 2.", "2"},
		{"team5", "Buenos días, Marta: 2 y 4.", "2 4"},
		{"team5", "4 geht sich bei mir gut aus.", "4"},
		{"team5", "La cinque. Per le altre ho lezione.", "5"},
		{"team5", "Najchętniej w piątek, ewentualnie może być też środa.", "3 *5"},
		{"one", "Ja hoor, gezellig! Tot donderdag.", "1"},

		{"team5", "2 geht, falls nichts ist.", "unclear"},
		{"team5", "2 fungerar om det inte är något.", "unclear"},
		{"team5", "Platz 3 passt", "unclear"},
		{"team5", "Ewentualnie 2.", "unclear"},
		{"team5", "Może 2, ewentualnie 4.", "unclear"},
		{"team5", "4 geht sich leider nicht aus, 2 geht sich aus.", "unclear"},
		{"team5", "Hola, Marta: 2 y 4; Jorge: 3", "unclear"},
		{"team5", "Onsdag bor funka.", "unclear"},
		{"team5", "Tot donderdag!", "unclear"},
		{"team5", "3 und 5 gehen. Donnerstag komme ich zurück.", "unclear"},
	})
}

// TestChooseUsualLanguages: bounds that let the last day in, what is left out behind them, and to whom it is convenient.
func TestChooseUsualLanguages(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Hasta el miércoles inclusive.", "1 2 3"},
		{"team5", "Jusqu'à mercredi inclus.", "1 2 3"},
		{"team5", "Do środy włącznie, później wyjeżdżam.", "1 2 3"},
		{"team5", "A Anna le vienen bien la 2 y la 4.", "2 4"},
		{"team5", "Ad Anna vanno bene la 2 e la 4.", "2 4"},
		{"team5", "Mardi me va, le matin comme l'après-midi.", "1 2"},
		{"team5", "La de las 15.30 h me va bien.", "4"},
		{"team5", "Quarta-feira vou ao dentista, de resto posso sempre.", "1 2 4 5"},
		{"team5", "L'unico giorno in cui posso è venerdì.", "5"},
		{"team5", "别的时间我都要工作，2和3可以。", "2 3"},

		{"team5", "Hasta el miércoles.", "unclear"},
		{"team5", "Do środy.", "unclear"},
		{"team5", "2 me va bien. A Anna le viene bien la 4.", "unclear"},
		{"team5", "A Anna le vienen bien la 2 y la 4, a mí la 3.", "unclear"},
		{"team5", "El blorp me viene bien, tanto por la mañana como por la tarde.", "unclear"},
		{"team5", "Blorp me va, le matin comme l'après-midi.", "unclear"},
		{"team5", "L'unico giorno in cui posso è blorp.", "unclear"},
	})
}

// TestChooseAnyAway: who would take any, and is away, may be free or not there at all.
func TestChooseAnyAway(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Any of them, I'm on leave.", "unclear"},
		{"team5", "Egal welcher, ich bin im Urlaub.", "unclear"},
		{"team5", "Vilken som helst, jag är sjukskriven.", "unclear"},
		{"team5", "N'importe lequel, je suis en congé.", "unclear"},
		{"team5", "Cualquiera, estoy de vacaciones.", "unclear"},
		{"team5", "Obojętnie który, jestem na urlopie.", "unclear"},
	})
}

// TestChooseMoreReasons: what the others coincide with, and how long somebody is elsewhere.
func TestChooseMoreReasons(t *testing.T) {
	check(t, [][3]string{
		{"team5", "El 5, los demás coinciden con el cierre del año.", "5"},
		{"team5", "Le 27 uniquement. Les autres dates tombent en pleine rentrée.", "5"},
		{"team5", "1 en 5, op de andere dagen zit ik in de zaal bij de harmonie.", "1 5"},
		{"team5", "2 i 3, potem jadę w góry.", "2 3"},
		{"team5", "La 4 perfecta. La 5 solo si no queda otro remedio.", "*4 ~5"},
		{"team5", "Alle due e mezza, grazie mille maestra.", "unclear"},

		{"team5", "1 en 5, de andere dagen rocken ook.", "unclear"},
		{"team5", "1 y 5, los demás molan.", "unclear"},
		{"team5", "La 4. La 5 solo si puede mi jefe.", "unclear"},
		{"team5", "1 och 5, andra dagar blorpar jag.", "unclear"},
	})
}

// TestChooseIdle: a condition that changes nothing stands at the end; with a slot behind it, it does.
func TestChooseIdle(t *testing.T) {
	check(t, [][3]string{
		{"team5", "2 passt, falls was ist 0171 2345678.", "2"},
		{"team5", "2 va bene, se serve altro fammi sapere.", "2"},
		{"team5", "2 pasuje, w razie pytań proszę dzwonić.", "2"},

		{"team5", "2 passt, falls was ist dann 4.", "unclear"},
		{"team5", "2 passt. Falls noch was ist, 4 ginge auch.", "unclear"},
		{"team5", "2, jakby co to 4.", "unclear"},
		{"team5", "2 går, om det är något så 4.", "unclear"},
		{"team5", "2 va bene, se serve qualcosa anche 4.", "unclear"},
		{"team5", "Alle Termine, bin im Urlaub.", "unclear"},
		{"team5", "Alla, jag har semester.", "unclear"},
	})
}

// TestChooseDeclinesLanguages: regrets about all, and about one time.
func TestChooseDeclinesLanguages(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Lamento no poder participar en esta ocasión.", "decline"},
		{"team5", "Je ne pourrai malheureusement assister à aucune de ces réunions.", "decline"},
		{"team5", "N'importe lequel, je suis à la retraite !", "1 2 3 4 5"},
		{"team5", "mardi ou vendredi c bon pour moi", "1 2 5"},
		{"team5", "2, sonst leider alles dicht.", "2"},

		{"team5", "Siento no poder ir el martes, la 3 sí.", "3"},
		{"team5", "Lamento no poder asistir el miércoles.", "unclear"},
		{"team5", "Je peux pas du tout le matin.", "unclear"},
		{"team5", "Sonst alles dicht.", "unclear"},
		{"team5", "c bon", "unclear"},
	})
}
