package parser

import (
	"strings"
	"sync"
)

// option is what a line such as "deadline: Friday" is about.
type option uint8

const (
	noOption option = iota
	optTitle
	optLocation
	optURL
	optDuration
	optDeadline
	optOptional
	optRequired
	optConfirm
	optQuorum
	optSuggestions
	optHolds
	optHidden
	optAttend
	optZone
	optProgress
	optSlots
)

// optionNames are the sections of the words before the colon, "option title". Accents are not looked at.
var optionNames = map[string]option{
	"title": optTitle, "location": optLocation, "url": optURL, "duration": optDuration, "deadline": optDeadline, "optional": optOptional, "required": optRequired,
	"confirm": optConfirm, "quorum": optQuorum, "suggestions": optSuggestions, "holds": optHolds, "hidden": optHidden, "attend": optAttend, "zone": optZone,
	"progress": optProgress, "slots": optSlots,
}

// optionTree maps a word before a colon to its option.
var optionTree = func() map[string]option {
	m := map[string]option{}
	for name, o := range optionNames {
		for _, w := range phrasesOf("option "+name, ",") {
			m[optionKey(Tokens(w, nil))] = o
		}
	}
	return m
}()

// optionKey is the words of tokens without accents, spaces single.
func optionKey(tokens []Token) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 && t.Space {
			b.WriteByte(' ')
		}
		b.WriteString(t.Plain)
	}
	return b.String()
}

var yesWords, noWords = wordsOf("option yes"), wordsOf("option no")

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[plainWord(strings.ToLower(w))] = true
	}
	return m
}

// offerWords make an offer of the times behind them in their sentence, mentionWords a mere mention: of what was, of what cannot be,
// of when to answer. Phrases are in the languages we read, without accents.
var offerWords = phraseSet("offer")

var mentionWords = phraseSet("mention")

// hardWords are mentions that no offering word in the same clause undoes: the past, and no.
var hardWords = wordsOf("mention for certain")

// phraseSet is a section of phrases as a tree of tokens.
func phraseSet(section string) func() *timeNode {
	list := phrasesOf(section, ",")
	return sync.OnceValue(func() *timeNode {
		root := &timeNode{}
		var tokens []Token
		for _, w := range list {
			tokens = Tokens(w, tokens[:0])
			at := root
			for _, t := range tokens {
				if at.next == nil {
					at.next = map[string]*timeNode{}
				}
				if at.next[t.Plain] == nil {
					at.next[t.Plain] = &timeNode{}
				}
				at = at.next[t.Plain]
			}
			if at != root {
				at.mask = 1
			}
		}
		return root
	})
}

// phraseAt returns the length of the longest phrase of a set at token i, 0 if there is none.
func phraseAt(root *timeNode, tokens []Token, i int) int {
	length := 0
	at := root
	for j := i; j < len(tokens); j++ {
		if at = at.next[tokens[j].Plain]; at == nil {
			break
		}
		if at.mask == 1 {
			length = j - i + 1
		}
	}
	return length
}
