package mailbox

import (
	"testing"
	"time"
)

func TestPauseGrows(t *testing.T) {
	for failures, most := range map[int]time.Duration{
		1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 9: 256 * time.Second, 10: 5 * time.Minute, 1000: 5 * time.Minute,
	} {
		seen := map[time.Duration]bool{}
		for range 20 {
			d := pause(failures)
			if d < most/2 || d > most {
				t.Fatalf("after %d failures it is %v, not between %v and %v", failures, d, most/2, most)
			}
			seen[d] = true
		}
		if len(seen) < 2 {
			t.Errorf("after %d failures everybody comes back at once", failures)
		}
	}
}
