package mailbox

import (
	"strings"
	"testing"

	"parley/scheduler"
)

func TestReadings(t *testing.T) {
	yes := func(slots ...int) (of []scheduler.Choice) {
		for _, n := range slots {
			of = append(of, scheduler.Choice{Slot: n, Verdict: scheduler.Yes})
		}
		return of
	}
	for _, x := range []struct {
		fact scheduler.Fact
		want string
	}{
		{scheduler.Answered{Heard: []scheduler.Statement{{Line: 1, Said: "2 and 3", Choices: yes(2, 3), Rule: "number"}}},
			"Line 1 “2 and 3”: read as yes to 2 and 3, because numbers name times in my list."},
		{scheduler.Answered{Heard: []scheduler.Statement{{Line: 1, Said: "2 and Friday", Choices: yes(2), Rule: "number"}, {Line: 1, Said: "2 and Friday", Choices: yes(3), Rule: "time"}, {Line: 4, Rule: "no-answer"}, {Line: 5, Rule: "no-answer"}}},
			"Line 1 “2 and Friday”: read as yes to 2 and 3, because numbers name times in my list and days and hours name the times that fall on them. | Lines 4 and 5: nothing about the times."},
		{scheduler.Answered{Heard: []scheduler.Statement{{Line: 1, Said: "1 and 2 work, best 1", Choices: append(yes(1, 2), scheduler.Choice{Slot: 1, Verdict: scheduler.Yes, Preferred: true}), Rule: "number"}}},
			"Line 1 “1 and 2 work, best 1”: read as yes to 1 and 2, best 1, because numbers name times in my list."},
		{scheduler.Declined{Heard: []scheduler.Statement{{Line: 3, Choices: []scheduler.Choice{{Slot: 1, Verdict: scheduler.No}}, Rule: "none"}}},
			"Line 3 (words erased): read as no to 1, because it refuses every time."},
		{scheduler.Answered{Heard: []scheduler.Statement{{Line: 2, Said: "How about Friday at 15:00?", Rule: "counter"}}},
			"Line 2 “How about Friday at 15:00?”: it names another time exactly."},
		{scheduler.Attends{Heard: []scheduler.Statement{{Choices: []scheduler.Choice{{Slot: 2, Verdict: scheduler.IfNeedBe}}, Rule: "ics-tentative"}}},
			"The click: read as 2 if need be, because Maybe in a calendar program means if need be."},
		{scheduler.Answered{Heard: []scheduler.Statement{{Choices: yes(1), Rule: "confirmed"}}}, "The mail: read as yes to 1, because it was confirmed with \"ok\"."},
		{scheduler.NotUnderstood{Heard: []scheduler.Statement{{Line: 1, Said: "1 works", Choices: yes(1), Rule: "number"}, {Line: 1, Said: "maybe 3", Why: "poor"}, {Why: "contradiction"}}},
			"Line 1 “1 works”: read as yes to 1, because numbers name times in my list. | Line 1 “maybe 3”: not clear, because it was said with a “maybe”. | The mail: not clear, because it contradicts itself."},
		{scheduler.NotUnderstood{Heard: []scheduler.Statement{{Why: "calendar-no-status"}}}, "The mail: not clear, because what the calendar program sent cannot be used."},
		{scheduler.Answered{Heard: []scheduler.Statement{{Line: 1, Rule: "forgotten since"}}}, ""},
		{scheduler.Remarked{Text: "hello"}, ""},
	} {
		if got := strings.Join(Readings("en", scheduler.Entry{Fact: x.fact}), " | "); got != x.want {
			t.Errorf("got  %s\nwant %s", got, x.want)
		}
	}
}

// Where people must not see each other's answers, they still learn how their own mail was read, and nothing more.
func TestWhyHonoursHidden(t *testing.T) {
	for _, s := range scenes(t) {
		if s.name != "why" {
			continue
		}
		v := s.view
		v.Event.Options.Hidden = true
		v.Log = append(v.Log[:2:2], scheduler.Entry{Seq: 3, Cause: "c2", At: v.Now, By: ben, Fact: scheduler.FellStuck{Blocked: []scheduler.PersonID{chandra}}})
		c, err := Write(v)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(c.Text, "Line 2 “1 is best, 2 is fine”") || strings.Contains(c.Text, "Chandra") {
			t.Errorf("%s", c.Text)
		}
		v.Event.Options.Hidden = false
		if c, err = Write(v); err != nil || !strings.Contains(c.Text, "Chandra") {
			t.Errorf("%v %s", err, c.Text)
		}
	}
}
