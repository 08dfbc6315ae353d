package storetest

import (
	"errors"
	"testing"
	"time"

	"parley/scheduler"
	"parley/store"
)

// versions: another version after each change that concerns a person, the same one otherwise and after a restart.
func versions(t *testing.T, b Backend) {
	e := b.New(t)
	s := Open(t, e, store.Options{Rand: Rand(1)})
	id := execute(t, s, Proposal("v", Ana, Ben)).Event
	ana, ben := must(s.PersonByAddress(ctx, Ana))(t).ID, must(s.PersonByAddress(ctx, Ben))(t).ID
	seen := map[scheduler.Hash]bool{}
	version := func(p scheduler.PersonID) scheduler.Hash {
		t.Helper()
		v, _, err := s.Version(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	changed := func(what string) {
		t.Helper()
		v := version(ana)
		if seen[v] {
			t.Errorf("%s left Ana's version as it was", what)
		}
		seen[v] = true
	}
	changed("the beginning")
	execute(t, s, Reply("v-ben", id, Ben, Monday.Add(time.Hour), 1))
	changed("an answer of another party")
	if _, at, err := s.Version(ctx, ana); err != nil || !at.Equal(Monday.Add(time.Hour)) {
		t.Errorf("changed at %s, %v", at, err)
	}
	execute(t, s, scheduler.Command{Cause: "revoke", Via: scheduler.ByOperator, Operator: true, At: Monday.Add(2 * time.Hour),
		Do: scheduler.Actions{scheduler.RevokeFeed{Who: Ana}}})
	changed("their own log")
	before := version(ana)
	execute(t, s, Proposal("v2", Ben))
	if version(ana) != before {
		t.Error("an event of others changed Ana's version")
	}
	if version(ben) == before {
		t.Error("two people have one version")
	}
	s = Open(t, b.Crash(t, e), store.Options{})
	if version(ana) != before {
		t.Error("a restart changed the version")
	}
	if err := s.Forget(ctx, ben); err != nil {
		t.Fatal(err)
	}
	changed("an erasure")
	if _, _, err := s.Version(ctx, 99); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("version of nobody: %v", err)
	}
}
