package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
	"parley/store"
)

// Backend makes engines of one kind.
type Backend struct {
	New func(t testing.TB) store.Engine
	// Crash returns what a new process would find if this one ended now, without Close.
	Crash func(t testing.TB, e store.Engine) store.Engine
	// Sample has only every fourth write fail.
	Sample bool
}

// skips says that this write, which meets this fault, is not in the sample.
func (b Backend) skips(write int64, fault Fault) bool {
	return b.Sample && (write+2*int64(fault))%4 != 0
}

// Run is the suite that every engine has to pass.
func Run(t *testing.T, b Backend) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Backend)
	}{
		{"Engine", engine},
		{"OnceEach", onceEach},
		{"Finding", finding},
		{"Together", together},
		{"Poison", poison},
		{"Lanes", lanes},
		{"Attempts", attempts},
		{"PutOff", putOff},
		{"Withdrawing", withdrawing},
		{"Clock", clock},
		{"Seals", seals},
		{"Versions", versions},
		{"Forgetting", forgetting},
		{"Exporting", exporting},
		{"Faults", faults},
		{"Crashes", crashes},
		{"Sweeping", sweeping},
		{"Odds", odds},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, b) })
	}
}

var ctx = context.Background()

// must returns the value of a call that may not fail.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func fold(t testing.TB, s *store.Store, id scheduler.ID) scheduler.Event {
	t.Helper()
	e, _, err := s.Event(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// engine: transactions are whole, snapshots stand still, keys come in order.
func engine(t *testing.T, b Backend) {
	e := b.New(t)
	defer e.Close()
	put := func(pairs ...string) error {
		return e.Update(func(tx store.Tx) error {
			for i := 0; i < len(pairs); i += 2 {
				tx.Put([]byte(pairs[i]), []byte(pairs[i+1]))
			}
			return nil
		})
	}
	read := func(tx store.Tx, from, to string) (found []string) {
		for k, v := range tx.Scan([]byte(from), []byte(to)) {
			found = append(found, string(k)+"="+string(v))
		}
		return found
	}
	if err := put("ab", "1", "aa", "2", "b1", "3", "ac", "", "a\xff\xff", "4"); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("no")
	err := e.Update(func(tx store.Tx) error {
		tx.Put([]byte("ad"), []byte("never"))
		tx.Delete([]byte("aa"))
		if got := read(tx, "a", "b"); !slices.Equal(got, []string{"ab=1", "ac=", "ad=never", "a\xff\xff=4"}) {
			t.Errorf("inside: %q", got)
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("Update returned %v", err)
	}
	func() {
		defer func() { recover() }()
		e.Update(func(tx store.Tx) error {
			tx.Put([]byte("ae"), []byte("never"))
			panic("in the middle")
		})
	}()
	var during []string
	err = e.View(func(tx store.Tx) error {
		if err := put("ab", "changed", "ba", "5"); err != nil {
			return err
		}
		during = read(tx, "a", "b")
		if tx.Get([]byte("ac")) == nil || tx.Get([]byte("ax")) != nil || tx.Get([]byte("xx")) != nil {
			t.Error("nil must mean that there is no such key")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"aa=2", "ab=1", "ac=", "a\xff\xff=4"}; !slices.Equal(during, want) {
		t.Errorf("snapshot: %q, want %q", during, want)
	}
	e.View(func(tx store.Tx) error {
		if got := read(tx, "ab", "ac"); !slices.Equal(got, []string{"ab=changed"}) {
			t.Errorf("range: %q", got)
		}
		return nil
	})
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := e.View(func(store.Tx) error { return nil }); !errors.Is(err, store.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// onceEach: a cause takes effect once; its receipt is given again, in a store opened later as well.
func onceEach(t *testing.T, b Backend) {
	e := b.New(t)
	s := Open(t, e, store.Options{Rand: Rand(1)})
	first := execute(t, s, Proposal("one", Ana, Ben))
	if first.Repeat || first.Event == "" || len(first.Entries) == 0 || len(first.Letters) == 0 || first.By != 1 {
		t.Fatalf("receipt: %+v", first)
	}
	log := must(s.Log(ctx, scheduler.LogOf(first.Event)))(t)
	again := execute(t, s, Proposal("one", Ana, Ben))
	if !again.Repeat {
		t.Error("not a repeat")
	}
	again.Repeat = false
	if !reflect.DeepEqual(first, again) {
		t.Errorf("receipts differ:\n%+v\n%+v", first, again)
	}
	later := Open(t, b.Crash(t, e), store.Options{Rand: Rand(2)})
	if r := execute(t, later, Proposal("one", Ana, Ben)); !r.Repeat {
		t.Error("not a repeat in a store opened later")
	}
	if got := must(later.Log(ctx, scheduler.LogOf(first.Event)))(t); !reflect.DeepEqual(got, log) {
		t.Errorf("the log is another in a store opened later:\n%+v\n%+v", log, got)
	}
	if got, want := fold(t, later, first.Event), fold(t, s, first.Event); !reflect.DeepEqual(got, want) {
		t.Errorf("the event is another in a store opened later:\n%+v\n%+v", want, got)
	}
	if got := must(s.CausesOfMail(ctx, "one@example.test"))(t); len(got) != 1 || !reflect.DeepEqual(got[0], first) {
		t.Errorf("by the mail it came by: %+v", got)
	}
	if got := must(s.CausesOfMail(ctx, "other@example.test"))(t); len(got) != 0 {
		t.Errorf("by another mail: %+v", got)
	}
	for _, c := range []scheduler.Cause{"", scheduler.Cause(strings.Repeat("x", 513))} {
		if _, err := s.Execute(ctx, scheduler.Command{Cause: c}); !errors.Is(err, store.ErrCause) {
			t.Errorf("cause of %d bytes: %v", len(c), err)
		}
	}
}

// finding: what was written is found by each of its names, and what a reader gets is their own.
func finding(t *testing.T, b Backend) {
	s := Open(t, b.New(t), store.Options{Rand: Rand(1)})
	var ids []scheduler.ID
	for i := range 5 {
		ids = append(ids, execute(t, s, Proposal(fmt.Sprint("f", i), []string{Ana, Ben}[i%2])).Event)
	}
	if found, err := s.EventsByProposal(ctx, "f3@example.test"); err != nil || !slices.Equal(found, ids[3:4]) {
		t.Errorf("by proposal: %s %v", found, err)
	}
	for i, id := range ids {
		log, err := s.Log(ctx, scheduler.LogOf(id))
		if err != nil {
			t.Fatal(err)
		}
		page, err := s.Events(ctx, store.Filter{Since: log[0].At})
		if err != nil || len(page) == 0 || page[0].Event.Opened.Before(log[0].At) || len(page) < len(ids)-i {
			t.Errorf("events since %s: %d %v", log[0].At, len(page), err)
		}
		if page, err = s.Events(ctx, store.Filter{Since: log[0].At.Add(24 * time.Hour)}); err != nil || len(page) != 0 {
			t.Errorf("events since a day later: %d %v", len(page), err)
		}
		var back []scheduler.Entry
		if err := s.Backwards(ctx, scheduler.LogOf(id), func(n scheduler.Entry) bool { back = append(back, n); return true }); err != nil {
			t.Fatal(err)
		}
		slices.Reverse(back)
		for k := range log {
			log[k].Fact = scheduler.Plain(log[k].Fact)
		}
		if !reflect.DeepEqual(back, log) {
			t.Errorf("backwards, %s is another log", id)
		}
	}
	if found, err := s.EventsByProposal(ctx, "nothing"); err != nil || len(found) != 0 {
		t.Errorf("by unknown proposal: %s %v", found, err)
	}
	if _, _, err := s.Event(ctx, "nothing"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown event: %v", err)
	}
	ana, err := s.PersonByAddress(ctx, "<ANA+x@Example.test>")
	if err != nil || ana.Address != Ana {
		t.Fatalf("by address: %+v %v", ana, err)
	}
	if _, err := s.PersonByAddress(ctx, "nobody@example.test"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("by unknown address: %v", err)
	}
	if p := must(s.Person(ctx, ana.ID))(t); !reflect.DeepEqual(p, ana) {
		t.Errorf("by number: %+v", p)
	}
	names := func(f store.Filter) (found []scheduler.ID) {
		for _, x := range must(s.Events(ctx, f))(t) {
			found = append(found, x.Event.ID)
		}
		return found
	}
	cancel := scheduler.Command{Cause: "cancel", Event: ids[2], By: mailbox(Olga), Verified: true, Via: scheduler.ByMail,
		At: Monday.Add(time.Hour), Do: scheduler.Actions{scheduler.Cancel{}}}
	execute(t, s, cancel)
	for _, test := range []struct {
		f    store.Filter
		want []scheduler.ID
	}{
		{store.Filter{}, ids},
		{store.Filter{Limit: 2}, ids[:2]},
		{store.Filter{Limit: 2, After: ids[1]}, ids[2:4]},
		{store.Filter{Person: ana.ID}, []scheduler.ID{ids[0], ids[2], ids[4]}},
		{store.Filter{Person: ana.ID, States: []scheduler.State{scheduler.Open}}, []scheduler.ID{ids[0], ids[4]}},
		{store.Filter{States: []scheduler.State{scheduler.Open}, Limit: 3}, []scheduler.ID{ids[0], ids[1], ids[3]}},
		{store.Filter{States: []scheduler.State{scheduler.Cancelled, scheduler.Open}, After: ids[1]}, ids[2:]},
		{store.Filter{States: []scheduler.State{scheduler.Agreed}}, nil},
	} {
		if got := names(test.f); !slices.Equal(got, test.want) {
			t.Errorf("%+v: %v, want %v", test.f, got, test.want)
		}
	}
	if n := must(s.States(ctx))(t); !reflect.DeepEqual(n, map[scheduler.State]int{scheduler.Open: 4, scheduler.Cancelled: 1}) {
		t.Errorf("states: %v", n)
	}
	heads := must(s.Logs(ctx, "", 0))(t)
	if heads[0].Log != scheduler.HouseLog || len(must(s.Logs(ctx, heads[1].Log, 2))(t)) != 2 {
		t.Errorf("logs: %+v", heads)
	}
	found, people, err := s.Event(ctx, ids[0])
	if err != nil || len(people) != 2 {
		t.Fatalf("people: %+v %v", people, err)
	}
	found.Parties[0].Person, found.Slots[0].ID, found.Organizers[0] = 99, 99, 99
	for id := range found.Letters {
		delete(found.Letters, id)
	}
	if e := fold(t, s, ids[0]); e.Parties[0].Person == 99 || e.Slots[0].ID == 99 || e.Organizers[0] == 99 || len(e.Letters) == 0 {
		t.Error("a reader changed the store's own copy")
	}
}

// clock: what is due is found in order, once for each state of the event.
func clock(t *testing.T, b Backend) {
	s := Open(t, b.New(t), store.Options{Rand: Rand(1)})
	if _, any, err := s.NextDue(ctx); any || err != nil {
		t.Errorf("an empty store wants the clock: %v", err)
	}
	id := execute(t, s, Proposal("c", Ana, Ben)).Event
	for round := 0; ; round++ {
		at, wanted, err := s.NextDue(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if !wanted {
			break
		}
		if round == 50 {
			t.Fatal("the clock never rests")
		}
		if early := must(s.Due(ctx, at.Add(-1), 0))(t); len(early) != 0 {
			t.Fatalf("due before its time: %+v", early)
		}
		duties := must(s.Due(ctx, at, 1))(t)
		if len(duties) != 1 || duties[0].Event != id || !duties[0].At.Equal(at) {
			t.Fatalf("due at %s: %+v", at, duties)
		}
		d := duties[0]
		execute(t, s, scheduler.Command{Cause: d.Cause, Event: d.Event, Via: scheduler.ByClock, At: at, Do: scheduler.Actions{d.Action}})
	}
	if e := fold(t, s, id); e.State != scheduler.Lapsed {
		t.Errorf("nobody answered, and the event is %s", e.State)
	}
}

// seals: a digest seals what changed since the last one.
func seals(t *testing.T, b Backend) {
	s := Open(t, b.New(t), store.Options{Rand: Rand(1)})
	if _, ran, err := s.Job(ctx, "daily"); ran || err != nil {
		t.Errorf("a job ran before the first: %v", err)
	}
	execute(t, s, Proposal("s1", Ana))
	execute(t, s, scheduler.Command{Cause: "noise", Via: scheduler.ByMail, At: Monday, By: mailbox("x@elsewhere.test"),
		Do: scheduler.Actions{scheduler.Note{What: "ignored", Reason: "vacation", From: "x@elsewhere.test"}}})
	execute(t, s, Digest("daily", "2026-11-24T07:00 Europe/Helsinki", Monday.Add(20*time.Hour)))
	execute(t, s, Proposal("s2", Ana))
	execute(t, s, Digest("daily", "2026-11-25T07:00 Europe/Helsinki", Monday.Add(44*time.Hour)))
	if r := execute(t, s, Digest("daily", "2026-11-25T07:00 Europe/Helsinki", Monday.Add(45*time.Hour))); !r.Repeat {
		t.Error("a digest ran twice for one time")
	}
	got := must(s.Seals(ctx))(t)
	if len(got) != 2 || got[0].Hash == got[1].Hash || got[0].Logs < 4 || got[1].Logs >= got[0].Logs+2 {
		t.Errorf("seals: %+v", got)
	}
	if h := must(s.House(ctx))(t); h.Seal != got[1].Hash || h.Key != 1 {
		t.Errorf("house: %+v", h)
	}
	j, ran, err := s.Job(ctx, "daily")
	if err != nil || !ran || j.Due != "2026-11-25T07:00 Europe/Helsinki" {
		t.Errorf("job: %+v %v %v", j, ran, err)
	}
	if c := must(s.Noted(ctx, 0))(t); !slices.Contains(c, store.Count{What: "ignored", Reason: "vacation", N: 1}) {
		t.Errorf("noted: %+v", c)
	}
	if c := must(s.Noted(ctx, j.Seq))(t); len(c) != 0 {
		t.Errorf("noted since the digest: %+v", c)
	}
}

// forgetting: a person is erased everywhere and every chain stands.
func forgetting(t *testing.T, b Backend) {
	faulty := &Faulty{Engine: b.New(t)}
	s := Open(t, faulty, store.Options{Rand: Rand(1)})
	id := execute(t, s, Proposal("g", Ana, Ben)).Event
	execute(t, s, Reply("g-ana", id, Ana, Monday.Add(time.Hour), 1))
	execute(t, s, scheduler.Command{Cause: "noise", Via: scheduler.ByMail, At: Monday, By: mailbox(Ana),
		Do: scheduler.Actions{scheduler.Note{What: "ignored", Reason: "vacation", From: "Ana+list@example.test, " + Ana}}})
	heads := must(s.Logs(ctx, "", 0))(t)
	ana, ben := must(s.PersonByAddress(ctx, Ana))(t), must(s.PersonByAddress(ctx, Ben))(t)
	faulty.Plan = func(int64) Fault { return Failed }
	if err := s.Forget(ctx, ben.ID); !errors.Is(err, ErrFault) {
		t.Fatal(err)
	}
	faulty.Plan = nil
	if err := s.Forget(ctx, ana.ID); err != nil {
		t.Fatal(err)
	}
	if got := must(s.Logs(ctx, "", 0))(t); !reflect.DeepEqual(got, heads) {
		t.Error("forgetting changed a chain")
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
	if _, err := s.PersonByAddress(ctx, Ana); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("found by address: %v", err)
	}
	if p := must(s.Person(ctx, ben.ID))(t); p.Address != Ben {
		t.Errorf("an erasure that failed left its trace: %+v", p)
	}
	if p := must(s.Person(ctx, ana.ID))(t); p.Address != "" || p.Name != "" || p.Met != ana.Met {
		t.Errorf("person: %+v", p)
	}
	var text bytes.Buffer
	if err := s.Export(ctx, &text); err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{"ana@", "Ana+"} {
		if strings.Contains(text.String(), trace) {
			t.Errorf("the export still holds %q", trace)
		}
	}
	e := fold(t, s, id)
	if e.Title != "Planning g" || e.Parties[0].Words[1].Verdict != scheduler.Yes {
		t.Errorf("more was forgotten than the person: %+v", e)
	}
	for _, l := range must(s.Outbox(ctx))(t) {
		if l.Letter.To == ana.ID {
			t.Errorf("mail still waits for them: %+v", l)
		}
	}
	if r := must(s.Verify(ctx))(t); r.Erased == 0 || len(r.Faults) > 0 {
		t.Errorf("report: %+v", r)
	}
	// Who comes back is somebody new.
	execute(t, s, Proposal("g2", Ana))
	if p := must(s.PersonByAddress(ctx, Ana))(t); p.ID == ana.ID {
		t.Error("the forgotten person was found again")
	}
	if err := s.Forget(ctx, 99); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("forgetting nobody: %v", err)
	}
}

// exporting: a store made of an export is the same store.
func exporting(t *testing.T, b Backend) {
	s := Open(t, b.New(t), store.Options{Rand: Rand(1)})
	tell(t, s)
	execute(t, s, Proposal("<&\u2028>", "last@example.test"))
	ben := must(s.PersonByAddress(ctx, Ben))(t)
	if err := s.Forget(ctx, ben.ID); err != nil {
		t.Fatal(err)
	}
	export := func(s *store.Store) string {
		var w bytes.Buffer
		if err := s.Export(ctx, &w); err != nil {
			t.Fatal(err)
		}
		return w.String()
	}
	first := export(s)
	twin := Open(t, b.New(t), store.Options{Rand: Rand(2)})
	if err := twin.Import(ctx, strings.NewReader(first)); err != nil {
		t.Fatal(err)
	}
	if second := export(twin); second != first {
		t.Errorf("the export of the import differs:\n%s\n%s", first, second)
	}
	for _, s := range []*store.Store{s, twin} { // and both go on alike
		execute(t, s, Proposal("after", Ana))
	}
	if a, b := must(s.Logs(ctx, "", 0))(t), must(twin.Logs(ctx, "", 0))(t); len(a) != len(b) {
		t.Error("the twins grew apart")
	}
	if err := twin.Import(ctx, strings.NewReader(first)); err == nil {
		t.Error("an import into a store that is not empty")
	}
	lines := strings.SplitAfter(first, "\n")
	for name, text := range map[string]string{
		"cut":     strings.Join(lines[:len(lines)/2], ""),
		"shorter": strings.Join(slices.Delete(slices.Clone(lines), 5, 6), ""),
		"changed": strings.Replace(first, `"via":"mail"`, `"via":"mall"`, 1),
		"newer":   strings.Replace(first, `"form":`, `"form":9`, 1),
		"foreign": `{"what":"is this"}` + "\n",
		"empty":   "",
	} {
		e := b.New(t)
		half := must(store.Open(e, store.Options{}))(t)
		if err := half.Import(ctx, strings.NewReader(text)); err == nil {
			t.Errorf("%s: the import succeeded", name)
		}
		half.Close()
	}
}

// sweeping: causes that changed nothing are forgotten after 90 days, others never.
func sweeping(t *testing.T, b Backend) {
	s := Open(t, b.New(t), store.Options{Rand: Rand(1)})
	id := execute(t, s, Proposal("w", Ana)).Event
	idle := scheduler.Command{Cause: "idle", Mail: scheduler.Mail{MessageID: "idle@example.test"}, Event: id, Via: scheduler.ByClock, At: Monday.Add(time.Minute), Do: scheduler.Actions{scheduler.Tick{}}}
	if r := execute(t, s, idle); len(r.Entries) > 0 {
		t.Fatalf("the tick did something: %+v", r)
	}
	for _, test := range []struct {
		days int
		n    int
	}{{89, 0}, {91, 1}, {92, 0}} {
		if n := must(s.Sweep(ctx, Monday.AddDate(0, 0, test.days)))(t); n != test.n {
			t.Errorf("after %d days %d causes went, want %d", test.days, n, test.n)
		}
	}
	for cause, want := range map[scheduler.Cause]bool{"idle": false, "mail:w": true} {
		if _, known, err := s.Cause(ctx, cause); known != want || err != nil {
			t.Errorf("cause %s: %v %v", cause, known, err)
		}
	}
}

// odds: keys, cursors, contexts, and the end.
func odds(t *testing.T, b Backend) {
	e := b.New(t)
	s := Open(t, e, store.Options{Rand: Rand(1)})
	n, key, err := s.CurrentKey(ctx)
	if err != nil || n != 1 || len(key) != 32 {
		t.Fatalf("key %d: %x %v", n, key, err)
	}
	if n := must(s.RotateKey(ctx))(t); n != 2 {
		t.Errorf("new key has number %d", n)
	}
	if old := must(s.Key(ctx, 1))(t); !bytes.Equal(old, key) {
		t.Error("the old key is another now")
	}
	if n, now, _ := s.CurrentKey(ctx); n != 2 || bytes.Equal(now, key) {
		t.Error("the key was not changed")
	}
	if _, err := s.Key(ctx, 3); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("key 3: %v", err)
	}
	if c := must(s.Cursor(ctx, "INBOX"))(t); c != (store.Cursor{}) {
		t.Errorf("cursor: %+v", c)
	}
	want := store.Cursor{UIDValidity: 7, UID: 42}
	if err := s.SetCursor(ctx, "INBOX", want); err != nil {
		t.Fatal(err)
	}
	later := Open(t, b.Crash(t, e), store.Options{})
	if c := must(later.Cursor(ctx, "INBOX"))(t); c != want {
		t.Errorf("cursor: %+v", c)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Execute(ended, Proposal("o", Ana)); !errors.Is(err, context.Canceled) {
		t.Errorf("ended context: %v", err)
	}
	if err := later.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := later.Execute(ctx, Proposal("o", Ana)); !errors.Is(err, store.ErrClosed) {
		t.Errorf("closed store: %v", err)
	}
	if err := later.SetCursor(ctx, "INBOX", want); !errors.Is(err, store.ErrClosed) {
		t.Errorf("closed store: %v", err)
	}
}
