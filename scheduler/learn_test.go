package scheduler

import (
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
