package parser

import (
	"fmt"
	"strings"
	"testing"
)

func TestMachines(t *testing.T) {
	for _, c := range []struct {
		name, header, body string
		kind               MachineKind
		reason             string
	}{
		{"a person", "Subject: Re: Budget", "2", Human, ""},
		{"Auto-Submitted: no", "Auto-Submitted: no", "2", Human, ""},
		{"a mailing list", "Precedence: list\nList-Id: <a.b>\nList-Unsubscribe: <mailto:x@y>", "2", Human, ""},
		{"suppresses answers", "X-Auto-Response-Suppress: DR, OOF, AutoReply", "2", Human, ""},
		{"Auto-Submitted", "Auto-Submitted: auto-replied; x=\"y\"", "2", Automatic, "auto-submitted"},
		{"Auto-Submitted with a comment", "auto-submitted:  AUTO-GENERATED (rejected)", "2", Automatic, "auto-submitted"},
		{"Precedence", "Precedence: Bulk", "2", Automatic, "precedence"},
		{"X-Autoreply", "X-Autoreply: yes", "2", Automatic, "x-autoreply"},
		{"X-Autoreply: no", "X-Autoreply: no", "2", Human, ""},
		{"X-Autorespond", "X-Autorespond: Budget", "2", Automatic, "x-autorespond"},
		{"automatic subject", "Subject: Automatic reply: Budget", "Thanks for your mail", Automatic, "automatic-subject"},
		{"absence", "Subject: Out of office Re: Budget", "I am out of the office until 11 June 2027.", Automatic, "absence"},
		{"absence in Notes", "Subject: Ana Silva is out of the office (returning 11.06.2027)", "I will be out of the office starting 07.06.2027.", Automatic, "absence"},
		{"absence in German", "Subject: Abwesenheit", "Ich bin bis 11.6. im Urlaub.", Automatic, "absence"},
		{"absence in a longer word", "Subject: Abwesenheitsnotiz: Budget", "Ich bin nicht im Haus.", Automatic, "absence"},
		{"absence in French", "Subject: =?utf-8?Q?Absence_du_bureau?=", "Je suis absent du bureau jusqu'au 11 juin.", Automatic, "absence"},
		{"absence in Spanish", "Subject: Fuera de la oficina", "Estoy de vacaciones hasta el 11 de junio.", Automatic, "absence"},
		{"absence in Portuguese", "Subject: Fora do escritório", "Estou de férias até 11 de junho.", Automatic, "absence"},
		{"absence in Italian", "Subject: Fuori ufficio", "Sono in ferie fino all'11 giugno.", Automatic, "absence"},
		{"absence in Dutch", "Subject: Afwezig", "Ik ben met vakantie tot 11 juni.", Automatic, "absence"},
		{"absence in Swedish", "Subject: Frånvaro: Budget", "Jag har semester till 11 juni.", Automatic, "absence"},
		{"absence in Finnish", "Subject: Lomalla", "Olen lomalla 11.6. asti.", Automatic, "absence"},
		{"absence in Polish", "Subject: Nieobecność", "Jestem na urlopie do 11 czerwca.", Automatic, "absence"},
		{"absence in Japanese", "Subject: 不在通知", "6月11日まで休暇をいただいております。", Automatic, "absence"},
		{"absence in Chinese", "Subject: 外出", "我正在休假，6月11日回来。", Automatic, "absence"},
		{"a person about an absence", "Subject: Re: Out of office rota", "I am out of the office on Monday, 2 works.", Human, ""},
		{"a person whose plan is about absence", "Subject: Vacation handover", "Before I am on vacation: Mon 10:00?", Human, ""},
		{"receipt without its type", "Subject: Gelesen: Budget", "Ihre Nachricht\n\nAn: Ana\n\nwurde am 7.6. gelesen.", ReadMark, "receipt-subject"},
		{"a person about reading", "Subject: Read: chapter 2", "2 works", Human, ""},
		{"a person on holiday", "Subject: Re: Budget", "I'm on vacation until July, none of them.", Human, ""},
		{"a subject without the words", "Subject: Out of office rota", "2 works.", Human, ""},
		{"bounce by its type", "From: x@y.test\nContent-Type: multipart/report; report-type=delivery-status; boundary=b", "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.test\nAction: failed\nStatus: 5.1.1\n--b--", Bouncing, "dsn"},
		{"bounce by its sender", "From: Mail Delivery System <MAILER-DAEMON@x.test>", "It failed.", Bouncing, "mailer-daemon"},
		{"bounce of a postmaster", "From: postmaster@x.test\nReturn-Path: <>", "It failed.", Bouncing, "postmaster"},
		{"bounce of a postmaster in French", "From: postmaster@x.test\nSubject: Non remis : Budget", "x", Bouncing, "postmaster"},
		{"a person who is postmaster", "From: postmaster@x.test\nSubject: Re: Budget", "2", Human, ""},
		{"bounce before auto", "From: mailer-daemon@x.test\nAuto-Submitted: auto-replied", "x", Bouncing, "mailer-daemon"},
		{"receipt", "Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "--b\n\nread\n--b\nContent-Type: message/disposition-notification\n\nDisposition: x\n--b--", ReadMark, "mdn"},
		{"complaint", "Content-Type: multipart/report; report-type=feedback-report; boundary=b", "--b\n\nspam\n--b--", Automatic, "feedback-report"},
	} {
		m := Read([]byte("In-Reply-To: <a@house.test>\n" + c.header + "\n\n" + c.body + "\n"))
		if m.Machine.Kind != c.kind || m.Machine.Reason != c.reason {
			t.Errorf("%s: taken for %q by %q, not %q by %q", c.name, m.Machine.Kind, m.Machine.Reason, c.kind, c.reason)
		}
		if (m.Bounce != nil) != (c.kind == Bouncing) {
			t.Errorf("%s: bounce %v", c.name, m.Bounce)
		}
	}
}

func TestAway(t *testing.T) {
	for text, want := range map[string]string{
		"I am out of the office until 11 June 2027 with limited access.": "2027-06-11",
		"I am away from 7.6. to 11.6.":                                   "2027-06-11",
		"Ich bin vom 8. bis 18. Juni 2027 nicht im Büro.":                "2027-06-18",
		"Je suis absent jusqu'au 11 juin inclus.":                        "2027-06-11",
		"Back on Monday, 14 June.":                                       "2027-06-14",
		"6月11日まで不在にしております。":                                              "2027-06-11",
		"I am away for a while.":                                         "",
		"Since 1 May 2027 I am retired.":                                 "",
	} {
		m := Read([]byte("Date: Mon, 7 Jun 2027 09:05:11 +0200\nAuto-Submitted: auto-replied\nSubject: Away\n\n" + text + "\n"))
		got := ""
		if !m.Away.IsZero() {
			got = m.Away.Format("2006-01-02")
		}
		if got != want {
			t.Errorf("%q: away until %q, not %q", text, got, want)
		}
	}
}

func TestBounces(t *testing.T) {
	original := "Content-Type: message/rfc822\n\nMessage-ID: <rokifadu.3.mac@house.test>\nTo: Ana <ana@x.test>\nSubject: Budget\n\n1. Mon\n"
	report := func(status string) string {
		return "From: MAILER-DAEMON@x.test\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n" + status + "\n--b\n" + original + "--b--\n"
	}
	for _, c := range []struct{ name, mail, want string }{
		{"failed", report("Reporting-MTA: dns; x\n\nOriginal-Recipient: rfc822;Ana@x.test\nFinal-Recipient: rfc822; b@y.test\nAction: failed\nStatus: 5.1.1 (no such user)\nDiagnostic-Code: smtp; 550 5.1.1\n  unknown\n"),
			"[{Ana@x.test 5.1.1 550 5.1.1 unknown failed}] rokifadu.3.mac@house.test ana@x.test"},
		{"two recipients", report("Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@y.test\nAction: delayed\nStatus: 4.4.1\n\nFinal-Recipient: rfc822;b@y.test\nAction: relayed\nStatus: 2.0.0\n"),
			"[{a@y.test 4.4.1  delayed} {b@y.test 2.0.0  delivered}] rokifadu.3.mac@house.test ana@x.test"},
		{"no action", report("X: y\n\nFinal-Recipient: <b@y.test>\nStatus: 4.2.2\n"),
			"[{b@y.test 4.2.2  delayed}] rokifadu.3.mac@house.test ana@x.test"},
		{"header only", strings.Replace(report("X: y\n\nFinal-Recipient: rfc822; b@y.test\nAction: failed\nStatus: 5.0.0\n"), "message/rfc822", "text/rfc822-headers", 1),
			"[{b@y.test 5.0.0  failed}] rokifadu.3.mac@house.test ana@x.test"},
		{"qmail", "From: MAILER-DAEMON@x.test\nSubject: failure notice\n\nHi. This is the qmail-send program at x.test.\nI'm afraid I wasn't able to deliver your message.\n\n<ana@x.test>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <bot@house.test>\nMessage-ID: <rokifadu.3.mac@house.test>\nTo: ana@x.test\n\n1. Mon\n",
			"[{ana@x.test 5.1.1 Sorry, no mailbox here by that name. (#5.1.1) failed}] rokifadu.3.mac@house.test ana@x.test"},
		{"Exim", "From: Mail Delivery System <Mailer-Daemon@x.test>\nX-Failed-Recipients: ana@x.test\nIn-Reply-To: <rokifadu.3.mac@house.test>\n\nThis message was created automatically.\n\n  ana@x.test\n    host mx.x.test [192.0.2.1]\n    550 5.1.1 unknown\n",
			"[{ana@x.test  host mx.x.test [192.0.2.1] failed}] rokifadu.3.mac@house.test "},
		{"Exim, delayed", "From: Mail Delivery System <Mailer-Daemon@x.test>\nSubject: Warning: message 1 delayed 24 hours\nReferences: <rokifadu.3.mac@house.test>\n\nNot yet delivered to:\n\n  ana@x.test\n    Delay reason: timeout\n",
			"[{ana@x.test  Delay reason: timeout delayed}] rokifadu.3.mac@house.test "},
	} {
		m := Read([]byte(c.mail))
		if m.Bounce == nil {
			t.Errorf("%s: no bounce", c.name)
			continue
		}
		if got := fmt.Sprintf("%v %s %s", m.Bounce.Failed, m.Bounce.Original, m.Bounce.OriginalTo); got != c.want {
			t.Errorf("%s: read\n%s, not\n%s", c.name, got, c.want)
		}
	}
}

func TestAuthentication(t *testing.T) {
	for _, c := range []struct{ name, fields, result, domain string }{
		{"pass", "Authentication-Results: mx.house.test; spf=pass smtp.mailfrom=x@bounce.test; dkim=pass header.d=x.test; dmarc=pass (p=none; sp=none) header.from=X.test", "pass", "x.test"},
		{"version, folds, spaces", "Authentication-Results: MX.House.test 1;\n\tdmarc = fail\n\taction=none header.from = x.test", "fail", "x.test"},
		{"reason with a semicolon", "Authentication-Results: mx.house.test; dkim=fail reason=\"a; dmarc=pass\" header.d=x.test; dmarc=none header.from=x.test", "none", "x.test"},
		{"another server above", "Authentication-Results: relay.test; dmarc=fail header.from=x.test\nAuthentication-Results: mx.house.test; dmarc=pass header.from=x.test", "pass", "x.test"},
		{"a forged one below", "Authentication-Results: mx.house.test; spf=none\nAuthentication-Results: mx.house.test; dmarc=pass header.from=x.test", "", ""},
		{"a forged one below nothing found", "Authentication-Results: mx.house.test; none\nAuthentication-Results: mx.house.test; dmarc=pass header.from=x.test", "", ""},
		{"a server in a comment", "Authentication-Results: (mx.house.test) evil.test; dmarc=pass header.from=x.test", "", ""},
		{"a broken one", "Authentication-Results: mx.house.test; dmarc=pass (header.from=x.test", "", ""},
		{"a forged one below a broken one", "Authentication-Results: mx.house.test; dmarc=fail (x\nAuthentication-Results: mx.house.test; dmarc=pass header.from=x.test", "", ""},
		{"none", "Subject: x", "", ""},
	} {
		m := Read([]byte(c.fields + "\nFrom: a@x.test\n\n2\n"))
		if result, domain := m.DMARC("mx.house.test"); result != c.result || domain != c.domain {
			t.Errorf("%s: dmarc %q for %q, not %q for %q (%v)", c.name, result, domain, c.result, c.domain, m.Auth)
		}
	}
}

func TestLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"1 and 3 work for me":           "en",
		"1 und 3 passen mir":            "de",
		"le 1 et le 3 me conviennent":   "fr",
		"me van bien la 1 y la 3":       "es",
		"posso na terça, não na quarta": "pt",
		"mi va bene il 3, grazie":       "it",
		"ik kan niet op dinsdag":        "nl",
		"jag kan inte på torsdag":       "sv",
		"tiistai käy, keskiviikko ei":   "fi",
		"środa mi pasuje, dziękuję":     "pl",
		"1と3でお願いします":                    "ja",
		"1和3都可以":                        "zh",
		"2":                             "",
		"👍":                             "",
	} {
		if got := languageOf(text); got != want {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	}
}
