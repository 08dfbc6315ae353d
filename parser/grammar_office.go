package parser

import "strings"

// Offices: somebody who is named by what they are. "The treasurer is able to attend 3", "our defence section can do Wednesday".

// offices takes the words of an office for somebody, where they begin a sentence behind an article or possessive and a verb follows that
// says what people do with a day ("[people do]"). The last of them must be an office that we know ("[office]"), or the verb one that only
// people are the subject of ("[people come]"), and no bare number may stand in the sentence, which a thing could count.
func (g *grammar) offices(in []item) []item {
	i := 0
	for i < len(in) && (in[i].m == mHello || in[i].m == kComma) {
		i++
	}
	if i == len(in) || in[i].m != mFill || !g.inSet(besideTheWords, &g.tokens[in[i].to-1]) {
		return in
	}
	from := i + 1
	to := from
	for to < len(in) && to < from+maxNoun && in[to].from == in[to-1].to && (in[to].m == kUnknown || in[to].m == mPeople || in[to].m == mLabel) {
		to++
	}
	if to == from || to+1 >= len(in) || to == from+1 && in[from].m == mPeople || in[to].from != in[to-1].to {
		return in
	}
	verb, do, come := int(in[to].from), peopleDo[languages[g.first]], peopleCome[languages[g.first]]
	if g.inSet(officeWords, &g.tokens[in[to-1].to-1]) || in[to-1].m == mPeople {
		if !g.saysAt(do, verb, len(g.tokens)) && !g.saysAt(come, verb, len(g.tokens)) {
			return in
		}
	} else if !g.saysAt(come, verb, len(g.tokens)) || has(in, kNumber) || has(in, mCard) {
		return in
	}
	in[from].m, in[from].to = mPeople, in[to-1].to
	return append(in[:from+1], in[to:]...)
}

// phrasesByLanguage has the phrases of a section, word by word.
func phrasesByLanguage(section string) map[string][][]string {
	m := map[string][][]string{}
	for _, r := range rowsOf(section) {
		for p := range strings.SplitSeq(r.text, ",") {
			var words []string
			for _, t := range Tokens(strings.TrimSpace(p), nil) {
				words = append(words, t.Plain)
			}
			m[r.lang] = append(m[r.lang], words)
		}
	}
	return m
}

// officeWords are those who may speak, by what they are; peopleDo is what they say of a day, peopleCome what nobody else can.
var officeWords, peopleDo, peopleCome = wordsByLanguage("office"), phrasesByLanguage("people do"), phrasesByLanguage("people come")
