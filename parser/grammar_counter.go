package parser

import (
	"time"

	"parley/scheduler"
)

// readProposal reads what stands after "how about": times that are not on offer. Anything else there is a question.
func (g *grammar) readProposal(in []item) {
	from, to := int(in[0].from), int(in[len(in)-1].to)
	if s := g.survey(in, true); g.spoken() && !s.mention && s.alarm == mUnknown && s.hedge == mUnknown && !has(in, kLength) && !has(in, mInstead) && !has(in, kDigits) && !has(in, mInsteadOf) {
		g.remarks = append(g.remarks, Remark{Text: g.text(from, to), Question: true}) // "Could we do it online?"
		return
	}
	in = g.plain(g.chatBehind(in))
	found, exact := 0, g.exactTime(in)
	for i, it := range in {
		switch {
		case it.m == kTime:
			if it.num > 0 && i > 0 && in[i-1].m == kLength {
				break
			}
			if !g.propose(it, lengthBeside(g, in, i)) {
				return
			}
			found++
		case it.m == mAsk && i == len(in)-1 && isCJK(g.tokens[it.from]): // "可以改到周五下午三点吗"
		case mentions(it.m) || it.m == mThese:
			g.doubt("question", from, to, false)
			return
		case it.m == kUnknown && exact && (i > 0 && in[i-1].m == mPropose && in[i-1].to == it.from && !it.is(fName) || g.inSet(heldWords, &g.tokens[it.from])): // "could we read on ..."
		case it.m == kUnknown && g.tokens[it.from].Text == "vor": // "ich schlage Montag vor"
		case it.m == kUnknown, it.m == kDigits, it.m == mHedge, it.m == mIf, it.m == mPartial, it.m == mPostpone, it.m == mUndo, it.m == mAsk, it.m == mNo, it.m == mNot, it.m == mElse && !exact:
			g.doubt("vague-proposal", from, to, false)
			return
		}
	}
	if found == 0 {
		g.doubt("vague-proposal", from, to, false)
	}
}

// chatBehind takes off what stands behind the last comma of a proposal and is about something else: "Friday at 3pm, between services".
// A name there may be that of a zone.
func (g *grammar) chatBehind(in []item) []item {
	c := len(in) - 1
	for c > 0 && in[c].m != kComma {
		c--
	}
	if c <= 0 || len(in)-c < 3 || !g.exactTime(in[:c]) || !has(in[c:], kUnknown) {
		return in
	}
	for _, it := range in[c+1:] {
		if it.m != kUnknown && it.m != mFill || it.is(fName) {
			return in
		}
	}
	g.remarks = append(g.remarks, Remark{Text: g.text(int(in[c+1].from), int(in[len(in)-1].to))})
	return in[:c]
}

// exactTime reports a time among items that is a day and an hour.
func (g *grammar) exactTime(in []item) bool {
	for _, it := range in {
		if it.m == kTime && g.exprs[it.num].Day.Kind != NoDay && g.exprs[it.num].Clock.Kind == OnTime {
			return true
		}
	}
	return false
}

// lengthBeside is the length of time that stands after the time at in[i], 0 if none does.
func lengthBeside(g *grammar, in []item, i int) time.Duration {
	if i+1 < len(in) && in[i+1].m == kLength {
		return g.exprs[in[i+1].num].Length
	}
	return 0
}

// propose adds the time as a counterproposal, if it is exact, in the future and not on offer.
func (g *grammar) propose(it item, length time.Duration) bool {
	x := g.exprs[it.num]
	why := ""
	switch {
	case len(g.match[it.num].Slots) > 0:
		why = "question"
	case g.match[it.num].Problem != "":
		why = g.match[it.num].Problem
	}
	if why == "" {
		if length == 0 {
			length = g.offer.Duration
		}
		var s scheduler.Span
		if s, why = g.concrete(x, length); why == "" {
			g.counters = append(g.counters, counter{Span: s, text: g.words, line: g.piece.line, sentence: g.sentence})
			return true
		}
	}
	g.doubt(why, int(it.from), int(it.to), false)
	return false
}

// concrete makes a span of an expression with a day and a time of day, or says why it cannot.
func (g *grammar) concrete(x Expr, length time.Duration) (scheduler.Span, string) {
	if x.Day.Kind == NoDay || x.Day.Kind == OnWeek && x.Day.Weekdays == 0 || x.Day.Kind == OnMonth || x.Day.Bound != At || x.Day.Plural && x.Day.Last != (Date{}) ||
		x.Clock.Kind != OnTime || x.Clock.Bound != At {
		return scheduler.Span{}, "vague-proposal"
	}
	s, fault := x.Resolve(g.sent, g.offer.Zone, length)
	switch {
	case fault.Code != "":
		return s, fault.Code
	case !s.Begin.After(g.offer.Now), x.Day.Kind == OnDate && x.Day.First.Year == 0 && s.Begin.Sub(g.offer.Now) > justPast && s.Begin.Sub(g.offer.Slots[len(g.offer.Slots)-1].Begin) > justPast/2:
		return s, "past"
	case s.Duration < scheduler.MinDuration || s.Duration > scheduler.MaxDuration:
		return s, "duration"
	}
	return s, ""
}

// justPast is how far off a date without a year may be. One further off has passed not long ago: nobody means that of next year.
const justPast = 300 * 24 * time.Hour

// questionCounter reads a question such as "None fit. Friday 4 December at 15:00?": times alone, after a no to what is offered.
func (g *grammar) questionCounter(in []item) bool {
	// "Would Monday at 10 work?" asks, "Monday at 10 works?" doubts
	asked := len(in) > 1 && (in[0].m == mPro || in[0].m == mYes || in[0].m == mFill && g.inSet(wouldWords, &g.tokens[in[0].from])) && g.exactTime(in)
	if !g.refused() && !has(in, mInstead) && !asked {
		return false
	}
	exact := g.exactTime(in)
	in = g.plain(in)
	n := 0
	for i, it := range in {
		switch it.m {
		case kTime:
			if len(g.match[it.num].Slots) > 0 {
				return false
			}
			n++
		case mAsk: // "Est-ce que mardi à 10h serait possible ?"
			if i > 0 || !exact {
				return false
			}
		case mThen: // "dinsdag 11 uur dan?"
			if i+1 < len(in) || !exact {
				return false
			}
		case kUnknown: // "Skulle torsdag kl. 9 gå?"
			if !exact || !g.inSet(heldWords, &g.tokens[it.from]) {
				return false
			}
		case kComma, mOr, mAnd, kLength, mPro, mYes, mAlsoYes, kOpen, kClose, mAlso, mInstead, mWho, mIt, mGreat, mBest, mSlot, mBut:
		default:
			return false
		}
	}
	if n == 0 {
		return false
	}
	for i, it := range in {
		if it.m == kTime && !g.propose(it, lengthBeside(g, in, i)) {
			break
		}
	}
	return true
}

// heldWords are what is asked of a time, or of what takes place then: "gå", "doen".
var heldWords = wordsByLanguage("held")

// refused reports whether every slot was refused so far, and none affirmed.
func (g *grammar) refused() bool {
	var no slotSet
	for _, f := range g.facts {
		if f.verdict.positive() || f.rest {
			return false
		}
		no |= f.set
	}
	return no == g.all
}
