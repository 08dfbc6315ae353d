package parser

import (
	"strings"
	"time"
)

// mentions turns numbers, ordinals, quantifiers, nouns and times among the items of a clause into mentions of slots (kSlots), and
// takes out what only helped to find them. Polite words are gone already.
func (g *grammar) mentions(in []item) []item {
	in = g.labels(in)
	in = g.counts(in)
	in = g.positions(in)
	in = g.quantifiers(in)
	in = g.times(in)
	in = g.numbers(in)
	in = g.scopes(in)
	return g.exceptions(in)
}

// labels takes out numbers that count or name something else: "room 4", "3 people".
func (g *grammar) labels(in []item) []item {
	for i := range in {
		if in[i].m != kNumber && in[i].m != mCard {
			continue
		}
		if i+1 < len(in) && (in[i+1].m == mOfThem || in[i+1].m == mThese) && !(i > 0 && (in[i-1].m == mOrdSign || in[i-1].m == mSlot || in[i-1].m == mSlots || in[i-1].m == mNumber)) && !(i > 0 && counted(in[i-1].m)) {
			if i == 0 || in[i-1].m != mOrd && in[i-1].m != mLast {
				in[i].m, in[i].why = mSome, "count"
				continue
			}
		}
		if i+1 < len(in) && (in[i+1].m == kNumber || in[i+1].m == mCard) && in[i].to < in[i+1].from && g.tokens[in[i].to].Text == "of" && languages[g.first] == "en" {
			in[i].m, in[i].why, in[i+1].m = mSome, "count", kMark // "2 of 5"
			continue
		}
		if i > 0 && (in[i-1].m == mLabel || in[i-1].m == mWeAre) && !(in[i-1].m == mWeAre && in[i].is(fColon)) || i+1 < len(in) && in[i+1].m == mUnit {
			in[i].m = kDigits
			// "rooms 2, 3 and 4", "2 or 3 people"
			for j := i + 1; i > 0 && in[i-1].m == mLabel && j+1 < len(in) && (in[j].m == mAnd || in[j].m == mOr || in[j].m == kComma) && in[j+1].m == kNumber; j += 2 {
				in[j+1].m = kDigits
			}
			for j := i - 1; j > 0 && (in[j].m == mAnd || in[j].m == mOr || in[j].m == mTo) && in[j-1].m == kNumber; j -= 2 {
				in[j-1].m = kDigits
			}
		}
	}
	return in
}

// counts sorts number words: some are slot numbers, some are counts, "one" is a noun too.
func (g *grammar) counts(in []item) []item {
	joint := func(i int) bool {
		return i > 0 && i < len(in) && (in[i].m == mAnd || in[i].m == mOr || in[i].m == mTo || in[i].m == kComma || in[i].m == kSlash || in[i].m == kDash || in[i].m == mThen)
	}
	numeric := func(i int) bool { return i >= 0 && i < len(in) && (in[i].m == kNumber || in[i].m == mCard) }
	// "les deux premiers", "die ersten beiden": "first two"
	for i := 0; i+1 < len(in); i++ {
		a, b := in[i], in[i+1]
		first := func(it item) bool { return it.m == mOrd && it.num == 1 || it.m == mLast }
		switch {
		case first(a) && b.m == mBoth:
			in[i+1].m, in[i+1].num = kCount, 2
		case first(b) && (a.m == mBoth || a.m == mCard && a.num > 1 && !joint(i-1)):
			n := a.num
			if a.m == mBoth {
				n = 2
			}
			in[i], in[i+1] = b, item{m: kCount, from: a.from, to: b.to, num: n}
		}
	}
	for i := range in {
		it := &in[i]
		if it.m == kNumber && i > 0 && counted(in[i-1].m) && !joint(i+1) {
			if i+1 < len(in) && (in[i+1].m == mSlots || in[i+1].m == mThese) || in[i-1].m != mAny && in[i-1].m != mEither && in[i-1].m != mNone {
				if !(in[i-1].m == mBoth || in[i-1].m == mNeither || in[i-1].m == mRest) {
					it.m = kCount
				}
			} else if in[i-1].m == mAny && g.tokens[it.from-1].Text == "any" { // "any 2"
				it.m = kCount
			}
			continue
		}
		if it.m == kNumber && it.num > 1 && i+2 < len(in) && in[i+1].m == kTime && in[i+2].m == mSlots && !joint(i-1) { // "the 2 Tuesday slots"
			it.m = mAll
			continue
		}
		if it.m == kNumber && i+1 < len(in) && in[i+1].m == mSlots && !joint(i-1) && !(i > 0 && (in[i-1].m == mSlots || in[i-1].m == mNumber)) && it.flags&fStar == 0 {
			if it.num > 1 && !g.cjkClause(in) { // "2 slots work"
				it.m = kCount
			}
			continue
		}
		if it.m != mCard {
			continue
		}
		prev := meaning(0)
		if i > 0 {
			prev = in[i-1].m
		}
		switch {
		case prev == mSlot || prev == mSlots || prev == mNumber:
			it.m = kNumber
		case it.num > 1 && i+1 < len(in) && in[i+1].m == kTime && !joint(i-1): // "the two on Tuesday"
			it.m = mAll
		case it.num == 1 && (prev == mOrd || prev == kTime || prev == mLast || prev == mIt || prev == mMiddle || prev == mEarly || prev == mLate || prev == mFormer || prev == mLatter || prev == mRest || prev == mThese || prev == mAny || prev == mEither || prev == mNone || prev == mNeither || prev == mNot) ||
			it.num == 1 && i+1 < len(in) && in[i+1].m == kTime:
			it.m = mSlot
		case counted(prev) || prev == mOrd || prev == mLast || prev == mThese:
			it.m = kCount
		case joint(i-1) && numeric(i-2) || joint(i+1) && numeric(i+2) || numeric(i-1) && in[i-1].to == it.from || numeric(i+1) && it.to == in[i+1].from:
			it.m = kNumber
		case i+1 < len(in) && (in[i+1].m == mSlots || in[i+1].m == mThese):
			it.m = kCount
		case i+1 < len(in) && in[i+1].m == mOrdSign:
			it.m = kNumber
		default:
			it.m, it.why = kBad, "number-word"
			if it.num == 1 && (prev >= mYes && prev <= mNeed || prev == mOnly) { // "the only one", "the best one"
				it.m = mSlot
				continue
			}
			if it.num == 1 { // an article too, but in English
				if it.m = kUnknown; g.first != langEnglish {
					it.m = mFill
				}
			}
		}
	}
	// nothing counted: "2 of them", "two slots work"
	for i := range in {
		if in[i].m == kCount && (i == 0 || !counted(in[i-1].m) && in[i-1].m != mOrd && in[i-1].m != mLast && in[i-1].m != mThese && in[i-1].m != kSlots) {
			if int(in[i].num) == len(g.offer.Slots) && i+1 < len(in) && in[i+1].m == mSlots { // "the three slots"
				in[i] = item{m: mAll, from: in[i].from, to: in[i].to}
				continue
			}
			in[i].m, in[i].why = mSome, "count"
		}
	}
	return in
}

func (g *grammar) cjkClause(in []item) bool {
	return len(in) > 0 && isCJK(g.tokens[in[len(in)-1].to-1])
}

func counted(m meaning) bool {
	switch m {
	case mAll, mAny, mNone, mBoth, mEither, mNeither, mRest:
		return true
	}
	return false
}

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
		} else if n := len(out); n > 0 && out[n-1].m == kTime && noun && it.m != mOrd {
			// "the Tuesday's last one" is not followed
			it.m, it.why = kBad, "ordinal"
		}
		res := g.position(it, count, within, noun || count > 1 || g.suffixed(it), in, i)
		res.to = max(res.to, in[j-1].to)
		if count > 1 {
			res.flags |= fPlural
		}
		out = append(out, res)
		i = j - 1
	}
	return out
}

// suffixed reports an ordinal in digits, or one of a script that marks them: they are never adverbs.
func (g *grammar) suffixed(it item) bool {
	t := g.tokens[it.from]
	return t.Kind == TokenNumber || isCJK(t)
}

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
		if n%2 == 0 || count != 1 {
			return bad("ordinal")
		}
		return pick(n/2, n/2+1)
	case mFormer, mLatter:
		if n != 2 {
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

func setOf(indexes []int) slotSet {
	var s slotSet
	for _, i := range indexes {
		s |= 1 << i
	}
	return s
}

// quantifiers turns "all three", "none of them", "the other two" into mentions.
func (g *grammar) quantifiers(in []item) []item {
	n := len(g.offer.Slots)
	out := in[:0]
	for i := 0; i < len(in); i++ {
		it := in[i]
		it.set = g.all
		switch it.m {
		case mAll:
			it.flags |= fQuant | fBoth
		case mAny:
			it.flags |= fQuant | fAny
		case mBoth:
			it.flags |= fQuant | fBoth
			it.num = 2
		case mEither:
			it.flags |= fQuant | fAny
			it.num = 2
		case mNone:
			it.flags |= fQuant | fNone
		case mNeither:
			it.flags |= fQuant | fNone
			it.num = 2
		case mRest:
			it.flags |= fRest
		case mNoRest:
			it.flags |= fRest | fNone
		case mFlex:
			it.flags |= fQuant | fAny | fWeak
		case mThese:
			it.flags |= fThese
		case mIt:
			it.flags |= fIt
		case mSome:
			it.m, it.why = kBad, "some"
			out = append(out, it)
			continue
		default:
			it.set = in[i].set
			out = append(out, it)
			continue
		}
		m := it.m
		it.m = kSlots
		if m != mBoth && m != mEither && m != mNeither && m != mAll {
			it.num = 0
		}
		for i+1 < len(in) {
			switch next := in[i+1]; next.m {
			case kCount:
				it.num = next.num
			case mSlot:
				if it.is(fThese) || it.is(fIt) && len(out) == 0 {
				}
			case mSlots, mThese:
			case mAny, mAll:
				if !it.is(fRest | fThese) {
					goto done
				}
			case mRest:
				if !it.is(fQuant) {
					goto done
				}
				it.flags |= fRest
			default:
				goto done
			}
			it.to = in[i+1].to
			i++
		}
	done:
		if it.is(fRest) && it.is(fQuant) {
			it.flags &^= fQuant
		}
		_ = n
		out = append(out, it)
	}
	return out
}

// times resolves expressions of time, looking at the nouns and quantifiers beside them.
func (g *grammar) times(in []item) []item {
	out := in[:0]
	for i := 0; i < len(in); i++ {
		it := in[i]
		if it.m != kTime {
			out = append(out, it)
			continue
		}
		noun, plural := false, false
		for i+1 < len(in) && (in[i+1].m == mSlot || in[i+1].m == mSlots || in[i+1].m == mCard && in[i+1].num == 1) {
			noun, plural = true, plural || in[i+1].m == mSlots
			it.to = in[i+1].to
			i++
		}
		singular := noun && !plural
		quant := false
		if n := len(out); n > 0 {
			switch {
			case out[n-1].m == mSlot:
				singular, noun = true, true
				out = out[:n-1]
			case out[n-1].m == mSlots:
				noun, plural = true, true
				out = out[:n-1]
			case out[n-1].m == kSlots && out[n-1].is(fQuant|fRest):
				quant = true
			}
		}
		if g.tokensQuantified(it) {
			quant = true
		}
		out = append(out, g.time(it, noun, singular, plural, quant))
	}
	return out
}

// tokensQuantified reports a quantifier inside an expression: "both Fridays".
func (g *grammar) tokensQuantified(it item) bool {
	for i := it.from; i < it.to; i++ {
		if e, n := g.phrase(int(i), len(g.exprs)); n > 0 && (counted(e.meaning) || e.meaning == mBoth) {
			return true
		}
	}
	return false
}

// time resolves one expression.
func (g *grammar) time(it item, noun, singular, plural, quant bool) item {
	x, m := &g.exprs[it.num], g.match[it.num]
	it.flags |= fTimes
	it.set = setOf(m.Slots)
	bad := func(why string) item {
		it.m, it.why = kBad, why
		return it
	}
	if x.Day.Ordinal && x.Clock.Kind == NoClock && x.Day.Kind == OnDate && x.Day.Last == (Date{}) && x.Day.Weekdays == 0 {
		if id := g.index(x.Day.First.Day); id >= 0 || noun {
			agree := id >= 0 && id == x.Day.First.Day-1
			switch {
			case noun && agree:
				it.m, it.set = kSlots, 1<<id
				return it
			case noun:
				return bad("ordinal")
			case m.Problem != "":
				return bad(m.Problem)
			case len(m.Slots) == 0 && agree:
				it.m, it.set = kSlots, 1<<id
				return it
			case it.set == 1<<id && agree:
			default:
				return bad("date-or-ordinal")
			}
		}
	}
	if m.Problem != "" {
		return bad(m.Problem)
	}
	if x.Clock.Bound == Around && x.Clock.Kind != NoClock {
		return bad("around")
	}
	it.m = kSlots
	if len(m.Slots) == 0 && x.Day.Nth != 0 && singular { // "the second Tuesday slot", and only one Tuesday is offered
		if k, ok := g.nthOfDay(x); ok {
			it.set = 1 << k
			it.flags |= fSingular
			return it
		}
	}
	if len(m.Slots) == 0 {
		it.flags |= fMiss
		it.more = []int32{it.num}
		return it
	}
	if x.Day.Bound == Until && x.Clock.Kind == NoClock { // "until Thursday": are they away until then?
		it.flags |= fSeveralBare
	}
	if x.Clock.Bare && x.Day.Kind == NoDay {
		if h := x.Clock.Begin / 60; g.index(h) >= 0 { // "at 2"
			return bad("number-or-hour")
		}
	}
	if x.Clock.Bare && x.Day.Kind != NoDay && x.Clock.Begin%60 == 0 {
		if id := g.index(x.Clock.Begin / 60); id >= 0 && !it.set.has(id) && x.To-x.From == 2 && g.tokens[x.To-1].Kind == TokenNumber {
			if s := g.dayOnly(x); s.has(id) { // "Tuesday 2", and slot 2 is on a Tuesday
				return bad("number-or-hour")
			}
		}
	}
	if x.Day.Kind == OnWeek {
		it.flags |= fWeek
	}
	if plural || quant || x.Day.Plural {
		it.flags |= fPlural
		return it
	}
	if singular {
		it.flags |= fSingular
		if len(m.Slots) > 1 {
			if x.Day.Nth != 0 && m.Days == 1 { // "the first Tuesday slot", where only one Tuesday is offered
				if k, ok := g.nthOfDay(x); ok {
					it.set = 1 << k
					return it
				}
			}
			it.flags |= fSeveral
		}
		return it
	}
	if len(m.Slots) > 1 {
		switch {
		case x.Day.Kind == OnDays && x.Day.Nth == 0 && x.Day.Bound == At && x.Clock.Kind != OnPart || x.Day.Kind == OnDays && x.Day.Nth == 0 && x.Day.Bound == At:
			if g.sameWeekdayTwice(it.set, x) {
				it.flags |= fSeveral
			} else if x.Clock.Kind == OnTime && x.Clock.Bound == At && m.Days == 1 {
				it.flags |= fSeveralBare
			}
		case x.Day.Kind == NoDay && x.Clock.Kind == OnTime && x.Clock.Bound == At:
			it.flags |= fSeveralBare
			if x.Clock.Bare {
				it.flags |= fSeveral
			}
		}
	}
	return it
}

// nthOfDay is the slot that a counted weekday means where that weekday is offered on one day only.
func (g *grammar) nthOfDay(x *Expr) (slot int, ok bool) {
	day := Expr{Day: Day{Kind: OnDays, Weekdays: x.Day.Weekdays}, Zone: x.Zone}
	m := day.Select(g.offer.Slots, g.offer.Zone, g.sent)
	if m.Problem != "" || m.Days != 1 || x.Day.Kind != OnDays || x.Clock.Kind != NoClock {
		return 0, false
	}
	k := x.Day.Nth - 1
	if x.Day.Nth < 0 {
		k = len(m.Slots) + x.Day.Nth
	}
	if k < 0 || k >= len(m.Slots) {
		return 0, false
	}
	return m.Slots[k], true
}

// dayOnly is the slots on the day of x, whatever the time.
func (g *grammar) dayOnly(x *Expr) slotSet {
	d := Expr{From: x.From, To: x.To, Day: x.Day, Zone: x.Zone}
	m := d.Select(g.offer.Slots, g.offer.Zone, g.sent)
	if m.Problem != "" {
		return 0
	}
	return setOf(m.Slots)
}

// sameWeekdayTwice reports slots on two different days that are the same weekday.
func (g *grammar) sameWeekdayTwice(set slotSet, x *Expr) bool {
	var day [7]int
	zone := g.offer.Zone
	if x.Zone.Loc != nil {
		zone = x.Zone.Loc
	}
	for _, i := range set.indexes() {
		t := g.offer.Slots[i].Begin.In(zone)
		n := int(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400)
		w := t.Weekday()
		if day[w] != 0 && day[w] != n {
			return true
		}
		day[w] = n
	}
	return false
}

// numbers resolves slot numbers, and ranges in words.
func (g *grammar) numbers(in []item) []item {
	out := in[:0]
	for i := 0; i < len(in); i++ {
		it := in[i]
		if it.m == kNumber && i+2 < len(in) && in[i+1].m == mTo && in[i+2].m == kNumber {
			r := g.numberRange(item{from: it.from, to: in[i+2].to, flags: fDigits | fPlural | it.flags}, int(it.num), int(in[i+2].num))
			if n := len(out); n > 0 && out[n-1].m == mBest { // "prefer 2 to 3"
				r.m, r.why = kBad, "range"
			}
			out = append(out, r)
			i += 2
			continue
		}
		if it.m == kSlots && !it.is(fDigits) && i+2 < len(in) && in[i+1].m == mTo && in[i+2].m == kSlots && !it.is(fQuant|fRest|fThese|fIt) {
			it.m, it.why, it.to = kBad, "range", in[i+2].to
			out = append(out, it)
			i += 2
			continue
		}
		if it.m == kNumber {
			if k := g.index(int(it.num)); k >= 0 {
				it.m, it.set = kSlots, 1<<k
			} else {
				it.m, it.why = kBad, "no-such-slot"
			}
			if n := len(out); n > 0 && out[n-1].m == mNot && out[n-1].to == it.from && out[n-1].to-out[n-1].from == 1 && noWord(g.tokens[out[n-1].from].Text) {
				it.flags |= fNoNumber
			}
		}
		if it.m == mTo || it.m == mFill || it.m == mOfThem || it.m == mWeAre {
			continue
		}
		if (it.m == mNumber || it.m == mSlot || it.m == mSlots || it.m == mLabel || it.m == mUnit || it.m == mOrdSign) && it.m != mLabel && it.m != mUnit {
			continue
		}
		if it.m == mCard || it.m == kCount {
			it.m, it.why = kBad, "number-word"
		}
		out = append(out, it)
	}
	return out
}

// noWord is a word that is both a no and, in some languages, short for number.
func noWord(s string) bool { return s == "no" }

// scopes joins mentions that stand beside each other: "either Tuesday", "2 and 3 both", "3 (Wed 10:00)".
func (g *grammar) scopes(in []item) []item {
	out := in[:0]
	for _, it := range in {
		n := len(out)
		if n > 0 && out[n-1].m == mOrdSign {
			out = out[:n-1]
			n--
		}
		if it.m == kOpen || it.m == kClose {
			if n > 0 && it.m == kOpen {
				out = append(out, it)
			}
			continue
		}
		open := n > 0 && out[n-1].m == kOpen
		if open {
			out = out[:n-1]
			n--
			it.flags |= fOpen
		}
		if n > 1 && it.m == kSlots && it.is(fQuant) && !it.is(fNone) && out[n-1].m == mPro && g.floats(out[:n-1], it) { // "1 and 3 are both fine"
			continue
		}
		if n == 0 || it.m != kSlots || out[n-1].m != kSlots {
			out = append(out, it)
			continue
		}
		a := &out[n-1]
		switch {
		case a.is(fQuant) && !it.is(fQuant|fRest|fThese|fIt):
			*a = g.narrow(*a, it)
		case it.is(fQuant) && a.is(fThese|fIt) || it.is(fQuant) && a.is(fRest):
			if it.is(fWeak) && a.is(fRest) { // "otherwise I'm flexible"
				a.flags |= fSure
				a.to = it.to
				break
			}
			f := a.flags & fRest
			it.from = a.from
			it.flags |= f
			if f != 0 {
				it.flags &^= fQuant
			}
			*a = it
		case it.is(fIt|fThese) && !it.is(fQuant|fRest): // "all these", "1, this one"
			a.to = it.to
		case a.is(fIt|fThese) && !a.is(fQuant|fRest):
			it.from = a.from
			*a = it
		case it.is(fQuant) && !a.is(fQuant|fRest): // "2 and 3 both"
			if it.is(fNone) {
				out = append(out, it)
				break
			}
			if exceptBefore(out[:n-1]) { // "除了2都可以"
				out = append(out, it)
				break
			}
			if it.num != 0 && int(it.num) != a.set.len() && !(n > 2) {
				a.m, a.why = kBad, "count"
			}
			a.flags |= fPlural | fSure
			a.flags &^= fSeveral | fSeveralBare
			a.to = it.to
		case a.is(fQuant) && it.is(fQuant):
			if a.is(fNone) != it.is(fNone) {
				a.m, a.why = kBad, "some"
			}
			a.to = it.to
			if it.num != 0 {
				a.num = it.num
			}
		case a.is(fRest) && !it.is(fRest): // "the other Tuesday"
			if it.is(fTimes) && it.set.len() > 0 {
				a.m, a.why = kBad, "some"
			} else {
				out = append(out, it)
			}
		case a.is(fDigits) != it.is(fDigits) && !a.is(fRest) && !it.is(fRest): // an echo
			*a = echo(*a, it)
		case a.is(fTimes) && it.is(fTimes) && open: // "Wednesday (9 December)"
			a.to = it.to
			if s := a.set & it.set; s != 0 {
				a.set = s
				if s.len() == 1 {
					a.flags &^= fSeveral | fSeveralBare
				}
			} else {
				a.m, a.why = kBad, "weekday-mismatch"
			}
		default:
			out = append(out, it)
		}
	}
	if n := len(out); n > 0 && out[n-1].m == kOpen {
		out = out[:n-1]
	}
	return out
}

// floats reports whether a quantifier belongs to the mentions before the verb.
func (g *grammar) floats(before []item, it item) bool {
	set, count := slotSet(0), 0
	for i := len(before) - 1; i >= 0; i-- {
		switch m := before[i].m; {
		case m == kSlots && !before[i].is(fQuant|fRest):
			set |= before[i].set
			count++
		case m == mAnd || m == mOr || m == kComma:
		default:
			i = 0
		}
	}
	return count > 0 && (it.num == 0 || int(it.num) == set.len() || int(it.num) == count)
}

// exceptBefore reports whether a list of mentions at the end of in is what an "except" takes out.
func exceptBefore(in []item) bool {
	for i := len(in) - 1; i >= 0; i-- {
		switch in[i].m {
		case kSlots, mAnd, mOr, kSlash:
		case mExcept:
			return true
		default:
			return false
		}
	}
	return false
}

// narrow applies a quantifier to the mention after it.
func (g *grammar) narrow(q, s item) item {
	s.from = q.from
	n := s.set.len()
	if q.is(fNone) {
		s.flags |= fNone
	}
	s.flags |= fPlural | q.flags&(fAny|fBoth)
	s.flags &^= fSeveral | fSeveralBare
	if q.num != 0 && int(q.num) != n {
		s.want = q.num // "both 1 and 3": the list is not joined yet
	}
	return s
}

// echo joins a slot number and the time written beside it: both must be the same slot.
func echo(a, b item) item {
	num, at := a, b
	if b.is(fDigits) {
		num, at = b, a
	}
	flags := a.flags & (fNone | fAny | fBoth | fStar | fColon)
	out := item{m: kSlots, from: a.from, to: b.to, set: num.set, flags: flags | fDigits | num.flags}
	if at.set != 0 && (num.set.in(at.set) || at.set.in(num.set)) {
		return out
	}
	out.m, out.why = kBad, "number-and-time-differ"
	return out
}

// exceptions resolves "all but 2", "none except 3", "2以外".
func (g *grammar) exceptions(in []item) []item {
	for i := 0; i < len(in); i++ {
		switch in[i].m {
		case mAllBut, mNoneBut:
			if in[i].m == mAllBut && i+1 < len(in) && in[i+1].m == mNot { // "any day but not Monday"
				in = append(in[:i+1], in[i+2:]...)
			}
			x, j := g.list(in, i+1)
			if j == i+1 {
				in[i].m, in[i].why = kBad, "except"
				continue
			}
			q := item{m: kSlots, from: in[i].from, to: in[j-1].to, set: g.all, flags: fQuant | fBoth}
			if in[i].m == mNoneBut {
				q.flags = fQuant | fNone
			} else if strings.HasPrefix(g.tokens[in[i].from].Text, "any") {
				q.flags = fQuant | fAny
			}
			in[i] = g.without(q, x)
			in = append(in[:i+1], in[j:]...)
		case mOutOf:
			if i == 0 {
				in = append(in[:0], in[1:]...)
				i--
				continue
			}
			k := i
			for k > 0 && (in[k-1].m == kSlots || in[k-1].m == mAnd || in[k-1].m == mOr || in[k-1].m == kComma) {
				k--
			}
			x, j := g.list(in, k)
			if j != i {
				in[i].m, in[i].why = kBad, "except"
				continue
			}
			q := item{m: kSlots, from: in[k].from, to: in[i].to, set: g.all, flags: fQuant | fBoth}
			end := i + 1
			if k > 0 && in[k-1].m == mExcept {
				k--
			}
			if end < len(in) && in[end].m == kComma {
				end++
			}
			if end < len(in) && in[end].m == kSlots && in[end].is(fQuant|fRest) {
				q.flags = in[end].flags
				end++
			}
			in[k] = g.without(q, x)
			in = append(in[:k+1], in[end:]...)
			i = k
		case mExcept:
			x, j := g.list(in, i+1)
			if j == i+1 {
				in[i].m, in[i].why = kBad, "except"
				continue
			}
			// what it is taken from: a quantifier in the clause, before or after
			at := -1
			for k := range in {
				if (k < i || k >= j) && in[k].m == kSlots && in[k].is(fQuant|fRest|fThese) {
					at = k
					break
				}
			}
			if at < 0 && i > 0 && in[i-1].m == kSlots && x.m == kSlots && x.set.in(in[i-1].set) && x.set != in[i-1].set {
				at = i - 1 // "Tuesday except 2"
			}
			if at < 0 && i > 0 && in[i-1].m == kSlots && in[i-1].is(fTimes) && x.m == kSlots && x.set&in[i-1].set != 0 && x.set&in[i-1].set != in[i-1].set {
				at = i - 1 // "mornings except Monday"
			}
			for k := i - 1; k >= 0 && at < 0; k-- { // "mornings work, except on Monday"
				if in[k].m == kSlots && in[k].is(fTimes) && in[k].is(fPlural) && x.m == kSlots && x.set&in[k].set != 0 && !in[k].set.in(x.set) {
					at = k
				}
			}
			if at < 0 && i > 0 && hasVerdict(in[:i]) && !hasMention(in[:i]) { // "works for me, except 2"
				in[i] = g.without(item{m: kSlots, from: in[i].from, to: in[j-1].to, set: g.all, flags: fQuant | fBoth}, x)
				in = append(in[:i+1], in[j:]...)
				continue
			}
			if at < 0 && i > 0 && in[i-1].m == kSlots { // "1 and 3 but not 4"
				in[i].m, in[i].why = kBad, "except"
				continue
			}
			if at < 0 {
				in[i].m, in[i].why = kBad, "except"
				continue
			}
			in[at] = g.without(in[at], x)
			if at > i && j < len(in) && in[j].m == kComma { // "except 2, all are fine"
				j++
			}
			k := i
			if k > 0 && in[k-1].m == kComma {
				k--
			}
			if at > i {
				at -= j - k
			}
			in = append(in[:k], in[j:]...)
			i = k - 1
		}
	}
	return in
}

func hasVerdict(in []item) bool {
	for _, it := range in {
		if it.m >= mYes && it.m <= mDecline {
			return true
		}
	}
	return false
}

func hasMention(in []item) bool {
	for _, it := range in {
		if it.m == kSlots || it.m == kBad {
			return true
		}
	}
	return false
}

// list reads mentions joined by commas and the like from in[i], and returns them as one, with the place after them.
func (g *grammar) list(in []item, i int) (item, int) {
	out := item{m: kSlots}
	j := i
	for j < len(in) {
		if in[j].m == kBad {
			out = in[j]
			return out, j + 1
		}
		if in[j].m != kSlots || in[j].is(fQuant|fRest) {
			break
		}
		if j == i {
			out.from = in[j].from
			out.flags = in[j].flags &^ (fSeveral | fSeveralBare)
		}
		out.flags |= in[j].flags & fMiss
		out.set |= in[j].set
		out.to = in[j].to
		j++
		k := j
		for k < len(in) && (in[k].m == kComma || in[k].m == mAnd || in[k].m == mOr || in[k].m == kSlash) {
			k++
		}
		// a comma alone goes on only if what follows has no verdict of its own
		if k >= len(in) || in[k].m != kSlots || in[k].is(fQuant|fRest) || k == j+1 && in[j].m == kComma && k+1 < len(in) && in[k+1].m >= mYes && in[k+1].m <= mDecline {
			break
		}
		j = k
	}
	return out, j
}

// without takes x from a quantified mention. From none it leaves x alone, as a yes.
func (g *grammar) without(q, x item) item {
	if x.m == kBad {
		return x
	}
	if x.set == 0 || x.is(fMiss) {
		q.m, q.why = kBad, "no-such-slot"
		return q
	}
	q.to = max(q.to, x.to)
	if q.is(fNone) {
		q.flags = fExcept | fPlural
		q.set = x.set
		q.num = -1
		return q
	}
	if q.num != 0 && int(q.num) != len(g.offer.Slots) {
		q.m, q.why = kBad, "count"
		return q
	}
	q.set &^= x.set
	q.num = 0
	q.flags = q.flags&^(fQuant|fBoth|fThese) | fExcept | fPlural
	if q.set == 0 {
		q.m, q.why = kBad, "except"
	}
	return q
}
