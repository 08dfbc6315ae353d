//go:build !linux

package mailtest

import (
	"errors"
	"os/exec"
)

// Elsewhere a server that outlives a broken test is ended by hand.
func ownGroup(*exec.Cmd) {}

func pauseGroup(*exec.Cmd, bool) error { return errors.ErrUnsupported }

func killGroup(c *exec.Cmd) { _ = c.Process.Kill() }
