package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parley/calendar"
	"parley/mailbox"
	"parley/parser"
)

const reasonsHead = `# Reasons

What ` + "`parley parse`" + ` gives as ` + "`reason`" + ` and ` + "`problem`" + `, and ` + "`--explain`" + ` as the rule of a line, each with the sentence that people
are told. Made from the rules and the catalogue by ` + "`go test ./cmd/parley -run Reasons -update`" + `.
`

// TestReasonsAreDocumented holds docs/reasons.md to the rules that read, the doubts, and the faults of proposals.
func TestReasonsAreDocumented(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "mailbox", "catalog", "en.json"))
	if err != nil {
		t.Fatal(err)
	}
	var catalog map[string]any
	if err := json.Unmarshal(b, &catalog); err != nil {
		t.Fatal(err)
	}
	reads, doubts := parser.Rules()
	reads = append(reads, calendar.Rules()...)
	var want strings.Builder
	want.WriteString(reasonsHead)
	table := func(title string, names []string, says func(string) string) {
		fmt.Fprintf(&want, "\n## %s\n\n| name | sentence |\n| --- | --- |\n", title)
		slices.Sort(names)
		for _, n := range slices.Compact(names) {
			fmt.Fprintf(&want, "| `%s` | %s |\n", n, says(n))
		}
	}
	table("What reads an answer (`reason`)", reads, func(n string) string { return mailbox.RuleSentence("en", n, false) })
	table("What leaves one unclear (`reason`)", doubts, func(n string) string { return mailbox.RuleSentence("en", n, true) })
	from := func(prefix string, but ...string) (names []string) {
		for key := range catalog {
			if n, ok := strings.CutPrefix(key, prefix); ok && n != "other" && !slices.Contains(but, n) {
				names = append(names, n)
			}
		}
		return names
	}
	says := func(prefix string) func(string) string {
		return func(n string) string { return fmt.Sprint(catalog[prefix+n]) }
	}
	table("What is wrong with a proposal (`problem`)", from("fault."), says("fault."))
	table("Other reasons, of programs' mails and in logs", from("reason.", doubts...), says("reason."))

	path := filepath.Join("..", "..", "docs", "reasons.md")
	if have, _ := os.ReadFile(path); string(have) == want.String() {
		return
	}
	if !*update {
		t.Fatalf("docs/reasons.md is out of date; run go test ./cmd/parley -run Reasons -update\n%s", want.String())
	}
	if err := os.WriteFile(path, []byte(want.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
