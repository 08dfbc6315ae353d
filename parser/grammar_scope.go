package parser

import (
	"strings"
)

// Mentions beside each other: "either Tuesday", "3 (Wed 10:00)", "all but 2".

// scopes joins mentions that stand beside each other: "either Tuesday", "2 and 3 both", "3 (Wed 10:00)".
func (g *grammar) scopes(in []item) []item {
	out := in[:0]
	for _, it := range in {
		n := len(out)
		if n > 0 && out[n-1].m == mOrdSign {
			out = out[:n-1]
			n--
		}
		if it.m == kOpen || it.m == kClose {
			if n > 0 && it.m == kOpen {
				out = append(out, it)
			}
			continue
		}
		open := n > 0 && out[n-1].m == kOpen
		if open {
			out = out[:n-1]
			n--
			it.flags |= fOpen
		}
		if n > 1 && it.m == kSlots && it.is(fQuant) && !it.is(fNone) && out[n-1].m == mPro && g.floats(out[:n-1], it) { // "1 and 3 are both fine"
			continue
		}
		if n == 0 || it.m != kSlots || out[n-1].m != kSlots {
			out = append(out, it)
			continue
		}
		a := &out[n-1]
		switch {
		case a.is(fQuant) && !it.is(fQuant|fRest|fThese|fIt):
			*a = g.narrow(*a, it)
		case it.is(fQuant) && a.is(fThese|fIt) || it.is(fQuant) && a.is(fRest):
			if it.is(fWeak) && a.is(fRest) { // "otherwise I'm flexible"
				a.flags |= fSure
				a.to = it.to
				break
			}
			f := a.flags & fRest
			it.from = a.from
			it.flags |= f
			if f != 0 {
				it.flags &^= fQuant
			}
			*a = it
		case it.is(fIt|fThese) && !it.is(fQuant|fRest): // "all these", "1, this one"
			a.to = it.to
		case a.is(fIt|fThese) && !a.is(fQuant|fRest):
			it.from = a.from
			*a = it
		case it.is(fQuant) && !a.is(fQuant|fRest): // "2 and 3 both"
			if it.is(fNone) && a.is(fTimes) && it.num == 0 { // "second week: none"
				a.flags |= fNone
				a.to = it.to
				break
			}
			if it.is(fNone) {
				out = append(out, it)
				break
			}
			if exceptBefore(out[:n-1]) { // "除了2都可以"
				out = append(out, it)
				break
			}
			if it.num != 0 && int(it.num) != a.set.len() && !(n > 2) {
				a.m, a.why = kBad, "count"
			}
			a.flags |= fPlural | fSure
			a.flags &^= fSeveral | fSeveralBare
			a.to = it.to
		case a.is(fQuant) && it.is(fQuant):
			if a.is(fNone) != it.is(fNone) {
				a.m, a.why = kBad, "some"
			}
			a.to = it.to
			if it.num != 0 {
				a.num = it.num
			}
		case a.is(fRest) && !it.is(fRest): // "the other Tuesday"
			if it.is(fTimes) && it.set.len() > 0 {
				a.m, a.why = kBad, "some"
			} else {
				out = append(out, it)
			}
		case a.is(fDigits) != it.is(fDigits) && !a.is(fRest) && !it.is(fRest): // an echo
			*a = echo(*a, it)
		case !open && g.halfAndHour(*a, it): // "the afternoon slots at 14:00", "2 pm slots in the afternoon"
			a.to = it.to
			if a.set &= it.set; a.set == 0 {
				a.m, a.why = kBad, "no-such-time"
			}
		case a.is(fTimes) && it.is(fTimes) && open: // "Wednesday (9 December)"
			a.to = it.to
			if s := a.set & it.set; s != 0 {
				a.set = s
				if s.len() == 1 {
					a.flags &^= fSeveral | fSeveralBare
				}
			} else {
				a.m, a.why = kBad, "weekday-mismatch"
			}
		default:
			out = append(out, it)
		}
	}
	if n := len(out); n > 0 && out[n-1].m == kOpen {
		out = out[:n-1]
	}
	return out
}

// halfAndHour reports a part of the day and an hour that stand beside each other, each on whatever day: the slots of both are meant.
func (g *grammar) halfAndHour(a, b item) bool {
	alone := func(it item) bool { return it.is(fTimes) && it.is(fHour) && !it.is(fRest|fThese|fIt|fMiss|fNone) }
	return alone(a) && alone(b) && g.parted(a) != g.parted(b)
}

// apposition takes a day behind a comma for the slot before it, said once more, if nothing else is named: "I'll take 5, the Friday". If they
// are two, it is a doubt.
func apposition(in []item) []item {
	num, at := -1, -1
	for i, it := range in {
		switch {
		case it.m == kSlots && num < 0 && it.is(fDigits) && it.set.len() == 1 && !it.is(fQuant|fRest|fThese|fNone|fStar|fColon):
			num = i
		case it.m == kSlots && num >= 0 && at < 0 && it.is(fTimes) && !it.is(fQuant|fRest|fThese|fNone|fPlural|fStar|fColon) && (i == num+2 && in[num+1].m == kComma || i == num+3 && in[num+1].m == kComma && (in[num+2].m == mSo || in[num+2].m == mMean)):
			at = i
		case it.m == kSlots, it.m == kBad:
			return in
		case it.m == mAnd, it.m == mOr, it.m == mBut, it.m == mNot, it.m == mNo, it.m == mExcept, it.m == mAllBut, it.m == mAlso, it.m == mNeed, it.m == mBest, it.m == mThen:
			return in
		case at >= 0 && it.m >= mYes && it.m <= mDecline && it.m != mPro:
			return in
		}
	}
	if at < 0 {
		return in
	}
	in[num] = echo(in[num], in[at])
	return append(in[:num+1], in[at+1:]...)
}

// floats reports whether a quantifier belongs to the mentions before the verb.
func (g *grammar) floats(before []item, it item) bool {
	set, count := slotSet(0), 0
	for i := len(before) - 1; i >= 0; i-- {
		switch m := before[i].m; {
		case m == kSlots && !before[i].is(fQuant|fRest):
			set |= before[i].set
			count++
		case m == mAnd || m == mOr || m == kComma:
		default:
			i = 0
		}
	}
	return count > 0 && (it.num == 0 || int(it.num) == set.len() || int(it.num) == count)
}

// exceptBefore reports whether a list of mentions at the end of in is what an "except" takes out.
func exceptBefore(in []item) bool {
	for i := len(in) - 1; i >= 0; i-- {
		switch in[i].m {
		case kSlots, mAnd, mOr, kSlash:
		case mExcept:
			return true
		default:
			return false
		}
	}
	return false
}

// narrow applies a quantifier to the mention after it.
func (g *grammar) narrow(q, s item) item {
	s.from = q.from
	n := s.set.len()
	if q.is(fNone) {
		s.flags |= fNone
	}
	s.flags |= fPlural | q.flags&(fAny|fBoth)
	s.flags &^= fSeveral | fSeveralBare
	if q.num != 0 && int(q.num) != n && !(s.is(fTimes) && s.m == kSlots && int(s.num) < len(g.exprs) && g.exprs[s.num].Day.Plural && g.match[s.num].Days == int(q.num)) { // not "both Mondays", of two slots each
		s.want = q.num // "both 1 and 3": the list is not joined yet
	}
	return s
}

// echo joins a slot number and the time written beside it: both must be the same slot.
func echo(a, b item) item {
	num, at := a, b
	if b.is(fDigits) {
		num, at = b, a
	}
	flags := a.flags & (fNone | fAny | fBoth | fStar | fColon)
	out := item{m: kSlots, from: a.from, to: b.to, set: num.set, flags: flags | fDigits | num.flags}
	if at.set != 0 && (num.set.in(at.set) || at.set.in(num.set) && !num.is(fPlural)) { // not "3 to 5 on Thursday"
		return out
	}
	out.m, out.why = kBad, "number-and-time-differ"
	return out
}

// exceptions resolves "all but 2", "none except 3", "2以外".
func (g *grammar) exceptions(in []item) []item {
	for i := 0; i < len(in); i++ {
		switch in[i].m {
		case mAllBut, mNoneBut:
			if in[i].m == mAllBut && i+1 < len(in) && in[i+1].m == mNot { // "any day but not Monday"
				in = append(in[:i+1], in[i+2:]...)
			}
			x, j := g.list(in, i+1)
			if j == i+1 {
				in[i].m, in[i].why = kBad, "except"
				continue
			}
			q := item{m: kSlots, from: in[i].from, to: in[j-1].to, set: g.all, flags: fQuant | fBoth}
			if in[i].m == mNoneBut {
				q.flags = fQuant | fNone
			} else if strings.HasPrefix(g.tokens[in[i].from].Text, "any") {
				q.flags = fQuant | fAny
			}
			in[i] = g.without(q, x)
			in = append(in[:i+1], in[j:]...)
		case mOutOf:
			if i == 0 {
				in = append(in[:0], in[1:]...)
				i--
				continue
			}
			k := i
			for k > 0 && (in[k-1].m == kSlots || in[k-1].m == mAnd || in[k-1].m == mOr || in[k-1].m == kComma) {
				k--
			}
			x, j := g.list(in, k)
			if j != i {
				in[i].m, in[i].why = kBad, "except"
				continue
			}
			q := item{m: kSlots, from: in[k].from, to: in[i].to, set: g.all, flags: fQuant | fBoth}
			end := i + 1
			if k > 0 && in[k-1].m == mExcept {
				k--
			}
			if end < len(in) && in[end].m == kComma {
				end++
			}
			if end < len(in) && in[end].m == kSlots && in[end].is(fQuant|fRest) {
				q.flags = in[end].flags
				end++
			}
			in[k] = g.without(q, x)
			in = append(in[:k+1], in[end:]...)
			i = k
		case mExcept:
			x, j := g.list(in, i+1)
			if j < len(in) && j > i+1 && in[j].m == mOutOf { // 除了周三以外
				in = append(in[:i], in[i+1:]...)
				i--
				continue
			}
			if j == i+1 {
				in[i].m, in[i].why = kBad, "except"
				continue
			}
			// what it is taken from: a quantifier in the clause, before or after
			at := -1
			for k := range in {
				if (k < i || k >= j) && in[k].m == kSlots && in[k].is(fQuant|fRest|fThese) {
					at = k
					break
				}
			}
			if at < 0 && i > 0 && in[i-1].m == kSlots && x.m == kSlots && x.set.in(in[i-1].set) && x.set != in[i-1].set {
				at = i - 1 // "Tuesday except 2"
			}
			if at < 0 && i > 0 && in[i-1].m == kSlots && in[i-1].is(fTimes) && x.m == kSlots && x.set&in[i-1].set != 0 && x.set&in[i-1].set != in[i-1].set {
				at = i - 1 // "mornings except Monday"
			}
			for k := i - 1; k >= 0 && at < 0; k-- { // "mornings work, except on Monday"
				if in[k].m == kSlots && in[k].is(fTimes) && in[k].is(fPlural) && x.m == kSlots && x.set&in[k].set != 0 && !in[k].set.in(x.set) {
					at = k
				}
			}
			if at < 0 && i > 0 && hasVerdict(in[:i]) && !hasMention(in[:i]) { // "works for me, except 2"
				in[i] = g.without(item{m: kSlots, from: in[i].from, to: in[j-1].to, set: g.all, flags: fQuant | fBoth}, x)
				in = append(in[:i+1], in[j:]...)
				continue
			}
			if at < 0 && i > 0 && in[i-1].m == kSlots { // "1 and 3 but not 4"
				in[i].m, in[i].why = kBad, "except"
				continue
			}
			if at < 0 {
				in[i].m, in[i].why = kBad, "except"
				continue
			}
			in[at] = g.without(in[at], x)
			if at > i && j < len(in) && in[j].m == kComma { // "except 2, all are fine"
				j++
			}
			k := i
			if k > 0 && in[k-1].m == kComma {
				k--
			}
			if at > i {
				at -= j - k
			}
			in = append(in[:k], in[j:]...)
			i = k - 1
		}
	}
	return in
}

// list reads mentions joined by commas and the like from in[i], and returns them as one, with the place after them.
func (g *grammar) list(in []item, i int) (item, int) {
	out := item{m: kSlots}
	j := i
	for j < len(in) {
		if in[j].m == kBad {
			out = in[j]
			return out, j + 1
		}
		if in[j].m != kSlots || in[j].is(fQuant|fRest) {
			break
		}
		if j == i {
			out.from = in[j].from
			out.flags = in[j].flags &^ (fSeveral | fSeveralBare)
		}
		out.flags |= in[j].flags & fMiss
		out.set |= in[j].set
		out.to = in[j].to
		j++
		k := j
		for k < len(in) && (in[k].m == kComma || in[k].m == mAnd || in[k].m == mOr || in[k].m == kSlash) {
			k++
		}
		// a comma alone goes on only if what follows has no verdict of its own
		if k >= len(in) || in[k].m != kSlots || in[k].is(fQuant|fRest) || k == j+1 && in[j].m == kComma && k+1 < len(in) && in[k+1].m >= mYes && in[k+1].m <= mDecline {
			break
		}
		j = k
	}
	return out, j
}

// without takes x from a quantified mention. From none it leaves x alone, as a yes.
func (g *grammar) without(q, x item) item {
	if x.m == kBad {
		return x
	}
	if x.set == 0 || x.is(fMiss) {
		q.m, q.why = kBad, "no-such-slot"
		return q
	}
	q.to = max(q.to, x.to)
	if q.is(fNone) {
		q.flags = fExcept | fPlural
		q.set = x.set
		q.num = -1
		return q
	}
	if q.num != 0 && int(q.num) != len(g.offer.Slots) {
		q.m, q.why = kBad, "count"
		return q
	}
	q.set &^= x.set
	q.num = 0
	q.flags = q.flags&^(fQuant|fBoth|fThese|fRest) | fExcept | fPlural // "除了周三，其他都可以": the rest is all but those
	if q.set == 0 {
		q.m, q.why = kBad, "except"
	}
	return q
}

func hasVerdict(in []item) bool {
	for i := range in {
		if m := in[i].m; m >= mYes && m <= mDecline {
			return true
		}
	}
	return false
}

func hasMention(in []item) bool {
	for i := range in {
		if m := in[i].m; m == kSlots || m == kBad {
			return true
		}
	}
	return false
}
