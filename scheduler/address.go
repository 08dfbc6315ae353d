package scheduler

import "strings"

// Canonical is the form in which addresses are compared: case-folded, without a "+tag", without angle brackets.
func Canonical(address string) string {
	a := strings.ToLower(strings.Trim(strings.TrimSpace(address), "<>"))
	at := strings.LastIndexByte(a, '@')
	if at < 0 {
		return a
	}
	local, domain := a[:at], a[at:]
	if plus := strings.IndexByte(local, '+'); plus > 0 {
		local = local[:plus]
	}
	return local + domain
}

// SameAddress reports whether two addresses are the same mailbox as far as Canonical can tell.
func SameAddress(a, b string) bool { return Canonical(a) == Canonical(b) }
