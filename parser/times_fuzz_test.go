package parser

import (
	"testing"
	"time"

	"parley/scheduler"
)

// FuzzTimes reads any line: tokens lie in order within it, expressions in order among the tokens, and no expression makes matching or
// resolving fail.
func FuzzTimes(f *testing.F) {
	for _, c := range timesCases {
		f.Add(c.line)
	}
	f.Add("周一至周三下午")
	f.Add("@two @ en DeZ")
	f.Add("后天后天")
	f.Add("24./25.11. 10-11 half ½ 2026-11-24T10:00/PT45M UTC+")
	sent := time.Date(2026, 11, 23, 9, 27, 0, 0, time.FixedZone("", 7200))
	var slots []scheduler.Slot
	for i := range 6 {
		slots = append(slots, scheduler.Slot{ID: i + 1, Span: scheduler.Span{Begin: sent.Add(time.Duration(i*17) * time.Hour), Duration: 45 * time.Minute}})
	}
	f.Fuzz(func(t *testing.T, line string) {
		if len(line) > 4000 {
			return
		}
		tokens := Tokens(line, nil)
		at := 0
		for _, k := range tokens {
			if k.From < at || k.To <= k.From || k.To > len(line) || line[k.From:k.To] != k.Raw {
				t.Fatalf("token %+v in %q after %d", k, line, at)
			}
			at = k.To
		}
		at = 0
		for _, x := range Times(tokens, nil) {
			if x.From < at || x.To < x.From || x.To > len(tokens) {
				t.Fatalf("expression %+v of %d tokens in %q after %d", x, len(tokens), line, at)
			}
			at = x.To
			m := x.Select(slots, time.UTC, sent)
			for i, s := range m.Slots {
				if s < 0 || s >= len(slots) || i > 0 && m.Slots[i-1] >= s {
					t.Fatalf("match %v", m.Slots)
				}
			}
			if s, fault := x.Resolve(sent, time.UTC, time.Hour); fault.Code == "" && (s.Duration <= 0 || s.Begin.IsZero()) {
				t.Fatalf("span %v of %q", s, line)
			}
		}
	})
}
