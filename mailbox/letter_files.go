package mailbox

import (
	"cmp"
	"strconv"

	"parley/scheduler"
)

// Files that go along with a letter.

// fileNames are the files that go along with the letter.
func (p *page) fileNames() (names []string) {
	for _, f := range p.Files {
		names = append(names, p.fileName(f))
	}
	return names
}

func (p *page) fileName(f scheduler.File) string {
	return cmp.Or(oneLine(string(f.Name), 80), "…") + " (" + bytesText(f.Size) + ")"
}

// filesAsRead are what goes along with the question and the invitation, and what does not and why.
func (p *page) filesAsRead() (rows [][]span) {
	var names []string
	for _, f := range p.Event.Files.Kept() {
		names = append(names, p.fileName(f))
	}
	if len(names) > 0 {
		rows = append(rows, p.say("files", "names", p.list(names)))
	}
	for _, f := range p.Event.Files {
		name := cmp.Or(oneLine(string(f.Name), 80), f.Type)
		switch f.Left {
		case "large":
			rows = append(rows, p.say("file.large", "name", name, "size", bytesText(f.Size), "limit", bytesText(scheduler.MaxFileBytes)))
		case "many":
			rows = append(rows, p.say("file.many", "name", name, "limit", strconv.Itoa(scheduler.MaxFiles)))
		case "kind":
			rows = append(rows, p.say("file.kind", "name", name))
		}
	}
	return rows
}

// bytesText is a size for people: "12 KB", "1.5 MB".
func bytesText(n int) string {
	switch {
	case n < 1000:
		return strconv.Itoa(n) + " B"
	case n < 1_000_000:
		return strconv.Itoa((n+500)/1000) + " KB"
	}
	return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
}
