package parser

import (
	"fmt"
	"strings"

	"parley/scheduler"
)

// commandLine is the class of written lines that are commands, while the rest is read.
const commandLine Class = "command"

// commands finds the lines of a mail that are a word of the bot each, and returns all lines with those marked. In a mail that
// answers none and has no text, the subject may be one.
func (o Offer) commands(m Mail) (lines []Line, do []scheduler.Action) {
	c := CommandContext{Now: o.Now, Sent: m.Date, Zone: o.Zone, Duration: o.Duration, Organizer: o.Organizer, Confirm: o.Confirm, People: o.People}
	lines = m.Lines
	written := false
	for i, l := range m.Lines {
		if l.Class != Written || l.Blank() {
			continue
		}
		written = true
		if i > 0 && m.Lines[i-1].Class == Written && wrapped(m.Lines[i-1].Text, l.Text) {
			continue
		}
		if l.Under >= 0 && l.Under < len(m.Lines) { // an answer under a slot
			if id, _ := numberedLine(m.Lines[l.Under].Text); id > 0 {
				continue
			}
		}
		got, _ := ReadCommand(l.Text, c)
		if len(got) == 0 {
			continue
		}
		if len(do) == 0 {
			lines = append([]Line(nil), m.Lines...)
		}
		lines[i].Class = commandLine
		do = append(do, got...)
	}
	if !written && !m.Reply && (m.Problem == "" || m.Problem == Empty) {
		do, _ = ReadCommand(m.Subject, c)
	}
	return lines, do
}

// nothingElse reports whether no written line is left.
func nothingElse(lines []Line) bool {
	for _, l := range lines {
		if l.Class == Written && !l.Blank() {
			return false
		}
	}
	return true
}

// commandName is the word of a mail with one command, "" if there are several.
func commandName(do []scheduler.Action) string {
	if len(do) != 1 {
		return ""
	}
	switch do[0].(type) {
	case scheduler.ShowLog:
		return "log"
	case scheduler.Hold:
		return "holds"
	case scheduler.StopAll:
		return "stop everything"
	case scheduler.Zone:
		return "timezone"
	case scheduler.AskAgain:
		return "ask"
	case scheduler.SetDeadline:
		return "deadline"
	case scheduler.Require:
		return "required"
	case scheduler.MakeOptional:
		return "optional"
	case scheduler.Retitle:
		return "title"
	case scheduler.Relocate:
		return "location"
	}
	name := fmt.Sprintf("%T", do[0])
	return strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
}

func commandSteps(m Mail, lines []Line) []Step {
	var out []Step
	for i, l := range lines {
		if l.Class == commandLine {
			out = append(out, Step{Line: i + 1, Text: m.Lines[i].Text, Rule: "command"})
		}
	}
	return out
}
