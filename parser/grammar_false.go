package parser

import (
	"slices"
	"strings"
)

// False answers: sentences that hold a yes, and words without weight, and say something else.

// falseAnswer is why a sentence is no answer, or "".
func (g *grammar) falseAnswer(in []item) string {
	switch {
	case g.ratherThan(in), g.openRange(in):
		return "range"
	case g.partedVerb(in):
		return "unknown-words"
	case g.takenBack(in):
		return "hedge"
	case g.onlyOthers(in):
		return "somebody-else"
	case g.notAway(in):
		return "unknown-words"
	case g.praisesMeeting(in), has(in, kTime) && !hasVerdict(in) && g.thanksForDay():
		return "hedge"
	case !negative(in) && g.consults(int(in[0].from), int(in[len(in)-1].to)):
		return "postponed"
	}
	return ""
}

// openRange reports 水曜まで, "until Wednesday", with nothing that says from when.
func (g *grammar) openRange(in []item) bool {
	for i := 1; i < len(in); i++ {
		if in[i].m == mTo && in[i-1].m == kTime && g.tokens[in[i].from].Text == "ま" && !has(in[:i], mTo) && in[i-1].to-in[i-1].from <= 3 && len(g.match[in[i-1].num].Slots) > 0 && (i+1 == len(in) || !mentions(in[i+1].m)) {
			return true
		}
	}
	return false
}

// notAway reports a "not" before a word for being away or for a no: "I'm not busy on Thursday". It is a yes, or something else. (In
// French a no is made of two words.)
func (g *grammar) notAway(in []item) bool {
	for i := range in {
		if in[i].m != mNot || i == 0 && in[i].to-in[i].from == 1 && g.inFirst(plainNoWords, &g.tokens[in[i].from]) { // "No I'm away"
			continue
		}
		k := i + 1
		for k < len(in) && (in[k].m == mFill || in[k].m == mWeAre) {
			k++
		}
		if k < len(in) && (in[k].m == mAway || in[k].m == mNo && k == i+1 && languages[g.first] != "fr") && in[k-1].to == in[k].from {
			return true
		}
	}
	return false
}

// plainNoWords are those for "no" that are never "not".
var plainNoWords = wordsByLanguage("plain no")

// praisesMeeting reports praise of a meeting on a day that may be past, and no other verdict: "Lovely to see you on Thursday!"
func (g *grammar) praisesMeeting(in []item) bool {
	if !has(in, kTime) && len(g.offer.Slots) > 1 {
		return false
	}
	met := false
	for i := range in {
		switch it := &in[i]; {
		case it.m == mGreat || it.m == mYes:
			if met = met || g.saysAt(meetingWords, int(it.to), len(g.tokens)); !met {
				return false
			}
		case it.m >= mYes && it.m <= mDecline && it.m != mPro, i > 0 && !met && mentions(it.m):
			return false
		}
	}
	return met
}

// thanksForDay reports thanks, praise or regret for a day, in languages that put no spaces between words: 火曜日はありがとう.
func (g *grammar) thanksForDay() bool {
	for _, p := range dayThanks {
		if strings.Contains(g.words, p) {
			return true
		}
	}
	return false
}

// dayThanks are such phrases.
var dayThanks = phrasesOf("thanks for a day", ",")

// meetingWords are what people are glad about who have met, or will.
var meetingWords = wordLists("meeting somebody")

// consultWords are what somebody does who must know more first: "il faut que je voie avec ma femme".
var consultWords = wordsByLanguage("consults")

// consults reports somebody who must ask or tell others first.
func (g *grammar) consults(from, to int) bool {
	for i := from; i < to; i++ {
		if g.inSet(consultWords, &g.tokens[i]) {
			return g.obliged(from, to)
		}
	}
	return false
}

// onlyOthers reports an "only" with somebody beside the writer behind it: "Mittwoch kann nur meine Frau".
func (g *grammar) onlyOthers(in []item) bool {
	for i := 0; i+1 < len(in); i++ {
		if in[i].m != mOnly || in[i].to != in[i+1].from {
			continue
		}
		k := i + 1
		for k+1 < len(in) && in[k].m == mFill && in[k].to-in[k].from == 1 && in[k].to == in[k+1].from {
			k++
		}
		if in[k].m == mPeople && hasVerdict(in) && mentionBefore(in) {
			return true
		}
	}
	return false
}

// partedVerbs are verbs whose particle stands at the end of their clause and makes another word of them, "Mittwoch passt Oma auf", by
// language.
var partedVerbs = func() (all [16]map[string]map[string]bool) {
	for _, r := range rowsOf("apart") {
		l := slices.Index(languages, r.lang)
		if all[l] == nil {
			all[l] = map[string]map[string]bool{}
		}
		for p := range strings.SplitSeq(r.text, ",") {
			verb, particle, _ := strings.Cut(strings.TrimSpace(p), " ")
			if all[l][verb] == nil {
				all[l][verb] = map[string]bool{}
			}
			all[l][verb][plainWord(particle)] = true
		}
	}
	return all
}()

// partedVerb reports such a verb, which would be a yes alone, with its particle at the end of the stretch.
func (g *grammar) partedVerb(in []item) bool {
	verbs := partedVerbs[g.first]
	if verbs == nil {
		return false
	}
	for from := 0; from < len(in); {
		to := from
		for to < len(in) && !g.parts(in, from, to) {
			to++
		}
		if to > from+1 {
			last := &g.tokens[in[to-1].to-1]
			for i := from; i < to-1; i++ {
				for t := in[i].from; t < in[i].to && in[i].m == mYes; t++ {
					if verbs[g.tokens[t].Plain][last.Plain] && in[to-1].m != mYes {
						return true
					}
				}
			}
		}
		from = to + 1
	}
	return false
}

// ratherThan reports what is preferred, and to what: "je préfère mercredi à jeudi", "wolę 3 od 4". What it is preferred to may work too.
func (g *grammar) ratherThan(in []item) bool {
	for i := range in {
		if in[i].m != mBest {
			continue
		}
		k := i + 1
		for k < len(in) && (in[k].m == mFill || in[k].m == mSlot || in[k].m == mNumber || in[k].m == mWho) {
			k++
		}
		if k == len(in) || in[k].m != kTime && in[k].m != kNumber {
			continue
		}
		last := k
		for last+1 < len(in) && last < k+4 && in[last+1].from == in[last].to && !joint(in[last+1].m) {
			last++
		}
		numbered := g.tokens[in[k].from].Kind == TokenNumber || in[k].from+1 < in[k].to && g.tokens[in[k].from+1].Kind == TokenNumber && !g.weekdayAt(int(in[k].from))
		for t := int(in[k].from) + 1; t+1 < int(in[last].to); t++ {
			if !g.inFirst(ratherTo, &g.tokens[t]) || g.inFirst(rangeFromWords, &g.tokens[in[k].from]) || in[k].from > 0 && g.inFirst(rangeFromWords, &g.tokens[in[k].from-1]) {
				continue
			}
			if next := t + 1; g.weekdayAt(next) || numbered && g.tokens[next].Kind == TokenNumber && next+1 == int(in[last].to) {
				return true
			}
		}
	}
	return false
}

// rangeFromWords begin a range: "du 1 au 3".
var rangeFromWords = func() wordGroup {
	m := map[string]langSet{}
	for _, r := range rowsOf("time from") {
		for p := range strings.SplitSeq(r.text, ",") {
			m[plainWord(strings.TrimLeft(strings.TrimSpace(p), "?"))] |= langBit(r.lang)
		}
	}
	return newWordGroup(m)
}()

// weekdayAt reports the name of a day of the week in the language of the text.
func (g *grammar) weekdayAt(i int) bool {
	n := g.lex.plain(&g.tokens[i]).times.node
	if n == nil {
		return false
	}
	for _, s := range n.senses {
		if s.class == cWeekday && s.lang == languages[g.first] {
			return true
		}
	}
	return false
}
