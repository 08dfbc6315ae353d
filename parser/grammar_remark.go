package parser

import (
	"slices"
	"strings"
)

// Remarks that stand in the sentence of an answer: whom the choice is left to, who is spoken to.

// leavesChoice reports a stretch that leaves the choice to somebody else, "whichever gets more people", and says nothing of the writer.
func (g *grammar) leavesChoice(seg []item) (a aside, ok bool) {
	k := 0
	for k < len(seg) && (seg[k].m == mHello || seg[k].m == mFill || seg[k].m == mYes) { // "please choose"
		k++
	}
	if len(seg)-k < 2 || !g.inSet(leaveWords, &g.tokens[seg[k].from]) {
		return a, false
	}
	if g.tiesChoice(seg[k:]) {
		g.doubt("condition", int(seg[0].from), int(seg[len(seg)-1].to), true)
		return a, false
	}
	for i, it := range seg[k:] {
		switch it.m {
		case mFlex:
			if i > 0 {
				return a, false
			}
		case kUnknown, mFill, mPeople, mPro, mBest, mYes, mGreat, mLabel, mUnit, mOther:
		default:
			return a, false
		}
	}
	from, to := int(seg[0].from), int(seg[len(seg)-1].to)
	a.doubt = doubt{why: "unknown-words", text: g.text(from, to), line: g.piece.line, sentence: g.sentence, soft: true}
	return a, true
}

// tiesChoice reports a stretch that leaves the choice to what the writer does not know yet: "whichever my boss allows".
func (g *grammar) tiesChoice(seg []item) bool {
	for i := seg[0].from; i < seg[len(seg)-1].to; i++ {
		if t := &g.tokens[i]; g.inSet(ownWords, t) || g.inSet(tieWords, t) {
			return true
		}
	}
	return false
}

// leaveWords begin it.
var leaveWords = wordsByLanguage("leaves")

// addressed reports a name at in[i] that ends a stretch behind what was said: "All three are fine Joost, the papers are in a box".
func (g *grammar) addressed(in []item, i int, out []item) bool {
	if g.first != langEnglish || i == 0 || len(out) == 0 || in[i-1].to != in[i].from || i+1 < len(in) && in[i+1].m != kComma && in[i+1].m != kDash && in[i+1].m != kSemicolon {
		return false
	}
	t := &g.tokens[in[i].from]
	if last := out[len(out)-1]; last.to != in[i].from || last.m != mOfThem && !(last.m == mAny && negative(out)) && (last.m < mYes || last.m > mDecline || last.m == mPro || last.m == mNot) || len(t.Raw) < 3 || t.Raw[1:] != t.Text[1:] || strings.HasSuffix(t.Text, "ly") {
		return false
	}
	return !g.likeSlot(in[i]) && (mentionBefore(out) || has(out, mDecline))
}

// takesTime reports a stretch that says what takes place at a time, "Council sits all morning", or whom it belongs to, "Thursday
// afternoons belong to the toddler group".
func (g *grammar) takesTime(seg []item) bool {
	k := 0
	for k < len(seg) && (seg[k].m == mFill || seg[k].m == mHello) {
		k++
	}
	if k == len(seg) || g.first != langEnglish {
		return false
	}
	if seg[k].m == kTime {
		o := k + 1
		for o < len(seg) && (seg[o].m == kTime || seg[o].m == mAnd) {
			o++
		}
		if g.othersAt(seg[o:]) {
			return true
		}
		for k < len(seg) && (seg[k].m == kTime || seg[k].m == mFill || seg[k].m == mAnd || seg[k].m == mPro) {
			k++
		}
		to := int(seg[min(k, len(seg)-1)].to)
		return k+1 < len(seg) && seg[k].m == kUnknown && g.inSet(belongsWords, &g.tokens[seg[k].from]) && has(seg[k+1:], kUnknown) && to+1 < len(g.tokens) && g.inSet(besideTheWords, &g.tokens[to+1])
	}
	for n := 0; n < maxNoun && k < len(seg) && (seg[k].m == kUnknown || seg[k].m == mPeople || seg[k].m == mLabel || seg[k].m == mUnit); n++ {
		if k++; k < len(seg) && seg[k].from == seg[k-1].to {
			verb := &g.tokens[seg[k].from]
			if g.inSet(takesPlaceWords, verb) || (verb.Text == "has" || verb.Text == "have") && g.happens(int(seg[k].to), int(seg[len(seg)-1].to)) {
				return true
			}
		}
	}
	return false
}

// belongsWords say of a time whose it is, takesPlaceWords of a thing that it is at its time.
var belongsWords, takesPlaceWords = wordsByLanguage("belongs"), wordsByLanguage("takes place")

// spanAfter reports items that begin with a stretch of days: "that week", "those days".
func (g *grammar) spanAfter(in []item) bool {
	for i := in[0].from; i < in[0].from+3 && int(i) < len(g.tokens); i++ {
		if g.inSet(spanWords, &g.tokens[i]) {
			return true
		}
	}
	return false
}

// homonyms takes words that affirm, and do something else here, for words that we do not know: with a thing of theirs behind a subject,
// "I pick up the twins", "we book the hall", "our report goes to print", or between an article and its noun, "the book club".
func (g *grammar) homonyms(in []item) {
	if g.first != langEnglish {
		return
	}
	for i := 1; i+1 < len(in); i++ {
		it, next := in[i], in[i+1]
		if it.m != mYes && it.m != mGreat && it.m != mBest || it.to-it.from != 1 || next.from != it.to || in[i-1].to != it.from {
			continue
		}
		thing := next.m == kUnknown || next.m == mLabel || next.m == mUnit || next.m == mPeople
		switch {
		case thing && g.inSet(besideTheWords, &g.tokens[it.from-1]) && g.inSet(nounTooWords, &g.tokens[it.from]):
			in[i].m = kUnknown
		case g.inSet(verbTooWords, &g.tokens[it.from]) && (in[i-1].m == mWho || in[i-1].m == kUnknown || in[i-1].m == mPeople || in[i-1].m == mTo):
			k := i + 1
			for k+1 < len(in) && k < i+3 && (in[k].m == mFill || in[k].m == mTo) {
				k++
			}
			if m := in[k].m; m == mPeople || k > i+1 && (m == kUnknown || m == mLabel || m == mUnit) {
				in[i].m = kUnknown
			}
		}
	}
}

// nounTooWords and verbTooWords affirm, and are a part of a noun or a verb with a thing of its own as well.
var nounTooWords, verbTooWords = wordsByLanguage("noun too"), wordsByLanguage("verb too")

// othersAt reports what somebody or something else does at the time before it: "Friday the Hesse office has its summer party". It takes an
// article before the first word, "is" or "has", and what takes place, or where, or who comes.
func (g *grammar) othersAt(in []item) bool {
	if len(in) < 4 || in[0].m != mFill || in[1].m != kUnknown && in[1].m != mPeople && in[1].m != mLabel && in[1].m != mUnit || in[1].from == 0 || !g.inSet(besideTheWords, &g.tokens[in[1].from-1]) {
		return false
	}
	verb, does := false, false
	for i := int(in[1].from) + 1; i < int(in[len(in)-1].to); i++ {
		t := &g.tokens[i]
		if !verb {
			verb = g.inSet(isWords, t) || t.Text == "has" || t.Text == "have"
			continue
		}
		does = does || g.inSet(eventWords, t) || g.inSet(placesWords, t) || g.inSet(atWorkWords, t) || t.Text == "coming"
	}
	return verb && (does || has(in, mAway) || has(in, mNo))
}

// thatIsWhen reports a stretch that begins with "that's when".
func (g *grammar) thatIsWhen(seg []item) bool {
	return g.first == langEnglish && len(seg) > 2 && seg[1].m == mAsk && g.tokens[seg[1].from].Text == "when" && (g.tokens[seg[0].from].Text == "that's" || g.tokens[seg[0].from].Text == "that")
}

// spellWords stand behind what takes place: "bin night", "market day".
var spellWords = wordsByLanguage("spells")

// apposed drops what stands in brackets behind who speaks: "We (the altos) can do 3".
func (g *grammar) apposed(in []item) []item {
	if g.first != langEnglish || len(in) < 5 || in[0].m != mWho || in[1].m != kOpen {
		return in
	}
	for k := 2; k < len(in); k++ {
		switch in[k].m {
		case mFill, kUnknown, mPeople, mLabel, mOther, kComma, mAnd:
		case kClose:
			return append(in[:1], in[k+1:]...)
		default:
			return in
		}
	}
	return in
}

// compound reports a noun of slots at seg[i] that is a thing with another noun before it: "a passport appointment", "the staff meeting".
func (g *grammar) compound(seg []item, i int) bool {
	return g.first == langEnglish && i > 0 && seg[i].to-seg[i].from == 1 && seg[i-1].to == seg[i].from && (seg[i-1].m == kUnknown || seg[i-1].m == mPeople) && g.inSet(compoundWords, &g.tokens[seg[i].from])
}

// compoundWords are such nouns.
var compoundWords = wordsByLanguage("compound")

// onlyLeaves reports an "only" at seg[i] that says when a thing of the writer's leaves or comes: "my train only leaves at six".
func (g *grammar) onlyLeaves(seg []item, i int) bool {
	if i == 0 || i+1 == len(seg) || seg[0].m != mFill || seg[i+1].m != kUnknown || !g.inFirst(besideTheWords, &g.tokens[seg[0].from]) {
		return false
	}
	verb := &g.tokens[seg[i+1].from]
	return g.inFirst(closeWords, verb) || g.inFirst(backWords, verb)
}

// relative drops a clause that tells more of a thing or somebody, "Mr Binder, who is allergic to hazelnuts", and names no slot.
func (g *grammar) relative(in []item) []item {
	if g.first != langEnglish {
		return in
	}
	for i := 1; i+1 < len(in); i++ {
		if in[i].m != mAsk || !g.inSet(relativeWords, &g.tokens[in[i].from]) || in[i].to-in[i].from != 1 {
			continue
		}
		noun := i - 1
		if in[noun].m == kComma {
			noun--
		}
		if noun < 0 || in[noun].m != kUnknown && in[noun].m != mPeople {
			continue
		}
		k, words := i+1, 0
	clause:
		for ; k < len(in); k++ {
			switch it := in[k]; it.m {
			case kUnknown, mPeople, mLabel, mUnit:
				words++
			case mFill, mHello, mPro, mOther, mWho, mTo, mTitle, mAnd, mYes, mGreat, mBest, mAway, kDigits, kMark:
			case kNumber, mCard, mOrd:
				if g.index(int(it.num)) >= 0 && !(k+1 < len(in) && in[k+1].from == it.to && (in[k+1].m == kUnknown || in[k+1].m == mUnit)) {
					return in
				}
			case kTime:
				if x, match := &g.exprs[it.num], &g.match[it.num]; match.Problem != "" || len(match.Slots) > 0 || g.during(x, match) != 0 {
					return in
				}
			case kComma, kDash, kSemicolon, kOpen, kClose, mBut:
				if it.m != mBut || mentionBefore(in[k:]) {
					break clause
				}
			default:
				return in
			}
		}
		if words == 0 {
			continue
		}
		g.remarks = append(g.remarks, Remark{Text: g.text(int(in[noun].from), int(in[k-1].to))})
		return append(in[:i], in[k:]...)
	}
	return in
}

// relativeWords begin such a clause.
var relativeWords = wordsByLanguage("relative")

// past reports a time that has gone: "last week", not "the last week".
func (g *grammar) past(it item) bool {
	return g.first == langEnglish && it.to-it.from == 2 && g.tokens[it.from].Text == "last" && (it.from == 0 || g.tokens[it.from-1].Text != "the")
}

// backTo reports a "get back" at in[i] to somewhere: "so I can get back to the cows".
func (g *grammar) backTo(in []item, i int) bool {
	if g.first != langEnglish || i == 0 || in[i].from == 0 || g.tokens[in[i].from-1].Text != "can" || g.tokens[in[i].to-1].Text != "back" || i+2 >= len(in) || in[i+1].m != mTo {
		return false
	}
	last := in[len(in)-1]
	return last.m == kUnknown && !last.is(fName) && !has(in[i:], mWho)
}

// namesDay reports a day among items.
func (g *grammar) namesDay(in []item) bool {
	for _, it := range in {
		if it.m == kTime && g.exprs[it.num].Day.Kind != NoDay {
			return true
		}
	}
	return false
}

// movesOwn takes it for something else that somebody moves a thing of theirs, and will or did: "I'll swap my lunch with Aoife", not "I'd have to".
func (g *grammar) movesOwn(in []item, i int) bool {
	from := int(in[i].from)
	if g.first != langEnglish || from == 0 || in[i].to-in[i].from != 1 || g.namesDay(in[i:]) || int(in[i].to)+1 >= len(g.tokens) {
		return false
	}
	switch g.tokens[from-1].Text {
	case "i'll", "we'll", "i've", "we've", "will", "have":
	default:
		return false
	}
	switch g.tokens[in[i].to].Text {
	case "my", "our":
	default:
		return false
	}
	for k := i + 1; k < len(in) && in[k].from <= in[i].to+1; k++ {
		if m := in[k].m; in[k].from == in[i].to+1 && (m == kUnknown || m == mPeople || m == kTime || m == mNo) {
			in[i].m, in[k].m = kUnknown, kUnknown
			return true
		}
	}
	return false
}

// leadIn drops what stands before a colon, where the writer speaks of something else and the answer behind it is whole: "I am reading
// mail from the sofa: 4 and 5 suit me".
func (g *grammar) leadIn(in []item) []item {
	if g.first != langEnglish || g.piece.slot >= 0 {
		return in
	}
	for c, it := range in {
		if c > 0 && it.is(fColon) {
			from, to := int(in[0].from), int(in[c-1].to)
			if c < 3 || !has(in[:c], kUnknown) || !g.ownIn(from, to) || !mentionBefore(in[c:]) || !affirmed(in[c:]) || has(in[c:], kUnknown) {
				return in
			}
			for i := from; i < to; i++ {
				if t := &g.tokens[i]; g.inSet(wouldWords, t) || g.inSet(tieWords, t) || toldWords[t.Plain] || g.inFirst(speechWords, t) {
					return in
				}
			}
			g.remarks = append(g.remarks, Remark{Text: g.text(from, to)})
			in[c].flags &^= fColon
			return in[c:]
		}
		switch it.m {
		case mFill, mHello, mWho, mPro, mTo, mLabel, mUnit, kComma, mAnd, kUnknown, kDigits, kLength, mAway:
			if it.m == kUnknown && it.is(fName) && (it.from == 0 || !g.inFirst(strandedWords, &g.tokens[it.from-1]) || g.tokens[it.from-1].Text == "by") {
				return in
			}
		default:
			return in
		}
	}
	return in
}

// speechWords say that what follows is not what the writer says now.
var speechWords = wordsByLanguage("speech")

// happens reports something among tokens that takes place at a time: "the kids have swimming lessons".
func (g *grammar) happens(from, to int) bool {
	event := false
	for i := from; i < to; i++ {
		switch g.tokens[i].Text {
		case "no", "free", "off", "without", "gaps", "gap":
			return false
		}
		event = event || g.inSet(eventWords, &g.tokens[i])
	}
	return event
}

// reasonBehindColon puts a dash where a colon stands behind an exception, and a few words that name no slot behind that: "all but 1:
// school run".
func (g *grammar) reasonBehindColon(in []item) []item {
	for i := 1; i < len(in); i++ {
		if !in[i].is(fColon) {
			continue
		}
		if in[i].m != kUnknown || !has(in[:i], mAllBut) && !has(in[:i], mExcept) || !mentionBefore(in[:i]) || mentionBefore(in[i:]) || hasVerdict(in[i:]) {
			return in
		}
		in[i].flags &^= fColon
		return slices.Insert(slices.Clone(in), i, item{m: kDash, from: in[i].from, to: in[i].from})
	}
	return in
}
