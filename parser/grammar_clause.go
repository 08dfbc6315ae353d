package parser

// readSentence reads the items of one sentence. question: it ends in a question mark.
func (g *grammar) readSentence(in []item, question bool) {
	if question {
		in = g.labels(in)
	}
	s := g.survey(in, question)
	if question && s.quantOnly && !s.verdict {
		s.mention = false
	}
	switch {
	case s.propose >= 0 && (s.times > 0 || question):
		start := proposalStart(in, s.propose)
		before := in[:start]
		if mentionBefore(before) && !hasVerdict(before) && !has(before, mNone) && !has(before, mNeither) {
			g.doubt("question", s.from, s.to, false)
			return
		}
		g.readStatement(before, false)
		g.readProposal(in[start:])
		return
	case question && s.mention && asksLast(in) > 0:
		c := asksLast(in)
		g.readStatement(in[:c], false)
		g.readSentence(in[c+1:], true)
		return
	case question && s.mention:
		if !g.questionCounter(in) {
			g.doubt("question", s.from, s.to, false)
		}
		return
	case question:
		if s.alarm != mUnknown || s.hedge != mUnknown && s.verdict {
			g.doubt(doubtNames[max(s.alarm, s.hedge)], s.from, s.to, false)
			return
		}
		if s.words > 0 || s.verdict {
			if s.words == 0 {
				g.doubt("question", s.from, s.to, false)
				if g.spoken() && g.piece.slot < 0 { // "2 and 4 work. OK?"
					g.doubts = g.doubts[:len(g.doubts)-1]
				}
			}
			g.remarks = append(g.remarks, Remark{Text: g.text(s.from, s.to), Question: true})
		} else if !g.spoken() {
			g.doubt("question", s.from, s.to, false)
		}
		return
	}
	g.readStatement(in, s.propose >= 0)
}

// proposalStart is where a proposal begins: at its first word, or, where that stands at the end ("Friday at 15?" in Japanese), at the
// comma before.
func proposalStart(in []item, propose int) int {
	start := propose
	for start > 0 && in[start-1].m != kComma && in[start-1].m != mBut && in[start-1].m != kSemicolon && in[start-1].m != kDash {
		start--
	}
	if mentionBefore(in[start:propose]) && !hasVerdict(in[start:propose]) && !has(in[start:propose], mNone) {
		return start
	}
	return propose
}

// asksLast is the comma after which a question begins, behind a statement: "None of them works, would Friday at 13:00 be an option?" 0
// if there is none.
func asksLast(in []item) int {
	for c := len(in) - 2; c > 0; c-- {
		if in[c].m == kComma && in[c+1].m == mPro && (hasVerdict(in[:c]) || has(in[:c], mNone) || has(in[:c], mNeither)) {
			return c
		}
	}
	return 0
}

// spoken reports whether anything was said about slots already.
func (g *grammar) spoken() bool { return len(g.facts) > 0 }

// survey is what can be seen of a sentence before it is taken apart.
type survey struct {
	from, to  int // tokens
	mention   bool
	verdict   bool
	times     int  // expressions of time
	words     int  // words that we do not know
	quantOnly bool // mentions nothing but "all", "any" and the like
	alarm     meaning
	hedge     meaning
	propose   int // place of the first word that proposes; -1
}

func (g *grammar) survey(in []item, question bool) survey {
	s := survey{propose: -1}
	if len(in) > 0 {
		s.from, s.to = int(in[0].from), int(in[len(in)-1].to)
	}
	s.quantOnly = true
	for i, it := range in {
		switch {
		case question && it.m == kTime && g.exprs[it.num].Clock.Part == Midday && g.exprs[it.num].Day.Kind == NoDay: // "will there be lunch?"
		case mentions(it.m):
			s.mention = true
			s.quantOnly = s.quantOnly && (it.m == mAll || it.m == mAny || it.m == mNone || it.m == mSome || it.m == mRest)
			if it.m == kTime {
				s.times++
			}
		case it.m >= mYes && it.m <= mDecline && it.m != mPro, it.m == mTicked, it.m == mAlsoYes:
			s.verdict = true
		case it.m == kUnknown, it.m == kDigits, it.m == mLabel, it.m == mUnit, it.m == kLength:
			s.words++
		case it.m == mPartial, it.m == mPostpone, it.m == mUndo, it.m == mElse:
			if s.alarm == mUnknown {
				s.alarm = it.m
			}
		case it.m == mHedge, it.m == mIf:
			if s.hedge == mUnknown {
				s.hedge = it.m
			}
		case it.m == mPropose:
			if s.propose < 0 {
				s.propose = i
			}
		}
	}
	return s
}

// mentions reports items that may mention slots.
func mentions(m meaning) bool {
	switch m {
	case kNumber, kSlots, kBad, kTime, mCard, mOrd, mLast, mMiddle, mEarly, mLate, mFormer, mLatter,
		mAll, mAny, mBoth, mEither, mNone, mNeither, mAllBut, mNoneBut, mRest, mNoRest, mFlex, mSome:
		return true
	}
	return false
}

// doubtNames names what made a sentence doubtful.
var doubtNames = map[meaning]string{
	mHedge: "hedge", mIf: "condition", mPartial: "partial", mPostpone: "postponed", mUndo: "taken-back", mElse: "other-times",
	mAsk: "question", mTurn: "turn",
}

// readStatement reads a sentence that is no question.
func (g *grammar) readStatement(in []item, proposes bool) {
	in = g.plain(in)
	if len(in) == 0 {
		return
	}
	from, to := int(in[0].from), int(in[len(in)-1].to)
	s := g.survey(in, false)
	see := false
	speaks := s.mention || s.verdict || g.piece.slot >= 0 && has(in, mIt)
	for i, it := range in {
		switch it.m {
		case mHedge, mIf, mPartial, mPostpone:
			g.doubt(doubtNames[it.m], from, to, it.m == mHedge && speaks)
			return
		case mElse:
			if has(in, mSaid) {
				continue
			}
			g.doubt(doubtNames[it.m], from, to, false)
			return
		case mAsk:
			if s.mention && !(i > 0 && in[i-1].m == kComma && g.tokens[it.from].Text == "which") {
				g.doubt("question", from, to, false)
				return
			}
		case mTurn:
			if g.spoken() || len(g.bare) > 0 || i > 0 && mentionBefore(in[:i]) {
				if !has(in, mMean) {
					g.doubt("turn", from, to, false)
					return
				}
			}
		case mSee:
			see = true
		case mSad: // "3 :-("
			if !s.verdict && s.mention && !has(in, mNone) {
				g.doubt("hedge", from, to, true)
				return
			}
		case mOops: // "2 - sorry, 3"
			if mentionBefore(in[:i]) && mentionBefore(in[i:]) && !hasVerdict(in[i:]) {
				g.doubt("turn", from, to, false)
				return
			}
		}
	}
	if has(in, mOops) || has(in, mSad) {
		in = drop(drop(in, mOops), mSad)
	}
	if len(in) >= 2 && in[0].m == mPro && mentions(in[1].m) && asks(g.tokens[in[0].from].Text) { // "does 3 work for Anna"
		g.doubt("question", from, to, false)
		return
	}
	if !speaks && !has(in, mUndo) && !has(in, mMean) && !has(in, mSaid) && !has(in, mNot) && !has(in, mPro) && !has(in, mAlso) && !has(in, mExcept) {
		if s.words > 0 {
			g.remarks = append(g.remarks, Remark{Text: g.text(from, to)})
		}
		return
	}
	if len(in) == 0 {
		return
	}
	before := len(g.facts)
	for i, clause := range g.clauses(in) {
		g.readClause(clause, i > 0, see)
	}
	g.header = vNone
	if in[len(in)-1].m == kColon || g.endsInColon(to) {
		g.header = g.headerVerdict(before)
	}
}

// mentionBefore reports a mention among items.
func mentionBefore(in []item) bool {
	for _, it := range in {
		if mentions(it.m) {
			return true
		}
	}
	return false
}

func asks(s string) bool {
	switch s {
	case "does", "do", "is", "can", "could", "would", "will", "did", "are":
		return true
	}
	return false
}

func has(in []item, m meaning) bool {
	for _, it := range in {
		if it.m == m {
			return true
		}
	}
	return false
}

func (g *grammar) endsInColon(to int) bool {
	return to < len(g.tokens) && g.tokens[to].Text == ":" && to+1 == len(g.tokens)
}

// headerVerdict is what a line such as "These work for me:" says of the mentions that follow. Its own facts are withdrawn.
func (g *grammar) headerVerdict(before int) verdict {
	v := vNone
	if n := len(g.bare); n > 0 && g.bare[n-1].sentence == g.sentence {
		v = g.bare[n-1].verdict
		g.bare = g.bare[:n-1]
	}
	for _, f := range g.facts[before:] {
		if !f.all {
			return vNone
		}
		v = f.verdict
	}
	if v == vNo && len(g.facts) > before { // "None of these, but:"
		return vNone
	}
	g.facts = g.facts[:before]
	return v
}

// plain takes out what means nothing for slots: polite words, names in a greeting, bullets.
func (g *grammar) plain(in []item) []item {
	out := g.work[:0]
	for i := 0; i < len(in); i++ {
		it := in[i]
		switch it.m {
		case mHello:
			if i+1 < len(in) && in[i+1].to-in[i+1].from == 1 && in[i+1].m == mHedge && g.tokens[in[i+1].from].Raw != g.tokens[in[i+1].from].Text {
				i++ // "Hi May,"
				continue
			}
			// "Hi Jan," and "Dear April": a name that is a month too; "Hi Ana": a name
			if i+1 < len(in) && (in[i+1].m == kTime && g.exprs[in[i+1].num].Day.Kind == OnMonth || in[i+1].m == kUnknown && in[i+1].is(fName)) {
				i++
				for i+1 < len(in) && in[i+1].m == kUnknown && in[i+1].is(fName) {
					i++
				}
			}
			continue
		case mWish:
			for i+1 < len(in) && (in[i+1].m == kTime || in[i+1].m == mFill || in[i+1].m == kUnknown) {
				i++
			}
			continue
		case mFill, mOther:
			continue
		case kUnknown:
			if it.is(fName) && g.isName(in, i) {
				continue
			}
		case kStar:
			if i == 0 || i+1 == len(in) {
				continue
			}
		}
		out = append(out, it)
	}
	g.work = out
	return out
}

// isName reports a person beside the writer: "for Tom", "Erik and I", "with Ana".
func (g *grammar) isName(in []item, i int) bool {
	if i > 0 && in[i-1].m == mFill {
		switch g.tokens[in[i-1].to-1].Text {
		case "for", "with", "für", "mit", "pour", "avec", "para", "con", "per", "com", "voor", "met", "för", "med", "dla", "z":
			return true
		}
	}
	if i+2 < len(in) && in[i+1].m == mAnd && (in[i+2].m == mWho || g.beginsWithWho(in[i+2])) {
		return true
	}
	if i > 1 && in[i-1].m == mAnd && (in[i-2].m == mWho || in[i-2].m == mFill || self(g.tokens[in[i-2].to-1].Text)) {
		return i+1 == len(in) || in[i+1].m == kComma || in[i+1].m == mFill
	}
	return false
}

// self reports a word for the writer, at the end of a phrase such as "works for me".
func self(s string) bool {
	switch s {
	case "me", "us", "mir", "uns", "moi", "nous", "mí", "mim", "mij", "mig", "oss", "minulle", "meille", "mnie", "nam":
		return true
	}
	return false
}

// beginsWithWho reports a phrase such as "I can".
func (g *grammar) beginsWithWho(it item) bool {
	if it.to-it.from < 2 {
		return false
	}
	who := false
	g.lex.walk(g.tokens, int(it.from), func(entries []entry, n int) {
		for _, e := range entries {
			who = who || n == 1 && e.meaning == mWho && g.rank[e.lang] >= 0
		}
	})
	return who
}

// clauses cuts a sentence where what was said ends and something else begins.
func (g *grammar) clauses(in []item) [][]item {
	var out [][]item
	start := 0
	cut := func(i, next int) {
		if i > start {
			out = append(out, in[start:i:i])
		}
		start = next
	}
	for i := 0; i < len(in); i++ {
		if in[i].is(fColon) && has(in[start:i], mUndo) { // "Ignore my last mail: 2 and 4"
			cut(i, i)
		}
		switch in[i].m {
		case mBut:
			if i > start && i+1 < len(in) && g.excludes(in, start, i) {
				in[i].m = mExcept
				continue
			}
			cut(i, i+1)
			if start < len(in) {
				in[start].flags |= fBut
			}
		case mClash:
			in[i].m = mNo
			cut(i+1, i+1)
			if start < len(in) {
				in[start].flags |= fWhy
			}
		case mBecause:
			cut(i, i+1)
			if start < len(in) {
				in[start].flags |= fWhy
			}
		case mAsk:
			if i > 0 && i+1 < len(in) { // ", which clashes with another meeting"
				cut(i, i+1)
				in[start].flags |= fWhy
			}
		case mSo:
			cut(i, i+1)
		case kSemicolon, mMean:
			cut(i, i)
			if in[i].m == kSemicolon {
				start = i + 1
			}
		case kDash:
			if g.gluedByDash(in, start, i) {
				in = append(in[:i:i], in[i+1:]...)
				i--
				continue
			}
			cut(i, i+1)
		case mAnd, kComma:
			// "2 works and I will bring cake": a new subject begins a clause
			switch {
			case i+1 < len(in) && in[i+1].m == mWho && i > start && hasVerdict(in[start:i]):
				cut(i, i+1)
			case in[i].m == kComma && (has(in[start:i], mUndo) || has(in[start:i], mSaid)):
				cut(i, i+1)
			}
		}
	}
	cut(len(in), len(in))
	return out
}

// excludes reports "all work but 2": a quantifier before the but, a mention without a verdict after it.
func (g *grammar) excludes(in []item, start, but int) bool {
	quant := false
	for _, it := range in[start:but] {
		switch it.m {
		case mAll, mAny, mNone:
			quant = true
		case kNumber, kTime, mCard, mOrd, mLast, mRest, mBest, mNo, mNot, mDecline:
			return false
		}
	}
	if !quant {
		return false
	}
	mention := false
	for _, it := range in[but+1:] {
		switch {
		case mentions(it.m) && it.m != mAll && it.m != mAny:
			mention = true
		case it.m >= mYes && it.m <= mDecline || it.m == kUnknown || it.m == mOnly || it.m == mAlso || it.m == mMost:
			return false
		case it.m == mBut || it.m == kDash || it.m == kSemicolon:
			return mention
		}
	}
	return mention
}

// gluedByDash reports whether a dash stands between a mention and its verdict, rather than between two statements.
func (g *grammar) gluedByDash(in []item, start, i int) bool {
	if i+1 >= len(in) || i == start {
		return true
	}
	p, n := in[i-1], in[i+1]
	before := false
	for _, it := range in[start:i] {
		before = before || mentions(it.m)
	}
	verdict := func(m meaning) bool { return m >= mYes && m <= mEmpty }
	switch {
	case (p.m == mAll || p.m == mAny) && n.m == kNumber: // "All - 2"
		in[i+1].m, in[i+1].why = kBad, "minus"
		return true
	case (mentions(p.m) || p.m == mSlot || p.m == mSlots) && verdict(n.m):
		return true
	case verdict(p.m) && mentions(n.m):
		return !before
	case mentions(p.m) && mentions(n.m):
		return (p.m == kNumber) != (n.m == kNumber) && (p.m == kTime || n.m == kTime)
	}
	return false
}

// unit is a mention or a verdict of a group, or a joint between them.
type unit struct {
	kind  byte // 'S', 'V', 'C'
	item  item
	v     verdict
	bare  bool // a verdict of one word such as "no": not a verb that could have several subjects
	or    bool
	skip  bool // an empty box
	out   bool // a no to everything
	not   bool // nothing but a negation
	paren bool // in brackets
	away  bool // says where somebody is, not what works
	colon bool // a colon stands before it
}

// group is what stands between two commas.
type group struct {
	units            []unit
	unknown          bool
	from, to         int
	also, only       bool
	lead             meaning // joint at its begin
	colon            bool
	neg              bool // has a word of negation
	anaphor, rank, v bool
	unknowns         int
	instead          bool // put as something else than the offer
}

// readClause reads a clause. later: it is not the first of its sentence.
func (g *grammar) readClause(in []item, later, see bool) {
	in = drop(in, mWho)
	but, why := len(in) > 0 && in[0].is(fBut), len(in) > 0 && in[0].is(fWhy)
	switch {
	case has(in, mMean):
		g.facts, g.bare, g.doubts, g.counters = g.facts[:0], g.bare[:0], g.doubts[:0], g.counters[:0]
		g.replaced = true
		in = drop(in, mMean)
	case has(in, mSaid):
		g.said = true
		return
	case has(in, mUndo):
		from, to := int(in[0].from), int(in[len(in)-1].to)
		in = g.mentions(drop(in, mUndo))
		g.said = true
		for _, it := range in {
			if it.m == kSlots && !it.is(fQuant|fRest|fThese|fIt) && !has(in, kUnknown) && it.set != 0 {
				g.state(fact{set: it.set, verdict: vNo, rule: "taken-back"}, it)
				return
			}
		}
		if len(g.facts) > 0 || has(in, kBad) {
			g.doubt("taken-back", from, to, false)
		}
		return
	}
	in = g.mentions(brackets(in))
	if len(in) == 0 {
		return
	}
	var groups []group
	for start := 0; start <= len(in); {
		end := start
		for end < len(in) && in[end].m != kComma {
			end++
		}
		if end > start {
			groups = append(groups, g.group(in[start:end]))
		}
		start = end + 1
	}
	if why && !hasMention(in) {
		return // why something does not work is no new answer
	}
	g.assign(groups, but, later, see)
}

func drop(in []item, m meaning) []item {
	out := in[:0]
	for _, it := range in {
		if it.m != m {
			out = append(out, it)
		}
	}
	return out
}

// brackets sorts what stands in brackets: a statement of its own, or a verdict on the mention before.
func brackets(in []item) []item {
	for i := 0; i < len(in); i++ {
		if in[i].m != kOpen {
			continue
		}
		j := i + 1
		for j < len(in) && in[j].m != kClose {
			j++
		}
		inner := in[i+1 : min(j, len(in))]
		switch {
		case !hasVerdict(inner):
		case mentionBefore(inner):
			in[i].m = kComma
			if j < len(in) {
				in[j].m = kComma
			}
		default:
			for k := range inner {
				inner[k].flags |= fParen
			}
			in[i].m = kMark
			if j < len(in) {
				in[j].m = kMark
			}
		}
	}
	return drop(in, kMark)
}

// group sorts the items of a group into units.
func (g *grammar) group(in []item) group {
	gr := group{from: int(in[0].from), to: int(in[len(in)-1].to), colon: in[0].is(fColon)}
	var run runner
	flush := func() {
		if run.any {
			u := run.unit()
			gr.units = append(gr.units, u)
			gr.v = true
		}
		run = runner{}
	}
	for i, it := range in {
		switch m := it.m; {
		case m == kSlots && it.is(fIt|fThese) && !it.is(fQuant|fRest) && g.ownMention(in):
			// "this", "they" beside a mention is that mention
			gr.anaphor = true
		case m == kSlots || m == kBad:
			flush()
			gr.units = append(gr.units, unit{kind: 'S', item: it})
		case m >= mYes && m <= mEmpty:
			run.colon = run.colon || !run.any && it.is(fColon)
			run.add(m, g.oneWord(it))
			run.modal = run.modal || g.modal(it)
			run.paren = it.is(fParen)
		case m == mRank2:
			run.add(mYes, false)
		case m == mMost:
			if len(gr.units) > 0 {
				run.add(mBest, false)
			} else {
				it.m, it.why = kBad, "some"
				gr.units = append(gr.units, unit{kind: 'S', item: it})
			}
		case m == mAnd || m == mOr || m == mThen || m == kSlash || m == mBut:
			if i == 0 {
				gr.lead = m
				continue
			}
			if m == mThen {
				gr.rank = true
			}
			if run.any && i+1 < len(in) && in[i+1].m >= mYes && in[i+1].m <= mEmpty && !verdictThenMention(in[i+1:]) {
				continue // "fine and good"
			}
			flush()
			gr.units = append(gr.units, unit{kind: 'C', or: m == mOr || m == kSlash, item: it})
		case m == mAlso:
			gr.also = true
		case m == mAlsoYes:
			run.add(mYes, false)
			gr.also, gr.instead = true, true
		case m == mInstead:
			gr.instead = true
		case m == mOnly:
			gr.only = true
		case m == kUnknown || m == kDigits || m == kLength || m == mLabel || m == mUnit || m == mExcept || m == mUndo || m == mAsk || m == mAllBut || m == mNoneBut || m == mOutOf || m == mPropose || m == kCount || m == mInsteadOf:
			gr.unknown = true
			gr.unknowns++
		}
		if it.m == mNot || it.m == mNo {
			gr.neg = true
		}
	}
	flush()
	for n := len(gr.units); n > 0 && gr.units[n-1].kind == 'C'; n-- {
		gr.units = gr.units[:n-1]
	}
	g.insteadOf(in, &gr)
	gr.units = g.lists(gr.units)
	return gr
}

// insteadOf reads "3 instead of 2".
func (g *grammar) insteadOf(in []item, gr *group) {
	if len(in) == 3 && in[1].m == mInsteadOf && in[0].m == kSlots && in[2].m == kSlots {
		gr.unknown = false
		gr.units = []unit{{kind: 'S', item: in[0]}, {kind: 'V', v: vYes}, {kind: 'S', item: in[2]}, {kind: 'V', v: vNo}}
	}
}

// ownMention reports a mention that needs no other to be understood.
func (g *grammar) ownMention(in []item) bool {
	for _, it := range in {
		if it.m == kBad || it.m == kSlots && (!it.is(fIt|fThese) || it.is(fQuant|fRest)) {
			return true
		}
	}
	return false
}

// modal reports "I can" and the like.
func (g *grammar) modal(it item) bool {
	if it.m != mYes {
		return false
	}
	switch g.tokens[it.to-1].Text {
	case "can", "could", "able":
		return true
	}
	return false
}

// verdictThenMention reports whether a mention follows the verdicts at the begin of in, before any joint.
func verdictThenMention(in []item) bool {
	for _, it := range in {
		if it.m == kSlots || it.m == kBad {
			return true
		}
		if !(it.m >= mYes && it.m <= mEmpty) {
			return false
		}
	}
	return false
}

// oneWord reports a verdict that a single number takes, such as "no" or a cross: in "1, 2 no" nobody knows what 1 has.
func (g *grammar) oneWord(it item) bool {
	return it.to-it.from == 1
}

// lists joins mentions that are joined in the text: "1 and 3", "1 3", "Tuesday or Thursday".
func (g *grammar) lists(in []unit) []unit {
	out := in[:0]
	for i := 0; i < len(in); i++ {
		u := in[i]
		n := len(out)
		joined := n > 0 && u.kind == 'S' && out[n-1].kind == 'S'
		ranked := false
		if n > 1 && u.kind == 'S' && out[n-1].kind == 'C' && out[n-2].kind == 'S' {
			joined = true
			ranked = out[n-1].item.m == mThen
		}
		if !joined {
			out = append(out, u)
			continue
		}
		p := n - 1
		if out[p].kind == 'C' {
			p--
		}
		a, b := out[p].item, u.item
		a0 := a
		if ranked {
			u.item.flags |= fRank
			out = append(out, u)
			continue
		}
		special := uint32(fRest | fThese | fIt)
		switch {
		case b.m == kBad:
			out[p].item.m, out[p].item.why = kBad, b.why
		case a.m == kBad:
		case p == n-1 && a.is(fTimes) && b.is(fTimes) && g.dayAndHour(a, b): // "Tuesday only in the afternoon"
			a.set &= b.set
			a.to = b.to
			a.flags = a.flags&^(fSeveral|fSeveralBare|fMiss) | fPlural
			if a.set == 0 {
				a.flags |= fMiss
			}
			out[p].item = a
			out = out[:p+1]
			continue
		case p == n-1 && !g.sideBySide(a, b):
			out = append(out, u)
			continue
		case a.is(special) || b.is(special) || a.is(fQuant) != b.is(fQuant) || a.is(fExcept) || b.is(fExcept),
			p == n-1 && a.is(fDigits) != b.is(fDigits):
			out = append(out, u)
			continue
		default:
			if a.is(fStar) {
				g.starred |= a.set
			}
			if b.is(fStar) {
				g.starred |= b.set
			}
			if a.is(fNone) || !b.is(fNone) {
				a.set |= b.set
			}
			if a.want == 2 || b.want == 2 {
				a.want = 0
			}
			a.flags |= b.flags
			a.more = append(a.more, b.more...)
			if p < n-1 && g.sharesPart(a0, b) {
				a.m, a.why = kBad, "ambiguous-time"
			}
			a.to = b.to
			a.flags &^= fNoNumber
			out[p].item = a
			out[p].or = p < n-1 && out[n-1].or
		}
		out = out[:p+1]
	}
	for i := range out { // "both 1 and 3"
		if it := &out[i].item; out[i].kind == 'S' && it.m == kSlots && it.want > 0 && int(it.want) != it.set.len() {
			it.m, it.why = kBad, "count"
		}
		if out[i].kind == 'S' && out[i].item.is(fStar) {
			g.starred |= out[i].item.set
		}
	}
	return out
}

// sharesPart reports "Thursday or Friday morning", where the part of the day may be meant for both days, and that would be
// other slots.
func (g *grammar) sharesPart(a, b item) bool {
	if !a.is(fTimes) || !b.is(fTimes) || a.m != kSlots || b.m != kSlots || int(a.num) >= len(g.exprs) || int(b.num) >= len(g.exprs) {
		return false
	}
	x, y := g.exprs[a.num], g.exprs[b.num]
	if x.Clock.Kind != NoClock || y.Clock.Kind != OnPart || x.Day.Kind == NoDay || y.Day.Kind == NoDay || y.Clock.Part == AllDay {
		return false
	}
	x.Clock = y.Clock
	m := x.Select(g.offer.Slots, g.offer.Zone, g.sent)
	return setOf(m.Slots) != a.set
}

// dayAndHour reports a day without a time of day and a time of day without a day.
func (g *grammar) dayAndHour(a, b item) bool {
	if a.m != kSlots || b.m != kSlots || a.is(fDigits|fMiss) || b.is(fDigits|fMiss) || int(a.num) >= len(g.exprs) || int(b.num) >= len(g.exprs) {
		return false
	}
	x, y := &g.exprs[a.num], &g.exprs[b.num]
	if x.Day.Kind == NoDay {
		x, y = y, x
	}
	return x.Clock.Kind == NoClock && y.Day.Kind == NoDay && x.Day.Kind != NoDay && y.Clock.Kind != NoClock
}

// sideBySide reports mentions with nothing between them but marks and nouns: "1 3", "slot 1 slot 3", not "2 of the 3".
func (g *grammar) sideBySide(a, b item) bool {
	for i := int(a.to); i < int(b.from); {
		t := g.tokens[i]
		if t.Kind != TokenWord {
			i++
			continue
		}
		e, n := g.phrase(i, len(g.exprs))
		switch e.meaning {
		case mSlot, mSlots, mNumber, mOrdSign:
			i += n
		default:
			return false
		}
	}
	return true
}

// runner adds up the verdict words of a run.
type runner struct {
	away, colon   bool
	paren         bool
	any, one, neg bool
	negated       bool
	modal         bool // "I can", which a "not" after it turns round
	nots, words   int
	v             verdict
	skip, out     bool
}

func (r *runner) add(m meaning, one bool) {
	r.any = true
	r.words++
	r.one = one
	v := vNone
	switch m {
	case mYes, mTicked:
		v = vYes
	case mGreat:
		v = vGreat
	case mBest:
		v = vBest
	case mNeed:
		v = vNeed
	case mPoor:
		v = vPoor
	case mPro:
		v = vPro
	case mNo, mDecline, mAway:
		r.away = r.away || m == mAway
		v = vNo
		r.out = r.out || m == mDecline
	case mNot:
		r.nots++
		r.neg = true
		return
	case mEmpty:
		r.skip = true
		return
	}
	if r.neg {
		r.negated = true
		switch v {
		case vYes, vPro:
			if r.v == vYes && r.modal { // "I can no longer do 2"
				r.v, r.neg = vNo, false
				return
			}
			if v == vPro { // "does not", "can't do": still to come
				if r.v == vNone {
					return
				}
			}
			v, r.neg = vNo, false
		case vGreat, vBest:
			v, r.neg = vPoor, false
		case vNo:
			r.neg = false
			if r.nots > 1 || r.v != vNone {
				v = vHuh
			}
		}
	}
	r.v = combine(r.v, v)
}

func (r *runner) unit() unit {
	if r.neg {
		switch r.v {
		case vNone, vPro, vYes, vNo:
			r.v = vNo
		case vGreat, vBest, vPoor:
			r.v = vPoor
		default:
			r.v = vHuh
		}
	}
	return unit{kind: 'V', v: r.v, bare: r.one && r.words == 1, skip: r.skip, out: r.out && r.v == vNo && !r.negated, not: r.nots > 0 && r.nots == r.words, paren: r.paren, away: r.away && r.words == 1, colon: r.colon}
}

// combine is what two verdicts on the same mention say together.
func combine(a, b verdict) verdict {
	if a > b {
		a, b = b, a
	}
	switch {
	case a == vNone || a == b:
		return b
	case b == vHuh:
		return vHuh
	case b == vNo:
		if a == vPro {
			return vNo
		}
		return vHuh
	case b == vPoor:
		if a == vPro || a == vYes || a == vNeed {
			return vNeed
		}
		return vHuh
	case b == vNeed:
		if a == vPro || a == vYes {
			return vNeed
		}
		return vHuh
	}
	return b
}

// legend looks for what a star means: "(* = preferred)".
func (g *grammar) legend(pieces []piece) {
	for k := range pieces {
		t := pieces[k].tokens
		for i := 0; i+2 < len(t); i++ {
			if t[i].Raw != "*" || t[i+1].Text != "=" && t[i+1].Text != ":" {
				continue
			}
			g.lex.walk(t, i+2, func(entries []entry, _ int) {
				for _, e := range entries {
					if e.meaning == mBest {
						g.star = vBest
					}
				}
			})
			if g.star == vBest { // cut it off
				from := i
				if from > 0 && t[from-1].Text == "(" {
					from--
				}
				pieces[k].tokens = t[:from]
				for len(pieces[k].exprs) > 0 && pieces[k].exprs[len(pieces[k].exprs)-1].To > from {
					pieces[k].exprs = pieces[k].exprs[:len(pieces[k].exprs)-1]
				}
			}
		}
	}
}
