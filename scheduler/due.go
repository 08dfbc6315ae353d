package scheduler

import "time"

// Due says when e next wants the clock, and for what. The zero time means never. Carrying the action out at that time or
// later always moves it forward. A time that lies in the past means at once.
func Due(e Event) (time.Time, Action) {
	var at time.Time
	var what string
	for _, d := range duties(&e) {
		if !d.at.IsZero() && (at.IsZero() || d.at.Before(at)) {
			at, what = d.at, d.name
		}
	}
	if at.IsZero() {
		return time.Time{}, nil
	}
	return at, Tick{For: what}
}

// duty is one thing that the clock has to do.
type duty struct {
	name string
	at   time.Time // zero: not
}

func duties(e *Event) []duty {
	list := []duty{{"expiry", e.nextExpiry()}}
	if e.State != Open && e.State != Stuck && !e.Moving {
		return list
	}
	list = append(list, duty{"slots", e.nextDeath()}, duty{"deadline", e.Deadline})
	if e.Moving {
		list = append(list, duty{"begun", e.Agreement.Span.Begin})
	}
	agree, trigger := agreementDue(e)
	if trigger != "" && !(e.Options.Confirm && e.Clock.PickTold) {
		list = append(list, duty{"agree", agree})
	}
	list = append(list, duty{"doubt", doubtDue(e)})
	stuck := !e.Clock.StuckAt.IsZero()
	if stuck && !e.Clock.StuckTold {
		list = append(list, duty{"stuck", e.Clock.StuckAt.Add(24 * time.Hour)})
	}
	coming := trigger != "" && !e.Options.Confirm // it will be agreed without anybody's doing
	if !stuck && !coming {
		list = append(list, duty{"missing", e.missingAt()})
	}
	if !stuck {
		for _, r := range e.reminders() {
			list = append(list, duty{"remind", r.at})
		}
	}
	if !coming {
		list = append(list, duty{"progress", e.progressAt()})
	}
	return list
}

// KeepPending is how long a reading waits for the ok of the person concerned, a mail from a strange address too.
const KeepPending = 30 * 24 * time.Hour

// expiries are the people whose pending reading waits in vain, and from when on. What was said to a draft waits for it.
func (e *Event) expiries() map[PersonID]time.Time {
	list := map[PersonID]time.Time{}
	if e.State == Draft {
		return list
	}
	if e.Pending != nil && len(e.Organizers) > 0 {
		list[e.Organizers[0]] = e.Pending.Held.Add(KeepPending)
	}
	for _, p := range e.Parties {
		if p.Pending != nil {
			list[p.Person] = p.Pending.Held.Add(KeepPending)
		}
	}
	return list
}

func (e *Event) nextExpiry() (first time.Time) {
	for _, at := range e.expiries() {
		if first.IsZero() || at.Before(first) {
			first = at
		}
	}
	return first
}

// nextDeath is when the next slot in play can be agreed no more.
func (e *Event) nextDeath() time.Time {
	var first time.Time
	for _, s := range e.inPlay() {
		if d := e.death(s.ID); d.After(e.Clock.SlotsUntil) && (first.IsZero() || d.Before(first)) {
			first = d
		}
	}
	return first
}

// silent are the parties that letters reach and that have not answered.
func (e *Event) silent() []*Party {
	slots := Acceptable(*e, e.Changed)
	var out []*Party
	for i := range e.Parties {
		if p := &e.Parties[i]; !p.Dropped && !p.Stopped && !p.Unreachable && !p.spoke(slots) {
			out = append(out, p)
		}
	}
	return out
}

// rested is when a party can be reminded on request: nobody is asked twice within an hour.
func (p *Party) rested() time.Time {
	asked := p.AskedAt
	if p.RemindedAt.After(asked) {
		asked = p.RemindedAt
	}
	return asked.Add(time.Hour)
}

// RemindAt is when Remind first reaches somebody who is silent at this time; zero if nobody is.
func RemindAt(e Event, at time.Time) (first time.Time) {
	slots := Acceptable(e, at)
	for i := range e.Parties {
		p := &e.Parties[i]
		if p.Dropped || p.Stopped || p.Unreachable || p.spoke(slots) {
			continue
		}
		if next := p.rested(); first.IsZero() || next.Before(first) {
			first = next
		}
	}
	return first
}

// missingAt is when the organiser is told who is missing: the day before the deadline, unless people were asked hardly
// before that.
func (e *Event) missingAt() time.Time {
	t := e.Deadline.Add(-24 * time.Hour)
	if e.Clock.Missing || t.Before(e.Round.Add(12*time.Hour)) || len(e.silent()) == 0 {
		return time.Time{}
	}
	return t
}

type reminder struct {
	party *Party
	at    time.Time
}

// reminders are the next ones, at 1/2 and 4/5 of the time to the deadline, in daytime, not within 12 h of another letter
// that asks, and only before the deadline.
func (e *Event) reminders() []reminder {
	var out []reminder
	span := e.Deadline.Sub(e.Round)
	for _, p := range e.silent() {
		if p.Reminded > 1 || p.AskedAt.IsZero() {
			continue
		}
		t := e.Round.Add(span / 2)
		if p.Reminded == 1 {
			t = e.Round.Add(span / 5 * 4)
		}
		for _, asked := range []time.Time{p.AskedAt, p.RemindedAt} {
			if n := asked.Add(12 * time.Hour); !asked.IsZero() && n.After(t) {
				t = n
			}
		}
		if t = daytime(t, e.ZoneOf(p.Person)); t.Before(e.Deadline) {
			out = append(out, reminder{p, t})
		}
	}
	return out
}

// progressAt is when the organiser hears what happened, or gets remarks that found no other letter: at nine in the morning
// after it happened.
func (e *Event) progressAt() time.Time {
	news := e.Options.Progress == "" && e.LastAnswer.After(e.Clock.Progress)
	if !news && len(e.Remarks) == 0 {
		return time.Time{}
	}
	last := e.Clock.Progress
	switch {
	case len(e.Remarks) > 0:
		last = e.RemarkedAt
	case news:
		last = e.LastAnswer
	}
	if last.Before(e.Clock.Progress) {
		last = e.Clock.Progress
	}
	zone := e.Zone
	if len(e.Organizers) > 0 {
		zone = e.ZoneOf(e.Organizers[0])
	}
	return morning(last, zone)
}
