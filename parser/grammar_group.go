package parser

import "slices"

// Groups: what stands between two commas, sorted into mentions and verdicts.

// unit is a mention or a verdict of a group, or a joint between them.
type unit struct {
	kind  byte // 'S', 'V', 'C'
	item  item
	v     verdict
	bare  bool // a verdict of one word such as "no": not a verb that could have several subjects
	or    bool
	skip  bool // an empty box
	out   bool // a no to everything
	not   bool // nothing but a negation
	paren bool // in brackets
	away  bool // says where somebody is, not what works
	colon bool // a colon stands before it
	poor  bool // "is tricky": whether it is possible is still to come
}

// group is what stands between two commas.
type group struct {
	units            []unit
	unknown          bool
	from, to         int
	also, only       bool
	lead             meaning // joint at its begin
	colon            bool
	neg              bool // has a word of negation
	anaphor, rank, v bool
	unknowns         int
	named            bool // an unknown word begins with a capital
	instead          bool // put as something else than the offer
	length           bool // a length of time
	like             bool // a word that we do not know is like one that means slots
}

// group sorts the items of a group into units.
func (g *grammar) group(in []item) group {
	kept := g.room.units // of the groups before
	gr := group{units: kept[len(kept):], from: int(in[0].from), to: int(in[len(in)-1].to), colon: in[0].is(fColon)}
	var run runner
	denied, both := false, false // "not bad"; 2番も4番も
	flush := func() {
		if run.any {
			u := run.unit()
			gr.units = append(gr.units, u)
			gr.v = true
		}
		run = runner{}
	}
	for i, it := range in {
		switch m := it.m; {
		case m == kSlots && it.is(fIt|fThese) && !it.is(fQuant|fRest) && g.ownMention(in):
			// "this", "they" beside a mention is that mention
			gr.anaphor = true
		case m == kSlots || m == kBad:
			if denied && it.is(fNone) { // "no me va mal ninguno"
				run.v = vHuh
			}
			flush()
			gr.units = append(gr.units, unit{kind: 'S', item: it})
		case m >= mYes && m <= mEmpty:
			run.colon = run.colon || !run.any && it.is(fColon)
			denied = denied || m == mNo && run.neg && !g.negates(it)
			if m == mNot && run.out && run.v == vNo && i > 0 && in[i-1].to == it.from && !g.concord() { // "keiner passt nicht"
				run.add(mYes, false)
			}
			twice := isCJK(g.tokens[it.from]) && (m == mNo && run.neg || m == mNot && run.v == vNo)                                                          // 不是不行
			twice = twice || (m == mNo || m == mPoor) && i > 0 && in[i-1].m == mNot && in[i-1].to == it.from && g.inSet(isNotWords, &g.tokens[in[i-1].to-1]) // "isn't bad"
			if m == mPoor && run.v == vYes && i > 0 && in[i-1].m == mYes && !it.is(fParen) && g.first != langEnglish && !isCJK(g.tokens[it.from]) {          // "passt nicht so gut"
				run.v = vNone
			}
			run.add(m, g.oneWord(it))
			if twice || (m == mNo || m == mAway) && len(gr.units) > 0 && gr.units[len(gr.units)-1].item.is(fNone) && g.first != langAll && !g.negates(it) { // "none is bad"
				run.v = vHuh
			}
			run.modal = run.modal || g.modal(it)
			run.paren = it.is(fParen)
		case m == mRank2:
			run.add(mYes, false)
		case m == mMost:
			if len(gr.units) > 0 {
				run.add(mBest, false)
			} else {
				it.m, it.why = kBad, "some"
				gr.units = append(gr.units, unit{kind: 'S', item: it})
			}
		case m == mAnd || m == mOr || m == mThen || m == kSlash || m == mBut:
			both = both || m == mAnd && g.inFirst(betweenWords, &g.tokens[it.from])
			if i == 0 {
				gr.lead = m
				continue
			}
			if m == mThen {
				gr.rank = true
				if g.tokens[it.from].Text == "dan" && it.to-it.from == 1 && has(in[:i], mBest) { // "liever woensdag dan donderdag": than, or then
					gr.unknown = true
					gr.unknowns++
				}
			}
			if run.any && i+1 < len(in) && in[i+1].m >= mYes && in[i+1].m <= mEmpty && !verdictThenMention(in[i+1:]) && !(run.v.positive() && (in[i+1].m == mNot || in[i+1].m == mNo)) {
				continue // "fine and good"
			}
			flush()
			gr.units = append(gr.units, unit{kind: 'C', or: m == mOr || m == kSlash, item: it})
		case m == mAlso:
			gr.also = true
		case m == mAlsoYes:
			run.add(mYes, false)
			gr.also, gr.instead = true, true
		case m == mInstead:
			gr.instead = true
		case m == mOnly:
			gr.only = true
		case m == kUnknown || m == kDigits || m == kLength || m == mLabel || m == mUnit || m == mExcept || m == mUndo || m == mAsk || m == mAllBut || m == mNoneBut || m == mOutOf || m == mPropose || m == kCount || m == mInsteadOf:
			gr.unknown = true
			gr.unknowns++
			gr.length = gr.length || m == kLength
			gr.named = gr.named || it.is(fName)
			gr.like = gr.like || g.likeSlot(it)
		}
		if it.m == mNot || it.m == mNo || it.m == mAway && in[0].is(fBut) { // "but not in reality"
			gr.neg = true
		}
	}
	flush()
	gr.also = gr.also && !both
	for n := len(gr.units); n > 0 && gr.units[n-1].kind == 'C'; n-- {
		gr.units = gr.units[:n-1]
	}
	if n := len(kept) + len(gr.units); n <= cap(kept) {
		g.room.units = kept[:n]
	} else {
		g.room.units = make([]unit, 0, 2*n)
	}
	g.insteadOf(in, &gr)
	gr.units = slices.Clip(g.lists(gr.units)) // the next group begins behind them
	return gr
}

// isNotWords turn round what stands behind them, a no too.
var isNotWords = wordsByLanguage("is not")

// insteadOf reads "3 instead of 2".
func (g *grammar) insteadOf(in []item, gr *group) {
	if len(in) == 3 && in[1].m == mInsteadOf && in[0].m == kSlots && in[2].m == kSlots {
		gr.unknown = false
		yes, no := in[0], in[2]
		if languages[g.first] == "ja" { // 2ではなく3
			yes, no = no, yes
		}
		gr.units = []unit{{kind: 'S', item: yes}, {kind: 'V', v: vYes}, {kind: 'S', item: no}, {kind: 'V', v: vNo}}
	}
}

// ownMention reports a mention that needs no other to be understood.
func (g *grammar) ownMention(in []item) bool {
	for _, it := range in {
		if it.m == kBad || it.m == kSlots && (!it.is(fIt|fThese) || it.is(fQuant|fRest)) {
			return true
		}
	}
	return false
}

// negates reports a verdict with a word such as "not" in it.
func (g *grammar) negates(it item) bool {
	for i := it.from; i < it.to; i++ {
		if g.means(int(i), mNot) {
			return true
		}
	}
	return isCJK(g.tokens[it.from]) // どれも無理: in Japanese it is the verdict that refuses
}

// modal reports "I can" and the like.
func (g *grammar) modal(it item) bool {
	if it.m != mYes {
		return false
	}
	switch g.tokens[it.to-1].Text {
	case "can", "could", "able":
		return true
	}
	return false
}

// verdictThenMention reports whether a mention follows the verdicts at the begin of in, before any joint.
func verdictThenMention(in []item) bool {
	for _, it := range in {
		if it.m == kSlots || it.m == kBad {
			return true
		}
		if !(it.m >= mYes && it.m <= mEmpty) {
			return false
		}
	}
	return false
}

// oneWord reports a verdict that a single number takes, such as "no" or a cross: in "1, 2 no" nobody knows what 1 has.
func (g *grammar) oneWord(it item) bool {
	return it.to-it.from == 1
}

// lists joins mentions that are joined in the text: "1 and 3", "1 3", "Tuesday or Thursday".
func (g *grammar) lists(in []unit) []unit {
	out := in[:0]
	for i := 0; i < len(in); i++ {
		u := in[i]
		n := len(out)
		joined := n > 0 && u.kind == 'S' && out[n-1].kind == 'S'
		ranked := false
		if n > 1 && u.kind == 'S' && out[n-1].kind == 'C' && out[n-2].kind == 'S' {
			joined = true
			ranked = out[n-1].item.m == mThen
		}
		if !joined {
			out = append(out, u)
			continue
		}
		p := n - 1
		if out[p].kind == 'C' {
			p--
		}
		a, b := out[p].item, u.item
		a0 := a
		if ranked {
			u.item.flags |= fRank
			out = append(out, u)
			continue
		}
		special := uint32(fRest | fThese | fIt)
		switch {
		case a.is(fQuant) && b.is(fQuant) && a.is(fNone) != b.is(fNone) && !a.is(fExcept) && !b.is(fExcept): // "both or neither"
			out[p].item.m, out[p].item.why = kBad, "contradiction"
		case b.m == kBad:
			out[p].item.m, out[p].item.why = kBad, b.why
		case a.m == kBad:
		case b.is(fNone) && !b.is(fQuant|fRest|fExcept) && !a.is(fNone|special|fQuant|fExcept): // a no of its own may not vanish in the list
			out[p].item.m, out[p].item.why = kBad, "contradiction"
		case p == n-1 && a.is(fTimes) && b.is(fTimes) && (g.dayAndHour(a, b) || g.weekAndDay(a, b)): // "Tuesday only in the afternoon"
			a.set &= b.set
			a.to = b.to
			one := a.is(fSingular) || b.is(fSingular)
			a.flags = a.flags&^(fSeveral|fSeveralBare|fMiss) | fPlural
			switch {
			case a.set == 0:
				a.flags |= fMiss
			case one && a.set.len() > 1: // "the afternoon one on the weekend"
				a.flags |= fSeveral
			}
			out[p].item = a
			out = out[:p+1]
			continue
		case p == n-1 && !g.sideBySide(a, b):
			out = append(out, u)
			continue
		case a.is(special) || b.is(special) || a.is(fQuant) != b.is(fQuant) || a.is(fExcept) || b.is(fExcept),
			p == n-1 && a.is(fDigits) != b.is(fDigits):
			out = append(out, u)
			continue
		default:
			if a.is(fPlural) && a.is(fBoth|fAny) { // "every Tuesday and Thursday"
				b.flags &^= fSeveral
			}
			if a.is(fStar) {
				g.starred |= a.set
			}
			if b.is(fStar) {
				g.starred |= b.set
			}
			a.set |= b.set
			if a.want == 2 || b.want == 2 {
				a.want = 0
			}
			a.flags |= b.flags
			a.more = append(a.more, b.more...)
			if p < n-1 && g.sharesPart(a0, b) {
				a.m, a.why = kBad, "ambiguous-time"
			}
			a.to = b.to
			a.flags &^= fNoNumber
			out[p].item = a
			out[p].or = p < n-1 && out[n-1].or
		}
		out = out[:p+1]
	}
	for i := range out { // "both 1 and 3"
		if it := &out[i].item; out[i].kind == 'S' && it.m == kSlots && it.want > 0 && int(it.want) != it.set.len() {
			it.m, it.why = kBad, "count"
		}
		if out[i].kind == 'S' && out[i].item.is(fStar) {
			g.starred |= out[i].item.set
		}
	}
	return out
}

// sideBySide reports mentions with nothing between them but marks and nouns: "1 3", "slot 1 slot 3", not "2 of the 3".
func (g *grammar) sideBySide(a, b item) bool {
	for i := int(a.to); i < int(b.from); {
		t := g.tokens[i]
		if t.Kind != TokenWord {
			i++
			continue
		}
		e, n := g.phrase(i, len(g.exprs))
		switch e.meaning {
		case mSlot, mSlots, mNumber, mOrdSign:
			i += n
		default:
			return false
		}
	}
	return true
}
