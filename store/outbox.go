package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/scheduler"
)

// The way of a letter: posted by Execute as a reference → claimed by whoever composes and sends it → frozen (from here
// on its bytes are for good) → handed to the relay → sent (the bytes go, a record stays). What is written when:
//
//  1. Claim writes nothing. A crash forgets all claims, so the letter is free again at once.
//  2. Freeze is durable before the first byte goes to the relay. A crash between the relay's yes and Sent sends the same
//     bytes again.
//  3. Postpone and Fail keep the frozen bytes.

// LetterRef names a letter. Event is "" for letters of the house.
type LetterRef struct {
	Event  scheduler.ID       `json:"event,omitempty"`
	Letter scheduler.LetterID `json:"letter"`
	To     scheduler.PersonID `json:"to"`   // told, not asked: calls that take a LetterRef look at Event and Letter only
	Kind   scheduler.Kind     `json:"kind"` // likewise
}

// Frozen is a letter as it goes out, byte for byte, however often it is tried.
type Frozen struct {
	MessageID string    `json:"message_id"` // without angle brackets
	From      string    `json:"from"`       // envelope sender (RFC 5321 section 2.3.1)
	Rcpt      string    `json:"rcpt"`       // envelope recipient
	Date      time.Time `json:"date"`
	Bytes     []byte    `json:"bytes"`
}

// Claim is the right to send one letter. It ends with Sent, Postpone, Fail or Release, or with the store.
type Claim struct {
	Letter   scheduler.Letter
	Attempts int       // failed so far
	Refused  time.Time // when the relay first put off this very letter; zero: it never did
	Frozen   *Frozen   // nil: compose it and Freeze it first
	claim    *claim
}

// claim is what a Claim holds of the store. Another store, opened later, does not know it.
type claim struct {
	lane   lane
	number uint64
}

// Waiting is a letter in the outbox.
type Waiting struct {
	Letter    scheduler.Letter
	Attempts  int       // failed so far
	Next      time.Time // not tried before; zero: at once
	LastError string
	MessageID string // "" if not frozen yet
	Claimed   bool   // somebody is sending it right now
	Dead      bool   // given up: waits for Retry or Drop, the lane goes on without it
}

// SentLetter is what is kept of a letter that the relay took.
type SentLetter struct {
	LetterRef
	MessageID string         `json:"message_id"`
	Hash      scheduler.Hash `json:"hash"`  // SHA-256 of its bytes
	Reply     string         `json:"reply"` // of the relay
	At        time.Time      `json:"at"`
	Attempts  int            `json:"attempts,omitempty"` // failed before
}

// lane is a queue of letters: the log of their event (or the house's) and their recipient.
type lane [16]byte

// posting is a stored letter that waits. Its number orders it within its lane.
type posting struct {
	lane      lane
	number    uint64
	Letter    scheduler.Letter `json:"letter"`
	Attempts  int              `json:"attempts,omitempty"`
	Refused   time.Time        `json:"refused,omitzero"` // first put off for its own sake
	Next      time.Time        `json:"next,omitzero"`
	Error     string           `json:"error,omitempty"`
	MessageID string           `json:"message_id,omitempty"` // "" until frozen
	Dead      bool             `json:"dead,omitempty"`
}

func (p posting) due() time.Time {
	if p.Letter.NotUntil.After(p.Next) {
		return p.Letter.NotUntil
	}
	return p.Next
}

// ref names the letter.
func (p posting) ref() LetterRef {
	return LetterRef{Event: p.Letter.Event, Letter: p.Letter.ID, To: p.Letter.To, Kind: p.Letter.Kind}
}

// firm reports whether what comes after this letter must wait for it. Only a letter that is put off on purpose, was not
// frozen and carries no calendar object steps aside: a calendar object never overtakes one of the same lane, and an
// answer to somebody does not wait for the reminder of next morning.
func (p posting) firm() bool {
	return p.Letter.NotUntil.IsZero() || p.MessageID != "" || p.Letter.Method != scheduler.MethodNone
}

// first finds the letter of a lane that is due first, and when.
func first(lane []posting) (best posting, ok bool) {
	for _, p := range lane {
		if p.Dead {
			continue
		}
		if !ok || p.due().Before(best.due()) {
			best, ok = p, true
		}
		if p.firm() {
			break
		}
	}
	return best, ok
}

// letters reads the letters whose keys begin so, lane by lane, in order.
func (t *txn) letters(prefix ...[]byte) (letters []posting, err error) {
	for k, v := range t.all(tLetter, prefix...) {
		p, err := parsePosting(k, v)
		if err != nil {
			return nil, err
		}
		letters = append(letters, p)
	}
	return letters, nil
}

func parsePosting(k, v []byte) (p posting, err error) {
	if err = json.Unmarshal(v, &p); err != nil {
		return p, fmt.Errorf("%w: letter %x: %w", ErrAmiss, k, err)
	}
	p.lane, p.number = lane(k[1:17]), number(k[17:])
	return p, nil
}

// change replaces a letter of the outbox, or takes it out if there is nothing to put, and moves the lane's row in the
// index of what is due.
func (t *txn) change(p posting, put bool) error {
	before, err := t.letters(p.lane[:])
	if err != nil {
		return err
	}
	if q, ok := first(before); ok {
		t.Delete(row(tLane, instant(q.due()), p.lane[:]))
	}
	k := row(tLetter, p.lane[:], u64(p.number))
	if put {
		v, err := json.Marshal(p)
		if err != nil {
			return fmt.Errorf("write letter %s: %w", p.Letter.ID, err)
		}
		t.Put(k, v)
	} else {
		t.Delete(k)
		t.Delete(row(tFrozen, u64(p.number)))
	}
	now, err := t.letters(p.lane[:])
	if q, ok := first(now); ok {
		t.Put(row(tLane, instant(q.due()), p.lane[:]), nil)
	}
	return err
}

func (t *txn) put(p posting) error  { return t.change(p, true) }
func (t *txn) take(p posting) error { return t.change(p, false) }

// logOfLetters is the number under which the letters of an event, or of the house, lie.
func (t *txn) logOfLetters(event scheduler.ID) uint64 {
	if event == "" {
		return houseLog
	}
	return t.log(scheduler.LogOf(event))
}

func laneOf(log uint64, to scheduler.PersonID) lane {
	return lane(append(u64(log), u64(uint64(to))...))
}

// post carries out what a decision says about letters.
func (t *txn) post(event scheduler.ID, d scheduler.Decision) (refs []LetterRef, err error) {
	for _, id := range d.Withdrawn {
		p, err := t.find(LetterRef{Event: event, Letter: id})
		if err == nil && p.MessageID == "" && !t.claimed(p) {
			err = t.take(p)
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
	}
	for _, x := range d.Letters {
		log := t.logOfLetters(x.Event)
		if log == 0 {
			return nil, fmt.Errorf("post letter %s: event %s: %w", x.ID, x.Event, ErrNotFound)
		}
		p := posting{lane: laneOf(log, x.To), number: t.count("letters"), Letter: x}
		if t.Get(row(tLetter, p.lane[:], u64(p.number))) != nil || t.Get(row(tFrozen, u64(p.number))) != nil {
			return nil, fmt.Errorf("%w: letter number %d is to be posted, and is there", ErrAmiss, p.number)
		}
		if err := t.put(p); err != nil {
			return nil, err
		}
		refs = append(refs, p.ref())
	}
	return refs, nil
}

// pending lists the letters under a log that can still be withdrawn.
func (t *txn) pending(log uint64) (letters []scheduler.Letter, err error) {
	waiting, err := t.letters(u64(log))
	for _, p := range waiting {
		if p.MessageID == "" && !p.Dead && !t.claimed(p) {
			letters = append(letters, p.Letter)
		}
	}
	return letters, err
}

// claimed reports whether somebody is sending a letter. Only who leads may ask.
func (t *txn) claimed(p posting) bool {
	c := t.s.claims[p.lane]
	return c != nil && c.number == p.number
}

// find looks for a letter that waits.
func (t *txn) find(r LetterRef) (posting, error) {
	waiting, err := t.letters(u64(t.logOfLetters(r.Event)))
	for _, p := range waiting {
		if p.Letter.ID == r.Letter {
			return p, nil
		}
	}
	if err == nil {
		err = ErrNotFound
	}
	return posting{}, err
}

func (t *txn) frozen(number uint64) (*Frozen, error) {
	var f Frozen
	if err := json.Unmarshal(t.Get(row(tFrozen, u64(number))), &f); err != nil {
		return nil, fmt.Errorf("%w: frozen letter: %w", ErrAmiss, err)
	}
	return &f, nil
}

// Claim gives up to n letters that are due, each of a different lane. Letters of a lane go in the order posted; the next
// one is given when the one before is sent or dead. Only a letter with NotUntil, not frozen and without a calendar
// object lets later ones pass. A claim that was given is not given again until it ends.
func (s *Store) Claim(ctx context.Context, now time.Time, n int) (claims []Claim, err error) {
	err = s.exclusive(ctx, func(t *txn) error {
		for k := range t.Scan(row(tLane), row(tLane, instant(now.Add(1)))) {
			if len(claims) >= n {
				break
			}
			l := lane(k[9:])
			if s.claims[l] != nil {
				continue
			}
			letters, err := t.letters(l[:])
			if err != nil {
				return err
			}
			p, ok := first(letters)
			if !ok || p.due().After(now) {
				return fmt.Errorf("%w: a lane of the outbox is out of place", ErrAmiss)
			}
			c := Claim{Letter: p.Letter, Attempts: p.Attempts, Refused: p.Refused, claim: &claim{l, p.number}}
			if p.MessageID != "" {
				if c.Frozen, err = t.frozen(p.number); err != nil {
					return err
				}
			}
			claims = append(claims, c)
		}
		for _, c := range claims {
			s.claims[c.claim.lane] = c.claim
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("claim letters: %w", err)
	}
	return claims, nil
}

// held returns the letter of a claim that has not ended. ErrWithdrawn: the letter is gone.
func (t *txn) held(c Claim) (posting, error) {
	if c.claim == nil || t.s.claims[c.claim.lane] != c.claim {
		return posting{}, ErrStaleClaim
	}
	k := row(tLetter, c.claim.lane[:], u64(c.claim.number))
	v := t.Get(k)
	if v == nil {
		return posting{}, ErrWithdrawn
	}
	return parsePosting(k, v)
}

// end lets go of a claim.
func (s *Store) end(c Claim) {
	if s.claims[c.claim.lane] == c.claim {
		delete(s.claims, c.claim.lane)
	}
}

// Release ends a claim without a word, as if the letter had never been claimed. It cannot fail, and does nothing to a
// claim that has ended: call it when an attempt broke off before there was anything to report.
func (s *Store) Release(c Claim) {
	s.queue.lead <- struct{}{}
	defer func() { <-s.queue.lead }()
	if c.claim != nil {
		s.end(c)
	}
}

// Freeze stores the letter as it is going to be sent, before the first attempt. First freeze wins: what is to be sent is
// what it returns. ErrWithdrawn: the letter is gone, do not send it; the claim is ended.
func (s *Store) Freeze(ctx context.Context, c Claim, f Frozen) (out Frozen, err error) {
	if f.MessageID == "" || len(f.Bytes) == 0 {
		return Frozen{}, fmt.Errorf("freeze letter %s: it has no Message-ID or no bytes", c.Letter.ID)
	}
	v, err := json.Marshal(f)
	if err != nil {
		return Frozen{}, fmt.Errorf("freeze letter %s: %w", c.Letter.ID, err)
	}
	err = s.finish(ctx, c, func(t *txn, p posting) error {
		if p.MessageID != "" {
			old, err := t.frozen(p.number)
			if err == nil {
				out = *old
			}
			return err
		}
		p.MessageID, out = f.MessageID, f
		t.Put(row(tFrozen, u64(p.number)), v)
		t.Put(row(tMessage, digest(f.MessageID)), append(c.claim.lane[:], p.Letter.ID...))
		return t.put(p)
	}, false)
	if err != nil {
		return Frozen{}, fmt.Errorf("freeze letter %s: %w", c.Letter.ID, err)
	}
	return out, nil
}

// Sent ends a claim: the relay took the letter and said reply. The bytes are deleted, their hash is kept. After an error
// it can be called again.
func (s *Store) Sent(ctx context.Context, c Claim, reply string, at time.Time) error {
	err := s.finish(ctx, c, func(t *txn, p posting) error {
		if p.MessageID == "" {
			return ErrNotFrozen
		}
		f, err := t.frozen(p.number)
		if err != nil {
			return err
		}
		v, err := json.Marshal(SentLetter{
			LetterRef: p.ref(), MessageID: p.MessageID, Hash: sha256.Sum256(f.Bytes), Reply: reply, At: at.UTC(), Attempts: p.Attempts,
		})
		if err != nil {
			return err
		}
		t.Put(row(tSent, c.claim.lane[:8], []byte(p.Letter.ID)), v)
		return t.take(p)
	}, true)
	if errors.Is(err, ErrWithdrawn) || errors.Is(err, ErrStaleClaim) {
		if done, _ := s.wasSent(ctx, c); done {
			return nil // an earlier call failed but was done
		}
	}
	if err != nil {
		return fmt.Errorf("letter %s was sent: %w", c.Letter.ID, err)
	}
	return nil
}

func (s *Store) wasSent(ctx context.Context, c Claim) (done bool, err error) {
	err = s.read(ctx, func(t *txn) error {
		done = c.claim != nil && t.Get(row(tSent, c.claim.lane[:8], []byte(c.Letter.ID))) != nil
		return nil
	})
	return done, err
}

// Postpone ends a claim: the attempt failed through no fault of the letter, the next one is not before until. The lane
// waits.
func (s *Store) Postpone(ctx context.Context, c Claim, until time.Time, why string) error {
	return s.attempted(ctx, c, posting{Next: until.UTC(), Refused: c.Refused, Error: why})
}

// PostponeRefused is Postpone for a letter that the relay refused for now, at at: later claims of it say when that began.
func (s *Store) PostponeRefused(ctx context.Context, c Claim, at, until time.Time, why string) error {
	if c.Refused.IsZero() {
		c.Refused = at.UTC()
	}
	return s.Postpone(ctx, c, until, why)
}

// Hasten makes letters that failed before, and would not be tried again until after latest, due at once. Call it when the
// clock was set back: their pauses were measured by the old one.
func (s *Store) Hasten(ctx context.Context, latest time.Time) error {
	err := s.write(ctx, func(t *txn) error {
		letters, err := t.letters()
		if err != nil {
			return err
		}
		for _, p := range letters {
			if p.Dead || !p.Next.After(latest) || t.claimed(p) {
				continue
			}
			p.Next = time.Time{}
			if err := t.put(p); err != nil {
				return err
			}
		}
		return nil
	}, nil)
	if err != nil {
		return fmt.Errorf("hasten letters: %w", err)
	}
	return nil
}

// Fail ends a claim: the letter will never get through. It is kept, dead, for an operator; the lane goes on.
func (s *Store) Fail(ctx context.Context, c Claim, why string) error {
	return s.attempted(ctx, c, posting{Refused: c.Refused, Error: why, Dead: true})
}

func (s *Store) attempted(ctx context.Context, c Claim, now posting) error {
	err := s.finish(ctx, c, func(t *txn, p posting) error {
		p.Next, p.Refused, p.Error, p.Dead = now.Next, now.Refused, now.Error, now.Dead
		p.Attempts = c.Attempts + 1 // of the claim, not of the store: this may be done a second time
		return t.put(p)
	}, true)
	if err != nil {
		return fmt.Errorf("letter %s was tried: %w", c.Letter.ID, err)
	}
	return nil
}

// finish changes the letter of a claim, which ends if ends is set or the letter is gone.
func (s *Store) finish(ctx context.Context, c Claim, change func(*txn, posting) error, ends bool) error {
	gone := false
	err := s.write(ctx, func(t *txn) error {
		p, err := t.held(c)
		if gone = errors.Is(err, ErrWithdrawn); gone {
			return nil
		}
		if err != nil {
			return err
		}
		return change(t, p)
	}, func() {
		if ends || gone {
			s.end(c)
		}
	})
	if err == nil && gone {
		return ErrWithdrawn
	}
	return err
}

// Retry makes a letter of the outbox, dead or postponed, due at once, as if the relay had never put it off.
func (s *Store) Retry(ctx context.Context, r LetterRef) error {
	return s.byHand(ctx, "retry", r, func(t *txn, p posting) error {
		p.Dead, p.Next, p.Refused, p.Letter.NotUntil = false, time.Time{}, time.Time{}, time.Time{}
		return t.put(p)
	})
}

// Drop takes a letter, dead or waiting, out of the outbox. ErrClaimed: it is being sent.
func (s *Store) Drop(ctx context.Context, r LetterRef) error {
	return s.byHand(ctx, "drop", r, func(t *txn, p posting) error { return t.take(p) })
}

func (s *Store) byHand(ctx context.Context, what string, r LetterRef, change func(*txn, posting) error) error {
	err := s.write(ctx, func(t *txn) error {
		p, err := t.find(r)
		switch {
		case err != nil:
			return err
		case t.claimed(p):
			return ErrClaimed
		}
		return change(t, p)
	}, nil)
	if err != nil {
		return fmt.Errorf("%s letter %s of %q: %w", what, r.Letter, r.Event, err)
	}
	return nil
}

// Outbox lists what waits, dead letters last.
func (s *Store) Outbox(ctx context.Context) (letters []Waiting, err error) {
	err = s.exclusive(ctx, func(t *txn) error {
		waiting, err := t.letters()
		if err != nil {
			return err
		}
		for _, p := range waiting {
			letters = append(letters, Waiting{
				Letter: p.Letter, Attempts: p.Attempts, Next: p.due(), LastError: p.Error, MessageID: p.MessageID,
				Claimed: t.claimed(p), Dead: p.Dead,
			})
		}
		slices.SortStableFunc(letters, func(a, b Waiting) int {
			switch {
			case a.Dead == b.Dead:
				return 0
			case a.Dead:
				return 1
			default:
				return -1
			}
		})
		return nil
	})
	return letters, err
}

// NextSend returns when the next letter is due that nobody has claimed; false: none waits.
func (s *Store) NextSend(ctx context.Context) (at time.Time, waits bool, err error) {
	err = s.exclusive(ctx, func(t *txn) error {
		for k := range t.all(tLane) {
			if s.claims[lane(k[9:])] == nil {
				at, waits = instantOf(k[1:9]), true
				break
			}
		}
		return nil
	})
	return at, waits, err
}

// SentLetters lists what was sent for an event ("": for the house).
func (s *Store) SentLetters(ctx context.Context, event scheduler.ID) (letters []SentLetter, err error) {
	err = s.read(ctx, func(t *txn) error {
		for _, v := range t.all(tSent, u64(t.logOfLetters(event))) {
			var x SentLetter
			if err := json.Unmarshal(v, &x); err != nil {
				return fmt.Errorf("%w: sent letter: %w", ErrAmiss, err)
			}
			letters = append(letters, x)
		}
		slices.SortStableFunc(letters, func(a, b SentLetter) int { return a.At.Compare(b.At) })
		return nil
	})
	return letters, err
}

// LetterByMessageID finds the letter of ours with this Message-ID, waiting or sent. ErrNotFound.
func (s *Store) LetterByMessageID(ctx context.Context, messageID string) (r LetterRef, err error) {
	err = s.read(ctx, func(t *txn) error {
		v := t.Get(row(tMessage, digest(messageID)))
		if len(v) < 16 {
			return fmt.Errorf("letter %s: %w", messageID, ErrNotFound)
		}
		event, _ := eventIn(t.head(number(v)).Log)
		r = LetterRef{Event: event, Letter: scheduler.LetterID(v[16:]), To: scheduler.PersonID(number(v[8:]))}
		var x SentLetter
		if sent := t.Get(row(tSent, v[:8], v[16:])); sent != nil && json.Unmarshal(sent, &x) == nil {
			r.Kind = x.Kind
		} else if p, err := t.find(r); err == nil {
			r.Kind = p.Letter.Kind
		}
		return nil
	})
	return r, err
}
