package storetest

import (
	"crypto/sha256"
	"errors"
	"slices"
	"testing"
	"time"

	"parley/scheduler"
	"parley/store"
)

// posting is a store whose rules post the letters that the test asks for, to an event that Open opened.
type posting struct {
	*store.Store
	t     testing.TB
	event scheduler.ID
	next  scheduler.Decision
	n     int
	asked scheduler.World // by the last command
}

func newPosting(t testing.TB, e store.Engine) *posting {
	p := &posting{t: t}
	p.Store = Open(t, e, store.Options{Rand: Rand(1), Decide: func(w scheduler.World, c scheduler.Command) scheduler.Decision {
		if c.Via == scheduler.ByOperator {
			p.asked = w
			return p.next
		}
		d := scheduler.Decide(w, c)
		d.Letters = nil
		return d
	}})
	p.event = execute(t, p.Store, Proposal("lanes", Ana, Ben)).Event
	return p
}

func (p *posting) decide(d scheduler.Decision) store.Receipt {
	p.t.Helper()
	p.n++
	p.next = d
	return execute(p.t, p.Store, scheduler.Command{Cause: scheduler.Cause(rune('A' + p.n)), Event: p.event, Via: scheduler.ByOperator, At: Monday})
}

func (p *posting) post(letters ...scheduler.Letter) {
	p.t.Helper()
	for i := range letters {
		letters[i].Event = p.event
	}
	p.decide(scheduler.Decision{Letters: letters})
}

// claim returns the names of what can be claimed now, and the claims.
func (p *posting) claim(now time.Time, n int) (names []scheduler.LetterID, claims []store.Claim) {
	p.t.Helper()
	claims = must(p.Claim(ctx, now, n))(p.t)
	for _, c := range claims {
		names = append(names, c.Letter.ID)
	}
	return names, claims
}

func (p *posting) want(now time.Time, want ...scheduler.LetterID) []store.Claim {
	p.t.Helper()
	got, claims := p.claim(now, 10)
	if slices.Sort(got); !slices.Equal(got, want) {
		p.t.Fatalf("claimed %v, want %v", got, want)
	}
	return claims
}

func (p *posting) freeze(c store.Claim) store.Frozen {
	p.t.Helper()
	f := store.Frozen{MessageID: string(c.Letter.ID) + "@bot.test", From: "b@bot.test", Rcpt: "x@example.test", Date: Monday, Bytes: []byte("Hello " + c.Letter.ID)}
	return must(p.Freeze(ctx, c, f))(p.t)
}

func (p *posting) send(claims ...store.Claim) {
	p.t.Helper()
	for _, c := range claims {
		p.freeze(c)
		if err := p.Sent(ctx, c, "250 taken", Monday); err != nil {
			p.t.Fatal(err)
		}
	}
}

// lanes: letters to one person leave in order, letters to several side by side.
func lanes(t *testing.T, b Backend) {
	p := newPosting(t, b.New(t))
	if _, waits, err := p.NextSend(ctx); waits || err != nil {
		t.Fatalf("an empty outbox has something to send: %v", err)
	}
	later := Monday.Add(2 * time.Hour)
	p.post(
		scheduler.Letter{ID: "1a", To: 2, Kind: scheduler.Invitation, Method: scheduler.MethodRequest, UID: 1},
		scheduler.Letter{ID: "1b", To: 2, Kind: scheduler.CancelNote, Method: scheduler.MethodCancel, UID: 1},
		scheduler.Letter{ID: "1c", To: 3, Kind: scheduler.Reminder, NotUntil: later},
		scheduler.Letter{ID: "1d", To: 3, Kind: scheduler.Ack},
		scheduler.Letter{ID: "1e", To: 1, Kind: scheduler.HoldNote, Method: scheduler.MethodRequest, NotUntil: later},
		scheduler.Letter{ID: "1f", To: 1, Kind: scheduler.Progress},
	)
	if at, waits, _ := p.NextSend(ctx); !waits || !at.IsZero() {
		t.Errorf("next send: %s %v", at, waits)
	}
	first := p.want(Monday, "1a", "1d") // 1c steps aside, 1e carries a calendar object and does not
	p.want(Monday)
	p.send(first...)
	p.send(p.want(Monday, "1b")...)
	if at, waits, _ := p.NextSend(ctx); !waits || !at.Equal(later) {
		t.Errorf("next send: %s %v", at, waits)
	}
	p.want(later.Add(-1))
	p.send(p.want(later, "1c", "1e")...)
	p.send(p.want(later, "1f")...)
	if _, waits, _ := p.NextSend(ctx); waits {
		t.Error("everything was sent, and there is something to send")
	}
	if got, _ := p.claim(later, 10); len(got) != 0 {
		t.Errorf("claimed again: %v", got)
	}
	if sent := must(p.SentLetters(ctx, p.event))(t); len(sent) != 6 || sent[0].Reply != "250 taken" || sent[0].Hash != sha256.Sum256([]byte("Hello "+string(sent[0].Letter))) {
		t.Errorf("sent: %+v", sent)
	}
	if r := must(p.LetterByMessageID(ctx, "1b@bot.test"))(t); r != (store.LetterRef{Event: p.event, Letter: "1b", To: 2, Kind: scheduler.CancelNote}) {
		t.Errorf("by Message-ID: %+v", r)
	}
	if _, err := p.LetterByMessageID(ctx, "9z@bot.test"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("by unknown Message-ID: %v", err)
	}
}

// putOff: a claim knows when the relay first put the letter off; a server that is down does not count, and a retry by
// hand begins anew.
func putOff(t *testing.T, b Backend) {
	p := newPosting(t, b.New(t))
	p.post(scheduler.Letter{ID: "1a", To: 2, Kind: scheduler.Question})
	c := p.want(Monday, "1a")[0]
	p.freeze(c)
	if err := p.Postpone(ctx, c, Monday, "nobody answers"); err != nil {
		t.Fatal(err)
	}
	if c = p.want(Monday, "1a")[0]; !c.Refused.IsZero() {
		t.Errorf("postponed: %+v", c)
	}
	for i, at := range []time.Time{Monday.Add(time.Hour), Monday.Add(2 * time.Hour)} {
		if err := p.PostponeRefused(ctx, c, at, at.Add(time.Minute), "451 later"); err != nil {
			t.Fatal(err)
		}
		p.want(at)
		c = p.want(at.Add(time.Minute), "1a")[0]
		if !c.Refused.Equal(Monday.Add(time.Hour)) || c.Attempts != 2+i {
			t.Errorf("put off %d times: %+v", i+1, c)
		}
	}
	if err := p.Postpone(ctx, c, Monday, "nobody answers"); err != nil {
		t.Fatal(err)
	}
	if c = p.want(Monday, "1a")[0]; !c.Refused.Equal(Monday.Add(time.Hour)) {
		t.Errorf("postponed once more: %+v", c)
	}
	p.Release(c)
	if err := p.Retry(ctx, store.LetterRef{Event: p.event, Letter: "1a"}); err != nil {
		t.Fatal(err)
	}
	if c = p.want(Monday, "1a")[0]; !c.Refused.IsZero() {
		t.Errorf("after a retry by hand: %+v", c)
	}
	if err := p.Postpone(ctx, c, Monday.Add(time.Hour), "nobody answers"); err != nil {
		t.Fatal(err)
	}
	for _, latest := range []time.Time{Monday.Add(time.Hour), Monday} { // the clock is set back, and then further
		p.want(Monday)
		if err := p.Hasten(ctx, latest); err != nil {
			t.Fatal(err)
		}
	}
	p.want(Monday, "1a")
}

// attempts: what failed is tried again, the same; what is dead waits for somebody; claims end with the store.
func attempts(t *testing.T, b Backend) {
	e := b.New(t)
	p := newPosting(t, e)
	p.post(
		scheduler.Letter{ID: "1a", To: 2, Kind: scheduler.Question},
		scheduler.Letter{ID: "1b", To: 2, Kind: scheduler.Reminder},
	)
	c := p.want(Monday, "1a")[0]
	p.Release(c)
	if err := p.Postpone(ctx, c, Monday, "451"); !errors.Is(err, store.ErrStaleClaim) {
		t.Errorf("postponed after release: %v", err)
	}
	c = p.want(Monday, "1a")[0]
	if err := p.Sent(ctx, c, "250", Monday); !errors.Is(err, store.ErrNotFrozen) {
		t.Errorf("sent and not frozen: %v", err)
	}
	first := p.freeze(c)
	second := must(p.Freeze(ctx, c, store.Frozen{MessageID: "other@bot.test", Bytes: []byte("Other")}))(t)
	if string(second.Bytes) != string(first.Bytes) || second.MessageID != first.MessageID {
		t.Errorf("second freeze won: %+v", second)
	}
	retry := Monday.Add(5 * time.Minute)
	if err := p.Postpone(ctx, c, retry, "451 later"); err != nil {
		t.Fatal(err)
	}
	if err := p.Postpone(ctx, c, retry, "451 later"); !errors.Is(err, store.ErrStaleClaim) {
		t.Errorf("postponed twice: %v", err)
	}
	p.want(retry.Add(-1)) // and the lane waits
	c = p.want(retry, "1a")[0]
	if c.Frozen == nil || string(c.Frozen.Bytes) != string(first.Bytes) || c.Attempts != 1 || !c.Refused.IsZero() {
		t.Errorf("second attempt: %+v", c)
	}
	crashed := newPostingOn(t, b.Crash(t, e), p.event) // the claim is free at once
	again := crashed.want(retry, "1a")[0]
	if again.Frozen == nil || string(again.Frozen.Bytes) != string(first.Bytes) {
		t.Errorf("after a crash: %+v", again)
	}
	if err := crashed.Sent(ctx, c, "250", retry); !errors.Is(err, store.ErrStaleClaim) {
		t.Errorf("the claim of another store: %v", err)
	}

	ref := store.LetterRef{Event: p.event, Letter: "1a"}
	if err := p.Drop(ctx, ref); !errors.Is(err, store.ErrClaimed) {
		t.Errorf("dropped while it is being sent: %v", err)
	}
	if err := p.Fail(ctx, c, "550 no such user"); err != nil {
		t.Fatal(err)
	}
	out := must(p.Outbox(ctx))(t)
	if len(out) != 2 || out[0].Letter.ID != "1b" || !out[1].Dead || out[1].LastError != "550 no such user" || out[1].Attempts != 2 {
		t.Errorf("outbox: %+v", out)
	}
	next := p.want(retry, "1b")[0] // the lane goes on
	if err := p.Retry(ctx, ref); err != nil {
		t.Fatal(err)
	}
	p.want(retry) // the lane is busy
	p.send(next)
	c = p.want(Monday, "1a")[0]
	if c.Frozen == nil || string(c.Frozen.Bytes) != string(first.Bytes) {
		t.Errorf("after retry: %+v", c)
	}
	if err := p.Fail(ctx, c, "550 still not"); err != nil {
		t.Fatal(err)
	}
	if err := p.Drop(ctx, ref); err != nil {
		t.Fatal(err)
	}
	if err := p.Drop(ctx, ref); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("dropped twice: %v", err)
	}
	if r := must(p.LetterByMessageID(ctx, "1a@bot.test"))(t); r.Letter != "1a" {
		t.Errorf("a letter that was dropped may have arrived, and a reply to it leads to %+v", r)
	}
}

// newPostingOn opens a store in which newPosting was at work.
func newPostingOn(t testing.TB, e store.Engine, event scheduler.ID) *posting {
	return &posting{Store: Open(t, e, store.Options{Rand: Rand(3)}), t: t, event: event}
}

// withdrawing: only what nobody has in hand can be withdrawn, and the rules see just that.
func withdrawing(t *testing.T, b Backend) {
	p := newPosting(t, b.New(t))
	p.post(
		scheduler.Letter{ID: "1a", To: 1, Kind: scheduler.Progress},
		scheduler.Letter{ID: "1b", To: 2, Kind: scheduler.Question},
		scheduler.Letter{ID: "1c", To: 3, Kind: scheduler.Question},
		scheduler.Letter{ID: "1d", To: 3, Kind: scheduler.Reminder},
	)
	claims := p.want(Monday, "1a", "1b", "1c")
	for _, c := range claims {
		switch c.Letter.ID {
		case "1b": // frozen, not claimed
			p.freeze(c)
			fallthrough
		case "1c": // neither: given back
			if err := p.Postpone(ctx, c, Monday, "451"); err != nil {
				t.Fatal(err)
			}
		}
	}
	p.decide(scheduler.Decision{Withdrawn: []scheduler.LetterID{"1a", "1b", "1c", "1d", "9z"}})
	var pending []scheduler.LetterID
	for _, l := range p.asked.Pending {
		pending = append(pending, l.ID)
	}
	if !slices.Equal(pending, []scheduler.LetterID{"1c", "1d"}) {
		t.Errorf("the rules saw %v as withdrawable", pending)
	}
	var left []scheduler.LetterID
	for _, l := range must(p.Outbox(ctx))(t) {
		left = append(left, l.Letter.ID)
	}
	if !slices.Equal(left, []scheduler.LetterID{"1a", "1b"}) {
		t.Errorf("left: %v", left)
	}
	for _, c := range claims {
		if c.Letter.ID == "1a" {
			p.send(c)
		}
	}

	// Who is forgotten gets nothing more, not even what is in somebody's hands. A letter to another in somebody's hands
	// may name them.
	p.post(scheduler.Letter{ID: "2a", To: 3, Kind: scheduler.Question})
	claims = p.want(Monday, "1b", "2a")
	if err := p.Forget(ctx, 3); !errors.Is(err, store.ErrClaimed) {
		t.Errorf("forgotten while a letter is being sent: %v", err)
	}
	for _, c := range claims {
		if c.Letter.ID == "1b" {
			p.Release(c)
		}
	}
	if err := p.Forget(ctx, 3); err != nil {
		t.Fatal(err)
	}
	for _, c := range claims {
		want := store.ErrStaleClaim
		if c.Letter.ID == "2a" {
			want = store.ErrWithdrawn
		}
		if _, err := p.Freeze(ctx, c, store.Frozen{MessageID: string(c.Letter.ID) + "@bot.test", Bytes: []byte("x")}); !errors.Is(err, want) {
			t.Errorf("letter %s: %v", c.Letter.ID, err)
		}
	}
	p.post(scheduler.Letter{ID: "3a", To: 3, Kind: scheduler.Question}) // the lane is free again
	p.want(Monday, "1b", "3a")
}
