package calendar

// Problem names what is wrong with a calendar, as a key for the sentence that says so.
type Problem string

const (
	TooLarge         Problem = "too-large"         // more than MaxPart bytes
	LineTooLong      Problem = "line-too-long"     // more than MaxLine bytes in a line that matters
	TooDeep          Problem = "too-deep"          // components nested deeper than MaxDepth
	TooMany          Problem = "too-many"          // components, lines or attendees
	Truncated        Problem = "truncated"         // it ends before its END
	Malformed        Problem = "malformed"         // not a calendar, or its BEGIN and END do not match
	NoEvent          Problem = "no-event"          // a calendar without VEVENT
	SeveralEvents    Problem = "several-events"    // an answer about more than one event
	Recurring        Problem = "recurring"         // a series, or one day of a series
	NoUID            Problem = "no-uid"            // names no event
	NoStatus         Problem = "no-status"         // an answer that says nothing, or two things
	SeveralAttendees Problem = "several-attendees" // it is not clear who answers
	NoAttendee       Problem = "no-attendee"       // nobody answers
	NoTime           Problem = "no-time"           // no begin or no end
	BadTime          Problem = "bad-time"          // a time that does not exist
	FloatingTime     Problem = "floating-time"     // a time without a zone
	AllDay           Problem = "all-day"           // a date without a time
	UnknownZone      Problem = "unknown-zone"      // a zone that nothing defines
	EndBeforeBegin   Problem = "end-before-begin"  // or at the same time
	OtherUID         Problem = "other-uid"         // Choose: not this event
	OtherSlot        Problem = "other-slot"        // Choose: not on offer
	Contradiction    Problem = "contradiction"     // Choose: two answers in one mail
	NotAnAnswer      Problem = "not-an-answer"     // Choose: delegated, or no action needed
)
