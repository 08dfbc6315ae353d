package mailtest

import (
	"os/exec"
	"syscall"
)

// ownGroup gives a server a process group of its own, and has the kernel end it with us.
func ownGroup(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}

// pauseGroup stops all processes of a server where they stand, or lets them go on.
func pauseGroup(c *exec.Cmd, stop bool) error {
	if stop {
		return syscall.Kill(-c.Process.Pid, syscall.SIGSTOP)
	}
	return syscall.Kill(-c.Process.Pid, syscall.SIGCONT)
}

func killGroup(c *exec.Cmd) { _ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
