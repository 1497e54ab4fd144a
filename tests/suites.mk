# What `make test`, `make check` and `make lint` run; included by tests.mk. A suite NAME is a target test-NAME that
# leaves "passed failed" in build/tests/results/NAME (tests/boost.sh and tests/count.sh do) and a word in TEST_SUITES.
TEST_SUITES := unit database fastcgi courier providers integration resilience browser security fuzz
TEST_SUITES := $(foreach suite,$(TEST_SUITES),$(if $(or $(filter-out integration resilience browser security,$(suite)),$(wildcard tests/$(suite)/*)),$(suite)))

.PHONY: test-courier test-providers test check lint test-unit test-database test-fastcgi test-fuzz
test: ## everything; installs what it needs
	@systemd/local/packages.sh build run check test
	@$(MAKE) --no-print-directory all
	@rm -rf $(BUILD)/tests/results
	@for suite in $(TEST_SUITES); do echo "== $$suite"; $(MAKE) --no-print-directory test-$$suite || true; done
	@tests/total.sh $(TEST_SUITES)

check: ## format, lint, unit: for every commit
	@systemd/local/packages.sh build check
	@$(MAKE) --no-print-directory $(BUILD)/generated/migrations.cpp $(BUILD)/generated/nginx.cpp
	@tests/lint/run.sh layout floors libraries templates private scripts format tidy
	@$(MAKE) --no-print-directory test-unit

lint: ## every check of the tree
	@systemd/local/packages.sh build check
	@$(MAKE) --no-print-directory all
	@tests/lint/run.sh

test-unit:
	@$(MAKE) --no-print-directory $(UNIT_PROGRAM)
	@tests/boost.sh unit $(UNIT_PROGRAM)
test-database:
	@$(MAKE) --no-print-directory $(DATABASE_TEST_PROGRAM)
	@tests/boost.sh database tests/database/with_mariadb.sh $(DATABASE_TEST_PROGRAM)
test-fastcgi:
	@$(MAKE) --no-print-directory $(FASTCGI_PROGRAM)
	@tests/boost.sh fastcgi $(FASTCGI_PROGRAM)
test-courier:
	@$(MAKE) --no-print-directory all
	@tests/courier/run.sh
test-providers:
	@$(MAKE) --no-print-directory $(PROGRAM) $(RANGE_PROBE)
	@tests/providers/run.sh
test-fuzz:
	@tests/fuzz_minute.sh

.PHONY: test-suites
test-suites:
	@echo $(TEST_SUITES)

# Whole portals of their own, spoken to over TLS.
.PHONY: test-integration test-security
test-integration: | $(PROGRAM) $(BUILD)/assets/manifest
	@tests/run.sh integration
test-security: | $(PROGRAM) $(BUILD)/assets/manifest
	@tests/run.sh security

# Whole stories in a real browser; the pictures stay in build/screenshots.
.PHONY: test-browser picture lighthouse
test-browser: | $(PROGRAM) $(BUILD)/assets/manifest
	@tests/run.sh browser
picture: | $(PROGRAM) $(BUILD)/assets/manifest ## the README's picture, as the browser tests see it
	@tests/run.sh browser -- story_light
	@cp $(BUILD)/screenshots/portal.png tests/browser/portal.png
lighthouse: | $(PROGRAM) $(BUILD)/assets/manifest ## sign-in page: 100 in all four categories (a drill)
	@npm ci --prefix tests --no-fund --no-audit --loglevel=error
	@node tests/browser/lighthouse.mjs
