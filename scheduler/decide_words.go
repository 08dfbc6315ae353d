package scheduler

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// over reports, and records, that a word comes too early or too late in the life of the event.
func (t *turn) over(a Action, states ...State) bool {
	if slices.Contains(states, t.e.State) {
		t.refuse(a, string(t.e.State))
		return true
	}
	return false
}

// extend puts more times on offer. After an agreement the time agreed stays in the choice; see move.
func (t *turn) extend(a Extend) {
	if t.over(a, Cancelled) {
		return
	}
	if t.e.State == Draft {
		plan := t.plan()
		for _, s := range a.Slots {
			if s = t.sized(s); !slices.Contains(plan.Slots, s) {
				plan.Slots = append(plan.Slots, s)
			}
		}
		plan.Inferred = slices.Clone(t.e.Inferred)
		t.done(a, "extended")
		t.redraft(plan, nil, false)
		return
	}
	slots := t.offer(a, a.Slots)
	if len(slots) == 0 {
		return
	}
	t.done(a, "extended")
	if t.e.State == Agreed {
		t.seek(append([]int{t.e.Agreement.Slot}, slots...), slots)
		return
	}
	t.reopen("extended", slots)
	t.askAbout(slots, "new")
}

// move seeks a new time for a meeting that was agreed. It stands until there is one.
func (t *turn) move(a Move) {
	if t.e.State != Agreed {
		t.refuse(a, "not-agreed")
		return
	}
	slots := t.offer(a, a.Slots)
	if len(slots) == 0 {
		return
	}
	t.done(a, "moving")
	t.seek(slots, slots)
}

// seek begins a round, or widens the one that runs, in which a meeting may get a new time.
func (t *turn) seek(choice, ask []int) {
	d := t.nextDeadline(ask)
	if begin := t.e.Agreement.Span.Begin; begin.After(t.at) && d.After(begin) {
		d = begin
	}
	t.log(RoundBegan{Deadline: d, Move: true, Slots: choice})
	t.askAbout(ask, "move")
}

// offer numbers times that the organiser wants on offer. Times that are there already, as suggestions or refused, keep
// their number. All are refused together if one has a fault.
func (t *turn) offer(a Action, spans []Span) []int {
	var fresh []Span
	var old []int
	for _, s := range spans {
		s = t.sized(s)
		i := slices.IndexFunc(t.e.Slots, func(x Slot) bool { return x.Status != Withdrawn && x.Begin.Equal(s.Begin) && x.Duration == s.Duration })
		switch {
		case i < 0:
			fresh = append(fresh, s)
		case t.e.Slots[i].Status != Offered || t.e.State == Agreed && i+1 != t.e.Agreement.Slot:
			old = append(old, i+1)
		}
		if f := slotFaults([]Span{s}, t.e.Zone, t.e.Policy, t.at); len(f) > 0 {
			t.refuse(a, f[0].Code, Words(f[0].Value), Words(f[0].Limit))
			return nil
		}
	}
	if n := len(t.e.Slots) + len(fresh); t.e.Policy.MaxSlots > 0 && n > t.e.Policy.MaxSlots {
		t.refuse(a, "limit-slots", number(n), number(t.e.Policy.MaxSlots))
		return nil
	}
	if len(fresh)+len(old) == 0 {
		reason := "already-there"
		if len(spans) == 0 {
			reason = "no-time"
		}
		t.refuse(a, reason)
		return nil
	}
	for _, id := range old {
		if !t.e.organizerCan(id) || t.e.Slots[id-1].Status != Offered {
			t.log(SlotAccepted{id})
		}
	}
	if len(fresh) > 0 {
		t.log(SlotsAdded{By: t.e.Organizers[0], Slots: fresh})
	}
	for i := range fresh {
		old = append(old, len(t.e.Slots)-len(fresh)+i+1)
	}
	slices.Sort(old)
	return old
}

// sized is s with the duration of the first slot where none was given.
func (t *turn) sized(s Span) Span {
	if s.Duration == 0 && len(t.e.Slots) > 0 {
		s.Duration = t.e.Slots[0].Duration
	}
	return s
}

// reopen begins a new round of asking about these slots.
func (t *turn) reopen(reason string, slots []int) {
	d := t.nextDeadline(slots)
	if t.e.State == Lapsed {
		t.withdraw(0, LapsedNow)
		t.log(Reopened{reason})
	}
	t.log(RoundBegan{Deadline: d})
}

// askAbout puts slots to everybody who has no word on them yet.
func (t *turn) askAbout(slots []int, reason string) {
	for _, p := range t.active() {
		if open := p.open(slots); len(open) > 0 {
			t.ask(p, open, reason)
		}
		if p.Holds {
			t.holdNotes(p, slots) // also for who suggested them, and so has said yes
		}
	}
}

// askAgain asks those who block a slot whether they could, if need be.
func (t *turn) askAgain(a AskAgain) {
	if t.over(a, Draft, Cancelled, Lapsed) {
		return
	}
	s, ok := t.e.Slot(a.Slot)
	switch {
	case !ok || s.Status != Offered:
		t.refuse(a, "no-such-slot")
		return
	case !t.e.Alive(s, t.at):
		t.refuse(a, "slot-gone")
		return
	}
	var people []PersonID
	for _, p := range blockers(&t.e, s.ID) {
		if q := t.e.party(p); !q.Stopped && !q.Unreachable {
			people = append(people, p)
		}
	}
	if len(people) == 0 {
		t.refuse(a, "nobody-blocks")
		return
	}
	t.log(AskedAgain{Slot: s.ID, People: people})
	for _, p := range people {
		t.post(Letter{To: p, Kind: AskCould, Slots: []int{s.ID}})
	}
	t.done(a, "asked", t.addresses(people)...)
}

// setDeadline is the organiser's deadline; it reopens what lapsed.
func (t *turn) setDeadline(a SetDeadline) {
	if t.over(a, Cancelled) || !t.e.Moving && t.over(a, Agreed) {
		return
	}
	if !a.At.After(t.at) {
		t.refuse(a, "past-deadline", Words(stamp(a.At, t.e.Zone)))
		return
	}
	if t.e.State == Draft {
		plan := t.plan()
		plan.Inferred = slices.Clone(t.e.Inferred)
		plan.Options.Deadline = a.At
		t.done(a, "deadline", Words(stamp(a.At, t.e.Zone)))
		t.redraft(plan, nil, false)
		return
	}
	alive := t.e.alive(t.at)
	if len(alive) == 0 {
		t.refuse(a, "no-slot-left")
		return
	}
	d := clampDeadline(&t.e, alive, a.At, t.at)
	if t.e.State == Lapsed {
		t.withdraw(0, LapsedNow)
		t.log(Reopened{"deadline-set"})
		t.log(RoundBegan{Deadline: d})
		t.askAbout(Acceptable(t.e, t.at), "again")
	} else {
		t.log(DeadlineSet{d})
	}
	t.done(a, "deadline", Words(stamp(d, t.e.Zone)))
}

// retitle and relocate reach the calendars of those who were invited.
func (t *turn) retitle(a Retitle) {
	if t.over(a, Cancelled) {
		return
	}
	if n := utf8.RuneCountInString(string(a.Title)); n > MaxTitle || strings.TrimSpace(string(a.Title)) == "" {
		t.refuse(a, "limit-title", number(n), number(MaxTitle))
		return
	}
	if a.Title == t.e.Title {
		t.refuse(a, "already-there")
		return
	}
	t.log(Retitled(a))
	t.done(a, "title", a.Title)
	t.update("title")
}

func (t *turn) relocate(a Relocate) {
	if t.over(a, Cancelled) {
		return
	}
	if a.Location == t.e.Location {
		t.refuse(a, "already-there")
		return
	}
	t.log(Relocated(a))
	t.done(a, "location", a.Location)
	t.update("location")
}

// tellEveryone passes the organiser's words on to all.
func (t *turn) tellEveryone(a Tell) {
	if t.over(a, Draft) {
		return
	}
	if strings.TrimSpace(string(a.Text)) == "" {
		t.refuse(a, "empty")
		return
	}
	t.log(Told(a))
	people := t.active()
	for _, p := range people {
		t.post(Letter{To: p.Person, Kind: PassedOn, Text: a.Text, About: t.organizer(), Reason: "everyone"})
	}
	t.done(a, "told", number(len(people)))
}

// remind sends the question again: to oneself or, from the organiser, to all who are silent.
func (t *turn) remind(a Remind) {
	if t.over(a, Draft, Cancelled, Lapsed) || !t.e.Moving && t.over(a, Agreed) {
		return
	}
	slots := Acceptable(t.e, t.at)
	if len(slots) == 0 {
		t.refuse(a, "no-slot-left")
		return
	}
	if p := t.e.party(t.by); p != nil && t.roles&organizerRole == 0 {
		t.ask(p, slots, "asked-for")
		t.done(a, "reminded")
		return
	}
	var people []PersonID
	refusal := "nobody-silent"
	for _, p := range t.active() {
		switch {
		case p.spoke(slots):
		case p.rested().After(t.at):
			refusal = "asked-lately"
		default:
			people = append(people, p.Person)
			t.post(Letter{To: p.Person, Kind: Reminder, Slots: p.open(slots), Reason: "organiser"})
		}
	}
	if len(people) == 0 {
		t.refuse(a, refusal)
		return
	}
	t.done(a, "reminded", t.addresses(people)...)
}

// resend sends the last letter that mattered once more.
func (t *turn) resend(a Resend) {
	p := t.e.party(t.by)
	switch {
	case t.e.State == Draft:
		t.done(a, "resent")
		t.preview("")
	case t.e.State == Agreed && !t.e.Moving:
		if t.by == 0 || p != nil && p.Coming == No {
			t.reply(Letter{Kind: AgreedInfo, Slots: []int{t.e.Agreement.Slot}, Reason: "resent"})
		} else {
			t.reply(t.invitation(Invitation, t.by, t.e.Agreement.Sequence))
		}
		t.done(a, "resent")
	case p != nil && t.running() && len(Acceptable(t.e, t.at)) > 0:
		t.ask(p, Acceptable(t.e, t.at), "resent")
		t.done(a, "resent")
	default:
		t.reply(Letter{Kind: StatusText, Reason: "resent"})
		t.done(a, "resent")
	}
}

func (t *turn) addresses(people []PersonID) []Words {
	var out []Words
	for _, p := range people {
		out = append(out, t.people[p].Address)
	}
	return out
}
