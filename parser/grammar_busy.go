package parser

// When somebody is busy: the slots at whose time something else is.

// margin is how many minutes after a meeting the next thing may begin and still stand in its way.
const margin = 15

// during is the slots during which a time lies, or right after which. m is what it means among the slots.
func (g *grammar) during(x *Expr, m *Match) slotSet {
	out := setOf(m.Slots)
	if x.Clock.Kind != OnTime {
		return out
	}
	days := g.all
	if x.Day.Kind != NoDay {
		days = g.dayOnly(x)
	}
	zone := g.offer.Zone
	if x.Zone.Loc != nil {
		zone = x.Zone.Loc
	}
	for _, i := range days.indexes() {
		s := g.offer.Slots[i]
		t := s.Begin.In(zone)
		begin := t.Hour()*60 + t.Minute()
		end := begin + int(s.Duration.Minutes())
		for _, at := range [...]int{x.Clock.Begin, x.Clock.Begin + 12*60} {
			until := x.Clock.End
			if at != x.Clock.Begin {
				if !x.Clock.Open {
					break
				}
				until += 12 * 60
			}
			hit := at >= begin && at <= end+margin
			switch x.Clock.Bound {
			case After, Beyond:
				hit = end > at
			case Before, Until:
				hit = begin < at
			default:
				if x.Clock.End > 0 {
					hit = at < end && until > begin
				}
			}
			if hit {
				out |= 1 << i
			}
		}
	}
	return out
}

// until is the slots that begin before a time.
func (g *grammar) until(x *Expr) slotSet {
	s, fault := x.Resolve(g.sent, g.offer.Zone, g.offer.Duration)
	if fault.Code != "" {
		d := *x
		d.Clock = Clock{Kind: OnTime}
		if s, fault = d.Resolve(g.sent, g.offer.Zone, g.offer.Duration); fault.Code != "" {
			return g.all
		}
	}
	var out slotSet
	for i := range g.offer.Slots {
		if g.offer.Slots[i].Begin.Before(s.Begin) {
			out |= 1 << i
		}
	}
	return out
}
