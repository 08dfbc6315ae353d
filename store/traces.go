package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/scheduler"
)

// traces are what names a person in a text: their addresses in canonical form, and their name if it is of several words,
// in lower case. One word ("Ana") names too many.
type traces map[string]bool

func tracesOf(p scheduler.Person) traces {
	found := traces{}
	for _, a := range append([]scheduler.Words{p.Address}, p.Aliases...) {
		if a := scheduler.Canonical(string(a)); a != "" {
			found[a] = true
		}
	}
	if name := strings.Join(strings.Fields(strings.ToLower(string(p.Name))), " "); strings.Contains(name, " ") {
		found[name] = true
	}
	return found
}

// in reports whether a text names the person: as whole words, so that ana@x.test is not found in diana@x.test, nor in
// ana@x.test.example; with or without a "+tag"; and also as links and relays write addresses (ana%40x.test, ana=x.test).
func (t traces) in(text string) bool {
	text = strings.ToLower(text)
	text = strings.ReplaceAll(text, "%40", "@")
	text = strings.ReplaceAll(text, "%2b", "+")
	for trace := range t {
		local, domain, address := strings.Cut(trace, "@")
		if !address {
			text := strings.Join(strings.Fields(text), " ")
			if each(text, trace, func(before, after string) bool { return ends(before) && begins(after) }) {
				return true
			}
			continue
		}
		for _, at := range []string{"@", "="} {
			if each(text, at+domain, func(before, after string) bool {
				if at == "=" { // as in bounces+ana=x.test@relay.test
					return addressEnds(after) && ends(strings.TrimSuffix(before, local)) && strings.HasSuffix(before, local)
				}
				return addressEnds(after) && (addressBegins(before, local) || tagged(before, local))
			}) {
				return true
			}
		}
	}
	return false
}

// each calls ok with what stands before and after each place of s in text, until it is true.
func each(text, s string, ok func(before, after string) bool) bool {
	for i := 0; ; i++ {
		j := strings.Index(text[i:], s)
		if j < 0 {
			return false
		}
		if i += j; ok(text[:i], text[i+len(s):]) {
			return true
		}
	}
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func ends(before string) bool  { r, _ := utf8.DecodeLastRuneInString(before); return !wordly(r) }
func begins(after string) bool { r, _ := utf8.DecodeRuneInString(after); return !wordly(r) }

// addressBegins reports whether text ends in this local part, and nothing before belongs to it.
func addressBegins(text, local string) bool {
	before, ok := strings.CutSuffix(text, local)
	r, _ := utf8.DecodeLastRuneInString(before)
	return ok && (before == "" || !wordly(r) && !strings.ContainsRune("._-+", r))
}

// tagged is addressBegins with a tag after the local part.
func tagged(text, local string) bool {
	tag := strings.LastIndexByte(text, '+')
	if tag < 0 {
		return false
	}
	for _, r := range text[tag+1:] {
		if !wordly(r) && !strings.ContainsRune("._-=", r) {
			return false
		}
	}
	return addressBegins(text[:tag], local)
}

// addressEnds reports whether a domain ends where after begins.
func addressEnds(after string) bool {
	r, n := utf8.DecodeRuneInString(after)
	switch {
	case after == "":
		return true
	case r == '.': // of a sentence, or of a longer domain
		r, _ = utf8.DecodeRuneInString(after[n:])
		return !wordly(r)
	}
	return !wordly(r) && r != '-'
}
