package mailbox

import (
	"strings"
	"testing"
	"time"

	"parley/scheduler"
)

// What clocks show, on both sides of their changes. The times were worked out with Python's zoneinfo.
func TestWallClocks(t *testing.T) {
	c := catalogOf("en")
	for _, x := range []struct{ zone, utc, want, offset string }{
		{"Australia/Sydney", "2026-10-03 15:30", "Sun 4 Oct 2026, 01:30 UTC+10 - 03:15 UTC+11", "UTC+10"},
		{"Australia/Sydney", "2026-10-03 16:30", "Sun 4 Oct 2026, 03:30-04:15", "UTC+11"},
		{"Australia/Sydney", "2027-04-03 15:30", "Sun 4 Apr 2027, 02:30 UTC+11 - 02:15 UTC+10", "UTC+11"},
		{"Australia/Sydney", "2027-04-03 16:30", "Sun 4 Apr 2027, 02:30-03:15", "UTC+10"},
		{"Asia/Kolkata", "2026-10-25 00:30", "Sun 25 Oct 2026, 06:00-06:45", "UTC+5:30"},
		{"Asia/Kolkata", "2027-03-28 01:30", "Sun 28 Mar 2027, 07:00-07:45", "UTC+5:30"},
		{"America/Sao_Paulo", "2018-11-04 02:30", "Sat 3 Nov 2018, 23:30 UTC-3 - Sun 4 Nov 2018, 01:15 UTC-2", "UTC-3"},
		{"America/Sao_Paulo", "2018-11-04 03:30", "Sun 4 Nov 2018, 01:30-02:15", "UTC-2"},
		{"America/Sao_Paulo", "2019-02-17 01:30", "Sat 16 Feb 2019, 23:30 UTC-2 - 23:15 UTC-3", "UTC-2"},
		{"America/Sao_Paulo", "2019-02-17 02:30", "Sat 16 Feb 2019, 23:30 - Sun 17 Feb 2019, 00:15", "UTC-3"},
		{"America/Sao_Paulo", "2026-11-01 12:00", "Sun 1 Nov 2026, 09:00-09:45", "UTC-3"},
		{"Australia/Lord_Howe", "2026-10-03 15:15", "Sun 4 Oct 2026, 01:45 UTC+10:30 - 03:00 UTC+11", "UTC+10:30"},
		{"Australia/Lord_Howe", "2026-10-03 15:45", "Sun 4 Oct 2026, 02:45-03:30", "UTC+11"},
		{"Australia/Lord_Howe", "2027-04-03 14:45", "Sun 4 Apr 2027, 01:45 UTC+11 - 02:00 UTC+10:30", "UTC+11"},
		{"Australia/Lord_Howe", "2027-04-03 15:15", "Sun 4 Apr 2027, 01:45-02:30", "UTC+10:30"},
		{"Europe/Helsinki", "2026-10-25 00:30", "Sun 25 Oct 2026, 03:30 UTC+3 - 03:15 UTC+2", "UTC+3"},
		{"Europe/Helsinki", "2027-03-28 01:30", "Sun 28 Mar 2027, 04:30-05:15", "UTC+3"},
		{"America/St_Johns", "2026-11-01 05:00", "Sun 1 Nov 2026, 01:30-02:15", "UTC-3:30"},
		{"UTC+05:30", "2026-10-25 00:30", "Sun 25 Oct 2026, 06:00-06:45", "UTC+5:30"},
		{"UTC-03:00", "2026-10-25 00:30", "Sat 24 Oct 2026, 21:30-22:15", "UTC-3"},
		{"UTC", "2026-10-25 23:15", "Sun 25 Oct 2026, 23:15-24:00", "UTC"},
	} {
		at := moment(t, x.utc, "UTC")
		loc, ok := LoadZone(x.zone)
		if !ok {
			t.Errorf("%s is not known", x.zone)
		}
		if got := c.when(scheduler.Span{Begin: at, Duration: 45 * time.Minute}, loc); got != x.want {
			t.Errorf("%s at %s: %q, want %q", x.zone, x.utc, got, x.want)
		}
		if got := offsetAt(at.In(loc)); got != x.offset {
			t.Errorf("%s at %s: %q, want %q", x.zone, x.utc, got, x.offset)
		}
	}
	for _, bad := range []string{"Mars/Olympus", "Local", "UTC+99", "../../etc/passwd", "<b>"} {
		if loc, ok := LoadZone(bad); ok || loc != time.UTC {
			t.Errorf("%q is taken for a zone: %v", bad, loc)
		}
	}
}

func TestZoneLabels(t *testing.T) {
	at := moment(t, "2026-11-24 08:00", "UTC")
	for zone, want := range map[string]string{
		"Europe/Helsinki": "Europe/Helsinki (UTC+2)", "UTC+05:30": "UTC+5:30", "": "UTC", "UTC": "UTC", "America/St_Johns": "America/St_Johns (UTC-3:30)",
	} {
		if got := zoneLabel(zone, at); got != want {
			t.Errorf("%q: %q, want %q", zone, got, want)
		}
	}
}

// Slots on both sides of a change of clocks carry their offsets, and a line between them says so.
func TestClockChangeBetweenSlots(t *testing.T) {
	v := scenes(t)[0].view
	v.Event.Slots = []scheduler.Slot{
		{ID: 1, Span: scheduler.Span{Begin: helsinki(t, "2027-03-26 10:00"), Duration: time.Hour}},
		{ID: 2, Span: scheduler.Span{Begin: helsinki(t, "2027-03-29 10:00"), Duration: time.Hour}},
		{ID: 3, Span: scheduler.Span{Begin: helsinki(t, "2027-11-01 10:00"), Duration: time.Hour}},
	}
	v.Letter.Slots = []int{1, 2, 3}
	c, err := Write(v)
	if err != nil {
		t.Fatal(err)
	}
	want := `Times are in Europe/Helsinki.

1. Fri 26 Mar 2027, 10:00-11:00 UTC+2
   -- clocks go forward by 1 h here: UTC+2 becomes UTC+3
2. Mon 29 Mar 2027, 10:00-11:00 UTC+3
   -- clocks go back by 1 h here: UTC+3 becomes UTC+2
3. Mon 1 Nov 2027, 10:00-11:00 UTC+2
`
	if !strings.Contains(c.Text, want) {
		t.Errorf("got:\n%s", c.Text)
	}
}

// Where the reader's day is not the event's, the event's day is written too.
func TestOtherDayInTheOtherZone(t *testing.T) {
	v := scenes(t)[0].view
	v.Event.Slots = []scheduler.Slot{{ID: 1, Span: scheduler.Span{Begin: helsinki(t, "2026-11-24 23:00"), Duration: time.Hour}}}
	v.Event.Parties[0].Zone = "Australia/Lord_Howe"
	v.Letter.Slots = []int{1}
	c, err := Write(v)
	if err != nil {
		t.Fatal(err)
	}
	want := "1. Wed 25 Nov 2026, 08:00-09:00\n   = Tue 24 Nov 2026, 23:00-24:00 Europe/Helsinki (UTC+2)\n"
	if !strings.Contains(c.Text, want) {
		t.Errorf("got:\n%s", c.Text)
	}
}

func TestLengths(t *testing.T) {
	c := catalogOf("en")
	for d, want := range map[time.Duration]string{
		45 * time.Minute: "45 min", time.Hour: "1 h", 90 * time.Minute: "1 h 30 min", 24 * time.Hour: "1 day",
		50*time.Hour + 5*time.Minute: "2 days 2 h 5 min", 0: "0 min",
	} {
		if got := c.lasts(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestReaderZone(t *testing.T) {
	e := storyEvent(t)
	for _, x := range []struct {
		p    scheduler.Person
		want string
	}{
		{scheduler.Person{ID: chandra, Zone: "Europe/Paris"}, "Asia/Kolkata"}, // as this event says
		{scheduler.Person{ID: ben, Zone: "Europe/Paris"}, "Europe/Paris"},
		{scheduler.Person{ID: ana, Zone: "Europe/Paris"}, "Europe/Paris"},
		{scheduler.Person{ID: dana}, "Europe/Helsinki"},
		{scheduler.Person{ID: 99}, "Europe/Helsinki"},
	} {
		if got := ReaderZone(e, x.p); got != x.want {
			t.Errorf("person %d: %s, want %s", x.p.ID, got, x.want)
		}
	}
}

// Every letter that lists times shows them on its reader's own clock, on both sides of a change. The times were worked out
// with Python's zoneinfo.
func TestReadersClockInEveryLetter(t *testing.T) {
	for zone, want := range map[string][2]string{
		"Australia/Sydney":    {"1. Sat 3 Apr 2027, 19:00-19:45 UTC+11\n", "2. Sun 4 Apr 2027, 18:00-18:45 UTC+10\n"},
		"Asia/Kolkata":        {"1. Sat 3 Apr 2027, 13:30-14:15\n", "2. Sun 4 Apr 2027, 13:30-14:15\n"},
		"America/Sao_Paulo":   {"1. Sat 3 Apr 2027, 05:00-05:45\n", "2. Sun 4 Apr 2027, 05:00-05:45\n"},
		"Australia/Lord_Howe": {"1. Sat 3 Apr 2027, 19:00-19:45 UTC+11\n", "2. Sun 4 Apr 2027, 18:30-19:15 UTC+10:30\n"},
	} {
		told := 0
		for _, s := range scenes(t) {
			switch s.name {
			case "question", "question-zone", "reminder", "askback", "askback-ok":
			default:
				continue
			}
			v := s.view
			v.Now = moment(t, "2027-03-20 12:00", "UTC")
			v.Event.Deadline = moment(t, "2027-04-01 12:00", "UTC")
			v.Event.Slots = []scheduler.Slot{
				{ID: 1, Span: scheduler.Span{Begin: moment(t, "2027-04-03 08:00", "UTC"), Duration: 45 * time.Minute}},
				{ID: 2, Span: scheduler.Span{Begin: moment(t, "2027-04-04 08:00", "UTC"), Duration: 45 * time.Minute}},
			}
			v.Event.Parties = append([]scheduler.Party(nil), v.Event.Parties...)
			for i := range v.Event.Parties {
				v.Event.Parties[i].Zone = zone
			}
			v.Letter.Slots = []int{1, 2}
			c, err := Write(v)
			if err != nil {
				t.Fatal(err)
			}
			told++
			for _, line := range want {
				if !strings.Contains(c.Text, "\n"+line) {
					t.Errorf("%s in %s: no line %q:\n%s", s.name, zone, line, c.Text)
				}
			}
		}
		if told != 5 {
			t.Errorf("%d letters looked at", told)
		}
	}
}
