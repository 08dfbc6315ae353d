//go:build !linux

package mailtest

import "os/exec"

// Elsewhere a server that outlives a broken test is ended by hand.
func ownGroup(*exec.Cmd) {}

func killGroup(c *exec.Cmd) { _ = c.Process.Kill() }
