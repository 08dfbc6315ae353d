package parser

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"parley/scheduler"
)

// Read reads a mail: its header, the text that the sender wrote in it, its calendar parts, and what kind of sender it has. It
// never fails; what cannot be read is said in Problem.
func Read(raw []byte) Mail {
	m := Mail{}
	if len(raw) > maxMail {
		raw = raw[:maxMail]
		m.Problem = Truncated
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	d := desks.Get().(*desk)
	defer d.free()
	h, body := d.header(raw)
	m.head(h)
	subject := lower(m.Subject)
	m.Reply = m.InReplyTo != "" || len(m.References) > 0 || replyPrefix(subject)

	t := &tree{desk: d}
	t.walk(h, body, 0, "")
	for _, p := range t.calendars {
		m.calendar(p)
	}
	for _, p := range t.other {
		m.Attachments = append(m.Attachments, p.attachment())
	}
	for _, p := range t.original {
		m.Forward = m.Forward || p.media.value == "message/rfc822" && t.reportOf == ""
	}

	problem := m.text(t, subject)
	text := written(m.Lines)
	m.Machine = machineOf(h, t, string(m.From.Address), subject, text, m.InReplyTo != "" || len(m.References) > 0)
	switch m.Machine.Kind {
	case Bouncing:
		m.Bounce = bounceOf(h, t, m.Lines)
	case Automatic:
		m.Away = awayUntil(m.Subject, text, m.Date)
	}
	m.Language = languageOf(text)
	switch {
	case m.Problem != "":
	case t.problem == Encrypted || t.problem == Truncated || problem != "":
		if m.Problem = problem; problem == "" {
			m.Problem = t.problem
		}
	case text == "" && t.problem != "":
		m.Problem = t.problem
	case text == "" && written(m.Alternative) == "":
		m.Problem = Empty
	}
	return m
}

// head takes what is needed from the header.
func (m *Mail) head(h header) {
	m.MessageID, m.InReplyTo = firstID(h.raw("message-id")), firstID(h.raw("in-reply-to"))
	m.References = messageIDs(h.raw("references"))
	if v := h.raw("date"); v != nil {
		m.Date = mailDate(v)
	}
	m.From = firstMailbox(h.raw("from"))
	m.Sender = firstMailbox(h.raw("sender"))
	m.ReplyTo = firstMailbox(h.raw("reply-to"))
	people := func(name string) (all []scheduler.Mailbox) {
		h.each(name, func(v []byte) {
			if len(all) < maxPeople {
				all = mailboxes(all, v)
			}
		})
		return all
	}
	m.To, m.Cc = people("to"), people("cc")
	for i := range h {
		switch n := h[i].name; {
		case len(n) == 12 && foldEqual(n, "delivered-to"), len(n) == 13 && foldEqual(n, "x-original-to"), len(n) == 11 && foldEqual(n, "envelope-to"):
			if a := firstMailbox(h[i].value).Address; a != "" && len(m.Delivered) < maxParams {
				m.Delivered = append(m.Delivered, string(a))
			}
		}
	}
	m.Subject = decodeWords(limit(h.raw("subject")))
	m.Auth = authResults(h)
}

// calendar takes a calendar part, unless the same was there before.
func (m *Mail) calendar(p *part) {
	if len(m.Calendars) == maxCalendars {
		return
	}
	b, _, _ := p.text(nil)
	for _, c := range m.Calendars {
		if bytes.Equal(c.Bytes, b) {
			return
		}
	}
	m.Calendars = append(m.Calendars, CalendarPart{
		Type: p.media.value, Method: strings.ToUpper(p.media.param("method")), Name: p.name, Inline: !p.attached && p.media.value == "text/calendar", Bytes: b,
	})
}

// text reads the text parts, plain and HTML, gives each line its class, and keeps both forms where they say different things. subject
// is that of the mail in lower case.
func (m *Mail) text(t *tree, subject string) (problem Problem) {
	if len(t.segments) == 0 {
		for _, p := range t.named { // text with a file name is the mail itself if there is nothing else
			if p.media.value == "text/plain" && len(t.named) == 1 {
				t.segments = append(t.segments, segment{plain: t.desk.alone(p)})
			}
		}
	}
	var plain, rich []Line
	alternatives := false
	for _, s := range t.segments {
		one := len(t.segments) == 1 // of more the forms are kept apart
		plainLines, problem1 := t.desk.lines(s.plain, nil)
		var like []Line
		if one {
			like = plainLines
		}
		richLines, problem2 := t.desk.lines(s.html, like)
		if len(s.plain) > 0 && len(s.html) > 0 {
			alternatives = true
		}
		switch {
		case len(s.plain) == 0 && one:
			plainLines = richLines
		case len(s.plain) == 0:
			plainLines = slices.Clone(richLines)
		case len(s.html) == 0 && !one:
			richLines = slices.Clone(plainLines)
		}
		plain, rich = join(plain, plainLines), join(rich, richLines)
		if problem == "" {
			problem = problem1
		}
		if problem == "" {
			problem = problem2
		}
		m.HTML = m.HTML || len(s.plain) == 0 && len(s.html) > 0
	}
	var room [10]string
	names := namesOf(room[:0], string(m.From.Name), string(m.From.Address))
	title := ""
	if m.Reply {
		title = StripReply(subject)
	}
	hidden, forward := classify(plain, names, title)
	if problem == "" {
		problem = hidden
	}
	m.Lines, m.Forward = plain, m.Forward || forward
	unmark(plain)
	if !alternatives {
		return cutOff(t, plain, problem)
	}
	classify(rich, names, title)
	unmark(rich)
	said, saidRich := essence(plain, false), essence(rich, false)
	switch {
	case bytes.Equal(said, saidRich):
	case len(saidRich) == 0:
		// HTML that holds nothing of what the plain part says: the plain part stands
	case len(said) == 0 || placeholder(plain):
		m.Lines, m.HTML = slices.Clone(rich), true
	case strikesOnly(rich, said, saidRich):
		m.Lines, m.HTML = slices.Clone(rich), true // the plain form has lost that words are struck out
	case bytes.Equal(essence(plain, true), essence(rich, true)):
		// one text: only what is whose has been seen better in one form than in the other
		if len(saidRich) < len(said) {
			m.Lines, m.HTML = slices.Clone(rich), true
		}
	default:
		m.Alternative = slices.Clone(rich)
	}
	return problem
}

// cutOff reports that the end of a text is missing, if it can be seen that it is: the last boundary is not there, and the text
// stops in the middle of a line that the sender wrote.
func cutOff(t *tree, lines []Line, problem Problem) Problem {
	if problem != "" || !t.unclosed || t.last == nil || len(lines) == 0 {
		return problem
	}
	if n := len(t.last.body); n > 0 && t.last.body[n-1] != '\n' && strings.HasPrefix(t.last.media.value, "text/") && lines[len(lines)-1].Class == Written {
		return Truncated
	}
	return ""
}

func join(a, b []Line) []Line {
	if len(a) == 0 {
		return b
	}
	return append(append(a, Line{}), b...)
}

// looksLikeHTML reports whether a plain text is the source of an HTML mail.
func looksLikeHTML(b []byte) bool {
	b = bytes.TrimSpace(b)
	if len(b) < 4 || b[0] != '<' || b[len(b)-1] != '>' {
		return false
	}
	low := lower(string(b[:min(len(b), 16)]))
	for _, tag := range [...]string{"<!doctype html", "<html", "<head", "<body", "<p>", "<p ", "<div", "<table", "<span", "<font", "<br", "<meta"} {
		if strings.HasPrefix(low, tag) {
			return true
		}
	}
	return false
}

// unmark gives the lines of a signature, as the markup has it, back to what was written if nothing else was: people write into
// any box that they find.
func unmark(lines []Line) {
	for i := range lines {
		if lines[i].Class == Written && !lines[i].Blank() {
			return
		}
	}
	for i := range lines {
		if lines[i].Class == Signature && lines[i].Why == byMarkup && !praise(lower(lines[i].Text)) {
			lines[i].Class, lines[i].Why = Written, unsaid
		}
	}
}

// essence is what was written, or all that there is, without anything that the two forms of a mail may differ in: spaces, line
// breaks, bullets, bold type.
func essence(lines []Line, all bool) []byte {
	n := 0
	for i := range lines {
		if all || lines[i].Class == Written {
			n += len(lines[i].Text)
		}
	}
	out := make([]byte, 0, n)
	for i := range lines {
		if all || lines[i].Class == Written {
			out = distil(out, lines[i].Text)
		}
	}
	return out
}

// dropped are the signs of ASCII that forms differ in.
var dropped = func() (d [128]bool) {
	for _, c := range []byte("*_-<>|[]()\"'`~=#:;,.") {
		d[c] = true
	}
	return d
}()

func distil(out []byte, s string) []byte {
	for i, r := range s {
		switch {
		case r < 0x80 && (r <= ' ' || dropped[r]):
		case r == '•', r == '–', r == '—', r == '’', r == '‘', r == '“', r == '”', r == 0xfe0f, r == '◦', r == '·':
		case 'A' <= r && r <= 'Z':
			out = append(out, byte(r)|0x20)
		case r < 0x80:
			out = append(out, s[i])
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

// strikesOnly reports whether the plain form of a mail differs from the HTML form only in that it shows the words which that one
// strikes out: then the HTML form is what its sender saw.
func strikesOnly(rich []Line, said, saidRich []byte) bool {
	all := bytes.Clone(saidRich)
	for i := range rich {
		if rich[i].Class == Written {
			all = distil(all, rich[i].Struck())
		}
	}
	if len(all) == len(saidRich) || len(all) != len(said) {
		return false
	}
	var count [256]int // where the words stood is not known, so their letters are counted
	for i := range all {
		count[all[i]]++
		count[said[i]]--
	}
	return count == [256]int{}
}

// placeholder reports whether a plain part only says that the mail is to be read in its other form.
func placeholder(lines []Line) bool {
	text := written(lines)
	if len(text) > 400 {
		return false
	}
	low := lower(text)
	return strings.Contains(low, "html") && placeholderWords.in(low) || placeholderAlone.in(low)
}

var placeholderWords = newBook(`
support|view|display|enable|read|see|client|version|format|program|programm|unterstützt|anzeigen|darstell|ansicht|prend|affich|soporta|visualizar|compatible|ver este|suporta|supporta|visualizza|ondersteun|bekijk|stöd|visa|tue|näyt|obsług|wyświetl|表示|对応|対応|显示|查看|支持|content|part|only|message
`)

var placeholderAlone = newBook(`
this is a multi-part message in mime format|this message contains html|please view this email in a browser|view this email in your browser|your mail program does not|your email client does not|your e-mail client does not|ihr e-mail-programm|
`)
