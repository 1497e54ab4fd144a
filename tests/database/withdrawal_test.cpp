// What grants.sql does not list any more is taken back, on our schema and nowhere else.
#include "database/withdrawal.h"

#include <boost/test/unit_test.hpp>

#include "database/migrations.h"
#include "fixture.h"

using database::Privilege;
using database::Role;

namespace {

constexpr std::string_view kGrants[] = {"GRANT SELECT, INSERT ON {schema}.thing TO {gate}",
                                        "GRANT UPDATE (name, at) ON {schema}.thing TO {gate}",
                                        "GRANT SELECT (id) ON {schema}.thing TO {house}"};
const std::string kUser = "wi'thdrawn";

struct Users : tests::Database {
    Users() {
        db.execute_text("DROP DATABASE IF EXISTS elsewhere");
        db.execute_text("CREATE DATABASE elsewhere");
        db.execute_text("CREATE TABLE elsewhere.thing (id INT)");
        db.execute_text("DROP USER IF EXISTS " + account());
        apply();
    }
    ~Users() { db.execute_text("DROP DATABASE elsewhere"); }
    static std::string account() { return database::quoted(kUser) + "@'localhost'"; }
    void apply() {
        std::vector<database::Grantee> grantees;
        grantees.push_back({Role::gate, kUser, base::Secret("a password")});
        database::apply_grants(db, "gatehouse", "localhost", grantees, std::span(kGrants).first(2));
    }
    std::set<Privilege> held() { return database::held_privileges(db, "gatehouse", kUser, "localhost"); }
    std::vector<Privilege> withdraw() {
        auto gone = database::withdraw(db, "gatehouse", kUser, "localhost", held(),
                                       database::listed_privileges(kGrants, Role::gate));
        if (!gone.empty()) apply();
        return gone;
    }
};

const std::set<Privilege> kListed = {
    {"INSERT", "thing", ""}, {"SELECT", "thing", ""}, {"UPDATE", "thing", "at"}, {"UPDATE", "thing", "name"}};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(withdrawal, Users)

BOOST_AUTO_TEST_CASE(what_is_listed_is_held_and_stays) {
    BOOST_TEST((database::listed_privileges(kGrants, Role::gate) == kListed));
    BOOST_TEST((held() == kListed));
    BOOST_TEST(withdraw().empty());
    BOOST_TEST((held() == kListed));
}

BOOST_AUTO_TEST_CASE(a_table_a_column_the_schema_and_the_right_to_hand_on_are_taken_back) {
    for (const std::string more :
         {"DELETE ON gatehouse.thing", "UPDATE (bytes) ON gatehouse.thing", "UPDATE ON gatehouse.thing",
          "SELECT (id) ON gatehouse.thing", "SELECT ON gatehouse.*", "CREATE, DROP, ALTER ON gatehouse.*"}) {
        db.execute_text("GRANT " + more + " TO " + account());
        BOOST_TEST((held() != kListed), more);
        BOOST_TEST(!withdraw().empty(), more);
        BOOST_TEST((held() == kListed), more);
    }
    db.execute_text("GRANT SELECT ON gatehouse.thing TO " + account() + " WITH GRANT OPTION");
    withdraw();
    BOOST_TEST((held() == kListed));
}

BOOST_AUTO_TEST_CASE(another_schema_is_none_of_ours) {
    db.execute_text("GRANT SELECT ON elsewhere.thing TO " + account());
    BOOST_TEST(withdraw().empty());
    const auto left = database::held_privileges(db, "elsewhere", kUser, "localhost");
    BOOST_TEST((left == std::set<Privilege>{{"SELECT", "thing", ""}}));
}

BOOST_AUTO_TEST_CASE(a_user_sees_its_own) {
    auto options = tests::options();
    options.user = kUser;
    options.password = base::Secret("a password");
    database::Connection own(std::move(options), log);
    own.ready();
    BOOST_TEST((database::held_privileges(own, "gatehouse", kUser, "localhost") == kListed));
}

BOOST_AUTO_TEST_CASE(the_real_grants_can_be_read) {
    for (const auto role : {Role::gate, Role::house, Role::courier})
        BOOST_TEST(database::listed_privileges(database::grant_statements(), role).size() > 20);
    constexpr std::string_view kOdd[] = {"GRANT ALL PRIVILEGES ON *.* TO {gate}"};
    BOOST_CHECK_THROW(database::listed_privileges(kOdd, Role::gate), base::Bug);
}

BOOST_AUTO_TEST_SUITE_END()
