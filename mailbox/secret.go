package mailbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"

	"parley/scheduler"
)

// HouseEvent stands in for the event's name in addresses and Message-IDs of letters that belong to no event, such as
// digests.
const HouseEvent scheduler.ID = "h"

// bounceTag begins the tag of addresses that can only bounce. No event has a name of six letters.
const bounceTag = "bounce"

// Secrets makes and reads the addresses and Message-IDs by which a mail is known to answer one letter, or to come from
// one person. All of them hold a MAC of 16 characters (80 bits) under a key of the store; what a MAC of one purpose
// vouches for never vouches for another.
//
// Mail systems lower-case what they carry, so everything made here is lower case and is read without regard to case.
// How long an address stays valid is for the rules to say; here only its MAC is looked at.
type Secrets struct {
	Address   string                        // of the bot, bare
	Separator string                        // between local part and tag; "" turns secret addresses off
	Key       func(key int) ([]byte, error) // the store's key of this number
}

// Secret is what an address or Message-ID of ours says. The MAC is not verified yet.
type Secret struct {
	Event  scheduler.ID       // HouseEvent for letters of the house
	Letter scheduler.LetterID // "" in reply addresses
	MAC    string
	Bounce bool // an envelope sender: what arrives there is about a letter that failed
}

// ReplyTo is the secret address of a person in an event: Reply-To of each letter. It changes when the person's epoch
// does. With Separator "" it is the bare address.
func (s Secrets) ReplyTo(ev scheduler.Event, p scheduler.PersonID) (string, error) {
	return s.reply(ev.ID, ev.Key, p, ev.Epochs[p].N)
}

// HouseReplyTo is the secret address of an operator for letters of the house that are written in a period, which the
// caller counts. The key is that of scheduler.House.
func (s Secrets) HouseReplyTo(key int, p scheduler.PersonID, period int) (string, error) {
	return s.reply(HouseEvent, key, p, period)
}

// Bounce is the envelope sender of a letter: an address of ours that can only bounce. With Separator "" it is the bare
// address, and the letter must be found by what the bounce quotes.
func (s Secrets) Bounce(key int, event scheduler.ID, letter scheduler.LetterID, p scheduler.PersonID) (string, error) {
	mac, err := s.mac(key, "bounce", string(house(event)), string(letter), person(p))
	if err != nil {
		return "", err
	}
	return s.tagged(bounceTag + "." + string(house(event)) + "." + string(letter) + "." + mac), nil
}

// MessageID is the Message-ID of a letter, without angle brackets. Event "" is the house.
func (s Secrets) MessageID(key int, event scheduler.ID, letter scheduler.LetterID, p scheduler.PersonID) (string, error) {
	mac, err := s.mac(key, "letter", string(house(event)), string(letter), person(p))
	if err != nil {
		return "", err
	}
	_, domain := s.split()
	return string(house(event)) + "." + string(letter) + "." + mac + "@" + domain, nil
}

// Parse reads a recipient address. It reports false for addresses that are not ours or carry no tag that we make.
func (s Secrets) Parse(address string) (Secret, bool) {
	tag, ok := s.tag(address)
	if !ok {
		return Secret{}, false
	}
	part := strings.Split(tag, ".")
	switch {
	case len(part) == 2 && word(part[0]) && isMAC(part[1]):
		return Secret{Event: scheduler.ID(part[0]), MAC: part[1]}, true
	case len(part) == 4 && part[0] == bounceTag && word(part[1]) && word(part[2]) && isMAC(part[3]):
		return Secret{Event: scheduler.ID(part[1]), Letter: scheduler.LetterID(part[2]), MAC: part[3], Bounce: true}, true
	}
	return Secret{}, false
}

// ParseMessageID reads a Message-ID, with or without angle brackets. It reports false for those that we do not make.
func (s Secrets) ParseMessageID(id string) (Secret, bool) {
	id = strings.ToLower(strings.Trim(strings.TrimSpace(id), "<>"))
	_, domain := s.split()
	local, ok := strings.CutSuffix(id, "@"+domain)
	if !ok {
		return Secret{}, false
	}
	part := strings.Split(local, ".")
	if len(part) != 3 || !word(part[0]) || !word(part[1]) || !isMAC(part[2]) {
		return Secret{}, false
	}
	return Secret{Event: scheduler.ID(part[0]), Letter: scheduler.LetterID(part[1]), MAC: part[2]}, true
}

// Ours reports whether an address is the bot's: bare, or with any tag.
func (s Secrets) Ours(address string) bool {
	local, domain := s.split()
	a := bare(address)
	if a == local+"@"+domain {
		return true
	}
	_, ok := s.tag(a)
	return ok
}

// Match returns the person of the event to whose present secret address the MAC belongs. The time it takes does not
// depend on the MAC.
func (s Secrets) Match(ev scheduler.Event, mac string) (scheduler.PersonID, bool) {
	var people []scheduler.PersonID
	for _, p := range ev.Parties {
		people = append(people, p.Person)
	}
	people = append(people, ev.Organizers...)
	return s.match(mac, people, func(p scheduler.PersonID) (string, error) {
		return s.replyMAC(ev.ID, ev.Key, p, ev.Epochs[p].N)
	})
}

// MatchHouse is Match for letters of the house of a period or of the one before; operators are those who may have got one.
func (s Secrets) MatchHouse(key int, mac string, operators []scheduler.PersonID, period int) (scheduler.PersonID, bool) {
	of := func(period int) (scheduler.PersonID, bool) {
		return s.match(mac, operators, func(p scheduler.PersonID) (string, error) {
			return s.replyMAC(HouseEvent, key, p, period)
		})
	}
	now, ok := of(period)
	before, was := of(period - 1)
	return max(now, before), ok || was
}

// FeedToken names a person's calendar feed in its address: whoever has it may read the feed. It changes when the person's
// FeedEpoch does.
func (s Secrets) FeedToken(key int, p scheduler.Person) (string, error) {
	mac, err := s.feedMAC(key, p)
	return strconv.FormatUint(uint64(p.ID), 32) + mac, err
}

// ParseFeed returns the person that a feed token is about. The token is not verified yet.
func (s Secrets) ParseFeed(token string) (scheduler.PersonID, bool) {
	cut := len(token) - macChars
	if cut < 1 || !isMAC(token[cut:]) {
		return 0, false
	}
	n, err := strconv.ParseUint(token[:cut], 32, 64)
	return scheduler.PersonID(n), err == nil && n > 0 && strconv.FormatUint(n, 32) == token[:cut]
}

// MatchFeed reports whether a token is that of the person's feed. The time it takes does not depend on the MAC.
func (s Secrets) MatchFeed(key int, token string, p scheduler.Person) bool {
	id, ok := s.ParseFeed(token)
	want, err := s.feedMAC(key, p)
	return ok && err == nil && id == p.ID && hmac.Equal([]byte(want), []byte(token[len(token)-macChars:]))
}

func (s Secrets) feedMAC(key int, p scheduler.Person) (string, error) {
	return s.mac(key, "feed", person(p.ID), strconv.Itoa(p.FeedEpoch))
}

// Verify reports whether a Message-ID, or an address that bounces, was made here for a letter to this person. That it was
// says which letter a mail is about; whether it still shows whose mail it is, scheduler.Event.Proves says.
func (s Secrets) Verify(key int, x Secret, p scheduler.PersonID) bool {
	purpose := "letter"
	if x.Bounce {
		purpose = "bounce"
	}
	want, err := s.mac(key, purpose, string(x.Event), string(x.Letter), person(p))
	return err == nil && x.Letter != "" && hmac.Equal([]byte(want), []byte(strings.ToLower(x.MAC)))
}

func (s Secrets) match(mac string, people []scheduler.PersonID, want func(scheduler.PersonID) (string, error)) (scheduler.PersonID, bool) {
	mac = strings.ToLower(mac)
	var found scheduler.PersonID
	for _, p := range people {
		w, err := want(p)
		if err == nil && hmac.Equal([]byte(w), []byte(mac)) {
			found = p
		}
	}
	return found, found != 0
}

func (s Secrets) reply(event scheduler.ID, key int, p scheduler.PersonID, epoch int) (string, error) {
	mac, err := s.replyMAC(event, key, p, epoch)
	if err != nil {
		return "", err
	}
	return s.tagged(string(event) + "." + mac), nil
}

func (s Secrets) replyMAC(event scheduler.ID, key int, p scheduler.PersonID, epoch int) (string, error) {
	return s.mac(key, "reply", string(event), person(p), strconv.Itoa(epoch))
}

var lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// macChars is the length of a MAC as it is written.
const macChars = 16

// mac is 16 characters over a purpose and fields. No field can hold a NUL, so that two lists of fields never run
// together into the same bytes.
func (s Secrets) mac(key int, purpose string, fields ...string) (string, error) {
	k, err := s.Key(key)
	if err != nil {
		return "", fmt.Errorf("making a secret with key %d: %w", key, err)
	}
	h := hmac.New(sha256.New, k)
	h.Write([]byte("parley " + purpose))
	for _, f := range fields {
		h.Write([]byte("\x00" + strings.ReplaceAll(f, "\x00", "")))
	}
	return lower.EncodeToString(h.Sum(nil)[:10]), nil
}

// tagged is the bot's address with a tag.
func (s Secrets) tagged(tag string) string {
	local, domain := s.split()
	if s.Separator == "" {
		return local + "@" + domain
	}
	return local + s.Separator + tag + "@" + domain
}

// tag returns what follows the separator in an address of ours.
func (s Secrets) tag(address string) (string, bool) {
	local, domain := s.split()
	l, ok := strings.CutSuffix(bare(address), "@"+domain)
	if !ok || s.Separator == "" {
		return "", false
	}
	return strings.CutPrefix(l, local+strings.ToLower(s.Separator))
}

func (s Secrets) split() (local, domain string) {
	a := bare(s.Address)
	at := strings.LastIndexByte(a, '@')
	if at < 0 {
		return a, ""
	}
	return a[:at], a[at+1:]
}

func bare(address string) string {
	return strings.ToLower(strings.Trim(strings.TrimSpace(address), "<>"))
}

func house(event scheduler.ID) scheduler.ID {
	if event == "" {
		return HouseEvent
	}
	return event
}

func person(p scheduler.PersonID) string { return strconv.FormatUint(uint64(p), 10) }

// word reports whether x is made of the characters that names of events and letters are made of.
func word(x string) bool {
	for _, c := range x {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return x != ""
}

func isMAC(x string) bool {
	b, err := lower.DecodeString(x)
	return err == nil && len(b) == 10 && len(x) == macChars
}
