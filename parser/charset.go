package parser

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
)

// toUTF8 makes UTF-8 of bytes in the charset that their label names or, where the label is missing, unknown or plainly wrong,
// in the one they must be in. meta is what the text says of itself (HTML), "" if nothing. ok is false if no charset makes
// words of the bytes; the text then has replacement characters in it. NUL bytes are dropped.
//
// Bytes that are valid UTF-8 beyond ASCII are hardly ever anything else, so that is looked at first; what is none and is not
// labelled is Windows-1252, unless it looks East Asian.
func toUTF8(b []byte, label, meta string) (text []byte, ok bool) {
	if len(b) == 0 || label == "" && meta == "" && printable(b) {
		return b, true
	}
	label = canonicalCharset(label)
	if label == "" || label == "us-ascii" || label == "unknown" {
		if m := canonicalCharset(meta); m != "" {
			label = m
		}
	}
	if enc := wide(b, label); enc != "" {
		return decodeCharset(b, enc)
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if isASCII(b) {
		switch {
		case label == "utf-7":
			return decodeUTF7(b), true
		case bytes.IndexByte(b, 0x1b) >= 0 && (escapesJapanese(b) || strings.HasPrefix(label, "iso-2022")):
			return decodeCharset(b, "iso-2022-jp")
		case label == "hz-gb-2312":
			return decodeCharset(b, label)
		}
		return dropNUL(b), true
	}
	if utf8.Valid(b) && (!eastAsian[label] || wideRunes(b)) {
		return dropNUL(b), true
	}
	switch label {
	case "", "utf-8", "us-ascii", "unknown":
		if enc := guessEastAsian(b); enc != "" && label != "utf-8" {
			return decodeCharset(b, enc)
		}
		return mixed(b)
	}
	text, ok = decodeCharset(b, label)
	if ok {
		return text, true
	}
	if utf8.Valid(b) {
		return dropNUL(b), true
	}
	if text == nil { // a charset that nobody knows
		return mixed(b)
	}
	return text, bytes.Count(text, []byte("\uFFFD"))*20 < len(b)
}

// canonicalCharset gives one name to charsets that are one in practice: what is labelled Latin-1 is Windows-1252.
func canonicalCharset(label string) string {
	label = lower(strings.Trim(label, " \t\"'"))
	switch label {
	case "utf8", "utf-8", "unicode-1-1-utf-8", "x-utf-8", "utf_8", "utf8mb4", "cp65001", "utf-8-sig":
		return "utf-8"
	case "ascii", "us-ascii", "ansi_x3.4-1968", "iso-ir-6", "646", "us":
		return "us-ascii"
	case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "cp1252", "windows-1252", "x-ansi", "ansi", "iso-8859-1-windows-3.1-latin-1", "windows1252":
		return "windows-1252"
	case "iso-8859-9", "latin5", "iso8859-9":
		return "windows-1254"
	case "gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "ms936", "windows-936", "gb18030", "euc-cn", "csgb2312":
		return "gb18030"
	case "shift_jis", "shift-jis", "sjis", "x-sjis", "cp932", "ms932", "ms_kanji", "windows-31j":
		return "shift_jis"
	case "ks_c_5601-1987", "ks_c_5601", "ksc5601", "cp949", "uhc", "euc-kr":
		return "euc-kr"
	case "cp950", "big5", "big5-hkscs", "x-x-big5":
		return "big5"
	case "utf7", "utf-7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7":
		return "utf-7"
	case "unknown-8bit", "x-unknown", "unknown", "8bit", "default", "none", "iso-8859-8bit", "x-user-defined", "binary":
		return "unknown"
	}
	return label
}

// eastAsian are charsets whose short texts may by chance be valid UTF-8 (a pair of bytes for a pair of bytes).
var eastAsian = map[string]bool{"gb18030": true, "shift_jis": true, "euc-jp": true, "euc-kr": true, "big5": true}

// decodeCharset decodes all of b. ok is false if some of it is none of that charset; text is nil if the charset is unknown.
func decodeCharset(b []byte, label string) (text []byte, ok bool) {
	r, err := charset.Reader(label, bytes.NewReader(b))
	if err != nil {
		return nil, false
	}
	text, err = io.ReadAll(r)
	if text == nil {
		text = []byte{}
	}
	text = bytes.ToValidUTF8(text, []byte("\uFFFD"))
	text = dropNUL(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	bad := bytes.Contains(text, []byte("\uFFFD")) || label == "windows-1252" && !plausible1252(b)
	return text, err == nil && !bad
}

// wide tells whether b is UTF-16 or UTF-32, by its byte-order mark or its zero bytes, and returns its name, else "". A mark alone
// is not believed: text of any language has spaces and line ends, and these have zero bytes.
func wide(b []byte, label string) string {
	if bytes.IndexByte(b[:min(len(b), 512)], 0) < 0 {
		return ""
	}
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe\x00\x00")), strings.HasPrefix(label, "utf-32"):
		if strings.HasPrefix(label, "utf-32") {
			return label
		}
		return "utf-32"
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return "utf-16be"
	}
	head := b[:min(len(b), 512)]
	even, odd := 0, 0
	for i, c := range head {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	utf16 := strings.HasPrefix(label, "utf-16") || strings.HasPrefix(label, "ucs-2")
	switch {
	case even+odd < len(head)/4 && !utf16:
		return ""
	case odd > 2*even:
		return "utf-16le"
	case even > 2*odd:
		return "utf-16be"
	}
	return ""
}

func isASCII[T string | []byte](b T) bool {
	for ; len(b) >= 32; b = b[32:] {
		if (eightOf(b)|eightOf(b[8:])|eightOf(b[16:])|eightOf(b[24:]))&tops != 0 {
			return false
		}
	}
	for ; len(b) >= 8; b = b[8:] {
		if eightOf(b)&tops != 0 {
			return false
		}
	}
	for i := range len(b) {
		if b[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Eight bytes are looked at as one number: ones has the lowest bit of each, tops the highest.
const ones, tops = 0x0101010101010101, 0x8080808080808080

// eightOf is the first eight bytes as a number.
func eightOf[T string | []byte](b T) uint64 {
	b = b[:8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// upToEight is so, where less than eight bytes may be left; then what is missing is as in rest.
func upToEight[T string | []byte](b T, rest uint64) uint64 {
	if len(b) >= 8 {
		return eightOf(b)
	}
	for i := len(b) - 1; i >= 0; i-- {
		rest = rest<<8 | uint64(b[i])
	}
	return rest
}

// printable reports whether b is ASCII that shows, and white space.
func printable(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		if w := eightOf(b); (w|(w+ones)|(w-ones*' '))&tops != 0 && !shows(b[:8]) { // beyond ASCII, DEL, or below the space
			return false
		}
	}
	return shows(b)
}

func shows(b []byte) bool {
	for _, c := range b {
		if (c < ' ' || c >= 0x7f) && !blankByte(c) {
			return false
		}
	}
	return true
}

func dropNUL(b []byte) []byte {
	if bytes.IndexByte(b, 0) < 0 {
		return b
	}
	return bytes.ReplaceAll(b, []byte{0}, nil)
}

// escapesJapanese reports whether b has an escape sequence of ISO-2022-JP in it (RFC 1468).
func escapesJapanese(b []byte) bool {
	return bytes.Contains(b, []byte("\x1b$B")) || bytes.Contains(b, []byte("\x1b$@"))
}

// wideRunes reports whether valid UTF-8 has characters of three bytes or more in it: pairs of bytes do not look like those.
func wideRunes(b []byte) bool {
	for _, c := range b {
		if c >= 0xe0 {
			return true
		}
	}
	return false
}

// mixed decodes line by line: UTF-8 where it is, otherwise Windows-1252. Footers are often added in another charset.
func mixed(b []byte) (text []byte, ok bool) {
	text, ok = make([]byte, 0, len(b)+len(b)/8), true
	for len(b) > 0 {
		n := bytes.IndexByte(b, '\n') + 1
		if n == 0 {
			n = len(b)
		}
		line := b[:n]
		b = b[n:]
		if utf8.Valid(line) {
			text = append(text, line...)
			continue
		}
		ok = ok && plausible1252(line)
		for _, c := range line {
			switch {
			case c < 0x80:
				text = append(text, c)
			case c >= 0xa0:
				text = utf8.AppendRune(text, rune(c))
			default:
				text = utf8.AppendRune(text, windows1252[c-0x80])
			}
		}
	}
	return dropNUL(text), ok
}

// plausible1252 reports whether bytes can be words in Windows-1252: no control characters, and not mostly accents and signs.
func plausible1252(b []byte) bool {
	high, pairs := 0, 0
	for i, c := range b {
		switch {
		case c >= 0x80 && c < 0xa0 && windows1252[c-0x80] == utf8.RuneError, c < 0x20 && !blankByte(c) && c != 0 && c != '\f' && c != 0x1b && c != '\v' && c != '\b':
			return false
		case c >= 0x80:
			high++
			if i > 0 && b[i-1] >= 0x80 {
				pairs++
			}
		}
	}
	return high < 8 || pairs*2 < high
}

var windows1252 = [32]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}

// guessEastAsian names the charset of unlabelled bytes that come in pairs as Chinese and Japanese do; "" if they do not.
func guessEastAsian(b []byte) string {
	high, alone := 0, 0
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if i+1 < len(b) && b[i+1] >= 0x40 {
			high += 2
			if b[i+1] < 0x80 {
				alone++
			}
			i++
			continue
		}
		high, alone = high+1, alone+1
	}
	if high < 4 || alone*4 > high {
		return ""
	}
	if len(b) > 4096 {
		b = b[:max(bytes.LastIndexByte(b[:4096], '\n'), 0)]
	}
	best, most := "", 0
	for _, enc := range []string{"shift_jis", "euc-jp", "gb18030"} {
		text, ok := decodeCharset(b, enc)
		if !ok {
			continue
		}
		score, kana := 0, false
		for _, r := range string(text) {
			switch {
			case 0x3041 <= r && r <= 0x30ff:
				score, kana = score+3, true
			case 0x4e00 <= r && r <= 0x9fff, 0x3000 <= r && r <= 0x3002, 0xff00 <= r && r <= 0xff5e:
				score += 2
			case r >= 0x80:
				score -= 2
			}
		}
		if score > most && kana == (enc != "gb18030") { // there is no Japanese without kana
			best, most = enc, score
		}
	}
	return best
}

// decodeUTF7 undoes UTF-7 (RFC 2152).
func decodeUTF7(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '+' {
			out = append(out, b[i])
			continue
		}
		if i+1 < len(b) && b[i+1] == '-' {
			out = append(out, '+')
			i++
			continue
		}
		var acc uint32
		var units []rune
		n := 0
		for i++; i < len(b) && base64Value[b[i]] < 64; i++ {
			acc = acc<<6 | uint32(base64Value[b[i]])
			if n += 6; n >= 16 {
				n -= 16
				units = append(units, rune(acc>>n&0xffff))
			}
		}
		for j := 0; j < len(units); j++ {
			r := units[j]
			if r >= 0xd800 && r < 0xdc00 && j+1 < len(units) {
				r = (r-0xd800)<<10 + units[j+1] - 0xdc00 + 0x10000
				j++
			}
			out = utf8.AppendRune(out, r)
		}
		if i < len(b) && b[i] != '-' {
			i--
		}
	}
	return out
}
