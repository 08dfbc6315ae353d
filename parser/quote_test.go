package parser

import (
	"strings"
	"testing"
)

// read gives what the sender wrote in a plain text mail by Ana Silva.
func readPlain(body string) Mail {
	return Read([]byte("From: Ana Silva <ana.silva@example.test>\nSubject: Re: Budget\nContent-Type: text/plain; charset=utf-8\n\n" + body))
}

// letter is a quoted mail of ours, marked by what stands before each line.
func letter(mark string) string {
	var b strings.Builder
	for _, l := range []string{"Hello Ana,", "", "Jo would like to meet. Which of these suit you?", "", "1. Mon 7 Jun 2027, 09:00-10:00", "2. Tue 8 Jun 2027, 14:00-15:00", "", "For instance, write: 1 and 2. All of these words work: all, none, help.", "", "-- ", "Parley"} {
		b.WriteString(strings.TrimRight(mark+l, " ") + "\n")
	}
	return b.String()
}

func TestAttributions(t *testing.T) {
	// What stands above the quoted mail, by program and language.
	for _, above := range attributions {
		for _, mark := range []string{"> ", ">", "", "| "} {
			if mark == "" && strings.HasPrefix(above, "Quoting") || mark == "" && strings.HasPrefix(above, "Zitat") || mark == "" && strings.HasPrefix(above, "*") {
				continue // these always mark their lines
			}
			body := "The second one suits me.\n\n" + above + "\n" + letter(mark)
			if m := readPlain(body); m.Text() != "The second one suits me." || m.Alternative != nil {
				t.Errorf("above %q, mark %q: read\n%s\n%s", above, mark, m.Text(), Explain(m))
			}
		}
		if m := readPlain(above + "\n" + letter("> ") + "\nThe second one suits me.\n"); m.Text() != "The second one suits me." {
			t.Errorf("below %q: read\n%s", above, Explain(m))
		}
	}
}

func TestHeaderBlocks(t *testing.T) {
	for _, above := range headerBlocks {
		body := "The second one suits me.\n\n" + above + "\n" + letter("")
		if m := readPlain(body); m.Text() != "The second one suits me." {
			t.Errorf("below %q: read\n%s", above, Explain(m))
		}
	}
}

func TestWritten(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"nothing but text", "1 and 2\n", "1 and 2"},
		{"a line with From", "From 3pm on I am free.\n", "From 3pm on I am free."},
		{"a mbox escape", ">From 3pm on I am free.\n", "From 3pm on I am free."},
		{"times that look like a header", "From: 10:00\nTo: 11:00\non Monday\n", "From: 10:00\nTo: 11:00\non Monday"},
		{"a sentence with wrote", "As I wrote yesterday: 2 is fine.\n", "As I wrote yesterday: 2 is fine."},
		{"a list behind a colon", "These work for me:\n1\n2\n", "These work for me:\n1\n2"},
		{"a sentence that ends in a colon", "On Tuesday 8 June 2027 I can do this:\n\n2\n", "On Tuesday 8 June 2027 I can do this:\n\n2"},
		{"comparison", "1 > 2\n", "1 > 2"},
		{"arrows", "-> 2\n=> 1\n", "-> 2\n=> 1"},
		{"bold stars", "*2* works\n", "*2* works"},
		{"a table with bars", "| 1 | yes |\n| 2 | no |\n", "| 1 | yes |\n| 2 | no |"},
		{"a bullet list", "- 1\n- 2\n", "- 1\n- 2"},
		{"a rule between", "1\n-----\n2\n", "1\n2"},
		{"initials as marks", "JL> Hello\nJL> 1. Mon 7 Jun 2027, 09:00-10:00\nJL> Bye\n\n2\n", "2"},
		{"GroupWise", "2\n\n>>> Parley <bot@house.test> 07/06/27 09:05 >>>\nHello\n1. Mon 7 Jun 2027, 09:00-10:00\n", "2"},
		{"rewrapped", "> This is a line of the letter that was long enough for somebody's mail to\nbreak 1 it\n> and then it went on with more words.\n\n2\n", "2"},
		{"answers below lines", "> 1. Mon 7 Jun 2027, 09:00-10:00\nyes\n> 2. Tue 8 Jun 2027, 14:00-15:00\nno\n", "yes\nno"},
		{"Yahoo on a telephone", "2 works\n\nYahoo Mail: Search, organise, conquer\n\n  On Mon, 7 Jun 2027 at 9:05, Parley<bot@house.test> wrote:   Hello Ana,\n\n1. Mon 7 Jun 2027, 09:00-10:00\n\nWrite 1 and 2\n", "2 works"},
		{"forwarded", "See below\n\n---------- Forwarded message ---------\nFrom: Mika <mika@example.test>\nDate: Mon, Jun 7, 2027\nSubject: Re: Budget\nTo: Ana\n\n1 works for me\n", "See below"},
		{"forwarded by Apple", "FYI\n\nBegin forwarded message:\n\nFrom: Mika <mika@example.test>\nSubject: Re: Budget\nDate: 7 June 2027 at 09:05:11 CEST\n\n1 works for me\n", "FYI"},
		{"a letter behind the name of the sender", "Ana Silva\n1. Mon 7 Jun 2027, 09:00-10:00 yes\n", "Ana Silva\n1. Mon 7 Jun 2027, 09:00-10:00 yes"},
		{"forwarded in German", "zur Info\n\nAnfang der weitergeleiteten Nachricht:\n\n> Von: Mika <mika@example.test>\n> Betreff: Budget\n> \n> 1 passt\n", "zur Info"},
		{"OpenPGP", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- -1 is out, 2 works\n-----BEGIN PGP SIGNATURE-----\n\niQIz+1\n-----END PGP SIGNATURE-----\n", "-1 is out, 2 works"},
		{"a file in the text", "2\n\nbegin 644 notes.txt\n',2!A;F0@,@``\n`\nend\n", "2"},
		{"begin without end", "begin 644 is a slot\n2\n", "begin 644 is a slot\n2"},
		{"nested marks", "2\n\nOn Mon, Jun 7, 2027 at 9:05 AM Jo <jo@example.test> wrote:\n> On Sun, Jun 6, 2027 at 9:05 AM Ana <ana@example.test> wrote:\n>> 1 works for me\n> Thanks\n", "2"},
		{"greeting, quote, answer", "Hi,\n\nOn Mon, Jun 7, 2027 at 9:05 AM Parley <bot@house.test> wrote:\n" + letter("> ") + "\n1\n", "Hi,\n\n1"},
		{"answers inside of an original without marks", "see below\n\n-----Original Message-----\nFrom: Parley\nSent: Monday\nSubject: Budget\n\nHello\n\n1. Mon 7 Jun 2027, 09:00-10:00\n= 10:00-11:00 Europe/Helsinki\nyes\n2. Tue 8 Jun 2027, 14:00-15:00\n\nno, sorry\n\n3. Wed 9 Jun 2027, 14:00-15:00\nperhaps\n\nWhere: 1\n", "see below\n\nyes\nno, sorry\nperhaps"},
		{"an original without marks and header", "2 please\n\nJo asks when you can meet: Budget, 45 min. Reply e.g. 1 3\n\nTimes are in Europe/Helsinki (UTC+2).\n\n1. Mon 7 Jun 2027, 09:00-10:00\n2. Tue 8 Jun 2027, 14:00-15:00\n\nWhere: Room 4\n\nReply with the numbers:\n\n1 2   1 and 2 suit me\n\n-- \nParley\n", "2 please"},
		{"title in the answer, an original without marks", "2, I bring the budget\n\nJo asks when you can meet: Budget, 45 min. Reply e.g. 1 3\n\n1. Mon 7 Jun 2027, 09:00-10:00\n\nWhere: Room 4\n\nReply with the numbers:\n\n1 2   1 and 2 suit me\n\n-- \nParley\n", "2, I bring the budget"},
		{"a date right above an attribution", "3 June 2027 at 10:00\nOn 7 Jun 2027 at 09:05, Jo <jo@example.test>\nwrote:\n> 1. Mon 7 Jun 2027, 09:00-10:00\n", "3 June 2027 at 10:00"},
		{"slots that the sender copied", "Budget at these times\n1. Mon 7 Jun 2027, 09:00-10:00\n2. Tue 8 Jun 2027, 14:00-15:00\n", "Budget at these times\n1. Mon 7 Jun 2027, 09:00-10:00\n2. Tue 8 Jun 2027, 14:00-15:00"},
		{"original with marks below its header", "-----Original Message-----\n> From: Parley <bot@house.test>\n> Subject: Budget\n>\n> 1. Mon 7 Jun 2027, 09:00-10:00\n\n1 please\n", "1 please"},
	} {
		if m := readPlain(c.body); m.Text() != c.want {
			t.Errorf("%s: read\n%q, not\n%q\n%s", c.name, m.Text(), c.want, Explain(m))
		}
	}
}

func TestUnder(t *testing.T) {
	m := readPlain("see below\n\n> Hello\n> 1. Mon 7 Jun 2027, 09:00-10:00\n\nyes\n\n> 2. Tue 8 Jun 2027, 14:00-15:00\nno\nsorry\n>\n> Bye\n")
	want := []string{"", "> 1. Mon 7 Jun 2027, 09:00-10:00", "> 2. Tue 8 Jun 2027, 14:00-15:00", "> 2. Tue 8 Jun 2027, 14:00-15:00"}
	var got []string
	for _, l := range m.Lines {
		if l.Class == Written && !l.Blank() {
			above := ""
			if l.Under >= 0 {
				above = "> " + m.Lines[l.Under].Text
			}
			got = append(got, above)
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("lines stand under\n%q, not\n%q", got, want)
	}
}

func TestDepth(t *testing.T) {
	m := readPlain("3\n\nFrom: Jo <jo@example.test>\nSent: Monday, June 7, 2027\nSubject: FW: Budget\n\nAna, 1 is best\n\nFrom: Parley <bot@house.test>\nSent: Sunday, June 6, 2027\nSubject: Budget\n\n[x] 1. Mon 7 Jun 2027, 09:00-10:00\n> old\n")
	depth := map[string]int16{"3": 0, "Ana, 1 is best": 1, "[x] 1. Mon 7 Jun 2027, 09:00-10:00": 2, "old": 3}
	for _, l := range m.Lines {
		if want, ok := depth[l.Text]; ok && l.Depth != want {
			t.Errorf("%q is at depth %d, not %d", l.Text, l.Depth, want)
		}
	}
}

// attributions are what stands above the quoted mail, by program and language.
var attributions = []string{
	"On Mon, Jun 7, 2027 at 9:05 AM Parley <bot@house.test> wrote:",
	"On Mon, Jun 7, 2027 at 9:05 AM Parley, on behalf of Jo Lee\n<bot@house.test> wrote:",
	"On Mon, Jun 7, 2027, 9:05\u202fAM Parley <bot+k2m4.abcdefghijklmnop@house.test>\nwrote:",
	"On 7 Jun 2027, at 09:05, Jo via Parley <bot@house.test> wrote:",
	"On 07/06/2027 09:05, Parley wrote:",
	"On 2027-06-07 09:05, Parley wrote:",
	"On Mon, Jun 07, 2027 at 09:05:11AM +0200, Parley wrote:",
	"On Monday, June 7th, 2027 at 9:05 AM, Parley <bot@house.test> wrote:",
	"On Monday, June 7, 2027 at 09:05:00 AM GMT+2, Parley <bot@house.test> wrote:",
	"On June 7, 2027, Parley <bot@house.test> wrote:",
	"On 7 Jun 2027 at 9:05 +0200, Parley <bot@house.test>, wrote:",
	"On Mon, 7 Jun 2027 09:05:11 +0200\nParley <bot@house.test> wrote:",
	"Parley <bot@house.test> writes:",
	"Parley <bot@house.test> wrote on 07.06.2027 09:05:",
	"Parley wrote (Mon 7 Jun 2027 09:05):",
	">>> Parley <bot@house.test> 07/06/27 09:05 >>>",
	"* Parley <bot@house.test> [270607 09:05]:",
	"At 2027-06-07 09:05:11, \"Parley\" <bot@house.test> wrote:",
	"Quoting Parley <bot@house.test>:",
	"Am 07.06.2027 um 09:05 schrieb Parley:",
	"Am Mo., 7. Juni 2027 um 09:05 Uhr schrieb Parley <bot@house.test>:",
	"Am 7. Juni 2027 09:05:11 MESZ schrieb Parley <bot@house.test>:",
	"Am Montag, 7. Juni 2027, 09:05:11 CEST schrieb Parley:",
	"Parley <bot@house.test> schrieb am Mo., 7. Juni 2027,\n09:05:",
	"Parley hat am 07.06.2027 09:05 geschrieben:",
	"Zitat von Parley <bot@house.test>:",
	"Le 07/06/2027 à 09:05, Parley a écrit :",
	"Le lun. 7 juin 2027 à 09:05, Parley <bot@house.test> a écrit :",
	"Le lun. 7 juin 2027 à 09:05, Parley, le planificateur <bot@house.test> a\nécrit :",
	"El lun, 7 jun 2027 a las 9:05, Parley (<bot@house.test>) escribió:",
	"El 7/6/27 a las 9:05, Parley escribió:",
	"Em seg., 7 de jun. de 2027 às 09:05, Parley <bot@house.test>\nescreveu:",
	"Parley <bot@house.test> escreveu (segunda, 7/06/2027 à(s) 09:05):",
	"A segunda-feira, 7 de junho de 2027, Parley <bot@house.test> escreveu:",
	"Il giorno lun 7 giu 2027 alle ore 09:05 Parley <bot@house.test> ha scritto:",
	"Il 07/06/2027 09:05, Parley ha scritto:",
	"Op ma 7 jun 2027 om 09:05 schreef Parley <bot@house.test>:",
	"Op 07-06-2027 om 09:05 schreef Parley:",
	"Op 7 jun. 2027 om 09:05 heeft Parley <bot@house.test> het volgende geschreven:",
	"Den mån 7 juni 2027 kl 09:05 skrev Parley <bot@house.test>:",
	"Den 2027-06-07 kl. 09:05, skrev Parley:",
	"7 juni 2027 kl. 09:05 skrev Parley <bot@house.test>:",
	"ma 7. kesäk. 2027 klo 9.05 Parley (bot@house.test) kirjoitti:",
	"Parley kirjoitti 7.6.2027 klo 9.05:",
	"Parley <bot@house.test> kirjoitti 7.6.2027 kello 9.05:",
	"pon., 7 cze 2027 o 09:05 Parley <bot@house.test> napisał(a):",
	"W dniu 7.06.2027 o 09:05, Parley pisze:",
	"Dnia 7 czerwca 2027 09:05 Parley <bot@house.test> napisał(a):",
	"2027年6月7日(月) 9:05 Parley <bot@house.test>:",
	"2027/06/07 9:05、Parley <bot@house.test>のメール:",
	"2027年6月7日(月) 9:05 Parley さんは書きました:",
	"Parley <bot@house.test> 于2027年6月7日周一 09:05写道：",
	"在 2027年6月7日，09:05，Parley <bot@house.test> 写道：",
	"在 2027-06-07 09:05:11，\"Parley\" <bot@house.test> 写道：",
	"Parley <bot@house.test> 於 2027年6月7日 週一 上午9:05寫道：",
	"Den 07-06-2027 kl. 09:05 skrev Parley:",
	"07.06.2027 09:05, Parley пишет:",
}

// headerBlocks stand above an original without marks.
var headerBlocks = []string{
	"From: Parley <bot@house.test>\nSent: Monday, June 7, 2027 9:05 AM\nTo: Ana Silva\nSubject: Budget\n",
	"From: Parley\nSent: Monday, June 7, 2027 9:05 AM\nTo: Ana Silva <ana.silva@example.test>; Jo Lee <jo@example.test>; Mika\nMaa <mika@example.test>\nSubject: Budget\n",
	"*From:* Parley <bot@house.test>\n*Sent:* Monday, June 7, 2027 9:05 AM\n*To:* Ana Silva\n*Subject:* Budget\n",
	"________________________________\nFrom: Parley <bot@house.test>\nSent: Monday, June 7, 2027 9:05:11 AM\nTo: Ana\nSubject: Budget\n",
	"-----Original Message-----\nFrom: Parley [mailto:bot@house.test]\nSent: 07 June 2027 09:05\nTo: Ana\nSubject: Budget\n",
	"-------- Original message --------\nFrom: Parley <bot@house.test>\nDate: 07/06/2027 09:05 (GMT+02:00)\nTo: ana.silva@example.test\nSubject: Budget\n",
	"------- Original Message -------\nOn Monday, June 7th, 2027 at 9:05 AM, Parley <bot@house.test> wrote:\n",
	"‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, June 7, 2027 9:05 AM, Parley <bot@house.test> wrote:\n",
	"----- Original Message -----\nFrom: \"Parley\" <bot@house.test>\nTo: \"Ana Silva\" <ana.silva@example.test>\nSent: Monday, 7 June, 2027 09:05:11\nSubject: Budget\n",
	"----- On Jun 7, 2027, at 9:05 AM, Parley bot@house.test wrote:\n",
	"From:\n\nParley <bot@house.test>\n\nTo:\n\nAna\n\nDate:\n\n07/06/2027 09:05\n\nSubject:\n\nBudget\n",
	"Von: Parley <bot@house.test>\nGesendet: Montag, 7. Juni 2027 09:05\nAn: Ana Silva\nBetreff: Budget\n",
	"Von: Parley <bot@house.test>\nDatum: Montag, 7. Juni 2027 um 09:05\nAn: Ana Silva\nBetreff: Budget\n",
	"-----Ursprüngliche Nachricht-----\nVon: Parley <bot@house.test>\nGesendet: Montag, 7. Juni 2027 09:05\nAn: Ana\nBetreff: Budget\n",
	"Gesendet: Montag, 07. Juni 2027 um 09:05 Uhr\nVon: Parley <bot@house.test>\nAn: ana.silva@example.test\nBetreff: Budget\n",
	"De : Parley <bot@house.test>\nEnvoyé : lundi 7 juin 2027 09:05\nÀ : Ana\nObjet : Budget\n",
	"-----Message d'origine-----\nDe : Parley\nEnvoyé : lundi 7 juin 2027 09:05\nÀ : Ana\nObjet : Budget\n",
	"De: Parley <bot@house.test>\nEnviado el: lunes, 7 de junio de 2027 9:05\nPara: Ana\nAsunto: Budget\n",
	"De: Parley <bot@house.test>\nEnviada em: segunda-feira, 7 de junho de 2027 09:05\nPara: Ana\nAssunto: Budget\n",
	"Da: Parley <bot@house.test>\nInviato: lunedì 7 giugno 2027 09:05\nA: Ana\nOggetto: Budget\n",
	"Van: Parley <bot@house.test>\nVerzonden: maandag 7 juni 2027 09:05\nAan: Ana\nOnderwerp: Budget\n",
	"Från: Parley <bot@house.test>\nSkickat: den 7 juni 2027 09:05\nTill: Ana\nÄmne: Budget\n",
	"Lähettäjä: Parley <bot@house.test>\nLähetetty: maanantai 7. kesäkuuta 2027 9.05\nVastaanottaja: Ana\nAihe: Budget\n",
	"Od: Parley <bot@house.test>\nWysłano: poniedziałek, 7 czerwca 2027 09:05\nDo: Ana\nTemat: Budget\n",
	"差出人: Parley <bot@house.test>\n送信日時: 2027年6月7日 9:05\n宛先: Ana\n件名: Budget\n",
	"发件人: Parley <bot@house.test>\n发送时间: 2027年6月7日 9:05\n收件人: Ana\n主题: Budget\n",
	"发件人：Parley <bot@house.test>\n日期：2027-06-07 09:05\n收件人：Ana\n主题：Budget\n",
	"寄件者: Parley <bot@house.test>\n寄件日期: 2027年6月7日 上午 09:05\n收件者: Ana\n主旨: Budget\n",
	"------------------ 原始邮件 ------------------\n发件人: \"Parley\" <bot@house.test>;\n发送时间: 2027年6月7日(星期一) 上午9:05\n收件人: \"Ana\"<ana.silva@example.test>;\n主题: Budget\n",
	"##- Please type your reply above this line -##\n",
}

// TestDepthHasAnEnd: mails below mails are counted up to a limit, in however many parts they stand.
func TestDepthHasAnEnd(t *testing.T) {
	part := "\n--b\nContent-Type: text/plain\n\n" + strings.Repeat("-----Original Message-----\n", 15000)
	m := Read([]byte("From: a@example.test\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n" + strings.Repeat(part, 3) + "\n--b--\n"))
	for _, l := range m.Lines {
		if l.Depth < 0 || l.Depth > 3*maxQuotes {
			t.Fatalf("a line is %d mails down", l.Depth)
		}
	}
	if Explain(m) == "" {
		t.Fatal("nothing to tell")
	}
}
