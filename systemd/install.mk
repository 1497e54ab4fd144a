# make install DESTDIR=; included by the Makefile. Installs, starts nothing; `gatehouse setup` makes a portal of it.
PREFIX     ?= /usr
SYSCONFDIR ?= /etc
UNIT_FOLDER = $(DESTDIR)/lib/systemd/system
SHARE       = $(DESTDIR)$(PREFIX)/share

.PHONY: install
install: all ## into DESTDIR=: program, templates, assets, units, man page, completion
	install -D -m 0755 -s $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/gatehouse
	install -d $(SHARE)/gatehouse/templates $(SHARE)/gatehouse/assets $(UNIT_FOLDER)
	cd templates && find . -name assets -prune -o -type f -print | while read -r file; do \
	    install -D -m 0644 "$$file" "$(abspath $(SHARE))/gatehouse/templates/$$file" || exit 1; done
	install -m 0644 $(BUILD)/assets/* $(SHARE)/gatehouse/assets/
	for unit in systemd/units/*; do \
	    sed 's#@PROGRAM@#$(PREFIX)/bin/gatehouse#' "$$unit" > "$(UNIT_FOLDER)/$${unit##*/}" && \
	    chmod 0644 "$(UNIT_FOLDER)/$${unit##*/}" || exit 1; done
	install -D -m 0644 systemd/drop-ins/lxc.conf $(SHARE)/doc/gatehouse/lxc.conf
	install -D -m 0644 systemd/gatehouse.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/gatehouse.conf
	install -D -m 0644 systemd/gatehouse.tmpfiles $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/gatehouse.conf
	install -D -m 0644 nginx/gatehouse.logrotate $(DESTDIR)$(SYSCONFDIR)/logrotate.d/gatehouse
	install -D -m 0644 nginx/gatehouse.fail2ban-filter $(DESTDIR)$(SYSCONFDIR)/fail2ban/filter.d/gatehouse.conf
	install -D -m 0644 nginx/gatehouse.fail2ban-jail $(DESTDIR)$(SYSCONFDIR)/fail2ban/jail.d/gatehouse.conf.example
	install -D -m 0644 systemd/man/gatehouse.8 $(SHARE)/man/man8/gatehouse.8
	install -D -m 0644 systemd/gatehouse.bash-completion $(SHARE)/bash-completion/completions/gatehouse
