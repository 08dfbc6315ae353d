package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"parley/mailbox"
)

func (p *program) checkCommand() *cobra.Command {
	var quiet bool
	c := &cobra.Command{
		Use: "check", Short: "Check configuration, mailbox, mail server, clock, zones and store: all faults at once",
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := p.out
			if quiet {
				out = io.Discard
			}
			faults := 0
			tell := func(what string, err error) {
				if err == nil {
					fmt.Fprintf(out, "ok     %s\n", what)
					return
				}
				faults++
				fmt.Fprintf(p.out, "FAULT  %s: %v\n", what, err)
			}
			cfg, err := p.loadConfig()
			var several configFaults
			if errors.As(err, &several) {
				for _, f := range several {
					tell("configuration", errors.New(f))
				}
			} else {
				tell("configuration", err)
			}
			for _, f := range cfg.unheard {
				tell("environment", errors.New(f))
			}
			if err == nil {
				p.checkAll(cmd.Context(), cfg, tell)
			}
			if faults > 0 {
				return quietError{fmt.Errorf("%d faults", faults)}
			}
			return nil
		},
	}
	c.Flags().BoolVar(&quiet, "quiet", false, "print faults only")
	return c
}

// checkAll looks at everything the daemon needs, without changing anything.
func (p *program) checkAll(ctx context.Context, cfg Config, tell func(string, error)) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	silent := slog.New(slog.DiscardHandler)
	if in, err := mailbox.NewInbox(cfg.imap(silent)); err != nil {
		tell("mailbox", err)
	} else {
		tell("mailbox", in.Check(ctx))
		for _, said := range in.Trouble() {
			tell("mailbox", errors.New(said))
		}
		in.Close()
	}
	if out, err := mailbox.NewSender(cfg.smtp(silent)); err != nil {
		tell("mail server", err)
	} else {
		tell("mail server", out.Check(ctx))
		out.Close()
	}
	tell("clock", checkClock(p.now()))
	_, err := time.LoadLocation("Pacific/Chatham")
	tell("zone data", err)
	tell("store", p.checkStore(ctx, cfg))
	p.checkWaits(ctx, cfg, tell)
	tell("permissions of secret files", checkSecrets(cfg))
	if cfg.TrustedAuthserv == "" && cfg.Policy.UnverifiedProposals == "preview" {
		tell("note: trusted_authserv is empty, so every proposal is previewed first, and answers to the organiser's own mail are asked about", nil)
	}
}

// checkClock finds clocks that were never set.
func checkClock(now time.Time) error {
	if now.Year() < 2026 || now.Year() > 2099 {
		return fmt.Errorf("the clock says %s; set it, everything here depends on it", now.Format("2006-01-02"))
	}
	return nil
}

func (p *program) checkStore(ctx context.Context, cfg Config) error {
	file := cfg.path(cfg.Store)
	if served, err := (&program{in: eof{}, out: io.Discard, err: p.err, args: []string{"verify"}}).overSocket(ctx, file); served {
		if err != nil {
			return errors.New("the running daemon finds it damaged; see parley verify")
		}
		return nil
	}
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return checkFolder(filepath.Dir(file))
	}
	h, err := openHouse(cfg, p.now, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return errors.Join(h.store.Check(ctx), h.close())
}

// waitsCommand prints what is waited for; check asks a running daemon so.
func (p *program) waitsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "waits", Short: "Print what the daemon waits for", Hidden: true,
		RunE: p.onStore(reads, func(ctx context.Context, h *house, _ []string) error {
			waits, err := h.waits(ctx)
			for _, w := range waits {
				if jerr := json.NewEncoder(p.out).Encode(w); jerr != nil {
					return jerr
				}
			}
			return err
		}),
	}
}

// checkWaits tells what the daemon waits for, or what would wait for it.
func (p *program) checkWaits(ctx context.Context, cfg Config, tell func(string, error)) {
	if _, err := os.Stat(cfg.path(cfg.Store)); err != nil {
		return // told by the store, if it is a fault
	}
	var out, errs bytes.Buffer
	c := &program{in: eof{}, out: &out, err: &errs, env: p.env, now: p.now, config: filepath.Join(cfg.dir, cfg.file)}
	if code := c.run(ctx, []string{"waits", "--config", c.config}); code != exitDone {
		return // likewise
	}
	for dec := json.NewDecoder(&out); ; {
		var w wait
		if err := dec.Decode(&w); err != nil {
			return
		}
		if w.Fault {
			tell("waiting", errors.New(w.What))
		} else {
			tell("note: "+w.What, nil)
		}
	}
}

// checkFolder finds out whether a store could be made here.
func checkFolder(dir string) error {
	f, err := os.CreateTemp(dir, ".parley-check-*")
	if err != nil {
		return fmt.Errorf("a store cannot be made in %s; make the folder and let parley write to it: %w", dir, err)
	}
	f.Close()
	return os.Remove(f.Name())
}

// checkSecrets finds password files that others can read.
func checkSecrets(cfg Config) error {
	var faults []error
	files := []string{cfg.IMAP.PasswordFile, cfg.SMTP.PasswordFile}
	for i, f := range files {
		if f == "" || slices.Contains(files[:i], f) {
			continue
		}
		// One that cannot be read is told where it is needed.
		if st, err := os.Stat(cfg.path(f)); err == nil && st.Mode().Perm()&0o077 != 0 {
			faults = append(faults, fmt.Errorf("others can read %s; chmod 600 it", cfg.path(f)))
		}
	}
	return errors.Join(faults...)
}

// eof is empty input.
type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }
