package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math/bits"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// BoltOptions say how a store file is opened. The zero value is good.
type BoltOptions struct {
	Timeout time.Duration // to wait for the lock of the file; zero: one second
	MaxSize int           // bytes that the file may grow to; zero: as large as the disk
	NoSync  bool          // do not wait for the disk: only for tests, since a power cut may lose everything
}

// OpenBolt opens the file, or creates it with mode 0600. ErrInUse: another process has it open. ErrForm: it is something
// else.
func OpenBolt(path string, o BoltOptions) (Engine, error) {
	db, err := openFile(path, o)
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // or Compact would put a file in the place of the link
	}
	b := &bolt{path: path, options: o}
	b.db.Store(db)
	return b, nil
}

func openFile(path string, o BoltOptions) (*bbolt.DB, error) {
	if o.Timeout == 0 {
		o.Timeout = time.Second // with zero, bbolt waits for ever
	}
	options := &bbolt.Options{Timeout: o.Timeout, MaxSize: o.MaxSize, NoSync: o.NoSync, FreelistType: bbolt.FreelistMapType}
	if o.MaxSize == 0 && runtime.GOOS != "windows" && bits.UintSize == 64 {
		// Address space, not memory or disk. A write that has to map more waits for all readers, and a backup over a
		// slow line is one.
		options.InitialMmapSize = 1 << 30
	}
	var opened *os.File
	options.OpenFile = func(name string, flag int, mode os.FileMode) (f *os.File, err error) {
		opened, err = os.OpenFile(name, flag, mode)
		return opened, err
	}
	db, err := bbolt.Open(path, 0o600, options)
	if err == nil && !isAt(opened, path) {
		db.Close() // while we waited for the lock, its holder put another file in its place
		err = bolterrors.ErrTimeout
	}
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("open %s: %w", path, ErrInUse)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch), errors.Is(err, bolterrors.ErrChecksum):
		return nil, fmt.Errorf("open %s: %w (%w)", path, ErrForm, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOSPC):
		return nil, fmt.Errorf("open the store: %w (%w)", ErrUnwritable, err)
	case err != nil:
		return nil, fmt.Errorf("open the store: %w", err)
	}
	db.AllocSize = 1 << 20 // bytes by which the file grows
	foreign := db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
			if len(name) != 1 {
				return fmt.Errorf("open %s: %w", path, ErrForm)
			}
			return nil
		})
	})
	if foreign != nil {
		return nil, errors.Join(foreign, db.Close())
	}
	return db, nil
}

func isAt(f *os.File, path string) bool {
	open, err := f.Stat()
	named, err2 := os.Stat(path)
	return err == nil && err2 == nil && os.SameFile(open, named)
}

// bolt keeps each table in a bucket of its own.
type bolt struct {
	path    string
	options BoltOptions
	db      atomic.Pointer[bbolt.DB]
	closing sync.WaitGroup // of files that Compact replaced
}

func (b *bolt) View(fn func(Tx) error) error {
	return b.view(func(tx *bbolt.Tx) error {
		t := &boltTx{tx: tx}
		return errors.Join(fn(t), t.err)
	})
}

func (b *bolt) view(fn func(*bbolt.Tx) error) error {
	for {
		db := b.db.Load()
		err := db.View(fn)
		if !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
			return err
		}
		if b.db.Load() == db {
			return ErrClosed
		}
	}
}

func (b *bolt) Update(fn func(Tx) error) error {
	done := false
	err := b.db.Load().Update(func(tx *bbolt.Tx) error {
		t := &boltTx{tx: tx}
		if err := fn(t); err != nil {
			return err
		}
		done = t.err == nil
		return t.err
	})
	if err != nil && done { // all was well but the disk
		return fmt.Errorf("%w (%w)", ErrUnwritable, err)
	}
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return ErrClosed
	}
	return err
}

func (b *bolt) Close() error {
	err := b.db.Load().Close()
	b.closing.Wait()
	return err
}

// WriteTo copies the file as of now, while others go on writing.
func (b *bolt) WriteTo(w io.Writer) (n int64, err error) {
	err = b.view(func(tx *bbolt.Tx) error {
		n, err = tx.WriteTo(w)
		return err
	})
	return n, err
}

type boltTx struct {
	tx     *bbolt.Tx
	err    error // the first
	tables map[byte]*bbolt.Bucket
}

// table returns the bucket of a key's table, nil if there is none yet and none is to be made.
func (t *boltTx) table(key []byte, make bool) *bbolt.Bucket {
	if b := t.tables[key[0]]; b != nil {
		return b
	}
	if t.tables == nil {
		t.tables = map[byte]*bbolt.Bucket{}
	}
	b := t.tx.Bucket(key[:1])
	if b == nil && make {
		var err error
		if b, err = t.tx.CreateBucket(bytes.Clone(key[:1])); err != nil {
			t.fail(err)
			return nil
		}
	}
	if b != nil {
		if appended(key[0]) {
			b.FillPercent = 0.9 // keys come in order: do not leave half of each page free
		}
		t.tables[key[0]] = b
	}
	return b
}

func (t *boltTx) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

func (t *boltTx) Get(key []byte) []byte {
	if b := t.table(key, false); b != nil && t.err == nil {
		return b.Get(key)
	}
	return nil
}

func (t *boltTx) Put(key, value []byte) {
	if value == nil {
		value = []byte{} // bbolt would give nil back within this transaction
	}
	if b := t.table(key, true); b != nil && t.err == nil {
		if err := b.Put(key, value); err != nil {
			t.fail(fmt.Errorf("write to table %q: %w", key[0], err))
		}
	}
}

func (t *boltTx) Delete(key []byte) {
	if b := t.table(key, false); b != nil && t.err == nil {
		if err := b.Delete(key); err != nil {
			t.fail(fmt.Errorf("delete from table %q: %w", key[0], err))
		}
	}
}

func (t *boltTx) Scan(from, to []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) {
		b := t.table(from, false)
		if b == nil || t.err != nil {
			return
		}
		c := b.Cursor()
		for k, v := c.Seek(from); k != nil && bytes.Compare(k, to) < 0; k, v = c.Next() {
			if !yield(k, v) {
				return
			}
		}
	}
}

var _ io.WriterTo = (*bolt)(nil)
