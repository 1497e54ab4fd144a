// The database users of a portal: the owner changes the schema, the others may do what sql/grants.sql says.
// Which user a role has, and how the server is reached, comes from the configuration's section "database".
#pragma once

#include <functional>

#include "base/configuration.h"
#include "database/grants.h"

namespace database {

// An empty password means login by unix_socket. The owner has no statement timeout: a migration may take
// long.
Options options_for(Role role, const base::Configuration& configuration);

// Makes the configured users' privileges what sql/grants.sql says: gives what is missing, takes back what is
// not listed. `tell` hears of each that was taken back, and of a user that could not be looked at: that needs
// its password, for only an administrator sees other people's privileges.
void apply_grants(Connection& owner, const base::Configuration& configuration, base::Log& log,
                  const std::function<void(const std::string&)>& tell);

}  // namespace database
