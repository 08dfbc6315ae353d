package store

import (
	"os"
	"strings"
	"syscall"
	"testing"
)

// A store that cannot be replaced because it is mounted by itself says what to do.
func TestMountedFileSaysWhatToDo(t *testing.T) {
	err := replaced(&os.LinkError{Op: "rename", Old: "parley.db.compact", New: "parley.db", Err: syscall.EBUSY})
	if err == nil || !strings.Contains(err.Error(), "mount the folder") {
		t.Error(err)
	}
	if err := replaced(syscall.ENOSPC); err != syscall.ENOSPC {
		t.Error(err)
	}
	if err := replaced(nil); err != nil {
		t.Error(err)
	}
}
