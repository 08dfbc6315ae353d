package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The list of what Parley is built on is that of go.mod, to the version.
func TestDependenciesAreNamed(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile(filepath.Join("..", "..", "docs", "dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for _, l := range strings.Split(string(mod), "\n") {
		if f := strings.Fields(strings.TrimPrefix(l, "require ")); len(f) >= 2 && strings.HasPrefix(f[1], "v") && strings.Contains(f[0], "/") {
			want["| `"+f[0]+"` | "+f[1]+" |"] = true
		}
	}
	if len(want) < 10 {
		t.Fatalf("go.mod has %d requirements", len(want))
	}
	rows := 0
	for _, l := range strings.Split(string(list), "\n") {
		if !strings.HasPrefix(l, "| `") {
			continue
		}
		rows++
		cells := strings.Split(l, "|")
		if key := strings.Join(cells[:3], "|") + "|"; !want[key] {
			t.Errorf("not in go.mod: %s", key)
		}
		if len(strings.TrimSpace(cells[3])) != len("2026-01-02") || strings.TrimSpace(cells[4]) == "" {
			t.Errorf("no date or no reason: %s", l)
		}
	}
	if rows != len(want) {
		t.Errorf("docs/dependencies.md names %d modules, and go.mod %d", rows, len(want))
	}
}
