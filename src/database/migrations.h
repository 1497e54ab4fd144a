// The numbered, append-only migrations of sql/, embedded in the binary, applied one statement at a time under
// a lock row, resumable after a crash: the table `migration` notes each finished statement.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "database/connection.h"

namespace database {

struct Migration {
    int number;             // 1 for sql/0001_accounts.sql
    std::string_view name;  // "accounts"
    std::span<const std::string_view> statements;
};

// From build/generated/migrations.cpp, in order of number; and sql/grants.sql, with the words {schema},
// {gate}, {house}, {courier}, {host} still in it.
std::span<const Migration> migrations();
std::span<const std::string_view> grant_statements();

struct MigrationState {
    int number;
    std::string name;
    int done, all;  // statements
};
std::vector<MigrationState> migration_states(Connection& connection);
// True when every embedded migration is applied (readyz, doctor). One query.
bool is_current(Connection& connection);
// Applies what is missing; `tell` is called before each statement. Throws DatabaseError, or base::Busy when
// another migration holds the lock row. A newer schema than this binary knows, or a migration changed after
// it was applied, is a ConfigError.
void migrate_up(Connection& connection, const std::string& holder, const base::Clock& clock,
                const std::function<void(const Migration&, int statement)>& tell);
// The same for a list of one's own (tests).
void migrate_up(Connection& connection, std::span<const Migration> wanted, const std::string& holder,
                const base::Clock& clock, const std::function<void(const Migration&, int statement)>& tell);

}  // namespace database
