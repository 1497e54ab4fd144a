// What a role's database user is refused and what it may, on the real schema with the real grants: a part
// that was broken into strips nobody of a second factor, and no guard of sign-ins can be lifted from inside.
#include "database/grants.h"

#include <boost/test/unit_test.hpp>

#include "app/rate_store.h"
#include "courier/housekeeping.h"
#include "crypto/random.h"
#include "database/migrations.h"
#include "database/withdrawal.h"
#include "fixture.h"

using database::Role;
using database::Sql;

namespace {

const auto kNow = base::from_sql("2026-11-28 05:00:00");

std::string user(Role role) {
    return fmt::format("part_{}", database::role_name(role));
}

database::Options options_of(Role role) {
    auto options = tests::options();
    options.user = user(role);
    options.password = base::Secret("a password");
    return options;
}

// A connection as that role's own user.
struct Part : database::Connection {
    Part(Role role, base::Log& log) : database::Connection(options_of(role), log) { ready(); }
};

struct Roles : tests::Database {
    base::FixedClock clock{kNow};
    Roles() {
        db.execute_text("DROP DATABASE gatehouse");
        db.execute_text("CREATE DATABASE gatehouse");
        db.execute_text("USE gatehouse");
        database::migrate_up(db, "here", clock, [](const database::Migration&, int) {});
        apply();
    }
    void apply() {
        std::vector<database::Grantee> grantees;
        for (const auto role : {Role::gate, Role::house, Role::courier})
            grantees.push_back({role, user(role), base::Secret("a password")});
        database::apply_grants(db, "gatehouse", "localhost", grantees, database::grant_statements());
    }
    Part as(Role role) { return Part(role, log); }
    // An account with an app and a number that count, and with others that were begun `ago`.
    void enrol(std::chrono::seconds ago) {
        db.execute_text(
            "INSERT INTO account (id, email, email_canonical, first_name, last_name, created_at) "
            "VALUES (1, 'a', 'a', '', '', '2026-01-01')");
        const auto ends = base::to_sql(kNow - ago);
        db.execute_text("INSERT INTO unconfirmed_factor (id, ends_at) VALUES (5, '" + ends + "'), (6, '" +
                        ends + "')");
        db.execute_text(
            "INSERT INTO totp (tag, account_id, name, secret, browser, created_at, confirmed_at, "
            "unconfirmed_id) "
            "VALUES ('a', 1, 'kept', '', 'b', '2026-01-01', '2026-01-01', NULL), "
            "('b', 1, 'begun', '', 'b', '2026-01-01', NULL, 5)");
        db.execute_text(
            "INSERT INTO phone (tag, account_id, number, takes_text, consent_id, browser, created_at, "
            "confirmed_at, unconfirmed_id) VALUES ('a', 1, 'kept', 1, 1, 'b', '2026-01-01', '2026-01-01', "
            "NULL), "
            "('b', 1, 'begun', 1, 1, 'b', '2026-01-01', NULL, 6)");
    }
    std::string factors() {
        constexpr Sql kFactors =
            "SELECT COALESCE(GROUP_CONCAT(f ORDER BY f), '') FROM (SELECT CONCAT('app ', name) AS f FROM "
            "totp "
            "UNION ALL SELECT CONCAT('phone ', number) FROM phone) AS all_of_them";
        return db.query(kFactors).front().text(0);
    }
    static void refuse(database::Connection& part, const std::string& statement) {
        // No such right: on the table; on a column.
        BOOST_CHECK_EXCEPTION(part.execute_text(statement), base::DatabaseError, [&](const auto& error) {
            BOOST_TEST_INFO(statement);
            return error.code == 1142 || error.code == 1143;
        });
    }
};

constexpr app::RateLimit kLimit{"test.guard", 1, std::chrono::hours(1), true};
constexpr Sql kAmounts =
    "SELECT (SELECT COALESCE(SUM(amount), 0) FROM rate), (SELECT COALESCE(SUM(amount), 0) FROM house_rate)";

// Counts as a worker of one pool does.
struct Counting {
    Counting(Roles& roles, Role role)
        : database(role, roles.log),
          context{.config = config,
                  .clock = roles.clock,
                  .keys = keys,
                  .database = database,
                  .log = roles.log,
                  .hashing = slots,
                  .outbound = slots,
                  .in_house = role == Role::house,
                  .actor = {},
                  .request_id = {},
                  .client = {},
                  .user_agent = {},
                  .browser = {},
                  .device = {}} {}
    base::Configuration config = base::Configuration::from_text("");
    crypto::KeyRings keys;
    app::Slots slots{"", 1};
    Part database;
    app::Context context;
    bool count() { return app::count(context, kLimit, "somebody").allowed; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(grants, Roles)

BOOST_AUTO_TEST_CASE(the_courier_sweeps_what_nobody_confirmed_and_takes_no_factor_that_counts) {
    enrol(std::chrono::seconds(1));
    auto courier = as(Role::courier);
    courier::sweep(courier, log, kNow);
    BOOST_TEST(factors() == "app kept,phone kept");
}

BOOST_AUTO_TEST_CASE(the_courier_leaves_what_may_still_be_confirmed) {
    enrol(std::chrono::seconds(-1));
    auto courier = as(Role::courier);
    courier::sweep(courier, log, kNow);
    BOOST_TEST(factors() == "app begun,app kept,phone begun,phone kept");
}

BOOST_AUTO_TEST_CASE(a_courier_that_was_broken_into_cannot_take_a_factor_that_counts) {
    enrol(std::chrono::seconds(-1));
    auto courier = as(Role::courier);
    for (const std::string table : {"totp", "phone"}) {
        refuse(courier, "DELETE FROM " + table);
        refuse(courier, "SELECT id FROM " + table);
        refuse(courier, "UPDATE " + table + " SET unconfirmed_id = 5");
    }
    refuse(courier, "UPDATE unconfirmed_factor SET id = 7");
    refuse(courier, "INSERT INTO unconfirmed_factor (ends_at) VALUES ('2026-01-01')");
    courier.execute_text("DELETE FROM unconfirmed_factor");
    BOOST_TEST(factors() == "app kept,phone kept");
}

BOOST_AUTO_TEST_CASE(a_factor_cannot_count_and_be_swept_at_once) {
    enrol(std::chrono::seconds(-1));
    auto gate = as(Role::gate);
    for (const std::string table : {"totp", "phone"}) {
        constexpr int kCheckFailed = 4025;
        BOOST_CHECK_EXCEPTION(gate.execute_text("UPDATE " + table + " SET confirmed_at = '2026-11-28'"),
                              base::DatabaseError,
                              [](const auto& error) { return error.code == kCheckFailed; });
        gate.execute_text("UPDATE " + table + " SET confirmed_at = '2026-11-28', unconfirmed_id = NULL");
    }
}

BOOST_AUTO_TEST_CASE(sweeping_what_nobody_confirmed_goes_by_a_key) {
    db.execute_text(
        "INSERT INTO unconfirmed_factor (ends_at) SELECT '2027-01-01' FROM information_schema.COLUMNS");
    constexpr Sql kPlan =
        "EXPLAIN DELETE FROM unconfirmed_factor WHERE ends_at < ? ORDER BY ends_at LIMIT 1000";
    BOOST_TEST(db.query(kPlan, kNow).front().text(5) == "unconfirmed_factor_ends");
}

BOOST_AUTO_TEST_CASE(the_house_counts_and_cannot_touch_what_the_gate_counts) {
    Counting gate(*this, Role::gate), house(*this, Role::house);
    BOOST_TEST(gate.count());
    BOOST_TEST(!gate.count());
    BOOST_TEST(house.count());
    BOOST_TEST(!house.count());
    app::uncount(house.context, kLimit, "somebody");
    const auto amounts = db.query(kAmounts).front();
    BOOST_TEST(amounts.integer(0) == 2);
    BOOST_TEST(amounts.integer(1) == 1);
    for (const std::string statement :
         {"UPDATE rate SET amount = 0", "DELETE FROM rate", "SELECT bucket FROM rate", "TRUNCATE rate",
          "INSERT INTO rate VALUES ('x', 1000, '2030-01-01')"})
        refuse(house.database, statement);
}

BOOST_AUTO_TEST_CASE(the_gate_cannot_touch_what_the_house_counts) {
    auto gate = as(Role::gate);
    refuse(gate, "UPDATE house_rate SET amount = 0");
}

BOOST_AUTO_TEST_CASE(the_courier_sweeps_both_pools_counters_when_their_window_is_over) {
    Counting(*this, Role::gate).count();
    Counting(*this, Role::house).count();
    auto courier = as(Role::courier);
    courier::sweep(courier, log, kNow + std::chrono::minutes(59));
    BOOST_TEST(db.query(kAmounts).front().integer(0) == 1);
    BOOST_TEST(db.query(kAmounts).front().integer(1) == 1);
    courier::sweep(courier, log, kNow + std::chrono::minutes(61));
    BOOST_TEST(db.query(kAmounts).front().integer(0) == 0);
    BOOST_TEST(db.query(kAmounts).front().integer(1) == 0);
}

BOOST_AUTO_TEST_CASE(what_an_earlier_version_gave_is_taken_back) {
    for (const std::string given :
         {"SELECT (id, created_at, confirmed_at), DELETE ON gatehouse.totp TO 'part_courier'@'localhost'",
          "SELECT (id, created_at, confirmed_at), DELETE ON gatehouse.phone TO 'part_courier'@'localhost'",
          "SELECT, INSERT, UPDATE ON gatehouse.rate TO 'part_house'@'localhost'"})
        db.execute_text("GRANT " + given);
    size_t taken = 0;
    for (const auto role : {Role::gate, Role::house, Role::courier}) {
        auto own = as(role);
        const auto held = database::held_privileges(own, "gatehouse", user(role), "localhost");
        taken += database::withdraw(db, "gatehouse", user(role), "localhost", held,
                                    database::listed_privileges(database::grant_statements(), role))
                     .size();
    }
    BOOST_TEST(taken == 11U);
    apply();
    auto courier = as(Role::courier), house = as(Role::house);
    refuse(courier, "DELETE FROM totp");
    refuse(courier, "DELETE FROM phone");
    refuse(house, "UPDATE rate SET amount = 0");
}

BOOST_AUTO_TEST_SUITE_END()
