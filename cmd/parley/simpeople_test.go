package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/parser"
	"parley/scheduler"
	"parley/store"
)

// arrival is a mail to the bot, and what we know of it because we wrote it.
type arrival struct {
	raw     []byte
	uid     uint32
	id      string // Message-ID; "" none
	from    string
	robot   bool     // nobody wrote it
	foe     bool     // whoever wrote it has no right to anything
	vouched bool     // and yet the address in From is their own
	again   bool     // it was delivered before
	refers  string   // Message-ID that a foe refers to
	faults  []string // that it met

	// A text whose meaning is beyond doubt; nil: none such.
	means  map[int]scheduler.Verdict // of slots named
	best   []int                     // of them, what suits best
	whole  bool                      // those of the letter that are not named are no
	no     bool                      // no to everything
	event  scheduler.ID              // that the letter answered is about
	letter scheduler.LetterID

	uidClicked int               // number in the UID of a calendar's answer; 0: it is none
	clicked    scheduler.Verdict // and what it says

	before *store.Found    // the event, before the mail was read first
	owed   []store.Waiting // letters that waited before a mail that nobody wrote
	read   bool            // and it was read to the end
}

// received is a letter of the bot in somebody's mailbox.
type received struct {
	post
	id     string // Message-ID
	sender string // envelope sender
	event  scheduler.ID
	letter scheduler.LetterID
	method string // of the calendar object inside
}

// cast are the people there are. Some have names that are bait: nothing in a name may become a header, a calendar line or
// a tag of HTML.
var townspeople = []string{"Ben Bauer <ben@example.test>", "Chloe Caron <chloe@example.test>", "Dev Das <dev@else.test>", "Eva Ek <eva@example.test>",
	"finn@else.test", "=?utf-8?q?Gus=0D=0AX-Evil:_1_=3Cscript=3E?= <gus@example.test>", "=?utf-8?q?Hana=0AATTACH:x-evil?= <hana@example.test>", "Ida Ito <ida@else.test>"}

const otherBot = "bot@bots.test"

// populate settles who lives in this world.
func (s *sim) populate() {
	s.owners = []string{"Olga Ost <olga@example.test>"}
	if s.r.IntN(3) == 0 {
		s.owners = append(s.owners, "Otto Ori <otto@example.test>")
	}
	all := townspeople
	n := 2 + s.r.IntN(3)
	switch d := s.r.IntN(400); {
	case d == 0:
		n = 20 + s.r.IntN(81)
		s.cover["event of 20 or more"]++
		for i := len(all); i < n; i++ {
			all = append(all, fmt.Sprintf("Person %d <p%d@example.test>", i, i))
		}
	case d < 20:
		n = 1
	case d < 80:
		n = 2 + s.r.IntN(7)
	}
	s.people = slices.Clone(all[:n])
	if s.r.IntN(10) == 0 {
		s.people = append(s.people, "Other Bot <"+otherBot+">")
		cfg := s.cfg
		cfg.Address, cfg.Organizers, cfg.Separator, cfg.Digest = otherBot, []string{"*@example.test", "*@else.test"}, "+", nil
		other := &bot{s: s, cfg: cfg, memory: store.NewMemory(), box: folder{validity: 1}}
		s.bots = append(s.bots, other)
		other.open()
		s.cover["two bots"]++
	}
	for _, p := range s.people {
		s.vacation[bare(p)] = s.r.IntN(60) == 0
	}
}

// known reports whether the bot may write to an address.
func (s *sim) known(address string) bool {
	if address == "ops@example.test" || address == "nina@example.test" {
		return true
	}
	if s.forgotten[address] {
		return false
	}
	for _, p := range append(slices.Clone(s.owners), s.people...) {
		if bare(p) == address {
			return true
		}
	}
	return false
}

func bare(mailbox string) string {
	if _, a, ok := strings.Cut(mailbox, "<"); ok {
		return strings.TrimSuffix(a, ">")
	}
	return mailbox
}

func (s *sim) pick(from []string) string { return from[s.r.IntN(len(from))] }

// step is one thing that happens, and perhaps a fault on top of it.
func (s *sim) step() {
	s.clock = s.clock.Add(time.Duration(1+s.r.IntN(90)) * time.Second)
	if s.r.IntN(100) < 22 {
		s.trouble()
	}
	switch n := s.r.IntN(100); {
	case n < 42:
		s.reply()
	case n < 53:
		s.click()
	case n < 56:
		s.robot()
	case n < 58:
		s.again()
	case n < 60:
		s.catchUp()
	case n < 63:
		s.foe()
	case n < 67:
		s.operate()
	case n < 70 && len(s.plans) < 1+len(s.kept)/12:
		s.propose()
	case n < 72:
		s.invite()
	case n < 74:
		s.replyAll()
	case n < 75:
		s.junk()
	case n < 84:
		if at := s.wake(); at.After(s.clock) {
			s.note("wait until %s", at.Format("02 15:04:05"))
			s.until(at)
			return
		}
		s.reply()
	default:
		waits := []time.Duration{11 * time.Minute, 11 * time.Minute, 11 * time.Minute, time.Hour, 5 * time.Hour, 9 * time.Hour, 25 * time.Hour, 3 * 24 * time.Hour}
		d := waits[s.r.IntN(len(waits))]
		s.note("wait %s", d)
		s.until(s.clock.Add(d))
	}
}

// hand gives a mail to the bot's inbox, mostly at once, and to the other bot what is addressed to it too.
func (s *sim) hand(a arrival) {
	s.mails++
	raw := strings.ReplaceAll(string(a.raw), "\r\n", "\n")
	if a.id = headerOf(raw, "Message-ID"); a.id != "" {
		// Names of our own: those of the harness would depend on more than the seed.
		id := fmt.Sprintf("<sim%d@%s>", s.mails, strings.TrimPrefix(a.from[strings.IndexByte(a.from, '@'):], "@"))
		raw = strings.Replace(raw, a.id, id, 1)
		a.id = strings.Trim(id, "<>")
	}
	a.raw = []byte(strings.ReplaceAll(raw, "\n", "\r\n"))
	s.record("%s\n--- end of mail %d\n\n", raw, s.mails)
	if len(s.bots) > 1 && strings.Contains(headerOf(raw, "To")+headerOf(raw, "Cc"), otherBot) {
		other := a
		s.bots[1].box.put(&other)
	}
	if s.jumped {
		s.jumped = false
		a.faults = append(a.faults, clockJumped)
	}
	if s.r.IntN(12) == 0 {
		s.note("  which is delayed")
		s.late = append(s.late, &a)
		return
	}
	s.bots[0].box.put(&a)
}

// headerOf is the first field of this name, as it stands.
func headerOf(raw, name string) string {
	head, _, _ := strings.Cut(raw, "\n\n")
	for _, l := range strings.Split(head, "\n") {
		if n, v, ok := strings.Cut(l, ":"); ok && strings.EqualFold(n, name) {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// again delivers a mail a second time.
func (s *sim) again() {
	if len(s.past) == 0 {
		return
	}
	a := *s.past[s.r.IntN(len(s.past))]
	s.note("mail %s of %s comes again", a.id, a.from)
	s.mails++
	a.again, a.faults = true, []string{cameTwice}
	if s.r.IntN(2) == 0 {
		a.raw = append([]byte("Received: from elsewhere.test by mx.example.test\r\n"), a.raw...)
	}
	s.bots[0].box.put(&a)
}

// catchUp brings mails that were on their way, in any order.
func (s *sim) catchUp() {
	for len(s.late) > 0 {
		i := s.r.IntN(len(s.late))
		s.note("mail %s arrives late", s.late[i].id)
		s.late[i].faults = append(s.late[i].faults, cameLate)
		s.bots[0].box.put(s.late[i])
		s.late = slices.Delete(s.late, i, i+1)
	}
}

// day is a time to come, as people write it.
func (s *sim) day() string {
	d := s.clock.In(s.h.zone).AddDate(0, 0, 1+s.r.IntN(8))
	return d.Format("Mon 2 Jan ") + fmt.Sprintf("%d:%02d", 9+s.r.IntN(8), 15*s.r.IntN(4))
}

// propose is a first mail of an organiser.
func (s *sim) propose() {
	from := s.pick(s.owners)
	var to, cc []string
	for i, p := range s.people {
		switch {
		case i > 0 && s.r.IntN(5) == 0:
		case i > 0 && s.r.IntN(4) == 0:
			cc = append(cc, p)
		default:
			to = append(to, p)
		}
	}
	var b strings.Builder
	b.WriteString("Hi all,\n\n")
	for range 1 + s.r.IntN(4) {
		d := s.day()
		b.WriteString(d + "-" + plus45(d) + "\n")
	}
	shape := "plain"
	if s.r.IntN(20) == 0 {
		b.WriteString("\nlocation: Room 4\ntitle: " + bait + "\n")
		s.cover["injection"]++
	}
	if s.r.IntN(3) == 0 {
		shape = s.pick([]string{"quorum: 2", "confirm: organiser", "suggestions: open", "holds: yes", "holds: yes", "hidden: yes", "attend: no", "progress: each",
			"deadline: " + s.day(), "suggestions: open\nholds: yes"})
		b.WriteString("\n" + shape + "\n")
	}
	text := b.String()
	switch s.r.IntN(12) {
	case 0:
		shape, text = "faulty", "Some time soon?\n\nMon 2 Nov 2026 10:00-10:45\n"
	case 1:
		shape += ", nobody vouches"
	}
	raw := string(s.mail(from, strings.Join(append([]string{"bot@example.test"}, to...), ", "), strings.Join(cc, ", "),
		s.one("Plan "+strconv.Itoa(len(s.plans)+1), "Plan "+strconv.Itoa(len(s.plans)+1), "=?utf-8?q?Plan=0D=0ABcc:_victim@evil.test=0D=0AX-Evil:_1?="), "", "text/plain; charset=utf-8", text))
	if strings.HasSuffix(shape, "nobody vouches") {
		_, raw, _ = strings.Cut(raw, "\n")
	}
	s.note("%s proposes (%s) to %v cc %v: %s", bare(from), strings.ReplaceAll(shape, "\n", " "), to, cc, strings.ReplaceAll(text, "\n", "|"))
	s.plans = append(s.plans, fmt.Sprintf("sim%d@example.test", s.mails+1))
	s.hand(arrival{raw: []byte(raw), from: bare(from)})
}

func plus45(day string) string {
	at, err := time.Parse("Mon 2 Jan 15:04", day)
	if err != nil {
		return day
	}
	return at.Add(45 * time.Minute).Format("15:04")
}

// letterTo picks a letter that somebody got, mostly a new one.
func (s *sim) letterTo(who string, fits func(received) bool) (received, bool) {
	var all []received
	for _, l := range s.got[bare(who)] {
		if fits(l) {
			all = append(all, l)
		}
	}
	if len(all) == 0 {
		return received{}, false
	}
	i := len(all) - 1
	if s.r.IntN(4) == 0 {
		i = s.r.IntN(len(all))
	}
	l := all[i]
	l.mail = parser.Read(l.raw)
	return l, true
}

// reply is an answer to a letter, in words.
func (s *sim) reply() {
	who := s.pick(s.people)
	owner := s.r.IntN(3) == 0
	if owner {
		who = s.pick(s.owners)
	}
	l, ok := s.letterTo(who, func(l received) bool { return l.event != "" })
	if !ok {
		return
	}
	e, _, err := s.h.store.Event(s.ctx, l.event)
	if err != nil {
		s.broke("a letter about event %s, which cannot be read: %v", l.event, err)
	}
	a := arrival{event: l.event, letter: l.letter, from: bare(who)}
	if bare(who) == otherBot {
		return
	}
	var text string
	switch {
	case owner:
		text = s.ownerSays(e)
	case s.r.IntN(4) > 0:
		text = s.answers(&a, e.Letters[l.letter])
	default:
		text = s.says()
	}
	from := who
	switch s.r.IntN(20) {
	case 0:
		from = "Somebody <" + s.pick([]string{"odd@elsewhere.test", "strange@example.test"}) + ">"
	case 1:
		from = s.pick(s.people)
	}
	if bare(from) != bare(who) {
		a.means, a.no = nil, false
		a.from = bare(from)
		a.faults = append(a.faults, strangeSender)
	}
	quoting := s.r.IntN(2) == 0
	a.raw = s.replyTo(l.post, from, text, quoting)
	s.note("%s, to letter %s of %s for %s: %s", bare(from), l.letter, l.event, bare(who), strings.ReplaceAll(text, "\n", "|"))
	s.hand(a)
}

// everybody answers the newest question they have with a yes.
func (s *sim) everybody() {
	for _, who := range s.people {
		l, ok := s.letterTo(who, func(l received) bool { return l.event != "" && l.method == "" })
		if ok && bare(who) != otherBot {
			s.note("%s, to letter %s of %s: all", bare(who), l.letter, l.event)
			s.hand(arrival{from: bare(who), raw: s.replyTo(l.post, who, "all", false)})
		}
	}
}

// answers is a text of a party about the slots of a letter; what it means is beyond doubt.
func (s *sim) answers(a *arrival, asked scheduler.Asking) string {
	if len(asked.Slots) == 0 {
		return s.says()
	}
	slots := slices.Clone(asked.Slots)
	s.r.Shuffle(len(slots), func(i, j int) { slots[i], slots[j] = slots[j], slots[i] })
	some := slots[:1+s.r.IntN(len(slots))]
	slices.Sort(some)
	a.means, a.whole = map[int]scheduler.Verdict{}, true
	yes := func(ids []int) (names []string) {
		for _, id := range ids {
			a.means[id] = scheduler.Yes
			names = append(names, strconv.Itoa(id))
		}
		return names
	}
	first := strconv.Itoa(some[0])
	switch s.r.IntN(13) {
	case 0, 1:
		return strings.Join(yes(some), " ")
	case 2:
		return strings.Join(yes(some), ", ") + "\n\nBest,\nme"
	case 3, 4, 5, 11, 12:
		yes(asked.Slots)
		return s.pick([]string{"all", "All of them work.", "all fine"})
	case 6:
		a.no = true
		return s.pick([]string{"none", "None of these work for me."})
	case 7:
		a.means[some[0]] = scheduler.IfNeedBe
		return first + " if need be"
	case 8:
		a.whole = false
		yes(some[:1])
		return "also " + first
	case 9:
		if len(some) < 2 {
			return "only " + yes(some)[0]
		}
		yes(some[:2])
		a.best = some[:1]
		return fmt.Sprintf("%d is best, %d too", some[0], some[1])
	default:
		return strings.Join(yes(some), " and ") + " work for me."
	}
}

// says is anything else that a party writes.
func (s *sim) says() string {
	return s.pick([]string{
		"How about " + s.day() + "?", "How about " + s.day() + "?", "None, but " + s.day() + " would work", "I think so, perhaps, unless it rains",
		"zorp blah 99", "ok", "ok", "never", "status", "who", "help", "log", "remind", "resend", "holds", "timezone Asia/Kolkata", "timezone Moon/Base",
		"stop", "stop", "start", "start", "stop everything", "cancel", "why", "why " + s.anyID(), "Can someone else come instead of me?", "status\nhelp", "holds\n\n1", "pick 1", "Is there coffee?", "1 2 3 4 5 6", "I'm out",
	})
}

// ownerSays is a word of an organiser.
func (s *sim) ownerSays(e scheduler.Event) string {
	n := strconv.Itoa(1 + s.r.IntN(len(e.Slots)+1))
	who := bare(s.pick(s.people))
	return s.pick([]string{
		"pick " + n, "pick " + n, "extend " + s.day(), "extend " + s.day(), "extend " + s.day() + ", " + s.day(), "move " + s.day(), "move " + s.day() + ", " + s.day(),
		"move " + s.day(), "ask " + n, "ask " + n, "accept " + n, "accept " + n, "refuse " + n, "deadline " + s.day(), "drop " + who, "add " + who, "add nina@example.test",
		"required " + who, "optional " + who, "replace " + who + " nina@example.test", "title Review of everything", "location Room 4",
		"tell everyone: bring figures", "tell everyone: " + bait, "location " + bait, "why " + s.anyID(), "stop everything", "timezone Asia/Tokyo", "remind", "status", "log", "copy", "ok", "go", "go", "help", "cancel", "1", "Let me think about it",
		"title Other\nlocation Hall", "status\nremind", "pick " + n + "\ntitle Another", "move " + s.day() + "\nadd nina@example.test",
	})
}

// replyAll answers the organiser's own mail, which people saw first.
func (s *sim) replyAll() {
	i := s.r.IntN(len(s.plans))
	who := s.pick(s.people)
	text := s.pick([]string{"1", "all", "none", "See you then"})
	s.note("%s to all, below plan %d: %s", bare(who), i+1, text)
	s.hand(arrival{from: bare(who), raw: s.mail(who, s.owners[0]+", bot@example.test", "", fmt.Sprintf("Re: Plan %d", i+1), s.plans[i], "text/plain", text)})
}

// junk is mail that is none of our business, and one without a name.
func (s *sim) junk() {
	raw := string(s.mail("Spam <spam@elsewhere.test>", "bot@example.test", "", "Win", "", "text/plain", "1"))
	if s.r.IntN(2) == 0 {
		raw = strings.Replace(raw, "Message-ID: "+headerOf(raw, "Message-ID")+"\n", "", 1)
	}
	s.note("junk")
	s.hand(arrival{raw: []byte(raw), from: "spam@elsewhere.test", robot: true})
}
