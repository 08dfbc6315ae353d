package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"parley/mailbox"
	"parley/store"
)

// onDisk moves a new world's store into a file.
func (w *world) onDisk() string {
	path := filepath.Join(w.t.TempDir(), "parley.db")
	engine, err := store.OpenBolt(path, store.BoltOptions{NoSync: true})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { engine.Close() })
	w.engine = engine
	w.open()
	return path
}

// must makes a pass that may not fail.
func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// Who is forgotten by command is in the file no more, in whatever way they took part; who has a like address is. The
// event goes on, and everything verifies.
func TestForgetCommand(t *testing.T) {
	alongside(t)
	ctx := context.Background()
	w := newWorld(t, time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC), nil)
	path := w.onDisk()
	const zoe, alzoe = "zoe@far.example", "alzoe@far.example"
	w.deliver(w.mail("Ana <ana@example.test>", "bot@example.test, Zoe Quill <"+zoe+">, "+alzoe+", ben@example.test", "", "Design review", "", "text/plain",
		"Tue 24 Nov 10:00-10:45\nThu 26 Nov 9:00-9:45\n"))
	w.must(w.pass(ctx))
	w.trouble = func(e mailbox.Envelope) error { // letters to the organiser stay, frozen
		if strings.HasPrefix(e.To, "ana@") {
			return &mailbox.SendError{Temporary: true, Code: 451, Err: errors.New("451 4.7.1 <" + zoe + "> pangolin greylisted")}
		}
		return nil
	}
	letter, _ := w.last(zoe)
	say := func(from, body string) {
		w.deliver(w.replyTo(letter, from, body, true))
		w.clock = w.clock.Add(time.Minute)
		w.must(w.pass(ctx))
	}
	say("Zoe Quill <"+zoe+">", "2\n\nMy pangolin is ill. Who else comes?")
	say("Zoe Quill <"+zoe+">", "perhaps the pangolin on the 31st of never")
	say("Zoe Quill <zq@home.example>", "1")
	other, _ := w.last(alzoe)
	w.deliver(w.replyTo(other, alzoe, "1\n\nI shall ask zoe+work@FAR.example about it.", true))
	w.deliver(w.mail("Zoe Quill <"+zoe+">", "bot@example.test", "", "A pangolin", "", "text/plain", "Fri 27 Nov 10:00\n"))
	w.must(w.pass(ctx))

	raw := func() string {
		b, err := os.ReadFile(path)
		w.must(err)
		return strings.ToLower(strings.ReplaceAll(string(b), alzoe, "(the other)"))
	}
	traces := []string{zoe, "zoe+work", "pangolin", "zoe quill", "zq@home.example"}
	for _, trace := range traces {
		if !strings.Contains(raw(), trace) {
			t.Errorf("%q never was in the file", trace)
		}
	}
	if out, code := w.inside("forget", zoe); code != 0 {
		t.Errorf("exit %d: %s", code, out)
	}
	for _, trace := range traces {
		if b := raw(); strings.Contains(b, trace) {
			i := strings.Index(b, trace)
			t.Errorf("the file still holds %q: %q", trace, b[max(0, i-100):i+50])
		}
	}
	if !strings.Contains(raw(), "(the other)") {
		t.Error("the other was forgotten too")
	}
	for _, args := range [][]string{{"export"}, {"log"}, {"log", string(w.events(ctx)[0].Event.ID)}, {"outbox"}, {"parked"}, {"digest", "daily"}} {
		out, code := w.inside(args...)
		out = strings.ToLower(strings.ReplaceAll(out, alzoe, ""))
		for _, trace := range traces {
			if code != 0 || strings.Contains(out, trace) {
				t.Errorf("%v: exit %d, or still says %q", args, code, trace)
			}
		}
	}
	if out, code := w.inside("forget", zoe); code != 1 || !strings.Contains(out, "stands nowhere") {
		t.Errorf("exit %d: %s", code, out)
	}
	w.trouble = nil
	w.must(w.until(ctx, w.clock.Add(10*24*time.Hour)))
	if out, code := w.inside("verify"); code != 0 {
		t.Error(out)
	}
}

// With a retention, the daemon erases what is over, once a day, and says so in the house's log.
func TestRetentionOfTheDaemon(t *testing.T) {
	alongside(t)
	ctx := context.Background()
	w := newWorld(t, time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC), func(c *Config) { c.Policy.RetentionDays = 60 })
	path := w.onDisk()
	w.deliver(w.mail("Ana <ana@example.test>", "bot@example.test, ben@example.test", "", "Pangolins", "", "text/plain", "Tue 24 Nov 10:00-10:45\n"))
	w.must(w.pass(ctx))
	ben, _ := w.last("ben@example.test")
	w.deliver(w.replyTo(ben, "Ben <ben@example.test>", "1", true))
	w.must(w.until(ctx, w.clock.Add(50*24*time.Hour)))
	id := string(w.events(ctx)[0].Event.ID)
	has := func(s string) bool {
		b, err := os.ReadFile(path)
		w.must(err)
		return bytes.Contains(b, []byte(s))
	}
	if !has("ben@example.test") || !has("Pangolins") {
		t.Fatal("erased too early")
	}
	w.must(w.until(ctx, w.clock.Add(20*24*time.Hour)))
	if has("ben@example.test") || has("Pangolins") {
		t.Error("not erased")
	}
	for _, c := range []struct{ args, says string }{
		{"show " + id + " --json", `"state":"agreed"`}, {"log", "older than this house keeps them"}, {"verify", "all chains hold"},
	} {
		if out, code := w.inside(strings.Fields(c.args)...); code != 0 || !strings.Contains(out, c.says) {
			t.Errorf("%s: exit %d: %s", c.args, code, out)
		}
	}
}

// A store is the same after export and import, and a backup taken while the daemon works opens, verifies and goes on.
func TestExportImportAndBackup(t *testing.T) {
	alongside(t)
	ctx := context.Background()
	w := newWorld(t, time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC), nil)
	w.onDisk()
	w.deliver(w.mail("Ana <ana@example.test>", "bot@example.test, ben@example.test, cem@example.test", "", "Review", "", "text/plain", "Tue 24 Nov 10:00-10:45\nThu 26 Nov 9:00-9:45\n"))
	w.must(w.pass(ctx))
	id := string(w.events(ctx)[0].Event.ID)
	w.trouble = func(mailbox.Envelope) error { return errors.New("the line is dead") }
	ben, _ := w.last("ben@example.test")
	w.deliver(w.replyTo(ben, "Ben <ben@example.test>", "2, and äöü", true))
	_ = w.pass(ctx)

	export, said, code := w.apart("export")
	if want := fmt.Sprintf("Exported %d lines, secret keys included.\n", strings.Count(export, "\n")); code != 0 || said != want {
		t.Fatalf("exit %d: %swant: %s", code, said, want)
	}
	dir := t.TempDir()
	config := filepath.Join(dir, "parley.toml")
	write(t, config, []byte("address = \"bot@example.test\"\ntimezone = \"Europe/Helsinki\"\n"))
	write(t, filepath.Join(dir, "export.jsonl"), []byte(export))
	run := func(args ...string) string {
		t.Helper()
		out, errs, code := shell(t, "", append(args, "--config", config)...)
		if code != 0 {
			t.Fatalf("%v: exit %d: %s%s", args, code, out, errs)
		}
		return out
	}
	if out, errs, code := shell(t, "", "import", filepath.Join(dir, "export.jsonl"), "--config", config); code != 0 || out != "" || !strings.HasPrefix(errs, "Imported ") {
		t.Fatalf("import: exit %d: %s%s", code, out, errs)
	}
	if again := run("export"); again != export {
		t.Error("the export of the import differs")
	}
	file := filepath.Join(dir, "again.jsonl")
	if out, errs, code := shell(t, "", "export", file, "--config", config); code != 0 || out != "" || !strings.Contains(errs, "Exported ") || !strings.Contains(errs, "Wrote "+file+": ") {
		t.Errorf("export to a file: exit %d: %s%s", code, out, errs)
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != export {
		t.Errorf("the export in the file differs, %v", err)
	}
	if st, err := os.Stat(file); err != nil || st.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read it: %v, %v", st.Mode(), err)
	}
	if _, errs, code := shell(t, "", "export", file, "--config", config); code != 1 || !strings.Contains(errs, "there already") {
		t.Errorf("over a file that is there: exit %d: %s", code, errs)
	}
	run("verify")
	if _, errs, code := shell(t, "", "import", filepath.Join(dir, "export.jsonl"), "--config", config); code != 1 || !strings.Contains(errs, "not empty") {
		t.Errorf("a second import: exit %d: %s", code, errs)
	}
	short := filepath.Join(dir, "short.jsonl")
	write(t, short, []byte(export[:len(export)*2/3]))
	half := writeConfig(t, "address = \"bot@example.test\"\n")
	if _, errs, code := shell(t, "", "import", short, "--config", half); code != 1 || errs == "" {
		t.Errorf("half an export: exit %d: %s", code, errs)
	}

	for _, more := range []string{"{}\n", "hello\n", "\x00", strings.SplitAfter(export, "\n")[0]} {
		write(t, short, []byte(export+more))
		if _, errs, code := shell(t, "", "import", short, "--config", writeConfig(t, "address = \"bot@example.test\"\n")); code != 1 || !strings.Contains(errs, "behind the last line") {
			t.Errorf("an export with %q behind it: exit %d: %s", more, code, errs)
		}
	}
	write(t, short, []byte(export+"\n \n"))
	if _, errs, code := shell(t, "", "import", short, "--config", writeConfig(t, "address = \"bot@example.test\"\n")); code != 0 {
		t.Errorf("an export with an empty line behind it: exit %d: %s", code, errs)
	}

	// Backups while the daemon writes.
	stop, ended := make(chan struct{}), make(chan error, 1)
	var wrote atomic.Int32
	go func() {
		for ; ; wrote.Add(1) {
			select {
			case <-stop:
				ended <- nil
				return
			default:
				w.deliver(w.mail("Ana <ana@example.test>", "bot@example.test, dev@example.test", "", "More", "", "text/plain", "Fri 27 Nov 10:00-10:45\n"))
				if err := w.pass(ctx); err != nil && !strings.Contains(err.Error(), "the line is dead") {
					ended <- err
					return
				}
			}
		}
	}()
	var backups []string
	for len(backups) < 5 || wrote.Load() < 10 && len(backups) < 500 {
		var out bytes.Buffer
		p := &program{in: eof{}, out: &out, err: io.Discard, now: func() time.Time { return time.Now() }, house: w.h}
		if code := p.run(ctx, []string{"backup", "-"}); code != 0 {
			t.Fatal("backup failed")
		}
		backups = append(backups, out.String())
	}
	close(stop)
	w.must(<-ended)
	for _, b := range []string{backups[0], backups[len(backups)/2], backups[len(backups)-1]} {
		write(t, filepath.Join(dir, "parley.db"), []byte(b))
		run("verify")
		var shown eventJSON
		if err := json.Unmarshal([]byte(run("show", id, "--json")), &shown); err != nil || len(shown.Parties) != 2 {
			t.Fatalf("%v: %+v", err, shown)
		}
	}
	run("answer", id, "cem@example.test", "2", "--key", "restored") // and goes on
	run("answer", id, "cem@example.test", "2", "--key", "restored")
	run("verify")
	t.Logf("%d proposals came in during %d backups", wrote.Load(), len(backups))
}
