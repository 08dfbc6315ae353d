package mailbox

import (
	"html"
	"net/url"
	"strconv"
	"strings"
)

// The HTML look. Mail programs take away what they do not know: tables and inline styles are what is left in all of
// them. No background and no text colour is set, so that dark programs can have their way; lines and buttons are of
// middle tones that can be read on black and on white.
const (
	styleBody   = "margin:0;padding:0"
	styleCell   = "padding:16px;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.45;text-align:left"
	styleLead   = "margin:0 0 14px 0;font-size:18px;line-height:1.35;font-weight:bold"
	stylePara   = "margin:0 0 14px 0"
	styleHead   = "margin:20px 0 8px 0;font-weight:bold"
	styleSmall  = "margin:0 0 10px 0;font-size:14px"
	styleSign   = "margin:20px 0 0 0;padding:10px 0 0 0;border-top:1px solid #8a8f98;font-size:13px"
	styleQuote  = "margin:0 0 14px 0;padding:2px 0 2px 12px;border-left:3px solid #8a8f98"
	styleFrame  = "margin:0 0 14px 0;padding:14px 14px 0 14px;border:1px dashed #8a8f98"
	styleSlot   = "padding:0 0 8px 0"
	styleTap    = "display:block;padding:11px 14px;border:1px solid #4a86e8;border-radius:8px;color:inherit;text-decoration:none"
	styleFlat   = "display:block;padding:7px 14px;border:1px solid #8a8f98;border-radius:8px"
	styleNote   = "font-size:14px"
	styleAbove  = "padding:4px 0 10px 0;font-size:14px;font-style:italic"
	styleButton = "display:inline-block;padding:11px 18px;margin:0 8px 8px 0;border-radius:8px;background-color:#2f6fdb;color:#ffffff;text-decoration:none;font-weight:bold"
	styleSay    = "display:inline-block;padding:9px 12px;border:1px solid #4a86e8;border-radius:8px;color:inherit;text-decoration:none;font-weight:bold"
	styleWord   = "font-weight:bold"
	styleLink   = "color:#4a86e8"
	styleGrid   = "border-collapse:collapse;margin:0 0 14px 0"
	styleCol    = "padding:4px 8px;border:1px solid #8a8f98;text-align:center;font-size:14px"
	styleName   = "padding:4px 8px;border:1px solid #8a8f98;text-align:left;font-size:14px;font-weight:normal"
)

// document wraps blocks into a whole HTML document.
func document(c *catalog, title string, blocks []block) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html lang=\"" + c.lang + "\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n<title>")
	b.WriteString(html.EscapeString(title))
	b.WriteString("</title>\n</head>\n<body style=\"" + styleBody + "\">\n")
	b.WriteString("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width:600px\">\n<tr><td style=\"" + styleCell + "\">\n")
	for _, k := range blocks {
		k.html(c, &b)
	}
	b.WriteString("</td></tr>\n</table>\n</body>\n</html>\n")
	return b.String()
}

func element(b *strings.Builder, tag, style string, inside ...string) {
	b.WriteString("<" + tag + " style=\"" + style + "\">")
	for _, s := range inside {
		b.WriteString(s)
	}
	b.WriteString("</" + tag + ">\n")
}

// inline writes spans; everything that is not ours was escaped here and nowhere else.
func inline(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		text := html.EscapeString(s.text)
		switch {
		case s.href != "":
			b.WriteString(anchor(s.href, styleLink, text))
		case s.word || s.bold:
			b.WriteString("<span style=\"" + styleWord + "\">" + text + "</span>")
		default:
			b.WriteString(text)
		}
	}
	return b.String()
}

func anchor(href, style, inside string) string {
	return "<a href=\"" + html.EscapeString(href) + "\" style=\"" + style + "\">" + inside + "</a>"
}

func (b lead) html(_ *catalog, w *strings.Builder)    { element(w, "p", styleLead, inline(b.spans)) }
func (b para) html(_ *catalog, w *strings.Builder)    { element(w, "p", stylePara, inline(b.spans)) }
func (b heading) html(_ *catalog, w *strings.Builder) { element(w, "p", styleHead, inline(b.spans)) }
func (b small) html(_ *catalog, w *strings.Builder)   { element(w, "p", styleSmall, inline(b.spans)) }
func (b sign) html(_ *catalog, w *strings.Builder)    { element(w, "p", styleSign, inline(b.spans)) }

func (b rows) html(_ *catalog, w *strings.Builder) {
	var lines []string
	for _, item := range b.items {
		lines = append(lines, inline(item))
	}
	element(w, "p", stylePara, strings.Join(lines, "<br>\n"))
}

func openTable(w *strings.Builder, style string) {
	w.WriteString("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"" + style + "\">\n")
}

func (b bullets) html(_ *catalog, w *strings.Builder) {
	if len(b.items) == 0 {
		return
	}
	openTable(w, "margin:0 0 6px 0")
	for _, item := range b.items {
		w.WriteString("<tr><td width=\"16\" valign=\"top\" style=\"padding:0 0 8px 0\">&#8226;</td><td style=\"padding:0 0 8px 0\">" +
			inline(item) + "</td></tr>\n")
	}
	w.WriteString("</table>\n")
}

// A slot is one cell as wide as the letter and as high as a finger; all of it is the link. Number and time stay on one
// line of text, so that it can be read when it is quoted.
func (b choices) html(_ *catalog, w *strings.Builder) {
	openTable(w, "margin:0 0 6px 0")
	for _, item := range b.items {
		if item.above != "" {
			w.WriteString("<tr><td style=\"" + styleAbove + "\">" + html.EscapeString(item.above) + "</td></tr>\n")
		}
		inside := html.EscapeString(item.n + ". " + item.label)
		if item.mark != "" {
			inside += ": <b>" + html.EscapeString(item.mark) + "</b>"
		}
		for _, note := range item.notes {
			inside += "<br><span style=\"" + styleNote + "\">" + html.EscapeString(note) + "</span>"
		}
		w.WriteString("<tr><td style=\"" + styleSlot + "\">")
		if item.href != "" {
			w.WriteString(anchor(item.href, styleTap, inside))
		} else {
			w.WriteString("<div style=\"" + styleFlat + "\">" + inside + "</div>")
		}
		w.WriteString("</td></tr>\n")
	}
	w.WriteString("</table>\n")
}

func (b answers) html(_ *catalog, w *strings.Builder) {
	openTable(w, "margin:0 0 8px 0")
	for _, item := range b.items {
		say := "<span style=\"" + styleWord + "\">" + html.EscapeString(item.say) + "</span>"
		if item.href != "" {
			say = anchor(item.href, styleSay, html.EscapeString(item.say))
		}
		if textColumns(item.say) > wideSay { // too wide to stand beside anything on a phone
			w.WriteString("<tr><td colspan=\"2\" style=\"padding:0 0 8px 0\">" + say + "<br><span style=\"" + styleNote + "\">" +
				inline(item.means) + "</span></td></tr>\n")
			continue
		}
		w.WriteString("<tr><td style=\"padding:0 14px 8px 0;white-space:nowrap\" width=\"1%\">" + say +
			"</td><td style=\"padding:0 0 8px 0;font-size:14px\">" + inline(item.means) + "</td></tr>\n")
	}
	w.WriteString("</table>\n")
}

func (b buttons) html(_ *catalog, w *strings.Builder) {
	w.WriteString("<div>")
	for i, item := range b.items {
		style := styleButton
		if i > 0 {
			style = styleSay + ";margin:0 8px 8px 0"
		}
		w.WriteString(anchor(item.href, style, html.EscapeString(item.text)))
	}
	w.WriteString("</div>\n")
}

func (b quote) html(_ *catalog, w *strings.Builder) {
	w.WriteString("<div dir=\"auto\" style=\"" + styleQuote + "\">")
	for i, l := range b.lines {
		if i > 0 {
			w.WriteString("<br>")
		}
		w.WriteString(html.EscapeString(l))
	}
	w.WriteString("</div>\n")
}

func (b grid) html(_ *catalog, w *strings.Builder) {
	for _, p := range b.parts() {
		w.WriteString("<table cellpadding=\"0\" cellspacing=\"0\" style=\"" + styleGrid + "\">\n<tr>")
		for i, h := range p.head {
			style := styleCol
			if i == 0 {
				style = styleName
			}
			w.WriteString("<th style=\"" + style + "\">" + html.EscapeString(h) + "</th>")
		}
		w.WriteString("</tr>\n")
		for _, r := range p.rows {
			w.WriteString("<tr><td style=\"" + styleName + "\">" + html.EscapeString(r[0]) + "</td>")
			for _, cell := range r[1:] {
				w.WriteString("<td style=\"" + styleCol + "\">" + html.EscapeString(cell) + "</td>")
			}
			w.WriteString("</tr>\n")
		}
		w.WriteString("</table>\n")
	}
}

func (b bars) html(_ *catalog, w *strings.Builder) {
	most := 1
	for _, item := range b.items {
		most = max(most, item.n)
	}
	openTable(w, "margin:0 0 14px 0")
	for _, item := range b.items {
		percent := strconv.Itoa(item.n * 100 / most)
		w.WriteString("<tr><td style=\"padding:2px 8px 2px 0;font-size:14px;white-space:nowrap\" width=\"1%\">" + html.EscapeString(item.label) +
			"</td><td width=\"30%\"><div style=\"width:" + percent + "%;background-color:#4a86e8;font-size:11px;line-height:11px\">&nbsp;</div></td>" +
			"<td style=\"padding:2px 0 2px 8px;font-size:14px\">" + html.EscapeString(item.note) + "</td></tr>\n")
	}
	w.WriteString("</table>\n")
}

func (b frame) html(c *catalog, w *strings.Builder) {
	w.WriteString("<div style=\"" + styleFrame + "\">\n")
	for _, k := range b.blocks {
		k.html(c, w)
	}
	w.WriteString("</div>\n")
}

// mailto makes a link that opens a mail to the recipient's secret address, ready to be sent (RFC 6068 section 2). A plus
// sign is encoded, since some programs read it as a space.
func mailto(address, subject, body string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return ""
	}
	escape := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	link := "mailto:" + escape(address[:at]) + "@" + escape(address[at+1:]) + "?subject=" + escape(subject)
	if body != "" {
		link += "&body=" + escape(strings.ReplaceAll(body, "\n", "\r\n"))
	}
	return link
}

// webLink is an address of a page if that is all it is, else "".
func webLink(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.ContainsAny(s, " \t\r\n\"<>") {
		return ""
	}
	return u.String()
}

func (b seal) html(c *catalog, w *strings.Builder) {
	element(w, "p", "margin:0 0 10px 0;font-family:Menlo,Consolas,monospace;font-size:13px;word-break:break-all", html.EscapeString(strings.Join(b.text(c, 40), " ")))
}
