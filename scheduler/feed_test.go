package scheduler

import (
	"slices"
	"testing"
)

// Only operators revoke the address of a feed, and it concerns nobody but its owner.
func TestRevokeFeed(t *testing.T) {
	w := newTown(t)
	w.propose(Options{}, 49)
	revoke := func(operator bool, who Words) Decision {
		event := w.event
		w.event = Event{} // the command concerns none
		d := w.run(Command{Operator: operator, Via: ByOperator, Do: []Action{RevokeFeed{who}}})
		w.event = event
		return d
	}
	for _, c := range []struct {
		operator      bool
		who           Words
		refusal       string
		anaHas, benIs int
	}{
		{false, ana, "only-operators", 0, 0},
		{true, "nobody@example.test", "nobody-known", 0, 0},
		{true, ana, "", 1, 0},
		{true, "ANA@example.test", "", 2, 0},
	} {
		d := revoke(c.operator, c.who)
		a, b := w.people[w.id(ana)].FeedEpoch, w.people[w.id(ben)].FeedEpoch
		if d.Refusal != c.refusal || a != c.anaHas || b != c.benIs || len(d.Letters) > 0 {
			t.Errorf("%+v: refusal %q, epochs %d and %d, %d letters", c, d.Refusal, a, b, len(d.Letters))
		}
	}
	if d := w.says(org, RevokeFeed{ana}); d.Refusal != "only-operators" {
		t.Errorf("an organiser's mail: %q", d.Refusal)
	}
}

// Held follows holds from their letters to their end.
func TestHeld(t *testing.T) {
	w := newTown(t)
	w.propose(Options{Holds: true}, 49, 60, 70)
	held := func(who string, want ...int) {
		t.Helper()
		if got := Held(w.event, w.id(who)); !slices.Equal(got, want) {
			t.Fatalf("%s holds %v, want %v; %s", who, got, want, w.kinds())
		}
	}
	held(org)
	held(ana, 1, 2, 3)
	w.says(ana, yes(1, 3))
	held(ana, 1, 3)
	held(ben, 1, 2, 3)
	w.says(org, Pick{3})
	w.state(Agreed)
	held(ana)
	held(ben)
}
