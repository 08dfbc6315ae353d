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
		if l.Blank() && l.Struck == "" {
			continue
		}
		label := string(l.Class)
		if l.Why != "" {
			label += " (" + l.Why + ")"
		}
		fmt.Fprintf(b, "%-28s %s%s", label, strings.Repeat("> ", min(l.Depth, 5)), l.Text)
		if l.Struck != "" {
			fmt.Fprintf(b, " [struck out: %s]", l.Struck)
		}
		if l.Typed != "" {
			fmt.Fprintf(b, " [in colour: %s]", l.Typed)
		}
		b.WriteByte('\n')
	}
}
