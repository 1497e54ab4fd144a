#include "commands/env_import.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/email_address.h"
#include "base/suggestion.h"
#include "base/text.h"
#include "commands/env_url.h"

namespace commands {
namespace {

using base::Given;

struct Renamed {
    std::string_view variable, key;
};
// Beside the keys' own aliases.
constexpr Renamed kRenamed[] = {
    {"SENDER_EMAIL", "mail.from_address"},
    {"SENDER_ADDRESS", "mail.from_address"},
    {"MAIL_FROM", "mail.from_address"},
    {"SENDER_NAME", "mail.from_name"},
    {"MAIL_FROM_NAME", "mail.from_name"},
    {"MAIL_HOST", "smtp.host"},
    {"MAIL_TIMEOUT", "smtp.timeout"},
    {"MAILGUN_REGION", "mailgun.region"},
    {"MAILGUN_WEBHOOK_SIGNING_KEY", "mailgun.webhook_key"},
    {"VONAGE_BRAND", "vonage.brand"},
    {"VONAGE_BRAND_NAME", "vonage.brand"},
    {"NUMVERIFY_ACCESS_KEY", "numverify.access_key"},
    {"REDIS_USER", "redis.username"},
};
// These the reader of the environment takes apart itself.
constexpr std::string_view kFormer[] = {"MAIL_USE_TLS", "MAIL_USE_SSL", "MAIL_DEFAULT_SENDER"};

struct LeftOut {
    std::string_view variable, why;
};
constexpr LeftOut kLeftOut[] = {
    {"SECRET_KEY",
     "Gatehouse makes keys of its own; what the old system signed with this one ends with the old system"},
    {"TOTP_SECRET",
     "one secret for all is none: each person adds an authenticator app of their own after signing in"},
    {"MAIL_DEBUG", "see log.level and `gatehouse mail test`"},
    {"MAIL_MAX_EMAILS", "see smtp.connections and smtp.per_second"},
    {"MAIL_SUPPRESS_SEND", "the transport \"folder\" sends nothing"},
    {"MAIL_ASCII_ATTACHMENTS", "there is nothing to set"},
};

constexpr size_t kFernetBytes = 32;

// As its own tools print it, padded or not; empty for anything else.
base::Secret fernet_key(std::string_view text) {
    while (text.ends_with('=')) text.remove_suffix(1);
    std::string bytes;
    if (!base::from_base64url(text, bytes)) bytes.clear();
    return base::Secret(std::move(bytes));
}

class Import {
  public:
    explicit Import(const std::vector<base::Assignment>& all) : all_(all) {}

    EnvImport take() {
        by_alias();
        for (const auto& one : all_) {
            if (one.value.empty())
                note(one.name, "left out: it is empty");
            else
                take_one(one);
        }
        choose();
        check();
        std::ranges::sort(made_.settings, {}, &Given::key);
        return std::move(made_);
    }

  private:
    // What the environment may hold too, read by its own reader.
    void by_alias() {
        std::vector<std::string> lines;
        for (const auto& one : all_)
            if (is_alias(one.name) && !one.value.empty()) lines.push_back(one.name + "=" + one.value);
        std::vector<const char*> pointers;
        for (const auto& line : lines) pointers.push_back(line.c_str());
        pointers.push_back(nullptr);
        base::Gathered gathered;
        base::read_environment(pointers.data(), gathered);
        made_.complaints = std::move(gathered.complaints);
        for (auto& given : gathered.given) keep(std::move(given));
    }

    static bool is_alias(std::string_view name) {
        const auto has = [&](const base::Key& key) { return key.alias == name; };
        return std::ranges::any_of(base::configuration_keys(), has) || std::ranges::count(kFormer, name) > 0;
    }

    void take_one(const base::Assignment& one) {
        const auto renamed = std::ranges::find(kRenamed, one.name, &Renamed::variable);
        const auto left_out = std::ranges::find(kLeftOut, one.name, &LeftOut::variable);
        if (is_alias(one.name)) return took_by_alias(one.name);
        if (renamed != std::end(kRenamed)) return give(one.name, renamed->key, one.value);
        if (left_out != std::end(kLeftOut)) return note(one.name, fmt::format("left out: {}", left_out->why));
        if (one.name == "DATABASE_URL") return database(one);
        if (one.name == "REDIS_URL") return redis(one);
        if (one.name == "MAILGUN_BASE_URL") return mailgun(one);
        if (one.name == "FERNET_KEY") return fernet(one);
        if (one.name == "PEPPER") return take_pepper(one);
        note(one.name, one.name.starts_with("GATEHOUSE_")
                           ? "left out: it is Gatehouse's own; leave it where Gatehouse is started"
                           : "unknown: nothing here is called so" + base::did_you_mean(one.name, names()));
    }

    void took_by_alias(const std::string& variable) {
        const bool used = std::ranges::count(made_.settings, variable, &Given::source) > 0;
        const bool told = std::ranges::count(made_.notes, variable, &EnvNote::variable) > 0;
        if (!used && !told) note(variable, "left out: another variable decides this");
    }

    static std::vector<std::string> names() {
        std::vector<std::string> names{"DATABASE_URL", "REDIS_URL", "MAILGUN_BASE_URL", "FERNET_KEY",
                                       "PEPPER"};
        for (const auto& key : base::configuration_keys())
            if (!key.alias.empty()) names.emplace_back(key.alias);
        for (const auto& row : kRenamed) names.emplace_back(row.variable);
        for (const auto& row : kLeftOut) names.emplace_back(row.variable);
        names.insert(names.end(), std::begin(kFormer), std::end(kFormer));
        return names;
    }

    void give(const std::string& variable, std::string_view key, std::string_view word) {
        const int place = base::find_key(key);
        if (auto value = base::from_word(base::key_at(place), word))
            keep({place, variable, std::move(*value)});
        else
            made_.complaints.push_back(fmt::format("{}: {} {}", variable, key, value.error()));
    }

    // The first variable that names a key wins; a second one that says something else is told.
    void keep(Given given) {
        const auto earlier = std::ranges::find(made_.settings, given.key, &Given::key);
        if (earlier == made_.settings.end()) return made_.settings.push_back(std::move(given));
        if (earlier->source != given.source || earlier->value != given.value)
            note(given.source, fmt::format("left out: {} says {} already", earlier->source,
                                           earlier->value == given.value ? "so" : "something else"));
    }

    void database(const base::Assignment& one) {
        const auto url = parse_env_url(one.value);
        if (!url) return complain(one.name, "no address like mysql+pymysql://user:password@host/name");
        if (url->scheme != "mysql" && url->scheme != "mariadb")
            return note(one.name, "left out: Gatehouse keeps its own data in MariaDB; see database.socket");
        const auto socket = url->query.find("unix_socket");
        if (socket != url->query.end()) {
            give(one.name, "database.socket", socket->second);
        } else if (!url->is_this_host()) {
            give(one.name, "database.socket", "");
            give(one.name, "database.host", url->host);
            if (!url->port.empty()) give(one.name, "database.port", url->port);
            tls_of(one, *url);
        }
        if (!url->user.empty()) give(one.name, "database.owner_user", url->user);
        if (!url->password.empty()) give(one.name, "database.owner_password", url->password);
        note(one.name,
             "its schema stays the old system's: Gatehouse makes \"gatehouse\" beside it (database.schema), "
             "and its user needs the rights that README gives to gatehouse_owner");
    }

    // As PyMySQL and mysqlclient name it in an address.
    void tls_of(const base::Assignment& one, const EnvUrl& url) {
        const auto authority = url.query.find("ssl_ca");
        if (authority != url.query.end()) return give(one.name, "database.tls_ca", authority->second);
        note(one.name, "a database on another host wants database.tls_ca: give it before you start");
    }

    void redis(const base::Assignment& one) {
        const auto url = parse_env_url(one.value);
        if (url && url->scheme == "rediss")
            return note(one.name, "left out: there is no TLS to Redis here; see redis.host");
        if (!url || (url->scheme != "redis" && url->scheme != "unix"))
            return complain(one.name, "no address like redis://:password@host:6379/0");
        if (url->scheme == "unix") {
            give(one.name, "redis.socket", "/" + url->path);
        } else {
            give(one.name, "redis.host", url->host.empty() ? "localhost" : url->host);
            if (!url->port.empty()) give(one.name, "redis.port", url->port);
            if (!url->path.empty()) give(one.name, "redis.db", url->path);
        }
        if (const auto db = url->query.find("db"); db != url->query.end())
            give(one.name, "redis.db", db->second);
        if (!url->user.empty()) give(one.name, "redis.username", url->user);
        if (!url->password.empty()) give(one.name, "redis.password", url->password);
    }

    // Gatehouse's own base is without the version.
    void mailgun(const base::Assignment& one) {
        std::string_view base = one.value;
        while (base.ends_with('/')) base.remove_suffix(1);
        if (base.ends_with("/v3")) base.remove_suffix(3);
        if (base == "https://api.mailgun.net") return give(one.name, "mailgun.region", "us");
        if (base == "https://api.eu.mailgun.net") return give(one.name, "mailgun.region", "eu");
        give(one.name, "mailgun.base_url", base);
    }

    void fernet(const base::Assignment& one) {
        made_.fernet = fernet_key(one.value);
        if (made_.fernet.size() != kFernetBytes) complain(one.name, "no Fernet key (32 bytes in base64url)");
    }

    void take_pepper(const base::Assignment& one) {
        if (base::has_control(one.value)) return complain(one.name, "a pepper is one line");
        made_.pepper = base::Secret(one.value);
    }

    bool has(std::string_view key) const {
        return std::ranges::find(made_.settings, base::find_key(key), &Given::key) != made_.settings.end();
    }

    // What the old systems had no variable for: who is used follows from whose keys are there.
    void choose() {
        std::vector<std::string> transports;
        for (const auto& one : all_) {
            const auto offer = [&](std::string_view variable, const char* transport, bool whole) {
                if (one.name == variable && whole) transports.emplace_back(transport);
            };
            offer(source_of("smtp.host"), "smtp", has("smtp.host"));
            offer(source_of("mailgun.api_key"), "mailgun", has("mailgun.api_key") && has("mailgun.domain"));
            offer(source_of("brevo.api_key"), "brevo", has("brevo.api_key"));
        }
        if (!transports.empty())
            give("(chosen)", "mail.transports", fmt::format("{}", fmt::join(transports, ",")));
        if (has("mailgun.api_key") != has("mailgun.domain"))
            note("MAILGUN_…", "the transport mailgun needs MAILGUN_API_KEY and MAILGUN_DOMAIN");
        if (has("vonage.api_key") && has("vonage.api_secret")) give("(chosen)", "sms.provider", "vonage");
        if (has("numverify.access_key")) give("(chosen)", "phone.lookup", "numverify");
        if (has("redis.host") || has("redis.socket")) give("(chosen)", "store.kind", "redis");
    }

    std::string source_of(std::string_view key) const {
        const auto found = std::ranges::find(made_.settings, base::find_key(key), &Given::key);
        return found == made_.settings.end() ? "" : found->source;
    }

    void check() {
        for (const auto& given : made_.settings) {
            std::ranges::move(base::complaints_about(given), std::back_inserter(made_.complaints));
            const auto* text = std::get_if<std::string>(&given.value);
            if (text != nullptr && base::has_control(*text) &&
                base::key_at(given.key).type == base::KeyType::secret)
                complain(given.source, "a secret is one line");
        }
        if (has("mail.from_address") && !is_address("mail.from_address"))
            complain(source_of("mail.from_address"), "not an e-mail address");
        if (has("first_admin.email") && !is_address("first_admin.email")) leave_out_administrator();
    }

    bool is_address(std::string_view key) const {
        const auto found = std::ranges::find(made_.settings, base::find_key(key), &Given::key);
        return base::EmailAddress::parse(std::get<std::string>(found->value)).has_value();
    }

    // "admin" was a name to sign in with; here the first administrator is an address.
    void leave_out_administrator() {
        std::erase_if(made_.settings, [](const Given& given) {
            return given.key == base::find_key("first_admin.email") ||
                   given.key == base::find_key("first_admin.password");
        });
        note("DEFAULT_USER",
             "left out with DEFAULT_PASSWORD: not an e-mail address; see gatehouse user create --role "
             "administrator");
    }

    void note(const std::string& variable, std::string text) {
        made_.notes.push_back({variable, std::move(text)});
    }
    void complain(const std::string& variable, std::string_view what) {
        made_.complaints.push_back(fmt::format("{}: {}", variable, what));
    }

    const std::vector<base::Assignment>& all_;
    EnvImport made_;
};

}  // namespace

EnvImport import_env(const std::vector<base::Assignment>& assignments) {
    return Import(assignments).take();
}

}  // namespace commands
