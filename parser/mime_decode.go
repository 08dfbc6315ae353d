package parser

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// decodeTransfer undoes a Content-Transfer-Encoding (RFC 2045 section 6). An unknown one is taken for none. cut says that the
// end seems to be missing. What is decoded stands in into, if that has room for qpStep bytes more than b.
func decodeTransfer(b []byte, encoding string, into []byte) (out []byte, cut bool) {
	switch encoding {
	case "base64", "base-64", "b64":
		return decodeBase64(b, into)
	case "quoted-printable", "quoted-printible", "quotedprintable":
		return decodeQP(b, into), false
	case "x-uuencode", "uuencode", "x-uue", "uue":
		if out := decodeUU(b); out != nil {
			return out, false
		}
	}
	return b, false
}

// decodeQP undoes quoted-printable. What is no valid escape stays as it is.
func decodeQP(b, into []byte) []byte {
	if bytes.IndexByte(b, '=') < 0 {
		return b
	}
	out := slices.Grow(into[:0], len(b)+qpStep)
	for {
		i := bytes.IndexByte(b, '=')
		if i < 0 {
			return append(out, b...)
		}
		if n := len(out); i <= qpStep && len(b) >= qpStep { // as most often in HTML: a copy of fixed size costs little
			*(*[qpStep]byte)(out[n : n+qpStep]) = [qpStep]byte(b)
			out = out[:n+i]
		} else {
			out = append(out, b[:i]...)
		}
		b = b[i:]
		if len(b) > 2 {
			if hi, lo := hexDigit[b[1]], hexDigit[b[2]]; hi < 16 && lo < 16 {
				out = append(out, hi<<4|lo)
				b = b[3:]
				continue
			}
		}
		if n := softBreak(b[1:]); n > 0 || len(b) == 1 {
			b = b[1+n:]
			continue
		}
		out = append(out, '=')
		b = b[1:]
	}
}

// qpStep is how many bytes are copied at least.
const qpStep = 32

// softBreak returns the length of white space and line end if b begins with nothing else before the line ends.
func softBreak(b []byte) int {
	for i := 0; i < len(b) && i < maxPadding; i++ {
		switch b[i] {
		case '\n':
			return i + 1
		case ' ', '\t', '\r':
		default:
			return 0
		}
	}
	return 0
}

// decodeBase64 decodes what it can. Lines that are no base64 end it: mailing lists and scanners add such footers. cut says
// that it ended inside of a group.
func decodeBase64(b, into []byte) (out []byte, cut bool) {
	out = slices.Grow(into[:0], len(b)/4*3+8)
	var acc uint32
	n, padded := 0, false
	for len(b) > 0 {
		line, rest := cutLine(b)
		b = rest
		if len(line) > 0 && (base64Value[line[0]] > 64 || base64Value[line[len(line)-1]] > 64) {
			line = bytes.Trim(line, " \t\x00")
		}
		if len(line) == 0 {
			continue
		}
		before := len(out)
		if padded && len(line)%4 != 0 {
			break
		}
		if n == 0 {
			out, line = base64Groups(out, line)
		}
		if !isBase64(line) {
			out = out[:before]
			break
		}
		padded = false
		for _, c := range line {
			v := base64Value[c]
			if v == 64 { // padding
				padded = true
				switch n {
				case 2:
					out = append(out, byte(acc>>4))
				case 3:
					out = append(out, byte(acc>>10), byte(acc>>2))
				}
				acc, n = 0, 0
				continue
			}
			acc = acc<<6 | uint32(v)
			if n++; n == 4 {
				out = append(out, byte(acc>>16), byte(acc>>8), byte(acc))
				acc, n = 0, 0
			}
		}
	}
	switch n {
	case 2:
		out = append(out, byte(acc>>4))
	case 3:
		out = append(out, byte(acc>>10), byte(acc>>2))
	}
	return out, n == 1
}

// base64Groups appends what groups of four characters stand for, and returns where the first begins that is padded, none, or cut
// short.
func base64Groups(out, line []byte) (_, rest []byte) {
	n := len(out)
	out = out[:cap(out)]
	for len(line) >= 8 && len(out)-n >= 8 {
		v := sextets[0][line[0]] | sextets[1][line[1]] | sextets[2][line[2]] | sextets[3][line[3]]
		w := sextets[0][line[4]] | sextets[1][line[5]] | sextets[2][line[6]] | sextets[3][line[7]]
		if (v|w)>>24 != 0 {
			break
		}
		binary.BigEndian.PutUint64(out[n:], uint64(v)<<40|uint64(w)<<16)
		n, line = n+6, line[8:]
	}
	if len(line) >= 4 && len(out)-n >= 4 {
		if v := sextets[0][line[0]] | sextets[1][line[1]] | sextets[2][line[2]] | sextets[3][line[3]]; v>>24 == 0 {
			binary.BigEndian.PutUint32(out[n:], v<<8)
			n, line = n+3, line[4:]
		}
	}
	return out[:n], line
}

// sextets are the values of base64 by their place in a group of four; others do not fit into 24 bits.
var sextets = func() (at [4][256]uint32) {
	for c, v := range base64Value {
		for i := range at {
			at[i][c] = 1 << 24
			if v < 64 {
				at[i][c] = uint32(v) << (18 - 6*i)
			}
		}
	}
	return at
}()

func isBase64(line []byte) bool {
	for _, c := range line {
		if base64Value[c] > 64 {
			return false
		}
	}
	return true
}

// decodeUU decodes the first uuencoded file in b, nil if there is none.
func decodeUU(b []byte) []byte {
	var out []byte
	started := false
	for len(b) > 0 {
		line, rest := cutLine(b)
		b = rest
		switch {
		case !started:
			started = bytes.HasPrefix(line, []byte("begin "))
		case bytes.Equal(line, []byte("end")):
			return out
		case len(line) > 0:
			n := int(line[0]-' ') & 63
			for p := line[1:]; n > 0 && len(p) >= 4; p = p[4:] {
				v := uint32(p[0]-' ')&63<<18 | uint32(p[1]-' ')&63<<12 | uint32(p[2]-' ')&63<<6 | uint32(p[3]-' ')&63
				three := []byte{byte(v >> 16), byte(v >> 8), byte(v)}
				out = append(out, three[:min(n, 3)]...)
				n -= 3
			}
		}
	}
	return out
}

// hexDigit is the value of each hexadecimal digit, 255 for other bytes; base64Value likewise, with 64 for the padding.
var hexDigit, base64Value = func() (hex, b64 [256]byte) {
	for i := range hex {
		hex[i], b64[i] = 255, 255
	}
	for i, c := range "0123456789ABCDEF" {
		hex[c] = byte(i)
	}
	for i, c := range "abcdef" {
		hex[c] = byte(10 + i)
	}
	for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		b64[c] = byte(i)
	}
	b64['='] = 64
	return hex, b64
}()
