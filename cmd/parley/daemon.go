package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"parley/mailbox"
	"parley/scheduler"
	"parley/store"
)

// inbox is where mail comes from: mailbox.Inbox.
type inbox interface {
	Receive(ctx context.Context, after mailbox.Cursor,
		take func(context.Context, []mailbox.Message) (int, error), keep func(context.Context, mailbox.Cursor) error) (mailbox.Cursor, error)
	Wait(ctx context.Context) error
	Close() error
}

// daemon repeats three passes, each of which goes on after its own errors: receive (mail to commands), tick (what the
// clock wants to commands, digests included) and deliver (letters out). They share nothing but the store, so a server
// that hangs holds up only its own pass.
type daemon struct {
	*house
	in     inbox
	out    sender
	folder string // name of the cursor
	health *health
	mails  mails
	late   bool // letters may wait for a clock that was set since, and were not hastened yet

	due  chan struct{} // something changed: look at the clock's duties
	post chan struct{} // letters may wait
}

// shutdownTime is how long passes may take to end once the daemon was told to stop.
const shutdownTime = 4 * time.Second

// newDaemon connects a house to its servers. Nothing is dialled yet.
func newDaemon(h *house) (*daemon, error) {
	in, err := mailbox.NewInbox(h.cfg.imap(h.log))
	if err != nil {
		return nil, err
	}
	out, err := mailbox.NewSender(h.cfg.smtp(h.log))
	if err != nil {
		return nil, err
	}
	d := &daemon{
		house: h, in: in, out: out, folder: h.cursorName(), health: newHealth(h.now),
		due: make(chan struct{}, 1), post: make(chan struct{}, 1),
	}
	d.health.waits, d.health.beside = h.waits, in.Trouble
	return d, nil
}

// run works until ctx ends, then ends every pass and returns.
func (d *daemon) run(ctx context.Context) {
	d.house.changed, d.house.taken, d.house.trouble = d.poke, d.mails.count, d.health.trouble
	// Letters that were put off by a clock that was ahead.
	d.late = true
	d.hasten(ctx, d.now().Add(3*time.Hour))
	var passes sync.WaitGroup
	loop := func(pass func(context.Context)) {
		passes.Add(1)
		go func() {
			defer passes.Done()
			for ctx.Err() == nil {
				pass(ctx)
			}
		}()
	}
	loop(d.receiving)
	loop(d.ticking)
	loop(d.delivering)
	<-ctx.Done()
	d.in.Close()
	ended := make(chan struct{})
	go func() { passes.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(shutdownTime):
		d.log.Warn("a pass did not end in time; what it was doing is taken up at the next start")
	}
}

// poke tells the passes that something changed. It never blocks.
func (d *daemon) poke() {
	for _, c := range []chan struct{}{d.due, d.post} {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (d *daemon) receiving(ctx context.Context) {
	err := d.receive(ctx)
	if ctx.Err() != nil {
		return
	}
	d.health.report("receive", err)
	if err != nil {
		d.log.Error("receiving mail failed; trying again", "err", err)
	}
	d.in.Wait(ctx)
}

func (d *daemon) ticking(ctx context.Context) {
	next, err := d.tick(ctx)
	if ctx.Err() != nil {
		return
	}
	d.health.report("tick", err)
	if err != nil {
		d.log.Error("acting on the clock failed; trying again", "err", err)
		next = d.now().Add(10 * time.Second)
	}
	d.rest(ctx, next, d.due)
}

func (d *daemon) delivering(ctx context.Context) {
	if jump := d.health.jump(); jump != 0 {
		d.log.Warn("the clock was set", "by", jump)
		d.late = true
	}
	d.hasten(ctx, d.now())
	sent, err := d.deliver(ctx, d.out)
	if ctx.Err() != nil {
		return
	}
	if err != nil || sent > 0 || !d.putOff(ctx) { // a pass with nothing to try says nothing of the server
		d.health.report("deliver", err)
	}
	if err != nil {
		d.log.Error("sending letters failed; trying again", "err", err)
	}
	next, waits, nerr := d.store.NextSend(ctx)
	if nerr != nil || !waits {
		next = d.now().Add(time.Minute)
	}
	if err != nil {
		next = later(next, d.now().Add(5*time.Second))
	}
	d.rest(ctx, next, d.post)
}

// hasten makes letters due that another clock put off until after latest. If the store cannot be written, the next pass
// tries again.
func (d *daemon) hasten(ctx context.Context, latest time.Time) {
	if !d.late {
		return
	}
	if err := d.store.Hasten(ctx, latest); err != nil {
		d.log.Error("the outbox cannot be put in order; trying again", "err", err)
		return
	}
	d.late = false
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// rest waits until then, a minute at most (the wall clock may jump), or until it is poked.
func (d *daemon) rest(ctx context.Context, until time.Time, poked <-chan struct{}) {
	t := time.NewTimer(max(0, min(until.Sub(d.now()), time.Minute)))
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-poked:
	case <-t.C:
	}
}

// receive makes one pass over the folder: every mail after the cursor becomes a command that is executed, then the cursor
// moves, then the mail is filed.
func (d *daemon) receive(ctx context.Context) error {
	at, err := d.store.Cursor(ctx, d.folder)
	if err != nil {
		return fmt.Errorf("reading the cursor: %w", err)
	}
	_, err = d.in.Receive(ctx, mailbox.Cursor{Validity: at.UIDValidity, UID: at.UID, Aside: at.Aside}, d.take, func(ctx context.Context, c mailbox.Cursor) error {
		return d.store.SetCursor(ctx, d.folder, store.Cursor{UIDValidity: c.Validity, UID: c.UID, Aside: c.Aside})
	})
	return err
}

// take executes what mails ask, in order. It stops at the first that could not be executed.
func (d *daemon) take(ctx context.Context, mails []mailbox.Message) (int, error) {
	for i, m := range mails {
		if err := d.house.takeMail(ctx, m); err != nil {
			return i, err
		}
	}
	return len(mails), nil
}

// takeMail executes what one mail asks. An error means that the mail must be read again, as when the store is damaged; a
// mail that cannot be understood at all is no error but a note.
func (h *house) takeMail(ctx context.Context, m mailbox.Message) error {
	uid := fmt.Sprintf("%d/%d", m.Validity, m.UID)
	c, err := h.understandSafely(ctx, m, uid)
	if err != nil {
		return err
	}
	r, err := h.execute(ctx, c)
	var fault *store.Panic
	if errors.As(err, &fault) && !errors.Is(err, store.ErrAmiss) {
		if err := h.sound(ctx); err != nil {
			return err
		}
		h.log.Error("a mail could not be acted upon because of a fault in this program; it was filed", "uid", uid, "err", err)
		c.Cause, c.Event, c.By = scheduler.Cause("poison:"+uid), "", scheduler.Mailbox{}
		c.Do = scheduler.Actions{scheduler.Note{What: "refused", Reason: "rules-fault"}}
		r, err = h.execute(ctx, c)
	}
	if err != nil {
		return fmt.Errorf("executing what a mail asked: %w", err)
	}
	if h.taken != nil {
		h.taken(c, r)
	}
	h.log.Info("mail read", "uid", uid, "cause", c.Cause, "event", r.Event, "asked", kinds(c.Do), "repeat", r.Repeat,
		"entries", len(r.Entries), "letters", len(r.Letters), "refusal", r.Refusal)
	return nil
}

// understandSafely is understand, with a mail that makes it panic set aside: noted, told to the log, and never read again.
func (h *house) understandSafely(ctx context.Context, m mailbox.Message, uid string) (c scheduler.Command, err error) {
	if m.Withheld != "" {
		return scheduler.Command{
			Cause: scheduler.Cause("withheld:" + uid), Via: scheduler.ByMail, At: h.now(), Bot: h.cfg.Address,
			Do: []scheduler.Action{scheduler.Note{What: "refused", Reason: "mail that the server does not hand out"}},
		}, nil
	}
	if m.TooLarge {
		return h.tooLarge(ctx, m.Bytes, uid, m.Size)
	}
	defer func() {
		if r := recover(); r != nil {
			if err = h.sound(ctx); err != nil {
				return
			}
			h.log.Error("a mail could not be read because of a fault in this program; it was filed unread", "uid", uid, "panic", r, "stack", string(debug.Stack()))
			c, err = scheduler.Command{
				Cause: scheduler.Cause("poison:" + uid), Via: scheduler.ByMail, At: h.now(), Bot: h.cfg.Address,
				Do: []scheduler.Action{scheduler.Note{What: "refused", Reason: "reader-fault"}},
			}, nil
		}
	}()
	if h.reads != nil {
		h.reads(m.Bytes)
	}
	return h.understand(ctx, m.Bytes, uid)
}

// sound says what is wrong with the store. It is asked before anything is given up for a fault of this program: what
// stands in a damaged store makes a sound program trip, and what was given up would be lost to the restored one.
func (h *house) sound(ctx context.Context) error {
	if err := h.store.Check(ctx); err != nil {
		return fmt.Errorf("nothing is given up before the store is sound: %w", err)
	}
	return nil
}

// execute is the door to the store for everything in this program.
func (h *house) execute(ctx context.Context, c scheduler.Command) (store.Receipt, error) {
	r, err := h.store.Execute(ctx, c)
	h.settle(r)
	if err == nil && !r.Repeat && h.changed != nil {
		h.changed()
	}
	return r, err
}

func kinds(do []scheduler.Action) (out []string) {
	for _, a := range do {
		out = append(out, scheduler.ActionKind(a))
	}
	return out
}

// tick does what the clock wants: duties of events, digests, and once a day the sweeping of old causes. It returns when
// it wants to be called again.
func (d *daemon) tick(ctx context.Context) (time.Time, error) { return d.house.tick(ctx) }

func (h *house) tick(ctx context.Context) (next time.Time, err error) {
	next = h.now().Add(time.Hour)
	var faults []error
	if err := h.stopEverywhere(ctx); err != nil {
		faults = append(faults, err)
	}
	for {
		duties, err := h.store.Due(ctx, h.now(), 100)
		if err != nil {
			return next, fmt.Errorf("looking for what is due: %w", err)
		}
		done := 0
		for _, d := range duties {
			r, err := h.execute(ctx, scheduler.Command{
				Cause: d.Cause, Event: d.Event, Via: scheduler.ByClock, At: h.now(), Bot: h.cfg.Address, Do: []scheduler.Action{d.Action},
			})
			switch {
			case err != nil:
				faults = append(faults, fmt.Errorf("event %s: %w", d.Event, err))
			case r.Repeat:
				faults = append(faults, fmt.Errorf("event %s: %s was done before and is due again", d.Event, d.Cause))
			default:
				done++
			}
		}
		// Duties that failed stay due; going on at once would only repeat them.
		if len(duties) < 100 || done == 0 {
			break
		}
	}
	at, err := h.digests(ctx)
	if err != nil {
		faults = append(faults, err)
	}
	if !at.IsZero() && at.Before(next) {
		next = at
	}
	if now := h.now(); now.Sub(h.swept) > 24*time.Hour {
		if err := h.sweep(ctx, now); err != nil {
			faults = append(faults, err)
		}
		h.swept = now
	}
	if at, ok, err := h.store.NextDue(ctx); err != nil {
		faults = append(faults, fmt.Errorf("looking for what will be due: %w", err))
	} else if ok && at.Before(next) {
		next = at
	}
	return next, errors.Join(faults...)
}

// sweep forgets what was kept for long enough: causes of mail that changed nothing, and words that are older than the
// retention.
func (h *house) sweep(ctx context.Context, now time.Time) error {
	if _, err := h.store.Sweep(ctx, now); err != nil {
		return fmt.Errorf("sweeping old causes: %w", err)
	}
	days := h.cfg.Policy.RetentionDays
	if days == 0 {
		return nil
	}
	n, err := h.store.Retain(ctx, now.AddDate(0, 0, -days))
	if n == 0 {
		return err
	}
	h.log.Info("old words were erased", "logs", n)
	return errors.Join(err, h.erased(ctx, "retention"))
}

// erased notes in the house's log that words were erased, and why.
func (h *house) erased(ctx context.Context, why string) error {
	at := h.now()
	_, err := h.execute(ctx, scheduler.Command{
		Cause: scheduler.Cause("erased:" + why + ":" + at.UTC().Format(time.RFC3339Nano)), Operator: true, Via: scheduler.ByOperator, At: at,
		Bot: h.cfg.Address, Do: scheduler.Actions{scheduler.Note{What: "erased", Reason: why}},
	})
	return err
}

// once makes each pass once, for cron: everything that waits is read, everything due is done and sent.
func (d *daemon) once(ctx context.Context) error {
	var faults []error
	for _, pass := range []struct {
		name string
		run  func() error
	}{
		{"receiving mail", func() error { return d.receive(ctx) }},
		{"acting on the clock", func() error { _, err := d.tick(ctx); return err }},
		{"sending letters", func() error { _, err := d.deliver(ctx, d.out); return err }},
	} {
		if err := pass.run(); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", pass.name, err))
		}
	}
	return errors.Join(faults...)
}
