// The table of configuration keys: what may be configured, and everything that is said about it. Data only;
// parsing, `config explain`, the example file and the README's reference are made from it. Section order here
// is the order people read.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace base {

enum class KeyType { text, integer, flag, list, secret };

struct Key {
    std::string_view section = {}, name = {};
    KeyType type = KeyType::text;
    std::string_view unit = {};  // "seconds", "milliseconds", "MiB", …; "" = none
    std::int64_t least = 0;      // integers: range; lists: fewest entries
    std::int64_t most = std::numeric_limits<std::int32_t>::max();
    // The default as one would write it in the environment; {section.name} is replaced.
    std::string_view fallback = {};
    std::string_view example = {};  // "" = the default is the example
    std::string_view meaning = {};
    std::string_view words = {};  // "a|b|c": the only values allowed; "" = any
    std::string_view alias = {};  // a further environment variable, of the systems this replaces
    bool needed = false;          // production refuses the default

    std::string full() const { return std::string(section) + "." + std::string(name); }
    std::string variable() const;  // "GATEHOUSE_SECTION_NAME"
    bool allows(std::string_view word) const;

    constexpr Key one_of(std::string_view list) const { return with(&Key::words, list); }
    constexpr Key also(std::string_view variable_name) const { return with(&Key::alias, variable_name); }
    constexpr Key like(std::string_view text) const { return with(&Key::example, text); }
    constexpr Key must_be_given() const { return with(&Key::needed, true); }

    template <class V>
    constexpr Key with(V Key::*member, V value) const {
        Key copy = *this;
        copy.*member = value;
        return copy;
    }
};

std::span<const Key> configuration_keys();
std::string_view section_meaning(std::string_view section);
// The place of "section.name" in the table, or -1.
int find_key(std::string_view full);
const Key& key_at(int place);

}  // namespace base
