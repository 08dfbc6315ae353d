package mailbox

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

var rewrite = flag.Bool("update", false, "rewrite the letters under testdata")

// The letters of the story, as they are sent. Read the difference after go test -update.
func TestLettersOfTheStory(t *testing.T) {
	dir := filepath.Join("..", "testdata", "letters")
	for _, s := range scenes(t) {
		t.Run(s.name, func(t *testing.T) {
			got, err := Write(s.view)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(dir, s.name+".txt"), []byte("From: "+got.FromName+"\nSubject: "+got.Subject+"\n\n"+got.Text))
			golden(t, filepath.Join(dir, s.name+".html"), []byte(got.HTML))
		})
	}
}

// The letters that everybody gets, in the other languages.
func TestLettersInOtherLanguages(t *testing.T) {
	dir := filepath.Join("..", "testdata", "letters")
	for _, s := range scenes(t) {
		if !slices.Contains([]string{"question-zone", "ack", "stuck", "invitation", "why"}, s.name) {
			continue
		}
		for _, lang := range Languages() {
			if lang == "en" {
				continue
			}
			v := s.view
			v.To.Language = lang
			got, err := Write(v)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(dir, lang+"-"+s.name+".txt"), []byte("From: "+got.FromName+"\nSubject: "+got.Subject+"\n\n"+got.Text))
		}
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; it is now:\n%s", path, got)
	}
}

// Every kind of letter has a scene, hence a template and all its words, in every language.
func TestEveryLetterInEveryLanguage(t *testing.T) {
	t.Parallel()
	told := map[scheduler.Kind]bool{}
	for i, s := range scenes(t) {
		told[s.view.Letter.Kind] = true
		for j, lang := range Languages() {
			if testing.Short() && (i+j)%8 > 0 {
				continue
			}
			v := s.view
			v.To.Language = lang
			p := newPage(v)
			missed := *p.catalog
			missed.missed = func(key string) { t.Errorf("%s in %s: no words for %s", s.name, lang, key) }
			p.catalog = &missed
			c, err := writeOn(p)
			if err != nil {
				t.Fatal(err)
			}
			checkText(t, s.name+" in "+lang, c.Text)
			checkHTML(t, s.name+" in "+lang, c.HTML)
			if strings.Contains(c.FromName+c.Subject, "\n") || c.FromName == "" || c.Subject == "" {
				t.Errorf("%s in %s: from %q, subject %q", s.name, lang, c.FromName, c.Subject)
			}
		}
	}
	for kind := range templates {
		if !told[kind] {
			t.Errorf("no scene has a letter of kind %s", kind)
		}
	}
	if _, err := Write(View{Letter: scheduler.Letter{Kind: "novel"}}); err == nil {
		t.Error("a letter of unknown kind was written")
	}
}

var (
	placeholder = regexp.MustCompile(`\{[a-z0-9]*\}`)
	unfilled    = regexp.MustCompile(`[{}]`)
	yearOne     = regexp.MustCompile(`\b0?001\b|1970`)
)

func checkText(t *testing.T, name, text string) {
	t.Helper()
	for _, l := range strings.Split(text, "\n") {
		if textColumns(l) > columns && strings.ContainsAny(strings.TrimLeft(l, "> |"), " ") {
			t.Errorf("%s: %d columns: %s", name, textColumns(l), l)
		}
		if l != "-- " && strings.TrimRight(l, " ") != l {
			t.Errorf("%s: space at the end: %q", name, l)
		}
	}
	if unfilled.MatchString(text) || yearOne.MatchString(text) {
		t.Errorf("%s: something was not filled in:\n%s", name, text)
	}
	if strings.Contains(text, "\n\n\n") || !strings.HasSuffix(text, "\n") {
		t.Errorf("%s: empty lines:\n%s", name, text)
	}
}

var (
	tag       = regexp.MustCompile(`<(/?)([a-zA-Z!]+)([^>]*)>`)
	attribute = regexp.MustCompile(`\s([a-z-]+)="([^"<>]*)"`)
	allowed   = strings.Fields("!DOCTYPE html head meta title body table tr th td div p span b br a")
	attrs     = strings.Fields("colspan lang charset name content style role width cellpadding cellspacing border valign href dir")
)

// checkHTML holds a letter to what mail programs understand and to what people can trust: known elements, closed in order,
// no scripts, nothing loaded from elsewhere, links only to mail and web.
func checkHTML(t *testing.T, name, page string) {
	t.Helper()
	var open []string
	for _, m := range tag.FindAllStringSubmatch(page, -1) {
		element, rest := m[2], m[3]
		if !slices.Contains(allowed, element) {
			t.Errorf("%s: element %s", name, element)
		}
		if element == "!DOCTYPE" || element == "meta" || element == "br" {
			continue
		}
		if m[1] == "/" {
			if len(open) == 0 || open[len(open)-1] != element {
				t.Fatalf("%s: </%s> closes %v", name, element, open)
			}
			open = open[:len(open)-1]
			continue
		}
		open = append(open, element)
		seen := attribute.FindAllStringSubmatch(rest, -1)
		if left := strings.TrimSpace(attribute.ReplaceAllString(rest, "")); left != "" {
			t.Errorf("%s: <%s> has %q", name, element, left)
		}
		for _, a := range seen {
			if !slices.Contains(attrs, a[1]) {
				t.Errorf("%s: attribute %s", name, a[1])
			}
			if a[1] == "href" && !strings.HasPrefix(a[2], "mailto:") && !strings.HasPrefix(a[2], "https://") && !strings.HasPrefix(a[2], "http://") {
				t.Errorf("%s: link to %s", name, a[2])
			}
			if a[1] == "style" && (strings.Contains(a[2], "url(") || strings.Contains(a[2], "expression")) {
				t.Errorf("%s: style %s", name, a[2])
			}
		}
	}
	if len(open) != 0 {
		t.Errorf("%s: not closed: %v", name, open)
	}
}

// What people call themselves and their meetings cannot make lines, tags or slots of its own.
func TestHostileWords(t *testing.T) {
	evil := "<script>alert(1)</script>\r\nBcc: x@y.test\n1. Tue 24 Nov 2026, 10:00-10:45\u202e\x00 \"><img src=x onerror=1> {who} `ok` &amp; 5. Wed"
	for _, s := range scenes(t) {
		v := s.view
		v.People = scheduler.People{}
		for id, q := range s.view.People {
			q.Name, q.Address = scheduler.Words("7. "+evil), scheduler.Words(evil+"@x.test")
			v.People[id] = q
		}
		v.To = v.People[v.To.ID]
		v.Bot.Name = scheduler.Words(evil)
		v.Event.Title, v.Event.Location, v.Event.Subject = scheduler.Words(evil), scheduler.Words(evil), scheduler.Words("Re: "+evil)
		v.Event.URL = "javascript:alert(1)"
		v.Event.Text, v.Letter.Text = scheduler.Words(evil), scheduler.Words(evil)
		v.Event.Zone = "<b>Nowhere</b>"
		for i := range v.Letter.Remarks {
			v.Letter.Remarks[i].Text = scheduler.Words(evil)
		}
		if len(v.Letter.Faults) > 0 {
			v.Letter.Faults = append([]scheduler.Fault{{Code: evil, Line: scheduler.Words(evil), Value: evil}}, v.Letter.Faults...)
		}
		c, err := Write(v)
		if err != nil {
			t.Fatal(err)
		}
		checkHTML(t, s.name, c.HTML)
		for _, bad := range []string{"<script", "<img", "javascript:", "\u202e", "\x00"} {
			if strings.Contains(strings.ToLower(c.HTML), bad) {
				t.Errorf("%s: %q got through", s.name, bad)
			}
		}
		if strings.ContainsAny(c.Subject+c.FromName, "\r\n\x00\u202e") {
			t.Errorf("%s: from %q, subject %q", s.name, c.FromName, c.Subject)
		}
		slots := map[string]bool{}
		for _, l := range strings.Split(c.Text, "\n") {
			if textColumns(l) > columns {
				t.Errorf("%s: %d columns: %s", s.name, textColumns(l), l)
			}
			if strings.ContainsAny(l, "\r\x00\u202e") {
				t.Errorf("%s: control characters: %q", s.name, l)
			}
			m := slotLine.FindStringSubmatch(l)
			if m == nil {
				continue
			}
			id, _ := strconv.Atoi(m[1])
			if _, ok := v.Event.Slot(id); !ok || slots[m[1]] {
				t.Errorf("%s: a slot that is none: %s", s.name, l)
			}
			slots[m[1]] = true
		}
	}
}

var slotLine = regexp.MustCompile(`^\s*(\d+)\. `)

// A question can be answered from its text alone: each slot stands on a line that begins with its number, before half the
// first screen of a phone is over, and the links carry the secret address and the number.
func TestQuestionCanBeAnswered(t *testing.T) {
	for _, s := range scenes(t) {
		if s.view.Letter.Kind != scheduler.Question {
			continue
		}
		c, err := Write(s.view)
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for _, id := range s.view.Letter.Slots {
			line := "\n" + strconv.Itoa(id) + ". "
			i := strings.Index(c.Text[at:], line)
			if i < 0 {
				t.Fatalf("%s: slot %d has no line:\n%s", s.name, id, c.Text)
			}
			if at == 0 && strings.Count(c.Text[:i], "\n") > 14 {
				t.Errorf("%s: the first slot stands on line %d", s.name, strings.Count(c.Text[:i], "\n"))
			}
			at += i
			href := "mailto:bot%2Brokifadu.k3fq7zr2m5xw4btc@example.test?subject=Re%3A%20Design%20review&amp;body=also%20" + strconv.Itoa(id) + "\""
			if !strings.Contains(c.HTML, href) {
				t.Errorf("%s: no link for slot %d", s.name, id)
			}
		}
		if first, _, _ := strings.Cut(c.Text, "\n\n"); !strings.Contains(first, "Design review, 45 min") || !strings.Contains(first, "Ana Lehto") {
			t.Errorf("%s: the preview says %q", s.name, first)
		}
	}
}

// All letters of an event to one person share their subject but for the mark of a reply.
func TestOneThread(t *testing.T) {
	for _, s := range scenes(t) {
		if s.view.Event.ID == "" || s.view.Event.Title == "" {
			continue
		}
		c, err := Write(s.view)
		if err != nil {
			t.Fatal(err)
		}
		want := "Re: Design review"
		if s.view.Letter.Kind == scheduler.Question && s.view.Letter.Reason == "" {
			want = "Design review"
		}
		if c.Subject != want {
			t.Errorf("%s: subject %q, want %q", s.name, c.Subject, want)
		}
	}
}

// Long words of the organiser give way to the slots and are told in full below.
func TestLongWordsStandBelow(t *testing.T) {
	v := scenes(t)[0].view
	v.Event.Text = scheduler.Words(strings.Repeat("We should talk about many things at length. ", 40) + "END")
	c, err := Write(v)
	if err != nil {
		t.Fatal(err)
	}
	slot, end := strings.Index(c.Text, "\n1. "), strings.Index(c.Text, "END")
	if slot < 0 || slot > 800 || end < slot {
		t.Errorf("slot at %d, end of the words at %d:\n%s", slot, end, c.Text)
	}
}

func TestDigestSubject(t *testing.T) {
	for _, s := range scenes(t) {
		want := map[string]string{
			"digest":       "Parley Tue: 2 need you · 14 open · 1 agreed",
			"digest-empty": "Parley Tue: nothing needs you · 0 open · 0 agreed",
		}[s.name]
		if want == "" {
			continue
		}
		if c, err := Write(s.view); err != nil || c.Subject != want {
			t.Errorf("%s: %q, want %q (%v)", s.name, c.Subject, want, err)
		}
	}
}

// Every kind of fact has a sentence, erased words and unknown people included.
func TestEveryFactHasASentence(t *testing.T) {
	for _, lang := range Languages() {
		for _, kind := range scheduler.FactKinds() {
			got := LogSentence(lang, scheduler.Entry{Seq: 1, At: helsinki(t, "2026-11-20 11:12"), Fact: scheduler.NewFact(kind)}, nil, scheduler.Event{})
			if got == "" || strings.Contains(got, "log.") || unfilled.MatchString(got) || got == catalogOf(lang).text("log.unknown", "kind", kind) {
				t.Errorf("%s in %s: %q", kind, lang, got)
			}
		}
	}
}

func TestDescribe(t *testing.T) {
	open := storyEvent(t)
	now := helsinki(t, "2026-11-20 11:13")
	moving := agreedOn(t, open, 1)
	moving.Moving = true
	stuck := answeredBy(t, open, "nnnn")
	stuck.State = scheduler.Stuck
	for _, x := range []struct {
		e    scheduler.Event
		want string
	}{
		{open, "Open until Mon 23 Nov, 10:00; Ben Okri and Chandra Rao must still answer."},
		{answeredBy(t, open, "yyyy", "ynyn"), "Open; all who are required have answered, Dana Šimić may still do so."},
		{answeredBy(t, open, "yyyy", "ynyn", "nnnn"), "Everyone has answered; the time is about to be fixed."},
		{stuck, "Stuck: no time suits everyone required; Ana Lehto must say how to go on."},
		{agreedOn(t, open, 1), "Fixed: Tue 24 Nov 2026, 10:00-10:45 Europe/Helsinki (UTC+2)."},
		{moving, "Fixed: Tue 24 Nov 2026, 10:00-10:45 Europe/Helsinki (UTC+2), but a new time is sought until Mon 23 Nov, 10:00."},
	} {
		if got := Describe(x.e, storyPeople(), now); got != x.want {
			t.Errorf("%s: %q, want %q", x.e.State, got, x.want)
		}
	}
}

// BenchmarkWriteLarge writes the question and the status of an event at the limits: 30 slots, 100 parties.
func BenchmarkWriteLarge(b *testing.B) {
	e, people := largeEvent(b)
	now := helsinki(b, "2026-11-20 11:13")
	for _, kind := range []scheduler.Kind{scheduler.Question, scheduler.StatusText} {
		b.Run(string(kind), func(b *testing.B) {
			v := View{Letter: scheduler.Letter{Kind: kind, Event: e.ID, To: ben}, Event: e, People: people, To: people[ben], Now: now,
				Bot: scheduler.Mailbox{Name: "Parley", Address: "bot@example.test"}, ReplyTo: "bot+rokifadu.k3fq7zr2m5xw4btc@example.test"}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Write(v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func largeEvent(t testing.TB) (scheduler.Event, scheduler.People) {
	e, people := storyEvent(t), storyPeople()
	for id := len(e.Slots) + 1; id <= 30; id++ {
		e.Slots = append(e.Slots, scheduler.Slot{ID: id, By: ana, Span: scheduler.Span{Begin: helsinki(t, "2026-11-24 10:00").Add(time.Duration(id) * 7 * time.Hour), Duration: time.Hour}})
	}
	for id := scheduler.PersonID(10); len(e.Parties) < 100; id++ {
		people[id] = scheduler.Person{ID: id, Name: scheduler.Words("Person Number " + strconv.Itoa(int(id))), Address: scheduler.Words("p" + strconv.Itoa(int(id)) + "@example.test")}
		e.Parties = append(e.Parties, scheduler.Party{Person: id, Required: id%2 == 0, Words: answersOf(t, "yyymmmynynynynynymmmynynyynyny", "2026-11-20 10:00", id%3 == 0)})
	}
	return e, people
}

// Every reason that the rules give, as far as their source shows them, has its own sentence.
func TestEveryReasonHasASentence(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "scheduler", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	en := catalogOf("en")
	for _, call := range []struct {
		source *regexp.Regexp
		keys   []string
	}{
		{regexp.MustCompile(`t\.refuse\([^,\n]+, "([a-z-]+)"`), []string{"refused.", "fault."}},
		{regexp.MustCompile(`t\.done\([^,\n]+, "([a-z-]+)"`), []string{"line."}},
		{regexp.MustCompile(`\badd\("([a-z-]+)"`), []string{"fault."}},
		{regexp.MustCompile(`Fault\{Code: "([a-z-]+)"`), []string{"fault."}},
		{regexp.MustCompile(`askBack\("([a-z-]+)"`), []string{"askback.reason."}},
		{regexp.MustCompile(`t\.lapse\("([a-z-]+)"`), []string{"lapsed.reason."}},
		{regexp.MustCompile(`t\.endMove\("([a-z-]+)"`), []string{"lapsed.reason.stays-"}},
		{regexp.MustCompile(`t\.update\("([a-z-]+)"`), []string{"update.lead."}},
		{regexp.MustCompile(`takeOut\(Release, [a-z]+, "([a-z-]+)"`), []string{"release.reason."}},
		{regexp.MustCompile(`askAbout\([^"\n]+, "([a-z-]+)"`), []string{"question.reason.", "question.lead."}},
		{regexp.MustCompile(`agree\([^"\n]*, "([a-z-]+)", `), []string{"agreed.because."}},
		{regexp.MustCompile(`settleOn\([^"\n]*, "([a-z-]+)"\)`), []string{"trigger."}},
		{regexp.MustCompile(`Reject\{Reason: "([a-z-]+)"`), []string{"refused."}},
		{regexp.MustCompile(`Kind: Progress, Reason: "([a-z-]+)"`), []string{"progress."}},
		{regexp.MustCompile(`Reopened\{"([a-z-]+)"`), []string{"reason."}},
	} {
		found := 0
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range call.source.FindAllSubmatch(src, -1) {
				found++
				if !slices.ContainsFunc(call.keys, func(k string) bool { return en.has(k+string(m[1])) || en.has(k+string(m[1])+".with") }) {
					t.Errorf("%s: no words for %s%s", filepath.Base(f), call.keys[0], m[1])
				}
			}
		}
		if found == 0 {
			t.Errorf("nothing in scheduler looks like %s any more", call.source)
		}
	}
}

// A catalogue has all the messages of the English one and no others, with the same placeholders and the same words to
// reply with.
func TestCataloguesAreComplete(t *testing.T) {
	en := catalogOf("en").words
	base := func(key string) string { // of a plural form
		b := key[:max(0, strings.LastIndexByte(key, '.'))]
		if _, plural := en[b+".one"]; !plural {
			return key
		}
		if _, plural := en[b+".other"]; !plural {
			return key
		}
		return b
	}
	want := map[string]string{}
	for key, words := range en {
		if b := base(key); b == key || strings.HasSuffix(key, ".other") {
			want[b] = words
		}
	}
	forms := map[string][]string{"english": {"one", "other"}, "zero-one": {"one", "other"}, "none": {"other"}, "polish": {"one", "few", "many"}}
	for _, lang := range Languages() {
		words := catalogOf(lang).words
		for key, english := range want {
			keys := []string{key}
			if base(key+".one") == key {
				if keys = nil; forms[words["rule.plural"]] == nil {
					t.Fatalf("%s: no such plural rule: %q", lang, words["rule.plural"])
				}
				for _, form := range forms[words["rule.plural"]] {
					keys = append(keys, key+"."+form)
				}
			}
			for _, k := range keys {
				got, ok := words[k]
				if !ok {
					t.Errorf("%s: no words for %s", lang, k)
					continue
				}
				free := strings.HasPrefix(k, "date.") || strings.HasPrefix(k, "say.") || strings.HasSuffix(k, ".one")
				if !free && !slices.Equal(set(placeholder.FindAllString(got, -1)), set(placeholder.FindAllString(english, -1))) {
					t.Errorf("%s: %s holds %v, English %v", lang, k, set(placeholder.FindAllString(got, -1)), set(placeholder.FindAllString(english, -1)))
				}
				if strings.Count(got, "`") != strings.Count(english, "`") {
					t.Errorf("%s: %s: other words to reply with: %s", lang, k, got)
				}
			}
		}
		for key := range words {
			b := key[:max(0, strings.LastIndexByte(key, '.'))]
			if _, ok := want[key]; !ok && base(b+".one") != b {
				t.Errorf("%s: %s is not in English", lang, key)
			}
		}
		if n := len(strings.Fields(words["date.weekdays"])); n != 7 {
			t.Errorf("%s: %d weekdays", lang, n)
		}
		if n := len(strings.Fields(words["date.months"])); n != 12 {
			t.Errorf("%s: %d months", lang, n)
		}
	}
}

func set(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// Whatever makes the parser doubt, as far as its source shows, a letter can say in words that the writer of the mail understands.
func TestEveryDoubtHasASentence(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "parser", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, source := range []*regexp.Regexp{
		regexp.MustCompile(`\.doubt\("([a-z-]+)"`),
		regexp.MustCompile(`\.unclear\("([a-z-]+)"`),
		regexp.MustCompile(`kBad\b.*\bwhy: "([a-z-]+)"`),
		regexp.MustCompile(`\bm[A-Z][a-z]+: "([a-z-]+)"`),
		regexp.MustCompile(`kind: KindUnclear, reason: "([a-z-]+)"`),
		regexp.MustCompile(`Kind: KindUnclear, Reason: "([a-z-]+)"`),
		regexp.MustCompile(`Problem = "([a-z-]+)"`),
	} {
		found := 0
		for _, f := range files {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range source.FindAllSubmatch(src, -1) {
				if found++; !strings.HasSuffix(f, "_test.go") && !catalogOf("en").has("reason."+doubtful(string(m[1]))) {
					t.Errorf("%s: no words for the doubt %s", filepath.Base(f), m[1])
				}
			}
		}
		if found == 0 {
			t.Errorf("nothing in parser looks like %s any more", source)
		}
	}
}
