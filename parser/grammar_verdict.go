package parser

// Verdicts, and what several of them say together.

// verdict is what was said of a mention.
type verdict uint8

const (
	vNone verdict = iota
	vPro          // "does": a yes for want of anything else
	vYes
	vGreat // a yes, a preference beside a weaker one
	vBest
	vNeed
	vPoor // "not ideal" alone
	vNo
	vHuh // contradicts itself
)

func (v verdict) positive() bool { return v >= vPro && v <= vNeed }

func (v verdict) String() string {
	switch v {
	case vPro, vYes, vGreat:
		return "yes"
	case vBest:
		return "prefer"
	case vNeed:
		return "if need be"
	case vNo:
		return "no"
	}
	return ""
}

// runner adds up the verdict words of a run.
type runner struct {
	away, colon   bool
	paren         bool
	any, one, neg bool
	negated       bool
	modal         bool // "I can", which a "not" after it turns round
	nots, words   int
	v             verdict
	skip, out     bool
	poor, yes     bool // has a word such as "tricky", or one that affirms
}

func (r *runner) add(m meaning, one bool) {
	r.any = true
	r.words++
	r.one = one
	v := vNone
	switch m {
	case mYes, mTicked:
		v, r.yes = vYes, true
	case mGreat:
		v = vGreat
	case mBest:
		v = vBest
	case mNeed:
		v, r.yes = vNeed, true
	case mPoor:
		v, r.poor = vPoor, true
	case mPro:
		v = vPro
	case mNo, mDecline, mAway:
		r.away = r.away || m == mAway
		v = vNo
		r.out = r.out || m == mDecline
	case mNot:
		r.nots++
		r.neg = true
		return
	case mEmpty:
		r.skip = true
		return
	}
	if r.neg {
		r.negated = true
		switch v {
		case vYes, vPro:
			if r.v == vYes && r.modal { // "I can no longer do 2"
				r.v, r.neg = vNo, false
				return
			}
			if v == vPro { // "does not", "can't do": still to come
				if r.v == vNone {
					return
				}
			}
			v, r.neg = vNo, false
		case vGreat, vBest:
			v, r.neg = vPoor, false
		case vNo:
			r.neg = false
			if r.nots > 1 || r.v != vNone {
				v = vHuh
			}
		}
	}
	r.v = combine(r.v, v)
}

func (r *runner) unit() unit {
	if r.neg {
		switch r.v {
		case vNone, vPro, vYes, vNo:
			r.v = vNo
		case vGreat, vBest, vPoor:
			r.v = vPoor
		default:
			r.v = vHuh
		}
	}
	return unit{kind: 'V', v: r.v, bare: r.one && r.words == 1, skip: r.skip, out: r.out && r.v == vNo && !r.negated, not: r.nots > 0 && r.nots == r.words, paren: r.paren, away: r.away && r.words == 1, colon: r.colon, poor: r.v == vNeed && r.poor && !r.yes}
}

// combine is what two verdicts on the same mention say together.
func combine(a, b verdict) verdict {
	if a > b {
		a, b = b, a
	}
	switch {
	case a == vNone || a == b:
		return b
	case b == vHuh:
		return vHuh
	case b == vNo:
		if a == vPro {
			return vNo
		}
		return vHuh
	case b == vPoor:
		if a == vPro || a == vYes || a == vNeed {
			return vNeed
		}
		return vHuh
	case b == vNeed:
		if a == vPro || a == vYes {
			return vNeed
		}
		return vHuh
	}
	return b
}
