package parser

import "testing"

// TestChooseReason: what stands beside a no goes along, in its writer's own words; a plain no says nothing else.
func TestChooseReason(t *testing.T) {
	for _, c := range []struct{ offer, text, want string }{
		{"one", "No, sorry - I have to be in court on Tuesday morning.", "No, sorry - I have to be in court on Tuesday morning."},
		{"one", "Hi Ana,\n\nNo. I have to be in court all day.", "Hi Ana,\n\nNo. I have to be in court all day."},
		{"team5", "I cannot come after all, my child is ill.", "I cannot come after all, my child is ill."},
		{"team5", "None of these work, I am on parental leave until June.", "None of these work, I am on parental leave until June."},
		{"team5", "Leider kann ich an keinem der Termine, ich bin im Urlaub.", "Leider kann ich an keinem der Termine, ich bin im Urlaub."},
		{"one", "No", ""},
		{"team5", "Sorry, I can't make any of these.", ""},
		{"one", "No, sorry.\nBen", ""},
		{"one", "Hi Ana,\nsorry, I can't make it.", ""},
		{"team5", "None of these times work for me, sorry.", ""},
		{"team5", "Leider passt mir keiner davon.", ""},
	} {
		r := Choose(writtenMail(c.text, offers[c.offer]), offers[c.offer])
		if r.Kind != KindDecline {
			t.Errorf("%q is %s %s", c.text, r.Kind, r.Reason)
			continue
		}
		var got string
		for _, m := range r.Remarks {
			got += m.Text
		}
		if got != c.want {
			t.Errorf("%q: passed on %q, want %q", c.text, got, c.want)
		}
	}
}
