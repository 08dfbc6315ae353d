package parser

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
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
	var buf [64]byte
	for i, n := 0, 0; i < len(text) && n < languageWords; i++ {
		from := i
		for i < len(text) {
			size := letterSize(text[i:])
			if size == 0 {
				break
			}
			i += size
		}
		if from == i {
			continue
		}
		n++
		w := text[from:i]
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

// letterSize returns the length of the letter, or mark on one, that s begins with; 0 if it begins with none.
func letterSize(s string) int {
	if c := s[0]; c < utf8.RuneSelf {
		if latin(c) {
			return 1
		}
		return 0
	}
	if r, size := utf8.DecodeRuneInString(s); unicode.IsLetter(r) || unicode.IsMark(r) {
		return size
	}
	return 0
}
