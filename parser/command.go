package parser

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"parley/scheduler"
)

// CommandContext is what a line with a command is read with.
type CommandContext struct {
	Now       time.Time
	Sent      time.Time           // Date of the mail, from which "tomorrow" counts; zero: Now
	Zone      *time.Location      // in which times are read
	Duration  time.Duration       // of the event, for times without an end
	Organizer bool                // a line that begins with an organiser's word and goes on wrongly is told so
	Confirm   bool                // the letter answered can be answered with ok: "ok" and "never" are commands, not answers
	People    []scheduler.Mailbox // those of the event, to be known by their names
}

// soloWords are commands of one word, alone on their line.
var soloWords = map[string]scheduler.Action{
	"help": scheduler.Help{}, "hilfe": scheduler.Help{}, "aide": scheduler.Help{}, "ayuda": scheduler.Help{}, "ajuda": scheduler.Help{}, "aiuto": scheduler.Help{},
	"hjalp": scheduler.Help{}, "ohje": scheduler.Help{}, "ohjeet": scheduler.Help{}, "pomoc": scheduler.Help{}, "ヘルプ": scheduler.Help{}, "帮助": scheduler.Help{}, "幫助": scheduler.Help{},
	"status": scheduler.Status{}, "who": scheduler.Who{}, "why": scheduler.Why{}, "log": scheduler.ShowLog{}, "remind": scheduler.Remind{},
	"stop": scheduler.Stop{}, "stopp": scheduler.Stop{}, "unsubscribe": scheduler.Stop{}, "start": scheduler.Start{}, "resend": scheduler.Resend{}, "holds": scheduler.Hold{},
	"stop everything": scheduler.StopAll{}, "stop all": scheduler.StopAll{}, "remind all": scheduler.Remind{}, "remind everyone": scheduler.Remind{}, "remind everybody": scheduler.Remind{},
	"cancel": scheduler.Cancel{}, "copy": scheduler.Copy{},
}

// ReadCommand reads a line as one of the words of the bot, in any case, with or without a mark behind it. No actions and no fault: it
// is none, such as a sentence that holds one of the words. A fault, a key of a sentence such as "no-such-slot", says what is wrong
// behind an organiser's word; from an organiser there is an Unknown too then, unless the line reads like a sentence.
func ReadCommand(line string, c CommandContext) (do []scheduler.Action, fault string) {
	s := strings.Trim(line, " \t*_`\"'“”„>")
	bare := strings.TrimRight(s, " .!?;,")
	if bare == "" || len(s) > 2000 {
		return nil, ""
	}
	if !commandStarts[firstWord(bare)] { // as most lines do not
		return nil, ""
	}
	key := ""
	if fewWords(bare) {
		key = plainWord(strings.ToLower(strings.Join(strings.Fields(bare), " ")))
	}
	if a, ok := soloWords[key]; ok {
		return []scheduler.Action{a}, ""
	}
	switch key {
	case "ok", "okay":
		if c.Confirm {
			return []scheduler.Action{scheduler.OK{}}, ""
		}
		return nil, ""
	case "never":
		if c.Confirm {
			return []scheduler.Action{scheduler.Never{}}, ""
		}
		return nil, ""
	case "go":
		if c.Organizer {
			return []scheduler.Action{scheduler.Go{}}, ""
		}
		return nil, ""
	}
	word, rest, colon := cutCommand(s)
	read := argumentWords[word]
	if read == nil {
		return nil, ""
	}
	if !c.Organizer {
		switch word {
		case "pick", "ask", "accept", "refuse": // "accept 2" is an answer
			return nil, ""
		case "title", "location", "optional", "required", "require":
			if !colon {
				return nil, ""
			}
		}
	}
	do, fault = read(rest, c)
	if fault == "" || len(do) > 0 {
		return do, fault
	}
	if c.Organizer && word != "timezone" && (colon || !sentence(rest)) || word == "timezone" && len(strings.Fields(rest)) <= 3 {
		do = []scheduler.Action{scheduler.Unknown{Line: scheduler.Words(line), Fault: scheduler.Fault{Code: fault, Line: scheduler.Words(line)}}}
	}
	return do, fault
}

// commandStarts are the words that a command may begin with, as firstWord returns them.
var commandStarts = func() map[string]bool {
	m := map[string]bool{"ok": true, "okay": true, "never": true, "go": true}
	for _, s := range slices.Concat(slices.Collect(maps.Keys(soloWords)), slices.Collect(maps.Keys(argumentWords)), longCommands[:], zoneCommands[:]) {
		m[firstWord(s)] = true
	}
	return m
}()

// firstWord returns the first word of a line, to a colon or a dash within it, in lower case and without accents.
func firstWord(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.IndexFunc(s, func(c rune) bool { return c == ':' || c == '：' || c == '-' || unicode.IsSpace(c) }); i >= 0 {
		s = s[:i]
	}
	return plainWord(strings.ToLower(s))
}

// longCommands are commands of two words with something behind them, zoneCommands those of one that all say "timezone".
var (
	longCommands = [...]string{"time zone", "time-zone", "tell everyone", "tell everybody", "tell all", "fuseau horaire", "zona horaria", "fuso horário", "fuso orario"}
	zoneCommands = [...]string{"zeitzone", "aikavyohyke", "tijdzone", "tidszon", "tz", "zone", "タイムゾーン", "时区", "時區"}
)

// fewWords reports whether a line has no more words than those that are a command alone.
func fewWords(s string) bool {
	n := 0
	for range strings.FieldsSeq(s) {
		if n++; n > 2 {
			return false
		}
	}
	return true
}

// cutCommand splits the word off a command, with the colon that may stand behind it.
func cutCommand(s string) (word, rest string, colon bool) {
	for _, long := range longCommands {
		if len(s) >= len(long) && strings.EqualFold(s[:len(long)], long) {
			switch long[0] {
			case 't':
				word = "timezone"
				if strings.HasPrefix(long, "tell") {
					word = "tell"
				}
			default:
				word = "timezone"
			}
			rest = s[len(long):]
			break
		}
	}
	if word == "" {
		k := strings.IndexFunc(s, func(c rune) bool { return c == ' ' || c == '\t' || c == ':' || c == '：' })
		if k < 0 {
			k = len(s)
		}
		word, rest = plainWord(strings.ToLower(s[:k])), s[k:]
		switch {
		case slices.Contains(zoneCommands[:], word):
			word = "timezone"
		case word == "tell":
			return "", "", false // "tell everyone" is the word
		}
	}
	rest = strings.TrimLeft(rest, " \t")
	if t := strings.TrimPrefix(strings.TrimPrefix(rest, ":"), "："); t != rest {
		rest, colon = t, true
	}
	return word, strings.Trim(rest, " \t"), colon
}

// sentence reports whether the words behind a command word read like one: "move it to Friday?", "drop me a line when you know".
func sentence(rest string) bool {
	f := strings.Fields(rest)
	if len(f) == 0 {
		return false
	}
	if len(f) > 5 || strings.HasSuffix(rest, "?") {
		return true
	}
	switch strings.ToLower(strings.Trim(f[0], ",.")) {
	case "me", "my", "it", "that", "this", "is", "was", "are", "the", "a", "an", "i", "we", "you", "him", "her", "them", "to", "for", "on", "in", "of", "and", "or", "looks", "seems", "should", "could", "would", "please":
		return true
	}
	return false
}

// argumentWords are the commands that need more than their word. Each reads what stands behind it.
var argumentWords = map[string]func(string, CommandContext) ([]scheduler.Action, string){
	"timezone": func(s string, _ CommandContext) ([]scheduler.Action, string) {
		name, _, ok := FindZone(strings.TrimRight(s, " .!?"))
		if !ok {
			return nil, "unknown-zone"
		}
		return []scheduler.Action{scheduler.Zone{Name: name}}, ""
	},
	"why": func(s string, _ CommandContext) ([]scheduler.Action, string) {
		if f := strings.Fields(s); len(f) == 1 && strings.Contains(f[0], "@") {
			return []scheduler.Action{scheduler.Why{MessageID: strings.Trim(f[0], "<>")}}, ""
		}
		return nil, ""
	},
	"pick":   numbered(func(n int) scheduler.Action { return scheduler.Pick{Slot: n} }, false),
	"ask":    numbered(func(n int) scheduler.Action { return scheduler.AskAgain{Slot: n} }, true),
	"accept": numbered(func(n int) scheduler.Action { return scheduler.Accept{Slot: n} }, true),
	"refuse": numbered(func(n int) scheduler.Action { return scheduler.Refuse{Slot: n} }, true),
	"extend": timed(func(s []scheduler.Span) scheduler.Action { return scheduler.Extend{Slots: s} }),
	"move":   timed(func(s []scheduler.Span) scheduler.Action { return scheduler.Move{Slots: s} }),
	"deadline": func(s string, c CommandContext) ([]scheduler.Action, string) {
		at, fault := commandDeadline(s, c)
		if fault != "" {
			return nil, fault
		}
		return []scheduler.Action{scheduler.SetDeadline{At: at}}, ""
	},
	"add": func(s string, c CommandContext) ([]scheduler.Action, string) {
		optional := false
		s = strings.TrimRight(s, " .!")
		for _, mark := range [...]string{"(optional)", "as optional", "optional"} {
			if low := strings.ToLower(s); strings.HasSuffix(low, mark) {
				s, optional = strings.TrimRight(s[:len(s)-len(mark)], " ,"), true
			} else if strings.HasPrefix(low, mark) {
				s, optional = strings.TrimLeft(s[len(mark):], " :,"), true
			}
		}
		boxes, ok := addressList(s, nil)
		if !ok {
			return nil, "no-address"
		}
		var do []scheduler.Action
		for _, b := range boxes {
			do = append(do, scheduler.Add{Who: b, Optional: optional})
		}
		return do, ""
	},
	"drop":     somebody(func(w scheduler.Words) scheduler.Action { return scheduler.Drop{Who: w} }),
	"remove":   somebody(func(w scheduler.Words) scheduler.Action { return scheduler.Drop{Who: w} }),
	"required": somebody(func(w scheduler.Words) scheduler.Action { return scheduler.Require{Who: w} }),
	"require":  somebody(func(w scheduler.Words) scheduler.Action { return scheduler.Require{Who: w} }),
	"optional": somebody(func(w scheduler.Words) scheduler.Action { return scheduler.MakeOptional{Who: w} }),
	"replace": func(s string, c CommandContext) ([]scheduler.Action, string) {
		who, ok := addressList(strings.NewReplacer(" with ", ", ", " by ", ", ", " -> ", ", ").Replace(strings.TrimRight(s, " .!")), c.People)
		if !ok || len(who) != 2 {
			return nil, "no-address"
		}
		return []scheduler.Action{scheduler.Replace{Old: who[0].Address, New: who[1].Address}}, ""
	},
	"title":    phrase(func(w scheduler.Words) scheduler.Action { return scheduler.Retitle{Title: w} }),
	"location": phrase(func(w scheduler.Words) scheduler.Action { return scheduler.Relocate{Location: w} }),
	"tell": func(s string, _ CommandContext) ([]scheduler.Action, string) {
		if s == "" {
			return nil, "empty"
		}
		return []scheduler.Action{scheduler.Tell{Text: scheduler.Words(s)}}, ""
	},
}

// numbered reads slot numbers: "2", "option 2", "5 and 6" where several make sense.
func numbered(make func(int) scheduler.Action, several bool) func(string, CommandContext) ([]scheduler.Action, string) {
	return func(s string, c CommandContext) ([]scheduler.Action, string) {
		var do []scheduler.Action
		for _, t := range Tokens(s, nil) {
			switch {
			case t.Kind == TokenNumber && t.Num > 0:
				do = append(do, make(t.Num))
			case t.Kind == TokenPunct && (strings.Contains(",&.!#+", t.Text)):
			case words().means(t.Text, mAnd):
			case len(do) == 0 && (t.Plain == "option" || t.Plain == "slot" || t.Plain == "number" || t.Plain == "no" || t.Plain == "nr" || t.Plain == "time"):
			default:
				return nil, "no-such-slot"
			}
		}
		if len(do) == 0 || len(do) > 1 && !several || len(do) > maxRead {
			return nil, "no-such-slot"
		}
		return do, ""
	}
}

// timed reads times that are put on offer.
func timed(make func([]scheduler.Span) scheduler.Action) func(string, CommandContext) ([]scheduler.Action, string) {
	return func(s string, c CommandContext) ([]scheduler.Action, string) {
		spans, fault := ReadSpans(s, c.sent(), c.Zone, c.Duration)
		if fault != "" {
			return nil, fault
		}
		return []scheduler.Action{make(spans)}, ""
	}
}

func (c CommandContext) sent() time.Time {
	t := c.Sent
	if t.IsZero() {
		t = c.Now
	}
	if c.Zone != nil && c.Sent.IsZero() {
		t = t.In(c.Zone)
	}
	return t
}

// ReadSpans reads a line that is nothing but times, such as "Fri 15:00, Mon 30 Nov 9:00-9:45". All of them must be readable. length is
// for those that give none; 0 leaves their duration 0.
func ReadSpans(s string, sent time.Time, zone *time.Location, length time.Duration) ([]scheduler.Span, string) {
	tokens := Tokens(s, nil)
	exprs := Times(tokens, nil)
	if len(exprs) == 0 || len(exprs) > maxRead {
		return nil, "no-time"
	}
	if residue(tokens, exprs) > 1 {
		return nil, "no-time"
	}
	unsaid := length == 0
	if unsaid {
		length = time.Minute
	}
	for _, x := range exprs { // "Fri 15:00, Mon 9:00, 30 min"
		if x.Length > 0 && x.Day.Kind == NoDay && x.Clock.Kind == NoClock {
			length, unsaid = x.Length, false
		}
	}
	var out []scheduler.Span
	for _, x := range exprs {
		if x.Day.Kind == NoDay && x.Clock.Kind == NoClock && x.Fault == "" {
			continue
		}
		span, fault := x.Resolve(sent, zone, length)
		if fault.Code != "" {
			return nil, fault.Code
		}
		if unsaid && x.Clock.End == 0 && x.Length == 0 {
			span.Duration = 0
		}
		out = append(out, span)
	}
	if len(out) == 0 {
		return nil, "no-time"
	}
	return out, ""
}

// commandDeadline reads the time of a deadline; a day alone is meant to its end.
func commandDeadline(s string, c CommandContext) (time.Time, string) {
	x, ok := onlyTime(s)
	if !ok {
		return time.Time{}, "no-day"
	}
	r := proposalReader{c: ProposalContext{Now: c.Now}, sent: c.sent(), zone: c.Zone, deadlines: []found{{x: x, line: s}}}
	if r.zone == nil {
		r.zone = r.sent.Location()
	}
	r.deadline()
	if len(r.p.Faults) > 0 {
		return time.Time{}, r.p.Faults[0].Code
	}
	return r.p.Options.Deadline, ""
}

// somebody reads people: addresses, or names of the event's people.
func somebody(make func(scheduler.Words) scheduler.Action) func(string, CommandContext) ([]scheduler.Action, string) {
	return func(s string, c CommandContext) ([]scheduler.Action, string) {
		s = strings.TrimRight(s, " .!")
		if s == "" {
			return nil, "empty"
		}
		boxes, ok := addressList(s, c.People)
		if !ok {
			return nil, "no-address"
		}
		var do []scheduler.Action
		for _, b := range boxes {
			do = append(do, make(b.Address))
		}
		return do, ""
	}
}

// phrase reads words as they are, and refuses what goes on like a sentence about them: "title is fine".
func phrase(make func(scheduler.Words) scheduler.Action) func(string, CommandContext) ([]scheduler.Action, string) {
	return func(s string, c CommandContext) ([]scheduler.Action, string) {
		f := strings.Fields(s)
		if len(f) == 0 {
			return nil, "empty"
		}
		switch strings.ToLower(f[0]) {
		case "is", "was", "looks", "seems", "sounds", "should", "could", "would", "needs", "isn't", "has", "and", "or", "to":
			return nil, ""
		}
		return []scheduler.Action{make(scheduler.Words(s))}, ""
	}
}

// SplitCommands reads the written lines that are commands, each alone on its line, and returns them and the other lines.
func SplitCommands(lines []Line, c CommandContext) (do []scheduler.Action, rest []Line) {
	for _, l := range lines {
		if l.Class == Written && l.Text != "" && len(do) < 100 {
			if found, _ := ReadCommand(l.Text, c); len(found) > 0 {
				do = append(do, found...)
				continue
			}
		}
		rest = append(rest, l)
	}
	return do, rest
}
