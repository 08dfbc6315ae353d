# make run plays the whole product on loopback; make test needs nothing but Go.

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
LDFLAGS  = -s -w -X main.version=$(VERSION)

.PHONY: run build test vet race whole real kills bench readings fuzz sim sim-mutants golden clean

run: build
	./bin/parley demo

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/parley ./cmd/parley

# Under the race detector everything takes five times as long, so the widest tests take a sample there, and are run whole
# without it. Much of it waits, so there is more of it at once than there are cores; tests that only compute see to it
# themselves that they are not too many.
test:
	@$(MAKE) --no-print-directory -j2 race whole

vet:
	$(GO) vet ./...

race:
	$(GO) test -vet=off -race -short -p 4 -parallel 99 ./...

whole: vet
	$(GO) test -vet=off -p 4 -parallel 99 -run 'Bolt|CapClicks|Crowd|Damage|Distracted|EveryLetter|Examples|Key|Memory|Readings|RelayDown|Row|Simulation|Stories|UnknownWord|Walks' ./cmd/... ./mailbox ./parser ./scheduler ./store

# The same job on Dovecot and Postfix, which must be installed; needs root.
real: build
	PARLEY_REQUIRE_SERVERS=1 $(GO) test -count=1 -timeout 900s -run 'Real|MainJob|Faults|ClockSetBack' ./...

# Speeds, at last those beside another library, which the program itself does not use: a module of its own.
bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...
	cd testdata/bench/ical && $(GO) test -run '^$$' -bench . -benchmem .

# How the labelled mails of testdata/readings, the phrases of testdata/phrases, and those beside the sentences of testdata/beside are read.
readings:
	$(GO) test -count=1 -run 'Readings|Phrasebook|Distracted' -v ./cmd/parley ./parser

# Kills the daemon on Dovecot and Postfix, under load, and prints what came of it: make kills KILLS=1000
KILLS ?= 100
kills:
	PARLEY_REQUIRE_SERVERS=1 $(GO) test -count=1 -timeout 0 -run TestKilledDaemon/Real -v ./cmd/parley -args -kills=$(KILLS)

# The simulation: a million steps that changed state, on all cores, over at least SEEDS seeds. It prints how far it is,
# what met which fault, and of a run that breaks a law the shortest way there. make sim CHANGES=0 SEEDS=500 is short.
SEEDS   ?= 20000
CHANGES ?= 1000000
sim:
	$(GO) test -count=1 -timeout 0 -run 'Simulation$$' -v ./cmd/parley -args -seeds=$(SEEDS) -changes=$(CHANGES)

# Bugs planted on purpose, each in the copy of a file: every one must be found. make sim-mutants ONLY=name for some.
ONLY ?=
sim-mutants:
	$(GO) test -count=1 -timeout 0 -run 'Mutants$$' -v ./cmd/parley -args -mutants -only='$(ONLY)'

# Each fuzz target for FUZZTIME. An input that takes as long as the time left makes go say "context deadline exceeded", which
# is no finding.
FUZZTIME ?= 10s
fuzz:
	@for p in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz' || true); do \
	    echo "$$p $$f"; \
	    if ! out=$$($(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p 2>&1); then \
	      if echo "$$out" | grep -q -e 'Failing input' -e 'hung or terminated' || ! echo "$$out" | grep -q 'context deadline exceeded'; then \
	        echo "$$out"; exit 1; \
	      fi; \
	    fi; \
	    echo "$$out" | tail -n 3; \
	  done; done

# Writes the expected letters, stories, calendars and readings anew; read the difference.
golden:
	$(GO) test ./... -update

clean:
	rm -rf bin
