package store_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"parley/store"
	"parley/store/storetest"
)

func TestLockedFile(t *testing.T) {
	e := newFile(t).(*file)
	_, err := store.OpenBolt(e.path, store.BoltOptions{Timeout: 20 * time.Millisecond})
	if !errors.Is(err, store.ErrInUse) {
		t.Errorf("opened twice: %v", err)
	}
}

func TestForeignFiles(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	os.WriteFile(text, []byte(strings.Repeat("this is no database\n", 1000)), 0o600)
	other := filepath.Join(dir, "other.db")
	db, err := bbolt.Open(other, 0o600, nil)
	if err == nil {
		err = db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("users")); return err })
	}
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{text, other} {
		if _, err := store.OpenBolt(path, store.BoltOptions{}); !errors.Is(err, store.ErrForm) {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
	if _, err := store.OpenBolt(dir, store.BoltOptions{}); err == nil {
		t.Error("a folder was opened")
	}
}

func TestFileMode(t *testing.T) {
	info, err := os.Stat(newFile(t).(*file).path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// A program that does not know what is stored keeps its hands off.
func TestNewerStore(t *testing.T) {
	for name, change := range map[string]func(store.Tx){
		"form": func(tx store.Tx) { tx.Put([]byte("mform"), binary.BigEndian.AppendUint64(nil, 99)) },
		"fact": func(tx store.Tx) { tx.Put([]byte("fteleported"), nil) },
	} {
		e := store.NewMemory()
		s, err := store.Open(e.Clone(), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		if s, err = store.Open(e, store.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := e.Update(func(tx store.Tx) error { change(tx); return nil }); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(e.Clone(), store.Options{}); !errors.Is(err, store.ErrNewer) {
			t.Errorf("%s: %v", name, err)
		}
		s.Close()
	}
}

// What this program writes into an old store, the program that made it may not be able to read.
func TestOlderStore(t *testing.T) {
	e := store.NewMemory()
	if _, err := store.Open(e, store.Options{}); err != nil {
		t.Fatal(err)
	}
	set := func(v uint64) {
		_ = e.Update(func(tx store.Tx) error { tx.Put([]byte("mform"), binary.BigEndian.AppendUint64(nil, v)); return nil })
	}
	get := func() []byte {
		var v []byte
		_ = e.View(func(tx store.Tx) error { v = bytes.Clone(tx.Get([]byte("mform"))); return nil })
		return v
	}
	now := get()
	set(1)
	if _, err := store.Open(e, store.Options{}); err != nil || !bytes.Equal(get(), now) || binary.BigEndian.Uint64(now) < 2 {
		t.Errorf("%v; the form is %d", err, get())
	}
}

// When the disk is full commands fail and nothing is lost; when there is room again all goes on.
func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "parley.db")
	e, err := store.OpenBolt(path, store.BoltOptions{NoSync: true, MaxSize: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(e, store.Options{Rand: storetest.Rand(1)})
	if err != nil {
		t.Fatal(err)
	}
	full := -1
	for i := 0; full < 0; i++ {
		if i == 100_000 {
			t.Fatal("the file grew without end")
		}
		if _, err := s.Execute(ctx, storetest.Proposal(fmt.Sprint(i), storetest.Ana)); err != nil {
			full = i
		}
	}
	if full == 0 {
		t.Fatal("there was no room for anything")
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = storetest.Open(t, openFile(t, path), store.Options{Rand: storetest.Rand(2)})
	for i := range full + 1 {
		r, err := s.Execute(ctx, storetest.Proposal(fmt.Sprint(i), storetest.Ana))
		if err != nil || r.Repeat != (i < full) {
			t.Fatalf("command %d of %d: repeat %v, %v", i, full, r.Repeat, err)
		}
	}
}

func TestBackup(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t, newFile(t), store.Options{Rand: storetest.Rand(1)})
	r, err := s.Execute(ctx, storetest.Proposal("kept", storetest.Ana))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "backup.db")
	w, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Backup(ctx, w), w.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Execute(ctx, storetest.Proposal("later", storetest.Ana)); err != nil {
		t.Fatal(err)
	}
	twin := storetest.Open(t, openFile(t, path), store.Options{})
	if found, err := twin.Events(ctx, store.Filter{}); err != nil || len(found) != 1 || found[0].Event.ID != r.Event {
		t.Errorf("in the backup: %+v %v", found, err)
	}
	if err := storetest.Open(t, store.NewMemory(), store.Options{}).Backup(ctx, w); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("backup of memory: %v", err)
	}
}

func benchStore(b *testing.B) *store.Store {
	e, err := store.OpenBolt(filepath.Join(b.TempDir(), "parley.db"), store.BoltOptions{})
	if err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(e, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// Durable commands from one caller, and from 64 at a time.
func BenchmarkExecute(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			s := benchStore(b)
			var n atomic.Int64
			b.SetParallelism(max(1, callers/runtime.GOMAXPROCS(0)))
			run := func() {
				if _, err := s.Execute(context.Background(), storetest.Proposal(fmt.Sprint(n.Add(1)), storetest.Ana)); err != nil {
					b.Error(err)
				}
			}
			b.ResetTimer()
			if callers == 1 {
				for b.Loop() {
					run()
				}
			} else {
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						run()
					}
				})
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commands/s")
		})
	}
}

var many = flag.Int("many", 2000, "events in BenchmarkOpen")

// Opening a large store, and how much memory that takes.
func BenchmarkOpen(b *testing.B) {
	ctx := context.Background()
	path := filepath.Join(b.TempDir(), "parley.db")
	open := func() *store.Store {
		e, err := store.OpenBolt(path, store.BoltOptions{NoSync: true})
		if err != nil {
			b.Fatal(err)
		}
		s, err := store.Open(e, store.Options{})
		if err != nil {
			b.Fatal(err)
		}
		return s
	}
	s := open()
	work := make(chan int)
	done := make(chan bool)
	for range 64 {
		go func() {
			for i := range work {
				if _, err := s.Execute(ctx, storetest.Proposal(fmt.Sprint(i), fmt.Sprintf("p%d@example.test", i%1000))); err != nil {
					b.Error(err)
				}
			}
			done <- true
		}()
	}
	for i := range *many {
		work <- i
	}
	close(work)
	for range 64 {
		<-done
	}
	s.Close()
	info, _ := os.Stat(path)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.ReadMemStats(&before)
		s := open()
		if _, _, err := s.NextDue(ctx); err != nil {
			b.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		s.Close()
	}
	b.ReportMetric(float64(info.Size())/float64(*many), "file-bytes/event")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc), "alloc-bytes/open")
}
