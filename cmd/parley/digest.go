package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/mailbox"
	"parley/scheduler"
	"parley/store"
)

// dueFormat is the wall-clock minute of a digest. It is the name of the run: at most one happens for it, whatever clocks
// and crashes do. The offset tells the two minutes apart that a spec with a wildcard hour has when the clock goes back.
const dueFormat = "2006-01-02T15:04-07:00"

// digestJobs pairs each configured digest with when it is due.
func (h *house) timetable(d Digest) (timetable, error) {
	zone := h.cfg.Timezone
	if d.Timezone != "" {
		zone = d.Timezone
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return timetable{}, err
	}
	return newTimetable(d.Schedule, loc)
}

// digests runs every digest that is due and returns when the next one will be. What was missed collapses into one run.
func (h *house) digests(ctx context.Context) (next time.Time, err error) {
	var faults []error
	for _, d := range h.cfg.Digest {
		tt, err := h.timetable(d)
		if err != nil {
			faults = append(faults, fmt.Errorf("digest %s: %w", d.Name, err))
			continue
		}
		last, err := h.lastRun(ctx, d.Name)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if due, ok := tt.missed(last, h.now()); ok {
			if _, err := h.runDigest(ctx, d, due); err != nil {
				faults = append(faults, err)
			}
		}
		if at := tt.next(h.now()); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, errors.Join(faults...)
}

// lastRun is when a digest last fell due. A digest that never ran begins now.
func (h *house) lastRun(ctx context.Context, name string) (time.Time, error) {
	job, ok, err := h.store.Job(ctx, name)
	if err != nil {
		return time.Time{}, fmt.Errorf("digest %s: %w", name, err)
	}
	if !ok {
		// The first run goes to nobody: it seals what there is, and is where the time of the next one starts.
		now := h.now().In(h.zone)
		_, err := h.execute(ctx, scheduler.Command{
			Cause: scheduler.Cause("digest-first:" + name), Via: scheduler.ByClock, At: now, Bot: h.cfg.Address,
			Do: scheduler.Actions{scheduler.RunDigest{Name: name, Due: now.Format(dueFormat)}},
		})
		if err != nil {
			return now, fmt.Errorf("digest %s: %w", name, err)
		}
		return now, nil
	}
	at, err := time.Parse(dueFormat, job.Due)
	if err != nil {
		return job.At, nil
	}
	return at, nil
}

func (h *house) runDigest(ctx context.Context, d Digest, due time.Time) (store.Receipt, error) {
	var to []scheduler.Words
	for _, a := range d.To {
		to = append(to, scheduler.Words(a))
	}
	name := due.Format(dueFormat)
	r, err := h.execute(ctx, scheduler.Command{
		Cause: scheduler.Cause("digest:" + d.Name + ":" + name), Via: scheduler.ByClock, At: h.now(), Bot: h.cfg.Address,
		Do: []scheduler.Action{scheduler.RunDigest{Name: d.Name, Due: name, To: to}},
	})
	if err != nil {
		return r, fmt.Errorf("digest %s: %w", d.Name, err)
	}
	if !r.Repeat {
		h.log.Info("digest due", "digest", d.Name, "due", name)
	}
	return r, nil
}

// composeForHouse puts a letter to an operator into words and bytes.
func (h *house) composeForHouse(ctx context.Context, l scheduler.Letter) (store.Frozen, error) {
	to, err := h.recipient(ctx, nil, l.To)
	if err != nil {
		return store.Frozen{}, err
	}
	key, _, err := h.store.CurrentKey(ctx)
	if err != nil {
		return store.Frozen{}, err
	}
	secret, err := h.secrets.HouseReplyTo(key, l.To, h.period())
	if err != nil {
		return store.Frozen{}, err
	}
	v := mailbox.View{Letter: l, To: to, People: scheduler.People{to.ID: to}, Now: h.now(), Bot: h.bot(), ReplyTo: secret}
	if l.Kind == scheduler.Digest {
		data, err := h.digestData(ctx, l.Reason, l.At, &l.ID)
		if err != nil {
			return store.Frozen{}, err
		}
		v.Digest = &data
	}
	parts, err := h.parts(v, key)
	if err != nil {
		return store.Frozen{}, err
	}
	return h.freeze(parts, key, l)
}

// digestData gathers what a digest tells. Of a run that was posted, posted is its letter: it covers the time from the run
// before to that one, and prints its seal. Otherwise it covers the time since the last run.
func (h *house) digestData(ctx context.Context, name string, until time.Time, posted *scheduler.LetterID) (mailbox.DigestData, error) {
	d := mailbox.DigestData{Name: name, Zone: h.cfg.Timezone, Until: until}
	for _, c := range h.cfg.Digest {
		if c.Name == name && c.Timezone != "" {
			d.Zone = c.Timezone
		}
	}
	if err := h.digestNotes(ctx, &d, posted); err != nil {
		return d, err
	}
	if err := h.digestEvents(ctx, &d); err != nil {
		return d, err
	}
	return d, h.digestOutbox(ctx, &d)
}

// digestNotes reads the house's log: when the last run was, what was noted since, the seal.
func (h *house) digestNotes(ctx context.Context, d *mailbox.DigestData, posted *scheduler.LetterID) error {
	log, err := h.store.Log(ctx, scheduler.HouseLog)
	if err != nil {
		return fmt.Errorf("reading the house's log: %w", err)
	}
	end := len(log)
	if posted != nil {
		for i, n := range log {
			p, ok := n.Fact.(scheduler.Posted)
			if !ok {
				continue
			}
			for _, l := range p.Letters {
				if l.ID == *posted {
					end = i
				}
			}
		}
	}
	runs, begin := 0, 0
	skip := 0 // the run that posted the letter is the end, not the begin
	if posted != nil {
		skip = 1
	}
	for i := end - 1; i >= 0 && begin == 0; i-- {
		switch f := log[i].Fact.(type) {
		case scheduler.DigestRun:
			if f.Name != d.Name {
				continue
			}
			if runs++; runs > skip {
				d.Since, begin = log[i].At, i+1
			}
		case scheduler.Sealed:
			if runs == 0 && d.Seal == (scheduler.Hash{}) {
				d.Seal = f.Hash
			}
		}
	}
	if posted == nil {
		d.Seal = scheduler.Hash{}
	}
	if d.Since.IsZero() {
		d.Since = d.Until.Add(-24 * time.Hour)
	}
	counts := map[string]map[string]int{}
	for _, n := range log[begin:end] {
		if f, ok := n.Fact.(scheduler.Noted); ok && n.At.After(d.Since) && f.What != "erased" {
			if counts[f.What] == nil {
				counts[f.What] = map[string]int{}
			}
			counts[f.What][f.Reason]++
			h.countDay(d, n.At).Received++
		}
	}
	d.Ignored, d.Refused, d.Unread = counted(counts["ignored"]), counted(counts["refused"]), counted(counts["unknown"])
	d.Dropped = counted(counts["dropped"])
	return nil
}

// digestEvents goes through the events: those that are alive, and those that something happened to since the last run.
func (h *house) digestEvents(ctx context.Context, d *mailbox.DigestData) error {
	unread, parked := map[string]int{}, map[string]int{}
	var after scheduler.ID
	for {
		page, err := h.store.Events(ctx, store.Filter{After: after})
		if err != nil {
			return fmt.Errorf("reading events: %w", err)
		}
		if len(page) == 0 {
			break
		}
		for _, f := range page {
			after = f.Event.ID
			h.digestNeeds(d, f)
			if !f.Event.Changed.After(d.Since) {
				continue
			}
			log, err := h.store.Log(ctx, scheduler.LogOf(f.Event.ID))
			if err != nil {
				return fmt.Errorf("reading the log of %s: %w", f.Event.ID, err)
			}
			h.digestLog(d, f, log, unread, parked)
		}
	}
	d.Unread = append(d.Unread, counted(unread)...)
	d.Parked = counted(parked)
	return nil
}

// digestLog adds what happened to one event.
func (h *house) digestLog(d *mailbox.DigestData, f store.Found, log []scheduler.Entry, unread, parked map[string]int) {
	line := func(n scheduler.Entry, note string) mailbox.EventLine {
		l := mailbox.EventLine{Event: f.Event.ID, Title: f.Event.Title, At: n.At, Note: note}
		if len(f.Event.Organizers) > 0 {
			l.By = nameOf(f.People, f.Event.Organizers[0])
		}
		return l
	}
	causes := map[scheduler.Cause]bool{}
	for _, n := range log {
		if !n.At.After(d.Since) || n.At.After(d.Until) {
			continue
		}
		if (n.Via == scheduler.ByMail || n.Via == scheduler.ByClick || n.Via == scheduler.ByBounce) && !causes[n.Cause] {
			causes[n.Cause] = true
			h.countDay(d, n.At).Received++
		}
		switch x := n.Fact.(type) {
		case scheduler.Opened:
			if x.State == scheduler.Open {
				d.Opened = append(d.Opened, line(n, ""))
			}
		case scheduler.Began:
			d.Opened = append(d.Opened, line(n, ""))
		case scheduler.AgreedOn:
			l := line(n, x.Trigger)
			l.Span = x.Span
			d.Agreed = append(d.Agreed, l)
		case scheduler.FellStuck:
			d.Stuck = append(d.Stuck, line(n, ""))
		case scheduler.RanOut:
			d.Lapsed = append(d.Lapsed, line(n, x.Reason))
		case scheduler.CalledOff:
			d.Cancelled = append(d.Cancelled, line(n, x.Reason))
		case scheduler.Answered, scheduler.Declined, scheduler.Attends:
			h.countDay(d, n.At).Answers++
		case scheduler.NotUnderstood:
			unread[x.Why]++
		case scheduler.Parked:
			parked["strange-address"]++
		case scheduler.Posted:
			h.countDay(d, n.At).Sent += len(x.Letters)
		}
	}
}

// digestNeeds adds who is waited for, and what does not go on without somebody.
func (h *house) digestNeeds(d *mailbox.DigestData, f store.Found) {
	e := f.Event
	need := func(what string, since time.Time, reply string) {
		n := mailbox.Need{Event: e.ID, Title: e.Title, What: what, Since: since, Reply: reply}
		for _, q := range e.Parties {
			if !q.Dropped && !q.Stopped {
				n.Hurts = append(n.Hurts, nameOf(f.People, q.Person))
			}
		}
		d.Needs = append(d.Needs, n)
	}
	switch e.State {
	case scheduler.Open, scheduler.Stuck:
		d.Open++
	case scheduler.Lapsed:
		if e.Changed.After(d.Since) {
			need("lapsed", e.Changed, "extend "+string(e.ID)+" …")
		}
		return
	case scheduler.Draft:
		if d.Until.Sub(e.Opened) < 7*24*time.Hour {
			need("draft", e.Opened, "")
		}
		return
	case scheduler.Agreed:
		h.digestDeclined(d, f)
		return
	default:
		return
	}
	if e.State == scheduler.Stuck {
		since := e.Clock.StuckAt
		if since.IsZero() {
			since = e.Changed
		}
		need("stuck", since, "pick "+string(e.ID)+" N")
	} else if e.Clock.PickTold {
		need("pick", e.Heard, "pick "+string(e.ID)+" N")
	}
	for _, q := range e.Parties {
		if q.Dropped || q.Stopped || scheduler.HasAnswered(e, q, h.now()) {
			continue
		}
		if q.Unreachable {
			need("failing", e.Changed, "")
			continue
		}
		d.Waiting = append(d.Waiting, mailbox.Waited{Name: nameOf(f.People, q.Person), Event: e.ID, Title: e.Title, Since: q.AskedAt, Deadline: e.Deadline})
	}
	for _, s := range e.Slots {
		if s.Status == scheduler.Suggested {
			need("suggestion", e.Changed, fmt.Sprintf("accept %d", s.ID))
			break
		}
	}
}

// digestDeclined adds a meeting ahead that somebody required no longer comes to.
func (h *house) digestDeclined(d *mailbox.DigestData, f store.Found) {
	e := f.Event
	if e.Agreement == nil || e.Moving || !e.Agreement.Span.Begin.After(d.Until) {
		return
	}
	n := mailbox.Need{Event: e.ID, Title: e.Title, What: "declined"}
	for _, q := range e.Parties {
		if !q.Required || q.Dropped || q.Coming != scheduler.No || q.ComingBy.Seq == 0 && !q.Stopped {
			continue // who had said no before it was agreed took nothing back
		}
		since := q.ComingBy.Said
		if since.IsZero() {
			since = e.Changed
		}
		if n.Since.IsZero() || since.Before(n.Since) {
			n.Since = since
		}
		n.Hurts = append(n.Hurts, nameOf(f.People, q.Person))
	}
	if len(n.Hurts) > 0 {
		d.Needs = append(d.Needs, n)
	}
}

// digestOutbox adds the letters that do not get through.
func (h *house) digestOutbox(ctx context.Context, d *mailbox.DigestData) error {
	waiting, err := h.store.Outbox(ctx)
	if err != nil {
		return fmt.Errorf("reading the outbox: %w", err)
	}
	for _, w := range waiting {
		if w.LastError == "" || !w.Dead && w.Attempts < 3 {
			continue
		}
		u := mailbox.Undelivered{Event: w.Letter.Event, Kind: w.Letter.Kind, Since: w.Letter.At, Attempts: w.Attempts, Said: w.LastError}
		if p, err := h.store.Person(ctx, w.Letter.To); err == nil {
			u.To = p.Address
		}
		d.Failing = append(d.Failing, u)
	}
	return nil
}

// countDay is the counter of the day of t, made at need. Days stand in order, without gaps between the first and the last.
func (h *house) countDay(d *mailbox.DigestData, t time.Time) *mailbox.DayCount {
	zone := zoneNamed(d.Zone)
	y, m, day := t.In(zone).Date()
	noon := time.Date(y, m, day, 12, 0, 0, 0, zone)
	if len(d.Days) == 0 {
		y, m, first := d.Since.In(zone).Date()
		for at := time.Date(y, m, first, 12, 0, 0, 0, zone); !at.After(d.Until.In(zone).Add(12*time.Hour)) && len(d.Days) < 31; at = at.AddDate(0, 0, 1) {
			d.Days = append(d.Days, mailbox.DayCount{Day: at})
		}
	}
	for i := range d.Days {
		if d.Days[i].Day.Equal(noon) {
			return &d.Days[i]
		}
	}
	return &mailbox.DayCount{}
}

func counted(m map[string]int) (out []mailbox.Counted) {
	for reason, n := range m {
		out = append(out, mailbox.Counted{Reason: reason, N: n})
	}
	sortCounted(out)
	return out
}

func nameOf(p scheduler.People, id scheduler.PersonID) scheduler.Words {
	q := p[id]
	if q.Name != "" {
		return q.Name
	}
	return q.Address
}

// sortCounted puts the most frequent first.
func sortCounted(c []mailbox.Counted) {
	slices.SortFunc(c, func(a, b mailbox.Counted) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Reason, b.Reason))
	})
}
