package scheduler

import (
	"strings"
	"testing"
	"time"
)

// at is where in the story the letters of a kind were posted, in hours after its begin.
func (w *town) at(who string, kind Kind) []float64 {
	var out []float64
	for _, l := range w.sent {
		if l.To == w.id(who) && l.Kind == kind {
			out = append(out, l.At.Sub(monday).Hours())
		}
	}
	return out
}

func same(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if d := a[i] - b[i]; d > 0.001 || d < -0.001 {
			return false
		}
	}
	return true
}

func TestReminders(t *testing.T) {
	for _, c := range []struct {
		name     string
		zone     string
		deadline float64 // hours from Monday 9:00 UTC
		want     []float64
	}{
		{"half and four fifths", "UTC", 100, []float64{50, 80}},
		{"in daytime", "UTC", 120, []float64{71, 96}},                   // 60 h is 21:00, so 8:00 of Thursday
		{"in their daytime", "Asia/Tokyo", 100, []float64{62, 86}},      // 50 h is 20:00 there, 80 h is 2:00
		{"in an offset's daytime", "UTC+09:00", 100, []float64{62, 86}}, // the same
		{"none within 12 h of asking", "UTC", 25, []float64{23}},        // 12.5 h is 21:30; 23 h is 8:00, and 35 h too late
		{"none after the deadline", "UTC", 20, nil},
		{"an unknown zone is UTC", "Mars/Base", 100, []float64{50, 80}},
	} {
		w := newTown(t)
		w.says(org, Propose{Slots: w.hours(300), Required: boxes(ana, ben), Zones: map[string]string{ana: c.zone},
			Options: Options{Deadline: w.now.Add(time.Duration(c.deadline * float64(time.Hour)))}})
		w.says(ben, yes(1))
		w.wait(400 * time.Hour)
		if got := w.at(ana, Reminder); !same(got, c.want) {
			t.Errorf("%s: reminders at %v h, want %v", c.name, got, c.want)
		}
		if got := w.at(ben, Reminder); got != nil {
			t.Errorf("%s: somebody who answered was reminded at %v h", c.name, got)
		}
		w.state(Lapsed)
	}
}

func TestTheClockAfterALongSleep(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 30*24)
	w.sent = nil
	w.now = w.now.Add(6*24*time.Hour + 15*time.Hour) // past both reminders and the word about who is missing, at midnight
	_, a := Due(w.event)
	w.run(Command{Via: ByClock, Do: Actions{a}})
	if due, _ := Due(w.event); !due.After(w.now) {
		t.Errorf("due again at %v", due)
	}
	for _, l := range w.sent {
		if l.Kind == Reminder {
			t.Errorf("reminded at night: %+v", l)
		}
	}
	w.wait(9 * time.Hour) // the second reminder would come at 12 h, which is past the deadline
	w.expect("ana:reminder ben:reminder org:missing org:lapsed")
}

func TestDeadline(t *testing.T) {
	run := func(o Options, words map[string]Action) *town {
		w := newTown(t)
		w.says(org, Propose{Slots: w.hours(200, 210), Required: boxes(ana, ben), Optional: boxes(cem), Options: o})
		for _, who := range []string{ana, ben, cem} {
			if a := words[who]; a != nil {
				w.says(who, a)
			}
		}
		w.wait(8 * 24 * time.Hour)
		return w
	}
	w := run(Options{}, map[string]Action{ana: yes(1)})
	w.state(Lapsed)
	if f := w.log[len(w.log)-2].Fact; f != (RanOut{"deadline"}) {
		t.Errorf("fact %#v", f)
	}
	letters := w.kinds()
	if strings.Count(letters, "ana:lapsed") != 1 || strings.Count(letters, "org:lapsed") != 1 || strings.Contains(letters, "ben:lapsed") {
		t.Errorf("letters %s", letters)
	}
	if strings.Count(letters, "org:missing") != 1 {
		t.Errorf("letters %s", letters)
	}

	// An agreement that waits for optional people at the deadline waits no more.
	w = newTown(t)
	w.says(org, Propose{Slots: w.hours(200), Required: boxes(ana), Optional: boxes(cem)})
	w.wait(167*time.Hour + 55*time.Minute)
	w.says(ana, yes(1))
	w.wait(10 * time.Minute)
	w.state(Agreed)

	w = run(Options{Quorum: 2}, map[string]Action{ana: yes(1, 2), cem: yes(2)})
	w.state(Agreed)
	if g := w.event.Agreement; g.Slot != 2 || g.Trigger != "quorum" {
		t.Errorf("agreement %+v", *g)
	}
	w = run(Options{Quorum: 2}, map[string]Action{ana: yes(1), ben: yes(2), cem: yes(1, 2)})
	w.state(Lapsed) // each slot was refused by somebody required
}

func TestWaysBackFromALapse(t *testing.T) {
	lapsed := func() *town {
		w := newTown(t)
		w.says(org, Propose{Slots: w.hours(24 * 20), Required: boxes(ana, ben)})
		w.says(ana, yes(1))
		w.wait(8 * 24 * time.Hour)
		w.state(Lapsed)
		w.says(ben, yes(1)) // kept, though too late
		w.state(Lapsed)
		w.sent = nil
		return w
	}
	w := lapsed()
	w.says(org, SetDeadline{w.now.Add(48 * time.Hour)})
	w.wait(time.Hour)
	w.state(Agreed)

	w = lapsed()
	w.says(org, Extend{w.hours(60)})
	w.state(Open)
	w.expect("ana:question ben:question org:transcript")

	w = lapsed()
	w.says(org, Pick{1})
	w.state(Agreed)

	w = lapsed()
	w.says(org, SetDeadline{w.now.Add(-time.Hour)})
	w.says(org, Remind{})
	w.state(Lapsed)
	w.expect("org:transcript org:transcript")
}

func TestSlotsPass(t *testing.T) {
	w := newTown(t)
	w.says(org, Propose{Slots: w.hours(20, 30), Required: boxes(ana, ben), Options: Options{Deadline: w.now.Add(28 * time.Hour)}})
	w.says(ana, yes(1, 2))
	w.wait(18 * time.Hour)
	w.says(ben, Answer{Choices: []Choice{{1, Yes, false}}}) // and nothing about 2 yet
	w.wait(55 * time.Minute)
	w.state(Open)
	w.wait(10 * time.Minute)
	if got := Acceptable(w.event, w.now); len(got) != 1 || got[0] != 2 {
		t.Errorf("acceptable %v", got)
	}
	w.wait(12 * time.Hour)
	w.state(Lapsed)

	// Waiting out the settling time must not let the last slot pass.
	w = newTown(t)
	w.says(org, Propose{Slots: w.hours(20), Required: boxes(ana), Options: Options{Deadline: w.now.Add(30 * time.Hour)}})
	w.wait(18*time.Hour + 50*time.Minute)
	if w.event.State != Open {
		t.Fatal(w.story())
	}
	w.says(ana, yes(1))
	w.wait(time.Hour)
	w.state(Agreed)
}

func TestStuckAndTheWaysOut(t *testing.T) {
	stuck := func() *town {
		w := newTown(t)
		w.says(org, Propose{Slots: w.hours(100, 110, 120), Required: boxes(ana, ben), Optional: boxes(cem)})
		w.says(ana, yes(1))
		w.state(Open)
		w.says(ben, yes(2))
		w.state(Stuck)
		w.sent = nil
		w.wait(9 * time.Minute)
		w.expect("") // a correction would cost nothing yet
		w.wait(2 * time.Minute)
		w.expect("org:stuck")
		return w
	}
	w := stuck()
	w.says(org, AskAgain{1})
	w.expect("ben:could org:transcript")
	w.run(Command{By: box(ben), Verified: true, Via: ByMail, Answers: w.question(ben), Do: Actions{Answer{Whole: true, Choices: []Choice{{1, IfNeedBe, false}}}}})
	w.state(Open)
	if w.words(ben) != "myn" {
		t.Errorf("words %s", w.words(ben))
	}
	w.says(cem, yes(1))
	w.sent = nil
	w.wait(time.Hour)
	w.state(Agreed)

	w = stuck()
	w.says(org, MakeOptional{ben})
	w.state(Open)
	w = stuck()
	w.says(org, Drop{ben})
	w.state(Open)
	w.expect("ben:release org:transcript")
	w.says(ben, yes(1))
	w.expect("")
	w = stuck()
	w.says(org, Extend{w.hours(90)})
	w.state(Open)
	w.expect("ana:question ben:question cem:question org:transcript")
	w = stuck()
	w.says(ben, also(1))
	w.state(Open)
	w = stuck()
	w.wait(200 * time.Hour)
	w.state(Lapsed)

	// Nobody else has answered: the letter waits a day, but a plain no to everything does not.
	w = newTown(t)
	w.propose(Options{}, 200)
	w.sent = nil
	w.says(ana, Answer{Choices: []Choice{{1, No, false}}})
	w.state(Stuck)
	w.wait(23 * time.Hour)
	w.expect("ana:ack")
	w.wait(2 * time.Hour)
	w.expect("org:stuck")
	w = newTown(t)
	w.propose(Options{}, 200)
	w.sent = nil
	w.says(ana, Decline{})
	w.wait(15 * time.Minute)
	w.expect("ana:ack org:stuck")
}

func TestProgress(t *testing.T) {
	for _, c := range []struct{ option, want string }{
		{"", "ana:ack org:progress"}, {"none", "ana:ack"}, {"each", "ana:ack org:progress"},
	} {
		w := newTown(t)
		w.propose(Options{Progress: c.option}, 240)
		w.sent = nil
		w.wait(2 * time.Hour)
		w.says(ana, yes(1))
		w.wait(30 * time.Hour)
		w.expect(c.want)
	}
}

func TestBounces(t *testing.T) {
	w := newTown(t)
	w.says(org, Propose{Slots: w.hours(100), Required: boxes(ana), Optional: boxes(ben)})
	q := w.question(ben)
	w.sent = nil
	w.run(Command{Via: ByBounce, Do: Actions{Bounce{Letter: q, Said: "421 later"}}})
	w.expect("")
	w.run(Command{Via: ByBounce, Do: Actions{Bounce{Letter: q, Permanent: true, Said: "550 no such user"}}})
	w.run(Command{Via: ByBounce, Do: Actions{Bounce{To: ben, Permanent: true, Said: "550 no such user"}}})
	if p, _ := w.event.Party(w.id(ben)); !p.Unreachable || w.people[p.Person].Failing == "" {
		t.Errorf("party %+v", p)
	}
	if l := w.calendar(org, Failing); l.About != w.id(ben) || l.Text != "550 no such user" {
		t.Errorf("letter %+v", l)
	}
	w.expect("org:failing")
	w.says(org, Replace{ben, cem})
	w.expect("cem:question org:transcript")
	w.says(ana, yes(1))
	w.says(cem, yes(1))
	w.wait(time.Hour)
	w.state(Agreed)

	w = newTown(t)
	w.propose(Options{}, 100)
	w.run(Command{Via: ByBounce, Do: Actions{Bounce{To: ana, Permanent: true}}})
	w.says(ana, yes(1)) // so it works after all
	if p, _ := w.event.Party(w.id(ana)); p.Unreachable || w.people[p.Person].Failing != "" {
		t.Errorf("party %+v", p)
	}
}

func TestSeveralWordsInOneMail(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 100, 110)
	w.sent = nil
	w.says(ana, yes(1), Zone{"Europe/Paris"}, Cancel{}, Unknown{Line: "frobnicate", Fault: Fault{Code: "unknown"}})
	tr := w.calendar(ana, Transcript)
	if len(tr.Lines) != 4 || !tr.Lines[0].Done || !tr.Lines[1].Done || tr.Lines[2].Done || tr.Lines[3].Done || len(tr.Choices) != 2 {
		t.Errorf("transcript %+v", tr)
	}
	w.expect("ana:transcript")
	if p, _ := w.event.Party(w.id(ana)); p.Zone != "Europe/Paris" || w.people[p.Person].Zone != "Europe/Paris" {
		t.Errorf("zone %q", p.Zone)
	}
	w.says(org, Drop{ben}, Add{Who: box(cem)}, Retitle{"New"})
	w.expect("ben:release cem:question org:transcript")
	w.says(ana, Status{})
	w.says(ana, Help{}, Who{})
	w.expect("ana:status ana:help ana:who")
}

func TestHiddenEvents(t *testing.T) {
	w := newTown(t)
	w.propose(Options{Hidden: true}, 100)
	w.sent = nil
	w.says(ana, Who{})
	w.says(org, Who{})
	w.expect("ana:transcript org:who")
}

func TestDigestSealsTheHouse(t *testing.T) {
	c := Command{Cause: "d", At: monday, Do: Actions{RunDigest{Name: "daily", Due: "2026-11-23T07:00 UTC", To: []Words{"ops@example.test", "OPS@example.test"}}}}
	d := Decide(World{House: House{Seq: 7, Seal: Hash{1, 2}}}, c)
	if len(d.Letters) != 1 || d.Letters[0].ID != "10a" || d.Letters[0].Kind != Digest || d.Letters[0].Event != "" {
		t.Errorf("letters %+v", d.Letters)
	}
	var kinds []string
	for _, f := range d.Facts {
		kinds = append(kinds, string(f.Log)+":"+f.Fact.Kind())
	}
	if got := strings.Join(kinds, " "); got != "h:digest-run h:sealed p/1:met h:posted" {
		t.Errorf("facts %s", got)
	}
	if d.Facts[1].Fact.(Sealed).Hash != (Hash{1, 2}) {
		t.Error("another seal")
	}
	again := Decide(World{}, Command{Do: Actions{Note{What: "ignored", Reason: "vacation", From: "x@y.test"}}})
	if len(again.Facts) != 1 || again.Facts[0].Log != HouseLog || len(again.Letters) != 0 {
		t.Errorf("note: %+v", again)
	}
}

func TestWordsOutsideAnyEvent(t *testing.T) {
	ask := func(verified bool, do ...Action) Decision {
		return Decide(World{}, Command{By: box(ana), Verified: verified, Via: ByMail, At: monday, Do: do})
	}
	if d := ask(false, Help{}); len(d.Letters) != 0 || d.Refusal != "unknown-sender" {
		t.Errorf("a stranger got %+v", d)
	}
	if d := ask(true, Help{}); len(d.Letters) != 1 || d.Letters[0].Kind != HelpText {
		t.Errorf("help: %+v", d)
	}
	if d := ask(true, StopAll{}); len(d.Letters) != 1 || d.Letters[0].Kind != StoppedNow {
		t.Errorf("stop everything: %+v", d)
	}
	if d := ask(true, Zone{"Nowhere"}, yes(1)); len(d.Letters) != 1 || d.Letters[0].Kind != Transcript || len(d.Letters[0].Lines) != 2 {
		t.Errorf("answer: %+v", d)
	}
	if d := Decide(World{}, Command{Event: "rokifadu", By: box(ana), Do: Actions{yes(1)}}); d.Refusal != "no-such-event" || len(d.Facts) != 0 {
		t.Errorf("no such event: %+v", d)
	}
}

func TestAccessTableIsWhatDecideObeys(t *testing.T) {
	for _, x := range AccessTable() {
		w := newTown(t)
		w.propose(Options{}, 100, 110)
		do, ok := actionTypes[x.Kind]
		if !ok {
			t.Fatalf("%s is no action", x.Kind)
		}
		a := zeroAction(do)
		if WordOf(a) != x.Word {
			t.Errorf("%s is called %q and %q", x.Kind, x.Word, WordOf(a))
		}
		w.says(ana, a)
		if refused := w.last.Refusal == "only-organiser"; refused == allowed(PartyRole, a) {
			t.Errorf("%s by a party: refused %v", x.Word, refused)
		}
		w.says(org, a)
		if w.last.Refusal == "only-organiser" {
			t.Errorf("%s was refused to the organiser", x.Word)
		}
	}
}
