package mailbox

import (
	"embed"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"sync"
	"unicode"
)

//go:embed catalog/*.json
var catalogFiles embed.FS

// catalog is the messages of one language: keys and sentences with {placeholders}. A sentence that counts has one entry
// for each plural form, "key.one", "key.other". What people can reply stands in `backquotes`.
type catalog struct {
	lang   string
	words  map[string]string
	base   *catalog         // asked for what is missing here; nil in English
	missed func(key string) // told of what is missing; tests only
}

// catalogs are read once; a catalogue that cannot be read is a broken program.
var catalogs = sync.OnceValue(func() map[string]*catalog {
	files, err := catalogFiles.ReadDir("catalog")
	if err != nil {
		panic(err)
	}
	all := map[string]*catalog{}
	for _, f := range files {
		data, err := catalogFiles.ReadFile("catalog/" + f.Name())
		if err != nil {
			panic(err)
		}
		c := &catalog{lang: strings.TrimSuffix(f.Name(), ".json")}
		if err := json.Unmarshal(data, &c.words); err != nil {
			panic(fmt.Sprintf("catalogue %s: %v", f.Name(), err))
		}
		all[c.lang] = c
	}
	for _, c := range all {
		if c.lang != "en" {
			c.base = all["en"]
		}
	}
	return all
})

// Languages lists the languages that letters can be written in, as two-letter codes in order.
func Languages() []string {
	var list []string
	for lang := range catalogs() {
		list = append(list, lang)
	}
	sort.Strings(list)
	return list
}

// catalogOf returns the catalogue of the first language that we have, regions left aside, or the English one.
func catalogOf(langs ...string) *catalog {
	for _, lang := range langs {
		short, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(lang, "_", "-")), "-")
		if c, ok := catalogs()[short]; ok {
			return c
		}
	}
	return catalogs()["en"]
}

// has reports whether there is a sentence for this key, plural forms counted.
func (c *catalog) has(key string) bool {
	for ; c != nil; c = c.base {
		if _, ok := c.words[key]; ok {
			return true
		}
		if _, ok := c.words[key+".other"]; ok {
			return true
		}
	}
	return false
}

// find returns the sentence for a key; n chooses among plural forms.
func (c *catalog) find(key string, n int) string {
	if s, ok := c.words[key]; ok {
		return s
	}
	if s, ok := c.words[key+"."+c.plural(n)]; ok {
		return s
	}
	if s, ok := c.words[key+".other"]; ok {
		return s
	}
	if c.missed != nil {
		c.missed(key)
	}
	if c.base != nil {
		return c.base.find(key, n)
	}
	return key
}

// plural names the form that goes with a number, after the rule that the catalogue names.
func (c *catalog) plural(n int) string {
	switch c.words["rule.plural"] {
	case "none":
		return "other"
	case "zero-one": // French, Brazilian Portuguese: 0 is singular
		if n == 0 || n == 1 {
			return "one"
		}
	case "polish":
		switch {
		case n == 1:
			return "one"
		case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
			return "few"
		default:
			return "many"
		}
	default:
		if n == 1 {
			return "one"
		}
	}
	return "other"
}

// span is a piece of a line.
type span struct {
	text string
	word bool   // something to reply with
	bold bool   // HTML only
	href string // http or mailto; HTML only
}

// say fills a sentence's placeholders: kv are names and values in turn. Values are taken literally, whatever is in them.
func (c *catalog) say(key string, kv ...string) []span {
	template := c.find(key, count(kv))
	var out []span
	var b strings.Builder
	word := false
	flush := func() {
		if b.Len() > 0 {
			out = append(out, span{text: b.String(), word: word})
			b.Reset()
		}
	}
	for i := 0; i < len(template); i++ {
		switch template[i] {
		case '`':
			flush()
			word = !word
		case '{':
			end := strings.IndexByte(template[i:], '}')
			if end < 0 {
				b.WriteString(template[i:])
				i = len(template)
				break
			}
			b.WriteString(value(kv, template[i+1:i+end]))
			i += end
		default:
			b.WriteByte(template[i])
		}
	}
	flush()
	return out
}

// text is say without markup; words to reply with are in quotes.
func (c *catalog) text(key string, kv ...string) string { return c.plain(c.say(key, kv...)) }

func (c *catalog) plain(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.word {
			b.WriteString(c.find("rule.open", 0) + s.text + c.find("rule.close", 0))
		} else {
			b.WriteString(s.text)
		}
	}
	return b.String()
}

// list joins names: "Ana, Ben and Cleo".
func (c *catalog) list(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	return strings.Join(items[:len(items)-1], c.find("list.comma", 0)) + c.find("list.and", 0) + items[len(items)-1]
}

// value finds a placeholder's value; a missing one shows its name, so that a wrong catalogue is seen.
func value(kv []string, name string) string {
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i] == name {
			return kv[i+1]
		}
	}
	return "{" + name + "}"
}

// count is the number that decides about the plural: the value called n.
func count(kv []string) int {
	n := 0
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i] == "n" {
			_, _ = fmt.Sscan(kv[i+1], &n)
		}
	}
	return n
}

// oneLine makes what somebody wrote safe to stand in a line of ours: no control or direction characters, no line breaks,
// at most max columns.
func oneLine(s string, max int) string {
	var b strings.Builder
	used, gap, room := 0, false, 0 // room is how much of b leaves space for "…"
	for _, r := range s {
		if unicode.IsSpace(r) {
			gap = b.Len() > 0
			continue
		}
		if !printable(r) {
			continue
		}
		if gap {
			b.WriteByte(' ')
			used, gap = used+1, false
		}
		b.WriteRune(r)
		if used += runeColumns(r); used < max {
			room = b.Len()
		} else if used > max {
			return strings.TrimRight(b.String()[:room], " ") + "…"
		}
	}
	return b.String()
}

// manyLines is oneLine for text that may have several lines; empty ones at the ends are dropped.
func manyLines(s string) []string {
	var lines []string
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\f", "\n", "\v", "\n").Replace(s)
	for _, l := range strings.Split(s, "\n") {
		l = strings.Map(func(r rune) rune {
			switch {
			case r == '\t', r == '\u00a0':
				return ' '
			case !printable(r):
				return -1
			}
			return r
		}, l)
		l = strings.TrimRight(l, " ")
		if l == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, l)
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// printable leaves out control characters and those that turn the direction of writing or cannot be seen; joiners that
// emoji and scripts need stay.
func printable(r rune) bool {
	if r == '\u200d' || r == '\u200c' {
		return true
	}
	return r != unicode.ReplacementChar && !unicode.Is(unicode.C, r) || unicode.Is(unicode.Co, r)
}
