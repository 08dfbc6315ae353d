package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"parley/scheduler"
	"parley/store"
)

// served is a feed over HTTP.
type served struct {
	*world
	s       *feedServer
	handler http.Handler
}

func serve(w *world) *served {
	v := &served{world: w, s: newFeedServer(w.h)}
	mux := http.NewServeMux()
	mux.Handle("GET /calendar/{file}", v.s)
	v.handler = mux
	return v
}

// ask makes a request; headers are pairs of name and value.
func (v *served) ask(method, token string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, "/calendar/"+token+".ics", nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	v.handler.ServeHTTP(rec, r)
	return rec.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestFeedOverHTTP(t *testing.T) {
	alongside(t)
	w := feedWorld(t)
	id := w.propose("Review", scheduler.Options{})
	w.agree(id)
	w.clock = w.clock.Add(time.Minute)
	v, token := serve(w), w.token("ben")

	first := v.ask("GET", token)
	etag, modified, text := first.Header.Get("ETag"), first.Header.Get("Last-Modified"), body(t, first)
	if first.StatusCode != 200 || !strings.HasPrefix(text, "BEGIN:VCALENDAR\r\n") || lines(text, "SUMMARY:Review") != 1 {
		t.Fatalf("%s\n%s", first.Status, text)
	}
	if etag == "" || strings.HasPrefix(etag, "W/") || modified == "" {
		t.Errorf("ETag %s, Last-Modified %q", etag, modified)
	}
	for name, want := range map[string]string{"Content-Type": "text/calendar; charset=utf-8; method=PUBLISH", "Cache-Control": "private, no-cache",
		"Vary": "Accept-Encoding", "Content-Length": fmt.Sprint(len(text)), "X-Content-Type-Options": "nosniff", "Content-Encoding": ""} {
		if got := first.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}

	zip := v.ask("GET", token, "Accept-Encoding", "br, gzip;q=0.5")
	r, err := gzip.NewReader(zip.Body)
	if err != nil {
		t.Fatal(err)
	}
	unzipped, err := io.ReadAll(r)
	if err != nil || string(unzipped) != text || zip.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("gzip: %v, %d bytes", err, len(unzipped))
	}
	zipTag := zip.Header.Get("ETag")
	if zipTag == etag {
		t.Error("two encodings under one strong ETag")
	}

	head := v.ask("HEAD", token)
	if head.StatusCode != 200 || head.Header.Get("ETag") != etag || head.Header.Get("Content-Length") != fmt.Sprint(len(text)) || body(t, head) != "" {
		t.Errorf("HEAD: %s %v", head.Status, head.Header)
	}

	// From here on nothing is rendered unless something changed, and not even that to say that it did not.
	fresh := serve(w)
	for _, c := range []struct {
		name    string
		headers []string
		code    int
	}{
		{"the ETag", []string{"If-None-Match", etag}, 304},
		{"the ETag of gzip", []string{"If-None-Match", zipTag, "Accept-Encoding", "gzip"}, 304},
		{"one of several", []string{"If-None-Match", `"x", W/` + etag}, 304},
		{"in two lines", []string{"If-None-Match", `"x"`, "If-None-Match", etag}, 304},
		{"any", []string{"If-None-Match", "*"}, 304},
		{"the date", []string{"If-Modified-Since", modified}, 304},
		{"the ETag goes before the date", []string{"If-None-Match", etag, "If-Modified-Since", "Mon, 02 Jan 2006 15:04:05 GMT"}, 304},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			got := fresh.ask(method, token, c.headers...)
			if got.StatusCode != c.code || body(t, got) != "" || got.Header.Get("ETag") == "" || got.Header.Get("Vary") == "" {
				t.Errorf("%s %s: %s %v", method, c.name, got.Status, got.Header)
			}
		}
	}
	if n := fresh.s.rendered.Load(); n != 0 {
		t.Errorf("%d renderings to say that nothing changed", n)
	}
	for name, headers := range map[string][]string{
		"another ETag":                 {"If-None-Match", `"x"`},
		"another ETag, the right date": {"If-None-Match", `"x"`, "If-Modified-Since", modified},
		"an older date":                {"If-Modified-Since", "Mon, 02 Jan 2006 15:04:05 GMT"},
		"a date we never gave":         {"If-Modified-Since", "Tue, 01 Jan 2030 00:00:00 GMT"},
		"no date":                      {"If-Modified-Since", "yesterday"},
	} {
		if got := fresh.ask("GET", token, headers...); got.StatusCode != 200 || body(t, got) != text {
			t.Errorf("%s: %s", name, got.Status)
		}
	}
	if n := fresh.s.rendered.Load(); n != 1 {
		t.Errorf("%d renderings of one version", n)
	}

	// A change, and at once a date that may still be shared is kept back.
	w.do(id, "ana", scheduler.Retitle{Title: "Review of the year"})
	got := v.ask("GET", token, "If-None-Match", etag, "If-Modified-Since", modified)
	if got.StatusCode != 200 || got.Header.Get("ETag") == etag || got.Header.Get("Last-Modified") != "" || !strings.Contains(body(t, got), "Review of the year") {
		t.Errorf("after a change: %s %v", got.Status, got.Header)
	}
	etag = got.Header.Get("ETag")

	// A restart later, the client's copy still counts.
	w.clock = w.clock.Add(time.Minute)
	w.open()
	v = serve(w)
	if got := v.ask("GET", token, "If-None-Match", etag); got.StatusCode != 304 || got.Header.Get("Last-Modified") == "" || v.s.rendered.Load() != 0 {
		t.Errorf("after a restart: %s, %d renderings", got.Status, v.s.rendered.Load())
	}

	// What is taken away never comes back as unchanged.
	modified = v.ask("GET", token).Header.Get("Last-Modified")
	w.do(id, "ana", scheduler.Cancel{})
	if got := v.ask("GET", token, "If-Modified-Since", modified); got.StatusCode != 200 || strings.Contains(body(t, got), "BEGIN:VEVENT") {
		t.Errorf("after the meeting was cancelled: %s", got.Status)
	}
}

func TestFeedRefusesOthers(t *testing.T) {
	alongside(t)
	w := feedWorld(t)
	w.agree(w.propose("Review", scheduler.Options{}))
	v, token := serve(w), w.token("ben")
	ben := w.person("ben")
	other := w.token("chloe")
	for name, token := range map[string]string{
		"nothing": "", "made up": strings.Repeat("a", 17), "the MAC of another": token[:1] + other[1:], "the person of another": other[:1] + token[1:],
		"nobody": "vvvv" + token[1:], "upper case": strings.ToUpper(token), "more": token + "a", "a path": "..%2f" + token, "twice": token + ".ics",
	} {
		if token == w.token("ben") || token == other {
			t.Fatalf("%s is a token", name)
		}
		got := v.ask("GET", token)
		if got.StatusCode != 404 || got.Header.Get("ETag") != "" || strings.Contains(body(t, got), "VCALENDAR") {
			t.Errorf("%s: %s", name, got.Status)
		}
	}
	rec := httptest.NewRecorder()
	v.handler.ServeHTTP(rec, httptest.NewRequest("GET", "/calendar/"+token, nil))
	if rec.Code != 404 {
		t.Errorf("without .ics: %d", rec.Code)
	}
	if got := v.ask("POST", token); got.StatusCode != 405 {
		t.Errorf("POST: %s", got.Status)
	}
	etag := v.ask("GET", token).Header.Get("ETag")
	if etag == "" {
		t.Fatal("the right token is refused too")
	}
	w.do("", "ops", scheduler.RevokeFeed{Who: ben.Address}) // no operator
	if got := v.ask("GET", token); got.StatusCode != 200 {
		t.Errorf("anybody can revoke: %s", got.Status)
	}
	if _, err := w.h.execute(context.Background(), scheduler.Command{Cause: "revoke", Operator: true, Via: scheduler.ByOperator, At: w.clock,
		Do: []scheduler.Action{scheduler.RevokeFeed{Who: ben.Address}}}); err != nil {
		t.Fatal(err)
	}
	if got := v.ask("GET", token, "If-None-Match", etag); got.StatusCode != 404 {
		t.Errorf("a revoked address: %s", got.Status)
	}
	if got := v.ask("GET", w.token("ben")); got.StatusCode != 200 {
		t.Errorf("the address after it: %s", got.Status)
	}
}

func TestFeedLimits(t *testing.T) {
	alongside(t)
	w := feedWorld(t)
	w.agree(w.propose("Review", scheduler.Options{}))
	v, token := serve(w), w.token("ben")
	// Through a proxy on this machine: whoever it names is the client.
	ask := func(token, client string) *http.Response {
		r := httptest.NewRequest("GET", "/calendar/"+token+".ics", nil)
		r.RemoteAddr = "127.0.0.1:4711"
		r.Header.Set("X-Forwarded-For", "203.0.113.250, "+client) // what a client makes up stands before
		rec := httptest.NewRecorder()
		v.handler.ServeHTTP(rec, r)
		return rec.Result()
	}
	until429 := func(token string, client func(n int) string) int {
		for n := range 1000 {
			if got := ask(token, client(n)); got.StatusCode == 429 {
				if got.Header.Get("Retry-After") == "" || got.Header.Get("ETag") != "" {
					t.Errorf("429 with %v", got.Header)
				}
				return n
			}
		}
		return -1
	}
	if n := until429(token, func(n int) string { return fmt.Sprintf("198.51.100.%d", n) }); n != 30 {
		t.Errorf("a feed was limited after %d requests", n)
	}
	if got := ask(w.token("chloe"), "198.51.100.1"); got.StatusCode != 200 {
		t.Errorf("another feed: %s", got.Status)
	}
	w.clock = w.clock.Add(10 * time.Second)
	if got := ask(token, "198.51.100.1"); got.StatusCode != 200 {
		t.Errorf("after a pause: %s", got.Status)
	}
	if n := until429("guess", func(int) string { return "192.0.2.1" }); n != 120 {
		t.Errorf("a client was limited after %d guesses", n)
	}
	if n := until429("guess", func(n int) string { return fmt.Sprintf("2001:db8::%x", n+1) }); n != 120 {
		t.Errorf("a network was limited after %d guesses", n)
	}
	if got := ask("guess", "192.0.2.2"); got.StatusCode != 404 {
		t.Errorf("another client: %s", got.Status)
	}
}

func TestLimiter(t *testing.T) {
	l, now := newLimiter(2, time.Minute), feedTime
	for i, c := range []struct {
		after time.Duration
		wait  time.Duration
	}{{0, 0}, {0, 0}, {0, time.Minute}, {20 * time.Second, 40 * time.Second}, {40 * time.Second, 0}, {0, time.Minute}, {-time.Hour, time.Minute}, {time.Hour, 0}, {24 * time.Hour, 0}, {0, 0}, {0, time.Minute}} {
		now = now.Add(c.after)
		if got := l.take("a", now); got != c.wait {
			t.Errorf("step %d: wait %s, want %s", i, got, c.wait)
		}
	}
	for i := range 3 * maxClients {
		l.take(fmt.Sprint(i), now)
		if len(l.full) > maxClients {
			t.Fatalf("%d clients remembered", len(l.full))
		}
	}
}

func TestAcceptsGzip(t *testing.T) {
	for value, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "deflate, gzip, br": true, "gzip;q=0": false, "gzip; q=0.001": true, "gzip;q=0, *": false,
		"*": true, "*;q=0": false, "identity": false, "x-gzip": true, "gzip;q=x": false, "br;q=1.0, *;q=0.1": true,
	} {
		if got := acceptsGzip([]string{value}); got != want {
			t.Errorf("%q: %v", value, got)
		}
	}
}

func TestClientOf(t *testing.T) {
	for _, c := range []struct{ remote, forwarded, want string }{
		{"192.0.2.7:99", "", "192.0.2.7"},
		{"192.0.2.7:99", "10.0.0.1", "192.0.2.7"}, // no proxy of ours
		{"127.0.0.1:99", "10.0.0.1, 192.0.2.8", "192.0.2.8"},
		{"[::1]:99", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"},
		{"[::ffff:127.0.0.1]:99", "192.0.2.9", "192.0.2.9"},
		{"127.0.0.1:99", "nonsense", "127.0.0.1"},
		{"[::1]:99", "", "::1"},
		{"[fe80::1%eth0]:99", "", "fe80::/64"},
		{"@", "192.0.2.9", "@"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := clientOf(r); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestHealthTellsStrangersLittle(t *testing.T) {
	h := newHealth(func() time.Time { return feedTime })
	ask := func(remote, forwarded string) (int, string) {
		r := httptest.NewRequest("GET", "/healthz", nil)
		r.RemoteAddr = remote
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec.Code, rec.Body.String()
	}
	h.report("tick", nil)
	if code, text := ask("192.0.2.7:1", ""); code != 200 || !strings.Contains(text, `"tick"`) {
		t.Errorf("all is well: %d %s", code, text)
	}
	h.report("receive", errors.New("mail.example.test does not answer"))
	for _, c := range []struct {
		remote, forwarded string
		told              bool
	}{{"127.0.0.1:1", "", true}, {"[::1]:1", "", true}, {"192.0.2.7:1", "", false}, {"192.0.2.7:1", "127.0.0.1", false}, {"127.0.0.1:1", "192.0.2.7", false}} {
		code, text := ask(c.remote, c.forwarded)
		if code != 503 || strings.Contains(text, "mail.example.test") != c.told || !strings.Contains(text, "receive") {
			t.Errorf("%+v: %d %s", c, code, text)
		}
	}
	h.report("receive", nil)
	if code, _ := ask("192.0.2.7:1", ""); code != 200 {
		t.Errorf("after it got through: %d", code)
	}
}

// Whoever only looks at the health does not keep the pass that must act on a clock that was set from hearing of it.
func TestJumpsOfTheClockAreHeardOf(t *testing.T) {
	clock, ran := feedTime, time.Duration(0)
	h := newHealth(func() time.Time { return clock })
	h.elapsed = func() time.Duration { return ran }
	later := func(wall, real time.Duration) { clock, ran = clock.Add(wall), ran+real }
	later(time.Minute, time.Minute+20*time.Second)
	if by := h.jump(); by != 0 {
		t.Errorf("a clock kept in time jumped by %s", by)
	}
	later(-24*time.Hour, time.Minute)
	if waits := h.trouble(); len(waits) != 1 || !strings.Contains(waits[0].What, "set back") {
		t.Errorf("the operator is told %v", waits)
	}
	if by := h.jump(); by > -24*time.Hour {
		t.Errorf("after somebody looked, the jump is %s", by)
	}
	if by := h.jump(); by != 0 || h.jumps != 1 {
		t.Errorf("one jump was heard of again: %s, of %d", by, h.jumps)
	}
}

// sample is one line of the text format of Prometheus.
var sample = regexp.MustCompile(`^([a-z_]+)(\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*\})? (-?[0-9.]+)$`)

func TestMetrics(t *testing.T) {
	w := feedWorld(t)
	w.h.cfg.Digest[0].Name = "the \"daily\"\none\\"
	w.agree(w.propose("Review", scheduler.Options{}))
	w.propose("Rehearsal", scheduler.Options{}) // its letters wait: three questions and a receipt, and the digest below
	if _, err := w.h.runDigest(context.Background(), w.h.cfg.Digest[0], w.clock); err != nil {
		t.Fatal(err)
	}
	d := &daemon{house: w.h, health: newHealth(w.h.now)}
	for _, c := range []struct {
		c scheduler.Command
		r store.Receipt
	}{
		{scheduler.Command{Do: []scheduler.Action{scheduler.Answer{}}}, store.Receipt{}},
		{scheduler.Command{Do: []scheduler.Action{scheduler.Answer{}}}, store.Receipt{Repeat: true}},
		{scheduler.Command{Do: []scheduler.Action{scheduler.Pick{}}}, store.Receipt{Refusal: "only-organiser"}},
		{scheduler.Command{Do: []scheduler.Action{scheduler.Note{What: "ignored"}}}, store.Receipt{}},
		{scheduler.Command{Do: []scheduler.Action{scheduler.Misread{}}}, store.Receipt{}},
		{scheduler.Command{Via: scheduler.ByBounce}, store.Receipt{}},
		{scheduler.Command{Do: []scheduler.Action{scheduler.Answer{}}}, store.Receipt{}},
	} {
		d.mails.count(c.c, c.r)
	}
	d.health.report("tick", nil)
	d.health.report("deliver", errors.New("mail.example.test does not answer ben@example.test"))
	d.health.report("deliver", nil)
	w.clock = w.clock.Add(90 * time.Second)
	v := serve(w)
	token := w.token("ben")
	etag := v.ask("GET", token).Header.Get("ETag")
	v.ask("GET", token, "If-None-Match", etag)
	v.ask("GET", "guess")

	rec := httptest.NewRecorder()
	metrics{d, v.s}.ServeHTTP(rec, httptest.NewRequest("GET", "/metrics", nil))
	text := rec.Body.String()
	if rec.Code != 200 || !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/plain; version=0.0.4") {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
	family, families := "", map[string]bool{}
	for _, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if f, ok := strings.CutPrefix(l, "# TYPE "); ok {
			if family, _, _ = strings.Cut(f, " "); families[family] {
				t.Errorf("%s stands twice", family)
			}
			families[family] = true
		} else if m := sample.FindStringSubmatch(l); !strings.HasPrefix(l, "# HELP ") && (m == nil || m[1] != family) {
			t.Errorf("no line of the format, or in the wrong place: %q", l)
		}
	}
	for _, want := range []string{
		`parley_events{state="agreed"} 1`, `parley_events{state="open"} 1`, `parley_events{state="stuck"} 0`,
		`parley_letters{state="waiting"} 5`, `parley_letters{state="dead"} 0`, `parley_letter_oldest_seconds 90`,
		`parley_mails_total{fate="taken"} 2`, `parley_mails_total{fate="repeat"} 1`, `parley_mails_total{fate="refused"} 1`,
		`parley_mails_total{fate="ignored"} 1`, `parley_mails_total{fate="misread"} 1`, `parley_mails_total{fate="bounce"} 1`,
		`parley_passes_total{pass="deliver",result="failed"} 1`, `parley_passes_total{pass="deliver",result="ok"} 1`,
		fmt.Sprintf(`parley_pass_last_failed_timestamp_seconds{pass="deliver"} %d`, w.clock.Unix()-90),
		`parley_digest_last_timestamp_seconds{digest="the \"daily\"\none\\"} ` + fmt.Sprint(w.clock.Unix()-90),
		`parley_feed_answers_total{code="200"} 1`, `parley_feed_answers_total{code="304"} 1`, `parley_feed_answers_total{code="404"} 1`,
		`parley_feed_renderings_total 1`,
	} {
		if !strings.Contains("\n"+text, "\n"+want+"\n") {
			t.Errorf("no line %q", want)
		}
	}
	if strings.Contains(text, "@") || strings.Contains(text, "Review") || strings.Contains(text, token) {
		t.Error("people show")
	}
	if t.Failed() {
		t.Log(text)
	}
}

// The servers themselves: what is configured is served, on one address or two, and nothing else.
func TestListenWeb(t *testing.T) {
	w := feedWorld(t)
	w.agree(w.propose("Review", scheduler.Options{}))
	d := &daemon{house: w.h, health: newHealth(w.h.now)}
	for _, c := range []struct {
		name            string
		listen, metrics bool
	}{{"off", false, false}, {"feeds", true, false}, {"metrics", false, true}, {"both", true, true}} {
		t.Run(c.name, func(t *testing.T) {
			address := freeAddress(t)
			cfg := w.cfg
			cfg.HTTP = HTTP{}
			if c.listen {
				cfg.HTTP.Listen = address
			}
			if c.metrics {
				cfg.HTTP.Metrics = address
			}
			server, err := listenWeb(cfg, d)
			if err != nil {
				t.Fatal(err)
			}
			defer server.close()
			for path, on := range map[string]bool{"/healthz": c.listen, "/calendar/" + w.token("ben") + ".ics": c.listen, "/metrics": c.metrics, "/": false} {
				r, err := http.Get("http://" + address + path)
				if !c.listen && !c.metrics {
					if err == nil {
						t.Errorf("%s is served", path)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				r.Body.Close()
				if (r.StatusCode == 200) != on || !on && r.StatusCode != 404 {
					t.Errorf("%s: %s", path, r.Status)
				}
			}
		})
	}
	cfg := w.cfg
	cfg.HTTP = HTTP{Listen: freeAddress(t)}
	first, err := listenWeb(cfg, d)
	if err != nil {
		t.Fatal(err)
	}
	defer first.close()
	if _, err := listenWeb(cfg, d); err == nil || !strings.Contains(err.Error(), "choose a free address") {
		t.Errorf("an address that is taken: %v", err)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	return s.Listener.Addr().String()
}

func TestHTTPConfig(t *testing.T) {
	for _, c := range []struct {
		http HTTP
		want string
	}{
		{HTTP{}, ""},
		{HTTP{Listen: "127.0.0.1:8025", Metrics: "[::1]:9", URL: "https://parley.example.test/x/"}, ""},
		{HTTP{Listen: "8025"}, "http.listen"},
		{HTTP{Listen: "127.0.0.1:"}, "http.listen"},
		{HTTP{Metrics: "localhost"}, "http.metrics"},
		{HTTP{URL: "parley.example.test"}, "http.url"},
		{HTTP{URL: "https://parley.example.test/?a=b"}, "http.url"},
		{HTTP{URL: "webcal://parley.example.test"}, "http.url"},
	} {
		var said []string
		c.http.faults(func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) })
		if got := strings.Join(said, "\n"); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.http, got, c.want)
		}
	}
}
