package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// web serves what the world or the machine's keepers may look at; nothing unless configured. It only reads, and speaks
// plain HTTP: beyond loopback a proxy in front of it should speak TLS.
type web struct{ servers []*http.Server }

func listenWeb(cfg Config, d *daemon) (*web, error) {
	w := &web{}
	feeds := newFeedServer(d.house)
	muxes := map[string]*http.ServeMux{} // by address: both may be served on one
	mux := func(address string) *http.ServeMux {
		if muxes[address] == nil {
			muxes[address] = http.NewServeMux()
		}
		return muxes[address]
	}
	if a := cfg.HTTP.Listen; a != "" {
		mux(a).Handle("GET /healthz", d.health)
		mux(a).Handle("GET /calendar/{file}", feeds)
	}
	if a := cfg.HTTP.Metrics; a != "" {
		mux(a).Handle("GET /metrics", metrics{d, feeds})
	}
	for a, m := range muxes {
		if err := w.listen(a, m, d.log); err != nil {
			w.close()
			return nil, err
		}
	}
	return w, nil
}

func (w *web) listen(address string, h http.Handler, log *slog.Logger) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("cannot serve http on %s; choose a free address: %w", address, err)
	}
	log.Info("serving http", "address", l.Addr())
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug), // what strangers do wrong is no error of ours
	}
	w.servers = append(w.servers, s)
	go func() {
		if err := s.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
			log.Error("serving http ended", "address", address, "err", err)
			l.Close()
		}
	}()
	return nil
}

func (w *web) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	for _, s := range w.servers {
		s.Shutdown(ctx)
	}
}

// faults finds what is wrong with the addresses.
func (c HTTP) faults(bad func(format string, args ...any)) {
	for key, address := range map[string]string{"listen": c.Listen, "metrics": c.Metrics} {
		if _, port, err := net.SplitHostPort(address); address != "" && (err != nil || port == "") {
			bad("http.%s = %q is no address; write one such as \"127.0.0.1:8025\"", key, address)
		}
	}
	if u, err := url.Parse(c.URL); c.URL != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		bad("http.url = %q cannot be reached; write it like \"https://parley.example.test\"", c.URL)
	}
}

// feedServer answers for /calendar/TOKEN.ics (RFC 9110 for what it says of freshness).
type feedServer struct {
	*feeds
	clients *limiter // by address
	tokens  *limiter // by feed

	mu    sync.Mutex
	codes map[int]int // answers so far
}

func newFeedServer(h *house) *feedServer {
	return &feedServer{
		feeds: newFeeds(h), codes: map[int]int{},
		clients: newLimiter(120, time.Second), // some companies fetch all calendars of the world from few addresses
		tokens:  newLimiter(30, 10*time.Second),
	}
}

func (s *feedServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	code := s.answer(w, r)
	s.mu.Lock()
	s.codes[code]++
	s.mu.Unlock()
}

// answer writes the answer and returns its status code. Nothing of the address is logged: it is the secret.
func (s *feedServer) answer(w http.ResponseWriter, r *http.Request) int {
	head := w.Header()
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("X-Robots-Tag", "noindex")
	refuse := func(code int, text string) int {
		head.Set("Cache-Control", "no-store")
		http.Error(w, text, code)
		return code
	}
	now := s.h.now()
	if wait := s.clients.take(clientOf(r), now); wait > 0 {
		head.Set("Retry-After", seconds(wait))
		return refuse(http.StatusTooManyRequests, "Too many requests; try again later.")
	}
	token, named := strings.CutSuffix(r.PathValue("file"), ".ics")
	state, err := s.find(r.Context(), token)
	switch {
	case !named || errors.Is(err, errNoFeed):
		return refuse(http.StatusNotFound, "There is no such calendar. Its address may have been replaced: the latest invitation has the one that holds.")
	case err != nil:
		s.h.log.Error("a feed cannot be read", "err", err)
		return refuse(http.StatusInternalServerError, "The calendar cannot be read just now.")
	}
	if wait := s.tokens.take(token, now); wait > 0 {
		head.Set("Retry-After", seconds(wait))
		return refuse(http.StatusTooManyRequests, "Too many requests; try again later.")
	}

	head.Set("Cache-Control", "private, no-cache") // keep it, but ask each time: it can be revoked
	head.Set("Vary", "Accept-Encoding")
	zip := acceptsGzip(r.Header.Values("Accept-Encoding"))
	if unchanged(r.Header, state) {
		state.validators(head, zip, now)
		w.WriteHeader(http.StatusNotModified)
		return http.StatusNotModified
	}
	id := state.person
	state, b, err := s.get(r.Context(), id)
	if err != nil {
		s.h.log.Error("a feed cannot be rendered", "person", id, "err", err)
		return refuse(http.StatusInternalServerError, "The calendar cannot be read just now.")
	}
	body := b.plain
	if zip {
		body = b.zipped
		head.Set("Content-Encoding", "gzip")
	}
	state.validators(head, zip, now)
	head.Set("Content-Type", "text/calendar; charset=utf-8; method=PUBLISH")
	head.Set("Content-Disposition", `inline; filename="parley.ics"`)
	head.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body) // a client that went away is not our trouble
	}
	return http.StatusOK
}

// etag is strong: each encoding has its own (RFC 9110 section 8.8.3.3).
func (s feedState) etag(zip bool) string {
	if zip {
		return `"` + s.version + `-gzip"`
	}
	return `"` + s.version + `"`
}

// validators says by what a client can ask whether anything changed. A date tells seconds only, so while another change may
// bear the same one, it is kept back (RFC 9110 section 8.8.2.2).
func (s feedState) validators(head http.Header, zip bool, now time.Time) {
	head.Set("ETag", s.etag(zip))
	if now.Sub(s.changed) >= 2*time.Second {
		head.Set("Last-Modified", s.changed.UTC().Format(http.TimeFormat))
	}
}

// unchanged reports whether a client has the feed as it stands (RFC 9110 section 13.2.2). A date must be the very one that
// was given out: the newest change of what remains can be older than that of what has gone.
func unchanged(h http.Header, s feedState) bool {
	if asked := h.Values("If-None-Match"); len(asked) > 0 {
		for _, tag := range strings.Split(strings.Join(asked, ","), ",") {
			tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
			if tag == "*" || tag == s.etag(false) || tag == s.etag(true) {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(h.Get("If-Modified-Since"))
	return err == nil && since.Equal(s.changed.Truncate(time.Second))
}

// acceptsGzip reads Accept-Encoding (RFC 9110 section 12.5.3).
func acceptsGzip(values []string) bool {
	any := false
	for _, v := range strings.Split(strings.Join(values, ","), ",") {
		name, params, _ := strings.Cut(v, ";")
		key, weight, _ := strings.Cut(strings.TrimSpace(params), "=")
		q, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		wanted := !strings.EqualFold(strings.TrimSpace(key), "q") || err == nil && q > 0
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "gzip", "x-gzip":
			return wanted
		case "*":
			any = wanted
		}
	}
	return any
}

func seconds(d time.Duration) string { return strconv.Itoa(int((d + time.Second - 1) / time.Second)) }

// clientOf is the address that a request comes from, or the network, where a client has one to itself (IPv6). Behind a
// proxy on this machine it is the one that the proxy saw: the last it named.
func clientOf(r *http.Request) string {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	a := from.Addr()
	if a.Unmap().IsLoopback() {
		named := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if seen, err := netip.ParseAddr(strings.TrimSpace(named[len(named)-1])); err == nil {
			a = seen
		}
	}
	if a = a.Unmap().WithZone(""); a.Is6() && !a.IsLoopback() {
		if net, err := a.Prefix(64); err == nil {
			return net.String()
		}
	}
	return a.String()
}

// limiter lets each client ask burst times at once, and once more after each pause.
type limiter struct {
	burst int
	pause time.Duration

	mu   sync.Mutex
	full map[string]time.Time // when a client will have all its turns again; none: it has
}

// maxClients bounds the memory of a limiter.
const maxClients = 10_000

func newLimiter(burst int, pause time.Duration) *limiter {
	return &limiter{burst: burst, pause: pause, full: map[string]time.Time{}}
}

// take uses up one turn of a client. If there is none, it returns how long to wait for one.
func (l *limiter) take(client string, now time.Time) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	full := l.full[client]
	most := time.Duration(l.burst) * l.pause
	if full.Before(now) {
		full = now
	} else if full.Sub(now) > most { // the clock went back
		full = now.Add(most)
	}
	if wait = full.Add(l.pause).Sub(now) - most; wait > 0 {
		l.full[client] = full
		return wait
	}
	if len(l.full) >= maxClients {
		l.forget(now)
	}
	l.full[client] = full.Add(l.pause)
	return 0
}

// forget drops those who have all their turns; if nobody has, everybody.
func (l *limiter) forget(now time.Time) {
	for c, at := range l.full {
		if !at.After(now) {
			delete(l.full, c)
		}
	}
	if len(l.full) >= maxClients {
		clear(l.full)
	}
}
