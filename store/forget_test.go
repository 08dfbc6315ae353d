package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
	"parley/store"
	"parley/store/storetest"
)

// Who is forgotten is in the file no more: neither in what is stored nor in its free pages. Who has a similar address is
// left alone.
func TestForgottenBytesAreGoneFromTheFile(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "parley.db")
	s := storetest.Open(t, openFile(t, path), store.Options{Rand: storetest.Rand(1)})
	const ana, diana = "ana@x.example", "diana@x.example"
	at := storetest.Monday
	execute := func(c scheduler.Command) store.Receipt {
		t.Helper()
		r, err := s.Execute(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	id := execute(storetest.Proposal("one", storetest.Ben, ana, diana)).Event
	say := func(cause, who, text string) {
		c := storetest.Reply(cause, id, who, at.Add(time.Hour), 1)
		c.Do = append(c.Do, scheduler.Remark{Text: scheduler.Words(text), Question: true})
		execute(c)
	}
	say("a", ana, "zebra-words of hers")
	say("d", diana, "I sit beside Ana+office@x.example. diana's own zebra")
	say("b", storetest.Ben, "mail diana@x.example or ask diana")
	execute(scheduler.Command{Cause: "noise", Via: scheduler.ByMail, At: at,
		Do: scheduler.Actions{scheduler.Note{What: "ignored", Reason: "vacation", From: ana}, scheduler.Note{What: "ignored", Reason: "vacation", From: diana}}})

	claims, err := s.Claim(ctx, at.Add(24*time.Hour), 10)
	if err != nil || len(claims) < 3 {
		t.Fatalf("%d claims, %v", len(claims), err)
	}
	sent := 0
	for _, c := range claims {
		_, err := s.Freeze(ctx, c, store.Frozen{MessageID: string(c.Letter.ID) + "@bot.test", From: "b@bot.test", Rcpt: ana, Date: at,
			Bytes: []byte("Ana is also asked: " + ana + " zebra-words")})
		if err == nil && sent == 0 {
			sent++
			err = s.Sent(ctx, c, "250 to <"+ana+">", at)
		} else if err == nil {
			err = s.Postpone(ctx, c, at.Add(25*time.Hour), "451 <"+ana+"> greylisted")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	file := func() string {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return strings.ToLower(strings.ReplaceAll(string(b), diana, "(diana)"))
	}
	if b := file(); !strings.Contains(b, ana) || !strings.Contains(b, "zebra-words") {
		t.Fatal("they were not there in the first place")
	}
	p, err := s.PersonByAddress(ctx, ana)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Forget(ctx, p.ID); err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{ana, "zebra-words", "ana+office", "diana's own zebra"} {
		if b := file(); strings.Contains(b, trace) {
			i := strings.Index(b, trace)
			t.Errorf("the file still holds %q: %q", trace, b[max(0, i-200):i+60])
		}
	}
	for _, kept := range []string{"(diana)", "mail (diana) or ask diana"} {
		if !strings.Contains(file(), kept) {
			t.Errorf("the file lost %q", kept)
		}
	}
	if p, err := s.PersonByAddress(ctx, diana); err != nil || p.Address != diana {
		t.Errorf("%+v, %v", p, err)
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
	// The letters to others go out as they are composed now.
	claims, err = s.Claim(ctx, at.Add(26*time.Hour), 10)
	if err != nil || len(claims) == 0 {
		t.Fatalf("%d claims, %v", len(claims), err)
	}
	for _, c := range claims {
		if c.Frozen != nil || c.Letter.To == p.ID {
			t.Errorf("%+v", c)
		}
	}
	execute(storetest.Reply("later", id, diana, at.Add(3*time.Hour), 2)) // and it goes on
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

// A file that cannot be written anew at once is so when the store is opened next.
func TestAnErasureIsFinishedAtTheNextStart(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "parley.db")
	e, err := store.OpenBolt(path, store.BoltOptions{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(e, store.Options{Rand: storetest.Rand(1)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Execute(ctx, storetest.Proposal("one", storetest.Ana, "zoe@x.example")); err != nil {
		t.Fatal(err)
	}
	p, err := s.PersonByAddress(ctx, "zoe@x.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(path+".compact/in-the-way", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.Forget(ctx, p.ID); err == nil {
		t.Fatal("written anew in spite of what is in the way")
	}
	if _, err := s.PersonByAddress(ctx, "zoe@x.example"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("found: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	has := func() bool {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(b, []byte("zoe@x.example"))
	}
	if !has() {
		t.Fatal("the free pages are clean already")
	}
	if err := os.RemoveAll(path + ".compact"); err != nil {
		t.Fatal(err)
	}
	s = storetest.Open(t, openFile(t, path), store.Options{Rand: storetest.Rand(2)})
	if has() {
		t.Error("the file still names them")
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

// A reader that began before the file was written anew reads on, and a backup made meanwhile is whole.
func TestReadersOutliveTheFile(t *testing.T) {
	ctx := context.Background()
	e := newFile(t)
	s := storetest.Open(t, e, store.Options{Rand: storetest.Rand(1)})
	id, err := s.Execute(ctx, storetest.Proposal("one", storetest.Ana, storetest.Ben))
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.PersonByAddress(ctx, storetest.Ben)
	if err != nil {
		t.Fatal(err)
	}
	err = e.View(func(tx store.Tx) error {
		if err := s.Forget(ctx, p.ID); err != nil {
			return err
		}
		n := 0
		for _, v := range tx.Scan([]byte("w\x00"), []byte("x\x00")) {
			if bytes.Contains(v, []byte(storetest.Ben)) {
				n++
			}
		}
		if n == 0 {
			t.Error("a snapshot changed under its reader")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Event(ctx, id.Event); err != nil {
		t.Error(err)
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

// An address is forgotten wherever it stands: of a stranger who was never met, and as an alias of somebody who stays.
func TestForgetAddress(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t, store.NewMemory(), store.Options{Rand: storetest.Rand(1)})
	r, err := s.Execute(ctx, storetest.Proposal("one", storetest.Ana, storetest.Ben))
	if err != nil {
		t.Fatal(err)
	}
	ben, err := s.PersonByAddress(ctx, storetest.Ben)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range []scheduler.Command{
		{Via: scheduler.ByMail, Do: scheduler.Actions{scheduler.Note{What: "ignored", Reason: "vacation", From: "eve@elsewhere.test"}}},
		{Via: scheduler.ByMail, Event: r.Event, Do: scheduler.Actions{scheduler.Park{Party: ben.ID, From: "benny@home.test", Do: scheduler.Actions{scheduler.Decline{}}}}},
	} {
		c.Cause, c.At = scheduler.Cause(string(rune('a'+i))), storetest.Monday
		if _, err := s.Execute(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	for _, address := range []string{"eve@elsewhere.test", "Benny+x@home.test"} {
		if gone, err := s.ForgetAddress(ctx, address); err != nil || len(gone) != 0 {
			t.Errorf("%s: %v, %v", address, gone, err)
		}
		if _, err := s.ForgetAddress(ctx, address); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s again: %v", address, err)
		}
	}
	if gone, err := s.ForgetAddress(ctx, strings.ToUpper(storetest.Ben)); err != nil || len(gone) != 1 || gone[0] != ben.ID {
		t.Errorf("%v, %v", gone, err)
	}
	var out bytes.Buffer
	if err := s.Export(ctx, &out); err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{"eve@", "benny@", storetest.Ben} {
		if strings.Contains(out.String(), trace) {
			t.Errorf("%q is still there", trace)
		}
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

// A letter that passes words on goes with the words; one that never said anything of who is forgotten is sent.
func TestForgettingTakesOnlyWhatIsTheirs(t *testing.T) {
	ctx := context.Background()
	letters := []scheduler.Letter{
		{ID: "9a", Kind: scheduler.PassedOn, Reason: "too-many-holds", Slots: []int{1}},
		{ID: "9b", Kind: scheduler.PassedOn, Text: "Is there coffee?"},
	}
	s := storetest.Open(t, store.NewMemory(), store.Options{Rand: storetest.Rand(1), Decide: func(w scheduler.World, c scheduler.Command) scheduler.Decision {
		d := scheduler.Decide(w, c)
		if c.Cause == "letters" {
			d.Letters = letters
		}
		return d
	}})
	r, err := s.Execute(ctx, storetest.Proposal("one", storetest.Ana, storetest.Ben))
	if err != nil {
		t.Fatal(err)
	}
	ben, err := s.PersonByAddress(ctx, storetest.Ben)
	if err != nil {
		t.Fatal(err)
	}
	for i := range letters {
		letters[i].Event, letters[i].To = r.Event, r.By
	}
	letters[1].About = ben.ID
	if _, err := s.Execute(ctx, scheduler.Command{Cause: "letters", Event: r.Event, At: storetest.Monday}); err != nil {
		t.Fatal(err)
	}
	if err := s.Forget(ctx, ben.ID); err != nil {
		t.Fatal(err)
	}
	waiting, err := s.Outbox(ctx)
	var left []scheduler.LetterID
	for _, w := range waiting {
		if w.Letter.Kind == scheduler.PassedOn {
			left = append(left, w.Letter.ID)
		}
	}
	if err != nil || !slices.Equal(left, []scheduler.LetterID{"9a"}) {
		t.Errorf("%v is left, %v", left, err)
	}
}

// What takes the store's place is where it was, behind a link too, and belongs to whom it belonged.
func TestTheFileStaysWhereItWas(t *testing.T) {
	ctx := context.Background()
	real, link := filepath.Join(t.TempDir(), "real.db"), filepath.Join(t.TempDir(), "parley.db")
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	s := storetest.Open(t, openFile(t, link), store.Options{Rand: storetest.Rand(1)})
	if _, err := s.Execute(ctx, storetest.Proposal("one", storetest.Ana, storetest.Ben)); err != nil {
		t.Fatal(err)
	}
	const mode, nobody = 0o640, 65534
	if err := os.Chmod(real, mode); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		if err := os.Chown(real, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	before, err := os.Stat(real)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ForgetAddress(ctx, storetest.Ben); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Lstat(link); err != nil || st.Mode().Type() != os.ModeSymlink {
		t.Errorf("the link is gone: %v, %v", st, err)
	}
	after, err := os.Stat(real)
	if err != nil {
		t.Fatal(err)
	}
	if os.SameFile(before, after) {
		t.Error("it was not written anew")
	}
	if after.Mode() != before.Mode() || owner(after) != owner(before) {
		t.Errorf("%v of %s became %v of %s", before.Mode(), owner(before), after.Mode(), owner(after))
	}
	if b, err := os.ReadFile(real); err != nil || bytes.Contains(b, []byte(storetest.Ben)) {
		t.Errorf("the file still names them (%v)", err)
	}
	if _, err := store.OpenBolt(link, store.BoltOptions{Timeout: time.Millisecond}); !errors.Is(err, store.ErrInUse) {
		t.Errorf("the new file is not locked: %v", err)
	}
}

// owner is whom a file belongs to, as far as the system says.
func owner(st os.FileInfo) string {
	of := reflect.Indirect(reflect.ValueOf(st.Sys()))
	if of.Kind() != reflect.Struct || !of.FieldByName("Uid").IsValid() {
		return ""
	}
	return fmt.Sprint(of.FieldByName("Uid"), of.FieldByName("Gid"))
}
