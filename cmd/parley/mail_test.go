package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/mailbox"
	"parley/mailbox/mailtest"
	"parley/parser"
)

// servers is a mail system with users: the one in memory, or Dovecot and Postfix.
type servers interface {
	IMAPURL(user string) string
	SMTPURL(user string) string
	CAFile() string
	Password(user string) string
	Address(user string) string
	Deliver(user string, raw []byte) error
	Mailbox(user string) [][]byte
	Folder(user, folder string) [][]byte
}

var cast = []mailtest.User{{Name: "bot"}, {Name: "ana"}, {Name: "ben"}, {Name: "chloe"}, {Name: "mika"}, {Name: "ops"}}

// onServers runs a test on the mail system in memory and on real ones.
func onServers(t *testing.T, run func(t *testing.T, s servers)) {
	t.Run("Memory", func(t *testing.T) {
		t.Parallel()
		run(t, mailtest.New(t, mailtest.Options{Users: cast, TLS: true}))
	})
	t.Run("Real", func(t *testing.T) {
		t.Parallel()
		run(t, mailtest.NewReal(t, cast...))
	})
}

// office is a daemon's configuration on a mail system, and the people who write to it.
type office struct {
	t      *testing.T
	s      servers
	config string          // path
	seen   map[string]int  // letters looked at, by user
	read   map[string]bool // letters by user and Message-ID
	stamp  int
	at     time.Time // Date of the mails; zero: now

	patience time.Duration // how long await waits
}

func newOffice(t *testing.T, s servers, more string) *office {
	o := &office{t: t, s: s, seen: map[string]int{}, read: map[string]bool{}, patience: time.Minute}
	o.config = writeConfig(t, fmt.Sprintf(`address = %q
timezone = "Europe/Helsinki"
organizers = ["*@example.test"]
operators = ["ops@example.test"]
trusted_authserv = "mx.example.test"
log_level = "debug"
%s
[imap]
url = %q
password = %q
ca_file = %q
poll = "1s"
[smtp]
url = %q
password = %q
ca_file = %q
[[digest]]
name = "daily"
schedule = "0 7 * * *"
to = ["ops@example.test"]
[policy]
settle = "1s"
optional_wait = "2s"
`, s.Address("bot"), more, s.IMAPURL("bot"), s.Password("bot"), s.CAFile(), s.SMTPURL("bot"), s.Password("bot"), s.CAFile()))
	return o
}

// serve runs the daemon inside the test. Calling the result ends it and fails the test if that takes too long.
func (o *office) serve() (stop func()) { return o.serveBy(time.Now) }

// serveBy is serve with a clock.
func (o *office) serveBy(now func() time.Time) (stop func()) {
	o.t.Helper()
	cfg, err := loadConfig(o.config, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	var log bytes.Buffer
	p := &program{in: eof{}, out: io.Discard, err: &log, now: now}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.serve(ctx, cfg, false) }()
	o.await("the daemon to come up", func() bool {
		select {
		case err := <-done:
			o.t.Fatalf("the daemon ended: %v\n%s", err, log.String())
		default:
		}
		_, err := os.Stat(socketPath(cfg.path(cfg.Store)))
		return err == nil
	})
	ended := false
	stop = func() {
		if ended {
			return
		}
		ended = true
		cancel()
		select {
		case err := <-done:
			if err != nil {
				o.t.Errorf("the daemon ended badly: %v", err)
			}
		case <-time.After(20 * time.Second):
			o.t.Error("the daemon did not stop")
		}
		if o.t.Failed() {
			o.t.Logf("the daemon's log:\n%s", log.String())
		}
	}
	o.t.Cleanup(stop)
	return stop
}

func (o *office) await(what string, done func() bool) {
	o.t.Helper()
	for end := time.Now().Add(o.patience); !done(); {
		if time.Now().After(end) {
			o.t.Fatalf("waited for %s in vain", what)
		}
		time.Sleep(25 * time.Millisecond)
	}
}

// letter waits for the next letter to somebody that the test wants.
func (o *office) letter(user string, want func(parser.Mail) bool) parser.Mail {
	o.t.Helper()
	var m parser.Mail
	o.await("a letter to "+user, func() bool {
		for all := o.s.Mailbox(user); o.seen[user] < len(all); {
			m = parser.Read(all[o.seen[user]])
			o.seen[user]++
			if !strings.Contains(string(m.From.Address), "bot") {
				continue // people write to each other too
			}
			if o.read[user+m.MessageID] {
				continue // sent again after a crash
			}
			o.read[user+m.MessageID] = true
			if want == nil || want(m) {
				return true
			}
		}
		return false
	})
	return m
}

func hasInvitation(m parser.Mail) bool {
	return len(m.Calendars) > 0 && m.Calendars[0].Method == "REQUEST"
}

// send hands in a mail with a login, over STARTTLS where the servers have it.
func (o *office) send(user string, to []string, raw string) {
	o.t.Helper()
	s, err := mailbox.NewSender(mailbox.SMTPConfig{URL: o.s.SMTPURL(user), CAFile: o.s.CAFile(), Log: slog.New(slog.DiscardHandler),
		Password: func(context.Context) (string, error) { return o.s.Password(user), nil }})
	if err != nil {
		o.t.Fatal(err)
	}
	defer s.Close()
	raw = "Authentication-Results: mx.example.test; dmarc=pass header.from=example.test\n" + raw
	b := []byte(strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\n", "\r\n"))
	for _, rcpt := range to {
		if _, err := s.Send(context.Background(), mailbox.Envelope{From: o.s.Address(user), To: rcpt, Bytes: b}); err != nil {
			o.t.Fatalf("%s cannot send: %v", user, err)
		}
	}
}

// head is the header of a mail by a person.
func (o *office) head(user, name, to, cc, subject, inReplyTo, contentType string) string {
	o.stamp++
	at := o.at
	if at.IsZero() {
		at = time.Now()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "From: %s <%s>\nTo: %s\n", name, o.s.Address(user), to)
	if cc != "" {
		fmt.Fprintf(&b, "Cc: %s\n", cc)
	}
	fmt.Fprintf(&b, "Subject: %s\nDate: %s\nMessage-ID: <%s-%d@example.test>\n", subject, at.In(zoneNamed("Europe/Helsinki")).Format(time.RFC1123Z), user, o.stamp)
	if inReplyTo != "" {
		fmt.Fprintf(&b, "In-Reply-To: <%s>\nReferences: <%s>\n", inReplyTo, inReplyTo)
	}
	fmt.Fprintf(&b, "MIME-Version: 1.0\nContent-Type: %s\n\n", contentType)
	return b.String()
}

// propose writes Ana's mail and returns its Message-ID.
func (o *office) propose(subject string, people []string, times string) string {
	o.t.Helper()
	return o.proposeAs("ana", subject, people, times)
}

func (o *office) proposeAs(user, subject string, people []string, times string) string {
	o.t.Helper()
	to := []string{o.s.Address("bot")}
	for _, p := range people {
		to = append(to, o.s.Address(p))
	}
	o.send(user, to, o.head(user, "Ana Aho", strings.Join(to, ", "), "", subject, "", "text/plain; charset=utf-8")+times)
	return fmt.Sprintf("%s-%d@example.test", user, o.stamp)
}

// parley runs a command line beside the daemon.
func (o *office) parley(args ...string) (string, int) {
	out, errs, code := shell(o.t, "", append(args, "--config", o.config)...)
	return out + errs, code
}

// event is the only event, or the one with this title.
func (o *office) event(title string) (found eventJSON) {
	o.t.Helper()
	out, code := o.parley("events", "--json")
	if code != 0 {
		o.t.Fatalf("events: %s", out)
	}
	for dec := json.NewDecoder(strings.NewReader(out)); ; {
		var e eventJSON
		if err := dec.Decode(&e); err == io.EOF {
			return found
		} else if err != nil {
			o.t.Fatalf("events: %v\n%s", err, out)
		}
		if title == "" || string(e.Title) == title {
			found = e
		}
	}
}

// nextDays are the dates of the next n working days, as people write them.
func nextDays(n int) (out []string) {
	for _, d := range workdays(time.Now().In(zoneNamed("Europe/Helsinki")), n) {
		out = append(out, d.Format("Mon 2 Jan"))
	}
	return out
}

// The main job: a proposal goes in, three people answer as three mail programs do, one of them to everybody instead of to
// the bot's letter, the invitation comes out at all of them, the digest at the operator.
func TestMainJob(t *testing.T) {
	t.Parallel()
	for _, separator := range []string{"+", ""} {
		name := "Tagged"
		if separator == "" {
			name = "Untagged"
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onServers(t, func(t *testing.T, s servers) { mainJob(t, s, separator) })
		})
	}
}

func mainJob(t *testing.T, s servers, separator string) {
	o := newOffice(t, s, fmt.Sprintf("separator = %q\n", separator))
	stop := o.serve()
	days := nextDays(3)
	proposal := o.propose("Design review", []string{"ben", "chloe", "mika"}, fmt.Sprintf("Hi,\n\n%s 10:00-10:45\n%s 14:00-14:45\n%s 9:00-9:45\n\nlocation: Room 5\n\nAna\n", days[0], days[1], days[2]))
	ben, chloe := o.letter("ben", nil), o.letter("chloe", nil)
	o.letter("mika", nil)
	o.letter("ana", nil)

	// Gmail: text and HTML, top-posted, its own quote.
	o.send("ben", []string{reply(ben)}, o.head("ben", "Ben Bauer", reply(ben), "", "Re: "+ben.Subject, ben.MessageID, "multipart/alternative; boundary=\"b1\"")+
		"--b1\nContent-Type: text/plain; charset=\"UTF-8\"\n\n1 and 2 work for me, thanks!\n\nOn Sun, Nov 22, 2026 at 9:00 AM Ana via Parley <bot@example.test> wrote:\n\n"+quoted(ben)+
		"\n--b1\nContent-Type: text/html; charset=\"UTF-8\"\n\n<div dir=\"ltr\">1 and 2 work for me, thanks!</div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">On Sun, Nov 22, 2026 at 9:00 AM Ana via Parley &lt;<a href=\"mailto:bot@example.test\">bot@example.test</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex\">1. one<br>2. two<br>3. three</blockquote></div>\n--b1--\n")
	// Outlook: HTML only, the original below a header block.
	o.send("chloe", []string{reply(chloe)}, o.head("chloe", "Chloe Caron", reply(chloe), "", "RE: "+chloe.Subject, chloe.MessageID, "text/html; charset=us-ascii")+
		"<html><body lang=EN-US><div class=WordSection1><p class=MsoNormal>Hello,<o:p></o:p></p><p class=MsoNormal>2 and 3 are fine.<o:p></o:p></p><p class=MsoNormal>Kind regards,<br>Chloe</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>From:</b> Ana via Parley &lt;bot@example.test&gt;<br><b>Sent:</b> Sunday, November 22, 2026 9:00 AM<br><b>To:</b> Chloe Caron &lt;chloe@example.test&gt;<br><b>Subject:</b> Design review</p></div></div><p class=MsoNormal>1. one<br>2. two<br>3. three</p></div></body></html>\n")
	// Mika answers Ana's own mail, to all, below the quote.
	o.send("mika", []string{s.Address("ana"), s.Address("bot")}, o.head("mika", "Mika Maki", s.Address("ana"), s.Address("bot")+", "+s.Address("ben"), "Re: Design review", proposal, "text/plain; charset=utf-8")+
		"On 22.11.2026 8.59, Ana Aho wrote:\n> Hi,\n>\n> "+days[0]+" 10:00-10:45\n> "+days[1]+" 14:00-14:45\n> "+days[2]+" 9:00-9:45\n\n"+"The second one works.\n")

	for _, user := range []string{"ana", "ben", "chloe", "mika"} {
		m := o.letter(user, hasInvitation)
		if !strings.Contains(string(m.Calendars[0].Bytes), "Room 5") {
			t.Errorf("the invitation to %s lacks the place", user)
		}
	}
	e := o.event("")
	if e.State != "agreed" || e.Agreed == nil || e.Agreed.Slot != 2 {
		t.Fatalf("not agreed on slot 2: %+v %+v", e, e.Agreed)
	}
	if out, code := o.parley("digest", "daily", "--send"); code != 0 {
		t.Fatalf("digest: %s", out)
	}
	digest := o.letter("ops", nil)
	if !strings.Contains(digest.Subject, "1 agreed") {
		t.Errorf("the digest's verdict is %q", digest.Subject)
	}
	if out, code := o.parley("verify"); code != 0 {
		t.Errorf("verify: %s", out)
	}
	stop()
	o.await("read mail to be filed", func() bool { return len(s.Mailbox("bot")) == 0 })
	if n := len(s.Folder("bot", "Parley/Done")); n != 4 {
		t.Errorf("%d mails were filed, want 4", n)
	}
	if path := os.Getenv("PARLEY_KEEP_MAILS"); path != "" {
		keepMails(t, s, filepath.Join(path, strings.ReplaceAll(t.Name(), "/", "-")))
	}
}

// keepMails writes what people got into a folder, for checkers outside the project.
func keepMails(t *testing.T, s servers, dir string) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, u := range []string{"ana", "ben", "chloe", "mika", "ops"} {
		for i, raw := range s.Mailbox(u) {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.eml", u, i+1)), raw, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
