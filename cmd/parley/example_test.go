package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// example is a reply that a letter shows or links to, what the letter says it does, and what it is read as.
type example struct {
	letter, say, means, do string
}

var (
	beside = regexp.MustCompile(`^   (\S.*?) {2,}(\S.*)$`)
	above  = regexp.MustCompile(`^   (\S.*)$`)
	under  = regexp.MustCompile(`^ {5,}(\S.*)$`)
	tapped = regexp.MustCompile(`href="mailto:[^"]*[?&]body=([^"&]*)`)
)

// offered lists the replies that the text of a letter offers, each with what it is said to do.
func offeredIn(text string) (out [][2]string) {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if m := beside.FindStringSubmatch(l); m != nil {
			out = append(out, [2]string{m[1], m[2]})
		} else if m := above.FindStringSubmatch(l); m != nil && i+1 < len(lines) {
			if u := under.FindStringSubmatch(lines[i+1]); u != nil {
				out = append(out, [2]string{m[1], u[1]})
			}
		}
	}
	return out
}

// replier follows the letters of a world and reads every example in them as its reader's reply, before anything else happens.
type replier struct {
	w     *world
	seen  int
	found []example
}

func (r *replier) look(t *testing.T) {
	t.Helper()
	r.w.go1(t)
	for ; r.seen < len(r.w.order); r.seen++ {
		p := r.w.order[r.seen]
		name := strings.TrimSuffix(p.to, "@example.test") + " " + string(r.w.kindOf(t, p))
		text, err := plainText(p.raw)
		if err != nil {
			t.Fatal(err)
		}
		var says [][2]string
		says = append(says, offeredIn(text)...)
		for _, m := range tapped.FindAllStringSubmatch(htmlOf(t, p.raw), -1) {
			reply, err := url.PathUnescape(html.UnescapeString(m[1]))
			if err != nil {
				t.Fatalf("%s: %q is no link", name, m[1])
			}
			says = append(says, [2]string{strings.TrimSpace(reply), ""})
		}
		for _, s := range says {
			c, err := r.w.h.understand(context.Background(), r.w.replyTo(p, p.to, s[0], true), "1")
			if err != nil {
				t.Fatal(err)
			}
			r.found = append(r.found, example{name, s[0], s[1], plain(t, c.Do)})
		}
	}
}

// plain is what a mail asks, without the names of the rules that read it.
func plain(t *testing.T, do scheduler.Actions) string {
	t.Helper()
	do = slices.Clone(do)
	for i, a := range do {
		switch a := a.(type) {
		case scheduler.Answer:
			a.Heard = nil
			do[i] = a
		case scheduler.Decline:
			do[i] = scheduler.Decline{}
		case scheduler.Misread:
			a.Heard = nil
			do[i] = a
		}
	}
	b, err := json.Marshal(do)
	if err != nil {
		t.Fatal(err)
	}
	return anyNew.ReplaceAllString(string(b), "new@example.org")
}

// anyNew is an address that an example makes up.
var anyNew = regexp.MustCompile(`[a-z]+@example\.org`)

// lettersIn plays events in which nearly every kind of letter is written, in one language.
func lettersIn(t *testing.T, language string) *replier {
	t.Helper()
	w := newWorld(t, friday, func(c *Config) { c.Digest = nil })
	r := &replier{w: w}
	at := func(day, hour int) scheduler.Span {
		return scheduler.Span{Begin: time.Date(2026, 11, day, hour-2, 0, 0, 0, time.UTC), Duration: 45 * time.Minute}
	}
	address := func(who string) scheduler.Mailbox {
		return scheduler.Mailbox{Name: scheduler.Words(strings.ToUpper(who[:1]) + who[1:]), Address: scheduler.Words(who + "@example.test")}
	}
	n := 0
	do := func(event scheduler.ID, who string, a ...scheduler.Action) scheduler.ID {
		t.Helper()
		n++
		answers := scheduler.LetterID("")
		if p, ok := w.last(who + "@example.test"); ok && event != "" {
			if s, ok := w.h.secrets.ParseMessageID(p.mail.MessageID); ok && s.Event == event {
				answers = s.Letter
			}
		}
		got, err := w.h.execute(context.Background(), scheduler.Command{
			Cause: scheduler.Cause(fmt.Sprintf("example:%d", n)), Event: event, By: address(who), Verified: true, Via: scheduler.ByMail, At: w.clock,
			Bot: w.cfg.Address, Language: language, Answers: answers, Mail: scheduler.Mail{MessageID: fmt.Sprintf("x%d@example.test", n)}, Do: a,
		})
		if err != nil {
			t.Fatal(err)
		}
		r.look(t)
		if event == "" {
			event = got.Event
		}
		return event
	}
	wait := func(d time.Duration) {
		t.Helper()
		for step := 6 * time.Hour; d > 0; d -= step { // letters are read soon after they came
			w.wait(t, min(step, d))
			r.look(t)
		}
	}
	proposal := func(o scheduler.Options) scheduler.Propose {
		return scheduler.Propose{Title: "Review", Zone: "Europe/Helsinki", Slots: []scheduler.Span{at(24, 10), at(24, 14), at(26, 9)}, Options: o,
			Required: []scheduler.Mailbox{address("ben"), address("chloe")}, Optional: []scheduler.Mailbox{address("dev")}}
	}
	yes := func(slots ...int) (a scheduler.Answer) {
		for s := 1; s <= 3; s++ {
			c := scheduler.Choice{Slot: s, Verdict: scheduler.No}
			if slices.Contains(slots, s) {
				c.Verdict = scheduler.Yes
			}
			a.Choices = append(a.Choices, c)
		}
		return a
	}
	// Stuck, a compromise, the agreement, and what comes after it.
	e := do("", "ana", proposal(scheduler.Options{}))
	do(e, "ben", scheduler.Misread{Why: "hedge", Detail: "?", Maybe: scheduler.Actions{yes(1)}})
	do(e, "ben", scheduler.Misread{Why: "hedge", Detail: "?"})
	do(e, "ben", yes(1))
	do(e, "ben", scheduler.Help{})
	do(e, "ben", scheduler.Status{})
	do(e, "ana", scheduler.Help{})
	do(e, "ana", scheduler.Status{})
	do(e, "ana", scheduler.Misread{Why: "hedge", Detail: "?"})
	do(e, "dev", scheduler.Answer{Suggest: []scheduler.Span{at(27, 15)}})
	do(e, "ana", scheduler.Refuse{Slot: 4})
	do(e, "ana", scheduler.Pick{Slot: 9}, scheduler.Unknown{Line: "replace", Fault: scheduler.Fault{Code: "no-address"}})
	do(e, "ben", scheduler.Cancel{})
	do(e, "chloe", yes(3))
	wait(11 * time.Minute)
	do(e, "ana", scheduler.AskAgain{Slot: 1})
	do(e, "chloe", scheduler.Answer{Whole: true, Choices: []scheduler.Choice{{Slot: 1, Verdict: scheduler.IfNeedBe}}})
	wait(25 * time.Hour)
	do(e, "ben", scheduler.Status{})
	do(e, "ben", scheduler.Decline{})
	do(e, "ben", scheduler.Remark{Text: "Shall I bring cake?", Question: true})
	do(e, "ana", scheduler.Move{Slots: []scheduler.Span{at(27, 15), at(30, 9)}})
	do(e, "ana", scheduler.Status{})
	do(e, "dev", scheduler.Stop{})
	do(e, "ana", scheduler.Cancel{})
	do(e, "ben", yes(1))
	// The organiser picks; nobody answers; somebody else writes; an address fails.
	w.clock = friday.AddDate(0, 0, 1)
	e = do("", "ana", proposal(scheduler.Options{Confirm: true, Holds: true}))
	do(e, "chloe", scheduler.Park{Party: mustFind(t, w, e, "ben"), From: "ben@elsewhere.test", Do: scheduler.Actions{yes(2)}})
	do(e, "ben", yes(1, 2))
	do(e, "chloe", yes(2))
	do(e, "dev", yes(2))
	wait(11 * time.Minute)
	do(e, "ana", scheduler.Pick{Slot: 2})
	e = do("", "ana", proposal(scheduler.Options{}))
	do(e, "ben", yes(1))
	do(e, "ana", scheduler.Remind{})
	wait(26 * time.Hour)
	do(e, "dev", scheduler.Bounce{To: "chloe@example.test", Permanent: true, Said: "550 no such user"})
	wait(3 * 24 * time.Hour)
	// A draft.
	p := proposal(scheduler.Options{})
	p.Slots, p.Inferred = []scheduler.Span{at(30, 10)}, []scheduler.Fault{{Code: "duration", Value: "45m0s"}}
	e = do("", "ana", p)
	do(e, "ana", scheduler.Retitle{Title: "Budget"})
	p.Slots = nil
	do("", "ana", p)
	return r
}

func mustFind(t *testing.T, w *world, e scheduler.ID, who string) scheduler.PersonID {
	t.Helper()
	_, people, err := w.h.store.Event(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	p, ok := people.Find(scheduler.Words(who + "@example.test"))
	if !ok {
		t.Fatalf("%s is unknown", who)
	}
	return p.ID
}

// claims says what an English letter promises with these words; what is read must hold one of the parts.
var claims = []struct{ means, do string }{
	{`no more mail`, `"stop`},
	{`only if it must be|only 2`, `"Verdict":2`},
	{`I can make it, if need be`, `"Verdict":3`}, // the rules take it for no more than was asked
	{`no time suits me|cannot make this time`, `decline|"Verdict":1`},
	{`suits? me$|times that suit you`, `"Verdict":3`},
	{`^I come`, `"Verdict":3`},
	{`^I cannot come; `, `decline|"Verdict":1`},
	{`that is what I meant|it was me`, `"ok"`},
	{`it was not me`, `"never"`},
	{`^fix `, `"pick"`},
	{`could you make`, `"askagain"`},
	{`^add a time`, `"extend"`},
	{`^seek another time`, `"move"`},
	{`wait until then`, `"setdeadline"`},
	{`^it may take place without`, `"makeoptional"`},
	{`^it cannot take place`, `"require"`},
	{`^put time`, `"accept"`},
	{`^do not`, `"refuse"`},
	{`^ask one more`, `"add"`},
	{`^ask again`, `"remind"`},
	{`off the list`, `"drop"`},
	{`^use another address`, `"replace"`},
	{`^a new title`, `"retitle"`},
	{`^a new place`, `"relocate"`},
	{`^pass these words`, `"tell"`},
	{`^call it off|^forget it`, `"cancel"`},
	{`^yes, ask|^send out what`, `"go"`},
}

// TestExamplesAreReadAsLettersClaim replies to every kind of letter, in every language, with each reply that it offers, and
// looks whether that is read as the letter says. What the English letters say is looked up in claims; letters in other
// languages must offer the same.
func TestExamplesAreReadAsLettersClaim(t *testing.T) {
	alongside(t)
	english := lettersIn(t, "en")
	kinds := map[string]bool{}
	claimed := 0
	for _, x := range english.found {
		_, kind, _ := strings.Cut(x.letter, " ")
		kinds[kind] = true
		if x.means == "" {
			continue
		}
		i := slices.IndexFunc(claims, func(c struct{ means, do string }) bool { return regexp.MustCompile(c.means).MatchString(x.means) })
		switch {
		case i >= 0 && !regexp.MustCompile(claims[i].do).MatchString(x.do):
			t.Errorf("%s: %q (%s) is read as %s", x.letter, x.say, x.means, x.do)
		case i >= 0:
			claimed++
		case !strings.Contains(x.do, `"`+strings.Fields(x.say)[0]) && !regexp.MustCompile(`stop|zone|showlog|hold`).MatchString(x.do):
			t.Errorf("%s: %q (%s) is read as %s, and nobody says what it should be", x.letter, x.say, x.means, x.do)
		}
	}
	for _, k := range []scheduler.Kind{scheduler.Question, scheduler.Reminder, scheduler.AskCould, scheduler.Receipt, scheduler.Preview, scheduler.Faulty,
		scheduler.AskBack, scheduler.Progress, scheduler.Missing, scheduler.StuckNow, scheduler.PickOne, scheduler.Suggestion, scheduler.Invitation,
		scheduler.HoldNote, scheduler.CounterRefused, scheduler.LapsedNow, scheduler.Failing, scheduler.HelpText, scheduler.StatusText,
		scheduler.StoppedNow, scheduler.WasThisYou, scheduler.Transcript} {
		if !kinds[string(k)] {
			t.Errorf("no example was found in a letter of kind %s", k)
		}
	}
	if claimed < 100 {
		t.Errorf("only %d examples were found", claimed)
	}
	others := []string{"ja", "de", "fr", "es", "pt", "it", "nl", "sv", "fi", "pl", "zh"}
	if testing.Short() {
		others = nil
	}
	for _, language := range others {
		t.Run(language, func(t *testing.T) {
			other := lettersIn(t, language)
			if len(other.found) != len(english.found) {
				t.Errorf("%d examples, %d in English", len(other.found), len(english.found))
			}
			for i, x := range other.found {
				if i >= len(english.found) {
					break
				}
				if want := english.found[i]; x.letter != want.letter || x.do != want.do {
					t.Errorf("%s: %q is read as %s\n%s in English: %q as %s", x.letter, x.say, x.do, want.letter, want.say, want.do)
					if x.letter != want.letter {
						break
					}
				}
			}
		})
	}
}

// htmlOf is the HTML part of a letter.
func htmlOf(t *testing.T, raw []byte) string {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	text, err := partOf(m.Header, m.Body, "text/html")
	if err != nil {
		t.Fatal(err)
	}
	return text
}
