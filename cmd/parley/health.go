package main

import (
	"encoding/json"
	"net/http"
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

// ServeHTTP answers /healthz: 200 if every pass got through last time, 503 and what is wrong otherwise.
func (h *health) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	code := http.StatusOK
	for _, p := range h.passes {
		if p.Error != "" {
			code = http.StatusServiceUnavailable
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	json.NewEncoder(w).Encode(h.passes)
}
