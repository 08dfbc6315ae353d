package mailtest

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-sasl"
)

func (s *Server) imapServer(config *tls.Config, private bool) *imapserver.Server {
	return imapserver.New(&imapserver.Options{
		NewSession: func(c *imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return &session{server: s, conn: c, private: private}, nil, nil
		},
		Caps:         s.abilities(),
		TLSConfig:    config,
		InsecureAuth: config == nil,
		Logger:       quiet,
	})
}

// abilities are those of a server of today (IMAP4rev2 is all of them), or what is left of them.
func (s *Server) abilities() imap.CapSet {
	caps := imap.CapSet{imap.CapIMAP4rev1: {}}
	if len(s.options.Without) == 0 {
		caps[imap.CapIMAP4rev2] = struct{}{}
		return caps
	}
	for _, c := range []imap.Cap{imap.CapNamespace, imap.CapUIDPlus, imap.CapESearch, imap.CapListExtended, imap.CapListStatus, imap.CapMove} {
		if !slices.Contains(s.options.Without, string(c)) {
			caps[c] = struct{}{}
		}
	}
	return caps
}

// session is the memory server's, without its traps and with our faults.
type session struct {
	*imapmemserver.UserSession // nil before the login
	server                     *Server
	conn                       *imapserver.Conn
	account                    *account
	private                    bool // our own: no faults
}

func (x *session) Close() error { return x.UserSession.Close() }

func (x *session) Login(user, password string) error {
	a := x.server.account(user)
	if a == nil || a.Password != password || x.breaks(IMAPNoLogin) {
		return imapserver.ErrAuthFailed
	}
	x.account = a
	x.UserSession = imapmemserver.NewUserSession(a.folders)
	if c := bottom(x.conn.NetConn()); c != nil {
		c.own(a)
	}
	return nil
}

func (x *session) AuthenticateMechanisms() []string {
	return slices.DeleteFunc([]string{sasl.Plain, sasl.OAuthBearer, "XOAUTH2"}, func(mech string) bool {
		return slices.Contains(x.server.options.Without, mech)
	})
}

func (x *session) Authenticate(mech string) (sasl.Server, error) {
	switch mech {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, user, password string) error { return x.Login(user, password) }), nil
	case sasl.OAuthBearer:
		return sasl.NewOAuthBearerServer(func(o sasl.OAuthBearerOptions) *sasl.OAuthBearerError {
			if x.Login(o.Username, o.Token) != nil {
				return &sasl.OAuthBearerError{Status: "invalid_token"}
			}
			return nil
		}), nil
	case "XOAUTH2":
		return &xoauth2Server{login: x.Login}, nil
	}
	return nil, &imap.Error{Type: imap.StatusResponseTypeNo, Text: "No such mechanism"}
}

// xoauth2Server is the token login that the large providers had before RFC 7628.
type xoauth2Server struct {
	login   func(user, token string) error
	refused bool
}

func (o *xoauth2Server) Next(response []byte) ([]byte, bool, error) {
	if o.refused {
		return nil, false, imapserver.ErrAuthFailed
	}
	if response == nil {
		return []byte{}, false, nil
	}
	user, rest, _ := strings.Cut(strings.TrimPrefix(string(response), "user="), "\x01")
	token := strings.TrimSuffix(strings.TrimPrefix(rest, "auth=Bearer "), "\x01\x01")
	if o.login(user, token) != nil {
		o.refused = true
		return []byte(`{"status":"400"}`), false, nil
	}
	return nil, true, nil
}

// Move answers with nothing where nothing matches: the memory server would write a set without members, which no
// client can read.
func (x *session) Move(w *imapserver.MoveWriter, set imap.NumSet, folder string) error {
	if x.breaks(IMAPNoMove) {
		return errNo
	}
	x.account.filing.Lock()
	defer x.account.filing.Unlock()
	if found, err := x.any(set); err != nil || !found {
		return err
	}
	defer x.server.tell(x.account)
	return x.UserSession.Move(w, set, folder)
}

// Copy is like Move.
func (x *session) Copy(set imap.NumSet, folder string) (*imap.CopyData, error) {
	if x.breaks(IMAPNoMove) {
		return nil, errNo
	}
	x.account.filing.Lock()
	defer x.account.filing.Unlock()
	if found, err := x.any(set); err != nil || !found {
		return nil, err
	}
	defer x.server.tell(x.account)
	return x.UserSession.Copy(set, folder)
}

// Fetch withholds the bodies of messages on request.
func (x *session) Fetch(w *imapserver.FetchWriter, set imap.NumSet, options *imap.FetchOptions) error {
	uids, ok := set.(imap.UIDSet)
	if x.private || !ok || len(options.BodySection) == 0 {
		return x.UserSession.Fetch(w, set, options)
	}
	switch x.server.withheld(uids) {
	case IMAPNoFetch:
		return errNo
	case IMAPCutFetch:
		bottom(x.conn.NetConn()).reset()
		return net.ErrClosed
	case IMAPNoBody:
		return nil
	}
	return x.UserSession.Fetch(w, set, options)
}

func (x *session) Append(folder string, r imap.LiteralReader, options *imap.AppendOptions) (*imap.AppendData, error) {
	defer x.server.tell(x.account)
	return x.UserSession.Append(folder, r, options)
}

func (x *session) Store(w *imapserver.FetchWriter, set imap.NumSet, flags *imap.StoreFlags, options *imap.StoreOptions) error {
	defer x.server.tell(x.account)
	return x.UserSession.Store(w, set, flags, options)
}

func (x *session) Expunge(w *imapserver.ExpungeWriter, uids *imap.UIDSet) error {
	defer x.server.tell(x.account)
	return x.UserSession.Expunge(w, uids)
}

// Idle tells of every change, also of one just before IDLE, which the memory server keeps to itself until the next.
func (x *session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	for {
		changed := x.server.next()
		if err := x.UserSession.Poll(w, true); err != nil {
			return err
		}
		select {
		case <-changed:
		case <-stop:
			return nil
		}
	}
}

func (x *session) Create(folder string, options *imap.CreateOptions) error {
	if x.breaks(IMAPNoMove) {
		return errNo
	}
	return x.UserSession.Create(folder, options)
}

func (x *session) breaks(k Kind) bool {
	if x.private {
		return false
	}
	_, ok := x.server.strike(k, "")
	return ok
}

var errNo = &imap.Error{Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeNoPerm, Text: "Permission denied"}

// any reports whether a set names a message of the open folder.
func (x *session) any(set imap.NumSet) (bool, error) {
	criteria := &imap.SearchCriteria{}
	switch set := set.(type) {
	case imap.UIDSet:
		criteria.UID = []imap.UIDSet{slices.Clone(set)}
	case imap.SeqSet:
		criteria.SeqNum = []imap.SeqSet{slices.Clone(set)}
	}
	data, err := x.UserSession.Search(imapserver.NumKindUID, criteria, &imap.SearchOptions{})
	if err != nil {
		return false, err
	}
	return data.Count > 0, nil
}

// Deliver puts a message into a user's INBOX, as if it had come from outside. The user may have a tag ("bot+x"), which
// the Delivered-To header keeps.
func (s *Server) Deliver(user string, raw []byte) error {
	a := s.account(user)
	if a == nil {
		return fmt.Errorf("delivering to %s: there is no such user", user)
	}
	address := user
	if !strings.Contains(address, "@") {
		address = s.Address(user)
	}
	return s.store(a, append([]byte("Delivered-To: "+address+"\r\n"), raw...))
}

func (s *Server) store(a *account, raw []byte) error {
	s.delivery.Lock()
	_, err := a.folders.Append("INBOX", literal{bytes.NewReader(raw)}, &imap.AppendOptions{})
	s.delivery.Unlock()
	if err != nil {
		return fmt.Errorf("delivering to %s: %w", a.Name, err)
	}
	s.tell(a)
	return nil
}

// Mailbox returns what lies in a user's INBOX, in order of arrival.
func (s *Server) Mailbox(user string) [][]byte { return s.Folder(user, "INBOX") }

// Folder is Mailbox for another folder; nil if there is none of this name.
func (s *Server) Folder(user, folder string) [][]byte {
	a := s.account(user)
	if a == nil {
		return nil
	}
	s.mu.Lock()
	last, known := a.read[folder]
	changes := a.changes
	s.mu.Unlock()
	if known && last.changes == changes {
		return slices.Clone(last.mail)
	}
	var out [][]byte
	err := s.as(user, func(c *imapclient.Client) (err error) {
		out, err = bodies(c, folder)
		return err
	})
	if err == nil {
		s.mu.Lock()
		a.read[folder] = looked{changes, slices.Clone(out)}
		s.mu.Unlock()
	}
	return out
}

// Flags returns the flags of the messages in a user's folder, in order of arrival; the server lower-cases them.
func (s *Server) Flags(user, folder string) [][]imap.Flag {
	var out [][]imap.Flag
	_ = s.as(user, func(c *imapclient.Client) error {
		list, err := everything(c, folder, &imap.FetchOptions{UID: true, Flags: true})
		for _, m := range list {
			out = append(out, m.Flags)
		}
		return err
	})
	return out
}

func bodies(c *imapclient.Client, folder string) ([][]byte, error) {
	section := &imap.FetchItemBodySection{Peek: true}
	list, err := everything(c, folder, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
	var out [][]byte
	for _, m := range list {
		out = append(out, m.FindBodySection(section))
	}
	return out, err
}

func everything(c *imapclient.Client, folder string, want *imap.FetchOptions) ([]*imapclient.FetchMessageBuffer, error) {
	box, err := c.Select(folder, nil).Wait()
	if err != nil || box.NumMessages == 0 {
		return nil, err
	}
	list, err := c.Fetch(imap.UIDSet{{Start: 1}}, want).Collect()
	slices.SortFunc(list, func(a, b *imapclient.FetchMessageBuffer) int { return int(int64(a.UID) - int64(b.UID)) })
	return list, err
}

// Clear empties all folders, forgets the messages accepted, and whom greylisting has seen.
func (s *Server) Clear() {
	s.delivery.Lock()
	defer s.delivery.Unlock()
	for name := range s.accounts {
		_ = s.as(name, func(c *imapclient.Client) error {
			folders, err := c.List("", "*", nil).Collect()
			if err != nil {
				return err
			}
			for _, f := range folders {
				box, err := c.Select(f.Mailbox, nil).Wait()
				if err != nil || box.NumMessages == 0 {
					continue
				}
				all := imap.UIDSet{{Start: 1}}
				if err := c.Store(all, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}, nil).Close(); err != nil {
					return err
				}
				if err := c.Expunge().Close(); err != nil {
					return err
				}
			}
			return nil
		})
	}
	s.mu.Lock()
	s.sent = nil
	clear(s.greyed)
	s.mu.Unlock()
}

// NewValidity gives a user's INBOX a new UIDVALIDITY and its messages new UIDs, as after a restored backup. Connections
// of the user end.
func (s *Server) NewValidity(user string) error {
	a := s.account(user)
	if a == nil {
		return fmt.Errorf("renumbering the mailbox of %s: there is no such user", user)
	}
	s.delivery.Lock()
	defer s.delivery.Unlock()
	err := s.as(user, func(c *imapclient.Client) error {
		mail, err := bodies(c, "INBOX")
		if err != nil {
			return err
		}
		if err := a.folders.Delete("INBOX"); err != nil {
			return err
		}
		if err := a.folders.Create("INBOX", nil); err != nil {
			return err
		}
		for _, raw := range mail {
			if _, err := a.folders.Append("INBOX", literal{bytes.NewReader(raw)}, &imap.AppendOptions{}); err != nil {
				return err
			}
		}
		return nil
	})
	s.tell(a)
	if err != nil {
		return fmt.Errorf("renumbering the mailbox of %s: %w", user, err)
	}
	s.hangUp(func(c *conn) bool { return c.owner() == a })
	return nil
}

// as runs f as a client of the private way in.
func (s *Server) as(user string, f func(*imapclient.Client) error) error {
	a := s.account(user)
	if a == nil {
		return fmt.Errorf("there is no user %s", user)
	}
	near, far := net.Pipe()
	if err := s.admin.hand(far); err != nil {
		return err
	}
	c := imapclient.New(near, nil)
	defer c.Close()
	if err := c.Login(a.Name, a.Password).Wait(); err != nil {
		return err
	}
	return f(c)
}

// pipeListener hands out connections that never touch the network.
type pipeListener struct {
	conns       chan net.Conn
	began, done chan struct{}
	start, end  sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), began: make(chan struct{}), done: make(chan struct{})}
}

func (l *pipeListener) hand(c net.Conn) error {
	select {
	case l.conns <- c:
		return nil
	case <-l.done:
		return net.ErrClosed
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	l.start.Do(func() { close(l.began) })
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.end.Do(func() { close(l.done) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "mailtest", Net: "pipe"} }
