package parser

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// sound fails if a mail as read breaks what its type promises.
func sound(t *testing.T, m Mail) {
	for _, lines := range [][]Line{m.Lines, m.Alternative} {
		if len(lines) > maxLines+maxParts {
			t.Fatalf("%d lines", len(lines))
		}
		for i, l := range lines {
			switch {
			case !utf8.ValidString(l.Text) || !utf8.ValidString(l.Struck()):
				t.Fatalf("line %d is no UTF-8: %q", i, l.Text)
			case strings.ContainsAny(l.Text, "\n\r\x00\t") || strings.Contains(l.Text, "  ") || strings.TrimSpace(l.Text) != l.Text:
				t.Fatalf("line %d is not clean: %q", i, l.Text)
			case l.Class == unclassed || (l.Class == Written) != (l.Why == unsaid):
				t.Fatalf("line %d has class %q by %q", i, l.Class, l.Why)
			case int(l.Under) >= i || l.Under < -1 || l.Under >= 0 && lines[l.Under].Class != Quoted:
				t.Fatalf("line %d stands under %d", i, l.Under)
			case l.Depth < 0 || l.Depth > 3*maxQuotes+maxLines:
				t.Fatalf("line %d is at depth %d", i, l.Depth)
			}
		}
	}
	for _, s := range []string{m.Subject, m.MessageID, m.Language, string(m.From.Name), string(m.From.Address), m.Text(), Explain(m)} {
		if !utf8.ValidString(s) {
			t.Fatalf("no UTF-8: %q", s)
		}
	}
	if m.Text() == "" && m.Problem == "" && m.Alternative == nil {
		t.Fatal("nothing was written, and nobody says so")
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("../testdata/mail/*.eml")
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add(ordinary(0))
	f.Add([]byte(parts("alternative", plain+"1", rich+"<p>2</p>")))
	f.Add([]byte(parts("report; report-type=delivery-status", plain+"1", "Content-Type: message/delivery-status\n\nA: b\n\nFinal-Recipient: rfc822; a@b\n")))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := Read(raw)
		sound(t, m)
		if again := Read(bytes.Clone(raw)); Explain(again) != Explain(m) || again.Language != m.Language {
			t.Fatal("read twice, read differently")
		}
	})
}

func FuzzHTML(f *testing.F) {
	f.Add("<p>1 <s>2</s><blockquote>a</blockquote><ol><li>x</ol><table><tr><td>1<td>2</table>")
	f.Add("<style>.a{display:none}</style><div class=a style='color:#fff;background:rgb(1,2,3)'>&nbsp;&#x31;<!-- a --><pre>\na")
	f.Fuzz(func(t *testing.T, html string) {
		sound(t, Read([]byte("Content-Type: text/html; charset=utf-8\n\n"+html)))
	})
}

func FuzzQuotes(f *testing.F) {
	f.Add("2\n\nOn 7 Jun 2027, Ana <a@x.test> wrote:\n> 1. Mon 7 Jun 2027, 09:00-10:00\n", false)
	f.Add("2\n-- \nAna\n-----Original Message-----\nFrom: a@b\nSent: 1\nSubject: c\n\n> x\n", true)
	f.Add("|--->\n|From:\n  >---|\n>>> a@b 1/1/27 9:00 >>>\n| a\n| b\nAB> c\n", false)
	f.Fuzz(func(t *testing.T, text string, flowed bool) {
		kind := "Content-Type: text/plain; charset=utf-8"
		if flowed {
			kind += "; format=flowed; delsp=yes"
		}
		sound(t, Read([]byte("From: Ana Silva <ana@x.test>\n"+kind+"\n\n"+text)))
	})
}

// hostile are shapes that make a careless reader slow, n bytes of each or about.
func hostile(n int) map[string][]byte {
	rep := func(head, s, tail string) []byte {
		return []byte(head + strings.Repeat(s, max(1, n/len(s))) + tail)
	}
	html := "Content-Type: text/html\n\n"
	var nested strings.Builder
	for i := 0; nested.Len() < n; i++ {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	return map[string][]byte{
		"nested multiparts":     []byte(nested.String()),
		"many parts":            rep("Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n1\n", ""),
		"almost boundaries":     rep("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n", "--bb\n--b", ""),
		"header fields":         rep("", "A: b\n", "\n2"),
		"header folds":          rep("Subject: ", "=?utf-8?q?a?=\n ", "\n\n2"),
		"open encoded words":    rep("Subject: ", "=?a?q?", "\n\n2"),
		"addresses":             rep("To: ", "a@b, <", "\n\n2"),
		"comments in addresses": rep("To: ", "(", "\n\n2"),
		"parameters":            rep("Content-Type: text/plain; ", "a*0=\"\\\";", "\n\n2"),
		"references":            rep("References: ", "<a@b>", "\n\n2"),
		"results":               rep("", "Authentication-Results: a; b=c (d\n", "\n2"),
		"one long line":         rep("\n", "a", ""),
		"many short lines":      rep("\n", "\n", ""),
		"many marks":            rep("\n", "> ", ""),
		"lines of marks":        rep("\n", strings.Repeat(">", 100)+"\n", ""),
		"attributions":          rep("\n", "On 7 Jun 2027 a@b\n", ""),
		"attribution ends":      rep("\n", "a@b 2027 wrote:\n", ""),
		"header lines":          rep("\n", "From: a\nFrom:\n", ""),
		"rules":                 rep("\n", "-----\nx\n", ""),
		"closings":              rep("\n", "best regards and thanks\n\n", ""),
		"thanks":                rep("\n", "thanks\n\n\n", ""),
		"disclaimers":           rep("\n", "this e-mail may\n", ""),
		"soft breaks":           rep("Content-Type: text/plain; format=flowed\n\n", "a \n", ""),
		"links":                 rep("\n", "<https://[cid:", ""),
		"files in the text":     rep("\n", "begin 644 aa\n", "end\n"),
		"dated lines":           rep("\n", "a 2027\n", ""),
		"initials":              rep("\n", "a> b\nc> d\n", ""),
		"bars":                  rep("\n", "|a\n", ""),
		"accents":               rep("\n", "a\u0308\u0301", ""),
		"accents alone":         rep("\na", "\u0308", ""),
		"armour":                rep("\n", "-----BEGIN PGP SIGNED MESSAGE-----\n", ""),
		"Notes tables":          rep("\n", "|--->\n|\n", ""),
		"quoted-printable":      rep("Content-Transfer-Encoding: quoted-printable\n\n", "= \t", ""),
		"base64":                rep("Content-Transfer-Encoding: base64\n\n", "QQ==\n", ""),
		"uuencode":              rep("Content-Transfer-Encoding: uuencode\n\nbegin 644 a\n", "M\n", ""),
		"escapes of Japanese":   rep("\n", "\x1b$B\x1b(B", ""),
		"UTF-7":                 rep("Content-Type: text/plain; charset=utf-7\n\n", "+", ""),
		"bytes without charset": rep("\n", "\x82\xa0\xff", ""),
		"open elements":         rep(html, "<div style=display:none><b>", ""),
		"quotes in HTML":        rep(html, "<blockquote>", "2"),
		"struck out":            rep(html, "<s>a<p>", ""),
		"wrong ends":            rep(html, "<s></b></i></div>", ""),
		"open comments":         rep(html, "<!-- <!--", ""),
		"open tags":             rep(html, "<a b='c' ", ""),
		"open quotes":           rep(html, "<a b='c", ""),
		"open styles":           rep(html, "<style>a{", ""),
		"closed styles":         rep(html, "<style>.a{display:none}</style>", ""),
		"lists":                 rep(html, "<ol><li>a", ""),
		"tables":                rep(html, "<table><tr><td>a", ""),
		"references in HTML":    rep(html, "&abcdefghijklmnopqrstuvwxyz", ""),
		"style attributes":      rep(html+"<p style='", "color:#fff;", "'>2"),
		"classes":               rep(html+"<style>.a{display:none}</style><p class='", "b ", "'>2"),
		"less than":             rep(html, "<", ""),
		"bounces":               rep("From: mailer-daemon@x\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n", "Final-Recipient: a@b\n\n", "--b--"),
		"addresses in a bounce": rep("From: mailer-daemon@x\n\n", "a@b.c:\n", ""),
	}
}

// TestHostile reads all of them. That the work grows with the size only is seen in BenchmarkHostile.
func TestHostile(t *testing.T) {
	for name, raw := range hostile(200 << 10) {
		t.Run(name, func(t *testing.T) { sound(t, Read(raw)) })
	}
}

// BenchmarkHostile gives the cost of a byte at two sizes: the numbers of one shape should be about the same.
func BenchmarkHostile(b *testing.B) {
	for _, size := range []int{100 << 10, 1600 << 10} {
		for name, raw := range hostile(size) {
			b.Run(fmt.Sprintf("%s/%dK", strings.ReplaceAll(name, " ", "_"), size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(raw)))
				for b.Loop() {
					Read(raw)
				}
			})
		}
	}
}
