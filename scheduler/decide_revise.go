package scheduler

import "slices"

// sources are the events of the organiser's calendar that a proposal came as, with the people that it invites.
func (t *turn) sources(a Propose) []Source {
	list := cloneSources(a.Sources)
	for i := range list {
		list[i].People = t.listed(a)
		list[i].Said = a.says()
	}
	return list
}

// says is what a proposal says of the meeting besides times and people.
func (a Propose) says() Says { return Says{a.Title, a.Location, a.Text, a.URL} }

// listed are the people that an invitation lists, as far as they are known.
func (t *turn) listed(a Propose) []PersonID {
	var out []PersonID
	for _, m := range append(slices.Clone(a.Required), a.Optional...) {
		if p, ok := t.people.Find(m.Address); ok && !slices.Contains(out, p.ID) {
			out = append(out, p.ID)
		}
	}
	slices.Sort(out)
	return out
}

// revise follows a change in the organiser's calendar: each difference to what it said before is carried out as the word
// that asks for it would be. An older state than the one that was followed is left aside (RFC 5546 section 2.1.4).
func (t *turn) revise(a Revise) {
	i := slices.IndexFunc(t.e.Sources, func(s Source) bool { return s.UID == a.Source.UID })
	if i < 0 {
		if a.Joins {
			t.joined(a)
			return
		}
		t.stranger("unknown-uid")
		return
	}
	was := t.e.Sources[i].clone()
	if c := a.Source; c.Sequence < was.Sequence || c.Sequence == was.Sequence && !c.Stamp.After(was.Stamp) {
		t.because("older")
		return
	}
	now := Source{UID: was.UID, Sequence: a.Source.Sequence, Stamp: a.Source.Stamp, Said: was.Said}
	if t.e.State == Draft && !a.Cancelled {
		t.redrawn(a)
		return
	}
	others := slices.ContainsFunc(t.e.Sources, func(s Source) bool { return s.UID != was.UID && len(s.Slots) > 0 })
	meeting := t.e.Agreement != nil && t.e.State == Agreed && slices.Contains(was.Slots, t.e.Agreement.Slot)
	switch {
	case t.e.State == Cancelled:
		t.because("cancelled")
		return
	case a.Cancelled && (meeting || !others):
		t.log(Revised{now})
		t.cancel(Cancel{})
		return
	}
	if !a.Cancelled {
		now.Said = a.Plan.says()
		t.reviseWords(was.Said, a.Plan)
		t.reviseTimes(&now, was, a.Plan.Slots)
		t.revisePeople(&now, was, a.Plan)
	} else {
		t.reviseTimes(&now, was, nil)
		now.Slots = nil
	}
	t.log(Revised{now})
}

// joined takes a further event of the organiser's calendar for one more time of the same meeting.
func (t *turn) joined(a Revise) {
	now := a.Source
	now.Said = a.Plan.says()
	switch t.e.State {
	case Draft:
		p := a.Plan
		p.Slots, p.Sources = nil, cloneSources(t.e.Sources)
		for _, s := range t.e.Slots {
			p.Slots = append(p.Slots, s.Span)
		}
		now.Slots = nil
		for _, s := range a.Plan.Slots {
			at := slices.Index(p.Slots, s)
			if at < 0 {
				at, p.Slots = len(p.Slots), append(p.Slots, s)
			}
			now.Slots = append(now.Slots, at+1)
		}
		p.Sources = append(p.Sources, now)
		t.mend(p)
	case Cancelled:
		t.because("cancelled")
	default:
		t.reviseTimes(&now, Source{UID: now.UID}, a.Plan.Slots)
		now.People = t.listed(a.Plan)
		t.log(Revised{now})
	}
}

// reviseWords follows title, place, words, link and files. What the calendar says as it did before is left alone: it may
// have been changed by a letter since.
func (t *turn) reviseWords(was Says, now Propose) {
	if was == (Says{}) { // followed by a program that did not note it
		was = Says{t.e.Title, t.e.Location, t.e.Text, t.e.URL}
	}
	if now.Title != "" && now.Title != was.Title && now.Title != t.e.Title {
		t.retitle(Retitle{now.Title})
	}
	if now.Location != was.Location && now.Location != t.e.Location {
		t.relocate(Relocate{now.Location})
	}
	words := Reworded{Text: t.e.Text, URL: t.e.URL}
	if now.Text != was.Text {
		words.Text = now.Text
	}
	if now.URL != was.URL {
		words.URL = now.URL
	}
	reworded := words.Text != t.e.Text || words.URL != t.e.URL
	if reworded {
		t.log(words)
		said := firstLine(words.Text)
		if said == "" {
			said = words.URL
		}
		t.lines = append(t.lines, Line{Said: said, Done: true, Reason: "reworded"})
	}
	enclosed := t.enclose(now.Files)
	if enclosed {
		t.lines = append(t.lines, Line{Said: now.Files[0].Name, Done: true, Reason: "enclosed"})
	}
	if reworded || enclosed {
		t.update("text")
	}
}

// redrawn mends a draft: the times of the event that changed take the place of those it had.
func (t *turn) redrawn(a Revise) {
	p := a.Plan
	p.Slots, p.Sources = nil, nil
	for _, s := range t.e.Sources {
		spans := a.Plan.Slots
		if s.UID == a.Source.UID {
			s.Sequence, s.Stamp = a.Source.Sequence, a.Source.Stamp
		} else {
			spans = nil
			for _, id := range s.Slots {
				if x, ok := t.e.Slot(id); ok {
					spans = append(spans, x.Span)
				}
			}
		}
		s.Slots = nil
		for _, x := range spans {
			p.Slots = append(p.Slots, x)
			s.Slots = append(s.Slots, len(p.Slots))
		}
		p.Sources = append(p.Sources, s)
	}
	t.mend(p)
}

// reviseTimes puts new times on offer and takes off those that are gone. A meeting that was agreed is asked about anew.
func (t *turn) reviseTimes(now *Source, was Source, spans []Span) {
	var fresh []Span
	for _, s := range spans {
		if i := slices.IndexFunc(was.Slots, func(id int) bool { x, ok := t.e.Slot(id); return ok && x.Span == s }); i >= 0 {
			now.Slots = append(now.Slots, was.Slots[i])
		} else {
			fresh = append(fresh, s)
		}
	}
	gone := slices.DeleteFunc(slices.Clone(was.Slots), func(id int) bool { return slices.Contains(now.Slots, id) })
	if len(fresh) > 0 {
		if t.e.State == Agreed {
			t.move(Move{fresh})
		} else {
			t.extend(Extend{fresh})
		}
		for _, s := range fresh {
			if i := slices.IndexFunc(t.e.Slots, func(x Slot) bool { return x.Span == s && x.Status == Offered }); i >= 0 {
				now.Slots = append(now.Slots, i+1)
			}
		}
	}
	if t.e.State == Agreed {
		now.Slots = append(now.Slots, gone...) // one of them may be the meeting, which stands meanwhile
		gone = nil
	}
	for _, id := range gone {
		t.withdrawSlot(id)
	}
	slices.Sort(now.Slots)
	now.Slots = slices.Compact(now.Slots)
}

// withdrawSlot takes a slot off the offer, and its holds out of calendars.
func (t *turn) withdrawSlot(id int) {
	if s, ok := t.e.Slot(id); !ok || s.Status == Withdrawn {
		return
	}
	held := slices.DeleteFunc(t.holders(), func(h Asking) bool { return h.UID != id })
	t.log(SlotWithdrawn{id})
	for _, h := range held {
		t.release(h)
	}
	t.lines = append(t.lines, Line{Said: number(id), Done: true, Reason: "withdrawn"})
}

// revisePeople invites who is new on the list of this calendar event and takes off who was on it and is no more.
func (t *turn) revisePeople(now *Source, was Source, plan Propose) {
	put := func(boxes []Mailbox, optional bool) {
		for _, m := range boxes {
			p, known := t.people.Find(m.Address)
			q := t.e.party(p.ID)
			switch {
			case t.isBot(m.Address) || known && t.e.Organizer(p.ID):
			case !known || q == nil || q.Dropped && !slices.Contains(was.People, p.ID):
				t.add(Add{Who: m, Optional: optional})
			case !q.Dropped && slices.Contains(was.People, p.ID) && q.Required == optional:
				t.role(roleWord(m.Address, !optional), m.Address, !optional)
			}
		}
	}
	put(plan.Required, false)
	put(plan.Optional, true)
	now.People = t.listed(plan)
	for _, p := range was.People {
		elsewhere := slices.ContainsFunc(t.e.Sources, func(s Source) bool { return s.UID != was.UID && slices.Contains(s.People, p) })
		if q := t.e.party(p); q != nil && !q.Dropped && !elsewhere && !slices.Contains(now.People, p) {
			t.drop(Drop{t.people[p].Address})
		}
	}
}

func roleWord(who Words, required bool) Action {
	if required {
		return Require{who}
	}
	return MakeOptional{who}
}
