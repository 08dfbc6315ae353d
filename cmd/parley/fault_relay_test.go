package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// relay stands between the daemon and a server, and does to their conversation what a test asks for.
type relay struct {
	t      *testing.T
	at     string // where it listens
	target string

	mu       sync.Mutex
	listener net.Listener
	conns    map[net.Conn]bool
	mute     map[net.Conn]bool // nothing goes through any more
	silent   bool              // nor through new ones
	rcpt     string            // said to every RCPT instead of asking the server; "" is nothing
	grey     map[string]bool   // who was greylisted already; nil is off
	cut      string            // "data" or "dot": where the next message is cut
	healed   chan struct{}
}

func newRelay(t *testing.T, server string) *relay {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{t: t, at: "127.0.0.1:0", target: u.Host, conns: map[net.Conn]bool{}, mute: map[net.Conn]bool{}, healed: make(chan struct{})}
	r.listen()
	t.Cleanup(func() { r.close(); r.heal() })
	return r
}

// url is the server's, by way of the relay.
func (r *relay) url(server string) string { return strings.Replace(server, r.target, r.at, 1) }

func (r *relay) listen() {
	l, err := net.Listen("tcp", r.at)
	for end := time.Now().Add(10 * time.Second); err != nil && time.Now().Before(end); l, err = net.Listen("tcp", r.at) {
		time.Sleep(25 * time.Millisecond) // somebody else has got our port meanwhile, for a connection
	}
	if err != nil {
		r.t.Fatal(err)
	}
	r.mu.Lock()
	r.listener, r.at = l, l.Addr().String()
	r.mu.Unlock()
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			go r.serve(near)
		}
	}()
}

// close refuses connections and ends those there are.
func (r *relay) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.listener.Close()
	for c := range r.conns {
		c.Close()
	}
}

// silence lets nothing more through on the connections there are; with all set, nor on new ones.
func (r *relay) silence(all bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.silent = all
	for c := range r.conns {
		r.mute[c] = true
	}
}

// set changes what is done to letters.
func (r *relay) set(change func()) {
	r.mu.Lock()
	change()
	r.mu.Unlock()
}

// heal ends all faults but close; connections that suffered end.
func (r *relay) heal() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.silent, r.rcpt, r.grey, r.cut = false, "", nil, ""
	for c := range r.mute {
		c.Close()
	}
	clear(r.mute)
	close(r.healed)
	r.healed = make(chan struct{})
}

func (r *relay) serve(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", r.target)
	if err != nil {
		return
	}
	defer far.Close()
	r.mu.Lock()
	r.conns[near] = true
	if r.silent {
		r.mute[near] = true
	}
	r.mu.Unlock()
	defer r.set(func() { delete(r.conns, near); delete(r.mute, near) })
	swallow := make(chan struct{}) // closed when the server's next words are not to be passed on
	go func() {
		defer near.Close()
		defer far.Close()
		r.pump(near, far, near, func(b []byte) []byte {
			select {
			case <-swallow:
				return nil
			default:
				return b
			}
		})
	}()
	r.pump(far, near, near, r.smtp(near, swallow))
}

// pump moves bytes until one side ends, change says so by returning nil, or the connection is mute.
func (r *relay) pump(to io.Writer, from io.Reader, near net.Conn, change func([]byte) []byte) {
	b := make([]byte, 64<<10)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		r.mu.Lock()
		mute, healed := r.mute[near], r.healed
		r.mu.Unlock()
		if mute {
			<-healed
			return
		}
		out := change(b[:n])
		if out == nil {
			return
		}
		if _, err := to.Write(out); err != nil {
			return
		}
	}
}

// smtp follows what a client of SMTP says; what is no SMTP goes through.
func (r *relay) smtp(near net.Conn, swallow chan struct{}) func([]byte) []byte {
	inData, tail := false, []byte(nil)
	return func(b []byte) []byte {
		r.mu.Lock()
		defer r.mu.Unlock()
		if inData {
			tail = append(tail, b...)
			tail = tail[max(0, len(tail)-5):]
			end := bytes.Equal(tail, []byte("\r\n.\r\n"))
			inData = !end
			switch {
			case r.cut == "data":
				r.cut = ""
				return nil
			case r.cut == "dot" && end:
				r.cut = ""
				close(swallow)
			}
			return b
		}
		line := string(b)
		switch {
		case line == "DATA\r\n":
			inData, tail = true, nil
		case strings.HasPrefix(line, "RCPT TO:"):
			said := r.rcpt
			if r.grey != nil && !r.grey[line] {
				r.grey[line] = true
				said = "451 4.7.1 Greylisted, come back later"
			}
			if said != "" {
				fmt.Fprintf(near, "%s\r\n", said)
				return []byte{}
			}
		}
		return b
	}
}
