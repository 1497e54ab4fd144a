// A private MariaDB's connection and one scratch table, fresh for each test.
#pragma once

#include <cstdlib>

#include "database/connection.h"

namespace tests {

inline database::Options options() {
    database::Options options;
    const char* socket = std::getenv("TEST_DATABASE_SOCKET");
    options.socket = socket ? socket : "/nonexistent/run-me-under-with_mariadb.sh";
    options.schema = "gatehouse";
    options.user = "root";
    return options;
}

// The connection's id at the server; another one after a reconnect.
inline std::uint64_t id_of(database::Connection& db) {
    constexpr database::Sql kId = "SELECT CONNECTION_ID()";
    return db.query(kId).front().number(0);
}

struct Database {
    base::Log log{"test", base::Level::error};
    database::Connection db{options(), log}, other{options(), log};
    Database() {
        db.ready();
        other.ready();
        db.execute_text("DROP TABLE IF EXISTS thing");
        db.execute_text(
            "CREATE TABLE thing (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) "
            "NULL UNIQUE, "
            "signed_number BIGINT NULL, unsigned_number BIGINT UNSIGNED NULL, at DATETIME(6) NULL, long_text "
            "MEDIUMTEXT NULL, "
            "bytes VARBINARY(64) NULL) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci");
    }
    // Ends `db` at the server, as an administrator or a restart would; returns when the server has forgotten
    // it.
    void kill_db() {
        constexpr database::Sql kThere = "SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = ?";
        const auto id = id_of(db);
        other.execute_text("KILL CONNECTION " + std::to_string(id));
        while (!other.query(kThere, id).empty()) {
        }
    }
};

}  // namespace tests
