// Package parser turns foreign bytes into our words.
//
// A mail comes in as bytes, from anybody. Read says what it is and which of its lines the sender wrote; the rest of the package
// reads those lines: against the slots offered, as a proposal, or as commands.
//
// The laws of the place:
//
//  1. It is pure: no clock, no randomness, no goroutine, no file, no network. The same bytes give the same reading.
//  2. It is total: no input makes it fail, panic or stall. Work grows linearly with the size of the mail, and everything that a
//     stranger could make large is cut at a limit that has a name.
//  3. It never guesses. What cannot be read with certainty is said to be so, with a reason.
//  4. Nothing is thrown away silently: each line of a mail stays, with its class and the rule that put it there, so that
//     people can be shown why a line did not count.
package parser
