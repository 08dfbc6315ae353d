package parser

import (
	"maps"
	"slices"
	"strings"
)

// closings end a letter: what stands below them is a signature.
var closings = set("mail closing")

// softClosings end a letter if a name or nothing follows; elsewhere they are words like others.
var softClosings = set("mail soft closing")

// closingStarts are those that begin a line, as the first of several or with a name behind it.
var closingStarts = index(slices.Concat(slices.Collect(maps.Keys(closings)), slices.Collect(maps.Keys(softClosings))))

// sentWith are begins of the lines that mail programs add in their own praise.
var sentWith = bookOf("mail sent with")

// sentWithEnd are ends of such lines, where the name of a device or program is in them too.
var sentWithEnd = phrasesOf("mail sent with end", "|")

// sentWithLast holds the last bytes of those.
var sentWithLast = func() (last [256]bool) {
	for _, p := range sentWithEnd {
		last[p[len(p)-1]] = true
	}
	return last
}()

// legalWords are what disclaimers say. Two of them make one.
var legalWords = bookOf("mail legal")

// legalStarts begin a disclaimer on their own.
var legalStarts = bookOf("mail legal start")

// footerStarts begin the lines that virus scanners, mailing lists and the like add below a mail.
var footerStarts = bookOf("mail footer")

// alarmWords and alarmMatters are in the warnings that mail systems put above mails from outside. One of each makes one.
var alarmWords = bookOf("mail alarm")

var alarmMatters = bookOf("mail alarm matter")

// bannerStarts begin such a warning on their own.
var bannerStarts = bookOf("mail banner")

// contactWords begin lines of a signature.
var contactWords = set("mail contact")

// afterWords begin what people add below their name: it counts again.
var afterWords = bookOf("mail after")

// titles stand before names, in the header From as in a signature, and often in one of them only.
var titles = wordsOf("mail title")

// set makes the phrases of a section a set, without periods at their ends.
func set(section string) map[string]bool {
	m := map[string]bool{}
	for _, p := range phrasesOf(section, "|") {
		m[strings.TrimRight(p, ". ")] = true
	}
	return m
}
