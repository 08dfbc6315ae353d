package mailbox

import (
	"strings"
	"unicode"
)

// A letter is a list of blocks. Each block knows its two looks: as plain text of at most 72 columns, and as HTML. What is
// said is thus the same in both.

// columns is the width of the text part.
const columns = 72

type block interface {
	text(c *catalog, width int) []string
	html(c *catalog, b *strings.Builder)
}

type (
	// lead is the first line, which phones show as a preview.
	lead struct{ spans []span }
	// para is a paragraph.
	para struct{ spans []span }
	// heading stands above a part.
	heading struct{ spans []span }
	// rows is lines that belong together, without marks before them.
	rows struct{ items [][]span }
	// small is fine print.
	small struct{ spans []span }
	// bullets is a list without numbers: numbers are the slots'.
	bullets struct{ items [][]span }
	// choices is slot lines, each beginning with its number.
	choices struct{ items []choice }
	// answers is what can be replied, and what it means.
	answers struct{ items []answer }
	// buttons are links that stand side by side, in HTML only.
	buttons struct{ items []span }
	// quote is somebody's own words.
	quote struct{ lines []string }
	// grid is a table with a heading row; its first column is names.
	grid struct {
		head []string
		rows [][]string
	}
	// bars is a small bar chart.
	bars struct{ items []bar }
	// frame holds the copy of another letter.
	frame struct{ blocks []block }
	// sign is the last line.
	sign struct{ spans []span }
)

type choice struct {
	n     string
	label string
	mark  string   // behind the label: how it was answered
	notes []string // lines below: the other zone, who is against
	href  string   // answers yes to it; "" no link
	above string   // said on a line before it, such as that clocks change
}

type answer struct {
	say   string
	means []span
	href  string
}

type bar struct {
	label string
	n     int
	note  string
}

// layout writes blocks as text, one empty line between them.
func layout(c *catalog, blocks []block, width int) []string {
	var lines []string
	for _, b := range blocks {
		part := b.text(c, width)
		if len(part) == 0 {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, part...)
	}
	return lines
}

func (b lead) text(c *catalog, width int) []string  { return wrap(c.plain(b.spans), width, "", "") }
func (b para) text(c *catalog, width int) []string  { return wrap(c.plain(b.spans), width, "", "") }
func (b small) text(c *catalog, width int) []string { return wrap(c.plain(b.spans), width, "", "") }

func (b heading) text(c *catalog, width int) []string {
	return wrap(c.plain(b.spans), width, "", "")
}

func (b bullets) text(c *catalog, width int) []string {
	var lines []string
	for _, item := range b.items {
		lines = append(lines, wrap(c.plain(item), width, "- ", "  ")...)
	}
	return lines
}

func (b rows) text(c *catalog, width int) []string {
	var lines []string
	for _, item := range b.items {
		lines = append(lines, wrap(c.plain(item), width, "", "  ")...)
	}
	return lines
}

func (b choices) text(_ *catalog, width int) []string {
	var lines []string
	for _, item := range b.items {
		if item.above != "" {
			lines = append(lines, wrap(item.above, width, "   -- ", "      ")...)
		}
		first := item.n + ". " + item.label
		if item.mark != "" {
			first += ": " + item.mark
		}
		indent := strings.Repeat(" ", len(item.n)+2)
		lines = append(lines, wrap(first, width, "", indent)...)
		for _, note := range item.notes {
			lines = append(lines, wrap(note, width, indent, indent)...)
		}
	}
	return lines
}

// wideSay is how many columns something to reply with may take beside its meaning.
const wideSay = 18

func (b answers) text(c *catalog, width int) []string {
	col := 0
	for _, item := range b.items {
		if w := textColumns(item.say); w > col && w <= wideSay {
			col = w
		}
	}
	var lines []string
	for _, item := range b.items {
		means := c.plain(item.means)
		w := textColumns(item.say)
		indent := strings.Repeat(" ", max(col, 4)+6)
		switch {
		case means == "":
			lines = append(lines, wrap(item.say, width, "   ", "   ")...)
		case w > col:
			lines = append(lines, wrap(item.say, width, "   ", "   ")...)
			lines = append(lines, wrap(means, width, indent, indent)...)
		default:
			lines = append(lines, wrap(means, width, "   "+item.say+strings.Repeat(" ", col-w+3), indent)...)
		}
	}
	return lines
}

func (b buttons) text(*catalog, int) []string { return nil }

func (b quote) text(_ *catalog, width int) []string {
	var lines []string
	for _, l := range b.lines {
		if l == "" {
			lines = append(lines, ">")
			continue
		}
		lines = append(lines, wrap(l, width, "> ", "> ")...)
	}
	return lines
}

// gridSpan is how many columns beside the names fit on a phone; wider tables are continued below.
const gridSpan = 8

// parts cuts a table into pieces that fit.
func (b grid) parts() []grid {
	if len(b.head) <= gridSpan+1 {
		return []grid{b}
	}
	var parts []grid
	for at := 1; at < len(b.head); at += gridSpan {
		end := min(at+gridSpan, len(b.head))
		p := grid{head: append([]string{b.head[0]}, b.head[at:end]...)}
		for _, r := range b.rows {
			p.rows = append(p.rows, append([]string{r[0]}, r[at:end]...))
		}
		parts = append(parts, p)
	}
	return parts
}

func (b grid) text(_ *catalog, width int) []string {
	var lines []string
	for i, p := range b.parts() {
		if i > 0 {
			lines = append(lines, "")
		}
		wide := make([]int, len(p.head))
		for _, r := range append([][]string{p.head}, p.rows...) {
			for j, cell := range r {
				wide[j] = max(wide[j], textColumns(cell))
			}
		}
		rest := 0
		for _, w := range wide[1:] {
			rest += w + 2
		}
		names := max(min(wide[0], width-rest-2), 4)
		for _, r := range append([][]string{p.head}, p.rows...) {
			l := pad(oneLine(r[0], names), names)
			for j, cell := range r[1:] {
				l += "  " + pad(cell, wide[j+1])
			}
			lines = append(lines, "  "+strings.TrimRight(l, " "))
		}
	}
	return lines
}

// barWidth is how long the longest bar is, in columns.
const barWidth = 24

func (b bars) text(_ *catalog, width int) []string {
	most, label := 1, 0
	for _, item := range b.items {
		most = max(most, item.n)
		label = max(label, textColumns(item.label))
	}
	var lines []string
	for _, item := range b.items {
		bar := strings.Repeat("#", (item.n*barWidth+most-1)/most)
		lines = append(lines, wrap(item.note, width, "  "+pad(item.label, label)+"  "+pad(bar, barWidth)+"  ", "    ")...)
	}
	return lines
}

func (b frame) text(c *catalog, width int) []string {
	var lines []string
	for _, l := range layout(c, b.blocks, width-2) {
		lines = append(lines, strings.TrimRight("| "+l, " "))
	}
	return lines
}

// sign stands below a signature mark, so that mail programs leave it out of replies (RFC 3676 section 4.3).
func (b sign) text(c *catalog, width int) []string {
	return append([]string{"-- "}, wrap(c.plain(b.spans), width, "", "")...)
}

// wrap breaks a line at spaces so that it fits, first and rest before its lines. A line never begins with what looks like
// the number of a slot, except the first. Addresses of pages are left whole, and so is what no-break spaces join.
func wrap(s string, width int, first, rest string) []string {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' })
	if len(words) == 0 {
		return nil
	}
	// A number with a dot stays with the word before it.
	glued := words[:1:1]
	for _, w := range words[1:] {
		if numbered(w) && textColumns(rest)+textColumns(glued[len(glued)-1])+1+textColumns(w) <= width {
			glued[len(glued)-1] += " " + w
		} else {
			glued = append(glued, w)
		}
	}
	var lines []string
	line, used, empty := first, textColumns(first), true
	next := func() {
		lines = append(lines, strings.ReplaceAll(strings.TrimRight(line, " "), "\u00a0", " "))
		line, used, empty = rest, textColumns(rest), true
	}
	for _, w := range glued {
		wide := textColumns(w)
		if !empty && used+1+wide <= width {
			line, used = line+" "+w, used+1+wide
			continue
		}
		if !empty && (width-used < 10 || wide+textColumns(rest) <= width || link(w)) { // else the rest of the line is filled
			next()
		} else if !empty {
			line, used, empty = line+" ", used+1, true
		}
		for wide > max(width-used, 1) && !link(w) {
			head, tail := cut(w, width-used)
			line += head
			next()
			w, wide = tail, textColumns(tail)
		}
		line, used, empty = line+w, used+wide, false
	}
	if !empty {
		next()
	}
	return lines
}

// numbered reports whether a word looks like the number before a slot.
func numbered(w string) bool {
	digits := strings.TrimRight(w, ".)")
	if len(digits) == len(w) || digits == "" {
		return false
	}
	return strings.Trim(digits, "0123456789") == ""
}

func link(w string) bool {
	return strings.HasPrefix(w, "https://") || strings.HasPrefix(w, "http://")
}

// cut splits a word at a column, at least one rune before it. East Asian text is cut where its punctuation allows.
func cut(w string, at int) (head, tail string) {
	used, last := 0, 0
	for i, r := range w {
		wide := runeColumns(r)
		if used+wide > at && i > 0 {
			if strings.ContainsRune("、。，．：；？！）」』】…·", r) && last > 0 {
				return w[:last], w[last:]
			}
			return w[:i], w[i:]
		}
		used, last = used+wide, i
	}
	return w, ""
}

func pad(s string, width int) string {
	if n := width - textColumns(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// textColumns is how wide a text is where all letters are equally wide.
func textColumns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

// runeColumns follows Unicode's East Asian Width as far as mail needs it: wide characters and emoji take two columns,
// combining ones none.
func runeColumns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115F, r >= 0x2E80 && r <= 0xA4CF, r >= 0xAC00 && r <= 0xD7A3, r >= 0xF900 && r <= 0xFAFF,
		r >= 0xFE30 && r <= 0xFE6F, r >= 0xFF00 && r <= 0xFF60, r >= 0xFFE0 && r <= 0xFFE6, r >= 0x1F300 && r <= 0x1FAFF,
		r >= 0x20000 && r <= 0x3FFFD:
		return 2
	}
	return 1
}

// seal is a long number that is to be compared, in pieces.
type seal struct{ hex string }

func (b seal) text(_ *catalog, width int) []string {
	return wrap(inEights(b.hex), width, "  ", "  ")
}

// inEights parts a long number, so that eyes can follow it and lines can break in it.
func inEights(hex string) string {
	var groups []string
	for i := 0; i < len(hex); i += 8 {
		groups = append(groups, hex[i:min(i+8, len(hex))])
	}
	return strings.Join(groups, " ")
}
