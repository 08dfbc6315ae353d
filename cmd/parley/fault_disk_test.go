package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Fault by fault, what TestFaults asks of servers is asked of the disk under the store: one that is full to the last byte,
// and one that can only be read when the daemon starts.
func TestFaultsOfTheDisk(t *testing.T) {
	t.Parallel()
	try := t.TempDir()
	if out, err := mountDisk(try); err != nil {
		t.Skipf("a small disk cannot be mounted, as root can: %v %s", err, out)
	}
	unmountDisk(try)
	disk := func(w *disturbed) string { return filepath.Join(filepath.Dir(w.config), "disk") }
	remount := func(w *disturbed, how string) {
		w.t.Helper()
		w.daemon.kill()
		if out, err := exec.Command("mount", "-o", "remount,"+how, disk(w)).CombinedOutput(); err != nil {
			w.t.Fatalf("mount: %v %s", err, out)
		}
		w.daemon = startChild(w.t, w.config)
	}
	unwritable := regexp.MustCompile("the store cannot be written")
	trial{
		text: strings.Repeat("Some words about it.\n", 3000), // more than the store has room for in pages of its own
		prepare: func(w *disturbed, config string) string {
			if err := os.Mkdir(disk(w), 0o700); err != nil {
				w.t.Fatal(err)
			}
			if out, err := mountDisk(disk(w)); err != nil {
				w.t.Fatalf("mount: %v %s", err, out)
			}
			dir := disk(w)
			w.t.Cleanup(func() { unmountDisk(dir) })
			return "store = \"disk/parley.db\"\n" + config
		},
		faults: []fault{
			{name: "disk full", early: true, says: unwritable, begin: func(w *disturbed) {
				f, err := os.Create(filepath.Join(disk(w), "filler"))
				if err != nil {
					w.t.Fatal(err)
				}
				defer f.Close()
				for n := 1 << 20; n > 0; n /= 2 {
					for err == nil {
						_, err = f.Write(make([]byte, n))
					}
					err = nil
				}
			}, end: func(w *disturbed) {
				if err := os.Remove(filepath.Join(disk(w), "filler")); err != nil {
					w.t.Fatal(err)
				}
			}},
			{name: "disk read-only", says: unwritable, begin: func(w *disturbed) { remount(w, "ro") }, end: func(w *disturbed) { remount(w, "rw") }},
		},
	}.run(t)
}

func mountDisk(dir string) ([]byte, error) {
	return exec.Command("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", dir).CombinedOutput()
}

func unmountDisk(dir string) { exec.Command("umount", "-l", dir).Run() }
