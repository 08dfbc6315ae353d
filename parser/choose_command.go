package parser

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/scheduler"
)

// commands finds the lines of a mail that are a word of the bot each, and returns all lines with those marked. In a mail that
// answers none and has no text, the subject may be one. Whoever commands is told of every other line that it was not
// understood; after maxStrange of those nothing more is read.
func (o *Offer) commands(m *Mail) (lines []Line, do []scheduler.Action) {
	c := CommandContext{Now: o.Now, Sent: m.Date, Zone: o.Zone, Duration: o.Duration, Organizer: o.Organizer, Confirm: o.Confirm, People: o.People}
	lines = m.Lines
	var found map[int][]scheduler.Action // by line
	written := false
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.Class != Written || l.Blank() {
			continue
		}
		written = true
		if i > 0 && m.Lines[i-1].Class == Written && wrapped(m.Lines[i-1].Text, l.Text) {
			continue
		}
		if l.Under >= 0 && int(l.Under) < len(m.Lines) { // an answer under a slot
			if id, _ := numberedLine(m.Lines[l.Under].Text); id > 0 {
				continue
			}
		}
		text := l.Text
		for k := i + 1; k < len(m.Lines) && m.Lines[k].Class == Written && wrapped(m.Lines[k-1].Text, m.Lines[k].Text); k++ {
			text += " " + m.Lines[k].Text // a mail program broke it
		}
		got, _ := ReadCommand(text, c)
		if len(got) == 0 && text != l.Text {
			text = l.Text
			got, _ = ReadCommand(text, c)
		}
		if len(got) == 0 {
			continue
		}
		if found == nil {
			lines, found = slices.Clone(m.Lines), map[int][]scheduler.Action{}
		}
		found[i] = got
		for k := i; len(text) > 0; k++ {
			lines[k].Class = commandLine
			text = strings.TrimPrefix(strings.TrimPrefix(text, m.Lines[k].Text), " ")
		}
	}
	if !written && !m.Reply && (m.Problem == "" || m.Problem == Empty) {
		do, _ = ReadCommand(m.Subject, c)
		return lines, do
	}
	if len(found) == 0 {
		return lines, nil
	}
	strange := 0
	for i, l := range lines {
		do = append(do, found[i]...)
		if !o.Organizer || l.Class != Written || l.Blank() || o.courtesy(m, l) {
			continue
		}
		unknown := scheduler.Unknown{Line: scheduler.Words(l.Text), Fault: scheduler.Fault{Code: "unknown", Line: scheduler.Words(l.Text)}}
		lines[i].Class = commandLine
		if strange++; strange <= maxStrange {
			do = append(do, unknown)
			continue
		}
		unknown.Fault.Code = "stopped-reading"
		do = append(do, unknown)
		for k := range lines[i:] {
			if lines[i+k].Class == Written {
				lines[i+k].Class = commandLine
			}
		}
		break
	}
	return lines, do
}

// maxStrange is how many lines that are no command may stand among commands.
const maxStrange = 5

// courtesy reports whether a line is a greeting, thanks, or the name of whoever wrote the mail.
func (o Offer) courtesy(m *Mail, l Line) bool {
	name := strings.Trim(l.Text, " \t-–—,.!*_")
	full := string(m.From.Name)
	first, _, _ := strings.Cut(full, " ")
	local, _, _ := strings.Cut(string(m.From.Address), "@")
	if name == "" || strings.EqualFold(name, full) || strings.EqualFold(name, first) || strings.EqualFold(name, local) {
		return true
	}
	if len(o.Slots) == 0 || len(o.Slots) > maxSlots || len(strings.Fields(name)) > 3 {
		return false
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	said := chooseLines([]Line{l}, o, o.Now)
	return said.reason == "nothing-said" && len(said.remarks) == 0
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

func commandSteps(m *Mail, lines []Line) []Step {
	var out []Step
	for i, l := range lines {
		if l.Class == commandLine {
			out = append(out, Step{Line: i + 1, Text: m.Lines[i].Text, Rule: "command"})
		}
	}
	return out
}
