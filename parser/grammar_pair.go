package parser

import (
	"slices"
	"strings"
)

// Pairs: which verdict belongs to which mention of a group.

// atom is a mention with its verdict, or one of them alone.
type atom struct {
	item  item
	named bool // has a mention
	v     verdict
	after bool // the verdict stands after the mention
	bare  bool // the verdict is a single word
	out   bool // the verdict is a no to everything, such as "count me out"
	or    bool // the mention is a list joined by "or", "and"
	away  bool // the verdict says where somebody is
	colon bool
	skip  bool // an empty box
	paren bool // the verdict stands in brackets: it is about this mention alone
	last  bool // of its group
	poor  bool
	group int
}

// assign pairs mentions with verdicts over the groups of a clause, and states what comes of it.
func (g *grammar) assign(groups []group, but, later, see bool) {
	atoms := g.room.atoms[:0]
	speaks := false
	for i := range groups {
		for _, u := range groups[i].units {
			speaks = speaks || u.kind == 'S'
		}
	}
	for i := range groups {
		gr := &groups[i]
		mention := false
		for _, u := range gr.units {
			mention = mention || u.kind == 'S'
		}
		if gr.only && gr.length && (but || speaks) { // "but only half an hour"
			g.doubt("partial", gr.from, gr.to, true)
			return
		}
		if gr.unknown {
			switch {
			case gr.lead == mThen && g.ifAmong(gr.from, min(gr.to, gr.from+3)): // "si no surge nada"
				g.doubt("condition", gr.from, gr.to, true)
				return
			case i > 0 && (gr.lead == mOr || gr.lead == mThen && !mention && !gr.v && gr.unknowns == 1), g.unreadDay(gr), gr.v && gr.like: // "Tuesday works, or blorb": it may be a time
				g.doubt("unknown-words", gr.from, gr.to, true)
				return
			case but && gr.only && !mention && gr.unknowns < 3, mention && !gr.v && quantifiersOnly(gr) && lostWhole(groups[i:]):
				g.doubt("unknown-words", gr.from, gr.to, true)
				return
			case but && !mention && g.obliged(gr.from, gr.to):
				g.doubt("partial", gr.from, gr.to, true)
				return
			case mention:
				if g.harmless(gr) || !gr.v && quantifiersOnly(gr) {
					g.remark(gr)
					continue
				}
				g.doubt("unknown-words", gr.from, gr.to, true)
				g.doubts[len(g.doubts)-1].reason = !but && g.refusedAlready(atoms) && g.onlyReason(gr)
				return
			case speaks && gr.also && !mention && g.oneThing(gr): // "2 passt, blorb auch"
				g.doubt("unknown-words", gr.from, gr.to, true)
				return
			case !gr.v && i > 0 && gr.unknowns == 1 && !gr.named && !g.hasThing(gr.from) && len(groups[i-1].units) == 1 && groups[i-1].units[0].kind == 'S': // "2, meh"
				g.doubt("unknown-words", gr.from, gr.to, true)
				return
			case !gr.v && g.lostList(gr, speaks), i == 0 && g.lostFirst(groups), gr.v && g.lostMention(gr, speaks):
				g.doubt("unknown-words", gr.from, gr.to, true)
				return
			case !gr.v:
				g.remark(gr)
				continue
			case gr.neg && i > 0 && !speaks && groups[i-1].unknown && len(groups[i-1].units) == 0 && g.notThere(gr): // "send it to my office, not to the plant"
				g.remark(gr)
				continue
			case gr.neg && (speaks || g.spoken() && (later || gr.unknowns < 3) || gr.anaphor):
				g.doubt("unknown-words", gr.from, gr.to, true)
				return
			case g.otherSlot(gr):
				g.doubt("unknown-words", gr.from, gr.to, true)
				return
			default:
				g.remark(gr)
				continue
			}
		}
		if but && gr.only && len(gr.units) == 0 { // "but only online"
			g.doubt("condition", gr.from, gr.to, true)
			return
		}
		if see && !gr.v {
			for _, u := range gr.units {
				if u.kind == 'S' {
					g.seen = append(g.seen, u.item)
				}
			}
			continue
		}
		if gr.lead == mThen && len(gr.units) == 0 && i+1 < len(groups) && groups[i+1].lead == 0 { // "3, si no, 5"
			groups[i+1].lead = mThen
			continue
		}
		n, ok := len(atoms), false
		if atoms, ok = g.pair(atoms, gr, i); !ok {
			g.doubt("no-pattern", gr.from, gr.to, true)
			return
		}
		if len(atoms) > n {
			atoms[len(atoms)-1].last = true
		}
	}
	g.room.atoms = atoms
	g.settle(atoms, groups, but)
}

// ifAmong reports a word such as "if" among tokens.
func (g *grammar) ifAmong(from, to int) bool {
	for i := from; i < to; i++ {
		if g.means(i, mIf) {
			return true
		}
	}
	return false
}

// hasThing reports "I've a" before the word at token i, or "I'll be" before one that says what somebody does: no verdict.
func (g *grammar) hasThing(i int) bool {
	if languages[g.first] == "en" && strings.HasSuffix(g.tokens[i].Text, "ing") && i > 0 && !g.inSet(tieWords, &g.tokens[i]) && (g.inSet(ownWords, &g.tokens[i-1]) || i > 1 && g.tokens[i-1].Text == "be" && g.inSet(ownWords, &g.tokens[i-2])) {
		return true
	}
	if i < 2 || !g.inSet(ownWords, &g.tokens[i-2]) && !(i > 2 && g.inSet(ownWords, &g.tokens[i-3])) {
		return false
	}
	switch g.tokens[i-1].Text {
	case "a", "an", "my", "our":
		return true
	}
	return false
}

// harmless reports a group whose mentions are times that are not on offer, with no word that could make them a proposal:
// "my flight lands on Monday".
func (g *grammar) harmless(gr *group) bool {
	for _, u := range gr.units {
		switch {
		case u.kind == 'S' && !(u.item.m == kSlots && u.item.is(fMiss) && len(u.item.more) == 1 && u.item.set == 0 && g.exprs[u.item.more[0]].Clock.Kind != OnTime):
			return false
		case u.kind == 'V' && u.v != vNo:
			return false
		}
	}
	return true
}

// refusedAlready reports a no to everything among what was said before a group.
func (g *grammar) refusedAlready(atoms []atom) bool {
	none := len(g.facts) > 0 && g.refused()
	for _, a := range atoms {
		if a.v.positive() && !a.item.is(fNone) || a.item.is(fExcept) {
			return false
		}
		none = none || a.item.is(fNone) || a.out || a.item.is(fAny) && a.v == vNo
	}
	return none
}

// onlyReason reports a group that can be no more than a reason for a no: it affirms nothing, and its times are how long something
// goes on, or none that are offered: "I'm at the lake till the 20th".
func (g *grammar) onlyReason(gr *group) bool {
	if gr.only || gr.also || gr.instead || gr.rank || gr.lead == mOr || gr.lead == mBut || gr.lead == mThen {
		return false
	}
	for _, u := range gr.units {
		switch {
		case u.kind == 'C', u.kind == 'V' && u.v == vNo:
		case u.kind != 'S' || u.item.m != kSlots || !u.item.is(fTimes) || u.item.is(fQuant|fRest|fThese|fIt|fExcept) || len(u.item.more) > 1, int(u.item.num) >= len(g.exprs):
			return false
		default:
			x := &g.exprs[u.item.num]
			if x.Clock.Kind == OnTime || !u.item.is(fMiss) && x.Day.Bound != Until && x.Day.Kind != OnMonth && x.Day.Kind != OnWeek {
				return false
			}
		}
	}
	for i := gr.from; i < gr.to; i++ {
		if g.inSet(wouldWords, &g.tokens[i]) {
			return false
		}
	}
	return true
}

// otherSlot reports a slot, by a noun and a word behind it that we do not know, of which a group says that it works: "we could do the
// day before".
func (g *grammar) otherSlot(gr *group) bool {
	for _, u := range gr.units {
		if u.kind != 'V' || u.v != vYes {
			return false
		}
	}
	for i := gr.from; i+1 < gr.to; i++ {
		if g.tokens[i+1].Kind == TokenWord && (g.means(i, mSlot) || g.means(i, mSlots)) {
			if _, n := g.phrase(i+1, len(g.exprs)); n == 0 {
				return true
			}
		}
	}
	return false
}

// oneThing reports a group with nothing but one word that we do not know, or a few signs of a script without spaces, and perhaps a yes.
func (g *grammar) oneThing(gr *group) bool {
	few := gr.unknowns == 1 || gr.unknowns < 5 && isCJK(g.tokens[gr.to-1])
	return few && !gr.named && !gr.anaphor && (len(gr.units) == 0 || len(gr.units) == 1 && gr.units[0].kind == 'V' && gr.units[0].v.positive())
}

// unreadDay reports a word that is short for a day of the week and was not read as one: "and mon blorb".
func (g *grammar) unreadDay(gr *group) bool {
	if g.first != langEnglish {
		return false
	}
	for i := gr.from; i < gr.to; i++ {
		if !shortDays[g.tokens[i].Text] || slices.ContainsFunc(g.exprs, func(x Expr) bool { return x.From <= i && i < x.To }) {
			continue
		}
		if i == 0 || g.tokens[i-1].Kind != TokenWord || besideDays[g.tokens[i-1].Text] { // not "I sat", "the sun"
			return true
		}
	}
	return false
}

var shortDays, besideDays = wordsOf("short day"), wordsOf("beside day")

// quantifiersOnly reports a group that mentions nothing but "all", "some" and the like: "say hi to all of them".
func quantifiersOnly(gr *group) bool {
	for i, u := range gr.units {
		if i == 0 && u.item.is(fRest) && int(u.item.from) == gr.from { // "the others rock"
			return false
		}
		if u.kind == 'S' && !(u.item.m == kSlots && u.item.is(fQuant|fRest|fThese) && !u.item.is(fTimes|fDigits) || u.item.m == kBad && u.item.why == "some") {
			return false
		}
	}
	return true
}

func (g *grammar) remark(gr *group) {
	text := g.text(gr.from, gr.to)
	if n := len(g.remarks); n > 0 && g.remarks[n-1].Text == text {
		return
	}
	g.remarks = append(g.remarks, Remark{Text: text})
}

// pair appends the atoms of the units of one group to dst. ok is false where it cannot be told which verdict belongs to which mention.
func (g *grammar) pair(dst []atom, gr *group, at int) (out []atom, ok bool) {
	seq := g.otherwiseAll(gr.units)
	if len(seq) == 3 && seq[0].kind == 'S' && seq[1].kind == 'V' && seq[2].kind == 'S' && (seq[1].v == vYes || seq[1].v == vPro) && g.dayAndHour(seq[0].item, seq[2].item) { // "Tuesday I can do only in the afternoon"
		s := seq[0]
		s.item.set &= seq[2].item.set
		s.item.flags = s.item.flags&^(fSeveral|fSeveralBare) | fPlural
		if s.item.set == 0 {
			s.item.m, s.item.why = kBad, "no-such-time"
		}
		seq = []unit{s, seq[1]}
	}
	if n := len(seq); n >= 3 && seq[n-1].kind == 'S' && seq[n-2].kind == 'V' && seq[n-3].kind == 'S' && seq[n-2].v.positive() && (quantifies(seq[n-1].item, seq[n-3].item) || seq[n-1].item.is(fWeak) && seq[n-3].item.is(fTimes)) { // "11 o'clock works any day"
		seq = seq[:n-1]
	}
	if n := len(seq); n == 4 && seq[0].kind == 'S' && seq[1].kind == 'V' && seq[2].kind == 'S' && seq[3].kind == 'V' && seq[2].item.is(fQuant) && !seq[2].item.is(fNone|fRest|fExcept|fWeak) && !seq[0].item.is(fQuant|fRest|fThese|fIt) &&
		(seq[1].v == vYes || seq[1].v == vPro) && seq[3].v.positive() { // "onsdag går allt bra"
		if !quantifies(seq[2].item, seq[0].item) {
			return dst, false
		}
		seq = []unit{seq[0], seq[3]}
	}
	// where each part between joints is a mention and a verdict, they are statements of their own
	parts, start := make([][]unit, 0, 8), 0
	for i := 0; i <= len(seq); i++ {
		if i == len(seq) || seq[i].kind == 'C' {
			parts = append(parts, seq[start:i])
			start = i + 1
		}
	}
	if len(parts) > 1 {
		var all []atom
		for k, p := range parts {
			a, ok := pairs(nil, p, at)
			if !ok || len(p) == 0 {
				all = nil
				break
			}
			if len(p) == 1 && p[0].kind == 'S' { // "Tuesday works and Wednesday", "1 > 3 > 4"
				if k > 0 && parts[k-1] != nil && !a[0].item.is(fRank) {
					prev := all[len(all)-1]
					if !prev.v.positive() || prev.v == vBest || prev.v == vNeed || !prev.after {
						if prev.v != vNone || !prev.item.is(fRank) && prev.v != vNone {
							all = nil
							break
						}
					}
					a[0].v, a[0].after = prev.v, true
				}
			}
			if len(p) == 1 && p[0].kind == 'V' {
				all = nil
				break
			}
			all = append(all, a...)
		}
		if all != nil {
			return append(dst, all...), true
		}
		flat := make([]unit, 0, len(seq))
		for _, u := range seq {
			n := len(flat)
			switch {
			case u.kind == 'C':
			case u.kind == 'V' && n > 0 && flat[n-1].kind == 'V' && flat[n-1].v == u.v: // "away and cannot attend any"
				flat[n-1].bare, flat[n-1].out = false, flat[n-1].out || u.out
			default:
				flat = append(flat, u)
			}
		}
		seq = flat
	}
	return pairs(dst, seq, at)
}

// quantifies reports a quantifier behind the verb that only says that all slots of the mention before it are meant.
func quantifies(q, s item) bool {
	return q.is(fQuant) && !q.is(fNone|fRest|fExcept|fWeak) && s.m == kSlots && (s.is(fTimes) || s.set.len() > 1 && !q.is(fAny)) && !s.is(fQuant|fRest|fThese|fIt|fExcept|fMiss|fSeveral) && (q.num == 0 || int(q.num) == s.set.len())
}

// otherwiseAll joins "the rest" and "all" of one group: "sonst passt alles".
func (g *grammar) otherwiseAll(seq []unit) []unit {
	rest := false
	for _, u := range seq {
		rest = rest || u.kind == 'S' && u.item.is(fRest)
	}
	if !rest {
		return seq
	}
	out := make([]unit, 0, len(seq))
	for _, u := range seq {
		if u.kind == 'S' && u.item.is(fQuant) && !u.item.is(fNone) && u.item.num == 0 {
			continue
		}
		if n := len(out); u.kind == 'V' && n > 0 && out[n-1].kind == 'V' {
			if out[n-1].v != u.v {
				return seq
			}
			continue
		}
		out = append(out, u)
	}
	return out
}

// pairs appends the atoms of units without joints to dst: S, V, S V S V..., V S V S..., V S V.
func pairs(dst []atom, seq []unit, at int) (out []atom, ok bool) {
	mk := func(s, v unit, after bool) atom {
		return atom{item: s.item, named: true, v: v.v, after: after, bare: v.bare && !v.colon, colon: v.colon, out: v.out, away: v.away, or: s.or, skip: v.skip, paren: v.paren, poor: v.poor, group: at}
	}
	for i := 1; i < len(seq); i++ {
		if seq[i].kind == seq[i-1].kind {
			return dst, false
		}
	}
	switch {
	case len(seq) == 0:
		return dst, true
	case len(seq) == 1 && seq[0].kind == 'S':
		return append(dst, mk(seq[0], unit{}, true)), true
	case len(seq) == 1:
		return append(dst, atom{v: seq[0].v, bare: seq[0].bare, out: seq[0].out, away: seq[0].away, skip: seq[0].skip, group: at}), true
	case len(seq)%2 == 0:
		for i := 0; i < len(seq); i += 2 {
			if seq[0].kind == 'S' {
				dst = append(dst, mk(seq[i], seq[i+1], true))
			} else {
				dst = append(dst, mk(seq[i+1], seq[i], false))
			}
		}
		return dst, true
	case len(seq) == 3 && seq[0].kind == 'V':
		a, b := seq[0].v, seq[2].v
		v := combine(a, b)
		if a == vNo && b == vNo || a == vPro {
			v = b
		}
		if b == vPro {
			v = a
		}
		if seq[2].not && (a == vYes || a == vPro || a == vGreat) { // "geht alles nicht"
			v, b = vNo, vNo
		}
		if a == vNo && b == vYes && seq[1].item.is(fAny) { // "I can't make any of these work"
			v, b = vNo, vNo
		}
		if v != a && v != b {
			return dst, false
		}
		if v != a && a != vPro && seq[1].or { // "I can do 1 or 2 if need be"
			if v == vNeed || v == vBest {
				return dst, false
			}
		}
		x := mk(seq[1], seq[2], true)
		x.v = v
		return append(dst, x), true
	}
	return dst, false
}

// secondOfBoth reports the second word of two that join the mentions behind them: "sia la 2 che la 4", "tanto por la mañana como por la
// tarde".
func (g *grammar) secondOfBoth(in []item, i int, out []item) bool {
	it := in[i]
	if it.m != mFill && it.m != mAsk && it.m != mAnd || len(out) == 0 || !mentions(out[len(out)-1].m) || it.to-it.from != 1 || !g.inFirst(secondWords, &g.tokens[it.from]) {
		return false
	}
	first := false
	for k := i - 1; k >= 0 && !first && (mentions(in[k].m) || in[k].m == mFill || in[k].m == mSlot); k-- {
		first = in[k].m == mFill && g.inFirst(firstOfBoth, &g.tokens[in[k].from])
	}
	k := i + 1
	for k < len(in) && in[k].m == mFill {
		k++
	}
	return first && k < len(in) && mentions(in[k].m)
}

// firstOfBoth and secondWords are the words of such pairs.
var firstOfBoth, secondWords = wordsByLanguage("both and"), wordsByLanguage("and of both")
