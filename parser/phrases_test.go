package parser

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const phrasebook = "../testdata/phrases"

// Offers of the phrasebook, read at noon on a Thursday in Helsinki.
var phraseOffers = map[string]Offer{
	"one":  offer("Europe/Helsinki", "2026-11-19T12:00", 60, "1 2026-11-25T14:00"),
	"two":  offer("Europe/Helsinki", "2026-11-19T12:00", 60, "1 2026-11-24T10:00", "2 2026-11-26T15:00"),
	"five": offer("Europe/Helsinki", "2026-11-19T12:00", 60, "1 2026-11-24T10:00", "2 2026-11-24T14:00", "3 2026-11-25T09:00", "4 2026-11-26T16:30", "5 2026-11-27T11:00"),
	"eight": offer("Europe/Helsinki", "2026-11-19T12:00", 60, "1 2026-11-23T09:00", "2 2026-11-23T18:30", "3 2026-11-25T09:00", "4 2026-11-25T18:30",
		"5 2026-11-30T09:00", "6 2026-11-30T18:30", "7 2026-12-02T09:00", "8 2026-12-05T12:00"),
}

// phraseMeaning is a heading of the phrasebook: "@five 2 4 best 4", "@five at 2026-11-30 10:00 and 3", "@one none".
type phraseMeaning struct {
	offer                       Offer
	kind                        Kind
	available, preferred, maybe []int
	counter                     []time.Time
}

func parseMeaning(heading string) (m phraseMeaning, err error) {
	words := strings.Fields(strings.TrimPrefix(heading, "@"))
	if len(words) < 2 {
		return m, fmt.Errorf("%q names no meaning", heading)
	}
	var known bool
	if m.offer, known = phraseOffers[words[0]]; !known {
		return m, fmt.Errorf("%q names no offer", heading)
	}
	m.kind = KindSelection
	into := &m.available
	for i := 1; i < len(words); i++ {
		switch w := words[i]; w {
		case "none":
			m.kind = KindDecline
		case "unclear":
			m.kind = KindUnclear
		case "best":
			into = &m.preferred
		case "ifneedbe":
			into = &m.maybe
		case "and":
			into = &m.available
		case "at":
			m.kind = KindCounter
			if i+2 >= len(words) {
				return m, fmt.Errorf("%q names no time", heading)
			}
			at, err := time.ParseInLocation("2006-01-02 15:04", words[i+1]+" "+words[i+2], m.offer.Zone)
			if err != nil {
				return m, fmt.Errorf("%q: %w", heading, err)
			}
			m.counter = append(m.counter, at)
			i += 2
		default:
			id, err := strconv.Atoi(w)
			if err != nil {
				return m, fmt.Errorf("%q: %w", heading, err)
			}
			*into = append(*into, id)
		}
	}
	return m, nil
}

// is reports whether a reading says what the heading says. Liked times count only where the heading names some.
func (m phraseMeaning) is(r Reading) bool {
	var counter []time.Time
	for _, c := range r.Counter {
		counter = append(counter, c.Begin)
	}
	return r.Kind == m.kind && slices.Equal(r.Available, m.available) && slices.EqualFunc(counter, m.counter, time.Time.Equal) &&
		(m.preferred == nil || slices.Equal(r.Preferred, m.preferred)) && (m.maybe == nil || slices.Equal(r.Maybe, m.maybe))
}

// usual is one reply of a phrasebook.
type usual struct {
	meaning phraseMeaning
	heading string
	text    string
	asked   bool // marked as one that is asked back about
	line    int  // index
}

// phrasebookOf reads a phrasebook.
func phrasebookOf(t *testing.T, file string) (all []usual) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p := usual{}
	for i, line := range strings.Split(string(raw), "\n") {
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "@"):
			p.heading = line
			if p.meaning, err = parseMeaning(line); err != nil {
				t.Fatalf("line %d: %v", i+1, err)
			}
		case p.heading == "":
			t.Fatalf("line %d: a phrase without a heading", i+1)
		default:
			p.line = i
			p.text, p.asked = strings.CutPrefix(line, "? ")
			p.text = strings.ReplaceAll(p.text, " / ", "\n")
			all = append(all, p)
		}
	}
	return all
}

// TestPhrasebook reads what people of each language usually answer. A "?" in front of a phrase says that it is asked back about
// though people understand it: that may get better, and nothing may get worse. -update puts the marks as they are now.
func TestPhrasebook(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(phrasebook, "*.txt"))
	if len(files) == 0 {
		t.Fatal("there is no phrasebook")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { readPhrases(t, file) })
	}
}

func readPhrases(t *testing.T, file string) {
	right, asked := map[int]bool{}, map[int]bool{}
	for _, p := range phrasebookOf(t, file) {
		r := Choose(writtenMail(p.text, p.meaning.offer), p.meaning.offer)
		ruled(t, p.text, r)
		got := brief(r)
		switch {
		case p.meaning.is(r):
			right[p.line] = true
			if p.asked && !*update {
				t.Errorf("line %d: %q is read now: take its mark away", p.line+1, p.text)
			}
			continue
		case r.Kind == KindUnclear:
			asked[p.line] = true
			if p.asked || *update {
				continue
			}
			got = fmt.Sprintf("unclear (%s %q)", r.Reason, r.Detail)
		}
		t.Errorf("line %d: %s %q\n\tgot  %s", p.line+1, p.heading, p.text, got)
	}
	t.Logf("%d phrases: %d read, %d asked back about", len(right)+len(asked), len(right), len(asked))
	if *update {
		mark(t, file, right, asked)
	}
}

// mark writes a phrasebook with a "?" before the lines that are asked back about.
func mark(t *testing.T, file string, right, asked map[int]bool) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(raw), "\n")
	for i, line := range lines {
		line = strings.TrimPrefix(line, "? ")
		if right[i] {
			lines[i] = line
		} else if asked[i] {
			lines[i] = "? " + line
		}
	}
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}
