package parser

import (
	"math/bits"
	"strconv"
	"strings"
	"sync"
)

// class is what a word or phrase does in an expression of time.
type class uint8

const (
	cWeekday   class = iota // n: time.Weekday
	cMonth                  // n: time.Month
	cShift                  // n: days from the day of the mail
	cPart                   // n: Part
	cNum                    // n: value of a number word
	cOrd                    // n: value of an ordinal, -1 for last
	cNext                   // n: 1 next, 2 the one after next
	cThis                   //
	cEvery                  // all such days: every, any, both
	cWeek                   // week
	cWeekRel                // n: weeks from that of the mail, or weekAfter
	cMonthRel               // next month: which day of it cannot be told before the mail's day is known
	cWeekend                //
	cWorkday                // Monday to Friday
	cMinute                 // units of length
	cHour                   //
	cDayUnit                //
	cLength                 // n: minutes of a fixed phrase, "half an hour"
	cAm                     // after an hour
	cPm                     //
	cAmPre                  // before it: 午前
	cPmPre                  //
	cOclock                 // after an hour: Uhr, h, 時
	cAt                     // before an hour: at, um, klo
	cOn                     // between the parts of an expression: on, the, of
	cAnd                    // between two expressions
	cTo                     // between the ends of a range
	cAfter                  // bounds; before what they limit
	cFrom                   //
	cBefore                 //
	cUntil                  //
	cBetween                //
	cAround                 //
	cVague                  // early, late, end of: never exact enough
	cOnward                 // bounds; behind what they limit: 14 Uhr oder später, klo 14 jälkeen
	cEarlier                //
	cNoon                   //
	cMidnight               //
	cLunch                  //
	cHalfPast               // half past three: n minutes after the hour that follows
	cHalfTo                 // halb drei: n minutes from the full hour before the hour that follows
	cAndPart                // tres y media: n minutes after the hour before
	cQuarter                // n minutes, before cPast or cLess
	cPast                   // ten past three
	cLess                   // ten to three
	cLessPart               // moins le quart: n minutes before the hour before
	cHe                     // articles that make a number a day: the 24th, den 24., le 24
	cNth                    // behind a number: th, er, º
	cMine                   // my time
	cZoneTime               // the word time behind a city
	cYear                   // 年
	cMonthSign              // 月
	cDaySign                // 日
	cHalfSign               // 半
)

const (
	weak   = 1 << iota // an everyday word too, in one of our languages: needs a number or its like beside it
	plural             // means all such days
	exact              // counts only with its accents: à, not a
)

// weekAfter is the week after one that was named.
const weekAfter = 100

// timeClasses names the sections "time ..." of the lexicon.
var timeClasses = map[string]class{
	"weekday": cWeekday, "month": cMonth, "shift": cShift, "part": cPart, "number": cNum, "ordinal": cOrd, "next": cNext,
	"this": cThis, "every": cEvery, "week": cWeek, "weeks from now": cWeekRel, "months from now": cMonthRel, "weekend": cWeekend,
	"workday": cWorkday, "minute": cMinute, "hour": cHour, "day unit": cDayUnit, "length": cLength, "am": cAm, "pm": cPm,
	"am before": cAmPre, "pm before": cPmPre, "o'clock": cOclock, "at": cAt, "on": cOn, "and": cAnd, "to": cTo, "after": cAfter,
	"from": cFrom, "before": cBefore, "until": cUntil, "between": cBetween, "around": cAround, "vague": cVague, "onward": cOnward,
	"earlier": cEarlier, "noon": cNoon, "midnight": cMidnight, "lunch": cLunch, "half past": cHalfPast, "half to": cHalfTo,
	"and part": cAndPart, "quarter": cQuarter, "past": cPast, "less": cLess, "less part": cLessPart, "the day": cHe, "nth": cNth,
	"mine": cMine, "zone time": cZoneTime, "year sign": cYear, "month sign": cMonthSign, "day sign": cDaySign,
	"half sign": cHalfSign,
}

// timeValues are the names of values in them; other values are numbers.
var timeValues = map[string]int{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
	"after one named": weekAfter,
	"morning":         int(Morning), "forenoon": int(Forenoon), "midday": int(Midday), "afternoon": int(Afternoon), "evening": int(Evening), "night": int(Night), "all day": int(AllDay),
}

// timeWords holds the words of the calendar and the clock. Each line is a language, a class, a value, and phrases separated by commas.
// A mark before a phrase: "?" weak, "+" plural, "=" exact. Accents are not looked at otherwise.
var timeWords = func() (lines []wordLine) {
	for name, c := range timeClasses {
		for _, r := range rowsOf("time " + name) {
			l := wordLine{lang: r.lang, class: c, words: r.text}
			if value, words, ok := strings.Cut(r.text, ": "); ok {
				n, named := timeValues[value]
				if !named {
					var err error
					if n, err = strconv.Atoi(value); err != nil {
						panic("lexicon of " + r.lang + ", time " + name + ": " + value + " is no value") // the files are tested
					}
				}
				l.n, l.words = n, words
			}
			lines = append(lines, l)
		}
	}
	return lines
}()

type wordLine struct {
	lang  string
	class class
	n     int
	words string
}

// langSet is a set of languages, by their places in the list.
type langSet uint16

func (s langSet) len() int { return bits.OnesCount16(uint16(s)) }

// first is the first language of a set; s&(s-1) are the others.
func (s langSet) first() lang { return lang(bits.TrailingZeros16(uint16(s))) }

// langBit is the set of one language.
func langBit(lang string) langSet {
	for i, l := range languages {
		if l == lang {
			return 1 << i
		}
	}
	return 0
}

type sense struct {
	class class
	flags uint8
	n     int16
	lang  string
	text  string // exact: the first token as it must be
}

// timeNode is a step in the tree of phrases: one token each.
type timeNode struct {
	senses []sense
	mask   uint64 // classes of all phrases from here on
	next   map[string]*timeNode
}

// timeTree returns the phrases of timeWords as a tree of tokens, made once.
var timeTree = sync.OnceValue(func() *timeNode {
	root := &timeNode{}
	var tokens []Token
	for _, l := range timeWords {
		for phrase := range strings.SplitSeq(l.words, ",") {
			phrase = strings.TrimSpace(phrase)
			var flags uint8
			for phrase != "" {
				if phrase[0] == '?' {
					flags |= weak
				} else if phrase[0] == '+' {
					flags |= plural
				} else if phrase[0] == '=' {
					flags |= exact
				} else {
					break
				}
				phrase = phrase[1:]
			}
			tokens = Tokens(phrase, tokens[:0])
			if len(tokens) == 0 {
				continue
			}
			at := root
			for _, t := range tokens {
				at.mask |= 1 << l.class
				if at.next == nil {
					at.next = map[string]*timeNode{}
				}
				child := at.next[t.Plain]
				if child == nil {
					child = &timeNode{}
					at.next[t.Plain] = child
				}
				at = child
			}
			at.mask |= 1 << l.class
			at.senses = append(at.senses, sense{class: l.class, flags: flags, n: int16(l.n), lang: l.lang, text: tokens[0].Text})
		}
	}
	return root
})

// timeStart is what a token may begin: phrases of timeWords, the name of a zone.
type timeStart struct {
	node *timeNode // nil if it begins none
	zone bool
}

// timeStarts returns all tokens that begin something, for the lexicon to take up.
func timeStarts() map[string]timeStart {
	m := map[string]timeStart{}
	for word, n := range timeTree().next {
		m[word] = timeStart{node: n}
	}
	zone := func(word string) { m[word] = timeStart{m[word].node, true} }
	for _, word := range [...]string{"heure", "hora", "ora", "horario"} {
		zone(word)
	}
	for name := range abbreviations {
		zone(name)
	}
	for name := range areas {
		zone(name)
	}
	for _, names := range [...]map[string]string{usZones, cities} {
		for name := range names {
			zone(Tokens(name, nil)[0].Plain)
		}
	}
	return m
}
