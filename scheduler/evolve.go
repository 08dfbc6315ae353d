package scheduler

import (
	"maps"
	"slices"
	"time"
)

// Evolve returns e with one more entry applied. It shares nothing that can change with its argument, so both can be kept.
func Evolve(e Event, n Entry) Event {
	e = e.clone()
	e.apply(n)
	return e
}

// Replay folds a whole log. It takes time proportional to the length of the log.
func Replay(log []Entry) Event {
	var e Event
	for _, n := range log {
		e.apply(n)
	}
	return e
}

// EvolvePerson returns p with one more entry of their log applied.
func EvolvePerson(p Person, n Entry) Person {
	p.Seq = n.Seq
	p.Aliases = slices.Clone(p.Aliases)
	switch f := Plain(n.Fact).(type) {
	case Met:
		p.ID, p.Name, p.Address, p.Met = f.Person, f.Name, f.Address, n.At
	case AliasLearned:
		p.Aliases = append(p.Aliases, f.Address)
	case ZoneLearned:
		p.Zone = f.Zone
	case LanguageLearned:
		p.Language = f.Language
	case NameLearned:
		p.Name = f.Name
	case EverythingStopped:
		p.Stopped = true
	case EverythingStarted:
		p.Stopped = false
	case AddressFailed:
		if p.Failing = string(f.Said); p.Failing == "" {
			p.Failing = "undeliverable"
		}
	case AddressWorks:
		p.Failing = ""
	case FeedRevoked:
		p.FeedEpoch++
	}
	return p
}

// clone copies everything that apply may change in place.
func (e Event) clone() Event {
	e.Organizers = slices.Clone(e.Organizers)
	e.Slots = slices.Clone(e.Slots)
	e.Faults = slices.Clone(e.Faults)
	e.Inferred = slices.Clone(e.Inferred)
	e.Remarks = slices.Clone(e.Remarks)
	e.Pending = e.Pending.clone()
	e.Outsiders = slices.Clone(e.Outsiders)
	e.Sources = cloneSources(e.Sources)
	e.Files = slices.Clone(e.Files)
	e.Parties = slices.Clone(e.Parties)
	for i := range e.Parties {
		p := &e.Parties[i]
		p.Words = maps.Clone(p.Words)
		p.Asked = slices.Clone(p.Asked)
		p.Pending = p.Pending.clone()
	}
	e.Epochs = maps.Clone(e.Epochs)
	e.Letters = maps.Clone(e.Letters)
	for id, a := range e.Letters {
		a.Slots = slices.Clone(a.Slots)
		e.Letters[id] = a
	}
	if e.Agreement != nil {
		a := *e.Agreement
		e.Agreement = &a
	}
	return e
}

func cloneSources(list []Source) []Source {
	list = slices.Clone(list)
	for i := range list {
		list[i] = list[i].clone()
	}
	return list
}

func (s Source) clone() Source {
	s.Slots, s.People = slices.Clone(s.Slots), slices.Clone(s.People)
	return s
}

func (p *Pending) clone() *Pending {
	if p == nil {
		return nil
	}
	q := *p
	q.Do = slices.Clone(p.Do)
	return &q
}

// apply changes e in place.
func (e *Event) apply(n Entry) {
	e.Seq, e.Changed = n.Seq, n.At
	switch f := Plain(n.Fact).(type) {
	case Opened:
		e.ID, e.State, e.Bot, e.Key = f.ID, f.State, f.Bot, f.Key
		e.Proposal, e.Subject, e.Verified = f.Proposal, f.Subject, f.Verified
		e.Organizers, e.Policy = []PersonID{f.Organizer}, f.Policy
		e.Opened, e.Round, e.Deadline = n.At, n.At, f.Deadline
		e.Clock = Clock{Progress: n.At, ProgressAt: n.Seq}
		e.plan(f.Plan)
	case Mended:
		e.plan(f.Plan)
	case Enclosed:
		e.Files, e.FilesAt = f.Files.listed(), n.Seq
	case Began:
		e.State, e.Deadline = Open, f.Deadline
		e.Opened, e.Round = n.At, n.At
		e.Clock.Progress, e.Clock.ProgressAt = n.At, n.Seq
		e.Faults, e.Inferred = nil, nil

	case Answered:
		e.answered(f, n)
	case Declined:
		if p := e.party(f.Person); p != nil {
			for _, id := range f.Slots {
				p.say(id, Word{Verdict: No, Said: f.Said, Seq: n.Seq})
			}
			p.Repeated, p.Unreachable = false, false
			e.LastAnswer = n.At
		}
	case Attends:
		if p := e.party(f.Person); p != nil {
			p.Coming, p.Unreachable = f.Coming, false
			p.ComingBy = Word{Verdict: f.Coming, Said: f.Said, Click: f.Click, Sequence: f.Sequence, Stamp: f.Stamp, Seq: n.Seq}
		}
	case Remarked:
		e.Remarks, e.RemarkedAt = append(e.Remarks, Quote{By: f.Person, Text: f.Text}), n.At
	case WasAway:
		e.Remarks, e.RemarkedAt = append(e.Remarks, Quote{By: f.Person, Text: f.Text, Until: f.Until, Away: true}), n.At
	case NotUnderstood:
		if len(f.Do) > 0 {
			e.hold(f.Person, &Pending{Answers: f.Letter, Said: f.Said, Held: n.At, Do: slices.Clone(f.Do)})
		}
	case Parked:
		e.hold(f.Person, &Pending{Answers: f.Letter, Said: f.Said, Held: n.At, From: f.From, Do: slices.Clone(f.Do), Vouched: f.Vouched})
	case Confirmed:
		e.hold(f.Person, nil)
	case Discarded:
		e.hold(f.Person, nil)
		if !f.Expired {
			e.revoke(f.Person, n.Seq)
		}

	case SlotsAdded:
		for _, s := range f.Slots {
			e.Slots = append(e.Slots, Slot{ID: len(e.Slots) + 1, Span: s, By: f.By, Status: f.Status,
				Counter: f.Counter, CounterSeq: f.CounterSeq})
		}
	case SlotAccepted:
		if s := e.slot(f.Slot); s != nil {
			s.Status, s.Accepted = Offered, true
		}
	case SlotRefused:
		if s := e.slot(f.Slot); s != nil {
			s.Status = Refused
		}
	case SlotWithdrawn:
		if s := e.slot(f.Slot); s != nil {
			s.Status = Withdrawn
		}
	case Revised:
		if i := slices.IndexFunc(e.Sources, func(s Source) bool { return s.UID == f.Source.UID }); i >= 0 {
			e.Sources[i] = f.Source.clone()
		} else {
			e.Sources = append(e.Sources, f.Source.clone())
		}
	case OutsiderCame:
		e.Outsiders = append(e.Outsiders, f.Who)
	case RoundBegan:
		e.round(f, n.At)
	case MoveEnded:
		e.Moving = false
		e.settleDown()
	case Heard:
		e.Heard = time.Time{}
		if f.All {
			e.Heard = n.At
		}
	case FellStuck:
		if e.State == Open {
			e.State = Stuck
		}
		e.Clock.StuckAt, e.Clock.StuckTold, e.Clock.PickTold = n.At, false, false
	case Reopened:
		if e.State == Stuck || e.State == Lapsed {
			e.State = Open
		}
		e.Clock.StuckAt, e.Clock.StuckTold = time.Time{}, false
	case RanOut:
		e.State, e.Heard = Lapsed, time.Time{}
		e.settleDown()
	case AgreedOn:
		e.agreed(f, n.At)
	case CalledOff:
		e.State, e.Moving = Cancelled, false
		e.settleDown()
	case DeadlineCame:
		e.Clock.DeadlineAt = f.At
	case SlotsPassed:
		e.Clock.SlotsUntil = f.Until

	case DeadlineSet:
		e.Deadline = f.At
		e.Clock.Missing = false
	case PartyAdded:
		e.invite(f.Invited)
	case PartyDropped:
		if p := e.party(f.Person); p != nil {
			p.Dropped, p.Pending = true, nil
			e.revoke(f.Person, n.Seq)
		}
	case RoleSet:
		if p := e.party(f.Person); p != nil {
			p.Required = f.Required
		}
	case Retitled:
		e.Title = f.Title
	case Reworded:
		e.Text, e.URL = f.Text, f.URL
	case Relocated:
		e.Location = f.Location
	case Stopped:
		if p := e.party(f.Person); p != nil {
			p.Stopped, p.Pending = true, nil
			e.revoke(f.Person, n.Seq)
			if e.Agreement != nil {
				p.Coming = No
			}
		}
	case Restarted:
		if p := e.party(f.Person); p != nil {
			p.Stopped, p.Unreachable = false, false
		}
	case HoldsWanted:
		if p := e.party(f.Person); p != nil {
			p.Holds = true
		}
	case ZoneShown:
		if p := e.party(f.Person); p != nil {
			p.Zone = f.Zone
		}
	case Bounced:
		if p := e.party(f.Person); p != nil && f.Permanent {
			p.Unreachable = true
		}
	case Posted:
		for _, l := range f.Letters {
			e.posted(l, n)
		}
		for _, l := range f.Skipped {
			e.posted(l, n)
		}
		for _, id := range f.Withdrawn {
			delete(e.Letters, id)
		}
	}
}

func (e *Event) plan(p Plan) {
	e.Title, e.Text, e.Location, e.URL = p.Title, p.Text, p.Location, p.URL
	e.Zone, e.Language, e.Options = p.Zone, p.Language, p.Options
	e.Faults, e.Inferred = slices.Clone(p.Faults), slices.Clone(p.Inferred)
	e.Slots, e.Parties, e.Sources = nil, nil, cloneSources(p.Sources)
	maps.DeleteFunc(e.Epochs, func(p PersonID, _ Epoch) bool { return !e.Organizer(p) }) // of a draft, parties got no letters
	for i, s := range p.Slots {
		e.Slots = append(e.Slots, Slot{ID: i + 1, Span: s, By: e.Organizers[0]})
	}
	for _, i := range p.Invited {
		e.invite(i)
	}
}

// invite adds a party, or brings one back that was dropped.
func (e *Event) invite(i Invited) {
	if p := e.party(i.Person); p != nil {
		p.Dropped, p.Stopped, p.Required = false, i.Stopped, i.Required
		p.Words = nil
		return
	}
	e.Parties = append(e.Parties, Party{Person: i.Person, Required: i.Required, Zone: i.Zone, Stopped: i.Stopped,
		Holds: e.Options.Holds})
}

// revoke makes all secrets useless that a person was given in this event before the entry with this number.
func (e *Event) revoke(p PersonID, seq uint64) {
	if e.party(p) == nil && !e.Organizer(p) {
		return
	}
	if e.Epochs == nil {
		e.Epochs = make(map[PersonID]Epoch)
	}
	e.Epochs[p] = Epoch{N: e.Epochs[p].N + 1, Since: seq}
}

func (e *Event) answered(f Answered, n Entry) {
	p := e.party(f.Person)
	if p == nil {
		return
	}
	for _, c := range f.Choices {
		p.say(c.Slot, Word{Verdict: c.Verdict, Preferred: c.Preferred, Said: f.Said, Click: f.Click,
			Sequence: f.Sequence, Stamp: f.Stamp, Seq: n.Seq})
	}
	p.Unreachable, p.Repeated = false, f.Repeat
	if !f.Repeat && len(f.Choices) > 0 {
		e.LastAnswer = n.At
	}
}

func (p *Party) say(slot int, w Word) {
	if p.Words == nil {
		p.Words = make(map[int]Word)
	}
	p.Words[slot] = w
}

// round begins a round of asking. A move has only the given slots in its choice.
func (e *Event) round(f RoundBegan, at time.Time) {
	fresh := f.Move && !e.Moving
	e.Round, e.Deadline, e.Moving = at, f.Deadline, e.Moving || f.Move
	for i := range e.Slots {
		s := &e.Slots[i]
		s.Move = s.Move && !fresh || f.Move && slices.Contains(f.Slots, s.ID)
	}
	e.Clock.Missing, e.Clock.PickTold = false, false
}

func (e *Event) agreed(f AgreedOn, at time.Time) {
	e.State, e.Moving = Agreed, false
	e.Agreement = &Agreement{Slot: f.Slot, Span: f.Span, UID: f.UID, Sequence: f.Sequence, Since: f.Sequence,
		At: at, Reason: f.Reason, Trigger: f.Trigger}
	if s := e.slot(f.Slot); s != nil {
		s.Status = Offered
	}
	for i := range e.Parties {
		p := &e.Parties[i]
		w := p.Words[f.Slot]
		p.ComingBy = Word{}
		switch {
		case p.Stopped || w.Verdict == No:
			p.Coming = No
		case w.Verdict == Silent:
			p.Coming = Silent
		default:
			p.Coming = Yes
		}
	}
	e.settleDown()
}

// settleDown forgets what only mattered while people were being asked.
func (e *Event) settleDown() {
	for i := range e.Slots {
		e.Slots[i].Move = false
	}
	e.Clock.StuckAt, e.Clock.StuckTold, e.Clock.PickTold, e.Clock.Missing = time.Time{}, false, false, false
}

// posted keeps what a letter means for answers to it, and for the clock.
func (e *Event) posted(l Posting, n Entry) {
	if e.Letters == nil {
		e.Letters = make(map[LetterID]Asking)
	}
	if l.ID != "" {
		e.Letters[l.ID] = Asking{To: l.To, Kind: l.Kind, Slots: slices.Clone(l.Slots), At: n.At, Method: l.Method, UID: l.UID}
	}
	if a := e.Agreement; a != nil && l.Method != MethodNone && l.UID == a.UID && l.Sequence > a.Sequence {
		a.Sequence = l.Sequence
	}
	at := n.At
	if l.NotUntil.After(at) {
		at = l.NotUntil
	}
	p := e.party(l.To)
	switch l.Kind {
	case Question, AskCould:
		if p != nil {
			p.Asked, p.Question, p.AskedAt = slices.Clone(l.Slots), l.ID, at
			p.Reminded, p.RemindedAt = 0, time.Time{}
		}
	case Reminder:
		if p != nil {
			p.Asked, p.RemindedAt = slices.Clone(l.Slots), at
			p.Reminded++
		}
	case AskBack, WasThisYou:
		if q := e.pending(l.To); q != nil && q.Letter == "" {
			q.Letter = l.ID
		}
	case Missing:
		e.Clock.Missing = true
	case StuckNow:
		e.Clock.StuckTold = true
	case PickOne:
		e.Clock.PickTold = true
	}
	if e.Organizer(l.To) && carries[l.Kind] {
		e.Remarks = nil
		e.Clock.Progress, e.Clock.ProgressAt = n.At, n.Seq
	}
}

// carries says which letters to the organiser show how things stand and bring remarks along.
var carries = map[Kind]bool{
	Progress: true, Missing: true, StuckNow: true, PickOne: true, Suggestion: true, Invitation: true, Update: true,
	AgreedInfo: true, LapsedNow: true, CancelNote: true, Failing: true, PassedOn: true, Transcript: true, StatusText: true,
}

// hold replaces the pending reading of a person; nil: none any more.
func (e *Event) hold(p PersonID, q *Pending) {
	if party := e.party(p); party != nil {
		party.Pending = q
	} else if e.Organizer(p) {
		e.Pending = q
	}
}

// pending is the reading that awaits this person's ok.
func (e *Event) pending(p PersonID) *Pending {
	if party := e.party(p); party != nil {
		return party.Pending
	}
	if e.Organizer(p) {
		return e.Pending
	}
	return nil
}

func (e *Event) party(p PersonID) *Party {
	for i := range e.Parties {
		if e.Parties[i].Person == p {
			return &e.Parties[i]
		}
	}
	return nil
}

func (e *Event) slot(id int) *Slot {
	if id < 1 || id > len(e.Slots) {
		return nil
	}
	return &e.Slots[id-1]
}
