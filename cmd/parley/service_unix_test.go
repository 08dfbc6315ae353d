//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// become lets a command run as a user without privileges, inside root if that is not "".
func become(c *exec.Cmd, uid uint32, root string) {
	c.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: uid, Gid: uid}}
}
