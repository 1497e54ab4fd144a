// What the portal keeps: whether each part reaches it, whether its tables and rights are what they should be,
// what stands in it that somebody should see to; and Redis where it is used.
#include <fmt/format.h>

#include "app/provider_store.h"
#include "base/error.h"
#include "commands/doctor.h"
#include "courier/outbox_store.h"
#include "database/migrations.h"
#include "database/redis.h"
#include "database/role.h"
#include "database/server_clock.h"
#include "identity/password_peek_store.h"
#include "identity/role_store.h"

namespace commands {
namespace {

constexpr auto kClockWarning = std::chrono::seconds(5), kClockError = std::chrono::seconds(30);
constexpr auto kMailWarning = std::chrono::minutes(15);

database::Connection connection(Examination& exam, database::Role role) {
    return {database::options_for(role, exam.config()), exam.log()};
}

void reach(Examination& exam, database::Role role) {
    const auto check = fmt::format("database as {}", database::role_name(role));
    exam.at(check);
    try {
        connection(exam, role).ready();
        exam.fine(check, "answers");
    } catch (const base::DatabaseError& error) {
        exam.fail(check,
                  fmt::format(
                      "{} (error {}); does the user exist (gatehouse migrate up) and does the password fit?",
                      error.what(), error.code));
    }
}

void rights(Examination& exam, database::Connection& owner) {
    const auto wrong = identity::wrong_rights(owner);
    if (wrong == 0) return exam.fine("rights", "everybody's are what their roles give");
    exam.fail("rights", fmt::format("of {} accounts are not what their roles give (changed by hand?); run: "
                                    "gatehouse migrate up",
                                    wrong));
}

void clock(Examination& exam, database::Connection& owner) {
    const auto apart = std::chrono::abs(database::server_now(owner) - base::SystemClock().now());
    const auto text = fmt::format("{} ms apart from the database's",
                                  std::chrono::duration_cast<std::chrono::milliseconds>(apart).count());
    exam.note(apart > kClockError     ? Level::error
              : apart > kClockWarning ? Level::warning
                                      : Level::fine,
              "clock", apart > kClockWarning ? text + "; codes and sessions go by it, set up NTP" : text);
}

void outbox(Examination& exam, database::Connection& owner) {
    const auto mail = courier::backlog(owner);
    if (mail.dead > 0)
        exam.warn("outbox", fmt::format("{} mails were given up; see: gatehouse outbox list", mail.dead));
    else if (mail.oldest && base::SystemClock().now() - *mail.oldest > kMailWarning)
        exam.warn("outbox", "mail has been waiting for more than 15 minutes; does the courier run?");
    else
        exam.fine("outbox", "no mail waits for long");
}

void providers(Examination& exam, database::Connection& owner) {
    for (const auto& [name, health] : app::provider_healths(owner)) {
        const auto check = "provider " + name;
        if (health.state == app::ProviderHealth::State::stopped)
            exam.fail(check,
                      "refuses us: mend its key, address or credit; then: gatehouse providers reset " + name);
        else if (health.state == app::ProviderHealth::State::open)
            exam.warn(check, "does not answer as it should; it is tried again by itself");
        else
            exam.fine(check, "works");
    }
}

void schema(Examination& exam) {
    exam.at("schema");
    try {
        auto owner = connection(exam, database::Role::owner);
        owner.ready();
        if (database::is_current(owner)) {
            exam.fine("schema", "is what this version needs");
            rights(exam, owner);
        } else {
            exam.fail("schema", "is behind this version; run: gatehouse migrate up");
        }
        clock(exam, owner);
        outbox(exam, owner);
        providers(exam, owner);
    } catch (const base::DatabaseError& error) {
        exam.fail("schema", fmt::format("{} (error {})", error.what(), error.code));
    }
}

void store(Examination& exam) {
    if (exam.config().text("store.kind") != "redis") return exam.fine("store", "the database");
    exam.at("store");
    const auto& socket = exam.config().text("redis.socket");
    const auto& where = socket.empty() ? exam.config().text("redis.host") : socket;
    const auto trouble = database::Redis(exam.config(), exam.log(), "").trouble();
    if (trouble.empty()) return exam.fine("store", "Redis at " + where + " answers");
    exam.warn("store", fmt::format("Redis at {}: {}; the portal goes on with the database", where, trouble));
}

// The one rule that must hold whatever else fails: who is inside cannot read how people prove who they are.
void grants(Examination& exam) {
    for (const auto role : {database::Role::house, database::Role::courier}) {
        const auto check = fmt::format("grants of {}", database::role_name(role));
        exam.at(check);
        try {
            auto peeking = connection(exam, role);
            peeking.ready();
            if (identity::may_read_passwords(peeking))
                exam.fail(check,
                          "can read password hashes; revoke all its rights and run: gatehouse migrate up");
            else
                exam.fine(check, "cannot read password hashes");
        } catch (const base::DatabaseError&) {
            exam.warn(check, "not tried: the database does not answer");
        }
    }
}

}  // namespace

void examine_database(Examination& exam) {
    for (const auto role : {database::Role::gate, database::Role::house, database::Role::courier})
        reach(exam, role);
    schema(exam);
    store(exam);
    grants(exam);
}

}  // namespace commands
