package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"parley/mailbox"
	"parley/scheduler"
)

// TestStories plays testdata/scenarios/*.txt. A story is a list of steps; under each stands what followed from it, written
// by the test itself when it is run with -update, and read by people as a difference.
//
//	# The first line tells what the story is about.
//	clock 2026-11-23 09:00
//	mail [unsigned]           a new mail: header fields, an empty line, the text, up to "end"; unsigned: its domain does
//	                          not vouch for it
//	reply NAME [to 2] [from ADDR] [unsigned] [quoting]
//	                          an answer to the last letter that NAME@example.test (or a full address) got, or to the
//	                          second one, up to "end"
//	click NAME accept         a calendar program's answer to the last letter with a calendar: accept, tentative, decline
//	click NAME accept 2       the same for the date of a slot: accept, maybe, decline
//	counter NAME 2 TIME       a calendar program proposes another time for that date
//	outsider ADDR NAME 2      somebody else answers the date that NAME got
//	invite request 0 TITLE; TIME; TIME    Ana's calendar invites the bot: the method, the SEQUENCE, the events
//	refuse NAME               from now on the mail server knows nobody of that address
//	wait 24h                  time passes, with everything that falls due
//	show NAME [2]             the last letter, or the last two, that NAME got, as text
//	parley status …           an operator's command line, and what it prints
//
// Lines that begin with "| " are what followed.
func TestStories(t *testing.T) {
	alongside(t)
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "scenarios", "*.txt"))
	if err != nil || len(files) < 12 {
		t.Fatalf("%d stories, %v: there should be at least 12", len(files), err)
	}
	for i, f := range files {
		if testing.Short() && i%5 > 0 {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			s := &story{t: t}
			got := s.play(string(b))
			s.w.keep(t)
			if got == string(b) {
				return
			}
			if *update {
				if err := os.WriteFile(f, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("the story went otherwise; make golden writes it anew, and git diff shows how\n%s", firstDifference(string(b), got))
		})
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d\nwant %s\ngot  %s", i+1, w[i], g[i])
		}
	}
	return fmt.Sprintf("want %d lines, got %d", len(w), len(g))
}

type story struct {
	t    *testing.T
	w    *world
	out  strings.Builder
	seen map[scheduler.LogID]int // entries told so far
	told int                     // letters told so far
	zone *time.Location
}

// play runs the steps and returns the story with what followed under each.
func (s *story) play(text string) string {
	s.zone = zoneNamed("Europe/Helsinki")
	s.seen = map[scheduler.LogID]int{}
	ctx := context.Background()
	lines := bufio.NewScanner(strings.NewReader(text))
	next := func() (string, bool) {
		for lines.Scan() {
			if l := lines.Text(); !strings.HasPrefix(l, "|") {
				s.out.WriteString(l + "\n")
				return l, true
			}
		}
		return "", false
	}
	block := func() string {
		var b strings.Builder
		for {
			l, ok := next()
			if !ok || l == "end" {
				return b.String()
			}
			b.WriteString(l + "\n")
		}
	}
	for {
		l, ok := next()
		if !ok {
			break
		}
		f := strings.Fields(l)
		if len(f) == 0 || strings.HasPrefix(l, "#") {
			continue
		}
		if err := s.step(ctx, f, block); err != nil {
			s.t.Fatalf("%s: %v", l, err)
		}
	}
	if s.w != nil {
		if err := s.w.h.store.Check(ctx); err != nil {
			s.t.Errorf("the store is damaged after the story: %v", err)
		}
	}
	return s.out.String()
}

func (s *story) step(ctx context.Context, f []string, block func() string) error {
	if f[0] == "clock" {
		at, err := time.ParseInLocation("2006-01-02 15:04", strings.Join(f[1:], " "), s.zone)
		if err != nil {
			return err
		}
		if s.w == nil {
			s.w = newWorld(s.t, at, nil)
			return nil
		}
		if err := s.w.until(ctx, at); err != nil {
			return err
		}
		return s.tell(ctx)
	}
	if s.w == nil {
		return fmt.Errorf("a story begins with its clock")
	}
	switch f[0] {
	case "mail":
		head, body, _ := strings.Cut(block(), "\n\n")
		field := func(name string) string {
			for _, l := range strings.Split(head, "\n") {
				if v, ok := strings.CutPrefix(l, name+": "); ok {
					return v
				}
			}
			return ""
		}
		raw := s.w.mail(field("From"), field("To"), field("Cc"), field("Subject"), strings.Trim(field("In-Reply-To"), "<>"), "text/plain; charset=utf-8", body)
		s.w.deliver(signed(raw, f))
	case "reply":
		p, ok := s.w.last(address(f[1]))
		if n, err := strconv.Atoi(after(f, "to")); err == nil && ok && n >= 1 && n <= len(s.w.boxes[p.to]) {
			p = s.w.boxes[p.to][n-1]
		}
		if !ok {
			return errNoLetter
		}
		from := address(f[1])
		if x := after(f, "from"); x != "" {
			from = address(x)
		}
		s.w.deliver(signed(s.w.replyTo(p, from, strings.TrimRight(block(), "\n"), slices.Contains(f, "quoting")), f))
	case "counter", "outsider", "invite":
		if err := s.calendarStep(f); err != nil {
			return err
		}
	case "click":
		if len(f) > 3 {
			if err := s.calendarStep(f); err != nil {
				return err
			}
			break
		}
		all := s.w.boxes[address(f[1])]
		for i := len(all) - 1; ; i-- {
			if i < 0 {
				return fmt.Errorf("no letter with a calendar came")
			}
			if len(all[i].mail.Calendars) > 0 {
				s.w.deliver([]byte(clickOn(all[i], address(f[1]), strings.ToUpper(f[2]), s.w.clock)))
				break
			}
		}
	case "refuse":
		before, gone := s.w.trouble, address(f[1])
		s.w.trouble = func(e mailbox.Envelope) error {
			if scheduler.SameAddress(e.To, gone) {
				return &mailbox.SendError{Said: "550 5.1.1 no such user", Err: errors.New("refused")}
			}
			if before != nil {
				return before(e)
			}
			return nil
		}
		return nil
	case "wait":
		d, err := time.ParseDuration(f[1])
		if err != nil {
			return err
		}
		if err := s.w.until(ctx, s.w.clock.Add(d)); err != nil {
			return err
		}
		return s.tell(ctx)
	case "show":
		all, n := s.w.boxes[address(f[1])], 1
		if len(f) > 2 {
			var err error
			if n, err = strconv.Atoi(f[2]); err != nil {
				return err
			}
		}
		if len(all) < n {
			return errNoLetter
		}
		for _, p := range all[len(all)-n:] {
			text, err := plainText(p.raw)
			if err != nil {
				return err
			}
			s.quote("Subject: " + p.mail.Subject + "\n\n" + text)
		}
		return nil
	case "parley":
		out, code := s.w.inside(f[1:]...)
		s.quote(out)
		fmt.Fprintf(&s.out, "| exit %d\n", code)
		return s.w.pass(ctx)
	default:
		return fmt.Errorf("no such step")
	}
	if err := s.w.pass(ctx); err != nil {
		return err
	}
	return s.tell(ctx)
}

// quote writes lines under a step.
func (s *story) quote(text string) {
	for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
		s.out.WriteString(strings.TrimRight("| "+l, " \r") + "\n")
	}
}

// after is the word behind a word of a step; "" if it is not there.
func after(f []string, word string) string {
	if i := slices.Index(f, word); i >= 0 && i+1 < len(f) {
		return f[i+1]
	}
	return ""
}

// signed takes the word of the receiving server away from a mail that the step calls unsigned.
func signed(raw []byte, f []string) []byte {
	if slices.Contains(f, "unsigned") {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	return raw
}

// plainText is the text part of a letter, laid out as it was written.
func plainText(raw []byte) (string, error) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return "", err
	}
	return partOf(m.Header, m.Body, "text/plain")
}

// partOf is the first part of this type, decoded; "" if there is none.
func partOf(head interface{ Get(string) string }, body io.Reader, want string) (string, error) {
	kind, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(kind, "multipart/") {
		for parts := multipart.NewReader(body, params["boundary"]); ; {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				return "", nil
			}
			if err != nil {
				return "", err
			}
			if text, err := partOf(part.Header, part, want); text != "" || err != nil {
				return text, err
			}
		}
	}
	if kind != want {
		return "", nil
	}
	switch strings.ToLower(head.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	b, err := io.ReadAll(body)
	return strings.ReplaceAll(string(b), "\r\n", "\n"), err
}

// address is that of a name.
func address(name string) string {
	if strings.Contains(name, "@") {
		return name
	}
	return name + "@example.test"
}

// tell writes what followed: new entries of all logs as sentences, new letters, and where the events stand.
func (s *story) tell(ctx context.Context) error {
	fmt.Fprintf(&s.out, "| %s\n", s.w.clock.In(s.zone).Format("Mon 2 Jan 15:04"))
	found := s.w.events(ctx)
	for _, f := range found {
		entries, err := s.w.h.store.Log(ctx, scheduler.LogOf(f.Event.ID))
		if err != nil {
			return err
		}
		log := scheduler.LogOf(f.Event.ID)
		for ; s.seen[log] < len(entries); s.seen[log]++ {
			n := entries[s.seen[log]]
			if _, ok := n.Fact.(scheduler.Posted); ok {
				continue // letters are told below, as they arrive
			}
			fmt.Fprintf(&s.out, "|   %d %s: %s\n", n.Seq, n.Fact.Kind(), mailbox.LogSentence("en", n, f.People, scheduler.Replay(entries[:s.seen[log]+1])))
		}
	}
	house, err := s.w.h.store.Log(ctx, scheduler.HouseLog)
	if err != nil {
		return err
	}
	for ; s.seen[scheduler.HouseLog] < len(house); s.seen[scheduler.HouseLog]++ {
		n := house[s.seen[scheduler.HouseLog]]
		switch n.Fact.(type) {
		case scheduler.Sealed, scheduler.Posted:
		default:
			fmt.Fprintf(&s.out, "|   house %d %s: %s\n", n.Seq, n.Fact.Kind(), mailbox.LogSentence("en", n, nil, scheduler.Event{}))
		}
	}
	for ; s.told < len(s.w.order); s.told++ {
		p := s.w.order[s.told]
		calendar := ""
		if len(p.mail.Calendars) > 0 {
			calendar = " [" + p.mail.Calendars[0].Method + " " + uidOf(p.mail.Calendars[0].Bytes) + "]"
		}
		fmt.Fprintf(&s.out, "|   → %s: %s%s\n", p.to, p.mail.Subject, calendar)
	}
	for _, f := range found {
		fmt.Fprintf(&s.out, "|   %s possible %v\n", f.Event.State, scheduler.Acceptable(f.Event, s.w.clock))
	}
	return nil
}

// uidOf is the number in the UID and the SEQUENCE of a calendar object.
func uidOf(ics []byte) string {
	var uid, seq string
	for _, l := range strings.Split(strings.ReplaceAll(string(ics), "\r\n ", ""), "\r\n") {
		if v, ok := strings.CutPrefix(l, "UID:"); ok {
			v, _, _ = strings.Cut(v, "@")
			uid = v[strings.LastIndexByte(v, '-')+1:]
		}
		if v, ok := strings.CutPrefix(l, "SEQUENCE:"); ok {
			seq = v
		}
	}
	return "uid " + uid + " seq " + seq
}

// clickOn is the answer of a calendar program to the invitation in a letter.
func clickOn(p post, from, what string, at time.Time) string {
	status := map[string]string{"ACCEPT": "ACCEPTED", "TENTATIVE": "TENTATIVE", "MAYBE": "TENTATIVE", "DECLINE": "DECLINED"}[what]
	raw := clickOf(p.mail)
	raw = strings.NewReplacer("Dev Das <dev@example.test>", from, "CN=Dev Das:mailto:dev@example.test", "CN=Somebody:mailto:"+from,
		"PARTSTAT=ACCEPTED", "PARTSTAT="+status).Replace(raw)
	lines := strings.Split(raw, "\n")
	for i, l := range lines {
		switch {
		case strings.HasPrefix(l, "Date: "):
			lines[i] = "Date: " + at.Format(time.RFC1123Z)
		case strings.HasPrefix(l, "DTSTAMP:"):
			lines[i] = "DTSTAMP:" + at.UTC().Format("20060102T150405Z")
		case strings.HasPrefix(l, "Message-ID: "):
			lines[i] = fmt.Sprintf("Message-ID: <click%d.%s>", at.UnixNano(), from)
		}
	}
	return strings.Join(lines, "\n")
}
