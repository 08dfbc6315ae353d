// Package scheduler is the rules of Parley: what an event is, what people may ask of it, what follows, and when the
// clock has a say. It is the vocabulary of the whole program too: the other packages speak to each other in its words.
//
// Laws of this place:
//
//   - Only the standard library; no clock, no randomness, no goroutine, no I/O. Time, identifiers, policy and texts come
//     in as arguments; facts and letters go out. Two calls with equal arguments give equal results.
//   - Decide is total. Nonsense from outside is answered by a decision too (a letter, a refusal, or nothing), never by
//     an error or a panic.
//   - Evolve applies and never judges: what a log says has happened.
//   - Facts are in the past tense and hold people by number, never by address. What people wrote and where they can be
//     reached is of type Words, which the store keeps apart from the log, so that it can be forgotten.
//
// Where to look: the words are in event, person, command, entry, letter, policy and fact. Decide is in decide, with a file
// for each part of an event's life: decide_open (proposals and drafts), decide_answer, decide_suggest, decide_attend (after
// the agreement), decide_words (what organisers say about times), decide_people (and about people), decide_party (what
// everybody may say), decide_ask (questions, and what concerns no event), decide_agreed (agreement, invitations, holds) and
// decide_clock. The agreement rule is in agree, when the clock is wanted in due, how letters are merged, deferred and
// withdrawn in posting, and who may say what in access.
package scheduler
