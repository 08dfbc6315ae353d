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
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/mailbox/mailtest"
	"parley/parser"
)

var kills = flag.Int("kills", 10, "how often TestKilledDaemon kills each daemon")

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

// The daemon is killed at random moments, on the servers in memory and on real ones, while people keep proposing and
// answering. Answers and state must be those of a run that nobody disturbed, and so must be questions, invitations and
// cancellations; no letter may exist with two contents; and what is stored must be whole after each kill.
func TestKilledDaemon(t *testing.T) {
	t.Parallel()
	at := time.Now().Truncate(time.Second)
	t.Run("Memory", func(t *testing.T) {
		t.Parallel()
		killedDaemon(t, at, func() servers { return mailtest.New(t, mailtest.Options{Users: cast}) })
	})
	t.Run("Real", func(t *testing.T) {
		t.Parallel()
		killedDaemon(t, at, func() servers { return mailtest.NewReal(t, cast...) })
	})
}

func killedDaemon(t *testing.T, at time.Time, fresh func() servers) {
	killed := conversation(t, fresh(), at, *kills, 0)
	undisturbed := conversation(t, fresh(), at, 0, killed.rounds)
	lostLetters, moreLetters := missing(undisturbed.letters, killed.letters), missing(killed.letters, undisturbed.letters)
	lost := 0
	for key, said := range undisturbed.answers {
		if killed.answers[key] != said {
			lost++
			t.Errorf("%s: the answer is %q, want %q", key, killed.answers[key], said)
		}
	}
	if undisturbed.state != killed.state {
		t.Errorf("the state differs:\nundisturbed:\n%s\nkilled:\n%s", undisturbed.state, killed.state)
	}
	if len(lostLetters)+len(moreLetters) > 0 {
		t.Errorf("letters are missing:\n%s\nnobody should have got:\n%s", strings.Join(lostLetters, "\n"), strings.Join(moreLetters, "\n"))
	}
	fmt.Printf(`
| SIGKILLs (of these with work under way) | mails to the bot | answers | answers lost | letters | letters lost | sent twice (of these with other bytes) | verify clean |
| --- | --- | --- | --- | --- | --- | --- | --- |
| %d (%d) | %d | %d | %d | %d | %d | %d (%d) | %d of %d |

`, *kills, killed.busy, 25*killed.rounds, len(undisturbed.answers), lost, killed.all, len(lostLetters), killed.twice, killed.differ, killed.clean, *kills)
}

type outcome struct {
	rounds  int
	state   string
	answers map[string]string // by event and party
	letters []string          // questions, invitations and cancellations, sorted
	all     int               // different letters that people got, of every kind
	twice   int               // letters that came again
	differ  int               // of these with other bytes
	busy    int               // kills while mail was unread or letters waited
	clean   int               // kills after which verify found nothing
}

// missing lists what is in want and not in have, as often as it is.
func missing(want, have []string) (out []string) {
	n := map[string]int{}
	for _, s := range have {
		n[s]++
	}
	for _, s := range want {
		if n[s]--; n[s] < 0 {
			out = append(out, s)
		}
	}
	return out
}

// conversation has rounds of six events with three answers each, and a cancellation: as many as asked for, or, if that is
// none, as many as there is time for until the daemon was killed so often.
func conversation(t *testing.T, s servers, at time.Time, kills, rounds int) (out outcome) {
	o := newOffice(t, s, "")
	o.at, o.patience = at, 5*time.Minute
	random := rand.New(rand.NewPCG(1, uint64(kills)))
	daemon := startChild(t, o.config)
	defer func() {
		daemon.kill()
		if t.Failed() {
			t.Logf("the daemon's log:\n%s", daemon.log.String())
		}
	}()
	killing, quit := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(killing)
		for range kills {
			select {
			case <-quit:
				return
			case <-time.After(time.Duration(random.IntN(500)) * time.Millisecond):
			}
			daemon.kill()
			text, code := o.parley("verify")
			for code != 0 && strings.Contains(text, "in use") { // by a command of the test that found no daemon
				text, code = o.parley("verify")
			}
			if code != 0 {
				t.Errorf("after a kill: %s", text)
			} else {
				out.clean++
			}
			if text, _ := o.parley("outbox"); text != "" || len(s.Mailbox("bot")) > 0 {
				out.busy++
			}
			daemon = startChild(t, o.config)
		}
	}()
	defer func() { close(quit); <-killing }()
	more := func() bool {
		if rounds > 0 {
			return out.rounds < rounds
		}
		if 6*(out.rounds+1) > proposalsPerDay {
			return false // the rest of the kills finds little to do: more is taken from nobody in a day
		}
		select {
		case <-killing:
			return out.rounds == 0
		default:
			return true
		}
	}
	days, people := nextDays(2), []string{"ben", "chloe", "mika"}
	for ; more(); out.rounds++ {
		o.round(out.rounds, days, people)
	}
	<-killing
	o.await("all mail to be read", func() bool { return len(s.Mailbox("bot")) == 0 })
	o.await("an empty outbox", func() bool {
		text, code := o.parley("outbox")
		return code == 0 && text == ""
	})
	if n := len(s.Folder("bot", "Parley/Done")); n != 25*out.rounds {
		t.Errorf("%d mails were filed, want %d", n, 25*out.rounds)
	}
	o.await("the daemon to answer", func() (up bool) {
		var code int
		out.state, code = o.parley("events", "--json")
		return code == 0
	})
	out.state, out.answers = withoutTimes(t, out.state)
	o.tally(&out)
	return out
}

// round is six events; Mika can make none of the times of the last, and the one before it is called off.
func (o *office) round(n int, days, people []string) {
	about := func(m parser.Mail) (event int, ok bool) { // one of this round
		_, number, found := strings.Cut(m.Subject, "Event ")
		event, err := strconv.Atoi(number)
		return event, found && err == nil && event/6 == n
	}
	for i := range 6 {
		o.propose(fmt.Sprintf("Event %d", 6*n+i), people, fmt.Sprintf("%s 10:00-10:45\n%s 14:00-14:45\n%s 9:00-9:45\n", days[0], days[0], days[1]))
	}
	for _, who := range people {
		answered := map[int]bool{}
		for range 6 {
			q := o.letter(who, func(m parser.Mail) bool {
				i, ok := about(m)
				return ok && !answered[i] && strings.HasPrefix(m.Subject, "Event ") && len(m.Calendars) == 0
			})
			i, _ := about(q)
			answered[i] = true
			answer := map[string]string{"ben": "1 and 2 work.", "chloe": "2 and 3", "mika": "all fine"}[who]
			if who == "mika" && i%6 == 5 {
				answer = "none"
			}
			o.answer(who, q, answer)
		}
	}
	o.await("five agreements", func() bool { return o.count("agreed") == 4*n+5 })
	for range 5 {
		m := o.letter("ana", func(m parser.Mail) bool { _, ok := about(m); return ok && hasInvitation(m) })
		if i, _ := about(m); i%6 == 4 {
			o.answer("ana", m, "cancel")
		}
	}
	o.await("a cancellation", func() bool { return o.count("cancelled") == n+1 })
}

// tally looks at what people got.
func (o *office) tally(out *outcome) {
	bytesOf := map[string][32]byte{}
	for _, user := range []string{"ana", "ben", "chloe", "mika"} {
		for _, raw := range o.s.Mailbox(user) {
			m := parser.Read(raw)
			if !strings.Contains(string(m.From.Address), "bot") {
				continue
			}
			_, body, _ := bytes.Cut(raw, []byte("Message-ID: "))
			sum := sha256.Sum256(body) // what stands above is added on the way
			if old, ok := bytesOf[m.MessageID]; ok {
				out.twice++
				if old != sum {
					out.differ++
					o.t.Errorf("letter %s to %s has two contents", m.MessageID, user)
				}
				continue
			}
			bytesOf[m.MessageID] = sum
			out.all++
			switch {
			case len(m.Calendars) > 0:
				out.letters = append(out.letters, user+" "+m.Subject+" "+m.Calendars[0].Method)
			case strings.HasPrefix(m.Subject, "Event ") && user != "ana":
				out.letters = append(out.letters, user+" "+m.Subject+" question")
			}
		}
	}
	slices.Sort(out.letters)
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

// withoutTimes leaves out what rightly differs between two runs, when the clock acted, and picks out the answers.
func withoutTimes(t *testing.T, events string) (string, map[string]string) {
	var b strings.Builder
	answers := map[string]string{}
	for _, l := range strings.Split(strings.TrimSpace(events), "\n") {
		var e eventJSON
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			t.Fatalf("%v: %s", err, l)
		}
		for _, p := range e.Parties {
			if len(p.Yes)+len(p.Maybe)+len(p.No) > 0 {
				answers[fmt.Sprintf("%s, %s", e.Title, p.Address)] = fmt.Sprint(p.Yes, p.Maybe, p.No)
			}
		}
		e.Deadline = ""
		line, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n", line)
	}
	return b.String(), answers
}
