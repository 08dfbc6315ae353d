package mailbox

import (
	"strconv"
	"strings"

	"parley/scheduler"
)

// digest tells operators what needs somebody, what happened, and what was not done.
func (p *page) digest() {
	d := p.Digest
	if d == nil {
		d = &DigestData{Since: p.Now, Until: p.Now}
	}
	p.zone, p.home = d.Zone, d.Zone
	p.loc, _ = LoadZone(d.Zone)
	p.homeLoc = p.loc
	until := d.Until.In(p.loc)
	p.subject = p.text("digest.subject",
		"bot", p.botName(), "day", p.nth("date.weekdays", (int(until.Weekday())+6)%7), "verdict", p.digestVerdict(d))
	p.lead("digest.lead", "since", p.at(d.Since.In(p.loc), d.Until), "until", p.at(until, d.Until),
		"zone", zoneLabel(d.Zone, d.Until), "verdict", p.digestVerdict(d))

	p.heading("digest.needs", "n", strconv.Itoa(len(d.Needs)))
	if len(d.Needs) == 0 {
		p.para("digest.needs.none")
	}
	for _, n := range d.Needs {
		p.add(bullets{[][]span{p.need(n)}})
		switch reply := oneLine(n.Reply, 60); {
		case reply == "":
		case strings.HasSuffix(reply, " N") || strings.Contains(reply, "…"): // to be completed by hand
			p.offer().write(reply, "digest.reply").done()
		default:
			p.offer().say(reply, "digest.reply").done()
		}
	}
	if len(d.Failing) > 0 {
		p.heading("digest.failing", "n", strconv.Itoa(len(d.Failing)))
		var rows [][]span
		for _, f := range d.Failing {
			rows = append(rows, p.say("digest.failing.row", "to", oneLine(string(f.To), 80), "event", oneLine(string(f.Event), 12),
				"since", p.instant(f.Since), "n", strconv.Itoa(f.Attempts), "said", oneLine(f.Said, 300)))
		}
		p.add(bullets{rows})
	}
	for _, part := range []struct {
		key  string
		list []EventLine
	}{{"digest.opened", d.Opened}, {"digest.agreed", d.Agreed}, {"digest.stuck", d.Stuck}, {"digest.lapsed", d.Lapsed}, {"digest.cancelled", d.Cancelled}} {
		p.eventLines(part.key, part.list)
	}
	if len(d.Waiting) > 0 {
		p.heading("digest.waiting", "n", strconv.Itoa(len(d.Waiting)))
		var rows [][]span
		for _, w := range d.Waiting {
			rows = append(rows, p.say("digest.waiting.row", "who", oneLine(string(w.Name), 48), "title", p.eventName(w.Event, w.Title),
				"since", p.instant(w.Since), "until", p.instant(w.Deadline)))
		}
		p.add(bullets{rows})
	}
	for _, part := range []struct {
		key  string
		list []Counted
	}{{"digest.unread", d.Unread}, {"digest.parked", d.Parked}, {"digest.ignored", d.Ignored}, {"digest.refused", d.Refused}, {"digest.dropped", d.Dropped}} {
		p.counted(part.key, part.list)
	}
	if len(d.Days) > 0 {
		p.heading("digest.days")
		b := bars{}
		for _, day := range d.Days {
			b.items = append(b.items, bar{
				label: p.dated("date.short", day.Day.In(p.loc)), n: day.Received + day.Sent,
				note: p.text("digest.day", "in", strconv.Itoa(day.Received), "out", strconv.Itoa(day.Sent), "answers", strconv.Itoa(day.Answers)),
			})
		}
		p.add(b)
	}
	if d.Seal != (scheduler.Hash{}) {
		p.heading("digest.seal")
		p.add(seal{hexOf(d.Seal)})
		p.small("digest.seal.why")
	}
	p.add(sign{p.say("digest.sign", "bot", p.botName(), "name", oneLine(d.Name, 40))})
}

// digestVerdict is what an operator wants to know first: "2 need you · 14 open · 5 agreed".
func (p *page) digestVerdict(d *DigestData) string {
	parts := []string{
		p.text("digest.need", "n", strconv.Itoa(len(d.Needs))),
		p.text("digest.open", "n", strconv.Itoa(d.Open)),
		p.text("digest.agree", "n", strconv.Itoa(len(d.Agreed))),
	}
	if len(d.Needs) == 0 {
		parts[0] = p.text("digest.need.none")
	}
	return strings.Join(parts, " · ")
}

func (p *page) need(n Need) []span {
	key := "need." + n.What
	if !p.has(key) {
		key = "need.other"
	}
	var hurts []string
	for _, w := range n.Hurts {
		hurts = append(hurts, oneLine(string(w), 48))
	}
	names := p.list(some(p, hurts))
	spans := p.say(key, "title", p.eventName(n.Event, n.Title), "since", p.instant(n.Since), "what", oneLine(n.What, 60), "names", names)
	if len(hurts) > 0 && n.What != "declined" {
		spans = append(spans, span{text: " "})
		spans = append(spans, p.say("need.hurts", "names", names)...)
	}
	return spans
}

// eventName names an event in a list: its title and, for commands, its id.
func (p *page) eventName(id scheduler.ID, title scheduler.Words) string {
	t := oneLine(string(title), 60)
	switch {
	case id == "":
		return t
	case t == "" || t == string(id):
		return string(id)
	}
	return p.text("event.name", "title", t, "id", string(id))
}

func (p *page) eventLines(key string, list []EventLine) {
	if len(list) == 0 {
		return
	}
	p.heading(key, "n", strconv.Itoa(len(list)))
	var rows [][]span
	for _, l := range list {
		kv := []string{"title", p.eventName(l.Event, l.Title), "who", oneLine(string(l.By), 48), "when", p.instant(l.At)}
		row := "digest.row"
		if !l.Span.Begin.IsZero() {
			row, kv = "digest.row.span", append(kv, "span", p.when(l.Span, p.loc))
		}
		spans := p.say(row, kv...)
		for _, note := range []string{"lapsed.reason." + l.Note, "trigger." + l.Note} {
			if l.Note != "" && p.has(note) {
				spans = append(spans, span{text: " " + p.text(note, "who", oneLine(string(l.By), 48))})
				break
			}
		}
		rows = append(rows, spans)
	}
	p.add(bullets{rows})
}

func (p *page) counted(key string, list []Counted) {
	total := 0
	for _, c := range list {
		total += c.N
	}
	if total == 0 {
		return
	}
	p.heading(key, "n", strconv.Itoa(total))
	var rows [][]span
	for _, c := range list {
		rows = append(rows, []span{{text: strconv.Itoa(c.N) + " × " + p.reasonWords(c.Reason)}})
	}
	p.add(bullets{rows})
}
