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

// Why puts the reason of a reading into a sentence: what made it certain, or what stood against that. "" if there is none for it.
func Why(reason string) string { return whys[reason] }

var whys = map[string]string{
	"number": "slots are named by their numbers", "time": "slots are named by day or time", "range": "a range of slots is named", "all": "all slots are meant",
	"all-but": "all slots but some are meant", "none": "all slots are refused", "the-rest": "the slots that nobody named are meant", "only-slot": "it is about the only slot",
	"counter": "another time is proposed, exactly", "command": "it is nothing but commands",
	"hedge": "a word leaves it open whether it holds", "condition": "it holds under a condition", "partial": "only a part of a slot is possible", "postponed": "an answer is promised for later",
	"taken-back": "something said before is taken back", "other-times": "other times are wished, and none is named", "question": "it asks about a slot", "contradiction": "two statements do not fit together",
	"unknown-words": "a clause about slots has words in it that are not known", "no-such-time": "a time is named that is not on offer", "no-such-slot": "a number is named that is no slot",
	"only-refused": "some slots are refused, and none is accepted", "which-slot": "a yes or no does not say to which slot", "nothing-said": "nothing is said about the slots",
	"number-or-hour": "a number may be a slot or an hour", "number-or-no": "a number may be named or refused", "ambiguous-time": "an hour may be in the morning or in the afternoon",
	"ambiguous-date": "a date may be one of two days", "weekday-mismatch": "weekday and date do not agree", "around": "a time is not exact", "several-languages": "it means different things in two languages",
	"parts-disagree": "the text part and the HTML part say different things", "zone-differs": "it means different slots in the two time zones", "vague-proposal": "a proposal lacks a day or a time of day",
	"count": "a number of slots is named that does not fit", "some": "some of the slots are meant, and nobody knows which", "turn": "it changes its mind on the way", "my-time": "it is not known which time zone is meant",
	"flexible": "being flexible names no slot", "see-you": "a greeting names a slot, and no answer does", "no-pattern": "its words do not fit together in a way that is known", "encrypted": "the mail is encrypted", "empty": "nothing was written",
	"position": "slots are named by their place in the list", "this-one": "it is about the slot spoken of", "under-slot": "it stands under a slot",
	"number-word": "a number word may be a slot or a count", "number-or-date": "two numbers may be slots or a date", "number-and-time-differ": "a number and the time beside it are different slots",
	"date-or-ordinal": "an ordinal may be a date or a place in the list", "ordinal": "an ordinal names no slot for certain", "decimal": "a number with a point in it is no slot", "minus": "a dash may except a slot or begin a list",
	"except": "it is not clear from what an exception is taken", "several": "a day or time fits several slots, and one is meant", "not-all": "not all of them may be none of them, or some",
	"all-of-which": "all may be all slots, or those just named", "poor": "a slot is called not ideal, and nothing else is said of it", "vague-refusal": "a whole week is refused, which may ask for another one",
	"somebody-else": "it speaks for several people, for whom different slots work", "past": "a time is proposed that has passed", "duration": "a time is proposed that is too short or too long",
	"no-such-zone": "a time zone is named that is not known", "ambiguous-zone": "a time zone is named that may be one of several", "too-long": "the mail is too long to be read as an answer",
}
