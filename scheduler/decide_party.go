package scheduler

import (
	"slices"
	"strings"
)

// stop is the end of letters: about this event, or about everything.
func (t *turn) stop(everything bool) {
	var a Action = Stop{}
	if everything {
		a = StopAll{}
	}
	p := t.e.party(t.by)
	if p != nil && p.Dropped {
		p = nil
	}
	if p == nil && !everything {
		t.refuse(a, "organiser-stops")
		return
	}
	if everything && t.by != 0 && !t.people[t.by].Stopped {
		t.person(t.by, EverythingStopped{})
	}
	last := Letter{Kind: StoppedNow, Reason: "everything"}
	if p != nil && !p.Stopped {
		last = t.leave(p)
		if everything {
			last.Reason = "everything"
		}
	}
	t.done(a, "stopped")
	t.reply(last)
}

// leave declines everything for a party and makes the last letter to them, which takes the meeting out of their calendar.
func (t *turn) leave(p *Party) Letter {
	id := p.Person
	t.withdraw(id, Question, Reminder, AskCould, Ack, AskBack, WasThisYou, HoldNote, AgreedInfo, Invitation, Update)
	holds := slices.DeleteFunc(t.holders(), func(h Asking) bool { return h.To != id })
	var open []int
	for _, s := range t.e.inPlay() {
		open = append(open, s.ID)
	}
	agreed := t.e.State == Agreed && p.Coming != No
	last := t.takeOut(StoppedNow, id, "")
	if t.running() && len(open) > 0 {
		t.log(Declined{Person: id, Slots: open, Said: t.said})
		if p.Required {
			t.declined = id
		}
	}
	t.log(Stopped{id})
	for _, h := range holds {
		t.release(h)
	}
	if agreed {
		t.post(Letter{To: t.organizer(), Kind: Progress, Reason: "not-coming", About: id, Slots: last.Slots})
	}
	return last
}

// start takes stop back.
func (t *turn) start() {
	if t.people[t.by].Stopped {
		t.person(t.by, EverythingStarted{})
	}
	t.done(Start{}, "started")
	p := t.e.party(t.by)
	if p == nil {
		return
	}
	if p.Stopped {
		t.log(Restarted{t.by})
	}
	switch {
	case t.running():
		slots := Acceptable(t.e, t.at)
		if len(slots) == 0 {
			slots = t.e.alive(t.at)
		}
		t.withdraw(t.by, Question)
		t.post(Letter{To: t.by, Kind: Question, Slots: slots, Reason: "started"})
	case t.e.State == Agreed:
		t.reply(Letter{Kind: AgreedInfo, Slots: []int{t.e.Agreement.Slot}, Reason: "started"})
	default:
		t.reply(Letter{Kind: StatusText})
	}
}

// holdsWanted gives a party tentative calendar entries.
func (t *turn) holdsWanted(a Hold) {
	p := t.e.party(t.by)
	switch {
	case p == nil:
		t.refuse(a, "not-a-party")
	case !t.running():
		t.refuse(a, string(t.e.State))
	case p.Holds:
		t.refuse(a, "already-there")
	case !t.holdNotes(p, Acceptable(t.e, t.at)):
		t.refuse(a, "too-many-holds", number(MaxHolds))
	default:
		t.log(HoldsWanted{t.by})
		t.done(a, "holds")
	}
}

// zone shows times to somebody in their own zone from now on, in all events.
func (t *turn) zone(a Zone) {
	if _, err := Location(a.Name); err != nil || a.Name == "" {
		t.refuse(a, "unknown-zone", Words(a.Name))
		return
	}
	if t.by == 0 {
		t.refuse(a, "not-a-party")
		return
	}
	if t.people[t.by].Zone != a.Name {
		t.person(t.by, ZoneLearned{a.Name})
	}
	if p := t.e.party(t.by); p != nil && p.Zone != a.Name {
		t.log(ZoneShown{t.by, a.Name})
	}
	t.done(a, "timezone", Words(a.Name))
}

// remark keeps what somebody wrote beside an answer for the organiser; a question reaches them at once.
func (t *turn) remark(a Remark) {
	if strings.TrimSpace(string(a.Text)) == "" || t.by == 0 || t.e.Organizer(t.by) {
		return // the organiser tells people with "tell everyone"
	}
	t.log(Remarked{Person: t.by, Text: a.Text, Question: a.Question})
	t.remarks = append(t.remarks, a.Text)
	t.urgent = t.urgent || a.Question || !t.running()
}

// onlyWords takes the question back out of a mail that holds nothing but words for the organiser, from a party that owes no
// answer: they are passed on, and were not meant for us. While people are being asked, that goes for questions only: what is
// not one could be an answer that we cannot read.
//
// Mere thanks from whoever owes no answer need no reply at all.
func (t *turn) onlyWords(do Actions) Actions {
	p := t.e.party(t.by)
	asks := t.e.Organizer(t.by)
	if t.e.State == "" || t.e.State == Draft || !asks && (p == nil || p.Dropped || t.running() && !HasAnswered(t.e, *p, t.at)) {
		return do
	}
	i := slices.IndexFunc(do, func(a Action) bool { _, ok := a.(Misread); return ok })
	if i < 0 {
		return do
	}
	if m := do[i].(Misread); m.Why == "nothing-said" && len(do) == 1 && !m.Others {
		return Actions{Note{What: "ignored", Reason: "courtesy", From: t.c.By.Address}}
	}
	if p == nil || p.Dropped {
		return do
	}
	remarks := false
	for k, a := range do {
		r, ok := a.(Remark)
		if k != i && (!ok || t.running() && !r.Question) {
			return do
		}
		remarks = remarks || ok
	}
	switch m := do[i].(Misread); {
	case m.Others || len(m.Maybe) > 0:
	case m.Why == "nothing-said" && remarks:
		return slices.Delete(slices.Clone(do), i, i+1)
	case (m.Why == "question" || m.Why == "vague-proposal") && remarks && !t.running():
		return slices.Delete(slices.Clone(do), i, i+1)
	case (m.Why == "question" || m.Why == "vague-proposal") && m.Detail != "" && !t.running():
		return Actions{Remark{Text: m.Detail, Question: true}}
	}
	return do
}

// misread asks the sender back. Nothing else is changed.
func (t *turn) misread(a Misread) {
	if len(a.Heard) == 0 {
		a.Heard = []Statement{{Why: a.Why}}
	}
	if a.Others {
		t.log(NotUnderstood{Person: t.by, Why: a.Why, Detail: a.Detail, Heard: a.Heard, Said: t.said, Letter: t.letter, Others: true})
		t.because(a.Why)
		return
	}
	t.log(NotUnderstood{Person: t.by, Why: a.Why, Detail: a.Detail, Heard: a.Heard, Said: t.said, Letter: t.letter, Do: a.Maybe})
	t.showReading(a.Why, a.Detail, a.Maybe, a.Heard)
}

// askBack asks what was meant, where a rule rather than the reading found it doubtful.
func (t *turn) askBack(why string, detail Words, maybe Actions) {
	t.because(why)
	t.log(NotUnderstood{Person: t.by, Why: why, Detail: detail, Said: t.said, Letter: t.letter, Do: maybe})
	t.showReading(why, detail, maybe, nil)
}

func (t *turn) showReading(why string, detail Words, maybe Actions, heard []Statement) {
	l := Letter{Kind: AskBack, Reason: why, Text: detail, Heard: heard, OK: len(maybe) > 0}
	t.fill(&l, maybe, t.by)
	if p := t.e.party(t.by); p != nil && len(l.Slots) == 0 {
		l.Slots = slices.Clone(t.asked(p))
	}
	t.because(why)
	t.reply(l)
}

// fill shows a reading in a letter, as ok would carry it out for this person.
func (t *turn) fill(l *Letter, do Actions, who PersonID) {
	for _, a := range do {
		switch a := a.(type) {
		case Answer:
			l.Choices, l.Suggested = slices.Clone(a.Choices), a.Suggest
			if p := t.e.party(who); p != nil {
				l.Choices = t.choices(p, a)
				l.Slots = t.shown(p, l.Choices)
			}
		case Decline:
			l.Lines = append(l.Lines, Line{Done: true, Reason: "decline"})
		case Remark:
			if l.Text == "" {
				l.Text = a.Text
			}
		default:
			l.Lines = append(l.Lines, Line{Said: said(a), Done: true})
		}
	}
}

// unknown is a line that looks like a command and is none.
func (t *turn) unknown(a Unknown) {
	word, _, _ := strings.Cut(strings.TrimSpace(string(a.Line)), " ")
	if word = strings.ToLower(strings.TrimRight(word, ":")); !isWord(word) {
		word = "" // what people write themselves is not for the log
	}
	t.log(TurnedDown{Person: t.by, Word: word, Reason: a.Fault.Code})
	args := []Words{}
	for _, w := range []string{a.Fault.Value, a.Fault.Limit} {
		if w != "" {
			args = append(args, Words(w))
		}
	}
	reason := a.Fault.Code
	if reason == "" {
		reason = "unknown"
	}
	t.lines = append(t.lines, Line{Said: a.Line, Reason: reason, Args: args})
	t.because(reason)
}

// park keeps what came from a strange address in the name of somebody, and asks them.
func (t *turn) park(a Park) {
	if t.e.party(a.Party) == nil && !t.e.Organizer(a.Party) || len(a.Do) == 0 {
		t.stranger("not-a-party")
		return
	}
	p := t.e.party(a.Party)
	if p != nil && (p.Dropped || p.Stopped) || p == nil && t.e.State == Draft {
		t.stranger("not-asked")
		return
	}
	if q := t.e.pending(a.Party); q != nil && q.From != "" && SameAddress(string(q.From), string(a.From)) {
		t.because("parked-already") // one such letter at a time
		return
	}
	t.log(Parked{Person: a.Party, From: a.From, Said: t.said, Letter: t.letter, Do: a.Do})
	if t.e.State != Draft { // of a draft, nobody but its author is written to
		t.askWhose(a.Party, a.From, a.Do)
	}
}

func (t *turn) askWhose(p PersonID, from Words, do Actions) {
	l := Letter{To: p, Kind: WasThisYou, OK: true, Answers: t.e.Proposal}
	t.fill(&l, do, p)
	l.Text = from
	t.post(l)
}

// early keeps what a party answers to the organiser's own mail while the event is a draft. The slots may still change:
// then they are asked like everybody.
func (t *turn) early(a Action) {
	var do Actions
	switch a.(type) {
	case Answer, Decline, Remark:
		do = Actions{a}
	}
	if q := t.e.pending(t.by); q != nil && q.Vouched && q.Said.Equal(t.said) {
		do = append(slices.Clone(q.Do), do...)
	}
	if len(do) == 0 {
		t.stranger("draft") // nobody but its author is written to
		return
	}
	t.log(Parked{Person: t.by, From: t.c.By.Address, Said: t.said, Letter: t.letter, Do: do, Vouched: true})
}

// takeEarly carries out what parties said while the event was a draft, once they were asked.
func (t *turn) takeEarly() {
	for _, p := range slices.Clone(t.e.Parties) {
		if p.Pending == nil || p.Dropped || p.Stopped {
			continue
		}
		q := *p.Pending.clone()
		if !q.Vouched {
			t.askWhose(p.Person, q.From, q.Do)
			continue
		}
		by, roles, said, letter := t.by, t.roles, t.said, t.letter
		t.by, t.roles, t.said, t.letter = p.Person, PartyRole, q.Said, q.Answers
		t.log(Confirmed{p.Person})
		for _, a := range q.Do {
			t.do(a)
		}
		if HasAnswered(t.e, *t.e.party(p.Person), t.at) {
			t.posts = slices.DeleteFunc(t.posts, func(l Letter) bool { return l.To == p.Person && l.Kind == Question })
		}
		t.by, t.roles, t.said, t.letter = by, roles, said, letter
	}
}

// ok confirms what was shown: a preview, or the reading in the letter that it answers, which then takes effect as of when
// it was said.
func (t *turn) ok() {
	if t.e.State == Draft {
		t.goAhead(OK{})
		return
	}
	q := t.e.pending(t.by)
	switch {
	case t.confirmed || !t.means(q):
		t.refuse(OK{}, "nothing-to-confirm")
		return
	case t.letter == "": // what was parked meanwhile is not what they have read
		t.refuse(OK{}, "which-letter")
		return
	}
	pending := *q.clone()
	t.log(Confirmed{t.by})
	t.withdraw(t.by, AskBack, WasThisYou)
	if pending.From != "" {
		if p := t.people[t.by]; !p.Writes(pending.From) {
			t.person(t.by, AliasLearned{pending.From})
		}
	}
	said, letter := t.said, t.letter
	t.said, t.letter, t.confirmed = pending.Said, pending.Answers, true
	for _, a := range pending.Do {
		t.do(a)
	}
	t.said, t.letter, t.confirmed = said, letter, false
}

// means reports whether this mail speaks of the reading q: it answers the letter that showed it or, where the letter is
// not known, none was shown since.
func (t *turn) means(q *Pending) bool {
	if q == nil || q.Letter == "" {
		return false
	}
	if t.letter != "" {
		return t.letter == q.Letter
	}
	for id, a := range t.e.Letters {
		if a.To == t.by && (a.Kind == AskBack || a.Kind == WasThisYou) && later(id, q.Letter) {
			return false
		}
	}
	return true
}

// never says that what was parked is not theirs. Their secret address has leaked, so it changes.
func (t *turn) never() {
	q := t.e.pending(t.by)
	if !t.means(q) {
		t.refuse(Never{}, "nothing-to-confirm")
		return
	}
	foreign := q.From != ""
	t.log(Discarded{Person: t.by})
	t.withdraw(t.by, AskBack, WasThisYou)
	t.done(Never{}, "discarded")
	if p := t.e.party(t.by); p != nil && foreign && t.running() && !p.Stopped {
		if slots := Acceptable(t.e, t.at); !p.spoke(slots) {
			t.ask(p, slots, "new-address")
		}
	}
}

// away passes on that somebody is away. It is no answer.
func (t *turn) away(a Away) {
	if p := t.e.party(t.by); p == nil || p.Dropped {
		t.stranger("not-a-party")
		return
	}
	for _, q := range t.e.Remarks {
		if q.Away && q.By == t.by && q.Until.Equal(a.Until) {
			t.because("noted-already")
			return
		}
	}
	t.log(WasAway{Person: t.by, Until: a.Until, Text: a.Text})
}

// bounce marks the address of a letter that did not get through.
func (t *turn) bounce(a Bounce) {
	who := t.e.Letters[a.Letter].To
	if who == 0 {
		if p, ok := t.people.Find(a.To); ok {
			who = p.ID
		}
	}
	p := t.e.party(who)
	if who == 0 || p == nil && !t.e.Organizer(who) {
		t.stranger("not-a-party")
		return
	}
	was := p != nil && p.Unreachable
	t.log(Bounced{Person: who, Letter: a.Letter, Permanent: a.Permanent, Said: a.Said})
	if !a.Permanent || was {
		return
	}
	if t.people[who].Failing == "" {
		t.person(who, AddressFailed{a.Said})
	}
	if p != nil && !p.Dropped {
		t.withdraw(who, Question, Reminder, Ack)
		t.post(Letter{To: t.organizer(), Kind: Failing, About: who, Text: a.Said})
	}
}
