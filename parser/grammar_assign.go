package parser

import (
	"slices"
	"time"
)

// Across the groups of a clause: verdicts for mentions that have none of their own.

// settle goes through the atoms of a clause and finds verdicts for mentions without one.
func (g *grammar) settle(atoms []atom, groups []group, but bool) {
	sentenceFacts := len(g.facts)
	for sentenceFacts > 0 && g.facts[sentenceFacts-1].sentence == g.sentence {
		sentenceFacts--
	}
	var pending []atom // mentions that wait for a verdict
	var prev *atom     // last one with a mention and a verdict
	leadNo, lead := false, vNone
	fail := func(why string) {
		from, to := groups[0].from, groups[len(groups)-1].to
		g.doubt(why, from, to, true)
	}
	for i := range atoms {
		a := &atoms[i]
		gr := &groups[a.group]
		if a.v == vPro && a.named && !a.after && !a.item.is(fQuant|fThese) {
			a.v = vNone
		}
		if a.v == vPro && !a.named {
			if prev == nil && len(pending) == 0 {
				continue
			}
		}
		switch {
		case a.skip:
			pending = nil
		case !a.named && g.piece.slot >= 0 && prev == nil && len(pending) == 0:
			g.verdictOnly(a, gr)
		case !a.named && len(pending) > 0:
			if a.v == vNo && a.bare && len(pending) > 1 {
				fail("no-pattern")
				return
			}
			if it := pending[len(pending)-1].item; (a.away || a.group != pending[len(pending)-1].group) && a.v == vNo && it.is(fQuant) && (it.is(fAny) || a.away && a.group != pending[len(pending)-1].group) && !it.is(fNone|fExcept) { // "Any of them, I'm on leave": always free, or never
				fail("contradiction")
				return
			}
			for k := range pending {
				pending[k].v, pending[k].away = a.v, a.away
				if (a.v == vBest || a.v == vNeed) && k < len(pending)-1 {
					pending[k].v = vYes
				}
				g.stateAtom(&pending[k], groups)
			}
			prev, pending = &atoms[i-1], nil
			prev.v, prev.after = a.v, true
		case !a.named:
			done := prev != nil || len(g.facts) > sentenceFacts
			switch {
			case !done && a.v == vNo:
				leadNo = true
				if i+1 < len(atoms) && (groups[atoms[i+1].group].only || atoms[i+1].item.is(fNone)) && g.piece.slot < 0 { // "No, only 3", "no, none"
					continue
				}
				g.verdictOnly(a, gr)
			case !done && (a.v == vNeed || a.v == vBest) && i+1 < len(atoms) && atoms[i+1].named && atoms[i+1].v == vNone: // "If need be, 2"
				lead = a.v
			case !done:
				g.verdictOnly(a, gr)
			case leadNo && prev == nil && a.v.positive() && a.v != vPro && len(g.facts) > 0 && g.facts[len(g.facts)-1].verdict == vNo: // "No, that's fine"
				fail("contradiction")
				return
			case a.v == vYes || a.v == vGreat || a.v == vPro:
				if n := len(g.facts); n > 0 && a.v != vPro { // "2 is tricky, but possible"
					g.facts[n-1].poor = false
				}
			case a.v == vBest || a.v == vNeed || a.v == vPoor:
				if !g.amend(a.v) {
					fail("no-pattern")
					return
				}
			default:
				if n := len(g.facts); n > 0 && g.facts[n-1].verdict == vNo {
					continue // "not 2, sorry, can't"
				}
				fail("contradiction")
				return
			}
		case a.v.positive() && len(pending) == 1 && a.item.num > 1 && quantifies(a.item, pending[0].item): // "Tuesday, both times work"
			pending[0].v = a.v
			g.stateAtom(&pending[0], groups)
			pending = nil
		case a.v != vNone:
			if a.named && !a.item.is(fQuant|fRest|fThese|fIt) { // "of these, 2 and 3 work"
				pending = slices.DeleteFunc(pending, func(p atom) bool { return p.item.is(fThese) && !p.item.is(fQuant|fRest) })
			}
			if len(pending) > 0 {
				if a.after && !a.paren {
					if a.item.is(fRest|fQuant) || groups[pending[0].group].only && a.v == vNo { // "3 and 4 only, the others don't work"
						for k := range pending {
							g.stateAtom(&pending[k], groups)
						}
						pending = nil
					}
					if len(pending) == 1 && a.v == vNo && prev == nil && pending[0].item.m == kSlots && !pending[0].item.is(fDigits|fTimes|fQuant|fRest|fThese|fIt) && a.item.is(fTimes) && pending[0].item.set&a.item.set == 0 && (a.away || g.ownIn(gr.from, gr.to)) { // "the later one please, on Tuesday I'm away"
						g.stateAtom(&pending[0], groups)
						pending = nil
					}
					if len(pending) > 0 && a.v == vNo && (a.bare || !a.or && !a.colon) && !(prev != nil && prev.after && prev.v.positive() && g.joined(a.item)) { // not "1 works, 2, 3 and 5 don't"
						fail("no-pattern")
						return
					}
					for k := range pending {
						pending[k].v = a.v
						if a.v == vBest || a.v == vNeed || a.v == vGreat {
							pending[k].v = vYes
						}
						if a.v == vPoor || a.v == vHuh {
							fail("no-pattern")
							return
						}
						g.stateAtom(&pending[k], groups)
					}
				} else {
					for k := range pending {
						g.stateAtom(&pending[k], groups)
					}
				}
				pending = nil
			}
			if leadNo && a.v.positive() && !a.item.is(fExcept|fNone) && !gr.only {
				fail("contradiction")
				return
			}
			g.stateAtom(a, groups)
			if !a.paren {
				prev = a
			}
		default: // a mention alone
			switch {
			case a.item.is(fSure) && a.item.is(fRest):
				g.stateAtom(a, groups)
			case prev != nil && prev.after && prev.v.positive() && a.group > prev.group && g.narrows(prev.item, a.item, gr) && g.narrowFact(a.item, gr):
				prev.item.set &= a.item.set
			case prev == nil && len(pending) == 0 && a.group == 0 && (but || gr.only) && g.narrowFact(a.item, gr): // "but only in the morning"
			case a.item.is(fSure) && prev == nil && len(pending) == 0 && i+1 < len(atoms) && atoms[i+1].named: // "Tuesday both, Wednesday no"
				g.stateAtom(a, groups)
			case prev != nil && !prev.after && a.group > 0: // "I can do 2, 3 or 5"
				if prev.v == vNo && !a.or && groups[a.group].lead == 0 && !prev.item.is(fColon) {
					if a.item.is(fRest) {
						pending = append(pending, *a)
						continue
					}
					if !continuesNo(atoms[i:], groups) && !(but && len(g.facts) > sentenceFacts && g.joined(atoms[len(atoms)-1].item)) {
						fail("no-pattern")
						return
					}
				}
				if v := prev.v; !a.item.is(fQuant | fRest) {
					a.v = v
					a.item.flags |= prev.item.flags & fColon
					if v == vBest && (gr.also || gr.instead || gr.lead == mThen) {
						a.v = vYes
					}
					g.stateAtom(a, groups)
					prev = a
					prev.after = false
					continue
				}
				if apposed(prev, a) {
					continue
				}
				fail("no-pattern")
				return
			case prev != nil && a.item.is(fQuant) && (apposed(prev, a) || g.eachDay(prev, a)):
			case prev == nil && len(pending) == 1 && a.group > pending[0].group && g.oneDay(pending[0].item.set) && g.narrows(pending[0].item, a.item, gr): // "30 Nov please, morning or evening"
				pending[0].item.set &= a.item.set
			case prev != nil && (gr.also || gr.lead == mAnd || gr.lead == mOr) && prev.v.positive():
				a.v = vYes
				g.stateAtom(a, groups)
			case prev != nil && prev.after && prev.v == vNo && prev.group < a.group && a.item.is(fRest) && !a.item.is(fNone) && !gr.also && gr.lead == 0 && len(atoms) == i+1: // "Friday I'm away, otherwise all"
				a.v = vYes
				g.stateAtom(a, groups)
			case prev != nil && a.item.is(fQuant|fRest) && len(atoms) == i+1:
				fail("no-pattern")
				return
			case prev == nil && len(pending) > 0 && a.item.is(fQuant) && apposed(&pending[len(pending)-1], a):
			case leadNo && a.item.is(fNone):
				g.stateAtom(a, groups)
			case leadNo && !gr.colon && !gr.only && g.piece.slot < 0:
				fail("no-pattern")
				return
			default:
				pending = append(pending, *a)
			}
		}
	}
	for k := range pending {
		switch {
		case pending[k].item.is(fRest) && slices.ContainsFunc(groups, func(gr group) bool { return gr.unknown }): // "the others, I'm on blorp"
			fail("unknown-words")
			return
		case groups[pending[k].group].instead && pending[k].item.is(fMiss) && pending[k].item.set == 0: // "3 works, alternatively Monday at 10"
		case prev != nil && prev.after && k == 0 && len(g.facts) > sentenceFacts && !pending[k].item.is(fRank) && groups[pending[k].group].lead != mThen:
			fail("no-pattern") // "2 works, 3"
			return
		case but && len(g.facts) > sentenceFacts && pending[k].item.is(fRest) && pending[k].item.is(fNone): // "2 and 4, but none of the others"
			if g.facts[len(g.facts)-1].verdict == vNo {
				fail("contradiction")
				return
			}
		case but && len(g.facts) > sentenceFacts:
			if g.facts[len(g.facts)-1].verdict != vNo {
				fail("no-pattern")
				return
			}
		}
		if lead != vNone && pending[k].v == vNone {
			pending[k].v = lead
		}
		g.stateAtom(&pending[k], groups)
	}
	g.ranking(sentenceFacts)
}

// continuesNo reports whether the mentions that follow a refused one are joined to it by an "or" or "and" at the end of the list.
func continuesNo(rest []atom, groups []group) bool {
	for _, a := range rest {
		if !a.named || a.v != vNone {
			return false
		}
		if a.or || groups[a.group].lead == mOr || groups[a.group].lead == mAnd {
			return true
		}
	}
	return false
}

// apposed reports whether a quantifier only repeats the mention before it: "week 50, all three slots".
func apposed(prev, a *atom) bool {
	return !a.item.is(fNone|fRest) && prev.v != vNo && prev.v != vNeed && !prev.item.is(fQuant|fRest|fThese) &&
		(a.item.num == 0 && prev.item.is(fTimes) || int(a.item.num) == prev.item.set.len() || a.item.is(fAny) && a.item.num == 0 && prev.or)
}

// ranking makes the first of a ranking the preferred one.
func (g *grammar) ranking(from int) {
	ranked := false
	for _, f := range g.facts[from:] {
		ranked = ranked || f.later
	}
	if !ranked {
		return
	}
	for i := range g.facts[from:] {
		f := &g.facts[from+i]
		if !f.later && (f.verdict == vYes || f.verdict == vGreat) {
			f.verdict = vBest
			return
		}
	}
}

// verdictOnly states a verdict that names nothing: about the slot above, the only slot, or nothing yet.
func (g *grammar) verdictOnly(a *atom, gr *group) {
	if a.v == vNone {
		return
	}
	slot := g.piece.slot
	if slot < 0 && len(g.offer.Slots) == 1 {
		slot = 0
	}
	it := item{m: kSlots, from: int32(gr.from), to: int32(gr.to)}
	if a.out && slot < 0 {
		g.state(fact{set: g.all, all: true, verdict: vNo, rule: "decline"}, it)
		return
	}
	if a.away && slot < 0 {
		if n := len(g.facts); n > 0 && g.facts[n-1].verdict.positive() && (g.facts[n-1].sentence != g.sentence && g.ownIn(g.stretchFrom(gr.from), gr.to) || g.thatTime(gr.from, gr.to)) { // "3 works. I've just seen I'm away."
			g.doubt("contradiction", gr.from, gr.to, true)
		}
		return
	}
	if slot >= 0 && g.piece.slot < 0 && g.asked && !g.spoken() { // "Will there be coffee? I like it."
		g.doubt("question", gr.from, gr.to, false)
		return
	}
	if slot >= 0 {
		it.set = 1 << slot
		rule := "only-slot"
		if g.piece.slot >= 0 {
			rule = "under-slot"
		}
		g.judge(fact{set: it.set, verdict: a.v, rule: rule}, it)
		return
	}
	g.bare = append(g.bare, fact{verdict: a.v, sentence: g.sentence, line: g.piece.line, text: g.words, rule: "bare-verdict"})
}

// amend applies a further verdict to the facts of the mention before: "4 is possible, but not ideal".
func (g *grammar) amend(v verdict) bool {
	n := len(g.facts)
	if n == 0 || g.facts[n-1].sentence != g.sentence {
		return false
	}
	c := combine(g.facts[n-1].verdict, v)
	if c == vHuh || c == vPoor {
		return false
	}
	g.facts[n-1].verdict = c
	g.facts[n-1].poor = g.facts[n-1].poor && v == vPoor
	return true
}

// stretchFrom is where the words before token i begin.
func (g *grammar) stretchFrom(i int) int {
	for i > 0 && g.tokens[i-1].Kind == TokenWord {
		i--
	}
	return i
}

// thatTime reports words about the time that was named before: "I'm away that day".
func (g *grammar) thatTime(from, to int) bool {
	for i := from; i+1 < to; i++ {
		if g.inSet(thatWords, &g.tokens[i]) && (g.means(i+1, mSlot) || g.inSet(spanWords, &g.tokens[i+1])) {
			return true
		}
	}
	return to > from && g.inSet(thenWords, &g.tokens[to-1])
}

// thatWords point at a day that was named, thenWords at its time.
var thatWords, thenWords = wordsByLanguage("that day"), wordsByLanguage("at that time")

// notThere reports "not to the plant": a "not" with a preposition and a thing behind it.
func (g *grammar) notThere(gr *group) bool {
	return gr.to-gr.from > 3 && g.tokens[gr.from].Text == "not" && g.inSet(besideWords, &g.tokens[gr.from+1]) && g.inSet(besideTheWords, &g.tokens[gr.from+2])
}

// eachDay reports "both times" behind days that have as many times each: "Either Monday works, both times".
func (g *grammar) eachDay(days, q *atom) bool {
	if !days.v.positive() || !days.item.is(fTimes) || q.item.is(fNone|fRest|fExcept|fWeak) || q.item.num < 2 {
		return false
	}
	count := map[string]int{}
	for _, i := range days.item.set.indexes() {
		count[g.offer.Slots[i].Begin.In(g.offer.Zone).Format(time.DateOnly)]++
	}
	for _, n := range count {
		if n != int(q.item.num) {
			return false
		}
	}
	return len(count) > 0
}
