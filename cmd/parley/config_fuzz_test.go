package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FuzzConfig reads foreign bytes as a configuration: it is taken whole, and is then good for everything that reads it,
// or its faults are sentences. The password in it is in none of them.
func FuzzConfig(f *testing.F) {
	f.Add([]byte("address = \"bot@example.test\"\n"), "PARLEY_IMAP_POLL=3s")
	f.Add([]byte("address = \"bot@example.test\"\n[imap]\nurl = \"imaps://bot@mail.example.test\"\npassword_file = \"p\"\n"+
		"[[digest]]\nname = \"daily\"\nschedule = \"0 7 * * 1-5\"\nto = [\"ops@example.test\"]\n[policy]\nsettle = \"20s\"\n"), "")
	f.Add([]byte("address = 5\nseparator = \"x\"\n[http]\nlisten = \":0\"\nurl = \"http://x\"\n[imap.oauth2]\ntoken_command = \"true\"\n"), "PARLEY_POLICY_MAX_SLOTS=9")
	f.Add([]byte("[[digest]]\nschedule = \"TZ=x\"\ntimezone = \"Local\"\n"), "PARLEY_SMTP_PASSWORD=a")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text []byte, env string) {
		path := filepath.Join(dir, "parley.toml")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := loadConfig(path, []string{env})
		if err != nil {
			if strings.TrimSpace(err.Error()) == "" {
				t.Fatal("a fault without a sentence")
			}
			return
		}
		if faults := c.check(); len(faults) > 0 {
			t.Fatalf("taken with faults: %v", faults)
		}
		h := house{cfg: c}
		for _, d := range c.Digest {
			tt, err := h.timetable(d)
			if err != nil {
				t.Fatal(err)
			}
			tt.next(time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC))
		}
		if r := c.Policy.rules(); r.MaxSlots < 1 || r.MaxParties < 1 || r.Settle < 0 {
			t.Fatalf("%+v", r)
		}
	})
}
