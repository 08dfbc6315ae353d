package parser

const (
	maxAttribution = 4   // lines that a wrapped attribution may have
	maxWrapped     = 120 // bytes of a line that may have been wrapped
	maxBlanks      = 8   // blank lines that may part what belongs together
	maxHeaderBlock = 24  // lines of a header block
	maxCandidate   = 500 // bytes of a line that is looked at as an attribution or mark
	maxLook        = 60  // lines in which a letter with slots is recognised
	maxMark        = 150 // bytes of a line such as "-----Original Message-----"
)

// classify gives each line its class. The lines come with their depth of quoting and what the markup said. names are what the
// sender is called; title is that of the event if the mail answers another, "" if it does not.
func classify(lines []Line, names []string, title string) (problem Problem, forward bool) {
	problem = armour(lines)
	bars(lines)
	forward = originals(lines)
	unmarkedLetter(lines, title)
	rewrapped(lines)
	for i := 0; i < len(lines); {
		if lines[i].Class != unclassed {
			i++
			continue
		}
		j := i
		for j < len(lines) && lines[j].Class == unclassed {
			j++
		}
		sign(lines[i:j], names, i > 0)
		i = j
	}
	above := -1
	for i := range lines {
		l := &lines[i]
		if l.Class == unclassed {
			l.Class = Written
		}
		l.Under = -1
		switch l.Class {
		case Quoted:
			if !l.Blank() && !(above >= 0 && sameSlot(l.Text) && slotLine(lines[above].Text)) {
				above = i
			}
		case Written:
			l.Under = int32(above)
			if l.Typed() != "" {
				l.Marked = &Marked{Struck: l.Struck()}
			}
		}
	}
	return problem, forward
}

func (l *Line) mark(c Class, why Cause) {
	if l.Class == unclassed || l.Why == unsaid {
		l.Class, l.Why = c, why
	}
}

// originals marks what was not written now but before: quoted lines, the attribution or header above them, and a whole earlier
// mail below such a line.
func originals(lines []Line) (forward bool) {
	below := int16(0) // how many mails down we are, as far as they are not marked line by line
	class, why := Quoted, byOriginal
	for i := 0; i < len(lines); {
		l := &lines[i]
		if l.Depth > 0 || below > 0 {
			if below > 0 && l.Depth == 0 && !l.Blank() {
				if end, o := original(lines, i); end > i && !o.quotedBelow { // a mail inside of the mail
					below = min(below+1, maxQuotes)
					for ; i < end; i++ {
						lines[i].Class, lines[i].Why, lines[i].Depth = o.class, o.why, below
					}
					continue
				}
			}
			switch {
			case l.Class == Attribution && l.Why == unsaid:
				l.Why = byMarkup
			case l.Depth > 0:
				l.Class, l.Why = class, byQuoteMark
			default:
				l.Class, l.Why = class, why
			}
			l.Depth += below
			i++
			continue
		}
		if l.Why == byNotesHeader {
			for ; i < len(lines) && lines[i].Why == byNotesHeader; i++ {
			}
			below = min(below+1, maxQuotes)
			continue
		}
		if l.Class != unclassed && l.Class != Header {
			if l.Why == unsaid {
				l.Why = byMarkup
			}
			i++
			continue
		}
		if l.Blank() {
			if l.Class == Header && l.Why == unsaid {
				l.Class = unclassed
			}
			i++
			continue
		}
		end, o := original(lines, i)
		if end == i {
			if l.Class == Header && l.Why == unsaid {
				l.Class = unclassed // marked as a header by the markup, but none
			}
			i++
			continue
		}
		forward = forward || o.forwarded
		for ; i < end; i++ {
			lines[i].Class, lines[i].Why = o.class, o.why
		}
		if o.forwarded {
			class, why = Forwarded, byForward
		}
		if !o.quotedBelow {
			below = min(below+1, maxQuotes)
		}
	}
	if below > 0 {
		inserted(lines)
	}
	return forward
}

// opening is what stands above an earlier mail.
type opening struct {
	class       Class
	why         Cause
	forwarded   bool
	quotedBelow bool // the earlier mail is marked line by line
}

// original looks whether an earlier mail begins at line i, and returns where the lines that say so end; i if none begins.
func original(lines []Line, i int) (end int, o opening) {
	text := lines[i].Text
	if len(text) > maxCandidate {
		if n := attributionPrefix(text); n > 0 {
			return i + 1, opening{class: Attribution, why: byAttribution}
		}
		return i, o
	}
	if end, forwarded, why := separator(lines, i); end > i {
		o = opening{class: Header, why: why, forwarded: forwarded}
		at := end
		for n := 0; at < len(lines) && lines[at].Blank() && n < maxBlanks; n++ {
			at++
		}
		if blockEnd, _ := headerBlock(lines, at, true); blockEnd > at {
			end = blockEnd
		} else if at < len(lines) && lines[at].Depth == 0 && len(lines[at].Text) <= maxCandidate {
			if n, _ := attribution(lines, at); n > at {
				end = n
			}
		}
		o.quotedBelow = quotedNext(lines, end)
		return end, o
	}
	if end, _ := headerBlock(lines, i, lines[i].Class == Header); end > i {
		return end, opening{class: Header, why: byHeaderBlock, quotedBelow: quotedNext(lines, end)}
	}
	if end, certain := attribution(lines, i); end > i {
		marked := quotedNext(lines, end)
		if marked || certain || looksLikeLetter(lines[end:]) {
			return end, opening{class: Attribution, why: byAttribution, quotedBelow: marked}
		}
	}
	if attributionPrefix(text) > 0 {
		return i + 1, opening{class: Attribution, why: byAttribution}
	}
	return i, o
}

// quotedNext reports whether the next line with text is marked as quoted.
func quotedNext(lines []Line, i int) bool {
	for n := 0; i < len(lines) && n < maxBlanks; n++ {
		if lines[i].Depth > 0 {
			return true
		}
		if !lines[i].Blank() {
			return false
		}
		i++
	}
	return false
}
