package parser

import (
	"slices"
	"testing"
)

// Remarks are passed on as they were written.
func TestRemarksAreVerbatim(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"2 works. Please bring the old plans.", []string{"Please bring the old plans"}},
		{"2 works. Our landlord visits on the 29th.", []string{"Our landlord visits on the 29th"}},
		{"2 works. Honestly, the old plans were a mess.", []string{"Honestly, the old plans were a mess"}},
		{"2 works. Can you please bring the old plans?", []string{"Can you please bring the old plans?"}},
		{"2 works, I teach on Thursday.", []string{"I teach on Thursday"}},
		{"2 works. Thanks!", nil},
	} {
		r := Choose(writtenMail(c.text, offers["team5"]), offers["team5"])
		var got []string
		for _, m := range r.Remarks {
			got = append(got, m.Text)
		}
		if r.Kind != KindSelection || !slices.Equal(got, c.want) {
			t.Errorf("%q: %s, remarks %q, want %q", c.text, r.Kind, got, c.want)
		}
	}
}
