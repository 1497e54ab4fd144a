// `gatehouse migrate status|up`: where the schema stands, and bringing it up to what this version needs, as
// the owner of the schema. `up` may be repeated, and goes on where it was stopped; it ends by applying the
// grants and by having everybody's rights be what their roles give.
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "base/json.h"
#include "commands/command.h"
#include "commands/first_administrator.h"
#include "database/migrations.h"
#include "database/role.h"
#include "identity/role_store.h"

namespace commands {
namespace {

constexpr int kNoSuchSchema = 1049;

std::string holder() {
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
    return fmt::format("{}:{}", host.data(), getpid());
}

void create_schema(const base::Configuration& configuration, base::Log& log) {
    auto options = database::options_for(database::Role::owner, configuration);
    const auto name = database::quoted_name(options.schema);
    options.schema.clear();
    database::Connection server(std::move(options), log);
    server.ready();
    server.execute_text("CREATE DATABASE IF NOT EXISTS " + name +
                        " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci");
}

int status(const Arguments& arguments) {
    const auto configuration = arguments.configuration();
    base::Log log("migrate");
    database::Connection connection(database::options_for(database::Role::owner, configuration), log);
    connection.ready();
    bool current = true;
    base::Json::Array rows;
    for (const auto& state : database::migration_states(connection)) {
        current = current && state.done == state.all;
        if (arguments.flag("--json"))
            rows.emplace_back(base::Json::Object{{"number", std::int64_t{state.number}},
                                                 {"name", state.name},
                                                 {"done", std::int64_t{state.done}},
                                                 {"all", std::int64_t{state.all}}});
        else
            fmt::print("{:04} {:<24} {}/{} {}\n", state.number, state.name, state.done, state.all,
                       state.done == state.all ? "applied" : "missing");
    }
    if (arguments.flag("--json"))
        fmt::print("{}\n", base::Json(base::Json::Object{{"current", current}, {"migrations", rows}}).dump());
    else if (!current)
        fmt::print("The schema is behind this version; run: gatehouse migrate up\n");
    return kFine;
}

// Shows the statements of every migration that is not wholly applied; those already done are marked.
int show(const base::Configuration& configuration, base::Log& log) {
    database::Connection connection(database::options_for(database::Role::owner, configuration), log);
    std::vector<database::MigrationState> states;
    try {
        connection.ready();
        states = database::migration_states(connection);
    } catch (const base::DatabaseError& error) {
        if (error.code != kNoSuchSchema) throw;
        fmt::print("-- the schema does not exist yet\n");
    }
    for (const auto& migration : database::migrations()) {
        const auto state = std::ranges::find(states, migration.number, &database::MigrationState::number);
        const auto done = state == states.end() ? size_t{0} : static_cast<size_t>(state->done);
        for (const auto statement : migration.statements.subspan(done))
            fmt::print("-- {:04} {}\n{};\n", migration.number, migration.name, statement);
    }
    return kFine;
}

int up(const Arguments& arguments) {
    const auto configuration = arguments.configuration();
    base::Log log("migrate");
    if (arguments.flag("--dry-run")) return show(configuration, log);
    database::Connection connection(database::options_for(database::Role::owner, configuration), log);
    try {
        connection.ready();
    } catch (const base::DatabaseError& error) {
        if (error.code != kNoSuchSchema) throw;
        create_schema(configuration, log);
        connection.ready();
    }
    int applied = 0;
    const auto tell = [&](const database::Migration& migration, int statement) {
        ++applied;
        fmt::print("{:04} {}: statement {} of {}\n", migration.number, migration.name, statement,
                   migration.statements.size());
        std::fflush(stdout);
    };
    database::migrate_up(connection, holder(), base::SystemClock(), tell);
    database::apply_grants(connection, configuration, log,
                           [](const std::string& what) { fmt::print("{}\n", what); });
    fmt::print("{}; the grants are applied.\n",
               applied == 0 ? "The schema was up to date already" : "The schema is up to date");
    if (const auto wrong = identity::forget_wrong_rights(connection))
        fmt::print("{} accounts had other rights than their roles give; the roles count again.\n", wrong);
    if (!configuration.given("first_admin.password")) return kFine;
    System system(arguments, database::Role::owner, {crypto::Ring::identity});
    if (make_first_administrator(system.context())) {
        fmt::print("The first administrator was made: {}\n", configuration.text("first_admin.email"));
    }
    return kFine;
}

}  // namespace

Command migrate_status() {
    return {"migrate status", "which migrations are applied", {}, {json_option()}, status};
}

Command migrate_up() {
    return {"migrate up",
            "brings the schema and the grants up to this version",
            {},
            {{"--dry-run", "", "only print the statements that would run"}},
            up};
}

}  // namespace commands
