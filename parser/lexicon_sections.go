package parser

import (
	"strings"
)

// languages in the order in which they are preferred where a text could be in either: "all", then those that all.txt lists.
var languages = func() []string {
	list := []string{"all"}
	for _, r := range readSections("all")["languages"] {
		for name := range strings.SplitSeq(r.text, ",") {
			list = append(list, strings.TrimSpace(name))
		}
	}
	return list
}()

// row is one line of a section.
type row struct {
	lang string
	text string
}

// sections holds the lines of all sections of all languages, by name of the section.
var sections = func() map[string][]row {
	m := map[string][]row{}
	for _, name := range languages {
		for s, rows := range readSections(name) {
			m[s] = append(m[s], rows...)
		}
	}
	return m
}()

// readSections cuts the file of a language into sections.
func readSections(name string) map[string][]row {
	b, err := lexiconFiles.ReadFile("lexicon/" + name + ".txt")
	if err != nil {
		panic(err) // the files are part of the program, and tested
	}
	m := map[string][]row{}
	section := ""
	for line := range strings.SplitSeq(string(b), "\n") {
		if line = uncomment(line); line == "" {
			continue
		}
		if title, ok := sectionTitle(line); ok {
			section = title
			continue
		}
		m[section] = append(m[section], row{name, line})
	}
	return m
}

// uncomment takes comments and outer spaces off a line.
func uncomment(line string) string {
	if i := strings.IndexByte(line, '#'); i == 0 || i > 0 && line[i-1] == ' ' {
		line = line[:i]
	}
	return strings.TrimSpace(line)
}

// sectionTitle returns the name of the section that a line begins.
func sectionTitle(line string) (string, bool) {
	if line[0] != '[' || !strings.HasSuffix(line, "]") || len(line) <= 3 || strings.IndexByte(line, '|') > 0 {
		return "", false
	}
	return line[1 : len(line)-1], true
}

// inUse holds the names of the sections that some code reads, so that a test finds those that nothing does.
var inUse = map[string]bool{"languages": true}

// rowsOf returns the lines of a section.
func rowsOf(section string) []row {
	inUse[section] = true
	return sections[section]
}

// phrasesOf returns the phrases of a section, which stand between sep, without the spaces around them unless sep is a bar.
func phrasesOf(section, sep string) []string {
	var out []string
	for _, r := range rowsOf(section) {
		for p := range strings.SplitSeq(r.text, sep) {
			if sep != "|" {
				p = strings.TrimSpace(p)
			}
			if p != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

// wordsOf makes the words of a section a set; accents are not looked at.
func wordsOf(section string) map[string]bool {
	m := map[string]bool{}
	for _, w := range phrasesOf(section, ",") {
		m[plainWord(strings.ToLower(w))] = true
	}
	return m
}

// wordGroup is a group of words, each with the languages that it stands in: a place among wordGroups.
type wordGroup uint8

// wordGroups are all of them. The lexicon takes them up, so that no token need be looked up in each of them.
var wordGroups []map[string]langSet

func newWordGroup(words map[string]langSet) wordGroup {
	if wordGroups = append(wordGroups, words); len(wordGroups) > 256 {
		panic("more groups of words than a wordGroup can tell")
	}
	return wordGroup(len(wordGroups) - 1)
}

// wordsByLanguage makes the words of a section a group; accents are not looked at.
func wordsByLanguage(section string) wordGroup {
	m := map[string]langSet{}
	for _, r := range rowsOf(section) {
		for _, t := range Tokens(r.text, nil) {
			if t.Kind != TokenPunct {
				m[t.Plain] |= langBit(r.lang)
			}
		}
	}
	return newWordGroup(m)
}

// The habits that a language may have, as "[habit]" lists them: how its sentences are built where languages differ. Each is the set of
// the languages that have it.
var (
	oneNo            = habit("none and not are one no")
	allNotNone       = habit("all not is none")
	allNotNoneBehind = habit("all not is none behind it")
	verbSecond       = habit("the verb is second") // "Dienstag ginge es", which asks only where the verb comes first
	hoursLast        = habit("hours are how long") // "8 timmar", where French has "8 heures" for eight o'clock
)

// habits are the names of all habits.
var habits []string

func habit(name string) (set langSet) {
	habits = append(habits, name)
	for _, r := range rowsOf("habit") {
		if r.text == name {
			set |= langBit(r.lang)
		}
	}
	return set
}

// akin holds for each language those that share so many of its words that a short text may be in either.
var akin = func() (sets [16]langSet) {
	for _, r := range rowsOf("akin") {
		var family langSet
		for name := range strings.SplitSeq(r.text, ",") {
			family |= langBit(strings.TrimSpace(name))
		}
		for l := range sets {
			if family&(1<<l) != 0 {
				sets[l] |= family &^ (1 << l)
			}
		}
	}
	return sets
}()
