package scheduler

import (
	"slices"
	"strings"
)

// maxOutsiders is how many strangers one event asks its organiser about.
const maxOutsiders = 10

// outsider asks the organiser about somebody who answers without being invited, or whom a party names in their place:
// once an address.
func (t *turn) outsider(a Outsider) {
	p := t.e.party(a.For)
	switch {
	case t.e.State == Draft || t.e.State == Cancelled || !strings.Contains(string(a.Who), "@") || t.isBot(a.Who):
		t.stranger("not-a-party")
		return
	case a.Delegated && (p == nil || p.Dropped || t.by != a.For):
		t.stranger("not-a-party")
		return
	case slices.ContainsFunc(t.e.Outsiders, func(w Words) bool { return SameAddress(string(w), string(a.Who)) }):
		t.because("asked-already")
		return
	case len(t.e.Outsiders) >= maxOutsiders:
		t.stranger("too-many-outsiders")
		return
	}
	f := OutsiderCame{Who: a.Who, For: a.For, Delegated: a.Delegated}
	for _, c := range a.Choices {
		if _, there := t.e.Slot(c.Slot); there {
			f.Choices = say(f.Choices, c)
		}
	}
	t.log(f)
	l := Letter{To: t.organizer(), Kind: PassedOn, Reason: "outsider", About: a.For, Text: a.Who, Choices: f.Choices}
	if a.Delegated {
		l.Reason = "delegated"
	}
	t.post(l)
}

// reject tells somebody that their mail was not carried out, and why. Who has no say in the event is told nothing.
func (t *turn) reject(a Reject) {
	l := Letter{Kind: NotAllowed, Reason: a.Reason, Lines: []Line{{Reason: a.Reason, Args: a.Args}}}
	t.because(a.Reason)
	switch {
	case t.e.State != "" && t.roles == 0 || t.c.By.Address == "":
		t.stranger(a.Reason)
		return
	case t.e.State != "":
		t.log(TurnedDown{Person: t.by, Reason: a.Reason})
	default:
		t.by = t.meet(t.c.By)
		t.house(Noted{What: "refused", Reason: a.Reason, From: t.c.By.Address})
	}
	t.reply(l)
}
