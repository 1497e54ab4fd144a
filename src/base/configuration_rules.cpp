// See configuration_rules.h. Each rule is a function that adds its complaints; the tables at the end are the
// rules in the order in which they are told.
#include "base/configuration_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/configuration_keys.h"
#include "base/email_address.h"

namespace base {
namespace {

using Complaints = std::vector<std::string>;

// The configuration as one rule sees it: remembers whether the rule looked at a doubtful key.
class Seen {
  public:
    Seen(const Configuration& config, const std::set<int>& doubtful) : config_(config), doubtful_(doubtful) {}

    const std::string& text(std::string_view key) const { return at(key).text(key); }
    // 0 for a doubtful one, which may be of any size: rules calculate.
    std::int64_t integer(std::string_view key) const {
        const auto value = at(key).integer(key);
        return is_doubtful(key) ? 0 : value;
    }
    const std::vector<std::string>& list(std::string_view key) const { return at(key).list(key); }
    const Secret& secret(std::string_view key) const { return at(key).secret(key); }
    bool given(std::string_view key) const { return at(key).given(key); }
    const std::string& base_url() const { return at("portal.base_url").base_url(); }
    Environment environment() const { return at("portal.environment").environment(); }
    bool in_doubt() const { return in_doubt_; }

    bool lists(std::string_view key, std::string_view word) const {
        return std::ranges::find(list(key), word) != list(key).end();
    }

  private:
    const Configuration& at(std::string_view key) const {
        in_doubt_ = in_doubt_ || is_doubtful(key);
        return config_;
    }
    bool is_doubtful(std::string_view key) const { return doubtful_.contains(find_key(key)); }

    const Configuration& config_;
    const std::set<int>& doubtful_;
    mutable bool in_doubt_ = false;
};

bool is_instance_name(std::string_view name) {
    return !name.empty() && name.size() <= 32 && name.front() != '-' &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

bool is_this_host(const std::string& host) {
    return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

bool is_country(std::string_view word) {
    return word.size() == 2 &&
           std::ranges::all_of(word, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

bool may_exist(const std::string& path) {
    std::error_code error;
    return std::filesystem::exists(path, error) || error == std::errc::permission_denied;
}

void portal_has_a_name(const Seen& config, Complaints& complaints) {
    if (!is_instance_name(config.text("portal.instance")))
        complaints.emplace_back("portal.instance must be 1 to 32 of a-z, 0-9 and -, not starting with -");
}

void sender_is_an_address(const Seen& config, Complaints& complaints) {
    if (!EmailAddress::parse(config.text("mail.from_address")))
        complaints.emplace_back("mail.from_address is not an e-mail address");
}

void first_administrator_is_an_address(const Seen& config, Complaints& complaints) {
    if (const auto& admin = config.text("first_admin.email"); !admin.empty() && !EmailAddress::parse(admin))
        complaints.emplace_back("first_admin.email is not an e-mail address");
}

void database_has_a_place(const Seen& config, Complaints& complaints) {
    if (config.text("database.socket").empty() && config.text("database.host").empty())
        complaints.emplace_back("database.socket or database.host must be given");
}

void statements_end_before_we_stop_reading(const Seen& config, Complaints& complaints) {
    if (config.integer("database.statement_timeout") >= config.integer("database.read_timeout"))
        complaints.emplace_back("database.statement_timeout must be below database.read_timeout");
}

void redis_has_one_place(const Seen& config, Complaints& complaints) {
    if (config.text("store.kind") == "redis" &&
        config.text("redis.socket").empty() == config.text("redis.host").empty())
        complaints.emplace_back("store.kind = \"redis\" needs redis.socket or redis.host, and not both");
}

void sessions_idle_within_their_life(const Seen& config, Complaints& complaints) {
    if (config.integer("session.idle") > config.integer("session.absolute"))
        complaints.emplace_back("session.idle must not be above session.absolute");
}

void somebody_can_begin(const Seen& config, Complaints& complaints) {
    if (std::ranges::all_of(config.list("factors.first"), [](const auto& way) { return way == "passkey"; }))
        complaints.emplace_back(
            "factors.first must hold password or mailed_code: nobody begins with a passkey");
}

void smtp_has_a_host(const Seen& config, Complaints& complaints) {
    if (config.lists("mail.transports", "smtp") && config.text("smtp.host").empty())
        complaints.emplace_back("smtp.host must be given for the transport smtp");
}

// Whoever guesses it can have any address taken off the portal's mail.
void webhook_secret_is_long(const Seen& config, Complaints& complaints) {
    if (const auto& secret = config.secret("brevo.webhook_secret"); !secret.empty() && secret.size() < 20)
        complaints.emplace_back("brevo.webhook_secret must have 20 characters or more");
}

// The courier begins no delivery that could outlive its lease, with a little for the database.
void check_lease(const Seen& config, std::string_view transport, std::string_view key,
                 std::int64_t units_a_second, Complaints& complaints) {
    if (!config.lists("mail.transports", transport)) return;
    const auto seconds = (config.integer(key) + units_a_second - 1) / units_a_second;
    if (config.integer("courier.lease") <= seconds + 5)
        complaints.emplace_back(fmt::format("courier.lease must be more than 5 seconds above {}", key));
}
void lease_outlives_smtp(const Seen& config, Complaints& complaints) {
    check_lease(config, "smtp", "smtp.timeout", 1, complaints);
}
void lease_outlives_brevo(const Seen& config, Complaints& complaints) {
    check_lease(config, "brevo", "brevo.deadline", 1000, complaints);
}
void lease_outlives_mailgun(const Seen& config, Complaints& complaints) {
    check_lease(config, "mailgun", "mailgun.deadline", 1000, complaints);
}

void countries_are_countries(const Seen& config, Complaints& complaints) {
    for (const auto& country : config.list("sms.countries"))
        if (!is_country(country))
            complaints.push_back(fmt::format("sms.countries: \"{}\" is no country of two letters", country));
}

void phones_have_countries(const Seen& config, Complaints& complaints) {
    if (config.lists("factors.allowed", "sms") && config.list("sms.countries").empty())
        complaints.emplace_back("sms.countries must name where numbers may be");
}

// The longest request cancels one code and starts another, which is tried twice; or looks a number up and
// starts.
void calls_end_before_the_worker_is_given_up(const Seen& config, Complaints& complaints) {
    if (!config.lists("factors.allowed", "sms")) return;
    const auto longest = 3 * config.integer("vonage.deadline") + config.integer("numverify.deadline") + 1000;
    if (longest >= config.integer("gate.deadline") * 1000)
        complaints.emplace_back(
            "gate.deadline must be above three times vonage.deadline and numverify.deadline together, plus a "
            "second");
}

void clock_file_is_for_tests(const Seen& config, Complaints& complaints) {
    if (!config.text("testing.clock_file").empty() && config.environment() != Environment::testing)
        complaints.emplace_back("testing.clock_file is only for the environment testing");
}

void texts_are_sent(const Seen& config, Complaints& complaints) {
    if (config.lists("factors.allowed", "sms") && config.text("sms.provider") == "log")
        complaints.emplace_back("sms.provider \"log\" sends nothing");
}

void limits_hold(const Seen& config, Complaints& complaints) {
    if (config.integer("limits.factor") > 1)
        complaints.emplace_back("limits.factor above 1 lifts every limit; it is for measuring");
}

void portal_speaks_tls(const Seen& config, Complaints& complaints) {
    if (config.base_url().starts_with("http://"))
        complaints.emplace_back("portal.base_url must start with https://");
}

void mail_is_sent(const Seen& config, Complaints& complaints) {
    if (std::ranges::all_of(config.list("mail.transports"),
                            [](const auto& name) { return name == "folder"; }))
        complaints.emplace_back("mail.transports delivers to a folder only; name a transport that sends");
}

void mail_is_encrypted(const Seen& config, Complaints& complaints) {
    if (config.text("smtp.security") == "none" && config.lists("mail.transports", "smtp") &&
        !is_this_host(config.text("smtp.host")))
        complaints.emplace_back("smtp.security = \"none\" would send passwords and codes in the clear");
}

void database_is_encrypted(const Seen& config, Complaints& complaints) {
    if (config.text("database.socket").empty() && config.text("database.tls_ca").empty() &&
        !is_this_host(config.text("database.host")))
        complaints.emplace_back("database.tls_ca must be given for a database on another host");
}

void a_key_ring_exists(const Seen& config, Complaints& complaints) {
    const std::array rings{config.text("keys.identity"), config.text("keys.shared"),
                           config.text("keys.outbox")};
    if (std::ranges::none_of(rings, may_exist))
        complaints.push_back(
            fmt::format("no key ring found ({}); make them with `gatehouse setup`", fmt::join(rings, ", ")));
}

using Rule = void (*)(const Seen& config, Complaints& complaints);

constexpr Rule kRules[] = {
    portal_has_a_name,
    sender_is_an_address,
    first_administrator_is_an_address,
    database_has_a_place,
    statements_end_before_we_stop_reading,
    redis_has_one_place,
    sessions_idle_within_their_life,
    somebody_can_begin,
    smtp_has_a_host,
    webhook_secret_is_long,
    lease_outlives_smtp,
    lease_outlives_brevo,
    lease_outlives_mailgun,
    countries_are_countries,
    phones_have_countries,
    calls_end_before_the_worker_is_given_up,
    clock_file_is_for_tests,
};

// Those and every key that must be given.
constexpr Rule kProductionRules[] = {
    texts_are_sent,    limits_hold,           portal_speaks_tls, mail_is_sent,
    mail_is_encrypted, database_is_encrypted, a_key_ring_exists,
};

}  // namespace

std::vector<std::string> check_together(const Configuration& config, const std::set<int>& doubtful) {
    Complaints all;
    const auto judge = [&](std::string_view prefix, const auto& rule) {
        const Seen seen(config, doubtful);
        Complaints complaints;
        rule(seen, complaints);
        if (seen.in_doubt()) return;
        for (const auto& text : complaints) all.push_back(std::string(prefix) + text);
    };
    for (const auto rule : kRules) judge("", rule);
    if (!config.production() || doubtful.contains(find_key("portal.environment"))) return all;
    for (const auto& key : configuration_keys())
        judge("production: ", [&](const Seen& seen, Complaints& complaints) {
            if (key.needed && !seen.given(key.full())) complaints.push_back(key.full() + " must be given");
        });
    for (const auto rule : kProductionRules) judge("production: ", rule);
    return all;
}

}  // namespace base
