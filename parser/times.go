package parser

import "time"

// Expr is one expression of time in a line: a day, a time of day, both of them, or a length. It means what its parts mean
// together: "Tuesday after 2pm" are the slots of a Tuesday that begin at 14:00 or later.
//
// "10:00, 13:00 and 15:00 on 24 November" are three expressions, "7 and 11 December" two: what one of them leaves unsaid is
// taken over from its neighbour, and Shared says so.
type Expr struct {
	From, To int // the tokens [From, To) that it was read from

	Day    Day
	Clock  Clock
	Zone   Zone
	Length time.Duration // how long; 0 unsaid

	Shared Shared // what was taken over from a neighbour
	cell   bool   // nothing but the wall of a table's cell, if anything, stands between it and the one before
	number bool   // the time of day is a number right behind a weekday: "Tuesday 8" may be a date
	Fault  string // why no careful reader could follow it, as Fault.Code: "no-such-date", "no-such-time", "no-such-zone"; "" if fine
}

// Shared is a set of the parts of an expression that stand in another one.
type Shared uint8

const (
	SharedDay   Shared = 1 << iota // "Tuesday at 10 and at 14": the second has its day from the first
	SharedMonth                    // "7 and 11 December": the first has its month from the second; "Tuesday or Wednesday next week": its week
	SharedClock                    // "Tuesday and Thursday at 10": the first may have its time from the second; a careful reader cannot tell
	SharedZone                     // "10 or 11 CET"
)

// Date is a day of the calendar. Year is 0 if it was not said, Month too ("the 24th").
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Weekdays is a set of weekdays: bit d is time.Weekday(d).
type Weekdays uint8

// Has reports whether d is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w&(1<<d) != 0 }

// Bound says how a day or a time of day limits what is meant.
type Bound uint8

const (
	At     Bound = iota // on that day, at that time
	After               // from it on: "after T", "from T", "from Tuesday"
	Beyond              // behind it, itself excluded: "after Wednesday"
	Before              // before it, itself excluded
	Until               // up to and with it (days); for times of day as Before, but what goes on behind it is cut short
	Around              // near it: never exact enough to choose a slot
	Inside              // between Begin and End
)

// dateOrder is which of day and month comes first in a date such as 24/11.
type dateOrder uint8

const (
	dayFirst dateOrder = iota + 1
	monthFirst
)

// DayKind says how a day was put.
type DayKind uint8

const (
	NoDay   DayKind = iota // nothing was said about days
	OnDays                 // weekdays alone: "Tuesday", "Mon-Thu", "Mondays"
	OnDate                 // a date, a range of dates, perhaps with a weekday beside it
	OnShift                // so many days from the day of the mail: today, tomorrow
	OnWeek                 // a week
	OnMonth                // a month: "in December"
)

// Day is what was said about days.
type Day struct {
	Kind     DayKind
	Bound    Bound
	Weekdays Weekdays
	Plural   bool // all such days: "Tuesdays", "both Fridays", "either Tuesday", "every Monday", ranges
	Nth      int  // counted among the days or weeks offered: 1 is the first, -1 the last; 0 not counted
	Next     int  // OnDays: "next Tuesday" 1, "this Tuesday" -1, "Tuesday after next" 2; 0 plain
	First    Date
	Last     Date // end of a range; zero: First alone
	Other    Date // the other reading of First where day and month could be either way round ("3/12"); else zero
	Shift    int  // OnShift: days from the day of the mail; OnWeek: weeks from that of the mail, if First, Nth and Week are zero
	Week     int  // OnWeek: ISO number; 0 unsaid
	Ordinal  bool // a bare ordinal, "the 24th", "the 3rd": it may be the number of a slot

	order dateOrder // of a date in numbers that can be read only one way
}

// Part is a part of the day.
type Part uint8

const (
	NoPart    Part = iota
	Morning        // begins before 12:00
	Forenoon       // the same, where the language has a word for it
	Midday         // around noon
	Afternoon      // begins from 12:00 to before 18:00
	Evening        // begins from 17:00 on
	Night
	AllDay // "any time", "all day"
)

// ClockKind says how a time of day was put.
type ClockKind uint8

const (
	NoClock ClockKind = iota // nothing was said about the time of day
	OnTime                   // a time or a range of times
	OnPart                   // a part of the day
)

// Clock is what was said about the time of day, in minutes after midnight.
type Clock struct {
	Kind  ClockKind
	Bound Bound
	Begin int
	End   int  // of a range, may exceed 24*60 over midnight; 0: none was said
	Open  bool // an hour without am or pm that may be twelve hours later: "at 3", "half past three"
	Exact bool // written with minutes or a word for o'clock, so that it can be nothing but a time of day: not "at 2"
	Full  bool // written with its minutes: "9:00"
	Start bool // "10時から", bound After: from ten on, or the one that begins at ten
	Bare  bool // a number alone that is a time only because a day or a word such as "at" stands beside it
	Part  Part
}

// Zone is a zone as it was stated.
type Zone struct {
	Said string         // as written; "" if none was
	Name string         // IANA name, or "UTC+05:30"; "" if not known
	Loc  *time.Location // nil if not known
	Mine bool           // "my time"

	fixed bool // the season was stated too: Loc is the offset of "EST", Name the zone where it is used
}

// Match is what an expression means among slots.
type Match struct {
	Slots   []int  // indexes into the slots, ascending
	Days    int    // how many different days they lie on
	Times   int    // how many different times of day they begin at
	Problem string // why it cannot be said what is meant: "weekday-mismatch", "ambiguous-date", "ambiguous-time", "my-time", "end-before-begin", a Fault; "" if it can
}
