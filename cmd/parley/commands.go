package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"parley/store"
)

// commands is every command there is; each stands in a file of its own or among its like.
func (p *program) commands() []*cobra.Command {
	return []*cobra.Command{
		p.serveCommand(), p.demoCommand(), p.checkCommand(), p.parseCommand(),
		p.proposeCommand(), p.answerCommand(), p.extendCommand(), p.pickCommand(), p.cancelCommand(), p.remindCommand(),
		p.eventsCommand(), p.showCommand(), p.logCommand(), p.whyCommand(), p.icsCommand(), p.feedCommand(), p.accessCommand(),
		p.digestCommand(), p.verifyCommand(), p.forgetCommand(), p.rotateCommand(),
		p.backupCommand(), p.exportCommand(), p.importCommand(),
		p.outboxCommand(), p.parkedCommand(), p.versionCommand(), p.manCommand(), p.waitsCommand(),
	}
}

// version is set when a release is built.
var version = "devel"

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(p.out, "parley", version)
			return err
		},
	}
}

// mode says what a command does to the store.
type mode int

const (
	reads  mode = iota // a store that is not there yet is empty
	writes             // a store that is not there yet is made
)

// onStore runs a command on the store: on the daemon's, if this program is the daemon; through the daemon, if one runs;
// else on the file itself.
func (p *program) onStore(m mode, run func(ctx context.Context, h *house, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		if p.house != nil {
			return run(ctx, p.house, args)
		}
		cfg, err := p.loadConfig()
		if err != nil {
			return err
		}
		if served, err := p.overSocket(ctx, cfg.path(cfg.Store)); served {
			return err
		}
		open := openHouse
		if m == reads {
			open = openForReading
		}
		h, err := open(cfg, p.now, slog.New(slog.DiscardHandler))
		if err != nil {
			return err
		}
		err = run(ctx, h, args)
		return errors.Join(err, h.close())
	}
}

// toFile runs a store command with its output in a new file that only its owner can read. The file is made on this side
// of the socket, and appears under its name only when it is whole.
func (p *program) toFile(m mode, run func(ctx context.Context, h *house, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if p.house != nil {
			return p.onStore(m, run)(cmd, args)
		}
		file := args[0]
		if _, err := os.Lstat(file); err == nil {
			return fmt.Errorf("%s is there already; name another file or remove it", file)
		}
		part, err := os.OpenFile(file+".part", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if err != nil {
			return fmt.Errorf("cannot write the file: %w", err)
		}
		defer os.Remove(file + ".part")
		out := p.out
		p.out = part
		err = p.onStore(m, run)(cmd, args)
		p.out = out
		if err == nil {
			err = part.Sync()
		}
		if cerr := part.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return err
		}
		st, err := os.Stat(file + ".part")
		if err != nil {
			return fmt.Errorf("cannot finish the file: %w", err)
		}
		if err := os.Rename(file+".part", file); err != nil {
			return fmt.Errorf("cannot finish the file: %w", err)
		}
		p.done("Wrote %s: %d bytes, which only its owner can read.", file, st.Size())
		return nil
	}
}

// done tells people in a line what was done. It goes where no program reads on.
func (p *program) done(format string, args ...any) { fmt.Fprintf(p.err, format+"\n", args...) }

// fromFile runs a store command with a file as its input.
func (p *program) fromFile(m mode, run func(ctx context.Context, h *house, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if p.house == nil && args[0] != "-" {
			f, err := os.Open(args[0])
			if err != nil {
				return fmt.Errorf("cannot read the file: %w", err)
			}
			defer f.Close()
			p.in = f
		}
		return p.onStore(m, run)(cmd, args)
	}
}

func (p *program) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use: "backup FILE", Short: "Copy the store to a new file, also while the daemon runs", Args: cobra.ExactArgs(1),
		RunE: p.toFile(reads, func(ctx context.Context, h *house, _ []string) error { return h.store.Backup(ctx, p.out) }),
	}
}

func (p *program) exportCommand() *cobra.Command {
	export := func(ctx context.Context, h *house, args []string) error {
		out := &lineCounter{Writer: p.out}
		if err := h.store.Export(ctx, out); err != nil {
			return err
		}
		p.done("Exported %d lines, secret keys included.", out.lines)
		return nil
	}
	return &cobra.Command{
		Use: "export [FILE]", Short: "Write everything as JSON lines, secret keys included, to a new file or standard output", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return p.toFile(reads, export)(cmd, args)
			}
			return p.onStore(reads, export)(cmd, args)
		},
	}
}

// lineCounter counts the lines that it passes on.
type lineCounter struct {
	io.Writer
	lines int
}

func (c *lineCounter) Write(b []byte) (int, error) {
	c.lines += bytes.Count(b, []byte("\n"))
	return c.Writer.Write(b)
}

func (p *program) importCommand() *cobra.Command {
	return &cobra.Command{
		Use: "import FILE", Short: "Read an export into an empty store", Args: cobra.ExactArgs(1),
		RunE: p.fromFile(writes, func(ctx context.Context, h *house, _ []string) error {
			if err := h.store.Import(ctx, p.in); err != nil {
				return err
			}
			logs, err := h.store.Logs(ctx, "", 0)
			if err != nil {
				return err
			}
			var entries uint64
			for _, l := range logs {
				entries += l.Seq
			}
			p.done("Imported %d logs with %d entries; all chains hold.", len(logs), entries)
			return nil
		}),
	}
}

func (p *program) verifyCommand() *cobra.Command {
	var against string
	c := &cobra.Command{
		Use: "verify", Short: "Replay every log, check chains, seals and indexes",
		Long: `Replay every log, check chains, seals and indexes. Prints what was checked; exits 1 and names the places if anything
differs. With --against, a digest mail, it also proves that nothing sealed by that digest was changed since.`,
	}
	c.Flags().StringVar(&against, "against", "", "a digest, as it lies in a mailbox: `FILE`.eml")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if p.house == nil && against != "" {
			f, err := os.Open(against)
			if err != nil {
				return fmt.Errorf("cannot read the digest: %w", err)
			}
			defer f.Close()
			p.in = f
		}
		return p.onStore(reads, func(ctx context.Context, h *house, _ []string) error {
			var mail []byte
			if against != "" {
				var err error
				if mail, err = io.ReadAll(io.LimitReader(p.in, 4<<20)); err != nil {
					return fmt.Errorf("cannot read the digest: %w", err)
				}
			}
			return h.verify(ctx, p.out, mail)
		})(cmd, args)
	}
	return c
}

func (p *program) forgetCommand() *cobra.Command {
	return &cobra.Command{
		Use: "forget ADDRESS", Short: "Erase a person's addresses and words; every log stays verifiable", Args: cobra.ExactArgs(1),
		Long: `Erase a person's addresses and words, from the logs, the outbox and the file; every log stays verifiable. Their mails in
the mailbox, and backups and exports made before, are not touched: delete those by hand.`,
		RunE: p.onStore(writes, func(ctx context.Context, h *house, args []string) error {
			gone, err := h.store.ForgetAddress(ctx, args[0])
			for try := 0; errors.Is(err, store.ErrClaimed) && try < 50 && ctx.Err() == nil; try++ {
				time.Sleep(200 * time.Millisecond) // a letter that may name them is on its way
				gone, err = h.store.ForgetAddress(ctx, args[0])
			}
			switch {
			case errors.Is(err, store.ErrNotFound):
				return fmt.Errorf("%q stands nowhere in the store; check the address", args[0])
			case errors.Is(err, store.ErrClaimed):
				return errors.New("a letter that may name them is being sent; ask again in a minute")
			case err != nil:
				return err
			}
			if err := h.erased(ctx, "by-request"); err != nil {
				return err
			}
			said := "The address is erased; nobody was known under it."
			if len(gone) > 0 {
				said = fmt.Sprintf("Forgotten. What they did stays in the logs as the deeds of person %d.", gone[0])
			}
			_, err = fmt.Fprintln(p.out, said)
			return err
		}),
	}
}

func (p *program) rotateCommand() *cobra.Command {
	return &cobra.Command{
		Use: "rotate", Short: "Make a new secret key for events that open from now on", Args: cobra.NoArgs,
		Long: `Make a new secret key, for the addresses of events that open and digests that are written from now on. Events that are open
keep the key they began with. Operators answer no digest of before any more. Calendar feeds are revoked one by one ("feed").`,
		RunE: p.onStore(writes, func(ctx context.Context, h *house, _ []string) error {
			n, err := h.store.RotateKey(ctx)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.out, "Key %d is used from now on.\n", n)
			return err
		}),
	}
}

func (p *program) serveCommand() *cobra.Command {
	var once bool
	c := &cobra.Command{
		Use: "serve", Short: "Run the daemon: read mail, keep time, send letters",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := p.loadConfig()
			if err != nil {
				return err
			}
			return p.serve(cmd.Context(), cfg, once)
		},
	}
	c.Flags().BoolVar(&once, "once", false, "read everything that waits, send everything due, then exit")
	return c
}

// serve opens everything, works until ctx ends, and closes everything in the opposite order.
func (p *program) serve(ctx context.Context, cfg Config, once bool) error {
	log := newLog(p.err, cfg.LogLevel)
	for _, said := range cfg.unheard {
		log.Warn(said)
	}
	h, err := openHouse(cfg, p.now, log)
	if err != nil {
		return err
	}
	defer func() {
		if err := h.close(); err != nil {
			log.Error("closing the store failed", "err", err)
		}
	}()
	d, err := newDaemon(h)
	if err != nil {
		return err
	}
	if once {
		return d.once(ctx)
	}
	control, err := listenControl(h)
	if err != nil {
		return err
	}
	web, err := listenWeb(cfg, d)
	if err != nil {
		control.close()
		return err
	}
	log.Info("parley is up", "version", version, "address", cfg.Address, "store", cfg.path(cfg.Store))
	served := make(chan struct{})
	go func() { control.serve(ctx); close(served) }()
	d.run(ctx)
	control.close()
	web.close()
	<-served
	log.Info("parley has stopped")
	return nil
}
