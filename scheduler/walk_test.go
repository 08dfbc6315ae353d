package scheduler

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"testing"
	"time"
)

var walks = flag.Int("walks", 60, "random stories to walk through")

// TestRandomWalks lets people, strangers, calendars and the clock do anything in any order, and looks after each step
// whether the laws hold. A failure prints its seed.
func TestRandomWalks(t *testing.T) {
	ends := map[State]int{}
	n := *walks
	if testing.Short() {
		n /= 8
	}
	for seed := range n {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			ends[walk(t, int64(seed), 60).event.State]++
		})
	}
	for _, s := range []State{Agreed, Cancelled, Lapsed} {
		if ends[s] == 0 && !testing.Short() {
			t.Errorf("no story ended %s: %v", s, ends)
		}
	}
	t.Log(ends)
}

func walk(t *testing.T, seed int64, steps int) *town {
	r := rand.New(rand.NewSource(seed))
	w := newTown(t)
	w.lazy = true
	var trail []string
	defer func() {
		if p := recover(); p != nil || t.Failed() {
			t.Logf("seed %d: %v\nlog: %s", seed, trail[max(0, len(trail)-3):], w.story())
			if p != nil {
				panic(p)
			}
		}
	}()
	people := []string{org, ana, ben, cem, "dan@example.test", "stranger@elsewhere.test", "Ana+x@example.test"}
	span := func() Span {
		return Span{w.now.Add(time.Duration(r.Intn(200)-5) * time.Hour), time.Duration(r.Intn(4)) * 30 * time.Minute}
	}
	spans := func() (out []Span) {
		for range 1 + r.Intn(3) {
			out = append(out, span())
		}
		return
	}
	slot := func() int { return r.Intn(len(w.event.Slots)+3) - 1 }
	answer := func() Answer {
		a := Answer{Whole: r.Intn(4) > 0}
		for range r.Intn(4) {
			a.Choices = append(a.Choices, Choice{Slot: slot(), Verdict: Verdict(r.Intn(5)), Preferred: r.Intn(4) == 0})
		}
		if r.Intn(5) == 0 {
			a.Suggest = spans()
		}
		if r.Intn(4) == 0 {
			a.Click, a.Whole, a.Sequence, a.UID = true, false, r.Intn(4), max(1, slot())
			a.Stamp = w.now.Add(-time.Duration(r.Intn(100)) * time.Minute)
		}
		return a
	}
	who := func() Mailbox { return box(people[r.Intn(len(people))]) }
	action := func() Action {
		switch r.Intn(46) {
		default:
			return answer()
		case 0, 1, 2:
			return Decline{}
		case 3:
			return Remark{Text: "hm", Question: r.Intn(2) == 0}
		case 4:
			return Misread{Why: "unclear", Maybe: Actions{answer()}, Others: r.Intn(3) == 0}
		case 5:
			return []Action{Help{}, Status{}, Who{}, Why{}, ShowLog{}, Copy{}, nil}[r.Intn(7)]
		case 6:
			return Remind{}
		case 7:
			return []Action{Stop{}, StopAll{}}[r.Intn(2)]
		case 8, 9:
			return Start{}
		case 10:
			return Resend{}
		case 11:
			return Hold{}
		case 12:
			return Zone{[]string{"Europe/Paris", "Mars/Base", "UTC+05:30", ""}[r.Intn(4)]}
		case 13, 14:
			return OK{}
		case 15:
			return Never{}
		case 16:
			return Go{}
		case 17:
			return Pick{slot()}
		case 18, 19:
			return Extend{spans()}
		case 20, 21:
			return Move{spans()}
		case 22:
			return AskAgain{slot()}
		case 23:
			return Accept{slot()}
		case 24:
			return Refuse{slot()}
		case 25:
			return SetDeadline{w.now.Add(time.Duration(r.Intn(100)-10) * time.Hour)}
		case 26:
			return Add{Who: who(), Optional: r.Intn(2) == 0}
		case 27:
			return Drop{who().Address}
		case 28:
			return Require{who().Address}
		case 29:
			return MakeOptional{who().Address}
		case 30:
			return Replace{who().Address, who().Address}
		case 31:
			return []Action{Retitle{"T"}, Relocate{"L"}, Tell{"all"}, Unknown{Line: "frobnicate"}}[r.Intn(4)]
		case 32:
			if r.Intn(4) > 0 {
				return Status{}
			}
			return Cancel{}
		case 33:
			return Bounce{To: who().Address, Permanent: r.Intn(2) == 0, Said: "550"}
		case 34:
			return Away{Until: w.now.Add(100 * time.Hour)}
		case 35:
			return Park{Party: PersonID(r.Intn(6)), From: "odd@elsewhere.test", Do: Actions{answer()}}
		case 36:
			return Tick{"whatever"}
		}
	}
	letter := func() LetterID {
		if r.Intn(2) == 0 || len(w.sent) == 0 {
			return ""
		}
		return w.sent[r.Intn(len(w.sent))].ID
	}
	first := Propose{Title: "Review", Zone: "Europe/Paris", Required: boxes(ana, ben), Optional: boxes(cem), Slots: w.hours(30, 50, 70),
		Options: Options{Confirm: r.Intn(6) == 0, Quorum: r.Intn(3), Suggestions: r.Intn(3) == 0, Holds: r.Intn(3) == 0,
			Absent: r.Intn(5) == 0, Hidden: r.Intn(5) == 0, Progress: []string{"", "each", "none"}[r.Intn(3)]}}
	if r.Intn(10) == 0 {
		first.Faults = []Fault{{Code: "ambiguous-date", Line: "5/6"}}
	}
	w.checked(Command{By: box(org), Verified: r.Intn(10) > 0, Via: ByMail, Do: Actions{first}})
	for range steps {
		if r.Intn(3) > 0 {
			w.now = w.now.Add(time.Duration(r.Intn(300)) * time.Minute)
		}
		if r.Intn(3) > 0 {
			w.mail()
		}
		if r.Intn(2) == 0 { // the clock, if it has something to do
			for i := 0; ; i++ {
				due, a := Due(w.event)
				if due.IsZero() || due.After(w.now) {
					break
				}
				if i > 5 {
					t.Fatalf("the clock does not come to rest: %v due at %v", a, due)
				}
				trail = append(trail, fmt.Sprintf("%v", a))
				w.checked(Command{Via: ByClock, Do: Actions{a}})
				if again, b := Due(w.event); !again.IsZero() && !again.After(w.now) {
					t.Fatalf("%v at %v left %v due at %v; state %s", a, w.now, b, again, w.event.State)
				}
			}
		}
		c := Command{By: who(), Verified: r.Intn(3) > 0, Operator: r.Intn(20) == 0, Via: []Via{ByMail, ByMail, ByClick, ByOperator}[r.Intn(4)], Answers: letter(),
			Said: w.now.Add(-time.Duration(r.Intn(60)) * time.Minute), Language: []string{"", "en", "de"}[r.Intn(3)]}
		for range 1 + r.Intn(3)/2 {
			c.Do = append(c.Do, action())
		}
		trail = append(trail, fmt.Sprintf("%s:%T%v", c.By.Address, c.Do[0], c.Do))
		w.checked(c)
		if t.Failed() {
			break
		}
	}
	w.rest()
	return w
}

// rest lets the clock run out and all letters go, and then compares everybody's calendar with the event.
func (w *town) rest() {
	w.t.Helper()
	for i := 0; ; i++ {
		due, a := Due(w.event)
		if due.IsZero() {
			break
		}
		if i > 300 {
			w.t.Fatalf("the clock does not come to rest: %v", a)
		}
		if due.After(w.now) {
			w.now = due
		}
		w.checked(Command{Via: ByClock, Do: Actions{a}})
		w.mail()
	}
	w.now = w.now.Add(48 * time.Hour)
	w.mail()
	if len(w.waiting) > 0 {
		w.t.Errorf("letters are left: %+v", w.waiting)
	}
	e := w.event
	type entry struct {
		who PersonID
		uid int
	}
	calendars := map[entry]Letter{}
	for _, l := range w.sent {
		if k := (entry{l.To, l.UID}); l.object() && calendars[k].Sequence <= l.Sequence {
			calendars[k] = l
		}
	}
	reached := func(p PersonID) bool { // by every letter
		if w.people[p].Stopped || slices.Contains(w.deaf, p) {
			return false
		}
		return true
	}
	for k, l := range calendars {
		if l.Method != MethodRequest || !reached(k.who) {
			continue
		}
		p, party := e.Party(k.who)
		switch {
		case e.State != Agreed:
			w.t.Errorf("%s, and %d still has %d in the calendar by %s %s", e.State, k.who, k.uid, l.Kind, l.ID)
		case k.uid != e.Agreement.UID:
			w.t.Errorf("agreed under %d, and %d still has %d in the calendar by %s %s", e.Agreement.UID, k.who, k.uid, l.Kind, l.ID)
		case l.Span != e.Agreement.Span || l.Tentative:
			w.t.Errorf("%d has an old time in the calendar by %s %s", k.who, l.Kind, l.ID)
		case party && (p.Dropped || p.Stopped):
			w.t.Errorf("%d is out, and still has the meeting in the calendar", k.who)
		}
	}
	if e.State != Agreed {
		return
	}
	for _, p := range e.Parties {
		if l, ok := calendars[entry{p.Person, e.Agreement.UID}]; !p.Dropped && !p.Stopped && p.Coming != No && reached(p.Person) && (!ok || l.Method != MethodRequest) {
			w.t.Errorf("%d comes and has no meeting in the calendar", p.Person)
		}
	}
}

// checked is run, with an eye on the laws.
func (w *town) checked(c Command) {
	w.t.Helper()
	before, apart := w.event, Replay(w.log)
	pending := slices.Clone(w.waiting)
	probe := World{Event: w.event, People: w.people, NextPerson: PersonID(len(w.people) + 1), Policy: w.policy, Pending: w.waiting}
	c.Cause, c.At, c.Event, c.Bot = Cause(fmt.Sprintf("cause-%d", w.n+1)), w.now, "rokifadu", "bot@example.test"
	a, b := Decide(probe, c), Decide(probe, c)
	if !reflect.DeepEqual(a, b) {
		w.t.Errorf("two equal decisions differ:\n%+v\n%+v", a, b)
	}
	d := w.run(c)
	if !reflect.DeepEqual(before, apart) {
		w.t.Errorf("an event changed under its reader:\n%s\n%s", dump(apart), dump(before))
	}
	if replayed := Replay(w.log); !reflect.DeepEqual(replayed, w.event) {
		w.t.Errorf("replay differs from the fold:\n%s\n%s", dump(replayed), dump(w.event))
	}
	w.lawful(before, d, pending)
	for _, p := range w.event.Parties {
		if p.Unreachable || w.people[p.Person].Stopped {
			w.deaf = append(w.deaf, p.Person)
		}
	}
	if o := w.event.Organizers; len(o) > 0 && w.people[o[0]].Stopped {
		w.deaf = append(w.deaf, o[0])
	}
}

func (w *town) lawful(before Event, d Decision, pending []Letter) {
	w.t.Helper()
	e := w.event
	for i, s := range e.Slots {
		if s.ID != i+1 {
			w.t.Errorf("slot %d at place %d", s.ID, i)
		}
		if before.State != "" && before.State != Draft && i < len(before.Slots) && before.Slots[i].Span != s.Span {
			w.t.Errorf("slot %d changed its time", s.ID)
		}
	}
	if before.State != Draft && len(e.Slots) < len(before.Slots) {
		w.t.Error("slots were forgotten")
	}
	if before.State == Cancelled && e.State != Cancelled {
		w.t.Error("a cancelled event came back")
	}
	if a, b := before.Agreement, e.Agreement; a != nil && (b == nil || b.UID != a.UID || b.Sequence < a.Sequence) {
		w.t.Errorf("agreement went from %+v to %+v", a, b)
	}
	ids := map[LetterID]bool{}
	for id := range before.Letters {
		ids[id] = true
	}
	for _, l := range d.Letters {
		if l.Event != "" && (ids[l.ID] || l.ID == "") {
			w.t.Errorf("letter id %q used twice", l.ID)
		}
		ids[l.ID] = true
		if l.To == 0 {
			w.t.Errorf("%s to nobody", l.Kind)
		}
		if l.Method == MethodRequest || l.Method == MethodCancel {
			for _, other := range d.Letters {
				if other.ID != l.ID && other.To == l.To && other.UID == l.UID && (other.Method == MethodRequest || other.Method == MethodCancel) {
					w.t.Errorf("%s and %s to %d about %d at once", l.Kind, other.Kind, l.To, l.UID)
				}
			}
			for _, old := range w.sent {
				if old.To == l.To && old.UID == l.UID && (old.Method == MethodRequest || old.Method == MethodCancel) && old.Sequence > l.Sequence {
					w.t.Errorf("%s: SEQUENCE of %d fell from %d to %d", l.Kind, l.UID, old.Sequence, l.Sequence)
				}
			}
		}
		if e.State == Draft && !e.Organizer(l.To) && l.To != d.By {
			w.t.Errorf("a draft wrote a %s to %d", l.Kind, l.To)
		}
		if p, ok := e.Party(l.To); ok && (p.Stopped && l.To != d.By && l.Kind != StoppedNow && l.Kind != Released) {
			w.t.Errorf("%s to somebody who stopped", l.Kind)
		}
	}
	for _, id := range d.Withdrawn {
		found := false
		for _, l := range pending {
			found = found || l.ID == id
		}
		if !found {
			w.t.Errorf("withdrew %s, which did not wait", id)
		}
	}
	for _, f := range d.Facts {
		g, ok := f.Fact.(AgreedOn)
		if !ok || g.Trigger == "pick" || g.Trigger == "quorum" {
			if ok && g.Trigger == "quorum" && len(blockers(&e, g.Slot)) > 0 {
				w.t.Errorf("quorum on a slot that was refused")
			}
			continue
		}
		if s, _ := e.Slot(g.Slot); !before.Alive(s, d.At) {
			w.t.Errorf("agreed on slot %d, which is gone", g.Slot)
		}
		for _, p := range e.Parties {
			if p.Required && !p.Dropped && (p.Stopped || p.Words[g.Slot].Verdict < IfNeedBe) {
				w.t.Errorf("agreed on slot %d by %s against %d: %v", g.Slot, g.Trigger, p.Person, p.Words[g.Slot])
			}
		}
	}
}

func dump(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}
