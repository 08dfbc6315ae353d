package parser

import "testing"

// TestChooseLanguagesReasons: what else is on a day stands beside an answer, in every language; what may offer that day does not.
func TestChooseLanguagesReasons(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Mir passt 3. Am Donnerstag ist Betriebsausflug.", "3"},
		{"team5", "3, danach bin ich in Elternzeit.", "3"},
		{"team5", "Mittwoch, danach bin ich im Urlaub.", "3"},
		{"team5", "Dienstag oder Mittwoch, danach fahren wir weg.", "1 2 3"},
		{"team5", "El 3 me va bien. El jueves es puente en la oficina.", "3"},
		{"team5", "El 3 me va bien. El jueves es fiesta en Madrid y no habrá nadie.", "3"},
		{"team5", "Le 3 me convient. Le jeudi on reçoit les cueilleurs.", "3"},
		{"team5", "Le 3 me convient. Le jeudi, on reçoit les cueilleurs, impossible de bouger.", "3"},
		{"team5", "Le 3 me convient. L'après-midi j'enseigne.", "3"},
		{"team5", "Il 3 va bene, il pomeriggio insegno.", "3"},
		{"team5", "Il 3 va bene. Il giovedì porto i bambini in piscina.", "3"},
		{"team5", "Il 3 va bene. Giovedì c'è la festa del paese.", "3"},
		{"team5", "3 fungerar, för på torsdag fyller mamma 80.", "3"},
		{"team5", "3 sopii. Torstaina opetan.", "3"},
		{"team5", "3 sopii. Iltapäivisin haen lapset tarhasta.", "3"},
		{"team5", "3 pasuje. W czwartek prowadzę zajęcia.", "3"},
		{"team5", "3 pasuje. Po południu odbieram dzieci z przedszkola.", "3"},
		{"team5", "Por mim pode ser o 3. À tarde tenho sempre os miúdos.", "3"},
		{"team5", "Pode ser o 3. Na quinta dou aulas.", "3"},
		{"team5", "3番でお願いします。午後は実験が入っております。", "3"},
		{"team5", "3可以。下午我在客户那边。", "3"},
		{"team5", "1和3都可以，其他时间我在客户那边。", "1 3"},

		{"team5", "Mir passt 2. Donnerstag wäre drin.", "unclear"},
		{"team5", "Mir passt 4. Am Donnerstag ist Betriebsausflug.", "unclear"},
		{"team5", "Il 4 va bene, il pomeriggio insegno.", "unclear"},
		{"team5", "4 pasuje. W czwartek prowadzę zajęcia.", "unclear"},
		{"team5", "El 4 me va bien. El jueves es puente en la oficina.", "unclear"},
		{"team5", "El 3 me va bien. El jueves tengo un rato.", "unclear"},
		{"team5", "Le 3 me convient. Jeudi j'ai un moment.", "unclear"},
		{"team5", "Il 3 va bene. Giovedì ho un attimo.", "unclear"},
		{"team5", "Il 3 va bene. Giovedì spacca.", "unclear"},
		{"team5", "3 kan. Donderdag prikken we.", "unclear"},
		{"team5", "3 kan. Donderdag zie ik zitten.", "unclear"},
		{"team5", "3 fungerar. Torsdag är lugn.", "unclear"},
		{"team5", "3 fungerar. Torsdag löser jag.", "unclear"},
		{"team5", "3 pasuje. W czwartek mam chwilę.", "unclear"},
	})
}

// TestChooseLanguagesPhrases: more of what people write everywhere.
func TestChooseLanguagesPhrases(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Bei mir klappt's am Mittwoch.", "3"},
		{"pair2", "Der 30.11. wäre mir deutlich lieber, zur Not ginge aber auch der 2.12.", "*1 ~2"},
		{"pair2", "Sorry, da bin ich in beiden Fällen verhindert (Militär bis zum 16.). Macht es bitte ohne mich.", "decline"},
		{"pair2", "Leider passt mir weder der eine noch der andere Termin.", "decline"},
		{"team5", "Ay mi niña, ese mes me operan de las cataratas y no voy a poder ir a ninguna.", "decline"},
		{"team5", "El miércoles me queda perfecto mija.", "3"},
		{"team5", "En pääse valitettavasti yhteenkään, ollaan koko lokakuu Espanjassa.", "decline"},
		{"team5", "Anteeksi kun vastaan näin myöhään, oli kova flunssa. Keskiviikko on mulle ok.", "3"},
		{"team5", "Je serai là mercredi.", "3"},
		{"team5", "Preferirei il 4, però anche il 3 non è un problema.", "3 *4"},
		{"team5", "Il 3 è un problema.", "unclear"},
		{"team5", "Helaas ben ik dan op bedevaart, dus reken niet op mij.", "decline"},
		{"team5", "Żaden z tych terminów mi nie odpowiada. Czy możemy się umówić na poniedziałek 30 listopada o 10:00?", "2026-11-30T10:00/45m"},
		{"one", "Por mim tudo bem, apareço às três.", "1"},
		{"one", "Por mim tudo bem, apareço às três e meia.", "unclear"},
		{"team5", "不好意思，那一周我休年假，都参加不了。麻烦会后把录像发我一份。", "decline"},
	})
}
