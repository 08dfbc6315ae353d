package parser

import "testing"

// What introduced the times goes with them; the rest of the organiser's words stays as it was.
func TestNothingHangsWhereTimesWereCutOut(t *testing.T) {
	const times = "\nTue 24 Nov 2026 10:00\nThu 26 Nov 2026 9:00\n"
	for _, c := range []struct{ body, want string }{
		{"Hello all,\n\nwe must look at the drafts.\n\nOne of these would suit me:\n" + times, "Hello all,\n\nwe must look at the drafts."},
		{"Hello all,\nwe must look at the drafts. One of these would suit me:" + times, "Hello all,\nwe must look at the drafts."},
		{"One of these would suit me:" + times, ""},
		{"Let us meet. I could come to you on one of\nthese days:" + times, "Let us meet."},
		{"Liebe Leute,\nwir müssen reden.\nDiese Zeiten passen mir:\n" + times + "\nBringt Kaffee mit.", "Liebe Leute,\nwir müssen reden.\n\nBringt Kaffee mit."},
		{"Bonjour,\n\nparlons du budget.\n\nVoici mes disponibilités :\n" + times, "Bonjour,\n\nparlons du budget."},
		{"Hei,\n\npuhutaan budjetista.\n\nMinulle sopisivat:\n" + times, "Hei,\n\npuhutaan budjetista."},
		{"お疲れさまです。\n予算の件です。\n\n候補は次のとおりです：\n" + times, "お疲れさまです。\n予算の件です。"},
		{"大家好：\n\n我们谈谈预算。\n以下时间我可以：\n" + times, "大家好：\n\n我们谈谈预算。"},
		{"Please note.\nlength: 30 minutes" + times, "Please note."},
		{"Agenda:\n- budget\n- staff\n" + times, "Agenda:\n- budget\n- staff"},
		{times + "\nTo read before:\nthe drafts", "To read before:\nthe drafts"},
		{"Bring version 2.1 of the plan:" + times, ""},
	} {
		p := ReadProposal(organiserMail(c.body), proposalContext(t)).Propose
		if string(p.Text) != c.want || len(p.Slots) != 2 {
			t.Errorf("%q\n got %q, %d times\nwant %q", c.body, p.Text, len(p.Slots), c.want)
		}
	}
}
