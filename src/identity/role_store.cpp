// Every statement about roles.
#include "identity/role_store.h"

namespace identity {

constexpr database::Sql kSumUp =
    "UPDATE account SET rights = (SELECT BIT_OR(r.permissions) FROM account_role ar "
    "JOIN role r ON r.id = ar.role_id WHERE ar.account_id = account.id) WHERE id = ?";

constexpr database::Sql kGrantRole =
    "INSERT IGNORE INTO account_role (account_id, role_id, granted_at) SELECT ?, id, ? FROM role WHERE name "
    "= ?";

void grant_role(app::Context& context, base::AccountId account, std::string_view role) {
    context.database.execute(kGrantRole, account, context.now(), role);
    context.database.execute(kSumUp, account);
}

constexpr database::Sql kForgetRoles = "DELETE FROM account_role WHERE account_id = ?";

void forget_roles(app::Context& context, base::AccountId account) {
    context.database.execute(kForgetRoles, account);
    context.database.execute(kSumUp, account);
}

constexpr database::Sql kRoles =
    "SELECT r.name FROM account_role ar JOIN role r ON r.id = ar.role_id WHERE ar.account_id = ?";

std::vector<std::string> role_names(app::Context& context, base::AccountId account) {
    std::vector<std::string> names;
    for (const auto& row : context.database.query(kRoles, account)) names.push_back(row.text(0));
    return names;
}

constexpr database::Sql kRightsOfRoles =
    "SELECT BIT_OR(r.permissions) FROM account_role ar JOIN role r ON r.id = ar.role_id "
    "WHERE ar.account_id = ?";

std::uint64_t rights_of_roles(app::Context& context, base::AccountId account) {
    return context.database.query_one(kRightsOfRoles, account)->number(0);
}

constexpr database::Sql kAdministrator =
    "SELECT 1 FROM account_role ar JOIN role r ON r.id = ar.role_id WHERE r.name = 'Administrator' LIMIT 1";

bool has_administrator(app::Context& context) {
    return context.database.query_one(kAdministrator).has_value();
}

constexpr database::Sql kAdministrators =
    "SELECT a.id FROM account_role ar JOIN role r ON r.id = ar.role_id JOIN account a ON a.id = "
    "ar.account_id "
    "WHERE r.name = 'Administrator' AND a.status = 'active' ORDER BY a.id";

std::vector<base::AccountId> active_administrators(app::Context& context) {
    std::vector<base::AccountId> all;
    for (const auto& row : context.database.query(kAdministrators)) all.push_back(row.id<base::AccountId>(0));
    return all;
}

// Found without locks, as of one moment: a sign-up that is on its way is not there yet, or there as a whole.
constexpr database::Sql kWrongOnes =
    "SELECT id FROM account WHERE rights <> (SELECT BIT_OR(r.permissions) FROM account_role ar "
    "JOIN role r ON r.id = ar.role_id WHERE ar.account_id = account.id)";

std::uint64_t wrong_rights(database::Connection& connection) {
    return connection.query(kWrongOnes).size();
}

// Looked at again, and forgotten rather than put right: a role that changes at the same moment can then not
// be overwritten.
constexpr database::Sql kForgetIfWrong =
    "UPDATE account SET rights = NULL WHERE id = ? AND rights <> (SELECT BIT_OR(r.permissions) "
    "FROM account_role ar JOIN role r ON r.id = ar.role_id WHERE ar.account_id = account.id)";

std::uint64_t forget_wrong_rights(database::Connection& connection) {
    std::uint64_t forgotten = 0;
    for (const auto& row : connection.query(kWrongOnes))
        forgotten += connection.execute(kForgetIfWrong, row.number(0));
    return forgotten;
}

}  // namespace identity
