package parser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const besides = "../testdata/beside"

// TestDistracted puts a sentence about something else before and behind answers of the phrasebook, one of each meaning: what comes
// out is the same answer or a question, never another answer. A "!" in front of a sentence says that with some answer it does not hold
// yet; -update puts the marks as they are now.
func TestDistracted(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(besides, "*.txt"))
	if len(files) == 0 {
		t.Fatal("there are no sentences")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			every := 1
			if testing.Short() {
				every = 10
			}
			distract(t, file, every)
		})
	}
}

// distract reads the answers beside one of so many sentences of a file.
func distract(t *testing.T, file string, every int) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	answers := readPlainly(t, filepath.Join(phrasebook, filepath.Base(file)))
	lines := strings.Split(string(raw), "\n")
	same, asked := 0, 0
	for i, line := range lines {
		sentence, marked := strings.CutPrefix(line, "! ")
		if line == "" || strings.HasPrefix(line, "#") || i%every != 0 {
			continue
		}
		wrong := ""
		for k, a := range answers {
			before := sentence + "\n\n" + a.text
			if (i+k)%2 == 0 {
				before = strings.TrimRight(a.text, ".!。") + ". " + sentence
			}
			for _, text := range []string{a.text + "\n\n" + sentence, before} {
				switch r := Choose(writtenMail(text, a.offer), a.offer); {
				case r.Kind == KindUnclear:
					asked++
				case effectOf(r) == a.effect:
					same++
				case wrong == "":
					wrong = text + "\n\tgot  " + brief(r) + " (" + r.Reason + ")"
				}
			}
		}
		switch {
		case *update && wrong != "":
			lines[i] = "! " + sentence
		case *update:
			lines[i] = sentence
		case wrong != "" && !marked:
			t.Errorf("line %d: %s", i+1, wrong)
		case wrong == "" && marked:
			t.Errorf("line %d: %q makes no other answer any more: take its mark away", i+1, sentence)
		}
	}
	t.Logf("%d answers stand, %d are asked back about", same, asked)
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// plainly is an answer and what comes of it.
type plainly struct {
	text, effect string
	offer        Offer
}

// readPlainly takes the first phrase of each meaning in a phrasebook that is read.
func readPlainly(t *testing.T, file string) (all []plainly) {
	t.Helper()
	seen := map[string]bool{}
	for _, p := range phrasebookOf(t, file) {
		if seen[p.heading] {
			continue
		}
		if r := Choose(writtenMail(p.text, p.meaning.offer), p.meaning.offer); r.Kind != KindUnclear {
			seen[p.heading] = true
			all = append(all, plainly{p.text, effectOf(r), p.meaning.offer})
		}
	}
	if len(all) == 0 {
		t.Fatal("no phrase is read")
	}
	return all
}
