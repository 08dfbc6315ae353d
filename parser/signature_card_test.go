package parser

import "testing"

func init() {
	offers["desk5"] = offer("Europe/Helsinki", "2026-11-22T09:00", 45, "1 2026-11-24T10:00", "2 2026-11-24T14:00", "3 2026-11-25T09:30", "4 2026-11-26T14:00", "5 2026-11-27T16:00")
}

// readFrom reads a reply to the offer desk5.
func readFrom(from, kind, body string) string {
	m := Read([]byte("From: " + from + "\nTo: bot@parley.test\nSubject: Re: Q4\nIn-Reply-To: <x@parley.test>\nDate: Sun, 22 Nov 2026 08:57:00 +0200\n" +
		"Message-ID: <a@example.test>\nContent-Type: text/" + kind + "; charset=utf-8\n\n" + body + "\n"))
	return brief(Choose(m, offers["desk5"]))
}

// TestCards: the days on which somebody works stand below the answer and are none of it.
func TestCards(t *testing.T) {
	for _, c := range [][3]string{
		{"ben@example.test", "3 is fine\n\nBen Bauer\nMon-Thu 9-15", "3"},
		{"ben@example.test", "3 is fine\n\nBen Bauer\n+358 40 123 4567\nMon-Thu", "3"},
		{"ben@example.test", "3 is fine\n\nBen Bauer, Acme Ltd, Room 4\nMon-Thu", "3"},
		{"ben@example.test", "3 is fine\n\nBen Bauer\n(in on Tue/Thu)", "3"},
		{"ben@example.test", "3 is fine\n\nBen Bauer (Tue/Thu)", "3"},
		{"ben@example.test", "3 is fine\n\nBen Bauer\nAcme Ltd\nMon-Thu", "3"},
		{"bauer@example.test", "3 is fine\n\nBauer Ben\nMon-Thu", "3"},
		{"dahm@example.test", "3 passt\n\nDieter Dahm\nMo-Do 9-15 Uhr", "3"},
		{"Dieter <d@example.test>", "3 passt\n\nDieter Dahm\nErreichbar: Di, Mi, Do", "3"},
		{"chloe@example.test", "Le 3 me va\n\nChloé Caron\nPrésente mardi, mercredi et jeudi", "3"},
		{"Marta <m@example.test>", "El 3 me va bien\n\nMarta Gil\nHorario: martes y jueves", "3"},
		{"Joost <m@example.test>", "3 is prima\n\nJoost Vos\nWerkdagen: di, wo, do", "3"},
		{"\"Bauer, Ben (Finance)\" <x@example.test>", "3 is fine\n\nB. Bauer\nWorking days: Tue, Wed, Thu", "3"},
		{"\"Bauer, Ben\" <x@example.test>", "3 is fine\n\nWorking days: Tue, Wed, Thu", "unclear"},
		{"x@example.test", "3 passt\n\nBürozeiten: Di-Do", "unclear"},
		{"x@example.test", "3 is fine\n\nBen Bauer\nMon-Thu 9-15", "unclear"},
		// answers
		{"ben@example.test", "3 is fine\n\nTue, Thu", "1 2 3 4"},
		{"ben@example.test", "Ben Bauer\nTue, Thu", "1 2 4"},
		{"ben@example.test", "3 is fine\nThursday too", "3 4"},
		{"ben@example.test", "These work:\nTue 10:00\nThu 14:00", "1 4"},
		{"ben@example.test", "3 is fine\n\nBen Bauer\nAcme Ltd", "3"},
	} {
		if got := readFrom(c[0], "plain", c[1]); got != c[2] {
			t.Errorf("%s %q: %s, not %s", c[0], c[1], got, c[2])
		}
	}
	if got := readFrom("Ben <b@example.test>", "html", "<div>3 is fine</div><table><tr><td>Ben Bauer</td></tr><tr><td>Mon-Thu 9-15</td></tr></table>"); got != "3" {
		t.Errorf("card in a table: %s", got)
	}
}

// TestStruckNumbers: a number goes with the text that is struck out behind it.
func TestStruckNumbers(t *testing.T) {
	item := func(s string) string { return "<li>" + s + "</li>" }
	struck := func(s string) string { return "<strike>" + s + "</strike>" }
	one, two, three, four, five := "Tue 24 Nov 2026, 10:00-10:45", "Tue 24 Nov 2026, 14:00-14:45", "Wed 25 Nov 2026, 09:30-10:15", "Thu 26 Nov 2026, 14:00-14:45", "Fri 27 Nov 2026, 16:00-16:45"
	list := "<ol>" + item(struck(one)) + item(two) + item(three) + item("<p>"+struck(four)+"</p>") + item(five) + "</ol>"
	for _, c := range [][2]string{
		{list, "2 3 5"},
		{"<div>1. " + struck(one) + "</div><div>2. " + two + "</div><div>3) " + struck(three) + ".</div><div>5. " + five + "</div>", "2 5"},
		{"<div>1 " + struck(one) + "</div><div>2 works</div>", "2"},
		{"<table><tr><td>1.</td><td>" + struck(one) + "</td></tr><tr><td>2.</td><td>" + two + "</td></tr></table>", "2"},
		{"<p>2 <s>3</s></p>", "2"},
		{"<p><s>3</s> 2</p>", "2"},
		{"<div>Struck ones are not possible:</div>" + list, "unclear"},
		{"<div>I kept the ones in bold:</div><ol>" + item(one) + item(two) + item("<b>"+three+"</b>") + item(four) + item(five) + "</ol>", "unclear"},
		{"<div>Die fett markierten gehen:</div><ol>" + item(one) + item("<b>"+two+"</b>") + item(three) + "</ol>", "unclear"},
		{"<div>Ceux en gras me vont :</div><ol>" + item(one) + item("<b>"+two+"</b>") + item(three) + "</ol>", "unclear"},
		{"<div>The green ones work</div><ol>" + item(one) + item(two) + item(three) + "</ol>", "unclear"},
	} {
		if got := readFrom("x@example.test", "html", c[0]); got != c[1] {
			t.Errorf("%s: %s, not %s", c[0], got, c[1])
		}
	}
}
