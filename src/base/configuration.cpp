// Sources merged, defaults filled in, every rule checked, every complaint told at once. Guarantees: a
// Configuration that exists is whole: each key has a value of its type and in its range. Never prints a
// secret.
#include "base/configuration.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/configuration_checks.h"
#include "base/configuration_entry.h"
#include "base/configuration_keys.h"
#include "base/configuration_rules.h"
#include "base/configuration_sources.h"
#include "base/error.h"
#include "base/text.h"

namespace base {
namespace {

// conf.d/*.toml beside the file, in name order.
std::vector<std::string> fragments_beside(const std::string& file) {
    std::vector<std::string> found;
    std::error_code ignored;
    const auto folder = std::filesystem::path(file).parent_path() / "conf.d";
    for (const auto& item : std::filesystem::directory_iterator(folder, ignored))
        if (item.path().extension() == ".toml" && !item.path().filename().string().starts_with("."))
            found.push_back(item.path().string());
    std::ranges::sort(found);
    return found;
}

void read_toml_file(const std::string& path, Gathered& into) {
    const auto text = read_whole_file(path);
    if (text) return read_toml(*text, path, into);
    into.complain(text.error());
    into.whole = false;
}

// systemd's folder; else credentials/ beside the file, so that an administrator's commands find the same
// secrets.
std::string credentials_folder(const std::string& file) {
    const char* const handed = std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe)
    if (handed != nullptr && *handed != '\0') return handed;
    return (std::filesystem::path(file).parent_path() / "credentials").string();
}

// "/etc/gatehouse/acme/gatehouse.toml" → "acme".
std::string instance_of(const std::string& file) {
    const auto folder = std::filesystem::path(file).parent_path();
    return folder.parent_path() == "/etc/gatehouse" ? folder.filename().string() : std::string();
}

}  // namespace

void store(Configuration::Entry& entry, GivenValue value) {
    if (auto* text = std::get_if<std::string>(&value)) {
        if (entry.key->type == KeyType::secret)
            entry.secret = Secret(std::move(*text));
        else
            entry.text = std::move(*text);
    } else if (auto* items = std::get_if<std::vector<std::string>>(&value)) {
        entry.list = std::move(*items);
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
        entry.integer = *number;
    } else {
        entry.flag = std::get<bool>(value);
    }
}

void Gathered::doubt_section(std::string_view section) {
    for (const auto& key : configuration_keys())
        if (key.section == section) doubtful.insert(find_key(key.full()));
}

namespace {

std::vector<Configuration::Entry> with_defaults() {
    std::vector<Configuration::Entry> entries;
    for (const auto& key : configuration_keys()) {
        auto& entry = entries.emplace_back();
        entry.key = &key;
        auto value = from_word(key, key.fallback);
        if (!value) throw Bug("the default of " + key.full() + " " + value.error());
        store(entry, std::move(*value));
    }
    return entries;
}

void merge(std::vector<Configuration::Entry>& entries, Gathered& gathered) {
    for (auto& one : gathered.given) {
        auto& entry = entries[static_cast<size_t>(one.key)];
        if (entry.given && entry.key->type == KeyType::secret)
            gathered.complain(fmt::format("{}: {} was already given by {}; a secret comes from one place",
                                          one.source, entry.key->full(), entry.source),
                              one.key);
        store(entry, std::move(one.value));
        entry.given = true;
        entry.source = one.source;
    }
}

// {section.name} and {credentials} in defaults; never in what was given.
void expand(std::vector<Configuration::Entry>& entries, const std::string& credentials) {
    for (auto& entry : entries) {
        if (entry.given || entry.key->type != KeyType::text) continue;
        for (size_t open = 0; (open = entry.text.find('{')) != std::string::npos;) {
            const auto close = entry.text.find('}', open);
            const auto name = entry.text.substr(open + 1, close - open - 1);
            const int place = find_key(name);
            if (place < 0 && name != "credentials") throw Bug("the default of " + entry.key->full());
            entry.text.replace(open, close - open + 1,
                               place < 0 ? credentials : entries[static_cast<size_t>(place)].text);
        }
    }
}

[[noreturn]] void refuse(const std::vector<std::string>& complaints) {
    throw ConfigError(fmt::format("{}", fmt::join(complaints, "\n")));
}

}  // namespace

Configuration::Configuration() = default;
Configuration::~Configuration() = default;
Configuration::Configuration(Configuration&&) noexcept = default;
Configuration& Configuration::operator=(Configuration&&) noexcept = default;

Configuration Configuration::load(const std::string& file) {
    Gathered gathered;
    read_toml_file(file, gathered);
    for (const auto& fragment : fragments_beside(file)) read_toml_file(fragment, gathered);
    read_environment(environ, gathered);
    const auto credentials = credentials_folder(file);
    read_credentials(credentials, gathered);
    return from(std::move(gathered), credentials, instance_of(file));
}

Configuration Configuration::from_text(std::string_view toml) {
    Gathered gathered;
    gathered.given.push_back({find_key("portal.environment"), "from_text", std::string("testing")});
    read_toml(toml, "text", gathered);
    return from(std::move(gathered), "credentials", "");
}

Configuration Configuration::from(Gathered gathered, const std::string& credentials,
                                  const std::string& instance) {
    Configuration made;
    made.entries_ = with_defaults();
    auto& name = made.entries_[static_cast<size_t>(find_key("portal.instance"))];
    if (!instance.empty()) name.text = instance;
    merge(made.entries_, gathered);
    expand(made.entries_, credentials);
    for (const auto& entry : made.entries_)
        for (auto& complaint : check_value(entry))
            gathered.complain(std::move(complaint), find_key(entry.key->full()));
    if (auto parts = parse_base_url(made.text("portal.base_url"))) {
        made.base_url_ = std::move(parts->url);
        made.base_host_ = std::move(parts->host);
        made.base_path_ = std::move(parts->path);
    } else {
        gathered.complain(made.entry("portal.base_url").where() + ": portal.base_url " + parts.error(),
                          find_key("portal.base_url"));
    }
    if (gathered.whole)
        std::ranges::move(check_together(made, gathered.doubtful), std::back_inserter(gathered.complaints));
    if (!gathered.complaints.empty()) refuse(gathered.complaints);
    return made;
}

Environment Configuration::environment() const {
    const auto& name = text("portal.environment");
    return name == "development" ? Environment::development
           : name == "testing"   ? Environment::testing
                                 : Environment::production;
}

const Configuration::Entry& Configuration::entry(std::string_view key) const {
    const int place = find_key(key);
    if (place < 0) throw Bug("no configuration key " + std::string(key));
    return entries_[static_cast<size_t>(place)];
}

const Configuration::Entry& Configuration::entry_of(std::string_view key, KeyType type) const {
    const auto& found = entry(key);
    if (found.key->type != type) throw Bug("configuration key asked as another type: " + std::string(key));
    return found;
}

const std::string& Configuration::text(std::string_view key) const {
    return entry_of(key, KeyType::text).text;
}
std::int64_t Configuration::integer(std::string_view key) const {
    return entry_of(key, KeyType::integer).integer;
}
bool Configuration::flag(std::string_view key) const {
    return entry_of(key, KeyType::flag).flag;
}
const std::vector<std::string>& Configuration::list(std::string_view key) const {
    return entry_of(key, KeyType::list).list;
}
const Secret& Configuration::secret(std::string_view key) const {
    return entry_of(key, KeyType::secret).secret;
}
bool Configuration::given(std::string_view key) const {
    return entry(key).given;
}

std::chrono::seconds Configuration::seconds(std::string_view key) const {
    const auto& found = entry_of(key, KeyType::integer);
    if (found.key->unit != "seconds") throw Bug("configuration key is not in seconds: " + std::string(key));
    return std::chrono::seconds(found.integer);
}

std::chrono::milliseconds Configuration::milliseconds(std::string_view key) const {
    const auto& found = entry_of(key, KeyType::integer);
    if (found.key->unit != "milliseconds") return seconds(key);
    return std::chrono::milliseconds(found.integer);
}

std::string Configuration::url(std::string_view path) const {
    if (!path.starts_with('/')) throw Bug("a path of the portal starts with /");
    return base_url_ + std::string(path);
}

std::vector<Configuration::Shown> Configuration::shown() const {
    std::vector<Shown> rows;
    for (const auto& entry : entries_)
        rows.push_back({entry.key->full(), entry.shown(), entry.given ? entry.source : "default"});
    return rows;
}

}  // namespace base
