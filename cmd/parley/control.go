package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync"
	"time"
)

// The store has one owner. While the daemon runs, other commands hand their arguments and standard input to it over a
// unix socket beside the store, and it runs them as it would be run itself. The socket has mode 0600: whoever may open it
// may read the store.
//
// Client to server: one JSON line (request), then standard input until the writing side is closed.
// Server to client: frames of one byte kind, four bytes length, data.
const (
	frameOut  = 1
	frameErr  = 2
	frameExit = 3 // data: the exit code in decimal
)

type request struct {
	Args []string `json:"args"`
}

// exitError carries an exit code from the daemon to the client; everything was printed already.
type exitError int

func (e exitError) Error() string { return "exit status " + strconv.Itoa(int(e)) }

// socketPath is where the socket of a store lies: beside it, where whoever may write the store may write.
func socketPath(store string) string { return store + ".sock" }

// maxSocketPath is how long a path the system takes for a socket: 107 bytes on Linux, 103 on BSD.
const maxSocketPath = 103

// short calls use with a path to the socket that is short enough for the system. A socket deep down is reached through a
// link to its folder, in a folder of ours that nobody else can look into and that is gone when use returns.
func short(path string, use func(path string) error) error {
	if len(path) <= maxSocketPath {
		return use(path)
	}
	folder, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return err
	}
	private, err := os.MkdirTemp("", "parley") // mode 0700, under a name that nobody can foresee
	if err != nil {
		return err
	}
	defer os.RemoveAll(private)
	link := filepath.Join(private, "d")
	if err := os.Symlink(folder, link); err != nil {
		return err
	}
	path = filepath.Join(link, filepath.Base(path))
	if len(path) > maxSocketPath {
		return fmt.Errorf("the store's file name is too long for a socket beside it; give it a shorter one")
	}
	return use(path)
}

// control serves commands on the socket until ctx ends.
type control struct {
	listener net.Listener
	path     string
	house    *house
	running  sync.WaitGroup
}

func listenControl(h *house) (*control, error) {
	path := socketPath(h.cfg.path(h.cfg.Store))
	// We hold the store's lock, so a socket that is there belonged to a daemon that is gone.
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("cannot replace the control socket: %w", err)
	}
	c := &control{path: path, house: h}
	err := short(path, func(path string) (err error) {
		c.listener, err = listenPrivate(path)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("cannot open the control socket: %w", err)
	}
	if l, ok := c.listener.(*net.UnixListener); ok {
		l.SetUnlinkOnClose(false) // close removes it by its own path
	}
	return c, nil
}

// serve answers until the listener is closed and every command it started has ended.
func (c *control) serve(ctx context.Context) {
	for {
		conn, err := c.listener.Accept()
		if err != nil {
			break
		}
		c.running.Add(1)
		go func() {
			defer c.running.Done()
			defer conn.Close()
			c.answer(ctx, conn)
		}()
	}
	c.running.Wait()
}

func (c *control) close() {
	os.Remove(c.path)
	c.listener.Close()
}

func (c *control) answer(ctx context.Context, conn net.Conn) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })()
	conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	line, err := readLine(conn, 1<<20)
	if err != nil {
		return
	}
	conn.SetReadDeadline(time.Time{})
	var r request
	if err := json.Unmarshal(line, &r); err != nil {
		return
	}
	var mu sync.Mutex
	p := &program{
		in: conn, out: frameWriter{&mu, conn, frameOut}, err: frameWriter{&mu, conn, frameErr},
		env: os.Environ(), now: c.house.now, house: c.house,
	}
	code := p.runSafely(ctx, r.Args, c.house.log)
	frameWriter{&mu, conn, frameExit}.Write([]byte(strconv.Itoa(code)))
}

// runSafely is run, with a command that panics ended: the daemon that runs it goes on.
func (p *program) runSafely(ctx context.Context, args []string, log *slog.Logger) (code int) {
	defer func() {
		if r := recover(); r != nil {
			log.Error("a command failed because of a fault in this program", "panic", r, "stack", string(debug.Stack()))
			fmt.Fprintln(p.err, "parley: the command failed because of a fault in this program; the daemon's log says where")
			code = exitRefused
		}
	}()
	return p.run(ctx, args)
}

// readLine reads up to a line feed byte by byte, so that nothing after it is taken.
func readLine(r io.Reader, limit int) ([]byte, error) {
	var line []byte
	one := make([]byte, 1)
	for len(line) < limit {
		if _, err := io.ReadFull(r, one); err != nil {
			return nil, err
		}
		if one[0] == '\n' {
			return line, nil
		}
		line = append(line, one[0])
	}
	return nil, errors.New("line too long")
}

type frameWriter struct {
	mu   *sync.Mutex
	w    io.Writer
	kind byte
}

func (f frameWriter) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	head := append([]byte{f.kind}, binary.BigEndian.AppendUint32(nil, uint32(len(b)))...)
	if _, err := f.w.Write(append(head, b...)); err != nil {
		return 0, err
	}
	return len(b), nil
}

// overSocket lets a running daemon execute the command. It reports false if there is none.
func (p *program) overSocket(ctx context.Context, store string) (bool, error) {
	var conn net.Conn
	path := socketPath(store)
	if err := trusted(path, store); errors.Is(err, os.ErrNotExist) {
		return false, nil
	} else if err != nil {
		return true, err
	}
	err := short(path, func(path string) (err error) {
		conn, err = net.Dial("unix", path)
		return err
	})
	if errors.Is(err, os.ErrPermission) {
		return true, fmt.Errorf("a daemon has the store, and its socket is for another user: run this as the one that parley runs as: %w", err)
	}
	if err != nil {
		return false, nil // of a daemon that is gone
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	line, err := json.Marshal(request{Args: p.args})
	if err != nil {
		return true, err
	}
	if _, err := conn.Write(append(line, '\n')); err != nil {
		return true, fmt.Errorf("the daemon did not take the command: %w", err)
	}
	go func() {
		io.Copy(conn, p.in)
		conn.(*net.UnixConn).CloseWrite()
	}()
	head := make([]byte, 5)
	for {
		if _, err := io.ReadFull(conn, head); err != nil {
			return true, fmt.Errorf("the daemon went away in the middle of the command; look at its log and try again: %w", err)
		}
		n := int64(binary.BigEndian.Uint32(head[1:]))
		switch head[0] {
		case frameOut:
			_, err = io.CopyN(p.out, conn, n)
		case frameErr:
			_, err = io.CopyN(p.err, conn, n)
		default:
			b, err := io.ReadAll(io.LimitReader(conn, n))
			if err != nil {
				return true, err
			}
			code, err := strconv.Atoi(string(b))
			if err != nil || code == 0 {
				return true, err
			}
			return true, exitError(code)
		}
		if err != nil {
			return true, fmt.Errorf("cannot pass on the daemon's answer: %w", err)
		}
	}
}
