package parser

import "strings"

// closings end a letter: what stands below them is a signature.
var closings = set(`
best regards|kind regards|warm regards|regards|with best regards|with kind regards|with regards|kindest regards|warmest regards|many regards|best wishes|with best wishes|kind wishes|sincerely|sincerely yours|yours sincerely|yours truly|yours faithfully|respectfully|cordially|br|kr|rgds|brgds|b. rgds|all the best|all my best|best regards and thanks|thanks and regards|thanks and best regards|thanks & regards|thank you and best regards|thank you and kind regards|thanks and kind regards|many thanks and best regards|with thanks|with many thanks|greetings|warm greetings|best greetings|kind greetings|many greetings|kindly|love|hugs|xoxo|ttyl|warmly
mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|mit freundlichem gruss|mit freundlichen gruessen|freundliche grüße|freundliche grüsse|freundlicher gruß|freundlichen gruß|mit besten grüßen|mit besten grüssen|beste grüße|beste grüsse|besten gruß|bester gruß|viele grüße|viele grüsse|vielen dank und viele grüße|vielen dank und beste grüße|vielen dank und freundliche grüße|liebe grüße|liebe grüsse|lieben gruß|lieber gruß|herzliche grüße|herzliche grüsse|herzlichst|herzlichen gruß|schöne grüße|schöne grüsse|schönen gruß|sonnige grüße|grüße|grüsse|gruß|gruss|mfg|m.f.g.|mit kollegialen grüßen|lg|vg|hochachtungsvoll|hzl|vlg|glg|ganz liebe grüße|mit lieben grüßen|mit vielen grüßen|mit herzlichen grüßen|danke und gruß|danke und grüße|danke und viele grüße|danke und liebe grüße|danke & gruß
cordialement|bien cordialement|très cordialement|bien à vous|bien à toi|sincèrement|salutations|salutations distinguées|meilleures salutations|sincères salutations|cordiales salutations|amicalement|bien amicalement|amitiés|bises|bisous|cdlt|cdt|bàv|bien sincèrement|respectueusement|veuillez agréer mes salutations distinguées|avec mes meilleures salutations
saludos|un saludo|saludos cordiales|un cordial saludo|cordiales saludos|un abrazo|abrazos|atentamente|atte|atte.|muy atentamente|cordialmente|reciba un cordial saludo|muchos saludos|un saludo cordial|saludos y gracias|gracias y saludos|gracias y un saludo|muchas gracias y saludos|besos
atenciosamente|cumprimentos|com os melhores cumprimentos|melhores cumprimentos|os melhores cumprimentos|com os meus cumprimentos|abraço|abraços|um abraço|grande abraço|saudações|cordiais saudações|beijos|beijinhos|obrigado e cumprimentos|obrigada e cumprimentos
cordiali saluti|distinti saluti|cari saluti|un caro saluto|un saluto|saluti|un cordiale saluto|i migliori saluti|migliori saluti|cordialità|un abbraccio|tanti saluti|grazie e saluti|grazie e cordiali saluti|grazie e a presto|grazie e buona giornata|baci|con i migliori saluti
met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|met hartelijke groet|hartelijke groet|hartelijke groeten|groet|groeten|groetjes|mvg|mvrgr|hoogachtend|met groet|vr. gr.|vr.gr.|m.v.g.|beste groeten|bedankt en groeten|met dank
vänliga hälsningar|med vänliga hälsningar|med vänlig hälsning|vänlig hälsning|bästa hälsningar|hälsningar|mvh|hälsn|hälsningar från|med bästa hälsningar|hjärtliga hälsningar|kram|kramar|tack och hälsningar|varma hälsningar|bästa hälsning
ystävällisin terveisin|parhain terveisin|terveisin|terv|terv.|yst. terv.|yst.terv.|ystävällisesti|terkuin|terkkuja|terkut|terveiset|kunnioittavasti|hyvin terveisin|lämpimin terveisin|iloisin terveisin|mukavin terveisin|kiitos ja terveisin|kiittäen ja terveisin|aurinkoisin terveisin|syysterveisin
pozdrawiam|z poważaniem|serdecznie pozdrawiam|pozdrawiam serdecznie|pozdrowienia|z wyrazami szacunku|łączę pozdrowienia|serdeczności|z pozdrowieniami|pozdr|pozdr.|pzdr|dziękuję i pozdrawiam|dzięki i pozdrawiam|ściskam|z uszanowaniem
med venlig hilsen|venlig hilsen|med vennlig hilsen|vennlig hilsen|hilsen|mvh.|с уважением|с наилучшими пожеланиями|s pozdravem|üdvözlettel|saygılarımla|cu stimă
敬具|草々|かしこ
此致|此致敬礼|敬礼|敬禮|祝好|顺祝商祺|顺颂商祺|順頌商祺|祝商祺|此致 敬礼|谢谢，祝好|祝您工作愉快|祝工作顺利|敬祝|敬上|谨上|祝一切顺利|敬颂|专此
`)

// softClosings end a letter if a name or nothing follows; elsewhere they are words like others.
var softClosings = set(`
thanks|thank you|many thanks|thanks a lot|thank you very much|thx|ty|cheers|best|ta|tnx|thanks so much|thanks again|much appreciated|appreciated|later|ciao
danke|vielen dank|danke schön|besten dank|dank|herzlichen dank|vielen lieben dank|danke dir|danke euch|tschüss|servus|gruezi
merci|merci beaucoup|merci bien|mille mercis|un grand merci|salut
gracias|muchas gracias|mil gracias|un beso
obrigado|obrigada|muito obrigado|muito obrigada|grato|grata|valeu
grazie|grazie mille|molte grazie|tante grazie
bedankt|dank je|dank je wel|dank u|dank u wel|hartelijk dank|alvast dank|dankjewel
tack|tack så mycket|stort tack|tackar|många tack
kiitos|kiitokset|kiitos paljon|paljon kiitoksia|kiitti
dziękuję|dzięki|dziekuje|wielkie dzięki|dziękuję bardzo|bardzo dziękuję
talk soon|speak soon|see you soon|looking forward|looking forward to it|looking forward to hearing from you|have a nice day|have a great day|have a good day|have a nice weekend|have a great weekend|schönen tag noch|schönes wochenende|bis bald|bis dann|bonne journée|bonne soirée|bon week-end|belle journée|très bonne journée|à bientôt|merci et bonne journée|merci et à bientôt|merci d'avance|merci par avance|que tengas un buen día|buen día|hasta pronto|quedo a la espera|gracias de antemano|até breve|até logo|bom dia de trabalho|bom fim de semana|obrigado desde já|desde já obrigado|a presto|buona giornata|buona serata|buon lavoro|buon weekend|grazie in anticipo|in attesa di un cortese riscontro|fijne dag|fijne dag nog|fijn weekend|tot snel|tot dan|alvast bedankt|ha det bra|ha en bra dag|trevlig helg|vi ses|vi hörs|tack på förhand|hyvää päivänjatkoa|hyvää viikonloppua|mukavaa päivää|nähdään|kiittäen|kiitos etukäteen|miłego dnia|do zobaczenia|z góry dziękuję|thanks in advance|many thanks in advance|thank you in advance|take care|yours|t|yt|pt|gr|vh|bg|att|best to you
よろしくお願いします|よろしくお願いいたします|よろしくお願い致します|宜しくお願いします|宜しくお願いいたします|宜しくお願い致します|どうぞよろしくお願いいたします|どうぞよろしくお願いします|何卒よろしくお願いいたします|何卒よろしくお願い申し上げます|何卒宜しくお願い致します|以上、よろしくお願いいたします|以上よろしくお願いします|以上|以上|祝 好|盼复|盼回复|顺祝
ありがとうございます|ありがとうございました|谢谢|謝謝|多谢|感谢|非常感谢
`)

// sentWith are begins of the lines that mail programs add in their own praise.
var sentWith = newBook(`
sent from my|sent from mail for|sent from outlook|sent from yahoo|sent from samsung|sent from proton|sent from gmail|sent from aol|sent from iphone|sent from an android|sent from a mobile|sent from mobile|sent from nine|sent from bluemail|sent from spark|sent from front|sent from tutanota|sent from galaxy|sent from workspace|sent from android|sent from the|sent from type|sent from myMail
sent via|sent with|sent by|sent using|sent on the go|get outlook for|download outlook|typed on my|written on my|excuse my brevity|please excuse brevity|please excuse typos|please excuse my brevity|sorry for typos|apologies for brevity|apologies for typos|virus-free|mail sent by|yahoo mail:|shared from|composed on|dictated
von meinem|von meiner|gesendet von|gesendet mit|gesendet über|gesendet aus|gesendet vom|diese nachricht wurde von meinem|mit mobilgerät gesendet|holen sie sich outlook|outlook für|laden sie outlook|versendet von|unterwegs gesendet|von unterwegs|mobil gesendet|kurz und vom handy
envoyé de mon|envoyé depuis|envoyé à partir|envoyé avec|envoyé de|envoyé par|envoyé via|télécharger outlook|obtenez outlook|obtenir outlook|outlook pour|provenance : courrier|provenance: courrier|téléchargez outlook
enviado desde|enviado con|enviado mediante|enviado por|obtener outlook|descargar outlook|obtén outlook|outlook para|enviado do meu|enviado a partir|enviado da minha|enviado de meu|enviado do|enviado com|enviado via|enviado pelo|obter o outlook|obtenha o outlook|baixe o outlook|descarregar o outlook|enviada do meu
inviato da|inviato dal|inviato con|inviato tramite|inviata da|scarica outlook|ottieni outlook|outlook per|mandato da
verzonden vanaf|verzonden met|verzonden via|verstuurd vanaf|verstuurd met|verstuurd via|verzonden vanuit|download outlook|outlook voor|verzonden door|verstuurd door|outlook downloaden
skickat från|skickades från|skickat med|skickat via|hämta outlook|skaffa outlook|sänt från|skickat ifrån|sänt med
lähetetty iphone|lähetetty ipad|lähetetty laitteesta|lähetetty puhelimesta|lähetetty windows|lähetetty samsung|lähetetty android|lähetetty yahoo|lähetetty outlook|lähetetty huawei|lähetetty mobiili|lähetetty minun|lähetetty galaxy|lähetetty gmail|lähetetty sähköposti|hanki outlook|lataa outlook|lähetetty älypuhelim
wysłane z|wysłano z|wysłane za|wysłano za|wysłane przez|wysłano przy|pobierz outlook|pobierz program outlook|uzyskaj outlook|pobierz aplikację outlook|outlook dla
sendt fra|send fra|hent outlook|отправлено с|отправлено из|odesláno z|odoslané z|küldve
iphoneから送信|ipadから送信|iphone から送信|ipad から送信|私のiphoneから|outlook for ios を入手|outlook for android を入手|outlook for ios をダウンロード|androidから送信|スマートフォンから送信
发自我的|从我的|發自我的|來自我的|来自我的|從我的|傳送自|发送自|寄自我的|从 windows|从我|获取适用于|获取 outlook|取得適用於|获取outlook|下载 outlook|发自|由我的|发件人：iphone
`)

// sentWithEnd are ends of such lines, where the name of a device or program is in them too.
var sentWithEnd = phrases(`から送信|gesendet|を入手|versendet|verschickt|gesendet.|发送|發送|傳送|kautta|iphonesta|ipadista|puhelimesta|puhelimestani|laitteestani`)

// legalWords are what disclaimers say. Two of them make one.
var legalWords = newBook(`
confidential|intended recipient|intended only for|intended solely|privileged|unauthorized|unauthorised|disclosure|if you are not the|received this|in error|notify the sender|disclaimer|delete this|delete it|liability|legally|this e-mail and|this email and|this message and|any attachments|its contents|copying
vertraulich|bestimmungsgemäße|nicht der richtige adressat|nicht der vorgesehene|irrtümlich erhalten|rechtlich geschützt|unbefugte weitergabe|unbefugt|vernichten sie|informieren sie|diese e-mail enthält|diese nachricht enthält|empfänger sind|handelsregister|amtsgericht|geschäftsführer|registergericht
confidentiel|destinataire|divulgation|si vous n'êtes pas|si vous avez reçu|reçu ce message par erreur|par erreur|ce message et|ce courriel|pièces jointes|non autorisée|toute utilisation|expéditeur
confidencial|destinatario|este mensaje y|este correo|si usted no es|por error|ha recibido este|divulgación|prohibid|privilegiad|contiene información
destinatário|esta mensagem|este e-mail|se não for|se você não|por engano|divulgação|sigilos|proibid|contém informações
riservat|destinatari|questo messaggio|questa e-mail|per errore|si prega di|divulgazione|vietat|allegati|d.lgs|gdpr
vertrouwelijk|geadresseerde|dit bericht|deze e-mail|ten onrechte|openbaarmaking|niet de beoogde|onbevoegd|bijlagen
konfidentiell|avsedd för|avsedda mottagaren|detta meddelande|denna e-post|av misstag|sekretess|otillåten|bilagor
luottamuksell|tarkoitettu vain|vastaanottajalle|tämä viesti|tämän viestin|erehdyksessä|virheellisesti|luvaton|liitteet
poufn|wyłącznie dla adresata|adresatem|niniejsza wiadomość|ta wiadomość|omyłkowo|przez pomyłkę|ujawni|zabronione|załączniki
機密|誤って受信|宛先|破棄|無断|秘密情報|保密|机密|收件人|误收|誤收|未经授权|删除此邮件|本邮件|機密資訊
`)

// legalStarts begin a disclaimer on their own.
var legalStarts = newBook(`
this e-mail is confidential|this message is for|this email is for|this e-mail is for|this message is intended|this email is intended|this e-mail is intended|this email is confidential|this message is confidential|this e-mail and any|this email and any|this message and any|this message contains|this email contains|this e-mail contains|this communication|this message may contain|this e-mail may contain|this email may contain|this electronic|this transmission|the information contained|the information in this|the contents of this|the content of this|confidentiality notice|confidential:|confidentiality:|disclaimer|legal notice|legal disclaimer|privacy notice|notice:|important notice|please consider the environment|think before you print|consider the environment|p please consider|before printing|save paper|save a tree|registered in england|registered office|company registered|company number|a company registered
diese e-mail|diese mail|dieses e-mail|diese nachricht enthält|diese nachricht ist vertraulich|der inhalt dieser|die information in dieser|haftungsausschluss|rechtlicher hinweis|vertraulichkeitshinweis|wichtiger hinweis:|bitte denken sie an die umwelt|denken sie an die umwelt|bitte prüfen sie der umwelt|hinweis:|informationen zum datenschutz|datenschutzhinweis|pflichtangaben|sitz der gesellschaft
ce message et|ce courriel et|ce message est|ce courriel est|ce mail|ce message contient|cet e-mail|les informations contenues|avis de confidentialité|clause de confidentialité|pensez à l'environnement|pensez à l’environnement|avant d'imprimer|avant d’imprimer|n'imprimez|merci de penser
este mensaje|este correo|este e-mail|la información contenida|aviso legal|aviso de confidencialidad|antes de imprimir|piense en el medio|la información incluida|cláusula de confidencialidad|este email
esta mensagem|esta comunicação|a informação contida|as informações contidas|aviso de confidencialidade|aviso legal|pense no ambiente|pense no meio|antes de imprimir|este correio
questo messaggio|questa e-mail|questa mail|questa email|le informazioni contenute|avviso di riservatezza|avvertenza|prima di stampare|pensa all'ambiente|rispetta l'ambiente|ai sensi del|il presente messaggio|la presente e-mail
dit bericht|deze e-mail|dit e-mailbericht|deze email|de informatie in|de inhoud van|denk aan het milieu|denk om het milieu|de informatie verzonden|op al onze
detta meddelande|denna e-post|detta e-postmeddelande|det här meddelandet|detta e-mail|denna e-mail|tänk på miljön|innehållet i detta
tämä viesti|tämä sähköposti|tämän viestin|tämän sähköpostin|tämä sähköpostiviesti|ajattele ympäristöä|säästä ympäristöä|luottamuksellisuus
ta wiadomość|niniejsza wiadomość|treść tej wiadomości|informacje zawarte|informacja zawarta|zanim wydrukujesz|wiadomość ta|klauzula poufności|administratorem
このメールは|このメールに|本メールは|本メールに|本メールおよび|この電子メール|本电子邮件|本邮件|此邮件|此電子郵件|本郵件|该邮件|此信息
`)

// footerStarts begin the lines that virus scanners, mailing lists and the like add below a mail.
var footerStarts = newBook(`
this email has been checked|this e-mail has been checked|this message has been checked|this message has been scanned|this email has been scanned|this e-mail has been scanned|this message was scanned|this email was scanned|scanned by|checked by avg|no virus found|virus-free.|virenfrei|diese e-mail wurde von|diese e-mail wurde auf viren|l'absence de virus|cet e-mail a été vérifié|el software de antivirus|este correo electrónico ha sido|este correo electrónico no contiene|este e-mail foi verificado|questa e-mail è stata controllata|dit e-mailbericht is gecontroleerd|e-postmeddelandet har kontrollerats|tämä sähköposti on tarkistettu|ta wiadomość e-mail została sprawdzona|libre de virus|sans virus|sem vírus|livre de vírus|priva di virus|virusvrij|このメールはウイルス|此邮件已通过
you received this message because|you are receiving this|to unsubscribe|unsubscribe|to post to this|to leave this|to manage your|to view this discussion|to stop receiving|visit this group|mailing list|list info|click here to unsubscribe|manage your subscription|view this email|update your preferences|sie erhalten diese|um sich abzumelden|abmelden:|vous recevez|pour vous désabonner|se désabonner|para cancelar la|para darse de baja|darse de baja|cancelar a inscrição|cancelar inscrição|per annullare|cancellati|afmelden|om je af te melden|avsluta prenumeration|avprenumerera|peruuta tilaus|wypisz się|aby zrezygnować|退订|取消订阅|退訂|配信停止
`)

// alarmWords and alarmMatters are in the warnings that mail systems put above mails from outside. One of each makes one.
var alarmWords = newBook(`
caution|external|warning|attention|be careful|be cautious|alert|security notice|important|notice|don't often get|don’t often get|unverified|suspicious|phishing
achtung|vorsicht|extern|warnung|erhalten nicht oft|externe|extérieur|prudence|avertissement|ne recevez pas souvent|vous n’obtenez pas souvent|vous n'obtenez pas souvent
precaución|atención|cuidado|externo|aviso|advertencia|no suele recibir|no suelen recibir|atenção|externa|não recebe|não costuma|attenzione|esterno|esterna|avviso|non ricevi spesso|di solito non si riceve
let op|waarschuwing|pas op|ontvangt niet vaak|varning|externt|varoitus|huomio|ulkopuolelta|ulkoinen|saat harvoin|et saa usein|uwaga|ostrożnie|zewnętrzn|ostrzeżenie|nieczęsto otrzymujesz
注意|警告|外部|社外|組織外|外部邮件|外部郵件|谨慎|不常
`)

var alarmMatters = newBook(`
originated from outside|originated outside|outside of the organi|outside the organi|outside your organi|outside of your organi|outside of the company|outside the company|outside our organi|outside of our|from outside|from an external|external sender|external source|external email|external e-mail|do not click|don't click|click links|links or attachments|open attachments|opening attachments|attachments|recognize the sender|recognise the sender|know the sender|verify the sender|sender|learn why this is important|phishing|not been verified
von außerhalb|ausserhalb|außerhalb|externen absender|externem absender|klicken|anhänge|absender|e-mail von|warum dies wichtig|cliquez|pièces jointes|expéditeur|provient de|découvrez pourquoi|fuera de|haga clic|hacer clic|adjuntos|remitente|por qué es|fora da|de fora|clique|anexos|por que isso|dall'esterno|dall’esterno|cliccare|allegati|mittente|perché è importante
van buiten|buiten de organisatie|klik niet|bijlagen|afzender|waarom dit|utanför|utifrån|klicka inte|bifogade|avsändaren|avsändare|varför det|ulkopuolelta|älä avaa|älä klikkaa|lähettäjä|linkkejä|liitteitä|miksi tämä|spoza organizacji|nie klikaj|załączników|nadawcy|nadawca|dlaczego
リンク|開かない|差出人|送信者|請勿|请勿|点击|點擊|社外|组织外部|外部から|來自外部|来自外部
`)

// bannerStarts begin such a warning on their own.
var bannerStarts = newBook(`
[external]|[extern]|[ext]|external*|external email|external sender|external mail|external:|externe e-mail|[externe]|[externo]|[externa]|[esterno]|[外部]|【外部】|[external email]|[external sender]|[ulkoinen]|[外部邮件]|[外部メール]|{external}|(external)|<external>|you don't often get email from|you don’t often get email from|some people who received this message don't often|sie erhalten nicht oft|[you don't often|[sie erhalten nicht|[vous ne recevez pas|vous ne recevez pas souvent|vous n’obtenez pas souvent|no suele recibir correos|non si ricevono spesso|u ontvangt niet vaak|du får inte ofta|et saa usein sähköpostia|[extern e-mail]|[ext.]|externe mail|externes e-mail|zewnętrzna wiadomość
`)

// contactWords begin lines of a signature.
var contactWords = set(`
tel|tel.|phone|ph|ph.|mobile|mob|mob.|cell|office|direct|fax|email|e-mail|mail|web|www|website|skype|teams|t|m|p|f|e|w|linkedin|twitter|telefon|telefax|mobil|handy|durchwahl|büro|internet|tél|tél.|téléphone|portable|courriel|site|teléfono|tfno|móvil|correo|telefone|telemóvel|celular|telefono|cell.|cellulare|ufficio|telefoon|mobiel|gsm|kantoor|tfn|puh|puh.|puhelin|gsm.|matkapuhelin|sähköposti|tel. kom.|kom.|kom|komórka|電話|携帯|tel/fax|メール|住所|〒|电话|手机|手機|電話|邮箱|地址|传真|传真
`)

// afterWords begin what people add below their name: it counts again.
var afterWords = newBook(`
ps |ps: |ps. |ps, |p.s|p.p.s|pps |pps: |ps- |ps – |nb: |n.b. |edit: |post scriptum|追伸|又及|附言|附：|pd: |pd. |p.d. |p.d.: |p.d |ps：
`)

// set makes phrases a set, without periods at their ends.
func set(data string) map[string]bool {
	m := map[string]bool{}
	for _, p := range phrases(data) {
		m[strings.TrimRight(p, ". ")] = true
	}
	return m
}
