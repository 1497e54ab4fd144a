// How the schema grows. Each statement is noted in `migration`: first as begun, then, once it is done, with
// the time. A statement that changes rows commits together with its note. One that changes the schema commits
// by itself, so after a crash it may be done without the note: then "exists already" counts as done. Never
// runs two at a time, and never over a migration whose text has changed since it was applied.
#include "database/migrations.h"

#include "database/migration_lock.h"
#include "database/transaction.h"

namespace database {

namespace {
struct Note {
    std::string name, checksum;
    bool done;
};
using Notes = std::map<std::pair<int, int>, Note>;  // by number and statement, both from 1

// FNV-1a, 64 bits: finds edits, not enemies.
std::string checksum(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
    return fmt::format("{:016x}", hash);
}

bool changes_rows(std::string_view statement) {
    constexpr std::string_view kWords[] = {"INSERT ", "UPDATE ", "DELETE ", "REPLACE "};
    return std::ranges::any_of(kWords, [&](auto word) { return statement.starts_with(word); });
}

// Table, column, key, constraint, trigger or routine exists already; or is gone already.
bool says_done_already(int code) {
    constexpr std::array kCodes = {1050, 1060, 1061, 1826, 1359, 1304, 1051, 1091, 1360};
    return std::ranges::find(kCodes, code) != kCodes.end();
}

constexpr Sql kNotes = "SELECT number, statement, name, checksum, applied_at IS NOT NULL FROM migration";
Notes notes(Connection& connection) {
    Notes found;
    for (const auto& row : connection.query(kNotes))
        found[{static_cast<int>(row.integer(0)), static_cast<int>(row.integer(1))}] = {
            row.text(2), row.text(3), row.flag(4)};
    return found;
}

// Refuses what this program cannot continue: an edited migration, or a schema from a newer version.
void check(std::span<const Migration> known, const Notes& noted) {
    for (const auto& [place, note] : noted) {
        const auto [number, statement] = place;
        const auto found = std::ranges::find(known, number, &Migration::number);
        if (found == known.end())
            throw base::ConfigError(
                fmt::format("the database has migration {:04} ({}), which this version does not know: "
                            "install the newer version",
                            number, note.name));
        const auto& texts = found->statements;
        if (statement > static_cast<int>(texts.size()) ||
            (note.done && checksum(texts[static_cast<size_t>(statement - 1)]) != note.checksum))
            throw base::ConfigError(
                fmt::format("migration {:04} ({}) was changed after its statement {} was applied", number,
                            found->name, statement));
    }
}

constexpr Sql kBegin =
    "INSERT INTO migration (number, statement, name, checksum) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE checksum = VALUES(checksum)";
constexpr Sql kDone = "UPDATE migration SET applied_at = ? WHERE number = ? AND statement = ?";
constexpr Sql kForget = "DELETE FROM migration WHERE number = ? AND statement = ? AND applied_at IS NULL";

void apply(Connection& connection, const Migration& migration, int statement, bool begun_before,
           const base::Clock& clock) {
    const std::string text(migration.statements[static_cast<size_t>(statement - 1)]);
    const auto begin = [&] {
        connection.execute(kBegin, migration.number, statement, migration.name, checksum(text));
    };
    const auto done = [&] { connection.execute(kDone, clock.now(), migration.number, statement); };
    if (changes_rows(text)) {
        transact(connection, [&] {
            begin();
            connection.execute_text(text);
            done();
        });
        return;
    }
    begin();
    try {
        connection.execute_text(text);
    } catch (const base::DatabaseError& error) {
        if (!begun_before || !says_done_already(error.code)) {
            try {
                connection.execute(kForget, migration.number, statement);
            } catch (const base::DatabaseError&) {  // the connection is gone: the first error says why
            }
            throw;
        }
    }
    done();
}
}  // namespace

std::vector<MigrationState> migration_states(Connection& connection) {
    Notes noted;
    try {
        noted = notes(connection);
    } catch (const base::DatabaseError& error) {
        if (error.code != 1146) throw;  // no such table: nothing was ever applied
    }
    std::vector<MigrationState> states;
    for (const auto& migration : migrations()) {
        const auto mine = [&](const auto& entry) {
            return entry.first.first == migration.number && entry.second.done;
        };
        states.push_back({migration.number, std::string(migration.name),
                          static_cast<int>(std::ranges::count_if(noted, mine)),
                          static_cast<int>(migration.statements.size())});
    }
    return states;
}

bool is_current(Connection& connection) {
    const auto states = migration_states(connection);
    return std::ranges::all_of(states, [](const auto& state) { return state.done == state.all; });
}

void migrate_up(Connection& connection, const std::string& holder, const base::Clock& clock,
                const std::function<void(const Migration&, int statement)>& tell) {
    migrate_up(connection, migrations(), holder, clock, tell);
}

void migrate_up(Connection& connection, std::span<const Migration> wanted, const std::string& holder,
                const base::Clock& clock, const std::function<void(const Migration&, int statement)>& tell) {
    connection.execute_text(
        "CREATE TABLE IF NOT EXISTS migration (number INT NOT NULL, statement INT NOT NULL, name "
        "VARCHAR(100) NOT NULL, "
        "checksum CHAR(16) NOT NULL, applied_at DATETIME(6) NULL, PRIMARY KEY (number, statement)) "
        "ENGINE = InnoDB CHARACTER SET ascii COLLATE ascii_bin");
    MigrationLock lock(connection, holder, clock);
    const auto noted = notes(connection);
    check(wanted, noted);
    for (const auto& migration : wanted)
        for (int i = 1; i <= static_cast<int>(migration.statements.size()); ++i) {
            const auto note = noted.find({migration.number, i});
            if (note != noted.end() && note->second.done) continue;
            lock.renew();
            tell(migration, i);
            apply(connection, migration, i, note != noted.end(), clock);
        }
    lock.release();
}

}  // namespace database
