package calendar

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"parley/scheduler"
)

func FuzzDecode(f *testing.F) {
	for _, dir := range []string{"", "in"} {
		files, err := filepath.Glob(filepath.Join(samples, dir, "*.ics"))
		if err != nil || len(files) == 0 {
			f.Fatal("no samples", err)
		}
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add("", b)
		}
	}
	f.Add("REPLY", []byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE;CN=x\nEND:VEVENT\nEND:VCALENDAR"))
	f.Add("REPLY", []byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE;CN=\"x\"y:mailto:z@z\nUID:a-1@x\nEND:VEVENT\nEND:VCALENDAR"))
	f.Fuzz(func(t *testing.T, method string, b []byte) {
		all := read(Part{method, b}) // not Decode, which would hide a panic
		if again := read(Part{method, bytes.Clone(b)}); !reflect.DeepEqual(all, again) {
			t.Errorf("read twice: %+v, %+v", all, again)
		}
		if len(all) == 0 {
			t.Error("neither a reply nor a problem")
		}
		for _, r := range all {
			do := r.Actions()
			if r.Problem != "" && do != nil {
				t.Errorf("acts upon a problem: %+v", r)
			}
			if r.Problem == "" && (r.UID == "" || r.Answer() && r.Attendee == "" && len(r.Attendees) == 0) {
				t.Errorf("an answer by nobody to nothing: %+v", r)
			}
			for _, a := range do {
				if a, ok := a.(scheduler.Answer); ok {
					for _, s := range a.Suggest {
						if s.Duration <= 0 || s.Begin.IsZero() {
							t.Errorf("suggests %v", s)
						}
					}
				}
			}
		}
		Choose("rokifadu", []int{1, 2, 3}, all)
		request, _ := propose(time.UTC, []Part{{method, b}})
		for _, s := range request.Spans {
			if s.Duration <= 0 {
				t.Errorf("proposes %v", s)
			}
		}
	})
}

// FuzzEncode puts anything into an invite: what comes out reads back as what went in, by two readers.
func FuzzEncode(f *testing.F) {
	for _, in := range goldens() {
		f.Add(in.Title, in.Description, string(in.Attendees[0].Name), string(in.Attendees[0].Address), int64(in.Span.Duration/time.Second))
	}
	f.Fuzz(func(t *testing.T, title, description, name, address string, seconds int64) {
		in := invite()
		in.Title, in.Description, in.Location, in.Comment = title, description, title, description
		in.Span.Duration = time.Duration(seconds%(1<<30)) * time.Second
		in.Organizer.Name = scheduler.Words(name)
		in.Attendees = []Attendee{{Mailbox: scheduler.Mailbox{Name: scheduler.Words(name), Address: scheduler.Words(address)}}}
		b, err := Encode(in)
		if err != nil {
			return
		}
		wellFormed(t, b)
		roundTrip(t, in, b)
	})
}

func BenchmarkEncode(b *testing.B) {
	in := invite()
	for b.Loop() {
		if _, err := Encode(in); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEncodePlain is go-ical's encoder alone, on the same event: no folding, nothing made or cleaned.
func BenchmarkEncodePlain(b *testing.B) {
	in := invite()
	cal := newCalendar("REQUEST")
	e, err := event(in, in.Method)
	if err != nil {
		b.Fatal(err)
	}
	cal.Children = append(cal.Children, e)
	for b.Loop() {
		if err := ical.NewEncoder(io.Discard).Encode(cal); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	part := Part{"REPLY", sample(b, "exchange-accept-comment")}
	b.SetBytes(int64(len(part.Bytes)))
	for b.Loop() {
		if all := Decode(part); len(all) != 1 || all[0].Problem != "" {
			b.Fatal(all)
		}
	}
}

// BenchmarkDecodePlain is go-ical's decoder alone: the tree of components, no times, no zones.
func BenchmarkDecodePlain(b *testing.B) {
	part := sample(b, "exchange-accept-comment")
	b.SetBytes(int64(len(part)))
	for b.Loop() {
		if _, err := ical.NewDecoder(bytes.NewReader(part)).Decode(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecodeHostile is the largest part there may be, made of what costs most: parameters. ns/op over bytes must be
// of the order of BenchmarkDecode's.
func BenchmarkDecodeHostile(b *testing.B) {
	line := append(bytes.Repeat([]byte(`ATTENDEE;CN="`), 1), bytes.Repeat([]byte("x"), MaxLine-100)...)
	line = append(line, []byte("\":mailto:a@b.test\n")...)
	part := Part{"REPLY", append([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a-1@x\n"), bytes.Repeat(line, (MaxPart-100)/len(line))...)}
	part.Bytes = append(part.Bytes, []byte("END:VEVENT\nEND:VCALENDAR\n")...)
	b.SetBytes(int64(len(part.Bytes)))
	for b.Loop() {
		if all := Decode(part); len(all) != 1 {
			b.Fatal(all)
		}
	}
}
