package parser

import "slices"

// Answers that are wider than what was said: where a mail names some slots, and something in it lets in more of them.

// restIsMore reports a yes to everything, or everything else, in a sentence of its own, beside a plain yes to some: in "3 works. Everything
// else is fine." it may be the rest of life, in "Gli altri stanno bene" other people.
func (g *grammar) restIsMore(rest *fact) bool {
	named, best := slotSet(0), slotSet(0)
	for i := range g.facts {
		switch f := &g.facts[i]; {
		case f.rest || f.all:
		case f.sentence == rest.sentence:
			return false
		case f.verdict == vYes, f.verdict == vGreat && !rest.vague:
			named |= f.set
		case f.verdict == vBest:
			best |= f.set
		default:
			return false
		}
	}
	return named != 0 && best.in(named) && named != g.all && !rest.also && (rest.verdict == vYes || rest.verdict == vGreat) && (rest.vague || !rest.own)
}

// lessThanRest reports what would take slots out of "the rest" where its own sentence says what is not in it: "3 doesn't work, the others do.
// I saw Bob on Tuesday." named are the slots that facts name.
func (g *grammar) lessThanRest(rest *fact, named slotSet) bool {
	apart, later := false, slotSet(0)
	for i := range g.facts {
		switch f := &g.facts[i]; {
		case f.rest || f.all || f.verdict != vNo:
		case f.sentence == rest.sentence:
			apart = true
		case f.sentence > rest.sentence && !f.also && !f.but:
			later |= f.set
		}
	}
	return apart && (later != 0 || slices.ContainsFunc(g.asides, func(a aside) bool { return a.doubt.sentence != rest.sentence && !a.busy.in(named) }))
}

// onlyElse reports "only" beside a yes to other slots in another sentence: "4 works. I only work on Tuesdays."
func (g *grammar) onlyElse() bool {
	for _, a := range g.facts {
		if !a.only || !a.verdict.positive() || a.all || a.rest {
			continue
		}
		for _, b := range g.facts {
			if b.sentence != a.sentence && b.verdict.positive() && b.verdict != vNeed && !b.also && !b.all && !b.rest && !b.set.in(a.set) {
				return true
			}
		}
	}
	return false
}

// sweepsOver takes from classes of slots what "all but" some leaves out behind them in the same sentence: "Tuesday, anything but the morning".
// It reports such a class anywhere else: whether the one or the other is meant is not said.
func (g *grammar) sweepsOver() bool {
	class := func(f *fact) bool {
		return f.rule == "time" && (f.verdict == vYes || f.verdict == vGreat || f.verdict == vBest) && !f.all && !f.rest
	}
	for i := 0; i < len(g.facts); i++ {
		all := g.facts[i]
		if !all.sweep || !all.verdict.positive() {
			continue
		}
		over, apart, left := false, false, slotSet(0)
		for k := range g.facts {
			f := &g.facts[k]
			if !class(f) {
				continue
			}
			out := !f.set.in(all.set)
			over = over || out
			apart = apart || out && (k > i || f.sentence != all.sentence || f.verdict == vBest)
			left |= f.set & all.set
		}
		if !over {
			continue
		}
		if apart || left == 0 {
			return true
		}
		for k := range g.facts {
			if f := &g.facts[k]; class(f) && f.sentence == all.sentence {
				f.set &= all.set
			}
		}
		g.facts = slices.Delete(g.facts, i, i+1)
		i--
	}
	return false
}

// saidBeside reports a mention with no verdict and more words, beside a sentence that answers: it may be about something else.
func (g *grammar) saidBeside() bool {
	for i := range g.facts {
		a := &g.facts[i]
		if g.standsAlone(a) {
			return true
		}
		if a.beside && len(g.counters) > 0 && a.verdict.positive() && !a.all && !a.rest || a.beside && slices.ContainsFunc(g.facts, func(b fact) bool {
			return b.sentence != a.sentence && !b.beside && b.verdict.positive() && (a.rest || !a.set.in(b.set))
		}) {
			return true
		}
	}
	return false
}

// standsAlone reports a day, or an ordinal, that is all there is in its sentence, beside a plain yes to others: "2 and 4 work. À mardi !",
// "2和4都可以。最后,问小红好。"
func (g *grammar) standsAlone(a *fact) bool {
	if !a.bare || a.rule != "time" && a.rule != "position" || a.hour || a.also || a.but || a.sweep || a.all || a.rest || a.verdict != vYes {
		return false
	}
	yes := false
	for i := range g.facts {
		b := &g.facts[i]
		if b.sentence == a.sentence && b.set != a.set || b.headed {
			return false
		}
		yes = yes || b.sentence != a.sentence && (!b.bare || b.rule == "number" && a.rule == "time") && (b.verdict == vYes || b.verdict == vGreat) && !a.set.in(b.set)
	}
	return yes
}

// othersToo reports what works for somebody else beside what works, in a sentence without a subject: "2 and 4 would fit. Sue is free on
// Thursday."
func (g *grammar) othersToo() bool {
	var mine, theirs slotSet
	for i := range g.facts {
		switch f := &g.facts[i]; {
		case !f.verdict.positive() || f.verdict == vNeed || f.all || f.rest:
		case f.who == "":
			mine |= f.set
		case f.who != "I" && f.who != "we":
			theirs |= f.set
		}
	}
	return mine != 0 && theirs != 0 && !mine.in(theirs) && !theirs.in(mine)
}

// othersRefuse reports a no of somebody else, where the writer is spoken of too, or something is affirmed: "Dora can't come, but I'm in."
func (g *grammar) othersRefuse() bool {
	return g.myself && slices.ContainsFunc(g.facts, func(f fact) bool {
		return f.verdict == vNo && f.who != "" && f.who != "I" && f.who != "we"
	})
}

// widens reports what would let in slots beside those that were named before it: an hour, on whatever day, that is preferred or stands
// without a verdict, as in "1 and 4. Preferably in the morning." or "The Friday one. I'm in from 8.", a whole day that is no day's,
// an "all" of which nothing is said, as in "8 is fine. Sorry to answer all.", a plain yes to everything beside one to a number, or a
// number that is liked best where only days were named.
func (g *grammar) widens() bool {
	var named slotSet
	last, plain, dated := 0, true, false
	for i, f := range g.facts {
		if i > 0 && f.sentence == last && f.verdict == vYes && g.facts[i-1].verdict == vYes && !f.also && !f.but && named != f.set {
			was := &g.facts[i-1]
			if named.in(f.set) && was.rule == "time" && (f.all || f.hour && !was.hour) { // "Weekends are fine, all of the times"
				return true
			}
			if f.rule == "time" && !f.hour && was.hour && was.rule == "time" && f.set&was.set != 0 { // "From ten on would do, Monday or Tuesday"
				return true
			}
		}
		switch {
		case f.hour && f.set == g.all && !f.but && f.verdict.positive() && named != 0 && named != g.all: // "Tuesday. I'm free all day."
			return true
		case f.hour && (f.verdict == vBest || f.bare && f.sentence != last) && named != 0 && !f.set.in(named):
			return true
		case f.all && f.bare && f.verdict.positive() && named != 0 && !f.set.in(named):
			return true
		case f.rule == "number" && f.verdict == vBest && dated && f.sentence != last && !f.set.in(named): // "The 14th at noon. … photos, number 4 is my favourite."
			return true
		case f.verdict == vYes && f.all && i > 0 && f.sentence != last && named != 0 && named != g.all && plain: // "2 works. All fine here."
			return true
		case f.verdict.positive() && (f.all || f.rest):
			return named == 0 && f.all && f.verdict == vYes && slices.ContainsFunc(g.facts[i+1:], func(b fact) bool { // "All fine here. 2 works."
				return b.sentence != f.sentence && b.verdict == vYes && !b.also && !b.all && !b.rest && b.rule == "number"
			})
		case f.verdict.positive():
			plain = plain && f.verdict == vYes
			dated = f.rule == "time" && (dated || named == 0)
			named |= f.set
			last = f.sentence
		}
	}
	return false
}
