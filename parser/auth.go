package parser

import (
	"slices"
	"strings"
)

// authResults reads the Authentication-Results fields of a mail (RFC 8601 section 2.2), topmost first. A field that is not well
// formed gives no results, but stays as one of its server, so that none below it is taken for the topmost.
func authResults(h header) []AuthResult {
	var out []AuthResult
	n := 0
	h.each("authentication-results", func(v []byte) {
		if n < maxAuth {
			out = authField(out, fieldText(v), n)
		}
		n++
	})
	return out
}

const maxAuth = 20 // Authentication-Results fields that are read

// authField appends the results of one field to out.
func authField(out []AuthResult, v string, field int) []AuthResult {
	s := scan{v, 0}
	before := len(out)
	out = slices.Grow(out, 3) // dkim, spf, dmarc
	var server string
	var words [8]string
	for first := true; !s.done(); first = false {
		clause, ok := s.clause(words[:0])
		if !ok || first && len(clause) == 0 {
			start := scan{v, 0}
			start.space()
			return append(out[:before], AuthResult{Server: lower(start.until(&serverEnd)), Method: "none", Result: "permerror", field: field})
		}
		if first {
			server = lower(clause[0]) // a version may follow
			continue
		}
		if len(clause) == 0 || clause[0] == "none" {
			continue
		}
		method, result, ok := strings.Cut(clause[0], "=")
		if !ok {
			continue
		}
		method, _, _ = strings.Cut(method, "/")
		a := AuthResult{Server: server, Method: lower(method), Result: lower(result), field: field}
		for _, p := range clause[1:] {
			name, value, _ := strings.Cut(p, "=")
			switch name = lower(name); {
			case a.Method == "dmarc" && name == "header.from",
				a.Method == "dkim" && (name == "header.d" || name == "header.i" && a.Domain == ""),
				a.Method == "spf" && (name == "smtp.mailfrom" || name == "smtp.helo" && a.Domain == ""):
				a.Domain = lower(value[strings.LastIndexByte(value, '@')+1:])
			}
		}
		out = append(out, a)
	}
	if len(out) == before && server != "" {
		out = append(out, AuthResult{Server: server, Method: "none", Result: "none", field: field}) // the server was asked and found nothing
	}
	return out
}

// serverEnd and wordEnd hold what ends the name of a server, and a word of a clause.
var serverEnd, wordEnd = charsOf(" ;\t\r\n("), charsOf(";(\" \t\r\n")

// clause appends the words up to the next semicolon, comments left out, "name = value" made one word. ok is false if a quote or
// comment does not end.
func (s *scan) clause(words []string) (_ []string, ok bool) {
	w := ""
	glue := false // the next word belongs to the one before
	end := func() {
		if w != "" {
			words, w = append(words, w), ""
		}
	}
	for !s.done() {
		c := s.s[s.i]
		switch {
		case c == ';':
			s.i++
			end()
			return words, true
		case c == '(':
			s.i++
			s.comment()
			if s.done() && s.s[len(s.s)-1] != ')' {
				return nil, false
			}
		case c == '"':
			s.i++
			w += s.quoted()
			if s.done() && (s.s[len(s.s)-1] != '"' || s.s[s.i-1] != '"') {
				return nil, false
			}
			glue = false
		case blankByte(c):
			s.space()
			if !glue && (s.done() || s.s[s.i] != '=') {
				end()
			}
		default:
			w += s.until(&wordEnd)
			glue = w[len(w)-1] == '='
		}
	}
	end()
	return words, true
}
