package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"

	"parley/mailbox"
	"parley/parser"
	"parley/scheduler"
)

// filesOf are what an organiser sent along with a mail, for the people asked. What belongs to the text, to a signature or
// to the calendar is none.
func filesOf(m parser.Mail) (files scheduler.Files) {
	for _, a := range m.Attachments {
		switch kind, sub, _ := strings.Cut(a.Type, "/"); {
		case a.Inner || kind == "multipart" || strings.HasPrefix(sub, "pgp-") || strings.HasPrefix(sub, "pkcs7-") || strings.HasPrefix(sub, "x-pkcs7-"):
		case kind == "message" || sub == "ms-tnef" || sub == "vnd.ms-tnef": // other people's words; a wrapping only Outlook opens
			files = append(files, scheduler.File{Name: scheduler.Words(fileName(a)), Type: a.Type, Size: a.Size, Left: "kind"})
		case a.Bytes == nil && a.Size > 0:
			files = append(files, scheduler.File{Name: scheduler.Words(fileName(a)), Type: a.Type, Size: a.Size, Left: "large"})
		case a.Size > 0:
			files = append(files, file(a))
		}
		if len(files) == 20 {
			break // more would only be listed as left out
		}
	}
	return files.Choose()
}

func file(a parser.Attachment) scheduler.File {
	sum := sha256.Sum256(a.Bytes)
	return scheduler.File{Name: scheduler.Words(fileName(a)), Type: a.Type, Size: a.Size,
		Sum: scheduler.Words(base64.RawURLEncoding.EncodeToString(sum[:])), Data: scheduler.Words(a.Bytes)}
}

func fileName(a parser.Attachment) string {
	if name := clip(strings.Join(strings.Fields(a.Name), " "), 120); name != "" {
		return name
	}
	return "file"
}

// takesFiles reports whether a letter carries the organiser's files: a party's first question and its repetitions on
// request, the invitation, and the update that brings other files.
func takesFiles(e scheduler.Event, l scheduler.Letter) bool {
	if e.Organizer(l.To) {
		return false // they have them
	}
	switch l.Kind {
	case scheduler.Question:
		again := l.Reason == "resent" || l.Reason == "asked-for" || l.Reason == "started" || l.Reason == "new-address"
		return again || firstQuestion(e, l.To) == l.ID
	case scheduler.Invitation:
		return true
	case scheduler.Update:
		return l.Reason == "text"
	}
	return false
}

// files are what goes along with a letter.
func (h *house) files(ctx context.Context, e scheduler.Event, l scheduler.Letter) (scheduler.Files, error) {
	if !takesFiles(e, l) {
		return nil, nil
	}
	return h.store.Files(ctx, e)
}

// attach lets files travel as attachments of the mail, and the calendar object says nothing of them. Inline (RFC 5545
// section 3.8.1.1, ENCODING=BASE64) they would stand in both of its copies, encoded twice, past every scanner of
// attachments, and larger than ours, for one, reads of a calendar; not every program shows them, and section 3.1.3 wants
// inline content only where a reference is not feasible. A reference (ATTACH:CID:…, as Exchange writes) opens nothing once
// the entry has left the mail. A file that everybody should find in the entry is a link: its URL is carried.
func attach(p *mailbox.Parts, files scheduler.Files) {
	for _, f := range files {
		p.Files = append(p.Files, mailbox.File{Name: string(f.Name), Type: f.Type, Data: []byte(f.Data)})
	}
}

// withoutFiles is what is asked, without files: what may not be its sender's word is not kept at length.
func withoutFiles(do scheduler.Actions) scheduler.Actions {
	do = slices.Clone(do)
	for i, a := range do {
		switch a := a.(type) {
		case scheduler.Propose:
			a.Files = nil
			do[i] = a
		case scheduler.Revise:
			a.Plan.Files = nil
			do[i] = a
		}
	}
	return do
}

// printable is a fact without what is in files.
func printable(f scheduler.Fact) scheduler.Fact {
	x, ok := scheduler.Plain(f).(scheduler.Enclosed)
	if !ok {
		return f
	}
	x.Files = slices.Clone(x.Files)
	for i := range x.Files {
		x.Files[i].Data = ""
	}
	return x
}
