package parser

import (
	"strings"
	"testing"
)

// quotedLetter is what a letter of ours about the offer team5 looks like, quoted.
const quotedLetter = `On 23/11/2026 08:00, Parley wrote:
> Hello,
>
> Ana is looking for a time for "Q4 planning" (45 minutes).
>
> Which of these times work for you?
>
>   1. Tue 24 Nov 2026, 10:00-10:45
1>   2. Tue 24 Nov 2026, 14:00-14:45
2>   3. Wed 25 Nov 2026, 10:00-10:45
3>   4. Thu 26 Nov 2026, 15:30-16:15
4>   5. Fri 27 Nov 2026, 09:00-09:45
5>
> Just reply with the numbers that work for you, for example "1 and 2".
>
> --
> Parley, the scheduling bot - reply "help" for the commands
end`

// answeredMail puts text above the quotedLetter, under its slot lines ("1", "2", ...) and at its end, and reads it as a mail.
func answeredMail(above string, under map[string]string) Mail {
	s := quotedLetter
	for _, mark := range []string{"1", "2", "3", "4", "5", "end"} {
		answer := under[mark]
		if answer != "" {
			answer += "\n"
		}
		if mark == "end" {
			s = strings.Replace(s, "\nend", "\n"+answer, 1)
		} else {
			s = strings.Replace(s, "\n"+mark+">", "\n"+answer+">", 1)
		}
	}
	if above != "" {
		s = above + "\n\n" + s
	}
	head := "From: Taru <they@thar.test>\nTo: bot@parley.test\nSubject: Re: Q4 planning\nIn-Reply-To: <x@parley.test>\n" +
		"Date: Mon, 23 Nov 2026 09:00:00 +0200\nMessage-ID: <a@thar.test>\nContent-Type: text/plain; charset=utf-8\n\n"
	return Read([]byte(strings.ReplaceAll(head+s, "\n", "\r\n")))
}

func TestInline(t *testing.T) {
	type u = map[string]string
	for _, c := range []struct {
		above string
		under u
		want  string
	}{
		{"", u{"1": "yes", "2": "no", "3": "yes", "4": "no", "5": "no"}, "1 3"},
		{"See my answers below.", u{"1": "works", "3": "works for me too"}, "1 3"},
		{"Hi Ana, answers inline. Best, Tom", u{"2": "OK", "4": "not possible"}, "2"},
		{"", u{"1": "ok", "2": "best for me", "3": "if need be"}, "1 *2 ~3"},
		{"", u{"1": "no", "2": "no", "3": "no", "4": "no", "5": "no"}, "decline"},
		{"", u{"1": "maybe", "2": "yes"}, "unclear"},
		{"", u{"1": "yes", "2": "yes?"}, "unclear"},
		{"", u{"1": "^^ this one"}, "1"},
		{"", u{"3": "This would be perfect."}, "3"},
		{"", u{"3": "I can't make that one", "4": "That works"}, "4"},
		{"", u{"3": "I'm on holiday", "4": "ok"}, "4"},
		{"", u{"3": "👍", "4": "👎"}, "3"},
		{"", u{"3": "yes, but I have to leave at 10:30", "4": "ok"}, "unclear"},
		{"", u{"3": "if the room is free", "4": "ok"}, "unclear"},
		{"", u{"5": "1 and 3 work for me"}, "1 3"},
		{"", u{"end": "1 and 3 work for me"}, "1 3"},
		{"", u{"end": "works for me"}, "unclear"},
		{"1 and 3", nil, "1 3"},
		{"Both Tuesday slots work.", u{"3": "no"}, "1 2"},
		{"1 works", u{"1": "no"}, "unclear"},
		{"", u{"2": "no, but Friday at 15:00 would work", "1": "no", "3": "no", "4": "no", "5": "no"}, "2026-11-27T15:00/45m"},
		{"All fine except where I say no:", u{"2": "no"}, "unclear"},
		{"", u{"1": "ja", "2": "nein", "3": "geht auch"}, "1 3"},
		{"", u{"1": "oui", "2": "non"}, "1"},
		{"", u{"1": "käy", "2": "ei käy"}, "1"},
		{"", u{"1": "<- works", "2": "<- doesn't"}, "1"},
		{"", u{"1": "status"}, "unclear"},
		{"", nil, "unclear"},
	} {
		o := offers["team5"]
		r := Choose(answeredMail(c.above, c.under), o)
		if got := brief(r); got != c.want {
			t.Errorf("%q %v\n\tgot  %s (%s %q)\n\twant %s", c.above, c.under, got, r.Reason, r.Detail, c.want)
		}
	}
}

// A verdict at the end of a quoted slot line was typed there, unless all lines have it: then the letter looks like that.
func TestBesideSlotLines(t *testing.T) {
	for _, c := range []struct {
		above  string
		beside [5]string
		want   string
	}{
		{"See below.", [5]string{" works", "", " works", "", " no"}, "1 3"},
		{"See below.", [5]string{" works", " works", " works", " works", " no"}, "1 2 3 4"},
		{"Thanks!", [5]string{" works", " works", " works", " works", " works"}, "unclear"},
		{"2 and 4", [5]string{" works", " works", " works", " works", " works"}, "2 4"},
	} {
		o := offers["team5"]
		m := answeredMail(c.above, nil)
		for i := range m.Lines {
			if id, _ := numberedLine(m.Lines[i].Text); id > 0 {
				m.Lines[i].Text += c.beside[id-1]
			}
		}
		if got := brief(Choose(m, o)); got != c.want {
			t.Errorf("%q %q: %s, want %s", c.above, c.beside, got, c.want)
		}
	}
}
