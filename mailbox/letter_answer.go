package mailbox

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"parley/scheduler"
)

// Letters that answer what somebody wrote.

// summary puts choices into words: "yes to 1 and 3, 2 if need be, no to 4".
func (p *page) summary(choices []scheduler.Choice) string {
	choices = bySlot(choices)
	none := len(choices) > 0 && len(choices) == len(p.offered())
	for _, c := range choices {
		none = none && c.Verdict == scheduler.No
	}
	if none {
		return p.text("sum.none")
	}
	return p.verdicts(choices)
}

// bySlot is what is said of each slot in the end: the last word, and that it is best if any word was.
func bySlot(choices []scheduler.Choice) (out []scheduler.Choice) {
	for _, c := range choices {
		if i := slices.IndexFunc(out, func(o scheduler.Choice) bool { return o.Slot == c.Slot }); i >= 0 {
			out[i].Verdict, out[i].Preferred = c.Verdict, c.Preferred || out[i].Preferred
			continue
		}
		out = append(out, c)
	}
	return out
}

// verdicts is summary of what may be about a part of the slots only.
func (p *page) verdicts(choices []scheduler.Choice) string {
	choices = bySlot(choices)
	var yes, maybe, no, best []int
	for _, c := range choices {
		switch c.Verdict {
		case scheduler.Yes:
			yes = append(yes, c.Slot)
		case scheduler.IfNeedBe:
			maybe = append(maybe, c.Slot)
		case scheduler.No:
			no = append(no, c.Slot)
		}
		if c.Preferred {
			best = append(best, c.Slot)
		}
	}
	var parts []string
	add := func(key string, slots []int) {
		if len(slots) > 0 {
			parts = append(parts, p.text(key, "n", strconv.Itoa(len(slots)), "slots", p.numbers(slots)))
		}
	}
	add("sum.yes", yes)
	if len(best) < len(yes)+len(maybe) {
		add("sum.best", best)
	}
	add("sum.maybe", maybe)
	add("sum.no", no)
	if len(parts) == 0 {
		return p.text("sum.nothing")
	}
	return strings.Join(parts, p.find("sum.comma", 0))
}

// verdict is a word on a slot as a mark behind it.
func (p *page) verdict(w scheduler.Word) string {
	switch {
	case w.Verdict == scheduler.Yes && w.Preferred:
		return p.text("mark.best")
	case w.Verdict == scheduler.Yes:
		return p.text("mark.yes")
	case w.Verdict == scheduler.IfNeedBe:
		return p.text("mark.maybe")
	case w.Verdict == scheduler.No:
		return p.text("mark.no")
	}
	return p.text("mark.silent")
}

func (p *page) ack() {
	e := p.Event
	self, party := e.Party(p.To.ID)
	switch {
	case e.State == scheduler.Agreed && !e.Moving && e.Agreement != nil && party && p.Letter.Reason != "passed-on":
		key := "ack.coming"
		if self.Coming == scheduler.No {
			key = "ack.notcoming"
		} else if self.Coming == scheduler.IfNeedBe {
			key = "ack.maybecoming"
		}
		p.lead(key, "title", p.title(), "span", p.inZone(e.Agreement.Span))
		p.para("ack.told", "who", p.organizer)
	case len(p.Letter.Choices) == 0 && len(p.Letter.Suggested) == 0:
		p.lead("ack.lead.only", "title", p.title())
	default:
		p.lead("ack.lead", "summary", p.summary(p.Letter.Choices))
	}
	if p.has("fault." + p.Letter.Reason) { // of a time that they suggested
		p.para("ack.reason.cannot")
	}
	p.reasonLine("ack.")
	p.standing()
	if party && (e.State == scheduler.Open || e.State == scheduler.Stuck || e.Moving) {
		slots := p.Letter.Slots
		if len(slots) == 0 {
			slots = p.offered()
		}
		slots = slices.DeleteFunc(slices.Clone(slots), func(id int) bool { // not asked of anybody yet
			s, ok := e.Slot(id)
			return ok && s.Status == scheduler.Suggested
		})
		p.zoneLine(slots)
		p.slotLines(slots, nil, func(s scheduler.Slot) (string, []string) {
			if !e.Alive(s, p.Now) {
				return p.text("mark.gone"), nil
			}
			return p.verdict(self.Words[s.ID]), nil
		})
	}
	if len(p.Letter.Suggested) > 0 {
		var rows [][]span
		for _, s := range p.Letter.Suggested {
			rows = append(rows, []span{{text: p.inZone(s)}})
		}
		p.heading("ack.suggested", "who", p.organizer, "n", strconv.Itoa(len(rows)))
		p.add(bullets{rows})
	}
	if !(e.State == scheduler.Agreed && !e.Moving) {
		p.leaves()
	}
	if p.Letter.Text != "" {
		p.heading("ack.passed", "who", p.organizer)
		p.words(p.Letter.Text)
	}
	p.para("ack.wrong")
}

// reasonLine adds the sentence for the letter's reason, if there is one of that kind.
func (p *page) reasonLine(kind string) {
	if p.Letter.Reason != "" && p.has(kind+"reason."+p.Letter.Reason) {
		p.para(kind+"reason."+p.Letter.Reason, "who", p.organizer, "title", p.title())
	}
}

// leaves says what all answers so far leave over. Where answers are hidden it says only what comes next.
func (p *page) leaves() {
	e := p.Event
	if e.Options.Hidden && !p.commands {
		p.para("leaves.hidden")
		return
	}
	open := still(tallies(e, p.Now))
	required, optional := waited(e, p.Now)
	switch {
	case len(open) == 0:
		p.para("leaves.none", "who", p.organizer)
		return
	case len(open) == 1:
		p.para("leaves.single", "slot", strconv.Itoa(open[0].ID))
	default:
		p.para("leaves.some", "slots", p.numbers(ids(open)))
	}
	switch {
	case len(required) > 0:
		p.para("leaves.waiting", "names", p.names(required))
	case len(optional) > 0:
		p.para("leaves.optional", "names", p.names(optional))
	case e.Options.Confirm:
		p.para("leaves.confirm", "who", p.organizer)
	default:
		p.para("leaves.settle", "length", p.lasts(e.Policy.Settle))
	}
}

func (p *page) askBack() {
	asked := p.asked()
	example := p.example(asked)
	_, party := p.Event.Party(p.To.ID)
	fixed := p.Event.State == scheduler.Agreed && !p.Event.Moving && party
	if fixed { // all that is left to say is whether they come
		asked, example = nil, p.text("say.yes")
	}
	if p.commands && !party { // they do not answer: they say what to do
		asked, example = nil, "status"
	}
	if p.Letter.OK {
		example = "ok"
	}
	p.lead("askback.lead", "title", p.title(), "example", unbroken(example))
	p.heard()
	p.standing()
	if p.Letter.OK {
		if len(p.Letter.Choices) > 0 {
			p.para("askback.ok", "summary", p.summary(p.Letter.Choices))
		} else {
			p.para("askback.ok.other")
		}
		p.add(bullets{p.transcriptLines(p.Letter.Lines)})
		if len(p.Letter.Suggested) > 0 {
			var rows [][]span
			for _, s := range p.Letter.Suggested {
				rows = append(rows, []span{{text: p.inZone(s)}})
			}
			p.add(bullets{rows})
		}
		p.offer().say("ok", "askback.yes").done()
	}
	ready := "askback.ready.only"
	if p.Letter.OK {
		ready = "askback.ready" // or, for one such word stands above
	}
	if fixed {
		p.heading(ready)
		p.offer().say(p.text("say.yes"), "agreed.yes", "who", p.organizer).say(p.text("say.no"), "agreed.no", "who", p.organizer).done()
	}
	if p.commands && !party && p.Event.State != scheduler.Draft {
		p.wordsNow()
	}
	if len(asked) > 0 && p.Event.State != scheduler.Draft {
		p.heading(ready)
		p.zoneLine(asked)
		p.slotLines(asked, strconv.Itoa, nil)
		p.examples(asked)
	}
}

// heard shows what was read of their words, statement by statement, and what was not, and why.
func (p *page) heard() {
	var rows [][]span
	whole := ""
	for _, h := range together(p.Letter.Heard) {
		said := oneLine(string(h.Said), 160)
		switch why := "reason." + doubtful(h.Why); {
		case said == "" && p.has(why):
			whole = p.text(why)
		case said == "":
		case h.Why == "":
			rows = append(rows, p.heardLine(said, p.summary(h.Choices)))
		case p.has(why):
			rows = append(rows, p.heardLine(said, p.text("askback.unclear", "why", p.text(why))))
		}
	}
	if len(rows) > 0 {
		p.heading("askback.read")
		p.add(bullets{rows})
	} else if lines := manyLines(string(p.Letter.Text)); len(lines) > 0 {
		p.heading("askback.wrote")
		p.add(quote{lines})
	}
	if whole != "" {
		p.para("askback.whole", "why", whole)
	}
	key := "askback.reason." + p.Letter.Reason
	switch told := len(rows) > 0 || whole != ""; {
	case p.Letter.Reason == "", told && p.Letter.Reason == "question":
		return
	case whole != "" && p.Letter.Reason == "passed-on":
		key = "askback.passed"
	case !p.has(key) && told:
		return
	case !p.has(key):
		key = "askback.reason.other"
	}
	p.para(key, "who", p.organizer, "when", p.instant(p.Event.Deadline))
}

// together makes one statement of what was understood of the same words, and keeps ten.
func together(list []scheduler.Statement) (out []scheduler.Statement) {
	for _, h := range list {
		i := slices.IndexFunc(out, func(o scheduler.Statement) bool { return o.Said == h.Said && o.Why == h.Why })
		switch {
		case i >= 0:
			out[i].Choices = slices.Concat(out[i].Choices, h.Choices)
		case len(out) < 10 || h.Said == "":
			out = append(out, h)
		}
	}
	return out
}

func (p *page) heardLine(said, means string) []span {
	return []span{{text: p.find("rule.open", 0) + said + p.find("rule.close", 0), bold: true}, {text: " → " + means}}
}

// doubtful puts the parser's finer reasons of a doubt together under those that people are told.
func doubtful(why string) string {
	if same, ok := sameDoubt[why]; ok {
		return same
	}
	if strings.HasPrefix(why, "calendar-") {
		return "calendar"
	}
	return why
}

var sameDoubt = map[string]string{
	"several": "which-slot", "some": "which-slot", "not-all": "which-slot", "the-rest": "which-slot", "all-of-which": "which-slot",
	"see-you": "which-slot", "flexible": "which-slot", "count": "which-slot", "number-or-hour": "which-slot", "number-or-no": "which-slot",
	"number-or-date": "ambiguous-date", "no-such-date": "no-such-time", "past-slot": "no-such-time", "decimal": "no-such-slot",
	"poor": "hedge", "around": "hedge", "turn": "taken-back", "other-times": "vague-proposal", "no-day": "vague-proposal", "no-duration": "vague-proposal",
	"ambiguous-duration": "vague-proposal", "vague-refusal": "vague-proposal", "my-time": "zone-differs", "ambiguous-zone": "zone-differs", "no-such-zone": "zone-differs",
	"number-and-time-differ": "contradiction", "number-word": "which-slot", "too-long": "nothing-read", "empty": "nothing-read", "undecodable": "nothing-read",
	"unreadable": "nothing-read", "truncated": "nothing-read", "no-slots": "nothing-said", "range": "which-slot", "ordinal": "which-slot",
	"except": "which-slot", "minus": "which-slot", "date-or-ordinal": "ambiguous-date",
}

func (p *page) tooLate() {
	switch e := p.Event; {
	case e.State == scheduler.Agreed && e.Agreement != nil:
		p.lead("toolate.agreed", "title", p.title(), "span", p.inZone(e.Agreement.Span))
		p.para("toolate.kept")
		if _, party := e.Party(p.To.ID); party {
			p.offer().say(p.text("say.no"), "agreed.no", "who", p.organizer).done()
		}
	case e.State == scheduler.Cancelled:
		p.lead("toolate.cancelled", "title", p.title(), "who", p.organizer)
	case e.State == scheduler.Lapsed:
		p.lead("toolate.lapsed", "title", p.title(), "who", p.organizer)
		p.para("toolate.kept")
	default:
		p.lead("toolate.gone", "title", p.title())
		p.stand()
	}
	p.reasonLine("toolate.")
}

func (p *page) counterNo() {
	p.lead("counterno.lead", "who", p.organizer, "span", p.inZone(p.span()), "title", p.title())
	p.stand()
	if asked := p.offered(); len(asked) > 0 && p.Event.State != scheduler.Agreed {
		p.zoneLine(asked)
		p.slotLines(asked, strconv.Itoa, nil)
		p.examples(asked)
	}
}

func (p *page) wasThisYou() {
	from := oneLine(string(p.Letter.Text), 120)
	p.lead("wasthisyou.lead", "from", from, "title", p.title())
	if len(p.Letter.Choices) > 0 {
		p.para("wasthisyou.reading", "summary", p.summary(p.Letter.Choices))
		var slots []int
		for _, c := range p.Letter.Choices {
			slots = append(slots, c.Slot)
		}
		p.zoneLine(slots)
		p.slotLines(slots, nil, nil)
	}
	var rows [][]span
	for _, s := range p.Letter.Suggested {
		rows = append(rows, []span{{text: p.inZone(s)}})
	}
	p.add(bullets{rows})
	p.add(bullets{p.transcriptLines(p.Letter.Lines)})
	p.offer().say("ok", "wasthisyou.ok", "from", from).say("never", "wasthisyou.never").done()
	p.para("wasthisyou.silence")
}

func (p *page) notAllowed() {
	line := scheduler.Line{Reason: p.Letter.Reason}
	if len(p.Letter.Lines) > 0 {
		line = p.Letter.Lines[0]
	}
	why := p.outcome(line)
	if p.Event.ID == "" {
		p.add(lead{why})
	} else {
		p.lead("notallowed.lead", "title", p.title())
		p.add(para{why})
	}
	p.words(p.Letter.Text)
	o := p.offer()
	if _, party := p.Event.Party(p.To.ID); party {
		o.say(p.text("say.none"), "means.none").say("stop", "cmd.stop")
	}
	o.say("help", "cmd.help").done()
}

func (p *page) stopped() {
	if p.Letter.Reason == "everything" {
		p.lead("stopped.everything", "bot", p.botName())
		p.offer().say("start", "stopped.start.everything").done()
		return
	}
	p.lead("stopped.lead", "title", p.title())
	p.para("stopped.means", "who", p.organizer)
	p.offer().say("start", "stopped.start").say("stop everything", "cmd.stop.everything", "bot", p.botName()).done()
}

func (p *page) passedOn() {
	switch p.Letter.Reason {
	case "outsider", "delegated":
		p.outsider()
		return
	case "too-many-holds":
		p.lead("passedon.holds", "title", p.title(), "n", strconv.Itoa(scheduler.MaxHolds))
		return
	}
	if p.Letter.Text == "" && len(p.Letter.Remarks) > 0 {
		p.lead("passedon.away", "title", p.title())
		return
	}
	p.lead("passedon.lead", "who", p.who(p.author()), "title", p.title())
	p.words(p.Letter.Text)
	p.standing()
	switch address := p.address(p.author()); {
	case p.commands && address != "":
		p.para("passedon.reply", "who", p.who(p.author()), "address", address)
		p.stand()
	default:
		p.para("passedon.answer", "who", p.organizer)
		p.stand()
	}
}

// author is who wrote what is passed on.
func (p *page) author() scheduler.PersonID {
	if p.Letter.About != 0 || len(p.Event.Organizers) == 0 {
		return p.Letter.About
	}
	return p.Event.Organizers[0]
}

func (p *page) transcript() {
	done := 0
	for _, l := range p.Letter.Lines {
		if l.Done {
			done++
		}
	}
	p.lead("transcript.lead", "n", strconv.Itoa(len(p.Letter.Lines)), "done", strconv.Itoa(done), "title", p.title())
	p.add(bullets{p.transcriptLines(p.Letter.Lines)})
	if len(p.Letter.Choices) > 0 {
		p.para("transcript.answer", "summary", p.summary(p.Letter.Choices))
	}
	called := func(l scheduler.Line) bool { return l.Done && l.Reason == "cancelled" }
	if !slices.ContainsFunc(p.Letter.Lines, called) { // its line says how things stand
		p.stand()
	}
	if done < len(p.Letter.Lines) {
		p.offer().say("help", "cmd.help").done()
	}
}

// outcome says what was done with a line, "line.REASON", or why not, "refused.REASON" or the sentence of a fault. Where
// there is more to say when arguments are known, that is "….with".
func (p *page) outcome(l scheduler.Line) []span {
	keys := []string{"line." + l.Reason, "line.done"}
	if !l.Done {
		keys = []string{"refused." + l.Reason, "fault." + l.Reason, "line.because"}
	}
	kv := []string{"who", p.organizer, "bot", p.botName(), "title", p.title(), "line", oneLine(string(l.Said), 160),
		"reason", strings.ReplaceAll(oneLine(l.Reason, 80), "-", " ")}
	var all []string
	for i, a := range l.Args {
		value := p.faultValue(string(a))
		kv, all = append(kv, strconv.Itoa(i+1), value), append(all, value)
	}
	args := append(slices.Clone(l.Args), "", "")
	kv = append(kv, "all", p.list(some(p, all)), "n", strconv.Itoa(len(all)), "1", "")
	kv = append(kv, p.faultArgs(l.Reason, oneLine(string(l.Said), 160), string(args[0]), string(args[1]))...)
	for _, key := range keys {
		if len(l.Args) > 0 && p.has(key+".with") {
			return p.say(key+".with", kv...)
		}
		if p.has(key) {
			return p.andHow(l, p.say(key, kv...))
		}
	}
	return nil
}

// andHow adds to what was wrong with a line how to write it or, where somebody else has to, what the writer can do.
func (p *page) andHow(l scheduler.Line, why []span) []span {
	word, _, _ := strings.Cut(strings.ToLower(string(l.Said)), " ")
	word = strings.TrimRight(word, ":")
	var more []span
	switch {
	case l.Done:
	case l.Reason == "only-organiser" && word == "cancel":
		more = p.say("refused.only-organiser.cancel")
	case l.Reason == "no-such-slot" && word == string(l.Said), l.Reason == "empty", l.Reason == "no-address":
		if example := p.wording(word); example != "" {
			more = p.say("line.write", "example", example)
		}
	}
	if len(more) == 0 {
		return why
	}
	return append(append(why, span{text: " "}), more...)
}

// wording is an example of a line with this word.
func (p *page) wording(word string) string {
	switch word {
	case "pick", "ask", "accept", "refuse":
		id := firstOf(p.offered())
		for _, s := range p.Event.Slots {
			if s.Status == scheduler.Suggested && (word == "accept" || word == "refuse") {
				id = s.ID
			}
		}
		return word + " " + strconv.Itoa(max(id, 1))
	case "add", "drop", "remove", "required", "optional":
		return word + " ana@example.org"
	case "replace":
		return "replace ana@old.example ana@new.example"
	case "title", "location":
		return word + " " + p.text("say.words")
	case "tell":
		return "tell everyone: " + p.text("say.words")
	}
	return ""
}

// written is an instant as the rules write one for people's eyes.
var written = regexp.MustCompile(`\b\d{4}-\d\d-\d\d \d\d:\d\d UTC\b`)

// instants puts the instants of a line that the rules wrote on the reader's clock, in the form of their language.
func (p *page) instants(line string) string { return written.ReplaceAllStringFunc(line, p.faultValue) }

// transcriptLines says of each line what was done, or what was wrong and how to write it.
func (p *page) transcriptLines(lines []scheduler.Line) [][]span {
	var rows [][]span
	for _, l := range lines {
		var row []span
		said := oneLine(string(l.Said), 160)
		if said != "" {
			row = append(row, span{text: p.instants(said), bold: true})
			if l.Done && l.Reason == "" { // a reading: what would be done
				rows = append(rows, row)
				continue
			}
			row = append(row, span{text: p.text("line.dash")})
		}
		if !l.Done {
			row = append(row, p.say("line.not")...)
		}
		rows = append(rows, append(row, p.outcome(l)...))
	}
	return rows
}
