package parser

import (
	"strings"
	"time"

	"parley/scheduler"
)

// partyZone reads "zone ana@example.test Asia/Kolkata", with or without a colon.
func partyZone(s string) (address, zone string, ok bool) {
	f := strings.FieldsFunc(s, func(c rune) bool { return c == ' ' || c == '\t' || c == ':' })
	if len(f) < 3 || optionTree[optionKey(Tokens(f[0], nil))] != optZone {
		return "", "", false
	}
	if !strings.Contains(f[1], "@") {
		return "", "", false
	}
	_, zone, _ = strings.Cut(s, f[1])
	return strings.Trim(f[1], "<>,;"), strings.Trim(zone, " :=,"), true
}

// ParseLength reads a length alone: "45 min", "1h30", "anderthalb Stunden". The code says what is wrong with it.
func ParseLength(s string) (time.Duration, string) {
	tokens := Tokens(s, nil)
	r := timeReader{t: tokens}
	tree := timeTree()
	for i := range tokens {
		r.n = append(r.n, tree.next[tokens[i].Plain])
	}
	i := 0
	for i < len(tokens) && (tokens[i].Kind == TokenPunct || tokens[i].Plain == "about" || tokens[i].Plain == "ca" || tokens[i].Plain == "noin") {
		i++
	}
	d, j := r.lengthAlone(i)
	if j == i {
		return 0, "bad-option"
	}
	words := 0
	for ; j < len(tokens); j++ {
		if tokens[j].Kind == TokenNumber {
			return 0, "bad-option"
		}
		if tokens[j].Kind == TokenWord {
			words++
		}
	}
	switch {
	case words > 3:
		return 0, "bad-option"
	case d == 0:
		return 0, "zero-duration"
	case d < scheduler.MinDuration:
		return d, "short-duration"
	case d > scheduler.MaxDuration:
		return d, "long-duration"
	}
	return d, ""
}

// lengthAlone reads a length where a time of day cannot be meant: "2h", "1h30", "1:30", "45".
func (r *timeReader) lengthAlone(i int) (time.Duration, int) {
	if h := r.num(i); h >= 0 && h < 1000 && i < len(r.t) {
		j := i + 1
		if r.is(j, ":") && r.num(j+1) >= 0 && r.num(j+1) < 60 {
			j += 2
			if r.is(j, "h") {
				j++
			}
			return time.Duration(h)*time.Hour + time.Duration(r.num(i+2))*time.Minute, j
		}
		if s, n := r.match(j, cHour); n > 0 && s.n == 0 {
			d := time.Duration(h) * time.Hour
			j += n
			if m := r.num(j); m >= 0 && m < 60 {
				d, j = d+time.Duration(m)*time.Minute, j+1
				if _, n := r.match(j, cMinute); n > 0 || r.is(j, "m") {
					j += max(n, 1)
				}
			} else if s, n := r.match(j, cHalfSign); n > 0 {
				d, j = d+time.Duration(s.n)*time.Minute, j+n
			} else if s, n := r.match(j, cAndPart); n > 0 {
				d, j = d+time.Duration(s.n)*time.Minute, j+n
			} else if p, ok := r.length(i); ok {
				return p.length, p.to
			}
			return d, j
		}
		if _, n := r.match(j, cDayUnit); n > 0 {
			return time.Duration(h) * 24 * time.Hour, j + n
		}
		if len(r.t) == i+1 {
			return time.Duration(h) * time.Minute, j // minutes go without saying
		}
	}
	if d, j := r.isoLength(i); j > i {
		return d, j
	}
	if p, ok := r.length(i); ok {
		return p.length, p.to
	}
	return 0, i
}

// onlyTime reads a value that is one expression of time and little else.
func onlyTime(s string) (Expr, bool) {
	tokens := Tokens(s, nil)
	exprs := Times(tokens, nil)
	if len(exprs) != 1 || residue(tokens, exprs) > 2 || exprs[0].Day.Kind == NoDay && exprs[0].Fault == "" {
		return Expr{}, false
	}
	return exprs[0], true
}

func yesNo(s string) (value, ok bool) {
	w := plainWord(strings.ToLower(strings.Trim(s, " .!")))
	switch {
	case yesWords[w]:
		return true, true
	case noWords[w]:
		return false, true
	}
	return false, false
}

func smallNumber(s string) (int, bool) {
	tokens := Tokens(s, nil)
	if len(tokens) == 0 || len(tokens) > 2 || tokens[0].Kind != TokenNumber || tokens[0].Num < 0 || tokens[0].Num > 1000 || len(tokens) == 2 && tokens[1].Kind != TokenPunct {
		return 0, false
	}
	return tokens[0].Num, true
}

// addressList reads addresses with or without names: "Ana <ana@x.test>, bob@y.test and Mika". A name alone is looked for among the
// people of the mail, and must be one person's.
func addressList(s string, known []scheduler.Mailbox) (found []scheduler.Mailbox, ok bool) {
	for part := range strings.FieldsFuncSeq(s, func(c rune) bool { return c == ',' || c == ';' || c == '、' || c == '，' }) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		any := false
		name := ""
		for w := range strings.FieldsSeq(part) {
			a := strings.Trim(w, "<>()[]\"'.,;")
			a = strings.TrimPrefix(a, "mailto:")
			if at := strings.IndexByte(a, '@'); at > 0 && at < len(a)-1 && strings.LastIndexByte(a, '@') == at && len(a) <= 254 && !strings.ContainsAny(a, "<>:\"") {
				found = append(found, scheduler.Mailbox{Name: scheduler.Words(strings.Trim(name, " \"'")), Address: scheduler.Words(a)})
				any, name = true, ""
				continue
			}
			if low := strings.ToLower(w); low == "&" || words().means(low, mAnd) {
				continue
			}
			if name != "" {
				name += " "
			}
			name += w
		}
		if any {
			continue
		}
		box, one := personNamed(name, known)
		if !one {
			return nil, false
		}
		found = append(found, box)
	}
	return found, len(found) > 0 && len(found) <= 500
}

// personNamed finds the one person whose name, or a part of it, this is.
func personNamed(name string, known []scheduler.Mailbox) (scheduler.Mailbox, bool) {
	var hit []scheduler.Mailbox
	name = plainWord(strings.ToLower(strings.TrimSpace(name)))
	for _, k := range known {
		full := plainWord(strings.ToLower(string(k.Name)))
		match := name != "" && full == name
		for part := range strings.FieldsFuncSeq(full, func(c rune) bool { return c == ' ' || c == ',' }) {
			match = match || part == name
		}
		if match {
			hit = append(hit, k)
		}
	}
	if len(hit) == 1 {
		return hit[0], true
	}
	return scheduler.Mailbox{}, false
}
