package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	someEvent = `{"id": "rokifadu", "timezone": "Europe/Helsinki", "slots": [
	{"id": 1, "begin": "2026-11-24T10:00:00+02:00", "duration": "45m"},
	{"id": 2, "begin": "2026-11-24T14:00:00+02:00", "duration": "45m"},
	{"id": 3, "begin": "2026-11-26T09:00:00+02:00", "duration": "45m"}]}`
	someReply = "From: Ben <ben@example.test>\nTo: bot@example.test\nSubject: Re: Review\nDate: Fri, 20 Nov 2026 10:00:00 +0200\n" +
		"In-Reply-To: <a@house.test>\n\nHi Ana,\n2 is out, the rest works.\n\nBest, Ben\n\nOn Fri, 20 Nov 2026 at 09:12, Parley <bot@example.test> wrote:\n" +
		"> 1. Tue 24 Nov 10:00\n> 2. Tue 24 Nov 14:00\n>\n> 3. Thu 26 Nov 9:00\n"
	someProposal = "From: Ana <ana@example.test>\nTo: bot@example.test, ben@example.test\nSubject: Review\nDate: Fri, 20 Nov 2026 09:00:00 +0200\n\n" +
		"Tue 24 Nov 10:00-10:45\nFri 24 Nov 14:00-14:45\ndeadline: Mon 23 Nov 12:00\nlocation: Room 4\ntimezone: Europe/Helsinki\n"
)

// A person sees at once what a mail means: lines of the mail before are one, the rest has its numbers, and an invalid
// proposal says why and where.
func TestExplain(t *testing.T) {
	dir := t.TempDir()
	event, reply, proposal := filepath.Join(dir, "event.json"), filepath.Join(dir, "reply.eml"), filepath.Join(dir, "proposal.eml")
	write(t, event, []byte(someEvent))
	write(t, reply, []byte(someReply))
	write(t, proposal, []byte(someProposal))
	config := writeConfig(t, "address = \"bot@example.test\"\n")
	at := []string{"parse", "--config", config, "--now", "2026-11-20T10:00:00+02:00", "--explain"}
	for _, c := range []struct {
		args      []string
		has, lack string // lines with their blanks made one, between bars
	}{
		{[]string{"--event", event, reply}, "because it means the times|2 the-rest yes 1 3 |7–10 quoted quote-mark | 1. Tue 24 Nov 10:00 …", "3. Thu"},
		{[]string{"--event", event, "--all", reply}, "7 quoted quote-mark|8 quoted quote-mark|10 quoted quote-mark | 3. Thu", "–"},
		{[]string{"--bot", "bot@example.test", proposal},
			"invalid-proposal [weekday-mismatch]|because “Fri 24 Nov 14:00-14:45”: Weekday and date do not agree|2 list ✗ weekday-mismatch | Fri 24|" +
				"time 1 2026-11-24T10:00:00+02:00 (45m0s)|zone Europe/Helsinki|deadline 2026-11-23T12:00:00+02:00|location Room 4", "1 list ✗"},
	} {
		out, errs, code := shell(t, "", append(append([]string{}, at...), c.args...)...)
		for _, has := range strings.Split(strings.ReplaceAll(c.has, " | ", " ¦ "), "|") {
			if flat := strings.Join(strings.Fields(out), " "); code != 0 || !strings.Contains(flat, strings.TrimSpace(strings.ReplaceAll(has, "¦", "|"))) {
				t.Errorf("%v: exit %d, and no %q:\n%s%s", c.args, code, has, out, errs)
			}
		}
		if strings.Contains(out, c.lack) {
			t.Errorf("%v: %q is told:\n%s", c.args, c.lack, out)
		}
	}
}

// What parse is asked wrongly, and a configuration that is broken wherever it was found, is told.
func TestParseIsAskedWrongly(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, "proposal.eml", []byte(someProposal))
	write(t, "event.json", []byte(someEvent))
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"--bot bot@example.test --event event.json proposal.eml", exitUsage, "only one of the two"},
		{"proposal.eml", exitUsage, "needs --event FILE or --bot ADDR"},
		{"--bot notanaddr proposal.eml", exitUsage, `"notanaddr" is no mail address`},
		{"--bot bot@example.test --all proposal.eml", exitUsage, "--all goes with --explain"},
	} {
		if _, errs, code := shell(t, "", append([]string{"parse"}, strings.Fields(c.args)...)...); code != c.code || !strings.Contains(errs, c.says) {
			t.Errorf("%s: exit %d: %s", c.args, code, errs)
		}
	}
	write(t, "parley.toml", []byte("address = \"bot@example.test\"\ntimezone = \"Europe/Helsink\"\n"))
	if out, errs, code := shell(t, "", "parse", "--bot", "bot@example.test", "proposal.eml"); code != exitRefused || out != "" || !strings.Contains(errs, "Europe/Helsink") {
		t.Errorf("a broken ./parley.toml: exit %d: %s%s", code, out, errs)
	}
	if err := os.Remove("parley.toml"); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_CONFIG_HOME", dir)
	if out, errs, code := shell(t, "", "parse", "--bot", "bot@example.test", "proposal.eml"); code != exitDone || !strings.Contains(out, "weekday-mismatch") {
		t.Errorf("no configuration: exit %d: %s%s", code, out, errs)
	}
}
