package main

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var newRelease = flag.String("new-release", "", "write the store and export of this release into testdata/releases/`NAME`")

// Stores and exports of earlier releases lie in testdata/releases, one folder each. They are never rewritten; what today's
// commands say about them is, with -update, and is to be read as a difference. With a release comes a folder more:
//
//	go test ./cmd/parley -run Releases -new-release 1.1 -update
func TestStoresOfEarlierReleases(t *testing.T) {
	alongside(t)
	if *newRelease != "" {
		writeRelease(t, filepath.Join("..", "..", "testdata", "releases", *newRelease))
	}
	folders, err := filepath.Glob(filepath.Join("..", "..", "testdata", "releases", "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no releases: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) { oldStore(t, folder) })
	}
}

// releaseTime is when the questions are asked.
var releaseTime = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func oldStore(t *testing.T, folder string) {
	dir := t.TempDir()
	config := filepath.Join(dir, "parley.toml")
	write(t, config, []byte("address = \"bot@example.test\"\ntimezone = \"Europe/Helsinki\"\n"))
	run := func(args ...string) (string, int) {
		var out bytes.Buffer
		p := &program{in: eof{}, out: &out, err: &out, now: func() time.Time { return releaseTime }}
		code := p.run(context.Background(), append(args, "--config", config))
		return out.String(), code
	}
	must := func(args ...string) string {
		t.Helper()
		out, code := run(args...)
		if code != 0 {
			t.Fatalf("%v: exit %d: %s", args, code, out)
		}
		return out
	}
	told := func() string {
		all := must("events", "--json") + must("log", "--json") + must("parked") + must("outbox")
		for _, l := range strings.Split(strings.TrimSpace(must("events")), "\n") {
			id := strings.Fields(l)[0]
			all += must("show", id) + must("log", id) + must("log", id, "--json")
		}
		return all
	}
	same := func(name, got string) {
		t.Helper()
		file := filepath.Join(folder, name)
		if *update {
			write(t, file, []byte(got))
		}
		if want, err := os.ReadFile(file); err != nil || got != string(want) {
			t.Errorf("%s differs (%v); it says now:\n%s", name, err, got)
		}
	}
	data, err := os.ReadFile(filepath.Join(folder, "parley.bolt"))
	if err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(dir, "parley.db")
	write(t, db, data)
	must("verify")
	said := told()
	same("told.txt", said)
	export := must("export")
	id := strings.Fields(must("events", "--state", "open"))[0]
	for range 2 {
		must("answer", id, "cem@example.test", "1", "--key", "after the upgrade")
	}
	must("verify")

	// The export of that release, in a new store, is the same store.
	if err := os.Remove(db); err != nil {
		t.Fatal(err)
	}
	must("import", filepath.Join(folder, "export.jsonl"))
	if got := told(); got != said {
		t.Errorf("the import differs:\n%s", got)
	}
	if got := must("export"); got != export {
		t.Error("what is exported differs between the store and the import")
	}

	// One of a release to come is refused with a sentence, and nothing is written.
	if err := os.Remove(db); err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(filepath.Join(folder, "export.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(dir, "newer.jsonl")
	write(t, newer, bytes.Replace(old, []byte(`{"parley":{"form":1,`), []byte(`{"parley":{"form":99,`), 1))
	if out, code := run("import", newer); code != 1 || !strings.Contains(out, "written by a newer parley") {
		t.Errorf("exit %d: %s", code, out)
	}
}

// writeRelease makes a store in which something of everything happened.
func writeRelease(t *testing.T, folder string) {
	ctx := context.Background()
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err) // what was released is not written again
	}
	w := newWorld(t, time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC), nil)
	w.onDisk()
	propose := func(title, to, text string) {
		w.deliver(w.mail("Ana Aho <ana@example.test>", "bot@example.test, "+to, "", title, "", "text/plain; charset=utf-8", text))
		w.must(w.pass(ctx))
	}
	reply := func(who, body string) {
		w.clock = w.clock.Add(time.Minute)
		letter, ok := w.last(parseAddress(who))
		if !ok {
			t.Fatalf("nothing came to %s", who)
		}
		w.deliver(w.replyTo(letter, who, body, true))
		w.must(w.pass(ctx))
	}
	propose("Kick-off", "ben@example.test, gone@example.test", "Tue 24 Nov 10:00-10:45\nThu 26 Nov 9:00-9:45\n")
	reply("Ben <ben@example.test>", "2 works, 1 if need be\n\nCould we meet in room Ö?")
	reply("Gone <gone@example.test>", "both work")
	w.must(w.until(ctx, w.clock.Add(time.Hour)))
	propose("Off", "ben@example.test", "Fri 27 Nov 10:00-11:00\n")
	reply("ana@example.test", "cancel")
	propose("Stuck", "ben@example.test", "Mon 30 Nov 10:00-11:00\n")
	reply("Ben <ben@example.test>", "none")
	propose("Open", "cem@example.test, dev@example.test", "Mon 30 Nov 10:00-11:00\nTue 1 Dec 10:00-11:00\ndeadline: Sun 29 Nov 12:00\n")
	asked, _ := w.last("dev@example.test")
	reply("Dev <dev@example.test>", "perhaps on the 32nd")
	w.deliver(w.replyTo(asked, "Dev Home <dev@home.example>", "1", true)) // parked
	w.must(w.pass(ctx))
	w.deliver(w.mail("Eve <eve@elsewhere.test>", "bot@example.test", "", "Buy", "", "text/plain", "Now!\n"))
	w.must(w.until(ctx, time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC))) // a digest and its seal
	w.must(w.pass(ctx))
	if out, code := w.inside("forget", "gone@example.test"); code != 0 {
		t.Fatal(out)
	}
	for file, args := range map[string][]string{"parley.bolt": {"backup", "-"}, "export.jsonl": {"export"}} {
		var out bytes.Buffer
		p := &program{in: eof{}, out: &out, err: io.Discard, now: func() time.Time { return w.clock }, house: w.h}
		if code := p.run(ctx, args); code != 0 {
			t.Fatalf("%v: exit %d", args, code)
		}
		write(t, filepath.Join(folder, file), out.Bytes())
	}
}

func parseAddress(who string) string {
	if _, a, ok := strings.Cut(who, "<"); ok {
		return strings.TrimSuffix(a, ">")
	}
	return who
}
