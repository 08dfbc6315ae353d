package calendar

import (
	"bytes"
	"cmp"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"parley/scheduler"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// invite is an ordinary invitation, as it goes to Mika.
func invite() Invite {
	return Invite{
		Method: scheduler.MethodRequest, UID: UID("rokifadu", 2, "parley.test"), Sequence: 1,
		Stamp: utc("2026-11-23T07:30:00Z"), Created: utc("2026-11-20T06:00:00Z"), Changed: utc("2026-11-23T07:30:00Z"),
		Span:  scheduler.Span{Begin: utc("2026-11-24T12:00:00Z"), Duration: 45 * time.Minute},
		Title: "Q4 planning", Location: "Room 4", Description: "Bring figures.\n\nAgreed by everybody.", URL: "https://here.test/q4?a=1&b=2",
		Organizer: scheduler.Mailbox{Name: "Ana via Parley", Address: "bot+rokifadu.k3x5m2q7a4b6c2d3@parley.test"},
		Attendees: []Attendee{
			{Mailbox: scheduler.Mailbox{Name: "Ana Ouri", Address: "ana@here.test"}, Required: true, Status: Accepted},
			{Mailbox: scheduler.Mailbox{Name: "Mika Maa", Address: "mika@elsewhere.test"}, Required: true, Reader: true},
			{Mailbox: scheduler.Mailbox{Address: "noor@yonder.test"}, Status: Tentative},
		},
	}
}

func in(zone string, year int, month time.Month, day, hour, minute int) time.Time {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	return time.Date(year, month, day, hour, minute, 0, 0, loc)
}

// goldens is each kind of object, and each kind of nastiness in an invitation.
func goldens() map[string]Invite {
	but := func(f func(*Invite)) Invite { i := invite(); f(&i); return i }
	words := func(s string) Invite {
		return but(func(i *Invite) {
			i.Title, i.Location, i.Description, i.Comment = s, s, s+"\r\n"+s, s
			i.Organizer.Name = scheduler.Words(s)
			for n := range i.Attendees {
				i.Attendees[n].Name = scheduler.Words(s)
			}
		})
	}
	at := func(begin time.Time, d time.Duration) Invite {
		return but(func(i *Invite) { i.Span = scheduler.Span{Begin: begin, Duration: d} })
	}
	kinds := map[string]Invite{
		"request": invite(),
		"update": but(func(i *Invite) {
			i.Sequence, i.Stamp, i.Span.Begin = 2, utc("2026-11-23T09:00:00Z"), utc("2026-11-26T07:00:00Z")
		}),
		"hold":           but(func(i *Invite) { i.Tentative, i.Sequence, i.Title = true, 0, "Q4 planning (option 2)" }),
		"hold-confirmed": but(func(i *Invite) { i.Sequence, i.Title = 1, "Q4 planning" }),
		"hold-taken-out": but(func(i *Invite) {
			i.Method, i.Tentative, i.Comment = scheduler.MethodCancel, true, "Another time was agreed."
		}),
		"cancel": but(func(i *Invite) { i.Method, i.Sequence = scheduler.MethodCancel, 2 }),
		"declinecounter": but(func(i *Invite) {
			i.Method, i.Sequence, i.Comment = scheduler.MethodDeclineCounter, 0, "Thursday does not work for the others; sorry."
		}),
		"declinecounter-later": but(func(i *Invite) {
			i.Method, i.Sequence, i.Comment = scheduler.MethodDeclineCounter, 3, "Thursday does not work for the others; sorry."
		}),
		"file": but(func(i *Invite) { i.Method = scheduler.MethodNone }),
	}
	all := map[string]Invite{
		"quotes":            words(`"Taru \ Hara", of ;Sales: ^n the; "best", \n one\`),
		"breaks":            words("Taru\r\nATTENDEE:mailto:evil@thar.test\rEND:VEVENT\nX\u2028Y\u0085Z\vA\fB\tC\x00D\x1bE"),
		"emoji":             words("Kick-off 🎉 with 👩‍👩‍👧‍👦 and 🇫🇮, Zürich → Åbo ½"),
		"right-to-left":     words("ישיבת תכנון עם תרו, اجتماع التخطيط مع تارو 2026"),
		"wide":              words("第四四半期の計画会議、太郎さんと花子さん；部屋は４番"),
		"long":              words(strings.Repeat("planning ", 22) + "ok"),
		"long-word":         words(strings.Repeat("Aikataulusuunnittelu", 10)),
		"long-emoji":        words(strings.Repeat("🎉", 200)),
		"not-utf-8":         words("T\xe4ru \xf0\x9f\x8e"),
		"empty-words":       words(" \n "),
		"spring-gap":        at(in("Europe/Berlin", 2027, time.March, 28, 1, 45), 30*time.Minute),
		"autumn-first":      at(in("America/New_York", 2026, time.November, 1, 0, 30), 45*time.Minute),
		"autumn-second":     at(in("America/New_York", 2026, time.November, 1, 0, 30).Add(time.Hour), 45*time.Minute),
		"no-summer-time":    at(in("Asia/Kolkata", 2026, time.November, 24, 17, 30), time.Hour),
		"other-side":        at(in("Pacific/Kiritimati", 2026, time.December, 31, 9, 0), 48*time.Hour),
		"fourteen-days":     at(in("Europe/Helsinki", 2026, time.December, 24, 8, 0), 14*24*time.Hour),
		"strange-addresses": but(func(i *Invite) { i.Attendees = strangers() }),
		"hundred-attendees": but(func(i *Invite) {
			i.Attendees = nil
			for n := range 100 {
				a := Attendee{Required: n%3 > 0, Status: []Status{Accepted, Declined, Tentative, ""}[n%4], Reader: n == 50}
				a.Name = scheduler.Words(strings.Repeat("Ö", n%40))
				a.Address = scheduler.Words("person-" + string(rune('a'+n/26)) + string(rune('a'+n%26)) + "@elsewhere.test")
				i.Attendees = append(i.Attendees, a)
			}
		}),
	}
	for name, in := range kinds {
		all[name] = in
		all[name+"-in-nasty-words"] = nasty(in)
	}
	return all
}

// nasty is an invite whose words and names are all that has ever gone wrong: quotes, commas, semicolons, line breaks,
// emoji, writing from right to left, 200 characters.
func nasty(in Invite) Invite {
	const title = "\"Q4\", planning; a:b \\n c^n\r\nATTENDEE:mailto:evil@thar.test\n🎉 👩‍👩‍👧‍👦 ישיבת תכנון، اجتماع "
	in.Title = title + strings.Repeat("é", 200-len([]rune(title)))
	in.Location, in.Description = "Room \"4\", 2nd floor; מימין לשמאל\r\nEND:VEVENT", in.Title+"\n\n"+in.Title
	if in.Comment != "" {
		in.Comment = in.Title
	}
	in.Organizer.Name = scheduler.Words("Ana \"A;B,C:D\" \r\nX:y 🎉 אנה via Parley")
	in.Attendees = slices.Clone(in.Attendees)
	for i, name := range []string{"Ouri, \"Ana\"; אנה", strings.Repeat("Mïka 🎉 ", 30), "Noor\r\nEND:VCALENDAR"} {
		in.Attendees[i].Name = scheduler.Words(name)
	}
	return in
}

func strangers() (all []Attendee) {
	for _, a := range []scheduler.Words{"taru+cal@thar.test", "o'hara@thar.test", "50%off@thar.test", "a&b?c#d@thar.test",
		`"quoted.local"@thar.test`, "jörg@müller.test", "MIKA@Elsewhere.test", "mika@elsewhere.test"} {
		all = append(all, Attendee{Mailbox: scheduler.Mailbox{Address: a}, Required: true, Reader: len(all) == 0})
	}
	return all
}

func feed() []Invite {
	a, b, c := invite(), invite(), invite()
	a.Method, a.UID = scheduler.MethodCancel, UID("tubilomo", 1, "parley.test")
	b.Tentative, b.UID, b.Title = true, UID("rokifadu", 3, "parley.test"), "Q4 planning, \"option\" 3 🎉"
	b.Span.Begin = b.Span.Begin.Add(-48 * time.Hour)
	d := nasty(invite())
	d.UID, d.Span.Begin = UID("dadeluna", 1, "parley.test"), d.Span.Begin.Add(24*time.Hour)
	return []Invite{a, b, c, c, d}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join(samples, name+".ics")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test ./calendar -update rewrites it); got\n%s", file, got)
	}
}

// wellFormed checks what every object that we send must keep to.
func wellFormed(t *testing.T, b []byte) {
	t.Helper()
	if !bytes.HasSuffix(b, []byte("END:VCALENDAR\r\n")) || bytes.HasSuffix(b, []byte("\r\n\r\n")) {
		t.Errorf("must end in exactly one CRLF: %q", b[max(0, len(b)-30):])
	}
	lines := strings.Split(strings.TrimSuffix(string(b), "\r\n"), "\r\n")
	for _, l := range lines {
		if len(l) > 75 || l == "" || !utf8.ValidString(l) || strings.ContainsAny(l, "\r\n\x00") {
			t.Errorf("bad line %q (%d octets)", l, len(l))
		}
	}
	if n := strings.Count(strings.Join(lines, "\n"), "BEGIN:VCALENDAR"); n != 1 {
		t.Errorf("%d calendars", n)
	}
}

func TestEncode(t *testing.T) {
	for name, in := range goldens() {
		t.Run(name, func(t *testing.T) {
			got, err := Encode(in)
			if err != nil {
				t.Fatal(err)
			}
			wellFormed(t, got)
			golden(t, name, got)
			if again, err := Encode(in); err != nil || !bytes.Equal(got, again) {
				t.Error("equal invites must give equal bytes")
			}
			roundTrip(t, in, got)
		})
	}
}

// roundTrip reads an encoded invite with our own reader and with go-ical's, which must not find more or less in it.
func roundTrip(t *testing.T, in Invite, b []byte) {
	t.Helper()
	cal, err := ical.NewDecoder(bytes.NewReader(b)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	if len(cal.Children) != 1 || len(cal.Children[0].Children) != 0 {
		t.Errorf("go-ical finds %d components", len(cal.Children))
	}
	e := cal.Children[0]
	title := cmp.Or(phrase(in.Title), "rokifadu-2")
	if in.Method == scheduler.MethodDeclineCounter { // which says nothing about the event
		in.Location, in.Description, in.Attendees, title = "", "", nil, ""
	}
	if s, err := e.Props.Text(ical.PropSummary); err != nil || s != title {
		t.Errorf("go-ical reads the title %q, %v", s, err)
	}

	whole, _, problem := scan(b)
	if problem != "" || len(whole) != 1 {
		t.Fatalf("our reader: %d calendars, %s", len(whole), problem)
	}
	own := whole[0].Children[0]
	for name := range wanted {
		if len(own.Props[name]) != len(e.Props[name]) {
			t.Errorf("%s: %d times, by go-ical %d times", name, len(own.Props[name]), len(e.Props[name]))
		}
	}
	for name, want := range map[string]string{
		ical.PropUID: in.UID, ical.PropSummary: title, ical.PropLocation: phrase(in.Location),
		ical.PropDescription: prose(in.Description), ical.PropComment: prose(in.Comment),
	} {
		if got := text(own, name); got != want && len(want) < MaxLine/3 { // what is longer may be cut
			t.Errorf("%s: %q became %q", name, want, got)
		}
	}
	span, _, problem := clock{zones: zonesOf(whole[0])}.span(own)
	if in.Method != scheduler.MethodDeclineCounter && (problem != "" || !span.Begin.Equal(in.Span.Begin) || span.Duration != in.Span.Duration) {
		t.Errorf("span %v became %v, %s", in.Span, span, problem)
	}
	organizer := mailbox(own.Props.Get(ical.PropOrganizer))
	if organizer.Address != in.Organizer.Address {
		t.Errorf("organizer %q became %q", in.Organizer.Address, organizer.Address)
	}
	want := map[string]Attendee{}
	if in.Method != scheduler.MethodNone {
		for _, a := range in.Attendees {
			want[strings.ToLower(string(a.Address))] = a
		}
	}
	people, _ := attendees(own)
	if len(people) != len(want) {
		t.Errorf("%d attendees, want %d", len(people), len(want))
	}
	for _, got := range people {
		w, ok := want[strings.ToLower(string(got.Address))]
		w.Address = got.Address // the same address can be written in several ways
		if w.Status == "" {
			w.Status = NeedsAction
		}
		if !ok || commonName(got.Mailbox) != commonName(w.Mailbox) || got.Required != w.Required || got.Reader != w.Reader || got.Status != w.Status {
			t.Errorf("attendee %+v became %+v", w, got)
		}
	}
}

func TestEncodeFeed(t *testing.T) {
	info := FeedInfo{Name: "Ana, \"Parley\"\r\nX:y", Refresh: 4 * time.Hour}
	all := feed()
	got, err := EncodeFeed(all, info)
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, got)
	golden(t, "feed", got)
	all[0], all[2] = all[2], all[0]
	if again, err := EncodeFeed(all, info); err != nil || !bytes.Equal(got, again) {
		t.Error("the order must not matter")
	}
	if bytes.Contains(got, []byte("\nATTENDEE")) {
		t.Error("what is published names no attendees")
	}
	empty, err := EncodeFeed(nil, FeedInfo{Name: "BEGIN:X-NONE\r\nEND:X-NONE\r\n"})
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, empty)
	if whole, _, problem := scan(empty); problem != "" || len(whole) != 1 || len(whole[0].Children) != 0 {
		t.Errorf("an empty feed: %s\n%s", problem, empty)
	}
}

func TestEncodeRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*Invite){
		"no UID":                 func(i *Invite) { i.UID = "" },
		"no stamp":               func(i *Invite) { i.Stamp = time.Time{} },
		"no begin":               func(i *Invite) { i.Span.Begin = time.Time{} },
		"no duration":            func(i *Invite) { i.Span.Duration = 0 },
		"year 10000":             func(i *Invite) { i.Span.Begin = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"negative sequence":      func(i *Invite) { i.Sequence = -1 },
		"nobody":                 func(i *Invite) { i.Attendees = nil },
		"no organizer":           func(i *Invite) { i.Organizer.Address = "" },
		"an address that breaks": func(i *Invite) { i.Attendees[1].Address = "a@b.test\r\nATTENDEE:mailto:c@d.test" },
		"an address with space":  func(i *Invite) { i.Organizer.Address = "a b@c.test" },
		"a path for a domain":    func(i *Invite) { i.Attendees[1].Address = "mika@a/b" },
		"an endless address":     func(i *Invite) { i.Attendees[1].Address = scheduler.Words(strings.Repeat("a", 250) + "@b.test") },
		"half an address":        func(i *Invite) { i.Attendees[1].Address = "mika@" },
	} {
		in := invite()
		spoil(&in)
		if b, err := Encode(in); err == nil {
			t.Errorf("%s: encoded\n%s", name, b)
		}
		if b, err := EncodeFeed([]Invite{in}, FeedInfo{}); err == nil && !strings.Contains(name, "address") && name != "a path for a domain" && name != "nobody" {
			t.Errorf("%s: encoded as feed\n%s", name, b)
		}
	}
}

// TestOneBadAddress: whose address cannot be written is left out of other people's invitations.
func TestOneBadAddress(t *testing.T) {
	in := invite()
	in.Attendees[0].Address = "a@b.test\r\nATTENDEE:mailto:c@d.test"
	b, err := Encode(in)
	if err != nil {
		t.Fatal(err)
	}
	in.Attendees = in.Attendees[1:]
	if want, err := Encode(in); err != nil || !bytes.Equal(b, want) {
		t.Errorf("encoded as\n%s", b)
	}
}

func TestURL(t *testing.T) {
	for url, want := range map[string]bool{
		"https://here.test/q4": true, "http://here.test": true, "javascript:alert(1)": false, "here.test": false,
		"https://here.test/\r\nX:y": false, "file:///etc/passwd": false, "": false,
	} {
		in := invite()
		in.URL = url
		b, err := Encode(in)
		if err != nil || bytes.Contains(b, []byte("\r\nURL:")) != want {
			t.Errorf("%q: %v\n%s", url, err, b)
		}
	}
}

func TestUID(t *testing.T) {
	if e, n, d, ok := ParseUID(UID("rokifadu", 12, "parley.test")); e != "rokifadu" || n != 12 || d != "parley.test" || !ok {
		t.Error(e, n, d, ok)
	}
	if e, n, _, ok := ParseUID("team-a-3@Parley.test"); e != "team-a" || n != 3 || !ok {
		t.Error("split at the last hyphen:", e, n, ok)
	}
	for _, bad := range []string{"", "rokifadu", "rokifadu@parley.test", "-1@x", "a-@x", "a-0@x", "a-01@x", "a-+1@x", "a-1", "a-99999999999999999999@x", "a--1@"} {
		if e, n, _, ok := ParseUID(bad); ok && bad != "a--1@" {
			t.Errorf("%q: %q %d", bad, e, n)
		}
	}
}
