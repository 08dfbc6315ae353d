package parser

import "strings"

// People: who a sentence is about, the writer or somebody else, and names, which mean nothing for slots.

// bothOfUs reports a "both" that counts people: "we can both do 2", "Mia and I both".
func (g *grammar) bothOfUs(it item) bool {
	i := int(it.from)
	if it.to-it.from != 1 || i == 0 || languages[g.first] != "en" || i+1 < len(g.tokens) && g.tokens[i+1].Kind == TokenNumber {
		return false
	}
	who := g.tokens[i-1].Text
	switch who {
	case "can", "could", "are", "will":
		if i < 2 {
			return false
		}
		i--
		who = g.tokens[i-1].Text
	}
	return who == "we" || who == "we're" || who == "we'll" || who == "we'd" || who == "i" && i > 1 && g.tokens[i-2].Text == "and"
}

// allOfUs reports a quantifier that counts people and no slots: "3 können wir alle", "voor ons allemaal", "both my wife and I can do 3".
func (g *grammar) allOfUs(in []item, i int) bool {
	it := in[i]
	if it.m == mEither || it.m == mBoth { // before the people that it counts
		k := i + 1
		for k < len(in) && in[k].m == mFill && in[k].to-in[k].from == 1 {
			k++
		}
		for people := k; k < len(in) && (in[k].m == mPeople || in[k].is(fName) && in[k].m == kUnknown); {
			if k++; k > people && k+1 < len(in) && (in[k].m == mAnd || g.inFirst(betweenWords, &g.tokens[in[k].from])) && (in[k+1].m == mWho || g.beginsWithWho(in[k+1])) {
				return true
			}
		}
	}
	if it.m == mEither || it.from == 0 && !(i+1 < len(in) && in[i+1].m == mYes && g.inFirst(weWords, &g.tokens[in[i+1].from])) { // "todos podemos"
		return false
	}
	for t := it.from; t < it.to; t++ {
		if !g.inFirst(usAllWords, &g.tokens[t]) {
			return false
		}
	}
	if it.from > 0 && g.inFirst(usWords, &g.tokens[it.from-1]) { // "for us all"
		return true
	}
	if i+1 < len(in) {
		switch next := in[i+1]; next.m {
		case mSlot, mSlots, mCard, mThese, mRest, mExcept, mOfThem, mAny, mAll, mBoth:
			return false
		case kNumber, mOrd:
			if next.from == it.to && int(next.to) < len(g.tokens) && g.tokens[next.to-1].Kind == TokenNumber && g.tokens[next.to].Text != ":" {
				return false // "alle 3"
			}
		}
	}
	if g.first == langEnglish && !(int(it.to) < len(g.tokens) && doneTogether[g.tokens[it.to].Text]) {
		return false
	}
	from, to := i, i+1
	for from > 0 && !g.parts(in, 0, from-1) {
		from--
	}
	for to < len(in) && !g.parts(in, 0, to) {
		to++
	}
	we, named := false, false
	for k := from; k < to; k++ {
		switch in[k].m {
		case kNumber, kTime, mOrd, mLast, mFormer, mLatter:
			named = true
		case mExcept, mAllBut, mNone, mRest, mAny, mEither:
			return false
		case mAll, mBoth:
			if k != i {
				return false
			}
		}
		for t := in[k].from; t < in[k].to; t++ {
			we = we || g.inFirst(weWords, &g.tokens[t]) || t > 0 && g.means(int(t-1), mAnd) && g.means(int(t), mWho)
		}
	}
	return we && named
}

// usAllWords may count people, usWords stand directly before them, weWords are their subject.
var usAllWords, usWords, weWords = wordsByLanguage("all of us"), wordsByLanguage("us"), wordsByLanguage("we")

// doneTogether are the English verbs that only people are the subject of, behind "we can all".
var doneTogether = wordsOf("done together")

// numberOne reports an article that is the number one behind a noun of slots: "optie een", "alternativ ett".
func (g *grammar) numberOne(in []item, i int) bool {
	it := in[i]
	if i == 0 || it.m != mFill || it.to-it.from != 1 || in[i-1].m != mSlot && in[i-1].m != mNumber || in[i-1].to != it.from || !g.inFirst(oneWords, &g.tokens[it.from]) {
		return false
	}
	if i+1 == len(in) {
		return true
	}
	switch m := in[i+1].m; m {
	case kComma, kEnd, mAnd, mOr, mBut, kClose, kDash:
		return true
	default:
		return m >= mYes && m <= mDecline
	}
}

// oneWords are articles that count too.
var oneWords = wordsByLanguage("one as number")

// personCan reports an unknown word that begins a sentence, before a verb that only people are the subject of, and nothing else that
// could say what it is: "Anna kann bei 2 und 4".
func (g *grammar) personCan(in []item, i int) bool {
	if i == 1 && in[0].m == mFill && in[0].to-in[0].from == 1 && languages[g.first] == "pt" { // "a Anna pode"
		in, i = in[1:], 0
	}
	if i != 0 || len(in) < 3 || in[1].m != mYes || in[1].to-in[1].from != 1 || in[0].to != in[1].from || !g.inFirst(canWords, &g.tokens[in[1].from]) || nobodyWords[g.tokens[in[0].from].Plain] {
		return false
	}
	for _, it := range in[2:] {
		if it.m == kUnknown || it.m == mWho || it.m >= mYes && it.m <= mDecline && it.m != mNot {
			return false
		}
	}
	for like := range hedgeLikes {
		if oneOff(g.tokens[in[0].from].Plain, like) {
			return false
		}
	}
	return mentionBefore(in[2:])
}

// hedgeLikes are hedges that are long enough to be misspelt.
var hedgeLikes = func() map[string]bool {
	m := map[string]bool{}
	for _, r := range sections["hedge"] { // rowsOf would take them from the sentences
		for p := range strings.SplitSeq(r.text, ",") {
			if p = plainWord(strings.TrimSpace(p)); len(p) > 4 && !strings.Contains(p, " ") {
				m[p] = true
			}
		}
	}
	return m
}()

// canWords are such verbs.
var canWords = wordsByLanguage("somebody can")

// staysAt reports "I am in", before the name of a place.
func (g *grammar) staysAt(be, in item) bool {
	return (in.m == mFill || in.m == mTo) && stayAtWords[g.tokens[in.to-1].Plain] && stayWords[g.tokens[be.to-1].Plain]
}

// isName reports a person beside the writer: "for Tom", "Erik and I", "with Ana".
func (g *grammar) isName(in []item, i int) bool {
	if nobodyWords[g.tokens[in[i].from].Plain] || strings.HasSuffix(g.tokens[in[i].to-1].Text, "'s") { // "the 14th is Valentine's and I go"
		return false
	}
	if i > 0 && in[i-1].m == mFill {
		if forWords[g.tokens[in[i-1].to-1].Plain] {
			return !g.belongs(in, i-1)
		}
	}
	if i+2 < len(in) && in[i+1].m == mAnd && (in[i+2].m == mWho || g.beginsWithWho(in[i+2])) {
		return true
	}
	if i > 1 && in[i-1].m == mAnd && (in[i-2].m == mWho || in[i-2].m == mFill || selfWords[g.tokens[in[i-2].to-1].Plain]) {
		return i+1 == len(in) || in[i+1].m == kComma || in[i+1].m == mFill
	}
	return false
}

// subject reports a name that begins a sentence, before its verb: "Grant can do 5". In some languages adverbs are known by their
// ends ("[adverb end]"); in the others a title must stand before a name.
func (g *grammar) subject(in []item, i int) bool {
	if g.personCan(in, i) || g.dative(in, i) {
		return true
	}
	ends := adverbEnds[languages[g.first]]
	if i != 0 || i+1 >= len(in) || len(ends) == 0 || nobodyWords[g.tokens[in[i].from].Plain] || in[i].to != in[i+1].from {
		return false
	}
	for _, e := range ends {
		if strings.HasSuffix(g.tokens[in[i].from].Plain, e) {
			return false
		}
	}
	return g.verb(in[i+1])
}

// verbAfter reports a verb, or "says", behind somebody at in[i] and a name.
func (g *grammar) verbAfter(in []item, i int) bool {
	for i++; i < len(in) && in[i].m == kUnknown && in[i].is(fName); {
		i++
	}
	return i < len(in) && (g.verb(in[i]) || in[i].m == mFill && !g.inSet(ofTimeWords, &g.tokens[in[i].from])) // not "choir on Tuesday"
}

// ofTimeWords stand before a day.
var ofTimeWords = wordsByLanguage("time on")

// takesPlace reports an event that is on a day, at in[i], where people go by the same word: "choir is on Thursday", "the team is in on Friday".
func (g *grammar) takesPlace(in []item, i int) bool {
	k := i + 1
	if k >= len(in) || g.tokens[in[k].from].Text != "is" && g.tokens[in[k].from].Text != "are" || in[k].m != mPro && g.tokens[in[k].to-1].Text != "on" {
		return false
	}
	for k++; k < len(in) && (in[k].m == mFill || in[k].m == mTo); {
		k++
	}
	return k < len(in) && in[k].m == kTime
}

// verb reports an item that says what somebody is or can.
func (g *grammar) verb(it item) bool {
	switch it.m {
	case mPro, mYes, mBest, mNot, mDecline:
		return g.tokens[it.from].Raw == g.tokens[it.from].Text
	}
	return false
}

// forSomebody reports a person for whom something works: "for the club", "suits the vicar".
func (g *grammar) forSomebody(in []item, i int) bool {
	for k := i - 1; k >= 0 && in[k].to == in[k+1].from; k-- {
		switch {
		case in[k].m == mYes || in[k].m == mGreat || in[k].m == mBest:
			return g.first == langEnglish || g.inSet(suitWords, &g.tokens[in[k].to-1]) // elsewhere the subject may stand behind: "va mi jefe"
		case in[k].m != mFill:
			return false
		case g.belongs(in, k):
			return false
		case forWords[g.tokens[in[k].to-1].Plain]:
			return i+1 == len(in) || in[i+1].m != mSlot && in[i+1].m != kUnknown && in[i+1].m != mSlots || in[i+1].m == kUnknown && in[i+1].is(fName)
		}
	}
	return false
}

// belongs reports a preposition at in[k] behind a verb or a noun that it goes with: "Wednesday is for the kids", "a meeting with Ben".
func (g *grammar) belongs(in []item, k int) bool {
	if g.tokens[in[k].to-1].Text == "with" && !hasVerdict(in) || g.tokens[in[k].from].Text == "with" && !hasVerdict(in) { // "Wednesday with the kids"
		return true
	}
	return k > 0 && (in[k-1].m == mPro || in[k-1].m == mSlot) && in[k-1].to == in[k].from
}

// forWords stand before whom something is for, or who comes along; selfWords are the writer, at the end of a phrase such as "works for
// me"; stayWords and stayAtWords stand before a place where the writer is.
var forWords, selfWords, stayWords, stayAtWords = wordsOf("for"), wordsOf("self"), wordsOf("stay"), wordsOf("stay at")

// nobodyWords are no names, at the begin of a sentence either: "Nobody can do 3".
var nobodyWords = wordsOf("nobody")

// contracted holds words for "I would" and the like in one.
var contracted = wordsOf("first person")

// thirdWords are people who do not speak.
var thirdWords = wordsOf("third person")

// obliged reports whether somebody must do something else, in a clause that ends at to: "but we'd have to scoot off at half past".
func (g *grammar) obliged(from, to int) bool {
	for from > 0 && g.tokens[from-1].Kind == TokenWord {
		from--
	}
	for i := from; i < to; i++ {
		if g.saysAt(obligations, i, to) {
			return true
		}
	}
	return false
}

// saysAt reports one of several phrases at token i, before to.
func (g *grammar) saysAt(phrases [][]string, i, to int) bool {
	for _, p := range phrases {
		k := 0
		for k < len(p) && i+k < to && g.tokens[i+k].Plain == p[k] {
			k++
		}
		if k == len(p) {
			return true
		}
	}
	return false
}

// wordLists are the phrases of a section, cut into words.
func wordLists(section string) (out [][]string) {
	for _, p := range phrasesOf(section, ",") {
		out = append(out, strings.Fields(plainWord(p)))
	}
	return out
}

// obligations are what people say of what they must do.
var obligations = wordLists("obliged")

// adverbEnds are the ends of adverbs, by language.
var adverbEnds = endsOf("adverb end")

// endsOf has the ends of words that a section lists, by language.
func endsOf(section string) map[string][]string {
	m := map[string][]string{}
	for _, r := range rowsOf(section) {
		m[r.lang] = append(m[r.lang], strings.Split(r.text, ", ")...)
	}
	return m
}

// beginsWithWho reports a phrase such as "I can".
func (g *grammar) beginsWithWho(it item) bool {
	if it.to-it.from < 2 {
		return false
	}
	return g.first == langEnglish && contracted[g.tokens[it.from].Text] || g.means(int(it.from), mWho)
}

// speakerOf is for whom a sentence speaks: "I", a name, or "" if it does not say.
func (g *grammar) speakerOf(in []item) (who string) {
	forWhom, at := "", 0                                                                                                                          // "2 for me, 3 for Bob"
	if len(in) > 1 && in[1].is(fColon) && (in[0].m == mWho || in[0].m == mPeople || g.nameLike(in[0]) || selfWords[g.tokens[in[0].to-1].Plain]) { // "My wife: 2"
		who = g.whoIs(in[0])
		if in[0].m != mWho && !selfWords[g.tokens[in[0].to-1].Plain] {
			who = g.tokens[in[0].to-1].Text
		}
	}
	named := false // a slot, since the last comma
	for i := range in {
		it := &in[i]
		name := ""
		if who != "" && who != "I" && g.first != langEnglish && i > 1 && (joins(in[i-1].m) || in[i-1].m == mFill && joins(in[i-2].m)) && selfWords[g.tokens[it.to-1].Plain] { // "A Anna la 2, a mí la 3"
			return "several"
		}
		named = named || i > 0 && mentions(in[i-1].m)
		switch {
		case it.m == kComma || it.m == mBut || it.m == kSemicolon:
			at, named = i, false
		case !named:
		case selfWords[g.tokens[it.to-1].Plain] || it.m == kUnknown && it.is(fName) && g.forSomebody(in, i) || it.m == mPeople && g.forSomebody(in, i):
			switch t := g.tokens[it.to-1].Text; {
			case forWhom != "" && forWhom != t && at > 0:
				return "several"
			case forWhom == "":
				forWhom = t
			}
		}
		switch {
		case it.m == mWho, g.beginsWithWho(*it) && !(it.m == mFill && forWords[g.tokens[it.to-1].Plain]): // not "I answer for"
			name = g.whoIs(*it)
		case it.m == mOther && i == 0, it.m == kUnknown && it.is(fName) && g.subject(in, i),
			it.m == mPeople && g.verbAfter(in, i) && !g.forSomebody(in, i):
			name = g.tokens[it.from].Text
		}
		switch {
		case name == "" || who == name || who != "" && who != "I" && thirdWords[plainWord(name)]: // "for my colleague: he can do 2"
		case who == "" && i > 0 && name == "I" && in[i-1].m == mAnd: // "my wife and I"
			who = name
		case who != "" && i > 0 && in[i-1].m == mAnd && name == "I" && !hasVerdict(in[:i]):
			who = name
		case who != "":
			return "several"
		default:
			who = name
		}
	}
	if who == "" && forWhom != "" { // "1 works for Ben"
		who = forWhom
		if selfWords[plainWord(forWhom)] {
			who = "I"
		}
	}
	return who
}

// spokenOf reports a word for the writer among items.
func (g *grammar) spokenOf(in []item) bool {
	for i := range in {
		for t := in[i].from; t < in[i].to; t++ {
			if g.inSet(myselfWords, &g.tokens[t]) {
				return true
			}
		}
	}
	return false
}

// myselfWords are words for the writer.
var myselfWords = wordsByLanguage("myself")

// whoIs is whom a word such as "I", "she" or "my wife" is about: "I" for all who speak for themselves.
func (g *grammar) whoIs(it item) string {
	t := g.tokens[it.from]
	if thirdWords[t.Plain] {
		return t.Text
	}
	if it.m == mWho && it.to-it.from > 1 {
		return g.tokens[it.to-1].Text
	}
	return "I"
}

// severalPeople reports a list of people, each with a slot of their own: "Ben 2, me 3", "2 (Ben), 3 (Mia)".
func (g *grammar) severalPeople(in []item) bool {
	who := ""
	for from := 0; from < len(in); {
		to := from
		for to < len(in) && in[to].m != kComma && in[to].m != kSemicolon && in[to].m != mBut {
			to++
		}
		if seg := in[from:to]; mentionBefore(seg) && !g.takesTime(seg) {
			name := ""
			for i, it := range seg {
				next := ""
				switch {
				case g.nameLike(it), g.calledSo(it) && (it.from > in[0].from || !hasVerdict(seg) && g.first != langEnglish):
					next = g.tokens[it.from].Text
				case it.m == mPeople && (i+1 == len(seg) || seg[i+1].m != kUnknown):
					next = g.tokens[it.to-1].Text
				case it.m == mWho, it.m == mFill && it.to-it.from < 3 && selfWords[g.tokens[it.to-1].Plain]:
					if next = g.whoIs(it); next == "I" && (name != "" || it.m == mFill && !alone(seg, i)) {
						next = ""
					}
				}
				if name == "" {
					name = next
				}
			}
			if name != "" && who != "" && name != who {
				return true
			}
			if name != "" {
				who = name
			}
		}
		from = to + 1
	}
	return false
}

// foreignName reports a word with a capital letter that means something in another language only: "Ben", "Mia".
func (g *grammar) foreignName(it item) bool {
	t := &g.tokens[it.from]
	if it.m != mFill || it.to-it.from != 1 || t.Raw == t.Text {
		return false
	}
	e, _ := g.phrase(int(it.from), len(g.exprs))
	return e.lang != g.first && e.lang != langAll
}

// calledSo reports a word without weight that is written like a name, "Mia" in Italian. In German all nouns are.
func (g *grammar) calledSo(it item) bool {
	t := &g.tokens[it.from]
	return it.m == mFill && it.to-it.from == 1 && t.Raw != t.Text && len(t.Text) > 1 && !strings.Contains(t.Text, "'") && languages[g.first] != "de"
}

// lineName is the name on a line that has nothing else but slots: "Ben 2, 3", "3 - Mia".
func (g *grammar) lineName() (name string) {
	slots := false
	for _, it := range g.items {
		switch {
		case it.m == kNumber || it.m == kSlots || it.m == kTime:
			slots = true
		case it.m == mAnd || it.m == mOr || it.m == mSlot || it.m == mSlots || it.m == mNumber || it.m == kComma || it.m == kDash || it.m == kSlash || it.m == kOpen || it.m == kClose || it.m == kEnd:
		case name == "" && (it.m == mPeople || g.nameLike(it) || g.calledSo(it)):
			name = g.tokens[it.to-1].Text
		default:
			return ""
		}
	}
	if !slots {
		return ""
	}
	return name
}

// alone reports whether the word at seg[i] stands beside nothing but mentions: "me 3", not "3 works for me".
func alone(seg []item, i int) bool {
	return !hasVerdict(seg) && (i == 0 || i+1 == len(seg))
}

// labelled notes whose line the present piece is, if it stated something: "Ben: 2", and below it "Mia: 3".
func (g *grammar) labelled(before int) {
	if n := len(g.bare); g.label != "" && len(g.facts) == before && n > 0 && g.bare[n-1].sentence == g.sentence && g.bare[n-1].verdict.positive() { // "Blorp: ok"
		g.lost = append(g.lost, doubt{why: "unknown-words", text: g.words, line: g.piece.line, sentence: g.sentence, soft: true})
	}
	if g.label == "" || len(g.facts) <= before {
		return
	}
	if g.lineOf != "" && g.lineOf != g.label {
		g.doubt("somebody-else", 0, len(g.tokens), false)
	}
	g.lineOf = g.label
}

// speaks notes for whom a sentence spoke that stated something. Two who can do different things give no answer of one.
func (g *grammar) speaks(who string, before int) {
	if who == "" || len(g.facts) <= before {
		return
	}
	if g.speaker != "" && g.speaker != who || who == "several" {
		g.doubt("somebody-else", 0, len(g.tokens), false)
	}
	g.speaker = who
	for i := range g.facts[before:] {
		g.facts[before+i].who = who
	}
}
