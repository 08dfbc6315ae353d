package main

import (
	"strings"
	"testing"
	"time"
)

// A calendar entry speaks its reader's language: of a hold that of the proposal, and once they have answered, their own.
func TestEntriesSpeakTheirReadersLanguage(t *testing.T) {
	alongside(t)
	w := newWorld(t, friday, nil)
	t.Cleanup(func() { w.keep(t) })
	w.deliver(w.mail("Aino Aho <aino@example.test>", "bot@example.test, ben@example.test, yuki@example.test", "", "Suunnittelukokous", "", "text/plain; charset=utf-8",
		"Hei kaikki,\n\nsopisiko teille jokin näistä ajoista? Kokous kestää 45 minuuttia.\n\nti 24.11.2026 klo 10.00-10.45\nto 26.11.2026 klo 9.00-9.45\n\nholds: yes\n\nTerveisin\nAino\n"))
	w.go1(t)
	entry := func(who, want string) {
		t.Helper()
		p, ok := w.last(who)
		if !ok || len(p.mail.Calendars) != 1 {
			t.Fatalf("%s has no calendar entry", who)
		}
		ics := strings.ReplaceAll(strings.ReplaceAll(string(p.mail.Calendars[0].Bytes), "\r\n ", ""), `\,`, ",")
		if !strings.Contains(ics, want) {
			t.Errorf("the entry of %s lacks %q:\n%s", who, want, ics)
		}
	}
	for _, who := range []string{"ben@example.test", "yuki@example.test"} {
		entry(who, `klo 09.00-09.45 Europe/Helsinki (UTC+2)\n\nTätä aikaa ei ole vielä sovittu.\nKalenteriohjelmassasi Hyväksy tarkoittaa kyllä`)
	}
	answer := func(who, text string) { // to the question, which came before the holds
		w.deliver(w.replyTo(w.boxes[who][0], who, text, true))
		w.go1(t)
	}
	answer("ben@example.test", "Hello Aino, the first one suits me, the second one does not, I am afraid.\n\nBest regards\nBen")
	answer("yuki@example.test", "お世話になっております。1でお願いします。2は都合が悪いです。\n\nよろしくお願いいたします。")
	w.wait(t, time.Hour)
	entry("ben@example.test", "COMMENT:Released: Thu 26 Nov 2026, 09:00-09:45 (Suunnittelukokous is Tue 24 Nov 2026, 10:00-10:45)")
	entry("yuki@example.test", "COMMENT:解放：2026年11月26日(木) 09:00-09:45（Suunnittelukokousは2026年11月24日(火) 10:00-10:45）")
	w.says(t, "aino@example.test", "cancel")
	entry("ben@example.test", "COMMENT:Aino Aho called it off: Suunnittelukokous")
	entry("yuki@example.test", "Aino Aho さんが中止しました： Suunnittelukokous")
}
