// Configuration from the environment and from credential files. Guarantees: names are resolved by the table,
// so that the underscores within key names are never guessed; a misspelt GATEHOUSE_ variable is a complaint.
// Aliases (OTP_LENGTH …) yield to the GATEHOUSE_ form.
#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "base/configuration_sources.h"
#include "base/suggestion.h"
#include "base/text.h"

namespace base {
namespace {

constexpr std::string_view kPrefix = "GATEHOUSE_";
constexpr std::string_view kInternal = "GATEHOUSE_INTERNAL_";
constexpr std::string_view kConfig = "GATEHOUSE_CONFIG";
constexpr std::string_view kFileSuffix = "_FILE";

struct Variable {
    int key;
    bool names_file;
};

// Every variable there is, by name.
std::map<std::string, Variable, std::less<>> known_variables() {
    std::map<std::string, Variable, std::less<>> known;
    int place = 0;
    for (const auto& key : configuration_keys()) {
        known.insert_or_assign(key.variable(), Variable{place, false});
        // "smtp.ca_file" owns GATEHOUSE_SMTP_CA_FILE; a file form never takes a key's own name.
        known.try_emplace(key.variable() + std::string(kFileSuffix), Variable{place, true});
        if (!key.alias.empty()) known.try_emplace(std::string(key.alias), Variable{place, false});
        ++place;
    }
    return known;
}

std::string_view without_newline(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

void take_word(int place, const std::string& source, std::string_view word, Gathered& into) {
    const Key& key = key_at(place);
    if (auto value = from_word(key, word))
        into.given.push_back({place, source, std::move(*value)});
    else
        into.complain(source + ": " + key.full() + " " + value.error(), place);
}

void take_file(int place, const std::string& variable, const std::string& path, Gathered& into) {
    if (const auto text = read_whole_file(path))
        take_word(place, variable, without_newline(*text), into);
    else
        into.complain(variable + ": " + text.error(), place);
}

bool is_yes(std::string_view word) {
    const auto lower = to_lower(word);
    return lower == "true" || lower == "1" || lower == "yes" || lower == "on";
}

// Variables of the systems this replaces that are no key of ours by themselves: MAIL_USE_TLS and MAIL_USE_SSL
// are smtp.security, MAIL_DEFAULT_SENDER is "ada@example.org" or "Ada <ada@example.org>".
void take_former(const std::map<std::string_view, std::string_view>& former, Gathered& into) {
    const auto give = [&into](const char* key, const char* source, std::string_view word) {
        take_word(find_key(key), source, word, into);
    };
    const auto tls = former.find("MAIL_USE_TLS"), ssl = former.find("MAIL_USE_SSL");
    if (ssl != former.end() && is_yes(ssl->second))
        give("smtp.security", "MAIL_USE_SSL", "tls");
    else if (tls != former.end())
        give("smtp.security", "MAIL_USE_TLS", is_yes(tls->second) ? "starttls" : "none");
    const auto sender = former.find("MAIL_DEFAULT_SENDER");
    if (sender == former.end()) return;
    const auto text = trim(sender->second);
    const auto open = text.rfind('<');
    if (open == std::string_view::npos || !text.ends_with('>'))
        return give("mail.from_address", "MAIL_DEFAULT_SENDER", text);
    give("mail.from_address", "MAIL_DEFAULT_SENDER", text.substr(open + 1, text.size() - open - 2));
    auto name = trim(text.substr(0, open));
    if (name.size() > 1 && name.starts_with('"') && name.ends_with('"'))
        name = name.substr(1, name.size() - 2);
    if (!name.empty()) give("mail.from_name", "MAIL_DEFAULT_SENDER", name);
}

}  // namespace

void read_environment(const char* const* variables, Gathered& into) {
    const auto known = known_variables();
    std::vector<std::string> names;
    for (const auto& row : known)
        if (row.first.starts_with(kPrefix)) names.push_back(row.first);
    Gathered ours;
    std::map<std::string_view, std::string_view> former;
    for (; variables != nullptr && *variables != nullptr; ++variables) {
        const std::string_view line(*variables);
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        const auto name = line.substr(0, equals);
        const bool prefixed = name.starts_with(kPrefix);
        if (name == "MAIL_USE_TLS" || name == "MAIL_USE_SSL" || name == "MAIL_DEFAULT_SENDER")
            former[name] = line.substr(equals + 1);
        const auto found = known.find(name);
        if (found == known.end()) {
            if (!prefixed || name == kConfig || name.starts_with(kInternal)) continue;
            const auto meant = known.find(closest(name, names));
            into.complain(std::string(name) + ": unknown variable" + did_you_mean(name, names),
                          meant == known.end() ? -1 : meant->second.key);
            continue;
        }
        auto& target = prefixed ? ours : into;
        const std::string value(line.substr(equals + 1));
        if (found->second.names_file)
            take_file(found->second.key, std::string(name), value, target);
        else
            take_word(found->second.key, std::string(name), value, target);
    }
    take_former(former, into);
    std::ranges::move(ours.given, std::back_inserter(into.given));
    std::ranges::move(ours.complaints, std::back_inserter(into.complaints));
    into.doubtful.merge(ours.doubtful);
}

void read_credentials(const std::string& folder, Gathered& into) {
    int place = 0;
    for (const auto& key : configuration_keys()) {
        const int mine = place++;
        if (key.type != KeyType::secret) continue;
        const auto path = folder + "/" + key.full();
        if (const auto text = read_whole_file(path)) take_word(mine, path, without_newline(*text), into);
    }
}

std::expected<std::string, std::string> read_whole_file(const std::string& path) {
    constexpr size_t kMostBytes = 1U << 20U;
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    const int reason = errno;
    std::string text;
    if (file) text.assign(std::istreambuf_iterator<char>(file), {});
    if (!file || file.bad()) {
        const char* const why = reason != 0 ? std::strerror(reason) : "not a readable file";
        return std::unexpected(fmt::format("cannot read {}: {}", path, why));
    }
    if (text.size() > kMostBytes) return std::unexpected(fmt::format("{} is larger than 1 MiB", path));
    return text;
}

std::expected<GivenValue, std::string> from_word(const Key& key, std::string_view word) {
    switch (key.type) {
        case KeyType::text:
        case KeyType::secret: return std::string(word);
        case KeyType::integer: {
            std::int64_t number = 0;
            const auto* const end = word.data() + word.size();
            const auto [stopped, error] = std::from_chars(word.data(), end, number);
            if (error != std::errc() || stopped != end) return std::unexpected(wanted(key));
            return number;
        }
        case KeyType::flag:
            if (word == "true") return true;
            if (word == "false") return false;
            return std::unexpected(wanted(key));
        case KeyType::list: {
            std::vector<std::string> items;
            if (!trim(word).empty())
                for (const auto& item : split(word, ',')) items.emplace_back(trim(item));
            return items;
        }
    }
    return std::unexpected(wanted(key));
}

std::string wanted(const Key& key) {
    switch (key.type) {
        case KeyType::integer:
            return key.unit.empty() ? "must be a whole number"
                                    : fmt::format("must be a whole number ({})", key.unit);
        case KeyType::flag: return "must be true or false";
        case KeyType::list: return "must be a list of texts";
        default: return "must be a text";
    }
}

}  // namespace base
