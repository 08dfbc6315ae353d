package mailbox

import (
	"slices"
	"time"

	"parley/scheduler"
)

// tally is how a slot stands: who said what to it, in the order invited. Dropped people are left out.
type tally struct {
	scheduler.Slot
	alive      bool // in the choice, and not too near
	acceptable bool
	agreeable  bool
	yes        []scheduler.PersonID
	maybe      []scheduler.PersonID
	no         []scheduler.PersonID
	silent     []scheduler.PersonID
	against    []scheduler.PersonID // required people who said no
}

// tallies counts all slots, in the order of their numbers.
func tallies(e scheduler.Event, now time.Time) []tally {
	acceptable, agreeable := scheduler.Acceptable(e, now), scheduler.Agreeable(e, now)
	all := make([]tally, 0, len(e.Slots))
	for _, s := range e.Slots {
		t := tally{Slot: s, alive: inChoice(e, s) && e.Alive(s, now)}
		t.acceptable, t.agreeable = slices.Contains(acceptable, s.ID), slices.Contains(agreeable, s.ID)
		for _, q := range e.Parties {
			if q.Dropped {
				continue
			}
			switch standingWord(q, s.ID).Verdict {
			case scheduler.Yes:
				t.yes = append(t.yes, q.Person)
			case scheduler.IfNeedBe:
				t.maybe = append(t.maybe, q.Person)
			case scheduler.No:
				t.no = append(t.no, q.Person)
				if q.Required {
					t.against = append(t.against, q.Person)
				}
			default:
				t.silent = append(t.silent, q.Person)
			}
		}
		all = append(all, t)
	}
	return all
}

// inChoice reports whether people are being asked about a slot: while a new time is sought, only those in that choice.
func inChoice(e scheduler.Event, s scheduler.Slot) bool {
	return s.Status == scheduler.Offered && (!e.Moving || s.Move)
}

// standingWord is a party's word on a slot; whoever stopped cannot.
func standingWord(q scheduler.Party, slot int) scheduler.Word {
	w := q.Words[slot]
	if q.Stopped {
		w.Verdict, w.Preferred = scheduler.No, false
	}
	return w
}

// still keeps the tallies of slots that can be agreed.
func still(all []tally) []tally {
	return slices.DeleteFunc(slices.Clone(all), func(t tally) bool { return !t.acceptable })
}

// compromises are the living slots that the fewest required people said no to.
func compromises(all []tally) []tally {
	near := slices.DeleteFunc(slices.Clone(all), func(t tally) bool { return !t.alive })
	if len(near) == 0 {
		return nil
	}
	least := len(slices.MinFunc(near, func(a, b tally) int { return len(a.against) - len(b.against) }).against)
	return slices.DeleteFunc(near, func(t tally) bool { return len(t.against) != least })
}

// waited are the people whose answer is still missing.
func waited(e scheduler.Event, now time.Time) (required, optional []scheduler.PersonID) {
	for _, q := range e.Parties {
		if q.Dropped || q.Stopped || q.Unreachable || scheduler.HasAnswered(e, q, now) {
			continue
		}
		if q.Required {
			required = append(required, q.Person)
		} else {
			optional = append(optional, q.Person)
		}
	}
	return required, optional
}

// answered counts the people asked and those who have said something.
func answered(e scheduler.Event) (said, asked int) {
	for _, q := range e.Parties {
		if q.Dropped {
			continue
		}
		asked++
		if len(q.Words) > 0 || q.Stopped {
			said++
		}
	}
	return said, asked
}

func ids(all []tally) []int {
	list := make([]int, 0, len(all))
	for _, t := range all {
		list = append(list, t.ID)
	}
	return list
}
