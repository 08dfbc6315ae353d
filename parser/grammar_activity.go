package parser

import (
	"slices"
	"strings"
)

// Reasons that name no word for busy: what somebody does, has or expects at a time. Those of other languages than English are known by who does it
// and by verbs of which we are sure.

// meanwhile reports what somebody does, or what there is, at the time that was refused: "alles außer Montag, da bin ich in Rom", "todas menos
// la 2, que tengo dentista". no: how many words of it refuse.
func (g *grammar) meanwhile(seg []item, no int) bool {
	at, to := int(seg[0].from), int(seg[len(seg)-1].to)
	if has(seg, kLength) { // "que tengo media hora"
		return false
	}
	if !g.inSet(meanwhileWords, &g.tokens[at]) {
		return no == 0 && g.inSet(haveWords, &g.tokens[at]) && !mentionBefore(seg)
	}
	for i := at + 1; i < min(at+3, to); i++ {
		if t := &g.tokens[i]; g.inSet(ownWords, t) || g.inSet(isWords, t) || g.inSet(haveWords, t) {
			return true
		}
	}
	return len(seg) > 1 && seg[1].m == mPeople
}

// meanwhileWords begin a clause about the time that was spoken of, haveWords say what somebody has then.
var meanwhileWords, haveWords = wordsByLanguage("meanwhile"), wordsByLanguage("have")

// onlyTimes reports a stretch that names a day, and says nothing of it.
func onlyTimes(seg []item) bool {
	for _, it := range seg {
		if it.m != kTime && it.m != mFill && it.m != mHello {
			return false
		}
	}
	return has(seg, kTime)
}

// ownSubject reports a day, a verb that we do not know, and who does it, where the verb is second: "Maandag komt de loodgieter".
func (g *grammar) ownSubject(seg []item) bool {
	k := 0
	for k < len(seg) && seg[k].m == mFill {
		k++
	}
	if !g.habit(verbSecond) || k+1 >= len(seg) || seg[k].m != kTime {
		return false
	}
	for k++; k < len(seg) && seg[k].m == kTime; k++ {
	}
	verb := int(seg[k-1].to)
	return verb+2 < int(seg[len(seg)-1].to) && (k > 1 && g.inSet(ofTimeWords, &g.tokens[max(int(seg[0].from), int(seg[k-1].from)-1)]) || g.inSet(comesWords, &g.tokens[verb])) && // the day is not who does it
		!g.inSet(isWords, &g.tokens[verb]) && !g.inSet(wouldWords, &g.tokens[verb]) && g.tokens[verb].Raw == g.tokens[verb].Text && g.inSet(besideTheWords, &g.tokens[verb+1]) && !g.means(verb, mYes)
}

// comesWords are verbs of which a day is no subject.
var comesWords = wordsByLanguage("comes")

// tellsOf reports a stretch that says what somebody does on the day before it: "je donne cours", "Jules a judo à 17h30".
func (g *grammar) tellsOf(seg []item) bool {
	if len(seg) < 2 || has(seg, mIt) {
		return false
	}
	if seg[0].m == mPeople || seg[0].m == kUnknown && seg[0].is(fName) {
		return has(seg, kTime) || has(seg, kDigits)
	}
	at, does := int(seg[0].from), false
	for i := at; i < min(at+3, int(seg[len(seg)-1].to)); i++ {
		does = does || g.inSet(ownWords, &g.tokens[i]) && !g.means(i, mWho) || g.inSet(haveWords, &g.tokens[i]) // not "je kiffe"
	}
	return does && g.inSet(ownWords, &g.tokens[at])
}

// busyOn is the slots at the times named.
func (g *grammar) busyOn(seg []item) (set slotSet) {
	for _, it := range seg {
		if it.m == kTime {
			set |= g.during(&g.exprs[it.num], &g.match[it.num])
		}
	}
	return set
}

// verbAlone reports a stretch of which we do not know the verb, or not what it means without anything behind it: "jueves toco", "Donnerstag
// rocke ich", "jeudi j'assure".
func (g *grammar) verbAlone(seg []item) bool {
	from, to := seg[0].from, seg[len(seg)-1].to
	for _, it := range seg {
		if it.m != kUnknown {
			continue
		}
		t := &g.tokens[it.from]
		switch {
		case g.inSet(atWorkWords, t), g.inSet(haveWords, t), g.inSet(isWords, t), it.is(fName):
			return false
		case g.inSet(ownWords, t): // "el jueves cierro a las tres"
			return !slices.ContainsFunc(seg, func(o item) bool { return o.m == kTime && g.exprs[o.num].Clock.Kind == OnTime })
		}
		beside := it.from > from && (g.means(int(it.from)-1, mWho) || strings.HasSuffix(g.tokens[it.from-1].Text, "'")) || it.to < to && g.means(int(it.to), mWho)
		for i := from; i < to && beside; i++ {
			beside = !g.inSet(haveWords, &g.tokens[i]) && !g.inSet(isWords, &g.tokens[i]) && (g.means(int(i), mWho) || !g.inSet(ownWords, &g.tokens[i]))
		}
		return beside
	}
	return false
}

// atWorkWords say alone what somebody does at a time.
var atWorkWords = wordsByLanguage("at work")

// setOffWords say that somebody leaves, though with a "back" behind them.
var setOffWords = wordsByLanguage("sets off")

// reasonAfterColon puts a dash where a colon stands behind a no or an exception, and what somebody does or has behind that: "tutti tranne il 3:
// ho lezione".
func (g *grammar) reasonAfterColon(in []item) []item {
	if g.first == langEnglish {
		return g.reasonBehindColon(in)
	}
	for i := 1; i+1 < len(in); i++ {
		if !in[i].is(fColon) || !negative(in[:i]) || !mentionBefore(in[:i]) && !has(in[:i], mDecline) {
			continue
		}
		at := int(in[i].from)
		for t := at; t < min(at+3, int(in[len(in)-1].to)); t++ {
			if w := &g.tokens[t]; g.inSet(ownWords, w) || g.inSet(haveWords, w) {
				in[i].flags &^= fColon
				return slices.Insert(slices.Clone(in), i, item{m: kDash, from: in[i].from, to: in[i].from})
			}
		}
	}
	return in
}

// countedCJK takes out how many there are of a thing, 手術が2件あります, and reads 三个时间都可以 as all where there are as many.
func (g *grammar) countedCJK(in []item, i int) bool {
	if i+1 == len(in) {
		return false
	}
	switch lang := languages[g.first]; {
	case lang == "ja" && i > 0 && in[i+1].m == mUnit && g.tokens[in[i].from-1].Text == "が":
	case lang == "zh" && in[i].m == mCard && in[i+1].m == mSlot && i+2 < len(in) && in[i+2].m == mAll && int(in[i].num) == len(g.offer.Slots) && (i == 0 || in[i-1].m == kComma || in[i-1].m == mHello):
	default:
		return false
	}
	in[i].m, in[i+1].m = kMark, kMark
	return true
}

// housed reports the number of a house behind the name of its street: "Hafenstraße 4".
func (g *grammar) housed(in []item, i int) bool {
	if i == 0 || in[i].m != kNumber || in[i-1].m != kUnknown || !in[i-1].is(fName) || in[i-1].to != in[i].from {
		return false
	}
	for _, e := range streetEnds[languages[g.first]] {
		if name := g.tokens[in[i-1].to-1].Text; len(name) > len(e) && strings.HasSuffix(name, e) {
			return true
		}
	}
	return false
}

// streetEnds are the ends of the names of streets, by language.
var streetEnds = endsOf("street")

// inclusive reports a word at token i, or behind a comma there, that lets the last day in: "hasta el miércoles inclusive".
func (g *grammar) inclusive(i int) bool {
	if i < len(g.tokens) && g.tokens[i].Text == "," {
		i++
	}
	return i < len(g.tokens) && g.inSet(inclusiveWords, &g.tokens[i])
}

// inclusiveWords are such words.
var inclusiveWords = wordsByLanguage("inclusive")

// dative reports a name behind a preposition at the begin of a sentence, before what suits somebody: "A Anna le vienen bien la 2 y la 4".
func (g *grammar) dative(in []item, i int) bool {
	return i == 1 && len(in) > 3 && in[0].to-in[0].from == 1 && g.inSet(dativeWords, &g.tokens[in[0].from]) && in[1].m == kUnknown && in[1].is(fName) && in[2].m == mYes && in[1].to == in[2].from && mentionBefore(in[3:])
}

// dativeWords are such prepositions.
var dativeWords = wordsByLanguage("dative")
