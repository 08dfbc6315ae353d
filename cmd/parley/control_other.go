//go:build !unix

package main

import "net"

// listenPrivate opens a socket; its folder must keep others out where there are no file modes.
func listenPrivate(path string) (net.Listener, error) { return net.Listen("unix", path) }
