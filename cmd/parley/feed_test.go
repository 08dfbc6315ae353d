package main

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/calendar"
	"parley/scheduler"
	"parley/store"
)

var feedTime = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// feedWorld is a world that serves feeds.
func feedWorld(t testing.TB) *world {
	return newWorld(t, feedTime, func(c *Config) {
		c.HTTP = HTTP{Listen: "127.0.0.1:0", URL: "https://parley.example.test/"}
	})
}

// do carries out a command of somebody; a proposal if event is "".
func (w *world) do(event scheduler.ID, who string, do ...scheduler.Action) store.Receipt {
	w.t.Helper()
	w.uid++
	r, err := w.h.execute(context.Background(), scheduler.Command{
		Cause: scheduler.Cause(fmt.Sprintf("test:%d", w.uid)), Event: event, By: scheduler.Mailbox{Name: scheduler.Words("The " + who), Address: at(who)},
		Verified: true, Via: scheduler.ByMail, At: w.clock, Bot: w.cfg.Address, Do: do,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func at(who string) scheduler.Words { return scheduler.Words(who + "@example.test") }

// propose opens an event of ana's with two slots for ben, chloe and dan, who is optional.
func (w *world) propose(title string, o scheduler.Options) scheduler.ID {
	var slots []scheduler.Span
	for _, h := range []time.Duration{49, 73} {
		slots = append(slots, scheduler.Span{Begin: w.clock.Add(h * time.Hour), Duration: 45 * time.Minute})
	}
	return w.do("", "ana", scheduler.Propose{
		Title: scheduler.Words(title), Location: "Room 4; left, then up", Text: "Chloe (chloe@example.test) brings the cake.", URL: "https://meet.example.test/4",
		Zone: "Europe/Helsinki", Slots: slots, Options: o,
		Required: []scheduler.Mailbox{{Name: "Ben", Address: at("ben")}, {Name: "Chloe", Address: at("chloe")}}, Optional: []scheduler.Mailbox{{Name: "Dan", Address: at("dan")}},
	}).Event
}

func says(verdicts ...scheduler.Verdict) scheduler.Answer {
	a := scheduler.Answer{Whole: true}
	for i, v := range verdicts {
		a.Choices = append(a.Choices, scheduler.Choice{Slot: i + 1, Verdict: v})
	}
	return a
}

const yes, no = scheduler.Yes, scheduler.No

// agree brings an event to an agreement on its first slot.
func (w *world) agree(id scheduler.ID) {
	w.t.Helper()
	for _, who := range []string{"ben", "chloe", "dan"} {
		w.do(id, who, says(yes, no))
	}
	if err := w.until(context.Background(), w.clock.Add(time.Hour)); err != nil {
		w.t.Fatal(err)
	}
	if e, _, err := w.h.store.Event(context.Background(), id); err != nil || e.State != scheduler.Agreed {
		w.t.Fatalf("%s is %s, %v", id, e.State, err)
	}
}

func (w *world) person(who string) scheduler.Person {
	w.t.Helper()
	p, err := w.h.store.PersonByAddress(context.Background(), string(at(who)))
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *world) token(who string) string {
	w.t.Helper()
	token, err := w.h.secrets.FeedToken(feedKey, w.person(who))
	if err != nil {
		w.t.Fatal(err)
	}
	return token
}

// feed is what a person's feed says now.
func (w *world) feed(f *feeds, who string) string {
	w.t.Helper()
	_, b, err := f.get(context.Background(), w.person(who).ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(b.plain)
}

// lines counts the lines of a feed that are as given.
func lines(feed, line string) int { return strings.Count(feed, "\r\n"+line+"\r\n") }

func TestFeedFollowsAnEvent(t *testing.T) {
	alongside(t)
	w := feedWorld(t)
	f := newFeeds(w.h)
	shows := func(when, who string, confirmed, tentative int) {
		t.Helper()
		got := w.feed(f, who)
		if c, h := lines(got, "STATUS:CONFIRMED"), lines(got, "STATUS:TENTATIVE"); c != confirmed || h != tentative || lines(got, "BEGIN:VEVENT") != c+h {
			t.Errorf("%s: %s's feed has %d meetings and %d holds, want %d and %d\n%s", when, who, c, h, confirmed, tentative, got)
		}
	}
	id := w.propose("Review", scheduler.Options{Holds: true})
	shows("open", "ana", 0, 0)
	shows("open", "ben", 0, 2)
	w.do(id, "ben", says(yes, no))
	shows("after Ben's no to one", "ben", 0, 1)
	shows("after Ben's no to one", "dan", 0, 2)
	w.agree(id)
	for _, who := range []string{"ana", "ben", "chloe", "dan"} {
		shows("agreed", who, 1, 0)
	}
	w.do(id, "dan", scheduler.Decline{})
	shows("after Dan's no", "dan", 0, 0)
	w.do(id, "chloe", scheduler.Stop{})
	shows("after Chloe stopped", "chloe", 0, 0)
	w.do(id, "ana", scheduler.Drop{Who: at("ben")})
	shows("after Ben was dropped", "ben", 0, 0)
	shows("to the end", "ana", 1, 0)
	w.do(id, "ana", scheduler.Cancel{})
	shows("cancelled", "ana", 0, 0)

	// While a new time is sought the old one stands, and what is asked about is held.
	moved := w.propose("Rehearsal", scheduler.Options{Holds: true})
	w.agree(moved)
	w.do(moved, "ana", scheduler.Move{Slots: []scheduler.Span{{Begin: w.clock.Add(100 * time.Hour), Duration: time.Hour}}})
	shows("being moved", "ben", 1, 1)
	shows("being moved", "ana", 1, 0)
	w.do(moved, "ben", scheduler.Stop{})
	shows("stopped while it was being moved", "ben", 0, 0)
	shows("stopped by another", "dan", 1, 1)
	w.do(moved, "ana", scheduler.Cancel{})
	shows("cancelled while it was being moved", "dan", 0, 0)
	w.propose("Never", scheduler.Options{Holds: true})
	shows("open", "dan", 0, 2)
	if err := w.until(context.Background(), w.clock.Add(14*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	shows("lapsed", "dan", 0, 0)

	id = w.propose("Without me", scheduler.Options{Absent: true})
	w.agree(id)
	shows("agreed without the organiser", "ana", 0, 0)
	shows("agreed without the organiser", "dan", 1, 0)
}

// A feed can be read by any calendar program, and by people who are not its owner: it names nobody.
func TestFeedNamesNobody(t *testing.T) {
	alongside(t)
	w := feedWorld(t)
	w.agree(w.propose("Tasting, or: “cake”", scheduler.Options{}))
	w.propose("Rehearsal", scheduler.Options{Holds: true})
	f := newFeeds(w.h)
	for _, who := range []string{"ana", "ben", "dan"} {
		got := w.feed(f, who)
		unfolded := strings.ReplaceAll(got, "\r\n ", "")
		for _, other := range []string{"ana", "ben", "chloe", "dan"} {
			if strings.Contains(strings.ToLower(unfolded), other) {
				t.Errorf("%s's feed names %s:\n%s", who, other, got)
			}
		}
		if strings.Contains(unfolded, "ATTENDEE") || strings.Contains(unfolded, "cake.") {
			t.Errorf("attendees or the organiser's text:\n%s", got)
		}
		for _, want := range []string{`SUMMARY:Tasting\, or: “cake”`, `LOCATION:Room 4\; left\, then up`, "URL:https://meet.example.test/4",
			"DTSTART:20261125T090000Z", "DTEND:20261125T094500Z", "METHOD:PUBLISH", "DESCRIPTION:2026-11-25 11:00-11:45 Europe/Helsinki"} {
			if lines(unfolded, want) == 0 {
				t.Errorf("no line %q:\n%s", want, got)
			}
		}
		for _, l := range strings.Split(strings.TrimSuffix(got, "\r\n"), "\r\n") {
			if len(l) > 75 || strings.ContainsAny(l, "\r\n") {
				t.Errorf("a line that strict programs refuse: %q", l)
			}
		}
		// Our own strict reader finds the same times.
		r, found := calendar.DecodeInvitation(nil, calendar.Part{Bytes: []byte(got)})
		if want := lines(got, "BEGIN:VEVENT"); !found || len(r.Faults) > 0 || len(r.Spans) != want || r.Method != "PUBLISH" || len(r.Attendees) > 0 {
			t.Errorf("read back: %v, %d of %d times, %+v", found, len(r.Spans), want, r)
		}
	}
}

// However many ask at once, a change is rendered once; and a restart leaves versions and bytes as they were.
func TestFeedIsRenderedOncePerChange(t *testing.T) {
	alongside(t)
	w := feedWorld(t)
	look := &looked{Engine: w.engine}
	w.engine = look
	w.open()
	id := w.propose("Review", scheduler.Options{})
	w.agree(id)
	look.before = func() { runtime.Gosched() } // everybody gets a turn in the midst of everybody's reading
	f := newFeeds(w.h)
	ben := w.person("ben").ID
	versions := map[string]bool{}
	for change := range 3 {
		if change > 0 {
			w.do(id, "ana", scheduler.Retitle{Title: scheduler.Words(fmt.Sprint("Review ", change))})
		}
		var all sync.WaitGroup
		got := make([]feedBytes, 50)
		for i := range got {
			all.Go(func() {
				_, b, err := f.get(context.Background(), ben)
				if err != nil {
					t.Error(err)
				}
				got[i] = b
			})
		}
		all.Wait()
		for _, b := range got {
			if b.version != got[0].version || !bytes.Equal(b.plain, got[0].plain) {
				t.Fatal("two answers to one question")
			}
		}
		if n := f.rendered.Load(); n != int64(change+1) || versions[got[0].version] {
			t.Fatalf("rendered %d times after %d changes; version %s", n, change, got[0].version)
		}
		versions[got[0].version] = true
	}
	look.before = nil
	before, b, _ := f.get(context.Background(), ben)
	w.propose("Of others", scheduler.Options{})
	w.do("", "eve", scheduler.Propose{Title: "Elsewhere", Zone: "UTC", Slots: []scheduler.Span{{Begin: w.clock.Add(50 * time.Hour), Duration: time.Hour}},
		Required: []scheduler.Mailbox{{Address: at("chloe")}}})
	if s, _ := f.state(context.Background(), ben); s.version == before.version {
		t.Error("an event more left the version as it was")
	}
	before, b, _ = f.get(context.Background(), ben)
	w.open() // as after a crash
	again := newFeeds(w.h)
	if s, err := again.state(context.Background(), ben); err != nil || s != before || again.rendered.Load() != 0 {
		t.Errorf("after a restart %+v, before %+v; %v", s, before, err)
	}
	w.clock = w.clock.Add(1000 * time.Hour)
	if _, c, err := again.get(context.Background(), ben); err != nil || !bytes.Equal(b.plain, c.plain) || !bytes.Equal(b.zipped, c.zipped) || c.version != b.version {
		t.Errorf("other bytes under one version: %v", err)
	}
}

// looked is an engine that tells when it is about to be read.
type looked struct {
	store.Engine
	before func() // nil: it does not
}

func (l *looked) View(fn func(store.Tx) error) error {
	if l.before != nil {
		l.before()
	}
	return l.Engine.View(fn)
}

// Whenever a change falls into the rendering, bytes are those of the version they are given out with.
func TestFeedChangesWhileItIsRendered(t *testing.T) {
	alongside(t)
	for reading := 1; ; reading++ {
		w := feedWorld(t)
		look := &looked{Engine: w.engine}
		w.engine = look
		w.open()
		id := w.propose("Before", scheduler.Options{})
		w.agree(id)
		f, ben := newFeeds(w.h), w.person("ben").ID
		n := 0
		look.before = func() {
			if n++; n == reading {
				w.do(id, "ana", scheduler.Retitle{Title: "After"})
			}
		}
		s, b, err := f.get(context.Background(), ben)
		if err != nil {
			t.Fatal(err)
		}
		changed := n >= reading
		look.before = nil
		if !changed {
			if reading < 4 {
				t.Fatalf("only %d readings: the test misses the point", n)
			}
			return
		}
		now, want, err := newFeeds(w.h).get(context.Background(), ben)
		if err != nil || b.version != s.version || (s.version == now.version) != bytes.Equal(b.plain, want.plain) || lines(string(want.plain), "SUMMARY:After") != 1 {
			t.Errorf("a change before reading %d: version %s with\n%s", reading, s.version, b.plain)
		}
	}
}

// What cannot change under a version does not: titles that are erased make another.
func TestForgettingChangesFeeds(t *testing.T) {
	alongside(t)
	w := feedWorld(t)
	w.agree(w.propose("Lunch with ana@example.test", scheduler.Options{}))
	f := newFeeds(w.h)
	token := w.token("ana")
	if !strings.Contains(w.feed(f, "ben"), "Lunch with") {
		t.Fatal("no title")
	}
	if err := w.h.store.Forget(context.Background(), w.person("ana").ID); err != nil {
		t.Fatal(err)
	}
	if got := w.feed(f, "ben"); strings.Contains(got, "Lunch") || lines(got, "STATUS:CONFIRMED") != 1 {
		t.Errorf("after the organiser was forgotten:\n%s", got)
	}
	if _, err := f.find(context.Background(), token); err != errNoFeed {
		t.Errorf("the feed of somebody forgotten: %v", err)
	}
}

func TestFeedForgetsThePast(t *testing.T) {
	alongside(t)
	w := feedWorld(t)
	f := newFeeds(w.h)
	w.agree(w.propose("Old", scheduler.Options{}))
	w.clock = w.clock.Add(feedPast - 40*24*time.Hour)
	w.agree(w.propose("Later", scheduler.Options{}))
	if got := w.feed(f, "ben"); lines(got, "SUMMARY:Old") != 1 || lines(got, "SUMMARY:Later") != 1 {
		t.Errorf("a year is to be seen:\n%s", got)
	}
	w.clock = w.clock.Add(80 * 24 * time.Hour)
	w.agree(w.propose("New", scheduler.Options{}))
	if got := w.feed(f, "ben"); lines(got, "SUMMARY:Old") != 0 || lines(got, "SUMMARY:Later") != 1 || lines(got, "SUMMARY:New") != 1 {
		t.Errorf("what is long over is to go:\n%s", got)
	}
}

// Invitations tell how to subscribe, each reader by an address of their own, and only where feeds are served.
func TestLettersTellTheFeed(t *testing.T) {
	alongside(t)
	w := feedWorld(t)
	w.agree(w.propose("Review", scheduler.Options{}))
	for _, who := range []string{"ben", "chloe"} {
		p, ok := w.last(string(at(who)))
		if want := "https://parley.example.test/calendar/" + w.token(who) + ".ics"; !ok || !strings.Contains(p.mail.Text(), want) {
			t.Errorf("%s is not told %s:\n%s", who, want, p.mail.Text())
		}
	}
	quiet := newWorld(t, feedTime, func(c *Config) { c.HTTP.URL = "https://parley.example.test" })
	quiet.agree(quiet.propose("Review", scheduler.Options{}))
	if p, ok := quiet.last(string(at("ben"))); !ok || strings.Contains(string(p.raw), "/calendar/") {
		t.Error("a letter tells of a feed that is not served")
	}
}

func TestFeedCommand(t *testing.T) {
	alongside(t)
	w := feedWorld(t)
	w.agree(w.propose("Review", scheduler.Options{}))
	run := func(args ...string) (string, string, int) {
		var out, errs bytes.Buffer
		p := &program{in: strings.NewReader(""), out: &out, err: &errs, now: func() time.Time { return w.clock }, house: w.h}
		code := p.run(context.Background(), append([]string{"feed"}, args...))
		return out.String(), errs.String(), code
	}
	f, old := newFeeds(w.h), w.token("ben")
	if out, errs, code := run("ben@example.test"); code != 0 || out != "https://parley.example.test/calendar/"+old+".ics\n" {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	if _, err := f.find(context.Background(), old); err != nil {
		t.Errorf("the address that was printed: %v", err)
	}
	chloe := w.token("chloe")
	out, errs, code := run("ben@example.test", "--revoke")
	if now := w.token("ben"); code != 0 || now == old || !strings.Contains(out, now) || strings.Contains(out, old) {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	for token, want := range map[string]error{old: errNoFeed, w.token("ben"): nil, chloe: nil} {
		if _, err := f.find(context.Background(), token); err != want {
			t.Errorf("%s: %v, want %v", token, err, want)
		}
	}
	if _, errs, code := run("nobody@example.test", "--revoke"); code != exitRefused || !strings.Contains(errs, "nobody is known") {
		t.Errorf("exit %d: %s", code, errs)
	}
	w.h.cfg.HTTP.URL = ""
	if _, errs, code := run("ben@example.test"); code != exitRefused || !strings.Contains(errs, "http.listen and http.url") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if out, errs, code := run("ben@example.test", "--revoke"); code != 0 || strings.Contains(out, "http") {
		t.Errorf("revoking while feeds are off: exit %d: %s%s", code, out, errs)
	}
	if err := w.h.store.Check(context.Background()); err != nil {
		t.Error(err)
	}
}
