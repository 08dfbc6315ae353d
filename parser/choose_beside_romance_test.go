package parser

import "testing"

// TestChooseBesideRomance: thanks and good wishes with a day in them, and a remark about another one, beside an answer.
func TestChooseBesideRomance(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Le 2 et le 4 me conviennent.\n\nMerci pour mardi.", "2 4"},
		{"team5", "Le 2 et le 4 me conviennent.\n\nBon mardi !", "2 4"},
		{"team5", "El 2 y el 4 me vienen bien.\n\nGracias por el martes.", "2 4"},
		{"team5", "El 2 y el 4 me vienen bien.\n\nSuerte el martes.", "2 4"},
		{"team5", "A 2 e a 4 dão-me jeito.\n\nObrigado por terça.", "2 4"},
		{"team5", "A 2 e a 4 dão-me jeito.\n\nBoa sorte na terça.", "2 4"},
		{"team5", "La 2 e la 4 mi vanno bene.\n\nGrazie per martedì.", "2 4"},
		{"team5", "La 2 e la 4 mi vanno bene.\n\nPrima di tutto, grazie.", "2 4"},
		{"team5", "Tous les créneaux me conviennent.\n\nL'autre est à l'école.", "unclear"},
		{"team5", "Mi vanno bene tutte.\n\nL'altro è a scuola.", "unclear"},
	})
}
