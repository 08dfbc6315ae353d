package calendar

import (
	"cmp"
	"slices"
	"strings"

	"parley/scheduler"
)

// Reading is what the calendars of a mail say about one event.
type Reading struct {
	Kind      string           // accept-ics, decline-ics, tentative-ics, counter-ics, unclear
	Available []int            // slots accepted, ascending
	Maybe     []int            // slots accepted tentatively; not in Available
	Counter   []scheduler.Span // counter-ics: the times proposed
	Reason    Problem          // unclear: why
	Replies   []Reply          // those that count, the last word on each slot; empty if unclear
}

// Choose reads the answers to an event, slots being the numbers that may be answered. It reports false where no calendar
// is an answer (an echoed invitation, a file): then the text of the mail counts.
//
// One answer that cannot be used makes the whole mail unclear. Where the kinds differ, a counterproposal names the
// reading, then an acceptance, then a tentative one; what is done is the Actions of all Replies.
func Choose(event scheduler.ID, slots []int, replies []Reply) (Reading, bool) {
	var answers []Reply
	for _, r := range replies {
		if r.Answer() {
			answers = append(answers, r)
		}
	}
	if len(answers) == 0 {
		return Reading{}, false
	}
	last := map[int]Reply{}
	for _, r := range answers {
		if reason := r.unusable(event, slots); reason != "" {
			return Reading{Kind: "unclear", Reason: reason}, true
		}
		if before, again := last[r.N]; again {
			order, ok := later(r, before), true
			if order == 0 {
				r, ok = merge(r, before)
			}
			if !ok {
				return Reading{Kind: "unclear", Reason: Contradiction}, true
			}
			if order < 0 {
				continue
			}
		}
		last[r.N] = r
	}
	read := Reading{Kind: "decline-ics"}
	for _, r := range last {
		read.Replies = append(read.Replies, r)
	}
	slices.SortFunc(read.Replies, func(a, b Reply) int { return cmp.Compare(a.N, b.N) })
	for _, r := range read.Replies {
		switch r.Status {
		case Accepted:
			read.Available = append(read.Available, r.N)
		case Tentative:
			read.Maybe = append(read.Maybe, r.N)
		}
		if r.Method == "COUNTER" {
			read.Counter = append(read.Counter, r.Span)
		}
	}
	switch {
	case len(read.Counter) > 0:
		read.Kind = "counter-ics"
	case len(read.Available) > 0:
		read.Kind = "accept-ics"
	case len(read.Maybe) > 0:
		read.Kind = "tentative-ics"
	}
	return read, true
}

// unusable says why a reply does not answer the event, "" if it does.
func (r Reply) unusable(event scheduler.ID, slots []int) Problem {
	switch {
	case r.Problem != "":
		return r.Problem
	case !strings.EqualFold(string(r.Event), string(event)):
		return OtherUID
	case !slices.Contains(slots, r.N):
		return OtherSlot
	case r.Method != "COUNTER" && r.verdict() == scheduler.Silent:
		return NotAnAnswer
	}
	return ""
}

// later orders two replies of one person: SEQUENCE, then DTSTAMP (RFC 5546 section 2.1.5).
func later(a, b Reply) int {
	return cmp.Or(cmp.Compare(a.Sequence, b.Sequence), a.Stamp.Compare(b.Stamp))
}

// merge makes one of two replies about one slot that are equally late, such as the answer and the counterproposal that
// Exchange may send side by side. It reports false if they contradict each other.
func merge(a, b Reply) (Reply, bool) {
	if b.Method == "COUNTER" {
		a, b = b, a
	}
	if a.Method != b.Method && a.verdict() == scheduler.Silent {
		a.Status = b.Status
	}
	same := a.Method != b.Method || a.Method == "REPLY" || a.Span == b.Span
	return a, same && a.Status == b.Status && strings.EqualFold(a.Attendee, b.Attendee)
}

func (r Reply) verdict() scheduler.Verdict {
	switch r.Status {
	case Accepted:
		return scheduler.Yes
	case Tentative:
		return scheduler.IfNeedBe
	case Declined:
		return scheduler.No
	}
	return scheduler.Silent
}

// Rules are the names of the rules that read an answer from a calendar.
func Rules() []string {
	return []string{"ics-accepted", "ics-tentative", "ics-declined", "ics-counter"}
}

func (r Reply) rule() string {
	if r.Method == "COUNTER" {
		return "ics-counter"
	}
	return "ics-" + strings.ToLower(string(r.Status))
}

// Actions says in the words of the rules what the reply asks: a word on its slot, another time, a remark. A
// counterproposal carries an answer to the time it answers too. It is nil where the reply has a Problem or answers
// nothing.
func (r Reply) Actions() []scheduler.Action {
	if r.Problem != "" || r.N == 0 || !r.Answer() {
		return nil
	}
	a := scheduler.Answer{Click: true, UID: r.N, Sequence: r.Sequence, Stamp: r.Stamp,
		Heard: []scheduler.Statement{{Rule: r.rule()}}}
	if v := r.verdict(); v != scheduler.Silent {
		a.Choices = []scheduler.Choice{{Slot: r.N, Verdict: v}}
		a.Heard[0].Choices = a.Choices
	}
	if r.Method == "COUNTER" {
		a.Suggest = []scheduler.Span{r.Span}
	}
	if a.Choices == nil && a.Suggest == nil {
		return nil
	}
	do := []scheduler.Action{a}
	if r.Comment != "" {
		do = append(do, scheduler.Remark{Text: scheduler.Words(r.Comment), Question: strings.ContainsAny(r.Comment, "?？؟")})
	}
	return do
}
