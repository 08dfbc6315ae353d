package parser

import (
	"strconv"
	"time"

	"parley/scheduler"
)

// settleSlots makes spans of the times that were found.
func (r *proposalReader) settleSlots() {
	length, stated := r.length()
	if r.c.Mend && len(r.found) == 0 && r.plainLength() {
		r.p.Length = length
	}
	r.orderDates()
	r.columns(stated)
	r.commonClock()
	usual := r.usual()
	var inferred []string // lines whose length was
	for i := range r.found {
		f := &r.found[i]
		if r.c.Mend && f.talk && (f.code == "no-time" || f.code == "no-day") {
			continue // "3rd floor" in an answer to a preview is no date
		}
		if f.code != "" {
			r.fault(f.code, f.line, "")
			continue
		}
		own := length
		if own == 0 {
			own = r.lineLength(i)
		}
		span, fault := f.x.Resolve(r.sent, r.zone, own)
		if fault.Code == "no-duration" && r.badLength {
			continue
		}
		if fault.Code == "no-duration" && !stated {
			if span, fault = f.x.Resolve(r.sent, r.zone, usual); fault.Code == "" {
				inferred = append(inferred, f.line)
			}
		}
		if fault.Code == "" && f.x.Clock.End > 0 && length > 0 && f.x.Length == 0 && span.Duration != length && r.optionLength() {
			fault.Code = "ambiguous-duration"
		}
		if fault.Code != "" {
			r.fault(fault.Code, f.line, fault.Value)
			continue
		}
		if !span.Begin.After(r.c.Now) {
			f := scheduler.Fault{Code: "past-slot", Line: scheduler.Words(f.line), Value: r.stamp(span.Begin), Limit: r.stamp(r.c.Now)}
			r.p.Faults = append(r.p.Faults, f)
			continue
		}
		if d := f.x.Day; d.Kind == OnDate && d.First.Year == 0 && d.Weekdays == 0 && span.Begin.In(r.sent.Location()).Year() != r.sent.Year() {
			r.infer("year", f.line, strconv.Itoa(span.Begin.In(r.zone).Year()))
		}
		if len(r.zones) > 0 && f.x.Zone.Said == "" && r.zones[0].fixed && offSeason(r.zones[0], span.Begin) {
			r.fault("ambiguous-zone", f.line, r.zones[0].Said)
			continue
		}
		r.add(span)
	}
	switch n := len(inferred); {
	case n == len(r.p.Slots) && n > 0:
		r.infer("duration", "", usual.String())
	case n > 0:
		r.infer("duration", inferred[0], usual.String())
	}
	for _, s := range r.c.Spans {
		if !s.Begin.After(r.c.Now) {
			r.p.Faults = append(r.p.Faults, scheduler.Fault{Code: "past-slot", Value: r.stamp(s.Begin), Limit: r.stamp(r.c.Now)})
			continue
		}
		r.add(s)
	}
}

// stamp writes an instant for the reader of a fault.
func (r *proposalReader) stamp(t time.Time) string {
	return t.In(r.zone).Format("2006-01-02 15:04 MST")
}

// add offers a span, once.
func (r *proposalReader) add(s scheduler.Span) {
	for _, o := range r.p.Slots {
		if o.Begin.Equal(s.Begin) && o.Duration == s.Duration {
			return
		}
	}
	if len(r.p.Slots) < maxRead {
		r.p.Slots = append(r.p.Slots, s)
	}
}

// length is the length for all times that give none themselves.
func (r *proposalReader) length() (d time.Duration, stated bool) {
	for _, l := range r.lengths {
		if l.option {
			return l.length, true
		}
	}
	for _, l := range r.lengths {
		if d != 0 && l.length != d {
			r.fault("ambiguous-duration", l.line, l.length.String())
			return d, true
		}
		d = l.length
	}
	if d == 0 && len(r.lengths) == 0 {
		// "30 min sync" in the subject
		for _, x := range Times(Tokens(r.m.Subject, nil), nil) {
			if x.Length > 0 && x.Day.Kind == NoDay && x.Clock.Kind == NoClock {
				return x.Length, true
			}
		}
	}
	return d, len(r.lengths) > 0 || r.badLength
}

// usual is the length that is assumed where none is given: that of the other times, if it is one, else an hour.
func (r *proposalReader) usual() time.Duration {
	var d time.Duration
	for _, f := range r.found {
		own := f.x.Length
		if f.x.Clock.End > 0 {
			own = time.Duration(f.x.Clock.End-f.x.Clock.Begin) * time.Minute
		}
		if own > 0 && d != 0 && own != d {
			return time.Hour
		}
		if own > 0 {
			d = own
		}
	}
	switch {
	case d == 0 && r.c.Length > 0:
		return r.c.Length
	case d == 0:
		return time.Hour
	}
	return d
}

func (r *proposalReader) optionLength() bool {
	for _, l := range r.lengths {
		if l.option {
			return true
		}
	}
	return false
}

// plainLength reports whether a length was given as such: "Duration: 45 min", "45 minutes" on a line of its own.
func (r *proposalReader) plainLength() bool {
	if r.optionLength() {
		return true
	}
	for _, l := range r.lengths {
		if _, problem := ParseLength(l.line); problem != "" {
			return false
		}
	}
	return len(r.lengths) > 0
}

// lineLength is the length that another time of the same line gives: "45 minutes on Thursday at 15:30 or on Friday at 9:00".
func (r *proposalReader) lineLength(i int) (d time.Duration) {
	for _, f := range r.found {
		if f.n != r.found[i].n || f.x.Length == 0 {
			continue
		}
		if d != 0 && d != f.x.Length {
			return 0
		}
		d = f.x.Length
	}
	return d
}

// orderDates settles dates such as 12/2 by others of the mail that can be read only one way: 11/24 or "Wed 12/9".
func (r *proposalReader) orderDates() {
	order, clash := dateOrder(0), false
	for _, f := range r.found {
		o := f.x.Day.order
		if o == 0 {
			o = settled(f.x.Day, dateOf(r.sent))
		}
		clash = clash || o != 0 && order != 0 && o != order
		if o != 0 {
			order = o
		}
	}
	if clash {
		return
	}
	if order == 0 {
		order = orderOf(r.m.Language)
	}
	for i := range r.found {
		if d := &r.found[i].x.Day; d.Other != (Date{}) && order != 0 && settled(*d, dateOf(r.sent)) == 0 {
			if order == monthFirst {
				d.First = d.Other
			}
			d.Other = Date{}
		}
	}
}

// settled is the order that a weekday beside a date of numbers leaves, 0 if it leaves both or none.
func settled(d Day, sent dayNumber) dateOrder {
	if d.Other == (Date{}) || d.Weekdays == 0 {
		return 0
	}
	_, a := dated(d, d.First, sent)
	_, b := dated(d, d.Other, sent)
	switch {
	case a == "" && b != "":
		return dayFirst
	case a != "" && b == "":
		return monthFirst
	}
	return 0
}

// orderOf is the order of day and month in a language; English has both.
func orderOf(language string) dateOrder {
	switch language {
	case "", "en":
		return 0
	case "ja", "zh":
		return monthFirst
	}
	return dayFirst
}

// columns joins a begin and an end that stand in cells of their own.
func (r *proposalReader) columns(stated bool) {
	for i := 0; i+1 < len(r.found); i++ {
		a, b := &r.found[i], &r.found[i+1]
		if a.n != b.n || b.x.Shared&SharedDay == 0 || !b.x.cell || a.x.Clock.End > 0 || b.x.Clock.End > 0 || b.x.Clock.Begin <= a.x.Clock.Begin {
			continue
		}
		if i+2 < len(r.found) && r.found[i+2].n == a.n && r.found[i+2].x.cell && !r.header {
			continue // three or more: times, not ends
		}
		if r.header || !stated && a.x.Length == 0 && b.x.Length == 0 {
			a.x.Clock.End = b.x.Clock.Begin
			if b.x.Length > 0 {
				a.x.Length = b.x.Length
			}
			r.found = append(r.found[:i+1], r.found[i+2:]...)
		}
	}
}

// commonClock gives days that stand alone the one time of day that stands alone: "always at 10:00".
func (r *proposalReader) commonClock() {
	at := -1
	for i, f := range r.found {
		if f.code == "no-day" {
			if at >= 0 {
				return
			}
			at = i
		} else if f.code != "no-time" {
			return
		}
	}
	if at < 0 || len(r.found) == 1 {
		return
	}
	clock := r.found[at].x
	r.found = append(r.found[:at], r.found[at+1:]...)
	for i := range r.found {
		f := &r.found[i]
		f.x.Clock, f.x.Zone, f.code = clock.Clock, clock.Zone, ""
		if f.x.Length == 0 {
			f.x.Length = clock.Length
		}
	}
}
