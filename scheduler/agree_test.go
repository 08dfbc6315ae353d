package scheduler

import (
	"math/rand"
	"slices"
	"testing"
	"time"
)

// table builds an open event from rows of words, one a party: y, m (if need be), n or - for each slot; an upper-case Y is
// preferred. Required parties come first, optional ones after a "|".
func table(rows ...string) Event {
	e := Event{ID: "rokifadu", State: Open, Policy: DefaultPolicy(), Organizers: []PersonID{1}, Opened: monday, Round: monday,
		Changed: monday, Deadline: monday.Add(5 * 24 * time.Hour)}
	required, id := true, PersonID(2)
	for _, r := range rows {
		if r == "|" {
			required = false
			continue
		}
		for len(e.Slots) < len(r) {
			n := len(e.Slots)
			e.Slots = append(e.Slots, Slot{ID: n + 1, By: 1, Span: Span{monday.Add(time.Duration(10-n%3) * 24 * time.Hour), time.Hour}})
		}
		p := Party{Person: id, Required: required, AskedAt: monday}
		for i, c := range r {
			v := map[rune]Verdict{'y': Yes, 'Y': Yes, 'm': IfNeedBe, 'n': No, '-': Silent}[c]
			if v != Silent {
				p.say(i+1, Word{Verdict: v, Preferred: c == 'Y', Said: monday})
			}
		}
		e.Parties = append(e.Parties, p)
		id++
	}
	return e
}

func TestBest(t *testing.T) {
	for _, c := range []struct {
		name   string
		rows   []string
		slot   int
		reason string
	}{
		{"nobody answered", []string{"--", "--"}, 0, ""},
		{"one left", []string{"yn", "yy"}, 1, "only"},
		{"if need be is a yes", []string{"nm", "ny"}, 2, "only"},
		{"required silence is not a yes", []string{"y-", "-y"}, 0, ""},
		{"fewest if need be", []string{"my", "yy"}, 2, "fewest-if-need-be"},
		{"before optional people", []string{"my", "|", "yn", "yn"}, 2, "fewest-if-need-be"},
		{"most optional", []string{"yy", "|", "yn", "yy"}, 1, "most-optional"},
		{"optional if need be does not count", []string{"yy", "|", "mn", "ny"}, 2, "most-optional"},
		{"an optional no blocks nothing", []string{"ny", "|", "yn"}, 2, "only"},
		{"most preferred", []string{"yY", "yy"}, 2, "most-preferred"},
		{"preferred counts optional people", []string{"yyn", "|", "yYn"}, 2, "most-preferred"},
		{"earliest", []string{"yyy"}, 3, "earliest"},
		{"same begin: the lower number", []string{"nynny"}, 2, "earliest"},
	} {
		e := table(c.rows...)
		slot, reason, ok := Best(e, monday)
		if slot != c.slot || reason != c.reason || ok != (c.slot != 0) {
			t.Errorf("%s: slot %d by %q, want %d by %q", c.name, slot, reason, c.slot, c.reason)
		}
	}
}

func TestWhenAgreementIsDue(t *testing.T) {
	h := func(n float64) time.Time { return monday.Add(time.Duration(n * float64(time.Hour))) }
	for _, c := range []struct {
		name    string
		rows    []string
		change  func(e *Event)
		at      time.Time
		trigger string
	}{
		{"all answered", []string{"yy", "yn"}, nil, h(2).Add(10 * time.Minute), "everybody"},
		{"one silent", []string{"yy", "--"}, nil, time.Time{}, ""},
		{"half answered", []string{"yy", "y-"}, nil, time.Time{}, ""},
		{"silent on what nobody can have", []string{"yn", "y-"}, nil, h(2).Add(10 * time.Minute), "everybody"},
		{"optional awaited a day", []string{"yy", "|", "--"}, func(e *Event) { e.Heard = h(2) }, h(26), "required"},
		{"half the time to the deadline", []string{"yy", "|", "--"}, func(e *Event) { e.Heard, e.Deadline = h(2), h(12) }, h(7), "required"},
		{"half the time to the first agreeable slot", []string{"yn", "|", "--"},
			func(e *Event) { e.Heard, e.Slots[0].Begin = h(2), h(22) }, h(12), "required"},
		{"other slots do not hasten it", []string{"ny", "|", "--"},
			func(e *Event) { e.Heard, e.Slots[0].Begin = h(2), h(22) }, h(26), "required"},
		{"settling comes after waiting", []string{"yy", "|", "--"},
			func(e *Event) { e.Heard, e.LastAnswer = h(2), h(25.95) }, h(25.95).Add(10 * time.Minute), "required"},
		{"stopped people are not awaited", []string{"yy", "|", "--"}, func(e *Event) { e.Parties[1].Stopped = true }, h(2).Add(10 * time.Minute), "everybody"},
		{"nor unreachable ones", []string{"yy", "|", "--"}, func(e *Event) { e.Parties[1].Unreachable = true }, h(2).Add(10 * time.Minute), "everybody"},
		{"nor dropped ones", []string{"yy", "--"}, func(e *Event) { e.Parties[1].Dropped = true }, h(2).Add(10 * time.Minute), "everybody"},
		{"a required one that is unreachable agrees to nothing", []string{"yy", "--"}, func(e *Event) { e.Parties[1].Unreachable = true }, time.Time{}, ""},
		{"the last slot must not die of it", []string{"yn"}, func(e *Event) { e.Slots[0].Begin = h(3.1) }, h(2.1).Add(-time.Second), "everybody"},
		{"a slot the organiser has not accepted", []string{"yn"}, func(e *Event) { e.Slots[0].By = 2 }, time.Time{}, ""},
		{"unless they stay away", []string{"yn"}, func(e *Event) { e.Slots[0].By, e.Options.Absent = 2, true }, h(2).Add(10 * time.Minute), "everybody"},
		{"not open", []string{"yy"}, func(e *Event) { e.State = Lapsed }, time.Time{}, ""},
	} {
		e := table(c.rows...)
		e.LastAnswer, e.Changed = h(2), h(2)
		if c.change != nil {
			c.change(&e)
		}
		if at, trigger := agreementDue(&e); !at.Equal(c.at) || trigger != c.trigger {
			t.Errorf("%s: %q at %v, want %q at %v", c.name, trigger, at, c.trigger, c.at)
		}
	}
}

func TestQuorum(t *testing.T) {
	for _, c := range []struct {
		name string
		n    int
		rows []string
		slot int
	}{
		{"off", 0, []string{"yy", "--"}, 0},
		{"too few", 2, []string{"yy", "--"}, 0},
		{"enough", 2, []string{"-y", "yy", "yn"}, 1},
		{"a required no stands against it", 2, []string{"ny", "y-", "y-", "-m"}, 2},
		{"most people", 1, []string{"y-", "-m", "-y"}, 2},
		{"optional people count", 2, []string{"y-", "|", "y-"}, 1},
	} {
		e := table(c.rows...)
		e.Options.Quorum = c.n
		if slot, _, _ := quorum(&e, monday); slot != c.slot {
			t.Errorf("%s: slot %d, want %d", c.name, slot, c.slot)
		}
	}
}

func TestDefaultDeadline(t *testing.T) {
	for _, c := range []struct{ slot, want float64 }{
		{24 * 30, 24 * 7}, {24 * 8, 24 * 7}, {24 * 5, 24 * 4}, {72, 48}, {48, 24}, {30, 15}, {10, 5},
	} {
		at := func(h float64) time.Time { return monday.Add(time.Duration(h * float64(time.Hour))) }
		p := Plan{Slots: []Span{{at(c.slot + 500), time.Hour}, {at(c.slot), time.Hour}}}
		if d := deadlineFor(p, DefaultPolicy(), monday); !d.Equal(at(c.want)) {
			t.Errorf("first slot in %v h: deadline in %v, want %v h", c.slot, d.Sub(monday), c.want)
		}
	}
}

// The rule against a slow twin that is written down slot by slot, person by person, as the contract says it.
func TestAgreementRuleAgainstItsTwin(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	found, due := map[string]int{}, map[string]int{}
	for n := range 20000 {
		var rows []string
		slots := 1 + r.Intn(5)
		for range r.Intn(4) {
			rows = append(rows, randomRow(r, slots))
		}
		rows = append(rows, "|")
		for range r.Intn(3) {
			rows = append(rows, randomRow(r, slots))
		}
		e := table(rows...)
		for i := range e.Parties {
			p := &e.Parties[i]
			p.Stopped, p.Dropped, p.Unreachable = r.Intn(12) == 0, r.Intn(12) == 0, r.Intn(12) == 0
		}
		for i := range e.Slots {
			s := &e.Slots[i]
			s.Begin = monday.Add(time.Duration(r.Intn(8)) * 30 * time.Minute)
			if r.Intn(8) == 0 {
				s.Status = SlotStatus(r.Intn(4))
			}
			if r.Intn(8) == 0 {
				s.By = 2
			}
			s.Move = r.Intn(2) == 0
		}
		if r.Intn(6) == 0 {
			e.State, e.Moving, e.Agreement = Agreed, true, &Agreement{Slot: 1, UID: 1}
		}
		slot, reason, ok := Best(e, monday)
		wantSlot, wantReason := twinBest(e, monday)
		if slot != wantSlot || reason != wantReason || ok != (wantSlot != 0) {
			t.Fatalf("%d: %v: slot %d by %q, twin says %d by %q\n%s", n, rows, slot, reason, wantSlot, wantReason, dump(e))
		}
		found[reason]++
		if heard := e.heard(monday); heard {
			e.Heard = monday
		}
		if _, trigger := agreementDue(&e); trigger != twinTrigger(e, monday) {
			t.Fatalf("%d: %v: %q, twin says %q\n%s", n, rows, trigger, twinTrigger(e, monday), dump(e))
		} else {
			due[trigger]++
		}
	}
	if len(found) < 6 || len(due) < 3 {
		t.Errorf("not all ways were tried: %v %v", found, due)
	}
}

func randomRow(r *rand.Rand, slots int) string {
	row := make([]byte, slots)
	for i := range row {
		row[i] = "yyyYmmn-"[r.Intn(8)]
	}
	return string(row)
}

// twinSays is a person's word in the contract's terms.
func twinSays(p Party, slot int) Verdict {
	if p.Stopped {
		return No
	}
	return p.Words[slot].Verdict
}

func twinAcceptable(e Event, at time.Time) (out []Slot) {
	for _, s := range e.Slots {
		alive := s.Status == Offered && at.Before(s.Begin.Add(-e.Policy.Notice)) && !(e.Moving && !s.Move)
		refused := false
		for _, p := range e.Parties {
			if p.Required && !p.Dropped && twinSays(p, s.ID) == No {
				refused = true
			}
		}
		if alive && !refused {
			out = append(out, s)
		}
	}
	return out
}

func twinAgreeable(e Event, at time.Time) (out []Slot) {
	for _, s := range twinAcceptable(e, at) {
		all := e.Options.Absent || s.Accepted || s.By == e.Organizers[0]
		for _, p := range e.Parties {
			if v := twinSays(p, s.ID); p.Required && !p.Dropped && v != Yes && v != IfNeedBe {
				all = false
			}
		}
		if all {
			out = append(out, s)
		}
	}
	return out
}

// twinBest compares every pair of slots by a score of four numbers and names the first number on which the best two differ.
func twinBest(e Event, at time.Time) (int, string) {
	type scored struct {
		slot  int
		score [4]int64
	}
	var all []scored
	for _, s := range twinAgreeable(e, at) {
		x := scored{slot: s.ID}
		for _, p := range e.Parties {
			v := twinSays(p, s.ID)
			if p.Dropped {
				continue
			}
			if p.Required && v == IfNeedBe {
				x.score[0]++
			}
			if !p.Required && v == Yes {
				x.score[1]--
			}
			if (v == Yes || v == IfNeedBe) && p.Words[s.ID].Preferred {
				x.score[2]--
			}
		}
		x.score[3] = s.Begin.Unix()
		all = append(all, x)
	}
	if len(all) == 0 {
		return 0, ""
	}
	if len(all) == 1 {
		return all[0].slot, "only"
	}
	slices.SortStableFunc(all, func(a, b scored) int { return slices.Compare(a.score[:], b.score[:]) })
	for i, name := range []string{"fewest-if-need-be", "most-optional", "most-preferred"} {
		if all[0].score[i] != all[1].score[i] {
			return all[0].slot, name
		}
	}
	return all[0].slot, "earliest"
}

func twinTrigger(e Event, at time.Time) string {
	if len(twinAgreeable(e, at)) == 0 || e.State != Open && !e.Moving {
		return ""
	}
	everybody, required, anyRequired, anyWord := true, true, false, false
	for _, p := range e.Parties {
		if p.Dropped {
			continue
		}
		answered := true
		for _, s := range twinAcceptable(e, at) {
			if twinSays(p, s.ID) == Silent {
				answered = false
			}
		}
		if !answered && !p.Unreachable {
			everybody = false
		}
		if p.Required {
			anyRequired = true
			required = required && answered
		}
		anyWord = anyWord || answered && !p.Stopped
	}
	switch {
	case everybody:
		return "everybody"
	case required && (anyRequired || anyWord):
		return "required"
	}
	return ""
}
