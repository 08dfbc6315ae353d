package parser

import (
	"reflect"
	"testing"

	"parley/scheduler"
)

// TestActions says what the rules are told.
func TestActions(t *testing.T) {
	yes, need, no := scheduler.Yes, scheduler.IfNeedBe, scheduler.No
	type heard = []scheduler.Statement
	number := func(said string, of ...scheduler.Choice) scheduler.Statement {
		return scheduler.Statement{Line: 1, Said: scheduler.Words(said), Choices: of, Rule: "number"}
	}
	says := func(slot int, v scheduler.Verdict) scheduler.Choice { return scheduler.Choice{Slot: slot, Verdict: v} }
	for _, c := range []struct {
		text string
		want []scheduler.Action
	}{
		{"1 and 3", []scheduler.Action{scheduler.Answer{Choices: []scheduler.Choice{{Slot: 1, Verdict: yes}, {Slot: 3, Verdict: yes}}, Whole: true,
			Heard: heard{number("1 and 3", says(1, yes), says(3, yes))}}}},
		{"2 is best, 1 if need be, not 3", []scheduler.Action{scheduler.Answer{Choices: []scheduler.Choice{{Slot: 1, Verdict: need}, {Slot: 2, Verdict: yes, Preferred: true}, {Slot: 3, Verdict: no}},
			Whole: true, Heard: heard{number("2 is best, 1 if need be, not 3", scheduler.Choice{Slot: 2, Verdict: yes, Preferred: true}, says(1, need), says(3, no))}}}},
		{"Also 4", []scheduler.Action{scheduler.Answer{Choices: []scheduler.Choice{{Slot: 4, Verdict: yes}}, Heard: heard{number("Also 4", says(4, yes))}}}},
		{"None", []scheduler.Action{scheduler.Decline{Heard: heard{{Line: 1, Said: "None", Rule: "none",
			Choices: []scheduler.Choice{says(1, no), says(2, no), says(3, no), says(4, no), says(5, no)}}}}}},
		{"Not 2", []scheduler.Action{scheduler.Misread{Why: "only-refused",
			Heard: heard{number("Not 2", says(2, no)), {Why: "only-refused"}}, Maybe: []scheduler.Action{scheduler.Answer{
				Choices: []scheduler.Choice{{Slot: 1, Verdict: yes}, {Slot: 2, Verdict: no}, {Slot: 3, Verdict: yes}, {Slot: 4, Verdict: yes}, {Slot: 5, Verdict: yes}}, Whole: true,
				Heard: heard{{Rule: "confirmed", Choices: []scheduler.Choice{says(1, yes), says(2, no), says(3, yes), says(4, yes), says(5, yes)}}}}}}}},
		{"status\nstop", []scheduler.Action{scheduler.Status{}, scheduler.Stop{}}},
		{"3\nstatus", []scheduler.Action{scheduler.Answer{Choices: []scheduler.Choice{{Slot: 3, Verdict: yes}}, Whole: true, Heard: heard{number("3", says(3, yes))}}, scheduler.Status{}}},
		{"3. Will there be cake?", []scheduler.Action{scheduler.Answer{Choices: []scheduler.Choice{{Slot: 3, Verdict: yes}}, Whole: true, Heard: heard{number("3", says(3, yes))}},
			scheduler.Remark{Text: "Will there be cake?", Question: true}}},
		{"blah", []scheduler.Action{scheduler.Misread{Why: "nothing-said", Heard: heard{{Line: 1, Said: "blah", Rule: "no-answer"}}}, scheduler.Remark{Text: "blah"}}},
	} {
		o := offers["team5"]
		if got := Choose(writtenMail(c.text, o), o).Actions(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q\n\tgot  %+v\n\twant %+v", c.text, got, c.want)
		}
	}
}

// TestOfferZones reads what people write in the zone that their letter showed, and asks where the event's would give other slots.
// A time that is on offer in one of the zones only is meant in that one.
func TestOfferZones(t *testing.T) {
	o := offers["day4"]
	o.EventZone = offers["team5"].Zone // two hours ahead of London
	for text, want := range map[string]string{
		"3": "3", "Wednesday": "1 2 3 4", "11:00": "unclear", "11:00 London time": "2", "9:00": "1", "all": "1 2 3 4",
	} {
		if got := brief(Choose(writtenMail(text, o), o)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// TestAlternative asks where the parts of a mail say different things.
func TestAlternative(t *testing.T) {
	o := offers["team5"]
	m := writtenMail("1 and 3", o)
	m.Alternative = writtenMail("Hello! 1 and 3 work.", o).Lines
	if got := brief(Choose(m, o)); got != "1 3" {
		t.Errorf("two parts that agree: %s", got)
	}
	m.Alternative = writtenMail("1 and 4", o).Lines
	if got := Choose(m, o); got.Kind != KindUnclear || got.Reason != string(Disagree) {
		t.Errorf("two parts that do not: %s %s", brief(got), got.Reason)
	}
}
