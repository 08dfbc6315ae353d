package parser

import (
	"math/bits"
	"time"

	"parley/scheduler"
)

// How a text becomes statements about slots.
//
// A piece is a line, or several that were wrapped (inline.go). Its tokens become items: phrases of the lexicon, numbers, times,
// marks (grammar_items.go, grammar_number.go). A sentence (grammar_sentence.go) may speak of something else (grammar_talk.go,
// grammar_aside.go: what somebody does at a time in grammar_activity.go and grammar_doing.go, what is counted in grammar_count.go), say by
// its mood that its yes is none (grammar_mood.go), hold a yes and say something else (grammar_false.go, grammar_trail.go), or name no slot
// and put what was said in doubt (grammar_bears.go). Excuses for a no to everything (grammar_excuse.go) and remarks (grammar_remark.go) are
// taken out of it. What is left is cut into clauses at "but", ";" and the like (grammar_clause.go); people and names in it are told apart
// (grammar_person.go, grammar_office.go). The items of a clause become mentions of slots:
// counts and quantifiers (grammar_slots.go), ordinals (grammar_ordinal.go), days and times (grammar_time.go), and what stands beside each
// other, such as "all but 2" (grammar_scope.go); what goes with what stands behind it is put before it (grammar_ahead.go). A clause is cut
// into groups at commas (grammar_group.go), where mentions meet verdicts, whichever comes first (grammar_pair.go); what has no verdict of
// its own may get one from a neighbour (grammar_assign.go), and a verdict whose mention we do not know is a doubt (grammar_lost.go). What
// comes out are facts and doubts (grammar_state.go); certain.go makes an answer of them, or none.
//
// The order of words is not looked at where languages differ. What is looked at: which verdict stands next to which mention,
// and whether every word in a clause that speaks of slots is known. One that is not makes the mail unclear.

// slotSet is a set of slots, bit i for the slot with index i.
type slotSet uint64

// maxSlots is how many slots can be read against. Letters have far fewer.
const maxSlots = 64

func (s slotSet) len() int              { return bits.OnesCount64(uint64(s)) }
func (s slotSet) has(i int) bool        { return s&(1<<i) != 0 }
func (s slotSet) in(other slotSet) bool { return s&^other == 0 }

func (s slotSet) indexes() []int {
	if s == 0 {
		return nil
	}
	out := make([]int, 0, s.len())
	for ; s != 0; s &= s - 1 {
		out = append(out, bits.TrailingZeros64(uint64(s)))
	}
	return out
}

// kinds of items that no phrase of the lexicon has
const (
	kUnknown meaning = 100 + iota // a word with a meaning that we do not know
	kDigits                       // a number that means nothing for slots: a count, a telephone number
	kNumber                       // a number that may be a slot's
	kSlots                        // a mention of slots
	kBad                          // a mention of slots that cannot be followed; why says so
	kTime                         // an expression of time
	kLength                       // a length of time
	kCount                        // a number of slots: "the first two"
	kComma
	kColon
	kSemicolon
	kDash
	kOpen
	kClose
	kSlash
	kStar
	kEnd // full stop, exclamation mark
	kQuestion
	kMark // anything that means nothing
)

// bitSet is a set of small numbers.
type bitSet [4]uint64

func (s *bitSet) add(n uint8)      { s[n/64] |= 1 << (n % 64) }
func (s *bitSet) has(n uint8) bool { return s[n/64]>>(n%64)&1 != 0 }

// kinds is a set of meanings.
type kinds struct{ bitSet }

func kindsOf(all ...meaning) (k kinds) {
	for _, m := range all {
		k.add(uint8(m))
	}
	return k
}

// in reports one of the set among items. Items are large, so here as elsewhere none is copied to be looked at.
func (k *kinds) in(items []item) bool {
	for i := range items {
		if k.has(uint8(items[i].m)) {
			return true
		}
	}
	return false
}

// flags of a mention
const (
	fQuant       = 1 << iota // all, any, both: may be narrowed by another mention
	fNone                    // none, neither
	fRest                    // what was not mentioned
	fThese                   // the slots on offer, as spoken of
	fIt                      // the slot spoken of
	fAny                     // any, either: "not any" is none
	fBoth                    // all, both: "not all" is nobody knows which
	fSingular                // with a singular noun
	fPlural                  // with a plural noun, or a quantifier
	fSeveral                 // a singular that means several: fine only in an exclusion
	fSeveralBare             // fine only beside a verdict
	fMiss                    // matches no slot
	fDigits                  // slot numbers
	fTimes                   // an expression of time
	fColon                   // a colon stands before it
	fStar                    // marked by a star
	fNoNumber                // "no 3": number 3, or not 3
	fExcept                  // what is left after an exception
	fRank                    // comes later in a ranking
	fName                    // a capital letter begins the word
	fGlued                   // no space before it
	fOpen                    // opens a bracket directly before
	fWeak                    // a word such as "flexible"
	fSure                    // a quantifier affirms it: "Tuesday both"
	fParen                   // in brackets
	fWeek                    // a week, or several
	fWhy                     // begins a clause that gives a reason
	fBut                     // begins a clause after "but"
	fHour                    // an hour or part of the day, on whatever day
)

// item is a stretch of a text and what it means.
type item struct {
	m        meaning
	from, to int32 // tokens
	num      int32 // value of a number; index of an expression of time
	flags    uint32
	want     int32 // "both 1 and 3": how many must be listed
	set      slotSet
	more     []int32 // of a time that matches no slot: all such times of the list
	why      string  // kBad: what is wrong
}

func (it item) is(f uint32) bool { return it.flags&f != 0 }

// fact is one statement about slots.
type fact struct {
	set      slotSet
	verdict  verdict
	rest     bool // about all slots that no other fact names
	all      bool // about all slots, by a word such as "all": exceptions may follow
	also     bool // adds to an earlier answer
	only     bool
	but      bool // after "but"
	bare     bool // named without a verdict
	beside   bool // and with more words around
	headed   bool // with that of the heading before it
	own      bool // the writer is spoken of: "I'm free otherwise"
	week     bool // about a whole week
	hour     bool // about an hour or part of the day, on whatever day
	sweep    bool // all slots but some, or none but some
	weak     bool // "flexible": counts if nothing else affirms anything
	later    bool // not the first in a ranking
	poor     bool // "3 is tricky", and nothing says yet that it is possible
	number   bool // "no 3", which is a no only beside a yes
	vague    bool // "everything", "everything else": it may be no slots
	count    int  // of a rest: how many, 0 unsaid
	sentence int
	line     int
	text     string // of its sentence
	rule     string
	who      string // whom it is about, as far as that is said: "I", "we", a name
}

// doubt is a reason not to act on a mail.
type doubt struct {
	why      string
	text     string
	line     int
	sentence int
	soft     bool // without it the rest would be an answer that may be shown
	reason   bool // it can only be a reason, if the rest is a no to everything
}

// piece is a stretch of text that is read as one.
type piece struct {
	text string
	line int // first line, index into Mail.Lines
	slot int // index of the slot under whose quoted line it stands, -1 if none

	tokens []Token
	exprs  []Expr
	match  []Match // of exprs, among the slots
}

// grammar reads pieces against an offer.
type grammar struct {
	offer  Offer
	sent   time.Time
	all    slotSet
	lex    *lexicon
	star   verdict // what a star means, if a legend says so
	signed bool    // several lines are a number and a sign
	room   room
	account
}

// account is what pieces say under one order of languages.
type account struct {
	rank  [16]int8 // place of each language; -1 is not looked at
	first lang     // the language that comes first
	langs langSet  // all that are looked at, English only if it comes first

	tokens []Token
	groups bitSet // of words that some token is in
	exprs  []Expr
	match  []Match // of exprs
	items  []item
	work   []item

	piece     piece
	undialled int // token of the piece before which no more telephone numbers begin
	sentence  int
	words     string // of this sentence

	facts    []fact
	bare     []fact // verdicts that name nothing
	doubts   []doubt
	counters []counter
	remarks  []Remark
	asides   []aside
	lost     []doubt // a yes to a word that may be a slot
	header   verdict // of a line that ends in a colon, for the mentions that follow
	starred  slotSet // marked by a star
	seen     []item  // mentions after "see you"
	missed   []missed
	last     slotSet // mentioned last
	but      bool    // in a clause after "but"
	speaker  string  // for whom the facts were stated
	myself   bool    // the writer was spoken of, or something affirmed
	label    string  // name before the colon that this piece begins with
	lineOf   string  // the one before which facts were stated
	asked    bool    // a question about something else was asked
	said     bool    // an earlier answer was cited, or taken back
	topic    int     // sentence in which a day stands before a clause that says something else
	replaced int
	negated  bool // something was refused that is not on offer
	nearNo   bool // and is close to what is
}

func (g *grammar) doubt(why string, from, to int, soft bool) {
	g.doubts = append(g.doubts, doubt{why: why, text: g.text(from, to), line: g.piece.line, sentence: g.sentence, soft: soft})
}

// text is the words of a stretch of tokens of the current piece, as written.
func (g *grammar) text(from, to int) string {
	if from >= to || from < 0 || to > len(g.tokens) {
		return ""
	}
	if to < len(g.tokens) && g.tokens[to].Text == "?" { // it belongs to the words
		to++
	}
	return g.piece.text[g.tokens[from].From:g.tokens[to-1].To]
}

// counter is another time that was proposed, exactly.
type counter struct {
	scheduler.Span
	text           string
	line, sentence int
}

// missed is a time that was named as working, or named alone, and matches no slot.
type missed struct {
	expr    Expr
	instead bool // put as something else than the offer
	bare    bool // without a verdict
	facts   int  // how many facts had been stated before
	text    string
	line    int
}
