# Repeatable data, and the figures; included by tests.mk.
export ACCOUNTS TICKETS MESSAGES BENCH_ROUNDS BENCH_SECONDS
BENCH_FLOOR := $(BUILD)/tests/bench/floor

.PHONY: seed bench
seed: ## fills the running portal (RUN=): ACCOUNTS=10000 TICKETS=500000 MESSAGES=1500000
	@tests/bench/seed.sh

$(BENCH_FLOOR): tests/bench/floor.cpp
	@mkdir -p $(@D)
	$(CCACHE) $(CXX) $(CXXFLAGS) $(LDFLAGS) -o $@ $< -lfcgi -lmysqlcppconn -lctemplate

bench: ## the figures, on portals of its own with seeded data (BENCH_ROUNDS=, BENCH_SECONDS=)
	@systemd/local/packages.sh build run bench
	@$(MAKE) --no-print-directory all assets $(BENCH_FLOOR)
	@missed=0; for part in 'env BUILD=$(BUILD) tests/bench/bench.sh' 'node tests/bench/codes.mjs' 'node tests/bench/backlog.mjs'; do \
	    $$part || missed=1; done; exit $$missed
