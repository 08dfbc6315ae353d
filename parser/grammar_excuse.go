package parser

import "strings"

// Excuses: what is said beside a no to everything. "I can't make any of them. Mum's 90th, then the caravan." A reason for it is not
// asked about, whatever it is made of, so long as it offers nothing.

// excuses reports items that can offer no slot and no other time: no word that affirms, asks, proposes, hedges or sets a condition, other
// than up to when something is, no number that begins it, and no day of which something may be said that we do not know.
func (g *grammar) excuses(in []item) bool {
	if g.first != langEnglish || g.piece.slot >= 0 || len(in) == 0 {
		return false
	}
	from, to := int(in[0].from), int(in[len(in)-1].to)
	for i := from; i < to; i++ {
		if g.inSet(wouldWords, &g.tokens[i]) {
			return false
		}
	}
	own, unknown, start := g.ownIn(from, to), 0, 0 // start: of what stands between commas
	for i, it := range in {
		switch it.m {
		case kComma, kSemicolon, kDash, kOpen, kClose, mAnd, mSo, mBecause:
			start = i + 1
		case mFill, mWho, mOther, mHello, mPro, mTitle, mAway, mWeAre, mNo, mDecline, mTo, mThen, kMark, kDigits, kLength, mOops, mSad, mAside, mOfThem:
		case kUnknown, mPeople, mLabel, mUnit:
			unknown++
		case mIf:
			if !g.inSet(untilWords, &g.tokens[it.to-1]) || i+1 == len(in) {
				return false
			}
		case mCard, kNumber, mOrd, kBad:
			next := i+1 < len(in) && (in[i+1].m == kUnknown || in[i+1].m == mUnit || in[i+1].m == mPeople) && in[i+1].from == it.to
			if i == start || unknown == 0 || it.m == kBad || g.index(int(it.num)) >= 0 && !next {
				return false
			}
		case mNot:
			if has(in[i:], kTime) && !g.boundTo(in[i:]) {
				return false
			}
		case mMiddle: // "in the middle of an audit"
			if i+1 == len(in) || has(in[i:], kTime) {
				return false
			}
		case mSome, mMost: // "in the air most of that week"
			if i+1 == len(in) || g.tokens[it.to-1].Text != "of" || !g.spanAfter(in[i+1:]) {
				return false
			}
		case mElse: // "we've moved to another dentist"
			if g.tokens[it.from].Text != "moved" || i+2 >= len(in) || in[i+1].m != mTo || in[i+2].m == kTime {
				return false
			}
		case mHedge: // "Next time!"
			if g.tokens[it.from].Text != "next" || i+1 < len(in) {
				return false
			}
		case mAll, mBoth:
			if unknown == 0 && !own || i+1 == len(in) {
				return false
			}
		case kTime:
			if x := &g.exprs[it.num]; !own && !g.boundTo(in[i:i+1]) || x.Day.Kind != NoDay && x.Clock.Kind == OnTime {
				return false
			}
		default:
			return false
		}
	}
	return unknown > 0 || has(in, mAway)
}

// boundTo reports that the first time among items is one up to which something is: "before April".
func (g *grammar) boundTo(in []item) bool {
	for _, it := range in {
		if it.m == kTime {
			x := &g.exprs[it.num]
			return x.Clock.Bound == Until || x.Day.Bound == Until || x.Day.Bound == Before
		}
	}
	return false
}

// excused parts a no to everything from the excuse behind it, in one sentence: "Count me out, sold the bike". It returns the no.
func (g *grammar) excused(in []item) []item {
	in = g.anyOfThem(g.neitherOfUs(g.theMeeting(in)))
	if c := g.reasonFirst(in); c > 0 {
		g.asides = append(g.asides, g.excuse(in[:c]))
		in = in[c+1:]
	}
	for c, it := range in {
		switch it.m {
		case kComma, kSemicolon, kDash, mBecause, mSad, kOpen:
		case mHello, mFill, mWho, mOther, mWeAre, mPro, mDecline, mNone, mNeither, mNo, mNot, mAny, mIt, mThese, mOfThem, mOops, mTo, mSlot, mSlots, mEither, mBoth, mCard:
			continue
		default:
			return in
		}
		if c == 0 || !has(in[:c], mDecline) && !has(in[:c], mNone) && !has(in[:c], mNeither) && !(has(in[:c], mNo) && has(in[:c], mAny)) {
			continue
		}
		if c+1 < len(in) && g.excuses(in[c+1:]) {
			g.asides = append(g.asides, g.excuse(in[c+1:]))
			return in[:c]
		}
		return in
	}
	return in
}

// theMeeting drops what somebody cannot attend, where that is called by its name, and says that it is all of it, or
// why: "I won't be able to attend the review at all". "I can't attend the ceremony" may leave the dinner.
func (g *grammar) theMeeting(in []item) []item {
	if g.first != langEnglish {
		return in
	}
	for i, it := range in {
		if it.m != mDecline {
			continue
		}
		if last := g.tokens[it.to-1].Text; last != "attend" && last != "to" && last != "join" {
			return in
		}
		k := i + 1
		for k < len(in) && in[k].m == mFill && in[k].from == in[k-1].to {
			k++
		}
		words := k
		for k < len(in) && in[k].m == kUnknown && in[k].from == in[k-1].to {
			k++
		}
		if k == words || words == i+1 || k-words > 3 || g.tokens[in[words].from-1].Text != "the" && g.tokens[in[words].from-1].Text != "this" && g.tokens[in[words].from-1].Text != "your" {
			return in
		}
		if k == len(in) || in[k].m == mFill && g.tokens[in[k].from].Text != "at" || in[k].m != mFill && !g.excuses(in[k+1:]) {
			return in
		}
		return append(in[:words], in[k:]...)
	}
	return in
}

func (g *grammar) excuse(in []item) aside {
	from, to := int(in[0].from), int(in[len(in)-1].to)
	return aside{doubt: doubt{why: "unknown-words", text: g.text(from, to), line: g.piece.line, sentence: g.sentence, soft: true}, excuse: true}
}

// reasonFirst is the joint behind a reason that a no to everything follows: "The boiler burst, so none of these". 0 if there is none.
func (g *grammar) reasonFirst(in []item) int {
	last := 0
	for c, it := range in {
		if it.m == mSo || it.m == kSemicolon {
			last = c
		}
	}
	if last == 0 || g.first != langEnglish {
		return 0
	}
	no := false
	for i, it := range in[last+1:] {
		switch it.m {
		case mDecline, mNone:
			no = true
		case mAny:
			no = no || i > 0 && has(in[last+1:last+1+i], mNo)
		case mHello, mFill, mWho, mPro, mNo, mIt, mThese, mOfThem, mOops, mTo, kComma:
		default:
			return 0
		}
	}
	end := last
	for end > 0 && in[end-1].m == kComma {
		end--
	}
	if !no || end == 0 || !g.excuses(in[:end]) {
		return 0
	}
	return last
}

// anyOfThem drops the noun, and the number, of all that was refused: "I can't attend any of the five rehearsals".
func (g *grammar) anyOfThem(in []item) []item {
	if g.first != langEnglish || len(g.offer.Slots) < 2 {
		return in
	}
	for i, it := range in {
		if it.m != mAny || g.tokens[it.to-1].Text != "of" || !has(in[:i], mDecline) && !has(in[:i], mNo) {
			continue
		}
		k := i + 1
		if k == len(in) || in[k].m != mFill || in[k].from != it.to || in[k].to-in[k].from != 1 {
			return in
		}
		k++
		if k < len(in) && (in[k].m == mCard || in[k].m == kNumber) && int(in[k].num) == len(g.offer.Slots) {
			k++
		}
		if k < len(in) && in[k].m == kUnknown && in[k].from == in[k-1].to && strings.HasSuffix(g.tokens[in[k].from].Text, "s") && !g.likeSlot(in[k]) {
			k++
		}
		if k == i+2 || k < len(in) && in[k].m != kComma && in[k].m != kSemicolon && in[k].m != kDash && in[k].m != mSad && in[k].m != mOops && in[k].m != mFill && in[k].m != mBecause {
			return in
		}
		return append(in[:i+1], in[k:]...)
	}
	return in
}

// neitherOfUs takes "neither I nor anybody from our group can join" for the no that it is.
func (g *grammar) neitherOfUs(in []item) []item {
	if g.first != langEnglish || len(in) < 4 || in[0].m != mNeither {
		return in
	}
	nor := false
	for i, it := range in[1:] {
		switch it.m {
		case mNeither:
			nor = true
		case mWho, mPeople, mFill, mOther, kUnknown:
		case mYes:
			if k := i + 2; nor && (k == len(in) || in[k].m == kComma || in[k].m == mOops || in[k].m == mBecause) && g.saysAt(peopleCome[languages[g.first]], int(it.from), len(g.tokens)) {
				in[i+1].m = mDecline
				return in[i+1:]
			}
			return in
		default:
			return in
		}
	}
	return in
}
