package parser

import (
	"time"
)

// Days and times as mentions of slots.

// times resolves expressions of time, looking at the nouns and quantifiers beside them.
func (g *grammar) times(in []item) []item {
	out := in[:0]
	for i := 0; i < len(in); i++ {
		it := in[i]
		if it.m != kTime {
			out = append(out, it)
			continue
		}
		noun, plural := false, false
		for i+1 < len(in) && (in[i+1].m == mSlot || in[i+1].m == mSlots || in[i+1].m == mCard && in[i+1].num == 1) {
			if t := &g.tokens[in[i+1].from]; !isCJK(*t) || t.Text == "那" { // the others have no number
				noun, plural = true, plural || in[i+1].m == mSlots
			}
			it.to = in[i+1].to
			i++
		}
		singular := noun && !plural
		quant := false
		if n := len(out); n > 0 {
			switch {
			case out[n-1].m == mSlot:
				singular, noun = true, true
				out = out[:n-1]
			case out[n-1].m == mSlots:
				noun, plural = true, true
				out = out[:n-1]
			case out[n-1].m == kSlots && out[n-1].is(fQuant|fRest):
				quant = true
			case out[n-1].m == kSlots && out[n-1].is(fThese) && out[n-1].to <= it.from && !joinedTime(g.tokens[out[n-1].to:it.from]): // "those at 10"
				noun, plural = true, true
				it.from = out[n-1].from
				out = out[:n-1]
			}
		}
		if g.tokensQuantified(it) || g.exprs[it.num].Day.Kind == NoDay && it.from > 0 && g.inFirst(pluralArticles, &g.tokens[it.from-1]) { // "las de las nueve"
			quant = true
		}
		out = append(out, g.time(it, noun, singular, plural, quant))
	}
	return out
}

// joinedTime reports marks that part a noun from the time after it.
func joinedTime(between []Token) bool {
	for _, t := range between {
		if t.Kind == TokenPunct && t.Text != "(" {
			return true
		}
	}
	return false
}

// tokensQuantified reports a quantifier inside an expression: "both Fridays".
func (g *grammar) tokensQuantified(it item) bool {
	for i := it.from; i < it.to; i++ {
		if e, n := g.phrase(int(i), len(g.exprs)); n > 0 && (counted(e.meaning) || e.meaning == mBoth) {
			return true
		}
	}
	return false
}

// time resolves one expression.
func (g *grammar) time(it item, noun, singular, plural, quant bool) item {
	x, m := &g.exprs[it.num], g.match[it.num]
	it.flags |= fTimes
	it.set = setOf(m.Slots)
	bad := func(why string) item {
		it.m, it.why = kBad, why
		return it
	}
	if x.Day.Ordinal && x.Clock.Kind == NoClock && x.Day.Kind == OnDate && x.Day.Last == (Date{}) && x.Day.Weekdays == 0 {
		if id := g.index(x.Day.First.Day); id >= 0 || noun {
			agree := id >= 0 && id == x.Day.First.Day-1
			switch {
			case id >= 0 && !noun && x.Day.Bound != At: // "a partir del 3"
				return bad("date-or-ordinal")
			case !noun && x.To > x.From && g.tokens[x.To-1].Raw == "ª" && g.feira(x.Day.First.Day, id): // "4ª" may be "quarta-feira"
				return bad("date-or-ordinal")
			case noun && agree:
				it.m, it.set = kSlots, 1<<id
				return it
			case noun:
				return bad("ordinal")
			case m.Problem != "":
				return bad(m.Problem)
			case len(m.Slots) == 0 && agree:
				it.m, it.set = kSlots, 1<<id
				return it
			case it.set == 1<<id && agree:
			default:
				return bad("date-or-ordinal")
			}
		}
	}
	if x.Day.Ordinal && x.Day.Last.Day != 0 && x.Clock.Kind == NoClock { // "du 1 au 3"
		if r := g.numberRange(item{}, x.Day.First.Day, x.Day.Last.Day); r.m == kSlots && r.set != it.set {
			return bad("date-or-ordinal")
		}
	}
	if noon, ok := g.noonOf(x); ok {
		it.m, it.set = kSlots, noon
		return it
	}
	if m.Problem != "" {
		return bad(m.Problem)
	}
	if x.Clock.Bound == Around && x.Clock.Kind != NoClock {
		return bad("around")
	}
	it.m = kSlots
	if x.Day.Kind == OnDays && g.otherWeek(it) {
		it.flags |= fSeveral
	}
	if len(m.Slots) == 0 && x.Day.Nth != 0 && singular { // "the second Tuesday slot", and only one Tuesday is offered
		if k, ok := g.nthOfDay(x); ok {
			it.set = 1 << k
			it.flags |= fSingular
			return it
		}
	}
	if len(m.Slots) == 0 {
		it.flags |= fMiss
		it.more = []int32{it.num}
		return it
	}
	if x.Day.Bound == Until && x.Clock.Kind == NoClock && !g.inclusive(x.To) { // "until Thursday": are they away until then?
		it.flags |= fSeveralBare
	}
	if x.Clock.Bare && x.Day.Kind == NoDay {
		if h := x.Clock.Begin / 60; g.index(h) >= 0 && it.set != 1<<g.index(h) { // "at 2"
			return bad("number-or-hour")
		}
		if r := g.numberRange(item{}, x.Clock.Begin/60, x.Clock.End/60); r.m == kSlots && r.set != it.set { // "from 2 to 4"
			return bad("number-or-hour")
		}
	}
	if x.Clock.Bare && x.Day.Kind != NoDay && x.Clock.Begin%60 == 0 {
		if id := g.index(x.Clock.Begin / 60); id >= 0 && !it.set.has(id) && x.To-x.From == 2 && g.tokens[x.To-1].Kind == TokenNumber {
			if s := g.dayOnly(x); s.has(id) { // "Tuesday 2", and slot 2 is on a Tuesday
				return bad("number-or-hour")
			}
		}
	}
	if x.Day.Kind == OnWeek {
		it.flags |= fWeek
	}
	if x.Day.Kind == NoDay {
		it.flags |= fHour
	}
	if plural || quant || x.Day.Plural || g.first == langEnglish && x.Clock.Kind == OnPart && pluralParts[g.tokens[x.To-1].Text] { // "Monday evenings"
		it.flags |= fPlural
		return it
	}
	if singular {
		it.flags |= fSingular
		if len(m.Slots) > 1 {
			if x.Day.Nth != 0 && m.Days == 1 { // "the first Tuesday slot", where only one Tuesday is offered
				if k, ok := g.nthOfDay(x); ok {
					it.set = 1 << k
					return it
				}
			}
			it.flags |= fSeveral
		}
		return it
	}
	if len(m.Slots) > 1 {
		switch {
		case x.Day.Kind == OnDays && x.Day.Nth == 0 && x.Day.Bound == At:
			if g.sameWeekdayTwice(it.set, x) {
				it.flags |= fSeveral
			} else if x.Clock.Kind == OnTime && x.Clock.Bound == At && m.Days == 1 {
				it.flags |= fSeveralBare
			}
		case x.Day.Kind == NoDay && x.Clock.Kind == OnTime && x.Clock.Bound == At:
			it.flags |= fSeveralBare
			if x.Clock.Bare {
				it.flags |= fSeveral
			}
		}
	}
	return it
}

// pluralParts are parts of several days.
var pluralParts = wordsOf("parts of several days")

// noonOf is the only slot of a date where "at noon" stands beside it and the slot begins then.
func (g *grammar) noonOf(x *Expr) (slotSet, bool) {
	if x.Clock.Kind != OnPart || x.Clock.Part != Midday || x.Day.Kind != OnDate || x.Day.Bound != At {
		return 0, false
	}
	set := g.dayOnly(x)
	if set.len() != 1 {
		return 0, false
	}
	h, m, _ := g.offer.Slots[set.indexes()[0]].Begin.In(g.offer.Zone).Clock()
	return set, h == 12 && m == 0
}

// otherWeek reports a day of a week that is counted from another one: "the following Wednesday", "the Wednesday after that".
func (g *grammar) otherWeek(it item) bool {
	if it.from > 0 && g.inSet(followWords, &g.tokens[it.from-1]) {
		return true
	}
	to := int(it.to)
	return to+1 < len(g.tokens) && g.inSet(laterWords, &g.tokens[to]) && (g.tokens[to+1].Text == "that" || g.tokens[to+1].Text == "this")
}

// followWords stand before a day of the week after.
var followWords = wordsByLanguage("following")

// nthOfDay is the slot that a counted weekday means where that weekday is offered on one day only.
func (g *grammar) nthOfDay(x *Expr) (slot int, ok bool) {
	day := Expr{Day: Day{Kind: OnDays, Weekdays: x.Day.Weekdays}, Zone: x.Zone}
	m := day.among(&g.room.offered)
	if m.Problem != "" || m.Days != 1 || x.Day.Kind != OnDays || x.Clock.Kind != NoClock {
		return 0, false
	}
	k := x.Day.Nth - 1
	if x.Day.Nth < 0 {
		k = len(m.Slots) + x.Day.Nth
	}
	if k < 0 || k >= len(m.Slots) {
		return 0, false
	}
	return m.Slots[k], true
}

// dayOnly is the slots on the day of x, whatever the time.
func (g *grammar) dayOnly(x *Expr) slotSet {
	d := Expr{From: x.From, To: x.To, Day: x.Day, Zone: x.Zone}
	m := d.among(&g.room.offered)
	if m.Problem != "" {
		return 0
	}
	return setOf(m.Slots)
}

// onDay is the slots on the day of a time, whatever bound stands beside that.
func (g *grammar) onDay(x *Expr) slotSet {
	d := Expr{From: x.From, To: x.To, Day: x.Day}
	d.Day.Bound = At
	return g.dayOnly(&d)
}

// sameWeekdayTwice reports slots on two different days that are the same weekday.
func (g *grammar) sameWeekdayTwice(set slotSet, x *Expr) bool {
	var day [7]int
	zone := g.offer.Zone
	if x.Zone.Loc != nil {
		zone = x.Zone.Loc
	}
	for _, i := range set.indexes() {
		t := g.offer.Slots[i].Begin.In(zone)
		n := int(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400)
		w := t.Weekday()
		if day[w] != 0 && day[w] != n {
			return true
		}
		day[w] = n
	}
	return false
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

// weekAndDay reports a week and a day of it.
func (g *grammar) weekAndDay(a, b item) bool {
	if a.m != kSlots || b.m != kSlots || a.is(fDigits|fMiss) || b.is(fDigits|fMiss) || int(a.num) >= len(g.exprs) || int(b.num) >= len(g.exprs) {
		return false
	}
	x, y := &g.exprs[a.num], &g.exprs[b.num]
	if y.Day.Kind == OnWeek {
		x, y = y, x
	}
	return x.Day.Kind == OnWeek && x.Clock.Kind == NoClock && y.Day.Kind == OnDays && y.Day.Next == 0 && y.Day.Nth == 0
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
	m := x.among(&g.room.offered)
	return setOf(m.Slots) != a.set
}

// feira reports slots on the day of the week that Portuguese counts as its nth, others than the slot with index id.
func (g *grammar) feira(n, id int) bool {
	if pt := languages[g.first] == "pt"; !pt && languages[g.first] != "it" || n < 2 || n > 6 {
		return false
	}
	set := g.dayOnly(&Expr{Day: Day{Kind: OnDays, Weekdays: 1 << (n - 1)}})
	return set != 0 && (id < 0 || set != 1<<id)
}

// anyDay joins an hour with the "any day" behind its comma: "at 18:30, any day".
func anyDay(tokens []Token, in []item) []item {
	for i := 2; i < len(in); i++ {
		hour, any := &in[i-2], in[i]
		if hour.m != kSlots || !hour.is(fHour) || in[i-1].m != kComma || any.m != kSlots || !any.is(fAny) || any.is(fNone|fRest|fExcept) {
			continue
		}
		for _, t := range tokens[any.from:any.to] {
			if n := timeTree().next[t.Plain]; n != nil && n.mask&(1<<cDayUnit) != 0 {
				hour.flags = hour.flags&^(fSeveral|fSeveralBare) | fPlural
				return append(in[:i-1], in[i+1:]...)
			}
		}
	}
	return in
}
