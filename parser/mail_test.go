package parser

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the expected readings beside the mails in testdata/mail")

// TestMails reads the mails in testdata/mail and compares with the reading beside each.
func TestMails(t *testing.T) {
	files, err := filepath.Glob("../testdata/mail/*.eml")
	if err != nil || len(files) < 20 {
		t.Fatalf("only %d mails: %v", len(files), err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".eml"), func(t *testing.T) {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			m := Read(raw)
			sound(t, m)
			got := fmt.Sprintf("from: %s <%s>, subject: %s, language: %q\n%s", m.From.Name, m.From.Address, m.Subject, m.Language, Explain(m))
			if m.Bounce != nil {
				got += fmt.Sprintf("bounce: %+v\n", *m.Bounce)
			}
			if !m.Away.IsZero() {
				got += "away until: " + m.Away.Format("2006-01-02") + "\n"
			}
			expected := strings.TrimSuffix(name, ".eml") + ".txt"
			if *update {
				if err := os.WriteFile(expected, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(expected)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("read\n%s\nnot\n%s", got, want)
			}
		})
	}
}
