package mailbox

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-message"

	"parley/scheduler"
)

// Parts is what a letter is made of. Equal Parts make equal bytes.
type Parts struct {
	From    scheduler.Mailbox
	To      scheduler.Mailbox // one person: calendar programs want to be named in To
	ReplyTo string            // bare address

	Subject    string
	Text       string // the letter as plain text, lines parted by \n
	HTML       string // the same as HTML; "" for text only
	MessageID  string // with or without angle brackets; also what the boundaries are derived from
	InReplyTo  string
	References []string  // oldest first
	Date       time.Time // written in its own zone

	// AutoSubmitted is the value of that header: "auto-replied" for letters that answer a mail; "" is "auto-generated"
	// (RFC 3834 section 5).
	AutoSubmitted string

	Calendar []byte           // an iCalendar object with CRLF line ends; nil for none
	Method   scheduler.Method // of Calendar, repeated in its Content-Type (RFC 6047 section 2.4)
	ICSName  string           // file name of the attached copy; "invite.ics"

	Files   []File            // further attachments
	Headers map[string]string // further headers by name; none of those above
}

// File is an attachment.
type File struct {
	Name string
	Type string // media type such as "text/csv"
	Data []byte
}

// Compose makes the message that is sent, with CRLF line ends, in ASCII. Control characters in names, subjects and ids
// are dropped: nothing in Parts can add a header. It fails on what cannot be a mail at all, such as an address without
// @ or a missing Message-ID or date.
//
// A letter is alternative(plain, html). With a calendar object it is
//
//	mixed( alternative( plain, html, text/calendar; method=… ), application/ics attachment )
//
// since some programs look only at the one copy, some only at the other; the first has no Content-Disposition, which
// would make it a mere file.
//
// go-message writes it, and not go-mail, which hands it in: go-mail puts one and the same boundary at every level, or
// random ones.
func Compose(p Parts) ([]byte, error) {
	root := p.tree()
	for _, f := range p.Files {
		kind := f.Type
		if t, _, err := mime.ParseMediaType(kind); err != nil || t == "" {
			kind = "application/octet-stream"
		}
		root = root.with(attachment(kind, f.Name, f.Data))
	}
	seed := sha256.Sum256([]byte(id(p.MessageID)))
	root.bound(hex.EncodeToString(seed[:8]))
	h, err := p.header(root.header())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w, err := message.CreateWriter(&out, h)
	if err == nil {
		err = root.write(w)
	}
	if err != nil {
		return nil, fmt.Errorf("composing a letter: %w", err)
	}
	return out.Bytes(), nil
}

// header puts the header of the whole message, in the order in which people expect to read it, above that of its
// content.
func (p Parts) header(h message.Header) (message.Header, error) {
	from, err := address(p.From)
	if err != nil {
		return h, fmt.Errorf("composing a letter: From: %w", err)
	}
	to, err := address(p.To)
	if err != nil {
		return h, fmt.Errorf("composing a letter: To: %w", err)
	}
	if id(p.MessageID) == "" || p.Date.IsZero() {
		return h, errors.New("composing a letter: it has no Message-ID or no date")
	}
	fields := [][2]string{
		{"Date", p.Date.Format("Mon, 02 Jan 2006 15:04:05 -0700")},
		{"From", from},
		{"To", to},
		{"Message-ID", bracketed(p.MessageID)},
		{"Subject", mime.QEncoding.Encode("utf-8", clean(p.Subject))},
		{"In-Reply-To", bracketed(p.InReplyTo)},
		{"References", bracketed(p.References...)},
		{"Auto-Submitted", clean(cmp.Or(p.AutoSubmitted, "auto-generated"))},
		{"X-Auto-Response-Suppress", "OOF, AutoReply"}, // bounces are still wanted
	}
	if p.ReplyTo != "" {
		reply, err := address(scheduler.Mailbox{Address: scheduler.Words(p.ReplyTo)})
		if err != nil {
			return h, fmt.Errorf("composing a letter: Reply-To: %w", err)
		}
		fields = slices.Insert(fields, 3, [2]string{"Reply-To", reply})
	}
	var names []string
	for name := range p.Headers {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		key := textproto.CanonicalMIMEHeaderKey(name)
		if !token(name) || strings.HasPrefix(key, "Content-") || key == "Mime-Version" || slices.ContainsFunc(fields, func(f [2]string) bool { return strings.EqualFold(f[0], key) }) {
			return h, fmt.Errorf("composing a letter: %q cannot be a further header", name)
		}
		fields = append(fields, [2]string{key, mime.QEncoding.Encode("utf-8", clean(p.Headers[name]))})
	}
	fields = append(fields, [2]string{"MIME-Version", "1.0"})
	for _, f := range slices.Backward(fields) { // each goes on top of those before
		if f[1] != "" {
			h.Add(f[0], f[1])
		}
	}
	return h, nil
}

// part is a node of the MIME tree.
type part struct {
	kind        string
	params      map[string]string
	encoding    string
	disposition string
	file        string
	body        []byte
	children    []*part
}

func (p Parts) tree() *part {
	root := text("text/plain", p.Text)
	if p.HTML != "" || p.Calendar != nil {
		root = multi("multipart/alternative", root)
	}
	if p.HTML != "" {
		root.children = append(root.children, text("text/html", p.HTML))
	}
	if p.Calendar == nil {
		return root
	}
	ics := text("text/calendar", string(p.Calendar))
	ics.encoding, ics.body = "base64", p.Calendar
	if p.Method != "" {
		ics.params["method"] = strings.ToUpper(clean(string(p.Method)))
	}
	root.children = append(root.children, ics)
	name := cmp.Or(p.ICSName, "invite.ics")
	if !strings.HasSuffix(strings.ToLower(name), ".ics") {
		name += ".ics"
	}
	return root.with(attachment("application/ics", name, p.Calendar))
}

// text is a part to be read, as it stands where its lines allow that.
func text(kind, body string) *part {
	body = strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\r", "\n")
	body = strings.ReplaceAll(strings.ToValidUTF8(body, "\uFFFD"), "\x00", "")
	if body != "" && !strings.HasSuffix(body, "\n") {
		body += "\n"
	}
	t := &part{kind: kind, params: map[string]string{"charset": "UTF-8"}, encoding: "7bit"}
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		if len(line) > 76 || !ascii(line) || clean(line) != line || strings.HasPrefix(line, "From ") {
			t.encoding = "quoted-printable" // which breaks long lines and keeps spaces at their end
			break
		}
	}
	t.body = []byte(strings.ReplaceAll(body, "\n", "\r\n"))
	return t
}

func attachment(kind, name string, data []byte) *part {
	name = clean(name)
	return &part{kind: kind, params: map[string]string{"name": name}, encoding: "base64", disposition: "attachment", file: name, body: data}
}

func multi(kind string, children ...*part) *part {
	return &part{kind: kind, params: map[string]string{}, children: children}
}

// with is p with an attachment beside it.
func (p *part) with(attached *part) *part {
	if p.kind == "multipart/mixed" {
		p.children = append(p.children, attached)
		return p
	}
	return multi("multipart/mixed", p, attached)
}

// bound gives each level a boundary of its own: "=_" stands in no quoted-printable or base64 text.
func (p *part) bound(seed string) {
	if p.children == nil {
		return
	}
	p.params["boundary"] = "=_" + seed
	for i, c := range p.children {
		c.bound(fmt.Sprintf("%s.%d", seed, i+1))
	}
}

func (p *part) header() message.Header {
	var h message.Header
	if p.disposition != "" {
		h.SetContentDisposition(p.disposition, map[string]string{"filename": p.file})
	}
	if p.encoding != "" {
		h.Set("Content-Transfer-Encoding", p.encoding)
	}
	h.SetContentType(p.kind, p.params)
	return h
}

func (p *part) write(w *message.Writer) error {
	if p.children == nil {
		if _, err := w.Write(p.body); err != nil {
			return err
		}
		return w.Close()
	}
	for _, c := range p.children {
		cw, err := w.CreatePart(c.header())
		if err != nil {
			return err
		}
		if err := c.write(cw); err != nil {
			return err
		}
	}
	return w.Close()
}

// address writes a mailbox for a header; foreign letters in the name are encoded.
func address(m scheduler.Mailbox) (string, error) {
	a := strings.Trim(strings.TrimSpace(clean(string(m.Address))), "<>")
	at := strings.LastIndexByte(a, '@')
	if at < 1 || at == len(a)-1 || strings.ContainsAny(a, " <>,;") {
		return "", errors.New("this is not an address")
	}
	name := clean(string(m.Name))
	if encoded := mime.BEncoding.Encode("utf-8", name); encoded != name && strings.Contains(name, `\`) {
		// The library would leave the backslash bare in an encoded-word, where RFC 2047, section 5 (3) does not have it.
		return encoded + " " + (&mail.Address{Address: a}).String(), nil
	}
	return (&mail.Address{Name: name, Address: a}).String(), nil
}

// clean makes foreign text fit for one header: no control characters, valid UTF-8, spaces in one run.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// id is a Message-ID without angle brackets and without anything that may not stand in one.
func id(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune("<>()\"\\,;", r) {
			return -1
		}
		return r
	}, s)
}

func bracketed(list ...string) string {
	var out []string
	for _, s := range list {
		if s = id(s); s != "" {
			out = append(out, "<"+s+">")
		}
	}
	return strings.Join(out, " ")
}

// token reports whether s can be the name of a header.
func token(s string) bool {
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return s != ""
}
