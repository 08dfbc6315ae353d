package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (p *program) manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page: parley man | man -l -",
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(p.out, manual(cmd.Root()))
			return err
		},
	}
}

// manual is all commands and flags as a page for man(1).
func manual(root *cobra.Command) string {
	var b strings.Builder
	esc := strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n", "\n.br\n").Replace
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line(`.TH PARLEY 1 "" "parley %s" "User Commands"`, esc(version))
	line(".SH NAME\nparley \\- %s", esc(strings.ToLower(root.Short[:1])+root.Short[1:]))
	line(".SH SYNOPSIS\n.B parley\n[\\fB\\-\\-config\\fR \\fIfile\\fR] \\fIcommand\\fR")
	line(".SH COMMANDS")
	var each func(c *cobra.Command, prefix string)
	each = func(c *cobra.Command, prefix string) {
		if c.Hidden {
			return
		}
		line(".TP\n.B %s\n%s.", esc(prefix+c.Use), esc(strings.TrimSuffix(c.Short, ".")))
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" {
				name, usage := pflag.UnquoteUsage(f)
				line(".RS\n.TP\n\\fB%s\\fR \\fI%s\\fR\n%s\n.RE", esc("--"+f.Name), esc(name), esc(usage))
			}
		})
		for _, sub := range c.Commands() {
			each(sub, prefix+c.Name()+" ")
		}
	}
	for _, c := range root.Commands() {
		each(c, "")
	}
	line(".SH EXIT STATUS\n0 done, 1 refused or a fault found, 2 wrong usage.")
	line(".SH FILES\n.I ./parley.toml\n.br\n.I $XDG_CONFIG_HOME/parley/parley.toml\n.br\n.I /etc/parley/parley.toml")
	return b.String()
}
