package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/mailbox"
	"parley/mailbox/mailtest"
	"parley/parser"
)

// demo plays the whole product on loopback: a mail server in memory, the real daemon as a process of its own, and people
// who write to it. Nothing in it is staged but the mails of the people.
type demo struct {
	p      *program
	server *mailtest.Server
	dir    string // configuration and store
	out    string // where mails are kept; "" nowhere
	raw    bool
	paced  bool

	daemon *exec.Cmd
	quit   chan error
	log    bytes.Buffer // of the daemon, shown when something goes wrong
	seen   map[string]int
	mails  int
	board  []int
	event  string
	begun  time.Time
}

const demoAddress = "parley@example.test"

func (p *program) demoCommand() *cobra.Command {
	d := &demo{p: p, seen: map[string]int{}}
	var stay bool
	c := &cobra.Command{
		Use: "demo", Short: "Play the whole product on this machine: no configuration, no network",
		RunE: func(cmd *cobra.Command, _ []string) error { return d.play(cmd.Context(), stay) },
	}
	c.Flags().StringVar(&d.out, "out", "", "keep every mail, the invitation and the digest in this `folder`")
	c.Flags().BoolVar(&stay, "stay", false, "leave it running for your own mail program")
	c.Flags().BoolVar(&d.raw, "raw", false, "show the headers of mails")
	return c
}

func (d *demo) play(ctx context.Context, stay bool) (err error) {
	d.begun = time.Now()
	if f, ok := d.p.out.(*os.File); ok {
		if st, err := f.Stat(); err == nil {
			d.paced = st.Mode()&os.ModeCharDevice != 0
		}
	}
	if d.out != "" {
		if err := os.MkdirAll(d.out, 0o755); err != nil {
			return fmt.Errorf("cannot make the folder: %w", err)
		}
	}
	if d.dir, err = os.MkdirTemp("", "parley-demo-"); err != nil {
		return err
	}
	defer os.RemoveAll(d.dir)
	d.server, err = mailtest.Start(mailtest.Options{Domain: "example.test", Authserv: "mx.example.test", Users: []mailtest.User{
		{Name: "parley"}, {Name: "ana"}, {Name: "ben"}, {Name: "chloe"}, {Name: "dev"}, {Name: "ops"},
	}})
	if err != nil {
		return fmt.Errorf("cannot start the mail server: %w", err)
	}
	defer d.server.Close()
	if err := d.configure(); err != nil {
		return err
	}
	defer d.stop(os.Kill)
	if err := d.start(ctx); err != nil {
		return err
	}
	if err := d.story(ctx); err != nil {
		return fmt.Errorf("%w\n\nThe daemon's log:\n%s", err, d.log.String())
	}
	if stay {
		return d.stay(ctx)
	}
	return d.stop(os.Interrupt)
}

// configure writes the configuration that the daemon of the demonstration runs under.
func (d *demo) configure() error {
	c := fmt.Sprintf(`address = %q
timezone = "Europe/Helsinki"
organizers = ["*@example.test"]
operators = ["ops@example.test"]
trusted_authserv = "mx.example.test"

[imap]
url = %q
password = %q
poll = "2s"

[smtp]
url = %q
password = %q

[[digest]]
name = "daily"
schedule = "0 7 * * *"
to = ["ops@example.test"]

[policy]
settle = "1s"        # ten minutes in real life, so that a correction costs nothing
optional_wait = "2s" # a day in real life
`, demoAddress, d.server.IMAPURL("parley"), d.server.Password("parley"), d.server.SMTPURL("parley"), d.server.Password("parley"))
	return os.WriteFile(d.config(), []byte(c), 0o600)
}

func (d *demo) config() string { return filepath.Join(d.dir, "parley.toml") }

// start runs the daemon as a process of its own and waits until it answers.
func (d *demo) start(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	d.daemon = exec.Command(self, "serve", "--config", d.config())
	d.daemon.Stderr = &d.log
	if err := d.daemon.Start(); err != nil {
		return fmt.Errorf("cannot start the daemon: %w", err)
	}
	d.quit = make(chan error, 1)
	go func(c *exec.Cmd, quit chan error) { quit <- c.Wait() }(d.daemon, d.quit)
	return d.until(ctx, "the daemon to come up", func() (bool, error) {
		select {
		case err := <-d.quit:
			d.daemon = nil
			return false, fmt.Errorf("the daemon ended: %v\n%s", err, d.log.String())
		default:
		}
		_, err := os.Stat(socketPath(filepath.Join(d.dir, "parley.db")))
		return err == nil, nil
	})
}

// stop ends the daemon with a signal and waits for its end.
func (d *demo) stop(how os.Signal) error {
	if d.daemon == nil {
		return nil
	}
	err := d.daemon.Process.Signal(how)
	werr := <-d.quit
	d.daemon = nil
	if how == os.Kill {
		return err
	}
	return errors.Join(err, werr)
}

// parley runs another command of this program, as a shell would, and returns what it printed.
func (d *demo) parley(ctx context.Context, args ...string) (string, int) {
	var out bytes.Buffer
	p := &program{in: eof{}, out: &out, err: &out, now: d.p.now}
	code := p.run(ctx, append(args, "--config", d.config()))
	return out.String(), code
}

// until waits for something, 30 s at most.
func (d *demo) until(ctx context.Context, what string, done func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if ok, err := done(); err != nil || ok {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waited for %s in vain", what)
		case <-tick.C:
		}
	}
}

// receive waits for the next letter to somebody and shows it.
func (d *demo) receive(ctx context.Context, user, name, subject string, show int) (parser.Mail, error) {
	var m parser.Mail
	err := d.until(ctx, "a letter to "+name, func() (bool, error) {
		all := d.server.Mailbox(user)
		for d.seen[user] < len(all) {
			raw := all[d.seen[user]]
			d.seen[user]++
			d.mails++
			m = parser.Read(raw)
			if err := d.keep(fmt.Sprintf("%02d-to-%s", d.mails, user), raw, m); err != nil {
				return false, err
			}
			if subject == "" || strings.Contains(m.Subject, subject) {
				if show > 0 {
					d.show("Parley", name, m, raw, show)
				}
				return true, nil
			}
		}
		return false, nil
	})
	return m, err
}

// send hands in a mail of a person, as their program would.
func (d *demo) send(ctx context.Context, user, name, to string, raw string, show int) error {
	s, err := mailbox.NewSender(mailbox.SMTPConfig{URL: d.server.SMTPURL(user),
		Password: func(context.Context) (string, error) { return d.server.Password(user), nil }})
	if err != nil {
		return err
	}
	defer s.Close()
	b := []byte(strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\n", "\r\n"))
	if _, err := s.Send(ctx, mailbox.Envelope{From: d.server.Address(user), To: to, Bytes: b}); err != nil {
		return fmt.Errorf("%s cannot send: %w", name, err)
	}
	d.mails++
	m := parser.Read(b)
	if err := d.keep(fmt.Sprintf("%02d-from-%s", d.mails, user), b, m); err != nil {
		return err
	}
	d.show(name, "Parley", m, b, show)
	return nil
}

// keep writes a mail, and a calendar it carries, into the output folder.
func (d *demo) keep(name string, raw []byte, m parser.Mail) error {
	if d.out == "" {
		return nil
	}
	if err := os.WriteFile(filepath.Join(d.out, name+".eml"), raw, 0o644); err != nil {
		return err
	}
	for _, c := range m.Calendars {
		if c.Method == "REQUEST" {
			return os.WriteFile(filepath.Join(d.out, "invite.ics"), c.Bytes, 0o644)
		}
	}
	return nil
}

// show prints a mail as a person sees it: who, subject, and at most so many lines.
func (d *demo) show(from, to string, m parser.Mail, raw []byte, lines int) {
	fmt.Fprintf(d.p.out, "\n  ┌ %s → %s: %s\n", from, to, m.Subject)
	if d.raw {
		head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
		for _, l := range strings.Split(string(head), "\r\n") {
			fmt.Fprintf(d.p.out, "  │ %s\n", l)
		}
		fmt.Fprintf(d.p.out, "  │\n")
	}
	quotes := 0
	for _, l := range m.Lines {
		text := l.Text
		if l.Depth > 0 && from != "Parley" {
			if strings.TrimSpace(text) == "" {
				continue
			}
			text = strings.Repeat("> ", int(l.Depth)) + text
			if quotes++; quotes == 3 {
				text = "> …"
			} else if quotes > 3 {
				continue
			}
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		if lines--; lines < 0 {
			fmt.Fprintf(d.p.out, "  │ …\n")
			break
		}
		fmt.Fprintf(d.p.out, "  │ %s\n", clip(text, 76))
		d.pause(120 * time.Millisecond)
	}
	if len(m.Calendars) > 0 {
		fmt.Fprintf(d.p.out, "  │ [calendar: %s]\n", m.Calendars[0].Method)
	}
	fmt.Fprintf(d.p.out, "  └\n")
	d.pause(900 * time.Millisecond)
}

func (d *demo) say(format string, args ...any) {
	fmt.Fprintf(d.p.out, "\n"+format+"\n", args...)
	d.pause(900 * time.Millisecond)
}

func (d *demo) pause(t time.Duration) {
	if d.paced {
		time.Sleep(t)
	}
}

// look fetches the state of the event from the daemon, over its control socket.
func (d *demo) look(ctx context.Context) (eventJSON, error) {
	out, code := d.parley(ctx, "events", "--json")
	if code != 0 {
		return eventJSON{}, errors.New(out)
	}
	var e eventJSON
	dec := json.NewDecoder(strings.NewReader(out))
	if err := dec.Decode(&e); err != nil && !errors.Is(err, io.EOF) {
		return e, err
	}
	d.event = string(e.ID)
	return e, nil
}

// narrowed waits until so many slots are possible and prints the board.
func (d *demo) narrowed(ctx context.Context, possible int) error {
	err := d.until(ctx, fmt.Sprintf("%d possible slots", possible), func() (bool, error) {
		e, err := d.look(ctx)
		n := 0
		for _, s := range e.Slots {
			if s.Acceptable != nil && *s.Acceptable {
				n++
			}
		}
		return n == possible, err
	})
	if err != nil {
		return err
	}
	d.board = append(d.board, possible)
	fmt.Fprintf(d.p.out, "\n  ● %s possible\n", strings.ReplaceAll(joinInts(d.board), " ", " → "))
	d.pause(time.Second)
	return nil
}

// stay leaves everything running for the reader's own mail program.
func (d *demo) stay(ctx context.Context) error {
	d.say("Still running. Read and answer with your own mail program:")
	for _, u := range []string{"ana", "ben", "chloe", "dev", "ops"} {
		fmt.Fprintf(d.p.out, "\n%s\n", strings.TrimSpace(d.server.Howto(u)))
	}
	fmt.Fprintf(d.p.out, "\nWrite to %s to propose. Ctrl-C ends it.\n", demoAddress)
	<-ctx.Done()
	return d.stop(os.Interrupt)
}
