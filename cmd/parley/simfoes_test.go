package main

import (
	"fmt"
	"slices"
	"strings"

	"parley/mailbox"
	"parley/scheduler"
)

// bait is text that becomes a header, a calendar line or HTML where somebody forgets what it is.
const bait = "Tea\r\nBcc: victim@evil.test\r\nX-Evil: 1 <script>x-evil()</script>"

// foe is somebody without any right: their mail must change no word, no event and no address, and is not answered.
func (s *sim) foe() {
	who := s.pick(s.people)
	l, ok := s.letterTo(who, func(l received) bool { return l.event != "" })
	if !ok {
		return
	}
	evil := "Mallory <mallory@evil.test>"
	text := s.one("all", "none", "1", "cancel", "stop", "pick 1", "never", "drop "+bare(who), "title "+bait, "stop everything", "go", "ok")
	bot, id := s.cfg.Address, ""
	from, what := evil, ""
	unvouched := false
	switch s.r.IntN(7) {
	case 0: // the domain does not vouch, and nothing secret is known
		from, what, unvouched = s.one(who, s.owners[0]), "forged mail", true
		if s.r.IntN(2) == 0 && len(s.plans) > 0 {
			id = s.pick(s.plans)
		}
	case 1: // a MAC made up, or cut out of an address that is good for something else
		what = "guessed address"
		tag := fmt.Sprintf("%s.%s", l.event, s.guess())
		if s.cfg.Separator == "" {
			return
		}
		if secret, ok := s.h.secrets.Parse(l.sender); ok && s.r.IntN(2) == 0 {
			tag = fmt.Sprintf("%s.%s", l.event, secret.MAC) // that of its bounces
		}
		local, domain, _ := strings.Cut(s.cfg.Address, "@")
		bot, from, unvouched = local+s.cfg.Separator+tag+"@"+domain, s.one(who, evil), true
	case 2: // their own name, somebody else's letter
		id, what = l.id, "stolen Message-ID"
	case 3:
		id, what = l.id[:strings.IndexByte(l.id, '.')]+".1a."+s.guess()+"@example.test", "guessed Message-ID"
		from, unvouched = s.one(who, evil), true
	case 4: // a report about a letter, without the secret of its envelope
		what = "forged report"
		body := fmt.Sprintf("--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.evil.test\n\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: 5.1.1\n\n"+
			"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <%s>\n\n--b--\n", bare(who), l.id)
		if s.cfg.Separator == "" {
			return // then the Message-ID is the secret
		}
		raw := s.mail(evil, s.cfg.Address, "", "Undelivered", "", "multipart/report; report-type=delivery-status; boundary=b", body)
		s.note("a foe: %s for letter %s", what, l.letter)
		s.cover[what]++
		s.hand(arrival{raw: raw, from: bare(evil), foe: true, event: l.event})
		return
	case 5: // an open door for a flood: a stranger proposes
		what = "proposal of a stranger"
		text = "Tue 24 Nov 10:00\nWed 25 Nov 11:00\n"
	default: // Authentication-Results of their own making, below ours
		from, what, unvouched = s.one(who, s.owners[0]), "forged results", true
		bot = s.cfg.Address + ">\nAuthentication-Results: mx.example.test; dmarc=pass header.from=" + strings.SplitN(bare(from), "@", 2)[1] + "\nX-Rest: <x"
	}
	raw := string(s.mail(from, "Parley <"+bot+">", "", "Re: "+string(l.event), id, "text/plain; charset=utf-8", text))
	if unvouched {
		_, raw, _ = strings.Cut(raw, "\n")
		raw = "Authentication-Results: mx.example.test; dmarc=fail header.from=example.test\n" + raw
	}
	s.note("a foe, %s: %s from %s: %s", what, l.event, bare(from), strings.ReplaceAll(text, "\n", "|"))
	s.cover[what]++
	s.hand(arrival{raw: []byte(raw), from: bare(from), foe: true, vouched: !unvouched, event: l.event, refers: id})
}

// guess is a MAC.
func (s *sim) guess() string {
	var b strings.Builder
	for range 16 {
		b.WriteByte("abcdefghijklmnopqrstuvwxyz234567"[s.r.IntN(32)])
	}
	return b.String()
}

// harmless are the kinds of facts to which a foe's mail may lead.
var harmless = []string{"parked", "posted", "noted", "turned-down", "outsider", "met", "language-learned"}

// foeLaws hold what came of a foe's mail against that.
func (s *sim) foeLaws(a *arrival, cause scheduler.Cause, kinds []string, letters []scheduler.Kind) {
	facts, answers := harmless, []scheduler.Kind{scheduler.WasThisYou, scheduler.Preview, scheduler.Faulty}
	leaves := func(id scheduler.PersonID) bool {
		p, in := a.before.Event.Party(id)
		return in && a.before.People[id].Stopped && !p.Stopped && !p.Dropped
	}
	if slices.ContainsFunc(a.before.Event.Parties, func(p scheduler.Party) bool { return leaves(p.Person) }) {
		// Somebody has stopped everything, and the event hears of it with whatever comes next.
		facts = append(slices.Clone(facts), "declined", "stopped", "stuck", "reopened", "heard")
		answers = append(answers, scheduler.StuckNow, scheduler.Released, scheduler.StoppedNow, scheduler.Progress)
		s.later = append(s.later, func() {
			for _, n := range s.entriesOfCause(a.event, cause) {
				var who scheduler.PersonID
				switch f := n.Fact.(type) {
				case scheduler.Declined:
					who = f.Person
				case scheduler.Stopped:
					who = f.Person
				}
				if who != 0 && !leaves(who) {
					s.broke("the mail of a foe, %s, led to %+v\n%s", a.id, n.Fact, a.raw)
				}
			}
		})
	}
	if due, _ := scheduler.Due(a.before.Event); !due.IsZero() && !due.After(s.clock) {
		// What the clock was about to settle is settled with whatever comes first.
		facts = append(slices.Clone(facts), "agreed", "stuck", "reopened", "heard")
		answers = append(answers, scheduler.Invitation, scheduler.AgreedInfo, scheduler.Released, scheduler.StuckNow, scheduler.PickOne, scheduler.Progress)
	}
	for _, k := range kinds {
		if k == "opened" && s.cfg.Policy.UnverifiedProposals != "refuse" {
			continue // a draft, of which only the address in From hears
		}
		if !slices.Contains(facts, k) {
			s.broke("the mail of a foe, %s, led to %v\n%s", a.id, kinds, a.raw)
		}
	}
	for _, k := range letters {
		if k == scheduler.NotAllowed && s.cfg.Policy.UnverifiedProposals == "refuse" {
			continue // the address in From hears that proposals must be vouched for
		}
		if !slices.Contains(answers, k) {
			s.broke("the mail of a foe, %s, is answered by a letter (%s)\n%s", a.id, k, a.raw)
		}
	}
}

// robot is what programs send by themselves: vacation notices and reports of the mail system.
func (s *sim) robot() {
	who := s.pick(append(slices.Clone(s.people), s.owners[0]))
	l, ok := s.letterTo(who, func(l received) bool { return l.event != "" })
	if !ok || bare(who) == otherBot {
		return
	}
	if s.r.IntN(2) == 0 {
		s.note("%s is away, says a program, to letter %s", bare(who), l.letter)
		s.away(who, l, true)
		return
	}
	action, status := "failed", "5.1.1"
	if s.r.IntN(3) == 0 {
		action, status = "delayed", "4.4.1"
	} else {
		s.deaf[bare(who)] = true
	}
	body := fmt.Sprintf("--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.else.test\n\n"+
		"Final-Recipient: rfc822; %s\nAction: %s\nStatus: %s\nDiagnostic-Code: smtp; 550 no such user\n\n--b\nContent-Type: text/rfc822-headers\n\n"+
		"Message-ID: <%s>\n\n--b--\n", bare(who), action, status, l.id)
	raw := s.mail("Mail Delivery System <MAILER-DAEMON@mx.else.test>", l.sender, "", "Undelivered Mail", "",
		"multipart/report; report-type=delivery-status; boundary=b", body)
	s.note("a report: letter %s to %s %s", l.letter, bare(who), action)
	s.cover["report "+action]++
	s.hand(arrival{raw: append([]byte("Auto-Submitted: auto-replied\n"), raw...), from: "mailer-daemon@mx.else.test", robot: true})
}

// away is a vacation notice, which says that it is one or does not.
func (s *sim) away(who string, l received, says bool) {
	raw := string(s.replyTo(l.post, who, "I am out of the office until 30 November and will read your mail then.", s.r.IntN(2) == 0))
	a := arrival{from: bare(who), robot: says}
	if says {
		raw = s.one("Auto-Submitted: auto-replied\n", "Auto-Submitted: auto-generated (vacation)\n", "X-Autoreply: yes\nPrecedence: bulk\n") + raw
		s.cover["vacation notice"]++
	}
	a.raw = []byte(raw)
	s.hand(a)
}

// answersByItself is a program that answers each letter, even what asks not to be answered.
func (s *sim) answersByItself(l received) {
	l.mail = s.parsed(l)
	if _, ours := s.h.secrets.Parse(string(l.mail.ReplyTo.Address)); !ours && s.cfg.Separator != "" || l.mail.ReplyTo.Address == "" {
		return
	}
	s.cover["vacation loop"]++
	s.away(l.to, l, s.r.IntN(3) > 0)
}

// fromOther is a letter of the other bot.
func (s *sim) fromOther(to string, e mailbox.Envelope) {
	if !s.h.secrets.Ours(to) {
		s.cover["letters of the other bot"]++
		return
	}
	s.cover["mail between bots"]++
	s.hand(arrival{raw: e.Bytes, from: otherBot, robot: true})
}
