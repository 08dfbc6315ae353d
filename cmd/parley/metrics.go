package main

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"parley/scheduler"
	"parley/store"
)

// metrics answers /metrics in the text format of Prometheus, version 0.0.4. It counts and dates; people, titles and
// addresses do not show.
type metrics struct {
	d     *daemon
	feeds *feedServer
}

// mails counts by their fate the mails that were read since the daemon started.
type mails struct {
	mu    sync.Mutex
	fates map[string]int
}

func (m *mails) count(c scheduler.Command, r store.Receipt) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fates == nil {
		m.fates = map[string]int{}
	}
	m.fates[fateOf(c, r)]++
}

// fateOf is one word for what became of a mail.
func fateOf(c scheduler.Command, r store.Receipt) string {
	fate := "taken"
	if c.Via == scheduler.ByBounce {
		fate = "bounce"
	}
	for _, a := range c.Do {
		switch a := a.(type) {
		case scheduler.Note:
			fate = a.What
		case scheduler.Misread:
			fate = "misread"
		case scheduler.Park:
			fate = "parked"
		case scheduler.Away:
			fate = "away"
		case scheduler.Bounce:
			fate = "bounce"
		}
	}
	switch {
	case r.Repeat:
		return "repeat"
	case r.Refusal != "" && fate == "taken":
		return "refused"
	}
	return fate
}

// row is one line of an answer: labels as pairs of name and value.
type row struct {
	labels []string
	value  float64
}

func (m metrics) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, err := m.write(r)
	if err != nil {
		m.d.log.Error("metrics cannot be read", "err", err)
		http.Error(w, "The store cannot be read just now.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Write(b)
}

func (m metrics) write(r *http.Request) ([]byte, error) {
	ctx, s := r.Context(), m.d.store
	states, err := s.States(ctx)
	if err != nil {
		return nil, err
	}
	outbox, err := s.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	family := func(name, kind, help string, rows ...row) { writeFamily(&b, name, kind, help, rows) }
	one := func(v float64, labels ...string) row { return row{labels, v} }

	family("parley_info", "gauge", "The version that runs.", one(1, "version", version))
	var rows []row
	for _, state := range []scheduler.State{scheduler.Draft, scheduler.Open, scheduler.Stuck, scheduler.Agreed, scheduler.Lapsed, scheduler.Cancelled} {
		rows = append(rows, one(float64(states[state]), "state", string(state)))
	}
	family("parley_events", "gauge", "Events in the store, by state.", rows...)

	waiting, retried, dead := 0, 0, 0
	var oldest time.Time
	for _, l := range outbox {
		switch {
		case l.Dead:
			dead++
			continue
		case l.Attempts > 0:
			retried++
		}
		waiting++
		if due := later(l.Letter.At, l.Letter.NotUntil); oldest.IsZero() || due.Before(oldest) {
			oldest = due
		}
	}
	family("parley_letters", "gauge", "Letters in the outbox: waiting, those of them that failed before, and given up.",
		one(float64(waiting), "state", "waiting"), one(float64(retried), "state", "retried"), one(float64(dead), "state", "dead"))
	late := 0.0
	if !oldest.IsZero() {
		late = max(0, m.d.now().Sub(oldest).Seconds())
	}
	family("parley_letter_oldest_seconds", "gauge", "How long the oldest waiting letter has been due.", one(late))

	m.d.mails.mu.Lock()
	rows = tallied("fate", m.d.mails.fates)
	m.d.mails.mu.Unlock()
	family("parley_mails_total", "counter", "Mails read since the start, by what became of them.", rows...)

	aside, err := m.d.setAside(ctx)
	if err != nil {
		return nil, err
	}
	family("parley_mails_set_aside", "gauge", "Mails that the mailbox's server does not hand out.", one(float64(aside)))

	m.d.health.mu.Lock()
	m.d.health.look()
	passes, now := maps.Clone(m.d.health.counts), maps.Clone(m.d.health.passes)
	jumps, jumped := m.d.health.jumps, m.d.health.jumped
	m.d.health.mu.Unlock()
	family("parley_clock_jumps_total", "counter", "How often the clock was set since the start, by 30 seconds or more.", one(float64(jumps)))
	family("parley_clock_last_jump_seconds", "gauge", "By how much it was set last; negative is back.", one(jumped.Seconds()))
	writable := 0.0
	if m.d.health.writable() {
		writable = 1
	}
	family("parley_store_writable", "gauge", "Whether the last writes to the store succeeded.", one(writable))
	var ends, ok, failed, since []row
	for _, name := range slices.Sorted(maps.Keys(passes)) {
		p := passes[name]
		ends = append(ends, one(float64(p.ok), "pass", name, "result", "ok"), one(float64(p.failed), "pass", name, "result", "failed"))
		if !p.lastOK.IsZero() {
			ok = append(ok, one(unix(p.lastOK), "pass", name))
		}
		if !p.lastFailed.IsZero() {
			failed = append(failed, one(unix(p.lastFailed), "pass", name))
		}
		if p := now[name]; p.Error != "" {
			since = append(since, one(unix(p.Since), "pass", name))
		}
	}
	family("parley_passes_total", "counter", "Passes of the daemon since the start, by how they ended.", ends...)
	family("parley_pass_last_ok_timestamp_seconds", "gauge", "When a pass last got through.", ok...)
	family("parley_pass_last_failed_timestamp_seconds", "gauge", "When a pass last failed.", failed...)
	family("parley_pass_failing_since_timestamp_seconds", "gauge", "Since when a pass has failed that still does.", since...)

	rows = nil
	for _, d := range m.d.cfg.Digest {
		job, ran, err := s.Job(ctx, d.Name)
		if err != nil {
			return nil, err
		}
		if ran {
			rows = append(rows, one(unix(job.At), "digest", d.Name))
		}
	}
	family("parley_digest_last_timestamp_seconds", "gauge", "When a digest last fell due.", rows...)

	answers := map[string]int{}
	m.feeds.mu.Lock()
	for code, n := range m.feeds.codes {
		answers[strconv.Itoa(code)] = n
	}
	m.feeds.mu.Unlock()
	family("parley_feed_answers_total", "counter", "Requests for calendar feeds since the start, by status code.", tallied("code", answers)...)
	family("parley_feed_renderings_total", "counter", "Calendar feeds rendered since the start.", one(float64(m.feeds.rendered.Load())))
	return b.Bytes(), nil
}

// tallied makes a row of each count, in order.
func tallied(label string, counts map[string]int) (rows []row) {
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		rows = append(rows, row{[]string{label, k}, float64(counts[k])})
	}
	return rows
}

func unix(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// writeFamily writes what is known under one name; nothing at all if that is nothing.
func writeFamily(b *bytes.Buffer, name, kind, help string, rows []row) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
	for _, r := range rows {
		var labels []string
		for i := 0; i+1 < len(r.labels); i += 2 {
			labels = append(labels, r.labels[i]+`="`+labelValue.Replace(r.labels[i+1])+`"`)
		}
		set := ""
		if len(labels) > 0 {
			set = "{" + strings.Join(labels, ",") + "}"
		}
		fmt.Fprintf(b, "%s%s %s\n", name, set, strconv.FormatFloat(r.value, 'f', -1, 64))
	}
}

var labelValue = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
