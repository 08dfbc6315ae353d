package scheduler

import "slices"

// Role is what somebody is to an event.
type Role uint8

// Roles add up: an operator may be a party too.
const (
	PartyRole Role = 1 << iota
	OrganizerRole
	OperatorRole
)

// Access says who may say a word.
type Access struct {
	Word string // as people write it
	Kind string // ActionKind of what it asks
	Who  Role   // any of these
}

const anyRole = PartyRole | OrganizerRole | OperatorRole
const organizerRole = OrganizerRole | OperatorRole

// accesses is the one place that says who may say what. What is not listed is not for people to say.
var accesses = []Access{
	{"help", "help", anyRole},
	{"status", "status", anyRole},
	{"who", "who", anyRole},
	{"why", "why", anyRole},
	{"log", "showlog", anyRole},
	{"remind", "remind", anyRole},
	{"stop", "stop", anyRole},
	{"stop everything", "stopall", anyRole},
	{"start", "start", anyRole},
	{"timezone", "zone", anyRole},
	{"holds", "hold", anyRole},
	{"resend", "resend", anyRole},
	{"ok", "ok", anyRole},
	{"never", "never", anyRole},

	{"go", "go", organizerRole},
	{"pick", "pick", organizerRole},
	{"extend", "extend", organizerRole},
	{"move", "move", organizerRole},
	{"ask", "askagain", organizerRole},
	{"accept", "accept", organizerRole},
	{"refuse", "refuse", organizerRole},
	{"deadline", "setdeadline", organizerRole},
	{"add", "add", organizerRole},
	{"drop", "drop", organizerRole},
	{"required", "require", organizerRole},
	{"optional", "makeoptional", organizerRole},
	{"replace", "replace", organizerRole},
	{"title", "retitle", organizerRole},
	{"location", "relocate", organizerRole},
	{"tell everyone", "tell", organizerRole},
	{"cancel", "cancel", organizerRole},
	{"copy", "copy", organizerRole},
}

var accessOf = func() map[string]Access {
	m := make(map[string]Access, len(accesses))
	for _, a := range accesses {
		m[a.Kind] = a
	}
	return m
}()

// AccessTable lists every word and who may say it.
func AccessTable() []Access { return append([]Access(nil), accesses...) }

// allowed reports whether one of these roles may ask this. Answers, remarks and unclear mails are open to everybody in
// the event; what comes from the clock and the house is not asked by people.
func allowed(roles Role, a Action) bool {
	switch a.(type) {
	case Answer, Decline, Remark, Misread, Unknown:
		return roles != 0
	case Revise: // no word: their calendar says it
		return roles&organizerRole != 0
	}
	x, ok := accessOf[ActionKind(a)]
	return ok && roles&x.Who != 0
}

// isWord reports whether this is a word that people can say.
func isWord(s string) bool {
	return slices.ContainsFunc(accesses, func(a Access) bool { return a.Word == s })
}

// WordOf is the word by which people ask this; "" if it has none.
func WordOf(a Action) string { return accessOf[ActionKind(a)].Word }
