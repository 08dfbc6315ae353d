package parser

import (
	"strings"
	"unicode"
)

// stopWords are short words that tell languages apart, each with the letters of the languages that have it.
var stopWords = func() map[string][]string {
	m := map[string][]string{}
	for _, entry := range [...]struct{ language, words string }{
		{"en", "the and for is are i my me you works work fine good can could would that this thanks thank please best regards yes no not none all both but with on at of to it sorry will am slot either any"},
		{"de", "und der die das ich ist mir mich nicht passt passen geht gehen für mit bei auch am um leider ja nein oder alle beide danke kann kein keiner keine grüße wäre gut den dem ein eine termin termine bitte"},
		{"fr", "et le la les je suis me moi pas pour est ou merci oui non convient conviennent bonjour cordialement dans avec sauf tous aucun à peux peut jeudi mardi lundi mercredi vendredi disponible va du au"},
		{"es", "y el la los las me mi no sí puedo para gracias por con bien viene van todas todos menos ninguna hola saludos es una un jueves martes lunes miércoles viernes a del está"},
		{"pt", "e o a os as me não sim posso para obrigado obrigada por com bem todas todos menos nenhuma nenhum olá é uma um quinta terça segunda quarta sexta do da está serve pode servem"},
		{"it", "e il no lo la i le mi non sì posso per grazie con bene va vanno tutti tutte tranne nessuno nessuna ciao è una un giovedì martedì lunedì mercoledì venerdì del sono saluti alle"},
		{"nl", "en de het een ik is mij me niet kan past passen voor met ook om ja nee of alle beide bedankt geen groet graag goed donderdag dinsdag maandag woensdag vrijdag behalve op zijn lukt"},
		{"sv", "och det jag är mig inte inget av kan passar för med också kl ja nej eller alla båda tack ingen hälsningar bra torsdag tisdag måndag onsdag fredag utom på går en ett funkar den"},
		{"fi", "ja on ei käy sopii sopivat en voi mulle minulle kaikki paitsi kiitos terveisin myös tai klo hei mikään molemmat kumpikaan torstai tiistai maanantai keskiviikko perjantai kyllä pääsen olen vain"},
		{"pl", "i w na nie tak mi mogę pasuje pasują dla z też lub wszystkie oprócz żaden dziękuję dzięki pozdrawiam jest się o czwartek wtorek poniedziałek środa piątek dzień dobry poza oba"},
	} {
		for w := range strings.FieldsSeq(entry.words) {
			m[w] = append(m[w], entry.language)
		}
	}
	return m
}()

const languageWords = 200 // words that are looked at

// languageOf guesses the language of a text by its script and commonest words; "" if it says too little.
func languageOf(text string) string {
	kana, han, score := 0, 0, map[string]int{}
	n := 0
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		if n++; n > languageWords {
			break
		}
		if w[0] >= 0xe3 {
			for _, r := range w {
				switch {
				case r >= 0x3041 && r <= 0x30ff:
					kana++
				case r >= 0x4e00 && r <= 0x9fff:
					han++
				}
			}
			continue
		}
		for _, l := range stopWords[lower(w)] {
			score[l]++
		}
	}
	switch {
	case kana > 0:
		return "ja"
	case han > 0:
		return "zh"
	}
	best, most, tie := "", 0, false
	for _, l := range [...]string{"en", "de", "fr", "es", "pt", "it", "nl", "sv", "fi", "pl"} {
		if s := score[l]; s > most {
			best, most, tie = l, s, false
		} else if s == most {
			tie = true
		}
	}
	if most == 0 || tie {
		return ""
	}
	return best
}
