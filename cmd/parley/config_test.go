package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestConfigFaults(t *testing.T) {
	for _, c := range []struct {
		name, text string
		env        []string
		says       []string // all of them, each a line of its own
	}{
		{"nothing", "", nil, []string{"address is missing"}},
		{"unknown keys, with lines", "address = \"a@b.test\"\ncolour = 1\n[imap]\nurl = \"imaps://b.test\"\nfodler = \"x\"\n[[digest]]\nname=\"d\"\nschedule=\"0 7 * * *\"\nto=[\"x@y.test\"]\nzone=\"UTC\"\n", nil,
			[]string{"parley.toml:2: unknown key colour", "parley.toml:5: unknown key imap.fodler", "parley.toml:10: unknown key digest.zone"}},
		{"syntax", "address = \n", nil, []string{"parley.toml:1"}},
		{"wrong type", "address = 5\n", nil, []string{"address"}},
		{"all at once", "address = \"Bot <a@b.test>\"\nseparator = \"x\"\ntimezone = \"Mars/Base\"\n[policy]\nmax_slots = 31\nunverified_proposals = \"maybe\"\n", nil,
			[]string{"address = \"Bot <a@b.test>\"", "separator = \"x\"", "timezone = \"Mars/Base\"", "policy.max_slots = 31", "policy.unverified_proposals"}},
		{"digest", "address = \"a@b.test\"\n[[digest]]\nname = \"d\"\nschedule = \"@every 1s\"\n[[digest]]\nname = \"d\"\nschedule = \"0 0 30 2 *\"\nto = [\"nobody\"]\n", nil,
			[]string{"five cron fields", "nobody in to", "stands twice", "never comes", "no mail address"}},
		{"who is trusted", "address = \"a@b.test\"\norganizers = [\"nobody\"]\noperators = [\"*@b.test\", \"ops\"]\ntrusted_authserv = \"not a host!\"\n", nil,
			[]string{"organizers: \"nobody\"", "operators: \"*@b.test\"", "operators: \"ops\"", "trusted_authserv = "}},
		{"durations, with everything else", "address = \"a@b.test\"\nseparator = \"x\"\n[imap]\npoll = \"soon\"\ntimeout = 30\n[policy]\nsettle = \"-1m\"\nmax_slots = 31\ncolour = 1\n", []string{"PARLEY_SMTP_RETRY=often"},
			[]string{"parley.toml:4: imap.poll = \"soon\" is no duration", "parley.toml:5: imap.timeout = \"30\" is no duration", "parley.toml:7: policy.settle = \"-1m\" is negative",
				"PARLEY_SMTP_RETRY: \"often\" is no duration", "separator = \"x\"", "policy.max_slots = 31", "unknown key policy.colour"}},
		{"negative duration", "address = \"a@b.test\"\n[policy]\nsettle = \"-1m\"\n", nil, []string{"negative"}},
		{"two passwords", "address = \"a@b.test\"\n[imap]\npassword = \"x\"\npassword_file = \"y\"\n", nil, []string{"in one way only"}},
		{"environment", "address = \"a@b.test\"\n", []string{"PARLEY_POLICY_MAX_SLOTS=many", "PARLEY_IMAP_POLL=0s"}, []string{"is not a number", "too short"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := loadConfig(writeConfig(t, c.text), c.env)
			if err == nil {
				t.Fatal("it was taken")
			}
			for _, s := range c.says {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("does not say %q:\n%v", s, err)
				}
			}
		})
	}
}

func TestConfig(t *testing.T) {
	path := writeConfig(t, `address = "bot@example.test"
[imap]
url = "imaps://bot@mail.example.test"
password_file = "secret"
poll = "30s"
[smtp]
url = "smtp://bot@mail.example.test:587"
password_command = "echo from-command"
[policy]
settle = "5m"
`)
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "secret"), []byte("from-file\nrest\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := loadConfig(path, []string{"PARLEY_SMTP_URL=smtps://else.test", "PARLEY_POLICY_TOKEN_DAYS=7"})
	if err != nil {
		t.Fatal(err)
	}
	if c.IMAP.Poll.Duration != 30*time.Second || c.Policy.Settle.Duration != 5*time.Minute || c.Policy.OptionalWait.Duration != 24*time.Hour {
		t.Errorf("durations: %+v %+v", c.IMAP, c.Policy)
	}
	if c.SMTP.URL != "smtps://else.test" || c.Policy.TokenDays != 7 {
		t.Errorf("the environment was not heard: %+v", c)
	}
	for _, get := range []struct {
		from func(context.Context) (string, error)
		want string
	}{{c.imap(nil).Password, "from-file"}, {c.smtp(nil).Password, "from-command"}} {
		if s, err := get.from(context.Background()); err != nil || s != get.want {
			t.Errorf("password %q %v, want %q", s, err, get.want)
		}
	}
	if got := c.path(c.Store); got != filepath.Join(filepath.Dir(path), "parley.db") {
		t.Errorf("the store would lie in %s", got)
	}
}

// What the environment has for parley and nothing hears is a fault to check and a warning of the daemon.
func TestUnknownNamesInTheEnvironment(t *testing.T) {
	config := writeConfig(t, "address = \"bot@example.test\"\n[imap]\nurl = \"imap+insecure://bot@127.0.0.1:1\"\n[smtp]\nurl = \"smtp+insecure://127.0.0.1:1\"\n")
	for _, args := range [][]string{{"check"}, {"serve", "--once"}} {
		var out bytes.Buffer
		p := &program{in: eof{}, out: &out, err: &out, now: time.Now,
			env: []string{"PARLEY_IMAP_PASWORD=hunter2", "PARLEY_ORGANIZERS=x@y.test", "PARLEY_IMAP_PASSWORD=good", "PARLEYS=1",
				"PARLEY_SERVICE_HOST=192.0.2.1", "PARLEY_SERVICE_PORT_HTTP=80", "PARLEY_PORT=tcp://192.0.2.1:80", "PARLEY_PORT_80_TCP_ADDR=192.0.2.1"}}
		code := p.run(t.Context(), append(args, "--config", config))
		said := out.String()
		if code != exitRefused || strings.Count(said, "in the environment sets nothing") != 2 || strings.Contains(said, "hunter2") {
			t.Errorf("%v: exit %d: %s", args, code, said)
		}
		for _, name := range []string{"PARLEY_IMAP_PASWORD", "PARLEY_ORGANIZERS"} {
			if mark := map[string]string{"check": "FAULT  environment: ", "serve": "level=WARN msg=\""}[args[0]] + name; !strings.Contains(said, mark) {
				t.Errorf("%v does not say %q: %s", args, mark, said)
			}
		}
	}
}
