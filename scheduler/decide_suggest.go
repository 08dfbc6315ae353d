package scheduler

import (
	"slices"
	"time"
)

// suggestions gives numbers to other times that a party proposes. Times that have a number already are in same.
func (t *turn) suggestions(a Answer) (fresh, same []int, refused string) {
	if len(a.Suggest) == 0 || t.e.State == Cancelled {
		return nil, nil, ""
	}
	var spans []Span
	for _, s := range a.Suggest {
		if s.Duration == 0 && len(t.e.Slots) > 0 {
			s.Duration = t.e.Slots[0].Duration
		}
		if i := slices.IndexFunc(t.e.Slots, func(x Slot) bool { return x.Status != Withdrawn && x.Begin.Equal(s.Begin) && x.Duration == s.Duration }); i >= 0 {
			same = append(same, i+1)
			continue
		}
		if f := slotFaults([]Span{s}, t.e.Zone, t.e.Policy, t.at); len(f) > 0 {
			refused = f[0].Code
			continue
		}
		spans = append(spans, s)
	}
	if room := max(0, t.e.Policy.MaxSlots-len(t.e.Slots)); t.e.Policy.MaxSlots > 0 && len(spans) > room {
		refused, spans = "limit-slots", spans[:room]
	}
	if len(spans) == 0 {
		return nil, same, refused
	}
	first := len(t.e.Slots) + 1
	add := SlotsAdded{By: t.by, Slots: spans, Status: Suggested}
	if a.Click {
		add.Counter, add.CounterSeq = a.UID, a.Sequence
	}
	atOnce := t.e.Options.Suggestions && (t.e.State == Open || t.e.State == Stuck)
	if atOnce {
		add.Status = Offered
	}
	t.log(add)
	for id := first; id <= len(t.e.Slots); id++ {
		fresh = append(fresh, id)
	}
	t.post(Letter{To: t.organizer(), Kind: Suggestion, Slots: fresh, About: t.by, Suggested: spans})
	if atOnce {
		t.log(RoundBegan{Deadline: t.nextDeadline(fresh)})
		for _, p := range t.active() {
			if p.Person != t.by {
				t.ask(p, fresh, "suggested")
			}
			if p.Holds {
				t.holdNotes(p, fresh)
			}
		}
	}
	return fresh, same, refused
}

// nextDeadline is the deadline once these slots are asked about too: what the organiser set stays while it lies ahead;
// otherwise it never comes nearer.
func (t *turn) nextDeadline(slots []int) time.Time {
	e := &t.e
	all := e.alive(t.at)
	for _, id := range slots {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	open := (e.State == Open || e.State == Stuck || e.Moving) && e.Deadline.After(t.at)
	if open && !e.Options.Deadline.IsZero() {
		return e.Deadline
	}
	d := clampDeadline(e, all, defaultDeadline(e, slots, t.at), t.at)
	if open && e.Deadline.After(d) {
		d = e.Deadline
	}
	return d
}

// accept puts a suggestion to everybody.
func (t *turn) accept(a Accept) {
	if t.over(a, Draft, Cancelled) {
		return
	}
	s, ok := t.e.Slot(a.Slot)
	switch {
	case !ok || s.Status == Withdrawn:
		t.refuse(a, "no-such-slot")
		return
	case s.Status == Offered && t.e.organizerCan(s.ID):
		t.refuse(a, "already-there")
		return
	case !t.at.Before(t.e.death(s.ID)):
		t.refuse(a, "slot-gone")
		return
	}
	t.log(SlotAccepted{s.ID})
	t.done(a, "accepted")
	if t.e.State == Agreed {
		t.seek([]int{s.ID}, []int{s.ID})
		return
	}
	t.reopen("accepted", []int{s.ID})
	t.askAbout([]int{s.ID}, "new")
}

// refuseSlot turns a suggestion down, and tells who made it.
func (t *turn) refuseSlot(a Refuse) {
	if t.over(a, Draft, Cancelled) {
		return
	}
	s, ok := t.e.Slot(a.Slot)
	switch {
	case !ok:
		t.refuse(a, "no-such-slot")
		return
	case t.e.Organizer(s.By) || s.Accepted || s.Status != Suggested && s.Status != Offered:
		t.refuse(a, "not-a-suggestion")
		return
	}
	t.log(SlotRefused{s.ID})
	t.done(a, "refused")
	l := Letter{To: s.By, Kind: CounterRefused, Slots: []int{s.ID}}
	if s.Counter > 0 {
		l.Method, l.UID, l.Sequence, l.Span = MethodDeclineCounter, s.Counter, s.CounterSeq, s.Span
	}
	if p := t.e.party(s.By); p != nil && !p.Dropped && !p.Stopped {
		t.post(l)
	}
}
