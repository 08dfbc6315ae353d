package parser

import (
	"fmt"
	"strings"
)

// Explain says for people how a mail was read: what kind of sender it has, each line with its class and the rule that put it
// there, and what was not read.
func Explain(m Mail) string {
	var b strings.Builder
	if m.Machine.Kind != Human {
		fmt.Fprintf(&b, "sender: %s, by %s\n", m.Machine.Kind, m.Machine.Reason)
	}
	if m.Problem != "" {
		fmt.Fprintf(&b, "problem: %s\n", m.Problem)
	}
	explainLines(&b, m.Lines)
	if m.Alternative != nil {
		b.WriteString("the HTML part says something else:\n")
		explainLines(&b, m.Alternative)
	}
	for _, c := range m.Calendars {
		fmt.Fprintf(&b, "calendar: %s %s, %d bytes\n", c.Type, c.Method, len(c.Bytes))
	}
	for _, a := range m.Attachments {
		fmt.Fprintf(&b, "not read: %s %q, about %d bytes\n", a.Type, a.Name, a.Size)
	}
	return b.String()
}

func explainLines(b *strings.Builder, lines []Line) {
	for _, l := range lines {
		if l.Blank() && l.Struck() == "" {
			continue
		}
		label := l.Class.String()
		if l.Why != unsaid {
			label += " (" + l.Why.String() + ")"
		}
		fmt.Fprintf(b, "%-28s %s%s", label, strings.Repeat("> ", int(min(l.Depth, 5))), l.Text)
		if l.Struck() != "" {
			fmt.Fprintf(b, " [struck out: %s]", l.Struck())
		}
		if l.Typed() != "" {
			fmt.Fprintf(b, " [in colour: %s]", l.Typed())
		}
		b.WriteByte('\n')
	}
}

// Rules are the names of what reads a statement, and of what makes one doubtful. Letters have a sentence for each.
func Rules() (reads, doubts []string) { return strings.Fields(reading), strings.Fields(doubting) }

const (
	reading = `number range position time all all-but none the-rest this-one only-slot under-slot bare-verdict decline taken-back
		counter see-you confirmed command no-answer`
	doubting = `all-of-which ambiguous-date ambiguous-duration ambiguous-time ambiguous-zone around condition contradiction count
		date-or-ordinal decimal duration empty encrypted except flexible hedge minus my-time no-day no-duration no-pattern no-slots
		no-such-date no-such-slot no-such-time no-such-zone not-all nothing-said number-and-time-differ number-or-date number-or-hour
		number-or-no number-word only-refused ordinal other-times partial parts-disagree past past-slot poor postponed question range
		see-you several several-languages some somebody-else taken-back the-rest too-long truncated turn undecodable unknown-words
		unreadable vague-proposal vague-refusal weekday-mismatch which-slot zone-differs`
)
