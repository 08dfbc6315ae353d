package parser

import "time"

// Portuguese weekdays are ordinals too: "quarta" is Wednesday, or the fourth.

// feiras joins such a word to the date behind it that falls on that day: "na quarta, dia 2, às 11h".
func (g *grammar) feiras(in []item) []item {
	if languages[g.first] != "pt" {
		return in
	}
	for i := 0; i+1 < len(in); i++ {
		k := i + 1
		if in[k].m == kComma {
			k++
		}
		if in[i].m != mOrd || k == len(in) || in[k].m != kTime || g.exprs[in[k].num].Day.Kind != OnDate {
			continue
		}
		x := &g.exprs[in[k].num]
		s, fault := x.Resolve(g.sent, g.offer.Zone, g.offer.Duration)
		if x.Day.Weekdays != 0 || x.Clock.Kind != OnTime || fault.Code != "" || s.Begin.In(g.offer.Zone).Weekday() != feira(in[i]) {
			continue
		}
		in[k].from = in[i].from
		in = append(in[:i], in[k:]...)
	}
	return in
}

// feira is the day of the week that an ordinal may be.
func feira(it item) time.Weekday { return time.Weekday(it.num - 1) }

// feiraSlots is the slots that an ordinal may mean, as a day and as a place in the list.
func (g *grammar) feiraSlots(it item) (set slotSet) {
	if languages[g.first] != "pt" || it.num < 2 || it.num > 6 || it.to-it.from > 1 {
		return 0
	}
	for i, s := range g.offer.Slots {
		if s.Begin.In(g.offer.Zone).Weekday() == feira(it) || i+1 == int(it.num) || s.ID == int(it.num) {
			set |= 1 << i
		}
	}
	return set
}
