package parser

import "testing"

// TestChooseDoing: what somebody does at the time of a slot that is named is a no to it, and a reason.
func TestChooseDoing(t *testing.T) {
	check(t, [][3]string{
		{"team5", "2 and 3 work. On the first one I'm still at the conference.", "2 3"},
		{"team5", "yeah 1 n 2 both good, 3 im coaching the under 14s", "1 2"},
		{"team5", "1 and 3 are free, on the others I have the replacement rota (groups 5 and 6)", "1 3"},
		{"team5", "1 and 3. I'm on shift the other evenings.", "1 3"},
		{"team5", "1 and 2. On the last one my wife is singing.", "1 2"},
		{"team5", "3 I'm coaching, the rest is fine.", "1 2 4 5"},
		{"team5", "1 is best, my son's daycare closes at noon on the other two", "*1"},

		{"team5", "1 and 3. On the first one I'm still at the conference.", "unclear"},
		{"team5", "1 and 5. On the last one my wife is singing.", "unclear"},
		{"team5", "1 n 3 both good, 3 im coaching the under 14s", "unclear"},
		{"team5", "1 and 2, 3 I'm digging", "unclear"},
		{"team5", "1 and 2. 3 I'm buzzing about.", "unclear"},
		{"team5", "1 and 2. 3 I'm in.", "unclear"},
		{"team5", "1 and 2. 3 I'm at the ready.", "unclear"},
		{"team5", "1 and 2. 3 I'm in clover.", "unclear"},
		{"team5", "1 and 2. 3 I have a soft spot for.", "unclear"},
		{"team5", "1 and 2. 3 I have a gap.", "unclear"},
		{"team5", "1 and 2. 3 I teach if the others don't.", "unclear"},
		{"team5", "1 and 2. The others I'm working on.", "unclear"},
		{"team5", "1 and 2. 4 I'm working towards.", "unclear"},
		{"team5", "1 and 2. 4 I'm attending.", "unclear"},
		{"team5", "1 and 2. 4 I'm in the office.", "unclear"},
		{"team5", "3 I'm coaching.", "unclear"},
		{"team5", "I can't do 2, 3. The others are fine.", "unclear"},
	})
}
