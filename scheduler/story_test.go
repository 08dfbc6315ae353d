package scheduler

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// town is a store in miniature: logs, letters that wait, and the clock of the story.
type town struct {
	t       testing.TB
	now     time.Time
	event   Event
	log     []Entry
	people  People
	house   []Fact
	waiting []Letter
	sent    []Letter
	n       int
	policy  Policy
	last    Decision
	deaf    []PersonID // some letter may not have reached them
	lazy    bool       // letters stay in the outbox until mail is called
}

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) // a Monday

func newTown(t testing.TB) *town {
	return &town{t: t, now: monday, people: People{}, policy: DefaultPolicy()}
}

// run carries out a command as the store would: decided, stored as JSON, read back and folded.
func (w *town) run(c Command) Decision {
	w.t.Helper()
	w.n++
	if c.Cause == "" {
		c.Cause = Cause(fmt.Sprintf("cause-%d", w.n))
	}
	if c.At.IsZero() {
		c.At = w.now
	}
	if c.Event == "" {
		c.Event = "rokifadu"
	}
	c.Bot = "bot@example.test"
	next := PersonID(len(w.people) + 1)
	d := Decide(World{Event: w.event, People: w.people, NextPerson: next, Policy: w.policy, Pending: w.waiting,
		House: House{Seq: uint64(len(w.house))}}, c)
	for _, f := range d.Facts {
		fact := w.stored(f.Fact)
		switch {
		case strings.HasPrefix(string(f.Log), "e/"):
			n := Entry{Seq: uint64(len(w.log) + 1), At: d.At, Cause: c.Cause, By: d.By, Via: c.Via, Fact: fact}
			w.log = append(w.log, n)
			w.event = Evolve(w.event, n)
		case strings.HasPrefix(string(f.Log), "p/"):
			var id PersonID
			fmt.Sscanf(string(f.Log), "p/%d", &id)
			w.people[id] = EvolvePerson(w.people[id], Entry{Seq: w.people[id].Seq + 1, At: d.At, Fact: fact})
		default:
			w.house = append(w.house, fact)
		}
	}
	w.waiting = append(slices.DeleteFunc(w.waiting, func(l Letter) bool { return slices.Contains(d.Withdrawn, l.ID) }), d.Letters...)
	if !w.lazy {
		w.mail()
	}
	w.last = d
	return d
}

// stored is a fact after a trip through JSON.
func (w *town) stored(f Fact) Fact {
	w.t.Helper()
	data, err := json.Marshal(f)
	if err != nil {
		w.t.Fatalf("writing %T: %v", f, err)
	}
	g := NewFact(f.Kind())
	if g == nil {
		w.t.Fatalf("unknown kind %q", f.Kind())
	}
	if err := json.Unmarshal(data, g); err != nil {
		w.t.Fatalf("reading %s: %v", data, err)
	}
	return Plain(g)
}

// mail sends what may go by now.
func (w *town) mail() {
	w.waiting = slices.DeleteFunc(w.waiting, func(l Letter) bool {
		if l.NotUntil.After(w.now) {
			return false
		}
		w.sent = append(w.sent, l)
		return true
	})
}

// wait lets time pass, and the clock do what is due.
func (w *town) wait(d time.Duration) {
	w.t.Helper()
	end := w.now.Add(d)
	for range 1000 {
		due, a := Due(w.event)
		if due.IsZero() || due.After(end) {
			w.now = end
			w.mail()
			return
		}
		if due.After(w.now) {
			w.now = due
		}
		w.mail()
		w.run(Command{Via: ByClock, Do: Actions{a}})
		if again, _ := Due(w.event); !again.IsZero() && !again.After(w.now) {
			w.t.Fatalf("%v at %v: due again at %v; %s", a, w.now, again, w.kinds())
		}
	}
	w.t.Fatal("the clock does not come to rest")
}

func box(address string) Mailbox { return Mailbox{Address: Words(address)} }

func boxes(addresses ...string) []Mailbox {
	var out []Mailbox
	for _, a := range addresses {
		out = append(out, box(a))
	}
	return out
}

const org, ana, ben, cem = "org@example.test", "ana@example.test", "ben@example.test", "cem@example.test"

// says is a mail from somebody, verified.
func (w *town) says(who string, do ...Action) Decision {
	w.t.Helper()
	return w.run(Command{By: box(who), Verified: true, Via: ByMail, Do: do,
		Mail: Mail{MessageID: fmt.Sprintf("m%d@example.test", w.n+1)}})
}

// confirms is ok in reply to the letter that shows somebody their reading.
func (w *town) confirms(who string) Decision {
	w.t.Helper()
	var shown LetterID
	if q := w.event.pending(w.id(who)); q != nil {
		shown = q.Letter
	}
	return w.run(Command{By: box(who), Verified: true, Via: ByMail, Answers: shown, Do: Actions{OK{}}})
}

// hours are slots of an hour that begin so many hours from now.
func (w *town) hours(from ...int) []Span {
	var out []Span
	for _, h := range from {
		out = append(out, Span{w.now.Add(time.Duration(h) * time.Hour), time.Hour})
	}
	return out
}

// yes is a text answer that names these slots.
func yes(slots ...int) Answer {
	a := Answer{Whole: true}
	for _, s := range slots {
		a.Choices = append(a.Choices, Choice{Slot: s, Verdict: Yes})
	}
	return a
}

func also(slots ...int) Answer {
	a := yes(slots...)
	a.Whole = false
	return a
}

func (w *town) id(address string) PersonID {
	w.t.Helper()
	p, ok := w.people.Find(Words(address))
	if !ok {
		w.t.Fatalf("nobody is %s", address)
	}
	return p.ID
}

// kinds is what was sent so far, a line a letter.
func (w *town) kinds() string {
	var b strings.Builder
	for _, l := range w.sent {
		name, _, _ := strings.Cut(string(w.people[l.To].Address), "@")
		fmt.Fprintf(&b, "%s:%s ", name, l.Kind)
	}
	return strings.TrimSpace(b.String())
}

// expect compares what was sent since the last time, in any order.
func (w *town) expect(want string) {
	w.t.Helper()
	got, exp := strings.Fields(w.kinds()), strings.Fields(want)
	slices.Sort(got)
	slices.Sort(exp)
	if !slices.Equal(got, exp) {
		w.t.Fatalf("letters:\n got %s\nwant %s\nstate %s\nlog %s", got, exp, w.event.State, w.story())
	}
	w.sent = nil
}

// story is the log, a word an entry.
func (w *town) story() string {
	var out []string
	for _, n := range w.log {
		out = append(out, n.Fact.Kind())
	}
	return strings.Join(out, " ")
}

func (w *town) state(want State) {
	w.t.Helper()
	if w.event.State != want {
		w.t.Fatalf("state %s, want %s; log %s", w.event.State, want, w.story())
	}
}

// propose opens an event with slots so many hours from now; ana and ben are required.
func (w *town) propose(o Options, hours ...int) {
	w.t.Helper()
	w.says(org, Propose{Title: "Review", Zone: "UTC", Slots: w.hours(hours...), Required: boxes(ana, ben), Options: o})
	w.state(Open)
}

func TestEasyAgreementTakesSevenLetters(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 49, 73, 97)
	w.wait(time.Hour)
	w.says(ana, yes(1, 2))
	w.wait(time.Hour)
	w.says(ben, yes(2, 3))
	w.state(Open)
	w.wait(9 * time.Minute)
	w.state(Open) // a correction would cost nothing yet
	w.wait(time.Hour)
	w.state(Agreed)
	if g := w.event.Agreement; g.Slot != 2 || g.Reason != "only" || g.Trigger != "everybody" || g.UID != 2 || g.Sequence != 0 {
		t.Fatalf("agreement %+v", *g)
	}
	w.expect("org:receipt ana:question ben:question ana:ack ana:invitation ben:invitation org:invitation")
	if due, _ := Due(w.event); !due.IsZero() {
		t.Fatalf("something is due at %v", due)
	}
}
