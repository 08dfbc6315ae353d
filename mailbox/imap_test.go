package mailbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/mailbox"
	"parley/mailbox/mailtest"
)

// office is a mail server that the same tests run on: the one in memory, and Dovecot with Postfix.
type office interface {
	IMAPURL(user string) string
	IMAPSURL(user string) string
	SMTPURL(user string) string
	SMTPSURL(user string) string
	CAFile() string
	Password(user string) string
	Address(user string) string
	Deliver(user string, raw []byte) error
	Mailbox(user string) [][]byte
	Folder(user, folder string) [][]byte
	NewValidity(user string) error
	Await(ctx context.Context, done func() bool) error
	Disconnect()
}

// users gives each test of an office a mailbox of its own.
func users() (list []mailtest.User) {
	for i := range 20 {
		list = append(list, mailtest.User{Name: fmt.Sprintf("user%d", i), Password: fmt.Sprintf("secret %d ä", i)})
	}
	return list
}

func TestInMemory(t *testing.T) {
	t.Parallel()
	s := mailtest.New(t, mailtest.Options{TLS: true, Users: users()})
	s.Break(mailtest.Fault{Kind: mailtest.RefuseRcpt, To: "gone@*", Code: 550, Said: "5.1.1 no such user"})
	s.Break(mailtest.Fault{Kind: mailtest.RefuseRcpt, To: "later@*", Code: 451, Said: "4.3.0 come back later"})
	testOffice(t, s)
}

func TestRealServers(t *testing.T) {
	t.Parallel()
	testOffice(t, mailtest.NewReal(t, users()...))
}

func testOffice(t *testing.T, o office) {
	user := 0
	for _, c := range []struct {
		name string
		run  func(*testing.T, office, string)
	}{
		{"reads everything once, in order, and files it", readsOnce},
		{"stops where a message could not be taken", stopsAtFailure},
		{"shows mail again when the cursor was not kept", keepFails},
		{"files what an earlier pass left", filesLeftovers},
		{"does not see filed mail when the cursor is lost", losesCursor},
		{"reads a renumbered folder from its beginning", renumbered},
		{"marks mail that stays", marks},
		{"is told of new mail", idles},
		{"comes back after the connection was cut", comesBack},
		{"checks", checks},
		{"sends", sends},
		{"hears of letters that failed", hearsOfBounces},
		{"says what is wrong with a login to send", sendLogin},
	} {
		name := fmt.Sprintf("user%d", user)
		user++
		t.Run(c.name, func(t *testing.T) { c.run(t, o, name) })
	}
}

// reader is a daemon in small: it takes mail and keeps the cursor.
type reader struct {
	*mailbox.Inbox
	cursor mailbox.Cursor
	kept   []mailbox.Cursor
	taken  []mailbox.Message
	take   func([]mailbox.Message) (int, error) // nil: all
	keep   func(mailbox.Cursor) error
}

func config(o office, user string) mailbox.IMAPConfig {
	return mailbox.IMAPConfig{
		URL: o.IMAPURL(user), CAFile: o.CAFile(), Done: "Parley/Done", Poll: time.Hour, Timeout: 20 * time.Second,
		Password: func(context.Context) (string, error) { return o.Password(user), nil },
	}
}

func open(t *testing.T, c mailbox.IMAPConfig) *reader {
	t.Helper()
	in, err := mailbox.NewInbox(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	return &reader{Inbox: in}
}

func (r *reader) pass(t *testing.T) error {
	t.Helper()
	var err error
	r.cursor, err = r.Receive(t.Context(), r.cursor, func(_ context.Context, batch []mailbox.Message) (int, error) {
		for _, m := range batch {
			if !m.TooLarge && int64(len(m.Bytes)) != m.Size {
				t.Errorf("message %v has %d bytes of %d", m.Cursor, len(m.Bytes), m.Size)
			}
		}
		n, err := len(batch), error(nil)
		if r.take != nil {
			n, err = r.take(batch)
		}
		r.taken = append(r.taken, batch[:n]...)
		return n, err
	}, func(_ context.Context, c mailbox.Cursor) error {
		if r.keep != nil {
			if err := r.keep(c); err != nil {
				return err
			}
		}
		r.kept = append(r.kept, c)
		return nil
	})
	return err
}

func (r *reader) mustPass(t *testing.T) {
	t.Helper()
	if err := r.pass(t); err != nil {
		t.Fatal(err)
	}
}

// subjects lists the Subject of each message.
func subjects[M any](list []M, bytesOf func(M) []byte) []string {
	out := []string{}
	for _, m := range list {
		for line := range strings.Lines(string(bytesOf(m))) {
			if s, ok := strings.CutPrefix(line, "Subject: "); ok {
				out = append(out, strings.TrimSpace(s))
			}
		}
	}
	return out
}

func (r *reader) subjects() []string {
	return subjects(r.taken, func(m mailbox.Message) []byte { return m.Bytes })
}

func in(list [][]byte) []string { return subjects(list, func(b []byte) []byte { return b }) }

func mail(subject string, size int) []byte {
	head := "Date: Sun, 22 Nov 2026 10:00:00 +0200\r\nFrom: Ana <ana@example.test>\r\nTo: bot@example.test\r\n" +
		"Message-ID: <1@example.test>\r\nSubject: " + subject + "\r\n\r\n"
	head += ".\r\n..\r\n.dots are doubled on the way\r\n"
	return []byte(head + strings.Repeat("0123456789 0123456789 0123456789 0123456789\r\n", size/45+1))
}

func deliver(t *testing.T, o office, user string, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := o.Deliver(user, mail(name, 100)); err != nil {
			t.Fatal(err)
		}
	}
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func readsOnce(t *testing.T, o office, user string) {
	var want []string
	for i := range 130 { // more than a batch
		want = append(want, fmt.Sprint("message ", i))
		size := 100
		if i%10 == 3 {
			size = 20_000
		}
		if err := o.Deliver(user+"+tag.of.it", mail(want[i], size)); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.Deliver(user, mail("too large", 200_000)); err != nil {
		t.Fatal(err)
	}
	want = append(want, "too large")

	c := config(o, user)
	c.MaxBytes = 100_000
	r := open(t, c)
	r.mustPass(t)
	same(t, "taken", r.subjects(), want)
	var last uint32
	for i, m := range r.taken {
		if m.UID <= last || m.Validity == 0 || m.Received.IsZero() {
			t.Fatalf("message %d lies at %+v, received %v", i, m.Cursor, m.Received)
		}
		last = m.UID
		large := i == len(want)-1
		if m.TooLarge != large || !large && int64(len(m.Bytes)) != m.Size || large && bytes.Contains(m.Bytes, []byte("0123456789")) {
			t.Fatalf("message %d of %d bytes: TooLarge is %v, %d bytes came", i, m.Size, m.TooLarge, len(m.Bytes))
		}
		if !large && !bytes.Contains(m.Bytes, []byte("Delivered-To: "+o.Address(user+"+tag.of.it"))) {
			t.Fatalf("the tag of the address is lost: %s", m.Bytes)
		}
	}
	if r.cursor.UID != last {
		t.Fatalf("the cursor is at %d, not at %d", r.cursor.UID, last)
	}
	same(t, "left in INBOX", in(o.Mailbox(user)), []string{})
	same(t, "filed", in(o.Folder(user, "Parley/Done")), want)

	r.mustPass(t)
	same(t, "taken after a second pass", r.subjects(), want)
}

func stopsAtFailure(t *testing.T, o office, user string) {
	deliver(t, o, user, "a", "b", "c", "d")
	r := open(t, config(o, user))
	broken := errors.New("the store is full")
	r.take = func([]mailbox.Message) (int, error) { return 2, broken }
	if err := r.pass(t); !errors.Is(err, broken) {
		t.Fatalf("the error is %v", err)
	}
	same(t, "taken", r.subjects(), []string{"a", "b"})
	same(t, "left in INBOX", in(o.Mailbox(user)), []string{"c", "d"})
	r.take = nil
	r.mustPass(t)
	same(t, "taken in the end", r.subjects(), []string{"a", "b", "c", "d"})
	same(t, "left in the end", in(o.Mailbox(user)), []string{})
}

func keepFails(t *testing.T, o office, user string) {
	r := open(t, config(o, user))
	r.mustPass(t) // learns UIDVALIDITY
	before := r.cursor
	deliver(t, o, user, "a", "b")
	broken := errors.New("the disk is full")
	r.keep = func(mailbox.Cursor) error { return broken }
	if err := r.pass(t); !errors.Is(err, broken) {
		t.Fatalf("the error is %v", err)
	}
	if r.cursor != before {
		t.Fatalf("the cursor moved to %v", r.cursor)
	}
	same(t, "left in INBOX", in(o.Mailbox(user)), []string{"a", "b"})
	r.keep = nil
	r.mustPass(t)
	same(t, "taken", r.subjects(), []string{"a", "b", "a", "b"})
	same(t, "left in the end", in(o.Mailbox(user)), []string{})
}

func filesLeftovers(t *testing.T, o office, user string) {
	// A pass that ended between 4 and 5: the cursor is on disk, the mail is not filed.
	deliver(t, o, user, "a", "b")
	c := config(o, user)
	c.Done = ""
	r := open(t, c)
	r.mustPass(t)
	deliver(t, o, user, "c")

	again := open(t, config(o, user))
	again.cursor = r.cursor
	again.mustPass(t)
	same(t, "taken", again.subjects(), []string{"c"})
	same(t, "left in INBOX", in(o.Mailbox(user)), []string{})
	same(t, "filed", in(o.Folder(user, "Parley/Done")), []string{"a", "b", "c"})
}

func losesCursor(t *testing.T, o office, user string) {
	deliver(t, o, user, "a", "b")
	for _, done := range []string{"Parley/Done", ""} {
		c := config(o, user)
		c.Done = done
		open(t, c).mustPass(t)
		again := open(t, c)
		again.mustPass(t)
		same(t, "taken without a cursor", again.subjects(), []string{})
		deliver(t, o, user, "c")
	}
}

func renumbered(t *testing.T, o office, user string) {
	c := config(o, user)
	c.Done = ""
	r := open(t, c)
	deliver(t, o, user, "a", "b")
	r.mustPass(t)
	old := r.cursor
	if err := o.NewValidity(user); err != nil {
		t.Fatal(err)
	}
	if err := r.pass(t); err != nil { // its connection has gone
		r.mustPass(t)
	}
	if r.cursor.Validity == old.Validity {
		t.Fatalf("the folder still has UIDVALIDITY %d", old.Validity)
	}
	same(t, "taken", r.subjects(), []string{"a", "b", "a", "b"})
}

func marks(t *testing.T, o office, user string) {
	c := config(o, user)
	c.Done = ""
	r := open(t, c)
	deliver(t, o, user, "a", "b")
	r.mustPass(t)
	deliver(t, o, user, "c")
	r.cursor = mailbox.Cursor{} // lost: the marks alone must tell
	r.mustPass(t)
	same(t, "taken", r.subjects(), []string{"a", "b", "c"})
	same(t, "left in INBOX", in(o.Mailbox(user)), []string{"a", "b", "c"})
}

func idles(t *testing.T, o office, user string) {
	r := open(t, config(o, user))
	for _, name := range []string{"a", "b", "c"} {
		r.mustPass(t)
		woken := make(chan error)
		go func() { woken <- r.Wait(t.Context()) }() // an hour, unless the server tells
		deliver(t, o, user, name)
		if err := <-woken; err != nil {
			t.Fatal(err)
		}
		r.mustPass(t)
	}
	same(t, "taken", r.subjects(), []string{"a", "b", "c"})

	woken := make(chan error)
	go func() { woken <- r.Wait(t.Context()) }()
	r.Wake()
	if err := <-woken; err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { woken <- r.Wait(ctx) }()
	cancel()
	if err := <-woken; !errors.Is(err, context.Canceled) {
		t.Fatalf("Wait returned %v", err)
	}
}

func comesBack(t *testing.T, o office, user string) {
	r := open(t, config(o, user))
	r.mustPass(t)
	o.Disconnect()
	deliver(t, o, user, "a")
	for range 3 { // what was cut shows at the first command
		err := r.pass(t)
		if err == nil {
			break
		}
		if server, ok := errors.AsType[*mailbox.ServerError](err); !ok || server.Trouble != mailbox.Broken {
			t.Fatalf("the error is %v", err)
		}
	}
	same(t, "taken", r.subjects(), []string{"a"})
	// While idling, too.
	woken := make(chan error)
	go func() { woken <- r.Wait(t.Context()) }()
	o.Disconnect()
	if err := <-woken; err != nil {
		t.Fatal(err)
	}
	deliver(t, o, user, "b")
	if err := r.pass(t); err != nil {
		r.mustPass(t)
	}
	same(t, "taken", r.subjects(), []string{"a", "b"})
}

func checks(t *testing.T, o office, user string) {
	good := config(o, user)
	for _, c := range []struct {
		name   string
		change func(*mailbox.IMAPConfig)
		want   mailbox.Trouble
		advice string
	}{
		{"all well", func(*mailbox.IMAPConfig) {}, "", ""},
		{"TLS from the start", func(c *mailbox.IMAPConfig) { c.URL = o.IMAPSURL(user) }, "", ""},
		{"nobody listens", func(c *mailbox.IMAPConfig) { c.URL = "imap://bot@127.0.0.1:1" }, mailbox.Unreachable, "check host and port"},
		{"wrong password", func(c *mailbox.IMAPConfig) {
			c.Password = func(context.Context) (string, error) { return "wrong", nil }
		}, mailbox.LoginRefused, "check the user"},
		{"no password", func(c *mailbox.IMAPConfig) {
			c.Password = func(context.Context) (string, error) { return "", errors.New("open /secret: no such file") }
		}, mailbox.NoCredential, "imap.password_file"},
		{"refused token", func(c *mailbox.IMAPConfig) {
			c.Token = func(context.Context) (string, error) { return "token", nil }
		}, mailbox.LoginRefused, "check the user"},
		{"unknown authority", func(c *mailbox.IMAPConfig) { c.CAFile = "" }, mailbox.NotTrusted, "imap.ca_file"},
		{"unknown authority, TLS from the start", func(c *mailbox.IMAPConfig) { c.URL, c.CAFile = o.IMAPSURL(user), "" }, mailbox.NotTrusted, "imap.ca_file"},
		{"another name", func(c *mailbox.IMAPConfig) { c.ServerName = "mail.other.test" }, mailbox.NotTrusted, "imap.server_name"},
		{"no such folder", func(c *mailbox.IMAPConfig) { c.Folder = "Nowhere" }, mailbox.NoFolder, "imap.folder"},
	} {
		t.Run(c.name, func(t *testing.T) {
			conf := good
			c.change(&conf)
			err := open(t, conf).Check(t.Context())
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			server, ok := errors.AsType[*mailbox.ServerError](err)
			if !ok || server.Trouble != c.want || !strings.Contains(err.Error(), c.advice) {
				t.Fatalf("got %v, want %s with advice %q", err, c.want, c.advice)
			}
		})
	}
}
