// Command parley agrees on times by mail: it reads an inbox, narrows what people can make, sends calendar invitations
// when a time is agreed and digests to those who run it.
//
// This package is where the other rooms meet: configuration, one file per command, and the daemon's three passes
// (receive, tick, deliver). Rules live in package scheduler; nothing here decides about an event.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // one static binary: zones come along

	"github.com/spf13/cobra"
)

// Exit codes.
const (
	exitDone    = 0
	exitRefused = 1 // refused, or a fault was found
	exitUsage   = 2 // the command line was wrong
)

// program is one run of parley: a value with everything it may touch, so that a test or the daemon's control socket can
// run a command as the shell does.
type program struct {
	in     io.Reader
	out    io.Writer
	err    io.Writer
	env    []string
	now    func() time.Time
	config string // as given with --config
	house  *house // set inside the daemon: commands work on it instead of opening the store
	args   []string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Environ(), now: time.Now}
	os.Exit(p.run(ctx, os.Args[1:]))
}

// usageError is a wrong command line.
type usageError struct{ error }

// quietError ends with exit code 1 when what is wrong was printed already.
type quietError struct{ error }

// run executes one command line and returns its exit code.
func (p *program) run(ctx context.Context, args []string) int {
	p.args = args
	root := p.root()
	root.SetArgs(args)
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	err := root.ExecuteContext(ctx)
	var usage usageError
	var quiet quietError
	var exit exitError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &exit):
		return int(exit)
	case errors.As(err, &quiet):
		return exitRefused
	case errors.As(err, &usage), strings.HasPrefix(err.Error(), "unknown command"):
		fmt.Fprintf(p.err, "parley: %v; see parley --help\n", err)
		return exitUsage
	}
	fmt.Fprintf(p.err, "parley: %v\n", err)
	return exitRefused
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "parley",
		Short:         "People agree on a time without leaving their mail program",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVar(&p.config, "config", "",
		"configuration `file` (default ./parley.toml, then the user's and the system's)")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(p.commands()...)
	for _, c := range root.Commands() {
		wrapArgs(c)
	}
	return root
}

// wrapArgs makes a wrong number of arguments a usage error, of the commands below a command too.
func wrapArgs(c *cobra.Command) {
	for _, below := range c.Commands() {
		wrapArgs(below)
	}
	check := c.Args
	if check == nil {
		check = cobra.NoArgs
	}
	c.Args = func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{fmt.Errorf("%w; write %s%s", err, strings.TrimSuffix(cmd.CommandPath(), cmd.Name()), cmd.Use)}
		}
		return nil
	}
}

// loadConfig reads the configuration that the command line names.
func (p *program) loadConfig() (Config, error) {
	path, err := findConfig(p.config)
	if err != nil {
		return Config{}, err
	}
	return loadConfig(path, p.env)
}
