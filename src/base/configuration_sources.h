// Where configuration values come from, before they are merged and checked: TOML text, the environment,
// credential files. Guarantees: a value that comes out has its key's type; everything wrong is collected,
// nothing is thrown.
#pragma once

#include <cstdint>
#include <expected>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/configuration_keys.h"

namespace base {

using GivenValue = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;

struct Given {
    int key;             // place in the table
    std::string source;  // "gatehouse.toml:3:1", "GATEHOUSE_LOG_LEVEL", a path
    GivenValue value;
};

struct Gathered {
    std::vector<Given> given;  // later wins
    std::vector<std::string> complaints;
    // Keys whose value here is not what somebody meant: told already, so no rule may build on them.
    std::set<int> doubtful;
    bool whole = true;  // false: a file could not be read, so nothing is known of what it would have given

    void complain(std::string text, int about = -1) {
        complaints.push_back(std::move(text));
        if (about >= 0) doubtful.insert(about);
    }
    // All keys of `section`.
    void doubt_section(std::string_view section);
};

// `name` stands in front of line and column in complaints.
void read_toml(std::string_view text, const std::string& name, Gathered& into);
// `variables` as environ: "NAME=value", ended by nullptr.
void read_environment(const char* const* variables, Gathered& into);
// Files named section.name in `folder` for secret keys. Those that are not there or not ours to read are
// skipped: each role has only its own.
void read_credentials(const std::string& folder, Gathered& into);

// A value written as one word (environment, defaults) as its key's type; the error says what was expected.
std::expected<GivenValue, std::string> from_word(const Key& key, std::string_view word);
// "must be a whole number (seconds)", for complaints.
std::string wanted(const Key& key);
// What is wrong with a value by itself, beyond its type: range, allowed words, control characters.
std::vector<std::string> complaints_about(const Given& given);
std::expected<std::string, std::string> read_whole_file(const std::string& path);

}  // namespace base
