package parser

import "testing"

// TestChooseReasonBetween: a reason between what is named and what is said of it makes no yes of a no.
func TestChooseReasonBetween(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Tuesday, since I have a doctor's appointment, I can't.", "unclear"},
		{"team5", "Am Dienstag, weil ich arbeite, kann ich nicht.", "unclear"},
		{"team5", "Mardi, comme je travaille, je ne peux pas.", "unclear"},
		{"team5", "Le mercredi, vu que je travaille, c'est non.", "unclear"},
		{"team5", "El martes, como tengo médico, no puedo.", "unclear"},
		{"team5", "El martes porque tengo médico no puedo", "unclear"},
		{"team5", "Terça, porque tenho médico, não posso.", "unclear"},
		{"team5", "Martedì, visto che ho il dentista, non posso.", "unclear"},
		{"team5", "W środę, bo mam lekarza, nie mogę.", "unclear"},
		{"team5", "Mercredi, parce que je suis libre", "3"},
		{"team5", "Wednesday, because I am free", "3"},
		{"team5", "Tuesday because I cannot do other days", "1 2"},
	})
}

// TestChooseTraditional: traditional characters say what simplified ones say.
func TestChooseTraditional(t *testing.T) {
	check(t, [][3]string{
		{"team5", "週三上午可以", "3"},
		{"team5", "星期四下午三點半沒問題", "4"},
		{"team5", "這幾個時間我都不能參加", "decline"},
		{"team5", "星期二兩個時段我都可以", "1 2"},
		{"team5", "除了週二都可以", "3 4 5"},
		{"team5", "我選第三個", "3"},
		{"team5", "週二不方便,其他時間都可以", "3 4 5"},
		{"team5", "可能週三", "unclear"},
		{"team5", "我再確認一下", "unclear"},
		{"team5", "最好是4，5也可以", "*4 5"},
		{"team5", "1，2不行", "unclear"},
		{"team5", "第二个和第四个时间段我都有空", "2 4"},
	})
}

// TestChooseCounterAfterNo: another time, asked for after a no to all.
func TestChooseCounterAfterNo(t *testing.T) {
	check(t, [][3]string{
		{"team5", "這些時間都不行。可以改到12月1日上午10點嗎?", "2026-12-01T10:00/45m"},
		{"team5", "这些时间都不行。可以改到12月1日上午10点吗？", "2026-12-01T10:00/45m"},
		{"team5", "这些时间都不行。可以改天吗？", "unclear"},
		{"team5", "Aucun ne va. Par contre, mardi 1er décembre à 9 h, ce serait possible ?", "2026-12-01T09:00/45m"},
		{"team5", "Aucun ne va. Par contre, mardi, ce serait possible ?", "unclear"},
		{"team5", "Nenhum desses dá. Pode ser terça, dia 1 de dezembro, às 11h?", "2026-12-01T11:00/45m"},
		{"team5", "Nessuna va bene. Sarebbe possibile martedì 1 dicembre alle 10 invece?", "2026-12-01T10:00/45m"},
		{"team5", "Mercoledì va bene. Ma martedì 1 dicembre alle 10?", "unclear"},
	})
}

// TestChooseWideWords: ordinary answers in the words of those who write them.
func TestChooseWideWords(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Mercredi ça le fait, le reste non", "3"},
		{"team5", "Vendredi sans hésiter", "5"},
		{"team5", "Je peux me libérer jeudi à 15h30", "4"},
		{"team5", "Désolé de répondre si tard, j'étais au ski ! Le 4 me va", "4"},
		{"team5", "1 et 5 ok, les autres ko", "1 5"},
		{"team5", "El miércoles me viene de perlas", "3"},
		{"team5", "Me da lo mismo", "1 2 3 4 5"},
		{"team5", "Cuenta conmigo el jueves", "4"},
		{"team5", "Fico com a 2", "2"},
		{"team5", "Terça não rola, quarta sim", "3"},
		{"team5", "Na terça tenho aula, nos outros dias posso", "3 4 5"},
		{"team5", "Mercoledì per me va benone", "3"},
		{"team5", "Scusate il ritardo. La 2 mi va bene", "2"},
		{"team5", "La prima va bene, le altre no", "1"},
		{"team5", "Zapiszcie mnie na piątek", "5"},
		{"team5", "Środa jak najbardziej", "3"},
		{"one", "Wtedy nie mogę", "decline"},
		{"team5", "No to 2", "unclear"},
		{"team5", "木曜日に伺います", "4"},
		{"team5", "候補3でお願いできますでしょうか", "3"},
		{"team5", "できれば水曜日、難しければ金曜日でお願いします", "*3 5"},
		{"team5", "火曜は出張のため、水曜以降でお願いします", "3 4 5"},
		{"one", "参加させていただきます", "1"},
		{"one", "不好意思,当天有事去不了", "decline"},
		{"team5", "周二要开会,其他时间都可以", "3 4 5"},
		{"team5", "El jueves voy con mi madre al banco", "unclear"},
		{"team5", "Mercredi, ça bloque", "unclear"},
		{"team5", "Mercoledì mia moglie torna da Roma", "unclear"},
		{"team5", "我周三约律师", "unclear"},
	})
}
