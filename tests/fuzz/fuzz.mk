# libFuzzer targets: a minute each, or SECONDS=. New inputs stay in build/fuzz/, the seeds are small and readable. A crash
# leaves build/fuzz/NAME-crash-… and a non-zero exit. The libraries themselves are not instrumented.
SECONDS      ?= 60
FUZZ_CXX     ?= clang++-19
FUZZ_FLAGS   := -std=c++23 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined
FUZZ_SOURCES := $(addprefix src/,http/fields.cpp http/request.cpp http/form_reader.cpp http/json_reader.cpp http/cookies.cpp \
                http/negotiation.cpp base/address.cpp base/email_address.cpp base/encoding.cpp base/json.cpp base/text.cpp \
                crypto/random.cpp crypto/cbor.cpp crypto/rs256.cpp crypto/authenticator_data.cpp crypto/webauthn.cpp)
FUZZ_OBJECTS := $(FUZZ_SOURCES:src/%.cpp=$(BUILD)/fuzz/objects/%.o)

$(BUILD)/fuzz/objects/%.o: src/%.cpp src/base/pch.h
	@mkdir -p $(@D)
	$(CCACHE) $(FUZZ_CXX) $(CPPFLAGS) $(FUZZ_FLAGS) -include src/base/pch.h -MMD -MP -c $< -o $@

$(BUILD)/fuzz/%_fuzz: tests/fuzz/%_fuzz.cpp $(FUZZ_OBJECTS)
	@mkdir -p $(@D)
	$(FUZZ_CXX) $(CPPFLAGS) $(FUZZ_FLAGS) -Itests -include src/base/pch.h -o $@ $^ \
	    -lcgicc -lidn2 -lunistring -loath -lfido2 -lsodium -lssl -lcrypto -lfmt

.PHONY: fuzz
fuzz: $(BUILD)/fuzz/request_fuzz $(BUILD)/fuzz/json_fuzz $(BUILD)/fuzz/passkey_fuzz ## request, JSON and passkey fuzzing (SECONDS=60 each)
	@for target in request json passkey; do \
	    mkdir -p $(BUILD)/fuzz/$$target && \
	    $(BUILD)/fuzz/$${target}_fuzz -max_total_time=$(SECONDS) -max_len=33000 -timeout=5 -rss_limit_mb=1024 \
	        -print_final_stats=1 -verbosity=0 -artifact_prefix=$(BUILD)/fuzz/$$target- \
	        $(BUILD)/fuzz/$$target tests/fuzz/seeds/$$target || exit 1; \
	done

-include $(wildcard $(BUILD)/fuzz/objects/*/*.d)
