package parser

import (
	"slices"
	"strings"
	"testing"
)

// TestLexicon holds the files of words to their form: every section known, no phrase in two sections of a language, and in each
// language a word for what every language needs.
func TestLexicon(t *testing.T) {
	if _, err := loadLexicon(); err != nil {
		t.Fatal(err)
	}
	core := []string{"hello", "fill", "yes", "great", "best", "need", "no", "not", "everything", "any", "none", "rest", "some", "slot", "number",
		"cardinal", "ordinal", "last", "and", "or", "but", "to", "only", "also", "because", "hedge", "if", "partial", "postpone", "undo", "mean", "else", "ask", "propose",
		"decline", "time weekday", "time shift", "time part", "time hour", "time and", "mail closing"}
	spaced := []string{"self", "goes on", "offer", "mention", "common", "absence"} // for Japanese and Chinese they stand in all.txt, or are not looked at
	for _, name := range languages {
		b, err := lexiconFiles.ReadFile("lexicon/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		section, has, seen := "", map[string]bool{}, map[string]string{}
		for _, line := range strings.Split(string(b), "\n") {
			if line = uncomment(line); line == "" {
				continue
			}
			title, ok := sectionTitle(line)
			switch {
			case ok:
				section = title
				has[section] = true
				if meanings[section] == mUnknown && !inUse[section] {
					t.Errorf("%s: nothing reads [%s]", name, section)
				}
				continue
			case meanings[section] == mUnknown: // of other uses: a phrase may have several there
				continue
			case section == "cardinal" || section == "ordinal":
				_, line, _ = strings.Cut(line, ":")
			}
			for _, phrase := range strings.Split(line, ",") {
				if phrase = strings.TrimSpace(phrase); phrase == "" {
					continue
				}
				if other, ok := seen[phrase]; ok && other != section {
					t.Errorf("%s: %q is in [%s] and in [%s]", name, phrase, other, section)
				}
				seen[phrase] = section
			}
		}
		want := core
		if name != "ja" && name != "zh" {
			want = slices.Concat(core, spaced)
		}
		for _, s := range want {
			if name != "all" && !has[s] {
				t.Errorf("%s has no section [%s]", name, s)
			}
		}
	}
	for _, r := range rowsOf("habit") {
		if !slices.Contains(habits, r.text) {
			t.Errorf("%s: nothing knows the habit %q", r.lang, r.text)
		}
	}
	for _, bad := range []string{"[nonsense]\nx", "[cardinal]\nthree"} {
		if err := (&lexicon{}).load(langEnglish, bad, false); err == nil {
			t.Errorf("%q loads", bad)
		}
	}
}

// TestOrders holds the guess of the language to a few words.
func TestOrders(t *testing.T) {
	for text, want := range map[string]string{
		"1 and 3 work for me": "en", "Mir passen 1 und 3": "de", "Le 1 et le 3 me conviennent": "fr", "Me van bien la 1 y la 3": "es", "A 1 e a 3 servem para mim": "pt",
		"Mi vanno bene l'1 e il 3": "it", "Ik kan 1 en 3": "nl", "1 och 3 funkar": "sv", "Minulle sopii 1 ja 3": "fi", "Pasują mi 1 i 3": "pl", "1と3でお願いします": "ja", "1和3都可以": "zh",
	} {
		p := piece{text: text, tokens: Tokens(text, nil)}
		if got := languages[words().orders([]piece{p})[0].first]; got != want {
			t.Errorf("%q is in %s, want %s", text, got, want)
		}
	}
}
