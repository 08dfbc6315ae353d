package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"parley/scheduler"
)

// What can go wrong, as the tables name it.
const (
	diskFailed    = "write fails"
	diskDone      = "written, reported as failed"
	crashBefore   = "crash before the write"
	crashAfter    = "crash after the write"
	readFailed    = "reading breaks off"
	filingFailed  = "filing fails"
	cameTwice     = "comes twice"
	cameLate      = "comes out of order"
	renumbered    = "folder renumbered"
	strangeSender = "wrong sender"
	clockJumped   = "clock jumps"

	notConnected = "no connection"
	silent       = "silence"
	cutShort     = "cut in DATA"
	lostReply    = "reset after the dot"
	refusedNow   = "4xx"
	refusedEver  = "5xx"
	diedBefore   = "crash before sending"
	diedAfter    = "crash after sending"
)

var (
	commandFaults = []string{diskFailed, diskDone, crashBefore, crashAfter, readFailed, filingFailed, cameTwice, cameLate, renumbered, strangeSender, clockJumped}
	letterFaults  = []string{notConnected, silent, cutShort, lostReply, refusedNow, refusedEver, diedBefore, diedAfter, diskFailed, diskDone, crashBefore, crashAfter}
)

// coverage counts what happened.
type coverage struct {
	runs     int
	steps    map[string]int
	cover    map[string]int
	commands table
	posts    table
}

// table counts faults by what they happened to. The fault "" is none.
type table map[string]map[string]int

func (t table) count(row string, faults ...string) {
	if t[row] == nil {
		t[row] = map[string]int{}
	}
	t[row][""]++
	for _, f := range faults {
		t[row][f]++
	}
}

func (c *coverage) begin() {
	if c.steps == nil {
		c.steps, c.cover, c.commands, c.posts = map[string]int{}, map[string]int{}, table{}, table{}
	}
}

func (c *coverage) add(d coverage) {
	c.begin()
	c.runs++
	for to, from := range map[*map[string]int]map[string]int{&c.steps: d.steps, &c.cover: d.cover} {
		for what, n := range from {
			(*to)[what] += n
		}
	}
	for to, from := range map[*table]table{&c.commands: d.commands, &c.posts: d.posts} {
		for row, cells := range from {
			if (*to)[row] == nil {
				(*to)[row] = map[string]int{}
			}
			for fault, n := range cells {
				(*to)[row][fault] += n
			}
		}
	}
}

// missing names what a long simulation must have met and did not.
func (c *coverage) missing() (out []string) {
	said := func(kind string) bool { return c.commands[kind][""] > 0 }
	for _, a := range scheduler.AccessTable() {
		if !said(a.Kind) {
			out = append(out, "the word "+a.Word)
		}
	}
	for _, kind := range []string{"answer", "decline", "misread", "propose", "park", "bounce", "away", "revise", "outsider", "note", "remark", "unknown", "clock", "digest"} {
		if !said(kind) {
			out = append(out, "the command "+kind)
		}
	}
	for _, of := range []struct {
		t      table
		faults []string
	}{{c.commands, commandFaults}, {c.posts, letterFaults}} {
		for _, f := range of.faults {
			n := 0
			for _, cells := range of.t {
				n += cells[f]
			}
			if n == 0 {
				out = append(out, "the fault "+f)
			}
		}
	}
	for _, what := range []string{"ended agreed", "ended cancelled", "ended lapsed", "ended draft", "forged mail", "guessed address", "stolen Message-ID", "injection",
		"two bots", "mail between bots", "vacation loop", "forgotten", "export and import", "digest verified", "event of 20 or more"} {
		if c.cover[what] == 0 && !(what == "event of 20 or more" && c.runs < 1000) {
			out = append(out, what)
		}
	}
	return out
}

// String prints the tables in Markdown.
func (c *coverage) String() string {
	var b strings.Builder
	print := func(of string, t table, faults []string) {
		fmt.Fprintf(&b, "\n| %s | times | %s |\n|---|%s\n", of, strings.Join(faults, " | "), strings.Repeat("---:|", len(faults)+1))
		sum := map[string]int{}
		for _, row := range slices.Sorted(maps.Keys(t)) {
			fmt.Fprintf(&b, "| %s | %d |", row, t[row][""])
			sum[""] += t[row][""]
			for _, f := range faults {
				fmt.Fprintf(&b, " %d |", t[row][f])
				sum[f] += t[row][f]
			}
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "| all | %d |", sum[""])
		for _, f := range faults {
			fmt.Fprintf(&b, " %d |", sum[f])
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%d seeds, %d steps, of which %d changed state.\n", c.runs, c.steps["all"], c.steps["changed state"])
	print("command", c.commands, commandFaults)
	print("letter", c.posts, letterFaults)
	b.WriteString("\n| beside that | times |\n|---|---:|\n")
	for _, what := range slices.Sorted(maps.Keys(c.cover)) {
		fmt.Fprintf(&b, "| %s | %d |\n", what, c.cover[what])
	}
	return b.String()
}
