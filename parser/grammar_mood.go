package parser

import "slices"

// Moods: words that change nothing beside a no or an "only", and turn a bare yes round. "Wednesday was fine", "sadly Wednesday".

// moods are the sections of such words. All of them are [fill] too.
var moods = map[string]int{"past": moodPast, "regret": moodRegret, "told": moodTold, "at present": moodNow, "idle": moodIdle}

const (
	moodPast   = 1 + iota // what was: it may be no more
	moodRegret            // what is regretted, or would have been
	moodTold              // what somebody else said: "you suggested Wednesday"
	moodNow               // what is so now: it may not stay so
	moodIdle              // a condition that changes nothing at the end: "falls was ist"
)

// doubtfulMood reports a stretch of a sentence, between commas and the like, that names slots and says by its mood that they may not
// work after all.
func (g *grammar) doubtfulMood(in []item) bool {
	if !g.moody(in) { // as most often
		return false
	}
	before, sorry := false, false // a regret or an apology that stands alone, for the stretch behind it
	var last stretch
	for from := 0; from <= len(in); {
		to := from
		for to < len(in) && !g.parts(in, from, to) {
			to++
		}
		s := g.stretch(in[from:to])
		switch {
		case s.empty:
			if last.regret = s.regret; last.doubtful() { // "3 would suit me, sadly"
				return true
			}
			before = before || s.regret
		default:
			s.regret, s.apology = s.regret || before, s.apology || sorry
			if s.doubtful() {
				return true
			}
			before, last, sorry = false, s, len(in[from:to]) == 1 && in[from].m == mOops
		}
		from = to + 1
	}
	return false
}

// moody reports an apology, or a word of a mood, among items.
func (g *grammar) moody(in []item) bool {
	for i := range in {
		it := &in[i]
		if it.m == mOops || it.m == mFill && (it.num != 0 || g.tells(in, i)) {
			return true
		}
	}
	return false
}

// tells reports a word at in[i] behind a name that says what that person said.
func (g *grammar) tells(in []item, i int) bool {
	return i > 0 && g.nameLike(in[i-1]) && toldWords[g.tokens[in[i].from].Plain]
}

// stretch is what is to be seen of a stretch of a sentence.
type stretch struct {
	empty        bool // nothing but words without weight
	names        bool // a slot, a day or an hour
	yes, best    bool
	limits       bool // a no, an exception, an "only", a doubt of another kind, or words that we do not know
	denies       bool // a no, a doubt of another kind, or words that we do not know
	past, regret bool
	now          bool
	told         bool // what somebody said
	toldFirst    bool // and all the rest of it
	person       bool // has a name
	apology      bool // directly before what is named
}

func (s stretch) doubtful() bool {
	yes := s.yes || s.best
	switch {
	case !s.names:
		return false
	case s.told && (s.toldFirst || !yes):
		return true
	case s.past && !s.denies && !s.person, s.now && !s.limits && !s.person:
		return true
	case s.limits:
		return false
	}
	return !s.person && (s.regret && !s.best || s.apology && !yes)
}

func (g *grammar) stretch(in []item) stretch {
	s := stretch{empty: true}
	sorry := false
	for i := range in {
		it := &in[i]
		switch m := it.m; {
		case m == mFill:
			s.past, s.now = s.past || it.num == moodPast, s.now || it.num == moodNow
			s.regret = s.regret || it.num == moodRegret
			if it.num == moodTold || g.tells(in, i) {
				s.told, s.toldFirst = true, s.toldFirst || s.empty
			}
			s.limits = s.limits || confineWords[g.tokens[it.from].Plain]
			continue
		case m == mHello, m == mWho, m == kMark, m == mOther:
			continue
		case m == mOops:
			sorry = true
		case mentions(m):
			s.names = true
			s.apology = s.apology || sorry
			s.limits = s.limits || m == mNone || m == mNeither || m == mAllBut || m == mNoneBut || m == mNoRest || m == mLast || m == mEarly || m == mLate || m == mSome || m == mFlex
		case m == mYes, m == mGreat, m == mBest, m == mTicked, m == mAlsoYes:
			s.yes = true
			s.best = s.best || m == mBest
		case m == mPro, m == mAnd, m == mOr, m == mTo, m == mSlot, m == mSlots, m == mNumber, m == mOrdSign, m == kColon, m == mIt, m == mThese:
		case m == kUnknown && it.is(fName):
			s.person = true
			continue
		default:
			s.limits = true
			s.denies = s.denies || m != mOnly && m != mAlso
		}
		s.empty = false
		if m := it.m; m != mOops && m != kMark && !mentions(m) {
			sorry = false
		}
	}
	s.names = s.names || s.yes && (s.past || s.now) && len(g.offer.Slots) == 1 && g.piece.slot < 0 // "It was fine"
	return s
}

// nameLike reports a word that is a name, as far as can be seen.
func (g *grammar) nameLike(it item) bool {
	return it.m == kUnknown && it.is(fName) || g.foreignName(it)
}

// toldWords behind a name say what that person said: "Ben suggested 3".
var toldWords = wordsOf("tells")

// confineWords say that there is nothing else: "sadly just Wednesday", "I'm afraid it must be Wednesday".
var confineWords = wordsOf("confines")

// idleNoMore reports a condition that would change nothing, and a slot behind it: "2 passt, falls was ist 4".
func (g *grammar) idleNoMore(in []item) bool {
	i := slices.IndexFunc(in, func(it item) bool { return it.m == mHello && it.num == moodIdle })
	return i >= 0 && slices.ContainsFunc(in[i:], func(it item) bool {
		return mentions(it.m) && (it.m != kTime || len(g.match[it.num].Slots) > 0)
	})
}
