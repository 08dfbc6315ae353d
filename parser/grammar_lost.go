package parser

// Lost mentions: a word that we do not know where a slot may stand. What it is said of cannot be told, so what it says makes the mail
// unclear: "blorp works too", "ideally blorp, otherwise 3", "from blorp on, all work".

// lostMention reports a verdict that affirms such a word and nothing else. It is none with a thing of its own, "the room is fine", or with
// words enough to be about something else. speaks: the clause names slots too.
func (g *grammar) lostMention(gr *group, speaks bool) bool {
	if gr.unknowns != 1 || !speaks && !g.spoken() || gr.to-gr.from > 3 && !gr.also || gr.named && g.tokens[gr.from].Raw == g.tokens[gr.from].Text {
		return false
	}
	for _, u := range gr.units {
		if u.kind != 'V' || !u.v.positive() || u.v == vPro {
			return false
		}
	}
	start := g.stretchFrom(gr.from)
	if gr.named && start == 0 && gr.units[0].v == vBest && gr.to < len(g.tokens) && g.tokens[gr.to].Text == "," && len(g.facts) == 0 { // "Beste Lena, 3 past"
		return false
	}
	for i := start; i < gr.to; i++ {
		if t := &g.tokens[i]; g.inSet(besideTheWords, t) || g.inSet(ownWords, t) || t.Text == "a" {
			return false
		}
	}
	return true
}

// lostList reports such a word that goes on with a list, "and blorp too", "otherwise blorp".
func (g *grammar) lostList(gr *group, speaks bool) bool {
	return gr.unknowns < 3 && (speaks || g.spoken()) && (g.inSet(elseWords, &g.tokens[gr.from]) || gr.unknowns == 1 && gr.also && gr.lead == mAnd)
}

// lostBound reports such a word where a day stands that limits the "all" behind it.
func (g *grammar) lostBound(groups []group) bool {
	start := &g.tokens[g.stretchFrom(groups[0].from)]
	if len(groups) < 2 || groups[0].unknowns > 2 || g.spoken() || !g.inSet(ofTimeWords, start) && !g.inSet(fromWords, start) {
		return false
	}
	for _, u := range groups[1].units {
		if u.kind == 'S' {
			return u.item.m == kSlots && u.item.is(fQuant) && !u.item.is(fNone|fExcept)
		}
	}
	return false
}

// fromWords stand before the day from which on something holds.
var fromWords = wordsByLanguage("time from")

// strungAlong reports such a word at the end of a list of times: "Tuesday or blorp".
func strungAlong(seg []item) bool {
	for i := 1; i+1 < len(seg); i++ {
		joint := seg[i].m == mOr || seg[i].m == mAnd && i+2 == len(seg)
		if joint && seg[i-1].m == kTime && seg[i+1].m == kUnknown && seg[i-1].to == seg[i].from && seg[i].to == seg[i+1].from {
			return true
		}
	}
	return false
}
