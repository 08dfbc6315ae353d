//go:build unix

package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"parley/mailbox/mailtest"
)

// The unit is one that systemd understands and thinks well of.
func TestServiceFile(t *testing.T) {
	unit := filepath.Join("..", "..", "parley.service")
	text, err := os.ReadFile(unit)
	if err != nil {
		t.Fatal(err)
	}
	for _, must := range []string{"DynamicUser=yes", "StateDirectory=parley", "ProtectSystem=strict", "NoNewPrivileges=yes", "\nCapabilityBoundingSet=\n", "serve --config"} {
		if !strings.Contains(string(text), must) {
			t.Errorf("it lacks %q", must)
		}
	}
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("systemd-analyze is not installed")
	}
	out, err := exec.Command("systemd-analyze", "security", "--offline=true", unit).CombinedOutput()
	if err != nil {
		t.Skipf("systemd-analyze cannot look at it here: %v\n%s", err, out)
	}
	m := regexp.MustCompile(`exposure level for parley.service: ([0-9.]+)`).FindSubmatch(out)
	if m == nil {
		t.Fatalf("no verdict:\n%s", out)
	}
	if level, err := strconv.ParseFloat(string(m[1]), 64); err != nil || level > 1.5 {
		t.Errorf("exposure level %s; it was 1.2", m[1])
	}
}

// The daemon needs no privilege: it works as nobody, in a folder of its own.
func TestServeAsNobody(t *testing.T) {
	t.Parallel()
	asNobody(t, os.Args[0], "")
}

// The released binary needs nothing around it either: it works in a root folder that holds only itself, its
// configuration and its data, as in the image.
func TestRealEmptyRoot(t *testing.T) {
	if os.Getenv("PARLEY_REQUIRE_SERVERS") == "" {
		t.Skip("make real does this: it builds the binary")
	}
	asNobody(t, filepath.Join("..", "..", "bin", "parley"), "/")
}

// asNobody runs a daemon without any privilege, inside root if that is not "", and lets somebody propose and answer.
func asNobody(t *testing.T, binary, root string) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to become nobody")
	}
	const nobody = 65534
	dir, err := os.MkdirTemp("", "parley-nobody")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	data := filepath.Join(dir, "data")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Chmod(dir, 0o755))
	must(os.Mkdir(data, 0o700))
	must(os.Chown(data, nobody, nobody))
	copyFile(t, binary, filepath.Join(dir, "parley"), 0o755)

	s := mailtest.New(t, mailtest.Options{Users: cast, TLS: true})
	inside := func(path string) string { return path }
	if root != "" {
		inside = func(path string) string { return strings.TrimPrefix(path, dir) }
	}
	o := newOffice(t, s, "store = "+strconv.Quote(inside(filepath.Join(data, "parley.db"))))
	text, err := os.ReadFile(o.config)
	must(err)
	copyFile(t, s.CAFile(), filepath.Join(dir, "ca.pem"), 0o644)
	config := filepath.Join(dir, "parley.toml")
	must(os.WriteFile(config, []byte(strings.ReplaceAll(string(text), s.CAFile(), inside(filepath.Join(dir, "ca.pem")))), 0o644))
	o.config = config

	daemon := &child{cmd: exec.Command(filepath.Join(dir, "parley"), "serve", "--config", inside(config)), done: make(chan error, 1)}
	daemon.cmd.Env = []string{"PARLEY_BE_PARLEY=1"}
	daemon.cmd.Dir = "/"
	daemon.cmd.Stderr = &daemon.log
	become(daemon.cmd, nobody, map[bool]string{true: dir}[root != ""])
	if root != "" {
		daemon.cmd.Path = "/parley"
	}
	must(daemon.cmd.Start())
	go func() { daemon.done <- daemon.cmd.Wait() }()
	defer func() {
		daemon.kill()
		if t.Failed() {
			t.Log(daemon.log.String())
		}
	}()
	o.propose("Unprivileged", []string{"ben"}, nextDays(1)[0]+" 10:00-10:45\n")
	o.letter("ben", nil)
	for _, file := range []string{"parley.db", "parley.db.sock"} {
		st, err := os.Stat(filepath.Join(data, file))
		must(err)
		if st.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", file, st.Mode())
		}
	}
	if root == "" { // root asks over the socket of the unprivileged daemon
		if out, code := o.parley("verify"); code != 0 {
			t.Error(out)
		}
	}
}

func copyFile(t *testing.T, from, to string, mode os.FileMode) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, mode)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
