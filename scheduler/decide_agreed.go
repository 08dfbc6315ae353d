package scheduler

import "slices"

// pick is the organiser's word: this slot, whoever can or cannot.
func (t *turn) pick(a Pick) {
	s, ok := t.e.Slot(a.Slot)
	switch {
	case !ok || s.Status == Withdrawn:
		t.refuse(a, "no-such-slot")
	case t.e.State == Draft || t.e.State == Cancelled:
		t.refuse(a, string(t.e.State))
	case !s.Begin.After(t.at):
		t.refuse(a, "slot-gone")
	case t.e.State == Agreed && t.e.Agreement.Slot == s.ID && !t.e.Moving:
		t.refuse(a, "already-agreed")
	case t.e.State == Agreed && t.e.Agreement.Slot == s.ID:
		t.done(a, "picked")
		t.endMove("picked")
	default:
		t.done(a, "picked")
		t.agree(s.ID, "picked", "pick")
	}
}

// agree settles on a slot and invites everybody who can come.
func (t *turn) agree(slot int, reason, trigger string) {
	before := t.e.Agreement
	f := AgreedOn{Slot: slot, Span: t.e.Slots[slot-1].Span, Reason: reason, Trigger: trigger, Without: missing(&t.e, slot)}
	t.withdraw(0, HoldNote)
	if before != nil {
		f.UID, f.Sequence = before.UID, before.Sequence+1
	} else {
		f.UID, f.Sequence = slot, t.holdSequence(slot)
	}
	holders := t.holders()
	t.log(f)
	t.withdraw(0, Ack, Question, Reminder, AskCould, Progress, Missing, StuckNow, PickOne, AgreedInfo, LapsedNow)

	to := func(p PersonID, no bool) {
		has := before != nil && t.inCalendar(p, f.UID)
		switch {
		case !no && has:
			l := t.invitation(Update, p, f.Sequence)
			l.Reason = "move"
			t.post(l)
		case !no:
			t.post(t.invitation(Invitation, p, f.Sequence))
		case has:
			l := t.invitation(Release, p, f.Sequence)
			l.Method, l.Reason = MethodCancel, "moved"
			t.post(l)
		default:
			t.post(Letter{To: p, Kind: AgreedInfo, Slots: []int{slot}, Reason: reason})
		}
	}
	to(t.organizer(), t.e.Options.Absent)
	for _, p := range t.active() {
		to(p.Person, p.verdict(slot) == No)
	}
	for _, h := range holders {
		p := t.e.party(h.To)
		if before == nil && h.Slots[0] == slot && p != nil && !p.Dropped && !p.Stopped && p.verdict(slot) != No {
			continue // the hold has become the meeting
		}
		t.release(h)
	}
}

// invitation is a letter with the meeting in it.
func (t *turn) invitation(kind Kind, to PersonID, sequence int) Letter {
	g := t.e.Agreement
	return Letter{To: to, Kind: kind, Slots: []int{g.Slot}, Method: MethodRequest, UID: g.UID, Sequence: sequence,
		Span: g.Span, Reason: g.Reason}
}

// invitees are the people who hold the meeting in their calendar, the organiser first.
func (t *turn) invitees() []PersonID {
	var out []PersonID
	if o := t.organizer(); t.inCalendar(o, t.e.Agreement.UID) {
		out = append(out, o)
	}
	for i := range t.e.Parties {
		if p := &t.e.Parties[i]; !p.Dropped && !p.Stopped && t.inCalendar(p.Person, t.e.Agreement.UID) {
			out = append(out, p.Person)
		}
	}
	return out
}

// update sends everybody the meeting as it is now.
func (t *turn) update(reason string) {
	if t.e.State != Agreed {
		return
	}
	seq := t.e.Agreement.Sequence + 1
	people := t.invitees()
	t.withdraw(0, Invitation, Update)
	for _, p := range people {
		kind := Invitation // if the one before never went out
		if t.inCalendar(p, t.e.Agreement.UID) {
			kind = Update
		}
		l := t.invitation(kind, p, seq)
		l.Reason = reason
		t.post(l)
	}
}

// takeOut is a letter that takes the meeting out of one person's calendar; without an entry there it is only words.
func (t *turn) takeOut(kind Kind, p PersonID, reason string) Letter {
	l := Letter{To: p, Kind: kind, Reason: reason}
	if g := t.e.Agreement; g != nil {
		t.withdraw(p, Invitation, Update)
		l.Slots = []int{g.Slot}
		if t.inCalendar(p, g.UID) {
			l.Method, l.UID, l.Sequence, l.Span = MethodCancel, g.UID, g.Sequence+1, g.Span
		}
	}
	return l
}

// cancel calls the event off, for good.
func (t *turn) cancel(a Cancel) {
	if t.e.State == Cancelled {
		t.refuse(a, "cancelled")
		return
	}
	draft := t.e.State == Draft
	t.log(CalledOff{})
	t.done(a, "cancelled")
	t.withdraw(0, Question, Reminder, AskCould, Ack, HoldNote, Progress, Missing, StuckNow, PickOne, Suggestion,
		Invitation, Update, AgreedInfo, LapsedNow, Preview, Faulty, AskBack, WasThisYou)
	for _, h := range t.holders() {
		t.release(h)
	}
	if draft {
		return
	}
	if l := t.takeOut(CancelNote, t.organizer(), ""); l.Method != MethodNone || t.organizer() != t.by {
		t.post(l)
	}
	for _, p := range t.active() {
		if t.everWrote(p.Person) {
			t.post(t.takeOut(CancelNote, p.Person, ""))
		}
	}
}

// MaxHolds is how many tentative calendar entries an event may put into one calendar.
const MaxHolds = 5

// holdNotes puts tentative entries into a party's calendar. It reports false if there would be too many.
func (t *turn) holdNotes(p *Party, slots []int) bool {
	slots = slices.DeleteFunc(slices.Clone(slots), func(id int) bool {
		meeting := t.e.Agreement != nil && t.e.Agreement.UID == id // whose UID it would be
		return meeting || t.lastHold(p.Person, id) != "" || p.verdict(id) == No
	})
	have := 0
	for _, h := range t.holders() {
		if h.To == p.Person {
			have++
		}
	}
	if len(slots)+have > MaxHolds {
		if !slices.ContainsFunc(t.posts, func(l Letter) bool { return l.Reason == "too-many-holds" }) && t.by != p.Person {
			t.post(Letter{To: t.organizer(), Kind: PassedOn, Reason: "too-many-holds", Slots: slots})
		}
		return false
	}
	for _, id := range slots {
		t.post(Letter{To: p.Person, Kind: HoldNote, Slots: []int{id}, Method: MethodRequest, UID: id, Tentative: true,
			Span: t.e.Slots[id-1].Span})
	}
	return true
}

// lastHold is the last letter about the hold of a slot in a person's calendar.
func (t *turn) lastHold(p PersonID, slot int) LetterID {
	var last LetterID
	for id, a := range t.e.Letters {
		if a.To == p && (a.Kind == HoldNote || a.Kind == Released) && a.UID == slot && !t.gone[id] &&
			(last == "" || later(id, last)) {
			last = id
		}
	}
	return last
}

// holders lists the holds that are in calendars now, in order. One that was declined there is in it no more.
func (t *turn) holders() []Asking {
	var out []Asking
	people := append([]PersonID{t.organizer()}, make([]PersonID, 0, len(t.e.Parties))...)
	for _, p := range t.e.Parties {
		people = append(people, p.Person)
	}
	for _, p := range people {
		for _, s := range t.e.Slots {
			if a, ok := t.e.Letters[t.lastHold(p, s.ID)]; ok && a.Kind == HoldNote {
				if g := t.e.Agreement; g != nil && g.UID == s.ID && t.becameMeeting(p, s.ID) {
					continue
				}
				if q := t.e.party(p); q != nil && q.Words[s.ID].Click && q.Words[s.ID].Verdict == No {
					continue
				}
				out = append(out, a)
			}
		}
	}
	return out
}

// Held lists the slots that a person's calendar holds tentatively, as far as the letters to them tell, ascending. Those
// that they said no to are left out.
func Held(e Event, person PersonID) (slots []int) {
	for _, h := range (&turn{e: e}).holders() {
		p := e.party(h.To)
		if h.To == person && p != nil && p.verdict(h.UID) != No && !slices.Contains(slots, h.UID) {
			slots = append(slots, h.UID)
		}
	}
	slices.Sort(slots)
	return slots
}

// becameMeeting reports whether a hold was followed by the meeting under the same UID.
func (t *turn) becameMeeting(p PersonID, uid int) bool {
	hold := t.lastHold(p, uid)
	for id, a := range t.e.Letters {
		if a.To == p && a.UID == uid && a.Method != MethodNone && a.Kind != HoldNote && a.Kind != Released && !t.gone[id] && later(id, hold) {
			return true
		}
	}
	return false
}

// release takes a hold out of a calendar. Everybody's hold has 0 and is given up once, so that a meeting under the same UID
// can be above all of them.
func (t *turn) release(h Asking) {
	id := h.Slots[0]
	l := Letter{To: h.To, Kind: Released, Slots: []int{id}, Method: MethodCancel, UID: id, Sequence: 1, Span: t.e.Slots[id-1].Span}
	if g := t.e.Agreement; g != nil && g.UID == id {
		l.Sequence = g.Sequence + 1
	}
	if p := t.people[h.To]; p.Stopped { // out of the calendar, whatever else
		t.posts = append(t.posts, l)
		return
	}
	t.post(l)
}

// holdSequence is the next SEQUENCE of the calendar object that stands for a slot.
func (t *turn) holdSequence(slot int) int {
	next := 0
	for id, a := range t.e.Letters {
		if a.UID != slot || t.gone[id] {
			continue
		}
		switch a.Kind {
		case HoldNote:
			next = max(next, 1)
		case Released:
			next = max(next, 2)
		}
	}
	if g := t.e.Agreement; g != nil && g.UID == slot {
		next = max(next, g.Sequence+1)
	}
	return next
}
