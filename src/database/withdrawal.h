// Takes back what a role's database user may do on our schema and sql/grants.sql does not list (any more).
// Looks at nothing but this schema, and changes nothing that is listed.
#pragma once

#include <compare>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "database/grants.h"

namespace database {

// One privilege: "UPDATE" on a table ("" = the whole schema), or on one column of it.
struct Privilege {
    std::string type, table, column;
    auto operator<=>(const Privilege&) const = default;
    std::string in_words() const;  // "UPDATE (tries) on challenge"
};

// What the statements give to `role`. Throws base::Bug on a statement of another form than
// GRANT a, b (c, d) ON {schema}.table TO {role}.
std::set<Privilege> listed_privileges(std::span<const std::string_view> grants, Role role);
// What `user`@`host` holds on `schema` itself, as `connection` may see it: its own, or anybody's for an
// administrator.
std::set<Privilege> held_privileges(Connection& connection, const std::string& schema,
                                    const std::string& user, const std::string& host);
// Revokes, as the owner, what is held and not listed; returns it. A whole table's privilege takes those on
// its columns along: the grants must be applied once more if anything is returned.
std::vector<Privilege> withdraw(Connection& owner, const std::string& schema, const std::string& user,
                                const std::string& host, const std::set<Privilege>& held,
                                const std::set<Privilege>& listed);

}  // namespace database
