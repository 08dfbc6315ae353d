package calendar

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
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
		in.Attendees = []Attendee{{Mailbox: scheduler.Mailbox{Name: scheduler.Words(name), Address: scheduler.Words(address)}, Reader: true}}
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

// hostile are parts of any size made of what costs most.
var hostile = []struct {
	name string
	part func(size int) []byte
}{
	{"parameters", func(size int) []byte {
		return inEvent(repeat(`ATTENDEE;CN="`+strings.Repeat("x", 500)+"\":mailto:a@b.test\r\n", size))
	}},
	{"quotes", func(size int) []byte { return inEvent("ATTENDEE" + repeat(`;X="`, size) + ":mailto:a@b.test\r\n") }},
	{"folds", func(size int) []byte { return inEvent("DESCRIPTION:" + repeat("x\r\n ", size) + "\r\n") }},
	{"events", func(size int) []byte {
		var b strings.Builder
		b.WriteString("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n")
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, "BEGIN:VEVENT\r\nUID:%d\r\nDTSTART:20261124T%06dZ\r\nDTEND:20261125T000000Z\r\nATTENDEE:mailto:p%d@b.test\r\nEND:VEVENT\r\n", i, i%60, i)
		}
		return []byte(b.String() + "END:VCALENDAR\r\n")
	}},
	{"attendees", func(size int) []byte {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, "ATTENDEE:mailto:p%d@b.test\r\n", i)
		}
		return inEvent(b.String())
	}},
	{"components", func(size int) []byte { return inEvent(repeat("BEGIN:VALARM\r\nEND:VALARM\r\n", size)) }},
	{"nesting", func(size int) []byte {
		return []byte("BEGIN:VCALENDAR\r\n" + repeat("BEGIN:VEVENT\r\n", size))
	}},
	{"onsets", func(size int) []byte {
		zone := "BEGIN:VTIMEZONE\r\nTZID:x\r\n" + repeat("BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY\r\nEND:STANDARD\r\n", size/2) + "END:VTIMEZONE\r\n"
		return []byte("BEGIN:VCALENDAR\r\n" + zone + repeat("BEGIN:VEVENT\r\nDTSTART;TZID=x:20261124T080000\r\nDTEND;TZID=x:20261124T090000\r\nEND:VEVENT\r\n", size/2) + "END:VCALENDAR\r\n")
	}},
	{"dates", func(size int) []byte {
		zone := "BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n" + repeat("RDATE:"+repeat("19700101T000000,", 4000)+"19700101T000000\r\n", size/2) + "END:STANDARD\r\nEND:VTIMEZONE\r\n"
		return []byte("BEGIN:VCALENDAR\r\n" + zone + repeat("BEGIN:VEVENT\r\nDTSTART;TZID=x:20261124T080000\r\nDTEND;TZID=x:20261124T090000\r\nEND:VEVENT\r\n", size/2) + "END:VCALENDAR\r\n")
	}},
}

func repeat(s string, size int) string { return strings.Repeat(s, max(1, size/len(s))) }

func inEvent(lines string) []byte {
	return []byte("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:a-1@x\r\n" + lines + "END:VEVENT\r\nEND:VCALENDAR\r\n")
}

// TestHostile: what would cost much is refused under a name, and nothing is made of it.
func TestHostile(t *testing.T) {
	of := func(name string, size int) []byte {
		for _, h := range hostile {
			if h.name == name {
				return h.part(size)
			}
		}
		t.Fatalf("no hostile %s", name)
		return nil
	}
	bomb := func(rule string) []byte {
		return inEvent("DTSTART:20261124T080000Z\r\nDTEND:20261124T090000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.test\r\n" + rule + "\r\n")
	}
	for name, c := range map[string]struct {
		part []byte
		want Problem
	}{
		"a parameter of 1 MB":      {inEvent(`ATTENDEE;CN="` + strings.Repeat("x", 1<<20) + "\":mailto:a@b.test\r\n"), TooLarge},
		"a parameter of 100 KB":    {inEvent(`ATTENDEE;CN="` + strings.Repeat("x", 100<<10) + "\":mailto:a@b.test\r\n"), LineTooLong},
		"a quote that never ends":  {inEvent(`ATTENDEE;CN="` + strings.Repeat(`;X="`, 25<<10)), LineTooLong},
		"100,000 attendees":        {of("attendees", 100_000*len("ATTENDEE:mailto:p00000@b.test\r\n")), TooLarge},
		"5,000 attendees":          {of("attendees", 5_000*len("ATTENDEE:mailto:p0000@b.test\r\n")), TooMany},
		"nested deeply":            {of("nesting", 100<<10), TooDeep},
		"thousands of alarms":      {of("components", 100<<10), TooMany},
		"a rule every second":      {bomb("RRULE:FREQ=SECONDLY"), Recurring},
		"a rule for ever":          {bomb("RRULE:FREQ=DAILY;COUNT=999999999;BYSECOND=" + strings.Repeat("1,", 3000) + "1"), Recurring},
		"a million dates":          {bomb("RDATE:" + strings.Repeat("20261124T080000Z,", 400) + "20261124T080000Z"), Recurring},
		"days of a series":         {bomb("RECURRENCE-ID:20261124T080000Z"), Recurring},
		"a zone with many changes": {of("dates", 160<<10), UnknownZone},
	} {
		// As an answer, and as an invitation: the latter is refused if there is nothing but faults in it.
		part := Part{"REPLY", c.part}
		if name == "a zone with many changes" {
			part = Part{"COUNTER", bytes.Replace(c.part, []byte("BEGIN:VEVENT\r\n"), []byte("BEGIN:VEVENT\r\nUID:a-1@x\r\nATTENDEE:mailto:a@b.test\r\n"), 1)}
			if i := bytes.Index(part.Bytes, []byte("END:VEVENT\r\n")); i > 0 { // one event is an answer
				part.Bytes = append(part.Bytes[:i:i], "END:VEVENT\r\nEND:VCALENDAR\r\n"...)
			}
		}
		all := Decode(part)
		if len(all) != 1 || all[0].Problem != c.want || all[0].Actions() != nil {
			t.Errorf("%s: %d replies, %+v", name, len(all), all[:min(1, len(all))])
		}
		r, found := DecodeInvitation(time.UTC, Part{"REQUEST", bytes.Replace(part.Bytes, []byte("METHOD:REPLY\r\n"), nil, 1)})
		if !found || len(r.Spans) != 0 || len(r.Faults) == 0 {
			t.Errorf("%s: proposed as %+v", name, r)
		}
	}
	// Many changes of the clock, looked at for many times: the first times are read, the rest not.
	r, _ := DecodeInvitation(time.UTC, Part{"REQUEST", of("onsets", 64<<10)})
	if len(r.Faults) != 1 || r.Faults[0].Code != string(TooMany) {
		t.Errorf("many looks at a zone: %+v", r.Faults)
	}
}

// BenchmarkDecodeHostile reads the worst there is in growing sizes: MB/s must not fall with the size.
func BenchmarkDecodeHostile(b *testing.B) {
	for _, h := range hostile {
		for _, size := range []int{16 << 10, 64 << 10, 250 << 10, 1 << 20} {
			part := Part{"", h.part(size)}
			b.Run(fmt.Sprintf("%s/%dKiB", h.name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(part.Bytes)))
				for b.Loop() {
					if all := Decode(part); len(all) == 0 {
						b.Fatal("neither a reply nor a problem")
					}
					DecodeInvitation(time.UTC, part)
				}
			})
		}
	}
}
