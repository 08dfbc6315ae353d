package parser

import (
	"strings"
	"testing"
)

// shown gives the lines of HTML as text, quoted ones with a mark.
func shown(html string) string {
	var b strings.Builder
	for _, l := range (&htmlReader{tags: new([knownTags + 1]tag)}).read([]byte(html), nil) {
		b.WriteString(strings.Repeat("> ", int(l.Depth)) + l.Text)
		if l.Struck() != "" {
			b.WriteString(" [" + l.Struck() + "]")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"words and blocks", "<div>Hello <b>Jo</b>,</div><div>1 &amp; 2</div>", "Hello Jo,\n1 & 2\n"},
		{"white space", "<p>a\n  b&nbsp;c</p>", "a b c\n"},
		{"breaks", "a<br>b<br><br>c<br>", "a\nb\n\nc\n"},
		{"a blank line as programs make it", "<div>a</div><div><br></div><div>b</div>", "a\n\nb\n"},
		{"paragraphs", "<p>a</p><p>b</p>", "a\n\nb\n"},
		{"Word's paragraphs", "<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>b</p>", "a\n\nb\n"},
		{"references", "&#49;&#x33; &lt;3 &euro; &eacute;&hellip; &nosuch; & x &amp", "13 <3 € é… &nosuch; & x &\n"},
		{"less than", "2 < 3 and 3 <4", "2 < 3 and 3 <4\n"},
		{"head, style, script", "<html><head><title>1</title><style>p{a:1}</style></head><body><script>if (1 < 2) {}</script>x</body>", "x\n"},
		{"comments", "a<!-- 1 -->b<!-- > 2 --><!--[if mso]>3<![endif]--><![if !mso]>c<![endif]><!-->d", "abcd\n"},
		{"open comment", "a<!-- 1", "a\n"},
		{"hidden", `<span style="display:none">1</span><span style="DISPLAY : NONE !important">2</span><div hidden>3</div><p style="visibility:hidden">4</p><i style="font-size:0px">5</i><i style="mso-hide:all">6</i><b style="opacity:0">7</b>x`, "x\n"},
		{"hidden with the same tag inside", `<div style="display:none"><div>1</div>2</div>x`, "x\n"},
		{"hidden by size", `<div style="max-height:0;overflow:hidden">1</div><div style="max-height:0">x</div>`, "x\n"},
		{"hidden by colour", `<span style="color:#ffffff">1</span><font color=white>2</font><span style="color: rgb(255, 255, 255)">3</span><td style="background:#000"><span style="color:#fff">x</span></td><span style="color:transparent">4</span>`, "x\n"},
		{"hidden by a style sheet", `<style>.pre, a.b {display:none} @media print { .y {display:none} } #z{ color:red }</style><div class="w pre">1</div><div class=y>x</div><a class=b>2</a><p id=z>y</p>`, "x\n\ny\n"},
		{"letters of no size around others", `<td style="font-size:0px">1<div style="font-size:14px">x<span style="font-size:0">2</span></div></td>`, "x\n"},
		{"pushed away", `<p style="text-indent:-9999px">1</p><p style="text-indent:-18.0pt">x</p>`, "x\n"},
		{"Word's lists", `<p class=MsoListParagraph style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>yes<o:p></o:p></p>`, "1. yes\n"},
		{"not hidden", `<p style="font-size:10px;color:#000;display:block;opacity:0.9;text-decoration:none">x</p>`, "x\n"},
		{"struck out", `<s>1</s> 2 <del>3</del> <strike>4</strike> <span style="text-decoration: line-through">5</span> 6`, "2 6 [1 3 4 5]\n"},
		{"struck out over blocks", `<s><div>1</div>2</s><div>3</div>`, " [1]\n [2]\n3\n"},
		{"quotes", `<div>a</div><blockquote type="cite"><div>b</div><blockquote>c</blockquote></blockquote><div>d</div>`, "a\n> b\n> > c\nd\n"},
		{"indented by the sender", `<blockquote style="margin:0 0 0 40px;border:none;padding:0px">1</blockquote>`, "1\n"},
		{"an inline end does not end a quote", `<font><blockquote>a</font>b</blockquote>c`, "> ab\nc\n"},
		{"Yahoo", `a<div class="ydp1yahoo_quoted"><div>b</div></div><div>c</div>`, "a\n> b\nc\n"},
		{"lists", `<ol><li>a</li><li><p>b</p></li></ol><ul><li>c</ul><ol start=4><li>d<li value=7>e<li>f</ol><ol type=a><li>g</ol>`, "1. a\n2. b\n• c\n4. d\n7. e\n8. f\na. g\n"},
		{"tables", `<table><tr><th>Slot</th><th>?</th></tr><tr><td><p>1</p></td><td><p>yes</p></td></tr><tr><td>2<td>no</table>x`, "Slot ?\n1 yes\n2 no\nx\n"},
		{"boxes", `<input type=checkbox checked> 1<br><input type="checkbox"> 2<input type=text value=3>`, "[x] 1\n[ ] 2\n"},
		{"pictures", `<img alt="👍"> <img alt="Logo 2027"> <img src=x> <img alt="3️⃣">`, "👍 3️⃣\n"},
		{"pre", "<pre>a\n  b\n\nc</pre>", "a\nb\n\nc\n"},
		{"white-space", `<div style="white-space: pre-wrap">a
b</div>`, "a\nb\n"},
		{"unclosed", "<p>a<b>b<i>c", "abc\n"},
		{"cut inside of a tag", "a<div class=\"x", "a\n"},
		{"upper case", "<P>a<BR>b</P>", "a\nb\n"},
		{"buttons", `<a style="display:inline-block">Yes</a><a style="display:inline-block">No</a>`, "Yes No\n"},
		{"select", `<select><option>1<option>2</select>x`, "x\n"},
		{"links", `<a href="http://x.test/2">here</a>`, "here\n"},
		{"odd quotes in attributes", `<p title='a>b' style="x:'1>2'">c</p>`, "c\n"},
	} {
		if got := shown(c.html); got != c.want {
			t.Errorf("%s: shown as\n%q, not\n%q", c.name, got, c.want)
		}
	}
}

func TestHTMLMails(t *testing.T) {
	quoted := "Hello,<br>1. Mon 7 Jun 2027, 09:00-10:00<br>2. Tue 8 Jun 2027, 14:00-15:00<br>Write 1 and 2."
	paragraphs := "<p class=MsoNormal>" + strings.ReplaceAll(quoted, "<br>", "</p><p class=MsoNormal>") + "</p>"
	for _, c := range []struct{ name, html, want string }{
		{"Gmail", `<div dir="ltr">The second</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Jun 7, 2027 at 9:05 AM Parley &lt;<a href="mailto:b@h.test">b@h.test</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">` + quoted + `</blockquote></div>`, "The second"},
		{"Gmail, answers inside", `<div class="gmail_quote"><div class="gmail_attr">On Mon Parley wrote:</div><blockquote class="gmail_quote">1. Mon 7 Jun 2027, 09:00-10:00</blockquote><div>yes</div><blockquote class="gmail_quote">2. Tue 8 Jun 2027, 14:00-15:00</blockquote><div>no</div></div>`, "yes\nno"},
		{"Gmail's signature", `<div>2</div><span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature" data-smartmail="gmail_signature">Ana, floor 1</div>`, "2"},
		{"Apple", `<html><body>2<br><div><br><blockquote type="cite"><div>On 7 Jun 2027, at 09:05, Parley wrote:</div><br><div>` + quoted + `</div></blockquote></div></body></html>`, "2"},
		{"iPhone", `<body dir="auto">2<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">On 7 Jun 2027, at 09:05, Parley wrote:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">` + quoted + `</div></blockquote></body>`, "2"},
		{"Outlook", `<div class=WordSection1><p class=MsoNormal>2<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class=MsoNormal><b>From:</b> Parley &lt;b@h.test&gt; <br><b>Sent:</b> Monday<br><b>To:</b> Ana<br><b>Subject:</b> Budget</p></div>` + paragraphs + `</div>`, "2"},
		{"Outlook on the web", `<div class="elementToProof">2</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>Von:</b> Parley<br><b>Gesendet:</b> Montag<br><b>An:</b> Ana<br><b>Betreff:</b> Budget</font><div>&nbsp;</div></div><div>` + quoted + `</div>`, "2"},
		{"Outlook on a telephone", `<div dir="auto">2</div><div id="ms-outlook-mobile-signature"><div>Get <a href="https://aka.ms/x">Outlook for Android</a></div></div><hr><div id="divRplyFwdMsg"><strong>From:</strong> Parley<br><strong>Sent:</strong> Monday<br><strong>Subject:</strong> Budget</div>` + quoted, "2"},
		{"written into the signature", `<div id="Signature"><div>Both are fine</div></div><div id="divRplyFwdMsg"><b>From:</b> Parley<br><b>Sent:</b> Monday<br><b>Subject:</b> Budget</div>` + quoted, "Both are fine"},
		{"Thunderbird", `<p>2</p><div class="moz-cite-prefix">Am 07.06.27 um 09:05 schrieb Parley:<br></div><blockquote type="cite" cite="mid:x"><pre class="moz-quote-pre" wrap="">` + strings.ReplaceAll(quoted, "<br>", "\n") + `</pre></blockquote><div class="moz-signature">-- <br>Ana, 1</div>`, "2"},
		{"Yahoo", `<div class="yahoo-style-wrap"><div dir="ltr">2</div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div><div>On Monday, June 7, 2027 at 09:05:00 AM GMT+2, Parley &lt;b@h.test&gt; wrote:</div>` + quoted + `</div></div>`, "2"},
		{"Proton", `<div>2</div><div class="protonmail_signature_block"><div>Sent with Proton Mail secure email.</div></div><div class="protonmail_quote">On Monday, June 7th, 2027 at 9:05 AM, Parley &lt;b@h.test&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">` + quoted + `</blockquote></div>`, "2"},
		{"QQ", `<div>2</div><div><includetail><div style="font-size: 12px;padding:2px 0;">------------------ 原始邮件 ------------------</div><div style="background:#efefef"><div><b>发件人:</b> "Parley"&lt;b@h.test&gt;;</div><div><b>发送时间:</b> 2027年6月7日(星期一) 上午9:05</div><div><b>主题:</b> Budget</div></div><div>` + quoted + `</div></includetail></div>`, "2"},
		{"source in a plain form", `<div>2</div>&gt; ` + strings.ReplaceAll(quoted, "<br>", "<br>&gt; "), "2"},
	} {
		m := Read([]byte("From: Ana <a@x.test>\nContent-Type: text/html; charset=utf-8\n\n" + c.html))
		if m.Text() != c.want {
			t.Errorf("%s: read\n%s\nnot %q", c.name, Explain(m), c.want)
		}
	}
}
