package scheduler

import (
	"testing"
	"time"
)

// meet brings an event to an agreement on slot 1, 49 hours from now.
func meet(t *testing.T, o Options) *town {
	t.Helper()
	w := newTown(t)
	w.says(org, Propose{Title: "Review", Zone: "UTC", Slots: w.hours(49, 60), Required: boxes(ana, ben), Optional: boxes(cem), Options: o})
	w.says(ana, yes(1))
	w.says(ben, yes(1))
	w.says(cem, yes(1))
	w.wait(time.Hour)
	w.state(Agreed)
	w.sent = nil
	return w
}

func (w *town) coming(who string) Verdict {
	p, _ := w.event.Party(w.id(who))
	return p.Coming
}

func (w *town) calendar(to string, kind Kind) Letter {
	w.t.Helper()
	for _, l := range w.sent {
		if l.To == w.id(to) && l.Kind == kind {
			return l
		}
	}
	w.t.Fatalf("no %s to %s in %s", kind, to, w.kinds())
	return Letter{}
}

func TestOptionalNoGetsNoInvitation(t *testing.T) {
	w := newTown(t)
	w.says(org, Propose{Slots: w.hours(49, 60), Required: boxes(ana), Optional: boxes(ben, cem)})
	w.says(ana, yes(1))
	w.says(ben, yes(2))
	w.sent = nil
	w.wait(30 * time.Hour) // cem says nothing
	w.state(Agreed)
	if w.event.Agreement.Trigger != "required" || w.coming(ben) != No || w.coming(cem) != Silent || w.coming(ana) != Yes {
		t.Errorf("agreement %+v, coming %v %v %v", w.event.Agreement, w.coming(ana), w.coming(ben), w.coming(cem))
	}
	l := w.calendar(cem, Invitation)
	if l.Method != MethodRequest || l.UID != 1 || l.Span != w.event.Slots[0].Span || l.Tentative {
		t.Errorf("invitation %+v", l)
	}
	w.calendar(ben, AgreedInfo)
	w.calendar(org, Invitation)
}

// A question that has not left yet when something else of the agreement changes is still asked.
func TestChangeWhileMoving(t *testing.T) {
	w := meet(t, Options{})
	w.lazy = true
	w.says(org, Move{w.hours(80)})
	w.says(org, Relocate{"Attic"})
	w.mail()
	w.expect("org:transcript ana:question ben:question cem:question org:update ana:update ben:update cem:update")
}

func TestAttendAndNotAttend(t *testing.T) {
	w := newTown(t)
	w.says(org, Propose{Slots: w.hours(49), Required: boxes(ana), Options: Options{Absent: true}})
	w.says(ana, yes(1))
	w.sent = nil
	w.wait(time.Hour)
	w.expect("ana:invitation org:agreed")
}

func TestDeclineAfterAgreement(t *testing.T) {
	w := meet(t, Options{})
	w.says(ben, Decline{})
	w.expect("ben:ack org:progress")
	w.state(Agreed)
	w.run(Command{By: box(ana), Via: ByClick, Do: Actions{Answer{Click: true, UID: 1, Sequence: 0, Stamp: w.now, Choices: []Choice{{1, No, false}}}}})
	if w.coming(ana) != No || w.coming(ben) != No {
		t.Errorf("coming %v %v", w.coming(ana), w.coming(ben))
	}
	w.expect("org:progress")
	w.run(Command{By: box(ana), Via: ByClick, Do: Actions{Answer{Click: true, UID: 1, Sequence: 0, Stamp: w.now.Add(-time.Hour), Choices: []Choice{{1, Yes, false}}}}})
	if w.coming(ana) != No {
		t.Error("an older click took effect")
	}
	w.run(Command{By: box(ana), Via: ByClick, Do: Actions{Answer{Click: true, UID: 2, Choices: []Choice{{2, Yes, false}}}}})
	w.expect("") // a released hold changes nothing
}

func TestLateAnswers(t *testing.T) {
	w := meet(t, Options{})
	w.says(cem, yes(1, 2))
	w.expect("cem:toolate")
	if w.words(cem) != "yy" {
		t.Errorf("a late answer was not kept: %s", w.words(cem))
	}
	w.says(cem, yes(2)) // which is a no to the slot that was agreed
	if w.coming(cem) != No {
		t.Error("still coming")
	}
	w.expect("cem:ack org:progress")
	w.says(org, Cancel{})
	w.sent = nil
	w.says(cem, yes(1))
	w.expect("cem:toolate")
	w.state(Cancelled)
}

func TestMoveKeepsTheOldTimeAsFallback(t *testing.T) {
	w := meet(t, Options{})
	w.says(org, Move{w.hours(80, 90)})
	w.expect("ana:question ben:question cem:question org:transcript")
	w.state(Agreed)
	if !w.event.Moving || w.event.Agreement.Slot != 1 {
		t.Fatalf("moving %v, agreement %+v", w.event.Moving, w.event.Agreement)
	}
	w.says(ana, yes(3))
	w.says(ben, yes(3, 4))
	w.says(cem, yes(4))
	w.sent = nil
	w.wait(time.Hour)
	if g := w.event.Agreement; g.Slot != 3 || g.UID != 1 || g.Sequence != 1 || w.event.Moving {
		t.Fatalf("agreement %+v", *g)
	}
	w.expect("ana:update ben:update org:update cem:release")
	w.run(Command{By: box(ana), Via: ByClick, Do: Actions{Answer{Click: true, UID: 1, Sequence: 0, Choices: []Choice{{1, No, false}}}}})
	if w.coming(ana) != Yes {
		t.Error("a no to the old time was taken for one to the new")
	}
	w.expect("ana:toolate")

	w = meet(t, Options{})
	w.says(org, Move{w.hours(30)})
	w.says(ana, Decline{}) // of the new time
	if w.coming(ana) != Yes {
		t.Error("a no to the new time was taken for one to the old")
	}
	w.sent = nil
	w.wait(40 * time.Hour)
	w.state(Agreed)
	if w.event.Moving || w.event.Agreement.Slot != 1 || w.event.Agreement.Sequence != 0 {
		t.Errorf("moving %v, agreement %+v", w.event.Moving, w.event.Agreement)
	}
	if got := w.kinds(); got == "" {
		t.Error("nobody was told")
	}
}

func TestExtendAfterAgreementKeepsTheTimeInTheChoice(t *testing.T) {
	w := meet(t, Options{})
	w.says(org, Extend{w.hours(30)})
	w.sent = nil
	if !w.event.Moving || len(Acceptable(w.event, w.now)) != 2 {
		t.Fatalf("acceptable %v", Acceptable(w.event, w.now))
	}
	w.says(ana, yes(3))
	w.says(ben, Answer{Whole: true, Choices: []Choice{{3, IfNeedBe, false}}})
	w.says(cem, yes(3))
	w.wait(time.Hour)
	if w.event.Moving || w.event.Agreement.Slot != 1 {
		t.Errorf("the old time was better: %+v", w.event.Agreement)
	}
}

func TestPickOverrulesEverybody(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 49, 60)
	w.says(ana, Decline{})
	w.sent = nil
	w.says(ana, Pick{1})
	if w.last.Refusal != "only-organiser" {
		t.Errorf("refusal %q", w.last.Refusal)
	}
	w.expect("ana:transcript")
	w.says(org, Pick{2})
	w.state(Agreed)
	if g := w.event.Agreement; g.Trigger != "pick" || g.Slot != 2 || w.coming(ben) != Silent {
		t.Errorf("agreement %+v", *g)
	}
	w.expect("ana:agreed ben:invitation org:invitation")
	w.says(org, Pick{1})
	if g := w.event.Agreement; g.Slot != 1 || g.UID != 2 || g.Sequence != 1 {
		t.Errorf("agreement %+v", *g)
	}
	w.expect("ana:agreed ben:update org:update")
	w.says(org, Pick{1})
	w.says(org, Pick{9})
	w.expect("org:transcript org:transcript")
}

func TestCancelReachesEveryCalendar(t *testing.T) {
	w := meet(t, Options{})
	w.says(ana, Cancel{})
	w.expect("ana:transcript")
	w.says(org, Retitle{"Retrospective"})
	if l := w.calendar(ben, Update); l.Sequence != 1 || l.Method != MethodRequest {
		t.Errorf("update %+v", l)
	}
	w.expect("ana:update ben:update cem:update org:update")
	w.says(org, Cancel{})
	for _, who := range []string{ana, ben, cem, org} {
		if l := w.calendar(who, CancelNote); l.Method != MethodCancel || l.Sequence != 2 || l.UID != 1 {
			t.Errorf("cancel %+v", l)
		}
	}
	w.expect("ana:cancelled ben:cancelled cem:cancelled org:cancelled")
	w.says(org, Pick{1})
	w.state(Cancelled)

	w = newTown(t)
	w.propose(Options{}, 50)
	w.sent = nil
	w.says(org, Cancel{})
	w.expect("ana:cancelled ben:cancelled org:transcript")
}

func TestUnsentInvitationsAreReplaced(t *testing.T) {
	w := meet(t, Options{})
	w.lazy = true
	w.says(org, Retitle{"One"})
	w.says(org, Retitle{"Two"})
	w.mail()
	if l := w.calendar(ana, Update); l.Sequence != 2 {
		t.Errorf("update %+v", l)
	}
	w.expect("ana:update ben:update cem:update org:update")
	w.says(org, Retitle{"Three"})
	w.says(org, Cancel{})
	w.mail()
	w.expect("ana:cancelled ben:cancelled cem:cancelled org:cancelled")

	w = newTown(t)
	w.propose(Options{}, 49)
	w.sent, w.lazy = nil, true
	w.says(org, Pick{1})
	w.says(org, Cancel{})
	w.mail()
	for _, l := range w.sent {
		if l.Method != MethodNone {
			t.Errorf("%s with %s for an invitation that never went out", l.Kind, l.Method)
		}
	}
}

func TestStopTakesTheMeetingOut(t *testing.T) {
	w := meet(t, Options{})
	w.says(ana, Stop{})
	l := w.calendar(ana, StoppedNow)
	if p, _ := w.event.Party(w.id(ana)); l.Method != MethodCancel || l.Sequence != 1 || !p.Stopped || w.event.Epochs[p.Person].N != 1 || p.Coming != No {
		t.Errorf("letter %+v, party %+v", l, p)
	}
	w.expect("ana:stopped org:progress")
	w.says(org, Relocate{"Attic"})
	if l := w.calendar(ben, Update); l.Sequence != 2 {
		t.Errorf("update %+v", l)
	}
	w.expect("ben:update cem:update org:update")
	w.says(ana, Start{})
	w.expect("ana:agreed")
	w.says(ana, yes(1))
	if w.coming(ana) != Yes {
		t.Error("not coming again")
	}
	w.calendar(ana, Invitation)
	w.sent = nil

	// A click on the entry that was taken out, which some calendars still show, puts it back.
	w.says(ana, Stop{})
	out := w.calendar(ana, StoppedNow)
	w.says(ana, Start{})
	w.sent = nil
	w.says(ana, Answer{Choices: []Choice{{1, Yes, false}}, Click: true, UID: 1, Stamp: w.now})
	if l := w.calendar(ana, Invitation); l.Method != MethodRequest || l.Sequence <= out.Sequence || w.coming(ana) != Yes {
		t.Errorf("letter %+v after %+v, coming %v", l, out, w.coming(ana))
	}
	w.expect("ana:invitation org:progress")
	w.says(ana, Answer{Choices: []Choice{{1, IfNeedBe, false}}, Click: true, UID: 1, Sequence: out.Sequence + 1, Stamp: w.now})
	w.expect("")
}

func TestStopByARequiredPerson(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 50, 60)
	w.sent = nil
	w.says(ana, Stop{})
	w.state(Stuck)
	w.wait(15 * time.Minute)
	w.expect("ana:stopped org:stuck")
	w.says(org, MakeOptional{ana})
	w.state(Open)
	w.says(ben, yes(1))
	w.sent = nil
	w.wait(time.Hour)
	w.expect("ben:invitation org:invitation")
}

func TestHolds(t *testing.T) {
	w := newTown(t)
	w.propose(Options{Holds: true}, 49, 60)
	w.expect("org:receipt ana:question ana:hold ana:hold ben:question ben:hold ben:hold")
	click := func(who string, slot int, v Verdict) {
		w.run(Command{By: box(who), Via: ByClick, Do: Actions{Answer{Click: true, UID: slot, Choices: []Choice{{slot, v, false}}}}})
	}
	click(ana, 1, Yes)
	click(ana, 2, Yes)
	click(ben, 1, No)
	click(ben, 2, Yes)
	w.sent = nil
	w.wait(time.Hour)
	w.state(Agreed)
	if g := w.event.Agreement; g.Slot != 2 || g.UID != 2 || g.Sequence != 1 {
		t.Fatalf("agreement %+v", *g)
	}
	if l := w.calendar(ana, Released); l.UID != 1 || l.Sequence != 1 || l.Method != MethodCancel || l.Slots[0] != 1 {
		t.Errorf("released %+v", l)
	}
	invited := -1
	for i, l := range w.sent {
		if l.Kind == Invitation && l.To == w.id(ana) {
			invited = i
		}
		if l.Kind == Released && l.To == w.id(ana) && invited < 0 {
			t.Error("the hold was given up before the meeting was confirmed")
		}
	}
	w.expect("org:invitation ana:invitation ana:released ben:invitation") // Ben's calendar declined the other one

	w = newTown(t)
	w.propose(Options{Holds: true}, 50, 51, 52, 53, 54, 55)
	w.expect("org:receipt org:passedon ana:question ben:question")

	w = newTown(t)
	w.propose(Options{}, 50)
	w.says(ana, Hold{})
	w.sent = nil
	w.says(org, Cancel{})
	w.expect("ana:cancelled ana:released ben:cancelled org:transcript")
}

func TestConfirmByTheOrganiser(t *testing.T) {
	w := newTown(t)
	w.propose(Options{Confirm: true}, 100, 110)
	w.says(ana, yes(1, 2))
	w.says(ben, yes(1, 2))
	w.sent = nil
	w.wait(time.Hour)
	w.state(Open)
	w.expect("org:pick")
	w.says(org, Pick{2})
	w.state(Agreed)

	w = newTown(t)
	w.propose(Options{Confirm: true}, 100)
	w.says(ana, yes(1))
	w.says(ben, yes(1))
	w.wait(99 * time.Hour)
	w.state(Lapsed)
	if w.last.Refusal != "" || w.story()[len(w.story())-len("lapsed posted"):] != "lapsed posted" {
		t.Errorf("log %s", w.story())
	}
}

func TestYesToTheInvitation(t *testing.T) {
	w := newTown(t)
	w.says(org, Propose{Slots: w.hours(49), Required: boxes(ana), Optional: boxes(cem)})
	w.says(ana, yes(1))
	w.wait(30 * time.Hour)
	w.state(Agreed)
	l := w.calendar(cem, Invitation)
	w.sent = nil
	reply := func(v Verdict) {
		w.run(Command{By: box(cem), Verified: true, Via: ByMail, Answers: l.ID, Do: Actions{Answer{Whole: true, Choices: []Choice{{1, v, false}}}}})
	}
	reply(Yes)
	w.expect("cem:ack")
	if w.coming(cem) != Yes {
		t.Errorf("coming %v", w.coming(cem))
	}
	reply(No)
	w.expect("cem:ack org:progress")
	reply(IfNeedBe)
	if w.coming(cem) != IfNeedBe {
		t.Errorf("coming %v", w.coming(cem))
	}
	w.expect("cem:ack org:progress")
}

func TestWordsAfterTheAgreementGoToTheOrganiser(t *testing.T) {
	coffee := Remark{Text: "Will there be coffee?", Question: true}
	for _, c := range []struct {
		name string
		do   Actions
		want string
		text Words // that the organiser reads
	}{
		{"a question", Actions{Misread{Why: "nothing-said"}, coffee}, "ana:ack org:passedon", "Will there be coffee?"},
		{"words", Actions{Misread{Why: "nothing-said"}, Remark{Text: "I bring cake."}}, "ana:ack org:passedon", "I bring cake."},
		{"a question about the time", Actions{Misread{Why: "question", Detail: "Is Tuesday still on?"}}, "ana:ack org:passedon", "Is Tuesday still on?"},
		{"what could be an answer", Actions{Misread{Why: "nothing-said", Maybe: Actions{yes(1)}}, coffee}, "ana:askback org:passedon", "Will there be coffee?"},
		{"mere thanks", Actions{Misread{Why: "nothing-said"}}, "", ""},
		{"to others too", Actions{Misread{Why: "question", Detail: "?", Others: true}}, "", ""},
	} {
		w := newTown(t)
		w.propose(Options{}, 49)
		w.says(ana, yes(1))
		w.says(ben, yes(1))
		w.wait(time.Hour)
		w.state(Agreed)
		w.sent = nil
		w.says(ana, c.do...)
		for _, l := range w.sent {
			if l.Kind == PassedOn && l.Text != c.text {
				t.Errorf("%s: the organiser reads %q, want %q", c.name, l.Text, c.text)
			}
			if l.Kind == Ack && (l.Reason != "passed-on" || l.Text != c.text) {
				t.Errorf("%s: acknowledged with %q, %q", c.name, l.Reason, l.Text)
			}
		}
		w.expect(c.want)
		if w.event.Parties[0].Coming != Yes {
			t.Errorf("%s changed who comes", c.name)
		}
	}

	// While people are being asked, somebody who has answered may ask; other words could be an answer.
	w := newTown(t)
	w.propose(Options{}, 49)
	w.says(ana, Misread{Why: "nothing-said"}, coffee)
	w.sent = nil
	w.says(ana, yes(1))
	w.sent = nil
	w.says(ana, Misread{Why: "nothing-said"}, coffee)
	w.expect("ana:ack org:passedon")
	w.says(ana, Misread{Why: "nothing-said"}, Remark{Text: "Kan ikke likevel."})
	w.expect("ana:askback")
}
