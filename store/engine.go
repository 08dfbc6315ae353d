package store

import "iter"

// Engine keeps keys and values in order. The first byte of a key names its table; a key is 2 to 1024 bytes long.
type Engine interface {
	// View runs fn on a snapshot.
	View(fn func(Tx) error) error
	// Update runs fn and makes all of its writes durable, or none of them: always none if fn returns an error or
	// panics. One Update runs at a time. After an error that is not fn's own, the writes may have been made or not.
	Update(fn func(Tx) error) error
	// Close ends the engine when all transactions have ended.
	Close() error
}

// Tx is a transaction. Slices that it returns are valid until it ends and must not be changed; those given to it must
// not be changed until it ends. A call that fails makes the rest of the transaction void: reads find nothing, and View
// or Update returns the first error.
type Tx interface {
	// Get returns nil if there is no such key, and a slice that is not nil if there is.
	Get(key []byte) []byte
	Put(key, value []byte)
	Delete(key []byte)
	// Scan yields the keys from <= key < to of one table, in order. Nothing may be written until it ends.
	Scan(from, to []byte) iter.Seq2[[]byte, []byte]
}
