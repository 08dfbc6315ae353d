package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// TestMain lets the test binary stand in for parley: the demonstration and the tests that kill daemons start it as a
// process of its own.
func TestMain(m *testing.M) {
	if os.Getenv("PARLEY_BE_PARLEY") != "" {
		resolveAt(os.Getenv(resolverAt))
		main()
	}
	runtime.GOMAXPROCS(4 * runtime.NumCPU()) // or what waits for a server would wait for what computes, at each step of a conversation
	names.listen()
	os.Exit(m.Run())
}

// shell runs a command line as a shell would.
func shell(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	p := &program{in: strings.NewReader(stdin), out: &out, err: &errs, now: time.Now}
	code = p.run(context.Background(), args)
	return out.String(), errs.String(), code
}

// writeConfig writes a configuration into a new folder and returns its path.
func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "parley.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCommandLine(t *testing.T) {
	good := writeConfig(t, "address = \"bot@example.test\"\n")
	for _, c := range []struct {
		name string
		args []string
		code int
		says string // on either stream
	}{
		{"help", []string{"--help"}, exitDone, "without leaving their mail program"},
		{"nothing", []string{}, exitDone, "Usage"},
		{"version", []string{"version"}, exitDone, "parley "},
		{"unknown command", []string{"dance"}, exitUsage, "unknown command"},
		{"unknown flag", []string{"version", "--loud"}, exitUsage, "unknown flag"},
		{"too many arguments", []string{"version", "now"}, exitUsage, "see parley --help"},
		{"no such configuration", []string{"events", "--config", "/nowhere/parley.toml"}, exitRefused, "cannot read the configuration"},
		{"events of no store", []string{"events", "--config", good}, exitDone, ""},
		{"events of no store as JSON", []string{"events", "--json", "--config", good}, exitDone, ""},
		{"verify of no store", []string{"verify", "--config", good}, exitDone, "all chains hold"},
		{"outbox of no store", []string{"outbox", "--config", good}, exitDone, ""},
		{"show of nothing", []string{"show", "rokifadu", "--config", good}, exitRefused, "there is no event"},
		{"unknown state", []string{"events", "--state", "happy", "--config", good}, exitUsage, "no state"},
		{"parse of neither", []string{"parse"}, exitUsage, "--event FILE or --bot ADDR"},
		{"unknown digest", []string{"digest", "weekly", "--config", good}, exitRefused, "no digest is called"},
		{"manual", []string{"man"}, exitDone, ".TH PARLEY 1"},
		{"access", []string{"access"}, exitDone, "tell everyone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, errs, code := shell(t, "", c.args...)
			if code != c.code || !strings.Contains(out+errs, c.says) {
				t.Errorf("exit %d, want %d with %q\nstdout: %s\nstderr: %s", code, c.code, c.says, out, errs)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(good), "parley.db")); err == nil {
		t.Error("reading made a store")
	}
}

// A command line that lacks arguments, or has one too many, is wrong usage, of the commands below a command too.
func TestWrongNumberOfArguments(t *testing.T) {
	good := writeConfig(t, "address = \"bot@example.test\"\n")
	tried := 0
	var each func(path []string, c *cobra.Command)
	each = func(path []string, c *cobra.Command) {
		for _, below := range c.Commands() {
			each(append(slices.Clone(path), below.Name()), below)
		}
		wrong := slices.Concat(path, strings.Fields(strings.Repeat("x ", 9)))
		if needs := strings.Fields(c.Use)[1:]; len(needs) > 0 && !strings.HasPrefix(needs[0], "[") {
			wrong = path
			if strings.HasSuffix(needs[0], "…") { // any number
				wrong = nil
			}
		}
		if wrong == nil || strings.Contains(c.Use, "…") && len(wrong) > len(path) {
			return
		}
		tried++
		if out, errs, code := shell(t, "", append(wrong, "--config", good)...); code != exitUsage || out != "" || len(wrong) > len(path) && !strings.Contains(errs, "write parley "+strings.Join(path, " ")) {
			t.Errorf("%v: exit %d: %s%s", wrong, code, out, errs)
		}
	}
	p := &program{}
	for _, c := range p.root().Commands() {
		each([]string{c.Name()}, c)
	}
	if tried < 25 {
		t.Errorf("only %d commands were tried", tried)
	}
}
