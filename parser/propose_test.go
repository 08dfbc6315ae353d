package parser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// organiserMail is a proposal of Monday 23 November 2026, 9:27 in Helsinki, to one person, with another one in Cc.
func organiserMail(body string) Mail {
	return Read([]byte("From: Yrjö <you@here.test>\r\nTo: bot@parley.test, Taru Hara <they@thar.test>\r\nCc: Mika Maa <mika@elsewhere.test>\r\nSubject: Re: Q4 planning\r\n" +
		"Date: Mon, 23 Nov 2026 09:27:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n")))
}

func proposalContext(t testing.TB) ProposalContext {
	return ProposalContext{Bot: func(a string) bool { return scheduler.SameAddress(a, "bot@parley.test") }, Now: time.Date(2026, 11, 23, 9, 30, 0, 0, place(t, "Europe/Helsinki"))}
}

// outline writes a proposal in one line: its times, or the codes of its faults, and behind a bar what was inferred.
func outline(p Proposal) string {
	var out []string
	loc, _ := scheduler.Location(p.Propose.Zone)
	for _, s := range p.Propose.Slots {
		at := s.Begin.In(loc)
		out = append(out, fmt.Sprintf("%s %d:%02d ", at.Format("2 Jan"), at.Hour(), at.Minute())+strings.TrimSuffix(s.Duration.String(), "0s"))
	}
	if len(p.Propose.Faults) > 0 {
		out = nil
		for _, f := range p.Propose.Faults {
			out = append(out, f.Code)
		}
	}
	s := strings.Join(out, ", ")
	for _, f := range p.Propose.Inferred {
		s += " | " + f.Code + " " + f.Value
	}
	return s
}

func TestReadProposal(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		// lists
		{"Tue 24 Nov 10:00-10:45\nWed 25 Nov 14:00-14:45", "24 Nov 10:00 45m, 25 Nov 14:00 45m"},
		{"1. Tue 24 Nov 10:00-10:45\n2) Wed 25 Nov 14:00-14:45\nc) Thu 26 Nov 9:00-9:45\nOption D: Fri 27 Nov 9:00-9:45\n- [ ] Mon 30 Nov 9:00-9:45", "24 Nov 10:00 45m, 25 Nov 14:00 45m, 26 Nov 9:00 45m, 27 Nov 9:00 45m, 30 Nov 9:00 45m"},
		{"24. November 10:00-10:45\n25. November 14:00-14:45", "24 Nov 10:00 45m, 25 Nov 14:00 45m"},
		{"*Tue 24 Nov* at 10:00 (45 min)\n_Thu 26 Nov_ at 15:30 (60 min)", "24 Nov 10:00 45m, 26 Nov 15:30 1h0m"},
		{"Tue 24 Nov: 10:00, 13:00 and 15:00\n45 minutes each.", "24 Nov 10:00 45m, 24 Nov 13:00 45m, 24 Nov 15:00 45m"},
		{"Tuesday 24 November\n  10:00\n  14:00\n\nWednesday 25 November\n  9:00\n\nDuration: 45 min", "24 Nov 10:00 45m, 24 Nov 14:00 45m, 25 Nov 9:00 45m"},
		{"Tue 24 Nov\nWed 25 Nov\nalways 10:00-11:00", "24 Nov 10:00 1h0m, 25 Nov 10:00 1h0m"},
		{"| Day | From | To |\n|---|---|---|\n| Tue 24 Nov | 10:00 | 10:45 |\n| Wed 25 Nov | 14:00 | 14:45 |", "24 Nov 10:00 45m, 25 Nov 14:00 45m"},
		{"Tue 24 Nov 10:00-10:45\n2026-11-24 10:00-10:45", "24 Nov 10:00 45m"},
		{"Dates: 24.11. 10-11, 25.11. 14-15", "24 Nov 10:00 1h0m, 25 Nov 14:00 1h0m"},
		{"Next week:\nTue 10:00-11:00\nWed 14:00-15:00", "1 Dec 10:00 1h0m, 2 Dec 14:00 1h0m"},
		{"30/11/2026 9:00-9:45\n01/12/2026 13:30-14:15", "30 Nov 9:00 45m, 1 Dec 13:30 45m"},
		{"11/24/2026 9:00-9:45\n12/1/2026 13:30-14:15", "24 Nov 9:00 45m, 1 Dec 13:30 45m"},
		{"Date: 24 Nov 2026\nTime: 10:00-10:45\n\nDate: 25 Nov 2026\nTime: 14:00-14:45", "24 Nov 10:00 45m, 25 Nov 14:00 45m"},
		{"Tue 24 Nov from 10:00 for 45 minutes\nWed 25 Nov 14:00 → 14:45\nNov 26 10a-10:45a", "24 Nov 10:00 45m, 25 Nov 14:00 45m, 26 Nov 10:00 45m"},
		{"Tue 24 Nov 10:00-10:45\nWed 25 Nov 14:00", "24 Nov 10:00 45m, 25 Nov 14:00 45m | duration 45m0s"},
		// sentences
		{"Could you do Tuesday at 10 or Thursday 14–15? We need 45 minutes.", "24 Nov 10:00 45m, 26 Nov 14:00 1h0m"},
		{"I would like to talk for 45 minutes on Thursday at 15:30 or on Friday at 9:00.", "26 Nov 15:30 45m, 27 Nov 9:00 45m"},
		{"As agreed on 18 November at 10:00 we meet again.\n\nTue 24 Nov 10:00-10:45", "24 Nov 10:00 45m"},
		{"I'm out of office on Monday 30 Nov from 9:00 to 12:00. How about Tue 1 Dec at 10:00? It'll take 45 minutes.", "1 Dec 10:00 45m"},
		{"Our board meets on 1 December at 9:00.\n\nTue 24 Nov 10:00-10:45", "24 Nov 10:00 45m"},
		{"Please reply by Tuesday 24 November at 12:00.\n\nThu 26 Nov 10:00-10:45", "26 Nov 10:00 45m"},
		{"Geht Dienstag um 10 Uhr oder Donnerstag um 14 Uhr? 45 Minuten.", "24 Nov 10:00 45m, 26 Nov 14:00 45m"},
		{"Pourriez-vous mardi 24 à 14h ou jeudi 26 à 10h30 ? Une heure.", "24 Nov 14:00 1h0m, 26 Nov 10:30 1h0m"},
		{"¿Podemos vernos el martes a las 10:00 o el jueves a las 16:30? Duración: 30 minutos", "24 Nov 10:00 30m, 26 Nov 16:30 30m"},
		{"Podemos reunir na terça-feira às 10h ou na quinta às 15h30? 45 minutos.", "24 Nov 10:00 45m, 26 Nov 15:30 45m"},
		{"Vi propongo martedì alle 10:00 oppure mercoledì alle 14:30. Durata: un'ora", "24 Nov 10:00 1h0m, 25 Nov 14:30 1h0m"},
		{"Kunnen we dinsdag om 10 uur of donderdag om 14.30 uur afspreken? Duur: 45 minuten", "24 Nov 10:00 45m, 26 Nov 14:30 45m"},
		{"Ska vi ses tisdag kl 10 eller torsdag kl 14:30? 45 minuter.", "24 Nov 10:00 45m, 26 Nov 14:30 45m"},
		{"Kävisikö tiistaina klo 10 tai torstaina klo 14.30? Kesto 45 min.", "24 Nov 10:00 45m, 26 Nov 14:30 45m"},
		{"Czy możemy się spotkać we wtorek o 10:00 albo w czwartek o 14:30? 45 minut.", "24 Nov 10:00 45m, 26 Nov 14:30 45m"},
		{"下記の日程でご都合はいかがでしょうか。\n\n・11月24日(火) 10:00〜11:00\n・11月25日(水) 14:00〜15:00", "24 Nov 10:00 1h0m, 25 Nov 14:00 1h0m"},
		{"以下时间可选：\n1. 11月24日（周二）上午10:00-10:45\n2. 11月25日（周三）下午2:00-2:45", "24 Nov 10:00 45m, 25 Nov 14:00 45m"},
		{"We were to meet at 10:00 on Tuesday 17 November, but it was cancelled. New options:\nTue 24 Nov 10:00-10:45\nNot possible: Wed 25 Nov 14:00-14:45", "24 Nov 10:00 45m"},
		{"Could we meet next week? Tuesday 10:00 or Wednesday 14:00 would work. One hour.", "1 Dec 10:00 1h0m, 2 Dec 14:00 1h0m"},
		// zones
		{"Time zone: Europe/Berlin\n\nTue 24 Nov 10:00-10:45", "24 Nov 10:00 45m"},
		{"Tue 24 Nov 10:00 CET, 45 min\nWed 25 Nov 9:00 EST, 45 min", "24 Nov 11:00 45m, 25 Nov 16:00 45m"},
		{"Tue 24 Nov 10:00-10:45 (London time)", "24 Nov 12:00 45m"},
		// what is wrong: all of it at once
		{"Hello, please find a time for all of us.", "no-time"},
		{"Sometime next week would be good, 45 minutes.", "no-time"},
		{"Tue 24 Nov\nWed 25 Nov 14:00-14:45", "no-time"},
		{"Monday 24 Nov 10:00-10:45\n31 November 10:00-10:45\nTue 24 Nov 14:00-13:00\n3/4/2027 10:00-10:45\nFri 20 Nov 2026 10:00-10:45", "weekday-mismatch, no-such-date, end-before-begin, ambiguous-date, past-slot"},
		{"Tue 17 Nov 10:00-10:45", "past-slot"},
		{"Tue 24 Nov 3:00-4:00", "ambiguous-time"},
		{"Tue 24 Nov 10:00-10:45 my time", "my-time"},
		{"Time zone: Europe/Atlantis\n\nTue 24 Nov 10:00-10:45", "no-such-zone"},
		{"Duration: 0 minutes\n\nTue 24 Nov 10:00", "zero-duration"},
		{"Duration: 2 minutes\n\nTue 24 Nov 10:00", "short-duration"},
		{"45 minutes. 30 minutes.\n\nTue 24 Nov 10:00", "ambiguous-duration"},
		{"10:00-10:45\n14:00-14:45", "no-day, no-day"},
		{"Tue 24 Nov 10:00-10:45\nWed 32 Nov 10:00-10:45", "no-such-date"},
		{"Tue 24 Nov 10:00-10:45 Atlantis time", "no-such-zone"},
		{"Time zone: CEST\nTue 24 Nov 10:00-10:45", "ambiguous-zone"},
		{"Mon 30 Nov 9-945", "no-such-time"},
		{"Fri 27 Nov 17:00-02:00", "end-before-begin"},
		{"Tue 24 Nov 2029 10:00-10:45", "weekday-mismatch"},
		{"24 Nov 2029 10:00-10:45", "far-slot"},
		{"Tue 24 Nov 10:00-10:45\nquorum: many\nholds: perhaps\ndeadline: Fri 20 Nov 2026", "bad-option, bad-option, past-deadline"},
		// what had to be inferred
		{"Tue 24 Nov 10:00", "24 Nov 10:00 1h0m | duration 1h0m0s"},
		{"5 Jan 10:00-10:45", "5 Jan 10:00 45m | year 2027"},
		{"Tue 5 Jan 10:00-10:45", "5 Jan 10:00 45m"},
	} {
		if got := outline(ReadProposal(organiserMail(c.body), proposalContext(t))); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.body, got, c.want)
		}
	}
}

func TestProposalOptions(t *testing.T) {
	m := organiserMail("Hello all,\n\nwe should talk about 2027.\n\nTitle: Budget review\nLocation: Room 4, 2nd floor\nDuration: 1h30\nTime zone: Asia/Kolkata\nzone mika@elsewhere.test America/New_York\n" +
		"deadline: Fri 12:00\noptional: Noor <noor@yonder.test>, Taru\nconfirm: organiser\nquorum: 3\nsuggestions: open\nholds: yes\nhidden: ja\nattend: no\nprogress: each\nlink: https://meet.example.test/x\n\n" +
		"Mon 30 Nov 10:00\nTue 1 Dec 10:00\n\nSee you")
	got := ReadProposal(m, proposalContext(t))
	p := got.Propose
	if got.Kind != KindProposal || p.Title != "Budget review" || p.Location != "Room 4, 2nd floor" || p.Zone != "Asia/Kolkata" || p.URL != "https://meet.example.test/x" {
		t.Fatalf("%+v", got)
	}
	if s := outline(got); s != "30 Nov 10:00 1h30m, 1 Dec 10:00 1h30m" {
		t.Error(s)
	}
	if p.Zones["mika@elsewhere.test"] != "America/New_York" || len(p.Zones) != 1 {
		t.Errorf("zones %v", p.Zones)
	}
	if d := p.Options.Deadline.Format(time.RFC3339); d != "2026-11-27T12:00:00+05:30" {
		t.Error("deadline", d)
	}
	p.Options.Deadline = time.Time{}
	if want := (scheduler.Options{Confirm: true, Quorum: 3, Suggestions: true, Holds: true, Hidden: true, Absent: true, Progress: "each"}); p.Options != want {
		t.Errorf("options %+v", p.Options)
	}
	if s := fmt.Sprint(p.Required, p.Optional); s != "[] [{Noor noor@yonder.test} {Taru Hara they@thar.test} {Mika Maa mika@elsewhere.test}]" {
		t.Error(s)
	}
	if !strings.HasPrefix(string(p.Text), "Hello all,\n\nwe should talk about 2027.") || strings.Contains(string(p.Text), "quorum") || strings.Contains(string(p.Text), "30 Nov") {
		t.Errorf("text %q", p.Text)
	}
}

func TestProposalPeople(t *testing.T) {
	m := Read([]byte("From: Yrjö <you@here.test>\r\nTo: Parley <bot+x@parley.test>, \"Hara, Taru\" <they@thar.test>, THEY@thar.test\r\nCc: Y <You+me@here.test>, mika@elsewhere.test\r\n" +
		"Subject: AW: Re[2]: Fwd: Q4\r\nDate: Mon, 23 Nov 2026 09:27:00 +0200\r\n\r\nTue 24 Nov 10:00-10:45\r\n"))
	p := ReadProposal(m, proposalContext(t)).Propose
	if s := fmt.Sprint(p.Required, p.Optional); s != "[{Hara, Taru they@thar.test}] [{ mika@elsewhere.test}]" {
		t.Error(s)
	}
	if p.Title != "Q4" {
		t.Errorf("title %q", p.Title)
	}
	alone := Read([]byte("From: you@here.test\r\nTo: bot@parley.test\r\nSubject: x\r\nDate: Mon, 23 Nov 2026 09:27:00 +0200\r\n\r\nTue 24 Nov 10:00-10:45\r\n"))
	if got := ReadProposal(alone, proposalContext(t)); got.Kind != KindInvalidProposal || got.Problem != "no-people" {
		t.Errorf("%s %s", got.Kind, got.Problem)
	}
}

func TestProposalZones(t *testing.T) {
	berlin, tokyo := place(t, "Europe/Berlin"), place(t, "Asia/Tokyo")
	for _, c := range []struct {
		body            string
		organizer, zone *time.Location
		want, inferred  string
	}{
		{"Tue 24 Nov 10:00-10:45", nil, nil, "UTC+02:00", ""},
		{"Tue 24 Nov 10:00-10:45", nil, berlin, "Europe/Berlin", "zone"}, // the mail's offset is another one
		{"Tue 24 Nov 10:00-10:45", tokyo, berlin, "Asia/Tokyo", ""},
		{"Times in Paris time\nTue 24 Nov 10:00-10:45", tokyo, berlin, "Europe/Paris", ""},
	} {
		ctx := proposalContext(t)
		ctx.OrganizerZone, ctx.Zone = c.organizer, c.zone
		p := ReadProposal(organiserMail(c.body), ctx).Propose
		inferred := ""
		for _, f := range p.Inferred {
			inferred += f.Code
		}
		if p.Zone != c.want || inferred != c.inferred || len(p.Slots) != 1 || p.Slots[0].Begin.In(mustLocation(t, p.Zone)).Hour() != 10 {
			t.Errorf("%q: %s %q %v, want %s %q", c.body, p.Zone, inferred, p.Slots, c.want, c.inferred)
		}
	}
}

func mustLocation(t testing.TB, zone string) *time.Location {
	t.Helper()
	l, err := scheduler.Location(zone)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestProposalMend reads the answer to a faulty draft: what it leaves unsaid is not missing.
func TestProposalMend(t *testing.T) {
	ctx := proposalContext(t)
	ctx.Mend = true
	m := Read([]byte("From: you@here.test\r\nTo: bot+rokifadu@parley.test\r\nSubject: Re: Q4\r\nDate: Mon, 23 Nov 2026 09:27:00 +0200\r\n\r\ndeadline: Fri 12:00\r\n"))
	got := ReadProposal(m, ctx)
	if got.Kind != KindProposal || got.Propose.Title != "" || got.Propose.Zone != "" || got.Propose.Options.Deadline.IsZero() || len(got.Propose.Slots) != 0 {
		t.Errorf("%+v", got)
	}
}

// TestProposalMendStray reads answers to a preview that are no corrections: what is no time is no fault either. Without a zone of
// its own, a correction shows its times in UTC here.
func TestProposalMendStray(t *testing.T) {
	ctx := proposalContext(t)
	for _, c := range []struct{ text, want, fresh string }{
		{"O's office, 3rd floor", "", "no-time"},
		{"oops, the office", "", "no-time"},
		{"Tue 24 Nov", "no-time", "no-time"}, // clearly a date
		{"O's office, 3rd floor\nTue 24 Nov 10:00-10:45", "24 Nov 8:00 45m", ""},
		{"Tuesday 24 Nov (my favourite):\n10:00-10:45", "24 Nov 8:00 45m", ""},
	} {
		ctx.Mend = true
		if got := outline(ReadProposal(organiserMail(c.text), ctx)); got != c.want {
			t.Errorf("%q as a correction: %q, want %q", c.text, got, c.want)
		}
		ctx.Mend = false
		if got := outline(ReadProposal(organiserMail(c.text), ctx)); c.fresh != "" && !strings.Contains(got, c.fresh) {
			t.Errorf("%q as a proposal: %q, want %q", c.text, got, c.fresh)
		}
	}
}

func TestProposalCalendar(t *testing.T) {
	ctx := proposalContext(t)
	at := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	ctx.Spans = []scheduler.Span{{Begin: at, Duration: 45 * time.Minute}, {Begin: at, Duration: 45 * time.Minute}, {Begin: at.AddDate(0, 0, -7), Duration: time.Hour}}
	if s := outline(ReadProposal(organiserMail("Options attached."), ctx)); s != "past-slot" {
		t.Error(s)
	}
	ctx.Spans = ctx.Spans[:2]
	if s := outline(ReadProposal(organiserMail("Options attached. And:\nTue 24 Nov 10:00-10:45\nWed 25 Nov 10:00-10:45"), ctx)); s != "24 Nov 10:00 45m, 25 Nov 10:00 45m" {
		t.Error(s)
	}
}

func TestStripReply(t *testing.T) {
	for _, c := range [][2]string{
		{"Re: Q4", "Q4"}, {"AW: Re[2]: Fwd: Q4", "Q4"}, {"回复：计划", "计划"}, {"Q4: planning", "Q4: planning"}, {"Sv: SV: möte", "möte"}, {"", ""}, {"re", "re"}, {"Research: plans", "Research: plans"},
	} {
		if got := StripReply(c[0]); got != c[1] {
			t.Errorf("%q: %q", c[0], got)
		}
	}
}

// FuzzPropose reads any text as a proposal: it ends, keeps within limits, and offers nothing that is past or without length.
func FuzzPropose(f *testing.F) {
	f.Add("Tue 24 Nov 10:00-10:45\ndeadline: Fri\noptional: a@b.test, Mika\n")
	f.Add("| Day | From | To |\n| Tue 24 Nov | 10:00 | 10:45 |\nzone a@b.test Europe/Paris")
	f.Add("Next week: Tue 10\n1/2 3/4 half past 24 Nov")
	ctx := proposalContext(f)
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 5000 {
			return
		}
		m := organiserMail("")
		for line := range strings.SplitSeq(body, "\n") {
			m.Lines = append(m.Lines, Line{Text: line, Class: Written, Under: -1})
		}
		got := ReadProposal(m, ctx)
		if (got.Kind == KindProposal) != (len(got.Propose.Faults) == 0) || got.Kind == KindProposal && len(got.Propose.Slots) == 0 {
			t.Fatalf("%s with %d slots, faults %v", got.Kind, len(got.Propose.Slots), got.Propose.Faults)
		}
		if len(got.Propose.Slots) > maxRead || len(got.Propose.Text) > maxText {
			t.Fatal("over the limits")
		}
		for _, s := range got.Propose.Slots {
			if !s.Begin.After(ctx.Now) || s.Duration <= 0 {
				t.Fatalf("slot %v", s)
			}
		}
	})
}
