package parser

import "testing"

// BenchmarkDates reads phrases as people write them; one turn of the loop is one phrase.
func BenchmarkDates(b *testing.B) {
	phrases := []string{
		"Tue 24 Nov 10:00-10:45", "Dienstag, 24. November um 10 Uhr", "mardi 24 novembre à 10h", "ti 24.11. klo 10.00-10.45",
		"Nov 24, 2-2:45pm", "2026-11-24T10:00:00+02:00/PT45M", "11月24日(火) 10:00-10:45", "Thursday half past three is fine",
		"None of these work, sorry. Could we meet tomorrow at 16:00 instead?", "1 and 3 are fine for me",
	}
	var tokens []Token
	var exprs []Expr
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		tokens = Tokens(phrases[i%len(phrases)], tokens[:0])
		exprs = Times(tokens, exprs[:0])
	}
	if len(tokens) == 0 {
		b.Fatal("no tokens")
	}
	_ = exprs
}
