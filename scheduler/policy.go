package scheduler

import "time"

// Policy is the rules of the house that can be configured. An event keeps the policy under which it opened.
type Policy struct {
	Settle       time.Duration // from the last answer to the agreement
	OptionalWait time.Duration // that optional people are waited for
	Notice       time.Duration // a slot is alive until this long before its begin
	TokenDays    int           // days a secret address stays valid after the last slot or the agreed end
	Unverified   string        // proposals without aligned DMARC: "preview", "open" or "refuse"
	MaxSlots     int
	MaxParties   int
}

// DefaultPolicy is what holds where nothing was configured.
func DefaultPolicy() Policy {
	return Policy{
		Settle: 10 * time.Minute, OptionalWait: 24 * time.Hour, Notice: time.Hour,
		TokenDays: 30, Unverified: "preview", MaxSlots: 30, MaxParties: 100,
	}
}

// Limits that are not configured.
const (
	MinDuration  = 5 * time.Minute
	MaxDuration  = 14 * 24 * time.Hour
	MaxAhead     = 2 * 366 * 24 * time.Hour // a slot begins less than two years away
	MaxTitle     = 256                      // characters
	MaxMailBytes = 10 << 20
)
