// The rights of the built-in roles: the numbers in the code are those that the schema begins with.
#include <boost/test/unit_test.hpp>

#include "access/permission.h"
#include "database/migrations.h"

namespace {

std::string roles_in_schema() {
    for (const auto& migration : database::migrations()) {
        for (const auto statement : migration.statements) {
            if (statement.starts_with("INSERT INTO role ")) return std::string(statement);
        }
    }
    return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(access_permission)

BOOST_AUTO_TEST_CASE(the_schema_gives_each_role_what_the_code_says) {
    const auto text = roles_in_schema();
    for (const auto& [name, rights] : {std::pair{"Administrator", authority::kAdministrator},
                                       {"Agent", authority::kAgent},
                                       {"Client", authority::kClient}}) {
        BOOST_TEST(text.find(fmt::format("'{}', {})", name, rights.bits)) != std::string::npos, name);
    }
}

BOOST_AUTO_TEST_CASE(clients_and_agents_hold_no_right_to_administer) {
    using authority::Permission;
    BOOST_TEST(authority::kClient.has(Permission::ticket_own));
    BOOST_TEST(!authority::kClient.has(Permission::ticket_desk));
    BOOST_TEST(authority::kAgent.has(Permission::ticket_desk));
    for (const auto permission : {Permission::account_view, Permission::account_manage,
                                  Permission::role_manage, Permission::audit_view, Permission::system_view}) {
        BOOST_TEST(!authority::kAgent.has(permission));
        BOOST_TEST(authority::kAdministrator.has(permission));
    }
}

BOOST_AUTO_TEST_SUITE_END()
