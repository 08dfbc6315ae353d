package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"parley/mailbox/mailtest"
	"parley/parser"
)

// The daemon's log, at its most talkative, holds no password, no secret key, no secret address and no words of a mail,
// whatever goes wrong; at the usual level no address of people either.
func TestSecretsStayOutOfTheLog(t *testing.T) {
	t.Parallel()
	s := mailtest.New(t, mailtest.Options{Users: cast, TLS: true})
	o := newOffice(t, s, "")
	dir := filepath.Dir(o.config)
	text, err := os.ReadFile(o.config)
	if err != nil {
		t.Fatal(err)
	}
	// One password by file, and a wrong one at first; the other by environment.
	lines := strings.Split(string(text), "\n")
	seen := 0
	for i, l := range lines {
		if strings.HasPrefix(l, "password = ") {
			lines[i] = `password_file = "imap-password"`
			if seen++; seen == 2 {
				lines[i] = ""
			}
		}
	}
	const wrong = "hunter2-is-not-it"
	write(t, o.config, []byte(strings.Join(lines, "\n")))
	write(t, filepath.Join(dir, "imap-password"), []byte(wrong+"\n"))
	// The proposal waits while nothing goes right.
	days := nextDays(2)
	const secretWords = "The pangolins of my grandmother are ill"
	o.propose("Walrus review", []string{"ben", "chloe", "mika"}, fmt.Sprintf("%s\n%s 10:00-10:45\n%s 9:00-9:45\n", secretWords, days[0], days[1]))
	daemon := &child{cmd: exec.Command(os.Args[0], "serve", "--config", o.config), done: make(chan error, 1)}
	daemon.cmd.Env = append(os.Environ(), "PARLEY_BE_PARLEY=1", "PARLEY_SMTP_PASSWORD="+s.Password("bot"))
	daemon.cmd.Stdout, daemon.cmd.Stderr = &daemon.log, &daemon.log
	if err := daemon.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { daemon.done <- daemon.cmd.Wait() }()
	defer daemon.kill()
	o.await("the refusal of the password", func() bool { return strings.Contains(daemon.log.String(), "receiving mail failed") })
	s.Break(mailtest.Fault{Kind: mailtest.RefuseData, To: "mika@*", Code: 550, Said: "5.1.1 <" + s.Address("mika") + ">: no such user"})
	s.Break(mailtest.Fault{Kind: mailtest.SMTPNoLogin, Times: 1})
	s.Break(mailtest.Fault{Kind: mailtest.IMAPCutAfter, Bytes: 2000, Times: 1})
	write(t, filepath.Join(dir, "imap-password"), []byte(s.Password("bot")+"\n"))

	question := func(m parser.Mail) bool { return strings.Contains(m.Subject, "Walrus") && len(m.Calendars) == 0 }
	ben, chloe := o.letter("ben", question), o.letter("chloe", question)
	answer := func(who string, q parser.Mail, said string) {
		to := string(q.ReplyTo.Address)
		o.send(who, []string{to}, o.head(who, strings.ToUpper(who[:1])+who[1:], to, "", "Re: "+q.Subject, q.MessageID, "text/plain; charset=utf-8")+said+"\n")
	}
	answer("ben", ben, "perhaps when the narwhals have calmed down")
	answer("chloe", ben, "1\n\nI answer with the letter of somebody else, dear narwhal.")
	answer("chloe", chloe, "1, and my narwhal sends its regards")
	answer("ops", chloe, "Content-Type: nonsense\n\n\x00\xff narwhal bytes \x01 \r\n--broken")
	o.await("all mail to be read", func() bool { return len(s.Folder("bot", "Parley/Done")) >= 5 })
	o.await("an acknowledgement", func() bool { return len(s.Mailbox("chloe")) >= 2 })
	for _, args := range [][]string{{"verify"}, {"export"}, {"log"}, {"digest", "daily"}} {
		if out, code := o.parley(args...); code != 0 {
			t.Errorf("%v: %s", args, out)
		}
	}
	export, _ := o.parley("export")
	log := daemon.log.String()

	secret := map[string]string{wrong: "a wrong password", s.Password("bot"): "a password"}
	for _, l := range strings.Split(export, "\n") {
		var key struct{ Key []byte }
		if json.Unmarshal([]byte(l), &key) == nil && len(key.Key) > 0 {
			secret[hex.EncodeToString(key.Key)], secret[base64.StdEncoding.EncodeToString(key.Key)] = "a store key", "a store key"
			secret[base64.RawURLEncoding.EncodeToString(key.Key)], secret[string(key.Key)] = "a store key", "a store key"
		}
	}
	letters := s.Folder("bot", "Parley/Done")
	for _, u := range cast {
		letters = append(letters, s.Mailbox(u.Name)...)
	}
	macs := 0
	for _, raw := range letters {
		m := parser.Read(raw)
		local, _, _ := strings.Cut(string(m.ReplyTo.Address), "@")
		if _, tag, ok := strings.Cut(local, "+"); ok {
			if _, mac, ok := strings.Cut(tag, "."); ok {
				secret[mac] = "a secret address"
				macs++
			}
		}
		for _, l := range m.Lines {
			if l := strings.TrimSpace(l.Text); len(l) >= 15 {
				secret[l] = "words of a mail"
			}
		}
	}
	if macs < 3 || secret[secretWords] == "" || len(secret) < 30 {
		t.Fatalf("too little to look for: %d secrets, %d of them addresses", len(secret), macs)
	}
	for text, what := range secret {
		if strings.Contains(log, text) {
			t.Errorf("the log holds %s: %q", what, text)
		}
	}
	if strings.Contains(log, "narwhal") || strings.Contains(log, "Walrus") {
		t.Error("the log holds words of a mail")
	}
	for _, l := range strings.Split(log, "\n") {
		for _, u := range cast[1:] {
			if l != "" && !strings.Contains(l, "level=DEBUG") && strings.Contains(l, s.Address(u.Name)) {
				t.Errorf("an address of people at the usual level: %s", l)
			}
		}
	}
	for _, must := range []string{"level=DEBUG", "level=ERROR", "mail read"} {
		if !strings.Contains(log, must) {
			t.Errorf("the log has no %s: it is not the one to look at", must)
		}
	}
	if t.Failed() {
		t.Log(log)
	}
}

// What is wrong with a configuration is told without what it keeps secret.
func TestFaultsOfAConfigurationHideItsSecrets(t *testing.T) {
	const secret = "hunter2secret"
	for _, text := range []string{
		"password = " + secret, "password = \"" + secret, "password = '" + secret + "\n'", "password = [\"" + secret + "\"]",
		"password = \"" + secret + "\"\npassword_file = \"x\"", "password = \"" + secret + "\" x", "passwort = \"" + secret + "\"",
		"password = {a = \"" + secret + "\"}", "password = \"\\q" + secret + "\"", "password = 1" + secret,
		"url = \"imaps://bot:" + secret + "@mail.example.test\"",
	} {
		config := writeConfig(t, "address = \"bot@example.test\"\n[imap]\n"+text+"\n")
		out, errs, _ := shell(t, "", "check", "--config", config)
		if strings.Contains(out+errs, secret) {
			t.Errorf("%q is told as: %s%s", text, out, errs)
		}
	}
	config := writeConfig(t, "address = \"bot@example.test\"\n[imap]\nurl = \"imap+insecure://bot@127.0.0.1:1\"\npassword_command = \"echo "+secret+"; exit 1\"\n")
	if out, errs, code := shell(t, "", "check", "--config", config); code != 1 || strings.Contains(out+errs, secret) {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}
