package parser

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// TokenKind says what a token is made of.
type TokenKind uint8

const (
	TokenWord   TokenKind = iota // letters; one Han or Hiragana character, or a run of Katakana
	TokenNumber                  // a run of digits, a circled digit, a keycap
	TokenPunct                   // one punctuation mark or symbol
	TokenEmoji                   // one emoji with all its modifiers, a tick, a cross, a box
	TokenLink                    // a mail address or URL: its digits mean nothing
	TokenOther                   // anything else
)

// Token is a word, a number or a mark of a line.
type Token struct {
	Kind    TokenKind
	Text    string // folded: lower case, full-width and other compatibility forms made plain, dashes "-", quotes ' and "; accents kept
	Plain   string // Text without accents: "marz" for "März", "strasse" for "Straße"
	Raw     string // as written
	From    int    // its bytes are line[From:To]
	To      int
	Num     int  // value of a number, -1 if it has more than nine digits; of a Han numeral too (〇 to 十, 百), else 0
	Space   bool // white space, or the begin of the line, stands before it
	Circled bool // a circled digit or a keycap: a label, never part of a time

	forms forms // in the lexicon, once looked up there
}

// Tokens appends the tokens of a line to dst. It never fails, and the tokens it makes are in order and do not overlap.
// Elisions and contractions: "l'après" is two words, "l'" and "après"; "can't" is one.
func Tokens(line string, dst []Token) []Token {
	if dst == nil {
		dst = make([]Token, 0, min(len(line)/4+2, 32))
	}
	space := true
	for i := 0; i < len(line); {
		r, n := rune(line[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(line[i:])
		}
		switch {
		case blankRune(r):
			space = true
			i += n
			continue
		case ignorable(r):
			i += n
			continue
		}
		if space || len(dst) == 0 || opensLink(line[i-1]) {
			if end := linkEnd(line, i); end > i {
				dst = append(dst, Token{Kind: TokenLink, Text: strings.ToLower(line[i:end]), Plain: strings.ToLower(line[i:end]),
					Raw: line[i:end], From: i, To: end, Space: space})
				i, space = end, false
				continue
			}
		}
		var t Token
		switch {
		case isDigit(r):
			t = numberToken(line, i)
		case circled(r) > 0:
			t = Token{Kind: TokenNumber, Num: circled(r), Text: strconv.Itoa(circled(r)), To: i + n, Circled: true}
			t.Plain = t.Text
			t.To += variation(line[t.To:])
		case unicode.IsLetter(r):
			t.Text, t.Plain, t.To, t.Num = readWord(line, i, r, n)
		case isEmoji(r):
			t = emojiToken(line, i, r, n)
		case unicode.IsPunct(r) || unicode.IsSymbol(r):
			t = Token{Kind: TokenPunct, Text: punctText(r, line[i:i+n]), To: i + n}
			t.Plain = t.Text
		default:
			t = Token{Kind: TokenOther, Text: line[i : i+n], Plain: line[i : i+n], To: i + n}
		}
		t.From, t.Raw, t.Space = i, line[i:t.To], space
		dst = append(dst, t)
		i, space = t.To, false
	}
	return dst
}

func blankRune(r rune) bool {
	if r < 0x80 {
		return r == ' ' || r >= '\t' && r <= '\r'
	}
	return unicode.IsSpace(r) || r == 0x2800
}

// ignorable reports characters that are not seen: they neither part words nor mean anything.
func ignorable(r rune) bool {
	if r < 0xAD {
		return r < ' ' || r == 0x7F
	}
	switch r {
	case 0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF:
		return true
	}
	return r >= 0x202A && r <= 0x202E || r >= 0x2061 && r <= 0x2069
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= 0xFF10 && r <= 0xFF19 }

// numberToken reads a run of digits at i, and the keycap signs that may follow a single one.
func numberToken(line string, i int) Token {
	t := Token{Kind: TokenNumber}
	digits, wide, j := 0, false, i
	for j < len(line) {
		r, n := utf8.DecodeRuneInString(line[j:])
		if !isDigit(r) {
			break
		}
		if r >= 0xFF10 {
			r, wide = r-0xFF10+'0', true
		}
		if digits++; digits > 9 {
			t.Num = -1
		} else {
			t.Num = t.Num*10 + int(r-'0')
		}
		j += n
	}
	t.Text = line[i:j]
	if wide {
		t.Text = norm.NFKC.String(t.Text)
	}
	if v := variation(line[j:]); strings.HasPrefix(line[j+v:], "\u20E3") {
		t.Circled = digits == 1
		j += v + len("\u20E3")
	}
	t.Plain, t.To = t.Text, j
	return t
}

// variation is the length of the variation selectors at the begin of s.
func variation(s string) int {
	n := 0
	for strings.HasPrefix(s[n:], "\uFE0F") || strings.HasPrefix(s[n:], "\uFE0E") {
		n += 3
	}
	return n
}

// circled is the value of a circled, parenthesised or similarly decorated number, 0 for all else.
func circled(r rune) int {
	switch {
	case r < 0x2460:
		return 0
	case r <= 0x2473: // ①
		return int(r-0x2460) + 1
	case r <= 0x2487: // ⑴
		return int(r-0x2474) + 1
	case r <= 0x249B: // ⒈
		return int(r-0x2488) + 1
	case r >= 0x24EB && r <= 0x24F4: // ⓫
		return int(r-0x24EB) + 11
	case r >= 0x24F5 && r <= 0x24FE: // ⓵
		return int(r-0x24F5) + 1
	case r >= 0x2776 && r <= 0x277F: // ❶
		return int(r-0x2776) + 1
	case r >= 0x2780 && r <= 0x2789: // ➀
		return int(r-0x2780) + 1
	case r >= 0x278A && r <= 0x2793: // ➊
		return int(r-0x278A) + 1
	case r >= 0x3251 && r <= 0x325F: // ㉑
		return int(r-0x3251) + 21
	case r == 0x1F51F: // keycap ten
		return 10
	}
	return 0
}

// script classes of letters that are written without spaces
const (
	scriptOther = iota
	scriptHan
	scriptHiragana
	scriptKatakana
)

func script(r rune) int {
	switch {
	case r < 0x3005:
		return scriptOther
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0x3400 && r <= 0x4DBF, r == 0x3005, r == 0x3007, r >= 0xF900 && r <= 0xFAFF, r >= 0x20000 && r <= 0x3FFFF:
		return scriptHan
	case r >= 0x3041 && r <= 0x309F:
		return scriptHiragana
	case r >= 0x30A0 && r <= 0x30FF, r >= 0xFF66 && r <= 0xFF9F:
		return scriptKatakana
	}
	return scriptOther
}

// readWord reads the word at i, which begins with r, of n bytes: folded, without accents, where it ends, and its value if it is a Han
// numeral.
func readWord(line string, i int, r rune, n int) (text, plain string, to, num int) {
	s := script(r)
	j := i + n
	if s == scriptHan || s == scriptHiragana {
		text = line[i:j]
		if r >= 0xF900 {
			text = norm.NFKC.String(text)
		}
		return text, text, j, hanDigit(r)
	}
	upper, ascii := r >= 'A' && r <= 'Z', r < utf8.RuneSelf
	for j < len(line) {
		c, m := rune(line[j]), 1
		if c >= utf8.RuneSelf {
			c, m = utf8.DecodeRuneInString(line[j:])
		}
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			upper = upper || c <= 'Z'
		} else if c == '\'' || c == 0x2019 || c == 0x02BC {
			// inside a word, unless what stands before it is an elided article or the like
			next, _ := utf8.DecodeRuneInString(line[j+m:])
			if !unicode.IsLetter(next) || s != scriptOther {
				break
			}
			if elided(line[i:j]) {
				j += m
				ascii = ascii && m == 1
				break
			}
			ascii = ascii && m == 1
		} else if c < utf8.RuneSelf {
			break
		} else if !(unicode.IsLetter(c) && script(c) == s || unicode.Is(unicode.Mn, c) && !ignorable(c) || c == 0xAD || c == 0x30FC || c == 0xFF70) {
			break
		} else {
			ascii = false
		}
		j += m
	}
	text = line[i:j]
	switch {
	case ascii && !upper:
		plain = text
	case ascii:
		text = strings.ToLower(text)
		plain = text
	default:
		text = foldWord(text)
		plain = plainWord(text)
	}
	return text, plain, j, 0
}

// elided reports whether an apostrophe after this ends a word of its own: French and Italian articles and the like.
func elided(s string) bool {
	if len(s) > 8 {
		return false
	}
	switch strings.ToLower(s) {
	case "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu",
		"all", "dall", "dell", "nell", "sull", "un", "quest", "quell", "dev", "com":
		return true
	}
	return false
}

func foldWord(raw string) string {
	s := raw
	if strings.ContainsRune(s, 0xAD) {
		s = strings.ReplaceAll(s, "\u00AD", "")
	}
	if strings.ContainsAny(s, "\u2019\u02BC") {
		s = strings.NewReplacer("\u2019", "'", "\u02BC", "'").Replace(s)
	}
	if !norm.NFKC.IsNormalString(s) {
		s = norm.NFKC.String(s)
	}
	return strings.ToLower(s)
}

// plainWord takes the accents off a folded word.
func plainWord(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		plain = plain && s[i] < utf8.RuneSelf
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		if to, ok := unaccented[r]; ok {
			b.WriteString(to)
			continue
		}
		if script(r) != scriptOther {
			b.WriteRune(r) // a voicing mark is no accent: が is not か
			continue
		}
		for _, q := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, q) {
				b.WriteRune(q)
			}
		}
	}
	return b.String()
}

// unaccented holds the letters of our languages that do not decompose, and the common ones that do, for speed.
var unaccented = map[rune]string{
	'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ı': "i",
	'ä': "a", 'ö': "o", 'ü': "u", 'å': "a", 'à': "a", 'á': "a", 'â': "a", 'ã': "a", 'ç': "c", 'è': "e", 'é': "e", 'ê': "e", 'ë': "e",
	'ì': "i", 'í': "i", 'î': "i", 'ï': "i", 'ñ': "n", 'ò': "o", 'ó': "o", 'ô': "o", 'õ': "o", 'ù': "u", 'ú': "u", 'û': "u",
	'ą': "a", 'ć': "c", 'ę': "e", 'ń': "n", 'ś': "s", 'ź': "z", 'ż': "z", 'š': "s", 'ž': "z",
}

// hanDigit is the value of a Han numeral up to ten, or a hundred.
func hanDigit(r rune) int {
	switch r {
	case '一':
		return 1
	case '二', '两':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	case '十':
		return 10
	case '百':
		return 100
	}
	return 0
}

// punctText is the plain form of a punctuation mark.
func punctText(r rune, raw string) string {
	if r < utf8.RuneSelf {
		return raw
	}
	switch r {
	case '‐', '‑', '‒', '–', '—', '―', '−', '﹣', '－', '⁃':
		return "-"
	case '〜', '～', '∼', '˜', '〰':
		return "~"
	case '‘', '’', '‚', '‛', '′', '´', '＇':
		return "'"
	case '“', '”', '„', '‟', '«', '»', '″', '「', '」', '『', '』', '＂':
		return "\""
	case '、', '，', '､':
		return ","
	case '。', '．', '｡':
		return "."
	case '・', '⋅', '∙', '•', '·', '●', '○', '◦', '▪', '■', '▶', '►', '‣', '◆', '･':
		return "*"
	case '【', '〔', '［':
		return "["
	case '】', '〕', '］':
		return "]"
	case '⁄', '∕':
		return "/"
	case '∶', '：':
		return ":"
	case '│', '┃', '¦', '｜':
		return "|"
	}
	if r >= 0xFF01 && r <= 0xFF5E {
		return string(r - 0xFF01 + '!')
	}
	return raw
}

// isEmoji reports pictures, and the ticks, crosses and boxes that people use like them.
func isEmoji(r rune) bool {
	switch {
	case r < 0x203C:
		return false
	case r >= 0x2600 && r <= 0x27BF, r >= 0x1F000 && r <= 0x1FAFF, r >= 0x2B00 && r <= 0x2BFF:
		return !(r >= 0x2776 && r <= 0x2793 || r >= 0x2794 && r <= 0x27BE && r != 0x27B0 || r == 0x2B05 || r == 0x2B07)
	}
	switch r {
	case 0x203C, 0x2049, 0x2139, 0x221A, 0x2573, 0x25A1, 0x25A2, 0x25EF, 0x2B55, 0x3030, 0x303D:
		return true
	}
	return false
}

// emojiToken reads an emoji with its skin tones, selectors, joined parts and second flag letter. Text is the first character alone,
// a flag's both.
func emojiToken(line string, i int, r rune, n int) Token {
	t := Token{Kind: TokenEmoji, Text: line[i : i+n]}
	j := i + n
	if r >= 0x1F1E6 && r <= 0x1F1FF {
		if q, m := utf8.DecodeRuneInString(line[j:]); q >= 0x1F1E6 && q <= 0x1F1FF {
			j += m
			t.Text = line[i:j]
		}
	}
	for j < len(line) {
		q, m := utf8.DecodeRuneInString(line[j:])
		if q == 0x200D {
			if p, o := utf8.DecodeRuneInString(line[j+m:]); isEmoji(p) || p == 0x2640 || p == 0x2642 {
				j += m + o
				continue
			}
			break
		}
		if q != 0xFE0F && q != 0xFE0E && q != 0x20E3 && !(q >= 0x1F3FB && q <= 0x1F3FF) {
			break
		}
		j += m
	}
	t.Plain, t.To = t.Text, j
	return t
}

func opensLink(c byte) bool {
	return c == '<' || c == '(' || c == '[' || c == '"' || c == ',' || c == ';' || c == ':'
}

// linkEnd returns where a mail address or URL that begins at i ends, or i if none does.
func linkEnd(line string, i int) int {
	if line[i] >= utf8.RuneSelf {
		return i
	}
	at, dot, colon, j := -1, -1, false, i
scan:
	for ; j < len(line); j++ {
		switch c := line[j]; {
		case latin(c):
		case c <= ' ' || c == '<' || c == '>' || c == '"' || c == ',' || c == ';' || c == '(' || c == ')' || c == '[' || c == ']' || c == '|' || c == '`':
			break scan
		case c >= utf8.RuneSelf && at < 0 && !strings.Contains(line[i:j], "://"):
			break scan
		case c == '@':
			at = j
		case c == '.' && at >= 0:
			dot = j
		case c == ':' && at < 0 && !strings.HasPrefix(line[j:], "://") && !strings.Contains(line[i:j], "://") && !hasFold(line[i:j], "mailto"):
			break scan
		case c == ':':
			colon = true
		}
	}
	word := line[i:j]
	switch {
	case at > i && dot > at+1 && dot < j:
	case colon && strings.Contains(word, "://") && latin(word[0]):
	case len(word) > 6 && word[0]|0x20 == 'w' && hasFold(word[:4], "www."):
	default:
		return i
	}
	for j > i && strings.IndexByte(".!?:'*", line[j-1]) >= 0 {
		j--
	}
	return j
}

func hasFold(s, want string) bool { return strings.EqualFold(s, want) }
