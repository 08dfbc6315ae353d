package parser

import "strings"

// halfOfDay makes a word of "fm" or "em" behind a weekday of its language, where it is short for the forenoon or the afternoon:
// "tis em". Elsewhere such a word may be another one, as "em" is in Portuguese.
func (x *lexicon) halfOfDay(tokens []Token, i int) {
	if i == 0 || len(tokens[i].Plain) != 2 {
		return
	}
	a := x.plain(&tokens[i]).times.node
	if a == nil {
		return
	}
	day := i - 1
	if tokens[day].Text == "." && day > 0 {
		day--
	}
	b := x.plain(&tokens[day]).times.node
	if b == nil {
		return
	}
	for _, h := range a.senses {
		word := halfWords[h.lang][h.class]
		for _, d := range b.senses {
			if word != "" && d.class == cWeekday && d.lang == h.lang {
				t := &tokens[i]
				t.Text, t.Plain, t.forms = word, plainWord(word), forms{}
				return
			}
		}
	}
}

// halfWords are the words of the two halves of the day, by language. English has words of its own for them (halves).
var halfWords = func() map[string]map[class]string {
	m := map[string]map[class]string{}
	for _, r := range rowsOf("time part") {
		half, words, _ := strings.Cut(r.text, ": ")
		c, ok := map[string]class{"morning": cAm, "afternoon": cPm}[half]
		if !ok || r.lang == "en" {
			continue
		}
		if m[r.lang] == nil {
			m[r.lang] = map[class]string{}
		}
		m[r.lang][c], _, _ = strings.Cut(words, ",")
	}
	return m
}()
