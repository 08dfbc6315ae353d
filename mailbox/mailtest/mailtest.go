package mailtest

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"
)

// User is somebody with a mailbox.
type User struct {
	Name     string // local part: "bot"
	Password string // "" is Name + "-secret"; also the token of OAuth logins
}

// everybody is who there is where nobody was named.
var everybody = []User{{Name: "bot"}, {Name: "you"}, {Name: "they"}, {Name: "them"}, {Name: "ops"}}

// Options say what kind of server is wanted. The zero value has the users bot, you, they, them and ops at
// example.test, without encryption.
type Options struct {
	Domain   string // "example.test"
	Users    []User
	TLS      bool     // STARTTLS required before a login, and ports with TLS from the start
	Authserv string   // if set, delivered mail gets an Authentication-Results header of this name (RFC 8601)
	Refuse   bool     // unknown users are refused with 550; otherwise their mail is accepted and bounces with a DSN (RFC 3464)
	Dir      string   // where ca.pem is written; "" is a temporary directory that Close removes
	Without  []string // abilities of the IMAP server that are not offered: "MOVE", "UIDPLUS", "NAMESPACE", "OAUTHBEARER"
	IMAPAddr string   // "127.0.0.1:0"
	SMTPAddr string   // "127.0.0.1:0"
}

// Sent is a message that the server accepted.
type Sent struct {
	Session int    // number of the connection that it came by, from 1
	Login   string // user that handed it in; "" without a login
	From    string // envelope sender
	To      string // one recipient; a message to two is there twice
	At      time.Time
	Bytes   []byte // as handed in
}

// Server is a running mail server. Its methods may be called from any goroutine.
type Server struct {
	options  Options
	accounts map[string]*account
	certs    certificates
	dir      string // to be removed
	ports    map[string]net.Listener
	admin    *pipeListener // a way in that no fault concerns
	servers  []io.Closer

	sessions atomic.Int64 // SMTP connections so far
	delivery sync.Mutex   // held while a folder is written to or renumbered

	mu      sync.Mutex
	sent    []Sent
	faults  []*Fault
	greyed  map[string]bool
	conns   map[*conn]bool
	changed chan struct{} // closed and replaced when mail was accepted or a folder changed
}

// account is a user and their mail.
type account struct {
	User
	folders *imapmemserver.User
	filing  sync.Mutex // two MOVEs in opposite directions would lock each other out in the memory server

	changes int               // so far; it and read are guarded by the server's mu
	read    map[string]looked // by folder: those who wait for mail ask again and again
}

// looked is what lay in a folder when its account had seen so many changes.
type looked struct {
	changes int
	mail    [][]byte
}

// Start starts a server. The caller closes it.
func Start(o Options) (*Server, error) {
	if o.Domain == "" {
		o.Domain = "example.test"
	}
	if len(o.Users) == 0 {
		o.Users = everybody
	}
	s := &Server{options: o, accounts: map[string]*account{}, ports: map[string]net.Listener{}, admin: newPipeListener(),
		greyed: map[string]bool{}, conns: map[*conn]bool{}, changed: make(chan struct{})}
	for _, u := range o.Users {
		if u.Password == "" {
			u.Password = u.Name + "-secret"
		}
		a := &account{User: u, folders: imapmemserver.NewUser(u.Name, u.Password), read: map[string]looked{}}
		if err := a.folders.Create("INBOX", nil); err != nil {
			return nil, fmt.Errorf("creating the mailbox of %s: %w", u.Name, err)
		}
		s.accounts[strings.ToLower(u.Name)] = a
	}
	if err := s.start(); err != nil {
		s.Close()
		return nil, fmt.Errorf("starting the mail server: %w", err)
	}
	return s, nil
}

func (s *Server) start() error {
	var config *tls.Config
	if s.options.TLS {
		dir := s.options.Dir
		if dir == "" {
			var err error
			if dir, err = os.MkdirTemp("", "mailtest"); err != nil {
				return err
			}
			s.dir = dir
		}
		var err error
		if s.certs, err = makeCertificates(dir); err != nil {
			return err
		}
		config = s.certs.config
	}
	imap := s.imapServer(config, false)
	post := s.smtpServer(config)
	private := s.imapServer(nil, true)
	s.servers = []io.Closer{imap, post, private}

	serve := func(name, address string, wrap func(net.Listener) net.Listener, run func(net.Listener) error) error {
		if address == "" {
			address = "127.0.0.1:0"
		}
		l, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		s.ports[name] = l
		f := &faultyListener{Listener: l, server: s, side: strings.TrimSuffix(name, "s"), began: make(chan struct{})}
		go run(wrap(f)) // ends when its server closes
		<-f.began       // the libraries do not like to be closed before that
		return nil
	}
	plain := func(l net.Listener) net.Listener { return l }
	if err := serve("imap", s.options.IMAPAddr, plain, imap.Serve); err != nil {
		return err
	}
	if err := serve("smtp", s.options.SMTPAddr, plain, post.Serve); err != nil {
		return err
	}
	if s.options.TLS {
		secure := func(l net.Listener) net.Listener { return tls.NewListener(l, config) }
		if err := serve("imaps", "", secure, imap.Serve); err != nil {
			return err
		}
		if err := serve("smtps", "", secure, post.Serve); err != nil {
			return err
		}
	}
	go private.Serve(s.admin)
	<-s.admin.began
	return nil
}

// TB is what New needs of a test.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// New is Start for tests: it fails the test, or ends the server with it.
func New(t TB, o Options) *Server {
	t.Helper()
	s, err := Start(o)
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// Close ends all connections and the server.
func (s *Server) Close() error {
	var errs []error
	for _, c := range s.servers {
		if err := c.Close(); err != nil && !errors.Is(err, net.ErrClosed) && !errors.Is(err, smtp.ErrServerClosed) {
			errs = append(errs, err)
		}
	}
	for _, l := range s.ports {
		l.Close() // of a server that did not come up
	}
	if s.dir != "" {
		errs = append(errs, os.RemoveAll(s.dir))
	}
	return errors.Join(errs...)
}

// IMAPURL is the URL for a user's mailbox, in the form that the configuration file takes: imap:// with TLS, otherwise
// imap+insecure://.
func (s *Server) IMAPURL(user string) string { return s.url("imap", user) }

// SMTPURL is likewise for handing mail in with a login; user "" is without one.
func (s *Server) SMTPURL(user string) string { return s.url("smtp", user) }

// IMAPSURL is the URL of the port with TLS from the start; "" without TLS.
func (s *Server) IMAPSURL(user string) string { return s.url("imaps", user) }

// SMTPSURL is the URL of the port with TLS from the start; "" without TLS.
func (s *Server) SMTPSURL(user string) string { return s.url("smtps", user) }

func (s *Server) url(name, user string) string {
	l := s.ports[name]
	if l == nil {
		return ""
	}
	u := url.URL{Scheme: name, Host: l.Addr().String()}
	if !s.options.TLS {
		u.Scheme += "+insecure"
	}
	if user != "" {
		u.User = url.User(user)
	}
	return u.String()
}

// CAFile is the certificate that clients must trust; "" without TLS.
func (s *Server) CAFile() string { return s.certs.file }

// Password is a user's password, "" for strangers.
func (s *Server) Password(user string) string {
	if a := s.account(user); a != nil {
		return a.Password
	}
	return ""
}

// Address is a user's address.
func (s *Server) Address(user string) string { return user + "@" + s.options.Domain }

// Howto says in a few lines how a person's own mail program connects as this user.
func (s *Server) Howto(user string) string {
	var b strings.Builder
	encryption := "no encryption"
	if s.options.TLS {
		encryption = "STARTTLS, certificate " + s.certs.file
	}
	fmt.Fprintf(&b, "address   %s\n", s.Address(user))
	fmt.Fprintf(&b, "user      %s\n", user)
	fmt.Fprintf(&b, "password  %s\n", s.Password(user))
	fmt.Fprintf(&b, "IMAP      %s, %s\n", s.ports["imap"].Addr(), encryption)
	fmt.Fprintf(&b, "SMTP      %s, %s\n", s.ports["smtp"].Addr(), encryption)
	return b.String()
}

// Sent returns the messages accepted so far, in order.
func (s *Server) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sent)
}

// Await returns when done does, which is asked now and whenever mail was accepted or delivered; or with ctx.Err().
func (s *Server) Await(ctx context.Context, done func() bool) error {
	for {
		changed := s.next()
		if done() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Server) accept(m Sent) {
	s.mu.Lock()
	s.sent = append(s.sent, m)
	s.mu.Unlock()
	s.tell(nil)
}

// next is closed at the next change.
func (s *Server) next() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// tell says that something changed, in an account if there is one.
func (s *Server) tell(a *account) {
	s.mu.Lock()
	if a != nil {
		a.changes++
	}
	close(s.changed)
	s.changed = make(chan struct{})
	s.mu.Unlock()
}

// account finds the user of a login name, a local part or an address of ours, with or without tag.
func (s *Server) account(name string) *account {
	name = strings.ToLower(name)
	if local, domain, ok := strings.Cut(name, "@"); ok {
		if domain != strings.ToLower(s.options.Domain) {
			return nil
		}
		name = local
	}
	name, _, _ = strings.Cut(name, "+")
	return s.accounts[name]
}

// quiet keeps the library's servers from writing to standard error.
var quiet = log.New(io.Discard, "", 0)

// literal is a message for APPEND.
type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }
