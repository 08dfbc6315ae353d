package parser

import "strings"

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
