//go:build !unix

package store

import "os"

// likeBefore gives a file the mode of the one whose place it takes.
func likeBefore(path, old string) error {
	st, err := os.Stat(old)
	if err != nil {
		return err
	}
	return os.Chmod(path, st.Mode().Perm())
}
