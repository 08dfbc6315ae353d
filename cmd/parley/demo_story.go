package main

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"os"
	"path/filepath"
	"strings"
	"time"

	"parley/parser"
)

// story is the demonstration: Ana wants to meet Ben, Chloé and Dev.
func (d *demo) story(ctx context.Context) error {
	zone, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		return err
	}
	days := workdays(d.p.now().In(zone), 3)
	d.say("Finding a time takes a dozen mails, or a poll page that half the people never open. Parley needs only the mails.")
	d.say("── Ana lists five times and writes to the robot as well, as she would to a colleague.")
	at := func(day time.Time, clock string) string { return day.Format("Mon 2 Jan") + " " + clock }
	proposal := mailOf("Ana Aho <ana@example.test>", "parley@example.test, Ben Bauer <ben@example.test>, =?utf-8?q?Chlo=C3=A9_Caron?= <chloe@example.test>, Dev Das <dev@example.test>",
		"Design review", "", "text/plain; charset=utf-8", fmt.Sprintf(`Hi all,

let's look at the new checkout together. Which of these suits you?

%s
%s
%s
%s
%s

Duration: 45 min
Zone: Europe/Helsinki
zone dev@example.test Asia/Kolkata
location: Room 5 or the usual link

Ana
`, at(days[0], "10:00"), at(days[0], "14:00"), at(days[1], "10:00"), at(days[1], "13:00"), at(days[2], "9:00")), d.p.now())
	if err := d.send(ctx, "ana", "Ana", demoAddress, proposal, 9); err != nil {
		return err
	}
	if _, err := d.receive(ctx, "ana", "Ana", "", 0); err != nil {
		return err
	}
	ben, err := d.receive(ctx, "ben", "Ben", "", 10)
	if err != nil {
		return err
	}
	chloe, err := d.receive(ctx, "chloe", "Chloé", "", 0)
	if err != nil {
		return err
	}
	dev, err := d.receive(ctx, "dev", "Dev, in Kolkata", "", 10)
	if err != nil {
		return err
	}
	if err := d.narrowed(ctx, 5); err != nil {
		return err
	}

	d.say("── Ben answers from his telephone, above the quoted letter, in his own words.")
	if err := d.send(ctx, "ben", "Ben", reply(ben), mailOf("Ben Bauer <ben@example.test>", reply(ben), "Re: "+ben.Subject, ben.MessageID, "text/plain; charset=utf-8",
		"Hi Ana, good idea! 1, 2 and 4 work for me. Cheers, Ben\n\nSent from my iPhone\n\nOn "+d.p.now().Format("2 Jan 2006")+", Ana via Parley wrote:\n\n"+quoted(ben), d.p.now()), 5); err != nil {
		return err
	}
	if err := d.narrowed(ctx, 3); err != nil {
		return err
	}

	d.say("── Chloé's program writes HTML only, and she is not clear. The robot never guesses: it asks.")
	if err := d.send(ctx, "chloe", "Chloé", reply(chloe), mailOf("=?utf-8?q?Chlo=C3=A9_Caron?= <chloe@example.test>", reply(chloe), "RE: "+chloe.Subject, chloe.MessageID, "text/html; charset=utf-8",
		`<html><body><div style="font-family:Calibri">Maybe 2 or so, depends on my train<br></div><hr><div><b>From:</b> Ana via Parley<br><b>Subject:</b> Design review<br></div></body></html>`, d.p.now()), 3); err != nil {
		return err
	}
	if _, err := d.receive(ctx, "chloe", "Chloé", "", 10); err != nil {
		return err
	}

	d.say("── She answers again. In that very moment somebody pulls the plug: SIGKILL. Then the daemon is started anew.")
	if err := d.send(ctx, "chloe", "Chloé", reply(chloe), mailOf("=?utf-8?q?Chlo=C3=A9_Caron?= <chloe@example.test>", reply(chloe), "RE: "+chloe.Subject, chloe.MessageID, "text/html; charset=utf-8",
		`<html><body><p>Sorry! <b>2 is best</b>, 4 if need be.</p><blockquote type="cite">Which of these times work for you?</blockquote></body></html>`, d.p.now()), 3); err != nil {
		return err
	}
	if err := d.stop(os.Kill); err != nil {
		return err
	}
	fmt.Fprintf(d.p.out, "\n  ✗ killed\n")
	if err := d.start(ctx); err != nil {
		return err
	}
	fmt.Fprintf(d.p.out, "  ✓ up again; nothing lost, nothing sent twice\n")
	if err := d.narrowed(ctx, 2); err != nil {
		return err
	}

	d.say("── Dev answers in his zone: the letter shows him %s where Helsinki reads 14:00.", days[0].Add(14*time.Hour).In(kolkata()).Format("15:04"))
	if err := d.send(ctx, "dev", "Dev", reply(dev), mailOf("Dev Das <dev@example.test>", reply(dev), "Re: "+dev.Subject, dev.MessageID, "text/plain; charset=utf-8",
		quoted(dev)+"\n"+days[0].Format("Monday")+" at "+days[0].Add(14*time.Hour).In(kolkata()).Format("15:04")+" please.\n", d.p.now()), 6); err != nil {
		return err
	}
	if err := d.narrowed(ctx, 1); err != nil {
		return err
	}
	d.say("── Everybody has answered. Agreed: each gets an invitation that their calendar understands.")
	invite, err := d.receiveInvitation(ctx, "dev", "Dev")
	if err != nil {
		return err
	}
	for _, u := range []string{"ana", "ben", "chloe"} {
		if _, err := d.receiveInvitation(ctx, u, ""); err != nil {
			return err
		}
	}
	return d.ending(ctx, invite)
}

// receiveInvitation waits for the letter that carries the calendar object.
func (d *demo) receiveInvitation(ctx context.Context, user, name string) (parser.Mail, error) {
	for {
		m, err := d.receive(ctx, user, name, "", 0)
		if err != nil {
			return m, err
		}
		if len(m.Calendars) > 0 {
			if name != "" {
				all := d.server.Mailbox(user)
				d.show("Parley", name, m, all[d.seen[user]-1], 9)
			}
			return m, nil
		}
	}
}

func (d *demo) ending(ctx context.Context, invite parser.Mail) error {
	d.say("── Dev clicks Accept in his calendar. The click is an answer like any other.")
	if err := d.send(ctx, "dev", "Dev's calendar", reply(invite), clickOf(invite), 0); err != nil {
		return err
	}
	if err := d.until(ctx, "the click to be counted", func() (bool, error) {
		out, code := d.parley(ctx, "log", d.event, "--json")
		return code == 0 && strings.Contains(out, `"click":true`), nil
	}); err != nil {
		return err
	}
	d.say("── The operators' digest, which comes on a cron schedule; its seal is a witness of everything before it.")
	if out, code := d.parley(ctx, "digest", "daily", "--send"); code != 0 {
		return fmt.Errorf("digest: %s", out)
	}
	digest, err := d.receive(ctx, "ops", "Operators", "", 10)
	if err != nil {
		return err
	}
	if d.out != "" {
		if err := os.WriteFile(filepath.Join(d.out, "digest.txt"), []byte(digest.Text()), 0o644); err != nil {
			return err
		}
	}
	d.say("── The log is hash-chained. We copy the store and change one byte of an answer in the copy:")
	if err := d.tamper(ctx); err != nil {
		return err
	}
	where := "in everybody's calendar (--out DIR keeps it here, too)"
	if d.out != "" {
		where = filepath.Join(d.out, "invite.ics")
	}
	d.say("%d mails, no web page, no account, %.1f s. The invitation: %s", d.mails, time.Since(d.begun).Seconds(), where)
	return nil
}

// tamper changes one byte in a copy of the store, and lets verify find it.
func (d *demo) tamper(ctx context.Context) error {
	copied := filepath.Join(d.dir, "copy.db")
	if out, code := d.parley(ctx, "backup", copied); code != 0 {
		return fmt.Errorf("backup: %s", out)
	}
	b, err := os.ReadFile(copied)
	if err != nil {
		return err
	}
	config := filepath.Join(d.dir, "copy.toml")
	if err := os.WriteFile(config, []byte(fmt.Sprintf("address = %q\nstore = \"copy.db\"\n", demoAddress)), 0o600); err != nil {
		return err
	}
	// Pages that the store has freed hold old copies of entries, which mean nothing: the byte must be one that counts.
	found := false
	for i := len(b); !found; {
		if i = bytes.LastIndex(b[:i], []byte(`"choices"`)); i < 0 {
			return fmt.Errorf("verify did not find a changed byte")
		}
		b[i+1] ^= 1
		if err := os.WriteFile(copied, b, 0o600); err != nil {
			return err
		}
		var out bytes.Buffer
		p := &program{in: eof{}, out: &out, err: &out, now: d.p.now}
		if found = p.run(ctx, []string{"verify", "--config", config}) == exitRefused; found {
			for _, l := range strings.Split(strings.TrimSpace(out.String()), "\n") {
				fmt.Fprintf(d.p.out, "    %s\n", clip(l, 220))
			}
		}
		b[i+1] ^= 1
	}
	whole, code := d.parley(ctx, "verify")
	fmt.Fprintf(d.p.out, "  The real one: %s", whole)
	if code != exitDone {
		return fmt.Errorf("verify found fault with the real store (exit %d)", code)
	}
	return nil
}

// workdays are the next n working days, from the day after tomorrow on, at midnight.
func workdays(now time.Time, n int) (out []time.Time) {
	y, m, day := now.Date()
	for i := 3; len(out) < n; i++ {
		at := time.Date(y, m, day+i, 0, 0, 0, 0, now.Location())
		if wd := at.Weekday(); wd != time.Saturday && wd != time.Sunday {
			out = append(out, at)
		}
	}
	return out
}

func kolkata() *time.Location { return zoneNamed("Asia/Kolkata") }

// reply is the address a mail program answers.
func reply(m parser.Mail) string {
	if m.ReplyTo.Address != "" {
		return string(m.ReplyTo.Address)
	}
	return string(m.From.Address)
}

// quoted is a letter as mail programs quote it.
func quoted(m parser.Mail) string {
	var b strings.Builder
	for _, l := range m.Lines {
		b.WriteString(strings.TrimRight("> "+l.Text, " ") + "\n")
	}
	return b.String()
}

// mailOf is a mail as a person's program makes it.
func mailOf(from, to, subject, inReplyTo, contentType, body string, at time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "From: %s\nTo: %s\nSubject: %s\nDate: %s\nMessage-ID: <%x@example.test>\n", from, to,
		mime.QEncoding.Encode("utf-8", subject), at.In(zoneNamed("Europe/Helsinki")).Format(time.RFC1123Z), at.UnixNano())
	if inReplyTo != "" {
		fmt.Fprintf(&b, "In-Reply-To: <%s>\nReferences: <%s>\n", inReplyTo, inReplyTo)
	}
	fmt.Fprintf(&b, "MIME-Version: 1.0\nContent-Type: %s\nContent-Transfer-Encoding: 8bit\n\n%s", contentType, body)
	return b.String()
}

// clickOf is the answer that a calendar program sends when its user accepts an invitation (RFC 5546 section 3.2.3).
func clickOf(invite parser.Mail) string {
	get := func(name string) string {
		for _, l := range strings.Split(strings.ReplaceAll(string(invite.Calendars[0].Bytes), "\r\n ", ""), "\r\n") {
			if strings.HasPrefix(l, name+":") || strings.HasPrefix(l, name+";") {
				return l
			}
		}
		return ""
	}
	now := time.Now().UTC()
	ics := strings.Join([]string{"BEGIN:VCALENDAR", "PRODID:-//Example//Calendar//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT",
		get("UID"), get("SEQUENCE"), get("DTSTART"), get("DTEND"), "DTSTAMP:" + now.Format("20060102T150405Z"), get("ORGANIZER"),
		"ATTENDEE;PARTSTAT=ACCEPTED;CN=Dev Das:mailto:dev@example.test", get("SUMMARY"), "END:VEVENT", "END:VCALENDAR", ""}, "\n")
	return mailOf("Dev Das <dev@example.test>", reply(invite), "Accepted: Design review", invite.MessageID, "text/calendar; method=REPLY; charset=utf-8", ics, now)
}
