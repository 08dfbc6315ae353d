package scheduler

import (
	"slices"
	"time"
)

// post owes somebody a letter. Who stopped everything gets none but the one that says so, and who was forgotten none.
func (t *turn) post(l Letter) {
	if l.To == 0 {
		return
	}
	to := t.people[l.To]
	forgotten := to.Seq > 0 && to.Address == ""
	if forgotten || l.Kind != StoppedNow && l.Kind != Digest && to.Stopped {
		t.skipped = append(t.skipped, Posting{To: l.To, Kind: l.Kind, Slots: l.Slots})
		return
	}
	t.posts = append(t.posts, l)
}

// reply is post to whoever wrote the mail. Operators at the command line read the receipt instead.
func (t *turn) reply(l Letter) {
	if t.c.Via == ByOperator && t.roles&(OrganizerRole|PartyRole) == 0 {
		return
	}
	l.To = t.by
	t.post(l)
}

// ask puts slots to a party. Slots that a waiting question already shows are asked in the same letter.
func (t *turn) ask(p *Party, slots []int, reason string) {
	for _, l := range t.waiting(p.Person, Question) {
		slots = append(slices.Clone(slots), l.Slots...)
	}
	for i := range t.posts {
		if l := &t.posts[i]; l.To == p.Person && l.Kind == Question {
			slots = append(slices.Clone(slots), l.Slots...)
			t.posts = slices.Delete(t.posts, i, i+1)
			break
		}
	}
	ok := Acceptable(t.e, t.at)
	slots = slices.DeleteFunc(slices.Clone(slots), func(id int) bool { return !slices.Contains(ok, id) })
	slices.Sort(slots)
	if slots = slices.Compact(slots); len(slots) == 0 {
		return
	}
	t.withdraw(p.Person, Question, Reminder)
	t.post(Letter{To: p.Person, Kind: Question, Slots: slots, Reason: reason})
}

// waiting are the letters to p of these kinds that were posted before and not sent yet. p == 0: to anybody; no kinds: any.
func (t *turn) waiting(p PersonID, kinds ...Kind) []Letter {
	var out []Letter
	for _, l := range t.w.Pending {
		if l.Event == t.e.ID && (p == 0 || l.To == p) && (len(kinds) == 0 || slices.Contains(kinds, l.Kind)) && !t.gone[l.ID] {
			out = append(out, l)
		}
	}
	return out
}

// withdraw takes back letters that no longer matter, those of this decision included.
func (t *turn) withdraw(p PersonID, kinds ...Kind) {
	for _, l := range t.waiting(p, kinds...) {
		t.gone[l.ID] = true
		t.back = append(t.back, l.Remarks...)
		if l.Kind == PassedOn && l.Text != "" {
			t.back = append(t.back, Quote{By: l.About, Text: l.Text})
		}
	}
	t.posts = slices.DeleteFunc(t.posts, func(l Letter) bool {
		return (p == 0 || l.To == p) && (len(kinds) == 0 || slices.Contains(kinds, l.Kind))
	})
}

// replaces says which waiting letters to the same person a new one makes superfluous.
var replaces = map[Kind][]Kind{
	Reminder: {Reminder}, Ack: {Ack}, TooLate: {TooLate, Ack}, AskBack: {AskBack}, WasThisYou: {WasThisYou},
	Progress: {Progress}, Missing: {Progress, Missing}, StuckNow: {Progress, Missing, StuckNow, PickOne},
	PickOne: {Progress, Missing, StuckNow, PickOne}, LapsedNow: {Progress, Missing, StuckNow, PickOne, Question, Reminder, AskCould, Ack},
	Preview: {Preview, Faulty}, Faulty: {Preview, Faulty}, Receipt: {Preview, Faulty, Receipt},
	HelpText: {HelpText}, StatusText: {StatusText}, WhoText: {WhoText}, LogText: {LogText}, WhyText: {WhyText},
	Invitation: {Invitation, Update, Question, Reminder, AskCould, Ack, Progress, Missing, StuckNow, PickOne},
	Update:     {Invitation, Update, Question, Reminder, AskCould, Ack, Progress, Missing, StuckNow, PickOne},
	AgreedInfo: {Question, Reminder, AskCould, Ack, Progress, Missing, StuckNow, PickOne},
}

// inCalendar reports whether a person holds a calendar entry with this number in its UID, as far as letters that were or
// will be sent tell.
func (t *turn) inCalendar(p PersonID, uid int) bool {
	for _, l := range slices.Backward(t.posts) { // of this mail, which may ask several things
		if l.To == p && l.UID == uid && l.object() {
			return l.Method == MethodRequest
		}
	}
	var last LetterID
	for id, a := range t.e.Letters {
		if a.To != p || a.UID != uid || t.gone[id] || a.Method != MethodRequest && a.Method != MethodCancel {
			continue
		}
		if last == "" || later(id, last) {
			last = id
		}
	}
	return last != "" && t.e.Letters[last].Method == MethodRequest
}

// everWrote reports whether a letter to this person went out, or will.
func (t *turn) everWrote(p PersonID) bool {
	for id, a := range t.e.Letters {
		if a.To == p && !t.gone[id] {
			return true
		}
	}
	return false
}

// finish makes letters of what is owed, few of them, and names them.
func (t *turn) finish() Decision {
	t.redraw()
	t.saySo()
	t.transcript()
	t.deferAcks()
	t.oneObject()
	for _, l := range slices.Clone(t.posts) {
		for _, k := range replaces[l.Kind] {
			if t.e.Moving && l.object() && k != Invitation && k != Update {
				continue // what changed of the agreement that stands says nothing of where it may move to
			}
			for _, old := range t.waiting(l.To, k) {
				t.gone[old.ID] = true
				t.back = append(t.back, old.Remarks...)
			}
		}
	}
	t.passOn()
	d := Decision{By: t.by, At: t.at, Refusal: t.refusal}
	if len(t.posts) > 0 || len(t.gone) > 0 || len(t.skipped) > 0 {
		event := ID("")
		seq := t.houseSeq + 1
		if t.e.State != "" {
			event, seq = t.e.ID, t.e.Seq+1
		}
		f := Posted{Skipped: t.skipped}
		for i := range t.posts {
			l := &t.posts[i]
			l.ID, l.Event, l.At = letterID(seq, i), event, t.at
			if l.Answers == "" {
				l.Answers = t.e.Proposal
				if l.To == t.by {
					l.Answers = t.c.Mail.MessageID
				}
			}
			f.Letters = append(f.Letters, Posting{ID: l.ID, To: l.To, Kind: l.Kind, Slots: l.Slots, NotUntil: l.NotUntil,
				Method: l.Method, UID: l.UID, Sequence: l.Sequence})
		}
		for _, l := range t.w.Pending {
			if t.gone[l.ID] {
				f.Withdrawn = append(f.Withdrawn, l.ID)
			}
		}
		if event == "" {
			t.house(f)
		} else {
			t.log(f)
		}
		d.Withdrawn = slices.Clone(f.Withdrawn)
	}
	d.Facts, d.Letters = t.facts, t.posts
	if !t.onlyRefusals() {
		d.Refusal = ""
	}
	return d
}

// onlyRefusals reports whether nothing was done but saying no.
func (t *turn) onlyRefusals() bool {
	for _, l := range t.facts {
		switch l.Fact.(type) {
		case TurnedDown, Posted, Noted, Met, LanguageLearned, NameLearned, AddressWorks:
		default:
			return false
		}
	}
	return !slices.ContainsFunc(t.lines, func(l Line) bool { return l.Done })
}

// saySo tells somebody that what else they wrote goes to the organiser. Where that was all they wrote, they hear so if
// they asked something, or might believe that they had answered.
func (t *turn) saySo() {
	if len(t.remarks) == 0 {
		return
	}
	text := t.remarks[0]
	for _, r := range t.remarks[1:] {
		text += "\n\n" + r
	}
	for i := range t.posts {
		l := &t.posts[i]
		switch {
		case l.To != t.by:
		case l.Kind == Ack || l.Kind == TooLate:
			l.Text = text
			return
		case l.Kind == AskBack:
			l.Reason = "passed-on" // it shows the words itself
			if l.Text == "" {
				l.Text = text
			}
			return
		}
	}
	p := t.e.party(t.by)
	if p == nil || slices.ContainsFunc(t.posts, func(l Letter) bool { return l.To == t.by }) {
		return
	}
	if t.urgent || t.c.Via != ByClick && t.running() && !HasAnswered(t.e, *p, t.at) {
		t.reply(Letter{Kind: Ack, Reason: "passed-on", Text: text, Slots: slices.Clone(t.asked(p))})
	}
}

// transcript answers a mail of several words, or one whose single word leaves its author without any other letter.
func (t *turn) transcript() {
	if len(t.lines) == 0 || t.c.Via == ByOperator {
		return
	}
	own := slices.IndexFunc(t.posts, func(l Letter) bool { return l.To == t.by && l.NotUntil.IsZero() })
	if own >= 0 && transcribes[t.posts[own].Kind] {
		if len(t.lines) > 1 || t.posts[own].Kind == Preview || t.posts[own].Kind == Faulty {
			t.posts[own].Lines = t.lines
		}
		return
	}
	ack := slices.IndexFunc(t.posts, func(l Letter) bool { return l.To == t.by && l.Kind == Ack })
	if len(t.lines) == 1 && t.lines[0].Done && ack < 0 && (own >= 0 || t.asOffered()) {
		return
	}
	tr := Letter{To: t.by, Kind: Transcript, Lines: t.lines}
	if ack >= 0 {
		a := t.posts[ack]
		tr.Slots, tr.Choices, tr.Suggested, tr.Text = a.Slots, a.Choices, a.Suggested, a.Text
		tr.Lines = append([]Line{{Done: true, Reason: "answer"}}, tr.Lines...)
		t.withdraw(t.by, Ack)
	}
	t.post(tr)
}

// transcribes are the kinds of letters that answer a word, and can say of other words in the same mail what became of them.
var transcribes = map[Kind]bool{StatusText: true, WhoText: true, LogText: true, WhyText: true, HelpText: true, Preview: true, Faulty: true}

// asOffered reports whether the mail does nothing but what the letter that it answers put to its author as one word's work:
// that letter has told them what follows.
func (t *turn) asOffered() bool {
	_, ask := t.c.Do[0].(AskAgain)
	return ask && len(t.c.Do) == 1 && t.e.Letters[t.letter].Kind == StuckNow
}

// oneObject leaves one letter a person and calendar object: the last, unless that only gives up the hold that the object
// was before.
func (t *turn) oneObject() {
	same := func(a, b Letter) bool {
		return a.To == b.To && a.UID == b.UID && a.object() && b.object()
	}
	var out []Letter
	for _, l := range t.posts {
		i := slices.IndexFunc(out, func(o Letter) bool { return same(o, l) })
		switch {
		case i < 0:
			out = append(out, l)
		case l.Kind == Released && out[i].Kind != Released:
			out[i].Sequence = max(out[i].Sequence, l.Sequence)
		default:
			l.Sequence = max(out[i].Sequence, l.Sequence)
			out[i] = l
		}
	}
	t.posts = out
}

// object reports whether a letter puts something into a calendar or takes it out.
func (l Letter) object() bool { return l.Method == MethodRequest || l.Method == MethodCancel }

// deferAcks lets the acknowledgement of what may be the last answer that counts wait until the agreement can take its place.
// Where another answer puts that off, those that wait already go on waiting.
func (t *turn) deferAcks() {
	due, trigger := agreementDue(&t.e)
	if trigger == "" || t.e.Options.Confirm || trigger == "everybody" && due.After(t.at.Add(t.e.Policy.Settle)) {
		return
	}
	for _, l := range t.waiting(0, Ack) {
		again := slices.ContainsFunc(t.posts, func(n Letter) bool { return n.To == l.To && n.Kind == Ack })
		if !again && l.NotUntil.After(t.at) && l.NotUntil.Before(due.Add(time.Minute)) {
			t.gone[l.ID] = true
			t.posts = append(t.posts, l)
		}
	}
	for i := range t.posts {
		if l := &t.posts[i]; l.Kind == Ack {
			l.NotUntil = due.Add(time.Minute)
		}
	}
}

// passOn gives the remarks that wait to a letter that goes to the organiser anyway, or to one of their own.
func (t *turn) passOn() {
	quotes := append(slices.Clone(t.back), t.e.Remarks...)
	if len(quotes) == 0 {
		return
	}
	o := t.organizer()
	carrier := -1
	for i, l := range t.posts {
		if l.To == o && carries[l.Kind] && (carrier < 0 || l.NotUntil.Before(t.posts[carrier].NotUntil)) {
			carrier = i
		}
	}
	if carrier >= 0 && (!t.urgent || t.posts[carrier].NotUntil.IsZero()) {
		t.posts[carrier].Remarks = append(t.posts[carrier].Remarks, quotes...)
		return
	}
	if !t.urgent && len(t.back) == 0 && carrier < 0 {
		return // with the next letter
	}
	t.post(passedOn(o, quotes))
}

// passedOn is a letter with nothing but remarks. The first is its Text.
func passedOn(to PersonID, quotes []Quote) Letter {
	l := Letter{To: to, Kind: PassedOn, About: quotes[0].By, Text: quotes[0].Text, Remarks: quotes[1:]}
	if quotes[0].Away {
		l.Text, l.Remarks = "", quotes
	}
	return l
}

// notUntil is when a letter may go that another answer could make wrong.
func (t *turn) notUntil() time.Time {
	if n := t.e.LastAnswer.Add(t.e.Policy.Settle); !t.e.LastAnswer.IsZero() && n.After(t.at) {
		return n
	}
	return time.Time{}
}
