package scheduler

import (
	"testing"
	"time"
)

// Logs written when only parties had epochs fold to the same addresses for them, and their letters still prove what they
// did unless they were revoked.
func TestEpochsOfOldLogs(t *testing.T) {
	at := time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC)
	plan := Plan{Slots: []Span{{at.Add(72 * time.Hour), time.Hour}}, Invited: []Invited{{Person: 2, Required: true}, {Person: 3}, {Person: 4}}}
	var log []Entry
	for _, f := range []Fact{
		Opened{ID: "rokifadu", State: Draft, Organizer: 1, Plan: plan},
		PartyDropped{Person: 4},
		Mended{plan}, // invites anew, before anybody but the organiser was written to
		Began{},
		Posted{Letters: []Posting{{ID: "5a", To: 2, Kind: Question}, {ID: "5b", To: 3, Kind: Question}, {ID: "5c", To: 1, Kind: Receipt}}},
		Discarded{Person: 2},
		Posted{Letters: []Posting{{ID: "7a", To: 2, Kind: Question}}},
		PartyDropped{Person: 3},
		Stopped{Person: 2},
		Posted{Letters: []Posting{{ID: "10a", To: 2, Kind: StoppedNow}}},
		Discarded{Person: 1},
		Discarded{Person: 9}, // nobody of the event
	} {
		log = append(log, Entry{Seq: uint64(len(log) + 1), At: at, Fact: f})
	}
	e := Replay(log)
	for p, n := range map[PersonID]int{1: 1, 2: 2, 3: 1, 4: 0, 9: 0} {
		if got := e.Epochs[p].N; got != n {
			t.Errorf("the epoch of %d is %d, not %d", p, got, n)
		}
	}
	for _, c := range []struct {
		letter LetterID
		to     PersonID
		want   bool
	}{{"5a", 2, false}, {"7a", 2, false}, {"10a", 2, true}, {"5b", 3, false}, {"5c", 1, false}, {"12a", 1, true}, {"5a", 4, true}, {"", 4, false}, {"a", 4, false}} {
		if e.Proves(c.letter, c.to) != c.want {
			t.Errorf("letter %q proves %d: %v", c.letter, c.to, !c.want)
		}
	}
}
