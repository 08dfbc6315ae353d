package parser

// Numbers and quantifiers beside an answer that are about something else than slots: how many, how old, how long.

// counting reports whether the number at seg[i] counts or names something that is no slot: "3 kids", "crews of 8", "the 2nd payment".
func (g *grammar) counting(seg []item, i int, subject bool) bool {
	it := seg[i]
	next := i+1 < len(seg) && (seg[i+1].m == kUnknown || seg[i+1].m == mUnit || seg[i+1].m == mLabel && it.m == mOrd) && seg[i+1].from == it.to
	named := i > 0 && seg[i-1].m == kUnknown && seg[i-1].is(fName)
	if i > 1 && seg[i-1].m == mFill && seg[i-2].m == kUnknown && seg[i-1].to == it.from { // "crews of 8"
		named = true
	}
	switch {
	case it.m == kNumber && g.index(int(it.num)) < 0:
		return i > 0 || int(it.num) > 2*maxID(g.offer)+9
	case it.m == mOrd:
		return next || int(it.num) > max(31, maxID(g.offer)) // "my mum's 70th"
	case next:
		return i > 0 || it.m == mCard && subject
	}
	return named
}

func maxID(o Offer) int { return o.Slots[len(o.Slots)-1].ID }

// measures reports a number at seg[i] that measures something: "9 days of rain".
func (g *grammar) measures(seg []item, i int) bool {
	if i+3 >= len(seg) || seg[i+1].m != mSlots && seg[i+1].m != mUnit || seg[i+2].m != mFill || seg[i+3].m != kUnknown {
		return false
	}
	of := seg[i+2]
	return of.to-of.from == 1 && g.tokens[of.from].Text == "of" && seg[i+3].from == of.to
}

// countsThing reports a number, an ordinal or "last" at in[i] of a question beside an answer, that goes with a noun of its own: "do you
// want two mediums and one large?"
func (g *grammar) countsThing(in []item, i int) bool {
	if g.first != langEnglish || !g.spoken() || i+1 >= len(in) || affirmed(in) || has(in, mNo) || has(in, mNot) || has(in, mPropose) {
		return false
	}
	switch in[i].m {
	case mOrd, mLast, mCard, kNumber:
		next := in[i+1]
		return next.from == in[i].to && (next.m == kUnknown || next.m == mLabel || next.m == mUnit && !g.inFirst(spanWords, &g.tokens[next.from])) && !g.likeSlot(next)
	case kTime: // "last year's"
		return g.past(in[i])
	}
	return false
}

// ages makes one item of brackets that say how old or how many those before them are: "Jules (8 ans)", "die Zwillinge (3)". Without a unit it
// may be a slot, unless it is none that is offered, or stands within a clause of the writer's.
func (g *grammar) ages(in []item) []item {
	for i := 1; i+2 < len(in); i++ {
		child := g.inFirst(childWords, &g.tokens[in[i-1].to-1])
		if in[i].m != kOpen || in[i-1].m != kUnknown && in[i-1].m != mPeople && !child || in[i-1].to != in[i].from {
			continue
		}
		k, number, unit, slot := i+1, false, false, false
		for ; k < len(in) && in[k].m != kClose; k++ {
			switch it := in[k]; it.m {
			case kNumber, mCard:
				number, slot = true, slot || g.index(int(it.num)) >= 0
			case kDigits:
				number = true
			case mUnit:
				unit = true
			case kUnknown: // "4 v."
				if t := g.tokens[it.from].Text; child && (t == "he's" || t == "she's" || t == "they're") {
					continue
				}
				if len(g.tokens[it.from].Text) > 2 || k == i+1 {
					k = len(in)
				}
				unit = true
			case mAnd, kComma, mFill:
			case mOther, mPro: // "(he is 3)"
				if !child {
					k = len(in)
				}
			default:
				k = len(in)
			}
		}
		if k >= len(in) || !number {
			continue
		}
		if slot && !unit && !child && (k+1 == len(in) || in[k+1].m != mFill && in[k+1].m != kUnknown || hasVerdict(in[i:]) || !g.ownIn(int(in[0].from), int(in[i].from))) {
			continue
		}
		in[i].m, in[i].to = kDigits, in[k].to
		in = append(in[:i+1], in[k+1:]...)
	}
	return in
}

// childWords are those whose ages are told.
var childWords = wordsByLanguage("children")

// ofPeople reports "both of them", "all three of us" at seg[i].
func (g *grammar) ofPeople(seg []item, i int) bool {
	to := seg[i].to
	for _, it := range seg[i+1:] {
		if it.from != to || it.m != mCard && it.m != mOfThem {
			break
		}
		to = it.to
	}
	last := g.tokens[to-1].Text
	return to-seg[i].from > 1 && g.tokens[to-2].Text == "of" && (last == "them" || last == "us")
}

// lasts reports an "all" that says how long: "all day", "all through that week".
func (g *grammar) lasts(it item) bool {
	return it.m == mAll && int(it.to) < len(g.tokens) && g.inSet(throughWords, &g.tokens[it.to])
}
