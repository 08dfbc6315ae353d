package parser

import (
	"strings"
)

// attribution looks whether lines from i on say who wrote what follows: "On Monday, Ana <a@x.test> wrote:". certain says that
// they do even if nothing below is marked as quoted.
func attribution(lines []Line, i int) (end int, certain bool) {
	end, certain, _ = attributionWithin(lines, i, maxAttribution)
	return end, certain
}

// attributionWithin does so for at most so many lines. dated says that a date is among what was found.
func attributionWithin(lines []Line, i, limit int) (end int, certain, dated bool) {
	text := lines[i].Text
	if lines[i].Class == Attribution || strings.HasPrefix(text, ">>>") && strings.HasSuffix(text, ">>>") {
		return i + 1, true, true
	}
	if !closes(text) && !opens(text) {
		return i, false, false
	}
	joined := text
	for n := 1; n <= limit; n++ {
		if closes(joined) {
			f := featuresOf(joined)
			certain = f.wrote && (f.address || f.date) || f.address && f.date && f.clock
			if certain || f.wrote && len(joined) < 200 || f.address && len(joined) < 160 && (f.clock || strings.HasSuffix(strings.TrimRight(joined, ":： "), ">")) || f.date && f.clock && len(joined) < 100 {
				return i + n, certain, f.date
			}
			return i, false, false
		}
		next := i + n
		if next >= len(lines) || lines[next].Blank() || lines[next].Depth > 0 || lines[next].Class != unclassed || len(joined) > maxCandidate {
			break
		}
		if n == 1 && limit > 1 {
			if end, _, dated := attributionWithin(lines, next, limit-1); end > next && dated {
				break // it begins in the next line; this one is the last of an answer
			}
		}
		joined += " " + lines[next].Text
	}
	return i, false, false
}

// closes reports whether a line ends as attributions do.
func closes(s string) bool {
	for s != "" && (s[len(s)-1] == ' ' || s[len(s)-1] == '*' || s[len(s)-1] == '_' || s[len(s)-1] == '-') {
		s = s[:len(s)-1]
	}
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") || strings.HasSuffix(s, "写道") || strings.HasSuffix(s, "> wrote") || strings.HasSuffix(s, ">>>")
}

// opens reports whether a line may be the begin of an attribution that goes on in the next: it names a year or an address.
func opens(s string) bool {
	return len(s) <= maxWrapped && (strings.IndexByte(s, '@') >= 0 || hasYear(s)) && !strings.HasSuffix(s, ".") && !slotLine(s)
}

type features struct{ wrote, address, date, clock bool }

func featuresOf(s string) features {
	return features{
		wrote:   wroteWords.in(folded(s)),
		address: strings.IndexByte(s, '@') > 0,
		date:    hasYear(s) || hasShortDate(s),
		clock:   hasClock(s),
	}
}

// hasYear reports whether a number from 1990 to 2099 stands in s.
func hasYear(s string) bool {
	for i := 3; i < len(s); i += 4 { // one of its digits stands here
		if !digit(s[i]) {
			continue
		}
		from, to := i, i+1
		for from > 0 && digit(s[from-1]) {
			from--
		}
		for to < len(s) && digit(s[to]) {
			to++
		}
		if n := s[from:to]; len(n) == 4 && (n[:2] == "20" || n[:3] == "199") {
			return true
		}
		i = max(i, to-4)
	}
	return false
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// hasShortDate reports whether s has something like 23.11.26 or 23/11/26 in it.
func hasShortDate(s string) bool {
	for i := 1; i+4 < len(s); i++ {
		if c := s[i]; (c == '.' || c == '/' || c == '-') && digit(s[i-1]) && digit(s[i+1]) {
			for j := i + 2; j < len(s) && j <= i+3; j++ {
				if s[j] == c && j+1 < len(s) && digit(s[j+1]) {
					return true
				}
			}
		}
	}
	return false
}

// hasClock reports whether s has a time of day in it.
func hasClock(s string) bool {
	for i := 1; i+2 < len(s); i++ {
		if c := s[i]; (c == ':' || c == '.' || c == 'h') && digit(s[i-1]) && digit(s[i+1]) && digit(s[i+2]) && (i+3 == len(s) || !digit(s[i+3])) {
			return true
		}
	}
	return false
}

// attributionPrefix returns the length of an attribution that the mail goes on behind on the same line, as Yahoo's do:
// "On Monday, 23 November 2026, Ana <a@x.test> wrote: Hello". 0 if there is none.
func attributionPrefix(s string) int {
	at := strings.IndexByte(s[:min(len(s), 200)], '@')
	if at < 0 {
		return 0
	}
	head := s[:min(len(s), 300)]
	i := strings.Index(head[at:], ": ")
	if i < 0 || at+i+2 >= len(s) {
		return 0
	}
	head = head[:at+i+1]
	if f := featuresOf(head); f.wrote && f.address && f.date && f.clock {
		return len(head)
	}
	return 0
}
