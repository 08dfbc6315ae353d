// Package calendar is iCalendar both ways: the objects that our letters carry, and what calendar programs send back
// (RFC 5545 the format, RFC 5546 what is meant by it, RFC 6047 by mail).
//
// Laws of this place:
//
//   - Pure: no clock, no I/O, no goroutine. Equal invites give equal bytes, so that a frozen letter stays the same letter
//     and a feed has a strong ETag.
//   - What goes out is conservative: one calendar with one event, UTC, folded, no zones, no alarms, no recurrence.
//     Nothing that a person wrote can begin a line or a parameter of its own.
//   - What comes in is foreign: bounded before it is read, read in linear time, never panicked upon, never expanded.
//     What cannot be used is a Problem with a name, never a guess.
//   - A slot is known by the UID, never by its time.
package calendar
