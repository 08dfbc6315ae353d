package parser

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// TestCorpusProposals reads the labelled proposals of the folder that PARLEY_CORPUS names. Calendars are decoded elsewhere; mails
// that propose by them alone are left out.
func TestCorpusProposals(t *testing.T) {
	root := os.Getenv("PARLEY_CORPUS")
	if root == "" {
		t.Skip("PARLEY_CORPUS names no folder of labelled mails")
	}
	files, _ := filepath.Glob(filepath.Join(root, "proposals", "*.json"))
	if len(files) == 0 {
		t.Fatalf("no proposals in %s", root)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".json"), func(t *testing.T) {
			var c struct {
				Now    time.Time
				Bot    string
				Expect struct {
					Kind, Title, Problem, Timezone string
					Parties                        []string
					Slots                          []struct {
						Begin    time.Time
						Duration string
					}
				}
			}
			readJSON(t, f, &c)
			raw, err := os.ReadFile(strings.TrimSuffix(f, ".json") + ".eml")
			if err != nil {
				t.Fatal(err)
			}
			m := Read(raw)
			if len(m.Calendars) > 0 && c.Expect.Kind == "proposal" {
				t.Skip("proposes by a calendar")
			}
			got := ReadProposal(m, ProposalContext{Now: c.Now, Bot: func(a string) bool { return scheduler.SameAddress(a, c.Bot) }})
			if string(got.Kind) != c.Expect.Kind {
				t.Fatalf("kind %s, want %s\nfaults %+v\nlines %+v", got.Kind, c.Expect.Kind, got.Propose.Faults, m.Lines)
			}
			if c.Expect.Kind == "invalid-proposal" {
				t.Logf("problem %s, label %s", got.Problem, c.Expect.Problem)
				return
			}
			p := got.Propose
			if string(p.Title) != c.Expect.Title {
				t.Errorf("title %q, want %q", p.Title, c.Expect.Title)
			}
			var parties []string
			for _, b := range append(slices.Clone(p.Required), p.Optional...) {
				parties = append(parties, strings.ToLower(string(b.Address)))
			}
			slices.Sort(parties)
			if !slices.Equal(parties, c.Expect.Parties) {
				t.Errorf("parties %v, want %v", parties, c.Expect.Parties)
			}
			if c.Expect.Timezone != "" && p.Zone != c.Expect.Timezone {
				t.Errorf("zone %q, want %q", p.Zone, c.Expect.Timezone)
			}
			ok := len(p.Slots) == len(c.Expect.Slots)
			for _, want := range c.Expect.Slots {
				ok = ok && slices.ContainsFunc(p.Slots, func(s scheduler.Span) bool {
					return s.Begin.Equal(want.Begin) && (s.Duration.String() == want.Duration)
				})
			}
			if !ok {
				t.Errorf("slots %v, want %v", p.Slots, c.Expect.Slots)
			}
		})
	}
}
