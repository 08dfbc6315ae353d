//go:build race

package main

// raced says that the race detector watches. It makes everything five times slower, so the widest tests take a sample under it and
// are run whole without it: "make test" does both.
const (
	raced          = true
	seedsByDefault = 8
)
