package parser

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// FindZone returns the zone of a name as people write it: an IANA name in any case, "UTC+5:30", "CET", "Paris", "Pacific". The name
// that it has among us is canonical: an IANA name, "UTC", or "UTC+05:30". Seasons are not looked at: "EST" is New York's zone.
func FindZone(said string) (name string, loc *time.Location, ok bool) {
	tokens := Tokens(strings.TrimSpace(said), nil)
	if len(tokens) == 0 {
		return "", nil, false
	}
	nodes := make([]*timeNode, len(tokens))
	r := timeReader{t: tokens, n: nodes}
	z, to := r.zoneName(0, true)
	if to == 0 {
		z, to = r.cityTime(0, true)
	}
	if to == 0 {
		if z, to = r.city(0); to == 0 {
			return "", nil, false
		}
	}
	if to < len(tokens) && (r.is(to, "time") || r.is(to, "zeit") || r.is(to, "zone")) {
		to++
	}
	if to < len(tokens) && z.Loc != nil && !(r.is(to, ".") || r.is(to, "(") || r.is(to, ",")) {
		return "", nil, false
	}
	if z.Loc == nil {
		return "", nil, false
	}
	if z.fixed && z.Name != z.Loc.String() {
		if l, err := loadZone(z.Name); err == nil {
			return z.Name, l, true
		}
	}
	return z.Name, z.Loc, true
}

// zones keeps the zones that were loaded: there are some six hundred, and reading one costs more than reading a mail.
var zones sync.Map

func loadZone(name string) (*time.Location, error) {
	if l, ok := zones.Load(name); ok {
		return l.(*time.Location), nil
	}
	if name == "" || name == "Local" || len(name) > 64 {
		return nil, fmt.Errorf("no zone %q", name)
	}
	l, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	zones.Store(name, l)
	return l, nil
}

// fixedZone is the zone so many seconds east of Greenwich.
func fixedZone(said string, seconds int) Zone {
	if seconds == 0 {
		return Zone{Said: said, Name: "UTC", Loc: time.UTC}
	}
	sign, s := '+', seconds
	if s < 0 {
		sign, s = '-', -s
	}
	name := fmt.Sprintf("UTC%c%02d:%02d", sign, s/3600, s/60%60)
	if l, ok := zones.Load(name); ok {
		return Zone{Said: said, Name: name, Loc: l.(*time.Location)}
	}
	l := time.FixedZone(name, seconds)
	zones.Store(name, l)
	return Zone{Said: said, Name: name, Loc: l}
}

// abbreviation is a short name of a zone. Some of them fix the season too: an hour stated in EST is five hours behind Greenwich.
type abbreviation struct {
	name   string // IANA
	offset int    // minutes east of Greenwich, if fixed
	fixed  bool
	word   bool // an everyday word in lower case: only capitals count
	doubt  bool // several places use it
}

var abbreviations = map[string]abbreviation{
	"utc": {name: "UTC"}, "gmt": {name: "UTC"}, "zulu": {name: "UTC"},
	"et": {name: "America/New_York", word: true}, "est": {name: "America/New_York", offset: -300, fixed: true, word: true}, "edt": {name: "America/New_York", offset: -240, fixed: true},
	"ct": {name: "America/Chicago", word: true}, "cst": {name: "America/Chicago", offset: -360, fixed: true}, "cdt": {name: "America/Chicago", offset: -300, fixed: true},
	"mt": {name: "America/Denver", word: true}, "mst": {name: "America/Denver", offset: -420, fixed: true}, "mdt": {name: "America/Denver", offset: -360, fixed: true},
	"pt": {name: "America/Los_Angeles", word: true}, "pst": {name: "America/Los_Angeles", offset: -480, fixed: true}, "pdt": {name: "America/Los_Angeles", offset: -420, fixed: true},
	"akst": {name: "America/Anchorage", offset: -540, fixed: true}, "akdt": {name: "America/Anchorage", offset: -480, fixed: true}, "hst": {name: "Pacific/Honolulu", offset: -600, fixed: true},
	"cet": {name: "Europe/Paris", offset: 60, fixed: true}, "cest": {name: "Europe/Paris", offset: 120, fixed: true, word: true},
	"mez": {name: "Europe/Berlin", offset: 60, fixed: true}, "mesz": {name: "Europe/Berlin", offset: 120, fixed: true},
	"eet": {name: "Europe/Helsinki", offset: 120, fixed: true}, "eest": {name: "Europe/Helsinki", offset: 180, fixed: true},
	"wet": {name: "Europe/Lisbon", offset: 0, fixed: true, word: true}, "west": {name: "Europe/Lisbon", offset: 60, fixed: true, word: true},
	"bst": {name: "Europe/London", offset: 60, fixed: true}, "msk": {name: "Europe/Moscow"}, "trt": {name: "Europe/Istanbul"},
	"jst": {name: "Asia/Tokyo"}, "kst": {name: "Asia/Seoul"}, "sgt": {name: "Asia/Singapore"}, "hkt": {name: "Asia/Hong_Kong"}, "pkt": {name: "Asia/Karachi"}, "gst": {name: "Asia/Dubai"},
	"ist": {name: "Asia/Kolkata", word: true, doubt: true}, "sast": {name: "Africa/Johannesburg"}, "eat": {name: "Africa/Nairobi", word: true}, "wat": {name: "Africa/Lagos", word: true}, "cat": {name: "Africa/Maputo", word: true},
	"aest": {name: "Australia/Sydney", offset: 600, fixed: true}, "aedt": {name: "Australia/Sydney", offset: 660, fixed: true}, "awst": {name: "Australia/Perth"},
	"nzst": {name: "Pacific/Auckland", offset: 720, fixed: true}, "nzdt": {name: "Pacific/Auckland", offset: 780, fixed: true},
	"ast": {name: "America/Halifax", word: true, doubt: true}, "nst": {name: "America/St_Johns", offset: -210, fixed: true}, "pht": {name: "Asia/Manila"}, "wib": {name: "Asia/Jakarta"}, "ict": {name: "Asia/Bangkok"},
	"myt": {name: "Asia/Kuala_Lumpur"}, "npt": {name: "Asia/Kathmandu"}, "bdt": {name: "Asia/Dhaka"}, "irst": {name: "Asia/Tehran"}, "acst": {name: "Australia/Adelaide", offset: 570, fixed: true}, "acdt": {name: "Australia/Adelaide", offset: 630, fixed: true},
	"brt": {name: "America/Sao_Paulo"}, "art": {name: "America/Argentina/Buenos_Aires", word: true}, "clt": {name: "America/Santiago"}, "cot": {name: "America/Bogota", word: true},
}

// capitalWords end like the short names of zones and are none, even where somebody shouts.
var capitalWords = wordSet(`not but out yet get let set met got bot fit hit cut put sat list at it`)

// usZones are the names that stand for a zone behind a time of day: "1pm Pacific", "9am Eastern time".
var usZones = map[string]string{
	"eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver", "pacific": "America/Los_Angeles", "greenwich": "UTC",
}

// cities are places whose time people state by name, in the languages that name them otherwise too.
var cities = map[string]string{
	"london": "Europe/London", "londres": "Europe/London", "londra": "Europe/London", "londyn": "Europe/London", "dublin": "Europe/Dublin", "lisbon": "Europe/Lisbon", "lisboa": "Europe/Lisbon", "lisbonne": "Europe/Lisbon",
	"paris": "Europe/Paris", "parigi": "Europe/Paris", "berlin": "Europe/Berlin", "berliner": "Europe/Berlin", "munich": "Europe/Berlin", "hamburg": "Europe/Berlin", "frankfurt": "Europe/Berlin",
	"madrid": "Europe/Madrid", "barcelona": "Europe/Madrid", "rome": "Europe/Rome", "roma": "Europe/Rome", "rom": "Europe/Rome", "milan": "Europe/Rome", "milano": "Europe/Rome",
	"vienna": "Europe/Vienna", "wien": "Europe/Vienna", "zurich": "Europe/Zurich", "amsterdam": "Europe/Amsterdam", "brussels": "Europe/Brussels", "bruxelles": "Europe/Brussels", "brussel": "Europe/Brussels",
	"copenhagen": "Europe/Copenhagen", "oslo": "Europe/Oslo", "stockholm": "Europe/Stockholm", "helsinki": "Europe/Helsinki", "helsingin": "Europe/Helsinki", "helsingfors": "Europe/Helsinki", "finnish": "Europe/Helsinki", "suomen": "Europe/Helsinki",
	"tallinn": "Europe/Tallinn", "riga": "Europe/Riga", "vilnius": "Europe/Vilnius", "warsaw": "Europe/Warsaw", "warszawa": "Europe/Warsaw", "prague": "Europe/Prague", "praha": "Europe/Prague", "budapest": "Europe/Budapest",
	"athens": "Europe/Athens", "istanbul": "Europe/Istanbul", "kyiv": "Europe/Kyiv", "kiev": "Europe/Kyiv", "bucharest": "Europe/Bucharest", "moscow": "Europe/Moscow", "german": "Europe/Berlin", "uk": "Europe/London", "british": "Europe/London", "swedish": "Europe/Stockholm", "dutch": "Europe/Amsterdam", "french": "Europe/Paris", "swiss": "Europe/Zurich",
	"new york": "America/New_York", "nyc": "America/New_York", "boston": "America/New_York", "washington": "America/New_York", "toronto": "America/Toronto", "montreal": "America/Toronto", "chicago": "America/Chicago", "houston": "America/Chicago", "austin": "America/Chicago", "denver": "America/Denver",
	"los angeles": "America/Los_Angeles", "san francisco": "America/Los_Angeles", "sf": "America/Los_Angeles", "seattle": "America/Los_Angeles", "california": "America/Los_Angeles", "vancouver": "America/Vancouver",
	"mexico city": "America/Mexico_City", "sao paulo": "America/Sao_Paulo", "brasilia": "America/Sao_Paulo", "buenos aires": "America/Argentina/Buenos_Aires", "bogota": "America/Bogota", "santiago": "America/Santiago", "lima": "America/Lima",
	"tokyo": "Asia/Tokyo", "tokio": "Asia/Tokyo", "japan": "Asia/Tokyo", "seoul": "Asia/Seoul", "beijing": "Asia/Shanghai", "shanghai": "Asia/Shanghai", "china": "Asia/Shanghai", "hong kong": "Asia/Hong_Kong", "singapore": "Asia/Singapore", "taipei": "Asia/Taipei", "bangkok": "Asia/Bangkok", "jakarta": "Asia/Jakarta", "manila": "Asia/Manila",
	"india": "Asia/Kolkata", "indian": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "delhi": "Asia/Kolkata", "new delhi": "Asia/Kolkata", "bangalore": "Asia/Kolkata", "bengaluru": "Asia/Kolkata", "kolkata": "Asia/Kolkata", "chennai": "Asia/Kolkata", "karachi": "Asia/Karachi", "dhaka": "Asia/Dhaka", "kathmandu": "Asia/Kathmandu",
	"dubai": "Asia/Dubai", "tel aviv": "Asia/Jerusalem", "jerusalem": "Asia/Jerusalem", "riyadh": "Asia/Riyadh", "cairo": "Africa/Cairo", "nairobi": "Africa/Nairobi", "lagos": "Africa/Lagos", "johannesburg": "Africa/Johannesburg", "cape town": "Africa/Johannesburg",
	"sydney": "Australia/Sydney", "melbourne": "Australia/Melbourne", "brisbane": "Australia/Brisbane", "perth": "Australia/Perth", "auckland": "Pacific/Auckland", "honolulu": "Pacific/Honolulu", "hawaii": "Pacific/Honolulu",
	"日本": "Asia/Tokyo", "東京": "Asia/Tokyo", "东京": "Asia/Tokyo", "北京": "Asia/Shanghai", "上海": "Asia/Shanghai", "中国": "Asia/Shanghai", "香港": "Asia/Hong_Kong", "伦敦": "Europe/London", "纽约": "America/New_York", "巴黎": "Europe/Paris", "柏林": "Europe/Berlin",
}

// areas are the first parts of IANA names.
var areas = map[string]bool{
	"africa": true, "america": true, "antarctica": true, "arctic": true, "asia": true, "atlantic": true, "australia": true, "europe": true, "indian": true, "pacific": true, "etc": true, "us": true,
}

// readZone reads a zone at i: behind a time of day in any way people write it, elsewhere only where nothing else could be meant.
func (r *timeReader) readZone(i int) int {
	before, direct, _ := r.last()
	afterClock := before != nil && direct && (before.kind == pClock && before.clock.Kind == OnTime)
	if !afterClock && !r.zone[i] {
		return i
	}
	z, to := r.zoneName(i, afterClock)
	if to == i {
		z, to = r.cityTime(i, afterClock)
	}
	if to == i {
		return i
	}
	p := timePiece{kind: pZone, from: i, to: to, zone: z}
	if z.Loc == nil {
		p.fault = "no-such-zone"
	}
	return r.add(p)
}

// zoneName reads an IANA name, UTC with an offset, or an abbreviation.
func (r *timeReader) zoneName(i int, afterClock bool) (Zone, int) {
	t := &r.t[i]
	if t.Kind == TokenPunct && afterClock && t.Space && r.num(i+1) >= 0 && (r.digits(i+1) == 4 || r.digits(i+1) == 2 && r.is(i+2, ":")) { // 14:30 +0100
		if off, j := r.offset(i); j > i {
			return fixedZone(r.raw(i, j), off), j
		}
	}
	if t.Kind != TokenWord {
		return Zone{}, i
	}
	if areas[t.Plain] && r.is(i+1, "/") && r.glued(i+1) && r.glued(i+2) && i+2 < len(r.t) && r.t[i+2].Kind == TokenWord {
		j := i + 3
		for j+1 < len(r.t) && r.glued(j) && r.glued(j+1) && (r.is(j, "_") || r.is(j, "/") || r.is(j, "-") || r.is(j, "+")) && (r.t[j+1].Kind == TokenWord || r.t[j+1].Kind == TokenNumber && t.Plain == "etc") {
			j += 2
		}
		said := r.raw(i, j)
		name, l := iana(said)
		return Zone{Said: said, Name: name, Loc: l}, j
	}
	a, ok := abbreviations[t.Plain]
	if !ok && afterClock && t.Space && len(t.Raw) == 3 && t.Raw[2] == 'T' && strings.ToUpper(t.Raw) == t.Raw && !capitalWords[t.Plain] {
		return Zone{Said: t.Raw}, i + 1 // "10:00 XYT": a zone, but which?
	}
	if !ok {
		if t.Plain == "z" && afterClock && r.glued(i) {
			return Zone{Said: t.Raw, Name: "UTC", Loc: time.UTC}, i + 1
		}
		return Zone{}, i
	}
	capitals := strings.ToUpper(t.Raw) == t.Raw
	if !capitals && (a.word && !(t.Plain == "est" && r.amBefore(i)) || !afterClock && t.Plain != "utc" && t.Plain != "gmt") {
		return Zone{}, i
	}
	if !afterClock && a.word && !r.zoneContext(i) {
		return Zone{}, i
	}
	if a.name == "UTC" {
		j := i + 1
		if off, k := r.offset(j); k > j && (r.glued(j) || r.num(j+1) >= 0 && r.glued(j+1) && !r.glued(j)) && off >= -12*3600 && off <= 14*3600 {
			return fixedZone(r.raw(i, k), off), k
		}
		if r.is(j, "/") && (r.is(j+1, "gmt") || r.is(j+1, "utc")) {
			j += 2
		}
		return Zone{Said: r.raw(i, j), Name: "UTC", Loc: time.UTC}, j
	}
	z := Zone{Said: t.Raw, Name: a.name}
	j := i + 1
	if l, err := loadZone(a.name); err == nil && !a.doubt {
		z.Loc = l
		if a.fixed {
			z.fixed, z.Loc = true, fixedZone("", a.offset*60).Loc
		}
	}
	return z, j
}

// iana loads a zone by its name, written in any case.
func iana(said string) (string, *time.Location) {
	if l, err := loadZone(said); err == nil {
		return said, l
	}
	b := []byte(strings.ToLower(said))
	up := true
	for k, c := range b {
		if up && c >= 'a' && c <= 'z' {
			b[k] = c - 'a' + 'A'
		}
		up = c == '/' || c == '_' || c == '-'
	}
	name := string(b)
	for _, small := range [...]string{"_Of_", "_Es_", "-Au-", "_Da_"} {
		name = strings.ReplaceAll(name, small, strings.ToLower(small))
	}
	if strings.HasPrefix(name, "Us/") || strings.HasPrefix(name, "Etc/Gmt") || name == "Etc/Utc" {
		name = strings.Replace(strings.Replace(strings.Replace(name, "Us/", "US/", 1), "Gmt", "GMT", 1), "Utc", "UTC", 1)
	}
	if l, err := loadZone(name); err == nil {
		return name, l
	}
	return "", nil
}

// offset reads +2, -05:30, +0100 at i, in seconds.
func (r *timeReader) offset(i int) (int, int) {
	if !(r.is(i, "+") || r.is(i, "-") || r.is(i, "±")) || r.num(i+1) < 0 || !r.glued(i+1) {
		return 0, i
	}
	h, m, j := r.num(i+1), 0, i+2
	if r.digits(i+1) == 4 {
		h, m = h/100, h%100
	} else if r.digits(i+1) > 2 {
		return 0, i
	} else if (r.is(j, ":") || r.is(j, ".")) && r.glued(j) && r.num(j+1) >= 0 && r.digits(j+1) == 2 && r.glued(j+1) {
		m, j = r.num(j+1), j+2
	}
	if h > 14 || m > 59 {
		return 0, i
	}
	s := h*3600 + m*60
	if r.is(i, "-") {
		s = -s
	}
	return s, j
}

func (r *timeReader) amBefore(i int) bool { return r.is(i-1, "pm") || r.is(i-1, "am") }

// zoneContext reports whether the line speaks of zones, or of nothing but the word at i.
func (r *timeReader) zoneContext(i int) bool {
	if len(r.t) == 1 {
		return true
	}
	for k := range r.t {
		switch r.t[k].Plain {
		case "timezone", "zone", "times", "zeitzone", "zeiten", "fuseau", "horaires", "aikavyohyke", "tz":
			return true
		}
	}
	return false
}

// cityTime reads "London time", "Pacific", "heure de Paris", "(Berlin)".
func (r *timeReader) cityTime(i int, afterClock bool) (Zone, int) {
	t := &r.t[i]
	if name, ok := usZones[t.Plain]; ok {
		j := i + 1
		for r.is(j, "standard") || r.is(j, "daylight") || r.is(j, "mean") {
			j++
		}
		if r.is(j, "time") {
			j++
		} else if !afterClock {
			return Zone{}, i
		}
		l, _ := loadZone(name)
		return Zone{Said: r.raw(i, j), Name: name, Loc: l}, j
	}
	switch t.Plain {
	case "heure", "hora", "ora", "horario":
		j := i + 1
		for r.is(j, "de") || r.is(j, "di") || r.is(j, "d'") || r.is(j, "del") {
			j++
		}
		if j > i+1 {
			if z, to := r.city(j); to > j {
				z.Said = r.raw(i, to)
				return z, to
			}
		}
		return Zone{}, i
	}
	z, j := r.city(i)
	if j == i {
		if afterClock && r.is(i+1, "time") && t.Space && t.Raw[0] >= 'A' && t.Raw[0] <= 'Z' && len(t.Raw) > 3 { // "Atlantis time": a zone, but which?
			return Zone{Said: r.raw(i, i+2)}, i + 2
		}
		return Zone{}, i
	}
	k := j
	if r.is(k, "local") || r.is(k, "standard") {
		k++
	}
	switch {
	case r.is(k, "time"), r.is(k, "zeit"), r.is(k, "tid"), r.is(k, "tijd"), r.is(k, "aikaa"), r.is(k, "czasu"):
		z.Said = r.raw(i, k+1)
		return z, k + 1
	case r.is(k, "時") && r.is(k+1, "間"), r.is(k, "时") && r.is(k+1, "间"):
		return z, k + 2
	case afterClock && r.is(i-1, "(") && r.is(j, ")"):
		return z, j
	}
	return Zone{}, i
}

// city reads the name of a place whose zone we know.
func (r *timeReader) city(i int) (Zone, int) {
	if i >= len(r.t) || r.t[i].Kind != TokenWord {
		return Zone{}, i
	}
	for n := 2; n >= 1; n-- {
		if i+n > len(r.t) || n == 2 && r.t[i+1].Kind != TokenWord {
			continue
		}
		var room [64]byte
		key := append(room[:0], r.t[i].Plain...)
		if n == 2 {
			if r.t[i+1].Space {
				key = append(key, ' ')
			}
			key = append(key, r.t[i+1].Plain...)
		}
		if name, ok := cities[string(key)]; ok {
			l, err := loadZone(name)
			if err != nil {
				return Zone{}, i
			}
			return Zone{Said: r.raw(i, i+n), Name: name, Loc: l}, i + n
		}
	}
	return Zone{}, i
}
