package scheduler

import "slices"

// who finds a party by address.
func (t *turn) who(a Action, address Words) *Party {
	if p, ok := t.people.Find(address); ok {
		if q := t.e.party(p.ID); q != nil && !q.Dropped {
			return q
		}
	}
	t.refuse(a, "not-invited", address)
	return nil
}

// add invites somebody who was not on the list.
func (t *turn) add(a Add) {
	if t.over(a, Cancelled) {
		return
	}
	if p := t.join(a, a.Who, !a.Optional); p != nil {
		t.done(a, "added", a.Who.Address)
		t.welcome(p)
	}
}

// join makes a person a party; nil if that is refused.
func (t *turn) join(a Action, who Mailbox, required bool) *Party {
	if who.Address == "" || t.isBot(who.Address) {
		t.refuse(a, "no-address", who.Address)
		return nil
	}
	n := t.e.count(func(*Party) bool { return true })
	if m := t.e.Policy.MaxParties; m > 0 && n >= int64(m) {
		t.refuse(a, "limit-parties", number(int(n)+1), number(m))
		return nil
	}
	if p, ok := t.people.Find(who.Address); ok {
		if t.e.Organizer(p.ID) {
			t.refuse(a, "is-organiser", who.Address)
			return nil
		}
		if q := t.e.party(p.ID); q != nil && !q.Dropped {
			t.refuse(a, "already-invited", who.Address)
			return nil
		}
	}
	p := t.meet(who)
	if t.people[p].Stopped {
		t.refuse(a, "wants-no-letters", who.Address)
		return nil
	}
	t.log(PartyAdded{Invited{Person: p, Required: required, Zone: t.people[p].Zone}})
	return t.e.party(p)
}

// welcome sends somebody new what everybody else has.
func (t *turn) welcome(p *Party) {
	if t.running() {
		slots := Acceptable(t.e, t.at)
		t.ask(p, slots, "added")
		if p.Holds {
			t.holdNotes(p, slots)
		}
	}
	if t.e.State == Agreed { // a meeting that is being moved stands meanwhile
		t.post(t.invitation(Invitation, p.Person, t.e.Agreement.Sequence+1)) // above that of a CANCEL from an earlier time
	}
}

// drop takes somebody off.
func (t *turn) drop(a Drop) {
	if t.over(a, Cancelled) {
		return
	}
	if p := t.who(a, a.Who); p != nil {
		t.takeOff(p)
		t.done(a, "dropped", a.Who)
	}
}

func (t *turn) takeOff(p *Party) {
	id := p.Person
	t.withdraw(id, Question, Reminder, AskCould, Ack, AskBack, WasThisYou, HoldNote, Invitation, Update, AgreedInfo)
	wrote, draft := t.everWrote(id), t.e.State == Draft
	holds := slices.DeleteFunc(t.holders(), func(h Asking) bool { return h.To != id })
	t.log(PartyDropped{id})
	for _, h := range holds {
		t.release(h)
	}
	// Where mail fails, only what takes the meeting out of a calendar is worth a try.
	if l := t.takeOut(Release, id, "dropped"); wrote && !draft && !p.Stopped && (!p.Unreachable || l.object()) {
		t.post(l)
	}
}

// replace puts one person in the place of another, with the same role.
func (t *turn) replace(a Replace) {
	if t.over(a, Cancelled) {
		return
	}
	old := t.who(a, a.Old)
	if old == nil {
		return
	}
	id, required := old.Person, old.Required
	fresh := t.join(a, Mailbox{Address: a.New}, required)
	if fresh == nil {
		return
	}
	t.takeOff(t.e.party(id))
	t.welcome(fresh)
	t.done(a, "replaced", a.Old, a.New)
}

// role makes somebody required or optional.
func (t *turn) role(a Action, who Words, required bool) {
	if t.over(a, Cancelled) {
		return
	}
	p := t.who(a, who)
	switch {
	case p == nil:
	case p.Required == required:
		t.refuse(a, "already-there", who)
	default:
		t.log(RoleSet{p.Person, required})
		t.done(a, WordOf(a), who)
	}
}
