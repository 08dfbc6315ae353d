package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/parser"
	"parley/scheduler"
)

// TestAccess holds three things to each other: what parley access prints, what docs/words.md says, and what the rules do
// when each word is said by each role.
func TestAccess(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", "words.md"))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, friday, nil)
	out, code := w.inside("access")
	if code != 0 {
		t.Fatalf("access: exit %d, %s", code, out)
	}
	printed := map[string][]string{} // word: the three columns
	for _, l := range strings.Split(strings.TrimSpace(out), "\n")[1:] {
		f := strings.Fields(l)
		printed[strings.Join(f[:len(f)-3], " ")] = f[len(f)-3:]
	}
	c := parser.CommandContext{Now: friday, Zone: zoneNamed("Europe/Helsinki"), Duration: time.Hour, Organizer: true, Confirm: true}
	kinds := map[string]string{} // by word
	for _, a := range scheduler.AccessTable() {
		kinds[a.Word] = a.Kind
	}
	documented := 0
	for _, l := range strings.Split(string(b), "\n") {
		cells := strings.Split(l, "|")
		if len(cells) < 6 || !strings.HasPrefix(l, "| `") {
			continue
		}
		documented++
		example := strings.Trim(cells[1], " `")
		do, fault := parser.ReadCommand(example, c)
		if len(do) != 1 || fault != "" {
			t.Errorf("%q is read as %v, %s", example, do, fault)
			continue
		}
		word := scheduler.WordOf(do[0])
		if kinds[word] != scheduler.ActionKind(do[0]) || !strings.HasPrefix(example, word) {
			t.Errorf("%q is read as %q", example, word)
		}
		says := []string{strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3]), strings.TrimSpace(cells[4])}
		if !slices.Equal(says, printed[word]) {
			t.Errorf("%s: docs say %v, parley access prints %v", word, says, printed[word])
		}
		for i, who := range []string{"ben", "ana", "ops"} {
			if may := mayAsk(t, who, do[0]); may != (says[i] == "yes") {
				t.Errorf("%s from %s: docs say %s, the rules allow it: %v", word, who, says[i], may)
			}
		}
		if mayAsk(t, "stranger", do[0]) {
			t.Errorf("%s is taken from a stranger", word)
		}
	}
	if documented != len(printed) || documented != len(kinds) {
		t.Errorf("%d words documented, %d printed, %d known", documented, len(printed), len(kinds))
	}
}

// mayAsk reports whether the rules hear a word from somebody, in an open event, a draft or an agreed one: a refusal for
// any other reason than who asks means that they may.
func mayAsk(t *testing.T, who string, do scheduler.Action) bool {
	t.Helper()
	ana, ben := scheduler.PersonID(1), scheduler.PersonID(2)
	people := scheduler.People{
		ana: {ID: ana, Name: "Ana", Address: "ana@example.test"}, ben: {ID: ben, Name: "Ben", Address: "ben@example.test"},
		3: {ID: 3, Address: "ops@example.test"}, 4: {ID: 4, Address: "stranger@example.test"},
	}
	e := scheduler.Event{ID: "rokifadu", Seq: 9, State: scheduler.Open, Title: "Review", Zone: "Europe/Helsinki", Organizers: []scheduler.PersonID{ana},
		Parties: []scheduler.Party{{Person: ben, Required: true, Words: map[int]scheduler.Word{}}},
		Slots:   []scheduler.Slot{{ID: 1, By: ana, Span: scheduler.Span{Begin: friday.AddDate(0, 0, 5), Duration: time.Hour}}},
		Policy:  scheduler.DefaultPolicy(), Opened: friday, Round: friday, Deadline: friday.AddDate(0, 0, 4), Verified: true,
		Letters: map[scheduler.LetterID]scheduler.Asking{}, Changed: friday}
	d := scheduler.Decide(scheduler.World{Event: e, People: people, NextPerson: 5, Policy: e.Policy}, scheduler.Command{
		Cause: "test", Event: e.ID, By: scheduler.Mailbox{Address: scheduler.Words(who + "@example.test")}, Operator: who == "ops",
		Verified: true, Via: scheduler.ByMail, At: friday.Add(time.Hour), Do: scheduler.Actions{do},
	})
	for _, l := range d.Facts {
		switch f := l.Fact.(type) {
		case scheduler.TurnedDown:
			if f.Reason == "only-organiser" {
				return false
			}
		case scheduler.Noted:
			if f.What == "refused" {
				return false
			}
		}
	}
	return true
}
