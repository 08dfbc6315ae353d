package mailbox_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/mailbox"
	"parley/mailbox/mailtest"
)

func sender(t *testing.T, c mailbox.SMTPConfig) *mailbox.Sender {
	t.Helper()
	s, err := mailbox.NewSender(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func sending(o office, user string) mailbox.SMTPConfig {
	return mailbox.SMTPConfig{
		URL: o.SMTPURL(user), CAFile: o.CAFile(), Timeout: 20 * time.Second,
		Password: func(context.Context) (string, error) { return o.Password(user), nil },
	}
}

func sends(t *testing.T, o office, user string) {
	c := sending(o, user)
	secure := c
	secure.URL = o.SMTPSURL(user)
	for _, c := range []mailbox.SMTPConfig{c, secure} {
		s := sender(t, c)
		send := func(to, subject string) (string, error) {
			return s.Send(t.Context(), mailbox.Envelope{From: o.Address(user + "+bounce.x"), To: o.Address(to), Bytes: mail(subject, 50)})
		}
		before := len(o.Mailbox(user))
		for _, c := range []struct {
			to        string
			code      int
			temporary bool
			enhanced  string
		}{{to: user + "+one"}, {to: "gone", code: 550, enhanced: "5.1.1"}, {to: user + "+two"}, {to: "later", code: 451, temporary: true, enhanced: "4.3.0"}, {to: user}} {
			reply, err := send(c.to, "to "+c.to)
			if c.code == 0 {
				if err != nil || !strings.HasPrefix(reply, "250 ") {
					t.Fatalf("to %s: %q, %v", c.to, reply, err)
				}
				continue
			}
			refused, ok := errors.AsType[*mailbox.SendError](err)
			if !ok || refused.Code != c.code || refused.Temporary != c.temporary || refused.Enhanced != c.enhanced || refused.Server || refused.Said == "" {
				t.Fatalf("to %s: %+v", c.to, refused)
			}
		}
		if err := o.Await(t.Context(), func() bool { return len(o.Mailbox(user)) == before+3 }); err != nil {
			t.Fatal(err)
		}
		want := mail("to "+user+"+one", 50)
		if got := o.Mailbox(user)[before:]; !slices.ContainsFunc(got, func(b []byte) bool { return bytes.HasSuffix(b, want) }) {
			t.Fatalf("what arrived is not what was sent:\n%s", got)
		}
		if err := s.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// A letter to somebody unknown comes back to the address in its envelope, whose tag says which letter it was.
func hearsOfBounces(t *testing.T, o office, user string) {
	s := sender(t, sending(o, user))
	from := o.Address(user + "+bounce.rokifadu.12a.abcdefghijklmnop")
	if _, err := s.Send(t.Context(), mailbox.Envelope{From: from, To: o.Address("nobody"), Bytes: mail("x", 10)}); err != nil {
		t.Fatal(err)
	}
	if err := o.Await(t.Context(), func() bool { return len(o.Mailbox(user)) == 1 }); err != nil {
		t.Fatal(err)
	}
	got := o.Mailbox(user)[0]
	for _, part := range []string{"Status: 5.1.1", "Return-Path: <>", "Delivered-To: " + from, "multipart/report", "Message-ID: <1@example.test>"} {
		if !bytes.Contains(got, []byte(part)) {
			t.Errorf("the bounce lacks %q:\n%s", part, got)
		}
	}
}

func sendLogin(t *testing.T, o office, user string) {
	good := sending(o, user)
	for _, c := range []struct {
		name   string
		change func(*mailbox.SMTPConfig)
		want   mailbox.Trouble
		advice string
	}{
		{"nobody listens", func(c *mailbox.SMTPConfig) { c.URL = "smtp://bot@127.0.0.1:1" }, mailbox.Unreachable, "check host and port"},
		{"wrong password", func(c *mailbox.SMTPConfig) {
			c.Password = func(context.Context) (string, error) { return "wrong", nil }
		}, mailbox.LoginRefused, "check the user"},
		{"no password", func(c *mailbox.SMTPConfig) {
			c.Password = func(context.Context) (string, error) { return "", errors.New("open /secret: no such file") }
		}, mailbox.NoCredential, "smtp.password_file"},
		{"unknown authority", func(c *mailbox.SMTPConfig) { c.CAFile = "" }, mailbox.NotTrusted, "smtp.ca_file"},
		{"unknown authority, TLS from the start", func(c *mailbox.SMTPConfig) { c.URL, c.CAFile = o.SMTPSURL(user), "" }, mailbox.NotTrusted, "smtp.ca_file"},
		{"another name", func(c *mailbox.SMTPConfig) { c.ServerName = "mail.other.test" }, mailbox.NotTrusted, "smtp.server_name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			conf := good
			c.change(&conf)
			s := sender(t, conf)
			err := s.Check(t.Context())
			server, ok := errors.AsType[*mailbox.ServerError](err)
			if !ok || server.Trouble != c.want || !strings.Contains(err.Error(), c.advice) {
				t.Fatalf("got %v, want %s with advice %q", err, c.want, c.advice)
			}
			_, err = s.Send(t.Context(), mailbox.Envelope{From: o.Address(user), To: o.Address(user), Bytes: mail("x", 10)})
			letter, ok := errors.AsType[*mailbox.SendError](err)
			if !ok || !letter.Server || !letter.Temporary {
				t.Fatalf("a letter got %+v", letter)
			}
		})
	}
}

var _ office = (*mailtest.Server)(nil)
