# Gatehouse: builds the program and its tests, runs a whole portal locally, installs it.
#
#   make run      the portal on https://localhost:8443 (PORT=, HTTP_PORT=); Ctrl-C stops it
#   make test     everything; installs what it needs
#   make help     all other targets
#
# Guarantees: out-of-source (build/), nothing system-wide but Debian packages. Never runs Node for the product.

MAKEFLAGS += --no-builtin-rules
ifeq ($(MAKELEVEL)$(filter -j% --jobserver%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc)
endif
SHELL      := /bin/bash
BUILD      ?= build
VERSION    := 0.1.0
CXX        := $(if $(filter default undefined,$(origin CXX)),g++,$(CXX))
CCACHE     ?=
.DEFAULT_GOAL := all

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Werror
HARDEN   := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fcf-protection -fPIE
CXXFLAGS ?= -O2 -g1
override CXXFLAGS += -std=c++23 $(WARNINGS) $(HARDEN) -pthread $(if $(CCACHE),-fpch-preprocess)
CPPFLAGS += -Isrc -I$(BUILD)/generated -DBOOST_TEST_DYN_LINK -DGATEHOUSE_VERSION='"$(VERSION)"'
LDFLAGS  += -pie -pthread -Wl,-z,relro,-z,now -Wl,--as-needed
LDLIBS   := -lfcgi -lcgicc -lmysqlcppconn -lctemplate -lcurl -loath -lqrencode -lfido2 -lsodium -lssl -lcrypto \
            -lphonenumber -lidn2 -lunistring -lmagic -lhiredis -lcmark -lfmt

SOURCES := $(sort $(filter-out src/main.cpp,$(wildcard src/*/*.cpp)))
OBJECTS := $(SOURCES:src/%.cpp=$(BUILD)/objects/%.o) $(BUILD)/objects/generated/migrations.o \
           $(BUILD)/objects/generated/nginx.o
PROGRAM := $(BUILD)/gatehouse
LIBRARY := $(BUILD)/libgatehouse.a
PCH     := $(BUILD)/pch/pch.h

.PHONY: all help clean
all: $(PROGRAM) $(BUILD)/assets/manifest
	@:

help: ## lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | sort | column -ts$$'\t'

$(PCH).gch: src/base/pch.h
	@mkdir -p $(@D)
	$(CXX) $(CPPFLAGS) $(CXXFLAGS) -x c++-header $< -o $@
	@cp $< $(@D)/pch.h && sha256sum < $< > $@.sum

$(BUILD)/objects/%.o: src/%.cpp $(PCH).gch
	@mkdir -p $(@D)
	$(CCACHE) $(CXX) $(CPPFLAGS) $(CXXFLAGS) -I$(BUILD)/pch -include pch.h -MMD -MP -c $< -o $@

# The migrations travel inside the binary: sql/NNNN_*.sql become one table of string constants.
MIGRATIONS := $(sort $(wildcard sql/[0-9]*.sql))
$(BUILD)/generated/migrations.cpp: sql/embed.sh $(MIGRATIONS) sql/grants.sql $(BUILD)/generated/migrations.names
	@mkdir -p $(@D)
	sh sql/embed.sh $(MIGRATIONS) > $@.new && mv $@.new $@

# So do the files that `gatehouse nginx` renders.
NGINX_FILES := $(wildcard nginx/*.conf) nginx/error.html
$(BUILD)/generated/nginx.cpp: nginx/embed.sh $(NGINX_FILES) $(BUILD)/generated/nginx.names
	@mkdir -p $(@D)
	sh nginx/embed.sh $(NGINX_FILES) > $@.new && mv $@.new $@

# Which files these are made of: a file that was renamed or removed is newer than nothing, but the list of names is.
$(BUILD)/generated/migrations.names: NAMES = $(MIGRATIONS)
$(BUILD)/generated/nginx.names: NAMES = $(NGINX_FILES)
.PHONY: look
$(BUILD)/generated/%.names: look
	@mkdir -p $(@D)
	@echo '$(NAMES)' | cmp -s - $@ || echo '$(NAMES)' > $@

$(BUILD)/objects/generated/%.o: $(BUILD)/generated/%.cpp $(PCH).gch
	@mkdir -p $(@D)
	$(CCACHE) $(CXX) $(CPPFLAGS) $(CXXFLAGS) -I$(BUILD)/pch -include pch.h -MMD -MP -c $< -o $@

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	ar rcsT $@ $^

$(PROGRAM): $(BUILD)/objects/main.o $(LIBRARY)
	$(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Style, scripts and icons under names that hold their hash, and the manifest that tells the program the names.
.PHONY: assets
assets: $(BUILD)/assets/manifest ## the static files
	@:
$(BUILD)/assets/manifest: $(wildcard templates/assets/*)
	templates/assets/build.sh $(BUILD)/assets

.PHONY: reference
reference: $(PROGRAM) ## the commands and the configuration reference in README.md
	@{ sed '/<!-- commands -->/q' README.md; $(PROGRAM) help --markdown; \
	    sed -n '/<!-- end of commands -->/,/<!-- configuration -->/p' README.md; $(PROGRAM) config explain --markdown; \
	    sed -n '/<!-- end -->/,$$p' README.md; } \
	    > $(BUILD)/README.md && cp $(BUILD)/README.md README.md

clean: ## removes what was built (not build/run)
	rm -rf $(BUILD)/objects $(BUILD)/generated $(BUILD)/pch $(BUILD)/assets $(BUILD)/tests $(LIBRARY) $(PROGRAM)

-include $(shell find $(BUILD)/objects -name '*.d' 2>/dev/null)

include tests/tests.mk
include systemd/local/local.mk
include systemd/install.mk
