// The three places where MariaDB keeps privileges of a schema, read from information_schema.
#include "database/withdrawal.h"

#include <regex>

#include "base/text.h"

namespace database {

namespace {

constexpr Sql kOfSchema =
    "SELECT PRIVILEGE_TYPE, IS_GRANTABLE FROM information_schema.SCHEMA_PRIVILEGES WHERE TABLE_SCHEMA = ? "
    "AND "
    "GRANTEE = ?";
constexpr Sql kOfTables =
    "SELECT PRIVILEGE_TYPE, IS_GRANTABLE, TABLE_NAME FROM information_schema.TABLE_PRIVILEGES WHERE "
    "TABLE_SCHEMA = ? AND GRANTEE = ?";
constexpr Sql kOfColumns =
    "SELECT PRIVILEGE_TYPE, IS_GRANTABLE, TABLE_NAME, COLUMN_NAME FROM information_schema.COLUMN_PRIVILEGES "
    "WHERE "
    "TABLE_SCHEMA = ? AND GRANTEE = ?";

// "USAGE" is no privilege; the right to hand on is one of its own, of the whole table.
void keep(std::set<Privilege>& held, const Row& row, std::string table, std::string column) {
    if (row.text(1) == "YES") held.insert({"GRANT OPTION", table, ""});
    if (row.text(0) != "USAGE") held.insert({row.text(0), std::move(table), std::move(column)});
}

std::string revocation(const Privilege& privilege, const std::string& schema, const std::string& account) {
    const auto column = privilege.column.empty() ? "" : " (" + quoted_name(privilege.column) + ")";
    const auto table = privilege.table.empty() ? "*" : quoted_name(privilege.table);
    return fmt::format("REVOKE {}{} ON {}.{} FROM {}", privilege.type, column, quoted_name(schema), table,
                       account);
}

}  // namespace

std::string Privilege::in_words() const {
    return fmt::format("{}{} on {}", type, column.empty() ? "" : " (" + column + ")",
                       table.empty() ? "the whole schema" : table);
}

std::set<Privilege> listed_privileges(std::span<const std::string_view> grants, Role role) {
    static const std::regex form(R"(GRANT\s+([\w\s,()]+?)\s+ON\s+\{schema\}\.(\w+)\s+TO\s+\{(\w+)\}\s*)");
    static const std::regex part(R"(([A-Z]+)\s*(?:\(([^)]*)\))?)");
    std::set<Privilege> listed;
    for (const auto grant : grants) {
        std::match_results<std::string_view::const_iterator> match;
        if (!std::regex_match(grant.begin(), grant.end(), match, form))
            throw base::Bug("a grant of unknown form: " + std::string(grant));
        if (match[3].str() != role_name(role)) continue;
        const auto privileges = match[1].str(), table = match[2].str();
        for (std::sregex_iterator at(privileges.begin(), privileges.end(), part), end; at != end; ++at) {
            if (!(*at)[2].matched) listed.insert({(*at)[1].str(), table, ""});
            if ((*at)[2].matched)
                for (const auto& column : base::split((*at)[2].str(), ','))
                    listed.insert({(*at)[1].str(), table, std::string(base::trim(column))});
        }
    }
    return listed;
}

std::set<Privilege> held_privileges(Connection& connection, const std::string& schema,
                                    const std::string& user, const std::string& host) {
    const auto grantee = fmt::format("'{}'@'{}'", user, host);  // as the server writes it: nothing is escaped
    std::set<Privilege> held;
    for (const auto& row : connection.query(kOfSchema, schema, grantee)) keep(held, row, "", "");
    for (const auto& row : connection.query(kOfTables, schema, grantee)) keep(held, row, row.text(2), "");
    for (const auto& row : connection.query(kOfColumns, schema, grantee))
        keep(held, row, row.text(2), row.text(3));
    return held;
}

std::vector<Privilege> withdraw(Connection& owner, const std::string& schema, const std::string& user,
                                const std::string& host, const std::set<Privilege>& held,
                                const std::set<Privilege>& listed) {
    constexpr int kNoSuchGrant = 1147;
    std::vector<Privilege> gone;
    for (const auto& privilege : held) {
        if (listed.contains(privilege)) continue;
        try {
            owner.execute_text(revocation(privilege, schema, quoted(user) + "@" + quoted(host)));
        } catch (const base::DatabaseError& error) {
            if (error.code != kNoSuchGrant) throw;  // went with the whole table's
        }
        gone.push_back(privilege);
    }
    return gone;
}

}  // namespace database
