package parser

import (
	"strings"
	"sync"
)

// option is what a line such as "deadline: Friday" is about.
type option uint8

const (
	noOption option = iota
	optTitle
	optLocation
	optURL
	optDuration
	optDeadline
	optOptional
	optRequired
	optConfirm
	optQuorum
	optSuggestions
	optHolds
	optHidden
	optAttend
	optZone
	optProgress
	optSlots
)

// optionWords are the words before the colon. Accents are not looked at.
var optionWords = map[option]string{
	optTitle: `title, subject, topic, event, meeting title, titel, betreff, thema, titre, objet, sujet, título, titulo, asunto, assunto, titolo, oggetto, onderwerp,
		rubrik, ämne, otsikko, aihe, tytuł, temat, 件名, タイトル, 标题, 主题, 標題, 議題`,
	optLocation: `location, place, where, venue, room, ort, raum, wo, lieu, endroit, salle, lugar, local, sala, luogo, dove, locatie, plaats, plats, lokal, paikka,
		missä, sijainti, miejsce, gdzie, 場所, 会場, 地点, 地點`,
	optURL: `url, link, join, join link, meeting link, video, video link, teams, zoom, meet, lien, enlace, länk, linkki`,
	optDuration: `duration, length, how long, time needed, dauer, länge, durée, duración, duração, durata, duur, längd, varaktighet, kesto, pituus, czas trwania, czas, 所要時間, 時長,
		时长, 持续时间`,
	optDeadline: `deadline, reply by, answer by, respond by, please reply by, please answer by, rsvp, rsvp by, replies by, answers by, frist, antwort bis, antworten bis, bitte antworten bis,
		rückmeldung bis, date limite, réponse avant, répondre avant, réponse avant le, fecha límite, responder antes de, plazo, prazo, responder até, scadenza, rispondere entro,
		reageren voor, antwoord voor, uiterlijk, sista svarsdag, svara senast, svar senast, osa, määräaika, vastaukset viimeistään, vastaa viimeistään, takaraja,
		termin odpowiedzi, odpowiedź do, proszę o odpowiedź do, 締切, 締め切り, 期限, 回答期限, 截止, 截止日期, 截止时间`,
	optOptional: `optional, optional attendees, optional people, optional participants, wahlweise, freiwillig, facultatif, facultatifs, optionnel, optionnels, opcional, opcionales, opcionais, facoltativo,
		facoltativi, opzionale, opzionali, optioneel, facultatief, valfri, valfria, valfritt, valinnainen, valinnaiset, opcjonalnie, opcjonalni, 任意, 可选`,
	optRequired: `required, required attendees, required people, pflicht, erforderlich, obligatoire, obligatoires, requis, obligatorio, obligatorios, obrigatório, obrigatórios, obbligatorio, obbligatori,
		verplicht, vereist, obligatorisk, obligatoriska, pakollinen, pakolliset, wymagani, wymagane, 必須, 必选`,
	optConfirm:     `confirm, confirmation, bestätigung, bestätigen, confirmer, confirmar, confermare, conferma, bevestigen, bekräfta, vahvista, potwierdzenie`,
	optQuorum:      `quorum, quórum, kworum, päätösvaltaisuus`,
	optSuggestions: `suggestions, suggestion, vorschläge, sugerencias, sugestões, suggerimenti, suggesties, voorstellen, förslag, ehdotukset, propozycje`,
	optHolds:       `holds, hold, calendar holds, vormerken`,
	optHidden:      `hidden, private, verborgen, caché, oculto, nascosto, dold, piilotettu, ukryte`,
	optAttend:      `attend, attending, i attend, teilnahme, ich nehme teil`,
	optZone: `zone, timezone, time zone, time-zone, tz, zeitzone, fuseau horaire, fuseau, huso horario, zona horaria, fuso horário, fuso, fuso orario, tijdzone, tidszon, aikavyöhyke, strefa czasowa,
		strefa, タイムゾーン, 时区, 時區`,
	optProgress: `progress, fortschritt`,
	optSlots: `slots, slot, times, time, options, option, dates, date, when, proposal, proposed times, possible times, suggested times, termine, termin, vorschlag, wann, zeiten, créneaux, créneau, horaires, dates possibles,
		quand, horarios, opciones, fechas, cuándo, horários, opções, datas, quando, orari, opzioni, tijden, opties, wanneer, tider, alternativ, när, ajat, vaihtoehdot, milloin, terminy, kiedy, 候補, 候補日,
		候補日時, 日時, 时间, 時間, 可选时间`,
}

// optionTree maps a word before a colon to its option.
var optionTree = sync.OnceValue(func() map[string]option {
	m := map[string]option{}
	for o, words := range optionWords {
		for w := range strings.SplitSeq(words, ",") {
			m[optionKey(Tokens(w, nil))] = o
		}
	}
	return m
})

// optionKey is the words of tokens without accents, spaces single.
func optionKey(tokens []Token) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 && t.Space {
			b.WriteByte(' ')
		}
		b.WriteString(t.Plain)
	}
	return b.String()
}

var yesWords = wordSet(`yes y true on ja oui si sim kyllä tak joo 是 はい 1 open direct organizer organiser me allowed each all every always`)
var noWords = wordSet(`no n false off nein non nao nee nej ei nie 否 いいえ 0 closed none never automatic auto ask`)

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[plainWord(strings.ToLower(w))] = true
	}
	return m
}

// offerWords make an offer of the times behind them in their sentence, mentionWords a mere mention: of what was, of what cannot be,
// of when to answer. Phrases are in the languages we read, without accents.
var offerWords = phraseSet(`could, can, how about, what about, shall, let's, lets, propose, suggest, offer, offering, available, free, would, meet, works, work, suits, suit, possible, i can, option, options, either, alternatively,
	choose, pick, choice, times, slots, candidates, like to, schedule,
	konnen, konnten, wie ware, ginge, geht, passt, passen, vorschlag, vorschlagen, treffen, moglich, auswahl, termine, termin, ich kann, frei, wollen wir, sollen wir,
	pouvons, pourrions, pourrait, peut, on pourrait, propose, proposer, disponible, convient, conviendrait, rencontrer, retrouver, que dites, possible, creneaux, est ce que, reunir,
	podemos, podriamos, puede, pueden, podria, podeis, propongo, que tal, disponible, reunirnos, quedar, les viene, te viene, vernos,
	poderiamos, pode, podem, proponho, disponivel, encontrar, reunir, que tal,
	possiamo, potremmo, puo, potete, propongo, disponibile, incontrarci, vediamoci, che ne dite, vederci,
	kunnen, kunnen we, zullen we, voorstel, stel voor, beschikbaar, afspreken, past, schikt, zou, zouden, kan,
	kan, kan vi, ska vi, skulle, foreslar, ledig, passar, funkar, traffas, ses, motas,
	voisimmeko, voitaisiinko, sopiiko, sopisiko, kayko, kavisiko, ehdotan, ehdotus, tavata, onko, paasettekö, voitteko, pidetaan,
	mozemy, czy mozemy, moglibysmy, proponuje, spotkac, spotkajmy, pasuje, dostepny, odpowiada,
	いかが, どう, お願い, 可能, ご都合, 都合, 候補, 可以, 行吗, 如何, 怎么样, 方便, 有空`)

var mentionWords = phraseSet(`as agreed, as discussed, as mentioned, agreed, discussed, mentioned, deadline, reply by, answer by, respond by, respond before, reply before, answer before, by then, due, was, were, had, met, happened,
	away, except, not, don't, doesn't, can't, cannot, couldn't, won't, isn't, unavailable, vacation, holiday, on leave, busy, instead of, cancelled, canceled, postponed, moved from, last, since, until, out of office, closed, already, took place, rescheduled from, previous, previously, original, originally, never,
	please reply, please answer, please respond, let me know by, confirm by, office hours, opening hours, no later than, at the latest,
	wie besprochen, besprochen, vereinbart, nicht, kein, keine, urlaub, war, waren, abwesend, ausser, frist, spatestens, bis zum, seit, letzte, letzten, antwort bis, antworten bis, antwortet, antworte, bitte antworten, ruckmeldung, meldet euch, gebt bescheid, bescheid, verschoben, abgesagt, statt, anstatt, hatten, erreichbar,
	comme convenu, convenu, discute, pas, aucun, conge, vacances, absent, sauf, avant le, jusqu'au, depuis, repondre, reponse, annule, reporte, etait, dernier, derniere, au lieu,
	como acordado, acordado, no, vacaciones, ausente, excepto, hasta el, desde, responder, respuesta, cancelado, pasado, ultimo, en lugar,
	conforme combinado, combinado, nao, ferias, exceto, ate o, resposta, foi, ultima,
	come concordato, concordato, non, ferie, assente, tranne, entro, rispondere, risposta, era, scorso, scorsa, invece,
	zoals besproken, besproken, afgesproken, niet, geen, vakantie, afwezig, behalve, uiterlijk, antwoord, reageren, vorige, was, in plaats,
	som overenskommet, inte, ingen, semester, borta, utom, senast, svara, svar, forra, istallet,
	kuten sovittiin, sovittiin, sovittu, ei, en, lomalla, loma, paitsi, viimeistaan, mennessa, vastaa, vastaus, viime, sijaan, oli, olin, poissa, vastatkaa,
	zgodnie z ustaleniami, ustalone, nie, urlop, nieobecny, oprocz, najpozniej, odpowiedz, ostatni, zamiast, bylo,
	前回, 先週, 締切, 不可, ません, 以外, 休み, 不在, 上次, 上周, 不行, 不能, 没空, 截止, 之前回复`)

// hardWords are mentions that no offering word in the same clause undoes: the past, and no.
var hardWords = wordSet(`was were had not don't doesn't can't cannot couldn't won't isn't unavailable never cancelled canceled nicht kein keine war waren hatten abgesagt pas aucun etait no cancelado foi nao
	non era niet geen was inte ingen ei en oli olin nie bylo`)

// phraseSet is a list of phrases as a tree of tokens.
func phraseSet(words string) func() *timeNode {
	return sync.OnceValue(func() *timeNode {
		root := &timeNode{}
		var tokens []Token
		for w := range strings.SplitSeq(words, ",") {
			tokens = Tokens(strings.TrimSpace(w), tokens[:0])
			at := root
			for _, t := range tokens {
				if at.next == nil {
					at.next = map[string]*timeNode{}
				}
				if at.next[t.Plain] == nil {
					at.next[t.Plain] = &timeNode{}
				}
				at = at.next[t.Plain]
			}
			if at != root {
				at.mask = 1
			}
		}
		return root
	})
}

// phraseAt returns the length of the longest phrase of a set at token i, 0 if there is none.
func phraseAt(root *timeNode, tokens []Token, i int) int {
	length := 0
	at := root
	for j := i; j < len(tokens); j++ {
		if at = at.next[tokens[j].Plain]; at == nil {
			break
		}
		if at.mask == 1 {
			length = j - i + 1
		}
	}
	return length
}
