package parser

import (
	"sync"
	"time"
)

// room is what a mail needs in memory while it is read against an offer. Nothing of it is left in the outcome, so the next mail is
// read in the same room.
type room struct {
	pieces  []piece
	tokens  []Token // of all pieces, as are these
	exprs   []Expr
	matches []Match
	stretch []item // a copy of some items, for one look
	units   []unit // of all groups
	clauses [][]item
	groups  []group // of a clause
	atoms   []atom
	offered offered
}

// grammars are those that have room.
var grammars = sync.Pool{New: func() any { return new(grammar) }}

// newGrammar returns a grammar for an offer. Its user frees it.
func newGrammar(o Offer, sent time.Time) *grammar {
	g := grammars.Get().(*grammar)
	g.offer, g.sent, g.lex, g.star = o, sent, words(), vNone
	g.room.offered = offeredIn(o.Zone, o.Slots, dateOf(sent), g.room.offered.slots)
	g.all = 1<<len(o.Slots) - 1
	if len(o.Slots) == maxSlots {
		g.all = ^slotSet(0)
	}
	return g
}

// maxRoom is up to how many tokens of a mail the room is kept for the next one.
const maxRoom = 2000

func (g *grammar) free() {
	if cap(g.room.tokens) <= maxRoom {
		g.offer, g.room.offered.offer = Offer{}, nil
		grammars.Put(g)
	}
}

// begin forgets what was read, to read it in another order of languages.
func (g *grammar) begin(o order) {
	g.account = account{
		rank: o.rank, first: o.first, langs: o.languages(),
		items: g.items[:0], work: g.work[:0], facts: g.facts[:0], bare: g.bare[:0], doubts: g.doubts[:0], asides: g.asides[:0], seen: g.seen[:0], missed: g.missed[:0],
	}
}

// tokenise cuts the pieces into tokens and finds the expressions of time in them. It returns false if they are too many.
func (g *grammar) tokenise() bool {
	r := &g.room
	r.tokens, r.exprs, r.matches, r.units = r.tokens[:0], r.exprs[:0], r.matches[:0], r.units[:0]
	for i := range r.pieces {
		p := &r.pieces[i]
		token, expr := len(r.tokens), len(r.exprs)
		if r.tokens = Tokens(p.text, r.tokens); len(r.tokens) > maxTokens {
			return false
		}
		p.tokens = r.tokens[token:len(r.tokens):len(r.tokens)]
		g.lex.halves(p.tokens)
		futures(p.tokens)
		p.tokens = g.lex.contractions(p.tokens)
		r.exprs = g.lex.times(p.tokens, r.exprs)
		p.exprs = r.exprs[expr:len(r.exprs):len(r.exprs)]
		for k := range p.exprs {
			r.matches = append(r.matches, p.exprs[k].among(&r.offered))
		}
		p.match = r.matches[expr:len(r.matches):len(r.matches)]
	}
	return true
}
