package scheduler

import (
	"maps"
	"slices"
)

// tick does everything that is due by now. Each duty is done at most once, so a clock that jumps costs one letter each.
func (t *turn) tick() {
	e := &t.e
	began := len(t.facts) + len(t.posts)
	if due, _ := Due(*e); due.IsZero() || due.After(t.at) {
		t.because("nothing-due")
		return
	}
	t.expire()
	t.slotsPassed()
	if e.Moving && !e.Agreement.Span.Begin.After(t.at) {
		t.endMove("begun")
	}
	t.follow()
	if t.running() && !e.Deadline.After(t.at) {
		t.deadline()
	}
	if t.running() {
		for _, d := range duties(e) {
			if d.at.IsZero() || d.at.After(t.at) {
				continue
			}
			switch d.name {
			case "stuck":
				t.stuck("")
			case "missing":
				t.missing()
			case "progress":
				t.daily()
			}
		}
		t.remindSilent()
	}
	if len(t.facts)+len(t.posts) == began {
		t.because("nothing-due")
	}
}

// running reports whether people are being asked.
func (t *turn) running() bool { return t.e.State == Open || t.e.State == Stuck || t.e.Moving }

// expire forgets readings that waited in vain.
func (t *turn) expire() {
	list := t.e.expiries()
	for _, p := range slices.Sorted(maps.Keys(list)) {
		if !list[p].After(t.at) {
			t.log(Discarded{Person: p, Expired: true})
			t.withdraw(p, AskBack, WasThisYou)
		}
	}
}

func (t *turn) slotsPassed() {
	f := SlotsPassed{Until: t.at}
	if !t.running() {
		return
	}
	for _, s := range t.e.inPlay() {
		if d := t.e.death(s.ID); d.After(t.e.Clock.SlotsUntil) && !d.After(t.at) {
			f.Slots = append(f.Slots, s.ID)
		}
	}
	if len(f.Slots) > 0 {
		t.log(f)
	}
}

// follow draws the consequences of what was just done.
func (t *turn) follow() {
	e := &t.e
	if !t.running() {
		return
	}
	for i := range e.Parties { // who has meanwhile stopped everything
		if p := &e.Parties[i]; t.people[p.Person].Stopped && !p.Stopped && !p.Dropped {
			t.leave(p)
		}
	}
	if len(e.alive(t.at)) == 0 {
		t.lapse("slots-passed")
		return
	}
	acceptable := Acceptable(*e, t.at)
	stuck := !e.Clock.StuckAt.IsZero()
	switch {
	case len(acceptable) == 0 && !stuck:
		t.log(FellStuck{t.allBlockers()})
		t.withdraw(0, Reminder, Missing, PickOne)
	case len(acceptable) > 0 && stuck:
		t.withdraw(0, StuckNow)
		t.log(Reopened{"acceptable"})
	case len(acceptable) > 0 && e.State == Stuck:
		t.log(Reopened{"acceptable"})
	}
	if heard := e.heard(t.at); heard == e.Heard.IsZero() {
		t.log(Heard{heard})
	}
	if len(acceptable) == 0 {
		if !e.Clock.StuckTold && !t.owes(StuckNow) && (t.declined != 0 || !e.Heard.IsZero()) {
			t.stuck("")
		}
	} else {
		t.askUnasked(acceptable)
		t.maybeAgree()
	}
	t.spareTheAnswered()
}

// askUnasked puts slots to people who never got a letter about them: nobody could have had those slots so far.
func (t *turn) askUnasked(acceptable []int) {
	type put struct {
		to   PersonID
		slot int
	}
	asked := map[put]bool{}
	note := func(to PersonID, kind Kind, slots []int) {
		if kind == Question || kind == Reminder || kind == AskCould {
			for _, s := range slots {
				asked[put{to, s}] = true
			}
		}
	}
	for id, a := range t.e.Letters {
		if !t.gone[id] {
			note(a.To, a.Kind, a.Slots)
		}
	}
	for _, l := range t.posts {
		note(l.To, l.Kind, l.Slots)
	}
	for _, p := range t.active() {
		var slots []int
		for _, id := range acceptable {
			if p.verdict(id) == Silent && !asked[put{p.Person, id}] {
				slots = append(slots, id)
			}
		}
		if len(slots) > 0 {
			t.ask(p, slots, "new")
		}
	}
}

func (t *turn) owes(k Kind) bool {
	return slices.ContainsFunc(t.posts, func(l Letter) bool { return l.Kind == k }) ||
		slices.ContainsFunc(t.skipped, func(l Posting) bool { return l.Kind == k })
}

// maybeAgree agrees if it is time, or has the organiser pick.
func (t *turn) maybeAgree() {
	e := &t.e
	if due := doubtDue(e); !due.IsZero() && !due.After(t.at) && e.Deadline.After(t.at) {
		if t.doubt() {
			return // the agreement waits for their word, though not for ever
		}
	}
	due, trigger := agreementDue(e)
	if trigger == "" || due.After(t.at) {
		return
	}
	if e.Options.Confirm {
		if !e.Clock.PickTold && !t.owes(PickOne) {
			slot, reason, _ := Best(*e, t.at)
			l := Letter{To: t.organizer(), Kind: PickOne, Slots: Agreeable(*e, t.at), Reason: reason}
			l.Choices = []Choice{{Slot: slot, Verdict: Yes}}
			t.post(l)
		}
		return
	}
	if slot, reason, ok := Best(*e, t.at); ok {
		t.settleOn(slot, reason, trigger)
	}
}

// doubt asks those whose Maybe the best slot rests on whether it can, if need be, and reports whether anybody reads it: who
// was forgotten does not.
func (t *turn) doubt() bool {
	slot, _, ok := Best(t.e, t.at)
	if !ok {
		return true
	}
	ask, _ := doubtful(&t.e, slot)
	if len(ask) > 0 && !t.owes(AskCould) {
		t.log(AskedAgain{Slot: slot, People: ask})
		for _, p := range ask {
			t.post(Letter{To: p, Kind: AskCould, Slots: []int{slot}, Reason: "maybe"})
		}
	}
	return slices.ContainsFunc(t.posts, func(l Letter) bool { return l.Kind == AskCould })
}

// settleOn agrees on a slot that nobody picked. A meeting that is asked about anew may come out where it was.
func (t *turn) settleOn(slot int, reason, trigger string) {
	if g := t.e.Agreement; g != nil && g.Slot == slot {
		t.endMove("best")
		return
	}
	t.agree(slot, reason, trigger)
}

// spareTheAnswered takes back questions to people who need not be asked any more.
func (t *turn) spareTheAnswered() {
	slots := Acceptable(t.e, t.at)
	for i := range t.e.Parties {
		p := &t.e.Parties[i]
		if p.Dropped || p.Stopped || p.spoke(slots) {
			for _, l := range t.waiting(p.Person, Question, Reminder) {
				t.gone[l.ID] = true
			}
		}
	}
}

// deadline is the end of asking: agreed, by quorum if need be, or lapsed.
func (t *turn) deadline() {
	e := &t.e
	t.log(DeadlineCame{e.Deadline})
	slot, reason, ok := Best(*e, t.at)
	switch {
	case e.Options.Confirm && ok:
		t.lapse("not-picked")
	case ok:
		t.settleOn(slot, reason, "deadline")
	case e.Options.Confirm:
		t.lapse("deadline")
	default:
		if slot, reason, ok = quorum(e, t.at); ok {
			t.settleOn(slot, reason, "quorum")
			return
		}
		t.lapse("deadline")
	}
}

// lapse ends the asking without an agreement. A meeting that was to be moved stays where it is.
func (t *turn) lapse(reason string) {
	if t.e.Moving {
		t.endMove(reason)
		return
	}
	slots := t.e.alive(t.at)
	var answered []PersonID
	for _, p := range t.active() {
		if len(p.Words) > 0 {
			answered = append(answered, p.Person)
		}
	}
	t.log(RanOut{reason})
	t.withdraw(0, Question, Reminder, AskCould, Ack, HoldNote, Progress, Missing, StuckNow, PickOne)
	for _, h := range t.holders() {
		t.release(h)
	}
	t.post(Letter{To: t.organizer(), Kind: LapsedNow, Reason: reason, Slots: slots})
	for _, p := range answered {
		t.post(Letter{To: p, Kind: LapsedNow, Reason: reason})
	}
}

// endMove leaves the meeting where it was and says so to the organiser and to those who were asked.
func (t *turn) endMove(reason string) {
	slot := []int{t.e.Agreement.Slot}
	asked := map[PersonID]bool{}
	for id, a := range t.e.Letters {
		if (a.Kind == Question || a.Kind == AskCould) && !a.At.Before(t.e.Round) && !t.gone[id] {
			asked[a.To] = true
		}
	}
	t.log(MoveEnded{reason})
	t.withdraw(0, Question, Reminder, AskCould, Ack, HoldNote, Progress, Missing, StuckNow, PickOne)
	for _, h := range t.holders() {
		t.release(h)
	}
	t.post(Letter{To: t.organizer(), Kind: LapsedNow, Reason: "stays-" + reason, Slots: slot})
	if reason == "begun" {
		return // nobody needs to hear that at the door
	}
	for _, p := range t.active() {
		if asked[p.Person] {
			t.post(Letter{To: p.Person, Kind: AgreedInfo, Reason: "stays", Slots: slot})
		}
	}
}

// stuck tells the organiser that nothing is acceptable, the nearest compromise first, and who blocks it.
func (t *turn) stuck(reason string) {
	if t.e.Clock.StuckTold || t.owes(StuckNow) {
		return
	}
	l := Letter{To: t.organizer(), Kind: StuckNow, Reason: reason, Slots: t.compromises(), NotUntil: t.notUntil()}
	if t.declined != 0 {
		l.Reason, l.About = "declined", t.declined
	}
	t.post(l)
}

// compromises are the slots that are alive, those that the fewest required people block first; then those that most
// people can make.
func (t *turn) compromises() []int {
	e := &t.e
	slots := e.alive(t.at)
	can := func(id int) int64 { return e.count(func(p *Party) bool { return p.verdict(id) >= IfNeedBe }) }
	slices.SortStableFunc(slots, func(a, b int) int {
		if d := len(blockers(e, a)) - len(blockers(e, b)); d != 0 {
			return d
		}
		return int(can(b) - can(a))
	})
	return slots
}

func (t *turn) allBlockers() []PersonID {
	var out []PersonID
	for _, id := range t.e.alive(t.at) {
		for _, p := range blockers(&t.e, id) {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	slices.Sort(out)
	return out
}

// missing tells the organiser, a day before the deadline, who has not answered.
func (t *turn) missing() {
	t.post(Letter{To: t.organizer(), Kind: Missing, Slots: Acceptable(t.e, t.at)})
	t.withdraw(t.organizer(), Progress)
}

// daily tells the organiser what came in, or passes on remarks that found no other letter.
func (t *turn) daily() {
	if t.owes(Missing) || t.owes(StuckNow) {
		return // which say it too
	}
	if t.e.Options.Progress == "" && t.e.LastAnswer.After(t.e.Clock.Progress) {
		t.post(Letter{To: t.organizer(), Kind: Progress, Slots: Acceptable(t.e, t.at)})
	} else if len(t.e.Remarks) > 0 {
		t.post(passedOn(t.organizer(), t.e.Remarks))
	}
}

// remindSilent posts the reminders that are due, one a person.
func (t *turn) remindSilent() {
	if !t.e.Clock.StuckAt.IsZero() {
		return
	}
	slots := Acceptable(t.e, t.at)
	for _, r := range t.e.reminders() {
		if r.at.After(t.at) {
			continue
		}
		l := Letter{To: r.party.Person, Kind: Reminder, Slots: r.party.open(slots)}
		if d := daytime(t.at, t.e.ZoneOf(r.party.Person)); d.After(t.at) {
			l.NotUntil = d
		}
		t.post(l)
	}
}
