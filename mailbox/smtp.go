package mailbox

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// SMTPConfig says where mail is handed in.
type SMTPConfig struct {
	// URL is smtps://user@host (TLS, port 465), smtp://user@host (STARTTLS required, port 587), or
	// smtp+insecure://host:port, which is refused for hosts other than this machine. Without a user nobody logs in.
	URL string
	// Password is asked at each login. Token, if set, is used instead: an OAuth 2.0 access token for XOAUTH2.
	Password func(context.Context) (string, error)
	Token    func(context.Context) (string, error)

	CAFile     string        // PEM file with further trust anchors; "" is those of the system only
	ServerName string        // name in the certificate; "" is the host of URL
	Hello      string        // the name we give ourselves; "localhost"
	Timeout    time.Duration // for connecting, and again for each letter; 60 s
	Idle       time.Duration // that a connection is kept open without a letter; 30 s
	Log        *slog.Logger  // nil is silence
}

// Envelope is one letter to one person.
type Envelope struct {
	From  string // envelope sender; "" is the null sender
	To    string
	Bytes []byte // with CRLF line ends, as Compose makes them
}

// SendError is why a letter was not handed in. Permanent is only what has a Code from 500 up and is not the Server's
// trouble; all else may be tried again with the same bytes.
type SendError struct {
	Temporary bool   // false: this letter will never get through this way
	Server    bool   // the trouble is the server's or the configuration's, not this letter's: other letters will fare alike
	Code      int    // of the reply (RFC 5321 section 4.2); 0 if there was none
	Enhanced  string // enhanced status code such as "5.1.1" (RFC 3463); "" if none was given
	Said      string // the reply's words, in one line
	Err       error
}

func (e *SendError) Error() string { return e.Err.Error() }

func (e *SendError) Unwrap() error { return e.Err }

// Sender hands letters in over one connection, which it opens when it needs it, keeps between letters, and closes when
// idle. It may be used by several goroutines; letters then go one after the other.
type Sender struct{}

// NewSender checks the configuration. It does not connect.
func NewSender(c SMTPConfig) (*Sender, error) { return nil, errors.New("not there yet") }

// Send hands in one letter and returns the server's reply, in one line. The error is a *SendError.
//
// Once the server has accepted the letter nothing turns that into an error, so that it is not sent twice. If the
// connection ends before the reply to the last dot, nobody can know: that is a temporary error, and the second attempt
// has the same bytes and Message-ID.
func (s *Sender) Send(ctx context.Context, e Envelope) (reply string, err error) {
	return "", errors.New("not there yet")
}

// Check connects and logs in on a connection of its own, without sending anything. The error is a *ServerError.
func (s *Sender) Check(ctx context.Context) error { return errors.New("not there yet") }

// Close ends the connection. The Sender can be used again after it.
func (s *Sender) Close() error { return nil }
