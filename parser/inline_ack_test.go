package parser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// A letter of ours says how an answer was read. Quoted by somebody who has nothing to add, it is no new answer.
func TestQuotedAcknowledgementIsNoAnswer(t *testing.T) {
	letters, err := filepath.Glob(filepath.Join("..", "testdata", "letters", "*ack*.txt"))
	if err != nil || len(letters) == 0 {
		t.Fatalf("no acknowledgements to quote: %v", err)
	}
	var slots []scheduler.Slot
	for i, at := range []time.Time{time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC), time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC), time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)} {
		slots = append(slots, scheduler.Slot{ID: i + 1, Span: scheduler.Span{Begin: at, Duration: 45 * time.Minute}})
	}
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range letters {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, said := range []string{"Thanks!", "", "Great, see you then"} {
			raw := "From: b@x.test\r\nTo: bot@y.test\r\nSubject: Re: x\r\nIn-Reply-To: <a@y.test>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
				said + "\r\n\r\n> " + strings.ReplaceAll(strings.TrimSpace(string(b)), "\n", "\r\n> ") + "\r\n"
			got := Choose(Read([]byte(raw)), Offer{Slots: slots, Zone: zone, EventZone: zone, Duration: 45 * time.Minute,
				Now: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)})
			if got.Kind != KindUnclear {
				t.Errorf("%s under %q: %s %v (%s)", filepath.Base(f), said, got.Kind, got.Available, got.Reason)
			}
		}
	}
}
