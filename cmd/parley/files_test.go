package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message"

	"parley/scheduler"
)

// sent is a file as it lies in a mail.
type sent struct {
	name, kind string
	data       []byte
}

// proposalWith is Ana's proposal with files in it, as a mail program makes it.
func (w *world) proposalWith(body string, files ...sent) []byte {
	var b strings.Builder
	b.WriteString(body + "\n")
	for _, f := range files {
		fmt.Fprintf(&b, "--b\nContent-Type: %s; name=\"%s\"\nContent-Disposition: attachment; filename=\"%s\"\nContent-Transfer-Encoding: base64\n\n%s\n",
			f.kind, f.name, f.name, wrapped(base64.StdEncoding.EncodeToString(f.data)))
	}
	const picture = "--b\nContent-Type: image/png; name=\"logo.png\"\nContent-Disposition: inline; filename=\"logo.png\"\nContent-ID: <logo>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
	return w.mail(anaHerself, "bot@example.test, Ben <ben@example.test>, Chloe <chloe@example.test>", "", "Design review", "", "multipart/mixed; boundary=b",
		"--b\nContent-Type: text/plain; charset=utf-8\n\n"+b.String()+picture+"--b--")
}

func wrapped(s string) string {
	var b strings.Builder
	for len(s) > 76 {
		b.WriteString(s[:76] + "\n")
		s = s[76:]
	}
	return b.String() + s
}

// attached are the files of a letter but its calendar, read by another library than the one under test.
func attached(t *testing.T, p post) (files []sent) {
	t.Helper()
	e, err := message.Read(bytes.NewReader(p.raw))
	if err != nil {
		t.Fatal(err)
	}
	err = e.Walk(func(_ []int, part *message.Entity, err error) error {
		if err != nil {
			return err
		}
		kind, _, _ := part.Header.ContentType()
		how, params, _ := part.Header.ContentDisposition()
		if how == "attachment" && kind != "application/ics" {
			data, err := io.ReadAll(part.Body)
			files = append(files, sent{params["filename"], kind, data})
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

const twoTimes = "Please look at the agenda.\n\nTue 24 Nov 10:00-10:45\nThu 26 Nov 9:00-9:45\n"

func TestFilesGoAlong(t *testing.T) {
	alongside(t)
	w := newWorld(t, friday, nil)
	t.Cleanup(func() { w.keep(t) })
	agenda := sent{"agenda.pdf", "application/pdf", []byte("%PDF-1.4\n\x00\xff\r\nagenda\n")}
	plan := sent{"Plan für März.csv", "text/csv", []byte("a,b\r\n1,2\r\n")}
	huge := sent{"film.mp4", "video/mp4", bytes.Repeat([]byte("film"), scheduler.MaxFileBytes/2)}
	w.deliver(w.proposalWith(twoTimes, agenda, huge, plan))
	w.go1(t)
	e := w.only(t)
	if e.State != scheduler.Open || len(e.Files) != 3 || e.Files[1].Left != "large" || e.Files[0].Data != "" {
		t.Fatalf("opened as %s with %+v", e.State, e.Files)
	}
	want := []sent{agenda, plan}
	same := func(where string, got []sent) {
		t.Helper()
		if !slices.EqualFunc(got, want, func(a, b sent) bool {
			return a.name == b.name && a.kind == b.kind && bytes.Equal(a.data, b.data)
		}) {
			t.Errorf("%s carries %q", where, got)
		}
	}
	question, _ := w.last("ben@example.test")
	same("the question", attached(t, question))
	if !strings.Contains(question.text(), "agenda.pdf (20 B)") {
		t.Errorf("the question does not say what goes along:\n%s", question.text())
	}
	receipt, _ := w.last("ana@example.test")
	if text := strings.Join(strings.Fields(receipt.text()), " "); !strings.Contains(text, "Attached: agenda.pdf (20 B) and Plan für März.csv") || !strings.Contains(text, "Not sent along: film.mp4 (2.1 MB)") ||
		strings.Contains(text, "logo.png") || len(attached(t, receipt)) != 0 {
		t.Errorf("the receipt says of the files:\n%s", receipt.text())
	}

	log, err := w.h.store.Log(t.Context(), scheduler.LogOf(e.ID))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range log {
		if f, ok := printable(n.Fact).(scheduler.Enclosed); ok && (f.Files[0].Name != "agenda.pdf" || f.Files[0].Data != "") {
			t.Errorf("the log prints %+v", f.Files)
		}
	}

	// A reminder carries nothing, what is asked for again does, and so does the invitation.
	for _, who := range []string{"ben", "chloe"} {
		if who == "ben" {
			w.wait(t, time.Minute)
			w.deliver(w.replyTo(question, "Ben <ben@example.test>", "resend", false))
			w.go1(t)
			again, _ := w.last("ben@example.test")
			same("the question sent again", attached(t, again))
		}
		q, _ := w.last(who + "@example.test")
		w.deliver(w.replyTo(q, who+" <"+who+"@example.test>", "2", false))
		w.go1(t)
	}
	w.wait(t, time.Hour)
	if e = w.only(t); e.State != scheduler.Agreed {
		t.Fatalf("it is %s", e.State)
	}
	invitation, _ := w.last("chloe@example.test")
	same("the invitation", attached(t, invitation))
	if d := dateIn(t, invitation); d.method != "REQUEST" {
		t.Errorf("the invitation has %+v", d)
	}
	if own, _ := w.last("ana@example.test"); len(attached(t, own)) != 0 {
		t.Error("Ana was sent her own files")
	}

	// Forgotten with her.
	ana, err := w.h.store.PersonByAddress(t.Context(), "ana@example.test")
	if err == nil {
		err = w.h.store.Forget(t.Context(), ana.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	if left, err := w.h.store.Files(t.Context(), w.only(t)); err != nil || len(left) != 0 {
		t.Errorf("after Ana was forgotten %d files are left, %v", len(left), err)
	}
	if ben, err := w.h.store.PersonByAddress(t.Context(), "ben@example.test"); err != nil || ben.Name != "Ben" {
		t.Errorf("Ben was forgotten with her: %v", err)
	}
	var all bytes.Buffer
	if err := w.h.store.Export(t.Context(), &all); err != nil || strings.Contains(all.String(), base64.StdEncoding.EncodeToString(agenda.data)) {
		t.Errorf("an export still has the file; %v", err)
	}
	if err := w.h.store.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestFilesLeftOut(t *testing.T) {
	w := newWorld(t, friday, nil)
	var files []sent
	for i := range scheduler.MaxFiles + 2 {
		files = append(files, sent{fmt.Sprintf("%d.txt", i), "text/plain", []byte{byte('0' + i)}})
	}
	files[1] = sent{"mail.eml", "message/rfc822", []byte("From: x@y.test\n\nprivate")}
	files[2] = sent{"winmail.dat", "application/ms-tnef", []byte("tnef")}
	files = append(files, sent{"9.txt", "text/plain", []byte("9")})
	w.deliver(w.proposalWith(twoTimes, files...))
	w.go1(t)
	var kept, left []string
	for _, f := range w.only(t).Files {
		if f.Left == "" {
			kept = append(kept, string(f.Name))
		} else {
			left = append(left, string(f.Name)+" "+f.Left)
		}
	}
	if got := fmt.Sprint(kept, left); got != "[0.txt 3.txt 4.txt 5.txt 6.txt] [mail.eml kind winmail.dat kind 9.txt many]" {
		t.Error(got)
	}
	receipt, _ := w.last("ana@example.test")
	if text := strings.Join(strings.Fields(receipt.text()), " "); !strings.Contains(text, "9.txt. I send at most 5 files") || !strings.Contains(text, "winmail.dat. I cannot") {
		t.Errorf("the receipt says:\n%s", receipt.text())
	}
}

// TestFilesThroughAnExport: what is in a file is not text, and comes back whole.
func TestFilesThroughAnExport(t *testing.T) {
	alongside(t)
	w := newWorld(t, friday, nil)
	data := make([]byte, 4096)
	for i := range data {
		data[i] = byte(i * 7)
	}
	w.deliver(w.proposalWith(twoTimes, sent{"bytes.bin", "application/octet-stream", data}))
	w.go1(t)
	var all bytes.Buffer
	if err := w.h.store.Export(t.Context(), &all); err != nil {
		t.Fatal(err)
	}
	again := newWorld(t, friday, nil)
	if err := again.h.store.Import(t.Context(), &all); err != nil {
		t.Fatal(err)
	}
	files, err := again.h.store.Files(t.Context(), again.only(t))
	if err != nil || len(files) != 1 || string(files[0].Data) != string(data) {
		t.Errorf("%d files came back, %v", len(files), err)
	}
}

// TestParkedFilesAreNotKept: a stranger's update is kept for Ana's ok, without what it carries.
func TestParkedFilesAreNotKept(t *testing.T) {
	kept := withoutFiles(scheduler.Actions{scheduler.Help{}, scheduler.Revise{Plan: scheduler.Propose{Title: "x", Files: scheduler.Files{{Data: "secret"}}}}})
	if r := kept[1].(scheduler.Revise); r.Plan.Files != nil || r.Plan.Title != "x" || kept[0] != (scheduler.Help{}) {
		t.Errorf("%+v", kept)
	}
}
