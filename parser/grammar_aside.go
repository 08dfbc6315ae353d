package parser

import "strings"

// Asides: what a person says beside an answer, with days and numbers of its own. "My flight home is on the 3rd", "we come with 2
// buses", "Saturday I have two weddings".
//
// A stretch between commas, dashes, brackets and joints such as "because" is an aside if
//
//   - it holds a word that we do not know, and a day, an hour or a number that would otherwise be read as a mention of slots;
//   - it has a subject of its own: "I", "my", "we have" ([own]), a noun before its verb, a word such as "because" or "by the way" before
//     it. A stretch that begins with the slot itself ("Tuesday is grand") has none, and "I would swing Tuesday" speaks of what
//     would suit ([would]);
//   - it affirms nothing, hedges nothing, asks and promises nothing;
//   - its numbers count or name something ("3 kids", "Year 4"), or are no slots.
//
// An aside never makes an answer. It is dropped only if the rest of the mail is one, and if what it says of a time fits that answer:
// who has chosen Thursday and goes on "I teach on Thursday" is asked what is meant.

// aside is one such stretch.
type aside struct {
	doubt  doubt
	whole  string  // its sentence, if that says nothing else
	busy   slotSet // slots at whose time something else is
	within slotSet // if limited: what is chosen must be among these
	limits bool
	asks   bool // is a question
	loose  bool // names an hour of no day, or a day that may be past
	excuse bool // is dropped beside a no to everything only
	exact  bool // names a day and an hour that are not offered: beside a no to everything it may be a proposal
}

// ownWords are the words by which a clause is about the writer, or somebody beside the writer. wouldWords make it one about what would
// suit; laterWords look from the time that was named to others; backWords say from when on somebody is there,
// closeWords from when on nobody is.
var ownWords, wouldWords, laterWords, backWords, closeWords = wordsByLanguage("own"), wordsByLanguage("would"), wordsByLanguage("later"), wordsByLanguage("back"), wordsByLanguage("closes")

// untilWords say up to when something is. With an hour or a day behind it, that is no condition.
var untilWords = wordsByLanguage("until")

// inSet reports a word of a set in one of the languages of the text. English words count only in a text that is English first: they
// are words elsewhere too.
func (g *grammar) inSet(set wordGroup, t *Token) bool {
	return g.groups.has(uint8(set)) && g.lex.in(set, t)&g.langs != 0
}

// setAside takes the asides out of a sentence.
func (g *grammar) setAside(in []item) []item {
	var out []item
	in = g.reasonAfterColon(g.ages(in))
	cut, before, prev, refused := false, g.spoken() || len(g.bare) > 0, false, false
	topic := -1 // begin of a day that a clause is about, "Le jeudi, j'enseigne à Lyon"
	for from := 0; from <= len(in); {
		to := from
		for to < len(in) && !g.parts(in, from, to) {
			to++
		}
		lead := mUnknown
		if from > 0 {
			lead = in[from-1].m
		}
		if to < len(in) && to > from && in[to].m == mAsk {
			lead = mUnknown
		}
		seg := in[from:to]
		told := topic >= 0 && g.spoken() && g.tellsOf(seg) && !hasVerdict(in[to:])
		a, ok := g.aside(seg, lead, prev, before || to < len(in), refused, told)
		if !ok && topic >= 0 && len(seg) > 0 && has(seg, kUnknown) && !hasVerdict(in[to:]) && g.inSet(ownWords, &g.tokens[seg[0].from]) {
			g.topic = g.sentence
		}
		if !ok {
			a, ok = g.doesAt(seg)
		}
		if !ok && before {
			a, ok = g.leavesChoice(seg)
		}
		if ok {
			if !cut {
				cut = true
				out = append(out, in[:max(from-1, 0)]...)
				if told {
					out = out[:topic]
					a.busy |= g.busyOn(in[topic:from])
				}
			}
			g.asides = append(g.asides, a)
			prev, topic = true, -1
			if lead == kOpen && to < len(in) && in[to].m == kClose {
				to++
				from = to
				prev = false
				continue
			}
		} else {
			if cut && from > 0 && to >= from {
				if len(out) > 0 || in[from-1].m != kComma && in[from-1].m != mBut && in[from-1].m != mSo {
					out = append(out, in[from-1])
				}
			}
			if cut {
				out = append(out, seg...)
			}
			prev = prev && len(seg) == 0 || g.brings(seg)
			topic = -1
			if from == 0 && to < len(in) && in[to].m == kComma && onlyTimes(seg) {
				topic = from
			}
			refused = negative(seg) || lead == mBut && mentionBefore(seg) && !affirmed(seg) || refused && !affirmed(seg) && !mentionBefore(seg)
		}
		before = before || hasVerdict(seg) || mentionBefore(seg)
		from = to + 1
	}
	if !cut {
		return in
	}
	for len(out) > 0 && (out[len(out)-1].m == kComma || out[len(out)-1].m == kDash || out[len(out)-1].m == mBut || out[len(out)-1].m == mAnd || out[len(out)-1].m == kOpen || out[len(out)-1].m == mBecause || out[len(out)-1].m == mSo) {
		out = out[:len(out)-1]
	}
	return out
}

// brings reports a stretch that is about the writer and names things, which the next may go on with: "I'll bring the drone, 2 batteries".
func (g *grammar) brings(seg []item) bool {
	own, unknown := false, false
	for _, it := range seg {
		switch it.m {
		case mFill, mWho, mPro, mHello, mAnd, mPeople:
			own = own || g.own(it)
		case kUnknown:
			unknown = true
		default:
			return false
		}
	}
	return own && unknown
}

// parts reports an item that ends a stretch.
func (g *grammar) parts(in []item, from, i int) bool {
	switch in[i].m {
	case kComma, kDash, kOpen, kClose, kSemicolon, mBecause, mSo, mBut:
		return true
	case mAnd:
		return i+1 < len(in) && (g.own(in[i+1]) || in[i+1].m == mDecline)
	}
	return false
}

// own reports an item whose first word is one of [own].
func (g *grammar) own(it item) bool {
	switch it.m {
	case mFill, mWho, mOther, mWeAre, mAway:
		return g.inSet(ownWords, &g.tokens[it.from])
	}
	return false
}

// ownIn reports one of [own] among tokens.
func (g *grammar) ownIn(from, to int) bool {
	for i := from; i < to; i++ {
		if g.inSet(ownWords, &g.tokens[i]) {
			return true
		}
	}
	return false
}

// negative reports a no, or an exception, among items.
func negative(in []item) bool { return negatives.in(in) }

var negatives = kindsOf(mNo, mNot, mExcept, mAllBut, mDecline, mNone, mNeither)

// affirmed reports a yes among items.
func affirmed(in []item) bool { return affirmations.in(in) }

var affirmations = kindsOf(mYes, mGreat, mBest, mNeed, mTicked, mAlsoYes)

// aside looks at one stretch. prev: the one before was an aside; before: something else is said too; refused: a no stands before
// it; told: a day that it is about does.
func (g *grammar) aside(seg []item, lead meaning, prev, before, refused, told bool) (a aside, ok bool) {
	if len(seg) == 0 {
		return a, false
	}
	from, to := int(seg[0].from), int(seg[len(seg)-1].to)
	g.room.stretch = append(g.room.stretch[:0], seg...)
	seg = g.labels(g.room.stretch)
	seg, apart := g.otherTime(seg)
	unknown, verbs, no, not, mention, offered, later, marked, firstWord := 0, 0, 0, 0, apart, false, false, false, mUnknown
	own, would, back, closes, only, possessive, measured, thosePart, rest, calls, dated, counts, onDay := false, false, false, false, false, false, false, false, false, false, false, false, false
	own, leaves := g.ownIn(from, to), false
	for i := from; i < to; i++ {
		would = would || g.inSet(wouldWords, &g.tokens[i]) && !(i > from && g.tokens[i-1].Text == "the" && g.tokens[i].Text == "second") // not "the second unit"
		back = back || g.inSet(backWords, &g.tokens[i])
		leaves = leaves || g.inSet(setOffWords, &g.tokens[i])
		closes = closes || g.inSet(closeWords, &g.tokens[i])
	}
	back = back && !leaves // "am Freitag fliege ich zurück"
	for i := range seg {
		it := &seg[i]
		if firstWord == mUnknown && it.m != mFill && it.m != mHello && it.m != kMark {
			firstWord = it.m
		}
		switch m := it.m; m {
		case mYes, mGreat, mBest, mNeed, mTicked, mAlsoYes, mPoor, mRank2, mEmpty:
			if m == mYes && g.tokens[it.from].Text == "work" && i+1 < len(seg) && seg[i+1].m == kUnknown && seg[i+1].from == it.to { // "a work dinner"
				unknown++
				continue
			}
			if !marked {
				return a, false
			}
		case mIf: // "I teach on Thursdays until nine"
			k := i + 1
			for k < len(seg) && seg[k].m == mFill { // "until at least 11:30"
				k++
			}
			if !g.inSet(untilWords, &g.tokens[it.to-1]) || !own && unknown == 0 || k == len(seg) || seg[k].m != kTime && seg[k].m != kNumber && seg[k].m != mCard {
				return a, false
			}
		case mSome, mMost: // "most of that week"
			if g.first != langEnglish || !own || g.tokens[it.to-1].Text != "of" || i+1 == len(seg) || !g.spanAfter(seg[i+1:]) {
				return a, false
			}
			mention = true
		case mAlso, mInstead, mInsteadOf, mPropose, mHedge, mPartial, mPostpone, mUndo, mMean, mSaid, mTurn, mRanking, mExcept, mAllBut, mNoneBut,
			mFlex, mEither, mNeither, mNoRest, mOutOf, mClash, mLast, mMiddle, mEarly, mLate, mFormer, mLatter, mNumber, kStar, kSlash:
			return a, false
		case mAny: // "grateful for any adult company"
			if g.first != langEnglish || !own || it.to-it.from != 1 || i+1 == len(seg) || seg[i+1].m != kUnknown || seg[i+1].from != it.to || has(seg, kTime) {
				return a, false
			}
			mention = true
		case mThen: // "chapel and then my mother"
			if i+1 >= len(seg) || seg[i+1].m != mFill && seg[i+1].m != kUnknown && seg[i+1].m != mPeople {
				return a, false
			}
		case mThese: // behind a no: "not Tuesday, I do the breakfast club those mornings"
			if thosePart = refused && unknown > 1 && i+1 < len(seg) && seg[i+1].m == kTime; !thosePart {
				return a, false
			}
		case mOfThem:
		case mSlot, mSlots: // "the other days I'm on duty"
			if measured {
				continue
			}
			if refused && own && unknown > 0 && i > 0 && g.tokens[it.from-1].Text == "that" { // "all but 2 - I have to be at the bank that day"
				mention = true
				continue
			}
			if (g.first != langEnglish || it.from > 0 && g.inFirst(eventWords, &g.tokens[it.from-1])) && g.eventAt(seg) { // "market day"
				continue
			}
			if g.compound(seg, i) && own {
				unknown++
				continue
			}
			if i == 0 || seg[i-1].m != mRest && !(apart && seg[i-1].m == kUnknown) { // "LP meetings before that"
				return a, false
			}
		case mNone:
			if !own || i+1 >= len(seg) || seg[i+1].m != kUnknown {
				return a, false
			}
		case mAll, mBoth:
			people := unknown > 1 && g.ofPeople(seg, i)
			if (i+1 >= len(seg) || seg[i+1].m != kUnknown && seg[i+1].m != mPeople) && !g.lasts(*it) && !people {
				return a, false
			}
			mention = mention || people
		case mRest: // "the rest of the week is packed"
			if rest = !own && (has(seg, mAway) || has(seg, mNo)) && !has(seg, mNot) && has(seg, mUnit); !own && !rest {
				return a, false
			}
			mention = true
		case mAside:
			marked = true
			calls = calls || g.tokens[it.to-1].Text == "me"
		case mElse:
			if it.to-it.from != 1 || !g.inSet(laterWords, &g.tokens[it.from]) {
				return a, false
			}
			later, mention = true, true
		case mAsk:
			if i > 0 && !(i == 1 && refused && g.thatIsWhen(seg)) || lead != kComma && lead != kDash {
				return a, false
			}
		case mPro:
			verbs++
		case mNo, mDecline, mAway:
			no++
		case mNot:
			not++
		case mOnly:
			only = !g.onlyLeaves(seg, i)
		case mIt:
			if !own && i > 0 && !marked && it.to-it.from == 1 && g.tokens[it.from].Text == "it" { // "Nobody likes it"
				return a, false
			}
			if it.to-it.from > 1 && !(refused && (unknown > 1 || own && unknown > 0)) { // "not 2 - son's play at that time"
				return a, false
			}
			mention = true
		case kUnknown, mLabel, mUnit, mPeople:
			unknown++
			possessive = possessive || unknown == 1 && m == kUnknown && strings.HasSuffix(g.tokens[it.from].Text, "'s")
		case kLength, kDigits:
			mention = true
		case kTime:
			mention = true
			if thosePart || g.first != langEnglish && own && i > 0 && seg[i-1].m == mRest { // "op de andere avonden zit ik in de zaal"
				continue
			}
			x, match := &g.exprs[it.num], &g.match[it.num]
			if match.Problem != "" && match.Problem != "ambiguous-time" && match.Problem != "ambiguous-date" && !(own && match.Problem == "around") {
				return a, false
			}
			if x.Clock.Part == Midday && x.Day.Kind == NoDay { // "I cover lunch"
				unknown++
			}
			if !refused && x.Day.Ordinal && x.Clock.Kind == NoClock && g.first != langEnglish && g.tokens[it.to-1].Kind == TokenNumber && g.index(x.Day.First.Day) >= 0 { // "au 4"
				return a, false
			}
			set := g.during(x, match)
			if g.past(*it) {
				set = 0
			}
			if closes && x.Day.Kind != NoDay && x.Clock.Kind == OnTime && x.Clock.Bound == At { // "the office closes on Thursday at noon"
				y := *x
				y.Clock.Bound = After
				after := y.among(&g.room.offered)
				set |= g.during(&y, &after)
			}
			if back { // "I'm back on Thursday": not there before
				a.limits, a.within = true, g.all&^g.until(x)
			}
			if dated && x.Day.Kind == NoDay && (onDay && g.first == langEnglish || x.Clock.Bound == Until || x.Clock.Bound == Before) { // "afternoons I teach till 5", "Thursday I've the plumber in from 8"
				continue
			}
			dated, onDay = dated || set != 0 || x.Day.Kind != NoDay, onDay || x.Day.Kind != NoDay
			offered = offered || set != 0
			a.loose = a.loose || x.Day.Kind == NoDay || x.Day.Nth != 0 || x.Day.Next < 0
			a.busy |= set
			a.exact = a.exact || len(match.Slots) == 0 && x.Day.Kind != NoDay && x.Clock.Kind == OnTime
		case kNumber, mCard, mOrd:
			mention = true
			if m == mCard && it.num == 1 && i > 0 && seg[i-1].m == kUnknown && seg[i-1].to == it.from && g.first == langEnglish && own { // "I collect the little one"
				continue
			}
			if i > 0 && seg[i-1].m == mIf { // "until nine"
				continue
			}
			if measured = g.measures(seg, i); measured {
				continue
			}
			if i > 0 && seg[i-1].m == mAll && unknown > 1 && g.ofPeople(seg, i-1) {
				continue
			}
			if set := g.feiraSlots(*it); m == mOrd && own && set != 0 { // "segunda estou em Coimbra"
				a.busy |= set
				offered, a.loose = true, true
				continue
			}
			if n := g.counting(seg, i, own || prev || marked); n {
				counts = g.first == langEnglish && i+1 < len(seg) && (!g.inSet(wouldWords, &g.tokens[seg[i+1].from]) || i+2 < len(seg) && seg[i+2].m == kUnknown) // not "4 spare"
			} else {
				refuses := own && unknown > 1 && i+1 < len(seg) && seg[i+1].m == mDecline // "and 2 declined"
				if k := g.index(int(it.num)); k >= 0 && (no > 0 || refuses) && m == kNumber {
					a.busy |= 1 << k
					offered = true
					continue
				}
				return a, false
			}
		case kBad, kSlots:
			return a, false
		}
	}
	if g.strungAlong(seg) {
		return a, false
	}
	then := refused && lead == kComma && g.meanwhile(seg, no)
	excuse := then || refused && (lead == kOpen || lead == kDash || lead == kComma && (seg[0].m == mAsk || g.thatIsWhen(seg))) // "not 2 (lecture)", "but the 8th, when we move"
	switch {
	case not > 0 && no > 0, would && no == 0 && !(counts && (own || prev) && !apart && !has(seg, kTime)), offered && unknown == 1 && no == 0 && g.slang(seg), !mention && !excuse && !told && !(lead == kOpen && (own || unknown > 2)):
		return a, false
	case later && no+not == 0 && (unknown == 0 || verbs > 0), unknown == 0 && !later && !(apart && no > 0) && !calls && !then: // "call me on Wednesday"
		return a, false
	}
	if got := g.tokens[from].Text == "got"; got && from+1 < to { // "Got the kids", not "Got space on Thursday"
		switch g.tokens[from+1].Text {
		case "the", "my", "our", "a", "an", "another":
			own = true
		default:
			own = own || from+2 < to && g.tokens[from+1].Kind == TokenNumber && strings.HasSuffix(g.tokens[from+2].Text, "s") // "Got 14 wheels"
		}
	}
	subject := own || told || unknown > 1 && g.ownSubject(seg) || marked || lead == mBecause || later || prev && unknown > 0
	if !subject && firstWord == kUnknown { // "the café is shut on Mondays"
		subject = unknown+verbs > 2 || !offered && (unknown > 1 || verbs > 0) || possessive && unknown > 1 // "Grandson's football on Saturdays"
	}
	subject = subject || g.takesTime(seg) || excuse || lead == kOpen && !mention || measured || rest || g.eventAt(seg)
	if !subject || !before && !own && !marked && offered {
		return a, false
	}
	if only && lead != mBecause {
		a.limits, a.within = true, a.busy
		a.busy = 0
	}
	if back || apart {
		a.busy = 0
	}
	if lead == mBecause && no == 0 && not == 0 { // why a slot is liked
		a.busy, a.limits = 0, false
	}
	a.doubt = doubt{why: "unknown-words", text: g.text(from, to), line: g.piece.line, sentence: g.sentence, soft: true}
	return a, true
}

// slang reports what somebody is, in one word that we do not know and that is no doing of theirs: "Wednesday I'm gucci", not "I'm teaching".
func (g *grammar) slang(seg []item) bool {
	if g.first != langEnglish {
		return g.verbAlone(seg)
	}
	for _, it := range seg {
		if it.m != kUnknown || it.from == 0 || it.is(fName) || strings.HasSuffix(g.tokens[it.from].Text, "ing") {
			continue
		}
		be := g.tokens[it.from-1].Text
		return be == "am" || be == "im" || strings.HasSuffix(be, "'m") || strings.HasSuffix(be, "'re")
	}
	return false
}

// eventAt reports a stretch that says what there is at some time: "Wednesdays is choir", "el viernes es fiesta en la oficina".
func (g *grammar) eventAt(seg []item) bool {
	k := 0
	for k < len(seg) && seg[k].m == mFill {
		k++
	}
	if k+1 >= len(seg) || seg[k].m != kTime {
		return false
	}
	at, to := int(seg[k].to), int(seg[len(seg)-1].to)
	if at+1 >= to || !g.inSet(isWords, &g.tokens[at]) {
		return false
	}
	event := false
	for _, it := range seg[k+1:] {
		switch {
		case it.m == mFill || it.m == mPro || it.m == mHello || it.m == kMark || int(it.to) <= at+1 || it.m == mSlot && !event && g.first != langEnglish: // "es día de mercado"
		case g.inSet(eventWords, &g.tokens[it.to-1]):
			event = true
		case event && g.first == langEnglish && g.inFirst(spellWords, &g.tokens[it.from]) && it.to-it.from == 1 && int(it.to) == to: // "bin night"
		case !event || g.first == langEnglish:
			return false
		case it.m != mAnd && it.m != kUnknown && it.m != mLabel && it.m != mUnit && it.m != mPeople && it.m != mNo && it.m != mAway: // "en la oficina"
			return false
		}
	}
	return event
}

// eventWords are what takes place at its hour, and isWords stand before it; throughWords follow an "all" that says how long.
var eventWords, isWords, throughWords = wordsByLanguage("events"), wordsByLanguage("is"), wordsByLanguage("through")

// otherTime takes the words off a stretch by which it speaks of another time than the one that was named: "then I have a plane",
// "we're at the fair the day before".
func (g *grammar) otherTime(seg []item) ([]item, bool) {
	if len(seg) < 2 {
		return seg, false
	}
	if g.first != langEnglish {
		if it := seg[0]; (it.to-it.from == 1 || it.m == mThen) && g.inSet(laterWords, &g.tokens[it.to-1]) && g.inSet(ownWords, &g.tokens[it.to]) { // "danach bin ich im Urlaub"
			return seg[1:], true
		}
		return seg, false
	}
	if seg[0].m == mThen && g.own(seg[1]) && !g.inSet(itIsWords, &g.tokens[seg[1].from]) { // not "then it's not good"
		return seg[1:], true
	}
	if first := g.tokens[seg[0].from].Text; (first == "after" || first == "before" || first == "until") && int(seg[0].from)+1 < len(g.tokens) {
		if that := g.tokens[seg[0].from+1].Text; that == "that" || that == "then" { // "after that I'm on leave"
			k := 0
			for k < len(seg) && seg[k].from < seg[0].from+2 {
				k++
			}
			if k < len(seg) && seg[k-1].to == seg[0].from+2 && g.own(seg[k]) {
				return seg[k:], true
			}
		}
	}
	to := int(seg[len(seg)-1].to)
	if to < 3 {
		return seg, false
	}
	from := to - 2
	switch a, b := g.tokens[to-2].Text, g.tokens[to-1].Text; {
	case (a == "before" || a == "after" || a == "by") && (b == "that" || b == "then"), a == "in" && b == "between":
	case (a == "day" || a == "night" || a == "week") && (b == "before" || b == "after"):
		if g.tokens[to-3].Text == "the" {
			from--
		}
	default:
		return seg, false
	}
	k := len(seg)
	for k > 0 && int(seg[k-1].from) >= from {
		k--
	}
	if k == 0 || !g.own(seg[0]) || int(seg[k-1].to) > from {
		return seg, false
	}
	return seg[:k], true
}

// weigh decides about the asides once the rest of a mail has been read: they turn into doubts, or into remarks.
func (g *grammar) weigh(o *outcome) {
	for _, a := range g.asides {
		switch {
		case o.kind == KindUnclear, o.yes&a.busy != 0, a.limits && !o.yes.in(a.within), o.kind == KindDecline && a.exact, a.excuse && !(o.no == g.all && o.yes == 0):
			g.doubts = append(g.doubts, a.doubt)
		default:
			text := a.doubt.text
			if a.whole != "" {
				text = a.whole
			}
			if n := len(g.remarks); n == 0 || g.remarks[n-1].Text != text { // two asides of one sentence
				g.remarks = append(g.remarks, Remark{Text: text, Question: a.asks})
			}
			o.steps = append(o.steps, Step{Line: a.doubt.line, Rule: "aside", Text: a.doubt.text})
		}
	}
}
