package scheduler

import (
	"testing"
	"time"
)

// words is what a party said, as table writes it.
func (w *town) words(who string) string {
	p, _ := w.event.Party(w.id(who))
	out := ""
	for _, s := range w.event.Slots {
		c := map[Verdict]string{Silent: "-", No: "n", IfNeedBe: "m", Yes: "y"}[p.Words[s.ID].Verdict]
		if p.Words[s.ID].Preferred {
			c = "Y"
		}
		out += c
	}
	return out
}

func (w *town) question(who string) LetterID {
	p, _ := w.event.Party(w.id(who))
	return p.Question
}

func TestWordsOnSlots(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 50, 60, 70)
	first := w.question(ana)
	step := func(want string, c Command) {
		t.Helper()
		w.now = w.now.Add(time.Hour)
		c.By, c.Verified = box(ana), true
		if c.Via == "" {
			c.Via = ByMail
		}
		w.run(c)
		if got := w.words(ana); got != want {
			t.Fatalf("words %s, want %s", got, want)
		}
	}
	click := func(slot int, v Verdict, seq int, stamp time.Time) Command {
		return Command{Via: ByClick, Do: Actions{Answer{Click: true, UID: slot, Sequence: seq, Stamp: stamp,
			Choices: []Choice{{Slot: slot, Verdict: v}}}}}
	}
	step("nyn", Command{Do: Actions{yes(2)}})
	step("nyy", Command{Do: Actions{also(3)}})
	step("yyy", Command{Do: Actions{also(1, 2)}})
	w.says(org, Extend{w.hours(80)})
	step("nny-", Command{Answers: first, Do: Actions{yes(3)}}) // the letter had no slot 4
	step("nnym", click(4, IfNeedBe, 0, w.now))
	stamp := w.now
	step("nnyn", click(4, No, 0, stamp))
	step("nnyn", click(4, Yes, 0, stamp.Add(-time.Minute))) // stamped earlier, whenever it arrives
	step("nnyy", click(4, Yes, 1, stamp.Add(-time.Minute))) // a later SEQUENCE
	step("nnyy", Command{Said: w.now.Add(-5 * time.Hour), Do: Actions{Answer{Choices: []Choice{{4, No, false}}}}})
	step("nnyn", Command{Do: Actions{Answer{Choices: []Choice{{4, No, false}}}}})
	step("nnYn", Command{Do: Actions{Answer{Choices: []Choice{{3, Yes, true}}}}})
	step("nnYn", Command{Do: Actions{Answer{Whole: true, Choices: []Choice{{9, Yes, false}, {-1, Yes, false}, {3, 77, false}}}}})
	step("nnYn", Command{Do: Actions{Decline{}}}) // of slot 4, which was asked last: the others keep their word
	step("nnnn", Command{Answers: first, Do: Actions{Decline{}}})
	w.state(Stuck)
	step("nynn", Command{Answers: first, Do: Actions{Answer{Choices: []Choice{{2, Yes, false}}}}})
	w.state(Open)
}

func TestTheSameAgainIsAcknowledgedOnce(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 50, 60)
	w.sent = nil
	for range 4 {
		w.wait(time.Hour)
		w.says(ana, yes(1))
	}
	w.expect("ana:ack ana:ack")
	w.wait(time.Hour)
	w.says(ana, yes(2))
	w.expect("ana:ack")
	for range 3 {
		w.says(ana, Decline{})
	}
	w.expect("ana:ack ana:ack")
}

func TestReplyToTheOrganisersOwnMail(t *testing.T) {
	w := newTown(t)
	w.lazy = true // the question has not been sent yet
	w.propose(Options{}, 50, 60)
	w.says(ana, yes(2))
	if w.words(ana) != "ny" {
		t.Fatalf("words %s", w.words(ana))
	}
	w.mail()
	w.expect("org:receipt ben:question ana:ack")
}

func TestSuggestions(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 50)
	w.sent = nil
	w.says(ana, Answer{Whole: true, Suggest: w.hours(60, 50)}) // 50 has a number already
	if got := w.words(ana); got != "yy" {
		t.Fatalf("words %s", got)
	}
	w.expect("org:suggestion ana:ack")
	if s, _ := w.event.Slot(2); s.Status != Suggested {
		t.Fatalf("slot 2 is %v", s)
	}
	w.says(ben, Answer{Choices: []Choice{{1, IfNeedBe, false}, {2, Yes, false}}}) // the organiser has not said yet, so this is nobody's agreement
	w.state(Open)
	w.sent = nil
	w.now = w.now.Add(time.Minute)
	w.says(org, Accept{2})
	w.expect("org:transcript") // both have a word on it
	w.wait(time.Hour)
	w.state(Agreed)
	if w.event.Agreement.Slot != 2 {
		t.Fatalf("agreed on %d", w.event.Agreement.Slot)
	}
}

func TestRefusedCounterproposal(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 50)
	w.run(Command{By: box(ana), Via: ByClick, Do: Actions{Answer{Click: true, UID: 1, Sequence: 3, Suggest: w.hours(60)}}})
	w.sent = nil
	w.says(org, Refuse{2})
	l := w.sent[0]
	if l.Kind != CounterRefused || l.Method != MethodDeclineCounter || l.UID != 1 || l.Sequence != 3 || l.Span != w.event.Slots[1].Span {
		t.Errorf("letter %+v", l)
	}
	w.expect("ana:counterno org:transcript")
	w.says(org, Refuse{1})
	w.says(org, Refuse{7})
	if w.last.Refusal != "no-such-slot" {
		t.Errorf("refusal %q", w.last.Refusal)
	}
}

func TestOpenSuggestionsNeedTheOrganiserToo(t *testing.T) {
	w := newTown(t)
	w.propose(Options{Suggestions: true}, 50)
	w.sent = nil
	w.says(ana, Answer{Suggest: w.hours(60)})
	w.expect("org:suggestion ana:ack ben:question")
	w.says(ben, yes(2))
	w.says(ana, also(1))
	w.says(ben, Answer{Choices: []Choice{{1, No, false}}})
	w.wait(time.Hour)
	w.state(Open)
	w.says(org, Accept{2})
	w.wait(time.Hour)
	w.state(Agreed)
}

func TestRemarksReachTheOrganiser(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 49)
	w.sent = nil
	w.says(ana, yes(1), Remark{Text: "bring cake"})
	w.expect("ana:ack")
	if len(w.event.Remarks) != 1 {
		t.Fatal("the remark was not kept")
	}
	w.says(ben, yes(1))
	w.wait(time.Hour)
	for _, l := range w.sent {
		if l.To == w.id(org) && (len(l.Remarks) != 1 || l.Remarks[0].Text != "bring cake") {
			t.Errorf("%s carries %v", l.Kind, l.Remarks)
		}
	}
	w.expect("ana:invitation ben:invitation org:invitation")

	w = newTown(t)
	w.propose(Options{}, 200)
	w.sent = nil
	w.says(ana, yes(1), Remark{Text: "is there parking?", Question: true})
	if l := w.sent[1]; l.Kind != PassedOn && w.sent[0].Kind != PassedOn {
		t.Errorf("a question waited: %s", w.kinds())
	}
	w.expect("ana:ack org:passedon")
	w.run(Command{By: box(ben), Via: ByMail, Do: Actions{Away{Until: w.now.Add(90 * time.Hour)}}})
	w.expect("")
	w.wait(25 * time.Hour)
	w.expect("org:passedon")
	w.state(Open)
}

func TestRemarksOfWithdrawnLettersAreNotLost(t *testing.T) {
	w := newTown(t)
	w.lazy = true
	w.propose(Options{}, 50)
	w.mail()
	w.says(ana, Remark{Text: "only if there is cake"}, Decline{})
	w.mail()
	w.expect("org:receipt ana:question ben:question ana:ack") // the letter about being stuck settles first
	w.now = w.now.Add(time.Minute)
	w.says(ana, yes(1))
	w.mail()
	if len(w.event.Remarks) != 0 {
		t.Error("the remark is kept and was passed on as well")
	}
	w.expect("ana:ack org:passedon")
}

func TestUnclearMailChangesNothing(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 50, 60)
	w.sent = nil
	w.says(ana, Misread{Why: "hedge", Detail: "maybe 2", Maybe: Actions{yes(2)}})
	if w.words(ana) != "--" {
		t.Fatalf("words %s", w.words(ana))
	}
	back := w.sent[0]
	if !back.OK || len(back.Choices) != 2 {
		t.Errorf("ask-back %+v", back)
	}
	w.expect("ana:askback")
	w.wait(2 * time.Hour)
	w.run(Command{By: box(ana), Verified: true, Via: ByMail, Answers: back.ID, Do: Actions{OK{}}})
	if w.words(ana) != "ny" {
		t.Fatalf("words %s", w.words(ana))
	}
	w.expect("ana:ack")
	w.says(ana, OK{})
	if w.last.Refusal != "nothing-to-confirm" {
		t.Errorf("refusal %q", w.last.Refusal)
	}
	w.sent = nil
	w.says(ana, Misread{Why: "unclear", Others: true})
	w.expect("")
}

func TestParkedMail(t *testing.T) {
	park := func() *town {
		w := newTown(t)
		w.propose(Options{}, 50, 60)
		w.sent = nil
		w.now = w.now.Add(time.Hour)
		for range 2 { // the second time nobody is asked again
			w.run(Command{Via: ByMail, By: box("odd@elsewhere.test"), Do: Actions{Park{Party: w.id(ana), From: "odd@elsewhere.test", Do: Actions{yes(2)}}}})
		}
		w.expect("ana:wasthisyou")
		return w
	}
	w := park()
	said := w.now
	w.wait(time.Hour)
	w.confirms(ana)
	if p, _ := w.event.Party(w.id(ana)); w.words(ana) != "ny" || !p.Words[2].Said.Equal(said) {
		t.Errorf("words %s, said %v", w.words(ana), p.Words[2].Said)
	}
	if !w.people[w.id(ana)].Writes("odd@elsewhere.test") {
		t.Error("the alias was not learned")
	}
	if p, ok := w.people.Find("odd@elsewhere.test"); ok {
		t.Errorf("what is for the owner of the alias would reach person %d", p.ID)
	}
	w = park()
	w.says(ana, Never{})
	p, _ := w.event.Party(w.id(ana))
	if w.words(ana) != "--" || w.event.Epochs[p.Person].N != 1 || p.Pending != nil {
		t.Errorf("words %s, party %+v", w.words(ana), p)
	}
	w.expect("ana:question")
}

func TestOrganisersAnswersAreAskedBack(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 50)
	w.sent = nil
	w.says(org, Answer{Suggest: w.hours(60)})
	w.expect("org:askback")
	w.confirms(org)
	if len(w.event.Slots) != 2 {
		t.Error("ok did not extend")
	}
	w.expect("ana:question ben:question org:transcript")
}

func TestStrangersLearnNothing(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 50)
	w.sent = nil
	before := len(w.log)
	for _, a := range []Action{yes(1), Cancel{}, Status{}, StopAll{}, Help{}, Remark{Text: "hi"}} {
		w.says("stranger@elsewhere.test", a)
	}
	w.expect("")
	if len(w.log) != before || len(w.house) != 6 {
		t.Errorf("log grew by %d, house %d", len(w.log)-before, len(w.house))
	}
	if _, known := w.people.Find("stranger@elsewhere.test"); known {
		t.Error("a stranger was remembered")
	}
}

func TestTheAcknowledgementSaysWhatIsPassedOn(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 200)
	w.sent = nil
	w.says(ana, Remark{Text: "I shall look"})
	if l := w.calendar(ana, Ack); l.Text != "I shall look" || l.Reason != "passed-on" {
		t.Errorf("letter %+v", l)
	}
	w.expect("ana:ack") // or else she might believe that she had answered
	w.says(ana, Remark{Text: "fine"}, yes(1), Remark{Text: "with cake"})
	if l := w.calendar(ana, Ack); l.Text != "fine\n\nwith cake" {
		t.Errorf("text %q", l.Text)
	}
	w.sent = nil
	w.says(ana, Remark{Text: "Thanks!"})
	w.expect("")
}

func TestOkSpeaksOfTheLastReading(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 200, 210)
	w.sent = nil
	w.says(ana, Misread{Why: "hedge", Maybe: Actions{yes(1)}})
	first := w.sent[0].ID
	w.says(ana, Misread{Why: "unclear"})
	w.says(ana, OK{}) // to what? the last letter showed no reading
	if w.words(ana) != "--" || w.last.Refusal != "nothing-to-confirm" {
		t.Errorf("words %s, refusal %q", w.words(ana), w.last.Refusal)
	}
	w.run(Command{By: box(ana), Verified: true, Via: ByMail, Answers: first, Do: Actions{OK{}}})
	if w.words(ana) != "yn" {
		t.Errorf("words %s", w.words(ana))
	}
}

func TestRemindersShowOnlyWhatIsOpen(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 200, 210)
	w.says(ana, also(1))
	w.wait(100 * time.Hour)
	if l := w.calendar(ana, Reminder); len(l.Slots) != 1 || l.Slots[0] != 2 {
		t.Errorf("reminded of %v", l.Slots)
	}
	w.says(ana, yes(2))
	if w.words(ana) != "yy" {
		t.Errorf("words %s", w.words(ana))
	}
}

// A reminder that reaches nobody is refused for what is true: all have answered, or they were asked just now.
func TestReminderThatReachesNobody(t *testing.T) {
	w := newTown(t)
	w.propose(Options{Confirm: true}, 200, 210)
	w.says(ana, yes(1))
	w.says(org, Remind{})
	if w.last.Refusal != "asked-lately" {
		t.Errorf("just after the question: %q", w.last.Refusal)
	}
	w.wait(61 * time.Minute)
	w.sent = nil
	w.says(org, Remind{})
	if w.last.Refusal != "" {
		t.Errorf("an hour later: %q", w.last.Refusal)
	}
	w.says(org, Remind{})
	if w.last.Refusal != "asked-lately" {
		t.Errorf("just after the reminder: %q", w.last.Refusal)
	}
	for _, p := range w.event.Parties {
		w.says(string(w.people[p.Person].Address), yes(1))
	}
	w.says(org, Remind{})
	if w.last.Refusal != "nobody-silent" {
		t.Errorf("when all have answered: %q in state %s", w.last.Refusal, w.event.State)
	}
}

// TestCouldYouIfNeedBe takes a bare number for what the letter asked, and no more.
func TestCouldYouIfNeedBe(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 50, 60)
	w.says(ana, yes(1))
	w.says(ben, yes(2))
	w.wait(time.Hour)
	w.says(org, AskAgain{1})
	var asked LetterID
	for id, l := range w.event.Letters {
		if l.Kind == AskCould && l.To == w.id(ben) {
			asked = id
		}
	}
	w.run(Command{By: box(ben), Verified: true, Via: ByMail, Answers: asked, Do: Actions{yes(1)}})
	if p, _ := w.event.Party(w.id(ben)); p.Words[1].Verdict != IfNeedBe {
		t.Errorf("verdict %v", p.Words[1].Verdict)
	}
}
