package parser

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// parts makes a mail of what stands between the boundaries "b".
func parts(kind string, list ...string) string {
	s := "From: Ana Silva <ana@example.test>\nContent-Type: multipart/" + kind + "; boundary=b\n\n"
	for _, p := range list {
		s += "--b\n" + p + "\n"
	}
	return s + "--b--\n"
}

const (
	plain = "Content-Type: text/plain; charset=utf-8\n\n"
	rich  = "Content-Type: text/html; charset=utf-8\n\n"
)

func TestStructure(t *testing.T) {
	nested := plain + "2"
	for i := range 12 {
		b := fmt.Sprintf("n%d", i)
		nested = "Content-Type: multipart/mixed; boundary=" + b + "\n\n--" + b + "\n" + nested + "\n--" + b + "--"
	}
	for _, c := range []struct {
		name, mail, want string
		problem          Problem
	}{
		{"no header at all", "\n1 and 2\n", "1 and 2", ""},
		{"nothing", "", "", Empty},
		{"only a header", "Subject: x\n", "", Empty},
		{"no blank line", "Subject: x\n1 and 2\nAna\n", "1 and 2\nAna", ""},
		{"a line in the header without a colon", "From: a@x.test\nthis is no field\nSubject: x\n\n2\n", "2", ""},
		{"mbox line", "From ana@x.test Mon Jun  7 09:05:00 2027\nFrom: a@x.test\n\n2\n", "2", ""},
		{"blank lines first", "\n\nFrom: a@x.test\n\n2\n", "2", ""},
		{"space before the colon", "From : a@x.test\nContent-Type : text/html\n\n<b>2</b>\n", "2", ""},
		{"bare CR LF and LF", "From: a@x.test\r\nSubject: x\n\r\n1\r\n2\n", "1\n2", ""},
		{"unknown encoding", "Content-Transfer-Encoding: Hexa\n\n2\n", "2", ""},
		{"encoding with a semicolon", "Content-Transfer-Encoding: 8bit;\n\n2\n", "2", ""},
		{"unknown charset", "Content-Type: text/plain; charset=x-martian\n\n2 f\xfcr mich\n", "2 für mich", ""},
		{"broken media type", "Content-Type: text\n\n2\n", "2", ""},
		{"empty media type", "Content-Type:\n\n2\n", "2", ""},
		{"parameters without quotes and with spaces", "Content-Type: text/plain; charset = utf-8 ; format = flowed\n\n1 and \n2\n", "1 and 2", ""},
		{"alternative", parts("alternative", plain+"2", rich+"<p>2</p>"), "2", ""},
		{"alternative, plain one empty", parts("alternative", plain, rich+"<p>2</p>"), "2", ""},
		{"alternative, HTML one empty", parts("alternative", plain+"2", rich), "2", ""},
		{"alternative, HTML one of pictures", parts("alternative", plain+"2", rich+"<img src=x>"), "2", ""},
		{"alternative, plain one only a hint", parts("alternative", plain+"This message is in HTML format. Please view it in a program that can show it. Code 1.", rich+"<p>2</p>"), "2", ""},
		{"alternative, plain one a German hint", parts("alternative", plain+"Ihr E-Mail-Programm unterstützt kein HTML.", rich+"<p>2</p>"), "2", ""},
		{"alternative, differing in form", parts("alternative", plain+"*1* and\n_2_\n\n  * see <https://x.test/3>", rich+"<b>1</b> and <u>2</u><ul><li><a href='https://x.test/3'>see</a></ul>"), "*1* and\n_2_\n\n* see", ""},
		{"alternative, struck out only in HTML", parts("alternative", plain+"1 2 works", rich+"<s>1</s> 2 works"), "2 works", ""},
		{"alternative, signature marked only in HTML", parts("alternative", plain+"2\n\nAcme, floor 1", rich+"2<div id=Signature>Acme, floor 1</div>"), "2", ""},
		{"alternative, signature marked only in the plain one", parts("alternative", plain+"2\n-- \nAcme, floor 1", rich+"2<p>-- Acme, floor 1"), "2", ""},
		{"alternative, quote marked only in HTML", parts("alternative", plain+"2\n\nHello, which?\n1\n2", rich+"2<blockquote>Hello, which?<br>1<br>2</blockquote>"), "2", ""},
		{"Apple's alternative", parts("alternative", plain+"2", "Content-Type: multipart/mixed; boundary=c\n\n--c\n"+rich+"2\n--c\nContent-Type: application/pdf\n\nx\n--c\n"+rich+"<br>\n--c--"), "2", ""},
		{"related", parts("related", rich+"2<img src=cid:1>", "Content-Type: image/png; name=1.png\nContent-ID: <1>\n\nx"), "2", ""},
		{"text in pieces", parts("mixed", plain+"1", "Content-Type: image/png\n\nx", plain+"and 2"), "1\n\nand 2", ""},
		{"HTML beside plain text", parts("mixed", rich+"<b>1</b>", plain+"and 2"), "1\n\nand 2", ""},
		{"attached text", parts("mixed", plain+"2", "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\n1"), "2", ""},
		{"text with a file name", parts("mixed", plain+"2", "Content-Type: text/plain; name=\"a.txt\"\nContent-Disposition: inline; filename=\"a.txt\"\n\n1"), "2", ""},
		{"only text with a file name", parts("mixed", "Content-Type: text/plain; name=message.txt\n\n2"), "2", ""},
		{"attached mail", parts("mixed", plain+"2", "Content-Type: message/rfc822\n\nSubject: x\n\n1"), "2", ""},
		{"digest", parts("digest", "\nSubject: x\n\n1 works"), "", Empty},
		{"list footer as a part", parts("mixed", plain+"2", plain+"_______________________________________________\nteam mailing list\nhttp://lists.test/1"), "2", ""},
		{"signed", parts("signed; protocol=\"application/pgp-signature\"", plain+"2", "Content-Type: application/pgp-signature\n\n1"), "2", ""},
		{"signed, signature without a type", parts("signed", plain+"2", "\n1 works"), "2", ""},
		{"nested", nested, "2", ""},
		{"parts disagree", parts("alternative", plain+"1", rich+"2"), "1", ""},
		{"encrypted", parts("encrypted; protocol=\"application/pgp-encrypted\"", "Content-Type: application/pgp-encrypted\n\nVersion: 1", "Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----"), "", Encrypted},
		{"encrypted with a footer", parts("mixed", "Content-Type: multipart/encrypted; boundary=c\n\n--c\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--c--", plain+"to unsubscribe press 1"), "", Encrypted},
		{"inline OpenPGP", "Subject: x\n\n-----BEGIN PGP MESSAGE-----\n\nhQIMA1\n-----END PGP MESSAGE-----\n", "", Encrypted},
		{"S/MIME", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: base64\n\nAAEC\n", "", Encrypted},
		{"S/MIME, opaque signature", "Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\nAAEC\n", "", Unreadable},
		{"no boundary", "Content-Type: multipart/mixed\n\n--b\n\n2\n--b--\n", "", Unreadable},
		{"wrong boundary", "Content-Type: multipart/mixed; boundary=c\n\n--b\n\n2\n--b--\n", "", Unreadable},
		{"no last boundary", "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + plain + "2\n", "2", ""},
		{"cut in the middle of a line", "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + plain + "1 and", "1 and", Truncated},
		{"boundary with spaces behind", "Content-Type: multipart/mixed; boundary=b\n\n--b  \n" + plain + "2\n--b--  \n", "2", ""},
		{"boundary that begins like another", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n" + plain + "2\n--bb\n" + rich + "2\n--bb--\n--b--\n", "2", ""},
		{"text around the parts", "Content-Type: multipart/mixed; boundary=b\n\n1 preamble\n--b\n" + plain + "2\n--b--\n3 epilogue\n", "2", ""},
		{"partial", "Content-Type: message/partial; number=1; total=2; id=x\n\n1\n", "", Truncated},
		{"winmail", "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\nAAEC\n", "", Empty},
		{"base64 with a footer", "Content-Transfer-Encoding: base64\n\nMSBhbmQg\n MiA=\n\n-- \nteam 3\n", "1 and 2", ""},
		{"base64 with a footer that looks like it", "Content-Transfer-Encoding: base64\n\nMSBhbmQgMg==\nHello\n", "1 and 2", ""},
		{"broken quoted-printable", "Content-Transfer-Encoding: quoted-printable\n\n1=2 a=\n\tnd =zz 2=20\n=", "1=2 a nd =zz 2", ""},
		{"quoted-printable in lower case", "Content-Transfer-Encoding: QUOTED-PRINTABLE\n\nk=c3=a4y 2\n", "käy 2", ""},
		{"uuencode", "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n',2!A;F0@,@``\n`\nend\n", "1 and 2", ""},
		{"HTML labelled plain", plain + "<html><body><p>2</p></body></html>", "2", ""},
	} {
		m := Read([]byte(c.mail))
		if m.Text() != c.want || m.Problem != c.problem {
			t.Errorf("%s: read %q, problem %q; not %q, %q\n%s", c.name, m.Text(), m.Problem, c.want, c.problem, Explain(m))
		}
		if crlf := Read([]byte(strings.ReplaceAll(strings.ReplaceAll(c.mail, "\r\n", "\n"), "\n", "\r\n"))); crlf.Text() != m.Text() || crlf.Problem != m.Problem {
			t.Errorf("%s: with CRLF read %q, problem %q", c.name, crlf.Text(), crlf.Problem)
		}
	}
}

func TestAlternativeKept(t *testing.T) {
	m := Read([]byte(parts("alternative", plain+"1", rich+"<p>2</p>")))
	if m.Alternative == nil || written(m.Alternative) != "2" || m.Text() != "1" {
		t.Errorf("the forms %q and %q were read", m.Text(), written(m.Alternative))
	}
}

func TestCharsets(t *testing.T) {
	for _, c := range []struct{ name, label, body, want string }{
		{"ASCII", "", "2", "2"},
		{"UTF-8", "", "käy 2", "käy 2"},
		{"UTF-8 labelled as something else", "iso-8859-1", "käy 2", "käy 2"},
		{"UTF-8 labelled as Japanese", "iso-2022-jp", "火曜日", "火曜日"},
		{"mark of UTF-8", "utf-8", "\xef\xbb\xbf2", "2"},
		{"Latin-1 that is Windows-1252", "iso-8859-1", "I\x92m free \x96 2", "I’m free – 2"},
		{"Latin-1 without a label", "", "f\xfcr mich 2", "für mich 2"},
		{"Latin-1 labelled UTF-8", "utf-8", "f\xfcr mich 2", "für mich 2"},
		{"one line of Latin-1 below UTF-8", "utf-8", "käy 2\nm\xfcde 3", "käy 2\nmüde 3"},
		{"Latin-2", "iso-8859-2", "\xa6roda", "Środa"},
		{"Windows-1250", "windows-1250", "\x8croda", "Środa"},
		{"Latin-9", "iso-8859-15", "5 \xa4", "5 €"},
		{"KOI8", "koi8-r", "\xd7\xd4\xcf\xd2\xce\xc9\xcb", "вторник"},
		{"GB2312", "gb2312", "\xd6\xdc\xc8\xfd", "周三"},
		{"GBK that looks like UTF-8", "gbk", "\xc1\xaa\xcd\xa8", "联通"},
		{"Big5", "big5", "\xb3\xa3\xa5i\xa5H", "都可以"},
		{"Shift_JIS", "Shift_JIS", "\x89\xce\x97j\x93\xfa", "火曜日"},
		{"EUC-JP", "euc-jp", "\xb2\xd0\xcd\xcb\xc6\xfc", "火曜日"},
		{"ISO-2022-JP", "iso-2022-jp", "\x1b$B2PMKF|\x1b(B 2", "火曜日 2"},
		{"ISO-2022-JP without a label", "", "\x1b$B2PMKF|\x1b(B 2", "火曜日 2"},
		{"Shift_JIS without a label", "", "2\x94\xd4\x82\xaa\x82\xa2\x82\xa2\x82\xc5\x82\xb7", "2番がいいです"},
		{"Chinese without a label", "", "2\xba\xc5\xbf\xc9\xd2\xd4\xc3\xbb\xd3\xd0\xce\xca\xcc\xe2", "2号可以没有问题"},
		{"UTF-16", "utf-16", "\xff\xfe2\x00", "2"},
		{"UTF-16, big end first", "utf-16be", "\x002\x00 \x00a", "2 a"},
		{"UTF-16 labelled UTF-8", "utf-8", "\xff\xfe2\x00 \x003\x00", "2 3"},
		{"UTF-7", "utf-7", "f+APw-r 2+-", "für 2+"},
		{"NUL", "", "1\x00\x00 2", "1 2"},
		{"label in quotes", "\"utf-8\"", "käy", "käy"},
	} {
		label := c.label
		if label != "" {
			label = "Content-Type: text/plain; charset=" + label + "\n"
		}
		m := Read([]byte(label + "Subject: x\n\n" + c.body))
		if m.Text() != c.want || m.Problem != "" {
			t.Errorf("%s: read %q, problem %q, not %q", c.name, m.Text(), m.Problem, c.want)
		}
	}
	for _, body := range []string{"\x81\x8d\x8f 1", "\xff\xfe\xfa\x80\x81 2", "1 \x01\x02\x03\xff\xff"} {
		if m := Read([]byte("Content-Type: text/plain; charset=utf-8\n\n" + body)); m.Problem != Undecodable {
			t.Errorf("%q was read as %q, problem %q", body, m.Text(), m.Problem)
		}
	}
	if m := Read([]byte("Content-Type: text/html\n\n<meta charset=iso-8859-2>\xa6roda")); m.Text() != "Środa" {
		t.Errorf("charset of the HTML: read %q", m.Text())
	}
}

func TestLines(t *testing.T) {
	for in, want := range map[string]string{
		" a\t b ":                            "a b",
		"1\u00a0and\u2009 3\u3000":           "1 and 3",
		"\u200b1\u200b, \u200e2\u200f\ufeff": "1, 2",
		"mis\u00adpa":                        "mispa",
		"ka\u0308y":                          "käy",
		"か\u3099":                            "が",
		"🙅\u200d♂\ufe0f 2":                   "🙅\u200d♂\ufe0f 2",
		"– “2” —":                            "– “2” —",
		"a\x00\x07b":                         "ab",
		"é火":                                 "é火",
	} {
		if got := cleanLine(in); got != want {
			t.Errorf("%+q became %+q, not %+q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"[cid:image1@x] 2 [image: logo]":           "2",
		"see<https://x.test/1> and <mailto:a@x> 2": "see and 2",
		"<https://x.test/1>":                       "<https://x.test/1>",
		"[x] 2 <3":                                 "[x] 2 <3",
	} {
		if got := withoutImages(in); got != want {
			t.Errorf("%q became %q, not %q", in, got, want)
		}
	}
}

func TestFlowed(t *testing.T) {
	text := func(lines []Line) string {
		var b strings.Builder
		for _, l := range lines {
			fmt.Fprintf(&b, "%d %s\n", l.Depth, l.Text)
		}
		return b.String()
	}
	for _, c := range []struct {
		in    string
		delsp bool
		want  string
	}{
		{"1 and \n2\n", false, "0 1 and 2\n"},
		{"1 an \nd 2\n", true, "0 1 and 2\n"},
		{"> a \n> b\nc \n> d\n", false, "1 a b\n0 c\n1 d\n"},
		{"a\n-- \nAna\n", false, "0 a\n0 --\n0 Ana\n"},
		{" >a\n From b\n", false, "1 a\n0 From b\n"},
	} {
		if got := text(plainLines(c.in, true, c.delsp)); got != c.want {
			t.Errorf("%q became %q, not %q", c.in, got, c.want)
		}
	}
}

func TestHeader(t *testing.T) {
	m := Read([]byte("Delivered-To: bot+a.b@house.test\r\nX-Original-To: <bot@house.test>\r\nEnvelope-To: c@house.test\r\n" +
		"From: =?utf-8?Q?Ana_S=C3=AD?=\r\n =?utf-8?Q?lva?= <Ana@Example.test>\r\nSender: list@x.test\r\nReply-To: \"Doe, Jo\" <jo@x.test>\r\n" +
		"To: undisclosed-recipients:;, Team: a@x.test, \"b, c\" <b@x.test>;\r\nTo: (comment) d@x.test (Dora)\r\n" +
		"Cc: =?iso-2022-jp?B?GyRCODYbKEI=?= <hara@x.test>, broken, <e@x.test>\r\n" +
		"Subject: =?UTF-8?B?w6Q=?= =?UTF-8?B?w7Y=?= and =?x?= b\r\n =?iso-8859-1*de?q?gr=FC=DFe_1?=\r\n" +
		"Date: Mon, 7 Jun 2027 09:05:11 +0530 (IST)\r\nMessage-ID: <a@x.test>\r\nIn-Reply-To: message of Monday <b@x.test>\r\nReferences: <c@x.test>\r\n\t<b@x.test>\r\n\r\n2\r\n"))
	if m.From.Name != "Ana Sílva" || m.From.Address != "Ana@Example.test" || m.Sender.Address != "list@x.test" || m.ReplyTo.Name != "Doe, Jo" {
		t.Errorf("from %q, sender %q, reply to %q", m.From, m.Sender, m.ReplyTo)
	}
	if want := "[{ a@x.test} {b, c b@x.test} {Dora d@x.test}]"; fmt.Sprint(m.To) != want {
		t.Errorf("to %v, not %s", m.To, want)
	}
	if want := "[{原 hara@x.test} { e@x.test}]"; fmt.Sprint(m.Cc) != want {
		t.Errorf("cc %v, not %s", m.Cc, want)
	}
	if want := "[bot+a.b@house.test bot@house.test c@house.test]"; fmt.Sprint(m.Delivered) != want {
		t.Errorf("delivered to %v, not %s", m.Delivered, want)
	}
	if want := "äö and =?x?= b grüße 1"; m.Subject != want {
		t.Errorf("subject %q, not %q", m.Subject, want)
	}
	if m.MessageID != "a@x.test" || m.InReplyTo != "b@x.test" || fmt.Sprint(m.References) != "[c@x.test b@x.test]" || !m.Reply {
		t.Errorf("ids %q %q %q, reply %v", m.MessageID, m.InReplyTo, m.References, m.Reply)
	}
	if got := m.Date.Format(time.RFC3339); got != "2027-06-07T09:05:11+05:30" {
		t.Errorf("date %s", got)
	}
}

func TestDates(t *testing.T) {
	for in, want := range map[string]string{
		"Mon, 7 Jun 2027 09:05:11 +0200":      "2027-06-07T09:05:11+02:00",
		"7 Jun 2027 09:05 -0800":              "2027-06-07T09:05:00-08:00",
		"Mon,  7 Jun 2027 09:05:11 GMT":       "2027-06-07T09:05:11Z",
		"Mon, 07 Jun 2027 09:05:11 EST":       "2027-06-07T09:05:11-05:00",
		"Mon, 07 Jun 2027 09:05:11 -0000":     "2027-06-07T09:05:11Z",
		"Mon, 07 Jun 27 09:05:11 +0000 (UTC)": "2027-06-07T09:05:11Z",
		"Mon, 07 June 2027 09:05:11 +02:00":   "2027-06-07T09:05:11+02:00",
		"2027-06-07T09:05:11Z":                "2027-06-07T09:05:11Z",
		"yesterday":                           "",
		"":                                    "",
		"Mon, 99 Jun 2027 09:05:11 +0200":     "",
	} {
		got := ""
		if d := mailDate([]byte(in)); !d.IsZero() {
			got = d.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q is %q, not %q", in, got, want)
		}
	}
}

func TestMediaTypes(t *testing.T) {
	for in, want := range map[string]string{
		`text/plain; charset="utf-8"`:                    "text/plain [{charset utf-8}]",
		`TEXT/PLAIN;CHARSET=utf-8 (comment)`:             "text/plain [{charset utf-8}]",
		`a/b; name="x\"y;z"; q`:                          `a/b [{name x"y;z}]`,
		`a/b; filename*=utf-8''%c3%a4.ics`:               "a/b [{filename ä.ics}]",
		`a/b; filename*0="in"; filename*1="vite.ics"`:    "a/b [{filename invite.ics} {filename*1 vite.ics}]",
		`a/b; n*0*=iso-8859-1'de'%e4; n*1="b"; n*2*=%fc`: "a/b [{n äbü} {n*1 b} {n*2* %fc}]",
		`;;; =`: " []",
	} {
		m := parseMediaType([]byte(in))
		if got := fmt.Sprintf("%s %v", m.value, m.params); got != want {
			t.Errorf("%s is %s, not %s", in, got, want)
		}
	}
}

func TestCalendars(t *testing.T) {
	ics := "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"
	m := Read([]byte(parts("mixed",
		"Content-Type: multipart/alternative; boundary=c\n\n--c\n"+plain+"accepted\n--c\nContent-Type: text/calendar; charset=utf-8; method=reply\n\n"+ics+"--c--",
		"Content-Type: application/ics; name=\"invite.ics\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=invite.ics\n\nQkVHSU46VkNBTEVOREFS\n",
		"Content-Type: application/octet-stream; name=\"x.ICS\"\n\nBEGIN:X",
		"Content-Type: application/octet-stream; name=\"x2.ICS\"\n\nBEGIN:X")))
	if len(m.Calendars) != 3 || m.Text() != "accepted" {
		t.Fatalf("%d calendars, text %q", len(m.Calendars), m.Text())
	}
	if c := m.Calendars[0]; c.Type != "text/calendar" || c.Method != "REPLY" || !c.Inline || !strings.HasPrefix(string(c.Bytes), "BEGIN:VCALENDAR") {
		t.Errorf("first: %+v", c)
	}
	if c := m.Calendars[1]; c.Name != "invite.ics" || c.Inline || string(c.Bytes) != "BEGIN:VCALENDAR" {
		t.Errorf("second: %+v", c)
	}
}

// TestPrintable: each byte at each place among eight, and behind them.
func TestPrintable(t *testing.T) {
	for c := range 256 {
		for at := range 11 {
			b := []byte("abc  ~\tfghi")
			b[at] = byte(c)
			if got, want := printable(b), c >= ' ' && c < 0x7f || c == '\t' || c == '\r' || c == '\n'; got != want {
				t.Errorf("printable(%q) is %t", b, got)
			}
			long := append(make([]byte, 40), b...)
			if got, want := isASCII(long), c < 0x80; got != want {
				t.Errorf("isASCII(%q) is %t", long, got)
			}
			if got, want := isASCII(append(b, long...)), c < 0x80; got != want {
				t.Errorf("isASCII(%q) is %t", b, got)
			}
		}
	}
}
