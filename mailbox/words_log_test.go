package mailbox_test

import (
	"strings"
	"testing"

	"parley/mailbox"
	"parley/scheduler"
)

// What the command line does in somebody's name is told as that, in every language; what follows by itself is not.
func TestLogTellsOperators(t *testing.T) {
	people := scheduler.People{1: {ID: 1, Name: "Ana", Address: "ana@example.test"}}
	say := func(lang string, via scheduler.Via, f scheduler.Fact) string {
		return mailbox.LogSentence(lang, scheduler.Entry{By: 1, Via: via, Fact: f}, people, scheduler.Event{})
	}
	for _, lang := range []string{"de", "en", "es", "fi", "fr", "it", "ja", "nl", "pl", "pt", "sv", "zh"} {
		for _, f := range []scheduler.Fact{scheduler.Retitled{Title: "Budget"}, scheduler.CalledOff{}, scheduler.AgreedOn{Slot: 1, Trigger: "pick"}} {
			own, theirs := say(lang, scheduler.ByMail, f), say(lang, scheduler.ByOperator, f)
			if !strings.HasPrefix(theirs, own) || len(theirs) < len(own)+5 {
				t.Errorf("%s: %q, by an operator %q", lang, own, theirs)
			}
		}
		if f := (scheduler.FellStuck{}); say(lang, scheduler.ByMail, f) != say(lang, scheduler.ByOperator, f) {
			t.Errorf("%s: what follows by itself is told as done by an operator", lang)
		}
	}
	if s := say("en", scheduler.ByOperator, scheduler.Retitled{Title: "Budget"}); !strings.Contains(s, "operator") {
		t.Errorf("%q", s)
	}
}
