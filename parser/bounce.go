package parser

import (
	"bytes"
	"strings"
)

const (
	maxFailures = 100
	proseBytes  = 16 << 10 // of an older bounce that are looked at
)

// bounceOf reads a delivery report: its machine-readable part (RFC 3464) where there is one, else the prose of older mail systems.
func bounceOf(h header, t *tree, lines []Line) *Bounce {
	b := &Bounce{}
	for _, p := range t.report {
		if strings.Contains(p.media.value, "delivery-status") {
			body, _ := decodeTransfer(p.body, p.transfer(), nil)
			b.status(body)
		}
	}
	if len(b.Failed) == 0 {
		b.prose(h, lines)
	}
	for _, p := range t.original {
		body, _ := decodeTransfer(p.body, p.transfer(), nil)
		b.about(body)
	}
	if b.Original == "" && len(t.original) == 0 && len(t.segments) > 0 && len(t.segments[0].plain) > 0 {
		if i := bytes.Index(t.segments[0].plain[0].body, []byte("Message-I")); i >= 0 { // a copy below the prose
			b.about(t.segments[0].plain[0].body[i:])
		}
	}
	if ids := messageIDs(h.raw("in-reply-to")); b.Original == "" && len(ids) > 0 {
		b.Original = ids[0]
	} else if ids := messageIDs(h.raw("references")); b.Original == "" && len(ids) > 0 {
		b.Original = ids[len(ids)-1]
	}
	return b
}

// status reads the fields of a message/delivery-status part: a group for the mail, then one for each recipient.
func (b *Bounce) status(body []byte) {
	for first := true; len(body) > 0 && len(b.Failed) < maxFailures; first = false {
		var h header
		h, body = splitHeader(body, nil)
		if len(h) == 0 {
			if first {
				continue
			}
			break
		}
		if id := messageIDs(h.raw("x-original-message-id")); len(id) > 0 {
			b.Original = id[0]
		}
		final, original := typed(h.text("final-recipient")), typed(h.text("original-recipient"))
		if final == "" && original == "" && !h.has("action") {
			continue
		}
		f := Failure{Address: original, Status: h.token("status"), Diagnostic: typed(h.text("diagnostic-code"))}
		if f.Address == "" {
			f.Address = final
		}
		switch action := h.token("action"); {
		case action == "delayed":
			f.Fate = Delayed
		case action == "delivered" || action == "relayed" || action == "expanded":
			f.Fate = Delivered
		case action == "" && strings.HasPrefix(f.Status, "2"):
			f.Fate = Delivered
		case action == "" && strings.HasPrefix(f.Status, "4"):
			f.Fate = Delayed
		default:
			f.Fate = Failed
		}
		b.Failed = append(b.Failed, f)
	}
}

// typed takes the type off a value such as "rfc822; ana@x.test".
func typed(v string) string {
	if _, rest, ok := strings.Cut(v, ";"); ok {
		v = rest
	}
	return strings.Trim(v, " <>\t")
}

// prose finds the recipients in what older mail systems write: X-Failed-Recipients (Exim, Google), or the addresses that lines
// above the copy of the mail begin with (qmail, Exim, Sendmail, Postfix).
func (b *Bounce) prose(h header, lines []Line) {
	fate := Failed
	subject := lower(h.text("subject"))
	if strings.Contains(subject, "delayed") || strings.HasPrefix(subject, "warning:") || strings.Contains(subject, "still being retried") {
		fate = Delayed
	}
	add := func(address, diagnostic string) {
		for _, f := range b.Failed {
			if strings.EqualFold(f.Address, address) {
				return
			}
		}
		if len(b.Failed) < maxFailures {
			b.Failed = append(b.Failed, Failure{Address: address, Diagnostic: diagnostic, Status: enhanced(diagnostic), Fate: fate})
		}
	}
	h.each("x-failed-recipients", func(v []byte) {
		for _, m := range mailboxes(nil, v) {
			add(string(m.Address), "")
		}
	})
	size := 0
	for i := range lines {
		t := lines[i].Text
		if size += len(t); size > proseBytes || copyBelow(t) {
			break
		}
		word, _, _ := strings.Cut(t, " ")
		word = strings.Trim(word, "<>:,()")
		if strings.Count(word, "@") != 1 || cleanAddress(word) == "" {
			continue
		}
		said := strings.TrimLeft(t[strings.Index(t, word)+len(word):], "<>:,() ")
		if said == "" && i+1 < len(lines) {
			said = lines[i+1].Text
		}
		if len(b.Failed) == 1 && b.Failed[0].Diagnostic == "" && strings.EqualFold(b.Failed[0].Address, word) {
			b.Failed[0].Diagnostic, b.Failed[0].Status = said, enhanced(said)
			continue
		}
		add(word, said)
	}
}

// copyBelow reports whether a line stands above the copy of the mail in a bounce.
func copyBelow(s string) bool {
	low := lower(s[:min(len(s), 200)])
	return strings.HasPrefix(low, "-") && (strings.Contains(low, "copy") || strings.Contains(low, "original message")) || strings.HasPrefix(low, "return-path:") || strings.HasPrefix(low, "received: ")
}

// enhanced finds a status code such as 5.1.1 in the words of a server (RFC 3463 section 2).
func enhanced(s string) string {
	for i := 0; i+4 < len(s); i++ {
		if (s[i] == '2' || s[i] == '4' || s[i] == '5') && s[i+1] == '.' && digit(s[i+2]) && (i == 0 || !digit(s[i-1]) && s[i-1] != '.') {
			j := i + 2
			for j < len(s) && digit(s[j]) && j < i+5 {
				j++
			}
			if j+1 < len(s) && s[j] == '.' && digit(s[j+1]) {
				k := j + 1
				for k < len(s) && digit(s[k]) && k < j+4 {
					k++
				}
				return s[i:k]
			}
		}
	}
	return ""
}

// about takes what the report says of the mail it is about from that mail, or its header.
func (b *Bounce) about(original []byte) {
	h, _ := splitHeader(original, nil)
	if id := messageIDs(h.raw("message-id")); len(id) > 0 && b.Original == "" {
		b.Original = id[0]
	}
	if to := firstMailbox(h.raw("to")); b.OriginalTo == "" {
		b.OriginalTo = string(to.Address)
	}
}

// bounces tells whether a mail is a delivery report, and by which mark. A mail that only looks like one because of its words
// does not count.
func bounces(h header, t *tree, from string) string {
	for _, p := range t.report {
		if strings.Contains(p.media.value, "delivery-status") {
			return "dsn"
		}
	}
	if t.reportOf == "delivery-status" {
		return "dsn"
	}
	local, _, _ := strings.Cut(lower(from), "@")
	switch {
	case local == "mailer-daemon", local == "mail-daemon", local == "mailerdaemon", strings.HasPrefix(local, "microsoftexchange") && len(local) > 30:
		return "mailer-daemon"
	case h.has("x-failed-recipients"), h.has("x-ms-exchange-message-is-ndr"):
		return "failed-recipients"
	case local == "postmaster" || local == "mailer" || local == "maildelivery" || local == "bounce" || local == "bounces":
		if string(bytes.TrimSpace(h.raw("return-path"))) == "<>" || bounceSubjects.in(lower(h.text("subject"))) {
			return "postmaster"
		}
	}
	return ""
}

// bounceSubjects are what mail systems call their reports.
var bounceSubjects = newBook(`
undeliver|delivery status notification|delivery failure|delivery failed|delivery has failed|failure notice|returned mail|mail delivery|delayed mail|message delayed|undelivered|non remis|nicht zustellbar|unzustellbar|zustellung fehlgeschlagen|fehlgeschlagene zustellung|échec de|non distribu|no se puede entregar|no entregado|error de entrega|não é possível entregar|não entregue|falha na entrega|mancata consegna|non recapitabile|recapito non riuscito|onbestelbaar|niet bezorgd|kan inte levereras|olevererbart|ei voitu toimittaa|toimittaminen epäonnistui|niedostarczon|nie można dostarczyć|配信不能|配信できません|未送達|邮件无法投递|退信|無法傳遞|无法送达
`)
