package scheduler

import (
	"slices"
	"testing"
	"time"
)

// A mail from a strange address, and a doubtful reading, wait thirty days for the ok of whom they concern. Nothing else
// of the person changes when they are let go.
func TestPendingReadingsExpire(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	e := Replay([]Entry{
		{Seq: 1, At: at, Fact: Opened{ID: "rokifadu", State: Open, Organizer: 1, Policy: DefaultPolicy(), Deadline: at.AddDate(0, 0, 60), Plan: Plan{
			Slots: []Span{{Begin: at.AddDate(0, 0, 61), Duration: time.Hour}}, Invited: []Invited{{Person: 2, Required: true}, {Person: 3, Required: true}}}}},
		{Seq: 2, At: at, Fact: Parked{Person: 2, From: "b@home.test", Said: at, Do: Actions{Decline{}}}},
		{Seq: 3, At: at.Add(time.Hour), Fact: NotUnderstood{Person: 3, Said: at.AddDate(-1, 0, 0), Do: Actions{Decline{}}}},
		{Seq: 4, At: at.Add(time.Hour), Fact: CalledOff{}},
	})
	due, _ := Due(e)
	if want := at.Add(KeepPending); !due.Equal(want) {
		t.Fatalf("due %v, want %v", due, want)
	}
	d := Decide(World{Event: e, People: People{1: {ID: 1}, 2: {ID: 2}, 3: {ID: 3}}, NextPerson: 4, Policy: DefaultPolicy()},
		Command{Cause: "due", Event: e.ID, Via: ByClock, At: due, Do: Actions{Tick{}}})
	if len(d.Facts) != 1 || d.Facts[0].Fact != (Discarded{Person: 2, Expired: true}) || len(d.Letters) != 0 {
		t.Fatalf("%+v", d)
	}
	next := Evolve(e, Entry{Seq: 5, At: due, Fact: d.Facts[0].Fact})
	if next.pending(2) != nil || next.pending(3) == nil || next.Epochs[2] != e.Epochs[2] {
		t.Errorf("%+v", next.Parties)
	}
	if again, _ := Due(next); !again.Equal(at.Add(time.Hour + KeepPending)) {
		t.Errorf("due again at %v", again)
	}
	if slices.ContainsFunc(duties(&next), func(d duty) bool { return d.name == "deadline" }) {
		t.Error("an event that is over has a deadline")
	}
}
