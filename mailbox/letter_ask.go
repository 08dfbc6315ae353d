package mailbox

import (
	"strconv"
	"strings"
	"time"

	"parley/scheduler"
)

// Letters that put slots to somebody: question, reminder, could, hold.

// phoneWords is how much of the organiser's own words may stand before the slots, which belong on a phone's first screen.
const (
	phoneLines = 5
	phoneWords = 280
)

func (p *page) question() { p.asking("question") }

func (p *page) reminder() { p.asking("reminder") }

func (p *page) asking(kind string) {
	asked := p.asked()
	key := kind + ".lead"
	if p.Event.Moving {
		key = kind + ".lead.move"
	}
	p.lead(key, "who", p.organizer, "title", p.titleAndLength(asked), "example", unbroken(p.example(asked)), "until", p.instant(p.Event.Deadline))
	p.reasonLine("question.")
	p.standing()
	rest := p.ownWords()
	p.zoneLine(asked)
	p.answerAll(asked)
	p.slotLines(asked, strconv.Itoa, nil)
	p.place()
	p.heading("question.how")
	p.examples(asked)
	p.para("question.rules")
	p.until()
	p.alsoAsked(kind == "question" && p.Letter.Reason == "" && p.Event.Proposal != "")
	if len(rest) > 0 {
		p.heading("question.rest", "who", p.organizer)
		p.add(quote{rest})
	}
}

// asked is the slots of this letter, those on offer if it names none.
func (p *page) asked() []int {
	if len(p.Letter.Slots) > 0 {
		return p.Letter.Slots
	}
	return p.offered()
}

// ownWords shows what the organiser wrote, cut where it would push the slots off a phone's screen; it returns the whole
// of it if it was cut.
func (p *page) ownWords() []string {
	lines := manyLines(string(p.Event.Text))
	if len(lines) == 0 {
		return nil
	}
	var short []string
	room := phoneWords
	for i, l := range lines {
		if i == phoneLines || textColumns(l) > room {
			if i < phoneLines && room > 60 {
				short = append(short, oneLine(l, room))
			} else if len(short) > 0 {
				short[len(short)-1] = strings.TrimRight(short[len(short)-1], " .,;:") + " …"
			}
			p.add(quote{short})
			return lines
		}
		room -= textColumns(l)
		short = append(short, l)
	}
	p.add(quote{short})
	return nil
}

// example is what an answer looks like, with numbers that are on offer.
func (p *page) example(asked []int) string {
	switch len(asked) {
	case 0:
		return p.text("say.none")
	case 1:
		return p.yes(asked[0])
	case 2:
		return strconv.Itoa(asked[0])
	}
	return reply([]int{asked[0], asked[2]})
}

// yes is how to say yes to a slot: by its number, or just so if the event has but one.
func (p *page) yes(slot int) string {
	if len(p.Event.Slots) == 1 {
		return p.text("say.yes")
	}
	return strconv.Itoa(slot)
}

func (p *page) examples(asked []int) {
	if len(asked) == 0 {
		return
	}
	o := p.offer()
	if len(asked) == 1 {
		o.say(p.yes(asked[0]), "means.it")
		o.say(p.text("say.maybe", "slot", strconv.Itoa(asked[0])), "means.it.maybe")
		none := "say.none"
		if len(p.Event.Slots) == 1 {
			none = "say.no"
		}
		o.say(p.text(none), "means.it.no")
		o.done()
		return
	}
	many := []int{asked[0], asked[len(asked)-1]}
	if len(asked) > 2 {
		many[1] = asked[2]
	}
	o.write(reply(many), "means.yes", "n", "2", "slots", p.numbers(many))
	o.write(p.text("say.maybe", "slot", strconv.Itoa(asked[1])), "means.maybe", "slot", strconv.Itoa(asked[1]))
	o.say(p.text("say.none"), "means.none")
	o.done()
}

// answerAll is a link that names all slots in one answer, in HTML only.
func (p *page) answerAll(asked []int) {
	all := p.link(reply(asked))
	if all == "" || len(asked) < 2 {
		return
	}
	p.add(buttons{[]span{{text: p.text("button.all"), href: all}, {text: p.text("button.none"), href: p.link(p.text("say.none"))}}})
	p.add(screen{small{p.say("button.hint")}})
}

// screen is a block that plain text does not need.
type screen struct{ block }

func (screen) text(*catalog, int) []string { return nil }

// until says how long answers are waited for, and what happens then. A draft has no deadline yet: it gets the one that its
// author wrote, or the rules' own, which counts from when it goes out.
func (p *page) until() {
	e := p.Event
	if e.Deadline.IsZero() {
		e.Deadline = e.Options.Deadline
	}
	if e.Deadline.IsZero() {
		if e.State == scheduler.Draft {
			p.para("until.draft")
		}
		return
	}
	key := "until"
	switch {
	case e.Moving:
		key = "until.move"
	case e.Options.Confirm:
		key = "until.confirm"
	case e.Options.Quorum > 0:
		key = "until.quorum"
	}
	p.para(key, "when", p.instant(e.Deadline), "who", p.organizer, "n", strconv.Itoa(e.Options.Quorum))
}

// alsoAsked says who else is asked, who sees the answer, and whether an answer to the organiser's own mail counts.
func (p *page) alsoAsked(own bool) {
	e := p.Event
	var list rows
	say := func(key string, kv ...string) { list.items = append(list.items, p.say(key, kv...)) }
	var required, optional []scheduler.PersonID
	for _, q := range e.Parties {
		switch {
		case q.Dropped || q.Person == p.To.ID:
		case q.Required:
			required = append(required, q.Person)
		default:
			optional = append(optional, q.Person)
		}
	}
	people := []string{"required", p.names(required), "optional", p.names(optional)}
	seen := "seen.all"
	switch {
	case e.Options.Hidden:
		seen = "seen.hidden"
	case len(required) > 0 && len(optional) > 0:
		say("asked.both", people...)
	case len(required) > 0:
		say("asked.required", people...)
	case len(optional) > 0:
		say("asked.optional", people...)
	default:
		seen = "seen.alone"
	}
	say(seen, "who", p.organizer)
	if own {
		say("question.already", "who", p.organizer)
	}
	p.add(list)
}

// could asks for an if need be: those who block a slot or, for the reason "maybe", somebody who clicked Maybe in a calendar.
func (p *page) could() {
	asked := p.asked()
	if len(asked) == 0 {
		return
	}
	lead, why := "could.lead", p.couldWhy
	if p.Letter.Reason == "maybe" {
		lead, why = "could.maybe.lead", func(int) { p.para("could.maybe.others") }
	}
	say := strconv.Itoa(asked[0])
	p.lead(lead, "who", p.organizer, "title", p.titleAndLength(asked[:1]), "yes", say, "no", p.text("say.none"))
	p.standing()
	p.zoneLine(asked[:1])
	p.slotLines(asked[:1], func(int) string { return say }, nil)
	if !p.Event.Options.Hidden {
		why(asked[0])
	}
	if p.Letter.Reason == "maybe" {
		p.para("could.maybe.why")
	}
	p.offer().
		say(say, "could.yes").
		say(p.text("say.none"), "could.no").
		done()
	p.until()
}

// couldWhy says how the slot stands with the others who are required, which is why it is asked about. As long as some of
// them are silent there is nothing to say.
func (p *page) couldWhy(slot int) {
	var others []scheduler.PersonID
	for _, q := range p.Event.Parties {
		if !q.Required || q.Dropped || q.Person == p.To.ID {
			continue
		}
		switch standingWord(q, slot).Verdict {
		case scheduler.No:
			others = append(others, q.Person)
		case scheduler.Silent:
			return
		}
	}
	if len(others) == 0 {
		p.para("could.why")
	} else {
		p.para("could.why.others", "names", p.names(others))
	}
}

// hold is a tentative calendar entry for one slot.
func (p *page) hold() {
	slots := p.Letter.Slots
	p.lead("hold.lead", "span", p.inZone(p.span()), "title", p.title())
	p.para("hold.body", "who", p.organizer)
	if len(slots) == 1 {
		p.slotLines(slots, strconv.Itoa, nil)
		p.offer().
			say(strconv.Itoa(slots[0]), "means.it").
			say(p.text("say.none"), "means.it.no").
			done()
	}
	p.para("hold.buttons")
	p.place()
	p.until()
}

// released gives a hold up, and says for which time if there is one.
func (p *page) released() {
	if a := p.Event.Agreement; p.Event.State == scheduler.Agreed && a != nil {
		p.lead("released.agreed", "span", p.when(p.span(), p.loc), "title", p.title(), "agreed", p.when(a.Span, p.loc))
		p.zoneLine(p.Letter.Slots)
		p.para("released.body")
		return
	}
	p.lead("released.lead", "span", p.inZone(p.span()), "title", p.title())
	p.para("released.body")
	p.stand()
}

// span is the time that the letter is about.
func (p *page) span() scheduler.Span {
	if !p.Letter.Span.Begin.IsZero() {
		return p.Letter.Span
	}
	if a := p.Event.Agreement; a != nil {
		return a.Span
	}
	for _, id := range p.Letter.Slots {
		if s, ok := p.Event.Slot(id); ok {
			return s.Span
		}
	}
	return scheduler.Span{Begin: p.Event.Deadline}
}

// laterDeadline is a deadline that the organiser could set: later than the present one, but in time for the last slot that
// is left; "" if there is none.
func (p *page) laterDeadline() string {
	from, last := p.Now, time.Time{}
	if p.Event.Deadline.After(from) {
		from = p.Event.Deadline
	}
	for _, s := range p.Event.Slots {
		if end := s.Begin.Add(-p.Event.Policy.Notice); inChoice(p.Event, s) && end.After(last) {
			last = end
		}
	}
	t := from.Add(last.Sub(from) / 2).Truncate(time.Hour).In(p.loc)
	if h := t.Hour(); h < 8 || h > 20 { // rather in daytime
		noon := time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, p.loc)
		for _, d := range []time.Time{noon, noon.AddDate(0, 0, -1)} {
			if d.After(from) && d.Before(last) {
				t = d
				break
			}
		}
	}
	if !t.After(from) || !t.Before(last) {
		return ""
	}
	return p.text("say.time", "day", p.dated("say.day", t), "time", two(t.Hour())+":"+two(t.Minute()))
}

// nextTime is a time that could be suggested: a working day after the last one on offer, at the same hour.
func (p *page) nextTime() string {
	last := p.Now
	for _, s := range p.Event.Slots {
		if s.Begin.After(last) {
			last = s.Begin
		}
	}
	t := last.In(p.loc)
	if last.Equal(p.Now) { // nothing on offer lies ahead: any hour would do
		t = time.Date(t.Year(), t.Month(), t.Day(), 10, 0, 0, 0, p.loc)
	}
	t = t.AddDate(0, 0, 1)
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, 1)
	}
	return p.text("say.time", "day", p.dated("say.day", t), "time", two(t.Hour())+":"+two(t.Minute()))
}
