package parser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// TestCorpus reads the labelled mails of a folder. PARLEY_CORPUS names it; PARLEY_ONLY a part of the names of those to read.
func TestCorpus(t *testing.T) {
	root := os.Getenv("PARLEY_CORPUS")
	if root == "" {
		t.Skip("PARLEY_CORPUS names no folder of labelled mails")
	}
	files, _ := filepath.Glob(filepath.Join(root, "replies", "*", "*.json"))
	passed, failed, wrong := 0, 0, 0
	for _, f := range files {
		if only := os.Getenv("PARLEY_ONLY"); !strings.Contains(f, only) {
			continue
		}
		var c struct {
			Event  string
			Now    time.Time
			Expect label
			Also   []label
			Note   string
		}
		readJSON(t, f, &c)
		if strings.HasSuffix(c.Expect.Kind, "-ics") {
			continue
		}
		offer := readOffer(t, filepath.Join(root, c.Event))
		offer.Now = c.Now
		raw, err := os.ReadFile(strings.TrimSuffix(f, ".json") + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		m := Read(raw)
		if len(m.Calendars) > 0 {
			continue
		}
		got := Choose(m, offer)
		ok := c.Expect.fits(got)
		for _, a := range c.Also {
			ok = ok || a.fits(got)
		}
		if ok {
			passed++
			continue
		}
		failed++
		harm := ""
		switch got.Kind {
		case KindSelection, KindDecline, KindCounter, KindCommand:
			if got.Kind != Kind(c.Expect.Kind) || !slices.Equal(got.Available, c.Expect.Available) {
				wrong++
				harm = "WRONG "
			}
		}
		name := strings.TrimSuffix(strings.TrimPrefix(f, root+"/replies/"), ".json")
		t.Errorf("%s%s: %q\n\tgot  %s %v pref %v maybe %v %v (%s: %q) %s\n\twant %+v # %s", harm, name, m.Text(), got.Kind, got.Available, got.Preferred, got.Maybe, got.Counter, got.Reason, got.Detail, got.Language, c.Expect, c.Note)
	}
	t.Logf("%d passed, %d failed, %d wrong", passed, failed, wrong)
}

// label is what a mail should be read as.
type label struct {
	Kind      string
	Available []int
	Preferred *[]int
	Maybe     *[]int
	Counter   []struct {
		Begin    time.Time
		Duration string
	}
	Command string
}

func (l label) String() string {
	s := fmt.Sprint(l.Kind, " ", l.Available)
	if l.Preferred != nil {
		s += fmt.Sprint(" pref ", *l.Preferred)
	}
	if l.Maybe != nil {
		s += fmt.Sprint(" maybe ", *l.Maybe)
	}
	return fmt.Sprint(s, " ", l.Counter, " ", l.Command)
}

func (l label) fits(r Reading) bool {
	if string(r.Kind) != l.Kind {
		return false
	}
	switch r.Kind {
	case KindSelection:
		return slices.Equal(r.Available, l.Available) &&
			(l.Preferred == nil || slices.Equal(r.Preferred, *l.Preferred)) && (l.Maybe == nil || slices.Equal(r.Maybe, *l.Maybe))
	case KindCounter:
		if len(r.Counter) != len(l.Counter) || !slices.Equal(r.Available, l.Available) {
			return false
		}
		for _, c := range l.Counter {
			d, _ := time.ParseDuration(c.Duration)
			if !slices.ContainsFunc(r.Counter, func(s scheduler.Span) bool { return s.Begin.Equal(c.Begin) && s.Duration == d }) {
				return false
			}
		}
	case KindCommand:
		return r.Command == l.Command
	}
	return true
}

func readJSON(t *testing.T, file string, v any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func readOffer(t *testing.T, file string) Offer {
	t.Helper()
	var e struct {
		Timezone string
		Slots    []struct {
			ID       int
			Begin    time.Time
			Duration string
		}
	}
	readJSON(t, file, &e)
	zone, err := time.LoadLocation(e.Timezone)
	if err != nil {
		t.Fatal(err)
	}
	o := Offer{Zone: zone, EventZone: zone}
	for _, s := range e.Slots {
		d, _ := time.ParseDuration(s.Duration)
		o.Slots = append(o.Slots, scheduler.Slot{ID: s.ID, Span: scheduler.Span{Begin: s.Begin, Duration: d}})
		o.Duration = d
	}
	return o
}
