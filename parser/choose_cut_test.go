package parser

import "testing"

// TestAllButBehindClass: "all but" some, behind a day or a part of the day, takes from it and adds nothing.
func TestAllButBehindClass(t *testing.T) {
	check(t, [][3]string{
		{"half5", "Tuesday, anything but the morning", "2"},
		{"half5", "Tuesday, everything except the morning", "2"},
		{"half5", "Dienstag, alles außer vormittags", "2"},
		{"half5", "Mardi, tout sauf le matin", "2"},
		{"half5", "Martes, todo menos por la mañana", "2"},
		{"half5", "Martedì, tutto tranne la mattina", "2"},
		{"half5", "Dinsdag, alles behalve de ochtend", "2"},
		{"half5", "Tisdag, allt utom förmiddagen", "2"},
		{"half5", "Tuesday, all but 10:00", "2"},
		{"half5", "Tuesday and Thursday, anytime but the morning", "2 4"},
		{"half5", "Tuesday and Thursday, everything except the 10:00 one", "2 4"},
		{"half5", "Only afternoons, everything except Friday", "2 4"},
		{"half5", "Nur nachmittags, alles außer Freitag", "2 4"},
		{"half5", "Que l'après-midi, tout sauf vendredi", "2 4"},
		{"half5", "Solo por la tarde, todo menos el viernes", "2 4"},
		{"half5", "Afternoons. All except Friday.", "unclear"},
		{"half5", "All except Friday. Afternoons.", "unclear"},
		{"half5", "All except Friday.", "1 2 3 4"},
		{"half5", "Wednesday is best, everything except Friday works.", "1 2 *3 4"},
		{"half5", "Friday if need be, everything except Friday works.", "1 2 3 4 ~5"},
		{"half5", "Mornings, afternoons except Friday.", "unclear"},
		{"half5", "Any Tuesday slot but the morning one", "2"},
		{"half5", "Any afternoon slot but Friday's", "unclear"},
		{"half5", "Any of the afternoons but Friday's", "unclear"},
		{"half5", "All the afternoons but Friday", "2 4"},
		{"half5", "Any afternoon but Friday works", "2 4"},
		{"half5", "Every afternoon slot but the Friday one", "2 4"},
		{"half5", "Any slot but the Friday one", "1 2 3 4"},
	})
}

// TestHalfDayAndHour: an hour beside a part of the day narrows it, whatever noun stands between.
func TestHalfDayAndHour(t *testing.T) {
	check(t, [][3]string{
		{"half5", "Both afternoon slots at 14 work, the others don't.", "2 4"},
		{"half5", "The two afternoon slots at 14:00 work.", "2 4"},
		{"half5", "The afternoon slots at 2pm work for me.", "2 4"},
		{"half5", "Afternoon appointments starting at 14:00 are ok", "2 4"},
		{"half5", "Afternoon slots: 14:00 ones only", "2 4"},
		{"half5", "2 pm slots in the afternoon", "2 4"},
		{"half5", "Morning slots at 10 only.", "1"},
		{"half5", "Morning times at 10am are good for me", "1"},
		{"half5", "Die Nachmittagstermine um 14 Uhr passen.", "2 4"},
		{"half5", "Les créneaux de l'après-midi à 14h me vont.", "2 4"},
		{"half5", "Los horarios de la tarde a las 14:00 me van bien.", "2 4"},
		{"half5", "The morning slots and 2pm work.", "1 2 3 4"},
		{"half5", "The morning slots, 16:00 too.", "1 3 5"},
	})
}

// TestNeitherHalf: "neither morning nor afternoon" behind a day is about that day.
func TestNeitherHalf(t *testing.T) {
	check(t, [][3]string{
		{"half5", "Tuesday neither morning nor afternoon, rest fine", "3 4 5"},
		{"half5", "Mardi ni le matin ni l'après-midi, le reste ok", "3 4 5"},
		{"half5", "Dienstag weder vormittags noch nachmittags, der Rest passt", "3 4 5"},
		{"half5", "El martes ni por la mañana ni por la tarde, el resto bien", "3 4 5"},
		{"half5", "Martedì né mattina né pomeriggio, il resto va bene", "3 4 5"},
		{"half5", "Neither Tuesday nor Friday, rest fine", "3 4"},
	})
}
