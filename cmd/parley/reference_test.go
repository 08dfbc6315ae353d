package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is expected anew")

const (
	referenceBegin = "<!-- configuration: begin -->\n"
	referenceEnd   = "<!-- configuration: end -->"
)

func TestReadmeHasTheConfiguration(t *testing.T) {
	path := filepath.Join("..", "..", "README.md")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := configReference()
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(b), referenceBegin)
	have, tail, ok2 := strings.Cut(rest, referenceEnd)
	if !ok || !ok2 {
		t.Fatal("the README has no place for the configuration")
	}
	if have == want {
		return
	}
	if !*update {
		t.Fatalf("the README's configuration is out of date; run make golden\n%s", want)
	}
	if err := os.WriteFile(path, []byte(head+referenceBegin+want+referenceEnd+tail), 0o644); err != nil {
		t.Fatal(err)
	}
}
