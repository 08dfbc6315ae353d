package scheduler

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// PersonID is the number of a person in this store: 1 and up, in the order first met. 0 is nobody: the clock, or the
// house itself.
type PersonID uint64

// Mailbox is an address with the name beside it.
type Mailbox struct {
	Name    Words
	Address Words // as written; compare with SameAddress
}

// Person is what is known of somebody across events: the fold of their log.
type Person struct {
	ID       PersonID
	Seq      uint64
	Name     Words
	Address  Words
	Aliases  []Words // further addresses they confirmed as theirs
	Zone     string  // IANA name they asked for; "" unknown
	Language string  // of their last reply; "" unknown
	Stopped  bool    // wrote stop everything
	Failing  string  // "" or the server's words for why mail to them fails
	Met      time.Time

	FeedEpoch int // raised to make the address of their calendar feed useless; part of its MAC
}

// People is what a decision may know of persons: everybody the event or the command mentions.
type People map[PersonID]Person

// unnamed reports whether nothing but a person's address is known.
func (p Person) unnamed() bool {
	local, _, _ := strings.Cut(string(p.Address), "@")
	return p.Name == "" || strings.EqualFold(string(p.Name), string(p.Address)) || strings.EqualFold(string(p.Name), local)
}

// callable reports whether foreign text can stand for a person in the letters to others: short, on one line, with a letter in
// it, and nothing that looks like an address, a link, or somebody writing for somebody else.
func callable(name string) bool {
	if len(name) > 100 || !utf8.ValidString(name) || strings.TrimSpace(name) != name || !strings.ContainsFunc(name, unicode.IsLetter) {
		return false
	}
	for _, bad := range []string{"@", "://", "www.", " via ", "<", ">", "\""} {
		if strings.Contains(strings.ToLower(name), bad) {
			return false
		}
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) })
}

// Find returns whose address this is. Aliases do not count: nobody but their learner says that they are theirs, so that
// what is meant for the owner of an address must never reach somebody who once named it as an alias.
func (p People) Find(address Words) (Person, bool) {
	want := Canonical(string(address))
	var found Person
	for _, q := range p {
		if q.Address != "" && Canonical(string(q.Address)) == want && (found.ID == 0 || q.ID < found.ID) {
			found = q
		}
	}
	return found, found.ID != 0
}

// Writes reports whether mail from this address may be the person's, aliases included. It is no proof by itself.
func (p Person) Writes(address Words) bool {
	want := Canonical(string(address))
	if address == "" || p.Address == "" {
		return false
	}
	for _, a := range p.Aliases {
		if Canonical(string(a)) == want {
			return true
		}
	}
	return Canonical(string(p.Address)) == want
}
