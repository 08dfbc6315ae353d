package parser

import "slices"

// What trails a yes and takes it back: marks around a word, "3 “works”", and words at the end that break off, "2, well...".

// takenBack reports such a statement.
func (g *grammar) takenBack(in []item) bool {
	return g.winks(in) || g.saysWho(in) || g.inTwoTongues() || (hasVerdict(in) || mentionBefore(in)) && g.trailsOff(in)
}

// saysWho reports "Yes, this is Ann": it may answer who is there.
func (g *grammar) saysWho(in []item) bool {
	n := len(in)
	if n < 4 || g.first != langEnglish || len(g.offer.Slots) > 1 || in[0].m != mYes || in[1].m != kComma || in[n-1].m != kUnknown || !in[n-1].is(fName) {
		return false
	}
	words := g.tokens[in[1].to:in[n-1].from]
	return len(words) == 1 && words[0].Text == "it's" || len(words) == 2 && (words[0].Text == "this" || words[0].Text == "it") && words[1].Text == "is"
}

// inTwoTongues reports a number behind one word, and nothing else, that is a yes in one language and something else in English: "bin 3",
// "past 3".
func (g *grammar) inTwoTongues() bool {
	return len(g.tokens) > 1 && len(g.tokens) <= 3 && tonguesWords[g.tokens[0].Text] && g.tokens[1].Kind == TokenNumber && (len(g.tokens) == 2 || g.tokens[2].Text == ".")
}

// tonguesWords are such words.
var tonguesWords = wordsOf("in two tongues")

// winks reports a yes between quotation marks, or with a star behind it that no legend explains.
func (g *grammar) winks(in []item) bool {
	for i := range in {
		it := &in[i]
		if it.m != mYes && it.m != mGreat && it.m != mBest || int(it.to) >= len(g.tokens) {
			continue
		}
		before := ""
		if it.from > 0 {
			before = g.tokens[it.from-1].Text
		}
		switch after := &g.tokens[it.to]; {
		case after.Text == "\"" && before == "\"":
			return true
		case after.Raw == "*" && !after.Space && g.star == vNone && int(it.to)+1 == len(g.tokens) && !slices.ContainsFunc(g.tokens[:it.to], func(t Token) bool { return t.Raw == "*" }):
			return true
		}
	}
	return false
}

// trailsOff reports words at the end of a sentence after which something should come, or that leave little of what was said: "3, however",
// "3 just about".
func (g *grammar) trailsOff(in []item) bool {
	from, to := int(in[0].from), int(in[len(in)-1].to)
	for _, words := range trailing[g.first] {
		if k := to - len(words); k > from && g.tokens[to-1].Text == words[len(words)-1] && slices.EqualFunc(words, g.tokens[k:to], func(a string, t Token) bool { return a == t.Text }) {
			return true
		}
	}
	if t := g.tokens[to-1].Text; t == "before" && to-from > 2 && g.tokens[to-2].Text == "not" { // "Wednesday, not before", where nothing says from when
		return !slices.ContainsFunc(in, func(it item) bool {
			return it.m == kTime && (g.exprs[it.num].Day.Bound != At || g.exprs[it.num].Clock.Bound != At)
		})
	}
	if t := &g.tokens[to-1]; g.first == langEnglish && (t.Text == "yesterday" || to-from > 3 && g.tokens[to-2].Text == "last") { // "I could do 3 last week"
		return slices.ContainsFunc(g.tokens[from:to], func(t Token) bool { return t.Text == "could" })
	}
	return !hasVerdict(in) && g.inFirst(contraryWords, &g.tokens[to-1])
}

// trailing are such words, as tokens, by language.
var trailing = func() (out [16][][]string) {
	for _, r := range rowsOf("trailing") {
		var words []string
		for _, t := range Tokens(r.text, nil) {
			words = append(words, t.Text)
		}
		l := slices.Index(languages, r.lang)
		out[l] = append(out[l], words)
	}
	return out
}()

// contraryWords at the end of a sentence say the contrary of what was to be expected: "There's 3 though".
var contraryWords = wordsByLanguage("contrary")
