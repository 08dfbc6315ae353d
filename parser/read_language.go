package parser

import (
	"math/bits"
	"strings"
	"unicode"
)

// stopWords are short words that tell languages apart, each with the languages that have it.
var stopWords = func() map[string]langSet {
	m := map[string]langSet{}
	for _, r := range rowsOf("common") {
		for w := range strings.SplitSeq(r.text, ",") {
			m[strings.TrimSpace(w)] |= langBit(r.lang)
		}
	}
	return m
}()

const languageWords = 200 // words that are looked at

// languageOf guesses the language of a text by its script and commonest words; "" if it says too little.
func languageOf(text string) string {
	kana, han, score := 0, 0, [16]int{}
	n := 0
	var buf [64]byte
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		if n++; n > languageWords {
			break
		}
		if w[0] >= 0xe3 {
			for _, r := range w {
				switch {
				case r >= 0x3041 && r <= 0x30ff:
					kana++
				case r >= 0x4e00 && r <= 0x9fff:
					han++
				}
			}
			continue
		}
		for set := stopWords[string(lowerInto(buf[:0], w))]; set != 0; set &= set - 1 {
			score[bits.TrailingZeros16(uint16(set))]++
		}
	}
	switch {
	case kana > 0:
		return "ja"
	case han > 0:
		return "zh"
	}
	best, most, tie := "", 0, false
	for i, l := range languages {
		if s := score[i]; s > most {
			best, most, tie = l, s, false
		} else if s == most {
			tie = true
		}
	}
	if most == 0 || tie {
		return ""
	}
	return best
}
