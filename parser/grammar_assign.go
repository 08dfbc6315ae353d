package parser

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
	group int
}

// assign pairs mentions with verdicts over the groups of a clause, and states what comes of it.
func (g *grammar) assign(groups []group, but, later, see bool) {
	var atoms []atom
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
		if gr.unknown {
			switch {
			case mention:
				if g.harmless(gr) || !gr.v && quantifiersOnly(gr) {
					g.remark(gr)
					continue
				}
				g.doubt("unknown-words", gr.from, gr.to, true)
				return
			case !gr.v:
				g.remark(gr)
				continue
			case gr.neg && (speaks || g.spoken() && (later || gr.unknowns < 3) || gr.anaphor):
				g.doubt("unknown-words", gr.from, gr.to, true)
				return
			default:
				g.remark(gr)
				continue
			}
		}
		if see && !gr.v {
			for _, u := range gr.units {
				if u.kind == 'S' {
					g.seen = append(g.seen, u.item)
				}
			}
			continue
		}
		got, ok := g.pair(gr, i)
		if !ok {
			g.doubt("no-pattern", gr.from, gr.to, true)
			return
		}
		atoms = append(atoms, got...)
	}
	g.settle(atoms, groups, but)
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

// quantifiersOnly reports a group that mentions nothing but "all", "some" and the like: "say hi to all of them".
func quantifiersOnly(gr *group) bool {
	for _, u := range gr.units {
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

// pair makes atoms of the units of one group. ok is false where it cannot be told which verdict belongs to which mention.
func (g *grammar) pair(gr *group, at int) (out []atom, ok bool) {
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
	// where each part between joints is a mention and a verdict, they are statements of their own
	parts, start := [][]unit{}, 0
	for i := 0; i <= len(seq); i++ {
		if i == len(seq) || seq[i].kind == 'C' {
			parts = append(parts, seq[start:i])
			start = i + 1
		}
	}
	if len(parts) > 1 {
		var all []atom
		for k, p := range parts {
			a, ok := pairs(p, at)
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
			return all, true
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
	return pairs(seq, at)
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

// pairs reads units without joints: S, V, S V S V..., V S V S..., V S V.
func pairs(seq []unit, at int) (out []atom, ok bool) {
	mk := func(s, v unit, after bool) atom {
		return atom{item: s.item, named: true, v: v.v, after: after, bare: v.bare && !v.colon, colon: v.colon, out: v.out, away: v.away, or: s.or, skip: v.skip, paren: v.paren, group: at}
	}
	for i := 1; i < len(seq); i++ {
		if seq[i].kind == seq[i-1].kind {
			return nil, false
		}
	}
	switch {
	case len(seq) == 0:
		return nil, true
	case len(seq) == 1 && seq[0].kind == 'S':
		return []atom{mk(seq[0], unit{}, true)}, true
	case len(seq) == 1:
		return []atom{{v: seq[0].v, bare: seq[0].bare, out: seq[0].out, away: seq[0].away, skip: seq[0].skip, group: at}}, true
	case len(seq)%2 == 0:
		for i := 0; i < len(seq); i += 2 {
			if seq[0].kind == 'S' {
				out = append(out, mk(seq[i], seq[i+1], true))
			} else {
				out = append(out, mk(seq[i+1], seq[i], false))
			}
		}
		return out, true
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
			return nil, false
		}
		if v != a && a != vPro && seq[1].or { // "I can do 1 or 2 if need be"
			if v == vNeed || v == vBest {
				return nil, false
			}
		}
		x := mk(seq[1], seq[2], true)
		x.v = v
		return []atom{x}, true
	}
	return nil, false
}

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
		case !a.named && g.pieceSlot() >= 0 && prev == nil && len(pending) == 0:
			g.verdictOnly(a, gr)
		case !a.named && len(pending) > 0:
			if a.v == vNo && a.bare && len(pending) > 1 {
				fail("no-pattern")
				return
			}
			for k := range pending {
				pending[k].v = a.v
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
				g.verdictOnly(a, gr)
			case !done && (a.v == vNeed || a.v == vBest) && i+1 < len(atoms) && atoms[i+1].named && atoms[i+1].v == vNone: // "If need be, 2"
				lead = a.v
			case !done:
				g.verdictOnly(a, gr)
			case a.v == vYes || a.v == vGreat || a.v == vPro:
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
		case a.v != vNone:
			if len(pending) > 0 {
				if a.after && !a.paren {
					if a.item.is(fRest | fQuant) { // "3 and 4 only, the others don't work"
						for k := range pending {
							g.stateAtom(&pending[k], groups)
						}
						pending = nil
					}
					if len(pending) > 0 && a.v == vNo && (a.bare || !a.or && !a.colon) {
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
			if leadNo && a.v.positive() && !a.item.is(fExcept) && !gr.only {
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
			case a.item.is(fSure) && prev == nil && len(pending) == 0 && i+1 < len(atoms) && atoms[i+1].named: // "Tuesday both, Wednesday no"
				g.stateAtom(a, groups)
			case prev != nil && !prev.after && a.group > 0: // "I can do 2, 3 or 5"
				if prev.v == vNo && !a.or && groups[a.group].lead == 0 && !prev.item.is(fColon) {
					if a.item.is(fRest) {
						pending = append(pending, *a)
						continue
					}
					if !continuesNo(atoms[i:], groups) {
						fail("no-pattern")
						return
					}
				}
				if v := prev.v; !a.item.is(fQuant | fRest) {
					a.v = v
					a.item.flags |= prev.item.flags & fColon
					if v == vBest && (gr.also || gr.lead == mThen) {
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
			case prev != nil && a.item.is(fQuant) && apposed(prev, a):
			case prev != nil && (gr.also || gr.lead == mAnd || gr.lead == mOr) && prev.v.positive():
				a.v = vYes
				g.stateAtom(a, groups)
			case prev != nil && a.item.is(fQuant|fRest) && len(atoms) == i+1:
				fail("no-pattern")
				return
			case prev == nil && len(pending) > 0 && a.item.is(fQuant) && apposed(&pending[len(pending)-1], a):
			case leadNo && !gr.colon && !gr.only && g.pieceSlot() < 0:
				fail("no-pattern")
				return
			default:
				pending = append(pending, *a)
			}
		}
	}
	for k := range pending {
		switch {
		case prev != nil && prev.after && k == 0 && len(g.facts) > sentenceFacts && !pending[k].item.is(fRank) && groups[pending[k].group].lead != mThen:
			fail("no-pattern") // "2 works, 3"
			return
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
		(a.item.num == 0 && prev.item.is(fTimes) || int(a.item.num) == prev.item.set.len())
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

// pieceSlot is the slot under whose quoted line the piece stands, -1 if none.
func (g *grammar) pieceSlot() int { return g.piece.slot }

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
	g.bare = append(g.bare, fact{verdict: a.v, sentence: g.sentence, line: g.piece.line, rule: "bare-verdict"})
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
	return true
}

// stateAtom states one atom.
func (g *grammar) stateAtom(a *atom, groups []group) {
	gr := &groups[a.group]
	it, v := a.item, a.v
	rule := ruleOf(it)
	if it.m == kBad {
		g.doubt(it.why, int(it.from), int(it.to), false)
		return
	}
	bare := v == vNone
	if bare {
		v = vYes
		bare = !it.is(fSure)
		if g.header != vNone && !it.is(fQuant|fRest) {
			v = g.header
			bare = false
		}
	}
	f := fact{verdict: v, bare: bare, week: it.is(fTimes) && it.m == kSlots && it.is(fWeek), also: gr.also, only: gr.only, later: it.is(fRank) || gr.lead == mThen && a.group > 0, rule: rule}
	if it.is(fIt) {
		switch {
		case g.piece.slot >= 0:
			f.set = 1 << g.piece.slot
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
			return
		}
		for _, x := range it.more {
			g.missed = append(g.missed, missed{expr: g.exprs[x], text: g.text(int(it.from), int(it.to)), instead: gr.instead, facts: len(g.facts), bare: bare})
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
	case it.is(fExcept) && it.is(fAny) && it.num >= 0 && v == vNo: // "I can't do anything but 4"
		f.set, f.verdict = g.all&^it.set, vYes
	case it.is(fExcept):
		f.set = it.set
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
		case vYes, vGreat, vPro:
			f.verdict = vNo
		case vNo:
			if !g.concord() {
				g.doubt("contradiction", int(it.from), int(it.to), false)
				return
			}
		default:
			g.doubt("contradiction", int(it.from), int(it.to), false)
			return
		}
	case it.is(fQuant):
		f.set, f.all, f.weak = it.set, true, it.is(fWeak)
		if it.num != 0 && int(it.num) != len(g.offer.Slots) {
			g.doubt("count", int(it.from), int(it.to), false)
			return
		}
		if v == vNo && it.is(fBoth) && !g.allNot(a) && !g.noTo(a) && !a.out {
			g.doubt("not-all", int(it.from), int(it.to), false)
			return
		}
	default:
		f.set = it.set
		if v == vNo && it.is(fNoNumber) {
			f.number = true
		}
	}
	g.judge(f, it)
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
	f.sentence, f.line = g.sentence, g.piece.line
	if it.set != 0 && !it.is(fQuant|fRest|fThese) {
		g.last = it.set
	}
	if it.is(fStar) {
		g.starred |= it.set
	}
	g.facts = append(g.facts, f)
}

// concord reports a language in which "none" and "not" together are one no.
func (g *grammar) concord() bool {
	switch languages[g.first] {
	case "en", "de", "nl", "sv":
		return false
	}
	return true
}

// allNot reports whether "all ... not" is a no to all: where the negation stands with the verb and nobody would take it for
// "not all".
func (g *grammar) allNot(a *atom) bool {
	switch languages[g.first] {
	case "ja", "zh":
		return a.after
	case "de":
		return true
	}
	return false
}

// noTo reports "no to all": an answer to all of them, and no "not all".
func (g *grammar) noTo(a *atom) bool {
	i := int(a.item.from) - 1
	if a.after || !a.bare || i < 0 {
		return false
	}
	switch t := g.tokens[i]; t.Text {
	case "to", "for", "zu", "für", "pour", "para", "per", "till", "för", "voor", "dla":
		return true
	default:
		return t.Kind == TokenEmoji
	}
}

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
