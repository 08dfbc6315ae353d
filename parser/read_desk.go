package parser

import (
	"bytes"
	"slices"
	"sync"
)

// desk is the memory in which a mail is read. Nothing that a Mail holds stands in it, so the next mail is read in it too.
type desk struct {
	fields  header // of the mail and all of its parts
	parts   []part
	listed  []*part // lists of one part each
	decoded []byte  // a text part without its transfer encoding: done with once there are lines
	html    htmlReader
}

var desks = sync.Pool{New: func() any {
	return &desk{fields: make(header, 0, mailFields), html: htmlReader{tags: new([knownTags + 1]tag)}}
}}

// What is larger is not kept for the next mail.
const (
	maxKept       = 256 << 10 // bytes of a buffer
	maxKeptLines  = 2000
	maxKeptFields = 200
)

// free gives the desk back, unless one long mail made it large.
func (d *desk) free() {
	if cap(d.fields) > maxKeptFields || cap(d.html.all) > maxKept || cap(d.html.struck) > maxKept || cap(d.html.lines) > maxKeptLines || cap(d.html.spare) > maxKeptLines {
		return
	}
	clear(d.fields)
	clear(d.parts)
	clear(d.listed)
	d.fields, d.parts, d.listed = d.fields[:0], d.parts[:0], d.listed[:0]
	if d.html.src != nil {
		d.html.reset()
	}
	desks.Put(d)
}

// part is a new part of the mail.
func (d *desk) part(h header, body []byte) *part {
	d.parts = append(d.parts, part{header: h, body: body})
	return &d.parts[len(d.parts)-1] // those before stay where they are
}

// alone is a list with nothing but p.
func (d *desk) alone(p *part) []*part {
	n := len(d.listed)
	d.listed = append(d.listed, p)
	return d.listed[n : n+1 : n+1]
}

// header takes the header off a mail or part.
func (d *desk) header(b []byte) (h header, body []byte) {
	n := len(d.fields)
	h, body = splitHeader(b, d.fields[n:])
	if all := n + len(h); all <= cap(d.fields) {
		d.fields = d.fields[:all]
	} else { // those before stay where they are
		d.fields = make(header, 0, 2*all)
	}
	return h, body
}

// lines reads text parts that follow each other. If the same text stood in the mail in another form, like has its lines: then the
// words that both have are shared, and the new lines stand on the desk.
func (d *desk) lines(parts []*part, like []Line) (lines []Line, problem Problem) {
	for _, p := range parts {
		if n := len(p.body) + qpStep; n > cap(d.decoded) && n <= maxKept {
			d.decoded = make([]byte, n)
		}
		b, ok, cut := p.text(d.decoded)
		if !ok {
			problem = Undecodable
		} else if cut && problem == "" {
			problem = Truncated
		}
		var more []Line
		if enriched := p.media.value == "text/enriched"; enriched || p.media.value == "text/html" || looksLikeHTML(b) {
			if enriched {
				b = bytes.ReplaceAll(b, []byte("<<"), []byte("&lt;"))
			}
			if more = d.html.read(b, like); like != nil && len(parts) > 1 {
				more = slices.Clone(more)
			}
		} else {
			more = plainLines(string(b), lower(p.media.param("format")) == "flowed", lower(p.media.param("delsp")) == "yes")
		}
		if len(more) >= maxLines {
			problem = Truncated
		}
		if len(parts) == 1 {
			return more, problem
		}
		lines = join(lines, more)
	}
	return lines, problem
}
