package mailbox

import (
	"strconv"

	"parley/scheduler"
)

// Letters that show something: help, status, who, log.

// Marks in the grid: what each person said to each slot.
const (
	signBest   = "++"
	signYes    = "+"
	signMaybe  = "(+)"
	signNo     = "-"
	signSilent = "."
)

func signOf(w scheduler.Word) string {
	switch {
	case w.Verdict == scheduler.Yes && w.Preferred:
		return signBest
	case w.Verdict == scheduler.Yes:
		return signYes
	case w.Verdict == scheduler.IfNeedBe:
		return signMaybe
	case w.Verdict == scheduler.No:
		return signNo
	}
	return signSilent
}

// gridRows is how many people a grid shows.
const gridRows = 40

// grid shows people × slots with a line that explains the signs. Where answers are hidden only an organiser sees it.
func (p *page) grid() {
	if p.Event.Options.Hidden && !p.commands {
		return
	}
	var slots []int
	for _, s := range p.Event.Slots {
		if inChoice(p.Event, s) {
			slots = append(slots, s.ID)
		}
	}
	if len(slots) == 0 || len(p.Event.Parties) == 0 {
		return
	}
	g := grid{head: []string{""}}
	for _, id := range slots {
		g.head = append(g.head, strconv.Itoa(id))
	}
	left := 0
	for _, q := range p.Event.Parties {
		if q.Dropped {
			continue
		}
		if len(g.rows) == gridRows {
			left++
			continue
		}
		name := oneLine(p.who(q.Person), 24)
		if !q.Required {
			name = p.text("grid.optional", "name", name)
		}
		row := []string{name}
		for _, id := range slots {
			row = append(row, signOf(standingWord(q, id)))
		}
		g.rows = append(g.rows, row)
	}
	p.add(g)
	p.small("grid.legend", "best", signBest, "yes", signYes, "maybe", signMaybe, "no", signNo, "silent", signSilent)
	if left > 0 {
		p.small("grid.more", "n", strconv.Itoa(left))
	}
}

// stand is one sentence: where the event stands.
func (p *page) stand() {
	if p.Event.ID != "" {
		p.add(para{[]span{{text: p.stateSentence()}}})
	}
}

func (p *page) stateSentence() string {
	return describeIn(p.catalog, p.Event, p.People, p.Now, p.zone, p.Event.Options.Hidden && !p.commands, p.commands)
}

// openPoints lists what is still to be known: who is waited for, whose mail fails, what was suggested.
func (p *page) openPoints() {
	if p.Event.Options.Hidden && !p.commands {
		return
	}
	e := p.Event
	required, optional := waited(e, p.Now)
	var fails, stopped []scheduler.PersonID
	for _, q := range e.Parties {
		switch {
		case q.Dropped:
		case q.Unreachable:
			fails = append(fails, q.Person)
		case q.Stopped:
			stopped = append(stopped, q.Person)
		}
	}
	var suggested []int
	for _, s := range e.Slots {
		if s.Status == scheduler.Suggested {
			suggested = append(suggested, s.ID)
		}
	}
	var rows [][]span
	people := func(key string, list []scheduler.PersonID) {
		if len(list) > 0 {
			rows = append(rows, p.say(key, "n", strconv.Itoa(len(list)), "names", p.names(list)))
		}
	}
	people("open.required", required)
	people("open.optional", optional)
	people("open.fails", fails)
	people("open.stopped", stopped)
	if len(suggested) > 0 {
		rows = append(rows, p.say("open.suggested", "n", strconv.Itoa(len(suggested)), "slots", p.numbers(suggested)))
	}
	if len(rows) > 0 {
		p.add(bullets{rows})
	}
}

func (p *page) status() {
	e := p.Event
	if p.Letter.Reason == "copy" {
		p.lead("receipt.copy")
		p.add(frame{p.copyOfQuestion()})
		return
	}
	p.lead("status.lead", "title", p.title(), "state", p.stateSentence())
	p.standing()
	if slot, reason, ok := scheduler.Best(e, p.Now); ok && (e.State == scheduler.Open || e.Moving) {
		key := "because." + reason
		if !p.has(key) {
			key = "because.earliest"
		}
		s, _ := e.Slot(slot)
		p.para("status.choice", "slot", strconv.Itoa(slot), "span", p.when(s.Span, p.loc), "why", p.text(key))
	}
	slots := p.asked()
	p.zoneLine(slots)
	p.slotLines(slots, nil, nil)
	p.grid()
	p.openPoints()
	p.howSaid()
	p.deliveries()
	p.clockNext()
	p.wordsNow()
}

// howSaid says when and by which way each answer came.
func (p *page) howSaid() {
	e := p.Event
	if e.Options.Hidden && !p.commands {
		return
	}
	var rows [][]span
	for _, q := range e.Parties {
		if q.Dropped || len(rows) == gridRows {
			continue
		}
		var last scheduler.Word
		for _, w := range q.Words {
			if w.Verdict != scheduler.Silent && (last.Verdict == scheduler.Silent || w.Said.After(last.Said)) {
				last = w
			}
		}
		switch {
		case last.Verdict == scheduler.Silent:
		case last.Click:
			rows = append(rows, p.say("said.click", "who", p.who(q.Person), "when", p.instant(last.Said)))
		default:
			rows = append(rows, p.say("said.mail", "who", p.who(q.Person), "when", p.instant(last.Said)))
		}
	}
	if len(rows) > 0 {
		p.heading("said.head")
		p.add(bullets{rows})
	}
}

// deliveries tells an organiser of letters that have not arrived as far as is known.
func (p *page) deliveries() {
	if !p.commands {
		return
	}
	var rows [][]span
	sent := 0
	for _, d := range p.Outbox {
		if d.Letter == p.Letter.ID { // this one
			continue
		}
		kv := []string{"who", p.who(d.To), "when", p.instant(d.At), "n", strconv.Itoa(d.Attempts), "said", oneLine(d.Said, 160)}
		switch d.State {
		case DeliverySent:
			sent++
		case DeliveryFailed:
			rows = append(rows, p.say("delivery.failed", kv...))
		default:
			if d.Attempts > 0 {
				rows = append(rows, p.say("delivery.waiting", kv...))
			} else {
				rows = append(rows, p.say("delivery.queued", kv...))
			}
		}
	}
	if sent > 0 {
		rows = append(rows, p.say("delivery.sent", "n", strconv.Itoa(sent)))
	}
	if len(rows) > 0 {
		p.heading("delivery.head")
		p.add(bullets{rows})
	}
}

// clockNext says what the clock does next.
func (p *page) clockNext() {
	e := p.Event
	if e.State != scheduler.Open && e.State != scheduler.Stuck && !e.Moving || e.Deadline.IsZero() {
		return
	}
	key, when := "clock.deadline", e.Deadline
	at, what := scheduler.Due(e)
	switch {
	case e.Options.Confirm:
		key = "clock.deadline.confirm"
	case what == scheduler.Tick{For: "agree"} && !(e.Options.Hidden && !p.commands): // which would say that all have answered
		key, when = "clock.agree", at
	}
	p.para(key, "when", p.instant(when), "who", p.organizer)
}

// wordsNow lists the words that do something in this state, for this reader.
func (p *page) wordsNow() {
	e := p.Event
	p.heading("words.now")
	o := p.offer()
	if !p.commands {
		switch {
		case e.State == scheduler.Agreed && !e.Moving:
			o.say(p.text("say.yes"), "agreed.yes", "who", p.organizer).say(p.text("say.no"), "agreed.no", "who", p.organizer)
		case e.State == scheduler.Open || e.State == scheduler.Stuck || e.Moving:
			if asked := p.offered(); len(asked) > 0 {
				o.write(p.example(asked), "means.answer")
				o.say(p.text("say.none"), "means.none")
			}
		}
		if !e.Options.Hidden {
			o.say("who", "cmd.who").say("log", "cmd.log")
		}
		if e.State != scheduler.Cancelled {
			o.say("stop", "cmd.stop")
		}
		o.done()
		return
	}
	best := p.best()
	switch e.State {
	case scheduler.Draft:
		o.say("go", "preview.go", "n", strconv.Itoa(len(p.invited()))).say("cancel", "preview.cancel")
	case scheduler.Agreed:
		o.write("move "+p.nextTime(), "cmd.move").write("tell everyone: "+p.text("say.words"), "cmd.tell").say("cancel", "cmd.cancel")
	case scheduler.Cancelled:
	default:
		if len(best) > 0 {
			p.pick(o, best[0], "cmd.pick")
		} else {
			p.ask(o, p.compromises())
		}
		if e.State == scheduler.Open && p.silent() {
			o.say("remind", "cmd.remind")
		}
		o.write("extend "+p.nextTime(), "cmd.extend")
		if until := p.laterDeadline(); until != "" {
			o.write("deadline "+until, "cmd.deadline")
		}
		o.say("cancel", "cmd.cancel")
	}
	o.say("log", "cmd.log").say("help", "cmd.help").done()
}

func (p *page) whoText() {
	e := p.Event
	p.lead("who.lead", "title", p.title())
	var rows [][]span
	for _, id := range e.Organizers {
		rows = append(rows, p.say("who.organizer", "who", p.whoAndAddress(id)))
	}
	hidden := e.Options.Hidden && !p.commands
	for _, q := range e.Parties {
		if hidden && q.Person != p.To.ID {
			continue
		}
		key := "who.required"
		switch {
		case q.Dropped:
			key = "who.dropped"
		case q.Stopped:
			key = "who.stopped"
		case q.Unreachable:
			key = "who.fails"
		case !q.Required:
			key = "who.optional"
		}
		rows = append(rows, p.say(key, "who", p.whoAndAddress(q.Person)))
	}
	p.add(bullets{rows})
	if hidden {
		p.para("who.hidden", "who", p.organizer)
	}
	p.stand()
}

func (p *page) whoAndAddress(id scheduler.PersonID) string {
	name, address := p.who(id), p.address(id)
	if address == "" || address == name {
		return name
	}
	return name + " <" + address + ">"
}

// logLines is how many entries a letter shows, the newest.
const logLines = 60

func (p *page) logText() {
	entries := p.Log
	p.lead("log.lead", "title", p.title(), "n", strconv.Itoa(len(entries)))
	if len(entries) > logLines {
		p.para("log.older", "n", strconv.Itoa(len(entries)-logLines))
		entries = entries[len(entries)-logLines:]
	}
	var rows [][]span
	hidden := p.Event.Options.Hidden && !p.commands
	for _, n := range entries {
		if hidden && n.By != p.To.ID && !p.Event.Organizer(n.By) && n.By != 0 {
			continue
		}
		rows = append(rows, []span{
			{text: p.instant(n.At) + ": ", bold: true},
			{text: logSentence(p.catalog, n, p.People, p.Event)},
		})
	}
	p.add(bullets{rows})
	p.stand()
	if n := len(entries); n > 0 && entries[n-1].Hash != (scheduler.Hash{}) {
		p.small("log.hash", "seq", strconv.FormatUint(entries[n-1].Seq, 10), "hash", inEights(hexOf(entries[n-1].Hash)))
	}
}

func (p *page) help() {
	p.lead("help.lead", "bot", p.botName())
	if p.Event.ID != "" {
		p.stand()
		p.heading("help.everybody")
		p.offer().
			say("status", "cmd.status").
			say("who", "cmd.who").
			say("log", "cmd.log").
			say("remind", "cmd.remind.self").
			say("resend", "cmd.resend").
			say("holds", "cmd.holds").
			write("timezone Europe/Paris", "cmd.timezone").
			say("why", "cmd.why").
			say("stop", "cmd.stop").
			say("stop everything", "cmd.stop.everything", "bot", p.botName()).
			done()
	}
	if asked := p.offered(); p.Event.ID != "" && !p.commands && len(asked) > 0 && p.Event.State != scheduler.Agreed {
		p.heading("question.how")
		p.examples(asked)
		p.para("help.other", "example", p.text("say.another", "time", p.nextTime()))
	}
	if p.commands || p.Event.ID == "" {
		p.heading("help.organizer")
		p.offer().
			say("go", "cmd.go").
			write("pick 2", "cmd.pick", "slot", "2").
			write("ask 2", "cmd.ask.short", "slot", "2").
			write("extend "+p.nextTime(), "cmd.extend").
			write("move "+p.nextTime(), "cmd.move").
			write("deadline "+p.nextTime(), "cmd.deadline").
			write("accept 5", "cmd.accept", "slot", "5").
			write("refuse 5", "cmd.refuse.short", "slot", "5").
			write("add ana@example.org", "cmd.add").
			write("drop ana@example.org", "cmd.drop.short").
			write("required ana@example.org", "cmd.required").
			write("optional ana@example.org", "cmd.optional.short").
			write("replace ana@old.example ana@new.example", "cmd.replace").
			write("title "+p.text("say.words"), "cmd.title").
			write("location "+p.text("say.words"), "cmd.location").
			write("tell everyone: "+p.text("say.words"), "cmd.tell").
			say("remind", "cmd.remind").
			say("copy", "cmd.copy").
			say("cancel", "cmd.cancel").
			done()
	}
	if p.Event.ID == "" {
		p.heading("help.propose")
		p.para("help.propose.how", "bot", p.botName())
		p.add(quote{manyLines(p.find("help.propose.example", 0))})
	}
	p.para("help.lines")
}
