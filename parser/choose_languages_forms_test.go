package parser

import "testing"

// TestForms: what a word says by its form and place: endings, names of numbers, greetings, questions without a mark.
func TestForms(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Keskiviikkona pääsen, ja torstainakin pääsen", "3 4"},
		{"team5", "Parhaiten sopisi torstai, mutta keskiviikkokin käy", "3 *4"},
		{"team5", "Kolmonen käy, nelonenkin.", "3 4"},
		{"team5", "En pääse keskiviikkona enkä torstainakaan, muut käyvät", "1 2 5"},
		{"team5", "Nelosta lukuun ottamatta kaikki käy", "1 2 3 5"},
		{"team5", "Tylko czwórka.", "4"},
		{"team5", "Trójka pasuje, czwórka też.", "3 4"},
		{"team5", "Przyjdziemy w trójkę, czwórka pasuje", "4"},
		{"team5", "dwójka dzieci jest chora", "unclear"},

		{"team5", "2 works, blorb works too", "unclear"},
		{"team5", "2 passt, blorb auch", "unclear"},
		{"team5", "2 me va, blorb aussi", "unclear"},
		{"team5", "2 me va bien, blorb también me va", "unclear"},
		{"team5", "2 pasuje, blorb też pasuje", "unclear"},
		{"team5", "2 käy, mutta blorbkin käy", "unclear"},
		{"team5", "2番は大丈夫です、ブロブも大丈夫です", "unclear"},
		{"team5", "2可以,blorb也可以", "unclear"},

		{"team5", "Viele Grüße an alle!", "unclear"},
		{"team5", "Best wishes to all!", "unclear"},
		{"team5", "Tanti saluti a tutti e buona giornata", "unclear"},
		{"team5", "Miłego weekendu i pozdrowienia dla wszystkich!", "unclear"},
		{"team5", "2 works. Thanks to all!", "2"},
		{"team5", "Thanks, all work", "1 2 3 4 5"},

		{"team5", "3番はオンライン参加もできますか", "unclear"},
		{"team5", "3番、参加できますか", "unclear"},
		{"team5", "2番でお願いします。駐車場はありますか", "2"},
		{"team5", "2か3でお願いします", "2 3"},
		{"team5", "czy 3 pasuje", "unclear"},
		{"team5", "2 czy 3, oba pasują", "2 3"},
	})
}

// TestReaches: ranges and bounds in words.
func TestReaches(t *testing.T) {
	check(t, [][3]string{
		{"team5", "2番〜4番でお願いします。", "2 3 4"},
		{"team5", "2番目から4番目まで大丈夫です", "2 3 4"},
		{"team5", "第二到第四个时间我都有空。", "2 3 4"},
		{"team5", "the second to the fourth work", "2 3 4"},
		{"team5", "I prefer the second to the fourth", "unclear"},
		{"team5", "最好是4,2也可以。", "2 *4"},
		{"team5", "1,2可以", "1 2"},

		{"team5", "水曜までなら大丈夫です。", "1 2 3"},
		{"team5", "水曜日までの日程でしたら参加できます。", "1 2 3"},
		{"team5", "水曜から木曜まで大丈夫です", "3 4"},
		{"team5", "水曜までに連絡します", "unclear"},
		{"team5", "水曜からは大丈夫です", "3 4 5"},
		{"team5", "Do środy wszystkie terminy mi pasują.", "1 2 3"},
		{"team5", "2 pasuje. Do środy!", "2"},
		{"team5", "Od środy do czwartku mogę", "3 4"},
		{"team5", "Proszę mnie wpisać na 2 i 4.", "2 4"},
		{"team5", "Na środę mogę", "3"},
	})
}

// TestFormsOfTime: days and hours as Finnish, Polish, Japanese and Chinese put them.
func TestFormsOfTime(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Keskiviikkona kymmeneltä pääsen", "3"},
		{"team5", "Keskiviikkona kahdelta", "unclear"},
		{"team5", "Ennen kahtatoista käy kaikki", "1 3 5"},
		{"team5", "Tiistain aikaisempi aika sopii", "1"},
		{"team5", "Tiistain jälkimmäinen aika käy", "2"},
		{"team5", "Aikaisempi aika", "unclear"},
		{"team5", "Mieluiten torstai, muuten perjantai.", "*4 5"},
		{"team5", "Mieluiten torstai, muuten blorb.", "unclear"},
		{"team5", "Muuten, 3 käy", "3"},
		{"team5", "Tiistaina en pääse, muuten käy", "3 4 5"},
		{"team5", "Od czternastej mogę", "2 4"},
		{"team5", "Przed dwunastą mogę każdego dnia.", "1 3 5"},
		{"team5", "Wtorkowe terminy pasują", "1 2"},
		{"team5", "Wcześniejszy termin", "unclear"},
		{"team5", "Niewykluczone, że trójka.", "unclear"},
		{"team5", "火・水でお願いします", "1 2 3"},
		{"team5", "火〜木で参加可能です", "1 2 3 4"},
		{"team5", "11月〜12月は忙しいです", "unclear"},
		{"team5", "土日は無理です", "unclear"},
		{"team5", "午後の枠なら参加できます。", "2 4"},
		{"two6", "火曜の枠でお願いします", "unclear"},
		{"team5", "5つとも大丈夫です", "1 2 3 4 5"},
		{"team5", "3つとも大丈夫です", "unclear"},
		{"team5", "2番も4番も空いています。", "2 4"},
		{"team5", "2番も大丈夫です", "+ 2"},
		{"team5", "水曜は無理ですので、木曜でお願いします", "4"},
		{"team5", "3番で大丈夫です。また、11月30日(月)10時も可能です。", "3 2026-11-30T10:00/45m"},
		{"team5", "11月25日周三可以", "3"},
		{"team5", "11月24日周三可以", "unclear"},
		{"team5", "周二、周三不行,周四可以", "4"},
		{"team5", "到周三为止都可以。", "1 2 3"},
		{"team5", "我选4。2勉强可以", "~2 4"},
	})
}
