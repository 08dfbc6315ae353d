package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/mailbox/mailtest"
	"parley/parser"
)

var kills = flag.Int("kills", 10, "how often TestKilledDaemon kills the daemon")

// child is a daemon in a process of its own.
type child struct {
	cmd  *exec.Cmd
	log  lockedBuffer
	done chan error
}

// lockedBuffer is written by a process and read by a test.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func startChild(t *testing.T, config string) *child {
	t.Helper()
	c := &child{cmd: exec.Command(os.Args[0], "serve", "--config", config), done: make(chan error, 1)}
	c.cmd.Env = append(os.Environ(), "PARLEY_BE_PARLEY=1")
	c.cmd.Stderr = &c.log
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { c.done <- c.cmd.Wait() }()
	return c
}

func (c *child) kill() {
	c.cmd.Process.Kill()
	<-c.done
}

// The daemon is killed at random moments of a conversation of 30 mails. Answers and state must be those of a run that
// nobody disturbed, and so must be questions, invitations and cancellations; no letter may exist with two contents; and
// what is stored must be whole after each kill.
func TestKilledDaemon(t *testing.T) {
	at := time.Now().Truncate(time.Second)
	undisturbed := conversation(t, at, 0)
	killed := conversation(t, at, *kills)
	if undisturbed.state != killed.state {
		t.Errorf("the state differs:\nundisturbed:\n%s\nkilled:\n%s", undisturbed.state, killed.state)
	}
	if !slices.Equal(undisturbed.letters, killed.letters) {
		t.Errorf("the letters differ:\nundisturbed:\n%s\nkilled:\n%s", strings.Join(undisturbed.letters, "\n"), strings.Join(killed.letters, "\n"))
	}
	t.Logf("%d kills; %d letters, %d arrived twice and were the same", *kills, len(killed.letters), killed.twice)
}

type outcome struct {
	state   string
	letters []string // questions, invitations and cancellations, sorted
	twice   int
}

// conversation has six events with four answers each.
func conversation(t *testing.T, at time.Time, kills int) (out outcome) {
	s := mailtest.New(t, mailtest.Options{Users: cast})
	o := newOffice(t, s, "")
	o.at = at
	random := rand.New(rand.NewPCG(1, uint64(kills)))
	daemon := startChild(t, o.config)
	defer func() {
		daemon.kill()
		if t.Failed() {
			t.Logf("the daemon's log:\n%s", daemon.log.String())
		}
	}()
	stopped := make(chan struct{})
	quit := make(chan struct{})
	go func() {
		defer close(stopped)
		for range kills {
			select {
			case <-quit:
				return
			case <-time.After(time.Duration(random.IntN(400)) * time.Millisecond):
			}
			daemon.kill()
			if text, code := o.parley("verify"); code != 0 {
				t.Errorf("after a kill: %s", text)
			}
			daemon = startChild(t, o.config)
		}
	}()
	days := nextDays(2)
	people := []string{"ben", "chloe", "mika"}
	for i := range 6 {
		o.propose(fmt.Sprintf("Event %d", i), people, fmt.Sprintf("%s 10:00-10:45\n%s 14:00-14:45\n%s 9:00-9:45\n", days[0], days[0], days[1]))
	}
	for _, who := range people {
		for range 6 {
			q := o.letter(who, func(m parser.Mail) bool { return strings.HasPrefix(m.Subject, "Event ") })
			answer := map[string]string{"ben": "1 and 2 work.", "chloe": "2 and 3", "mika": "all fine"}[who]
			if who == "mika" && q.Subject == "Event 5" {
				answer = "none"
			}
			o.answer(who, q, answer)
		}
	}
	o.await("five agreements", func() bool { return o.count("agreed") == 5 })
	for range 5 {
		m := o.letter("ana", hasInvitation)
		if m.Subject[len(m.Subject)-1] == '4' {
			o.answer("ana", m, "cancel")
		}
	}
	if kills > 0 {
		<-stopped
	}
	close(quit)
	<-stopped
	o.await("a cancellation", func() bool { return o.count("cancelled") == 1 })
	o.await("all mail to be read", func() bool { return len(s.Mailbox("bot")) == 0 })
	o.await("an empty outbox", func() bool {
		text, code := o.parley("outbox")
		return code == 0 && text == ""
	})
	if n := len(s.Folder("bot", "Parley/Done")); n != 25 {
		t.Errorf("%d mails were filed, want 25", n)
	}
	o.await("the daemon to answer", func() (up bool) {
		var code int
		out.state, code = o.parley("events", "--json")
		return code == 0
	})
	out.state = withoutTimes(t, out.state)
	bytesOf := map[string][32]byte{}
	for _, user := range []string{"ana", "ben", "chloe", "mika"} {
		for _, raw := range s.Mailbox(user) {
			m := parser.Read(raw)
			if !strings.Contains(string(m.From.Address), "bot") {
				continue
			}
			_, body, _ := bytes.Cut(raw, []byte("Message-ID: "))
			sum := sha256.Sum256(body) // what stands above is added on the way
			if old, ok := bytesOf[m.MessageID]; ok {
				out.twice++
				if old != sum {
					t.Errorf("letter %s to %s has two contents", m.MessageID, user)
				}
				continue
			}
			bytesOf[m.MessageID] = sum
			switch {
			case len(m.Calendars) > 0:
				out.letters = append(out.letters, user+" "+m.Subject+" "+m.Calendars[0].Method)
			case strings.HasPrefix(m.Subject, "Event ") && user != "ana":
				out.letters = append(out.letters, user+" "+m.Subject+" question")
			}
		}
	}
	slices.Sort(out.letters)
	return out
}

func (o *office) answer(user string, m parser.Mail, text string) {
	o.t.Helper()
	o.send(user, []string{reply(m)}, o.head(user, strings.ToUpper(user[:1])+user[1:], reply(m), "", "Re: "+m.Subject, m.MessageID, "text/plain; charset=utf-8")+text+"\n\n"+quoted(m))
}

// count counts the events in a state. The daemon may be down, or come up, at any moment.
func (o *office) count(state string) int {
	text, code := o.parley("events", "--json", "--state", state)
	if code != 0 {
		return -1
	}
	return strings.Count(text, "\n")
}

// withoutTimes leaves out what rightly differs between two runs: when the clock acted.
func withoutTimes(t *testing.T, events string) string {
	var b strings.Builder
	for _, l := range strings.Split(strings.TrimSpace(events), "\n") {
		var e eventJSON
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			t.Fatalf("%v: %s", err, l)
		}
		e.Deadline = ""
		line, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n", line)
	}
	return b.String()
}
