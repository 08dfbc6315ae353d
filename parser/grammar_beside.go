package parser

import "strings"

// Words beside a statement that cannot change it, though we do not know them: for whom it holds, what is declined.

// tail returns the end of the words at in[i] that only say for whom or with what something works: "works for the Lisbon team", "doable
// with my shift", "suits the basses". They begin with a preposition ("[beside]") and, if the next word is no name, the article or
// possessive of one thing that is known ("[beside the]"): "with a proviso" is a condition. They end the stretch, and stand behind a
// verdict; out is what stands before them. It returns i if there are none.
func (g *grammar) tail(in []item, i int, out []item) int {
	n := len(out)
	if n > 0 && in[i].m == mAnd && i > 0 && selfWords[g.tokens[in[i-1].to-1].Plain] { // "works for me and the dog"
		return g.company(in, i)
	}
	if k := g.forOurs(in, i, out); k > i {
		return k
	}
	if n == 0 || in[i].m != mFill && !(in[i].m == mTo && (g.first != langEnglish || in[i].from > 0 && g.inFirst(toWhomWords, &g.tokens[in[i].from-1]))) || out[n-1].m < mYes || out[n-1].m > mDecline || out[n-1].m == mPro || out[n-1].m == mNot {
		return i
	}
	k, of, one := i, int(in[i].from), g.first != langEnglish && out[n-1].m == mNo
	for of < int(in[i].to) && !g.inSet(besideWords, &g.tokens[of]) && !g.placeOf(of) {
		of++
	}
	if of == int(in[i].to) && in[i].to-in[i].from == 1 && g.inSet(placeWords, &g.tokens[in[i].from]) {
		return g.fromPlace(in, i)
	}
	if of == int(in[i].to) {
		if of = int(in[i].from) - 1; out[n-1].to != in[i].from || !g.inSet(suitWords, &g.tokens[of]) && !g.inFirst(besideWords, &g.tokens[of]) { // "suits the", "OK for the"
			return i
		}
	}
	for t := of + 1; t < int(in[i].to); t++ { // "for the"
		one = g.inSet(besideTheWords, &g.tokens[t])
	}
	words := 0
	for k++; k < len(in) && in[k].from == in[k-1].to && k <= i+8; k++ {
		t := g.tokens[in[k].to-1]
		switch it := in[k]; {
		case it.m == mFill && words == 0:
			one = one || g.inSet(besideTheWords, &t)
		case it.m == mPeople || it.m == mTitle || it.m == mOther, it.m == kUnknown && (one || it.is(fName) || words == 0 && selfWords[g.tokens[in[i].from-1].Plain] && g.articleBehind(&t)), (it.m == mUnit || it.m == mLabel) && one, it.m == mFill, it.m == mNo && g.inSet(besideTheWords, &g.tokens[it.from]): // "with my shift"
			words++
		case it.m == mCard && one && words == 0 && k+1 < len(in) && in[k+1].from == it.to && g.countsUs(in[k+1]): // "for the three of us"
			words++
		case it.m == mUnit && words > 0 && g.countsUs(it):
		case (it.m == kUnknown || it.m == mLabel) && words == 0 && g.groupOf(in, k) > k: // "for shop floor people"
			k = g.groupOf(in, k)
			words++
		case joins(it.m) && words > 0:
			return k
		default:
			return i
		}
	}
	if words == 0 || words > 4 || k < len(in) && !joins(in[k].m) {
		return i
	}
	return k
}

// forOurs returns the end of "for our family", behind a mention: those who speak are among them. It returns i if there is none.
func (g *grammar) forOurs(in []item, i int, out []item) int {
	n := len(out)
	if g.first != langEnglish || n == 0 || !mentions(out[n-1].m) && out[n-1].m != mSlot || in[i].m != mFill || g.tokens[in[i].from].Text != "for" {
		return i
	}
	k := i + 1
	for k < len(in) && in[k].m == mFill && in[k].from == in[k-1].to {
		k++
	}
	if k == len(in) || in[k].m != mPeople || g.tokens[in[k].from-1].Text != "our" || k+1 < len(in) && in[k+1].m != mFill && !joins(in[k+1].m) {
		return i
	}
	return k + 1
}

// toWhomWords are verdicts that say behind "to" for whom they hold: "acceptable to the dean".
var toWhomWords = wordsByLanguage("to whom")

// countsUs reports the end of "three of us".
func (g *grammar) countsUs(it item) bool {
	return g.first == langEnglish && it.to-it.from == 2 && g.tokens[it.from].Text == "of" && g.tokens[it.to-1].Text == "us"
}

// groupOf returns the item that ends the words at in[k] which say what people are meant: "shop floor people". It returns k if there is none.
func (g *grammar) groupOf(in []item, k int) int {
	for j := k; j < len(in) && j < k+4 && (j == k || in[j].from == in[j-1].to); j++ {
		if j > k && g.inSet(groupWords, &g.tokens[in[j].to-1]) {
			return j
		}
		if in[j].m != kUnknown && in[j].m != mLabel {
			break
		}
	}
	return k
}

// fromPlace returns the end of the words at in[i] that say where somebody answers from: a name, "from Gothenburg", or an end or office of
// theirs, "from the Perth end". It returns i if there are none. What is a time of the year is none.
func (g *grammar) fromPlace(in []item, i int) int {
	k, one := i+1, false
	for k < len(in) && in[k].m == mFill && in[k].from == in[k-1].to {
		one = one || g.inSet(besideTheWords, &g.tokens[in[k].to-1])
		k++
	}
	words := k
	for k < len(in) && k < words+maxNoun && in[k].from == in[k-1].to && (in[k].m == kUnknown || in[k].m == mPeople || in[k].m == mLabel) {
		if g.likeSlot(in[k]) || g.inSet(seasonWords, &g.tokens[in[k].from]) {
			return i
		}
		k++
	}
	if k == words || k < len(in) && in[k].from == in[k-1].to && !joins(in[k].m) {
		return i
	}
	last := &g.tokens[in[k-1].to-1]
	if one && (g.inSet(officeWords, last) || g.inSet(sideWords, last)) || !one && words == i+1 && in[words].is(fName) && k-words < 3 {
		return k
	}
	return i
}

// placeWords stand before where somebody is, sideWords are what is somebody's there, groupWords are people, seasonWords times of the year.
var placeWords, sideWords, groupWords, seasonWords = wordsByLanguage("place from"), wordsByLanguage("side"), wordsByLanguage("group"), wordsByLanguage("season")

// placeOf reports a preposition at token i behind those for whom something works, "för oss i Göteborg", or behind a verb that it goes with, "conviennent
// à notre section". Elsewhere a place may be a condition.
func (g *grammar) placeOf(i int) bool {
	return i > 0 && g.inSet(besidePlaceWords, &g.tokens[i]) && (selfWords[g.tokens[i-1].Plain] || g.inSet(suitWords, &g.tokens[i-1]))
}

// besidePlaceWords are such prepositions.
var besidePlaceWords = wordsByLanguage("beside place")

// articleBehind reports a word that ends in its article, "i radhuset".
func (g *grammar) articleBehind(t *Token) bool {
	if g.first == langEnglish || len(t.Text) < 5 {
		return false
	}
	for _, e := range articleEnds[languages[g.first]] {
		if strings.HasSuffix(t.Text, e) {
			return true
		}
	}
	return false
}

// articleEnds are such ends, by language.
var articleEnds = endsOf("article end")

// company returns the end of "and the dog", "and Dad" behind "for me".
func (g *grammar) company(in []item, i int) int {
	k, one := i+1, false
	for k < min(len(in), i+8) && in[k].m == mFill && in[k].from == in[k-1].to {
		one = one || g.inSet(besideTheWords, &g.tokens[in[k].to-1])
		k++
	}
	words := 0
	for k < len(in) && in[k].from == in[k-1].to && (one && (in[k].m == kUnknown || in[k].m == mUnit || in[k].m == mLabel) || in[k].m == mPeople || in[k].m == kUnknown && in[k].is(fName)) && words < 3 {
		k++
		words++
	}
	if words == 0 || k < len(in) && !joins(in[k].m) {
		return i
	}
	return k
}

// joins reports an item at which a stretch of words ends.
func joins(m meaning) bool {
	switch m {
	case kComma, kDash, kSemicolon, kOpen, kClose, mBut, mBecause, mSo, mAnd:
		return true
	}
	return false
}

// suitWords are verbs that say themselves for whom: "suits the basses".
var suitWords = wordsByLanguage("suits")

// besideWords stand before those for whom something works, besideTheWords before one that is known.
var besideWords, besideTheWords = wordsByLanguage("beside"), wordsByLanguage("beside the")
