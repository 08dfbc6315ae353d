package main

import (
	"strings"
	"testing"
	"time"

	"parley/calendar"
	"parley/mailbox"
	"parley/parser"
)

// Whatever reads an answer, or stands against one, has a sentence in every language.
func TestEveryRuleHasASentence(t *testing.T) {
	reads, doubts := parser.Rules()
	reads = append(reads, calendar.Rules()...)
	for _, lang := range mailbox.Languages() {
		seen := map[string]string{}
		for _, rule := range reads {
			said := mailbox.RuleSentence(lang, rule, false)
			if other := seen[said]; said == "" || other != "" {
				t.Errorf("%s: %s is told by %q, as is %q", lang, rule, said, other)
			}
			seen[said] = rule
		}
		for _, rule := range doubts {
			if mailbox.RuleSentence(lang, rule, true) == "" {
				t.Errorf("%s: no words for the doubt %s", lang, rule)
			}
		}
	}
}

// The operator asks by command, who wrote the mail by mail; what was erased is told to be.
func TestWhyTellsStatements(t *testing.T) {
	alongside(t)
	w := reviewed(t, "")
	asked, _ := w.last("ben@example.test")
	answer := w.replyTo(asked, "ben@example.test", "Hi Ana,\n\n1 and 3, or Tuesday at 2pm\n\nBen", true)
	w.deliver(answer)
	w.go1(t)
	id := parser.Read(answer).MessageID
	const line = "Line 3 “1 and 3, or Tuesday at 2pm”: read as yes to "
	if out, code := w.inside("why", id); code != 0 || !strings.Contains(out, line) || !strings.Contains(out, "because numbers name times in my list") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	if out, code := w.inside("why", id, "--json"); code != 0 || !strings.Contains(out, `"Said":"1 and 3, or Tuesday at 2pm"`) {
		t.Errorf("exit %d:\n%s", code, out)
	}
	w.says(t, "ben@example.test", "why")
	w.wait(t, time.Minute)
	if text := strings.Join(strings.Fields(w.lastText("ben@example.test")), " "); !strings.Contains(text, line) {
		t.Errorf("Ben is told:\n%s", text)
	}
	if out, code := w.inside("forget", "ben@example.test"); code != 0 {
		t.Fatalf("exit %d: %s", code, out)
	}
	if out, code := w.inside("why", id); code != 0 || !strings.Contains(out, "Line 3 (words erased): read as yes to ") {
		t.Errorf("exit %d:\n%s", code, out)
	}
}
