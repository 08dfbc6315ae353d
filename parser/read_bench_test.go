package parser

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"github.com/emersion/go-message"
)

// ordinary makes a reply as people send it: alternatives, both quoted-printable, with the letter quoted below, and n paragraphs of
// somebody's signature to make it larger.
func ordinary(n int) []byte {
	var plain, html bytes.Buffer
	p, h := quotedprintable.NewWriter(&plain), quotedprintable.NewWriter(&html)
	fmt.Fprintf(p, "Hej,\r\n\r\n1 och 3 passar mig, helst 3.\r\n\r\nVänliga hälsningar\r\nAna Silva\r\n")
	fmt.Fprintf(h, "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"><style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style></head><body lang=\"SV\"><div class=\"WordSection1\"><p class=\"MsoNormal\">Hej,<o:p></o:p></p><p class=\"MsoNormal\">&nbsp;</p><p class=\"MsoNormal\">1 och 3 passar mig, helst 3.<o:p></o:p></p><p class=\"MsoNormal\">Vänliga hälsningar<br>Ana Silva</p>")
	for i := range n {
		fmt.Fprintf(p, "Avdelning %d, Storgatan 1, 111 22 Stockholm, telefon 08-123 45 67, hemsida http://www.example.test/avdelning\r\n", i)
		fmt.Fprintf(h, "<p class=\"MsoNormal\" style=\"margin:0cm;font-family:&quot;Calibri&quot;,sans-serif\"><span style=\"font-size:9.0pt;color:#1F497D\">Avdelning %d, Storgatan 1, 111 22 Stockholm, telefon <b>08-123 45 67</b>, <a href=\"http://www.example.test/avdelning\">hemsida</a></span><o:p></o:p></p>\r\n", i)
	}
	fmt.Fprintf(p, "\r\nFrån: Parley <bot@house.test>\r\nSkickat: den 7 juni 2027 09:05\r\nTill: Ana Silva\r\nÄmne: Budget\r\n\r\nHej Ana,\r\n\r\n")
	fmt.Fprintf(h, "<div style=\"border-top:solid #E1E1E1 1.0pt\"><p class=\"MsoNormal\"><b>Från:</b> Parley &lt;bot@house.test&gt;<br><b>Skickat:</b> den 7 juni 2027 09:05<br><b>Till:</b> Ana Silva<br><b>Ämne:</b> Budget<o:p></o:p></p></div><p class=\"MsoNormal\">Hej Ana,</p>")
	for i := range 10 {
		fmt.Fprintf(p, "%d. mån 7 jun 2027, %02d:00-%02d:00\r\n", i+1, 8+i, 9+i)
		fmt.Fprintf(h, "<p class=\"MsoNormal\">%d. mån 7 jun 2027, %02d:00-%02d:00<o:p></o:p></p>", i+1, 8+i, 9+i)
	}
	fmt.Fprintf(h, "</div></body></html>")
	p.Close()
	h.Close()
	return []byte("Return-Path: <ana.silva@example.test>\r\nReceived: from mx.example.test (mx.example.test [192.0.2.1])\r\n\tby mx.house.test (Postfix) with ESMTPS id 1234567\r\n\tfor <bot+rokifadu.abcdefghijklmnop@house.test>; Mon,  7 Jun 2027 11:22:33 +0200 (CEST)\r\n" +
		"Authentication-Results: mx.house.test; dkim=pass header.d=example.test; spf=pass smtp.mailfrom=example.test; dmarc=pass (p=none) header.from=example.test\r\n" +
		"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.test; s=s1;\r\n\th=from:to:subject:date; bh=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG=;\r\n\tb=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGabcdefghijklmnopqrstuvwxyz0123456789ABCDEFG\r\n" +
		"From: Ana Silva <ana.silva@example.test>\r\nTo: Parley <bot+rokifadu.abcdefghijklmnop@house.test>\r\nSubject: =?utf-8?Q?SV:_Budget_f=C3=B6r_n=C3=A4sta_=C3=A5r?=\r\nDate: Mon, 7 Jun 2027 11:22:30 +0200\r\n" +
		"Message-ID: <CAF1234567890@mail.example.test>\r\nIn-Reply-To: <rokifadu.1a.abcdefgh@house.test>\r\nReferences: <rokifadu.1a.abcdefgh@house.test>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"_000_AbC_\"\r\n\r\n" +
		"--_000_AbC_\r\nContent-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + plain.String() +
		"\r\n--_000_AbC_\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + html.String() + "\r\n--_000_AbC_--\r\n")
}

// realistic are mails of the sizes that come in.
func realistic() map[string][]byte {
	return map[string][]byte{"2KB": ordinary(0)[:], "8KB": ordinary(10), "18KB": ordinary(28)}
}

func BenchmarkRead(b *testing.B) {
	for _, size := range []string{"2KB", "8KB", "18KB"} {
		raw := realistic()[size]
		b.Run(size, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if m := Read(raw); m.Alternative != nil || !strings.HasPrefix(m.Text(), "Hej,") {
					b.Fatal(Explain(m))
				}
			}
		})
	}
}

// BenchmarkBareDecoding is what any reader must do at least: parse the header, split the parts, undo their encodings.
func BenchmarkBareDecoding(b *testing.B) {
	for _, size := range []string{"2KB", "8KB", "18KB"} {
		raw := realistic()[size]
		b.Run(size, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				m, err := mail.ReadMessage(bytes.NewReader(raw))
				if err != nil {
					b.Fatal(err)
				}
				if n := bareLeaves(b, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body); n == 0 {
					b.Fatal("nothing decoded")
				}
			}
		})
	}
}

func bareLeaves(b *testing.B, kind, encoding string, r io.Reader) int64 {
	media, params, err := mime.ParseMediaType(kind)
	if err == nil && strings.HasPrefix(media, "multipart/") {
		total := int64(0)
		for mr := multipart.NewReader(r, params["boundary"]); ; {
			p, err := mr.NextRawPart()
			if err != nil {
				return total
			}
			total += bareLeaves(b, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
		}
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	n, err := io.Copy(io.Discard, r)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkGoMessage does the same with go-message: it is why Read splits parts by itself.
func BenchmarkGoMessage(b *testing.B) {
	for _, size := range []string{"2KB", "8KB", "18KB"} {
		raw := realistic()[size]
		b.Run(size, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				e, err := message.Read(bytes.NewReader(raw))
				if err != nil {
					b.Fatal(err)
				}
				err = e.Walk(func(_ []int, part *message.Entity, err error) error {
					if part.MultipartReader() == nil {
						_, err = io.Copy(io.Discard, part.Body)
					}
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
