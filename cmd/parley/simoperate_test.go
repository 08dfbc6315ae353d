package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/scheduler"
	"parley/store"
)

func decoded(code string) string {
	b, err := base64.StdEncoding.DecodeString(code)
	if err != nil {
		panic(broken(err.Error()))
	}
	return string(b)
}

// anyID is the name of an event or, sometimes, of none.
func (s *sim) anyID() string {
	all := s.events(s.ctx)
	if len(all) == 0 || s.r.IntN(8) == 0 {
		return "rokifadu"
	}
	return string(all[s.r.IntN(len(all))].Event.ID)
}

// operate is somebody at the command line. What fails because of the disk is asked again under the same key.
func (s *sim) operate() {
	id, who := s.anyID(), bare(s.pick(s.people))
	key := fmt.Sprintf("k%d", len(s.trail))
	at := s.clock.Add(time.Duration(24+s.r.IntN(100)) * time.Hour).Truncate(time.Hour).Format("2006-01-02T15:04")
	n := strconv.Itoa(1 + s.r.IntN(3))
	args := [][]string{
		{"propose", "--key", key, "--organizer", bare(s.owners[0]), "--title", "By hand", "--to", who, "--slot", at},
		{"answer", id, who, n, "--key", key}, {"answer", id, who, "none", "--key", key},
		{"extend", id, at, "--key", key}, {"pick", id, n, "--key", key}, {"remind", id, "--key", key}, {"cancel", id, "--key", key},
		{"events"}, {"show", id, "--json"}, {"log", id, "--json"}, {"why", "sim1@example.test"}, {"ics", id}, {"outbox"}, {"parked"}, {"access"},
		{"digest", "weekly"}, {"digest", "weekly", "--send"}, {"verify"}, {"feed", who}, {"feed", who, "--revoke"},
		{"outbox", "retry"}, {"outbox", "drop"}, {"parked", "release"}, {"parked", "drop"}, {"forget", who}, {"export"},
	}[s.r.IntN(26)]
	switch strings.Join(args, " ") {
	case "outbox retry", "outbox drop":
		l, ok := s.waiting()
		if !ok {
			return
		}
		args = append(args, string(l.Letter.Event), string(l.Letter.ID))
	case "parked release", "parked drop":
		args = append(args, id, who)
	case "forget " + who:
		if s.r.IntN(3) > 0 {
			return
		}
	case "export":
		s.moveHouse()
		return
	}
	word := "operator " + args[0]
	if args[0] == "outbox" || args[0] == "parked" {
		word = "operator " + strings.Join(args[:min(2, len(args))], " ")
	}
	s.note("an operator: %s", strings.Join(args, " "))
	s.named([]byte(strings.Join(args, " ")))
	owed := s.outbox()
	for try := 0; ; try++ {
		var out, errs bytes.Buffer
		s.phase = word
		p := &program{in: strings.NewReader(""), out: &out, err: &errs, now: func() time.Time { return s.clock }, house: s.h}
		code := p.run(s.ctx, args)
		s.phase = ""
		s.record("%s%s\n", out.String(), errs.String())
		failed := strings.Contains(errs.String(), "the disk is full")
		if !failed && !s.dead {
			s.commands.count(word)
			if code > 1 || args[0] == "verify" && code != 0 {
				s.broke("%v ended with %d: %s%s", args, code, out.String(), errs.String())
			}
			s.obey(args, code)
			s.takenAlong(args, owed)
			return
		}
		if try > 10 {
			s.broke("%v fails again and again: %s", args, errs.String())
		}
		if s.dead {
			s.bots[0].open()
		}
		if failed && (args[0] == "forget" || strings.HasPrefix(word, "operator outbox")) { // these have no key: it may be done
			s.obey(args, 0)
			s.takenAlong(args, owed)
		}
	}
}

// obey remembers what an operator did.
func (s *sim) obey(args []string, code int) {
	if code != 0 {
		return
	}
	switch {
	case args[0] == "forget":
		s.forgotten[args[1]] = true
		for _, p := range s.letters {
			p.renewed = true // frozen letters that name them are written anew
		}
		s.deaf[args[1]] = true
		s.cover["forgotten"]++
	case args[0] == "outbox" && len(args) > 2 && args[1] == "drop":
		s.dropped[args[2]+" "+args[3]] = true
	case args[0] == "outbox" && len(args) > 2:
		s.retried[args[2]+" "+args[3]] = true
	}
}

// takenAlong holds the letters that were owed before somebody was forgotten against those that still are: only letters to
// them are gone, and those that had nothing to pass on but their words.
func (s *sim) takenAlong(args []string, owed []store.Waiting) {
	if args[0] != "forget" {
		return
	}
	left := map[store.LetterRef]bool{}
	for _, w := range s.outbox() {
		left[store.LetterRef{Event: w.Letter.Event, Letter: w.Letter.ID}] = true
	}
	for _, w := range owed {
		l := w.Letter
		if left[store.LetterRef{Event: l.Event, Letter: l.ID}] {
			continue
		}
		_, people, err := s.h.store.Event(s.ctx, l.Event)
		if l.Event != "" && err != nil {
			s.broke("reading event %s: %v", l.Event, err)
		}
		if p, ok := people[l.To]; ok && p.Address != "" {
			if about, ok := people[l.About]; l.Kind != scheduler.PassedOn || !(ok && about.Address == "") && !strings.Contains(fmt.Sprintf("%+v", l), args[1]) {
				s.broke("%s was forgotten, and with them letter %s of %s to %s (%s): %+v", args[1], l.ID, l.Event, p.Address, l.Kind, l)
			}
		}
		s.erased[string(l.Event)+" "+string(l.ID)] = true
	}
}

func (s *sim) outbox() []store.Waiting {
	all, err := s.h.store.Outbox(s.ctx)
	if err != nil {
		s.broke("reading the outbox: %v", err)
	}
	return all
}

// waiting picks a letter of the outbox, a dead one where there is one.
func (s *sim) waiting() (l store.Waiting, ok bool) {
	all := s.outbox()
	all = slices.DeleteFunc(all, func(l store.Waiting) bool { return l.Letter.Event == "" })
	if len(all) == 0 {
		return l, false
	}
	if l = all[len(all)-1]; !l.Dead {
		l = all[s.r.IntN(len(all))]
	}
	return l, true
}

// moveHouse exports everything and goes on in a store that it was imported into.
func (s *sim) moveHouse() {
	s.note("the store is exported, and imported into another")
	var out bytes.Buffer
	if err := s.h.store.Export(s.ctx, &out); err != nil {
		s.broke("exporting: %v", err)
	}
	was, err := s.h.store.Logs(s.ctx, "", 0)
	if err != nil {
		s.broke("reading the heads: %v", err)
	}
	memory := store.NewMemory()
	fresh, err := store.Open(memory, store.Options{Rand: s.salt})
	if err != nil {
		s.broke("opening a new store: %v", err)
	}
	if err := fresh.Import(s.ctx, bytes.NewReader(out.Bytes())); err != nil {
		s.broke("importing: %v", err)
	}
	s.bots[0].memory = memory
	s.bots[0].open()
	is, err := s.h.store.Logs(s.ctx, "", 0)
	if err != nil || !slices.Equal(was, is) {
		s.broke("the logs end at %v, and after export and import at %v: %v", was, is, err)
	}
	var again bytes.Buffer
	if err := s.h.store.Export(s.ctx, &again); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		s.broke("what was imported is exported otherwise: %v", err)
	}
	s.cover["export and import"]++
}
