// See configuration_checks.h.
#include "base/configuration_checks.h"

#include <fmt/format.h>

#include <charconv>

#include "base/configuration_entry.h"
#include "base/suggestion.h"
#include "base/text.h"

namespace base {
namespace {

using Complaints = std::vector<std::string>;

void check_word(const Configuration::Entry& entry, const std::string& word, Complaints& complaints) {
    if (!entry.key->allows(word))
        complaints.push_back(fmt::format("{}: {} must be one of {}{}", entry.where(), entry.key->full(),
                                         fmt::join(split(entry.key->words, '|'), ", "),
                                         did_you_mean(word, split(entry.key->words, '|'))));
    if (has_control(word) || !is_utf8(word))
        complaints.push_back(entry.where() + ": " + entry.key->full() +
                             " holds control characters or is not UTF-8");
}

}  // namespace

Complaints check_value(const Configuration::Entry& entry) {
    Complaints complaints;
    const Key& key = *entry.key;
    if (key.type == KeyType::integer && (entry.integer < key.least || entry.integer > key.most))
        complaints.push_back(fmt::format("{}: {} must be between {} and {}{}{}", entry.where(), key.full(),
                                         key.least, key.most, key.unit.empty() ? "" : " ", key.unit));
    if (key.type == KeyType::text) check_word(entry, entry.text, complaints);
    if (key.type == KeyType::list) {
        for (const auto& item : entry.list) check_word(entry, item, complaints);
        if (static_cast<std::int64_t>(entry.list.size()) < key.least)
            complaints.push_back(entry.where() + ": " + key.full() + " must not be empty");
    }
    if (key.type == KeyType::secret && entry.given && entry.secret.reveal().find('\0') != std::string::npos)
        complaints.push_back(entry.where() + ": " + key.full() + " holds a NUL byte");
    return complaints;
}

Complaints complaints_about(const Given& given) {
    Configuration::Entry entry;
    entry.key = &key_at(given.key);
    entry.given = true;
    entry.source = given.source;
    store(entry, given.value);
    return check_value(entry);
}

std::expected<BaseUrl, std::string> parse_base_url(std::string_view text) {
    const auto wrong = [](std::string_view why) {
        return std::unexpected("must be https://HOST[:PORT][/PATH]: " + std::string(why));
    };
    const std::string_view scheme = text.starts_with("https://") ? "https://" : "http://";
    if (!text.starts_with(scheme)) return wrong("it does not start with https://");
    auto rest = text.substr(scheme.size());
    const auto slash = std::min(rest.find('/'), rest.size());
    auto authority = rest.substr(0, slash);
    auto path = rest.substr(slash);
    while (path.ends_with('/')) path.remove_suffix(1);
    for (const auto& step : split(path, '/'))
        if (step == "." || step == "..") return wrong("the path has . or ..");
    if (path.find("//") != std::string_view::npos ||
        path.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/") !=
            std::string_view::npos)
        return wrong("the path may hold letters, digits and -._~ only");
    auto host = authority;
    if (const auto colon = authority.rfind(':');
        colon != std::string_view::npos && !authority.ends_with(']')) {
        const auto port = authority.substr(colon + 1);
        unsigned number = 0;
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
        if (error != std::errc() || end != port.data() + port.size() || number == 0 || number > 65535)
            return wrong("the port is no number from 1 to 65535");
        host = authority.substr(0, colon);
    }
    const bool bracketed = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
    const auto letters = bracketed ? host.substr(1, host.size() - 2) : host;
    const std::string_view allowed = bracketed
                                         ? "0123456789abcdefABCDEF:."
                                         : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    if (letters.empty() || letters.find_first_not_of(allowed) != std::string_view::npos ||
        letters.front() == '.' || letters.back() == '.')
        return wrong("the host is no host name (write an international one as xn--…)");
    const auto lower_host = to_lower(host);
    return BaseUrl{
        std::string(scheme) + lower_host + std::string(authority.substr(host.size())) + std::string(path),
        lower_host, std::string(path)};
}

std::string Configuration::Entry::shown() const {
    switch (key->type) {
        case KeyType::text: return text;
        case KeyType::integer: return std::to_string(integer);
        case KeyType::flag: return flag ? "true" : "false";
        case KeyType::list: return fmt::format("{}", fmt::join(list, ","));
        case KeyType::secret: return secret.empty() ? "(not set)" : "(set)";
    }
    return {};
}

}  // namespace base
