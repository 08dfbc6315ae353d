package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/mailbox/mailtest"
	"parley/parser"
)

var kills = flag.Int("kills", 6, "how often TestKilledDaemon kills each daemon")

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

// kill reports whether it still ran.
func (c *child) kill() bool {
	select {
	case <-c.done:
		return false
	default:
		c.cmd.Process.Kill()
		<-c.done
		return true
	}
}

// The daemon is killed at random moments, on the servers in memory and on real ones, while people keep proposing and
// answering. Answers and state must be those of a run that nobody disturbed, and so must be questions, invitations and
// cancellations; no letter may exist with two contents; and what is stored must be whole after each kill.
func TestKilledDaemon(t *testing.T) {
	t.Parallel()
	at := time.Now().Truncate(time.Second)
	var organizers []string // enough that hardly any kill finds all of them at the end of what they may propose in a day
	for i := range 1 + *kills/20 {
		organizers = append(organizers, fmt.Sprintf("ana%d", i))
	}
	users := cast
	for _, who := range organizers {
		users = append(users, mailtest.User{Name: who})
	}
	t.Run("Memory", func(t *testing.T) {
		t.Parallel()
		killedDaemon(t, at, organizers, func() servers { return mailtest.New(t, mailtest.Options{Users: users}) })
	})
	t.Run("Real", func(t *testing.T) {
		t.Parallel()
		killedDaemon(t, at, organizers, func() servers { return mailtest.NewReal(t, users...) })
	})
}

func killedDaemon(t *testing.T, at time.Time, organizers []string, fresh func() servers) {
	killed := converse(t, fresh(), at, organizers, *kills, 0)
	undisturbed := converse(t, fresh(), at, organizers, 0, killed.events)
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

`, *kills, killed.busy, killed.mails, len(undisturbed.answers), lost, killed.all, len(lostLetters), killed.twice, killed.differ, killed.clean, *kills)
}

type outcome struct {
	events  int // that were proposed
	mails   int // to the bot
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

// conversation is what people do about some events, all of them at once, as long as it goes on.
type conversation struct {
	*office
	organizers []string
	times      string
	events     []course
	going      int
}

// course is how far an event is. Of six, Mika can make none of the times of the last, and the one before is called off.
type course struct {
	answered, invited, released map[string]bool // who did, was, was
	invitation                  parser.Mail     // the organiser's
	over                        bool            // nothing more is to come from people
}

var invitees = []string{"ben", "chloe", "mika"}

// converse keeps eight events going: as many as asked for, or, if that is none, as many as there is time for until the
// daemon was killed so often.
func converse(t *testing.T, s servers, at time.Time, organizers []string, kills, events int) (out outcome) {
	days := nextDays(2)
	c := &conversation{office: newOffice(t, s, ""), organizers: organizers,
		times: fmt.Sprintf("%s 10:00-10:45\n%s 14:00-14:45\n%s 9:00-9:45\n", days[0], days[0], days[1])}
	c.at, c.patience = at, 5*time.Minute
	daemon := startChild(t, c.config)
	defer func() {
		daemon.kill()
		if t.Failed() {
			t.Logf("the daemon's log:\n%s", daemon.log.String())
		}
	}()
	// While it kills nobody else asks the daemon or the store anything: a command that finds no daemon opens the store itself.
	begin, killing, quit := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(killing)
		<-begin
		random := rand.New(rand.NewPCG(1, uint64(kills)))
		for range kills {
			select {
			case <-quit:
				return
			case <-time.After(time.Duration(random.IntN(500)) * time.Millisecond):
			}
			if !daemon.kill() {
				t.Errorf("the daemon had ended by itself:\n%s", daemon.log.String())
			}
			waiting, code := c.parley("outbox")
			if code != 0 {
				t.Errorf("after a kill: outbox: %s", waiting)
			} else if waiting != "" || len(s.Mailbox("bot")) > 0 {
				out.busy++
			}
			if text, code := c.parley("verify"); code != 0 {
				t.Errorf("after a kill: verify: %s", text)
			} else {
				out.clean++
			}
			daemon = startChild(t, c.config)
		}
	}()
	more := func() bool {
		if len(c.events) == proposalsPerDay*len(organizers) {
			return false // a fast machine: the last kills find the daemon idle
		}
		if events > 0 {
			return len(c.events) < events
		}
		select {
		case <-killing:
			return len(c.events) == 0
		default:
			return true
		}
	}
	started := sync.OnceFunc(func() { close(begin) })
	defer func() { close(quit); started(); <-killing }()
	for more() || c.going > 0 {
		for c.going < 8 && more() {
			c.open()
		}
		if c.going == 0 { // the last kill came just now
			continue
		}
		c.await("the next letter", c.listen)
		started()
	}
	started()
	<-killing
	c.await("the daemon to come up", func() bool {
		conn, err := net.Dial("unix", socketPath(filepath.Join(filepath.Dir(c.config), "parley.db")))
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	n := len(c.events)
	for state, want := range map[string]int{"stuck": n / 6, "cancelled": (n + 1) / 6, "agreed": n - n/6 - (n+1)/6} {
		c.await(fmt.Sprintf("%d events to be %s", want, state), func() bool { return c.count(state) == want })
	}
	c.await("all mail to be read", func() bool { return len(s.Mailbox("bot")) == 0 })
	c.await("an empty outbox", func() bool {
		text, code := c.parley("outbox")
		return code == 0 && text == ""
	})
	if filed := len(s.Folder("bot", "Parley/Done")); filed != c.stamp {
		t.Errorf("%d mails were filed, want %d", filed, c.stamp)
	}
	state, code := c.parley("events", "--json")
	if code != 0 {
		t.Fatalf("events: %s", state)
	}
	out.events, out.mails = n, c.stamp
	out.state, out.answers = withoutTimes(t, state)
	c.tally(&out, organizers...)
	return out
}

// open proposes the next event, each in the name of the next organiser.
func (c *conversation) open() {
	n := len(c.events)
	c.events = append(c.events, course{answered: map[string]bool{}, invited: map[string]bool{}, released: map[string]bool{}})
	c.going++
	c.proposeAs(c.organizer(n), fmt.Sprintf("Event %d", n), invitees, c.times)
}

func (c *conversation) organizer(n int) string { return c.organizers[n%len(c.organizers)] }

// listen lets everybody answer what came since it was last called. It reports whether anything did.
func (c *conversation) listen() (news bool) {
	for _, user := range slices.Concat(c.organizers, invitees) {
		all := c.s.Mailbox(user)
		for _, raw := range all[c.seen[user]:] {
			m := parser.Read(raw)
			if !strings.Contains(string(m.From.Address), "bot") || c.read[user+m.MessageID] {
				continue // people write to each other too, and some letters come again after a crash
			}
			c.read[user+m.MessageID] = true
			news = true
			c.hear(user, m)
		}
		c.seen[user] = len(all)
	}
	return news
}

// hear does what somebody does on a letter.
func (c *conversation) hear(user string, m parser.Mail) {
	var n int
	if _, number, found := strings.Cut(m.Subject, "Event "); !found {
		return
	} else if _, err := fmt.Sscanf(number, "%d", &n); err != nil {
		c.t.Fatalf("%s got a letter about no event: %q", user, m.Subject)
	}
	e := &c.events[n]
	switch {
	case len(m.Calendars) > 0 && m.Calendars[0].Method == "CANCEL":
		e.released[user] = true
	case hasInvitation(m):
		e.invited[user] = true
		if user == c.organizer(n) {
			e.invitation = m
		}
		if n%6 == 4 && len(e.invited) == 4 {
			c.answer(c.organizer(n), e.invitation, "cancel")
		}
	case slices.Contains(invitees, user) && strings.HasPrefix(m.Subject, "Event ") && !e.answered[user]:
		e.answered[user] = true
		answer := map[string]string{"ben": "1 and 2 work.", "chloe": "2 and 3", "mika": "all fine"}[user]
		if user == "mika" && n%6 == 5 {
			answer = "none"
		}
		c.answer(user, m, answer)
	}
	over := len(e.invited) == 4
	switch n % 6 {
	case 4:
		over = len(e.released) >= 3
	case 5:
		over = len(e.answered) == 3
	}
	if over && !e.over {
		e.over = true
		c.going--
	}
}

// tally looks at what people got.
func (o *office) tally(out *outcome, organizers ...string) {
	bytesOf := map[string][32]byte{}
	for _, user := range slices.Concat(organizers, invitees) {
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
			case strings.HasPrefix(m.Subject, "Event ") && slices.Contains(invitees, user):
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

// withoutTimes leaves out what rightly differs between two runs, the names that events have in the store and when the clock
// acted, puts them in the order of their titles, and picks out the answers.
func withoutTimes(t *testing.T, events string) (string, map[string]string) {
	var lines []string
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
		e.ID, e.Deadline = "", ""
		if e.Agreed != nil {
			e.Agreed.UID = ""
		}
		line, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), answers
}
