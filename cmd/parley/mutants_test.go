package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	mutants     = flag.Bool("mutants", false, "make TestMutants plant the bugs of testdata/mutants and look for them")
	onlyMutants = flag.String("only", "", "only mutants whose name matches")
)

// mutant is a bug that is planted on purpose, in the copy of a file that the compiler is given in its place. It is a patch
// without line numbers, so that it bears changes around it:
//
//	What is broken, in a sentence.
//	found by: ./cmd/parley Simulation        the package, and the tests to run
//	says: takes effect a second time         what the failure must say; optional
//
//	--- store/execute.go
//	 a line that stays
//	-a line that goes
//	+a line that comes
//	@@                                       another place in the same file
//
// White space at the ends of lines does not count. The lines that stay or go must be found once, one after the other.
type mutant struct {
	name, broken, pkg, test, says string
	files                         map[string][]hunk
}

type hunk struct{ old, now []string }

// TestMutants plants each bug of testdata/mutants and demands that the test named there finds it. It is slow, and runs
// with -mutants only. That every patch still fits is always tested.
func TestMutants(t *testing.T) {
	root := filepath.Join("..", "..")
	files, err := filepath.Glob(filepath.Join(root, "testdata", "mutants", "*.patch"))
	if err != nil || len(files) < 23 {
		t.Fatalf("%d mutants, %v: there should be at least 23", len(files), err)
	}
	only := regexp.MustCompile(*onlyMutants)
	if *mutants {
		fmt.Printf("| mutant | what is broken | found by | says |\n|---|---|---|---|\n")
	}
	for _, f := range files {
		m, err := readMutant(f)
		if err == nil {
			err = m.plant(root, t.TempDir())
		}
		switch {
		case err != nil:
			t.Errorf("%s no longer fits: %v", filepath.Base(f), err)
		case *mutants && only.MatchString(m.name):
			found, err := m.find(t.Context(), root, t.TempDir())
			if err != nil {
				t.Errorf("%s: %v", m.name, err)
			}
			fmt.Printf("| %s | %s | %s | %s |\n", m.name, m.broken, m.test, found)
		}
	}
}

func readMutant(file string) (m mutant, err error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return m, err
	}
	m.name, m.files = strings.TrimSuffix(filepath.Base(file), ".patch"), map[string][]hunk{}
	var path string
	for l := range strings.Lines(string(b)) {
		l = strings.TrimRight(l, "\n")
		hunks := m.files[path]
		switch {
		case strings.HasPrefix(l, "--- "):
			path = l[4:]
			m.files[path] = []hunk{{}}
		case path == "":
			if what, ok := strings.CutPrefix(l, "found by: "); ok {
				m.pkg, m.test, _ = strings.Cut(what, " ")
			} else if what, ok := strings.CutPrefix(l, "says: "); ok {
				m.says = what
			} else if l != "" {
				m.broken = strings.TrimSpace(m.broken + " " + l)
			}
		case l == "@@":
			m.files[path] = append(hunks, hunk{})
		case l != "":
			h := &hunks[len(hunks)-1]
			if l[0] != '+' {
				h.old = append(h.old, l[1:])
			}
			if l[0] != '-' {
				h.now = append(h.now, l[1:])
			}
		}
	}
	if m.broken == "" || m.test == "" || len(m.files) == 0 {
		return m, fmt.Errorf("it does not say what is broken, what finds it, or where")
	}
	return m, nil
}

// plant writes the files with the bug, and an overlay that names them for the go command, into a folder.
func (m mutant) plant(root, dir string) error {
	replace := map[string]string{}
	for path, hunks := range m.files {
		file, err := filepath.Abs(filepath.Join(root, path))
		if err != nil {
			return err
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		lines := strings.Split(string(b), "\n")
		for _, h := range hunks {
			at := -1
			for i := 0; i+len(h.old) <= len(lines); i++ {
				if slices.EqualFunc(lines[i:i+len(h.old)], h.old, func(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) }) {
					if at >= 0 {
						return fmt.Errorf("%s has these lines twice:\n%s", path, strings.Join(h.old, "\n"))
					}
					at = i
				}
			}
			if at < 0 {
				return fmt.Errorf("%s has no such lines:\n%s", path, strings.Join(h.old, "\n"))
			}
			lines = slices.Replace(lines, at, at+len(h.old), h.now...)
		}
		replace[file] = filepath.Join(dir, strings.ReplaceAll(path, "/", "-"))
		if err := os.WriteFile(replace[file], []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			return err
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600)
}

var (
	failedSeed = regexp.MustCompile(`seed (\d+): (.*)`)
	failedTest = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)
)

// find runs the test on the program with the bug, and says how it was found.
func (m mutant) find(ctx context.Context, root, dir string) (string, error) {
	if err := m.plant(root, dir); err != nil {
		return "", err
	}
	args := []string{"test", "-count=1", "-vet=off", "-overlay=" + filepath.Join(dir, "overlay.json"), "-run", "^(Test|Fuzz)(" + m.test + ")$", m.pkg}
	simulation := m.test == "Simulation"
	if simulation {
		args = append(args, "-timeout=0", "-args", "-seeds=3000", "-faults=1", "-shrink=false")
	}
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = root
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if cmd.Run() == nil {
		return "**survives**", fmt.Errorf("it survives: %s", m.broken)
	}
	said := strings.TrimSpace(out.String())
	switch {
	case strings.Contains(said, "[build failed]") || !failedTest.MatchString(said) && !strings.Contains(said, "panic: "):
		return "does not build", fmt.Errorf("the program with the bug does not build, or no test ran:\n%s", said)
	case m.says != "" && !strings.Contains(said, m.says):
		return "found otherwise", fmt.Errorf("it should be found because of %q, and is because of:\n%.3000s", m.says, said)
	case simulation:
		seed := failedSeed.FindStringSubmatch(said)
		if seed == nil {
			return "found otherwise", fmt.Errorf("no seed failed:\n%.3000s", said)
		}
		return fmt.Sprintf("seed %s: %.160s", seed[1], seed[2]), nil
	}
	return "fails", nil
}
