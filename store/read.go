package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"time"

	"parley/scheduler"
)

// Found is an event with everybody it mentions.
type Found struct {
	Event  scheduler.Event
	People scheduler.People
}

// Filter chooses events. The zero value chooses all.
type Filter struct {
	States []scheduler.State  // any of these; none: all
	Person scheduler.PersonID // organiser or party; 0: anybody
	Since  time.Time          // begun then or later; zero: at any time
	After  scheduler.ID       // those opened after this one: the last of the page before
	Limit  int                // at most this many; 0: 100
}

// Head is where a log ends.
type Head struct {
	Log  scheduler.LogID
	Seq  uint64         // number of its last entry; 0: it is empty
	Hash scheduler.Hash // of its last entry
}

// Duty is what an event wants of the clock. To act on it, execute a command with its Cause, Event and Action.
type Duty struct {
	Event  scheduler.ID
	At     time.Time // when it fell due
	Action scheduler.Action
	Cause  scheduler.Cause // "due:<event>:<seq>:<time>"
}

// Cursor is how far a mailbox folder was read (RFC 9051 section 2.3.1.1).
type Cursor struct {
	UIDValidity uint32 `json:"uid_validity"`
	UID         uint32 `json:"uid"`             // the last one done
	Aside       string `json:"aside,omitempty"` // UIDs up to it that could not be read, parted by commas
}

// Job is when a digest last fell due.
type Job struct {
	Due string    `json:"due"` // wall-clock minute, as in scheduler.RunDigest
	Seq uint64    `json:"seq"` // of the house's entry that says so: Noted counts from here
	At  time.Time `json:"at"`
}

// Count is how often something was noted.
type Count struct {
	What, Reason string // as in scheduler.Noted
	N            int
}

// Event returns an event and everybody it mentions. ErrNotFound.
func (s *Store) Event(ctx context.Context, id scheduler.ID) (scheduler.Event, scheduler.People, error) {
	var f Found
	err := s.read(ctx, func(t *txn) (err error) {
		f, err = t.found(t.log(scheduler.LogOf(id)))
		if err == nil && f.Event.Seq == 0 {
			err = fmt.Errorf("event %s: %w", id, ErrNotFound)
		}
		return err
	})
	return f.Event, f.People, err
}

// found reads an event for a reader to keep.
func (t *txn) found(log uint64) (Found, error) {
	e, err := t.event(log)
	if err != nil {
		return Found{}, err
	}
	f := Found{Event: ownCopy(e), People: scheduler.People{}}
	err = t.people(f.People, mentioned(e)...)
	for id, p := range f.People {
		p.Aliases = slices.Clone(p.Aliases)
		f.People[id] = p
	}
	return f, err
}

// Events lists events in the order they were opened, a page at a time.
func (s *Store) Events(ctx context.Context, f Filter) (page []Found, err error) {
	if f.Limit <= 0 {
		f.Limit = 100
	}
	err = s.read(ctx, func(t *txn) error {
		page = nil
		from := uint64(0)
		if f.After != "" {
			if from = t.log(scheduler.LogOf(f.After)); from == 0 {
				return fmt.Errorf("events after %s: %w", f.After, ErrNotFound)
			}
		}
		if !f.Since.IsZero() { // logs are numbered in the order they began
			last := t.counter("logs")
			from += uint64(sort.Search(int(last-from), func(i int) bool { return !t.begun(from + 1 + uint64(i)).Before(f.Since) }))
		}
		for _, log := range t.choose(f, from+1) {
			x, err := t.found(log)
			if err != nil {
				return err
			}
			if len(f.States) == 0 || slices.Contains(f.States, x.Event.State) {
				page = append(page, x)
			}
			if len(page) == f.Limit {
				break
			}
		}
		return nil
	})
	return page, err
}

// begun is when the first entry of a log was written.
func (t *txn) begun(log uint64) time.Time {
	var first struct {
		At time.Time `json:"at"`
	}
	_ = json.Unmarshal(t.Get(row(tEntry, u64(log), u64(1))), &first) // what is damaged, folding it says
	return first.At
}

// choose lists the logs, from one on, among which the events of the next page are, by the index that serves best.
func (t *txn) choose(f Filter, from uint64) (logs []uint64) {
	if f.Person != 0 {
		prefix := row(tPerson, u64(uint64(f.Person)))
		for k := range t.Scan(append(slices.Clone(prefix), u64(from)...), after(prefix)) {
			logs = append(logs, number(k[len(prefix):]))
		}
		return logs
	}
	for _, state := range f.States {
		prefix := row(tState, []byte(state), []byte{0})
		n := 0
		for k := range t.Scan(append(slices.Clone(prefix), u64(from)...), after(prefix)) {
			logs = append(logs, number(k[len(prefix):]))
			if n++; n == f.Limit {
				break
			}
		}
	}
	if len(f.States) == 0 {
		for k, v := range t.Scan(row(tLog, u64(from)), row(tLog+1)) {
			h, _ := parseHead(v)
			if _, ok := eventIn(h.Log); !ok {
				continue
			}
			if logs = append(logs, number(k[1:])); len(logs) == f.Limit {
				break
			}
		}
	}
	slices.Sort(logs)
	return slices.Compact(logs)
}

// States counts events by state.
func (s *Store) States(ctx context.Context) (n map[scheduler.State]int, err error) {
	err = s.read(ctx, func(t *txn) error {
		n = map[scheduler.State]int{}
		for k := range t.all(tState) {
			n[scheduler.State(k[1:len(k)-9])]++
		}
		return nil
	})
	return n, err
}

// Log returns all entries of a log; none if there is no such log.
func (s *Store) Log(ctx context.Context, id scheduler.LogID) (entries []scheduler.Entry, err error) {
	err = s.read(ctx, func(t *txn) error {
		entries = nil
		for n, err := range t.entries(t.log(id), 1) {
			if err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
			entries = append(entries, n)
		}
		return nil
	})
	return entries, err
}

// Files returns what the organiser of an event sent along, as it came last. A file that was forgotten is left out.
func (s *Store) Files(ctx context.Context, e scheduler.Event) (files scheduler.Files, err error) {
	if e.FilesAt == 0 {
		return nil, nil
	}
	err = s.read(ctx, func(t *txn) error {
		log := t.log(scheduler.LogOf(e.ID))
		n, err := t.entry(log, t.Get(row(tEntry, u64(log), u64(e.FilesAt))))
		if err != nil {
			return fmt.Errorf("reading the files of %s: %w", e.ID, err)
		}
		f, _ := scheduler.Plain(n.Fact).(scheduler.Enclosed)
		files = slices.DeleteFunc(f.Files.Kept(), func(f scheduler.File) bool { return f.Sum == "" })
		return nil
	})
	return files, err
}

// Backwards visits the entries of a log, the newest first, until visit returns false.
func (s *Store) Backwards(ctx context.Context, id scheduler.LogID, visit func(scheduler.Entry) bool) error {
	return s.read(ctx, func(t *txn) error {
		log := t.log(id)
		for seq := t.head(log).Seq; seq > 0; seq-- {
			n, err := t.entry(log, t.Get(row(tEntry, u64(log), u64(seq))))
			if err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
			if n.Fact = scheduler.Plain(n.Fact); !visit(n) {
				break
			}
		}
		return nil
	})
}

// Logs lists logs in the order they began, those after the given one ("": from the first), at most limit (0: all).
func (s *Store) Logs(ctx context.Context, after scheduler.LogID, limit int) (heads []Head, err error) {
	err = s.read(ctx, func(t *txn) error {
		heads = nil
		from := uint64(0)
		if after != "" {
			if from = t.log(after); from == 0 {
				return fmt.Errorf("logs after %s: %w", after, ErrNotFound)
			}
		}
		for _, v := range t.Scan(row(tLog, u64(from+1)), row(tLog+1)) {
			h, _ := parseHead(v)
			if heads = append(heads, h); len(heads) == limit {
				break
			}
		}
		return nil
	})
	return heads, err
}

// Person returns what is known of somebody. ErrNotFound.
func (s *Store) Person(ctx context.Context, id scheduler.PersonID) (p scheduler.Person, err error) {
	err = s.read(ctx, func(t *txn) error {
		p, err = t.personOf(id)
		if err == nil && p.Seq == 0 {
			err = fmt.Errorf("person %d: %w", id, ErrNotFound)
		}
		p.Aliases = slices.Clone(p.Aliases)
		return err
	})
	return p, err
}

// PersonByAddress finds whose address this is; aliases do not count. ErrNotFound.
func (s *Store) PersonByAddress(ctx context.Context, address string) (p scheduler.Person, err error) {
	err = s.read(ctx, func(t *txn) error {
		id, err := t.byAddress(address)
		if err != nil {
			return err
		}
		if id == 0 {
			return fmt.Errorf("person with this address: %w", ErrNotFound)
		}
		p, err = t.personOf(id)
		p.Aliases = slices.Clone(p.Aliases)
		return err
	})
	return p, err
}

// Version names what the logs say that concern a person: their own and those of their events. It is another as soon as
// one of these grows or any words are erased, and the same after the store was closed and opened. Nothing is folded for
// it. The time is that of the newest entry. ErrNotFound: there is no such person.
func (s *Store) Version(ctx context.Context, id scheduler.PersonID) (version scheduler.Hash, changed time.Time, err error) {
	err = s.read(ctx, func(t *txn) error {
		own := t.log(scheduler.LogOfPerson(id))
		if own == 0 {
			return fmt.Errorf("person %d: %w", id, ErrNotFound)
		}
		changed = time.Time{}
		all := sha256.New()
		all.Write(u64(t.epoch()))
		for _, log := range append([]uint64{own}, t.eventsOf(id)...) {
			h := t.head(log)
			all.Write(h.Hash[:])
			var last struct {
				At time.Time `json:"at"`
			}
			if err := json.Unmarshal(t.Get(row(tEntry, u64(log), u64(h.Seq))), &last); err != nil {
				return fmt.Errorf("read entry %s %d: %w", h.Log, h.Seq, err)
			}
			if last.At.After(changed) {
				changed = last.At
			}
		}
		all.Sum(version[:0])
		return nil
	})
	return version, changed, err
}

// EventsByProposal finds the events that mails with this Message-ID opened, the first first.
func (s *Store) EventsByProposal(ctx context.Context, messageID string) ([]scheduler.ID, error) {
	return s.openedBy(ctx, messageID)
}

// EventsBySource finds the events that were opened from an event with this UID in somebody's calendar.
func (s *Store) EventsBySource(ctx context.Context, uid string) ([]scheduler.ID, error) {
	return s.openedBy(ctx, sourceName(uid))
}

func (s *Store) openedBy(ctx context.Context, name string) (ids []scheduler.ID, err error) {
	err = s.read(ctx, func(t *txn) error {
		ids = nil
		for k := range t.all(tProposal, digest(name)) {
			id, _ := eventIn(t.head(number(k[17:])).Log)
			ids = append(ids, id)
		}
		return nil
	})
	return ids, err
}

// sourceName is a calendar's UID among the Message-IDs of proposals; a line break stands in none of those.
func sourceName(uid string) string { return "uid\n" + uid }

// Due lists what the clock has to do now, the longest overdue first, at most limit (0: all). What was tried already and
// came to nothing is left out until the event changes.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) (duties []Duty, err error) {
	err = s.read(ctx, func(t *txn) error {
		duties = nil
		return t.duties(row(tDue, instant(now.Add(1))), func(d Duty) bool {
			duties = append(duties, d)
			return len(duties) != limit
		})
	})
	return duties, err
}

// NextDue returns when the next event wants the clock; false: none does.
func (s *Store) NextDue(ctx context.Context) (at time.Time, wanted bool, err error) {
	err = s.read(ctx, func(t *txn) error {
		return t.duties(row(tDue+1), func(d Duty) bool {
			at, wanted = d.At, true
			return false
		})
	})
	return at, wanted, err
}

// duties yields what was not tried yet, in order of time.
func (t *txn) duties(to []byte, yield func(Duty) bool) error {
	for k := range t.Scan(row(tDue), to) {
		e, err := t.event(number(k[9:]))
		if err != nil {
			return err
		}
		d := Duty{Event: e.ID}
		d.At, d.Action = scheduler.Due(e)
		d.Cause = scheduler.Cause(fmt.Sprintf("due:%s:%d:%s", e.ID, e.Seq, d.At.UTC().Format(time.RFC3339Nano)))
		if t.Get(row(tCause, []byte(d.Cause))) == nil && !yield(d) {
			return nil
		}
	}
	return nil
}

// Cursor returns how far a folder was read; zero if never.
func (s *Store) Cursor(ctx context.Context, folder string) (c Cursor, err error) {
	err = s.read(ctx, func(t *txn) error {
		if v := t.Get(row(tCursor, []byte(folder))); v != nil && json.Unmarshal(v, &c) != nil {
			return fmt.Errorf("%w: how far %s was read", ErrAmiss, folder)
		}
		return nil
	})
	return c, err
}

// SetCursor remembers how far a folder was read. Call it after the commands of the mails before it were executed.
func (s *Store) SetCursor(ctx context.Context, folder string, c Cursor) error {
	v, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return s.write(ctx, func(t *txn) error {
		t.Put(row(tCursor, []byte(folder)), v)
		return nil
	}, nil)
}

// Job returns when the digest of this name last fell due; false: never.
func (s *Store) Job(ctx context.Context, name string) (j Job, ran bool, err error) {
	err = s.read(ctx, func(t *txn) error {
		v := t.Get(row(tJob, []byte(name)))
		if ran = v != nil; ran && json.Unmarshal(v, &j) != nil {
			return fmt.Errorf("%w: when digest %s ran", ErrAmiss, name)
		}
		return nil
	})
	return j, ran, err
}

// Noted counts what was noted in the house's log after the entry with this number, the most frequent first.
func (s *Store) Noted(ctx context.Context, after uint64) (counts []Count, err error) {
	err = s.read(ctx, func(t *txn) error {
		n := map[Count]int{}
		for x, err := range t.entries(houseLog, after+1) {
			if err != nil {
				return err
			}
			if f, ok := scheduler.Plain(x.Fact).(scheduler.Noted); ok {
				n[Count{What: f.What, Reason: f.Reason}]++
			}
		}
		counts = nil
		for c, k := range n {
			c.N = k
			counts = append(counts, c)
		}
		slices.SortFunc(counts, func(a, b Count) int {
			return cmp.Or(b.N-a.N, cmp.Compare(a.What, b.What), cmp.Compare(a.Reason, b.Reason))
		})
		return nil
	})
	return counts, err
}

// House returns the values of the house; Seal is the last seal.
func (s *Store) House(ctx context.Context) (h scheduler.House, err error) {
	err = s.read(ctx, func(t *txn) error {
		h = scheduler.House{Seq: t.head(houseLog).Seq, Key: int(t.counter("keys")), Seal: t.lastSeal().Hash}
		return nil
	})
	return h, err
}
