package store_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
	"parley/store"
	"parley/store/storetest"
)

// FuzzRow puts foreign bytes in the place of one stored row. Whatever they are, the store says what is wrong or goes on;
// it does not fall over, and it changes no entry that it reported sound.
func FuzzRow(f *testing.F) {
	good, _ := lived(f)
	all := rows(good)
	for i, x := range all { // each in the place of its neighbour
		if testing.Short() && i%4 > 0 {
			continue
		}
		f.Add(uint16(i+1), x.value)
	}
	f.Fuzz(func(t *testing.T, n uint16, value []byte) {
		e := good.Clone()
		put(e, all[int(n)%len(all)].key, append([]byte{}, value...))
		useAll(t, e)
	})
}

// FuzzKey adds a row under a foreign key.
func FuzzKey(f *testing.F) {
	good, _ := lived(f)
	for i, x := range rows(good) {
		if testing.Short() && i%4 > 0 {
			continue
		}
		f.Add(append(bytes.Clone(x.key), 1), x.value)
	}
	f.Fuzz(func(t *testing.T, key, value []byte) {
		if len(key) < 2 || len(key) > 1024 || key[0] == 0xff {
			return
		}
		e := good.Clone()
		put(e, bytes.Clone(key), append([]byte{}, value...))
		useAll(t, e)
	})
}

// useAll opens a store and does with it what a daemon and its operator do.
func useAll(t *testing.T, e *store.Memory) {
	ctx := context.Background()
	s, err := store.Open(e, store.Options{Rand: storetest.Rand(2)})
	if err != nil {
		return
	}
	defer s.Close()
	sane := func(err error) {
		if errors.Is(err, store.ErrAmiss) {
			return
		}
		if fault := (*store.Panic)(nil); errors.As(err, &fault) {
			t.Fatalf("%v\n%s", fault, fault.Stack)
		}
	}
	at := storetest.Monday.Add(3 * time.Hour)
	found, err := s.Events(ctx, store.Filter{})
	sane(err)
	for _, x := range found {
		_, err := s.Log(ctx, scheduler.LogOf(x.Event.ID))
		sane(err)
		_, err = s.SentLetters(ctx, x.Event.ID)
		sane(err)
		_, err = s.Execute(ctx, storetest.Reply("ben", x.Event.ID, storetest.Ben, at, 1))
		sane(err)
	}
	_, err = s.Execute(ctx, storetest.Digest("daily", "2026-11-24T13:00 Europe/Helsinki", at))
	sane(err)
	_, err = s.Due(ctx, at.AddDate(1, 0, 0), 0)
	sane(err)
	_, _, err = s.NextDue(ctx)
	sane(err)
	_, err = s.Noted(ctx, 0)
	sane(err)
	_, err = s.Outbox(ctx)
	sane(err)
	claims, err := s.Claim(ctx, at, 10)
	sane(err)
	for _, c := range claims {
		sane(s.Postpone(ctx, c, at.Add(time.Hour), "later"))
	}
	if _, err = s.Verify(ctx); err != nil {
		t.Fatal(err)
	}
	sane(s.Export(ctx, &bytes.Buffer{}))
	for person := range 4 {
		_, _, err := s.Version(ctx, scheduler.PersonID(person))
		sane(err)
		sane(s.Forget(ctx, scheduler.PersonID(person)))
	}
	_, err = s.Sweep(ctx, at.AddDate(1, 0, 0))
	sane(err)
}

// FuzzImport puts foreign bytes in the place of one line of an export. What import takes is sound: it can be exported,
// and that is read again to the same bytes.
func FuzzImport(f *testing.F) {
	ctx := context.Background()
	_, s := lived(f)
	var out bytes.Buffer
	if err := s.Export(ctx, &out); err != nil {
		f.Fatal(err)
	}
	lines := strings.SplitAfter(out.String(), "\n")
	for i, l := range lines { // each in the place of its neighbour
		f.Add(uint16(i+1), []byte(l))
	}
	f.Fuzz(func(t *testing.T, n uint16, line []byte) {
		changed := append([]string{}, lines...)
		changed[int(n)%len(lines)] = string(line)
		first, err := imported(strings.Join(changed, ""))
		if err != nil {
			if fault := (*store.Panic)(nil); errors.As(err, &fault) {
				t.Fatalf("%v\n%s", fault, fault.Stack)
			}
			return
		}
		second, err := imported(first)
		if err != nil || first != second {
			t.Fatalf("taken once and not twice: %v\n%s\n%s", err, first, second)
		}
	})
}

// imported reads an export into a new store and returns the export of that.
func imported(text string) (string, error) {
	ctx := context.Background()
	s, err := store.Open(store.NewMemory(), store.Options{Rand: storetest.Rand(3)})
	if err != nil {
		return "", err
	}
	defer s.Close()
	if err := s.Import(ctx, strings.NewReader(text)); err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = s.Export(ctx, &out)
	return out.String(), err
}
