package parser

import "strings"

// What bears on an answer, though it names no slot: what somebody's time hangs on is not settled ("I haven't got my rota yet"), or the
// slot that was named is called something that we do not know ("It's a mare").

// bears reports such a sentence. spoken: something was said about slots before it.
func (g *grammar) bears(in []item, spoken bool) bool {
	if len(in) == 0 || g.piece.slot >= 0 {
		return false
	}
	from, to := int(in[0].from), int(in[len(in)-1].to)
	return !has(in, mNeed) && g.hangs(from, to) || spoken && (g.callsIt(in) || g.sighs(in) || g.takenThen(in) || g.shortOf(in))
}

// hangs reports that something is awaited on which somebody's time depends: both stand in the sentence.
func (g *grammar) hangs(from, to int) bool {
	thing, open := false, false
	for i := from; i < to; i++ {
		thing = thing || g.inSet(plansWords, &g.tokens[i])
		open = open || g.inSet(openWords, &g.tokens[i])
	}
	return thing && open
}

// plansWords are what somebody's time hangs on, openWords say that it is not settled.
var plansWords, openWords = wordsByLanguage("plans"), wordsByLanguage("not settled")

// callsIt reports "It's a mare", "That's cooked": nothing but words that we do not know of the slot that was named.
func (g *grammar) callsIt(in []item) bool {
	first := int(in[0].from)
	if !g.inSet(itIsWords, &g.tokens[first]) {
		return false
	}
	unknown := 0
	for _, it := range in {
		switch it.m {
		case kUnknown:
			unknown++
		case mFill, mHello, mPro, mIt, kMark:
		default:
			return false
		}
	}
	return unknown > 0 && unknown < 3
}

// sighs reports a few words about how things are, and the contrary of what was to be expected: "Feeling rough though."
func (g *grammar) sighs(in []item) bool {
	from, to := int(in[0].from), int(in[len(in)-1].to)
	if to-from > 4 || !g.inFirst(contraryWords, &g.tokens[to-1]) || hasVerdict(in) {
		return false
	}
	for i := from; i < to; i++ {
		if g.inSet(besideTheWords, &g.tokens[i]) {
			return false
		}
	}
	return has(in, kUnknown)
}

// takenThen reports that something is at the time that was named: "I teach that day", "My wife has the car then".
func (g *grammar) takenThen(in []item) bool {
	from, to := int(in[0].from), int(in[len(in)-1].to)
	if !has(in, kUnknown) || has(in, mSee) || has(in, mHello) || mentionBefore(in) || affirmed(in) || !g.thatTime(from, to) {
		return false
	}
	for i := from; i < to; i++ {
		if g.inSet(closeWords, &g.tokens[i]) { // "The building is closed then"
			return true
		}
	}
	return g.ownIn(from, to) || has(in, mPeople) || to-from > 1 && g.inSet(thatWords, &g.tokens[to-2])
}

// shortOf reports a length of time that is all there is: "half an hour max", "I have 30 minutes".
func (g *grammar) shortOf(in []item) bool {
	if !has(in, kLength) {
		return false
	}
	for i := int(in[0].from); i < int(in[len(in)-1].to); i++ {
		if g.inSet(limitWords, &g.tokens[i]) {
			return true
		}
	}
	return false
}

// limitWords beside a length of time say that there is no more of it.
var limitWords = wordsByLanguage("no more than")

// itIsWords begin what is said of the slot.
var itIsWords = wordsByLanguage("it is")

// nods reports a sentence that only says that a mail arrived: "Yes, I got your mail", "OK, noted", "I'm good, thanks". It accepts nothing.
func (g *grammar) nods(in []item) bool {
	if len(g.offer.Slots) != 1 || g.piece.slot >= 0 || len(in) == 0 {
		return false
	}
	got, nod, declines := false, false, false
	for i := int(in[0].from); i < int(in[len(in)-1].to); i++ {
		got = got || g.inSet(receivedWords, &g.tokens[i])
	}
	for _, p := range receivedPhrases {
		got = got || strings.Contains(g.words, p)
	}
	for _, it := range in {
		switch {
		case it.m == mYes || it.m == mGreat:
			for i := it.from; i < it.to; i++ {
				if !g.inSet(nodWords, &g.tokens[i]) {
					return false
				}
			}
			declines = declines || g.inSet(ownWords, &g.tokens[max(it.from-1, in[0].from)]) || g.inSet(ownWords, &g.tokens[it.from])
			nod = true
		case it.m > mYes && it.m <= mEmpty, mentions(it.m):
			return false
		}
	}
	return nod && (got || declines && has(in, mHello))
}

// nodWords are a yes that may be none to the slot, receivedWords say that something arrived.
var nodWords, receivedWords = wordsByLanguage("nod"), wordsByLanguage("received")

// receivedPhrases say so in languages that put no spaces between words.
var receivedPhrases = phrasesOf("received as written", ",")

// onlySomebody reports that nobody but somebody beside the writer can come: "only my wife can make it".
func (g *grammar) onlySomebody(in []item) bool {
	for i, it := range in {
		only := it.m == mOnly || it.m == mFill && it.to-it.from == 1 && g.inSet(onlyWords, &g.tokens[it.from])
		if !only {
			if it.m != mFill && it.m != mHello && it.m != mAnd && it.m != mBut && it.m != kComma {
				return false
			}
			continue
		}
		k := i + 1
		for k < len(in) && in[k].m == mFill && !g.nameLike(in[k]) {
			k++
		}
		if k == len(in) {
			return false
		}
		who := in[k]
		return (who.m == mPeople || who.m == mOther || g.nameLike(who) || who.m == mWho && g.whoIs(who) != "I") && affirmed(in[k:])
	}
	return false
}

// onlyWords are "only" before somebody.
var onlyWords = wordsByLanguage("only somebody")

// withheld is why a statement with a yes in it is none, or "": somebody else's, broken off, or asked.
func (g *grammar) withheld(in []item) string {
	switch n := len(in); {
	case n == 0:
	case g.onlySomebody(in):
		return "somebody-else"
	case in[n-1].m == mBut && g.tokens[in[n-1].from].Text == "but": // "3 works, but..."
		return "hedge"
	case g.asksFirst(int(in[0].from)):
		return "question"
	}
	return ""
}

// asksFirst reports a question by its order, "Can I come", without its mark.
func (g *grammar) asksFirst(i int) bool {
	return g.first == langEnglish && asks(g.tokens[i].Text) && i+1 < len(g.tokens) && g.tokens[i+1].Text == "i"
}

// ownOrdinals takes what is somebody's for no slot: "her third day".
func (g *grammar) ownOrdinals(in []item) {
	for i := 0; i+1 < len(in); i++ {
		if in[i].m == mOrd && in[i].from > 0 && in[i+1].from == in[i].to && in[i+1].m == mSlot && g.inFirst(theirWords, &g.tokens[in[i].from-1]) {
			in[i].m, in[i+1].m = kUnknown, kUnknown
		}
	}
	if n := len(in); n > 0 && g.first == langEnglish && in[n-1].from > 0 && (in[n-1].m == mOrd || in[n-1].m == kTime && g.exprs[in[n-1].num].Day.Ordinal && in[n-1].to-in[n-1].from < 3) {
		if be := g.tokens[in[n-1].from-1].Text; be == "i'm" || be == "am" || be == "we're" || be == "im" { // "I'm 3rd"
			in[n-1].m, in[n-1].why = kBad, "ordinal"
		}
	}
}

// theirWords are possessives of those who do not speak.
var theirWords = wordsByLanguage("theirs")

// nounWork takes a "work" that stands alone in brackets, or behind a colon or a dash, for the noun: "2 (work), 3 yes".
func (g *grammar) nounWork(in []item) {
	for i := range in {
		it := &in[i]
		if it.m == mYes && it.to-it.from == 1 && g.tokens[it.from].Text == "work" && i > 0 && (it.is(fColon) || in[i-1].m == kDash || in[i-1].m == kOpen) && (i+1 == len(in) || in[i+1].m == kClose || in[i+1].m == kComma || in[i+1].m == kSemicolon) {
			in[i].m = kUnknown
		}
	}
}
