package mailtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

const dovecotQuota = `
mail_plugins = quota
quota_full_tempfail = yes
plugin {
  quota = count:User quota
  quota_vsizes = yes
}
protocol lmtp {
  mail_plugins = quota
}
protocol imap {
  mail_plugins = quota imap_quota
  imap_capability = IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE NAMESPACE UIDPLUS ESEARCH QUOTA
}
`

// UseQuota starts Dovecot anew with a limit on mailboxes, which SetQuota sets, and without MOVE, which is allowed to whoever
// is over it.
func (r *Real) UseQuota() error {
	r.Kill("imap")
	f, err := os.OpenFile(r.dir+"/dovecot.conf", os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(dovecotQuota)
	return errors.Join(err, f.Close(), r.Start("imap"))
}

// SetQuota limits how many messages a user's mailbox holds; negative is any number. The user's connections end.
func (r *Real) SetQuota(name string, messages int) error {
	b, err := os.ReadFile(r.dir + "/passwd")
	if err != nil {
		return err
	}
	lines, rule := strings.Split(string(b), "\n"), ""
	if messages >= 0 {
		rule = fmt.Sprintf("*:messages=%d", messages)
	}
	for i, l := range lines {
		if !strings.HasPrefix(l, name+":") {
			continue
		}
		if lines[i] = l[:strings.LastIndex(l, "::")+2]; rule != "" {
			lines[i] += "userdb_quota_rule=" + rule
		}
	}
	if err := os.WriteFile(r.dir+"/passwd", []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		return err
	}
	// Dovecot looks at the file once a second.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err = r.Await(ctx, func() bool {
		out, err := exec.Command("doveadm", "-c", r.dir+"/dovecot.conf", "-f", "flow", "user", "-f", "quota_rule", name).Output()
		return strings.TrimSpace(string(out)) == rule && (err == nil || rule == "")
	})
	if err == nil {
		_ = r.doveadm("kick", name) // fails when nobody is there
	}
	return err
}

// Retry has Postfix try at once what it put off.
func (r *Real) Retry() error {
	out, err := exec.Command("postqueue", "-c", r.dir+"/postfix", "-f").CombinedOutput()
	if err != nil {
		return fmt.Errorf("postqueue: %w: %s", err, bytes.TrimSpace(out))
	}
	return nil
}
