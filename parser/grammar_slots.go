package parser

import "slices"

// Mentions of slots: from numbers, words and times to sets.

// mentions turns numbers, ordinals, quantifiers, nouns and times among the items of a clause into mentions of slots (kSlots), and
// takes out what only helped to find them. Polite words are gone already.
func (g *grammar) mentions(in []item) []item {
	in = g.labels(norBehind(g.neitherPart(in)))
	in = g.counts(in)
	in = g.positions(in)
	in = g.quantifiers(in)
	in = g.times(in)
	in = g.numbers(in)
	in = g.scopes(in)
	in = apposition(in)
	return g.exceptions(in)
}

// labels takes out numbers that count or name something else: "room 4", "3 people".
func (g *grammar) labels(in []item) []item {
	for i := range in {
		if in[i].m != kNumber && in[i].m != mCard {
			continue
		}
		if i+1 < len(in) && (in[i+1].m == mOfThem || in[i+1].m == mThese) && !(i > 0 && (in[i-1].m == mOrdSign || in[i-1].m == mSlot || in[i-1].m == mSlots || in[i-1].m == mNumber)) && !(i > 0 && counted(in[i-1].m)) {
			if in[i+1].m == mOfThem && int(in[i].num) == len(g.offer.Slots) && in[i+1].to-in[i+1].from > 1 && g.tokens[in[i+1].to-1].Text == "も" { // 5つとも
				in[i], in[i+1].m = item{m: mAll, from: in[i].from, to: in[i+1].to}, kMark
				continue
			}
			if i+2 < len(in) && in[i+2].m == mAll && int(in[i].num) == len(g.offer.Slots) { // 三个都行
				in[i].m, in[i+1].m = kMark, kMark
				continue
			}
			if i == 0 || in[i-1].m != mOrd && in[i-1].m != mLast {
				in[i].m, in[i].why = mSome, "count"
				continue
			}
		}
		if i+1 < len(in) && (in[i+1].m == kNumber || in[i+1].m == mCard) && in[i].to < in[i+1].from && g.tokens[in[i].to].Text == "of" && languages[g.first] == "en" {
			in[i].m, in[i].why, in[i+1].m = mSome, "count", kMark // "2 of 5"
			continue
		}
		if int(in[i].num) == len(g.offer.Slots) && in[i].from > 1 && languages[g.first] == "en" && g.tokens[in[i].from-1].Text == "the" && g.tokens[in[i].from-2].Text == "of" && (i == 0 || !counted(in[i-1].m) && in[i-1].m != mLast && in[i-1].m != mOrd) { // "of the 5, only 3 works"
			in[i].m = kDigits
			continue
		}
		if i > 0 && in[i-1].m == mUnit && !in[i].is(fColon) && (i < 2 || in[i-2].m != kNumber && in[i-2].m != mCard && in[i-2].m != kDigits) { // "Year 4"
			in[i].m = kDigits
			for j := i + 1; j+1 < len(in) && (in[j].m == mAnd || in[j].m == mOr) && in[j+1].m == kNumber; j += 2 {
				in[j+1].m = kDigits
			}
			continue
		}
		if i > 1 && in[i-1].m == mNumber && in[i-2].m == mWeAre { // "we are number 3 on the list"
			in[i].m = kDigits
			continue
		}
		if g.housed(in, i) {
			in[i].m = kDigits
			continue
		}
		if g.countedCJK(in, i) {
			continue
		}
		if g.comeBefore(in, i) {
			in[i-1].m = mWeAre
		}
		if i > 0 && in[i-1].m == mWeAre && in[i-1].to == in[i].from {
			if from, to, ok := onlyCounted(in, i); ok {
				for k := from; k < to; k++ {
					in[k].m = kMark
				}
				continue
			}
		}
		if i > 0 && (in[i-1].m == mLabel || in[i-1].m == mWeAre) && !(in[i-1].m == mWeAre && in[i].is(fColon)) || i+1 < len(in) && in[i+1].m == mUnit {
			in[i].m = kDigits
			// "rooms 2, 3 and 4", "2 or 3 people"
			for j := i + 1; i > 0 && in[i-1].m == mLabel && j+1 < len(in) && (in[j].m == mAnd || in[j].m == mOr || in[j].m == mTo || in[j].m == kComma) && (in[j+1].m == kNumber || in[j+1].m == kBad && in[j+1].why == "decimal"); j += 2 {
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
	joint := func(i int) bool { return i > 0 && i < len(in) && joint(in[i].m) }
	numeric := func(i int) bool { return i >= 0 && i < len(in) && (in[i].m == kNumber || in[i].m == mCard) }
	for i := 0; i+2 < len(in); i++ { // "both of the last two"
		switch a := in[i].m; {
		case a != mBoth && a != mEither && a != mAll && a != mAny, in[i+1].m != mLast && !(in[i+1].m == mOrd && in[i+1].num == 1), in[i+2].m != mCard && in[i+2].m != kNumber:
		case in[i+2].num > 1 && (in[i+2].num == 2 || a == mAll || a == mAny):
			in = slices.Delete(slices.Clone(in), i, i+1)
		}
	}
	for i := 0; i+1 < len(in); i++ { // "the last of the two"
		if a, b := in[i], &in[i+1]; (a.m == mLast || a.m == mOrd || a.m == mEarly || a.m == mLate) && (b.m == mBoth || b.m == mCard || b.m == kNumber && b.num > 1) && g.ofBetween(a, *b) {
			n := b.num
			if b.m == mBoth {
				n = 2
			}
			b.m = mSlots
			if int(n) != len(g.offer.Slots) {
				in[i].m, in[i].why = kBad, "count"
			}
		}
	}
	// "les deux premiers", "die ersten beiden": "first two"
	for i := 0; i+1 < len(in); i++ {
		a, b := in[i], in[i+1]
		first := func(it item) bool { return it.m == mOrd && it.num == 1 || it.m == mLast }
		switch {
		case first(a) && b.m == mBoth:
			in[i+1].m, in[i+1].num = kCount, 2
		case first(b) && (a.m == mBoth || a.m == mCard && a.num > 1 && !joint(i-1) || g.plainCount(in, i) > 1 && !joint(i-1) && a.to == b.from && g.severalBefore(int(a.to)-1, true)):
			n := g.plainCount(in, i)
			if a.m == mCard {
				n = a.num
			}
			if a.m == mBoth {
				n = 2
			}
			in[i], in[i+1] = b, item{m: kCount, from: a.from, to: b.to, num: n}
		}
	}
	for i := range in {
		it := &in[i]
		if it.m == kNumber && i > 0 && counted(in[i-1].m) && (!joint(i+1) || in[i-1].m == mAll && int(it.num) == len(g.offer.Slots) && !numeric(i+2)) {
			if i+1 < len(in) && (in[i+1].m == mSlots || in[i+1].m == mThese) || in[i-1].m != mAny && in[i-1].m != mEither && in[i-1].m != mNone {
				if !(in[i-1].m == mBoth || in[i-1].m == mNeither || in[i-1].m == mRest) {
					it.m = kCount
				}
			} else if in[i-1].m == mAny { // "any 2", "any of the 8"
				it.m = kCount
			}
			continue
		}
		if it.m == kNumber && it.num > 1 && i > 0 && in[i-1].m == mOnly && i+1 < len(in) && in[i+1].m == mYes && in[i+1].from == it.to && pluralWords[g.tokens[in[i+1].from].Text] { // "only 3 work"
			it.m, it.why = mSome, "count"
			continue
		}
		if it.m == kNumber && it.num > 1 && !joint(i-1) && i+1 < len(in) && g.doneByPeople(*it, in[i+1]) { // "3 will come"
			it.m, it.why = mSome, "count"
			continue
		}
		switch counts, n := g.countsSlots(in, i); {
		case n > 0: // "les 2 me vont"
			it.m, it.num = mAll, n
			continue
		case counts:
			it.m = mSome
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
		case it.num > 1 && i+1 < len(in) && in[i+1].m == kTime && (!joint(i-1) || g.exprs[in[i+1].num].Day.Plural && g.match[in[i+1].num].Days == int(it.num)): // "the two on Tuesday", "Saturday or the two Sundays"
			it.m = mAll
		case it.num == 1 && (prev == mOrd || prev == kTime || prev == mLast || prev == mIt || prev == mMiddle || prev == mEarly || prev == mLate || prev == mFormer || prev == mLatter || prev == mRest || prev == mThese || prev == mAny || prev == mEither || prev == mNone || prev == mNeither || prev == mNot) ||
			it.num == 1 && i+1 < len(in) && in[i+1].m == kTime:
			it.m = mSlot
		case counted(prev) || prev == mOrd || prev == mLast || prev == mMiddle || prev == mThese:
			it.m = kCount
		case joint(i+1) && i+3 < len(in) && in[i+2].m == mNumber && numeric(i+3): // "two and number five"
			it.m = kNumber
		case joint(i-1) && numeric(i-2) || joint(i+1) && numeric(i+2) || numeric(i-1) && in[i-1].to == it.from || numeric(i+1) && it.to == in[i+1].from:
			it.m = kNumber
		case i+1 < len(in) && (in[i+1].m == mSlots || in[i+1].m == mThese):
			it.m = kCount
		case i+1 < len(in) && in[i+1].m == mOrdSign:
			it.m = kNumber
		case it.num > 1 && i+1 < len(in) && (in[i+1].m == mYes || in[i+1].m == mPro || in[i+1].m == mGreat || in[i+1].m == mBest) && singularWords[g.tokens[in[i+1].from].Text]: // "three works"
			it.m = kNumber
		default:
			it.m, it.why = kBad, "number-word"
			if int(it.num) > len(g.offer.Slots) && g.index(int(it.num)) >= 0 { // it counts nothing
				it.m = kNumber
				continue
			}
			if it.num == 1 && (prev >= mYes && prev <= mNeed || prev == mOnly) { // "the only one", "the best one"
				it.m = mSlot
				continue
			}
			if it.num == 1 { // an article too, but in English
				it.m = mFill
				if g.first == langEnglish {
					it.m = kUnknown
				}
			}
		}
	}
	// nothing counted: "2 of them", "two slots work"
	for i := range in {
		if in[i].m == kCount && (i == 0 || !counted(in[i-1].m) && in[i-1].m != mOrd && in[i-1].m != mLast && in[i-1].m != mMiddle && in[i-1].m != mThese && in[i-1].m != kSlots) {
			if int(in[i].num) == len(g.offer.Slots) && i+1 < len(in) && in[i+1].m == mSlots { // "the three slots"
				in[i] = item{m: mAll, from: in[i].from, to: in[i].to}
				continue
			}
			in[i].m, in[i].why = mSome, "count"
		}
	}
	return in
}

// doneByPeople reports a verb directly behind a number that says what people do, and not what slots do.
func (g *grammar) doneByPeople(n, verb item) bool {
	return verb.m == mYes && n.to == verb.from && !g.inSet(ownWords, &g.tokens[verb.from]) && verb.to-verb.from > 1 && arriveWords[g.tokens[verb.to-1].Plain]
}

// pluralWords are verbs that stand with several things.
var pluralWords = wordsOf("plural")

// arriveWords end verbs that only people are the subject of: "will attend".
var arriveWords = wordsOf("done by people")

// singularWords are verbs that stand with one thing: "three works" is slot 3, "three work" counts.
var singularWords = wordsOf("singular")

// ofBetween reports a word such as "of" between an ordinal and the count behind it, or at the begin of the latter.
func (g *grammar) ofBetween(a, b item) bool {
	for _, t := range g.tokens[a.to:min(b.from+1, b.to)] {
		if ofWords[t.Plain] {
			return true
		}
	}
	return false
}

// ofWords stand between a part and its whole.
var ofWords = wordsOf("of")

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

// quantifiers turns "all three", "none of them", "the other two" into mentions.
func (g *grammar) quantifiers(in []item) []item {
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
			case mSlot, mSlots, mThese:
			case mAny, mAll:
				if !it.is(fRest | fThese) {
					goto done
				}
				if it.is(fRest) && !it.is(fNone) { // "sonst immer"
					it.flags |= fSure
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
		if it.is(fThese) && it.num > 1 && int(it.num) != len(g.offer.Slots) && int(it.num) != g.named(out) { // "those three": which?
			it.m, it.why = kBad, "count"
		}
		if it.is(fRest) && it.is(fQuant) {
			it.flags &^= fQuant
		}
		out = append(out, it)
	}
	return out
}

// named counts the slots that were named before, in the clause or the sentences before it.
func (g *grammar) named(before []item) int {
	numbers, set := 0, slotSet(0)
	for _, it := range before {
		if it.m == kNumber {
			numbers++
		}
	}
	for i := range g.facts {
		set |= g.facts[i].set
	}
	for i := range g.bare {
		set |= g.bare[i].set
	}
	return max(numbers, set.len())
}

// numbers resolves slot numbers, and ranges in words.
func (g *grammar) numbers(in []item) []item {
	out := in[:0]
	for i := 0; i < len(in); i++ {
		it := in[i]
		if it.m == kNumber && i+3 < len(in) && in[i+1].m == mTo && in[i+2].m == mNumber && in[i+3].m == kNumber { // "two to number four"
			in[i+2] = in[i+1]
			in[i+1] = it
			i++
		}
		if it.m == kNumber && i+2 < len(in) && in[i+1].m == mTo && in[i+2].m == kNumber {
			r := g.numberRange(item{from: it.from, to: in[i+2].to, flags: fDigits | fPlural | it.flags}, int(it.num), int(in[i+2].num))
			if n := len(out); n > 0 && out[n-1].m == mBest { // "prefer 2 to 3"
				r.m, r.why = kBad, "range"
			}
			out = append(out, r)
			i += 2
			continue
		}
		if it.m == kSlots && i+2 < len(in) && in[i+1].m == mTo && in[i+2].m == kSlots && !it.is(fQuant|fRest|fThese|fIt) {
			if n := len(out); between(&it, in[i+2]) && !(n > 0 && out[n-1].m == mBest) { // 2番〜4番
				out = append(out, it)
				i += 2
				continue
			}
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
		if it.m == mTo && i+1 < len(in) && in[i+1].m == kSlots && in[i+1].is(fTimes) && int(in[i+1].num) < len(g.exprs) && g.exprs[in[i+1].num].Day.Bound == Until { // 到周三为止
			continue
		}
		if it.m == mTo && (i == 0 || in[i-1].m != kNumber && in[i-1].m != kSlots) && i+1 < len(in) && (in[i+1].m == kNumber || in[i+1].m == kSlots) && !g.answersTo(it) { // "até quarta": up to it
			it.m, it.why, it.to = kBad, "range", in[i+1].to
			out = append(out, it)
			i++
			continue
		}
		if it.m == kMark || it.m == mTo || it.m == mFill || it.m == mOfThem || it.m == mWeAre {
			continue
		}
		if it.m == mNumber || it.m == mSlot || it.m == mSlots || it.m == mOrdSign {
			continue
		}
		if it.m == mCard || it.m == kCount {
			it.m, it.why = kBad, "number-word"
		}
		out = append(out, it)
	}
	return out
}

// between makes a the slots from a to b, if each of them is one slot that was named by its number or place.
func between(a *item, b item) bool {
	if (a.flags|b.flags)&(fTimes|fQuant|fRest|fThese|fIt) != 0 || a.set.len() != 1 || b.set.len() != 1 || a.set >= b.set {
		return false
	}
	a.set = (b.set<<1 - 1) &^ (a.set - 1)
	a.flags = a.flags&^fSingular | fPlural
	a.to = b.to
	return true
}

// answersTo reports a word that may be "to" as in "yes to 2".
func (g *grammar) answersTo(it item) bool {
	return answerTo[g.tokens[it.from].Plain] && it.to-it.from < 3
}

// noWord is a word that is both a no and, in some languages, short for number.
func noWord(s string) bool { return s == "no" }

func setOf(indexes []int) slotSet {
	var s slotSet
	for _, i := range indexes {
		s |= 1 << i
	}
	return s
}
