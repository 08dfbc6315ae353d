package mailbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"
)

// imapConn is one logged-in connection. The library sends commands and lets us wait for them; every wait here goes
// through do, and no two commands are under way at once: bodies of two FETCHes that wait for each other's reader would
// block both.
type imapConn struct {
	endpoint
	raw     net.Conn
	client  *imapclient.Client
	timeout time.Duration
	arrived chan struct{} // told by the server that the folder grew; holds one
	caps    imap.CapSet   // after the login
	delim   string        // between levels of folder names
	prefix  string        // of personal folders (RFC 2342)
	noIdle  bool

	measured time.Time // when the server was asked how full the mailbox is
}

// dialIMAP connects, encrypts as configured, logs in, and learns how folders are named.
func dialIMAP(ctx context.Context, e endpoint, c IMAPConfig) (*imapConn, error) {
	talk, raw, err := e.connect(ctx, c.Timeout)
	if err != nil {
		return nil, err
	}
	ic := &imapConn{endpoint: e, raw: raw, timeout: c.Timeout, arrived: make(chan struct{}, 1)}
	options := &imapclient.Options{
		TLSConfig: e.tls,
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{
			Mailbox: func(data *imapclient.UnilateralDataMailbox) { // on the library's reading goroutine: must not wait
				if data.NumMessages != nil {
					select {
					case ic.arrived <- struct{}{}:
					default:
					}
				}
			},
		},
	}
	err = guard(ctx, raw, c.Timeout, func() error {
		if e.encryption == startTLS {
			var err error
			ic.client, err = imapclient.NewStartTLS(talk, options)
			if said, ok := errors.AsType[*imap.Error](err); ok {
				return e.trouble(Unencrypted, "asking for encryption", said)
			}
			return err
		}
		ic.client = imapclient.New(talk, options)
		return ic.client.WaitGreeting()
	})
	if err == nil {
		err = ic.login(ctx, c)
	}
	if err == nil {
		err = ic.learnNames(ctx)
	}
	if err != nil {
		raw.Close()
		return nil, e.wrap("greeting", err)
	}
	return ic, nil
}

// do runs one exchange under the watchdog.
func (ic *imapConn) do(ctx context.Context, doing string, exchange func() error) error {
	return ic.doLong(ctx, doing, 0, exchange)
}

// doLong is do for an exchange that moves about this many bytes.
func (ic *imapConn) doLong(ctx context.Context, doing string, bytes int64, exchange func() error) error {
	err := guard(ctx, ic.raw, ic.timeout+allowance(bytes), exchange)
	if err == nil {
		return nil
	}
	if said, ok := errors.AsType[*imap.Error](err); ok {
		if said.Type == imap.StatusResponseTypeBye {
			return ic.trouble(Broken, doing, said)
		}
		return ic.trouble(Refused, doing, said)
	}
	return ic.wrap(doing, err)
}

func (ic *imapConn) close() {
	ic.raw.Close()
}

// logout says goodbye; the answer does not matter.
func (ic *imapConn) logout(ctx context.Context) {
	_ = ic.do(ctx, "leaving", func() error { return ic.client.Logout().Wait() })
	ic.close()
}

// ask learns the server's abilities; they change with the login.
func (ic *imapConn) ask(ctx context.Context) error {
	return ic.do(ctx, "asking for abilities", func() error {
		ic.caps = ic.client.Caps()
		if ic.caps == nil {
			return errors.New("no list of capabilities came")
		}
		return nil
	})
}

func (ic *imapConn) login(ctx context.Context, c IMAPConfig) error {
	if err := ic.ask(ctx); err != nil {
		return err
	}
	secret, isToken := c.Password, false
	if c.Token != nil {
		secret, isToken = c.Token, true
	}
	if secret == nil {
		return ic.trouble(NoCredential, "logging in", errors.New("none is configured"))
	}
	password, err := secret(ctx)
	if err != nil {
		return ic.trouble(NoCredential, "logging in", err)
	}
	err = ic.do(ctx, "logging in", func() error {
		switch {
		case isToken && slices.Contains(ic.caps.AuthMechanisms(), sasl.OAuthBearer):
			return ic.client.Authenticate(sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: ic.user, Token: password}))
		case isToken:
			return ic.client.Authenticate(&xoauth2{user: ic.user, token: password})
		case slices.Contains(ic.caps.AuthMechanisms(), sasl.Plain): // carries any character, which LOGIN does not
			return ic.client.Authenticate(sasl.NewPlainClient("", ic.user, password))
		}
		return ic.client.Login(ic.user, password).Wait()
	})
	if err != nil {
		return ic.loginTrouble(err)
	}
	return ic.ask(ctx)
}

// loginTrouble tells a login that was refused from a server that cannot handle logins now (RFC 5530 section 3).
func (ic *imapConn) loginTrouble(err error) error {
	_, byBearer := errors.AsType[*sasl.OAuthBearerError](err)
	_, byToken := errors.AsType[*tokenRefused](err)
	said, no := errors.AsType[*imap.Error](err)
	if no {
		switch said.Code {
		case imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug:
			return err
		}
		no = said.Type == imap.StatusResponseTypeNo
	}
	if no || byBearer || byToken {
		return ic.trouble(LoginRefused, "logging in", errors.Unwrap(err))
	}
	return err
}

// xoauth2 is the login by OAuth token that the large providers had before there was RFC 7628.
type xoauth2 struct{ user, token string }

func (x *xoauth2) Start() (string, []byte, error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next is called only when the token was refused. The protocol wants an empty reply then, which the library cannot
// send, so that the exchange ends here and the connection with it.
func (x *xoauth2) Next(challenge []byte) ([]byte, error) {
	return nil, &tokenRefused{string(challenge)}
}

type tokenRefused struct{ said string }

func (t *tokenRefused) Error() string { return "the token was refused: " + plainLine(t.said) }

// learnNames asks how this server parts and prefixes folder names, so that the configuration can always write "/".
func (ic *imapConn) learnNames(ctx context.Context) error {
	ic.delim = "/"
	err := ic.do(ctx, "asking how folders are named", func() error {
		if ic.caps.Has(imap.CapNamespace) {
			data, err := ic.client.Namespace().Wait()
			if err == nil && len(data.Personal) > 0 && data.Personal[0].Delim != 0 {
				ic.prefix, ic.delim = data.Personal[0].Prefix, string(data.Personal[0].Delim)
			}
			return err
		}
		list, err := ic.client.List("", "", nil).Collect()
		if err == nil && len(list) > 0 && list[0].Delim != 0 {
			ic.delim = string(list[0].Delim)
		}
		return err
	})
	if _, no := errors.AsType[*imap.Error](err); no {
		return nil // then names are taken as written
	}
	return err
}

// folder is the server's name for a folder of the configuration.
func (ic *imapConn) folder(name string) string {
	if strings.EqualFold(name, "INBOX") {
		return "INBOX"
	}
	name = strings.ReplaceAll(name, "/", ic.delim)
	if strings.HasPrefix(name, ic.prefix) {
		return name
	}
	return ic.prefix + name
}

// open selects a folder and returns what the server says of it.
func (ic *imapConn) open(ctx context.Context, folder string, readOnly bool) (*imap.SelectData, error) {
	var data *imap.SelectData
	doing := fmt.Sprintf("opening the folder %q", folder)
	err := ic.do(ctx, doing, func() (err error) {
		data, err = ic.client.Select(ic.folder(folder), &imap.SelectOptions{ReadOnly: readOnly}).Wait()
		return err
	})
	if said, ok := errors.AsType[*imap.Error](err); ok && said.Type == imap.StatusResponseTypeNo {
		return nil, ic.trouble(NoFolder, doing, fmt.Errorf("%q: %w", folder, said))
	}
	return data, err
}

// idle returns when the folder grew, the time is over, wake is written to, ctx or the connection ended. It reports
// false if the server does not idle, at once.
func (ic *imapConn) idle(ctx context.Context, most time.Duration, wake <-chan struct{}) (bool, error) {
	if ic.noIdle || !ic.caps.Has(imap.CapIdle) {
		return false, nil
	}
	var cmd *imapclient.IdleCommand
	err := ic.do(ctx, "starting to idle", func() (err error) { cmd, err = ic.client.Idle(); return err })
	if said, ok := errors.AsType[*imap.Error](err); ok && said.Type != imap.StatusResponseTypeBye {
		ic.noIdle = true
		return false, nil
	}
	if err != nil {
		return true, err
	}
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-ic.arrived:
	case <-timer.C:
	case <-wake:
	case <-ctx.Done():
		ic.close() // no reason to wait for the server's goodbye
		_ = cmd.Close()
		return true, ctx.Err()
	case <-ic.client.Closed():
	}
	return true, ic.do(ctx, "ending to idle", func() error {
		if err := cmd.Close(); err != nil {
			return err
		}
		return cmd.Wait()
	})
}

// plainLine makes foreign text fit for a log line or an error.
func plainLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 500 {
		s = string(r[:500]) + "…"
	}
	return s
}
