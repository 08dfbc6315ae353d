package parser

import (
	"slices"
	"time"

	"parley/scheduler"
)

// The rule of certainty.
//
// Parley acts on a mail only if every sentence that speaks of slots was understood to its last word, and all of them
// together leave one reading. In plain sentences:
//
//  1. Any doubt stops it: a hedge, a condition, part of a slot, a promise to answer later, a question about a slot, a word that we do
//     not know in a clause about slots or where a slot may stand (grammar_lost.go), a number that is no slot, a time that is not on
//     offer, a singular that could be several, a yes that the rest of its sentence takes back (grammar_false.go, grammar_trail.go).
//     Whatever else the mail says, it is unclear then.
//  2. What affirms a slot and what refuses it may not meet, unless the second is an exception in the same sentence ("all work,
//     but not 2") or a correction that says so ("I meant 3").
//  3. Slots that are not named do not work. "The rest" are those that nobody named. Where a mail names some, nothing else in it may let
//     in more by chance: a day that stands alone, an "all" or "the rest" in a sentence of its own, what works for somebody else
//     (certain_wide.go).
//  4. A refusal affirms nothing: a mail that only refuses some slots is unclear, one that refuses all of them is a decline.
//  5. A yes or no that names nothing is about the only slot, or the slot under whose line it stands. With several slots it is
//     unclear alone, and beside a statement it must agree with it.
//  6. A time that is not on offer is a counterproposal if it is exact and was put as one: asked, with "instead", or after a no to
//     everything. Otherwise it is a doubt.
//  7. If a text can be in several languages, the readings must agree; one of them may find nothing.
//  8. What was said about nothing of this is a remark. It never makes an answer, and spoils one only where it says that the answer may
//     not hold (grammar_bears.go).
//  9. An aside, which speaks of something else (grammar_aside.go, grammar_talk.go), is a remark if it leaves the answer
//     standing, and a doubt otherwise.
//  10. One mail speaks for one person: what works for whom must not differ.

// outcome is what a text says, before it is put into the words of a Reading.
type outcome struct {
	kind      Kind
	yes       slotSet
	need      slotSet
	best      slotSet
	no        slotSet
	adds      bool
	counters  []scheduler.Span
	reason    string
	detail    string
	guess     []scheduler.Choice
	remarks   []Remark
	steps     []Step
	timed     bool // an expression of time took part
	soft      bool // unclear because something was not understood, not because something was wrong
	language  lang
	statement bool
}

// conclude applies the rule of certainty.
func (g *grammar) conclude() outcome {
	o := g.combine()
	g.weigh(&o)
	if o.kind == KindSelection || o.kind == KindCounter {
		g.doubts = append(g.doubts, g.lost...)
	}
	o.remarks = g.remarks
	o.language = g.first
	if len(g.doubts) == 0 {
		return o
	}
	if o.kind == KindDecline && !slices.ContainsFunc(g.doubts, func(d doubt) bool { return !d.reason }) {
		for _, d := range g.doubts {
			o.remarks = append(o.remarks, Remark{Text: d.text})
		}
		return o
	}
	all, hard := true, false
	for _, d := range g.doubts {
		all = all && d.soft
		hard = hard || said[d.why]
	}
	u := outcome{kind: KindUnclear, reason: g.doubts[0].why, detail: g.doubts[0].text, remarks: g.remarks, steps: o.steps, soft: !hard, language: g.first, statement: o.statement}
	if all && o.kind == KindSelection {
		u.guess = g.choices(o)
	}
	return u
}

// said are the doubts that stem from what was said, rather than from not understanding it. In whatever language a text turns
// out to be, they stand.
var said = map[string]bool{
	"hedge": true, "condition": true, "partial": true, "postponed": true, "taken-back": true, "other-times": true, "question": true,
	"turn": true, "contradiction": true, "count": true, "some": true, "somebody-else": true,
}

func (g *grammar) unclear(why string) outcome {
	return outcome{kind: KindUnclear, reason: why, soft: !said[why]}
}

// combine makes one outcome of the facts, with its steps.
func (g *grammar) combine() outcome {
	steps := g.steps()
	o := g.decide(&steps)
	o.steps, o.statement = steps, len(g.facts) > 0
	return o
}

// decide makes one outcome of the facts, and adds steps for what is proposed.
func (g *grammar) decide(steps *[]Step) (o outcome) {
	o.kind = KindUnclear
	var yes, no, best, need, great, named slotSet
	var allYes, allNo *fact
	var rest []*fact
	numbers := false
	also := len(g.facts) > 0
	if len(g.facts) > maxFacts {
		return g.unclear("too-long")
	}
	g.carveOut()
	if g.sweepsOver() {
		return g.unclear("contradiction")
	}
	if why := g.flexible(); why != "" {
		return g.unclear(why)
	}
	if why := g.allOfList(); why != "" {
		return g.unclear(why)
	}
	if g.saidBeside() {
		return g.unclear("no-pattern")
	}
	if also && g.addsUnread() {
		return g.unclear("unknown-words")
	}
	if g.widens() {
		return g.unclear("contradiction")
	}
	if g.othersToo() {
		return g.unclear("somebody-else")
	}
	if g.onlyPoor() {
		return g.unclear("poor")
	}
	timed := len(g.missed) > 0
	for i := range g.facts {
		f := &g.facts[i]
		timed = timed || f.rule == "time"
		numbers = numbers || f.number
		also = also && f.also && f.verdict.positive() && !f.all && !f.rest
		if f.rest {
			rest = append(rest, f)
			continue
		}
		if f.all {
			if f.verdict == vNo {
				allNo = f
			} else {
				allYes = f
				switch f.verdict {
				case vBest:
					best |= f.set
				case vNeed:
					need |= f.set
				}
			}
			continue
		}
		named |= f.set
		switch f.verdict {
		case vNo:
			no |= f.set
			if allYes != nil && allYes.sentence != f.sentence {
				return g.unclear("contradiction")
			}
		case vBest:
			if f.rule == "time" && !f.hour && yes&f.set != 0 && g.oneDay(f.set) { // "Both mornings. I'd rather have the 13th."
				f.set &= yes
			}
			best |= f.set
		case vNeed:
			need |= f.set
		case vGreat:
			great |= f.set
		}
		if f.verdict.positive() {
			yes |= f.set
			if allNo != nil && (allNo.sentence != f.sentence || !f.but && !f.only && f.rule == "time") { // "can't do any, Friday would be better"
				return g.unclear("contradiction")
			}
		}
	}
	if g.onlyElse() {
		return g.unclear("contradiction")
	}
	if allYes != nil && g.restIsMore(allYes) {
		return g.unclear("all-of-which")
	}
	if allYes != nil && allNo != nil || best&need != 0 || yes&no != 0 {
		return g.unclear("contradiction")
	}
	for i := range g.facts { // what was said after "all" in another sentence was looked at; before it, here
		f := &g.facts[i]
		if !f.all && !f.rest && f.verdict == vNo && allYes != nil && allYes.sentence != f.sentence {
			return g.unclear("contradiction")
		}
		if !f.all && !f.rest && f.verdict.positive() && allNo != nil && allNo.sentence != f.sentence {
			return g.unclear("contradiction")
		}
	}
	if allYes != nil {
		yes |= g.all &^ no
		if allYes.verdict == vNeed {
			need &^= no
		}
	}
	if allNo != nil {
		no |= g.all &^ yes
	}
	if len(rest) > 0 && g.lessThanRest(rest[0], named) {
		return g.unclear("the-rest")
	}
	for _, a := range g.asides { // "I teach on Thursday, the rest is fine"
		if len(rest) > 0 {
			if a.loose && !a.busy.in(named) { // "I was up at 5. Not 1, the rest is fine"
				return g.unclear("the-rest")
			}
			named |= a.busy
		}
	}
	for k, f := range rest {
		set := g.all &^ named
		if k > 0 && f.verdict.positive() != rest[0].verdict.positive() || f.count != 0 && f.count != set.len() {
			return g.unclear("contradiction")
		}
		if g.restIsMore(f) {
			return g.unclear("the-rest")
		}
		if len(g.facts) == len(rest) && !g.negated && named == 0 || g.nearNo && f.verdict.positive() || set == 0 && f.verdict.positive() {
			return g.unclear("the-rest")
		}
		switch f.verdict {
		case vNo:
			if allYes != nil && allYes.sentence != f.sentence { // "All of them suit me. The other one is at school."
				return g.unclear("contradiction")
			}
			no |= set
			yes &^= set
		default:
			if allNo != nil {
				return g.unclear("contradiction")
			}
			yes |= set
			switch f.verdict {
			case vNeed:
				need |= set
			case vBest:
				best |= set
			}
		}
	}
	if great != 0 && yes&^(great|best) != 0 && best == 0 {
		best = great
	}
	if g.starred != 0 && g.star == vBest {
		best |= g.starred & yes
	}
	if numbers && yes == 0 {
		return g.unclear("number-or-no")
	}
	o.yes, o.no, o.need, o.best, o.adds, o.timed = yes, no, need&yes, best&yes, also && allYes == nil, timed

	var counters []scheduler.Span
	for _, c := range g.counters {
		if !slices.Contains(counters, c.Span) {
			counters = append(counters, c.Span)
		}
	}
	for i := range g.facts {
		if f := &g.facts[i]; f.rule == "only-slot" && f.verdict.positive() && len(counters) > 0 { // "yes, but could we do Friday instead?"
			return g.unclear("contradiction")
		}
	}
	refusedAll := yes == 0 && no == g.all
	for _, m := range g.missed {
		if !refusedAll && !m.instead {
			u := g.unclear("no-such-time")
			u.detail = m.text
			return u
		}
		s, why := g.concrete(m.expr, g.offer.Duration)
		if why != "" {
			u := g.unclear(why)
			u.detail = m.text
			return u
		}
		if slices.Contains(counters, s) { // "can we have it then instead"
			continue
		}
		counters = append(counters, s)
		*steps = append(*steps, Step{Line: m.line, Text: m.text, Rule: "counter"})
	}
	if why := g.bareVerdicts(yes, refusedAll || len(counters) > 0); why != "" {
		return g.unclear(why)
	}
	if why := g.seeYou(&o); why != "" {
		return g.unclear(why)
	}
	switch {
	case len(counters) > 0:
		o.kind, o.counters, o.reason = KindCounter, counters, "counter"
	case o.yes != 0:
		o.kind, o.reason = KindSelection, g.facts0()
	case refusedAll && g.othersRefuse():
		return g.unclear("somebody-else")
	case refusedAll && g.vagueRefusal():
		return g.unclear("vague-refusal")
	case refusedAll:
		o.kind, o.reason = KindDecline, "none"
	case no != 0:
		u := g.unclear("only-refused")
		u.guess = g.choices(outcome{yes: g.all &^ no, no: no})
		return u
	case g.said:
		return g.unclear("taken-back")
	case len(g.bare) > 0:
		return g.unclear("which-slot")
	default:
		return g.unclear("nothing-said")
	}
	return o
}

// oneDay reports slots that all begin on the same day.
func (g *grammar) oneDay(set slotSet) bool {
	var day string
	for _, i := range set.indexes() {
		d := g.offer.Slots[i].Begin.In(g.offer.Zone).Format(time.DateOnly)
		if day != "" && d != day {
			return false
		}
		day = d
	}
	return true
}

// onlyPoor reports a slot that is "tricky", where its sentence does not say that it is possible.
func (g *grammar) onlyPoor() bool {
	for _, a := range g.facts {
		if a.poor && !slices.ContainsFunc(g.facts, func(b fact) bool {
			return b.sentence == a.sentence && b.verdict.positive() && !b.poor && b.set == a.set
		}) {
			return true
		}
	}
	return false
}

// flexible drops "I'm flexible" beside a statement that says more. Alone it is no answer.
func (g *grammar) flexible() string {
	strong, weak := false, false
	for _, f := range g.facts {
		weak = weak || f.weak
		strong = strong || !f.weak
	}
	if !weak {
		return ""
	}
	if !strong {
		return "flexible"
	}
	for _, f := range g.facts {
		if !f.weak && (f.verdict == vBest || f.verdict == vNeed) { // "ideally 3, but I'm flexible"
			return "flexible"
		}
	}
	g.facts = slices.DeleteFunc(g.facts, func(f fact) bool {
		if !f.weak {
			return false
		}
		for _, o := range g.facts {
			if !o.weak && o.verdict.positive() {
				return true
			}
		}
		return false
	})
	return ""
}

// carveOut takes from a class of slots what the same sentence refuses after it: "the afternoons, but not Friday".
func (g *grammar) carveOut() {
	for j, no := range g.facts {
		if no.verdict != vNo || no.all || no.rest {
			continue
		}
		for i := range g.facts[:j] {
			f := &g.facts[i]
			if f.sentence == no.sentence && f.verdict.positive() && !f.all && !f.rest && (f.rule == "time" || f.rule == "range") && (no.rule == "time" || no.rule == "number") && !f.set.in(no.set) {
				f.set &^= no.set
			}
		}
	}
}

// allOfList looks at an "all" that comes after a list of mentions without a verdict: it is about the list.
func (g *grammar) allOfList() string {
	for i, f := range g.facts {
		if !f.all || f.verdict != vYes || f.bare {
			continue
		}
		bare, others := slotSet(0), false
		for _, b := range g.facts[:i] {
			if b.bare && !b.all && !b.rest {
				bare |= b.set
			} else if b.verdict != vNo {
				others = true
			}
		}
		missed := 0
		for _, m := range g.missed {
			if m.bare && m.facts <= i {
				missed++
			}
		}
		if bare == 0 && missed == 0 || others {
			continue
		}
		if bare.len()+missed < 2 {
			return "all-of-which"
		}
		g.facts = append(g.facts[:i:i], g.facts[i+1:]...)
		return ""
	}
	return ""
}

// vagueRefusal reports a no to a week and nothing more: "not this week" may ask for another one.
func (g *grammar) vagueRefusal() bool {
	for _, f := range g.facts {
		if !f.week {
			return false
		}
	}
	return true
}

// facts0 is the rule of the first fact that affirms something.
func (g *grammar) facts0() string {
	for _, f := range g.facts {
		if f.verdict.positive() {
			return f.rule
		}
	}
	return "see-you"
}

// bareVerdicts says what is wrong with the verdicts that name no slot.
func (g *grammar) bareVerdicts(yes slotSet, refused bool) string {
	for _, b := range g.bare {
		switch {
		case len(g.facts) == 0:
			if b.verdict == vNo && len(g.counters) > 0 {
				continue
			}
			return "which-slot"
		case b.verdict == vNo:
			if yes != 0 {
				return "contradiction"
			}
		case b.verdict == vNeed || b.verdict == vPoor || b.verdict == vHuh:
			return "which-slot"
		case refused && b.verdict != vPro && len(g.counters) == 0:
			return "contradiction"
		}
	}
	return ""
}

// seeYou takes "see you on Tuesday" as an answer if it can be only one slot and nothing else was said; beside an answer it
// must fit.
func (g *grammar) seeYou(o *outcome) string {
	for _, it := range g.seen {
		switch {
		case it.m == kBad || it.is(fQuant|fRest|fThese):
			return "see-you"
		case it.is(fIt):
		case o.yes == 0 && len(g.facts) == 0 && !it.is(fMiss) && it.set.len() == 1:
			o.yes = it.set
		case o.yes == 0 && len(g.facts) == 0:
			return "see-you"
		case it.set != 0 && (o.yes != 0 || o.no == g.all) && it.set&o.yes == 0:
			return "see-you"
		}
	}
	return ""
}

// choices lists the verdicts of an outcome.
func (g *grammar) choices(o outcome) []scheduler.Choice {
	var out []scheduler.Choice
	for i, s := range g.offer.Slots {
		c := scheduler.Choice{Slot: s.ID}
		switch {
		case o.need.has(i):
			c.Verdict = scheduler.IfNeedBe
		case o.yes.has(i):
			c.Verdict = scheduler.Yes
		case o.no.has(i):
			c.Verdict = scheduler.No
		default:
			continue
		}
		c.Preferred = o.best.has(i)
		out = append(out, c)
	}
	return out
}

// steps says line by line what was read.
func (g *grammar) steps() []Step {
	n := len(g.facts) + len(g.bare) + len(g.counters) + len(g.doubts)
	if n == 0 {
		return nil
	}
	out := make([]Step, 0, n)
	for _, facts := range [][]fact{g.facts, g.bare} {
		for _, f := range facts {
			out = append(out, Step{Line: f.line, Text: f.text, Rule: f.rule, Slots: g.offer.ids(f.set), Says: f.verdict.String(), sentence: f.sentence})
		}
	}
	for _, c := range g.counters {
		out = append(out, Step{Line: c.line, Text: c.text, Rule: "counter", sentence: c.sentence})
	}
	for _, d := range g.doubts {
		out = append(out, Step{Line: d.line, Rule: d.why, Text: d.text, Doubt: true, sentence: d.sentence})
	}
	return out
}
