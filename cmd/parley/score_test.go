package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// reading is what a labelled mail of testdata/readings says.
type reading struct {
	Kind      string     `json:"kind"`
	Available []int      `json:"available"`
	Counter   []spanJSON `json:"counter"`
	Command   string     `json:"command"`
}

// Each round of readings was labelled by a hand that knew neither the code nor other labels. What is not read right must be
// asked back about: acting on a wrong reading is the one thing that must not happen. Labels that the rules do not bear out are named in
// doubted.txt, and count as not read right.
func TestReadingsAreNeverWrong(t *testing.T) {
	alongside(t)
	readings := filepath.Join("..", "..", "testdata", "readings")
	for _, round := range []struct {
		name, root string
		least      int // read right
	}{
		{"first", readings, 555},
		{"second", filepath.Join(readings, "round2"), 576},
		{"third", filepath.Join(readings, "round3"), 329},
		{"fourth", filepath.Join(readings, "round4"), 422},
		{"fifth", filepath.Join(readings, "round5"), 279},
		{"sixth", filepath.Join(readings, "round6"), 310},
		{"seventh", filepath.Join(readings, "round7"), 553},
		{"eighth", filepath.Join(readings, "round8"), 286},
		{"ninth", filepath.Join(readings, "round9"), 398},
		{"tenth", filepath.Join(readings, "round10"), 311},
		{"eleventh", filepath.Join(readings, "round11"), 278},
		{"twelfth", filepath.Join(readings, "round12"), 259},
	} {
		t.Run(round.name, func(t *testing.T) {
			every := 1
			if testing.Short() {
				every = 4
			}
			right, doubted, all := readRound(t, round.root, every)
			t.Logf("%d replies: %d right, %d asked back about, %d read otherwise than a doubted label", all, right, all-right-doubted, doubted)
			if right < round.least && every == 1 {
				t.Errorf("only %d of %d are read right, not %d", right, all, round.least)
			}
		})
	}
}

// readRound reads the labelled replies below a folder, or one out of so many, and says how many it read, how many of them
// as they are labelled, and how many are acted upon against a doubted label.
func readRound(t *testing.T, root string, every int) (right, against, all int) {
	labels, err := filepath.Glob(filepath.Join(root, "replies", "*", "*.json"))
	if err != nil || len(labels) < 300 {
		t.Fatalf("%d labels, %v", len(labels), err)
	}
	doubted, err := os.ReadFile(filepath.Join(root, "doubted.txt")) // a label a line, and why
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	inDoubt := strings.Split(string(doubted), "\n")
	for i, f := range labels {
		if i%every > 0 {
			continue
		}
		all++
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var label struct {
			Event  string
			Now    time.Time
			Expect reading
			Also   []reading
		}
		if err := json.Unmarshal(b, &label); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		raw, err := os.ReadFile(strings.TrimSuffix(f, ".json") + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		r := reader{now: label.Now}
		if err := r.offer(filepath.Join(root, label.Event)); err != nil {
			t.Fatal(err)
		}
		got, _ := r.read(raw)
		acts := !slices.Contains([]string{"unclear", "auto", "bounce"}, got.Kind)
		switch {
		case slices.ContainsFunc(append(label.Also, label.Expect), func(want reading) bool { return agrees(got, want) }):
			right++
		case !acts:
		case slices.ContainsFunc(inDoubt, func(name string) bool { return filepath.Join(root, filepath.FromSlash(name)) == f }):
			against++
		default:
			t.Errorf("%s: read as %s %v, meant %s %v", f, got.Kind, got.Available, label.Expect.Kind, label.Expect.Available)
		}
	}
	return right, against, all
}

// agrees reports whether a reading is the one that was meant, in all that would be acted upon.
func agrees(got readingJSON, want reading) bool {
	if got.Kind != want.Kind {
		return false
	}
	switch want.Kind {
	case "command":
		return got.Command == want.Command
	case "selection", "accept-ics":
		return slices.Equal(got.Available, want.Available)
	case "counter", "counter-ics":
		g, w := got.Counter, want.Counter
		return bytes.Equal(instants(g), instants(w)) && slices.Equal(got.Available, want.Available)
	}
	return true
}

func instants(s []spanJSON) (b []byte) {
	for _, x := range s {
		at, _ := time.Parse(time.RFC3339, x.Begin)
		b = at.UTC().AppendFormat(b, time.RFC3339)
		d, _ := time.ParseDuration(x.Duration)
		b = append(b, ' ')
		b = append(b, d.String()...)
	}
	return b
}
