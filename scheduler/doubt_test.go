package scheduler

import (
	"testing"
	"time"
)

// A required person's Maybe, clicked in a calendar, is asked about once before an agreement rests on it.
func TestAgreementOnAMaybe(t *testing.T) {
	click := func(slot int, v Verdict) Answer {
		return Answer{Click: true, UID: slot, Choices: []Choice{{slot, v, false}}}
	}
	for _, c := range []struct {
		name  string
		first Answer // Ana's
		asked bool
		then  Actions       // what Ana says when asked
		wait  time.Duration // then
		state State
		slot  int
	}{
		{"clicked Maybe, then yes", click(1, IfNeedBe), true, Actions{yes(1)}, time.Hour, Agreed, 1},
		{"clicked Maybe again", click(1, IfNeedBe), true, Actions{click(1, IfNeedBe)}, time.Hour, Agreed, 1},
		{"clicked Maybe, then no", click(1, IfNeedBe), true, Actions{click(1, No)}, time.Hour, Stuck, 0},
		{"clicked Maybe and is silent for an hour", click(1, IfNeedBe), true, nil, time.Hour, Open, 0},
		{"clicked Maybe and is silent for a day", click(1, IfNeedBe), true, nil, 25 * time.Hour, Agreed, 1},
		{"wrote if need be", Answer{Whole: true, Choices: []Choice{{1, IfNeedBe, false}}}, false, nil, time.Hour, Agreed, 1},
		{"clicked Accept", click(1, Yes), false, nil, time.Hour, Agreed, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newTown(t)
			w.propose(Options{}, 100)
			w.run(Command{By: box(ben), Via: ByClick, Do: Actions{click(1, Yes)}})
			w.run(Command{By: box(ana), Via: ByClick, Do: Actions{c.first}})
			w.sent = nil
			w.wait(20 * time.Minute)
			if c.asked {
				w.expect("ana:could")
				w.state(Open)
			}
			if c.then != nil {
				via := ByMail
				if a := c.then[0].(Answer); a.Click {
					via = ByClick
				}
				w.run(Command{By: box(ana), Via: via, Do: c.then})
			}
			w.sent = nil
			w.wait(c.wait)
			w.state(c.state)
			for _, l := range w.sent {
				if l.Kind == AskCould {
					t.Errorf("asked twice")
				}
			}
			if c.slot != 0 && (w.event.Agreement == nil || w.event.Agreement.Slot != c.slot) {
				t.Errorf("agreement %+v", w.event.Agreement)
			}
		})
	}

	w := newTown(t)
	w.says(org, Propose{Slots: w.hours(100, 110), Required: boxes(ana), Optional: boxes(cem)})
	w.run(Command{By: box(cem), Via: ByClick, Do: Actions{click(1, IfNeedBe), click(2, IfNeedBe)}})
	w.run(Command{By: box(ana), Via: ByClick, Do: Actions{click(1, IfNeedBe), click(2, Yes)}})
	w.sent = nil
	w.wait(time.Hour)
	w.expect("org:invitation ana:invitation cem:invitation") // no required person's Maybe: nobody is asked
	if w.event.Agreement.Slot != 2 {
		t.Errorf("agreement %+v", w.event.Agreement)
	}
}

// Who was forgotten since is not asked: nobody would read it. The agreement does not wait, and the clock does not ask for ever.
func TestAgreementOnAMaybeOfWhoIsForgotten(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 100)
	w.run(Command{By: box(ben), Via: ByClick, Do: Actions{Answer{Click: true, UID: 1, Choices: []Choice{{1, Yes, false}}}}})
	w.run(Command{By: box(ana), Via: ByClick, Do: Actions{Answer{Click: true, UID: 1, Choices: []Choice{{1, IfNeedBe, false}}}}})
	id := w.id(ana)
	p := w.people[id]
	p.Name, p.Address, p.Seq = "", "", p.Seq+1
	w.people[id] = p
	w.wait(time.Hour)
	w.state(Agreed)
	if len(w.log) > 20 {
		t.Errorf("%d entries", len(w.log))
	}
}
