package parser

import "strings"

// Lost mentions: a word that we do not know where a slot may stand. What it is said of cannot be told, so what it says makes the mail
// unclear: "blorp works too", "ideally blorp, otherwise 3", "from blorp on, all work".

// lostMention reports a verdict that affirms such a word and nothing else. It is none with a thing of its own, "the room is fine", or with
// words enough to be about something else. speaks: the clause names slots too.
func (g *grammar) lostMention(gr *group, speaks bool) bool {
	if gr.unknowns != 1 || len(g.offer.Slots) == 1 || g.piece.slot >= 0 || gr.to-gr.from > 3 && !gr.also && !g.lostSubject(gr) || gr.named && g.tokens[gr.from].Raw == g.tokens[gr.from].Text {
		return false
	}
	for _, u := range gr.units {
		if u.kind != 'V' || !u.v.positive() || u.v == vPro {
			return false
		}
	}
	start := g.stretchFrom(gr.from)
	if gr.named && start == 0 && gr.units[0].v == vBest && languages[g.first] != "en" && gr.to == 2 && gr.to < len(g.tokens) && g.tokens[gr.to].Text == "," && len(g.facts) == 0 { // "Beste Lena, 3 past"
		return false
	}
	if g.lostSubject(gr) {
		return true
	}
	for i := start; i < gr.to; i++ {
		if t := &g.tokens[i]; g.inSet(besideTheWords, t) || g.inSet(ownWords, t) || t.Text == "a" {
			return false
		}
	}
	if !speaks && !g.spoken() { // "blorp works. 3 is best."
		if _, n := g.phrase(gr.from, len(g.exprs)); n > 0 {
			return false
		}
		g.lost = append(g.lost, doubt{why: "unknown-words", text: g.text(gr.from, gr.to), line: g.piece.line, sentence: g.sentence, soft: true})
		return false
	}
	return true
}

// lostSubject reports such a word at the begin of a sentence, directly before what is said of it: "blorp is good for me".
func (g *grammar) lostSubject(gr *group) bool {
	if gr.from != 0 || gr.to > 6 {
		return false
	}
	_, n := g.phrase(0, len(g.exprs))
	e, _ := g.phrase(1, len(g.exprs))
	return n == 0 && (e.meaning == mPro || e.meaning >= mYes && e.meaning <= mNeed)
}

// lostList reports such a word that goes on with a list, "and blorp too", "otherwise blorp".
func (g *grammar) lostList(gr *group, speaks bool) bool {
	return gr.unknowns < 3 && (speaks || g.spoken()) && (g.nextBest(gr) || gr.unknowns == 1 && (gr.only || gr.instead && g.means(gr.from, mInstead) || gr.also && (gr.lead == mAnd || g.means(gr.from, mAlso))))
}

// nextBest reports a group that begins with what is so if something else is not: "failing that", "otherwise", not with a "then" of time.
func (g *grammar) nextBest(gr *group) bool {
	if g.inSet(elseWords, &g.tokens[gr.from]) {
		return true
	}
	e, n := g.phrase(gr.from, len(g.exprs))
	if gr.lead != mThen || e.meaning != mThen || n < 2 {
		return false
	}
	for i := gr.from; i < gr.from+n; i++ {
		if t := &g.tokens[i]; g.inSet(laterWords, t) || g.inSet(thenWords, t) {
			return false
		}
	}
	return true
}

// lostFirst reports such a word where the first slot of a clause stands: before what is next best, before an "all" that it limits, or as
// the first of a list.
func (g *grammar) lostFirst(groups []group) bool {
	gr := &groups[0]
	if len(groups) < 2 || gr.unknowns > 2 || g.spoken() {
		return false
	}
	next, start := &groups[1], &g.tokens[g.stretchFrom(gr.from)]
	if gr.unknowns == 1 && (next.lead == mThen || g.inSet(elseWords, &g.tokens[max(next.from-1, 0)]) || g.inSet(elseWords, &g.tokens[next.from])) {
		return true
	}
	alone := gr.from == 0 && gr.to == 1
	for _, u := range next.units {
		if u.kind != 'S' || u.item.m != kSlots {
			continue
		}
		all := u.item.is(fQuant) && !u.item.is(fNone|fExcept)
		return all && (alone || g.inSet(ofTimeWords, start) || g.inSet(fromWords, start)) || alone && u.item.set.len() > 1 && !u.item.is(fQuant|fRest|fThese)
	}
	return false
}

// fromWords stand before the day from which on something holds.
var fromWords = wordsByLanguage("time from")

// strungAlong reports such a word at the end of a list of times: "Tuesday or blorp".
func (g *grammar) strungAlong(seg []item) bool {
	for i := 1; i+1 < len(seg); i++ {
		if seg[i].m == kUnknown && seg[i-1].m == kTime && seg[i+1].m == kTime && seg[i-1].to == seg[i].from && seg[i].to == seg[i+1].from && (g.first == langEnglish || !g.inSet(ownWords, &g.tokens[seg[i].from])) {
			return true
		}
		joint := seg[i].m == mOr || seg[i].m == mAnd && i+2 == len(seg)
		if joint && (seg[i-1].m == kTime && seg[i+1].m == kUnknown || seg[i].m == mOr && seg[i-1].m == kUnknown && seg[i+1].m == kTime) && seg[i-1].to == seg[i].from && seg[i].to == seg[i+1].from {
			return true
		}
	}
	return false
}

// lostWhole reports an "all" with such a word, and mentions behind it that have no verdict either: "both blorps, mornings or evenings".
func lostWhole(groups []group) bool {
	for _, gr := range groups[1:] {
		if gr.v {
			return false
		}
		for _, u := range gr.units {
			if u.kind == 'S' {
				return true
			}
		}
	}
	return false
}

// addsUnread reports an "also" in a sentence of which a part was not read: "blorp would be best, 3 also works".
func (g *grammar) addsUnread() bool {
	for _, f := range g.facts {
		for _, a := range g.asides {
			if f.also && a.doubt.sentence == f.sentence {
				return true
			}
		}
		for _, m := range g.remarks {
			if f.also && m.Text != f.text && strings.Contains(f.text, m.Text) {
				return true
			}
		}
	}
	return false
}
