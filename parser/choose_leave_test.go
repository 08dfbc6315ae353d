package parser

import "testing"

// TestChooseLeaves: whom the choice is left to, and who is spoken to, say nothing of the writer.
func TestChooseLeaves(t *testing.T) {
	check(t, [][3]string{
		{"team5", "1 or 5, whichever gets more people.", "1 5"},
		{"team5", "Wednesday or Friday, whichever suits Declan better.", "3 5"},
		{"team5", "2 or 3, whichever is easier for yourselves.", "2 3"},
		{"team5", "I have no objection to any of these dates; please choose whichever the fish buyers like.", "1 2 3 4 5"},
		{"team5", "I can't make any of them Bev, sorry.", "decline"},
		{"team5", "2 and 3 work Bev", "2 3"},
		{"team5", "I am reading mail from the sofa: 4 and 5 suit me.", "4 5"},
		{"team5", "I have to be choosy: 3 works for me.", "3"},

		{"team5", "I was told by Tom: 3 suits me.", "unclear"},
		{"team5", "I quote Tom: 3 works.", "unclear"},
		{"team5", "I forgot to write: 3 works.", "unclear"},
		{"team5", "Things I never said: 3 works.", "unclear"},
		{"team5", "What I can't stand: 3 works.", "unclear"},
		{"team5", "2 or 3, whichever my boss allows.", "unclear"},
		{"team5", "2 or 3, whichever I can get a sitter for.", "unclear"},
		{"team5", "2 or 3, whichever depends on the weather.", "unclear"},
		{"team5", "2 or 3, whichever the visa allows.", "unclear"},
		{"team5", "2 or 3, whichever doesn't clash with choir.", "unclear"},
		{"team5", "2 and 3 work Thirsday", "unclear"},
		{"team5", "2 and 3 work Possibly", "unclear"},
	})
}
