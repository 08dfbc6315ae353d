package store

import (
	"testing"

	"parley/scheduler"
)

func TestTraces(t *testing.T) {
	tr := tracesOf(scheduler.Person{Name: "Ana  Smith", Address: "Ana@X.example", Aliases: []scheduler.Words{"a.smith+work@corp.example"}})
	for text, want := range map[string]bool{
		"ana@x.example": true, "<ANA@x.example>": true, "write to ana@x.example.": true, "ana+lists@x.example": true, "(ana@x.example)": true,
		"'ana@x.example'": true, "mailto:ana@x.example?subject=x": true, "mailto:b@y.example?cc=ana%40x.example": true,
		"bounces+ana=x.example@relay.example": true, "bounces+diana=x.example@relay.example": false, "<ana=x.example@relay.example>": true, "a.smith@corp.example": true, "A.Smith+x.y@corp.example, b@c.example": true,
		"ask Ana Smith": true, "ANA\nSMITH?": true, "Ana": false, "Diana Smith": false, "Ana Smithson": false, "Änana Smith": false,
		"diana@x.example": false, "ana@x.example.com": false, "ana@x.examples": false, "ana@x.example-y.test": false, "b.ana@x.example": false,
		"joana+ana@x.example": false, "ana-b@x.example": false, "éana@x.example": false, "smith@corp.example": false, "": false, "@x.example": false,
		"diana@x.example and ana@x.example": true,
	} {
		if got := tr.in(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
