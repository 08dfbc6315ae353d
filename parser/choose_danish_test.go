package parser

import (
	"testing"
	"time"
)

// TestDanish: a language that is nothing but lexicon/da.txt.
func TestDanish(t *testing.T) {
	check(t, [][3]string{
		{"team5", "1 og 3 passer mig fint", "1 3"},
		{"team5", "Hej Ana, tak fordi du arrangerer! 2 og 4 passer. Mange hilsner, Søren", "2 4"},
		{"team5", "Tirsdag er dårlig, men onsdag og fredag passer fint.", "3 5"},
		{"team5", "Tirsdag passer ikke, men onsdag og fredag gør.", "3 5"},
		{"team5", "Jeg kan ikke tirsdag, men onsdag er fint", "3"},
		{"team5", "Jeg kan godt onsdag og torsdag", "3 4"},
		{"team5", "Alle undtagen torsdag", "1 2 3 5"},
		{"team5", "Alle tider på nær 2", "1 3 4 5"},
		{"team5", "Helst 3, men 4 går også", "*3 4"},
		{"team5", "3 passer perfekt, 1 kun til nød", "~1 *3"},
		{"team5", "Ingen af dem passer mig desværre.", "decline"},
		{"team5", "Jeg kan desværre ikke deltage.", "decline"},
		{"team5", "Jeg må melde afbud", "decline"},
		{"team5", "Ingen", "decline"},
		{"team5", "Ingen af dem passer ikke", "unclear"},
		{"team5", "1, 2 og\n3 passer", "1 2 3"},
		{"team5", "Mulighed 2 tak", "2"},
		{"team5", "den anden", "2"},
		{"team5", "den sidste", "5"},
		{"team5", "de første to", "1 2"},
		{"team5", "tirsdag kl. 14", "2"},
		{"team5", "Onsdag fra kl. 10", "3"},
		{"team5", "den 24. november kl. 10", "1"},
		{"team5", "torsdag halv fire", "4"},
		{"team5", "i morgen eftermiddag", "2"},
		{"team5", "om formiddagen", "1 3 5"},
		{"team5", "hele ugen passer", "unclear"},
		{"team5", "Måske onsdag", "unclear"},
		{"team5", "3, hvis jeg når det", "unclear"},
		{"team5", "Jeg vender tilbage i morgen", "unclear"},
		{"team5", "1: ja\n2: nej\n3: ja", "1 3"},
		{"team5", "nej til 1, ja til 2", "2"},
		{"team5", "ikke 1, resten er fint", "2 3 4 5"},
		{"team5", "Jeg mente 3", "3"},
		{"team5", "Kunne vi tage fredag kl. 15 i stedet?", "2026-11-27T15:00/45m"},
		{"team5", "Hvad med mandag den 30. november kl. 10?", "2026-11-30T10:00/45m"},
		{"team5", "Passer 2 for Anna?", "unclear"},
		{"two6", "næste uge", "1 2 3"}, {"two6", "uge 50 passer", "4 5 6"}, {"two6", "ugen efter næste uge", "4 5 6"}, {"two6", "den anden tirsdag", "4"},
		{"one", "Ja tak, det passer fint", "1"}, {"one", "Nej, det kan jeg desværre ikke", "decline"},
		{"pair2", "begge", "1 2"}, {"pair2", "ingen af delene", "decline"},
	})
}

func TestDanishTimes(t *testing.T) {
	zone := place(t, "Europe/Helsinki")
	sent := time.Date(2026, 11, 23, 9, 27, 0, 0, zone)
	for line, want := range map[string]string{
		"tirsdag den 24. november kl. 10.00-10.45": "Tue 24 Nov 2026 10:00 45m",
		"tirsdag d. 24/11 kl. 14.30":               "Tue 24 Nov 2026 14:30",
		"tirsdag halv elleve":                      "Tue 24 Nov 2026 10:30",
		"tirsdag kvart over ti":                    "Tue 24 Nov 2026 10:15",
		"i overmorgen kl. 9":                       "Wed 25 Nov 2026 09:00",
		"onsdag kl 10 eller torsdag kl 14":         "Wed 25 Nov 2026 10:00, Thu 26 Nov 2026 14:00",
		"halvanden time":                           "1h30m0s",
		"mødet tager 8 timer":                      "8h0m0s",
		"tirsdag kl. 10, 2 timer":                  "Tue 24 Nov 2026 10:00 2h0m",
		"uge 50, tirsdag kl. 10":                   "Tue 8 Dec 2026 10:00",
		"efter kl. 14 på onsdag":                   "no-time",
	} {
		if got := timesSaid(line, sent, zone); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

// TestDanishMail: what Danish mail programs and their users put around a text.
func TestDanishMail(t *testing.T) {
	head := "From: Soren Holm <soren@example.test>\r\nTo: bot@house.test\r\nIn-Reply-To: <a@house.test>\r\nDate: Mon, 23 Nov 2026 09:23:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n"
	for name, c := range map[string]struct{ mail, text string }{
		"attribution": {"Subject: Sv: Budget\r\n\r\n1 og 3 passer.\r\n\r\nDen 23. nov. 2026 kl. 09.05 skrev Parley <bot@house.test>:\r\n\r\nHvilke tider passer?\r\n1. tirsdag\r\n", "1 og 3 passer."},
		"Outlook":     {"Subject: SV: Budget\r\n\r\n2 passer mig.\r\n\r\nFra: Parley <bot@house.test>\r\nSendt: 23. november 2026 09:05\r\nTil: Soren Holm\r\nEmne: Budget\r\n\r\n1. tirsdag\r\n", "2 passer mig."},
		"signature":   {"Subject: SV: Budget\r\n\r\nJeg kan 2.\r\n\r\nMed venlig hilsen\r\nSøren Holm\r\nAfdeling 3, Nørregade 12\r\n", "Jeg kan 2."},
		"telephone":   {"Subject: SV: Budget\r\n\r\nFredag passer.\r\n\r\nSendt fra min iPhone\r\n", "Fredag passer."},
	} {
		if m := Read([]byte(head + c.mail)); m.Text() != c.text {
			t.Errorf("%s: %q, want %q\n%s", name, m.Text(), c.text, Explain(m))
		}
	}
	away := Read([]byte(head + "Subject: Ikke på kontoret: Budget\r\n\r\nJeg er på ferie og er tilbage den 30. november 2026. I hastende tilfælde: ring.\r\n"))
	if away.Machine.Kind != Automatic || away.Away.Format(time.DateOnly) != "2026-11-30" {
		t.Errorf("an absence notice is read as %v, away until %v", away.Machine, away.Away)
	}
	if auto := Read([]byte(head + "Subject: Automatisk svar: Budget\r\n\r\nTak for din mail.\r\n")); auto.Machine.Kind != Automatic {
		t.Errorf("an automatic reply is read as %v", auto.Machine)
	}
	if m := Read([]byte(head + "Subject: SV: Budget\r\n\r\nJeg kan ikke deltage desværre, og tak for jeres mail.\r\n")); m.Language != "da" {
		t.Errorf("Danish is taken for %q", m.Language)
	}
}

func TestDanishProposal(t *testing.T) {
	sent := time.Date(2026, 11, 23, 9, 0, 0, 0, place(t, "Europe/Copenhagen"))
	raw := "From: Soren Holm <soren@example.test>\r\nTo: Ana <ana@example.test>, bot@house.test\r\nSubject: Budget\r\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
		"Hej alle,\r\n\r\njeg foreslår disse tider:\r\n\r\n- tirsdag den 24. november kl. 10.00\r\n- onsdag 25/11 kl. 14.30\r\n\r\nVarighed: 45 minutter\r\nSted: Lokale 3\r\nSvarfrist: mandag den 23. november kl. 16\r\n\r\nMed venlig hilsen\r\nSøren\r\n"
	m := Read([]byte(raw))
	p := ReadProposal(m, ProposalContext{Bot: func(a string) bool { return a == "bot@house.test" }, Now: sent, Zone: sent.Location()}).Propose
	if len(p.Faults) > 0 || len(p.Slots) != 2 || !p.Slots[0].Begin.Equal(sent.Add(25*time.Hour)) || p.Slots[1].Duration != 45*time.Minute || p.Location != "Lokale 3" || !p.Options.Deadline.Equal(sent.Add(7*time.Hour)) {
		t.Errorf("read as %+v", p)
	}
}
