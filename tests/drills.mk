# The drills: a real portal, mistreated while people use it; included by tests.mk. `make drills DRILL=courier` runs one
# file of tests/drills; what was measured is kept in build/tests/drills.txt. The units boot a Debian of their own: as root,
# with debootstrap and systemd-container installed, else they are skipped; TREE=DIR keeps it for the next time.
.PHONY: drills test-resilience
drills: ## the long drills: killed workers, MariaDB and courier, overload, parallel guesses, timing, the clock, booted units
	@systemd/local/packages.sh build run test
	@$(MAKE) --no-print-directory all
	@[ tests/node_modules/.package-lock.json -nt tests/package-lock.json ] || npm ci --prefix tests --no-fund --no-audit --loglevel=error
	@rm -f $(BUILD)/tests/drills.txt
	@node --test --test-concurrency=1 --test-reporter=spec tests/drills/$(if $(DRILL),$(DRILL),*).test.mjs

# The most important of them, short.
test-resilience: | $(PROGRAM) $(BUILD)/assets/manifest
	@tests/run.sh resilience
