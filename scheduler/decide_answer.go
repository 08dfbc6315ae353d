package scheduler

import "slices"

// answer takes in a party's word on slots.
func (t *turn) answer(a Answer) {
	p := t.e.party(t.by)
	if p == nil || p.Dropped {
		t.organizerAnswers(a)
		return
	}
	if t.e.State == Cancelled {
		t.because("cancelled")
		t.reply(Letter{Kind: TooLate, Reason: "cancelled"})
		return
	}
	if !t.takesPart(p, !a.Click) {
		return
	}
	if t.e.State == Agreed && a.Click && a.UID == t.e.Agreement.UID {
		t.attend(a)
		return
	}
	if t.e.State == Agreed && !a.Click && t.aboutMeeting() {
		slot := t.e.Agreement.Slot
		if i := slices.IndexFunc(a.Choices, func(c Choice) bool { return c.Slot == slot && c.Verdict > Silent }); i >= 0 {
			t.otherTimes(p, a)
			t.attends(p, Attends{Person: t.by, Coming: a.Choices[i].Verdict, Said: t.said, Heard: a.Heard})
			return
		}
	}
	if t.e.State == Agreed && !t.e.Moving && a.Click && len(a.Suggest) == 0 {
		t.because("released-hold") // nobody looks at a reply to it
		return
	}
	suggested, same, refused := t.suggestions(a)
	choices := t.choices(p, a)
	if t.e.Letters[t.letter].Kind == AskCould && !a.Click { // which asked for no more
		for i, c := range choices {
			if c.Verdict == Yes && !c.Preferred {
				choices[i].Verdict = IfNeedBe
			}
		}
	}
	for _, id := range same {
		choices = say(choices, Choice{Slot: id, Verdict: Yes})
	}
	for _, id := range suggested {
		choices = say(choices, Choice{Slot: id, Verdict: Yes})
	}
	if len(choices) == 0 {
		if refused != "" {
			t.because(refused)
			t.reply(Letter{Kind: Ack, Reason: refused, Suggested: a.Suggest})
			return
		}
		if gone := t.shown(p, a.Choices); len(a.Choices) > 0 && !a.Click { // all of them were taken off the offer
			t.because("slot-gone")
			t.reply(Letter{Kind: Ack, Reason: "gone", Slots: gone})
			return
		}
		t.because("empty-answer")
		return
	}
	f := Answered{Person: t.by, Letter: t.letter, Said: t.said, Click: a.Click, UID: a.UID, Sequence: a.Sequence,
		Stamp: a.Stamp, Heard: a.Heard, Late: t.late()}
	f.Choices, f.Old, f.Repeat = t.sift(p, choices, Word{Said: t.said, Click: a.Click, Sequence: a.Sequence, Stamp: a.Stamp})
	wasRepeated := p.Repeated
	t.log(f)
	if t.late() {
		t.tooLate(f.Choices)
		return
	}
	ack := Letter{Kind: Ack, Choices: choices, Suggested: a.Suggest, Slots: t.shown(p, choices)}
	switch {
	case refused != "":
		ack.Reason = refused
	case len(f.Choices) == 0:
		ack.Reason = "older" // a later word of theirs stands
	case f.Repeat && wasRepeated:
		return // said often enough
	case f.Repeat:
		ack.Reason = "already-noted"
	case !slices.ContainsFunc(choices, func(c Choice) bool {
		s, ok := t.e.Slot(c.Slot)
		return ok && (c.Verdict < IfNeedBe || s.Status != Offered || t.e.Alive(s, t.at))
	}):
		ack.Reason = "gone"
	}
	if !f.Repeat {
		t.progress()
	}
	if counted := ack.Reason == "" || ack.Reason == "already-noted" || ack.Reason == "older"; a.Click && counted && len(a.Suggest) == 0 {
		return // their calendar shows it
	}
	t.reply(ack)
}

// takesPart reports whether a party that answers is still in. Who stopped, and then answers in words, is in again; a
// calendar program that says goodbye is not.
func (t *turn) takesPart(p *Party, answers bool) bool {
	switch {
	case t.people[p.Person].Stopped:
		t.because("stopped")
		if answers {
			t.reply(Letter{Kind: StoppedNow, Reason: "everything"})
		}
		return false
	case p.Stopped && !answers:
		t.because("stopped")
		return false
	case p.Stopped:
		t.log(Restarted{p.Person})
	}
	return true
}

// late reports whether answers are kept, but change nothing as things stand.
func (t *turn) late() bool {
	return t.e.State == Lapsed || t.e.State == Cancelled || t.e.State == Agreed && !t.e.Moving
}

// choices are the words of an answer on slots that exist; a text answer is a no to those of its letter it does not name.
func (t *turn) choices(p *Party, a Answer) []Choice {
	var out []Choice
	for _, c := range a.Choices {
		if s, ok := t.e.Slot(c.Slot); ok && s.Status != Withdrawn && c.Verdict >= No && c.Verdict <= Yes {
			out = say(out, c)
		}
	}
	if a.Whole && len(out) > 0 {
		for _, id := range t.asked(p) {
			s, ok := t.e.Slot(id)
			if ok && s.Status != Withdrawn && !slices.ContainsFunc(out, func(c Choice) bool { return c.Slot == id }) {
				out = append(out, Choice{Slot: id, Verdict: No})
			}
		}
	}
	slices.SortFunc(out, func(a, b Choice) int { return a.Slot - b.Slot })
	return out
}

// say puts a choice in the place of an earlier one on the same slot.
func say(list []Choice, c Choice) []Choice {
	for i := range list {
		if list[i].Slot == c.Slot {
			list[i] = c
			return list
		}
	}
	return append(list, c)
}

// asked are the slots that a mail of this party speaks of: those of the letter it answers; where that is not known, those
// last asked; where nothing was asked yet, all on offer.
func (t *turn) asked(p *Party) []int {
	if l, ok := t.e.Letters[t.letter]; ok && l.To == p.Person && len(l.Slots) > 0 && l.Kind != CounterRefused {
		return l.Slots
	}
	if len(p.Asked) > 0 {
		return p.Asked
	}
	var all []int
	for _, s := range t.e.inPlay() {
		all = append(all, s.ID)
	}
	return all
}

// shown are the slots that the acknowledgement of these choices speaks of, and so a reply to it.
func (t *turn) shown(p *Party, choices []Choice) []int {
	slots := slices.Clone(t.asked(p))
	for _, c := range choices {
		slots = append(slots, c.Slot)
	}
	slices.Sort(slots)
	return slices.Compact(slots)
}

// sift splits choices into those that take effect and those that a later word overrules, and says whether the former
// repeat what stands already.
func (t *turn) sift(p *Party, choices []Choice, w Word) (now, old []Choice, repeat bool) {
	repeat = true
	for _, c := range choices {
		stands := p.Words[c.Slot]
		if !w.follows(stands) {
			old = append(old, c)
			continue
		}
		now = append(now, c)
		repeat = repeat && stands.Verdict == c.Verdict && stands.Preferred == c.Preferred
	}
	return now, old, repeat && len(now) > 0
}

// follows reports whether a word takes the place of the one that stands: clicks among themselves are ordered by SEQUENCE,
// DTSTAMP and Date (RFC 5546 section 2.1.5), everything else by Date; what is equal by arrival.
func (w Word) follows(stands Word) bool {
	if stands.Verdict == Silent {
		return true
	}
	if w.Click && stands.Click {
		if w.Sequence != stands.Sequence {
			return w.Sequence > stands.Sequence
		}
		if !w.Stamp.Equal(stands.Stamp) && !w.Stamp.IsZero() && !stands.Stamp.IsZero() {
			return w.Stamp.After(stands.Stamp)
		}
	}
	return !w.Said.Before(stands.Said)
}

// decline is a no to every time of the letter that it answers or, after the agreement, to the meeting.
func (t *turn) decline(a Decline) {
	p := t.e.party(t.by)
	if p == nil || p.Dropped {
		t.askBack("organiser-declined", "", nil)
		return
	}
	if t.e.State == Cancelled {
		t.because("cancelled")
		t.reply(Letter{Kind: TooLate, Reason: "cancelled"})
		return
	}
	if !t.takesPart(p, false) {
		return
	}
	if t.e.State == Agreed && (!t.e.Moving || t.aboutMeeting()) {
		t.attends(p, Attends{Person: t.by, Coming: No, Said: t.said, Heard: a.Heard})
		return
	}
	asked := t.asked(p)
	var choices, of []Choice
	for _, s := range t.e.inPlay() {
		c := Choice{Slot: s.ID, Verdict: No}
		choices = append(choices, c)
		if slices.Contains(asked, s.ID) {
			of = append(of, c)
		}
	}
	if len(of) > 0 && len(of) < len(choices) { // a no to the times of that letter; others keep their word
		t.answer(Answer{Choices: of, Heard: a.Heard})
		return
	}
	now, _, repeat := t.sift(p, choices, Word{Said: t.said})
	f := Declined{Person: t.by, Said: t.said, Heard: a.Heard, Late: t.late()}
	for _, c := range now {
		f.Slots = append(f.Slots, c.Slot)
	}
	if repeat {
		again := p.Repeated
		t.log(Answered{Person: t.by, Choices: now, Letter: t.letter, Said: t.said, Repeat: true, Late: t.late(), Heard: a.Heard})
		if !again {
			t.reply(Letter{Kind: Ack, Choices: now, Slots: f.Slots, Reason: "already-noted"})
		}
		return
	}
	t.log(f)
	if t.late() {
		t.tooLate(now)
		return
	}
	if p.Required {
		t.declined = t.by
	}
	reason := "declined"
	if len(now) == 0 {
		reason = "older"
	}
	t.progress()
	t.reply(Letter{Kind: Ack, Choices: now, Slots: t.shown(p, now), Reason: reason})
}

// organizerAnswers is an answer by somebody who needs none: they are asked what they meant, unless it is plain.
func (t *turn) organizerAnswers(a Answer) {
	switch {
	case t.roles&OrganizerRole == 0:
		t.stranger("not-a-party")
	case a.Click && slices.ContainsFunc(a.Choices, func(c Choice) bool { return c.Verdict == No }):
		t.askBack("organiser-declined", "", nil)
	case a.Click && len(a.Suggest) == 0:
		t.because("organiser-click") // saying yes to their own meeting
	case len(a.Suggest) > 0 && t.e.State == Agreed:
		t.askBack("organiser-suggests", "", Actions{Move{a.Suggest}})
	case len(a.Suggest) > 0:
		t.askBack("organiser-suggests", "", Actions{Extend{a.Suggest}})
	default:
		var do Actions
		for _, c := range a.Choices {
			if s, ok := t.e.Slot(c.Slot); ok && s.Status == Suggested && c.Verdict >= IfNeedBe {
				do = append(do, Accept{c.Slot})
			}
		}
		t.askBack("organiser-answer", "", do)
	}
}

// progress tells an organiser who wants to hear of each answer.
func (t *turn) progress() {
	if t.e.Options.Progress == "each" {
		t.post(Letter{To: t.organizer(), Kind: Progress, About: t.by, NotUntil: t.notUntil()})
	}
}
