package parser

import "strings"

// headerKind says what a line of a header block tells about the mail below it.
type headerKind uint8

const (
	fromKind headerKind = 1 << iota
	dateKind
	toKind
	subjectKind
	otherKind
)

// headerNames are the names of header lines as mail programs write them above a quoted mail, lower case.
var headerNames = func() map[string]headerKind {
	m := map[string]headerKind{}
	add := func(kind headerKind, names string) {
		for n := range strings.SplitSeq(names, "|") {
			m[strings.TrimSpace(n)] |= kind
		}
	}
	add(fromKind, "from|von|de|da|van|från|fra|lähettäjä|od|expéditeur|mittente|remitente|remetente|afzender|avsändare|nadawca|absender|sender|"+
		"差出人|送信者|送信元|发件人|发信人|发送人|發件人|寄件者|寄件人|от|от кого|od kogo|odesílatel|feladó|saatja|보낸 사람|보낸사람|από|kimden|gönderen|de la|forfatter")
	add(dateKind, "sent|date|sent on|date sent|gesendet|gesendet am|datum|envoyé|envoyé le|date d'envoi|enviado|enviado el|fecha|enviada em|enviado em|enviada|data|"+
		"inviato|data invio|verzonden|verzonden op|skickat|lähetetty|päivämäärä|päiväys|pvm|aika|wysłano|wysłane|data wysłania|sendt|dato|"+
		"送信日時|日付|日時|发送时间|发送日期|时间|日期|發送時間|寄件日期|傳送時間|日期时间|отправлено|дата|odesláno|küldve|dátum|보낸 날짜|날짜|tarih|gönderilme|saadetud")
	add(toKind, "to|an|à|a|para|per|aan|till|vastaanottaja|saaja|kopio|do|destinataire|destinatario|destinatário|empfänger|ontvanger|mottagare|odbiorca|adresat|"+
		"cc|kopie|copie|copia|cópia|kopia|kopi|bcc|dw|til|宛先|送信先|cc|收件人|收信人|收件者|抄送|副本|кому|копия|komu|címzett|받는 사람|받는사람|προς|kime|alıcı|reply-to|antwort an|répondre à")
	add(subjectKind, "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|aihe|otsikko|temat|emne|件名|題名|主题|主旨|主題|标题|тема|předmět|tárgy|제목|θέμα|konu|teema|sujet")
	add(otherKind, "importance|priority|attachments|attachment|anlagen|anlage|wichtigkeit|priorität|pièces jointes|importancia|importância|datos adjuntos|anexos|allegati|"+
		"priorità|bijlagen|urgentie|bilagor|prioritet|liitteet|tärkeys|załączniki|ważność|添付ファイル|重要度|附件|重要性|organization|when|where|message-id|sensitivity")
	return m
}()

// originalMarks stand between dashes, or alone, above the mail that is answered.
var originalMarks = newBook(`
original message|original mail|original e-mail|original email|ursprüngliche nachricht|originalnachricht|original-nachricht|ursprüngliche mail
message d'origine|message original|message initial|message d’origine|mensaje original|mensaje originale|mensagem original|messaggio originale|oorspronkelijk bericht|origineel bericht
originalmeddelande|ursprungligt meddelande|ursprungligt mail|originalt meddelande|alkuperäinen viesti|alkuperäinen sähköposti
oryginalna wiadomość|wiadomość oryginalna|treść oryginalnej wiadomości|oprindelig meddelelse|opprinnelig melding|original besked
元のメッセージ|元のメール|原始邮件|原邮件|邮件原件|原始信件|原始郵件|原始訊息|回复的原邮件|转发邮件信息
исходное сообщение|původní zpráva|eredeti üzenet|원본 메시지|αρχικό μήνυμα|orijinal ileti|mesaj original|algne kiri
`)

// forwardMarks say that the mail below is somebody's that was passed on.
var forwardMarks = newBook(`
forwarded message|forwarded by|begin forwarded message|forwarded mail|fwd message|weitergeleitete nachricht|weitergeleitete mail|anfang der weitergeleiteten nachricht|weitergeleitet von
message transféré|message transmis|début du message transféré|début du message réexpédié|mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada|mensagem reencaminhada|início da mensagem reencaminhada|início da mensagem encaminhada
messaggio inoltrato|inizio messaggio inoltrato|inizio del messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht|vidarebefordrat meddelande|vidarebefordrat brev|börja vidarebefordrat meddelande|vidarebefordrat mail
välitetty viesti|edelleenlähetetty viesti|aloita välitetty viesti|alku välitetyn viestin|przekazana wiadomość|wiadomość przekazana|treść przekazanej wiadomości|początek przekazywanej wiadomości
転送メッセージ|転送されたメッセージ|転送元のメッセージ|转发的邮件|转发邮件|轉寄的郵件|轉寄郵件|已转发|开始转发邮件|videresendt melding|videresendt meddelelse|пересылаемое сообщение|přeposlaná zpráva|továbbított üzenet
`)

// aboveMarks ask for the reply to be written above them.
var aboveMarks = newBook(`
reply above this line|type your reply above|write your reply above|please reply above|reply above the line|antworten sie oberhalb dieser|bitte oberhalb dieser zeile antworten|bitte antworten sie oberhalb
répondez au-dessus de cette ligne|répondre au-dessus de cette ligne|escriba su respuesta por encima|responda por encima de esta línea|responda acima desta linha|rispondi sopra questa riga|reageer boven deze regel|svara ovanför denna rad|kirjoita vastauksesi tämän rivin yläpuolelle|odpowiedz powyżej tej linii
この行より上に|请在此行上方回复
`)

// wroteWords say that somebody wrote what follows.
var wroteWords = newBook(`
wrote|writes|schrieb|schrieben|geschrieben|a écrit|a ecrit|écrivit|écrit|escribió|escribio|ha escrito|escreveu|ha scritto|scrisse|schreef|geschreven|skrev|skriver|kirjoitti|kirjoittaa
napisał|napisała|pisze|napisano|napisana przez|のメール|からのメール|は書きました|が書きました|さんのメッセージ|のメッセージ|書いた|写道|寫道|撰写|来信|написал|пишет|писал|пише|napsal|írta|作成|님이 작성|έγραψε|yazdı|a scris|kirjutas
`)

// markFirst holds the first bytes of the marks, in either case, and of decoration around them.
var markFirst = func() (first [256]bool) {
	for _, marks := range []*book{originalMarks, forwardMarks, aboveMarks} {
		for c, list := range marks {
			for _, p := range list {
				first[c] = true
				first[strings.ToUpper(p)[0]] = true
			}
		}
	}
	for _, c := range []byte("#*-=_") {
		first[c] = true
	}
	return first
}()

// phrases splits data into phrases, one a line or between bars.
func phrases(data string) []string {
	var out []string
	for line := range strings.SplitSeq(strings.TrimSpace(data), "\n") {
		for p := range strings.SplitSeq(line, "|") {
			if p != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

// book is a list of phrases in lower case that is searched by their first byte, so that its length costs little.
type book [256][]string

func newBook(data string) *book {
	var b book
	for _, p := range phrases(data) {
		b[p[0]] = append(b[p[0]], p)
	}
	return &b
}

// starts reports whether s, which is lower case, begins with a phrase.
func (b *book) starts(s string) bool { return b.prefix(s) > 0 }

// prefix returns the length of the longest phrase that s, which is lower case, begins with; 0 if there is none.
func (b *book) prefix(s string) int {
	if s == "" {
		return 0
	}
	n := 0
	for _, p := range b[s[0]] {
		if len(p) > n && strings.HasPrefix(s, p) {
			n = len(p)
		}
	}
	return n
}

// in reports whether a phrase stands in s, which is lower case, at the begin of a word.
func (b *book) in(s string) bool { return b.count(s, 1) == 1 }

// count returns how many phrases stand in s at the begin of a word, at most limit. One phrase counts once for each place.
func (b *book) count(s string, limit int) int {
	n := 0
	inside := false // of a word of ASCII letters; others have no begin that matters
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < 0x80 && inside && latin(c) {
			continue
		}
		inside = latin(c)
		for _, p := range b[c] {
			if strings.HasPrefix(s[i:], p) {
				if n++; n == limit {
					return n
				}
				i += len(p) - 1
				inside = latin(s[i])
				break
			}
		}
	}
	return n
}
