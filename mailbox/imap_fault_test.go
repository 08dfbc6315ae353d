package mailbox_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/mailbox"
	"parley/mailbox/mailtest"
)

func trouble(t *testing.T, err error, want mailbox.Trouble) {
	t.Helper()
	if server, ok := errors.AsType[*mailbox.ServerError](err); !ok || server.Trouble != want {
		t.Fatalf("the error is %v, want %s", err, want)
	}
}

// The timeout is long enough for a healthy server on a busy machine; what has to sit it out does so side by side.
func TestSilentServer(t *testing.T) {
	t.Parallel()
	for _, tls := range []bool{false, true} {
		t.Run(map[bool]string{false: "imap", true: "imaps"}[tls], func(t *testing.T) {
			t.Parallel()
			s := mailtest.New(t, mailtest.Options{TLS: true})
			deliver(t, s, "bot", "a")
			c := config(s, "bot")
			c.URL, c.Timeout, c.Poll, c.Done = s.IMAPURL("bot"), 2*time.Second, time.Millisecond, ""
			if tls {
				c.URL = s.IMAPSURL("bot")
			}
			fresh, begun, idling := open(t, c), open(t, c), open(t, c)
			begun.mustPass(t)
			idling.mustPass(t)

			s.Break(mailtest.Fault{Kind: mailtest.IMAPSilent})
			if err := idling.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			readers := []*reader{fresh, begun, idling} // it is silent at the greeting, between two commands, in IDLE
			errs := make([]error, len(readers))
			var passes sync.WaitGroup
			for i, r := range readers {
				passes.Go(func() { errs[i] = r.pass(t) })
			}
			passes.Wait()
			for _, err := range errs {
				trouble(t, err, mailbox.TooSlow)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := fresh.Receive(ctx, fresh.cursor, nil, nil); !errors.Is(err, context.Canceled) {
				t.Fatalf("after a cancel the error is %v", err)
			}
			s.Heal()
			for _, r := range readers {
				r.mustPass(t)
			}
		})
	}
}

// The connection is cut after each number of bytes; no mail may be lost or left behind for it.
func TestCutAnywhere(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{})
	r := open(t, config(s, "bot"))
	cuts := 0
	for n := 0; n < 5000; n += 41 {
		s.Clear()
		r.taken = nil
		want := []string{"a", "b", "c"}
		deliver(t, s, "bot", want...)
		s.Break(mailtest.Fault{Kind: mailtest.IMAPCutAfter, Bytes: n})
		if err := r.pass(t); err != nil {
			cuts++
			trouble(t, err, mailbox.Broken)
			s.Heal()
			r.mustPass(t)
		}
		s.Heal()
		if err := r.pass(t); err != nil { // the cut came with the last byte
			trouble(t, err, mailbox.Broken)
			r.mustPass(t)
		}
		got := r.subjects()
		slices.Sort(got)
		same(t, fmt.Sprintf("taken with a cut after %d bytes", n), slices.Compact(got), want)
		same(t, "left in INBOX", in(s.Mailbox("bot")), []string{})
		same(t, "filed", in(s.Folder("bot", "Parley/Done")), want)
	}
	if cuts < 20 {
		t.Fatalf("only %d passes were cut", cuts)
	}
}

func TestFilingRefused(t *testing.T) {
	for _, without := range [][]string{nil, {"MOVE"}} {
		s := mailtest.New(t, mailtest.Options{Without: without})
		var log strings.Builder
		c := config(s, "bot")
		c.Log = slog.New(slog.NewTextHandler(&log, nil))
		r := open(t, c)
		deliver(t, s, "bot", "a", "b")
		s.Break(mailtest.Fault{Kind: mailtest.IMAPNoMove})
		r.mustPass(t)
		deliver(t, s, "bot", "c")
		r.mustPass(t)
		same(t, "taken", r.subjects(), []string{"a", "b", "c"})
		same(t, "left in INBOX", in(s.Mailbox("bot")), []string{"a", "b", "c"})
		if n := strings.Count(log.String(), "cannot be filed"); n != 1 {
			t.Fatalf("it was logged %d times:\n%s", n, &log)
		}
		s.Heal()
		r.mustPass(t)
		same(t, "taken", r.subjects(), []string{"a", "b", "c"})
		same(t, "left in the end", in(s.Mailbox("bot")), []string{})
		same(t, "filed", in(s.Folder("bot", "Parley/Done")), []string{"a", "b", "c"})
	}
}

// A server that could only expunge what anybody marked deleted is not asked to.
func TestNeitherMoveNorUIDPlus(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{Without: []string{"MOVE", "UIDPLUS", "NAMESPACE"}})
	r := open(t, config(s, "bot"))
	deliver(t, s, "bot", "a", "b")
	r.mustPass(t)
	r.cursor = mailbox.Cursor{}
	r.mustPass(t)
	same(t, "taken", r.subjects(), []string{"a", "b"})
	same(t, "left in INBOX", in(s.Mailbox("bot")), []string{"a", "b"})
	for _, flags := range s.Flags("bot", "INBOX") {
		if len(flags) != 1 || !strings.EqualFold(string(flags[0]), mailbox.DoneKeyword) {
			t.Fatalf("the flags are %v", flags)
		}
	}
}

func TestTokenLogin(t *testing.T) {
	for _, without := range [][]string{nil, {"OAUTHBEARER"}} {
		s := mailtest.New(t, mailtest.Options{Without: without})
		c := config(s, "bot")
		token := s.Password("bot")
		c.Token = func(context.Context) (string, error) { return token, nil }
		r := open(t, c)
		if err := r.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		token = "expired"
		trouble(t, r.Check(t.Context()), mailbox.LoginRefused)
		trouble(t, r.pass(t), mailbox.LoginRefused)
		token = s.Password("bot") // a new one is asked for at each login
		r.mustPass(t)
	}
}

func TestPauseAfterFailure(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{})
	r := open(t, config(s, "bot"))
	s.Break(mailtest.Fault{Kind: mailtest.IMAPNoLogin})
	trouble(t, r.pass(t), mailbox.LoginRefused)
	r.Wake()
	if err := r.Wait(t.Context()); err != nil { // does not connect, and would pause
		t.Fatal(err)
	}
	s.Heal()
	r.mustPass(t)
}

// A message that cannot be read keeps back only what comes after it.
func TestBrokenMessage(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{})
	deliver(t, s, "bot", "a", "b", "broken", "c")
	r := open(t, config(s, "bot"))
	bad := errors.New("cannot be stored")
	r.take = func(batch []mailbox.Message) (int, error) {
		for _, m := range batch {
			if strings.Contains(string(m.Bytes), "broken") {
				return 0, bad
			}
		}
		return len(batch), nil
	}
	for range 2 {
		if err := r.pass(t); !errors.Is(err, bad) {
			t.Fatalf("the error is %v", err)
		}
	}
	same(t, "taken", r.subjects(), []string{"a", "b"})
	same(t, "left in INBOX", in(s.Mailbox("bot")), []string{"broken", "c"})

	r.take = func(batch []mailbox.Message) (int, error) { return 0, nil } // says neither
	if err := r.pass(t); err == nil || r.cursor.UID != 2 {
		t.Fatalf("the cursor is %v, the error %v", r.cursor, err)
	}
}

// oddServer is as little of an IMAP server as can be: no IDLE, no MOVE, no names, a word that no client knows, and one
// message, which search finds however late one begins.
func oddServer(t *testing.T, say func(command string) []string) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				fmt.Fprint(c, "* OK [CAPABILITY IMAP4rev1] ready\r\n")
				lines := bufio.NewScanner(c)
				for lines.Scan() {
					tag, command, _ := strings.Cut(lines.Text(), " ")
					for _, line := range say(command) {
						fmt.Fprintf(c, "%s\r\n", strings.ReplaceAll(line, "TAG", tag))
					}
				}
			}()
		}
	}()
	return "imap+insecure://bot@" + l.Addr().String()
}

func TestOddServer(t *testing.T) {
	odd := false
	body := "Subject: the last\r\n\r\nhello\r\n"
	url := oddServer(t, func(command string) []string {
		verb, _, _ := strings.Cut(command, " ")
		switch {
		case odd && verb == "SELECT":
			odd = false
			return []string{"* XODD 7"} // closes the connection: the library knows no such word
		case verb == "CAPABILITY":
			return []string{"* CAPABILITY IMAP4rev1", "TAG OK"}
		case verb == "LIST":
			return []string{`TAG NO not here`}
		case verb == "SELECT":
			return []string{"* 1 EXISTS", "* OK [UIDVALIDITY 7] valid", "* OK [PERMANENTFLAGS ()] none", "TAG OK [READ-WRITE] done"}
		case strings.HasPrefix(command, "UID SEARCH"):
			return []string{"* SEARCH 5", "TAG OK done"}
		case strings.HasPrefix(command, "UID FETCH") && strings.Contains(command, "BODY"):
			return []string{fmt.Sprintf("* 1 FETCH (UID 5 BODY[] {%d}\r\n%s)", len(body), body), "TAG OK done"}
		case strings.HasPrefix(command, "UID FETCH"):
			return []string{fmt.Sprintf(`* 1 FETCH (UID 5 RFC822.SIZE %d INTERNALDATE "22-Nov-2026 10:00:00 +0200")`, len(body)), "TAG OK done"}
		}
		return []string{"TAG OK done"}
	})
	r := open(t, mailbox.IMAPConfig{URL: url, Done: "Done", Poll: time.Millisecond,
		Password: func(context.Context) (string, error) { return "x", nil }})
	for range 3 {
		r.mustPass(t)
		if err := r.Wait(t.Context()); err != nil { // sleeps: there is no IDLE
			t.Fatal(err)
		}
	}
	same(t, "taken", r.subjects(), []string{"the last"})
	if r.cursor != (mailbox.Cursor{Validity: 7, UID: 5}) {
		t.Fatalf("the cursor is %+v", r.cursor)
	}
	odd = true
	trouble(t, r.pass(t), mailbox.Broken)
	r.mustPass(t)
}

func TestIMAPURLs(t *testing.T) {
	for _, c := range []struct{ url, want string }{
		{"imaps://bot@mail.example.test", ""},
		{"imaps://bot%40example.test@mail.example.test:1993", ""},
		{"imap+insecure://bot@[::1]:1143", ""},
		{"imap+insecure://bot@mail.example.test", "is not this machine"},
		{"imap+insecure://bot@10.0.0.1", "is not this machine"},
		{"imaps://mail.example.test", "names no user"},
		{"imaps://bot:secret@mail.example.test", "password_file"},
		{"imaps://", "names no host"},
		{"pop3://bot@mail.example.test", "imaps://"},
		{"imaps://bot@mail.example.test/INBOX", "after the host"},
		{"mail.example.test", "imaps://"},
		{"imaps://bot@mail example", "cannot be read"},
	} {
		_, err := mailbox.NewInbox(mailbox.IMAPConfig{URL: c.url})
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.url, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), ":secret") {
			t.Errorf("%s: the error shows the password: %v", c.url, err)
		}
	}
	if _, err := mailbox.NewInbox(mailbox.IMAPConfig{URL: "imaps://bot@mail.example.test", Done: "inbox"}); err == nil {
		t.Error("mail would be filed where it is read")
	}
}
