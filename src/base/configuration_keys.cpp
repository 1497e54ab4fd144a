// The table of configuration keys. Numbers come from the portal's security rules; each is a default, not a
// law. Sections stand in reading order; a key is added here and nowhere else.
#include "base/configuration_keys.h"

#include <algorithm>
#include <vector>

namespace base {
namespace {

constexpr std::int64_t kMostInteger = std::numeric_limits<std::int32_t>::max();

constexpr Key text(std::string_view section, std::string_view name, std::string_view fallback,
                   std::string_view meaning) {
    return {.section = section, .name = name, .fallback = fallback, .meaning = meaning};
}
constexpr Key number(std::string_view section, std::string_view name, std::int64_t least, std::int64_t most,
                     std::string_view fallback, std::string_view meaning, std::string_view unit = "") {
    return {.section = section,
            .name = name,
            .type = KeyType::integer,
            .unit = unit,
            .least = least,
            .most = most,
            .fallback = fallback,
            .meaning = meaning};
}
constexpr Key time(std::string_view section, std::string_view name, std::int64_t least, std::int64_t most,
                   std::string_view fallback, std::string_view meaning) {
    return number(section, name, least, most, fallback, meaning, "seconds");
}
constexpr Key short_time(std::string_view section, std::string_view name, std::int64_t least,
                         std::int64_t most, std::string_view fallback, std::string_view meaning) {
    return number(section, name, least, most, fallback, meaning, "milliseconds");
}
constexpr Key list(std::string_view section, std::string_view name, std::int64_t fewest,
                   std::string_view fallback, std::string_view meaning) {
    return {.section = section,
            .name = name,
            .type = KeyType::list,
            .least = fewest,
            .fallback = fallback,
            .meaning = meaning};
}
constexpr Key flag(std::string_view section, std::string_view name, std::string_view fallback,
                   std::string_view meaning) {
    return {
        .section = section, .name = name, .type = KeyType::flag, .fallback = fallback, .meaning = meaning};
}
constexpr Key secret(std::string_view section, std::string_view name, std::string_view meaning) {
    return {.section = section, .name = name, .type = KeyType::secret, .meaning = meaning};
}

const Key kKeys[] = {
    text("portal", "environment", "production",
         "What this portal is for. Production refuses embedded defaults; testing may move the clock.")
        .one_of("development|testing|production"),
    text("portal", "instance", "default",
         "The name of this portal on its host: units, folders and cookies carry it. Taken from the folder "
         "when the file is /etc/gatehouse/NAME/gatehouse.toml.")
        .like("acme"),
    text("portal", "name", "Gatehouse", "What people read as the portal's name, in pages and mails.")
        .like("Acme Support"),
    text("portal", "base_url", "https://localhost:8443",
         "Where people reach the portal; every link is made from it. May have a path.")
        .like("https://support.example.org")
        .must_be_given(),

    text("server", "runtime_folder", "/run/gatehouse/{portal.instance}",
         "Sockets, scoreboards and shared slots; on a memory file system."),
    text("server", "state_folder", "/var/lib/gatehouse/{portal.instance}",
         "What must survive a restart and is not in the database."),
    text("server", "templates_folder", "/usr/share/gatehouse/templates", "The page and mail templates."),
    text("server", "assets_folder", "/usr/share/gatehouse/assets",
         "Style, scripts and icons with their list (manifest); nginx serves them."),

    number("gate", "workers", 0, 1024, "0", "Workers for strangers; 0 = 4 for each CPU."),
    text("gate", "socket", "{server.runtime_folder}/gate.sock",
         "The listening socket when systemd hands none over."),
    number("gate", "requests_per_worker", 1, kMostInteger, "10000",
           "A worker is replaced after so many requests."),
    number("gate", "memory_per_worker", 16, 65536, "256",
           "A worker past this resident memory is replaced after its request.", "MiB"),
    time("gate", "deadline", 1, 3600, "20", "A worker busy with one request for longer is killed."),
    time("gate", "drain", 1, 3600, "25", "How long running requests may take when the service stops."),
    number("gate", "nice", 0, 19, "10",
           "CPU politeness towards the house pool, of the workers and of their session's share."),
    number("gate", "hashing_slots", 0, 1024, "0",
           "Password hashes at once over all workers; 0 = one for each CPU."),
    short_time("gate", "hashing_wait", 0, 60000, "2000",
               "How long a sign-in waits for a hashing slot before the answer is 503."),

    number("house", "workers", 0, 1024, "0", "Workers for people inside; 0 = 2 for each CPU."),
    text("house", "socket", "{server.runtime_folder}/house.sock",
         "The listening socket when systemd hands none over."),
    number("house", "requests_per_worker", 1, kMostInteger, "10000",
           "A worker is replaced after so many requests."),
    number("house", "memory_per_worker", 16, 65536, "256",
           "A worker past this resident memory is replaced after its request.", "MiB"),
    time("house", "deadline", 1, 3600, "20", "A worker busy with one request for longer is killed."),
    time("house", "drain", 1, 3600, "25", "How long running requests may take when the service stops."),
    number("house", "nice", 0, 19, "0", "CPU politeness of this pool."),

    text("database", "socket", "/run/mysqld/mysqld.sock",
         "Unix socket of MariaDB; empty = use host and port."),
    text("database", "host", "", "Host of MariaDB when there is no socket.").like("db.example.org"),
    number("database", "port", 1, 65535, "3306", "Port of MariaDB at that host."),
    text("database", "schema", "gatehouse", "The database's name.").like("gatehouse_acme"),
    text("database", "tls_ca", "",
         "CA file the server's certificate is checked against; with a host TLS is demanded.")
        .like("/etc/ssl/certs/ca-certificates.crt"),
    text("database", "gate_user", "gatehouse_gate", "Database user of the gate pool."),
    secret("database", "gate_password", "Its password; empty = login by Unix user (unix_socket)."),
    text("database", "house_user", "gatehouse_house", "Database user of the house pool."),
    secret("database", "house_password", "Its password; empty = login by Unix user."),
    text("database", "courier_user", "gatehouse_courier", "Database user of the courier."),
    secret("database", "courier_password", "Its password; empty = login by Unix user."),
    text("database", "owner_user", "gatehouse_owner",
         "Database user of migrations and administration commands."),
    secret("database", "owner_password", "Its password; empty = login by Unix user."),
    time("database", "connect_timeout", 1, 60, "3", "How long connecting may take."),
    time("database", "read_timeout", 1, 600, "10", "How long an answer may take to arrive."),
    time("database", "write_timeout", 1, 600, "10", "How long sending a statement may take."),
    time("database", "statement_timeout", 1, 600, "8",
         "The server stops a statement after this long; below read_timeout."),
    time("database", "lock_wait_timeout", 1, 600, "4", "How long a statement waits for a row lock."),
    short_time("database", "slow", 0, 600000, "200",
               "Statements slower than this are logged as database.slow."),

    text("store", "kind", "database",
         "Where pending codes and coarse counters by address lie. With \"redis\" the portal goes on with the "
         "database when Redis is away.")
        .one_of("database|redis"),
    text("redis", "socket", "", "Unix socket of Redis; empty = use host and port.")
        .like("/run/redis/redis-server.sock")
        .also("REDIS_SOCKET"),
    text("redis", "host", "", "Address of Redis when there is no socket; there is no TLS to it.")
        .like("192.0.2.20")
        .also("REDIS_HOST"),
    number("redis", "port", 1, 65535, "6379", "Port of Redis at that host.").also("REDIS_PORT"),
    text("redis", "username", "", "Its ACL user; empty = the default user.")
        .like("gatehouse")
        .also("REDIS_USERNAME"),
    secret("redis", "password", "Its password; empty = none.").also("REDIS_PASSWORD"),
    number("redis", "db", 0, 65535, "0", "The number of the database there.").also("REDIS_DB"),
    short_time("redis", "deadline", 10, 5000, "200",
               "How long connecting and each answer may take before Redis counts as away."),
    short_time("redis", "pause", 10, 600000, "5000", "How long Redis is left alone after it failed."),

    text("keys", "identity", "{credentials}/keyring.identity",
         "Key ring of passwords, codes and factors: gate only."),
    text("keys", "shared", "{credentials}/keyring.shared",
         "Key ring of sealed fields, form tokens and paging: gate and house."),
    text("keys", "outbox", "{credentials}/keyring.outbox", "Key ring of mail payloads: gate and courier."),

    number("password", "least_alone", 8, 128, "15", "Shortest password where it is the only factor.",
           "characters"),
    number("password", "least_with_factor", 8, 128, "8", "Shortest password where a second factor is on.",
           "characters"),
    number("password", "most_bytes", 64, 4096, "1024", "Longest password; all of it counts.", "bytes"),
    number("password", "argon_operations", 1, 20, "3", "Argon2id passes."),
    number("password", "argon_memory", 8, 1024, "64", "Argon2id memory for each hash.", "MiB"),

    flag("breach", "check", "false",
         "Asks Have I Been Pwned whether a new password is known from a breach: five digits of its SHA-1 "
         "leave."),
    text("breach", "base_url", "https://api.pwnedpasswords.com",
         "Where the ranges are; others are for tests and mirrors."),
    short_time("breach", "deadline", 100, 15000, "2000",
               "How long the check may take; without an answer the password is taken."),

    number("code", "length", 4, 10, "6", "Length of a mailed code.", "digits").also("OTP_LENGTH"),
    time("code", "lifetime", 30, 3600, "300", "How long a mailed code is good.").also("OTP_TTL_SECONDS"),
    number("code", "tries", 1, 20, "5", "Tries for each code."),
    time("code", "resend_after", 0, 3600, "60", "Least time between two code mails to one address."),
    number("code", "mails_per_hour", 1, 1000, "5", "Code mails to one address in an hour."),
    number("code", "wrong_per_day", 1, 1000, "10",
           "Wrong codes of one account in 24 hours, over all codes, before the factor pauses."),

    time("session", "idle", 60, 86400, "1800", "A session unused for this long ends."),
    time("session", "absolute", 300, 2592000, "43200", "A session ends after this long whatever happens."),
    time("session", "remembered", 3600, 31536000, "1209600", "How long \"keep me signed in\" lasts."),
    time("session", "step_up", 30, 3600, "300", "How long a factor proved again counts as recent."),
    time("session", "half", 60, 3600, "900", "How long a half-finished sign-in lives."),

    number("throttle", "failures", 1, 100, "5",
           "Failed sign-ins of one account within the window before delays begin."),
    time("throttle", "window", 10, 86400, "300", "The window failures are counted in."),
    time("throttle", "most_delay", 1, 86400, "900", "The longest delay."),
    number("throttle", "factor_failures", 1, 100, "5",
           "Failed second factors of one account within the window before delays begin."),
    list(
        "factors", "first", 1, "password,mailed_code,passkey",
        "What people may sign in with first: a mailed code in place of the password where the account allows "
        "it too; a passkey that verified the person (PIN, finger, face) is both factors at once.")
        .one_of("password|mailed_code|passkey"),
    list("factors", "allowed", 0, "passkey,totp,recovery_code",
         "Second factors that people may switch on. Passkeys need a name in base_url, not an address; sms "
         "needs a provider and sms.countries.")
        .one_of("passkey|totp|sms|mailed_code|recovery_code"),
    flag("factors", "trust_browsers", "false",
         "People may choose not to be asked for the second factor again on a browser."),
    time("factors", "trusted_for", 86400, 7776000, "2592000", "How long such a browser is trusted."),
    list("factors", "required_for", 0, "Administrator,Agent",
         "Roles whose people must have a second factor; who has none is led to one at the next sign-in."),
    time("account", "email_undo", 86400, 2592000, "604800",
         "How long a change of e-mail address can be taken back from the old address."),
    number("tickets", "opened_per_hour", 1, 100000, "30", "Tickets that one person may open in an hour."),
    number("tickets", "messages_per_hour", 1, 100000, "120", "Replies that one person may send in an hour."),
    number("limits", "factor", 1, 1000000, "1",
           "Multiplies every rate limit but those against guessing; above 1 only for measuring."),

    list("mail", "transports", 1, "folder", "How mail leaves, tried in this order.")
        .one_of("folder|smtp|brevo|mailgun")
        .like("smtp"),
    text("mail", "folder", "{server.state_folder}/mail",
         "Where the transport \"folder\" writes one .eml a mail."),
    text("mail", "from_address", "portal@localhost.invalid", "The sender's address.")
        .like("support@example.org")
        .must_be_given(),
    text("mail", "from_name", "", "The sender's name; empty = portal.name.").like("Acme Support"),
    text("mail", "message_id_domain", "", "The right side of Message-ID; empty = the domain of from_address.")
        .like("support.example.org"),

    text("smtp", "host", "", "The mail server.").like("smtp.example.org").also("MAIL_SERVER"),
    number("smtp", "port", 1, 65535, "587", "Its port: 587 with starttls, 465 with tls.").also("MAIL_PORT"),
    text("smtp", "security", "starttls",
         "How the connection is protected; production takes \"none\" only to this host.")
        .one_of("starttls|tls|none"),
    text("smtp", "username", "", "User name there; empty = no AUTH.").like("portal").also("MAIL_USERNAME"),
    secret("smtp", "password", "Its password.").also("MAIL_PASSWORD"),
    text("smtp", "ca_file", "", "CA file its certificate is checked against; empty = the system's.")
        .like("/etc/ssl/certs/ca-certificates.crt"),
    time("smtp", "timeout", 1, 600, "30", "How long one delivery may take."),
    number("smtp", "connections", 0, 64, "0", "Deliveries at once; 0 = courier.connections."),
    number("smtp", "per_second", 0, 100000, "0",
           "Deliveries begun in a second by one courier; 0 = no limit."),

    secret("brevo", "api_key", "The API key (xkeysib-…), not the SMTP key.").also("BREVO_API_KEY"),
    text("brevo", "base_url", "https://api.brevo.com/v3",
         "Where the API is; others are for tests and staging."),
    secret(
        "brevo", "webhook_secret",
        "What Brevo must show when it reports what became of a mail to BASE_URL/webhooks/brevo: as a bearer "
        "token, or as the password in the webhook's address. Empty = no such address."),
    flag("brevo", "sandbox", "false", "Brevo checks each mail and drops it."),
    short_time("brevo", "deadline", 100, 60000, "15000", "How long one delivery may take."),
    number("brevo", "connections", 0, 64, "0", "Deliveries at once; 0 = courier.connections."),
    number("brevo", "per_second", 0, 100000, "0",
           "Deliveries begun in a second by one courier; 0 = no limit."),

    text("mailgun", "domain", "", "The sending domain.").like("mg.example.org").also("MAILGUN_DOMAIN"),
    secret("mailgun", "api_key", "A domain sending key.").also("MAILGUN_API_KEY"),
    secret("mailgun", "webhook_key",
           "Mailgun's signing key for its reports to BASE_URL/webhooks/mailgun; not the API key. Empty = no "
           "such "
           "address."),
    text("mailgun", "region", "us", "Where the domain lives.").one_of("us|eu"),
    text("mailgun", "base_url", "", "Where the API is; empty = by region."),
    short_time("mailgun", "deadline", 100, 60000, "15000", "How long one delivery may take."),
    number("mailgun", "connections", 0, 64, "0", "Deliveries at once; 0 = courier.connections."),
    number("mailgun", "per_second", 0, 100000, "0",
           "Deliveries begun in a second by one courier; 0 = no limit."),

    text("sms", "provider", "log", "Who proves phone numbers; \"log\" sends nothing and is for local runs.")
        .one_of("log|vonage|vonage_v1"),
    list("sms", "countries", 0, "",
         "Countries that phone numbers may be in, as two letters each (\"GB\"); nothing is sent elsewhere. "
         "Needed where factors.allowed has sms.")
        .like("GB,IE"),
    time("sms", "resend_after", 30, 3600, "60", "Least time between two codes to one number."),
    number("sms", "per_hour", 1, 1000, "5", "Codes to one number, and to one account, in an hour."),
    number("sms", "per_day", 1, 1000, "15", "The same in a day; also new numbers of one account."),
    number("sms", "address_per_hour", 1, 10000, "20",
           "Codes that one client address may ask for in an hour."),
    number("sms", "country_per_hour", 1, 1000000, "200",
           "Codes to one country in an hour: the brake on whoever earns by having texts sent."),
    text("vonage", "api_key", "", "The API key.").also("VONAGE_API_KEY"),
    secret("vonage", "api_secret", "Its secret.").also("VONAGE_API_SECRET"),
    text("vonage", "brand", "", "The name in the SMS, at most 16 characters; empty = portal.name."),
    text("vonage", "base_url", "https://api.nexmo.com",
         "Where the API is; others are for tests and staging."),
    short_time("vonage", "deadline", 100, 15000, "5000", "How long one call may take."),

    text("phone", "lookup", "none", "Who is asked what kind of number a phone number is.")
        .one_of("none|numverify"),
    text("phone", "on_invalid", "refuse", "What becomes of a number that the look-up calls invalid.")
        .one_of("refuse|accept"),
    secret("numverify", "access_key", "The access key.").also("NUMVERIFY_API_KEY"),
    text("numverify", "base_url", "https://apilayer.net/api", "Where the API is."),
    flag("numverify", "plain_http_allowed", "false",
         "Allows an http:// base_url (the free plan has no HTTPS): key and numbers travel in the clear."),
    short_time("numverify", "deadline", 100, 15000, "2000", "How long a look-up may take."),

    text("providers", "ca_file", "",
         "CA file the providers' certificates are checked against; empty = the system's.")
        .like("/etc/ssl/certs/ca-certificates.crt"),

    number("providers", "failures", 1, 100, "5",
           "Failures in a row before a provider is left alone: for 30 seconds and longer, or until its key, "
           "address or credit is mended."),

    time("courier", "lease", 10, 3600, "120",
         "How long a taken mail belongs to one courier; longer than any delivery."),
    short_time("courier", "poll", 50, 60000, "1000", "How often the outbox is looked at."),
    number("courier", "connections", 1, 64, "4", "Deliveries at once."),
    number("courier", "batch", 1, 1000, "20", "Rows taken at once."),
    time("courier", "give_up_after", 300, 2592000, "86400", "A mail older than this is given up, visibly."),
    time("courier", "late_after", 60, 2592000, "900",
         "From this age of the oldest unsent mail on, /readyz says that the portal is not ready."),
    time("courier", "housekeeping", 1, 86400, "60",
         "How often expired codes, sessions and counters are removed."),
    number("courier", "nice", 0, 19, "10", "CPU politeness of the courier."),
    time("courier", "drain", 1, 3600, "40", "How long a running delivery may take when the service stops."),
    text("log", "level", "info", "The least level that is logged.").one_of("debug|info|warning|error"),
    text("log", "form", "logfmt", "The form of a line.").one_of("logfmt|json"),

    text("first_admin", "email", "", "`migrate up` makes this administrator when there is none.")
        .like("admin@example.org")
        .also("DEFAULT_USER"),
    secret("first_admin", "password", "The password; there is no default.").also("DEFAULT_PASSWORD"),

    text("nginx", "server_name", "",
         "server_name of the rendered virtual host; empty = the host of base_url.")
        .like("support.example.org"),
    number("nginx", "http_port", 1, 65535, "80", "The port that redirects to HTTPS."),
    number("nginx", "https_port", 1, 65535, "443", "The port of the portal."),
    text("nginx", "certificate", "/etc/ssl/gatehouse/{portal.instance}.pem", "The certificate chain.")
        .like("/etc/letsencrypt/live/support.example.org/fullchain.pem"),
    text("nginx", "certificate_key", "/etc/ssl/gatehouse/{portal.instance}.key", "Its private key.")
        .like("/etc/letsencrypt/live/support.example.org/privkey.pem"),
    list("nginx", "trusted_proxies", 0, "",
         "Addresses of proxies in front of nginx whose X-Forwarded-For is believed.")
        .like("192.0.2.10"),

    text("testing", "clock_file", "",
         "A file with an offset in seconds that moves the clock; only in the environment testing.")
        .like("/run/gatehouse/test/clock"),
};

constexpr std::pair<std::string_view, std::string_view> kSections[] = {
    {"portal", "What this portal is and where people find it."},
    {"server", "Folders."},
    {"gate", "The pool that answers strangers."},
    {"house", "The pool that answers people inside."},
    {"database", "MariaDB. Each role logs in as its own user and needs only its own password."},
    {"store", "Where pending proofs lie."},
    {"redis",
     "Redis, where store.kind names it. Only the gate reaches it; the house counts in the database."},
    {"keys", "Key rings; each role reads only those it needs."},
    {"password", "Rules for passwords and the cost of a hash."},
    {"breach", "Passwords known from breaches."},
    {"code", "Mailed one-time codes."},
    {"session", "How long people stay signed in."},
    {"throttle", "Guessing made slow."},
    {"factors", "What people prove beside their password."},
    {"account", "What people do with their own account."},
    {"limits", "Rate limits of single actions."},
    {"tickets", "Tickets and their messages."},
    {"mail", "Who mails come from and how they leave."},
    {"smtp", "The transport \"smtp\"."},
    {"brevo", "The transport \"brevo\"."},
    {"mailgun", "The transport \"mailgun\"."},
    {"sms", "Proof of phone numbers."},
    {"vonage", "The SMS providers \"vonage\" and \"vonage_v1\"."},
    {"phone", "Advice on phone numbers."},
    {"numverify", "The look-up \"numverify\"."},
    {"providers", "What all calls to providers have in common."},
    {"courier", "Delivery and housekeeping."},
    {"log", "The log on stderr."},
    {"first_admin", "The first administrator."},
    {"nginx", "What `gatehouse nginx print` renders."},
    {"testing", "Only for tests."},
};

}  // namespace

std::span<const Key> configuration_keys() {
    return kKeys;
}

std::string_view section_meaning(std::string_view section) {
    for (const auto& [name, meaning] : kSections)
        if (name == section) return meaning;
    return {};
}

int find_key(std::string_view full) {
    static const auto index = [] {
        std::vector<std::pair<std::string, int>> sorted;
        for (const auto& key : kKeys) sorted.emplace_back(key.full(), static_cast<int>(sorted.size()));
        std::ranges::sort(sorted);
        return sorted;
    }();
    const auto found = std::ranges::lower_bound(
        index, full, std::ranges::less{}, [](const auto& row) -> std::string_view { return row.first; });
    return found != index.end() && found->first == full ? found->second : -1;
}

const Key& key_at(int place) {
    return configuration_keys()[static_cast<size_t>(place)];
}

std::string Key::variable() const {
    std::string upper = "GATEHOUSE_" + std::string(section) + "_" + std::string(name);
    for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return upper;
}

bool Key::allows(std::string_view word) const {
    if (words.empty()) return true;
    for (size_t start = 0; start <= words.size();) {
        const auto end = std::min(words.find('|', start), words.size());
        if (words.substr(start, end - start) == word) return true;
        start = end + 1;
    }
    return false;
}

}  // namespace base
