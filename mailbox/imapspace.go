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

// measure finds out now and then how full the mailbox is, where the server can say it (QUOTA, RFC 9208). One that breaks
// over the question is not asked again.
func (in *Inbox) measure(ctx context.Context, ic *imapConn) error {
	if in.unmeasured || !ic.caps.Has(imap.CapQuota) || time.Since(ic.measured) < measureEvery {
		return nil
	}
	ic.measured = time.Now()
	var roots []imapclient.QuotaData
	err := ic.do(ctx, "asking how full the mailbox is", func() (err error) {
		roots, err = ic.client.GetQuotaRoot(ic.folder(in.config.Folder)).Wait()
		return err
	})
	if err != nil && ctx.Err() == nil {
		in.unmeasured = true
		if server, ok := errors.AsType[*ServerError](err); ok && server.Trouble == Refused {
			return nil
		}
	}
	var full []string
	for _, root := range roots {
		for _, of := range slices.Sorted(maps.Keys(root.Resources)) {
			if r := root.Resources[of]; r.Limit > 0 && r.Usage*100 >= r.Limit*nearlyFull {
				full = append(full, fmt.Sprintf("the mailbox is %d %% full (%s: %d of %d); when it is full, mail to the bot is refused: make room in it, as in the folder of read mail",
					r.Usage*100/r.Limit, of, r.Usage, r.Limit))
			}
		}
	}
	in.mu.Lock()
	in.full = full
	in.mu.Unlock()
	return err
}
