package store_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"parley/store"
	"parley/store/storetest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Backend{
		New:    func(testing.TB) store.Engine { return store.NewMemory() },
		Crash:  func(_ testing.TB, e store.Engine) store.Engine { return e.(*store.Memory).Clone() },
		Sample: testing.Short(),
	})
}

// file is a bolt engine that knows where it is.
type file struct {
	store.Engine
	path string
}

func (f *file) WriteTo(w io.Writer) (int64, error) { return f.Engine.(io.WriterTo).WriteTo(w) }

func (f *file) Compact() error { return f.Engine.(interface{ Compact() error }).Compact() }

func newFile(t testing.TB) store.Engine {
	return openFile(t, filepath.Join(t.TempDir(), "parley.db"))
}

func openFile(t testing.TB, path string) *file {
	t.Helper()
	e, err := store.OpenBolt(path, store.BoltOptions{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return &file{e, path}
}

// crash copies the file as it is while it is open.
func crash(t testing.TB, e store.Engine) store.Engine {
	t.Helper()
	data, err := os.ReadFile(e.(*file).path)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "crashed.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return openFile(t, path)
}

func TestBolt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Backend{New: newFile, Crash: crash, Sample: testing.Short()})
}
