package parser

import "strings"

// Clauses: where one statement of a sentence ends and the next begins.

// plain takes out what means nothing for slots: polite words, names in a greeting, bullets.
func (g *grammar) plain(in []item) []item {
	out := g.work[:0]
	in = g.exceptAround(in)
	for i := 0; i < len(in); i++ {
		it := in[i]
		if to := g.tail(in, i, out); to > i {
			i = to - 1
			continue
		}
		if g.secondOfBoth(in, i, out) {
			it.m = mAnd
			out = append(out, it)
			continue
		}
		switch it.m {
		case mHello:
			if k := greetsAll(in, i); k > i {
				i = k
				continue
			}
			if i+1 < len(in) && in[i+1].to-in[i+1].from == 1 && in[i+1].m == mHedge && g.tokens[in[i+1].from].Raw != g.tokens[in[i+1].from].Text {
				i++ // "Hi May,"
				continue
			}
			if i+3 < len(in) && in[i+1].m == kComma && in[i+2].m == kUnknown && in[i+2].is(fName) && in[i+3].is(fColon) { // "Buenos días, Marta:"
				in[i+3].flags &^= fColon
				i += 2
				continue
			}
			// "Hi Jan," and "Dear April": a name that is a month too; "Hi Ana": a name
			if i+1 < len(in) && (in[i+1].m == kTime && g.exprs[in[i+1].num].Day.Kind == OnMonth || in[i+1].m == kUnknown && in[i+1].is(fName)) {
				i++
				for i+1 < len(in) && in[i+1].m == kUnknown && in[i+1].is(fName) {
					i++
				}
			}
			continue
		case mWish:
			for i+1 < len(in) && (in[i+1].m == kTime || in[i+1].m == mFill || in[i+1].m == kUnknown || in[i+1].m == mOrd || in[i+1].m == mRest || in[i+1].m == mSlot && in[i].m == mGreat || (in[i+1].m == mYes || in[i+1].m == mGreat) && i+2 < len(in) && (in[i+2].m == kUnknown || in[i+2].m == mSlot && in[i+1].m == mGreat)) {
				i++
			}
			continue
		case mPeople:
			if i > 0 && (in[i-1].m == kNumber || in[i-1].m == mCard) { // "3 guests"
				it.m = mUnit
				break
			}
			with := i+2 < len(in) && in[i+1].m == mAnd && (in[i+2].m == mWho || g.beginsWithWho(in[i+2])) // "my husband and I"
			if !with && !g.forSomebody(in, i) && !(len(out) == 0 && g.verbAfter(in, i)) {
				it.m = kUnknown // "a client call"
				break
			}
			if g.takesPlace(in, i) || i+2 < len(in) && in[i+1].m == mPro && in[i+2].m == kNumber && g.tokens[in[i+1].from].Text == "is" { // "my son is 3"
				it.m = kUnknown
				break
			}
			for i+1 < len(in) && in[i+1].m == kUnknown && in[i+1].is(fName) { // "my boy Jed"
				i++
			}
			continue
		case mTitle:
			for i+1 < len(in) && (in[i+1].m == kUnknown || in[i+1].m == mFill && i+2 < len(in) && in[i+2].m == kUnknown) && in[i+1].is(fName) {
				i++
			}
			continue
		case mSo:
			if g.tokens[it.from].Text == "leaving" && !negative(in[:i]) && !g.lastNo() { // "leaving Monday"
				it.m = kUnknown
			}
		case mRest:
			if first := in[i].from; i == 0 && i+1 < len(in) && (in[1].m == kNumber || in[1].m == kTime) && g.inSet(elseWords, &g.tokens[first]) && g.lastNo() && affirmed(in) && !negative(in) { // "Monday is out. Otherwise 3 and 4 are possible."
				continue
			}
			if g.elseOne(in, i) {
				it.m = mThen
			} else if i > 0 && languages[g.first] == "en" && g.inSet(elseWords, &g.tokens[it.from]) && affirmed(in[:i]) && !negative(in[:i]) && !mentionBefore(in[:i]) && !g.ownIn(int(in[0].from), int(it.from)) && len(g.facts) > 0 && g.facts[len(g.facts)-1].verdict.positive() { // "3 works. Work is fine otherwise."
				it.m = kUnknown
			}
		case mBoth, mAll, mEither:
			if g.bothOfUs(it) || g.allOfUs(in, i) {
				continue
			}
			if g.first == langEnglish && it.m == mAll && it.to-it.from == 1 && i > 1 && i+1 < len(in) && in[i-1].m == mPro && mentions(in[i-2].m) && in[i+1].m == mNo && g.tokens[in[i-1].from].Text == "are" { // "2, 3 and 5 are all impossible"
				continue
			}
		case mThese:
			if i > 0 && in[i-1].m == mFill && len(out) > 0 && out[len(out)-1].m == kUnknown && g.tokens[it.to-1].Text == "them" && g.tokens[in[i-1].to-1].Text == "with" {
				continue // "Gran can sit with them"
			}
		case mIf, mAsk:
			if k := len(out); it.m == mIf && g.inFirst(whetherWords, &g.tokens[it.from]) && has(in[i:], mOr) && k > 0 && (out[k-1].m == mAny || k > 1 && out[k-1].m == kComma && out[k-2].m == mAny) { // "egal, ob 2 oder 4"
				for out = out[:k-1]; len(out) > 0 && out[len(out)-1].m == mAny; {
					out = out[:len(out)-1]
				}
				continue
			}
			if n := len(out); n > 0 && i+1 < len(in) && mentions(out[n-1].m) && mentions(in[i+1].m) && it.to-it.from == 1 && (it.m == mAsk || has(out, mEither)) && g.inFirst(betweenWords, &g.tokens[it.from]) {
				it.m = mAnd // "zowel 2 als 4", "morgens wie abends"
			}
		case mHedge:
			if it.to-it.from == 1 && g.elseOne(in, i) { // Polish "ewentualnie"
				it.m = mThen
			}
		case mFill, mOther, mAside:
			if g.numberOne(in, i) {
				it.m, it.num, it.flags = kNumber, 1, fDigits
				break
			}
			if it.m == mFill && it.to-it.from == 1 && g.elseOne(in, i) { // Finnish "muuten" is "by the way" too
				it.m = mThen
				break
			}
			if n := len(out); n > 0 && i+1 < len(in) && it.m == mFill && (mentions(out[n-1].m) || out[n-1].m == mOrdSign) && mentions(in[i+1].m) && it.to-it.from == 1 && g.inFirst(betweenWords, &g.tokens[it.from]) {
				it.m = mAnd
				break
			}
			continue
		case kUnknown:
			if n := len(out); g.first != langEnglish && n > 0 && i+1 < len(in) && mentions(out[n-1].m) && mentions(in[i+1].m) && g.inFirst(betweenWords, &g.tokens[it.from]) { // "lundi comme mardi"
				it.m = mAnd
				break
			}
			if n := len(out); n > 0 && i+1 == len(in) && g.tokens[it.from].Text == "x" && g.tokens[it.from-1].Kind != TokenPunct && (out[n-1].m >= mYes && out[n-1].m <= mBest || out[n-1].m == mNo && out[n-1].to-out[n-1].from > 1 || mentions(out[n-1].m) && (has(out, mAllBut) || has(out, mExcept) || hasVerdict(out))) {
				continue // a kiss
			}
			if it.is(fName) && (g.isName(in, i) || g.subject(in, i) || g.addressed(in, i, out)) {
				continue
			}
			if n := len(out); g.first == langEnglish && n > 0 && i > 0 && in[i-1].m == mFill && in[i-1].to-in[i-1].from == 1 && g.own(in[i-1]) && out[n-1].m == mYes && out[n-1].to == in[i-1].from && (i+1 == len(in) || in[i+1].m == kComma) {
				continue // "fits my shifts"
			}
			if it.is(fName) && i > 1 && (g.staysAt(in[i-2], in[i-1]) || in[i-2].m == kTime && in[i-1].is(fColon) && in[i-1].m == mFill && stayAtWords[g.tokens[in[i-1].to-1].Plain]) { // "I'm in Stockholm", "Tuesday: in Zurich"
				it.m = mAway
			}
		case kStar:
			if i == 0 || i+1 == len(in) {
				continue
			}
		}
		out = append(out, it)
	}
	g.work = out
	return out
}

// betweenWords join the mentions that they stand between: "weder Dienstag noch Mittwoch", 火曜も水曜も.
var betweenWords = wordsByLanguage("between")

// greetsAll is the last item of a greeting at in[i] that goes to all: "Best wishes to all", "Viele Grüße an alle". It returns i if there is
// none.
func greetsAll(in []item, i int) int {
	k := i + 1
	for k < len(in) && (in[k].m == mFill || in[k].m == mTo || in[k].m == mOther) {
		k++
	}
	if k == i+1 || k == len(in) || in[k].m != mAll || k+1 < len(in) && in[k+1].m != kComma && in[k+1].m != mHello && in[k+1].m != mAnd {
		return i
	}
	return k
}

// elseOne reports an "otherwise" that names what is next best: "preferably 2, otherwise 3".
func (g *grammar) elseOne(in []item, i int) bool {
	before := in[max(0, i-40):i]
	if !g.inSet(elseWords, &g.tokens[in[i].from]) || !affirmed(before) && !mentionBefore(before) || negative(before) || has(before, mFlex) || has(before, mNeed) {
		return false
	}
	for k, it := range in[i+1:] {
		switch it.m {
		case kUnknown: // "mieluiten torstai, muuten blorb"
			return i+k+2 == len(in)
		case kNumber, kTime, mOrd, mLast:
			return true
		case mFill, mYes, mWho, mSlot, mNumber:
		case mAlso:
			if g.first == langEnglish {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// elseWords begin what is so if what was said is not: "otherwise".
var elseWords = wordsByLanguage("otherwise")

// joint reports an item that joins mentions.
func joint(m meaning) bool {
	switch m {
	case mAnd, mOr, mTo, kComma, kSlash, kDash, mThen:
		return true
	}
	return false
}

// maxGlued is how many dashes of a sentence may hold a clause together; behind them each parts it.
const maxGlued = 100

// clauses cuts a sentence where what was said ends and something else begins.
func (g *grammar) clauses(in []item) [][]item {
	out := g.room.clauses[:0]
	start, glued := 0, 0
	cut := func(i, next int) {
		if i > start {
			out = append(out, in[start:i:i])
		}
		start = next
	}
	for i := 0; i < len(in); i++ {
		if in[i].is(fColon) && (has(in[start:i], mUndo) || has(in[start:i], mUndoThat)) { // "Ignore my last mail: 2 and 4"
			cut(i, i)
		}
		switch in[i].m {
		case mRest: // "no good on 5 rest are fine"
			if i > start && in[i-1].m != mNot && in[i-1].m != mOnly && !joint(in[i-1].m) && mentionBefore(in[start:i]) && hasVerdict(in[start:i]) && hasVerdict(in[i+1:]) && !mentionBefore(in[i+1:]) {
				cut(i, i)
			}
		case mBut:
			if i > start && i+1 < len(in) && g.excludes(in, start, i) {
				in[i].m = mExcept
				continue
			}
			cut(i, i+1)
			if start < len(in) {
				in[start].flags |= fBut
			}
		case mClash:
			in[i].m = mNo
			cut(i+1, i+1)
			if start < len(in) {
				in[start].flags |= fWhy
			}
		case mBecause:
			cut(i, i+1)
			if start < len(in) {
				in[start].flags |= fWhy
			}
		case mAsk:
			if i > 0 && i+1 < len(in) { // ", which clashes with another meeting"
				cut(i, i+1)
				in[start].flags |= fWhy
			}
		case mSo:
			cut(i, i+1)
		case mMean:
			if g.meansBefore(in, start, i) { // "oops, 3 I meant"
				k := i
				for k > start && in[k-1].m != kComma {
					k--
				}
				mean := in[i]
				copy(in[k+1:i+1], in[k:i])
				in[k] = mean
				cut(k, k)
				continue
			}
			cut(i, i)
		case kSemicolon:
			cut(i, i+1)
		case kDash:
			if glued < maxGlued && g.gluedByDash(in, start, i) {
				glued++
				in = append(in[:i:i], in[i+1:]...)
				i--
				continue
			}
			cut(i, i+1)
		case mAnd, kComma:
			// "2 works and I will bring cake": a new subject begins a clause
			switch {
			case i+1 < len(in) && in[i+1].m == mWho && i > start && hasVerdict(in[start:i]):
				cut(i, i+1)
			case in[i].m == mAnd && i+1 < len(in) && g.mentionThenVerdict(in[i+1:]) && !mentionBefore(in[start:i]) && !hasVerdict(in[start:i]) && has(in[start:i], kUnknown) && !has(in[start:i], mNot) && g.ownBefore(in[start]): // "I've talked to Tom and 3 is fine"
				cut(i, i+1)
			case in[i].m == mAnd && i+1 < len(in) && (in[i+1].m == mWho || in[i+1].m == mYes && g.beginsWithWho(in[i+1])) && !mentionBefore(in[start:i]) && !hasVerdict(in[start:i]) && g.settled(in[start:i]): // "I have checked with the caretaker and we could both attend"
				cut(i, i+1)
			case in[i].m == kComma && i+1 < len(in) && (in[i+1].m == mOnly || in[i+1].m == mBut || rather[g.tokens[in[i].to].Plain]) && (has(in[start:i], mNot) || has(in[start:i], mNo)) && !affirmed(in[start:i]) && mentionBefore(in[start:i]) && mentionBefore(in[i+1:]): // "nie 2, tylko 3"
				cut(i, i+1)
			case in[i].m == kComma && (has(in[start:i], mUndo) || has(in[start:i], mUndoThat) || has(in[start:i], mSaid)):
				cut(i, i+1)
			}
		}
	}
	cut(len(in), len(in))
	g.room.clauses = out
	return out
}

// mentionThenVerdict reports items that begin with a mention of slots, directly before its verdict.
func (g *grammar) mentionThenVerdict(in []item) bool {
	for i, it := range in {
		switch {
		case it.m == kNumber || it.m == kTime || it.m == mOrd:
			return i+1 < len(in) && (in[i+1].m >= mYes && in[i+1].m <= mDecline || in[i+1].m == mSlot)
		case it.m != mSlot && it.m != mNumber:
			return false
		}
	}
	return false
}

// ownBefore reports whether the words up to an item begin with one of [own]: "I've spoken".
func (g *grammar) ownBefore(it item) bool {
	if g.inSet(ownWords, &g.tokens[it.from]) {
		return true
	}
	for i := int(it.from) - 1; i >= 0 && i >= int(it.from)-4 && g.tokens[i].Kind == TokenWord; i-- {
		if g.inSet(ownWords, &g.tokens[i]) {
			return true
		}
	}
	return false
}

// meansBefore reports an "I meant" at the end of a sentence, about what stands before it.
func (g *grammar) meansBefore(in []item, start, i int) bool {
	for _, it := range in[i+1:] {
		if it.m != mWho && it.m != mOops && it.m != mFill && it.m != kComma {
			return false
		}
	}
	k := i
	for k > start && in[k-1].m != kComma {
		k--
	}
	return mentionBefore(in[k:i])
}

// excludes reports "all work but 2": a quantifier before the but, a mention without a verdict after it.
func (g *grammar) excludes(in []item, start, but int) bool {
	if g.classed(in[start:but]) {
		return aloneAfter(in[but+1:])
	}
	quant := false
	for _, it := range in[start:but] {
		switch it.m {
		case mAll, mAny, mNone:
			quant = true
		case kNumber, kTime, mCard, mOrd, mLast, mRest, mBest, mNo, mNot, mDecline:
			return false
		}
	}
	if !quant {
		return false
	}
	mention := false
	for _, it := range in[but+1:] {
		switch {
		case mentions(it.m) && it.m != mAll && it.m != mAny:
			mention = true
		case it.m >= mYes && it.m <= mDecline || it.m == kUnknown || it.m == mOnly || it.m == mAlso || it.m == mMost:
			return false
		case it.m == mBut || it.m == kDash || it.m == kSemicolon:
			return mention
		}
	}
	return mention
}

// classed reports "any Tuesday slot", "all of the afternoons" at the end of in, in English, where "but" behind it is "except".
func (g *grammar) classed(in []item) bool {
	k := len(in) - 1
	for k >= 0 && (in[k].m == mSlot || in[k].m == mSlots || in[k].m == mCard && in[k].num == 1) {
		k--
	}
	if g.first != langEnglish || k < 1 || in[k].m != kTime {
		return false
	}
	for k--; k > 0 && (in[k].m == mOfThem || in[k].m == mFill || in[k].m == mThese || in[k].m == kMark); k-- {
	}
	return in[k].m == mAny || in[k].m == mAll
}

// aloneAfter reports a time with nothing but a plain yes behind it: "but Friday works".
func aloneAfter(in []item) bool {
	if len(in) == 1 && in[0].m == kUnknown { // "Friday's": an exception that we do not know
		return true
	}
	for i, it := range in {
		switch it.m {
		case kTime, mSlot, mSlots, mAnd, mOr, mFill, mOfThem, mCard, kMark:
		case mYes:
			return i > 0 && i == len(in)-1
		default:
			return false
		}
	}
	return has(in, kTime)
}

// gluedByDash reports whether a dash stands between a mention and its verdict, rather than between two statements.
func (g *grammar) gluedByDash(in []item, start, i int) bool {
	if i+1 >= len(in) || i == start {
		return true
	}
	p, n := in[i-1], in[i+1]
	before := false
	for _, it := range in[start:i] {
		before = before || mentions(it.m)
	}
	verdict := func(m meaning) bool { return m >= mYes && m <= mEmpty }
	if before && !hasVerdict(in[start:i]) && !mentionBefore(in[i+1:]) && has(in[i+1:], kUnknown) { // "2 - meh"
		return true
	}
	if before && (n.m == mNo || n.m == mNot) && has(in[i+1:], mRest) { // "2 - can't do the rest"
		return false
	}
	switch {
	case (p.m == mAll || p.m == mAny) && n.m == kNumber: // "All - 2"
		in[i+1].m, in[i+1].why = kBad, "minus"
		return true
	case (mentions(p.m) || p.m == mSlot || p.m == mSlots) && verdict(n.m):
		return true
	case verdict(p.m) && mentions(n.m):
		return !before
	case mentions(p.m) && mentions(n.m):
		return (p.m == kNumber) != (n.m == kNumber) && (p.m == kTime || n.m == kTime)
	}
	return false
}

// readClause reads a clause. later: it is not the first of its sentence.
func (g *grammar) readClause(in []item, later, see bool) {
	g.but = len(in) > 0 && in[0].is(fBut)
	but, why := g.but, len(in) > 0 && in[0].is(fWhy)
	in = drop(in, mWho)
	switch {
	case !retractions.in(in): // as most often
	case has(in, mMean):
		g.facts, g.bare, g.doubts, g.counters = g.facts[:0], g.bare[:0], g.doubts[:0], g.counters[:0]
		g.replaced = g.sentence
		in = drop(in, mMean)
	case has(in, mSaid):
		g.said = true
		return
	case has(in, mUndoThat) && g.spoken() && !has(in, kUnknown): // "1 and 5. No, scratch that: 2"
		g.facts, g.bare, g.counters, g.asides = g.facts[:0], g.bare[:0], g.counters[:0], g.asides[:0]
		g.said = true
		return
	case why && has(in, mUndo) && !mentionBefore(in) && has(in, kUnknown) && strings.HasPrefix(g.tokens[in[len(in)-1].from].Text, "cancel"): // "since softball got cancelled"
		return
	case has(in, mUndo) || has(in, mUndoThat):
		for i := range in {
			if in[i].m == mUndoThat {
				in[i].m = mUndo
			}
		}
		from, to := int(in[0].from), int(in[len(in)-1].to)
		in = g.mentions(drop(in, mUndo))
		g.said = true
		for _, it := range in {
			if it.m == kSlots && !it.is(fQuant|fRest|fThese|fIt) && !has(in, kUnknown) && it.set != 0 {
				g.state(fact{set: it.set, verdict: vNo, rule: "taken-back"}, it)
				return
			}
		}
		if len(g.facts) > 0 || has(in, kBad) {
			g.doubt("taken-back", from, to, false)
		}
		return
	}
	in = needAhead(anyDay(g.tokens, g.mentions(brackets(in))), later)
	if len(in) == 0 {
		return
	}
	groups := g.room.groups[:0]
	for start := 0; start <= len(in); {
		end := start
		for end < len(in) && in[end].m != kComma {
			end++
		}
		if end > start {
			groups = append(groups, g.group(in[start:end]))
		}
		start = end + 1
	}
	g.room.groups = groups
	if why && !hasMention(in) {
		if g.refusesBehind(in) {
			g.doubt("no-pattern", int(in[0].from), int(in[len(in)-1].to), false)
		}
		return // why something does not work is no new answer
	}
	g.assign(groups, but, later, see)
}

// retractions take back something that was said.
var retractions = kindsOf(mMean, mSaid, mUndo, mUndoThat)

// refusesBehind reports a reason with a no behind it, about what was named before and has no verdict: "Tuesday, as I am at work, I cannot".
func (g *grammar) refusesBehind(in []item) bool {
	n := len(g.facts)
	if n == 0 || g.facts[n-1].sentence != g.sentence || !g.facts[n-1].bare {
		return false
	}
	c := len(in) - 1
	for c > 0 && in[c].m != kComma {
		c--
	}
	if c > 0 {
		return !affirmed(in[c:]) && negative(in[c:]) || has(in[c:], mNot)
	}
	last := in[len(in)-1].m
	return has(in, mNot) && (last == mYes || last == mPro || last == mNot)
}

// brackets sorts what stands in brackets: a statement of its own, or a verdict on the mention before.
func brackets(in []item) []item {
	for i := 0; i < len(in); i++ {
		if in[i].m != kOpen {
			continue
		}
		j := i + 1
		for j < len(in) && in[j].m != kClose {
			j++
		}
		inner := in[i+1 : min(j, len(in))]
		switch {
		case !hasVerdict(inner):
		case mentionBefore(inner):
			in[i].m = kComma
			if j < len(in) {
				in[j].m = kComma
			}
		default:
			for k := range inner {
				inner[k].flags |= fParen
			}
			in[i].m = kMark
			if j < len(in) {
				in[j].m = kMark
			}
		}
	}
	return drop(in, kMark)
}

// legend looks for what a star means: "(* = preferred)".
func (g *grammar) legend(pieces []piece) {
	for k := range pieces {
		t := pieces[k].tokens
		for i := 0; i+2 < len(t); i++ {
			if t[i].Raw != "*" || t[i+1].Text != "=" && t[i+1].Text != ":" {
				continue
			}
			g.lex.walk(t, i+2, func(entries []entry, _ int) {
				for _, e := range entries {
					if e.meaning == mBest {
						g.star = vBest
					}
				}
			})
			if g.star == vBest { // cut it off
				from := i
				if from > 0 && t[from-1].Text == "(" {
					from--
				}
				pieces[k].tokens = t[:from]
				for len(pieces[k].exprs) > 0 && pieces[k].exprs[len(pieces[k].exprs)-1].To > from {
					pieces[k].exprs = pieces[k].exprs[:len(pieces[k].exprs)-1]
				}
			}
		}
	}
}

// rather holds words that begin what is so, behind what is not: "não é a 2, é a 3".
var rather = wordsOf("but rather")

// settled reports a clause that says what was done before an answer was given: "I've spoken to the caretaker".
func (g *grammar) settled(in []item) bool {
	if len(in) == 0 || has(in, mNot) || has(in, mNo) || !has(in, kUnknown) {
		return false
	}
	done := false
	for i := max(0, in[0].from-6); i < in[len(in)-1].to; i++ {
		if g.inSet(wouldWords, &g.tokens[i]) || g.tokens[i].Text == "asked" && i+1 < in[len(in)-1].to && g.tokens[i+1].Text == "for" { // "I've asked for cover"
			return false
		}
		done = done || g.inFirst(settledWords, &g.tokens[i])
	}
	return done
}

// settledWords are what was done.
var settledWords = wordsByLanguage("settled")
