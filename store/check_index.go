package store

import (
	"bytes"
	"encoding/json"
	"slices"

	"parley/scheduler"
)

// causes checks that each entry was written by one command, and that its receipt says so.
func (c *check) causes() {
	entries, rows := 0, map[byte]int{}
	for k, v := range c.all(tCause) {
		var r Receipt
		if err := json.Unmarshal(v, &r); err != nil || string(r.Cause) != string(k[1:]) {
			c.fault("", 0, "the receipt of cause %s cannot be read or is another's", k[1:])
			continue
		}
		for _, ref := range r.Entries {
			var n stored
			raw := c.Get(row(tEntry, u64(c.log(ref.Log)), u64(ref.Seq)))
			if json.Unmarshal(raw, &n) != nil || n.Cause != r.Cause || n.Kind != ref.Kind {
				c.fault(ref.Log, ref.Seq, "it is not what the receipt of cause %s says", r.Cause)
			}
			entries++
		}
		for _, x := range receiptRows(r) {
			if rows[x[0]]++; c.Get([]byte(x)) == nil {
				c.fault("", 0, "a row of cause %s is missing from index %q", r.Cause, x[0])
			}
		}
	}
	if entries != c.report.Entries {
		c.fault("", 0, "receipts speak of %d entries, and there are %d", entries, c.report.Entries)
	}
	for _, table := range []byte{tExpiry, tMail} {
		if n := c.size(table); n != rows[table] {
			c.fault("", 0, "index %q should have %d rows and has %d", table, rows[table], n)
		}
	}
}

// indexes looks for rows that follow from nothing. Those that should be there were found by folds.
func (c *check) indexes() {
	for _, table := range []byte{tState, tDue, tOver, tProposal, tAddress, tPerson} {
		if c.size(table) != c.indexed[table] {
			c.strays(table)
		}
	}
	if n := c.size(tKey); uint64(n) != c.counter("keys") || n == 0 {
		c.fault("", 0, "%d keys were made and %d are there", c.counter("keys"), n)
	}
	for k, v := range c.all(tKey) {
		if len(v) != keySize {
			c.fault("", 0, "key %x has %d bytes", k[1:], len(v))
		}
	}
	if n := c.size(tName); n != c.report.Logs {
		c.fault("", 0, "%d logs have names in the index, and there are %d", n, c.report.Logs)
	}
	for k, v := range c.jobs {
		if !bytes.Equal(c.Get([]byte(k)), v) {
			c.fault(scheduler.HouseLog, 0, "job %s is not where the log says", k[1:])
		}
	}
	if n := c.size(tJob); n != len(c.jobs) {
		c.fault(scheduler.HouseLog, 0, "%d jobs ran, and the index has %d", len(c.jobs), n)
	}
}

func (c *check) strays(table byte) {
	for k := range c.all(table) {
		log := number(k[len(k)-8:])
		if table == tAddress {
			log = c.log(scheduler.LogOfPerson(scheduler.PersonID(log)))
		}
		id := c.head(log).Log
		fold, err := c.fold(log, id)
		if err != nil || !slices.Contains(indexRows(log, fold), string(k)) {
			c.fault(id, 0, "a row of index %q does not follow from it", table)
		}
	}
}

// outbox checks that lanes are well-formed, that exactly the frozen letters have bytes, and that each Message-ID leads
// to its letter.
func (c *check) outbox() {
	waiting, err := c.letters()
	if err != nil {
		c.fault("", 0, "%v", err)
		return
	}
	frozen := 0
	seen := map[LetterRef]bool{}
	lanes := map[lane][]posting{}
	for _, p := range waiting {
		c.report.Letters++
		id, event := c.head(number(p.lane[:8])).Log, p.Letter.Event
		if c.logOfLetters(event) != number(p.lane[:8]) || laneOf(number(p.lane[:8]), p.Letter.To) != p.lane {
			c.fault(id, 0, "letter %s lies in the lane of somebody else", p.Letter.ID)
		}
		ref := LetterRef{Event: event, Letter: p.Letter.ID}
		if seen[ref] || c.Get(row(tSent, p.lane[:8], []byte(p.Letter.ID))) != nil {
			c.fault(id, 0, "letter %s is there twice", p.Letter.ID)
		}
		seen[ref] = true
		if p.number > c.counter("letters") {
			c.fault(id, 0, "letter %s has a number that was not given yet", p.Letter.ID)
		}
		if p.MessageID != "" {
			frozen++
			f, err := c.frozen(p.number)
			if err != nil || f.MessageID != p.MessageID || len(f.Bytes) == 0 {
				c.fault(id, 0, "letter %s is frozen and its bytes are not there", p.Letter.ID)
			}
			c.message(id, p.MessageID, p.lane[:], p.Letter.ID)
		}
		lanes[p.lane] = append(lanes[p.lane], p)
	}
	if n := c.size(tFrozen); n != frozen {
		c.fault("", 0, "%d letters are frozen, and there are bytes of %d", frozen, n)
	}
	due := 0
	for l, letters := range lanes {
		if p, ok := first(letters); ok {
			if due++; c.Get(row(tLane, instant(p.due()), l[:])) == nil {
				c.fault(c.head(number(l[:8])).Log, 0, "a lane of its letters is not in the index")
			}
		}
	}
	if n := c.size(tLane); n != due {
		c.fault("", 0, "%d lanes have letters to send, and the index has %d", due, n)
	}
	for k, v := range c.all(tSent) {
		c.report.Letters++
		id := c.head(number(k[1:])).Log
		var x SentLetter
		if err := json.Unmarshal(v, &x); err != nil || string(x.Letter) != string(k[9:]) {
			c.fault(id, 0, "the record of sent letter %s cannot be read", k[9:])
			continue
		}
		l := laneOf(number(k[1:]), x.To)
		c.message(id, x.MessageID, l[:], x.Letter)
	}
}

// message checks that a Message-ID leads to a letter.
func (c *check) message(id scheduler.LogID, messageID string, l []byte, letter scheduler.LetterID) {
	if want := append(slices.Clone(l), letter...); !bytes.Equal(c.Get(row(tMessage, digest(messageID))), want) {
		c.fault(id, 0, "the Message-ID of letter %s leads elsewhere", letter)
	}
}
