package parser

import (
	"fmt"
	"strings"
	"testing"
)

// A mail can be built so that each level or part costs a little: there is an end to both.
func TestLimitsOfAMail(t *testing.T) {
	deep := plain + "2"
	for i := range 3 * maxNesting {
		b := fmt.Sprintf("n%d", i)
		deep = "Content-Type: multipart/mixed; boundary=" + b + "\n\n--" + b + "\n" + deep + "\n--" + b + "--"
	}
	wide := "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n"+plain+"x\n", 2*maxParts) + "--b\n" + plain + "the end\n--b--\n"
	for name, mail := range map[string]string{"deep": deep, "wide": wide} {
		m := Read([]byte("From: a@x.test\n" + mail))
		if m.Problem != Truncated {
			t.Errorf("%s: the problem is %q", name, m.Problem)
		}
		if text := m.Text(); strings.Contains(text, "2") || strings.Contains(text, "the end") {
			t.Errorf("%s: what lies beyond the limit was read", name)
		}
	}
	for _, ids := range []string{"<a@x.test> ", "a@x.test "} {
		if m := Read([]byte("References: " + strings.Repeat(ids, 2*maxFields) + "\n\nx")); len(m.References) == 0 || len(m.References) > maxFields {
			t.Errorf("%s: %d references are looked up", ids, len(m.References))
		}
	}
}

// The rules compare the words of a sentence with each other, and the facts of a mail: beyond a limit of either nothing is concluded.
func TestLimitsOfAnAnswer(t *testing.T) {
	o := offers["half5"]
	for name, text := range map[string]string{
		"sentence": "2 works" + strings.Repeat(" and the rest", maxSentence),
		"facts":    strings.Repeat("2 works.\n", 2*maxFacts),
		"beside":   "2 works.\n\n" + strings.Repeat("rain and ", maxSentence),
	} {
		if r := Choose(writtenMail(text, o), o); r.Kind != KindUnclear || r.Reason != "too-long" {
			t.Errorf("%s: %s (%s)", name, r.Kind, r.Reason)
		}
	}
	if r := Choose(writtenMail(strings.Repeat("2 works.\n", maxFacts/2), o), o); r.Kind != KindSelection {
		t.Errorf("within the limit: %s (%s)", r.Kind, r.Reason)
	}
}
