package mailtest

import (
	"crypto/tls"
	"net"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Kind is what goes wrong.
type Kind string

const (
	RefuseRcpt   Kind = "refuse-rcpt"    // Code to RCPT of a recipient that matches
	RefuseMail   Kind = "refuse-mail"    // Code to MAIL
	RefuseData   Kind = "refuse-data"    // Code to the final dot, for a recipient that matches
	Greylist     Kind = "greylist"       // 451 to the first attempt of each sender and recipient
	CutInData    Kind = "cut-in-data"    // the connection ends in the middle of the message
	CutBeforeOK  Kind = "cut-before-ok"  // after the final dot; the message is lost
	CutInsteadOK Kind = "cut-instead-ok" // after the final dot; the message was accepted, but the client never hears so
	CutAfterOK   Kind = "cut-after-ok"   // after 250; the message was accepted
	SMTPSilent   Kind = "smtp-silent"    // accepts connections and bytes, and never says another word
	SMTPReset    Kind = "smtp-reset"     // resets open connections, and new ones at once
	SMTPNoLogin  Kind = "smtp-no-login"  // refuses every password
	SMTPSlow     Kind = "smtp-slow"      // each reply takes Delay
	IMAPSilent   Kind = "imap-silent"
	IMAPReset    Kind = "imap-reset"
	IMAPNoLogin  Kind = "imap-no-login"
	IMAPSlow     Kind = "imap-slow"
	IMAPCutAfter Kind = "imap-cut-after" // the connection ends after Bytes more bytes from the server
	IMAPNoMove   Kind = "imap-no-move"   // MOVE, COPY and CREATE are refused with NO
	IMAPNoFetch  Kind = "imap-no-fetch"  // the body of the message with this UID is refused with NO
	IMAPCutFetch Kind = "imap-cut-fetch" // the connection ends when it is asked for
	IMAPNoBody   Kind = "imap-no-body"   // FETCH of it says OK, and nothing else
)

// Fault is something that is to go wrong.
type Fault struct {
	Kind  Kind
	To    string        // recipients concerned, a pattern as of path.Match ("*@example.test"); "" is all
	Code  int           // reply code; 451 if 0
	Said  string        // reply text, with an enhanced code in front if wanted ("5.1.1 No such user")
	Times int           // how often, for refusals, logins and cuts; 0 is until Heal
	Delay time.Duration // of the slow ones
	Bytes int           // of IMAPCutAfter
	UID   uint32        // of the message concerned
}

// Break asks for a fault. Several may be in force.
func (s *Server) Break(f Fault) {
	s.mu.Lock()
	s.faults = append(s.faults, &f)
	s.mu.Unlock()
	if f.Kind == SMTPReset || f.Kind == IMAPReset {
		side := strings.TrimSuffix(string(f.Kind), "-reset")
		s.hangUp(func(c *conn) bool { return c.side == side })
	}
}

// Heal ends all faults and drops the connections that suffered from silence.
func (s *Server) Heal() {
	s.mu.Lock()
	s.faults = nil
	clear(s.greyed)
	s.mu.Unlock()
	s.hangUp(func(c *conn) bool { return c.mute() })
}

// Disconnect resets all open connections, once; new ones are welcome.
func (s *Server) Disconnect() { s.hangUp(func(*conn) bool { return true }) }

// strike returns the fault of this kind that is in force for a recipient, and counts it.
func (s *Server) strike(k Kind, to string) (Fault, bool) {
	return s.find(k, to, true)
}

// present is strike for faults that do not wear off.
func (s *Server) present(k Kind) (Fault, bool) {
	return s.find(k, "", false)
}

func (s *Server) find(k Kind, to string, count bool) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		match, _ := path.Match(f.To, to)
		if f.Kind != k || f.To != "" && !match {
			continue
		}
		found := *f
		if count && f.Times > 0 {
			if f.Times--; f.Times == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
		}
		return found, true
	}
	return Fault{}, false
}

// withheld is how the first of these messages is kept back, "" if none is.
func (s *Server) withheld(uids imap.UIDSet) Kind {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.UID != 0 && uids.Contains(imap.UID(f.UID)) {
			return f.Kind
		}
	}
	return ""
}

// unseen reports whether greylisting meets this pair for the first time.
func (s *Server) unseen(from, to string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	pair := from + "\x00" + to
	seen := s.greyed[pair]
	s.greyed[pair] = true
	return !seen
}

func (s *Server) hangUp(which func(*conn) bool) {
	s.mu.Lock()
	open := make([]*conn, 0, len(s.conns))
	for c := range s.conns {
		open = append(open, c)
	}
	s.mu.Unlock()
	for _, c := range open {
		if which(c) {
			c.reset()
		}
	}
}

// faultyListener hands out connections that suffer from the server's faults.
type faultyListener struct {
	net.Listener
	server *Server
	side   string // "imap" or "smtp"
	began  chan struct{}
	once   sync.Once
}

func (l *faultyListener) Accept() (net.Conn, error) {
	l.once.Do(func() { close(l.began) })
	for {
		n, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		c := &conn{Conn: n, server: l.server, side: l.side}
		if _, broken := l.server.present(Kind(l.side + "-reset")); broken {
			c.reset()
			continue
		}
		l.server.mu.Lock()
		l.server.conns[c] = true
		l.server.mu.Unlock()
		return c, nil
	}
}

// conn is a connection below any encryption.
type conn struct {
	net.Conn
	server *Server
	side   string

	mu      sync.Mutex
	account *account // of an IMAP login
	muted   bool     // bytes were swallowed
	last    bool     // the next write is the last
}

func (c *conn) Write(p []byte) (int, error) {
	if _, silent := c.server.present(Kind(c.side + "-silent")); silent || c.mute() {
		c.mu.Lock()
		c.muted = true
		c.mu.Unlock()
		return len(p), nil
	}
	if f, slow := c.server.present(Kind(c.side + "-slow")); slow {
		time.Sleep(f.Delay)
	}
	if cut, n := c.cutAfter(len(p)); cut {
		n, _ = c.Conn.Write(p[:n])
		c.Close()
		return n, net.ErrClosed
	}
	n, err := c.Conn.Write(p)
	c.mu.Lock()
	last := c.last
	c.mu.Unlock()
	if last {
		c.Close()
	}
	return n, err
}

// cutAfter counts down the bytes of IMAPCutAfter and says how many of these n still go out.
func (c *conn) cutAfter(n int) (cut bool, pass int) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	for i, f := range c.server.faults {
		if f.Kind != IMAPCutAfter || c.side != "imap" {
			continue
		}
		if n < f.Bytes {
			f.Bytes -= n
			return false, n
		}
		c.server.faults = slices.Delete(c.server.faults, i, i+1)
		return true, f.Bytes
	}
	return false, n
}

func (c *conn) Close() error {
	c.server.mu.Lock()
	delete(c.server.conns, c)
	c.server.mu.Unlock()
	return c.Conn.Close()
}

// reset ends the connection without a goodbye.
func (c *conn) reset() {
	if t, ok := c.Conn.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	c.Close()
}

func (c *conn) closeAfterNext() {
	c.mu.Lock()
	c.last = true
	c.mu.Unlock()
}

func (c *conn) mute() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.muted
}

func (c *conn) own(a *account) {
	c.mu.Lock()
	c.account = a
	c.mu.Unlock()
}

func (c *conn) owner() *account {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.account
}

// bottom is our connection below any encryption; nil for a private one.
func bottom(n net.Conn) *conn {
	if t, ok := n.(*tls.Conn); ok {
		n = t.NetConn()
	}
	c, _ := n.(*conn)
	return c
}
