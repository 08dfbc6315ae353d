package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"parley/calendar"
	"parley/scheduler"
	"parley/store"
)

// A feed is what one person has agreed to, as a calendar to subscribe to. Its address is its secret: whoever knows it may
// read, and nothing else. It names nobody but the bot.
//
// Feeds are rendered from the store alone and without a clock, so that equal versions are equal bytes, before and after a
// restart: the version is the ETag, and asking whether anything changed costs no rendering.

const (
	feedKey     = 1 // number of the store key behind feed addresses; another would end all subscriptions
	feedForm    = 1 // raised when equal events are rendered otherwise
	feedRefresh = time.Hour
	feedPast    = 400 * 24 * time.Hour // what ended so long before the newest change is left out
	maxFeeds    = 1000                 // rendered and remembered
)

// errNoFeed says that there is no such feed: its token was made up or revoked, or its owner was forgotten.
var errNoFeed = errors.New("no such feed")

// feeds remembers one rendering for each person.
type feeds struct {
	h        *house
	rendered atomic.Int64 // renderings so far

	mu   sync.Mutex
	last map[scheduler.PersonID]*rendering
}

// rendering is a person's feed as rendered last. Its lock is held while it is made, so that everybody else who asks waits
// for it.
type rendering struct {
	mu sync.Mutex
	feedBytes
}

type feedBytes struct {
	version string
	plain   []byte
	zipped  []byte
}

// feedState is what can be said of a feed without rendering it.
type feedState struct {
	person  scheduler.PersonID
	version string
	changed time.Time
}

func newFeeds(h *house) *feeds { return &feeds{h: h, last: map[scheduler.PersonID]*rendering{}} }

// find returns whose feed a token opens, and how it stands. errNoFeed.
func (f *feeds) find(ctx context.Context, token string) (feedState, error) {
	id, ok := f.h.secrets.ParseFeed(token)
	if !ok {
		return feedState{}, errNoFeed
	}
	p, err := f.h.store.Person(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return feedState{}, errNoFeed
	}
	if err != nil {
		return feedState{}, fmt.Errorf("finding the owner of a feed: %w", err)
	}
	if p.Address == "" || !f.h.secrets.MatchFeed(feedKey, token, p) {
		return feedState{}, errNoFeed
	}
	return f.state(ctx, id)
}

func (f *feeds) state(ctx context.Context, id scheduler.PersonID) (feedState, error) {
	v, changed, err := f.h.store.Version(ctx, id)
	if err != nil {
		return feedState{}, fmt.Errorf("reading the version of a feed: %w", err)
	}
	// Everything that shows in the bytes beside the logs is in the version too.
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s %q %q", feedForm, version, v, f.h.cfg.Address, f.h.cfg.Name))
	return feedState{person: id, version: hex.EncodeToString(sum[:12]), changed: changed}, nil
}

// get returns the feed as it stands now, rendering it only if something changed since it was rendered last. The state is
// that of the bytes.
func (f *feeds) get(ctx context.Context, id scheduler.PersonID) (feedState, feedBytes, error) {
	r := f.slot(id)
	r.mu.Lock()
	defer r.mu.Unlock()
	for range 10 {
		before, err := f.state(ctx, id)
		if err != nil {
			return before, feedBytes{}, err
		}
		if r.version == before.version {
			return before, r.feedBytes, nil
		}
		b, err := f.render(ctx, id, before.changed)
		if err != nil {
			return before, feedBytes{}, err
		}
		// Events are read page by page, and something may have changed in between: only the next look tells whether these are
		// the bytes of that version.
		r.feedBytes = feedBytes{before.version, b, zipped(b)}
	}
	return feedState{}, feedBytes{}, errors.New("the feed changes faster than it can be rendered")
}

// slot is where a person's rendering is remembered.
func (f *feeds) slot(id scheduler.PersonID) *rendering {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, ok := f.last[id]
	if !ok {
		if len(f.last) >= maxFeeds {
			for any := range f.last {
				delete(f.last, any)
				break
			}
		}
		r = &rendering{}
		f.last[id] = r
	}
	return r
}

func (f *feeds) render(ctx context.Context, id scheduler.PersonID, newest time.Time) ([]byte, error) {
	f.rendered.Add(1)
	var all []calendar.Invite
	filter := store.Filter{Person: id}
	for {
		page, err := f.h.store.Events(ctx, filter)
		if err != nil {
			return nil, fmt.Errorf("reading the events of a feed: %w", err)
		}
		if len(page) == 0 {
			break
		}
		for _, found := range page {
			filter.After = found.Event.ID
			for _, in := range f.h.feedOf(found.Event, id) {
				if in.Span.End().After(newest.Add(-feedPast)) {
					all = append(all, in)
				}
			}
		}
	}
	b, err := calendar.EncodeFeed(all, calendar.FeedInfo{Name: f.h.cfg.Name, Refresh: feedRefresh})
	if err != nil {
		return nil, fmt.Errorf("writing a feed: %w", err)
	}
	return b, nil
}

// feedOf is what an event puts into a person's feed: the meeting, if they are to come, and the slots that their calendar
// holds. The organiser's text stays out: it may speak of others, and a feed may be read by more than its owner.
func (h *house) feedOf(e scheduler.Event, id scheduler.PersonID) (all []calendar.Invite) {
	_, domain, _ := strings.Cut(h.cfg.Address, "@")
	add := func(span scheduler.Span, uid, sequence int, tentative bool) {
		zone := zoneNamed(e.Zone)
		all = append(all, calendar.Invite{
			UID: calendar.UID(e.ID, uid, domain), Sequence: sequence, Stamp: e.Changed, Created: e.Opened, Changed: e.Changed,
			Span: span, Title: cmp.Or(string(e.Title), string(e.ID)), Location: string(e.Location), URL: string(e.URL),
			Description: fmt.Sprintf("%s-%s %s", span.Begin.In(zone).Format("2006-01-02 15:04"), span.End().In(zone).Format("15:04"), e.Zone),
			Organizer:   h.bot(), Tentative: tentative,
		})
	}
	q, party := e.Party(id)
	comes := party && !q.Dropped && !q.Stopped && q.Coming != scheduler.No || !party && e.Organizer(id) && !e.Options.Absent
	if a := e.Agreement; a != nil && e.State == scheduler.Agreed && comes {
		add(a.Span, a.UID, a.Sequence, false)
	}
	for _, n := range scheduler.Held(e, id) { // whatever ends an event, or takes somebody off it, lets go of holds
		if s, ok := e.Slot(n); ok {
			add(s.Span, n, 0, true)
		}
	}
	return all
}

// zipped is always the same for the same bytes: nothing is said of time or name in the header (RFC 1952 section 2.3).
func zipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b) // a buffer takes everything
	w.Close()
	return out.Bytes()
}

// feedURL is where a person can subscribe to their feed; "" if feeds are not served.
func (h *house) feedURL(p scheduler.Person) (string, error) {
	if h.cfg.HTTP.Listen == "" || h.cfg.HTTP.URL == "" {
		return "", nil
	}
	token, err := h.secrets.FeedToken(feedKey, p)
	if err != nil {
		return "", err
	}
	return strings.TrimRight(h.cfg.HTTP.URL, "/") + "/calendar/" + token + ".ics", nil
}

func (p *program) feedCommand() *cobra.Command {
	var revoke bool
	c := &cobra.Command{Use: "feed ADDRESS", Short: "Print where a person subscribes to their calendar, or end that address", Args: cobra.ExactArgs(1)}
	c.Flags().BoolVar(&revoke, "revoke", false, "the address so far serves nothing any more; print the new one")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		m := reads
		if revoke {
			m = writes
		}
		return p.onStore(m, func(ctx context.Context, h *house, args []string) error {
			q, err := h.personNamed(ctx, args[0])
			if err != nil {
				return err
			}
			if revoke {
				r, err := h.execute(ctx, scheduler.Command{
					// Asking twice in one breath revokes one address, not two.
					Cause: scheduler.Cause(fmt.Sprintf("feed:%d:%d", q.ID, q.FeedEpoch)), Operator: true, Via: scheduler.ByOperator,
					At: h.now(), Bot: h.cfg.Address, Do: []scheduler.Action{scheduler.RevokeFeed{Who: scheduler.Words(args[0])}},
				})
				if err != nil {
					return err
				}
				if r.Refusal != "" {
					return fmt.Errorf("refused: %s", strings.ReplaceAll(r.Refusal, "-", " "))
				}
				if q, err = h.store.Person(ctx, q.ID); err != nil {
					return err
				}
				fmt.Fprintln(p.out, "The address so far serves nothing any more.")
			}
			url, err := h.feedURL(q)
			switch {
			case err != nil:
				return err
			case url != "":
				_, err = fmt.Fprintln(p.out, url)
			case !revoke:
				err = errors.New("feeds are off; set http.listen and http.url in the configuration")
			}
			return err
		})(cmd, args)
	}
	return c
}
