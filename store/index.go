package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"parley/scheduler"
)

// eventRows are the index rows that follow from an event. They depend on nothing else, so that the rows to be removed
// follow from what the event was before.
func eventRows(log uint64, e scheduler.Event) []string {
	if e.Seq == 0 {
		return nil
	}
	rows := []string{string(row(tState, []byte(e.State), []byte{0}, u64(log)))}
	if at, _ := scheduler.Due(e); !at.IsZero() {
		rows = append(rows, string(row(tDue, instant(at), u64(log))))
	}
	if at := over(e); !at.IsZero() {
		rows = append(rows, string(row(tOver, instant(at), u64(log))))
	}
	if e.Proposal != "" {
		rows = append(rows, string(row(tProposal, digest(e.Proposal), u64(log))))
	}
	for _, s := range e.Sources {
		rows = append(rows, string(row(tProposal, digest(sourceName(s.UID)), u64(log))))
	}
	for _, p := range e.Organizers {
		rows = append(rows, string(row(tPerson, u64(uint64(p)), u64(log))))
	}
	for _, p := range e.Parties {
		rows = append(rows, string(row(tPerson, u64(uint64(p.Person)), u64(log))))
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

// over is when an event is past that nobody is asked about; the zero time while people are.
func over(e scheduler.Event) time.Time {
	if e.State == scheduler.Open || e.State == scheduler.Stuck || e.Moving {
		return time.Time{}
	}
	at := e.Changed
	if e.Agreement != nil && e.Agreement.Span.End().After(at) {
		at = e.Agreement.Span.End()
	}
	for _, s := range e.Slots {
		if s.End().After(at) {
			at = s.End()
		}
	}
	return at
}

// personRows are the index rows that follow from a person.
func personRows(p scheduler.Person) []string {
	var rows []string
	for _, a := range append([]scheduler.Words{p.Address}, p.Aliases...) {
		if a := scheduler.Canonical(string(a)); a != "" {
			rows = append(rows, string(row(tAddress, digest(a), u64(uint64(p.ID)))))
		}
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

// indexRows are the index rows that follow from what a log folds to.
func indexRows(log uint64, fold any) []string {
	switch x := fold.(type) {
	case scheduler.Event:
		return eventRows(log, x)
	case scheduler.Person:
		return personRows(x)
	}
	return nil
}

// refresh replaces the rows that followed before by those that follow now.
func (t *txn) refresh(before, now []string) {
	for _, k := range before {
		if _, kept := slices.BinarySearch(now, k); !kept {
			t.Delete([]byte(k))
		}
	}
	for _, k := range now {
		if _, there := slices.BinarySearch(before, k); !there {
			t.Put([]byte(k), nil)
		}
	}
}

// jobRow is the index row that follows from an entry of the house's log, if one does.
func jobRow(n scheduler.Entry) (key, value []byte) {
	d, ok := scheduler.Plain(n.Fact).(scheduler.DigestRun)
	if !ok || d.Name == "" {
		return nil, nil
	}
	value, err := json.Marshal(Job{Due: d.Due, Seq: n.Seq, At: n.At})
	if err != nil {
		panic(fmt.Sprintf("store: job %q: %v", d.Name, err))
	}
	return row(tJob, []byte(d.Name)), value
}
