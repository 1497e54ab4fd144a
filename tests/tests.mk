# Tests and checks; included by the Makefile.
UNIT_SOURCES := $(sort $(wildcard tests/unit/*.cpp))
UNIT_OBJECTS := $(UNIT_SOURCES:tests/unit/%.cpp=$(BUILD)/tests/unit/%.o)
UNIT_PROGRAM := $(BUILD)/tests/unit_tests

# g++ 12 sees copies out of bounds in `std::string(n, c) + "."` where there are none.
$(BUILD)/tests/unit/%.o: tests/unit/%.cpp $(PCH).gch
	@mkdir -p $(@D)
	$(CCACHE) $(CXX) $(CPPFLAGS) $(CXXFLAGS) -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Itests -I$(BUILD)/pch -include pch.h -MMD -MP -c $< -o $@

$(UNIT_PROGRAM): $(UNIT_OBJECTS) $(LIBRARY)
	$(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lboost_unit_test_framework

.PHONY: unit
unit: $(UNIT_PROGRAM) ## unit tests (no I/O)
	$(UNIT_PROGRAM) --log_level=warning

-include $(wildcard $(BUILD)/tests/unit/*.d)

DATABASE_TEST_SOURCES := $(sort $(wildcard tests/database/*.cpp))
DATABASE_TEST_OBJECTS := $(DATABASE_TEST_SOURCES:tests/database/%.cpp=$(BUILD)/tests/database/%.o)
DATABASE_TEST_PROGRAM := $(BUILD)/tests/database_tests

$(BUILD)/tests/database/%.o: tests/database/%.cpp $(PCH).gch
	@mkdir -p $(@D)
	$(CCACHE) $(CXX) $(CPPFLAGS) $(CXXFLAGS) -Itests -I$(BUILD)/pch -include pch.h -MMD -MP -c $< -o $@

$(DATABASE_TEST_PROGRAM): $(DATABASE_TEST_OBJECTS) $(LIBRARY)
	$(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lboost_unit_test_framework

.PHONY: database-tests
database-tests: $(DATABASE_TEST_PROGRAM) ## tests against a private MariaDB
	tests/database/with_mariadb.sh $(DATABASE_TEST_PROGRAM) --log_level=warning

-include $(wildcard $(BUILD)/tests/database/*.d)

include tests/fuzz/fuzz.mk

# Real pools of processes with a toy service, spoken to in raw FastCGI.
FASTCGI_SOURCES := $(sort $(wildcard tests/fastcgi/*.cpp))
FASTCGI_OBJECTS := $(FASTCGI_SOURCES:tests/fastcgi/%.cpp=$(BUILD)/tests/fastcgi/%.o)
FASTCGI_PROGRAM := $(BUILD)/tests/fastcgi_tests

$(BUILD)/tests/fastcgi/%.o: tests/fastcgi/%.cpp $(PCH).gch
	@mkdir -p $(@D)
	$(CCACHE) $(CXX) $(CPPFLAGS) $(CXXFLAGS) -Itests -I$(BUILD)/pch -include pch.h -MMD -MP -c $< -o $@

$(FASTCGI_PROGRAM): $(FASTCGI_OBJECTS) $(LIBRARY)
	$(CXX) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lboost_unit_test_framework

.PHONY: fastcgi-tests
fastcgi-tests: $(FASTCGI_PROGRAM) ## pools of real processes: killed, retired, reloaded, drained
	$(FASTCGI_PROGRAM) --log_level=warning

-include $(wildcard $(BUILD)/tests/fastcgi/*.d)

# What no command shows of the providers.
RANGE_PROBE := $(BUILD)/tests/range_probe
$(RANGE_PROBE): tests/providers/range_probe.cpp $(LIBRARY)
	@mkdir -p $(@D)
	$(CCACHE) $(CXX) $(CPPFLAGS) $(CXXFLAGS) -I$(BUILD)/pch -include pch.h -c $< -o $@.o
	$(CXX) $(LDFLAGS) -o $@ $@.o $(LIBRARY) $(LDLIBS)

# The whole schema as the migrations make it, for people to read.
sql/schema.sql: $(MIGRATIONS) sql/grants.sql sql/dump.sh | $(PROGRAM)
	tests/database/with_mariadb.sh sql/dump.sh $(PROGRAM) > $@.new && mv $@.new $@

include tests/bench/bench.mk
include tests/suites.mk
include tests/drills.mk
