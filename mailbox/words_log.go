package mailbox

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"parley/scheduler"
)

// logSentence says what an entry recorded: "log.KIND" of the catalogue, with what the fact holds.
func logSentence(c *catalog, n scheduler.Entry, people scheduler.People, e scheduler.Event) string {
	if n.Fact == nil || reflect.ValueOf(n.Fact).Kind() == reflect.Pointer && reflect.ValueOf(n.Fact).IsNil() {
		return c.text("log.unknown", "kind", "?")
	}
	p := &page{catalog: c, View: View{Event: e, People: people, Now: n.At}, zone: e.Zone, home: e.Zone}
	p.loc, _ = LoadZone(e.Zone)
	p.homeLoc = p.loc
	by := p.who(n.By)
	switch {
	case n.By == 0 && n.Via == scheduler.ByOperator:
		by = c.text("by.operator")
	case n.By == 0:
		by = c.text("by.clock")
	}
	p.organizer = by // whoever picks a time says so in this entry
	key := "log." + n.Fact.Kind()
	kv := []string{"by", by}
	person := func(id scheduler.PersonID) { kv = append(kv, "who", p.who(id)) }
	slots := func(list []int) {
		kv = append(kv, "slots", p.numbers(list), "n", strconv.Itoa(len(list)))
	}
	slot := func(id int) { kv = append(kv, "slot", strconv.Itoa(id)) }
	said := func(w scheduler.Words) { kv = append(kv, "said", p.quoted(w)) }
	at := func(t time.Time) { kv = append(kv, "when", p.instant(t)) }
	reason := func(s string) { kv = append(kv, "reason", p.reasonWords(s)) }
	variant := func(yes bool, name string) {
		if yes {
			key += "." + name
		}
	}
	switch f := scheduler.Plain(n.Fact).(type) {
	case scheduler.Opened:
		variant(f.State == scheduler.Draft, "draft")
		kv = append(kv, "title", p.quoted(f.Plan.Title), "n", strconv.Itoa(len(f.Plan.Slots)), "people", strconv.Itoa(len(f.Plan.Invited)))
		person(f.Organizer)
	case scheduler.Mended:
		kv = append(kv, "n", strconv.Itoa(len(f.Plan.Slots)), "people", strconv.Itoa(len(f.Plan.Invited)))
	case scheduler.Enclosed:
		var names []string
		for _, x := range f.Files {
			names = append(names, p.quoted(x.Name))
		}
		kv = append(kv, "names", p.list(names))
	case scheduler.Began:
		at(f.Deadline)
	case scheduler.Answered:
		variant(f.Late, "late")
		variant(f.Click && !f.Late, "click")
		variant(f.Repeat && !f.Click && !f.Late, "repeat")
		person(f.Person)
		kv = append(kv, "summary", p.summary(f.Choices))
	case scheduler.Declined:
		variant(f.Late, "late")
		person(f.Person)
	case scheduler.Attends:
		variant(f.Coming == scheduler.No, "no")
		variant(f.Coming == scheduler.IfNeedBe, "maybe")
		person(f.Person)
	case scheduler.Remarked:
		person(f.Person)
		said(f.Text)
	case scheduler.NotUnderstood:
		variant(f.Others, "others")
		person(f.Person)
		reason(doubtful(f.Why))
	case scheduler.Parked:
		person(f.Person)
		said(f.From)
	case scheduler.Confirmed:
		person(f.Person)
	case scheduler.Discarded:
		person(f.Person)
		variant(f.Expired, "expired")
		kv = append(kv, "n", strconv.Itoa(int(scheduler.KeepPending.Hours()/24)))
	case scheduler.SlotsAdded:
		variant(f.Status == scheduler.Suggested, "suggested")
		person(f.By)
		var spans []string
		for _, s := range f.Slots {
			spans = append(spans, p.when(s, p.loc))
		}
		kv = append(kv, "n", strconv.Itoa(len(f.Slots)), "spans", strings.Join(spans, "; "))
	case scheduler.SlotAccepted:
		slot(f.Slot)
	case scheduler.SlotRefused:
		slot(f.Slot)
	case scheduler.SlotWithdrawn:
		slot(f.Slot)
	case scheduler.OutsiderCame:
		variant(f.Delegated, "delegated")
		person(f.For)
		said(f.Who)
	case scheduler.RoundBegan:
		variant(f.Move, "move")
		slots(f.Slots)
		at(f.Deadline)
	case scheduler.MoveEnded:
		reason(f.Reason)
	case scheduler.AskedAgain:
		slot(f.Slot)
		kv = append(kv, "names", p.names(f.People), "n", strconv.Itoa(len(f.People)))
	case scheduler.Heard:
		variant(!f.All, "not")
	case scheduler.FellStuck:
		variant(len(f.Blocked) == 0, "nobody")
		kv = append(kv, "names", p.names(f.Blocked), "n", strconv.Itoa(len(f.Blocked)))
	case scheduler.Reopened:
		reason(f.Reason)
	case scheduler.RanOut:
		reason(f.Reason)
	case scheduler.AgreedOn:
		slot(f.Slot)
		kv = append(kv, "span", p.inZone(f.Span), "trigger", p.sentenceOr("trigger."+f.Trigger, f.Trigger), "why", "")
		if f.Trigger != "pick" { // which says it already
			kv[len(kv)-1] = p.sentenceOr("agreed.because."+f.Reason, f.Reason)
		}
	case scheduler.CalledOff:
		variant(f.Reason != "", "reason")
		reason(f.Reason)
	case scheduler.DeadlineCame:
		at(f.At)
	case scheduler.SlotsPassed:
		slots(f.Slots)
	case scheduler.DeadlineSet:
		at(f.At)
	case scheduler.PartyAdded:
		variant(!f.Invited.Required, "optional")
		person(f.Invited.Person)
	case scheduler.PartyDropped:
		person(f.Person)
	case scheduler.RoleSet:
		variant(!f.Required, "optional")
		person(f.Person)
	case scheduler.Retitled:
		said(f.Title)
	case scheduler.Relocated:
		said(f.Location)
	case scheduler.Told:
		said(f.Text)
	case scheduler.Stopped:
		person(f.Person)
	case scheduler.Restarted:
		person(f.Person)
	case scheduler.HoldsWanted:
		person(f.Person)
	case scheduler.ZoneShown:
		person(f.Person)
		kv = append(kv, "zone", oneLine(f.Zone, 40))
	case scheduler.Bounced:
		variant(!f.Permanent, "temporary")
		person(f.Person)
		said(f.Said)
	case scheduler.WasAway:
		variant(!f.Until.IsZero(), "until")
		person(f.Person)
		at(f.Until)
	case scheduler.TurnedDown:
		word := oneLine(f.Word, 60)
		if word == "" {
			word = "…" // none of ours
		}
		kv = append(kv, "word", word)
		person(f.Person)
		reason(f.Reason)
	case scheduler.Posted:
		variant(len(f.Letters) == 0, "withdrawn")
		kv = append(kv, "n", strconv.Itoa(len(f.Letters)), "letters", p.postings(f.Letters), "withdrawn", strconv.Itoa(len(f.Withdrawn)))
		if len(f.Letters) == 0 {
			kv = append([]string{"n", strconv.Itoa(len(f.Withdrawn))}, kv...)
		}
	case scheduler.Met:
		person(f.Person)
	case scheduler.AliasLearned:
		said(f.Address)
	case scheduler.ZoneLearned:
		kv = append(kv, "zone", oneLine(f.Zone, 40))
	case scheduler.NameLearned:
		said(f.Name)
	case scheduler.LanguageLearned:
		kv = append(kv, "language", oneLine(f.Language, 20))
	case scheduler.AddressFailed:
		said(f.Said)
	case scheduler.Noted:
		if f.What == "erased" {
			key = "log.erased." + f.Reason
			break
		}
		kv = append(kv, "what", oneLine(f.What, 40), "said", p.quoted(f.From))
		reason(f.Reason)
	case scheduler.DigestRun:
		kv = append(kv, "name", oneLine(f.Name, 40), "due", oneLine(f.Due, 60))
	case scheduler.Sealed:
		kv = append(kv, "hash", hexOf(f.Hash))
	}
	if !c.has(key) {
		return c.text("log.unknown", "kind", n.Fact.Kind())
	}
	text := strings.TrimRight(c.text(key, kv...), " ")
	if n.By != 0 && n.Via == scheduler.ByOperator && acted(n.Fact) {
		return c.text("by.operator.for", "said", text)
	}
	return text
}

// acted reports a fact that somebody brought about, rather than one that follows by itself.
func acted(f scheduler.Fact) bool {
	switch f := scheduler.Plain(f).(type) {
	case scheduler.Posted, scheduler.FellStuck, scheduler.Reopened, scheduler.Heard, scheduler.RanOut:
		return false
	case scheduler.AgreedOn:
		return f.Trigger == "pick"
	}
	return true
}

// quoted is what somebody wrote, in quotation marks; what was erased says so.
func (p *page) quoted(w scheduler.Words) string {
	if s := oneLine(string(w), 120); s != "" {
		return p.text("quoted", "said", s)
	}
	return p.text("erased")
}

// reasonWords is a reason in words where there is a sentence for it, else its key with spaces.
func (p *page) reasonWords(key string) string {
	if key == "" {
		return p.text("reason.none")
	}
	return p.sentenceOr("reason."+key, key)
}

func (p *page) sentenceOr(key, otherwise string) string {
	if p.has(key) {
		return p.text(key, "who", p.organizer)
	}
	return strings.ReplaceAll(oneLine(otherwise, 80), "-", " ")
}

// postings says which letters were owed to whom: "question to Ana and Ben".
func (p *page) postings(list []scheduler.Posting) string {
	var kinds []scheduler.Kind
	to := map[scheduler.Kind][]scheduler.PersonID{}
	for _, l := range list {
		if len(to[l.Kind]) == 0 {
			kinds = append(kinds, l.Kind)
		}
		to[l.Kind] = append(to[l.Kind], l.To)
	}
	var parts []string
	for _, k := range kinds {
		parts = append(parts, p.text("posting", "kind", p.sentenceOr("kind."+string(k), string(k)), "names", p.names(to[k])))
	}
	return strings.Join(parts, "; ")
}
