package mailbox

import (
	"slices"
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	for _, x := range []struct {
		in, first, rest string
		width           int
		want            []string
	}{
		{"one two three", "", "", 9, []string{"one two", "three"}},
		{"one two three", "- ", "  ", 9, []string{"- one two", "  three"}},
		{"", "- ", "", 9, nil},
		{"a  b\nc", "", "", 9, []string{"a b c"}},
		{"abcdefghijklmnop", "", "", 6, []string{"abcdef", "ghijkl", "mnop"}},
		{"see https://example.test/long/address now", "", "", 12, []string{"see", "https://example.test/long/address", "now"}},
		{"pick the time 12. please", "", "", 14, []string{"pick the", "time 12.", "please"}}, // no line begins with a number and a dot
		{"all of 1\u00a03 here", "", "", 8, []string{"all of", "1 3 here"}},
		{"日程を調整します。", "", "", 10, []string{"日程を調整", "します。"}},
		{"日程を調整。", "", "", 10, []string{"日程を調", "整。"}}, // no line begins with a full stop
	} {
		if got := wrap(x.in, x.width, x.first, x.rest); !slices.Equal(got, x.want) {
			t.Errorf("%q at %d: %q, want %q", x.in, x.width, got, x.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("one two 3. four", 10, 2)
	f.Add("日本語のテキスト https://x.test/aaaaaaaaaaaaaaaaaaaa", 7, 9)
	f.Fuzz(func(t *testing.T, s string, width, indent int) {
		width, indent = max(4, width%80), max(0, indent%12)
		s = oneLine(s, 4000)
		rest := strings.Repeat(" ", indent)
		lines := wrap(s, width, rest, rest)
		var all strings.Builder
		for _, l := range lines {
			all.WriteString(strings.TrimPrefix(l, rest))
		}
		squeeze := func(s string) string {
			return strings.NewReplacer(" ", "", "\u00a0", "").Replace(s)
		}
		if squeeze(all.String()) != squeeze(s) {
			t.Errorf("%q at %d: %q", s, width, lines)
		}
		for _, l := range lines {
			if textColumns(l) > max(width, indent+2) && !strings.Contains(l, "://") {
				t.Errorf("%q at %d: %d columns: %q", s, width, textColumns(l), l)
			}
		}
	})
}

func TestOneLine(t *testing.T) {
	for _, x := range []struct {
		in   string
		max  int
		want string
	}{
		{"Design review", 13, "Design review"},
		{"Design review!", 13, "Design revie…"},
		{" a\r\n\tb\u2028c ", 40, "a b c"},
		{"\u202egnp.exe\u0000\x1b[31m", 40, "gnp.exe[31m"},
		{"日本語の題名", 7, "日本語…"},
		{"👩‍💻 pairing", 40, "👩‍💻 pairing"},
		{"", 10, ""},
	} {
		if got := oneLine(x.in, x.max); got != x.want {
			t.Errorf("%q at %d: %q, want %q", x.in, x.max, got, x.want)
		}
	}
}

func TestMailto(t *testing.T) {
	got := mailto("bot+rokifadu.k3fq@example.test", "Re: Q&A, 100% +1?", "2 if need be\n3")
	want := "mailto:bot%2Brokifadu.k3fq@example.test?subject=Re%3A%20Q%26A%2C%20100%25%20%2B1%3F&body=2%20if%20need%20be%0D%0A3"
	if got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	for in, want := range map[string]string{
		"https://meet.example.test/a?b=c": "https://meet.example.test/a?b=c", "javascript:alert(1)": "", "http://x.test/ onclick": "",
		"ftp://x.test": "", "//x.test": "", "https://": "", "": "",
	} {
		if got := webLink(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// Wide characters take two columns, marks that join none: otherwise lines of 72 would not fit a terminal in Japanese.
func TestColumns(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "ä": 1, "日本": 4, "１": 2, "ｱ": 1, "「はい」": 8, "한": 2, "e\u0301": 1} {
		if got := textColumns(s); got != want {
			t.Errorf("%q: %d columns, want %d", s, got, want)
		}
	}
}
