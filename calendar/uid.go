package calendar

import (
	"strconv"
	"strings"

	"parley/scheduler"
)

// UID names the calendar entry of an event for life: "rokifadu-2@example.test". The number is the slot that a hold
// stands for, or the slot first agreed.
func UID(event scheduler.ID, n int, domain string) string {
	return string(event) + "-" + strconv.Itoa(n) + "@" + domain
}

// ParseUID undoes UID, splitting at the last hyphen before the last at sign. It reports false for a UID that was not
// made by UID; whether the domain is ours is for the caller to say.
func ParseUID(uid string) (event scheduler.ID, n int, domain string, ok bool) {
	at := strings.LastIndexByte(uid, '@')
	if at < 0 {
		return "", 0, "", false
	}
	hyphen := strings.LastIndexByte(uid[:at], '-')
	if hyphen < 1 {
		return "", 0, "", false
	}
	digits := uid[hyphen+1 : at]
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || strconv.Itoa(n) != digits {
		return "", 0, "", false
	}
	// Some programs change the case of what they echo; our names have none.
	return scheduler.ID(strings.ToLower(uid[:hyphen])), n, strings.ToLower(uid[at+1:]), true
}
