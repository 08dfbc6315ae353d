package parser

// Talk: sentences about something else, with words in them that would make an answer doubtful. "I don't have the address", "I think the
// projector is broken", "Both kids are ill", "The concert was cancelled".
//
// Such a word is no doubt if the sentence has a thing of its own, a noun that we do not know behind an article, a possessive or a
// quantifier, and nothing that could tie it to the slots: no "it", no noun of a slot, no number or ordinal that counts nothing, no
// word that affirms, but of that thing, none that sets a condition or puts off, and none of the closed list [ties]. What it says of
// days is weighed like that of an aside.

// talk reports such a sentence, and the slots at whose time it says that something else is.
func (g *grammar) talk(in []item) (busy slotSet, ok bool) {
	if g.first != langEnglish || g.piece.slot >= 0 || len(in) < 2 || !has(in, kUnknown) && !has(in, mPeople) && !has(in, mUnit) {
		return 0, false
	}
	t := talk{g: g, in: in}
	for i := int(in[0].from); i < int(in[len(in)-1].to); i++ {
		if g.inSet(tieWords, &g.tokens[i]) {
			return 0, false
		}
		t.would = t.would || g.inSet(wouldWords, &g.tokens[i])
	}
	for i := range in {
		if !t.item(i) {
			return 0, false
		}
	}
	switch {
	case t.not && !t.thing && t.unknown < 2, !t.not && !t.thing && !(t.nearly && t.unknown > 1) && !(t.undone && t.unknown > 0), t.positive && (!t.subject || t.counts), t.no && !t.subject && !t.counts:
		return 0, false
	case t.numbered && (t.no || t.positive): // "two of your ideas are bad"
		return 0, false
	case t.hedge && (t.positive || t.no || t.not || t.times || g.obliged(int(in[0].from), int(in[len(in)-1].to))):
		return 0, false
	case t.times && (t.would || t.positive || t.early || t.undone):
		return 0, false
	}
	return t.busy, true
}

// partWords stand between a number and what it counts: "two of my kids".
var partWords = wordsByLanguage("of")

// tieWords tie a sentence to what was said of slots.
var tieWords, opineWords, nearlyWords = wordsByLanguage("ties"), wordsByLanguage("opines"), wordsByLanguage("nearly")

// talk is what was seen of a sentence so far.
type talk struct {
	g        *grammar
	in       []item
	unknown  int
	thing    bool // a noun of its own
	subject  bool // which nothing but words without weight stands before
	counts   bool // a quantifier or a number counts it
	numbered bool // a number does
	not, no  bool
	positive bool
	hedge    bool
	times    bool
	early    bool // a time before the thing
	would    bool
	undone   bool
	nearly   bool
	busy     slotSet
}

func (t *talk) item(i int) bool {
	g, it := t.g, t.in[i]
	switch m := it.m; m {
	case mTo:
		return i+1 < len(t.in) && (t.in[i+1].m == mFill || t.in[i+1].m == kUnknown || t.in[i+1].m == mOther || t.in[i+1].m == mWho)
	case mFill, mHello, mPro, mWho, mOther, mTitle, kDigits, kLength, kComma, mAnd, mAside, mOops, mSad, mOfThem:
		return true
	case kUnknown, mPeople, mLabel, mUnit:
		t.unknown++
		if g.likeSlot(it) {
			return false
		}
		if t.isThing(i) {
			t.subject = t.subject || !t.thing && t.opens(i)
			t.thing = true
		}
		return true
	case mNot:
		if i == 0 { // "No news from the bank"
			return g.tokens[it.from].Text == "no" && t.noun(i+1)
		}
		t.not = true
		return true
	case mNo, mAway, mPoor, mDecline:
		t.no = true
		return m != mDecline
	case mYes, mGreat:
		t.positive = true
		return true
	case mHedge:
		for k := it.from; k < it.to; k++ {
			if !g.inSet(opineWords, &g.tokens[k]) {
				return false
			}
		}
		t.hedge = true
		t.nearly = i > 0 && t.in[i-1].m == kUnknown && g.inSet(nearlyWords, &g.tokens[it.from]) // "ankle nearly healed"
		return true
	case mElse: // "I moved the files"
		return it.to-it.from == 1 && (t.ofThing(i+1) || t.subject && !t.times) && !g.obliged(int(t.in[0].from), int(it.to))
	case mUndo: // "the concert was cancelled"
		word := g.tokens[it.from].Text
		t.undone = true
		return it.to-it.from == 1 && (word == "cancelled" || word == "canceled") && (t.subject || t.in[0].m == kUnknown)
	case mAll, mAny, mBoth, mEither, mNone, mNeither, mMost, mSome, mRest:
		t.counts = true
		return m == mNone && i == 0 && t.noun(i+1) || t.counted(i)
	case mOrd:
		t.counts, t.numbered = true, true
		return t.noun(i+1) && t.in[i+1].from == it.to
	case kNumber, mCard:
		t.counts, t.numbered = true, true
		return i+1 < len(t.in) && t.in[i+1].m != mPro && t.counted(i) && t.in[i+1].m != kUnknown && (t.in[i+1].m != mFill || g.inSet(partWords, &g.tokens[t.in[i+1].from]))
	case kTime:
		x, match := &g.exprs[it.num], &g.match[it.num]
		if match.Problem != "" {
			return false
		}
		t.times, t.early = true, t.early || !t.thing
		t.busy |= g.during(x, match)
		return true
	}
	return false
}

// noun reports a word at in[i] that may be a noun of its own.
func (t *talk) noun(i int) bool {
	return i < len(t.in) && (t.in[i].m == kUnknown || t.in[i].m == mPeople || t.in[i].m == mUnit && !t.g.inSet(spanWords, &t.g.tokens[t.in[i].from]))
}

// spanWords are the units that measure time.
var spanWords = wordsByLanguage("spans")

// likeSlot reports a word that may be misspelt and mean slots: "the aftrnoon".
func (g *grammar) likeSlot(it item) bool {
	word := g.tokens[it.from].Text
	if it.m != kUnknown || len(word) < 5 {
		return false
	}
	for like := range slotLikes {
		if oneOff(word, like) {
			return true
		}
	}
	return false
}

// slotLikes are nouns of slots and of times of the day that are long enough to be misspelt.
var slotLikes = wordsOf("slot like")

// opens reports whether only words without weight, and no pronoun, stand before in[i].
func (t *talk) opens(i int) bool {
	for _, it := range t.in[:i] {
		switch it.m {
		case mFill:
			if t.g.own(it) && !t.g.inSet(besideTheWords, &t.g.tokens[it.to-1]) {
				return false
			}
		case mHello, mAnd, mOops, kUnknown, mPeople, mAll, mAny, mBoth, mNone, mMost, mSome, mRest, mOrd, kNumber, mCard, mOfThem, mUnit:
		default:
			return false
		}
	}
	return true
}

// isThing reports a noun at in[i] with an article or the like before it, somebody, or a name within a sentence.
func (t *talk) isThing(i int) bool {
	if it := t.in[i]; it.m == mPeople || it.is(fName) && i > 0 {
		return true
	}
	for k := i; ; k-- { // "the new parish hall"
		if t.in[k].from == 0 {
			return false
		}
		switch w := &t.g.tokens[t.in[k].from-1]; w.Text {
		case "a", "an", "another", "no", "any", "some", "both", "all", "other":
			return true
		default:
			if t.g.inSet(besideTheWords, w) || w.Kind == TokenNumber || k > 0 && t.in[k-1].m == mOrd {
				return true
			}
		}
		if k == 0 || i-k == maxNoun || t.in[k-1].m != kUnknown {
			return false
		}
	}
}

// maxNoun is how many words may stand between an article and its noun.
const maxNoun = 5

// ofThing reports an article or possessive behind in[i-1], and a noun behind that: "the files", "to the new office".
func (t *talk) ofThing(i int) bool {
	for i < len(t.in) && (t.in[i].m == mFill || t.in[i].m == mTo) && t.in[i].from == t.in[i-1].to {
		i++
	}
	return t.noun(i) && t.in[i].from == t.in[i-1].to && t.isThing(i)
}

// counted reports what a quantifier or number at in[i] counts: "both kids", "none of my neighbours", "all of us".
func (t *talk) counted(i int) bool {
	if t.g.ofPeople(t.in, i) {
		return true
	}
	k := i + 1
	for k < len(t.in) && (t.in[k].m == mFill || t.in[k].m == mOfThem) && t.in[k].from == t.in[k-1].to && k < i+3 {
		k++
	}
	return t.noun(k) && t.in[k].from == t.in[k-1].to
}
