package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
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

// socketPath is where the socket of a store lies. Paths of sockets are limited to 107 bytes: a store deeper down has its
// socket in the temporary directory.
func socketPath(store string) string {
	p := store + ".sock"
	if len(p) <= 100 {
		return p
	}
	sum := sha256.Sum256([]byte(store))
	return filepath.Join(os.TempDir(), fmt.Sprintf("parley-%d-%x.sock", os.Getuid(), sum[:8]))
}

// control serves commands on the socket until ctx ends.
type control struct {
	listener net.Listener
	house    *house
	running  sync.WaitGroup
}

func listenControl(h *house) (*control, error) {
	path := socketPath(h.cfg.path(h.cfg.Store))
	// We hold the store's lock, so a socket that is there belonged to a daemon that is gone.
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("cannot replace the control socket: %w", err)
	}
	l, err := listenPrivate(path)
	if err != nil {
		return nil, fmt.Errorf("cannot open the control socket: %w", err)
	}
	return &control{listener: l, house: h}, nil
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

func (c *control) close() { c.listener.Close() }

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
	code := p.run(ctx, r.Args)
	frameWriter{&mu, conn, frameExit}.Write([]byte(strconv.Itoa(code)))
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
	conn, err := net.Dial("unix", socketPath(store))
	if err != nil {
		return false, nil
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
