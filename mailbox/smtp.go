package mailbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/textproto"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/wneessen/go-mail/smtp"
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

// SendError is why a letter was not handed in. Permanent is only what has a Code from 500 up and is neither a matter of
// policy (5.7.x) nor the Server's trouble; all else may be tried again with the same bytes. Where the trouble is with the server, errors.As finds a
// *ServerError that says what to do about it.
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
type Sender struct {
	config   SMTPConfig
	endpoint endpoint
	log      *slog.Logger

	mu    sync.Mutex // held through a letter
	conn  *smtpConn  // nil when there is none
	timer *time.Timer
}

// NewSender checks the configuration. It does not connect.
func NewSender(c SMTPConfig) (*Sender, error) {
	e, err := parseEndpoint("smtp", c.URL, c.CAFile, c.ServerName)
	if err != nil {
		return nil, err
	}
	if c.Hello == "" {
		c.Hello = "localhost"
	}
	if c.Timeout <= 0 {
		c.Timeout = time.Minute
	}
	if c.Idle <= 0 {
		c.Idle = 30 * time.Second
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Sender{config: c, endpoint: e, log: c.Log}, nil
}

// Send hands in one letter and returns the server's reply, in one line. The error is a *SendError.
//
// Once the server has accepted the letter nothing turns that into an error, so that it is not sent twice. If the
// connection ends before the reply to the last dot, nobody can know: that is a temporary error, and the second attempt
// has the same bytes and Message-ID.
func (s *Sender) Send(ctx context.Context, e Envelope) (reply string, err error) {
	if why := unfit(e); why != "" {
		return "", &SendError{Code: 553, Enhanced: "5.1.3", Said: why, Err: errors.New("the letter was not sent: " + why)}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		kept := s.conn != nil
		if !kept {
			s.conn, err = dialSMTP(ctx, s.endpoint, s.config)
			if err != nil {
				return "", serverTrouble(err)
			}
			s.log.Debug("connected", "server", s.endpoint.address)
		}
		reply, failure := s.conn.deliver(ctx, e)
		if failure == nil {
			s.rest()
			return reply, nil
		}
		if failure.alive && s.conn.reset(ctx) {
			s.rest()
		} else {
			s.drop()
		}
		// A connection that lay idle may have been ended by the server meanwhile. Nothing was handed over yet.
		if kept && failure.before && ctx.Err() == nil {
			continue
		}
		return "", failure.SendError
	}
}

// Check connects and logs in on a connection of its own, without sending anything. The error is a *ServerError.
func (s *Sender) Check(ctx context.Context) error {
	c, err := dialSMTP(ctx, s.endpoint, s.config)
	if err != nil {
		return err
	}
	c.quit(ctx)
	return nil
}

// Close ends the connection. The Sender can be used again after it.
func (s *Sender) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil {
		s.conn.quit(context.Background())
		s.drop()
	}
	return nil
}

// rest keeps the connection for the next letter, for a while.
func (s *Sender) rest() {
	if s.timer != nil {
		s.timer.Stop()
	}
	resting := s.conn
	s.timer = time.AfterFunc(s.config.Idle, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.conn == resting && time.Since(resting.used) >= s.config.Idle {
			resting.quit(context.Background())
			s.drop()
		}
	})
}

func (s *Sender) drop() {
	if s.timer != nil {
		s.timer.Stop()
	}
	if s.conn != nil {
		s.conn.raw.Close()
		s.conn = nil
	}
}

// unfit says why a letter cannot be put on the wire at all, "" if it can.
func unfit(e Envelope) string {
	for _, a := range []string{e.From, e.To} {
		at := strings.LastIndexByte(a, '@')
		if (a != "" || a == e.To) && (at < 1 || at == len(a)-1) || strings.ContainsAny(a, " <>\r\n\t\x00") {
			return "this is not an address that mail can be sent to"
		}
	}
	return ""
}

// smtpConn is one logged-in connection: go-mail's low-level client, for one recipient and one verdict at a time.
type smtpConn struct {
	endpoint
	raw     net.Conn
	client  *smtp.Client
	timeout time.Duration
	used    time.Time // end of the last letter
}

// failure is a SendError and what it means for the connection.
type failure struct {
	*SendError
	alive  bool // the server answered: the connection can go on
	before bool // the server was not even ready to hear of the letter
}

// deliver hands over one letter. The order of the steps decides what an error means: up to the last dot the letter is
// ours, after the reply to it the server's, and whatever happens to the connection after that reply is no error.
func (c *smtpConn) deliver(ctx context.Context, e Envelope) (string, *failure) {
	var (
		reply string
		step  = "MAIL"
	)
	err := guard(ctx, c.raw, c.timeout+allowance(int64(len(e.Bytes))), func() error {
		c.client.SkipSMTPUTF8(ascii(e.From) && ascii(e.To))
		if err := c.client.Mail("<" + e.From + ">"); err != nil {
			return err
		}
		step = "RCPT"
		if err := c.client.Rcpt("<" + e.To + ">"); err != nil {
			return err
		}
		step = "DATA"
		w, err := c.client.Data()
		if err != nil {
			return err
		}
		step = "the message"
		if _, err := w.Write(e.Bytes); err != nil {
			return err
		}
		err = w.Close()
		if said, ok := errors.AsType[*textproto.Error](err); ok && said.Code/100 == 2 {
			reply, err = fmt.Sprintf("%d %s", said.Code, said.Msg), nil
		} else if sent, ok := w.(*smtp.DataCloser); ok && err == nil {
			reply = "250 " + sent.ServerResponse()
		}
		return err
	})
	c.used = time.Now()
	if err == nil || reply != "" {
		return plainLine(reply), nil
	}
	said, answered := errors.AsType[*textproto.Error](err)
	if !answered {
		server := step == "MAIL" || ctx.Err() != nil
		return "", &failure{
			SendError: &SendError{Temporary: true, Server: server, Err: c.wrap("at "+step, err)},
			before:    step == "MAIL",
		}
	}
	enhanced, text := split(said.Msg)
	f := &failure{alive: said.Code != 421, before: step == "MAIL" && said.Code == 421, SendError: &SendError{
		Temporary: said.Code < 500, Code: said.Code, Enhanced: enhanced, Said: text,
		Err: fmt.Errorf("the server refused the letter at %s: %d %s", step, said.Code, plainLine(said.Msg)),
	}}
	// 421 is about the connection. 530 wants a login. MAIL names nothing but ourselves and the size.
	if said.Code == 421 || said.Code == 530 || step == "MAIL" && said.Code != 552 {
		f.Server, f.Temporary = true, true
		f.Err = c.trouble(Refused, "at "+step, said)
	}
	// A policy that says no (RFC 3463 section 3.8), "relay access denied" above all, is about us: no address is wrong.
	if strings.HasPrefix(enhanced, "5.7.") {
		f.Temporary = true
	}
	return "", f
}

// reset forgets a refused letter and reports whether the connection is still good.
func (c *smtpConn) reset(ctx context.Context) bool {
	return guard(ctx, c.raw, c.timeout, c.client.Reset) == nil
}

// quit says goodbye; the answer does not matter.
func (c *smtpConn) quit(ctx context.Context) {
	_ = guard(ctx, c.raw, 5*time.Second, c.client.Quit)
	c.raw.Close()
}

// dialSMTP connects, encrypts as configured, and logs in if there is a user. The error is a *ServerError.
func dialSMTP(ctx context.Context, e endpoint, config SMTPConfig) (*smtpConn, error) {
	talk, raw, err := e.connect(ctx, config.Timeout)
	if err != nil {
		return nil, err
	}
	c := &smtpConn{endpoint: e, raw: raw, timeout: config.Timeout}
	if err := c.greet(ctx, talk, config); err != nil {
		raw.Close()
		if _, ok := errors.AsType[*textproto.Error](err); ok {
			if _, ok := errors.AsType[*ServerError](err); !ok {
				err = e.trouble(Refused, "greeting", err)
			}
		}
		return nil, e.wrap("greeting", err)
	}
	return c, nil
}

func (c *smtpConn) greet(ctx context.Context, talk net.Conn, config SMTPConfig) error {
	err := guard(ctx, c.raw, c.timeout, func() (err error) {
		if c.client, err = smtp.NewClient(talk, c.host); err != nil {
			return err
		}
		if err := c.client.Hello(config.Hello); err != nil {
			return err
		}
		if c.encryption != startTLS {
			return nil
		}
		if ok, _ := c.client.Extension("STARTTLS"); !ok {
			return c.trouble(Unencrypted, "asking for encryption", errors.New("STARTTLS is not in its list"))
		}
		return c.client.StartTLS(c.tls)
	})
	if err != nil || c.user == "" {
		return err
	}
	auth, err := c.auth(ctx, config)
	if err != nil {
		return err
	}
	err = guard(ctx, c.raw, c.timeout, func() error { return c.client.Auth(auth) })
	if said, ok := errors.AsType[*textproto.Error](err); ok {
		if said.Code >= 500 {
			return c.trouble(LoginRefused, "logging in", said)
		}
		return c.trouble(Refused, "logging in", said)
	}
	return err
}

// auth picks the login: a token, or the password in the plain or older form. Encryption is the connection's matter.
func (c *smtpConn) auth(ctx context.Context, config SMTPConfig) (smtp.Auth, error) {
	secret := config.Password
	if config.Token != nil {
		secret = config.Token
	}
	if secret == nil {
		return nil, c.trouble(NoCredential, "logging in", errors.New("none is configured"))
	}
	password, err := secret(ctx)
	if err != nil {
		return nil, c.trouble(NoCredential, "logging in", err)
	}
	offered, list := c.client.Extension("AUTH")
	has := func(name string) bool { return strings.Contains(" "+strings.ToUpper(list)+" ", " "+name+" ") }
	switch {
	case !offered:
		return nil, c.trouble(LoginRefused, "logging in", errors.New("it offers no login; without a user in the url none is tried"))
	case config.Token != nil:
		return smtp.XOAuth2Auth(c.user, password), nil
	case has("PLAIN"):
		return smtp.PlainAuth("", c.user, password, c.host, true), nil
	case has("LOGIN"):
		return smtp.LoginAuth(c.user, password, c.host, true), nil
	}
	return nil, c.trouble(LoginRefused, "logging in", errors.New("it offers only "+plainLine(list)))
}

// serverTrouble is the SendError of a letter that no server could be found for.
func serverTrouble(err error) *SendError {
	e := &SendError{Temporary: true, Server: true, Err: err}
	if said, ok := errors.AsType[*textproto.Error](err); ok {
		e.Code = said.Code
		e.Enhanced, e.Said = split(said.Msg)
	}
	return e
}

var enhancedCode = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// split parts the enhanced status code (RFC 3463) from the words of a reply.
func split(msg string) (enhanced, said string) {
	msg = plainLine(msg)
	enhanced = enhancedCode.FindString(msg)
	return enhanced, strings.TrimSpace(msg[len(enhanced):])
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
