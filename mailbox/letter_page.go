package mailbox

import (
	"strconv"
	"strings"
	"time"

	"parley/scheduler"
)

// page is a letter while it is being written.
type page struct {
	*catalog
	View
	zone, home   string // the reader's and the event's
	loc, homeLoc *time.Location
	commands     bool // the reader is an organiser of the event
	mute         bool // no links: this is a copy for somebody else
	subject      string
	blocks       []block
	organizer    string // name of the first organiser
}

func newPage(v View) *page {
	p := &page{catalog: catalogOf(v.To.Language, v.Event.Language), View: v}
	p.home = v.Event.Zone
	p.zone = ReaderZone(v.Event, v.To)
	if p.zone == "" {
		p.zone = "UTC"
	}
	if p.home == "" {
		p.home = p.zone
	}
	p.loc, _ = LoadZone(p.zone)
	p.homeLoc, _ = LoadZone(p.home)
	p.commands = v.Event.Organizer(v.To.ID)
	if len(v.Event.Organizers) > 0 {
		p.organizer = p.who(v.Event.Organizers[0])
	} else {
		p.organizer = p.who(0)
	}
	p.subject = p.thread()
	return p
}

// thread is the subject: the same in all letters of an event to one person, so that they stay together. The organiser's
// thread is that of their own mail.
func (p *page) thread() string {
	if p.Event.ID == "" && p.Event.Title == "" && p.Event.Subject == "" {
		return p.botName()
	}
	base := p.title()
	if p.commands && p.Event.Subject != "" {
		base = unreply(oneLine(string(p.Event.Subject), 200))
	}
	if p.Letter.Kind == scheduler.Question && p.Letter.Reason == "" { // the first letter of a thread
		return base
	}
	return "Re: " + base
}

// unreply takes reply marks off a subject.
func unreply(s string) string {
	for {
		rest, ok := s, false
		for _, mark := range []string{"re:", "aw:", "sv:", "vs:", "fwd:", "fw:", "tr:", "odp:", "rv:", "res:"} {
			if len(rest) >= len(mark) && strings.EqualFold(rest[:len(mark)], mark) {
				rest, ok = strings.TrimSpace(rest[len(mark):]), true
			}
		}
		if !ok || rest == "" {
			return s
		}
		s = rest
	}
}

func (p *page) title() string {
	if t := oneLine(string(p.Event.Title), 200); t != "" {
		return t
	}
	if t := unreply(oneLine(string(p.Event.Subject), 200)); t != "" {
		return t
	}
	if p.Event.ID == "" {
		return p.botName()
	}
	return string(p.Event.ID)
}

func (p *page) botName() string {
	if n := oneLine(string(p.Bot.Name), 40); n != "" {
		return n
	}
	return "Parley"
}

// who names a person: by name, else address; somebody who was forgotten is just somebody.
func (p *page) who(id scheduler.PersonID) string { return personName(p.catalog, p.People, id) }

func personName(c *catalog, people scheduler.People, id scheduler.PersonID) string {
	q := people[id]
	for _, s := range []string{string(q.Name), string(q.Address)} {
		if s = oneLine(s, 48); s != "" {
			if numbered(strings.Fields(s)[0]) {
				return "“" + s + "”" // it must not look like a slot's number
			}
			return s
		}
	}
	return c.text("somebody")
}

func (p *page) names(ids []scheduler.PersonID) string {
	var list []string
	for _, id := range ids {
		if len(list) == 12 && len(ids) > 13 {
			list = append(list, p.text("others", "n", strconv.Itoa(len(ids)-12)))
			break
		}
		list = append(list, p.who(id))
	}
	return p.list(list)
}

// about is a person as a command names them: by address.
func (p *page) address(id scheduler.PersonID) string {
	return oneLine(string(p.People[id].Address), 80)
}

// numbers writes slot numbers for a sentence: "1, 3 and 4".
func (p *page) numbers(ids []int) string {
	var list []string
	for _, id := range ids {
		list = append(list, strconv.Itoa(id))
	}
	return p.list(list)
}

// reply writes slot numbers as an answer: "1 3".
func reply(ids []int) string {
	var list []string
	for _, id := range ids {
		list = append(list, strconv.Itoa(id))
	}
	return strings.Join(list, " ")
}

// unbroken is how something to reply with is shown in a sentence: on one line.
func unbroken(say string) string { return strings.ReplaceAll(say, " ", "\u00a0") }

// say chooses the sentence that speaks to the organiser where there is one: "key.you".
func (p *page) say(key string, kv ...string) []span {
	if p.commands && p.has(key+".you") {
		key += ".you"
	}
	return p.catalog.say(key, kv...)
}

func (p *page) text(key string, kv ...string) string { return p.plain(p.say(key, kv...)) }

func (p *page) add(b block) { p.blocks = append(p.blocks, b) }

func (p *page) lead(key string, kv ...string)    { p.add(lead{p.say(key, kv...)}) }
func (p *page) para(key string, kv ...string)    { p.add(para{p.say(key, kv...)}) }
func (p *page) heading(key string, kv ...string) { p.add(heading{p.say(key, kv...)}) }
func (p *page) small(key string, kv ...string)   { p.add(small{p.say(key, kv...)}) }

// words shows what somebody wrote.
func (p *page) words(w scheduler.Words) {
	if lines := manyLines(string(w)); len(lines) > 0 {
		p.add(quote{lines})
	}
}

// link is a mailto: link with this answer, "" in a copy or without an address.
func (p *page) link(body string) string {
	if p.mute || p.ReplyTo == "" {
		return ""
	}
	subject := p.subject
	if !strings.HasPrefix(subject, "Re: ") {
		subject = "Re: " + subject
	}
	return mailto(p.ReplyTo, subject, body)
}

// offers collects what can be replied.
type offers struct {
	p     *page
	items []answer
}

// say adds something to reply with; key says what it means.
func (o *offers) say(say, key string, kv ...string) *offers {
	o.items = append(o.items, answer{say: say, means: o.p.say(key, kv...), href: o.p.link(say)})
	return o
}

// write adds something that must be completed by hand, so that there is no link.
func (o *offers) write(say, key string, kv ...string) *offers {
	o.items = append(o.items, answer{say: say, means: o.p.say(key, kv...)})
	return o
}

func (o *offers) done() { o.p.add(answers{o.items}) }

func (p *page) offer() *offers { return &offers{p: p} }

// when writes a time in the reader's zone: "Tue 24 Nov 2026, 10:00-10:45 (Europe/Helsinki, UTC+2)".
func (p *page) inZone(s scheduler.Span) string {
	return p.text("span.zone", "span", p.when(s, p.loc), "zone", zoneLabel(p.zone, s.Begin))
}

// instant writes a deadline or the like on the reader's clock.
func (p *page) instant(t time.Time) string {
	at := p.at(t.In(p.loc), p.Now.In(p.loc))
	if !sameOffset(t, p.Now, p.loc) {
		return at + " (" + offsetAt(t.In(p.loc)) + ")"
	}
	return at
}

// slotLines shows slots by number, in the reader's zone, with the event's zone below each where the clocks differ, and a
// line where clocks change between two of them. tap makes each a link that says yes to it.
func (p *page) slotLines(slots []int, tap func(id int) string, mark func(s scheduler.Slot) (string, []string)) {
	var shown []scheduler.Slot
	for _, id := range slots {
		if s, ok := p.Event.Slot(id); ok {
			shown = append(shown, s)
		}
	}
	if len(shown) == 0 {
		return
	}
	shifts := false
	for _, s := range shown {
		shifts = shifts || !sameOffset(s.Begin, shown[0].Begin, p.loc)
	}
	var items []choice
	for i, s := range shown {
		c := choice{n: strconv.Itoa(s.ID), label: p.when(s.Span, p.loc)}
		across := !sameOffset(s.Begin, s.End(), p.loc)
		if shifts {
			if !across {
				c.label += " " + offsetAt(s.Begin.In(p.loc))
			}
			if i > 0 && !sameOffset(s.Begin, shown[i-1].Begin, p.loc) {
				c.above = p.clockChange(shown[i-1].Begin, s.Begin)
			}
		}
		if mark != nil {
			c.mark, c.notes = mark(s)
		}
		if !sameClock(p.loc, p.homeLoc, s.Begin, s.End()) {
			other := "= " + p.times(s.Span, p.homeLoc, p.loc) + " " + zoneLabel(p.home, s.Begin)
			c.notes = append([]string{other}, c.notes...)
		}
		if across {
			c.notes = append(c.notes, p.text("slot.change", "for", p.lasts(s.Duration)))
		}
		if tap != nil {
			say := tap(s.ID)
			if _, err := strconv.Atoi(say); err == nil {
				say = "also " + say // a tap speaks of one time and leaves the others as they are
			}
			if say != "" {
				c.href = p.link(say)
			}
		}
		items = append(items, c)
	}
	p.add(choices{items})
}

func sameOffset(a, b time.Time, loc *time.Location) bool {
	_, x := a.In(loc).Zone()
	_, y := b.In(loc).Zone()
	return x == y
}

// clockChange says that between two slots the clocks of the reader's zone go forward or back.
func (p *page) clockChange(before, after time.Time) string {
	_, x := before.In(p.loc).Zone()
	_, y := after.In(p.loc).Zone()
	key, by := "clocks.forward", y-x
	if by < 0 {
		key, by = "clocks.back", -by
	}
	return p.text(key, "by", p.lasts(time.Duration(by)*time.Second), "from", offsetName(x), "to", offsetName(y))
}

// zoneLine says in which zone slots are shown; before slots with different offsets it leaves the offset to them.
func (p *page) zoneLine(slots []int) {
	var first time.Time
	differ, shifts := false, false
	for _, id := range slots {
		s, ok := p.Event.Slot(id)
		if !ok {
			continue
		}
		if first.IsZero() {
			first = s.Begin
		}
		shifts = shifts || !sameOffset(first, s.Begin, p.loc)
		differ = differ || !sameClock(p.loc, p.homeLoc, s.Begin, s.End())
	}
	if first.IsZero() {
		return
	}
	zone := zoneLabel(p.zone, first)
	if shifts {
		zone = oneLine(p.zone, 40)
	}
	if differ {
		p.para("zone.both", "zone", zone, "home", oneLine(p.home, 40))
	} else {
		p.para("zone.one", "zone", zone)
	}
}

// offered is the numbers of all slots on offer.
func (p *page) offered() []int {
	var list []int
	for _, s := range p.Event.Slots {
		if inChoice(p.Event, s) {
			list = append(list, s.ID)
		}
	}
	return list
}

// length is how long the meeting takes, "" if the slots differ.
func (p *page) length(slots []int) string {
	var d time.Duration
	for _, id := range slots {
		if s, ok := p.Event.Slot(id); ok {
			if d != 0 && d != s.Duration {
				return ""
			}
			d = s.Duration
		}
	}
	if d == 0 {
		return ""
	}
	return p.lasts(d)
}

// titleAndLength is "Design review, 45 min".
func (p *page) titleAndLength(slots []int) string {
	if d := p.length(slots); d != "" {
		return p.text("title.length", "title", p.title(), "length", d)
	}
	return p.title()
}

// place says where: the location and the address of a page, each if there is one.
func (p *page) place() {
	var list rows
	if where := oneLine(string(p.Event.Location), 200); where != "" {
		list.items = append(list.items, p.say("where", "where", where))
	}
	if link := webLink(string(p.Event.URL)); link != "" {
		list.items = append(list.items, append(p.say("link", "url", ""), span{text: link, href: link}))
	}
	if names := p.fileNames(); len(names) > 0 {
		list.items = append(list.items, p.say("files", "names", p.list(names)))
	}
	if len(list.items) > 0 {
		p.add(list)
	}
}

// standing says in every letter while a new time is sought that the old one holds.
func (p *page) standing() {
	if p.Event.Moving && p.Event.Agreement != nil {
		p.para("moving", "span", p.inZone(p.Event.Agreement.Span))
	}
}

// content finishes the letter.
func (p *page) content() Content {
	from := p.botName()
	if !p.commands && len(p.Event.Organizers) > 0 && p.People[p.Event.Organizers[0]].Address != "" {
		from = p.text("from", "who", p.organizer, "bot", p.botName())
	}
	if p.Event.ID != "" {
		key := "sign"
		if p.wordless() {
			key = "sign.plain"
		}
		p.add(sign{p.say(key, "bot", p.botName(), "who", p.organizer)})
	}
	return Content{
		FromName: from, Subject: p.subject,
		Text: strings.Join(layout(p.catalog, p.blocks, columns), "\n") + "\n",
		HTML: document(p.catalog, p.subject, p.blocks),
	}
}

// wordless reports whether the last line says only who writes, and offers no words: there is nothing left to stop or to call
// off, or the letter is about other words.
func (p *page) wordless() bool {
	q, _ := p.Event.Party(p.To.ID)
	return p.Event.State == scheduler.Cancelled || q.Dropped || p.Letter.Kind == scheduler.StoppedNow || p.Letter.Kind == scheduler.WasThisYou
}
