package parser

import "slices"

// What goes with what stands behind it: "4; if need be, 2".

// needAhead takes away the commas around an "if need be" that is about what follows it, as what stands before is closed: by a
// semicolon or the begin of a clause, by an "and", or by the comma where nothing else follows. "2 works, if need be" is about 2.
// later: the clause is not the first of its sentence.
func needAhead(in []item, later bool) []item {
	at := -1
	for i := range in {
		if in[i].m == mNeed {
			if at >= 0 {
				return in // "2, if need be, 3, if need be"
			}
			at = i
		}
	}
	if at < 0 || at+1 >= len(in) {
		return in
	}
	start := at
	for start > 0 && (in[start-1].m == kComma || in[start-1].m == mAnd || in[start-1].m == mBut) {
		start--
	}
	next := at + 1
	if in[next].m == kComma {
		next++
	}
	if next == len(in) || in[next].m != kSlots {
		return in
	}
	verdict := hasVerdict(in[next:])
	switch {
	case start == at && (start > 0 || !later): // "2 if need be, 4"
		return in
	case start < at && start > 0 && !has(in[start:at], mAnd) && !has(in[start:at], mBut) && (verdict || next == at+1): // "2, if need be, 4 works"
		return in
	case start == 0 && !later:
		return in
	}
	out := in[:start]
	rest := in[next:]
	need := in[at]
	if start > 0 {
		comma := in[start]
		comma.m = kComma
		out = append(out, comma)
	}
	out = append(out, need)
	return append(out, rest...)
}

// norBehind moves a "nor" with no "neither" before it to the begin of the mentions that it joins: "dinsdag noch woensdag" refuses both.
// Behind a "not" it is an "or": "pas le 1 ni le 2".
func norBehind(in []item) []item {
	for i := 1; i+1 < len(in); i++ {
		if in[i].m != mNeither || !mentions(in[i-1].m) || !mentions(in[i+1].m) && in[i+1].m != mNumber && in[i+1].m != mSlot {
			continue
		}
		k := i - 1
		for k > 0 && (in[k-1].m == mNumber || in[k-1].m == mSlot || in[k-1].m == mSlots || k > 1 && in[k-1].m == kComma && mentions(in[k-2].m)) {
			k--
			if in[k].m == kComma {
				k--
			}
		}
		if has(in[:k], mNeither) || has(in[:k], mNone) || has(in[:k], mNoRest) {
			return in
		}
		if refusesHere(in[:k]) {
			in[i].m = mOr
			continue
		}
		nor := in[i]
		in[i].m = mAnd
		return slices.Insert(slices.Clone(in), k, nor)
	}
	return in
}

// refusesHere reports a no since the last comma.
func refusesHere(in []item) bool {
	for i := len(in) - 1; i >= 0 && in[i].m != kComma; i-- {
		switch in[i].m {
		case mNot, mNo, mDecline, mAway:
			return true
		}
	}
	return false
}

// neitherPart makes a no to a day of "neither morning nor afternoon" behind it, if that leaves nothing of the day. What is left otherwise
// nobody said.
func (g *grammar) neitherPart(in []item) []item {
	for i := 0; i+2 < len(in); i++ {
		if in[i].m != kTime || in[i+1].m != mNeither {
			continue
		}
		day := &g.exprs[in[i].num]
		if day.Day.Kind == NoDay || day.Clock.Kind != NoClock {
			continue
		}
		parts, j := slotSet(0), i+2
		for j < len(in) && (in[j].m == kTime || j > i+2 && (in[j].m == mNeither || in[j].m == mAnd || in[j].m == mOr)) {
			if in[j].m == kTime {
				if x := &g.exprs[in[j].num]; x.Clock.Kind != OnPart {
					break
				}
				parts |= setOf(g.match[in[j].num].Slots)
			}
			j++
		}
		if parts == 0 {
			continue
		}
		if set := g.dayOnly(day); set == 0 || !set.in(parts) {
			in[i].m, in[i].why = kBad, "some"
			continue
		}
		in[i+1].m = mNo
		in = slices.Delete(in, i+2, j)
	}
	return in
}

// narrows reports a part of the day, or several, behind a day that works: "Tuesday works, morning or afternoon". The slots of both are
// what is meant.
func (g *grammar) narrows(day, part item, gr *group) bool {
	return day.m == kSlots && part.m == kSlots && !gr.also && gr.lead == 0 && day.is(fTimes) && !day.is(fHour|fQuant|fRest|fThese|fIt|fMiss|fDigits) &&
		part.is(fTimes) && part.is(fHour) && !part.is(fQuant|fRest|fThese|fIt|fMiss|fDigits|fNone) && day.set&part.set != 0 && g.parted(part)
}

// parted reports a mention of nothing but parts of the day.
func (g *grammar) parted(it item) bool {
	for k := range g.exprs {
		if x := &g.exprs[k]; x.From >= int(it.from) && x.To <= int(it.to) && (x.Clock.Kind != OnPart || x.Day.Kind != NoDay) {
			return false
		}
	}
	return true
}

// narrowFact takes from the last fact, which is about a day, all but a part of the day that is named behind it: "Tuesday works, but only in
// the morning".
func (g *grammar) narrowFact(part item, gr *group) bool {
	n := len(g.facts)
	if n == 0 || g.facts[n-1].sentence != g.sentence || n > 1 && g.facts[n-2].sentence == g.sentence {
		return false
	}
	f := &g.facts[n-1]
	if f.rule != "time" || f.hour || f.rest || f.all || !f.verdict.positive() || !g.narrows(item{m: kSlots, flags: fTimes, set: f.set}, part, gr) {
		return false
	}
	f.set &= part.set
	g.last = f.set
	return true
}

// joined reports an "and" or "or" within a list of mentions.
func (g *grammar) joined(it item) bool {
	for i := int(it.from) + 1; i < int(it.to); i++ {
		if g.means(i, mAnd) || g.means(i, mOr) {
			return true
		}
	}
	return false
}

// inverted takes a verb that would ask if it came first for a yes where it ends a statement, behind a slot: "Dienstag ginge es",
// "dinsdag zou het lukken".
func (g *grammar) inverted(in []item) {
	for i := 1; i < len(in); i++ {
		if in[i].m != mPropose || in[i-1].m != kNumber && !(in[i-1].m == kTime && len(g.match[in[i-1].num].Slots) > 0) {
			continue
		}
		for _, it := range in[i+1:] {
			if it.m != mFill && it.m != mHello {
				return
			}
		}
		in[i].m = mYes
	}
}

// whetherWords stand between what does not matter and what is chosen from.
var whetherWords = wordsByLanguage("whether")

// exceptAround makes an exception of the two words around a mention: "op 3 na".
func (g *grammar) exceptAround(in []item) []item {
	for i := 0; i+2 < len(in); i++ {
		if in[i].m != mFill || in[i].to-in[i].from != 1 || !g.inFirst(aroundFirst, &g.tokens[in[i].from]) {
			continue
		}
		k := i + 1
		for k < len(in) && k < i+4 && (in[k].m == mNumber || in[k].m == mFill || in[k].m == mSlot) {
			k++
		}
		if k+1 >= len(in) || in[k].m != kNumber && in[k].m != kTime && in[k].m != mOrd && in[k].m != mLast {
			continue
		}
		last := k + 1
		if in[last].m == mSlot && last+1 < len(in) {
			last++
		}
		if in[last].to-in[last].from != 1 || !g.inFirst(aroundLast, &g.tokens[in[last].from]) {
			continue
		}
		in[i].m = mExcept
		return slices.Delete(slices.Clone(in), last, last+1)
	}
	return in
}

// aroundFirst and aroundLast stand before and behind what is excepted.
var aroundFirst, aroundLast = wordsByLanguage("except around first"), wordsByLanguage("except around last")

// amongWords go on with one of those that were named, if it stands behind them: "2 und 4, wobei 4 besser wäre".
var amongWords = wordsByLanguage("among them")

// neitherIs makes a no of "neither is", of what is named behind it: "Monday is out, and neither is Wednesday any good".
func (g *grammar) neitherIs(in []item) {
	for i := 0; i+2 < len(in); i++ {
		if in[i].m == mNeither && in[i].to-in[i].from == 1 && g.first == langEnglish && in[i+1].m == mPro && in[i+1].from == in[i].to && (in[i+2].m == kTime || in[i+2].m == kNumber) {
			in[i].m = mNo
		}
	}
}

// ratherBoth makes a ranking of what is rather wanted than something else, where both are possible: "Rather 4 than 5, but I can do both".
func (g *grammar) ratherBoth(in []item) []item {
	if g.first != langEnglish || !has(in, mBoth) && !has(in, mEither) {
		return in
	}
	rather := -1
	for i := 0; i+1 < len(in); i++ {
		word := g.tokens[in[i].to-1].Text
		if word == "rather" || in[i].m == mBest {
			rather = i
		}
		if rather < 0 || word != "than" || in[i].to-in[i].from != 1 || in[i+1].m != kTime && in[i+1].m != kNumber {
			continue
		}
		k := i + 2
		for _, it := range in[k:] {
			switch it.m {
			case kComma, kDash, mBut, mWho, mFill, mYes, mPro, mBoth, mEither, mAnd:
			default:
				return in
			}
		}
		in[rather].m, in[i].m = mBest, mThen
		return in[:k]
	}
	return in
}
