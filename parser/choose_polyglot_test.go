package parser

import "testing"

// TestChooseReasonBetween: a reason between what is named and what is said of it makes no yes of a no.
func TestChooseReasonBetween(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Tuesday, since I have a doctor's appointment, I can't.", "unclear"},
		{"team5", "Am Dienstag, weil ich arbeite, kann ich nicht.", "unclear"},
		{"team5", "Mardi, comme je travaille, je ne peux pas.", "unclear"},
		{"team5", "Le mercredi, vu que je travaille, c'est non.", "unclear"},
		{"team5", "El martes, como tengo médico, no puedo.", "unclear"},
		{"team5", "El martes porque tengo médico no puedo", "unclear"},
		{"team5", "Terça, porque tenho médico, não posso.", "unclear"},
		{"team5", "Martedì, visto che ho il dentista, non posso.", "unclear"},
		{"team5", "W środę, bo mam lekarza, nie mogę.", "unclear"},
		{"team5", "Mercredi, parce que je suis libre", "3"},
		{"team5", "Wednesday, because I am free", "3"},
		{"team5", "Tuesday because I cannot do other days", "1 2"},
	})
}
