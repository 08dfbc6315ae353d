package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// controlled is a house with an open control socket, for a store at this place.
func controlled(t *testing.T, file string, log io.Writer) Config {
	t.Helper()
	cfg := defaultConfig()
	cfg.Address, cfg.Store, cfg.dir = "bot@example.test", filepath.Base(file), filepath.Dir(file)
	h, err := openHouse(cfg, time.Now, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	c, err := listenControl(h)
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() { c.serve(context.Background()); close(served) }()
	t.Cleanup(func() {
		c.close()
		<-served
		h.close()
		if _, err := os.Lstat(socketPath(file)); err == nil {
			t.Error("the socket stays behind")
		}
	})
	return cfg
}

func overSocket(cfg Config, args ...string) (string, bool, error) {
	var out bytes.Buffer
	p := &program{in: eof{}, out: &out, err: &out, now: time.Now, args: args}
	served, err := p.overSocket(context.Background(), cfg.path(cfg.Store))
	return out.String(), served, err
}

// A store deep down has its socket beside it, too, and nothing in the folder that everybody may write to.
func TestSocketOfADeepStore(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	dir := filepath.Join(t.TempDir(), strings.Repeat("deep/", 30))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "parley.db")
	cfg := controlled(t, file, io.Discard)
	st, err := os.Lstat(socketPath(file))
	if err != nil || st.Mode().Type() != os.ModeSocket || st.Mode().Perm()&0o077 != 0 {
		t.Fatalf("the socket: %v %v", st, err)
	}
	if out, served, err := overSocket(cfg, "version"); !served || err != nil || !strings.HasPrefix(out, "parley ") {
		t.Errorf("over the socket: %q %v %v", out, served, err)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left in the temporary folder: %v %v", left, err)
	}
}

// What is no socket, and a socket that somebody else put there, gets no commands of ours.
func TestSocketOfSomebodyElse(t *testing.T) {
	cfg := defaultConfig()
	cfg.dir = t.TempDir()
	path := socketPath(cfg.path(cfg.Store))
	if _, served, err := overSocket(cfg, "version"); served || err != nil {
		t.Errorf("without a socket: %v %v", served, err)
	}
	write(t, path, nil)
	if _, served, err := overSocket(cfg, "version"); !served || err == nil || !strings.Contains(err.Error(), "no socket") {
		t.Errorf("a file: %v %v", served, err)
	}
	os.Remove(path)
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if os.Getuid() != 0 {
		t.Skip("only root can give a socket to somebody else")
	}
	if err := os.Chown(path, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	if _, served, err := overSocket(cfg, "version"); !served || err == nil || !strings.Contains(err.Error(), "another user") {
		t.Errorf("a socket of somebody else: %v %v", served, err)
	}
	write(t, cfg.path(cfg.Store), nil)
	if err := os.Chown(cfg.path(cfg.Store), 65534, 65534); err != nil {
		t.Fatal(err)
	}
	if err := trusted(path, cfg.path(cfg.Store)); err != nil {
		t.Errorf("a socket of the store's owner: %v", err)
	}
}

// A command that trips ends with a sentence; the daemon that ran it goes on, and its log says where.
func TestCommandThatTrips(t *testing.T) {
	var log lockedBuffer
	cfg := controlled(t, filepath.Join(t.TempDir(), "parley.db"), &log)
	trip := &control{house: &house{cfg: cfg, log: slog.New(slog.NewTextHandler(&log, nil)), now: time.Now}} // with no store to read
	near, far := net.Pipe()
	go func() { trip.answer(context.Background(), far); far.Close() }()
	near.Write([]byte(`{"args":["events"]}` + "\n"))
	all, err := io.ReadAll(near)
	if err != nil || !bytes.Contains(all, []byte("fault in this program")) || !bytes.HasSuffix(all, []byte("1")) {
		t.Errorf("answered %q, %v", all, err)
	}
	if !strings.Contains(log.String(), "stack") {
		t.Errorf("the log does not say where: %s", log.String())
	}
	if out, served, err := overSocket(cfg, "version"); !served || err != nil {
		t.Errorf("the next command: %q %v %v", out, served, err)
	}
}
