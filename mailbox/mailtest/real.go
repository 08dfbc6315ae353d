package mailtest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/emersion/go-smtp"
)

// Real is Dovecot (IMAP, and delivery over LMTP) with Postfix (SMTP in front of it), run for one test on loopback ports
// with a configuration, certificate and users of its own. Nothing of an installed mail system is touched; the programs
// must be there and we must be root, since both change users.
//
// Tests that pass on Server and on Real alike are about mail, not about a library that is on both ends.
type Real struct {
	dir      string
	domain   string
	password map[string]string
	port     map[string]int
	certs    certificates
	daemons  string // where Postfix keeps its programs
	dovecot  *process
	postfix  *process

	mu    sync.Mutex
	known map[string][]byte // messages by the path of their file, without flags
	since map[string]int    // by the same: the look at a folder that saw it first
	looks int
}

// ErrNoServers is why StartReal cannot start anything here.
var ErrNoServers = errors.New("no real mail servers here")

var postfixDirs = []string{"/usr/lib/postfix/sbin", "/usr/libexec/postfix"}

// StartReal starts the servers with these users at example.test; no users are those of Options. The caller closes it.
// The error is ErrNoServers, with the reason, where they cannot be run at all.
func StartReal(users ...User) (*Real, error) {
	daemons, err := findReal()
	if err != nil {
		return nil, err
	}
	if len(users) == 0 {
		users = everybody
	}
	// Another process may take a port between our looking and their listening.
	for attempt := 1; ; attempt++ {
		r, err := startReal(daemons, users)
		if err == nil || attempt == 3 {
			return r, err
		}
	}
}

// RealTB is what NewReal needs of a test.
type RealTB interface {
	TB
	Skipf(format string, args ...any)
}

// NewReal is StartReal for tests. Where the servers cannot be run, and with -short, it skips the test; not with
// PARLEY_REQUIRE_SERVERS=1 in the environment.
func NewReal(t RealTB, users ...User) *Real {
	t.Helper()
	required := os.Getenv("PARLEY_REQUIRE_SERVERS") == "1"
	// What testing.Short says, without that package: the demonstration has this one in the program.
	if short := flag.Lookup("test.short"); short != nil && short.Value.String() == "true" && !required {
		t.Skipf("starts Dovecot and Postfix")
	}
	r, err := StartReal(users...)
	if errors.Is(err, ErrNoServers) && !required {
		t.Skipf("%v", err)
	}
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func findReal() (postfixDir string, err error) {
	if os.Getuid() != 0 {
		return "", fmt.Errorf("%w: Dovecot and Postfix must be started as root", ErrNoServers)
	}
	version, err := exec.Command("dovecot", "--version").Output()
	if err != nil {
		return "", fmt.Errorf("%w: dovecot is not installed (packages dovecot-imapd and dovecot-lmtpd)", ErrNoServers)
	}
	if !strings.HasPrefix(string(version), "2.3.") {
		return "", fmt.Errorf("%w: our configuration is for Dovecot 2.3, this is %s", ErrNoServers, strings.TrimSpace(string(version)))
	}
	for _, dir := range postfixDirs {
		if _, err := os.Stat(filepath.Join(dir, "master")); err == nil {
			return dir, nil
		}
	}
	return "", fmt.Errorf("%w: postfix is not installed", ErrNoServers)
}

func startReal(daemons string, users []User) (_ *Real, err error) {
	r := &Real{domain: "example.test", password: map[string]string{}, port: map[string]int{}, daemons: daemons, known: map[string][]byte{}, since: map[string]int{}}
	defer func() {
		if err != nil {
			err = fmt.Errorf("starting Dovecot and Postfix: %w", err)
			if log := r.Log(); log != "" {
				err = fmt.Errorf("%w; their logs say:\n%s", err, log)
			}
			r.Close()
		}
	}()
	if r.dir, err = os.MkdirTemp("/tmp", "mt"); err != nil { // socket names must be short
		return nil, err
	}
	if err := os.Chmod(r.dir, 0o755); err != nil {
		return nil, err
	}
	for _, name := range []string{"imap", "imaps", "lmtp", "smtp", "submission", "smtps"} {
		if r.port[name], err = freePort(); err != nil {
			return nil, err
		}
	}
	if r.certs, err = makeCertificates(r.dir); err != nil {
		return nil, err
	}
	if err := r.configure(daemons, users); err != nil {
		return nil, err
	}
	for _, which := range []string{"imap", "smtp"} {
		if err := r.Start(which); err != nil {
			return nil, err
		}
	}
	for name, port := range r.port {
		if err := answers(port, r.dovecot, r.postfix); err != nil {
			return nil, fmt.Errorf("port %s: %w", name, err)
		}
	}
	return r, nil
}

// configure writes everything that the two servers read, and the folders that they expect.
func (r *Real) configure(daemons string, users []User) error {
	mail, err := ids("mail")
	if err != nil {
		return err
	}
	postfix, err := ids("postfix")
	if err != nil {
		return err
	}
	drop, err := user.LookupGroup("postdrop")
	if err != nil {
		return err
	}
	dropGroup, _ := strconv.Atoi(drop.Gid)
	var passwd strings.Builder
	for _, u := range users {
		if u.Password == "" {
			u.Password = u.Name + "-secret"
		}
		r.password[u.Name] = u.Password
		fmt.Fprintf(&passwd, "%s:{PLAIN}%s:%d:%d::%s/mail/%s::\n", u.Name, u.Password, mail[0], mail[1], r.dir, u.Name)
	}
	folders := []struct {
		name  string
		mode  os.FileMode
		owner [2]int
	}{{"mail", 0o755, mail}, {"log", 0o755, [2]int{}}, {"postfix", 0o755, [2]int{}}, {"data", 0o700, postfix}, {"queue", 0o755, [2]int{}},
		{"queue/pid", 0o755, [2]int{}}, {"queue/maildrop", 0o730, [2]int{postfix[0], dropGroup}}, {"queue/public", 0o710, [2]int{postfix[0], dropGroup}}}
	for _, name := range strings.Fields("active bounce corrupt defer deferred flush hold incoming private saved trace") {
		folders = append(folders, struct {
			name  string
			mode  os.FileMode
			owner [2]int
		}{"queue/" + name, 0o700, [2]int{postfix[0], 0}})
	}
	for _, f := range folders {
		path := filepath.Join(r.dir, f.name)
		if err := errors.Join(os.Mkdir(path, f.mode), os.Chown(path, f.owner[0], f.owner[1]), os.Chmod(path, f.mode)); err != nil {
			return err
		}
	}
	value := map[string]string{"dir": r.dir, "domain": r.domain, "cert": r.certs.cert, "key": r.certs.key, "daemons": daemons}
	for name, port := range r.port {
		value[name] = strconv.Itoa(port)
	}
	fill := func(text string) []byte {
		return []byte(os.Expand(text, func(key string) string {
			if v, ok := value[key]; ok {
				return v
			}
			return "$" + key
		}))
	}
	return errors.Join(
		os.WriteFile(r.dir+"/passwd", []byte(passwd.String()), 0o644),
		os.WriteFile(r.dir+"/dovecot.conf", fill(dovecotConf), 0o644),
		os.WriteFile(r.dir+"/postfix/main.cf", fill(postfixMain), 0o644),
		os.WriteFile(r.dir+"/postfix/master.cf", fill(postfixMaster), 0o644),
	)
}

func ids(name string) (pair [2]int, err error) {
	u, err := user.Lookup(name)
	if err != nil {
		return pair, err
	}
	pair[0], _ = strconv.Atoi(u.Uid)
	pair[1], _ = strconv.Atoi(u.Gid)
	return pair, nil
}

// Close ends both servers and removes what they wrote.
func (r *Real) Close() error {
	r.postfix.end()
	r.dovecot.end()
	return os.RemoveAll(r.dir)
}

// IMAPURL is the port with STARTTLS; SMTPURL the one where a login is required, or, for user "", the one for mail from
// outside, which asks for none.
func (r *Real) IMAPURL(user string) string { return r.url("imap", "imap", user) }

// SMTPURL is described at IMAPURL.
func (r *Real) SMTPURL(user string) string {
	if user == "" {
		return r.url("smtp+insecure", "smtp", "")
	}
	return r.url("smtp", "submission", user)
}

// IMAPSURL is the port with TLS from the start.
func (r *Real) IMAPSURL(user string) string { return r.url("imaps", "imaps", user) }

// SMTPSURL is the port with TLS from the start.
func (r *Real) SMTPSURL(user string) string { return r.url("smtps", "smtps", user) }

func (r *Real) url(scheme, port, name string) string {
	u := url.URL{Scheme: scheme, Host: "127.0.0.1:" + strconv.Itoa(r.port[port])}
	if name != "" {
		u.User = url.User(name)
	}
	return u.String()
}

// CAFile is the certificate that clients must trust.
func (r *Real) CAFile() string { return r.certs.file }

// Password is a user's password.
func (r *Real) Password(name string) string { return r.password[name] }

// Address is a user's address.
func (r *Real) Address(name string) string { return name + "@" + r.domain }

// Deliver puts a message into a user's INBOX. The user may have a tag.
func (r *Real) Deliver(name string, raw []byte) error {
	conn, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(r.port["lmtp"]))
	if err != nil {
		return err
	}
	c := smtp.NewClientLMTP(conn)
	defer c.Close()
	if err := c.SendMail("", []string{r.Address(name)}, bytes.NewReader(raw)); err != nil {
		return fmt.Errorf("delivering to %s: %w", name, err)
	}
	return c.Quit()
}

// Mailbox returns what lies in a user's INBOX, in order of arrival.
func (r *Real) Mailbox(name string) [][]byte { return r.Folder(name, "INBOX") }

// Folder is Mailbox for another folder, levels parted by "/"; nil if there is none of this name. It is read from the
// disk, without a word to the servers, which may be down.
func (r *Real) Folder(name, folder string) [][]byte {
	dir := filepath.Join(r.dir, "mail", name, "Maildir")
	if folder != "INBOX" {
		dir = filepath.Join(dir, "."+strings.ReplaceAll(folder, "/", "."))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for {
		mail, err := r.maildir(dir)
		if !errors.Is(err, os.ErrNotExist) {
			return mail
		}
		if _, err := os.Stat(filepath.Join(dir, "cur")); err != nil {
			return nil
		}
	}
}

// maildir reads a folder in the order of delivery, which the names of files begin with; but what was seen before stays before what
// was not, for a file may come into its folder after one that was named later. Messages once read are known by their names. An
// error says that something was moved meanwhile.
func (r *Real) maildir(dir string) ([][]byte, error) {
	r.looks++
	var names []string
	at := map[string]string{}
	for _, sub := range []string{"new", "cur"} { // messages move from the first to the second
		list, err := os.ReadDir(filepath.Join(dir, sub))
		if err != nil {
			return nil, err
		}
		for _, f := range list {
			base, _, _ := strings.Cut(f.Name(), ":") // flags follow
			if at[base] == "" {
				names = append(names, base)
			}
			at[base] = filepath.Join(dir, sub, f.Name())
			if key := filepath.Join(dir, base); r.since[key] == 0 {
				r.since[key] = r.looks
			}
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		sa, ma := delivered(a)
		sb, mb := delivered(b)
		return cmp.Or(cmp.Compare(r.since[filepath.Join(dir, a)], r.since[filepath.Join(dir, b)]), cmp.Compare(sa, sb), cmp.Compare(ma, mb), cmp.Compare(a, b))
	})
	mail := make([][]byte, len(names))
	for i, base := range names {
		key := filepath.Join(dir, base)
		if r.known[key] == nil {
			b, err := os.ReadFile(at[base])
			if err != nil {
				return nil, err
			}
			b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
			r.known[key] = bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
		}
		mail[i] = r.known[key]
	}
	return mail, nil
}

// delivered reads when a message came from the name of its file: "1795325583.M42P7.host,S=9", in seconds and
// microseconds.
func delivered(base string) (seconds, micro int) {
	fmt.Sscanf(base, "%d.M%d", &seconds, &micro)
	return seconds, micro
}

// Kill ends Dovecot ("imap") or Postfix ("smtp") in the midst of what they do, with all their processes.
func (r *Real) Kill(which string) {
	p := *r.process(which)
	killGroup(p.cmd)
	<-p.exited
}

// Start starts again, on the same ports, what was killed.
func (r *Real) Start(which string) error {
	program, args, port := "dovecot", []string{"-F", "-c", r.dir + "/dovecot.conf"}, "imap"
	if which == "smtp" {
		program, args, port = filepath.Join(r.daemons, "master"), []string{"-d", "-c", r.dir + "/postfix"}, "submission"
	}
	p, err := run(r.dir, program, args...)
	if err != nil {
		return err
	}
	*r.process(which) = p
	return answers(r.port[port], p)
}

// Pause stops every process of a server where it stands: connections stay open, and nobody answers. Resume lets them go
// on.
func (r *Real) Pause(which string) error {
	return pauseGroup((*r.process(which)).cmd, true)
}

// Resume is described at Pause.
func (r *Real) Resume(which string) error {
	return pauseGroup((*r.process(which)).cmd, false)
}

func (r *Real) process(which string) **process {
	if which == "smtp" {
		return &r.postfix
	}
	return &r.dovecot
}

// Await asks done every now and then: real servers do not say when they have delivered.
func (r *Real) Await(ctx context.Context, done func() bool) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%w; the servers' logs say:\n%s", ctx.Err(), r.Log())
		}
	}
	return nil
}

// Disconnect ends every IMAP connection of users who are logged in.
func (r *Real) Disconnect() { _ = r.doveadm("kick", "*") }

// NewValidity gives a user's INBOX a new UIDVALIDITY and its messages new UIDs: it is made anew from what lies in it.
func (r *Real) NewValidity(name string) error {
	mail := r.Mailbox(name)
	if err := r.doveadm("kick", name); err != nil {
		var code *exec.ExitError
		if !errors.As(err, &code) { // it fails when nobody is there
			return err
		}
	}
	if err := os.RemoveAll(filepath.Join(r.dir, "mail", name, "Maildir")); err != nil {
		return err
	}
	if err := r.doveadm("mailbox", "update", "-u", name, "--uid-validity", strconv.FormatInt(time.Now().Unix()+1000, 10), "INBOX"); err != nil {
		return err
	}
	for _, raw := range mail {
		if err := r.Deliver(name, raw); err != nil {
			return err
		}
	}
	return nil
}

func (r *Real) doveadm(args ...string) error {
	out, err := exec.Command("doveadm", append([]string{"-c", r.dir + "/dovecot.conf"}, args...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("doveadm %s: %w: %s", args[0], err, bytes.TrimSpace(out))
	}
	return nil
}

// Log returns the last lines of both servers' logs.
func (r *Real) Log() string {
	var out []string
	for _, name := range []string{"dovecot.log", "postfix.log", "dovecot.out", "master.out"} {
		b, _ := os.ReadFile(filepath.Join(r.dir, "log", name))
		lines := strings.Split(strings.TrimSpace(string(b)), "\n")
		out = append(out, lines[max(0, len(lines)-15):]...)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// process is one server's first process and its children, which share a process group.
type process struct {
	cmd    *exec.Cmd
	exited chan struct{}
}

// run starts a server that ends when we do, however that comes about: the kernel then signals it. It does so when the
// thread that started it ends, so that thread waits for it.
func run(dir, name string, args ...string) (*process, error) {
	out, err := os.Create(filepath.Join(dir, "log", filepath.Base(name)+".out"))
	if err != nil {
		return nil, err
	}
	defer out.Close()
	p := &process{cmd: exec.Command(name, args...), exited: make(chan struct{})}
	p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = "/", out, out
	ownGroup(p.cmd)
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := p.cmd.Start()
		started <- err
		if err == nil {
			_ = p.cmd.Wait()
		}
		close(p.exited)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	return p, nil
}

// end asks the server to end, and then makes it.
func (p *process) end() {
	if p == nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	_ = pauseGroup(p.cmd, false)
	select {
	case <-p.exited:
	case <-time.After(3 * time.Second):
	}
	killGroup(p.cmd)
	<-p.exited
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// answers waits until a port takes connections, or one of the servers has ended.
func answers(port int, servers ...*process) error {
	deadline := time.Now().Add(20 * time.Second)
	for {
		c, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(port))
		if err == nil {
			return c.Close()
		}
		if time.Now().After(deadline) {
			return err
		}
		for _, p := range servers {
			select {
			case <-p.exited:
				return fmt.Errorf("%s has ended", filepath.Base(p.cmd.Path))
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
}
