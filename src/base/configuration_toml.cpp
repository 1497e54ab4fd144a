// Configuration from TOML. The only file that includes toml++. Guarantees: each complaint starts with file,
// line and column; a secret's value is never quoted.
#include <toml++/toml.h>

#include <fmt/format.h>

#include <algorithm>

#include "base/configuration_sources.h"
#include "base/suggestion.h"

namespace base {
namespace {

std::string place(const std::string& name, const toml::source_region& region) {
    return fmt::format("{}:{}:{}", name, region.begin.line, region.begin.column);
}

std::vector<std::string> section_names() {
    std::vector<std::string> names;
    for (const auto& key : configuration_keys())
        if (names.empty() || names.back() != key.section) names.emplace_back(key.section);
    return names;
}

// The key that was meant, or -1: names in this section first, then the same name in another section.
int meant_key(std::string_view section, std::string_view name) {
    std::vector<std::string> near;
    for (const auto& key : configuration_keys())
        if (key.section == section) near.push_back(key.full());
    const auto full = std::string(section) + "." + std::string(name);
    if (const auto found = closest(full, near); !found.empty()) return find_key(found);
    const auto keys = configuration_keys();
    const auto same = std::ranges::find(keys, name, &Key::name);
    return same == keys.end() ? -1 : static_cast<int>(same - keys.begin());
}

bool take_value(const Key& key, const toml::node& node, GivenValue& value) {
    switch (key.type) {
        case KeyType::text:
        case KeyType::secret:
            if (const auto* text = node.as_string()) return value = text->get(), true;
            return false;
        case KeyType::integer:
            if (const auto* number = node.as_integer()) return value = number->get(), true;
            return false;
        case KeyType::flag:
            if (const auto* flag = node.as_boolean()) return value = flag->get(), true;
            return false;
        case KeyType::list: {
            const auto* array = node.as_array();
            if (array == nullptr) return false;
            std::vector<std::string> items;
            for (const auto& item : *array) {
                const auto* text = item.as_string();
                if (text == nullptr) return false;
                items.push_back(text->get());
            }
            return value = std::move(items), true;
        }
    }
    return false;
}

void read_section(const std::string& section, const toml::table& table, const std::string& name,
                  Gathered& into) {
    for (const auto& [key, node] : table) {
        const std::string full = section + "." + std::string(key.str());
        const auto where = place(name, key.source());
        const int found = find_key(full);
        if (found < 0) {
            const int meant = meant_key(section, key.str());
            into.complain(where + ": unknown key " + full +
                              (meant < 0 ? "" : "; did you mean " + key_at(meant).full() + "?"),
                          meant);
            continue;
        }
        const Key& known = key_at(found);
        GivenValue value;
        if (take_value(known, node, value))
            into.given.push_back({found, where, std::move(value)});
        else
            into.complain(where + ": " + full + " " + wanted(known), found);
    }
}

}  // namespace

void read_toml(std::string_view text, const std::string& name, Gathered& into) {
    toml::table root;
    try {
        root = toml::parse(text);
    } catch (const toml::parse_error& error) {
        into.complain(place(name, error.source()) + ": not TOML: " + std::string(error.description()));
        into.whole = false;
        return;
    }
    const auto sections = section_names();
    for (const auto& [key, node] : root) {
        const std::string section(key.str());
        const auto where = place(name, key.source());
        if (std::ranges::find(sections, section) == sections.end()) {
            into.complain(where + ": unknown section [" + section + "]" + did_you_mean(section, sections));
            into.doubt_section(closest(section, sections));
        } else if (const auto* table = node.as_table()) {
            read_section(section, *table, name, into);
        } else {
            into.complain(where + ": [" + section + "] must be a section");
            into.doubt_section(section);
        }
    }
}

}  // namespace base
