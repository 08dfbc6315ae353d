//go:build unix

package main

import (
	"net"
	"syscall"
)

// listenPrivate opens a socket that is never, not even for a moment, open to others.
func listenPrivate(path string) (net.Listener, error) {
	old := syscall.Umask(0o177)
	defer syscall.Umask(old)
	return net.Listen("unix", path)
}
