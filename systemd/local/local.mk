# Running a whole portal locally; included by the Makefile.
export RUN PORT HTTP_PORT BASE_PATH CONF_D NGINX_LIMITS DATABASE_BUFFER

PACKAGES := systemd/local/packages.sh
PORTAL   := systemd/local/portal.sh
# Packages come before anything is compiled, in a make of its own: this one has read its rules already. The "+" hands it
# the jobs; the portal gets none of them (a line of its own, without "+"): make ends only when nobody holds its jobs.
BUILT     = $(PACKAGES) build run && $(MAKE) --no-print-directory all assets

.PHONY: run start stop status
run: ## the portal on https://localhost:8443 (PORT=, HTTP_PORT=, RUN=, CONF_D=); Ctrl-C stops it
	+@$(BUILT)
	@exec $(PORTAL) run

start: ## the portal in the background, as make run; returns when it is ready
	+@$(BUILT)
	@exec $(PORTAL) start

stop: ## stops what make start started
	@$(PORTAL) stop

status: ## which parts of the local portal run
	@$(PORTAL) status
