package parser

import (
	"slices"
	"strings"
)

// Contractions of English that no phrase of the lexicon holds: "Wednesday's fine" is "Wednesday is fine", "Friday's slot" is "the
// Friday slot".

// contractions takes the "'s" off the names of days and the nouns of slots. Before a noun or an hour it is a possessive and goes;
// before another word that we know it is a verb; else it stays, and the word with it is not known.
func (x *lexicon) contractions(in []Token) []Token {
	var out []Token // once anything changes
	for i := range in {
		if x.phrased(&in[i]) { // as most are
			if out != nil {
				out = append(out, in[i])
			}
			continue
		}
		t := in[i]
		if base, clitic, ok := x.enclitic(t); ok {
			if out == nil {
				out = append(make([]Token, 0, len(in)+8), in[:i]...)
			}
			out = append(out, base, clitic)
			continue
		}
		base, ok := strings.CutSuffix(t.Text, "'s")
		if !ok || i+1 >= len(in) || !x.contracts(base) {
			if out != nil {
				out = append(out, t)
			}
			continue
		}
		if out == nil {
			out = append(make([]Token, 0, len(in)+8), in[:i]...)
		}
		noun, next := t, in[i+1]
		noun.Text, noun.Plain, noun.forms = base, plainWord(base), forms{}
		switch {
		case next.Kind == TokenNumber, x.means(next.Text, mSlot), x.means(next.Text, mSlots), x.means(next.Text, mCard):
			out = append(out, noun)
		case next.Kind == TokenWord && (x.weekday(base) || slices.ContainsFunc(x.alone(next.Text), func(e entry) bool { return e.lang == langEnglish })):
			noun.Raw, noun.To = t.Raw[:len(t.Raw)-1], t.To-1
			out = append(out, noun, Token{Kind: TokenWord, Text: "is", Plain: "is", Raw: t.Raw[len(t.Raw)-1:], From: t.To - 1, To: t.To})
		default:
			out = append(out, t)
		}
	}
	if out == nil {
		return in
	}
	return out
}

// enclitic takes apart "torstainakin": "torstaina myös". Only names of slots are: a day, a number, a place.
func (x *lexicon) enclitic(t Token) (base, clitic Token, ok bool) {
	if t.Kind != TokenWord {
		return
	}
	for _, c := range enclitics {
		stem, found := strings.CutSuffix(t.Text, c.end)
		if !found || len(stem) < 3 || !x.names(stem, c.lang) {
			continue
		}
		cut := len(t.Raw) - len(c.end)
		base, clitic = t, Token{Kind: TokenWord, Text: c.word, Plain: plainWord(c.word), Raw: t.Raw[cut:], From: t.To - len(c.end), To: t.To}
		base.Text, base.Plain, base.Raw, base.To, base.forms = stem, plainWord(stem), t.Raw[:cut], clitic.From, forms{}
		return base, clitic, true
	}
	return
}

// names reports a word that names a slot in a language.
func (x *lexicon) names(word, in string) bool {
	if n := timeTree().next[plainWord(word)]; n != nil && slices.ContainsFunc(n.senses, func(s sense) bool {
		return s.lang == in && s.flags&weak == 0 && (s.class == cWeekday || s.class == cPart)
	}) {
		return true
	}
	return slices.ContainsFunc(x.alone(word), func(e entry) bool {
		if languages[e.lang] != in {
			return false
		}
		switch e.meaning {
		case mCard, mName, mOrd, mLast, mSlot, mSlots:
			return true
		}
		return false
	})
}

// enclitics are endings that are words of their own elsewhere, and the words that say the same.
var enclitics = func() (all []enclitic) {
	for _, r := range rowsOf("enclitic") {
		word, ends, _ := strings.Cut(r.text, ": ")
		for end := range strings.SplitSeq(ends, ",") {
			all = append(all, enclitic{lang: r.lang, end: strings.TrimSpace(end), word: word})
		}
	}
	return all
}()

type enclitic struct{ lang, end, word string }

// contracts reports a word that "'s" may follow: a day, a part of one, a noun of a slot.
func (x *lexicon) contracts(word string) bool {
	if slices.ContainsFunc(x.alone(word), func(e entry) bool {
		return e.lang == langEnglish && (e.meaning == mSlot || e.meaning == mCard && e.num == 1 || e.meaning == mFill && word != "it" || e.meaning == mBest || e.meaning == mAll || e.meaning == mRest || e.meaning == mLast)
	}) {
		return true
	}
	return x.weekday(word)
}

// weekday reports the English name of a day of the week, or what is short for it and means nothing else.
func (x *lexicon) weekday(word string) bool {
	n := timeTree().next[plainWord(word)]
	return n != nil && slices.ContainsFunc(n.senses, func(s sense) bool { return s.lang == "en" && s.class == cWeekday && s.flags&weak == 0 })
}

// alone returns the meanings of a single word.
func (x *lexicon) alone(text string) []entry {
	p := x.follow(0, x.words[text])
	if p == 0 {
		return nil
	}
	return x.at(p)
}
