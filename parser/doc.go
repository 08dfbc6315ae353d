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
//
// # Adding a phrase or a language
//
// All words of people are data: one file a language in lexicon/, and all.txt for what belongs to none. A file has sections,
// "[yes]", with phrases between commas or line ends, written as people write them.
//
// A phrase goes under its section: what people answer ("1 would do") under the meanings at the top of a file, days and hours under
// "[time ...]", what organisers write under "[offer]", "[mention]" and "[option ...]", what mail programs put around it under
// "[mail ...]" and "[header ...]", and what their robots write under "[machine subject]" and "[absence]".
//
// A language is a new file, lexicon/da.txt, made by translating that of its nearest relative section by section, and its name in
// the list at the top of all.txt. Its tests are a table such as choose_danish_test.go; TestLexicon says which sections it lacks.
// Under "[habit]" stands how its sentences are built where languages differ. Nothing else is touched, unless it builds its dates or its
// sentences in a way that none of the others does.
package parser
