package main

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// inside runs a command line on the store of a world, as the daemon's control socket does.
func (w *world) inside(args ...string) (string, int) {
	out, errs, code := w.apart(args...)
	return out + errs, code
}

// apart is inside with both streams apart.
func (w *world) apart(args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	p := &program{in: eof{}, out: &out, err: &errs, now: func() time.Time { return w.clock }, house: w.h}
	code = p.run(context.Background(), args)
	return out.String(), errs.String(), code
}

func TestReadingCommands(t *testing.T) {
	alongside(t)
	ctx := context.Background()
	w := newWorld(t, time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC), nil)
	w.deliver(w.mail("Ana <ana@example.test>", "bot@example.test, ben@example.test", "", "Design review", "", "text/plain", "Tue 24 Nov 10:00-10:45\nThu 26 Nov 9:00-9:45\n"))
	w.deliver(w.mail("Eve <eve@elsewhere.test>", "bot@example.test", "", "Buy this", "", "text/plain", "Now!\n"))
	if err := w.pass(ctx); err != nil {
		t.Fatal(err)
	}
	id := string(w.events(ctx)[0].Event.ID)
	ben, _ := w.last("ben@example.test")
	w.deliver(w.replyTo(ben, "Ben <ben@example.test>", "2 works", true))
	if err := w.pass(ctx); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		says []string
	}{
		{[]string{"events"}, 0, []string{id, "open", "Design review"}},
		{[]string{"events", "--state", "agreed"}, 0, nil},
		{[]string{"show", id}, 0, []string{"ben@example.test", "Thu 26 Nov 2026 09:00-09:45"}},
		{[]string{"log", id}, 0, []string{"opened", "answered"}},
		{[]string{"log", id, "--json"}, 0, []string{`"kind":"answered"`, `"slots":[2]`}},
		{[]string{"log"}, 0, []string{"may not propose"}},
		{[]string{"why", "<m1@example.test>"}, 0, []string{id, "opened"}},
		{[]string{"why", "m2@elsewhere.test"}, 0, []string{"The mail, read"}},
		{[]string{"why", ben.mail.MessageID}, 0, []string{"question", "opened"}},
		{[]string{"why", "nobody@nowhere.test"}, 1, []string{"no mail or letter is known"}},
		{[]string{"ics", id}, 1, []string{"no agreed time"}},
		{[]string{"pick", id, "9"}, 1, []string{"refused"}},
		{[]string{"pick", id, "two"}, 2, []string{"no slot number"}},
		{[]string{"answer", id, "ben@example.test", "maybe"}, 1, []string{"cannot be read with certainty"}},
		{[]string{"answer", id, "eve@example.test", "1"}, 1, []string{"is no party"}},
		{[]string{"answer", id, "ben@example.test", "all", "--key", "k1"}, 0, []string{id}},
		{[]string{"extend", id, "Fri 27 Nov 15:00"}, 0, []string{id}},
		{[]string{"pick", id, "1", "--key", "k2"}, 0, []string{"agreed"}},
		{[]string{"pick", id, "1", "--key", "k2"}, 0, []string{"done before"}},
		{[]string{"ics", id}, 0, []string{"BEGIN:VEVENT", "UID:" + id + "-1@example.test"}},
		{[]string{"cancel", id}, 0, []string{"cancelled"}},
		{[]string{"verify"}, 0, []string{"all chains hold"}},
	} {
		out, code := w.inside(c.args...)
		if code != c.code {
			t.Errorf("%v: exit %d, want %d: %s", c.args, code, c.code, out)
		}
		for _, s := range c.says {
			if !strings.Contains(out, s) {
				t.Errorf("%v does not say %q:\n%s", c.args, s, out)
			}
		}
	}
}

// What show prints is what parse takes.
func TestShowGoesIntoParse(t *testing.T) {
	alongside(t)
	ctx := context.Background()
	w := newWorld(t, time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC), nil)
	w.deliver(w.mail("Ana <ana@example.test>", "bot@example.test, ben@example.test", "", "Design review", "", "text/plain", "Tue 24 Nov 10:00-10:45\nThu 26 Nov 9:00-9:45\n"))
	if err := w.pass(ctx); err != nil {
		t.Fatal(err)
	}
	event, code := w.inside("show", string(w.events(ctx)[0].Event.ID), "--json")
	if code != 0 {
		t.Fatal(event)
	}
	file, mail := filepath.Join(t.TempDir(), "event.json"), filepath.Join(t.TempDir(), "reply.eml")
	write(t, file, []byte(event))
	ben, _ := w.last("ben@example.test")
	write(t, mail, w.replyTo(ben, "Ben <ben@example.test>", "Thursday works", true))
	out, errs, code := shell(t, "", "parse", "--event", file, "--now", "2026-11-20T10:00:00+02:00", mail)
	var got readingJSON
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 {
		t.Fatalf("exit %d, %v: %s%s", code, err, out, errs)
	}
	if got.Kind != "selection" || len(got.Available) != 1 || got.Available[0] != 2 {
		t.Errorf("read as %+v", got)
	}
	out, errs, code = shell(t, "", "parse", "--event", file, "--now", "2026-11-20T10:00:00+02:00", "--explain", mail)
	if code != 0 || !strings.Contains(out, "quote-mark") || !strings.Contains(out, "Thursday works") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}

// A word taken back after the agreement shows in the event and in the digest.
func TestDeclinedAfterAgreement(t *testing.T) {
	alongside(t)
	ctx := context.Background()
	w := newWorld(t, time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC), nil)
	w.deliver(w.mail("Ana <ana@example.test>", "bot@example.test, ben@example.test", "cem@example.test", "Design review", "", "text/plain", "Tue 24 Nov 10:00-10:45\n"))
	if err := w.pass(ctx); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"ben@example.test", "cem@example.test"} {
		p, _ := w.last(who)
		w.deliver(w.replyTo(p, who, "1", true))
	}
	if err := w.until(ctx, w.clock.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	id := string(w.events(ctx)[0].Event.ID)
	says := func(in bool, want string, args ...string) {
		t.Helper()
		if out, code := w.inside(args...); code != 0 || strings.Contains(out, want) != in {
			t.Errorf("%v: exit %d, contains %q is not %v:\n%s", args, code, want, in, out)
		}
	}
	decline := func(who string) {
		p, _ := w.last(who)
		w.deliver([]byte(clickOn(p, who, "DECLINE", w.clock)))
		if err := w.pass(ctx); err != nil {
			t.Fatal(err)
		}
	}
	says(false, "no (said yes)", "show", id)
	decline("cem@example.test") // optional: nothing needs anybody
	says(true, "no (said yes)", "show", id)
	says(false, "not coming any more", "digest", "daily")
	decline("ben@example.test")
	says(true, `"address":"ben@example.test","required":true,"status":"declined"`, "show", id, "--json")
	says(true, "not coming any more", "digest", "daily")
}
