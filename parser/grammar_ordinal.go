package parser

import "slices"

// Ordinals: "the first two", "the last one on Tuesday".

// positions resolves ordinals: "the first two", "the last one", "the second one on Tuesday".
func (g *grammar) positions(in []item) []item {
	out := in[:0]
	for i := 0; i < len(in); i++ {
		it := in[i]
		sign := it.m == mOrdSign && i+1 < len(in) && in[i+1].m == kNumber // 第2
		if sign {
			next := in[i+1]
			it = item{m: mOrd, from: it.from, to: next.to, num: next.num}
			i++
		} else if (it.m == kNumber || it.m == mCard) && i+1 < len(in) && in[i+1].m == mOrdSign { // 2番目
			it.m, it.to = mOrd, in[i+1].to
			i++
		}
		switch it.m {
		case mOrd, mLast, mMiddle, mEarly, mLate, mFormer, mLatter:
		default:
			out = append(out, it)
			continue
		}
		count, noun := 1, false
		j := i + 1
		if j < len(in) && (in[j].m == kCount || in[j].m == mCard && it.m != mOrd || in[j].m == kNumber && (it.m == mLast || it.m == mOrd && it.num == 1) && int(in[j].num) > 1) && !(j+1 < len(in) && in[j+1].m == mOrdSign) {
			count = int(in[j].num)
			j++
		}
		for j < len(in) && (in[j].m == mSlot || in[j].m == mSlots || in[j].m == mThese || in[j].m == mOfThem) {
			noun = true
			j++
		}
		within := g.all
		if j < len(in) && in[j].m == kTime && (noun || it.m == mFormer || it.m == mLatter) && g.exprs[in[j].num].Day.Nth == 0 {
			if m := g.match[in[j].num]; m.Problem == "" && len(m.Slots) > 0 {
				within = setOf(m.Slots)
				j++
			}
		} else if n := len(out); n > 0 && out[n-1].m == kTime && (it.m == mFormer || it.m == mLatter) && out[n-1].to == it.from && g.match[out[n-1].num].Problem == "" && len(g.match[out[n-1].num].Slots) > 0 { // Finnish "tiistain aikaisempi"
			within = setOf(g.match[out[n-1].num].Slots)
			it.from = out[n-1].from
			out = out[:n-1]
		} else if n := len(out); n > 0 && out[n-1].m == kTime && noun && it.m != mOrd {
			// "the Tuesday's last one" is not followed
			it.m, it.why = kBad, "ordinal"
		}
		if day := g.weekdayToo(it); day >= 0 && !noun && count == 1 && !g.enumerated(in) {
			out = append(out, g.dayOrOrdinal(it, day))
			i = j - 1
			continue
		}
		res := g.position(it, count, within, noun || count > 1 || it.to-it.from > 2 || g.suffixed(it), in, i)
		res.to = max(res.to, in[j-1].to)
		if count > 1 {
			res.flags |= fPlural
		}
		out = append(out, res)
		i = j - 1
	}
	return out
}

// weekdayToo is the weekday that an ordinal is as well (Portuguese "quarta" is Wednesday and the fourth), -1 if it is none.
func (g *grammar) weekdayToo(it item) int {
	if it.m != mOrd || it.to-it.from != 1 {
		return -1
	}
	n := g.lex.plain(&g.tokens[it.from]).times.node
	if n == nil {
		return -1
	}
	for _, s := range n.senses {
		if l := lang(slices.Index(languages, s.lang)); s.class == cWeekday && (l == g.first || g.behindArticle(it)) {
			return int(s.n)
		}
	}
	return -1
}

// behindArticle reports a Portuguese article before an ordinal.
func (g *grammar) behindArticle(it item) bool {
	return it.from > 0 && (g.tokens[it.from-1].Text == "a" || g.tokens[it.from-1].Text == "as")
}

// enumerated reports ordinals that are no weekdays, so that those beside them are none either: "a primeira e a segunda".
func (g *grammar) enumerated(in []item) bool {
	for _, it := range in {
		if (it.m == mOrd || it.m == mLast) && g.weekdayToo(it) < 0 {
			return true
		}
	}
	return false
}

// dayOrOrdinal resolves an ordinal that is a weekday as well: behind an article it may be either, otherwise it is the weekday.
func (g *grammar) dayOrOrdinal(it item, day int) item {
	x := &Expr{Day: Day{Kind: OnDays, Weekdays: 1 << day}}
	on := g.dayOnly(x)
	if g.behindArticle(it) {
		nth := g.position(it, 1, g.all, true, nil, 0)
		if on == 0 || nth.m == kSlots && nth.set == on {
			return nth
		}
		on = 0
	}
	it.m, it.set = kSlots, on
	if on == 0 {
		it.m, it.why = kBad, "ordinal"
	} else if g.sameWeekdayTwice(on, x) {
		it.flags |= fSeveral
	}
	return it
}

// suffixed reports an ordinal in digits, or one of a script that marks them: they are never adverbs.
func (g *grammar) suffixed(it item) bool {
	t := g.tokens[it.from]
	return t.Kind == TokenNumber || isCJK(t) || g.inFirst(numberNouns, &t)
}

// numberNouns are the names of numbers: "fyran", the four.
var numberNouns = wordsByLanguage("number nouns")

// position resolves one ordinal among the slots in within.
func (g *grammar) position(it item, count int, within slotSet, noun bool, in []item, i int) item {
	bad := func(why string) item {
		it.m, it.why = kBad, why
		return it
	}
	idx := within.indexes()
	n := len(idx)
	if count < 1 || count > n || it.m == kBad {
		return bad("ordinal")
	}
	if !noun && !g.ordinalAlone(in, i) {
		return bad("ordinal")
	}
	pick := func(from, to int) item {
		it.set = 0
		for _, k := range idx[from:to] {
			it.set |= 1 << k
		}
		it.m = kSlots
		return it
	}
	ordered := true
	for k := 1; k < n; k++ {
		ordered = ordered && !g.offer.Slots[idx[k]].Begin.Before(g.offer.Slots[idx[k-1]].Begin)
	}
	k := int(it.num)
	switch it.m {
	case mLast:
		k = -1
	case mMiddle:
		if n%2 != count%2 || count == n {
			return bad("ordinal")
		}
		return pick((n-count)/2, (n+count)/2)
	case mFormer, mLatter:
		if n != 2 || !ordered { // the earlier of two, too
			return bad("ordinal")
		}
		if it.m == mFormer {
			return pick(0, 1)
		}
		return pick(1, 2)
	case mEarly, mLate:
		best := idx[0]
		for _, k := range idx {
			b, a := g.offer.Slots[best].Begin, g.offer.Slots[k].Begin
			if it.m == mEarly && a.Before(b) || it.m == mLate && a.After(b) {
				best = k
			}
		}
		for _, k := range idx {
			if k != best && g.offer.Slots[k].Begin.Equal(g.offer.Slots[best].Begin) {
				return bad("ordinal")
			}
		}
		if count != 1 {
			return bad("ordinal")
		}
		it.m, it.set = kSlots, 1<<best
		return it
	}
	switch {
	case k == 0:
		return bad("ordinal")
	case k < 0 && ordered && n+k+1-count >= 0: // from the end
		return pick(n+k+1-count, n+k+1)
	case k < 0:
		return bad("ordinal")
	case !ordered && within != g.all, count > 1 && k != 1:
		return bad("ordinal")
	case within != g.all:
		if k > n {
			return bad("ordinal")
		}
		return pick(k-1, k-1+count)
	}
	for c := range count { // place and number must agree
		if k+c > n || g.offer.Slots[idx[k+c-1]].ID != k+c {
			return bad("ordinal")
		}
	}
	return pick(k-1, k-1+count)
}

// ordinalAlone reports whether an ordinal without a noun is a mention and no "firstly": it is all there is, or joined to
// another one, or a verdict stands beside it.
func (g *grammar) ordinalAlone(in []item, i int) bool {
	for j := range in {
		switch in[j].m {
		case kUnknown:
			return false
		case kComma:
			if i+1 == j && j+1 < len(in) && in[j+1].m != mOrd && in[j+1].m != mLast {
				return false
			}
		}
	}
	return true
}
