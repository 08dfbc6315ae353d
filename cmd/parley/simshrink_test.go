package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shrink looks for the shortest run of a seed that still breaks a law: it leaves out steps, many at first, then one by
// one, as long as something breaks (Zeller's ddmin, without the complements).
func shrink(t testing.TB, seed uint64, steps int) *sim {
	best := simulate(t, seed, allSteps(steps), false)
	for n := max(1, steps/2); ; n /= 2 {
		for from := 0; from < len(best.kept); {
			fewer := slices.Concat(best.kept[:from], best.kept[min(from+n, len(best.kept)):])
			if s := simulate(t, seed, fewer, false); s.fault != "" {
				best = s
			} else {
				from += n
			}
		}
		if n <= 1 {
			break
		}
	}
	return simulate(t, seed, best.kept, true)
}

// keptSteps are the steps made, as -keep takes them; one that is none where there were none.
func (s *sim) keptSteps() string {
	if len(s.kept) == 0 {
		return "-1"
	}
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(s.kept), " ", ","), "[]")
}

// tell writes the story of a run that broke a law: the steps, every mail that came and went, and the logs at the end.
func (s *sim) tell() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Seed %d, steps %s. It ended with:\n# %s\n\n%s\n", s.seed, s.keptSteps(), strings.ReplaceAll(s.fault, "\n", "\n# "), s.tape)
	if heads, err := s.h.store.Logs(s.ctx, "", 0); err == nil {
		for _, h := range heads {
			entries, _ := s.h.store.Log(s.ctx, h.Log)
			fmt.Fprintf(&b, "\nlog %s\n", h.Log)
			for _, n := range entries {
				fmt.Fprintf(&b, "%5d %s %-14s by %d, %s: %+v\n", n.Seq, n.At.Format("02 15:04:05"), n.Fact.Kind(), n.By, n.Cause, n.Fact)
			}
		}
	}
	file := filepath.Join(os.TempDir(), fmt.Sprintf("parley-simulation-%d.txt", s.seed))
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		return err.Error()
	}
	return file
}
