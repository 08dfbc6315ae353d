package parser

import "time"

// What somebody does at the time of a slot, in English, where the slot is named and not its day: "on the first one I'm still at the
// conference", "3 I'm coaching the under 14s", "I teach on the other nights". It is an aside like those of days and hours.

// doesAt reports such a stretch: a mention of slots before or behind what the writer, or somebody of the writer's, does.
func (g *grammar) doesAt(seg []item) (a aside, ok bool) {
	if g.first != langEnglish || len(seg) < 2 || g.piece.slot >= 0 {
		return a, false
	}
	k := 0
	for k < len(seg) && (seg[k].m == mFill && !g.own(seg[k]) || seg[k].m == mHello) {
		k++
	}
	busy, end := g.namedAt(seg, k)
	does := seg[min(end, len(seg)):]
	switch {
	case end > k && len(does) > 0 && g.inFirst(ownWords, &g.tokens[does[0].from]):
	case end > k:
		return a, false
	default: // "I teach on the other nights"
		for k = len(seg) - 1; k > 0 && !mentions(seg[k].m); k-- {
		}
		if k > 0 && seg[k].m == kTime && mentions(seg[k-1].m) {
			k--
		}
		if busy, end = g.namedAt(seg, k); end < len(seg) || k == 0 || !g.inFirst(ownWords, &g.tokens[seg[0].from]) {
			return a, false
		}
		does = seg[:k]
	}
	if !g.does(does) {
		return a, false
	}
	from, to := int(seg[0].from), int(seg[len(seg)-1].to)
	a.doubt = doubt{why: "unknown-words", text: g.text(from, to), line: g.piece.line, sentence: g.sentence, soft: true}
	a.busy, a.loose = busy, busy == 0
	return a, true
}

// namedAt is the slots that the mention at seg[k] may mean, and the item behind it. It returns k if there is none. Those that nobody named
// are none: what was chosen is not among them.
func (g *grammar) namedAt(seg []item, k int) (busy slotSet, end int) {
	if k >= len(seg) {
		return 0, k
	}
	it := seg[k]
	end = k + 1
	n := int(it.num)
	switch it.m {
	case kNumber:
		i := g.index(n)
		if i < 0 || !it.is(fDigits) && it.to-it.from != 1 {
			return 0, k
		}
		return 1 << i, end
	case mRest:
		for end < len(seg) && (seg[end].m == kTime && g.exprs[seg[end].num].Day.Kind == NoDay || seg[end].m == mCard || seg[end].m == mSlots || seg[end].m == mSlot || seg[end].m == kUnknown && g.inFirst(spanWords, &g.tokens[seg[end].from])) {
			end++
		}
		if g.inFirst(elseWords, &g.tokens[it.from]) { // "otherwise I'm ..."
			return 0, k
		}
		return 0, end
	case mOrd, mLast:
		for end < len(seg) && (seg[end].m == mSlot || seg[end].m == mCard && seg[end].num == 1) {
			end++
		}
		one := end > k+1 && seg[end-1].m == mCard // "the first one", not "the first date"
		slots := g.offer.Slots
		if it.m == mLast {
			n = len(slots)
		}
		if n < 1 || n > len(slots) {
			return 0, k
		}
		day := 0
		for i := range slots { // the slot, or the day
			if i > 0 && !sameDay(slots[i-1].Begin.In(g.offer.Zone), slots[i].Begin.In(g.offer.Zone)) {
				day++
			}
			if i == n-1 || day == n-1 && !one || slots[i].ID == n && it.m == mOrd {
				busy |= 1 << i
			}
		}
		if it.m == mLast && !one {
			for i := range slots {
				if sameDay(slots[i].Begin.In(g.offer.Zone), slots[n-1].Begin.In(g.offer.Zone)) {
					busy |= 1 << i
				}
			}
		}
		return busy, end
	}
	return 0, k
}

// does reports items that say what somebody does, where somebody is, or what somebody has: none of them affirms, hedges or asks.
func (g *grammar) does(in []item) bool {
	if len(in) == 0 {
		return false
	}
	from, to := int(in[0].from), int(in[len(in)-1].to)
	for i := from; i < to; i++ {
		if g.inFirst(wouldWords, &g.tokens[i]) {
			return false
		}
	}
	busy, words := false, 0
	for i, it := range in {
		switch it.m {
		case mFill, mWho, mOther, mPro, mTo, mHello, kDigits, kMark, mAnd, kLength:
		case mAway:
			busy = true
		case mNo: // "at the dentist", not "can't do"
			if !g.inFirst(besideWords, &g.tokens[it.from]) && g.tokens[it.from].Text != "on" {
				return false
			}
			busy = true
		case kUnknown, mPeople, mLabel, mUnit:
			words++
			w := &g.tokens[it.from]
			busy = busy || it.m == kUnknown && (g.inFirst(atWorkWords, w) || g.inFirst(closeWords, w))
		case kNumber, mCard, mOrd:
			if i == 0 || g.index(int(it.num)) >= 0 && !(i+1 < len(in) && (in[i+1].m == kUnknown || in[i+1].m == mUnit) && in[i+1].from == it.to) {
				return false
			}
		case kTime:
			if g.exprs[it.num].Day.Kind != NoDay {
				return false
			}
		default:
			return false
		}
	}
	if g.inFirst(strandedWords, &g.tokens[to-1]) { // "3 I have a soft spot for"
		return false
	}
	if busy || words == 0 {
		return busy
	}
	last := &g.tokens[to-1]
	for i := from; i+2 < to; i++ { // "I'm still at the conference", "I have the exam"
		switch g.tokens[i].Text {
		case "i'm", "im", "am", "we're", "are", "is", "he's", "she's", "have", "has", "i've", "we've", "got":
			return g.inFirst(eventWords, last) || g.inFirst(placesWords, last) || last.Raw != last.Text && (g.tokens[to-2].Text == "in" || g.tokens[to-2].Text == "at")
		}
	}
	return false
}

// strandedWords at the end of a stretch go with the slot that it begins with.
var strandedWords = wordsByLanguage("stranded")

// placesWords are where somebody is who is not here.
var placesWords = wordsByLanguage("places")

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
