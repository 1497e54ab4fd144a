// `gatehouse doctor`: what is wrong with a portal and what to do about it, best run as root. Looks only:
// changes nothing, sends nothing, and goes on after whatever it finds. Exit code 0 fine, 1 warnings, 2
// errors.
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "app/provider_store.h"
#include "base/json.h"
#include "commands/command.h"
#include "commands/progress.h"
#include "commands/system.h"
#include "courier/outbox_store.h"
#include "crypto/certificate.h"
#include "crypto/random.h"
#include "database/migrations.h"
#include "database/redis.h"
#include "database/role.h"
#include "database/server_clock.h"
#include "identity/password_peek_store.h"
#include "identity/role_store.h"
#include "providers/mail_transport.h"

namespace commands {
namespace {

enum class Level { fine, warning, error };
constexpr std::string_view kLevels[] = {"fine", "warning", "error"};

struct Finding {
    Level level;
    std::string check, text;
};

constexpr std::uintmax_t kLeastSpace = 64U << 20;
constexpr std::uintmax_t kLittleSpace = 1U << 30;
constexpr auto kCertificateWarning = std::chrono::hours(24 * 14);
constexpr auto kClockWarning = std::chrono::seconds(5), kClockError = std::chrono::seconds(30);
constexpr auto kMailWarning = std::chrono::minutes(15);

class Doctor {
  public:
    explicit Doctor(const base::Configuration& config)
        : config_(config), log_("doctor", base::Level::error) {}

    std::vector<Finding> look() {
        for (const auto ring : {crypto::Ring::identity, crypto::Ring::shared, crypto::Ring::outbox})
            key_ring(ring);
        files();
        for (const auto role : {database::Role::gate, database::Role::house, database::Role::courier})
            reach(role);
        schema();
        store();
        grants();
        socket("gate");
        socket("house");
        certificate();
        space("server.state_folder");
        space("server.runtime_folder");
        mail();
        progress_.clear();
        return std::move(findings_);
    }

  private:
    void note(Level level, std::string check, std::string text) {
        findings_.push_back({level, std::move(check), std::move(text)});
    }
    void fine(std::string check, std::string text) { note(Level::fine, std::move(check), std::move(text)); }
    void warn(std::string check, std::string text) {
        note(Level::warning, std::move(check), std::move(text));
    }
    void fail(std::string check, std::string text) { note(Level::error, std::move(check), std::move(text)); }

    void key_ring(crypto::Ring ring) {
        const auto check = fmt::format("key ring {}", crypto::to_text(ring));
        try {
            const auto& file = config_.text(fmt::format("keys.{}", crypto::to_text(ring)));
            const auto loaded = crypto::KeyRing::load(file);
            fine(check, fmt::format("{} keys in {}", loaded.masters().size(), file));
        } catch (const base::ConfigError& error) {
            fail(check, error.what());
        }
    }

    void files() {
        const auto& templates = config_.text("server.templates_folder");
        if (std::filesystem::exists(templates + "/frame.html"))
            fine("templates", templates);
        else
            fail("templates", "no frame.html in " + templates + "; set server.templates_folder");
        const auto manifest = config_.text("server.assets_folder") + "/manifest";
        if (std::ifstream(manifest).good())
            fine("assets", manifest);
        else
            fail("assets", manifest + " cannot be read; set server.assets_folder");
    }

    database::Connection connection(database::Role role) {
        return {database::options_for(role, config_), log_};
    }

    void reach(database::Role role) {
        const auto check = fmt::format("database as {}", database::role_name(role));
        progress_.at(check);
        try {
            connection(role).ready();
            fine(check, "answers");
        } catch (const base::DatabaseError& error) {
            fail(check,
                 fmt::format(
                     "{} (error {}); does the user exist (gatehouse migrate up) and does the password fit?",
                     error.what(), error.code));
        }
    }

    void schema() {
        progress_.at("schema");
        try {
            auto owner = connection(database::Role::owner);
            owner.ready();
            if (database::is_current(owner)) {
                fine("schema", "is what this version needs");
                rights(owner);
            } else {
                fail("schema", "is behind this version; run: gatehouse migrate up");
            }
            clock(owner);
            outbox(owner);
            providers(owner);
        } catch (const base::DatabaseError& error) {
            fail("schema", fmt::format("{} (error {})", error.what(), error.code));
        }
    }

    void store() {
        if (config_.text("store.kind") != "redis") return fine("store", "the database");
        progress_.at("store");
        const auto& where =
            config_.text("redis.socket").empty() ? config_.text("redis.host") : config_.text("redis.socket");
        const auto trouble = database::Redis(config_, log_, "").trouble();
        if (trouble.empty()) return fine("store", "Redis at " + where + " answers");
        warn("store", fmt::format("Redis at {}: {}; the portal goes on with the database", where, trouble));
    }

    void rights(database::Connection& owner) {
        const auto wrong = identity::wrong_rights(owner);
        if (wrong == 0) return fine("rights", "everybody's are what their roles give");
        fail("rights", fmt::format("of {} accounts are not what their roles give (changed by hand?); run: "
                                   "gatehouse migrate up",
                                   wrong));
    }

    void clock(database::Connection& owner) {
        const auto apart = std::chrono::abs(database::server_now(owner) - base::SystemClock().now());
        const auto text = fmt::format("{} ms apart from the database's",
                                      std::chrono::duration_cast<std::chrono::milliseconds>(apart).count());
        note(apart > kClockError     ? Level::error
             : apart > kClockWarning ? Level::warning
                                     : Level::fine,
             "clock", apart > kClockWarning ? text + "; codes and sessions go by it, set up NTP" : text);
    }

    void outbox(database::Connection& owner) {
        const auto mail = courier::backlog(owner);
        if (mail.dead > 0)
            warn("outbox", fmt::format("{} mails were given up; see: gatehouse outbox list", mail.dead));
        else if (mail.oldest && base::SystemClock().now() - *mail.oldest > kMailWarning)
            warn("outbox", "mail has been waiting for more than 15 minutes; does the courier run?");
        else
            fine("outbox", "no mail waits for long");
    }

    void providers(database::Connection& owner) {
        for (const auto& [name, health] : app::provider_healths(owner)) {
            const auto check = "provider " + name;
            if (health.state == app::ProviderHealth::State::stopped)
                fail(check,
                     "refuses us: mend its key, address or credit; then: gatehouse providers reset " + name);
            else if (health.state == app::ProviderHealth::State::open)
                warn(check, "does not answer as it should; it is tried again by itself");
            else
                fine(check, "works");
        }
    }

    // The one rule that must hold whatever else fails: who is inside cannot read how people prove who they
    // are.
    void grants() {
        for (const auto role : {database::Role::house, database::Role::courier}) {
            const auto check = fmt::format("grants of {}", database::role_name(role));
            progress_.at(check);
            try {
                auto peeking = connection(role);
                peeking.ready();
                if (identity::may_read_passwords(peeking))
                    fail(check,
                         "can read password hashes; revoke all its rights and run: gatehouse migrate up");
                else
                    fine(check, "cannot read password hashes");
            } catch (const base::DatabaseError&) {
                warn(check, "not tried: the database does not answer");
            }
        }
    }

    void socket(const std::string& pool) {
        const auto& path = config_.text(pool + ".socket");
        const auto check = "socket of " + pool;
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode))
            return fail(check, path + " is not there; does gatehouse-" + pool + "@.socket run?");
        if ((status.st_mode & 0007U) != 0)
            return fail(check, path + " is open to everybody on this host; its mode should be 0660");
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path) return fail(check, path + " is too long for a socket");
        std::memcpy(address.sun_path, path.data(), path.size());
        const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const bool listens =
            fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        const int why = errno;
        if (fd >= 0) ::close(fd);
        if (listens) return fine(check, path + " listens");
        if (why == EACCES) return warn(check, path + ": not allowed to try; run as root or www-data");
        fail(check, path + ": nobody listens; does gatehouse-" + pool + "@.service run?");
    }

    void certificate() {
        const auto& file = config_.text("nginx.certificate");
        const auto end = crypto::certificate_end(file);
        if (!end) return warn("certificate", file + " cannot be read as a certificate (nginx.certificate)");
        const auto left = *end - base::SystemClock().now();
        const auto text = file + " ends on " + base::to_sql(*end).substr(0, 10);
        note(left.count() < 0             ? Level::error
             : left < kCertificateWarning ? Level::warning
                                          : Level::fine,
             "certificate", text);
    }

    void space(std::string_view key) {
        const auto& folder = config_.text(key);
        const auto check = fmt::format("room in {}", key);
        std::error_code error;
        const auto found = std::filesystem::space(folder, error);
        if (error) return fail(check, folder + ": " + error.message());
        const auto text = fmt::format("{} MiB free in {}", found.available >> 20U, folder);
        note(found.available < kLeastSpace                                      ? Level::error
             : found.available < kLittleSpace && key != "server.runtime_folder" ? Level::warning
                                                                                : Level::fine,
             check, text);
    }

    void mail() {
        for (const auto& name : config_.list("mail.transports")) {
            try {
                providers::make_mail_transport(name, config_, log_);
                fine("mail by " + name, "is configured; try it: gatehouse mail test ADDRESS");
            } catch (const base::ConfigError& error) {
                fail("mail by " + name, error.what());
            }
        }
    }

    const base::Configuration& config_;
    base::Log log_;
    Progress progress_;
    std::vector<Finding> findings_;
};

std::vector<Finding> examine(const Arguments& arguments) {
    try {
        const auto config = arguments.configuration();
        crypto::initialise();
        auto findings = Doctor(config).look();
        findings.insert(findings.begin(), {Level::fine, "configuration", arguments.config_file()});
        return findings;
    } catch (const base::ConfigError& error) {
        return {{Level::error, "configuration", error.what()}};
    }
}

int run(const Arguments& arguments) {
    const auto findings = examine(arguments);
    auto worst = Level::fine;
    base::Json::Array rows;
    for (const auto& finding : findings) {
        worst = std::max(worst, finding.level);
        const auto level = kLevels[static_cast<size_t>(finding.level)];
        if (arguments.flag("--json"))
            rows.emplace_back(
                base::Json::Object{{"check", finding.check}, {"level", level}, {"text", finding.text}});
        else
            fmt::print("{:<8} {:<30} {}\n", level, finding.check, finding.text);
    }
    if (arguments.flag("--json"))
        fmt::print("{}\n", base::Json(base::Json::Object{{"checks", std::move(rows)},
                                                         {"level", kLevels[static_cast<size_t>(worst)]}})
                               .dump());
    return static_cast<int>(worst);
}

}  // namespace

Command doctor() {
    return {"doctor", "what is wrong with this portal and what to do about it", {}, {json_option()}, run};
}

}  // namespace commands
