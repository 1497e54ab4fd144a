// The schema grows once, by one at a time, and goes on where a crash left it.
#include "database/migrations.h"

#include <boost/test/unit_test.hpp>

#include "database/grants.h"
#include "database/migration_lock.h"
#include "fixture.h"

using database::Migration;
using database::Sql;

namespace {
constexpr std::string_view kFirst[] = {"CREATE TABLE grown (id INT PRIMARY KEY)",
                                       "INSERT INTO grown VALUES (1)"};
constexpr std::string_view kSecond[] = {"ALTER TABLE grown ADD COLUMN size INT NULL",
                                        "UPDATE grown SET size = COALESCE(size, 0) + 1",
                                        "CREATE INDEX grown_size ON grown (size)"};
constexpr std::string_view kEdited[] = {"CREATE TABLE grown (id INT PRIMARY KEY)",
                                        "INSERT INTO grown VALUES (2)"};
constexpr Migration kOne[] = {{1, "first", kFirst}};
constexpr Migration kBoth[] = {{1, "first", kFirst}, {2, "second", kSecond}};
constexpr Migration kChanged[] = {{1, "first", kEdited}};
constexpr Sql kSize = "SELECT size FROM grown";
constexpr Sql kDone = "SELECT COUNT(*) FROM migration WHERE applied_at IS NOT NULL";

struct Crash {};

struct Schema : tests::Database {
    base::FixedClock clock{base::from_sql("2026-11-21 01:00:00")};
    int told = 0;
    Schema() { db.execute_text("DROP TABLE IF EXISTS grown, migration, migration_lock"); }
    void up(std::span<const Migration> wanted, int crash_before = 0) {
        told = 0;
        database::migrate_up(db, wanted, "here", clock, [&](const Migration&, int) {
            if (++told == crash_before) throw Crash();
        });
    }
};
}  // namespace

BOOST_FIXTURE_TEST_SUITE(migrations, Schema)

BOOST_AUTO_TEST_CASE(each_statement_runs_once) {
    up(kOne);
    BOOST_TEST(told == 2);
    up(kBoth);
    BOOST_TEST(told == 3);
    up(kBoth);
    BOOST_TEST(told == 0);
    BOOST_TEST(db.query(kSize).front().integer(0) == 1);
}

BOOST_AUTO_TEST_CASE(a_stop_between_any_two_statements_is_made_good) {
    for (int at = 1; at <= 5; ++at) {
        db.execute_text("DROP TABLE IF EXISTS grown, migration, migration_lock");
        BOOST_CHECK_THROW(up(kBoth, at), Crash);
        up(kBoth);
        BOOST_TEST(told == 6 - at);
        BOOST_TEST(db.query(kSize).front().integer(0) == 1);
        BOOST_TEST(db.query(kDone).front().integer(0) == 5);
    }
}

BOOST_AUTO_TEST_CASE(a_crash_after_a_schema_change_and_before_its_note_is_made_good) {
    up(kOne);
    other.execute_text(
        "INSERT INTO migration (number, statement, name, checksum) VALUES (2, 1, 'second', 'x')");
    other.execute_text("ALTER TABLE grown ADD COLUMN size INT NULL");
    up(kBoth);
    BOOST_TEST(db.query(kDone).front().integer(0) == 5);
}

BOOST_AUTO_TEST_CASE(a_foreign_table_of_the_same_name_is_not_taken_for_ours) {
    db.execute_text("CREATE TABLE grown (other INT)");
    for (int i = 0; i < 2; ++i)
        BOOST_CHECK_EXCEPTION(up(kOne), base::DatabaseError, [](const auto& e) { return e.code == 1050; });
}

BOOST_AUTO_TEST_CASE(a_lost_connection_in_the_middle_leaves_nothing_half_noted) {
    int seen = 0;
    const auto kill_at_third = [&](const Migration&, int) {
        if (++seen == 3) kill_db();
    };
    BOOST_CHECK_THROW(database::migrate_up(db, kBoth, "here", clock, kill_at_third), base::DatabaseError);
    db.ready();
    up(kBoth);
    BOOST_TEST(told == 3);
    BOOST_TEST(db.query(kSize).front().integer(0) == 1);
}

BOOST_AUTO_TEST_CASE(a_changed_migration_and_a_newer_schema_are_refused) {
    up(kBoth);
    const auto says = [](const char* word) {
        return [word](const base::ConfigError& e) {
            return std::string(e.what()).find(word) != std::string::npos;
        };
    };
    BOOST_CHECK_EXCEPTION(up(kOne), base::ConfigError, says("0002 (second)"));
    BOOST_CHECK_EXCEPTION(up(kChanged), base::ConfigError, says("000"));
    db.execute_text("DELETE FROM migration WHERE number = 2");
    BOOST_CHECK_EXCEPTION(up(kChanged), base::ConfigError, says("0001 (first) was changed"));
}

BOOST_AUTO_TEST_CASE(the_lock_lets_only_one_in) {
    database::MigrationLock mine(db, "mine", clock);
    BOOST_CHECK_EXCEPTION(database::MigrationLock(other, "theirs", clock), base::Busy, [](const auto& e) {
        return std::string(e.what()).find("mine") != std::string::npos;
    });
    mine.renew();
    clock.advance(std::chrono::minutes(9));
    BOOST_CHECK_THROW(database::MigrationLock(other, "theirs", clock), base::Busy);
    clock.advance(std::chrono::minutes(2));
    database::MigrationLock theirs(other, "theirs", clock);
    BOOST_CHECK_THROW(mine.renew(), base::Busy);
    mine.release();  // not its own any more: must leave theirs alone
    BOOST_CHECK_THROW(database::MigrationLock(db, "again", clock), base::Busy);
    theirs.release();
    database::MigrationLock again(db, "again", clock);
}

BOOST_AUTO_TEST_CASE(a_dead_holder_does_not_keep_the_lock) {
    {
        database::MigrationLock dead(db, "dead", clock);
        kill_db();
        BOOST_CHECK_THROW(dead.release(), base::DatabaseError);
    }
    database::MigrationLock next(other, "next", clock);
    next.renew();
}

// An account that was made before rights were kept has them afterwards: without, or with two roles.
BOOST_AUTO_TEST_CASE(migration_13_sums_up_what_the_roles_give) {
    db.execute_text("DROP DATABASE gatehouse");
    db.execute_text("CREATE DATABASE gatehouse");
    db.execute_text("USE gatehouse");
    const auto silent = [](const Migration&, int) {};
    database::migrate_up(db, database::migrations().first(12), "here", clock, silent);
    db.execute_text("INSERT INTO role (id, name, permissions) VALUES (9, 'Watcher', 128)");
    for (const auto* name : {"nobody", "both"})
        db.execute_text(
            fmt::format("INSERT INTO account (email, email_canonical, first_name, last_name, created_at) "
                        "VALUES ('{0}', '{0}', '', '', '2026-01-01')",
                        name));
    db.execute_text(
        "INSERT INTO account_role SELECT a.id, r.id, a.created_at FROM account a JOIN role r "
        "WHERE a.email = 'both' AND r.name IN ('Client', 'Watcher')");
    database::migrate_up(db, "here", clock, silent);
    constexpr database::Sql kRights = "SELECT rights FROM account ORDER BY email";
    const auto rows = db.query(kRights);
    BOOST_TEST(rows.at(0).number(0) == 129U);
    BOOST_TEST(rows.at(1).number(0) == 0U);
}

// An app and a number that were begun before are swept in their time; what counts stays what it is.
BOOST_AUTO_TEST_CASE(migration_15_gives_an_end_to_what_is_not_confirmed_and_to_nothing_else) {
    db.execute_text("DROP DATABASE gatehouse");
    db.execute_text("CREATE DATABASE gatehouse");
    db.execute_text("USE gatehouse");
    const auto silent = [](const Migration&, int) {};
    database::migrate_up(db, database::migrations().first(14), "here", clock, silent);
    db.execute_text(
        "INSERT INTO account (id, email, email_canonical, first_name, last_name, created_at) "
        "VALUES (1, 'a', 'a', '', '', '2026-01-01')");
    for (const std::string confirmed : {"NULL", "'2026-01-01'"}) {
        db.execute_text(
            "INSERT INTO totp (tag, account_id, name, secret, browser, created_at, confirmed_at) "
            "VALUES ('a', 1, '', '', 'b', '2026-01-01', " +
            confirmed + ")");
        db.execute_text(
            "INSERT INTO phone (tag, account_id, number, takes_text, consent_id, browser, created_at, "
            "confirmed_at) "
            "VALUES ('a', 1, '', 1, 1, 'b', '2026-01-01', " +
            confirmed + ")");
    }
    database::migrate_up(db, "here", clock, silent);
    constexpr Sql kEnds =
        "SELECT f.confirmed_at IS NULL, u.ends_at FROM (SELECT 1 AS kind, confirmed_at, unconfirmed_id FROM "
        "totp "
        "UNION ALL SELECT 2, confirmed_at, unconfirmed_id FROM phone) f "
        "LEFT JOIN unconfirmed_factor u ON u.id = f.unconfirmed_id ORDER BY f.kind, f.confirmed_at";
    const auto rows = db.query(kEnds);
    BOOST_TEST(rows.size() == 4U);
    BOOST_TEST((rows.at(0).maybe_instant(1) == base::from_sql("2026-01-02 00:00:00")));
    BOOST_TEST((rows.at(2).maybe_instant(1) == base::from_sql("2026-01-01 01:00:00")));
    for (const auto at : {1U, 3U}) {
        BOOST_TEST(!rows.at(at).flag(0));
        BOOST_TEST(rows.at(at).is_null(1));
    }
}

BOOST_AUTO_TEST_CASE(the_real_schema_and_its_grants_apply_twice) {
    db.execute_text("DROP DATABASE gatehouse");
    db.execute_text("CREATE DATABASE gatehouse");
    db.execute_text("USE gatehouse");
    BOOST_TEST(!database::is_current(db));
    for (int i = 0; i < 2; ++i) {
        database::migrate_up(db, "here", clock, [](const Migration&, int) {});
        std::vector<database::Grantee> grantees;
        grantees.push_back({database::Role::gate, "g'ate", base::Secret("it's \\ \"fine\"")});
        grantees.push_back({database::Role::house, "house", base::Secret("b")});
        grantees.push_back({database::Role::courier, "courier", {}});
        database::apply_grants(db, "gatehouse", "localhost", grantees, database::grant_statements());
    }
    auto options = tests::options();
    options.user = "g'ate";
    options.password = base::Secret("it's \\ \"fine\"");
    database::Connection gate(std::move(options), log);
    gate.ready();
    BOOST_TEST(database::is_current(gate));
    BOOST_CHECK_EXCEPTION(gate.execute_text("DELETE FROM migration"), base::DatabaseError,
                          [](const auto& e) { return e.code == 1142; });
}

BOOST_AUTO_TEST_SUITE_END()
