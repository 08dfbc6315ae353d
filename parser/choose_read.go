package parser

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"parley/scheduler"
)

// Choose reads a mail against the slots of the letter that it answers. It never fails, and where it is not certain it says so.
func Choose(m Mail, o Offer) Reading {
	switch m.Machine.Kind {
	case Bouncing:
		return Reading{Kind: KindBounce, Reason: m.Machine.Reason}
	case Automatic, ReadMark:
		return Reading{Kind: KindAuto, Reason: m.Machine.Reason}
	}
	lines, do := o.commands(&m)
	if len(do) > 0 && nothingElse(lines) {
		return Reading{Kind: KindCommand, Commands: do, Command: commandName(do), Reason: "command", Language: m.Language, Steps: commandSteps(&m, lines)}
	}
	switch m.Problem {
	case Encrypted, Undecodable, Unreadable, Disagree:
		return Reading{Kind: KindUnclear, Reason: string(m.Problem), Language: m.Language}
	}
	if len(o.Slots) == 0 || len(o.Slots) > maxSlots {
		return Reading{Kind: KindUnclear, Reason: "no-slots", Language: m.Language}
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	sent := m.Date
	if sent.IsZero() {
		sent = o.Now
	}
	got := chooseLines(lines, o, sent)
	if m.Alternative != nil {
		if other := chooseLines(m.Alternative, o, sent); !same(got, other) {
			got = outcome{kind: KindUnclear, reason: string(Disagree)}
		}
	}
	if got.timed && o.EventZone != nil && got.kind != KindUnclear && o.EventZone.String() != o.Zone.String() {
		e := o
		e.Zone = o.EventZone
		// A time that exists in one of the zones only is meant in that one.
		other := chooseLines(lines, e, sent)
		if !same(got, other) && !(got.kind == KindSelection && other.kind == KindUnclear) {
			got = outcome{kind: KindUnclear, reason: "zone-differs", guess: got.guess, remarks: got.remarks, steps: got.steps}
		}
	}
	r := got.reading(&m, &o)
	r.giveReason(lines)
	if r.Commands = do; len(do) > 0 {
		r.Steps = append(commandSteps(&m, lines), r.Steps...)
		sortSteps(r.Steps)
		if r.Reason == "nothing-said" { // a greeting beside the command
			r.Kind, r.Command, r.Reason = KindCommand, commandName(do), "command"
		}
	}
	return r
}

// same reports whether two outcomes would have the same effect.
func same(a, b outcome) bool {
	if a.kind != b.kind || a.yes != b.yes || a.need != b.need || len(a.counters) != len(b.counters) {
		return false
	}
	for i := range a.counters {
		if !a.counters[i].Begin.Equal(b.counters[i].Begin) || a.counters[i].Duration != b.counters[i].Duration {
			return false
		}
	}
	return true
}

// chooseLines reads lines under each order of languages that they may be in.
func chooseLines(lines []Line, o Offer, sent time.Time) outcome {
	g := newGrammar(o, sent)
	defer g.free()
	pieces := g.pieces(lines)
	if !g.tokenise() {
		return outcome{kind: KindUnclear, reason: "too-long"}
	}
	if open := unsure(lines, pieces); open != "" {
		return outcome{kind: KindUnclear, reason: "unknown-words", detail: open}
	}
	g.legend(pieces)
	var best outcome
	for i, ord := range g.lex.orders(pieces) {
		g.begin(ord)
		for k := range pieces {
			g.read(&pieces[k])
		}
		got := g.conclude()
		switch {
		case i == 0, best.kind == KindUnclear && got.kind != KindUnclear && best.soft:
			best = got
		case got.kind == KindUnclear && (got.soft || best.kind == KindUnclear):
		case got.kind == KindUnclear || !same(best, got):
			return outcome{kind: KindUnclear, reason: "several-languages", remarks: best.remarks, steps: best.steps}
		}
	}
	return best
}

// halves makes "Fri am" say "Fri morning": beside a day without an hour, am is no word for "I".
func (x *lexicon) halves(tokens []Token) {
	for i := range tokens {
		t := &tokens[i]
		if t.Text != "am" && t.Text != "pm" {
			x.halfOfDay(tokens, i)
			continue
		}
		if halfAlone(tokens, i) {
			t.half()
			continue
		}
		if i == 0 {
			continue
		}
		day := tokens[i-1].Text
		if tokens[i-1].Text == "." && i > 1 {
			day = tokens[i-2].Text
		}
		if day == "th" || day == "nd" || day == "st" || day == "rd" {
			day = "mon"
		}
		if len(day) < 3 {
			continue
		}
		switch day[:3] {
		case "mon", "tue", "wed", "thu", "fri", "sat", "sun":
			t.half()
		}
	}
}

// futures makes "ce sera le 2" say "c'est", and takes "será" for no evening, as "sera" is in Italian.
func futures(tokens []Token) {
	for i := range tokens {
		switch t := &tokens[i]; {
		case t.Text == "será":
			t.Plain, t.forms = "ser", forms{}
		case t.Text == "sera" && i > 0 && (frenchSubjects[tokens[i-1].Plain] || i > 1 && tokens[i-1].Kind == TokenNumber && tokens[i-2].Text == "le"):
			t.Text, t.Plain, t.forms = "est", "est", forms{}
		}
	}
}

// frenchSubjects stand before French "sera".
var frenchSubjects = wordsOf("before sera")

// half makes the word of am and pm.
func (t *Token) half() {
	t.Plain = "morning"
	if t.Text == "pm" {
		t.Plain = "afternoon"
	}
	t.Text, t.forms = t.Plain, forms{}
}

// halfAlone reports whether am or pm at i is a half of the day by itself: "pm only", "only AM please", "any pm works".
func halfAlone(tokens []Token, i int) bool {
	end := func(k int) bool {
		return k < 0 || k >= len(tokens) || tokens[k].Kind == TokenPunct && strings.Contains(".,;:!()", tokens[k].Text)
	}
	word := func(k int, words string) bool {
		return k >= 0 && k < len(tokens) && strings.Contains(words, " "+tokens[k].Text+" ")
	}
	pm := tokens[i].Text == "pm"
	before := end(i-1) || word(i-1, " only any prefer ")
	k := i + 1
	for k < i+3 && word(k, " only please ") {
		k++
	}
	after := end(k) || (pm || tokens[i].Raw == "AM") && word(i+1, " works suits slots ")
	return before && after && (!end(i-1) || !end(i+1)) // not a mere "PM"
}

// reading puts an outcome into the words of a Reading.
func (u *outcome) reading(m *Mail, o *Offer) Reading {
	r := Reading{
		Kind: u.kind, Adds: u.adds, Counter: u.counters, Reason: u.reason, Detail: u.detail, Guess: u.guess,
		Remarks: u.remarks, Steps: u.steps, Language: m.Language,
	}
	if u.language != langAll && (u.statement || r.Language == "") && (u.language != langEnglish || r.Language == "") && len(u.steps) > 0 {
		r.Language = languages[u.language]
	}
	if u.kind != KindUnclear {
		r.Available, r.Maybe, r.Preferred, r.Refused = o.ids(u.yes), o.ids(u.need), o.ids(u.best), o.ids(u.no)
	}
	for i := range r.Steps {
		s := &r.Steps[i]
		if s.Line < len(m.Lines) && s.Text == "" {
			s.Text = m.Lines[s.Line].Text
		}
		s.Line++
	}
	sortSteps(r.Steps)
	r.Steps = interleave(r.Steps, m.Lines, false)
	return r
}

// Trace returns the steps of the reading of m with one for each line that was dropped: what a person who asks why wants to see.
func (r Reading) Trace(m Mail) []Step { return interleave(r.Steps, m.Lines, true) }

// interleave adds a step for each line that has none, in its place: "no-answer" if it was written and says nothing about slots,
// and if dropped, what dropped the others.
func interleave(own []Step, lines []Line, dropped bool) []Step {
	steps := make([]Step, 0, len(own)+2)
	for i := range lines {
		l := &lines[i]
		if l.Class != Written && !dropped || l.Blank() {
			continue
		}
		for len(own) > 0 && own[0].Line <= i+1 {
			steps, own = append(steps, own[0]), own[1:]
		}
		if len(steps) > 0 && steps[len(steps)-1].Line == i+1 && l.Class == Written {
			continue
		}
		rule := "no-answer"
		if l.Class != Written {
			rule = strings.TrimSuffix(l.Class.String()+" "+l.Why.String(), " ")
		}
		steps = append(steps, Step{Line: i + 1, Text: l.Text, Rule: rule})
	}
	return append(steps, own...)
}

func sortSteps(s []Step) {
	slices.SortStableFunc(s, func(a, b Step) int { return cmp.Or(a.Line-b.Line, a.sentence-b.sentence) })
}

// ids are the numbers of a set of slots.
func (o *Offer) ids(s slotSet) []int {
	out := s.indexes()
	for k, i := range out {
		out[k] = o.Slots[i].ID
	}
	return out
}

// Actions puts a reading into the words of the rules.
func (r Reading) Actions() []scheduler.Action {
	var do []scheduler.Action
	heard := r.heard()
	switch r.Kind {
	case KindSelection, KindCounter:
		do = append(do, scheduler.Answer{Choices: r.choices(), Whole: !r.Adds && (r.Kind == KindSelection || len(r.Available) > 0), Suggest: r.Counter, Heard: heard})
	case KindDecline:
		do = append(do, scheduler.Decline{Heard: heard})
	case KindUnclear:
		miss := scheduler.Misread{Why: r.Reason, Detail: scheduler.Words(r.Detail), Heard: heard}
		if len(r.Guess) > 0 {
			miss.Maybe = []scheduler.Action{scheduler.Answer{Choices: r.Guess, Whole: true, Heard: []scheduler.Statement{{Choices: r.Guess, Rule: "confirmed"}}}}
		}
		do = append(do, miss)
	}
	do = append(do, r.Commands...)
	if r.Kind != KindAuto && r.Kind != KindBounce {
		for _, m := range r.Remarks {
			do = append(do, scheduler.Remark{Text: scheduler.Words(m.Text), Question: m.Question})
		}
	}
	return do
}

func (r Reading) choices() []scheduler.Choice {
	var out []scheduler.Choice
	for _, id := range r.Available {
		c := scheduler.Choice{Slot: id, Verdict: scheduler.Yes, Preferred: slices.Contains(r.Preferred, id)}
		if slices.Contains(r.Maybe, id) {
			c.Verdict = scheduler.IfNeedBe
		}
		out = append(out, c)
	}
	for _, id := range r.Refused {
		out = append(out, scheduler.Choice{Slot: id, Verdict: scheduler.No})
	}
	return out
}
