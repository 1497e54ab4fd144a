// The configuration of one portal: TOML, then environment, then checks. One table (configuration_keys.cpp)
// lists every key with type, unit, range, default, example and meaning; parsing, `config explain`, the
// example file and the README's reference come from it. An unknown key, a wrong type or a value out of range
// is a ConfigError with file:line:column and "did you mean". toml++ stays in one .cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"

namespace base {

struct Gathered;
enum class KeyType;
enum class Environment { development, testing, production };

class Configuration {
  public:
    // Reads `file` (gatehouse.toml), then conf.d/*.toml beside it in name order (later wins), then
    // GATEHOUSE_SECTION_KEY and GATEHOUSE_SECTION_KEY_FILE from the environment, then secrets from
    // $CREDENTIALS_DIRECTORY/<section>.<key> (without that variable: credentials/ beside `file`). A secret
    // from two sources is refused. All complaints come in one ConfigError, one a line.
    static Configuration load(const std::string& file);
    // Only defaults (and `text`, TOML), as environment = testing: for unit tests.
    static Configuration from_text(std::string_view toml);
    ~Configuration();
    Configuration(Configuration&&) noexcept;
    Configuration& operator=(Configuration&&) noexcept;

    Environment environment() const;
    bool development() const { return environment() == Environment::development; }
    bool production() const { return environment() == Environment::production; }

    // `key` is "section.name". Asking for a key that is not in the table, or as another type, is a base::Bug.
    const std::string& text(std::string_view key) const;
    std::int64_t integer(std::string_view key) const;
    bool flag(std::string_view key) const;
    std::chrono::seconds seconds(std::string_view key) const;
    std::chrono::milliseconds milliseconds(std::string_view key) const;
    const std::vector<std::string>& list(std::string_view key) const;
    const Secret& secret(std::string_view key) const;
    // True if the key was given anywhere (not just its default).
    bool given(std::string_view key) const;

    // base_url without trailing slash ("https://x/portal"), its path part ("/portal" or ""), and its host
    // ("x").
    const std::string& base_url() const { return base_url_; }
    const std::string& base_path() const { return base_path_; }
    const std::string& base_host() const { return base_host_; }
    // The absolute link to a path of this portal: url("/login").
    std::string url(std::string_view path) const;

    // For `config dump`: every key with its value and where it came from; secrets are shown as "(set)" or
    // "(not set)".
    struct Shown {
        std::string key, value, source;
    };
    std::vector<Shown> shown() const;

    struct Entry;  // one key's value; see configuration_entry.h

  private:
    Configuration();
    static Configuration from(Gathered gathered, const std::string& credentials, const std::string& instance);
    const Entry& entry(std::string_view key) const;
    const Entry& entry_of(std::string_view key, KeyType type) const;
    std::vector<Entry> entries_;  // in the table's order
    std::string base_url_, base_path_, base_host_;
};

}  // namespace base
