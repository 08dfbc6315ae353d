package parser

import "testing"

// TestTrail: marks and words at the end of a yes that take it back, and their neighbours that do not.
func TestTrail(t *testing.T) {
	check(t, [][3]string{
		{"team5", "2, well...", "unclear"},
		{"team5", "1 is fine, however", "unclear"},
		{"team5", "1 ist gut, allerdings", "unclear"},
		{"team5", "Le 3, cependant", "unclear"},
		{"team5", "3 just about", "unclear"},
		{"team5", "3 and then only just", "unclear"},
		{"team5", "2 works. There's 3 though.", "unclear"},
		{"team5", "3 works though", "3"},
		{"team5", "3 works as well", "+ 3"},
		{"team5", "Well, 3 works", "3"},
		{"team5", "!3", "unclear"},
		{"team5", "≠3", "unclear"},
		{"team5", "<3", "unclear"},
		{"team5", "2 works <3", "2"},
		{"team5", "Hi all! 3 works", "3"},
		{"team5", "I'm 3rd", "unclear"},
		{"team5", "3 \"works\"", "unclear"},
		{"team5", "3 \"passt\"", "unclear"},
		{"team5", "*3 works*", "3"},
		{"team5", "I could do 3 last week", "unclear"},
		{"team5", "past 3", "unclear"},
		{"team5", "bin 3", "unclear"},
		{"one", "\"Yes\"", "unclear"},
		{"one", "yes*", "unclear"},
		{"one", "*yes*", "1"},
		{"one", "Yes. Awkward.", "unclear"},
		{"one", "Yes. The building is closed then.", "unclear"},
		{"one", "Yes. Feeling rough though.", "unclear"},
		{"one", "Yes, this is Ann", "unclear"},
		{"team5", "4 and 5. Rest of the week I'm pairing with the new joiner (her third day, poor thing).", "4 5"},
		{"team5", "2 and 4. I still owe Birthe the keys to the boiler room and the cellar\n3.", "2 4"},
		{"team5", "2 and 4. I still owe Birthe the keys to the boiler room and the cellar\n3. See you", "2 4"},
		{"team5", "1. yes, that would suit me very well and I am looking forward to it\n2. No\n3. Yes", "1 3"},
	})
}
