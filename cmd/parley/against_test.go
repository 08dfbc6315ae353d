package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"parley/parser"
	"parley/store"
)

// A digest, however a mail program saved it, proves that what it sealed was not changed: not an entry, not the end of a
// log, and not the whole history, written anew with every hash and seal made right again.
func TestDigestProvesThatNothingSealedWasChanged(t *testing.T) {
	alongside(t)
	ctx := context.Background()
	lived := func(answer string) (*world, *store.Memory, []byte) {
		w := newWorld(t, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), nil)
		w.deliver(w.mail("Ana <ana@example.test>", "bot@example.test, ben@example.test, cem@example.test", "", "Design review", "", "text/plain", "Thu 26 Nov 10:00-10:45\nThu 26 Nov 12:00-12:45\n"))
		w.must(w.pass(ctx))
		ben, _ := w.last("ben@example.test")
		w.deliver(w.replyTo(ben, "Ben <ben@example.test>", answer, true))
		w.must(w.until(ctx, time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)))
		p, ok := w.last("ops@example.test")
		if !ok {
			t.Fatal("no digest came")
		}
		return w, w.engine.(*store.Memory), p.raw
	}
	w, engine, raw := lived("2")
	against := func(h *house, mail []byte) string {
		var out bytes.Buffer
		if err := h.verify(ctx, &out, mail); err != nil {
			return out.String() + err.Error()
		}
		return out.String()
	}
	const sound = "nothing sealed by then was changed"
	m := parser.Read(raw)
	html := "From: a@b.test\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>" + m.Text() + "</p>"
	forwarded := "From: ops@example.test\r\nContent-Type: text/plain\r\n\r\nsee below\r\n\r\n> " + strings.ReplaceAll(string(m.Text()), "\n", "\r\n> ")
	for name, mail := range map[string][]byte{
		"as it came": raw, "with line feeds": bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")),
		"from an mbox": append([]byte("From MAILER-DAEMON Tue Nov 24 07:00:00 2026\n"), bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))...),
		"HTML alone":   []byte(html), "quoted": []byte(forwarded),
	} {
		if said := against(w.h, mail); !strings.Contains(said, sound) {
			t.Errorf("%s: %s", name, said)
		}
	}

	for name, mail := range map[string][]byte{"no seal in this file": []byte("From: a@b.test\r\n\r\nhello\r\n"), "no seal of this store": []byte("From: a@b.test\r\n\r\n" + strings.Repeat("0a", 32) + "\r\n")} {
		if said := against(w.h, mail); !strings.Contains(said, name) || strings.Contains(said, sound) {
			t.Errorf("%q: %s", mail, said)
		}
	}

	// Each sealed entry in turn is changed, or gone.
	var keys, values [][]byte
	engine.View(func(tx store.Tx) error {
		for k, v := range tx.Scan([]byte("e\x00"), []byte("f\x00")) {
			keys, values = append(keys, bytes.Clone(k)), append(values, bytes.Clone(v))
		}
		return nil
	})
	if len(keys) < 8 {
		t.Fatalf("%d entries", len(keys))
	}
	for i, k := range keys {
		for _, change := range []func(tx store.Tx){
			func(tx store.Tx) { tx.Delete(k) },
			func(tx store.Tx) { tx.Put(k, bytes.Replace(values[i], []byte(`"at":"2026`), []byte(`"at":"2025`), 1)) },
		} {
			e := engine.Clone()
			e.Update(func(tx store.Tx) error { change(tx); return nil })
			h, err := newHouse(w.cfg, e, w.h.now, w.h.log, seeded(3))
			if err != nil {
				continue // it is not even opened
			}
			if said := against(h, raw); strings.Contains(said, sound) {
				t.Errorf("entry %x was changed, and the digest says: %s", k, said)
			}
		}
	}

	// The same store with another answer in its past: sound in itself, and not what was sealed.
	rewritten, _, _ := lived("1")
	if said := against(rewritten.h, nil); !strings.Contains(said, "all chains hold") {
		t.Fatal(said)
	}
	if said := against(rewritten.h, raw); strings.Contains(said, sound) {
		t.Errorf("a rewritten history passes: %s", said)
	}
}
