package parser

import (
	"slices"
	"strings"
	"time"

	"parley/scheduler"
)

// Statements: what a mention with its verdict says.

// stateAtom states one atom.
func (g *grammar) stateAtom(a *atom, groups []group) {
	gr := &groups[a.group]
	it, v := a.item, a.v
	rule := ruleOf(it)
	if it.m == kBad {
		g.doubt(it.why, int(it.from), int(it.to), false)
		return
	}
	bare, headed := v == vNone, false
	if bare {
		v = vYes
		bare = !it.is(fSure)
		if g.header != vNone && !it.is(fQuant|fRest) {
			v = g.header
			bare, headed = false, true
		}
	}
	f := fact{verdict: v, bare: bare, headed: headed, own: g.ownIn(gr.from, gr.to), week: it.is(fTimes) && it.m == kSlots && it.is(fWeek) && !it.is(fNone), hour: it.is(fHour), also: gr.also && a.last && !g.alsoWithin(it), only: gr.only, beside: bare && (g.topic == g.sentence && it.is(fTimes) || g.saysMore(it, gr)), but: g.but || gr.lead == mBut, later: it.is(fRank) || gr.lead == mThen && a.group > 0, poor: a.poor, rule: rule}
	if bare && (gr.also || a.group == 0 && (gr.lead == mAnd || gr.lead == mOr)) && g.lastNo() { // "Monday is out. Wednesday too."
		g.doubt("contradiction", gr.from, gr.to, false)
		return
	}
	if bare && g.but && (len(g.facts) == 0 || g.facts[len(g.facts)-1].sentence != g.sentence) && len(g.bare) == 0 && len(g.asides) == 0 && g.piece.slot < 0 && (gr.from < 4 || gr.only) && !g.ownIn(0, gr.from) && !g.said { // "blorp but 3"
		g.doubt("no-pattern", gr.from, gr.to, false)
		return
	}
	if bare && gr.also && !g.spoken() && g.alike(gr) { // "Same for 3", and nothing before it
		g.doubt("no-pattern", gr.from, gr.to, false)
		return
	}
	if f.hour && !it.is(fPlural) && v.positive() && !strings.HasSuffix(g.tokens[it.to-1].Text, "s") && g.otherDays(it.set) { // not "afternoons"
		g.doubt("several", int(it.from), int(it.to), false)
		return
	}
	if it.is(fIt) {
		switch {
		case g.piece.slot >= 0:
			f.set = 1 << g.piece.slot
		case len(g.offer.Slots) == 1 && g.asked && !g.spoken():
			g.doubt("question", gr.from, gr.to, false)
			return
		case len(g.offer.Slots) == 1:
			f.set = 1
		case g.last.len() == 1:
			f.set = g.last
		default:
			if !bare {
				g.verdictOnly(a, gr)
			}
			return
		}
		if bare && g.piece.slot < 0 {
			return
		}
		g.judge(f, it)
		return
	}
	if it.is(fThese) && !it.is(fQuant|fRest) {
		if bare {
			return
		}
		if g.last.len() > 1 && it.num == 0 {
			f.set = g.last
		} else if named := g.affirmedLast(); named != 0 && v.positive() { // "3 is fine. Gran can do them."
			f.set = named
		} else {
			f.set, f.all = g.all, true
		}
		if v == vNo {
			f.set = g.all
		}
		g.judge(f, it)
		return
	}
	if it.is(fSeveral) && v != vNo || it.is(fSeveralBare) && bare {
		g.doubt("several", int(it.from), int(it.to), false)
		return
	}
	if it.is(fMiss) && (it.set == 0 || v != vNo) {
		g.negated = g.negated || v == vNo
		if v == vNo {
			for _, x := range it.more { // "4 works, but I have a meeting at 16:00"
				g.nearNo = g.nearNo || g.nearMiss(&g.exprs[x])
				if busy := g.during(&g.exprs[x], &g.match[x]); busy != 0 {
					g.asides = append(g.asides, aside{busy: busy, doubt: doubt{why: "contradiction", text: g.text(int(it.from), int(it.to)), line: g.piece.line}})
				}
			}
			return
		}
		for _, x := range it.more {
			g.missed = append(g.missed, missed{expr: g.exprs[x], text: g.text(int(it.from), int(it.to)), line: g.piece.line, instead: gr.instead, facts: len(g.facts), bare: bare})
		}
		if it.set == 0 {
			return
		}
	}
	if it.is(fNone) && it.is(fExcept) {
		it.flags &^= fNone
	}
	switch {
	case it.is(fRest):
		if g.othersDo(it) {
			g.doubt("somebody-else", gr.from, gr.to, false)
			return
		}
		f.rest = true
		f.set = 0
		if it.is(fNone) {
			if v != vYes && !(v == vNo && g.concord()) {
				g.doubt("contradiction", int(it.from), int(it.to), false)
				return
			}
			f.verdict = vNo
		}
		if it.num > 0 {
			f.count = int(it.num)
		}
		f.vague = g.inSet(everythingElse, &g.tokens[it.from])
	case it.is(fExcept) && it.is(fAny) && it.num >= 0 && v == vNo: // "I can't do anything but 4"
		f.set, f.verdict = g.all&^it.set, vYes
	case it.is(fExcept):
		f.set, f.sweep = it.set, !it.is(fTimes|fDigits)
		if it.num < 0 { // none except
			if v == vNo && g.concord() {
				f.verdict = vYes
			}
		} else if v == vNo {
			g.doubt("contradiction", int(it.from), int(it.to), false)
			return
		}
	case it.is(fNone):
		f.set = it.set
		f.all = it.is(fQuant)
		if it.is(fQuant) && it.num != 0 && int(it.num) != len(g.offer.Slots) {
			g.doubt("count", int(it.from), int(it.to), false)
			return
		}
		switch v {
		case vYes, vPro:
			f.verdict = vNo
		case vGreat: // "neither is great"
			g.doubt("poor", int(it.from), int(it.to), true)
			return
		case vNo:
			if !g.concord() && !a.away { // "none for me, away all month"
				g.doubt("contradiction", int(it.from), int(it.to), false)
				return
			}
		default:
			g.doubt("contradiction", int(it.from), int(it.to), false)
			return
		}
	case it.is(fQuant) && it.num > 1 && int(it.num) != len(g.offer.Slots) && v.positive() && g.affirmedLast().len() == int(it.num): // "Wednesday - either time"
		f.set = g.affirmedLast()
	case it.is(fQuant):
		f.set, f.all, f.weak = it.set, true, it.is(fWeak)
		f.vague = v.positive() && g.inSet(everythingElse, &g.tokens[it.from])
		if it.num != 0 && int(it.num) != len(g.offer.Slots) {
			g.doubt("count", int(it.from), int(it.to), false)
			return
		}
		if v == vNo && it.is(fBoth) && !g.allNot(a) && !g.noTo(a) && (!a.out || g.attendsAll(a)) {
			g.doubt("not-all", int(it.from), int(it.to), false)
			return
		}
	default:
		f.set = it.set
		if v == vNo && it.is(fNoNumber) && !a.after {
			f.number = true
		}
	}
	g.judge(f, it)
}

// saysMore reports a mention without a verdict in a sentence with more words: "Say hello to the other two", "That's the third time".
func (g *grammar) saysMore(it item, gr *group) bool {
	if it.is(fTimes) || g.header != vNone || g.replaced == g.sentence || g.piece.slot >= 0 || !it.is(fRest) && (gr.also || gr.lead != 0) {
		return false
	}
	from, to := g.stretchFrom(int(it.from)), int(it.to)
	for to < len(g.tokens) && g.tokens[to].Kind == TokenWord {
		to++
	}
	words := 0
	for i := from; i < to; {
		if i >= int(it.from) && i < int(it.to) {
			i = int(it.to)
			continue
		}
		e, n := g.phrase(i, len(g.exprs))
		switch e.meaning {
		case mSlot, mSlots, mNumber, mOrdSign, mAnd, mOr:
		default:
			if words += max(n, 1); words > 1 {
				return true
			}
		}
		i += max(n, 1)
	}
	return false
}

// othersDo reports "the others" with what only people do behind it: "the others are coming too".
func (g *grammar) othersDo(it item) bool {
	for i := int(it.to); i < min(int(it.to)+3, len(g.tokens)) && g.tokens[i].Kind == TokenWord; i++ {
		if g.inSet(othersDoWords, &g.tokens[i]) {
			return true
		}
	}
	return false
}

// othersDoWords are verbs that only people are the subject of.
var othersDoWords = wordsByLanguage("others do")

// alsoWithin reports an "also" within a mention: "Wednesday and also Friday" adds nothing to an earlier answer.
func (g *grammar) alsoWithin(it item) bool {
	for i := int(it.from); i < int(it.to); i++ {
		if g.means(i, mAlso) {
			return true
		}
	}
	return false
}

// lastNo reports whether what was said last was a no, or that something else is then.
func (g *grammar) lastNo() bool {
	no, last := g.negated, -1
	if n := len(g.facts); n > 0 {
		no, last = g.facts[n-1].verdict == vNo, g.facts[n-1].sentence
	}
	if n := len(g.asides); n > 0 && g.asides[n-1].doubt.sentence > last {
		no = g.asides[n-1].busy != 0
	}
	return no
}

// alike reports a group that says of its slots what was said of others: "same for 3".
func (g *grammar) alike(gr *group) bool {
	for i := gr.from; i < gr.to; i++ {
		if g.inSet(alikeWords, &g.tokens[i]) {
			return true
		}
	}
	return false
}

// everythingElse begins a rest that may be more than the rest of the slots.
var everythingElse = wordsByLanguage("everything else")

// alikeWords say that what was said holds here too.
var alikeWords = wordsByLanguage("alike")

// otherDays reports slots on other days than the last slots of the same sentence, which were refused: in "Tuesday morning is bad, afternoon
// is ok" the afternoon may be that of Tuesday.
func (g *grammar) otherDays(set slotSet) bool {
	n := len(g.facts)
	if n == 0 || g.facts[n-1].sentence != g.sentence || g.facts[n-1].verdict != vNo || g.facts[n-1].hour || g.facts[n-1].rule != "time" {
		return false
	}
	day := func(i int) string { return g.offer.Slots[i].Begin.In(g.offer.Zone).Format(time.DateOnly) }
	for _, i := range set.indexes() {
		if !slices.ContainsFunc(g.facts[n-1].set.indexes(), func(k int) bool { return day(k) == day(i) }) {
			return true
		}
	}
	return false
}

// nearMiss reports a time that matches no slot and is close to one that may have been meant: its day at another hour, its weekday in another
// week, or an hour alone.
func (g *grammar) nearMiss(x *Expr) bool {
	switch {
	case x.Clock.Kind == OnTime && (x.Clock.End != 0 || x.Clock.Bound != At), x.Clock.Kind == OnPart:
		return false
	case x.Day.Kind == NoDay:
		return true
	case x.Clock.Kind == OnTime:
		return g.dayOnly(x) != 0
	}
	zone := g.offer.Zone
	return slices.ContainsFunc(g.offer.Slots, func(s scheduler.Slot) bool { return x.Day.Weekdays.Has(s.Begin.In(zone).Weekday()) })
}

// affirmedLast is the slots that the last sentence about slots named, if it only affirms.
func (g *grammar) affirmedLast() (set slotSet) {
	for i := len(g.facts) - 1; i >= max(0, len(g.facts)-maxSlots) && g.facts[i].sentence == g.facts[len(g.facts)-1].sentence; i-- {
		f := &g.facts[i]
		if !f.verdict.positive() || f.all || f.rest {
			return 0
		}
		set |= f.set
	}
	return set
}

// judge states a fact if its verdict can stand alone.
func (g *grammar) judge(f fact, it item) {
	switch f.verdict {
	case vPoor:
		g.doubt("poor", int(it.from), int(it.to), true)
		return
	case vHuh:
		g.doubt("contradiction", int(it.from), int(it.to), false)
		return
	case vPro:
		f.verdict = vYes
	}
	g.state(f, it)
}

// state adds a fact.
func (g *grammar) state(f fact, it item) {
	f.sentence, f.line, f.text = g.sentence, g.piece.line, g.words
	if it.set != 0 && !it.is(fQuant|fRest|fThese) {
		g.last = it.set
	}
	if it.is(fStar) {
		g.starred |= it.set
	}
	g.facts = append(g.facts, f)
}

// concord reports a language in which "none" and "not" together are one no.
func (g *grammar) concord() bool { return g.habit(oneNo) }

// allNot reports whether "all ... not" is a no to all: where the negation stands with the verb and nobody would take it for
// "not all".
func (g *grammar) allNot(a *atom) bool {
	return g.habit(allNotNone) || a.after && g.habit(allNotNoneBehind)
}

// habit reports a way to build sentences that the language of the text has, and others have not.
func (g *grammar) habit(of langSet) bool { return of&(1<<g.first) != 0 }

// answerTo stand between a yes or no and the slots that it answers: "no to all".
var answerTo = wordsOf("answer to")

// allClashWords are verbs by which all that stand before them are refused.
var allClashWords = wordsByLanguage("all clash")

// noTo reports "no to all": an answer to all of them, and no "not all".
func (g *grammar) noTo(a *atom) bool {
	i := int(a.item.from) - 1
	if a.after && int(a.item.to) < len(g.tokens) && g.inFirst(allClashWords, &g.tokens[a.item.to]) { // "all of those clash with my shifts"
		return true
	}
	if !a.after && i > 0 && g.tokens[i].Text == "on" && g.tokens[i-1].Text == "pass" { // "I'll pass on all five"
		return true
	}
	if a.after || !a.bare && !a.away || i < 0 {
		return false
	}
	if a.away { // "I'm snowed under all those days"
		return true
	}
	return answerTo[g.tokens[i].Plain] || g.tokens[i].Kind == TokenEmoji
}

// attendsAll reports "can't attend all of them", which may leave some, where a refusal such as "I must decline all of them" leaves none.
func (g *grammar) attendsAll(a *atom) bool {
	for i := int(a.item.from) - 1; !a.after && i >= 0 && i >= int(a.item.from)-2; i-- {
		if g.inFirst(attendWords, &g.tokens[i]) {
			return true
		}
	}
	return false
}

// attendWords are what one does at a meeting to which one goes.
var attendWords = wordsByLanguage("attends")

// ruleOf names how a mention was read.
func ruleOf(it item) string {
	switch {
	case it.is(fRest):
		return "the-rest"
	case it.is(fExcept):
		return "all-but"
	case it.is(fThese):
		return "all"
	case it.is(fIt):
		return "this-one"
	case it.is(fQuant) && it.is(fNone):
		return "none"
	case it.is(fQuant):
		return "all"
	case it.is(fDigits) && it.is(fPlural):
		return "range"
	case it.is(fDigits):
		return "number"
	case it.is(fTimes):
		return "time"
	}
	return "position"
}
