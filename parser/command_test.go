package parser

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

func commandContext(t testing.TB) CommandContext {
	zone := place(t, "Europe/Helsinki")
	return CommandContext{Now: time.Date(2026, 11, 23, 9, 30, 0, 0, zone), Zone: zone, Duration: 45 * time.Minute, Organizer: true, Confirm: true,
		People: []scheduler.Mailbox{{Name: "Ana Silva", Address: "ana@x.test"}, {Name: "Bo Berg", Address: "bo@y.test"}}}
}

// ordered writes actions as "Pick{2}", times short.
func ordered(do []scheduler.Action) string {
	var out []string
	for _, a := range do {
		switch x := a.(type) {
		case scheduler.Extend:
			out = append(out, "Extend "+spansOf(x.Slots))
		case scheduler.Move:
			out = append(out, "Move "+spansOf(x.Slots))
		case scheduler.SetDeadline:
			out = append(out, "SetDeadline "+x.At.Format("2 Jan 15:04"))
		case scheduler.Unknown:
			out = append(out, "Unknown "+x.Fault.Code)
		default:
			out = append(out, reflect.TypeOf(a).Name()+fmt.Sprintf("%v", a))
		}
	}
	return strings.Join(out, "; ")
}

func spansOf(spans []scheduler.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, fmt.Sprintf("%s %d:%02d ", s.Begin.Format("2 Jan"), s.Begin.Hour(), s.Begin.Minute())+strings.TrimSuffix(s.Duration.String(), "0s"))
	}
	return strings.Join(out, ", ")
}

func TestReadCommand(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"help", "Help{}"}, {"HELP!", "Help{}"}, {"Status?", "Status{}"}, {" stop. ", "Stop{}"}, {"stop everything", "StopAll{}"}, {"Stop  Everything.", "StopAll{}"}, {"*log*", "ShowLog{}"},
		{"who", "Who{}"}, {"why", "Why{}"}, {"why <a.1@x.test>", "Why{a.1@x.test}"}, {"remind", "Remind{}"}, {"start", "Start{}"}, {"holds", "Hold{}"}, {"resend", "Resend{}"}, {"ok", "OK{}"}, {"OK.", "OK{}"},
		{"never", "Never{}"}, {"go", "Go{}"}, {"cancel", "Cancel{}"}, {"copy", "Copy{}"}, {"Hilfe", "Help{}"}, {"帮助", "Help{}"},
		{"timezone Europe/Paris", "Zone{Europe/Paris}"}, {"Time zone: paris", "Zone{Europe/Paris}"}, {"Zeitzone UTC+2", "Zone{UTC+02:00}"}, {"timezone Atlantis", "Unknown unknown-zone"},
		{"pick 2", "Pick{2}"}, {"Pick option 2.", "Pick{2}"}, {"pick ②", "Pick{2}"}, {"pick 2 and 3", "Unknown no-such-slot"}, {"pick", "Unknown no-such-slot"}, {"pick something", "Unknown no-such-slot"},
		{"ask 2", "AskAgain{2}"}, {"accept 5 and 6", "Accept{5}; Accept{6}"}, {"refuse 5, 6", "Refuse{5}; Refuse{6}"},
		{"extend Fri 15:00", "Extend 27 Nov 15:00 45m"}, {"extend Fri 15:00, Mon 30 Nov 9:00-10:00", "Extend 27 Nov 15:00 45m, 30 Nov 9:00 1h0m"}, {"extend: Freitag um 15 Uhr", "Extend 27 Nov 15:00 45m"},
		{"move Fri 15:00 or Mon 9:00", "Move 27 Nov 15:00 45m, 30 Nov 9:00 45m"}, {"extend Friday", "Unknown no-time"}, {"extend", "Unknown no-time"}, {"extend Mon 24 Nov 10:00", "Unknown weekday-mismatch"},
		{"deadline Fri 12:00", "SetDeadline 27 Nov 12:00"}, {"deadline: Friday", "SetDeadline 27 Nov 23:59"}, {"deadline soon", "Unknown no-day"}, {"deadline 20 Nov 2026", "Unknown past-deadline"},
		{"add ana@x.test", "Add{{ ana@x.test} false}"}, {"add Ana Silva <ana@x.test>, bo@y.test", "Add{{Ana Silva ana@x.test} false}; Add{{ bo@y.test} false}"}, {"add optional ana@x.test", "Add{{ ana@x.test} true}"},
		{"add ana@x.test (optional)", "Add{{ ana@x.test} true}"}, {"add somebody", "Unknown no-address"}, {"drop ana@x.test", "Drop{ana@x.test}"}, {"drop Ana", "Drop{ana@x.test}"}, {"drop Zoe", "Unknown no-address"},
		{"required bo@y.test", "Require{bo@y.test}"}, {"optional Bo", "MakeOptional{bo@y.test}"}, {"replace ana@x.test bo@y.test", "Replace{ana@x.test bo@y.test}"}, {"replace Ana with cy@z.test", "Replace{ana@x.test cy@z.test}"},
		{"replace ana@x.test", "Unknown no-address"}, {"title Budget review", "Retitle{Budget review}"}, {"title: Is it true?", ""}, {"location: Room 4", "Relocate{Room 4}"}, {"title", "Unknown empty"},
		{"tell everyone: bring your numbers", "Tell{bring your numbers}"}, {"tell everyone:", "Unknown empty"},
		// sentences and answers are none
		{"status please", ""}, {"status 3", ""}, {"I may have to cancel.", ""}, {"help me", ""}, {"stop it", ""}, {"1 and 3", ""}, {"Tuesday", ""}, {"yes", ""}, {"", ""}, {"who is coming?", ""}, {"why not", ""},
		{"move it to Friday?", ""}, {"drop me a line", ""}, {"ask me tomorrow", ""}, {"title is fine", ""}, {"go ahead", ""}, {"tell me more", ""}, {"add it to my list", ""}, {"ok for 2", ""},
	} {
		do, _ := ReadCommand(c.line, commandContext(t))
		if got := ordered(do); got != c.want {
			t.Errorf("%q: %s, want %s", c.line, got, c.want)
		}
	}
}

// TestReadCommandParty reads lines of people who only answer: an organiser's words that could be answers are left to the choosing.
func TestReadCommandParty(t *testing.T) {
	ctx := commandContext(t)
	ctx.Organizer, ctx.Confirm = false, false
	for _, c := range []struct{ line, want, fault string }{
		{"accept 2", "", ""}, {"pick 2", "", ""}, {"ok", "", ""}, {"never", "", ""}, {"go", "", ""}, {"optional", "", ""}, {"location unclear to me", "", ""},
		{"cancel", "Cancel{}", ""}, {"stop", "Stop{}", ""}, {"timezone Asia/Kolkata", "Zone{Asia/Kolkata}", ""},
		{"extend Friday", "", "no-time"}, {"extend Fri 15:00", "Extend 27 Nov 15:00 45m", ""},
	} {
		do, fault := ReadCommand(c.line, ctx)
		if got := ordered(do); got != c.want || fault != c.fault {
			t.Errorf("%q: %s %q, want %s %q", c.line, got, fault, c.want, c.fault)
		}
	}
}

func TestSplitCommands(t *testing.T) {
	lines := []Line{{Text: "1 and 3", Class: Written}, {Text: "", Class: Written}, {Text: "holds", Class: Written}, {Text: "timezone Europe/Paris", Class: Written}, {Text: "help", Class: Quoted}}
	do, rest := SplitCommands(lines, commandContext(t))
	if got := ordered(do); got != "Hold{}; Zone{Europe/Paris}" || len(rest) != 3 || rest[0].Text != "1 and 3" || rest[2].Text != "help" {
		t.Errorf("%s %v", got, rest)
	}
}

// FuzzCommand reads any line as a command: it ends, and what is found wrong comes with a fault.
func FuzzCommand(f *testing.F) {
	for _, s := range []string{"pick 2", "extend Fri 15:00", "add Ana <ana@x.test>", "replace a@b.test c@d.test", "deadline Fri", "timezone UTC+2", "tell everyone: x"} {
		f.Add(s)
	}
	ctx := commandContext(f)
	f.Fuzz(func(t *testing.T, line string) {
		do, fault := ReadCommand(line, ctx)
		for _, a := range do {
			if u, ok := a.(scheduler.Unknown); ok && (u.Fault.Code == "" || fault != u.Fault.Code || string(u.Line) != line) {
				t.Fatalf("%q: %+v %q", line, u, fault)
			}
			if x, ok := a.(scheduler.Extend); ok && len(x.Slots) == 0 {
				t.Fatalf("%q: nothing to extend by", line)
			}
		}
		if len(do) > 500 {
			t.Fatalf("%q: %d actions", line, len(do))
		}
	})
}
