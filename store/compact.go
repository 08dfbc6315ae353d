package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"go.etcd.io/bbolt"
)

// compacter is an engine whose medium remembers what was deleted, until it is written anew.
type compacter interface{ Compact() error }

// errOpenFile is what Windows has against Compact.
var errOpenFile = errors.New("on Windows no open file can be replaced, so what was erased may still lie in free pages: stop parley, export, and import into a new file")

// Compact copies what is stored into a new file and puts that in the place of the old one. bbolt leaves what was deleted
// in the free pages of its file; in the new one there are none. Nobody may write meanwhile; readers go on, those of the
// old file until they end. A crash leaves the old file or the new one under the name, whole.
func (b *bolt) Compact() error {
	if runtime.GOOS == "windows" {
		return fmt.Errorf("write the store anew: %w", errOpenFile)
	}
	old, part := b.db.Load(), b.path+".compact"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("write the store anew: %w", err)
	}
	fresh, err := openFile(part, b.options)
	if err == nil {
		if err = bbolt.Compact(fresh, old, 1<<24); err == nil {
			err = fresh.Sync()
		}
		if err == nil {
			err = likeBefore(part, b.path)
		}
		if err == nil {
			err = replaced(os.Rename(part, b.path))
		}
		if err != nil {
			err = errors.Join(err, fresh.Close(), os.Remove(part))
		}
	}
	if err != nil {
		return fmt.Errorf("write the store anew: %w", err)
	}
	b.db.Store(fresh)
	b.closing.Go(func() { old.Close() }) // waits for its readers
	return syncDir(filepath.Dir(b.path))
}

// replaced says what to do where a file cannot be put in the place of another.
func replaced(err error) error {
	if errors.Is(err, syscall.EBUSY) {
		return fmt.Errorf("the store is mounted as a single file, which cannot be replaced; what was erased may still lie in it: mount the folder that holds it instead, and start again: %w", err)
	}
	return err
}

// syncDir makes a rename durable.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("write the store anew: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("write the store anew: %w", err)
	}
	return nil
}

// unclean is the name of a counter that is not 0 while what was erased may still lie in free pages.
const unclean = "unclean"

// clean writes the file anew if something was erased since the last time.
func (s *Store) clean() error {
	s.queue.lead <- struct{}{}
	defer func() { <-s.queue.lead }()
	if s.queue.closed {
		return ErrClosed
	}
	dirty := false
	err := s.engine.View(func(tx Tx) error {
		dirty = (&txn{Tx: tx, s: s}).counter(unclean) != 0
		return nil
	})
	if err != nil || !dirty {
		return err
	}
	if e, ok := s.engine.(compacter); ok {
		if err := e.Compact(); err != nil {
			return err
		}
	}
	return s.engine.Update(func(tx Tx) error {
		(&txn{Tx: tx, s: s}).setCounter(unclean, 0)
		return nil
	})
}
