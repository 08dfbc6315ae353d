package mailbox

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"parley/scheduler"
)

// templates is every kind of letter and who writes it.
var templates = map[scheduler.Kind]func(*page){
	scheduler.Question:       (*page).question,
	scheduler.Reminder:       (*page).reminder,
	scheduler.AskCould:       (*page).could,
	scheduler.Receipt:        (*page).receipt,
	scheduler.Preview:        (*page).preview,
	scheduler.Faulty:         (*page).faulty,
	scheduler.Ack:            (*page).ack,
	scheduler.AskBack:        (*page).askBack,
	scheduler.Progress:       (*page).progress,
	scheduler.Missing:        (*page).missing,
	scheduler.StuckNow:       (*page).stuck,
	scheduler.PickOne:        (*page).pickOne,
	scheduler.Suggestion:     (*page).suggestion,
	scheduler.Invitation:     (*page).invitation,
	scheduler.Update:         (*page).update,
	scheduler.Release:        (*page).release,
	scheduler.HoldNote:       (*page).hold,
	scheduler.Released:       (*page).released,
	scheduler.CounterRefused: (*page).counterNo,
	scheduler.AgreedInfo:     (*page).agreedInfo,
	scheduler.TooLate:        (*page).tooLate,
	scheduler.LapsedNow:      (*page).lapsed,
	scheduler.CancelNote:     (*page).cancelled,
	scheduler.Failing:        (*page).failing,
	scheduler.PassedOn:       (*page).passedOn,
	scheduler.Transcript:     (*page).transcript,
	scheduler.HelpText:       (*page).help,
	scheduler.StatusText:     (*page).status,
	scheduler.WhoText:        (*page).whoText,
	scheduler.LogText:        (*page).logText,
	scheduler.WhyText:        (*page).whyText,
	scheduler.StoppedNow:     (*page).stopped,
	scheduler.WasThisYou:     (*page).wasThisYou,
	scheduler.NotAllowed:     (*page).notAllowed,
	scheduler.Digest:         (*page).digest,
}

func write(v View) (Content, error) { return writeOn(newPage(v)) }

func writeOn(p *page) (Content, error) {
	template, ok := templates[p.Letter.Kind]
	if !ok {
		return Content{}, fmt.Errorf("writing a letter: unknown kind %q", p.Letter.Kind)
	}
	template(p)
	p.became()
	p.remarks()
	return p.content(), nil
}

// became says, below the first line of a letter that answers one word, what became of the words beside it.
func (p *page) became() {
	switch p.Letter.Kind {
	case scheduler.StatusText, scheduler.WhoText, scheduler.LogText, scheduler.WhyText, scheduler.HelpText, scheduler.Preview, scheduler.Faulty:
		if len(p.Letter.Lines) > 0 && len(p.blocks) > 0 {
			p.blocks = slices.Insert(p.blocks, 1, block(bullets{p.transcriptLines(p.Letter.Lines)}))
		}
	}
}

// remarks passes on what people wrote meanwhile, at the end of whatever letter their organiser gets.
func (p *page) remarks() {
	for _, q := range p.Letter.Remarks {
		switch {
		case q.Away && !q.Until.IsZero():
			p.heading("remark.away.until", "who", p.who(q.By), "when", p.instant(q.Until))
		case q.Away:
			p.heading("remark.away", "who", p.who(q.By))
		default:
			p.heading("remark", "who", p.who(q.By))
		}
		p.words(q.Text)
	}
}

func describe(c *catalog, e scheduler.Event, people scheduler.People, now time.Time) string {
	return describeIn(c, e, people, now, e.Zone, false, false)
}

// describeIn says in one sentence where an event stands and what would settle it.
func describeIn(c *catalog, e scheduler.Event, people scheduler.People, now time.Time, zone string, hidden, you bool) string {
	p := &page{catalog: c, View: View{Event: e, People: people, Now: now}, zone: zone, home: e.Zone, commands: you}
	p.loc, _ = LoadZone(zone)
	p.homeLoc, _ = LoadZone(e.Zone)
	p.organizer = p.who(0)
	if len(e.Organizers) > 0 {
		p.organizer = p.who(e.Organizers[0])
	}
	required, optional := waited(e, now)
	open := scheduler.Acceptable(e, now)
	kv := []string{
		"who", p.organizer, "slots", p.numbers(open), "n", strconv.Itoa(len(open)), "when", p.instant(e.Deadline),
		"required", p.names(required), "optional", p.names(optional),
	}
	if e.Agreement != nil {
		kv = append(kv, "span", p.inZone(e.Agreement.Span))
	}
	key := "state." + string(e.State)
	switch {
	case e.State == scheduler.Agreed && e.Moving:
		key = "state.moving"
	case e.State == scheduler.Open && hidden:
		key = "state.hidden"
	case e.State == scheduler.Open && len(required) > 0:
		key = "state.open.required"
	case e.State == scheduler.Open && len(optional) > 0:
		key = "state.open.optional"
	case e.State == scheduler.Open && e.Options.Confirm:
		key = "state.open.confirm"
	}
	return p.text(key, kv...)
}

func hexOf(h scheduler.Hash) string { return hex.EncodeToString(h[:]) }
