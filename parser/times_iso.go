package parser

import (
	"time"
)

// iso reads 2026-11-24, 2026/11/24, 2026.11.24 and what ISO 8601 puts behind the first: a time, an offset, an end.
func (r *timeReader) iso(i int) int {
	d, j := r.isoDate(i)
	if j == i {
		return i
	}
	p := timePiece{kind: pDay, from: i, to: j, day: Day{Kind: OnDate, First: d}}
	if !possible(d) {
		p.fault = "no-such-date"
	}
	// the time must be glued on by a T
	if !(r.glued(j) && r.is(j, "t") && r.num(j+1) >= 0 && r.glued(j+1)) {
		return r.add(p)
	}
	begin, zone, k := r.isoTime(j + 1)
	if k == j+1 {
		return r.add(p)
	}
	r.add(p)
	c := timePiece{kind: pClock, from: j, to: k, clock: Clock{Kind: OnTime, Begin: begin, Exact: true}, zone: zone}
	if begin < 0 {
		c.fault = "no-such-time"
	}
	if (r.is(k, "/") || r.is(k, "-") && !r.glued(k) || r.is(k, "-") && r.t[k].Raw != "-") && k+1 < len(r.t) {
		if length, m := r.isoLength(k + 1); m > k+1 {
			c.length, c.to = length, m
			if length == 0 {
				c.fault = "zero-duration"
			}
		} else if e, m := r.isoDate(k + 1); m > k+1 && r.is(m, "t") && r.num(m+1) >= 0 {
			if end, _, o := r.isoTime(m + 1); o > m+1 {
				c.to = o
				days := int(civil(e).Sub(civil(d)) / (24 * time.Hour))
				c.clock.End = end + days*24*60
				if end < 0 || c.clock.End <= begin {
					c.fault = "end-before-begin"
				}
			}
		} else if r.num(k+1) >= 0 {
			if end, _, o := r.isoTime(k + 1); o > k+1 {
				c.to, c.clock.End = o, end
				if end <= begin {
					c.fault = "end-before-begin"
				}
			}
		}
	}
	return r.add(c)
}

func civil(d Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// isoDate reads a date that begins with a year. The result is i if there is none.
func (r *timeReader) isoDate(i int) (Date, int) {
	if n := r.num(i); n > 19900000 && n < 22000000 && r.digits(i) == 8 && r.glued(i+1) && r.is(i+1, "t") { // 20261124T100000Z
		return Date{n / 10000, time.Month(n / 100 % 100), n % 100}, i + 1
	}
	if !isYear(r.num(i)) || i+4 >= len(r.t) || r.digits(i) != 4 {
		return Date{}, i
	}
	sep := r.t[i+1].Text
	if sep != "-" && sep != "/" && sep != "." || !r.is(i+3, sep) || !r.glued(i+1) || !r.glued(i+2) || !r.glued(i+3) || !r.glued(i+4) {
		return Date{}, i
	}
	m, d := r.num(i+2), r.num(i+4)
	if m < 0 || d < 0 || r.digits(i+2) > 2 || r.digits(i+4) > 2 {
		return Date{}, i
	}
	j := i + 5
	if sep == "." && r.is(j, ".") && r.glued(j) {
		j++
	}
	return Date{r.num(i), time.Month(m), d}, j
}

// isoTime reads 10:00, 10:00:00.000, 1000, with Z or an offset behind it. A time that there is not is -1.
func (r *timeReader) isoTime(i int) (minutes int, zone Zone, to int) {
	h := r.num(i)
	if h < 0 {
		return 0, Zone{}, i
	}
	m, j := 0, i+1
	switch {
	case r.digits(i) == 4 || r.digits(i) == 6:
		if r.digits(i) == 6 {
			h /= 100
		}
		h, m = h/100, h%100
	case r.digits(i) == 2 && r.is(j, ":") && r.num(j+1) >= 0 && r.digits(j+1) == 2:
		m, j = r.num(j+1), j+2
		if r.is(j, ":") && r.num(j+1) >= 0 && r.glued(j) {
			j += 2
			if (r.is(j, ".") || r.is(j, ",")) && r.num(j+1) >= 0 && r.glued(j) && r.glued(j+1) {
				j += 2
			}
		}
	case r.digits(i) != 2:
		return 0, Zone{}, i
	}
	if r.glued(j) && r.is(j, "z") {
		zone, j = Zone{Said: "Z", Name: "UTC", Loc: time.UTC}, j+1
	} else if r.glued(j) && (r.is(j, "+") || r.is(j, "-")) && r.num(j+1) >= 0 && r.glued(j+1) && (r.digits(j+1) == 4 || r.digits(j+1) == 2) {
		if off, k := r.offset(j); k > j {
			zone, j = fixedZone(r.raw(j, k), off), k
		}
	}
	if h > 24 || m > 59 || h == 24 && m > 0 {
		return -1, zone, j
	}
	return h*60 + m, zone, j
}

// isoLength reads PT45M, PT1H30M, P1D.
func (r *timeReader) isoLength(i int) (time.Duration, int) {
	if i >= len(r.t) || r.t[i].Text != "pt" && r.t[i].Text != "p" {
		return 0, i
	}
	total, j, clock := time.Duration(0), i+1, r.t[i].Text == "pt"
	for r.num(j) >= 0 && r.glued(j) && j+1 < len(r.t) && r.num(j) < 100000 {
		n := time.Duration(r.num(j))
		switch u := r.t[j+1].Text; {
		case u == "h" && clock:
			total += n * time.Hour
		case u == "m" && clock:
			total += n * time.Minute
		case u == "s" && clock:
			total += n * time.Second
		case u == "d" && !clock:
			total += n * 24 * time.Hour
		case u == "w" && !clock:
			total += n * 7 * 24 * time.Hour
		case u == "dt" && !clock:
			total, clock = total+n*24*time.Hour, true
		default:
			return 0, i
		}
		j += 2
	}
	if j == i+1 {
		return 0, i
	}
	return total, j
}
