package mailbox_test

import (
	"errors"
	"mime"
	netmail "net/mail"
	"strings"
	"testing"
	"unicode"

	"parley/mailbox"
	"parley/mailbox/mailtest"
)

// A mail that could not be executed is behind no cursor: while take runs, and after it failed, none was kept that passes
// it.
func TestCursorComesAfterTheMail(t *testing.T) {
	s := mailtest.New(t, mailtest.Options{})
	r := open(t, config(s, "bot"))
	deliver(t, s, "bot", "a", "b")
	behind := func(m mailbox.Message) {
		t.Helper()
		for _, c := range r.kept {
			if c.UID >= m.UID {
				t.Errorf("the cursor %v was kept, and mail %v was not executed", c, m.Cursor)
			}
		}
	}
	full := errors.New("the disk is full")
	r.take = func(batch []mailbox.Message) (int, error) {
		behind(batch[0])
		return 0, full
	}
	if err := r.pass(t); !errors.Is(err, full) {
		t.Fatalf("the pass ended with %v", err)
	}
	r.take = func(batch []mailbox.Message) (int, error) {
		behind(batch[0])
		return len(batch), nil
	}
	r.mustPass(t)
	same(t, "taken in the end", r.subjects(), []string{"a", "b"})
}

// What people control never ends a header line, not even for a program that decodes before it looks.
func TestHeadersHoldNoLineEnds(t *testing.T) {
	p := letter()
	p.Subject, p.From.Name = "Tea\r\nBcc: victim@example.test\u2028X-Evil: 1", "Ana\nReply-To: evil@example.test"
	b, err := mailbox.Compose(p)
	if err != nil {
		t.Fatal(err)
	}
	m, err := netmail.ReadMessage(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"Subject", "From"} {
		v, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get(field))
		if err != nil || strings.ContainsFunc(v, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' }) {
			t.Errorf("%s is %q: %v", field, v, err)
		}
	}
}
