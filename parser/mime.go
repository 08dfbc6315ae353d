package parser

import (
	"bytes"
	"strings"

	"parley/scheduler"
)

// Limits on what a mail may make us do. Beyond them it is not read on, which Problem says where words may have been lost.
const (
	maxMail      = 10<<20 + 64<<10 // bytes; scheduler.MaxMailBytes and what relays add to a header
	maxFields    = 1000            // header fields of a mail or part
	maxFieldText = 16 << 10        // bytes of one field that are read
	maxWord      = 1000            // bytes of one encoded word; RFC 2047 allows 75
	maxParams    = 32              // parameters of a media type
	maxPadding   = 998             // blanks behind a soft line break
	maxParts     = 200             // parts of a mail, at all levels
	maxNesting   = 16              // levels of multiparts
	maxCalendars = 16
	maxLines     = 20_000   // lines of a text
	maxLineText  = 64 << 10 // bytes of a line that are read
	maxPeople    = 500      // addresses of one field
	maxStandIn   = 2000     // bytes of a link or picture name inside of a line
)

// part is a leaf of the MIME tree.
type part struct {
	header   header
	media    mediaType
	name     string // file name
	attached bool   // Content-Disposition: attachment
	inner    bool   // inside multipart/related or a report, or a picture that the text refers to
	body     []byte // as transferred
}

// segment is a stretch of text in up to two forms: the plain one and the HTML one. Where only one was sent the other is empty.
type segment struct{ plain, html []*part }

// tree is what a walk through the parts found.
type tree struct {
	desk      *desk
	segments  []segment
	named     []*part // text with a file name, not marked as an attachment
	calendars []*part
	other     []*part // attachments
	report    []*part // message/delivery-status and the like
	original  []*part // message/rfc822 and text/rfc822-headers
	parts     int
	problem   Problem
	reportOf  string // report-type of a multipart/report
	unclosed  bool   // the last boundary of a multipart is missing
	last      *part
}

// walk takes a part and everything inside of it into the tree. inside is the subtype of the multipart around it.
func (t *tree) walk(h header, body []byte, depth int, inside string) {
	if t.parts++; t.parts > maxParts {
		t.problem = Truncated
		return
	}
	p := t.desk.part(h, body)
	p.media = parseMediaType(h.raw("content-type"))
	if !strings.Contains(p.media.value, "/") {
		p.media.value = "text/plain" // RFC 2045 section 5.2
		if inside == "digest" {
			p.media.value = "message/rfc822"
		}
	}
	if kind, sub, _ := strings.Cut(p.media.value, "/"); kind == "multipart" {
		t.multipart(p, sub, depth)
		return
	}
	if d := h.raw("content-disposition"); d != nil {
		disposition := parseMediaType(d)
		p.attached = disposition.value == "attachment"
		p.name = decodeWords([]byte(disposition.param("filename")))
	}
	if p.name == "" {
		p.name = decodeWords([]byte(p.media.param("name")))
	}
	p.inner = inside == "report" || inside == "related" || !p.attached && h.raw("content-id") != nil
	t.last = p
	t.leaf(p)
}

func limit(v []byte) []byte { return v[:min(len(v), maxFieldText)] }

func (t *tree) multipart(p *part, sub string, depth int) {
	boundary := p.media.param("boundary")
	switch {
	case depth >= maxNesting:
		t.problem = Truncated
		return
	case boundary == "":
		t.problem = Unreadable
		return
	case sub == "encrypted":
		t.problem = Encrypted
	case sub == "report" && t.reportOf == "":
		t.reportOf = lower(p.media.param("report-type"))
		if t.reportOf == "" {
			t.reportOf = "unsaid"
		}
	}
	var alternatives []segment
	outer := t.segments
	found := 0
	closed := eachPart(p.body, boundary, func(raw []byte) bool {
		h, body := t.desk.header(raw)
		t.segments = nil
		if found++; sub == "signed" && found == 2 {
			t.other = append(t.other, &part{header: h, body: body, media: mediaType{value: "application/signature"}})
			return true
		}
		t.walk(h, body, depth+1, sub)
		if sub == "alternative" {
			alternatives = append(alternatives, merge(t.segments))
		} else {
			outer = append(outer, t.segments...)
		}
		return t.parts <= maxParts
	})
	if found == 0 {
		t.problem = Unreadable
	}
	t.unclosed = t.unclosed || !closed
	if s := choose(alternatives); len(s.plain)+len(s.html) > 0 {
		outer = append(outer, s)
	}
	t.segments = outer
}

// merge makes one segment of several that follow each other: if there is HTML among them, the whole is the HTML form.
func merge(list []segment) segment {
	if len(list) == 1 {
		return list[0]
	}
	var all segment
	html := false
	for _, s := range list {
		html = html || len(s.html) > 0
	}
	for _, s := range list {
		switch {
		case !html:
			all.plain = append(all.plain, s.plain...)
		case len(s.html) == 0:
			all.html = append(all.html, s.plain...)
		default:
			all.html = append(all.html, s.html...)
		}
	}
	return all
}

// choose makes one segment of alternatives: the first plain one, and the last with HTML (RFC 2046 section 5.1.4).
func choose(list []segment) segment {
	var s segment
	for _, a := range list {
		if len(a.html) > 0 {
			s.html = a.html
		}
		if len(a.plain) > 0 && len(s.plain) == 0 {
			s.plain = a.plain
		}
	}
	return s
}

func (t *tree) leaf(p *part) {
	kind, sub, _ := strings.Cut(p.media.value, "/")
	switch {
	case sub == "calendar" && kind == "text", sub == "ics" && kind == "application", strings.HasSuffix(lower(p.name), ".ics"):
		t.calendars = append(t.calendars, p)
		return
	case sub == "pkcs7-mime" || sub == "x-pkcs7-mime":
		t.problem = Encrypted // opaque signatures are as closed to us as ciphers
		if p.media.param("smime-type") == "signed-data" {
			t.problem = Unreadable
		}
	case sub == "delivery-status" || sub == "disposition-notification" || sub == "global-delivery-status" || sub == "feedback-report":
		t.report = append(t.report, p)
		return
	case kind == "message" && sub == "partial":
		t.problem = Truncated
	case kind == "message", sub == "rfc822-headers":
		t.original = append(t.original, p)
	case kind == "text" && !p.attached:
		switch {
		case p.name != "" && t.parts > 1:
			t.named = append(t.named, p)
		case sub == "html":
			t.segments = append(t.segments, segment{html: t.desk.alone(p)})
			return
		case sub == "plain" || sub == "enriched" || strings.HasSuffix(sub, "markdown") || sub == "text":
			t.segments = append(t.segments, segment{plain: t.desk.alone(p)})
			return
		}
	}
	t.other = append(t.other, p)
}

// eachPart calls f with each part of a multipart body until f returns false, and reports whether the closing boundary was
// there (RFC 2046 section 5.1.1).
func eachPart(body []byte, boundary string, f func(part []byte) bool) (closed bool) {
	delimiter := []byte("--" + boundary)
	rare := max(bytes.IndexByte(delimiter, '_'), 0) // "-" is common in HTML, so what is looked for begins with "_" if it can
	from := -1                                      // where the present part begins; -1 in the preamble
	for at := 0; len(body)-at >= rare; {
		i := bytes.Index(body[at+rare:], delimiter[rare:])
		if i < 0 {
			break
		}
		start := at + i
		if !bytes.HasPrefix(body[start:], delimiter[:rare]) {
			at = start + 1
			continue
		}
		end := start + len(delimiter)
		at = end
		if start > 0 && body[start-1] != '\n' {
			continue
		}
		last := bytes.HasPrefix(body[end:], []byte("--"))
		if last {
			end += 2
		}
		for end < len(body) && end-at < maxPadding && (body[end] == ' ' || body[end] == '\t' || body[end] == '\r') {
			end++
		}
		if end < len(body) && body[end] != '\n' && !last {
			continue
		}
		if from >= 0 {
			if !f(trimEnd(body[from:start])) {
				return true
			}
		}
		if last {
			return true
		}
		from = min(end+1, len(body))
		at = from
		if at > 0 && at == len(body) {
			break
		}
	}
	if from >= 0 && from < len(body) {
		f(body[from:])
	}
	return false
}

// trimEnd takes off the line end before a boundary, which belongs to it.
func trimEnd(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\n' {
		b = b[:n-1]
	}
	return trimCR(b)
}

// transfer names the transfer encoding of a part; a multipart has none, whatever it says.
func (p *part) transfer() string { return p.header.token("content-transfer-encoding") }

// size returns about how many bytes a part has when decoded.
func (p *part) size() int {
	if p.transfer() == "base64" {
		return (len(p.body) - bytes.Count(p.body, []byte("\n"))*2) / 4 * 3
	}
	return len(p.body)
}

// attachment is a part that is not read as text. What was sent along is decoded, if it is small.
func (p *part) attachment() Attachment {
	a := Attachment{Type: p.media.value, Name: p.name, Size: p.size(), Inner: p.inner || p.media.value == "application/signature"}
	if !a.Inner && a.Size <= scheduler.MaxFileBytes+3 {
		if b, _ := decodeTransfer(p.body, p.transfer(), nil); len(b) <= scheduler.MaxFileBytes {
			a.Bytes, a.Size = b, len(b)
		}
	}
	return a
}

// text returns the words of a text part as UTF-8, which may stand in into.
func (p *part) text(into []byte) (text []byte, ok, cut bool) {
	b, cut := decodeTransfer(p.body, p.transfer(), into)
	label, meta := p.media.param("charset"), ""
	if !strings.EqualFold(label, "utf-8") && strings.HasSuffix(p.media.value, "/html") {
		meta = htmlCharset(b)
	}
	text, ok = toUTF8(b, label, meta)
	return text, ok, cut
}
