package scheduler

import "strconv"

// tell answers questions about the event.
func (t *turn) tell(a Action) {
	l := Letter{}
	hidden := t.e.Options.Hidden && t.roles&organizerRole == 0
	switch a := a.(type) {
	case Help:
		l.Kind = HelpText
	case Status:
		l.Kind = StatusText
	case Copy:
		l.Kind, l.Reason = StatusText, "copy"
	case Who:
		l.Kind = WhoText
	case ShowLog:
		l.Kind = LogText
	case Why:
		l.Kind, l.Text = WhyText, Words(a.MessageID)
	}
	if hidden && (l.Kind == WhoText || l.Kind == LogText) { // why is about their own mail
		t.refuse(a, "hidden")
		return
	}
	t.done(a, "told")
	t.reply(l)
}

// outside is for what concerns no event, or one that is not there.
func (t *turn) outside(a Action) {
	if t.c.Event != "" {
		t.because("no-such-event")
		return
	}
	if t.by == 0 && t.c.By.Address != "" && (t.c.Verified || t.c.Operator) {
		switch a.(type) {
		case Help, Status, Zone, StopAll, Start, Unknown:
			t.by = t.meet(t.c.By)
		}
	}
	if t.by == 0 || !t.c.Verified && !t.c.Operator {
		if b, ok := a.(Bounce); ok {
			t.lostDigest(b)
			return
		}
		t.stranger("unknown-sender")
		return
	}
	p := t.people[t.by]
	switch a := a.(type) {
	case Help:
		t.done(a, "told")
		t.reply(Letter{Kind: HelpText})
	case Status:
		t.done(a, "told")
		if t.c.Operator {
			t.reply(Letter{Kind: Digest, Reason: WordOf(a)})
			return
		}
		t.reply(Letter{Kind: StatusText})
	case Zone:
		if _, err := Location(a.Name); err != nil || a.Name == "" {
			t.lines = append(t.lines, Line{Said: said(a), Reason: "unknown-zone", Args: []Words{Words(a.Name)}})
			t.because("unknown-zone")
			return
		}
		if p.Zone != a.Name {
			t.person(t.by, ZoneLearned{a.Name})
		}
		t.done(a, "timezone", Words(a.Name))
	case StopAll:
		if !p.Stopped {
			t.person(t.by, EverythingStopped{})
		}
		t.done(a, "stopped")
		t.reply(Letter{Kind: StoppedNow, Reason: "everything"})
	case Start:
		if p.Stopped {
			t.person(t.by, EverythingStarted{})
		}
		t.done(a, "started")
	case Bounce:
		t.lostDigest(a)
	case Unknown:
		t.lines = append(t.lines, Line{Said: a.Line, Reason: "unknown"})
		t.because("unknown")
	default:
		t.lines = append(t.lines, Line{Said: said(a), Reason: "which-event"})
		t.because("which-event")
	}
}

// lostDigest is a bounce of a letter of the house.
func (t *turn) lostDigest(a Bounce) {
	if p, ok := t.people.Find(a.To); ok && a.Permanent && p.Failing == "" {
		t.person(p.ID, AddressFailed{a.Said})
	}
	t.house(Noted{What: "bounce", Reason: "digest", From: a.To})
}

// revokeFeed makes the address of somebody's feed useless. It is nobody's word but an operator's at the command line: no
// mail is read as it.
func (t *turn) revokeFeed(a RevokeFeed) {
	if t.roles&OperatorRole == 0 {
		t.stranger("only-operators")
		return
	}
	p, known := t.people.Find(a.Who)
	if !known {
		t.because("nobody-known")
		return
	}
	t.person(p.ID, FeedRevoked{})
}

// digest seals all logs and owes operators the digest.
func (t *turn) digest(a RunDigest) {
	t.house(DigestRun{Name: a.Name, Due: a.Due})
	t.house(Sealed{t.w.House.Seal})
	sent := map[PersonID]bool{}
	for _, address := range a.To {
		if address == "" {
			continue
		}
		p := t.meet(Mailbox{Address: address})
		if !sent[p] {
			sent[p] = true
			t.post(Letter{To: p, Kind: Digest, Reason: a.Name, Text: Words(a.Due)})
		}
	}
}

// said is an action as people write it.
func said(a Action) Words {
	w := Words(WordOf(a))
	switch a := a.(type) {
	case Pick:
		return w + " " + number(a.Slot)
	case AskAgain:
		return w + " " + number(a.Slot)
	case Accept:
		return w + " " + number(a.Slot)
	case Refuse:
		return w + " " + number(a.Slot)
	case Zone:
		return w + " " + Words(a.Name)
	case Add:
		return w + " " + a.Who.Address
	case Drop:
		return w + " " + a.Who
	case Require:
		return w + " " + a.Who
	case MakeOptional:
		return w + " " + a.Who
	case Replace:
		return w + " " + a.Old + " " + a.New
	case Retitle:
		return w + " " + a.Title
	case Relocate:
		return w + " " + a.Location
	case Tell:
		return w + ": " + a.Text
	case Extend:
		return w + spansSaid(a.Slots)
	case Move:
		return w + spansSaid(a.Slots)
	case SetDeadline:
		return w + " " + Words(a.At.Format("2006-01-02 15:04 MST"))
	case Unknown:
		return a.Line
	}
	return w
}

func spansSaid(spans []Span) Words {
	var out Words
	for i, s := range spans {
		if i > 0 {
			out += ","
		}
		out += " " + Words(s.Begin.Format("2006-01-02 15:04 MST"))
	}
	return out
}

func number(n int) Words { return Words(strconv.Itoa(n)) }
