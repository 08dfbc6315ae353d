package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// health remembers how each pass of the daemon fared last.
type health struct {
	now func() time.Time

	mu     sync.Mutex
	passes map[string]passHealth
	counts map[string]passCount
}

type passHealth struct {
	OK    time.Time `json:"ok,omitzero"`    // last pass without an error
	Since time.Time `json:"since,omitzero"` // of the present trouble
	Error string    `json:"error,omitempty"`
}

// passCount is how often a pass ended, since the daemon started.
type passCount struct {
	ok, failed         int
	lastOK, lastFailed time.Time
}

func newHealth(now func() time.Time) *health {
	return &health{now: now, passes: map[string]passHealth{}, counts: map[string]passCount{}}
}

func (h *health) report(pass string, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, c := h.passes[pass], h.counts[pass]
	if err == nil {
		p = passHealth{OK: h.now()}
		c.ok, c.lastOK = c.ok+1, p.OK
	} else {
		c.failed, c.lastFailed = c.failed+1, h.now()
		if p.Error == "" {
			p.Since = h.now()
		}
		p.Error = err.Error()
	}
	h.passes[pass], h.counts[pass] = p, c
}

// ServeHTTP answers /healthz: 200 if every pass got through last time, 503 and what is wrong otherwise. Servers and paths
// are named to those on this machine only; a proxy's clients count as where they are.
func (h *health) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	from, err := netip.ParseAddr(clientOf(r))
	local := err == nil && from.IsLoopback()
	h.mu.Lock()
	passes := maps.Clone(h.passes)
	h.mu.Unlock()
	code := http.StatusOK
	for name, p := range passes {
		if p.Error == "" {
			continue
		}
		code = http.StatusServiceUnavailable
		if !local {
			p.Error = "failing"
			passes[name] = p
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	json.NewEncoder(w).Encode(passes)
}
