package parser

import "testing"

// TestReasonsBeside: why somebody can or cannot, in words that we do not know, leaves a plain answer standing where it fits it.
func TestReasonsBeside(t *testing.T) {
	for _, c := range []struct{ said, want string }{
		{"1 and 3 work for me and Dad", "1 3"},
		{"1 and 3 work for me and my brother", "1 3"},
		{"1 and 3 work for us and Anna Berg", "1 3"},
		{"I teach on Thursdays until nine. 1 and 3 work.", "1 3"},
		{"I teach on Thursdays until nine. 3 and 4 work.", "unclear"}, // 4 is on Thursday
		{"2 works. I've kept Friday until you decide.", "unclear"},
		{"3 works. Work is fine otherwise.", "3"},
		{"3 works. I'm free otherwise.", "1 2 3 4 5"},
		{"1, 2, 3. Two of your ideas are bad", "unclear"},
		{"1, 2, 3. The third proposition is bad", "unclear"},
		{"3. The trip is not possible any more.", "unclear"},
		{"Wed. Preferred, Tue. Possible", "1 2 *3"},
		{"All but Tue. And Thu.", "3 5"},
		{"Wed. If need be", "~3"},
		{"Freitag stehe ich zur Verfügung. 1 geht.", "unclear"},
		{"El viernes voy. 1 me va bien", "unclear"},
		{"3 works until nine.", "unclear"},
		{"3, until my boss says otherwise.", "unclear"},
		{"All except 2 - I have to be at the bank at three that day", "1 3 4 5"},
		{"not 2 - I have to be at the bank that day. The rest is fine.", "1 3 4 5"},
		{"2 works - I have to be at the bank that day", "unclear"},
		{"I can make everything except the Friday - it's my mum's 70th", "1 2 3 4"},
		{"3 please. Friday's a holiday here.", "3"},
		{"5 please. Friday's a holiday here.", "unclear"},
		{"I can do the 25th", "3"}, // no Donnerstag
		{"I can't do the 25th, so the 26th please", "4"},
		{"Do 26. passt", "4"},
		{"25 Nov or 26 Nov. Thanks for putting this together.", "3 4"},
		{"Nov 25 or Nov 26. Our lawyer says hello.", "3 4"},
		{"25. November passt. Viele Grüße", "3"},
		{"Tuesdays are perfect, Wednesdays we both work at the market", "1 2"},
		{"Wednesdays we all work at the shop", "unclear"},
		{"Wednesday works for both of us", "3"},
		{"2 and 3 both work", "2 3"},
		{"Wednesday at ten please. Photos attached, number 4 is my favourite.", "unclear"},
		{"Wednesday or Thursday. My favourite is 4.", "3 *4"},
		{"1 and 3. Best would be 4.", "1 3 *4"},
		{"Sorry, I can't make it to the party", "decline"},
		{"I can't make it to the meeting on Tuesday", "unclear"},
		{"I can't make it to the meeting on Tuesday, but 3 works", "3"},
		{"I can do anything that starts in the morning", "1 3 5"},
		{"10am itself is ok", "unclear"},
		{"3 is the only thing that works for me", "3"},
		{"3 works. The only thing that bothers me is the parking.", "unclear"},
		{"Earliest one you've got please", "1"},
		{"you've got 3 wrong", "unclear"},
		{"3 or 4, I'm not pushed which", "3 4"},
		{"3 please. My number is 20417 in case you need it.", "3"},
		{"3 in case you need me", "unclear"},
	} {
		o := offers["team5"]
		if r := Choose(writtenMail(c.said, o), o); brief(r) != c.want {
			t.Errorf("%q\n\tgot  %s (%s %q), want %s", c.said, brief(r), r.Reason, r.Detail, c.want)
		}
	}
}

// TestSaidTwice: what is said of a slot, and again in other words, is one statement; if the two do not agree, it is none.
func TestSaidTwice(t *testing.T) {
	for _, c := range []struct{ offer, said, want string }{
		{"team5", "I'll take 5, the Friday", "5"},
		{"team5", "I'll take 5, the Wednesday", "unclear"},
		{"team5", "Je prends la 1, le mardi", "1"},
		{"team5", "Je prends la 5, le mercredi", "unclear"},
		{"team5", "Pasuje mi nr 4, czyli czwartek", "4"},
		{"team5", "Pasuje mi nr 3, czyli czwartek", "unclear"},
		{"team5", "Pode ser a 1, na quinta-feira", "unclear"},
		{"team5", "2, Wednesday and Friday", "2 3 5"},
		{"team5", "2, 3, Friday", "2 3 5"},
		{"team5", "Not 2, Wednesday works", "3"},
		{"team5", "2 +\n3 -\n5 -\n1 +", "1 2"},
		{"team5", "4 +\n5 are impossible", "unclear"},
		{"team5", "3 is ok. Wednesday or Friday would be best", "*3 *5"},
		{"team5", "1 and 3 are fine. I'd rather have Wednesday.", "1 *3"},
		{"team5", "1 is fine. I'd prefer Tuesday.", "*1"},
		{"team5", "Mornings are fine, Wednesday too", "1 3 5"},
		{"team5", "Tuesdays work, all the times", "1 2"},
		{"team5", "10時からでしたら、火曜・木曜のどちらも参加可能です", "unclear"},
		{"eve5", "Helgerna går bra, alla tiderna då", "3 4"},
		{"eve5", "An den Wochenenden geht es", "3 4"},
		{"eve5", "Weekendy mi pasują", "3 4"},
	} {
		o := offers[c.offer]
		if r := Choose(writtenMail(c.said, o), o); brief(r) != c.want {
			t.Errorf("%q\n\tgot  %s (%s %q), want %s", c.said, brief(r), r.Reason, r.Detail, c.want)
		}
	}
}
