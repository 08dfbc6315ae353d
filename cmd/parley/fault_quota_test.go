package main

import (
	"regexp"
	"strings"
	"testing"

	"parley/mailbox/mailtest"
)

// Fault by fault, what TestFaults asks of servers is asked of a mailbox over its quota: read mail that cannot be filed, as
// the copy is one message too many, and new mail that is put off. check tells of it, too.
func TestFaultsOfTheQuota(t *testing.T) {
	t.Parallel()
	room := func(w *disturbed, messages int) {
		r := w.net.servers.(*mailtest.Real)
		w.await("mail to be filed", func() bool {
			return len(r.Mailbox("bot")) == 0 && len(r.Folder("bot", "Parley/Done")) == w.stamp
		})
		must0(r.SetQuota("bot", w.stamp+messages))
	}
	lifted := func(w *disturbed) {
		r := w.net.servers.(*mailtest.Real)
		must0(r.SetQuota("bot", -1))
		must0(r.Retry())
	}
	trial{
		real: true,
		prepare: func(w *disturbed, config string) string {
			must0(w.net.servers.(*mailtest.Real).UseQuota())
			return config
		},
		faults: []fault{
			{name: "no room to file", begin: func(w *disturbed) { room(w, 1) }, end: lifted,
				says: regexp.MustCompile("read mail cannot be filed, .*Quota exceeded")},
			{name: "no room for mail", begin: func(w *disturbed) {
				room(w, 0)
				if out, code := w.parley("check"); code != exitRefused || !strings.Contains(out, "the mailbox is 100 % full") {
					w.t.Errorf("check: exit %d: %s", code, out)
				}
			}, end: lifted,
				says: regexp.MustCompile("the mailbox is 100 % full")},
		},
	}.run(t)
}
