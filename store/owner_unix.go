//go:build unix

package store

import (
	"os"
	"syscall"
)

// likeBefore gives a file the mode and the owner of the one whose place it takes: the store stays the daemon's when
// somebody else, such as root, runs a command on it.
func likeBefore(path, old string) error {
	st, err := os.Stat(old)
	if err != nil {
		return err
	}
	now, err := os.Stat(path)
	if err != nil {
		return err
	}
	was, is := st.Sys().(*syscall.Stat_t), now.Sys().(*syscall.Stat_t)
	if was.Uid != is.Uid || was.Gid != is.Gid {
		if err := os.Chown(path, int(was.Uid), int(was.Gid)); err != nil {
			return err
		}
	}
	return os.Chmod(path, st.Mode().Perm())
}
