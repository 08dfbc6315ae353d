package mailbox

import (
	"math"
	"testing"

	"github.com/emersion/go-imap/v2/imapclient"
)

// Servers say that there is no limit by one that cannot be reached.
func TestPercentOfAQuota(t *testing.T) {
	for _, x := range []struct {
		usage, limit, want int64
	}{
		{0, 100, 0}, {89, 100, 89}, {90, 100, 90}, {120, 100, 120}, {5, math.MaxInt64, 0}, {1 << 40, 1 << 57, 0}, {math.MaxInt64, math.MaxInt64, 100},
	} {
		if got := percent(imapclient.QuotaResourceData{Usage: x.usage, Limit: x.limit}); got != x.want {
			t.Errorf("%d of %d is %d %%, not %d", x.usage, x.limit, got, x.want)
		}
	}
}
