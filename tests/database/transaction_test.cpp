// A transaction is done only when COMMIT said so; a deadlock's victim runs again from its beginning.

#include <barrier>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "database/transaction.h"
#include "fixture.h"

using database::Sql;
using database::Transaction;

BOOST_FIXTURE_TEST_SUITE(transaction, tests::Database)

constexpr Sql kAdd = "INSERT INTO thing (name, signed_number) VALUES (?, 0)";
constexpr Sql kCount = "SELECT COUNT(*) FROM thing";
constexpr Sql kBump = "UPDATE thing SET signed_number = signed_number + 1 WHERE name = ?";
constexpr Sql kSum = "SELECT SUM(signed_number) FROM thing";

BOOST_AUTO_TEST_CASE(what_was_not_committed_is_not_there) {
    {
        Transaction transaction(db);
        db.execute(kAdd, "a");
    }
    BOOST_TEST(other.query(kCount).front().number(0) == 0);
    Transaction transaction(db);
    db.execute(kAdd, "b");
    BOOST_TEST(other.query(kCount).front().number(0) == 0);
    transaction.commit();
    BOOST_TEST(other.query(kCount).front().number(0) == 1);
}

BOOST_AUTO_TEST_CASE(commit_on_a_killed_connection_throws) {
    Transaction transaction(db);
    db.execute(kAdd, "a");
    kill_db();
    BOOST_CHECK_THROW(transaction.commit(), base::DatabaseError);
    BOOST_TEST(other.query(kCount).front().number(0) == 0);
}

BOOST_AUTO_TEST_CASE(nesting_is_a_bug) {
    Transaction transaction(db);
    BOOST_CHECK_THROW(Transaction{db}, base::Bug);
    BOOST_CHECK_THROW(db.ready(), base::Bug);
}

BOOST_AUTO_TEST_CASE(a_refusal_commits_nothing) {
    const auto result = database::transact(db, [&]() -> std::expected<int, std::string> {
        db.execute(kAdd, "a");
        return std::unexpected("no");
    });
    BOOST_TEST(!result.has_value());
    BOOST_TEST(!db.in_transaction());
    BOOST_TEST(other.query(kCount).front().number(0) == 0);
}

BOOST_AUTO_TEST_CASE(the_victim_of_a_deadlock_runs_again) {
    db.execute(kAdd, "left");
    db.execute(kAdd, "right");
    std::barrier both(2);
    std::atomic<int> runs = 0;
    const auto crossing = [&](database::Connection& mine, const char* first, const char* second) {
        bool again = false;
        database::transact(mine, [&] {
            ++runs;
            mine.execute(kBump, first);
            if (!again) both.arrive_and_wait();
            again = true;
            mine.execute(kBump, second);
        });
    };
    std::thread opposite([&] { crossing(other, "right", "left"); });
    crossing(db, "left", "right");
    opposite.join();
    BOOST_TEST(runs == 3);
    BOOST_TEST(db.query(kSum).front().integer(0) == 4);
}

BOOST_AUTO_TEST_CASE(after_a_deadlock_nothing_runs_outside_the_transaction) {
    db.execute(kAdd, "left");
    db.execute(kAdd, "right");
    std::barrier both(2);
    std::atomic<int> refused = 0, stray = 0;
    const auto crossing = [&](database::Connection& mine, const char* first, const char* second) {
        Transaction transaction(mine);
        mine.execute(kBump, first);
        both.arrive_and_wait();
        try {
            mine.execute(kBump, second);
            transaction.commit();
        } catch (const base::DatabaseError&) {
            ++refused;
            try {
                mine.execute(kAdd, "stray");
                ++stray;
            } catch (const base::DatabaseError& error) {
                BOOST_TEST(database::is_retryable(error));
            }
        }
    };
    std::thread opposite([&] { crossing(other, "right", "left"); });
    crossing(db, "left", "right");
    opposite.join();
    BOOST_TEST(refused == 1);
    BOOST_TEST(stray == 0);
    BOOST_TEST(db.query(kCount).front().number(0) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
