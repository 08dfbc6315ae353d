package store

import "errors"

// Errors of opening a store. They end in what to do.
var (
	ErrInUse  = errors.New("the store is in use by another parley: talk to that one, or stop it first")
	ErrNewer  = errors.New("the store was written by a newer parley: use that version, or import an export of it")
	ErrForm   = errors.New("the file is not a parley store: check the path, or restore a backup")
	ErrHalf   = errors.New("an import into this store was interrupted: delete the file and import again")
	ErrClosed = errors.New("the store is closed")

	// ErrUnwritable also ends a write to an open store; nothing of that write counts, and the next one may succeed.
	ErrUnwritable = errors.New("the store cannot be written: see whether its disk is full or read-only, and who may write to the file")
)

// Errors of asking.
var (
	ErrNotFound = errors.New("not found")
	ErrCause    = errors.New("a command needs a cause of 1 to 512 bytes")
	ErrAmiss    = errors.New("the store is damaged: run parley verify and restore a backup") // wrapped with the place
)

// Errors of the outbox.
var (
	// ErrWithdrawn: the letter left the outbox while it was claimed. Do not send it.
	ErrWithdrawn = errors.New("the letter is no longer wanted")
	// ErrStaleClaim: the claim was ended, or belongs to a store that was opened before. Claim anew.
	ErrStaleClaim = errors.New("the claim is no longer valid")
	// ErrClaimed: somebody is sending the letter right now.
	ErrClaimed = errors.New("the letter is being sent")
	// ErrNotFrozen: a letter must be frozen before it is reported as sent.
	ErrNotFrozen = errors.New("the letter was not frozen")
)
