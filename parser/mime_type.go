package parser

import (
	"strconv"
	"strings"
)

// mediaType is a parsed Content-Type or Content-Disposition field.
type mediaType struct {
	value  string // lower case, "" if missing or malformed
	params []param
}

type param struct{ name, value string }

func (m mediaType) param(name string) string {
	for _, p := range m.params {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

// paramEnd and nameEnd hold what ends a parameter, and its name; typeEnd and valueEnd what ends its words where they are not quoted.
var paramEnd, nameEnd, typeEnd, valueEnd = charsOf(";"), charsOf("=;"), charsOf(" \t("), charsOf(" \t\r\n(")

// parseMediaType reads a Content-Type or Content-Disposition value (RFC 2045 section 5.1, RFC 2231), as far as it makes sense.
func parseMediaType(v []byte) mediaType {
	var m mediaType
	s := scan{fieldText(v), 0}
	s.space()
	value := scan{strings.TrimSpace(s.until(&paramEnd)), 0}
	m.value = lower(value.until(&typeEnd))
	for len(m.params) < maxParams {
		s.skip(";")
		if s.done() {
			break
		}
		name := lower(strings.TrimSpace(s.until(&nameEnd)))
		if !s.take('=') {
			continue
		}
		s.space()
		var value string
		if s.take('"') {
			value = s.quoted()
			s.until(&paramEnd)
		} else {
			bare := scan{strings.TrimSpace(s.until(&paramEnd)), 0}
			value = bare.until(&valueEnd)
		}
		if m.params == nil {
			m.params = make([]param, 0, 2)
		}
		if name != "" {
			m.params = append(m.params, param{name, value})
		}
	}
	m.join()
	return m
}

// join puts the pieces of long and encoded parameters together (RFC 2231 sections 3 and 4).
func (m *mediaType) join() {
	for i := 0; i < len(m.params); i++ {
		name := m.params[i].name
		base, rest, ok := strings.Cut(name, "*")
		if !ok || (rest != "" && rest != "0" && rest != "0*") {
			continue
		}
		var raw []byte
		charset := ""
		add := func(value string, encoded bool) {
			if encoded {
				if len(raw) == 0 && charset == "" {
					if c, rest, ok := strings.Cut(value, "'"); ok {
						charset = c
						_, value, _ = strings.Cut(rest, "'")
					}
				}
				raw = append(raw, unpercent(value)...)
				return
			}
			raw = append(raw, value...)
		}
		if rest == "" {
			add(m.params[i].value, true)
		}
		for n := 0; rest != "" && n < maxParams; n++ {
			value, encoded, found := m.piece(base, n)
			if !found {
				break
			}
			add(value, encoded)
		}
		text, _ := toUTF8(raw, charset, "")
		m.params[i] = param{base, string(text)}
	}
}

func (m *mediaType) piece(base string, n int) (value string, encoded, found bool) {
	plain := base + "*" + strconv.Itoa(n)
	for _, p := range m.params {
		if p.name == plain || p.name == plain+"*" {
			return p.value, p.name != plain, true
		}
	}
	return "", false, false
}

func unpercent(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && hexDigit[s[i+1]] < 16 && hexDigit[s[i+2]] < 16 {
			out = append(out, hexDigit[s[i+1]]<<4|hexDigit[s[i+2]])
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return out
}
