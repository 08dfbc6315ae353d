package mailbox

import (
	"strconv"

	"parley/scheduler"
)

// Letters about what was agreed, changed, given up or called off.

func (p *page) invitation() {
	p.lead("invitation.lead", "span", p.inZone(p.span()), "title", p.title())
	p.elsewhere()
	p.why()
	p.place()
	p.words(p.Event.Text)
	p.coming()
	p.para("invitation.calendar")
	if p.commands {
		p.offer().
			write("move "+p.nextTime(), "cmd.move").
			write("tell everyone: "+p.text("say.words"), "cmd.tell").
			say("cancel", "cmd.cancel").
			done()
		return
	}
	p.offer().say(p.text("say.no"), "agreed.no", "who", p.organizer).say(p.text("say.yes"), "agreed.yes", "who", p.organizer).done()
	if p.FeedURL != "" {
		p.add(small{append(p.say("feed", "url", ""), span{text: p.FeedURL, href: webLink(p.FeedURL)})})
	}
}

// elsewhere shows the time that stands on the event's own clock, where that is not the reader's.
func (p *page) elsewhere() {
	if s := p.span(); !sameClock(p.loc, p.homeLoc, s.Begin, s.End()) {
		p.add(para{[]span{{text: "= " + p.times(s, p.homeLoc, p.loc) + " " + zoneLabel(p.home, s.Begin)}}})
	}
}

// why says what brought the agreement about and what decided for this slot.
func (p *page) why() {
	a := p.Event.Agreement
	if a == nil {
		return
	}
	trigger, reason := "trigger."+a.Trigger, "agreed.because."+a.Reason
	var spans []span
	if p.has(trigger) {
		spans = p.say(trigger, "who", p.organizer)
	}
	if p.has(reason) && !(a.Trigger == "pick" && len(spans) > 0) { // which says it already
		if len(spans) > 0 {
			spans = append(spans, span{text: " "})
		}
		spans = append(spans, p.say(reason)...)
	}
	if len(spans) > 0 {
		p.add(para{spans})
	}
}

// coming says who takes part, unless people must not see each other.
func (p *page) coming() {
	if p.Event.Options.Hidden && !p.commands {
		return
	}
	var in, maybe, out, unknown []scheduler.PersonID
	for _, q := range p.Event.Parties {
		switch {
		case q.Dropped:
		case q.Stopped || q.Coming == scheduler.No:
			out = append(out, q.Person)
		case q.Coming == scheduler.Yes:
			in = append(in, q.Person)
		case q.Coming == scheduler.IfNeedBe:
			maybe = append(maybe, q.Person)
		default:
			unknown = append(unknown, q.Person)
		}
	}
	if !p.Event.Options.Absent && len(p.Event.Organizers) > 0 {
		in = append([]scheduler.PersonID{p.Event.Organizers[0]}, in...)
	}
	var rows [][]span
	for _, part := range []struct {
		key  string
		list []scheduler.PersonID
	}{{"coming.yes", in}, {"coming.maybe", maybe}, {"coming.no", out}, {"coming.unknown", unknown}} {
		if len(part.list) > 0 {
			rows = append(rows, p.say(part.key, "n", strconv.Itoa(len(part.list)), "names", p.names(part.list)))
		}
	}
	p.add(bullets{rows})
}

func (p *page) update() {
	key := "update.lead." + p.Letter.Reason
	if !p.has(key) {
		key = "update.lead.move" // the reason is why the new time was chosen
	}
	p.lead(key, "title", p.title(), "span", p.inZone(p.span()), "who", p.organizer, "where", oneLine(string(p.Event.Location), 200))
	p.elsewhere()
	switch p.Letter.Reason {
	case "title", "location":
	case "text":
		p.words(p.Event.Text)
	default:
		p.why()
	}
	p.place()
	p.para("invitation.calendar")
	if !p.commands {
		p.offer().say(p.text("say.no"), "agreed.no", "who", p.organizer).done()
	}
	p.coming()
}

func (p *page) release() {
	lead := "release.lead." + p.Letter.Reason
	if !p.has(lead) || p.Letter.Reason == "dropped" && p.Letter.Method == scheduler.MethodCancel {
		lead = "release.lead"
	}
	p.lead(lead, "title", p.title(), "span", p.inZone(p.span()))
	key := "release.reason." + p.Letter.Reason
	if !p.has(key) {
		key = "release.reason.other"
	}
	p.para(key, "who", p.organizer)
}

func (p *page) agreedInfo() {
	if p.Letter.Reason == "stays" {
		p.lead("agreed.stays", "title", p.title(), "span", p.inZone(p.span()))
		return
	}
	p.lead("agreed.lead", "title", p.title(), "span", p.inZone(p.span()))
	p.elsewhere()
	p.why()
	p.place()
	if q, party := p.Event.Party(p.To.ID); party && !q.Dropped {
		p.para("agreed.info")
		p.offer().say(p.text("say.yes"), "agreed.yes", "who", p.organizer).done()
	}
}

func (p *page) lapsed() {
	if !p.commands {
		p.lead("lapsed.lead.party", "title", p.title(), "who", p.organizer)
		return
	}
	if p.Event.State == scheduler.Agreed {
		p.lead("agreed.stays", "title", p.title(), "span", p.inZone(p.span()))
		p.reasonLine("lapsed.")
		p.coming()
		p.offer().write("move "+p.nextTime(), "cmd.move").say("cancel", "cmd.cancel").done()
		return
	}
	p.lead("lapsed.lead", "title", p.title())
	key := "lapsed.reason." + p.Letter.Reason
	if !p.has(key) {
		key = "lapsed.reason.other"
	}
	p.para(key)
	near := p.compromises()
	p.nearest(near)
	p.grid()
	p.openPoints()
	p.heading("words.out")
	o := p.offer()
	if len(near) > 0 {
		p.pick(o, near[0], "cmd.pick")
	}
	if until := p.laterDeadline(); until != "" {
		o.write("deadline "+until, "cmd.deadline.again")
	}
	o.write("extend "+p.nextTime(), "cmd.extend").
		say("cancel", "cmd.cancel").
		done()
	if len(near) > 1 {
		p.para("words.more.pick")
	}
}

func (p *page) cancelled() {
	p.lead("cancelled.lead", "who", p.organizer, "title", p.title())
	if p.Letter.Method == scheduler.MethodCancel {
		p.para("cancelled.calendar", "span", p.inZone(p.span()))
	}
	p.words(p.Letter.Text)
	p.para("cancelled.end")
}
