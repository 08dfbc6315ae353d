package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Each row of the threat model names tests that there are.
func TestThreatModelNamesItsTests(t *testing.T) {
	alongside(t)
	root := filepath.Join("..", "..")
	model, err := os.ReadFile(filepath.Join(root, "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(root, "*", "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join(root, "*", "*", "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	function := regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	for _, f := range append(files, more...) {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range function.FindAllSubmatch(text, -1) {
			there[string(m[1])] = true
		}
	}
	rows := 0
	for _, l := range strings.Split(string(model), "\n") {
		cells := strings.Split(l, "|")
		if len(cells) != 5 || strings.HasPrefix(l, "| threat") || strings.HasPrefix(l, "| ---") {
			continue
		}
		rows++
		names := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(cells[3], -1)
		if len(names) == 0 {
			t.Errorf("no test shows: %s", cells[1])
		}
		for _, n := range names {
			if !there[n[1]] {
				t.Errorf("there is no %s", n[1])
			}
		}
	}
	if rows < 20 {
		t.Errorf("%d threats", rows)
	}
}
