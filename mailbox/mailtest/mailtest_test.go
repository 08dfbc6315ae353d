package mailtest_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-smtp"

	"parley/mailbox/mailtest"
)

func host(url string) string { return url[strings.LastIndexAny(url, "@/")+1:] }

func login(t *testing.T, s *mailtest.Server, user string) *imapclient.Client {
	t.Helper()
	c, err := imapclient.DialInsecure(host(s.IMAPURL(user)), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.Login(user, s.Password(user)).Wait(); err != nil {
		t.Fatal(err)
	}
	return c
}

func send(t *testing.T, s *mailtest.Server, from, to, text string) error {
	t.Helper()
	c, err := smtp.Dial(host(s.SMTPURL("")))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	return c.SendMail(from, []string{to}, strings.NewReader(text))
}

// The memory server breaks the connection when a MOVE or COPY finds nothing.
func TestMoveOfNothing(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{})
	c := login(t, s, "bot")
	if err := s.Deliver("bot", []byte("Subject: a\r\n\r\na\r\n")); err != nil {
		t.Fatal(err)
	}
	if err := c.Create("Done", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := c.Move(imap.UIDSetNum(1), "Done").Wait(); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Copy(imap.UIDSetNum(1), "Done").Wait(); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Copy(imap.SeqSetNum(7), "Done").Wait(); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(s.Folder("bot", "Done")); n != 1 || len(s.Mailbox("bot")) != 0 {
		t.Fatalf("%d messages were moved", n)
	}
}

// Two clients that move in opposite directions lock each other out in the memory server.
func TestMovesCross(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{})
	if err := login(t, s, "bot").Create("Done", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if err := s.Deliver("bot", []byte("Subject: a\r\n\r\na\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	var both sync.WaitGroup
	for _, way := range [][2]string{{"INBOX", "Done"}, {"Done", "INBOX"}} {
		c := login(t, s, "bot")
		both.Go(func() {
			for range 50 {
				if _, err := c.Select(way[0], nil).Wait(); err != nil {
					t.Error(err)
					return
				}
				if _, err := c.Move(imap.UIDSet{{Start: 1}}, way[1]).Wait(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	both.Wait()
	if n := len(s.Mailbox("bot")) + len(s.Folder("bot", "Done")); n != 50 {
		t.Fatalf("%d messages of 50 are left", n)
	}
}

func TestDelivery(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{Authserv: "mx.example.test"})
	const text = "From: Ana <you@example.test>\r\nAuthentication-Results: mx.example.test; dmarc=pass header.from=example.test\r\n\r\nx\r\n"
	if err := send(t, s, "you@example.test", "BOT+rokifadu.x@Example.test", text); err != nil {
		t.Fatal(err)
	}
	got := string(s.Mailbox("bot")[0])
	// Ours is on top, and says that nobody vouches for a sender who did not log in.
	first := strings.Index(got, "Authentication-Results: mx.example.test; dmarc=none")
	if forged := strings.Index(got, "dmarc=pass"); first < 0 || forged < first || !strings.Contains(got, "Delivered-To: BOT+rokifadu.x@Example.test\r\n") {
		t.Fatalf("it was delivered as\n%s", got)
	}
	if sent := s.Sent(); len(sent) != 1 || sent[0].From != "you@example.test" || string(sent[0].Bytes) != text {
		t.Fatalf("it was accepted as %+v", sent)
	}
	if err := send(t, s, "you@example.test", "x@elsewhere.test", text); err != nil {
		t.Fatal(err)
	}
	if bounce := s.Mailbox("you"); len(bounce) != 1 || !bytes.Contains(bounce[0], []byte("Status: 5.1.2")) {
		t.Fatalf("what came back is %s", bounce)
	}
	s.Clear()
	if len(s.Sent())+len(s.Mailbox("bot"))+len(s.Mailbox("you")) != 0 {
		t.Fatal("something is left")
	}
}

func TestRefusesUnknown(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{Refuse: true, Users: []mailtest.User{{Name: "ana", Password: "x"}}, Domain: "other.test"})
	err := send(t, s, "ana@other.test", "bot@other.test", "Subject: a\r\n\r\na\r\n")
	if said, ok := errors.AsType[*smtp.SMTPError](err); !ok || said.Code != 550 {
		t.Fatalf("the error is %v", err)
	}
	for _, want := range []string{"ana@other.test", "password  x", host(s.IMAPURL("")), host(s.SMTPURL(""))} {
		if !strings.Contains(s.Howto("ana"), want) {
			t.Errorf("how to connect lacks %q:\n%s", want, s.Howto("ana"))
		}
	}
}

func TestAwait(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{})
	arrived := make(chan error)
	go func() { arrived <- s.Await(t.Context(), func() bool { return len(s.Mailbox("bot")) == 2 }) }()
	for range 2 {
		if err := s.Deliver("bot", []byte("Subject: a\r\n\r\na\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-arrived; err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := s.Await(ctx, func() bool { return false }); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("the error is %v", err)
	}
}
