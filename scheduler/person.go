package scheduler

import "time"

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

// Find returns whose address this is, aliases included.
func (p People) Find(address Words) (Person, bool) {
	want := Canonical(string(address))
	var found Person
	for _, q := range p {
		match := Canonical(string(q.Address)) == want
		for _, a := range q.Aliases {
			match = match || Canonical(string(a)) == want
		}
		if match && q.Address != "" && (found.ID == 0 || q.ID < found.ID) {
			found = q
		}
	}
	return found, found.ID != 0
}
