// The roles' database users and what they may do: sql/grants.sql, filled in and applied. May be repeated at
// any time; never takes a privilege away (withdrawal.h does).
#pragma once

#include <span>

#include "database/connection.h"

namespace database {

enum class Role { owner, gate, house, courier };
const char* role_name(Role role);

struct Grantee {
    Role role;
    std::string user;
    base::Secret password;  // empty: login by unix_socket
};

// Makes the users that are missing, sets the passwords that are given, then runs `grants` with {schema} and
// {gate}, {house}, {courier} filled in. `connection` is the owner's, with the right to create users.
void apply_grants(Connection& connection, const std::string& schema, const std::string& host,
                  std::span<const Grantee> grantees, std::span<const std::string_view> grants);

// A string, and a name, as SQL literals; for the few statements that take no placeholders.
std::string quoted(std::string_view text);
std::string quoted_name(std::string_view name);

}  // namespace database
