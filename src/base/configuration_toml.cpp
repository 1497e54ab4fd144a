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

// Names in this section first, then the same name in another section.
std::string suggestion(std::string_view section, std::string_view name) {
    std::vector<std::string> near;
    for (const auto& key : configuration_keys())
        if (key.section == section) near.push_back(key.full());
    const auto full = std::string(section) + "." + std::string(name);
    if (auto found = did_you_mean(full, near); !found.empty()) return found;
    for (const auto& key : configuration_keys())
        if (key.name == name) return "; did you mean " + key.full() + "?";
    return {};
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
            into.complaints.push_back(where + ": unknown key " + full + suggestion(section, key.str()));
            continue;
        }
        const Key& known = configuration_keys()[static_cast<size_t>(found)];
        GivenValue value;
        if (take_value(known, node, value))
            into.given.push_back({found, where, std::move(value)});
        else
            into.complaints.push_back(where + ": " + full + " " + wanted(known));
    }
}

}  // namespace

void read_toml(std::string_view text, const std::string& name, Gathered& into) {
    toml::table root;
    try {
        root = toml::parse(text);
    } catch (const toml::parse_error& error) {
        into.complaints.push_back(place(name, error.source()) +
                                  ": not TOML: " + std::string(error.description()));
        return;
    }
    const auto sections = section_names();
    for (const auto& [key, node] : root) {
        const std::string section(key.str());
        const auto where = place(name, key.source());
        if (std::ranges::find(sections, section) == sections.end())
            into.complaints.push_back(where + ": unknown section [" + section + "]" +
                                      did_you_mean(section, sections));
        else if (const auto* table = node.as_table())
            read_section(section, *table, name, into);
        else
            into.complaints.push_back(where + ": [" + section + "] must be a section");
    }
}

}  // namespace base
