package store

import (
	"context"
	"io"
	"iter"
	"time"

	"parley/scheduler"
)

// This file announces signatures while they are being filled in; they move into the files named in their place.

// Engine keeps keys and values. The first byte of a key names its table.
type Engine interface {
	// View runs fn on a snapshot.
	View(fn func(Tx) error) error
	// Update runs fn and makes all of its writes durable, or none of them: always none if fn returns an error. One
	// Update runs at a time. After an error that is not fn's own, the writes may have been made or not.
	Update(fn func(Tx) error) error
	Close() error
}

// Tx is a transaction. Slices it returns are valid until the transaction ends and must not be changed. A call that
// fails makes View or Update return its error.
type Tx interface {
	Get(key []byte) []byte // nil: no such key
	Put(key, value []byte)
	Delete(key []byte)
	// Scan yields the keys from <= key < to of one table in order. Nothing may be written before it ends.
	Scan(from, to []byte) iter.Seq2[[]byte, []byte]
}

// BoltOptions say how a store file is opened.
type BoltOptions struct {
	Timeout time.Duration // to wait for the lock of the file; zero: one second
	NoSync  bool          // do not wait for the disk: only for tests, a power cut may lose everything
}

// Options of a store. The zero value is good.
type Options struct {
	Policy scheduler.Policy // of the house, for events that open from now on; zero: scheduler.DefaultPolicy
	Rand   io.Reader        // source of salts and keys; nil: crypto/rand
}

// Store carries out commands and keeps what follows from them.
type Store struct{}

// Receipt is what became of a command.
type Receipt struct {
	Cause   scheduler.Cause
	Repeat  bool               // the cause was known: nothing was done this time, this is the old receipt
	Event   scheduler.ID       // the event concerned; of a proposal the name it was given
	By      scheduler.PersonID // who asked; 0: the clock, the house, or somebody never met
	At      time.Time
	Entries []EntryRef  // written
	Letters []LetterRef // posted
	Refusal string      // key of the reason why nothing was done
}

// EntryRef is the place of an entry.
type EntryRef struct {
	Log  scheduler.LogID
	Seq  uint64
	Kind string // of its fact
}

// LetterRef names a letter. Event is "" for letters of the house.
type LetterRef struct {
	Event  scheduler.ID
	Letter scheduler.LetterID
	To     scheduler.PersonID // told, not asked: calls that take a LetterRef look at Event and Letter only
	Kind   scheduler.Kind     // likewise
}

// Frozen is a letter as it goes out, byte for byte, however often it is tried.
type Frozen struct {
	MessageID string // without angle brackets
	From      string // envelope sender (RFC 5321 section 2.3.1)
	Rcpt      string // envelope recipient
	Date      time.Time
	Bytes     []byte
}

// Claim is the right to send one letter. It ends with Sent, Postpone or Fail, or with the store.
type Claim struct {
	Letter   scheduler.Letter
	Attempts int     // failed so far
	Frozen   *Frozen // nil: compose it and Freeze it first
	token    uint64
	nonce    [16]byte
}

// Waiting is a letter in the outbox.
type Waiting struct {
	Letter    scheduler.Letter
	Attempts  int       // failed so far
	Next      time.Time // not tried before
	LastError string
	MessageID string // "" if not frozen yet
	Claimed   bool   // somebody is sending it right now
	Dead      bool   // given up: waits for Retry or Drop, the lane goes on without it
}

// SentLetter is what is kept of a letter that the relay took.
type SentLetter struct {
	LetterRef
	MessageID string
	Hash      scheduler.Hash // SHA-256 of its bytes
	Reply     string         // of the relay
	At        time.Time
	Attempts  int // failed before
}

// Filter chooses events. The zero value chooses all.
type Filter struct {
	States []scheduler.State  // any of these; none: all
	Person scheduler.PersonID // organiser or party; 0: anybody
	After  scheduler.ID       // those opened after this one: the last of the page before
	Limit  int                // at most this many; 0: 100
}

// Found is an event with everybody it mentions.
type Found struct {
	Event  scheduler.Event
	People scheduler.People
}

// Head is where a log ends.
type Head struct {
	Log  scheduler.LogID
	Seq  uint64
	Hash scheduler.Hash
}

// Duty is what an event wants of the clock. To act on it, execute a command with its Cause, Event and Action.
type Duty struct {
	Event  scheduler.ID
	At     time.Time
	Action scheduler.Action
	Cause  scheduler.Cause // "due:<event>:<seq>:<time>"
}

// Cursor is how far a mailbox folder was read (RFC 9051 section 2.3.1.1).
type Cursor struct {
	UIDValidity uint32
	UID         uint32 // the last one done
}

// Job is when a digest last fell due.
type Job struct {
	Due string // wall-clock minute, as in scheduler.RunDigest
	Seq uint64 // of the house's entry that says so: Noted counts from here
	At  time.Time
}

// Count is how often something was noted.
type Count struct {
	What, Reason string
	N            int
}

// Seal is a witness of the logs: a hash over the seal before and the heads of the logs changed since.
type Seal struct {
	Hash scheduler.Hash
	Seq  uint64 // of the house's entry that holds it
	At   time.Time
	Logs int // changed since the seal before
}

// Report is what Verify found.
type Report struct {
	Logs, Entries, Words, Erased, Seals, Letters int
	Faults                                       []Damage
}

// Damage is one difference between what is stored and what should be.
type Damage struct {
	Log  scheduler.LogID // "" if it is in no log
	Seq  uint64
	What string
}

const soon = "store: being written"

// OpenBolt opens or creates the file. ErrInUse: another process has it open.
func OpenBolt(path string, o BoltOptions) (Engine, error) { panic(soon) }

// Memory is an Engine that forgets everything at the end.
type Memory struct{}

// NewMemory returns an empty one.
func NewMemory() *Memory { panic(soon) }

func (m *Memory) View(fn func(Tx) error) error   { panic(soon) }
func (m *Memory) Update(fn func(Tx) error) error { panic(soon) }
func (m *Memory) Close() error                   { panic(soon) }

// Clone is the state at this moment, as a crash would leave it.
func (m *Memory) Clone() *Memory { panic(soon) }

// Open opens a store on an engine, which it owns from then on: Close closes it too. An empty engine becomes a new store.
// ErrNewer: it was written by a newer program (a later form, or facts that this one does not know).
func Open(e Engine, o Options) (*Store, error) { panic(soon) }

// Close waits for what is being written and closes the engine.
func (s *Store) Close() error { panic(soon) }

// Execute carries out a command, once for its cause. An error means that it is not known whether it was done: ask again
// with the same cause. Commands that wait at the same time share one transaction.
func (s *Store) Execute(ctx context.Context, c scheduler.Command) (Receipt, error) { panic(soon) }

// Forget erases a person's addresses, names and words everywhere; mail to them that still waits is dropped. The logs stay.
func (s *Store) Forget(ctx context.Context, p scheduler.PersonID) error { panic(soon) }

// Sweep forgets the causes that changed nothing and are older than 90 days. It returns how many.
func (s *Store) Sweep(ctx context.Context, now time.Time) (int, error) { panic(soon) }

// Claim gives up to n letters that are due, each of a different lane.
func (s *Store) Claim(ctx context.Context, now time.Time, n int) ([]Claim, error) { panic(soon) }

// Freeze stores the letter as it is going to be sent, before the first attempt. First freeze wins: what is to be sent is
// what it returns. ErrWithdrawn: do not send it.
func (s *Store) Freeze(ctx context.Context, c Claim, f Frozen) (Frozen, error) { panic(soon) }

// Sent ends a claim: the relay took the letter and said reply. The bytes are deleted, their hash is kept.
func (s *Store) Sent(ctx context.Context, c Claim, reply string, at time.Time) error { panic(soon) }

// Postpone ends a claim: the attempt failed, the next one is not before until. The lane waits.
func (s *Store) Postpone(ctx context.Context, c Claim, until time.Time, why string) error { panic(soon) }

// Fail ends a claim: the letter will never get through. It is kept, dead, for an operator; the lane goes on.
func (s *Store) Fail(ctx context.Context, c Claim, why string) error { panic(soon) }

// Retry makes a letter of the outbox, dead or postponed, due at once.
func (s *Store) Retry(ctx context.Context, l LetterRef) error { panic(soon) }

// Drop takes a letter, dead or waiting, out of the outbox. ErrClaimed: it is being sent.
func (s *Store) Drop(ctx context.Context, l LetterRef) error { panic(soon) }

// Outbox lists what waits, dead letters last.
func (s *Store) Outbox(ctx context.Context) ([]Waiting, error) { panic(soon) }

// NextSend returns when the next letter is due that nobody has claimed; false: none waits.
func (s *Store) NextSend(ctx context.Context) (time.Time, bool, error) { panic(soon) }

// SentLetters lists what was sent for an event ("": for the house).
func (s *Store) SentLetters(ctx context.Context, event scheduler.ID) ([]SentLetter, error) { panic(soon) }

// Event returns an event and everybody it mentions. ErrNotFound.
func (s *Store) Event(ctx context.Context, id scheduler.ID) (scheduler.Event, scheduler.People, error) {
	panic(soon)
}

// Events lists events in the order they were opened, a page at a time.
func (s *Store) Events(ctx context.Context, f Filter) ([]Found, error) { panic(soon) }

// States counts events by state.
func (s *Store) States(ctx context.Context) (map[scheduler.State]int, error) { panic(soon) }

// Log returns all entries of a log; none if there is no such log.
func (s *Store) Log(ctx context.Context, id scheduler.LogID) ([]scheduler.Entry, error) { panic(soon) }

// Logs lists logs in the order they began, those after the given one ("": from the first), at most limit (0: all).
func (s *Store) Logs(ctx context.Context, after scheduler.LogID, limit int) ([]Head, error) { panic(soon) }

// Person returns what is known of somebody. ErrNotFound.
func (s *Store) Person(ctx context.Context, id scheduler.PersonID) (scheduler.Person, error) { panic(soon) }

// PersonByAddress finds whose address this is, aliases included. ErrNotFound.
func (s *Store) PersonByAddress(ctx context.Context, address string) (scheduler.Person, error) {
	panic(soon)
}

// EventByProposal finds the event that the mail with this Message-ID opened. ErrNotFound.
func (s *Store) EventByProposal(ctx context.Context, messageID string) (scheduler.ID, error) { panic(soon) }

// LetterByMessageID finds the letter of ours with this Message-ID, waiting or sent. ErrNotFound.
func (s *Store) LetterByMessageID(ctx context.Context, messageID string) (LetterRef, error) { panic(soon) }

// Due lists what the clock has to do now, the longest overdue first, at most limit (0: all).
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]Duty, error) { panic(soon) }

// NextDue returns when the next event wants the clock; false: none does.
func (s *Store) NextDue(ctx context.Context) (time.Time, bool, error) { panic(soon) }

// Cursor returns how far a folder was read; zero if never.
func (s *Store) Cursor(ctx context.Context, folder string) (Cursor, error) { panic(soon) }

// SetCursor remembers how far a folder was read. Call it after the commands of the mails before it were executed.
func (s *Store) SetCursor(ctx context.Context, folder string, c Cursor) error { panic(soon) }

// Key returns the secret key with this number, 32 bytes. ErrNotFound.
func (s *Store) Key(ctx context.Context, n int) ([]byte, error) { panic(soon) }

// CurrentKey returns the key for new events and its number.
func (s *Store) CurrentKey(ctx context.Context) (int, []byte, error) { panic(soon) }

// RotateKey makes a new current key. Older ones are kept for the events that use them.
func (s *Store) RotateKey(ctx context.Context) (int, error) { panic(soon) }

// Job returns when the digest of this name last fell due; false: never.
func (s *Store) Job(ctx context.Context, name string) (Job, bool, error) { panic(soon) }

// Noted counts what was noted in the house's log after the entry with this number.
func (s *Store) Noted(ctx context.Context, after uint64) ([]Count, error) { panic(soon) }

// House returns the values of the house; Seal is the last seal.
func (s *Store) House(ctx context.Context) (scheduler.House, error) { panic(soon) }

// Seals lists the seals, the first one first.
func (s *Store) Seals(ctx context.Context) ([]Seal, error) { panic(soon) }

// Cause returns what became of a command; false: no such cause is known.
func (s *Store) Cause(ctx context.Context, cause scheduler.Cause) (Receipt, bool, error) { panic(soon) }

// Check returns nil if Verify finds nothing amiss, otherwise an error that names the first faults.
func (s *Store) Check(ctx context.Context) error { panic(soon) }

// Verify checks every chain over stored bytes, texts against commitments, seals, indexes against folds, and the outbox.
func (s *Store) Verify(ctx context.Context) (Report, error) { panic(soon) }

// Backup writes a copy of the store that OpenBolt can open, while others go on writing.
func (s *Store) Backup(ctx context.Context, w io.Writer) error { panic(soon) }

// Export writes everything as JSON lines, secret keys included.
func (s *Store) Export(ctx context.Context, w io.Writer) error { panic(soon) }

// Import reads an export into an empty store.
func (s *Store) Import(ctx context.Context, r io.Reader) error { panic(soon) }
