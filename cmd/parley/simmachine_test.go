package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"parley/mailbox"
	"parley/scheduler"
	"parley/store"
	"parley/store/storetest"
)

// weather is what the first bot has to endure: faults of the disk, the mailbox, the post office and the machine.
type weather struct {
	dead bool // the process has ended: nothing is written any more until the next one opens the store

	arm   int // writes until the disk fails; 0: it does not
	kind  storetest.Fault
	crash bool // the process ends with that write

	storm   int    // of 100 letters, how many the post office makes trouble with
	refuses string // an address it does not know
	dies    string // diedBefore, diedAfter: the process ends at the next letter

	jumped  bool    // the clock did, and no mail came since
	sending *posted // the letter handed in last

	unread int // of the next passes over the mailbox, how many break off before anything is read
	unfile int // and how many before anything is filed
}

var errServer = errors.New("the server is away")

// bot is a running program, its store and its mailbox.
type bot struct {
	s      *sim
	cfg    Config
	memory *store.Memory
	d      *daemon
	box    folder
}

// folder is a mailbox's inbox, by UID.
type folder struct {
	validity, last uint32
	mails          []*arrival // not filed yet
	filed          []*arrival
}

func (f *folder) put(a *arrival) {
	f.last++
	a.uid = f.last
	f.mails = append(f.mails, a)
}

// open starts the program on what the one before left.
func (b *bot) open() {
	s := b.s
	b.memory = b.memory.Clone()
	if b != s.bots[0] {
		b.start(b.memory, slog.New(slog.DiscardHandler))
		return
	}
	s.dead, s.arm, s.dies = false, 0, ""
	s.engine = &storetest.Faulty{Engine: b.memory, Plan: s.disk}
	b.start(s.engine, slog.New(&complaints{s: s}))
	s.h = b.d.house
	s.h.reads, s.h.taken = s.reading, s.taken
}

func (b *bot) start(e store.Engine, log *slog.Logger) {
	h, err := newHouse(b.cfg, e, func() time.Time { return b.s.clock }, log, b.s.salt)
	if err != nil {
		b.s.broke("the store cannot be opened: %v", err)
	}
	b.d = &daemon{house: h, in: b, out: b, folder: "INBOX"}
}

// hit records a fault of what the program is doing.
func (s *sim) hit(fault string) {
	switch {
	case s.present != nil:
		s.present.faults = append(s.present.faults, fault)
	case s.phase != "":
		s.commands.count(s.phase, fault)
		s.commands[s.phase][""]-- // counted when it is done
	case s.sending != nil:
		s.sending.faults = append(s.sending.faults, fault)
	}
}

// disk says what becomes of a write.
func (s *sim) disk(int64) storetest.Fault {
	if s.dead {
		return storetest.Failed
	}
	if s.arm == 0 {
		return storetest.None
	}
	if s.arm--; s.arm > 0 {
		return storetest.None
	}
	what := map[storetest.Fault]string{storetest.Failed: diskFailed, storetest.FailedButDone: diskDone}[s.kind]
	if s.crash {
		what = map[storetest.Fault]string{storetest.Failed: crashBefore, storetest.FailedButDone: crashAfter}[s.kind]
		s.dead = true
	}
	s.cover[what]++
	s.note("  %s", what)
	s.hit(what)
	return s.kind
}

// Receive is the mailbox, by the contract of mailbox.Inbox.
func (b *bot) Receive(ctx context.Context, at mailbox.Cursor,
	take func(context.Context, []mailbox.Message) (int, error), keep func(context.Context, mailbox.Cursor) error) (mailbox.Cursor, error) {
	s, first := b.s, b == b.s.bots[0]
	defer func() {
		if first {
			s.present = nil
		}
	}()
	breaks := func(left *int, what string) error {
		if !first || *left == 0 {
			return nil
		}
		*left--
		if len(b.box.mails) > 0 {
			b.box.mails[0].faults = append(b.box.mails[0].faults, what)
		}
		s.cover[what]++
		return errServer
	}
	if err := breaks(&s.unread, readFailed); err != nil {
		return at, err
	}
	if at.Validity != b.box.validity {
		start := mailbox.Cursor{Validity: b.box.validity}
		if err := keep(ctx, start); err != nil {
			return at, err
		}
		at = start
	}
	b.file(at)
	for {
		var batch []*arrival
		var messages []mailbox.Message
		for _, a := range b.box.mails {
			if a.uid > at.UID && len(batch) < 3 {
				batch = append(batch, a)
				messages = append(messages, mailbox.Message{Cursor: mailbox.Cursor{Validity: b.box.validity, UID: a.uid}, Bytes: a.raw})
			}
		}
		if len(batch) == 0 {
			return at, nil
		}
		taken, failure := take(ctx, messages)
		if taken > 0 {
			next := mailbox.Cursor{Validity: at.Validity, UID: batch[taken-1].uid}
			if err := keep(ctx, next); err != nil {
				return at, err
			}
			at = next
			if first {
				for _, a := range batch[:taken] {
					s.behind(a)
				}
			}
			if err := breaks(&s.unfile, filingFailed); err != nil {
				return at, err
			}
			b.file(at)
		}
		if failure != nil {
			return at, failure
		}
	}
}

// file takes what lies behind the cursor out of the inbox.
func (b *bot) file(at mailbox.Cursor) {
	for len(b.box.mails) > 0 && b.box.mails[0].uid <= at.UID {
		b.box.filed = append(b.box.filed, b.box.mails[0])
		b.box.mails = b.box.mails[1:]
	}
}

func (b *bot) Wait(context.Context) error { return nil }
func (b *bot) Close() error               { return nil }

// renumber is a mailbox that was restored: other UIDs, another order, and some mail that was filed is back.
func (s *sim) renumber() {
	f := &s.bots[0].box
	all := slices.Clone(f.mails)
	for range min(len(f.filed), s.r.IntN(3)) {
		a := f.filed[len(f.filed)-1]
		f.filed = f.filed[:len(f.filed)-1]
		if a.id != "" { // without one, its place names it, and it is another mail
			again := *a
			again.again = true
			all = append(all, &again)
		}
	}
	s.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	f.validity, f.last, f.mails = f.validity+1, 0, nil
	for _, a := range all {
		a.faults = append(a.faults, renumbered)
		f.put(a)
	}
	s.note("the folder is renumbered, %d mails in it", len(all))
	s.cover[renumbered]++
}

// Send is the post office. For the first bot it obeys the seed's weather.
func (b *bot) Send(_ context.Context, e mailbox.Envelope) (string, error) {
	s, to := b.s, scheduler.Canonical(e.To)
	if b != s.bots[0] {
		s.fromOther(to, e)
		return "250 2.0.0 Ok", nil
	}
	if s.dead {
		return "", errServer
	}
	p := s.postedAs(e)
	s.sending = p
	trouble := func(what string, x mailbox.SendError) (string, error) {
		p.faults = append(p.faults, what)
		s.cover[what]++
		x.Err = errServer
		return "", &x
	}
	server := mailbox.SendError{Temporary: true, Server: true}
	if s.dies == diedBefore {
		s.dead = true
		s.note("  %s, to %s", s.dies, to)
		return trouble(s.dies, server)
	}
	if to == s.refuses {
		s.deaf[to] = true
		return trouble(refusedEver, mailbox.SendError{Code: 550, Enhanced: "5.1.1", Said: "no such user"})
	}
	what := ""
	if s.storm > 0 && s.r.IntN(100) < s.storm {
		what = s.one(notConnected, silent, silent, cutShort, lostReply, lostReply, refusedNow, refusedNow)
	}
	switch what {
	case notConnected, cutShort:
		return trouble(what, server)
	case refusedNow:
		return trouble(what, mailbox.SendError{Temporary: true, Code: 451, Said: "try again later"})
	case silent: // until we give up; nobody knows how far it got
		s.clock = s.clock.Add(5 * time.Minute)
		if s.r.IntN(2) == 0 {
			return trouble(what, server)
		}
	}
	s.arrive(to, e, p)
	if what != "" {
		return trouble(what, mailbox.SendError{Temporary: true, Server: s.r.IntN(2) == 0})
	}
	if s.dies == diedAfter {
		s.dead = true
		s.note("  %s, to %s", s.dies, to)
		return trouble(s.dies, server)
	}
	return "250 2.0.0 Ok", nil
}

// settle makes the daemon's passes until nothing more can be done at this time, starting the program again when it ended.
func (s *sim) settle() {
	for try := 0; ; try++ {
		err := s.pass()
		switch {
		case try > 300:
			s.broke("the passes do not come to an end: %v", err)
		case s.dead:
			s.bots[0].open()
		case err == nil:
			if s.others() {
				continue
			}
			return
		case strings.Contains(err.Error(), "due again"):
			s.broke("%v", err)
		case errors.Is(err, storetest.ErrFault):
		case errors.Is(err, errServer):
			if s.unread+s.unfile == 0 { // the post office: later
				s.others()
				return
			}
		default:
			s.broke("a pass failed: %v", err)
		}
	}
}

// pass makes each pass of the first bot once.
func (s *sim) pass() error {
	d := s.bots[0].d
	if err := d.receive(s.ctx); err != nil || s.dead {
		return err
	}
	s.phase = "clock"
	_, err := d.tick(s.ctx)
	s.phase = ""
	if err != nil || s.dead {
		return err
	}
	if _, err = d.deliver(s.ctx, d.out); err != nil || s.dead {
		return err
	}
	if len(s.bots[0].box.mails) > 0 { // a program answered at once
		return s.pass()
	}
	return nil
}

// others makes a pass of every other bot, and reports whether that made mail for the first.
func (s *sim) others() bool {
	for _, b := range s.bots[1:] {
		if err := b.d.once(s.ctx); err != nil {
			s.broke("the other bot failed: %v", err)
		}
	}
	return len(s.bots[0].box.mails) > 0
}

// wake is when something will happen by itself, digests apart; zero: never.
func (s *sim) wake() (next time.Time) {
	for _, b := range s.bots {
		due, ok, err := b.d.store.NextDue(s.ctx)
		send, waits, serr := b.d.store.NextSend(s.ctx)
		if err != nil || serr != nil {
			s.broke("looking for the next duty: %v %v", err, serr)
		}
		if ok && (next.IsZero() || due.Before(next)) {
			next = due
		}
		if waits && (next.IsZero() || send.Before(next)) {
			if next = send; next.IsZero() {
				next = s.clock
			}
		}
	}
	return next
}

// pass time until then, stopping at whatever falls due. A zero end: until nothing will happen by itself any more.
func (s *sim) until(end time.Time) {
	for n := 0; ; n++ {
		s.settle()
		at := s.wake()
		if at.IsZero() || !end.IsZero() && at.After(end) {
			break
		}
		if n > 5000 {
			s.broke("duties without end at %s", at)
		}
		if at.After(s.clock) {
			s.clock = at
		}
	}
	if end.After(s.clock) {
		s.clock = end
	}
	s.settle()
}

// trouble is bad weather.
func (s *sim) trouble() {
	switch s.r.IntN(12) {
	case 0, 1:
		s.storm = []int{0, 30, 60, 90}[s.r.IntN(4)]
		s.note("the post office makes trouble with %d %%", s.storm)
	case 2:
		s.refuses = ""
		if s.r.IntN(3) == 0 {
			s.refuses = bare(s.pick(s.people))
		}
		s.note("the post office refuses %q", s.refuses)
	case 3, 4:
		s.dies = s.one(diedBefore, diedAfter)
		s.note("%s the next letter", s.dies)
	case 5:
		s.note("a crash")
		s.cover["crash at rest"]++
		s.bots[0].open()
	case 6:
		s.unread, s.unfile = s.r.IntN(3), s.r.IntN(3)
		s.note("the mailbox breaks off %d times, and %d times before filing", s.unread, s.unfile)
	case 7:
		s.renumber()
	case 8:
		by := []time.Duration{5 * time.Minute, time.Hour, 30 * time.Hour}[s.r.IntN(3)]
		if s.r.IntN(3) > 0 {
			by = -by
		}
		by = time.Duration(s.r.Int64N(int64(by.Abs()))) * time.Duration(by/by.Abs())
		s.note("the clock jumps by %s", by.Round(time.Second))
		s.cover[clockJumped]++
		s.clock = s.clock.Add(by.Round(time.Second))
		for _, a := range s.bots[0].box.mails {
			a.faults = append(a.faults, clockJumped)
		}
		s.jumped = true
	default:
		s.arm, s.crash, s.kind = 1+s.r.IntN(6), s.r.IntN(3) > 0, storetest.Failed
		if s.r.IntN(2) == 0 {
			s.kind = storetest.FailedButDone
		}
		s.note("the disk will fail in %d writes: %d, crash %v", s.arm, s.kind, s.crash)
	}
}

// complaints is the program's log. It says error only where something is wrong with the program.
type complaints struct{ s *sim }

func (c *complaints) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelError }
func (c *complaints) WithAttrs([]slog.Attr) slog.Handler           { return c }
func (c *complaints) WithGroup(string) slog.Handler                { return c }
func (c *complaints) Handle(_ context.Context, r slog.Record) error {
	if c.s.dead {
		return nil
	}
	var b strings.Builder
	r.Attrs(func(a slog.Attr) bool { b.WriteString(" " + a.String()); return true })
	c.s.broke("the program complains: %s%s", r.Message, b.String())
	return nil
}
