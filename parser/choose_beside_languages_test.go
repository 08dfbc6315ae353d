package parser

import "testing"

// TestChooseBesideNorth: a sentence about something else, in German, Dutch, Swedish, Finnish and Polish, makes no other answer.
func TestChooseBesideNorth(t *testing.T) {
	check(t, [][3]string{
		{"team5", "2 passt. Sonst ist alles gut.", "unclear"},
		{"team5", "2 passt. Uns geht es allen gut.", "unclear"},
		{"team5", "2 passt nicht, sonst ist alles gut.", "1 3 4 5"},
		{"team5", "2 passt. Vielen Dank für Donnerstag!", "2"},
		{"team5", "2 passt. Alles Gute für Donnerstag!", "2"},
		{"team5", "2 past. Verder is alles goed.", "unclear"},
		{"team5", "2 past niet, verder is alles goed.", "1 3 4 5"},
		{"team5", "2 passar. Annars är allt bra.", "unclear"},
		{"team5", "3, nej förlåt, jag menar 4. För det första: tack för hjälpen.", "unclear"},
		{"team5", "Wie wäre es mit Montag, 30. November, um 10 Uhr? Das ist schon das dritte Mal.", "unclear"},
		{"team5", "2 käy. Muuten kaikki hyvin.", "unclear"},
		{"team5", "2 käy. Kiitos torstaista!", "2"},
		{"team5", "2 pasuje. Poza tym wszystko dobrze.", "unclear"},
		{"team5", "2 pasuje. U nas wszystkich wszystko dobrze.", "unclear"},
		{"team5", "2 pasuje. Powodzenia w czwartek!", "2"},
	})
}
