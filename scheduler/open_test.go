package scheduler

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func codes(faults []Fault) string {
	var out []string
	for _, f := range faults {
		out = append(out, f.Code)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestAllFaultsAtOnce(t *testing.T) {
	for _, c := range []struct {
		name string
		p    Propose
		want string
	}{
		{"nothing in it", Propose{}, "no-people no-time"},
		{"too much of everything", Propose{Title: Words(strings.Repeat("ö", 257)), Required: boxes(ana),
			Slots: []Span{{monday.Add(-time.Hour), time.Hour}, {monday.Add(30 * time.Minute), time.Minute},
				{monday.Add(800 * 24 * time.Hour), 15 * 24 * time.Hour}},
			Options: Options{Quorum: 2, Deadline: monday.Add(-time.Minute)}},
			"far-slot limit-title long-duration past-deadline past-slot quorum-too-high short-duration soon-slot"},
		{"what the reading found too", Propose{Required: boxes(ana), Slots: []Span{{monday.Add(50 * time.Hour), time.Hour}},
			Faults: []Fault{{Code: "ambiguous-date", Line: "5/6 10:00"}}}, "ambiguous-date"},
		{"but not twice", Propose{Required: boxes(ana), Faults: []Fault{{Code: "no-time"}}}, "no-time"},
		{"the organiser and the bot are nobody", Propose{Required: boxes("Org+x@example.test", "bot+abc@example.test"),
			Slots: []Span{{monday.Add(50 * time.Hour), time.Hour}}}, "no-people"},
	} {
		w := newTown(t)
		w.says(org, c.p)
		w.state(Draft)
		if got := codes(w.event.Faults); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		w.expect("org:faulty")
	}
	w := newTown(t)
	w.policy.MaxSlots, w.policy.MaxParties = 2, 1
	w.says(org, Propose{Required: boxes(ana), Optional: boxes(ben), Slots: w.hours(50, 60, 70)})
	if got := codes(w.event.Faults); got != "limit-parties limit-slots" {
		t.Errorf("limits of the policy: %q", got)
	}
	if f := w.event.Faults[0]; f.Value != "3" || f.Limit != "2" {
		t.Errorf("a fault names %q and %q", f.Value, f.Limit)
	}
}

func TestMendingADraft(t *testing.T) {
	w := newTown(t)
	w.says(org, Propose{Title: "Review", Required: boxes(ana, ben)})
	w.expect("org:faulty")
	w.says(ana, yes(1)) // has seen the organiser's own mail
	w.expect("")
	w.says(org, Propose{Slots: w.hours(50)})
	w.state(Open)
	if w.event.Title != "Review" || len(w.event.Parties) != 2 || len(w.event.Faults) != 0 {
		t.Errorf("mended to %+v", w.event)
	}
	w.expect("org:receipt ana:question ben:question")

	// A line that could not be read and was not written again needs a go.
	w = newTown(t)
	w.says(org, Propose{Required: boxes(ana), Slots: w.hours(50), Faults: []Fault{{Code: "ambiguous-date", Line: "5/6"}}})
	w.says(org, Propose{Title: "Review"})
	w.state(Draft)
	w.expect("org:faulty org:preview")
	w.says(org, Go{})
	w.state(Open)
}

func TestWhatMendsNothingChangesNothing(t *testing.T) {
	zone := Fault{Code: "zone", Value: "Europe/Helsinki"}
	year := Fault{Code: "year", Line: "3 Jan 10:00", Value: "2027"}
	w := newTown(t)
	w.says(org, Propose{Title: "Review", Text: "Bring the numbers.", Required: boxes(ana), Slots: w.hours(50), Inferred: []Fault{zone, year}})
	w.expect("org:preview")
	for _, c := range []struct {
		name    string
		do      Propose
		letter  string
		mended  bool
		pending string
	}{
		{"a stray line", Propose{Text: "oops office", Inferred: []Fault{zone}}, "transcript", false, "year zone"},
		{"nothing at all", Propose{Inferred: []Fault{zone}}, "transcript", false, "year zone"},
		{"a place", Propose{Location: "O's office", Inferred: []Fault{zone}}, "preview", true, "year zone"},
		{"a place and words", Propose{Location: "Room 3", Text: "oops office", Inferred: []Fault{zone}}, "preview", true, "year zone"},
		{"a faulty line", Propose{Faults: []Fault{{Code: "ambiguous-date", Line: "5/6"}}, Inferred: []Fault{zone}}, "faulty", true, "year zone"},
		{"another option", Propose{Options: Options{Quorum: 1}, Inferred: []Fault{zone}}, "preview", true, "ambiguous-date year zone"},
		{"that again", Propose{Options: Options{Quorum: 1}, Inferred: []Fault{zone}}, "preview", true, "ambiguous-date year zone"},
		{"the times anew", Propose{Slots: w.hours(60), Inferred: []Fault{zone}}, "preview", true, "zone"},
	} {
		before := len(w.log)
		w.says(org, c.do)
		w.expect("org:" + c.letter)
		w.state(Draft)
		if got := slices.ContainsFunc(w.log[before:], func(n Entry) bool { return n.Fact.Kind() == "mended" }); got != c.mended {
			t.Errorf("%s: mended %v", c.name, got)
		}
		if got := codes(w.event.Inferred); got != c.pending {
			t.Errorf("%s: inferred %q, want %q", c.name, got, c.pending)
		}
		if w.event.Text != "Bring the numbers." {
			t.Errorf("%s: the words are now %q", c.name, w.event.Text)
		}
	}
	w.says(org, Go{})
	w.state(Open)

	w = newTown(t)
	w.says(org, Propose{Required: boxes(ana)})
	w.says(org, Propose{Text: "Bring the numbers.", Slots: w.hours(50)})
	if w.event.Text != "Bring the numbers." {
		t.Errorf("where there were none, the words are %q", w.event.Text)
	}
}

func TestUnverifiedProposals(t *testing.T) {
	propose := func(policy string) *town {
		w := newTown(t)
		w.policy.Unverified = policy
		w.run(Command{By: box(org), Via: ByMail, Do: Actions{Propose{Required: boxes(ana), Slots: w.hours(50)}}})
		return w
	}
	w := propose("preview")
	w.state(Draft)
	w.expect("org:preview")
	w.says(org, OK{})
	w.state(Open)
	w.expect("org:receipt ana:question")
	if w.event.Title != "rokifadu" {
		t.Errorf("without a title it is called %q", w.event.Title)
	}

	w = propose("open")
	w.state(Open)

	w = propose("refuse")
	w.state("")
	w.expect("org:notallowed")
	if len(w.house) != 2 || w.last.Refusal != "unverified" {
		t.Errorf("house log %v, refusal %q", w.house, w.last.Refusal)
	}
}

func TestInferredThingsNeedAGo(t *testing.T) {
	w := newTown(t)
	w.says(org, Propose{Required: boxes(ana), Slots: w.hours(50), Inferred: []Fault{{Code: "duration", Value: "1h0m0s"}}})
	w.state(Draft)
	w.expect("org:preview")
	w.now = w.now.Add(50 * time.Hour) // and by then the slot has passed
	w.says(org, Go{})
	w.state(Draft)
	w.expect("org:faulty")
	if due, _ := Due(w.event); !due.IsZero() {
		t.Errorf("a draft wants the clock at %v", due)
	}
	w.says(org, Propose{Slots: w.hours(10)})
	w.state(Open)
	w.expect("org:receipt ana:question")
}

// TestMendedTimes: what was fine stays, what was faulty is replaced, and what may be either way is shown first.
func TestMendedTimes(t *testing.T) {
	line := func(code, line string) Fault { return Fault{Code: code, Line: Words(line)} }
	one, two := line("no-time", "Thu 26 Nov"), line("weekday-mismatch", "Mon 27 Nov 9:00")
	length := Fault{Code: "duration", Value: "1h0m0s"}
	for _, c := range []struct {
		name      string
		was       []int
		faults    []Fault
		inferred  []Fault
		mend      func(*town) Propose
		want      []int
		state     State
		minutes   int
		leftovers int
	}{
		{"one for one", []int{50, 60}, []Fault{one}, nil, func(w *town) Propose { return Propose{Slots: w.hours(70)} }, []int{50, 60, 70}, Open, 0, 0},
		{"two for one", []int{50, 60}, []Fault{one}, nil, func(w *town) Propose { return Propose{Slots: w.hours(70, 80)} }, []int{50, 60, 70, 80}, Draft, 0, 0},
		{"one for two", []int{50}, []Fault{one, two}, nil, func(w *town) Propose { return Propose{Slots: w.hours(70)} }, []int{50, 70}, Draft, 0, 2},
		{"the whole list", []int{50, 60}, []Fault{one, two}, nil, func(w *town) Propose { return Propose{Slots: w.hours(50, 60, 70)} }, []int{50, 60, 70}, Open, 0, 0},
		{"a new list", []int{50, 60}, nil, []Fault{length}, func(w *town) Propose { return Propose{Slots: w.hours(70)} }, []int{70}, Draft, 0, 0},
		{"nothing was fine", nil, []Fault{one}, nil, func(w *town) Propose { return Propose{Slots: w.hours(70, 80)} }, []int{70, 80}, Open, 0, 0},
		{"a bad option is no time", []int{50}, []Fault{line("bad-option", "quorum: many")}, nil, func(w *town) Propose { return Propose{Slots: w.hours(70)} }, []int{70}, Draft, 0, 0},
		{"a length that was missing", []int{50, 60}, nil, []Fault{length}, func(*town) Propose { return Propose{Length: 45 * time.Minute} }, []int{50, 60}, Open, 45, 0},
		{"a length that some had", []int{50, 60}, nil, []Fault{{Code: "duration", Line: "Thu 9:00", Value: "1h0m0s"}}, func(*town) Propose { return Propose{Length: 45 * time.Minute} }, []int{50, 60}, Draft, 45, 0},
		{"a zone that was missing", []int{50}, nil, []Fault{{Code: "zone", Value: "Europe/Helsinki"}}, func(*town) Propose { return Propose{Zone: "Europe/Paris"} }, []int{51}, Open, 0, 0},
		{"a zone that was said", []int{50}, nil, []Fault{length}, func(*town) Propose { return Propose{Zone: "Europe/Paris"} }, []int{51}, Draft, 0, 1},
	} {
		w := newTown(t)
		w.says(org, Propose{Required: boxes(ana), Slots: w.hours(c.was...), Zone: "Europe/Helsinki", Faults: c.faults, Inferred: c.inferred})
		w.state(Draft)
		w.says(org, c.mend(w))
		var got []int
		for _, s := range w.event.Slots {
			got = append(got, int(s.Begin.Sub(w.now).Hours()))
			if c.minutes > 0 && s.Duration != time.Duration(c.minutes)*time.Minute {
				t.Errorf("%s: a time takes %v", c.name, s.Duration)
			}
		}
		if !slices.Equal(got, c.want) || w.event.State != c.state || len(w.event.Inferred) != c.leftovers {
			t.Errorf("%s: times in %v hours, %v, %v left over; want %v, %v", c.name, got, w.event.State, w.event.Inferred, c.want, c.state)
		}
	}
}

func TestGoMeansThePreviewThatItAnswers(t *testing.T) {
	w := newTown(t)
	w.says(org, Propose{Required: boxes(ana), Slots: w.hours(50), Inferred: []Fault{{Code: "duration"}}})
	old := w.sent[0].ID
	w.says(org, Propose{Slots: w.hours(60), Inferred: []Fault{{Code: "duration"}}})
	w.run(Command{By: box(org), Verified: true, Via: ByMail, Answers: old, Do: Actions{Go{}}})
	w.state(Draft)
	w.expect("org:preview org:preview org:preview")
}

func TestRequiredBeatsOptionalAndEachIsAskedOnce(t *testing.T) {
	w := newTown(t)
	w.says(org, Propose{Slots: w.hours(50), Required: boxes(ana, "ANA+tag@example.test"), Optional: boxes("Ana@Example.test", ben),
		Zones: map[string]string{ben: "Asia/Kolkata"}})
	if len(w.event.Parties) != 2 || !w.event.Parties[0].Required || w.event.Parties[1].Required {
		t.Errorf("parties %+v", w.event.Parties)
	}
	if z := w.event.Parties[1].Zone; z != "Asia/Kolkata" {
		t.Errorf("zone %q", z)
	}
}

func TestWhoStoppedEverythingIsNotAsked(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 50)
	w.says(ana, StopAll{})
	w.sent, w.log, w.event = nil, nil, Event{}
	w.says(org, Propose{Slots: w.hours(50), Required: boxes(ana), Optional: boxes(ben)})
	w.expect("org:receipt org:stuck")
	w.state(Stuck)
	w.says(org, MakeOptional{ana})
	w.expect("org:transcript ben:question")
	w.state(Open)
}

func TestDeadlineIsKeptBeforeTheLastSlot(t *testing.T) {
	w := newTown(t)
	w.says(org, Propose{Slots: w.hours(5, 30), Required: boxes(ana), Options: Options{Deadline: w.now.Add(100 * time.Hour)}})
	if want := w.now.Add(29*time.Hour - time.Minute); !w.event.Deadline.Equal(want) {
		t.Errorf("deadline %v, want %v", w.event.Deadline, want)
	}
}

func TestAnswersToADraftWaitForItToOpen(t *testing.T) {
	draft := func() *town {
		w := newTown(t)
		w.says(org, Propose{Required: boxes(ana, ben), Slots: w.hours(50, 60), Inferred: []Fault{{Code: "zone"}}})
		w.says(ana, yes(2), Remark{Text: "I bring cake."})
		w.run(Command{Via: ByMail, Do: Actions{Park{Party: w.id(ben), From: ben, Do: Actions{yes(1)}}}})
		w.expect("org:preview")
		return w
	}
	w := draft()
	w.says(org, Go{})
	w.state(Open)
	w.expect("org:receipt ana:ack ben:question ben:wasthisyou")
	if v := w.event.Parties[0].Words; v[2].Verdict != Yes || v[1].Verdict != No {
		t.Errorf("ana's words are %v", v)
	}
	if len(w.event.Parties[1].Words) != 0 {
		t.Error("ben was not vouched for, and yet answered")
	}
	w.confirms(ben)
	if w.event.Parties[1].Words[1].Verdict != Yes {
		t.Error("ben said that it was him, and it did not count")
	}

	w = draft() // the times they answered are no more
	w.says(org, Propose{Slots: w.hours(70)})
	w.expect("org:preview") // a new list is shown first
	w.says(org, Go{})
	w.expect("org:receipt ana:question ben:question")
	if len(w.event.Parties[0].Words) != 0 {
		t.Error("an answer to other times counted")
	}
}
