package mailbox

import (
	"path/filepath"
	"strings"
	"testing"

	"parley/scheduler"
)

// What calendar objects say, in every language. Read the difference after go test -update.
func TestEntriesOfTheStory(t *testing.T) {
	var all strings.Builder
	for _, lang := range Languages() {
		for _, s := range scenes(t) {
			if s.view.Letter.Method == scheduler.MethodNone {
				continue
			}
			v := s.view
			v.Event.Text = "Please bring the paper samples."
			v.To.Language = lang
			p := newPage(v)
			missed := *p.catalog
			missed.missed = func(key string) { t.Errorf("%s in %s: no words for %s", s.name, lang, key) }
			p.catalog = &missed
			text, why := p.entry()
			takes := v.Letter.Method != scheduler.MethodRequest
			if unfilled.MatchString(text+why) || yearOne.MatchString(text+why) || takes != (why != "") || strings.Contains(why, "\n") {
				t.Errorf("%s in %s: %q, because %q", s.name, lang, text, why)
			}
			if lang != "en" && takes { // everything else is told of a hold
				if same, _ := Entry(s.view); strings.Contains(same, why) {
					t.Errorf("%s in %s is told in English: %s", s.name, lang, why)
				}
			}
			if s.view.Letter.Kind == scheduler.Invitation || s.view.Letter.Kind == scheduler.Update {
				continue // no words of ours
			}
			all.WriteString("--- " + lang + " " + s.name + "\n" + text + "\n")
		}
	}
	golden(t, filepath.Join("..", "testdata", "letters", "entries.txt"), []byte(all.String()))
}
