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
