package parser

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The words of people, by language: one file a language in lexicon/, all.txt for signs that everybody uses.
//
// A file has sections, "[yes]", with phrases between commas or line ends; "#" begins a comment. A phrase is written as people
// write it, with accents; without them it is found too, unless that is another word of the language. The longest phrase wins,
// so "not ideal" needs no grammar where "not" and "ideal" alone would mislead. Sections of numbers have "3: three, drei".
//
// The sections of answers are named in meanings; the others hold days and hours ("time ..."), proposals and what mail programs
// write ("mail ..."), and are read where they are needed. How to add a phrase or a language is told in doc.go.

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

type lang uint8 // index into languages

const (
	langAll lang = iota
	langEnglish
	langGerman
)

// meaning is what a phrase does in a sentence.
type meaning uint8

const (
	mUnknown meaning = iota
	mFill            // changes nothing about slots: articles, particles, polite words
	mHello           // greetings, thanks, closings
	mSee             // see you: a mention after it is no new answer
	mWish            // have a nice: the day after it means nothing
	mWho             // I, we: begins a clause after "and"
	mOther           // she, he, they: somebody else
	mIt              // it, this: the slot spoken of
	mThese           // these, they: the slots on offer

	// verdicts
	mYes     // can, works
	mGreat   // a yes that is a preference beside a weaker one
	mBest    // preferred
	mNeed    // if need be
	mPoor    // not ideal
	mNo      // cannot
	mAway    // away, ill: a no beside a slot, and a remark alone
	mNot     // turns the verdict round; alone it is a no
	mPro     // does, is, would: a yes if nothing else is said
	mDecline // no to everything
	mTicked  // a box with a mark
	mEmpty   // a box without one

	// slots
	mAll
	mAny
	mBoth
	mEither
	mNone
	mNeither
	mAllBut
	mNoneBut
	mMost    // best after a mention, else some
	mRest    // the others
	mNoRest  // none of the others
	mFlex    // flexible: any of them, if nothing else is said
	mSome    // most, some: nobody knows which
	mSlot    // noun, one slot
	mSlots   // noun, several
	mNumber  // "number", "no.": a slot number follows
	mWeAre   // the number after it is a count of people
	mLabel   // room, page: the number after it is no slot
	mOfThem  // the number before it is how many of the slots: nobody knows which
	mUnit    // people, minutes: the number before it is no slot
	mCard    // a number word
	mName    // what a slot with a number is called: "nelonen"
	mOrd     // an ordinal
	mFirstN  // first, where several may follow: "the first two"
	mLast    // last
	mMiddle  // the middle one
	mEarly   // earliest
	mLate    // latest
	mFormer  // of two
	mLatter  // of two
	mOrdSign // sign that makes the number beside it an ordinal

	// joints
	mAnd
	mOr
	mBut
	mTo     // range
	mThen   // next in a ranking
	mExcept // not those that follow
	mOutOf  // not those before it (Japanese)
	mOnly
	mAlso
	mBecause
	mSo      // what follows is concluded: a statement of its own
	mRanking // in order of preference: the first one named is preferred
	mRank2   // second choice: works, less liked

	// what makes a reading doubtful
	mHedge
	mIf
	mPartial  // late, leaving early
	mPostpone // will tell later
	mUndo     // forget what I said
	mSad      // a sad face
	mOops     // sorry: between two mentions it takes the first back
	mClash    // conflicts with: a no, and what follows is the reason
	mTurn     // actually: takes back if something was said before
	mMean     // what follows replaces what was said
	mSaid     // what follows was said before and counts no more
	mElse     // another time, later: asks for something that is not offered
	mAsk      // question words
	mPropose  // how about: what follows is proposed
	mInstead  // instead
	mInsteadOf
	mAlsoYes  // also possible: a yes, of a slot or of a time that is not on offer
	mPeople   // somebody: of no weight for slots
	mTitle    // Mr: a name follows
	mPause    // lol: parts what stands before it from what follows
	mUndoThat // scratch that: takes back what was said in the same mail
	mAside    // by the way: what follows is no answer
)

// meanings names the sections.
var meanings = map[string]meaning{
	"fill": mFill, "past": mFill, "at present": mFill, "regret": mFill, "told": mFill, "hello": mHello, "idle": mHello, "see you": mSee, "wish": mWish, "who": mWho, "other": mOther, "it": mIt, "these": mThese,
	"yes": mYes, "great": mGreat, "best": mBest, "need": mNeed, "poor": mPoor, "no": mNo, "away": mAway, "not": mNot, "pro": mPro, "decline": mDecline,
	"ticked": mTicked, "empty": mEmpty,
	"everything": mAll, "any": mAny, "both": mBoth, "either": mEither, "none": mNone, "neither": mNeither, "rest": mRest, "none of the rest": mNoRest, "flexible": mFlex, "all but": mAllBut, "none but": mNoneBut, "most": mMost, "some": mSome,
	"slot": mSlot, "slots": mSlots, "number": mNumber, "label": mLabel, "we are": mWeAre, "unit": mUnit, "of them": mOfThem, "cardinal": mCard, "number name": mName, "ordinal": mOrd,
	"last": mLast, "middle": mMiddle, "earliest": mEarly, "latest": mLate, "former": mFormer, "latter": mLatter, "ordinal sign": mOrdSign,
	"and": mAnd, "or": mOr, "but": mBut, "to": mTo, "then": mThen, "except": mExcept, "except those before": mOutOf, "only": mOnly, "also": mAlso,
	"because": mBecause, "so": mSo, "second choice": mRank2, "ranking": mRanking,
	"hedge": mHedge, "if": mIf, "partial": mPartial, "postpone": mPostpone, "undo": mUndo, "turn": mTurn, "sad": mSad, "oops": mOops, "clash": mClash, "mean": mMean, "said": mSaid,
	"else": mElse, "ask": mAsk, "propose": mPropose, "instead": mInstead, "instead of": mInsteadOf, "also possible": mAlsoYes, "aside": mAside, "people": mPeople, "title": mTitle, "pause": mPause, "undo that": mUndoThat, "thing": kUnknown,
}

// entry is one meaning of a phrase in one language.
type entry struct {
	lang    lang
	meaning meaning
	num     int16 // of numbers
	plain   bool  // found by leaving accents off
}

// word is the number of a word that we know, from 1; 0 is that of every other word.
type word uint32

// node is a place in the tree of phrases: where the words so far have led. 0 is its root, to which nothing leads.
type node uint32

// step is one word further from a node.
type step struct {
	from node
	word word
}

// about is what we know of a word by itself.
type about struct {
	phrase node   // where phrases begin with it, 0 if none
	groups uint32 // that it is in, a place in lexicon.groups; 0: none
	times  timeStart
	parts  bool // begins a phrase at which expressions of time are parted
}

// member says that a word is in a group.
type member struct {
	group wordGroup
	langs langSet
}

// lexicon is all that we know of words, and the tree of phrases, in numbers: each word of a text is looked up by its letters but once.
type lexicon struct {
	words    map[string]word // folded tokens
	about    []about         // by word
	inPhrase word            // the last word that stands in a phrase; those behind it do not
	steps    map[step]node   // where phrases go on
	ways     []uint64        // by node: bit w%64 for each word w with which it goes on
	entries  []entry         // of all places
	ends     []int32         // those of node p are entries[ends[p-1]:ends[p]]
	groups   [][]member      // by about.groups

	scratch []Token   // while loading
	found   [][]entry // by node, while loading
}

// at returns the entries of a node.
func (x *lexicon) at(p node) []entry { return x.entries[x.ends[p-1]:x.ends[p]] }

// word returns the number of a word, a new one if it had none.
func (x *lexicon) word(key string) word {
	w := x.words[key]
	if w == 0 {
		x.about = append(x.about, about{})
		w = word(len(x.about) - 1)
		x.words[key] = w
	}
	return w
}

// grow returns the node that a word leads to, a new one if there was none.
func (x *lexicon) grow(from node, key string) node {
	w := x.word(key)
	if to := x.follow(from, w); to != 0 {
		return to
	}
	x.found, x.ways = append(x.found, nil), append(x.ways, 0)
	to := node(len(x.found) - 1)
	if from == 0 {
		x.about[w].phrase = to
	} else {
		x.steps[step{from, w}] = to
		x.ways[from] |= 1 << (w % 64)
	}
	return to
}

// words is the lexicon, built when first needed.
var words = sync.OnceValue(func() *lexicon {
	x, err := loadLexicon()
	if err != nil {
		panic(err) // the files are part of the program, and tested
	}
	return x
})

func loadLexicon() (*lexicon, error) {
	x := &lexicon{words: make(map[string]word, 30000), about: make([]about, 1, 30000), groups: make([][]member, 1), steps: make(map[step]node, 50000), ways: make([]uint64, 1, 60000), found: make([][]entry, 1, 60000)}
	for l, name := range languages {
		b, err := lexiconFiles.ReadFile("lexicon/" + name + ".txt")
		if err != nil {
			return nil, fmt.Errorf("reading the words of %q: %w", name, err)
		}
		for pass := range 2 { // accents first: what is written wins over what is found without them
			if err := x.load(lang(l), string(b), pass == 1); err != nil {
				return nil, err
			}
		}
	}
	x.ends = make([]int32, len(x.found))
	for p, list := range x.found {
		x.entries = append(x.entries, list...)
		x.ends[p] = int32(len(x.entries))
	}
	x.scratch, x.found = nil, nil
	x.inPhrase = word(len(x.about) - 1)
	for text, start := range timeStarts() {
		x.about[x.word(text)].times = start
	}
	for group, words := range wordGroups {
		for text, langs := range words {
			k := &x.about[x.word(text)]
			if k.groups == 0 {
				k.groups = uint32(len(x.groups))
				x.groups = append(x.groups, nil)
			}
			x.groups[k.groups] = append(x.groups[k.groups], member{wordGroup(group), langs})
		}
	}
	return x, nil
}

func (x *lexicon) load(l lang, text string, plain bool) error {
	m, mood, skip := mUnknown, 0, false
	for n, line := range strings.Split(text, "\n") {
		if line = uncomment(line); line == "" {
			continue
		}
		if title, ok := sectionTitle(line); ok {
			mood = moods[title]
			m = meanings[title]
			if skip = m == mUnknown; skip && !inUse[title] {
				return fmt.Errorf("lexicon of %q, line %d: no section is called %s", languages[l], n+1, line)
			}
			continue
		}
		if skip {
			continue
		}
		num := mood
		if m == mCard || m == mName || m == mOrd {
			head, rest, ok := strings.Cut(line, ":")
			v, err := strconv.Atoi(strings.TrimSpace(head))
			if !ok || err != nil {
				return fmt.Errorf("lexicon of %q, line %d: a number and a colon are missing", languages[l], n+1)
			}
			num, line = v, rest
		}
		for _, phrase := range strings.Split(line, ",") {
			if phrase = strings.TrimSpace(phrase); phrase == "" || plain && ascii(phrase) {
				continue
			}
			x.add(phrase, entry{lang: l, meaning: m, num: int16(num), plain: plain})
		}
	}
	return nil
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// add puts a phrase into the tree. With e.plain it goes in without its accents, and only where the language has nothing yet.
func (x *lexicon) add(phrase string, e entry) {
	tokens := x.scratch[:0]
	if strings.HasSuffix(phrase, "'") { // an elided word: it is one token only before another one
		tokens = Tokens(phrase+"a", tokens)
		tokens = tokens[:len(tokens)-1]
	} else {
		tokens = Tokens(phrase, tokens)
	}
	x.scratch = tokens
	shapes := []func(*Token) string{key}
	if e.plain {
		shapes[0] = func(t *Token) string { return t.Plain }
		if languages[e.lang] == "de" {
			shapes = append(shapes, func(t *Token) string { return umlauts.Replace(t.Text) })
		}
	}
	for _, shape := range shapes {
		at, same := node(0), true
		for i := range tokens {
			k := shape(&tokens[i])
			same = same && k == key(&tokens[i])
			at = x.grow(at, k)
		}
		if e.plain && (same || slices.ContainsFunc(x.found[at], func(f entry) bool { return f.lang == e.lang })) {
			continue
		}
		x.found[at] = append(x.found[at], e)
		if parting(tokens, e.meaning) {
			x.about[x.words[shape(&tokens[0])]].parts = true
		}
	}
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// means reports whether a word has a meaning in some language.
func (x *lexicon) means(text string, m meaning) bool {
	p := x.follow(0, x.words[text])
	return p != 0 && slices.ContainsFunc(x.at(p), func(e entry) bool { return e.meaning == m })
}

// says reports whether a word is a yes or a no in some language.
func (x *lexicon) says(word string) bool { return x.means(word, mYes) || x.means(word, mNot) }

// key is what a token is looked up by. Signs that the tokeniser makes one of ("○" a bullet) keep their own shape.
func key(t *Token) string {
	if t.Kind == TokenPunct {
		return t.Raw
	}
	return t.Text
}

// forms are the words that a token may be: as written, and without its accents or in the plain shape of its sign.
type forms struct {
	known          bool // they have been looked up
	written, plain word
}

// look returns the words that a token may be.
func (x *lexicon) look(t *Token) forms {
	if f := &t.forms; !f.known {
		shape := key(t)
		*f = forms{known: true, written: x.words[shape]}
		if f.plain = f.written; t.Plain != shape {
			f.plain = x.words[t.Plain]
		}
	}
	return t.forms
}

// plain returns what is known of a token, its accents not looked at.
func (x *lexicon) plain(t *Token) *about { return &x.about[x.look(t).plain] }

// phrased reports whether a token, as written, stands in some phrase.
func (x *lexicon) phrased(t *Token) bool {
	w := x.look(t).written
	return w != 0 && w <= x.inPhrase
}

// in returns the languages in which a token is a word of a group.
func (x *lexicon) in(group wordGroup, t *Token) langSet {
	for _, m := range x.groups[x.plain(t).groups] {
		if m.group == group {
			return m.langs
		}
	}
	return 0
}

// groupsOf returns the groups that some token is in, in one of the languages.
func (x *lexicon) groupsOf(tokens []Token, langs langSet) (set bitSet) {
	for i := range tokens {
		for _, m := range x.groups[x.plain(&tokens[i]).groups] {
			if m.langs&langs != 0 {
				set.add(uint8(m.group))
			}
		}
	}
	return set
}

// single returns the meanings of a token as a phrase of its own.
func (x *lexicon) single(t *Token) []entry {
	f := x.look(t)
	p := x.about[f.written].phrase
	if p == 0 {
		p = x.about[f.plain].phrase
	}
	if p == 0 {
		return nil
	}
	return x.at(p)
}

// walk calls found for each phrase that begins at tokens[i], shortest first, with its length in tokens.
func (x *lexicon) walk(tokens []Token, i int, found func(entries []entry, length int)) {
	at := node(0)
	for j := i; j < len(tokens); j++ {
		f := x.look(&tokens[j])
		next := x.follow(at, f.written)
		if next == 0 && f.plain != f.written {
			next = x.follow(at, f.plain)
		}
		if next == 0 {
			return
		}
		at = next
		if entries := x.at(at); len(entries) > 0 {
			found(entries, j-i+1)
		}
	}
}

// follow returns the node that a word leads to, 0 if none.
func (x *lexicon) follow(from node, w word) node {
	if from == 0 || w == 0 {
		return x.about[w].phrase
	}
	if x.ways[from]>>(w%64)&1 == 0 { // as most often
		return 0
	}
	return x.steps[step{from, w}]
}
