package scheduler

import (
	"slices"
	"time"
)

// inPlay are the slots that people are being asked about, dead ones included.
func (e *Event) inPlay() []Slot {
	var out []Slot
	for _, s := range e.Slots {
		if s.Status == Offered && (!e.Moving || s.Move) {
			out = append(out, s)
		}
	}
	return out
}

// alive are the slots in play that can still be agreed.
func (e *Event) alive(at time.Time) []int {
	var out []int
	for _, s := range e.inPlay() {
		if e.Alive(s, at) {
			out = append(out, s.ID)
		}
	}
	return out
}

// Acceptable lists the slots that are alive and that no required party said no to, ascending. While a new time is sought
// for an agreed meeting, only the slots in that choice count.
func Acceptable(e Event, at time.Time) []int {
	return slices.DeleteFunc(e.alive(at), func(id int) bool { return len(blockers(&e, id)) > 0 })
}

// Agreeable lists the acceptable slots that every required party, and the organiser if they attend, can make.
func Agreeable(e Event, at time.Time) []int {
	return slices.DeleteFunc(Acceptable(e, at), func(id int) bool { return !e.organizerCan(id) || len(missing(&e, id)) > 0 })
}

// HasAnswered reports whether a party has a word on every acceptable slot; if none is acceptable, on every slot that is
// alive.
func HasAnswered(e Event, p Party, at time.Time) bool {
	slots := Acceptable(e, at)
	if len(slots) == 0 {
		slots = e.alive(at)
	}
	return p.spoke(slots)
}

func (p *Party) spoke(slots []int) bool {
	return !slices.ContainsFunc(slots, func(id int) bool { return p.verdict(id) == Silent })
}

// open are those of these slots on which a party has no word. A reply is a word on every slot of the letter it answers, so
// a letter to somebody who has spoken on some must not show those again.
func (p *Party) open(slots []int) []int {
	return slices.DeleteFunc(slices.Clone(slots), func(id int) bool { return p.verdict(id) != Silent })
}

// verdict is a party's word on a slot; whoever stopped cannot.
func (p *Party) verdict(slot int) Verdict {
	if p.Stopped {
		return No
	}
	return p.Words[slot].Verdict
}

// blockers are the required people who said no to a slot.
func blockers(e *Event, slot int) []PersonID {
	var out []PersonID
	for i := range e.Parties {
		if p := &e.Parties[i]; p.Required && !p.Dropped && p.verdict(slot) == No {
			out = append(out, p.Person)
		}
	}
	return out
}

// missing are the required people who have not said yes or if need be to a slot.
func missing(e *Event, slot int) []PersonID {
	var out []PersonID
	for i := range e.Parties {
		if p := &e.Parties[i]; p.Required && !p.Dropped && p.verdict(slot) < IfNeedBe {
			out = append(out, p.Person)
		}
	}
	return out
}

// organizerCan reports whether the organiser counts as yes to a slot: they wrote it, accepted it, or stay away.
func (e *Event) organizerCan(slot int) bool {
	s, ok := e.Slot(slot)
	return ok && (e.Options.Absent || s.Accepted || e.Organizer(s.By))
}

// everybody reports whether nobody has to be waited for.
func (e *Event) everybody(at time.Time) bool {
	slots := e.toAnswer(at)
	for i := range e.Parties {
		p := &e.Parties[i]
		if !p.Dropped && !p.Stopped && !p.Unreachable && !p.spoke(slots) {
			return false
		}
	}
	return true
}

// heard reports whether all required people have answered. Where nobody is required, somebody must have.
func (e *Event) heard(at time.Time) bool {
	slots := e.toAnswer(at)
	required, some := false, false
	for i := range e.Parties {
		p := &e.Parties[i]
		if p.Dropped {
			continue
		}
		spoke := p.spoke(slots)
		if p.Required && !spoke {
			return false
		}
		required = required || p.Required
		some = some || spoke && !p.Stopped
	}
	return required || some
}

func (e *Event) toAnswer(at time.Time) []int {
	if slots := Acceptable(*e, at); len(slots) > 0 {
		return slots
	}
	return e.alive(at)
}

// Best is the slot that would be agreed at this instant, and the step that decided: "only", "fewest-if-need-be",
// "most-optional", "most-preferred" or "earliest".
func Best(e Event, at time.Time) (slot int, reason string, ok bool) {
	return best(&e, Agreeable(e, at))
}

func best(e *Event, slots []int) (int, string, bool) {
	if len(slots) == 0 {
		return 0, "", false
	}
	if len(slots) == 1 {
		return slots[0], "only", true
	}
	steps := []struct {
		name string
		cost func(slot int) int64
	}{
		{"fewest-if-need-be", func(id int) int64 {
			return e.count(func(p *Party) bool { return p.Required && p.verdict(id) == IfNeedBe })
		}},
		{"most-optional", func(id int) int64 {
			return -e.count(func(p *Party) bool { return !p.Required && p.verdict(id) == Yes })
		}},
		{"most-preferred", func(id int) int64 {
			return -e.count(func(p *Party) bool { return p.verdict(id) >= IfNeedBe && p.Words[id].Preferred })
		}},
		{"earliest", func(id int) int64 { return e.Slots[id-1].Begin.UnixNano() }},
	}
	for _, s := range steps {
		if slots = cheapest(slots, s.cost); len(slots) == 1 {
			return slots[0], s.name, true
		}
	}
	return slots[0], "earliest", true // same begin: the lower number
}

func cheapest(slots []int, cost func(int) int64) []int {
	var out []int
	var least int64
	for _, id := range slots {
		c := cost(id)
		if out == nil || c < least {
			out, least = nil, c
		}
		if c == least {
			out = append(out, id)
		}
	}
	return out
}

// count counts the parties that still take part.
func (e *Event) count(is func(*Party) bool) int64 {
	n := int64(0)
	for i := range e.Parties {
		if p := &e.Parties[i]; !p.Dropped && is(p) {
			n++
		}
	}
	return n
}

// quorum is the slot that is taken at the deadline when Options.Quorum people can make it and no required person refused:
// that of most people, then by the steps of Best. "enough" says that there was only one.
func quorum(e *Event, at time.Time) (int, string, bool) {
	if e.Options.Quorum <= 0 {
		return 0, "", false
	}
	can := func(id int) int64 {
		return e.count(func(p *Party) bool { return !p.Unreachable && p.verdict(id) >= IfNeedBe })
	}
	slots := slices.DeleteFunc(Acceptable(*e, at), func(id int) bool {
		return !e.organizerCan(id) || can(id) < int64(e.Options.Quorum)
	})
	if len(slots) > 1 {
		if most := cheapest(slots, func(id int) int64 { return -can(id) }); len(most) == 1 {
			return most[0], "most-people", true
		} else {
			slots = most
		}
	}
	if len(slots) == 1 {
		return slots[0], "enough", true
	}
	return best(e, slots)
}

// death is the instant from which a slot can no longer be agreed.
func (e *Event) death(id int) time.Time { return e.Slots[id-1].Begin.Add(-e.Policy.Notice) }

// agreementDue is when the clock may agree and what brings it about, "everybody" or "required"; "" if not as things stand.
// It looks at the event as of its last entry: slots that pass make an entry.
func agreementDue(e *Event) (time.Time, string) {
	if e.State != Open && !e.Moving {
		return time.Time{}, ""
	}
	agreeable := Agreeable(*e, e.Changed)
	if len(agreeable) == 0 {
		return time.Time{}, ""
	}
	t := e.Round
	if s := e.LastAnswer.Add(e.Policy.Settle); !e.LastAnswer.IsZero() && s.After(t) {
		t = s
	}
	trigger := "everybody"
	if !e.everybody(e.Changed) {
		if e.Heard.IsZero() {
			return time.Time{}, ""
		}
		trigger = "required"
		if w := e.Heard.Add(patience(e, agreeable, e.Heard)); w.After(t) {
			t = w
		}
	}
	if slot, _, _ := best(e, agreeable); slot != 0 {
		if _, asked := doubtful(e, slot); !asked.IsZero() {
			if w := asked.Add(patience(e, agreeable, asked)); w.After(t) {
				t = w
			}
		}
	}
	// Waiting must not kill the last slot on which all agree.
	var last time.Time
	for _, id := range agreeable {
		if d := e.death(id); d.After(last) {
			last = d
		}
	}
	if latest := last.Add(-time.Second); t.After(latest) {
		t = latest
	}
	return t, trigger
}

// patience is how long to wait, from an instant on, for what is wanted but not needed: Policy.OptionalWait, at most half
// the time to the deadline or to the first agreeable slot.
func patience(e *Event, agreeable []int, from time.Time) time.Duration {
	horizon := e.Deadline
	for _, id := range agreeable {
		if b := e.Slots[id-1].Begin; b.Before(horizon) {
			horizon = b
		}
	}
	return max(0, min(e.Policy.OptionalWait, horizon.Sub(from)/2))
}

// doubtful are the required people whose only word on a slot is a Maybe from their calendar and who were not asked yet
// whether that means if need be: many click it who do not know. Since asked, if not zero, somebody has owed us that word.
func doubtful(e *Event, slot int) (ask []PersonID, asked time.Time) {
	for i := range e.Parties {
		p := &e.Parties[i]
		w := p.Words[slot]
		if !p.Required || p.Dropped || p.Stopped || p.Unreachable || w.Verdict != IfNeedBe || !w.Click {
			continue
		}
		if p.Question == "" && !p.AskedAt.IsZero() && slices.Contains(p.Asked, slot) {
			continue // they were to be asked, and get no letters
		}
		var last LetterID
		for id, a := range e.Letters {
			if a.To == p.Person && a.Kind == AskCould && slices.Contains(a.Slots, slot) && (last == "" || later(id, last)) {
				last = id
			}
		}
		switch {
		case last == "":
			ask = append(ask, p.Person)
		case letterSeq(last) > w.Seq && e.Letters[last].At.After(asked):
			asked = e.Letters[last].At
		}
	}
	return ask, asked
}

// doubtDue is when the best slot is asked about because of Maybes, settled like an agreement; zero: never.
func doubtDue(e *Event) time.Time {
	if e.State != Open && !e.Moving || e.Options.Confirm {
		return time.Time{}
	}
	slot, _, ok := best(e, Agreeable(*e, e.Changed))
	if !ok || e.Agreement != nil && e.Agreement.Slot == slot {
		return time.Time{}
	}
	if ask, _ := doubtful(e, slot); len(ask) == 0 {
		return time.Time{}
	}
	return e.LastAnswer.Add(e.Policy.Settle)
}

// defaultDeadline is 7 days from now or 24 h before the first slot that is alive, whichever is earlier; where that slot is
// near, half the time to it.
func defaultDeadline(e *Event, slots []int, now time.Time) time.Time {
	d := now.Add(7 * 24 * time.Hour)
	for _, id := range slots {
		begin := e.Slots[id-1].Begin
		if begin.After(now) {
			if t := begin.Add(-min(24*time.Hour, begin.Sub(now)/2)); t.Before(d) {
				d = t
			}
		}
	}
	return d
}
