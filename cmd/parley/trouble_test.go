package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/mailbox/mailtest"
	"parley/parser"
	"parley/store"
)

// Each kind of bad surroundings gets a sentence that says what happened and what to do.
func TestCheckTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := mailtest.New(t, mailtest.Options{Users: cast, TLS: true})
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := closed.Addr().String()
	closed.Close()
	base := func(imap, smtp, password string) string {
		return fmt.Sprintf("address = \"bot@example.test\"\n[imap]\nurl = %q\npassword = %q\nca_file = %q\n[smtp]\nurl = %q\npassword = %q\nca_file = %q\n",
			imap, password, s.CAFile(), smtp, password, s.CAFile())
	}
	for _, c := range []struct {
		name, config string
		before       func(dir string)
		says         []string
	}{
		{"all is well", base(s.IMAPURL("bot"), s.SMTPURL("bot"), s.Password("bot")), nil, nil},
		{"nobody listens", base("imap+insecure://bot@"+nobody, "smtp+insecure://"+nobody, "x"), nil, []string{"FAULT  mailbox", "FAULT  mail server", "refused"}},
		{"wrong password", base(s.IMAPURL("bot"), s.SMTPURL("bot"), "wrong"), nil, []string{"FAULT  mailbox", "FAULT  mail server", "password"}},
		{"plain text beyond this machine", base("imap+insecure://bot@mail.example.test", "smtp+insecure://mail.example.test", "x"), nil, []string{"FAULT  mailbox", "FAULT  mail server"}},
		{"no configuration at all", "", nil, []string{"address is missing"}},
		{"a store of a newer version", base(s.IMAPURL("bot"), s.SMTPURL("bot"), s.Password("bot")), newerStore(t), []string{"FAULT  store", "newer parley"}},
		{"a file that is no store", base(s.IMAPURL("bot"), s.SMTPURL("bot"), s.Password("bot")), func(dir string) {
			write(t, filepath.Join(dir, "parley.db"), bytes.Repeat([]byte("this is a letter, not a store\n"), 1000))
		}, []string{"FAULT  store"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := writeConfig(t, c.config)
			if c.before != nil {
				c.before(filepath.Dir(config))
			}
			out, errs, code := shell(t, "", "check", "--config", config)
			if want := min(len(c.says), 1); code != want {
				t.Errorf("exit %d, want %d", code, want)
			}
			for _, s := range c.says {
				if !strings.Contains(out+errs, s) {
					t.Errorf("does not say %q", s)
				}
			}
			if t.Failed() {
				t.Logf("%s%s", out, errs)
			}
		})
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// newerStore makes a store that says it was written by a later version.
func newerStore(t *testing.T) func(dir string) {
	return func(dir string) {
		file := filepath.Join(dir, "parley.db")
		e, err := store.OpenBolt(file, store.BoltOptions{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(e, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if e, err = store.OpenBolt(file, store.BoltOptions{}); err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		err = e.Update(func(tx store.Tx) error {
			tx.Put([]byte("mform"), binary.BigEndian.AppendUint64(nil, 1000))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A store has one owner: a second daemon says so and leaves.
func TestLockedStore(t *testing.T) {
	t.Parallel()
	config := writeConfig(t, "address = \"bot@example.test\"\n[imap]\nurl = \"imap+insecure://bot@127.0.0.1:1\"\n[smtp]\nurl = \"smtp+insecure://127.0.0.1:1\"\n")
	e, err := store.OpenBolt(filepath.Join(filepath.Dir(config), "parley.db"), store.BoltOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for _, args := range [][]string{{"serve"}, {"serve", "--once"}, {"events"}} {
		_, errs, code := shell(t, "", append(args, "--config", config)...)
		if code != exitRefused || !strings.Contains(errs, "in use") {
			t.Errorf("%v: exit %d: %s", args, code, errs)
		}
	}
}

// A mail that is too large and one that trips the reader are noted, and the mail after them is read.
func TestBadMailsDoNotStopTheDaemon(t *testing.T) {
	t.Parallel()
	s := mailtest.New(t, mailtest.Options{Users: cast})
	o := newOffice(t, s, "")
	cfg, err := loadConfig(o.config, nil)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	h, err := openHouse(cfg, time.Now, newLog(&log, "debug"))
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	h.reads = func(raw []byte) {
		if bytes.Contains(raw, []byte("Subject: trip")) {
			panic("a reader that trips")
		}
	}
	d, err := newDaemon(h)
	if err != nil {
		t.Fatal(err)
	}
	defer d.in.Close()
	head := "From: Ana <ana@example.test>\r\nTo: bot@example.test\r\nMessage-ID: <x%d@example.test>\r\nDate: " + time.Now().Format(time.RFC1123Z) + "\r\n"
	large := []byte(fmt.Sprintf(head, 1) + "Subject: film\r\n\r\n" + strings.Repeat(strings.Repeat("film ", 15)+"\r\n", 11<<20/77))
	for _, raw := range [][]byte{large, []byte(fmt.Sprintf(head, 2) + "Subject: trip\r\n\r\nhello\r\n")} {
		if err := s.Deliver("bot", raw); err != nil {
			t.Fatal(err)
		}
	}
	days := nextDays(1)
	o.propose("Design review", []string{"ben"}, days[0]+" 10:00-10:45\n")
	if err := d.once(context.Background()); err != nil {
		t.Fatal(err)
	}
	noted, err := h.store.Noted(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(noted); !strings.Contains(got, "reader-fault") || !strings.Contains(got, "limit 10 MiB") {
		t.Errorf("noted: %s", got)
	}
	if n := len(s.Folder("bot", "Parley/Done")); n != 3 {
		t.Errorf("%d of 3 mails were filed", n)
	}
	if m := o.letter("ben", nil); !strings.Contains(m.Subject, "Design review") {
		t.Errorf("the question is %q", m.Subject)
	}
	if strings.Contains(log.String(), "hello") {
		t.Error("the log holds words of a mail")
	}
}

// A disk that is full stops the daemon from writing, not from living: it says so, loses nothing, and goes on when there
// is room again.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("prlimit"); err != nil {
		t.Skip("prlimit is not installed; it limits the size of a child's files")
	}
	s := mailtest.New(t, mailtest.Options{Users: cast})
	o := newOffice(t, s, "")
	if out, code := o.parley("check"); code != 0 {
		t.Fatalf("check: %s", out)
	}
	c := startChild(t, o.config)
	defer func() {
		c.kill()
		if t.Failed() {
			t.Logf("the daemon's log:\n%s", c.log.String())
		}
	}()
	sock := filepath.Join(filepath.Dir(o.config), "parley.db.sock")
	o.await("the daemon", func() bool { _, err := os.Stat(sock); return err == nil })
	limit := func(n string) {
		if out, err := exec.Command("prlimit", "--pid", fmt.Sprint(c.cmd.Process.Pid), "--fsize="+n).CombinedOutput(); err != nil {
			t.Fatalf("prlimit: %v %s", err, out)
		}
	}
	limit("200000:unlimited")
	days := nextDays(1)
	const questions = 15
	for i := range questions { // far more than there is room for
		o.propose(fmt.Sprintf("Review %d", i), []string{"ben"}, days[0]+" 10:00-10:45\n"+strings.Repeat("Some words about it.\n", 3000))
	}
	o.await("the daemon to complain", func() bool { return strings.Contains(c.log.String(), "file too large") })
	if out, code := o.parley("check"); code != exitRefused || !strings.Contains(out, "the store cannot be written") {
		t.Errorf("check: exit %d: %s", code, out)
	}
	limit("unlimited:unlimited")
	seen := map[string]bool{}
	for range questions {
		seen[o.letter("ben", nil).Subject] = true
	}
	if len(seen) != questions {
		t.Errorf("%d of %d questions came", len(seen), questions)
	}
	if out, code := o.parley("verify"); code != 0 {
		t.Errorf("verify: %s", out)
	}
}

// The digest's seal is proof: verify --against knows it, and knows when it is another store's.
func TestVerifyAgainst(t *testing.T) {
	alongside(t)
	w := newWorld(t, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), nil)
	ctx := context.Background()
	w.deliver(w.mail("Ana <ana@example.test>", "bot@example.test, ben@example.test", "", "Design review", "", "text/plain", "Tue 24 Nov 10:00-10:45\n"))
	if err := w.until(ctx, w.clock.Add(4*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	p, ok := w.last("ops@example.test")
	if !ok {
		t.Fatal("no digest came")
	}
	var out bytes.Buffer
	if err := w.h.verify(ctx, &out, p.raw); err != nil || !strings.Contains(out.String(), "is in our chain") {
		t.Errorf("%v: %s", err, out.String())
	}
	other := newWorld(t, w.clock, nil)
	if err := other.h.verify(ctx, &out, p.raw); err == nil {
		t.Error("another store took the seal for its own")
	}
	if m := parser.Read(p.raw); !strings.HasPrefix(m.Subject, "Parley ") {
		t.Errorf("the digest's subject is %q", m.Subject)
	}
}
