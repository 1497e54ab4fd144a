// The rules a configuration must keep beyond spelling. What production refuses stands in one function.
#include "base/configuration_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include "base/configuration_entry.h"
#include "base/email_address.h"
#include "base/suggestion.h"
#include "base/text.h"

namespace base {
namespace {

using Complaints = std::vector<std::string>;

bool is_instance_name(std::string_view name) {
    return !name.empty() && name.size() <= 32 && name.front() != '-' &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

void check_word(const Configuration::Entry& entry, const std::string& word, Complaints& complaints) {
    if (!entry.key->allows(word))
        complaints.push_back(fmt::format("{}: {} must be one of {}{}", entry.where(), entry.key->full(),
                                         fmt::join(split(entry.key->words, '|'), ", "),
                                         did_you_mean(word, split(entry.key->words, '|'))));
    if (has_control(word) || !is_utf8(word))
        complaints.push_back(entry.where() + ": " + entry.key->full() +
                             " holds control characters or is not UTF-8");
}

bool is_this_host(const std::string& host) {
    return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

bool may_exist(const std::string& path) {
    std::error_code error;
    return std::filesystem::exists(path, error) || error == std::errc::permission_denied;
}

bool is_country(std::string_view word) {
    return word.size() == 2 &&
           std::ranges::all_of(word, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

// What second factors by phone need: countries, and calls that end before the worker is given up.
void check_phones(const Configuration& config, Complaints& complaints) {
    const auto& countries = config.list("sms.countries");
    for (const auto& country : countries)
        if (!is_country(country))
            complaints.push_back(fmt::format("sms.countries: \"{}\" is no country of two letters", country));
    const auto& allowed = config.list("factors.allowed");
    if (std::ranges::find(allowed, "sms") == allowed.end()) return;
    if (countries.empty()) complaints.emplace_back("sms.countries must name where numbers may be");
    if (config.production() && config.text("sms.provider") == "log")
        complaints.emplace_back("production: sms.provider \"log\" sends nothing");
    // The longest request cancels one code and starts another, which is tried twice; or looks a number up and
    // starts.
    const auto longest = 3 * config.integer("vonage.deadline") + config.integer("numverify.deadline") + 1000;
    if (longest >= config.integer("gate.deadline") * 1000)
        complaints.emplace_back(
            "gate.deadline must be above three times vonage.deadline and numverify.deadline together, plus a "
            "second");
}

bool sends_by(const Configuration& config, std::string_view transport) {
    return std::ranges::find(config.list("mail.transports"), transport) !=
           config.list("mail.transports").end();
}

void check_production(const Configuration& config, Complaints& complaints) {
    const auto refuse = [&](std::string text) { complaints.push_back("production: " + std::move(text)); };
    if (config.integer("limits.factor") > 1)
        refuse("limits.factor above 1 lifts every limit; it is for measuring");
    for (const auto& key : configuration_keys())
        if (key.needed && !config.given(key.full())) refuse(key.full() + " must be given");
    if (config.base_url().starts_with("http://")) refuse("portal.base_url must start with https://");
    if (std::ranges::all_of(config.list("mail.transports"),
                            [](const auto& name) { return name == "folder"; }))
        refuse("mail.transports delivers to a folder only; name a transport that sends");
    if (config.text("smtp.security") == "none" && sends_by(config, "smtp") &&
        !is_this_host(config.text("smtp.host")))
        refuse("smtp.security = \"none\" would send passwords and codes in the clear");
    if (config.text("database.socket").empty() && config.text("database.tls_ca").empty() &&
        !is_this_host(config.text("database.host")))
        refuse("database.tls_ca must be given for a database on another host");
    const std::array rings{config.text("keys.identity"), config.text("keys.shared"),
                           config.text("keys.outbox")};
    if (std::ranges::none_of(rings, may_exist))
        refuse(
            fmt::format("no key ring found ({}); make them with `gatehouse setup`", fmt::join(rings, ", ")));
}

}  // namespace

void check_values(const std::vector<Configuration::Entry>& entries, Complaints& complaints) {
    for (const auto& entry : entries) {
        const Key& key = *entry.key;
        if (key.type == KeyType::integer && (entry.integer < key.least || entry.integer > key.most))
            complaints.push_back(fmt::format("{}: {} must be between {} and {}{}{}", entry.where(),
                                             key.full(), key.least, key.most, key.unit.empty() ? "" : " ",
                                             key.unit));
        if (key.type == KeyType::text) check_word(entry, entry.text, complaints);
        if (key.type == KeyType::list) {
            for (const auto& item : entry.list) check_word(entry, item, complaints);
            if (static_cast<std::int64_t>(entry.list.size()) < key.least)
                complaints.push_back(entry.where() + ": " + key.full() + " must not be empty");
        }
        if (key.type == KeyType::secret && entry.given &&
            entry.secret.reveal().find('\0') != std::string::npos)
            complaints.push_back(entry.where() + ": " + key.full() + " holds a NUL byte");
    }
}

std::vector<std::string> complaints_about(const Given& given) {
    std::vector<Configuration::Entry> entries(1);
    entries.front().key = &configuration_keys()[static_cast<size_t>(given.key)];
    entries.front().given = true;
    entries.front().source = given.source;
    store(entries.front(), given.value);
    std::vector<std::string> complaints;
    check_values(entries, complaints);
    return complaints;
}

void check_together(const Configuration& config, Complaints& complaints) {
    if (!is_instance_name(config.text("portal.instance")))
        complaints.emplace_back("portal.instance must be 1 to 32 of a-z, 0-9 and -, not starting with -");
    if (!EmailAddress::parse(config.text("mail.from_address")))
        complaints.emplace_back("mail.from_address is not an e-mail address");
    if (const auto& admin = config.text("first_admin.email"); !admin.empty() && !EmailAddress::parse(admin))
        complaints.emplace_back("first_admin.email is not an e-mail address");
    if (config.text("database.socket").empty() && config.text("database.host").empty())
        complaints.emplace_back("database.socket or database.host must be given");
    if (config.integer("database.statement_timeout") >= config.integer("database.read_timeout"))
        complaints.emplace_back("database.statement_timeout must be below database.read_timeout");
    if (config.text("redis.socket").empty() == config.text("redis.host").empty() &&
        config.text("store.kind") == "redis")
        complaints.emplace_back("store.kind = \"redis\" needs redis.socket or redis.host, and not both");
    if (config.integer("session.idle") > config.integer("session.absolute"))
        complaints.emplace_back("session.idle must not be above session.absolute");
    if (std::ranges::all_of(config.list("factors.first"), [](const auto& way) { return way == "passkey"; }))
        complaints.emplace_back(
            "factors.first must hold password or mailed_code: nobody begins with a passkey");
    if (sends_by(config, "smtp") && config.text("smtp.host").empty())
        complaints.emplace_back("smtp.host must be given for the transport smtp");
    // Whoever guesses it can have any address taken off the portal's mail.
    if (const auto& secret = config.secret("brevo.webhook_secret"); !secret.empty() && secret.size() < 20)
        complaints.emplace_back("brevo.webhook_secret must have 20 characters or more");
    // The courier begins no delivery that could outlive its lease, with a little for the database.
    const auto too_long = [&](std::string_view transport, std::string_view key, std::int64_t seconds) {
        if (sends_by(config, transport) && config.integer("courier.lease") <= seconds + 5)
            complaints.emplace_back(fmt::format("courier.lease must be more than 5 seconds above {}", key));
    };
    too_long("smtp", "smtp.timeout", config.integer("smtp.timeout"));
    too_long("brevo", "brevo.deadline", (config.integer("brevo.deadline") + 999) / 1000);
    too_long("mailgun", "mailgun.deadline", (config.integer("mailgun.deadline") + 999) / 1000);
    check_phones(config, complaints);
    if (!config.text("testing.clock_file").empty() && config.environment() != Environment::testing)
        complaints.emplace_back("testing.clock_file is only for the environment testing");
    if (config.production()) check_production(config, complaints);
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
