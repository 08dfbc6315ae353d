package mailbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	batchMessages = 50      // most messages handed over at once
	batchBytes    = 8 << 20 // and most bytes, unless a single message has more
	headerBytes   = 64 << 10
)

// batch is what is fetched next: the first span of the UIDs that were found.
type batch struct {
	span  int // UIDs used up, vanished ones included
	last  imap.UID
	whole imap.UIDSet // to be fetched with body
	large imap.UIDSet // header only
	info  map[imap.UID]Message
	bytes int64
}

// search lists the UIDs from first on that still wait, ascending; up to last, or all if last is 0.
func (ic *imapConn) search(ctx context.Context, f filing, first, last uint32) ([]imap.UID, error) {
	span := imap.UIDSet{imap.UIDRange{Start: imap.UID(first), Stop: imap.UID(last)}}
	criteria := &imap.SearchCriteria{UID: []imap.UIDSet{span}}
	if f.keyword != "" {
		criteria.NotFlag = []imap.Flag{f.keyword}
	}
	var found []imap.UID
	err := ic.do(ctx, "looking for mail", func() error {
		data, err := ic.client.UIDSearch(criteria, nil).Wait()
		if err == nil {
			found = data.AllUIDs()
		}
		return err
	})
	// "n:*" finds the last message even where n is past it (RFC 9051 section 9, seq-range).
	found = slices.DeleteFunc(found, func(u imap.UID) bool { return uint32(u) < first || last != 0 && uint32(u) > last })
	slices.Sort(found)
	return found, err
}

// plan asks for sizes and decides how many of these messages are fetched together.
func (ic *imapConn) plan(ctx context.Context, uids []imap.UID, most int64) (batch, error) {
	b := batch{info: map[imap.UID]Message{}}
	sizes := map[imap.UID]Message{}
	err := ic.do(ctx, "asking for sizes", func() error {
		list, err := ic.client.Fetch(imap.UIDSetNum(uids...), &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true}).Collect()
		for _, m := range list {
			sizes[m.UID] = Message{Received: m.InternalDate, Size: m.RFC822Size}
		}
		return err
	})
	if err != nil {
		return b, err
	}
	for _, uid := range uids {
		m, ok := sizes[uid]
		m.TooLarge = m.Size > most
		if ok && !m.TooLarge && b.bytes > 0 && b.bytes+m.Size > batchBytes {
			break
		}
		b.span++
		b.last = uid
		switch {
		case !ok: // gone since the search
		case m.TooLarge:
			b.large.AddNum(uid)
			b.bytes += headerBytes
			b.info[uid] = m
		default:
			b.whole.AddNum(uid)
			b.bytes += m.Size
			b.info[uid] = m
		}
	}
	return b, nil
}

// fetch reads the messages of a batch, in UID order: one FETCH for all bodies and one for the headers of those that
// are too large. What vanished meanwhile is left out.
func (ic *imapConn) fetch(ctx context.Context, b batch, validity uint32) ([]Message, error) {
	var list []Message
	read := func(set imap.UIDSet, section *imap.FetchItemBodySection) error {
		if len(set) == 0 {
			return nil
		}
		return ic.doLong(ctx, "reading mail", b.bytes, func() error {
			cmd := ic.client.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
			for data := cmd.Next(); data != nil; data = cmd.Next() {
				uid, bytes, more, err := readBody(data, b.bytes)
				if err != nil {
					// A body that broke off leaves the library's reader running: draining the command would read beside it.
					ic.close()
					return err
				}
				m, ok := b.info[uid]
				if !ok || bytes == nil {
					continue
				}
				m.Validity, m.UID, m.Bytes = validity, uint32(uid), bytes
				m.TooLarge = m.TooLarge || more
				list = append(list, m)
				delete(b.info, uid)
			}
			return cmd.Close()
		})
	}
	if err := read(b.whole, &imap.FetchItemBodySection{Peek: true}); err != nil {
		return nil, err
	}
	header := &imap.FetchItemBodySection{Specifier: imap.PartSpecifierHeader, Peek: true,
		Partial: &imap.SectionPartial{Offset: 0, Size: headerBytes}}
	if err := read(b.large, header); err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b Message) int { return int(int64(a.UID) - int64(b.UID)) })
	return list, nil
}

// read is plan and fetch. What the server neither hands out nor has got rid of is an error.
func (ic *imapConn) read(ctx context.Context, uids []imap.UID, validity uint32, most int64) (batch, []Message, error) {
	b, err := ic.plan(ctx, uids, most)
	if err != nil {
		return b, nil, err
	}
	messages, err := ic.fetch(ctx, b, validity)
	if err != nil {
		return b, nil, err
	}
	for uid := range b.info { // announced, and did not come
		left, err := ic.search(ctx, filing{}, uint32(uid), uint32(uid))
		if err != nil {
			return b, nil, err
		}
		if len(left) > 0 {
			return b, nil, ic.trouble(Refused, "reading mail", fmt.Errorf("message %d is there and does not come", uid))
		}
	}
	return b, messages, nil
}

// readBody reads one FETCH response, and no more of its body than was announced for the whole batch. The library ends a
// body that broke off like one that is whole: only its length tells.
func readBody(data *imapclient.FetchMessageData, most int64) (uid imap.UID, body []byte, more bool, err error) {
	for item := data.Next(); item != nil; item = data.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			uid = item.UID
		case imapclient.FetchItemDataBodySection:
			if item.Literal == nil {
				continue
			}
			size := min(item.Literal.Size(), most+headerBytes)
			body = make([]byte, size)
			if _, err := io.ReadFull(item.Literal, body); err != nil {
				return uid, nil, false, err
			}
			more = item.Literal.Size() > size
		}
	}
	return uid, body, more, nil
}

// filing is how read mail is put away on this connection.
type filing struct {
	folder  string    // the server's name; "" marks instead of moving
	keyword imap.Flag // set and looked for where mail is not moved; "" where the folder keeps none
}

// filing decides. A server with neither MOVE nor UIDPLUS could only expunge everything that anybody marked deleted, so
// mail stays in place there.
func (ic *imapConn) filing(done string, box *imap.SelectData) filing {
	if done != "" && (ic.caps.Has(imap.CapMove) || ic.caps.Has(imap.CapUIDPlus)) {
		return filing{folder: ic.folder(done)}
	}
	for _, flag := range box.PermanentFlags {
		if flag == imap.FlagWildcard || strings.EqualFold(string(flag), DoneKeyword) {
			return filing{keyword: DoneKeyword}
		}
	}
	return filing{}
}

// fileLeft files what an earlier pass took and could not file.
func (in *Inbox) fileLeft(ctx context.Context, ic *imapConn, f filing, at Cursor) error {
	if at.UID == 0 || f == (filing{}) {
		return nil
	}
	left, err := ic.search(ctx, f, 1, at.UID)
	if err != nil {
		return err
	}
	aside := at.aside()
	left = slices.DeleteFunc(left, func(u imap.UID) bool { return slices.Contains(aside, u) })
	if len(left) == 0 { // filed by hand, or deleted
		in.mu.Lock()
		in.unable = ""
		in.mu.Unlock()
	}
	return in.put(ctx, ic, f, left)
}

func (in *Inbox) file(ctx context.Context, ic *imapConn, f filing, messages []Message) error {
	var uids []imap.UID
	for _, m := range messages {
		uids = append(uids, imap.UID(m.UID))
	}
	return in.put(ctx, ic, f, uids)
}

// put files messages. A refusal is logged, once until filing works again or is refused in other words: what was not
// filed stays where it is, and the next pass tries again.
func (in *Inbox) put(ctx context.Context, ic *imapConn, f filing, uids []imap.UID) error {
	if len(uids) == 0 || f == (filing{}) {
		return nil
	}
	err := ic.put(ctx, f, imap.UIDSetNum(uids...))
	server, refused := errors.AsType[*ServerError](err)
	if err != nil && (!refused || server.Trouble != Refused) {
		return err
	}
	unable := ""
	if err != nil {
		unable = err.Error()
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if unable != "" && wordsOf(unable) != wordsOf(in.unable) {
		in.log.Warn("read mail cannot be filed", "messages", len(uids), "err", unable)
	}
	in.unable = unable
	return nil
}

// wordsOf is what a server says, without the times and counts that are others each time.
func wordsOf(said string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, said)
}

func (ic *imapConn) put(ctx context.Context, f filing, set imap.UIDSet) error {
	if f.folder == "" {
		return ic.do(ctx, "marking read mail", func() error { return ic.mark(set, f.keyword) })
	}
	doing := fmt.Sprintf("moving read mail to %q", f.folder)
	err := ic.do(ctx, doing, func() error { return ic.move(set, f.folder) })
	said, no := errors.AsType[*imap.Error](err)
	if !no || said.Type != imap.StatusResponseTypeNo {
		return err
	}
	// RFC 9051 section 6.4.7 has TRYCREATE for this; not every server sends it.
	if made := ic.do(ctx, fmt.Sprintf("creating the folder %q", f.folder), func() error {
		return ic.client.Create(f.folder, nil).Wait()
	}); made != nil {
		return err
	}
	_ = ic.do(ctx, "subscribing to the folder", func() error { return ic.client.Subscribe(f.folder).Wait() })
	return ic.do(ctx, doing, func() error { return ic.move(set, f.folder) })
}

// move is MOVE (RFC 6851), or COPY, mark and UID EXPUNGE (RFC 4315) one after the other: the library would send the
// three at once, and so expunge what the server refused to copy.
func (ic *imapConn) move(set imap.UIDSet, folder string) error {
	if ic.caps.Has(imap.CapMove) {
		_, err := ic.client.Move(set, folder).Wait()
		return err
	}
	if _, err := ic.client.Copy(set, folder).Wait(); err != nil {
		return err
	}
	if err := ic.mark(set, imap.FlagDeleted); err != nil {
		return err
	}
	return ic.client.UIDExpunge(set).Close()
}

func (ic *imapConn) mark(set imap.UIDSet, flag imap.Flag) error {
	return ic.client.Store(set, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{flag}}, nil).Close()
}
