package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/mailbox/mailtest"
	"parley/parser"
)

// relayed is a mail system that the bot reaches by way of two relays.
type relayed struct {
	servers
	imap, smtp *relay
	login      string // of the bot, where it hands in letters
	host       string // the name of both servers; "" is their address
}

// newRelayed puts relays before servers. Without a name for these, letters are not encrypted where that can be had, so
// that the relay understands them.
func newRelayed(t *testing.T, s servers, host string) *relayed {
	r := &relayed{servers: s, login: "bot", host: host}
	if _, real := s.(*mailtest.Real); real && host == "" {
		r.login = ""
	}
	r.imap, r.smtp = newRelay(t, s.IMAPURL("bot")), newRelay(t, s.SMTPURL(r.login))
	return r
}

func (r *relayed) named(url string) string {
	if r.host == "" {
		return url
	}
	return strings.Replace(url, "127.0.0.1", r.host, 1)
}

func (r *relayed) IMAPURL(user string) string {
	if user == "bot" {
		return r.named(r.imap.url(r.servers.IMAPURL(user)))
	}
	return r.servers.IMAPURL(user)
}

func (r *relayed) SMTPURL(user string) string {
	if user == "bot" {
		return r.named(r.smtp.url(r.servers.SMTPURL(r.login)))
	}
	return r.servers.SMTPURL(user)
}

// fault is what goes wrong between the daemon and what it needs.
type fault struct {
	name  string
	begin func(*disturbed)
	end   func(*disturbed)
	deaf  bool           // people cannot hand in mail meanwhile
	early bool           // it is met by proposals only
	says  *regexp.Regexp // what /healthz or the log says then
}

func onReal(w *disturbed, real func(*mailtest.Real), memory func()) {
	if r, ok := w.net.servers.(*mailtest.Real); ok {
		real(r)
	} else {
		memory()
	}
}

func must0(err error) {
	if err != nil {
		panic(err)
	}
}

var netFaults = []fault{
	{name: "servers killed", begin: func(w *disturbed) {
		onReal(w, func(r *mailtest.Real) { r.Kill("imap"); r.Kill("smtp") }, func() { w.net.imap.close(); w.net.smtp.close() })
	}, end: func(w *disturbed) {
		onReal(w, func(r *mailtest.Real) { must0(r.Start("imap")); must0(r.Start("smtp")) }, func() { w.net.imap.listen(); w.net.smtp.listen() })
	}, deaf: true, says: regexp.MustCompile("reading mail has failed since [^\"]*(cannot be reached|broke)")},
	{name: "servers paused", begin: func(w *disturbed) {
		onReal(w, func(r *mailtest.Real) { must0(r.Pause("imap")); must0(r.Pause("smtp")) }, func() { w.net.imap.silence(true); w.net.smtp.silence(true) })
	}, end: func(w *disturbed) {
		onReal(w, func(r *mailtest.Real) { must0(r.Resume("imap")); must0(r.Resume("smtp")) }, func() { w.net.imap.heal(); w.net.smtp.heal() })
	}, deaf: true, says: regexp.MustCompile("reading mail has failed since [^\"]*does not answer")},
	{name: "4xx to every letter", begin: func(w *disturbed) {
		w.net.smtp.set(func() { w.net.smtp.rcpt = "452 4.3.1 Insufficient system storage" })
	},
		end: func(w *disturbed) { w.net.smtp.heal() }, says: regexp.MustCompile("letters wait to be tried again[^\"]*Insufficient system storage")},
	{name: "relaying refused", begin: func(w *disturbed) { w.net.smtp.set(func() { w.net.smtp.rcpt = "554 5.7.1 Relay access denied" }) },
		end: func(w *disturbed) { w.net.smtp.heal() }, says: regexp.MustCompile("letters wait to be tried again[^\"]*Relay access denied")},
	{name: "greylisting", begin: func(w *disturbed) { w.net.smtp.set(func() { w.net.smtp.grey = map[string]bool{} }) },
		end: func(*disturbed) {}, says: regexp.MustCompile("Greylisted, come back later")},
	{name: "cut in the middle of DATA", begin: func(w *disturbed) { w.net.smtp.set(func() { w.net.smtp.cut = "data" }) },
		end: func(*disturbed) {}, says: regexp.MustCompile(`broke \(at the message`)},
	{name: "cut after the final dot", begin: func(w *disturbed) { w.net.smtp.set(func() { w.net.smtp.cut = "dot" }) },
		end: func(*disturbed) {}, says: regexp.MustCompile(`broke \(at the message`)},
	{name: "silence while waiting for mail", begin: func(w *disturbed) { w.net.imap.silence(false) },
		end: func(*disturbed) {}, says: regexp.MustCompile("connection ended while waiting|does not answer")},
}

// Whatever goes wrong between the daemon and its servers, it says what it waits for, recovers by itself, and in the end
// everything is as if nothing had happened: answers, state, questions, invitations and cancellations. One daemon goes
// through all the faults, one after the other; each meets questions on their way out, or invitations, or both.
func TestFaults(t *testing.T) {
	t.Parallel()
	got := trial{faults: netFaults}.run(t)
	for kind, out := range got {
		if out.twice == 0 {
			t.Errorf("%s: no letter came twice, though connections were cut after the final dot", kind)
		}
	}
}

// trial is what a daemon goes through, and what that needs.
type trial struct {
	faults  []fault
	text    string                                   // below the times of each proposal
	tls     bool                                     // of the servers in memory
	host    string                                   // the name of the servers
	real    bool                                     // only on real ones
	prepare func(w *disturbed, config string) string // before the daemon starts; nil: as it is
}

// run compares what comes of the faults, on servers in memory and on real ones, with what comes of a run without any.
func (x trial) run(t *testing.T) map[string]outcome {
	at := time.Now().Truncate(time.Second)
	thorough := os.Getenv("PARLEY_REQUIRE_SERVERS") == "1"
	kinds := map[string]func(t *testing.T) servers{
		"Memory": func(t *testing.T) servers { return mailtest.New(t, mailtest.Options{Users: cast, TLS: x.tls}) },
		"Real":   func(t *testing.T) servers { return mailtest.NewReal(t, cast...) },
	}
	if x.real {
		s := mailtest.NewReal(t, cast...) // or skips the test
		kinds = map[string]func(t *testing.T) servers{"Real": func(*testing.T) servers { return s }}
	}
	var mu sync.Mutex
	all := map[string]outcome{}
	note := func(kind string, out outcome) {
		mu.Lock()
		defer mu.Unlock()
		all[kind] = out
	}
	t.Run("On", func(t *testing.T) { // ends when all have
		t.Run("Undisturbed", func(t *testing.T) {
			t.Parallel()
			w := newDisturbed(t, newRelayed(t, mailtest.New(t, mailtest.Options{Users: cast}), ""), at, trial{text: x.text})
			for i := range x.faults {
				w.event(t, i, nil, nil)
			}
			note("", w.outcome())
		})
		for kind, fresh := range kinds {
			t.Run(kind, func(t *testing.T) {
				t.Parallel()
				host := x.host
				if host != "" {
					host = strings.ToLower(kind) + "." + host
				}
				w := newDisturbed(t, newRelayed(t, fresh(t), host), at, x)
				for i := range x.faults {
					early, late := &x.faults[i], &x.faults[i]
					switch {
					case early.early:
						late = nil
					case !thorough && i%2 == 0:
						early = nil
					case !thorough:
						late = nil
					}
					t.Run(x.faults[i].name, func(t *testing.T) { w.event(t, i, early, late) })
					if t.Failed() {
						return
					}
				}
				w.t = t
				out := w.outcome()
				t.Logf("%d letters, %d came twice and were the same", out.all, out.twice)
				note(kind, out)
			})
		}
	})
	want, calm := all[""]
	delete(all, "")
	if !calm {
		return all // it failed, and said so
	}
	for kind, got := range all {
		if got.state != want.state {
			t.Errorf("%s: the state differs:\nundisturbed:\n%s\ndisturbed:\n%s", kind, want.state, got.state)
		}
		if !slices.Equal(got.letters, want.letters) {
			t.Errorf("%s: letters are missing:\n%s\nnobody should have got:\n%s", kind, strings.Join(missing(want.letters, got.letters), "\n"), strings.Join(missing(got.letters, want.letters), "\n"))
		}
	}
	return all
}

// disturbed is a daemon, the people who use it, and what is between them.
type disturbed struct {
	*office
	net    *relayed
	daemon *child
	text   string // below the times of each proposal
}

func newDisturbed(t *testing.T, s *relayed, at time.Time, x trial) *disturbed {
	w := &disturbed{office: newOffice(t, s, ""), net: s, text: x.text}
	w.at = at
	text, err := os.ReadFile(w.config)
	if err != nil {
		t.Fatal(err)
	}
	impatient := strings.Replace(string(text), "settle = \"1s\"", "settle = \"100ms\"", 1)
	impatient = strings.Replace(impatient, "[imap]\n", "[imap]\ntimeout = \"2s\"\n", 1)
	impatient = strings.Replace(impatient, "[smtp]\n", "[smtp]\ntimeout = \"2s\"\nretry = \"300ms\"\n", 1)
	impatient += "[http]\nlisten = \"127.0.0.1:0\"\n"
	if x.prepare != nil {
		impatient = x.prepare(w, impatient)
	}
	write(t, w.config, []byte(impatient))
	w.daemon = startChild(t, w.config)
	t.Cleanup(func() {
		w.daemon.kill()
		if t.Failed() {
			t.Logf("the daemon's log:\n%s", w.daemon.log.String())
		}
	})
	w.await("the daemon", func() bool { return w.healthz() != "" })
	return w
}

var servingHTTP = regexp.MustCompile(`msg="serving http" address=(\S+)`)

// healthz is what /healthz says; "" if nobody answers.
func (w *disturbed) healthz() string {
	at := servingHTTP.FindStringSubmatch(w.daemon.log.String())
	if at == nil {
		return ""
	}
	r, err := http.Get("http://" + at[1] + "/healthz")
	if err != nil {
		return ""
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	return string(b)
}

// event goes from a proposal to its invitations, and every third to its cancellation, while faults come and go before
// the proposal and before the last answer.
func (w *disturbed) event(t *testing.T, i int, early, late *fault) {
	w.t = t
	subject := fmt.Sprintf("Event %d", i)
	people, days := []string{"ben", "chloe", "mika"}, nextDays(2)
	question := func(m parser.Mail) bool { return m.Subject == subject && len(m.Calendars) == 0 }
	w.through(early, func() {
		w.propose(subject, people, fmt.Sprintf("%s 10:00-10:45\n%s 14:00-14:45\n%s 9:00-9:45\n", days[0], days[0], days[1])+w.text)
	})
	for _, who := range people[:2] {
		w.answer(who, w.letter(who, question), map[string]string{"ben": "1 and 2 work.", "chloe": "2 and 3"}[who])
	}
	q := w.letter("mika", question)
	w.through(late, func() { w.answer("mika", q, "all fine") })
	invitation := w.letter("ana", func(m parser.Mail) bool { return hasInvitation(m) && strings.HasSuffix(m.Subject, subject) })
	for _, who := range people {
		w.letter(who, func(m parser.Mail) bool { return hasInvitation(m) && strings.HasSuffix(m.Subject, subject) })
	}
	if i%3 == 2 {
		w.answer("ana", invitation, "cancel")
		for _, who := range people {
			w.letter(who, func(m parser.Mail) bool {
				return len(m.Calendars) > 0 && m.Calendars[0].Method == "CANCEL" && strings.HasSuffix(m.Subject, subject)
			})
		}
	}
}

// through lets somebody write while a fault lasts, until the daemon has said what it waits for.
func (w *disturbed) through(f *fault, writes func()) {
	w.t.Helper()
	if f == nil {
		writes()
		return
	}
	was, logged := w.daemon, len(w.daemon.log.String())
	f.begin(w)
	if w.daemon != was {
		logged = 0
	}
	if !f.deaf {
		writes()
	}
	w.await("the daemon to say what it waits for", func() bool {
		return f.says.MatchString(w.healthz()) || f.says.MatchString(strings.ReplaceAll(w.daemon.log.String()[logged:], `\"`, "'"))
	})
	f.end(w)
	if f.deaf {
		writes()
	}
}

func (w *disturbed) outcome() (out outcome) {
	w.await("all mail to be read", func() bool { return len(w.s.Mailbox("bot")) == 0 })
	w.await("an empty outbox", func() bool {
		text, code := w.parley("outbox")
		return code == 0 && text == ""
	})
	text, code := w.parley("events", "--json")
	if code != 0 {
		w.t.Fatalf("events: %s", text)
	}
	out.state, out.answers = withoutTimes(w.t, text)
	w.tally(&out, "ana")
	if text, code := w.parley("verify"); code != 0 {
		w.t.Errorf("verify: %s", text)
	}
	w.await("the daemon to be well again", func() bool { return strings.Contains(w.healthz(), `"waits":[]`) })
	return out
}

// The clock is set back by two hours while letters wait to be tried again in one: they go out at once, and the daemon says
// what happened. When it is set right, people agree as if it had always been.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	for kind, fresh := range map[string]func(t *testing.T) servers{
		"Memory": func(t *testing.T) servers { return mailtest.New(t, mailtest.Options{Users: cast}) },
		"Real":   func(t *testing.T) servers { return mailtest.NewReal(t, cast...) },
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := newRelayed(t, fresh(t), "")
			o := newOffice(t, s, "")
			text, err := os.ReadFile(o.config)
			if err != nil {
				t.Fatal(err)
			}
			write(t, o.config, []byte(strings.Replace(string(text), "[smtp]\n", "[smtp]\nretry = \"1h\"\n", 1)))
			var set atomic.Int64
			o.serveBy(func() time.Time { return time.Now().Add(time.Duration(set.Load())) })
			s.smtp.set(func() { s.smtp.rcpt = "452 4.3.1 Insufficient system storage" })
			days, people := nextDays(2), []string{"ben", "chloe", "mika"}
			times := fmt.Sprintf("%s 10:00-10:45\n%s 14:00-14:45\n%s 9:00-9:45\n", days[0], days[0], days[1])
			o.propose("Event 0", people, times)
			o.await("letters to be put off", func() bool {
				out, _ := o.parley("outbox")
				return strings.Count(out, "1 attempts") >= 3
			})
			set.Store(-int64(2 * time.Hour))
			s.smtp.heal()
			o.propose("Event 1", people, times)
			asked := map[string]parser.Mail{}
			for _, who := range people {
				asked[who] = o.letter(who, func(m parser.Mail) bool { return m.Subject == "Event 0" })
			}
			if out, code := o.parley("check"); code != exitRefused || !strings.Contains(out, "the clock was set back by 2h0m0s") {
				t.Errorf("check: exit %d: %s", code, out)
			}
			o.answer("ben", asked["ben"], "1 and 2 work.")
			o.await("an answer to be read", func() bool {
				out, code := o.parley("events", "--json")
				return code == 0 && strings.Contains(out, `"yes":[1,2]`)
			})
			set.Store(0)
			o.answer("chloe", asked["chloe"], "2 and 3")
			o.answer("mika", asked["mika"], "all fine")
			for _, who := range append(people, "ana") {
				o.letter(who, hasInvitation)
			}
			if e := o.event("Event 0"); e.Agreed == nil || e.Agreed.Slot != 2 {
				t.Errorf("not agreed on slot 2: %+v", e)
			}
			if out, code := o.parley("verify"); code != 0 {
				t.Errorf("verify: %s", out)
			}
		})
	}
}

// A daemon that may not write its store says so and what to do, and check does.
func TestReadOnlyStore(t *testing.T) {
	config := writeConfig(t, "address = \"bot@example.test\"\nstore = \"sub/parley.db\"\n[imap]\nurl = \"imap+insecure://bot@127.0.0.1:1\"\n[smtp]\nurl = \"smtp+insecure://127.0.0.1:1\"\n")
	dir := filepath.Join(filepath.Dir(config), "sub")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	root := os.Getuid() == 0
	if root { // whom file modes do not stop
		if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", dir).CombinedOutput(); err != nil {
			t.Skipf("root without the right to mount: %v %s", err, out)
		}
		t.Cleanup(func() { exec.Command("umount", dir).Run() })
	}
	if _, errs, code := shell(t, "", "import", "--config", config, os.DevNull); code == exitUsage {
		t.Fatalf("import: %s", errs)
	}
	file := filepath.Join(dir, "parley.db")
	if _, err := os.Stat(file); err != nil {
		t.Fatal(err)
	}
	if root {
		if out, err := exec.Command("mount", "-o", "remount,ro", dir).CombinedOutput(); err != nil {
			t.Fatalf("remount: %v %s", err, out)
		}
	} else if err := os.Chmod(file, 0o400); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"serve"}, {"serve", "--once"}, {"check"}} {
		out, errs, code := shell(t, "", append(args, "--config", config)...)
		if code != exitRefused || !strings.Contains(out+errs, "the store cannot be written") {
			t.Errorf("%v: exit %d: %s%s", args, code, out, errs)
		}
	}
}

// A server whose name is not known is one that cannot be reached; the sentence has the name.
func TestUnknownHost(t *testing.T) {
	config := writeConfig(t, "address = \"bot@example.test\"\n[imap]\nurl = \"imaps://bot@mail.example.invalid\"\npassword = \"x\"\n[smtp]\nurl = \"smtps://mail.example.invalid\"\n")
	out, _, code := shell(t, "", "check", "--config", config)
	if code != exitRefused || strings.Count(out, "cannot be reached") != 2 || !strings.Contains(out, "lookup mail.example.invalid") {
		t.Errorf("exit %d: %s", code, out)
	}
}
