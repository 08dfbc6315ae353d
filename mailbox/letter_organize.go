package mailbox

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/scheduler"
)

// Letters to the organiser while the event is a draft or open.

func (p *page) receipt() {
	asked := p.asked()
	people := p.invited()
	p.lead("receipt.lead", "n", strconv.Itoa(len(people)), "title", p.title(), "names", p.names(people))
	p.reasonLine("receipt.")
	p.asRead(asked)
	p.inferred()
	p.until()
	p.heading("words.now")
	first := strconv.Itoa(firstOf(asked))
	p.offer().
		say("status", "cmd.status").
		say("pick "+first, "cmd.pick", "slot", first).
		write("extend "+p.nextTime(), "cmd.extend").
		say("cancel", "cmd.cancel").
		done()
	p.heading("receipt.copy")
	p.add(frame{p.copyOfQuestion()})
}

func firstOf(slots []int) int {
	if len(slots) == 0 {
		return 1
	}
	return slots[0]
}

// invited are the people on the list who were not taken off.
func (p *page) invited() []scheduler.PersonID {
	var list []scheduler.PersonID
	for _, q := range p.Event.Parties {
		if !q.Dropped {
			list = append(list, q.Person)
		}
	}
	return list
}

// asRead shows everything that was understood of a proposal.
func (p *page) asRead(slots []int) {
	p.zoneLine(slots)
	p.slotLines(slots, nil, nil)
	e := p.Event
	var required, optional []string
	for _, q := range e.Parties {
		if q.Dropped {
			continue
		}
		name := p.who(q.Person)
		if a := p.address(q.Person); a != name {
			name += " <" + a + ">"
		}
		if q.Zone != "" && q.Zone != e.Zone {
			name += " (" + q.Zone + ")"
		}
		if q.Required {
			required = append(required, name)
		} else {
			optional = append(optional, name)
		}
	}
	var rows [][]span
	add := func(key string, kv ...string) { rows = append(rows, p.say(key, kv...)) }
	add("read.title", "title", p.titleAndLength(slots))
	if w := oneLine(string(e.Location), 200); w != "" {
		add("where", "where", w)
	}
	if len(required) > 0 {
		add("read.required", "n", strconv.Itoa(len(required)), "names", p.list(some(p, required)))
	}
	if len(optional) > 0 {
		add("read.optional", "n", strconv.Itoa(len(optional)), "names", p.list(some(p, optional)))
	}
	for _, o := range []struct {
		on  bool
		key string
	}{
		{e.Options.Confirm, "read.confirm"}, {e.Options.Suggestions, "read.suggestions"}, {e.Options.Holds, "read.holds"},
		{e.Options.Hidden, "read.hidden"}, {e.Options.Absent, "read.absent"},
		{e.Options.Progress == "each", "read.each"}, {e.Options.Progress == "none", "read.noprogress"},
	} {
		if o.on {
			add(o.key)
		}
	}
	if e.Options.Quorum > 0 {
		add("read.quorum", "n", strconv.Itoa(e.Options.Quorum))
	}
	p.add(bullets{append(rows, p.filesAsRead()...)})
}

// some keeps a list of people short.
func some(p *page, list []string) []string {
	if len(list) > 13 {
		return append(list[:12:12], p.text("others", "n", strconv.Itoa(len(list)-12)))
	}
	return list
}

// inferred shows what had to be inferred, each once.
func (p *page) inferred() {
	_, took := p.faults()
	if len(took) == 0 {
		return
	}
	p.heading("inferred.head")
	p.add(bullets{p.faultLines("inferred.", took)})
}

// faults are what must be mended in a proposal and what was only inferred, each once.
func (p *page) faults() (mend, took []scheduler.Fault) {
	list := p.Letter.Faults
	if len(list) == 0 {
		list = slices.Concat(p.Event.Faults, p.Event.Inferred)
	}
	for i, f := range list {
		alike := func(g scheduler.Fault) bool { return g.Code == f.Code && g.Value == f.Value && g.Limit == f.Limit }
		switch said := func(g scheduler.Fault) bool { return alike(g) && g.Line == f.Line }; {
		case p.has("inferred." + f.Code):
			if !slices.ContainsFunc(took, alike) {
				took = append(took, f)
			}
		case !slices.ContainsFunc(list[:i], said):
			mend = append(mend, f)
		}
	}
	return mend, took
}

// faultLines says of each fault what is wrong and how to mend it.
func (p *page) faultLines(kind string, faults []scheduler.Fault) [][]span {
	var rows [][]span
	for _, f := range faults {
		key := kind + f.Code
		if !p.has(key) {
			key = "fault." + f.Code
		}
		if !p.has(key) {
			key = kind + "other"
		}
		line := oneLine(string(f.Line), 160)
		kv := p.faultArgs(f.Code, line, f.Value, f.Limit)
		spans := p.say(key, append(kv, "line", line, "code", strings.ReplaceAll(oneLine(f.Code, 60), "-", " "))...)
		if line != "" {
			spans = append([]span{{text: "“" + line + "”: ", bold: true}}, spans...)
		}
		rows = append(rows, spans)
	}
	return rows
}

// faultArgs are the value and the limit of a fault as its sentence wants them. Where the value was not given, the line
// stands for it; the limits that are not configured are known.
func (p *page) faultArgs(code, line, value, limit string) []string {
	if value == "" && line != "" && p.has("fault."+code) {
		value = p.text("quoted", "said", line)
	}
	if limit == "" {
		switch code {
		case "short-duration":
			limit = scheduler.MinDuration.String()
		case "long-duration":
			limit = scheduler.MaxDuration.String()
		}
	}
	return []string{"value", p.faultValue(value), "limit", p.faultValue(limit)}
}

// faultValue puts what a fault holds into the reader's words: a duration, an instant on the clock that it names or, for
// UTC, on the reader's, or just so.
func (p *page) faultValue(s string) string {
	if d, err := time.ParseDuration(s); err == nil {
		return p.lasts(d)
	}
	const layout = "2006-01-02 15:04"
	if len(s) >= len(layout) {
		if t, err := time.Parse(layout, s[:len(layout)]); err == nil {
			if s[len(layout):] == " UTC" { // which names an instant, whatever the reader's zone
				t = t.In(p.loc)
				return p.text("date.at", "day", p.day(t), "time", p.clock(t)) + " " + offsetAt(t)
			}
			return strings.TrimSpace(p.text("date.at", "day", p.day(t), "time", p.clock(t)) + " " + oneLine(s[len(layout):], 12))
		}
	}
	return oneLine(s, 120)
}

// copyOfQuestion is what the first party was sent, without links.
func (p *page) copyOfQuestion() []block {
	v := p.View
	v.Letter = scheduler.Letter{Kind: scheduler.Question, Slots: p.Letter.Slots, Event: p.Letter.Event}
	v.To = scheduler.Person{Language: v.Event.Language, Zone: v.Event.Zone}
	v.ReplyTo, v.Files = "", v.Event.Files.Kept()
	q := newPage(v)
	q.mute = true
	q.question()
	return q.blocks
}

func (p *page) preview() {
	asked := p.asked()
	people := p.invited()
	mend, took := p.faults()
	p.lead("preview.lead", "n", strconv.Itoa(len(people)), "title", p.title())
	p.reasonLine("preview.")
	switch {
	case p.Letter.Reason == "unverified":
	case !p.Event.Verified && p.Event.Policy.Unverified != "open":
		p.para("preview.reason.unverified")
	case len(mend)+len(took) > 0:
		p.para("preview.reason.inferred")
	}
	p.inferred()
	if len(mend) > 0 {
		p.heading("preview.left")
		p.add(bullets{p.faultLines("fault.", mend)})
	}
	p.heading("preview.read")
	p.asRead(asked)
	p.until()
	if lines := manyLines(string(p.Event.Text)); len(lines) > 0 {
		p.heading("preview.words")
		p.add(quote{lines})
	}
	p.offer().say("go", "preview.go", "n", strconv.Itoa(len(people))).say("cancel", "preview.cancel").done()
	how := p.say("preview.mend")
	if len(mend) == 0 { // a time stands for a line that was left out, if there is one
		how = append(append(how, span{text: " "}), p.say("preview.mend.times")...)
	}
	p.add(para{how})
}

func (p *page) faulty() {
	mend, _ := p.faults()
	p.lead("faulty.lead", "n", strconv.Itoa(len(mend)), "title", p.title())
	p.add(bullets{p.faultLines("fault.", mend)})
	p.para("faulty.mend")
	p.inferred()
	if slots := p.offered(); len(slots) > 0 || len(p.Event.Parties) > 0 {
		p.heading("faulty.read")
		p.asRead(slots)
	}
	p.offer().say("cancel", "preview.cancel").say("help", "cmd.help.proposal").done()
}

func (p *page) progress() {
	if p.Letter.Reason == "not-coming" || p.Letter.Reason == "coming" {
		p.attendance()
		return
	}
	said, asked := answered(p.Event)
	p.lead("progress.lead", "n", strconv.Itoa(asked), "said", strconv.Itoa(said), "title", p.title(), "state", p.stateSentence())
	if p.Letter.About != 0 {
		p.aboutAnswer()
	}
	slots := p.asked()
	p.zoneLine(slots)
	p.slotLines(slots, nil, nil)
	p.grid()
	p.openPoints()
	p.heading("words.now")
	o := p.offer()
	if best := p.best(); len(best) > 0 {
		p.pick(o, best[0], "cmd.pick")
	}
	if p.silent() {
		o.say("remind", "cmd.remind")
	}
	o.say("status", "cmd.status").done()
}

// silent reports whether anybody could still be asked again.
func (p *page) silent() bool {
	required, optional := waited(p.Event, p.Now)
	return len(required)+len(optional) > 0
}

// attendance tells the organiser that somebody's word on the agreed meeting changed.
func (p *page) attendance() {
	key := "progress." + p.Letter.Reason
	if q, ok := p.Event.Party(p.Letter.About); ok && q.Coming == scheduler.IfNeedBe {
		key = "progress.may-come"
	}
	p.lead(key, "who", p.who(p.Letter.About), "title", p.title(), "span", p.inZone(p.span()))
	p.coming()
	p.standing()
	p.offer().
		write("move "+p.nextTime(), "cmd.move").
		write("tell everyone: "+p.text("say.words"), "cmd.tell").
		say("cancel", "cmd.cancel").
		done()
}

// aboutAnswer says what the person that the letter is about answered.
func (p *page) aboutAnswer() {
	if len(p.Letter.Choices) > 0 {
		p.para("progress.about", "who", p.who(p.Letter.About), "summary", p.summary(p.Letter.Choices))
	}
}

// best are the slots that can be agreed, those with the most yes first among equals of few if-need-bes.
func (p *page) best() []tally {
	open := still(tallies(p.Event, p.Now))
	for i := 1; i < len(open); i++ { // few slots: insertion keeps equals in order
		for j := i; j > 0 && better(open[j], open[j-1]); j-- {
			open[j], open[j-1] = open[j-1], open[j]
		}
	}
	return open
}

func better(a, b tally) bool {
	if x, y := len(a.yes)+len(a.maybe), len(b.yes)+len(b.maybe); x != y {
		return x > y
	}
	return len(a.maybe) < len(b.maybe)
}

func (p *page) missing() {
	required, optional := waited(p.Event, p.Now)
	all := append(append([]scheduler.PersonID{}, required...), optional...)
	p.lead("missing.lead", "n", strconv.Itoa(len(all)), "names", p.names(all), "title", p.title(), "when", p.instant(p.Event.Deadline))
	p.grid()
	if e := p.Event; e.Moving || e.Options.Confirm || e.Options.Quorum > 0 {
		p.until() // what the deadline brings is another rule's
	} else {
		p.para("missing.then")
	}
	p.heading("words.settle")
	o := p.offer().say("remind", "cmd.remind.names", "names", p.names(all))
	if best := p.best(); len(best) > 0 {
		p.pick(o, best[0], "cmd.pick.span")
	}
	for i, id := range required {
		if i < 2 {
			o.say("optional "+p.address(id), "cmd.optional", "who", p.who(id))
		}
	}
	if until := p.laterDeadline(); until != "" {
		o.write("deadline "+until, "cmd.deadline")
	}
	o.done()
}

func (p *page) stuck() {
	near := p.compromises()
	if p.Letter.Reason == "declined" && p.Letter.About != 0 {
		p.lead("stuck.lead.declined", "title", p.title(), "who", p.who(p.Letter.About))
	} else {
		p.lead("stuck.lead", "title", p.title())
	}
	if len(near) == 0 {
		p.para("stuck.nothing")
	}
	p.nearest(near)
	p.grid()
	p.heading("words.out")
	o := p.offer()
	more := "words.more.pick"
	if p.ask(o, near) {
		more = "words.more"
	}
	if len(near) > 0 {
		p.pick(o, near[0], "cmd.pick")
	}
	o.write("extend "+p.nextTime(), "cmd.extend")
	if len(near) > 0 && len(near[0].against) == 1 {
		id := near[0].against[0]
		o.say("optional "+p.address(id), "cmd.optional", "who", p.who(id))
	}
	o.say("cancel", "cmd.cancel").done()
	if len(near) > 1 {
		p.para(more)
	}
	switch {
	case p.Event.Moving:
		p.standing()
	case !p.Event.Deadline.IsZero():
		p.para("until.stuck", "when", p.instant(p.Event.Deadline))
	}
}

// reachable leaves those that a letter can ask.
func (p *page) reachable(list []scheduler.PersonID) []scheduler.PersonID {
	return slices.DeleteFunc(slices.Clone(list), func(id scheduler.PersonID) bool {
		q, ok := p.Event.Party(id)
		return !ok || q.Stopped || q.Unreachable || q.Dropped
	})
}

// compromises are the times that come nearest, as the rules have ordered them, else those with the most people first.
func (p *page) compromises() []tally {
	near := compromises(tallies(p.Event, p.Now))
	slices.SortStableFunc(near, func(a, b tally) int {
		if by := slices.Index(p.Letter.Slots, a.ID) - slices.Index(p.Letter.Slots, b.ID); by != 0 {
			return by
		}
		return len(b.yes) + len(b.maybe) - len(a.yes) - len(a.maybe)
	})
	return near
}

// ask offers to ask those who said no to the first time where they can be reached.
func (p *page) ask(o *offers, near []tally) bool {
	for _, t := range near {
		if who := p.reachable(t.against); len(who) > 0 {
			n := strconv.Itoa(t.ID)
			o.say("ask "+n, "cmd.ask", "slot", n, "names", p.names(who))
			return true
		}
	}
	return false
}

// pick offers to fix a time, and says who cannot.
func (p *page) pick(o *offers, t tally, key string) {
	if len(t.no) > 0 {
		key += ".without"
	}
	n := strconv.Itoa(t.ID)
	o.say("pick "+n, key, "slot", n, "span", p.when(t.Span, p.loc), "names", p.names(t.no))
}

// nearestShown is how many times of those that come nearest are told one by one. The grid has them all.
const nearestShown = 5

// nearest shows the times that come nearest.
func (p *page) nearest(near []tally) {
	if near = near[:min(nearestShown, len(near))]; len(near) > 0 {
		p.zoneLine(ids(near))
		p.heading("stuck.near", "n", strconv.Itoa(len(near)))
		p.tallyLines(near, nil)
	}
}

// tallyLines shows slots, and below each how people stand to it.
func (p *page) tallyLines(list []tally, tap func(id int) string) {
	p.slotLines(ids(list), tap, func(s scheduler.Slot) (string, []string) {
		return "", p.tallyNotes(list[slices.Index(ids(list), s.ID)])
	})
}

// tallyNotes says below a slot how people stand to it.
func (p *page) tallyNotes(t tally) []string {
	var notes []string
	for _, part := range []struct {
		key  string
		list []scheduler.PersonID
	}{{"tally.no", t.no}, {"tally.maybe", t.maybe}, {"tally.silent", t.silent}} {
		if len(part.list) > 0 {
			notes = append(notes, p.text(part.key, "n", strconv.Itoa(len(part.list)), "names", p.names(part.list)))
		}
	}
	if len(notes) == 0 {
		notes = append(notes, p.text("tally.all"))
	}
	return notes
}

func (p *page) pickOne() {
	var list []tally
	for _, t := range p.best() {
		if t.agreeable {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		list = p.best()
	}
	first := strconv.Itoa(firstOf(ids(list)))
	p.lead("pick.lead", "n", strconv.Itoa(len(list)), "title", p.title(), "first", first)
	p.zoneLine(ids(list))
	p.tallyLines(list, func(id int) string { return "pick " + strconv.Itoa(id) })
	o := p.offer()
	for _, t := range list[:min(3, len(list))] {
		p.pick(o, t, "cmd.pick.span")
	}
	o.write("extend "+p.nextTime(), "cmd.extend").say("cancel", "cmd.cancel").done()
	p.until()
}

func (p *page) suggestion() {
	slots := p.Letter.Slots
	first := strconv.Itoa(firstOf(slots))
	p.lead("suggestion.lead", "who", p.who(p.Letter.About), "n", strconv.Itoa(len(slots)), "title", p.title(), "first", first)
	p.zoneLine(slots)
	p.slotLines(slots, func(id int) string { return "accept " + strconv.Itoa(id) }, nil)
	p.words(p.Letter.Text)
	o := p.offer()
	for i, id := range slots {
		if n := strconv.Itoa(id); i < 4 {
			o.say("accept "+n, "cmd.accept", "slot", n).say("refuse "+n, "cmd.refuse", "slot", n, "who", p.who(p.Letter.About))
		}
	}
	o.done()
	p.stand()
}

func (p *page) failing() {
	address := p.address(p.Letter.About)
	p.lead("failing.lead", "who", p.who(p.Letter.About), "address", address, "title", p.title())
	if lines := manyLines(string(p.Letter.Text)); len(lines) > 0 {
		p.heading("failing.said")
		p.add(quote{lines})
	}
	p.para("failing.then")
	p.offer().
		write("replace "+address+" "+p.text("say.newaddress"), "cmd.replace").
		say("optional "+address, "cmd.optional", "who", p.who(p.Letter.About)).
		say("drop "+address, "cmd.drop", "who", p.who(p.Letter.About)).
		done()
}

// outsider asks the organiser about somebody who is not invited: they answered, or were named to come instead.
func (p *page) outsider() {
	address := oneLine(string(p.Letter.Text), 120)
	if p.Letter.Reason == "delegated" {
		p.lead("outsider.delegated", "who", p.who(p.Letter.About), "address", address, "title", p.title())
		p.offer().
			say("replace "+p.address(p.Letter.About)+" "+address, "outsider.replace", "who", p.who(p.Letter.About), "address", address).
			say("add "+address, "cmd.add").
			done()
	} else {
		p.lead("outsider.lead", "address", address, "title", p.title())
		if len(p.Letter.Choices) > 0 {
			p.para("outsider.summary", "summary", p.summary(p.Letter.Choices))
		}
		if p.Letter.About != 0 {
			p.para("outsider.through", "who", p.who(p.Letter.About))
		}
		p.offer().say("add "+address, "cmd.add").done()
	}
	p.para("outsider.silence")
	p.stand()
}
