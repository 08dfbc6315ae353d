package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
	"parley/store"
	"parley/store/storetest"
)

// pair is a stored row. The first byte of a key is its table, see keys.go.
type pair struct{ key, value []byte }

func rows(e store.Engine) (all []pair) {
	e.View(func(tx store.Tx) error {
		for k, v := range tx.Scan([]byte{0}, []byte{0xff}) {
			all = append(all, pair{bytes.Clone(k), bytes.Clone(v)})
		}
		return nil
	})
	return all
}

func put(e store.Engine, key, value []byte) {
	e.Update(func(tx store.Tx) error {
		if value == nil {
			tx.Delete(key)
		} else {
			tx.Put(key, value)
		}
		return nil
	})
}

// lived is a store in which something of everything happened.
func lived(t testing.TB) (*store.Memory, *store.Store) {
	t.Helper()
	ctx := context.Background()
	e := store.NewMemory()
	s, err := store.Open(e, store.Options{Rand: storetest.Rand(1)})
	if err != nil {
		t.Fatal(err)
	}
	execute := func(c scheduler.Command) store.Receipt {
		r, err := s.Execute(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	at := storetest.Monday
	id := execute(storetest.Proposal("one", storetest.Ana, storetest.Ben)).Event
	claims, err := s.Claim(ctx, at, 10)
	for i, c := range claims {
		f := store.Frozen{MessageID: fmt.Sprintf("%d@bot.test", i), From: "b@bot.test", Rcpt: "x@example.test", Date: at, Bytes: []byte("Hello")}
		if _, err = s.Freeze(ctx, c, f); err != nil {
			t.Fatal(err)
		}
		switch i {
		case 0:
			err = s.Sent(ctx, c, "250 taken", at)
		case 1:
			err = s.Postpone(ctx, c, at.Add(time.Hour), "451 later")
		case 2:
			err = s.Fail(ctx, c, "550 never")
		}
	}
	if err != nil || len(claims) != 3 {
		t.Fatal(len(claims), err)
	}
	execute(storetest.Digest("daily", "2026-11-23T13:00 Europe/Helsinki", at.Add(time.Hour)))
	execute(storetest.Reply("ana", id, storetest.Ana, at.Add(2*time.Hour), 1, 2))
	execute(scheduler.Command{Cause: "idle", Event: id, Via: scheduler.ByClock, At: at.Add(2 * time.Hour), Do: scheduler.Actions{scheduler.Tick{}}})
	if err := s.Check(ctx); err != nil {
		t.Fatal(err)
	}
	return e, s
}

func verify(t *testing.T, s *store.Store) store.Report {
	t.Helper()
	r, err := s.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// logName finds what a log's number stands for.
func logName(all []pair, number []byte) scheduler.LogID {
	for _, x := range all {
		if x.key[0] == 'l' && bytes.Equal(x.key[1:], number) {
			return scheduler.LogID(x.value[40:])
		}
	}
	return ""
}

func TestChangedBytesAreFoundAndLocated(t *testing.T) {
	e, s := lived(t)
	all := rows(e)
	source := rand.New(rand.NewPCG(1, 2))
	tried := 0
	for _, x := range all {
		if x.key[0] != 'e' && x.key[0] != 'w' {
			continue
		}
		log, seq := logName(all, x.key[1:9]), binary.BigEndian.Uint64(x.key[9:])
		for range 12 {
			changed := bytes.Clone(x.value)
			at := source.IntN(len(changed))
			changed[at] ^= 1 << source.IntN(8)
			put(e, x.key, changed)
			r := verify(t, s)
			if !slices.ContainsFunc(r.Faults, func(d store.Damage) bool { return d.Log == log && d.Seq == seq }) {
				t.Errorf("byte %d of entry %d of %s was changed, and found was %v", at, seq, log, r.Faults)
			}
			tried++
		}
		put(e, x.key, x.value)
	}
	if r := verify(t, s); len(r.Faults) > 0 || tried < 100 {
		t.Errorf("%d tries; at last: %v", tried, r.Faults)
	}
}

// Rows that may be gone without anybody noticing: texts (erased), what was sent, cursors, the second letter of a lane, and
// what folds are remembered under.
func mayGo(key []byte) bool {
	return strings.IndexByte("wtro", key[0]) >= 0 || slices.Contains([]string{"mform", "mindex", "mepoch"}, string(key))
}

func TestMissingRowsAreFound(t *testing.T) {
	e, s := lived(t)
	tables := map[byte]int{}
	for _, x := range rows(e) {
		put(e, x.key, nil)
		if r := verify(t, s); len(r.Faults) == 0 && !mayGo(x.key) {
			t.Errorf("row %q is missing and nothing was found", x.key)
		}
		tables[x.key[0]]++
		put(e, x.key, x.value)
	}
	for _, table := range "mlewcfoztgkynsdpavjubxq" {
		if tables[byte(table)] == 0 {
			t.Errorf("there was nothing in table %q", table)
		}
	}
}

func TestStrayRowsAreFound(t *testing.T) {
	e, s := lived(t)
	for _, x := range rows(e) {
		if strings.IndexByte("mfkrcgt", x.key[0]) >= 0 {
			continue // a further receipt, key, cursor or sent letter says nothing wrong by itself
		}
		stray := bytes.Clone(x.key)
		stray[1] ^= 0x40
		put(e, stray, append(bytes.Clone(x.value), 'x'))
		if r := verify(t, s); len(r.Faults) == 0 {
			t.Errorf("row %q follows from nothing and was not found", stray)
		}
		put(e, stray, nil)
	}
}

// Indexes can be thrown away: they come back the same, on request or because another version made them.
func TestIndexesComeBack(t *testing.T) {
	e, _ := lived(t)
	want := rows(e)
	for name, o := range map[string]store.Options{"request": {Rebuild: true}, "version": {}} {
		broken := e.Clone()
		for _, x := range want {
			if strings.IndexByte("nsdpavjubxq", x.key[0]) >= 0 {
				put(broken, x.key, nil)
				stray := bytes.Clone(x.key)
				stray[len(stray)-1] ^= 0x40
				put(broken, stray, []byte("x"))
			}
		}
		if name == "version" {
			put(broken, []byte("mindex"), binary.BigEndian.AppendUint64(nil, 99))
		}
		storetest.Open(t, broken, o)
		if got := rows(broken); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d rows became %d, or they differ", name, len(want), len(got))
		}
	}
}

// Whoever cuts off the end of a log and mends its head is betrayed by the next seal.
func TestSealsWitnessTheEndsOfLogs(t *testing.T) {
	e, s := lived(t)
	all := rows(e)
	var first, head pair
	for _, x := range all {
		switch {
		case x.key[0] != 'e' || !strings.HasPrefix(string(logName(all, x.key[1:9])), "e/"):
		case binary.BigEndian.Uint64(x.key[9:]) == 1:
			first = x
		default:
			put(e, x.key, nil)
		}
	}
	for _, x := range all {
		if x.key[0] == 'l' && bytes.Equal(x.key[1:], first.key[1:9]) {
			head = x
		}
	}
	hash := sha256.Sum256(first.value)
	put(e, head.key, bytes.Join([][]byte{binary.BigEndian.AppendUint64(nil, 1), hash[:], head.value[40:]}, nil))
	r := verify(t, s)
	if !slices.ContainsFunc(r.Faults, func(d store.Damage) bool { return strings.Contains(d.What, "was sealed") }) {
		t.Errorf("found: %v", r.Faults)
	}
	if err := s.Check(context.Background()); err == nil || !strings.Contains(err.Error(), "parley verify") {
		t.Errorf("check: %v", err)
	}
}
