// What goes in comes out; a broken connection is replaced, and never used half-broken.
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <regex>

#include "fixture.h"

using database::Sql;

BOOST_FIXTURE_TEST_SUITE(connection, tests::Database)

constexpr Sql kAdd =
    "INSERT INTO thing (name, signed_number, unsigned_number, at, long_text, bytes) VALUES (?, ?, ?, ?, ?, "
    "?)";
constexpr Sql kAll =
    "SELECT name, signed_number, unsigned_number, at, long_text, bytes FROM thing ORDER BY id";
constexpr Sql kEcho = "SELECT CAST(? AS CHAR)";

BOOST_AUTO_TEST_CASE(values_come_back_as_they_were) {
    const auto at = base::from_sql("2026-11-21 01:02:03");
    const std::string bytes("\0\x01'\\\xff", 5);
    const auto id = db.insert(kAdd, "Zoë 😀", std::int64_t{-9}, ~std::uint64_t{0}, at,
                              std::string(300 * 1024, 'x'), bytes);
    BOOST_TEST(id == 1);
    db.insert(kAdd, std::nullopt, std::nullopt, std::nullopt, at + std::chrono::microseconds(7), std::nullopt,
              std::nullopt);
    const auto rows = db.query(kAll);
    BOOST_TEST_REQUIRE(rows.size() == 2);
    BOOST_TEST(rows[0].text(0) == "Zoë 😀");
    BOOST_TEST(rows[0].integer(1) == -9);
    BOOST_TEST(rows[0].number(2) == ~std::uint64_t{0});
    BOOST_TEST(rows[0].text(1) == "-9");
    BOOST_TEST(rows[0].integer(1) == -9);
    BOOST_TEST(rows[0].text(2) == "18446744073709551615");
    BOOST_CHECK_THROW(rows[0].integer(2), base::Bug);
    BOOST_TEST((rows[0].instant(3) == at));
    BOOST_TEST(rows[0].text(4).size() == 300 * 1024);
    BOOST_TEST(rows[0].text(5) == bytes);
    BOOST_TEST((rows[1].instant(3) == at + std::chrono::microseconds(7)));
    for (const size_t column : {0, 1, 2, 4, 5}) BOOST_TEST(rows[1].is_null(column));
    BOOST_CHECK_THROW(rows[1].text(0), base::Bug);
    BOOST_CHECK_THROW(rows[0].text(6), base::Bug);
    BOOST_CHECK_THROW(rows[0].number(1), base::Bug);
}

BOOST_AUTO_TEST_CASE(a_cached_statement_keeps_no_value_or_sign_of_its_last_use) {
    const std::string big(300 * 1024, 'b'), bigger(400 * 1024, 'c');
    BOOST_TEST((db.query(kEcho, big).front().text(0) == big));
    BOOST_TEST(db.query(kEcho, "short").front().text(0) == "short");
    BOOST_TEST((db.query(kEcho, bigger).front().text(0) == bigger));
    BOOST_TEST(db.query(kEcho, std::nullopt).front().is_null(0));
    BOOST_TEST(db.query(kEcho, ~std::uint64_t{0}).front().text(0) == "18446744073709551615");
    BOOST_TEST(db.query(kEcho, std::int64_t{5}).front().text(0) == "5");
    BOOST_TEST(db.query(kEcho, std::int64_t{-1}).front().text(0) == "-1");
    BOOST_TEST(db.query(kEcho, std::uint64_t{7}).front().text(0) == "7");
    BOOST_TEST((db.query(kEcho, big).front().text(0) == big));
    BOOST_TEST(db.query(kEcho, std::int64_t{-2}).front().text(0) == "-2");
    BOOST_TEST(db.query(kEcho, std::uint64_t{8}).front().text(0) == "8");
    BOOST_TEST(db.query(kEcho, "").front().text(0) == "");
}

BOOST_AUTO_TEST_CASE(a_column_that_follows_what_is_bound_is_read_as_what_it_now_is) {
    constexpr Sql kSame = "SELECT ?";
    BOOST_TEST(db.query(kSame, 5).front().integer(0) == 5);
    BOOST_TEST(db.query(kSame, "five").front().text(0) == "five");
    BOOST_TEST(db.query(kSame, ~std::uint64_t{0}).front().number(0) == ~std::uint64_t{0});
    BOOST_TEST(db.query(kSame, -5).front().integer(0) == -5);
    BOOST_TEST(db.query(kSame, std::nullopt).front().is_null(0));
    BOOST_TEST(db.query(kSame, -6).front().integer(0) == -6);
}

BOOST_AUTO_TEST_CASE(every_statement_is_logged_in_development_and_elsewhere_the_slow_ones) {
    constexpr Sql kSlow = "SELECT SLEEP(0.02)";
    constexpr Sql kQuick = "SELECT 1";
    for (const bool development : {true, false}) {
        int ends[2];
        BOOST_REQUIRE(pipe2(ends, O_NONBLOCK) == 0);
        base::Log written("test", base::Level::debug, base::LogForm::logfmt, ends[1]);
        auto wanted = tests::options();
        wanted.log_every = development;
        wanted.slow = std::chrono::milliseconds(20);
        database::Connection spoken(std::move(wanted), written);
        spoken.ready();
        spoken.query(kSlow);
        spoken.query(kQuick);
        std::string text(1 << 16, '\0');
        text.resize(static_cast<size_t>(std::max<ssize_t>(read(ends[0], text.data(), text.size()), 0)));
        close(ends[0]), close(ends[1]);
        const std::regex slow(
            "level=warning event=database.slow role=test ms=[0-9.]+ statement=\"SELECT SLEEP");
        const std::regex quick(
            "level=debug event=database.query role=test ms=[0-9.]+ statement=\"SELECT 1\"");
        BOOST_TEST(std::regex_search(text, slow), text);
        BOOST_TEST(std::regex_search(text, quick) == development, text);
    }
}

BOOST_AUTO_TEST_CASE(the_session_is_set_whatever_the_server_says) {
    constexpr Sql kSettings =
        "SELECT @@session.time_zone, @@session.sql_mode, @@session.tx_isolation, "
        "@@session.collation_connection, "
        "@@session.innodb_lock_wait_timeout, @@session.max_statement_time, @@session.autocommit";
    const auto row = db.query(kSettings).front();
    BOOST_TEST(row.text(0) == "+00:00");
    for (const auto* mode : {"STRICT_ALL_TABLES", "NO_ZERO_DATE", "ONLY_FULL_GROUP_BY"})
        BOOST_TEST(row.text(1).find(mode) != std::string::npos);
    BOOST_TEST(row.text(2) == "READ-COMMITTED");
    BOOST_TEST(row.text(3) == "utf8mb4_unicode_520_ci");
    BOOST_TEST(row.number(4) == 4);
    BOOST_TEST(row.text(5).starts_with("8"));
    BOOST_TEST(row.flag(6));
}

BOOST_AUTO_TEST_CASE(a_lost_connection_is_replaced_at_ready_and_not_before) {
    const auto before = tests::id_of(db);
    kill_db();
    BOOST_CHECK_THROW(tests::id_of(db), base::DatabaseError);
    BOOST_CHECK_EXCEPTION(tests::id_of(db), base::DatabaseError,
                          [](const auto& e) { return e.code == 2006; });
    db.ready();
    BOOST_TEST(tests::id_of(db) != before);
}

BOOST_AUTO_TEST_CASE(a_statement_out_of_place_does_not_poison_the_next_ones) {
    constexpr Sql kSelect = "SELECT id FROM thing WHERE id = ?";
    try {
        db.execute(kSelect, std::uint64_t{1});  // rows that nobody fetches
    } catch (const base::DatabaseError&) {
    }
    try {
        db.query(kEcho, "a");
    } catch (const base::DatabaseError& error) {
        BOOST_TEST(error.code == 2014);
    }
    db.ready();
    BOOST_TEST(db.query(kEcho, "b").front().text(0) == "b");
    db.execute_text("SELECT 1");
    BOOST_TEST(db.query(kEcho, "c").front().text(0) == "c");
}

BOOST_AUTO_TEST_CASE(a_duplicate_key_has_its_type_and_does_not_tell_the_value) {
    db.execute(kAdd, "ann@example.org", 1, 1, std::nullopt, std::nullopt, std::nullopt);
    BOOST_CHECK_EXCEPTION(db.execute(kAdd, "ann@example.org", 1, 1, std::nullopt, std::nullopt, std::nullopt),
                          database::DuplicateKey, [](const auto& e) {
                              const std::string text = e.what();
                              return text.find("ann@") == std::string::npos &&
                                     text.find("key 'name'") != std::string::npos;
                          });
}

BOOST_AUTO_TEST_CASE(an_update_that_changes_nothing_counts_no_row) {
    constexpr Sql kRename = "UPDATE thing SET name = ? WHERE signed_number = ?";
    db.execute(kAdd, "a", 1, 1, std::nullopt, std::nullopt, std::nullopt);
    BOOST_TEST(db.execute(kRename, "b", 1) == 1);
    BOOST_TEST(db.execute(kRename, "b", 1) == 0);
}

BOOST_AUTO_TEST_CASE(more_than_one_row_is_not_taken_for_the_only_one) {
    constexpr Sql kTwo = "SELECT 1 UNION ALL SELECT 2";
    BOOST_CHECK_THROW(db.query_one(kTwo), base::Bug);
    BOOST_CHECK_THROW(db.query(kEcho, "a", "b"), std::exception);
}

BOOST_AUTO_TEST_CASE(an_unreachable_server_is_a_database_error) {
    auto wrong = tests::options();
    wrong.socket += ".none";
    database::Connection nobody(std::move(wrong), log);
    BOOST_CHECK_EXCEPTION(nobody.ready(), base::DatabaseError, [](const auto& e) { return e.code == 2002; });
}

BOOST_AUTO_TEST_SUITE_END()
