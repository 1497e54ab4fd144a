// `gatehouse config check|dump|explain`: what is wrong, what is in force, what each key means. Never prints a
// secret. The README's reference and the example file are made by `explain`, from the table the parser reads.
#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "base/configuration_keys.h"
#include "base/error.h"
#include "base/json.h"
#include "base/suggestion.h"
#include "base/text.h"
#include "commands/command.h"

namespace commands {
namespace {

using base::Key;
using base::KeyType;

// For programs: also what is wrong comes on standard output.
int check_as_json(const Arguments& arguments) {
    base::Json::Array complaints;
    int code = kFine;
    try {
        (void)arguments.configuration();
    } catch (const base::FileError&) {
        throw;
    } catch (const base::ConfigError& error) {
        for (const auto& line : base::split(base::trim(error.what()), '\n')) complaints.emplace_back(line);
        code = kConfiguration;
    }
    fmt::print("{}\n", base::Json(base::Json::Object{{"file", arguments.config_file()},
                                                     {"complaints", std::move(complaints)}})
                           .dump());
    return code;
}

int check(const Arguments& arguments) {
    if (arguments.flag("--json")) return check_as_json(arguments);
    (void)arguments.configuration();
    fmt::print("{}: fine\n", arguments.config_file());
    return kFine;
}

int dump(const Arguments& arguments) {
    const auto config = arguments.configuration();
    if (arguments.flag("--json")) {
        base::Json::Object keys;
        for (const auto& row : config.shown())
            keys.emplace(row.key, base::Json::Object{{"value", row.value}, {"source", row.source}});
        fmt::print("{}\n", base::Json(std::move(keys)).dump());
        return kFine;
    }
    for (const auto& row : config.shown()) fmt::print("{} = {}  # {}\n", row.key, row.value, row.source);
    return kFine;
}

std::string type_of(const Key& key) {
    switch (key.type) {
        case KeyType::text: return "text";
        case KeyType::flag: return "true or false";
        case KeyType::list: return "list of texts";
        case KeyType::secret: return "secret";
        case KeyType::integer: break;
    }
    return fmt::format("{} to {}{}{}", key.least, key.most, key.unit.empty() ? "" : " ", key.unit);
}

std::string choices_of(const Key& key) {
    std::string words(key.words);
    for (size_t at = 0; (at = words.find('|', at)) != std::string::npos; at += 2) words.replace(at, 1, ", ");
    return words;
}

void explain_one(const Key& key) {
    fmt::print("{}\n    {}\n    takes: {}\n", key.full(), key.meaning, type_of(key));
    if (!key.words.empty()) fmt::print("    one of: {}\n", choices_of(key));
    if (!key.fallback.empty()) fmt::print("    default: {}\n", key.fallback);
    if (!key.example.empty()) fmt::print("    example: {}\n", key.example);
    if (key.needed) fmt::print("    production wants it given\n");
    fmt::print("    environment: {}, {}_FILE{}{}\n", key.variable(), key.variable(),
               key.alias.empty() ? "" : ", ", key.alias);
}

base::Json as_json(const Key& key) {
    base::Json::Object all{{"key", key.full()}, {"meaning", key.meaning}, {"takes", type_of(key)}};
    all.emplace("default", key.fallback);
    all.emplace("example", key.example);
    all.emplace("needed", key.needed);
    base::Json::Array words, variables{key.variable(), key.variable() + "_FILE"};
    if (!key.words.empty())
        for (const auto& word : base::split(key.words, '|')) words.emplace_back(word);
    if (!key.alias.empty()) variables.emplace_back(key.alias);
    all.emplace("words", std::move(words));
    all.emplace("environment", std::move(variables));
    return all;
}

// A value as TOML writes it.
std::string as_toml(const Key& key, std::string_view value) {
    if (key.type == KeyType::list) {
        std::string entries;
        for (const auto& entry : base::split(value, ',')) {
            if (!entry.empty()) entries += (entries.empty() ? "" : ", ") + base::Json(entry).dump();
        }
        return "[" + entries + "]";
    }
    const auto quoted = base::Json(value).dump();  // TOML's basic strings take JSON's escapes
    return key.type == KeyType::integer || key.type == KeyType::flag ? std::string(value) : quoted;
}

void print_example() {
    fmt::print(
        "# Gatehouse: every key with its default or, where there is none, an example.\n"
        "# What is commented out is in force as it stands only where it is a default.\n");
    std::string_view section;
    for (const auto& key : base::configuration_keys()) {
        if (key.section != section) {
            section = key.section;
            fmt::print("\n# {}\n[{}]\n", base::section_meaning(section), section);
        }
        fmt::print("# {} ({}{}{})\n", key.meaning, type_of(key), key.words.empty() ? "" : ": ",
                   choices_of(key));
        if (key.type == KeyType::secret)
            fmt::print("# {}: from $CREDENTIALS_DIRECTORY/{} or {}_FILE\n", key.name, key.full(),
                       key.variable());
        else
            fmt::print("#{} = {}\n", key.name,
                       as_toml(key, key.example.empty() ? key.fallback : key.example));
    }
}

void print_markdown() {
    std::string_view section;
    for (const auto& key : base::configuration_keys()) {
        if (key.section != section) {
            section = key.section;
            fmt::print("\n### [{}]\n\n{}\n\n| Key | Takes | Default | Meaning |\n|---|---|---|---|\n",
                       section, base::section_meaning(section));
        }
        const auto fallback = key.fallback.empty() ? "" : fmt::format("`{}`", key.fallback);
        const auto takes = key.words.empty() ? type_of(key) : choices_of(key);
        const auto alias = key.alias.empty() ? "" : fmt::format(" Also `{}` in the environment.", key.alias);
        fmt::print("| `{}` | {} | {} | {}{} |\n", key.name, takes, fallback, key.meaning, alias);
    }
}

int explain(const Arguments& arguments) {
    const auto wanted = arguments.positional("KEY");
    if (arguments.flag("--markdown")) return print_markdown(), kFine;
    if (arguments.flag("--example")) return print_example(), kFine;
    base::Json::Array rows;
    std::vector<std::string> names;
    bool any = false;
    for (const auto& key : base::configuration_keys()) {
        names.push_back(key.full());
        if (!wanted.empty() && wanted != key.full() && wanted != key.section) continue;
        any = true;
        if (arguments.flag("--json"))
            rows.push_back(as_json(key));
        else
            explain_one(key);
    }
    if (any && arguments.flag("--json")) fmt::print("{}\n", base::Json(std::move(rows)).dump());
    if (any) return kFine;
    fmt::print(stderr, "gatehouse: no key {}{}\n", wanted, base::did_you_mean(wanted, names));
    return kUsage;
}

}  // namespace

Command config_check() {
    return {"config check", "tells all that is wrong with the configuration", {}, {json_option()}, check};
}

Command config_dump() {
    return {"config dump",
            "every key in force and where it came from, secrets hidden",
            {},
            {json_option()},
            dump};
}

Command config_explain() {
    return {"config explain",
            "what the keys mean",
            {{"KEY", "section.name, or a section; all when left out", false}},
            {json_option(),
             {"--markdown", "", "as the tables of the README"},
             {"--example", "", "as a commented gatehouse.toml"}},
            explain};
}

}  // namespace commands
