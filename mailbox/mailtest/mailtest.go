package mailtest

import (
	"errors"
	"time"
)

// User is somebody with a mailbox.
type User struct {
	Name     string // local part: "bot"
	Password string // "" is Name + "-secret"
}

// Options say what kind of server is wanted. The zero value has the users bot, you, they, them and ops at
// example.test, without encryption.
type Options struct {
	Domain   string // "example.test"
	Users    []User
	TLS      bool   // STARTTLS required before a login, and ports with TLS from the start
	Authserv string // if set, mail handed in after a login gets an Authentication-Results header of this name (RFC 8601)
	Refuse   bool   // unknown users are refused with 550; otherwise their mail is accepted and bounces with a DSN (RFC 3464)
	Dir      string // where ca.pem is written; "" is a temporary directory that Close removes
	IMAPAddr string // "127.0.0.1:0"; likewise the others
	SMTPAddr string
}

// Server is a running mail server.
type Server struct{}

// Sent is a message that the server accepted.
type Sent struct {
	Login string // user that handed it in; "" without a login
	From  string // envelope sender
	To    string // one recipient; a message to two is there twice
	At    time.Time
	Bytes []byte // as handed in
}

// Start starts a server. The caller closes it.
func Start(o Options) (*Server, error) { return nil, errors.New("not there yet") }

// Close ends all connections and the server.
func (s *Server) Close() error { return nil }

// IMAPURL is the URL for a user's mailbox, in the form that the configuration file takes: imap:// with TLS, otherwise
// imap+insecure://.
func (s *Server) IMAPURL(user string) string { return "" }

// SMTPURL is likewise for handing mail in with a login; user "" is without one.
func (s *Server) SMTPURL(user string) string { return "" }

// CAFile is the certificate that clients must trust; "" without TLS.
func (s *Server) CAFile() string { return "" }

// Password is a user's password.
func (s *Server) Password(user string) string { return "" }

// Address is a user's address.
func (s *Server) Address(user string) string { return "" }

// Howto says in a few lines how a person's own mail program connects as this user.
func (s *Server) Howto(user string) string { return "" }

// Deliver puts a message into a user's INBOX, as if it had come from outside. The user may have a tag ("bot+x"), which
// the Delivered-To header keeps.
func (s *Server) Deliver(user string, raw []byte) error { return errors.New("not there yet") }

// Mailbox returns what lies in a user's INBOX, in order of arrival.
func (s *Server) Mailbox(user string) [][]byte { return nil }

// Folder is Mailbox for another folder; nil if there is none of this name.
func (s *Server) Folder(user, folder string) [][]byte { return nil }

// Clear empties all mailboxes and the list of accepted messages.
func (s *Server) Clear() {}

// Sent returns the messages accepted so far, in order.
func (s *Server) Sent() []Sent { return nil }
