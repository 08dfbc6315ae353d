package parser

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"
)

// everyday are replies as mail programs write them, 2 to 20 KB: text and HTML, the letter quoted below, above, between.
func everyday() []struct{ name, want, raw string } {
	slots := func(line func(n int, text string) string) string {
		var b strings.Builder
		for i, s := range []string{"Tue 24 Nov 2026, 10:00-10:45", "Tue 24 Nov 2026, 14:00-14:45", "Wed 25 Nov 2026, 10:00-10:45", "Thu 26 Nov 2026, 15:30-16:15", "Fri 27 Nov 2026, 09:00-09:45"} {
			b.WriteString(line(i+1, fmt.Sprintf("%d. %s", i+1, s)))
		}
		return b.String()
	}
	plainQuote := "> Hello Ana,\r\n>\r\n> Mika Virta would like to find a time for \"Budget\" (45 minutes).\r\n>\r\n" +
		slots(func(_ int, s string) string { return "> " + s + "\r\n" }) +
		">\r\n> Reply with the numbers that work for you, for example \"1 and 2\", \"all\" or \"none\".\r\n> Times are in Helsinki time (UTC+2).\r\n> Answer by Monday 23 November 2026, 17:00.\r\n"
	htmlLetter := "<p style=\"margin:0 0 12px\">Hello Ana,</p><p style=\"margin:0 0 12px\">Mika Virta would like to find a time for <b>Budget</b> (45&nbsp;minutes).</p><table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse:collapse\">" +
		slots(func(_ int, s string) string {
			return fmt.Sprintf("<tr><td style=\"padding:6px 12px;border-bottom:1px solid #e5e5e5;font-family:Helvetica,Arial,sans-serif;font-size:15px\">%s</td></tr>", s)
		}) + "</table><p style=\"color:#555\">Reply with the numbers that work for you, for example &quot;1 and 2&quot;, &quot;all&quot; or &quot;none&quot;.<br>Times are in Helsinki time (UTC+2).</p>"
	paragraphs := func(n int) (text, html string) {
		for i := range n {
			text += fmt.Sprintf("Department %d of the Example Company, Long Street %d, 00100 Helsinki, telephone +358 9 1234 %04d, www.example.test/department\r\n", i, i, i)
			html += fmt.Sprintf("<p class=\"MsoNormal\" style=\"margin:0cm;font-family:&quot;Calibri&quot;,sans-serif\"><span lang=\"EN-GB\" style=\"font-size:9.0pt;color:#1F497D\">Department %d of the Example Company, Long Street %d, 00100 Helsinki, telephone <b>+358 9 1234 %04d</b>, <a href=\"http://www.example.test/department\">www.example.test/department</a></span><o:p></o:p></p>\r\n", i, i, i)
		}
		return text, html
	}
	signText, signHTML := paragraphs(24)

	outlookText := "Hi Mika,\r\n\r\n1 and 3 work for me, 4 if need be.\r\n\r\nBest regards\r\nAna Silva\r\n" + signText +
		"\r\nFrom: Parley <bot@house.test>\r\nSent: Friday, 20 November 2026 09:05\r\nTo: Ana Silva <ana@example.test>\r\nSubject: Budget\r\n\r\n" + strings.ReplaceAll(plainQuote, "> ", "")
	outlookHTML := "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns=\"http://www.w3.org/TR/REC-html40\"><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"><style><!-- /* Font Definitions */ @font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;} p.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt; font-family:\"Calibri\",sans-serif;} a:link {color:#0563C1; text-decoration:underline;} span.EmailStyle17 {mso-style-type:personal-reply; color:windowtext;} @page WordSection1 {size:612.0pt 792.0pt;} --></style></head><body lang=\"EN-GB\" link=\"#0563C1\" vlink=\"#954F72\"><div class=\"WordSection1\">" +
		"<p class=\"MsoNormal\">Hi Mika,<o:p></o:p></p><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><p class=\"MsoNormal\">1 and 3 work for me, 4 if need be.<o:p></o:p></p><p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><p class=\"MsoNormal\">Best regards<o:p></o:p></p><p class=\"MsoNormal\">Ana Silva<o:p></o:p></p>" + signHTML +
		"<div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\"><b>From:</b> Parley &lt;bot@house.test&gt;<br><b>Sent:</b> Friday, 20 November 2026 09:05<br><b>To:</b> Ana Silva &lt;ana@example.test&gt;<br><b>Subject:</b> Budget<o:p></o:p></p></div>" + htmlLetter + "</div></body></html>"

	inline := strings.Replace(strings.Replace(plainQuote, "> 2. ", "Yes, that works.\r\n> 2. ", 1), "> 3. ", "No, sorry.\r\n> 3. ", 1)
	inline = strings.Replace(inline, ">\r\n> Reply with", "Fine too.\r\n\r\nBest regards\r\nAna\r\n>\r\n> Reply with", 1)

	gmailText := "Wednesday or Friday would be fine, Tuesday is bad.\r\n\r\nThanks,\r\nAna\r\n\r\nOn Fri, 20 Nov 2026 at 09:05, Parley <bot@house.test> wrote:\r\n\r\n" + plainQuote
	gmailHTML := "<div dir=\"ltr\"><div>Wednesday or Friday would be fine, Tuesday is bad.</div><div><br></div><div>Thanks,</div><div>Ana</div></div><br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">On Fri, 20 Nov 2026 at 09:05, Parley &lt;<a href=\"mailto:bot@house.test\">bot@house.test</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex\">" + htmlLetter + "</blockquote></div>\r\n"

	german := "Hallo Mika,\r\n\r\nDienstag passt mir leider nicht, Mittwoch ab 10 Uhr und Freitag gehen.\r\n\r\nViele Grüße\r\nAna\r\n\r\n-- \r\nAna Silva\r\nBeispiel GmbH\r\nTel. +49 30 1234567\r\n\r\nAm 20.11.26 um 09:05 schrieb Parley:\r\n" + plainQuote
	var thread strings.Builder // an answer above a long conversation
	thread.WriteString("All but Thursday.\r\n\r\nAna\r\n\r\nOn 20 Nov 2026, at 09:05, Parley <bot@house.test> wrote:\r\n\r\n")
	for i := range 12 {
		mark := strings.Repeat(">", i+1) + " "
		fmt.Fprintf(&thread, "%sThanks, I will look into what we said about item %d and let everybody know how it goes.\r\n%sThere is more to say about it than fits into one line, so here is another one.\r\n", mark, i, mark)
		for _, l := range strings.SplitAfter(plainQuote, "\r\n") {
			thread.WriteString(strings.Repeat(">", i) + l)
		}
	}

	return []struct{ name, want, raw string }{
		{"Outlook-18KB", "1 3 ~4", letterOf("multipart/alternative", outlookText, outlookHTML)},
		{"Outlook-HTML-14KB", "1 3 ~4", letterOf("base64", "", outlookHTML)},
		{"Gmail-5KB", "3 5", letterOf("multipart/alternative", gmailText, gmailHTML)},
		{"inline-2KB", "1 5", letterOf("8bit", inline, "")},
		{"German-2KB", "3 5", letterOf("quoted-printable", german, "")},
		{"thread-13KB", "1 2 3 5", letterOf("8bit", thread.String(), "")},
	}
}

// letterOf puts a text into a mail with the header of a delivered one.
func letterOf(how, text, html string) string {
	qp := func(s string) string {
		var b bytes.Buffer
		w := quotedprintable.NewWriter(&b)
		io.WriteString(w, s)
		w.Close()
		return b.String()
	}
	head := "Return-Path: <ana@example.test>\r\nReceived: from mx.example.test (mx.example.test [192.0.2.1])\r\n\tby mx.house.test (Postfix) with ESMTPS id 1234567\r\n\tfor <bot+rokifadu.abcdefghijklmnop@house.test>; Fri, 20 Nov 2026 11:22:33 +0200 (EET)\r\n" +
		"Authentication-Results: mx.house.test; dkim=pass header.d=example.test; spf=pass smtp.mailfrom=example.test; dmarc=pass (p=none) header.from=example.test\r\n" +
		"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.test; s=s1;\r\n\th=from:to:subject:date; bh=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG=;\r\n\tb=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGabcdefghijklmnopqrstuvwxyz0123456789ABCDEFG\r\n" +
		"From: Ana Silva <ana@example.test>\r\nTo: Parley <bot+rokifadu.abcdefghijklmnop@house.test>\r\nSubject: Re: Budget\r\nDate: Mon, 23 Nov 2026 09:23:00 +0200\r\n" +
		"Message-ID: <CAF1234567890@mail.example.test>\r\nIn-Reply-To: <rokifadu.1a.abcdefgh@house.test>\r\nReferences: <rokifadu.1a.abcdefgh@house.test>\r\nMIME-Version: 1.0\r\n"
	switch how {
	case "multipart/alternative":
		return head + "Content-Type: multipart/alternative; boundary=\"_000_AbC_\"\r\n\r\n--_000_AbC_\r\nContent-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + qp(text) +
			"\r\n--_000_AbC_\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + qp(html) + "\r\n--_000_AbC_--\r\n"
	case "base64":
		var b strings.Builder
		for s := base64.StdEncoding.EncodeToString([]byte(html)); s != ""; {
			n := min(76, len(s))
			b.WriteString(s[:n] + "\r\n")
			s = s[n:]
		}
		return head + "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b.String()
	case "quoted-printable":
		text = qp(text)
	}
	return head + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + how + "\r\n\r\n" + text
}

// TestEveryday holds the mails of the benchmark to what they say.
func TestEveryday(t *testing.T) {
	for _, c := range everyday() {
		if n := len(c.raw); n < 1400 || n > 21000 {
			t.Errorf("%s has %d bytes", c.name, n)
		}
		m := Read([]byte(c.raw))
		if got := brief(Choose(m, offers["team5"])); got != c.want {
			t.Errorf("%s (%d bytes): %s, want %s\n%s", c.name, len(c.raw), got, c.want, Explain(m))
		}
	}
}

// BenchmarkBytesToAnswer goes the whole way, from the bytes of a mail to the slots that it means. Beside it, of-bare is its speed as a part of
// what Go's net/mail and mime/multipart take to do nothing but decode all leaves of the same mail, measured in the same run.
func BenchmarkBytesToAnswer(b *testing.B) {
	o := offers["team5"]
	mails := everyday()
	run := func(name string, raws [][]byte) {
		b.Run(name, func(b *testing.B) {
			answer := func() {
				for _, raw := range raws {
					if r := Choose(Read(raw), o); r.Kind != KindSelection {
						b.Fatal(r.Reason)
					}
				}
			}
			decode := func() {
				for _, raw := range raws {
					m, err := mail.ReadMessage(bytes.NewReader(raw))
					if err != nil {
						b.Fatal(err)
					}
					bareLeaves(b, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
				}
			}
			var whole, bare time.Duration
			for b.Loop() { // by turns, so that what else the machine does slows both
				start := time.Now()
				answer()
				between := time.Now()
				decode()
				whole, bare = whole+between.Sub(start), bare+time.Since(between)
			}
			n := float64(b.N * len(raws))
			b.ReportMetric(float64(whole)/n, "ns/op")
			b.ReportMetric(n/whole.Seconds(), "mails/s")
			b.ReportMetric(n/bare.Seconds(), "bare-mails/s")
			b.ReportMetric(bare.Seconds()/whole.Seconds(), "of-bare")
			b.ReportMetric(testing.AllocsPerRun(10, answer)/float64(len(raws)), "allocs/op")
		})
	}
	var all [][]byte
	for _, m := range mails {
		raw := []byte(m.raw)
		all = append(all, raw)
		run(m.name, [][]byte{raw})
	}
	run("all", all)
}
