package parser

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// timesSaid writes what the expressions of a line mean: instants (with the offset where a zone was stated, with the length if it is not an
// hour), lengths, names of zones, or what is wrong.
func timesSaid(line string, sent time.Time, zone *time.Location) string {
	var out []string
	for _, x := range Times(Tokens(line, nil), nil) {
		if x.Day.Kind == NoDay && x.Clock.Kind == NoClock && x.Fault == "" {
			if x.Length > 0 {
				out = append(out, x.Length.String())
			} else {
				out = append(out, x.Zone.Name)
			}
			continue
		}
		s, fault := x.Resolve(sent, zone, time.Hour)
		if fault.Code != "" {
			out = append(out, fault.Code)
			continue
		}
		w := s.Begin.Format("Mon 2 Jan 2006 15:04")
		if x.Zone.Said != "" {
			w += s.Begin.Format(" -07:00")
		}
		if s.Duration != time.Hour {
			w += " " + strings.TrimSuffix(s.Duration.String(), "0s")
		}
		out = append(out, w)
	}
	return strings.Join(out, ", ")
}

func place(t testing.TB, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// timesCases are read on Monday 23 November 2026 at 9:27 in Helsinki.
var timesCases = []struct{ lang, line, want string }{
	{"en", "Tue 24 Nov 10:00-10:45", "Tue 24 Nov 2026 10:00 45m"},
	{"en", "Tuesday, 24th November 2026, 10:00 AM – 10:45 AM", "Tue 24 Nov 2026 10:00 45m"},
	{"en", "November 24th at 2 pm", "Tue 24 Nov 2026 14:00"},
	{"en", "Nov 24, 2-2:45pm", "Tue 24 Nov 2026 14:00 45m"},
	{"en", "Nov 24, 11-1pm", "Tue 24 Nov 2026 11:00 2h0m"},
	{"en", "Nov 24, 9am-noon", "Tue 24 Nov 2026 09:00 3h0m"},
	{"en", "2026-11-24T10:00:00+02:00/PT45M", "Tue 24 Nov 2026 10:00 +02:00 45m"},
	{"en", "2026-11-24T08:00Z/2026-11-24T08:45Z", "Tue 24 Nov 2026 08:00 +00:00 45m"},
	{"en", "20261124T080000Z", "Tue 24 Nov 2026 08:00 +00:00"},
	{"en", "2026/11/24 10:00", "Tue 24 Nov 2026 10:00"},
	{"en", "11/24/2026 2:00 PM - 2:45 PM", "Tue 24 Nov 2026 14:00 45m"},
	{"en", "Wed 12/2 10am-11am", "Wed 2 Dec 2026 10:00"},
	{"en", "12/2 10am", "ambiguous-date"},
	{"en", "3/4/2027 10:00", "ambiguous-date"},
	{"en", "Tuesday at 10 or Thursday 14–15", "Tue 24 Nov 2026 10:00, Thu 26 Nov 2026 14:00"},
	{"en", "Tue 24 Nov: 10:00, 13:00 and 15:00", "Tue 24 Nov 2026 10:00, Tue 24 Nov 2026 13:00, Tue 24 Nov 2026 15:00"},
	{"en", "10:00 or 14:00 on Tuesday", "Tue 24 Nov 2026 10:00, Tue 24 Nov 2026 14:00"},
	{"en", "Mon, Tue and Wed at 10", "Mon 30 Nov 2026 10:00, Tue 24 Nov 2026 10:00, Wed 25 Nov 2026 10:00"},
	{"en", "7 and 11 December at 10", "Mon 7 Dec 2026 10:00, Fri 11 Dec 2026 10:00"},
	{"en", "the 24th and 25th of November at 10", "Tue 24 Nov 2026 10:00, Wed 25 Nov 2026 10:00"},
	{"en", "Nov 24, 25 and 26 at 10:00", "Tue 24 Nov 2026 10:00, Wed 25 Nov 2026 10:00, Thu 26 Nov 2026 10:00"},
	{"en", "tomorrow at 10:00 for half an hour", "Tue 24 Nov 2026 10:00 30m"},
	{"en", "the day after tomorrow at noon", "Wed 25 Nov 2026 12:00"},
	{"en", "Tuesday next week at 10", "Tue 1 Dec 2026 10:00"},
	{"en", "next week, Tuesday 10:00 or Wednesday 14:00", "Tue 1 Dec 2026 10:00, Wed 2 Dec 2026 14:00"},
	{"en", "this Friday at 9", "Fri 27 Nov 2026 09:00"},
	{"en", "next Friday at 9", "ambiguous-date"},
	{"en", "the first Tuesday of December at 10", "Tue 1 Dec 2026 10:00"},
	{"en", "the last Friday of November at 10", "Fri 27 Nov 2026 10:00"},
	{"en", "week 50, Tuesday 10:00", "Tue 8 Dec 2026 10:00"},
	{"en", "half past ten on Tuesday", "Tue 24 Nov 2026 10:30"},
	{"en", "quarter to nine on Tuesday", "Tue 24 Nov 2026 08:45"},
	{"en", "Thursday half past three", "ambiguous-time"},
	{"en", "Thursday half past three in the afternoon", "Thu 26 Nov 2026 15:30"},
	{"en", "Tuesday morning at 9", "Tue 24 Nov 2026 09:00"},
	{"en", "Thursday afternoon at 3", "Thu 26 Nov 2026 15:00"},
	{"en", "Monday 24 Nov 10:00", "weekday-mismatch"},
	{"en", "Tuesday the 25th at 10", "weekday-mismatch"},
	{"en", "31 November 10:00", "no-such-date"},
	{"en", "29 February 2027 10:00", "no-such-date"},
	{"en", "24 Nov 25:00", "no-such-time"},
	{"en", "24 Nov 10:75", "no-such-time"},
	{"en", "Tue 24 Nov 14:00-13:00", "end-before-begin"},
	{"en", "Tue 24 Nov 10:00-10:00", "zero-duration"},
	{"en", "Tue 24 Nov 23:30-00:15", "Tue 24 Nov 2026 23:30 45m"},
	{"en", "Tue 24 Nov 22:00-6:00", "Tue 24 Nov 2026 22:00 8h0m"},
	{"en", "Tue 24 Nov 22:00-11:00", "end-before-begin"},
	{"en", "Tue 24 Nov 10:00 - Wed 25 Nov 12:00", "Tue 24 Nov 2026 10:00 26h0m"},
	{"en", "Nov 24 2pm ET for 45 min", "Tue 24 Nov 2026 14:00 -05:00 45m"},
	{"en", "Nov 25 9:00 EST", "Wed 25 Nov 2026 09:00 -05:00"},
	{"en", "Jul 1 9:00 EST", "ambiguous-zone"},
	{"en", "Nov 24 9am Pacific", "Tue 24 Nov 2026 09:00 -08:00"},
	{"en", "Nov 24 13:00 London time", "Tue 24 Nov 2026 13:00 +00:00"},
	{"en", "Nov 24 13:00 (Tokyo time)", "Tue 24 Nov 2026 13:00 +09:00"},
	{"en", "Nov 24 13:00 UTC+5:30", "Tue 24 Nov 2026 13:00 +05:30"},
	{"en", "Nov 24 13:00 +01:00", "Tue 24 Nov 2026 13:00 +01:00"},
	{"en", "Nov 24 13:00 CET (UTC+1)", "Tue 24 Nov 2026 13:00 +01:00"},
	{"en", "Nov 24 13:00 America/New_York", "Tue 24 Nov 2026 13:00 -05:00"},
	{"en", "Nov 24 13:00 Europe/Atlantis", "no-such-zone"},
	{"en", "Nov 24 13:00 my time", "my-time"},
	{"en", "Tuesday", "no-time"},
	{"en", "Tuesday morning", "no-time"},
	{"en", "Tuesday after 2pm", "no-time"},
	{"en", "around 10 on Tuesday", "no-time"},
	{"en", "sometime next week", "no-day"},
	{"en", "Tuesday late afternoon", "no-time"},
	{"en", "the 28th of next month at 10", "around"},
	{"en", "the first of December at 10", "Tue 1 Dec 2026 10:00"},
	{"en", "Tue 24 - Thu 26 Nov", "no-day"},
	{"en", "Tuesday 24th, 10am-11am; Wednesday 25th, 2-3pm", "Tue 24 Nov 2026 10:00, Wed 25 Nov 2026 14:00"},
	{"en", "32 November 10:00", "no-such-date"},
	{"en", "Nov 24 0900-0945, 1330-1415", "Tue 24 Nov 2026 09:00 45m, Tue 24 Nov 2026 13:30 45m"},
	{"en", "Nov 24 10a-10:45a", "Tue 24 Nov 2026 10:00 45m"},
	{"en", "from 192.0.2.25", ""},
	{"en", "sorry about Tuesday", "no-time"},
	{"en", "to 15", ""},
	{"en", "1 and 3", ""},
	{"en", "1-3", ""},
	{"en", "no. 4", ""},
	{"en", "room 10.30", ""},
	{"en", "version 2.10.1", ""},
	{"en", "call +358 40 123 4567", ""},
	{"en", "24/7", ""},
	{"en", "Q4 2026", ""},
	{"en", "I sat in the sun", ""},
	{"en", "you may march on", ""},
	{"en", "three quarters of an hour", "45m0s"},
	{"en", "an hour and a half", "1h30m0s"},
	{"en", "1h30", "1h30m0s"},
	{"en", "90 minutes", "1h30m0s"},
	{"de", "Di 24.11. 10:00-10:45 Uhr", "Tue 24 Nov 2026 10:00 45m"},
	{"de", "Dienstag, den 24. November 2026, um 10 Uhr", "Tue 24 Nov 2026 10:00"},
	{"de", "Di, 24.11.26, 10.00 - 10.45 Uhr", "Tue 24 Nov 2026 10:00 45m"},
	{"de", "am 24.11. von 10 bis 11 Uhr", "Tue 24 Nov 2026 10:00"},
	{"de", "24.11. 14 Uhr 30", "Tue 24 Nov 2026 14:30"},
	{"de", "24./25.11. um 10 Uhr", "Tue 24 Nov 2026 10:00, Wed 25 Nov 2026 10:00"},
	{"de", "24. und 25. November, jeweils 10 Uhr", "Tue 24 Nov 2026 10:00, Wed 25 Nov 2026 10:00"},
	{"de", "Dienstag um halb elf", "Tue 24 Nov 2026 10:30"},
	{"de", "Dienstag um Viertel nach zehn", "Tue 24 Nov 2026 10:15"},
	{"de", "Dienstag Viertel vor zehn", "Tue 24 Nov 2026 09:45"},
	{"de", "Dienstag fünf vor halb elf", "Tue 24 Nov 2026 10:25"},
	{"de", "Dienstag dreiviertel elf", "Tue 24 Nov 2026 10:45"},
	{"de", "Dienstag halb drei", "ambiguous-time"},
	{"de", "Dienstag nachmittag um 3", "Tue 24 Nov 2026 15:00"},
	{"de", "morgen um 10", "Tue 24 Nov 2026 10:00"},
	{"de", "morgen früh um 9", "Tue 24 Nov 2026 09:00"},
	{"de", "übermorgen 14:30", "Wed 25 Nov 2026 14:30"},
	{"de", "heute 16 Uhr", "Mon 23 Nov 2026 16:00"},
	{"de", "nächste Woche Dienstag 10 Uhr", "Tue 1 Dec 2026 10:00"},
	{"de", "kommenden Freitag 9 Uhr", "Fri 27 Nov 2026 09:00"},
	{"de", "KW 50, Dienstag 10 Uhr", "Tue 8 Dec 2026 10:00"},
	{"de", "Do 26.11. oder Fr 27.11. um 10 Uhr", "Thu 26 Nov 2026 10:00, Fri 27 Nov 2026 10:00"},
	{"de", "Montag 24.11. 10 Uhr", "weekday-mismatch"},
	{"de", "24.11. 10:00 MEZ", "Tue 24 Nov 2026 10:00 +01:00"},
	{"de", "45 Minuten", "45m0s"},
	{"de", "anderthalb Stunden", "1h30m0s"},
	{"de", "1,5 Std.", "1h30m0s"},
	{"de", "Do 10.12 14-15", "Thu 10 Dec 2026 14:00"},
	{"de", "am ersten Dezember um 10 Uhr", "Tue 1 Dec 2026 10:00"},
	{"fr", "mardi 24 novembre à 10h", "Tue 24 Nov 2026 10:00"},
	{"fr", "le mardi 24/11 à 14h30", "Tue 24 Nov 2026 14:30"},
	{"fr", "mardi 24 nov. de 10h à 10h45", "Tue 24 Nov 2026 10:00 45m"},
	{"fr", "mardi 24 à 14h ou jeudi 26 à 10h30", "Tue 24 Nov 2026 14:00, Thu 26 Nov 2026 10:30"},
	{"fr", "mardi à quinze heures", "Tue 24 Nov 2026 15:00"},
	{"fr", "mardi à dix heures et demie", "Tue 24 Nov 2026 10:30"},
	{"fr", "mardi à onze heures moins le quart", "Tue 24 Nov 2026 10:45"},
	{"fr", "mardi à trois heures de l'après-midi", "Tue 24 Nov 2026 15:00"},
	{"fr", "demain à midi", "Tue 24 Nov 2026 12:00"},
	{"fr", "après-demain 14h30", "Wed 25 Nov 2026 14:30"},
	{"fr", "le 24 et le 25 novembre à 10h", "Tue 24 Nov 2026 10:00, Wed 25 Nov 2026 10:00"},
	{"fr", "1er décembre 10h", "Tue 1 Dec 2026 10:00"},
	{"fr", "lundi, mardi et jeudi à 10h", "Mon 30 Nov 2026 10:00, Tue 24 Nov 2026 10:00, Thu 26 Nov 2026 10:00"},
	{"fr", "mardi à 10h, heure de Paris", "Tue 24 Nov 2026 10:00 +01:00"},
	{"fr", "la semaine prochaine", "no-day"},
	{"fr", "une heure et demie", "1h30m0s"},
	{"es", "martes 24 de noviembre a las 10:00", "Tue 24 Nov 2026 10:00"},
	{"es", "el martes 24 a las 15:30", "Tue 24 Nov 2026 15:30"},
	{"es", "martes 24 de noviembre de 2026, de 10:00 a 10:45", "Tue 24 Nov 2026 10:00 45m"},
	{"es", "el jueves a las tres y media de la tarde", "Thu 26 Nov 2026 15:30"},
	{"es", "el jueves a las 10 y media", "Thu 26 Nov 2026 10:30"},
	{"es", "mañana a las 10", "Tue 24 Nov 2026 10:00"},
	{"es", "pasado mañana a las 16h", "Wed 25 Nov 2026 16:00"},
	{"es", "martes o jueves a las 10", "Tue 24 Nov 2026 10:00, Thu 26 Nov 2026 10:00"},
	{"es", "24/11 a las 10", "Tue 24 Nov 2026 10:00"},
	{"es", "media hora", "30m0s"},
	{"pt", "terça-feira, 24 de novembro, às 10h", "Tue 24 Nov 2026 10:00"},
	{"pt", "terça às 10h ou quinta às 15h30", "Tue 24 Nov 2026 10:00, Thu 26 Nov 2026 15:30"},
	{"pt", "quinta às 15:30", "Thu 26 Nov 2026 15:30"},
	{"pt", "24/11/2026 às 10h30", "Tue 24 Nov 2026 10:30"},
	{"pt", "amanhã às 14h", "Tue 24 Nov 2026 14:00"},
	{"pt", "terça-feira às três e meia da tarde", "Tue 24 Nov 2026 15:30"},
	{"pt", "segunda e quarta às 10", "Mon 30 Nov 2026 10:00, Wed 25 Nov 2026 10:00"},
	{"pt", "uma hora e meia", "1h30m0s"},
	{"it", "martedì 24 novembre alle 10:00", "Tue 24 Nov 2026 10:00"},
	{"it", "martedì 24 novembre alle ore 15", "Tue 24 Nov 2026 15:00"},
	{"it", "giovedì dalle 10 alle 11", "Thu 26 Nov 2026 10:00"},
	{"it", "domani alle 9", "Tue 24 Nov 2026 09:00"},
	{"it", "dopodomani alle 14:30", "Wed 25 Nov 2026 14:30"},
	{"it", "giovedì alle tre e mezza del pomeriggio", "Thu 26 Nov 2026 15:30"},
	{"it", "martedì o mercoledì alle 10", "Tue 24 Nov 2026 10:00, Wed 25 Nov 2026 10:00"},
	{"it", "un'ora", "1h0m0s"},
	{"it", "mezz'ora", "30m0s"},
	{"nl", "dinsdag 24 november 10:00-10:45", "Tue 24 Nov 2026 10:00 45m"},
	{"nl", "di 24 nov om 14.30 uur", "Tue 24 Nov 2026 14:30"},
	{"nl", "dinsdag om 10 uur", "Tue 24 Nov 2026 10:00"},
	{"nl", "dinsdag of woensdag om 10 uur", "Tue 24 Nov 2026 10:00, Wed 25 Nov 2026 10:00"},
	{"nl", "dinsdag om half elf", "Tue 24 Nov 2026 10:30"},
	{"nl", "dinsdag kwart over tien", "Tue 24 Nov 2026 10:15"},
	{"nl", "morgen om 10 uur", "Tue 24 Nov 2026 10:00"},
	{"nl", "24-11-2026 om 10:00", "Tue 24 Nov 2026 10:00"},
	{"nl", "anderhalf uur", "1h30m0s"},
	{"sv", "tis 24 nov kl. 10.00-10.45", "Tue 24 Nov 2026 10:00 45m"},
	{"sv", "tisdag den 24 november kl. 10", "Tue 24 Nov 2026 10:00"},
	{"sv", "tisdag kl 10 eller torsdag kl 14:30", "Tue 24 Nov 2026 10:00, Thu 26 Nov 2026 14:30"},
	{"sv", "tisdag halv elva", "Tue 24 Nov 2026 10:30"},
	{"sv", "tisdag kvart över tio", "Tue 24 Nov 2026 10:15"},
	{"sv", "imorgon kl 9", "Tue 24 Nov 2026 09:00"},
	{"sv", "i övermorgon kl 14.30", "Wed 25 Nov 2026 14:30"},
	{"sv", "tis 24/11 kl. 14:30", "Tue 24 Nov 2026 14:30"},
	{"sv", "en och en halv timme", "1h30m0s"},
	{"fi", "ti 24.11. klo 10.00-10.45", "Tue 24 Nov 2026 10:00 45m"},
	{"fi", "tiistaina 24. marraskuuta klo 10", "Tue 24 Nov 2026 10:00"},
	{"fi", "24.11.2026 klo 9.30", "Tue 24 Nov 2026 09:30"},
	{"fi", "ti 24.11 klo 14", "Tue 24 Nov 2026 14:00"},
	{"fi", "to 10.12 klo 14", "Thu 10 Dec 2026 14:00"},
	{"fi", "huomenna klo 9", "Tue 24 Nov 2026 09:00"},
	{"fi", "ylihuomenna klo 14.30", "Wed 25 Nov 2026 14:30"},
	{"fi", "tiistaina puoli yksitoista", "Tue 24 Nov 2026 10:30"},
	{"fi", "tiistaina varttia vaille kymmenen", "Tue 24 Nov 2026 09:45"},
	{"fi", "ensi viikon tiistaina klo 10", "Tue 1 Dec 2026 10:00"},
	{"fi", "ma, ti ja ke klo 10", "Mon 30 Nov 2026 10:00, Tue 24 Nov 2026 10:00, Wed 25 Nov 2026 10:00"},
	{"fi", "klo 10–11 tiistaina", "Tue 24 Nov 2026 10:00"},
	{"fi", "24.-26.11.", "no-day"},
	{"fi", "puoli tuntia", "30m0s"},
	{"fi", "puolitoista tuntia", "1h30m0s"},
	{"pl", "wtorek 24 listopada o 10:00", "Tue 24 Nov 2026 10:00"},
	{"pl", "we wtorek 24.11 o godz. 14", "Tue 24 Nov 2026 14:00"},
	{"pl", "we wtorek o 10 albo w czwartek o 14:30", "Tue 24 Nov 2026 10:00, Thu 26 Nov 2026 14:30"},
	{"pl", "w środę o 15.30", "Wed 25 Nov 2026 15:30"},
	{"pl", "jutro o 9", "Tue 24 Nov 2026 09:00"},
	{"pl", "pojutrze o 14:30", "Wed 25 Nov 2026 14:30"},
	{"pl", "we wtorek wpół do jedenastej", "Tue 24 Nov 2026 10:30"},
	{"pl", "we wtorek o piętnastej", "Tue 24 Nov 2026 15:00"},
	{"pl", "pół godziny", "30m0s"},
	{"pl", "półtorej godziny", "1h30m0s"},
	{"ja", "11月24日(火) 10:00〜10:45", "Tue 24 Nov 2026 10:00 45m"},
	{"ja", "2026年11月24日 10時30分", "Tue 24 Nov 2026 10:30"},
	{"ja", "11月24日（火）午前10時", "Tue 24 Nov 2026 10:00"},
	{"ja", "11月24日 午後2時半", "Tue 24 Nov 2026 14:30"},
	{"ja", "火曜日の10時", "Tue 24 Nov 2026 10:00"},
	{"ja", "来週火曜日10時から11時", "Tue 1 Dec 2026 10:00"},
	{"ja", "明日の午後3時", "Tue 24 Nov 2026 15:00"},
	{"ja", "24日の10時", "Tue 24 Nov 2026 10:00"},
	{"ja", "四十五分", "45m0s"},
	{"ja", "1時間半", "1h30m0s"},
	{"zh", "11月24日（周二）10:00-10:45", "Tue 24 Nov 2026 10:00 45m"},
	{"zh", "11月24日 上午11点到下午1点", "Tue 24 Nov 2026 11:00 2h0m"},
	{"zh", "11月24号下午2点到3点", "Tue 24 Nov 2026 14:00"},
	{"zh", "十一月二十四日上午十点", "Tue 24 Nov 2026 10:00"},
	{"zh", "下周二下午两点", "Tue 1 Dec 2026 14:00"},
	{"zh", "明天上午十点", "Tue 24 Nov 2026 10:00"},
	{"zh", "后天下午3点一刻", "Wed 25 Nov 2026 15:15"},
	{"zh", "周二或周三上午10点", "Tue 24 Nov 2026 10:00, Wed 25 Nov 2026 10:00"},
	{"zh", "四十五分钟", "45m0s"},
	{"zh", "半小时", "30m0s"},
}

func TestTimes(t *testing.T) {
	zone := place(t, "Europe/Helsinki")
	sent := time.Date(2026, 11, 23, 9, 27, 0, 0, zone)
	for _, c := range timesCases {
		if got := timesSaid(c.line, sent, zone); got != c.want {
			t.Errorf("%s %q\n got %s\nwant %s", c.lang, c.line, got, c.want)
		}
	}
}

// TestTimesRoundTrip writes days and times the way each language does and reads them back.
func TestTimesRoundTrip(t *testing.T) {
	zone := place(t, "Europe/Berlin")
	sent := time.Date(2026, 11, 23, 9, 0, 0, 0, zone)
	names := map[string][2][]string{ // weekdays from Sunday, months from January
		"en": {strings.Fields("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"), strings.Fields("January February March April May June July August September October November December")},
		"de": {strings.Fields("Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag"), strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")},
		"fr": {strings.Fields("dimanche lundi mardi mercredi jeudi vendredi samedi"), strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")},
		"es": {strings.Fields("domingo lunes martes miércoles jueves viernes sábado"), strings.Fields("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")},
		"pt": {strings.Fields("domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado"), strings.Fields("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro")},
		"it": {strings.Fields("domenica lunedì martedì mercoledì giovedì venerdì sabato"), strings.Fields("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre")},
		"nl": {strings.Fields("zondag maandag dinsdag woensdag donderdag vrijdag zaterdag"), strings.Fields("januari februari maart april mei juni juli augustus september oktober november december")},
		"sv": {strings.Fields("söndag måndag tisdag onsdag torsdag fredag lördag"), strings.Fields("januari februari mars april maj juni juli augusti september oktober november december")},
		"fi": {strings.Fields("sunnuntai maanantai tiistai keskiviikko torstai perjantai lauantai"), strings.Fields("tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta")},
		"pl": {strings.Fields("niedziela poniedziałek wtorek środa czwartek piątek sobota"), strings.Fields("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia")},
	}
	forms := map[string][]string{ // W weekday, D day, M month, N month in digits, Y year, H hour, I minutes
		"en": {"W, D M Y, H:I", "W M Dth, Y at H:I", "D M H:I", "Y-0N-0D H:I", "W D/N H:I"},
		"de": {"W, den D. M Y um H:I Uhr", "W, D.N.Y, H.I Uhr", "D.N. H:I", "am D. M um H Uhr I"},
		"fr": {"W D M Y à HhI", "le D/N/Y à H:I (W)", "le D M à HhI"},
		"es": {"W D de M de Y a las H:I", "el D de M a las H:I"},
		"pt": {"W, D de M de Y, às HhI", "D de M às H:I"},
		"it": {"W D M Y alle H:I", "D M alle ore H.I"},
		"nl": {"W D M Y om H.I uur", "D-N-Y om H:I", "W D M H:I"},
		"sv": {"W D M Y kl. H.I", "W den D M kl H:I"},
		"fi": {"W D. M Y klo H.I", "D.N.Y klo H.I", "W D.N. klo H:I"},
		"pl": {"W, D M Y, godz. H:I", "W D M o H.I", "D.N.Y o H:I"},
		"ja": {"Y年N月D日 H:I", "N月D日 H時I分"},
		"zh": {"Y年N月D日 H:I", "N月D号H点I分"},
	}
	for lang, list := range forms {
		for _, form := range list {
			for k := range 60 {
				at := time.Date(2026, 11, 24, 0, 0, 0, 0, zone).AddDate(0, 0, k*6).Add(0)
				at = time.Date(at.Year(), at.Month(), at.Day(), 7+k%13, (k*7)%50+10, 0, 0, zone)
				weekday, month := "", ""
				if n, ok := names[lang]; ok {
					weekday, month = n[0][at.Weekday()], n[1][at.Month()-1]
				}
				line := form
				if strings.Contains(line, "0N") && at.Month() > 9 {
					line = strings.ReplaceAll(line, "0N", "N")
				}
				if strings.Contains(line, "0D") && at.Day() > 9 {
					line = strings.ReplaceAll(line, "0D", "D")
				}
				var b strings.Builder
				for i := 0; i < len(line); i++ {
					switch line[i] {
					case 'W':
						b.WriteString(weekday)
					case 'D':
						fmt.Fprint(&b, at.Day())
					case 'M':
						b.WriteString(month)
					case 'N':
						fmt.Fprint(&b, int(at.Month()))
					case 'Y':
						fmt.Fprint(&b, at.Year())
					case 'H':
						fmt.Fprint(&b, at.Hour())
					case 'I':
						fmt.Fprint(&b, at.Minute())
					default:
						if line[i] == 'U' && strings.HasPrefix(line[i:], "Uhr") {
							b.WriteString("Uhr")
							i += 2
							continue
						}
						b.WriteByte(line[i])
					}
				}
				exprs := Times(Tokens(b.String(), nil), nil)
				if len(exprs) != 1 {
					t.Errorf("%s %q: %d expressions", lang, b.String(), len(exprs))
					break
				}
				s, fault := exprs[0].Resolve(sent, zone, time.Hour)
				if fault.Code == "ambiguous-date" && strings.Contains(form, "/") || fault.Code == "ambiguous-date" && lang == "nl" {
					continue // 3/4 without a weekday that settles it
				}
				if fault.Code != "" || !s.Begin.Equal(at) {
					t.Errorf("%s %q: %v %s, want %v", lang, b.String(), s.Begin, fault.Code, at)
					break
				}
			}
		}
	}
}

func TestTimesClockChange(t *testing.T) {
	zone := place(t, "Europe/Helsinki")
	sent := time.Date(2026, 10, 19, 9, 0, 0, 0, zone)
	for _, c := range []struct{ line, want string }{
		{"2027-03-28 03:30", "no-such-time"},
		{"2027-03-28 02:30-04:30", "Sun 28 Mar 2027 02:30"},
		{"2027-03-28 02:30-03:30", "no-such-time"},
		{"2026-10-25 03:30", "ambiguous-time"},
		{"2026-10-25 03:30 UTC", "Sun 25 Oct 2026 03:30 +00:00"},
		{"Fri 23 Oct 14:00", "Fri 23 Oct 2026 14:00"},
		{"Mon 26 Oct 14:00", "Mon 26 Oct 2026 14:00"},
	} {
		if got := timesSaid(c.line, sent, zone); got != c.want {
			t.Errorf("%q: %s, want %s", c.line, got, c.want)
		}
	}
}

// slotsAt makes slots of 45 minutes, numbered from 1.
func slotsAt(t testing.TB, zone *time.Location, at ...string) (slots []scheduler.Slot) {
	t.Helper()
	for i, s := range at {
		begin, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		slots = append(slots, scheduler.Slot{ID: i + 1, Span: scheduler.Span{Begin: begin, Duration: 45 * time.Minute}})
	}
	return slots
}

func TestSelect(t *testing.T) {
	helsinki, paris, london := place(t, "Europe/Helsinki"), place(t, "Europe/Paris"), place(t, "Europe/London")
	team := slotsAt(t, helsinki, "2026-11-24 10:00", "2026-11-24 14:00", "2026-11-25 10:00", "2026-11-26 15:30", "2026-11-27 09:00")
	fortnight := slotsAt(t, paris, "2026-12-01 10:00", "2026-12-03 10:00", "2026-12-04 13:00", "2026-12-08 10:00", "2026-12-10 10:00", "2026-12-11 13:00")
	day := slotsAt(t, london, "2026-12-09 09:00", "2026-12-09 11:00", "2026-12-09 14:00", "2026-12-09 17:30", "2026-12-09 21:00")
	offers := map[string]struct {
		slots []scheduler.Slot
		zone  *time.Location
		sent  time.Time
	}{
		"team":      {team, helsinki, time.Date(2026, 11, 23, 9, 23, 0, 0, helsinki)},
		"fortnight": {fortnight, paris, time.Date(2026, 11, 26, 11, 53, 0, 0, paris)},
		"day":       {day, london, time.Date(2026, 12, 1, 9, 0, 0, 0, london)},
	}
	for _, c := range []struct {
		offer, line string
		want        string // numbers of the slots of each expression, or the problem; "-" for none
	}{
		// rule 6
		{"team", "Tuesday", "1 2"}, {"team", "Tue-Thu", "1 2 3 4"}, {"team", "Wednesday to Friday", "3 4 5"}, {"team", "Monday", "-"},
		{"team", "Wednsday", "3"}, {"team", "Thurdsay", "4"}, {"team", "firday", "5"}, {"team", "dienstg", "1 2"}, {"team", "mecredi", "3"},
		{"team", "10am", "1 3"}, {"team", "half past three", "4"}, {"team", "at 2", "2"}, {"team", "Friday at 10", "-"}, {"team", "Friday 9am", "5"},
		{"fortnight", "Tuesdays", "1 4"}, {"fortnight", "the second Tuesday", "4"}, {"fortnight", "the last Friday", "6"}, {"fortnight", "the first Thursday", "2"},
		{"fortnight", "first week", "1 2 3"}, {"fortnight", "the second week", "4 5 6"}, {"fortnight", "the first Tuesday in December", "1"},
		{"fortnight", "Tuesday", "1 4"}, {"team", "Tuesday morning, Thursday", "1, 4"}, {"team", "Tue 10 or 14", "1, 2"},
		// rule 7
		{"team", "mornings", "1 3 5"}, {"team", "afternoon", "2 4"}, {"team", "after 2pm", "2 4"}, {"team", "from 3pm on", "4"}, {"team", "before noon", "1 3 5"},
		{"team", "Tuesday after 2", "2"}, {"team", "before 10", "5"}, {"day", "before 3", "1 2 3"}, {"team", "14時以降", "2 4"}, {"team", "ab 14 Uhr", "2 4"}, {"team", "après 14h", "2 4"},
		{"team", "klo 14 jälkeen", "2 4"}, {"team", "po 14", "2 4"}, {"team", "between 10 and 12", "1 3"}, {"team", "Tuesday 10-12", "1"},
		{"team", "Tuesday 10:00-10:45", "1"}, {"team", "Tuesday 10:00-10:30", "partial"}, {"day", "evening", "ambiguous-time"}, {"day", "around 11", "around"},
		{"day", "at 9", "ambiguous-time"}, {"day", "9:00", "1"}, {"day", "21:00", "5"}, {"day", "9pm", "5"}, {"day", "lunchtime", "around"},
		// rule 8
		{"fortnight", "next week", "1 2 3"}, {"fortnight", "next week, the week after", "1 2 3, 4 5 6"}, {"fortnight", "week 50", "4 5 6"}, {"fortnight", "KW 49", "1 2 3"},
		{"fortnight", "the week of 7 December", "4 5 6"}, {"fortnight", "Tuesday next week", "1"}, {"fortnight", "nächste Woche Donnerstag", "2"}, {"fortnight", "in two weeks", "4 5 6"},
		{"fortnight", "early next week", "around"}, {"fortnight", "下周二", "1"}, {"fortnight", "来週の火曜日", "1"}, {"fortnight", "ensi viikolla", "1 2 3"},
		{"team", "tomorrow", "1 2"}, {"team", "übermorgen", "3"}, {"team", "tomorrow, Wednesday", "weekday-mismatch"},
		{"team", "next Tuesday", "1 2"}, {"fortnight", "next Tuesday", "1"}, {"fortnight", "mardi prochain", "1"},
		{"team", "after Wednesday", "4 5"}, {"team", "from Wednesday on", "3 4 5"}, {"team", "until Wednesday", "1 2 3"}, {"team", "before Wednesday", "1 2"}, {"team", "ab Donnerstag", "4 5"},
		{"fortnight", "after Tuesday", "ambiguous-date"}, {"fortnight", "after 4 December", "4 5 6"}, {"fortnight", "in December", "1 2 3 4 5 6"},
		// rules 9 and 10
		{"team", "28 November", "-"}, {"team", "24 December", "-"}, {"team", "Tuesday the 25th", "weekday-mismatch"}, {"team", "Wednesday 26 November at 13:00", "weekday-mismatch"},
		{"fortnight", "3/12", "2"}, {"team", "11/25", "3"}, {"team", "25/11", "3"}, {"team", "the 25th", "3"}, {"team", "24.-25.11.", "1 2 3"}, {"team", "le 25", "3"},
		{"team", "24 and 26 November", "1 2, 4"}, {"team", "24 Nov at 10 and 25 Nov at 10", "1, 3"}, {"fortnight", "Tuesday 8", "4"}, {"team", "Tue 24/11 14:00", "2"},
		{"team", "Tuesday and Thursday at 15:30", "ambiguous-time, 4"}, {"team", "Wednesday and Friday mornings", "3, 5"},
		// rule 11
		{"team", "8:00 UTC on Tuesday", "1"}, {"team", "Tuesday 3am ET", "1"}, {"team", "Tuesday 10:00 my time", "my-time"}, {"team", "Tuesday 9:00 CET", "1"}, {"team", "Tuesday 8:00 London time", "1"},
		{"team", "Tuesday 10:00 Europe/Atlantis", "no-such-zone"},
	} {
		o := offers[c.offer]
		var got []string
		for _, x := range Times(Tokens(c.line, nil), nil) {
			m := x.Select(o.slots, o.zone, o.sent)
			if m.Problem != "" {
				got = append(got, m.Problem)
				continue
			}
			ids := "-"
			for i, s := range m.Slots {
				if i == 0 {
					ids = ""
				} else {
					ids += " "
				}
				ids += fmt.Sprint(o.slots[s].ID)
			}
			got = append(got, ids)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s %q: %s, want %s", c.offer, c.line, s, c.want)
		}
	}
}

func TestMatchCounts(t *testing.T) {
	zone := place(t, "Europe/Paris")
	slots := slotsAt(t, zone, "2026-12-01 10:00", "2026-12-01 14:00", "2026-12-08 10:00")
	x := Times(Tokens("Tuesday", nil), nil)[0]
	m := x.Select(slots, zone, time.Date(2026, 11, 26, 9, 0, 0, 0, zone))
	if !slices.Equal(m.Slots, []int{0, 1, 2}) || m.Days != 2 || m.Times != 2 {
		t.Errorf("%+v", m)
	}
}

func TestFindZone(t *testing.T) {
	for _, c := range []struct{ said, want string }{
		{"Europe/Paris", "Europe/Paris"}, {"europe/paris", "Europe/Paris"}, {"America/New_York", "America/New_York"}, {"america/new_york", "America/New_York"},
		{"America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"}, {"UTC", "UTC"}, {"GMT", "UTC"}, {"UTC+2", "UTC+02:00"}, {"GMT-05:30", "UTC-05:30"}, {"utc +5:30", "UTC+05:30"},
		{"CET", "Europe/Paris"}, {"EST", "America/New_York"}, {"ET", "America/New_York"}, {"Pacific time", "America/Los_Angeles"}, {"Helsinki", "Europe/Helsinki"}, {"New York", "America/New_York"},
		{"Tokyo time", "Asia/Tokyo"}, {"Berliner Zeit", "Europe/Berlin"},
		{"Europe/Atlantis", ""}, {"Local", ""}, {"", ""}, {"../../etc/passwd", ""}, {"Europe/", ""}, {"nowhere", ""}, {"Paris or London", ""}, {"UTC+25", ""},
	} {
		name, loc, ok := FindZone(c.said)
		if name != c.want || ok != (c.want != "") || ok && loc == nil {
			t.Errorf("%q: %q %v %v, want %q", c.said, name, loc, ok, c.want)
		}
	}
}
