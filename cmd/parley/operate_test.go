package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/mailbox"
	"parley/parser"
)

// A reminder that reaches nobody says whether all have answered or were asked just now, and when it would reach somebody.
func TestRemindSaysWhenItCan(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	id := string(w.only(t).ID)
	remind := func() string {
		t.Helper()
		out, code := w.inside("remind", id)
		if (code == exitRefused) != strings.Contains(out, "refused: ") {
			t.Fatalf("exit %d: %s", code, out)
		}
		return out
	}
	again := w.clock.Add(time.Hour).In(zoneNamed("Europe/Helsinki")).Format("2006-01-02 15:04:05 MST")
	if out := remind(); !strings.Contains(out, "asked less than an hour ago; ask again from "+again) {
		t.Errorf("just after the question, which could be asked again at %s: %s", again, out)
	}
	w.wait(t, time.Hour)
	if out := remind(); !strings.Contains(out, "letters posted: 4") {
		t.Errorf("an hour later: %s", out)
	}
	w.wait(t, 10*time.Minute)
	if out := remind(); !strings.Contains(out, "ask again from") {
		t.Errorf("just after the reminder: %s", out)
	}
	for _, p := range players {
		w.deliver(w.replyTo(w.boxes[p.address][0], p.name+" <"+p.address+">", "2", true))
	}
	w.go1(t)
	if out := remind(); !strings.Contains(out, "nobody is silent") {
		t.Errorf("when all have answered: %s", out)
	}
}

// Of a mail that was parked, why tells what became of it later; what an operator does with it is said in a line.
func TestWhyTellsWhatBecameOfAParkedMail(t *testing.T) {
	alongside(t)
	for _, c := range []struct{ do, said, why string }{
		{"release", "takes effect as theirs", "and took effect 2026-11-"},
		{"drop", "is discarded", "and was discarded 2026-11-"},
	} {
		w := reviewed(t, "")
		id := string(w.only(t).ID)
		raw := w.replyTo(w.boxes["ben@example.test"][0], mallory, "2", false)
		w.deliver(raw)
		w.go1(t)
		mail := parser.Read(raw).MessageID
		if out, code := w.inside("why", mail); code != 0 || strings.Contains(out, "waited to be confirmed") {
			t.Errorf("%s: before: exit %d: %s", c.do, code, out)
		}
		w.wait(t, time.Hour)
		out, errs, code := w.apart("parked", c.do, id, "ben@example.test")
		if code != 0 || out != "" || !strings.Contains(errs, c.said) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: exit %d: %s%s", c.do, code, out, errs)
		}
		told, code := w.inside("why", mail)
		if code != 0 || !strings.Contains(told, "It waited to be confirmed, "+c.why) || strings.Contains(told, "answered: yes to 2") != (c.do == "release") {
			t.Errorf("%s: exit %d: %s", c.do, code, told)
		}
		if told, code := w.inside("why", mail, "--json"); code != 0 || strings.Contains(told, `"kind":"confirmed"`) != (c.do == "release") {
			t.Errorf("%s: exit %d: %s", c.do, code, told)
		}
	}
}

// Each letter of the outbox has what it waits for; what is done to one is said in a line.
func TestOutboxSaysWhatLettersWaitFor(t *testing.T) {
	alongside(t)
	w := troubled(t, func(_ *world, e mailbox.Envelope) error {
		if e.To == "ben@example.test" {
			return putOff("Greylisted")
		}
		return nil
	})
	w.uid++
	if err := w.h.takeMail(t.Context(), mailbox.Message{Cursor: mailbox.Cursor{Validity: 1, UID: w.uid}, Bytes: w.waiting[0]}); err != nil {
		t.Fatal(err)
	}
	w.waiting = nil
	lines := func(person string) (all []string) {
		t.Helper()
		out, code := w.inside("outbox")
		if code != 0 {
			t.Fatal(out)
		}
		for l := range strings.Lines(out) {
			if strings.Contains(l, person) {
				all = append(all, l)
			}
		}
		return all
	}
	says := func(person string, want ...string) {
		t.Helper()
		got := lines(person)
		if len(got) != len(want) {
			t.Fatalf("%d letters to %s wait: %q", len(got), person, got)
		}
		for i, s := range want {
			if !strings.Contains(got[i], s) {
				t.Errorf("a letter to %s has not %q: %s", person, s, got[i])
			}
		}
	}
	says("chloe@", "due")
	says("chloe@", "0 attempts  waits for the daemon, which does not run")
	w.h.trouble = func() []wait { return nil }
	says("chloe@", "waits for the daemon's next pass")
	w.h.trouble = func() []wait { return []wait{{true, "sending letters has failed since noon: nobody answers"}} }
	says("chloe@", "nobody answers")
	w.go1(t) // Ben's is put off
	says("ben@", "1 attempts  the server refused the letter")
	id := string(w.only(t).ID)
	if out, code := w.inside("cancel", id); code != 0 {
		t.Fatal(out)
	}
	first := strings.Fields(lines("ben@")[0])[1]
	says("ben@", "Greylisted", "waits for letter "+first+" to the same person")
	for _, do := range []struct{ word, said string }{{"retry", "is due now"}, {"drop", "never sent"}} {
		out, errs, code := w.apart("outbox", do.word, id, first)
		if code != 0 || out != "" || !strings.Contains(errs, "Letter "+first+" of "+id) || !strings.Contains(errs, do.said) {
			t.Errorf("%s: exit %d: %s%s", do.word, code, out, errs)
		}
	}
}

// A backup says where it is.
func TestBackupSaysWhereItIs(t *testing.T) {
	config := writeConfig(t, "address = \"bot@example.test\"\n")
	file := filepath.Join(t.TempDir(), "copy.db")
	if _, errs, code := shell(t, "", "rotate", "--config", config); code != 0 {
		t.Fatal(errs)
	}
	out, errs, code := shell(t, "", "backup", file, "--config", config)
	if code != 0 || out != "" || !strings.HasPrefix(errs, "Wrote "+file+": ") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	if st, err := os.Stat(file); err != nil || st.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v, %v", st, err)
	}
}
