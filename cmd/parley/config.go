package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/robfig/cron/v3"

	"parley/mailbox"
	"parley/scheduler"
)

// Config is the whole configuration. The README's reference is generated from the comments here.
type Config struct {
	// The bot's own address; the only required top-level key.
	Address string `toml:"address"`
	// Sub-addressing: what stands between the local part and a tag. "+", "-" or "" (off: mail is recognised by its
	// References only).
	Separator string `toml:"separator"`
	// The bot's display name.
	Name string `toml:"name"`
	// Zone for proposals that name none, and for digests.
	Timezone string `toml:"timezone"`
	// The data file, relative to this file.
	Store string `toml:"store"`
	// Who may open events: addresses, or patterns such as "*@example.test".
	Organizers []string `toml:"organizers"`
	// Who may do everything and reads digests; by mail only with aligned DMARC or to a digest's secret address.
	Operators []string `toml:"operators"`
	// Id of the receiver whose Authentication-Results we believe; "" believes none.
	TrustedAuthserv string `toml:"trusted_authserv"`
	// "error", "warn", "info" or "debug".
	LogLevel string `toml:"log_level"`

	IMAP   IMAP     `toml:"imap"`
	SMTP   SMTP     `toml:"smtp"`
	Digest []Digest `toml:"digest"`
	Policy Policy   `toml:"policy"`
	HTTP   HTTP     `toml:"http"`

	dir     string   // that relative paths start from
	file    string   // its name there
	unheard []string // what in the environment looks meant for it and is not, in sentences
}

// IMAP says where mail comes from.
type IMAP struct {
	// imaps:// is TLS, imap:// requires STARTTLS, imap+insecure:// is for loopback only. The user name is
	// percent-encoded where it must be: imaps://bot%40example.test@mail.example.test
	URL string `toml:"url"`
	// The password itself. Better: one of the next two.
	Password string `toml:"password"`
	// File whose first line is the password, relative to this file.
	PasswordFile string `toml:"password_file"`
	// Command that prints the password.
	PasswordCommand string `toml:"password_command"`
	// The folder that is read.
	Folder string `toml:"folder"`
	// Where read mail is filed; "" leaves it, marked with a keyword.
	Done string `toml:"done"`
	// How often to look where IDLE does not work.
	Poll Duration `toml:"poll"`
	// How long the server may take for one answer before the connection is given up and made anew.
	Timeout Duration `toml:"timeout"`
	// Extra trust anchor, a PEM file relative to this file.
	CAFile string `toml:"ca_file"`
	// The name in the server's certificate, if it differs from that in the url.
	ServerName string `toml:"server_name"`
	// Access by token instead of a password.
	OAuth2 OAuth2 `toml:"oauth2"`
}

// OAuth2 says how to get a token for XOAUTH2 or OAUTHBEARER, whichever the server offers.
type OAuth2 struct {
	// Command that prints a fresh access token.
	TokenCommand string `toml:"token_command"`
}

// SMTP says where letters go.
type SMTP struct {
	// smtps:// is TLS, smtp:// requires STARTTLS, smtp+insecure:// is for loopback only. Without a user there is no
	// authentication.
	URL string `toml:"url"`
	// As under [imap].
	Password string `toml:"password"`
	// As under [imap].
	PasswordFile string `toml:"password_file"`
	// As under [imap].
	PasswordCommand string `toml:"password_command"`
	// As under [imap].
	CAFile string `toml:"ca_file"`
	// As under [imap].
	ServerName string `toml:"server_name"`
	// As under [imap], for each letter.
	Timeout Duration `toml:"timeout"`
	// The first pause before a letter that the server put off is tried again; it doubles up to two hours.
	Retry Duration `toml:"retry"`
	// A letter that the server has put off for so long is given up, as if it had been refused for good: its reader counts
	// as unreachable, the organiser is told, and `parley outbox` keeps it. Time in which the server was down does not count.
	GiveUp Duration `toml:"give_up"`
}

// Digest is one audit digest.
type Digest struct {
	// Its name, for `parley digest NAME`.
	Name string `toml:"name"`
	// When it is due: five cron fields, on the wall clock of `timezone`.
	Schedule string `toml:"schedule"`
	// Its own zone; default: the zone above.
	Timezone string `toml:"timezone"`
	// Who gets it.
	To []string `toml:"to"`
}

// Policy is copied into each event when it opens.
type Policy struct {
	// From the last answer to the agreement, so that a correction costs nothing.
	Settle Duration `toml:"settle"`
	// How long optional people are waited for once all required ones have answered.
	OptionalWait Duration `toml:"optional_wait"`
	// A slot can be agreed until this long before its begin.
	Notice Duration `toml:"notice"`
	// Days that a secret address works after the last slot or the agreed end.
	TokenDays int `toml:"token_days"`
	// Proposals that the sender's domain does not vouch for: "preview", "open" or "refuse".
	UnverifiedProposals string `toml:"unverified_proposals"`
	// Most slots of an event, at most 30.
	MaxSlots int `toml:"max_slots"`
	// Most parties of an event, at most 100.
	MaxParties int `toml:"max_parties"`
	// Days after an event is over until its words are erased, and the addresses of people of whom nothing was heard for so
	// long and who are in no later one, unless they wrote "stop everything". What was done and when stays, and every log
	// stays verifiable. 0 keeps the words.
	RetentionDays int `toml:"retention_days"`
}

// HTTP says what is served to the world; nothing by default.
type HTTP struct {
	// Address that serves /calendar/TOKEN.ics and /healthz, such as "127.0.0.1:8025"; "" is off.
	Listen string `toml:"listen"`
	// Address that serves /metrics; "" is off.
	Metrics string `toml:"metrics"`
	// How the world reaches it, for links in letters: where a proxy that speaks TLS hands requests on to listen, as
	// "https://parley.example.test". Invitations name the reader's calendar feed only if this is set.
	URL string `toml:"url"`
}

// Duration is a time.Duration that configuration writes as "10m".
type Duration struct {
	time.Duration
	wrong string // what was written and is none, in a sentence: told with everything else that is wrong
}

// UnmarshalText reads "90s", "10m", "24h". Of anything else it keeps what is wrong with it.
func (d *Duration) UnmarshalText(b []byte) error {
	switch read, err := time.ParseDuration(string(b)); {
	case err != nil:
		d.wrong = fmt.Sprintf("%q is no duration; write one such as \"90s\", \"10m\" or \"24h\"", b)
	case read < 0:
		d.wrong = fmt.Sprintf("%q is negative, which a duration cannot be", b)
	default:
		*d = Duration{Duration: read}
	}
	return nil
}

// String prints it without units that are zero: 24h, not 24h0m0s.
func (d Duration) String() string {
	s := d.Duration.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func defaultConfig() Config {
	p := scheduler.DefaultPolicy()
	return Config{
		Separator: "+", Name: "Parley", Timezone: "UTC", Store: "parley.db", LogLevel: "info",
		IMAP: IMAP{Folder: "INBOX", Done: "Parley/Done", Poll: Duration{Duration: time.Minute}, Timeout: Duration{Duration: 30 * time.Second}},
		SMTP: SMTP{Timeout: Duration{Duration: time.Minute}, Retry: Duration{Duration: 30 * time.Second}, GiveUp: Duration{Duration: 5 * 24 * time.Hour}}, // RFC 5321 section 4.5.4.1
		Policy: Policy{
			Settle: Duration{Duration: p.Settle}, OptionalWait: Duration{Duration: p.OptionalWait}, Notice: Duration{Duration: p.Notice},
			TokenDays: p.TokenDays, UnverifiedProposals: p.Unverified, MaxSlots: p.MaxSlots, MaxParties: p.MaxParties,
		},
	}
}

// rules is the policy in the words of the rules.
func (p Policy) rules() scheduler.Policy {
	return scheduler.Policy{
		Settle: p.Settle.Duration, OptionalWait: p.OptionalWait.Duration, Notice: p.Notice.Duration, TokenDays: p.TokenDays,
		Unverified: p.UnverifiedProposals, MaxSlots: p.MaxSlots, MaxParties: p.MaxParties,
	}
}

// configFaults are all the things wrong with a configuration, each a sentence.
type configFaults []string

func (f configFaults) Error() string { return strings.Join(f, "\n") }

// findConfig returns the first configuration file there is: the one named, ./parley.toml, the user's, the system's.
func findConfig(named string) (string, error) {
	if named != "" {
		return named, nil
	}
	tried := []string{"parley.toml"}
	if d, err := os.UserConfigDir(); err == nil {
		tried = append(tried, filepath.Join(d, "parley", "parley.toml"))
	}
	tried = append(tried, "/etc/parley/parley.toml")
	for _, p := range tried {
		if _, err := os.Stat(p); err == nil {
			return p, nil
		}
	}
	return "", fmt.Errorf("found no configuration (%s); write one as the README shows, or name it with --config",
		strings.Join(tried, ", "))
}

// loadConfig reads a configuration file and the environment, and reports everything wrong with them at once.
func loadConfig(path string, env []string) (Config, error) {
	c := defaultConfig()
	text, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("cannot read the configuration: %w", err)
	}
	if c.dir, err = filepath.Abs(filepath.Dir(path)); err != nil {
		return c, fmt.Errorf("cannot place the configuration: %w", err)
	}
	name := filepath.Base(path)
	c.file = name
	meta, err := toml.Decode(string(text), &c)
	if err != nil {
		var at toml.ParseError
		if errors.As(err, &at) {
			return c, configFaults{fmt.Sprintf("%s:%d: %s", name, at.Position.Line, at.Message)}
		}
		return c, configFaults{fmt.Sprintf("%s: %v", name, err)}
	}
	var faults configFaults
	for _, k := range meta.Undecoded() {
		faults = append(faults, fmt.Sprintf("%s:%d: unknown key %s; remove it or see the README for the keys there are",
			name, lineOf(text, k), k))
	}
	eachKey(reflect.ValueOf(&c).Elem(), nil, func(k toml.Key, v reflect.Value) {
		if d, ok := v.Addr().Interface().(*Duration); ok && d.wrong != "" {
			faults = append(faults, fmt.Sprintf("%s:%d: %s = %s", name, lineOf(text, k), k, d.wrong))
			d.wrong = ""
		}
	})
	faults = append(faults, c.fromEnvironment(env)...)
	faults = append(faults, c.check()...)
	if len(faults) > 0 {
		return c, faults
	}
	return c, nil
}

// lineOf finds where a key stands; the TOML library tells only that it is there.
func lineOf(text []byte, key toml.Key) int {
	table, want := "", strings.Join(key[:len(key)-1], ".")
	for i, l := range bytes.Split(text, []byte("\n")) {
		s := strings.TrimSpace(string(l))
		if strings.HasPrefix(s, "[") {
			table = strings.Trim(strings.SplitN(s, "#", 2)[0], "[] \t")
			if table == key.String() {
				return i + 1
			}
			continue
		}
		k, _, found := strings.Cut(s, "=")
		k = strings.Trim(strings.TrimSpace(k), `"'`)
		if found && (table == want && k == key[len(key)-1] || table == "" && k == key.String()) {
			return i + 1
		}
	}
	return 1
}

// fromEnvironment sets scalar keys: PARLEY_IMAP_PASSWORD is imap.password.
func (c *Config) fromEnvironment(env []string) (faults configFaults) {
	given := map[string]string{}
	for _, e := range env {
		if k, v, ok := strings.Cut(e, "="); ok && strings.HasPrefix(k, "PARLEY_") {
			given[k] = v
		}
	}
	eachKey(reflect.ValueOf(c).Elem(), nil, func(key toml.Key, v reflect.Value) {
		name := "PARLEY_" + strings.ToUpper(strings.Join(key, "_"))
		s, ok := given[name]
		if !ok {
			return
		}
		delete(given, name)
		switch p := v.Addr().Interface().(type) {
		case *string:
			*p = s
		case *int:
			n, err := strconv.Atoi(s)
			if err != nil {
				faults = append(faults, fmt.Sprintf("%s: %q is not a number", name, s))
			}
			*p = n
		case *Duration:
			if p.UnmarshalText([]byte(s)); p.wrong != "" {
				faults = append(faults, fmt.Sprintf("%s: %s", name, p.wrong))
				p.wrong = ""
			}
		}
	})
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if serviceLink(name) {
			continue
		}
		c.unheard = append(c.unheard, name+" in the environment sets nothing; remove it, or see the README for the keys there are (lists stand in the file only)")
	}
	return faults
}

// serviceLink reports a name that Kubernetes sets in each container of a namespace with a service called parley: nobody here wrote it.
func serviceLink(name string) bool {
	return strings.HasPrefix(name, "PARLEY_SERVICE_") || name == "PARLEY_PORT" || strings.HasPrefix(name, "PARLEY_PORT_")
}

// eachKey visits the scalar keys below a struct.
func eachKey(v reflect.Value, table toml.Key, visit func(toml.Key, reflect.Value)) {
	for i := range v.NumField() {
		f, tag := v.Field(i), v.Type().Field(i).Tag.Get("toml")
		if tag == "" {
			continue
		}
		key := append(slices.Clone(table), tag)
		_, text := f.Addr().Interface().(*Duration)
		if f.Kind() == reflect.Struct && !text {
			eachKey(f, key, visit)
		} else if f.Kind() != reflect.Slice {
			visit(key, f)
		}
	}
}

// check finds everything wrong with the values.
func (c *Config) check() (faults configFaults) {
	bad := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	zone := func(key, name string) {
		if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
			bad("%s = %q is no time zone; write one such as \"Europe/Helsinki\"", key, name)
		}
	}
	switch a, err := mail.ParseAddress(c.Address); {
	case c.Address == "":
		bad("address is missing; write the bot's own address, such as address = \"bot@example.test\"")
	case err != nil || a.Address != c.Address:
		bad("address = %q is no mail address; write it without a name, such as \"bot@example.test\"", c.Address)
	}
	if c.Separator != "" && c.Separator != "+" && c.Separator != "-" {
		bad("separator = %q; it must be \"+\", \"-\" or \"\"", c.Separator)
	}
	zone("timezone", c.Timezone)
	for _, o := range c.Operators {
		if a, err := mail.ParseAddress(o); err != nil || a.Address != o || strings.ContainsAny(o, "*?[") {
			bad("operators: %q is no mail address; they may do everything, so name each, without a pattern", o)
		}
	}
	for _, o := range c.Organizers {
		if o != "*" && !strings.Contains(o, "@") {
			bad("organizers: %q fits no mail address; write one, or a pattern such as \"*@example.test\"", o)
		}
	}
	if strings.ContainsAny(c.TrustedAuthserv, " \t;,!\"()<>@") {
		bad("trusted_authserv = %q is no name of a server; write what your receiver's Authentication-Results begins with", c.TrustedAuthserv)
	}
	if _, ok := logLevels[c.LogLevel]; !ok {
		bad("log_level = %q; it must be error, warn, info or debug", c.LogLevel)
	}
	one := func(key string, set ...string) {
		n := 0
		for _, s := range set {
			if s != "" {
				n++
			}
		}
		if n > 1 {
			bad("%s: give the password in one way only (password, password_file, password_command or oauth2)", key)
		}
	}
	one("imap", c.IMAP.Password, c.IMAP.PasswordFile, c.IMAP.PasswordCommand, c.IMAP.OAuth2.TokenCommand)
	one("smtp", c.SMTP.Password, c.SMTP.PasswordFile, c.SMTP.PasswordCommand)
	if c.IMAP.Folder == "" {
		bad("imap.folder is empty; the usual one is \"INBOX\"")
	}
	if c.IMAP.Poll.Duration < time.Second {
		bad("imap.poll = %q is too short; give at least \"1s\"", c.IMAP.Poll)
	}
	for key, d := range map[string]Duration{"imap.timeout": c.IMAP.Timeout, "smtp.timeout": c.SMTP.Timeout, "smtp.retry": c.SMTP.Retry} {
		if d.Duration <= 0 {
			bad("%s = %q is no time at all; leave it out for the default", key, d)
		}
	}
	if c.SMTP.GiveUp.Duration < c.SMTP.Retry.Duration {
		bad("smtp.give_up = %q is shorter than smtp.retry = %q; give several days", c.SMTP.GiveUp, c.SMTP.Retry)
	}
	names := map[string]bool{}
	for i, d := range c.Digest {
		key := fmt.Sprintf("digest %d", i+1)
		if d.Name == "" {
			bad("%s has no name", key)
		} else {
			key = "digest " + strconv.Quote(d.Name)
		}
		if names[d.Name] {
			bad("%s stands twice; give each digest a name of its own", key)
		}
		names[d.Name] = true
		if _, err := parseSchedule(d.Schedule); err != nil {
			bad("%s: %v", key, err)
		}
		if d.Timezone != "" {
			zone(key+" timezone", d.Timezone)
		}
		if len(d.To) == 0 {
			bad("%s has nobody in to", key)
		}
		for _, a := range d.To {
			if _, err := mail.ParseAddress(a); err != nil {
				bad("%s: %q is no mail address", key, a)
			}
		}
	}
	c.HTTP.faults(bad)
	p := c.Policy
	switch p.UnverifiedProposals {
	case "preview", "open", "refuse":
	default:
		bad("policy.unverified_proposals = %q; it must be preview, open or refuse", p.UnverifiedProposals)
	}
	top := scheduler.DefaultPolicy()
	inRange := func(key string, v, low, high int) {
		if v < low || v > high {
			bad("policy.%s = %d; it must be from %d to %d", key, v, low, high)
		}
	}
	inRange("max_slots", p.MaxSlots, 1, top.MaxSlots)
	inRange("max_parties", p.MaxParties, 1, top.MaxParties)
	inRange("token_days", p.TokenDays, 1, 3650)
	inRange("retention_days", p.RetentionDays, 0, 36500)
	return faults
}

// parseSchedule reads five cron fields. The library panics on a zone without fields and takes negative intervals, so
// only plain fields get through.
func parseSchedule(spec string) (cron.Schedule, error) {
	if len(strings.Fields(spec)) != 5 || strings.ContainsAny(spec, "=@") {
		return nil, fmt.Errorf("schedule = %q; it must be five cron fields such as \"0 7 * * 1-5\"", spec)
	}
	s, err := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(spec)
	if err != nil {
		return nil, fmt.Errorf("schedule = %q: %w", spec, err)
	}
	if s.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return nil, fmt.Errorf("schedule = %q never comes; check day and month", spec)
	}
	return s, nil
}

// path makes a path of the configuration usable from anywhere.
func (c Config) path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(c.dir, p)
}

// password returns a function that fetches a secret when it is needed, so that a changed one is seen without a restart.
func (c Config) password(plain, file, command string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		switch {
		case file != "":
			b, err := os.ReadFile(c.path(file))
			if err != nil {
				return "", fmt.Errorf("cannot read the password file: %w", err)
			}
			line, _, _ := strings.Cut(string(b), "\n")
			return strings.TrimRight(line, "\r"), nil
		case command != "":
			cmd := exec.CommandContext(ctx, "/bin/sh", "-c", command)
			cmd.Dir = c.dir
			b, err := cmd.Output()
			if err != nil {
				return "", fmt.Errorf("the password command failed: %w", err)
			}
			line, _, _ := strings.Cut(string(b), "\n")
			return strings.TrimRight(line, "\r"), nil
		}
		return plain, nil
	}
}

// imap is the configuration of the inbox in the words of package mailbox.
func (c Config) imap(log *slog.Logger) mailbox.IMAPConfig {
	i := c.IMAP
	m := mailbox.IMAPConfig{
		URL: i.URL, Password: c.password(i.Password, i.PasswordFile, i.PasswordCommand), Folder: i.Folder, Done: i.Done,
		Poll: i.Poll.Duration, CAFile: c.path(i.CAFile), ServerName: i.ServerName, Timeout: i.Timeout.Duration,
		MaxBytes: scheduler.MaxMailBytes, Log: log,
	}
	if t := i.OAuth2.TokenCommand; t != "" {
		m.Token = c.password("", "", t)
	}
	return m
}

// smtp is the same for the outbox.
func (c Config) smtp(log *slog.Logger) mailbox.SMTPConfig {
	s := c.SMTP
	return mailbox.SMTPConfig{
		URL: s.URL, Password: c.password(s.Password, s.PasswordFile, s.PasswordCommand), CAFile: c.path(s.CAFile),
		ServerName: s.ServerName, Timeout: s.Timeout.Duration, Log: log,
	}
}
