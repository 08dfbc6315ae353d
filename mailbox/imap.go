package mailbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"parley/scheduler"
)

// IMAPConfig says where mail is read. The zero value of a field is the default named beside it.
type IMAPConfig struct {
	// URL is imaps://user@host (TLS, port 993), imap://user@host (STARTTLS required, port 143), or
	// imap+insecure://user@host:port, which is refused for hosts other than this machine. The user is
	// percent-decoded; a password in the URL is refused.
	URL string
	// Password is asked at each login, so that a changed file or command is noticed.
	Password func(context.Context) (string, error)
	// Token, if set, is used instead of Password: an OAuth 2.0 access token for OAUTHBEARER (RFC 7628), or XOAUTH2 where
	// the server offers only that. It is asked at each login.
	Token func(context.Context) (string, error)

	Folder     string        // "INBOX"
	Done       string        // folder for read mail, levels parted by "/"; "" leaves mail in Folder, marked with DoneKeyword
	Poll       time.Duration // the longest that Wait waits; 60 s
	CAFile     string        // PEM file with further trust anchors; "" is those of the system only
	ServerName string        // name in the certificate; "" is the host of URL
	Timeout    time.Duration // that a server may take for one command, beside the time for the bytes; 30 s
	Again      time.Duration // between attempts to read what the server would not hand out; 1 h
	MaxBytes   int64         // messages larger than this come with their header only; scheduler.MaxMailBytes
	Log        *slog.Logger  // nil is silence
}

// DoneKeyword marks read mail where it is not moved. Servers may change its case.
const DoneKeyword = "$ParleyDone"

// Cursor is how far a folder has been read. The zero cursor is its beginning. UIDs of one Validity (UIDVALIDITY,
// RFC 9051 section 2.3.1.1) say nothing about another: then everything is read again, and causes keep it from counting
// twice.
type Cursor struct {
	Validity uint32 `json:"validity"`
	UID      uint32 `json:"uid"`
	// Aside are the UIDs up to UID of messages that were not read, since the server would not hand them out: "7,12".
	Aside string `json:"aside,omitempty"`
}

// Message is a mail as it lay in the folder.
type Message struct {
	Cursor             // where it lies: its own UIDVALIDITY and UID
	Received time.Time // INTERNALDATE: when the server got it
	Size     int64     // of the whole message, in bytes
	Bytes    []byte    // all of it; its header only if TooLarge
	TooLarge bool
	// Withheld is why the server does not hand the message out, after many attempts; "" otherwise. Bytes is nil then. The
	// message stays in the folder and is tried again now and then: should it come after all, take sees it once more.
	Withheld string
}

// Inbox reads a folder over one connection, which it opens when it needs it and drops at the first error. It is for one
// goroutine; only Wake and Close may be called from others.
//
// The daemon's loop is
//
//	for ctx.Err() == nil {
//		cursor, err = inbox.Receive(ctx, cursor, take, keep) // log err
//		inbox.Wait(ctx)
//	}
//
// Reconnecting is inside: after a pass that failed, Wait is a jittered and growing pause (1 s to 5 min), after one that
// succeeded it is IDLE.
type Inbox struct {
	config   IMAPConfig
	endpoint endpoint
	log      *slog.Logger
	wake     chan struct{} // holds one

	failed int // passes that failed since the last good one
	cut    int // times in a row that the server ended the connection while we idled
	blocks blockage
	again  time.Time // when messages that were set aside are tried next
	broke  uint32    // UID of the one over which the connection broke last

	unmeasured int // connections that broke, one after the other, when the server was asked how full the mailbox is

	mu     sync.Mutex
	conn   *imapConn // nil when there is none
	unable string    // why read mail cannot be filed
	full   []string  // how full the mailbox is, if nearly
}

// NewInbox checks the configuration. It does not connect.
func NewInbox(c IMAPConfig) (*Inbox, error) {
	e, err := parseEndpoint("imap", c.URL, c.CAFile, c.ServerName)
	if err != nil {
		return nil, err
	}
	if e.user == "" {
		return nil, errors.New("imap.url names no user: write imaps://user@host, with %40 for an @ in the user's name")
	}
	if c.Folder == "" {
		c.Folder = "INBOX"
	}
	if strings.EqualFold(c.Done, c.Folder) {
		return nil, fmt.Errorf("imap.done is the folder that mail is read from (%s): name another one, or \"\" to leave mail there", c.Folder)
	}
	if c.Poll <= 0 {
		c.Poll = time.Minute
	}
	if c.Timeout <= 0 {
		c.Timeout = 30 * time.Second
	}
	if c.Again <= 0 {
		c.Again = time.Hour
	}
	if c.MaxBytes <= 0 {
		c.MaxBytes = scheduler.MaxMailBytes
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Inbox{config: c, endpoint: e, log: c.Log, wake: make(chan struct{}, 1)}, nil
}

// Receive makes one pass over the folder: what lies after the cursor is fetched, handed over, and filed.
//
// The order of things, which no crash can turn into a loss:
//
//  1. Mail up to the cursor that was not filed by an earlier pass is filed.
//  2. A batch of messages after the cursor is fetched without marking it read.
//  3. take is called with the batch, in UID order. It returns how many of its messages, counted from the first, took
//     effect for good; with an error if not all.
//  4. keep is called with the cursor after the last of these. When it returns nil the cursor is on disk.
//  5. These messages are filed, in one MOVE.
//  6. If take had an error, the pass ends with it; otherwise the next batch follows.
//
// A crash before 4 means that take sees the messages again; it must know their causes. A crash or failure at 5 is made
// good by 1; a server that refuses to file is logged and does not keep mail from being read.
//
// A message that cannot be fetched keeps nobody waiting for ever: after several passes that failed on it, it is set aside.
// take is told, the cursor remembers it, it stays where it is, and it is tried again every hour.
//
// When the folder's UIDVALIDITY is not the cursor's, keep is called with the beginning of the folder first, and
// everything in it is read. The cursor returned is the last one that keep accepted, also beside an error. An error of
// the server is a *ServerError.
func (in *Inbox) Receive(ctx context.Context, after Cursor,
	take func(context.Context, []Message) (int, error), keep func(context.Context, Cursor) error) (Cursor, error) {
	cursor, err := in.pass(ctx, after, take, keep)
	if err == nil {
		in.failed = 0
		return cursor, nil
	}
	in.failed++
	if server, ok := errors.AsType[*ServerError](err); !ok || server.Trouble != Refused {
		in.drop()
	}
	return cursor, err
}

func (in *Inbox) pass(ctx context.Context, at Cursor,
	take func(context.Context, []Message) (int, error), keep func(context.Context, Cursor) error) (Cursor, error) {
	ic, err := in.connected(ctx)
	if err != nil {
		return at, err
	}
	select {
	case <-ic.arrived: // what it told of is found below
	default:
	}
	box, err := ic.open(ctx, in.config.Folder, false)
	if err != nil {
		return at, err
	}
	if at.Validity != box.UIDValidity {
		start := Cursor{Validity: box.UIDValidity}
		if at.Validity != 0 {
			in.log.Warn("the folder was renumbered: reading it from its beginning", "old", at.Validity, "new", start.Validity)
		}
		if err := keep(ctx, start); err != nil {
			return at, err
		}
		at = start
	}
	if err := in.measure(ctx, ic); err != nil {
		return at, err
	}
	file := ic.filing(in.config.Done, box)
	if err := in.fileLeft(ctx, ic, file, at); err != nil {
		return at, err
	}
	uids, err := ic.search(ctx, file, at.UID+1, 0)
	if err != nil {
		return at, err
	}
	most := batchMessages
	if in.failed > 0 {
		most = 1 // should one message be the reason, those before it get through
	}
	for len(uids) > 0 {
		batch, messages, err := ic.read(ctx, uids[:min(most, len(uids))], at.Validity, in.config.MaxBytes)
		if err != nil {
			if ctx.Err() == nil && most == 1 && in.blocks.count(uids[0]) >= patience {
				return in.setAside(ctx, at, uids[0], err, take, keep)
			}
			return at, err
		}
		uids = uids[batch.span:]
		taken, failure := take(ctx, messages)
		if failure == nil && taken < len(messages) {
			failure = fmt.Errorf("only %d of %d messages were taken, without a reason", taken, len(messages))
		}
		next := at
		switch {
		case failure == nil:
			next.UID = uint32(batch.last) // past those that vanished meanwhile, too
		case taken > 0:
			next.UID = messages[taken-1].UID
		}
		if next != at {
			if err := keep(ctx, next); err != nil {
				return at, err
			}
			at = next
			if err := in.file(ctx, ic, file, messages[:taken]); err != nil {
				return at, err
			}
		}
		if failure != nil {
			return at, failure
		}
	}
	if at.Aside != "" && !time.Now().Before(in.again) {
		in.again = time.Now().Add(in.config.Again)
		return in.readAside(ctx, ic, file, at, take, keep)
	}
	return at, nil
}

// Wait returns when another pass is worth it: the server told of new mail (IDLE, RFC 2177), the poll interval is over,
// or, after a failed pass, the pause before the next attempt is. It returns ctx.Err(), nothing else: what goes wrong
// with the connection meanwhile shows in the next pass.
func (in *Inbox) Wait(ctx context.Context) error {
	if in.failed > 0 {
		in.sleep(ctx, pause(in.failed))
		return ctx.Err()
	}
	in.mu.Lock()
	ic := in.conn
	in.mu.Unlock()
	if ic == nil {
		in.sleep(ctx, in.config.Poll)
		return ctx.Err()
	}
	idled, err := ic.idle(ctx, in.config.Poll, in.wake)
	switch {
	case err != nil:
		in.log.Debug("the connection ended while waiting", "err", err)
		in.drop()
		in.cut++
		in.sleep(ctx, pause(in.cut)) // a server that does this every time must not be called every time
	case idled:
		in.cut = 0
	default:
		in.sleep(ctx, in.config.Poll)
	}
	return ctx.Err()
}

// Wake ends the present or next Wait at once. It may be called from any goroutine.
func (in *Inbox) Wake() {
	select {
	case in.wake <- struct{}{}:
	default:
	}
}

// Check logs in on a connection of its own and looks for the folder, and how full it is, which Trouble then tells. The
// error is a *ServerError that says what happened and what to do.
func (in *Inbox) Check(ctx context.Context) error {
	ic, err := dialIMAP(ctx, in.endpoint, in.config)
	if err != nil {
		return err
	}
	defer ic.logout(ctx)
	if _, err = ic.open(ctx, in.config.Folder, true); err != nil {
		return err
	}
	return in.measure(ctx, ic)
}

// Close ends the connection. A Receive or Wait under way returns soon; the next one would connect again.
func (in *Inbox) Close() error {
	in.drop()
	in.Wake()
	return nil
}

func (in *Inbox) connected(ctx context.Context) (*imapConn, error) {
	in.mu.Lock()
	ic := in.conn
	in.mu.Unlock()
	if ic != nil {
		return ic, nil
	}
	ic, err := dialIMAP(ctx, in.endpoint, in.config)
	if err != nil {
		return nil, err
	}
	in.log.Debug("connected", "server", in.endpoint.address)
	in.mu.Lock()
	in.conn = ic
	in.mu.Unlock()
	return ic, nil
}

func (in *Inbox) drop() {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.conn != nil {
		in.conn.close()
		in.conn = nil
	}
}

func (in *Inbox) sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-in.wake:
	case <-ctx.Done():
	}
}

// pause is how long to wait after so many failures in a row: 1 s, doubled up to 5 min, of which the last half is
// chance, so that not everybody comes back at the same instant.
func pause(failures int) time.Duration {
	d := 5 * time.Minute
	if failures < 10 {
		d = min(d, time.Second<<(failures-1))
	}
	return d/2 + rand.N(d/2)
}
