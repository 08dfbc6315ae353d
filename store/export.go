package store

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"parley/scheduler"
)

// line is one line of an export: exactly one of its fields is set. Logs come in the order they began, each followed by
// its entries; numbers of logs are their places in that order. Entries are the stored bytes, so that every hash can be
// computed again from the file.
type line struct {
	Parley  *preamble       `json:"parley,omitempty"` // the first line
	Key     []byte          `json:"key,omitempty"`    // the next secret key
	Log     scheduler.LogID `json:"log,omitempty"`    // begins
	Entry   json.RawMessage `json:"entry,omitempty"`  // next of that log
	Words   []text          `json:"words,omitempty"`  // of the entry, those not erased
	Receipt *Receipt        `json:"receipt,omitempty"`
	Letter  *posting        `json:"letter,omitempty"` // waits; with Number and Frozen
	Number  uint64          `json:"number,omitempty"` // that orders letters
	Frozen  *Frozen         `json:"frozen,omitempty"`
	Sent    *SentLetter     `json:"sent,omitempty"`
	Message *message        `json:"message,omitempty"`
	Seal    *seal           `json:"seal,omitempty"`
	Folder  *string         `json:"folder,omitempty"` // with Cursor
	Cursor  *Cursor         `json:"cursor,omitempty"`
	End     uint64          `json:"end,omitempty"` // the last line: how many came before
}

// preamble is the first line of an export.
type preamble struct {
	Form   uint64 `json:"form"`
	People uint64 `json:"people"` // numbers given so far
	Posted uint64 `json:"posted"`
}

// text is a text with the salt of its commitment, HMAC-SHA-256 of the text under the salt.
type text struct {
	N     uint16 `json:"n"`
	Salt  []byte `json:"salt"`
	Text  string `json:"text,omitempty"`
	Bytes []byte `json:"bytes,omitempty"` // in place of Text where it is no UTF-8
}

func textOf(n uint16, v []byte) text {
	x := text{N: n, Salt: v[:saltSize]}
	if utf8.Valid(v[saltSize:]) {
		x.Text = string(v[saltSize:])
	} else {
		x.Bytes = v[saltSize:]
	}
	return x
}

// message says which letter a Message-ID is of, by the first 16 bytes of its SHA-256.
type message struct {
	Digest []byte             `json:"digest"`
	Event  scheduler.ID       `json:"event,omitempty"`
	To     scheduler.PersonID `json:"to"`
	Letter scheduler.LetterID `json:"letter"`
}

// Export writes everything as JSON lines, secret keys included. It holds one snapshot until w has taken it all.
func (s *Store) Export(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriter(w)
	lines := uint64(0)
	put := func(l line) error {
		lines++
		v, err := json.Marshal(l)
		if err == nil {
			_, err = out.Write(append(v, '\n'))
		}
		return errors.Join(err, ctx.Err())
	}
	err := s.read(ctx, func(t *txn) error {
		if err := t.export(put); err != nil {
			return err
		}
		return put(line{End: lines})
	})
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("export the store: %w", err)
	}
	return nil
}

func (t *txn) export(put func(line) error) error {
	if err := put(line{Parley: &preamble{form, t.counter("people"), t.counter("letters")}}); err != nil {
		return err
	}
	for _, v := range t.all(tKey) {
		if err := put(line{Key: v}); err != nil {
			return err
		}
	}
	for k, v := range t.all(tLog) {
		head, _ := parseHead(v)
		if err := put(line{Log: head.Log}); err != nil {
			return err
		}
		for e, raw := range t.all(tEntry, k[1:]) {
			l := line{Entry: raw}
			for w, v := range t.all(tWord, e[1:]) {
				l.Words = append(l.Words, textOf(binary.BigEndian.Uint16(w[17:]), v))
			}
			if err := put(l); err != nil {
				return err
			}
		}
	}
	for k, v := range t.all(tCause) {
		l := line{}
		if err := json.Unmarshal(v, fill(&l.Receipt)); err != nil {
			return fmt.Errorf("%w: receipt of %s: %w", ErrAmiss, k[1:], err)
		}
		if err := put(l); err != nil {
			return err
		}
	}
	return errors.Join(t.exportLetters(put), t.exportRest(put))
}

func (t *txn) exportLetters(put func(line) error) error {
	waiting, err := t.letters()
	if err != nil {
		return err
	}
	for _, p := range waiting {
		l := line{Letter: &p, Number: p.number}
		if p.MessageID != "" {
			if l.Frozen, err = t.frozen(p.number); err != nil {
				return err
			}
		}
		if err := put(l); err != nil {
			return err
		}
	}
	for k, v := range t.all(tSent) {
		l := line{}
		if err := json.Unmarshal(v, fill(&l.Sent)); err != nil {
			return fmt.Errorf("%w: sent letter %x: %w", ErrAmiss, k, err)
		}
		if err := put(l); err != nil {
			return err
		}
	}
	for k, v := range t.all(tMessage) {
		m := &message{Digest: k[1:], To: scheduler.PersonID(number(v[8:])), Letter: scheduler.LetterID(v[16:])}
		m.Event, _ = eventIn(t.head(number(v)).Log)
		if err := put(line{Message: m}); err != nil {
			return err
		}
	}
	return nil
}

func (t *txn) exportRest(put func(line) error) error {
	for k, v := range t.all(tSeal) {
		l := line{}
		if err := json.Unmarshal(v, fill(&l.Seal)); err != nil {
			return fmt.Errorf("%w: seal %x: %w", ErrAmiss, k, err)
		}
		if err := put(l); err != nil {
			return err
		}
	}
	for k, v := range t.all(tCursor) {
		folder := string(k[1:])
		l := line{Folder: &folder}
		if err := json.Unmarshal(v, fill(&l.Cursor)); err != nil {
			return fmt.Errorf("%w: cursor of %s: %w", ErrAmiss, folder, err)
		}
		if err := put(l); err != nil {
			return err
		}
	}
	return nil
}

// fill makes room for a value and returns where it goes.
func fill[T any](p **T) *T {
	*p = new(T)
	return *p
}
