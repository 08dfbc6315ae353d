package parser

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// readWeekday reads a day of the week, a range of them, or a compound such as "Dienstagnachmittag".
func (r *timeReader) readWeekday(i int) int {
	if n := r.n[i]; n != nil && n.mask&(1<<cWeekday|1<<cWeekend|1<<cWorkday) == 0 || n == nil && len(r.t[i].Plain) < 6 {
		return i
	}
	if _, n := r.match(i, cWeekend); n > 0 {
		return r.add(timePiece{kind: pDay, from: i, to: i + n, day: Day{Kind: OnDays, Weekdays: 1<<time.Saturday | 1<<time.Sunday, Plural: true}})
	}
	if _, n := r.match(i, cWorkday); n > 0 {
		return r.add(timePiece{kind: pDay, from: i, to: i + n, day: Day{Kind: OnDays, Weekdays: 0b0111110, Plural: true}})
	}
	d, ok := r.weekday(i, true)
	if !ok {
		return i
	}
	day := Day{Kind: OnDays, Weekdays: 1 << d.day, Plural: d.plural}
	if !day.Plural && i > 0 && len(r.p) > 0 {
		day.Plural = r.everyBefore(i)
	}
	to := d.to
	if s, n := r.match(to, cNext); n > 0 && (s.lang == "fr" || s.lang == "es" || s.lang == "pt" || s.lang == "it") && r.t[to].Space {
		day.Next, to = int(s.n), to+n
	} else if r.is(to, "after") && r.is(to+1, "next") {
		day.Next, to = 2, to+2
	}
	if d.part == NoPart {
		if e, k := r.weekdayRange(to, d, r.betweenBefore()); k > to {
			day.Weekdays, day.Plural, to = span(d.day, e.day), true, k
			d.part = e.part
		}
	}
	p := timePiece{kind: pDay, from: i, to: to, day: day, lang: d.lang, langs: d.langs}
	if d.part == NoPart {
		return r.add(p)
	}
	r.add(p)
	return r.add(timePiece{kind: pClock, from: to, to: to, clock: Clock{Kind: OnPart, Part: d.part}})
}

// span is the set of weekdays from one to another, over the weekend if need be.
func span(from, to time.Weekday) Weekdays {
	var w Weekdays
	for d := from; ; d = (d + 1) % 7 {
		w |= 1 << d
		if d == to {
			return w
		}
	}
}

// weekdayRange reads "-Thu", "to Friday", "bis Freitag" behind a weekday, and "and Thursday" where a "between" stands before it.
func (r *timeReader) weekdayRange(i int, first weekdayWord, between bool) (weekdayWord, int) {
	j := i
	if _, n := r.match(j, cAnd); between && n > 0 {
		j += n
	} else if r.is(j, "-") || r.is(j, "~") {
		j++
	} else if _, n := r.match(j, cTo); n > 0 {
		j += n
	} else if !strings.HasSuffix(r.t[i-1].Plain, "sta") || first.langs&langBit("fi") == 0 { // maanantaista keskiviikkoon
		return weekdayWord{}, i
	}
	if _, n := r.match(j, cHe); n > 0 {
		j += n
	} else if between && j < len(r.t) && words().in(theHour, &r.t[j])&first.langs != 0 { // "entre a terça e a quinta"
		j++
	}
	e, ok := r.weekdayName(j)
	if !ok || e.weak && first.weak && e.langs&first.langs == 0 {
		return weekdayWord{}, i
	}
	// "Tue 10:00 to Wed ..." is for others, "Tue-Thu 10:00" is ours; "Tue - Wed 24 Nov" is not
	if r.dateAhead(e.to) {
		return weekdayWord{}, i
	}
	return e, e.to
}

type weekdayWord struct {
	day    time.Weekday
	to     int
	plural bool
	weak   bool
	lang   string
	langs  langSet
	part   Part
}

// weekdayName reads one day of the week without asking whether it is meant as one.
func (r *timeReader) weekdayName(i int) (weekdayWord, bool) {
	if i >= len(r.t) {
		return weekdayWord{}, false
	}
	if s, n := r.match(i, cWeekday); n > 0 {
		w := weekdayWord{day: time.Weekday(s.n), to: i + n, plural: s.flags&plural != 0, weak: s.flags&weak != 0, lang: s.lang, langs: r.langs(i, cWeekday)}
		if r.is(w.to, ".") && r.glued(w.to) && r.t[w.to-1].Kind == TokenWord && r.short(w.to-1) {
			w.to++
		}
		if r.is(w.to, "-") && r.glued(w.to) && r.glued(w.to+1) { // tiistai-iltapäivä
			if p, k := r.match(w.to+1, cPart); k > 0 {
				w.part, w.to = Part(p.n), w.to+1+k
			}
		}
		return w, true
	}
	t := &r.t[i]
	if t.Kind != TokenWord || len(t.Plain) < 6 || r.n[i] != nil {
		return weekdayWord{}, false
	}
	if w, ok := compound(t.Plain); ok {
		w.to = i + 1
		return w, true
	}
	if !misspeltEnds().has(t.Plain) {
		return weekdayWord{}, false
	}
	if d, ok := misspeltDays()[t.Plain]; ok && !nearOther(t.Plain, d) {
		return weekdayWord{day: d, to: i + 1}, true
	}
	var buf [32]byte
	if len(t.Plain) < len(buf) {
		for k := range t.Plain {
			b := append(append(buf[:0], t.Plain[:k]...), t.Plain[k+1:]...)
			if d, ok := misspeltDays()[string(b)]; ok && near(t.Plain, d) && !nearOther(t.Plain, d) {
				return weekdayWord{day: d, to: i + 1}, true
			}
		}
	}
	return weekdayWord{}, false
}

// weekday reads a day of the week at i, and refuses words that may mean something else.
func (r *timeReader) weekday(i int, alone bool) (weekdayWord, bool) {
	w, ok := r.weekdayName(i)
	if !ok || !w.weak {
		return w, ok
	}
	t := &r.t[i]
	if t.Kind == TokenWord && script([]rune(t.Raw)[0]) != scriptOther { // 月 and 一: only in brackets behind a date, or before a dot of a list
		if r.hanDays(w, i) {
			return w, true
		}
		before, direct, _ := r.last()
		return w, before != nil && direct && before.kind == pDay && i > 0 && (r.is(i-1, "(") || r.is(i-1, "[")) && (r.is(w.to, ")") || r.is(w.to, "]"))
	}
	if r.t[i].Kind == TokenNumber {
		return w, true
	}
	glued := r.is(w.to, "-") && r.glued(w.to) // "on-site", "e-mail"
	switch {
	case r.dateAhead(w.to) && !r.strange(w):
		// "from 24.11. to 26.11.", "9 to 10.30": the end of a range, not a Thursday
		if before, direct, _ := r.last(); before != nil && direct && (before.kind == pDay || before.kind == pClock) {
			if _, n := r.match(i, cTo); n > 0 || r.is(i, "do") || r.is(i, "on") {
				return w, false
			}
		}
		return w, true
	case r.num(w.to) >= 1 && r.num(w.to) <= 31 && r.t[w.to].Space && !r.follow(w.to+1) && !r.numericAhead(w.to) && (r.num(w.to) > 23 || r.weekdayEnd(w.to+1)): // Mon 23 to Wed 25
		_, a := r.match(i, cTo)
		_, b := r.match(i, cOn)
		return w, a == 0 && b == 0
	case r.is(i-1, "(") && r.is(w.to, ")"):
		before, direct, _ := r.last()
		return w, before != nil && direct && before.kind == pDay
	case r.partner(w, i):
		return w, true
	case r.limited(w):
		return w, true
	case r.follows(w.to, w.langs):
		return w, !glued
	case r.judged(i, w.to):
		return w, true
	}
	if _, n := r.match(w.to, cPart); n > 0 {
		if r.langs(w.to, cPart)&w.langs != 0 {
			return w, true
		}
	}
	if _, n := r.match(w.to, cAt); n > 0 && r.num(w.to+n) >= 0 {
		if at := r.langs(w.to, cAt); at&w.langs != 0 {
			return w, true
		}
	}
	// a time of day right behind it, and nothing before it that would make it another word
	if r.clockAhead(w.to) {
		if i == 0 || r.t[i-1].Kind == TokenPunct {
			return w, true
		}
		if before, direct, linked := r.last(); before != nil && (linked || !direct) {
			return w, true
		}
		if w.lang == "en" && len(r.t[i].Text) == 3 {
			return w, true
		}
	}
	// nothing else on the line
	for k := range r.t {
		if (k < i || k >= w.to) && r.t[k].Kind != TokenPunct {
			return w, false
		}
	}
	return w, true
}

// judged reports a colon behind the word at i, which begins a line or stands behind a mark, with a verdict behind it: "Di: keine Zeit".
func (r *timeReader) judged(i, to int) bool {
	if i > 0 && r.t[i-1].Kind != TokenPunct || !r.is(to, ":") || to+1 >= len(r.t) || r.t[to+1].Kind != TokenWord {
		return false
	}
	next := r.t[to+1].Text
	return words().means(next, mYes) || words().means(next, mNo) || words().means(next, mNot)
}

// hanDays reports a Japanese sign of a day in a list or range of such: 火・水, 月〜金, and in brackets before an hour: (水)9:00.
func (r *timeReader) hanDays(w weekdayWord, i int) bool {
	if w.lang != "ja" || i > 0 && r.t[i-1].Kind == TokenNumber {
		return false
	}
	mark := func(k int) bool {
		if k < 0 || k >= len(r.t) {
			return false
		}
		return r.t[k].Raw == "・" || r.is(k, "~") || r.t[k].Raw == "〜" || r.t[k].Raw == "～"
	}
	day := func(k int) bool {
		d, ok := r.weekdayName(k)
		return ok && d.weak && d.lang == "ja" && d.day != w.day && !(k > 0 && r.t[k-1].Kind == TokenNumber)
	}
	alone := func(k int) bool { // the sign is no part of a word: 日時
		if k >= len(r.t) {
			return true
		}
		t := &r.t[k]
		return t.Kind != TokenWord || t.Text < "一"
	}
	if r.is(i-1, "(") && r.is(w.to, ")") && r.clockAhead(w.to+1) {
		return true
	}
	return mark(w.to) && day(w.to+1) && alone(w.to+2) || mark(i-1) && i > 1 && day(i-2) && alone(w.to)
}

// strange reports an article of another language behind a weak word: "I can do the 24th" has no Donnerstag.
func (r *timeReader) strange(w weekdayWord) bool {
	_, n := r.match(w.to, cHe)
	return n > 0 && r.langs(w.to, cHe)&w.langs == 0
}

// weekdayEnd reports whether a range ends with a day of the week at i: "- Wed", "to Wed".
func (r *timeReader) weekdayEnd(i int) bool {
	j := i
	if r.is(j, "-") || r.is(j, "~") {
		j++
	} else if _, n := r.match(j, cTo); n > 0 {
		j += n
	}
	_, ok := r.weekdayName(j)
	return ok && j > i
}

// dateAhead reports whether a date follows: a weak word before it is a day of the week.
func (r *timeReader) dateAhead(i int) bool {
	for k := 0; k < 2 && i < len(r.t); k++ {
		if r.is(i, ",") || r.is(i, "*") || r.is(i, ".") {
			i++
			continue
		}
		break
	}
	if _, n := r.match(i, cHe); n > 0 && r.num(i+n) > 0 {
		if s, _ := r.match(i, cHe); s.lang != "fr" && s.lang != "it" {
			i += n
		}
	}
	if i >= len(r.t) {
		return false
	}
	if _, n := r.match(i, cMonth); n > 0 {
		j := i + n
		if r.is(j, ".") {
			j++
		}
		return r.num(j) >= 1 && r.num(j) <= 31
	}
	d := r.num(i)
	if d < 0 {
		return false
	}
	if isYear(d) && r.numericAhead(i) {
		return true
	}
	if d < 1 || d > 31 {
		return false
	}
	if r.monthFollows(i + 1) {
		return true
	}
	if n := r.nth(i + 1); n > 0 {
		return true
	}
	if !r.glued(i+1) || i+1 >= len(r.t) {
		return false
	}
	m := r.num(i + 2)
	switch r.t[i+1].Text {
	case ".":
		if m >= 1 && m <= 12 && (r.is(i+3, ".") && (r.glued(i+3) || r.glued(i+2)) || isYear(r.num(i+4))) {
			return true
		}
		if m >= 1 && m <= 12 && r.glued(i+2) {
			return d > 23 || r.clockAhead(i+3)
		}
		return m < 0 && d > 12
	case "/":
		return m >= 1 && m <= 31 && r.glued(i+2)
	case "-":
		return m >= 1 && m <= 12 && r.glued(i+2) && (r.clockAhead(i+3) || isYear(r.num(i+4)))
	}
	return false
}

// partner reports whether a weak weekday stands in a list or range with another one of its language: "Di und Do", "ma-ke".
func (r *timeReader) partner(w weekdayWord, i int) bool {
	if before, direct, linked := r.last(); before != nil && linked && !direct && before.kind == pDay && before.day.Kind == OnDays && before.langs&w.langs != 0 {
		return true
	}
	j, langs := w.to, w.langs
	if r.is(j, ",") || r.is(j, "/") || r.is(j, "-") || r.is(j, "&") || r.is(j, "+") {
		j++
	} else if _, n := r.match(j, cAnd); n > 0 && r.langs(j, cAnd)&langs != 0 {
		langs &= r.langs(j, cAnd)
		j += n
	} else if _, n := r.match(j, cTo); n > 0 && r.langs(j, cTo)&langs != 0 {
		langs &= r.langs(j, cTo)
		j += n
	} else {
		return false
	}
	e, ok := r.weekdayName(j)
	if !ok || e.langs != 0 && e.langs&langs == 0 {
		return false
	}
	return e.day != w.day
}

// follows reports whether the words behind a short name of a day are such as people write behind a day.
func (r *timeReader) follows(i int, langs langSet) bool {
	if i >= len(r.t) || r.t[i].Kind != TokenWord {
		return false
	}
	for _, w := range afterDay {
		if langs&w.langs != 0 && w.words[r.t[i].Plain] {
			return true
		}
	}
	return false
}

// afterDay holds, by language, words that make a day of the week of a short word before them.
var afterDay = func() (all []wordsBehind) {
	for _, r := range rowsOf("time after day") {
		w := wordsBehind{langBit(r.lang), map[string]bool{}}
		for word := range strings.SplitSeq(r.text, ",") {
			w.words[plainWord(strings.TrimSpace(word))] = true
		}
		all = append(all, w)
	}
	return all
}()

type wordsBehind struct {
	langs langSet
	words map[string]bool
}

// everyBefore reports whether a word such as "every" or "both" stands before the day at i.
func (r *timeReader) everyBefore(i int) bool {
	for k := len(r.p) - 1; k >= 0 && k >= len(r.p)-2; k-- {
		p := &r.p[k]
		if p.kind != pJoin {
			return false
		}
		if _, n := r.match(p.from, cEvery); n > 0 && p.from+n <= i {
			return true
		}
	}
	return false
}

// compound takes apart "dienstagnachmittag", "dinsdagmiddag", "tiistaiaamu", "tisdagseftermiddag".
func compound(word string) (weekdayWord, bool) {
	for n := 5; n < len(word)-2 && n <= 13; n++ {
		d := timeTree().next[word[:n]]
		if d == nil || d.mask&(1<<cWeekday) == 0 {
			continue
		}
		for _, s := range d.senses {
			if s.class != cWeekday || s.flags&weak != 0 {
				continue
			}
			for _, rest := range [...]string{word[n:], strings.TrimPrefix(word[n:], "s")} {
				if p := timeTree().next[rest]; p != nil {
					for _, q := range p.senses {
						if q.class == cPart && q.lang == s.lang {
							return weekdayWord{day: time.Weekday(s.n), lang: s.lang, part: Part(q.n), plural: q.flags&plural != 0 || eachTime(rest, s.lang)}, true
						}
					}
				}
			}
		}
	}
	return weekdayWord{}, false
}

// eachTime reports a part of the day with the ending of what is so each time: "Mittwochvormittags".
func eachTime(part, lang string) bool {
	if !strings.HasSuffix(part, "s") {
		return false
	}
	n := timeTree().next[part[:len(part)-1]]
	return n != nil && slices.ContainsFunc(n.senses, func(s sense) bool { return s.class == cPart && s.lang == lang })
}

// misspeltDays holds what is left of the full names of the days when one letter is taken out. A word is one letter off a name if it
// is such a remnant, or shares one with it. Remnants of two different days are left out.
var misspeltDays = sync.OnceValue(func() map[string]time.Weekday {
	m := map[string]time.Weekday{}
	clash := map[string]bool{}
	for _, l := range timeWords {
		if l.class != cWeekday || l.lang == "ja" || l.lang == "zh" || l.lang == "pl" {
			continue
		}
		for name := range strings.SplitSeq(l.words, ",") {
			name = plainWord(strings.TrimSpace(name))
			if len(name) < 6 || strings.ContainsAny(name, "+? -") {
				continue
			}
			for k := range name {
				rest := name[:k] + name[k+1:]
				if d, ok := m[rest]; ok && d != time.Weekday(l.n) {
					clash[rest] = true
				}
				m[rest] = time.Weekday(l.n)
			}
		}
	}
	for rest := range clash {
		delete(m, rest)
	}
	for name := range m {
		if n := timeTree().next[name]; n != nil {
			delete(m, name)
		}
	}
	return m
})

// misspeltEnds are the first and the last two bytes of the remnants: most words have neither, and need not be looked at closer.
var misspeltEnds = sync.OnceValue(func() *wordEnds {
	var e wordEnds
	for rest := range misspeltDays() {
		n := len(rest)
		e.first[rest[0]] |= 1 << (rest[1] & 63)
		e.last[rest[n-1]] |= 1 << (rest[n-2] & 63)
	}
	return &e
})

// wordEnds is a set of words of which only the ends are told apart, by the outermost byte and the last six bits of the one beside it.
type wordEnds struct{ first, last [256]uint64 }

// has reports whether a word that is as long as those in the set, or a letter longer, may have one of them left when a letter is taken out.
func (e *wordEnds) has(s string) bool {
	n := len(s)
	return e.first[s[0]]>>(s[1]&63)&1 != 0 || e.last[s[n-1]]>>(s[n-2]&63)&1 != 0
}

// near reports whether word is one letter off a name of day d: one changed, one added, two swapped.
func near(word string, d time.Weekday) bool {
	for _, l := range timeWords {
		if l.class != cWeekday || l.n != int(d) || l.lang == "ja" || l.lang == "zh" || l.lang == "pl" {
			continue
		}
		for name := range strings.SplitSeq(l.words, ",") {
			name = plainWord(strings.TrimSpace(name))
			if len(name) >= 6 && oneOff(word, name) {
				return true
			}
		}
	}
	return false
}

// nearOther reports whether word is one letter off another day as well: "Tursday".
func nearOther(word string, d time.Weekday) bool {
	for o := range time.Weekday(7) {
		if o != d && near(word, o) {
			return true
		}
	}
	return false
}

func oneOff(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	k := 0
	for k < len(b) && a[k] == b[k] {
		k++
	}
	if len(a) == len(b)+1 {
		return a[k+1:] == b[k:]
	}
	if len(a) != len(b) || k == len(a) || k == 0 && a[1:] == b[1:] {
		return false // a changed first letter makes another word more often than not
	}
	return a[k+1:] == b[k+1:] || k+1 < len(a) && a[k] == b[k+1] && a[k+1] == b[k] && a[k+2:] == b[k+2:]
}

// misspelt reports whether any unknown word may be a day of the week all the same.
func (r *timeReader) misspelt() bool {
	for i := range r.t {
		if r.n[i] == nil && r.t[i].Kind == TokenWord && len(r.t[i].Plain) >= 6 {
			if _, ok := r.weekdayName(i); ok || strings.HasPrefix(r.t[i].Plain, "morgen") || strings.HasPrefix(r.t[i].Plain, "overmorgen") {
				return true
			}
		}
		if r.t[i].Text == "utc" || r.t[i].Text == "gmt" || r.is(i+1, "/") {
			return true
		}
	}
	return false
}
