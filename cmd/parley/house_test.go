package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the plan of the house: which rooms and which of our libraries each room may use. The standard library is
// open to all but scheduler, which must not even be able to look at a clock.
var mayImport = map[string][]string{
	"scheduler": {},
	"store":     {"parley/scheduler", "go.etcd.io/bbolt"},
	"parser":    {"parley/scheduler", "github.com/emersion/go-message", "golang.org/x/text", "golang.org/x/net"},
	"calendar":  {"parley/scheduler", "github.com/emersion/go-ical", "golang.org/x/text"},
	"mailbox": {"parley/scheduler", "github.com/emersion/go-imap/v2", "github.com/emersion/go-sasl", "github.com/emersion/go-message",
		"github.com/wneessen/go-mail", "golang.org/x/text"},
	"mailbox/mailtest": {"github.com/emersion/go-imap/v2", "github.com/emersion/go-sasl", "github.com/emersion/go-smtp", "github.com/emersion/go-message"},
	"cmd/parley": {"parley/scheduler", "parley/store", "parley/parser", "parley/calendar", "parley/mailbox", "parley/mailbox/mailtest",
		"github.com/BurntSushi/toml", "github.com/robfig/cron/v3", "github.com/spf13/cobra", "github.com/spf13/pflag"},
}

// notInScheduler is what the rules could reach the world with.
var notInScheduler = []string{"os", "net", "io", "io/fs", "log", "log/slog", "sync", "context", "math/rand", "math/rand/v2", "crypto/rand", "runtime", "unsafe", "syscall", "time/tzdata"}

func TestImportsGoOneWay(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		room := filepath.ToSlash(dir)
		if strings.HasPrefix(room, "store/storetest") {
			return nil // a suite of tests
		}
		allowed, known := mayImport[room]
		if !known {
			t.Errorf("%s is in no room of the house", path)
			return nil
		}
		seen[room] = true
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, im := range f.Imports {
			name, err := strconv.Unquote(im.Path.Value)
			if err != nil {
				return err
			}
			first, _, _ := strings.Cut(name, "/")
			if first != "parley" && !strings.Contains(first, ".") {
				if room == "scheduler" && slices.Contains(notInScheduler, name) {
					t.Errorf("%s imports %s: the rules must not reach the world", path, name)
				}
				continue
			}
			if !slices.ContainsFunc(allowed, func(a string) bool {
				return name == a || strings.HasPrefix(name, a+"/") && !strings.HasPrefix(a, "parley/")
			}) {
				t.Errorf("%s imports %s, which room %s must not", path, name, room)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room := range mayImport {
		if !seen[room] {
			t.Errorf("room %s is empty", room)
		}
	}
}

// A test that does less with -short, as under the race detector, is among those that make test runs whole after that.
func TestWhatIsSampledRunsWhole(t *testing.T) {
	alongside(t)
	root := filepath.Join("..", "..")
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^\t\$\(GO\) test .*-run '([^']+)' (\./.*)$`).FindSubmatch(makefile)
	if line == nil {
		t.Fatal("the Makefile runs nothing whole")
	}
	whole := regexp.MustCompile(string(line[1]))
	built := func(path string) bool {
		folder := filepath.ToSlash(filepath.Dir(path)) + "/"
		return slices.ContainsFunc(strings.Fields(string(line[2])), func(pattern string) bool {
			if below, ok := strings.CutSuffix(pattern, "..."); ok {
				return strings.HasPrefix(folder, "../../"+strings.TrimPrefix(below, "./"))
			}
			return folder == "../../"+strings.TrimPrefix(pattern, "./")+"/"
		})
	}
	function, sampled := regexp.MustCompile(`^func (\w+)\(`), 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := ""
		for l := range strings.Lines(string(text)) {
			if m := function.FindStringSubmatch(l); m != nil {
				name = m[1]
			}
			if strings.Contains(l, "testing.Short()") && filepath.Base(path) != "house_test.go" {
				if sampled++; !whole.MatchString(name) || !built(path) {
					t.Errorf("%s in %s is never run whole", name, path)
				}
			}
		}
		return nil
	})
	if err != nil || sampled == 0 {
		t.Errorf("%d tests take samples: %v", sampled, err)
	}
}
