package scheduler

import (
	"strings"
	"testing"
	"time"
)

// What a mail shows of its sender by the way is believed of a sender who is vouched for: a forged one must not change the
// language of somebody's letters, nor say that their address works.
func TestForgedMailTeachesNothing(t *testing.T) {
	monday := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	w := World{NextPerson: 2, People: People{1: {ID: 1, Seq: 3, Address: "olga@example.test", Language: "fi", Failing: "550 no such user"}}}
	for _, verified := range []bool{false, true} {
		d := Decide(w, Command{
			Cause: "mail:x", Event: "rokifadu", By: Mailbox{Address: "olga@example.test"}, Verified: verified, Via: ByMail, At: monday, Language: "en",
			Do: Actions{Propose{Title: "Tea"}},
		})
		learnt := 0
		for _, f := range d.Facts {
			switch f.Fact.(type) {
			case LanguageLearned, AddressWorks:
				learnt++
			}
		}
		if want := map[bool]int{false: 0, true: 2}[verified]; learnt != want {
			t.Errorf("verified %v: %d things were learnt, want %d: %+v", verified, learnt, want, d.Facts)
		}
	}
}

// Somebody known by their address only is called by the name in a mail of theirs that is believed, unless the name is made to
// be taken for somebody or something else. A name that is known stays.
func TestNameIsLearntFromAReply(t *testing.T) {
	monday := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		known, said Words
		forged      bool
		want        Words
	}{
		{"", "Ben Okri", false, "Ben Okri"},
		{"ben@example.test", "Ben Okri", false, "Ben Okri"},
		{"Ben", "Ben Okri", false, "Ben Okri"}, // no more than the address says
		{"", "大野 勉", false, "大野 勉"},
		{"", "O'Brien, Séamus (IT)", false, "O'Brien, Séamus (IT)"},
		{"Ben", "ben", false, ""},
		{"Benjamin", "Ben Okri", false, ""},
		{"", "Ben Okri", true, ""},
		{"", "", false, ""},
		{"", "Olga Aho", false, ""}, // is somebody else
		{"", "olga aho", false, ""},
		{"", "boss@example.test", false, ""},
		{"", "Ben via Lists", false, ""},
		{"", "see https://evil.test", false, ""},
		{"", "Ben\r\nBcc: x", false, ""},
		{"", "neB\u202e", false, ""},
		{"", "Ben <b>", false, ""},
		{"", "1234", false, ""},
		{"", Words(strings.Repeat("Ben ", 30) + "x"), false, ""},
	} {
		w := World{NextPerson: 3, People: People{
			1: {ID: 1, Seq: 3, Address: "ben@example.test", Name: x.known, Language: "en"},
			2: {ID: 2, Seq: 1, Address: "olga@example.test", Name: "Olga Aho"},
		}}
		d := Decide(w, Command{
			Cause: "mail:x", Event: "rokifadu", By: Mailbox{Name: x.said, Address: "ben@example.test"}, Verified: !x.forged, Via: ByMail, At: monday,
			Do: Actions{Propose{Title: "Tea"}},
		})
		var got Words
		for _, f := range d.Facts {
			if f, ok := f.Fact.(NameLearned); ok {
				got = f.Name
			}
		}
		if got != x.want {
			t.Errorf("known as %q, writes as %q: learnt %q, want %q", x.known, x.said, got, x.want)
		}
	}
}
