package mailbox

import (
	"testing"
	"time"

	"parley/scheduler"
)

// One story for all letters: Ana asks Ben, Chandra and Dana (optional) about a design review.

const (
	ana scheduler.PersonID = iota + 1
	ben
	chandra
	dana
	ops
)

func moment(t testing.TB, s, zone string) time.Time {
	t.Helper()
	loc, ok := LoadZone(zone)
	if !ok {
		t.Fatalf("unknown zone %q", zone)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func helsinki(t testing.TB, s string) time.Time { return moment(t, s, "Europe/Helsinki") }

func storyPeople() scheduler.People {
	return scheduler.People{
		ana:     {ID: ana, Name: "Ana Lehto", Address: "ana@example.test", Zone: "Europe/Helsinki"},
		ben:     {ID: ben, Name: "Ben Okri", Address: "ben@thar.test"},
		chandra: {ID: chandra, Name: "Chandra Rao", Address: "chandra@yonder.test", Zone: "Asia/Kolkata"},
		dana:    {ID: dana, Name: "Dana Šimić", Address: "dana@elsewhere.test"},
		ops:     {ID: ops, Name: "Ops", Address: "ops@example.test"},
	}
}

// storyEvent is open; nobody has answered.
func storyEvent(t testing.TB) scheduler.Event {
	length := 45 * time.Minute
	slot := func(id int, at string) scheduler.Slot {
		return scheduler.Slot{ID: id, Span: scheduler.Span{Begin: helsinki(t, at), Duration: length}, By: ana}
	}
	return scheduler.Event{
		ID: "rokifadu", Bot: "bot@example.test", Seq: 3, State: scheduler.Open,
		Title: "Design review", Location: "Room 4.12, Mannerheimintie 5", URL: "https://meet.example.test/design-review",
		Text:     "Hello all,\nwe should look at the new drafts before they go to the printer.\nPlease bring the paper samples.\nAna",
		Zone:     "Europe/Helsinki",
		Language: "en", Proposal: "p1@example.test", Subject: "Design review",
		Organizers: []scheduler.PersonID{ana},
		Parties: []scheduler.Party{
			{Person: ben, Required: true, Question: "3a", AskedAt: helsinki(t, "2026-11-19 09:00"), Asked: []int{1, 2, 3, 4}},
			{Person: chandra, Required: true, Zone: "Asia/Kolkata", Question: "3b", AskedAt: helsinki(t, "2026-11-19 09:00"), Asked: []int{1, 2, 3, 4}},
			{Person: dana, Question: "3c", AskedAt: helsinki(t, "2026-11-19 09:00"), Asked: []int{1, 2, 3, 4}},
		},
		Slots: []scheduler.Slot{
			slot(1, "2026-11-24 10:00"), slot(2, "2026-11-24 14:00"), slot(3, "2026-11-25 10:00"), slot(4, "2026-11-26 15:30"),
		},
		Policy: scheduler.DefaultPolicy(), Opened: helsinki(t, "2026-11-19 09:00"),
		Deadline: helsinki(t, "2026-11-23 10:00"), Round: helsinki(t, "2026-11-19 09:00"),
		Changed: helsinki(t, "2026-11-19 09:00"),
	}
}

// answers makes the standing words of a party: y yes, b best, m if need be, n no, . nothing, one sign a slot.
func answersOf(t testing.TB, signs, at string, click bool) map[int]scheduler.Word {
	words := map[int]scheduler.Word{}
	for i, r := range signs {
		w := scheduler.Word{Said: helsinki(t, at), Click: click}
		switch r {
		case 'y':
			w.Verdict = scheduler.Yes
		case 'b':
			w.Verdict, w.Preferred = scheduler.Yes, true
		case 'm':
			w.Verdict = scheduler.IfNeedBe
		case 'n':
			w.Verdict = scheduler.No
		default:
			continue
		}
		words[i+1] = w
	}
	return words
}

func choicesOf(signs string) []scheduler.Choice {
	var list []scheduler.Choice
	for i, r := range signs {
		c := scheduler.Choice{Slot: i + 1}
		switch r {
		case 'y':
			c.Verdict = scheduler.Yes
		case 'b':
			c.Verdict, c.Preferred = scheduler.Yes, true
		case 'm':
			c.Verdict = scheduler.IfNeedBe
		case 'n':
			c.Verdict = scheduler.No
		default:
			continue
		}
		list = append(list, c)
	}
	return list
}

func answeredBy(t testing.TB, e scheduler.Event, signs ...string) scheduler.Event {
	parties := append([]scheduler.Party(nil), e.Parties...)
	for i, s := range signs {
		parties[i].Words = answersOf(t, s, "2026-11-20 11:12", i == 1)
	}
	e.Parties = parties
	e.LastAnswer = helsinki(t, "2026-11-20 11:12")
	return e
}

func agreedOn(t testing.TB, e scheduler.Event, slot int) scheduler.Event {
	s, _ := e.Slot(slot)
	e.State = scheduler.Agreed
	e.Agreement = &scheduler.Agreement{
		Slot: slot, Span: s.Span, UID: slot, At: helsinki(t, "2026-11-20 11:22"), Reason: "earliest", Trigger: "everybody",
	}
	parties := append([]scheduler.Party(nil), e.Parties...)
	for i := range parties {
		if w := parties[i].Words[slot]; w.Verdict >= scheduler.IfNeedBe {
			parties[i].Coming = scheduler.Yes
		} else if w.Verdict == scheduler.No {
			parties[i].Coming = scheduler.No
		}
	}
	e.Parties = parties
	return e
}

// scene is one letter of the story.
type scene struct {
	name string
	view View
}

// scenes has every kind of letter at least once.
func scenes(t testing.TB) []scene {
	people := storyPeople()
	open := storyEvent(t)
	half := answeredBy(t, open, "bynn")
	all := answeredBy(t, open, "bynm", "yyny", "ymny")
	stuck := answeredBy(t, open, "ynnn", "nyny", "yyyy")
	stuck.State = scheduler.Stuck
	agreed := agreedOn(t, answeredBy(t, open, "bynm", "yyny", "nnny"), 1)
	mayCome := agreed
	mayCome.Parties = append([]scheduler.Party(nil), agreed.Parties...)
	mayCome.Parties[1].Coming = scheduler.IfNeedBe
	moving := agreed
	moving.Moving = true
	moving.Slots = append(append([]scheduler.Slot(nil), agreed.Slots...),
		scheduler.Slot{ID: 5, Span: scheduler.Span{Begin: helsinki(t, "2026-11-27 15:00"), Duration: 45 * time.Minute}, By: ana, Move: true},
		scheduler.Slot{ID: 6, Span: scheduler.Span{Begin: helsinki(t, "2026-11-30 09:00"), Duration: 45 * time.Minute}, By: ana, Move: true})
	suggested := half
	suggested.Slots = append(append([]scheduler.Slot(nil), open.Slots...),
		scheduler.Slot{ID: 5, Span: scheduler.Span{Begin: helsinki(t, "2026-11-27 15:00"), Duration: 45 * time.Minute}, By: ben, Status: scheduler.Suggested})
	draft := open
	draft.State, draft.Deadline = scheduler.Draft, time.Time{}
	draft.Inferred = []scheduler.Fault{{Code: "zone", Value: "Europe/Helsinki"}, {Code: "year", Line: "Tue 24 Nov 10:00", Value: "2026"}}
	faulty := draft
	faulty.Title = ""
	faulty.Slots = open.Slots[:2]
	faulty.Faults = []scheduler.Fault{
		{Code: "past-slot", Line: "Tue 17 Nov 10:00", Value: "2026-11-17 10:00 EET", Limit: "2026-11-19 09:00 EET"},
		{Code: "long-duration", Value: "400h0m0s", Limit: "336h0m0s"},
		{Code: "no-time", Line: "Wed 25 Nov"},
		{Code: "limit-parties", Value: "130", Limit: "100"},
	}
	lapsed := stuck
	lapsed.State = scheduler.Lapsed
	cancelled := agreed
	cancelled.State = scheduler.Cancelled
	hidden := all
	hidden.Options.Hidden = true

	log := storyLog(t)
	early, late := helsinki(t, "2026-11-19 09:00"), helsinki(t, "2026-11-20 11:13")
	view := func(kind scheduler.Kind, e scheduler.Event, to scheduler.PersonID, now time.Time, more func(*View)) View {
		v := View{
			Letter: scheduler.Letter{ID: "7a", Event: e.ID, To: to, Kind: kind, At: now},
			Event:  e, People: people, To: people[to], Now: now,
			Bot:     scheduler.Mailbox{Name: "Parley", Address: "bot@example.test"},
			ReplyTo: "bot+rokifadu.k3fq7zr2m5xw4btc@example.test",
		}
		if more != nil {
			more(&v)
		}
		return v
	}
	slots := func(list ...int) func(*View) { return func(v *View) { v.Letter.Slots = list } }
	return []scene{
		{"question", view(scheduler.Question, open, ben, early, slots(1, 2, 3, 4))},
		{"question-zone", view(scheduler.Question, open, chandra, early, slots(1, 2, 3, 4))},
		{"question-hidden", view(scheduler.Question, hidden, dana, early, slots(1, 2, 3, 4))},
		{"question-move", view(scheduler.Question, moving, ben, late, func(v *View) { v.Letter.Slots, v.Letter.Reason = []int{5, 6}, "move" })},
		{"question-new", view(scheduler.Question, half, chandra, late, func(v *View) { v.Letter.Slots, v.Letter.Reason = []int{4}, "new" })},
		{"reminder", view(scheduler.Reminder, half, chandra, late, slots(1, 2))},
		{"could", view(scheduler.AskCould, stuck, chandra, late, slots(1))},
		{"receipt", view(scheduler.Receipt, open, ana, early, slots(1, 2, 3, 4))},
		{"preview", view(scheduler.Preview, draft, ana, early, func(v *View) { v.Letter.Faults = draft.Inferred })},
		{"faulty", view(scheduler.Faulty, faulty, ana, early, func(v *View) { v.Letter.Faults = append(faulty.Faults[:4:4], faulty.Inferred...) })},
		{"ack", view(scheduler.Ack, half, ben, late, func(v *View) {
			v.Letter.Slots, v.Letter.Choices = []int{1, 2, 3, 4}, choicesOf("bynn")
			v.Letter.Text = "I need a projector."
		})},
		{"ack-suggested", view(scheduler.Ack, suggested, ben, late, func(v *View) {
			v.Letter.Choices = choicesOf("bynn")
			v.Letter.Suggested = []scheduler.Span{suggested.Slots[4].Span}
		})},
		{"ack-attendance", view(scheduler.Ack, agreed, dana, late, nil)},
		{"askback", view(scheduler.AskBack, open, ben, late, func(v *View) {
			v.Letter.Slots, v.Letter.Reason, v.Letter.Text = []int{1, 2, 3, 4}, "hedge", "maybe 2, or the morning one"
			v.Letter.Heard = []scheduler.Statement{{Said: "4 is out.", Choices: choicesOf("...n")}, {Said: "maybe 2, or the morning one", Why: "hedge"}}
		})},
		{"askback-whole", view(scheduler.AskBack, open, ben, late, func(v *View) {
			v.Letter.Slots, v.Letter.Reason = []int{1, 2, 3, 4}, "contradiction"
			v.Letter.Heard = []scheduler.Statement{{Said: "1 and 2 work", Choices: choicesOf("yy")}, {Said: "not 1", Choices: choicesOf("n")}, {Why: "contradiction"}}
		})},
		{"askback-question", view(scheduler.AskBack, agreed, ben, late, func(v *View) {
			v.Letter.Reason, v.Letter.Text = "passed-on", "Will there be coffee?"
		})},
		{"askback-ok", view(scheduler.AskBack, open, ben, late, func(v *View) {
			v.Letter.Slots, v.Letter.Reason, v.Letter.Text = []int{1, 2, 3, 4}, "hedge", "Tuesday is fine, I guess"
			v.Letter.Heard = []scheduler.Statement{{Said: "Tuesday is fine, I guess", Why: "hedge"}, {Said: "The others are no good.", Choices: choicesOf("..nn")}}
			v.Letter.OK, v.Letter.Choices = true, choicesOf("yynn")
		})},
		{"progress", view(scheduler.Progress, half, ana, late, func(v *View) {
			v.Letter.About, v.Letter.Choices = ben, choicesOf("bynn")
			v.Letter.Remarks = []scheduler.Quote{{By: ben, Text: "I need a projector."}}
		})},
		{"progress-attendance", view(scheduler.Progress, agreed, ana, late, func(v *View) { v.Letter.About, v.Letter.Reason = dana, "not-coming" })},
		{"progress-maycome", view(scheduler.Progress, mayCome, ana, late, func(v *View) { v.Letter.About, v.Letter.Reason = chandra, "coming" })},
		{"preview-left", view(scheduler.Preview, draft, ana, early, func(v *View) {
			v.Event.Verified, v.Event.Options.Deadline = true, helsinki(t, "2026-11-22 12:00")
			v.Letter.Faults = []scheduler.Fault{{Code: "ambiguous-date", Line: "3/4 at 10:00"}}
		})},
		{"missing", view(scheduler.Missing, half, ana, helsinki(t, "2026-11-22 10:00"), nil)},
		{"missing-confirm", view(scheduler.Missing, half, ana, helsinki(t, "2026-11-22 10:00"), func(v *View) { v.Event.Options.Confirm = true })},
		{"missing-quorum", view(scheduler.Missing, half, ana, helsinki(t, "2026-11-22 10:00"), func(v *View) { v.Event.Options.Quorum = 2 })},
		{"stuck", view(scheduler.StuckNow, stuck, ana, late, nil)},
		{"stuck-declined", view(scheduler.StuckNow, stuck, ana, late, func(v *View) {
			v.Letter.About, v.Letter.Reason, v.Letter.Slots = ben, "declined", []int{2, 4, 1, 3}
		})},
		{"pick", view(scheduler.PickOne, all, ana, late, func(v *View) { v.Event.Options.Confirm = true })},
		{"suggestion", view(scheduler.Suggestion, suggested, ana, late, func(v *View) {
			v.Letter.Slots, v.Letter.About, v.Letter.Text = []int{5}, ben, "None of these, sorry. How about Friday at 15?"
		})},
		{"invitation", view(scheduler.Invitation, agreed, chandra, late, func(v *View) {
			v.Letter.Method, v.Letter.Span = scheduler.MethodRequest, agreed.Agreement.Span
		})},
		{"invitation-organizer", view(scheduler.Invitation, agreed, ana, late, func(v *View) {
			v.Letter.Method, v.Letter.Span = scheduler.MethodRequest, agreed.Agreement.Span
		})},
		{"update", view(scheduler.Update, agreed, ben, late, func(v *View) {
			v.Letter.Method, v.Letter.Span, v.Letter.Reason = scheduler.MethodRequest, agreed.Agreement.Span, "location"
		})},
		{"release", view(scheduler.Release, agreed, dana, late, func(v *View) {
			v.Letter.Method, v.Letter.Span, v.Letter.Reason = scheduler.MethodCancel, agreed.Agreement.Span, "dropped"
		})},
		{"release-moved", view(scheduler.Release, agreed, dana, late, func(v *View) {
			v.Letter.Method, v.Letter.Span, v.Letter.Reason = scheduler.MethodCancel, agreed.Agreement.Span, "moved"
		})},
		{"hold", view(scheduler.HoldNote, open, ben, early, func(v *View) {
			v.Letter.Slots, v.Letter.Span, v.Letter.Tentative, v.Letter.Method = []int{2}, open.Slots[1].Span, true, scheduler.MethodRequest
		})},
		{"released", view(scheduler.Released, agreed, ben, late, func(v *View) {
			v.Letter.Slots, v.Letter.Span, v.Letter.Method = []int{2}, open.Slots[1].Span, scheduler.MethodCancel
		})},
		{"counterno", view(scheduler.CounterRefused, half, ben, late, func(v *View) {
			v.Letter.Span, v.Letter.Method = suggested.Slots[4].Span, scheduler.MethodDeclineCounter
		})},
		{"agreed", view(scheduler.AgreedInfo, agreed, dana, late, nil)},
		{"toolate", view(scheduler.TooLate, agreed, dana, late, nil)},
		{"lapsed", view(scheduler.LapsedNow, lapsed, ana, helsinki(t, "2026-11-23 10:00"), func(v *View) { v.Letter.Reason = "deadline" })},
		{"lapsed-party", view(scheduler.LapsedNow, lapsed, ben, helsinki(t, "2026-11-23 10:00"), nil)},
		{"lapsed-stays", view(scheduler.LapsedNow, agreed, ana, late, func(v *View) { v.Letter.Reason = "stays-deadline" })},
		{"agreed-stays", view(scheduler.AgreedInfo, agreed, ben, late, func(v *View) { v.Letter.Reason = "stays" })},
		{"cancelled", view(scheduler.CancelNote, cancelled, ben, late, func(v *View) {
			v.Letter.Method, v.Letter.Span = scheduler.MethodCancel, agreed.Agreement.Span
		})},
		{"failing", view(scheduler.Failing, half, ana, late, func(v *View) {
			v.Letter.About, v.Letter.Text = dana, "550 5.1.1 <dana@elsewhere.test>: user unknown"
		})},
		{"passedon", view(scheduler.PassedOn, half, ana, late, func(v *View) {
			v.Letter.About, v.Letter.Text = ben, "Can we have it online?"
		})},
		{"passedon-all", view(scheduler.PassedOn, agreed, ben, late, func(v *View) {
			v.Letter.About, v.Letter.Text = ana, "The lift is out of order, please take the stairs."
		})},
		{"transcript", view(scheduler.Transcript, all, ana, late, func(v *View) {
			v.Letter.Lines = []scheduler.Line{
				{Said: "title Design review, part one", Done: true, Reason: "retitled", Args: []scheduler.Words{"Design review, part one"}},
				{Said: "pick 9", Reason: "no-such-slot"},
				{Said: "extend yesterday 10:00", Reason: "past-slot", Args: []scheduler.Words{"2026-11-19 10:00 EET", "2026-11-20 11:13 EET"}},
				{Said: "move 2026-11-27 07:00 UTC", Done: true, Reason: "moving"},
				{Said: "refuse 5", Done: true, Reason: "refused"},
				{Said: "remind", Done: true, Reason: "reminded", Args: []scheduler.Words{"ben@thar.test", "chandra@yonder.test"}},
				{Said: "extend tomorrow 9:00 for 20 days", Reason: "long-duration"},
				{Said: "frobnicate", Reason: "never-heard-of"},
			}
		})},
		{"help", view(scheduler.HelpText, half, ben, late, nil)},
		{"help-house", view(scheduler.HelpText, scheduler.Event{}, ana, late, nil)},
		{"status", view(scheduler.StatusText, all, ana, late, func(v *View) {
			v.Log = log
			v.Outbox = []Delivery{
				{To: ben, Letter: "3a", Kind: scheduler.Question, State: DeliverySent, At: early, Attempts: 1, Said: "250 2.0.0 Ok: queued"},
				{To: dana, Letter: "6a", Kind: scheduler.Ack, State: DeliveryWaiting, At: late, Attempts: 3, Said: "451 4.7.1 greylisted, try again later"},
			}
		})},
		{"status-copy", view(scheduler.StatusText, half, ana, late, func(v *View) { v.Letter.Reason = "copy" })},
		{"status-party", view(scheduler.StatusText, half, ben, late, nil)},
		{"who", view(scheduler.WhoText, half, ben, late, nil)},
		{"log", view(scheduler.LogText, agreed, ana, late, func(v *View) { v.Log = log })},
		{"why", view(scheduler.WhyText, half, ben, late, func(v *View) {
			v.Log, v.Letter.Text = log, "m1@thar.test"
		})},
		{"stopped", view(scheduler.StoppedNow, half, dana, late, nil)},
		{"outsider", view(scheduler.PassedOn, half, ana, late, func(v *View) {
			v.Letter.Reason, v.Letter.About, v.Letter.Text, v.Letter.Choices = "outsider", 2, "zoe@yonder.test", choicesOf("yn")
		})},
		{"outsider-delegated", view(scheduler.PassedOn, half, ana, late, func(v *View) {
			v.Letter.Reason, v.Letter.About, v.Letter.Text = "delegated", 2, "zoe@yonder.test"
		})},
		{"could-maybe", view(scheduler.AskCould, half, ben, late, func(v *View) { v.Letter.Reason, v.Letter.Slots = "maybe", []int{2} })},
		{"could-maybe-hidden", view(scheduler.AskCould, hidden, ben, late, func(v *View) { v.Letter.Reason, v.Letter.Slots = "maybe", []int{2} })},
		{"wasthisyou", view(scheduler.WasThisYou, half, chandra, late, func(v *View) {
			v.Letter.OK, v.Letter.Text, v.Letter.Choices = true, "crao@private.test", choicesOf("yn")
		})},
		{"notallowed", view(scheduler.NotAllowed, half, ben, late, func(v *View) { v.Letter.Reason, v.Letter.Text = "only-organiser", "cancel" })},
		{"notallowed-house", view(scheduler.NotAllowed, scheduler.Event{}, ben, late, func(v *View) { v.Letter.Reason = "unverified" })},
		{"transcript-house", view(scheduler.Transcript, scheduler.Event{}, ben, late, func(v *View) {
			v.Letter.Lines = []scheduler.Line{{Said: "timezone Mars/Olympus", Reason: "unknown-zone", Args: []scheduler.Words{"Mars/Olympus"}}}
		})},
		{"digest", view(scheduler.Digest, scheduler.Event{}, ops, helsinki(t, "2026-11-24 07:00"), func(v *View) { v.Digest = storyDigest(t) })},
		{"digest-empty", view(scheduler.Digest, scheduler.Event{}, ops, helsinki(t, "2026-11-24 07:00"), func(v *View) {
			v.Digest = &DigestData{Name: "daily", Zone: "Europe/Helsinki", Since: helsinki(t, "2026-11-23 07:00"), Until: helsinki(t, "2026-11-24 07:00")}
		})},
	}
}

func storyLog(t testing.TB) []scheduler.Entry {
	at := func(s string) time.Time { return helsinki(t, "2026-11-"+s) }
	e := storyEvent(t)
	var spans []scheduler.Span
	for _, s := range e.Slots {
		spans = append(spans, s.Span)
	}
	return []scheduler.Entry{
		{Seq: 1, Cause: "c1", At: at("19 09:00"), By: ana, Via: scheduler.ByMail, Fact: scheduler.Opened{ID: e.ID, State: scheduler.Open, Organizer: ana, Plan: scheduler.Plan{
			Title: e.Title, Slots: spans, Invited: []scheduler.Invited{{Person: ben}, {Person: chandra}, {Person: dana}}}}},
		{Seq: 2, Cause: "c2", At: at("20 11:12"), By: ben, Via: scheduler.ByMail, Fact: scheduler.Answered{Person: ben, Choices: choicesOf("bynn"), Heard: []scheduler.Statement{
			{Line: 2, Said: "1 is best, 2 is fine", Choices: choicesOf("by"), Rule: "number"}, {Line: 3, Said: "The last two don’t work.", Choices: choicesOf("..nn"), Rule: "position"},
			{Line: 1, Rule: "no-answer"}}}},
		{Seq: 3, Cause: "c3", At: at("20 11:12"), By: chandra, Via: scheduler.ByClick, Fact: scheduler.Answered{Person: chandra, Click: true, Choices: choicesOf("yyny")}},
		{Seq: 4, Cause: "c4", At: at("20 11:12"), By: dana, Via: scheduler.ByMail, Fact: scheduler.NotUnderstood{Person: dana, Why: "hedge"}},
		{Seq: 5, At: at("20 11:22"), Via: scheduler.ByClock, Fact: scheduler.AgreedOn{Slot: 1, Span: spans[0], Reason: "earliest", Trigger: "everybody"}},
		{Seq: 6, At: at("20 11:22"), Via: scheduler.ByClock, Fact: scheduler.Posted{Letters: []scheduler.Posting{
			{To: ben, Kind: scheduler.Invitation}, {To: chandra, Kind: scheduler.Invitation}, {To: ana, Kind: scheduler.Invitation}}}, Hash: scheduler.Hash{1, 2, 3}},
	}
}

func storyDigest(t testing.TB) *DigestData {
	at := func(s string) time.Time { return helsinki(t, "2026-11-"+s) }
	d := &DigestData{
		Name: "daily", Zone: "Europe/Helsinki", Since: at("23 07:00"), Until: at("24 07:00"), Open: 14,
		Needs: []Need{
			{Event: "rokifadu", Title: "Design review", What: "stuck", Since: at("23 11:12"), Hurts: []scheduler.Words{"Ben Okri", "Chandra Rao"}, Reply: "pick rokifadu 2"},
			{Event: "balumite", Title: "Budget", What: "failing", Since: at("22 16:40"), Hurts: []scheduler.Words{"Eero Virta"}},
		},
		Opened:  []EventLine{{Event: "zumepato", Title: "Retro", By: "Ana Lehto", At: at("23 09:10")}},
		Agreed:  []EventLine{{Event: "fenoliri", Title: "Kick-off", By: "Eero Virta", At: at("23 13:00"), Span: scheduler.Span{Begin: at("27 09:00"), Duration: time.Hour}, Note: "everybody"}},
		Stuck:   []EventLine{{Event: "rokifadu", Title: "Design review", By: "Ana Lehto", At: at("23 11:12")}},
		Waiting: []Waited{{Name: "Ben Okri", Event: "zumepato", Title: "Retro", Since: at("23 09:10"), Deadline: at("26 09:00")}},
		Unread:  []Counted{{"hedge", 2}},
		Parked:  []Counted{{"strange-address", 1}},
		Ignored: []Counted{{"vacation", 3}, {"list", 12}},
		Refused: []Counted{{"not an organiser", 4}},
		Failing: []Undelivered{{To: "eero@old.test", Event: "balumite", Kind: scheduler.Question, Since: at("22 16:40"), Attempts: 9, Said: "550 5.1.1 <eero@old.test>: Recipient address rejected: User unknown in virtual mailbox table"}},
		Days: []DayCount{
			{Day: at("22 12:00"), Received: 3, Sent: 8, Answers: 2}, {Day: at("23 12:00"), Received: 31, Sent: 44, Answers: 25}, {Day: at("24 12:00"), Received: 2, Sent: 1},
		},
	}
	for i := range d.Seal {
		d.Seal[i] = byte(i*7 + 1)
	}
	return d
}
