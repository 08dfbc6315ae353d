package scheduler

// aboutMeeting reports whether the mail answers a letter about the meeting itself rather than about new times for it.
func (t *turn) aboutMeeting() bool {
	switch t.e.Letters[t.letter].Kind {
	case Invitation, Update, AgreedInfo, Release, TooLate:
		return true
	}
	return false
}

// tooLate tells the sender of a late answer how things stand. If it speaks of the slot that was agreed, it is their word
// on the meeting.
func (t *turn) tooLate(choices []Choice) {
	p := t.e.party(t.by)
	reason := string(t.e.State)
	if t.e.State == Agreed {
		for _, c := range choices {
			coming := Yes
			if c.Verdict == No {
				coming = No
			}
			if c.Slot == t.e.Agreement.Slot && coming != p.Coming {
				t.attends(p, Attends{Person: t.by, Coming: coming, Said: t.said})
				return
			}
		}
	}
	t.reply(Letter{Kind: TooLate, Reason: reason, Choices: choices})
}

// otherTimes takes in times that somebody suggests beside a word on the meeting: they can make those.
func (t *turn) otherTimes(p *Party, a Answer) {
	fresh, same, _ := t.suggestions(a)
	f := Answered{Person: p.Person, Letter: t.letter, Said: t.said, Click: a.Click, UID: a.UID, Sequence: a.Sequence,
		Stamp: a.Stamp, Heard: a.Heard, Late: t.late()}
	var choices []Choice
	for _, id := range append(same, fresh...) {
		choices = append(choices, Choice{Slot: id, Verdict: Yes})
	}
	if len(choices) > 0 {
		f.Choices, f.Old, f.Repeat = t.sift(p, choices, Word{Said: t.said, Click: a.Click, Sequence: a.Sequence, Stamp: a.Stamp})
		t.log(f)
	}
}

// attend is a click on the calendar entry of the meeting.
func (t *turn) attend(a Answer) {
	p, g := t.e.party(t.by), t.e.Agreement
	t.otherTimes(p, a)
	if len(a.Choices) == 0 {
		if len(a.Suggest) > 0 {
			t.reply(Letter{Kind: Ack, Suggested: a.Suggest})
		}
		return
	}
	w := Word{Verdict: a.Choices[0].Verdict, Said: t.said, Click: true, Sequence: a.Sequence, Stamp: a.Stamp}
	if a.Sequence < g.Since || p.ComingBy.Seq > 0 && !w.follows(p.ComingBy) {
		t.because("older")
		if a.Sequence < g.Since && w.Verdict == No {
			t.reply(Letter{Kind: TooLate, Reason: "old-time"})
		}
		return
	}
	t.attends(p, Attends{Person: t.by, Coming: w.Verdict, Said: t.said, Click: true, Sequence: a.Sequence, Stamp: a.Stamp, Heard: a.Heard})
}

// attends takes in a word on the meeting that was agreed. The organiser is told of a no, and of one taken back.
func (t *turn) attends(p *Party, f Attends) {
	was := p.Coming
	t.log(f)
	if was == f.Coming {
		if !f.Click {
			t.reply(Letter{Kind: Ack, Reason: "already-noted", Slots: []int{t.e.Agreement.Slot}})
		}
		return
	}
	switch {
	case f.Coming == No:
		t.post(Letter{To: t.organizer(), Kind: Progress, Reason: "not-coming", About: t.by, Slots: []int{t.e.Agreement.Slot}})
	case was == No:
		t.post(Letter{To: t.organizer(), Kind: Progress, Reason: "coming", About: t.by, Slots: []int{t.e.Agreement.Slot}})
	}
	reason := "coming"
	if f.Coming == No {
		reason = "not-coming"
	} else if uid := t.e.Agreement.UID; !t.inCalendar(t.by, uid) || t.lastHold(t.by, uid) != "" && !t.becameMeeting(t.by, uid) {
		t.reply(t.invitation(Invitation, t.by, t.e.Agreement.Sequence+1)) // above that of the CANCEL they had
		return
	}
	if f.Click {
		return // their calendar shows it
	}
	t.reply(Letter{Kind: Ack, Reason: reason, Slots: []int{t.e.Agreement.Slot}})
}
