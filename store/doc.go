// Package store is the one room where state changes. It keeps the logs, the outbox, and indexes that can be rebuilt from
// the logs, in one file (or in memory), and carries out commands: it asks the rules what follows and writes that down.
//
// Laws of this place:
//
//   - The log is the truth. An event, a person, a job is the fold of its log; every index is a pure function of a fold,
//     and Check rebuilds each and compares.
//   - Execute is the only door. Entries, letters and cause are written in one transaction, or none of them is.
//   - A cause takes effect at most once. Whoever got an error may ask again with the same cause: if the first attempt
//     was done after all, the answer is its receipt, marked Repeat.
//   - Entries are chained by SHA-256 over their stored bytes, which hold salted commitments in place of Words. The texts
//     lie in a table beside the log and can be erased; every chain stays verifiable.
//   - A letter is frozen before it is first sent, and first freeze wins. Letters of one lane (event and recipient) leave
//     in order.
//   - Nothing here reads the clock. Time comes in with commands and arguments; randomness from Options.Rand.
//
// All methods of Store may be called from many goroutines. Values they return are the caller's own.
package store
