package mailbox_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"parley/mailbox"
	"parley/scheduler"
)

func secrets(address, separator string) mailbox.Secrets {
	return mailbox.Secrets{Address: address, Separator: separator, Key: func(n int) ([]byte, error) {
		if n < 1 {
			return nil, errors.New("no such key")
		}
		return fmt.Appendf(nil, "key %d of the store", n), nil
	}}
}

func event() scheduler.Event {
	return scheduler.Event{ID: "rokifadu", Key: 1, Organizers: []scheduler.PersonID{1},
		Parties: []scheduler.Party{{Person: 2}, {Person: 3}, {Person: 12}}, Epochs: map[scheduler.PersonID]scheduler.Epoch{3: {N: 4}}}
}

func TestSecretAddresses(t *testing.T) {
	for _, c := range []struct{ address, separator string }{
		{"bot@example.test", "+"}, {"Bot@Example.Test", "+"}, {"team-bot@example.test", "-"}, {"a.b+c@example.test", "+"},
	} {
		s, ev := secrets(c.address, c.separator), event()
		for _, p := range []scheduler.PersonID{1, 2, 3, 12} {
			a, err := s.ReplyTo(ev, p)
			if err != nil {
				t.Fatal(err)
			}
			local := strings.ToLower(c.address[:strings.LastIndexByte(c.address, '@')])
			if len(a) != len(c.address)+len(c.separator)+len("rokifadu.")+16 || !strings.HasPrefix(a, local+c.separator+"rokifadu.") {
				t.Fatalf("the address is %s", a)
			}
			for _, written := range []string{a, strings.ToUpper(a), "<" + a + ">", " " + a} {
				x, ok := s.Parse(written)
				if !ok || x.Event != ev.ID || x.Bounce || x.Letter != "" || !s.Ours(written) {
					t.Fatalf("%s reads as %+v, %v", written, x, ok)
				}
				if who, ok := s.Match(ev, x.MAC); !ok || who != p {
					t.Fatalf("%s is of %d, not %d", written, who, p)
				}
			}
		}
	}
}

func TestSecretsExpire(t *testing.T) {
	s, ev := secrets("bot@example.test", "+"), event()
	a, _ := s.ReplyTo(ev, 2)
	x, _ := s.Parse(a)
	for name, change := range map[string]func(*scheduler.Event, *mailbox.Secret){
		"raised epoch": func(e *scheduler.Event, _ *mailbox.Secret) {
			e.Epochs = map[scheduler.PersonID]scheduler.Epoch{2: {N: 1}}
		},
		"another event": func(e *scheduler.Event, _ *mailbox.Secret) { e.ID = "tamibelo" },
		"another key":   func(e *scheduler.Event, _ *mailbox.Secret) { e.Key = 2 },
		"no key":        func(e *scheduler.Event, _ *mailbox.Secret) { e.Key = 0 },
		"not invited":   func(e *scheduler.Event, _ *mailbox.Secret) { e.Parties = e.Parties[1:] },
		"changed":       func(_ *scheduler.Event, x *mailbox.Secret) { x.MAC = "b" + x.MAC[1:] },
		"empty":         func(_ *scheduler.Event, x *mailbox.Secret) { x.MAC = "" },
	} {
		e, y := event(), x
		change(&e, &y)
		if y.MAC == x.MAC && name == "changed" {
			y.MAC = "c" + x.MAC[1:]
		}
		if who, ok := s.Match(e, y.MAC); ok {
			t.Errorf("%s: still the address of %d", name, who)
		}
	}
}

func TestMessageIDs(t *testing.T) {
	s := secrets("bot@Example.test", "+")
	id, err := s.MessageID(1, "rokifadu", "12a", 2)
	if err != nil {
		t.Fatal(err)
	}
	x, ok := s.ParseMessageID("<" + strings.ToUpper(id) + ">")
	if !ok || x.Event != "rokifadu" || x.Letter != "12a" || !s.Verify(1, x, 2) {
		t.Fatalf("%s reads as %+v, %v", id, x, ok)
	}
	other := x
	other.Letter = "12b"
	if s.Verify(1, x, 3) || s.Verify(2, x, 2) || s.Verify(1, other, 2) || s.Verify(0, x, 2) {
		t.Fatal("it vouches for another letter, person or key")
	}
	bounce, err := s.Bounce(1, "rokifadu", "12a", 2)
	if err != nil {
		t.Fatal(err)
	}
	y, ok := s.Parse(bounce)
	if !ok || !y.Bounce || y.Event != "rokifadu" || y.Letter != "12a" || !s.Verify(1, y, 2) {
		t.Fatalf("%s reads as %+v, %v", bounce, y, ok)
	}
	// What vouches for one purpose vouches for no other.
	reply, _ := s.ReplyTo(event(), 2)
	r, _ := s.Parse(reply)
	if r.MAC == x.MAC || x.MAC == y.MAC || s.Verify(1, mailbox.Secret{Event: "rokifadu", Letter: "12a", MAC: y.MAC}, 2) {
		t.Fatal("a MAC of one purpose is good for another")
	}
	if who, ok := s.Match(event(), x.MAC); ok {
		t.Fatalf("a Message-ID is as good as the address of %d", who)
	}
}

func TestHouseLetters(t *testing.T) {
	s := secrets("bot@example.test", "+")
	a, _ := s.HouseReplyTo(1, 7, 5)
	x, ok := s.Parse(a)
	if !ok || x.Event != mailbox.HouseEvent {
		t.Fatalf("%s reads as %+v", a, x)
	}
	for period, good := range map[int]bool{4: false, 5: true, 6: true, 7: false} {
		if who, ok := s.MatchHouse(1, x.MAC, []scheduler.PersonID{6, 7, 8}, period); ok != good || ok && who != 7 {
			t.Fatalf("in period %d it is of %d: %v", period, who, ok)
		}
	}
	if _, ok := s.MatchHouse(1, x.MAC, []scheduler.PersonID{6, 8}, 5); ok {
		t.Fatal("it is of somebody who is no operator")
	}
	id, _ := s.MessageID(1, "", "3a", 7)
	if x, ok := s.ParseMessageID(id); !ok || x.Event != mailbox.HouseEvent || !s.Verify(1, x, 7) {
		t.Fatalf("%s reads as %+v", id, x)
	}
}

func TestSecretsOff(t *testing.T) {
	s := secrets("bot@example.test", "")
	a, err := s.ReplyTo(event(), 2)
	b, _ := s.Bounce(1, "rokifadu", "12a", 2)
	if err != nil || a != "bot@example.test" || b != "bot@example.test" {
		t.Fatalf("the addresses are %s and %s, %v", a, b, err)
	}
	if x, ok := s.Parse(a); ok {
		t.Fatalf("it reads as %+v", x)
	}
	if !s.Ours(a) || s.Ours("other@example.test") {
		t.Fatal("the bare address is ours, and no other")
	}
}

func FuzzParseSecret(f *testing.F) {
	s := secrets("bot@example.test", "+")
	a, _ := s.ReplyTo(event(), 2)
	b, _ := s.Bounce(1, "rokifadu", "12a", 2)
	id, _ := s.MessageID(1, "rokifadu", "12a", 2)
	for _, x := range []string{a, b, id, "", "@", "bot+@example.test", "bot+.@example.test", "bot+a.b.c.d@example.test", "bot+rokifadu.@example.test", a[:20] + a} {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, parse := range []func(string) (mailbox.Secret, bool){s.Parse, s.ParseMessageID} {
			x, ok := parse(text)
			if !ok && x != (mailbox.Secret{}) {
				t.Fatalf("%q is refused and reads as %+v", text, x)
			}
			if ok && (len(x.MAC) != 16 || x.Event == "" || strings.ToLower(x.MAC) != x.MAC) {
				t.Fatalf("%q reads as %+v", text, x)
			}
			if who, ok := s.Match(event(), x.MAC); ok && !strings.Contains(strings.ToLower(text), x.MAC) {
				t.Fatalf("%q is the address of %d", text, who)
			}
		}
	})
}

func TestFeedTokens(t *testing.T) {
	s := secrets("bot@example.test", "+")
	seen := map[string]bool{}
	for _, p := range []scheduler.Person{{ID: 1}, {ID: 1, FeedEpoch: 1}, {ID: 31}, {ID: 32}, {ID: 1 << 40, FeedEpoch: 11}} {
		token, err := s.FeedToken(1, p)
		if err != nil {
			t.Fatal(err)
		}
		if id, ok := s.ParseFeed(token); !ok || id != p.ID || !s.MatchFeed(1, token, p) || seen[token] {
			t.Fatalf("%s is of %d, %v", token, id, ok)
		}
		seen[token] = true
		for name, other := range map[string]scheduler.Person{
			"raised epoch": {ID: p.ID, FeedEpoch: p.FeedEpoch + 1}, "another person": {ID: p.ID + 1, FeedEpoch: p.FeedEpoch},
		} {
			if s.MatchFeed(1, token, other) {
				t.Errorf("%s: the token still holds", name)
			}
		}
		if s.MatchFeed(2, token, p) {
			t.Error("another key made the same token")
		}
		// What one purpose vouches for never vouches for another.
		a, _ := s.HouseReplyTo(1, p.ID, 0)
		x, _ := s.Parse(a)
		if s.MatchFeed(1, token[:len(token)-16]+x.MAC, p) {
			t.Error("a reply address opens the feed")
		}
	}
	for _, bad := range []string{"", "1", strings.Repeat("a", 16), "0" + strings.Repeat("a", 16), "01" + strings.Repeat("a", 16),
		"1" + strings.Repeat("A", 16), "1" + strings.Repeat("a", 15) + "!", "+1" + strings.Repeat("a", 16), strings.Repeat("v", 40) + strings.Repeat("a", 16)} {
		if id, ok := s.ParseFeed(bad); ok {
			t.Errorf("%q is a token of %d", bad, id)
		}
		if s.MatchFeed(1, bad, scheduler.Person{ID: 1}) {
			t.Errorf("%q matches", bad)
		}
	}
	if _, err := s.FeedToken(0, scheduler.Person{ID: 1}); err == nil {
		t.Error("a token without a key")
	}
}
