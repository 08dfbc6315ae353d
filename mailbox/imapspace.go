package mailbox

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	measureEvery = 10 * time.Minute // and on each new connection
	breaksAtMost = 3                // connections that break over the question, until it is asked no more
	nearlyFull   = 90               // percent
)

// Trouble tells what the inbox goes on in spite of, each in a sentence: read mail cannot be filed, or the mailbox is
// nearly full. It may be called from any goroutine.
func (in *Inbox) Trouble() (out []string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.unable != "" {
		out = append(out, "read mail cannot be filed, and stays where it is: "+in.unable)
	}
	return append(out, in.full...)
}

// measure finds out now and then how full the mailbox is, where the server can say it (QUOTA, RFC 9208). One that
// breaks over the question again and again is not asked any more.
func (in *Inbox) measure(ctx context.Context, ic *imapConn) error {
	if in.unmeasured >= breaksAtMost || !ic.caps.Has(imap.CapQuota) || time.Since(ic.measured) < measureEvery {
		return nil
	}
	ic.measured = time.Now()
	var roots []imapclient.QuotaData
	err := ic.do(ctx, "asking how full the mailbox is", func() (err error) {
		roots, err = ic.client.GetQuotaRoot(ic.folder(in.config.Folder)).Wait()
		return err
	})
	refused, _ := errors.AsType[*ServerError](err)
	switch {
	case refused != nil && refused.Trouble == Refused:
		err = nil // it may say another time
	case err == nil:
		in.unmeasured = 0
	case ctx.Err() == nil:
		in.unmeasured++
	}
	var full []string
	for _, root := range roots {
		for _, of := range slices.Sorted(maps.Keys(root.Resources)) {
			if r := root.Resources[of]; r.Limit > 0 && percent(r) >= nearlyFull {
				full = append(full, fmt.Sprintf("the mailbox is %d %% full (%s: %d of %d); when it is full, mail to the bot is refused: make room in it, as in the folder of read mail",
					percent(r), of, r.Usage, r.Limit))
			}
		}
	}
	in.mu.Lock()
	in.full = full
	in.mu.Unlock()
	return err
}

// percent is how much of a limit is used, by floating point: some servers call 2^63-1 no limit.
func percent(r imapclient.QuotaResourceData) int64 {
	return int64(float64(r.Usage) / float64(r.Limit) * 100)
}
