package mailbox

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// patience is in how many passes in a row the same message may fail before it is set aside: two to four minutes, so that
// a server that has trouble with all of its mail is not taken for one that has trouble with a message.
const patience = 8

// blockage counts passes that failed on one message.
type blockage struct {
	uid    imap.UID
	passes int
}

func (b *blockage) count(uid imap.UID) int {
	if b.uid != uid {
		*b = blockage{uid: uid}
	}
	b.passes++
	return b.passes
}

// aside lists what was set aside.
func (c Cursor) aside() (uids []imap.UID) {
	for _, s := range strings.FieldsFunc(c.Aside, func(r rune) bool { return r == ',' }) {
		if n, err := strconv.ParseUint(s, 10, 32); err == nil {
			uids = append(uids, imap.UID(n))
		}
	}
	return uids
}

// SetAside is how many messages the server would not hand out.
func (c Cursor) SetAside() int { return len(c.aside()) }

func (c Cursor) withAside(uids []imap.UID) Cursor {
	slices.Sort(uids)
	var out []string
	for _, u := range slices.Compact(uids) {
		out = append(out, strconv.FormatUint(uint64(u), 10))
	}
	c.Aside = strings.Join(out, ",")
	return c
}

// setAside goes past a message that could not be read. It returns why, since the pass has failed all the same; the next
// one, soon, goes on behind the message.
func (in *Inbox) setAside(ctx context.Context, at Cursor, uid imap.UID, why error,
	take func(context.Context, []Message) (int, error), keep func(context.Context, Cursor) error) (Cursor, error) {
	in.log.Error("a message is set aside: the server does not hand it out; it stays where it is and is tried again later",
		"uid", uid, "err", why)
	m := Message{Cursor: Cursor{Validity: at.Validity, UID: uint32(uid)}, Withheld: why.Error()}
	if _, err := take(ctx, []Message{m}); err != nil {
		return at, err
	}
	next := at.withAside(append(at.aside(), uid))
	next.UID = uint32(uid)
	if err := keep(ctx, next); err != nil {
		return at, err
	}
	in.failed, in.blocks = 0, blockage{}
	return next, why
}

// readAside tries what was set aside once more, each message by itself. That one still does not come is no failure. Where the
// connection broke over one, the next time begins with those behind it, so that it does not keep them for ever.
func (in *Inbox) readAside(ctx context.Context, ic *imapConn, f filing, at Cursor,
	take func(context.Context, []Message) (int, error), keep func(context.Context, Cursor) error) (Cursor, error) {
	uids := at.aside() // ascending
	behind, _ := slices.BinarySearch(uids, imap.UID(in.broke)+1)
	for _, uid := range slices.Concat(uids[behind:], uids[:behind]) {
		_, messages, err := ic.read(ctx, []imap.UID{uid}, at.Validity, in.config.MaxBytes)
		if err != nil {
			in.log.Warn("a message that was set aside still does not come", "uid", uid, "err", err)
			if server, ok := errors.AsType[*ServerError](err); ok && server.Trouble == Refused {
				continue
			}
			in.drop() // the connection broke over it; the others have to wait for another hour
			in.broke = uint32(uid)
			return at, ctx.Err()
		}
		if _, err := take(ctx, messages); err != nil {
			return at, err
		}
		next := at.withAside(slices.DeleteFunc(at.aside(), func(u imap.UID) bool { return u == uid }))
		if err := keep(ctx, next); err != nil {
			return at, err
		}
		at = next
		if err := in.file(ctx, ic, f, messages); err != nil {
			return at, err
		}
	}
	return at, nil
}
