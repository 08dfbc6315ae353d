package scheduler

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// propose opens an event, or mends the draft of one.
func (t *turn) propose(a Propose) {
	switch {
	case t.c.By.Address == "":
		t.because("no-sender")
		return
	case t.c.Event == "":
		t.because("no-event")
		return
	case t.e.State == Draft && t.roles&organizerRole != 0:
		t.mend(a)
		return
	case t.e.State != "":
		t.stranger("not-a-draft")
		return
	}
	vouched := t.c.Verified || t.c.Operator || t.w.Policy.Unverified == "open"
	t.by = t.meet(t.c.By)
	if !vouched && t.w.Policy.Unverified == "refuse" {
		t.reject(Reject{Reason: "unverified"})
		return
	}
	t.e.ID = t.c.Event
	plan := Plan{Title: a.Title, Text: a.Text, Location: a.Location, URL: a.URL, Zone: a.Zone, Language: t.c.Language,
		Slots: a.Slots, Invited: t.invited(t.by, a), Options: a.Options, Inferred: slices.Clone(a.Inferred)}
	plan.Sources = t.sources(a)
	if plan.Title == "" {
		plan.Title = Words(t.e.ID)
	}
	plan.Faults = t.faults(plan, t.w.Policy, a.Faults)
	o := Opened{ID: t.e.ID, State: Draft, Bot: t.c.Bot, Key: t.w.House.Key, Proposal: t.c.Mail.MessageID,
		Subject: t.c.Mail.Subject, Organizer: t.by, Verified: t.c.Verified || t.c.Operator, Policy: t.w.Policy, Plan: plan}
	if vouched && len(plan.Faults) == 0 && len(plan.Inferred) == 0 {
		o.State = Open
		o.Deadline = deadlineFor(plan, t.w.Policy, t.at)
	}
	t.log(o)
	t.enclose(a.Files)
	t.roles |= OrganizerRole
	if o.State == Open {
		t.askAll()
		return
	}
	t.preview("")
}

// mend replaces in a draft what the author wrote anew. Faults are looked for again in the whole. The words that go along
// stay those of the first mail: in a later one they are more likely meant for us.
func (t *turn) mend(a Propose) {
	if !a.Mends() {
		t.unknown(Unknown{Line: firstLine(a.Text), Fault: Fault{Code: "mends-nothing"}})
		return
	}
	plan := t.plan()
	if a.Title != "" {
		plan.Title = a.Title
	}
	if plan.Text == "" || len(a.Sources) > 0 && a.Text != "" { // a calendar's text is always the same one
		plan.Text = a.Text
	}
	if a.Location != "" {
		plan.Location = a.Location
	}
	if a.URL != "" {
		plan.URL = a.URL
	}
	if t.c.Language != "" {
		plan.Language = t.c.Language
	}
	if a.Options != (Options{}) {
		plan.Options = mergeOptions(plan.Options, a.Options)
	}
	if len(a.Required)+len(a.Optional) > 0 {
		plan.Invited = t.invited(t.e.Organizers[0], a)
	}
	// What was wrong in lines that were not written again is shown once more, and needs a go.
	plan.Inferred = slices.Clone(a.Inferred)
	if len(a.Sources) > 0 {
		plan.Sources = t.sources(a)
	}
	ask := t.mendSlots(&plan, a)
	plan.Inferred = distinct(plan.Inferred)
	t.enclose(a.Files)
	t.redraft(plan, a.Faults, ask)
}

// mendSlots puts the times of a draft right. Those that were fine stay:
//
//   - A list with all of them in it is the new list.
//   - Where lines were faulty, other times stand for those lines. As many as there were faulty lines settle them; if they are more or
//     fewer, the author is shown what came of it.
//   - Where nothing was faulty, other times are a new list, which is shown first.
//   - A length alone is that of all times that were given none; a zone alone is the one in which the times were meant.
//
// It reports whether to ask before anybody is written to.
func (t *turn) mendSlots(plan *Plan, a Propose) (ask bool) {
	var lines []Words // that held times, and could not be read
	for _, f := range t.e.Faults {
		if f.Line != "" && f.Code != "bad-option" && !slices.Contains(lines, f.Line) {
			lines = append(lines, f.Line)
		}
	}
	wrong := len(lines) // times that were read are wrong too if they have passed, or break a limit
	fine := slices.DeleteFunc(slices.Clone(plan.Slots), func(s Span) bool {
		bad := len(slotFaults([]Span{s}, plan.Zone, t.e.Policy, t.at)) > 0
		if bad {
			wrong++
		}
		return bad
	})
	begins := func(s Span) func(Span) bool { return func(o Span) bool { return o.Begin.Equal(s.Begin) } }
	whole, fresh := true, 0
	for _, s := range fine {
		whole = whole && slices.ContainsFunc(a.Slots, begins(s))
	}
	for _, s := range a.Slots {
		if !slices.ContainsFunc(fine, begins(s)) {
			fresh++
		}
	}
	switch {
	case len(a.Slots) == 0:
		ask = t.retime(plan, a)
	case whole && len(fine) > 0:
		plan.Slots = a.Slots
	case wrong > 0:
		kept := slices.DeleteFunc(fine, func(s Span) bool { return slices.ContainsFunc(a.Slots, begins(s)) })
		ask = fresh != wrong && (len(kept) > 0 || fresh < wrong)
		plan.Slots = append(kept, a.Slots...)
		slices.SortStableFunc(plan.Slots, func(a, b Span) int { return a.Begin.Compare(b.Begin) })
	default:
		ask = len(plan.Slots) > 0
		plan.Slots = a.Slots
	}
	if a.Zone != "" {
		plan.Zone = a.Zone
	}
	if len(a.Slots) > 0 && (wrong <= fresh || whole && len(fine) > 0) {
		return ask
	}
	for _, f := range append(slices.Clone(t.e.Faults), t.e.Inferred...) {
		if a.Length > 0 && f.Code == "duration" || a.Zone != "" && f.Code == "zone" {
			continue
		}
		if f.Line != "" || f.Limit == "" && !structural[f.Code] {
			plan.Inferred = append(plan.Inferred, f)
		}
	}
	return ask
}

// retime gives the times of a draft the length and the zone that a mail without times says. It reports whether some of them may
// have had one of their own.
func (t *turn) retime(plan *Plan, a Propose) (ask bool) {
	inferred := func(code string) bool {
		return slices.ContainsFunc(t.e.Inferred, func(f Fault) bool { return f.Code == code && f.Line == "" })
	}
	plan.Slots = slices.Clone(plan.Slots)
	if a.Length > 0 && len(plan.Slots) > 0 {
		ask = !inferred("duration")
		for i := range plan.Slots {
			plan.Slots[i].Duration = a.Length
		}
	}
	if a.Zone == "" || a.Zone == plan.Zone {
		return ask
	}
	from, err1 := Location(plan.Zone)
	to, err2 := Location(a.Zone)
	if err1 != nil || err2 != nil {
		return true
	}
	for i, s := range plan.Slots {
		w := s.Begin.In(from)
		plan.Slots[i].Begin = time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), 0, to)
		if plan.Slots[i].Begin.Hour() != w.Hour() { // the clocks change
			ask = true
		}
	}
	return ask || len(plan.Slots) > 0 && !inferred("zone")
}

// Mends reports whether something is said that belongs into a draft. What was inferred was not said.
func (a Propose) Mends() bool {
	return !(a.Title == "" && a.Location == "" && a.URL == "" && a.Zone == "" && a.Length == 0 && a.Options == (Options{}) &&
		len(a.Slots)+len(a.Required)+len(a.Optional)+len(a.Zones)+len(a.Sources)+len(a.Files)+len(a.Faults) == 0)
}

func firstLine(w Words) Words {
	line, _, _ := strings.Cut(strings.TrimSpace(string(w)), "\n")
	return Words(strings.TrimSpace(line))
}

// distinct leaves one fault of each kind a line: the first.
func distinct(in []Fault) []Fault {
	var out []Fault
	for _, f := range in {
		if !slices.ContainsFunc(out, func(g Fault) bool { return g.Code == f.Code && g.Line == f.Line }) {
			out = append(out, f)
		}
	}
	return out
}

// redraft stores a mended plan and opens it if nothing stands against it and its author need not be asked.
func (t *turn) redraft(plan Plan, faults []Fault, ask bool) {
	plan.Faults = t.faults(plan, t.e.Policy, faults)
	t.log(Mended{plan})
	if ask && len(plan.Faults)+len(plan.Inferred) == 0 {
		t.preview("inferred")
		return
	}
	if len(plan.Faults) == 0 && len(plan.Inferred) == 0 && (t.c.Verified || t.roles&OperatorRole != 0) {
		t.open()
		return
	}
	t.preview("")
}

// plan is the draft as it stands.
func (t *turn) plan() Plan {
	e := &t.e
	p := Plan{Title: e.Title, Text: e.Text, Location: e.Location, URL: e.URL, Zone: e.Zone, Language: e.Language,
		Options: e.Options, Sources: cloneSources(e.Sources)}
	for _, s := range e.Slots {
		p.Slots = append(p.Slots, s.Span)
	}
	for _, q := range e.Parties {
		p.Invited = append(p.Invited, Invited{Person: q.Person, Required: q.Required, Zone: q.Zone, Stopped: q.Stopped})
	}
	return p
}

func mergeOptions(old, by Options) Options {
	old.Confirm = old.Confirm || by.Confirm
	old.Suggestions = old.Suggestions || by.Suggestions
	old.Holds = old.Holds || by.Holds
	old.Hidden = old.Hidden || by.Hidden
	old.Absent = old.Absent || by.Absent
	if by.Quorum != 0 {
		old.Quorum = by.Quorum
	}
	if by.Progress != "" {
		old.Progress = by.Progress
	}
	if !by.Deadline.IsZero() {
		old.Deadline = by.Deadline
	}
	return old
}

// preview shows a draft to its author: what to mend, or what go would open.
func (t *turn) preview(reason string) {
	slots := make([]int, len(t.e.Slots))
	for i := range slots {
		slots[i] = i + 1
	}
	l := Letter{To: t.organizer(), Slots: slots, Reason: reason}
	if len(t.e.Faults) > 0 {
		l.Kind, l.Faults = Faulty, append(slices.Clone(t.e.Faults), t.e.Inferred...)
	} else {
		l.Kind, l.Faults, l.OK = Preview, slices.Clone(t.e.Inferred), true
		if reason == "" && len(t.e.Inferred) == 0 {
			l.Reason = "unverified"
		}
	}
	if l.To == t.by {
		l.Answers = t.c.Mail.MessageID
	}
	t.post(l)
}

// redraw shows a draft anew that words have changed.
func (t *turn) redraw() {
	changed := slices.ContainsFunc(t.facts, func(l Logged) bool {
		switch l.Fact.(type) {
		case PartyAdded, PartyDropped, RoleSet, Retitled, Relocated:
			return true
		}
		return false
	})
	shown := slices.ContainsFunc(t.posts, func(l Letter) bool { return l.Kind == Preview || l.Kind == Faulty })
	if t.e.State != Draft || !changed || shown {
		return
	}
	if plan := t.standing(); !slices.Equal(plan.Faults, t.e.Faults) {
		t.log(Mended{plan})
	}
	t.preview("")
}

// standing is the draft as it stands, with what is wrong with it now.
func (t *turn) standing() Plan {
	plan := t.plan()
	plan.Inferred = slices.Clone(t.e.Inferred)
	var found []Fault // by the reading, rather than the limits
	for _, f := range t.e.Faults {
		if !structural[f.Code] {
			found = append(found, f)
		}
	}
	plan.Faults = t.faults(plan, t.e.Policy, found)
	return plan
}

// goAhead opens a draft that its author has seen.
func (t *turn) goAhead(a Action) {
	if t.e.State != Draft {
		began := slices.ContainsFunc(t.facts, func(l Logged) bool { _, is := l.Fact.(Began); return is })
		if !began { // what the same mail mended did not need it
			t.refuse(a, "nothing-to-confirm")
		}
		return
	}
	if shown, ok := t.e.Letters[t.letter]; ok && (shown.Kind == Preview || shown.Kind == Faulty) && t.newerPreview() {
		t.because("changed-since")
		t.preview("changed-since")
		return
	}
	if plan := t.standing(); len(plan.Faults) > 0 {
		t.because("faulty")
		if !slices.Equal(plan.Faults, t.e.Faults) {
			t.log(Mended{plan})
		}
		t.preview("faulty")
		return
	}
	t.open()
}

// newerPreview reports whether a later preview was posted than the one that is being answered.
func (t *turn) newerPreview() bool {
	for id, a := range t.e.Letters {
		if (a.Kind == Preview || a.Kind == Faulty) && letterSeq(id) > letterSeq(t.letter) {
			return true
		}
	}
	return false
}

func (t *turn) open() {
	t.log(Began{Deadline: deadlineFor(t.plan(), t.e.Policy, t.at)})
	t.askAll()
}

// askAll puts an event that has just opened to everybody.
func (t *turn) askAll() {
	t.withdraw(t.organizer(), Preview, Faulty)
	slots := Acceptable(t.e, t.at)
	receipt := Letter{To: t.organizer(), Kind: Receipt, Slots: t.e.alive(t.at)}
	for _, p := range t.e.Parties {
		if p.Stopped {
			receipt.Reason, receipt.About = "stopped-person", p.Person
		}
	}
	if receipt.To == t.by {
		receipt.Answers = t.c.Mail.MessageID
	}
	t.post(receipt)
	for _, p := range t.active() {
		t.ask(p, slots, "")
		if p.Holds {
			t.holdNotes(p, slots)
		}
	}
	t.takeEarly()
}

// invited are the people on the list, met where they were not known: each once, required rather than optional, and
// neither the organiser nor the bot.
func (t *turn) invited(organizer PersonID, a Propose) []Invited {
	var out []Invited
	put := func(boxes []Mailbox, required bool) {
		for _, m := range boxes {
			if m.Address == "" || t.isBot(m.Address) {
				continue
			}
			p := t.meet(m)
			if p == organizer || slices.ContainsFunc(out, func(i Invited) bool { return i.Person == p }) {
				continue
			}
			zone := a.Zones[Canonical(string(m.Address))]
			if zone == "" {
				zone = t.people[p].Zone
			}
			out = append(out, Invited{Person: p, Required: required, Zone: zone, Stopped: t.people[p].Stopped})
		}
	}
	put(a.Required, true)
	put(a.Optional, false)
	return out
}

func (t *turn) isBot(address Words) bool {
	return t.c.Bot != "" && SameAddress(string(address), t.c.Bot) || t.e.Bot != "" && SameAddress(string(address), t.e.Bot)
}

// structural are the faults that faults itself looks for.
var structural = map[string]bool{
	"no-time": true, "no-people": true, "limit-slots": true, "limit-parties": true, "limit-title": true,
	"short-duration": true, "long-duration": true, "past-slot": true, "soon-slot": true, "far-slot": true,
	"past-deadline": true, "quorum-too-high": true,
}

// faults is everything wrong with a plan, all at once: what its reading found, and what crosses a limit.
func (t *turn) faults(p Plan, policy Policy, found []Fault) []Fault {
	out := slices.Clone(found)
	add := func(code, value, limit string) {
		if !slices.ContainsFunc(out, func(f Fault) bool { return f.Code == code && (f.Value == value || f.Limit == "" && limit == "") }) {
			out = append(out, Fault{Code: code, Value: value, Limit: limit})
		}
	}
	if len(p.Slots) == 0 {
		add("no-time", "", "")
	}
	if n := len(p.Slots); policy.MaxSlots > 0 && n > policy.MaxSlots {
		add("limit-slots", strconv.Itoa(n), strconv.Itoa(policy.MaxSlots))
	}
	if len(p.Invited) == 0 {
		add("no-people", "", "")
	}
	if n := len(p.Invited); policy.MaxParties > 0 && n > policy.MaxParties {
		add("limit-parties", strconv.Itoa(n), strconv.Itoa(policy.MaxParties))
	}
	if n := utf8.RuneCountInString(string(p.Title)); n > MaxTitle {
		add("limit-title", strconv.Itoa(n), strconv.Itoa(MaxTitle))
	}
	for _, f := range slotFaults(p.Slots, p.Zone, policy, t.at) {
		add(f.Code, f.Value, f.Limit)
	}
	if d := p.Options.Deadline; !d.IsZero() && !d.After(t.at) {
		add("past-deadline", stamp(d, p.Zone), stamp(t.at, p.Zone))
	}
	if q := p.Options.Quorum; q > len(p.Invited) && len(p.Invited) > 0 {
		add("quorum-too-high", strconv.Itoa(q), strconv.Itoa(len(p.Invited)))
	}
	return out
}

// slotFaults are the limits that times cross.
func slotFaults(spans []Span, zone string, policy Policy, now time.Time) []Fault {
	var out []Fault
	for _, s := range spans {
		at := stamp(s.Begin, zone)
		switch {
		case s.Duration < MinDuration:
			out = append(out, Fault{Code: "short-duration", Value: s.Duration.String(), Limit: MinDuration.String()})
		case s.Duration > MaxDuration:
			out = append(out, Fault{Code: "long-duration", Value: s.Duration.String(), Limit: MaxDuration.String()})
		}
		switch {
		case !s.Begin.After(now):
			out = append(out, Fault{Code: "past-slot", Value: at, Limit: stamp(now, zone)})
		case !now.Before(s.Begin.Add(-policy.Notice)):
			out = append(out, Fault{Code: "soon-slot", Value: at, Limit: policy.Notice.String()})
		case s.Begin.Sub(now) >= MaxAhead:
			out = append(out, Fault{Code: "far-slot", Value: at, Limit: stamp(now.Add(MaxAhead), zone)})
		}
	}
	return out
}

// deadlineFor is the deadline of a plan that opens now.
func deadlineFor(p Plan, policy Policy, now time.Time) time.Time {
	e := Event{Policy: policy, Options: p.Options}
	var all []int
	for i, s := range p.Slots {
		e.Slots = append(e.Slots, Slot{ID: i + 1, Span: s})
		all = append(all, i+1)
	}
	if !p.Options.Deadline.IsZero() {
		return clampDeadline(&e, all, p.Options.Deadline, now)
	}
	return clampDeadline(&e, all, defaultDeadline(&e, all, now), now)
}

// clampDeadline keeps a deadline before the moment when the last slot can no longer be agreed.
func clampDeadline(e *Event, slots []int, d, now time.Time) time.Time {
	var last time.Time
	for _, id := range slots {
		if t := e.death(id).Add(-time.Minute); t.After(last) {
			last = t
		}
	}
	if last.After(now) && d.After(last) {
		return last
	}
	return d
}
