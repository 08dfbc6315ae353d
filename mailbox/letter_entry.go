package mailbox

import (
	"strings"

	"parley/scheduler"
)

// Entry is what the calendar object of a letter says in words, in its reader's language: the text of the entry, and, where it
// takes something out of the calendar or turns something down, why.
func Entry(v View) (text, why string) { return newPage(v).entry() }

// entry shows the zone that the event was planned in: calendars show their owner's.
func (p *page) entry() (text, why string) {
	p.zone, p.loc = p.home, p.homeLoc
	parts := []string{strings.TrimSpace(string(p.Event.Text)), p.inZone(p.span())}
	if m := p.Letter.Method; m == scheduler.MethodCancel || m == scheduler.MethodDeclineCounter {
		why = p.reason()
		parts = append(parts, why)
	}
	if p.Letter.Tentative {
		parts = append(parts, p.text("entry.open")+"\n"+p.text("hold.buttons"))
	}
	return strings.TrimSpace(strings.Join(parts, "\n\n")), why
}

// reason is what the letter says of it: in its first line or, where that says only what, below.
func (p *page) reason() string {
	templates[p.Letter.Kind](p)
	for _, b := range p.blocks {
		switch b := b.(type) {
		case lead:
			if p.Letter.Kind != scheduler.Release || p.Letter.Reason == "moved" {
				return p.plain(b.spans)
			}
		case para:
			return p.plain(b.spans)
		}
	}
	return ""
}
