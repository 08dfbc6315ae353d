package parser

import "testing"

// TestCorrectionAlone: the word of a correction on a line of its own takes back what the same mail said before; what stands below it
// counts.
func TestCorrectionAlone(t *testing.T) {
	check(t, [][3]string{
		{"team5", "2 and 4 work.\nCorrection:\n3 works", "3"},
		{"team5", "2 and 4 work.\n\nCorrection:\n\n3", "3"},
		{"team5", "2 and 4 work.\nCorrection:", "unclear"},
		{"team5", "2, 3 and 4 work. Correction:", "unclear"},
		{"team5", "None work.\nCorrection:\n3", "3"},
		{"team5", "2 und 4 passen.\nKorrektur:\n3 passt", "3"},
		{"team5", "2 et 4 me vont.\nCorrection :\n3 me va", "3"},
		{"team5", "2 en 4 kunnen.\nCorrectie:\n3 kan", "3"},
		{"team5", "2 och 4 funkar.\nRättelse:\n3 funkar", "3"},
		{"team5", "2 y 4 me van bien.\nCorrección:\n3 me va bien", "3"},
		{"team5", "ik bedoelde 4, niet 3!, 3 is goed.\nCorrectie: ", "unclear"},
	})
}
