package mailtest

import (
	"os/exec"
	"syscall"
)

// ownGroup gives a server a process group of its own, and has the kernel end it with us.
func ownGroup(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}

func killGroup(c *exec.Cmd) { _ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
