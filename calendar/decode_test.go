package calendar

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"parley/scheduler"
)

const samples = "../testdata/calendar"

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(samples, "in", name+".ics"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func utc(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

// TestDecode reads what calendar programs send. A zero field of want is not compared, but Problem and Comment are.
func TestDecode(t *testing.T) {
	yes := Reply{Method: "REPLY", Event: "rokifadu", N: 2, Domain: "parley.test", Sequence: 1,
		Attendee: "mika@elsewhere.test", Status: Accepted}
	but := func(f func(*Reply)) Reply { r := yes; f(&r); return r }
	problem := func(p Problem) Reply { return Reply{Problem: p} }
	counter := func(status Status, begin string, d time.Duration) func(*Reply) {
		return func(r *Reply) {
			r.Method, r.Status, r.Span = "COUNTER", status, scheduler.Span{Begin: utc(begin), Duration: d}
		}
	}
	for name, want := range map[string][]Reply{
		"google-accept": {but(func(r *Reply) { r.Stamp = utc("2026-11-23T07:30:00Z") })},
		"google-maybe-note": {but(func(r *Reply) {
			r.Status, r.Comment = Tentative, "I'll be late: traffic & rain\nSorry?"
		})},
		"google-counter": {but(func(r *Reply) {
			counter(Declined, "2026-11-26T07:00:00Z", time.Hour)(r)
			r.Comment = "Could we do Thursday"
		})},
		"exchange-accept-comment": {but(func(r *Reply) {
			r.Attendee, r.Comment = "Mika@Elsewhere.test", "Fine by me, but\nroom 4; not 5?"
			r.Span = scheduler.Span{Begin: utc("2026-11-24T10:00:00Z"), Duration: 45 * time.Minute}
		})},
		"exchange-decline-bare": {but(func(r *Reply) { r.Attendee, r.Status = "Mika@Elsewhere.test", Declined })},
		"exchange-counter": {but(func(r *Reply) {
			counter(Tentative, "2026-11-25T08:00:00Z", time.Hour)(r)
			r.Attendee = "Mika@Elsewhere.test"
		})},
		"exchange-counter-custom-zone": {but(func(r *Reply) {
			counter(Tentative, "2026-11-25T05:30:00Z", time.Hour)(r)
			r.Attendee = "Mika@Elsewhere.test"
		})},
		"exchange-counter-unknown-zone": {problem(UnknownZone)},
		"apple-decline": {but(func(r *Reply) {
			r.Status, r.Span = Declined, scheduler.Span{Begin: utc("2026-11-24T12:00:00Z"), Duration: 45 * time.Minute}
		})},
		"thunderbird-tentative": {but(func(r *Reply) { r.Status = Tentative })},
		"thunderbird-counter": {but(func(r *Reply) {
			counter(Tentative, "2026-11-25T13:00:00Z", 90*time.Minute)(r)
			r.Comment = "Rather a bit later"
		})},
		"proton-accept":             {but(func(r *Reply) { r.Stamp = utc("2026-11-23T07:30:00Z") })},
		"zimbra-accept":             {yes},
		"nextcloud-accept":          {yes},
		"delegated":                 {but(func(r *Reply) { r.Status, r.DelegatedTo = Delegated, "noor@yonder.test" })},
		"several-attendees":         {problem(SeveralAttendees)},
		"organizer-among-attendees": {but(func(r *Reply) { r.Status = Declined })},
		"one-day-of-a-series":       {problem(Recurring)},
		"series-counter":            {problem(Recurring)},
		"all-day-counter":           {problem(AllDay)},
		"floating-counter":          {problem(FloatingTime)},
		"backwards-counter":         {problem(EndBeforeBegin)},
		"counter-without-end":       {problem(NoTime)},
		"impossible-day-counter":    {problem(BadTime)},
		"no-uid":                    {problem(NoUID)},
		"name-with-bare-colon":      {yes},
		"name-that-lies":            {yes},
		"name-in-an-open-quote":     {yes},
		"words-after-a-quote":       {yes},
		"attendee-without-value":    {problem(NoAttendee)},
		"two-minds":                 {problem(NoStatus)},
		"twice-differently":         {problem(NoStatus)},
		"broken-fold":               {yes},
		"lf-only":                   {yes},
		"byte-order-mark":           {yes},
		"cr-only":                   {yes},
		"crcrlf":                    {yes},
		"no-last-line-end":          {yes},
		"folded-in-a-character":     {yes},
		"same-calendar-twice":       {yes},
		"two-calendars":             {yes, but(func(r *Reply) { r.N, r.Status = 3, Declined })},
		"two-events":                {problem(SeveralEvents)},
		"cut-off":                   {{Method: "REPLY", Problem: Truncated}},
		"cut-before-end":            {{Method: "REPLY", Problem: Truncated}},
		"no-calendar":               {problem(Malformed)},
		"todo-only":                 {problem(NoEvent)},
		"request-echo":              {{Method: "REQUEST", Event: "rokifadu", N: 2}},
		"foreign-uid":               {{Method: "REPLY", UID: "040000008200E00074C5B7101A82E008@thar.test", Attendee: "mika@elsewhere.test"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Decode(Part{Bytes: sample(t, name)})
			if len(got) != len(want) {
				t.Fatalf("%d replies, want %d: %+v", len(got), len(want), got)
			}
			for i := range want {
				g, w := reflect.ValueOf(got[i]), reflect.ValueOf(want[i])
				for f := range w.NumField() {
					field := w.Type().Field(f)
					always := field.Name == "Problem" || field.Name == "Comment"
					if !field.IsExported() || w.Field(f).IsZero() && !always || want[i].Problem != "" && field.Name == "Comment" {
						continue
					}
					if !reflect.DeepEqual(g.Field(f).Interface(), w.Field(f).Interface()) {
						t.Errorf("%s: got %v, want %v", field.Name, g.Field(f), w.Field(f))
					}
				}
			}
		})
	}
}

func TestDecodeParts(t *testing.T) {
	accept := sample(t, "google-accept")
	if got := Decode(Part{"REPLY", accept}, Part{"", accept}); len(got) != 1 || got[0].Declared != "" {
		t.Errorf("the same calendar as part and as file: %+v", got)
	}
	if got := Decode(Part{"request", accept}); len(got) != 1 || got[0].Method != "REPLY" || got[0].Declared != "REQUEST" {
		t.Errorf("the body is right about the method: %+v", got)
	}
	bare := []byte(strings.Replace(string(accept), "METHOD:REPLY\r\n", "", 1))
	if got := Decode(Part{"reply", bare}); len(got) != 1 || got[0].Method != "REPLY" || got[0].Problem != "" {
		t.Errorf("the parameter stands in for METHOD: %+v", got)
	}
	if got := Decode(Part{"REPLY", nil}); len(got) != 1 || !got[0].Answer() || got[0].Problem != Malformed {
		t.Errorf("an empty reply: %+v", got)
	}
	if got := Decode(); got != nil {
		t.Errorf("nothing: %+v", got)
	}
}

func TestFor(t *testing.T) {
	r := Decode(Part{Bytes: sample(t, "several-attendees")})[0]
	if got := r.For("x@y.test"); got.Problem != SeveralAttendees {
		t.Errorf("a stranger: %+v", got)
	}
	got := r.For("x@y.test", "Noor+cal@yonder.test")
	if got.Problem != "" || got.Attendee != "noor@yonder.test" || got.Status != Declined || got.Comment != "Away" {
		t.Errorf("one of them: %+v", got)
	}
}

func TestLimits(t *testing.T) {
	frame := func(inside string) []byte {
		return []byte("BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:rokifadu-1@parley.test\nDTSTART:20261124T120000Z\nDTEND:20261124T124500Z\n" +
			inside + "\nATTENDEE;PARTSTAT=ACCEPTED:mailto:mika@elsewhere.test\nEND:VEVENT\nEND:VCALENDAR\n")
	}
	for name, c := range map[string]struct {
		part []byte
		want Problem
	}{
		"part":        {frame("COMMENT:" + strings.Repeat("x", MaxPart)), TooLarge},
		"parameter":   {frame("ATTENDEE;CN=" + strings.Repeat("x", MaxLine) + ":mailto:a@b.test"), LineTooLong},
		"folded":      {frame("ATTENDEE;CN=" + strings.Repeat("x\n ", MaxLine) + ":mailto:a@b.test"), LineTooLong},
		"depth":       {frame(strings.Repeat("BEGIN:X\n", MaxDepth)), TooDeep},
		"components":  {frame(strings.Repeat("BEGIN:X\nEND:X\n", MaxComponents)), TooMany},
		"attendees":   {frame(strings.Repeat("ATTENDEE:mailto:a@b.test\n", MaxAttendees)), TooMany},
		"long prose":  {frame("DESCRIPTION:" + strings.Repeat("ö", MaxLine)), ""},
		"long others": {frame("X-ALT-DESC;X=" + strings.Repeat("x", 2*MaxLine) + ":y"), ""},
		"crossed":     {[]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT\n"), Malformed},
		"begun twice": {[]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VCALENDAR\n"), Truncated},
	} {
		t.Run(name, func(t *testing.T) {
			got := Decode(Part{Bytes: c.part})
			if len(got) != 1 || got[0].Problem != c.want {
				t.Errorf("got %+v, want %q", got, c.want)
			}
		})
	}
}

func TestDecodeInvitation(t *testing.T) {
	helsinki, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	got, ok := DecodeInvitation(helsinki, Part{Bytes: sample(t, "options")})
	var uids []string
	for _, e := range got.Entries {
		uids = append(uids, e.UID)
		if n := len(e.Spans); n > 1 || n == 0 && e.UID != "prop-6@here.test" && e.UID != "prop-7@here.test" {
			t.Errorf("%s has %d times", e.UID, n)
		}
	}
	if want := "prop-1 prop-2 prop-3 prop-4 prop-6 prop-7"; strings.ReplaceAll(strings.Join(uids, " "), "@here.test", "") != want {
		t.Errorf("events %v, want %s", uids, want)
	}
	got.Entries = nil
	want := Request{
		Method: "PUBLISH", UID: "prop-1@here.test", Title: "Q4 planning, first try", Location: "Room 4; second floor",
		Description: "Bring\nfigures", URL: "https://here.test/q4", Zone: "Europe/Helsinki",
		Organizer: scheduler.Mailbox{Name: "Ouri, Yrjö", Address: "you@here.test"},
		Attendees: []Attendee{
			{Mailbox: scheduler.Mailbox{Name: "Taru Hara", Address: "they@thar.test"}, Required: true, Status: NeedsAction},
			{Mailbox: scheduler.Mailbox{Name: "Mika Maa", Address: "mika@elsewhere.test"}, Status: NeedsAction},
		},
		Spans: []scheduler.Span{
			{Begin: utc("2026-11-24T08:00:00Z"), Duration: 45 * time.Minute},
			{Begin: utc("2027-03-28T13:00:00Z"), Duration: 45 * time.Minute},
			{Begin: utc("2026-11-26T07:00:00Z"), Duration: time.Hour},
		},
		Faults: []scheduler.Fault{
			{Code: "all-day", Line: "Whole day", Value: "20261128"},
			{Code: "recurring", Line: "Every week", Value: "FREQ=WEEKLY"},
		},
	}
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	got, _ = DecodeInvitation(nil, Part{Bytes: sample(t, "options")})
	if len(got.Spans) != 2 || len(got.Faults) != 3 || got.Faults[0].Code != "floating-time" {
		t.Errorf("without a zone for floating times: %+v", got)
	}
	cancel := []byte(strings.Replace(string(sample(t, "options")), "VERSION:2.0", "METHOD:CANCEL", 1))
	for name, p := range map[string]Part{
		"a cancellation": {Bytes: cancel}, "a click": {Bytes: sample(t, "google-accept")},
		"a click cut off": {Bytes: sample(t, "cut-off")},
	} {
		if got, ok := DecodeInvitation(nil, p); ok {
			t.Errorf("%s proposes nothing: %+v", name, got)
		}
	}
}
