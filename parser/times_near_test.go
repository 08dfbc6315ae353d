package parser

import "testing"

// TestHoursWithDays: an hour that bounds a day, where one of its two readings leaves nothing.
func TestHoursWithDays(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Dienstag ab 10 Uhr", "1 2"}, {"team5", "Tuesday from 10 on", "1 2"}, {"team5", "mardi à partir de 10h", "1 2"},
		{"team5", "martes a partir de las 10", "1 2"}, {"team5", "terça a partir das 10h", "1 2"}, {"team5", "martedì dalle 10", "1 2"},
		{"team5", "dinsdag vanaf 10 uur", "1 2"}, {"team5", "tisdag från kl 10", "1 2"}, {"team5", "tiistaina klo 10 jälkeen", "1 2"},
		{"team5", "we wtorek od 10", "1 2"}, {"team5", "火曜日10時以降", "1 2"}, {"team5", "周二10点以后", "1 2"},
		{"team5", "Dienstag ab 11 Uhr", "2"}, {"team5", "Tuesday after 2", "2"},
		{"team5", "Tuesday after 5", "unclear"}, // five in the afternoon leaves nothing: not all of Tuesday
		{"team5", "Mittwoch ab 11 Uhr", "unclear"}, {"team5", "Tuesday before 9", "unclear"},

		{"team5", "Tuesday until 12", "1"}, {"team5", "Tuesday until noon works", "1"}, {"team5", "Dienstag bis 12 Uhr", "1"}, {"team5", "mardi jusqu'à 12h", "1"},
		{"team5", "martes hasta las 12", "1"}, {"team5", "terça até às 12", "1"}, {"team5", "martedì fino alle 12", "1"}, {"team5", "dinsdag tot 12 uur", "1"},
		{"team5", "tisdag till kl 12", "1"}, {"team5", "tiistaina klo 12 asti", "1"}, {"team5", "火曜日12時まで", "1"}, {"team5", "周二12点之前", "1"},
		{"team5", "Tuesday until 10:30", "unclear"}, // cut short
		{"team5", "until 15:45", "unclear"}, {"team5", "until 12", "1 3 5"},
		{"team5", "Tuesday until Thursday", "1 2 3 4"}, {"team5", "24 until 26 November", "1 2 3 4"}, {"team5", "Tuesday 10 until 12", "1"},
	})
}

// TestWeekOfDay: a week named after one of its days.
func TestWeekOfDay(t *testing.T) {
	check(t, [][3]string{
		{"two6", "the week of the 7th", "4 5 6"}, {"two6", "The week of the 7th works for me.", "4 5 6"}, {"two6", "week of 7 December", "4 5 6"},
		{"two6", "week commencing the 7th", "4 5 6"}, {"two6", "the week starting Monday 7th", "4 5 6"}, {"two6", "the week of the 30th", "1 2 3"},
		{"two6", "die Woche vom 7.", "4 5 6"}, {"two6", "In der Woche ab dem 7. Dezember", "4 5 6"}, {"two6", "la semaine du 7", "4 5 6"},
		{"two6", "La semaine du 7 me convient", "4 5 6"}, {"two6", "me va bien la semana del 7", "4 5 6"}, {"two6", "a semana do dia 7", "4 5 6"},
		{"two6", "la settimana del 7", "4 5 6"}, {"two6", "de week van de 7e", "4 5 6"}, {"two6", "veckan den 7", "4 5 6"},
		{"two6", "w tygodniu od 7 grudnia", "4 5 6"}, {"two6", "12月7日の週でお願いします", "4 5 6"}, {"two6", "7号那周", "4 5 6"}, {"two6", "12月7日那一周可以", "4 5 6"},
		{"two6", "week of 7", "unclear"}, {"two6", "not the week of the 7th", "unclear"}, {"two6", "the week of the 21st", "unclear"},
		{"two6", "die Woche", "unclear"}, {"two6", "veckan efter nästa vecka", "4 5 6"},
	})
}

// TestHalvesAlone: am and pm without an hour.
func TestHalvesAlone(t *testing.T) {
	check(t, [][3]string{
		{"team5", "pm only", "2 4"}, {"team5", "PM only please", "2 4"}, {"team5", "only pm", "2 4"}, {"team5", "any pm", "2 4"}, {"team5", "pm works", "2 4"},
		{"team5", "AM only", "1 3 5"}, {"team5", "am only", "1 3 5"}, {"team5", "AM works", "1 3 5"}, {"team5", "PM slots please", "2 4"}, {"team5", "Tuesday pm", "2"},
		{"team5", "am only free on Friday", "5"}, // I am
		{"team5", "The PM is fine with 2", "unclear"}, {"team5", "Our PM can do 3", "unclear"}, {"team5", "I am", "unclear"}, {"team5", "PM", "unclear"}, {"team5", "PM!", "unclear"}, {"team5", "am", "unclear"},
	})
}

// TestMisspeltDays: what is no other word, and off no other day.
func TestMisspeltDays(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Wensday", "3"}, {"team5", "Wendsday works", "3"}, {"team5", "wednesdy", "3"}, {"team5", "Thrusday", "4"}, {"team5", "thursady works", "4"}, {"team5", "Teusday", "1 2"},
		{"team5", "Fridya works", "5"}, {"team5", "Mitwoch passt", "3"}, {"team5", "Donerstag", "4"}, {"team5", "mecredi", "3"}, {"team5", "juedi", "4"},
		{"team5", "miercoles", "3"}, {"team5", "biernes", "5"}, {"team5", "woensdga", "3"}, {"team5", "torstia", "4"},
		{"team5", "Tursday", "unclear"}, // Tuesday or Thursday
		{"team5", "Sunay", "unclear"}, {"team5", "payday works", "unclear"}, {"team5", "holiday", "unclear"},
	})
}

// TestMisspeltEnds: what has a letter more than a remnant of a day is not passed over.
func TestMisspeltEnds(t *testing.T) {
	for rest := range misspeltDays() {
		for k := range len(rest) + 1 {
			if word := rest[:k] + "x" + rest[k:]; !misspeltEnds().has(word) {
				t.Errorf("%q is not looked at, which has %q in it", word, rest)
			}
		}
	}
	if misspeltEnds().has("xxxxxx") {
		t.Error("every word is looked at")
	}
}

// TestNoMonths: everyday words that are months in some language.
func TestNoMonths(t *testing.T) {
	sent := offers["team5"].Now
	for _, c := range []struct{ line, want string }{
		{"out 3", ""}, {"1 in, 3 out", ""}, {"set 2", ""}, {"I'm out 4 days", ""}, {"3 out", ""}, {"mag 3", ""}, {"gen 2", ""},
		{"3 de out às 10h", "Sun 3 Oct 2027 10:00"}, {"sáb, 3 out 2027 10:00", "weekday-mismatch"}, {"3 out 2027 às 10h", "Sun 3 Oct 2027 10:00"}, {"3 out 10:00", "Sun 3 Oct 2027 10:00"},
		{"dia 3 out 10h", "Sun 3 Oct 2027 10:00"}, {"4 ago 2027 a las 9:00", "Wed 4 Aug 2027 09:00"}, {"mar 3 10:00", "Wed 3 Mar 2027 10:00"}, {"May 3 10:00", "Mon 3 May 2027 10:00"},
	} {
		if got := timesSaid(c.line, sent, sent.Location()); got != c.want && !(c.want == "" && (got == "96h0m0s")) {
			t.Errorf("%q: %s, want %s", c.line, got, c.want)
		}
	}
	check(t, [][3]string{
		{"team5", "Option 2 or 26 November", "2 4"}, {"team5", "slot 2 and 26 November", "2 4"}, {"team5", "Nr. 2 oder 26.11. passt", "2 4"}, {"team5", "l'option 2 ou le 26 novembre", "2 4"},
		{"team5", "optie 2 of 26 november", "2 4"}, {"team5", "alternativ 2 eller 26 november", "2 4"}, {"team5", "vaihtoehto 2 tai 26.11.", "2 4"}, {"team5", "opcja 2 lub 26 listopada", "2 4"},
		{"team5", "opção 2 ou 26 de novembro", "2 4"}, {"team5", "opzione 2 o 26 novembre", "2 4"}, {"team5", "2番か11月26日", "2 4"}, {"team5", "选项2或11月26日", "2 4"},
		{"team5", "2 or 26 November", "unclear"}, // the second of November?
	})
}

// TestAsianProposals: the phrase that proposes stands behind the time.
func TestAsianProposals(t *testing.T) {
	const friday, monday = "2026-11-27T15:30/45m", "2026-11-30T10:00/45m"
	check(t, [][3]string{
		{"team5", "金曜日の15:30はいかがですか", friday}, {"team5", "11月27日 15:30はいかがでしょうか。", friday}, {"team5", "金曜の15時半ではどうでしょうか", friday},
		{"team5", "月曜日10時はどうですか", monday}, {"team5", "30日の10時は可能でしょうか", monday}, {"team5", "11月30日10時はご都合いかがですか", monday},
		{"team5", "周五 15:30 怎么样？", friday}, {"team5", "周五下午三点半可以吗？", friday}, {"team5", "改到周五15:30行吗", friday}, {"team5", "11月30日10时如何？", monday},
		{"team5", "下周一上午10点方便吗？", monday}, {"team5", "11月30日上午10点好吗", monday},
		{"team5", "15:30はいかがですか", "unclear"}, {"team5", "15:30 怎么样？", "unclear"}, // on offer, and asked
		{"team5", "金曜日はいかがですか", "unclear"}, {"team5", "周五怎么样？", "unclear"},
	})
}

// TestNoneAlone: a word for none, by itself, refuses all.
func TestNoneAlone(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Geen.", "decline"}, {"team5", "geen van deze", "decline"}, {"team5", "1 en 3, geen 2", "1 3"}, {"team5", "geen behalve 3", "3"},
		{"team5", "geen probleem, 1 en 3", "1 3"}, {"team5", "geen idee", "unclear"}, {"team5", "3 geen", "unclear"}, {"team5", "geen voorkeur", "unclear"},
		{"team5", "なし", "decline"}, {"team5", "なしです。", "decline"}, {"team5", "どれもなし", "decline"}, {"team5", "該当なし", "decline"}, {"team5", "1以外なし", "1"},
		{"team5", "問題なし", "unclear"}, {"team5", "特になし", "unclear"}, {"team5", "3はなし", "unclear"},
	})
}
