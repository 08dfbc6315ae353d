package mailbox_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"parley/mailbox"
	"parley/mailbox/mailtest"
)

// Each fault is met by a fresh connection and by one that has sent before. Then it is over and the letter is tried
// again if it was not accepted: what the server has in the end says whether anything was lost or sent twice.
func TestSendFaults(t *testing.T) {
	t.Parallel()
	type verdict struct {
		accepted, temporary, server bool
		code                        int
		enhanced                    string
	}
	letterTrouble := verdict{temporary: true}
	serverTrouble := verdict{temporary: true, server: true}
	for _, c := range []struct {
		name  string
		fault mailtest.Fault
		want  verdict
		has   int // copies in the end
	}{
		{"no fault", mailtest.Fault{}, verdict{accepted: true}, 1},
		{"unknown recipient", mailtest.Fault{Kind: mailtest.RefuseRcpt, Code: 550, Said: "5.1.1 nobody"}, verdict{code: 550, enhanced: "5.1.1"}, 1},
		{"relaying refused", mailtest.Fault{Kind: mailtest.RefuseRcpt, Code: 554, Said: "5.7.1 relay access denied"}, verdict{temporary: true, code: 554, enhanced: "5.7.1"}, 1},
		{"full mailbox", mailtest.Fault{Kind: mailtest.RefuseRcpt, Code: 452, Said: "4.2.2 full"}, verdict{temporary: true, code: 452, enhanced: "4.2.2"}, 1},
		{"going down", mailtest.Fault{Kind: mailtest.RefuseRcpt, Code: 421}, verdict{temporary: true, server: true, code: 421, enhanced: "4.0.0"}, 1},
		{"login wanted", mailtest.Fault{Kind: mailtest.RefuseRcpt, Code: 530, Said: "5.7.0 log in"}, verdict{temporary: true, server: true, code: 530, enhanced: "5.7.0"}, 1},
		{"sender refused", mailtest.Fault{Kind: mailtest.RefuseMail, Code: 550, Said: "5.7.1 not you"}, verdict{temporary: true, server: true, code: 550, enhanced: "5.7.1"}, 1},
		{"too large", mailtest.Fault{Kind: mailtest.RefuseMail, Code: 552, Said: "5.3.4 too large"}, verdict{code: 552, enhanced: "5.3.4"}, 1},
		{"content refused", mailtest.Fault{Kind: mailtest.RefuseData, Code: 554, Said: "5.6.0 spam"}, verdict{code: 554, enhanced: "5.6.0"}, 1},
		{"not now", mailtest.Fault{Kind: mailtest.RefuseData, Code: 451, Said: "4.3.0 busy"}, verdict{temporary: true, code: 451, enhanced: "4.3.0"}, 1},
		{"greylisted", mailtest.Fault{Kind: mailtest.Greylist}, verdict{temporary: true, code: 451, enhanced: "4.7.1"}, 1},
		{"cut in the message", mailtest.Fault{Kind: mailtest.CutInData}, letterTrouble, 1},
		{"cut before acceptance", mailtest.Fault{Kind: mailtest.CutBeforeOK}, letterTrouble, 1},
		{"accepted, never said so", mailtest.Fault{Kind: mailtest.CutInsteadOK}, letterTrouble, 2}, // nobody can know; the same Message-ID
		{"cut after acceptance", mailtest.Fault{Kind: mailtest.CutAfterOK}, verdict{accepted: true}, 1},
		{"silent", mailtest.Fault{Kind: mailtest.SMTPSilent}, serverTrouble, 1},
		{"resets", mailtest.Fault{Kind: mailtest.SMTPReset}, serverTrouble, 1},
		{"slow", mailtest.Fault{Kind: mailtest.SMTPSlow, Delay: time.Millisecond}, verdict{accepted: true}, 1},
	} {
		for _, kept := range []bool{false, true} {
			t.Run(c.name+map[bool]string{true: " on a kept connection"}[kept], func(t *testing.T) {
				t.Parallel()
				o := mailtest.New(t, mailtest.Options{TLS: true})
				conf := sending(o, "bot")
				if c.fault.Kind == mailtest.SMTPSilent {
					conf.Timeout = 2 * time.Second // ample for a healthy server on a busy machine
				}
				s := sender(t, conf)
				send := func(text string) (string, error) {
					return s.Send(t.Context(), mailbox.Envelope{From: "bot+bounce@example.test", To: "you@example.test", Bytes: mail(text, 100)})
				}
				if kept {
					if _, err := send("first"); err != nil {
						t.Fatal(err)
					}
				}
				o.Break(c.fault)
				reply, err := send("letter")
				said, refused := errors.AsType[*mailbox.SendError](err)
				got := verdict{accepted: err == nil && reply != ""}
				if refused {
					got = verdict{temporary: said.Temporary, server: said.Server, code: said.Code, enhanced: said.Enhanced}
				}
				if got != c.want {
					t.Fatalf("got %+v (%v), want %+v", got, err, c.want)
				}
				if c.fault.Kind != mailtest.Greylist {
					o.Heal()
				}
				if err != nil {
					if _, err := send("letter"); err != nil {
						t.Fatalf("the second attempt: %v", err)
					}
				}
				if _, err := send("last"); err != nil {
					t.Fatalf("the next letter: %v", err)
				}
				has := 0
				for _, name := range in(o.Mailbox("you")) {
					if name == "letter" {
						has++
					}
				}
				if has != c.has {
					t.Fatalf("it arrived %d times, want %d", has, c.has)
				}
			})
		}
	}
}

func TestSendReusesConnection(t *testing.T) {
	o := mailtest.New(t, mailtest.Options{TLS: true})
	s := sender(t, sending(o, "bot"))
	send := func() {
		t.Helper()
		if _, err := s.Send(t.Context(), mailbox.Envelope{From: "bot@example.test", To: "you@example.test", Bytes: mail("x", 10)}); err != nil {
			t.Fatal(err)
		}
	}
	for range 5 {
		send()
	}
	o.Disconnect()
	send()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	send()
	var sessions []int
	for _, m := range o.Sent() {
		sessions = append(sessions, m.Session)
		if m.Login != "bot" {
			t.Fatalf("it was handed in by %q", m.Login)
		}
	}
	for i, n := range sessions[:5] {
		if n != sessions[0] {
			t.Fatalf("letter %d went by another connection: %v", i, sessions)
		}
	}
	if sessions[5] == sessions[4] || sessions[6] == sessions[5] {
		t.Fatalf("a closed connection was used again: %v", sessions)
	}
}

func TestSendCancelled(t *testing.T) {
	o := mailtest.New(t, mailtest.Options{})
	s := sender(t, sending(o, "bot"))
	o.Break(mailtest.Fault{Kind: mailtest.SMTPSilent})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := s.Send(ctx, mailbox.Envelope{From: "bot@example.test", To: "you@example.test", Bytes: mail("x", 10)})
	said, ok := errors.AsType[*mailbox.SendError](err)
	if !ok || !said.Temporary || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("the error is %v", err)
	}
}

func TestSendNoLoginWithoutUser(t *testing.T) {
	o := mailtest.New(t, mailtest.Options{})
	s := sender(t, mailbox.SMTPConfig{URL: o.SMTPURL("")})
	if _, err := s.Send(t.Context(), mailbox.Envelope{To: "you@example.test", Bytes: mail("x", 10)}); err != nil {
		t.Fatal(err)
	}
	if sent := o.Sent(); len(sent) != 1 || sent[0].Login != "" || sent[0].From != "" {
		t.Fatalf("it was accepted as %+v", sent)
	}
}

func TestSendUnfitAddresses(t *testing.T) {
	o := mailtest.New(t, mailtest.Options{})
	s := sender(t, sending(o, "bot"))
	for _, to := range []string{"", "you", "@example.test", "you@", "a b@example.test", "you@example.test>\r\nRCPT TO:<they@example.test", "<you@example.test>"} {
		_, err := s.Send(t.Context(), mailbox.Envelope{From: "bot@example.test", To: to, Bytes: mail("x", 10)})
		if said, ok := errors.AsType[*mailbox.SendError](err); !ok || said.Temporary || said.Server || said.Code < 500 {
			t.Errorf("%q: %v", to, err)
		}
	}
	if n := len(o.Sent()); n != 0 {
		t.Fatalf("%d letters were accepted", n)
	}
}
