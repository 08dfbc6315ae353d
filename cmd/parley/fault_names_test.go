package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// names is the resolver of every name in these tests, so that none asks the network. It knows the names below
// example.test, as this machine; what is wrong with one, a test says.
var names resolver

type resolver struct {
	mu    sync.Mutex
	wrong map[string]byte // name → RCODE (RFC 1035 section 4.1.1)
}

const (
	serverFails  = 2
	noSuchDomain = 3
)

// resolverAt is the variable of the environment that tells the daemon where the resolver is.
const resolverAt = "PARLEY_RESOLVER"

func resolveAt(address string) {
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", address)
	}}
}

func (r *resolver) listen() {
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	os.Setenv(resolverAt, c.LocalAddr().String())
	resolveAt(c.LocalAddr().String())
	go func() {
		b := make([]byte, 1500)
		for {
			n, from, err := c.ReadFrom(b)
			if err != nil {
				return
			}
			if said := r.answer(b[:n]); said != nil {
				c.WriteTo(said, from)
			}
		}
	}()
}

// set says what is wrong with a name and those below it; 0 is nothing.
func (r *resolver) set(name string, rcode byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.wrong == nil {
		r.wrong = map[string]byte{}
	}
	r.wrong[name] = rcode
}

// answer answers a query of one question (RFC 1035 section 4).
func (r *resolver) answer(query []byte) []byte {
	const header = 12
	var labels []string
	at := header
	for at < len(query) && query[at] != 0 {
		n := int(query[at])
		if at+1+n >= len(query) {
			return nil
		}
		labels = append(labels, string(query[at+1:at+1+n]))
		at += 1 + n
	}
	if at+5 > len(query) {
		return nil
	}
	name, kind := strings.ToLower(strings.Join(labels, ".")), binary.BigEndian.Uint16(query[at+1:])
	r.mu.Lock()
	rcode := r.wrong[name]
	r.mu.Unlock()
	if !strings.HasSuffix(name, ".example.test") {
		rcode = noSuchDomain
	}
	out := append([]byte{}, query[:at+5]...)
	copy(out[2:header], []byte{0x81, 0x80 | rcode, 0, 1, 0, 0, 0, 0, 0, 0})
	if rcode == 0 && kind == 1 { // A
		out[7] = 1
		out = append(out, 0xc0, header, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1)
	}
	return out
}

// Fault by fault, what TestFaults asks of servers is asked of the resolver: one that fails, and one that does not know the
// servers any more.
func TestFaultsOfNames(t *testing.T) {
	t.Parallel()
	cut := func(w *disturbed, rcode byte) {
		names.set(w.net.host, rcode)
		for _, r := range []*relay{w.net.imap, w.net.smtp} { // connections that there are need no names
			r.close()
			r.listen()
		}
	}
	healed := func(w *disturbed) { names.set(w.net.host, 0) }
	says := regexp.MustCompile("reading mail has failed since [^\"]*cannot be reached [^\"]*lookup \\w+\\.mail\\.example\\.test")
	trial{
		tls: true, host: "mail.example.test",
		prepare: func(w *disturbed, config string) string {
			for _, table := range []string{"[imap]\n", "[smtp]\n"} {
				config = strings.Replace(config, table, table+"server_name = \"localhost\"\n", 1)
			}
			return config
		},
		faults: []fault{
			{name: "resolver fails", says: says, begin: func(w *disturbed) { cut(w, serverFails) }, end: healed},
			{name: "names unknown", says: says, begin: func(w *disturbed) {
				cut(w, noSuchDomain)
				w.await("check to say so", func() bool {
					out, code := w.parley("check")
					return code == exitRefused && strings.Contains(out, fmt.Sprintf("lookup %s", w.net.host))
				})
			}, end: healed},
		},
	}.run(t)
}
