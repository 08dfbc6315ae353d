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

// TestChooseUsualReasons: what people add, and what must not be taken for it.
func TestChooseUsualReasons(t *testing.T) {
	check(t, [][3]string{
		{"team5", "Wednesday please, Thursday I've got the plumber in from 8.", "3"},
		{"team5", "3 or 5 for me. Thursdays are choir nights.", "3 5"},
		{"team5", "I can do 4. The dog goes to the vet on Tuesday.", "4"},
		{"team5", "All of them except 4, that's when my daughter has her piano exam.", "1 2 3 5"},
		{"team5", "I'm good for 1 and 3. Is it ok if I bring the twins?", "1 3"},
		{"team5", "Thursday. On Tuesday and Wednesday the office is closed for painting.", "4"},
		{"team5", "1 or 3 since I work late shifts all week.", "1 3"},
		{"team5", "We (the altos) can do 1, 3 and 5.", "1 3 5"},
		{"team5", "Grandma can do 3. She asks whether there are stairs.", "3"},
		{"team5", "Put me down for 3. I still owe you 20 quid from last time.", "3"},

		{"team5", "2 or 5. On Wednesdays I mind my grandson (he's 3).", "2 5"},
		{"team5", "All but 1: school run.", "2 3 4 5"},
		{"team5", "1 or 3. I've two hospital appointments that week already.", "1 3"},
		{"team5", "4 for us, the kids have swimming lessons on Tuesdays and Wednesdays.", "4"},
		{"team5", "2 is fine. Wednesday the car is at the MOT.", "2"},

		{"team5", "All but 1: maybe.", "unclear"},
		{"team5", "4 works. The kids have swimming lessons on Thursday.", "unclear"},
		{"team5", "2 works. I have two spare appointments on Thursday.", "unclear"},
		{"team5", "2 works. My diary has practice gaps on Thursday.", "unclear"},
		{"team5", "4 works. Thursday I've got the plumber in from 8.", "unclear"},
		{"team5", "3 works, Thursday I'm in from 8.", "unclear"},
		{"team5", "3 works, that's when I'm at the dentist.", "unclear"},
		{"team5", "3 works. On Thursday the whole house is empty.", "unclear"},
		{"team5", "4 works. On Thursday the road is closed.", "unclear"},
		{"team5", "3 works. I need the boss's nod first.", "unclear"},
		{"team5", "We (maybe) can do 3.", "unclear"},
		{"team5", "She asks whether 4 works, I can do 3.", "unclear"},
		{"team5", "3 works. Is it ok if I bring the twins late?", "unclear"},
		{"team5", "3 works from last time.", "unclear"},
	})
}
