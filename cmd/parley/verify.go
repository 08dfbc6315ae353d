package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"parley/mailbox"
	"parley/parser"
	"parley/scheduler"
)

// verify checks everything stored, and, given a digest, that the seal it prints is one of ours: what it sealed was not
// changed since, or the chain of seals would not hold.
func (h *house) verify(ctx context.Context, out io.Writer, digest []byte) error {
	r, err := h.store.Verify(ctx)
	if err != nil {
		return err
	}
	for _, f := range r.Faults {
		where := "store"
		if f.Log != "" {
			where = string(f.Log)
		}
		if f.Seq > 0 {
			where += fmt.Sprintf(" entry %d", f.Seq)
		}
		if _, err := fmt.Fprintf(out, "DAMAGED  %s: %s\n", where, f.What); err != nil {
			return err
		}
	}
	if len(r.Faults) > 0 {
		places := "places differ"
		if len(r.Faults) == 1 {
			places = "place differs"
		}
		return fmt.Errorf("%d %s from what was written; restore a backup and keep this file for a closer look", len(r.Faults), places)
	}
	if _, err := fmt.Fprintf(out, "%d logs with %d entries, %d texts (%d erased), %d seals, %d letters: all chains hold.\n",
		r.Logs, r.Entries, r.Words, r.Erased, r.Seals, r.Letters); err != nil {
		return err
	}
	if digest == nil {
		return nil
	}
	return h.verifyAgainst(ctx, out, digest)
}

// sealed finds what looks like a seal, once its groups are joined.
var sealed = regexp.MustCompile(`[0-9a-f]{64}`)

func (h *house) verifyAgainst(ctx context.Context, out io.Writer, digest []byte) error {
	seals, err := h.store.Seals(ctx)
	if err != nil {
		return err
	}
	var text []byte
	for _, l := range parser.Read(digest).Lines {
		text = append(text, strings.ReplaceAll(l.Text, " ", "")...) // the seal is printed in groups
	}
	for i := len(seals) - 1; i >= 0; i-- {
		if bytes.Contains(text, []byte(hex.EncodeToString(seals[i].Hash[:]))) {
			_, err := fmt.Fprintf(out, "The seal of %s is in our chain: nothing sealed by then was changed since.\n", seals[i].At.In(h.zone).Format("2006-01-02 15:04"))
			return err
		}
	}
	if !sealed.Match(text) {
		return errors.New("there is no seal in this file: it is no digest, or only a part of one")
	}
	return errors.New("the digest bears no seal of this store: it is another store's, or of a time that a restored backup does not reach, or what it sealed was replaced")
}

// printDigest prints a digest as it would be now.
func (h *house) printDigest(ctx context.Context, out io.Writer, name string) error {
	data, err := h.digestData(ctx, name, h.now(), nil)
	if err != nil {
		return err
	}
	words, err := mailbox.Write(mailbox.View{
		Letter: scheduler.Letter{Kind: scheduler.Digest, At: h.now(), Reason: name}, Now: h.now(), Bot: h.bot(), Digest: &data,
		To: scheduler.Person{ID: 1},
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Subject: %s\n\n%s", words.Subject, words.Text)
	return err
}
