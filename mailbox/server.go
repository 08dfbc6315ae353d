package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Trouble is what can be wrong between us and a server. Each asks for something else to be done about it.
type Trouble string

const (
	Unreachable  Trouble = "unreachable"   // no connection: name, port, network, or the server is down
	Unencrypted  Trouble = "unencrypted"   // the server offers no STARTTLS
	NotTrusted   Trouble = "not-trusted"   // a certificate that is not to be believed
	LoginRefused Trouble = "login-refused" // user or password are wrong, or may not log in
	NoCredential Trouble = "no-credential" // the password or token could not be read on our side
	NoFolder     Trouble = "no-folder"     // the folder does not exist, or may not be opened
	TooSlow      Trouble = "too-slow"      // connected, and then no answer in time
	Broken       Trouble = "broken"        // the connection ended in the middle, or the server spoke nonsense
	Refused      Trouble = "refused"       // the server said no to a command
)

// ServerError is trouble with a server, as opposed to trouble with one message. Its text is one sentence: what
// happened, then what to do.
type ServerError struct {
	Protocol string // "imap" or "smtp": the table of the configuration that is concerned
	Server   string // "mail.example.test:993"
	Trouble  Trouble
	Doing    string // such as "opening the folder INBOX"
	Err      error  // what the server or the network said
}

func (e *ServerError) Error() string {
	server := strings.ToUpper(e.Protocol) + " server " + e.Server
	switch e.Trouble {
	case Unreachable:
		return fmt.Sprintf("%s cannot be reached (%v): check host and port in %s.url, and that the server is up", server, e.Err, e.Protocol)
	case Unencrypted:
		return fmt.Sprintf("%s offers no STARTTLS (%v): use %ss:// in %s.url, or have encryption turned on there", server, e.Err, e.Protocol, e.Protocol)
	case NotTrusted:
		return fmt.Sprintf("%s has a certificate that cannot be trusted (%v): set %s.ca_file to its authority, or %s.server_name to the name in it", server, e.Err, e.Protocol, e.Protocol)
	case LoginRefused:
		return fmt.Sprintf("%s refuses the login (%v): check the user in %s.url and the password", server, e.Err, e.Protocol)
	case NoCredential:
		return fmt.Sprintf("the password for %s cannot be read (%v): check %s.password_file or %s.password_command", server, e.Err, e.Protocol, e.Protocol)
	case NoFolder:
		return fmt.Sprintf("%s does not open the folder (%v): create it, or change %s.folder", server, e.Err, e.Protocol)
	case TooSlow:
		return fmt.Sprintf("%s does not answer (%s: %v): see whether it is overloaded, or a firewall swallows its answers", server, e.Doing, e.Err)
	case Broken:
		return fmt.Sprintf("the connection to %s broke (%s: %v): it is tried again; if that does not help, look at the server's log", server, e.Doing, e.Err)
	}
	return fmt.Sprintf("%s says no (%s: %v): see whether the account may do that, and has space left", server, e.Doing, e.Err)
}

func (e *ServerError) Unwrap() error { return e.Err }

// encryption is how a connection is protected.
type encryption int

const (
	tlsAtOnce encryption = iota
	startTLS
	plaintext // to this machine only
)

// endpoint is a server as the configuration names it.
type endpoint struct {
	protocol   string // "imap" or "smtp"
	host       string
	address    string // host:port
	user       string
	encryption encryption
	tls        *tls.Config
}

// parseEndpoint reads the URL of a server. Ports are those of RFC 8314 section 7 where none is given.
func parseEndpoint(protocol, raw, caFile, serverName string) (endpoint, error) {
	key := protocol + ".url"
	u, err := url.Parse(raw)
	if err != nil {
		return endpoint{}, fmt.Errorf("%s cannot be read: write %ss://user@host, with %%40 for an @ in the user's name", key, protocol)
	}
	e := endpoint{protocol: protocol, host: u.Hostname()}
	var port int
	switch u.Scheme {
	case protocol + "s":
		e.encryption, port = tlsAtOnce, map[string]int{"imap": 993, "smtp": 465}[protocol]
	case protocol:
		e.encryption, port = startTLS, map[string]int{"imap": 143, "smtp": 587}[protocol]
	case protocol + "+insecure":
		e.encryption, port = plaintext, map[string]int{"imap": 143, "smtp": 25}[protocol]
		if ip := net.ParseIP(e.host); e.host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return endpoint{}, fmt.Errorf("%s has no encryption and %q is not this machine: use %ss:// or %s://", key, e.host, protocol, protocol)
		}
	default:
		return endpoint{}, fmt.Errorf("%s begins with %q: use %ss:// (TLS), %s:// (STARTTLS) or %s+insecure:// (this machine only)",
			key, u.Scheme+"://", protocol, protocol, protocol)
	}
	if e.host == "" {
		return endpoint{}, fmt.Errorf("%s names no host: write %s://user@host", key, u.Scheme)
	}
	if _, ok := u.User.Password(); ok {
		return endpoint{}, fmt.Errorf("%s holds a password, which logs would show: move it to %s.password_file", key, protocol)
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return endpoint{}, fmt.Errorf("%s has something after the host: leave only %s://user@host:port", key, u.Scheme)
	}
	if p := u.Port(); p != "" {
		port, _ = strconv.Atoi(p)
	}
	e.user = u.User.Username()
	e.address = net.JoinHostPort(e.host, strconv.Itoa(port))
	e.tls = &tls.Config{ServerName: e.host, MinVersion: tls.VersionTLS12}
	if serverName != "" {
		e.tls.ServerName = serverName
	}
	if caFile != "" {
		pem, err := os.ReadFile(caFile)
		if err != nil {
			return endpoint{}, fmt.Errorf("reading %s.ca_file: %w", protocol, err)
		}
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(pem) {
			return endpoint{}, fmt.Errorf("%s.ca_file holds no certificate in PEM form: %s", protocol, caFile)
		}
		e.tls.RootCAs = pool
	}
	return e, nil
}

// connect opens the connection, with TLS if it is wanted from the start. The returned connections are the one to talk
// on, and the one below it, whose Close never waits for anybody.
func (e endpoint) connect(ctx context.Context, within time.Duration) (talk, raw net.Conn, err error) {
	raw, err = (&net.Dialer{Timeout: within}).DialContext(ctx, "tcp", e.address)
	if err != nil {
		return nil, nil, e.trouble(Unreachable, "connecting", err)
	}
	if e.encryption != tlsAtOnce {
		return raw, raw, nil
	}
	t := tls.Client(raw, e.tls)
	if err := guard(ctx, raw, within, func() error { return t.HandshakeContext(ctx) }); err != nil {
		raw.Close()
		return nil, nil, e.wrap("agreeing on encryption", err)
	}
	return t, raw, nil
}

func (e endpoint) trouble(t Trouble, doing string, err error) *ServerError {
	return &ServerError{Protocol: e.protocol, Server: e.address, Trouble: t, Doing: doing, Err: err}
}

// wrap tells kinds of trouble apart where the error alone says enough.
func (e endpoint) wrap(doing string, err error) error {
	if _, ok := errors.AsType[*ServerError](err); ok {
		return err
	}
	return e.trouble(troubleOf(err), doing, err)
}

func troubleOf(err error) Trouble {
	var (
		bad     *tls.CertificateVerificationError
		alert   tls.AlertError
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		timeout net.Error
	)
	switch {
	case errors.As(err, &bad), errors.As(err, &alert), errors.As(err, &unknown), errors.As(err, &name), errors.As(err, &invalid):
		return NotTrusted
	case errors.Is(err, errNoAnswer), errors.As(err, &timeout) && timeout.Timeout():
		return TooSlow
	}
	return Broken
}

var errNoAnswer = errors.New("no answer in time")

// guard runs an exchange on a connection and closes the connection when it takes too long or ctx ends: neither library
// puts an end to an exchange by itself. After an error that guard caused the connection is dead.
func guard(ctx context.Context, raw net.Conn, within time.Duration, exchange func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var late atomic.Bool
	timer := time.AfterFunc(within, func() {
		late.Store(true)
		raw.Close()
	})
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	err := exchange()
	timer.Stop()
	stop()
	switch {
	case err == nil:
		return nil
	case late.Load():
		return fmt.Errorf("%w (%v)", errNoAnswer, within)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return err
}

// allowance is how much longer an exchange may take for the bytes that it moves: 32 KiB/s is a very slow line.
func allowance(bytes int64) time.Duration {
	return time.Duration(bytes/(32<<10)) * time.Second
}
