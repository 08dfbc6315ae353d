package mailbox_test

import (
	"bytes"
	"io"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-message"

	"parley/mailbox"
	"parley/scheduler"
)

const ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Parley//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:rokifadu-2@example.test\r\n" +
	"DTSTAMP:20261122T080000Z\r\nDTSTART:20261123T080000Z\r\nDTEND:20261123T084500Z\r\nSUMMARY:Caf\u00e9\r\nSEQUENCE:0\r\n" +
	"ORGANIZER;CN=Ana:mailto:bot+rokifadu.abcdefghijklmnop@example.test\r\nATTENDEE;CN=Bo;RSVP=TRUE:mailto:bo@example.test\r\n" +
	"END:VEVENT\r\nEND:VCALENDAR\r\n"

func letter() mailbox.Parts {
	return mailbox.Parts{
		From:      scheduler.Mailbox{Name: "Zo\u00eb via Parley", Address: "bot+rokifadu.abcdefghijklmnop@example.test"},
		To:        scheduler.Mailbox{Name: "Bo, the \"first\"", Address: "bo@example.test"},
		ReplyTo:   "bot+rokifadu.abcdefghijklmnop@example.test",
		Subject:   "Caf\u00e9 on Monday: agreed",
		Text:      "1. Mon 23 Nov 10:00\n\nBring \u2615.\n" + strings.Repeat("long ", 60) + "\n.\nFrom here on\n",
		HTML:      "<p>1. Mon 23 Nov 10:00</p>\n<p>Bring &#9749;.</p>\n",
		MessageID: "rokifadu.12a.abcdefghijklmnop@example.test",
		InReplyTo: "<first@mail.example.test>", References: []string{"<first@mail.example.test>", "second@example.test"},
		Date:     time.Date(2026, 11, 22, 10, 0, 0, 0, time.FixedZone("", 2*3600)),
		Calendar: []byte(ics), Method: scheduler.MethodRequest,
	}
}

// tree writes the media types of a message as nested parentheses, and returns the bodies of its leaves.
func tree(t *testing.T, e *message.Entity) (shape string, leaves []leaf) {
	t.Helper()
	kind, params, err := e.Header.ContentType()
	if err != nil {
		t.Fatal(err)
	}
	r := e.MultipartReader()
	if r == nil {
		body, err := io.ReadAll(e.Body)
		if err != nil {
			t.Fatal(err)
		}
		return kind, []leaf{{kind, params, e.Header.Get("Content-Disposition"), body}}
	}
	var parts []string
	for {
		p, err := r.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		s, l := tree(t, p)
		parts, leaves = append(parts, s), append(leaves, l...)
	}
	return kind + "(" + strings.Join(parts, " ") + ")", leaves
}

type leaf struct {
	kind        string
	params      map[string]string
	disposition string
	body        []byte
}

func compose(t *testing.T, p mailbox.Parts) ([]byte, *message.Entity) {
	t.Helper()
	b, err := mailbox.Compose(p)
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, b)
	e, err := message.Read(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%v in\n%s", err, b)
	}
	return b, e
}

// wellFormed holds for every mail: ASCII, CRLF, no line longer than a relay must carry (RFC 5322 section 2.1.1).
func wellFormed(t *testing.T, b []byte) {
	t.Helper()
	for i, line := range strings.Split(string(b), "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n\x00") {
			t.Fatalf("line %d is %q", i, line)
		}
		for _, c := range []byte(line) {
			if c >= 0x80 {
				t.Fatalf("line %d is not ASCII: %q", i, line)
			}
		}
	}
}

func TestComposeShapes(t *testing.T) {
	full := letter()
	plain := full
	plain.HTML, plain.Calendar = "", nil
	invited := full
	noCalendar := full
	noCalendar.Calendar = nil
	files := noCalendar
	files.Files = []mailbox.File{{Name: "log.csv", Type: "text/csv", Data: []byte("a,b\n")}}
	for _, c := range []struct {
		name  string
		parts mailbox.Parts
		want  string
	}{
		{"text only", plain, "text/plain"},
		{"text and HTML", noCalendar, "multipart/alternative(text/plain text/html)"},
		{"invitation", invited, "multipart/mixed(multipart/alternative(text/plain text/html text/calendar) application/ics)"},
		{"attachment", files, "multipart/mixed(multipart/alternative(text/plain text/html) text/csv)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, e := compose(t, c.parts)
			if got, _ := tree(t, e); got != c.want {
				t.Fatalf("got %s", got)
			}
		})
	}
}

func TestComposeInvitation(t *testing.T) {
	p := letter()
	b, e := compose(t, p)
	for name, want := range map[string]string{
		"Date":       "Sun, 22 Nov 2026 10:00:00 +0200",
		"Message-Id": "<rokifadu.12a.abcdefghijklmnop@example.test>", "In-Reply-To": "<first@mail.example.test>",
		"References": "<first@mail.example.test> <second@example.test>", "Reply-To": "<" + p.ReplyTo + ">",
		"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply", "Mime-Version": "1.0", "User-Agent": "", "X-Mailer": "",
	} {
		if got := e.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if s, _ := e.Header.Text("Subject"); s != p.Subject {
		t.Errorf("Subject is %q", s)
	}
	for field, want := range map[string]scheduler.Mailbox{"From": p.From, "To": p.To} {
		a, err := netmail.ParseAddress(e.Header.Get(field))
		if err != nil || a.Name != string(want.Name) || a.Address != string(want.Address) {
			t.Errorf("%s is %v, %v", field, a, err)
		}
	}
	_, leaves := tree(t, e)
	text := strings.ReplaceAll(p.Text, "\n", "\r\n")
	for i, want := range []leaf{
		{"text/plain", map[string]string{"charset": "UTF-8"}, "", []byte(text)},
		{"text/html", map[string]string{"charset": "UTF-8"}, "", []byte(strings.ReplaceAll(p.HTML, "\n", "\r\n"))},
		{"text/calendar", map[string]string{"charset": "UTF-8", "method": "REQUEST"}, "", []byte(ics)},
		{"application/ics", map[string]string{"name": "invite.ics"}, "attachment; filename=invite.ics", []byte(ics)},
	} {
		got := leaves[i]
		if got.kind != want.kind || got.disposition != want.disposition || !bytes.Equal(got.body, want.body) {
			t.Errorf("part %d is %s (%s):\n%q", i, got.kind, got.disposition, got.body)
		}
		for k, v := range want.params {
			if got.params[k] != v {
				t.Errorf("part %d: %s is %q, want %q", i, k, got.params[k], v)
			}
		}
	}
	again, _ := compose(t, p)
	if !bytes.Equal(b, again) {
		t.Error("equal parts gave different bytes")
	}
	p.MessageID = "rokifadu.13a.abcdefghijklmnop@example.test"
	other, _ := compose(t, p)
	if boundary := boundaryOf(t, b); bytes.Contains(other, []byte(boundary)) {
		t.Error("two letters have the same boundary")
	}
}

func boundaryOf(t *testing.T, b []byte) string {
	t.Helper()
	e, err := message.Read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	_, params, _ := e.Header.ContentType()
	return params["boundary"]
}

func TestComposeRefuses(t *testing.T) {
	for name, change := range map[string]func(*mailbox.Parts){
		"no recipient":     func(p *mailbox.Parts) { p.To.Address = "" },
		"two recipients":   func(p *mailbox.Parts) { p.To.Address = "a@example.test, b@example.test" },
		"no sender":        func(p *mailbox.Parts) { p.From.Address = "bot" },
		"no Message-ID":    func(p *mailbox.Parts) { p.MessageID = "<>" },
		"no date":          func(p *mailbox.Parts) { p.Date = time.Time{} },
		"header twice":     func(p *mailbox.Parts) { p.Headers = map[string]string{"subject": "x"} },
		"header no header": func(p *mailbox.Parts) { p.Headers = map[string]string{"X-A: b\r\nBcc": "x"} },
		"content type":     func(p *mailbox.Parts) { p.Headers = map[string]string{"Content-Type": "text/plain"} },
	} {
		p := letter()
		change(&p)
		if b, err := mailbox.Compose(p); err == nil {
			t.Errorf("%s: composed\n%s", name, b)
		}
	}
}

// Whatever stands in the parts, the message has the same header fields and the same parts, and a reader gets the text.
func FuzzCompose(f *testing.F) {
	f.Add("Zo\u00eb", "Caf\u00e9", "text\r\nmore \n", "<a@b>", "invite")
	f.Add("x\r\nBcc: evil@example.test", "a\r\n\r\nbody", "--=_\r\n.\r\nFrom x\r\n", "a>\r\nBcc: b@c\r\n <x@y", "a\"\r\nX: y")
	f.Add("\u2028\x00\x85=?utf-8?q?x?=", strings.Repeat("\u00e9", 300), strings.Repeat("x", 2000), "(a)@b", "../../x.ics")
	f.Add("<a@b.test>", "=?utf-8?b?////?=", "\xff\xfe\x00", "", "")
	var want []string
	f.Fuzz(func(t *testing.T, name, subject, text, id, file string) {
		p := letter()
		p.From.Name, p.To.Name, p.Subject, p.Text = scheduler.Words(name), scheduler.Words(name), "x"+subject, text
		p.InReplyTo, p.References, p.ICSName = "x"+id, []string{"x" + id, id}, file
		p.Method = scheduler.Method("REQUEST" + file)
		p.AutoSubmitted = "auto-replied"
		p.Headers = map[string]string{"X-Note": "x" + subject}
		_, e := compose(t, p)
		var got []string
		for fields := e.Header.Fields(); fields.Next(); {
			got = append(got, fields.Key())
		}
		if want == nil {
			want = slices.Clone(got)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("the header fields are %q, not %q", got, want)
		}
		for _, field := range []string{"From", "To"} {
			a, err := netmail.ParseAddress(e.Header.Get(field))
			if err != nil || a.Address != string(map[string]scheduler.Words{"From": p.From.Address, "To": p.To.Address}[field]) {
				t.Fatalf("%s is %q: %v", field, e.Header.Get(field), err)
			}
		}
		shape, leaves := tree(t, e)
		if shape != "multipart/mixed(multipart/alternative(text/plain text/html text/calendar) application/ics)" {
			t.Fatalf("the shape is %s", shape)
		}
		if !utf8.Valid(leaves[0].body) {
			t.Fatalf("the text is not UTF-8: %q", leaves[0].body)
		}
		if plain := strings.Map(visible, strings.ToValidUTF8(text, "\uFFFD")); strings.Map(visible, string(leaves[0].body)) != plain {
			t.Fatalf("the text became %q, not %q", leaves[0].body, text)
		}
		if !bytes.Equal(leaves[2].body, []byte(ics)) || !bytes.Equal(leaves[3].body, []byte(ics)) {
			t.Fatal("the calendar object changed")
		}
	})
}

// visible leaves out what composing may change: line ends and NUL.
func visible(r rune) rune {
	if r == '\r' || r == '\n' || r == 0 {
		return -1
	}
	return r
}
