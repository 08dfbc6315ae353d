package parser

import "slices"

// Sentences: what is asked, proposed or stated, and what makes one doubtful.

// readOrTalk reads a sentence. What it finds doubtful is laid aside if the sentence is about something else.
func (g *grammar) readOrTalk(in []item, question bool) {
	in = g.feiras(in)
	busy, talk := slotSet(0), false
	facts, bare, doubts := len(g.facts), len(g.bare), len(g.doubts)
	if question || !greets(in) {
		busy, talk = g.talk(in)
		g.readSentence(in, question)
	}
	if !question && len(g.doubts) == doubts && g.bears(in, facts > 0) {
		g.doubt("unknown-words", int(in[0].from), int(in[len(in)-1].to), true)
		g.doubts[doubts].reason = true
		return
	}
	if !talk && !question && len(g.facts) == facts && len(g.doubts) > doubts && len(g.bare) == bare && g.excuses(in) {
		a := g.excuse(in)
		a.doubt = g.doubts[doubts]
		g.doubts = g.doubts[:doubts]
		g.asides = append(g.asides, a)
		return
	}
	if !talk || len(g.facts) != facts || len(g.doubts) < doubts || len(g.bare) < bare || len(g.doubts) == doubts && len(g.bare) == bare {
		return
	}
	a := aside{doubt: doubt{why: "unknown-words", text: g.words, line: g.piece.line, sentence: g.sentence, soft: true}, whole: g.words, busy: busy, loose: true, asks: question}
	if len(g.doubts) > doubts {
		a.doubt = g.doubts[doubts]
	}
	g.doubts, g.bare = g.doubts[:doubts], g.bare[:bare]
	g.asides = append(g.asides, a)
}

// greets reports a greeting, perhaps with names behind it, and nothing more: "Hi Mika,". Most mails begin with one, and it says nothing.
func greets(in []item) bool {
	if len(in) == 0 || in[0].m != mHello || in[0].to-in[0].from != 1 {
		return false
	}
	i := 1
	for i < len(in) && in[i].m == kUnknown && in[i].is(fName) {
		i++
	}
	return i == len(in) || i+1 == len(in) && in[i].m == kComma
}

// readSentence reads the items of one sentence. question: it ends in a question mark.
func (g *grammar) readSentence(in []item, question bool) {
	if question {
		if len(in) > 2 && g.first == langEnglish && in[0].m == mRest && in[1].m == mPropose && g.inFirst(elseWords, &g.tokens[in[0].from]) { // "Otherwise could we do Friday at 10?"
			in = in[1:]
		}
		in = g.labels(in)
	} else if g.habit(verbSecond) {
		g.inverted(in)
	}
	s := g.survey(in, question)
	if question && s.quantOnly && !s.verdict {
		s.mention = false
	}
	switch {
	case s.propose >= 0 && (s.times > 0 || question):
		start := proposalStart(in, s.propose)
		before := in[:start]
		if mentionBefore(before) && !hasVerdict(before) && !has(before, mNone) && !has(before, mNeither) {
			g.doubt("question", s.from, s.to, false)
			return
		}
		g.readStatement(before)
		g.readProposal(in[start:])
		return
	case question && s.mention && g.asksElse(in) > 0: // "2, and shall I bring the slides?"
		c := g.asksElse(in)
		g.readStatement(in[:c])
		g.remarks = append(g.remarks, Remark{Text: g.text(int(in[c+1].from), s.to), Question: true})
		g.asked = true
		return
	case question && s.mention && asksLast(in) > 0:
		c := asksLast(in)
		g.readStatement(in[:c])
		g.readSentence(in[c+1:], true)
		return
	case question && s.mention:
		if !g.questionCounter(in) {
			g.doubt("question", s.from, s.to, false)
		}
		return
	case question:
		if g.spoken() && g.thinksAgain(in) {
			g.doubt("turn", s.from, s.to, false)
			return
		}
		if s.alarm != mUnknown || s.hedge != mUnknown && (s.verdict || g.piece.slot >= 0) { // "maybe?" under a slot
			g.doubt(doubtNames[max(s.alarm, s.hedge)], s.from, s.to, false)
			return
		}
		if len(in) > 0 && in[0].m == mOr && g.spoken() { // "Or is it?"
			g.doubt("question", s.from, s.to, false)
			return
		}
		if s.words > 0 || s.verdict {
			if s.words == 0 {
				g.doubt("question", s.from, s.to, false)
				if g.spoken() && g.piece.slot < 0 && !negative(in) && (len(in) == 0 || in[0].m != mOr) { // "2 and 4 work. OK?", not "No?"
					g.doubts = g.doubts[:len(g.doubts)-1]
				}
			}
			g.remarks = append(g.remarks, Remark{Text: g.text(s.from, s.to), Question: true})
			g.asked = true
		} else if !g.spoken() {
			g.doubt("question", s.from, s.to, false)
		}
		return
	}
	g.readStatement(in)
}

// thinksAgain reports a question that puts in doubt what was said: "Hang on, is that the week of the fair?", "Isn't that half term?"
func (g *grammar) thinksAgain(in []item) bool {
	return has(in, mTurn) || len(in) > 1 && in[0].m == mHedge && in[1].m == kComma || has(in, mNot) && (has(in, mIt) || has(in, mUnit))
}

// proposalStart is where a proposal begins: at its first word, or, where that stands at the end ("Friday at 15?" in Japanese), at the
// comma before.
func proposalStart(in []item, propose int) int {
	start := propose
	for start > 0 && in[start-1].m != kComma && in[start-1].m != mBut && in[start-1].m != kSemicolon && in[start-1].m != kDash {
		start--
	}
	wish := in[start:propose] // "if possible" is none
	for len(wish) > 0 && wish[0].m == mBest {
		wish = wish[1:]
	}
	if mentionBefore(wish) && !hasVerdict(wish) && !has(in[start:propose], mNone) {
		return start
	}
	return propose
}

// asksLast is the comma after which a question begins, behind a statement: "None of them works, would Friday at 13:00 be an option?" 0
// if there is none.
func asksLast(in []item) int {
	for c := len(in) - 2; c > 0; c-- {
		if in[c].m == kComma && (in[c+1].m == mPro || in[c+1].m == mYes && c+3 == len(in) && in[c+2].m == kTime) && (hasVerdict(in[:c]) || has(in[:c], mNone) || has(in[:c], mNeither)) {
			return c
		}
	}
	return 0
}

// asksElse is the comma or dash before a question that is about no slot and has words of its own, behind a statement. 0 if there is
// none. "2, does that work?" is about the slot.
func (g *grammar) asksElse(in []item) int {
	first := 0
	for first < len(in) && !mentions(in[first].m) {
		first++
	}
	for c := len(in) - 2; c > first; c-- {
		if in[c].m != kComma && in[c].m != kDash {
			continue
		}
		k, words := c+1, 0
		for k < len(in) && (in[k].m == mAnd || in[k].m == mBut || in[k].m == mSo) {
			k++
		}
		if k == len(in) {
			continue
		}
		switch first := in[k]; {
		case first.m == mPro || first.m == mAsk || first.m == mPropose || first.m == mFill && asks(g.tokens[first.from].Text):
		default:
			continue
		}
		for _, it := range in[k:] {
			switch it.m {
			case mPro, mAsk, mPropose, mFill, mWho, mIt, mOther, mPeople, kDigits, mLabel, mUnit:
			case kUnknown:
				words++
			default:
				return 0
			}
		}
		if words > 0 {
			return c
		}
		return 0
	}
	return 0
}

// spoken reports whether anything was said about slots already.
func (g *grammar) spoken() bool { return len(g.facts) > 0 }

// survey is what can be seen of a sentence before it is taken apart.
type survey struct {
	from, to  int // tokens
	mention   bool
	verdict   bool
	times     int  // expressions of time
	words     int  // words that we do not know
	quantOnly bool // mentions nothing but "all", "any" and the like
	alarm     meaning
	hedge     meaning
	propose   int // place of the first word that proposes; -1
}

func (g *grammar) survey(in []item, question bool) survey {
	s := survey{propose: -1}
	if len(in) > 0 {
		s.from, s.to = int(in[0].from), int(in[len(in)-1].to)
	}
	s.quantOnly = true
	for i := range in {
		switch it := &in[i]; {
		case question && it.m == kTime && g.exprs[it.num].Clock.Part == Midday && g.exprs[it.num].Day.Kind == NoDay: // "will there be lunch?"
		case question && it.m == mCard && it.num == 1 && i > 0 && in[i-1].m == kUnknown: // "could you arrange one?"
			s.words++
		case question && g.countsThing(in, i): // "last year's certificate", "two mediums"
			s.words++
		case mentions(it.m):
			s.mention = true
			s.quantOnly = s.quantOnly && (it.m == mAll || it.m == mAny || it.m == mNone || it.m == mSome || it.m == mRest)
			if it.m == kTime {
				s.times++
			}
		case it.m >= mYes && it.m <= mDecline && it.m != mPro, it.m == mTicked, it.m == mAlsoYes, it.m == mClash: // "it clashes with gym"
			s.verdict = true
		case it.m == kUnknown, it.m == kDigits, it.m == mLabel, it.m == mUnit, it.m == kLength:
			s.words++
		case question && it.m == mPostpone && g.stillNeeded(in, *it):
			s.words++
		case it.m == mPartial, it.m == mPostpone, it.m == mUndo, it.m == mElse:
			if s.alarm == mUnknown {
				s.alarm = it.m
			}
		case it.m == mHedge, it.m == mIf:
			if s.hedge == mUnknown {
				s.hedge = it.m
			}
		case it.m == mPropose:
			if s.propose < 0 {
				s.propose = i
			}
		}
	}
	return s
}

// stillNeeded reports a question about what others need: "Do the kids still need the blue kit?"
func (g *grammar) stillNeeded(in []item, it item) bool {
	from := int(in[0].from)
	if first := g.tokens[from].Text; first != "do" && first != "does" || from+1 >= int(it.from) {
		return false
	}
	next := g.tokens[from+1].Text
	return g.tokens[it.from].Text == "still" && g.tokens[it.to-1].Text == "need" && next != "i" && next != "we"
}

// mentions reports items that may mention slots.
func mentions(m meaning) bool { return mentionKinds.has(uint8(m)) }

var mentionKinds = kindsOf(kNumber, kSlots, kBad, kTime, mCard, mOrd, mLast, mMiddle, mEarly, mLate, mFormer, mLatter,
	mAll, mAny, mBoth, mEither, mNone, mNeither, mAllBut, mNoneBut, mRest, mNoRest, mFlex, mSome)

// doubtNames names what made a sentence doubtful.
var doubtNames = map[meaning]string{
	mHedge: "hedge", mIf: "condition", mPartial: "partial", mPostpone: "postponed", mUndo: "taken-back", mElse: "other-times",
	mAsk: "question", mTurn: "turn",
}

// readStatement reads a sentence that is no question.
func (g *grammar) readStatement(in []item) {
	if g.idleNoMore(in) {
		g.doubt("condition", int(in[0].from), int(in[len(in)-1].to), false)
		return
	}
	if g.doubtfulMood(in) {
		g.doubt("hedge", int(in[0].from), int(in[len(in)-1].to), true)
		return
	}
	if len(in) > 0 {
		if why := g.falseAnswer(in); why != "" {
			g.doubt(why, int(in[0].from), int(in[len(in)-1].to), false)
			return
		}
	}
	if g.nods(in) {
		g.remarks = append(g.remarks, Remark{Text: g.words})
		return
	}
	if why := g.withheld(in); why != "" {
		g.doubt(why, int(in[0].from), int(in[len(in)-1].to), !said[why])
		return
	}
	g.nounWork(in)
	g.ownOrdinals(in)
	g.neitherIs(in)
	in = g.ratherBoth(in)
	in = g.apposed(g.leadIn(in))
	g.homonyms(in)
	in = g.offices(in)
	in = g.excused(in)
	in = g.relative(in)
	asides, several := len(g.asides), g.severalPeople(in)
	in = g.setAside(in)
	speaker := g.speakerOf(in)
	if several {
		speaker = "several"
	}
	g.myself = g.myself || affirmed(in) && !negative(in) || g.spokenOf(in)
	stated := len(g.facts)
	g.readPlain(g.plain(in), asides)
	g.speaks(speaker, stated)
}

// readPlain reads what is left of a statement without its asides and polite words. asides: how many there were before it.
func (g *grammar) readPlain(in []item, asides int) {
	if len(in) == 0 {
		for i := range g.asides[asides:] { // there is nothing else in it
			g.asides[asides+i].whole = g.words
		}
		return
	}
	from, to := int(in[0].from), int(in[len(in)-1].to)
	s := g.survey(in, false)
	see := false
	speaks := s.mention || s.verdict || g.piece.slot >= 0 && has(in, mIt)
	for i := range in {
		switch it := &in[i]; it.m {
		case mHedge, mIf, mPartial, mPostpone:
			if it.m == mIf && g.reasonUntil(in, i) {
				in[i].m = kUnknown
				continue
			}
			if it.m == mHedge && i > 0 && i+1 < len(in) && in[i-1].m == kComma && in[i+1].m == kComma && g.tokens[it.from].Text == "of" && g.tokens[it.to-1].Text == "days" { // "Feb 14, of all days, is fine"
				continue
			}
			if it.m == mPostpone && g.backTo(in, i) {
				in[i].m = kUnknown
				continue
			}
			g.doubt(doubtNames[it.m], from, to, it.m == mHedge && speaks)
			return
		case mElse:
			if has(in, mSaid) || g.movesOwn(in, i) || g.movedHouse(*it) || has(in[:i], mNeed) && g.movesThing(in, i) {
				continue
			}
			g.doubt(doubtNames[it.m], from, to, false)
			return
		case mAsk:
			if s.mention && !(i > 0 && in[i-1].m == kComma && g.tokens[it.from].Text == "which") {
				g.doubt("question", from, to, false)
				return
			}
		case mTurn:
			if i+1 < len(in) && mentions(in[i+1].m) && g.inFirst(amongWords, &g.tokens[it.from]) { // "2 und 4, wobei 4 besser wäre"
				in[i].m = mBut
				continue
			}
			if g.spoken() || len(g.bare) > 0 || i > 0 && mentionBefore(in[:i]) {
				if !has(in, mMean) {
					g.doubt("turn", from, to, false)
					return
				}
			}
		case mSee:
			see = true
		case mSad: // "3 :-("
			if !s.verdict && s.mention && !has(in, mNone) && !has(in, mNeither) {
				g.doubt("hedge", from, to, true)
				return
			}
		case mOops: // "2 - sorry, 3"
			if mentionBefore(in[:i]) && !has(in[:i], mNone) && !has(in[:i], mNeither) && mentionBefore(drop(slices.Clone(in[i:]), mSome)) && !hasVerdict(in[i:]) && !has(in, mMean) {
				g.doubt("turn", from, to, false)
				return
			}
			if regrets(in, i) {
				g.doubt("hedge", from, to, true)
				return
			}
		}
	}
	if has(in, mOops) || has(in, mSad) {
		in = drop(drop(in, mOops), mSad)
	}
	if len(in) >= 2 && in[0].m == mPro && mentions(in[1].m) && asks(g.tokens[in[0].from].Text) && !g.hasSubject(int(in[0].from)) { // "does 3 work for Anna"
		g.doubt("question", from, to, false)
		return
	}
	if see && !speaks && len(g.offer.Slots) == 1 && len(in) == 1 && g.tokens[to-1].Text == "then" { // "See you then"
		g.seen = append(g.seen, item{m: kSlots, from: in[0].from, to: in[0].to, set: g.all})
		return
	}
	if !speaks && !has(in, mUndo) && !has(in, mUndoThat) && !has(in, mMean) && !has(in, mSaid) && !has(in, mNot) && !has(in, mPro) && !has(in, mAlso) && !has(in, mExcept) {
		if s.words > 0 {
			said := g.words
			if len(g.asides) > asides {
				said = g.text(from, to)
			}
			g.remarks = append(g.remarks, Remark{Text: said})
		}
		return
	}
	if len(in) == 0 {
		return
	}
	ranked := has(in, mRanking)
	in = drop(in, mRanking)
	before, header := len(g.facts), in[len(in)-1].m == kColon || g.endsInColon(to) || g.breaksOff(in)
	for i, clause := range g.clauses(in) {
		g.readClause(clause, i > 0, see)
	}
	if n := len(g.facts); ranked && n > before+1 { // "in order of preference: 3, 1, 5"
		if f := &g.facts[before]; f.set.len() == 1 && f.verdict == vYes {
			f.verdict = vBest
		}
	}
	g.header = vNone
	if header {
		g.header = g.headerVerdict(min(before, len(g.facts))) // a correction took back what was said before
	}
}

// movesThing reports a verb at in[i] of what is moved, and that it is nothing on offer: "I'd have to move the dentist".
func (g *grammar) movesThing(in []item, i int) bool {
	if in[i].to-in[i].from != 1 || languages[g.first] != "en" {
		return false
	}
	k := i + 1
	for k < len(in) && in[k].from == in[k-1].to && (in[k].m == mFill || in[k].m == mCard && in[k].num == 1) {
		k++
	}
	return k < len(in) && (in[k].m == kUnknown || in[k].m == mPeople) && in[k].from == in[k-1].to
}

// reasonUntil reports an "until" at in[i] that says how long something goes on, as a reason for a no before it: "none of those, I'm at
// the lake until late".
func (g *grammar) reasonUntil(in []item, i int) bool {
	if word := g.tokens[in[i].from].Text; languages[g.first] != "en" || in[i].to-in[i].from != 1 || word != "until" && word != "till" {
		return false
	}
	start := i
	for start > 0 && !g.parts(in, 0, start-1) {
		start--
	}
	if start == i || start == 0 || !negative(in[:start]) && !has(in[:start], mOnly) || affirmed(in[start:]) || mentionBefore(in[start:i]) {
		return false
	}
	for t := int(in[start].from); t < int(in[len(in)-1].to); t++ {
		if g.inSet(tieWords, &g.tokens[t]) && t != int(in[i].from) {
			return false
		}
	}
	return has(in[start:i], kUnknown) || has(in[start:i], mAway)
}

// movedHouse reports "I've moved", and nothing that was moved.
func (g *grammar) movedHouse(it item) bool {
	if it.from == 0 || it.to-it.from != 1 || g.tokens[it.from].Text != "moved" || int(it.to) < len(g.tokens) && g.tokens[it.to].Kind == TokenWord {
		return false
	}
	before := g.tokens[it.from-1].Text
	return before == "i've" || before == "we've" || before == "have"
}

// regrets reports an apology at in[i] for a mention that has no verdict: "Tuesday sorry, Wednesday works", "3, sorry". It may be a no.
func regrets(in []item, i int) bool {
	parts := func(m meaning) bool { return m == kComma || m == kDash || m == kSemicolon || m == mBut }
	if i == 0 || i+1 < len(in) && !parts(in[i+1].m) {
		return false
	}
	start := i
	if parts(in[i-1].m) { // it is about all that stands before, if nothing follows
		if i+1 < len(in) {
			return false
		}
		start = 0
	}
	for start > 0 && !parts(in[start-1].m) {
		start--
	}
	for _, it := range in[start:i] {
		switch it.m {
		case mOnly, mNone, mNeither, mNoRest, mAllBut, mNoneBut, mExcept, mOutOf: // "only 3, sorry": for the others
			return false
		}
	}
	return mentionBefore(in[start:i]) && !hasVerdict(in[start:i])
}

// hasSubject reports a subject before the verb at token i: "mine would be 2", "our first choice is 2", not "would 2 suit".
func (g *grammar) hasSubject(i int) bool {
	for i--; i >= 0 && g.tokens[i].Kind == TokenWord; i-- {
		if g.inSet(subjectWords, &g.tokens[i]) {
			return true
		}
	}
	return false
}

// subjectWords are possessives, with which a subject begins.
var subjectWords = wordsByLanguage("beside the")

// mentionBefore reports a mention among items.
func mentionBefore(in []item) bool { return mentionKinds.in(in) }

func asks(s string) bool {
	switch s {
	case "does", "do", "is", "can", "could", "would", "will", "did", "are", "shall":
		return true
	}
	return false
}

func has(in []item, m meaning) bool {
	for i := range in {
		if in[i].m == m {
			return true
		}
	}
	return false
}

func (g *grammar) endsInColon(to int) bool {
	return to < len(g.tokens) && g.tokens[to].Text == ":" && to+1 == len(g.tokens)
}

// breaksOff reports a line that ends at its verb, without a full stop: "the times that work for me are".
func (g *grammar) breaksOff(in []item) bool {
	last := in[len(in)-1]
	return last.m == mPro && int(last.to) == len(g.tokens) && has(in, mThese) && hasVerdict(in[:len(in)-1])
}

// headerVerdict is what a line such as "These work for me:" says of the mentions that follow. Its own facts are withdrawn.
func (g *grammar) headerVerdict(before int) verdict {
	v := vNone
	if n := len(g.bare); n > 0 && g.bare[n-1].sentence == g.sentence {
		v = g.bare[n-1].verdict
		g.bare = g.bare[:n-1]
	}
	for _, f := range g.facts[before:] {
		if !f.all {
			return vNone
		}
		v = f.verdict
	}
	if v == vNo && len(g.facts) > before { // "None of these, but:"
		return vNone
	}
	g.facts = g.facts[:before]
	return v
}

func drop(in []item, m meaning) []item {
	if !has(in, m) { // as most often
		return in
	}
	out := in[:0]
	for i := range in {
		if in[i].m != m {
			out = append(out, in[i])
		}
	}
	return out
}
