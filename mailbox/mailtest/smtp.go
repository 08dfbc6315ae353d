package mailtest

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

func (s *Server) smtpServer(config *tls.Config) *smtp.Server {
	post := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &submission{server: s, conn: c, number: int(s.sessions.Add(1))}, nil
	}))
	post.Domain = "mail." + s.options.Domain
	post.TLSConfig = config
	post.AllowInsecureAuth = config == nil
	post.MaxMessageBytes = 64 << 20
	post.EnableSMTPUTF8 = true
	post.ErrorLog = quiet
	return post
}

// submission is one SMTP connection.
type submission struct {
	server *Server
	conn   *smtp.Conn
	number int
	login  string
	from   string
	to     []string
}

func (x *submission) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login} }

func (x *submission) Auth(mech string) (sasl.Server, error) {
	verify := func(user, password string) error {
		a := x.server.account(user)
		if _, broken := x.server.strike(SMTPNoLogin, ""); broken || a == nil || a.Password != password {
			return smtp.ErrAuthFailed
		}
		x.login = a.Name
		return nil
	}
	if mech == sasl.Login {
		return &loginServer{verify: verify}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return verify(user, password) }), nil
}

func (x *submission) Mail(from string, _ *smtp.MailOptions) error {
	if f, ok := x.server.strike(RefuseMail, ""); ok {
		return f.reply()
	}
	x.from, x.to = from, nil
	return nil
}

func (x *submission) Rcpt(to string, _ *smtp.RcptOptions) error {
	s := x.server
	if f, ok := s.strike(RefuseRcpt, to); ok {
		return f.reply()
	}
	if _, ok := s.strike(Greylist, to); ok && s.unseen(x.from, to) {
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted, come back later"}
	}
	if s.options.Refuse && s.account(to) == nil {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "User unknown"}
	}
	x.to = append(x.to, to)
	return nil
}

func (x *submission) Data(r io.Reader) error {
	s, raw := x.server, bottom(x.conn.Conn())
	cut := func(k Kind) bool {
		for _, to := range x.to {
			if _, ok := s.strike(k, to); ok {
				return true
			}
		}
		return false
	}
	if cut(CutInData) {
		_, _ = io.CopyN(io.Discard, r, 20)
		raw.Close()
		return errCut
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, to := range x.to {
		if f, ok := s.strike(RefuseData, to); ok {
			return f.reply()
		}
	}
	if cut(CutBeforeOK) {
		raw.Close()
		return errCut
	}
	for _, to := range x.to {
		s.accept(Sent{Session: x.number, Login: x.login, From: x.from, To: to, At: time.Now(), Bytes: b})
		if err := s.route(x.login, x.from, to, b); err != nil {
			return err
		}
	}
	if cut(CutInsteadOK) {
		raw.Close()
		return errCut
	}
	if cut(CutAfterOK) {
		raw.closeAfterNext()
	}
	return nil
}

func (x *submission) Reset()        { x.from, x.to = "", nil }
func (x *submission) Logout() error { return nil }

var errCut = errors.New("the connection was cut on request")

// route brings a message to its mailbox, or tells its sender that there is none.
func (s *Server) route(login, from, to string, raw []byte) error {
	if a := s.account(to); a != nil {
		return s.store(a, append(s.trace(login, from, to, raw), raw...))
	}
	sender := s.account(from)
	if from == "" || sender == nil {
		return nil // nobody to tell; RFC 5321 section 6.1 forbids to answer the null sender
	}
	bounce := s.bounce(from, to, raw)
	return s.store(sender, append(s.trace("", "", from, bounce), bounce...))
}

// trace is what a receiving server writes on top of a message (RFC 5321 section 4.4).
func (s *Server) trace(login, from, to string, raw []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Return-Path: <%s>\r\nDelivered-To: %s\r\n", from, to)
	if id := s.options.Authserv; id != "" {
		verdict, domain := "none", ""
		if m, err := mail.ReadMessage(bytes.NewReader(raw)); err == nil {
			if a, err := mail.ParseAddress(m.Header.Get("From")); err == nil {
				_, domain, _ = strings.Cut(a.Address, "@")
				if who := s.account(a.Address); login != "" && who != nil {
					verdict = "fail"
					if who.Name == login {
						verdict = "pass"
					}
				}
			}
		}
		fmt.Fprintf(&b, "Authentication-Results: %s; dmarc=%s header.from=%s\r\n", id, verdict, domain)
	}
	fmt.Fprintf(&b, "Received: from localhost by mail.%s with ESMTP;\r\n\t%s\r\n", s.options.Domain, time.Now().Format(time.RFC1123Z))
	return b.Bytes()
}

// bounce is a delivery status notification (RFC 3464) about a recipient that does not exist.
func (s *Server) bounce(from, to string, raw []byte) []byte {
	status, why := "5.1.1", "unknown user"
	if _, domain, _ := strings.Cut(to, "@"); !strings.EqualFold(domain, s.options.Domain) {
		status, why = "5.1.2", "no mail leaves this server"
	}
	head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	now, boundary := time.Now(), "=_bounce."+strconv.FormatInt(time.Now().UnixNano(), 36)
	var b strings.Builder
	fmt.Fprintf(&b, "From: Mail Delivery System <MAILER-DAEMON@%s>\r\nTo: <%s>\r\n", s.options.Domain, from)
	fmt.Fprintf(&b, "Date: %s\r\nMessage-ID: <%d@mail.%s>\r\n", now.Format(time.RFC1123Z), now.UnixNano(), s.options.Domain)
	fmt.Fprintf(&b, "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n")
	fmt.Fprintf(&b, "Content-Type: multipart/report; report-type=delivery-status; boundary=%q\r\n\r\n", boundary)
	fmt.Fprintf(&b, "--%s\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n", boundary)
	fmt.Fprintf(&b, "Your message could not be delivered.\r\n\r\n<%s>: %s\r\n\r\n", to, why)
	fmt.Fprintf(&b, "--%s\r\nContent-Type: message/delivery-status\r\n\r\n", boundary)
	fmt.Fprintf(&b, "Reporting-MTA: dns; mail.%s\r\nArrival-Date: %s\r\n\r\n", s.options.Domain, now.Format(time.RFC1123Z))
	fmt.Fprintf(&b, "Final-Recipient: rfc822; %s\r\nOriginal-Recipient: rfc822;%s\r\nAction: failed\r\nStatus: %s\r\n", to, to, status)
	fmt.Fprintf(&b, "Diagnostic-Code: smtp; 550 %s %s\r\n\r\n", status, why)
	fmt.Fprintf(&b, "--%s\r\nContent-Type: text/rfc822-headers\r\n\r\n%s\r\n\r\n--%s--\r\n", boundary, head, boundary)
	return []byte(b.String())
}

var enhanced = regexp.MustCompile(`^([245])\.(\d{1,3})\.(\d{1,3}) +`)

// reply is the refusal that a fault asks for.
func (f Fault) reply() error {
	e := &smtp.SMTPError{Code: f.Code, Message: f.Said}
	if e.Code == 0 {
		e.Code = 451
	}
	if m := enhanced.FindStringSubmatch(f.Said); m != nil {
		for i := range e.EnhancedCode {
			e.EnhancedCode[i], _ = strconv.Atoi(m[i+1])
		}
		e.Message = f.Said[len(m[0]):]
	}
	if e.Message == "" {
		e.Message = "Refused on request"
	}
	return e
}

// loginServer is the LOGIN mechanism, which is older than its specification and still asked for.
type loginServer struct {
	verify func(user, password string) error
	user   *string
}

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil:
		return []byte("Username:"), false, nil
	case l.user == nil:
		user := string(response)
		l.user = &user
		return []byte("Password:"), false, nil
	}
	return nil, true, l.verify(*l.user, string(response))
}
