package mailbox

import (
	"context"
	"errors"
	"log/slog"
	"time"
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
	Poll       time.Duration // between passes where nothing wakes us; 60 s
	CAFile     string        // PEM file with further trust anchors; "" is those of the system only
	ServerName string        // name in the certificate; "" is the host of URL
	Timeout    time.Duration // that a server may take for one command, beside the time for the bytes; 30 s
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
}

// Message is a mail as it lay in the folder.
type Message struct {
	Cursor             // where it lies: its own UIDVALIDITY and UID
	Received time.Time // INTERNALDATE: when the server got it
	Size     int64     // of the whole message, in bytes
	Bytes    []byte    // all of it; its header only if TooLarge
	TooLarge bool
}

// Inbox reads a folder over one connection, which it opens when it needs it and drops at the first error. It is for one
// goroutine; only Close may be called from another one.
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
type Inbox struct{}

// NewInbox checks the configuration. It does not connect.
func NewInbox(c IMAPConfig) (*Inbox, error) { return nil, errors.New("not there yet") }

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
// good by 1. The cursor returned is the last one that keep accepted, also beside an error. An error of the server is a
// *ServerError.
func (in *Inbox) Receive(ctx context.Context, after Cursor,
	take func(context.Context, []Message) (int, error), keep func(context.Context, Cursor) error) (Cursor, error) {
	return after, errors.New("not there yet")
}

// Wait returns when another pass is worth it: the server told of new mail (IDLE, RFC 2177), the poll interval is over,
// or, after a failed pass, the pause before the next attempt is. It returns ctx.Err(), nothing else: what goes wrong
// with the connection meanwhile shows in the next pass.
func (in *Inbox) Wait(ctx context.Context) error { return ctx.Err() }

// Wake ends the present or next Wait at once. It may be called from any goroutine.
func (in *Inbox) Wake() {}

// Check logs in on a connection of its own and looks for the folder. The error is a *ServerError that says what happened and
// what to do.
func (in *Inbox) Check(ctx context.Context) error { return errors.New("not there yet") }

// Close ends the connection. A Receive or Wait under way returns soon.
func (in *Inbox) Close() error { return nil }
