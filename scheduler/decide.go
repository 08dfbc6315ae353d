package scheduler

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Decide says what follows from a command. It is total and pure: w and c are left as they were, and equal arguments give
// equal decisions.
func Decide(w World, c Command) Decision {
	t := begin(w, c)
	for _, a := range t.c.Do {
		t.do(a)
	}
	t.follow()
	t.learn()
	return t.finish()
}

// turn is one decision in the making. Facts take effect on e as soon as they are written, so that a later action of the
// same mail sees what an earlier one did.
type turn struct {
	w      World
	c      Command
	at     time.Time
	said   time.Time // of what is being carried out: the mail's, or that of the reading that was confirmed
	letter LetterID  // of ours that is being answered
	e      Event
	people People
	next   PersonID
	by     PersonID
	roles  Role

	facts     []Logged
	houseSeq  uint64
	posts     []Letter
	skipped   []Posting         // to people who want no letters at all
	gone      map[LetterID]bool // withdrawn
	back      []Quote           // remarks that withdrawn letters carried
	lines     []Line            // what became of the words of this mail
	remarks   []Words           // of this mail, for the organiser
	urgent    bool              // somebody asked the organiser a question
	declined  PersonID          // a required person who declined everything in this mail
	confirmed bool              // inside the reading that ok confirmed
	refusal   string
}

func begin(w World, c Command) *turn {
	t := &turn{w: w, c: c, e: w.Event.clone(), people: maps.Clone(w.People), next: w.NextPerson,
		houseSeq: w.House.Seq, gone: make(map[LetterID]bool), letter: c.Answers}
	if t.people == nil {
		t.people = People{}
	}
	if t.next == 0 {
		t.next = 1
	}
	for id := range t.people {
		t.next = max(t.next, id+1)
	}
	t.at = instant(c.At)
	if t.at.Before(t.e.Changed) {
		t.at = t.e.Changed
	}
	if t.said = instant(c.Said); c.Said.IsZero() || t.said.After(t.at) {
		t.said = t.at
	}
	t.c.Do = make(Actions, 0, len(c.Do))
	for _, a := range c.Do {
		if a != nil {
			t.c.Do = append(t.c.Do, normal(a))
		}
	}
	if c.By.Address != "" {
		if p, ok := t.people.Find(c.By.Address); ok {
			t.by = p.ID
		}
	}
	if c.Operator {
		t.roles |= OperatorRole
		if t.by == 0 && c.Via == ByMail && c.By.Address != "" {
			t.by = t.meet(c.By) // to be answered
		}
	}
	if t.by != 0 {
		if t.e.Organizer(t.by) {
			t.roles |= OrganizerRole
		}
		if p := t.e.party(t.by); p != nil && !p.Dropped {
			t.roles |= PartyRole
		}
	}
	t.c.Do = t.onlyWords(t.c.Do)
	return t
}

// instant is t as it will be after it was stored: in UTC, without a reading of the monotonic clock.
func instant(t time.Time) time.Time { return t.Round(0).UTC() }

// normal is an action with its times as instants.
func normal(a Action) Action {
	spans := func(in []Span) []Span {
		out := make([]Span, 0, len(in))
		for _, s := range in {
			s.Begin = instant(s.Begin)
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	}
	switch a := a.(type) {
	case Propose:
		a.Slots = spans(a.Slots)
		a.Options.Deadline = instant(a.Options.Deadline)
		a.Sources = cloneSources(a.Sources)
		for i := range a.Sources {
			a.Sources[i].Stamp = instant(a.Sources[i].Stamp)
		}
		return a
	case Answer:
		a.Suggest, a.Stamp = spans(a.Suggest), instant(a.Stamp)
		return a
	case Extend:
		return Extend{spans(a.Slots)}
	case Move:
		return Move{spans(a.Slots)}
	case SetDeadline:
		return SetDeadline{instant(a.At)}
	case Away:
		a.Until = instant(a.Until)
		return a
	case Revise:
		a.Plan.Slots, a.Source.Stamp = spans(a.Plan.Slots), instant(a.Source.Stamp)
		return a
	case Misread:
		a.Maybe = readings(a.Maybe)
		return a
	case Park:
		a.Do = readings(a.Do)
		return a
	}
	return a
}

// readings keeps of a list what a person can confirm with ok.
func readings(in Actions) Actions {
	var out Actions
	for _, a := range in {
		switch a.(type) {
		case nil, Propose, Misread, OK, Never, Tick, Bounce, Away, Park, Note, Reject, RevokeFeed, RunDigest, Unknown:
		default:
			out = append(out, normal(a))
		}
	}
	return out
}

// do carries out one action.
func (t *turn) do(a Action) {
	switch a := a.(type) {
	case Note:
		t.house(Noted{What: a.What, Reason: a.Reason, From: a.From, Event: t.e.ID})
		return
	case RunDigest:
		t.digest(a)
		return
	case RevokeFeed:
		t.revokeFeed(a)
		return
	case Propose:
		t.propose(a)
		return
	case Reject:
		t.reject(a)
		return
	}
	if t.e.State == "" {
		t.outside(a)
		return
	}
	switch a := a.(type) {
	case Tick:
		t.tick()
		return
	case Bounce:
		t.bounce(a)
		return
	case Park:
		t.park(a)
		return
	case Away:
		t.away(a)
		return
	case Outsider:
		t.outsider(a)
		return
	}
	if t.roles == 0 {
		t.stranger("not-a-party")
		return
	}
	if t.e.State == Draft && t.roles&organizerRole == 0 {
		t.early(a)
		return
	}
	if !allowed(t.roles, a) {
		t.refuse(a, "only-organiser")
		return
	}
	switch a := a.(type) {
	case Answer:
		t.answer(a)
	case Decline:
		t.decline(a)
	case Remark:
		t.remark(a)
	case Misread:
		t.misread(a)
	case Unknown:
		t.unknown(a)
	case OK:
		t.ok()
	case Never:
		t.never()
	case Help, Status, Who, Why, ShowLog, Copy:
		t.tell(a)
	case Go:
		t.goAhead(a)
	case Pick:
		t.pick(a)
	case Extend:
		t.extend(a)
	case Move:
		t.move(a)
	case AskAgain:
		t.askAgain(a)
	case Accept:
		t.accept(a)
	case Refuse:
		t.refuseSlot(a)
	case Cancel:
		t.cancel(a)
	case Revise:
		t.revise(a)
	case SetDeadline:
		t.setDeadline(a)
	case Remind:
		t.remind(a)
	case Resend:
		t.resend(a)
	case Stop:
		t.stop(false)
	case StopAll:
		t.stop(true)
	case Start:
		t.start()
	case Hold:
		t.holdsWanted(a)
	case Zone:
		t.zone(a)
	case Add:
		t.add(a)
	case Drop:
		t.drop(a)
	case Require:
		t.role(a, a.Who, true)
	case MakeOptional:
		t.role(a, a.Who, false)
	case Replace:
		t.replace(a)
	case Retitle:
		t.retitle(a)
	case Relocate:
		t.relocate(a)
	case Tell:
		t.tellEveryone(a)
	}
}

// log writes a fact into the event's log, and it takes effect.
func (t *turn) log(f Fact) {
	t.facts = append(t.facts, Logged{LogOf(t.e.ID), f})
	t.e.apply(Entry{Seq: t.e.Seq + 1, At: t.at, Cause: t.c.Cause, By: t.by, Via: t.c.Via, Fact: f})
}

func (t *turn) house(f Fact) {
	t.facts = append(t.facts, Logged{HouseLog, f})
	t.houseSeq++
}

func (t *turn) person(p PersonID, f Fact) {
	t.facts = append(t.facts, Logged{LogOfPerson(p), f})
	q := t.people[p]
	t.people[p] = EvolvePerson(q, Entry{Seq: q.Seq + 1, At: t.at, Cause: t.c.Cause, By: t.by, Via: t.c.Via, Fact: f})
}

// meet finds the person behind an address, or adds them.
func (t *turn) meet(m Mailbox) PersonID {
	if p, ok := t.people.Find(m.Address); ok {
		return p.ID
	}
	p := t.next
	t.next++
	t.person(p, Met{Person: p, Name: m.Name, Address: m.Address})
	return p
}

// learn remembers of a sender what their mail shows by the way. A mail that nobody vouches for may be forged: it changes
// nothing that is known.
func (t *turn) learn() {
	p, known := t.people[t.by]
	if !known || len(t.facts) == 0 || t.c.Via != ByMail && t.c.Via != ByClick {
		return
	}
	if t.c.Language != "" && t.c.Language != p.Language && (t.c.Verified || p.Language == "") {
		t.person(t.by, LanguageLearned{t.c.Language})
	}
	if name := t.c.By.Name; t.c.Verified && p.Writes(t.c.By.Address) && p.unnamed() && !strings.EqualFold(string(name), string(p.Name)) && t.free(name) {
		t.person(t.by, NameLearned{name})
	}
	if p.Failing != "" && t.c.Verified {
		t.person(t.by, AddressWorks{})
	}
}

// free reports whether somebody may be called by a name that they gave themselves: one that nobody else here has, and that is
// not made to be taken for an address or a page.
func (t *turn) free(name Words) bool {
	if !callable(string(name)) {
		return false
	}
	for id, q := range t.people {
		if id != t.by && strings.EqualFold(string(q.Name), string(name)) {
			return false
		}
	}
	return true
}

// done records that a word of the mail took effect.
func (t *turn) done(a Action, reason string, args ...Words) {
	t.lines = append(t.lines, Line{Said: said(a), Done: true, Reason: reason, Args: args})
}

// refuse records that a word of the mail did not.
func (t *turn) refuse(a Action, reason string, args ...Words) {
	t.log(TurnedDown{Person: t.by, Word: WordOf(a), Reason: reason})
	t.lines = append(t.lines, Line{Said: said(a), Reason: reason, Args: args})
	t.because(reason)
}

func (t *turn) because(reason string) {
	if t.refusal == "" {
		t.refusal = reason
	}
}

// stranger is for mail from somebody who has no say here: it is counted, and nothing is answered.
func (t *turn) stranger(reason string) {
	t.because(reason)
	n := Noted{What: "refused", Reason: reason, From: t.c.By.Address, Event: t.e.ID}
	for _, l := range t.facts {
		if was, ok := l.Fact.(Noted); ok && was == n {
			return
		}
	}
	t.house(n)
}

// organizer is whom letters to the organiser go to.
func (t *turn) organizer() PersonID {
	if len(t.e.Organizers) == 0 {
		return 0
	}
	return t.e.Organizers[0]
}

// active are the parties that can be written to.
func (t *turn) active() []*Party {
	var out []*Party
	for i := range t.e.Parties {
		if p := &t.e.Parties[i]; !p.Dropped && !p.Stopped && !p.Unreachable {
			out = append(out, p)
		}
	}
	return out
}
