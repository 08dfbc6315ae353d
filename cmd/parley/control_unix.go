//go:build unix

package main

import (
	"fmt"
	"net"
	"os"
	"syscall"
)

// listenPrivate opens a socket that is never, not even for a moment, open to others.
func listenPrivate(path string) (net.Listener, error) {
	old := syscall.Umask(0o177)
	defer syscall.Umask(old)
	return net.Listen("unix", path)
}

// trusted reports whether what lies at path is the socket of a daemon of ours: it belongs to us, to root, or to whom the
// store belongs. Where others may write to the store's folder, one of them could wait there for our commands.
func trusted(path, store string) error {
	st, err := os.Lstat(path)
	if err != nil {
		return err
	}
	owner := func(st os.FileInfo) int { return int(st.Sys().(*syscall.Stat_t).Uid) }
	if st.Mode().Type() != os.ModeSocket {
		return fmt.Errorf("%s is no socket; remove it, and see who put it there", path)
	}
	of, uid := owner(st), os.Getuid()
	if of == uid || of == 0 {
		return nil
	}
	if file, err := os.Lstat(store); err == nil && file.Mode().IsRegular() && owner(file) == of {
		return nil
	}
	return fmt.Errorf("%s belongs to another user (%d), who does not own the store; remove it, and see who put it there", path, of)
}
