package mailbox

import (
	"cmp"
	"strconv"

	"parley/scheduler"
)

// Letters about what people do in their calendar programs, and what goes along with them.

// fileNames are the files that go along with the letter.
func (p *page) fileNames() (names []string) {
	for _, f := range p.Files {
		names = append(names, p.fileName(f))
	}
	return names
}

func (p *page) fileName(f scheduler.File) string {
	return cmp.Or(oneLine(string(f.Name), 80), "…") + " (" + bytesText(f.Size) + ")"
}

// filesAsRead are what goes along with the question and the invitation, and what does not and why.
func (p *page) filesAsRead() (rows [][]span) {
	var names []string
	for _, f := range p.Event.Files.Kept() {
		names = append(names, p.fileName(f))
	}
	if len(names) > 0 {
		rows = append(rows, p.say("files", "names", p.list(names)))
	}
	for _, f := range p.Event.Files {
		name := cmp.Or(oneLine(string(f.Name), 80), f.Type)
		switch f.Left {
		case "large":
			rows = append(rows, p.say("file.large", "name", name, "size", bytesText(f.Size), "limit", bytesText(scheduler.MaxFileBytes)))
		case "many":
			rows = append(rows, p.say("file.many", "name", name, "limit", strconv.Itoa(scheduler.MaxFiles)))
		case "kind":
			rows = append(rows, p.say("file.kind", "name", name))
		}
	}
	return rows
}

// bytesText is a size for people: "12 KB", "1.5 MB".
func bytesText(n int) string {
	switch {
	case n < 1000:
		return strconv.Itoa(n) + " B"
	case n < 1_000_000:
		return strconv.Itoa((n+500)/1000) + " KB"
	}
	return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
}

// holdWithButtons is a hold, with what the buttons of a calendar program mean for it.
func (p *page) holdWithButtons() {
	p.hold()
	p.para("hold.buttons")
}

// couldOrMaybe asks for an if need be: of somebody who said no or, for the reason "maybe", clicked Maybe in a calendar.
func (p *page) couldOrMaybe() {
	asked := p.asked()
	if p.Letter.Reason != "maybe" || len(asked) == 0 {
		p.could()
		return
	}
	say := strconv.Itoa(asked[0])
	p.lead("could.maybe.lead", "who", p.organizer, "title", p.titleAndLength(asked[:1]), "yes", say, "no", p.text("say.none"))
	p.zoneLine(asked[:1])
	p.slotLines(asked[:1], func(int) string { return say }, nil)
	p.para("could.maybe.why")
	p.offer().
		say(say, "could.yes").
		say(p.text("say.none"), "could.no").
		done()
	p.until()
}

// releasedFor gives a hold up, and says for which time if there is one.
func (p *page) releasedFor() {
	a := p.Event.Agreement
	if p.Event.State != scheduler.Agreed || a == nil {
		p.released()
		return
	}
	p.lead("released.agreed", "span", p.when(p.span(), p.loc), "title", p.title(), "agreed", p.when(a.Span, p.loc))
	p.zoneLine(p.Letter.Slots)
	p.para("released.body")
}

// passedOnOrAsked passes words on or, for the reasons "outsider" and "delegated", asks the organiser about somebody who is
// not invited.
func (p *page) passedOnOrAsked() {
	address := oneLine(string(p.Letter.Text), 120)
	switch p.Letter.Reason {
	case "outsider":
		p.lead("outsider.lead", "address", address, "title", p.title())
		if len(p.Letter.Choices) > 0 {
			p.para("outsider.summary", "summary", p.summary(p.Letter.Choices))
		}
		if p.Letter.About != 0 {
			p.para("outsider.through", "who", p.who(p.Letter.About))
		}
		p.offer().say("add "+address, "cmd.add").done()
	case "delegated":
		p.lead("outsider.delegated", "who", p.who(p.Letter.About), "address", address, "title", p.title())
		p.offer().
			say("replace "+p.address(p.Letter.About)+" "+address, "outsider.replace", "who", p.who(p.Letter.About), "address", address).
			say("add "+address, "cmd.add").
			done()
	default:
		p.passedOn()
		return
	}
	p.para("outsider.silence")
	p.stand()
}
