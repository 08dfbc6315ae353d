package parser

import "testing"

func TestSignatures(t *testing.T) {
	const said = "The second one suits me."
	// What stands below the answer of Ana Silva and is none of her answer.
	for _, below := range signatures {
		m := readPlain(said + "\n\n" + below + "\n")
		if m.Text() != said {
			t.Errorf("above %q: read\n%s", below, Explain(m))
		}
	}
}

func TestWhatOnlyLooksLikeASignature(t *testing.T) {
	for _, body := range []string{
		"Both would be best.",
		"Best: 2",
		"Best\n2",
		"Thanks, 2 works",
		"Thank you for asking. 2",
		"Thanks\n1 and 2",
		"Merci, le 2 me va.",
		"Danke, 2 passt",
		"Kiitos, 2 käy",
		"Groeten zijn welkom, 2 past",
		"Ana: 2\nJo: 1",
		"Ana and Jo can do 2",
		"Sent you the agenda. 2 works",
		"I am confidential about 2",
		"Tel Aviv, slot 2",
		"Call me at 3",
		"Lg 2",
		"t 2",
		"1: yes\n2: no",
		"Looking forward to it\n2 and 3 work",
		"よろしくお願いします。\n1と3",
		"It is external to my calendar, but I can do 2.",
		"Attention: Tuesday I have an external meeting, 2 works.",
		"Achtung, Dienstag bin ich extern, 2 geht.",
		"Regards slot 2: fine",
		"1\n\n2\n\n3",
		"--1",
		"2 -- sorry, 1",
		"Grüße!\n\nDi 8.6. 14:00",
		"| 2027-06-08 | 14:00-14:45 |",
		"Ana Silva OK",
		"Ana Silva: 2",
		"Fr Ana",
	} {
		if m := readPlain(body + "\n"); m.Text() != body {
			t.Errorf("%q: read\n%s", body, Explain(m))
		}
	}
}

func TestBanners(t *testing.T) {
	for _, above := range warnings {
		m := readPlain(above + "\n\nThe second one suits me.\n")
		if m.Text() != "The second one suits me." {
			t.Errorf("below %q: read\n%s", above, Explain(m))
		}
	}
}

func TestInitialsThatAreAnswers(t *testing.T) {
	for name, said := range map[string]string{"Olga Kern": "1\nok", "Nina Olsen": "2\nno", "Jens Adler": "2\nja"} {
		if m := Read([]byte("From: " + name + " <x@y.test>\n\n" + said + "\n")); m.Text() != said {
			t.Errorf("%s wrote %q, read\n%s", name, said, Explain(m))
		}
	}
}

func TestPostscript(t *testing.T) {
	m := readPlain("1 works\n\nBest regards,\nAna\n\nPS: 2 works too\nif it must\n")
	if want := "1 works\n\nPS: 2 works too\nif it must"; m.Text() != want {
		t.Errorf("read %q, not %q\n%s", m.Text(), want, Explain(m))
	}
}

// signatures stand below the answer of Ana Silva and are none of it.
var signatures = []string{
	"Dr Ana Silva MRCP\nClinic: Tue & Thu 08:30-12:00\nBleep 2417",
	"Prof. Dr. Ana Silva\nSprechstunde: Mi 14-15 Uhr",
	"Ana Silva PhD, MBA\nOffice hours: Fri 9-10",
	"Ana Silva, M.Sc.\nIn the office Mon, Tue, Wed",
	"Mme Ana Silva\nOuvert du lundi au jeudi, 9h-12h",
	"Ana Silva BSc (Hons)\nRoom 2",
	"thanks",
	"Have a nice day!",
	"Greetings from Lisbon,\nAna",
	"Ana (she/her)",
	"~Ana~",
	"Ana Silva <ana.silva@example.test>",
	"***\nThis message is for the named recipient only. 1",
	"----------------------------------------\nAna Silva, Unit 1",
	"::::::::::::\nAna",
	"-- \nAna Silva\nFloor 2",
	"--\nAna",
	"—\nAna Silva\nSuite 1",
	"Ana",
	"Ana Silva",
	"- Ana",
	"/Ana",
	"A. Silva\nHead of 2 teams",
	"Ana Silva | Suite 1 | Floor 2 | +351 21 123 4567",
	"Ana Silva\n\nHead of Unit 1\nAcme Ltd\n2 Station Road",
	"Best regards,\nAna",
	"Best regards, Ana",
	"Best,\nAna",
	"Best,\nme",
	"Best\nAna Silva\nUnit 1",
	"Cheers, Ana",
	"Thanks,\nAna",
	"Thanks & regards\nAna",
	"Many thanks and kind regards,\n\nAna Silva\nTel. 1 234 567 89",
	"Kind regards / Mit freundlichen Grüßen\n\nAna Silva",
	"BR\nAna",
	"Mit freundlichen Grüßen\n\nAna Silva\nAmtsgericht Berlin HRB 1234 B",
	"Mit freundlichen Grüßen\ni. A. Ana Silva",
	"Viele Grüße aus Berlin\nAna",
	"LG Ana",
	"LG\nAna",
	"Danke und Gruß\nAna",
	"Cordialement,\nAna Silva\n2, rue de la Gare",
	"Bien à vous,\nAna",
	"Bonne journée,\nAna",
	"Un saludo,\nAna",
	"Saludos cordiales,\n\nAna Silva\nPlanta 2",
	"Com os melhores cumprimentos,\nAna Silva",
	"Abraço,\nAna",
	"Cordiali saluti\nAna Silva",
	"Met vriendelijke groet,\nAna Silva",
	"Groetjes Ana",
	"Med vänliga hälsningar\nAna",
	"Mvh Ana",
	"Ystävällisin terveisin\nAna Silva",
	"Terveisin Ana",
	"T. Ana",
	"Pozdrawiam,\nAna",
	"Z poważaniem\nAna Silva",
	"よろしくお願いいたします。\nAna",
	"以上、よろしくお願いいたします。",
	"此致\n敬礼\nAna",
	"祝好\nAna",
	"Sent from my iPhone",
	"Sent from my iPhone 15",
	"Sent from Mail for Windows",
	"Sent with Proton Mail secure email.",
	"Get Outlook for iOS<https://aka.ms/o0ukef>",
	"Get Outlook for Android",
	"Von meinem iPhone gesendet",
	"Von meinem Samsung Galaxy S24 gesendet",
	"Gesendet von Outlook für Android",
	"Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.",
	"Envoyé de mon iPhone",
	"Envoyé depuis mon Galaxy S24 5G",
	"Enviado desde mi iPhone",
	"Enviado do meu iPhone",
	"Enviado a partir do meu smartphone",
	"Inviato da iPhone",
	"Verzonden vanaf mijn iPhone",
	"Verstuurd vanaf mijn iPad 2",
	"Skickat från min iPhone",
	"Lähetetty iPhonesta",
	"Wysłane z iPhone'a",
	"iPhoneから送信",
	"发自我的iPhone",
	"從我的 iPhone 傳送",
	"_______________________________________________\nteam mailing list -- team@example.test\nTo unsubscribe send an email to team-leave@example.test\n2 posts a day",
	"-- \nYou received this message because you are subscribed to the group.\nTo unsubscribe, send 1 mail.",
	"This email has been checked for viruses by Avast antivirus software, version 2.1.\nwww.avast.test",
	"Virus-free. www.avast.test",
	"This e-mail and its 2 attachments may contain confidential or privileged information. If you are not the intended recipient, delete it within 1 day.",
	"CONFIDENTIALITY NOTICE: This message is intended only for the person named. Any disclosure is prohibited under section 2.",
	"Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, informieren Sie bitte den Absender (Tel. 1) und vernichten Sie diese Mail.",
	"Ce message et ses 2 pièces jointes sont confidentiels et destinés exclusivement à leur destinataire. Si vous avez reçu ce message par erreur, merci de le détruire.",
	"Este mensaje y sus 2 archivos adjuntos son confidenciales y se dirigen exclusivamente a su destinatario. Si usted no es el destinatario, bórrelo.",
	"Esta mensagem pode conter informação confidencial. Se não for o destinatário, apague-a no prazo de 1 dia.",
	"Questo messaggio e i suoi 2 allegati sono riservati ai destinatari indicati. Ogni divulgazione è vietata.",
	"Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde. Openbaarmaking aan meer dan 1 persoon is verboden.",
	"Detta meddelande är konfidentiellt och avsett för mottagaren ovan. Har du fått det av misstag, radera det inom 2 dagar.",
	"Tämä viesti on luottamuksellinen ja tarkoitettu vain vastaanottajalle. Jos olet saanut sen erehdyksessä, tuhoa se 2 päivän kuluessa.",
	"Ta wiadomość jest poufna i przeznaczona wyłącznie dla adresata. Jeśli otrzymali ją Państwo przez pomyłkę, prosimy o usunięcie w ciągu 2 dni.",
	"このメールには機密情報が含まれています。誤って受信された場合は破棄してください。2",
	"[Ticket #12345, 2 open]",
	"ref:_00D2.1:ref",
	"Tel. +351 21 123 4567\nhttp://www.example.test",
	"Please consider the environment before printing 2 pages of this e-mail.",
}

// warnings are put above a mail by mail systems.
var warnings = []string{
	"CAUTION: This email originated from outside of the organisation (level 2). Do not click links or open attachments unless you recognise the sender.",
	"[EXTERNAL]",
	"EXTERNAL EMAIL: 1 check needed",
	"*EXTERNAL*",
	"You don't often get email from ana.silva@example.test. Learn why this is important",
	"ACHTUNG: Diese E-Mail stammt von einem externen Absender. Klicken Sie nicht auf Links (Stufe 2).",
	"ATTENTION : ce courriel provient de l'extérieur. Ne cliquez pas sur les liens, 2 fois.",
	"ATENCIÓN: este correo es externo. No haga clic en enlaces (nivel 1).",
	"ATENÇÃO: mensagem de fora da organização. Não clique em 2 links.",
	"ATTENZIONE: e-mail esterna. Non cliccare sui link (livello 2).",
	"LET OP: deze e-mail komt van buiten. Klik niet op links (niveau 2).",
	"VARNING: Detta mejl kommer utifrån. Klicka inte på länkar (nivå 2).",
	"VAROITUS: Viesti tulee organisaation ulkopuolelta. Älä klikkaa linkkejä (taso 2).",
	"UWAGA: wiadomość spoza organizacji. Nie klikaj w linki (poziom 2).",
	"【外部】このメールは社外から送信されました。リンクを開かないでください。2",
	"注意：此邮件来自外部，请勿点击链接。2",
	"CAUTION: This email originated from outside of the company. Do not click links or\nopen attachments unless you know the sender and expect 2 of them.",
}
