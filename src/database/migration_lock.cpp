// `turn` counts up with every change of the row: who changes it names the turn that was read, so of two
// exactly one finds a row to change, and the other learns it at once or, on Galera, at COMMIT.
#include "database/migration_lock.h"

#include "database/transaction.h"

namespace database {

namespace {
constexpr std::chrono::minutes kTerm{10};

constexpr Sql kFirst =
    "INSERT IGNORE INTO migration_lock (id, turn, holder, server, link, until) VALUES (1, 0, '', '', 0, ?)";
constexpr Sql kRead =
    "SELECT turn, holder, server = @@hostname, link, until FROM migration_lock WHERE id = 1";
constexpr Sql kAlive = "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = ?";
constexpr Sql kTake =
    "UPDATE migration_lock SET turn = turn + 1, holder = ?, server = @@hostname, link = CONNECTION_ID(), "
    "until = ? "
    "WHERE id = 1 AND turn = ?";
constexpr Sql kRenew =
    "UPDATE migration_lock SET turn = turn + 1, until = ? "
    "WHERE id = 1 AND holder = ? AND server = @@hostname AND link = CONNECTION_ID()";
constexpr Sql kRelease =
    "UPDATE migration_lock SET turn = turn + 1, holder = '' "
    "WHERE id = 1 AND holder = ? AND server = @@hostname AND link = CONNECTION_ID()";

[[noreturn]] void refuse(const std::string& holder, base::Instant until) {
    throw base::Busy(
        fmt::format("{} is migrating this database (its lock ends {})", holder, base::to_sql(until)), 60);
}
}  // namespace

MigrationLock::MigrationLock(Connection& connection, std::string holder, const base::Clock& clock)
    : connection_(connection), holder_(std::move(holder)), clock_(clock) {
    connection.execute_text(
        "CREATE TABLE IF NOT EXISTS migration_lock (id INT NOT NULL PRIMARY KEY, turn BIGINT UNSIGNED NOT "
        "NULL, "
        "holder VARCHAR(200) NOT NULL, server VARCHAR(255) NOT NULL, link BIGINT UNSIGNED NOT NULL, "
        "until DATETIME(6) NOT NULL) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    connection.execute(kFirst, clock.now());
    transact(connection, [&] {
        const auto row = connection.query_one(kRead);
        if (!row) throw base::Bug("migration_lock has no row");
        const bool taken = !row->text(1).empty() && row->instant(4) > clock.now();
        const bool same_server = row->flag(2);
        if (taken && !(same_server && connection.query(kAlive, row->number(3)).front().number(0) == 0))
            refuse(row->text(1), row->instant(4));
        if (connection.execute(kTake, holder_, clock.now() + kTerm, row->number(0)) != 1)
            refuse("somebody else", clock.now() + kTerm);
    });
}

MigrationLock::~MigrationLock() {
    try {
        release();
    } catch (const base::Error&) {  // it ends with its term, or with the connection
    }
}

void MigrationLock::renew() {
    if (connection_.execute(kRenew, clock_.now() + kTerm, holder_) != 1)
        throw base::Busy("the migration lock was taken by another", 60);
}

void MigrationLock::release() {
    if (!held_) return;
    held_ = false;
    connection_.execute(kRelease, holder_);
}

}  // namespace database
